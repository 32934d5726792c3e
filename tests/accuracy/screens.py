#!/usr/bin/python3
"""screens.py: pages with identifiers as a web browser draws them: looks that the wide set hasn't, another renderer, other damage

  tests/accuracy/screens.py N SEED DIR     DIR/pictures/*.png, *.jpg and DIR/truth.ndjson, which tests/accuracy/measure.py reads

Twelve looks in turn: chats of coloured bubbles, light and dark, lists of settings in the dark, forms with a box for each character or
field, ruled and striped tables, till receipts, cards and passport pages on security print, seals over text, mails, spreadsheets. What
stands there is the generator's (maker/varied.py). A third are screenshots, a third are scaled and compressed, a third are photographed askew. Needs
chromium (group browser of packages.txt) and the group training; a second a page; another version of the browser gives other pixels."""
import html
import json
import pathlib
import random
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import browser  # noqa: E402
import cv2  # noqa: E402
import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402
from maker import varied  # noqa: E402

LATIN = ("Liberation Sans", "DejaVu Sans", "Lato", "Roboto", "Inter", "Open Sans", "Carlito", "Liberation Serif", "Cabin")
LOCAL = {"th": ("Garuda", "Loma", "Waree", "Noto Sans Thai", "Laksaman"), "my": ("Padauk", "Noto Sans Myanmar")}
SENDER = "desk@example.org"
PAPERS = ("card", "form", "receipt", "ship", "vehicle", "travel", "device")


def said(parts):
    """A row's value as HTML, its text, and what is planted in it."""
    text = "".join(p if isinstance(p, str) else p.raw for p in parts)
    return html.escape(text), text, [p for p in parts if not isinstance(p, str)]


class Page:
    def __init__(self, r, papers):
        self.r, cls = r, r.choice(papers)
        self.lang = varied.languages(r, cls)
        self.title = varied.title_of(r, cls, self.lang)
        self.rows = [(html.escape(label), *said(parts)) for label, parts in varied.rows_for(r, cls, self.lang, r.randint(4, 7))]
        self.face = "'%s'" % r.choice(LATIN) + "".join(",'%s'" % f for f in r.sample(LOCAL.get(self.lang, ()), len(LOCAL.get(self.lang, ())))) + \
            ",'Noto Sans Thai','Noto Sans Myanmar','Noto Sans CJK SC'"
        self.size = r.randrange(17, 25)

    def body(self, w, style, inner):
        return ("<html><body style=\"margin:0;width:%dpx;font:%dpx %s;line-height:1.5;%s\">%s</body></html>"
                % (w, self.size, self.face.replace('"', "'"), style, inner))


def chat(page, ground, mine, theirs, dim):
    out = ""
    for label, value, _, _ in page.rows:
        side, style = page.r.choice((("right", mine), ("left", theirs)))
        text = page.r.choice(("%s: %s", "%s<br>%s", "%s %s")) % (label, value)
        out += ("<div style='overflow:auto'><div style='float:%s;max-width:72%%;margin:7px 14px;padding:9px 14px;border-radius:18px;%s'>%s"
                "<div style='font-size:13px;color:%s;text-align:right'>%d:%02d</div></div></div>"
                % (side, style, text, dim, page.r.randrange(24), page.r.randrange(60)))
    head = "<div style='padding:14px;font-weight:bold'>%s</div>" % page.title
    return page.body(640, "background:%s;color:%s" % (ground, "#eee" if dim == "#9ab" else "#111"), head + out), 640


def light_chat(page):
    return chat(page, browser.hue(page.r, 80, 97), "background:%s;color:#fff" % browser.hue(page.r, 30, 45), "background:#fff", "#678")


def dark_chat(page):
    return chat(page, page.r.choice(("#000", "#0b141a", "#17212b")), "background:%s" % browser.hue(page.r, 18, 35), "background:#26282c", "#9ab")


def dark_list(page):
    out = "<h2 style='margin:18px'>%s</h2>" % page.title
    for label, value, _, _ in page.rows:
        out += ("<div style='margin:0 18px;padding:12px 0;border-bottom:1px solid #333'><div>%s</div><div style='font-size:%dpx;color:#9a9aa0'>%s</div></div>"
                % (value, page.size - 3, label))
    return page.body(600, "background:#111214;color:#f1f1f1", out), 600


