#!/usr/bin/python3
"""scenes.py: synthetic pictures of whole documents with a machine-readable zone, as cameras, scanners and the web give them

  scenes.py OUT SEED COUNT KIND…   writes OUT/KIND-NNNN.jpg and OUT/truth.ndjson, to measure a reader with

A document is drawn in millimetres (print, portrait, guilloche, watermark, stamps), laid somewhere under any angle, bent, held by
fingers, behind plastic or on a display, lit and photographed, several side by side. Names, numbers and states are random; no document is anybody's. Scene INDEX of SEED is always the same."""
import io
import json
import math
import os
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

import faces as printed
import zones

# width and height of the document in mm; the zone's lower edge from the document's (9303-4 to -7, roughly)
SHAPES = {"TD3": (125, 88), "TD2": (105, 74), "TD1": (85.6, 54), "MRV-A": (120, 80), "MRV-B": (105, 74), "FR-ID": (105, 74)}
TEXT_FACES = ["truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSans-Bold.ttf", "truetype/dejavu/DejaVuSerif.ttf",
              "truetype/liberation/LiberationSans-Regular.ttf", "truetype/liberation/LiberationSans-Bold.ttf",
              "truetype/liberation/LiberationSerif-Regular.ttf", "truetype/liberation/LiberationSansNarrow-Regular.ttf"]
KINDS = ["web", "tiny", "specimen", "phone", "far", "table", "dark", "glare", "curl", "scan", "copy", "sheet", "othertype",
         "hand", "sleeve", "screen", "watermark", "collage"]
LABELS = ["Surname / Nom", "Given names / Prénoms", "Nationality / Nationalité", "Date of birth", "Sex", "Place of birth", "Date of issue",
          "Date of expiry", "Authority", "Passport No.", "Type", "Country code", "Personal No.", "Signature of bearer", "Height", "CAN"]


def word(rng, a=3, b=10):
    return zones.pick(rng, zones.LETTERS, int(rng.integers(a, b)))


_faces = {}


def face(path, size):
    key = (path, int(size))
    if key not in _faces:
        if len(_faces) > 300:
            _faces.clear()
        _faces[key] = printed.ImageFont.truetype(printed.where(path), max(4, int(size)))
    return _faces[key]


def colour(rng, low, high):
    c = rng.uniform(low, high)
    return tuple(int(np.clip(c + d, 0, 255)) for d in rng.uniform(-35, 35, 3))


