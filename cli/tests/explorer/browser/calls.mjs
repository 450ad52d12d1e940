// Calls, code and signatures.

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import {
  assert, emulator, environment, explorer, home, open, recorded, same, SAMPLE, SECRET, server, stop,
} from "./harness.mjs";

const GROUP = JSON.stringify({ ProjectId: 0, GroupName: "it's 中 $HOME", RealServerRegion: "Guangzhou",
  AccessRegionSet: [{ AccessRegion: "Beijing", Bandwidth: 10, Concurrent: 2 }] });
const LIST = JSON.stringify({ ProjectId: -1, Offset: 0, Limit: 10 });

let shared;
/** An Explorer with an emulator in its process, and the address of that. */
async function started() {
  if (shared) return shared;
  const explorerOf = await explorer(["--emulator"]);
  const state = await (await fetch(`${explorerOf.origin}/api/state`, {
    headers: { Authorization: `Bearer ${explorerOf.token}` },
  })).json();
  assert(state.emulator?.url, "the state has no emulator");
  return (shared = { ...explorerOf, emulatorUrl: state.emulator.url });
}

async function api(name, body) {
  const explorerOf = await started();
  const response = await fetch(`${explorerOf.origin}/api/${name}`, {
    method: "POST", body: JSON.stringify(body),
    headers: { Authorization: `Bearer ${explorerOf.token}`, "Content-Type": "application/json", Origin: explorerOf.origin },
  });
  assert(response.ok, `${name}: HTTP ${response.status} ${await response.text()}`);
}

export async function fill(page, body, endpoint = "emulator", url) {
  await page.click("#tab-json");
  await page.fill("#body-json", body);
  await page.click("#tab-call");
  await page.waitForSelector("#prepare");
  await page.selectOption("#endpoint", endpoint);
  if (url) await page.fill("#own-endpoint", url);
}

export const answered = (page, state) => page.waitForSelector(`#answer[data-state="${state}"]`);
const countOf = async (action) =>
  (await recorded((await started()).emulatorUrl)).filter((request) => request.action === action).length;

/** Presses Send, and the confirmation where one is asked for. */
export async function send(page, isConfirmed) {
  await page.click("#send");
  if (!isConfirmed) return;
  await page.waitForSelector('#send[data-confirm="1"]');
  await page.click("#send");
}

