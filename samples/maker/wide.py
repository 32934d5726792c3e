"""wide.py: the wide set: many pages of many layouts, each with damage drawn from a stratum, and textual files with decoys

Every page comes from its own seed, "part/seed/number": parts never share one, and a larger set begins with the smaller one.
"""
import datetime
import math
import random

from . import chats, documents as D, exhibits as E, kinds as K, looks, more, names, numbers as N, papers as P, strata, varied
from .degrade import Shot
from .draw import SANS, SERIF, Placed, Sheet
from .people import Person
from .textpdf import text_pdf

PARTS = ("training", "tuning", "reporting")
# a row's weights: pictures by class, textual files by form. `sparse` is what most evidence is like: little in much.
MIXES = {
    "even": {"v-zone": 5, "v-card": 5, "v-receipt": 4, "v-form": 4, "v-ship": 3, "v-vehicle": 2, "v-travel": 2, "v-device": 2,
             "v-letter": 3,
             "v-note": 3, "v-chat": 8,
             "v-contacts": 2, "v-calls": 1, "v-wallet": 2, "v-passbook": 2, "v-slip": 3, "text-line": 2, "text-calls": 1,
             "passport": 5, "visa": 1, "td1": 2, "td2": 1, "thai-card": 2, "pink-card": 1, "ktp": 2, "nrc-card": 2, "permit": 1,
             "slip": 3, "passbook": 1, "receipt": 2, "chat-th": 2, "chat-en": 2, "chat-id": 2, "chat-mm": 2, "letter": 2,
             "form": 2, "ward": 1,
             "boarding": 1, "sim": 1, "vehicle": 1,
             "parcel": 1, "text-chat": 3, "text-table": 3, "text-notes": 2, "text-contacts": 1, "text-log": 2, "pdf": 2},
    "sparse": {"passport": 1, "slip": 1, "chat-th": 1, "chat-en": 2, "letter": 3, "boarding": 2, "parcel": 3, "passbook": 1,
               "v-card": 1, "v-receipt": 2, "v-form": 2, "v-ship": 1, "v-letter": 3, "v-note": 2, "v-chat": 4, "v-calls": 1,
               "v-passbook": 3,
               "text-chat": 3, "text-line": 2, "text-calls": 1, "text-notes": 1, "text-log": 12, "pdf": 2},
}
SURNAMES = {"THA": (("TUAYANGDEE", "ตัวอย่างดี"), ("SOMMUTNAM", "สมมุตินาม"), ("THOTSOPDEE", "ทดสอบดี"), ("LONGDOO", "ลองดู")),
            "IDN": (("CONTOH", ""), ("TELADAN", ""), ("PERCOBAAN", ""), ("MISAL", "")),
            "UTO": (("SPECIMEN", ""), ("EXAMPLE", ""), ("SAMPLE", ""), ("TESTER", ""))}
GIVEN = {"THA": (("SOMCHAI", "สมชาย", "M"), ("MALEE", "มาลี", "F"), ("WICHAI", "วิชัย", "M"), ("SOMSRI", "สมศรี", "F"),
                 ("PREECHA", "ปรีชา", "M"), ("AREE", "อารี", "F")),
         "IDN": (("BUDI", "", "M"), ("SITI RINI", "", "F"), ("AGUS", "", "M"), ("DEWI", "", "F")),
         "UTO": (("PETER PAUL", "", "M"), ("ANNA MARIA", "", "F"), ("JOHN", "", "M"), ("EVA-MARIE", "", "F")),
         "MMR": (("AUNG NAMUNA", "အောင်နမူနာ", "M"), ("MYA UPAMA", "မြဥပမာ", "F"), ("KYAW SANSAR", "ကျော်စမ်းသပ်", "M"),
                 ("SU NAMUNA", "စုနမူနာ", "F"))}
COUNTRY = {"THA": "TH", "MMR": "MM", "IDN": "ID", "UTO": "UTO"}


def person(r, nation):
    given, local, sex = r.choice(GIVEN[nation])
    p = Person("", given, sex, nation, local, birth=day(r, 1960, 2004))
    if nation == "MMR":  # a name of one part is the primary identifier
        p.surname, p.given, p.title = given, "", "ဦး" if sex == "M" else "ဒေါ်"
        return p
    p.surname, family = r.choice(SURNAMES[nation])
    p.local = local + " " + family if local else p.latin
    p.title = {"THA": "นาย" if sex == "M" else "นางสาว"}.get(nation, "")
    return p