class Page:
    """A drawing surface of w × h mm at s pixels a mm."""

    def __init__(self, rng, w, h, s, paper):
        self.rng, self.s, self.w, self.h = rng, s, w, h
        self.im = Image.new("RGB", (round(w * s), round(h * s)), paper)
        self.d = ImageDraw.Draw(self.im, "RGBA")

    def text(self, x, y, t, mm, path=None, fill=(20, 20, 30)):
        path = path or TEXT_FACES[self.rng.integers(0, len(TEXT_FACES))]
        self.d.text((x * self.s, y * self.s), t, fill, face(path, mm * self.s * 1.35))

    def guilloche(self, strength):
        """Bundles of wavy lines of one hue, some closed rosettes, slow colour clouds."""
        rng, s, w, h = self.rng, self.s, self.w, self.h
        if rng.random() < 0.6:
            small = rng.uniform(-1, 1, (4, 6, 3)) * 45 * strength
            cloud = np.stack([np.asarray(Image.fromarray(small[..., i].astype(np.float32)).resize(self.im.size, Image.BICUBIC)) for i in range(3)], -1)
            self.im.paste(Image.fromarray(np.clip(np.asarray(self.im, np.float32) + cloud - 10 * strength, 0, 255).astype(np.uint8)))
        for _ in range(int(rng.integers(1, 5))):
            c = colour(rng, 60, 190) + (int(255 * strength * rng.uniform(0.15, 0.8)),)
            t = np.linspace(0, 1, 120)
            amp, waves, phase = rng.uniform(0.5, 9), rng.uniform(0.5, 9), rng.uniform(0, 6)
            step, width = rng.uniform(0.5, 3.2), max(1, int(s * rng.uniform(0.06, 0.3)))
            drift = rng.uniform(-0.3, 0.3)
            upright = rng.random() < 0.25
            for k in range(int((w if upright else h) / step)):
                v = k * step + amp * np.sin(2 * np.pi * waves * t + phase + k * drift) + rng.uniform(-.05, .05)
                xy = np.stack([v, t * h], -1) if upright else np.stack([t * w, v], -1)
                self.d.line([tuple(p) for p in xy * s], c, width)
        for _ in range(int(rng.integers(0, 3))):
            c = colour(rng, 60, 190) + (int(255 * strength * rng.uniform(0.2, 0.7)),)
            x, y, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(8, 35)
            t = np.linspace(0, 2 * np.pi, 200)
            for k in range(int(rng.integers(4, 16))):
                q = r * (0.5 + 0.5 * np.abs(np.sin(t * rng.integers(3, 9) / 2 + k * 0.2)))
                self.d.line([tuple(p) for p in np.stack([x + q * np.cos(t), y + q * np.sin(t)], -1) * s], c, max(1, int(s * 0.1)))

    def portrait(self, x, y, w, h):
        rng, s = self.rng, self.s
        back = colour(rng, 130, 235)
        skin, hair, cloth = colour(rng, 90, 200), colour(rng, 15, 110), colour(rng, 20, 200)
        self.d.rectangle((x * s, y * s, (x + w) * s, (y + h) * s), back)
        e = lambda a, b, c, d, f: self.d.ellipse(((x + a * w) * s, (y + b * h) * s, (x + c * w) * s, (y + d * h) * s), f)
        self.d.rectangle(((x + .15 * w) * s, (y + .75 * h) * s, (x + .85 * w) * s, (y + h) * s), cloth)
        e(.1, .68, .9, 1.1, cloth)
        self.d.rectangle(((x) * s, (y + h) * s, (x + w) * s, (y + 1.12 * h) * s), None)
        e(.24, .1, .76, .7, hair)
        e(.29, .2, .71, .74, skin)
        for a in (.38, .56):
            e(a, .42, a + .07, .46, hair)
        e(.42, .6, .58, .63, colour(rng, 80, 140))

    def scribble(self, x, y, w):
        rng, s = self.rng, self.s
        n = int(rng.integers(12, 30))
        xy = [((x + w * i / n + rng.uniform(-1, 1)) * s, (y + rng.uniform(-2.5, 2.5)) * s) for i in range(n)]
        self.d.line(xy, colour(rng, 0, 80), max(1, int(s * 0.25)), "curve")

    def laid_over(self, t, mm, x, y, angle, c):
        """Big translucent letters, turned: watermark or stamp."""
        f = face(TEXT_FACES[self.rng.integers(0, len(TEXT_FACES))], mm * self.s)
        w, h = int(f.getlength(t)) + 8, int(mm * self.s * 1.5)
        im = Image.new("RGBA", (w, h), c[:3] + (0,))
        d = ImageDraw.Draw(im)
        if self.rng.random() < 0.25:
            d.text((4, 0), t, c[:3] + (0,), f, stroke_width=max(1, int(mm * self.s * 0.03)), stroke_fill=c)
        else:
            d.text((4, 0), t, c, f)
        im = im.rotate(angle, Image.BILINEAR, True)
        self.im.paste(im, (int(x * self.s - im.width / 2), int(y * self.s - im.height / 2)), im)

    def stamp(self):
        rng, s = self.rng, self.s
        x, y, r = rng.uniform(0, self.w), rng.uniform(0.4, 1) * self.h, rng.uniform(7, 16)
        c = colour(rng, 20, 140) + (int(rng.uniform(60, 170)),)
        for k in (1, 0.85):
            if rng.random() < 0.6:
                self.d.ellipse([v * s for v in (x - r * k, y - r * k, x + r * k, y + r * k)], None, c, max(1, int(0.4 * s)))
            else:
                self.d.rectangle([v * s for v in (x - 1.6 * r * k, y - .6 * r * k, x + 1.6 * r * k, y + .6 * r * k)], None, c, max(1, int(0.4 * s)))
        self.laid_over(word(rng), rng.uniform(2, 5), x, y, rng.uniform(-30, 30), c)


def print_zone(page, lines, font, x, y, mm, cap, gap, ink):
    """Prints the lines; x, y: middle of the first character. Returns the middle of each in mm, [line][column]."""
    rng, s = page.rng, page.s
    f, advance = printed.font_of(font, round(cap * s))
    middle = np.zeros((len(lines), len(lines[0]), 2))
    wander = rng.normal(0, 0.02) if rng.random() < 0.5 else 0
    bar = Image.new("L", page.im.size, 0)
    d = ImageDraw.Draw(bar)
    for i, line in enumerate(lines):
        off = rng.normal(0, 0.4) if rng.random() < 0.15 else 0
        for k, c in enumerate(line):
            mx, my = x + mm * k + off + rng.normal(0, 0.02), y + gap * i + wander * k * mm * 0.1
            middle[i, k] = mx, my
            d.text((mx * s - advance / 2, my * s + cap * s / 2 + rng.normal(0, 0.02) * s), c, 255, f, anchor="ls")
    if rng.random() < 0.25:
        bar = bar.filter(ImageFilter.MaxFilter(3) if rng.random() < 0.5 else ImageFilter.MinFilter(3))
    if rng.random() < 0.2:  # ink that didn't take
        a = np.asarray(bar, np.float32) * np.clip(1.15 - rng.uniform(0.1, 0.7) * np.abs(zones.blob_noise(rng, *page.im.size, s * rng.uniform(0.3, 2))), 0, 1)
        bar = Image.fromarray(a.astype(np.uint8))
    page.im.paste(ink, (0, 0), bar)
    return middle


