#!/usr/bin/env bash
# @tencent-sdk/capi 2.0.3 (the vendor's client behind its Serverless tools).
#
# Without a `version` in the constructor, signatures of version 1 (the default) are made over `Version=`, an empty text,
# while the form of a POST (the default) carries `Version=undefined`: the signature fits no reading of what is sent. A GET
# sends the empty text it signed.
#
# Guess before running: what is signed is what is sent, wrong version or not.
# Consequence: a verifier refuses these calls for their signature, though key and clock are right, before it can speak of
# the version. An emulator that checks signatures can try the empty text, and name the client's setting.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @tencent-sdk/capi@2.0.3
cat >run.mjs <<'JS'
import http from "node:http";
import { createHmac } from "node:crypto";
import capi from "@tencent-sdk/capi";

let seen;
const server = http.createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    const sent = Object.fromEntries(new URLSearchParams(request.url.split("?")[1] ?? body));
    seen = { method: request.method, host: request.headers.host, sent };
    response.setHeader("content-type", "application/json");
    response.end('{"Response":{"RequestId":"r-1"}}');
  });
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const host = `127.0.0.1:${server.address().port}`;

// The documented signature of version 1: method, host, path, and the sorted parameters, not encoded.
function fits({ method, host, sent }, version) {
  const { Signature, ...rest } = { ...sent, Version: version };
  const query = Object.keys(rest).sort().map((name) => `${name}=${rest[name]}`).join("&");
  return createHmac("sha1", "made-up-key-EXAMPLE").update(`${method}${host}/?${query}`).digest("base64") === Signature;
}

for (const [constructor, method] of [[{}, "POST"], [{}, "GET"], [{ version: "2018-05-29" }, "POST"]]) {
  const client = new capi.Capi({
    secretId: "AKIDmadeupEXAMPLE", secretKey: "made-up-key-EXAMPLE", region: "ap-guangzhou", serviceType: "gaap", ...constructor,
  });
  await client.request({ Action: "DescribeProxies", Limit: 1 }, { protocol: "http", host, method });
  const { Version } = seen.sent;
  const fit = ["", "undefined", "2018-05-29"].filter((version) => fits(seen, version));
  console.log(`${JSON.stringify(constructor)} ${method}: sends ${JSON.stringify(Version)}, signature fits ${JSON.stringify(fit)}`);
}
server.close();
JS
node run.mjs | tee seen
diff seen - <<'SEEN'
{} POST: sends "undefined", signature fits [""]
{} GET: sends "", signature fits [""]
{"version":"2018-05-29"} POST: sends "2018-05-29", signature fits ["2018-05-29"]
SEEN
echo "unchanged"
