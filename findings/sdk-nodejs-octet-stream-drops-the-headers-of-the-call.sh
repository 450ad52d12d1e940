#!/usr/bin/env bash
# tencentcloud-sdk-nodejs-common 4.1.220.
#
# `request` and `requestOctetStream` take the same options. `request` sends their `headers`; `requestOctetStream` replaces
# the whole member with its own Content-Type, and the headers of the call are lost without a word. Those of
# `profile.httpProfile.headers` are kept.
#
# Guess before running: the Content-Type is added to the headers of the call.
# Consequence: an X-TC-TraceId of the caller is replaced by a random one, and a header that routes or marks the call is
# missing, only for the actions with a binary body. Put headers into the profile, one client for each set of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts tencentcloud-sdk-nodejs-common@4.1.220
cat >run.mjs <<'JS'
import http from "node:http";
import common from "tencentcloud-sdk-nodejs-common";

let seen;
const server = http.createServer((request, response) => {
  seen = request.headers;
  request.resume();
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    response.end('{"Response":{"RequestId":"r-1"}}');
  });
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const endpoint = `127.0.0.1:${server.address().port}`;
const headers = { "X-Mark": "mine", "X-TC-TraceId": "trace-1" };

for (const [place, profile, options] of [["options", {}, { headers }], ["profile", { headers }, {}]]) {
  const client = new common.CommonClient(endpoint, "2020-03-04", {
    credential: { secretId: "AKIDmadeupEXAMPLE", secretKey: "made-up-key-EXAMPLE" },
    region: "ap-guangzhou",
    profile: { httpProfile: { protocol: "http://", ...profile } },
  });
  for (const [method, body] of [["request", { Limit: 1 }], ["requestOctetStream", Buffer.from("bytes")]]) {
    await client[method]("Example", body, options);
    const trace = seen["x-tc-traceid"] === "trace-1" ? "trace-1" : "another";
    console.log(`${method}, headers in the ${place}: X-Mark ${seen["x-mark"]}, X-TC-TraceId ${trace}, ${seen["content-type"]}`);
  }
}
server.close();
JS
node run.mjs | tee seen
diff seen - <<'SEEN'
request, headers in the options: X-Mark mine, X-TC-TraceId trace-1, application/json
requestOctetStream, headers in the options: X-Mark undefined, X-TC-TraceId another, application/octet-stream; charset=utf-8
request, headers in the profile: X-Mark mine, X-TC-TraceId trace-1, application/json
requestOctetStream, headers in the profile: X-Mark mine, X-TC-TraceId trace-1, application/octet-stream; charset=utf-8
SEEN
echo "unchanged"
