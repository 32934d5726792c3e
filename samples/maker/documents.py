"""documents.py: identity papers: passports, visa, cards; layouts after the general look of their kind, emblems and faces invented

10 pixels a millimetre for passport pages (254 dpi), 12 for cards (305 dpi): MRZ characters stand 2.54 mm apart (Doc 9303-3).
"""
import datetime

from . import numbers as N
from .draw import BLUE, BURMESE, GREY, INK, OCRB, SANS, SERIF, THAI, Sheet, Zone
from .people import english_date, thai_date

SKIN = {"THA": (0.87, 0.7, 0.56), "MMR": (0.8, 0.62, 0.48), "IDN": (0.82, 0.64, 0.5), "UTO": (0.93, 0.8, 0.7)}
LOOK = {  # paper, ink of the pattern, head line in the country's words
    "THA": ((0.97, 0.94, 0.93), (0.85, 0.62, 0.6, 0.5), "หนังสือเดินทาง", "THAILAND", THAI),
    "MMR": ((0.94, 0.96, 0.93), (0.55, 0.72, 0.58, 0.5), "နိုင်ငံကူးလက်မှတ်", "REPUBLIC OF THE UNION OF MYANMAR", BURMESE),
    "IDN": ((0.93, 0.96, 0.97), (0.5, 0.7, 0.74, 0.5), "PASPOR", "REPUBLIK INDONESIA", SANS),
    "UTO": ((0.95, 0.94, 0.97), (0.66, 0.62, 0.8, 0.5), "PASSPORT", "UTOPIA", SERIF),
}
ALPHA2 = {"THA": "TH", "MMR": "MM", "IDN": "ID", "UTO": "UTO"}


def field(s, x, y, label, value, size=30, label_font=SANS, font=SANS, bold=False):
    """A small label with the value below it, as data pages have."""
    s.text(x, y - 4, label, 19, label_font, colour=GREY)
    s.text(x, y + 22, value, size, font, bold, colour=(0.08, 0.08, 0.12))


def passport(person, number, expiry, *, code="P<", optional=None, forged=False, place="BANGKOK"):
    """A TD3 data page, 125 by 88 mm. `optional` is a Plant (a personal number) or a string."""
    state = person.nation
    paper, wave, local, title, local_font = LOOK[state]
    s = Sheet(1250, 880, paper)
    s.waves(wave)
    s.emblem(1172, 80, 54, (*wave[:3], 0.9))
    s.text(60, 26, local, 40, local_font, True, colour=BLUE)
    s.text(390, 34, title, 30, SERIF, True, colour=BLUE)
    s.text(60, 92, "PASSPORT" if state != "UTO" else "PASSPORT / PASSEPORT", 24, SERIF, colour=BLUE)
    s.portrait(60, 150, 330, 430, SKIN[state], long=person.sex == "F")
    country = ALPHA2[state]
    visual = number.but(where="visual")
    field(s, 430, 120, "Type", code.strip("<"), 28)
    field(s, 540, 120, "Country code", state, 28)
    field(s, 780, 120, {"THA": "หนังสือเดินทางเลขที่ / Passport No.", "IDN": "No. Paspor / Passport No.",
                        "MMR": "နိုင်ငံကူးလက်မှတ်အမှတ် / Passport No."}.get(state, "Passport No."), visual, 32, local_font, bold=True)
    mononym = not person.given
    field(s, 430, 195, "Surname / Name" if mononym else "Surname", person.surname)
    if not mononym:
        field(s, 430, 262, "Given names", person.given)
    if person.local and state != "IDN":
        field(s, 430, 329, {"THA": "ชื่อ / Name in Thai"}.get(state, "အမည်"), person.title + " " + person.local, 30, local_font, local_font)
    field(s, 430, 402, "Nationality", {"THA": "THAI", "MMR": "MYANMAR", "IDN": "INDONESIA", "UTO": "UTOPIAN"}[state])
    field(s, 780, 402, "Sex", person.sex)
    field(s, 430, 470, "Date of birth", english_date(person.birth).upper())
    field(s, 780, 470, "Place of birth", place)
    field(s, 430, 538, "Date of issue", english_date(expiry.replace(year=expiry.year - 5)).upper())
    field(s, 780, 538, "Date of expiry", english_date(expiry).upper())
    text = optional if isinstance(optional, str) else ""
    if isinstance(optional, N.Plant):
        text = optional.value
        field(s, 780, 195, "Personal No." if state != "THA" else "เลขประจำตัวประชาชน / Personal No.", optional.but(where="visual"), 28, local_font)
    s.text(640, 610, "SPECIMEN", 40, SERIF, True, colour=(0.75, 0.2, 0.2, 0.35))
    lines = N.td3(person, state, number.value, expiry, text, code, forged)
    s.rect(0, 680, 1250, 200, (1, 1, 1, 0.45))
    zone_of(s, 66, 715, "TD3", lines, 25.4, 63, ["birth_date", "composite"] if forged else [])
    s.placed.append(mrz_number(s, number.but(attrs={"country": country})))
    return s


