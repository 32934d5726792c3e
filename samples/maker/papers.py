"""papers.py: transfer slips, a passbook, receipts, letters, lists: banks, firms and layouts are invented"""
import random

from . import numbers as N
from .draw import BLUE, GREY, INK, MONO, SANS, SERIF, THAI, Sheet
from .people import thai_date

PAPER = (0.99, 0.99, 0.985)


def slip(r, sender, receiver, source, target, amount, when, *, colour=(0.1, 0.55, 0.3), bank="ธนาคารตัวอย่าง", note=None):
    """What a bank's app shows after a transfer; the sender's account is masked, the receiver's whole."""
    s = Sheet(900, 1280, (0.97, 0.985, 0.975))
    s.rect(0, 0, 900, 190, colour)
    s.circle(96, 96, 52, (1, 1, 1, 0.9))
    s.text(96, 58, "✓", 64, "DejaVu Sans", True, colour=colour, align="centre")
    s.text(180, 30, "โอนเงินสำเร็จ", 44, THAI, True, colour=(1, 1, 1))
    s.text(180, 110, when, 28, THAI, colour=(1, 1, 1))
    masked = "xxx-x-x%s-x" % source.value[5:9]
    s.text(60, 230, "จาก", 28, THAI, colour=GREY)
    s.text(200, 226, sender, 34, THAI, True)
    s.text(200, 282, bank, 28, THAI)
    s.text(200, 326, N.decoy("th.bank_account", masked, "masked: not the whole number"), 30, SANS, colour=GREY)
    s.line(60, 400, 840, 400, dash=(8, 8))
    s.text(60, 430, "ไปยัง", 28, THAI, colour=GREY)
    s.text(200, 426, receiver, 34, THAI, True)
    s.text(200, 482, "ธ." + N.THAI_BANKS.get(target.attrs.get("bank"), "ตัวอย่าง"), 28, THAI)
    s.text(200, 526, ["เลขที่บัญชี ", target], 32, THAI)
    s.line(60, 610, 840, 610, dash=(8, 8))
    s.text(60, 644, "จำนวนเงิน", 30, THAI)
    s.text(840, 634, amount + " บาท", 42, THAI, True, align="right", colour=colour)
    s.text(60, 714, "ค่าธรรมเนียม", 28, THAI)
    s.text(840, 710, "0.00 บาท", 30, THAI, align="right")
    s.text(60, 780, "รหัสอ้างอิง", 28, THAI)
    ref = N.decoy("*", "0142%s%s" % (N.digits(r, 11), "".join(r.choice("ABCDEFGHJK") for _ in range(4))), "a slip's reference")
    s.text(840, 776, ref, 30, SANS, align="right")
    if note:
        s.text(60, 846, "บันทึกช่วยจำ", 28, THAI)
        s.text(840, 842, note, 30, THAI, align="right")
    checker(s, 330, 940, 240, r.randrange(1 << 30))
    s.text(450, 1200, "สแกนเพื่อตรวจสอบสลิป", 24, THAI, align="centre", colour=GREY)
    return s


def checker(s, x, y, side, seed):
    """Looks like a QR code and isn't one."""
    r, n = random.Random(seed), 25
    cell = side / n
    for i in range(n):
        for k in range(n):
            if r.random() < 0.48:
                s.rect(x + i * cell, y + k * cell, cell, cell, (0, 0, 0))
    for i, k in ((0, 0), (n - 7, 0), (0, n - 7)):
        s.rect(x + i * cell, y + k * cell, 7 * cell, 7 * cell, (0, 0, 0))
        s.rect(x + (i + 1) * cell, y + (k + 1) * cell, 5 * cell, 5 * cell, (1, 1, 1))
        s.rect(x + (i + 2) * cell, y + (k + 2) * cell, 3 * cell, 3 * cell, (0, 0, 0))


