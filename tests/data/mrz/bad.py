#!/usr/bin/python3
"""bad.py: a picture in forms that trouble readers: bad.py PICTURE OUT; read-* hold its zone whole, bad-* may be refused"""
import os
import struct
import sys
import zlib

from PIL import Image

Image.MAX_IMAGE_PIXELS = None
picture, out = Image.open(sys.argv[1]).convert("RGB"), sys.argv[2]
os.makedirs(out)
at = lambda name: os.path.join(out, name)
grey = picture.convert("L")


def png(name, w, h, kind, depth, rows):
    """A PNG with exactly this header, whatever its data."""
    part = lambda t, d: struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
    with open(at(name), "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, kind, 0, 0, 0)) + part(b"IDAT", zlib.compress(rows, 9)) + part(b"IEND", b""))


picture.convert("CMYK").save(at("read-cmyk.jpg"), quality=95)
wide = b"".join(b"\0" + b"".join(struct.pack(">H", v * 257) for v in grey.crop((0, y, grey.width, y + 1)).tobytes()) for y in range(grey.height))
png("read-16-bit.png", grey.width, grey.height, 0, 16, wide)
picture.quantize(24).save(at("read-palette.png"))
picture.quantize(24).save(at("read-palette.gif"))
see = picture.convert("RGBA")
see.putalpha(grey.point(lambda v: 255 if v < 200 else 0))
see.save(at("read-alpha.png"))
blank = Image.new("RGB", picture.size, "white")
blank.save(at("read-pages.tif"), save_all=True, append_images=[picture, blank], compression="tiff_lzw")
exif = picture.getexif()
exif[0x0112] = 3
picture.save(at("read-false-exif.jpg"), quality=92, exif=exif)
exif[0x0112] = 5
picture.save(at("read-mirror-exif.jpg"), quality=92, exif=exif)

grey.resize((240, 169), Image.LANCZOS).save(at("read-tiny.png"))
lost = grey.copy()
lost.paste(40, (39, 445, 54, 466))  # the zone's first letter is under something
lost.save(at("read-first-letter-lost.png"))

Image.new("L", (1, 1)).save(at("bad-one.png"))
Image.new("L", (60000, 1), 9).save(at("bad-strip.png"))
Image.new("1", (14200, 14200), 1).save(at("bad-200-megapixels.png"))
png("bad-bomb.png", 100000, 100000, 0, 8, b"\0" * 1000)
png("bad-short.png", 900, 900, 2, 8, b"\0" * 1000)
picture.save(at("bad-animated.gif"), save_all=True, append_images=[blank, picture], duration=50)
data = open(sys.argv[1], "rb").read()
open(at("bad-cut.jpg"), "wb").write(data[: len(data) // 3])
# EXIF whose directories point at themselves, and one that says it has 65535 entries
loop = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<I", 8)
many = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 65535) + struct.pack("<HHII", 0x0112, 3, 0xFFFFFFFF, 8) * 3000
for name, e in (("loop", loop), ("many", many)):
    open(at("bad-exif-%s.jpg" % name), "wb").write(data[:2] + b"\xff\xe1" + struct.pack(">H", len(e) + 2) + e + data[2:])
