"""more.py: further layouts of the wide set: a TD2 card, a pink card, boarding pass, SIM cover, vehicle paper, parcel slip"""
from . import numbers as N
from .documents import SKIN, field, zone_of
from .draw import BLUE, GREY, MONO, OCRB, SANS, SERIF, THAI, Sheet
from .people import english_date, thai_date


def card_td2(person, number, expiry):
    """A TD2 card, 105 by 74 mm at 10 pixels a millimetre: two lines of 36."""
    s = Sheet(1050, 740, (0.95, 0.93, 0.9))
    s.waves((0.7, 0.62, 0.5, 0.45), n=18)
    s.text(50, 34, "UTOPIA", 38, SERIF, True, colour=BLUE)
    s.text(260, 44, "RESIDENCE CARD · SPECIMEN", 26, SERIF, colour=BLUE)
    s.portrait(50, 120, 250, 330, SKIN.get(person.nation, SKIN["UTO"]), long=person.sex == "F")
    field(s, 340, 120, "Card No.", number, 34, bold=True)
    field(s, 340, 205, "Name", person.latin)
    field(s, 340, 290, "Nationality", person.nation)
    field(s, 700, 290, "Sex", person.sex)
    field(s, 340, 375, "Date of birth", english_date(person.birth).upper())
    field(s, 700, 375, "Date of expiry", english_date(expiry).upper())
    s.rect(0, 540, 1050, 200, (1, 1, 1, 0.5))
    zone_of(s, 64, 570, "TD2", N.td2(person, person.nation, number, expiry), 25.4, 63)
    return s


def pink_card(person, alien):
    """A card of a person without Thai nationality: thirteen digits that begin with 0."""
    s = Sheet(1027, 648, (0.98, 0.84, 0.88))
    s.waves((0.9, 0.62, 0.7, 0.45), n=18)
    s.text(60, 24, "บัตรประจำตัวคนซึ่งไม่มีสัญชาติไทย", 34, THAI, True, colour=BLUE)
    s.text(60, 96, "เลขประจำตัวประชาชน", 26, THAI)
    s.text(370, 90, alien, 36, SANS, True)
    s.text(60, 170, "ชื่อ", 26, THAI)
    s.text(200, 164, person.latin, 34, SANS)
    s.text(60, 236, "เกิดวันที่", 26, THAI)
    s.text(200, 230, thai_date(person.birth), 32, THAI)
    s.text(60, 302, "ที่อยู่ 99/9 หมู่ที่ 9 ต.ตัวอย่าง อ.แม่สอด จ.ตาก", 28, THAI)
    s.text(60, 380, "วันออกบัตร 9 มี.ค. 2564    วันหมดอายุ 8 มี.ค. 2574", 26, THAI)
    s.portrait(770, 330, 210, 270, SKIN["MMR"], long=person.sex == "F")
    s.text(60, 596, "SPECIMEN", 28, SERIF, True, colour=(0.75, 0.2, 0.2, 0.45))
    return s


def boarding_pass(r, person, number):
    """A boarding pass: mostly figures that are nobody's, and a passport number."""
    s = Sheet(1500, 620, (0.99, 0.99, 1))
    s.rect(0, 0, 1500, 110, (0.15, 0.3, 0.5))
    s.text(40, 26, "EXAMPLE AIR   BOARDING PASS", 46, SANS, True, colour=(1, 1, 1))
    for x, y, label, value in ((40, 140, "Passenger", person.latin), (700, 140, "Date", "17 MAY 2024"),
                               (1080, 140, "Gate", "B%d" % r.randrange(1, 30)),
                               (40, 250, "From", "BANGKOK"), (360, 250, "To", "YANGON"),
                               (700, 250, "Boarding", "14:%02d" % r.randrange(60)),
                               (1080, 250, "Seat", "%d%s" % (r.randrange(4, 30), r.choice("ACDF")))):
        field(s, x, y, label, value, 36)
    field(s, 40, 370, "Passport No.", number, 36, bold=True)
    field(s, 700, 370, "Sequence", N.decoy("*", "%03d" % r.randrange(1, 200), "a sequence number"), 36)
    s.text(40, 500, ["Bag tag ", N.decoy("th.bank_account", "0%s" % N.digits(r, 9), "a bag's tag, labelled so")], 30, MONO)
    s.line(1330, 110, 1330, 620, dash=(8, 8))
    return s


