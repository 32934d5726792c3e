#!/usr/bin/python3
"""measure.py: accuracy of a case against the truth of the wide set, beside a baseline's: tables, JSON lines, one HTML page

  tests/accuracy/measure.py CASE [--before CASE] [--baseline FOLDER] --truth FILE [--html FILE] [--lines FILE] [--min-score X]
Counting is score.py's: a value counts once a page, as found when a finding of its kind and normal form stands there with a
score of at least 0.5; precision's "wrong" are findings of planted kinds that nobody planted there, decoys among them. A kind
that the rules don't know (kinds.tsv) and that nobody found counts as "(later)". Standard library only.
"""
import argparse
import collections
import json
import math
import pathlib
import random
import sys
import unicodedata

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import plots  # noqa: E402
import score  # noqa: E402

# the edges of the bins of each parameter; the strata's bounds (samples/README.md) among them. A value of 0 or an absent one is a bin.
EDGES = {"cap": (9, 12, 14, 17, 20, 24, 40), "blur": (0, 0.25, 0.5, 0.75, 1.0, 1.4, 1.8), "motion": (0, 1.5, 3, 4.5, 6),
         "contrast": (0.35, 0.5, 0.6, 0.75, 0.9, 1), "shade": (0, 0.15, 0.27, 0.4, 0.52, 0.65), "glare": (0, 0.2, 0.5, 0.7, 0.9),
         "tilt": (0, 0.5, 1.5, 3, 5, 8), "perspective": (0, 0.01, 0.04, 0.065, 0.09), "noise": (0, 1.5, 3, 5, 8, 12, 16),
         "jpeg": (25, 40, 60, 72, 85, 95), "curl": (0, 0.3, 0.65, 1.0, 1.75, 2.5), "occlusion": (0, 0.005, 0.02, 0.04, 0.06),
         "moire": (0, 0.04, 0.12, 0.3), "copy": (0, 1, 2, 3), "fax": (0, 1)}
UNITS = {"cap": "cap height, px", "blur": "blur, sigma px", "motion": "motion, px", "contrast": "contrast, factor",
         "shade": "shade, share of light lost",
         "glare": "glare, share of white", "tilt": "tilt, degrees", "perspective": "perspective, share of the side",
         "noise": "noise, sd of 255",
         "jpeg": "JPEG quality", "curl": "curl, of the cap height", "occlusion": "occlusion, share covered",
         "moire": "moiré depth", "copy": "photocopies", "fax": "fax"}

ORDER = {"clean": 0, "moderate": 1, "hard": 2, "text": 3}


def ratio(a, b):
    return a / b if b else None


def quality(c):
    """Precision, recall, F1 from counted columns."""
    p, r = ratio(c["found"], c["found"] + c["wrong"] + c["reported"]), ratio(c["found"], c["planted"])
    return p, r, 2 * p * r / (p + r) if p and r else (0.0 if p is not None and r is not None else None)


def wilson(k, n, z=1.96):
    """A proportion's 95 % interval (Wilson 1927)."""
    if not n:
        return 0.0, 1.0
    p, d = k / n, 1 + z * z / n
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    middle = (p + z * z / (2 * n)) / d
    return max(0.0, middle - half), min(1.0, middle + half)


def folded(s):
    """Letters and digits only, native digits as ASCII: what must survive of a number."""
    return "".join(str(unicodedata.digit(c, c)) if c.isdigit() else c for c in s if c.isalnum()).casefold()


def script_of(s):
    """The script of a line: Thai or Myanmar where one of its letters is, else Latin where most are ASCII."""
    names = {unicodedata.name(c, "?").split()[0] for c in s if not c.isascii() and c.isalnum()}
    for name in ("THAI", "MYANMAR"):
        if name in names:
            return name.title()
    return "Latin" if sum(c.isascii() for c in s) * 2 > len(s) else "other"


def plain(s, script):
    """What recognition is compared by: no difference of composition; blanks don't count in scripts that are written without."""
    s = unicodedata.normalize("NFC", s)
    return "".join(s.split()) if script in ("Thai", "Myanmar") else " ".join(s.split())


