"""town - a whole district on loopback: the practice carrier, hearbackd, and the means to
drive, kill and judge them.  The carrier's own log is the judge; the ledger is read with
SQLite.  Everything waits for an event, never for a time to pass, and gives up by patience.py:
when nobody does anything any more.  What the daemon itself measures by a clock (its timeouts
towards the provider) is stretched by how crowded the machine is: `crowd`.

Used by tests/{contract,story,crash}/run-*.  Standard library only.
"""
import http.client
import json
import os
import random
import re
import select
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from patience import CAP, Idle, family_of, wait_until  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ACCOUNT, TOKEN, LINE = "AC" + "0" * 32, "practice", "+13125550100"


class Checks:
    """Counts claims; a claim is a sentence."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def claim(self, sentence, is_true, detail=""):
        if is_true:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {sentence} {detail}", flush=True)
        return is_true

    def finish(self):
        more = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{more}", flush=True)
        sys.exit(1 if self.failed else 0)


def figure(**values):
    """A line of the table at the end of make check and make crash: figure(kills=40, lost=0)."""
    print("figure " + " ".join(f"{name}={value}" for name, value in values.items()), flush=True)


def fix_seed():
    """One seed for all towns of a suite, printed; SEED=… replays it."""
    seed = os.environ.setdefault("SEED", str(random.SystemRandom().randrange(1 << 31)))
    print(f"seed {seed}", flush=True)
    return int(seed)


GIVEN_PORTS = {}


def free_port():
    """Below the range from which connections take theirs, and taken by a name of its own that the kernel
    keeps for us while we live: no suite beside this one has it, also while a daemon restarts."""
    while True:
        port = random.SystemRandom().randrange(20000, 32000)
        name = socket.socket(socket.AF_UNIX)
        try:
            name.bind(f"\0hearback-test-port-{port}")
            with socket.socket() as s:
                s.bind(("127.0.0.1", port))
        except OSError:
            name.close()
            continue
        GIVEN_PORTS[port] = name
        return port


LIVE = set()  # the towns of this suite: who is waited for


def wait_for(what, probe, seconds=20.0, processes=()):
    """The first true value of probe(); TimeoutError when the towns (and `processes`) have slept for
    `seconds` since the carriers' logs last grew."""
    towns = list(LIVE)

    def pids():
        found = [p.pid for town in towns for p in (town.daemon, town.carrier) if p and p.returncode is None]
        return found + family_of(p.pid for p in processes)
    return wait_until(what, probe, seconds, pids, lambda: sum(town.log_size() for town in towns))


def ended(process, what="it ends", seconds=60.0):
    """Its exit code."""
    wait_for(what, lambda: process.poll() is not None, seconds, [process])
    return process.returncode


def run(*command, seconds=60.0, **more):
    """What a program says and its exit code, like subprocess.run; killed when it only sleeps."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)

    def probe():
        try:
            return process.communicate(timeout=0.05)
        except subprocess.TimeoutExpired:
            return None
    try:
        out, err = wait_for(f"{command[0]} ends", probe, seconds, [process])
    except TimeoutError:
        process.kill()
        raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


class Connection(http.client.HTTPConnection):
    """Waits for an answer as everything here waits."""

    def __init__(self, host, port=None):
        super().__init__(host, port, timeout=CAP)

    def getresponse(self):
        wait_for("an answer over HTTP", lambda: select.select([self.sock], [], [], 0.05)[0], 60)
        return super().getresponse()


class UnixConnection(Connection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def crowd():
    """How many want each processor, 1 to 12: by so much everything takes longer."""
    with open("/proc/loadavg", encoding="ascii") as file:
        minute, _, _, ready, *_ = file.read().split()
    return min(12.0, max(1.0, max(float(minute), int(ready.split("/")[0])) / os.cpu_count()))


def stretched(span, by, most):
    """"500ms" twice as long is "1000ms"; at most so many seconds."""
    number, unit = re.fullmatch(r"(\d+)(ms|s|m|h|d)", span).groups()
    if unit not in ("ms", "s") or by <= 1:
        return span
    return f"{min(most * 1000, round(int(number) * {'ms': 1, 's': 1000}[unit] * by))}ms"


CONFIG = """
district:
  name: Maple County Schools
  time_zone: America/Chicago
  staff_language: "en"
  languages: ["en", "es", "so", "vi", "ar", "zh-Hans"]
  phone: "(312) 555-0199"
  school_hours: "{school_hours}"{texting}
