"""written - bytes and syncs a text, by the system calls themselves: what strace saw.

The kernel's own count (write_bytes) has whole pages, and on ext4 whole folios of many pages: it
grows with the age of the file.  What a program asked to be written does not.
"""
import os
import re

from peers import Node
from rig import CONNECTIONS, FAMILIES, Load, Ours, check, goal, make_ledger, memory_mb, results, row, wait_for

CALLS = "pwrite64,pwritev,write,fsync,fdatasync"


def tracing(path):
    """Before a command: its process keeps its number, and every thread is followed."""
    return ["strace", "-D", "-f", "-q", "-y", "-s", "0", "-e", f"trace={CALLS}", "-o", path]


class Written:
    """What a trace says from `start` (a file offset) on."""

    def __init__(self, path, start=0):
        self.wal = self.ledger = self.wal_writes = self.syncs = 0
        with open(path, encoding="utf-8", errors="replace") as file:
            file.seek(start)
            for line in file:
                if re.search(r"f(data)?sync\(.*= 0$", line):
                    self.syncs += 1
                found = re.search(r"pwrite(?:64|v)\(\d+<(.*?)>.*= (\d+)$", line)
                if found and found[1].endswith("-wal"):
                    self.wal += int(found[2])
                    self.wal_writes += 1
                elif found:
                    self.ledger += int(found[2])

    def total(self):
        return self.wal + self.ledger


def traced(path):
    return os.path.getsize(path)


def count_written(out, folder, texts=2000):
    """Ours and the Node app's, in one run."""
    load = Load(out)
    town = Ours(out, make_ledger(out, f"{folder}/written.db", ("contacts", FAMILIES)))
    trace = f"{town.dir}/strace"
    try:
        town.start_carrier()
        town.start_under(*tracing(trace))
        town.take_in_only()
        load.texts(town.url, 36000, 200, seed=20)
        commits, before, at = town.metric("writer_commits_total"), town.heard(), traced(trace)
        told = load.texts(town.url, 36000, texts, seed=21)
        commits = town.metric("writer_commits_total") - commits
        check("counted texts are in the ledger", town.heard() - before == told["answered"] == texts)
        ours = Written(trace, at)
        memory = memory_mb(town.daemon.pid)
        town.provider.forget()
        out_at = traced(trace)
        sent = send_all(town)
        out_bytes = Written(trace, out_at).total()
        receipts_at = traced(trace)
        town.provider.listed()
        load.receipts(town.url, town.provider.list, 2 * sent)
        receipt_bytes = Written(trace, receipts_at).total()
    finally:
        town.close()
    theirs = node_written(load, folder, texts // 4)
    kb = ours.total() / texts / 1024
    row("written a text, by pwrite", f"{kb:.1f} KB", f"WAL {ours.wal / texts / 1024:.1f} KB in {ours.wal_writes / texts:.1f} "
        f"writes, ledger {ours.ledger / texts / 1024:.1f} KB; Node {theirs.total() / (texts // 4) / 1024:.1f} KB  "
        + goal(kb, 16, False))
    row("written a reply sent, and a receipt", f"{out_bytes / sent / 1024:.1f} KB", f"{receipt_bytes / sent / 2048:.1f} KB")
    row(f"syncs a text, {CONNECTIONS} connections, under strace", f"{ours.syncs / texts:.3f}",
        f"{commits} commits, {texts / commits:.0f} texts each")
    row("memory with so many queued", f"{memory:.0f} MB")
    results.update(written_kb=round(kb, 1), written_wal_kb=round(ours.wal / texts / 1024, 1),
                   written_node_kb=round(theirs.total() / (texts // 4) / 1024, 1), syncs=round(ours.syncs / texts, 3),
                   texts_a_commit=round(texts / commits, 1), written_reply_kb=round(out_bytes / sent / 1024, 1),
                   written_receipt_kb=round(receipt_bytes / sent / 2048, 1))


def send_all(town):
    """Every reply goes out; how many that were."""
    town.resume()
    wait_for("every reply is sent", lambda: town.in_state("queued", "sending") == 0, 120)
    return town.in_state("sent")


def node_written(load, folder, texts):
    trace = f"{folder}/node.strace"
    node = Node(folder, before=tracing(trace))
    try:
        load.texts(node.url, 36000, 200, seed=20)
        at = traced(trace)
        load.texts(node.url, 36000, texts, seed=21)
        return Written(trace, at)
    finally:
        node.close()
