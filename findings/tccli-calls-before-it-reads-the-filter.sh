#!/usr/bin/env bash
# tccli 3.1.189.1, tencentcloud-sdk-python 3.1.195, jmespath 1.1.0.
#
# `--filter` is compiled after the call: with a typing error in it the machine is created and paid for, tccli prints
# nothing of the answer, not the id either, and exits with 255, which is also its code for a call that was refused. A
# script that tries again creates a second one.
#
# Guess before running: the expression is checked with the other arguments (252), and nothing is sent.
# Consequence: compile the filter before anything is sent, and give another exit code to what was not sent.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
server=
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tccli==3.1.189.1 tencentcloud-sdk-python==3.1.195 jmespath==1.1.0

cat >"$folder/server.py" <<'PY'
import http.server, json, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        with open(sys.argv[1] + "/calls", "a") as file:
            file.write(self.headers["X-TC-Action"] + "\n")
        body = json.dumps({"Response": {"InstanceIdSet": ["ins-1"], "RequestId": "r-1"}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[1] + "/port.new", "w") as file:
    file.write(str(server.server_port))
import os
os.rename(sys.argv[1] + "/port.new", sys.argv[1] + "/port")
server.serve_forever()
PY
python3 "$folder/server.py" "$folder" &
server=$!
until [ -e "$folder/port" ]; do sleep 0.1; done
touch "$folder/calls"

run() {
  local code=0
  HOME="$folder" "$folder/venv/bin/tccli" cvm RunInstances --InstanceCount 1 --endpoint "http://127.0.0.1:$(cat "$folder/port")" \
    --secretId AKIDexample --secretKey key --region ap-guangzhou "$@" >"$folder/out" 2>/dev/null || code=$?
  echo "$*: exit $code, $(wc -c <"$folder/out") bytes printed, machines so far: $(grep -c RunInstances "$folder/calls")"
}
{
  run --filter 'InstanceIdSet[0]'
  run --filter 'InstanceIdSet[0'
  run --filter 'first(InstanceIdSet)'
  run --InstanceCount one
} | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
--filter InstanceIdSet[0]: exit 0, 8 bytes printed, machines so far: 1
--filter InstanceIdSet[0: exit 255, 0 bytes printed, machines so far: 2
--filter first(InstanceIdSet): exit 255, 0 bytes printed, machines so far: 3
--InstanceCount one: exit 252, 0 bytes printed, machines so far: 3
SEEN
echo "unchanged"