def passbook(r, person, account, rows):
    """An opened savings book: head with the account, then printed lines."""
    s = Sheet(1300, 900, (0.985, 0.97, 0.93))
    s.waves((0.85, 0.78, 0.6, 0.3), n=12)
    s.text(60, 30, "ธนาคารตัวอย่าง จำกัด", 36, THAI, True, colour=BLUE)
    s.text(1240, 36, "สมุดเงินฝากออมทรัพย์", 32, THAI, align="right", colour=BLUE)
    s.text(60, 100, ["เลขที่บัญชี  ", account], 36, THAI, True)
    s.text(60, 160, "ชื่อบัญชี  " + person.title + " " + person.local, 32, THAI)
    s.text(760, 160, "สาขา ตลาดสมมุติ", 32, THAI)
    y = 240
    for x, head in ((60, "วันที่"), (300, "รหัส"), (560, "ถอน"), (830, "ฝาก"), (1180, "คงเหลือ")):
        s.text(x, y, head, 28, THAI, True, align="left" if x < 500 else "right")
    s.line(50, 290, 1250, 290)
    balance = 18250.0
    for i in range(rows):
        amount = r.randrange(5, 400) * 100.0
        out = r.random() < 0.45 and amount < balance
        balance += -amount if out else amount
        y = 304 + i * 44
        s.text(60, y, "%02d/%02d/67" % (r.randrange(1, 28), 1 + i // 3), 30, MONO)
        s.text(300, y, r.choice(["TRW", "CSD", "ATM", "XFR"]), 30, MONO)
        s.text(560 if out else 830, y, "{:,.2f}".format(amount), 30, MONO, align="right")
        s.text(1180, y, "{:,.2f}".format(balance), 30, MONO, align="right")
    return s


def remittance(r, sender, phone, receiver, receiver_phone, nrc, amount):
    """A money transfer shop's receipt, on till paper."""
    s = Sheet(760, 1150, (0.985, 0.98, 0.96))
    s.text(380, 30, "GOLDEN SAMPLE REMITTANCE", 36, SANS, True, align="centre")
    s.text(380, 80, "ရွှေနမူနာ ငွေလွှဲ", 34, "Padauk", True, align="centre")
    s.text(380, 140, "Mae Sot · Myawaddy", 28, align="centre")
    s.line(40, 196, 720, 196, dash=(6, 6))
    ref = N.decoy("*", "GSR-%s-%s" % (N.digits(r, 6), N.digits(r, 4)), "the receipt's number")
    rows = [("Receipt No.", ref), ("Date", "14/05/2024 16:22"), None, ("Sender", sender), ("Phone", phone), None, ("Receiver", receiver),
            ("NRC No.", nrc), ("ဖုန်း", receiver_phone), None, ("Amount", amount), ("Fee", "THB 150.00"), ("Rate", "1 THB = 95.50 MMK")]
    y = 214
    for row in rows:
        if row is None:
            s.line(40, y + 14, 720, y + 14, dash=(6, 6))
            y += 32
            continue
        s.text(40, y, row[0], 28, SANS + ", Padauk", colour=GREY)
        s.text(230, y, row[1], 32, "Liberation Sans, Padauk", True)
        y += 62
    s.text(380, 1060, "ကျေးဇူးတင်ပါသည်  THANK YOU", 28, "Liberation Sans, Padauk", align="centre")
    return s


def page(lines, *, size=28, font=SERIF, w=1654, h=2339, margin=160, spacing=1.35, head=None, indent=0):
    """A typed A4 page at 200 dpi; lines of strings, plants or lists of them; "" leaves a line free."""
    s = Sheet(w, h, PAPER)
    y = margin
    if head:
        y += s.text(margin, y, head, size + 12, font, True) + size
    for line in lines:
        if line == "":
            y += size
            continue
        y += s.text(margin + indent, y, line, size, font, width=w - 2 * margin, spacing=spacing) + size * 0.5
    s.end = y
    return s


def form_row(s, x, y, label, value, width, font=SANS, size=30):
    s.text(x, y, label, 24, font, colour=GREY)
    s.text(x + 12, y + 34, value, size, font)
    s.line(x, y + 94, x + width, y + 94, INK, 1)
    return y + 116


def stamp(s, x, y, text, colour=(0.65, 0.1, 0.1, 0.55)):
    """A rubber stamp, turned a little, over the text."""
    s.c.save()
    s.c.translate(x, y)
    s.c.rotate(-0.16)
    s.rect(-150, -50, 300, 100, colour, 14, 6)
    s.text(0, -28, text, 40, SANS, True, colour=colour, align="centre")
    s.c.restore()


def ward_certificate(person, number, phone):
    """A Burmese ward office's letter of recommendation."""
    b = "Padauk"
    s = Sheet(1654, 2339, PAPER)
    s.text(827, 150, "ရပ်ကွက်အုပ်ချုပ်ရေးမှူးရုံး", 44, b, True, align="centre")
    s.text(827, 230, "ထောက်ခံစာ", 44, b, True, align="centre")
    s.text(1490, 320, "ရက်စွဲ - " + N.burmese_digits("2024") + " ခုနှစ် မေလ " + N.burmese_digits("14") + " ရက်", 34, b, align="right")
    y = 430
    for label, value in (("အမည်", person.title + person.local), ("မှတ်ပုံတင်အမှတ်", number), ("ဖုန်းနံပါတ်", phone),
                         ("နေရပ်", "အမှတ် (" + N.burmese_digits("7") + ")၊ နမူနာလမ်း၊ ရန်ကုန်မြို့")):
        s.text(190, y, label, 36, b)
        s.text(520, y, ["-  ", value], 36, b)
        y += 96
    s.text(190, y + 40, "အထက်ဖော်ပြပါသူသည် ဤရပ်ကွက်တွင် နေထိုင်သူ ဖြစ်ကြောင်း ထောက်ခံအပ်ပါသည်။", 36, b, width=1280, spacing=1.3)
    stamp(s, 1200, y + 360, "SPECIMEN")
    return s


def thai_form(person, pid, phone, account, when):
    """A filled-in application form in Thai."""
    s = Sheet(1654, 2339, PAPER)
    s.text(827, 120, "แบบฟอร์มสมัครสมาชิก", 48, THAI, True, align="centre")
    s.text(827, 200, "บริษัท ตัวอย่างการค้า จำกัด", 34, THAI, align="centre")
    y = 320
    for label, value in (("ชื่อ - นามสกุล", person.title + person.local), ("เลขประจำตัวประชาชน", pid), ("วันเดือนปีเกิด", thai_date(person.birth)),
                         ("ที่อยู่", "99/9 หมู่ 9 ต.ตัวอย่าง อ.เมือง จ.ตาก 63000"), ("เบอร์โทรศัพท์", phone),
                         ("ธนาคาร", "ธนาคารกรุงไทย สาขาตลาดสมมุติ"), ("เลขที่บัญชี", account)):
        y = form_row(s, 160, y, label, value, 1330, THAI, 36) + 24
    s.text(160, y + 20, "ประเภทสมาชิก", 32, THAI)
    for i, kind in enumerate(("รายเดือน", "รายปี", "ตลอดชีพ")):
        s.rect(420 + i * 300, y + 26, 34, 34, INK, line=2)
        s.text(470 + i * 300, y + 20, kind, 32, THAI)
    s.line(424, y + 30, 450, y + 56, INK, 4)
    s.line(450, y + 30, 424, y + 56, INK, 4)
    y += 100
    s.text(160, y + 40, "ข้าพเจ้าขอรับรองว่าข้อความข้างต้นเป็นความจริงทุกประการ", 32, THAI)
    s.text(1490, y + 150, "ลงชื่อ ........................................ ผู้สมัคร", 32, THAI, align="right")
    s.text(1490, y + 220, "วันที่ " + when, 32, THAI, align="right")
    return s
