"""unseal - reads a sealed ledger as whoever has its key may: written from the description in
gateway/store/seal/*.h and from libsodium alone, so that it is a second opinion of both.

Cells look like hb1:KEY-ID:BASE64(nonce 24 | sealed | tag 16); their kind is proved along with them.
"""
import base64
import ctypes
import ctypes.util
import sqlite3

KINDS = ("text", "name", "note", "detail", "address", "phone", "household", "groups", "email", "proof")
MATCHED = ("phone", "household", "groups", "email", "proof")
PARTS = ("cell", "match", "nonce", "hash", "media")
MEDIA_HEAD = b"hearback-media-1\n"

sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
sodium.sodium_init()


def derived(secret, no, size=32):
    into = ctypes.create_string_buffer(size)
    if sodium.crypto_kdf_derive_from_key(into, ctypes.c_size_t(size), ctypes.c_uint64(no), b"hearback", secret):
        raise ValueError("no key can be derived")
    return into.raw


def opened(key, raw, context):
    """The text, or None."""
    nonce, sealed = raw[:24], raw[24:]
    into = ctypes.create_string_buffer(len(sealed) + 1)
    size = ctypes.c_ulonglong(0)
    if len(raw) < 40 or sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
            into, ctypes.byref(size), None, sealed, ctypes.c_ulonglong(len(sealed)), context,
            ctypes.c_ulonglong(len(context)), nonce, key):
        return None
    return into.raw[:size.value]


class Key:
    def __init__(self, path):
        with open(path, encoding="ascii") as file:
            secret = bytes.fromhex(file.read().strip())
        self.parts = {name: derived(secret, no + 1) for no, name in enumerate(PARTS)}
        self.id = base64.urlsafe_b64encode(derived(secret, len(PARTS) + 1, 16)[:6]).decode()
        self.known = {}

    def cell(self, cell):
        """As it was said; what is no cell of this key comes as it is."""
        if not isinstance(cell, str) or not cell.startswith(f"hb1:{self.id}:"):
            return cell
        if cell not in self.known:
            coded = cell[5 + len(self.id):]
            raw = base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4))
            for kind in KINDS:
                text = opened(self.parts["match" if kind in MATCHED else "cell"], raw, f"hearback cell 1 {kind}".encode())
                if text is not None:
                    self.known[cell] = text.decode(errors="replace")
        return self.known.get(cell, cell)

    def media(self, name, file):
        """The bytes of a file of media_dir, or None."""
        head = MEDIA_HEAD + self.id.encode() + b"\n"
        return opened(self.parts["media"], file[len(head):], name.encode()) if file.startswith(head) else None

    def ledger(self, sealed):
        """A copy in memory that is not sealed; `sealed` is an open connection."""
        copy = sqlite3.connect(":memory:")
        sealed.backup(copy)
        copy.create_function("opened", 1, self.cell)
        for (table,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            columns = [row[1] for row in copy.execute(f"PRAGMA table_info({table})") if row[2] == "TEXT"]
            if columns:
                copy.execute(f"UPDATE {table} SET " + ", ".join(f"{c} = opened({c})" for c in columns))
        copy.commit()
        return copy
