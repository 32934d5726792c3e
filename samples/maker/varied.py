"""varied.py: layouts composed anew for every page: cards, slips, receipts, forms, tables, letters, chats, telephones' lists

What stands on a page comes from kinds.ENTRIES, with its label in one of the page's languages; places, order, wordings, fonts,
colours, rules and decoration are drawn, so that no two pages look alike and no reader can learn the template.
"""
from PIL import Image

from . import kinds as K, names, numbers as N, zonepages, zonetext
from .draw import BLUE, GREY, INK, MONO, SANS, SERIF, Placed, Plant, Sheet, Zone
from .papers import checker, stamp

FONT = {"en": SANS, "th": "Loma, Liberation Sans", "my": "Padauk, Liberation Sans", "id": SANS, "vi": "Noto Sans",
        "zh": "Noto Sans CJK SC",
        "bn": "Noto Sans Bengali, Noto Sans", "hi": "Noto Sans Devanagari, Noto Sans"}
ANY = "Noto Sans, Noto Sans Thai, Noto Sans Myanmar, Noto Sans CJK SC, Noto Sans Bengali, Noto Sans Devanagari"
HEADS = {
    "card": {"th": ("บัตรประจำตัวประชาชน", "บัตรประจำตัวคนซึ่งไม่มีสัญชาติไทย", "ใบอนุญาตขับขี่", "บัตรประจำตัวพนักงาน",
                    "บัตรแรงงาน"), "my": ("နိုင်ငံသားစိစစ်ရေးကတ်ပြား", "ဝန်ထမ်းကတ်", "ယာဉ်မောင်းလိုင်စင်"),
             "id": ("KARTU TANDA PENDUDUK", "SURAT IZIN MENGEMUDI", "KARTU KELUARGA", "KARTU PEKERJA"),
             "en": ("IDENTITY CARD", "DRIVING LICENCE", "WORK PERMIT", "STAFF CARD", "RESIDENCE CARD", "REFUGEE CARD",
                    "SEAMAN'S BOOK")},
    "form": {"th": ("แบบคำขอ", "ใบสมัครงาน", "แบบฟอร์มลงทะเบียน", "หนังสือมอบอำนาจ"), "my": ("လျှောက်လွှာ", "မှတ်ပုံတင်ဖောင်"),
             "id": ("FORMULIR PENDAFTARAN", "SURAT PERNYATAAN", "FORMULIR APLIKASI"),
             "en": ("APPLICATION FORM", "REGISTRATION FORM", "ARRIVAL CARD", "CUSTOMER DETAILS", "DECLARATION")},
    "receipt": {"th": ("ใบเสร็จรับเงิน", "ใบรับโอนเงิน", "ใบฝากเงิน"), "my": ("ငွေလွှဲပြေစာ", "ပြေစာ"),
                "id": ("BUKTI TRANSFER", "STRUK PEMBAYARAN", "KWITANSI"), "en": ("REMITTANCE RECEIPT", "PAYMENT ADVICE",
                                                                                 "CASH DEPOSIT", "MONEY TRANSFER")},
    "ship": {"th": ("ใบตราส่งสินค้า",), "id": ("SURAT JALAN",),
             "en": ("BILL OF LADING", "AIR WAYBILL", "CERTIFICATE OF REGISTRY", "CREW LIST", "PACKING LIST",
                    "COMMERCIAL INVOICE", "DELIVERY NOTE")},
    "vehicle": {"th": ("รายการจดทะเบียนรถ", "สัญญาเช่ารถ", "กรมธรรม์ประกันภัยรถ"), "id": ("SURAT TANDA NOMOR KENDARAAN", "BPKB"),
                "my": ("ယာဉ်မှတ်ပုံတင်",), "en": ("VEHICLE REGISTRATION", "RENTAL AGREEMENT")},
    "travel": {"th": ("ใบจองตั๋วเครื่องบิน",), "id": ("TIKET ELEKTRONIK",),
               "en": ("BOARDING PASS", "E-TICKET RECEIPT", "ITINERARY", "HOTEL VOUCHER")},
    "device": {"th": ("ใบรับประกันเครื่อง",), "id": ("KARTU GARANSI",), "en": ("SIM CARD", "DEVICE LABEL", "WARRANTY CARD",
                                                                               "STARTER PACK")},
    "wallet": {"th": ("ฝากเหรียญ",), "id": ("Setor kripto",), "en": ("Deposit", "Receive", "My wallet", "Withdraw")},
}
KINDS_OF = {  # what a class of paper carries: beginnings of kinds; () anything
    "card": ("th.national", "th.alien", "th.laser", "mm.nrc", "id.nik", "id.kk", "my.mykad", "sg.nric", "vn.", "cn.", "tw.",
             "hk.", "kr.", "jp.", "in.aadhaar", "in.pan", "bd.", "pk.", "lk.", "np.", "unhcr", "phone", "passport"),
    "form": ("th.national", "th.alien", "mm.nrc", "id.nik", "passport", "phone", "email", "th.bank", "id.bank", "mm.bank",
             "line", "my.mykad", "plate", "iban", "bic", "th.tax", "id.npwp", "card"),
    "receipt": ("phone", "mm.nrc", "th.bank", "id.bank", "mm.bank", "mm.wallet", "th.promptpay", "wu.", "moneygram", "ria.",
                "iban", "bic", "passport", "th.tax", "in.ifsc", "in.upi", "card"),
    "ship": ("iso6346", "imo", "mmsi", "air.waybill", "upu", "phone", "email", "th.tax", "passport", "sg.uen", "vn.mst",
             "id.npwp", "url"),
    "vehicle": ("plate", "vin", "phone", "th.national", "id.nik", "mm.nrc", "th.tax"),
    "travel": ("air.pnr", "air.eticket", "passport", "phone", "email", "card", "url"),
    "device": ("imei", "iccid", "imsi", "mac", "phone", "url"),
    "wallet": ("btc", "ltc", "doge", "tron", "eth", "xrp", "xmr", "ton"),
}
FILL = {"en": (("Date", "14/05/2024"), ("Sex", "M"), ("Address", "12/3 Sample Road"), ("Nationality", "Myanmar"),
               ("Status", "Approved"), ("Branch", "Example town"), ("Fee", "150.00"), ("Remarks", "-")),
        "th": (("วันที่", "14 พ.ค. 2567"), ("เพศ", "ชาย"), ("ที่อยู่", "99/9 หมู่ 9 ต.ตัวอย่าง อ.เมือง"), ("สัญชาติ", "ไทย"),
               ("สาขา", "ตลาดสมมุติ"), ("ค่าธรรมเนียม", "30.00"), ("อาชีพ", "รับจ้าง")),
        "my": (("ရက်စွဲ", "၁၄.၅.၂၀၂၄"), ("ကျား/မ", "ကျား"), ("လူမျိုး", "ဗမာ"), ("နေရပ်", "နမူနာလမ်း၊ ရန်ကုန်"),
               ("အလုပ်အကိုင်", "ကုန်သည်")),
        "id": (("Tanggal", "14-05-2024"), ("Jenis Kelamin", "LAKI-LAKI"), ("Alamat", "JL. CONTOH NO. 7"), ("Agama", "ISLAM"),
               ("Pekerjaan", "WIRASWASTA"), ("Status", "BERHASIL"), ("Biaya", "Rp 2.500"))}