def combed(page):
    """A form: a box for each character of a code, one for each other field."""
    out = "<h2 style='text-align:center'>%s</h2>" % page.title
    for label, value, text, _ in page.rows:
        if text.isascii() and len(text) < 24 and page.r.random() < 0.6:
            cell = "<span style='display:inline-block;width:27px;height:34px;border:1px solid #222;margin-right:%dpx;text-align:center'>%%s</span>" % page.r.choice((-1, 3))
            value = "".join(cell % html.escape(c) if c.isalnum() else "<span>%s</span>" % html.escape(c) for c in text)
        else:
            value = "<span style='display:inline-block;border:1px solid #555;padding:2px 10px;min-width:300px'>%s</span>" % value
        out += "<p style='margin:14px 40px'><span style='display:inline-block;min-width:250px'>%s</span>%s</p>" % (label, value)
    return page.body(1000, "background:#fff", out), 1000


def table(page, cell, head, odd):
    out = "<h3>%s</h3><table style='border-collapse:collapse;width:90%%'><tr style='%s'><th style='%s'>No.</th><th style='%s'>-</th><th style='%s'>-</th></tr>" % (
        page.title, head, cell, cell, cell)
    for i, (label, value, _, _) in enumerate(page.rows):
        out += "<tr style='%s'><td style='%s'>%d</td><td style='%s'>%s</td><td style='%s'>%s</td></tr>" % (
            odd if i % 2 else "", cell, i + 1, cell, label, cell, value)
    return page.body(900, "background:#fff;padding:30px", out + "</table>"), 960


def ruled(page):
    return table(page, "border:%dpx solid #000;padding:%dpx 8px" % (page.r.randint(1, 3), page.r.randint(0, 8)), "", "")


def striped(page):
    return table(page, "padding:9px", "background:%s;color:#fff" % browser.hue(page.r, 20, 45), "background:%s" % browser.hue(page.r, 82, 94))


def receipt(page):
    out = "<div style='text-align:center'>*** %s ***<br>" % page.title + "-" * 32 + "</div>"
    for label, value, text, _ in page.rows:
        out += "<div>%s:</div><div style='text-align:right'>%s</div>" % (label, value) if len(text) > 16 else \
            "<div style='display:flex;justify-content:space-between'><span>%s</span><span>%s</span></div>" % (label, value)
    page.face = "'Liberation Mono'," + page.face.split(",", 1)[1]
    return page.body(470, "background:#fdfdf8;padding:20px;color:#444", out + "-" * 32), 510


def security(page, high):
    return "<div style='position:absolute;overflow:hidden;width:1000px;height:%dpx;opacity:.7'>%s</div>" % (high, browser.guilloche(page.r, high))


def card(page):
    high = 90 + 62 * len(page.rows)
    out = security(page, high) + "<div style='position:relative;padding:22px 40px;color:#123'><b style='font-size:26px'>%s</b>" % page.title
    for label, value, _, _ in page.rows:
        out += "<div style='font-size:13px;color:#456'>%s</div><div style='font-weight:%d'>%s</div>" % (label, page.r.choice((400, 700)), value)
    return page.body(1000, "background:linear-gradient(%ddeg,%s,%s)" % (page.r.randrange(360), browser.hue(page.r, 78, 95), browser.hue(page.r, 78, 95)), out + "</div>"), 1000


def passport(page):
    out = security(page, 900) + "<div style='position:relative;padding:26px'><b>%s</b><div style='float:left;width:220px;height:280px;margin:14px 26px 0 0;background:radial-gradient(#caa 25%%,#433 26%% 45%%,#dde 60%%)'></div><div>" % page.title
    for i, (label, value, _, _) in enumerate(page.rows):
        out += "<div style='display:inline-block;margin:6px 26px 6px 0'><div style='font-size:12px;color:#357'>%s</div><div style='text-transform:none;letter-spacing:1px'>%s</div></div>%s" % (
            label, value, "<br>" if i % 2 else "")
    return page.body(1000, "background:%s" % browser.hue(page.r, 86, 95), out + "</div></div>"), 1000


def sealed(page):
    """A round seal over the lines of a letter, in a colour, half transparent."""
    out = "<h3 style='text-align:center'>%s</h3>" % page.title
    for label, value, _, _ in page.rows:
        out += "<p>%s : %s</p>" % (label, value)
    ink = page.r.choice(("200,20,40", "40,60,190", "110,40,150"))
    out += ("<div style='position:absolute;left:%dpx;top:%dpx;width:190px;height:190px;border:7px double rgba(%s,.6);border-radius:50%%;text-align:center;"
            "line-height:190px;color:rgba(%s,.55);transform:rotate(%ddeg);font-size:26px'>SPECIMEN</div>"
            % (page.r.randrange(120, 520), page.r.randrange(80, 360), ink, ink, page.r.randrange(-40, 40)))
    return page.body(800, "background:#fff;padding:40px", out), 880


