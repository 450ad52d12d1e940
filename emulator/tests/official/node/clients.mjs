// Tests the emulator with the official clients for Node.js: what they send by the service's documented rules must be
// answered, and anything else be refused with a message that names the mistake, or pass in a lenient emulator.
//
// Usage: clients.mjs EMULATOR SPEC [GROUP..]

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import readline from "node:readline";

import capi from "@tencent-sdk/capi";
import common from "tencentcloud-sdk-nodejs-common";

const SECRET_ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
const SECRET_KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
const REGION = "ap-guangzhou";
const VERSION = "2018-05-29";
const HOST = "gaap.tencentcloudapi.com";
const SIGN_METHODS = ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"];

const ACTIONS = {
  CreateProxyGroup: {
    ProjectId: 0,
    GroupName: "Straße & 通道 *~'()!",
    RealServerRegion: "Shanghai",
    TagSet: [{ TagKey: "a", TagValue: "b=c&d" }],
    AccessRegionSet: [{ AccessRegion: "Guangzhou", Bandwidth: 10, Concurrent: 2 }],
  },
  DescribeDestRegions: {},
  DescribeGlobalDomains: { ProjectId: 0, Offset: 0, Limit: 20, Filters: [{ Name: "DomainName", Values: ["a_b", "c"] }] },
  DescribeProxies: { Offset: 0, Limit: 20 },
};

/** The emulators that run, to end those of a test that fails. */
const running = new Set();

/** A running emulator; `address` is its host and port. */
class Emulator {
  static async start(command, spec, ...options) {
    const emulator = new Emulator();
    const all = ["--spec", spec, "--listen", "127.0.0.1:0", "--log", "json", ...options];
    emulator.process = spawn(command, all, { stdio: ["ignore", "pipe", "inherit"] });
    running.add(emulator.process);
    emulator.process.on("exit", () => running.delete(emulator.process));
    emulator.lines = readline.createInterface({ input: emulator.process.stdout })[Symbol.asyncIterator]();
    const { event, url } = await emulator.logged();
    assert.equal(event, "listening");
    emulator.address = url.replace("http://", "");
    return emulator;
  }

  /** The next line of the log. */
  async logged() {
    return JSON.parse((await this.lines.next()).value);
  }

  async stop() {
    this.process.kill("SIGTERM");
    const [code] = await once(this.process, "exit");
    assert.equal(code, 0);
  }

  /** An agent that connects here, whatever host is called. */
  agent() {
    const [host, port] = this.address.split(":");
    const agent = new http.Agent();
    agent.createConnection = () => net.connect({ host, port: Number(port) });
    return agent;
  }

  /** The SDK with the emulator's address as its endpoint, or with the service's own host and an agent. */
  sdk(signMethod, reqMethod, byAddress = false) {
    const httpProfile = byAddress
      ? { endpoint: this.address, protocol: "http://", reqMethod }
      : { endpoint: HOST, protocol: "http://", reqMethod, agent: this.agent() };
    const credential = { secretId: SECRET_ID, secretKey: SECRET_KEY };
    return new common.CommonClient("", VERSION, { credential, region: REGION, profile: { signMethod, httpProfile } });
  }

  /** A call of capi, with its options for this call. */
  async capi(action, parameters, options) {
    const credential = { secretId: SECRET_ID, secretKey: SECRET_KEY };
    const client = new capi.Capi({ ...credential, region: REGION, serviceType: "gaap", version: VERSION });
    const request = { Action: action, Version: VERSION, ...parameters };
    const answer = await client.request(request, { protocol: "http", host: this.address, ...options });
    return answer.Response;
  }
}

async function assertAnswered(emulator, response, action) {
  const logged = await emulator.logged();
  assert.equal(logged.outcome, "answered", JSON.stringify(logged));
  assert.deepEqual([logged.requestId, logged.action, logged.service], [response.RequestId, action, "gaap"]);
  return logged;
}

/** Asserts that the call was refused with this code, and that the message has each of these words. */
async function assertRefused(emulator, code, words, response = {}) {
  const logged = await emulator.logged();
  assert.equal(logged.code, code, JSON.stringify(logged));
  for (const word of words) {
    assert.ok(logged.message.includes(word), `no "${word}" in: ${logged.message}`);
  }
  assert.ok(!response.Error || response.Error.Code === code, JSON.stringify(response));
}

async function sdkCalls(emulator, signMethod, reqMethod, byAddress) {
  const client = emulator.sdk(signMethod, reqMethod, byAddress);
  for (const [action, parameters] of Object.entries(ACTIONS)) {
    const response = await client.request(action, parameters);
    const logged = await assertAnswered(emulator, response, action);
    assert.equal(logged.method, reqMethod);
  }
}

