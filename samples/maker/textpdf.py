"""textpdf.py: PDFs with a text layer, drawn by cairo, their dates fixed"""
import io

import cairo
from gi.repository import PangoCairo

from .draw import SERIF, Sheet

A4 = (595, 842)


class Paper(Sheet):
    """A sheet of a PDF: points instead of pixels; boxes aren't recorded."""
    def __init__(self, out):
        self.w, self.h = A4
        self.surface = cairo.PDFSurface(out, *A4)
        self.surface.set_metadata(cairo.PDFMetadata.CREATE_DATE, "2024-05-14T09:00:00Z")
        self.c = cairo.Context(self.surface)
        self.placed = []
        self.options()

    def layout(self, *a):
        lay, marks = super().layout(*a)
        PangoCairo.context_set_resolution(lay.get_context(), 72)
        return lay, marks


def text_pdf(case, name, pages, title, *, font=SERIF, size=12, level="clean", author="Example Office"):
    """pages: lists of lines, each a string, a plant or a list of them; ("x", [cells]) rows of a table by column positions."""
    out = io.BytesIO()
    s = Paper(out)
    s.surface.set_metadata(cairo.PDFMetadata.TITLE, title)
    s.surface.set_metadata(cairo.PDFMetadata.AUTHOR, author)
    for number, lines in enumerate(pages, 1):
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
