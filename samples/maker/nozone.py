"""nozone.py: pictures on which no machine-readable zone stands, but much that may look like one

Streets and textures, chats, letters, tables, receipts, code, keyboards, payment slips in OCR-B, bar codes, faces, patterns.
Each picture comes from its own seed "others/part/seed/number"; how it is photographed is drawn as for zones.
"""
import numpy as np

from . import camera, strata, zonepages as Z, zonetext
from .numbers import digits

MONO = {"other": ("OCR B", "OCR B S", "OCRA", "FreeMono", "Liberation Mono", "GNUTypewriter", "Tlwg Mono", "Hack", "Fira Code"),
        "reporting": ("OCR B", "OCR B S", "OCRACondensed", "Courier Prime", "Nimbus Mono PS", "B612 Mono", "Noto Mono",
                      "Anonymous Pro",
                      "JetBrains Mono")}
DARK, PALE = (0.1, 0.1, 0.12), (0.45, 0.45, 0.5)


def paper(r, w=None, h=None, colour=None):
    return Z.Paper(w or r.randrange(700, 1500), h or r.randrange(500, 1500), 1, colour or Z.tint(r, 0.88))


def mono(r, part):
    return r.choice(MONO[camera.key(part)])


def face(r, part):
    return r.choice(Z.FACES[camera.key(part)])


def words(r, n):
    return " ".join(zonetext.word(r, r.choice(list(zonetext.SYLLABLES))) for _ in range(n))


def texture(r, part):
    return camera.ground(r, part, r.randrange(700, 1800), r.randrange(500, 1500))


def typed(r, part):
    """Capitals, typed: a telegram, a list of names, an invoice's lines."""
    s, font, size, y = paper(r), mono(r, part), r.uniform(14, 34), 40
    doc_caps = r.random() < 0.7
    while y < s.h - 50:
        line = r.choice([lambda: words(r, 4), lambda: words(r, 2) + "  " + digits(r, 9), lambda: digits(r, 7) + "  %s.00"
                         % digits(r, 4) + " " + words(r, 1),
                         lambda: "REF " + digits(r, 12) + " " + words(r, 1), lambda: "", lambda: "-" * 40])()
        s.text(40, y, line if doc_caps else line.title(), size, font, False, DARK)
        y += size * r.choice([1.3, 1.6])
    return s.array()


def letter(r, part):
    s, font, size, y = paper(r), face(r, part), r.uniform(14, 30), 50
    while y < s.h - 50:
        s.text(50, y, words(r, int(s.w / size / 4)).capitalize(), size, font, False, DARK)
        y += size * r.choice([1.4, 1.4, 2.2])
    return s.array()


def table(r, part):
    s, font, size, y = paper(r), r.choice([mono(r, part), face(r, part)]), r.uniform(13, 24), 60
    columns = sorted(r.uniform(30, s.w - 160) for _ in range(r.randrange(3, 7)))
    while y < s.h - 40:
        for x in columns:
            s.text(x, y, r.choice([digits(r, 4) + ".00", digits(r, 10), words(r, 1)[:10],
                                   "%02d/%02d/24" % (r.randrange(1, 29), r.randrange(1, 13))]), size, font, False, DARK)
        s.rect(20, y + size * 1.25, s.w - 40, 1, PALE)
        y += size * 1.8
    return s.array()


def receipt(r, part):
    """Till paper: many arrows, dashes and fillers in a row."""
    s, font, size, y = paper(r, r.randrange(420, 700), r.randrange(800, 1600)), mono(r, part), r.uniform(17, 26), 30
    wide = int(s.w / size / 0.62) - 4
    while y < s.h - 50:
        line = r.choice([lambda: "<" * wide, lambda: "-" * wide, lambda: "=" * wide, lambda: "<<< %s >>>" % words(r, 1),
                         lambda: "*" * wide, lambda: ">" * wide,
                         lambda: (words(r, 1)[:wide - 10] + "." * wide)[:wide - 8] + digits(r, 3) + ".00",
                         lambda: "TOTAL" + " " * (wide - 14) + digits(r, 4) + ".00",
                         lambda: "TEL " + digits(r, 10), lambda: "P<" + words(r, 1)[:8] + "<<" + "<" * 6])()
        s.text(24, y, line[:wide], size, font, False, DARK)
        y += size * 1.35
    return s.array()


