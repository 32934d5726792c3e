#!/usr/bin/env python3
"""pairs.py: the names that stand with numbers, and what payloads hold: PAIRS.tsv against the findings on standard input"""
import json
import sys

found = {}
for line in sys.stdin:
    r = json.loads(line)
    if r["type"] == "finding" and r["score"] >= 0.5:
        found.setdefault((r["kind"], r["value"]), []).append(r["attrs"].get("label", "-"))
bad = 0
for line in open(sys.argv[1], encoding="utf-8"):
    if line.startswith("#"):
        continue
    kind, value, label = line.rstrip("\n").split("\t")
    if label not in found.get((kind, value), []):
        bad = 1
        print(f"# {kind} {value}: expected label {label}, found {found.get((kind, value), 'nothing')}")
sys.exit(bad)
