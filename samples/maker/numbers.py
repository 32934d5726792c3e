"""numbers.py: identifiers with valid check digits, drawn from a seeded generator

Every function gives a Plant: the kind (as records name it), the normal form, and the text as it shall be printed.
Sources: docex's identifier reference; ICAO Doc 9303 parts 3 to 7; ISO 7064, ISO 13616; BIP-173; EIP-55.
"""
import hashlib
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Plant:
    """A value that stands in a file: to be found, or (decoy) not to be reported as this kind."""
    kind: str
    value: str
    raw: str
    attrs: dict = field(default_factory=dict)
    decoy: str = ""   # why it must not be reported
    check: bool = True  # False: its check digit fails as printed, and the context names it: to be reported, as suspect
    later: bool = False  # a kind that no rule knows yet
    level: str = ""   # clean, moderate, hard; "" takes the file's
    where: str = ""   # mrz, visual: the zone of a document
    also: tuple = ()  # (kind, value): what else it may truly be called: neither to be found nor wrong

    def but(self, **changes):
        return replace(self, **changes)


def decoy(kind, raw, why, value=""):
    return Plant(kind, value or squeeze(raw), raw, decoy=why)


def squeeze(s):
    return "".join(c for c in s if c.isalnum())


def digits(r, n):
    return "".join(str(r.randrange(10)) for _ in range(n))


def native(s, zero):
    """ASCII digits to those of another script, whose zero is given."""
    return "".join(chr(ord(zero) + int(c)) if c.isascii() and c.isdigit() else c for c in s)


def thai_digits(s):
    return native(s, "๐")


def burmese_digits(s):
    return native(s, "၀")


# ---- checks ----
def luhn_digit(body):
    total = 0
    for i, c in enumerate(reversed(body)):
        d = int(c) * (1 if i % 2 else 2)
        total += d - 9 if d > 9 else d
    return str(-total % 10)


def luhn_ok(s):
    return luhn_digit(s[:-1]) == s[-1]


def thai_digit(body):
    return str((11 - sum((13 - i) * int(c) for i, c in enumerate(body)) % 11) % 10)


def icao_digit(s):
    def worth(c):
        return 0 if c == "<" else int(c, 36)
    return str(sum(worth(c) * (7, 3, 1)[i % 3] for i, c in enumerate(s)) % 10)


def iban_digits(country, bban):
    return "%02d" % (98 - int("".join(str(int(c, 36)) for c in bban + country + "00")) % 97)


B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58check(payload):
    data = payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    n, out = int.from_bytes(data, "big"), ""
    while n:
        n, k = divmod(n, 58)
        out = B58[k] + out
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + out


def bech32_p2wpkh(program):
    alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    bits = int.from_bytes(program, "big")
    data = [0] + [(bits >> (5 * i)) & 31 for i in range(31, -1, -1)]

    def polymod(values):
        c = 1
        for v in values:
            top = c >> 25
            c = (c & 0x1ffffff) << 5 ^ v
            for i, g in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3)):
                c ^= g if top >> i & 1 else 0
        return c
    head = [ord(c) >> 5 for c in "bc"] + [0] + [ord(c) & 31 for c in "bc"]
    check = polymod(head + data + [0] * 6) ^ 1
    return "bc1" + "".join(alphabet[d] for d in data + [(check >> 5 * (5 - i)) & 31 for i in range(6)])


