#!/usr/bin/python3
"""texts.py: makes a set of a list of texts, as run.sh makes one of pages, so that measure.py and fit.py take it

  tests/accuracy/texts.py LIST FOLDER     LIST as wordings.tsv; docex in PATH
Each text becomes a file of its own; those of which not all is noted (?) are left out. FOLDER gets texts/, truth.ndjson and case/.
Standard library only.
"""
import json
import pathlib
import subprocess
import sys


def main():
    source, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    (out / "texts").mkdir(parents=True)
    with (out / "truth.ndjson").open("w", encoding="utf-8") as truth:
        for n, line in enumerate(source.read_text(encoding="utf-8").splitlines()):
            text, *values = line.split("\t")
            if not text or text.startswith("#") or "?" in values:
                continue
            name = "texts/%04d.txt" % n
            (out / name).write_text(text.replace("\\n", "\n").replace("\\t", "\t") + "\n", encoding="utf-8")
            also = [(kind, value or "*") for kind, _, value in (v[1:].partition("=") for v in values if v[0] == "?")]
            rows = [dict(zip(("kind", "value"), v.split("=", 1)), also=also) for v in values if v[0] != "?"] or [{"kind": "*", "value": "", "decoy": "none", "why": "nothing to find"}]
            for row in rows:
                truth.write(json.dumps({"file": name, "page": 1, "class": "text", "stratum": "text", "difficulty": "clean", "raw": row["value"], **row}, ensure_ascii=False) + "\n")
    subprocess.run(["docex", "run", "-q", "-j", "1", str(out / "texts"), "-C", str(out / "case")], check=True)


main()
