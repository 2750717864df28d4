"""disk - a folder of which it is known what is synced: for suites that let the power go.

The library unsynced.c, between the daemon and the system, keeps the second copy.  Standard library only.
"""
import os
import shutil
import subprocess
import tempfile

from town import ROOT

SECTOR = 512


def build(where):
    library = os.path.join(where, "unsynced.so")
    subprocess.run([os.environ.get("CC", "cc"), "-std=gnu17", "-O1", "-shared", "-fPIC", "-o", library,
                    os.path.join(ROOT, "tests/crash/unsynced.c"), "-ldl", "-lpthread"], check=True)
    return library


class Disk:
    """A folder, and what of it is synced."""

    def __init__(self, library):
        self.library = library
        self.live, self.synced = tempfile.mkdtemp(prefix="hearback-live-"), tempfile.mkdtemp(prefix="hearback-synced-")

    def environment(self, lies=False, at=0):
        more = {"POWERCUT_LIES": "1"} if lies else {"POWERCUT_AT": str(at)} if at else {}
        return dict(os.environ, LD_PRELOAD=self.library, POWERCUT_FROM=self.live, POWERCUT_TO=self.synced, **more)

    def cut(self, dice):
        """The power is gone: the live folder becomes what the disk has."""
        torn = dice.random() < 0.6
        for name in os.listdir(self.live):
            with open(f"{self.live}/{name}", "rb") as f:
                written = f.read()
            try:
                with open(f"{self.synced}/{name}", "rb") as f:
                    kept = f.read()
            except FileNotFoundError:
                kept = None
            if torn and not name.endswith("-shm"):
                kept = self.tear(kept, written, dice)
            os.unlink(f"{self.live}/{name}")
            if kept is not None and not name.endswith("-shm"):
                with open(f"{self.live}/{name}", "wb") as f:
                    f.write(kept)
        shutil.rmtree(self.synced)
        shutil.copytree(self.live, self.synced)

    @staticmethod
    def tear(kept, written, dice):
        """Any of the sectors that were not synced have reached the disk, in any order."""
        disk, share = bytearray(kept or b""), dice.random()
        for at in range(0, len(written), SECTOR):
            fresh = written[at:at + SECTOR]
            if disk[at:at + SECTOR] != fresh and dice.random() < share:
                if len(disk) < at:
                    disk.extend(bytes(at - len(disk)))
                disk[at:at + len(fresh)] = fresh
        return bytes(disk) if disk or kept is not None else None

    def close(self):
        for folder in (self.live, self.synced):
            shutil.rmtree(folder, ignore_errors=True)