def nearest(line, text):
    """The fewest edits between `line` and any piece of `text` (Myers 1999, bit-parallel, as Sellers' search)."""
    m = len(line)
    masks = collections.defaultdict(int)
    for i, c in enumerate(line):
        masks[c] |= 1 << i
    full, top = (1 << m) - 1, 1 << (m - 1)
    up, down, score, best = full, 0, m, m
    for c in text:
        eq = masks.get(c, 0)
        xv, xh = eq | down, (((eq & up) + up) ^ up) | eq
        ph, mh = (down | ~(xh | up)) & full, up & xh
        if ph & top:
            score += 1
        elif mh & top:
            score -= 1
        ph, mh = (ph << 1) & full, (mh << 1) & full
        up, down = (mh | ~(xv | ph)) & full, ph & xv
        best = min(best, score)
    return best


class Measured:
    """One system's results."""
    def __init__(self, name, truth, folder, least):
        self.name, self.truth, self.case = name, truth, score.Case(folder, truth.files)
        self.score = score.Score(truth, self.case, least)
        self.zones, self.extra = score.zones(truth, self.case)
        placed = [(f, p, r) for f, p, r in self.case.placed(self.case.findings)]
        self.hits = {(f, p, r["kind"], r["value"]) for f, p, r in placed if r.get("score", 1) >= least}
        # calibration: each reading that the truth judges, at its best score on the page
        best = {}
        for f, p, r in placed:
            k = (f, p, r["kind"], r["value"])
            if truth.judges(k) is not None:
                best[k] = max(best.get(k, 0), r.get("score", 1))
        self.scores = [(s, truth.judges(k)) for k, s in sorted(best.items())]
        self.texts = collections.defaultdict(str)
        for f, p, r in self.case.placed(score.lines(folder / "pages.ndjson")):
            self.texts[(f, p)] += r.get("text", "") + "\n"
        self.survived = self.survival()
        self.errors = self.character_errors()

    def character_errors(self):
        """{(script, stratum): [edits, characters]}: each printed line against the nearest piece of the page's text, in whatever order."""
        out = collections.defaultdict(lambda: [0, 0])
        for (f, p), t in self.truth.texts.items():
            said = {}
            for line in t["text"]:
                script = script_of(line)
                line = plain(line, script)
                if "params" not in t or len(line) < 3 or "<<" in line:  # zones are measured apart
                    continue
                if script not in said:
                    said[script] = plain(self.texts[(f, p)], script)
                edits = nearest(line, said[script])
                for key in ((script, t["stratum"]), (script, "all")):
                    out[key][0] += edits
                    out[key][1] += len(line)
        return out

    def survival(self):
        """Of the planted digit strings on pictures (six digits and more): in the recognised text, unbroken?"""
        texts = {k: "\n".join(map(folded, v.split("\n"))) + "\n" + folded(v) for k, v in self.texts.items()}
        texts = collections.defaultdict(str, texts)
        out = collections.defaultdict(lambda: [0, 0])
        for (f, p, _, _), t in self.truth.values.items():
            digits = [c for c in t["raw"] if c.isdigit()]
            if "params" in t and t.get("where") != "mrz" and len(digits) >= 6:
                script = "ASCII" if digits[0].isascii() else unicodedata.name(digits[0]).split()[0].title()
                for key in ((script, t["stratum"]), (script, "all")):
                    out[key][1] += 1
                    out[key][0] += folded(t["raw"]) in texts[(f, p)]
        return out


def reliability(scores, bins=10):
    """[(low, high, n, mean score, share right)] of filled bins, and the expected calibration error."""
    rows, error = [], 0.0
    for i in range(bins):
        inside = [(s, ok) for s, ok in scores if min(int(s * bins), bins - 1) == i]
        if inside:
            mean, right = sum(s for s, _ in inside) / len(inside), sum(ok for _, ok in inside) / len(inside)
            rows.append((i / bins, (i + 1) / bins, len(inside), mean, right))
            error += len(inside) / len(scores) * abs(mean - right)
    return rows, error if scores else None


def ece_interval(scores, rounds=400):
    """The expected calibration error's 95 % interval by resampling the readings (seeded: the same readings, the same interval)."""
    r = random.Random(1)
    errors = sorted(reliability(r.choices(scores, k=len(scores)))[1] for _ in range(rounds))
    return errors[int(0.025 * rounds)], errors[int(0.975 * rounds)]


def ece_line(scores):
    error = reliability(scores)[1]
    return "expected calibration error: %s of %d readings" % (
        "-" if error is None else "%.3f (95 %% interval %.3f – %.3f)" % (error, *ece_interval(scores)), len(scores))


def parameter(t, name):
    """A value's parameter: cap is its own, all else its page's; None where it can't be told (no JPEG in a PNG)."""
    if name == "cap":
        return t.get("cap")
    made = t["params"]
    if name in made:
        return abs(made[name])
    return {"jpeg": None, "contrast": 1}.get(name, 0)


