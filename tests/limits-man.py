#!/usr/bin/env python3
"""Makes man/docex-limits.7 of lib/base/limits.h: every bound with its default, its reason and what happens at it, written once.
usage: tests/limits-man.py LIMITS.H > man/docex-limits.7   (tests/cli/tables.test sees that the page is the file's)"""
import re
import sys

UNITS = {"u": 1, "ull": 1, "ll": 1, "": 1}


def value(expr):
    """A C constant as a person writes it: `(64u << 20)` as 64 Mi."""
    e = re.sub(r"\(size_t\)", "", expr).strip()
    m = re.fullmatch(r"\(?\(?(\d+)(?:u|ull|ll|L)?\s*<<\s*(\d+)\)?\)?", e)
    if m:
        n, shift = int(m.group(1)), int(m.group(2))
        return f"{n << shift % 10:,} {['', 'Ki', 'Mi', 'Gi', 'Ti'][shift // 10]}".strip()
    e = re.sub(r"(?<=\d)(?:ull|ll|u|L)\b", "", e).strip("()")
    if re.fullmatch(r"[\d *]+", e):
        n = 1
        for factor in e.split("*"):
            n *= int(factor)
        return f"{n:,}"
    return e


def name(macro):
    return macro[3:].lower().replace("_", "-")


def roff(text):
    text = re.sub(r"\bDX_\w+", lambda m: name(m.group()), text)
    text = text.replace("\\", "\\e")
    out = []
    for sentence in re.split(r"(?<=[.:]) (?=[A-Z])", text):
        sentence = re.sub(r"^([.'])", r"\\&\1", sentence)
        out.append(re.sub(r"(--[a-z-]+)", lambda m: m.group(1).replace("-", "\\-"), sentence))
    return "\n".join(out)


def main():
    src = open(sys.argv[1], encoding="utf-8").read()
    print('.\\" docex-limits.7: made by tests/limits-man.py of lib/base/limits.h: change that, not this')
    print(".Dd November 25, 2026\n.Dt DOCEX-LIMITS 7\n.Os\n.Sh NAME\n.Nm docex-limits\n.Nd every bound on input, with its reason")
    print(".Sh DESCRIPTION\nWhat docex reads was made by somebody who may want it to hang, to crash, or to fill the disk; so everything has a bound.")
    print("What decides content is counted in work (bytes, pixels, words, pages, steps of matching), so that the same input gives the same")
    print("records on any machine; time and memory are the net below, and what fails by them is marked transient.")
    print("A bound that a user may need to move has an option, which is named.")
    tokens = re.finditer(r"/\* ---- (?P<head>.*?) ---- \*/|/\*(?P<text>.*?)\*/|^#define (?P<name>DX_\w+)[ \t]+(?P<value>\S[^\n]*)$", src, re.S | re.M)
    text, names, listing = "", [], False

    def flush():
        nonlocal text, names
        if names:
            heads = " , ".join(f"{name(n)}: {value(v)}" for n, v in names)
            print(f".It {heads}\n{roff(text)}")
        text, names = "", []

    for t in tokens:
        if t.group("head"):
            flush()
            if listing:
                print(".El")
            print(f".Ss {t.group('head')}\n.Bl -tag -width indent")
            listing = True
        elif t.group("text") is not None:
            flush()
            text = " ".join(line.strip().lstrip("*").strip() for line in t.group("text").strip().splitlines())
        elif listing:
            v = re.sub(r"/\*.*?\*/", "", t.group("value")).strip()
            names.append((t.group("name"), v))
    flush()
    print(".El\n.Sh SEE ALSO\n.Xr docex 1 ,\n.Xr docex-run 1 ,\n.Xr docex-sandbox 7 ,\n.Xr docex-records 7")


main()
