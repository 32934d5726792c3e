#!/usr/bin/python3
"""fit.py: calibrates the scores of dx-find: one factor for each named part, from labelled readings

  tests/accuracy/fit.py [--write FILE] NAME=FOLDER…
Each FOLDER is one that run.sh made from the parts training or tuning (case/ and truth.ndjson), never reporting; the pages in it are
searched again by the dx-find in PATH. A reading's probability is the logistic function of the sum of its parts, times the chance that
none of its characters was misread where nothing confirms them. Fitted are a factor for each part name, at least 0.25 (evidence never
turns against what it stands for) and drawn to 1 by a normal prior; the share of characters that a recogniser misreads; and, by
counting, how often a reading is right whose check digit fails. Readings that vetoes settled, and long check sums that fail, are left
out: those are arithmetic. Each mix weighs the same. --write makes lib/find/rules/calibration.h. Standard library only.
"""
import argparse
import collections
import json
import math
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import score  # noqa: E402

PARTS = ("shape", "grouping", "plan", "structure", "context", "ocr", "checksum", "rivals")
SPREAD = 0.15  # the prior's standard deviation
# Base rates aren't learnt from pages full of identifiers: "shape" keeps what random numbers and background say (chance.py, background.py).
# What rivals take is arithmetic over the others.
FIXED = ("shape", "rivals")
LOWEST, HIGHEST = 0.25, 2.0
SETTLED = ("veto", "variety", "garbled")
MISREAD_MOST = 14  # characters in a row that count (score.c)
SHARES = [0.0002 * i for i in range(1, 51)]
# Failing check digits: (right, all) to begin with, as much as ten readings; named in typed text, named by a recogniser, else.
LEAD = -0.2  # a lead, shown and not counted, however often such readings were right: 0.45
LEAST, WORTH = 0.01, 0.05  # score of a reading that is looked at; … where no check fails, and what is below is noise
HARDLY = -3  # below what is written, but no further: the failing ones of the sets were made to fail
FAILING = {"named": (4, 10), "recognised": (2, 10), "unnamed": (0.5, 10)}


def stream(case):
    """The records of a case as a stream of items with their pages."""
    pages = collections.defaultdict(list)
    for line in (case / "pages.ndjson").open(encoding="utf-8"):
        pages[json.loads(line)["item"]].append(line)
    for line in (case / "items.ndjson").open(encoding="utf-8"):
        item = json.loads(line)
        if item["type"] == "item":
            yield line
            yield from pages.pop(item["id"], [])


def current():
    """The name and the factors of the tree's calibration.h, which the dx-find in PATH must have been built with."""
    text = (pathlib.Path(__file__).resolve().parents[2] / "lib/find/rules/calibration.h").read_text(encoding="utf-8")
    factors = {m[1].lower(): float(m[2]) for m in re.finditer(r'\[DX_PART_(\w+)\] = ([0-9.]+)', text)}
    return re.search(r'DX_CALIBRATION "(.*)"', text)[1], [factors.get(n, 1.0) for n in PARTS]


class Found(score.Case):
    """What dx-find finds in a case's pages now."""
    def __init__(self, folder, files, least):
        super().__init__(folder, files)
        run = subprocess.run(["dx-find", "--only", "tool,finding", "--min-score", str(least)], input="".join(stream(folder)).encode(),
                             stdout=subprocess.PIPE, check=False)
        records = [json.loads(line) for line in run.stdout.decode().splitlines()]
        self.findings = [r for r in records if r["type"] == "finding"]
        if all(r.get("options", {}).get("calibration") != current()[0] for r in records if r["type"] == "tool"):
            sys.exit("fit: the dx-find in PATH was built with another calibration.h")

    def all(self):
        return self.placed(self.findings)


def readings(folder):
    """(parts, right) of the best reading of each value on a page that the truth judges."""
    truth = score.Truth(folder / "truth.ndjson")
    best = {}
    for f, p, r in Found(folder / "case", truth.files, LEAST).all():
        key = (f, p, r["kind"], r["value"])
        if truth.judges(key) is not None and (key not in best or best[key]["score"] < r["score"]):
            best[key] = r
    for key, r in sorted(best.items()):
        yield r, truth.judges(key)


class Row:
    """What a reading's probability is computed from."""
    def __init__(self, r, right):
        parts = r["why"]["parts"]
        names = {name for name, _ in parts}
        self.right, self.share, self.score = right, 1, r["score"]
        self.settled = bool(names & set(SETTLED))
        self.failing = "checksum" in names and dict(map(tuple, parts))["checksum"] < 0
        self.named = bool(names & {"context", "zone"})
        self.characters = min(MISREAD_MOST, len(r["value"])) if "misread" in names else 0
        self.recognised = bool(names & {"misread", "ocr"}) or "box" in r
        self.x = [sum(w for n, w in parts if n == part) / factor for part, factor in zip(PARTS, current()[1])]

    def group(self):
        return "unnamed" if not self.named else "recognised" if self.recognised else "named"

    def said(self, w, share):
        return 1 / (1 + math.exp(-sum(a * b for a, b in zip(w, self.x)))), (1 - share) ** self.characters


