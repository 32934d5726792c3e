"""exhibits.py: what lies in the seizure, exhibit by exhibit

Names of files tell nothing about what should be found in them; truth.ndjson does.
"""
import codecs
import datetime

from . import chats, documents as D, numbers as N, papers as P
from .degrade import Shot
from .draw import BURMESE, MONO, ROUND, SANS, SERIF, THAI, Sheet
from .people import people
from .textpdf import text_pdf

DESK = (74, 58, 46)
date = datetime.date


def make(case):
    r = case.rng
    cast = people(r)
    who = known(r, cast)
    phone(case, r, cast, who)
    laptop(case, r, cast, who)
    paper(case, r, cast, who)


def known(r, cast):
    """Numbers that turn up in several exhibits: what linking is for."""
    return {
        "phone.somchai": N.phone_th(r), "phone.malee": N.phone_th(r), "phone.namuna": N.phone_mm(r), "phone.budi": N.phone_id(r),
        "id.somchai": N.thai_id(r, "# #### ##### ## #", first="1"), "id.malee": N.thai_id(r, first="3"),
        "account.somchai": N.thai_account(r, bank="004"), "account.malee": N.thai_account(r, bank="014"),
        "account.wichai": N.thai_account(r, bank="006"),
        "nrc.namuna": N.nrc(r), "nrc.upama": N.nrc(r), "nik.budi": N.nik(r, cast["budi"]), "nik.siti": N.nik(r, cast["siti"]),
        "passport.somchai": N.passport(r, "TH"), "passport.malee": N.passport(r, "TH"), "passport.namuna": N.passport(r, "MM"),
        "passport.upama": N.passport(r, "MM"), "passport.budi": N.passport(r, "ID"), "passport.anna": N.passport(r, "UTO"),
        "btc": N.btc(r), "eth": N.eth(r), "iban": N.iban(r, "PK"), "imei": N.imei(r),
    }


def reshaped(p, form):
    """The same digits printed in another grouping."""
    return p.but(raw=N.shape(form, "".join(c for c in p.raw if c.isdigit())))


