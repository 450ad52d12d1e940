"""A server between a command and the emulator: it keeps what was sent, and gives the answers of a case in place of the
emulator's. Unlike the emulator's record it hides and cuts nothing. What the emulator answered to the first command is
given to the second one too, if the emulator comes to the same again: identifiers and times are then the same."""

import http.client
import http.server
import json
import threading

HEADERS = {"X-TC-Action": "action", "X-TC-Version": "version", "X-TC-Region": "region", "X-TC-Language": "language",
           "X-TC-Token": "token", "Content-Type": "type"}


class Recorder:
    """Listens on `port`; `requests` has what came, as objects without members that have no value."""

    def __init__(self, emulator_port):
        self.emulator_port = emulator_port
        self.requests, self.answers, self.answered, self.earlier = [], [], [], []
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                recorder.answer(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def begin(self, answers, earlier):
        """Forgets what came. `answers` are given one after the other, the last one again and again; `earlier` is what
        the emulator answered to the other command."""
        self.requests, self.answers, self.answered, self.earlier = [], list(answers), [], list(earlier)

    def answer(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self.requests.append(described(handler.headers, body))
        if not self.answers:
            status, headers, answer = self.ask_emulator(handler, body)
            earlier = self.earlier.pop(0) if self.earlier else None
            if earlier is not None and outcome(earlier) == outcome(answer):
                answer = earlier
            self.answered.append(answer)
            return write(handler, status, headers.get("Content-Type"), answer, len(answer))
        given = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if given.get("closed"):
            handler.close_connection = True
            return None
        answer = given["body"]
        answer = (answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)).encode()
        length = len(answer) + given.get("missing", 0)
        return write(handler, given.get("status", 200), given.get("type", "application/json"), answer, length)

    def ask_emulator(self, handler, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.emulator_port)
        connection.putrequest("POST", handler.path, skip_host=True, skip_accept_encoding=True)
        for name, value in handler.headers.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        return response.status, response.headers, response.read()


def outcome(answer):
    """The code of an error, or that there is none. A key is good for the command alone that it was given to."""
    if b"TmpSecretKey" in answer:
        return object()
    response = json.loads(answer).get("Response", {})
    return response["Error"]["Code"] if "Error" in response else None


def described(headers, body):
    request = {name: headers[header] for header, name in HEADERS.items() if header in headers}
    try:
        request["body"] = json.loads(body)
    except ValueError:
        request["body"] = body.decode("latin-1")
    # TC3-HMAC-SHA256 Credential=ID/DATE/SERVICE/tc3_request, ..
    scope = headers.get("Authorization", "").partition("Credential=")[2].partition(",")[0].split("/")
    if len(scope) == 4:
        request["secretId"], request["service"] = scope[0], scope[2]
    return request


def write(handler, status, content_type, body, length):
    handler.send_response(status)
    if content_type:
        handler.send_header("Content-Type", content_type)
    handler.send_header("Content-Length", str(length))
    handler.end_headers()
    handler.wfile.write(body)
    if length != len(body):
        handler.close_connection = True
