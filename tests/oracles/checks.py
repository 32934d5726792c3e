#!/usr/bin/python3
"""Compares the checks with python3-stdnum, python3-phonenumbers and Python's ipaddress on random and near-miss values.

    tests/oracles/checks.py [N]            N values a kind (default 2000); dx-norm in PATH; prints the disagreements, and fails on
                                           those that tests/oracles/explained.tsv doesn't explain
    tests/oracles/checks.py --packages N   the same with what packages of the npm registry say (packages.js; node, NODE_PATH)
    tests/oracles/checks.py --fixture N    prints "key, input, normal form or nothing, region" for tests/data/checks/oracles.tsv:
                                           what the oracles say, where docex agrees or doc/decisions.md says why not
"""
import importlib.resources
import ipaddress
import itertools
import os
import random
import re
import subprocess
import sys

import phonenumbers

D = "0123456789"
A = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
rnd = random.Random(20261124)


def pick(shape):
    return "".join(rnd.choice(D) if c == "9" else rnd.choice(A) if c == "A" else c for c in shape)


# A shape for each country of the oracle's copy of the registry: "DE" and "8!n10!n" are DE99 and 18 digits
IBANS = [country + "99" + "".join(int(n) * ("A" if of == "a" else "9") for n, of in re.findall(r"(\d+)!([nac])", bban))
         for country, bban in re.findall(r'^([A-Z]{2}) .*bban="([^"]*)"', (importlib.resources.files("stdnum") / "iban.dat").read_text(), re.M)]

# key: (module of stdnum, shapes to draw from, how to write what the module calls compact)
KINDS = {
    "th.national_id": ("th.pin", ["9999999999999"]),
    "id.nik": ("id.nik", ["3171990112999999", "3273994506809999", "9999999999999999"]),
    "id.npwp": ("id.npwp", ["999999999999999"]),
    "my.mykad": ("my.nric", ["990112999999", "990230999999", "999999999999"]),
    "sg.uen": ("sg.uen", ["99999999A", "199999999A", "T99LL9999A"]),
    "cn.resident_id": ("cn.ric", ["11010519491231999X", "440101199912319999", "999999199999999999"]),
    "kr.rrn": ("kr.rrn", ["9901019999999", "9999999999999"]),
    "in.aadhaar": ("in_.aadhaar", ["999999999999"]),
    "in.pan": ("in_.pan", ["AAAPA9999A", "AAAAA9999A"]),
    "pk.cnic": ("pk.cnic", ["9999999999999"]),
    "vn.mst": ("vn.mst", ["9999999999"]),
    "us.ssn": ("us.ssn", ["999-99-9999"]),
    "imei": ("imei", ["999999999999999"]),
    "imo.ship": ("imo", ["9999999"]),
    "iso6346.container": ("iso6346", ["AAAU9999999"]),
    "iban": ("iban", IBANS),
    "imsi": ("imsi", ["520019999999999", "414019999999999", "510109999999999", "999999999999999", "99999999999999"]),
    "bic": ("bic", ["AAAAAA99", "AAAATHBK", "AAAAIDJA999", "AAAA99AA", "AAAASGSGAAA", "AAAAAAAAAA"]),
    "mac": ("mac", ["99:99:99:99:99:99", "9A:A9:99:99:99:99", "99:99:99:99:99"]),
    "th.tax_id": ("th.tin", ["0999999999999", "9999999999999", "099399999999X".replace("X", "9")]),
    "luhn": ("luhn", ["9999999999", "99999999999999999999"]),
    "verhoeff": ("verhoeff", ["999999999999", "9999999"]),
    "mod97": ("iso7064.mod_97_10", ["999999999999", "9999"]),
    "mod11-2": ("iso7064.mod_11_2", ["999999999999999X", "99999999"]),
    "in.gstin": ("in_.gstin", ["27AAAPA9999A1Z9", "99AAAAA9999A9Z9", "07AAACA9999AAZA"]),
    "card": ("luhn", ["4999999999999999", "5199999999999999", "379999999999999"]),
    "btc.address": ("bitcoin", []),
}
CHECK = {  # the characters that close a number, for making valid ones
    "id.npwp": (8, D), "cn.resident_id": (17, D + "X"), "kr.rrn": (12, D), "th.national_id": (12, D), "in.aadhaar": (11, D),
    "vn.mst": (9, D), "imei": (14, D), "imo.ship": (6, D), "iso6346.container": (10, D), "card": (-1, D), "luhn": (-1, D), "verhoeff": (-1, D), "th.tax_id": (12, D), "sg.uen": (-1, A + D),
    "mod97": (-1, D), "mod11-2": (-1, D + "X"), "in.gstin": (14, D + A),
}
SAMPLES = {"btc.address": ["1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
                           "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"]}


