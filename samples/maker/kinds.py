"""kinds.py: a maker for every kind of identifier that a paper or a chat of the region carries, and its labels

ENTRIES is the table: a line is (function of a random generator that gives a Plant, {language: labels}). Languages: en, th, my,
id, and zh, vi, bn, hi, ms where a kind is at home there. `dx-norm` gives each planted `raw` back as `value`
(tests/cli/generator.test).
"""
import base64
import random

from . import numbers as N
from .numbers import Plant, digits, shape

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def pick(r, alphabet, n):
    return "".join(r.choice(alphabet) for _ in range(n))


def plant(kind, value, raw=None, **attrs):
    return Plant(kind, value, raw or value, attrs)


# ---- telephones ----
MOBILE = {  # country: (code, starts, digits after the start, forms of the national number without its 0)
    "TH": ("66", ("61", "62", "65", "80", "81", "84", "86", "89", "91", "95", "98"), 7,
           ("0##-###-####", "0##-#######", "0## ### ####", "0#########", "0#-####-####")),
    "MM": ("95", ("9420", "9421", "9425", "9450", "9258", "9260", "9790", "9970", "9778"), 6,
           ("0# ### ### ###", "0#-#########", "0##########", "0#-### ### ###")),
    "ID": ("62", ("812", "813", "852", "857", "878", "896"), 8, ("0###-####-####", "0### #### ####", "0###########")),
    "MY": ("60", ("12", "13", "16", "17", "19"), 7, ("0##-### ####", "0##-#######")),
    "SG": ("65", ("81", "86", "91", "97"), 6, ("#### ####", "########")),
    "VN": ("84", ("91", "98", "35", "77", "86"), 7, ("0### ### ###", "0## ### ####")),
    "KH": ("855", ("12", "17", "92", "77"), 6, ("0## ### ###",)),
    "LA": ("856", ("2055", "2056", "2098"), 6, ("0## #### ####",)), "PH": ("63", ("917", "918", "927"), 7, ("0### ### ####",)),
    "CN": ("86", ("131", "138", "159", "186"), 8, ("### #### ####",)), "BD": ("880", ("171", "181", "191"), 7, ("0####-######",)),
    "IN": ("91", ("98", "99", "70"), 8, ("##### #####",)),
}


def phone(country):
    def make(r):
        code, starts, more, forms = MOBILE[country]
        n = r.choice(starts) + digits(r, more)
        how = r.random()
        if how < 0.55 and country in ("TH", "MM", "ID"):
            raw = shape(r.choice(forms), n)
        elif how < 0.62 and country == "TH":
            raw = N.thai_digits(shape(forms[0], n))
        elif how < 0.75 and country == "MM":
            raw = N.burmese_digits(shape(r.choice(forms[1:3]), n))
        else:
            tail = shape(r.choice(forms), n).lstrip("0")
            raw = r.choice(["+%s %s", "+%s%s", "+%s-%s", "(+%s) %s"]) % (code, tail if r.random() < 0.6 else n)
            if country == "TH":
                raw = r.choice([raw, "+66 (0)" + n[:2] + " " + n[2:5] + " " + n[5:], "0066" + n])
        return Plant("phone", "+" + code + n, raw, {"country": country})
    return make


def land_th(r):
    return N.phone_th_land(r, r.choice(["0#-###-####", "0# ### ####", "0-####-####"]))


def extension(r):
    p = N.phone_th_land(r)
    e = digits(r, 3)
    return p.but(value=p.value + ";ext=" + e, raw=p.raw + r.choice([" ต่อ ", " ext. ", " ต่อ "]) + e)


def whatsapp(r):
    p = phone(r.choice(["TH", "MM", "ID"]))(r)
    raw = "https://wa.me/" + p.value[1:]
    return Plant("phone", p.value, raw, {"app": "whatsapp"}, also=(("url", raw),))


def viber(r):
    p = phone("MM")(r)
    return Plant("phone", p.value, "viber://chat?number=%2B" + p.value[1:], {"app": "viber"})


# ---- persons ----
def tax_id(r):
    body = "0" + r.choice(["105", "505", "635", "205"]) + "5%02d" % r.randrange(30, 66) + digits(r, 5)
    s = body + N.thai_digit(body)
    return plant("th.tax_id", s, shape(r.choice(["#-####-#####-##-#", "#############"]), s))


def laser(r):
    s = r.choice(["JT", "ME", "JC"]) + digits(r, 10)
    return plant("th.laser_code", s, "%s-%s-%s" % (s[:3], s[3:10], s[10:]))


class Anyone:
    def __init__(self, r):
        import datetime
        self.birth, self.sex = datetime.date(r.randrange(1960, 2003), r.randrange(1, 13), r.randrange(1, 29)), r.choice("MF")


