#!/usr/bin/env bash
# tencentcloud-sdk-python-common 3.1.195, -lkeap 3.1.173; the same output in the metadata of tccli 3.1.189.1.
#
# lkeap GetReconstructDocumentResult and GetSplitDocumentResult declare an output member `Error`, the name that the
# envelope uses for failures, and it may be null. The official SDK looks at the name alone: a success with
# `"Error": null` becomes an exception with the code TypeError and no request id, so a finished result cannot be read,
# and a task that failed is thrown as if the query for it had failed, without its Status.
#
# Guess before running: null is read as no error. The two actions were found by looking for a declared `Error` in all
# 16,204 outputs.
# Consequence: `Error` is a failure only if it carries a code; a null or empty one is data.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
  tencentcloud-sdk-python-common==3.1.195 tencentcloud-sdk-python-lkeap==3.1.173

cat >"$folder/run.py" <<'PY'
import http.server, json, threading
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.lkeap.v20240522 import lkeap_client, models

answers = []

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = json.dumps({"Response": answers.pop(0)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
http_profile = HttpProfile(endpoint="127.0.0.1:%d" % server.server_port, protocol="http")
client = lkeap_client.LkeapClient(Credential("AKIDexample", "secret"), "ap-guangzhou", ClientProfile(httpProfile=http_profile))

print("declared:", hasattr(models.GetReconstructDocumentResultResponse(), "Error"))
for answer in (
    {"Status": "Success", "DocumentRecognizeResultUrl": "https://example.com/r.zip", "RequestId": "r-1"},
    {"Status": "Success", "DocumentRecognizeResultUrl": "https://example.com/r.zip", "Error": None, "RequestId": "r-2"},
    {"Status": "Failed", "Error": {"Code": "FailedOperation.Example", "Message": "m"}, "RequestId": "r-3"},
):
    answers.append(answer)
    try:
        response = client.GetReconstructDocumentResult(models.GetReconstructDocumentResultRequest())
        print("read:", response.Status, response.RequestId)
    except TencentCloudSDKException as error:
        print("raised:", error.code, error.requestId)
PY
"$folder/venv/bin/python" "$folder/run.py" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
declared: True
read: Success r-1
raised: TypeError None
raised: FailedOperation.Example r-3
SEEN
echo "unchanged"
