#!/usr/bin/python3
"""mix.py: text as it lies on disks, from a seed: 55 % documentation, 25 % chat, 14 % web log, 6 % bank CSV

  tests/bench/mix.py MEGABYTES [SEED] > FILE
Blocks of about 32 KiB in a drawn order; the shares hold over the whole to within a block. Every identifier is invented, with a valid
check (samples/maker/numbers.py).
"""
import pathlib
import random
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
from maker import numbers as N  # noqa: E402

BLOCK = 32768
WORDS = ("the a of to and in is for on with as by this that be are from or an it not can which at when if will each file value page option line "
         "default record system user input output process memory error version number table list set print read write table key name data").split()
THAI = "ครับ ค่ะ โอน แล้ว บัญชี พรุ่งนี้ เจอกัน ที่ ตลาด ส่ง ของ ให้ หน่อย รถ ออก กี่โมง ขอบคุณ เบอร์ ใหม่".split()
BURMESE = "ဟုတ်ကဲ့ မနက်ဖြန် ငွေ လွှဲ ပေးမယ် ဂိတ် မှာ တွေ့မယ် ကျေးဇူး ပါ".split()
INDONESIAN = "ya pak besok jam di terminal sudah transfer nomor baru berapa biaya siap terima kasih".split()


def some_mail(r):
    return N.email(r.choice(INDONESIAN) + N.digits(r, 2))


def prose(r):
    """Documentation: paragraphs, headings, options, code with figures of its own."""
    how = r.random()
    if how < 0.06:
        return "\n%d.%d %s\n\n" % (r.randrange(1, 20), r.randrange(1, 12), " ".join(r.choices(WORDS, k=4)).title())
    if how < 0.14:
        return "    if (%s[%d] > 0x%x) return %s_%s(%d);\n" % (r.choice(WORDS), r.randrange(99), r.getrandbits(16),
                                                               r.choice(WORDS), r.choice(WORDS), r.randrange(4096))
    if how < 0.16:
        return "See https://www.example.org/%s/%s.html or mail %s.\n" % (r.choice(WORDS), r.choice(WORDS),
            N.email(r.choice(WORDS)).raw)
    return " ".join(r.choices(WORDS, k=r.randrange(9, 16))).capitalize() + ".\n"


def chat(r):
    words = r.choices((THAI, BURMESE, INDONESIAN, WORDS), (5, 2, 2, 3))[0]
    text = (" " if words is WORDS or words is INDONESIAN else "").join(r.choices(words, k=r.randrange(2, 12)))
    how = r.random()
    if how < 0.12:
        text += " " + r.choice((N.phone_th, N.phone_mm, N.phone_id, N.thai_account, N.thai_id, N.nrc, some_mail, N.card,
                                N.btc))(r).raw
    elif how < 0.3:
        text += " %d,%03d" % (r.randrange(1, 99), r.randrange(1000))
    return "%02d/05/2024, %02d:%02d - %s: %s\n" % (r.randrange(1, 29), r.randrange(24), r.randrange(60),
                                                   r.choice(["มาลี", "Ko Aung", "Budi", "Peter"]), text)


def weblog(r):
    return '192.0.2.%d - - [%02d/May/2024:%02d:%02d:%02d +0700] "GET /%s/%s?id=%d HTTP/1.1" %d %d "-" "ExampleBrowser/%d.0 (X11; Linux x86_64)"\n' % (
        r.randrange(1, 255), r.randrange(1, 29), r.randrange(24), r.randrange(60), r.randrange(60), r.choice(WORDS),
        r.choice(WORDS), r.randrange(10 ** 6),
        r.choice([200, 200, 200, 304, 404]), r.randrange(90000), r.randrange(90, 125))


def bank(r):
    return "2024-05-%02d,%s,%s,%s,%d.%02d,%d.%02d,%s\n" % (r.randrange(1, 29), N.thai_account(r, "##########").raw,
                                                           N.thai_account(r).raw, r.choice(["TRW", "CSD", "ATM"]),
                                                          r.randrange(90000), r.randrange(100), r.randrange(900000),
                                                           r.randrange(100), N.digits(r, 14))


KINDS = ((55, prose, ""), (25, chat, ""), (14, weblog, ""), (6, bank, "date,account,to account,code,amount,balance,reference\n"))


def blocks(size, seed):
    r = random.Random(seed)
    done, share = [0] * len(KINDS), [k[0] / 100 for k in KINDS]
    while sum(done) < size:
        lag = [max(0.0, s * (sum(done) + BLOCK) - d) for s, d in zip(share, done)]
        i = r.choices(range(len(KINDS)), lag)[0]
        _, line, head = KINDS[i]
        out = [head]
        n = len(head)
        while n < BLOCK:
            out.append(line(r))
            n += len(out[-1].encode())
        done[i] += n
        yield "".join(out)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: mix.py MEGABYTES [SEED]")
    for block in blocks(float(sys.argv[1]) * 1e6, int(sys.argv[2]) if len(sys.argv) == 3 else 1):
        sys.stdout.buffer.write(block.encode())


if __name__ == "__main__":
    main()
