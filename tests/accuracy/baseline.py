#!/usr/bin/python3
"""baseline.py: what a laboratory does today, on the same files: Tesseract and pdftotext, then plain regular expressions and checks

  tests/accuracy/baseline.py [--jobs N] EVIDENCE CASE OUT
`tesseract -l tha+eng` on each picture, `pdftotext -layout` on each PDF (a page without text is rendered by pdftoppm and read by
Tesseract), textual files as UTF-8 or Windows-874; then python3-phonenumbers (Thailand, Myanmar, Indonesia in this order) and regular
expressions with the checks of python3-stdnum. OUT gets findings, documents, pages and items in the form of a case, so that the same
script measures both; the names of the items are CASE's.
"""
import argparse
import concurrent.futures
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

import phonenumbers
import stdnum.bic
import stdnum.bitcoin
import stdnum.cn.ric
import stdnum.iban
import stdnum.id.npwp
import stdnum.imei
import stdnum.imo
import stdnum.in_.aadhaar
import stdnum.in_.pan
import stdnum.iso6346
import stdnum.kr.rrn
import stdnum.luhn
import stdnum.my.nric
import stdnum.pk.cnic
import stdnum.sg.uen
import stdnum.th.pin
import stdnum.vn.mst

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".gif", ".bmp"}
PLAIN = re.compile(r"[\s()./-]")


def squeeze(s):
    return PLAIN.sub("", s)


def nrc(s):
    m = re.match(r"(\d{1,2})/([A-Z]+)\(([A-Z])\)(\d{6})$", s)
    return m and s


def grouped(pattern):
    """Digits (# in the pattern) with at most one blank or hyphen between them."""
    return r"(?<![\w-])" + r"[ -]?".join(r"\d" if c == "#" else c for c in pattern) + r"(?![\w-])"


def checked(module, form=squeeze):
    return lambda s: form(s) if module.is_valid(squeeze(s)) else None