def fit(data, share):
    """Factors by gradient ascent on the penalised likelihood, and that likelihood."""
    w = [1.0] * len(PARTS)
    free = [i for i, n in enumerate(PARTS) if n not in FIXED]
    for step in range(1500):
        grad = [(1 - v) / SPREAD ** 2 for v in w]
        for d in data:
            p, all_right = d.said(w, share)
            slope = 1 - p if d.right else -all_right * p * (1 - p) / (1 - p * all_right)
            for i in free:
                grad[i] += d.share * slope * d.x[i]
        for i in free:
            w[i] = min(HIGHEST, max(LOWEST, w[i] + 0.0008 * grad[i]))
    return w, likelihood(data, w, share)


def likelihood(data, w, share):
    sum_ = -sum((1 - v) ** 2 for v in w) / 2 / SPREAD ** 2
    for d in data:
        p, all_right = d.said(w, share)
        sum_ += d.share * math.log(max(1e-9, p * all_right if d.right else 1 - p * all_right))
    return sum_


def best_fit(data):
    """Factors and share, in turns: each given the other."""
    share = 0.002
    for turn in range(3):
        w, _ = fit(data, share)
        share = max(SHARES, key=lambda s: likelihood(data, w, s))
    return fit(data, share)[0], share


def error(data, w, share):
    """Expected calibration error in ten bins."""
    bins = collections.defaultdict(list)
    for d in data:
        p, all_right = d.said(w, share)
        bins[min(9, int(p * all_right * 10))].append((p * all_right, d.right, d.share))
    total = sum(d.share for d in data)
    return sum(abs(sum(k * (p - r) for p, r, k in b)) for b in bins.values()) / total


def failing(data):
    """{group: (log-odds, right, all)} of readings whose check digit fails."""
    out = {}
    for group, (right, n) in FAILING.items():
        here = [d for d in data if d.group() == group]
        k = sum(d.right for d in here)
        p = (right + k) / (n + len(here))
        out[group] = (max(HARDLY, min(LEAD, math.log(p / (1 - p)))), k, len(here))
    return out


def table(w, share, fails, names, n):
    out = ["/* calibration.h: factors of the score's parts; made by tests/accuracy/fit.py, not by hand */",
           "#ifndef DX_FIND_CALIBRATION_H", "#define DX_FIND_CALIBRATION_H", "", '#include "find/rules/score.h"', "",
           "/* What it was fitted to: named in the tool record. */",
           '#define DX_CALIBRATION "%s, %d readings"' % (" ".join(names), n),
           "#define DX_CALIBRATION_MISREAD %.4f /* of a recogniser's characters that nothing confirms */" % share,
           "/* The most that is left where a check digit of ten values doesn't hold, in log-odds. */"]
    out += ["#define DX_CALIBRATION_FAIL_%s %.2f /* %d of %d right */" % (g.upper(), *v) for g, v in fails.items()]
    out += ["", "/* 0: none was fitted. */", "static const double dx_calibration[DX_PART_KINDS] = {"]
    out += ['    [DX_PART_%s] = %.2f,' % (p.upper(), v) for p, v in zip(PARTS, w)]
    return "\n".join(out + ["};", "#endif", ""])


def main():
    p = argparse.ArgumentParser(description="calibrate scores")
    p.add_argument("folders", nargs="+", metavar="NAME=FOLDER")
    p.add_argument("--write", type=pathlib.Path)
    a = p.parse_args()
    sets = [(f.split("=")[0], pathlib.Path(f.split("=", 1)[1])) for f in a.folders]
    data, sizes = [], {}
    for name, folder in sets:
        rows = [d for d in (Row(r, right) for r, right in readings(folder)) if not d.settled]
        sizes[name] = len(rows)
        for d in rows:
            d.share = 1 / len(rows)
        data += rows
    for d in data:
        d.share *= len(data) / len(sizes)
    hold = [d for d in data if not d.failing and d.score >= WORTH]
    fails = failing([d for d in data if d.failing])
    w, share = best_fit(hold)
    print("%d readings, %d right; calibration error of those that no check contradicts: before %.3f, after %.3f" % (
        len(data), sum(d.right for d in data), error(hold, [1.0] * len(PARTS), 0.002), error(hold, w, share)))
    for n, v in zip(PARTS, w):
        print("%-10s %6.2f" % (n, v))
    print("misread    %.4f\n%s" % (share, "\n".join("failing, %s: %.2f, %d of %d right" % (g, *v) for g, v in fails.items())))
    if a.write:
        a.write.write_text(table(w, share, fails, [n for n, _ in sets], len(data)), encoding="utf-8")


if __name__ == "__main__":
    main()
