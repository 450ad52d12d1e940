"""Stands between the programs and the emulator, and keeps the requests as they came, with the answers."""

import http.client
import json
import ssl
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Exchange:
    headers: dict
    body: bytes
    status: int
    answer: bytes


class Recorder:
    def __init__(self, address, certificate, key, emulator, authority):
        self.exchanges = []
        self.lock = threading.Lock()
        upstream = ssl.create_default_context(cafile=authority)
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                recorder.pass_on(self, upstream, emulator)

            do_GET = do_POST

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                # A client that closes the connection.
                pass

        self.server = Server(address, Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        # The handshake is left to the thread of the connection.
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def pass_on(self, handler, upstream, emulator):
        body = read_body(handler)
        connection = http.client.HTTPSConnection(*emulator, context=upstream, timeout=60)
        connection.putrequest(handler.command, handler.path, skip_host=True, skip_accept_encoding=True)
        for name, value in handler.headers.items():
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "expect"):
                connection.putheader(name, value.encode("latin-1"))
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        answer = response.read()
        headers = {name.lower(): value for name, value in handler.headers.items()}
        events = events_of(body, answer)
        with self.lock:
            self.exchanges.append(Exchange(headers, body, response.status, answer))
        handler.send_response(response.status)
        sent = response.getheaders()
        if events:
            answer, sent = events, [("Content-Type", "text/event-stream")]
        for name, value in sent:
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)
        connection.close()

    def take(self):
        """The exchanges since the last time."""
        with self.lock:
            taken, self.exchanges = self.exchanges, []
        return taken


def events_of(body, answer):
    """The answer to a request for a stream as events, which the emulator has not."""
    try:
        wants_events = json.loads(body).get("Stream") is True
        response = json.loads(answer)["Response"]
    except (ValueError, KeyError, AttributeError):
        return None
    if not wants_events or "Error" in response:
        return None
    return b"".join(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode() for event in [response, {"Note": "事件"}])


def read_body(handler):
    if "chunked" not in handler.headers.get("Transfer-Encoding", "").lower():
        return handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
    body = b""
    while size := int(handler.rfile.readline().split(b";")[0], 16):
        body += handler.rfile.read(size)
        handler.rfile.readline()
    while handler.rfile.readline().strip():
        pass
    return body
