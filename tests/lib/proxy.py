"""proxy - nginx and haproxy in front of a town, each on a port of its own.

nginx's configuration is the one of README.md, "Going live", as it stands there: only what a test
cannot have (port 443, certificates, the paths of the system) is put in its place.  Standard
library only.
"""
import os
import re
import shutil
import socket
import subprocess
import tempfile

from town import ROOT, free_port, wait_for

HAPROXY = """
global
    maxconn 8192
defaults
    mode http
    timeout http-request 10s
    timeout client 20s
    timeout server 75s
    timeout connect 5s
    option forwardfor
    option http-server-close
frontend in
    bind 127.0.0.1:{port}
    default_backend hearback
backend hearback
    server one 127.0.0.1:{upstream}
"""


def readme_snippet():
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as f:
        return re.search(r"```nginx\n(.*?)```", f.read(), re.S).group(1)


class Proxy:
    """Starts with `with`; `port` is where it listens."""

    def __init__(self, upstream):
        self.upstream, self.port = upstream, free_port()
        self.dir = tempfile.mkdtemp(prefix="hearback-proxy-")
        os.chmod(self.dir, 0o755)  # a worker of another user writes below it
        self.process = None

    def command(self):
        raise NotImplementedError

    def is_up(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"the proxy ended with {self.process.returncode}: {self.log()}")
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def log(self):
        try:
            with open(os.path.join(self.dir, "error.log"), encoding="utf-8", errors="replace") as f:
                return f.read()
        except OSError:
            return ""

    def __enter__(self):
        with open(os.path.join(self.dir, "error.log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, cwd=self.dir)
        wait_for("the proxy listens", self.is_up, 60, [self.process])
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


class Nginx(Proxy):
    def command(self):
        text = readme_snippet()
        for before, now in ((r"listen 443 ssl ", f"listen 127.0.0.1:{self.port} "),
                            (r"ssl_certificate[^\n]*\n", "\n"),
                            (r"http://127\.0\.0\.1:8080;", f"http://127.0.0.1:{self.upstream};"),
                            (r"http \{", "http { access_log off; " + " ".join(
                                f"{kind}_temp_path {self.dir}/{kind};" for kind in
                                ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")))):
            text, count = re.subn(before, now, text)
            assert count >= 1, before
        with open(os.path.join(self.dir, "nginx.conf"), "w", encoding="utf-8") as f:
            f.write(f"daemon off; pid {self.dir}/pid; error_log {self.dir}/error.log;\n{text}")
        return ["nginx", "-p", self.dir, "-c", f"{self.dir}/nginx.conf", "-e", f"{self.dir}/error.log"]


class Haproxy(Proxy):
    def command(self):
        with open(os.path.join(self.dir, "haproxy.cfg"), "w", encoding="utf-8") as f:
            f.write(HAPROXY.format(port=self.port, upstream=self.upstream))
        return ["haproxy", "-db", "-f", f"{self.dir}/haproxy.cfg"]


def missing():
    """Programs that are not installed, by name."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    os.environ["PATH"] = path
    return [name for name in ("nginx", "haproxy", "slowhttptest") if not shutil.which(name)]
