"""zonepages.py: pictures of documents with machine-readable zones, made fast: scans, photographs, copies, screenshots

Papers are drawn by cairo at the scale at which they come to stand in the picture, laid on their ground by one warp, and go
through camera.py. Each picture comes from its own seed "zones/part/seed/number".
"""
import functools
import math

import cairo
import cv2
import gi
import numpy as np

from . import camera, strata, zonetext
from .draw import Pango, PangoCairo

gi.require_version("PangoCairo", "1.0")

SIZES = {"TD3": (125, 88), "TD1": (85.6, 54), "TD2": (105, 74), "FR-ID": (105, 74), "MRV-A": (120, 80), "MRV-B": (105, 74)}  # mm
PITCH = 2.54  # mm from character to character: Doc 9303-3, 4.2
ZONE_FACES = {  # family, bold, weight. OCR-B is what the standard asks for; the others are what some issuers and forgers print with
    "other": (("OCR B", False, 50), ("OCR B S", False, 30), ("OCRA", False, 4), ("FreeMono", True, 3),
              ("Liberation Mono", False, 3),
              ("Liberation Mono", True, 2), ("GNUTypewriter", False, 2), ("Tlwg Mono", False, 1), ("Hack", False, 2),
              ("Fira Code", False, 1)),
    "reporting": (("OCR B", False, 50), ("OCR B S", False, 30), ("OCRACondensed", False, 3), ("Courier Prime", True, 4),
                  ("Nimbus Mono PS", True, 3), ("Courier Prime", False, 2), ("B612 Mono", False, 2), ("Noto Mono", False, 2),
                  ("Anonymous Pro", True, 2)),
}
FACES = {"other": ("Liberation Sans", "Noto Sans", "Liberation Sans Narrow", "Liberation Serif", "Roboto", "Open Sans",
                   "FreeSans", "TeX Gyre Heros"),
         "reporting": ("DejaVu Sans", "Lato", "Carlito", "DejaVu Serif", "Inter", "Cabin", "Gentium Basic", "Nimbus Sans")}
LABELS = (("Surname", "Surname / Nom", "นามสกุล / Surname", "အမည် / Name", "Nama / Name", "姓 / Surname", "Apellidos"),
          ("Given names", "Given names / Prénoms", "ชื่อ / Name", "Nama depan", "名 / Given names", "Nombres", "First name"),
          ("Nationality", "Nationality / Nationalité", "สัญชาติ / Nationality", "နိုင်ငံသား", "Kewarganegaraan", "国籍"),
          ("Date of birth", "Date of birth / Date de naissance", "วันเกิด / Date of birth", "မွေးသက္ကရာဇ်", "Tgl. lahir",
           "Ngày sinh"),
          ("Sex", "Sex / Sexe", "เพศ / Sex", "ကျား/မ", "Jenis kelamin", "性别 / Sex"),
          ("Date of expiry", "Date d'expiration", "วันหมดอายุ / Date of expiry", "Berlaku hingga", "သက်တမ်းကုန်"),
          ("Document No.", "Passport No.", "No. du document", "เลขที่ / No.", "အမှတ်", "Nomor", "Số / No."))
TITLES = ("PASSPORT", "PASSEPORT", "REPUBLIC OF EXAMPLE", "KINGDOM OF SPECIMEN", "IDENTITY CARD", "RESIDENCE PERMIT", "VISA",
          "หนังสือเดินทาง",
          "နိုင်ငံကူးလက်မှတ်", "PASPOR", "HỘ CHIẾU", "护照", "CARTE D'IDENTITÉ", "UTOPIA", "TRAVEL DOCUMENT")
SKINS = ((0.87, 0.7, 0.56), (0.8, 0.62, 0.48), (0.93, 0.8, 0.7), (0.5, 0.36, 0.28))


