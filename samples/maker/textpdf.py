"""textpdf.py: PDFs with a text layer, drawn by cairo, their dates fixed"""
import io

import cairo

from .degrade import Shot
from .draw import SERIF, Sheet
from .files import jpeg

A4 = (595, 842)


class Paper(Sheet):
    """A sheet of a PDF: points instead of pixels; boxes aren't recorded."""
    def __init__(self, out):
        self.w, self.h = A4
        self.surface = cairo.PDFSurface(out, *A4)
        self.surface.set_metadata(cairo.PDFMetadata.CREATE_DATE, "2024-05-14T09:00:00Z")
        self.c = cairo.Context(self.surface)
        self.placed, self.said = [], []
        self.options()

    def scan(self, im, quality):
        """A whole page that is one picture."""
        grey = im.convert("L")
        s = cairo.ImageSurface(cairo.FORMAT_RGB24, *grey.size)  # its pixels don't matter: the JPEG goes in as it is
        s.set_mime_data("image/jpeg", jpeg(grey, quality))
        self.c.save()
        self.c.scale(self.w / im.width, self.h / im.height)
        self.c.set_source_surface(s, 0, 0)
        self.c.paint()
        self.c.restore()


def picture_page(case, s, name, number, shot, quality):
    shot.note("jpeg=%d" % quality).record(case.truth, name, number, "clean")
    s.scan(shot.im, quality)
    s.surface.show_page()


def text_pdf(case, name, pages, title, *, font=SERIF, size=12, level="clean", author="Example Office"):
    """pages: lists of lines, each a string, a plant or a list of them, or (columns, cells), a row of a table; or a Shot: a page that
    is a picture."""
    out = io.BytesIO()
    s = Paper(out)
    s.surface.set_metadata(cairo.PDFMetadata.TITLE, title)
    s.surface.set_metadata(cairo.PDFMetadata.AUTHOR, author)
    for number, lines in enumerate(pages, 1):
        if isinstance(lines, Shot):
            picture_page(case, s, name, number, lines, 45)
            continue
        y = 64
        for line in lines:
            if isinstance(line, tuple):  # columns, cells
                columns, cells = line
                y += max(s.text(x, y, cell, size, font, colour=(0, 0, 0)) for x, cell in zip(columns, cells)) + size * 0.4
            elif line == "":
                y += size
            else:
                y += s.text(64, y, line, size, font, colour=(0, 0, 0), width=468, spacing=1.2) + size * 0.5
        assert y < 800, "page %d of %s is too long" % (number, name)
        for p in s.placed:
            case.truth.plant(name, number, p.what, level=level, made="pdf-text")
        s.placed = []
        s.surface.show_page()
    s.surface.finish()
    case.bytes(name, out.getvalue())
