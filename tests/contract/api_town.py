"""The API as whoever calls it over TCP meets it: one connection a question, a token for each role,
and a claim about a refusal that names its status, word, member and what it says to do.

Used by tests/contract/run-api-*.  Standard library only.
"""
import json
import os
import re
import socket
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from town import Checks, Connection, Town, UnixConnection, wait_for  # noqa: E402,F401

ROLES = ("viewer", "liaison", "administrator")
TUESDAY = "2026-03-03T16:00:00Z"  # ten in the morning in Chicago
QUESTION = "When is the meeting with the teacher of my daughter?"


class ApiTown(Town):
    """A town on a Tuesday morning of 2026 whose carrier is slow to nothing, with one of each role."""

    def __init__(self, out, since=TUESDAY, more="", **settings):
        self.since, self.more = since, more
        self.tokens, self.seen = {}, set()  # seen: (method, path, status) of all that was asked
        super().__init__(out, carrier_options=["--delay-ms", "2", "--receipt-delay-ms", "5"], **settings)

    def write_config(self, **changes):
        super().write_config(**changes)
        with open(self.config, "a") as f:
            f.write(f'clock_from: "{self.since}"\n{self.more}')

    def __enter__(self):
        super().__enter__()
        for role in ROLES:
            self.tokens[role] = self.token_of(self.add_user(f"{role}@maple.example", role))
        return self

    def add_user(self, email, role, **more):
        status, reply = self.control("POST", "/api/v1/users", dict(
            email=email, role=role, name=email.split("@")[0].title(), languages="en,es", **more))
        assert status == 201, reply
        return reply["id"]

    def token_of(self, user):
        return self.control("POST", f"/api/v1/users/{user}/tokens")[1]["token"]

    # --- asking ----------------------------------------------------------------
    def ask(self, who, method, path, value=None, body=None, **headers):
        """(status, JSON).  `who`: a role, a token, None: nobody, "ctl": by the control socket."""
        status, reply, _ = self.ask_whole(who, method, path, value, body, **headers)
        try:
            return status, json.loads(reply) if reply else None
        except ValueError:
            return status, reply

    def ask_whole(self, who, method, path, value=None, body=None, **headers):
        """(status, bytes, headers in lower case)."""
        send = {name.replace("_", "-"): text for name, text in headers.items()}
        if value is not None:
            body = json.dumps(value)
        if body is not None:
            body = body.encode() if isinstance(body, str) else body
            send.setdefault("Content-Type", "application/json")
        if who and who != "ctl":
            send["Authorization"] = "Bearer " + self.tokens.get(who, who)
        connection = UnixConnection(f"{self.dir}/control.sock") if who == "ctl" else Connection("127.0.0.1", self.port)
        try:
            connection.request(method, path, body, send)
            reply = connection.getresponse()
            self.seen.add((method, path.split("?")[0], reply.status))
            return reply.status, reply.read(), {k.lower(): v for k, v in reply.getheaders()}
        finally:
            connection.close()

    def unpromised(self):
        """What was answered so far and is none of the answers that openapi.json names."""
        _, document = self.ask(None, "GET", "/api/v1/openapi.json")
        found = set()
        for path, item in document["paths"].items():
            pattern = re.compile(re.sub(r"\\{[a-z]+\\}", "[^/]+", re.escape(path)) + "$")
            literal = {p for p in document["paths"] if "{" not in p}
            found |= {(method, path, status) for method, asked, status in self.seen
                      if pattern.match(asked) and (asked == path or asked not in literal) and
                      status != 405 and method.lower() in item and str(status) not in item[method.lower()]["responses"]}
        return sorted(found)

    def raw(self, text):
        """The bytes that come back for these bytes, until the daemon closes."""
        with socket.create_connection(("127.0.0.1", self.port)) as s:
            s.sendall(text if isinstance(text, bytes) else text.encode())
            s.shutdown(socket.SHUT_WR)
            got = b""
            while True:
                more = s.recv(65536)
                if not more:
                    return got
                got += more

    # --- families --------------------------------------------------------------
    def heard(self, phone, text=QUESTION):
        """The id of the promise that a text of this phone opens."""
        before = self.one("SELECT max(id) FROM promise WHERE phone = ?", phone) or 0
        self.text(phone, text)
        return str(wait_for("a promise is opened", lambda: self.one(
            "SELECT id FROM promise WHERE phone = ? AND id > ?", phone, before)))

    def audit(self):
        """Newest first, as an administrator reads it."""
        return self.ask("administrator", "GET", "/api/v1/audit?limit=200")[1]["items"]


    def audited(self, command):
        """How many rows the whole audit log has of a command."""
        count, cursor = 0, ""
        while cursor is not None:
            page = self.ask("administrator", "GET", "/api/v1/audit?limit=200" + cursor)[1]
            count += sum(row["command"] == command for row in page["items"])
            cursor = "&cursor=" + page["next"] if page["next"] else None
        return count


class ApiChecks(Checks):
    def refused(self, sentence, got, status, word, says="", field=None):
        """`got` is (status, JSON) of a refusal in its one shape, and nothing else."""
        code, reply = got
        error = reply.get("error", {}) if isinstance(reply, dict) else {}
        shape = {"code", "message"} | ({"field"} if field else set())
        return self.claim(sentence, code == status and error.get("code") == word and
                          says in error.get("message", "") and error.get("field") == field and
                          set(reply) == {"error"} and set(error) == shape, f"{got}")


def quoted(text):
    return urllib.parse.quote(text, safe="")
