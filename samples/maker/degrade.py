"""degrade.py: what scanners, cameras and messengers do to a picture, each with its parameter stated, boxes kept in step

A Shot is a picture, what is planted on it, and the list of what was done ("tilt=3.5 blur=0.8"). More kinds of damage are more
methods here; the parameters reach the truth by themselves.
"""
import math

import cv2
import numpy
from PIL import Image, ImageDraw, ImageFilter


class Shot:
    def __init__(self, sheet, seed):
        self.im, self.placed, self.done, self.said = sheet.picture(), sheet.placed, [], sheet.said
        self.rng = numpy.random.Generator(numpy.random.PCG64(seed))

    def note(self, text):
        self.done.append(text)
        return self

    def move(self, f, scale=1.0):
        """Carries all quads through f: (x, y) -> (x, y)."""
        for p in self.placed:
            p.quads = [[f(x, y) for x, y in q] for q in p.quads]
            p.cap *= scale

    def scale(self, factor):
        """Resampled, as messengers do."""
        self.im = self.im.resize((round(self.im.width * factor), round(self.im.height * factor)), Image.LANCZOS)
        self.move(lambda x, y: (x * factor, y * factor), factor)
        return self.note("scale=%g" % factor)

    def tilt(self, degrees, margin=0, back=(255, 255, 255)):
        """Laid down askew: turned clockwise about the middle, on a ground with a margin."""
        a = math.radians(degrees)
        w, h = self.im.width + 2 * margin, self.im.height + 2 * margin
        cx, cy, ox, oy = w / 2, h / 2, self.im.width / 2, self.im.height / 2
        cos, sin = math.cos(a), math.sin(a)
        # output to input
        m = (cos, sin, ox - cos * cx - sin * cy, -sin, cos, oy + sin * cx - cos * cy)
        self.im = self.im.transform((w, h), Image.AFFINE, m, Image.BICUBIC, fillcolor=back)
        self.move(lambda x, y: (cos * (x - ox) - sin * (y - oy) + cx, sin * (x - ox) + cos * (y - oy) + cy))
        return self.note("tilt=%g" % degrees)

    def perspective(self, corners, size, back):
        """Photographed from the side: the picture's corners (from top left, clockwise) come to lie at `corners` of a new frame."""
        w, h = self.im.size
        src = [(0, 0), (w, 0), (w, h), (0, h)]
        fwd, inv = homography(src, corners), homography(corners, src)
        self.im = self.im.transform(size, Image.PERSPECTIVE, tuple(inv), Image.BICUBIC, fillcolor=back)
        before = w
        after = (math.dist(corners[0], corners[1]) + math.dist(corners[3], corners[2])) / 2
        self.move(lambda x, y: project(fwd, x, y), after / before)
        return self.note("perspective=" + ",".join("%d:%d" % c for c in corners))

    def lay(self, corners, ground):
        """Laid on a ground (a picture): tilted, or seen from the side, by where the corners come to lie."""
        w, h = self.im.size
        src = [(0, 0), (w, 0), (w, h), (0, h)]
        fwd, inv = homography(src, corners), homography(corners, src)
        sheet = self.im.transform(ground.size, Image.PERSPECTIVE, tuple(inv), Image.BICUBIC)
        mask = Image.new("L", ground.size)
        ImageDraw.Draw(mask).polygon([(round(x), round(y)) for x, y in corners], fill=255)
        self.im = Image.composite(sheet, ground, mask.filter(ImageFilter.GaussianBlur(0.7)))
        after = (math.dist(corners[0], corners[1]) + math.dist(corners[3], corners[2])) / 2
        self.move(lambda x, y: project(fwd, x, y), after / w)
        return self.note("laid=" + ",".join("%d:%d" % (round(x), round(y)) for x, y in corners))

    def curl(self, depth, wavelength, phase):
        """A sheet that doesn't lie flat: lines rise and fall by `depth` pixels along a wave across it."""
        w, h = self.im.size
        lift = depth * numpy.sin(2 * math.pi * numpy.arange(w) / wavelength + phase)
        mx = numpy.broadcast_to(numpy.arange(w, dtype=numpy.float32), (h, w)).copy()
        my = (numpy.arange(h)[:, None] - lift[None]).astype(numpy.float32)
        self.im = Image.fromarray(cv2.remap(numpy.asarray(self.im), mx, my, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))
        self.move(lambda x, y: (x, y + depth * math.sin(2 * math.pi * x / wavelength + phase)))
        return self.note("curl=%g@%d" % (depth, wavelength))

    def occlude(self, share, r):
        """A finger, a pen or a slip of paper on it: `share` of the picture covered, never what is planted."""
        w, h = self.im.size
        area, clear = share * w * h, [bounds([v for q in p.quads for v in q]) for p in self.placed]
        for _ in range(40):
            aspect = r.uniform(0.4, 2.5)
            ow, oh = math.sqrt(area * aspect), math.sqrt(area / aspect)
            x, y = r.uniform(0, w - ow), r.uniform(0, h - oh)
            if all(x + ow < bx or bx + bw < x or y + oh < by or by + bh < y for bx, by, bw, bh in clear):
                colour = r.choice([(222, 180, 150), (150, 105, 80), (40, 40, 60), (235, 235, 225), (120, 30, 30)])
                draw = ImageDraw.Draw(self.im)
                (draw.ellipse if r.random() < 0.6 else draw.rectangle)([x, y, x + ow, y + oh], fill=colour)
                self.note("occlusion=%g" % share)
                return True
        return False

    def motion(self, length, angle):
        """Moved while the shutter was open: the mean along a line of `length` pixels."""
        a, steps = numpy.asarray(self.im).astype(numpy.float32), max(2, math.ceil(length) + 1)
        dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        out = numpy.zeros_like(a)
        for i in range(steps):
            t = length * (i / (steps - 1) - 0.5)
            out += numpy.roll(a, (round(t * dy), round(t * dx)), (0, 1))
        self.im = Image.fromarray((out / steps).astype(numpy.uint8))
        return self.note("motion=%g@%g" % (length, angle))

    def glare(self, strength, x, y, radius):
        """A lamp's reflection: white added, `strength` of full in its middle; place and radius as shares of the picture."""
        h, w = self.im.height, self.im.width
        yy, xx = numpy.ogrid[0:h, 0:w]
        d2 = ((xx - x * w) ** 2 + (yy - y * h) ** 2) / (radius * min(w, h)) ** 2
        a = numpy.asarray(self.im).astype(numpy.float32)
        a += (255 - a) * (strength * numpy.exp(-d2))[..., None]
        self.im = Image.fromarray(numpy.clip(a, 0, 255).astype(numpy.uint8))
        return self.note("glare=%g@%g,%g,%g" % (strength, x, y, radius))

    def moire(self, depth, period, angle):
        """A screen photographed: a wave of `period` pixels, another in each colour."""
        h, w = self.im.height, self.im.width
        yy, xx = numpy.ogrid[0:h, 0:w]
        t = xx * math.cos(math.radians(angle)) + yy * math.sin(math.radians(angle))
        wave = numpy.stack([1 - depth * (0.5 + 0.5 * numpy.sin(2 * math.pi * t / (period * k))) for k in (1, 1.07, 0.94)], axis=2)
        self.im = Image.fromarray((numpy.asarray(self.im) * wave).astype(numpy.uint8))
        return self.note("moire=%g,%g@%g" % (depth, period, angle))

    def copy(self, generations):
        """Photocopied so many times: grey, spread, steep, with specks of dust."""
        for _ in range(generations):
            im = self.im.convert("L").filter(ImageFilter.GaussianBlur(0.7))
            a = numpy.clip((numpy.asarray(im).astype(numpy.float32) - 128) * 1.9 + 150, 0, 255)
            n = self.im.width * self.im.height // 4000
            a[self.rng.integers(0, self.im.height, n), self.rng.integers(0, self.im.width, n)] = 40
            self.im = Image.fromarray(a.astype(numpy.uint8)).convert("RGB")
        return self.note("copy=%d" % generations)

    def grain(self, texture):
        """The paper's texture, a factor for each pixel."""
        self.im = Image.fromarray((numpy.asarray(self.im) * texture).astype(numpy.uint8))
        return self

    def blur(self, sigma):
        self.im = self.im.filter(ImageFilter.GaussianBlur(sigma))
        return self.note("blur=%g" % sigma)

    def shade(self, depth, angle):
        """Uneven light: darker by `depth` (of 1) towards one side, at an angle."""
        w, h = self.im.size
        y, x = numpy.mgrid[0:h, 0:w]
        t = (math.cos(math.radians(angle)) * (x / w - 0.5) + math.sin(math.radians(angle)) * (y / h - 0.5)) + 0.5
        light = 1 - depth * numpy.clip(t, 0, 1) ** 1.5
        self.im = Image.fromarray(numpy.clip(numpy.asarray(self.im) * light[..., None], 0, 255).astype(numpy.uint8))
        return self.note("shade=%g@%g" % (depth, angle))

    def noise(self, sigma):
        """Sensor noise; the normal numbers are sums of uniform ones, which are the same everywhere."""
        n = self.rng.integers(0, 256, size=(4, self.im.height, self.im.width)).sum(axis=0) - 510
        a = numpy.asarray(self.im).astype(numpy.float64) + n[..., None] * (sigma / 147.8)
        self.im = Image.fromarray(numpy.clip(a, 0, 255).astype(numpy.uint8))
        return self.note("noise=%g" % sigma)

    def contrast(self, factor, middle=205):
        """Faded print or a pale copy."""
        lut = [max(0, min(255, round(middle + (v - middle) * factor))) for v in range(256)]
        self.im = self.im.point(lut * len(self.im.getbands()))
        return self.note("contrast=%g" % factor)

    def stored(self, orientation):
        """Stored turned, with an EXIF tag that says so: 6 (show turned clockwise) or 8 or 3. Boxes are of the stored picture."""
        w, h = self.im.size
        how, f = {6: (Image.ROTATE_90, lambda x, y: (y, w - x)), 8: (Image.ROTATE_270, lambda x, y: (h - y, x)),
                  3: (Image.ROTATE_180, lambda x, y: (w - x, h - y))}[orientation]
        self.im = self.im.transpose(how)
        self.move(f)
        self.orientation = orientation
        return self.note("exif-orientation=%d" % orientation)

    def record(self, truth, file, page, level, boxes=True):
        made = " ".join(self.done)
        if truth.about:  # of the wide set: what recognition as such is measured by
            truth.text(file, page, self.said)
        for p in self.placed:
            quads = [[(round(x), round(y)) for x, y in q] for q in p.quads] if boxes else []
            rects = [bounds(q) for q in quads]
            keys = {"level": level, "made": made, "cap": round(p.cap)}
            if quads:
                keys["box"] = bounds([v for q in quads for v in q])
                if len(quads) == 1 and askew(quads[0]):
                    keys["quad"] = [v for xy in quads[0] for v in xy]
            if hasattr(p.what, "lines"):
                truth.document(file, page, p.what, **keys)
            else:
                truth.plant(file, page, p.what, boxes=rects if len(rects) > 1 else None, **keys)


def bounds(q):
    xs, ys = [x for x, _ in q], [y for _, y in q]
    return [min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)]


def askew(q):
    return len({x for x, _ in q}) > 2 or len({y for _, y in q}) > 2


def homography(src, dst):
    """The eight numbers that carry four points to four others, as Pillow's transform wants them."""
    rows, right = [], []
    for (x, y), (u, v) in zip(src, dst):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [float(v) for v in numpy.linalg.solve(numpy.array(rows, float), numpy.array(right, float))]


def project(m, x, y):
    d = m[6] * x + m[7] * y + 1
    return (m[0] * x + m[1] * y + m[2]) / d, (m[3] * x + m[4] * y + m[5]) / d
