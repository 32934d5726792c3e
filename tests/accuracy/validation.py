#!/usr/bin/python3
"""validation.py: makes rules/validation.tsv, the labelled set that `dx-find --self-test` measures with

  tests/accuracy/validation.py > rules/validation.tsv
  tests/accuracy/validation.py --sets N
  tests/accuracy/validation.py --extras
Each example of the identifier reference (tests/data/checks/examples.tsv) stands behind words that name its kind (words.tsv), in several
surroundings; values that aren't valid stand there as well, with no label, so that finding them counts as false. Then the wordings of
tests/accuracy/wordings.tsv, written apart from the rules, those of unfound.tsv, newest.tsv, strangers.tsv, layouts.tsv, persons.tsv, cases.tsv, seized.tsv, exports.tsv, phones.tsv and papers.tsv, of which something is known
not to be found yet (--sets N: only the first N of those behind the first), and the decoys of tests/data/find. --extras lists what dx-find (in PATH) finds beside the labels instead. Standard library only.
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SRC = HERE.parents[1]
FRAMES = ["{w}: {x}", "{w} {x}", "- {w} : {x} (see below)", "please note that {w} {x}, thanks", "| {w} | {x} |", "{w}\\n{x}"]
WORDS = 5  # of a type, from its first on
ONE_LINE = {"emvco.qr", "th.slip_qr"}
# Payloads and links hold other things, which are found, too; a number that isn't one country's passport is another's.
HOLDS_MORE = {"emvco.qr", "th.slip_qr", "whatsapp.link", "viber.link", "telegram.handle", "facebook.url", "mm.wallet", "th.promptpay_id", "in.upi_vpa", "open wording"}
LEFT_OUT = {("sol.address", "1" * 32)}


def rows(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def examples():
    kinds = {r[0]: r[1] for r in rows(SRC / "rules/kinds.tsv")}
    words = {r[0]: r[1].split("|") for r in rows(SRC / "tests/data/checks/words.tsv")}
    turn = 0
    for type_, text, want, region in ((r + ["", "", ""])[:4] for r in rows(SRC / "tests/data/checks/examples.tsv")):
        if type_.startswith("mrz.") or (type_, text) in LEFT_OUT or "\\n" in text or region not in ("", "TH"):
            continue
        own = words.get(type_, []) + (words["passport.*"] if type_.startswith("passport.") else [])
        step = max(1, len(own) // WORDS)
        for word in (own or [""])[::step][:WORDS if want else 2]:
            frames = FRAMES[:4] if type_ in ONE_LINE else FRAMES
            turn += 1
            yield frames[turn % len(frames)].format(w=word, x=text).strip(" :"), [(kinds[type_], want)] if want else [], type_


def all_texts():
    yield from examples()
    lost = ["unfound.tsv", "newest.tsv", "strangers.tsv", "layouts.tsv", "persons.tsv", "cases.tsv", "seized.tsv", "exports.tsv", "phones.tsv", "papers.tsv"]
    sets = int(sys.argv[2]) if sys.argv[1:2] == ["--sets"] else len(lost)
    lists = ["wordings.tsv"] + lost[:sets]
    for r in (r for name in lists for r in rows(HERE / name)):
        yield r[0], [f.partition("=")[::2] for f in r[1:] if f != "?"], "open wording" if "?" in r[1:] else "wording"


def extras(texts):
    """What is found beside the labels."""
    parts, at, offset = [], [], 0
    for text, _, _ in texts:
        b = (text.replace("\\n", "\n") + "\n.\n").encode()
        at.append(offset)
        parts.append(b)
        offset += len(b)
    out = subprocess.run(["dx-find", "--min-score", "0.5", "--only", "finding", "-"], input=b"".join(parts), stdout=subprocess.PIPE, check=True).stdout
    import bisect
    for line in out.splitlines():
        r = json.loads(line)
        i = bisect.bisect_right(at, r["span"][0]) - 1
        text, labels, type_ = texts[i]
        if not {(r["kind"], r["value"]), ("?" + r["kind"], r["value"]), ("?" + r["kind"], "")} & set(labels):
            print(type_, r["kind"], r["value"], r["score"], repr(text), sep="\t")


def main():
    texts = list(all_texts())
    if "--extras" in sys.argv:
        return extras(texts)
    print("# validation.tsv: a labelled set for dx-find --self-test; made by tests/accuracy/validation.py, all values synthetic or specimens")
    print("# text, then kind=value of everything that must be found in it; ?: what else is found isn't judged; ?kind, ?kind=value: nor is this; nothing: a decoy; \\n: a line end")
    for text, labels, type_ in texts:
        more = ["?"] if type_ in HOLDS_MORE or type_.startswith("passport.") else []
        print("\t".join([text] + [kind + "=" * bool(value) + value for kind, value in labels] + more))
    return 0


if __name__ == "__main__":
    sys.exit(main())
