#!/usr/bin/env bash
# tccli 3.1.189.1, tencentcloud-sdk-python 3.1.195, with a CPython before the repair of its issue 109475 (February 2024), as
# Debian 12 has. Seen with 3.11.7 and 3.11.2.
#
# A value that is exactly `--` (a name, a separator) is refused as `--Name --`, as with any argparse program. Written as
# `--Name=--`, which is kept for every other value with dashes, it is replaced by an empty list: a member of type text or
# number is sent as `[]`, with exit code 0. From a file of --cli-input-json it arrives.
#
# Guess before running: `=` ties the value to its parameter, whatever it is.
# Consequence: what follows `=` is the value, byte for byte. The vendor's service sees a list where it declares a text.
set -euo pipefail
if [ "$(python3 -c 'import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--name")
print(parser.parse_args(["--name=--"]).name)')" = -- ]; then
  echo "skipped: the argparse of this Python is repaired"
  exit 0
fi
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
server=
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tccli==3.1.189.1 tencentcloud-sdk-python==3.1.195
python3 --version

cat >"$folder/server.py" <<'PY'
import http.server, os, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        with open(sys.argv[1] + "/sent", "wb") as file:
            file.write(self.rfile.read(int(self.headers["Content-Length"])))
        body = b'{"Response": {"RequestId": "r-1"}}'
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
os.rename(sys.argv[1] + "/port.new", sys.argv[1] + "/port")
server.serve_forever()
PY
python3 "$folder/server.py" "$folder" &
server=$!
until [ -e "$folder/port" ]; do sleep 0.1; done
cd "$folder"
echo '{"KeyName": "--", "ProjectId": 1}' >input.json

run() {
  local code=0
  echo nothing >sent
  HOME="$folder" venv/bin/tccli cvm CreateKeyPair "$@" --endpoint "http://127.0.0.1:$(cat port)" \
    --secretId AKIDexample --secretKey key --region ap-guangzhou >/dev/null 2>&1 || code=$?
  echo "$*: exit $code, sent $(cat sent)"
}
{
  run --KeyName=- --ProjectId=1
  run --KeyName=--a --ProjectId=1
  run --KeyName=-- --ProjectId=1
  run --KeyName=a --ProjectId=--
  run --KeyName -- --ProjectId 1
  run --cli-input-json file://input.json
} | tee seen
diff seen - <<'SEEN'
--KeyName=- --ProjectId=1: exit 0, sent {"KeyName": "-", "ProjectId": 1}
--KeyName=--a --ProjectId=1: exit 0, sent {"KeyName": "--a", "ProjectId": 1}
--KeyName=-- --ProjectId=1: exit 0, sent {"KeyName": [], "ProjectId": 1}
--KeyName=a --ProjectId=--: exit 0, sent {"KeyName": "a", "ProjectId": []}
--KeyName -- --ProjectId 1: exit 252, sent nothing
--cli-input-json file://input.json: exit 0, sent {"KeyName": "--", "ProjectId": 1}
SEEN
echo "unchanged"