def nik(r):
    p = N.nik(r, Anyone(r))
    return p.but(raw=r.choice([p.raw, shape("######.######.####", p.value), shape("#### #### #### ####", p.value)]))


def kk(r):
    while True:
        s = r.choice(["317102", "327306", "351015"]) + "%02d%02d%02d" % (r.randrange(1, 29), r.randrange(1, 13),
                                                                         r.randrange(5, 24)) + "%04d" % r.randrange(1, 99)
        if not N.luhn_ok(s):
            return plant("id.kk", s)


def npwp(r):
    body = r.choice(["01", "02", "08", "09", "31", "44"]) + digits(r, 6)
    s = body + N.luhn_digit(body) + r.choice(["017", "411", "503", "013"]) + "000"
    return plant("id.npwp", s, shape("##.###.###.#-###.###", s))


def mykad(r):
    s = "%02d%02d%02d" % (r.randrange(60, 99), r.randrange(1, 13), r.randrange(1, 29)) + r.choice(["01", "08", "10", "14", "64",
        "67"]) + digits(r, 4)
    return plant("my.mykad", s, shape("######-##-####", s))


def nric(r):
    c, d = r.choice("STFGM"), digits(r, 7)
    w = sum(int(x) * k for x, k in zip(d, (2, 7, 6, 5, 4, 3, 2))) + {"T": 4, "G": 4, "M": 3}.get(c, 0)
    return plant("sg.nric", c + d + {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "M": "XWUTRQPNJLK"}.get(c, "XWUTRQPNMLK")[w % 11])


def uen(r):
    d = "20%02d" % r.randrange(5, 24) + digits(r, 5)
    return plant("sg.uen", d + "ZKCMDNERGWH"[sum(int(x) * k for x, k in zip(d, (10, 8, 6, 4, 9, 7, 5, 3, 1))) % 11])


def cccd(r):
    s = r.choice(["001", "031", "038", "048", "079", "092"]) + r.choice("0123") + "%02d" % r.randrange(0, 24) + digits(r, 6)
    if s[3] in "01":
        s = s[:4] + "%02d" % r.randrange(60, 99) + s[6:]
    else:
        s = s[:4] + "%02d" % r.randrange(0, 8) + s[6:]
    return plant("vn.cccd", s)


def mst(r):
    while True:
        d = "0" + digits(r, 8)
        c = 10 - sum(int(x) * k for x, k in zip(d, (31, 29, 23, 19, 17, 13, 7, 5, 3))) % 11
        if c < 10 and d[2:].strip("0"):
            return plant("vn.mst", d + str(c))


def cn_id(r):
    d = r.choice(["530102", "350102", "440106", "450102"]) + "%d%02d%02d" % (r.randrange(1962, 2003), r.randrange(1, 13),
                                                                             r.randrange(1, 29)) + digits(r, 3)
    return plant("cn.resident_id", d + "10X98765432"[sum(int(x) * (2 ** (17 - i) % 11) for i, x in enumerate(d)) % 11])


def hkid(r):
    c, d = r.choice("ACDKPRVYZ"), digits(r, 6)
    s = 36 * 9 + int(c, 36) * 8 + sum(int(x) * k for x, k in zip(d, (7, 6, 5, 4, 3, 2)))
    return plant("hk.hkid", "%s%s(%s)" % (c, d, "0A987654321"[s % 11]))


def tw_id(r):
    c = r.choice("ABCDEFGHJKLMNPQRSTUVXYWZIO")
    v = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(c) + 10
    d = r.choice("12") + digits(r, 7)
    s = v // 10 + v % 10 * 9 + sum(int(x) * k for x, k in zip(d, (8, 7, 6, 5, 4, 3, 2, 1)))
    return plant("tw.national_id", c + d + str(-s % 10))


def rrn(r):
    d = "%02d%02d%02d%s" % (r.randrange(60, 99), r.randrange(1, 13), r.randrange(1, 29), r.choice("1256")) + digits(r, 5)
    c = (11 - sum(int(x) * k for x, k in zip(d, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5))) % 11) % 10
    return plant("kr.rrn", d + str(c), "%s-%s%d" % (d[:6], d[6:], c))


def my_number(r):
    d = r.choice("123456789") + digits(r, 10)
    c = 11 - sum(int(x) * k for x, k in zip(d, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2))) % 11
    return plant("jp.my_number", d + str(c if c < 10 else 0), shape("#### #### ####", d + str(c if c < 10 else 0)))