DECOYS = {"en": (("Order no.", lambda r: "%s-2024-%s" % (N.digits(r, 4), N.digits(r, 5))),
                 ("Invoice", lambda r: "INV" + N.digits(r, 9)), ("Serial no.", lambda r: "SN" + N.digits(r, 10)),
                 ("Transaction ref.", lambda r: N.digits(r, 6) + "-" + N.digits(r, 4)),
                 ("Queue", lambda r: "A" + N.digits(r, 3)), ("Receipt no.", lambda r: N.digits(r, 8)),
                 ("Control no.", lambda r: "C-" + N.digits(r, 7))),
          "th": (("เลขที่อ้างอิง", lambda r: "0142" + N.digits(r, 12)), ("เลขที่เอกสาร", lambda r: N.digits(r, 4) + "/2567"),
                 ("เลขที่ใบเสร็จ", lambda r: N.digits(r, 8)), ("รหัสลูกค้า", lambda r: "C" + N.digits(r, 7))),
          "my": (("ပြေစာအမှတ်", lambda r: N.digits(r, 6)),), "id": (("No. Referensi", lambda r: N.digits(r, 12)),
                                                                    ("No. Struk", lambda r: "TRX" + N.digits(r, 10)),
                                                                    ("No. Antrian", lambda r: "B" + N.digits(r, 3)))}
PALES = ((1, 1, 1), (0.98, 0.97, 0.93), (0.93, 0.96, 0.98), (0.95, 0.98, 0.94), (0.98, 0.92, 0.94), (0.97, 0.96, 0.99),
         (0.9, 0.95, 0.99), (0.99, 0.95, 0.88))
INKS = ((0.1, 0.1, 0.16), (0.05, 0.05, 0.05), (0.08, 0.16, 0.42), (0.2, 0.1, 0.08))


def languages(r, cls):
    return r.choice([x for x in ("en", "th", "my", "id") if x in HEADS[cls]])


def starts(cls):
    heads = KINDS_OF[cls]
    cache = starts.cache.setdefault(cls, {})

    def ok(f):
        if f not in cache:
            import random
            cache[f] = f(random.Random(1)).kind.startswith(heads)
        return cache[f]
    return ok


starts.cache = {}


def entries(r, cls, lang, n):
    """n rows (label, parts): labelled values of the class, no label twice."""
    out, seen = [], set()
    for _ in range(60):
        tongue = lang if r.random() < 0.8 else "en"
        try:
            label, parts, p = K.labelled(r, tongue, starts(cls))
        except IndexError:
            label, parts, p = K.labelled(r, "en", starts(cls))
        if label not in seen and p.kind not in seen:
            seen |= {label, p.kind}
            out.append((label, parts))
        if len(out) == n:
            break
    return out


def rows_for(r, cls, lang, n):
    """Labelled values, names, matter of no interest and decoys, in an order of their own."""
    rows = entries(r, cls, lang, n)
    rows += [names.labelled(r, lang) for _ in range(r.choice([1, 1, 2]) if cls not in ("wallet", "device") else 0)]
    rows += [(label, [value]) for label, value in r.sample(FILL[lang], r.randint(1, min(4, len(FILL[lang]))))]
    for label, make in r.sample(DECOYS[lang], r.randint(0, min(2, len(DECOYS[lang])))):
        rows.append((label, [N.decoy("*", make(r), "labelled as another's number")]))
    if r.random() < 0.7:
        r.shuffle(rows)
    return rows


def font(r, lang):
    return FONT[lang] if lang in ("th", "my") else r.choice([SANS, SANS, SERIF, "Noto Sans", MONO])