def code(r, part):
    """Listings: streams, templates, markup, hexadecimal dumps, checksums."""
    s = paper(r, colour=r.choice([(1, 1, 1), (0.12, 0.13, 0.15), (0.98, 0.96, 0.9)]))
    ink = (0.85, 0.9, 0.85) if r.random() < 0.5 and s.array()[0, 0, 0] < 90 else DARK
    if s.array()[0, 0, 0] < 90:
        ink = (0.85, 0.9, 0.85)
    font, size, y = mono(r, part), r.uniform(14, 28), 20
    lines = (lambda: "std::cout << %s << \"=\" << x%s << '\\n';" % (words(r, 1).lower(), digits(r, 2)),
             lambda: "vector<pair<string,map<int,int>>> v;",
             lambda: "  <td class=\"n\">%s</td><td>%s</td>" % (digits(r, 6), words(r, 1)),
             lambda: "%08X  " % r.randrange(1 << 32) + r.randbytes(8).hex(" ").upper(),
             lambda: r.randbytes(20).hex(), lambda: "if (a << %d | b >> %d) < c {" % (r.randrange(32), r.randrange(32)),
             lambda: "<<<<<<< HEAD", lambda: "cat <<EOF >>log",
             lambda: words(r, 3).upper().replace(" ", "_"), lambda: "")
    while y < s.h - 30:
        s.text(20, y, r.choice(lines)(), size, font, False, ink)
        y += size * 1.3
    return s.array()


def giro(r, part):
    """A payment slip or cheque: its code line stands in OCR-B and isn't a zone of any document."""
    s, size = paper(r, r.randrange(1000, 1600), r.randrange(500, 800)), r.uniform(20, 34)
    for i in range(r.randrange(4, 9)):
        s.text(r.uniform(30, s.w / 2), 30 + i * 45, words(r, 3), 20, face(r, part), False, DARK)
    y = s.h - size * r.uniform(2, 4)
    line = r.choice([lambda: "0%s>%s+ %s>" % (digits(r, 12), digits(r, 27), digits(r, 9)),
                     lambda: "<%s< %s+ %s> %s<" % (digits(r, 9), digits(r, 11), digits(r, 8), digits(r, 2)),
                     lambda: ">%s< %s" % (digits(r, 20), digits(r, 16)),
                     lambda: "+%s# %s. %s <%s>" % (digits(r, 8), digits(r, 9), digits(r, 6), digits(r, 2))])
    for i in range(r.randrange(1, 3)):
        s.text(s.w * 0.08, y + i * size * 1.6, line(), size, r.choice(["OCR B", "OCR B S", mono(r, part)]), False, DARK)
    return s.array()


def boarding(r, part):
    """A boarding pass with its bar code's text in clear."""
    s, font = paper(r, r.randrange(1000, 1500), r.randrange(420, 640)), face(r, part)
    s.rect(0, 0, s.w, 80, Z.tint(r, 0.1))
    for x in range(40, 700, 3):
        if r.random() < 0.5:
            s.rect(x, s.h - 170, r.choice([2, 4]), 100, DARK)
    for i, (k, v) in enumerate((("NAME", words(r, 2)), ("FLIGHT", "XX%s" % digits(r, 3)), ("SEAT", digits(r, 2) + "C"),
                                ("GATE", "B" + digits(r, 1)))):
        s.text(40 + 300 * (i % 4), 110, k, 16, font, False, PALE)
        s.text(40 + 300 * (i % 4), 140, v[:16], 28, font, True, DARK)
    h = zonetext.holder(r)
    s.text(40, s.h - 50, "M1%s/%s  E%s BKKRGNXX %s %sC" % (h.surname[:14], h.given[:8], digits(r, 6), digits(r, 4),
                                                           digits(r, 3)), 20, mono(r, part), False, DARK)
    return s.array()


def bars(r, part):
    s = paper(r)
    for _ in range(r.randrange(1, 5)):
        x0, y0, n = r.uniform(0, s.w / 2), r.uniform(0, s.h - 200), r.randrange(40, 160)
        for k in range(n):
            s.rect(x0 + k * 5, y0, r.choice([1.5, 3, 4.5]), 110, DARK) if r.random() < 0.6 else None
        s.text(x0, y0 + 118, digits(r, 13), 22, r.choice(["OCR B", mono(r, part)]), False, DARK)
    return s.array()


def matrix(r, part):
    """Cells like those of a QR code, crosswords, sudoku."""
    s, n, how = paper(r), r.randrange(9, 41), r.choice(["qr", "cross", "sudoku"])
    cell = min(s.w, s.h) * 0.9 / n
    for i in range(n):
        for k in range(n):
            if how != "sudoku" and r.random() < 0.45:
                s.rect(20 + i * cell, 20 + k * cell, cell, cell, DARK)
            elif how != "qr" and r.random() < 0.7:
                s.text(20 + i * cell, 20 + k * cell, r.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"), cell * 0.8,
                       mono(r, part), False, DARK)
    return s.array()