export const checks = {
  async "what will be sent is shown, and is what is sent"() {
    await open(await started(), "/gaap/DescribeProxyGroupList", async (page) => {
      await fill(page, LIST);
      await page.click("#prepare");
      await page.waitForFunction(() => document.querySelector("#preview").innerText.includes("TC3-HMAC-SHA256"));
      const shown = await page.innerText("#preview");
      assert(shown.includes("DescribeProxyGroupList") && shown.includes("POST"), `the preview has no action: ${shown}`);
      const before = await countOf("DescribeProxyGroupList");
      await send(page);
      await answered(page, "done");
      same(await countOf("DescribeProxyGroupList") - before, 1, "calls");
      const id = (await page.textContent("#request-id")).trim();
      const [last] = await recorded((await started()).emulatorUrl);
      same(id, last.requestId ?? last.request_id ?? last.id, "request ID");
    });
  },

  async "an action that changes something needs a second press that names it"() {
    await open(await started(), "/gaap/CreateProxyGroup", async (page) => {
      const before = await countOf("CreateProxyGroup");
      await fill(page, GROUP);
      await page.click("#send");
      await page.waitForSelector('#send[data-confirm="1"]');
      assert(/CreateProxyGroup|Create/.test(await page.innerText("#send")), "the confirmation does not name the action");
      same(await countOf("CreateProxyGroup") - before, 0, "calls after the first press");
      await page.focus("#send");
      await page.keyboard.press("Escape");
      same(await page.$('#send[data-confirm="1"]'), null, "confirmation after Escape");
      await send(page, true);
      await answered(page, "done");
      same(await countOf("CreateProxyGroup") - before, 1, "calls after the second press");
      assert((await page.innerText("#answer")).includes("GroupId"), "the answer is not shown");
    });
  },

  async "an answer is shown as tree, table, text and headers, and filtered"() {
    await open(await started(), "/gaap/DescribeProxyGroupList", async (page) => {
      await fill(page, LIST);
      await send(page);
      await answered(page, "done");
      await page.click("#answer-tree");
      await page.waitForFunction(() => document.querySelector("#answer").innerText.includes("ProxyGroupList"));
      await page.click("#answer-raw");
      await page.waitForFunction(() => document.querySelector("#answer").innerText.includes('"TotalCount"'));
      await page.click("#answer-headers");
      await page.waitForFunction(() => /content-type/i.test(document.querySelector("#answer").innerText));
      await page.click("#answer-table");
      await page.waitForFunction(() => document.querySelector("#answer").innerText.includes("GroupName"));
      await page.fill("#answer-filter", "TotalCount");
      await page.keyboard.press("Enter");
      await page.click("#answer-raw");
      await page.waitForFunction(() => !document.querySelector("#answer").innerText.includes("ProxyGroupList"));
      await page.fill("#answer-filter", "TotalCount[");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelector("#answer-filter").getAttribute("aria-invalid") === "true");
    }, { expected: [/400/] });
  },

  async "a refusal is shown with its code and its hints, and can be retried"() {
    await open(await started(), "/gaap/DescribeProxyGroupList", async (page) => {
      await api("emulator/faults", { faults: JSON.stringify({ faults: [
        { action: "DescribeProxyGroupList", errorCode: "UnauthorizedOperation.Because", errorMessage: "not for you", times: 1 },
      ] }) });
      await fill(page, LIST);
      await send(page);
      await answered(page, "failed");
      const shown = await page.innerText("#answer");
      assert(shown.includes("UnauthorizedOperation.Because") && shown.includes("not for you"), shown);
      await page.click("#retry");
      await answered(page, "done");
    });
  },

  async "an ambiguous failure has no button to retry"() {
    await open(await started(), "/gaap/CreateProxyGroup", async (page) => {
      const before = await countOf("CreateProxyGroup");
      await api("emulator/faults", { faults: JSON.stringify({ faults: [
        { action: "CreateProxyGroup", effect: "dropAfterProcessing", times: 1 },
      ] }) });
      await fill(page, GROUP);
      await send(page, true);
      await answered(page, "ambiguous");
      same(await page.$("#retry"), null, "retry button");
      same(await countOf("CreateProxyGroup") - before, 1, "calls");
    });
  },

  async "a call is canceled"() {
    await open(await started(), "/gaap/DescribeProxyGroupList", async (page) => {
      await api("emulator/faults", { faults: JSON.stringify({ faults: [
        { action: "DescribeProxyGroupList", latencyMs: 60_000, times: 1 },
      ] }) });
      await fill(page, LIST);
      await send(page);
      await answered(page, "busy");
      await page.click("#cancel");
      await page.waitForSelector('#answer[data-state="failed"]');
      await api("emulator/faults", { clear: true });
    });
  },

  async "the whole of it goes by keyboard alone"() {
    await open(await started(), "/gaap/DescribeProxyGroupList", async (page) => {
      await fill(page, LIST);
      await page.focus("#endpoint");
      for (let presses = 0; presses < 40; presses++) {
        if (await page.evaluate(() => document.activeElement.id === "send")) break;
        await page.keyboard.press("Tab");
      }
      await page.keyboard.press("Enter");
      await answered(page, "done");
    });
  },

  async "code is copied and runs: curl and Python"() {
    const target = await emulator();
    const ran = [];
    for (const [language, command] of [["curl", "bash"], ["python", "python3"]]) {
      const explorerOf = await explorer(["--endpoint", target.url]);
      await open(explorerOf, "/gaap/CreateProxyGroup", async (page) => {
        await fill(page, GROUP, "own", target.url);
        await page.click("#tab-code");
        const names = await page.$$eval("#sample-language option", (options) => options.map((option) => option.value));
        const name = names.find((each) => each === language) ?? names.find((each) => each.startsWith(language));
        assert(name, `no ${language} in ${names}`);
        await page.selectOption("#sample-language", name);
        await page.waitForFunction(() => document.querySelector("#sample").textContent.includes("CreateProxyGroup") &&
          !document.querySelector("[data-stale] #sample"));
        await page.evaluate(() => navigator.clipboard.writeText(""));
        await page.click("#copy-sample");
        await page.waitForFunction(() => navigator.clipboard.readText());
        const code = await page.evaluate(() => navigator.clipboard.readText());
        assert(!code.includes(SECRET.key), "the key is in the code");
        const file = path.join(home, `sample-${language}`);
        await writeFile(file, code);
        const before = (await recorded(target.url)).length;
        try {
          await promisify(execFile)(command, [file], { env: environment(), cwd: home, timeout: 60_000 });
        } catch (error) {
          if (/ModuleNotFoundError/.test(error.stderr)) return;
          throw new Error(`${language}: ${error.stderr || error.message}\n${code}`);
        }
        const requests = await recorded(target.url);
        same(requests.length - before, 1, `calls by ${language}`);
        same(requests[0].outcome ?? requests[0].code, requests[0].outcome ? "answered" : undefined, `outcome by ${language}`);
        ran.push(language);
      });
      await stop(explorerOf);
    }
    await stop(target);
    assert(ran.includes("curl"), "curl did not run");
    return ran.length === 2 ? "" : `ran ${ran}; the package of the other is not installed`;
  },

  async "a mistake of a signature is found"() {
    // A request that was signed for another service, by a client that is not ours.
    const explorerOf = await explorer([], { TENCENTCLOUD_SECRET_ID: SAMPLE.id, TENCENTCLOUD_SECRET_KEY: SAMPLE.key });
    const { createHash, createHmac } = await import("node:crypto");
    const seconds = Math.floor(Date.now() / 1000), date = new Date(seconds * 1000).toISOString().slice(0, 10);
    const host = "gaap.tencentcloudapi.com", service = "127";
    const hash = (text) => createHash("sha256").update(text).digest("hex");
    const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
    const canonical = `POST\n/\n\ncontent-type:application/json\nhost:${host}\n\ncontent-type;host\n${hash(LIST)}`;
    const scope = `${date}/${service}/tc3_request`;
    const key = ["tc3_request"].reduce(hmac, hmac(hmac(`TC3${SAMPLE.key}`, date), service));
    const signature = createHmac("sha256", key).update(`TC3-HMAC-SHA256\n${seconds}\n${scope}\n${hash(canonical)}`).digest("hex");
    const request = [`POST / HTTP/1.1`, `Host: ${host}`, "Content-Type: application/json",
      "X-TC-Action: DescribeProxyGroupList", "X-TC-Version: 2018-05-29", `X-TC-Timestamp: ${seconds}`,
      `Authorization: TC3-HMAC-SHA256 Credential=${SAMPLE.id}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
      "", LIST].join("\n");
    await open(explorerOf, "/signature", async (page) => {
      await page.fill("#signature-request", request);
      await page.click("#signature-check");
      await page.waitForFunction(() => document.querySelector("#signature-result").innerText.includes("127"));
      const shown = await page.innerText("#signature-result");
      assert(/service/i.test(shown) && shown.includes("gaap"), `the mistake is not named: ${shown}`);
      await page.fill("#signature-request", "this is no request");
      await page.click("#signature-check");
      await page.waitForFunction(() => !document.querySelector("#signature-result").innerText.includes("127") || document.querySelector("[role=alert]"));
      assert((await page.innerText("main")).length > 50, "the page is blank");
    }, { expected: [/400|422/] });
    await stop(explorerOf);
  },

  async "every step of a signature is shown"() {
    await open(await started(), "/gaap/DescribeProxyGroupList", async (page) => {
      await fill(page, LIST);
      await page.click("#tab-signature");
      await page.waitForSelector("#explain");
      await page.click("#explain");
      await page.waitForSelector("#signature-steps");
      const shown = await page.innerText("#signature-steps");
      for (const part of ["content-type:application/json", "tc3_request", "TC3-HMAC-SHA256"]) {
        assert(shown.includes(part), `no ${part} in ${shown}`);
      }
    });
  },

  async "the history opens a call again, compares two answers, and is exported without keys"() {
    await open(await started(), "/history", async (page) => {
      const rows = await page.$$eval("main input[type=checkbox]", (boxes) => boxes.length);
      assert(rows >= 2, `${rows} calls in the history`);
      for (const format of ["sh", "har"]) {
        const downloading = page.waitForEvent("download");
        await page.click(`#export-${format}`);
        const download = await downloading;
        const chunks = [];
        for await (const chunk of await download.createReadStream()) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString();
        assert(text.includes("CreateProxyGroup"), `${format} has no call`);
        assert(!text.includes(SECRET.key) && !text.includes(SAMPLE.key) && !/Signature=[0-9a-f]{64}/.test(text), `${format} has a key or a signature`);
      }
    });
  },

  async "the emulator is switched on, and plays faults"() {
    const explorerOf = await explorer();
    await open(explorerOf, "/emulator", async (page) => {
      assert((await page.innerText("main")).trim().length > 20, "the page is blank");
    });
    await stop(explorerOf);
  },

  async "an answer of 20 MB does not freeze the page"() {
    const item = (number) => ({ GroupId: `lg-${number}`, GroupName: "x".repeat(120), Number: number });
    const body = JSON.stringify({ Response: { TotalCount: 120_000, ProxyGroupList: Array.from({ length: 120_000 }, (_, number) => item(number)), RequestId: "big" } });
    const big = await server((request, response) => {
      request.resume();
      response.writeHead(200, { "Content-Type": "application/json" }).end(body);
    });
    const explorerOf = await explorer(["--endpoint", big.url]);
    let longest = 0;
    await open(explorerOf, "/gaap/DescribeProxyGroupList", async (page) => {
      await fill(page, LIST, "own", big.url);
      await page.evaluate(() => {
        window.longest = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
        }).observe({ type: "longtask" });
      });
      page.setDefaultTimeout(60_000);
      await send(page);
      await answered(page, "done");
      await page.click("#answer-raw");
      await page.waitForFunction(() => document.querySelector("#answer").innerText.includes("lg-0"));
      await page.click("#answer-table");
      await page.waitForFunction(() => document.querySelector("#answer").innerText.includes("lg-1"));
      await page.click("#answer-tree");
      await page.waitForFunction(() => document.querySelector("#answer").innerText.includes("ProxyGroupList"));
      const nodes = await page.evaluate(() => document.getElementsByTagName("*").length);
      assert(nodes < 20_000, `${nodes} elements`);
      longest = await page.evaluate(() => window.longest);
    });
    await stop(explorerOf);
    return `${(body.length / 1e6).toFixed(0)} MB, longest task ${longest.toFixed(0)} ms (below 50 is 0)`;
  },
};