def title_of(r, cls, lang):
    return r.choice(HEADS[cls][lang])


# ---- rows of labels and values, in boxes, columns or lines ----
def rows(r, s, x, y, w, items, lang, size, style):
    """Draws the rows; gives where they end."""
    f, ink, columns = font(r, lang), r.choice(INKS), 2 if style["columns"] == 2 and w > 24 * size else 1
    step, ends, label_ink = size * style["step"], [y] * columns, GREY if style["pale"] else ink
    for i, (label, parts) in enumerate(items):
        k = i % columns
        cw, cx, cy = w / columns - size, x + k * w / columns, ends[k]
        if style["where"] == "above":
            s.text(cx, cy, label + style["colon"], size * 0.66, f + ", " + ANY, colour=label_ink)
            h = s.text(cx, cy + size * 0.95, parts, size, f + ", " + ANY, style["bold"], colour=ink, width=cw)
            ends[k] += max(h + size * 1.1, step * 1.5)
        elif style["where"] == "run":
            ends[k] += max(step, s.text(cx, cy, [label + style["colon"] + " ", *parts], size, f + ", " + ANY, colour=ink,
                                        width=cw) + size * 0.4)
        else:
            s.text(cx, cy, label + style["colon"], size * 0.85, f + ", " + ANY, colour=label_ink)
            tab = max(style["tab"] * cw, s.measure(label + style["colon"], size * 0.85, f + ", " + ANY)[0] + size * 0.6)
            if style["where"] == "right" and s.measure(parts, size, f + ", " + ANY, style["bold"])[0] < cw - tab:
                s.text(cx + cw, cy, parts, size, f + ", " + ANY, style["bold"], colour=ink, align="right")
                h = size
            elif cw - tab < s.measure(parts, size, f + ", " + ANY, style["bold"])[0] and cw - tab < 14 * size:
                cy += size * 1.35
                h = size * 1.35 + s.text(cx + size, cy, parts, size, f + ", " + ANY, style["bold"], colour=ink, width=cw - size)
            else:
                h = s.text(cx + tab, cy, parts, size, f + ", " + ANY, style["bold"], colour=ink, width=cw - tab)
            ends[k] += max(step, h + size * 0.5)
        if style["rule"]:
            s.line(cx, ends[k] - size * 0.2, cx + cw, ends[k] - size * 0.2, colour=(0.7, 0.7, 0.72), dash=style["dash"])
    return max(ends)


def style(r):
    return {"where": r.choice(["above", "beside", "beside", "right", "run"]), "columns": r.choice([1, 1, 2]),
            "step": r.uniform(1.7, 2.3), "pale": r.random() < 0.6,
            "colon": r.choice(["", ":", " :", ""]), "bold": r.random() < 0.3, "tab": r.uniform(0.25, 0.45),
            "rule": r.random() < 0.35, "dash": r.choice([(), (2, 4), (8, 6)])}


def card(r, cls="card"):
    lang = languages(r, cls)
    size, w = r.randrange(26, 34), r.randrange(980, 1180)
    items, st = rows_for(r, cls, lang, r.randint(1, 3)), style(r)
    st["columns"] = 1
    s = Sheet(w, round(w * r.uniform(0.63, 0.8) + 40 * max(0, len(items) - 5)), r.choice(PALES))
    s.waves((*r.choice(PALES)[:2], r.uniform(0.6, 0.9), 0.5), n=r.randrange(8, 20))
    s.text(r.choice([40, 150]), 22, title_of(r, cls, lang), 36, font(r, lang), True,
           colour=r.choice([BLUE, INK, (0.5, 0.1, 0.1)]))
    side = r.choice(["left", "right", "none"])
    pw = 0 if side == "none" else r.randrange(190, 250)
    x0 = 44 + (pw + 30 if side == "left" else 0)
    end = rows(r, s, x0, 100, w - 60 - (pw + 30 if pw else 0) - 20, items, lang, size, st)
    if pw:
        s.portrait(40 if side == "left" else w - pw - 40, r.randrange(100, 190), pw, round(pw * 1.28),
                   r.choice([(0.87, 0.7, 0.56), (0.8, 0.62, 0.48)]), long=r.random() < 0.5)
    return shrunk(s, end + 50)


def shrunk(s, end):
    """Cut or leave: a sheet that ends below what stands on it."""
    s.full = end > s.h
    return s


def receipt(r, cls="receipt"):
    lang = languages(r, cls)
    items, st, size = rows_for(r, cls, lang, r.randint(2, 4)), style(r), r.randrange(26, 34)
    st["columns"] = 1
    w = r.randrange(640, 900)
    s = Sheet(w, 400 + 95 * len(items), r.choice(PALES))
    centre = r.random() < 0.7
    s.text(w / 2 if centre else 36, 30,
           r.choice(["EXAMPLE EXCHANGE", "GOLDEN SAMPLE", "BANK OF EXAMPLE", "TOKO CONTOH", "ร้านตัวอย่าง", "ရွှေနမူနာ"]),
           size + 8, FONT[lang] + ", " + ANY, True, align="centre" if centre else "left")
    s.text(w / 2 if centre else 36, 92, title_of(r, cls, lang), size, font(r, lang) + ", " + ANY,
           align="centre" if centre else "left")
    s.line(30, 150, w - 30, 150, dash=r.choice([(), (6, 6)]))
    y = rows(r, s, 36, 176, w - 66, items, lang, size, st)
    s.line(30, y + 8, w - 30, y + 8, dash=(6, 6))
    s.text(w / 2, y + 24, r.choice(["THB %d,%03d.00", "Rp %d.%03d.000", "MMK %d,%03d,000", "USD %d,%03d.00"])
           % (r.randrange(1, 90), r.randrange(1000)), size + 14, SANS, True, align="centre")
    if r.random() < 0.4 and y + 240 < s.h:
        checker(s, w / 2 - 80, y + 90, 150, r.randrange(1 << 30))
    if r.random() < 0.3:
        stamp(s, w * 0.65, y + 40, r.choice(["PAID", "LUNAS", "RECEIVED"]))
    return shrunk(s, y + 90)


