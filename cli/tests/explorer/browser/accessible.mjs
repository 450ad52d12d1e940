// Every view in both color schemes: no violation that axe finds; and in a narrow window nothing is wider than it.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { assert, explorer, open, same, stop } from "./harness.mjs";
import { answered, fill, send } from "./calls.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LIST = JSON.stringify({ ProjectId: -1, Offset: 0, Limit: 10 });
const GROUP = JSON.stringify({ ProjectId: "many", GroupName: "x", RealServerRegion: "Guangzhou", AccessRegionSet: [{}] });

const tab = (name, selector) => async (page) => {
  await page.click(`#tab-${name}`);
  if (selector) await page.waitForSelector(selector);
};

// The views: a route and what is done there.
const VIEWS = {
  "search": ["/", async () => {}],
  "results": ["/", async (page) => {
    await page.fill("#search", "create proxy group");
    await page.waitForSelector('#results[data-query="create proxy group"] a[data-hit]');
  }],
  "service": ["/gaap", async () => {}],
  "form": ["/gaap/CreateProxyGroup", async (page) => {
    await page.fill('[data-path="ProjectId"]', "many");
    await page.click("#unfold-all");
    await page.waitForFunction(() => document.querySelector('[data-error-for="ProjectId"]')?.textContent.trim());
  }],
  "JSON": ["/gaap/CreateProxyGroup", async (page) => {
    await page.click("#tab-json");
    await page.fill("#body-json", GROUP);
  }],
  "documentation": ["/gaap/CreateProxyGroup", tab("documentation")],
  "preview": ["/gaap/DescribeProxyGroupList", async (page) => {
    await fill(page, LIST);
    await page.click("#prepare");
    await page.waitForFunction(() => document.querySelector("#preview").innerText.includes("POST"));
  }],
  "answer": ["/gaap/DescribeProxyGroupList", async (page) => {
    await fill(page, LIST);
    await send(page);
    await answered(page, "done");
  }],
  "table": ["/gaap/DescribeDestRegions", async (page) => {
    await fill(page, "{}");
    await send(page);
    await answered(page, "done");
    await page.click("#answer-table");
    await page.waitForFunction(() => document.querySelector("#answer").innerText.includes("RegionId"));
  }],
  "code": ["/gaap/DescribeProxyGroupList", async (page) => {
    await page.click("#tab-code");
    await page.waitForFunction(() => document.querySelector("#sample")?.textContent.length > 50);
  }],
  "signature": ["/gaap/DescribeProxyGroupList", async (page) => {
    await fill(page, LIST);
    await page.click("#tab-signature");
    await page.click("#explain");
    await page.waitForSelector("#signature-steps");
  }],
  "history": ["/history", async () => {}],
  "signature page": ["/signature", async () => {}],
  "emulator page": ["/emulator", async () => {}],
};

let shared;
const started = async () => (shared ??= await explorer(["--emulator"]));

async function violations(page) {
  // Colors that fade in are not those that stay.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
  await page.evaluate(AXE);
  const results = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) =>
    `${node.target.join(" ")} (${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ""})`).join("; ")}`);
}

const checks = {};
for (const [name, [route, prepare]] of Object.entries(VIEWS)) {
  checks[`axe finds nothing in either scheme: ${name}`] = async () => {
    const found = [];
    await open(await started(), route, async (page) => {
      await prepare(page);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        found.push(...(await violations(page)).map((violation) => `${colorScheme}: ${violation}`));
      }
      assert(found.length === 0, `\n  ${found.join("\n  ")}`);
    }, { reducedMotion: "reduce" });
  };
  checks[`a window of 360 pixels does not scroll sideways: ${name}`] = async () => {
    await open(await started(), route, async (page) => {
      await prepare(page);
      const [width, ...wide] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        ...[...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > innerWidth + 1 &&
          !element.closest(".visually-hidden")).slice(0, 5).map((element) => `${element.tagName}#${element.id}.${element.className}`),
      ]);
      assert(width <= 360, `${width} pixels: ${wide}`);
    }, { viewport: { width: 360, height: 740 } });
  };
}
checks["axe finds nothing in Chinese"] = async () => {
  await open(await started(), "/gaap/CreateProxyGroup", async (page) => {
    await page.click("#language");
    await page.waitForFunction(() => /[\u4e00-\u9fff]/.test(document.querySelector("header").innerText));
    const found = await violations(page);
    assert(found.length === 0, `\n  ${found.join("\n  ")}`);
    same(await page.getAttribute("html", "lang"), "zh-CN", "language of the document");
  });
  await stop(shared);
};
export { checks };