# ---- E01: a telephone ----
def phone(case, r, cast, k):
    e = "E01-phone/"
    pics = e + "DCIM/"
    # A passport photographed flat, a little soft.
    s = D.passport(cast["malee"], k["passport.malee"], date(2028, 3, 17), optional=reshaped(k["id.malee"], "#############"))
    case.picture(pics + "IMG_20240511_101502.jpg", Shot(s, 1).blur(0.5).noise(2), "clean", 84)
    # The phone was held upright: stored turned, EXIF says 6.
    s = D.passport(cast["namuna"], k["passport.namuna"], date(2027, 11, 2), code="PJ", place="YANGON")
    case.picture(pics + "IMG_20240511_101731.jpg", Shot(s, 2).blur(0.6).stored(6), "moderate", 82)
    # Photographed askew, on a table, under a lamp.
    s = D.passport(cast["budi"], k["passport.budi"], date(2029, 6, 30), place="JAKARTA")
    shot = Shot(s, 3).perspective([(96, 104), (1352, 70), (1396, 1008), (60, 966)], (1440, 1080), DESK).blur(0.7).shade(0.4, 30).noise(4)
    case.picture(pics + "IMG_20240511_102240.jpg", shot, "moderate", 70)
    # Thai identity card, in the hand's shade.
    s = D.thai_card(cast["somchai"], k["id.somchai"])
    case.picture(pics + "IMG_20240512_184455.jpg", Shot(s, 4).tilt(1.6, 40, DESK).shade(0.3, 70).noise(3), "moderate", 76)
    s = D.nrc_card(cast["namuna"], k["nrc.namuna"], "ဦးဘနမူနာ")
    case.picture(pics + "IMG_20240513_070112.jpg", Shot(s, 5).blur(0.5), "clean", 82)

    # Transfer slips.
    s = P.slip(r, "นาย สมชาย ต.", "น.ส. มาลี ส.", k["account.somchai"], k["account.malee"], "45,000.00", "12 พ.ค. 2567 18:52 น.", note="ค่าเอกสาร")
    case.picture(e + "Pictures/slips/1715514732881.jpg", Shot(s, 6), "clean", 82)
    s = P.slip(r, "นาย วิชัย ท.", "นาย สมชาย ต.", k["account.wichai"], k["account.somchai"], "128,500.00", "13/05/2567 09:07",
               colour=(0.35, 0.2, 0.5), bank="ธนาคารสมมุติ")
    case.picture(e + "Pictures/slips/1715566039410.jpg", Shot(s, 7).scale(0.8), "moderate", 60)

    # Chats.
    acc = N.thai_account(r, bank="014")
    s = chats.chat("น้องมาลี", "วันอาทิตย์ 12 พ.ค.", [
        ("<", "พี่สมชาย ส่งเบอร์คนขับมาหน่อย", "18:31"), (">", ["คนขับชื่อวิชัย โทร ", N.phone_th(r), " นะ"], "18:33"),
        (">", ["เบอร์สำรอง ", N.phone_th(r, "0## ### ####")], "18:33"), ("<", ["โอนเข้าบัญชี ไทยพาณิชย์ ", acc, " ชื่อ มาลี สมมุตินาม"], "18:40"),
        (">", "โอนแล้วครับ 45,000 บาท", "18:53"), ("<", "ได้รับแล้วค่ะ ขอบคุณค่ะ", "18:54"), ("<", ["สลิปส่งมาที่ ", N.email("malee.s", "mail.example.org"), " ด้วยค่ะ"], "18:55"),
        (">", ["เจอกันตามลิงก์ ", N.url("https://maps.example.com/p/7Q")], "19:02")], status="ออนไลน์")
    case.picture(e + "Pictures/Screenshots/Screenshot_20240512-190310.png", Shot(s, 8), "clean")
    mm2 = N.phone_mm_burmese(r)
    s = chats.chat("Ko Aung", "ယနေ့", [
        ("<", "မင်္ဂလာပါ အစ်ကို", "07:02"), (">", ["ဖုန်းနံပါတ်အသစ် ", mm2], "07:03"),
        ("<", ["မှတ်ပုံတင်အမှတ် ", k["nrc.upama"], " ပါ"], "07:05"), ("<", ["NRC ", N.nrc(r, "roman"), " လည်း ပါတယ်"], "07:06"),
        (">", ["ငွေလွှဲပေးမယ် ဆက်သွယ်ရန် ", k["phone.namuna"]], "07:11"), ("<", "ဟုတ်ကဲ့ ကျေးဇူးပါ", "07:12"),
        ("<", "မနက်ဖြန် ည ၈ နာရီ ဂိတ်မှာ တွေ့မယ်", "07:14"), (">", "လူ ၆ ယောက် ပါမယ်", "07:15")],
        font="Padauk, Noto Sans", size=38, status="online")
    case.picture(e + "Pictures/Screenshots/Screenshot_20240513-071300.png", Shot(s, 9), "clean")
    long_eth = N.eth(r)
    s = chats.chat("Peter S.", "Monday", [
        ("<", "Hello, got the 6 tickets for Friday 17/05/2024", "14:02"), (">", "Good. How much altogether?", "14:05"),
        ("<", "2,150.00 USD incl. hotel, 3 nights", "14:19"), ("<", "USDT or BTC, you choose", "14:20"), (">", ["BTC please: ", k["btc"]], "14:22"),
        ("<", ["and ETH for the rest: ", long_eth.but(level="hard")], "14:23"), (">", ["call me ", N.phone_sg(r), " or +62 number"], "14:30"),
        ("<", ["docs here ", N.url("https://files.example.net/d/A3?k=1")], "14:31"),
        (">", ["order ref ", N.decoy("*", "4417-2024-1187", "an order's reference"), " paid 0.0321"], "14:40")], look=chats.DARK, font=ROUND)
    case.picture(e + "Pictures/Screenshots/Screenshot_20240513-144105.webp", Shot(s, 10), "moderate", 72)
    s = chats.chat("Budi", "Hari ini", [
        ("<", ["No HP saya yang baru ", N.phone_id(r), " ya pak"], "10:11"), (">", ["WA ", N.phone_id(r, "+62 8##-####-####")], "10:12"),
        ("<", ["NIK ", k["nik.budi"]], "10:15"), ("<", ["a.n. Budi Contoh, email ", N.email("budi.contoh", "example.com")], "10:16"),
        (">", "Siap, besok jam 08.30 di terminal", "10:20"),
        ("<", "Berapa biayanya pak?", "10:21"), (">", "Rp 3.500.000 per orang, bayar di muka", "10:21"), ("<", "Baik pak, terima kasih", "10:22")], font=ROUND, status="online")
    case.picture(e + "Pictures/Screenshots/Screenshot_20240514-102233.jpg", Shot(s, 11).scale(0.7), "moderate", 72)
    exports(case, r, cast, k, e)
    calls(case, r, k, e)
    case.bytes(e + "Download/empty.pdf", b"")


