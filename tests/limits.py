#!/usr/bin/env python3
"""limits.py: is every limit that the code knows on the page of limits, and the other way round?

usage: tests/limits.py SOURCE-FOLDER: prints what is amiss, and nothing when all is well"""
import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])
code = {p: p.read_text(encoding="utf-8") for d in ("lib", "tools") for p in sorted((top / d).rglob("*.[ch]"))}
own = top / "lib/base/limits.h"
page = (top / "man/docex-limits.7").read_text(encoding="utf-8")
cage = (top / "man/docex-sandbox.7").read_text(encoding="utf-8")
heads = set(re.findall(r"([a-z][a-z0-9-]*): ", " ".join(re.findall(r"^\.It (.*)$", page, re.M))))
named = set(re.findall(r"\(([a-z-]+)\)", page)) | heads

# what error records name
said = {name for text in code.values() for name in re.findall(r'dx_fail_limit\([^,;]*, "([a-z-]+)"', text)}
for name in sorted(said - named - {"record"}):  # a record that is too long is `malformed`
    print(f"an error `limit` ({name}) isn't on the page")
for name in sorted(set(re.findall(r"`limit` \(([a-z-]+)\)", page)) - said):
    print(f"the page tells of an error `limit` ({name}), which nothing gives")
for name in sorted(set(re.findall(r"^\.It ([a-z-]+) Ta", cage, re.M)) - {"an", "a"} - said):
    print(f"docex-sandbox(7) tells of a limit {name}, which nothing gives")

# what limits.h settles
text = code.pop(own)
macros = re.findall(r"^#define (DX_\w+) +\S", text, re.M)
for m in macros:
    if m[3:].lower().replace("_", "-") not in heads:
        print(f"{m} isn't on the page")
    if not any(re.search(rf"\b{m}\b", t) for t in code.values()) and text.count(m) == 1:
        print(f"{m} bounds nothing")
for why, m in re.findall(r"/\*((?:[^*]|\*(?!/))*)\*/\n#define (DX_\w+)", text):
    if "eason:" not in why and "----" not in why:
        print(f"{m} has no reason")
