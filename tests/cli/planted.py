#!/usr/bin/env python3
"""planted.py: identifiers planted in raw bytes, and what must be found where

  planted.py make FOLDER [SEED]    writes text (all of them), image, and plan.json
  planted.py check FOLDER          compares FOLDER/text.ndjson and FOLDER/image.ndjson, what dx-find says of both, with plan.json

Every example of the rules that hits is planted in UTF-8 and in UTF-16 of both byte orders at even and odd bytes, and those with enough Thai in
single bytes, between random bytes and zeros; many across the borders of the portions in which the tool works. Expected are the findings that the text has when it stands alone;
where they lie in the image is reckoned here, by Python's own codecs.
Scores are the same, too, but for short runs in UTF-8.
"""
import json
import os
import pathlib
import random
import re
import sys

PORTION = 65536
BREAK = "\n.\n\n.\n"
FORMS = ("utf-8", "utf-16-le", "utf-16-be")
LEAST = 6  # characters of a run
# three in a row of these make an anchor in UTF-16; in UTF-8 six of ASCII, or three of the others
NEAR = r"[ -~]{3}|[\u0e00-\u0eff]{3}|[\u1000-\u10ff]{3}|[\u1700-\u17ff]{3}"
# in single bytes, eight of these, and more for it to be sure
THAI = r"[\u0e01-\u0e3a\u0e40-\u0e4e ]{8}"
SURE = 14
NEAR8 = r"[ -~]{6}|[\u0080-\u07ff]{3}|[\u0800-\uffff]{3}"


def examples(rules):
    seen = set()
    for path in sorted(rules.glob("*.rules")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("hit: "):
                continue
            text = line[5:].rsplit(" -> ", 1)[0].replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\").strip()
            if text not in seen and "region=" not in line and re.search(NEAR, text) and re.search(NEAR8, text) and len(text) >= LEAST:
                seen.add(text)
                yield text


def shows_controls(text):
    return any(ord(c) < 32 and c not in "\t\r\n" or 0x7f <= ord(c) < 0xa0 for c in text)


def is_thai(text):
    """Nothing but what single bytes hold."""
    try:
        text.encode("cp874")
        return True
    except UnicodeEncodeError:
        return False


def make(folder, seed):
    r = random.Random(seed)
    rules = pathlib.Path(os.environ.get("DX_SRC", ".")) / "rules"
    texts = [t for t in examples(rules) if not shows_controls(t)]
    image, plan = bytearray(), []

    def pad(n):
        image.extend(r.randbytes(n) if r.random() < 0.5 else bytes(n))

    def plant(k, form, at=None):
        data = texts[k].encode(form)
        if at is not None:
            while len(image) < at - 8:
                pad(min(4096, at - 8 - len(image)))
            image.extend(bytes(at - 3 - len(image)))
        image.extend(b"\xff\xff\xff")
        plan.append((len(image), k, form))
        image.extend(data)
        image.extend(b"\xff\xff\xff")

    jobs = [(k, form, odd) for k in range(len(texts)) for form in FORMS for odd in (0, 1)]
    r.shuffle(jobs)
    border = PORTION
    for k, form, odd in jobs:
        size = len(texts[k].encode(form))
        if len(image) + 4096 > border and size > 2:  # this one lies across the border
            at = border - r.randrange(1, size)
            plant(k, form, at + (at + odd) % 2)
            border += PORTION
            continue
        at = len(image) + 16 + r.randrange(300)
        plant(k, form, at + (at + odd) % 2)
    # zeros around, nothing else: at even bytes, as otherwise nobody can tell the byte order
    for k in range(0, len(texts), 3):
        for form in FORMS[:2] if k % 2 else FORMS[::2]:
            if "\u1000" in texts[k] and form != "utf-8":  # 10 00 beside zeros is the letter in either byte order
                continue
            image.extend(bytes(64 + len(image) % 2))
            plan.append((len(image), k, form))
            image.extend(texts[k].encode(form))
            image.extend(bytes(64))
    # Thai in single bytes
    for k, text in enumerate(texts):
        if re.search(THAI, text) and len(re.findall("[\u0e01-\u0e4e]", text)) >= SURE and is_thai(text):
            plant(k, "cp874", len(image) + 16 + r.randrange(300))
    pad(3000)
    (folder / "image").write_bytes(image)
    starts, whole = [], ""
    for t in texts:
        starts.append(len(whole.encode()))
        whole += t + BREAK
    (folder / "text").write_bytes(whole.encode())
    (folder / "plan.json").write_text(json.dumps({"texts": texts, "starts": starts, "plan": plan}), encoding="utf-8")


def key(f, start, end):
    return (start, end, f["kind"], f["value"], json.dumps(f["attrs"], sort_keys=True))


def noise(f):
    """What a short run in UTF-8 lost for being what noise looks like, too."""
    return sum(w for name, w in f["why"]["parts"] if name == "noise")


def check(folder):
    p = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    texts, starts = p["texts"], p["starts"]
    alone = [[] for _ in texts]
    k = 0
    for line in open(folder / "text.ndjson", encoding="utf-8"):
        f = json.loads(line)
        a, b = f["span"]
        while k + 1 < len(texts) and starts[k + 1] <= a:
            k += 1
        data = texts[k].encode()
        # characters before, so that bytes of another form can be reckoned
        alone[k].append((f, len(data[:a - starts[k]].decode()), len(data[:b - starts[k]].decode())))
    want = {}
    for at, k, form in p["plan"]:
        for f, a, b in alone[k]:
            where = [at + len(texts[k][:i].encode(form)) for i in (a, b)]
            want[key(f, *where)] = (texts[k], form, at, f["score"])
    image = (folder / "image").read_bytes()
    got, bad = {}, 0
    for line in open(folder / "image.ndjson", encoding="utf-8"):
        f = json.loads(line)
        a, b = f["span"]
        got[key(f, a, b)] = f
        if image[a:b].decode(f.get("charset", "utf-8").replace("windows-", "cp")) != f["raw"]:
            bad += 1
            print("# raw isn't what lies there:", line[:200])
    lost = {x for x in want if x not in got}
    more = {x for x in got if x not in want}
    for x in sorted(lost)[:20]:
        print("# not found:", x, *want[x])
    for x in sorted(more)[:20]:
        print("# not expected:", x, got[x]["raw"])
    for x in set(want) - lost:
        text, form, _, score = want[x]
        if noise(got[x]) < 0 and (form != "utf-8" or len(text) > 24 or got[x]["score"] < 0.5) or noise(got[x]) == 0 and got[x]["score"] != score:
            bad += 1
            print("# another score:", x, got[x]["score"], *want[x])
    print("# %d texts, %d plants, %d findings expected, %d bytes" % (len(texts), len(p["plan"]), len(want), len(image)))
    return 1 if bad or lost or more or len(want) < 1000 else 0


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("make", "check"):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "check":
        sys.exit(check(folder))
    make(folder, int(sys.argv[3]) if len(sys.argv) > 3 else 1)


if __name__ == "__main__":
    main()