def mail(page):
    out = "<div style='background:#f2f4f8;padding:10px 20px'><b>%s</b><br><small>From: %s</small></div><div style='padding:20px;max-width:700px'>" % (page.title, SENDER)
    for label, value, _, _ in page.rows:
        out += page.r.choice(("%s %s. ", "<p>%s: <b>%s</b></p>", "%s = <a href=x>%s</a><br>")) % (label, value)
    return page.body(800, "background:#fff;color:#222", out + "</div>"), 800


def sheet(page):
    """A spreadsheet: pale lines of cells, a row of letters above."""
    cell = "border:1px solid #d4d4d4;padding:3px 6px"
    head = "".join("<td style='%s;background:#eee;text-align:center'>%s</td>" % (cell, c) for c in " ABC")
    out = "<table style='border-collapse:collapse;width:100%%'><tr>%s</tr>" % head
    for i, (label, value, _, _) in enumerate(page.rows):
        out += "<tr><td style='%s;background:#eee'>%d</td><td style='%s'>%s</td><td style='%s'>%s</td><td style='%s'></td></tr>" % (
            cell, i + 1, cell, label, cell, value, cell)
    return page.body(900, "background:#fff", out + "</table>"), 900


LOOKS = (light_chat, dark_chat, dark_list, combed, ruled, striped, receipt, card, passport, sealed, mail, sheet)


def askew(r, im):
    """Photographed on a table: each corner moves inwards."""
    a, (w, h) = np.asarray(im), im.size
    x, y = 0.06 * w, 0.06 * h
    to = [[r.uniform(0, x), r.uniform(0, y)], [w - r.uniform(0, x), r.uniform(0, y)], [w - r.uniform(0, x), h - r.uniform(0, y)], [r.uniform(0, x), h - r.uniform(0, y)]]
    m = cv2.getPerspectiveTransform(np.float32([[0, 0], [w, 0], [w, h], [0, h]]), np.float32(to))
    return Image.fromarray(cv2.warpPerspective(a, m, (w, h), flags=cv2.INTER_CUBIC, borderValue=(r.randrange(40, 200),) * 3))


def written(r, im, name):
    """The picture's file: as a telephone stores it, as it was sent, as it was photographed."""
    way = r.choice(("screen", "sent", "photo"))
    if way == "screen":
        im.save(name.with_suffix(".png"))
        return way, name.with_suffix(".png")
    if way == "sent":
        f = r.uniform(0.75, 1.6)
        im.resize((int(im.width * f), int(im.height * f)), Image.BICUBIC).save(name.with_suffix(".jpg"), "JPEG", quality=r.randrange(40, 90))
        return way, name.with_suffix(".jpg")
    large = im.resize((int(im.width * 2), int(im.height * 2)), Image.BICUBIC)
    data, _ = browser.photographed(r, askew(r, large))
    name.with_suffix(".jpg").write_bytes(data)
    return way, name.with_suffix(".jpg")


def trimmed(im):
    """Without the even ground that is left below the text, but for a margin."""
    a = np.asarray(im.convert("L")).astype(int)
    rows = np.flatnonzero((abs(a - a[:, :1]) > 12).any(axis=1))
    return im.crop((0, 0, im.width, min(im.height, int(rows.max()) + 40 if len(rows) else im.height)))


def main():
    if len(sys.argv) != 4:
        sys.exit("usage: screens.py N SEED DIR")
    out = pathlib.Path(sys.argv[3])
    (out / "pictures").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, open(out / "truth.ndjson", "w", encoding="utf-8") as truth:
        for i in range(int(sys.argv[1])):
            r = random.Random("screens/%s/%d" % (sys.argv[2], i))
            look = LOOKS[i % len(LOOKS)]
            page = Page(r, ("card",) if look in (card, passport) else ("form",) if look is combed else PAPERS)
            text, wide = look(page)
            way, name = written(r, trimmed(browser.drawn(text, wide, 1300, pathlib.Path(folder))), out / "pictures" / ("%03d" % i))
            about = {"file": "pictures/" + name.name, "page": 1}
            rest = {"difficulty": "moderate", "class": look.__name__, "stratum": {"screen": "clean", "sent": "moderate", "photo": "hard"}[way], "way": way, "params": {}}
            for p in [p for row in page.rows for p in row[3]]:
                line = dict(about, kind=p.kind, value=p.value, raw=p.raw, attrs=p.attrs, **({"also": p.also} if p.also else {}), **rest)
                truth.write(json.dumps(dict(line, decoy=True, why=p.decoy) if p.decoy else line, ensure_ascii=False) + "\n")
            lines = [page.title] + [t for row in page.rows for t in (html.unescape(row[0]), row[2])]
            also = {"also": [["email", SENDER]]} if look is mail else {}
            truth.write(json.dumps(dict(about, text=lines, **also, **rest), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