def viz(page, top, bottom, lines):
    """The visual zone between two heights: title, portrait, labels and values."""
    rng, w = page.rng, page.w
    ink, pale = colour(rng, 0, 60), colour(rng, 40, 130)
    size = rng.uniform(1.2, 1.9)
    if bottom - top < 14:
        return
    page.text(6, top + 2, " ".join(word(rng) for _ in range(int(rng.integers(1, 4)))), rng.uniform(2.2, 4), fill=ink)
    left = 6
    if rng.random() < 0.9:
        pw = min(rng.uniform(24, 36), 0.6 * (bottom - top))
        px = 5 if rng.random() < 0.8 else w - pw - 5
        page.portrait(px, top + 9, pw, min(pw * 1.28, bottom - top - 10))
        left = px + pw + 4 if px < w / 2 else 6
    y = top + 9
    value = TEXT_FACES[rng.integers(0, len(TEXT_FACES))] if rng.random() < 0.7 else printed.OCRB[rng.integers(0, 2)][0]
    while y < bottom - size * 4:
        x = left
        while x < w - 22:
            page.text(x, y, LABELS[rng.integers(0, len(LABELS))], size, fill=pale)
            t = word(rng) if rng.random() < 0.5 else zones.pick(rng, zones.DIGITS, int(rng.integers(4, 10)))
            page.text(x, y + size * 1.3, t, size * rng.uniform(1.3, 2), value, ink)
            x += rng.uniform(22, 45)
        y += size * rng.uniform(3.2, 4.8)
    if rng.random() < 0.5:
        page.scribble(rng.uniform(left, w * 0.7), bottom - 5, 25)


def watermark(page, x, y, w, high):
    """Letters all over the page or across its zone, as who shows a document to others writes them."""
    rng = page.rng
    t = ["SPECIMEN", "COPY", "MUSTER", "ONLY FOR HOTEL", "SAMPLE", "VOID", word(rng) + " " + word(rng)][rng.integers(0, 7)]
    c = colour(rng, 10, 200) + (int(rng.uniform(40, 120)),)
    angle, mm = rng.choice([-1, 1]) * rng.uniform(8, 50), rng.uniform(5, 20)
    if rng.random() < 0.5:
        page.laid_over(t, mm, x + w * rng.uniform(0.3, 0.7), y + high / 2 + rng.uniform(-5, 3), angle, c)
        return
    for row in range(int(page.h / mm / 1.8) + 2):
        for column in range(int(page.w / mm / len(t) * 1.2) + 2):
            page.laid_over(t, mm, (column + row % 2 / 2) * mm * len(t) * 0.9, row * mm * 1.8, angle, c)


