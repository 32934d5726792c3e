#!/usr/bin/python3
# make.py: draws pictures with and without machine-readable zones; invented people only
#   make.py OUT SEED COUNT    COUNT pictures of all difficulties and half as many without a zone; OUT/truth.tsv: name, difficulty, lines
#   make.py OUT               the fixtures of this folder; OUT/truth.tsv: name, lines
import os
import random
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageFilter

OCRB = '/usr/share/fonts/opentype/ocr-b/OCRB.otf'
SANS = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'
SERIF = '/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf'
MONO = '/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf'
STATES = ['UTO', 'THA', 'MMR', 'IDN', 'MYS', 'VNM', 'KHM', 'LAO', 'PHL', 'CHN', 'IND', 'BGD', 'PAK', 'D<<', 'GBR', 'FRA']
SUR = 'EXAMPLE SPECIMEN MUSTER DUMMY SAMPLE PLACEHOLDER TESTCASE FICTION KOLOSSALER SRISUWANNAPHUM ZZYZX'.split()
GIV = 'ANNA<MARIA SOMCHAI LI<NA ERIKA SITI MAUNG<MAUNG RAHIM<UDDIN TEST<ONE KIM BUDI<SANTOSO QUYNH<XUAN'.split()

def digit(s):
    v = lambda c: 0 if c == '<' else int(c, 36)
    return str(sum(v(c) * (7, 3, 1)[i % 3] for i, c in enumerate(s)) % 10)

def date(r, a, b):
    return '%02d%02d%02d' % (r.randint(a, b) % 100, r.randint(1, 12), r.randint(1, 28))

def zone(r, kind):
    st = r.choice(STATES)
    num = ''.join(r.choice('ABCDEFGHJKLMNPRSTUVWXYZ') for _ in range(r.randint(0, 2)))
    num = (num + ''.join(r.choice('0123456789') for _ in range(9)))[:r.choice([8, 9, 9])].ljust(9, '<')
    name = r.choice(SUR) + '<<' + r.choice(GIV)
    b, e, sex = date(r, 1950, 2004), date(r, 2024, 2036), r.choice('MF<')
    b, e = b + digit(b), e + digit(e)
    if kind == 'TD1':
        opt = r.choice(['', '', ''.join(r.choice('0123456789') for _ in range(r.randint(5, 13)))])
        l1 = r.choice(['I<', 'ID', 'AC']) + st + num + digit(num) + opt.ljust(15, '<')
        l2 = b + sex + e + st + '<' * 11
        l2 += digit(l1[5:] + l2[:7] + l2[8:15] + l2[18:29])
        return [l1, l2, name[:30].ljust(30, '<')]
    n = 44 if kind in ('TD3', 'MRVA') else 36
    code = {'TD3': r.choice(['P<', 'P<', 'PP', 'PD']), 'TD2': 'I<', 'MRVA': 'V<', 'MRVB': 'V<'}[kind]
    l1 = (code + st + name)[:n].ljust(n, '<')
    l2 = num + digit(num) + st + b + sex + e
    if kind == 'TD3':
        opt = r.choice(['', ''.join(r.choice('0123456789') for _ in range(r.randint(4, 13)))]).ljust(14, '<')
        l2 += opt + (digit(opt) if opt.strip('<') else r.choice('<0'))
        l2 += digit(l2[:10] + l2[13:20] + l2[21:43])
    elif kind == 'TD2':
        l2 = l2.ljust(35, '<')
        l2 += digit(l2[:10] + l2[13:20] + l2[21:35])
    return [l1, l2.ljust(n, '<')]

