#!/usr/bin/env python3
"""score.py: compares what a case found with what was planted

  samples/score.py CASE [--truth FILE] [--min-score X] [-v] [--json]
A value counts as found when a finding of its kind and normal form stands on its page, wrong when nothing of the kind was
planted there. A wrong reading that a true one outranks (its rival) is counted apart. Of a machine-readable zone all characters
must be right.
-v lists each missed, wrong and decoy value; --json writes the tables as JSON lines. Needs Python's standard library only.
"""
import argparse
import collections
import json
import pathlib
import re
import sys

CLASSES = [("text", r"\.(txt|csv|vcf|html)$"), ("pdf-text", None), ("pdf-scan", r"\.pdf$"), ("fax", r"\.tiff?$"),
           ("screen", r"(Screenshots|slips|Pictures)/"), ("document", r"(passports|ktp|permits|DCIM)/"), ("paper", r".")]
COLUMNS = ("planted", "found", "missed", "wrong", "rival", "decoys", "reported")


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def class_of(rec):
    if "class" in rec:  # the wide set says it
        return rec["class"]
    if rec.get("made") == "pdf-text":
        return "pdf-text"
    return next(name for name, pattern in CLASSES if pattern and re.search(pattern, rec["file"]))


def squeeze(s):
    return "".join(c for c in s if c.isalnum()).casefold()


class Truth:
    def __init__(self, path):
        self.values, self.decoys, self.zones, self.also, self.texts = {}, {}, [], set(), {}
        records = lines(path)
        self.files = {t["file"] for t in records}
        self.page_class = {(t["file"], t["page"]): class_of(t) for t in records}
        self.page_level = {(t["file"], t["page"]): t.get("stratum", "-") for t in records}
        for t in records:
            t["class"] = class_of(t)
            t["level"] = t.get("stratum") or t.get("difficulty")
            self.also |= {(t["file"], t["page"], kind, value) for kind, value in t.get("also", ())}  # value *: any of the kind
            if "document" in t:
                self.zones.append(t)
            elif "text" in t:
                self.texts[(t["file"], t["page"])] = t
            elif t.get("decoy"):
                self.decoys.setdefault((t["file"], t["page"], t["kind"], t["value"]), t)
            else:  # a value that stands twice on a page is one to find
                self.values.setdefault((t["file"], t["page"], t["kind"], t["value"]), t)
        self.kinds = {key[2] for key in self.values} | {d["kind"] for d in self.decoys.values()}
        self.named = {key[:2] for key in self.values if key[2] == "name"}

    def may(self, key):
        """Is it true, too, with nothing lost if it isn't found?"""
        return key in self.also or key[:3] + ("*",) in self.also

    def judges(self, key):
        """True, False: right, wrong; None: nothing to say (it may truly be called that, too; names on pages whose names weren't noted)."""
        if key in self.values:
            return True
        if self.may(key) or key[2] not in self.kinds or (key[2] == "name" and key[:2] not in self.named):
            return None
        return False

    def decoy(self, file, page, finding):
        """The decoy that a finding was taken in by, or None."""
        raw = squeeze(finding.get("raw") or finding["value"])
        for d in self.decoys.values():
            if (d["file"], d["page"]) == (file, page) and d["kind"] in ("*", finding["kind"]):
                bait = squeeze(d["raw"])
                if raw == bait or (len(raw) >= 7 and (raw in bait or bait in raw)):
                    return d
        return None


class Case:
    """Findings and documents of a case, once for each file that holds their item."""
    def __init__(self, folder, files):
        self.where = collections.defaultdict(list)
        for item in lines(folder / "items.ndjson"):
            if item.get("type") == "item":
                name = self.name("/".join(item["path"]), files)
                if name not in self.where[item["id"]]:
                    self.where[item["id"]].append(name)
        self.findings = lines(folder / "findings.ndjson")
        self.documents = lines(folder / "documents.ndjson")

    @staticmethod
    def name(path, files):
        """The truth's name of a file: the walk may have started above the exhibits."""
        while path not in files and "/" in path and path.split("/", 1)[1] in files:
            path = path.split("/", 1)[1]
        return path

    def placed(self, records):
        for rec in records:
            for file in self.where.get(rec["item"], ["?"]):
                yield file, rec.get("page", 1), rec