def document(rng, fmt, lines, s, kind, faces=0.0):
    """A page with its zone. Returns it, the middles of characters in mm, pitch and cap in mm."""
    w, h = SHAPES[fmt]
    spread = fmt == "TD3" and rng.random() < 0.35  # the page above as well
    up = h if spread else 0
    paper = tuple(int(np.clip(rng.uniform(205, 252) + d, 0, 255)) for d in rng.uniform(-18, 18, 3))
    page = Page(rng, w, h + up, s, paper)
    strength = rng.uniform(0, 1) ** 1.5 * (1.3 if kind in ("specimen", "web", "tiny") else 1)
    page.guilloche(min(1, strength))
    if spread and rng.random() < 0.7:
        viz(page, 0, up - 4, lines)
    n, columns = len(lines), len(lines[0])
    mm = 2.54 * rng.uniform(0.98, 1.02) * (w - 7 if fmt != "TD1" else w - 9.5) / ((columns - 1) * 2.54 + 2)
    cap, gap = mm * rng.uniform(0.88, 1.02), 2.54 * rng.uniform(1.5 if faces and rng.random() < 0.2 else 2.2, 2.62) * (1 if n == 2 else rng.uniform(0.85, 1.0))
    high = gap * (n - 1)
    y = up + h - rng.uniform(5.5, 9.5) - high
    x = (w - mm * (columns - 1)) / 2 + rng.normal(0, 0.7)
    if rng.random() < 0.45:  # a lighter band, as most passports have
        c = tuple(int(v) for v in np.clip(np.array(paper) + rng.uniform(0, 30), 0, 255)) + (int(rng.uniform(90, 255)),)
        page.d.rectangle((0, (y - rng.uniform(4, 6)) * s, page.im.width, page.im.height), c)
    if fmt == "TD1" and rng.random() < 0.7:
        viz(page, 0, y - 4, lines) if rng.random() < 0.4 else page.text(5, 4, " ".join(word(rng) for _ in range(6)), 2)
    else:
        viz(page, up, y - rng.uniform(3.2, 6), lines)
    ink = colour(rng, 0, rng.choice([25, 60, 110], p=[.5, .35, .15]))
    if kind == "othertype":
        font = printed.OTHER_OCRB[rng.integers(2, 6)]
    elif kind == "mix" or faces and rng.random() < faces:
        font = printed.choose(rng, printed.OCRB if rng.random() < 0.7 else printed.ONE_WIDTH)
    else:
        font = printed.OCRB[rng.integers(0, 2)][0]
    middle = print_zone(page, lines, font, x, y, mm, cap, gap, ink)
    if kind == "specimen" or rng.random() < 0.22:
        c = colour(rng, 10, 200) + (int(rng.uniform(30, 120)),)
        for _ in range(int(rng.integers(1, 3))):
            low = rng.random() < 0.6
            page.laid_over(["SPECIMEN", "MUSTER", "SPÉCIMEN", "SAMPLE", word(rng)][rng.integers(0, 5)], rng.uniform(5, 26), w * rng.uniform(.3, .7),
                           y + rng.uniform(-4, high + 3) if low else up + h * rng.uniform(.3, .9), rng.uniform(-45, 45) if rng.random() < .7 else 0, c)
    if kind == "watermark":
        watermark(page, x, y, mm * columns, high)
    if rng.random() < 0.2:
        page.stamp()
    if rng.random() < 0.15:  # a hologram over the print
        c = colour(rng, 150, 255) + (int(rng.uniform(20, 110)),)
        r = rng.uniform(6, 20)
        hx, hy = rng.uniform(0, w), up + rng.uniform(0.2, 1) * h
        page.d.ellipse([v * s for v in (hx - r, hy - r, hx + r, hy + r)], c)
    return page, middle, mm, cap


def desk(rng, w, h, kind):
    """What the document lies on, as a float array."""
    base = np.array(colour(rng, *((15, 90) if kind in ("dark", "table") and rng.random() < 0.7 else (40, 245))), np.float32)
    if kind in ("copy", "sheet", "scan"):
        base = np.array([rng.uniform(238, 255)] * 3, np.float32)
    a = np.zeros((h, w, 3), np.float32) + base
    form = rng.integers(0, 4) if kind not in ("copy", "sheet", "scan") else 3
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    if form == 0:  # wood
        t = x * math.cos(0.1) + zones.blob_noise(rng, w, h, max(w, h) / 5) * 25
        a += (np.sin(t / rng.uniform(3, 20) + zones.blob_noise(rng, w, h, 60)) * rng.uniform(4, 25))[..., None]
    elif form == 1:  # cloth, stone
        a += (zones.blob_noise(rng, w, h, rng.uniform(2, 40)) * rng.uniform(4, 22))[..., None]
    elif form == 2:  # tiles, keys
        p = rng.uniform(25, 140)
        a *= np.where((x % p < p * 0.08) | (y % (p * rng.uniform(.5, 1.2)) < p * 0.08), rng.uniform(0.4, 1.3), 1)[..., None]
    return a