def verhoeff(body):
    def d(j, k):
        return (j + k) % 5 if j < 5 and k < 5 else 5 + (j + k) % 5 if j < 5 else 5 + (j - k) % 5 if k < 5 else (j - k) % 5
    rows = [list(range(10)), [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
    while len(rows) < 8:
        rows.append([rows[1][x] for x in rows[-1]])

    def check(s):
        c = 0
        for i, x in enumerate(reversed(s)):
            c = d(c, rows[i % 8][int(x)])
        return c
    return next(str(x) for x in range(10) if check(body + str(x)) == 0)


def aadhaar(r):
    body = r.choice("23456789") + digits(r, 10)
    s = body + verhoeff(body)
    return plant("in.aadhaar", s, shape("#### #### ####", s))


def pan(r):
    s = pick(r, LETTERS, 3) + r.choice("PCHF") + pick(r, LETTERS, 1) + "%04d" % r.randrange(1, 9999) + pick(r, LETTERS, 1)
    return plant("in.pan", s)


def nid_bd(r):
    s = "19%02d" % r.randrange(60, 99) + "%02d" % r.randrange(1, 64) + digits(r, 11)
    return plant("bd.nid", s, s if r.random() < 0.5 else N.native(s, "০"))


def cnic(r):
    s = r.choice("12345678") + digits(r, 11) + r.choice("123456789")
    return plant("pk.cnic", s, shape("#####-#######-#", s))


def nic_lk(r):
    s = "%d%03d" % (r.randrange(1960, 2003), r.randrange(1, 366)) + digits(r, 5)
    return plant("lk.nic", s)


def citizenship(r):
    return plant("np.citizenship", "%02d-%02d-%02d-%05d" % (r.randrange(1, 77), r.randrange(1, 9), r.randrange(40, 79),
                                                            r.randrange(1, 99999)))


def unhcr(r):
    return plant("unhcr.case", "354-%02dC%s" % (r.randrange(8, 24), digits(r, 5)))


def passport(country):
    from . import zonetext

    def make(r):
        number = zonetext.shaped(r, r.choice(zonetext.PASSPORTS[country[1]]))
        if country[0] == "TH":
            number = "A" + r.choice("ABC") + digits(r, 7)
        raw = number[:2] + " " + number[2:] if number[:2].isalpha() and r.random() < 0.15 else number
        return Plant("passport", number, raw, {"country": country[0]})
    return make


# ---- accounts and payments ----
def thai_account(r):
    bank = r.choice(list(N.THAI_BANKS))
    return N.thai_account(r, r.choice(["###-#-#####-#", "###-#-#####-#", "##########", "### # ##### #"]), bank)


def thai_account_12(r):
    s = "0" + r.choice("12") + digits(r, 10)
    return Plant("th.bank_account", s, shape("###-#-#####-###", s), {})


ID_BANKS = {"BCA": (10, "##########"), "MANDIRI": (13, "###-##-#######-#"), "BNI": (10, "##########"),
            "BRI": (15, "####-##-######-##-#")}


def id_account(r):
    bank = r.choice(sorted(ID_BANKS))
    n, form = ID_BANKS[bank]
    s = r.choice("123456789") + digits(r, n - 1)
    return Plant("id.bank_account", bank + ":" + s, shape(form, s),
                 {"before": r.choice([bank.title() if bank == "MANDIRI" else bank,
                                      "Bank " + (bank.title() if bank == "MANDIRI" else bank)])})


def mm_account(r):
    s = "999" + digits(r, 14)
    return Plant("mm.bank_account", "KBZ:" + s, s, {"before": "KBZ"})


def wallet(r):
    p = phone("MM")(r)
    n = "0" + p.value[3:]
    name, shown = r.choice([("KBZPAY", "KBZPay"), ("WAVE", "Wave")])
    return Plant("mm.wallet", "%s:%s" % (name, p.value), r.choice([n, "%s %s %s %s" % (n[:2], n[2:5], n[5:8], n[8:])]),
                 {"before": shown}, also=(("phone", p.value),))


def promptpay(r):
    p = N.phone_th(r)
    return Plant("th.promptpay_id", p.value, p.raw, {"before": r.choice(["พร้อมเพย์", "PromptPay"])}, also=(("phone", p.value),))


def ifsc(r):
    return plant("in.ifsc", r.choice(["SBIN", "HDFC", "ICIC", "UTIB"]) + "0" + digits(r, 6))


def vpa(r):
    return plant("in.upi_vpa", r.choice(["test.user", "sample", "9" + digits(r, 9)]) + digits(r, 2) + "@"
                 + r.choice(["okaxis", "oksbi", "ybl", "paytm"]))


def bic(r):
    return plant("bic", pick(r, LETTERS, 4) + r.choice(["TH", "MM", "ID", "SG", "AE"]) + pick(r, LETTERS, 2)
                 + r.choice(["", "", "XXX"]))


def mtcn(r):
    s = r.choice("123456789") + digits(r, 9)
    return plant("wu.mtcn", s, shape(r.choice(["###-###-####", "##########", "### ### ####"]), s))


def moneygram(r):
    return plant("moneygram.ref", r.choice("123456789") + digits(r, 7))


def ria(r):
    return plant("ria.pin", r.choice("123456789") + digits(r, 10))


def crc16(data, start=0xFFFF):
    c = start
    for b in data:
        c ^= b << 8
        for _ in range(8):
            c = (c << 1 ^ 0x1021 if c & 0x8000 else c << 1) & 0xFFFF
    return c


def tlv(tag, value):
    return "%s%02d%s" % (tag, len(value), value)


def sealed(body, tag):
    return body + tag + "04%04X" % crc16((body + tag + "04").encode())


def emvco(r):
    p = N.phone_th(r)
    how = r.choice(["phone", "citizen", "qris"])
    if how == "qris":
        inner = tlv("00", "ID.CO.EXAMPLE.WWW") + tlv("01", "93600" + digits(r, 13)) + tlv("02", digits(r, 9)) + tlv("03", "UMI")
        body = tlv("00", "01") + tlv("01", "11") + tlv("26", inner) + tlv("51",
                                                                          tlv("00", "ID.CO.QRIS.WWW") + tlv("02",
                                                                              "ID" + digits(r, 13)) + tlv("03", "UMI"))
        body += tlv("52", "5411") + tlv("53", "360") + tlv("58", "ID") + tlv("59", "TOKO CONTOH") + tlv("60",
            "JAKARTA") + tlv("61", "10110")
    else:
        who = tlv("01", "0066" + p.value[3:]) if how == "phone" else tlv("02", N.thai_id(r, "#############").value)
        body = tlv("00", "01") + tlv("01", "11") + tlv("29", tlv("00", "A000000677010111") + who) + tlv("58", "TH") + tlv("53",
            "764")
    also = (("phone", p.value), ("th.promptpay_id", p.value)) if how == "phone" else (("th.national_id", who[4:]),
        ("th.promptpay_id", who[4:])) if how == "citizen" else ()
    return plant("emvco.qr", sealed(body, "63")).but(also=also)


def slip_qr(r):
    bank = r.choice(["002", "004", "006", "014", "025"])
    ref = "0" + digits(r, 14) + pick(r, LETTERS, 5)
    return plant("th.slip_qr", sealed(tlv("00", tlv("00", "000001") + tlv("01", bank) + tlv("02", ref)) + tlv("51", "TH"), "91"))


# ---- coins ----
def base58(version):
    return lambda r: N.base58check(bytes([version]) + r.randbytes(20))


def bech(hrp):
    def make(r):
        s = N.bech32_p2wpkh(r.randbytes(20))
        if hrp == "bc":
            return s
        program = r.randbytes(20)
        bits = int.from_bytes(program, "big")
        data = [0] + [(bits >> (5 * i)) & 31 for i in range(31, -1, -1)]
        return hrp + "1" + "".join(BECH[d] for d in data + bech_check(hrp, data))
    return make


BECH = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech_check(hrp, data, constant=1):
    c = 1
    for v in [ord(x) >> 5 for x in hrp] + [0] + [ord(x) & 31 for x in hrp] + data + [0] * 6:
        top = c >> 25
        c = (c & 0x1ffffff) << 5 ^ v
        for i, g in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3)):
            c ^= g if top >> i & 1 else 0
    return [((c ^ constant) >> 5 * (5 - i)) & 31 for i in range(6)]