def day(r, first=2025, last=2033):
    return datetime.date(r.randrange(first, last), r.randrange(1, 13), r.randrange(1, 29))


def serial(r):
    """A card's number in the form of Doc 9303: letters and digits, nobody's."""
    return r.choice("ABDEX") + N.digits(r, 8)


# ---- sheets: class → (way it came, function of (r, part) that draws it) ----
def passport(r, part):
    p = person(r, r.choice(["THA", "THA", "MMR", "MMR", "IDN", "UTO"]))
    number = N.passport(r, COUNTRY[p.nation])
    if p.nation == "UTO":
        s = serial(r)
        number = N.Plant("passport", s, s, {"country": "UTO"})
    optional = N.thai_id(r, "#############") if p.nation == "THA" and r.random() < 0.6 else None
    return D.passport(p, number, day(r), optional=optional, forged=r.random() < 0.06,
                      code=r.choice(["P<", "PJ", "PV"]) if p.nation == "MMR" else "P<")


def visa(r, part):
    p, number = person(r, "THA"), N.passport(r, "TH")
    return D.visa(p, number.but(also=(("visa", number.value),)), day(r))


def td1(r, part):
    number = serial(r) + (N.digits(r, 3) if r.random() < 0.3 else "")
    return with_number(D.card_td1(person(r, "UTO"), number, day(r)), number)


def td2(r, part):
    number = serial(r)
    return with_number(more.card_td2(person(r, r.choice(["UTO", "THA"])), number, day(r)), number)


def with_number(s, number):
    """The card's number is what its zone gives: planted where the zone stands."""
    zone = s.placed[-1]
    (x, y), _, (x1, y1), _ = zone.quads[0]
    s.placed.append(Placed(N.Plant("identity.card", number, number, where="mrz"), [[x, y, x1 - x, y1 - y]], zone.cap))
    return s


def form(r, part):
    pid = N.thai_id_wrong(r) if r.random() < 0.15 else N.thai_id(r)
    return P.thai_form(person(r, "THA"), pid, N.phone_th(r), N.thai_account(r), "14 พ.ค. 2567")


def slip(r, part):
    s = N.thai_account(r, bank="004")
    t = N.thai_account(r, r.choice(["###-#-#####-#", "##########"]), bank=r.choice(list(N.THAI_BANKS)))
    colour = r.choice([(0.1, 0.55, 0.3), (0.35, 0.2, 0.5), (0.9, 0.5, 0.1), (0.1, 0.35, 0.65)])
    return P.slip(r, "นาย ตัวอย่าง ต.", "น.ส. สมมุติ ส.", s, t, "%d,%03d.00" % (r.randrange(1, 90), r.randrange(1000)),
                  "12 พ.ค. 2567 18:52 น.", colour=colour)


def receipt(r, part):
    p, q = person(r, "THA"), person(r, "MMR")
    return P.remittance(r, p.latin, N.phone_th(r), q.title + q.local, N.phone_mm_burmese(r),
                        N.nrc(r, r.choice(["roman", "burmese"])),
                        "THB %d,000.00" % r.randrange(1, 60))


def letter(r, part):
    lines = [
        ["Contact: ", N.phone_th(r), " / ", N.phone_id(r)], "Travellers of %d May 2024" % r.randrange(1, 31),
        *[["%d. " % (i + 1), N.passport(r, c), "   Passport " + n]
          for i, (c, n) in enumerate(r.sample([("TH", "THAILAND"), ("MM", "MYANMAR"), ("ID", "INDONESIA")], 2))],
        "", ["Paid to account no. ", N.thai_account(r), " on 16 May 2024, receipt 00417."],
        ["NRC ", N.nrc(r, "roman"), " for the driver"], ["IBAN ", N.iban(r, r.choice(["PK", "AE", "GB"]))],
        ["Order ", N.decoy("*", "2024-0514-%s" % N.digits(r, 6), "an order's number")],
        ["Write to ", N.email("desk%s" % N.digits(r, 2), "agency.example.com"), "."],
        ["Parcel ", K.s10(r)]]
    return P.page(lines, size=r.randrange(30, 40), font=r.choice([SERIF, SANS]), w=1654, h=1400,
                  head="AGENCY EXAMPLE - WORK SHEET")