def geometry(rng, page, mid, mm, pitch, kind, fill):
    """Where the flat page lies: corners under an angle, in perspective. Returns Geometry and the picture's size."""
    W, H = page.im.size
    flat = kind in ("scan", "copy", "sheet") or (kind in ("web", "tiny", "specimen") and rng.random() < 0.6)
    turn = rng.choice([0, 90, 180, 270], p=[.62, .14, .1, .14]) if kind not in ("web", "tiny", "specimen") else 0
    a = math.radians(turn + (rng.normal(0, 1.2) if flat else rng.normal(0, 7) if rng.random() < 0.85 else rng.uniform(0, 360)))
    k = pitch / (mm * page.s)  # picture pixels per page pixel
    t = 0 if flat else rng.uniform(0, 0.2)
    squeeze = 1 if flat else 1 - 0.3 * rng.random() ** 2
    c, s = math.cos(a), math.sin(a)
    out = []
    for x, y in [(0, 0), (W, 0), (W, H), (0, H)]:
        out.append([(x - W / 2) * k, (y - H / 2) * k * squeeze])
    out = np.array(out)
    if t:
        d = rng.uniform(0, 2 * math.pi)
        z = 1 + t * (out[:, 0] * math.cos(d) + out[:, 1] * math.sin(d)) / (W * k)
        out[:, :2] /= z[:, None]
    xy = np.stack([out[:, 0] * c - out[:, 1] * s, out[:, 0] * s + out[:, 1] * c], -1)
    low, high = xy.min(0), xy.max(0)
    size = (high - low) / fill
    if kind == "sheet":  # an A4 page around it
        size = np.array([210, 297]) * page.s * k
        size = np.maximum(size, (high - low) * 1.02)
    room = np.maximum(size - (high - low), 0)
    where = room * rng.random(2) if kind != "web" else room * 0.5
    if fill > 0.97 and rng.random() < 0.3 and kind != "mix":  # cut close: the picture ends soon beyond the zone
        size = size * 0.995
    xy = xy - low + where
    amp = 0
    if kind == "curl" or (not flat and rng.random() < 0.25):
        amp = rng.uniform(-1, 1) * H * (0.03 if kind == "curl" else 0.012)
    curl = (amp, rng.uniform(0.4, 1.2), rng.random())
    return zones.Geometry(zones.homography([(0, 0), (W, 0), (W, H), (0, H)], xy), curl, W), int(size[0]), int(size[1])


