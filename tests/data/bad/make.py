#!/usr/bin/python3
"""make.py: makes the bad input beside it: small files that are broken, closed, or lie about their size; the same bytes each time

  tests/data/bad/make.py [DIR]      needs the Debian packages of the group `training` (Pillow, DejaVu, qpdf)
What is large, or can't be kept in a tree (a line of 100 MB, symbolic links, names with line ends), is made by the tests themselves.
"""
import base64
import hashlib
import io
import json
import pathlib
import struct
import subprocess
import sys
import zlib

from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent
SIDE = 60000  # pixels that the liars declare: 3.6 thousand million, far above any page


def put(name, data):
    (OUT / name).write_bytes(data)


def page(text):
    im = Image.new("L", (640, 360), 255)
    ImageDraw.Draw(im).text((24, 30), text, 0, ImageFont.truetype(FONT, 36))
    ImageDraw.Draw(im).text((24, 290), "bottom line", 0, ImageFont.truetype(FONT, 30))
    return im


def saved(im, fmt, **more):
    out = io.BytesIO()
    im.save(out, fmt, **more)
    return out.getvalue()


def pdf(contents, media="0 0 300 200", catalog="", font=True):
    """A PDF with one page a content stream; `catalog` adds keys to the catalogue."""
    n = len(contents)
    body = ["<< /Type /Catalog /Pages 2 0 R %s>>" % catalog,
            "<< /Type /Pages /Count %d /Kids [%s] >>" % (n, " ".join("%d 0 R" % (4 + 2 * i) for i in range(n))),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for i, c in enumerate(contents):
        body += ["<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>" % (media, 5 + 2 * i),
                 "<< /Length %d >>\nstream\n%s\nendstream" % (len(c), c)]
    return pdf_file(body)


def pdf_file(body):
    out, at = bytearray(b"%PDF-1.4\n"), []
    for i, b in enumerate(body, 1):
        at.append(len(out))
        out += ("%d 0 obj\n%s\nendobj\n" % (i, b)).encode("latin-1")
    start = len(out)
    out += ("xref\n0 %d\n0000000000 65535 f \n" % (len(body) + 1)).encode() + b"".join(b"%010d 00000 n \n" % a for a in at)
    out += ("trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(body) + 1, start)).encode()
    return bytes(out)


def say(text):
    return "BT /F1 14 Tf 20 150 Td (%s) Tj ET" % text


def truncated():
    """Files that end in the middle; the first line of the picture is before the cut."""
    im = page("Tel. 081-234-5678")
    for name, data, keep in (("truncated.jpg", saved(im, "JPEG", quality=80), 0.6), ("truncated.png", saved(im, "PNG"), 0.6),
                             ("truncated.gif", saved(im, "GIF"), 0.6), ("truncated.bmp", saved(im.convert("1"), "BMP"), 0.6),
                             ("truncated.webp", saved(im, "WEBP", quality=70, method=6), 0.6)):
        put(name, data[:int(len(data) * keep)])
    data = saved(im, "PPM")
    put("truncated.pgm", data[:len(data) // 2])
    # Two pages, the second one cut: its directory stands, its strip doesn't. And one cut inside the first directory.
    two = saved(im.convert("1"), "TIFF", save_all=True, append_images=[page("second page").convert("1")], compression="group4")
    put("truncated.tif", two[:-120])
    put("truncated-head.tif", two[:12])
    whole = pdf([say("Tel. 081-234-5678"), say("second page")])
    put("truncated.pdf", whole[:int(len(whole) * 0.55)])
    put("truncated-head.jpg", saved(im, "JPEG")[:20])


def encrypted():
    """AES 128 with fixed identity and vectors (fit for tests only); password `secret`, and one that any reader opens."""
    src = OUT / "plain.tmp"
    src.write_bytes(pdf([say("Tel. 081-234-5678")]))
    fixed = ["qpdf", "--static-id", "--static-aes-iv", "--allow-weak-crypto", str(src)]
    subprocess.run(fixed + ["--encrypt", "secret", "owner", "128", "--use-aes=y", "--", str(OUT / "encrypted.pdf")], check=True)
    subprocess.run(fixed + ["--encrypt", "", "owner", "128", "--use-aes=y", "--print=none", "--", str(OUT / "encrypted-empty-password.pdf")],
                   check=True)
    src.unlink()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def liars():
    """Each declares 60,000 by 60,000 pixels in a few hundred bytes; the data holds the first rows or nothing."""
    some = zlib.compress(b"\0" * 30000, 9)
    put("huge.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)) + chunk(b"IDAT", some)
        + chunk(b"IEND", b""))
    put("huge.bmp", b"BM" + struct.pack("<IHHI", 200, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, SIDE, SIDE, 1, 24, 0, 0, 2835, 2835, 0, 0)
        + b"\xff" * 146)
    put("huge.ppm", b"P6\n# so large\n%d %d\n255\n" % (SIDE, SIDE) + b"\xff" * 60)
    put("no-number.pgm", b"P5\n20 ten\n255\n" + b"\xff" * 200)
    tags = [(256, 4, 1, SIDE), (257, 4, 1, SIDE), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1),
            (278, 4, 1, SIDE), (279, 4, 1, 60)]
    ifd = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *t) for t in tags) + struct.pack("<I", 0)
    put("huge.tif", b"II*\0" + struct.pack("<I", 68) + b"\x80" * 60 + ifd)
    put("huge.gif", b"GIF89a" + struct.pack("<HHBBB", SIDE, SIDE, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
        + b"," + struct.pack("<HHHHB", 0, 0, SIDE, SIDE, 0) + b"\2\2\x44\1\0;")
    small = saved(Image.new("L", (8, 8), 255), "JPEG")
    at = small.index(b"\xff\xc0")
    put("huge.jpg", small[:at + 5] + struct.pack(">HH", SIDE, SIDE) + small[at + 9:])
    put("huge-page.pdf", pdf([say("Tel. 081-234-5678")], media="0 0 14400000 14400000"))
    image = "<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Length 6 >>\nstream\n\1\2\3\4\5\6\nendstream" \
        % (SIDE, SIDE)
    draw = "q 300 0 0 200 0 0 cm /Im0 Do Q"
    put("huge-image.pdf", pdf_file([
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /XObject << /Im0 5 0 R >> >> >>",
        "<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw), image]))


def confused():
    """Well-formed enough to start with, and then not."""
    put("loop.pdf", pdf_file(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 2 /Kids [2 0 R 3 0 R] /Parent 2 0 R >>",
                              "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>"]))
    put("count.pdf", pdf_file(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 2147483647 /Kids [3 0 R] >>",
                               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>"]))
    put("no-pages.pdf", pdf_file(["<< /Type /Catalog >>"]))
    # A directory whose successor is itself: a page list without an end.
    tags = [(256, 4, 1, 8), (257, 4, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, 8),
            (279, 4, 1, 64)]
    put("loop.tif", b"II*\0" + struct.pack("<I", 72) + b"\xff" * 64 + struct.pack("<H", len(tags))
        + b"".join(struct.pack("<HHII", *t) for t in tags) + struct.pack("<I", 72))
    put("not-a-picture.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + bytes(range(256)))
    put("orientation.jpg", saved(page("Tel. 081-234-5678"), "JPEG", quality=80, exif=exif(99)))
    put("not-html.html", b"<html><body>" + b"<div>" * 3000 + b"Tel. 081-234-5678 &#xD800;&#99999999;&nosuch;<!-- never closed")


def exif(orientation):
    e = Image.Exif()
    e[0x0112] = orientation
    return e


def texts():
    put("empty.txt", b"")
    put("invalid-utf8.txt", b"good line 081-234-5678\nbad \xff\xfe\x80 \xc3 \xe0\xb8 \xed\xa0\x80 \xf4\x90\x80\x80 \xc0\xaf line\nTel. 089-765-4321\n")
    put("nul.txt", b"first 081-234-5678\n\0\0\0 in \0 between \0\0\nTel. 089-765-4321\n\0")
    put("nul-only.txt", b"\0" * 64)
    put("half-utf16.txt", b"\xff\xfe" + "Tel. 081-234-5678\n".encode("utf-16-le") + b"\x41")
    put("surrogates-utf16.txt", b"\xff\xfe" + "Tel. 081-234-5678 ".encode("utf-16-le") + b"\x00\xd8\x41\x00\x00\xdc" + " end\n".encode("utf-16-le"))
    put("controls.txt", "bell \a, red \x1b[31m, title \x1b]0;owned\x07, right to left \u202e876 5-432-180\u202c, Tel. 081-234-5678\n".encode())
    put("random.bin", b"".join(hashlib.sha256(b"docex%d" % i).digest() for i in range(32)))


# ---- records ----
def line(**keys):
    return json.dumps(keys, ensure_ascii=False, separators=(",", ":"))


def tool():
    body = '"name":"dx-walk","version":"0.1.0","schema":1,"options":{}'
    ident = hashlib.sha256(('{"type":"tool",%s}' % body).encode()).hexdigest()[:12]
    return '{"type":"tool","id":"%s",%s}' % (ident, body), ident


def stream(*items, end=True, exhibit="bad", more=()):
    """A walk's records of these items. Tests say where it lies: --root bad=DIR."""
    head, by = tool()
    out = [head, line(type="root", exhibit=exhibit, path="/nowhere")]
    out += [line(type="item", id=i, exhibit=exhibit, path=[p], at=[k], size=n, media=m, duplicate=False, by=by)
            for k, (i, p, n, m) in enumerate(items)]
    out += list(more)
    if end:
        out.append(line(type="end", by=by, items=len(items) + len(more), errors=0))
    return ("\n".join(out) + "\n").encode()


def records():
    good = b"Tel. 081-234-5678\n"
    put("good.txt", good)
    h, n = hashlib.sha256(good).hexdigest(), len(good)
    ok = (h, "bad/good.txt", n, "text/plain")
    put("good.ndjson", stream(ok))
    put("changed.ndjson", stream(("0" * 64, "bad/good.txt", n, "text/plain"), (h[:-1] + ("0" if h[-1] != "0" else "1"), "bad/good.txt", n, "text/plain"), ok))
    put("outside.ndjson", stream((h, "bad/../../../../../../etc/passwd", n, "text/plain"), (h, "/etc/passwd", n, "text/plain"),
                                 (h, "bad/./good.txt", n, "text/plain"), (h, "bad//etc/passwd", n, "text/plain"), (h, "other/good.txt", n, "text/plain"),
                                 (h, "bad/good.txt\0.jpg", n, "text/plain"), ok))
    put("missing.ndjson", stream((h, "bad/no such file.txt", n, "text/plain"), ok))
    put("no-end.ndjson", stream(ok, end=False))
    put("first-line.txt", b"this is a text and no record\n" + stream(ok))
    lines = stream(ok, end=False).decode().splitlines()
    junk = ["not a record", "", "{", '{"type":"item"}', '{"type":"item","id":5,"exhibit":"bad","path":"bad/good.txt"}', '["type","item"]', "null",
            '{"type":"item","id":"%s","exhibit":"bad","path":[],"at":[],"size":1,"media":"text/plain","duplicate":false,"by":"x"}' % h,
            '{"type":"item","id":"../../x","exhibit":"bad","path":["bad/good.txt"],"at":[0],"size":1,"media":"text/plain","duplicate":false,"by":"x"}',
            '{"id":"%s","type":"item"}' % h, '{"type":"future","keep":"these bytes","n":1.50}', '{"type":"page","text":"\\ud800 alone"}',
            "[" * 500, '{"type":"item","id":"%s","exhibit":"bad","path":["bad/good.txt"],"at":[0],"size":1e400,"media":"text/plain"}' % h]
    put("malformed.ndjson", ("\n".join(lines + junk + stream(ok).decode().splitlines()[-1:]) + "\n").encode()
        + b'{"type":"finding","value":"\xff\xfe"}\n' + b"last line without end")
    put("crlf.ndjson", stream(ok).replace(b"\n", b"\r\n"))
    raw = line(type="item", id=h, exhibit="bad", path=["bad/\ufffd.txt"], path_raw=[base64.b64encode(b"bad/../\xff").decode()], at=[0], size=n,
               media="text/plain", duplicate=False, by=tool()[1])
    put("raw-name.ndjson", stream(ok, more=(raw,)))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for part in (truncated, encrypted, liars, confused, texts, records):
        part()


if __name__ == "__main__":
    main()
