#!/usr/bin/python3
"""zones.py: how well zones are read: what dx-mrz said against the truth of the zones set; tables, JSON lines, one HTML page

  tests/accuracy/zones.py RECORDS --truth FILE [--html FILE] [--lines FILE] [--worst N]
RECORDS is what dx-walk | dx-mrz wrote (items and documents). A zone is wholly right when every character of every line is; it
is found when a document of its picture has its format and at most a third of its characters differ. Standard library only.
"""
import argparse
import collections
import json
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import measure  # noqa: E402
import plots  # noqa: E402
import score  # noqa: E402

EDGES = {"cap": (5.7, 7, 9, 11, 14, 18, 24, 40, 130), "blur": (0, 0.02, 0.035, 0.05, 0.07, 0.09, 0.11),
         "motion": (0, 0.08, 0.13, 0.18, 0.24, 0.3),
         "contrast": (0.25, 0.38, 0.5, 0.65, 0.8, 1), "dark": (0.22, 0.36, 0.5, 0.68, 0.85, 1),
         "shade": (0, 0.2, 0.32, 0.45, 0.58, 0.7),
         "glare": (0, 0.2, 0.32, 0.45, 0.6, 0.75), "tilt": (0, 1, 3, 5, 8, 11, 14),
         "perspective": (0, 0.01, 0.025, 0.04, 0.065, 0.09),
         "curl": (0, 0.2, 0.45, 0.7, 1.25, 1.8), "noise": (0, 2, 4, 6.5, 9, 13, 18), "jpeg": (22, 36, 50, 65, 80, 95),
         "ground": (0, 0.15, 0.25, 0.35, 0.45, 0.55), "overlay": (0, 0.15, 0.3, 0.4, 0.5), "wear": (0, 0.1, 0.2, 0.3, 0.4, 0.5),
         "moire": (0, 0.05, 0.15, 0.3), "copy": (0, 1, 2, 3)}
UNITS = {"cap": "cap height, px", "blur": "blur, of the cap height", "motion": "motion, of the cap height",
         "contrast": "contrast, factor",
         "dark": "exposure, factor", "shade": "shade, share of light lost", "glare": "glare, share of white",
         "tilt": "tilt, degrees",
         "perspective": "perspective, share of the side", "curl": "curl, of the cap height", "noise": "noise, sd of 255",
         "jpeg": "JPEG quality",
         "ground": "pattern behind, of the ink", "overlay": "stamp across, share", "wear": "worn ink, share",
         "moire": "moiré depth",
         "copy": "photocopies"}
NEUTRAL = {"jpeg": None, "contrast": 1, "dark": 1}  # the value of a parameter that didn't act; 0 where not named


class Results:
    """Each zone with the document that answers it, and the documents that answer none."""
    name = "dx-mrz"

    def __init__(self, records, truth):
        where, documents, self.errors = collections.defaultdict(list), collections.defaultdict(list), collections.Counter()
        files = {t["file"] for t in truth}
        for r in records:
            if r["type"] == "item":
                where[r["id"]].append(score.Case.name("/".join(r["path"]), files))
            elif r["type"] == "error":
                self.errors[r["code"]] += 1
        for r in records:
            if r["type"] == "document":
                for file in dict.fromkeys(where[r["item"]]):
                    documents[file].append(r)
        self.pairs, self.swept, self.forged, self.answered = [], [], [], set()
        for t in truth:
            if "document" in t:
                (self.swept if "swept" in t else self.forged if "forged" in t else self.pairs).append((t, self.answer(t, documents[t["file"]])))
        self.others = [t for t in truth if t.get("nothing")]
        empty = {t["file"]: t for t in self.others}
        self.false = [(empty[f], d) for f, ds in documents.items() if f in empty for d in ds]
        self.extra = [(f, d) for f, ds in documents.items() if f not in empty for d in ds if id(d) not in self.answered]

    def answer(self, t, documents):
        best = min((d for d in documents if d["format"] == t["document"] and id(d) not in self.answered),
                   key=lambda d: score.differ(t["lines"], d["lines"]), default=None)
        if not best or score.differ(t["lines"], best["lines"]) > sum(map(len, t["lines"])) / 3:
            return None
        self.answered.add(id(best))
        return best


def right(t, d):
    return bool(d) and d["lines"] == t["lines"]


def holds(d):
    return all(d["checks"].values())


def marked(t, d):
    """A forged zone kept as printed, its failing checks named as such."""
    return right(t, d) and sorted(k for k, good in d["checks"].items() if not good) == sorted(t["failing"])