def form(r, cls="form"):
    """A4: rules, boxes with a figure each, ticks, a signature."""
    lang = languages(r, cls)
    items, st, size = rows_for(r, cls, lang, r.randint(3, 6)), style(r), r.randrange(30, 38)
    st["rule"] = r.random() < 0.7
    s = Sheet(1654, r.choice([1400, 1700, 2339]), r.choice(PALES[:3]))
    s.text(827, 110, title_of(r, cls, lang), 46, font(r, lang), True, align="centre")
    y = rows(r, s, 150, 260, 1360, items, lang, size, st) + 40
    if lang == "th" and r.random() < 0.7:
        y = cells(r, s, 150, y, "เลขประจำตัวประชาชน", N.thai_id(r, "#############")) + 40
    if y < s.h - 320:
        for i in range(r.randrange(1, 4)):
            s.rect(160, y + i * 60, 34, 34, INK, line=2)
            s.text(220, y + i * 60 - 2, r.choice(["ข้าพเจ้ายอมรับเงื่อนไข", "I agree to the terms", "Saya setuju",
                                                  "သဘောတူပါသည်"]), 30, ANY)
        s.line(1000, y + 200, 1480, y + 200)
        s.text(1240, y + 214, r.choice(["(ลายมือชื่อ)", "Signature", "Tanda tangan", "လက်မှတ်"]), 28, ANY, align="centre")
    return shrunk(s, y)


def cells(r, s, x, y, label, p):
    """A number in boxes, one figure each, as forms have them."""
    s.text(x, y, label, 30, FONT["th"])
    side, gaps = 52, {0, 4, 9, 11}
    at, first = x + 420, None
    for i, ch in enumerate(p.value):
        s.rect(at, y - 8, side, 60, INK, line=2)
        s.text(at + side / 2, y, ch, 36, SANS, align="centre")
        first = first or at
        at += side + (18 if i in gaps else 0)
    s.plant(p.but(raw=" ".join(p.value), level="hard"), [first, y - 8, at - first, 60], cap=s.cap(36, SANS))
    return y + 80


def table(r, cls="ship"):
    """A list of persons or things: heads of columns, a row each, ruled or not."""
    lang = languages(r, cls)
    s = Sheet(2000, 1400, r.choice(PALES[:4]))
    f, size = r.choice([SANS, SERIF, MONO]), r.randrange(26, 32)
    s.text(100, 70, title_of(r, cls, lang), 44, FONT[lang], True)
    y = rows(r, s, 100, 150, 1800, entries(r, cls, lang, 2), lang, size, {**style(r), "columns": 2, "where": "beside"}) + 20
    columns = r.choice([
        [("No.", lambda r, i: str(i + 1)), ("Name", lambda r, i: names.plant(r, "en")),
         ("Passport No.", lambda r, i: K.passport(r.choice([("TH", "THA"), ("MM", "MMR"), ("ID", "IDN")]))(r)),
         ("Phone", lambda r, i: K.phone(r.choice(["TH", "MM", "ID"]))(r))],
        [("No.", lambda r, i: str(i + 1)), ("Container No.", lambda r, i: K.container(r)),
         ("Seal", lambda r, i: N.decoy("*", "TH" + N.digits(r, 6), "a seal's number")),
         ("Weight kg", lambda r, i: "%d,%03d" % (r.randrange(1, 28), r.randrange(1000)))],
        [("Date", lambda r, i: "%02d/05/2024" % (i + 3)), ("Account No.", lambda r, i: N.thai_account(r)),
         ("Name", lambda r, i: names.plant(r, "en")),
         ("Amount", lambda r, i: "%d,%03d.00" % (r.randrange(1, 90), r.randrange(1000)))],
        [("Nama", lambda r, i: names.plant(r, "id")), ("NIK", lambda r, i: K.nik(r)), ("No. HP", lambda r, i: K.phone("ID")(r)),
         ("Nopol", lambda r, i: K.plate_id(r))]])
    xs, at = [], 100
    for k, _ in enumerate(columns):
        xs.append(at)
        at += (160 if columns[k][0] in ("No.", "Date") else 520) + r.randrange(0, 60)
    ruled = r.random() < 0.6
    for x, (head, _) in zip(xs, columns):
        s.text(x, y, head, size, f, True)
    y += size * 1.7
    for i in range(r.randrange(4, 10)):
        for x, (_, make) in zip(xs, columns):
            s.text(x, y, make(r, i), size, f)
        if ruled:
            s.line(90, y + size * 1.45, 1910, y + size * 1.45, colour=(0.6, 0.6, 0.6))
        y += size * r.uniform(1.75, 1.8)
    return shrunk(s, y)


