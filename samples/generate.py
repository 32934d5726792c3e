#!/usr/bin/python3
"""generate.py: makes the synthetic seizure and its truth; the same seed gives the same bytes

  samples/generate.py [--seed N] [--out DIR]     DIR/seizure/… and DIR/truth.ndjson (default: the samples folder itself)
  samples/generate.py --wide N [--seed S] [--part training|tuning|reporting] [--mix even|sparse] --out DIR
                                                 N pages of the wide set: DIR/wide/… and DIR/truth.ndjson
  samples/generate.py [--zones N] [--sweep N] [--others N] [--seed S] [--part training|tuning|reporting] --out DIR
        N pictures with machine-readable zones, N more that go through each damage, N without any zone: DIR/pictures/… and
        DIR/truth.ndjson; with --megapixels M all scaled to that size
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
from maker import files, truth  # noqa: E402


def main():
    p = argparse.ArgumentParser(description="make the synthetic seizure, a wide set of pages, or pictures with and without zones")
    p.add_argument("--seed", type=int)
    p.add_argument("--out", type=pathlib.Path)
    p.add_argument("--wide", type=int, metavar="N")
    p.add_argument("--zones", type=int, metavar="N", default=0)
    p.add_argument("--sweep", type=int, metavar="N", default=0)
    p.add_argument("--forged", type=int, metavar="N", default=0)
    p.add_argument("--others", type=int, metavar="N", default=0)
    p.add_argument("--megapixels", type=float, metavar="M", help="pictures of zones and others all of this size")
    p.add_argument("--part", choices=("training", "tuning", "reporting"), default="tuning")
    p.add_argument("--mix", choices=("even", "sparse"), default="even")
    a = p.parse_args()
    pictures = a.zones > 0 or a.sweep > 0 or a.forged > 0 or a.others > 0
    if a.wide is not None and a.wide < 1 or (a.wide or pictures) and not a.out or a.wide and pictures:
        p.error("--wide, or --zones, --sweep, --forged and --others, want a number and --out")
    out = a.out or HERE
    root = out / ("wide" if a.wide else "pictures" if pictures else "seizure")
    if root.exists():
        shutil.rmtree(root)
    case = files.Case(root, truth.Truth(), random.Random(a.seed if a.seed is not None else 20240514))
    seed = a.seed if a.seed is not None else 1
    if a.wide:
        from maker import wide
        wide.make(case, a.wide, seed, a.part, a.mix)
    elif pictures:
        from maker import nozone, zonepages
        zonepages.SIZE = a.megapixels
        zonepages.make(case, a.zones, a.sweep, a.forged, seed, a.part)
        nozone.make(case, a.others, seed, a.part)
    else:
        from maker import exhibits
        exhibits.make(case)
    case.truth.write(out / "truth.ndjson")
    size = sum(f.stat().st_size for f in root.rglob("*") if f.is_file())
    print("%d files, %.2f MB, %d lines of truth" % (sum(f.is_file() for f in root.rglob("*")), size / 1e6, len(case.truth.lines)))


if __name__ == "__main__":
    main()
