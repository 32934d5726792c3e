"""camera.py: what lies around a paper and what cameras and messengers do to a picture, fast: OpenCV on 8-bit pixels

Textures and noise are made once a process and cut at random places: texture K of a part is always the same one. Everything
works on BGRA pictures; quads are kept in step by what the functions give back.
"""
import functools
import math
import random
import zlib

import cv2
import numpy as np

cv2.setNumThreads(1)
SIDE = 1536  # of a texture


# ---- textures, made once ----
def rng(*what):
    return np.random.Generator(np.random.PCG64(zlib.crc32("/".join(map(str, what)).encode())))


def clouds(g, octaves, side=SIDE, flatness=0.55):
    """Fractal noise, 0 to 1."""
    out = np.zeros((side, side), np.float32)
    for k in octaves:
        n = g.random((2 ** k + 1, max(2, int(2 ** k * g.uniform(0.5, 1.5)) + 1)), np.float32)
        out += flatness ** (k - octaves[0]) * cv2.resize(n, (side, side), interpolation=cv2.INTER_CUBIC)
    return cv2.normalize(out, None, 0, 1, cv2.NORM_MINMAX)


def axes(g, side=SIDE):
    """Two coordinates of a turned grid."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    a = g.uniform(0, math.pi)
    return x * math.cos(a) + y * math.sin(a), y * math.cos(a) - x * math.sin(a)


def wood(g):
    u, v = axes(g)
    return 0.5 + 0.35 * np.sin(v / g.uniform(6, 30) + 6 * clouds(g, range(1, 5))) + 0.3 * (clouds(g, range(5, 9)) - 0.5)


def cloth(g):
    u, v = axes(g)
    p = g.uniform(4, 14)
    return 0.5 + 0.25 * np.sin(u * 2 * math.pi / p) + 0.25 * np.sin(v * 2 * math.pi / p) + 0.4 * (clouds(g, range(2, 6)) - 0.5)


def stone(g):
    return clouds(g, range(int(g.integers(2, 5)), 10), flatness=g.uniform(0.6, 0.85))


def tiles(g):
    u, v = axes(g)
    p, q, gap = g.uniform(60, 260), g.uniform(60, 260), g.uniform(3, 9)
    edge = ((u % p) < gap) | ((v % q) < gap)
    return np.where(edge, 0.25, 0.7).astype(np.float32) + 0.3 * (clouds(g, range(2, 9)) - 0.5)


def bricks(g):
    u, v = axes(g)
    h, w = g.uniform(30, 80), g.uniform(90, 220)
    row = np.floor(v / h)
    edge = ((v % h) < 6) | (((u + row * w / 2) % w) < 6)
    tone = ((row * 7919 + np.floor((u + row * w / 2) / w) * 104729) % 17) / 60
    return np.where(edge, 0.8, 0.4 + tone).astype(np.float32) + 0.25 * (clouds(g, range(3, 10)) - 0.5)


def stripes(g):
    u, v = axes(g)
    p = g.uniform(8, 90)
    return 0.5 + 0.45 * np.sign(np.sin(u * 2 * math.pi / p) - g.uniform(-0.6, 0.6)) * (0.8 + 0.2 * clouds(g, range(2, 6)))


def leaves(g):
    out = (clouds(g, range(2, 8)) * 90).astype(np.uint8)
    for _ in range(900):
        c, s = g.integers(0, SIDE, 2), g.integers(8, 70, 2)
        cv2.ellipse(out, (int(c[0]), int(c[1])), (int(s[0]), int(max(4, s[1] // 3))), float(g.uniform(0, 180)), 0, 360,
                    int(g.integers(30, 220)), -1)
    return cv2.GaussianBlur(out, (0, 0), 1.2).astype(np.float32) / 255


def speckled(g):
    return np.clip(0.55 + 0.16 * g.standard_normal((SIDE, SIDE), np.float32), 0, 1) * (0.7 + 0.3 * clouds(g, range(1, 5)))


def plain(g):
    return 0.5 + 0.25 * clouds(g, range(0, 3))


def streets(g):
    """Boxes of all sizes with windows: the clutter of a town."""
    out = (clouds(g, range(1, 6)) * 120 + 60).astype(np.uint8)
    for _ in range(70):
        x, y, w, h = (int(v) for v in (g.integers(-60, SIDE), g.integers(-60, SIDE), g.integers(50, 360), g.integers(50, 420)))
        cv2.rectangle(out, (x, y), (x + w, y + h), int(g.integers(30, 230)), -1)
        step, size, tone = int(g.integers(14, 40)), int(g.integers(5, 12)), int(g.integers(20, 240))
        for wx in range(x + 6, x + w - size, step):
            for wy in range(y + 6, y + h - size, step):
                out[max(0, wy):max(0, wy + size), max(0, wx):max(0, wx + size)] = tone
    return cv2.GaussianBlur(out, (0, 0), 0.8).astype(np.float32) / 255


GROUNDS = {"other": (wood, cloth, stone, plain, speckled, streets), "reporting": (tiles, bricks, stripes, leaves, wood, stone,
                                                                                  plain, streets)}
COUNT = 14  # textures of a part


def key(part):
    return "reporting" if part == "reporting" else "other"


@functools.lru_cache(None)
def texture(part, k):
    """Grey texture K of a part, uint8."""
    g = rng("ground", key(part), k)
    kinds = GROUNDS[key(part)]
    return (np.clip(kinds[k % len(kinds)](g), 0, 1) * 255).astype(np.uint8)


@functools.lru_cache(None)
def guilloche(part, k):
    """Fine line work as security paper has, uint8, 255 where the line is."""
    g, out = rng("guilloche", key(part), k), np.zeros((SIDE, SIDE), np.float32)
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    for _ in range(int(g.integers(2, 5))):
        p, width = g.uniform(7, 26), g.uniform(0.12, 0.4)
        swing, period, a = g.uniform(3, 40), g.uniform(60, 500), g.uniform(0, math.pi)
        u, v = x * math.cos(a) + y * math.sin(a), y * math.cos(a) - x * math.sin(a)
        if g.random() < 0.4:
            u, v = np.hypot(x - g.uniform(0, SIDE), y - g.uniform(0, SIDE)), v
        wave = np.abs(((u + swing * np.sin(v * 2 * math.pi / period + g.uniform(0, 6))) / p) % 1 - 0.5) * 2
        out = np.maximum(out, np.clip((width - wave) / 0.12 + 1, 0, 1))
    if k % 3 == 2:  # dots instead of lines
        q = g.uniform(6, 14)
        out = np.maximum(out * 0.4, ((np.sin(x * 2 * math.pi / q) * np.sin(y * 2 * math.pi / q)) > 0.45).astype(np.float32))
    return (out * 255).astype(np.uint8)


@functools.lru_cache(None)
def grain(k):
    """Normal noise about 128 with a deviation of 32, in three channels, of sensor (0, 1) or film (2: coarser)."""
    g = rng("grain", k)
    n = g.standard_normal((SIDE, SIDE, 1), np.float32) * (1, 0.8, 0.5)[k]
    n = n + g.standard_normal((SIDE, SIDE, 4), np.float32) * (0, 0.6, 0.5)[k]
    if k == 2:
        n = cv2.GaussianBlur(n, (0, 0), 0.8) * 2
    n = (n - n.mean()) / n.std()
    return np.broadcast_to(np.clip(128 + 32 * n, 0, 255).astype(np.uint8), (SIDE, SIDE, 4)).copy()


def cut(r, a, w, h):
    """A piece of a texture, mirrored on where it is too small, at a random place and turn."""
    if r.random() < 0.5:
        a = a[:, ::-1]
    if r.random() < 0.5:
        a = a[::-1]
    while a.shape[1] < w or a.shape[0] < h:
        a = np.concatenate([a, a[:, ::-1]], 1) if a.shape[1] < w else np.concatenate([a, a[::-1]], 0)
    x, y = r.randint(0, a.shape[1] - w), r.randint(0, a.shape[0] - h)
    return np.ascontiguousarray(a[y:y + h, x:x + w])


def ramp(dark, light):
    """A table of 256 colours from one BGR colour to another."""
    t = np.linspace(0, 1, 256)[:, None]
    return np.concatenate([np.array(dark) * (1 - t) + np.array(light) * t, np.full((256, 1), 255)], 1).clip(0,
        255).astype(np.uint8)[None]


def ground(r, part, w, h):
    """What things lie on, w by h."""
    zoom = r.choice([1, 1, 1.6, 2.5])
    a = cut(r, texture(part, r.randrange(COUNT)), math.ceil(w / zoom), math.ceil(h / zoom))
    a = cv2.resize(a, (w, h), interpolation=cv2.INTER_LINEAR)
    hue = [r.uniform(0.5, 1) for _ in range(3)]
    low, high = r.uniform(0, 110), r.uniform(90, 250)
    return cv2.LUT(cv2.merge([a] * 4), ramp([low * v for v in hue], [high * v for v in hue]))


# ---- a picture's way through a camera ----
def table_of(r, made):
    """Exposure, contrast, white balance and gamma as one table of 256 for each channel."""
    v = np.arange(256, dtype=np.float32) / 255
    v = 0.78 + (v - 0.78) * made.get("contrast", 1)
    v = np.clip(v * made.get("dark", 1), 0, 1) ** r.uniform(0.85, 1.15)
    tint = [r.uniform(0.88, 1.06) for _ in range(3)] if r.random() < 0.6 else [1, 1, 1]
    return np.clip(np.stack([v * t for t in tint] + [v], 1) * 255, 0, 255).astype(np.uint8)[None]


def light(r, im, made):
    """Shade to one side, vignetting, and a lamp's spot of light."""
    h, w = im.shape[:2]
    y, x = np.mgrid[0:48, 0:64].astype(np.float32)
    x, y = x / 63 - 0.5, y / 47 - 0.5
    a = math.radians(r.randrange(0, 360, 5))
    gain = 1 - made.get("shade", 0) * np.clip(math.cos(a) * x + math.sin(a) * y + 0.5, 0, 1) ** 1.3
    gain *= 1 - r.uniform(0, 0.3) * (x * x + y * y) * 2
    if gain.min() < 0.97:
        big = cv2.resize((gain * 255).astype(np.uint8), (w, h), interpolation=cv2.INTER_LINEAR)
        im = cv2.multiply(im, cv2.merge([big] * 4), scale=1 / 255)
    if "glare" in made:
        cx, cy, rad = r.uniform(-0.4, 0.4), r.uniform(-0.4, 0.4), r.uniform(0.1, 0.3)
        spot = made["glare"] * np.exp(-((x - cx) ** 2 + ((y - cy) * r.uniform(0.6, 1.8)) ** 2) / rad ** 2)
        big = cv2.resize((spot * 255).astype(np.uint8), (w, h), interpolation=cv2.INTER_CUBIC)
        im = cv2.add(im, cv2.multiply(cv2.bitwise_not(im), cv2.merge([big] * 4), scale=1 / 255))
    return im