def exports(case, r, cast, k, e):
    line_id = N.Plant("line.id", "malee.cargo77", "malee.cargo77", later=True)
    case.text(e + "Documents/[LINE] แชท.txt", [
        "[LINE] ประวัติการแชทกับ มาลี ส.\nวันที่บันทึก: 2024/05/14 20:11\n\n2024/05/11(เสาร์)\n",
        "09:58\tมาลี ส.\tพี่คะ ขอเลขบัญชีหน่อย\n10:02\tสมชาย\tกสิกร เลขที่บัญชี ", k["account.somchai"], " สมชาย ตัวอย่างดี\n",
        "10:03\tสมชาย\tพร้อมเพย์ใช้เบอร์ ", reshaped(k["phone.somchai"], "##########"), "\n",
        "10:09\tมาลี ส.\tเลขบัตรประชาชน ", k["id.malee"], " ค่ะ\n",
        "10:15\tมาลี ส.\tไลน์ไอดี ", line_id, "\n\n2024/05/12(อาทิตย์)\n",
        "18:20\tสมชาย\tเบอร์พี่วิชัย ", thai_phone(r), " โทรหลังหกโมง\n",
        "18:33\tมาลี ส.\t[สติกเกอร์]\n18:40\tมาลี ส.\tโอนเข้า ", k["account.malee"], " ไทยพาณิชย์\n",
        "18:52\tสมชาย\t[รูป]\n18:53\tสมชาย\tรหัสอ้างอิง ", N.decoy("*", "014213318520ABF01722", "a slip's reference"), "\n",
        "19:30\tมาลี ส.\tพัสดุ ", N.decoy("passport", "EK482915376TH", "a parcel number (UPU S10)"), " ถึงวันพุธ\n"], newline="\r\n")
    case.text(e + "Documents/WhatsApp Chat with Ko Aung.txt", [
        "12/05/2024, 21:14 - Messages and calls are end-to-end encrypted.\n12/05/2024, 21:15 - Ko Aung: passport ready? no. ",
        k["passport.upama"], "\n12/05/2024, 21:17 - You: yes. Passport No. ", k["passport.namuna"], " also\n",
        "12/05/2024, 21:19 - ", N.phone_mm(r, "+95 9 ### ### ###"), ": <Media omitted>\n12/05/2024, 21:20 - ", N.phone_sg(r), " joined using this link\n",
        "12/05/2024, 21:24 - Ko Aung: NRC ", N.nrc(r, "spaced"), "\n12/05/2024, 21:25 - Ko Aung: my sister ", N.nrc(r, "mixed").but(level="moderate"),
        "\n12/05/2024, 21:40 - You: IMG-20240512-WA0007.jpg (file attached)\n12/05/2024, 21:41 - You: card ", N.card(r, "4"), " exp 09/27\n",
        "12/05/2024, 21:42 - Ko Aung: IBAN ", k["iban"], "\n12/05/2024, 21:44 - You: version 2.24.9.78 build ", N.decoy("*", milliseconds(r), "a time in milliseconds"), "\n",
        "13/05/2024, 06:02 - Ko Aung: USDT TRC20 ", N.tron(r), "\n13/05/2024, 06:05 - Ko Aung: not this, that is the token itself ",
        N.decoy("eth.address", "0xdAC17F958D2ee523a2206206994597C13D831ec7", "the public contract of a token, nobody's address",
                "0xdAC17F958D2ee523a2206206994597C13D831ec7"), "\n"])
    mark = "\u200e"
    case.text(e + "Documents/chat/_chat.txt", [
        "[14/05/24 10.11.03] Budi: " + mark + "Pesan dan panggilan dienkripsi secara end-to-end.\n[14/05/24 10.11.40] Budi: No HP ", k["phone.budi"],
        "\n[14/05/24 10.12.02] Anda: WA ", N.phone_id(r, "+62 8##-####-####"), "\n[14/05/24 10.13.15] Budi: NIK istri ", k["nik.siti"],
        "\n[14/05/24 10.13.58] Budi: nomor paspor ", k["passport.budi"], "\n[14/05/24 10.14.20] Anda: " + mark + "foto tidak disertakan\n",
        "[14/05/24 10.15.31] Budi: Rp 3.500.000 x 6 = 21.000.000\n[14/05/24 10.16.07] Anda: nomor kartu ", N.card(r, "5521", "################"),
        "\n[14/05/24 10.17.44] Budi: tiket JT-0271 kursi 14C, kode booking QX7L2M\n"])
    burmese = ["မှတ်စု\n\nမှတ်ပုံတင်အမှတ် ", N.nrc(r), "\nဖုန်း ", N.phone_mm_burmese(r), "\nစာရင်း ", N.nrc(r, "zawgyi").but(level="hard"), "\n"]
    case.text(e + "Documents/notes/မှတ်စု.txt", burmese)
    vcard(case, r, k, e)


