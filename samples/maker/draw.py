"""draw.py: a sheet to draw on: text shaped by Pango, the box of every planted value known in pixels

Thai and Burmese need shaping (vowels before and above their consonants), which Pango does through HarfBuzz. All sizes are in
pixels of the finished picture; fonts are named with their fallbacks, so that the choice never depends on the machine.
"""
import math

import cairo
import gi
import numpy
from PIL import Image

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402

from .numbers import Plant  # noqa: E402

SANS = "Liberation Sans, Loma, Padauk"
SERIF = "Liberation Serif, Norasi, Padauk"
ROUND = "Noto Sans, Noto Sans Thai, Noto Sans Myanmar"
MONO = "Liberation Mono, Tlwg Mono, Padauk"
THAI = "Loma, Liberation Sans"
BURMESE = "Padauk, Liberation Sans"
OCRB = "OCR B"
BLACK, GREY, INK, BLUE = (0, 0, 0), (0.4, 0.4, 0.4), (0.1, 0.1, 0.16), (0.08, 0.16, 0.42)


class Zone:
    """A machine-readable zone as printed."""
    def __init__(self, fmt, lines, failing=()):
        self.format, self.lines, self.failing = fmt, list(lines), list(failing)


class Placed:
    """A plant or zone and where it stands: boxes [x, y, w, h] (one a line of text), cap height in pixels."""
    def __init__(self, what, boxes, cap):
        self.what, self.cap = what, cap
        self.quads = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in boxes]


