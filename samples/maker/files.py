"""files.py: writing files so that two runs give the same bytes: no times, no identities of the machine"""
import io

from PIL import Image


class Case:
    """The folder that is made, its truth, its seed."""
    def __init__(self, root, truth, rng):
        self.root, self.truth, self.rng = root, truth, rng

    def bytes(self, name, data):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def picture(self, name, shot, level, quality=85, grey=False, **save):
        """A picture file; its format follows from the name."""
        ext = name.rsplit(".", 1)[1].lower()
        im = shot.im.convert("L") if grey else shot.im
        if ext in ("jpg", "jpeg"):
            shot.note("jpeg=%d" % quality)
            data = jpeg(im, quality, getattr(shot, "orientation", 0), save.get("dpi"))
        else:
            if ext == "gif":
                im = im.quantize(32, dither=Image.NONE)
            if ext == "bmp":
                im = im.convert("L").point(lambda v: 255 * (v > 140)).convert("1")
                shot.note("bilevel")
            if ext == "png":
                im = im.quantize(64, dither=Image.NONE)
                save.setdefault("optimize", True)
            if ext == "webp":
                save.update(quality=quality, method=6)
                shot.note("webp=%d" % quality)
            out = io.BytesIO()
            im.save(out, {"webp": "WEBP", "gif": "GIF", "bmp": "BMP", "png": "PNG"}[ext], **save)
            data = out.getvalue()
        self.bytes(name, data)
        shot.record(self.truth, name, 1, level)

    def fax(self, name, shots, level):
        """A multi-page TIFF of two colours, CCITT group 4, at fax resolution."""
        pages = []
        for n, shot in enumerate(shots, 1):
            shot.note("bilevel fax=204x196")
            pages.append(shot.im.convert("L").point(lambda v: 255 * (v > 150)).convert("1"))
            shot.record(self.truth, name, n, level)
        out = io.BytesIO()
        pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(204, 196))
        self.bytes(name, out.getvalue())

    def scans(self, name, shots, level, dpi, quality=60):
        """A PDF without text: each page is one grey picture."""
        for n, shot in enumerate(shots, 1):
            shot.note("jpeg=%d dpi=%d" % (quality, dpi))
            shot.record(self.truth, name, n, level)
        self.bytes(name, scan_pdf([(shot.im.size, jpeg(shot.im.convert("L"), quality)) for shot in shots], dpi))

    def text(self, name, parts, encoding="utf-8", level="clean", newline="\n", bom=b"", page=1):
        """A textual file from strings and plants."""
        out = []
        for p in parts:
            if not isinstance(p, str):
                self.truth.plant(name, page, p, level=level, made="" if encoding == "utf-8" and not bom else "charset=" + encoding)
            out.append(p if isinstance(p, str) else p.raw)
        self.bytes(name, bom + "".join(out).replace("\n", newline).encode(encoding))


def jpeg(im, quality, orientation=0, dpi=None):
    out, more = io.BytesIO(), {}
    if orientation:
        exif = Image.Exif()
        exif[0x010F], exif[0x0110], exif[0x0112] = "Specimen", "Example Camera 1", orientation
        exif[0x0132] = "2024:05:12 09:41:00"
        more["exif"] = exif
    if dpi:
        more["dpi"] = (dpi, dpi)
    im.save(out, "JPEG", quality=quality, subsampling=2, **more)
    return out.getvalue()


def scan_pdf(pages, dpi):
    """A PDF of JPEG pages, without dates and identifiers."""
    n = len(pages)
    kids = " ".join("%d 0 R" % (3 + 3 * i) for i in range(n))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count %d /Kids [%s] >>" % (n, kids.encode())]
    for i, ((w, h), data) in enumerate(pages):
        pw, ph = w * 72 / dpi, h * 72 / dpi
        at = 3 + 3 * i
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R /Resources << /XObject << /Im0 %d 0 R >> >> >>"
                       % (pw, ph, at + 1, at + 2))
        draw = b"q %.2f 0 0 %.2f 0 0 cm /Im0 Do Q" % (pw, ph)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw))
        objects.append(b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
                       b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (w, h, len(data), data))
    return pdf_file(objects)


def pdf_file(objects):
    out, at = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for i, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % a for a in at)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
