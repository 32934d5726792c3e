#!/usr/bin/python3
"""zones.py: synthetic machine-readable zones as pictures, with their text and the place of every character

  zones.py OUT SEED COUNT KIND…   writes OUT/KIND-NNNN.pgm and OUT/truth.ndjson, to measure a reader with

Names, numbers and states are random; no document is anybody's. Zone INDEX of SEED is always the same picture."""
import io
import json
import math
import os
import sys

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

import faces

ALPHABET = faces.ALPHABET
LETTERS, DIGITS = ALPHABET[10:36], ALPHABET[:10]

# ---- text ----

STATES = ("THA MMR IDN MYS KHM LAO VNM PHL SGP CHN IND BGD NPL PAK LKA JPN KOR TWN HKG AUS NZL USA GBR FRA D<< ITA ESP PRT NLD BEL CHE "
          "AUT POL CZE HUN ROU BGR GRC TUR RUS UKR ISR JOR EGY NGA KEN ZAF BRA ARG CHL COL PER MEX CAN SWE NOR DNK FIN UTO").split()


def check_digit(s):
    return str(sum((0 if c == "<" else ALPHABET.index(c)) * (7, 3, 1)[i % 3] for i, c in enumerate(s)) % 10)


def pick(rng, alphabet, n):
    return "".join(alphabet[i] for i in rng.integers(0, len(alphabet), n))


def name(rng, room):
    """Surname and given names, uniformly random letters, filled or cut to the room."""
    words = ["".join(pick(rng, LETTERS, int(rng.integers(2, 11)))) for _ in range(int(rng.integers(1, 5)))]
    cut = int(rng.integers(1, len(words))) if len(words) > 1 else 1
    s = "<".join(words[:cut]) + "<<" + "<".join(words[cut:])
    return s[:room].ljust(room, "<")


def date(rng):
    return "%02d%02d%02d" % (rng.integers(0, 100), rng.integers(1, 13), rng.integers(1, 29))


def number(rng, room):
    form = rng.integers(0, 4)
    n = int(rng.integers(7, room + 1))
    if form == 0:
        s = pick(rng, DIGITS, n)
    elif form == 1:
        s = pick(rng, LETTERS, 1) + pick(rng, DIGITS, n - 1)
    elif form == 2:
        s = pick(rng, LETTERS, 2) + pick(rng, DIGITS, n - 2)
    else:
        s = pick(rng, ALPHABET[:36], n)
    return s.ljust(room, "<")


def optional(rng, room):
    form = rng.integers(0, 4)
    n = int(rng.integers(1, room + 1))
    s = "" if form < 2 else pick(rng, DIGITS, n) if form == 2 else pick(rng, ALPHABET[:36], n)
    return s.ljust(room, "<")


def state(rng):
    return STATES[rng.integers(0, len(STATES))]


def checked(s):
    return s + check_digit(s)


def two_lines(rng, fmt):
    columns = 44 if fmt in ("TD3", "MRV-A") else 36
    issuer, code = state(rng), ("V" if fmt[0] == "M" else "P" if fmt == "TD3" else "I")
    first = code + "<PDS"[rng.integers(0, 4)] * 1
    top = first + issuer + name(rng, columns - 5)
    number_, birth, expiry = checked(number(rng, 9)), checked(date(rng)), checked(date(rng))
    nation = issuer if rng.random() < 0.9 else state(rng)
    body = number_ + nation + birth + "MFX<"[rng.choice(4, p=[.48, .48, .02, .02])] + expiry
    if fmt == "TD3":
        opt = optional(rng, 14)
        opt += "<" if opt == "<" * 14 and rng.random() < 0.5 else check_digit(opt)
        body += opt + check_digit(number_ + birth + expiry + opt)
    elif fmt == "TD2":
        opt = optional(rng, 7)
        body += opt + check_digit(number_ + birth + expiry + opt)
    else:
        body += optional(rng, columns - 28)
    return [top, body]


