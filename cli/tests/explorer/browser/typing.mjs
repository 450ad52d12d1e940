// Search, routes and the form.

import { assert, explorer, open, ready, same, stop } from "./harness.mjs";

const search = async (page, query) => {
  await page.fill("#search", query);
  await page.waitForSelector(`#results[data-query="${query}"]`, { state: "attached" });
};
const hits = (page) => page.$$eval("#results a[data-hit]", (links) => links.map((link) => link.dataset.hit));

let shared;
const started = async () => (shared ??= await explorer());

/** Moves on by Tab until the control is focused. */
async function tabTo(page, selector, key = "Tab") {
  for (let presses = 0; presses < 400; presses++) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not reach ${selector}`);
}

export const checks = {
  async "search finds an action in English"() {
    await open(await started(), "/", async (page) => {
      await search(page, "create proxy group");
      same((await hits(page))[0], "gaap/CreateProxyGroup", "first hit");
    });
  },

  async "search finds an action in Chinese"() {
    await open(await started(), "/", async (page) => {
      await search(page, "负载均衡");
      const found = await hits(page);
      assert(found.length > 0 || await page.textContent("main"), "no hit and no message");
      if (found.length) return;
      // Without the vendor's descriptions, only services that are in the catalog by their words are found.
      assert((await page.textContent("main")).includes("tc3 api update"), "no hit and no hint of what to install");
    });
  },

  async "every typed letter shows its own results"() {
    await open(await started(), "/", async (page) => {
      await page.focus("#search");
      await page.keyboard.type("describe instances", { delay: 5 });
      await page.waitForSelector('#results[data-query="describe instances"] a[data-hit]');
      assert((await hits(page)).some((hit) => /\/DescribeInstances$/.test(hit)), "DescribeInstances is not found");
    });
  },

  async "nothing found is a message"() {
    await open(await started(), "/", async (page) => {
      await search(page, "zzqqxxjjww");
      same(await hits(page), [], "hits");
      assert((await page.innerText("main")).trim().length > 0, "the page is blank");
    });
  },

  async "the search is reached by / and Ctrl-K, and opened by arrows and Enter"() {
    await open(await started(), "/signature", async (page) => {
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("/");
      same(await page.evaluate(() => document.activeElement.id), "search", "focus after /");
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("Control+k");
      same(await page.evaluate(() => document.activeElement.id), "search", "focus after Ctrl-K");
      await page.keyboard.type("create proxy group");
      await page.waitForSelector('#results[data-query="create proxy group"] a[data-hit]');
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => location.hash.startsWith("#/gaap/") && document.querySelector("main h1")?.textContent === "CreateProxyGroup");
    });
  },

  async "a nested form is filled by keyboard alone"() {
    await open(await started(), "/gaap/CreateProxyGroup", async (page) => {
      const type = async (path, text) => {
        await tabTo(page, `[data-path="${path}"]`);
        await page.keyboard.type(text);
      };
      await page.waitForSelector('[data-path="GroupName"]');
      await type("ProjectId", "0");
      await type("GroupName", 'it\'s "中" $HOME \\');
      await type("RealServerRegion", "Guangzhou");
      await tabTo(page, '[data-add="AccessRegionSet"]');
      await page.keyboard.press("Enter");
      await page.waitForSelector('[data-path="AccessRegionSet.0.AccessRegion"]');
      await type("AccessRegionSet.0.AccessRegion", "Beijing");
      await type("AccessRegionSet.0.Bandwidth", "10");
      await type("AccessRegionSet.0.Concurrent", "9007199254740993");
      await tabTo(page, "#tab-form", "Shift+Tab");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#body-json");
      const text = await page.inputValue("#body-json");
      assert(text.includes("9007199254740993"), `the large integer is lost: ${text}`);
      const value = JSON.parse(text);
      same(value.GroupName, 'it\'s "中" $HOME \\', "GroupName");
      same(value.AccessRegionSet[0].Bandwidth, 10, "Bandwidth");
      same(value.ProjectId, 0, "ProjectId");
    });
  },

  async "form and JSON are two views of one value"() {
    await open(await started(), "/gaap/CreateProxyGroup", async (page) => {
      await page.click("#tab-json");
      await page.fill("#body-json", '{"GroupName": "from JSON", "AccessRegionSet": [{"Bandwidth": 20}, {"Bandwidth": 30}]}');
      await page.click("#tab-form");
      same(await page.inputValue('[data-path="GroupName"]'), "from JSON", "GroupName");
      same(await page.inputValue('[data-path="AccessRegionSet.1.Bandwidth"]'), "30", "second Bandwidth");
      await page.click('[data-remove="AccessRegionSet.0"]');
      await page.fill('[data-path="GroupName"]', "from the form");
      await page.click("#tab-json");
      same(JSON.parse(await page.inputValue("#body-json")),
        { GroupName: "from the form", AccessRegionSet: [{ Bandwidth: 30 }] }, "value");
    });
  },

  async "JSON with a mistake is kept, and named with its line"() {
    await open(await started(), "/gaap/CreateProxyGroup", async (page) => {
      await page.click("#tab-json");
      await page.fill("#body-json", '{\n  "GroupName": "x",\n  "ProjectId" 0\n}');
      await page.waitForFunction(() => /3/.test(document.querySelector("#pane-json").innerText.replace(/^\d+$/gm, "")));
      await page.click("#tab-form");
      await page.click("#tab-json");
      assert((await page.inputValue("#body-json")).includes('"ProjectId" 0'), "the text is lost");
    });
  },

  async "a fault is shown beside its field as it is typed"() {
    await open(await started(), "/gaap/CreateProxyGroup", async (page) => {
      await page.fill('[data-path="ProjectId"]', "many");
      const selector = '[data-error-for="ProjectId"]';
      await page.waitForFunction((selector) => document.querySelector(selector)?.textContent.trim(), selector);
      same(await page.getAttribute('[data-path="ProjectId"]', "aria-invalid"), "true", "aria-invalid");
      const described = (await page.getAttribute('[data-path="ProjectId"]', "aria-describedby")).split(" ");
      const error = await page.getAttribute(selector, "id");
      assert(described.includes(error), "the field is not described by its fault");
      await page.fill('[data-path="ProjectId"]', "1");
      await page.waitForFunction((selector) => !document.querySelector(selector)?.textContent.trim(), selector);
    });
  },

  async "a documented example is loaded"() {
    await open(await started(), "/gaap/CreateProxyGroup", async (page) => {
      const values = await page.$$eval("#examples option", (options) => options.map((option) => option.value).filter(Boolean));
      assert(values.length > 0, "there is no example");
      await page.selectOption("#examples", values[0]);
      await page.click("#tab-json");
      assert(Object.keys(JSON.parse(await page.inputValue("#body-json"))).length > 0, "the example is empty");
    });
  },

  async "all of mps ProcessMedia unfolds"() {
    return await open(await started(), "/mps/ProcessMedia", async (page) => {
      await page.waitForSelector("#unfold-all");
      await page.click("#unfold-all");
      const inputs = await page.$$eval("main [data-path]", (found) => found.length);
      assert(inputs > 1800, `${inputs} inputs`);
    });
  },


  async "a reload and a deep link show the same view"() {
    const explorer = await started();
    await open(explorer, "/gaap/2018-05-29/DescribeProxyGroupList", async (page) => {
      same(await page.textContent("main h1"), "DescribeProxyGroupList", "title");
      assert(!page.url().includes(explorer.token), "the token is in the address");
      await page.reload();
      await ready(page);
      same(await page.textContent("main h1"), "DescribeProxyGroupList", "title after a reload");
    });
  },

  async "back and forward go through what was visited"() {
    await open(await started(), "/", async (page) => {
      await search(page, "create proxy group");
      await page.click('a[data-hit="gaap/CreateProxyGroup"]');
      await page.waitForFunction(() => document.querySelector("main h1")?.textContent === "CreateProxyGroup");
      await page.goBack();
      await page.waitForSelector('a[data-hit="gaap/CreateProxyGroup"]');
      same(await page.inputValue("#search"), "create proxy group", "query after back");
      await page.goForward();
      await page.waitForFunction(() => document.querySelector("main h1")?.textContent === "CreateProxyGroup");
    });
  },

  async "a route that does not exist is a message"() {
    const expected = [/404/];
    for (const route of ["/gaap/NoSuchAction", "/nosuchservice", "/gaap/1999-01-01/CreateProxyGroup", "/%ff/%00"]) {
      await open(await started(), route, async (page) => {
        assert((await page.innerText("main")).trim().length > 20, `${route}: the page is blank`);
      }, { expected: [...expected, /400/, /Error/] });
    }
    await stop(shared);
    shared = undefined;
  },
};