SENTENCES = {
    "en": ("Please contact {name} at {v}.", "The {label} is {v}.", "Payment goes to {label} {v} before Friday.",
           "I attach a copy; {label}: {v}", "Our driver's {label} {v} as agreed.", "We met on 14 May 2024 at gate 3."),
    "th": ("กรุณาติดต่อ {label} {v}", "{label} {v} ตามที่ตกลงไว้", "โอนแล้ว แจ้งที่ {label} {v} ครับ",
           "เอกสารแนบมาด้วย {label} {v}", "พบกันวันที่ 14 พ.ค. 2567 ที่ด่านแม่สอด"),
    "my": ("{label} {v} သို့ ဆက်သွယ်ပါ။", "{label} - {v} ဖြစ်ပါသည်။", "မနက်ဖြန် ည ၈ နာရီ ဂိတ်မှာ တွေ့မယ်။"),
    "id": ("Hubungi {label} {v} ya.", "{label}: {v}", "Mohon transfer, {label} {v} secepatnya.",
           "Kami bertemu tanggal 14 Mei 2024 di pelabuhan."),
}


def sentence(r, lang):
    """Parts of a line of prose with a labelled value in it, or none."""
    t = r.choice(SENTENCES[lang])
    label, parts, _ = K.labelled(r, lang)
    if "{name}" in t:
        label, parts, _ = K.labelled(r, "en", lambda f: f.__qualname__.startswith("phone."))
    out = []
    for piece in t.replace("{", "\0{").replace("}", "}\0").split("\0"):
        out += parts if piece == "{v}" else [label] if piece == "{label}" else ["Ko Aung"] if piece == "{name}" else [piece] if piece else []
    return out


def letter(r):
    lang = r.choice(["en", "th", "id", "my", "en"])
    size, f = r.randrange(30, 40), font(r, lang) + ", " + ANY
    s = Sheet(1654, r.choice([1500, 2000, 2339]), r.choice(PALES[:3]))
    y, margin = r.randrange(100, 240), r.randrange(120, 220)
    y += s.text(margin, y, r.choice(["EXAMPLE TRADING CO., LTD.", "บริษัท ตัวอย่าง จำกัด", "PT CONTOH SEJAHTERA",
                                     "AGENCY OF SAMPLES"]), size + 8, f, True) + 60
    for _ in range(r.randrange(4, 9)):
        y += s.text(margin, y, sentence(r, lang), size, f, width=1654 - 2 * margin, spacing=1.3) + size * r.uniform(0.5, 1.2)
        if y > s.h - 200:
            break
    return shrunk(s, y)


HANDS = ("Comic Neue", "Purisa", "DkgHandwriting")


def note(r):
    """A page of a notebook: lines, written by hand in as much as a font is a hand."""
    lang = r.choice(["th", "en", "id", "my"])
    s, size, y = Sheet(r.randrange(1000, 1300), r.randrange(1000, 1500),
                       r.choice([(0.99, 0.97, 0.85), (1, 1, 1), (0.95, 0.9, 0.5)])), r.randrange(36, 46), 110
    f = ("Purisa" if lang == "th" else FONT["my"] if lang == "my" else "Comic Neue") + ", " + ANY
    pitch = size * 1.75
    for i in range(1, int(s.h / pitch)):
        s.line(0, 100 + i * pitch - 6, s.w, 100 + i * pitch - 6, colour=(0.7, 0.8, 0.9), width=1)
    for _ in range(r.randrange(3, 7)):
        label, parts, _ = K.labelled(r, lang)
        h = s.text(r.randrange(60, 110), y, [label + r.choice([" ", ": ", " = "]), *parts], size, f,
                   colour=r.choice([(0.1, 0.15, 0.5), (0.1, 0.1, 0.1)]), width=s.w - 160)
        y += pitch * max(1, round(h / pitch)) + (pitch if r.random() < 0.2 else 0)
    return shrunk(s, y)


# ---- telephones' screens ----
APPS = {  # ground, mine, theirs, ink of each, time within the bubble or beside it, avatar, roundness
    "other": ({"ground": (0.86, 0.9, 0.94), "mine": (0.8, 0.93, 0.74), "theirs": (1, 1, 1), "inks": ((0.05, 0.05, 0.1),) * 2,
               "time": "in", "avatar": False, "round": 24, "head": (0.2, 0.36, 0.55)},
              {"ground": (0.07, 0.09, 0.11), "mine": (0.1, 0.33, 0.3), "theirs": (0.15, 0.18, 0.22),
               "inks": ((0.93, 0.94, 0.95),) * 2, "time": "in", "avatar": False, "round": 20, "head": (0.13, 0.16, 0.2)},
              {"ground": (0.6, 0.72, 0.86), "mine": (0.55, 0.87, 0.35), "theirs": (1, 1, 1), "inks": ((0, 0, 0),) * 2,
               "time": "beside", "avatar": True, "round": 30, "head": (0.25, 0.35, 0.5)},
              {"ground": (1, 1, 1), "mine": (0.05, 0.5, 0.97), "theirs": (0.92, 0.92, 0.94),
               "inks": ((1, 1, 1), (0.05, 0.05, 0.05)), "time": "none", "avatar": True, "round": 36, "head": (1, 1, 1)}),
    "reporting": ({"ground": (0.93, 0.9, 0.86), "mine": (0.86, 0.97, 0.8), "theirs": (1, 1, 1),
                   "inks": ((0.05, 0.05, 0.05),) * 2, "time": "in", "avatar": False, "round": 16, "head": (0.06, 0.45, 0.4)},
                  {"ground": (0.55, 0.67, 0.83), "mine": (0.6, 0.9, 0.4), "theirs": (1, 1, 1), "inks": ((0, 0, 0),) * 2,
                   "time": "beside", "avatar": True, "round": 34, "head": (0.35, 0.5, 0.7)},
                  {"ground": (0.98, 0.98, 0.98), "mine": (0.45, 0.3, 0.75), "theirs": (0.93, 0.93, 0.95),
                   "inks": ((1, 1, 1), (0.1, 0.1, 0.1)), "time": "none", "avatar": True, "round": 40, "head": (0.98, 0.98, 0.98)},
                  {"ground": (0.04, 0.04, 0.06), "mine": (0.05, 0.25, 0.5), "theirs": (0.16, 0.16, 0.18),
                   "inks": ((1, 1, 1), (0.95, 0.95, 0.95)), "time": "in", "avatar": False, "round": 22,
                   "head": (0.1, 0.1, 0.12)}),
}
SMALL_TALK = {"en": ("ok see you at 18:30", "2,150.00 USD for 3 nights", "sent already", "who pays the driver?",
                     "version 2.24.9.78"), "th": ("ได้รับแล้วค่ะ ขอบคุณค่ะ", "กี่โมงครับ", "โอนแล้ว 4,500 บาท", "555", "รอแป๊บนะ"),
              "my": ("ဟုတ်ကဲ့ ကျေးဇူးပါ", "ဘယ်အချိန်လဲ", "ငွေလွှဲပြီးပြီ"),
              "id": ("Siap pak", "Rp 3.500.000 per orang", "jam 08.30 ya", "sudah transfer")}