class Paper:
    """A sheet in millimetres, drawn at `s` pixels a millimetre."""
    def __init__(self, w, h, s, colour):
        self.w, self.h, self.s = w, h, s
        self.surface = cairo.ImageSurface(cairo.FORMAT_RGB24, max(8, math.ceil(w * s)), max(8, math.ceil(h * s)))
        self.c = cairo.Context(self.surface)
        self.c.scale(s, s)
        self.c.set_source_rgb(*colour)
        self.c.paint()
        o = cairo.FontOptions()
        o.set_hint_style(cairo.HINT_STYLE_NONE)
        o.set_antialias(cairo.ANTIALIAS_GRAY)
        self.c.set_font_options(o)

    def text(self, x, y, text, size, face, bold=False, colour=(0.1, 0.1, 0.15)):
        """The line whose top is y."""
        if not text:
            return
        self.c.set_source_rgba(*colour)
        if text.isascii():
            self.c.select_font_face(face, cairo.FONT_SLANT_NORMAL, cairo.FONT_WEIGHT_BOLD if bold else cairo.FONT_WEIGHT_NORMAL)
            self.c.set_font_size(size)
            self.c.move_to(x, y + 0.8 * size)
            self.c.show_text(text)
            return
        lay = PangoCairo.create_layout(self.c)
        d = Pango.FontDescription.from_string(face + ", Noto Sans Thai, Noto Sans Myanmar, Noto Sans CJK SC")
        d.set_absolute_size(size * Pango.SCALE)
        lay.set_font_description(d)
        lay.set_text(text, -1)
        self.c.move_to(x, y - 0.15 * size)
        PangoCairo.show_layout(self.c, lay)

    def rect(self, x, y, w, h, colour):
        self.c.set_source_rgba(*colour)
        self.c.rectangle(x, y, w, h)
        self.c.fill()

    def array(self):
        self.surface.flush()
        return np.frombuffer(self.surface.get_data(), np.uint8).reshape(self.surface.get_height(), -1, 4)

    def print(self, tone, alpha, colour, box=None):
        """Fine line work over the sheet (or a box of it): `tone` 255 where its ink is."""
        a = self.array()
        h, w = tone.shape
        weight = [int(255 * alpha * (1 - v)) for v in reversed(colour)]
        lut = np.stack([np.arange(256) * v // 255 for v in weight] + [np.zeros(256, int)], 1).astype(np.uint8)[None]
        a[:h, :w] = cv2.subtract(np.ascontiguousarray(a[:h, :w]), cv2.LUT(cv2.merge([tone] * 4), lut))
        self.surface.mark_dirty()


@functools.lru_cache(None)
def face_of(family, bold):
    """Glyph numbers, advance and cap height (of a size of 1) of a face."""
    c = cairo.Context(cairo.ImageSurface(cairo.FORMAT_A8, 8, 8))
    o = cairo.FontOptions()
    o.set_hint_style(cairo.HINT_STYLE_NONE)
    o.set_hint_metrics(cairo.HINT_METRICS_OFF)
    c.set_font_options(o)
    c.select_font_face(family, cairo.FONT_SLANT_NORMAL, cairo.FONT_WEIGHT_BOLD if bold else cairo.FONT_WEIGHT_NORMAL)
    c.set_font_size(1000)
    e = c.text_extents("H")
    sf = c.get_scaled_font()
    return {ch: sf.text_to_glyphs(0, 0, ch, False)[0].index for ch in zonetext_alphabet}, e.x_advance / 1000, e.height / 1000


zonetext_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"


class Face:
    """How a zone is printed: face, its size and pitch for a cap height in pixels."""
    def __init__(self, r, part, cap):
        faces = ZONE_FACES[camera.key(part)]
        self.family, self.bold, _ = r.choices(faces, [w for *_, w in faces])[0]
        self.glyphs, advance, high = face_of(self.family, self.bold)
        self.size = cap / high
        self.pitch = self.size * advance * r.uniform(0.96, 1.07)
        if self.family.startswith("OCR") is False:  # typed at ten to the inch as well: wider than its face
            self.pitch = self.size * advance * r.uniform(0.98, 1.12)
        self.weight = r.choices((0, r.uniform(0.01, 0.05)), (3, 1))[0] * self.size  # ink that ran
        self.slant = r.choices((0, r.uniform(-0.06, 0.06)), (4, 1))[0]
        self.stretch = r.choices((1, r.uniform(0.92, 1.08)), (3, 1))[0]
        self.cap = cap
        self.s = self.pitch / PITCH  # pixels a millimetre


def zone_mask(r, face, lines, leading, wear, part):
    """The zone's ink, 0 to 255, with a margin of a cell around."""
    pad = math.ceil(face.pitch)
    w, h = math.ceil(len(lines[0]) * face.pitch) + 2 * pad, math.ceil((len(lines) - 1) * leading + face.cap) + 2 * pad
    surface = cairo.ImageSurface(cairo.FORMAT_A8, w, h)
    c = cairo.Context(surface)
    o = cairo.FontOptions()
    o.set_hint_style(cairo.HINT_STYLE_NONE)
    c.set_font_options(o)
    c.select_font_face(face.family, cairo.FONT_SLANT_NORMAL, cairo.FONT_WEIGHT_BOLD if face.bold else cairo.FONT_WEIGHT_NORMAL)
    c.set_font_matrix(cairo.Matrix(face.size * face.stretch, 0, -face.slant * face.size, face.size, 0, 0))
    shift, jitter = r.uniform(0, 0.06) * face.pitch, r.choices((0, 0.03), (4, 1))[0] * face.cap
    for i, line in enumerate(lines):
        x0, y0 = pad + (face.pitch - face.size * face.stretch * face_of(face.family, face.bold)[1]) / 2 + r.uniform(-shift,
            shift), \
            pad + face.cap + i * leading
        glyphs = [cairo.Glyph(face.glyphs[ch], x0 + k * face.pitch, y0 + (r.uniform(-jitter, jitter) if jitter else 0)) for k,
                  ch in enumerate(line)]
        if face.weight > 0.15:
            c.glyph_path(glyphs)
            c.set_line_width(face.weight)
            c.stroke_preserve()
            c.fill()
        else:
            c.show_glyphs(glyphs)
    surface.flush()
    mask = np.frombuffer(surface.get_data(), np.uint8).reshape(h, -1)[:, :w].copy()
    if wear > 0.03:
        n = cv2.resize(camera.cut(r, camera.grain(0)[:, :, 0], w // 3 + 2, h // 3 + 2), (w, h), interpolation=cv2.INTER_CUBIC)
        loss = cv2.LUT(n, np.clip(255 - wear * 255 * np.clip((np.arange(256) - 118) / 60, 0, 1), 0, 255).astype(np.uint8))
        mask = cv2.multiply(mask, loss, scale=1 / 255)
    return mask, pad


def fields(r, doc, part, h, fmt, lines, top, bottom):
    """The visual zone: title, face, labels and values, in an order and at places of its own."""
    face = r.choice(FACES[camera.key(part)])
    ink, pale = r.choice([(0.08, 0.08, 0.12), (0.05, 0.1, 0.3), (0.2, 0.1, 0.1)]), r.choice([(0.35, 0.35, 0.4), (0.2, 0.35, 0.5), (0.5, 0.3, 0.3)])
    doc.text(r.uniform(4, 30), 2.5, r.choice(TITLES), r.uniform(3, 4.6), face, True, pale)
    left = doc.w * r.uniform(0.27, 0.36)
    px = r.choice([4, 4, doc.w - left + 3])
    portrait(r, doc, px, top + 2, left - 9, min((left - 9) * 1.28, bottom - top - 3))
    x0, x1 = (left, doc.w - 3) if px < 10 else (4, doc.w - left)
    second = lines[1] if fmt != "TD1" else lines[0][5:]
    values = [h.surname, h.given, h.state, "%s.%s.%s" % (h.birth[4:], h.birth[2:4], h.birth[:2]) if h.birth.isdigit()
              else "XX.XX.19XX",
              h.sex.replace("<", "X"), "%02d.%02d.20%02d" % (r.randrange(1, 29), r.randrange(1, 13), r.randrange(20, 36)),
              second[:9].strip("<")]
    order = list(range(len(values)))
    if r.random() < 0.5:
        r.shuffle(order)
    step, columns = r.uniform(6.4, 8.6), r.choice([1, 2])
    for n, k in enumerate(order):
        x, y = x0 + (n % columns) * (x1 - x0) / 2, top + 1.5 + (n // columns) * step
        if y + 6 > bottom:
            break
        doc.text(x, y, r.choice(LABELS[k]), 1.7, face, False, pale)
        doc.text(x, y + 2.1, values[k][:int((x1 - x0) / columns / 1.75)], 2.8, face, r.random() < 0.3, ink)


def portrait(r, doc, x, y, w, h):
    c, skin = doc.c, r.choice(SKINS)
    doc.rect(x, y, w, h, r.choice([(0.82, 0.87, 0.92), (0.95, 0.95, 0.95), (0.7, 0.75, 0.8)]))
    for cx, cy, rx, ry, colour in ((0.5, 1.02, 0.46, 0.3, (0.2, 0.22, 0.3)), (0.5, 0.42, 0.28, 0.33, (0.12, 0.1, 0.1)),
                                   (0.5, 0.48, 0.22, 0.27, skin),
                                   (0.42, 0.46, 0.03, 0.014, (0.1, 0.1, 0.1)), (0.58, 0.46, 0.03, 0.014, (0.1, 0.1, 0.1)), (0.5,
                                       0.62, 0.07, 0.012, (0.6, 0.35, 0.33))):
        c.save()
        c.rectangle(x, y, w, h)
        c.clip()
        c.translate(x + cx * w, y + cy * h)
        c.scale(rx * w, ry * h)
        c.arc(0, 0, 1, 0, 7)
        c.set_source_rgb(*colour)
        c.fill()
        c.restore()


def overlay(r, doc, x, y, w, h, tone):
    """A stamp, a signature or scratches across the zone."""
    c = doc.c
    c.save()
    c.translate(x + r.uniform(0.1, 0.9) * w, y + r.uniform(0, 1) * h)
    c.rotate(r.uniform(-0.5, 0.5))
    c.set_source_rgba(*r.choice([(0.6, 0.1, 0.15), (0.1, 0.15, 0.5), (0.15, 0.4, 0.2), (1, 1, 1), (0.1, 0.1, 0.1)]), tone)
    how = r.choice(["ring", "box", "pen", "scratch"])
    c.set_line_width(r.uniform(0.3, 0.9))
    if how in ("ring", "box"):
        size = r.uniform(7, 14)
        c.arc(0, 0, size, 0, 7) if how == "ring" else c.rectangle(-size, -size / 2, 2 * size, size)
        c.stroke()
        c.select_font_face(r.choice(FACES["other"]), cairo.FONT_SLANT_NORMAL, cairo.FONT_WEIGHT_BOLD)
        c.set_font_size(size / 3)
        for i, t in enumerate((r.choice(["ADMITTED", "USED", "SPECIMEN", "14 MAY 2024"]), "%02d MAY" % r.randrange(1, 29))):
            c.move_to(-size * 0.8, (i - 0.3) * size / 3)
            c.show_text(t)
    else:
        for _ in range(r.randrange(1, 5)):
            c.move_to(r.uniform(-40, 0), r.uniform(-6, 6))
            c.curve_to(*(r.uniform(-20, 40) if i % 2 == 0 else r.uniform(-8, 8) for i in range(6)))
            c.stroke()
    c.restore()


def tint(r, low):
    return tuple(r.uniform(low, 1) for _ in range(3))


def document(r, part, fmt, made, forge):
    """One paper: (pixels, quad of its zone, Zone of the truth, face)."""
    fmt, lines, bad, h = zonetext.zone(r, fmt, forge)
    face = Face(r, part, made["cap"])
    w, height = SIZES[fmt]
    n = len(lines[0])
    w = max(w, n * PITCH + 6)
    doc = Paper(w, height, face.s, tint(r, 0.82))
    leading = face.pitch * r.uniform(2.2, 2.75) if n > 30 or r.random() < 0.5 else face.pitch * r.uniform(1.75, 2.4)
    mask, pad = zone_mask(r, face, lines, leading, made.get("wear", 0), part)
    zh = (len(lines) - 1) * leading + face.cap
    x = round(face.s * (r.uniform(2.5, w - n * PITCH - 2.5)))
    y = round(face.s * height - zh - face.s * r.uniform(3, 7))
    top, bottom = r.uniform(7, 11), y / face.s - r.uniform(1, 4)
    hue = tint(r, 0.3)
    tone = camera.cut(r, camera.guilloche(part, r.randrange(9)), doc.array().shape[1], doc.array().shape[0])
    doc.print(tone, made.get("ground", 0.1) if r.random() < 0.7 else 0.3, hue)
    if r.random() < 0.4:  # a paler band for the zone
        doc.rect(0, y / face.s - 3, w, height, (1, 1, 1, r.uniform(0.2, 0.7)))
    fields(r, doc, part, h, fmt, lines, top, bottom)
    a = doc.array()
    ink = np.array([*(v * 255 for v in r.choice([(0.05, 0.05, 0.05), (0.1, 0.08, 0.08), (0.18, 0.12, 0.1), (0.2, 0.2, 0.2)])),
                    0], np.float32)
    y0, x0 = y - pad, x - pad
    cy, cx = max(0, -y0), max(0, -x0)
    part_of = a[max(0, y0):y0 + mask.shape[0], max(0, x0):x0 + mask.shape[1]]
    m = (mask[cy:cy + part_of.shape[0], cx:cx + part_of.shape[1], None].astype(np.float32) / 255)
    part_of[...] = (part_of * (1 - m) + ink * m).astype(np.uint8)
    doc.surface.mark_dirty()
    if "overlay" in made:
        overlay(r, doc, x / face.s, y / face.s, n * PITCH, zh / face.s, made["overlay"])
    quad = [(x, y), (x + n * face.pitch, y), (x + n * face.pitch, y + zh), (x, y + zh)]
    return np.ascontiguousarray(doc.array()), quad, (fmt, lines, bad), face


def other_face(r, part, s, w=85.6, h=54):
    """The front of a card or another page of a booklet: text, a face, no zone."""
    doc = Paper(w, h, s, tint(r, 0.8))
    doc.print(camera.cut(r, camera.guilloche(part, r.randrange(9)), doc.array().shape[1], doc.array().shape[0]), 0.2,
              tint(r, 0.3))
    holder = zonetext.holder(r)
    fields(r, doc, part, holder, "TD3", ["", zonetext.number(r, "THA") + "<" * 20], 9, h - 3)
    return np.ascontiguousarray(doc.array())


# ---- scenes ----
class Scene:
    """A canvas on which papers come to lie; quads of the zones on it."""
    def __init__(self, canvas):
        self.im, self.quads, self.what = canvas, [], []

    def lay(self, r, doc, centre, made, quads=(), what=()):
        h, w = doc.shape[:2]
        tilt, share = math.radians(made.get("tilt", 0)), made.get("perspective", 0)
        cos, sin, corners = math.cos(tilt), math.sin(tilt), []
        for x, y in ((0, 0), (w, 0), (w, h), (0, h)):
            dx, dy = (x - w / 2) * (1 - 2 * r.uniform(0, share)), (y - h / 2) * (1 - 2 * r.uniform(0, share))
            corners.append((centre[0] + cos * dx - sin * dy, centre[1] + sin * dx + cos * dy))
        m = cv2.getPerspectiveTransform(np.float32([(0, 0), (w, 0), (w, h), (0, h)]), np.float32(corners))
        cv2.warpPerspective(doc, m, (self.im.shape[1], self.im.shape[0]), self.im, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
        for q, z in zip(quads, what):
            moved = cv2.perspectiveTransform(np.float32([q]), m)[0]
            self.quads.append([(float(x), float(y)) for x, y in moved])
            self.what.append(z)


def clutter(r, im, clear):
    """Pens, coins, papers, fingers around: never over a zone (`clear`: quads)."""
    h, w = im.shape[:2]
    for _ in range(r.randrange(0, 6)):
        x, y, size = r.randrange(w), r.randrange(h), int(min(w, h) * r.uniform(0.03, 0.14))
        if any(abs(x - sum(p[0] for p in q) / 4) < abs(q[1][0] - q[0][0]) / 2 + abs(q[3][0] - q[0][0]) + size * 2
               and abs(y - sum(p[1] for p in q) / 4) < abs(q[2][1] - q[0][1]) / 2 + abs(q[1][1] - q[0][1]) + size * 2 for q in clear):
            continue
        colour = tuple(r.randrange(20, 240) for _ in range(3)) + (255,)
        how = r.choice(["coin", "pen", "finger", "note"])
        if how == "coin":
            cv2.circle(im, (x, y), size // 2, colour, -1, cv2.LINE_AA)
            cv2.circle(im, (x, y), size // 2 - 3, tuple(v * 0.7 for v in colour[:3]) + (255,), 2, cv2.LINE_AA)
        elif how == "pen":
            cv2.line(im, (x, y), (x + r.randint(-size, size), y + r.randint(-size, size)), colour, max(3, size // 8), cv2.LINE_AA)
        elif how == "finger":
            cv2.ellipse(im, (r.choice([0, w]), y), (size, size // 2), r.uniform(-30, 30), 0, 360,
                        tuple(int(255 * v) for v in reversed(r.choice(SKINS))) + (255,), -1, cv2.LINE_AA)
        else:
            cv2.rectangle(im, (x, y), (x + size, y + size // 2), (235, 240, 240, 255), -1)
            for i in range(3):
                cv2.line(im, (x + 4, y + (i + 1) * size // 8), (x + size - 6, y + (i + 1) * size // 8), (90, 80, 80, 255), 1)


def chat(r, part, im):
    """The picture within a messenger's window; where its corner came to lie."""
    h, w = im.shape[:2]
    f = max(0.5, w / 800)
    left, top, low = round(r.uniform(10, 160) * f), round(r.uniform(150, 420) * f), round(r.uniform(120, 500) * f)
    width = left + w + round(r.uniform(10, 160) * f)
    dark = r.random() < 0.35
    doc = Paper(width, top + h + low, 1,
                (0.07, 0.09, 0.12) if dark else r.choice([(0.86, 0.9, 0.94), (0.93, 0.9, 0.86), (1, 1, 1), (0.55, 0.67, 0.83)]))
    face, ink = r.choice(FACES[camera.key(part)]), (0.92, 0.92, 0.92) if dark else (0.08, 0.08, 0.1)
    doc.rect(0, 0, width, 110 * f, (0.12, 0.15, 0.2) if dark else tint(r, 0.1))
    doc.text(90 * f, 45 * f, r.choice(["Ko Aung", "Boss", "Malee", "+95 9 xxx", "Group: June trip"]), 30 * f, face, True,
             (1, 1, 1))
    doc.text(20 * f, 6 * f, "9:41", 20 * f, face, True, (1, 1, 1))
    for y in (top - 80 * f, top + h + 20 * f, top + h + 90 * f):
        if 115 * f < y < top + h + low - 60 * f:
            x = r.choice([left, left + 60 * f])
            doc.rect(x, y, r.uniform(200, 480) * f, 56 * f,
                     (0.15, 0.2, 0.25) if dark else r.choice([(0.8, 0.93, 0.74), (0.96, 0.96, 0.98)]))
            doc.text(x + 14 * f, y + 12 * f,
                     r.choice(["passport na krub", "got it, thanks", "send the visa too", "09:15 at the gate", "2,500.00 THB",
                               "ok"]), 26 * f, face, False, ink)
    a = np.ascontiguousarray(doc.array())
    a[top:top + h, left:left + w] = im
    return a, left, top


def scene(r, part, cls, way, made, forge):
    """Papers on their ground."""
    tilt, cap = made.get("tilt", 0), made["cap"]
    made["tilt"] = round(tilt * r.choice([-1, 1]), 3)
    count = r.randint(2, 3) if cls == "several" else 1
    papers = []
    for _ in range(count):
        fmt = {"booklet": r.choice(["TD3", "TD3", "MRV-A", "MRV-B"]), "both": r.choice(["TD1", "TD1", "TD2", "FR-ID"])}.get(cls)
        doc, quad, z, face = document(r, part, fmt, made, forge)
        papers.append((doc, quad, (*z, face.family, cap)))
        if cls == "both":
            papers.append((other_face(r, part, face.s, *SIZES[z[0]]), None, None))
        if cls == "booklet":
            papers.append((other_face(r, part, face.s, *SIZES["TD3"]), None, None))
    if cls == "strip":  # hardly more than the zone itself
        doc, quad, z = papers[0]
        (x0, y0), (x1, y1) = quad[0], quad[2]
        b = face.pitch * r.uniform(1.2, 4)
        ox, oy = max(0, int(x0 - b)), max(0, int(y0 - b))
        papers[0] = (np.ascontiguousarray(doc[oy:int(y1 + b), ox:int(x1 + b)]), [(x - ox, y - oy) for x, y in quad], z)
    if len(papers) > 1 and r.random() < 0.5:
        papers.reverse()
    across = len(papers) > 1 and cls != "booklet" and r.random() < 0.35
    gap = 0.01 if cls == "booklet" else r.uniform(0.03, 0.15)
    ws, hs = [p[0].shape[1] for p in papers], [p[0].shape[0] for p in papers]
    along = (sum(ws) if across else sum(hs)) * (1 + gap)
    bw, bh = (along, max(hs)) if across else (max(ws), along)
    a = math.radians(abs(made["tilt"]))
    roomy = {"scan": (1.01, 1.3), "copy": (1.1, 1.6), "screen": (1.02, 1.2), "photo": (1.04, 1.6)}[way]
    m = r.uniform(*roomy) if cls != "strip" else 1.02
    W, H = math.ceil((bw * math.cos(a) + bh * math.sin(a)) * m), math.ceil((bh * math.cos(a) + bw * math.sin(a)) * m)
    fill = tuple(int(255 * v) for v in tint(r, 0.93)) + (255,)
    s = Scene(camera.ground(r, part, W, H) if way in ("photo", "screen") else np.full((H, W, 4), fill, np.uint8))
    pos = -along / 2
    for (doc, quad, z), pw, ph in zip(papers, ws, hs):
        d = pos + (pw if across else ph) / 2
        pos += (pw if across else ph) + along * gap / max(1, len(papers) - 1)
        cx, cy = (d, 0) if across else (0, d)
        t = math.radians(made["tilt"])
        centre = (W / 2 + math.cos(t) * cx - math.sin(t) * cy, H / 2 + math.sin(t) * cx + math.cos(t) * cy)
        s.lay(r, doc, centre, made, [quad] if quad else [], [z] if quad else [])
    if way == "photo" and cls != "strip":
        clutter(r, s.im, s.quads)
    return s


CLASSES = {"page": 34, "booklet": 12, "strip": 8, "several": 8, "both": 14, "chat": 10, "copy": 8, "huge": 2}
TURNS = {0: None, 90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
TAG = {0: 1, 90: 8, 180: 3, 270: 6}  # the EXIF orientation that shows a picture stored so upright


def turned(im, quads, turn):
    h, w = im.shape[:2]
    f = {0: lambda x, y: (x, y), 90: lambda x, y: (h - y, x), 180: lambda x, y: (w - x, h - y),
         270: lambda x, y: (y, w - x)}[turn]
    return (cv2.rotate(im, TURNS[turn]) if turn else im), [[f(x, y) for x, y in q] for q in quads]


def develop(r, im, quads, way, made, cap):
    """What happens to the picture after the papers lie there: camera or copier, messengers."""
    if "curl" in made:
        wavelength = im.shape[1] * r.uniform(0.7, 2.2)
        im, quads = camera.bend(im, quads, made["curl"] * cap, wavelength, r.uniform(0, 6.3))
    if way == "copy":
        im = camera.copied(r, im, made.get("copy", 0), r.random() < 0.25)
        return camera.defocus(r, im, made.get("blur", 0) * cap), quads
    im = camera.shoot(r, im, made, cap)
    if r.random() < 0.12:  # sent on by a messenger before
        made["sent"] = r.randrange(60, 90)
        im = camera.again(im, made["sent"])
    return im, quads


SIZE = None  # megapixels that every picture is scaled to


def sized(im, quads):
    by = math.sqrt(SIZE * 1e6 / (im.shape[0] * im.shape[1])) if SIZE else 1
    if by == 1:
        return im, quads
    w, h = round(im.shape[1] * by), round(im.shape[0] * by)
    return (cv2.resize(im, (w, h), interpolation=cv2.INTER_AREA if by < 1 else cv2.INTER_CUBIC),
            [[(x * by, y * by) for x, y in q] for q in quads])


def save(case, name, r, im, made, turn):
    """Stored as JPEG mostly; with a tag that is true, false, or none."""
    grey = r.random() < 0.12
    tag = TAG[turn] if r.random() < 0.4 else r.choice([1, 3, 6, 8]) if r.random() < 0.2 else 0
    if made.get("jpeg", 90) >= 80 and r.random() < 0.08:
        made.pop("jpeg", None)
        data, ext, tag = cv2.imencode(".png", cv2.cvtColor(im, cv2.COLOR_BGRA2GRAY),
                                      [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes(), ".png", 0
    else:
        data, ext = camera.jpeg(im, made.get("jpeg", 90), grey), ".jpg"
        if tag:
            data = camera.tagged(data, tag)
            made["exif"] = tag
    case.bytes(name + ext, data)
    return name + ext


def swept(case, name, r, part, parameter):
    """A paper photographed, clean in all but one parameter."""
    made = strata.sweep_zone(r, parameter)
    if parameter != "cap":
        made["cap"] = round(r.uniform(18, 24), 3)
    finish(case, name, r, part, "sweep", "page", "photo", made, 0, {"swept": parameter})


def picture(case, name, r, part, level, forge=0.06, about={}):
    cls = r.choices(list(CLASSES), list(CLASSES.values()))[0]
    way = {"copy": "copy", "chat": r.choice(["photo", "scan"]), "strip": r.choice(["scan", "photo"])}.get(cls) or r.choices(
        ["scan", "photo", "screen"], [3, 6, 0.7])[0]
    made = strata.draw_zone(r, way, level)
    if cls == "huge":  # a zone of up to 6,000 pixels
        made["cap"], cls = (round(r.uniform(40, 130), 1), "strip") if level == "clean" else (made["cap"], "page")
    elif made["cap"] > 26 and r.random() < 0.8:  # most pictures have about two million pixels
        made["cap"] = round(r.uniform(18, 26), 3)
    finish(case, name, r, part, level, cls, way, made, forge, about)


def finish(case, name, r, part, level, cls, way, made, forge, about):
    """From the parameters to the file and its truth."""
    s = scene(r, part, cls, way, made, forge)
    im, quads = develop(r, s.im, s.quads, way, made, made["cap"])
    if cls == "chat":
        im, dx, dy = chat(r, part, im)
        quads = [[(x + dx, y + dy) for x, y in q] for q in quads]
    turn = r.choice([0, 0, 90, 180, 270])
    im, quads = sized(*turned(im, quads, turn))
    file = save(case, name, r, im, made, turn)
    case.truth.about = {"class": cls, "stratum": level, "way": way, "turn": turn, "params": made, **about}
    for q, (fmt, lines, bad, family, cap) in zip(quads, s.what):
        case.truth.zone(file, fmt, lines, bad, q, cap, family, level)


def make(case, count, sweep, forged, seed, part):
    for i in range(sweep):
        swept(case, "sweep/%05d" % i, camera.random_of("sweep", part, seed, i), part, strata.SWEPT[i % len(strata.SWEPT)])
    for i in range(count):
        picture(case, "zones/%05d" % i, camera.random_of("zones", part, seed, i), part, strata.LEVELS[i % 3])
    for i in range(forged):
        picture(case, "forged/%05d" % i, camera.random_of("forged", part, seed, i), part, "clean", 1, {"forged": True})
    case.truth.about = {}