def warp(im, g, w, h, ss):
    big = (w * ss, h * ss)
    nx, ny = max(2, big[0] // 40), max(2, big[1] // 40)
    xs, ys = np.linspace(0, big[0], nx + 1).round(), np.linspace(0, big[1], ny + 1).round()
    gx, gy = np.meshgrid(xs / ss, ys / ss)
    u, v = g.to_flat(gx, gy)
    mesh = [((int(xs[i]), int(ys[j]), int(xs[i + 1]), int(ys[j + 1])),
             (u[j, i], v[j, i], u[j + 1, i], v[j + 1, i], u[j + 1, i + 1], v[j + 1, i + 1], u[j, i + 1], v[j, i + 1]))
            for j in range(ny) for i in range(nx)]
    out = im.transform(big, Image.MESH, mesh, Image.BILINEAR)
    return out.reduce(ss) if ss > 1 else out


def shade(im, draw, blur):
    """What `draw` puts on a mask of the picture's size, softened: 0 to 1."""
    m = Image.new("L", im.shape[1::-1], 0)
    draw(ImageDraw.Draw(m))
    return np.asarray(m.filter(ImageFilter.GaussianBlur(blur)), np.float32)[..., None] / 255


def hand(rng, a, z):
    """Fingers and thumbs that hold the page at its sides: up to the zone, over none of its characters."""
    skin = np.array(rng.choice([(226, 178, 148), (198, 150, 118), (240, 205, 180), (118, 80, 60)]), np.float32) * rng.uniform(0.6, 1.05)
    pitch = np.hypot(*z.right[0, 0])
    for _ in range(int(rng.integers(1, 4))):
        side, line = int(rng.integers(0, 2)), int(rng.integers(0, len(z.middle)))
        end, out = z.middle[line, -side], (1 if side else -1) * z.right[line, -side] / pitch
        down = z.down[line, -side] / np.hypot(*z.down[line, -side])
        wide, far = pitch * rng.uniform(2.2, 4.5), pitch * rng.uniform(20, 40)
        if rng.random() < 0.4:  # from below or above
            low = rng.random() < 0.8
            end = z.middle[-1 if low else 0, rng.integers(0, z.middle.shape[1])]
            out = (1 if low else -1) * down
            far *= 0.6
        across = np.array([-out[1], out[0]])
        tip = end + out * (pitch * rng.uniform(0.9, 3) + wide) + across * (0 if abs(out @ down) > 0.9 else rng.uniform(-3, 3) * pitch)
        root = tip + out * far + across * rng.uniform(-0.5, 0.5) * far

        def draw(d):
            v = root - tip
            n = np.array([-v[1], v[0]]) / np.hypot(*v) * wide
            d.polygon([tuple(p) for p in (tip - n, tip + n, root + n * 1.3, root - n * 1.3)], 255)
            d.ellipse([*(tip - wide), *(tip + wide)], 255)
        m = shade(a, draw, max(0.6, pitch * 0.06))
        soft = shade(a, draw, pitch * 0.9)
        a = a * (1 - 0.35 * soft) * (1 - m) + skin * (0.75 + 0.35 * soft) * m
    return a


def sleeve(rng, a, z):
    """Behind plastic: a veil, streaks of light, a seam, sometimes wrinkles."""
    h, w = a.shape[:2]
    a = a * rng.uniform(0.72, 0.95) + rng.uniform(5, 50)
    angle = rng.uniform(0, 3.14)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    u = x * math.cos(angle) + y * math.sin(angle) + zones.blob_noise(rng, w, h, max(w, h) / 4) * z.cap * rng.uniform(0, 6)
    for _ in range(int(rng.integers(1, 6))):
        at, wide = rng.uniform(u.min(), u.max()), z.cap * rng.uniform(0.15, 2.5)
        a = a + (255 - a) * (np.exp(-((u - at) / wide) ** 2) * rng.uniform(0.15, 0.75))[..., None]
    if rng.random() < 0.5:
        bumps = zones.blob_noise(rng, w, h, z.cap * rng.uniform(1, 5))
        a = a + np.clip(bumps - 1, 0, 2)[..., None] * rng.uniform(20, 90)
    x0, y0 = rng.uniform(-0.1, 0.1) * w, rng.uniform(-0.1, 0.1) * h
    m = shade(a, lambda d: d.rectangle((x0, y0, w - x0, h - y0), None, 255, max(1, int(z.cap * 0.3))), 0.7)
    return a + (rng.uniform(120, 255) - a) * m * rng.uniform(0.1, 0.6)


def screen(rng, a, z):
    """Shown on a display and photographed: its grid, the moiré of both grids; or a screenshot with a telephone's buttons around."""
    h, w = a.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    if rng.random() < 0.6:
        t, f = rng.uniform(-0.3, 0.3), 2 * math.pi / rng.uniform(2.05, 3.6)
        u, v = x * math.cos(t) + y * math.sin(t), y * math.cos(t) - x * math.sin(t)
        for i in range(3):
            grid = np.sin(u * f + 2.1 * i) * rng.uniform(0.3, 1) + np.sin(v * f) * rng.uniform(0, 0.7)
            beat = np.sin(u * f * rng.uniform(0.01, 0.12) + np.sin(v * f * 0.02) * 3 + i)
            a[..., i] *= 1 + rng.uniform(0.03, 0.16) * grid + rng.uniform(0, 0.09) * beat
    dark = rng.random() < 0.6
    bar, ink = (12.0, 235) if dark else (246.0, 30)
    quad = np.concatenate([z.middle[:, 0], z.middle[:, -1]])
    top, low = int(quad[:, 1].min() - 4 * z.cap), int(h - quad[:, 1].max() - 4 * z.cap)
    for at, room in ((0, top), (1, low)):
        high = int(min(room, h * rng.uniform(0.04, 0.16)))
        if high < 14:
            continue
        strip = Image.new("L", (w, high), int(bar))
        d = ImageDraw.Draw(strip)
        f = face(TEXT_FACES[rng.integers(0, len(TEXT_FACES))], min(high * 0.4, 40))
        for k in range(5):
            d.text((w * (k + 0.3) / 5, high * 0.25), ["9:41", "IMG_%04d" % rng.integers(0, 9999), "<", "Edit", "...", "1/12", "Share"][rng.integers(0, 7)], ink, f)
        part = np.repeat(np.asarray(strip, np.float32)[..., None], 3, -1)
        if at:
            a[h - high:] = part
        else:
            a[:high] = part
    return a


OVER = {"hand": hand, "sleeve": sleeve, "screen": screen}

PITCH = {"web": (8.5, 20), "tiny": (7, 10.5), "specimen": (8.5, 26), "phone": (14, 45), "far": (8, 16), "table": (9, 30), "dark": (12, 34), "glare": (12, 34),
         "curl": (12, 36), "scan": (14, 32), "copy": (11, 30), "sheet": (9.5, 31), "othertype": (9, 30), "mix": (6.8, 30), "hand": (10, 34), "sleeve": (10, 30), "screen": (8.5, 26), "watermark": (8.5, 28)}
FILL = {"web": (0.8, 1), "tiny": (0.8, 1), "specimen": (0.85, 1), "phone": (0.5, 1), "far": (0.22, 0.45), "table": (0.35, 0.8), "sheet": (1, 1),
        "mix": (0.8, 1)}


def photograph(rng, a, cap, kind):
    """Colour values of the scene become what a camera or scanner makes of them."""
    h, w = a.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    scanned = kind in ("scan", "copy", "sheet")
    hard = 1.0 if kind in ("dark", "glare", "far", "mix") else 0.6
    if not scanned:
        g = (x / w - 0.5) * rng.uniform(-1, 1) + (y / h - 0.5) * rng.uniform(-1, 1)
        a = a * (1 + g * rng.uniform(0, 0.9) * hard)[..., None]
        if rng.random() < 0.3:
            t = rng.uniform(0, 6.3)
            side = (x - rng.uniform(0, w)) * math.cos(t) + (y - rng.uniform(0, h)) * math.sin(t)
            a = a * (1 - rng.uniform(0.1, 0.6) / (1 + np.exp(-np.clip(side / (cap * rng.uniform(0.5, 4)), -30, 30))))[..., None]
        a = a * (1 + rng.uniform(-0.12, 0.12, 3)).astype(np.float32)
    if kind == "dark" or (kind == "mix" and rng.random() < 0.15):
        a = 255 * (np.clip(a, 0, 255) / 255) ** rng.uniform(1, 1.8) * rng.uniform(0.12, 0.5)
    for _ in range(int(rng.integers(1, 4)) if kind == "glare" else int(rng.random() < 0.15) if not scanned else 0):
        r = rng.uniform(1.5, 10) * cap
        t = rng.uniform(0, 3.2)
        u, v = x - rng.uniform(0, w), y - rng.uniform(0, h)
        far = ((u * math.cos(t) + v * math.sin(t)) ** 2 + (v * math.cos(t) - u * math.sin(t)) ** 2 * rng.uniform(0.1, 1)) / (2 * r * r)
        a = a + (255 - a) * (np.exp(-far) * rng.uniform(0.3, 0.97))[..., None]
    if kind == "copy" or (kind == "mix" and rng.random() < 0.06):
        grey = a @ np.array([.299, .587, .114], np.float32)
        cut, steep = rng.uniform(90, 185), rng.uniform(6, 40)
        a = np.repeat((255 / (1 + np.exp(-np.clip((grey - cut) / steep, -30, 30))))[..., None], 3, -1)
    if kind in ("mix", "specimen", "scan", "web") and rng.random() < 0.1:  # scanned from a printed brochure
        t, f = rng.uniform(0, 3.14), 2 * math.pi / rng.uniform(2.2, 5)
        screen = np.sin((x * math.cos(t) + y * math.sin(t)) * f) * np.sin((y * math.cos(t) - x * math.sin(t)) * f)
        a = a + screen[..., None] * rng.uniform(5, 45) * (0.3 + 0.7 * (1 - np.abs(np.clip(a, 0, 255) / 127.5 - 1)))
    blur = (0.16 if kind == "far" else 0.11) * cap * rng.random() ** 1.5 * (0.7 if scanned else 1)
    im = Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))
    if blur > 0.25:
        im = im.filter(ImageFilter.GaussianBlur(blur))
    a = np.asarray(im, np.float32)
    if not scanned and rng.random() < 0.25:
        a = np.stack([zones.motion(np.ascontiguousarray(a[..., i]), length, angle) for length, angle in [(max(1.0, rng.uniform(0.1, 0.34) * cap), rng.uniform(0, 3.14))]
                      for i in range(3)], -1)
    noise = rng.uniform(0, 3) if scanned else rng.uniform(0.5, 16 if kind == "dark" else 9) * hard
    n = rng.normal(0, 1, a.shape).astype(np.float32)
    if rng.random() < 0.5:  # a sensor's colour noise is smoothed
        n = np.asarray(n + np.roll(n, 1, 0) + np.roll(n, 1, 1)) / 1.7
    a = a + n * noise
    if rng.random() < 0.25:
        b = np.asarray(Image.fromarray(np.clip(a, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(max(0.6, cap * 0.08))), np.float32)
        a = a + (a - b) * rng.uniform(0.4, 1.8)
    return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))


