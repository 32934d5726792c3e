#!/usr/bin/python3
"""generate.py: makes the synthetic seizure and its truth; the same seed gives the same bytes

  samples/generate.py [--seed N] [--out DIR]     DIR/seizure/… and DIR/truth.ndjson (default: the samples folder itself)
  samples/generate.py --wide N [--seed S] [--part training|tuning|reporting] [--mix even|sparse] --out DIR
                                                 N pages of the wide set: DIR/wide/… and DIR/truth.ndjson
Needs the Debian packages of the group `training` of packages.txt.
"""
import argparse
import pathlib
import random
import shutil
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from maker import exhibits, files, truth, wide  # noqa: E402


def main():
    p = argparse.ArgumentParser(description="make the synthetic seizure, or a wide set of pages")
    p.add_argument("--seed", type=int)
    p.add_argument("--out", type=pathlib.Path)
    p.add_argument("--wide", type=int, metavar="N")
    p.add_argument("--part", choices=("training", "tuning", "reporting"), default="tuning")
    p.add_argument("--mix", choices=("even", "sparse"), default="even")
    a = p.parse_args()
    if a.wide is not None and (a.wide < 1 or not a.out):
        p.error("--wide wants a number of pages and --out")
    out = a.out or HERE
    root = out / ("wide" if a.wide else "seizure")
    if root.exists():
        shutil.rmtree(root)
    case = files.Case(root, truth.Truth(), random.Random(a.seed if a.seed is not None else 20240514))
    if a.wide:
        wide.make(case, a.wide, a.seed or 1, a.part, a.mix)
    else:
        exhibits.make(case)
    case.truth.write(out / "truth.ndjson")
    size = sum(f.stat().st_size for f in root.rglob("*") if f.is_file())
    print("%d files, %.2f MB, %d lines of truth" % (sum(f.is_file() for f in root.rglob("*")), size / 1e6, len(case.truth.lines)))


if __name__ == "__main__":
    main()