def valid(module, value):
    try:
        return module.is_valid(value)
    except Exception:
        return False


def iban(value):
    head = value[:2] + "00"
    number = "".join(str(int(c, 36)) for c in value[4:] + head)
    return value[:2] + "%02d" % (98 - int(number) % 97) + value[4:]


def draw(key, module, shapes):
    """A value of the shape, half of the time closed to a valid one, sometimes with one character changed or two swapped."""
    v = pick(rnd.choice(shapes)) if shapes else rnd.choice(SAMPLES[key])
    if rnd.random() < 0.6 and key == "iban":
        v = iban(v)
    if rnd.random() < 0.6 and key in CHECK:
        at, letters = CHECK[key]
        at = len(v) - 1 if at < 0 or at >= len(v) else at
        good = [w for w in (v[:at] + c + v[at + 1:] for c in letters) if valid(module, w)]
        v = rnd.choice(good) if good else v
    if rnd.random() < 0.3:
        i = rnd.randrange(len(v))
        v = v[:i] + rnd.choice(D if v[i] in D else A) + v[i + 1:]
    if rnd.random() < 0.15:
        i = rnd.randrange(len(v) - 1)
        v = v[:i] + v[i + 1] + v[i] + v[i + 2:]
    return v


def norm(key, values, *options):
    out = subprocess.run(["dx-norm", "-q", *options, key], input="\n".join(values) + "\n", capture_output=True, text=True).stdout
    return out.split("\n")[:-1]


def stdnum_kinds(n):
    for key, (name, shapes) in KINDS.items():
        try:
            module = importlib.import_module("stdnum." + name)
        except ModuleNotFoundError:  # of a later release
            continue
        values = [draw(key, module, shapes) for _ in range(n)]
        given = ["IMO " + v for v in values] if key == "imo.ship" else values
        for v, g, got in zip(values, given, norm(key, given)):
            want = ""
            if valid(module, v):
                want = module.compact(v) if hasattr(module, "compact") else v
                want = "IMO" + want if key == "imo.ship" else want
            yield key, g, want, got, ""


def asked(rows):
    """Rows of key, value, what the oracle says, region (one key and region after the other), with what dx-norm says."""
    for (key, region), group in itertools.groupby(rows, lambda row: (row[0], row[3])):
        group = list(group)
        got = norm(key, [row[1] for row in group], *(["--region", region] if region else []))
        yield from ((key, value, want, g, region) for (_, value, want, _), g in zip(group, got))


def addresses(n):
    """IPv4 and IPv6 as Python's ipaddress reads them."""
    def forms():
        yield "ipv4", ".".join(str(rnd.choice([0, 1, 10, 127, 192, 255, 256, 99, rnd.randrange(1000)])) for _ in range(rnd.choice([4, 4, 4, 4, 3, 5])))
        parts = ["%x" % (rnd.choice([0, 0, 1, 0xdb8, 0x2001, rnd.randrange(65536)])) for _ in range(8)]
        at, gone = rnd.randrange(8), rnd.randrange(1, 5)
        text = ":".join(parts) if rnd.random() < 0.4 else ":".join(parts[:at]) + "::" + ":".join(parts[at + gone:])
        text = re.sub(r"[0-9a-f]+:[0-9a-f]+$", "192.0.2.%d" % rnd.randrange(300), text) if rnd.random() < 0.1 else text
        yield "ipv6", rnd.choice([str.upper, str.lower])(text if rnd.random() < 0.8 else text.replace(":", rnd.choice(["::", ""]), 1))

    rows = {"ipv4": [], "ipv6": []}
    for _ in range(n):
        for key, v in forms():
            try:
                want = str((ipaddress.IPv4Address if key == "ipv4" else ipaddress.IPv6Address)(v))
            except ValueError:
                want = ""
            rows[key].append((key, v, want, ""))
    yield from asked(rows["ipv4"] + rows["ipv6"])


