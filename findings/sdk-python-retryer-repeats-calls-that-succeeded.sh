#!/usr/bin/env bash
# tencentcloud-sdk-python-common 3.1.195.
#
# StandardRetryer keeps the error of an attempt while it makes the next one, and looks at that error again after the next
# one has succeeded. So once an attempt has failed with a network error or RequestLimitExceeded, the call is made as often
# as allowed, whether it succeeds or not, and ends in the first error. It also retries a call that may have been carried
# out, whether or not it has a ClientToken.
#
# Guess before running: a call that succeeds at the second attempt is made twice and returns its answer.
# Consequence: with this retryer, a creation whose first attempt is throttled exists twice, and is reported as failed. The
# soak (benchmarks/soak/run) counts such doubles.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tencentcloud-sdk-python-common==3.1.195

cat >"$folder/run.py" <<'PY'
import http.server, json, threading
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.common.retry import StandardRetryer

attempts = 0

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global attempts
        attempts += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        body = {"RequestId": str(attempts)}
        if attempts == 1:
            body["Error"] = {"Code": "RequestLimitExceeded", "Message": "too many requests"}
        self.send_response(200)
        # The SDK looks for errors in this content type only.
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"Response": body}).encode())

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
http_profile = HttpProfile(endpoint="127.0.0.1:%d" % server.server_port, protocol="http")
profile = ClientProfile(httpProfile=http_profile, retryer=StandardRetryer(max_attempts=3, backoff_fn=lambda _: 0))
client = CommonClient("gaap", "2018-05-29", Credential("AKIDexample", "secret"), "ap-guangzhou", profile)
try:
    print("answer", client.call_json("CreateProxyGroup", {}))
except TencentCloudSDKException as error:
    print("error", error.get_code())
print("attempts", attempts)
PY
"$folder/venv/bin/python" "$folder/run.py" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
error RequestLimitExceeded
attempts 3
SEEN
echo "unchanged"
