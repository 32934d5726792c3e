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
THAI = "ชื่อ นาย สมชาย ใจดี โทรศัพท์ เลขที่ บัญชี ธนาคาร กสิกร โอน เงิน ให้ พี่ ที่อยู่ หนังสือ เดินทาง".split()
BURMESE = "အမည် ဦး အောင် မင်း ဖုန်း နံပါတ် မှတ်ပုံတင် ကို မ ဒေါ် ငွေ လွှဲ ဘဏ် အကောင့်".split()
ZAWGYI = "ဖုန္း နံပါတ္ အမည္ ကြ်န္ေတာ္ ေအာင္ မင္း ျမန္မာ ၀၉၇၈၁၂၃၄၅၆ မွတ္ပုံတင္ ေငြ လႊဲ".split()
NAMES = "Somchai Jaidee Budi Santoso Aung Min Nguyen Siti Aisyah Maung Rahman Tan Wei Kumar Putri".split()
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
    "labels in a line": lines(lambda: R.choice(("Tel:", "HP", "passport no.", "โทร", "เลขที่บัญชี", "ဖုန်း", "电话", "NIK")), " "),
    "quoted strings": lines(lambda: '"%s":"%d"' % (R.choice(("id", "name", "tel", "v")), R.getrandbits(R.randrange(8, 50))), ","),
    "links encoded again": lines(lambda: "http://a.example/?u=" + "%" + "25" * R.randrange(20) + "3Ahttp%3A%2F%2Fb.example%2F0812345678", "&"),
    "Thai without blanks": lines(lambda: R.choice(THAI), ""),
    "Burmese without blanks": lines(lambda: R.choice(BURMESE), ""),
    "Zawgyi": lines(lambda: R.choice(ZAWGYI), R.choice(("", " "))),
    "scripts in turn": lines(lambda: R.choice(("a", "ก", "က", "я", "中", "한", "ا", "1", "๑", "၁")), ""),
    "rows without lines": lines(lambda: "%d,%s %s,08%08d,%d" % (R.getrandbits(30), R.choice(NAMES), R.choice(NAMES), R.randrange(10 ** 8), R.getrandbits(40)), ";"),
    "base58": drawn("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"),
    "base58 in words": lines(lambda: "".join(R.choices("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", k=R.randrange(26, 45))), " "),
    "broken zones": lines(lambda: "P<MMR" + "".join(R.choices("ABCDEFG0123456789<", [1] * 17 + [30], k=R.randrange(30, 45)))),
    "thousands of columns": lines(lambda: ("\t".join(R.choice(("Name", "Tel", "Passport", "Account No", "x")) for _ in range(4000))
                                           if R.random() < 0.5 else "\t".join(R.choice(("Somchai Jaidee", "0812345678", "AA123456", "1")) for _ in range(4000)))),
    "heads again and again": lines(lambda: R.choice(("No. Name Passport Tel", "Sl Name Father Contact", "1 Aung Zaw Min MH337325 0812345678", "Name;Tel;Account"))),
    "telephones glued": lines(lambda: R.choice(("08%08d", "+669%08d", "09%09d")) % R.randrange(10 ** 8), ""),
    "marks on letters": lines(lambda: R.choice("aeiou1k") + "".join(R.choices("\u0301\u0e34\u0e48\u1039\u0308\u200d", k=R.randrange(9))), ""),
    "zero width in numbers": lines(lambda: "\u200b".join("08%08d" % R.randrange(10 ** 8)), " "),
    "names in a line": lines(lambda: R.choice(NAMES) + " " + R.choice(NAMES), ", "),
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
