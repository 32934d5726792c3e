"""looks.py: fonts, papers and grounds of each part of the wide set; those of the reporting part are in no other part

The same everywhere are only OCR-B (machine-readable zones, Doc 9303-3) and what stands in for scripts that have but one face
(Chinese, Bengali, Devanagari).
"""
import numpy
from PIL import Image, ImageFilter

from . import camera, chats

LATER = "reporting"
FONTS = {  # part: what stands for each family that the layouts name
    "other": {"Liberation Sans": ("Liberation Sans", "Noto Sans", "Roboto", "Open Sans", "FreeSans", "TeX Gyre Heros",
                                  "Cantarell"),
              "Liberation Serif": ("Liberation Serif", "Noto Serif", "FreeSerif", "TeX Gyre Termes", "Caladea"),
              "Noto Sans": ("Noto Sans", "Liberation Sans", "Roboto", "Open Sans"),
              "Liberation Mono": ("Liberation Mono", "Tlwg Mono", "Fira Code", "Hack", "FreeMono"),
              "Loma": ("Loma", "Garuda", "Laksaman", "Noto Sans Thai"), "Norasi": ("Norasi",),
              "Noto Sans Thai": ("Noto Sans Thai", "Garuda"),
              "Tlwg Mono": ("Tlwg Mono",), "Padauk": ("Padauk",), "Noto Sans Myanmar": ("Padauk",),
              "Comic Neue": ("Comic Neue",), "Purisa": ("Purisa",)},
    "reporting": {"Liberation Sans": ("DejaVu Sans", "Noto Sans Display", "Lato", "Carlito", "Inter", "Cabin", "Nimbus Sans"),
                  "Liberation Serif": ("DejaVu Serif", "Noto Serif Display", "Gentium Basic", "EB Garamond", "Charis SIL"),
                  "Noto Sans": ("DejaVu Sans", "Noto Sans Display", "Lato", "Inter"),
                  "Liberation Mono": ("Noto Mono", "JetBrains Mono", "B612 Mono", "Nimbus Mono PS"),
                  "Loma": ("Umpush", "Waree", "Kinnari", "Sawasdee", "Noto Serif Thai", "Noto Looped Thai", "Arundina Sans",
                           "Arundina Serif"),
                  "Norasi": ("Kinnari", "Noto Serif Thai"), "Noto Sans Thai": ("Noto Looped Thai", "Waree", "Arundina Sans"),
                  "Tlwg Mono": ("Tlwg Typewriter",),
                  "Padauk": ("Noto Sans Myanmar", "Noto Serif Myanmar"),
                  "Noto Sans Myanmar": ("Noto Serif Myanmar", "Noto Sans Myanmar"),
                  "Comic Neue": ("DkgHandwriting",), "Purisa": ("Sawasdee",)},
}
CHATS = {
    "other": (chats.LIGHT, chats.DARK),
    "reporting": ({"ground": (0.93, 0.9, 0.86), "head": (0.06, 0.45, 0.4), "mine": (0.86, 0.97, 0.8), "theirs": (1, 1, 1),
                   "ink": (0.05, 0.05, 0.05)},
                  {"ground": (0.55, 0.67, 0.83), "head": (0.35, 0.5, 0.7), "mine": (0.6, 0.9, 0.4), "theirs": (1, 1, 1),
                   "ink": (0, 0, 0)},
                  {"ground": (0.98, 0.98, 0.98), "head": (0.5, 0.2, 0.55), "mine": (0.92, 0.88, 0.98),
                   "theirs": (0.93, 0.93, 0.93), "ink": (0.1, 0.1, 0.1)},
                  {"ground": (0.04, 0.04, 0.06), "head": (0.1, 0.1, 0.12), "mine": (0.05, 0.25, 0.5),
                   "theirs": (0.16, 0.16, 0.18), "ink": (1, 1, 1)}),
}


def key(part):
    return LATER if part == LATER else "other"


def faces(r, part):
    return {family: r.choice(choice) for family, choice in FONTS[key(part)].items()}


def chat(r, part):
    return r.choice(CHATS[key(part)])


def speckle(rng, w, h, cell, low, high):
    """Blots of about `cell` pixels."""
    a = Image.fromarray(rng.integers(0, 256, (h // cell + 2, w // cell + 2), numpy.uint8))
    return low + (high - low) * numpy.asarray(a.resize((w, h), Image.BICUBIC)).astype(numpy.float32) / 255


def paper(r, rng, part, size):
    """The texture and tint of the paper: factors near 1 for each pixel and colour."""
    w, h = size
    y, x = numpy.ogrid[0:h, 0:w]
    if key(part) == LATER:
        tint = r.choice([(0.98, 0.95, 0.88), (0.93, 0.96, 0.93), (0.96, 0.93, 0.96)])
        how = r.choice(["laid", "blots", "fold"])
        f = {"laid": lambda: 0.985 + 0.015 * numpy.sin(2 * numpy.pi * y / 7.0) + 0 * x,
             "blots": lambda: speckle(rng, w, h, 90, 0.9, 1),
             "fold": lambda: 1 - 0.12 * numpy.exp(-((x - w * r.uniform(0.3, 0.7)) / 5.0) ** 2) + 0 * y}[how]()
    else:
        tint = r.choice([(1, 1, 1), (0.97, 0.97, 1)])
        f = {"plain": lambda: numpy.ones((h, w)), "fine": lambda: speckle(rng, w, h, 3, 0.97, 1)}[r.choice(["plain", "fine"])]()
    return numpy.clip(f[..., None] * numpy.array(tint), 0, 1)


def lid(r, rng, part, size):
    """What a scanner shows around the paper."""
    w, h = size
    tone = r.choice([222, 245]) if key(part) == LATER else r.choice([235, 255])
    return Image.fromarray((speckle(rng, w, h, 5, 0.98, 1)[..., None] * numpy.array((tone, tone, tone - 2))).astype(numpy.uint8))


def ground(r, rng, part, size):
    """What a paper lies on when it is photographed."""
    w, h = size
    if r.random() < 0.6:
        return Image.fromarray(numpy.ascontiguousarray(camera.ground(r, part, w, h)[:, :, 2::-1]))
    y, x = numpy.ogrid[0:h, 0:w]
    if key(part) == LATER:
        how = r.choice(["wood", "cloth", "stone"])
        f = {"wood": lambda: 0.75 + 0.15 * numpy.sin(y / 9.0 + 3 * numpy.sin(x / 260.0)) + speckle(rng, w, h, 6, -0.05, 0.05),
             "cloth": lambda: 0.7 + 0.12 * (((x // 24) % 2) + ((y // 24) % 2)),
             "stone": lambda: speckle(rng, w, h, 30, 0.6, 1) * speckle(rng, w, h, 4, 0.9, 1)}[how]()
        tint = {"wood": (170, 120, 80), "cloth": (150, 70, 80), "stone": (160, 160, 150)}[how]
    else:
        f = {"plain": lambda: numpy.ones((h, w)), "dim": lambda: 0.7 + 0.3 * x / w + 0 * y}[r.choice(["plain", "dim"])]()
        tint = r.choice([(74, 58, 46), (235, 235, 235), (60, 66, 72)])
    a = numpy.clip(f[..., None] * numpy.array(tint), 0, 255).astype(numpy.uint8)
    return Image.fromarray(a).filter(ImageFilter.GaussianBlur(0.8))