def mrz_number(s, plant):
    """The passport number once more, as the zone gives it: at columns 1 to 9 of its second line."""
    from .draw import Placed
    z = s.placed[-1]
    (x, y), _, (x1, y1), _ = z.quads[0]
    cell, row = (x1 - x) / 44, (y1 - y - z.cap)
    return Placed(plant.but(where="mrz", raw=plant.value), [[x, y + row, cell * len(plant.value), z.cap]], z.cap)


def zone_of(s, x, y, fmt, lines, pitch, leading, failing=()):
    s.zone(x, y, Zone(fmt, lines, failing), pitch, leading)


def visa(person, number, expiry, issuer="UTO", nationality="THA"):
    """An MRV-A sticker, 120 by 80 mm; its zone carries the number of the passport."""
    s = Sheet(1200, 800, (0.95, 0.97, 0.94))
    s.waves((0.6, 0.75, 0.55, 0.5))
    s.rect(14, 14, 1172, 772, (0.4, 0.55, 0.4, 0.7), 18, 4)
    s.emblem(1090, 110, 60, (0.45, 0.6, 0.42, 0.8))
    s.text(60, 40, "VISA", 64, SERIF, True, colour=(0.15, 0.35, 0.2))
    s.text(260, 60, "UTOPIA · IMMIGRATION", 32, SERIF, True, colour=(0.15, 0.35, 0.2))
    s.portrait(60, 150, 270, 350, SKIN[nationality], long=person.sex == "F")
    control = N.decoy("passport", "UV" + number.value[2:5] + "20817", "the visa's own control number, labelled so")
    field(s, 380, 150, "Visa No.", control, 32, bold=True)
    field(s, 760, 150, "Category", "NON-IMMIGRANT O", 30)
    field(s, 380, 230, "Surname", person.surname)
    field(s, 760, 230, "Given names", person.given)
    field(s, 380, 310, "Passport No.", number.but(where="visual"), 32, bold=True)
    field(s, 760, 310, "Nationality", nationality)
    field(s, 380, 390, "Valid from", english_date(expiry.replace(year=expiry.year - 1)).upper())
    field(s, 760, 390, "Valid until", english_date(expiry).upper())
    field(s, 380, 470, "Entries", "MULTIPLE")
    field(s, 760, 470, "Duration of stay", "90 DAYS")
    s.rect(0, 610, 1200, 190, (1, 1, 1, 0.5))
    zone_of(s, 42, 640, "MRV-A", N.mrva(person, issuer, number.value, expiry, nationality), 25.4, 63)
    s.placed.append(mrz_number(s, number))
    return s


def card_td1(person, number, expiry, *, code="I<"):
    """The back of a TD1 card, 85.6 by 54 mm at 12 pixels a millimetre: three lines of 30; a number may be longer than 9."""
    s = Sheet(1027, 648, (0.93, 0.95, 0.98))
    s.waves((0.55, 0.65, 0.82, 0.45), n=18)
    s.text(44, 30, "UTOPIA", 34, SERIF,
           True, colour=BLUE)
    s.text(44, 76, "IDENTITY CARD · SPECIMEN", 24, SERIF, colour=BLUE)
    s.emblem(930, 84, 52, (0.4, 0.5, 0.72, 0.8))
    field(s, 44, 124, "Document No.", number, 32, bold=True)
    field(s, 400, 124, "Date of expiry", english_date(expiry).upper())
    field(s, 44, 204, "Address", "12 SAMPLE STREET, EXAMPLETOWN")
    field(s, 44, 284, "Authority", "MINISTRY OF EXAMPLES")
    s.rect(0, 380, 1027, 268, (1, 1, 1, 0.5))
    zone_of(s, 56, 410, "TD1", N.td1(person, person.nation, number, expiry, code), 30.48, 72)
    return s


