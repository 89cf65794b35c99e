#!/usr/bin/env python3
"""Checks a dyad log without any of dyad's code: the hash chain, the anchor, the order, the counts.

    python3 tests/verify_log.py STORE

Prints the head and exits 0, or names the first commit that disagrees and exits 5. Written from docs/format.md only.
"""

import hashlib
import json
import os
import sqlite3
import struct
import sys


def fail(why):
    print(f"damaged: {why}")
    sys.exit(5)


def seal(previous, row):
    """SHA-256 over the previous hash and every column, each behind its length."""
    digest = hashlib.sha256()
    for value in (previous, *row):
        if isinstance(value, int):
            value = struct.pack(">q", value)
        elif isinstance(value, str):
            value = value.encode()
        digest.update(struct.pack(">Q", len(value)) + value)
    return digest.digest()


def count_of(codec, payload):
    if codec == "json":
        return len(json.loads(payload))
    if codec == "columns" and payload[:4] == b"DYC1":
        (length,) = struct.unpack("<I", payload[4:8])
        return json.loads(payload[8 : 8 + length])["rows"] + 1
    fail(f"unknown codec {codec}")


def main(store):
    log = sqlite3.connect(f"file:{os.path.join(store, 'log.db')}?mode=ro", uri=True)
    if log.execute("PRAGMA application_id").fetchone()[0] != 0x64796164:
        fail("this is no dyad log")
    last, recorded, head, ends = 0, 0, bytes(32), {0: bytes(32).hex()}
    columns = "first_seq, count, id, kind, recorded, codec, payload, hash"
    for *row, stored in log.execute(f"SELECT {columns} FROM commits ORDER BY first_seq"):
        first, count, commit = row[:3]
        where = f"commit {commit.hex()} at #{first}"
        if first != last + 1 or row[4] < recorded:
            fail(f"{where} is not next in line")
        head = seal(head, row)
        if head != stored or count_of(row[5], row[6]) != count:
            fail(f"{where} does not match its hash or its count")
        last, recorded, ends[first + count - 1] = first + count - 1, row[4], head.hex()
    magic, name, version, seq, anchored = open(os.path.join(store, "log.head")).read().split()
    if (magic, name, version) != ("dyad", "log.head", "1") or ends.get(int(seq)) != anchored:
        fail(f"the anchor says #{seq} {anchored}")
    print(f"#{last} {head.hex()}")


if __name__ == "__main__":
    main(sys.argv[1])
