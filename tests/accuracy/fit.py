#!/usr/bin/python3
"""fit.py: calibrates the scores of dx-find: one factor for each named part, from labelled readings

  tests/accuracy/fit.py [--write FILE] NAME=FOLDER…
Each FOLDER is one that run.sh made from the parts training or tuning (case/ and truth.ndjson), never reporting; the pages in it are
searched again by the dx-find in PATH. A reading's score is the logistic function of the sum of its parts; fitted is a factor for each part
name, at least 0.25 (evidence never turns against what it stands for) and drawn to 1 by a normal prior, and the weight of a failing check
digit. Readings that rivals or vetoes settled, and long check sums that fail, are left out: those are arithmetic. Each mix weighs the same.
--write makes lib/find/calibration.h. Standard library only.
"""
import argparse
import collections
import json
import math
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import score  # noqa: E402

PARTS = ("shape", "grouping", "plan", "structure", "context", "ocr", "checksum", "misread")
NAMES = PARTS + ("fail",)
PRIOR = {**{p: 1.0 for p in PARTS}, "fail": -1.2}
SPREAD = {**{p: 0.15 for p in PARTS}, "fail": 1.5}  # the prior's standard deviation
# Base rates aren't learnt from pages full of identifiers: "shape" keeps what random numbers and background say (random.py, background.py).
# "misread" is arithmetic over the others; what a failing check digit leaves is the ceilings of score.c, so "fail" stays a small step.
LOWEST = {**{p: 0.25 for p in PARTS}, "shape": 1.0, "misread": 1.0, "fail": -1.2}
HIGHEST = {**{p: 2.0 for p in PARTS}, "shape": 1.0, "misread": 1.0, "fail": 0.0}


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


class Found(score.Case):
    """What dx-find finds in a case's pages now."""
    def __init__(self, folder, files, least):
        super().__init__(folder, files)
        run = subprocess.run(["dx-find", "--only", "finding", "--min-score", str(least)], input="".join(stream(folder)).encode(),
                             stdout=subprocess.PIPE, check=False)
        self.findings = [json.loads(line) for line in run.stdout.decode().splitlines()]

    def all(self):
        return self.placed(self.findings)


def readings(folder):
    """(parts, right) of the best reading of each value of a planted kind on a page."""
    truth = score.Truth(folder / "truth.ndjson")
    best = {}
    for f, p, r in Found(folder / "case", truth.files, 0.05).all():
        key = (f, p, r["kind"], r["value"])
        if r["kind"] in truth.kinds and (key not in best or best[key]["score"] < r["score"]):
            best[key] = r
    for key, r in sorted(best.items()):
        yield r, key in truth.values


def row(r):
    """A reading's sum over each part; None where something else decided."""
    x = dict.fromkeys(NAMES, 0.0)
    for name, weight in r["why"]["parts"]:
        if name in ("rivals", "veto", "variety", "garbled"):
            return None
        if name == "checksum" and weight < 0:
            x["fail"] = 1.0
        elif name in x:
            x[name] += weight
    return [x[n] for n in NAMES]


def fit(data):
    """Weights by gradient descent on the penalised likelihood; data: (row, right, weight)."""
    w = [PRIOR[n] for n in NAMES]
    for step in range(4000):
        grad = [(w[i] - PRIOR[n]) / SPREAD[n] ** 2 for i, n in enumerate(NAMES)]
        for x, right, k in data:
            p = 1 / (1 + math.exp(-sum(a * b for a, b in zip(w, x))))
            for i, v in enumerate(x):
                grad[i] += k * (p - right) * v
        for i, n in enumerate(NAMES):
            w[i] = min(HIGHEST[n], max(LOWEST[n], w[i] - 0.0004 * grad[i]))
    return w


def error(data, w):
    """Expected calibration error in ten bins."""
    bins = collections.defaultdict(list)
    for x, right, k in data:
        p = 1 / (1 + math.exp(-sum(a * b for a, b in zip(w, x))))
        bins[min(9, int(p * 10))].append((p, right, k))
    total = sum(k for _, _, k in data)
    return sum(abs(sum(k * (p - r) for p, r, k in b)) for b in bins.values()) / total


def table(w, names, n):
    out = ["/* calibration.h: factors of the score's parts; made by tests/accuracy/fit.py, not by hand */",
           "#ifndef DX_FIND_CALIBRATION_H", "#define DX_FIND_CALIBRATION_H", "",
           "/* What it was fitted to: named in the tool record. */",
           '#define DX_CALIBRATION "%s, %d readings"' % (" ".join(names), n),
           "#define DX_CALIBRATION_FAIL %.2f /* a check digit of ten values that doesn't hold */" % w[-1], "",
           "static const struct {", "    const char *part;", "    double factor;", "} dx_calibration[] = {"]
    out += ['    {"%s", %.2f},' % (p, v) for p, v in zip(PARTS, w)]
    return "\n".join(out + ["};", "#endif", ""])


def main():
    p = argparse.ArgumentParser(description="calibrate scores")
    p.add_argument("folders", nargs="+", metavar="NAME=FOLDER")
    p.add_argument("--write", type=pathlib.Path)
    a = p.parse_args()
    sets = [(f.split("=")[0], pathlib.Path(f.split("=", 1)[1])) for f in a.folders]
    data, sizes = [], {}
    for name, folder in sets:
        rows = [(row(r), right) for r, right in readings(folder)]
        rows = [(x, right) for x, right in rows if x]
        sizes[name] = len(rows)
        data += [(x, right, name) for x, right in rows]
    each = len(data) / len(sizes)
    data = [(x, right, each / sizes[name]) for x, right, name in data]
    before, w = [PRIOR[n] for n in NAMES], fit(data)
    print("%d readings, %d right; calibration error before %.3f, after %.3f" % (len(data), sum(r for _, r, _ in data), error(data, before),
                                                                               error(data, w)))
    for n, v in zip(NAMES, w):
        print("%-10s %6.2f" % (n, v))
    if a.write:
        a.write.write_text(table(w, [n for n, _ in sets], len(data)), encoding="utf-8")


if __name__ == "__main__":
    main()
