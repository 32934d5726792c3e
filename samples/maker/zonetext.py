"""zonetext.py: the text of machine-readable zones as issuers print them, in all six formats, and forgeries of them

Names are put together from syllables and are nobody's. Sources: ICAO Doc 9303 parts 3 to 7; docex's identifier reference, 2.1.
"""
import datetime

from . import numbers as N

REGION = "THA MMR IDN MYS KHM LAO VNM PHL SGP BRN TLS CHN HKG TWN IND BGD NPL PAK LKA BTN MDV KOR JPN".split()
WORLD = ("AFG ALB DZA AGO ARG ARM AUS AUT AZE BHR BLR BEL BEN BOL BIH BWA BRA BGR CMR CAN CHL COL COG COD CRI HRV CUB CYP CZE DNK "
         "DOM ECU EGY SLV EST ETH FIN FRA GAB GEO GHA GRC GTM GIN HTI HND HUN ISL IRN IRQ IRL ISR ITA CIV JAM JOR KAZ KEN KWT KGZ "
         "LVA LBN LBR LBY LTU LUX MDG MWI MLI MLT MUS MEX MDA MNG MNE MAR MOZ NAM NLD NZL NIC NER NGA MKD NOR OMN PAN PNG PRY "
         "PER POL PRT QAT ROU RUS RWA SAU SEN SRB SLE SVK SVN SOM ZAF ESP SDN SWE CHE SYR TJK TZA TGO TTO TUN TUR TKM UGA UKR "
         "ARE GBR USA URY UZB VEN YEM ZMB ZWE D<< UTO PSE RKS").split()
SPECIAL = "XXA XXB XXC XXX UNO UNA EUE GBN GBO GBD XPO XOM".split()

# how a state's passports are numbered (# a digit, @ a letter, * what Germany uses); the rest as most of the world
PASSPORTS = {
    "THA": ("A@#######", "@######"), "MMR": ("M@######",), "IDN": ("C#######", "E#######", "X#######"),
    "MYS": ("A########", "K########", "H########"), "SGP": ("K#######@", "E#######@"),
    "VNM": ("C#######", "P########", "B#######"),
    "KHM": ("N########", "N#######"), "LAO": ("PA#######", "P#######"), "PHL": ("P#######@", "EC#######"),
    "CHN": ("E########", "E@#######"),
    "TWN": ("#########",), "BGD": ("@@#######", "@########"), "IND": ("@#######",), "PAK": ("@@#######",),
    "NPL": ("########", "PA#######"),
    "LKA": ("N#######",), "KOR": ("M########", "M###@####"), "JPN": ("@@#######",), "USA": ("#########", "@########"),
    "GBR": ("#########",), "AUS": ("P@#######", "N#######"), "FRA": ("##@@#####",), "D<<": ("C********", "L********"),
}
ANY_NUMBER = ("@########", "@@#######", "@#######", "#########", "@@######", "########", "@######", "@@@######")
GERMAN = "CFGHJKLMNPRTVWXYZ0123456789"

SYLLABLES = {
    "thai": "CHAI WAT PRA SOM THA NA KORN PONG SIRI RAT PHON THIT SAK WONG PHUM KAN YA SUK DEE LERT CHOK KHA BUN MA NEE RUNG NOP".split(),
    "burmese": "AUNG KYAW ZAW MIN THU HLA MYA KHIN SU NANDA WAI PHYO YAN NAING THET MOE EI SANDAR TUN LIN HTET SOE WIN".split(),
    "malay": "AH MAD BU DI SI TI RA HA YU SO NO DE WI SU SAN TO PRA TA MA NUR FI TRI HAR YAN AN TI LES TA RI".split(),
    "chinese": "WANG LI ZHANG CHEN LIU YANG HUANG ZHAO WU ZHOU XIN JIAN MING HUI YAN FANG JUN LEI QIANG XIAO YU TING".split(),
    "viet": "NGUYEN TRAN LE PHAM HOANG VU VO DANG BUI DO THI VAN MINH ANH HONG THANH QUOC DUC LAN".split(),
    "indic": "RA JA KU MAR SHA MA PRI YA DE VI SU NIL KHA NAM HOS SAIN RAH MAN AK TAR BE GUM BA NU THA PA CHAU DHA RY".split(),
    "arabic": "AL AB DUL MO HAM MED AH MAD SA LEH YOU SEF FA TI MA NOUR ZA HRA KA RIM HAS SAN OMAR IBRA HIM".split(),
    "west": "AN DER SON BER GER MAR TIN LO PEZ GAR CIA SIL VA KO VAC NO VAK RO MAN JO HAN NA PE TRO EL ENA MA RIA SCH MIDT".split(),
}
CUSTOM = {"THA": "thai", "LAO": "thai", "MMR": "burmese", "IDN": "malay", "MYS": "malay", "BRN": "malay", "PHL": "west",
          "SGP": "chinese",
          "CHN": "chinese", "HKG": "chinese", "TWN": "chinese", "VNM": "viet", "KHM": "thai", "IND": "indic", "BGD": "indic",
          "NPL": "indic",
          "PAK": "arabic", "LKA": "indic"}


