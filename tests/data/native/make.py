#!/usr/bin/python3
"""make.py: draws the fixtures of tests/lib/native.c, in fonts that the network wasn't trained with; the text is the file's name

  tests/data/native/make.py LIBDOCEX.SO        python3-gi-cairo, python3-opencv, fonts-thai-tlwg, fonts-noto-core
"""
import ctypes
import importlib.util
import pathlib
import random
import sys

here = pathlib.Path(__file__).resolve().parent
lib = ctypes.CDLL(sys.argv[1])
lib.dx_native_glyphs.restype = ctypes.c_size_t
spec = importlib.util.spec_from_file_location("train", here.parents[2] / "models/native/train.py")
train = importlib.util.module_from_spec(spec)
spec.loader.exec_module(train)
r = random.Random(7)
THAI, KHMER = (s[3] for s in train.SCRIPTS)
TEXTS = (("๐๘๑-๒๓๔-๕๖๗๘", THAI), ("๓-๕๗๐๔-๔๐๖๔๐-๒๗-๑", THAI), ("๑๙/๐๓/๒๕๖๗", THAI), ("๔๑๗-๒-๘๓๙๑๗-๔", THAI), ("๐๙๘๗๖๕๔๓๒๑", THAI), ("๖๖๙๙๔๔๕๕๗๗", THAI),
         ("០១២-៣៤៥-៦៧៨", KHMER), ("០៩៧៦៥៤៣២១០", KHMER), ("RETSAMHEART", ("DejaVu Sans",)), ("081-234-5678", ("DejaVu Sans",)))
for i, (text, fonts) in enumerate(TEXTS):
    while True:
        a = train.spoil(r, train.draw(r, text, fonts[i % len(fonts)])[0])
        x, y, w, h = train.box_of(a)
        if len(train.glyphs(lib, a)) == len(text):  # the blur leaves white between them
            break
    a = a[max(0, y - 10):y + h + 10, max(0, x - 20):x + w + 20]
    native = [d for _, d, _, _ in train.SCRIPTS]
    western = "".join(next((str(d.index(c)) for d in native if c in d), c) for c in text)
    kept = "" if western != text else "kept-"  # no native digits
    name = here / (kept + western.replace("/", "_") + ".pgm")
    name.write_bytes(b"P5 %d %d 255\n" % (a.shape[1], a.shape[0]) + a.tobytes())
