"""faces.py: the faces that zones are printed with: OCR-B, other faces of one width, and faces of text set to one width

A zone's glyphs are drawn once, and mostly made a face of its own then: stretched, letters and digits unlike, strokes thicker or thinner
one way, corners rounded, lines bent, a zero struck through. A hundred faces so become as many as there are zones."""
import math
import os

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
FONT_DIR = "/usr/share/fonts/"
TEX = "/usr/share/texlive/texmf-dist/fonts/opentype/"
GYRE = "/usr/share/texmf/fonts/opentype/public/tex-gyre/"

OCRB = [("opentype/ocr-b/OCRB.otf", 60), ("opentype/ocr-b/OCRBS.otf", 57), ("opentype/ocr-b/OCRBL.otf", 2)]
# Folder, names with their ending, how often each. What is held out is in no training picture.
ONE_WIDTH = [
    ("truetype/ocr-a/", "OCRA.ttf", 4), ("truetype/ocr-a/", "OCRABold.ttf", 1),
    ("truetype/liberation/LiberationMono-", "Regular.ttf Bold.ttf", 3),
    ("truetype/dejavu/DejaVuSansMono", ".ttf -Bold.ttf", 1.5),
    ("truetype/freefont/FreeMono", ".ttf Bold.ttf", 3),
    (GYRE + "texgyrecursor-", "regular.otf bold.otf", 2),
    (TEX + "public/courierten/Courier10PitchBT-", "Roman.otf Bold.otf", 3),
    ("opentype/fonts-hosny-thabit/Thabit", ".ttf -Bold.ttf", 1),
    ("truetype/fonts-georgewilliams/GWMonospace", ".ttf Bold.ttf", 1),
    ("truetype/gnutypewriter/", "GNUTypewriter.ttf", 2),
    ("truetype/tlwg/Tlwg", "Typewriter.ttf Typewriter-Bold.ttf Typo.ttf Typo-Bold.ttf Typist.ttf Typist-Bold.ttf", 1),
    ("truetype/cmu/cmun", "tt.ttf btl.ttf tb.ttf", 1), (TEX + "public/newcomputermodern/NewCMMono10-", "Bold.otf", 1),
    (TEX + "public/libertinus-fonts/LibertinusMono-", "Regular.otf", 2),
    (TEX + "public/qualitype/QTLetterGoth", ".otf -Bold.otf", 2),
    (TEX + "adobe/sourcecodepro/SourceCodePro-", "Light.otf Regular.otf Bold.otf", 1),
    (TEX + "public/cascadia-code/CascadiaCod3-", "Regular.otf Bold.otf", 1.5),
    (TEX + "public/almfixed/", "almfixed.otf", 1),
    ("fonts-go/Go-Mono", ".ttf -Bold.ttf", 1),
    ("truetype/3270/3270", "-Regular.ttf SemiCondensed-Regular.ttf", 0.7),
    ("truetype/agave/agave-", "r-autohinted.ttf b-autohinted.ttf", 0.7),
    ("truetype/hermit/Hermit-", "medium.otf", 1),
    ("truetype/mononoki/mononoki-", "Regular.ttf Bold.ttf", 0.7),
    ("opentype/league-mono/LeagueMono-", "Regular.otf SemiBold.otf NarrowMedium.otf CondensedLight.otf", 0.7),
    ("truetype/fantasque-sans/Normal/TTF/FantasqueSansMono-", "Regular.ttf Bold.ttf", 0.7),
    ("truetype/monofur/monof", "55.ttf 56.ttf", 0.6), ("truetype/oxygen/OxygenMono-", "Regular.ttf", 1.5),
    ("truetype/inconsolata/", "Inconsolata.otf", 2),
    ("truetype/firacode/FiraCode-", "Light.ttf Regular.ttf Bold.ttf", 0.8),
    ("truetype/hack/Hack-", "Regular.ttf Bold.ttf", 1),
    ("opentype/mplus/Mplus", "Code50-Regular.otf Code60-Medium.otf Code60-Bold.otf CodeLatin60-Light.otf", 0.7),
    ("truetype/nanum/NanumGothicCoding", ".ttf Bold.ttf", 0.8), ("truetype/migmix/migmix-1m-", "regular.ttf bold.ttf", 0.5),
    ("truetype/monoid/Monoid-", "Regular.ttf Bold.ttf", 0.7), ("opentype/ipafont-gothic/", "ipag.ttf", 0.7),
    ("truetype/horai-umefont/ume-t", "go5.ttf ms3.ttf", 0.6), ("truetype/konatu/", "Konatu.ttf", 0.5),
    ("truetype/fonts-bpg-georgian/BPG_", "Courier_GPL&GNU.ttf Elite_GPL&GNU.ttf", 0.7),
    ("opentype/spleen/spleen-", "32x64.otf 16x32.otf", 0.4), ("truetype/proggy/", "ProggyTiny.ttf", 0.3)]
