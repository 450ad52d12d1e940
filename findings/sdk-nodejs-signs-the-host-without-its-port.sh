#!/usr/bin/env bash
# tencentcloud-sdk-nodejs 4.1.313.
#
# The header Host has the port of the endpoint, as HTTP demands, but the signature covers the host without it. With a port
# that is not the default one, what is signed is not what is sent.
#
# Guess before running: the signed host is the header Host, as in the Python SDK.
# Consequence: a server that verifies signatures over the Host header refuses this SDK at any other port with
# AuthFailure.SignatureFailure. To use an emulator, the SDK calls the service's own host through an agent that connects to
# the emulator (benchmarks/soak/clients/node.mjs), or the emulator listens on port 80 or 443.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund tencentcloud-sdk-nodejs@4.1.313

cat >run.js <<'JS'
const crypto = require("node:crypto");
const http = require("node:http");
const { CommonClient } = require("tencentcloud-sdk-nodejs/tencentcloud/common/common_client");

const hash = (text) => crypto.createHash("sha256").update(text).digest("hex");
const hmac = (key, text) => crypto.createHmac("sha256", key).update(text).digest();

function signature(request, body, host) {
  const headers = `content-type:${request.headers["content-type"]}\nhost:${host}\n`;
  const canonical = `POST\n/\n\n${headers}\ncontent-type;host\n${hash(body)}`;
  const timestamp = request.headers["x-tc-timestamp"];
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10);
  const [service] = /\d\/(\w+)\/tc3_request/.exec(request.headers.authorization).slice(1);
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${date}/${service}/tc3_request\n${hash(canonical)}`;
  const key = ["" + date, service, "tc3_request"].reduce(hmac, "TC3secret");
  return hmac(key, text).toString("hex");
}

const server = http.createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    const sent = request.headers.host;
    const signed = request.headers.authorization.split("Signature=")[1];
    console.log("the header has a port", sent.includes(":"));
    console.log("signed with the port", signature(request, body, sent) === signed);
    console.log("signed without it", signature(request, body, sent.split(":")[0]) === signed);
    response.end('{"Response":{"RequestId":"1"}}');
  });
});
server.listen(0, "127.0.0.1", async () => {
  const client = new CommonClient(`127.0.0.1:${server.address().port}`, "2018-05-29", {
    credential: { secretId: "AKIDexample", secretKey: "secret" },
    region: "ap-guangzhou",
    profile: { httpProfile: { protocol: "http://" } },
  });
  await client.request("DescribeDestRegions", {});
  server.close();
});
JS
node run.js | tee seen
diff seen - <<'SEEN'
the header has a port true
signed with the port false
signed without it true
SEEN
echo "unchanged"