BAITS = (("order ", lambda r: N.decoy("*", "%s-2024-%s" % (N.digits(r, 4), N.digits(r, 5)), "an order's reference")),
         ("ref ", lambda r: N.decoy("*", "0142" + N.digits(r, 12), "a slip's reference")),
         ("code ", lambda r: N.decoy("*", N.digits(r, 6), "a one-time code")),
         ("game id ", lambda r: N.decoy("*", N.digits(r, 9), "a player's number")),
         ("a/c ", lambda r: N.decoy("th.bank_account", "xxx-x-x%s-x" % N.digits(r, 4), "masked")))


def said(r, lang):
    """What one message says."""
    x = r.random()
    if x < 0.3:
        return [r.choice(SMALL_TALK[lang])]
    if x < 0.42:
        head, make = r.choice(BAITS)
        return [head, make(r)]
    label, parts, _ = K.labelled(r, lang if r.random() < 0.85 else "en")
    return [r.choice(["", "", {"th": "ส่งให้แล้ว ", "my": "ဒါပါ ", "id": "ini ", "en": "here: "}[lang]]) + label
            + r.choice([" ", ": ", "\n"]), *parts]


def chat(r, part):
    app = r.choice(APPS["reporting" if part == "reporting" else "other"])
    lang = r.choice(["th", "th", "en", "id", "my"])
    w, size = r.choice([1080, 1080, 1170, 828]), r.randrange(34, 42)
    f = r.choice(["Noto Sans", SANS]) + ", " + ANY
    s = Sheet(w, r.randrange(1500, 2300), app["ground"])
    white = sum(app["head"]) > 2
    s.rect(0, 0, w, 180, app["head"])
    s.text(36, 12, "%d:%02d" % (r.randrange(1, 13), r.randrange(60)), 28, f, True, colour=(0, 0, 0) if white else (1, 1, 1))
    s.circle(120, 120, 42, (0.7, 0.75, 0.8))
    s.text(190, 84, r.choice(["น้องมาลี", "Ko Aung", "Pak Budi", "Boss", "+66 8x-xxx", "ဦးနမူနာ", "Group trip (7)"]), 38, f,
           True, colour=(0, 0, 0) if white else (1, 1, 1))
    s.text(w / 2, 200, r.choice(["Today", "วันอาทิตย์", "Hari ini", "12 May"]), 26, f, align="centre", colour=GREY)
    y = 260
    while y < s.h - 330:
        mine = r.random() < 0.45
        ink, parts = app["inks"][0 if mine else 1], said(r, lang)
        inset = 100 if app["avatar"] and not mine else 30
        limit = w * r.uniform(0.6, 0.76)
        tw, th = s.measure(parts, size, f, width=min(limit, s.measure(parts, size, f)[0] + 2))
        tw = min(tw, limit)
        bw, bh = max(tw, 90) + 52, th + (60 if app["time"] == "in" else 34)
        x = w - 30 - bw if mine else inset
        if app["avatar"] and not mine:
            s.circle(52, y + 34, 32, (0.75, 0.7, 0.65))
        s.rect(x, y, bw, bh, app["mine" if mine else "theirs"], app["round"])
        s.text(x + 26, y + 14, parts, size, f, width=tw + 2, colour=ink)
        stamp_text = "%02d:%02d" % (r.randrange(24), r.randrange(60))
        if app["time"] == "in":
            s.text(x + bw - 20, y + bh - 38, stamp_text, 22, f, align="right", colour=GREY)
        elif app["time"] == "beside":
            s.text(x - 10 if mine else x + bw + 10, y + bh - 34, stamp_text, 22, f, align="right" if mine else "left",
                   colour=GREY)
        y += bh + r.randrange(14, 34)
    s.rect(0, s.h - 110, w, 110, app["theirs"])
    return s