ANY_WIDTH = [
    ("truetype/liberation/Liberation", "Sans-Regular.ttf Sans-Bold.ttf Serif-Regular.ttf Serif-Bold.ttf SansNarrow-Regular.ttf", 1),
    ("truetype/dejavu/DejaVu", "Sans.ttf Sans-Bold.ttf Serif.ttf Serif-Bold.ttf SansCondensed.ttf", 1),
    ("truetype/freefont/Free", "Sans.ttf SansBold.ttf Serif.ttf SerifBold.ttf", 1),
    ("truetype/lato/Lato-", "Light.ttf Regular.ttf Bold.ttf Black.ttf", 1),
    ("truetype/crosextra/", "Carlito-Regular.ttf Carlito-Bold.ttf Caladea-Regular.ttf Caladea-Bold.ttf", 1),
    ("truetype/noto/Noto", "Sans-Regular.ttf Serif-Regular.ttf Serif-Bold.ttf", 1),
    ("opentype/urw-base35/", "C059-Roman.otf C059-Bold.otf P052-Roman.otf URWBookman-Light.otf URWBookman-Demi.otf URWGothic-Book.otf URWGothic-Demi.otf "
     "NimbusSansNarrow-Bold.otf", 1),
    ("opentype/roboto/slab/RobotoSlab-", "Light.ttf Regular.ttf Bold.ttf".replace("ttf", "otf"), 2),
    ("truetype/cmu/cmun", "rm.ttf bx.ttf ss.ttf orm.ttf bmr.ttf", 1),
    ("truetype/fonts-bpg-georgian/BPG_", "Serif_Modern_GPL&GNU.ttf Sans_Modern_GPL&GNU.ttf", 1),
    ("opentype/comic-neue/ComicNeue-", "Regular.otf Bold.otf", 0.7), ("opentype/cantarell/Cantarell-", "Regular.otf ExtraBold.otf", 1),
    ("opentype/inter/Inter-", "Light.otf Regular.otf Bold.otf", 0.7), ("opentype/cabin/Cabin-", "Regular.otf Bold.otf", 1),
    ("opentype/jura/Jura-", "Regular.otf Bold.otf", 1),
    ("truetype/tlwg/", "Kinnari.ttf Norasi-Bold.ttf Garuda.ttf Waree-Bold.ttf Purisa.ttf Umpush.ttf", 0.6),
    ("fonts-go/Go-", "Regular.ttf Bold.ttf", 1), ("truetype/nanum/Nanum", "Gothic.ttf Myeongjo.ttf MyeongjoBold.ttf SquareRoundB.ttf", 0.7),
    (TEX + "public/qualitype/QT", "Bookmann.otf Kooper.otf", 0.7)]
# typed, sans, narrow OCR-A, with a slashed zero, of cockpits, of a terminal's dots, Thai, and those of editors
HELD_OUT = ["opentype/courier-prime/Courier Prime.otf", "opentype/courier-prime/Courier Prime Bold.otf",
            "truetype/noto/NotoMono-Regular.ttf", "truetype/ocr-a/OCRACondensed.ttf", "truetype/anonymous-pro/Anonymous Pro B.ttf",
            "opentype/b612/B612Mono-Regular.otf", "truetype/jetbrains-mono/JetBrainsMono-Regular.ttf", "truetype/glasstty/Glass_TTY_VT220.ttf",
            "truetype/tlwg/TlwgMono.ttf", TEX + "ibm/plex/IBMPlexMono-Regular.otf", TEX + "ibm/plex/IBMPlexMono-SemiBold.otf",
            TEX + "google/roboto/RobotoMono-Regular.otf", TEX + "public/kpfonts-otf/KpMono-Regular.otf", TEX + "public/umtypewriter/UMTypewriter-Regular.otf",
            "truetype/arundina/ArundinaSansMono-Bold.ttf", "truetype/naver-d2coding/D2Coding-Ver1.3.2-20180524-all.ttc"]
# another drawing of OCR-B, only to measure
OTHER_OCRB = [TEX + "public/ocr-b-outline/ocrb%d.otf" % n for n in (5, 6, 7, 8, 9, 10)]


def spread(table):
    return [(folder + name, weight) for folder, names, weight in table for name in names.split(" ")]


ONE_WIDTH, ANY_WIDTH = spread(ONE_WIDTH), spread(ANY_WIDTH)


def where(path):
    return path if path[0] == "/" else FONT_DIR + path


def choose(rng, faces):
    weight = np.array([w for _, w in faces], float)
    return faces[rng.choice(len(faces), p=weight / weight.sum())][0]


def font_of(path, cap):
    """A font in which H is `cap` high, and how far it goes on."""
    high = ImageFont.truetype(where(path), 1000).getmask("H").getbbox()
    font = ImageFont.truetype(where(path), max(6, round(cap * 1000 / (high[3] - high[1]))))
    return font, font.getlength("H")


