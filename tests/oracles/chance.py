#!/usr/bin/python3
"""chance.py: how many random numbers of the right length a kind's check lets through, beside what its rule says

  tests/oracles/chance.py [N]    N numbers a kind (100000); dx-norm in PATH
Fails where the measured share is more than four standard deviations from the rule's. Standard library only.
"""
import random
import subprocess
import sys

D = "0123456789"
# kind: length, share that the rule lets through, why
KINDS = {
    "luhn": (16, 0.1, "one check digit"),
    "verhoeff": (12, 0.1, "one check digit"),
    "imei": (15, 0.1, "one check digit"),
    "imo.ship": (7, 0.1, "one check digit"),
    "in.aadhaar": (12, 0.1 * 0.8, "one check digit; the first digit is 2 to 9"),
    "th.national_id": (13, 0.1 * 0.8 * 0.77, "one check digit; the first digit is 1 to 8; 77 provinces of 100"),
    "th.tax_id": (13, 0.1 * 0.9, "one check digit; the first digit isn't 9"),
    "jp.my_number": (12, 0.1, "one check digit"),
    "vn.mst": (10, 0.1 * 10 / 11, "a remainder of 11, of which ten are digits"),
    "iccid": (19, 0.1 * 0.01, "one check digit; begins with 89"),
    "us.ssn": (9, 898 / 1000 * 0.99 * 0.9999, "areas 001 to 899 but 666; no group 00, no serial 0000"),
}


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
    rnd, bad = random.Random(20261125), 0
    print("%-16s %6s %9s %9s  %s" % ("kind", "digits", "measured", "rule", "why"))
    for kind, (length, share, why) in KINDS.items():
        values = ["".join(rnd.choice(D) for _ in range(length)) for _ in range(n)]
        given = ["IMO " + v for v in values] if kind == "imo.ship" else values
        out = subprocess.run(["dx-norm", "-q", kind], input="\n".join(given) + "\n", capture_output=True, text=True).stdout
        got = sum(1 for line in out.split("\n") if line) / n
        off = abs(got - share) > 4 * (share * (1 - share) / n) ** 0.5 + 1e-3 * share
        bad += off
        print("%-16s %6d %9.5f %9.5f  %s%s" % (kind, length, got, share, why, "  DIFFERS" if off else ""))
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