def taproot(r):
    bits = int.from_bytes(r.randbytes(32), "big") << 4
    data = [1] + [(bits >> (5 * i)) & 31 for i in range(51, -1, -1)]
    return "bc1" + "".join(BECH[d] for d in data + bech_check("bc", data, 0x2bc830a3))


def btc(r):
    s = r.choice([base58(0), base58(5), bech("bc"), bech("bc"), taproot])(r)
    return plant("btc.address", s)


def ltc(r):
    return plant("ltc.address", r.choice([base58(0x30), base58(0x32), bech("ltc")])(r))


def doge(r):
    return plant("doge.address", base58(0x1e)(r))


def tron(r):
    return plant("tron.address", base58(0x41)(r))


def xrp(r):
    table = str.maketrans(N.B58, "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz")
    return plant("xrp.address", base58(0)(r).translate(table))


def xmr(r):
    data = b"\x12" + r.randbytes(64)
    data += N.keccak256(data)[:4]
    out = ""
    for i in range(0, len(data), 8):
        block, n = data[i:i + 8], int.from_bytes(data[i:i + 8], "big")
        size, s = (0, 2, 3, 5, 6, 7, 9, 10, 11)[len(block)], ""
        for _ in range(size):
            n, k = divmod(n, 58)
            s = N.B58[k] + s
        out += s
    return plant("xmr.address", out)