# kind, expression, function that gives the normal form or None
PATTERNS = [
    ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", str.lower),
    ("url", r"https?://[^\s\"'<>]+", str),
    ("th.national_id", grouped("#" * 13), lambda s: squeeze(s) if squeeze(s)[0] in "12345678"
     and stdnum.th.pin.is_valid(squeeze(s)) else None),
    ("th.bank_account", r"(?<!\d)\d{3}-\d-\d{5}-\d(?!\d)", squeeze),
    ("id.nik", r"(?<!\d)[1-9]\d{15}(?!\d)", str),
    ("mm.nrc", r"\d{1,2}/[A-Z]{6,9}\([A-Z]\)\d{6}", nrc),
    ("passport", r"(?<![A-Za-z0-9])(?:A[A-C]\d{7}|M[A-Z]\d{6}|[CEX]\d{7})(?![A-Za-z0-9])", str),
    ("card", grouped("#" * 16), checked(stdnum.luhn)),
    ("imei", grouped("#" * 15), checked(stdnum.imei)),
    ("iban", r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", checked(stdnum.iban)),
    ("btc.address", r"\b(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[a-z0-9]{39,59})\b", checked(stdnum.bitcoin)),
    ("eth.address", r"\b0x[0-9a-fA-F]{40}\b", str),
    ("tron.address", r"\bT[1-9A-HJ-NP-Za-km-z]{33}\b", str),
    ("th.tax_id", grouped("0" + "#" * 12), lambda s: squeeze(s) if stdnum.th.pin.calc_check_digit(squeeze(s)[:12]) == squeeze(s)[12]
     else None),
    ("id.npwp", r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)", checked(stdnum.id.npwp)),
    ("my.mykad", r"(?<!\d)\d{6}-\d{2}-\d{4}(?!\d)", checked(stdnum.my.nric)),
    ("sg.uen", r"(?<!\w)\d{8,9}[A-Z](?!\w)", checked(stdnum.sg.uen)),
    ("vn.mst", r"(?<![\d-])0\d{9}(?![\d-])", checked(stdnum.vn.mst)),
    ("cn.resident_id", r"(?<!\w)\d{17}[\dXx](?!\w)", checked(stdnum.cn.ric)),
    ("kr.rrn", r"(?<!\d)\d{6}-\d{7}(?!\d)", checked(stdnum.kr.rrn)),
    ("in.aadhaar", grouped("#" * 12), checked(stdnum.in_.aadhaar)),
    ("in.pan", r"(?<!\w)[A-Z]{5}\d{4}[A-Z](?!\w)", checked(stdnum.in_.pan)),
    ("pk.cnic", r"(?<!\d)\d{5}-\d{7}-\d(?!\d)", checked(stdnum.pk.cnic)),
    ("bic", r"(?i:swift|bic)[^\n]{0,12}?\b[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b", lambda s: s.split()[-1]
     if stdnum.bic.is_valid(s.split()[-1]) else None),
    ("imo.ship", r"\bIMO ?\d{7}\b", lambda s: squeeze(s) if stdnum.imo.is_valid(s) else None),
    ("iso6346.container", r"\b[A-Z]{3}[UJZ][ -]?\d{6}[ -]?\d\b", checked(stdnum.iso6346)),
    ("vn.cccd", r"(?i:cccd)\D{0,12}0\d{11}(?!\d)", lambda s: s[-12:]),
    ("iccid", r"(?<!\d)89\d{17,18}(?!\d)", checked(stdnum.luhn)),
    ("upu.s10", r"(?<!\w)[A-Z]{2}\d{9}[A-Z]{2}(?!\w)", str),
    ("ipv4", r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", str),
    ("mac", r"(?<![\w:])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![\w:])", lambda s: s.lower().replace("-", ":")),
    ("wu.mtcn", r"MTCN\D{0,6}\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)", lambda s: "".join(c for c in s if c.isdigit())[-10:]),
    ("air.eticket", r"(?<!\d)\d{3}-\d{10}(?!\d)", str),
    ("plate.th", r"(?<![\u0e00-\u0e7f\d])\d?[ก-ฮ]{2} \d{1,4} [ก-๙]{3,}", str),
    ("line.id", r"(?i:line id)[: ]+([a-z0-9._-]{4,20})", lambda s: s.split()[-1].lower()),
]
ZONES = [("TD3", 2, 44, r"P[A-Z<]"), ("MRV-A", 2, 44, r"V[A-Z<]"), ("TD2", 2, 36, r"[IAC][A-Z<]"), ("TD1", 3, 30, r"[IAC][A-Z<]")]


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.decode("utf-8",
        "replace")


def recognise(path):
    return run("tesseract", str(path), "-", "-l", "tha+eng").split("\f")


def pages(path):
    """The texts of a file's pages, first page first."""
    if path.suffix in PICTURES:
        return recognise(path)
    if path.suffix != ".pdf":
        data = path.read_bytes()
        for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp874"):
            try:
                return [data.decode(encoding)]
            except UnicodeDecodeError:
                pass
        return [data.decode("latin-1")]
    out = run("pdftotext", "-layout", str(path), "-").split("\f")[:-1]
    for i, text in enumerate(out):
        if not text.strip():
            with tempfile.TemporaryDirectory() as d:
                run("pdftoppm", "-r", "200", "-gray", "-png", "-f", str(i + 1), "-l", str(i + 1), str(path), d + "/p")
                out[i] = "".join(recognise(next(iter(pathlib.Path(d).iterdir()))))
    return out


def values(text):
    """(kind, value, raw) of a page."""
    taken = set()
    for region in ("TH", "MM", "ID"):
        for m in phonenumbers.PhoneNumberMatcher(text, region):
            if taken.isdisjoint(range(m.start, m.end)):
                taken.update(range(m.start, m.end))
                yield "phone", phonenumbers.format_number(m.number, phonenumbers.PhoneNumberFormat.E164), m.raw_string
    for kind, pattern, form in PATTERNS:
        for m in re.finditer(pattern, text):
            value = form(m.group())
            if value:
                yield kind, value, m.group()


def zones(text):
    rows = [re.sub(r"\s", "", line) for line in text.splitlines() if line.strip()]
    for fmt, count, width, head in ZONES:
        for i in range(len(rows) - count + 1):
            block = rows[i:i + count]
            if all(len(x) == width and re.fullmatch("[A-Z0-9<]+", x) for x in block) and re.match(head, block[0]):
                yield fmt, block


def main():
    p = argparse.ArgumentParser(description="Tesseract and regular expressions, for comparison")
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("evidence", type=pathlib.Path)
    p.add_argument("case", type=pathlib.Path)
    p.add_argument("out", type=pathlib.Path)
    a = p.parse_args()
    items = [json.loads(line) for line in open(a.case / "items.ndjson", encoding="utf-8")]
    a.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(a.case / "items.ndjson", a.out)
    paths = [a.evidence.joinpath(*item["path"][0].split("/")[1:]) for item in items]
    with concurrent.futures.ThreadPoolExecutor(a.jobs) as pool, open(a.out / "pages.ndjson", "w") as texts, \
            open(a.out / "findings.ndjson", "w") as findings, open(a.out / "documents.ndjson", "w") as documents:
        n = 0
        for item, got in zip(items, pool.map(pages, paths)):
            for number, text in enumerate(got, 1):
                texts.write(json.dumps({"type": "page", "item": item["id"], "page": number, "text": text}) + "\n")
                for kind, value, raw in dict.fromkeys(values(text)):
                    n += 1
                    findings.write(json.dumps({"type": "finding", "id": str(n), "kind": kind, "value": value, "raw": raw,
                                               "item": item["id"],
                                               "page": number, "score": 1}) + "\n")
                for fmt, block in zones(text):
                    documents.write(json.dumps({"type": "document", "item": item["id"], "page": number, "format": fmt,
                                                "lines": block,
                                                "checks": {}}) + "\n")


if __name__ == "__main__":
    main()