class Holder:
    def __init__(self, state, surname, given, sex, birth):
        self.state, self.surname, self.given, self.sex, self.birth = state, surname, given, sex, birth  # birth: YYMMDD


def state(r):
    return r.choice(REGION if r.random() < 0.6 else WORLD if r.random() < 0.96 else SPECIAL)


def word(r, custom, most=3):
    parts = SYLLABLES[custom]
    return "".join(r.choice(parts) for _ in range(1 if custom in ("chinese", "viet", "burmese") else r.randint(2, most)))


def holder(r, nation=None):
    nation = nation or state(r)
    custom = CUSTOM.get(nation, r.choice(["west", "west", "arabic"]))
    def words(low, high):
        return " ".join(word(r, custom) for _ in range(r.randint(low, high)))
    if custom == "burmese" or (custom in ("malay", "indic") and r.random() < 0.3):
        surname, given = words(1, 4), ""
    else:
        surname, given = words(1, 2 if r.random() < 0.25 else 1), words(1, 3)
        if r.random() < 0.04:  # longer than any zone
            surname, given = words(2, 4), words(3, 5)
        if custom == "west" and r.random() < 0.15:
            surname = surname.replace(" ", "-") if " " in surname else surname + "-" + word(r, custom)
    return Holder(nation, surname, given, r.choices("MFX<", (48, 46, 1, 5))[0], birth(r))


def birth(r):
    if r.random() < 0.025:  # Doc 9303-3, 4.8: unknown parts are fillers
        return "%02d" % r.randrange(100) + r.choice(["<<<<", "%02d<<" % r.randrange(1, 13)])
    return day(r, 1940, 2023)


def day(r, first, last):
    d = datetime.date(r.randrange(first, last), 1, 1) + datetime.timedelta(r.randrange(365))
    return d.strftime("%y%m%d")


def expiry(r):
    return day(r, 2012, 2036)


def shaped(r, pattern):
    kinds = {"#": "0123456789", "@": "ABCDEFGHJKLMNPRSTUVWXYZ", "*": GERMAN}
    return "".join(r.choice(kinds.get(c, c)) for c in pattern)


def number(r, nation):
    return shaped(r, r.choice(PASSPORTS.get(nation, ANY_NUMBER)))


