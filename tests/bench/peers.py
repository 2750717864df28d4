"""peers - what Hearback is measured beside: a plain Node app, and Debian's Kannel.

The Node app does what a careful developer's would: five rows in a transaction synced to disk.
It is warm before it counts.  Kannel does another job: its inbound asks a service behind it and
sends the reply on through its queue; nothing is stored but that queue, and nothing is synced.
Its HTTP door cannot bind one address: it runs in a network namespace of its own.
"""
import json
import os
import shutil
import subprocess
import sys

from rig import CONNECTIONS, HERE, Load, Provider, cpu_seconds, free_port, memory_mb, wait_for

WARM = int(os.environ.get("WARM", 4000))


class Node:
    """The Node app over a fresh file.  more: what app.js takes to drain a queue; before: what runs it."""

    def __init__(self, folder, *more, before=()):
        self.port = free_port()
        self.file = f"{folder}/node.db"
        self.url = f"http://127.0.0.1:{self.port}/sms"
        self._forget()
        self.process = subprocess.Popen([*before, "node", f"{HERE}/node/app.js", str(self.port), self.file, *map(str, more)],
                                        stdout=subprocess.PIPE, text=True, env=dict(os.environ, NODE_ENV="production"))
        if self.process.stdout.readline().strip() != "ready":
            sys.exit("the Node app did not start")

    def _forget(self):
        for end in ("", "-wal", "-shm"):
            if os.path.exists(self.file + end):
                os.unlink(self.file + end)

    def heard(self):
        ran = subprocess.run(["sqlite3", self.file, "SELECT count(*) FROM message WHERE direction = 'in'"],
                             capture_output=True, text=True, check=True)
        return int(ran.stdout)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self._forget()


def install_node():
    folder = f"{HERE}/node"
    stamp = f"{folder}/node_modules/.installed"
    with open(f"{folder}/package-lock.json", encoding="utf-8") as file:
        lock = file.read()
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as file:
            if file.read() == lock:
                return
    print("installing the Node peer (better-sqlite3 is compiled, a few minutes)", flush=True)
    # the headers are Debian's: nothing comes from anywhere but the npm registry
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund", "--build-from-source"], cwd=folder,
                   check=True, env=dict(os.environ, npm_config_nodedir="/usr"), stdout=subprocess.DEVNULL)
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(lock)


# --- Kannel -------------------------------------------------------------------------------

def has_kannel():
    return os.path.exists("/usr/sbin/bearerbox") and subprocess.run(
        [*alone(), "true"], check=False, stderr=subprocess.DEVNULL).returncode == 0


def alone():
    return ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]


def kannel(out, folder, way, count, store="spool"):
    """One round in a namespace of its own: dict(rate, p50, p99, cpu, mb); this file is its program."""
    ran = subprocess.run([*alone(), sys.executable, os.path.abspath(__file__), out, folder, way, str(count), store],
                         capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit("Kannel: " + ran.stderr[-2000:])
    return json.loads(ran.stdout)


KANNEL = """
group = core
admin-port = 13000
admin-password = bench
admin-interface = "127.0.0.1"
smsbox-port = 13001
smsbox-interface = "127.0.0.1"
log-file = "{folder}/bearerbox.log"
log-level = 3
sms-incoming-queue-limit = 2000000
sms-outgoing-queue-limit = 2000000
dlr-storage = internal
{store}
group = smsc
smsc = http
smsc-id = bench
system-type = generic
port = 13015
connect-allow-ip = "127.0.0.1"
smsc-username = prov
smsc-password = pass
send-url = "http://127.0.0.1:{port}/kannel?from=%p&to=%P&text=%b"
status-success-regex = "ccepted"
max-pending-submits = 64

group = smsbox
bearerbox-host = "127.0.0.1"
bearerbox-port = 13001
sendsms-port = 13013
sendsms-interface = "127.0.0.1"
log-file = "{folder}/smsbox.log"
log-level = 3
http-request-retry = 1
max-pending-requests = 512

group = sendsms-user
username = bench
password = bench
max-messages = 1
concatenation = false

group = sms-service
keyword = default
catch-all = true
max-messages = 1
get-url = "http://127.0.0.1:{port}/service?from=%p&text=%a"
"""


def kannel_round(out, folder, way, count, store):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(f"{folder}/spool")
    provider, load = Provider(out, folder, 19090), Load(out)
    word = "" if store == "none" else f'store-type = {store}\nstore-location = "{folder}/spool"\n'
    with open(f"{folder}/kannel.conf", "w", encoding="utf-8") as file:
        file.write(KANNEL.format(folder=folder, port=provider.port, store=word))
    boxes = []
    try:
        for name, port in (("bearerbox", 13001), ("smsbox", 13013)):
            boxes.append(subprocess.Popen([f"/usr/sbin/{name}", "-v", "4", f"{folder}/kannel.conf"], cwd=folder,
                                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            wait_for(f"{name} listens", lambda at=port: f":{at:04X} " in open("/proc/net/tcp", encoding="ascii").read(),
                     60, boxes)
        pids = [box.pid for box in boxes]
        url = "http://127.0.0.1:" + ("13015/" if way == "in" else "13013/cgi-bin/sendsms")

        def run(texts, seed):
            provider.forget()
            told = load.kannel(way, url, texts, CONNECTIONS, seed)
            wait_for("every text at the provider", lambda: provider.told()["taken"] >= texts, 60, [provider.process, *boxes])
            return told, provider.told()
        run(1000, 1)
        began = cpu_seconds(*pids)
        told, taken = run(count, 2)
        return dict(rate=(count - 1) * 1e6 / (taken["last_us"] - taken["first_us"]), accepted=count / told["seconds"],
                    p50=told["p50_us"] / 1000, p99=told["p99_us"] / 1000,
                    cpu=(cpu_seconds(*pids) - began) * 1e6 / count, mb=sum(map(memory_mb, pids)))
    finally:
        for box in reversed(boxes):
            box.kill()
            box.wait()
        provider.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    print(json.dumps(kannel_round(*sys.argv[1:4], int(sys.argv[4]), sys.argv[5])))