def thai_phone(r):
    p = N.phone_th(r)
    return p.but(raw=N.thai_digits(p.raw), level="moderate")


def vcard(case, r, k, e):
    def one(name, *lines):
        return ["BEGIN:VCARD\nVERSION:3.0\nFN:%s\n" % name, *[x for line in lines for x in (*line, "\n")], "END:VCARD\n"]
    case.text(e + "contacts/contacts.vcf", [
        *one("มาลี ส.", ["TEL;TYPE=CELL:", k["phone.malee"]], ["EMAIL:", N.email("malee.s", "mail.example.org")]),
        *one("Ko Aung", ["TEL;TYPE=CELL:", k["phone.namuna"].but(raw=k["phone.namuna"].value)]),
        *one("พี่วิชัย (รถ)", ["TEL;TYPE=CELL:", N.phone_th(r, "+66#########")], ["TEL;TYPE=WORK:", N.phone_th_land(r, "0# ### ####")]),
        *one("Budi", ["TEL;TYPE=CELL:", k["phone.budi"].but(raw=k["phone.budi"].value)], ["EMAIL:", N.email("budi.contoh")]),
        *one("Boss 2", ["TEL;TYPE=CELL:", N.phone_sg(r, "+65########")], ["URL:", N.url("https://www.example.org/boss2")]),
        *one("ตลาดแม่สอด", ["TEL:", N.phone_th_land(r)], ["NOTE:เปิด 08.00-17.30 น."])], newline="\r\n")