def row(name, pairs):
    c = collections.Counter(n=len(pairs))
    for t, d in pairs:
        c["right"] += right(t, d)
        c["missed"] += d is None
        c["differ"] += bool(d) and not right(t, d)
        c["silent"] += bool(d) and not right(t, d) and holds(d) and d["confidence"] >= 0.9
        c["characters"] += sum(map(len, t["lines"]))
        c["wrong_characters"] += min(99, score.differ(t["lines"], d["lines"])) if d else 0
    low, high = measure.wilson(c["right"], c["n"])
    return {"name": name, **{k: c[k] for k in ("n", "right", "differ", "missed", "silent", "characters", "wrong_characters")},
            "low": low, "high": high}


GROUPS = (("all", lambda t: "all"), ("stratum", lambda t: t["stratum"]), ("format", lambda t: t["document"]),
          ("turn", lambda t: str(t["turn"])),
          ("way", lambda t: t["way"]), ("class", lambda t: t["class"]), ("EXIF tag", lambda t: tag(t)),
          ("print", lambda t: "OCR-B" if ocr_b(t) else "other faces"), ("face", lambda t: t["face"]))


def ocr_b(t):
    return t["face"].startswith("OCR B")


def tag(t):
    upright = {0: 1, 90: 8, 180: 3, 270: 6}[t["turn"]]
    return "none" if "exif" not in t["params"] else "true" if t["params"]["exif"] == upright else "false"


def grouped(pairs, key):
    out = collections.defaultdict(list)
    for t, d in pairs:
        out[key(t)].append((t, d))
    return [row(k, out[k]) for k in sorted(out, key=lambda k: (measure.ORDER.get(k, 9), -len(out[k]) if len(k) > 3 else 0, k))]


def curves(results):
    """{parameter: [[low, high, n, right]]}: from the pictures that are clean in all else, where there are any."""
    out = {}
    for name, edges in EDGES.items():
        rows = [[a, b, 0, collections.Counter()] for a, b in zip(edges, edges[1:])]
        pairs = [(t, d) for t, d in results.swept if t["swept"] == name] or results.pairs
        for t, d in pairs:
            v = t["cap"] if name == "cap" else t["params"].get(name, NEUTRAL.get(name, 0))
            i = measure.bin_of(edges, abs(v) if v is not None else None)
            if i is not None:
                rows[i][2] += 1
                rows[i][3]["dx-mrz"] += right(t, d)
        if sum(bool(x[2]) for x in rows) > 1:
            out[name] = [x for x in rows if x[2]]
    return out


def scores(results):
    """(confidence, wholly right) of every document; one on a picture without zones is wrong."""
    out = [(d["confidence"], right(t, d)) for t, d in results.pairs + results.swept + results.forged if d]
    return sorted(out + [(d["confidence"], False) for _, d in results.false + results.extra])


FORGED = (("all", lambda t: True), ("clean, all forged", lambda t: "forged" in t), ("clean, all forged, OCR-B", lambda t: "forged" in t and ocr_b(t)),
          ("clean, all forged, other faces", lambda t: "forged" in t and not ocr_b(t)), ("among the others", lambda t: "forged" not in t))


def forged(results):
    """What became of zones that are wrong as printed."""
    for name, of in FORGED:
        pairs = [(t, d) for t, d in results.pairs + results.forged if t.get("failing") and of(t)]
        yield {"name": name, "forged": len(pairs), "found": sum(d is not None for _, d in pairs),
               "kept_as_printed": sum(right(t, d) for t, d in pairs),
               "kept_and_marked": sum(marked(t, d) for t, d in pairs),
               "made_valid_in_silence": sum(bool(d) and holds(d) and not right(t, d) for t, d in pairs)}


