// Opens the Explorer and swagger-ui alternately, measures them in the page, and prints a table. See run.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { install } from "./in-page.mjs";
import { document as openapi, facts, show } from "./openapi.mjs";
import { serve } from "./swagger.mjs";

// A page that never shows what is waited for ends the run.
const LIMIT = 60_000;

const [tc3, browserPath, work, ...only] = process.argv.slice(2);
const RUNS = Number(process.env.RUNS ?? 12);
const QUERY = "create proxy group";
const TYPED = ["create proxy group", "创建通道组", "runinstances", "snapshot policy", "describe"];
// swagger-ui has no search; its filter shows the operations that have this text in their path. It waits 250 ms for more.
const FILTERED = ["bot", "zone"];
// Fewer mean that it is not unfolded yet; types within themselves remain closed.
const UNFOLDED = 1800;

// ---------------------------------------------------------------------------------------------------------- figures

const figures = new Map();

function note(row, side, number) {
  if (!figures.has(row)) figures.set(row, {});
  (figures.get(row)[side] ??= []).push(number);
}

const isWanted = (row) => only.length === 0 || only.some((name) => row.startsWith(name));

function summary(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], lower: at(0.25), upper: at(0.75), max: sorted.at(-1), runs: sorted.length };
}

// ------------------------------------------------------------------------------------------------------------ sides

