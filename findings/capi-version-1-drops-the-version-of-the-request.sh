#!/usr/bin/env bash
# @tencent-sdk/capi 2.0.3 (the vendor's client behind its Serverless tools).
#
# A request names its `Version` next to its `Action`. Under TC3 (`isV3: true`) it is sent as the header X-TC-Version. With
# signatures of version 1, the default, it is dropped, and `Version=undefined` (POST) or `Version=` (GET) is sent in its
# place, unless the constructor was given a `version`.
#
# Guess before running: the member is sent, or the client says that the constructor needs a version.
# Consequence: a service answers that there is no such version. An emulator has to name the client's setting, since the
# caller did write a version.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @tencent-sdk/capi@2.0.3
cat >run.mjs <<'JS'
import http from "node:http";
import capi from "@tencent-sdk/capi";

const seen = [];
const server = http.createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    const query = new URLSearchParams(request.url.split("?")[1] ?? body);
    seen.push(`header ${request.headers["x-tc-version"]}, parameter ${JSON.stringify(query.get("Version"))}`);
    response.setHeader("content-type", "application/json");
    response.end('{"Response":{"RequestId":"r-1"}}');
  });
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const host = `127.0.0.1:${server.address().port}`;
const request = { Action: "DescribeProxies", Version: "2018-05-29", Limit: 1 };
const fixed = { secretId: "AKIDEXAMPLE", secretKey: "key", region: "ap-guangzhou", serviceType: "gaap" };
for (const [label, constructor, options] of [
  ["version 1, GET", {}, { method: "GET" }],
  ["version 1, POST", {}, { method: "POST" }],
  ["version 1, GET, version in the constructor", { version: "2018-05-29" }, { method: "GET" }],
  ["TC3, POST", {}, { isV3: true }],
]) {
  const client = new capi.Capi({ ...fixed, ...constructor });
  await client.request(request, { protocol: "http", host, ...options });
  console.log(`${label}: ${seen.pop()}`);
}
server.close();
JS
node run.mjs | tee seen
diff seen - <<'SEEN'
version 1, GET: header undefined, parameter ""
version 1, POST: header undefined, parameter "undefined"
version 1, GET, version in the constructor: header undefined, parameter "2018-05-29"
TC3, POST: header 2018-05-29, parameter null
SEEN
echo "unchanged"
