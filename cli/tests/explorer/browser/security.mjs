// Pages of other sites cause no call, also if they know the token.

import { assert, explorer, recorded, same, server, stop, visit } from "./harness.mjs";

// Everything a page can try without being asked. `report` is when all of it has ended.
const ATTACK = (origin, token, port) => `<!DOCTYPE html><title>attack</title><body><script>
const body = JSON.stringify({ service: "gaap", action: "CreateProxyGroup", endpoint: { kind: "emulator" }, confirmed: true,
  body: JSON.stringify({ ProjectId: 0, GroupName: "x", RealServerRegion: "Guangzhou" }), on: true, faults: '{"faults":[{"effect":"badGateway"}]}' });
const results = [];
const tries = [];
for (const path of ["state", "prepare", "call", "emulator", "emulator/faults", "emulator/reset", "history"]) {
  const url = "${origin}/api/" + path;
  for (const token of ["", "${token}"]) {
    const authorization = token ? { Authorization: "Bearer " + token } : {};
    for (const [method, mode, headers] of [
      ["GET", "cors", {}], ["GET", "no-cors", {}], ["POST", "no-cors", {}],
      ["POST", "no-cors", { "Content-Type": "text/plain" }],
      ["POST", "cors", { "Content-Type": "application/json", ...authorization }],
      ["GET", "cors", authorization],
    ]) {
      tries.push(fetch(url, { method, mode, headers, credentials: "include", body: method === "POST" ? body : undefined })
        .then(async (response) => {
          const text = response.type === "opaque" ? "" : await response.text();
          if (text && response.ok) results.push(path + " " + method + ": " + text);
        }, () => {}));
    }
  }
}
const loaded = (element) => new Promise((resolve) => { element.onload = element.onerror = resolve; document.body.append(element); });
for (const url of ["${origin}/api/state", "${origin}/", "${origin}/js/main.js", "${origin}/#${token}/gaap/CreateProxyGroup"]) {
  tries.push(loaded(Object.assign(new Image(), { src: url })));
  tries.push(loaded(Object.assign(document.createElement("iframe"), { src: url })).then(() => {
    const frame = document.querySelector("iframe[src='" + url + "']");
    try { if (frame.contentDocument?.body?.innerText) results.push("iframe: " + frame.contentDocument.body.innerText); } catch {}
  }));
}
for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
  const frame = Object.assign(document.createElement("iframe"), { name: type });
  const form = Object.assign(document.createElement("form"), { action: "${origin}/api/prepare", method: "post", enctype: type, target: type });
  form.append(Object.assign(document.createElement("input"), { name: body.replace(/}$/, ',"a":"'), value: '"}' }));
  document.body.append(frame, form);
  tries.push(new Promise((resolve) => { frame.onload = resolve; }));
  form.submit();
}
const opened = window.open("${origin}/#/gaap/CreateProxyGroup");
try { if (opened?.document?.body?.innerText) results.push("window: " + opened.document.body.innerText); } catch {}
window.report = Promise.all(tries).then(() => results);
</script>`;

const state = async (started) => (await fetch(`${started.origin}/api/state`, {
  headers: { Authorization: `Bearer ${started.token}` },
})).json();
const history = async (started) => (await (await fetch(`${started.origin}/api/history`, {
  headers: { Authorization: `Bearer ${started.token}` },
})).json()).entries;

async function attack(started, url) {
  const before = await state(started);
  const results = await visit(url, async (page) => {
    await page.waitForFunction(() => window.report);
    return page.evaluate(() => window.report);
  });
  same(results, [], "what the page could read");
  same((await recorded(before.emulator.url)).length, 0, "calls");
  same((await history(started)).length, 0, "calls of the history");
  const after = await state(started);
  same(after.emulator, before.emulator, "emulator");
}

export const checks = {
  async "a page of another origin calls nothing, by fetch, form, image, frame or window"() {
    const started = await explorer(["--emulator"]);
    const foreign = await server((request, response) => {
      response.writeHead(200, { "Content-Type": "text/html" }).end(ATTACK(started.origin, started.token));
    });
    await attack(started, foreign.url);
    await stop(started);
  },

  async "a page of localhost with another port calls nothing"() {
    const started = await explorer(["--emulator"]);
    const foreign = await server((request, response) => {
      response.writeHead(200, { "Content-Type": "text/html" }).end(ATTACK(started.origin, started.token));
    });
    await attack(started, `http://localhost:${foreign.port}`);
    await stop(started);
  },

  async "a name that was made to resolve to this machine has no page and calls nothing"() {
    const started = await explorer(["--emulator"]);
    const port = new URL(started.origin).port;
    const rebound = `http://rebound.example:${port}`;
    await visit(`${rebound}/#${started.token}`, async (page) => {
      assert(!(await page.content()).includes("main.js"), "the page is served");
      const results = await page.evaluate(async (token) => {
        const answers = [];
        for (const [path, method] of [["state", "GET"], ["prepare", "POST"], ["call", "POST"]]) {
          const response = await fetch(`/api/${path}`, { method, body: method === "POST" ? "{}" : undefined,
            headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" } });
          answers.push(response.status);
        }
        return answers;
      }, started.token);
      same(results, [403, 403, 403], "answers");
    });
    same((await history(started)).length, 0, "calls");
    await stop(started);
  },

  async "markup and scripts that got into the page would not run"() {
    const started = await explorer();
    await visit(`${started.origin}/#${started.token}`, async (page) => {
      await page.waitForSelector('body[data-ready="1"]');
      const found = await page.evaluate(async () => {
        const result = {};
        try { document.createElement("div").innerHTML = "<b>x</b>"; result.markup = true; } catch { result.markup = false; }
        const script = document.createElement("script");
        try { script.textContent = "window.pwned = 1"; document.body.append(script); } catch { /* Trusted Types. */ }
        result.script = window.pwned ?? 0;
        result.foreign = await fetch("http://127.0.0.1:9/").then(() => true, () => false);
        return result;
      });
      same(found, { markup: false, script: 0, foreign: false }, "what ran");
    });
    await stop(started);
  },
};
