#!/usr/bin/python3
"""pairs.py: whose number is it? Measures the names that dx-find puts on numbers (attrs.label), over layouts of tests/accuracy/pairs.txt

  tests/accuracy/pairs.py [--seed N] [--rounds N] [--wrong] [--layout NAME]     dx-find in PATH
A layout of pairs.txt is a text in which {n1} is the first person's name, {p1} his telephone, {a1} his account, {i1} his number of identity;
{p0}, {a0}, {i0} are nobody's. Each is filled with drawn names and numbers. Counted over numbers that were found: right (his name, or none
where there is none), wrong (another's name, or somebody's on nobody's number), none (his name is missing). --wrong lists what isn't right.
Standard library only.
"""
import argparse
import json
import pathlib
import random
import re
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
NAMES = {
    "th": ("สมชาย สมหญิง วิชัย มาลี ประเสริฐ อรุณี ธนพล กิตติ นภา สุดา", "ใจดี ทดสอบ สมมุติ รักษ์ไทย ตัวอย่าง บุญมี ลองดู แก้วใส"),
    "en": ("Daniel Peter Maria Helen Samuel Grace Victor Laura Simon Alice", "Sample Testman Example Miller Contoso Brook Fielding Harper"),
    "id": ("Budi Siti Agus Dewi Eko Rina Joko Wati Hendra Yanti", "Contoh Santoso Percobaan Wijaya Lestari Hidayat Susanto Pratama"),
    "mm": ("Aung Kyaw Thida Mya Zaw Hla Win Khin Nilar Ye", "Aung Htun Oo Soe Htwe Lin Naing San Win Moe"),
    "vi": ("Nguyen Tran Le Pham Hoang Vu Dang Bui", "Van An|Thi Binh|Minh Chau|Quoc Dung|Thu Ha|Duc Long"),
}


def digits(r, n):
    return "".join(r.choice("0123456789") for _ in range(n))


def thai_id(r):
    d = r.choice("12345") + digits(r, 11)
    return d + str((11 - sum(int(c) * (13 - i) for i, c in enumerate(d)) % 11) % 10)


def person(r, lang):
    """Name, telephone, account and number of identity, as they are written where the language is spoken."""
    first, last = NAMES[lang]
    name = r.choice(first.split()) + " " + r.choice(last.split("|") if "|" in last else last.split())
    if lang == "th":
        name = r.choice(["นาย", "นาง", "น.ส.", "นางสาว", "คุณ", "", "", ""]) + name
    if lang == "mm":
        name = r.choice(["Ko ", "Ma ", "Daw ", "U ", ""]) + name
        phone, identity = "09" + r.choice("24579") + digits(r, 8), "12/OUKAMA(N)" + digits(r, 6)
    elif lang == "id":
        phone = "0812-%s-%s" % (digits(r, 4), digits(r, 4))
        identity = "317401%02d%02d%02d%04d" % (r.randrange(1, 29), r.randrange(1, 13), r.randrange(70, 99), r.randrange(1, 9999))
    elif lang == "vi":
        phone, identity = "0903%s" % digits(r, 6), "0791%02d%s" % (r.randrange(70, 99), digits(r, 6))
    else:
        phone, identity = "08%s-%s-%s" % (r.choice("1345689"), digits(r, 3), digits(r, 4)), thai_id(r)
    account = "%s-%s-%s-%s" % (digits(r, 3), r.choice("123456789"), digits(r, 5), r.choice("0123456789"))
    return {"n": name, "p": phone, "a": account, "i": identity}


def layouts():
    """NAME LANGUAGES, then the lines, up to the next line of ==."""
    for part in re.split(r"(?m)^== ", (HERE / "pairs.txt").read_text(encoding="utf-8"))[1:]:
        head, text = part.split("\n", 1)
        name, langs = head.split(" ", 1)
        yield name, langs.split(), text.rstrip("\n") + "\n"


def bare(s):
    return re.sub(r"\W", "", s).casefold()


def fill(r, text, lang):
    """The text, and which person each filled number is of."""
    people, of, at, out = {}, [], 0, ""
    for m in re.finditer(r"\{([npai])(\d)(?:\|(\w+))?\}", text):
        who = m.group(2) if m.group(2) != "0" else "0%d" % m.start()
        while who not in people:
            new = person(r, lang)
            if all(new["n"] != p["n"] for p in people.values()):
                people[who] = new
        out += text[at:m.start()]
        value = people[who][m.group(1)]
        if m.group(1) != "n":
            of.append((len(out.encode()), len((out + value).encode()), None if who[0] == "0" else people[who]["n"]))
        out, at = out + value, m.end()
    return out + text[at:], of


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--rounds", type=int, default=4)
    p.add_argument("--wrong", action="store_true")
    p.add_argument("--layout", default="")
    o = p.parse_args()
    r, total = random.Random(o.seed), {}
    for name, langs, text in layouts():
        if not name.startswith(o.layout):
            r.random()
        count = {"right": 0, "wrong": 0, "none": 0, "unfound": 0}
        for n in range(o.rounds):
            lang = langs[n % len(langs)]
            body, of = fill(random.Random("%d %s %d" % (o.seed, name, n)), text, lang)
            if not name.startswith(o.layout):
                continue
            with tempfile.NamedTemporaryFile(suffix=".txt") as f:
                f.write(body.encode())
                f.flush()
                found = [json.loads(l) for l in subprocess.run(["dx-find", "-q", "-j", "1", f.name], stdout=subprocess.PIPE, check=True).stdout.splitlines()]
            found = [x for x in found if x["type"] == "finding"]
            for start, end, owner in of:
                here = [x for x in found if x["span"][0] >= start - 12 and x["span"][1] <= end + 1 and x["span"][1] > start and x["kind"] not in ("date", "money", "name")]
                if not here:
                    count["unfound"] += 1
                    continue
                label = max(here, key=lambda x: x["score"]).get("attrs", {}).get("label")
                same = label is not None and owner is not None and (bare(label) in bare(owner) or bare(owner) in bare(label))
                verdict = "right" if same or (label is None and owner is None) else "none" if label is None else "wrong"
                count[verdict] += 1
                if o.wrong and verdict != "right":
                    print("%s %s: %s is %s's, said %s's" % (name, lang, body.encode()[start:end].decode(), owner, label))
        if name.startswith(o.layout):
            print("%-24s right %3d  wrong %3d  none %3d  number not found %3d" % (name, count["right"], count["wrong"], count["none"], count["unfound"]))
        for k, v in count.items():
            total[k] = total.get(k, 0) + v
    said = total["right"] + total["wrong"]
    print("%-24s right %3d  wrong %3d  none %3d  number not found %3d: of what was said, %.1f %% right" % ("all", total["right"], total["wrong"], total["none"], total["unfound"], 100 * total["right"] / max(said, 1)))


main()