def keccak256(data):
    """Keccak with the original padding (0x01), rate 136."""
    mask = (1 << 64) - 1

    def rotate(x, n):
        n %= 64
        return ((x << n) | (x >> (64 - n))) & mask if n else x
    data = bytearray(data) + b"\x01"
    data += b"\0" * (-len(data) % 136)
    data[-1] |= 0x80
    a = [[0] * 5 for _ in range(5)]
    for at in range(0, len(data), 136):
        for i in range(17):
            a[i % 5][i // 5] ^= int.from_bytes(data[at + 8 * i:at + 8 * i + 8], "little")
        lfsr = 1
        for _ in range(24):
            c = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
            d = [c[x - 1] ^ rotate(c[(x + 1) % 5], 1) for x in range(5)]
            a = [[a[x][y] ^ d[x] for y in range(5)] for x in range(5)]
            x, y, here = 1, 0, a[1][0]
            for t in range(24):
                x, y = y, (2 * x + 3 * y) % 5
                here, a[x][y] = a[x][y], rotate(here, (t + 1) * (t + 2) // 2)
            for y in range(5):
                row = [a[x][y] for x in range(5)]
                for x in range(5):
                    a[x][y] = row[x] ^ (~row[(x + 1) % 5] & mask & row[(x + 2) % 5])
            for j in range(7):
                if lfsr & 1:
                    a[0][0] ^= 1 << ((1 << j) - 1)
                lfsr = lfsr << 1 ^ (0x171 if lfsr & 0x80 else 0)
    return b"".join(a[i % 5][i // 5].to_bytes(8, "little") for i in range(4))


# ---- telephones and devices ----
def phone(country, value, raw):
    return Plant("phone", value, raw, {"country": country})


def shape(pattern, s):
    """The digits of s put into the # of a pattern."""
    it = iter(s)
    return "".join(next(it) if c == "#" else c for c in pattern)


def phone_th(r, form="0##-###-####"):
    n = r.choice(["61", "62", "81", "84", "86", "89", "91", "95", "98"]) + digits(r, 7)
    return phone("TH", "+66" + n, shape(form, n))


def phone_th_land(r, form="0#-###-####"):
    n = "2" + r.choice("56") + digits(r, 6)
    return phone("TH", "+66" + n, shape(form, n))


def phone_mm(r, form="09 ### ### ###"):
    n = r.choice(["420", "421", "425", "450", "258", "260", "790", "970", "778"]) + digits(r, 6)
    return phone("MM", "+959" + n, shape(form, n))


def phone_mm_burmese(r):
    p = phone_mm(r, "09#########")
    return p.but(raw=burmese_digits(p.raw))


def phone_id(r, form="08##-####-####"):
    n = r.choice(["12", "13", "52", "57", "78"]) + digits(r, 8)
    return phone("ID", "+628" + n, shape(form, n))


def phone_sg(r, form="+65 #### ####"):
    n = r.choice(["81", "86", "91", "97"]) + digits(r, 6)
    return phone("SG", "+65" + n, shape(form, n))


def imei(r, form="###############"):
    body = "35" + digits(r, 12)
    s = body + luhn_digit(body)
    return Plant("imei", s, shape(form, s))


def imsi(r):
    s = "52003" + digits(r, 10)
    while luhn_ok(s):
        s = "52003" + digits(r, 10)
    return decoy("imei", s, "an IMSI: 15 digits, but Luhn fails and the column says so")


# ---- persons ----
def thai_id(r, form="#-####-#####-##-#", first=None, offices=("1014", "5001", "5703", "6301", "3101")):
    body = (first or r.choice("1235")) + r.choice(offices) + digits(r, 7)
    s = body + thai_digit(body)
    return Plant("th.national_id", s, shape(form, s))


def thai_id_wrong(r, form="#-####-#####-##-#"):
    p = thai_id(r)
    s = p.value[:12] + str((int(p.value[12]) + 1 + r.randrange(8)) % 10)
    return Plant("th.national_id", s, shape(form, s), check=False)


def alien_id(r, form="## #### ###### #"):
    body = "00" + r.choice(["14", "74", "11"]) + "01" + digits(r, 6)
    s = body + thai_digit(body)
    return Plant("th.alien_id", s, shape(form, s), later=True)


def nik(r, person, form="################"):
    day = person.birth.day + (40 if person.sex == "F" else 0)
    while True:
        s = r.choice(["317102", "317104", "317305"]) + "%02d%02d%02d" % (day, person.birth.month, person.birth.year % 100) \
            + "%04d" % r.randrange(1, 60)
        if not luhn_ok(s):
            return Plant("id.nik", s, shape(form, s), {"sex": person.sex, "birth_date": person.birth.isoformat()})


# State, Burmese code, Roman code: rows of the township table.
TOWNSHIPS = [(12, "ဥကမ", "OUKAMA"), (12, "စခန", "SAKHANA"), (12, "ကတတ", "KATATA"), (12, "ဒဂန", "DAGANA"), (6, "ကသန", "KATHANA"),
             (12, "တမန", "TAMANA"), (6, "ထဝန", "HTAWANA"), (6, "ပလန", "PALANA"), (12, "ခရန", "KHAYANA")]
CLASSES = [("N", "နိုင်", "ႏိုင္"), ("E", "ဧည့်", "ဧည္႕"), ("P", "ပြု", "ျပဳ")]


def nrc(r, form="burmese"):
    """form: burmese, zawgyi, roman, spaced, mixed."""
    state, code, roman = r.choice(TOWNSHIPS)
    letter, word, zawgyi = CLASSES[0] if r.random() < 0.8 else r.choice(CLASSES)
    n = digits(r, 6)
    raw = {"burmese": "%s/%s(%s)%s" % (burmese_digits(str(state)), code, word, burmese_digits(n)),
           "zawgyi": "%s/%s(%s)%s" % (burmese_digits(str(state)), code, zawgyi, burmese_digits(n)),
           "roman": "%d/%s(%s)%s" % (state, roman, letter, n),
           "spaced": "%d / %s (%s) %s" % (state, roman.title(), {"N": "Naing", "E": "Ei", "P": "Pyu"}[letter], n),
           "mixed": "%d/%s(%s)%s" % (state, roman, letter, burmese_digits(n))}[form]
    return Plant("mm.nrc", "%d/%s(%s)%s" % (state, roman, letter, n), raw, {"state": str(state)})


def passport(r, country, form=None):
    number = {"TH": lambda: "A" + r.choice("ABC") + digits(r, 7), "MM": lambda: "M" + r.choice("ABCDEF") + digits(r, 6),
              "ID": lambda: r.choice("CEX") + digits(r, 7), "UTO": lambda: "L898902C3"}[country]()
    return Plant("passport", number, number if form is None else form % (number[:2], number[2:]), {"country": country})


# ---- accounts ----
THAI_BANKS = {"002": "กรุงเทพ", "004": "กสิกรไทย", "006": "กรุงไทย", "014": "ไทยพาณิชย์", "025": "กรุงศรีอยุธยา"}


def thai_account(r, form="###-#-#####-#", bank=None):
    s = r.choice("123457") + digits(r, 9)
    return Plant("th.bank_account", s, shape(form, s), {"bank": bank} if bank else {})


def card(r, prefix="4", form="#### #### #### ####"):
    body = prefix + digits(r, 15 - len(prefix))
    while 1 <= int(body[8:10]) <= 12:  # a month there, and it could be a NIK too
        body = prefix + digits(r, 15 - len(prefix))
    return Plant("card", body + luhn_digit(body), shape(form, body + luhn_digit(body)))


def card_wrong(r, why):
    p = card(r)
    s = p.value[:15] + str((int(p.value[15]) + 3) % 10)
    return decoy("card", shape("####-####-####-####", s), why)


def iban(r, country="PK", spaced=True):
    bban = {"PK": lambda: r.choice(["HABB", "MEZN", "UNIL"]) + digits(r, 16), "AE": lambda: "033" + digits(r, 16),
            "GB": lambda: "WEST" + digits(r, 14), "DE": lambda: digits(r, 18)}[country]()
    s = country + iban_digits(country, bban) + bban
    return Plant("iban", s, " ".join(s[i:i + 4] for i in range(0, len(s), 4)) if spaced else s, {"country": country})


def btc(r, form="p2pkh"):
    program = r.randbytes(20)
    s = bech32_p2wpkh(program) if form == "bech32" else base58check((b"\5" if form == "p2sh" else b"\0") + program)
    return Plant("btc.address", s, s)


def tron(r):
    s = base58check(b"\x41" + r.randbytes(20))
    return Plant("tron.address", s, s, later=True)


def eip55(low):
    nibbles = keccak256(low.encode()).hex()
    return "0x" + "".join(c.upper() if int(nibbles[i], 16) >= 8 else c for i, c in enumerate(low))


def eth(r, form="mixed"):
    low = r.randbytes(20).hex()
    return Plant("eth.address", eip55(low), "0x" + low if form == "lower" else eip55(low))


# ---- net: the domains that RFC 2606 keeps for examples ----
def email(name, host="example.com", raw=None):
    return Plant("email", "%s@%s" % (name, host.lower()), raw or "%s@%s" % (name, host))


def url(value, raw=None):
    return Plant("url", value, raw or value)


# ---- machine-readable zones ----
def fill(s, n):
    return (s + "<" * n)[:n]


def mrz_name(person):
    return (person.surname + "<<" + person.given).upper().replace(" ", "<").replace("-", "<").rstrip("<")


def mrz_date(d):
    return d.strftime("%y%m%d")


def spoil(c):
    return str((int(c) + 3) % 10)


def td3(person, state, number, expiry, optional="", code="P<", forged=False):
    num, birth, exp, opt = fill(number, 9), mrz_date(person.birth), mrz_date(expiry), fill(optional, 14)
    opt_check = icao_digit(opt) if optional else "<"
    two = num + icao_digit(num) + person.state(state) + birth + icao_digit(birth) + person.sex + exp + icao_digit(exp) + opt + opt_check
    two += icao_digit(two[0:10] + two[13:20] + two[21:43])
    years = 6
    while forged:  # as if the birth date had been changed after printing: its digit and the composite fail
        other = two[:13] + mrz_date(person.birth.replace(year=person.birth.year + years)) + two[19:]
        if icao_digit(other[13:19]) != other[19] and icao_digit(other[0:10] + other[13:20] + other[21:43]) != other[43]:
            two, forged = other, False
        years += 1
    return [fill(code + state + mrz_name(person), 44), two]


def td1(person, state, number, expiry, code="I<"):
    num, birth, exp = fill(number, 9), mrz_date(person.birth), mrz_date(expiry)
    one = code + state + num + icao_digit(num) + "<" * 15
    if len(number) > 9:  # Doc 9303-5, 4.2.4: the rest and the check digit stand at the start of the optional data
        one = code + state + num + "<" + fill(number[9:] + icao_digit(number), 15)
    two = birth + icao_digit(birth) + person.sex + exp + icao_digit(exp) + person.state(state) + "<" * 11
    two += icao_digit(one[5:30] + two[0:7] + two[8:15] + two[18:29])
    return [one, two, fill(mrz_name(person), 30)]


def td2(person, state, number, expiry, code="I<"):
    num, birth, exp = fill(number, 9), mrz_date(person.birth), mrz_date(expiry)
    two = num + icao_digit(num) + person.state(state) + birth + icao_digit(birth) + person.sex + exp + icao_digit(exp) + "<" * 7
    return [fill(code + state + mrz_name(person), 36), two + icao_digit(two[0:10] + two[13:20] + two[21:35])]


def mrva(person, state, number, expiry, nationality):
    num, birth, exp = fill(number, 9), mrz_date(person.birth), mrz_date(expiry)
    return [fill("V<" + state + mrz_name(person), 44),
            fill(num + icao_digit(num) + nationality + birth + icao_digit(birth) + person.sex + exp + icao_digit(exp), 44)]


def hexadecimal(r, n):
    return r.randbytes(n).hex()
