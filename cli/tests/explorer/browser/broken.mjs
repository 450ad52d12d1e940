// What the page says when something is broken. It is never blank.

import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { assert, explorer, home, open, same, server, start, stop, visit } from "./harness.mjs";
import { answered, fill, send } from "./calls.mjs";

const LIST = JSON.stringify({ ProjectId: -1, Offset: 0, Limit: 10 });
const ANY = [/./];

/** Calls DescribeProxyGroupList at a server, and returns what the page then shows. */
async function failing(url, more = []) {
  const started = await explorer(["--endpoint", url, ...more]);
  let shown;
  await open(started, "/gaap/DescribeProxyGroupList", async (page) => {
    await fill(page, LIST, "own", url);
    await send(page);
    await answered(page, "failed");
    shown = await page.innerText("#answer");
    assert(await page.$("#retry"), "a read that failed cannot be retried");
  }, { expected: ANY });
  await stop(started);
  return shown;
}

export const checks = {
  async "a damaged catalog is a message"() {
    const file = path.join(home, "garbage");
    await writeFile(file, "this is no catalog");
    const started = await start(["explorer", "--no-open"], { TC3_CATALOG: file });
    if (!started.line) {
      assert(started.errors.includes(file), `the file is not named: ${started.errors}`);
      return "the command ends with it";
    }
    const url = new URL(started.line);
    await open({ ...started, url: started.line, origin: url.origin }, "/", async (page) => {
      const shown = await page.innerText("body");
      assert(shown.includes("garbage") || /catalog/i.test(`${shown} ${started.errors}`), `no word of the catalog: ${shown.slice(0, 300)}`);
      await page.fill("#search", "create proxy group").catch(() => {});
      assert((await page.innerText("main")).trim().length > 10, "the page is blank");
    }, { expected: ANY });
    await stop(started);
    return "";
  },

  async "a port in use is a message with the port"() {
    const taken = createServer();
    await new Promise((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address();
    const started = await start(["explorer", "--no-open", "--port", String(port)]);
    taken.close();
    same(started.line, null, "address");
    assert(started.code > 0 && started.errors.includes(String(port)), `code ${started.code}: ${started.errors}`);
  },

  async "a service that cannot be reached is a message"() {
    const closed = createServer();
    await new Promise((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address();
    await new Promise((resolve) => closed.close(resolve));
    const shown = await failing(`http://127.0.0.1:${port}`);
    assert(shown.includes(String(port)) || /connect/i.test(shown), shown);
  },

  async "a service that does not answer is a message"() {
    const silent = await server((request) => request.resume());
    const shown = await failing(silent.url, ["--timeout", "2s"]);
    assert(/time|answer|second/i.test(shown), shown);
  },

  async "an answer that is no JSON is a message, and can be looked at"() {
    const html = await server((request, response) => {
      request.resume();
      response.writeHead(200, { "Content-Type": "text/html" }).end("<html><h1>a proxy's page</h1></html>");
    });
    const shown = await failing(html.url);
    assert(/JSON|proxy's page|html/i.test(shown), shown);
  },

  async "an Explorer that has ended is a message"() {
    const started = await explorer();
    await open(started, "/", async (page) => {
      await stop(started);
      await page.fill("#search", "create proxy group");
      await page.waitForFunction(() => /tc3 explorer/.test(document.querySelector("main").innerText + document.querySelector("#alerts")?.innerText));
    }, { expected: ANY });
  },

  async "an address without the token, or with another one, is a message"() {
    const started = await explorer();
    for (const end of ["/", `/#${"A".repeat(43)}`]) {
      await visit(started.origin + end, async (page) => {
        await page.waitForSelector('body[data-ready="1"]');
        const shown = await page.innerText("main");
        assert(/tc3 explorer|terminal|address/i.test(shown), `${end}: ${shown}`);
      });
    }
    await stop(started);
  },
};
