#!/usr/bin/python3
"""train.py: trains the networks that tell native digits apart (lib/page/native.c), and writes lib/page/native_data.h

  models/native/train.py LIBDOCEX.SO > lib/page/native_data.h        # some minutes; python3-numpy, python3-opencv, python3-gi-cairo
Strings of digits and marks of Thailand and Cambodia are drawn in every font of the machine that has them but those held out, spoiled
as cameras and faxes do, and parted into glyphs by the library itself (dx_native_glyphs), so that the network is taught what it will see. Words of
letters, and of other digits, are the class "other". A network for each script, of one hidden layer; weights become int8, sums stay whole numbers.
Says on standard error what the held-out fonts give. Burmese digits were tried (serif and handwritten fonts held out: of those that lead clearly one
in twenty was wrong) and left to the recogniser, which knows them.
"""
import ctypes
import random
import sys

import cairo
import cv2
import gi
import numpy as np

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402

INPUTS, HIDDEN, GLYPHS = 260, 64, 64
SCRIPTS = (  # language, digits, letters, fonts held out
    ("th", "๐๑๒๓๔๕๖๗๘๙", "กขคงจชซญฒณดตถทธนบปผพฟมยรลวศสหฬอฮ", ("Tlwg Typist", "Waree")),
    ("km", "០១២៣៤៥៦៧៨៩", "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ", ("Khmer OS Battambang", "Noto Serif Khmer")),
)
MARKS = "-/.()"
CLASSES = 10 + len(MARKS) + 1
FOREIGN = "ABDEHKMRSTXabdefghkmnprstxy" + "123456789" * 4 + "၂၃၅၆၈၉" * 2 + "ကစတနပမလသ"  # nothing round: a circle is every script's zero


class Picture(ctypes.Structure):
    _fields_ = [("w", ctypes.c_int), ("h", ctypes.c_int), ("stride", ctypes.c_size_t), ("grey", ctypes.c_void_p), ("dpi", ctypes.c_int),
                ("coarse", ctypes.c_bool), ("full_w", ctypes.c_int), ("full_h", ctypes.c_int), ("orientation", ctypes.c_int)]


class Glyph(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_int), ("w", ctypes.c_int), ("h", ctypes.c_int), ("inputs", ctypes.c_uint8 * INPUTS)]


def families(language, characters):
    map_, found = PangoCairo.FontMap.get_default(), []
    for f in map_.list_families():
        got = map_.load_font(map_.create_context(), Pango.FontDescription(f.get_name()))
        cover = got.get_coverage(Pango.Language.from_string(language))
        if got.describe().get_family() == f.get_name() and all(cover.get(ord(c)) == Pango.CoverageLevel.EXACT for c in characters):
            found.append(f.get_name())
    return sorted(found)


