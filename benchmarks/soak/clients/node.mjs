// The official Node SDK as a client of the soak: `node.mjs URL CALLS CONCURRENCY RESULTS`.

import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

// From the folder that it runs in, where the SDK is installed.
const require = createRequire(path.join(process.cwd(), "client.js"));
const { Client } = require("tencentcloud-sdk-nodejs/tencentcloud/services/gaap/v20180529").v20180529 ??
  require("tencentcloud-sdk-nodejs/tencentcloud/services/gaap/v20180529");

const [url, calls, concurrency, results] = process.argv.slice(2);
const emulator = new URL(url);
// The SDK signs the host without its port, so the client calls the service's own host, over connections to the emulator.
class ToEmulator extends http.Agent {
  createConnection(_, connected) {
    return net.createConnection({ host: emulator.hostname, port: emulator.port }, connected);
  }
}
const gaap = new Client({
  credential: { secretId: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", secretKey: "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE" },
  region: "ap-guangzhou",
  profile: { httpProfile: { protocol: "http://", agent: new ToEmulator({ keepAlive: true }) } },
});

// Of four calls, two create with a client token, one creates without, and one reads.
function call(number) {
  if (number % 4 < 2) {
    const name = `proxy-${number}`;
    const request = {
      ProjectId: 0, ProxyName: name, AccessRegion: "Guangzhou", Bandwidth: 10, Concurrent: 2,
      RealServerRegion: "EastChina", ClientToken: randomUUID(),
    };
    return ["token", name, () => gaap.CreateProxy(request)];
  }
  if (number % 4 === 2) {
    const name = `group-${number}`;
    const request = { ProjectId: 0, GroupName: name, RealServerRegion: "EastChina" };
    return ["no-token", name, () => gaap.CreateProxyGroup(request)];
  }
  return ["read", "-", () => gaap.DescribeDestRegions({})];
}

function usage() {
  const memory = /VmRSS:\s*(\d+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1];
  return `${Math.floor(memory / 1024)} MiB, ${fs.readdirSync("/proc/self/fd").length} files`;
}

const file = fs.openSync(results, "w");
let next = 0;
let early = "";
async function work() {
  for (let number = next++; number < calls; number = next++) {
    if (number === Math.floor(calls / 10)) early = usage();
    const [kind, name, send] = call(number);
    let outcome = "succeeded";
    try {
      await send();
    } catch (error) {
      outcome = `failed\t${String(error.code ?? error.name).split("\n")[0]}`;
    }
    // As every client of the soak.
    if (outcome !== "succeeded") await setTimeout(500);
    fs.writeSync(file, `${kind}\t${name}\t${outcome}\n`);
  }
}
await Promise.all(Array.from({ length: Number(concurrency) }, work));
console.log(`${early} | ${usage()}`);
process.exit(0);
