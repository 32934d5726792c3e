#!/usr/bin/python3
"""visual.py: a picture of a page whose print agrees with its zone, and others that differ in a number, a date, a name: visual.py PICTURE OUT"""
import os
import sys

from PIL import Image, ImageDraw, ImageFont

picture, out = Image.open(sys.argv[1]).convert("L"), sys.argv[2]
os.makedirs(out)
face = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 34)
PAGES = {"agrees": ("FICTION", "ANNA MARIA", "R83086271", "25 NOV 1989"),  # what td3-clean.jpg's zone says
         "calendar": ("FICTION", "ANNA MARIA", "R83086271", "25/11/2532"),  # the Buddhist year of 1989
         "number": ("FICTION", "ANNA MARIA", "R83086971", "25 NOV 1989"),
         "date": ("FICTION", "ANNA MARIA", "R83086271", "25/11/2523"),
         "name": ("FICTIEN", "ANNA MARIA", "R83086271", "25 NOV 1989")}
for name, (surname, given, number, birth) in PAGES.items():
    page = Image.new("L", (1520, 1070), 232)
    page.paste(picture.resize((1520, 1070), Image.LANCZOS).crop((0, 840, 1520, 1070)), (0, 840))
    d = ImageDraw.Draw(page)
    lines = ("PASSPORT", "Passport No. " + number, "Surname " + surname, "Given names " + given, "Nationality UTOPIAN", "Date of birth " + birth,
             "Date of expiry 28 NOV 2028", "Authority EXAMPLE OFFICE")
    for i, line in enumerate(lines):
        d.text((300, 60 + 88 * i), line, 25, face)
    page.save(os.path.join(out, name + ".png"))
