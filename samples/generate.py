#!/usr/bin/python3
"""generate.py: makes the synthetic seizure and its truth; the same seed gives the same bytes

  samples/generate.py [--seed N] [--out DIR]     DIR/seizure/… and DIR/truth.ndjson (default: the samples folder itself)
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
from maker import exhibits, files, truth  # noqa: E402


def main():
    p = argparse.ArgumentParser(description="make the synthetic seizure")
    p.add_argument("--seed", type=int, default=20240514)
    p.add_argument("--out", type=pathlib.Path, default=HERE)
    a = p.parse_args()
    root = a.out / "seizure"
    if root.exists():
        shutil.rmtree(root)
    case = files.Case(root, truth.Truth(), random.Random(a.seed))
    exhibits.make(case)
    case.truth.write(a.out / "truth.ndjson")
    size = sum(f.stat().st_size for f in root.rglob("*") if f.is_file())
    print("%d files, %.2f MB, %d lines of truth" % (sum(f.is_file() for f in root.rglob("*")), size / 1e6, len(case.truth.lines)))


if __name__ == "__main__":
    main()