def sim_cover(r, phone, imei):
    """The card that a SIM came in."""
    s = Sheet(1000, 640, (0.95, 0.3, 0.25))
    s.rect(40, 150, 920, 450, (1, 1, 1), 24)
    s.text(60, 40, "SAMPLE MOBILE  4G SIM", 56, SANS, True, colour=(1, 1, 1))
    s.text(80, 180, "หมายเลขโทรศัพท์", 34, THAI)
    s.text(420, 172, phone, 46, SANS, True)
    s.text(80, 270, ["PIN 1: ", N.decoy("*", N.digits(r, 4), "a PIN"), "   PUK 1: ", N.decoy("th.bank_account", N.digits(r, 8),
        "a PUK")], 34, SANS)
    s.text(80, 350, ["IMEI ", imei], 34, MONO)
    s.text(80, 430, "ลงทะเบียนก่อนใช้งาน โทร *151#", 32, THAI)
    s.text(80, 500, "EXP 31/12/2026", 30, SANS, colour=GREY)
    return s


def vehicle_paper(r, person, pid, phone):
    """An owner's page of a vehicle book."""
    s = Sheet(1240, 900, (0.9, 0.94, 0.98))
    s.waves((0.7, 0.78, 0.88, 0.4))
    s.text(620, 30, "รายการจดทะเบียนรถ (ตัวอย่าง)", 42, THAI, True, align="centre")
    rows = [("วันจดทะเบียน", "9 ม.ค. 2563"), ("ประเภท", "รถกระบะบรรทุก"), ("ยี่ห้อ", "EXAMPLE"),
            ("เลขเครื่องยนต์", N.decoy("*", "4JK1-" + N.digits(r, 6), "an engine's number")),
            ("น้ำหนัก", "1,%03d กก." % r.randrange(400, 900)),
            ("ผู้ถือกรรมสิทธิ์", person.title + person.local), ("เลขที่บัตร", pid), ("โทร", phone)]
    for i, (label, value) in enumerate(rows):
        s.text(60, 130 + i * 90, label, 32, THAI, colour=GREY)
        s.text(420, 124 + i * 90, value, 36, THAI)
        s.line(60, 186 + i * 90, 1180, 186 + i * 90, dash=(2, 5))
    return s


def parcel(r, sender_phone, receiver_phone):
    """A parcel's label: two telephones among many figures."""
    s = Sheet(1000, 760)
    s.text(40, 24, "EXAMPLE EXPRESS", 48, SANS, True)
    for x in range(60):
        s.rect(40 + x * 15, 100, 3 + 9 * (r.random() < 0.5), 120, (0, 0, 0))
    s.text(500, 230, N.decoy("*", "TH0114" + N.digits(r, 8) + "A0", "a parcel's number"), 36, OCRB, align="centre")
    s.text(40, 310, ["ผู้ส่ง  บริษัท ตัวอย่าง  โทร ", sender_phone], 34, THAI)
    s.text(40, 370, "99/9 หมู่ 9 ต.ตัวอย่าง อ.เมือง จ.ตาก 63000", 30, THAI)
    s.text(40, 450, ["ผู้รับ  คุณสมมุติ  โทร ", receiver_phone], 38, THAI, True)
    s.text(40, 520, "12/345 ซอยทดสอบ 7 เขตตัวอย่าง กรุงเทพฯ 10310", 30, THAI)
    s.text(40, 610, "COD 1,290.00    2.35 KG    14/05/2024 16:20", 30, MONO)
    return s
