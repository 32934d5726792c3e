#!/usr/bin/python3
"""shapes.py: rules of nothing but the 32 shapes that engines were compared with (doc/measured/2026-11-27.md), to tell what an engine costs from what the
shipped rules do

  tests/bench/shapes.py FOLDER     then DX_RULES_DIR=FOLDER tests/bench/scan FILE
E-mail, URL, links, IPv4, four ways of telephones, IBAN, BIC, two of cards, numbers of persons and accounts, IMEI, coins, ships, zones, MAC, two dates,
amounts, coordinates: no check, no words, no names. Standard library only.
"""
import pathlib
import sys

SHAPES = (
    ("email", r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}\.[A-Za-z]{2,24}", "a@b.co"),
    ("url", r"https?://[^\s<>\"]{3,2000}", "http://abcd"),
    ("url", r"(?:t\.me|wa\.me|line\.me)/[A-Za-z0-9_+~/-]{3,64}", "t.me/abcd"),
    ("ipv4", r"\b(?:\d{1,3}\.){3}\d{1,3}\b", "192.0.2.1"),
    ("phone", r"\+\d{1,3}[ -]?\d(?:[ -]?\d){6,12}", "+66 812345678"),
    ("phone", r"\b0\d(?:[ -]?\d){7,9}\b", "081 234 5678"),
    ("phone", r"\b\d{2,4}[ -]\d{3,4}[ -]\d{3,4}\b", "081-234-5678"),
    ("phone", r"\(\d{2,4}\) ?\d{3,4}[ -]?\d{3,4}", "(02) 123-4567"),
    ("iban", r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b", "GB82WEST12345698765432"),
    ("bic", r"\b[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b", "ABCDEFGH"),
    ("card", r"\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b", "4242 4242 4242 4242"),
    ("card", r"\b3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b", "3712 345678 12345"),
    ("th.national_id", r"\b\d[ -]?\d{4}[ -]?\d{5}[ -]?\d{2}[ -]?\d\b", "1 2345 67890 12 3"),
    ("id.nik", r"\b\d{16}\b", "1234567890123456"),
    ("imei", r"\b\d{15}\b", "123456789012345"),
    ("th.bank_account", r"\b\d{3}-\d-\d{5}-\d\b", "123-4-56789-0"),
    ("cn.resident_id", r"\b\d{17}[\dXx]\b", "11010519491231002X"),
    ("tw.national_id", r"\b[A-Z][12]\d{8}\b", "A123456789"),
    ("my.mykad", r"\b\d{6}-\d{2}-\d{4}\b", "800101-14-1234"),
    ("btc.address", r"\b[13][1-9A-HJ-NP-Za-km-z]{25,34}\b", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"),
    ("btc.address", r"\bbc1[02-9ac-hj-np-z]{11,71}\b", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7"),
    ("eth.address", r"\b0x[0-9a-fA-F]{40}\b", "0x52908400098527886E0F7030069857D2E4169EE7"),
    ("tron.address", r"\bT[1-9A-HJ-NP-Za-km-z]{33}\b", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"),
    ("imo.ship", r"\bIMO ?\d{7}\b", "IMO 9074729"),
    ("mmsi", r"\bMMSI:? ?\d{9}\b", "MMSI 123456789"),
    ("mrz.td3", r"[A-Z0-9<]{44}", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"),
    ("mrz.td2", r"[A-Z0-9<]{36}", "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"),
    ("mac", r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b", "00:11:22:33:44:55"),
    ("date.iso", r"\b\d{4}-\d{2}-\d{2}\b", "2024-05-12"),
    ("date.en", r"\b\d{1,2}/\d{1,2}/\d{2,4}\b", "13/05/2024"),
    ("money", r"\b\d{1,3}(?:,\d{3})+(?:\.\d{2})?\b", "23,696"),
    ("geo.decimal", r"-?\d{1,3}\.\d{4,8}, ?-?\d{1,3}\.\d{4,8}", "13.7563, 100.5018"),
)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    out = pathlib.Path(sys.argv[1])
    kinds = (pathlib.Path(__file__).resolve().parents[2] / "rules" / "kinds.tsv").read_text(encoding="utf-8")
    known = {line.split("\t")[0] for line in kinds.splitlines() if not line.startswith("#")}
    out.mkdir(parents=True, exist_ok=True)
    (out / "kinds.tsv").write_text(kinds, encoding="utf-8")
    with (out / "shapes.rules").open("w", encoding="utf-8") as f:
        for kind, pattern, example in SHAPES:
            assert kind in known, kind
            f.write(f"kind: {kind}\npattern: {pattern}\nboundary: none\nbase: 1\nhit: {example} -> {example}\nmiss: zz\n\n")


if __name__ == "__main__":
    main()