def ton(r):
    body = bytes([r.choice([0x11, 0x51]), 0]) + r.randbytes(32)
    return plant("ton.address", base64.urlsafe_b64encode(body + crc16(body, 0).to_bytes(2, "big")).decode())


# ---- devices, vehicles, travel ----
def imei(r):
    return N.imei(r, r.choice(["###############", "##-######-######-#", "## ###### ###### #"]))


def iccid(r):
    body = "89" + r.choice(["66", "95", "62"]) + digits(r, 14)
    return plant("iccid", body + N.luhn_digit(body))


def imsi(r):
    return plant("imsi", r.choice(["52003", "52001", "41401", "51010"]) + digits(r, 10))


VIN = {**{str(i): i for i in range(10)},
       **dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9)))}


def vin(r):
    s = r.choice(["MR0", "MNT", "PL1", "MHF"]) + pick(r, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789", 5) + "0" + pick(r,
        "ABCDEFGHJKLMNPRSTUVWXYZ", 2) + digits(r, 6)
    c = sum(VIN[x] * k for x, k in zip(s, (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2))) % 11
    return plant("vin", s[:8] + ("X" if c == 10 else str(c)) + s[9:])


def imo(r):
    d = r.choice("789") + digits(r, 5)
    return plant("imo.ship", "IMO" + d + str(sum(int(x) * k for x, k in zip(d, (7, 6, 5, 4, 3, 2))) % 10),
                 "IMO " + d + str(sum(int(x) * k for x, k in zip(d, (7, 6, 5, 4, 3, 2))) % 10))


def mmsi(r):
    return plant("mmsi", r.choice(["567", "506", "525", "533", "563"]) + digits(r, 6))


def container(r):
    s = pick(r, LETTERS, 3) + "U" + digits(r, 6)
    value = {c: v for c, v in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (v for v in range(10, 39) if v % 11))}
    c = sum((value[x] if x.isalpha() else int(x)) << i for i, x in enumerate(s)) % 11 % 10
    return plant("iso6346.container", s + str(c), r.choice(["%s %s %d", "%s%s%d", "%s %s-%d"]) % (s[:4], s[4:], c))


def awb(r):
    d = digits(r, 7)
    s = r.choice(["217", "618", "160", "176"]) + "-" + d + str(int(d) % 7)
    return plant("air.waybill", s)


def s10(r):
    d = digits(r, 8)
    c = 11 - sum(int(x) * k for x, k in zip(d, (8, 6, 4, 2, 3, 5, 9, 7))) % 11
    return plant("upu.s10", r.choice(["EE", "RR", "EM", "CP", "RA"]) + d + {10: "0", 11: "5"}.get(c, str(c))
                 + r.choice(["TH", "MM", "ID", "CN"]))


def eticket(r):
    s = r.choice(["217", "829", "232", "618", "126"]) + "-" + r.choice("12") + digits(r, 9)
    return plant("air.eticket", s)


def pnr(r):
    while True:
        s = pick(r, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 6)
        if any(c.isdigit() for c in s) and any(c.isalpha() for c in s):
            return plant("air.pnr", s)


PROVINCES = ("กรุงเทพมหานคร", "เชียงใหม่", "ตาก", "ระยอง", "ชลบุรี", "เชียงราย", "สงขลา")
THAI_LETTERS = "กขคงจฉชฌญฎฐฒณตถทธนบผพภมยรลวศษสหฬอฮ"


def plate_th(r):
    a, b = r.choice(THAI_LETTERS), r.choice(THAI_LETTERS)
    n = r.randrange(1, 9999)
    s = "%s%s %d" % (a, b, n) if r.random() < 0.5 else "%d%s%s %d" % (r.randrange(1, 9), a, b, n)
    s += " " + r.choice(PROVINCES)
    return plant("plate.th", s)


def plate_mm(r):
    s = "%s %d%s-%04d" % (r.choice(["YGN", "MDY", "NPW", "SHN", "BGO"]), r.randrange(1, 9), r.choice("ABCDEFGHKLM"),
                          r.randrange(1000, 9999))
    return plant("plate.mm", s)


def plate_id(r):
    return plant("plate.id", "%s %d %s" % (r.choice(["B", "D", "AB", "DK", "L"]), r.randrange(1, 9999),
                                           pick(r, "ABCDEFGHJKLMNPRSTUVWXYZ", r.randint(2, 3))))


def plate_my(r):
    return plant("plate.my", "%s %d" % (r.choice("WVBJP") + pick(r, "ABCDEFGHJKLMNPQRSTUVWXY", 2), r.randrange(1, 9999)))


# ---- net and places ----
NAMES = ("desk", "somchai", "malee", "budi", "aung", "office", "peter", "shop", "info", "rider")


def email(r):
    return N.email(r.choice(NAMES) + r.choice(["", ".", "_"]) + digits(r, r.randint(1, 3)),
                   r.choice(["example.com", "mail.example.org", "example.co.th"]))