def td1(rng):
    issuer, birth, expiry = state(rng), checked(date(rng)), checked(date(rng))
    if rng.random() < 0.15:  # a number longer than its field
        whole = pick(rng, DIGITS, int(rng.integers(10, 16)))
        rest = whole[9:] + check_digit(whole) + "<"
        field = whole[:9] + "<" + rest.ljust(15, "<")
    else:
        field = checked(number(rng, 9)) + optional(rng, 15)
    top = "IAC"[rng.integers(0, 3)] + "<DR"[rng.integers(0, 3)] + issuer + field
    opt2 = optional(rng, 11)
    sex = "MFX<"[rng.choice(4, p=[.48, .48, .02, .02])]
    middle = birth + sex + expiry + issuer + opt2
    return [top, middle + check_digit(top[5:30] + birth + expiry + opt2), name(rng, 30)]


def fr_id(rng):
    surname = pick(rng, LETTERS, int(rng.integers(3, 14)))
    top = "IDFRA" + surname.ljust(25, "<") + pick(rng, DIGITS, 6)
    num = "%02d%02d" % (rng.integers(0, 22), rng.integers(1, 13)) + pick(rng, ALPHABET[:36], 3) + pick(rng, DIGITS, 5)
    given = pick(rng, LETTERS, int(rng.integers(3, 9)))
    given = (given + ("<<" + pick(rng, LETTERS, 4) if rng.random() < .5 else "")).ljust(14, "<")[:14]
    low = checked(num) + given + checked(date(rng)) + "MF"[rng.integers(0, 2)]
    return [top, low + check_digit(top + low)]


FORMATS = ["TD3", "TD1", "TD2", "MRV-A", "MRV-B", "FR-ID"]


def text(rng, real):
    """The lines of a zone; not `real`: any characters anywhere, as many fillers as others."""
    fmt = FORMATS[rng.choice(6, p=[.42, .26, .12, .07, .07, .06])]
    if not real:
        n, columns = (3, 30) if fmt == "TD1" else (2, 44) if fmt in ("TD3", "MRV-A") else (2, 36)
        return "random", [pick(rng, ALPHABET, columns) for _ in range(n)]
    return fmt, td1(rng) if fmt == "TD1" else fr_id(rng) if fmt == "FR-ID" else two_lines(rng, fmt)


def forge(rng, lines):
    """One digit of the second field row is another one: the zone is wrong as printed. Returns what was changed."""
    i = 0 if len(lines) == 3 else 1
    places = [k for k in (range(5, 14) if i == 0 else range(0, 9)) if lines[i][k] in DIGITS]
    if not places:
        return None
    k = places[int(rng.integers(0, len(places)))]
    c = DIGITS[(int(lines[i][k]) + int(rng.choice([1, 2, 3, 4, 6, 7, 8, 9]))) % 10]
    lines[i] = lines[i][:k] + c + lines[i][k + 1:]
    return [i, k]


DIGITS_AT = {"TD3": [(1, 9), (1, 19), (1, 27), (1, 42), (1, 43)], "TD2": [(1, 9), (1, 19), (1, 27), (1, 35)],
             "TD1": [(0, 14), (1, 6), (1, 14), (1, 29)], "MRV-A": [(1, 9), (1, 19), (1, 27)], "MRV-B": [(1, 9), (1, 19), (1, 27)],
             "FR-ID": [(1, 12), (1, 33), (1, 35)]}


def spoil(rng, fmt, lines):
    """Every check digit is another one, as on specimens of issuers who print any digits. Returns the places."""
    for i, k in DIGITS_AT[fmt]:
        c = DIGITS[(ALPHABET.index(lines[i][k]) + int(rng.integers(1, 10))) % 10] if lines[i][k] in DIGITS else "7"
        lines[i] = lines[i][:k] + c + lines[i][k + 1:]
    return [list(at) for at in DIGITS_AT[fmt]]


# ---- drawing ----

