"""provider - the practice carrier alone, as its customers and its testers see it: REST in both
dialects, phones, faults, log; and a customer's webhook that answers as it is told to.

Used by tests/contract/run-carrier-*.  Standard library only.  Everything waits by town.wait_for.
"""
import base64
import http.client
import http.server
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from town import ACCOUNT, LINE, LIVE, TOKEN, Connection, ended, wait_for  # noqa: E402

FORM = "application/x-www-form-urlencoded"
BASE = f"/2010-04-01/Accounts/{ACCOUNT}/"
ENDS = ("delivered", "undelivered", "failed", "canceled")


class Reply:
    """Status, headers (names in lower case), bytes, and what they say as JSON: None when nothing."""

    def __init__(self, reply):
        self.status, self.body = reply.status, reply.read()
        self.headers = {name.lower(): value for name, value in reply.getheaders()}
        try:
            self.json = json.loads(self.body)
        except ValueError:
            self.json = None

    def code(self):
        """The provider's own number for what was wrong, whichever dialect said it."""
        if isinstance(self.json, dict) and "errors" in self.json:
            return int(self.json["errors"][0]["code"])
        return self.json.get("code") if isinstance(self.json, dict) else None

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body[:300]!r}"


def basic(account=ACCOUNT, token=TOKEN):
    return "Basic " + base64.b64encode(f"{account}:{token}".encode()).decode()


class Provider:
    daemon = None  # for wait_for: there is only the carrier

    def __init__(self, out, *options, webhook="", fallback="", delays=0, retry=300):
        self.dir = tempfile.mkdtemp(prefix="hearback-provider-")
        self.log_path = os.path.join(self.dir, "carrier.jsonl")
        line = f"{LINE}={webhook},{fallback}" if webhook else LINE
        self.command = [f"{os.path.abspath(out)}/bin/hearback-carrier", "--listen", "127.0.0.1:0", "--account",
                        f"{ACCOUNT}:{TOKEN}", "--number", line, "--log", self.log_path, "--seed", "7",
                        "--delay-ms", str(delays), "--receipt-delay-ms", str(delays), "--retry-ms", str(retry),
                        *options]
        self.carrier = None

    def __enter__(self):
        LIVE.add(self)
        self.carrier = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        first = self.carrier.stdout.readline()
        found = re.search(r"listening on http://127\.0\.0\.1:(\d+), .* public key (\S+)", first)
        if not found:
            raise RuntimeError(f"the practice carrier did not start: {first!r}")
        self.port, self.public_key = int(found.group(1)), found.group(2)
        return self

    def __exit__(self, *_):
        if self.carrier.poll() is None:
            self.carrier.send_signal(signal.SIGTERM)
            code = ended(self.carrier, "the carrier ends")
            if code:
                raise RuntimeError(f"the practice carrier ended with {code}")
        self.carrier.stdout.close()
        LIVE.discard(self)
        shutil.rmtree(self.dir, ignore_errors=True)

    def log_size(self):
        try:
            return os.path.getsize(self.log_path)
        except OSError:
            return 0

    # --- over HTTP ---------------------------------------------------------------
    def ask(self, method, path, body=None, **headers):
        """Header names are written with '_' for '-'."""
        connection = Connection("127.0.0.1", self.port)
        try:
            connection.request(method, path, body, {n.replace("_", "-"): v for n, v in headers.items() if v})
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def begin(self, method, path, body=None, **headers):
        """A request that nobody waits for yet; Reply(connection.getresponse()) does."""
        connection = Connection("127.0.0.1", self.port)
        connection.request(method, path, body, {n.replace("_", "-"): v for n, v in headers.items() if v})
        return connection

    def twilio(self, method, path, fields=None, authorization=None, **query):
        """`path` behind the account; fields and query as a list of pairs or a dictionary."""
        body = None if fields is None else urllib.parse.urlencode(fields, doseq=True)
        target = BASE + path + ("?" + urllib.parse.urlencode(query.get("query"), doseq=True) if query else "")
        return self.ask(method, target, body, Authorization=basic() if authorization is None else authorization,
                        Content_Type=FORM if body is not None else "")

    def telnyx(self, method, path, value=None, authorization=None, query=None):
        body = None if value is None else value if isinstance(value, (str, bytes)) else json.dumps(value)
        target = f"/v2/{path}" + ("?" + urllib.parse.urlencode(query) if query else "")
        return self.ask(method, target, body,
                        Authorization=f"Bearer {TOKEN}" if authorization is None else authorization,
                        Content_Type="application/json" if body is not None else "")

    def send(self, dialect, to, text="Hola", **more):
        """A new message; `more` in the dialect's own names."""
        if dialect == "telnyx":
            return self.telnyx("POST", "messages", {"from": LINE, "to": to, "text": text, **more})
        return self.twilio("POST", "Messages.json", {"From": LINE, "To": to, "Body": text, **more})

    def json(self, method, path, value=None):
        return self.ask(method, path, None if value is None else json.dumps(value),
                        Content_Type="application/json" if value is not None else "")

    def control(self, **changes):
        return self.json("POST", "/control", changes) if changes else self.json("GET", "/control").json

    def fault(self, fault, match=None, **more):
        reply = self.json("POST", "/faults", {"fault": fault, "match": match or {}, **more})
        if reply.status != 201:
            raise RuntimeError(f"fault refused: {reply}")
        return reply.json["id"]

    def clear(self):
        self.ask("DELETE", "/faults")

    def text(self, phone, text, **more):
        return self.json("POST", f"/phones/{urllib.parse.quote(phone)}/text", {"text": text, **more})

    def screen(self, phone):
        return self.json("GET", f"/phones/{urllib.parse.quote(phone)}").json["messages"]

    # --- what really happened --------------------------------------------------------
    def log(self, *events, **members):
        """The lines of these events whose members are so."""
        with open(self.log_path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.endswith("\n")]
        return [line for line in lines if (not events or line["event"] in events)
                and all(line.get(name) == value for name, value in members.items())]

    def await_log(self, event, count=1, **members):
        return wait_for(f"{count} x {event} {members}", lambda: (
            lambda found: found if len(found) >= count else None)(self.log(event, **members)))

    def await_quiet(self):
        """Nothing of the carrier's is on its way to a customer."""
        wait_for("all webhooks are answered", lambda: self.control()["webhooks_under_way"] == 0)

    def await_held(self, count):
        wait_for(f"{count} are held", lambda: self.control()["held"] == count)

    def release(self):
        return self.ask("POST", "/release")


