#!/usr/bin/env python3
"""make.py: small pictures of every kind that is decoded at half its size when memory is short; needs python3-pil and ImageMagick's convert

usage: tests/data/halves/make.py, in this folder (tests/lib/picture.c holds each against the same file decoded whole)"""
import random
import subprocess
from PIL import Image

random.seed(1)
W, H = 61, 47
smooth = [[(x * 4) % 256, (y * 5) % 256, (x * y) % 256] for y in range(H) for x in range(W)]
rgb = Image.new("RGB", (W, H))
rgb.putdata([tuple(min(255, c + random.randrange(12)) for c in p) for p in smooth])
rgba = rgb.convert("RGBA")
rgba.putalpha(Image.frombytes("L", (W, H), bytes((x * 8) % 256 for y in range(H) for x in range(W))))
grey = rgb.convert("L")
rgb.save("rgb.bmp")
rgba.save("rgba.bmp")
grey.save("grey.bmp")
rgb.save("one-strip.tif", compression="tiff_adobe_deflate")
rgb.save("turned.tif", tiffinfo={274: 6})
rgba.save("alpha.tif")
rgb.convert("CMYK").save("cmyk.tif", compression="tiff_lzw")
grey.save("grey.tif", compression="packbits")
grey.point(lambda v: 255 * (v > 99)).convert("1").save("g4.tif", compression="group4")
even = (0, 0, W - 1, H - 1)  # libwebp scales to exactly half then
rgb.crop(even).save("lossy.webp", quality=95)
rgb.crop(even).save("lossless.webp", lossless=True)
rgba.crop(even).save("alpha.webp", lossless=True, exact=True)
rgb.convert("P").save("colours.gif")
rgb.save("raw.ppm")
grey.save("raw.pgm")
with open("deep.ppm", "wb") as f:
    f.write(b"P6 %d %d # sixteen bits\n65535\n" % (W, H) + b"".join((c * 257).to_bytes(2, "big") for p in rgb.getdata() for c in p))
with open("text.ppm", "w") as f:
    f.write("P3\n# as text\n%d %d\n255\n%s\n" % (W, H, "\n".join(" ".join(map(str, p)) for p in rgb.getdata())))
bits = grey.point(lambda v: 255 * (v > 99)).convert("1")
bits.save("raw.pbm")
with open("text.pbm", "w") as f:
    f.write("P1 %d %d\n%s\n" % (W, H, "".join("01"[v == 0] for v in bits.getdata())))
rgb.save("x.png")
rgba.save("y.png")
subprocess.run(["convert", "x.png", "-interlace", "PNG", "interlaced.png"], check=True)
subprocess.run(["convert", "y.png", "-interlace", "PNG", "interlaced-alpha.png"], check=True)
subprocess.run(["convert", "x.png", "-crop", "1x1+3+3", "+repage", "-interlace", "PNG", "interlaced-one.png"], check=True)
for name, more in (("strips.tif", ["-define", "tiff:rows-per-strip=7"]), ("tiles.tif", ["-define", "tiff:tile-geometry=16x32"]),
                   ("planes.tif", ["-interlace", "plane", "-define", "tiff:rows-per-strip=7"]), ("deep.tif", ["-depth", "16", "-define", "tiff:rows-per-strip=3"]),
                   ("jpeg.tif", ["-compress", "jpeg", "-quality", "97"])):
    subprocess.run(["convert", "x.png", "-compress", "lzw", *more, name], check=True)
subprocess.run(["rm", "x.png", "y.png"], check=True)