class Geometry:
    """Where the flat zone (u right, v down) lies in the picture: curl, then perspective, then scale."""

    def __init__(self, h, curl, width):
        self.h, self.curl, self.width = h, curl, width

    def bend(self, u):
        return self.curl[0] * np.sin(np.pi * (u / self.width * self.curl[1] + self.curl[2]))

    def to_picture(self, u, v):
        v = v + self.bend(u)
        d = self.h[2, 0] * u + self.h[2, 1] * v + self.h[2, 2]
        return ((self.h[0, 0] * u + self.h[0, 1] * v + self.h[0, 2]) / d, (self.h[1, 0] * u + self.h[1, 1] * v + self.h[1,
                2]) / d)

    def to_flat(self, x, y):
        i = np.linalg.inv(self.h)
        d = i[2, 0] * x + i[2, 1] * y + i[2, 2]
        u, v = (i[0, 0] * x + i[0, 1] * y + i[0, 2]) / d, (i[1, 0] * x + i[1, 1] * y + i[1, 2]) / d
        return u, v - self.bend(u)


def homography(src, dst):
    a = []
    for (x, y), (u, v) in zip(src, dst):
        a.append([x, y, 1, 0, 0, 0, -u * x, -u * y, -u])
        a.append([0, 0, 0, x, y, 1, -v * x, -v * y, -v])
    h = np.linalg.svd(np.array(a, float))[2][-1].reshape(3, 3)
    return h / h[2, 2]


def guilloche(rng, w, h, strength):
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    out = np.zeros((h, w), np.float32)
    for _ in range(int(rng.integers(1, 4))):
        period = rng.uniform(3, 0.5 * h + 4)
        a = rng.uniform(0, np.pi)
        wave = np.sin(x * rng.uniform(0.005, 0.08) + rng.uniform(0, 6)) * rng.uniform(0, 2.5)
        p = (x * np.cos(a) + y * np.sin(a)) / period * 2 * np.pi + wave
        s = np.sin(p)
        out += np.where(s > rng.uniform(0.2, 0.95), 1.0, 0.0) if rng.random() < 0.5 else s * 0.5
    return -out * strength


def blob_noise(rng, w, h, cell):
    small = rng.normal(0, 1, (max(2, int(h / cell) + 2), max(2, int(w / cell) + 2))).astype(np.float32)
    return np.asarray(Image.fromarray(small).resize((w, h), Image.BICUBIC))


# What each kind of picture has much of; the rest of it stays mild. "mix" (training) draws every one.
KINDS = ["clean", "moderate", "hard", "lowres", "blur", "motion", "noise", "jpeg", "dark", "glare", "guilloche", "stamp",
        "fax", "thick",
         "thin", "tilt", "curl", "otherocrb", "otherface"]


def levels(rng, kind):
    """Strength of each degradation, 0 none to 1 the worst that is drawn."""
    names = ["blur", "motion", "noise", "jpeg", "dark", "glare", "guilloche", "stamp", "weight", "tilt", "curl", "perspective",
            "shade",
             "uneven", "other"]
    p = dict.fromkeys(names, 0.0)
    p["fax"] = False
    if kind == "clean":
        top, share = 0.12, 0.5
    elif kind == "moderate":
        top, share = 0.4, 0.6
    elif kind in ("hard", "mix"):
        top, share = (0.85, 0.65) if kind == "hard" else (1.0, 0.45)
    else:
        top, share = 0.15, 0.5
    for n in names:
        if rng.random() < share:
            p[n] = rng.uniform(0, top)
            if kind == "mix" and rng.random() < 0.6:  # most of them mild at a time, or nothing could be read
                p[n] *= 0.4
    if kind in p and kind != "fax":
        p[kind] = rng.uniform(0.4, 0.9)
    p["fax"] = kind == "fax" or (kind in ("mix", "hard") and rng.random() < 0.06)
    if kind == "otherocrb" or kind == "otherface":
        p["weight"] *= 0.5
    return p


def cap_of(rng, kind):
    if kind == "lowres":
        return float(rng.uniform(7.5, 11))
    if kind in ("clean", "otherocrb", "otherface"):
        return float(rng.uniform(18, 34))
    if kind == "mix":
        return float(np.exp(rng.uniform(math.log(7.5), math.log(34))))
    return float(rng.uniform(12, 28))


