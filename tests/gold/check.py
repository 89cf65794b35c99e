#!/usr/bin/env python3
"""Checks the gold sets beside this file: `check.py [--codes CAMEO.tsv] [FILE.jsonl ...]`; exit 1 and one line a fault.

Checked: fields and their values, quotes and byte spans, quad against root, intervals, decoys (no core interaction may lie
inside one), ids, and that dev and held-out alternate. --codes names a table whose first column lists the CAMEO codes.
"""
import argparse
import collections
import datetime
import json
import pathlib
import re
import sys

ORGS = set("EU NATO UN CSTO CIS OSCE AU ASEAN G7 BRICS OPEC IAEA ICC SCO EAEU".split())
LANGS = ("nl", "en", "de", "fr", "es", "it", "pt", "pl", "ru", "uk", "tr")
STATUS = ("actual", "background", "alleged")


def quad(code):
    """1-4 from the root: 01-05, 06-08, 09-13, 14-20."""
    root = int(code[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4


def actor(name):
    return name in ORGS or re.fullmatch("[A-Z]{3}", name) is not None


def bytes_of(text, quote):
    """Byte spans of every occurrence of `quote`."""
    raw, q, out, at = text.encode(), quote.encode(), [], -1
    while (at := raw.find(q, at + 1)) >= 0:
        out.append([at, at + len(q)])
    return out


def interaction(i, text, published, codes):
    """Yields what is wrong with one interaction."""
    if not (actor(i["source"]) and actor(i["target"])) or i["source"] == i["target"]:
        yield f"actors {i['source']} {i['target']}"
    yield from (f"alternate actor {a}" for a in i["alt_source"] + i["alt_target"] if not actor(a))
    if not re.fullmatch(r"(0[1-9]|1\d|20)\d{1,2}", i["cameo"]) or codes and i["cameo"] not in codes:
        yield f"code {i['cameo']}"
    for c in i["alt_cameo"]:
        if not re.fullmatch(r"(0[1-9]|1\d|20)\d{0,2}", c) or codes and c not in codes:
            yield f"alternate code {c}"
    if i["quad"] != quad(i["cameo"]):
        yield f"quad {i['quad']} of {i['cameo']}"
    if i["status"] not in STATUS or i["tier"] not in ("core", "optional") or not isinstance(i["symmetric"], bool):
        yield "status, tier or symmetric"
    if i["span"] not in bytes_of(text, i["quote"]):
        yield f"span of {i['quote']!r}"
    o = i["occurred"]
    if o is None:
        if published is not None:
            yield f"no interval although published is known: {i['quote']!r}"
        return
    if set(o) != {"first", "last"} or not "1800-01-01" <= o["first"] <= o["last"]:
        yield f"interval {o}"
    datetime.date.fromisoformat(o["first"]), datetime.date.fromisoformat(o["last"])


def document(d, lang, n, codes):
    """Yields what is wrong with one document."""
    if d["id"] != f"{lang}-{n:03d}" or d["lang"] != lang or d["licence"] != "own":
        yield "id, lang or licence"
    if d["split"] != ("dev" if n % 2 else "heldout"):
        yield "dev and heldout do not alternate"
    if d["published"] is not None and not re.fullmatch(r"20\d\d-\d\d(-\d\d)?", d["published"]):
        yield f"published {d['published']}"
    for i in d["interactions"]:
        yield from interaction(i, d["text"], d["published"], codes)
    for x in d["decoys"]:
        at = bytes_of(d["text"], x["quote"])
        if len(at) != 1 or not x["why"]:
            yield f"decoy {x['quote']!r}"
            continue
        for i in d["interactions"]:
            if i["tier"] == "core" and at[0][0] <= i["span"][0] and i["span"][1] <= at[0][1]:
                yield f"core interaction inside decoy {x['quote']!r}"


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("files", nargs="*", type=pathlib.Path)
    a.add_argument("--codes", type=pathlib.Path)
    opt = a.parse_args()
    here = pathlib.Path(__file__).parent
    codes = {l.split("\t")[0] for l in opt.codes.read_text(encoding="utf-8").splitlines()} if opt.codes else None
    faults = 0
    for f in opt.files or [here / f"{lang}.jsonl" for lang in LANGS]:
        c, texts = collections.Counter(), set()
        for n, line in enumerate(f.read_text(encoding="utf-8").splitlines(), 1):
            d = json.loads(line)
            bad = list(document(d, f.stem, n, codes)) + (["text occurs twice"] if d["text"] in texts else [])
            texts.add(d["text"])
            for b in bad:
                print(f"{f.name}:{n}: {b}")
            faults += len(bad)
            c.update(documents=1, empty=not d["interactions"], decoys=len(d["decoys"]))
            c.update(i["tier"] for i in d["interactions"])
            c.update(f"root {i['cameo'][:2]}" for i in d["interactions"])
        roots = sum(k.startswith("root") for k in c)
        print(f"{f.name}: {c['documents']} documents ({c['empty']} without interaction), {c['core']} core, {c['optional']} optional, {c['decoys']} decoys, {roots} roots")
    return faults > 0


sys.exit(main())