def url(r):
    s = "https://%s/%s" % (r.choice(["www.example.net", "files.example.org", "shop.example.com"]),
                           r.choice(["d/", "a?id=", "p/"]) + pick(r, "abcdefghkmnpqrstuvwxyz23456789", 6))
    return plant("url", s)


def line_id(r):
    s = r.choice(NAMES) + r.choice(["_", ".", ""]) + pick(r, "abcdefgh", 2) + digits(r, 2)
    return plant("line.id", s)


def telegram(r):
    s = r.choice(NAMES) + "_" + pick(r, "abcdefgh", 3) + digits(r, 2)
    return plant("telegram.handle", "@" + s, r.choice(["@" + s, "t.me/" + s]))


def wechat(r):
    return plant("wechat.id", "wxid_" + pick(r, "abcdefghkmnpqrstuvwxyz0123456789", 14))


def facebook(r):
    return Plant("facebook.url", "facebook.com/profile.php?id=1000" + (d := digits(r, 11)),
                 "https://www.facebook.com/profile.php?id=1000" + d,
                 also=(("url", "https://www.facebook.com/profile.php?id=1000" + d),))


def ipv4(r):
    return plant("ipv4", r.choice(["192.0.2.%d", "198.51.100.%d", "203.0.113.%d"]) % r.randrange(1, 255))


def mac(r):
    s = "00:00:5e:00:53:%02x" % r.randrange(256)
    return plant("mac", s, r.choice([s, s.upper(), s.upper().replace(":", "-")]))


def place(r):
    lat, lon = round(r.uniform(12, 19), 6), round(r.uniform(97.6, 101), 6)
    return plant("geo", "%s,%s" % (repr(lat), repr(lon)), "%.6f, %.6f" % (lat, lon))


# ---- the table ----
PHONE = {"en": ("Tel.", "Phone", "Mobile", "Contact no.", "Telephone"), "th": ("โทร", "โทรศัพท์", "เบอร์โทร", "เบอร์ติดต่อ",
                                                                               "มือถือ"), "my": ("ဖုန်း", "ဖုန်းနံပါတ်"),
         "id": ("No. HP", "HP", "Telp", "Telepon", "WA")}