SHARES = {"ocrb": 0.56, "one": 0.31, "any": 0.13}  # of a mix


def face_of(rng, kind):
    """A face's path, and whether it is OCR-B."""
    if kind == "otherocrb":
        return faces.OTHER_OCRB[rng.integers(0, len(faces.OTHER_OCRB))], True
    if kind == "otherface":
        return faces.HELD_OUT[rng.integers(0, len(faces.HELD_OUT))], False
    if kind != "mix":
        return faces.OCRB[rng.integers(0, 2)][0], True
    which = rng.choice(3, p=list(SHARES.values()))
    return faces.choose(rng, (faces.OCRB, faces.ONE_WIDTH, faces.ANY_WIDTH)[which]), which == 0


def printer(rng, kind, ocr_b):
    """How unevenly a typewriter struck (0: it is none), whether a printer's needles made it, how far its letters lean."""
    if kind not in ("mix", "otherface"):
        return 0.0, False, 0.0
    typed, needled = (0.06, 0.03) if ocr_b else (0.4, 0.1)
    return (rng.random() if rng.random() < typed else 0.0), rng.random() < needled, (rng.normal(0, 0.06) if rng.random() < 0.2 else 0.0)


def needles(rng, ink, fine):
    """The ink as a grid of dots, 7 to 16 of them a capital's height."""
    step = max(2, int(round(fine / rng.integers(7, 17))))
    w, h = ink.size
    grid = np.asarray(ink.resize((max(1, w // step), max(1, h // step)), Image.BOX), np.float32) > rng.uniform(70, 120)
    at = (np.arange(step) + 0.5) / step - 0.5
    dot = (at[:, None] ** 2 + at[None, :] ** 2 < rng.uniform(0.38, 0.62) ** 2) * 255.0
    dots = np.kron(grid * (rng.random(grid.shape) > rng.choice([0, 0, 0.05])), dot)[:h, :w]  # some needles are broken
    out = np.zeros((h, w), np.float32)
    out[:dots.shape[0], :dots.shape[1]] = dots
    return Image.fromarray(out.astype(np.uint8))


def flat_zone(rng, lines, font, ocr_b, cap, ss, p, kind):
    """The zone as printed, ss times finer than the picture: ink mask, the middle of every character, sizes."""
    fine = round(cap * ss)
    made = kind == "mix" and rng.random() < (0.15 if ocr_b else 0.65)
    masks, (ox, oy), pitch = faces.drawn(rng, font, fine, rng.uniform(0.95, 1.1 if ocr_b else 1.2), made)
    gap = pitch * rng.uniform(1.5, 2.6)
    typed, dots, lean = printer(rng, kind, ocr_b)
    left, right, top, bottom = pitch * np.array([rng.uniform(0.6, 3.5), rng.uniform(0.6, 3.5), rng.uniform(0.8, 2),
            rng.uniform(0.8, 2)])
    columns, n = len(lines[0]), len(lines)
    w, h = int(left + right + pitch * columns), int(top + bottom + fine + gap * (n - 1))
    ink = np.zeros((h + 4 * fine, w + 4 * fine), np.uint8)  # with room around for glyphs
    middle = np.zeros((n, columns, 2))
    gh, gw = masks["H"].shape
    for i, line in enumerate(lines):
        base = top + fine + gap * i
        off = rng.normal(0, 0.15 * pitch) if rng.random() < 0.2 else 0
        for k, c in enumerate(line):
            x = left + pitch * (k + 0.5) + off
            middle[i, k] = x, base - fine / 2
            jx, jy = rng.normal(0, (0.012 + 0.03 * typed) * pitch, 2)
            y0, x0 = 2 * fine + round(base + jy - oy), 2 * fine + round(x - ox + jx)
            on = ink[y0:y0 + gh, x0:x0 + gw]
            struck = masks[c] if not typed else cv2.convertScaleAbs(masks[c], None, 1 - 0.43 * typed * rng.random())
            np.maximum(on, struck, out=on)
    ink = Image.fromarray(np.ascontiguousarray(ink[2 * fine:2 * fine + h, 2 * fine:2 * fine + w]))
    d, f = ImageDraw.Draw(ink), faces.font_of(font, fine)[0]
    if rng.random() < 0.3:  # something printed above, sometimes near
        y = top - pitch * rng.uniform(0.6, 1.2)
        d.text((left + rng.uniform(0, 5) * pitch, y), pick(rng, LETTERS + " ", 20), 255, f, anchor="ls")
    if lean:  # each line about its own middle
        rows = np.asarray(ink)
        cut = [0] + [int(top + fine / 2 + gap * (i + 0.5)) for i in range(n - 1)] + [h]
        parts = [Image.fromarray(rows[a:b]).transform((w, b - a), Image.AFFINE, (1, lean, -lean * (top + fine / 2 + gap * i - a), 0, 1, 0), Image.BILINEAR)
                 for i, (a, b) in enumerate(zip(cut, cut[1:]))]
        ink = Image.fromarray(np.concatenate([np.asarray(q) for q in parts]))
    if dots:
        ink = needles(rng, ink, fine)
    if p["weight"]:
        size = p["weight"] * 0.16 * fine
        if rng.random() < 0.5:
            ink = ink.filter(ImageFilter.MaxFilter(int(size * 0.8) // 2 * 2 + 1))
        else:
            ink = ink.filter(ImageFilter.MinFilter(int(size * 0.45) // 2 * 2 + 1))
    if p["uneven"]:  # ink that didn't take
        a = np.asarray(ink, np.float32)
        a = a * np.clip(1.15 - p["uneven"] * np.abs(blob_noise(rng, w, h, fine * math.exp(rng.uniform(-2.3, 1.8)))) * 0.8, 0, 1)
        ink = Image.fromarray(a.astype(np.uint8))
    return ink, middle, pitch, fine


def place(rng, w, h, ss, p):
    """Perspective, tilt and curl of a flat zone of w × h fine pixels; picture pixels are 1/ss."""
    a = math.radians(rng.uniform(-1, 1) * (1.5 + 10 * p["tilt"]))
    squeeze = 1 - 0.25 * p["perspective"] * rng.random()
    c, s = math.cos(a), math.sin(a)
    corners = [(0, 0), (w, 0), (w, h), (0, h)]
    out = []
    t = p["perspective"] * 0.12
    for x, y in corners:
        k = 1 + rng.uniform(-t, t) * 0.5
        px, py = (x - w / 2) * k, (y - h / 2) * squeeze * (1 + rng.uniform(-t, t))
        out.append(((px * c - py * s) / ss, (px * s + py * c) / ss))
    low = np.min(np.array(out), 0)
    out = [(x - low[0], y - low[1]) for x, y in out]
    size = np.ceil(np.max(np.array(out), 0)).astype(int) + 1
    curl = (rng.uniform(-1, 1) * p["curl"] * h * 0.12, rng.uniform(0.5, 1.5), rng.random())
    return Geometry(homography(corners, out), curl, w), int(size[0]), int(size[1])


def warp(ink, g, w, h, ss):
    """The flat picture seen through g, averaged down to w × h."""
    big = (w * ss, h * ss)
    nx, ny = max(2, big[0] // 48), max(2, big[1] // 48)
    xs, ys = np.linspace(0, big[0], nx + 1).round(), np.linspace(0, big[1], ny + 1).round()
    gx, gy = np.meshgrid(xs / ss, ys / ss)
    u, v = g.to_flat(gx, gy)
    mesh = []
    for j in range(ny):
        for i in range(nx):
            box = (int(xs[i]), int(ys[j]), int(xs[i + 1]), int(ys[j + 1]))
            quad = (u[j, i], v[j, i], u[j + 1, i], v[j + 1, i], u[j + 1, i + 1], v[j + 1, i + 1], u[j, i + 1], v[j, i + 1])
            mesh.append((box, quad))
    return ink.transform(big, Image.MESH, mesh, Image.BILINEAR).reduce(ss) if ss > 1 else ink.transform(big, Image.MESH, mesh,
            Image.BILINEAR)


def stamp(rng, w, h, cap):
    im = Image.new("L", (w, h), 0)
    d = ImageDraw.Draw(im)
    for _ in range(int(rng.integers(1, 4))):
        x, y, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(2, 8) * cap
        width = max(1, int(rng.uniform(0.05, 0.3) * cap))
        if rng.random() < 0.6:
            d.ellipse((x - r, y - r, x + r, y + r), outline=255, width=width)
        else:
            a = rng.uniform(0, 3.14)
            d.line((x - r * math.cos(a), y - r * math.sin(a), x + r * math.cos(a), y + r * math.sin(a)), fill=255, width=width)
    return np.asarray(im, np.float32) / 255


def motion(a, length, angle):
    n = max(2, int(length * 2))
    out = np.zeros_like(a)
    for t in np.linspace(-0.5, 0.5, n):
        dx, dy = t * length * math.cos(angle), t * length * math.sin(angle)
        im = Image.fromarray(a).transform((a.shape[1], a.shape[0]), Image.AFFINE, (1, 0, dx, 0, 1, dy), Image.BILINEAR)
        out += np.asarray(im)
    out /= n
    e = int(length) + 1  # the edge has lost its outside
    out[:e], out[-e:], out[:, :e], out[:, -e:] = a[:e], a[-e:], a[:, :e], a[:, -e:]
    return out


def photograph(rng, ink, cap, p):
    """Ink coverage (0 to 1) becomes grey values as a bad camera gives them."""
    h, w = ink.shape
    paper = rng.uniform(150, 250)
    contrast = (paper - rng.uniform(5, 90)) * (1 - 0.75 * p["dark"] * rng.random())
    paper *= 1 - 0.6 * p["dark"] * rng.random()
    contrast = max(28, min(contrast, paper - 3))
    a = np.full((h, w), paper, np.float32)
    if p["guilloche"]:
        a += guilloche(rng, w, h, p["guilloche"] * contrast * 0.6)
    a += blob_noise(rng, w, h, cap * rng.uniform(0.3, 3)) * p["guilloche"] * contrast * 0.12
    a = a * (1 - ink) + (paper - contrast) * ink
    if p["stamp"]:
        a -= stamp(rng, w, h, cap) * contrast * p["stamp"] * rng.uniform(0.5, 1)
    if p["shade"]:
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        g = (x / w - 0.5) * rng.uniform(-1, 1) + (y / h - 0.5) * rng.uniform(-1, 1)
        a *= 1 + g * p["shade"] * 0.9
        if rng.random() < 0.3:  # a shadow's edge
            side = (x - rng.uniform(0, w)) * math.cos(1) + (y - rng.uniform(0, h)) * math.sin(1) * rng.uniform(-1, 1)
            a *= 1 - 0.5 * p["shade"] / (1 + np.exp(-np.clip(side / cap * 2, -30, 30)))
    if p["glare"]:
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        r = rng.uniform(1.5, 7) * cap
        far = ((x - rng.uniform(0, w)) ** 2 + ((y - rng.uniform(0, h)) * rng.uniform(0.6, 2)) ** 2) / (2 * r * r)
        a = a + (255 - a) * np.exp(-far) * p["glare"]
    if p["blur"]:
        im = Image.fromarray(a).convert("F")
        s = p["blur"] * 0.11 * cap
        k = int(3 * s + 1)
        t = np.exp(-0.5 * (np.arange(-k, k + 1) / max(s, 1e-3)) ** 2)
        t /= t.sum()
        b = np.pad(np.asarray(im), k, mode="edge")
        b = sum(t[i] * b[i:i + h] for i in range(2 * k + 1))
        a = sum(t[i] * b[:, i:i + w] for i in range(2 * k + 1)).astype(np.float32)
    if p["motion"] * cap > 1:
        a = motion(a.astype(np.float32), p["motion"] * 0.38 * cap, rng.uniform(0, np.pi))
    if rng.random() < 0.12:  # a camera that sharpens
        b = np.asarray(Image.fromarray(np.clip(a, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(max(0.6,
                cap * 0.06))), np.float32)
        a = a + (a - b) * rng.uniform(0.5, 2)
    a = a + rng.normal(0, 1, (h, w)) * (0.7 + p["noise"] * rng.uniform(0.1, 0.32) * contrast)
    a = np.clip(a, 0, 255)
    if p["fax"]:
        cut = np.median(a) - contrast * rng.uniform(0.3, 0.6)
        a = np.where(a < cut, rng.integers(0, 60), rng.integers(200, 256)).astype(np.float32)
    im = Image.fromarray(a.astype(np.uint8))
    if p["jpeg"]:
        out = io.BytesIO()
        im.save(out, "JPEG", quality=int(92 - 80 * p["jpeg"]))
        im = Image.open(io.BytesIO(out.getvalue())).convert("L")
    return im


class Zone:
    """picture (PIL, grey), format, lines, middle[line][column] = (x, y), ux/uy: the vectors of one pitch right and one cap down."""


def zone(seed, index, kind="mix", real=True):
    rng = np.random.default_rng([seed, index])
    z = Zone()
    z.kind = kind
    z.format, z.lines = text(rng, real)
    z.forged = forge(rng, z.lines) if kind in ("forged", "otherforged") else spoil(rng, z.format, z.lines) if kind == "specimen" else None
    kind = {"forged": "clean", "specimen": "clean", "otherforged": "otherface"}.get(kind, kind)
    p = levels(rng, kind)
    z.cap = cap_of(rng, kind)
    z.font, ocr_b = face_of(rng, kind)
    ss = 4 if z.cap < 12 else 3 if z.cap < 18 else 2
    ink, middle, pitch, fine = flat_zone(rng, z.lines, z.font, ocr_b, z.cap, ss, p, kind)
    g, w, h = place(rng, ink.width, ink.height, ss, p)
    seen = np.asarray(warp(ink, g, w, h, ss), np.float32) / 255
    z.picture = photograph(rng, seen, z.cap, p)
    u, v = middle[..., 0], middle[..., 1]
    z.middle = np.stack(g.to_picture(u, v), -1)
    z.right = np.stack(g.to_picture(u + pitch / 2, v), -1) - np.stack(g.to_picture(u - pitch / 2, v), -1)
    z.down = np.stack(g.to_picture(u, v + fine / 2), -1) - np.stack(g.to_picture(u, v - fine / 2), -1)
    z.levels = {k: round(float(x), 2) for k, x in p.items() if x}
    return z


def rough(rng, z):
    """A line each as a locator may give it: middle, direction, length from the first character's left to the last one's right, height."""
    out = []
    cap = float(np.mean(np.hypot(z.down[..., 0], z.down[..., 1]))) * rng.uniform(0.85, 1.15)
    for m in z.middle:
        a, b = m[0], m[-1]
        d = b - a
        pitch = math.hypot(*d) / (len(m) - 1)
        u = d / math.hypot(*d)
        turn = rng.normal(0, 0.15) * pitch / math.hypot(*d)
        u = np.array([u[0] - turn * u[1], u[1] + turn * u[0]])
        c = (a + b) / 2 + rng.normal(0, 0.15, 2) * pitch
        length = (math.hypot(*d) + 0.75 * pitch) + rng.normal(0, 0.4) * pitch
        out.append([round(float(x), 3) for x in (*c, *u, length, cap)])
    return out


def main():
    out, seed, count, kinds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:] or KINDS + ["forged", "otherforged", "specimen"]
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "truth.ndjson"), "w") as truth:
        for kind in kinds:
            for i in range(count):
                z = zone(seed + KINDS.index(kind) + 1 if kind in KINDS else seed, i, kind)
                file = "%s-%04d.pgm" % (kind, i)
                z.picture.save(os.path.join(out, file))
                row = {"file": file, "kind": kind, "format": z.format, "lines": z.lines, "cap": round(z.cap, 1),
                        "forged": z.forged,
                       "rough": rough(np.random.default_rng([seed, i, 7]), z), "font": os.path.basename(z.font),
                               "levels": z.levels}
                truth.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
