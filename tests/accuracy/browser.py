#!/usr/bin/python3
"""browser.py: documents with machine-readable zones as a web browser draws them: another renderer, shadows, perspective

  tests/accuracy/browser.py N SEED DIR     DIR/pictures/*.jpg and DIR/truth.ndjson, which tests/accuracy/zones.py reads

Cards and pages are HTML and CSS, drawn by Debian's chromium without a display, then scaled, lit unevenly, blurred, noisy, compressed.
Needs chromium (group browser of packages.txt) and the group training. A second a picture; the same seed gives the same pages, another
version of the browser other pixels."""
import html
import io
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import numpy as np  # noqa: E402
from PIL import Image, ImageEnhance, ImageFilter  # noqa: E402
from maker import zonetext  # noqa: E402

WIDE, ADVANCE = 1250, 0.723  # a document's width in CSS pixels; the advance of OCR-B by its size
HIGH = {"TD3": 880, "TD1": 788, "TD2": 880, "MRV-A": 840, "MRV-B": 880, "FR-ID": 880}
LABELS = ("Surname / Nom", "Given names", "Nationality", "Date of birth", "Sex", "Place of birth", "Date of issue", "Authority")
FACES = ("Liberation Sans", "DejaVu Sans", "Lato", "Roboto")


def hue(r, low, high):
    return "hsl(%d,%d%%,%d%%)" % (r.randrange(360), r.randrange(20, 70), r.randrange(low, high))


def box(left, top, style, text=""):
    return '<div style="position:absolute;left:%.1fpx;top:%.1fpx;white-space:pre;%s">%s</div>' % (left, top, style, html.escape(text))


def guilloche(r, high):
    lines, colour, n = "", hue(r, 40, 75), r.randrange(10, 60)
    for k in range(n):
        a, f, p = r.uniform(5, 40), r.uniform(0.005, 0.04), r.uniform(0, 6)
        points = " ".join("%.1f,%.1f" % (x, high * k / n + a * math.sin(f * x + p) + 0.4 * a * math.sin(2.7 * f * x))
                          for x in range(0, WIDE, 8))
        lines += ('<polyline points="%s" fill="none" stroke="%s" stroke-width="%.2f" opacity="%.2f"/>'
                  % (points, colour, r.uniform(0.4, 1.4), r.uniform(0.2, 0.7)))
    return '<svg width="%d" height="%d" style="position:absolute">%s</svg>' % (WIDE, high, lines)


def document(r, fmt, lines):
    """The inside of a card or page of HIGH[fmt] pixels."""
    high, pitch = HIGH[fmt], WIDE * r.uniform(0.89, 0.93) / len(lines[0])
    leading = pitch * r.uniform(2.25, 2.6)
    top = high - leading * len(lines) - pitch
    out = box(0, 0, "width:100%%;height:100%%;background:linear-gradient(%ddeg,%s,%s)" % (r.randrange(360), hue(r, 80, 95), hue(r, 78, 96)))
    face = "width:330px;height:420px;background:radial-gradient(circle at 50% 40%,#caa 22%,#433 23% 40%,#dde 60%)"
    out += guilloche(r, high) + box(40, r.randrange(110, 170), face)
    for y in range(40, int(top) - 60, 64):
        label, value = r.choice(LABELS), "".join(r.choice("ABCDEFGHIKLMNOPRSTU 0123456789") for _ in range(r.randrange(3, 18)))
        x = r.randrange(410, 670)
        out += box(x, y, "font:%dpx %s;color:#334" % (r.randrange(15, 20), r.choice(FACES)), label)
        out += box(x, y + 22, "font:bold %dpx %s;color:#111" % (r.randrange(22, 30), r.choice(FACES)), value)
    out += box(0, top - 10, "width:100%%;height:%dpx;background:rgba(255,255,255,%.2f)" % (high - top + 10, r.choice((0.9, 0.6, 0.3, 0))))
    ink = "font:%.2fpx '%s';color:rgb(%s)" % (pitch / ADVANCE, r.choice(("OCR B", "OCR B", "OCR B", "OCR B S")),
                                              ",".join([str(r.randrange(60))] * 3))
    for k, line in enumerate(lines):
        out += box((WIDE - pitch * len(line)) / 2, top + k * leading, ink, line)
    if r.random() < 0.4:
        out += box(r.randrange(100, 400), r.randrange(int(high * 0.4), high - 200),
                   "font:bold %dpx Liberation Sans;color:rgba(%s,%.2f);transform:rotate(%ddeg)" % (r.randrange(80, 170), r.choice(("200,0,0", "120,120,120", "0,60,160")), r.uniform(0.1, 0.4), r.randrange(-40, 10)), "SPECIMEN")
    if r.random() < 0.3:
        out += box(r.randrange(700), r.randrange(200, high - 200),
                   "width:600px;height:500px;background:radial-gradient(circle,rgba(255,255,255,%.2f),transparent 60%%)" % r.uniform(0.3, 0.8))
    return out