def calls(case, r, k, e):
    """Call records as operators hand them over: numbers without plus, IMEI and IMSI beside them."""
    sim = N.imsi(r)
    own = k["phone.somchai"].but(raw=k["phone.somchai"].value[1:])
    others = [N.phone_th(r), k["phone.malee"], N.phone_mm(r), N.phone_th(r), k["phone.namuna"], N.phone_id(r), N.phone_th_land(r)]
    out = ["DATE,TIME,TYPE,A_NUMBER,B_NUMBER,DURATION_S,IMEI,IMSI,CELL_ID\n"]
    for i in range(14):
        other = r.choice(others)
        out += ["2024-05-%02d,%02d:%02d:%02d,%s," % (10 + i // 4, r.randrange(7, 23), r.randrange(60), r.randrange(60), r.choice(["MOC", "MTC", "SMS"])),
                own.but(level="moderate"), ",", other.but(raw=other.value[1:], level="moderate"), ",%d," % r.randrange(600),
                k["imei"].but(level="moderate"), ",", sim, ",%d\n" % r.randrange(10000, 60000)]
    case.text(e + "cdr/calls_2024-05.csv", out, newline="\r\n")


# ---- E02: a laptop ----
def laptop(case, r, cast, k):
    e = "E02-laptop/"
    docs = e + "Documents/"
    letters(case, r, cast, k, docs)
    tables(case, r, cast, k, docs)
    # Scans of identity papers.
    s = D.passport(cast["somchai"], k["passport.somchai"], date(2030, 1, 20), optional=reshaped(k["id.somchai"], "#############"))
    case.picture(docs + "passports/scan0001.jpg", Shot(s, 21).blur(0.4), "clean", 86, dpi=254)
    s = D.passport(cast["anna"], k["passport.anna"], date(2012, 4, 15), optional="ZE184226B", place="EXAMPLETOWN")
    case.picture(docs + "passports/scan0002.png", Shot(s, 22), "clean")
    s = D.passport(cast["upama"], k["passport.upama"], date(2026, 9, 9), code="PV", place="MANDALAY", forged=True)
    case.picture(docs + "passports/scan0003.jpg", Shot(s, 23).tilt(-1.2).blur(0.4), "clean", 84, dpi=254)
    s = D.card_td1(cast["peter"], "D23145890", date(2028, 12, 1))
    case.picture(docs + "passports/scan0004.jpg", Shot(s, 24).blur(0.4), "clean", 84, dpi=305)
    s = D.card_td1(cast["anna"], "D23145890734", date(2030, 8, 12))
    case.picture(docs + "passports/scan0005.jpg", Shot(s, 31).tilt(1.0).blur(0.5).contrast(0.85), "moderate", 74, dpi=305)
    s = D.visa(cast["somchai"], k["passport.somchai"], date(2025, 2, 28))
    case.picture(docs + "passports/visa.jpg", Shot(s, 25).blur(0.4), "clean", 82, dpi=254)
    s = D.ktp(cast["siti"], k["nik.siti"])
    case.picture(docs + "ktp/ktp siti.jpg", Shot(s, 26), "clean", 82, dpi=305)
    s = D.ktp(cast["budi"], k["nik.budi"], "JL. SAMPEL NO. 21")
    case.picture(docs + "ktp/ktp budi.jpg", Shot(s, 27).scale(0.9).tilt(-2.2, 30, (225, 225, 220)).blur(0.6).shade(0.25, 200), "moderate", 70)
    s = D.work_permit(cast["namuna"], N.alien_id(r), "67" + N.digits(r, 10), k["passport.namuna"])
    case.picture(docs + "permits/ใบอนุญาต.jpg", Shot(s, 28).blur(0.4), "clean", 82, dpi=305)
    web(case, r, k, e)
    noise(case, r, e)
    # A payment hint as a GIF, a monochrome bitmap of a serial label.
    s = Sheet(900, 420, (1, 0.98, 0.9))
    s.rect(14, 14, 872, 392, (0.85, 0.6, 0.2), 20, 6)
    s.text(450, 40, "โอนเงินได้ที่", 44, THAI, True, align="centre")
    s.text(450, 120, ["ธ.กรุงไทย  ", k["account.wichai"]], 44, THAI, True, align="centre")
    s.text(450, 200, "ชื่อบัญชี วิชัย ทดสอบดี", 36, THAI, align="centre")
    s.text(450, 280, ["โทร ", N.phone_th(r)], 40, THAI, True, align="centre")
    case.picture(e + "Pictures/pay.gif", Shot(s, 29), "clean")
    s = Sheet(900, 360)
    s.text(40, 30, "MODEL  EX-77", 36, SANS, True)
    s.text(40, 100, ["IMEI 1: ", N.imei(r)], 40, SANS, True)
    s.text(40, 170, ["IMEI 2: ", N.imei(r, "##-######-######-#")], 40, SANS, True)
    s.text(40, 240, ["S/N: ", N.decoy("*", "R58M" + N.digits(r, 7), "a serial number")], 36, SANS)
    case.picture(e + "Pictures/label.bmp", Shot(s, 30), "clean")


def letters(case, r, cast, k, docs):
    p, q = N.phone_th_land(r), N.phone_th(r)
    annex = P.page(["Driver", ["Mobile: ", N.phone_th(r, "+66 ## ### ####")], ["Thai ID card no. ", N.thai_id(r)], "",
                    "Guide", ["Mobile: ", N.phone_mm(r, "+95 9 ### ### ###")], ["NRC: ", N.nrc(r, "roman")], "",
                    "Rooms 204 to 209, three nights, THB 1,200.00 each"], size=36, font=SERIF, head="Annex 1 - Persons in charge")
    text_pdf(case, docs + "letter.pdf", [[
        "Example Trading Co., Ltd.", "99/9 Sample Road, Exampletown, Tak 63110", ["Tel. ", p, "   Mobile ", q],
        ["E-mail: ", N.email("office", "trading.example.com"), "   Web: ", N.url("https://trading.example.com/")], "", "14 May 2024", "",
        "Dear Mr. Specimen,", ["please transfer the balance of USD 18,400.00 to IBAN ", N.iban(r, "AE"),
        " before 31 May 2024. The earlier account, IBAN ", k["iban"], ", is closed."],
        ["Documents for the traveller: passport no. ", k["passport.somchai"], " (Thailand), passport no. ", k["passport.budi"], " (Indonesia)."],
        ["The Thai version follows on page 2. Our order number 2024-0514-000117 and invoice ", N.decoy("card", "4929 1150 2200 3347", "an invoice number: Luhn fails"),
         " must be quoted."], "", "Yours sincerely", "P. Specimen"],
        ["บริษัท ตัวอย่างการค้า จำกัด", ["โทรศัพท์ ", p, "  มือถือ ", q], "", "14 พฤษภาคม 2567", "", "เรียน คุณสมชาย ตัวอย่างดี",
         ["โปรดโอนเงินจำนวน 45,000.00 บาท เข้าบัญชีธนาคารกสิกรไทย เลขที่บัญชี ", k["account.somchai"], " ภายในวันที่ 31 พ.ค. 2567"],
         ["เลขประจำตัวประชาชน ", reshaped(k["id.somchai"], "#-####-#####-##-#")],
         "ขอแสดงความนับถือ"], Shot(annex, 32).tilt(0.4).blur(0.4)], "Letter", font="Liberation Serif, Norasi")
    columns = (64, 110, 250, 390)
    rows = [(columns, ("ที่", "ชื่อ", "เลขประจำตัวประชาชน", "โทรศัพท์"))]
    for i, name in enumerate(["สมชาย ตัวอย่างดี", "มาลี สมมุตินาม", "วิชัย ทดสอบดี", "สมศรี ตัวอย่างดี", "ปรีชา สมมุตินาม", "อารี ทดสอบดี", "ชาติ ตัวอย่างดี",
                              "ดวงใจ สมมุตินาม", "นิด ทดสอบดี", "บุญ ตัวอย่างดี"]):
        pid = N.thai_id_wrong(r).but(level="moderate") if i == 6 else N.thai_id(r)
        ph = N.phone_th(r, r.choice(["0##-###-####", "0#########", "0##-#######"]))
        rows.append((columns, (str(i + 1), name, pid, ph)))
    text_pdf(case, docs + "list.pdf", [["รายชื่อผู้โดยสาร / Passenger list", "รถออก 06.30 น. วันที่ 15/05/2567", ""] + rows], "List", font="Loma, Liberation Sans")


def tables(case, r, cast, k, docs):
    out = ["ลำดับ,ชื่อ,เบอร์โทร,เลขบัญชี,ธนาคาร,ยอด\n"]
    for i, name in enumerate(["สมชาย", "มาลี", "วิชัย", "สมศรี", "ปรีชา"]):
        code = r.choice(["002", "004", "006"])
        out += ["%d,%s," % (i + 1, name), N.phone_th(r, "0##-#######"), ",", N.thai_account(r, bank=code), ",%s,%d\n" % (N.THAI_BANKS[code], r.randrange(1, 90) * 500)]
    case.text(docs + "ลูกค้า.csv", out, "tis-620", newline="\r\n")
    out = ["No;Nama;NIK;HP;Email\n"]
    for i, who in enumerate(["budi", "siti"]):
        out += ["%d;%s;" % (i + 1, cast[who].latin), k["nik." + who], ";", N.phone_id(r, "08##########"), ";", N.email(who, "mail.example.com"), "\n"]
    out += ["3;RINI PERCOBAAN;", N.nik(r, cast["siti"], "######.######.####"), ";", N.phone_id(r, "+628##########"), ";", N.email("rini_p"), "\n",
            "4;(order);", N.decoy("id.nik", "9971991708450001", "no such province, and no such NIK"), ";-;-\n"]
    case.text(docs + "daftar.csv", out, "utf-16-le", newline="\r\n", bom=codecs.BOM_UTF16_LE)
    case.text(docs + "wallets.txt", ["cold   ", k["btc"], "\nsegwit ", N.btc(r, "bech32"), "\nshared ", N.btc(r, "p2sh"), "\neth    ", k["eth"],
                                     "\neth2   ", N.eth(r, "lower"), "\nsha1   ", N.decoy("eth.address", N.hexadecimal(r, 20), "a SHA-1 sum: no 0x"),
                                     "\ncard   ", N.card(r, "54"), "\ncard2  ", N.card(r, "62", "####-####-####-####"),
                                     "\nts     ", N.decoy("*", milliseconds(r), "a time in milliseconds"), "\nean    ", N.decoy("th.national_id", ean(r), "a bar code number (EAN-13)"),
                                     "\nbtc?   ", broken_btc(r), "\n\n<<<<<<<<<<<<<<<<< FOLD HERE >>>>>>>>>>>>>>>>>\n"])
    case.text(docs + "travel/mrz paste.txt", mrz_text(case, docs + "travel/mrz paste.txt", cast, k))
    case.text(docs + "travel/todo.txt", [
        "TODO\n- visa run 3 June 2024, 08:30\n- call back ", N.phone_th(r, "+66 (0)## ### ####"), "\n- Ph ", N.phone_sg(r, "0065 #### ####").but(level="hard"),
        "\n- flight PG 271, seat 14C, e-ticket ", N.decoy("th.national_id", eticket(r), "an airline ticket: 13 digits, and the check fails"), "\n- room 0812 from 10.05.2024 to 15.05.2024\n"
        "- mail ", N.email("peter.specimen+travel", "Example.ORG", "peter.specimen+travel@Example.ORG"), "\n- site ", N.url("https://example.com/X", "hxxps://Example[.]com/X").but(level="moderate"), "\n"])


def noise(case, r, e):
    """What a disk is full of: figures that are nobody's. Whatever is found here is wrong."""
    out = ["2024-05-12 00:00:01 router: uptime 1209600 s, firmware 21.02.3 (r16554-1d4dea6d4f)\n"]
    for i in range(40):
        out.append("2024-05-%02d %02d:%02d:%02d " % (12 + i // 20, r.randrange(24), r.randrange(60), r.randrange(60)) + r.choice([
            "dhcp: 192.168.10.%d lease %d s xid 0x%08x" % (r.randrange(2, 250), r.randrange(3600, 86400), r.getrandbits(32)),
            "wlan0: STA %s associated, signal -%d dBm" % (":".join("%02x" % r.randrange(256) for _ in range(6)), r.randrange(40, 90)),
            "kernel: [%d.%06d] tx %d rx %d" % (r.randrange(9999), r.randrange(10 ** 6), r.randrange(10 ** 7), r.randrange(10 ** 7)),
            "pkg sha256 %s" % N.hexadecimal(r, 32), "uuid %s-%s-4%s-a%s-%s" % tuple(N.hexadecimal(r, n)[:c] for n, c in ((4, 8), (2, 4), (2, 3), (2, 3), (6, 12))),
            "gps 16.%06d, 98.%06d alt %d.%d m" % (r.randrange(10 ** 6), r.randrange(10 ** 6), r.randrange(900), r.randrange(10)),
            "ntp: offset -0.%09d delay 0.%09d" % (r.randrange(10 ** 9), r.randrange(10 ** 9))]) + "\n")
    out += ["IMG_20240612_", N.decoy("phone", "0812345678", "part of a file's name", "+66812345678"), ".jpg copied, 2481152 bytes\n",
            "invoice total 1,234,567.89 less 81,234.56 = 1,153,333.33\nISBN 978-3-16-148410-0, room 0812, item 089-12\n"]
    case.text(e + "var/router.txt", out)