def shake(im, length, angle):
    n = max(3, int(math.ceil(length)) | 1)
    kernel = np.zeros((n, n), np.float32)
    c, dx, dy = n / 2, math.cos(math.radians(angle)) * length / 2, math.sin(math.radians(angle)) * length / 2
    cv2.line(kernel, (round((c - dx) * 16 - 8), round((c - dy) * 16 - 8)), (round((c + dx) * 16 - 8), round((c + dy) * 16 - 8)),
             1.0, 1, cv2.LINE_AA, 4)
    if kernel.sum() <= 0:
        return im
    return cv2.filter2D(im, -1, kernel / kernel.sum())


def defocus(r, im, sigma):
    if sigma < 0.25:
        return im
    if sigma > 0.8 and r.random() < 0.4:  # a lens' disc has twice the deviation as its radius
        n = 2 * math.ceil(2 * sigma) + 1
        y, x = np.mgrid[0:n, 0:n] - n // 2
        disc = np.clip(2 * sigma + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
        return cv2.filter2D(im, -1, disc / disc.sum())
    return cv2.GaussianBlur(im, (0, 0), sigma)


def sensor(r, im, sigma):
    if sigma < 0.5:
        return im
    n = cut(r, grain(r.randrange(3)), im.shape[1], im.shape[0])
    return cv2.addWeighted(im, 1, n, sigma / 32, -128 * sigma / 32)


def sharpen(im, amount):
    return cv2.addWeighted(im, 1 + amount, cv2.GaussianBlur(im, (0, 0), 1.2), -amount, 0)


def moire(r, im, depth):
    """The beat of a screen's pixels with the sensor's."""
    h, w = im.shape[:2]
    p, a = r.uniform(2.2, 9), r.uniform(0, math.pi)
    x = np.cos(2 * math.pi * (np.arange(w) * math.cos(a)) / p + r.uniform(0, 6))[None] * np.ones((h, 1))
    y = np.cos(2 * math.pi * (np.arange(h) * math.sin(a)) / p)[:, None]
    big = (255 * (1 - depth / 2 * (1 - x * y))).astype(np.uint8)
    return cv2.multiply(im, cv2.merge([big] * 4), scale=1 / 255)


def bend(im, quads, depth, wavelength, phase):
    """The sheet curls: its points move up and down along a wave across the picture."""
    h, w = im.shape[:2]
    x = np.arange(w, dtype=np.float32)
    lift = (depth * np.sin(2 * math.pi * x / wavelength + phase)).astype(np.float32)
    my = np.arange(h, dtype=np.float32)[:, None] - lift[None]
    out = cv2.remap(im, np.broadcast_to(x, (h, w)).copy(), my, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return out, [[(px, py + depth * math.sin(2 * math.pi * px / wavelength + phase)) for px, py in q] for q in quads]


def shoot(r, im, made, cap):
    """Light, lens, sensor and the phone's own sharpening; `blur` and `motion` are shares of the cap height."""
    im = cv2.LUT(im, table_of(r, made))
    im = light(r, im, made)
    if "moire" in made:
        im = moire(r, im, made["moire"])
    if "motion" in made:
        im = shake(im, made["motion"] * cap, r.randrange(180))
    im = defocus(r, im, made.get("blur", 0) * cap)
    im = sensor(r, im, made.get("noise", 0))
    if r.random() < 0.35:
        made["sharpened"] = round(r.uniform(0.2, 1.2), 2)
        im = sharpen(im, made["sharpened"])
    return im


def copied(r, im, generations, bilevel):
    """A photocopier: grey, toner's spots, paper that comes out white; or a fax's two colours."""
    grey = cv2.cvtColor(im, cv2.COLOR_BGRA2GRAY)
    for _ in range(generations):
        grey = cv2.GaussianBlur(grey, (0, 0), 0.5)
        dust = cut(r, grain(0)[:, :, 0], grey.shape[1], grey.shape[0])
        grey = np.clip((grey.astype(np.float32) - 70) * 1.55, 0, 255).astype(np.uint8)
        grey[dust > 218] = r.choice([0, 60, 255])
    if bilevel:
        grey = cv2.threshold(grey, r.randrange(110, 180), 255, cv2.THRESH_BINARY)[1]
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGRA)


def jpeg(im, quality, grey=False):
    im = cv2.cvtColor(im, cv2.COLOR_BGRA2GRAY if grey else cv2.COLOR_BGRA2BGR)
    return cv2.imencode(".jpg", im, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])[1].tobytes()


def again(im, quality):
    """Sent once before: through another JPEG."""
    out = cv2.imdecode(np.frombuffer(jpeg(im, quality), np.uint8), cv2.IMREAD_COLOR)
    return cv2.cvtColor(out, cv2.COLOR_BGR2BGRA)


def tagged(data, orientation):
    """A JPEG with an EXIF orientation: one APP1 segment after the start (JEITA CP-3451, 4.5.4)."""
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + bytes([0, orientation]) + b"\0\0\0\0\0\0"
    body = b"Exif\0\0" + tiff
    return data[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + data[2:]


def random_of(*what):
    return random.Random("/".join(map(str, what)))