def squeezed(mask, by):
    """The glyph about its middle, `by` times as wide."""
    h, w = mask.shape
    m = np.array([[by, 0, (1 - by) * (w - 1) / 2], [0, 1, 0]], np.float32)
    return cv2.warpAffine(mask, m, (w, h), flags=cv2.INTER_LINEAR)


def struck(rng, mask, top, cap, pitch):
    """A zero with a stroke or a dot in it."""
    h, w = mask.shape
    x, y, thick = w / 2, top + cap / 2, max(1, int(rng.uniform(0.08, 0.14) * cap))
    if rng.random() < 0.5:
        cv2.circle(mask, (round(x), round(y)), thick, 255, -1, cv2.LINE_AA)
    else:
        dx, dy = rng.uniform(0.12, 0.3) * pitch, rng.uniform(0.2, 0.45) * cap
        cv2.line(mask, (round(x - dx), round(y + dy)), (round(x + dx), round(y - dy)), 255, thick, cv2.LINE_AA)


def own(rng, masks, top, cap, pitch):
    """The masks as a face that nobody has: each kind of change by itself is mild, and most of them are not there."""
    h, w = masks["H"].shape
    some = lambda share, value: value if rng.random() < share else 0.0  # noqa: E731
    wide = {"digit": some(0.6, rng.normal(0, 0.09)), "letter": some(0.6, rng.normal(0, 0.07))}
    weight, round_off = some(0.6, rng.normal(0, 0.035)), some(0.4, rng.uniform(0.01, 0.035))
    thick = [max(-0.06, weight + some(0.3, rng.normal(0, 0.025))) for _ in range(2)]
    bend = rng.normal(0, 1, (3, 4)) * np.array([[0.02], [0.02], [0.025]]) * (rng.random() < 0.5)
    v, u = np.mgrid[0:h, 0:w].astype(np.float32)
    v, u = (v - top) / cap - 0.5, (u - w / 2) / pitch
    if some(0.15, 1):
        struck(rng, masks["0"], top, cap, pitch)
    out = {}
    for c, mask in masks.items():
        b = bend + rng.normal(0, 0.006, (3, 4)) * bool(bend.any())
        if bend.any():
            du = b[0, 0] * np.sin(3 * v + b[0, 1] * 50) + b[1, 0] * np.sin(5 * v + b[1, 1] * 50) + b[2, 0] * u * np.sin(4 * v + b[2, 1] * 40)
            dv = b[0, 2] * np.sin(4 * u + b[0, 3] * 50) + b[1, 2] * np.sin(5 * v + b[1, 3] * 50) * (0.25 - v * v) * 4
            mask = cv2.remap(mask, ((u + du) * pitch + w / 2).astype(np.float32), ((v + dv + 0.5) * cap + top).astype(np.float32), cv2.INTER_LINEAR)
        by = 1 + wide["digit" if c.isdigit() else "letter"] + (rng.normal(0, 0.012) if bend.any() else 0)
        mask = squeezed(mask, min(1.3, max(0.75, by)))
        for side, t in enumerate(thick):
            n = int(round(abs(t) * cap))
            if n:
                other = (cv2.dilate if t > 0 else cv2.erode)(mask, np.ones((n + 1, 1) if side else (1, n + 1), np.uint8))
                mask = other if other.mean() > 0.4 * mask.mean() else mask  # thin lines stay
        if round_off:
            soft = cv2.GaussianBlur(mask, (0, 0), max(0.5, round_off * cap)).astype(np.float32)
            mask = np.clip((soft / max(1.0, float(soft.max())) - 0.42) * 4 * 255 + 127, 0, 255).astype(np.uint8)
        out[c] = mask
    return out


def drawn(rng, path, fine, pitch_of, made):
    """{character: mask}, where in it the feet stand, the pitch. pitch_of: how many times the face's advance; made: as a face of its own.
    A face of text gets a pitch of its own, and what is wider than its cell is squeezed into it."""
    font, advance = font_of(path, fine)
    text = any(path == p for p, _ in ANY_WIDTH)
    pitch = fine * rng.uniform(0.72, 0.95) if text else advance * pitch_of
    w, top = int(pitch * 1.9), int(0.45 * fine)
    masks = {}
    for c in ALPHABET:
        im = Image.new("L", (w, int(1.9 * fine)), 0)
        own_width = font.getlength(c)
        ImageDraw.Draw(im).text((round(w / 2 - own_width / 2), top + round(fine)), c, 255, font, anchor="ls")
        mask = np.array(im)
        masks[c] = squeezed(mask, 0.93 * pitch / own_width) if text and own_width > 0.97 * pitch else mask
    if made:
        masks = own(rng, masks, top, fine, pitch)
    return masks, (w / 2, top + fine), pitch


def missing():
    return [p for p in [f for f, _ in OCRB + ONE_WIDTH + ANY_WIDTH] + HELD_OUT if not os.path.exists(where(p))]


if __name__ == "__main__":
    print("\n".join(missing()) or "all faces are here: %d of one width, %d of text, %d held out" % (len(ONE_WIDTH), len(ANY_WIDTH), len(HELD_OUT)))