async function explorer(environment) {
  const child = spawn(tc3, ["explorer", "--no-open"], { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((resolve, reject) => {
    lines.once("line", resolve);
    child.once("exit", (code) => reject(new Error(`tc3 explorer ended with ${code}`)));
  });
  return { url, close: () => child.kill() };
}

const browser = await chromium.launch({
  executablePath: browserPath,
  args: process.getuid() === 0 ? ["--no-sandbox"] : [],
});

/** Opens a URL in a new context, whose cache is empty, and passes the page and its CDP session to `use`. */
async function open(url, use) {
  let limit;
  const late = new Promise((_, reject) => {
    limit = setTimeout(() => reject(new Error(`${url.split("#")[0]} did not show what is measured`)), LIMIT);
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US" });
  try {
    const page = await context.newPage();
    const failures = [];
    page.on("pageerror", (error) => failures.push(error));
    await page.addInitScript(install);
    const session = await context.newCDPSession(page);
    await page.goto(url, { waitUntil: "commit" });
    const used = use(page, session);
    used.catch(() => {});
    await Promise.race([used, late]);
    if (failures.length) throw failures[0];
  } finally {
    clearTimeout(limit);
    await context.close();
  }
}

/** MB of live objects, after a collection. */
async function heap(session) {
  await session.send("HeapProfiler.collectGarbage");
  return (await session.send("Runtime.getHeapUsage")).usedSize / 1e6;
}

// -------------------------------------------------------------------------------------------------------- swagger-ui

async function openSwagger(server, name, keepsFigures) {
  await open(`${server.url}?document=${name}`, async (page, session) => {
    const time = await page.evaluate(() => stopwatch.shown(() => document.querySelector(".opblock")));
    if (!keepsFigures) return;
    note("first", `swagger-ui, ${name}`, time);
    note("nodes", `swagger-ui, ${name}`, await page.evaluate(() => stopwatch.nodes()));
    note("heap", `swagger-ui, ${name}`, await heap(session));
    note("longest task", `swagger-ui, ${name}`, await page.evaluate(() => stopwatch.longest.task));
    if (name === "60 services" && isWanted("keystroke")) {
      for (const text of FILTERED) {
        for (let length = 1; length <= text.length; length++) {
          const typed = text.slice(0, length);
          const { rendered, painted } = await page.evaluate((typed) => {
            const input = document.querySelector(".operation-filter-input");
            const paths = () => [...document.querySelectorAll(".opblock-summary-path")];
            const isFiltered = () => paths().every((path) => path.dataset.path.toLowerCase().includes(typed));
            return stopwatch.time(() => stopwatch.type(input, typed), isFiltered);
          }, typed);
          note("keystroke", `swagger-ui, ${name}`, rendered);
          note("keystroke, painted", `swagger-ui, ${name}`, painted);
        }
      }
    }
    if (name === "mps" && isWanted("form")) {
      const { rendered, painted } = await page.evaluate(async () => {
        const find = (part) => document.querySelector(`[data-path="/mps/ProcessMedia"]`)?.closest(".opblock")
          .querySelector(part);
        // Only operations near the window are in the document.
        stopwatch.type(document.querySelector(".operation-filter-input"), "/mps/ProcessMedia");
        await stopwatch.shown(() => find("button"));
        return stopwatch.time(() => find(".opblock-summary-control").click(), () => find(".opblock-body .opblock-section-request-body"));
      });
      note("form", `swagger-ui, ${name}`, rendered);
      note("form, painted", `swagger-ui, ${name}`, painted);
    }
  });
}

// ---------------------------------------------------------------------------------------------------------- explorer

const resources = new Map();

async function openExplorer(server, keepsFigures) {
  await open(server.url, async (page, session) => {
    page.on("response", async (response) => {
      if (response.url().includes("/api/")) return;
      resources.set(new URL(response.url()).pathname, await response.body().catch(() => null));
    });
    const time = await page.evaluate(async (query) => {
      const input = () => document.querySelector("#search");
      await stopwatch.shown(() => document.body.dataset.ready === "1" && input());
      stopwatch.type(input(), query);
      return stopwatch.shown(() => document.querySelector(`#results[data-query="${query}"] a[data-hit]`));
    }, QUERY);
    if (!keepsFigures) return;
    note("first", "tc3", time);
    note("nodes", "tc3", await page.evaluate(() => stopwatch.nodes()));
    note("heap", "tc3", await heap(session));
    note("longest task", "tc3", await page.evaluate(() => stopwatch.longest.task));

    if (isWanted("keystroke")) {
      for (const text of TYPED) {
        for (let length = 1; length <= [...text].length; length++) {
          const typed = [...text].slice(0, length).join("");
          // A blank at the end changes no result.
          if (typed.endsWith(" ")) continue;
          const { rendered, painted } = await page.evaluate((typed) => {
            const input = document.querySelector("#search");
            const isShown = () => document.querySelector("#results")?.dataset.query === typed;
            return stopwatch.time(() => stopwatch.type(input, typed), isShown);
          }, typed);
          note("keystroke", "tc3", rendered);
          note("keystroke, painted", "tc3", painted);
        }
      }
    }
    if (isWanted("form") || isWanted("unfolded")) {
      const form = await page.evaluate(() => stopwatch.time(
        () => { location.hash = "#/mps/ProcessMedia"; },
        () => document.querySelector("main h1")?.textContent.includes("ProcessMedia") &&
          document.querySelector('main [data-path="InputInfo.Type"], main [data-open="InputInfo"]'),
      ));
      note("form", "tc3", form.rendered);
      note("form, painted", "tc3", form.painted);
      const unfolded = await page.evaluate((inputs) => stopwatch.time(
        () => document.querySelector("#unfold-all").click(),
        () => document.querySelectorAll("main [data-path]").length >= inputs,
      ), UNFOLDED);
      note("unfolded", "tc3", unfolded.rendered);
      note("unfolded, painted", "tc3", unfolded.painted);
      note("nodes, unfolded", "tc3", await page.evaluate(() => stopwatch.nodes()));
      note("heap, unfolded", "tc3", await heap(session));
    }
  });
}

// -------------------------------------------------------------------------------------------------------------- all

const folder = await mkdtemp(path.join(os.tmpdir(), "tc3-explorer-"));
const environment = {
  HOME: folder, PATH: process.env.PATH, LANG: "C.UTF-8",
  TENCENTCLOUD_SECRET_ID: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
  TENCENTCLOUD_SECRET_KEY: "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", TENCENTCLOUD_REGION: "ap-guangzhou",
};
const wheels = (process.env.WHEELS ?? "").split(/\s+/).filter(Boolean);
if (wheels.length) execFileSync(tc3, ["api", "update", ...wheels], { env: environment, stdio: "ignore" });

/** The documents, kept between runs of the same tc3 with the same wheels. */
async function documents() {
  const version = execFileSync(tc3, ["--version"], { env: environment }).toString();
  const kept = path.join(work, "documents.json");
  const key = `${version} ${wheels}`;
  if (existsSync(kept)) {
    const { key: found, texts } = JSON.parse(await readFile(kept, "utf8"));
    if (found === key) return texts;
  }
  const services = await show(tc3, environment);
  // The largest services would be most of it.
  const sixty = services.filter((service) => service.actions <= 133).slice(0, 60).map((service) => service.service);
  const texts = {};
  for (const [name, chosen, limit] of [["gaap", ["gaap"]], ["csip", ["csip"]], ["mps", ["mps"]], ["60 services", sixty, 2017]]) {
    texts[name] = JSON.stringify(openapi(await facts(tc3, environment, chosen, limit)));
  }
  await writeFile(kept, JSON.stringify({ key, texts }));
  return texts;
}

const texts = await documents();
const swagger = await serve(texts);
let tc3Server;
try {
  tc3Server = process.env.PEER_ONLY ? null : await explorer(environment);
  for (let round = -1; round < RUNS; round++) {
    for (const name of ["gaap", "csip", "mps", "60 services"]) {
      if (name !== "mps" || isWanted("form")) await openSwagger(swagger, name, round >= 0);
    }
    if (tc3Server) await openExplorer(tc3Server, round >= 0);
    process.stderr.write(`\rround ${round + 1} of ${RUNS}`);
  }
  process.stderr.write("\n");
  note("assets", "swagger-ui", swagger.bytes / 1000);
  if (tc3Server) {
    let bytes = 0;
    for (const body of resources.values()) if (body) bytes += gzipSync(body, { level: 9 }).length;
    note("assets", "tc3", bytes / 1000);
  }
  await report();
} finally {
  tc3Server?.close();
  swagger.close();
  await browser.close();
  await rm(folder, { recursive: true });
}

// ------------------------------------------------------------------------------------------------------------ report

async function report() {
  const rows = [
    ["first", "page to first result: an operation, or a hit of the search (ms)"],
    ["keystroke", "keystroke: input event to rendered results (ms)"],
    ["keystroke, painted", "the same, to the end of the next frame (ms)"],
    ["form", "form of mps ProcessMedia (ms)"],
    ["form, painted", "the same, to the end of the next frame (ms)"],
    ["unfolded", `all of it unfolded, ${UNFOLDED} inputs (ms)`],
    ["unfolded, painted", "the same, to the end of the next frame (ms)"],
    ["longest task", "longest task until the first result (ms, 0 is below 50)"],
    ["heap", "JavaScript heap after the first result (MB)"],
    ["heap, unfolded", "JavaScript heap with ProcessMedia unfolded (MB)"],
    ["nodes", "elements after the first result"],
    ["nodes, unfolded", "elements with ProcessMedia unfolded"],
    ["assets", "page, scripts and styles, gzip -9 (KB)"],
  ];
  const number = (value) => value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
  const table = [["what", "side", "median", "min", "quartiles", "max", "runs"]];
  const json = { chromium: browser.version(), cpu: os.cpus()[0].model, cores: os.cpus().length, load: os.loadavg()[0],
    documents: {}, rows: [] };
  for (const [name, text] of Object.entries(texts)) {
    json.documents[name] = { bytes: text.length, actions: Object.keys(JSON.parse(text).paths).length };
  }
  for (const [row, what] of rows) {
    if (!isWanted(row.split(",")[0])) continue;
    for (const [side, numbers] of Object.entries(figures.get(row) ?? {})) {
      const { median, min, lower, upper, max, runs } = summary(numbers);
      json.rows.push({ row, what, side, median, min, lower, upper, max, runs });
      table.push([what, side, number(median), number(min), `${number(lower)} to ${number(upper)}`, number(max), String(runs)]);
    }
  }
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  console.log(`Chromium ${json.chromium}, ${json.cores} cores of ${json.cpu}, load ${json.load.toFixed(1)}`);
  for (const [name, { bytes, actions }] of Object.entries(json.documents)) {
    console.log(`${name}: ${actions} actions, ${(bytes / 1e6).toFixed(1)} MB of OpenAPI`);
  }
  console.log();
  for (const row of table) console.log(row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
  if (process.env.JSON) await writeFile(process.env.JSON, `${JSON.stringify(json, null, 2)}\n`);
}
