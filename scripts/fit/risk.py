#!/usr/bin/env python3
"""Fits the coefficients of risk@1 (src/tension/risk.tsv) and says how well they do on years they were not fitted on.

    scripts/fit/risk.py LABELLED.csv [--write src/tension/risk.tsv] [--boot N]

LABELLED: d1,d2,year,vc,mc,vx,mx,y,...,ynext,past10: pairs and years, counts of verbal and material cooperation and conflict in both
directions, whether a militarised dispute was under way, and in how many of the ten years before. Years after 2008 are not used.
Leave one year out: each year is scored by coefficients of the other years. Average precision a year, ties in one step, then the mean over
years; intervals are the 2.5 and 97.5 percentiles of a bootstrap over pairs. Python's standard library only; the same file gives the same digits.
"""
import argparse, collections, csv, itertools, math, random

LAST_YEAR = 2008
LOG = math.log1p
TERMS = {
    "intercept": lambda r: 1.0,
    "vc": lambda r: LOG(r["vc"]),
    "mc": lambda r: LOG(r["mc"]),
    "vx": lambda r: LOG(r["vx"]),
    "mx": lambda r: LOG(r["mx"]),
    "past": lambda r: LOG(r["past10"]),
    "mx^2": lambda r: LOG(r["mx"]) ** 2,
}
REFERENCE = ("intercept", "vc", "mc", "vx", "mx", "past")
SHIPPED = tuple(TERMS)


def read(path):
    with open(path, newline="") as f:
        rows = [{k: int(float(v)) if k not in ("d1", "d2") and v != "" else v for k, v in r.items()} for r in csv.DictReader(f)]
    return [r for r in rows if r["year"] <= LAST_YEAR]


def fit(rows, terms, rounds=40):
    """Maximum likelihood by Newton's method."""
    cells = collections.Counter((tuple(TERMS[t](r) for t in terms), r["y"]) for r in rows)
    k = len(terms)
    b = [0.0] * k
    for _ in range(rounds):
        m = [[1e-9 * (i == j) for j in range(k)] + [0.0] for i in range(k)]
        for (x, y), n in sorted(cells.items()):
            p = risk(b, x)
            for i in range(k):
                m[i][k] += n * (y - p) * x[i]
                for j in range(k):
                    m[i][j] += n * p * (1 - p) * x[i] * x[j]
        for i in range(k):
            p = max(range(i, k), key=lambda r: abs(m[r][i]))
            m[i], m[p] = m[p], m[i]
            for r in range(k):
                if r != i:
                    f = m[r][i] / m[i][i]
                    m[r] = [a - f * c for a, c in zip(m[r], m[i])]
        step = [m[i][k] / m[i][i] for i in range(k)]
        b = [a + s for a, s in zip(b, step)]
        if max(map(abs, step)) < 1e-9:
            break
    return b


def risk(b, x):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(a * c for a, c in zip(b, x))))))


def left_out(rows, terms):
    """The risk of every row by coefficients of the other years."""
    out = [0.0] * len(rows)
    for year in sorted({r["year"] for r in rows}):
        b = fit([r for r in rows if r["year"] != year], terms)
        for i, r in enumerate(rows):
            if r["year"] == year:
                out[i] = risk(b, [TERMS[t](r) for t in terms])
    return out


def blocks(scores, labels, pairs):
    idx = sorted(range(len(scores)), key=lambda i: -scores[i])
    runs = [list(g) for _, g in itertools.groupby(idx, key=lambda i: scores[i])]
    return [([pairs[i] for i in run], [pairs[i] for i in run if labels[i]]) for run in runs]


def average_precision(runs, w):
    seen = hits = ap = 0.0
    for run, positive in runs:
        seen += sum(w[p] for p in run)
        hit = sum(w[p] for p in positive)
        hits += hit
        ap += hit * hits / seen if hit else 0.0
    return ap / hits if hits else None