async function sdkByAddressRefused(emulator) {
  for (const method of ["GET", "POST"]) {
    await assert.rejects(emulator.sdk("TC3-HMAC-SHA256", method, true).request("DescribeProxies", { Limit: 1 }));
    const words = ["without its port", emulator.address, "httpProfile.agent", "signMethod"];
    await assertRefused(emulator, "AuthFailure.SignatureFailure", words);
  }
}

async function sdkByAddressLenient(command, spec) {
  const emulator = await Emulator.start(command, spec, "--lenient");
  for (const method of ["GET", "POST"]) {
    const response = await emulator.sdk("TC3-HMAC-SHA256", method, true).request("DescribeProxies", { Limit: 1 });
    const logged = await assertAnswered(emulator, response, "DescribeProxies");
    assert.ok(logged.notes[0].includes("without its port"), JSON.stringify(logged));
    assert.ok(logged.notes[1].includes("first label of the host"), JSON.stringify(logged));
  }
  await emulator.stop();
}

const CAPI_CALLS = {
  "v3 POST": { isV3: true, method: "POST" },
  "v1 GET": { method: "GET" },
  "v1 GET HmacSHA256": { method: "GET", signatureMethod: "sha256" },
};

async function capiCalls(emulator) {
  for (const [name, options] of Object.entries(CAPI_CALLS)) {
    for (const [action, parameters] of Object.entries(ACTIONS)) {
      const response = await emulator.capi(action, parameters, options);
      assert.equal(response.Error, undefined, `${name} ${JSON.stringify(response)}`);
      await assertAnswered(emulator, response, action);
    }
  }
}

async function capiRefusals(emulator) {
  const form = await emulator.capi("DescribeProxies", { Limit: 1 }, { method: "POST" });
  await assertRefused(emulator, "InvalidRequest", ["application/json", "version 1", "isV3: true"], form);
  const get = await emulator.capi("DescribeProxies", { Limit: 1 }, { method: "GET", isV3: true });
  await assertRefused(emulator, "AuthFailure.SignatureFailure", ["covers the method GET", "is a POST"], get);
  const renamed = { ...ACTIONS.CreateProxyGroup, IPAddressVersion: "IPv4" };
  const unknown = await emulator.capi("CreateProxyGroup", renamed, { isV3: true });
  const words = ["`IpAddressVersion`", "`IPAddressVersion` in other letter case"];
  await assertRefused(emulator, "UnknownParameter", words, unknown);
  const kept = await emulator.capi("CreateProxyGroup", renamed, { isV3: true, isPascalCase: false });
  await assertAnswered(emulator, kept, "CreateProxyGroup");
}

async function capiLenient(command, spec) {
  const emulator = await Emulator.start(command, spec, "--lenient");
  for (const signatureMethod of ["sha1", "sha256"]) {
    const form = await emulator.capi("DescribeProxies", { Limit: 1 }, { method: "POST", signatureMethod });
    const logged = await assertAnswered(emulator, form, "DescribeProxies");
    assert.ok(logged.notes[0].includes("version 1"), JSON.stringify(logged));
  }
  const renamed = { ...ACTIONS.CreateProxyGroup, IPAddressVersion: "IPv4" };
  const created = await emulator.capi("CreateProxyGroup", renamed, { isV3: true });
  const logged = await assertAnswered(emulator, created, "CreateProxyGroup");
  assert.ok(logged.notes[0].includes("`IPAddressVersion` in other letter case"), JSON.stringify(logged));
  await emulator.stop();
}

/** The names and functions of the groups; a function takes an emulator. */
function groups(command, spec) {
  const known = [];
  for (const signMethod of SIGN_METHODS) {
    for (const reqMethod of ["POST", "GET"]) {
      const name = `${signMethod}/${reqMethod}`;
      known.push([`node/agent/${name}`, (emulator) => sdkCalls(emulator, signMethod, reqMethod, false)]);
      if (!signMethod.startsWith("TC3")) {
        known.push([`node/address/${name}`, (emulator) => sdkCalls(emulator, signMethod, reqMethod, true)]);
      }
    }
  }
  known.push(["node/address/refused", sdkByAddressRefused]);
  known.push(["node/address/lenient", () => sdkByAddressLenient(command, spec)]);
  known.push(["capi", capiCalls], ["capi/refused", capiRefusals]);
  known.push(["capi/lenient", () => capiLenient(command, spec)]);
  return known;
}

async function main([command, spec, ...wanted]) {
  const known = groups(command, spec);
  const unknown = wanted.filter((name) => !known.some(([known]) => known === name));
  assert.deepEqual(unknown, [], `there are ${known.map(([name]) => name).join(", ")}`);
  let failed = 0;
  for (const [name, run] of known.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
    const emulator = await Emulator.start(command, spec);
    try {
      await run(emulator);
      await emulator.stop();
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}: ${error.message ?? error}`);
    } finally {
      running.forEach((process) => process.kill("SIGKILL"));
    }
  }
  process.exit(failed ? 1 : 0);
}

await main(process.argv.slice(2));