ENTRIES = [
    (phone("TH"), PHONE), (phone("TH"), PHONE), (phone("MM"), PHONE), (phone("ID"), PHONE),
    (phone("MY"), {"en": PHONE["en"], "id": ("No. Tel",)}),
    (phone("SG"), {"en": PHONE["en"]}), (phone("VN"), {"en": PHONE["en"], "vi": ("SĐT", "Điện thoại")}),
    (phone("KH"), {"en": PHONE["en"]}),
    (phone("LA"), {"en": PHONE["en"]}), (phone("CN"), {"en": PHONE["en"], "zh": ("电话", "手机号")}),
    (phone("BD"), {"en": PHONE["en"]}), (phone("IN"), {"en": PHONE["en"]}),
    (phone("PH"), {"en": PHONE["en"]}), (land_th, PHONE), (extension, {"th": PHONE["th"], "en": ("Tel.", "Office")}),
    (whatsapp, {"en": ("WhatsApp",), "id": ("WA",), "th": ("แชท",)}), (viber, {"en": ("Viber",), "my": ("Viber",)}),
    (lambda r: N.thai_id(r, r.choice(["#-####-#####-##-#", "#############", "# #### ##### ## #"])),
     {"th": ("เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "เลขที่บัตรประชาชน"),
      "en": ("Thai ID", "ID card no.", "Identification Number")}),
    (lambda r: N.alien_id(r, r.choice(["## #### ###### #", "#-####-#####-##-#"])).but(later=False),
     {"th": ("เลขประจำตัวคนต่างด้าว", "บัตรสีชมพู"), "en": ("Alien ID", "Pink card")}),
    (tax_id, {"th": ("เลขประจำตัวผู้เสียภาษี", "เลขทะเบียนนิติบุคคล"), "en": ("Tax ID", "TAX ID NO.")}),
    (laser, {"en": ("Laser code",), "th": ("เลขหลังบัตร",)}),
    (lambda r: N.nrc(r, r.choice(["roman", "burmese", "burmese", "spaced", "mixed"])),
     {"en": ("NRC", "NRC No."), "my": ("မှတ်ပုံတင်", "မှတ်ပုံတင်အမှတ်"), "th": ("เลขบัตรพม่า NRC",)}),
    (nik, {"id": ("NIK", "No. KTP", "Nomor Induk Kependudukan"), "en": ("NIK",)}),
    (kk, {"id": ("No. KK", "Nomor KK", "Kartu Keluarga")}), (npwp, {"id": ("NPWP", "No. NPWP")}),
    (mykad, {"id": ("No. Kad Pengenalan", "MyKad"), "en": ("MyKad", "IC No.")}), (nric, {"en": ("NRIC", "FIN", "NRIC/FIN")}),
    (uen, {"en": ("UEN", "GST Reg No.")}),
    (cccd, {"vi": ("Số CCCD", "CCCD"), "en": ("CCCD",)}), (mst, {"vi": ("Mã số thuế", "MST"), "en": ("MST",)}),
    (cn_id, {"zh": ("身份证号码", "公民身份号码"), "en": ("ID number (China)",)}), (tw_id, {"zh": ("身分證字號",), "en": ("ARC No.",)}),
    (hkid, {"en": ("HKID",)}),
    (rrn, {"en": ("RRN",)}), (my_number, {"en": ("My Number",)}),
    (aadhaar, {"en": ("Aadhaar", "UIDAI"), "hi": ("आधार संख्या",)}), (pan, {"en": ("PAN", "Permanent Account Number")}),
    (nid_bd, {"en": ("NID No", "National ID (BD)"), "bn": ("জাতীয় পরিচয়পত্র",)}), (cnic, {"en": ("CNIC",)}),
    (nic_lk, {"en": ("NIC (Sri Lanka)",)}),
    (citizenship, {"en": ("Citizenship no.",)}), (unhcr, {"en": ("UNHCR case number", "UNHCR")}),
    *[(passport(c), {"en": ("Passport No.", "Passport"), "th": ("หนังสือเดินทางเลขที่", "พาสปอร์ต"),
                     "my": ("နိုင်ငံကူးလက်မှတ်အမှတ်",), "id": ("No. Paspor", "Nomor paspor")})
      for c in (("TH", "THA"), ("MM", "MMR"), ("ID", "IDN"), ("MY", "MYS"), ("MM", "MMR"), ("TH", "THA"))],
    *[(passport(c), {"en": ("Passport No.",)}) for c in (("SG", "SGP"), ("PK", "PAK"), ("BD", "BGD"), ("CN", "CHN"),
                                                         ("PH", "PHL"))],
    (thai_account, {"th": ("เลขที่บัญชี", "เลขบัญชี", "บัญชี"), "en": ("Account No.", "A/C No.")}),
    (thai_account, {"th": ("เลขที่บัญชี", "เลขบัญชี"), "en": ("Account No.", "A/C")}),
    (thai_account_12, {"th": ("เลขที่บัญชี ออมสิน", "บัญชี ธ.ก.ส."), "en": ("GSB account no.",)}),
    (id_account, {"id": ("No. Rekening", "Rekening", "Norek"), "en": ("Account",)}),
    (mm_account, {"my": ("ဘဏ်စာရင်း", "ငွေစာရင်းအမှတ်"), "en": ("Bank account",)}),
    (wallet, {"my": ("ငွေလွှဲရန်",), "en": ("Wallet",)}), (promptpay, {"th": ("โอน",), "en": ("Pay to",)}),
    (lambda r: N.iban(r, r.choice(["PK", "AE", "GB", "DE"]), r.random() < 0.6), {"en": ("IBAN",), "th": ("IBAN",)}),
    (bic, {"en": ("SWIFT", "BIC", "SWIFT code"), "th": ("รหัส SWIFT",)}),
    (lambda r: N.card(r, r.choice(["4", "52", "62"]),
                      r.choice(["#### #### #### ####", "################", "####-####-####-####"])),
     {"en": ("Card number", "Card"), "th": ("หมายเลขบัตร", "บัตรเดบิต"), "id": ("Nomor kartu",)}),
    (ifsc, {"en": ("IFSC",)}), (vpa, {"en": ("UPI", "UPI ID")}),
    (mtcn, {"en": ("MTCN", "Western Union MTCN"), "th": ("รหัสรับเงิน MTCN",)}),
    (moneygram, {"en": ("MoneyGram reference number",)}), (ria, {"en": ("Ria PIN",)}),
    (btc, {"en": ("BTC", "Bitcoin wallet"), "th": ("กระเป๋า BTC",), "id": ("dompet BTC",)}), (ltc, {"en": ("LTC",)}),
    (doge, {"en": ("DOGE",)}),
    (tron, {"en": ("USDT TRC20", "TRC20"), "th": ("USDT (TRC20)",), "my": ("USDT TRC20",)}), (tron, {"en": ("USDT-TRON",)}),
    (lambda r: N.eth(r), {"en": ("ETH", "ERC20")}),
    (xrp, {"en": ("XRP",)}), (xmr, {"en": ("Monero XMR",)}), (ton, {"en": ("TON wallet",)}),
    (imei, {"en": ("IMEI", "IMEI 1"), "th": ("หมายเลขเครื่อง IMEI",)}), (iccid, {"en": ("ICCID", "SIM no. ICCID")}),
    (imsi, {"en": ("IMSI",)}),
    (vin, {"en": ("VIN", "Chassis No. (VIN)"), "th": ("เลขตัวถัง", "หมายเลขตัวถัง"), "id": ("Nomor rangka",)}),
    (imo, {"en": ("Ship", "Vessel")}), (mmsi, {"en": ("MMSI", "AIS MMSI")}),
    (container, {"en": ("Container No.", "Container"), "th": ("เบอร์ตู้",), "id": ("No. kontainer",)}),
    (awb, {"en": ("Air waybill", "AWB")}), (s10, {"en": ("EMS tracking", "Tracking"), "th": ("เลขพัสดุ EMS",)}),
    (eticket, {"en": ("E-ticket number", "Ticket no.")}),
    (pnr, {"en": ("PNR", "Booking reference"), "th": ("รหัสการจอง",), "id": ("Kode booking",)}),
    (plate_th, {"th": ("ทะเบียน", "ทะเบียนรถ", "หมายเลขทะเบียน"), "en": ("Plate (ทะเบียน)",)}),
    (plate_mm, {"en": ("Car no.",), "my": ("ကားနံပါတ်",)}),
    (plate_id, {"id": ("Nopol", "No. Polisi"), "en": ("Nopol",)}),
    (plate_my, {"id": ("No. pendaftaran",), "en": ("No. pendaftaran",)}),
    (email, {"en": ("E-mail", "Email"), "th": ("อีเมล",), "id": ("Email",)}),
    (url, {"en": ("Website", "Link"), "th": ("ลิงก์",)}), (line_id, {"en": ("LINE ID",), "th": ("ไลน์ไอดี", "LINE ID")}),
    (telegram, {"en": ("Telegram",)}), (wechat, {"en": ("WeChat",), "zh": ("微信号",)}), (facebook, {"en": ("Facebook",)}),
    (ipv4, {"en": ("IP address", "IP")}), (mac, {"en": ("MAC", "Wi-Fi MAC")}),
    (place, {"en": ("GPS", "Location", "Lat, Lon"), "th": ("พิกัด",)}),
]


def labelled(r, language, only=None):
    """(label, parts of the value, plant) of an entry that has a label in the language."""
    rows = [(f, labels) for f, labels in ENTRIES if language in labels and (only is None or only(f))]
    f, labels = r.choice(rows)
    p = f(r)
    before = p.attrs.pop("before", None) if "before" in p.attrs else None
    return r.choice(labels[language]), ([before + " ", p] if before else [p]), p


# what a check digit or sum guards: one character altered, and it is nobody's (the maker, and where the altered one stands: its characters)
FIGURES = "0123456789"
GUARDED = ((lambda r: N.thai_id(r), FIGURES), (tax_id, FIGURES), (nric, FIGURES), (uen, FIGURES), (mst, FIGURES),
           (cn_id, FIGURES), (hkid, FIGURES), (tw_id, FIGURES), (my_number, FIGURES), (aadhaar, FIGURES),
           (lambda r: N.iban(r, r.choice(["PK", "AE", "GB", "DE"])), FIGURES), (lambda r: N.card(r, r.choice(["4", "52", "62"])),
                                                                                FIGURES),
           (iccid, FIGURES), (container, FIGURES), (awb, FIGURES), (s10, FIGURES), (imo, FIGURES),
           (lambda r: N.imei(r), FIGURES), (emvco, FIGURES), (slip_qr, FIGURES), (btc, N.B58), (ltc, N.B58), (doge, N.B58),
           (tron, N.B58), (xrp, N.B58), (xmr, N.B58), (ton, N.B58))


def near_miss(r):
    """Like one of a guarded kind, but a character of its later half is another: a decoy that nothing names."""
    make, alphabet = r.choice(GUARDED)
    p = make(r)
    alphabet = "".join(c for c in alphabet if c in BECH) if p.raw.startswith(("bc1", "ltc1")) else alphabet
    at = len(p.raw) - 1  # a check digit that stands last: no two of them hold
    if not p.raw[-1].isdigit() or alphabet is not FIGURES or p.kind in ("emvco.qr", "th.slip_qr"):
        at = r.choice([i for i in range(len(p.raw) // 2, len(p.raw) - 1) if p.raw[i] in alphabet])
    raw = p.raw[:at] + r.choice([c for c in alphabet if c != p.raw[at]]) + p.raw[at + 1:]
    return N.decoy(p.kind, raw, "its check fails and nothing names it")


def all_of(seed=1):
    """One plant of every line of the table: what dx-norm is asked about."""
    r = random.Random(seed)
    for f, _ in ENTRIES:
        p = f(r)
        yield p, p.attrs.get("before", "")
