#!/usr/bin/python3
"""worst.py: text that is hard on a scanner: it looks like identifiers everywhere, or is one endless run

  tests/bench/worst.py              names of the kinds, one a line
  tests/bench/worst.py NAME MEGABYTES > FILE
The same bytes each time.
"""
import random
import sys

R = random.Random(9)


def drawn(alphabet, weights=None):
    return lambda n: "".join(R.choices(alphabet, weights, k=n)).encode()


def repeated(piece):
    return lambda n: (piece * (n // len(piece) + 1))[:n]


def lines(make, end="\n"):
    """Lines, or pieces of one, from a function until there are n bytes."""
    def fill(n):
        out = bytearray()
        while len(out) < n:
            out += (make() + end).encode()
        return bytes(out[:n])
    return fill


BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
KINDS = {
    "zero bytes": repeated(b"\0"),
    "one letter": repeated(b"a"),
    "one capital": repeated(b"A"),
    "fillers": repeated(b"<"),
    "a@a@a@": repeated(b"a@"),
    "a.a.a.": repeated(b"a."),
    "://://": repeated(b"://"),
    "one digit": repeated(b"1"),
    "0 0 0": repeated(b"0 "),
    "digits": drawn("0123456789"),
    "digits, separators": drawn("0123456789 -./()+"),
    "numbers in lines": lines(lambda: str(R.getrandbits(R.randrange(20, 70)))),
    "labelled numbers": lines(lambda: "tel account passport id no: %d" % R.getrandbits(R.randrange(24, 54))),
    "base64": lines(lambda: "".join(R.choices(BASE64, k=76))),
    "hexadecimal": drawn("0123456789abcdef"),
    "capitals, fillers": drawn("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", [1] * 36 + [12]),
    "telephones in a line": lines(lambda: "08%d-%03d-%04d" % (R.choice((1, 3, 5, 8, 9)), R.randrange(1000), R.randrange(10000)), " "),
    "addresses in a line": lines(lambda: "a%d@ab.example" % R.randrange(100000), "; "),
    "titles in a line": lines(lambda: R.choice(("Ko", "Mg", "Daw", "Ma", "Aung", "Somchai", "Mr.")), " "),
    "words of calling": lines(lambda: R.choice(("ให้", "กับ", "พี่", "ကို", "Budi", "call")), " "),
}


def main():
    if len(sys.argv) == 1:
        print("\n".join(KINDS))
    elif len(sys.argv) == 3 and sys.argv[1] in KINDS:
        sys.stdout.buffer.write(KINDS[sys.argv[1]](int(float(sys.argv[2]) * 1e6)))
    else:
        sys.exit("usage: worst.py [NAME MEGABYTES]")


if __name__ == "__main__":
    main()
