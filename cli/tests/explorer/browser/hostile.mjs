// Names, descriptions and answers that are markup are shown as text.

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { assert, emulator, explorer, home, open, same, stop } from "./harness.mjs";
import { answered, fill, send } from "./calls.mjs";

const IMAGE = `<img src=x onerror="window.pwned=1">`;
const SCRIPT = `<script>window.pwned=1</script>`;
const QUOTES = `"'><svg onload=window.pwned=1>`;
const LINK = `<a href="javascript:window.pwned=1">click</a>`;
const ALL = `${IMAGE} ${SCRIPT} ${QUOTES} ${LINK}`;

async function folder() {
  const spec = path.join(home, "hostile-spec");
  const service = path.join(spec, "hostile", "v20240131");
  await mkdir(path.join(service, "actions"), { recursive: true });
  await mkdir(path.join(service, "types"), { recursive: true });
  const write = (name, value) => writeFile(path.join(service, name), JSON.stringify(value));
  await write("service.json", { name: "hostile", version: "2024-01-31", title: `Hostile ${IMAGE}`, description: ALL,
    host: "hostile.tencentcloudapi.com" });
  await write("actions/DescribeTraps.json", {
    name: "DescribeTraps", description: ALL, regionRequired: false,
    parameters: [
      { name: "Name", type: "String", description: ALL },
      { name: "Trap", type: "Trap", description: ALL },
    ],
    output: [
      { name: "Traps", type: "Array of Trap", description: ALL },
      { name: "RequestId", type: "String", description: "ID of the request." },
    ],
    examples: [{ title: IMAGE, request: { Name: ALL } }],
  });
  await write("types/Trap.json", { name: "Trap", description: ALL, members: [
    { name: "Name", type: "String", description: ALL },
    { name: "Traps", type: "Array of Trap", description: ALL },
  ] });
  const answers = path.join(home, "hostile-answers.json");
  await writeFile(answers, JSON.stringify({ DescribeTraps: {
    Traps: [{ Name: ALL, [IMAGE]: SCRIPT, "__proto__x": QUOTES }], [SCRIPT]: LINK,
  } }));
  return { spec, answers };
}

/** Nothing of it ran, and nothing of it became an element. */
async function isInert(page, where) {
  const found = await page.evaluate(() => ({
    pwned: window.pwned ?? 0,
    elements: document.querySelectorAll('img, [onerror], [onload], a[href^="javascript:"], main script').length,
  }));
  same(found, { pwned: 0, elements: 0 }, where);
}

export const checks = {
  async "names, descriptions and examples that are markup are text"() {
    const { spec } = await folder();
    const started = await explorer(["--spec", spec]);
    await open(started, "/", async (page) => {
      await page.fill("#search", "DescribeTraps");
      await page.waitForSelector('#results[data-query="DescribeTraps"] a[data-hit="hostile/DescribeTraps"]');
      await isInert(page, "hits");
      assert((await page.innerText("#results")).includes("<img"), "the title of the hit is not shown as it is");
      await page.evaluate(() => { location.hash = "#/hostile"; });
      await page.waitForFunction(() => document.querySelector("main h1")?.textContent.length > 0 && document.querySelector("main").innerText.includes("DescribeTraps"));
      await isInert(page, "service");
      await page.evaluate(() => { location.hash = "#/hostile/DescribeTraps"; });
      await page.waitForSelector('[data-path="Name"]');
      await page.click("#unfold-all");
      await isInert(page, "form");
      assert((await page.innerText("main")).includes("<script>window.pwned=1</script>"), "the description is not shown as it is");
      const example = await page.$$eval("#examples option", (options) => options.map((option) => option.value).find(Boolean));
      await page.selectOption("#examples", example);
      same(await page.inputValue('[data-path="Name"]'), ALL, "value of the example");
      await page.click("#tab-json");
      await isInert(page, "JSON");
      await page.click("#tab-documentation");
      await isInert(page, "documentation");
      await page.evaluate((text) => { location.hash = `#/hostile/${encodeURIComponent(text)}`; }, IMAGE);
      await page.waitForFunction(() => document.querySelector("main h1")?.textContent !== "DescribeTraps");
      await isInert(page, "a route that is markup");
    }, { expected: [/40[04]/, /422/, /Error/] });
    await stop(started);
  },

  async "a query that is markup is text"() {
    const started = await explorer();
    await open(started, "/", async (page) => {
      await page.fill("#search", IMAGE);
      await page.waitForFunction((query) => document.querySelector("#results")?.dataset.query === query, IMAGE);
      await isInert(page, "results");
    });
    await stop(started);
  },

  async "answers that are markup are text"() {
    const { spec, answers } = await folder();
    const target = await emulator("--spec", spec, "--answers", answers);
    const started = await explorer(["--spec", spec, "--endpoint", target.url]);
    await open(started, "/hostile/DescribeTraps", async (page) => {
      await fill(page, JSON.stringify({ Name: ALL }), "own", target.url);
      await send(page);
      await answered(page, "done");
      for (const view of ["tree", "table", "raw", "headers"]) {
        await page.click(`#answer-${view}`);
        if (view !== "headers") {
          await page.waitForFunction(() => document.querySelector("#answer").innerText.includes("Traps") || document.querySelector("#answer").innerText.includes("window.pwned"));
        }
        await isInert(page, view);
      }
      for (const tab of ["code", "signature"]) {
        await page.click(`#tab-${tab}`);
        await page.waitForFunction((tab) => document.querySelector(`#pane-${tab}`).innerText.length > 20, tab);
        await isInert(page, tab);
      }
    });
    await stop(started);
    await stop(target);
  },
};
