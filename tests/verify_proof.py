#!/usr/bin/env python3
"""Checks a dyad proof without any of dyad's code, and without the log.

    python3 tests/verify_proof.py FILE

Says what it proves and exits 0, or why it proves nothing and exits 5. Written from docs/format.md and RFC 6962 only.
"""

import base64
import hashlib
import json
import sys
from datetime import datetime, timedelta, timezone

from verify_log import fail, seal


def leaf(data):
    return hashlib.sha256(b"\0" + data).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def checkpoint(note):
    """Origin, number of commits and root of a checkpoint."""
    origin, size, root = note.split("\n")[:3]
    return origin, int(size), base64.b64decode(root)


def included(data, index, size, path):
    """The root that a leaf and its path lead to: RFC 6962, section 2.1.1, as verified in RFC 9162, section 2.1.3.2."""
    at, last, here = index, size - 1, leaf(data)
    if index >= size:
        fail("the leaf lies outside the tree")
    for step in path:
        if last == 0:
            fail("the path is too long")
        if at % 2 or at == last:
            here = node(step, here)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            here = node(here, step)
        at, last = at // 2, last // 2
    if last:
        fail("the path is too short")
    return here


def grew(old_size, old_root, size, path):
    """The root of the larger tree, if the smaller is its beginning: RFC 9162, section 2.1.4.2."""
    if old_size == size:
        return old_root if not path else fail("the path is too long")
    if not 0 < old_size < size:
        fail("the older log is not the shorter one")
    path = list(path)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    at, last = old_size - 1, size - 1
    while at % 2:
        at, last = at // 2, last // 2
    if not path:
        fail("the path is too short")
    old, new = path[0], path[0]
    for step in path[1:]:
        if last == 0:
            fail("the path is too long")
        if at % 2 or at == last:
            old, new = node(step, old), node(step, new)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            new = node(new, step)
        at, last = at // 2, last // 2
    if last or old != old_root:
        fail("the older log is not the beginning of the newer one")
    return new


def main(name):
    proof = json.load(open(name, encoding="utf-8"))
    path = [bytes.fromhex(step) for step in proof["path"]]
    if proof["proves"] == "event":
        commit, (_, size, root) = proof["commit"], checkpoint(proof["checkpoint"])
        since = datetime.fromisoformat(commit["recorded"].replace("Z", "+00:00")) - datetime(1970, 1, 1, tzinfo=timezone.utc)
        payload = base64.b64decode(commit["payload"])
        row = (commit["first_seq"], commit["count"], bytes.fromhex(commit["id"]), commit["kind"])
        row += (since // timedelta(microseconds=1), commit["codec"], payload)
        chained = seal(bytes.fromhex(proof["previous"]), row)
        if included(chained, proof["index"], size, path) != root:
            fail("the commit is not in the tree of the checkpoint")
        ordinal = proof["seq"] - commit["first_seq"]
        if not 0 <= ordinal < commit["count"]:
            fail("the event is not in the commit")
        said = json.loads(payload)[ordinal]["type"] if commit["codec"] == "json" else "a row"
        print(f"#{proof['seq']} {said}, in a log of {size} commits")
    else:
        (origin, old_size, old_root), (name, size, root) = checkpoint(proof["older"]), checkpoint(proof["newer"])
        if origin != name or grew(old_size, old_root, size, path) != root:
            fail("the newer log is not the older one grown")
        print(f"grew from {old_size} to {size} commits")


if __name__ == "__main__":
    main(sys.argv[1])