def screen_list(r, part, what):
    """Contacts, calls, or a coin wallet, as a telephone shows them."""
    w, dark = r.choice([1080, 1170]), r.random() < 0.3
    s = Sheet(w, r.randrange(1500, 2200), (0.06, 0.06, 0.08) if dark else (1, 1, 1))
    ink, f = ((0.95, 0.95, 0.95) if dark else (0.06, 0.06, 0.08)), r.choice(["Noto Sans", SANS]) + ", " + ANY
    s.text(36, 14, "9:%02d" % r.randrange(60), 28, f, True, colour=ink)
    s.text(40, 80, r.choice({"contacts": ["Contacts", "รายชื่อ", "Kontak"], "calls": ["Recents", "การโทร", "Panggilan"],
                             "wallet": ["Receive", "Deposit", "ฝากเหรียญ"]}[what]), 52, f, True, colour=ink)
    y = 200
    if what == "wallet":
        for _ in range(r.randrange(1, 4)):
            label, parts, p = K.labelled(r, "en", starts("wallet"))
            s.text(60, y, label, 38, f, True, colour=ink)
            checker(s, w / 2 - 120, y + 70, 230, r.randrange(1 << 30))
            y += 330 + s.text(60, y + 320, parts, r.randrange(32, 40), r.choice([MONO, f]), colour=ink, width=w - 120) + 40
            s.text(60, y, r.choice(["Copy address", "คัดลอก", "Salin", "Min. deposit 10.00"]), 30, f, colour=GREY)
            y += 110
            if y > s.h - 520:
                break
        return shrunk(s, y)
    while y < s.h - 200:
        p = K.phone(r.choice(["TH", "TH", "MM", "ID", "SG", "CN"]))(r)
        s.circle(86, y + 40, 36, (0.6, 0.65, 0.75))
        if what == "contacts" or r.random() < 0.4:
            s.text(150, y, names.spoken(r), 38, f, colour=ink)
            s.text(150, y + 54, p, 32, f, colour=GREY)
        else:
            s.text(150, y, p, 38, f, colour=ink)
            s.text(150, y + 54, r.choice(["Missed", "Outgoing 3 min", "Incoming", "สายที่ไม่ได้รับ", "Tak terjawab"]), 28, f,
                   colour=GREY)
        if what == "calls":
            s.text(w - 40, y + 8, r.choice(["%02d:%02d" % (r.randrange(24), r.randrange(60)), "Monday", "12/5"]), 28, f,
                   align="right", colour=GREY)
        y += r.randrange(118, 150)
    return s


def passbook(r):
    """A savings book or statement: head with the account, printed movements."""
    lang = r.choice(["th", "id", "en", "my"])
    s, size = Sheet(r.randrange(1250, 1450), r.randrange(850, 1050), r.choice(PALES)), r.randrange(28, 34)
    s.waves((0.85, 0.8, 0.65, 0.3), n=10)
    s.text(60, 30, {"th": "ธนาคารตัวอย่าง จำกัด (มหาชน)", "id": "BANK CONTOH", "en": "EXAMPLE BANK", "my": "နမူနာဘဏ်"}[lang], 38,
           FONT[lang], True, colour=r.choice([BLUE, (0.1, 0.4, 0.2), (0.4, 0.1, 0.4)]))
    label, parts, _ = K.labelled(r, lang if lang != "my" else "my", lambda f: f in (K.thai_account, K.id_account, K.mm_account)
                                 if lang != "en" else f is K.thai_account)
    y = rows(r, s, 60, 110, s.w - 120, [(label, parts), names.labelled(r, lang)], lang, size,
             {**style(r), "columns": 1, "rule": False}) + 20
    f, balance = r.choice([MONO, MONO, SANS]), r.randrange(2000, 90000)
    for i in range(int((s.h - y - 60) / (size * 1.5))):
        amount = r.randrange(100, 30000)
        out = r.random() < 0.5 and amount < balance
        balance += -amount if out else amount
        s.text(60, y, "%02d/%02d/%s" % (1 + i, r.randrange(1, 13), r.choice(["67", "24"])), size, f)
        s.text(290, y, r.choice(["TRW", "CSD", "ATM", "XFR", "INT"]), size, f)
        s.text(s.w * (0.48 if out else 0.68), y, "{:,.2f}".format(amount), size, f, align="right")
        s.text(s.w - 70, y, "{:,.2f}".format(balance), size, f, align="right")
        y += size * 1.5
    return s