def compressed(rng, im, kind):
    """Through JPEG, sometimes twice and scaled between: as pictures travel. Returns bytes."""
    low = 28 if kind in ("web", "tiny", "specimen", "mix", "far") else 45
    out = io.BytesIO()
    if kind in ("mix", "web", "specimen") and rng.random() < 0.06:  # from a GIF
        im = im.quantize(int(rng.integers(12, 200))).convert("RGB")
    if rng.random() < 0.3:
        im.save(out, "JPEG", quality=int(rng.uniform(low + 20, 92)))
        im = Image.open(io.BytesIO(out.getvalue()))
        out = io.BytesIO()
    im.save(out, "JPEG", quality=int(rng.uniform(low, 95)), subsampling=int(rng.choice([0, 2])))
    return out.getvalue()


def scene(seed, index, kind="mix", crop=False, pitches=None, faces=0.0):
    """A Zone as zones.zone gives it (picture grey, as its JPEG decodes); .jpeg holds the file. crop: only what is near the zone;
    pitches: the range of its pitch in pixels, where it isn't the kind's; faces: how many are printed in any face, and some in close lines."""
    rng = np.random.default_rng([seed, index, 17])
    z = zones.Zone()
    z.kind = kind
    z.format, z.lines = zones.text(rng, True)
    if kind == "mix" and rng.random() < 0.3:
        fmt = z.format
        n, columns = len(z.lines), len(z.lines[0])
        z.lines = [zones.pick(rng, zones.ALPHABET, columns) for _ in range(n)]
        z.format = fmt
    low, high = pitches or PITCH[kind]
    pitch = math.exp(rng.uniform(math.log(low), math.log(high)))
    mm_guess = 2.5
    ss = 2 if pitch < 24 else 1
    s = max(6.0, min(14.0, pitch * 1.3 * ss / mm_guess))
    page, middle, mm, cap = document(rng, z.format, z.lines, s, kind, faces)
    if crop:  # what training needs: the zone and what lies around it
        top = max(0, middle[0, 0, 1] - rng.uniform(5, 14))
        page.im = page.im.crop((0, int(top * s), page.im.width, page.im.height))
        middle[..., 1] -= int(top * s) / s
    fill = rng.uniform(*FILL.get(kind, (0.6, 1)))
    if pitches:
        fill = max(fill, 0.6)
    g, w, h = geometry(rng, page, middle, mm, pitch, kind, fill)
    most = 4200
    if max(w, h) > most:
        w, h = min(w, most), min(h, most)
    page.im.putalpha(255)
    seen = np.asarray(warp(page.im, g, w, h, ss), np.float32)
    cover = seen[..., 3:] / 255
    a = desk(rng, w, h, kind) * (1 - cover) + seen[..., :3] * cover if cover.min() < 1 else seen[..., :3]
    u, v = middle[..., 0] * s, middle[..., 1] * s
    z.middle = np.stack(g.to_picture(u, v), -1)
    z.right = np.stack(g.to_picture(u + mm * s / 2, v), -1) - np.stack(g.to_picture(u - mm * s / 2, v), -1)
    z.down = np.stack(g.to_picture(u, v + cap * s / 2), -1) - np.stack(g.to_picture(u, v - cap * s / 2), -1)
    z.cap = float(np.median(np.hypot(z.down[..., 0], z.down[..., 1])))
    z.pitch = float(np.median(np.hypot(z.right[..., 0], z.right[..., 1])))
    if kind in OVER:
        a = OVER[kind](rng, a, z)
    z.jpeg = compressed(rng, photograph(rng, a, z.cap, kind), kind)
    z.picture = Image.open(io.BytesIO(z.jpeg)).convert("L")
    return z


