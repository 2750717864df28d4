"""hook - the provider's side of a webhook, written a second time: signature, fields, post.

For suites that must say what no honest carrier says: forged, altered, out of order, late.
Standard library only.  One connection, kept alive; an object is used by one thread.
"""
import base64
import hashlib
import hmac
import http.client
import urllib.parse

from town import ACCOUNT, LINE, TOKEN, Connection

FORM = "application/x-www-form-urlencoded"


def sign(url, fields, token=TOKEN):
    """base64(HMAC-SHA1(token, url + names and values, sorted)): twilio-wire.md §4."""
    text = url + "".join(name + value for name, value in sorted(set(fields)))
    mac = hmac.new(token.encode(), text.encode("utf-8", "surrogateescape"), hashlib.sha1)
    return base64.b64encode(mac.digest()).decode()


def text_fields(sid, phone, text, **more):
    """The fields of an inbound text."""
    return [("MessageSid", sid), ("SmsSid", sid), ("AccountSid", more.pop("account", ACCOUNT)),
            ("From", phone), ("To", more.pop("to", LINE)), ("Body", text), ("NumMedia", "0"),
            *((name, str(value)) for name, value in more.items())]


class Hook:
    def __init__(self, town):
        self.town = town
        self.base = f"http://127.0.0.1:{town.port}"
        self.connection = None

    def post(self, path, fields, token=TOKEN, signature=None, body=None, headers=None):
        """(status, body).  Give `signature` or `body` to lie; signature "" leaves it out."""
        if signature is None:
            signature = sign(self.base + path, fields, token)
        if body is None:
            body = urllib.parse.urlencode(fields, errors="surrogateescape")
        send = {"Content-Type": FORM, **(headers or {})}
        if signature:
            send["X-Twilio-Signature"] = signature
        for is_last in (False, True):
            if not self.connection:
                self.connection = Connection("127.0.0.1", self.town.port)
            try:
                self.connection.request("POST", path, body, send)
                reply = self.connection.getresponse()
                answer = reply.status, reply.read()
                self.headers = dict(reply.getheaders())
                if reply.will_close:
                    self.close()
                return answer
            except (OSError, http.client.HTTPException):
                self.close()
                if is_last:
                    raise

    def message(self, sid, phone, text, **more):
        return self.post("/hooks/main/message", text_fields(sid, phone, text, **more))

    def status(self, token, sid, word, code=0):
        fields = [("MessageSid", sid), ("SmsSid", sid), ("AccountSid", ACCOUNT),
                  ("MessageStatus", word), ("SmsStatus", word)]
        if code:
            fields.append(("ErrorCode", str(code)))
        return self.post(f"/hooks/main/message-status/{token}", fields)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None