def ward(r, part):
    return P.ward_certificate(person(r, "MMR"), N.nrc(r), N.phone_mm_burmese(r))


def chat(title, day_line, lines):
    def draw(r, part):
        picked = r.sample(lines, 6)
        talk = [(r.choice("<>"), parts(r) if callable(parts) else parts, "1%d:%02d" % (r.randrange(10), r.randrange(60)))
                for parts in picked]
        return chats.chat(title, day_line, talk, look=looks.chat(r, part), size=r.choice([34, 36, 40]),
                          font="Noto Sans, Noto Sans Thai, Noto Sans Myanmar")
    return draw


CHAT_TH = chat("น้องมาลี", "วันอาทิตย์ 12 พ.ค.", [
    "พี่ ส่งเบอร์คนขับมาหน่อย", "ได้รับแล้วค่ะ ขอบคุณค่ะ", lambda r: ["คนขับ โทร ", N.phone_th(r), " นะ"],
    lambda r: ["เบอร์สำรอง ", N.phone_th(r, "0## ### ####")],
    lambda r: ["โอนเข้าบัญชี ไทยพาณิชย์ ", N.thai_account(r), " ชื่อ มาลี"],
    lambda r: ["เลขบัตร ", N.thai_id(r, r.choice(["#-####-#####-##-#", "#############"]))],
    lambda r: ["สลิปส่งมาที่ ", N.email("malee%s" % N.digits(r, 2), "mail.example.org")],
    lambda r: ["พัสดุ ", K.s10(r)],
    lambda r: ["รหัสอ้างอิง ", N.decoy("*", "0142" + N.digits(r, 12), "a slip's reference")],
    lambda r: "โอนแล้ว %d,%03d บาท" % (r.randrange(1, 90), r.randrange(1000))])
CHAT_EN = chat("Peter S.", "Monday", [
    "Hello, got the 6 tickets for Friday 17/05/2024", "2,150.00 USD incl. hotel, 3 nights",
    lambda r: ["BTC please: ", N.btc(r)], lambda r: ["segwit ", N.btc(r, "bech32")], lambda r: ["and ETH: ", N.eth(r)],
    lambda r: ["call me ", N.phone_sg(r)],
    lambda r: ["docs here ", N.url("https://files.example.net/d/%s?k=1" % N.digits(r, 3))],
    lambda r: ["order ref ", N.decoy("*", "%s-2024-%s" % (N.digits(r, 4), N.digits(r, 4)), "an order's reference")],
    lambda r: ["card ", N.card(r), " exp 09/27"], lambda r: ["IBAN ", N.iban(r)],
    lambda r: ["passport no. ", N.passport(r, "MM")], lambda r: ["mail ", N.email("peter%s" % N.digits(r, 2))]])
CHAT_ID = chat("Budi", "Hari ini", [
    "Siap, besok jam 08.30 di terminal", "Berapa biayanya pak?", "Rp 3.500.000 per orang, bayar di muka",
    lambda r: ["No HP saya ", N.phone_id(r), " ya pak"], lambda r: ["WA ", N.phone_id(r, "+62 8##-####-####")],
    lambda r: ["NIK ", N.nik(r, person(r, "IDN"))], lambda r: ["email ", N.email("budi%s" % N.digits(r, 2))],
    lambda r: ["nomor paspor ", N.passport(r, "ID")],
    lambda r: ["kode booking QX", N.decoy("*", N.digits(r, 6), "a booking's code")]])
CHAT_MM = chat("Ko Aung", "ယနေ့", [
    "မင်္ဂလာပါ အစ်ကို", "ဟုတ်ကဲ့ ကျေးဇူးပါ", "မနက်ဖြန် ည ၈ နာရီ ဂိတ်မှာ တွေ့မယ်",
    lambda r: ["ဖုန်းနံပါတ်အသစ် ", N.phone_mm_burmese(r)], lambda r: ["မှတ်ပုံတင်အမှတ် ", N.nrc(r), " ပါ"],
    lambda r: ["NRC ", N.nrc(r, "roman"), " လည်း ပါတယ်"], lambda r: ["ဆက်သွယ်ရန် ", N.phone_mm(r)],
    lambda r: ["passport ", N.passport(r, "MM")]])

