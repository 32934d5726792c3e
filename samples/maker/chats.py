"""chats.py: screenshots of an invented messenger, and the pointers that people photograph"""
from .draw import GREY, ROUND, Sheet

LIGHT = {"ground": (0.86, 0.9, 0.94), "head": (0.2, 0.36, 0.55), "mine": (0.8, 0.93, 0.74), "theirs": (1, 1, 1), "ink": (0.08, 0.08, 0.1)}
DARK = {"ground": (0.07, 0.09, 0.11), "head": (0.13, 0.16, 0.2), "mine": (0.1, 0.33, 0.3), "theirs": (0.15, 0.18, 0.22), "ink": (0.93, 0.94, 0.95)}


def chat(title, day, messages, *, look=LIGHT, w=1080, h=1920, size=36, font=ROUND, status="last seen today"):
    """messages: (side, parts, time); side "<" theirs, ">" mine."""
    s = Sheet(w, h, look["ground"])
    s.rect(0, 0, w, 190, look["head"])
    s.text(40, 14, "9:41", 28, font, True, colour=(1, 1, 1))
    for i in range(4):
        s.rect(w - 190 + i * 14, 42 - 7 * i, 9, 10 + 7 * i, (1, 1, 1))
    s.rect(w - 110, 20, 60, 28, (1, 1, 1), 6, 3)
    s.rect(w - 105, 25, 38, 18, (1, 1, 1), 3)
    s.text(36, 84, "‹", 60, font, colour=(1, 1, 1))
    s.circle(130, 128, 44, (0.7, 0.75, 0.8))
    s.text(130, 100, title if isinstance(title, str) and len(title) == 1 else "?", 40, font, True, align="centre", colour=(0.3, 0.35, 0.4))
    s.text(200, 84, title, 38, font, True, colour=(1, 1, 1))
    s.text(200, 136, status, 26, font, colour=(0.85, 0.9, 0.95))
    tw, th = s.measure(day, 26, font)
    s.rect(w / 2 - tw / 2 - 24, 214, tw + 48, th + 12, (*look["theirs"], 0.85), 18)
    s.text(w / 2, 220, day, 26, font, align="centre", colour=GREY)
    y = 290
    for side, parts, time in messages:
        width, limit = 0, w * 0.72
        tw, _ = s.measure(parts, size, font)
        width = min(tw + 2, limit)
        tw, th = s.measure(parts, size, font, width=width)
        bw, bh = max(width, 120) + 56, th + 66
        x = w - 36 - bw if side == ">" else 36
        s.rect(x, y, bw, bh, look["mine" if side == ">" else "theirs"], 24)
        s.text(x + 28, y + 16, parts, size, font, width=width, colour=look["ink"])
        s.text(x + bw - 24, y + bh - 42, time, 22, font, align="right", colour=GREY)
        y += bh + 26
    assert y < h - 110, "the messages of %r don't fit: %d" % (title, y)
    s.rect(0, h - 110, w, 110, look["head"] if look is DARK else (0.96, 0.97, 0.98))
    s.rect(36, h - 90, w - 200, 70, (*look["theirs"], 1), 34)
    s.circle(w - 80, h - 55, 40, look["head"] if look is not DARK else (0.1, 0.5, 0.45))
    return s