def card(r, kind, lines, width):
    """A data page or card, `width` pixels wide, the zone at its foot."""
    mm = {'TD3': 125, 'MRVA': 125, 'TD2': 105, 'MRVB': 105, 'TD1': 85.6}[kind]
    high = {'TD3': 88, 'MRVA': 88, 'TD2': 74, 'MRVB': 74, 'TD1': 54}[kind]
    k = width / mm
    tone = r.randint(205, 250)
    im = Image.new('L', (width, int(high * k)), tone)
    d = ImageDraw.Draw(im)
    for i in range(r.choice([0, 0, 30])):  # guilloche
        xs = np.arange(0, width, max(2, width // 200))
        ys = high * k * (i / 30) + 3 * k * np.sin(xs / (6 * k) + i / 3)
        d.line(list(zip(xs.tolist(), ys.tolist())), fill=tone - r.randint(10, 35), width=max(1, int(k / 8)))
    small = ImageFont.truetype(SANS, max(6, int(2.6 * k)))
    for i, t in enumerate(['PASSPORT / SPECIMEN', 'Surname / Nom', lines[-1][:20].replace('<', ' ') if kind == 'TD1' else lines[0][5:25].replace('<', ' '),
                           'Nationality', 'UTOPIAN', 'Date of birth 12 AUG 1974', 'Place of issue / Authority'][:5 if kind == 'TD1' else 7]):
        d.text((high * 0.45 * k, (5 + 5.5 * i) * k), t, font=small, fill=r.randint(20, 90))
    d.rectangle([5 * k, 8 * k, 32 * k, 45 * k if kind != 'TD1' else 28 * k], fill=r.randint(120, 180))
    d.ellipse([12 * k, 14 * k, 25 * k, 30 * k if kind != 'TD1' else 22 * k], fill=r.randint(60, 110))
    # OCR-B size 1: pitch 2.54 mm, capitals about 2.4 mm high (ISO 1073-2), lines 6.35 mm (TD1: 5.6 in this drawing) apart
    pitch = 2.54 * k
    f = ImageFont.truetype(OCRB, 100)
    f = ImageFont.truetype(OCRB, max(4, int(round(100 * pitch / f.getlength('0')))))
    ink = r.randint(10, 70)
    step = (5.6 if kind == 'TD1' else 6.35) * k
    x0 = (mm * k - len(lines[0]) * pitch) / 2
    y0 = high * k - step * len(lines) - 2.5 * k
    for i, l in enumerate(lines):
        for j, c in enumerate(l):
            d.text((x0 + j * pitch, y0 + i * step), c, font=f, fill=ink)
    return im

def warp(im, r, tilt, persp, fill):
    w, h = im.size
    m = int(0.25 * max(w, h)) if tilt or persp else 0
    big = Image.new('L', (w + 2 * m, h + 2 * m), fill)
    big.paste(im, (m, m))
    if persp:
        W, H = big.size
        q = [(r.uniform(0, persp) * W, r.uniform(0, persp) * H), (r.uniform(0, persp) * W, H - r.uniform(0, persp) * H),
             (W - r.uniform(0, persp) * W, H - r.uniform(0, persp) * H), (W - r.uniform(0, persp) * W, r.uniform(0, persp) * H)]
        src = [(0, 0), (0, H), (W, H), (W, 0)]
        A, b = [], []
        for (x, y), (u, v) in zip(src, q):
            A += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
            b += [u, v]
        big = big.transform((W, H), Image.PERSPECTIVE, np.linalg.solve(np.array(A), np.array(b)).tolist(), Image.BICUBIC, fillcolor=fill)
    return big.rotate(tilt, Image.BICUBIC, expand=True, fillcolor=fill) if tilt else big

def noise(im, sigma, seed):
    a = np.asarray(im, dtype=np.float32)
    a = a + np.random.RandomState(seed).normal(0, sigma, a.shape)
    return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))

def shade(im, r, depth):
    w, h = im.size
    x = np.linspace(0, 1, w)[None, :] * r.uniform(-1, 1) + np.linspace(0, 1, h)[:, None] * r.uniform(-1, 1)
    a = np.asarray(im, dtype=np.float32) * (1 - depth * (x - x.min()) / (x.max() - x.min() + 1e-6))
    return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))

def on_page(im, r, size, turn):
    page = Image.new('L', size, 252)
    im.thumbnail((size[0] - 40, size[1] - 40))
    page.paste(im, (r.randint(10, size[0] - im.width - 10), r.randint(10, size[1] - im.height - 10)))
    return page.rotate(turn, expand=True) if turn else page

# name: card width in pixels, tilt, perspective, blur (pixels), noise, shading, JPEG quality
LEVELS = {'clean': (1200, 0, 0, 0, 2, 0, 92), 'scan': (1450, 1.5, 0, .5, 5, .1, 85), 'tilt': (1300, 15, 0, .5, 4, .1, 85),
          'photo': (1600, 5, .05, 1.0, 7, .35, 80), 'persp': (1800, 8, .09, .8, 6, .3, 80), 'low': (600, 1, 0, .4, 4, .1, 75),
          'tiny': (460, 1, 0, .3, 3, .05, 80), 'blur': (1100, 2, 0, 2.0, 5, .2, 75)}

def picture(r, kind, level):
    width, tilt, persp, blur, sigma, depth, q = LEVELS[level]
    if kind == 'TD1': width = int(width * .8)
    lines = zone(r, kind)
    im = card(r, kind, lines, int(width * r.uniform(.95, 1.1)))
    back = r.randint(30, 200) if level in ('photo', 'persp', 'tilt') else 250
    im = warp(im, r, r.uniform(-tilt, tilt) if tilt != 15 else r.choice([-15, 15]), persp, back)
    turn = r.choice([0, 0, 0, 90, 180, 270])
    if level == 'scan': im = on_page(im, r, (2480, 3508), turn)
    elif turn: im = im.rotate(turn, expand=True)
    if blur: im = im.filter(ImageFilter.GaussianBlur(blur))
    if depth: im = shade(im, r, depth)
    return noise(im, sigma, r.randint(0, 1 << 30)), lines, q, turn

WORDS = ('the of and to transfer account statement number date amount received paid balance branch deposit PAYMENT INVOICE TOTAL '
         'REFERENCE IDENTITY Bangkok Yangon Jakarta 081-234-5678 1,250.00 2017-05-19 TH12 XX99 <<< >>> ======= -------').split()