def ean(r):
    """An EAN-13 of the Thai prefix; not also a valid citizen number."""
    while True:
        body = "885" + N.digits(r, 9)
        s = body + str(-sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(body)) % 10)
        if N.thai_digit(s[:12]) != s[12]:
            return s


def milliseconds(r):
    """A time of May 2024 in milliseconds; not also a valid citizen number."""
    while True:
        s = "1715" + N.digits(r, 9)
        if N.thai_digit(s[:12]) != s[12]:
            return s


def eticket(r):
    while True:
        s = "829" + N.digits(r, 10)
        if N.thai_digit(s[:12]) != s[12]:
            return s


def broken_btc(r):
    s = N.btc(r).value
    i = 12
    return N.decoy("btc.address", s[:i] + s[i + 1] + s[i] + s[i + 2:] if s[i] != s[i + 1] else s[:i] + ("2" if s[i] != "2" else "3") + s[i + 1:],
                   "its checksum fails")


def mrz_text(case, name, cast, k):
    """Zones as text, pasted from a border system: a passport and a card."""
    from .draw import Zone
    a = N.td3(cast["budi"], "IDN", k["passport.budi"].value, date(2029, 6, 30))
    b = N.td1(cast["anna"], "UTO", "D23145890", date(2031, 4, 15))
    for fmt, lines in (("TD3", a), ("TD1", b)):
        case.truth.document(name, 1, Zone(fmt, lines), level="clean")
    case.truth.plant(name, 1, k["passport.budi"].but(where="mrz"), level="clean")
    return ["checked at counter 4\n\n" + "\n".join(a) + "\n\n" + "\n".join(b) + "\n"]


