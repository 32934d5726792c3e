#!/usr/bin/env python3
"""coverage.py: are all types of the identifier reference found in running text, and near misses not?

Reads examples.tsv (type, text, normal form, region) and words.tsv (type, words), sets every example behind every word of its type
in several surroundings, and runs dx-find over them all. A valid example must be found with its kind, normal form and fixed
attributes and a score of at least 0.5; an invalid one must not be. `-v` prints a line for each type.
"""
import json
import os
import subprocess
import sys

FRAMES = ["{w}: {x}", "{w} {x}", "- {w} : {x} (see below)", "please note that {w} {x}, thanks", "| {w} | {x} |", "{w}\n{x}"]
PLAIN_FRAMES = FRAMES[:4]  # what a label and a value on two lines, or in cells, aren't usual for
SAME = {  # types that are each other's variants, or that hold the same number: finding it as the other is right, too
    "id.npwp16": {"id.npwp16", "id.nik"}, "th.tax_id": {"th.tax_id", "th.national_id"},
    "passport": {"passport"}, "th.promptpay_id": {"th.promptpay_id", "phone"},
}
UNLIKE = {("sol.address", "1" * 32)}  # the system's own account: all digits alike, as no person's address is
ONE_LINE = {"emvco.qr", "th.slip_qr", "mrz.td1", "mrz.td2", "mrz.td3", "mrz.mrva", "mrz.mrvb"}


def rows(path):
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line and not line.startswith("#"):
            yield line.split("\t")


def load(src):
    kinds = {r[0]: (r[1], dict(p.split("=") for p in r[2].split(";")) if r[2] != "-" else {}) for r in rows(f"{src}/rules/kinds.tsv")}
    words = {r[0]: r[1].split("|") for r in rows(f"{src}/tests/data/checks/words.tsv")}
    examples = [(r + ["", ""])[:4] for r in rows(f"{src}/tests/data/checks/examples.tsv")]
    return kinds, words, examples


def cases(words, examples):
    """(type, text, valid, normal form, region, frame's text)"""
    for type_, text, want, region in examples:
        if (type_, text) in UNLIKE:
            continue
        text = text.replace("\\n", "\n")
        want = want.replace("\\n", "\n")
        own = words.get(type_, []) + (words["passport.*"] if type_.startswith("passport.") else [])
        frames = ["{x}"] if type_.startswith("mrz.") else PLAIN_FRAMES if type_ in ONE_LINE else FRAMES
        if type_ == "phone" and not want:
            own = own[:7]  # Thai: in other languages the same digits are a number of another country
        for i, word in enumerate(own or [""]):
            # every word in the plainest surroundings, the first in all of them
            for frame in frames if i == 0 else frames[:2]:
                yield type_, text, want, region, frame.format(w=word, x=text), word


def find(texts, region):
    """One run for all: texts apart by lines that hold nothing, so that none is the other's label."""
    parts, at = [], []
    offset = 0
    for t in texts:
        b = (t + "\n.\n").encode()
        at.append(offset)
        parts.append(b)
        offset += len(b)
    args = ["dx-find", "-"] + (["--region", region] if region else [])
    out = subprocess.run(args, input=b"".join(parts), stdout=subprocess.PIPE, check=True).stdout
    found = [[] for _ in texts]
    import bisect
    for line in out.splitlines():
        r = json.loads(line)
        if r["type"] == "finding" and "span" in r:
            found[bisect.bisect_right(at, r["span"][0]) - 1].append(r)
        elif r["type"] == "document":
            for i, t in enumerate(texts):
                if "\n".join(r["lines"]) in t:
                    found[i].append(r)
    return found


def good(type_, text, want, kinds, records):
    """Is there the finding that is wanted?"""
    if type_.startswith("mrz."):
        return any(r["type"] == "document" and "\n".join(r["lines"]) == want and all(r["checks"].values()) for r in records)
    kind, attrs = kinds[type_]
    right = SAME.get(kind, {kind})
    for r in records:
        if type_ == "phone" and r["type"] == "finding" and want in r["attrs"].get("alternatives", []):
            return True  # a label in another country's language speaks for that country
        if r["type"] == "finding" and r["kind"] in right and r["value"] == want and r["score"] >= 0.5:
            # one number, several countries: the one asked for may stand among the alternatives
            fits = all(r["attrs"].get(k) == v or v in r["attrs"].get("alternatives", []) for k, v in attrs.items())
            if fits and (r["key"].startswith(r["kind"] + ":") or r["kind"] == "emvco.qr"):
                return True
    return False


def wrongly(type_, text, kinds, records, frame):
    """Is the near miss found as a whole as what it isn't?"""
    if type_.startswith("mrz."):
        return any(r["type"] == "document" and "\n".join(r["lines"]) == text and r["checks"] and all(r["checks"].values()) for r in records)
    kind, attrs = kinds[type_]
    for r in records:
        if r["type"] == "finding" and r["kind"] == kind and r["score"] >= 0.5 and r["raw"] == text:
            if all(r["attrs"].get(k) == v for k, v in attrs.items()):
                return True
    return False


def main():
    src = os.environ.get("DX_SRC", ".")
    kinds, words, examples = load(src)
    todo = list(cases(words, examples))
    tally, failures = {}, []
    for region in sorted({c[3] for c in todo}):
        batch = [c for c in todo if c[3] == region]
        for (type_, text, want, _, frame, word), records in zip(batch, find([c[4] for c in batch], region)):
            ok = good(type_, text, want, kinds, records) if want else not wrongly(type_, text, kinds, records, frame)
            t = tally.setdefault(type_, [0, 0])
            t[not ok] += 1
            if not ok:
                seen = "; ".join(f"{r['kind']} {r['value']} {r['score']}" for r in records if r["type"] == "finding") or "nothing"
                failures.append(f"{type_}: {frame!r} {'not found as ' + want if want else 'found'}; there: {seen}")
    if "-v" in sys.argv:
        for type_, (passed, failed) in sorted(tally.items()):
            print(f"# {type_:24} {passed:5} right {failed:4} wrong")
    for f in failures:
        print("#", f)
    print(f"# {len(tally)} types, {len(todo)} texts, {len(failures)} wrong")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