def collage(seed, index):
    """Two to four scenes side by side, as several documents on one picture: the JPEG and the zones, where they came to lie."""
    rng = np.random.default_rng([seed, index, 23])
    all = [scene(seed + 1000, 4 * index + k, ["web", "specimen", "phone", "scan"][rng.integers(0, 4)], pitches=(8, 15)) for k in range(int(rng.integers(2, 5)))]
    across = 2 if len(all) > 2 or rng.random() < 0.3 else 1
    w, h = max(z.picture.width for z in all), max(z.picture.height for z in all)
    gap = int(rng.uniform(0, 0.06) * w)
    im = Image.new("RGB", (across * (w + gap), -(-len(all) // across) * (h + gap)), colour(rng, 20, 250))
    for k, z in enumerate(all):
        at = k % across * (w + gap), k // across * (h + gap)
        im.paste(Image.open(io.BytesIO(z.jpeg)), at)
        z.middle = z.middle + at
    out = io.BytesIO()
    im.save(out, "JPEG", quality=int(rng.uniform(60, 92)))
    return out.getvalue(), all, im.size


def main():
    out, seed, count, kinds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:] or KINDS
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "truth.ndjson"), "w") as truth:
        for kind in kinds:
            for i in range(count):
                if kind == "collage":
                    jpeg, all, size = collage(seed, i)
                else:
                    z = scene(seed + KINDS.index(kind), i, kind)
                    jpeg, all, size = z.jpeg, [z], z.picture.size
                file = "%s-%04d.jpg" % (kind, i)
                with open(os.path.join(out, file), "wb") as f:
                    f.write(jpeg)
                for z in all:
                    row = {"file": file, "kind": kind, "document": z.format, "lines": z.lines, "cap": round(z.cap, 1), "pitch": round(z.pitch, 1),
                           "size": size, "ends": [[round(float(v), 1) for v in (*m[0], *m[-1])] for m in z.middle]}
                    truth.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