def thai_card(person, number, english=True):
    """A Thai national identity card's front: 13 digits, Thai and Latin name, dates of both calendars."""
    s = Sheet(1027, 648, (0.86, 0.93, 0.98))
    s.waves((0.5, 0.7, 0.85, 0.45), n=18)
    s.emblem(80, 74, 46, (0.55, 0.45, 0.2, 0.8))
    s.text(150, 20, "บัตรประจำตัวประชาชน", 34, THAI, True, colour=BLUE)
    s.text(540, 28, "Thai National ID Card", 28, SANS, True, colour=BLUE)
    s.text(150, 80, "เลขประจำตัวประชาชน", 24, THAI, colour=INK)
    s.text(430, 74, number, 36, SANS, True)
    s.text(150, 112, "Identification Number", 20, SANS, colour=GREY)
    s.text(60, 160, "ชื่อตัวและชื่อสกุล", 24, THAI)
    s.text(270, 152, person.title + " " + person.local, 36, THAI, True)
    s.text(270, 212, "Name", 22, colour=GREY)
    s.text(360, 208, ("Mr. " if person.sex == "M" else "Miss ") + person.given.title(), 28)
    s.text(270, 252, "Last name", 22, colour=GREY)
    s.text(400, 248, person.surname.title(), 28)
    s.text(270, 300, "เกิดวันที่", 24, THAI)
    s.text(370, 296, thai_date(person.birth), 28, THAI)
    s.text(270, 340, "Date of Birth", 20, colour=GREY)
    s.text(410, 334, english_date(person.birth, "."), 28, colour=BLUE)
    s.text(60, 386, "ที่อยู่ 99/9 หมู่ที่ 9 ต.ตัวอย่าง อ.เมือง จ.เชียงใหม่", 26, THAI)
    issue, expiry = datetime.date(2021, 3, 9), datetime.date(2029, person.birth.month, person.birth.day)
    for x, d, th, en in ((60, issue, "วันออกบัตร", "Date of Issue"), (330, expiry, "วันบัตรหมดอายุ", "Date of Expiry")):
        s.text(x, 450, thai_date(d), 26, THAI)
        s.text(x, 488, th, 20, THAI, colour=GREY)
        s.text(x, 520, english_date(d, "."), 26)
        s.text(x, 554, en, 20, colour=GREY)
    s.portrait(760, 330, 220, 280, SKIN["THA"], (0.9, 0.92, 0.95))
    s.text(60, 596, "SPECIMEN", 28, SERIF, True, colour=(0.75, 0.2, 0.2, 0.45))
    return s


def ktp(person, number, address="JL. CONTOH NO. 7"):
    """An Indonesian identity card."""
    s = Sheet(1027, 648, (0.72, 0.86, 0.95))
    s.waves((0.4, 0.62, 0.8, 0.4), n=18)
    s.text(513, 16, "PROVINSI DKI JAKARTA", 28, SANS, True, align="centre")
    s.text(513, 52, "JAKARTA PUSAT", 28, SANS, True, align="centre")
    s.text(40, 104, "NIK", 34, SANS, True)
    s.text(220, 100, [": ", number], 38, OCRB)
    rows = [("Nama", person.latin), ("Tempat/Tgl Lahir", "JAKARTA, " + person.birth.strftime("%d-%m-%Y")),
            ("Jenis Kelamin", "PEREMPUAN" if person.sex == "F" else "LAKI-LAKI"), ("Alamat", address), ("RT/RW", "003/007"),
            ("Kel/Desa", "CONTOHAN"), ("Kecamatan", "SAMPEL BARU"), ("Agama", "ISLAM"), ("Status", "BELUM KAWIN"),
            ("Pekerjaan", "WIRASWASTA"), ("Kewarganegaraan", "WNI"), ("Berlaku Hingga", "SEUMUR HIDUP")]
    for i, (label, value) in enumerate(rows):
        s.text(40, 160 + i * 38, label, 27)
        s.text(280, 160 + i * 38, ": " + value, 27)
    s.portrait(770, 150, 215, 270, SKIN["IDN"], (0.75, 0.25, 0.25) if person.sex == "M" else (0.3, 0.4, 0.75), person.sex == "F")
    s.text(877, 440, "JAKARTA PUSAT", 22, align="centre")
    s.text(877, 470, "14-02-2019", 22, align="centre")
    s.text(600, 596, "SPECIMEN", 28, SERIF, True, colour=(0.75, 0.2, 0.2, 0.45))
    return s