hours:
  from: "{law_from}"
  to: "{law_to}"
public_url: http://127.0.0.1:{port}
listen: ["127.0.0.1:{port}"]
store: sqlite:{store_dir}/hearback.db
control_socket: {dir}/control.sock
locales_dir: {root}/locales
media_dir: {dir}/media
audit_key_file: {dir}/audit.key
clock: practice
on_ambiguous: {on_ambiguous}
timing:
  settle: {settle}
  list_gap: {list_gap}
  inbound_poll: {inbound_poll}
  connect: {connect}
  request: {request}
  drain: {drain}
  poll_scale_percent: {poll_scale}
adapters:
  - name: main
    kind: practice
    base_url: http://127.0.0.1:{carrier_port}
    account_sid: {account}
    auth_token_file: {dir}/main.token
    max_concurrency: {concurrency}
    lines:
      - number: "{line}"
        channels: [sms]
        per_second: {per_second}
"""

# What the daemon allows a provider, and itself, by the clock.
STRETCHED = dict(settle=3600, list_gap=3600, connect=60, request=300, drain=600)  # name: the most, s
DEFAULTS = dict(settle="2s", list_gap="500ms", inbound_poll="1s", connect="500ms", request="1s", drain="5s", per_second=500,
                law_from="00:00", law_to="24:00", on_ambiguous="resend", poll_scale=1,
                concurrency=64, school_hours="mon-fri 08:00-16:00", texting_hours="",
                store_dir="")


class Town:
    def __init__(self, out, seed=None, carrier_options=(), **settings):
        self.out = os.path.abspath(out)
        self.seed = int(os.environ.get("SEED") or seed or random.SystemRandom().randrange(1 << 31))
        self.random = random.Random(self.seed)
        self.dir = tempfile.mkdtemp(prefix="hearback-town-")
        self.port, self.carrier_port = free_port(), free_port()
        self.daemon = self.carrier = None
        self.carrier_options = list(carrier_options)
        self.settings = dict(DEFAULTS, **settings)
        self.crowd = crowd()
        self.log_path = os.path.join(self.dir, "hearbackd.log")
        self.carrier_log = os.path.join(self.dir, "carrier.jsonl")
        self.write_config()

    # --- files ---------------------------------------------------------------
    def write_config(self, **changes):
        self.settings.update(changes)
        path = os.path.join(self.dir, "main.token")
        with open(path, "w") as f:
            f.write(TOKEN + "\n")
        os.chmod(path, 0o600)
        self.config = os.path.join(self.dir, "hearback.yaml")
        with open(self.config, "w") as f:
            texting = self.settings["texting_hours"]
            spans = {name: stretched(self.settings[name], self.crowd, most) for name, most in STRETCHED.items()}
            f.write(CONFIG.format(texting=f'\n  texting_hours: "{texting}"' if texting else "",
                                  port=self.port, carrier_port=self.carrier_port, dir=self.dir,
                                  root=ROOT, account=ACCOUNT, line=LINE,
                                  **dict(self.settings, **spans, store_dir=self.store_dir())))

    def store_dir(self):
        """Where the ledger lies: beside the rest, unless a suite gives it a disk of its own."""
        return self.settings["store_dir"] or self.dir

    def span_ms(self, milliseconds):
        """A delay that is measured against the daemon's timeouts, stretched as they are."""
        return round(milliseconds * self.crowd)

    def rest(self, seconds=0.12):
        """still(mark): true when daemon and carrier have slept for `seconds` since it last changed;
        a mark of None is always another one."""
        idle, last = Idle(tick=0.02), [object()]

        def still(mark):
            if mark is None or mark != last[0]:
                last[0] = mark
                idle.forgive()
                return False
            return idle.look(lambda: [p.pid for p in (self.daemon, self.carrier) if p.returncode is None]) > seconds
        return still

    def log_size(self):
        try:
            return os.path.getsize(self.carrier_log)
        except OSError:
            return 0

    # --- processes -----------------------------------------------------------
    def start_carrier(self):
        LIVE.add(self)
        hook = f"http://127.0.0.1:{self.port}/hooks/main/message"
        self.carrier = subprocess.Popen(
            [f"{self.out}/bin/hearback-carrier", "--listen", f"127.0.0.1:{self.carrier_port}",
             "--account", f"{ACCOUNT}:{TOKEN}", "--number", f"{LINE}={hook}",
             "--log", self.carrier_log, "--seed", str(self.seed), *self.carrier_options],
            stdout=subprocess.PIPE, text=True)
        if "listening" not in self.carrier.stdout.readline():
            raise RuntimeError("the practice carrier did not start")

    def start(self, is_ready=True, **how):
        """how: what Popen also takes (preexec_fn, restore_signals)."""
        log = open(self.log_path, "a")
        self.daemon = subprocess.Popen([f"{self.out}/bin/hearbackd", "-c", self.config],
                                       stderr=log, stdout=log, cwd=self.dir, **how)
        log.close()
        if is_ready:
            self.await_ready()
        return self

    def await_ready(self):
        def probe():
            if self.daemon.poll() is not None:
                raise RuntimeError(f"hearbackd ended with {self.daemon.returncode}:\n" + self.log_tail())
            try:
                return self.get("/readyz")[0] == 200
            except OSError:
                return False
        wait_for("hearbackd is ready", probe)

    def await_reasons(self, *reasons):
        """Not ready, for these causes and no other."""
        def probe():
            try:
                status, body = self.get("/readyz")
            except OSError:
                return False
            return status == 503 and json.loads(body)["reasons"] == list(reasons)
        wait_for(f"hearbackd is not ready: {reasons}", probe)

    def kill(self):
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait()

    def stop(self):
        """SIGTERM; returns the exit code."""
        self.daemon.send_signal(signal.SIGTERM)
        return ended(self.daemon, "hearbackd has drained")

    def close(self, keep=False):
        for process in (self.daemon, self.carrier):
            if process and process.poll() is None:
                process.terminate()
                try:
                    ended(process)
                except TimeoutError:
                    process.kill()
                    process.wait()
        LIVE.discard(self)
        if keep or os.environ.get("KEEP"):
            print("kept:", self.dir)
        else:
            shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self):
        try:
            self.start_carrier()
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind, *_):
        if kind:
            print(f"seed {self.seed}; end of the daemon's log:\n{self.log_tail()}")
        self.close(keep=False)

    def log_tail(self, size=4000):
        try:
            with open(self.log_path) as f:
                return f.read()[-size:]
        except OSError:
            return ""

    # --- HTTP ----------------------------------------------------------------
    @staticmethod
    def _ask(connection, method, path, body=None, headers=None):
        try:
            connection.request(method, path, body, headers or {})
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def get(self, path, headers=None):
        return self._ask(Connection("127.0.0.1", self.port), "GET", path, None, headers)

    def post(self, path, body, headers=None):
        return self._ask(Connection("127.0.0.1", self.port), "POST", path, body, headers)

    def control(self, method, path, value=None):
        """JSON over the control socket; (status, parsed)."""
        body = None if value is None else json.dumps(value)
        status, reply = self._ask(UnixConnection(f"{self.dir}/control.sock"), method, path, body,
                                  {"Content-Type": "application/json"} if body else {})
        return status, json.loads(reply) if reply else None

    def at_carrier(self, method, path, value=None):
        body = None if value is None else json.dumps(value)
        status, reply = self._ask(Connection("127.0.0.1", self.carrier_port), method, path, body,
                                  {"Content-Type": "application/json"} if body else {})
        try:
            return status, json.loads(reply)
        except ValueError:
            return status, reply

    def ctl(self, *words, check=True):
        done = run(f"{self.out}/bin/hearbackctl", "-c", self.config, *words)
        if check and done.returncode:
            raise RuntimeError(f"hearbackctl {words}: {done.returncode} {done.stdout} {done.stderr}")
        return done

    # --- families ------------------------------------------------------------
    def text(self, phone, text, **more):
        status, reply = self.at_carrier("POST", "/phones/" + urllib.parse.quote(phone) + "/text",
                                        dict(text=text, **more))
        if status != 201:
            raise RuntimeError(f"the phone could not text: {status} {reply}")
        return reply["sid"]

    def screen(self, phone):
        """What the phone received, oldest first."""
        _, reply = self.at_carrier("GET", "/phones/" + urllib.parse.quote(phone))
        return [m for m in reply.get("messages", []) if m["direction"] == "in"]

    def await_screen(self, phone, pattern):
        return wait_for(f"{phone} shows {pattern!r}; it shows "
                        f"{[m['text'] for m in self.screen(phone)]}",
                        lambda: [m for m in self.screen(phone) if re.search(pattern, m["text"])])[-1]

    def fault(self, **rule):
        status, reply = self.at_carrier("POST", "/faults", rule)
        if status not in (200, 201):
            raise RuntimeError(f"fault refused: {status} {reply}")

    def await_held(self, count):
        """The carrier holds so many requests (fault: held)."""
        wait_for(f"{count} are held", lambda: self.at_carrier("GET", "/control")[1]["held"] == count)

    def release(self):
        """The carrier goes on with what it holds."""
        self.at_carrier("POST", "/release", {})

    def clear_faults(self):
        self.at_carrier("DELETE", "/faults")

    def carrier_events(self, *kinds):
        with open(self.carrier_log) as f:
            events = [json.loads(line) for line in f if line.endswith("\n")]
        return [e for e in events if not kinds or e["event"] in kinds]

    def hire(self, email="liaison@maple.example", role="liaison", languages="en,es,so,vi,ar,zh-Hans"):
        """Somebody who covers the languages: without, each promise is on a person's list at once."""
        status, reply = self.control("POST", "/api/v1/users", {
            "email": email, "role": role, "name": email.split("@")[0].title(), "languages": languages})
        if status not in (200, 201):
            raise RuntimeError(f"not hired: {status} {reply}")
        return int(reply["id"])

    # --- the ledger ----------------------------------------------------------
    def rows(self, sql, *binds):
        ledger = sqlite3.connect(f"file:{self.store_dir()}/hearback.db?mode=ro", uri=True, timeout=CAP)
        ledger.row_factory = sqlite3.Row
        try:
            return [dict(r) for r in ledger.execute(sql, binds)]
        finally:
            ledger.close()

    def one(self, sql, *binds):
        rows = self.rows(sql, *binds)
        return list(rows[0].values())[0] if rows else None

    def open_promises(self):
        return self.rows("SELECT * FROM promise WHERE state NOT IN ('kept', 'excused') ORDER BY id")

    def miscounted(self):
        """Staff of whom the counter says something else than their promises do."""
        return self.rows("SELECT id, workload FROM staff WHERE workload <> (SELECT count(*) FROM promise"
                         " WHERE owner_id = staff.id AND state IN ('open', 'taken'))")

    def answer(self, promise_id, text):
        return self.control("POST", f"/api/v1/promises/{promise_id}/answer", {"text": text})
