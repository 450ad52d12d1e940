#!/usr/bin/env bash
# tencentcloud-sdk-python-common 3.1.195 over requests 2.34.2.
#
# CommonClient reads server-sent events with requests' iter_lines, which splits each chunk for itself. Where a network
# chunk ends between CR and LF the LF becomes an empty line, and an empty line ends an event: one event arrives as two,
# its name in the first and its data in the second. What follows the last blank line is dropped, also where the
# connection broke within an event, so a stream that was cut looks finished.
#
# Guess before running: chunks do not matter, and a stream that breaks raises.
# Consequence: an emulator for this client ends lines with LF alone or keeps CRLF in one chunk; a client has to carry
# the CR over, and to tell an end from a break.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tencentcloud-sdk-python-common==3.1.195 requests==2.34.2

cat >"$folder/run.py" <<'PY'
import http.server, threading
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

streams = []

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        chunks, is_framed = streams.pop(0)
        self.send_header("Connection", "close")
        if is_framed:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in chunks:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk) if is_framed else chunk)
        if is_framed:
            self.wfile.write(b"0\r\n\r\n")
        self.close_connection = True

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
http_profile = HttpProfile(endpoint="127.0.0.1:%d" % server.server_port, protocol="http")
client = CommonClient("lkeap", "2024-05-22", Credential("AKIDexample", "secret"), "ap-guangzhou", ClientProfile(httpProfile=http_profile))

for name, chunks, is_framed in (
    ("LF", [b"event: a\ndata: 1\n\n"], True),
    ("CRLF in one chunk", [b"event: a\r\ndata: 1\r\n\r\n"], True),
    ("CRLF cut", [b"event: a\r", b"\ndata: 1\r\n\r\n"], True),
    ("broken off", [b"data: 1\n\ndata: {\"half\":"], False),
):
    streams.append((chunks, is_framed))
    print(name, list(client.call_sse("ChatCompletions", {})))
PY
"$folder/venv/bin/python" "$folder/run.py" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
LF [{'event': 'a', 'data': '1'}]
CRLF in one chunk [{'event': 'a', 'data': '1'}]
CRLF cut [{'event': 'a'}, {'data': '1'}]
broken off [{'data': '1'}]
SEEN
echo "unchanged"