def slip(r):
    """What a bank's app shows after a transfer: any bank, any order."""
    lang = r.choice(["th", "th", "id", "en", "my"])
    s, size = Sheet(r.randrange(860, 1080), r.randrange(1300, 1700), r.choice(PALES)), r.randrange(30, 38)
    colour = r.choice([(0.1, 0.55, 0.3), (0.35, 0.2, 0.5), (0.95, 0.6, 0.1), (0.1, 0.35, 0.65), (0.75, 0.1, 0.15),
                       (0.1, 0.1, 0.2)])
    s.rect(0, 0, s.w, 170, colour)
    s.text(s.w / 2, 40, {"th": "โอนเงินสำเร็จ", "id": "Transfer Berhasil", "en": "Transfer successful",
                         "my": "ငွေလွှဲအောင်မြင်"}[lang], 46, FONT[lang], True, colour=(1, 1, 1), align="centre")
    s.text(s.w / 2, 112, "14/05/2024 %02d:%02d" % (r.randrange(24), r.randrange(60)), 26, SANS, colour=(1, 1, 1), align="centre")
    masked = N.decoy("th.bank_account", "xxx-x-x%s-x" % N.digits(r, 4), "masked: not the whole number")
    accounts = {"th": lambda f: f in (K.thai_account, K.thai_account_12, K.promptpay), "id": lambda f: f is K.id_account,
                "en": lambda f: f is K.thai_account, "my": lambda f: f in (K.wallet, K.mm_account)}[lang]
    frm = {"th": "จาก", "id": "Dari", "en": "From", "my": "ပေးပို့သူ"}[lang]
    items = [(frm, [masked]), names.labelled(r, lang), (lambda x: (x[0], x[1]))(K.labelled(r, lang, accounts)),
             *[(a, [N.decoy("*", m(r), "a reference")]) for a, m in r.sample(DECOYS[lang], 1)],
             ({"th": "จำนวนเงิน", "id": "Nominal", "en": "Amount", "my": "ငွေပမာဏ"}[lang],
              ["%d,%03d.00" % (r.randrange(1, 90), r.randrange(1000))]),
             ({"th": "ค่าธรรมเนียม", "id": "Biaya admin", "en": "Fee", "my": "ဝန်ဆောင်ခ"}[lang], ["0.00"])]
    if r.random() < 0.5:
        r.shuffle(items)
    y = rows(r, s, 60, 220, s.w - 120, items, lang, size, {**style(r), "columns": 1})
    if y + 280 < s.h:
        checker(s, s.w / 2 - 120, y + 30, 240, r.randrange(1 << 30))
    return shrunk(s, y)


def strip(r):
    """A boarding pass or a label: wide, blocks of labels and values, a bar code's bars."""
    cls = r.choice(["travel", "device", "ship"])
    lang = languages(r, cls)
    items, size = rows_for(r, cls, lang, r.randint(2, 3)), r.randrange(28, 34)
    s = Sheet(1500, 760, r.choice(PALES))
    s.rect(0, 0, 1500, 90, r.choice([(0.15, 0.3, 0.5), (0.6, 0.15, 0.2), (0.1, 0.4, 0.35)]))
    s.text(40, 18, title_of(r, cls, lang), 44, font(r, lang), True, colour=(1, 1, 1))
    y = rows(r, s, 40, 120, 1420, items, lang, size, {**style(r), "columns": 2, "where": r.choice(["above", "beside"])})
    if y < 620:
        for x in range(40, 900, 6):
            s.rect(x, 640, r.choice([2, 3, 5]), 90, (0, 0, 0)) if r.random() < 0.75 else None
    return shrunk(s, y)


class Printed:
    """A paper of zonepages.py as a sheet: its zone, and the number that it gives."""
    def __init__(self, r, part):
        a, quad, (fmt, lines, failing), face = zonepages.document(r, part, None, {"cap": 24, "ground": r.uniform(0, 0.15)}, 0.15)
        self.im, self.said = Image.fromarray(a[:, :, 2::-1].copy()), list(lines)
        (x, y), (x1, y1) = quad[0], quad[2]
        self.w, self.h = self.im.size
        number, spare = zonetext.number_of(fmt, lines)
        kind = {"TD3": "passport", "MRV-A": "visa", "MRV-B": "visa"}.get(fmt, "identity.card")
        if fmt == "TD2" and lines[0][0] == "P":
            kind = "passport"
        also = [(k, n) for k in ("passport", "visa", "identity.card") for n in {number, number[:9]} if (k, n) != (kind, number)]
        also += [(k, spare) for k in ("th.national_id", "pk.cnic", "my.mykad", "vn.cccd", "vn.cmnd", "kh.national_id", "tw.national_id", "bd.nid")]
        self.placed = [Placed(Zone(fmt, lines, failing), [[x, y, x1 - x, y1 - y]], 24),
                       Placed(Plant(kind, number, number, where="mrz", also=tuple(also)), [[x, y, x1 - x, y1 - y]], 24)]

    def picture(self):
        return self.im

    def whole(self):
        return True


SHEETS = {
    "v-zone": (("scan", "photo"), Printed),
    "v-card": (("scan", "photo"), lambda r, part: card(r)), "v-receipt": (("scan", "photo", "fax"), lambda r, part: receipt(r)),
    "v-form": (("scan", "photo", "fax"), lambda r, part: form(r)),
    "v-ship": (("scan", "photo", "fax"), lambda r, part: table(r) if r.random() < 0.5 else form(r, "ship")),
    "v-vehicle": (("scan", "photo"), lambda r, part: form(r, "vehicle") if r.random() < 0.4 else card(r, "vehicle")),
    "v-travel": (("scan", "photo", "screen"), lambda r, part: strip(r) if r.random() < 0.6 else receipt(r, "travel")),
    "v-device": (("photo",), lambda r, part: card(r, "device") if r.random() < 0.6 else strip(r)),
    "v-letter": (("scan", "fax", "photo"), lambda r, part: letter(r)), "v-note": (("photo", "scan"), lambda r, part: note(r)),
    "v-chat": (("screen", "screen", "screen-photo"), chat),
    "v-contacts": (("screen", "screen-photo"), lambda r, part: screen_list(r, part, "contacts")),
    "v-calls": (("screen", "screen-photo"), lambda r, part: screen_list(r, part, "calls")),
    "v-wallet": (("screen", "screen-photo"), lambda r, part: screen_list(r, part, "wallet")),
    "v-passbook": (("scan", "photo"), lambda r, part: passbook(r)),
    "v-slip": (("screen", "screen-photo"), lambda r, part: slip(r)),
}