def nrc_card(person, number, father):
    """A Myanmar citizenship scrutiny card, in Burmese."""
    s = Sheet(1027, 700, (0.97, 0.86, 0.87))
    s.waves((0.85, 0.6, 0.64, 0.4), n=18)
    s.text(513, 14, "ပြည်ထောင်စုသမ္မတ မြန်မာနိုင်ငံတော်", 30, BURMESE, True, align="centre")
    s.text(513, 70, "နိုင်ငံသားစိစစ်ရေးကတ်ပြား", 34, BURMESE, True, align="centre")
    s.portrait(44, 150, 210, 270, SKIN["MMR"])
    s.text(290, 140, ["အမှတ် ", number], 36, BURMESE, True)
    rows = [("ရက်စွဲ", N.burmese_digits("14.2.2016")), ("အမည်", person.title + person.local), ("အဘအမည်", father),
            ("မွေးသက္ကရာဇ်", N.burmese_digits(person.birth.strftime("%-d.%-m.%Y"))), ("လူမျိုး/ဘာသာ", "ဗမာ/ဗုဒ္ဓ"),
            ("အရပ်", N.burmese_digits("5") + " ပေ " + N.burmese_digits("4") + " လက်မ"), ("သွေးအုပ်စု", "အို")]
    for i, (label, value) in enumerate(rows):
        s.text(290, 214 + i * 62, label, 32, BURMESE)
        s.text(520, 214 + i * 62, "- " + value, 32, BURMESE)
    s.text(44, 640, "SPECIMEN", 28, SERIF, True, colour=(0.75, 0.2, 0.2, 0.45))
    return s


def work_permit(person, alien, number, passport_number):
    """A Thai work permit in card form; alien number of the 00 series."""
    s = Sheet(1027, 648, (0.9, 0.95, 0.88))
    s.waves((0.55, 0.72, 0.5, 0.4), n=18)
    s.text(44, 24, "ใบอนุญาตทำงาน", 38, THAI, True, colour=BLUE)
    s.text(340, 34, "WORK PERMIT", 32, SANS, True, colour=BLUE)
    s.emblem(940, 80, 50, (0.35, 0.55, 0.35, 0.8))
    s.text(44, 100, "ใบอนุญาตทำงานเลขที่", 26, THAI)
    s.text(330, 98, N.decoy("th.bank_account", number, "the permit's number, labelled so"), 30)
    s.text(44, 150, "เลขประจำตัวคนต่างด้าว", 26, THAI)
    s.text(330, 148, alien, 32, SANS, True)
    s.text(44, 204, "ชื่อ / Name", 26, THAI)
    s.text(330, 202, person.latin, 30)
    s.text(44, 254, "สัญชาติ / Nationality", 26, THAI)
    s.text(330, 252, "เมียนมา / MYANMAR", 30, THAI)
    s.text(44, 304, "หนังสือเดินทางเลขที่", 26, THAI)
    s.text(330, 302, passport_number, 30)
    s.text(44, 354, "ประเภทงาน", 26, THAI)
    s.text(330, 352, "กรรมกร", 30, THAI)
    s.text(44, 404, "นายจ้าง", 26, THAI)
    s.text(330, 402, "บริษัท ตัวอย่างก่อสร้าง จำกัด", 30, THAI)
    s.text(44, 470, "วันออกใบอนุญาต 9 ม.ค. 2567", 26, THAI)
    s.text(44, 516, "วันหมดอายุ 31 มี.ค. 2568", 26, THAI)
    s.portrait(780, 250, 200, 260, SKIN["MMR"])
    s.text(620, 590, "SPECIMEN", 28, SERIF, True, colour=(0.75, 0.2, 0.2, 0.45))
    return s