SHEETS = {
    "passport": (("scan", "photo"), passport), "visa": (("scan", "photo"), visa), "td1": (("scan", "photo"), td1),
    "td2": (("scan", "photo"), td2),
    "thai-card": (("scan", "photo"), lambda r, part: D.thai_card(person(r, "THA"), N.thai_id(r, "# #### ##### ## #"))),
    "pink-card": (("scan", "photo"), lambda r, part: more.pink_card(person(r, "MMR"), N.alien_id(r).but(later=False))),
    "ktp": (("scan", "photo"), lambda r, part: ktp(r)),
    "nrc-card": (("scan", "photo"), lambda r, part: D.nrc_card(person(r, "MMR"), N.nrc(r), "ဦးဘနမူနာ")),
    "permit": (("scan", "photo"), lambda r, part: D.work_permit(person(r, "MMR"), N.alien_id(r).but(later=False),
                                                                "67" + N.digits(r, 10), N.passport(r, "MM"))),
    "slip": (("screen", "screen-photo"), slip),
    "passbook": (("scan", "photo"), lambda r, part: P.passbook(r, person(r, "THA"), N.thai_account(r), 10)),
    "receipt": (("scan", "photo"), receipt), "chat-th": (("screen", "screen-photo"), CHAT_TH),
    "chat-en": (("screen", "screen-photo"), CHAT_EN), "chat-id": (("screen", "screen-photo"), CHAT_ID),
    "chat-mm": (("screen", "screen-photo"), CHAT_MM), "letter": (("scan", "fax"), letter), "form": (("scan",), form),
    "ward": (("scan",), ward), "boarding": (("scan", "photo"), lambda r, part: boarding(r)),
    "sim": (("photo",), lambda r, part: more.sim_cover(r, N.phone_th(r), N.imei(r))),
    "vehicle": (("scan", "photo"), lambda r, part: more.vehicle_paper(r, person(r, "THA"), N.thai_id(r), N.phone_th(r))),
    "parcel": (("photo",), lambda r, part: more.parcel(r, N.phone_th_land(r), N.phone_th(r))),
    **varied.SHEETS,
}


def ktp(r):
    p = person(r, "IDN")
    return D.ktp(p, N.nik(r, p), "JL. CONTOH NO. %d" % r.randrange(1, 90))


def boarding(r):
    nation = r.choice(["THA", "MMR", "IDN"])
    return more.boarding_pass(r, person(r, nation), N.passport(r, COUNTRY[nation]))