def packages(n):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "packages.js")
    out = subprocess.run(["node", script, str(n)], capture_output=True, text=True, check=True).stdout
    yield from asked(line.split("\t") for line in out.split("\n")[:-1])


def alike(key, want, got):
    """The middle of a cell may lie halfway between two decimals: those may be rounded up or down."""
    if key != "plus.code" or not want or not got:
        return want == got
    return all(abs(float(a) - float(b)) < 1.1e-6 for a, b in zip(want.split(","), got.split(",")))


REGIONS = "TH MM ID MY SG VN KH LA PH BN BD IN LK NP PK CN HK TW KR JP AE SA GB DE US".split()
TYPES = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
WRITTEN = ["{0}", "{0:.3}-{1}-{2}", "{0:.3} {1} {2}"]
TRUNK = {"CN": "", "HK": "", "SG": "", "BN": "", "US": ""}  # what stands before a national number at home; else 0


def shape(number):
    """An example of the plan with its last six digits to be drawn."""
    return number[:-6] + "9" * 6


def plan(region):
    """Shapes of national numbers, and of international ones."""
    examples = [phonenumbers.example_number_for_type(region, t) for t in TYPES]
    national = [str(e.national_number) for e in examples if e]
    code = str(phonenumbers.country_code_for_region(region))
    return ([TRUNK.get(region, "0") + shape(v) for v in national] + [shape(v) for v in national[:1]],
            ["+" + code + shape(v) for v in national])


def e164(value, region):
    try:
        p = phonenumbers.parse(value, region)
        return phonenumbers.format_number(p, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(p) else ""
    except phonenumbers.NumberParseException:
        return ""


def phones(n):
    for region in REGIONS:
        national, international = plan(region)
        at_home, abroad = [], []
        for _ in range(n // 4):
            v = pick(rnd.choice(national))
            form = rnd.choice(WRITTEN)
            at_home.append(form.format(v, v[3:6], v[6:]) if "{1}" in form and len(v) > 8 else v)
            abroad.append(pick(rnd.choice(international)))
        for v, got in zip(at_home, norm("phone", at_home, "--region", region)):
            yield "phone", v, e164(v, region), got, region
        for v, got in zip(abroad, norm("phone", abroad)):
            yield "phone", v, e164(v, None), got, ""


def explanations():
    """[key, compiled pattern, side, why], from explained.tsv beside this file."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "explained.tsv")
    rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8") if not line.startswith("#")]
    return [(key, re.compile(pattern), side, why) for key, pattern, side, why in rows]


def explained(table, key, value, want, got):
    side = "both" if want and got else "oracle" if want else "docex"
    return any(k == key and s == side and p.fullmatch(value) for k, p, s, _ in table)


def main():
    fixture = "--fixture" in sys.argv
    n = int(([a for a in sys.argv[1:] if a.isdigit()] or ["2000"])[0])
    table, counts = explanations(), {}
    sources = [packages(n)] if "--packages" in sys.argv else [stdnum_kinds(n), addresses(n), phones(n)]
    for source in sources:
        for key, value, want, got, region in source:
            c = counts.setdefault(key, [0, 0, 0, []])
            c[0] += 1
            c[1] += want != ""
            if alike(key, want, got):
                if fixture:
                    print(key, value, want, region, sep="\t")
            elif explained(table, key, value, want, got):
                c[2] += 1
            else:
                c[3].append((value, want, got, region))
    out = sys.stderr if fixture else sys.stdout
    for key, (total, good, differ, odd) in counts.items():
        print(f"{key:20} {total:6} values, {good:6} valid, {differ:5} explained, {len(odd):5} not explained", file=out)
        for value, want, got, region in odd[:4]:
            print(f"    {value!r} {region}: oracle {want!r}, docex {got!r}", file=out)
    return any(c[3] for c in counts.values()) and not fixture


sys.exit(main())