def draw(r, text, family):
    size = r.uniform(13, 46)
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, int(size * (len(text) + 4)), int(size * 3))
    c = cairo.Context(surface)
    paper, ink = r.uniform(0.75, 1), r.uniform(0, 0.4)
    c.set_source_rgb(paper, paper, paper)
    c.paint()
    c.set_source_rgb(ink, ink, ink)
    layout = PangoCairo.create_layout(c)
    font = Pango.FontDescription(family)
    font.set_absolute_size(size * Pango.SCALE)
    font.set_weight(Pango.Weight.BOLD if r.random() < 0.3 else Pango.Weight.NORMAL)
    layout.set_font_description(font)
    layout.set_text(text, -1)
    c.move_to(size, size * 0.5)
    PangoCairo.show_layout(c, layout)
    surface.flush()
    a = np.ndarray((surface.get_height(), surface.get_stride() // 4, 4), np.uint8, surface.get_data())[:, :surface.get_width(), 0].copy()
    return a, size


def reface(r, a):
    """Another face than any of the machine's, for training alone."""
    if r.random() < 0.25:  # a narrower, a wider face
        a = cv2.resize(a, None, fx=r.uniform(0.85, 1.2), fy=1, interpolation=cv2.INTER_LINEAR)
    if r.random() < 0.2:  # a thinner, a heavier one
        a = (cv2.dilate if r.random() < 0.4 else cv2.erode)(a, np.ones(r.choice([(1, 2), (2, 1), (2, 2)]), np.uint8))
    return a


def spoil(r, a):
    if r.random() < 0.5:
        m = cv2.getRotationMatrix2D((a.shape[1] / 2, a.shape[0] / 2), r.gauss(0, 0.7), 1)
        a = cv2.warpAffine(a, m, (a.shape[1], a.shape[0]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if r.random() < 0.4:
        f = r.uniform(0.6, 1)
        a = cv2.resize(a, None, fx=f, fy=f, interpolation=cv2.INTER_AREA)
        if r.random() < 0.5:
            a = cv2.resize(a, None, fx=1 / f, fy=1 / f, interpolation=cv2.INTER_LINEAR)
    if r.random() < 0.6:
        a = cv2.GaussianBlur(a, (0, 0), r.uniform(0.3, 1.3))
    a = a.astype(np.float32) + np.random.default_rng(r.randrange(1 << 30)).normal(0, r.choice([0, 3, 8, 14]), a.shape)
    a = np.clip(a, 0, 255).astype(np.uint8)
    if r.random() < 0.6:
        a = cv2.imdecode(cv2.imencode(".jpg", a, [cv2.IMWRITE_JPEG_QUALITY, r.randrange(35, 95)])[1], 0)
    return np.ascontiguousarray(a)


def box_of(a):
    """Where the ink is, as a recogniser's boxes have it: a pixel or two off."""
    t, _ = cv2.threshold(a, 0, 255, cv2.THRESH_OTSU)
    ys, xs = np.nonzero(cv2.medianBlur((a < t).astype(np.uint8), 3))
    return None if len(ys) < 8 else (int(xs.min()), int(ys.min()), int(xs.max() - xs.min() + 1), int(ys.max() - ys.min() + 1))


def glyphs(lib, a):
    box = box_of(a)
    if not box:
        return []
    p = Picture(a.shape[1], a.shape[0], a.strides[0], a.ctypes.data, 0, False, 0, 0, 1)
    out = (Glyph * GLYPHS)()
    n = lib.dx_native_glyphs(ctypes.byref(p), (ctypes.c_int * 4)(*box), 0, a.shape[1], out)
    return [np.frombuffer(bytes(out[i].inputs), np.uint8) for i in range(n)]


def text_of(r, digits):
    s = "".join(r.choice(digits) for _ in range(r.randrange(4, 12)))
    for _ in range(r.randrange(0, 4)):
        k = r.randrange(1, len(s))
        s = s[:k] + r.choice("---/.()") + s[k:]
    return s


def samples(lib, r, script, fonts, words, others=True):
    _, digits, letters, _ = script
    x, y = [], []
    for _ in range(words):
        other = others and r.random() < 0.3
        text = "".join(r.choice(letters if r.random() < 0.4 else FOREIGN) for _ in range(r.randrange(4, 10))) if other else text_of(r, digits)
        got = glyphs(lib, spoil(r, reface(r, draw(r, text, r.choice(fonts))[0])))
        if other:
            x += got
            y += [CLASSES - 1] * len(got)
        elif len(got) == len(text):
            x += got
            y += [(digits + MARKS).index(c) for c in text]
    return np.array(x), np.array(y)


def train(x, y, rounds=30):
    g = np.random.default_rng(1)
    w1, b1 = g.normal(0, 0.1, (HIDDEN, INPUTS)), np.zeros(HIDDEN)
    w2, b2 = g.normal(0, 0.2, (CLASSES, HIDDEN)), np.zeros(CLASSES)
    p = [w1, b1, w2, b2]
    m, v, t = [0 * q for q in p], [0 * q for q in p], 0
    for epoch in range(rounds):
        order = g.permutation(len(x))
        rate = 0.003 * (1 - epoch / rounds) + 0.0001
        for i in range(0, len(x), 128):
            k = order[i:i + 128]
            a = x[k] / 255.0
            h = a @ w1.T + b1
            hr = np.clip(h, 0, 4)  # as activations of 8 bits are
            o = hr @ w2.T + b2
            o -= o.max(1, keepdims=True)
            e = np.exp(o)
            e /= e.sum(1, keepdims=True)
            e[np.arange(len(k)), y[k]] -= 1
            e /= len(k)
            dh = (e @ w2) * ((h > 0) & (h < 4))
            grads = [dh.T @ a + 1e-5 * w1, dh.sum(0), e.T @ hr + 1e-5 * w2, e.sum(0)]
            t += 1
            for q, d, mm, vv in zip(p, grads, m, v):
                mm *= 0.9
                mm += 0.1 * d
                vv *= 0.999
                vv += 0.001 * d * d
                q -= rate * (mm / (1 - 0.9 ** t)) / (np.sqrt(vv / (1 - 0.999 ** t)) + 1e-8)
    return p


def whole(p):
    """Weights as whole numbers: an activation of 4 is 255 (so a unit is 63.75), a sum is shifted to that."""
    w1, b1, w2, b2 = p
    s1 = 127 / np.abs(w1).max()
    shift = max(0, int(np.floor(np.log2(s1 * 255 / 63.75))))
    s1 = 63.75 * 2 ** shift / 255
    s2 = 127 / np.abs(w2).max()
    return (np.rint(w1 * s1).astype(int), np.rint(b1 * s1 * 255).astype(int), np.rint(w2 * s2).astype(int), np.rint(b2 * s2 * 63.75).astype(int), shift, s2 * 63.75)


def run(q, x):
    w1, b1, w2, b2, shift, _ = q
    h = np.clip((x.astype(int) @ w1.T + b1) >> shift, 0, 255)
    return h @ w2.T + b2


def network(lib, script, words):
    """One script's weights; says what they are worth."""
    language, digits, letters, held_out = script
    r = random.Random(language)
    np.random.seed(1)
    fonts = families(language, digits + letters)
    seen, unseen = [f for f in fonts if not f.startswith(held_out)], [f for f in fonts if f.startswith(held_out)]
    x, y = samples(lib, r, script, seen, words)
    q = whole(train(x, y))
    sure = int(q[5] * 4)  # four nepers
    xt, yt = samples(lib, r, script, unseen, 1500, False)
    out = run(q, xt)
    right, top = out.argmax(1) == yt, np.sort(out, 1)
    clear = top[:, -1] - top[:, -2] >= sure
    print("%s: %d glyphs of %s; held out %s: %d glyphs, %.2f %% right; %.1f %% lead clearly, of these %.2f %% right" % (
        language, len(x), ", ".join(seen), ", ".join(unseen), len(yt), 100 * right.mean(), 100 * clear.mean(), 100 * right[clear].mean()),
        file=sys.stderr, flush=True)
    return q, sure


def table(a, per=30):
    rows = np.asarray(a).reshape(len(a), -1).tolist() if np.ndim(a) > 1 else [list(a)]
    text = ["{" + ",\n    ".join(",".join(map(str, row[i:i + per])) for i in range(0, len(row), per)) + "}" for row in rows]
    return text[0] if np.ndim(a) == 1 else "{" + ",\n   ".join(text) + "}"


def main():
    lib = ctypes.CDLL(sys.argv[1])
    lib.dx_native_glyphs.restype = ctypes.c_size_t
    words = int(sys.argv[2]) if len(sys.argv) > 2 else 28000
    print("/* native_data.h: the weights of the networks of native.c; made by models/native/train.py */\n#include <stdint.h>\n")
    print("#define NATIVE_HIDDEN %d\n#define NATIVE_CLASSES %d /* the digits, - / . ( ), and all else */" % (HIDDEN, CLASSES))
    print("struct native_net {\n    uint32_t zero; /* the script's digit */\n    int shift;\n    int32_t sure; /* who leads by so much is right */\n"
          "    signed char w1[NATIVE_HIDDEN][%d];\n    int b1[NATIVE_HIDDEN];\n    signed char w2[NATIVE_CLASSES][NATIVE_HIDDEN];\n    int b2[NATIVE_CLASSES];\n};" % INPUTS)
    print("static const struct native_net native_nets[] = {")
    for script in SCRIPTS:
        q, sure = network(lib, script, words)
        print("{0x%04X, %d, %d,\n  %s,\n  %s,\n  %s,\n  %s}," % (ord(script[1][0]), q[4], sure, table(q[0]), table(q[1]), table(q[2]), table(q[3])))
    print("};")


if __name__ == "__main__":
    main()
