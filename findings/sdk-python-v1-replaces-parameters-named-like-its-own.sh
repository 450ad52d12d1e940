#!/usr/bin/env bash
# tencentcloud-sdk-python-common 3.1.195, -cfs 3.1.189, -weilingwith 3.1.15.
#
# cfs CreateDataFlow has a required parameter `SecretId` (the key of the bucket that is the data source), and
# weilingwith CreateApplicationToken required parameters `Nonce` and `Signature`. Signatures of version 1 (HmacSHA1,
# HmacSHA256) put parameters of those names into the same form. The official SDK replaces the caller's values without
# a word: the request is well signed, and says something else. Under TC3 the values arrive.
#
# Guess before running: an error, or the caller's value wins and the signature is refused.
# Consequence: a client has to refuse such a call before signing; TC3 is the only way to send it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
  tencentcloud-sdk-python-common==3.1.195 tencentcloud-sdk-python-cfs==3.1.189 tencentcloud-sdk-python-weilingwith==3.1.15

cat >"$folder/run.py" <<'PY'
import http.server, json, threading, urllib.parse
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.cfs.v20190719 import cfs_client, models as cfs
from tencentcloud.weilingwith.v20230427 import weilingwith_client, models as weilingwith

bodies = []

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        answer = b'{"Response":{"RequestId":"r-1"}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()

def profile(method):
    http_profile = HttpProfile(endpoint="127.0.0.1:%d" % server.server_port, protocol="http")
    return ClientProfile(signMethod=method, httpProfile=http_profile)

def sent():
    body = bodies.pop()
    return json.loads(body) if body.startswith("{") else dict(urllib.parse.parse_qsl(body))

for method in ("TC3-HMAC-SHA256", "HmacSHA256", "HmacSHA1"):
    credential = Credential("AKIDcaller", "secret-of-the-caller")
    request = cfs.CreateDataFlowRequest()
    request.FileSystemId, request.SecretId, request.SecretKey = "cfs-1", "AKIDbucket", "secret-of-the-bucket"
    cfs_client.CfsClient(credential, "ap-guangzhou", profile(method)).CreateDataFlow(request)
    flow = sent()
    request = weilingwith.CreateApplicationTokenRequest()
    request.Nonce, request.Signature = "own-nonce", "own-signature"
    weilingwith_client.WeilingwithClient(credential, "ap-guangzhou", profile(method)).CreateApplicationToken(request)
    token = sent()
    kept = token["Nonce"] == "own-nonce" and token["Signature"] == "own-signature"
    print(method, flow["SecretId"], "Nonce and Signature", "kept" if kept else "replaced")
PY
"$folder/venv/bin/python" "$folder/run.py" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
TC3-HMAC-SHA256 AKIDbucket Nonce and Signature kept
HmacSHA256 AKIDcaller Nonce and Signature replaced
HmacSHA1 AKIDcaller Nonce and Signature replaced
SEEN
echo "unchanged"
