// What the checks need: the Explorer, an emulator and servers of our own as processes, and pages that are watched.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

export const [tc3, browserPath, root, ...only] = process.argv.slice(2);
// The emulator's sample, which everyone knows.
export const SAMPLE = { id: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", key: "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE" };
// A key that is nowhere else, so that its bytes can be searched for.
export const SECRET = { id: "AKIDbrowserTestsOnlyEXAMPLE000000001", key: "n0tInAnyAnswer7Zq4XkP2wLbVd9sJeRt" };

export const home = await mkdtemp(path.join(os.tmpdir(), "tc3-explorer-"));
const processes = new Set();
const servers = new Set();

const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--host-resolver-rules=MAP rebound.example 127.0.0.1", "--no-proxy-server",
    ...(process.getuid() === 0 ? ["--no-sandbox"] : [])],
});

/** Everything that the page of an Explorer was answered, for the search for keys. */
export const traffic = [];
/** What no page may do: console messages, errors, requests to other origins. */
export const strays = { console: [], requests: [] };

export const environment = (more) => ({
  HOME: home, PATH: process.env.PATH, LANG: "C.UTF-8", TENCENTCLOUD_SECRET_ID: SECRET.id,
  TENCENTCLOUD_SECRET_KEY: SECRET.key, TENCENTCLOUD_REGION: "ap-guangzhou", ...more,
});

/** Starts a process and resolves with its first line; `lines` gets all of them, and `errors` what it says on stderr. */
export async function start(words, more = {}) {
  const child = spawn(tc3, words, { env: environment(more), cwd: home, stdio: ["ignore", "pipe", "pipe"] });
  processes.add(child);
  const started = { child, errors: "" };
  child.stderr.on("data", (data) => { started.errors += data; });
  const reader = createInterface({ input: child.stdout });
  started.line = await new Promise((resolve) => {
    reader.once("line", resolve);
    child.once("close", (code) => { started.code = code; resolve(null); });
  });
  return started;
}

export async function stop(started) {
  processes.delete(started.child);
  if (started.child.exitCode !== null) return;
  const ended = new Promise((resolve) => started.child.once("close", resolve));
  started.child.kill();
  await ended;
}

export async function explorer(words = [], more = {}) {
  const started = await start(["explorer", "--no-open", ...words], more);
  if (!started.line) throw new Error(`tc3 explorer ended with ${started.code}: ${started.errors}`);
  const url = new URL(started.line);
  return { ...started, url: started.line, origin: url.origin, token: url.hash.slice(1) };
}

/** An emulator of its own process that accepts SECRET. */
export async function emulator(...words) {
  const started = await start(["emulator", "--listen", "127.0.0.1:0", "--log", "json", "--secret-id", SECRET.id,
    "--secret-key", SECRET.key, ...words]);
  if (!started.line) throw new Error(`tc3 emulator: ${started.errors}`);
  started.url = JSON.parse(started.line).url;
  return started;
}

/** The calls that an emulator has recorded, the latest first. */
export async function recorded(url) {
  return (await (await fetch(`${url}/_emulator/requests.json`)).json()).requests;
}

/** A server of our own, on a port of its own. */
export async function server(handle) {
  const created = createServer(handle);
  servers.add(created);
  await new Promise((resolve) => created.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${created.address().port}`, port: created.address().port };
}

/** Opens the Explorer at a route in a context of its own, and passes the page to `use`. */
export async function open(started, route, use, options = {}) {
  const { expected = [], ...more } = options;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 }, locale: "en-US", permissions: ["clipboard-read", "clipboard-write"], ...more,
  });
  const bodies = [];
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const isExpected = (text) => expected.some((pattern) => pattern.test(text));
    page.on("console", (message) => {
      if (!isExpected(message.text())) strays.console.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => strays.console.push(String(error)));
    context.on("request", (request) => {
      const url = request.url();
      if (!/^(data|blob):/.test(url) && new URL(url).origin !== started.origin) strays.requests.push(url);
    });
    context.on("response", (response) => bodies.push(
      response.body().then((body) => traffic.push(JSON.stringify(response.headers()), body), () => {}),
    ));
    await page.goto(`${started.url}${route}`);
    await ready(page);
    await use(page);
  } catch (error) {
    const page = context.pages()[0];
    error.picture = await page?.screenshot({ timeout: 5000 }).catch(() => null);
    error.shows = await page?.evaluate(() => (document.querySelector("main")?.innerText ?? document.body.innerText).slice(0, 1500)).catch(() => null);
    throw error;
  } finally {
    await Promise.all(bodies);
    await context.close();
  }
}

/** A page that is not ours and not watched. */
export async function visit(url, use) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(url).catch(() => {});
    return await use(page, context);
  } finally {
    await context.close();
  }
}

export const ready = (page) => page.waitForSelector('body[data-ready="1"]', { state: "attached" });

export function assert(isTrue, message) {
  if (!isTrue) throw new Error(message);
}

export function same(found, wanted, what) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  assert(left === right, `${what}: ${left} and not ${right}`);
}

/** Ends everything that was started. */
export async function end() {
  for (const child of processes) child.kill();
  for (const created of servers) {
    created.closeAllConnections();
    created.close();
  }
  await browser.close();
  await rm(home, { recursive: true, force: true });
}