class Heard:
    """One webhook, as the customer got it."""

    def __init__(self, path, headers, body):
        self.path, self.body = path, body
        self.headers = {name.lower(): value for name, value in headers}
        kind = self.headers.get("content-type", "")
        self.json = json.loads(body) if kind == "application/json" else None
        self.pairs = urllib.parse.parse_qsl(body.decode(), keep_blank_values=True) if kind.startswith(FORM) else []
        self.fields = dict(self.pairs)


class Customer:
    """A webhook of ours.  `answers` says what each path gets, one after the other, the last for ever:
    (status, content type, body), "cut" or "hang".  Otherwise 204."""

    def __init__(self):
        self.heard, self.answers, self.gate = [], {}, threading.Event()
        customer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                customer.heard.append(Heard(self.path, self.headers.items(), body))
                self.answer(customer.next_answer(self.path))

            def answer(self, answer):
                if answer == "hang":
                    customer.gate.wait()
                if isinstance(answer, str):
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                status, kind, body = answer
                body = body.encode() if isinstance(body, str) else body
                self.send_response(status)
                if kind:
                    self.send_header("Content-Type", kind)
                if status != 204:
                    self.send_header("Content-Length", str(len(body)))
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                if status != 204:
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except OSError:  # the carrier left: it is its right
                    self.close_connection = True

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 200

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def next_answer(self, path):
        answers = self.answers.get(path)
        if not answers:
            return 204, None, b""
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def at(self, path):
        """All that came to one address."""
        return [one for one in list(self.heard) if one.path == path]

    def await_at(self, path, count=1):
        return wait_for(f"{count} x {path}, not {len(self.at(path))}", lambda: (
            lambda found: found if len(found) >= count else None)(self.at(path)))

    def url(self, path):
        return self.base + path

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()


LOST = socket.socket()


def lost_port():
    """A port at which nobody listens, nor comes to while this suite runs: it is bound."""
    if LOST.getsockname()[1] == 0:
        LOST.bind(("127.0.0.1", 0))
    return LOST.getsockname()[1]


def broken(call):
    """What a request without an answer ends with: the name of the error."""
    try:
        return call()
    except (http.client.HTTPException, OSError) as error:
        return type(error).__name__