# ---- damage ----
def middle(values):
    values = sorted(values)
    return values[len(values) // 2]


def damage(shot, r, part, way, made):
    """What strata.draw gave, done in the order in which it happens: print, paper, camera, sensor."""
    if way not in ("screen", "screen-photo"):
        shot.grain(looks.paper(r, shot.rng, part, shot.im.size))
    shot.scale(round(made["cap"] / middle([p.cap for p in shot.placed]), 3))
    if "contrast" in made:
        shot.contrast(made["contrast"])
    if "copy" in made:
        shot.copy(made["copy"])
    if "curl" in made:
        shot.curl(round(made["curl"] * made["cap"], 1), round(shot.im.width * r.uniform(0.8, 2.2)), round(r.uniform(0, 6.28), 2))
    if "occlusion" in made and not shot.occlude(made["occlusion"], r):
        made.pop("occlusion")  # no place for it
    if "photo" in way or made.get("tilt"):
        lay(shot, r, part, way, made)
    if "shade" in made:
        shot.shade(made["shade"], r.randrange(0, 360, 15))
    if "glare" in made:
        shot.glare(made["glare"], round(r.uniform(0.2, 0.8), 2), round(r.uniform(0.2, 0.8), 2), round(r.uniform(0.12, 0.3), 2))
    if "moire" in made:
        shot.moire(made["moire"], round(r.uniform(2.5, 9), 1), r.randrange(0, 180, 5))
    if "motion" in made:
        shot.motion(made["motion"], r.randrange(0, 180, 15))
    shot.blur(made["blur"])
    if made.get("noise"):
        shot.noise(made["noise"])


def lay(shot, r, part, way, made):
    """On its ground, turned by `tilt` and with its corners moved in by `perspective`."""
    w, h = shot.im.size
    share = made.get("perspective", 0)
    made["tilt"] = round(made.get("tilt", 0) * r.choice([-1, 1]), 3)
    margin = 1.04 if way in ("scan", "fax") else 1.12
    cos, sin = math.cos(math.radians(made["tilt"])), math.sin(math.radians(made["tilt"]))
    fw, fh = round((abs(w * cos) + abs(h * sin)) * margin), round((abs(w * sin) + abs(h * cos)) * margin)
    corners = []
    for x, y in ((0, 0), (w, 0), (w, h), (0, h)):
        dx, dy = x - w / 2, y - h / 2
        dx -= dx * 2 * r.uniform(0, share)
        dy -= dy * 2 * r.uniform(0, share)
        corners.append((fw / 2 + cos * dx - sin * dy, fh / 2 + sin * dx + cos * dy))
    shot.lay(corners, (looks.ground if "photo" in way else looks.lid)(r, shot.rng, part, (fw, fh)))


# ---- files ----
def page(case, name, r, part, cls, level):
    ways, draw = SHEETS[cls]
    way = r.choice(ways)
    if level == "clean" and way in ("photo", "screen-photo", "fax") and len(ways) > 1:
        way = ways[0]
    Sheet.faces = looks.faces(r, part)
    made = strata.draw(r, way, level)
    try:
        sheet = draw(r, part)
        for _ in range(30):  # composed anew until all has its place
            if sheet.placed and sheet.whole() and not getattr(sheet, "full", False):
                break
            sheet = draw(r, part)
        shot = Shot(sheet, r.getrandbits(32))
    finally:
        Sheet.faces = {}
    damage(shot, r, part, way, made)
    case.truth.about = {"class": cls, "stratum": level, "way": way, "params": made}
    if way == "fax":
        case.fax(name + ".tif", [shot], level)
    elif way == "screen" and made["jpeg"] >= strata.RANGES["jpeg"][0][0] and r.random() < 0.5:  # as harmless as the best JPEG
        made.pop("jpeg")
        case.picture(name + ".png", shot, level)
    elif way == "scan" and r.random() < 0.3:
        case.scans(name + ".pdf", [shot], level, 200, made["jpeg"])
    else:
        case.picture(name + ".jpg", shot, level, made["jpeg"])


def text_lines(r, form):
    """Lines of strings and plants."""
    stamp = lambda: "%02d/05/2024, %02d:%02d" % (r.randrange(1, 29), r.randrange(24), r.randrange(60))  # noqa: E731
    goods = [
        lambda: ["เบอร์ ", N.phone_th(r)], lambda: ["โทร ", thai_digits(r)],
        lambda: ["my number ", N.phone_mm(r, "+95 9 ### ### ###")], lambda: ["call ", N.phone_sg(r)],
        lambda: ["NIK ", N.nik(r, person(r, "IDN"))], lambda: ["เลขบัตรประชาชน ", N.thai_id(r)],
        lambda: ["NRC ", N.nrc(r, r.choice(["roman", "burmese", "spaced"]))],
        lambda: ["မှတ်ပုံတင် ", N.nrc(r, "zawgyi").but(level="hard")], lambda: ["เลขที่บัญชี ", N.thai_account(r)],
        lambda: ["passport no. ", N.passport(r, r.choice(["TH", "MM", "ID"]))],
        lambda: ["IBAN ", N.iban(r, r.choice(["PK", "AE", "GB", "DE"]), r.random() < 0.5)],
        lambda: ["card ", N.card(r, r.choice(["4", "52", "62"]))], lambda: ["USDT TRC20 ", N.tron(r).but(later=False)],
        lambda: ["btc ", N.btc(r, r.choice(["p2pkh", "p2sh", "bech32"]))], lambda: ["eth ", N.eth(r)],
        lambda: ["IMEI ", N.imei(r)],
        lambda: ["mail ", N.email("user%s" % N.digits(r, 3), r.choice(["example.com", "mail.example.org"]))],
        lambda: ["link ", N.url("https://www.example.net/%s" % N.hexadecimal(r, 3))],
        lambda: ["เลขบัตร ", N.thai_id_wrong(r).but(level="moderate")]]
    baits = [
        lambda: ["order ", N.decoy("*", "%s-2024-%s" % (N.digits(r, 4), N.digits(r, 5)), "an order's reference")],
        lambda: ["ts ", N.decoy("*", E.milliseconds(r), "a time in milliseconds")],
        lambda: ["EAN ", N.decoy("th.national_id", E.ean(r), "a bar code's number")],
        lambda: ["job ", N.decoy("th.national_id", "%s-%s" % (N.digits(r, 7), N.digits(r, 6)), "a job's number")],
        lambda: ["invoice ", N.decoy("card", N.card_wrong(r, "").raw, "Luhn fails, no label")],
        lambda: ["flight lists ", N.decoy("air.pnr", N.digits(r, 6), "six figures without a label")],
        lambda: ["sha1 ", N.decoy("eth.address", N.hexadecimal(r, 20), "a SHA-1 sum: no 0x")],
        lambda: ["copied IMG_20240612_", N.decoy("phone", "08" + N.digits(r, 8), "part of a file's name"), ".jpg"],
        lambda: ["บัญชี ", N.decoy("th.bank_account", "xxx-x-x%s-x" % N.digits(r, 4), "masked")],
        lambda: ["address ", E.broken_btc(r)],
        lambda: ["total %d,%03d.%02d less %d.%02d" % (r.randrange(1, 999), r.randrange(1000), r.randrange(100),
                                                      r.randrange(9999), r.randrange(100))]]
    share = {"text-log": 0.12, "text-notes": 0.6}.get(form, 0.45)
    senders = ["มาลี ส.", "Ko Aung", "Budi", "Peter", "สมชาย"]
    for _ in range(r.randrange(8, 18)):
        body = (any_kind(r) if r.random() < 0.6
                else r.choice(goods)()) if r.random() < share else r.choice(baits)() if r.random() < 0.6 else [r.choice(
            ["ครับ", "ok see you at 18:30", "ขอบคุณค่ะ 555", "Siap pak", "Rp 3.500.000", "version 2.24.9.78", "ห้อง 0812",
             "14C / QX7L2M", "2,150.00 USD"])]
        head = {"text-chat": "%s - %s: " % (stamp(), r.choice(senders)), "text-line": "%02d:%02d\t%s\t" % (r.randrange(24),
            r.randrange(60), r.choice(senders)), "text-log": "2024-05-%02d %02d:%02d:%02d app[%d]: " % (
            r.randrange(1, 29), r.randrange(24), r.randrange(60), r.randrange(60), r.randrange(300, 32000))}.get(form, "- ")
        yield [head, *body, "\n"]


def any_kind(r):
    """A labelled value of any kind, in any language; rarely what a payment code says."""
    if r.random() < 0.06:
        return ["QR ", r.choice([K.emvco, K.slip_qr])(r)]
    label, parts, _ = K.labelled(r, r.choice(["th", "th", "en", "en", "my", "id", "id", "zh", "vi", "bn", "hi"]))
    return [label + r.choice([" ", ": ", " : "]), *parts]


def thai_digits(r):
    p = N.phone_th(r)
    return p.but(raw=N.thai_digits(p.raw), level="moderate")


def text_table(r):
    yield ["ลำดับ,ชื่อ,เบอร์โทร,เลขบัญชี,เลขประจำตัวประชาชน,ยอด,เลขที่ใบเสร็จ\n"]
    for i in range(r.randrange(3, 8)):
        yield ["%d,%s," % (i + 1, r.choice(GIVEN["THA"])[1]), N.phone_th(r, r.choice(["0#########", "0##-#######"])), ",",
               N.thai_account(r, r.choice(["##########", "###-#-#####-#"])),
               ",", N.thai_id(r, r.choice(["#############", "#-####-#####-##-#"])),
               ",%d.%02d," % (r.randrange(100, 90000), r.randrange(100)),
               N.decoy("*", N.digits(r, 8), "a receipt's number, its column says so"), "\n"]


def text_contacts(r):
    for i in range(r.randrange(2, 6)):
        phone = r.choice([N.phone_th, N.phone_mm, N.phone_id, N.phone_sg])(r)
        yield ["BEGIN:VCARD\nVERSION:3.0\nFN:", names.plant(r, r.choice(["th", "en", "my", "id"])), "\nTEL;TYPE=CELL:",
               phone.but(raw=r.choice([phone.value, phone.raw])),
               "\nEMAIL:", N.email("c%s" % N.digits(r, 4)), "\nREV:20240512T%s\nEND:VCARD\n" % N.digits(r, 6)]


def text_calls(r):
    """Call records: numbers without plus, devices, cells."""
    yield ["A_NUMBER,B_NUMBER,START,SECONDS,IMEI,IMSI,CELL\n"]
    own = K.phone("TH")(r)
    for _ in range(r.randrange(4, 12)):
        other = K.phone(r.choice(["TH", "TH", "MM", "ID", "MY"]))(r)
        device = N.imei(r)
        yield [own.but(raw=own.value[1:]), ",", other.but(raw=other.value[1:]), ",2024-05-%02d %02d:%02d:%02d,%d," % (
            r.randrange(1, 29), r.randrange(24), r.randrange(60), r.randrange(60), r.randrange(1, 900)), device, ",", K.imsi(r),
            ",", N.decoy("*", "520-%s-%s" % (N.digits(r, 2), N.digits(r, 5)), "a cell's number"), "\n"]


def near(case, name, r):
    """A textual file of near-misses among words, no label with any."""
    case.truth.about = {"class": "text-near", "stratum": "text"}
    words = ("then", "moved", "copy", "as before", "see", "old one", "batch", "line", "again", "แล้ว", "lagi", "from")
    parts = []
    for _ in range(12):
        parts += ["%s %s " % (r.choice(words), r.choice(words)), K.near_miss(r), " %s\n" % r.choice(words)]
    case.text(name + ".txt", parts)


def text(case, name, r, form):
    case.truth.about = {"class": form, "stratum": "text"}
    lines = {"text-table": text_table, "text-contacts": text_contacts, "text-calls": text_calls}.get(form,
        lambda r: text_lines(r, form))(r)
    ext = {"text-table": ".csv", "text-calls": ".csv", "text-contacts": ".vcf", "text-log": ".log"}.get(form, ".txt")
    encoding = "tis-620" if form == "text-table" and r.random() < 0.3 else "utf-8"
    case.text(name + ext, [x for line in lines for x in line], encoding, newline=r.choice(["\n", "\r\n"]))


def pdf(case, name, r, part):
    """A letter with a text layer."""
    case.truth.about = {"class": "pdf", "stratum": "text"}
    faces = looks.faces(r, part)
    lines = [
        "Example Trading Co., Ltd.", ["Tel. ", N.phone_th_land(r), "   Mobile ", N.phone_th(r)], "14 May 2024", "",
        ["Passport no. ", N.passport(r, "TH"), " (Thailand)"], ["IBAN ", N.iban(r, "AE")],
        ["Invoice ", N.decoy("card", N.card_wrong(r, "").raw, "an invoice number: Luhn fails")], "",
        ["เลขประจำตัวประชาชน ", N.thai_id(r)], ["เลขที่บัญชี ", N.thai_account(r), " ธนาคารกสิกรไทย"],
        ["E-mail: ", N.email("office%s" % N.digits(r, 2))]]
    Sheet.faces = faces
    try:
        text_pdf(case, name + ".pdf", [lines], "Letter", font="Liberation Serif, Norasi")
    finally:
        Sheet.faces = {}
    path = case.root / (name + ".pdf")
    producer = b"https://cairographics.org"  # in the properties: no finding that anybody planted, nor a wrong one
    path.write_bytes(path.read_bytes().replace(producer, b" " * len(producer)))


def make(case, count, seed, part, mix):
    classes, weights = zip(*sorted(MIXES[mix].items()))
    for i in range(count):
        r = random.Random("docex/%s/%s/%d/%d" % (part, mix, seed, i))  # a text seeds by its SHA-512
        cls, level = r.choices(classes, weights)[0], strata.LEVELS[i % 3]
        name = "%s/%04d" % (r.choice(["DCIM", "Documents", "Download", "scans"]), i)
        if cls in SHEETS:
            page(case, name, r, part, cls, level)
        elif cls == "pdf":
            pdf(case, name, r, part)
        else:
            text(case, name, r, cls)
    for i in range(count // 10):
        near(case, "notes/near-%03d" % i, random.Random("docex/%s/near/%d/%d" % (part, seed, i)))
    case.truth.about = {}