class Score:
    def __init__(self, truth, case, least):
        self.kinds = collections.defaultdict(collections.Counter)
        self.classes = collections.defaultdict(collections.Counter)
        self.levels = collections.defaultdict(collections.Counter)
        self.notes, self.unjudged, self.boxes = [], collections.Counter(), [0, 0]
        self.truth = truth
        found = [(f, p, r) for f, p, r in case.placed(case.findings) if r.get("score", 1) >= least]
        right = {r["id"] for f, p, r in found if (f, p, r["kind"], r["value"]) in truth.values}
        best = {r["id"]: r.get("score", 1) for _, _, r in found}
        hit = collections.defaultdict(list)
        for f, p, r in found:
            hit[(f, p, r["kind"], r["value"])].append(r)
        for key, t in truth.values.items():
            self.planted(key, t, hit.get(key))
        for d in truth.decoys.values():
            self.count(d["kind"], d["class"], d["level"], "decoys")
        for key in sorted(hit):
            if key not in truth.values:
                self.unplanted(key, hit[key], right, best)

    def count(self, kind, cls, level, column, later=False):
        self.kinds[kind + (" (later)" if later else "")][column] += 1
        if not later:
            self.classes[cls][column] += 1
            self.levels[level][column] += 1

    def planted(self, key, t, hits):
        later = t.get("later", False)
        self.count(t["kind"], t["class"], t["level"], "planted", later)
        self.count(t["kind"], t["class"], t["level"], "found" if hits else "missed", later)
        if not hits:
            if not later:
                self.notes.append(("missed", key, t["raw"], t["difficulty"]))
        elif "box" in t:
            self.boxes[1] += 1
            self.boxes[0] += any(meets(t["box"], h.get("box")) for h in hits)

    def unplanted(self, key, hits, right, best):
        file, page, kind, value = key
        cls = self.truth.page_class.get((file, page), "other")
        level = self.truth.page_level.get((file, page), "-")
        bait = self.truth.decoy(file, page, hits[0])
        if self.truth.may(key):  # true, too
            return
        if self.truth.judges(key) is None:
            self.unjudged[kind] += 1
        elif bait:
            self.count(bait["kind"], cls, bait["level"], "reported")
            self.notes.append(("decoy", key, hits[0].get("raw", ""), bait["why"]))
        elif any(rival in right and best[rival] > h.get("score", 1) for h in hits for rival in h.get("rivals", [])):
            self.count(kind, cls, level, "rival")
        else:
            self.count(kind, cls, level, "wrong")
            self.notes.append(("wrong", key, hits[0].get("raw", ""), "score %s" % hits[0].get("score")))


def meets(a, b):
    """Does the middle of one box lie in the other?"""
    def inside(p, q):
        x, y = p[0] + p[2] / 2, p[1] + p[3] / 2
        return q[0] <= x <= q[0] + q[2] and q[1] <= y <= q[1] + q[3]
    return bool(b) and (inside(a, b) or inside(b, a))


def zones(truth, case):
    """Machine-readable zones: (truth, document or None, characters that differ) and documents that nobody planted."""
    got = collections.defaultdict(list)
    for f, p, r in case.placed(case.documents):
        got[(f, p)].append(r)
    out = []
    for t in truth.zones:
        have = got[(t["file"], t["page"])]
        have.sort(key=lambda r: differ(t["lines"], r["lines"]))
        near = have[0] if have and differ(t["lines"], have[0]["lines"]) <= 30 else None
        if near:
            have.remove(near)
        out.append((t, near, differ(t["lines"], near["lines"]) if near else None))
    return out, [(key, r) for key, rest in sorted(got.items()) for r in rest]