TASKS = {"ongoing": (lambda r: True, "y"), "onset": (lambda r: r["y"] == 0 and r["ynext"] != "", "ynext"), "new": (lambda r: r["past10"] == 0, "y")}


def prepared(rows, scores, pairs):
    out = {}
    for task, (kept, label) in TASKS.items():
        years = collections.defaultdict(list)
        for r, s in zip(rows, scores):
            if kept(r):
                years[r["year"]].append((s, r[label], pairs[r["d1"], r["d2"]]))
        out[task] = [blocks(*map(list, zip(*v))) for _, v in sorted(years.items()) if any(x[1] for x in v)]
    return out


def figure(runs, w):
    v = [x for x in (average_precision(r, w) for r in runs) if x is not None]
    return sum(v) / len(v)


def reliability(rows, scores):
    print("\nrisk (left out years)      rows  expected  disputes")
    edges = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.6, 1.01]
    for lo, hi in zip(edges, edges[1:]):
        inside = [(s, r["y"]) for r, s in zip(rows, scores) if lo <= s < hi]
        if inside:
            print(f"{lo:>6.3f} to {min(hi, 1):<6.3f}       {len(inside):>7}  {sum(s for s, _ in inside):>8.1f}  {sum(y for _, y in inside):>8}")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("labelled")
    p.add_argument("--write")
    p.add_argument("--boot", type=int, default=200)
    o = p.parse_args()
    rows = read(o.labelled)
    pairs = {k: i for i, k in enumerate(sorted({(r["d1"], r["d2"]) for r in rows}))}
    of = {"risk@1": left_out(rows, SHIPPED), "reference": left_out(rows, REFERENCE), "mx": [r["mx"] for r in rows], "past10": [r["past10"] for r in rows]}
    runs = {n: prepared(rows, s, pairs) for n, s in of.items()}
    one = [1] * len(pairs)
    rng, draws = random.Random(1), []
    for _ in range(o.boot):
        w = [0] * len(pairs)
        for i in rng.choices(range(len(pairs)), k=len(pairs)):
            w[i] += 1
        draws.append({n: {t: figure(r[t], w) for t in TASKS} for n, r in runs.items()})
    ci = lambda v: "[{:+.3f},{:+.3f}]".format(sorted(v)[int(0.025 * (len(v) - 1))], sorted(v)[round(0.975 * (len(v) - 1))]) if v else ""
    for n, r in runs.items():
        print(f"{n:<10}", *(f"{t} {figure(r[t], one):.3f} {ci([d[n][t] for d in draws])}" for t in TASKS), sep="  ")
    for t in TASKS:
        print(f"risk@1 - reference, {t}: {figure(runs['risk@1'][t], one) - figure(runs['reference'][t], one):+.3f} {ci([d['risk@1'][t] - d['reference'][t] for d in draws])}")
    reliability(rows, of["risk@1"])
    if o.write:
        b = fit(rows, SHIPPED)
        years = sorted({r["year"] for r in rows})
        with open(o.write, "w") as f:
            f.write(f"""# Coefficients of risk@1: logistic regression of "a militarised dispute is under way" on a pair's year.
# Terms: vc, mc, vx, mx = ln(1 + number of acts) of verbal and material cooperation and conflict, both directions; past = ln(1 + years with a
# dispute among the ten before); ^2 its square. The model takes no mx beyond where the two terms of mx are highest together.
# Source: fitted by scripts/fit/risk.py on {len(rows)} pair-years {years[0]}-{years[-1]}, {sum(r['y'] for r in rows)} with a dispute: ICEWS counts, MID 5.0 (Palmer and others 2022).
#   The file holds these numbers and nothing of the data. Version: 1. Licence: that of the project. Date: 2026-12-01.
term\tcoefficient
""")
            for t, c in zip(SHIPPED, b):
                f.write(f"{t}\t{c:.6f}\n")


main()