def page(r, fmt, lines):
    """The HTML, and the window's size: a close crop, or a table seen askew."""
    near, high = r.random() < 0.35, HIGH[fmt]
    w, h = (1330, 960) if near else (1900, 1700)
    turn = r.uniform(-1.5, 1.5) if near else r.choice((r.gauss(0, 8), r.gauss(0, 4), r.choice((90, 180, 270)) + r.gauss(0, 5)))
    tip, size = (0, 0) if near else (r.uniform(-25, 25), r.uniform(-20, 20)), 1 if near else r.uniform(0.6, 1)
    grain = 10 ** r.uniform(-3, -0.5), 10 ** r.uniform(-3, -0.5), r.randrange(1, 6), r.randrange(999)
    ground = ('<svg width="%d" height="%d" style="position:absolute"><filter id=t><feTurbulence type="fractalNoise" '
              'baseFrequency="%f %f" numOctaves="%d" seed="%d"/></filter><rect width="100%%" height="100%%" filter="url(#t)"/></svg>'
              % (w, h, *grain))
    paper = ('<div style="position:absolute;overflow:hidden;left:%dpx;top:%dpx;width:%dpx;height:%dpx;border-radius:%dpx;box-shadow:0 8px 40px #0009;'
             'transform:perspective(%dpx) rotateX(%fdeg) rotateY(%fdeg) rotateZ(%fdeg) scale(%f)">%s</div>'
             % ((w - WIDE) // 2, (h - high) // 2, WIDE, high, r.choice((0, 10, 40)), r.randrange(1800, 4000), *tip, turn, size, document(r, fmt, lines)))
    return '<html><body style="margin:0;overflow:hidden;background:%s">%s%s</body></html>' % (hue(r, 10, 90), ground, paper), w, h


def drawn(text, w, h, folder):
    (folder / "page.html").write_text(text, encoding="utf-8")
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-sync", "--disable-background-networking",
                    "--disable-component-update", "--hide-scrollbars", "--window-size=%d,%d" % (w, h),
                    "--screenshot=%s" % (folder / "page.png"), "file://%s" % (folder / "page.html")],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Image.open(folder / "page.png").convert("RGB")


def photographed(r, im):
    """Scaled, lit from a side, blurred, noisy, sharpened, compressed: the JPEG."""
    by = r.choice((0.35, 0.45, 0.55, 0.7, 1, 1))
    im = im.resize((int(im.width * by), int(im.height * by)), r.choice((Image.LANCZOS, Image.BICUBIC, Image.BILINEAR)))
    a, t = np.asarray(im, np.float32), r.uniform(0, 6.3)
    y, x = np.mgrid[0:im.height, 0:im.width]
    a = a * (1 - r.uniform(0, 0.5) * np.abs(x * math.cos(t) / im.width + y * math.sin(t) / im.height))[..., None] * r.uniform(0.45, 1.15)
    blur = r.choice((0, 0, 0.4, 0.7, 1, 1.3)) * im.width / 1300
    im = Image.fromarray(np.clip(a, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(blur))
    a = np.asarray(im, np.float32) + np.random.default_rng(r.randrange(1 << 30)).normal(0, r.choice((0, 2, 5, 9)), (im.height, im.width, 1))
    im = Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))
    if r.random() < 0.3:
        im = ImageEnhance.Sharpness(im).enhance(2.5)
    out = io.BytesIO()
    im.save(out, "JPEG", quality=r.choice((25, 40, 60, 80, 92)))
    return out.getvalue(), by


def main():
    if len(sys.argv) != 4:
        sys.exit("usage: browser.py N SEED DIR")
    out = pathlib.Path(sys.argv[3])
    (out / "pictures").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, open(out / "truth.ndjson", "w", encoding="utf-8") as truth:
        for i in range(int(sys.argv[1])):
            r = random.Random("browser/%s/%d" % (sys.argv[2], i))
            fmt, lines, failing, _ = zonetext.zone(r, None, 0)
            data, by = photographed(r, drawn(*page(r, fmt, lines), pathlib.Path(folder)))
            (out / "pictures" / ("%03d.jpg" % i)).write_bytes(data)
            row = {"file": "%03d.jpg" % i, "page": 1, "document": fmt, "lines": lines, **({"failing": failing} if failing else {}),
                   "face": "OCR B", "class": "browser", "stratum": "moderate", "difficulty": "moderate", "way": "photo", "turn": 0,
                   "cap": round(20 * by, 1), "params": {}}
            truth.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