def other(r, i):
    """A picture without a zone: letters, tables, capitals, barcodes, faces, rulers."""
    w, h = r.choice([(1240, 1754), (1600, 1200), (2000, 1000), (1080, 1920)])
    im = Image.new('L', (w, h), r.randint(220, 255))
    d = ImageDraw.Draw(im)
    style = i % 5
    f = ImageFont.truetype(r.choice([SANS, SERIF, MONO]) if style != 2 else MONO, r.randint(16, 34))
    y = 40
    while y < h - 60:
        if style == 0 or style == 4: t = ' '.join(r.choice(WORDS) for _ in range(40))
        elif style == 1: t = '     '.join(r.choice(WORDS) for _ in range(20))
        elif style == 2: t = ''.join(r.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789') for _ in range(r.choice([30, 36, 44, 64])))
        else: t = r.choice(['=' * 44, '-' * 60, '. ' * 40, '<' * 44, 'TOTAL ' + '.' * 40])
        d.text((40, y), t, font=f, fill=r.randint(0, 60))
        y += int(f.size * r.uniform(1.2, 1.9)) + (60 if r.random() < .1 else 0)
    if style == 4:
        for _ in range(6):
            x0, y0 = r.randint(0, w - 300), r.randint(0, h - 120)
            x = x0
            while x < x0 + 280:
                b = r.randint(1, 6)
                d.rectangle([x, y0, x + b, y0 + 90], fill=0)
                x += b + r.randint(2, 6)
    im = im.filter(ImageFilter.GaussianBlur(r.choice([0, .5, 1])))
    return noise(im.rotate(r.choice([0, 0, 2, 7, 90, 180]), expand=True, fillcolor=240), 4, i)

FIXTURES = [('td3-clean', 'TD3', 760, 0, 0, 0, 0), ('td1-tilt', 'TD1', 560, 15, 0, .4, 0), ('td3-left', 'TD3', 700, 0, 0, .4, 90),
            ('td2-over', 'TD2', 640, 0, 0, .4, 180), ('mrvb-right', 'MRVB', 640, 2, 0, .4, 270), ('mrva-slant', 'MRVA', 900, 3, .04, .5, 0),
            ('td3-low', 'TD3', 540, 1, 0, .4, 0), ('td1-blur', 'TD1', 700, 1, 0, 1.2, 0)]

def fixtures(out):
    r = random.Random(20261125)
    with open(out + '/truth.tsv', 'w') as t:
        for name, kind, width, tilt, persp, blur, turn in FIXTURES:
            lines = zone(r, kind)
            im = warp(card(r, kind, lines, width), r, tilt, persp, 120).rotate(turn, expand=True)
            if persp: im = im.crop((im.width // 10, im.height // 10, im.width * 9 // 10, im.height * 9 // 10))
            noise(im.filter(ImageFilter.GaussianBlur(blur)) if blur else im, 2, 1).save(out + '/' + name + '.jpg', quality=55)
            t.write('\t'.join([name] + lines) + '\n')
        two = Image.new('L', (1000, 1100), 250)
        both = []
        for i in range(2):
            lines = zone(r, ['TD3', 'TD1'][i])
            both += lines
            two.paste(card(r, ['TD3', 'TD1'][i], lines, [900, 640][i]), (40 + 60 * i, 30 + 670 * i if i == 0 else 680))
        two.crop((0, 0, 1000, 1100)).save(out + '/two.png', optimize=True)
        t.write('\t'.join(['two'] + both) + '\n')
    rulers = Image.new('L', (760, 160), 250)  # letters and fillers on even lines, but no zone
    for i in range(2):
        ImageDraw.Draw(rulers).text((20, 40 + 40 * i), ('AMEN<<TRUE<<' * 4)[:44], font=ImageFont.truetype(OCRB, 22), fill=20)
    rulers.save(out + '/none-2.png', optimize=True)
    for i in range(2):
        other(r, i + 2).resize((500, 640)).save('%s/none-%d.jpg' % (out, i), quality=25)

if __name__ == '__main__':
    if len(sys.argv) == 2:
        fixtures(sys.argv[1])
        sys.exit()
    out, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    os.makedirs(out, exist_ok=True)
    r = random.Random(seed)
    with open(out + '/truth.tsv', 'w') as t:
        for i in range(count):
            level, kind = list(LEVELS)[i % len(LEVELS)], r.choice(['TD3', 'TD3', 'TD1', 'TD1', 'TD2', 'MRVA', 'MRVB'])
            im, lines, q, turn = picture(r, kind, level)
            name = '%03d-%s-%s-%d.jpg' % (i, level, kind, turn)
            im.save(out + '/' + name, quality=q)
            t.write('\t'.join([name, level] + lines) + '\n')
        for i in range(count // 2):
            other(r, i).save('%s/other-%03d.jpg' % (out, i), quality=85)