def bin_of(edges, v):
    """The index of v's bin: 0 is its own where it is the first edge and means none."""
    if v is None or v < edges[0] or v > edges[-1]:
        return None
    return max(i for i, e in enumerate(edges[:-1]) if v >= e)


def curves(truth, systems):
    """{parameter: [(low, high, n, {system: found})]} over the values on pictures."""
    out = {}
    for name, edges in EDGES.items():
        rows = [[a, b, 0, collections.Counter()] for a, b in zip(edges, edges[1:])]
        for key, t in truth.values.items():
            if "params" not in t or t.get("later"):
                continue
            i = bin_of(edges, parameter(t, name))
            if i is not None:
                rows[i][2] += 1
                for m in systems:
                    rows[i][3][m.name] += key in m.hits
        if sum(bool(r[2]) for r in rows) > 1:
            out[name] = [r for r in rows if r[2]]
    return out


def groups(m):
    """(by, name, counter) of all tables of one system."""
    for by, rows in (("all", {"all": total(m.score.kinds)}), ("kind", m.score.kinds), ("class", m.score.classes),
                     ("stratum", m.score.levels)):
        for name in sorted(rows, key=lambda k: (ORDER.get(k, 9), k)):
            yield by, name, rows[name]


def total(rows):
    out = collections.Counter()
    for name, c in rows.items():
        if not name.endswith("(later)"):
            out.update(c)
    return out


def json_lines(systems, curve):
    for m in systems:
        for by, name, c in groups(m):
            p, r, f = quality(c)
            yield {"system": m.name, "by": by, "name": name, **{k: c[k] for k in score.COLUMNS}, "precision": p, "recall": r,
                   "f1": f}
        for name, c in zone_counts(m).items():
            yield {"system": m.name, "by": "zone", "name": name, **c}
        rows, error = reliability(m.scores)
        for low, high, n, mean, right in rows:
            yield {"system": m.name, "by": "reliability", "low": low, "high": high, "n": n, "score": mean, "right": right}
        yield {"system": m.name, "by": "calibration-error", "n": len(m.scores), "value": error}
        for (script, level), (edits, n) in sorted(m.errors.items()):
            yield {"system": m.name, "by": "characters", "name": script, "stratum": level, "characters": n, "edits": edits}
        for (script, level), (k, n) in sorted(m.survived.items()):
            yield {"system": m.name, "by": "digits", "name": script, "stratum": level, "planted": n, "found": k}
    for name, rows in curve.items():
        for low, high, n, found in rows:
            for m in systems:
                yield {"system": m.name, "by": "parameter", "name": name, "low": low, "high": high, "planted": n,
                       "found": found[m.name]}


def zone_counts(m):
    out = collections.defaultdict(collections.Counter)
    for t, d, n in m.zones:
        for name in (t.get("stratum", "text"), "all"):
            c = out[name]
            c["planted"] += 1
            c["exact"] += n == 0
            c["differing"] += bool(n)
            c["missed"] += d is None
            c["forged"] += bool(t.get("failing"))
            c["forged_exact"] += bool(t.get("failing")) and n == 0
    return {k: dict(v) for k, v in sorted(out.items())}


# ---- text ----
def percent(v):
    return "%6.1f%%" % (100 * v) if v is not None else "%7s" % "-"


def quality_tables(systems):
    out = []
    heads = "".join("  %s: %s" % (m.name, "prec.  recall      F1 wrong decoys") for m in systems)
    for by in ("all", "kind", "class", "stratum"):
        per = [{name: c for b, name, c in groups(m) if b == by} for m in systems]
        out.append("%-18s planted%s" % ("by " + by if by != "all" else "", heads))
        for name in sorted(set().union(*per), key=lambda k: (ORDER.get(k, 9), k)):
            out.append("%-18s %7d" % (name, per[0].get(name, collections.Counter())["planted"]) + "".join(
                cells(d.get(name, collections.Counter()), len(m.name)) for d, m in zip(per, systems)))
        out.append("")
    return "\n".join(out)


def cells(c, width):
    p, r, f = quality(c) if c["planted"] else (None, None, None)
    return " " * (width + 2) + "%s %s %s %5d %3d/%-3d" % (percent(p), percent(r), percent(f), c["wrong"], c["reported"],
                                                          c["decoys"])