def differ(a, b):
    if [len(x) for x in a] != [len(x) for x in b]:
        return 99
    return sum(c != d for x, y in zip(a, b) for c, d in zip(x, y))


def table(title, rows):
    out = ["%-22s%s %9s %9s" % (title, "".join("%9s" % c for c in COLUMNS), "recall", "precision")]
    total = collections.Counter()
    for name in sorted(rows):
        if not name.endswith("(later)"):
            total.update(rows[name])
        out.append(row(name, rows[name]))
    return "\n".join(out + [row("all", total)]) + "\n"


def row(name, c):
    def ratio(a, b):
        return "%8.1f%%" % (100 * a / b) if b else "%9s" % "-"
    return "%-22s%s %s %s" % (name, "".join("%9s" % (c[k] or "·") for k in COLUMNS), ratio(c["found"], c["planted"]),
                              ratio(c["found"], c["found"] + c["wrong"] + c["reported"]))


def zone_report(pairs, extra, verbose):
    exact = sum(n == 0 for _, _, n in pairs)
    forged = [(t, d) for t, d, _ in pairs if t.get("failing")]
    said = sum(bool(d) and sorted(k for k, good in d["checks"].items() if not good) == sorted(t["failing"]) for t, d in forged)
    out = ["machine-readable zones: %d planted, %d exact, %d with wrong characters, %d missed, %d that nobody planted; forged: %d of %d shown as such"
           % (len(pairs), exact, sum(bool(n) for _, _, n in pairs), sum(d is None for _, d, _ in pairs), len(extra), said, len(forged))]
    for t, d, n in pairs:
        if verbose and n != 0:
            out.append("  %-7s %s p%d %s: %s" % ("missed" if d is None else "read", t["file"], t["page"], t["document"],
                                                 " | ".join(d["lines"]) if d else t["difficulty"]))
    for (file, page), r in extra if verbose else ():
        out.append("  extra   %s p%d %s: %s" % (file, page, r["format"], " | ".join(r["lines"])))
    return "\n".join(out)


def main():
    p = argparse.ArgumentParser(description="compare what a case found with what was planted")
    p.add_argument("case", type=pathlib.Path)
    p.add_argument("--truth", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent / "truth.ndjson")
    p.add_argument("--min-score", type=float, default=0.5)
    p.add_argument("-v", "--verbose", action="store_true")
    p.add_argument("--json", action="store_true")
    a = p.parse_args()
    try:
        truth = Truth(a.truth)
        case = Case(a.case, truth.files)
    except (OSError, ValueError) as e:
        sys.exit("score.py: %s" % e)
    s = Score(truth, case, a.min_score)
    pairs, extra = zones(truth, case)
    if a.json:
        for by, rows in (("kind", s.kinds), ("class", s.classes), ("difficulty", s.levels)):
            for name in sorted(rows):
                print(json.dumps({"by": by, "name": name, **{c: rows[name][c] for c in COLUMNS}}))
        print(json.dumps({"by": "zone", "name": "all", "planted": len(pairs), "exact": sum(n == 0 for _, _, n in pairs),
                          "missed": sum(d is None for _, d, _ in pairs), "wrong": len(extra)}))
        return
    print("score >= %g; a value counts once a page; (later): no rule is expected to know it yet\n" % a.min_score)
    print(table("kind", s.kinds))
    print(table("class of file", s.classes))
    print(table("difficulty", s.levels))
    print("boxes that meet the planted ones: %d of %d" % tuple(s.boxes))
    if s.unjudged:
        print("not judged (kinds that the truth doesn't hold): " + ", ".join("%s %d" % kv for kv in sorted(s.unjudged.items())))
    print(zone_report(pairs, extra, a.verbose))
    for what, (file, page, kind, value), raw, why in s.notes if a.verbose else ():
        print("  %-7s %s p%d %s %s  [%s] %s" % (what, file, page, kind, value, raw, why))


if __name__ == "__main__":
    main()
