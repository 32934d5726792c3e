#!/usr/bin/env python3
"""Writes tests/data/checks/examples.tsv from the identifier reference's examples:
key, input, normal form (empty: must not pass), default region. Newlines and tabs are escaped as \\n and \\t."""
import json
import sys

def escape(s):
    return s.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")

for entry in json.load(open(sys.argv[1], encoding="utf-8")):
    for item in entry["valid"]:
        print(entry["type"], escape(item[0]), escape(item[1]), item[2]["region"] if len(item) > 2 else "", sep="\t")
    for item in entry["invalid"]:
        text, extra = item if isinstance(item, list) else (item, {})
        print(entry["type"], escape(text), "", extra.get("region", ""), sep="\t")