def other_tables(systems, curve):
    out = ["machine-readable zones     " + "".join("%22s" % m.name for m in systems), "%-10s %8s" % ("stratum", "planted")]
    counts = [zone_counts(m) for m in systems]
    out[1] += " " * 8 + "".join("%22s" % "exact  differ missed" for _ in systems)
    for name in sorted(counts[0], key=lambda k: (ORDER.get(k, 9), k)):
        out.append("%-10s %8d%8s" % (name, counts[0][name]["planted"], "") + "".join(
            "%8s%7d%7d" % (percent(ratio(c[name]["exact"], c[name]["planted"])), c[name]["differing"], c[name]["missed"])
            for c in counts))
    out += ["", "digit strings (6 and more) whole in the recognised text", "%-10s %-10s %8s" % ("script", "stratum", "planted")
            + "".join("%12s" % m.name for m in systems)]
    for key in sorted(systems[0].survived, key=lambda k: (k[0], ORDER.get(k[1], 9))):
        n = systems[0].survived[key][1]
        out.append("%-10s %-10s %8d" % (*key, n) + "".join("%12s" % percent(ratio(m.survived[key][0], n)) for m in systems))
    out += ["", "character error (each printed line against the nearest piece of the page's text)",
            "%-10s %-10s %10s" % ("script", "stratum", "characters")
            + "".join("%12s" % m.name for m in systems)]
    for key in sorted(systems[0].errors, key=lambda k: (k[0], ORDER.get(k[1], 9))):
        n = systems[0].errors[key][1]
        out.append("%-10s %-10s %10d" % (*key, n) + "".join("%12s" % percent(ratio(m.errors[key][0], n)) for m in systems))
    out += [""] + ["findings of kinds that the truth doesn't hold, not judged: %s: %s" % (
        m.name, ", ".join("%s %d" % kv for kv in sorted(m.score.unjudged.items())) or "none") for m in systems]
    for m in [m for m in systems if m.name != "baseline"]:
        out += ["", "reliability of %s's scores (readings of planted kinds, score >= 0.2)" % m.name,
                "%-12s %6s %8s %8s" % ("score", "n", "mean", "right")]
        out += ["%.1f – %.1f    %6d %8.3f %8.3f" % row for row in reliability(m.scores)[0]] + [ece_line(m.scores)]
    out += ["", "recall against each parameter (values on pictures; other damage as drawn with it)"]
    for name, rows in curve.items():
        out.append("%-32s %6s" % (UNITS[name], "n") + "".join("%10s" % m.name for m in systems))
        out += ["  %-30s %6d" % ("%g – %g" % (a, b), n) + "".join("%10s" % percent(found[m.name] / n) for m in systems)
                for a, b, n, found in rows]
    return "\n".join(out) + "\n"


def wait(truth, case, kinds):
    """Planted values of kinds that no rule knows count apart."""
    known = {r.split("\t")[1] for r in kinds.read_text(encoding="utf-8").splitlines() if r
             and not r.startswith("#")} if kinds else None
    found = {r["kind"] for r in score.lines(case / "findings.ndjson")}
    for t in truth.values.values():
        if known is not None and t["kind"] not in known | found:
            t["later"] = True


def main():
    p = argparse.ArgumentParser(description="measure a case against the truth")
    p.add_argument("case", type=pathlib.Path)
    p.add_argument("--before", type=pathlib.Path, help="an older version's case of the same files, for comparison")
    p.add_argument("--baseline", type=pathlib.Path)
    p.add_argument("--truth", type=pathlib.Path, required=True)
    p.add_argument("--html", type=pathlib.Path)
    p.add_argument("--lines", type=pathlib.Path)
    p.add_argument("--min-score", type=float, default=0.5)
    p.add_argument("--kinds", type=pathlib.Path, help="the rules' kinds.tsv: planted kinds that aren't in it count as later")
    a = p.parse_args()
    try:
        truth = score.Truth(a.truth)
        wait(truth, a.case, a.kinds)
        systems = [Measured("docex", truth, a.case, a.min_score)]
        systems += [Measured(name, truth, folder, a.min_score) for name,
                    folder in (("before", a.before), ("baseline", a.baseline)) if folder]
    except (OSError, ValueError, KeyError) as e:
        sys.exit("measure.py: %s" % e)
    curve = curves(truth, systems)
    text = quality_tables(systems) + "\n" + other_tables(systems, curve)
    print(text)
    if a.lines:
        a.lines.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in json_lines(systems, curve)),
                           encoding="utf-8")
    if a.html:
        a.html.write_text(plots.page(systems, curve, text, sys.modules[__name__]), encoding="utf-8")


if __name__ == "__main__":
    main()