def keyboard(r, part):
    s = paper(r, r.randrange(1100, 1700), r.randrange(450, 700), r.choice([(0.1, 0.1, 0.12), (0.85, 0.85, 0.88)]))
    key, ink = ((0.2, 0.2, 0.23), (0.95, 0.95, 0.95)) if r.random() < 0.5 else ((0.97, 0.97, 0.97), DARK)
    size = s.w / 15
    for row, keys in enumerate(("1234567890<>", "QWERTYUIOP", "ASDFGHJKL", "<ZXCVBNM,.")):
        for i, ch in enumerate(keys):
            s.rect(30 + (i + row * 0.3) * size, 40 + row * size, size * 0.9, size * 0.9, key)
            s.text(30 + (i + row * 0.3) * size + size * 0.3, 40 + row * size + size * 0.2, ch, size * 0.42, face(r, part), False,
                   ink)
    return s.array()


def pattern(r, part):
    """Regular strokes: fences, blinds, chevrons in rows as fillers are."""
    s, p = paper(r), r.uniform(9, 40)
    for y in range(10, s.h - 10, max(12, int(p * r.choice([1.5, 2.4, 4])))):
        ch = r.choice("<>VXO|/=#IHE1")
        n = int(s.w / p) - 2
        s.text(10, y, ch * n if r.random() < 0.6 else "".join(r.choice("<>|KC(LX") for _ in range(n)), p * 1.6, mono(r, part),
               False, DARK)
    return s.array()


def card(r, part):
    """A card's front or a booklet's page: text and a face; what a zone stands on, without the zone."""
    return Z.other_face(r, part, r.uniform(8, 15), *r.choice([(85.6, 54), (125, 88), (105, 74)]))


def portrait(r, part):
    s = paper(r, r.randrange(400, 900), r.randrange(500, 1100))
    Z.portrait(r, s, 0, 0, s.w, s.h)
    return s.array()


def sign(r, part):
    """Number plates, signs, labels: large letters on colour."""
    s = Z.Paper(r.randrange(500, 1300), r.randrange(200, 600), 1,
                r.choice([(1, 1, 1), (0.95, 0.8, 0.1), (0.1, 0.3, 0.6), (0.1, 0.1, 0.1)]))
    ink = (0.05, 0.05, 0.05) if s.array()[0, 0, 1] > 120 else (1, 1, 1)
    for i in range(r.randrange(1, 4)):
        s.text(30, 20 + i * s.h / 3, r.choice([digits(r, 4), words(r, 1), "%s%s-%s" % (r.choice("ABKPX"), r.choice("ABCDE"),
            digits(r, 4))])[:14], s.h / 3.6, face(r, part), True, ink)
    return s.array()


def chat(r, part):
    inner = texture(r, part) if r.random() < 0.5 else letter(r, part)
    return Z.chat(r, part, np.ascontiguousarray(inner))[0]


def screen(r, part):
    """A list on a telephone: names, numbers, times."""
    s, y = paper(r, 1080, 1920, r.choice([(1, 1, 1), (0.08, 0.08, 0.1)])), 140
    ink, font = (DARK if s.array()[0, 0, 0] > 120 else (0.93, 0.93, 0.93)), face(r, part)
    while y < 1800:
        s.text(160, y, words(r, 2).title(), 36, font, False, ink)
        s.text(160, y + 48, r.choice(["+66 %s %s" % (digits(r, 2), digits(r, 7)), "yesterday", "%s messages" % digits(r, 2)]),
               26, font, False, PALE)
        y += 130
    return s.array()


KINDS = {texture: 22, typed: 9, letter: 6, table: 7, receipt: 8, code: 8, giro: 7, boarding: 5, bars: 3, matrix: 4, keyboard: 4,
         pattern: 6, card: 9,
         portrait: 2, sign: 3, chat: 7, screen: 3}


def picture(case, name, r, part, level):
    kind = r.choices(list(KINDS), list(KINDS.values()))[0]
    im = np.ascontiguousarray(kind(r, part))
    way = "photo" if kind is texture else "scan" if kind in (chat, screen) else r.choice(["scan", "photo", "photo", "copy"])
    made = strata.draw_zone(r, way, level)
    made.pop("cap")
    if way == "photo" and kind is not texture:  # on something
        h, w = im.shape[:2]
        m = r.uniform(1.02, 1.3)
        s = Z.Scene(camera.ground(r, part, int(w * m), int(h * m)))
        s.lay(r, im, (w * m / 2, h * m / 2), made)
        im = s.im
    cap = 20  # what blur and motion are shares of
    im, _ = Z.develop(r, im, [], way, made, cap)
    turn = r.choice([0, 0, 90, 180, 270])
    im, _ = Z.sized(*Z.turned(im, [], turn))
    file = Z.save(case, name, r, im, made, turn)
    case.truth.about = {"class": kind.__name__, "stratum": level, "way": way, "turn": turn, "params": made}
    case.truth.nothing(file)


def make(case, count, seed, part):
    for i in range(count):
        picture(case, "others/%05d" % i, camera.random_of("others", part, seed, i), part, strata.LEVELS[i % 3])
    case.truth.about = {}