def web(case, r, k, e):
    mail = N.email("office", "trading.example.com")
    case.text(e + "Mail/mail.html", [
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>Re: shipment</title>\n<style>p { margin: 0 } .x', N.decoy("phone", "081-555-0000", "the name of a style, not text of the page", "+66815550000"), ' { color: red }</style></head>\n<body>\n'
        "<table><tr><td>From:</td><td>", mail, "</td></tr>\n<tr><td>To:</td><td>", N.email("peter.specimen", "example.org"),
        "</td></tr>\n<tr><td>Date:</td><td>Tue, 14 May 2024 10:02:11 +0700</td></tr></table>\n<p>Dear Peter,</p>\n<p>new driver: ", N.phone_th(r),
        "&nbsp;(Wichai), second phone <b>", N.phone_mm(r, "+95 9 ### ### ###"), "</b>.</p>\n<p>Pay to account no. ", k["account.malee"],
        " (Siam Commercial), not to the old one.</p>\n<p>Tracking: ", N.decoy("passport", "RR514973208TH", "a parcel number (UPU S10)"),
        ", link ", N.url("https://track.example.org/t?id=77"), "</p>\n</body></html>\n"])
    case.text(e + "Mail/ประกาศ.html", [
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-874"><title>ประกาศรับสมัครงาน</title></head>\n<body>\n<h1>รับสมัครพนักงานด่วน</h1>\n'
        "<p>รายได้ดี มีที่พัก ติดต่อคุณมาลี โทร. ", k["phone.malee"], " หรือ ", N.phone_th(r, "0#-####-####"), "</p>\n<p>อีเมล ", N.email("jobs", "work.example.net"),
        "</p>\n<p>สำนักงาน โทร ", N.phone_th_land(r), "</p>\n</body></html>\n"], "cp874")