def tables(results):
    out = []
    for by, key in GROUPS:
        out.append("%-22s %6s %8s %17s %7s %7s %7s %9s" % ("by " + by if by != "all" else "", "zones", "right", "95 % interval",
                                                           "differ", "missed",
                                                       "silent", "char.err"))
        for c in grouped(results.pairs, key):
            found = c["characters"] - 0
            out.append("%-22s %6d %7.1f%%   %5.1f – %5.1f%% %7d %7d %7d %8.2f%%" % (
                c["name"], c["n"], 100 * c["right"] / c["n"], 100 * c["low"], 100 * c["high"], c["differ"], c["missed"],
                c["silent"],
                100 * c["wrong_characters"] / found))
        out.append("")
    n = len(results.others)
    out += ["differ: found, not every character right; silent: of those, all checks hold and confidence is 0.9 or more;",
            "char.err: wrong characters of the zones that were found", "",
            "forged zones                       n   found  kept as printed  and marked  made valid",
            *("%(name)-30s %(forged)5d %(found)7d %(kept_as_printed)16d %(kept_and_marked)11d %(made_valid_in_silence)11d" % f
              for f in forged(results) if f["forged"]), "",
            "documents on %d pictures without zones: %d (%.1f of 2,000), of them with all checks and confidence 0.9: %d" % (
                n, len(results.false), 2000 * len(results.false) / n if n else 0, sum(holds(d) and d["confidence"] >= 0.9 for _,
                    d in results.false)),
            *("  %s %s %s: %s" % (t["file"], t["class"], d["format"], " | ".join(d["lines"])) for t, d in results.false[:12]),
            "documents beside the planted zones: %d" % len(results.extra),
            "errors: " + (", ".join("%s %d" % kv for kv in sorted(results.errors.items())) or "none"), ""]
    rows, error = measure.reliability(scores(results))
    out += ["reliability of the documents' confidence (all documents; on a picture without zones none is right)",
            "%-12s %6s %8s %8s" % ("confidence", "n", "mean", "right")]
    out += ["%.1f – %.1f    %6d %8.3f %8.3f" % x for x in rows]
    out += [measure.ece_line(scores(results)), "", "share wholly right against each parameter (%s)" % (
        "all else clean" if results.swept else "other damage as drawn with it")]
    for name, rows in curves(results).items():
        out.append("%-32s %6s %8s" % (UNITS[name], "n", "right"))
        out += ["  %-30s %6d %7.1f%%" % ("%g – %g" % (a, b), n, 100 * k["dx-mrz"] / n) for a, b, n, k in rows]
    return "\n".join(out) + "\n"


def worst(results, count):
    """What was missed or misread on the easiest pictures: where to look first."""
    bad = [(t, d) for t, d in results.pairs if not right(t, d)]
    bad.sort(key=lambda p: (measure.ORDER[p[0]["stratum"]], p[0]["file"]))
    for t, d in bad[:count]:
        print("%s %s %s %s cap %.0f turn %d %s: %s" % (t["file"], t["stratum"], t["class"], t["document"], t["cap"], t["turn"],
                                                       t["face"],
                                                      json.dumps(t["params"])))
        for a, b in zip(t["lines"], d["lines"] if d else []):
            print("   %s\n   %s\n   %s" % (a, b, "".join(" " if x == y else "^" for x, y in zip(a, b))))


def json_lines(results):
    for by, key in GROUPS:
        for c in grouped(results.pairs, key):
            yield {"by": by, **c}
    for f in forged(results):
        yield {"by": "forged", **f}
    yield {"by": "others", "n": len(results.others), "documents": len(results.false)}
    rows, error = measure.reliability(scores(results))
    for low, high, n, mean, good in rows:
        yield {"by": "reliability", "low": low, "high": high, "n": n, "confidence": mean, "right": good}
    yield {"by": "calibration-error", "n": len(scores(results)), "value": error}
    for name, rows in curves(results).items():
        for low, high, n, k in rows:
            yield {"by": "parameter", "name": name, "low": low, "high": high, "n": n, "right": k["dx-mrz"]}


def page(results, text):
    c = row("all", results.pairs)
    return plots.document("docex: zones", [
        "<h1>Machine-readable zones</h1>",
        '<p class="big"><b>%d of %d zones wholly right (%.1f %%, 95 %% interval %.1f – %.1f)</b>; %d documents on %d pictures without zones</p>' % (
            c["right"], c["n"], 100 * c["right"] / c["n"], 100 * c["low"], 100 * c["high"], len(results.false),
            len(results.others)),
        "<p>Synthetic pictures only (samples/README.md). Vertical lines are 95 % intervals (Wilson).</p>",
        "<h2>How much to trust the confidence</h2>", plots.reliability(scores(results), measure, "dx-mrz"),
        "<h2>Against each kind of damage</h2>",
        *[plots.curve(UNITS[name], "zones wholly right", rows, ["dx-mrz"], measure) for name,
          rows in curves(results).items()],
        "<h2>All figures</h2><pre>%s</pre>" % plots.html.escape(text)])


def main():
    p = argparse.ArgumentParser(description="measure what dx-mrz said against the truth of the zones set")
    p.add_argument("records", type=pathlib.Path)
    p.add_argument("--truth", type=pathlib.Path, required=True)
    p.add_argument("--html", type=pathlib.Path)
    p.add_argument("--lines", type=pathlib.Path)
    p.add_argument("--worst", type=int, default=0, metavar="N", help="list N zones that weren't right, the easiest first")
    a = p.parse_args()
    try:
        results = Results(score.lines(a.records), score.lines(a.truth))
    except (OSError, ValueError, KeyError) as e:
        sys.exit("zones.py: %s" % e)
    text = tables(results)
    print(text)
    worst(results, a.worst)
    if a.lines:
        a.lines.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in json_lines(results)), encoding="utf-8")
    if a.html:
        a.html.write_text(page(results, text), encoding="utf-8")


if __name__ == "__main__":
    main()