def free(r, room):
    """Optional data: digits, letters and digits, a hyphen's filler within."""
    n = r.randint(1, room)
    s = "".join(r.choice("0123456789" if r.random() < 0.7 else "ABCDEFGHKLMNPRSTVWXYZ0123456789") for _ in range(n))
    return s[:n // 2] + "<" + s[n // 2 + 1:] if n > 5 and r.random() < 0.15 else s


def optional(r, nation, room):
    """What the state prints there, or nothing, or anything."""
    known = {"THA": lambda: N.thai_id(r, "#############").value, "PAK": lambda: shaped(r, "#############"),
             "MYS": lambda: shaped(r, "############"),
             "KHM": lambda: shaped(r, "#########"), "VNM": lambda: shaped(r, "############"),
             "TWN": lambda: shaped(r, "@#########"),
             "BGD": lambda: shaped(r, "##########"), "CHN": lambda: shaped(r, "M@L@")}.get(nation)
    s = known() if known and r.random() < 0.6 else free(r, room) if r.random() < 0.45 else ""
    return s[:room]


def mrz(s):
    return s.upper().replace("'", "").replace(" ", "<").replace("-", "<")


def name(h, room):
    """Doc 9303-4, 4.2.3: too long, and it is cut at the end, keeping at least one character of the secondary identifier."""
    surname, given = mrz(h.surname), mrz(h.given)
    if given and len(surname) > room - 3:
        surname = surname[:room - 3]
    return N.fill(surname + ("<<" + given if given else ""), room)


def code(r, first):
    return {"P": lambda: r.choices(["P<", "PP", "PD", "PS", "PO", "PE", "PV", "PJ", "PN", "PT"],
                                   (70, 6, 3, 3, 2, 2, 5, 4, 3, 2))[0],
            "I": lambda: r.choice(["I<", "I<", "ID", "ID", "IP", "A<", "AR", "C<", "AC", "IR"]),
            "V": lambda: r.choice(["V<", "V<", "V<", "VT", "VB", "VN"])}[first]()


def nationality(r, issuer):
    return issuer if r.random() < 0.9 else state(r)


def td3(r):
    issuer = state(r)
    h, num = holder(r, nationality(r, issuer)), N.fill(number(r, issuer), 9)
    opt, exp = optional(r, issuer, 14), expiry(r)
    check = N.icao_digit(N.fill(opt, 14)) if opt else r.choice("<<0")
    two = num + N.icao_digit(num) + h.state + h.birth + N.icao_digit(h.birth) + h.sex + exp + N.icao_digit(exp) + N.fill(opt,
        14) + check
    return "TD3", [code(r, "P") + issuer + name(h, 39), two + N.icao_digit(two[:10] + two[13:20] + two[21:43])], h


def long_number(r, most):
    return shaped(r, r.choice("@#") + "#" * r.randint(9, most - 1))


def td1(r):
    issuer = state(r)
    h, exp = holder(r, nationality(r, issuer)), expiry(r)
    num, opt1, opt2 = number(r, issuer), free(r, 15) if r.random() < 0.5 else "", free(r, 11) if r.random() < 0.3 else ""
    if r.random() < 0.25:  # Doc 9303-5, 4.2.4: the rest of a long number and its check digit begin the optional data
        num = long_number(r, 20)
        field = num[:9] + "<" + N.fill(num[9:] + N.icao_digit(num) + "<" + (opt1 if r.random() < 0.4 else ""), 15)
    else:
        if r.random() < 0.12:  # a line without a filler
            opt1 = shaped(r, "#" * 15)
        field = N.fill(num, 9) + N.icao_digit(N.fill(num, 9)) + N.fill(opt1, 15)
    one = code(r, "I") + issuer + field
    two = h.birth + N.icao_digit(h.birth) + h.sex + exp + N.icao_digit(exp) + h.state + N.fill(opt2, 11)
    return "TD1", [one, two + N.icao_digit(one[5:30] + two[0:7] + two[8:15] + two[18:29]), name(h, 30)], h


def td2(r):
    issuer = state(r)
    h, exp, num = holder(r, nationality(r, issuer)), expiry(r), number(r, issuer)
    opt = free(r, 7) if r.random() < 0.4 else ""
    field = N.fill(num, 9) + N.icao_digit(N.fill(num, 9))
    if r.random() < 0.2:
        num = long_number(r, 14)
        field, opt = num[:9] + "<", num[9:] + N.icao_digit(num) + "<"
    two = field + h.state + h.birth + N.icao_digit(h.birth) + h.sex + exp + N.icao_digit(exp) + N.fill(opt, 7)
    return "TD2", [code(r, "I" if r.random() < 0.93 else "P") + issuer + name(h, 31),
                   two + N.icao_digit(two[:10] + two[13:20] + two[21:35])], h


def visa(r, width):
    issuer = state(r)
    h, exp, num = holder(r), expiry(r), N.fill(number(r, r.choice(REGION)), 9)
    opt = free(r, width - 28) if r.random() < 0.6 else ""
    two = num + N.icao_digit(num) + h.state + h.birth + N.icao_digit(h.birth) + h.sex + exp + N.icao_digit(exp)
    return "MRV-A" if width == 44 else "MRV-B", [code(r, "V") + issuer + name(h, width - 5), N.fill(two + opt, width)], h


def frid(r):
    h = holder(r, "FRA")
    h.birth, h.sex = day(r, 1940, 2005), r.choice("MF")
    dept = "%02d%s" % (r.randrange(1, 96), r.choice("0123456789"))
    one = "IDFRA" + N.fill(mrz(h.surname), 25) + dept + N.digits(r, 3)
    num = "%02d%02d" % (r.randrange(95, 121) % 100, r.randrange(1, 13)) + dept + N.digits(r, 5)
    given = N.fill(mrz(h.given).replace("<", "<<"), 14)
    two = num + N.icao_digit(num) + given + h.birth + N.icao_digit(h.birth) + h.sex
    return "FR-ID", [one, two + N.icao_digit(one + two)], h


FORMATS = {"TD3": (td3, 42), "TD1": (td1, 24), "TD2": (td2, 10), "MRV-A": (lambda r: visa(r, 44), 9),
           "MRV-B": (lambda r: visa(r, 36), 7),
           "FR-ID": (frid, 8)}
# check digit by name: (line, column), and what it is over: (line, first, last) pieces
SECOND = {"number": ((1, 9), [(1, 0, 9)]), "birth_date": ((1, 19), [(1, 13, 19)]), "expiry_date": ((1, 27), [(1, 21, 27)])}
CHECKS = {
    "TD3": {**SECOND, "optional": ((1, 42), [(1, 28, 42)]), "composite": ((1, 43), [(1, 0, 10), (1, 13, 20), (1, 21, 43)])},
    "TD2": {**SECOND, "composite": ((1, 35), [(1, 0, 10), (1, 13, 20), (1, 21, 35)])},
    "MRV-A": SECOND, "MRV-B": SECOND,
    "TD1": {"number": ((0, 14), [(0, 5, 14)]), "birth_date": ((1, 6), [(1, 0, 6)]), "expiry_date": ((1, 14), [(1, 8, 14)]),
            "composite": ((1, 29), [(0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)])},
    "FR-ID": {"number": ((1, 12), [(1, 0, 12)]), "birth_date": ((1, 33), [(1, 27, 33)]),
              "composite": ((1, 35), [(0, 0, 36), (1, 0, 35)])},
}


def number_of(fmt, lines):
    """The document's number as the zone gives it, a long one whole, and the optional data."""
    if fmt == "FR-ID":
        return lines[1][:12], lines[0][30:]
    line, at, rest = (0, 5, lines[0][15:]) if fmt == "TD1" else (1, 0, lines[1][28:42 if fmt == "TD3" else 35 if fmt == "TD2" else None])
    field, check = lines[line][at:at + 9], lines[line][at + 9]
    if check == "<" and fmt in ("TD1", "TD2"):
        more = rest.split("<")[0]
        return field + more[:-1], rest[len(more) + 1:].strip("<")
    return field.strip("<"), rest.strip("<")


def failing(fmt, lines):
    """The names of the check digits that don't hold."""
    out = []
    for what, ((line, column), pieces) in CHECKS[fmt].items():
        over, want = "".join(lines[i][a:b] for i, a, b in pieces), lines[line][column]
        if what == "number" and want == "<" and fmt in ("TD1", "TD2"):
            rest = (lines[0][15:] if fmt == "TD1" else lines[1][28:35]).split("<")[0]
            over, want = over + rest[:-1], rest[-1:]
        if what == "optional" and want == "<" and not over.strip("<"):
            continue
        if N.icao_digit(over) != want:
            out.append(what)
    return out


ALTERED = {"TD1": {"number": (0, 5, 14), "birth_date": (1, 0, 6), "expiry_date": (1, 8, 14)},
           "FR-ID": {"number": (1, 0, 12), "birth_date": (1, 27, 33)}}
ALTERED_SECOND = {"number": (1, 0, 9), "birth_date": (1, 13, 19), "expiry_date": (1, 21, 27)}


def forged(r, fmt, lines):
    """A zone that is wrong as printed: a digit of the number or a date altered after printing, or a check digit that was made up."""
    while True:
        out = list(lines)
        if r.random() < 0.7:
            line, a, b = r.choice(sorted(ALTERED.get(fmt, ALTERED_SECOND).values()))
            at = r.choice([i for i in range(a, b) if out[line][i].isdigit()] or [a])
            if r.random() < 0.5 and b - a == 6:  # another year
                at = a + r.randrange(2)
        else:
            line, at = r.choice([where for what, (where, _) in sorted(CHECKS[fmt].items())])
        if not out[line][at].isdigit():
            continue
        out[line] = out[line][:at] + str((int(out[line][at]) + r.randrange(1, 10)) % 10) + out[line][at + 1:]
        if failing(fmt, out):
            return out


def zone(r, fmt=None, forge=0.06):
    """(format, lines, failing checks, holder)"""
    fmt = fmt or r.choices(list(FORMATS), [w for _, w in FORMATS.values()])[0]
    fmt, lines, h = FORMATS[fmt][0](r)
    if r.random() < forge:
        lines = forged(r, fmt, lines)
    return fmt, lines, failing(fmt, lines), h
