#!/usr/bin/env python3
# seeds.py: the first inputs of the fuzz targets, from the fixtures of the other tests: seeds.py FOLDER writes FOLDER/TARGET/seed-*
# What a fuzzer found later stands beside them in corpus/ under its hash.
import json
import os
import struct
import sys

here = os.path.dirname(os.path.abspath(__file__))
tests = os.path.dirname(here)
out = sys.argv[1]


def put(target, name, data):
    os.makedirs(os.path.join(out, target), exist_ok=True)
    with open(os.path.join(out, target, "seed-" + name), "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())


def data(*path):
    with open(os.path.join(tests, "data", *path), "rb") as f:
        return f.read()


def item(path, exhibit="E", **more):
    r = {"type": "item", "id": "0" * 64, "exhibit": exhibit, "path": path, "at": [0] * len(path), "size": 6, "media": "text/plain",
         "duplicate": False, "by": "0123456789ab"}
    r.update(more)
    return json.dumps(r, separators=(",", ":"), ensure_ascii=False)


for n in ("good", "crlf", "malformed", "no-end", "raw-name", "outside"):
    put("records", n, data("bad", n + ".ndjson"))
put("records", "validate", data("validate", "good.ndjson"))
put("records", "members", item(["E/a.zip", "b/c", "p1/2"], at=[0, 17, 3], mtime="2017-05-19T03:04:05Z") + "\n" +
    '{"type":"page","item":"0","page":2,"text":"\\ud83d\\ude00\\u0000"}\n{"type":"x","n":-1e-3,"m":[1.5,null,{}]}')
for target in ("find", "scan"):  # more banks than are kept of an opening
    put(target, "banks", "Mandiri BCA BNI BRI BTN Permata Danamon Jenius KBZ AYA CB\nrekening 1234567890, BCA 1234567890\n")
put("records", "deep", b"[" * 70 + b"]" * 70)

put("rules", "few", open(os.path.join(here, "few-rules", "few.rules"), "rb").read())
put("rules", "user", "kind: my.code\npattern: X\\d{4}\nhit: X1234 -> X1234\nmiss: X123\n")
put("rules", "veto", "kind: my.veto\nveto: yes\npattern: (?i)baht [0-9,.]+\ncontext: en: baht\nhit: Baht 1,200.00\nmiss: 1200\n")
put("rules", "all", "kind: phone\nreplace: yes\nscanner: phone\ncheck: phone\nlabel: yes\nbeside: card\n"
    "boundary: digit\nbase: -1.5\npass: 2\nfail: -3\nnear: 2\nform: x\nsource: y\ncontext: th: โทร, โทรศัพท์\ngrouped: 0\\d-\\d+\n"
    "region: MM\nhit: tel 081-234 5678 -> +66812345678\nmiss: 12\n")
put("rules", "kinds", open(os.path.join(here, "few-rules", "kinds.tsv"), "rb").read())

zones = [z.split("\t")[1].replace("\\n", "\n") for z in data("checks", "examples.tsv").decode().splitlines() if z.startswith("mrz.")]
for i, z in enumerate(zones[::4]):
    put("mrz", "zone-%02d" % i, z)
put("mrz", "noise", "Passport\n" + zones[0].lower().replace("<", "«").replace("0", "o") + "\n\n" + zones[1].replace("\n", " ") + "\nend")

# checks: every check tries every input, so one example of each kind will do
seen = set()
for line in data("checks", "examples.tsv").decode().splitlines():
    kind, text = line.split("\t")[:2]
    if kind not in seen and not kind.startswith("mrz."):
        seen.add(kind)
        put("checks", kind, b"\4" + text.replace("\\n", "\n").encode())

put("fold", "thai", "เลข ๑๒๓-๔๕๖๗ ၀၁၂၃၄ ０１２\u200b3\u202e ＡＢ٠١٢ – — ‑ Аа Раsspоrt\u00a0x")
put("fold", "bad", b"\xff\xfe a\xc0\x80 \xed\xa0\x80 \xf4\x90\x80\x80 \x00\x1b[31m \xe0\xb8")
put("fold", "marks", "e\u0301\u200d\u0e34\u0e48 \u2028\u2029\u0085\ufeff\U000e0041 漢字")

for n in ("half-utf16.txt", "surrogates-utf16.txt", "invalid-utf8.txt", "nul.txt"):
    put("charset", n, b"\0" + data("bad", n)[:600])
thai = "สวัสดีครับ โทร ๐๘๑ เลขที่บัญชี 123-4-56789-0\r\n"
for i, name in enumerate((None, "utf-8", "utf-16-le", "utf-16-be", "cp874", "tis-620", None, "gb18030", "big5", "shift_jis", "euc-kr", "iso2022_jp",
                          "utf-7", "hz", "utf-32-le")):
    put("charset", "%02d" % i, bytes([i]) + (thai if i < 6 or i in (12, 14) else "plain 漢字 12").encode(name or "utf-8", "ignore"))
put("charset", "named", b"\xffMacThai\n\xa1\xa2\xa3 text")

for n, p in (("file", "a/b/file"), ("dots", "a/../a/file"), ("up", "../secret"), ("out", "out"), ("abs", "/etc/passwd"), ("link", "a/up/secret"),
             ("fifo", "fifo"), ("double", "a//b/file"), ("long", "a/" * 40 + "file"), ("label", "E07=a/b")):
    put("path", n, p)
put("path", "item", "a/b\n" + item(["E/a/b/file"]))
put("path", "item-up", "a\n" + item(["E/../secret"]))
put("path", "item-link", "in\n" + item(["E/out"]))
put("path", "item-raw", "a\n" + item(["E/\ufffd"], path_raw=["RS9hL2ZpbGU="]))
put("path", "item-members", "a\n" + item(["E/a/b/file", "x"]))
put("path", "root", 'a\n{"type":"root","exhibit":"E","path":"/mnt/\ufffd","path_raw":"L21udC//"}')

put("html", "page", b"\0<html><head><title>A  b</title><meta name=author content='X Y'><style>p{}</style><script>var a='no';</script></head>"
    b"<body><p>one<br>two<table><tr><td>1<td>2</table>&amp;&#3588;&#x0e04;&nbsp;</p><pre> a\n b</pre></body></html>")
put("html", "charset", b"\0<meta charset=tis-620><p>\xCA\xC7\xD1\xCA\xB4\xD5")
put("html", "xhtml", b"\1<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'><p>x<!-- c --><![CDATA[ y ]]></p></html>")
put("html", "bad", b"\0" + data("bad", "not-html.html")[:1000])
put("html", "deep", b"\0" + b"<div><b>" * 300 + b"x")
put("html", "plain", b"\2" + data("bad", "controls.txt")[:1000])
put("html", "utf16", b"\2" + b"\xff\xfe" + thai.encode("utf-16-le"))

block = (b"II*\0\x08\0\0\0\x03\0\x0F\x01\x02\0\x05\0\0\0\x32\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x25\x88\x04\0\x01\0\0\0\x38\0\0\0\0\0\0\0Acme\0\0"
         b"\x04\0\x01\0\x02\0\x02\0\0\0N\0\0\0\x02\0\x05\0\x03\0\0\0\x6E\0\0\0\x03\0\x02\0\x02\0\0\0E\0\0\0\x04\0\x05\0\x03\0\0\0\x86\0\0\0\0\0\0\0"
         + struct.pack("<12I", 13, 1, 45, 1, 228, 10, 100, 1, 30, 1, 63, 10))
put("exif", "block", block)
put("exif", "jpeg", b"\xff\xd8\xff\xe1" + struct.pack(">H", 8 + len(block)) + b"Exif\0\0" + block +
    b"\xff\xc0\0\x11\x08\0\x10\0\x20\x03\x01\x22\0\x02\x11\1\x03\x11\1\xff\xda")
put("exif", "gif", b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF!\xf9\4\1\0\0\1\0,\0\0\0\0\x01\0\x01\0\0\x02\x02L\x01\0;")
for n in ("huge.bmp", "huge.gif", "huge.jpg", "huge.png", "huge.tif", "loop.tif", "orientation.jpg", "truncated.webp", "truncated-head.tif"):
    put("exif", n, data("bad", n)[:2048])

for target in ("find", "scan"):
    for n in ("thai", "english", "indonesian", "burmese"):
        put(target, n, data("find", n + ".txt")[:1500])
put("scan", "lists", "passport nos. AB1234567, CX7654321, AB7654399, AC7654399 and AD7654398\nQorin Velmar: 081-234-5678" + ", passport no. AB1234567" * 18)
put("find", "mix", zones[0] + "\nname;phone;account\nA;0812345678;1234567890\ncard 4111 1111 1111 1111 a@example.com\n" + "8" * 300)

numbers = ("โทร 081-234-5678, 02 123 4567 ต่อ 12", "+66 (0)81 234 5678/9", "0066-81-2345678", "ph 09 7654 32101 / 09-420-123-456", "HP: 0812-3456-7890",
           "WA +62 812 3456 7890", "tel. 66812345678", "O81-234-S678", "1-800-555-0199 x123", "08.1234.5678;0812345679", "call 812345678 or 191",
           "+95 9 420 123 456 +86 138 0013 8000 +84 90 123 45 67", "8" * 60, "0" * 80, "081 " * 20, "+" * 30 + "66812345678")
for i, text in enumerate(numbers):
    put("phone", "%02d" % i, bytes([i % 10 + (i % 2) * 128]) + text.encode())

for name in ("utf-8", "utf-16-le", "utf-16-be"):
    put("runs", name, b"\x81\0\0\xff" + "โทร 081-234 5678, 电话 +66812345670 a@example.com\r\nName: Mr. Somchai \U0001f600".encode(name) + b"\0\0\x91\xfe")
    put("runs", "odd-" + name, b"\x81\0\xff" + "ชื่อ นาย สมชาย ใจดี\nNama : Budi Contoh 4111 1111 1111 1111 ".encode(name) + b"\0\0\x91\xfe")
put("runs", "beside", b"abcdefA\0B\0C\0D\0E\0F\0G\0ghijklmnopqrstuvwx\0y\0z\0a\0b\0c\0\0\0")
put("runs", "bad", b"abcdef\xe0\x80\x80\xe0\x80\x80\xe0\x80\x80 \xc0\xaf\xc0\xaf\xc0\xaf \xed\xa0\x80 abcdefg\x7fhijkl\xe0\xb8")
put("runs", "text", "โทร 081-234 5678, โอนเข้าบัญชี 123-4-56789-0 a@example.com\nName: Mr. Somchai Jaidee\n" * 2)

put("stream", "lines", "one\r\ntwo 081\n\n \t\n" + "last without an end")
put("stream", "table", "name;phone;note\nA;0812345678;x\nB;1;2\nother\nname,a\nb,c\n")
put("stream", "long", b"\xff\xffa\xff\xff1 \xff\x80b\nshort\n")
put("stream", "long-blanks", b"\xff\xff \xff\xff \n")
put("stream", "long-thai", b"\xff\xf0x" + "สวัสดี".encode() * 60 + b"\xff\x10y\n")
put("stream", "long-ends", b"\xff\xffz" + b"q" * 1 + b"\xff\x01z\r\n" + b"\xff\xff\n")

frames = bytes([12]) + bytes(range(0, 60, 5))
put("cache", "whole", frames)
put("cache", "flip", frames + bytes((0, 200, 0, 1, 0, 0, 2, 255)))
put("cache", "cut", frames + bytes((1, 200, 3, 0)))
put("cache", "sealed", frames + bytes((2, 0, 0, 8, 2, 0, 1, 4, 2, 0, 2, 16, 2, 80, 2, 56)))
put("cache", "moved", frames + bytes((3, 44, 1, 60)))
put("cache", "many", bytes([63]) + bytes([0]) * 63)

put("custody", "true", b"\1")
put("custody", "changed", b"\1" + bytes((3, 0, 1)))
put("custody", "number", b"\1" + bytes((26, 0, 3, 10, 1, 2)))
put("custody", "joined", b"\1" + bytes((0, 1, 10)) + bytes((200, 0, 7)))
put("custody", "empty", b"\0")
put("custody", "torn", b'\0{"type":"custody","n":1,"prev":"' + b"0" * 64 + b'","time":"2026-01-01T00:00:00Z","event":"begin"}\n{"type":"cust')
put("custody", "noise", b"\0\n\n\0\xff{}\nnull\n[1]\n")

# mrz_decode: shape, then character and sureness of each cell; mrz_zone: size, then pixels
alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
shapes = {(2, 44): 0, (2, 36): 1, (3, 30): 2}
for i, z in enumerate(zones[::5]):
    rows = z.split("\n")
    if (len(rows), len(rows[0])) in shapes:
        for sure in (255, 140):
            cells = b"".join(bytes([alphabet.index(c), sure]) for c in "".join(rows))
            put("mrz_decode", "zone-%02d-%d" % (i, sure), bytes([shapes[len(rows), len(rows[0])]]) + cells)
put("mrz_zone", "even", bytes([200, 120]) + (b"\x10" * 6 + b"\xf0" * 8) * 9)
put("mrz_zone", "white", bytes([255, 255]) + b"\xff")
put("mrz_zone", "strip", bytes([255, 0]) + bytes(range(0, 256, 5)))
put("mrz_zone", "noise", bytes([180, 200]) + bytes((i * i * 7 + i // 3) % 256 for i in range(997)))
