#!/usr/bin/python3
"""Asks python3-phonenumbers about telephone numbers, random ones, good ones and near misses, as they are dialled in every region.

    tests/oracles/phones.py --fixture            writes tests/data/checks/phone-plan.tsv to standard output
    tests/oracles/phones.py PROGRAM [N [M]]      N questions (20000) for each region of the neighbourhood, M (300) for each other one,
                                                 put to `PROGRAM -` (tests/lib/phone_plan) as well: prints a table by region, and
                                                 fails when one answer differs

A question is a region ("+": an international number) and digits; the answer is E.164, region, line and carrier, or nothing.
"""
import importlib.util
import os
import random
import subprocess
import sys

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberType, carrier

here = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location("phone_plan", os.path.join(here, "phone-plan.py"))
plan = importlib.util.module_from_spec(spec)
spec.loader.exec_module(plan)

NEAR = "TH MM ID MY SG VN KH LA PH BN BD IN LK NP PK CN HK MO TW KR JP TL AE SA GB DE US AU".split()
LINE = {PhoneNumberType.FIXED_LINE: "fixed", PhoneNumberType.MOBILE: "mobile", PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed-or-mobile",
        PhoneNumberType.TOLL_FREE: "toll-free", PhoneNumberType.PREMIUM_RATE: "premium", PhoneNumberType.SHARED_COST: "shared-cost",
        PhoneNumberType.VOIP: "voip", PhoneNumberType.PERSONAL_NUMBER: "personal", PhoneNumberType.PAGER: "pager",
        PhoneNumberType.UAN: "uan", PhoneNumberType.VOICEMAIL: "voicemail"}
DESCRIPTIONS = ["general_desc", "fixed_line", "mobile"] + plan.TYPES


def draw(rnd, tree):
    """A string of the expression's language."""
    kind = tree[0]
    if kind == "set":
        return str(rnd.choice(sorted(tree[1])))
    if kind == "cat":
        return "".join(draw(rnd, t) for t in tree[1])
    if kind == "alt":
        return draw(rnd, rnd.choice(tree[1]))
    if kind == "rep":
        return "".join(draw(rnd, tree[1]) for _ in range(rnd.randint(tree[2], tree[3])))
    return draw(rnd, tree[1]) if kind == "group" else ""


def damaged(rnd, digits):
    """One digit changed, left out, put in, or two swapped."""
    i, how = rnd.randrange(len(digits)), rnd.randrange(4)
    digit = str(rnd.randrange(10))
    return digits[:i] + [digit + digits[i + 1:], digits[i + 1:], digit + digits[i:], digits[i + 1:i + 2] + digits[i] + digits[i + 2:]][how]


def questions(rnd, region, n):
    m = PhoneMetadata.metadata_for_region(region)
    trees = [plan.Parser(d.national_number_pattern).alternatives() for d in (getattr(m, name) for name in DESCRIPTIONS)
             if d is not None and d.national_number_pattern]
    home = plan.Parser(m.national_prefix_for_parsing).alternatives() if m.national_prefix_for_parsing else None
    abroad = plan.Parser(m.international_prefix).alternatives() if m.international_prefix else None
    for _ in range(n):
        digits, where = draw(rnd, rnd.choice(trees)), region
        if rnd.random() < 0.15:
            digits = "".join(str(rnd.randrange(10)) for _ in range(rnd.randint(2, 17)))
        form = rnd.random()
        if form < 0.45:
            digits = (draw(rnd, home) if home and rnd.random() < 0.5 else m.national_prefix or "") + digits
        elif form < 0.6:
            where, digits = "+", str(m.country_code) + digits
        elif form < 0.7:
            digits = str(m.country_code) + digits
        elif form < 0.75 and abroad:
            digits = draw(rnd, abroad) + str(m.country_code) + digits
        if rnd.random() < 0.4:
            digits = damaged(rnd, digits)
        if 2 <= len(digits) <= 22:
            yield where, digits


def answer(where, digits):
    try:
        p = phonenumbers.parse("+" + digits if where == "+" else digits, None if where == "+" else where)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(p):
        return ""
    line = LINE.get(phonenumbers.number_type(p), "unknown")
    holder = carrier.name_for_number(p, "en") if str(p.country_code) in plan.CODES else ""
    holder = plan.RENAMED.get((str(p.country_code)[:2], holder), holder)
    return "\t".join([phonenumbers.format_number(p, phonenumbers.PhoneNumberFormat.E164), phonenumbers.region_code_for_number(p), line, holder])


def compare(program, n, m):
    rnd, differ, total, parsed = random.Random(20261125), 0, 0, 0
    print("region  questions   in plan   differ")
    for region in NEAR + sorted(phonenumbers.SUPPORTED_REGIONS - set(NEAR)):
        asked = list(questions(rnd, region, n if region in NEAR else m))
        lines = "".join("%s\t%s\n" % q for q in asked)
        got = subprocess.run([program, "-"], input=lines, capture_output=True, text=True, check=True).stdout.split("\n")[:-1]
        want = [answer(*q) for q in asked]
        odd = [(q, w, g) for q, w, g in zip(asked, want, got) if w != g]
        valid = sum(w != "" for w in want)
        if region in NEAR or odd:
            print("%-6s %10d %9d %8d" % (region, len(asked), valid, len(odd)), flush=True)
        for q, w, g in odd[:5]:
            print("    %s %s: libphonenumber %r, docex %r" % (*q, w, g))
        differ, total, parsed = differ + len(odd) + abs(len(got) - len(asked)), total + len(asked), parsed + valid
    print("%-6s %10d %9d %8d" % ("all", total, parsed, differ))
    return differ > 0


def main():
    if sys.argv[1] == "--fixture":
        rnd = random.Random(20261125)
        print("# region (+: an international number), digits, then what libphonenumber's metadata " + phonenumbers.__version__
              + " says: E.164, region, line, carrier. Made by tests/oracles/phones.py --fixture")
        for region in NEAR + sorted(phonenumbers.SUPPORTED_REGIONS - set(NEAR)):
            for q in questions(rnd, region, 60 if region in NEAR else 10):
                print(*q, answer(*q), sep="\t")
        return 0
    numbers = [int(a) for a in sys.argv[2:]]
    return compare(sys.argv[1], *(numbers + [20000, 300][len(numbers):]))


if __name__ == "__main__":
    sys.exit(main())