# ---- E03: papers from the flat, scanned ----
def paper(case, r, cast, k):
    e = "E03-paper/"
    s = P.passbook(r, cast["malee"], k["account.malee"], 12)
    case.picture(e + "scan-01.jpg", Shot(s, 41).tilt(0.8).shade(0.2, 0), "clean", 70, grey=True)
    s = P.remittance(r, "MALEE SOMMUTNAM", k["phone.malee"], cast["upama"].title + cast["upama"].local, N.phone_mm_burmese(r), N.nrc(r, "roman"), "THB 20,000.00")
    case.picture(e + "scan-02.jpg", Shot(s, 42).tilt(-1.5, 30, (235, 235, 235)).contrast(0.8).blur(0.6), "moderate", 66, grey=True)
    # A scanned PDF: a filled-in Thai form, a Burmese letter, a typed list.
    listed = [["%2d. " % (i + 1), N.passport(r, c), "   %s" % n] for i, (c, n) in enumerate(
        [("TH", "Passport THAILAND"), ("MM", "Passport MYANMAR"), ("ID", "Passport INDONESIA"), ("TH", "Passport THAILAND")])]
    typed = P.page([["Contact: ", N.phone_th(r), " / ", N.phone_id(r)], "Travellers of 15 May 2024", *listed, "",
                    ["Bail paid to account no. ", N.thai_account(r), " on 16 May 2024, receipt 00417."],
                    "Vehicle white, 4 doors, odometer 128450 km.", ["Write to ", N.email("desk", "agency.example.com"), "."]],
                   size=36, font=SERIF, head="AGENCY EXAMPLE - WORK SHEET")
    P.stamp(typed, 1300, 2000, "COPY")
    form = P.thai_form(cast["malee"], k["id.malee"], k["phone.malee"], k["account.wichai"], "14 พ.ค. 2567")
    ward = P.ward_certificate(cast["upama"], k["nrc.upama"], N.phone_mm_burmese(r))
    case.scans(e + "binder/scan-03.pdf", [Shot(form, 43).tilt(0.5), Shot(ward, 44).tilt(-0.7), Shot(typed, 45).blur(0.5)], "clean", 200, 42)
    # A fax of two pages.
    fax = []
    cover = P.page(["To: Specimen Hotel, Mae Sot", ["Fax/Tel: ", N.phone_th_land(r)], "From: Example Agency", "Pages: 2", "",
                    "Please keep two rooms for the guests below and send the", ["confirmation to ", N.email("agency.fax", "example.net"), "."],
                    ["Urgent calls: ", N.phone_th(r)]], size=40, font=SANS, w=1728, h=1600, head="FAX MESSAGE")
    guests = P.page([["1. AUNG NAMUNA   NRC ", N.nrc(r, "roman"), ""], ["    Passport ", k["passport.namuna"]], ["2. MYA UPAMA   NRC ", N.nrc(r, "roman")],
                     ["    Passport ", k["passport.upama"]], "", ["Paid by card ", N.card(r, "5412")]], size=40, font=SANS, w=1728, h=1600, head="GUEST LIST")
    for i, s in enumerate((cover, guests)):
        s.text(40, 20, "14-MAY-2024 16:02   FROM EXAMPLE AGENCY   P.%02d/02" % (i + 1), 28, MONO)
        fax.append(Shot(s, 46 + i).blur(0.8).tilt(0.6 if i else -0.4))
    case.fax(e + "fax/fax_0514.tif", fax, "moderate")
    # The same file once more, under another name and in another exhibit.
    name = e + "binder/copies/copy of slip.jpg"
    source = "E01-phone/Pictures/slips/1715514732881.jpg"
    case.bytes(name, (case.root / source).read_bytes())
    for rec in [t for t in case.truth.lines if t["file"] == source]:
        case.truth.lines.append(dict(rec, file=name))
