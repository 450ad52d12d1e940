#!/usr/bin/env bash
# tccli 3.1.189.1, tencentcloud-sdk-python 3.1.195.
#
# An answer passes through Python's numbers on its way to standard output: 1e400 becomes `Infinity`, which is no JSON,
# with exit code 0; 1e3 becomes 1000.0 and 0.1000000000000000055 becomes 0.1. A text with half of a surrogate pair, which
# JSON can spell, is printed not at all: 255 after a call that was carried out.
#
# Guess before running: what the service answered is printed as it came, as `jq` and `gh` do.
# Consequence: print the text of numbers as it came; keep half surrogates in some form; never fail after a call.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
server=
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tccli==3.1.189.1 tencentcloud-sdk-python==3.1.195

cat >"$folder/server.py" <<'PY'
import http.server, os, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        with open(sys.argv[1] + "/answer", "rb") as file:
            body = file.read()
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

for value in 9007199254740993 1e3 0.1000000000000000055 1e400 '"\ud83d"'; do
  printf '{"Response": {"TotalCount": %s, "RequestId": "r-1"}}' "$value" >"$folder/answer"
  code=0
  HOME="$folder" "$folder/venv/bin/tccli" cvm DescribeZones --endpoint "http://127.0.0.1:$(cat "$folder/port")" \
    --secretId AKIDexample --secretKey key --region ap-guangzhou --filter TotalCount >"$folder/out" 2>/dev/null || code=$?
  echo "$value: exit $code, prints $(tr -d '\n' <"$folder/out")"
done | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
9007199254740993: exit 0, prints 9007199254740993
1e3: exit 0, prints 1000.0
0.1000000000000000055: exit 0, prints 0.1
1e400: exit 0, prints Infinity
"\ud83d": exit 255, prints 
SEEN
echo "unchanged"
