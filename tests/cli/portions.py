#!/usr/bin/env python3
"""portions.py: what dx-find finds doesn't hang on how its input comes

  portions.py ROUNDS [SEED]
Each round makes three texts (golden ones, labelled ones, hard ones, endless lines, bytes that are no UTF-8) and asks for all findings of them:
as files, by 1, 2 and 4 workers; as standard input, from a file and from a pipe that gives random portions; --binary both ways; as records whose
pages are cut at random. Ids are made of the item's hash, which standard input doesn't have yet, and records have pages: but for these all must be
the same. Prints what differs and fails.
"""
import array
import difflib
import fcntl
import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import termios
import time

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, os.path.join(TESTS, "bench"))
sys.dont_write_bytecode = True
import worst  # noqa: E402


def labelled():
    for name in sorted(glob.glob(os.path.join(TESTS, "accuracy", "*.tsv"))):
        with open(name, encoding="utf-8") as f:
            yield from (line.split("\t")[0].replace("\\n", "\n").replace("\\t", "\t") for line in f if line[0] != "#")


LABELLED = list(labelled())
GOLDEN = [open(name, encoding="utf-8").read() for name in sorted(glob.glob(os.path.join(TESTS, "data", "find", "*.txt")))]
PIECES = [
    lambda r: r.choice(GOLDEN).encode(),
    lambda r: "\n".join(r.choices(LABELLED, k=r.randrange(1, 30))).encode(),
    lambda r: "\n".join(r.choices(LABELLED, k=r.randrange(1, 30))).encode(),
    lambda r: r.choice(list(worst.KINDS.values()))(r.choice([100, 3000, 20000])),
    lambda r: r.choice(LABELLED).replace("\n", " ").encode() * r.randrange(1, 200),  # a line of more than a piece
    lambda r: r.randbytes(r.randrange(1, 40)),
    lambda r: r.choice(LABELLED).encode(r.choice(["utf-16-le", "utf-16-be", "cp874"]), "ignore"),
]


def text(r, plain):
    """plain: text that a file can hold without being asked through dx-text, as records do."""
    joint = r.choice([b"\n", b"\r\n", b" ", b""])
    b = b"a head of plain text\n" + joint.join(r.choice(PIECES)(r) for _ in range(r.choice([1, 4, 12])))
    return re.sub("[\0-\x08\x0b\x0e-\x1f\x7f]", "", b.decode(errors="ignore")).encode() if plain else b


def portions(r, n):
    """Sizes that add up to n, of any order of magnitude, not so many that it takes long."""
    most = r.choice([10, 300, 5000, 70000])
    while n > 0:
        take = min(n, max(r.randrange(1, most + 1), n // 200 if r.random() < 0.7 else 1))
        yield take
        n -= take


def feed(r, pipe, data):
    """A portion is given when the one before is taken, so that the reader gets it as it is."""
    waits, at = array.array("i", [0]), 0
    for n in portions(r, len(data)):
        pipe.write(data[at:at + n])
        at += n
        fcntl.ioctl(pipe, termios.FIONREAD, waits)
        while waits[0]:
            time.sleep(0.0001)
            fcntl.ioctl(pipe, termios.FIONREAD, waits)
    pipe.close()


def find(*args, data=None, cut=None):
    """What dx-find writes; data: its standard input, as a file, or through a pipe as this generator cuts it."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out:
        given.write(data or b"")
        given.seek(0)
        command = ["dx-find", "-q", "--only", "finding,document,error", "--min-score", "0", *args]
        child = subprocess.Popen(command, stdin=subprocess.PIPE if cut else given, stdout=out, stderr=subprocess.STDOUT, bufsize=0)
        if cut:
            feed(cut, child.stdin, data)
        child.wait()
        out.seek(0)
        return out.read().decode()


def records(r, data):
    """An item whose text comes in pages that are cut anywhere between characters, and where each of them begins."""
    by, item, whole, at, begins = "0123456789ab", "0" * 64, data.decode(), 0, {}
    lines = [{"type": "item", "id": item, "exhibit": "E", "path": ["E/a"], "at": [0], "size": len(data), "media": "text/plain", "duplicate": False, "by": by}]
    for page, n in enumerate(portions(r, len(whole)), 1):
        part, whole = whole[:n], whole[n:]
        begins["%016x" % page] = at
        lines.append({"type": "page", "id": "%016x" % page, "item": item, "page": page, "layer": "text", "n": 0, "offset": at, "text": part, "by": by})
        at += len(part.encode())
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines).encode(), begins


def bare(out, begins=None):
    """Records without their ids and their item's; ids of rivals as the findings' numbers, spans of pages as of the whole text. Among other records
    a document stands behind its page, so that each type is in its own order."""
    found = sorted((json.loads(line) for line in out.split("\n")[:-1]), key=lambda f: f["type"])
    number = {f.get("id"): i for i, f in enumerate(found)}
    for f in found:
        page = (begins or {}).get(f.get("of"), 0)  # of a document: no span
        f["span"] = [page + at for at in f.get("span", [])]
        f["spans"] = [[page + at for at in span] for span in f.get("spans", [])]
        f["rivals"] = [number.get(i) for i in f.get("rivals", [])]
        for key in ("id", "item", "page", "of", "by", "exhibit", "path"):
            f.pop(key, None)
    return [json.dumps(f, ensure_ascii=False) for f in found]


class Round:
    def __init__(self, seed):
        self.seed, self.bad = seed, 0
        self.r = random.Random(seed)

    def same(self, want, got, what):
        if want != got:
            self.bad += 1
            lines = difflib.unified_diff(*(x.split("\n") if isinstance(x, str) else x for x in (want, got)), "file", what, n=0, lineterm="")
            print("seed %d: %s:" % (self.seed, what), *[line[:400] for line in lines][:8], sep="\n    ")

    def streams(self, data, want, *options):
        whole = find(*options, "-", data=data)
        if want is not None:
            self.same(bare(want), bare(whole), " ".join(["standard input", *options]))
        self.same(whole, find(*options, "-", data=data, cut=self.r), " ".join(["portions", *options]))

    def run(self):
        with tempfile.TemporaryDirectory() as d:
            plain = self.r.random() < 0.6
            texts = [text(self.r, plain) for _ in range(3)]
            names = [os.path.join(d, "text%d" % i) for i in range(3)]
            for name, data in zip(names, texts):
                with open(name, "wb") as f:
                    f.write(data)
            for options in [], ["--binary"]:
                want = find(*options, "-j1", *names)
                for j in "-j2", "-j4":
                    self.same(want, find(*options, j, *names), " ".join([j, *options]))
                self.streams(texts[0], find(*options, names[0]) if plain or options else None, *options)
            if plain:
                given, begins = records(self.r, texts[0])
                self.same(bare(find(names[0])), bare(find(data=given), begins), "records")
        return len(want)


def main():
    bad = found = 0
    rounds, seed = int(sys.argv[1]), int((sys.argv[2:] or ["1"])[0])
    for i in range(rounds):
        r = Round(seed + i)
        found += r.run()
        bad += r.bad
    print("%d rounds, %d bytes of findings, %d differ" % (rounds, found, bad))
    return bad > 0 or found < 1000


if __name__ == "__main__":
    sys.exit(main())
