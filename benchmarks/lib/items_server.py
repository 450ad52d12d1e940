"""A server on this machine that answers each request with the items of a list, and prints its address.

items_server.py ITEMS

A request with `Limit` gets the page at its `Offset`, and one without gets all items. Nothing is verified.
"""

import http.server
import json
import sys

COUNT = int(sys.argv[1])
ITEMS = [json.dumps({"RealServerIP": f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}", "RealServerId": f"rs-{n:08}",
                     "RealServerName": f"server {n}", "ProjectId": 0, "TagSet": [], "InBanBlacklist": 0})
         for n in range(COUNT)]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # A page is sent in one piece.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_POST(self):  # noqa: N802, the name is that of the library
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        first = int(asked.get("Offset", 0))
        items = ITEMS[first:first + int(asked.get("Limit", COUNT))]
        body = f'{{"Response":{{"TotalCount":{COUNT},"RealServerSet":[{",".join(items)}],"RequestId":"r-1"}}}}'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