class Sheet:
    faces = {}  # families that stand for others: how the same layout is printed in other fonts (looks.py)

    def __init__(self, w, h, colour=(1, 1, 1)):
        self.w, self.h = w, h
        self.surface = cairo.ImageSurface(cairo.FORMAT_RGB24, w, h)
        self.c = cairo.Context(self.surface)
        self.placed = []
        self.said = []  # every line of text that is drawn firmly, as it is broken
        self.options()
        self.rect(0, 0, w, h, colour)

    def options(self):
        o = cairo.FontOptions()
        o.set_antialias(cairo.ANTIALIAS_GRAY)
        o.set_hint_style(cairo.HINT_STYLE_NONE)
        o.set_hint_metrics(cairo.HINT_METRICS_OFF)
        self.font_options = o

    # ---- shapes ----
    def rect(self, x, y, w, h, colour, radius=0, line=0):
        c = self.c
        c.new_path()
        if radius:
            for cx, cy, a in ((x + w - radius, y + radius, -90), (x + w - radius, y + h - radius, 0),
                              (x + radius, y + h - radius, 90),
                              (x + radius, y + radius, 180)):
                c.arc(cx, cy, radius, math.radians(a), math.radians(a + 90))
            c.close_path()
        else:
            c.rectangle(x, y, w, h)
        c.set_source_rgba(*colour)
        if line:
            c.set_line_width(line)
            c.stroke()
        else:
            c.fill()

    def line(self, x0, y0, x1, y1, colour=GREY, width=1.5, dash=()):
        self.c.set_dash(dash)
        self.c.set_line_width(width)
        self.c.set_source_rgba(*colour)
        self.c.move_to(x0, y0)
        self.c.line_to(x1, y1)
        self.c.stroke()
        self.c.set_dash(())

    def circle(self, x, y, radius, colour, line=0):
        self.c.new_path()
        self.c.arc(x, y, radius, 0, 2 * math.pi)
        self.c.set_source_rgba(*colour)
        if line:
            self.c.set_line_width(line)
            self.c.stroke()
        else:
            self.c.fill()

    def waves(self, colour, n=26, swing=14, period=190.0, box=None):
        """A guilloche: families of pale sine lines, as security paper has."""
        x0, y0, w, h = box or (0, 0, self.w, self.h)
        self.c.save()
        self.c.rectangle(x0, y0, w, h)
        self.c.clip()
        self.c.set_line_width(1.0)
        self.c.set_source_rgba(*colour)
        for i in range(n):
            for phase in (0, math.pi / 2, math.pi):
                for x in range(0, w + 8, 8):
                    y = y0 + (i + 0.5) * h / n + swing * math.sin(2 * math.pi * x / period + phase + i * 0.35)
                    (self.c.line_to if x else self.c.move_to)(x0 + x, y)
                self.c.stroke()
        self.c.restore()

    def emblem(self, x, y, radius, colour):
        """A badge that is nobody's: rings and a star."""
        self.circle(x, y, radius, colour, line=radius / 12)
        self.circle(x, y, radius * 0.78, colour, line=radius / 30)
        self.c.new_path()
        for i in range(16):
            rad = radius * (0.62 if i % 2 == 0 else 0.3)
            a = math.pi * i / 8 - math.pi / 2
            self.c.line_to(x + rad * math.cos(a), y + rad * math.sin(a))
        self.c.close_path()
        self.c.set_source_rgba(*colour)
        self.c.fill()

    def portrait(self, x, y, w, h, tone, back=(0.82, 0.87, 0.92), long=False):
        """Nobody's face: head, hair and shoulders as plain shapes."""
        c = self.c
        self.rect(x, y, w, h, back)
        c.save()
        c.rectangle(x, y, w, h)
        c.clip()

        def oval(cx, cy, rx, ry, colour):
            c.save()
            c.translate(x + cx * w, y + cy * h)
            c.scale(rx * w, ry * h)
            c.new_path()
            c.arc(0, 0, 1, 0, 2 * math.pi)
            c.restore()
            c.set_source_rgba(*colour)
            c.fill()
        oval(0.5, 1.06, 0.46, 0.32, (0.2, 0.22, 0.3))
        oval(0.5, 0.40, 0.27, 0.30, (0.12, 0.1, 0.1))
        if long:
            oval(0.5, 0.58, 0.30, 0.36, (0.12, 0.1, 0.1))
        oval(0.5, 0.74, 0.11, 0.14, tuple(v * 0.9 for v in tone))
        oval(0.5, 0.46, 0.22, 0.26, tone)
        for side in (-0.09, 0.09):
            oval(0.5 + side, 0.44, 0.025, 0.014, (0.15, 0.12, 0.12))
        oval(0.5, 0.58, 0.06, 0.012, (0.6, 0.35, 0.33))
        c.restore()

    # ---- text ----
    def layout(self, parts, size, font, bold, width, align, spacing):
        """Pango layout and (plant, first byte, last byte) of each plant in it."""
        text, marks = "", []
        for p in [parts] if isinstance(parts, (str, Plant)) else parts:
            raw = p.raw if isinstance(p, Plant) else p
            if isinstance(p, Plant):
                marks.append((p, len(text.encode()), len((text + raw).encode())))
            text += raw
        lay = PangoCairo.create_layout(self.c)
        PangoCairo.context_set_font_options(lay.get_context(), self.font_options)
        PangoCairo.context_set_resolution(lay.get_context(), 72)
        d = Pango.FontDescription.from_string(", ".join(self.faces.get(f, f) for f in font.split(", ")))
        d.set_absolute_size(size * Pango.SCALE)
        if bold:
            d.set_weight(Pango.Weight.BOLD)
        lay.set_font_description(d)
        if width:
            lay.set_width(int(width * Pango.SCALE))
            lay.set_wrap(Pango.WrapMode.WORD_CHAR)
        lay.set_alignment({"left": Pango.Alignment.LEFT, "right": Pango.Alignment.RIGHT, "centre": Pango.Alignment.CENTER}[align])
        if spacing:
            lay.set_line_spacing(spacing)
        lay.set_text(text, -1)
        return lay, marks

    def measure(self, parts, size, font=SANS, bold=False, width=None, spacing=0):
        lay, _ = self.layout(parts, size, font, bold, width, "left", spacing)
        return tuple(v / Pango.SCALE for v in lay.get_size())

    def text(self, x, y, parts, size, font=SANS, bold=False, colour=INK, width=None, align="left", spacing=0):
        """Draws text whose top left corner (top right for align="right" without width) is x, y; gives its height."""
        lay, marks = self.layout(parts, size, font, bold, width, align, spacing)
        w, h = (v / Pango.SCALE for v in lay.get_size())
        if align != "left" and not width:
            x -= w if align == "right" else w / 2
        self.c.set_source_rgba(*colour)
        self.c.move_to(x, y)
        PangoCairo.show_layout(self.c, lay)
        if len(colour) == 3:  # what is pale by its alpha is decoration
            data = lay.get_text().encode()
            self.said += [t for t in (data[ln.start_index:ln.start_index + ln.length].decode().strip()
                                      for ln in lay.get_lines_readonly()) if t]
        for what, a, b in marks:
            self.plant(what, *self.boxes(lay, x, y, a, b), cap=self.cap(size, font))
        return h

    def plant(self, what, *boxes, cap):
        """Says that it stands there."""
        self.placed.append(Placed(what, boxes, cap))

    def whole(self):
        """Does all that is planted lie on the sheet?"""
        return all(x >= 0 and y >= 0 and x <= self.w and y <= self.h for p in self.placed for q in p.quads for x, y in q)

    @staticmethod
    def boxes(lay, x, y, a, b):
        """The rectangles of the bytes [a, b) of a layout, one a line, ink high."""
        out, it = [], lay.get_iter()
        while True:
            line, (ink, log) = it.get_line_readonly(), it.get_line_extents()
            s, e = max(a, line.start_index), min(b, line.start_index + line.length)
            if s < e:
                x0 = log.x + line.index_to_x(s, False)
                x1 = log.x + line.index_to_x(e, False)
                out.append([v / Pango.SCALE for v in (x0, ink.y, x1 - x0, ink.height)])
            if not it.next_line():
                return [[x + bx, y + by, bw, bh] for bx, by, bw, bh in out]

    def cap(self, size, font):
        lay, _ = self.layout("H", size, font, False, None, "left", 0)
        return lay.get_extents()[0].height / Pango.SCALE

    def zone(self, x, y, zone, pitch, leading, colour=(0.05, 0.05, 0.05)):
        """A machine-readable zone in OCR-B, each character on its pitch."""
        size = pitch / (self.measure("N" * 10, 100, OCRB)[0] / 1000)
        before = list(self.said)
        for i, line in enumerate(zone.lines):
            for k, ch in enumerate(line):
                self.text(x + k * pitch, y + i * leading, ch, size, OCRB, colour=colour)
        lay, _ = self.layout("N", size, OCRB, False, None, "left", 0)
        ink = lay.get_extents()[0]
        top, high = y + ink.y / Pango.SCALE, ink.height / Pango.SCALE
        self.said = before + zone.lines  # not each character
        self.placed.append(Placed(zone, [[x, top, len(zone.lines[0]) * pitch, (len(zone.lines) - 1) * leading + high]], high))
        return len(zone.lines) * leading

    def picture(self):
        """The sheet as a Pillow picture."""
        self.surface.flush()
        a = numpy.frombuffer(self.surface.get_data(), numpy.uint8).reshape(self.h, self.surface.get_stride() // 4, 4)
        return Image.fromarray(numpy.ascontiguousarray(a[:, :self.w, 2::-1]), "RGB")
