#!/usr/bin/python3
"""compare_lstm.py: an LSTM of Tesseract's, trained from nothing on the zones that cells.bin is trained on, and both read the same held-out lines

  compare_lstm.py draw WORK               lines and short strings as pages with their text, and what is held out
  compare_lstm.py train WORK              short strings, whole lines, a lower rate; each until its processor time (BUDGET) is used up
  compare_lstm.py measure WORK MEASURE    the tables; MEASURE: measure.c as built

The LSTM gets its lines cut out and laid level by the truth; our reader gets only places as rough as a locator's (zones.rough) and lays them
level by itself. What the LSTM reads is taken as it is: no grammar, one line at a time (psm 13)."""
import glob
import os
import re
import resource
import subprocess
import sys

import cv2
import numpy as np

import train as cells
import zones

SEED, LINES, SHORT, HELD_OUT_SEED, HELD_OUT_ZONES = 20261126, 4000, 3000, 4242, 60
SHORT_KINDS = {"clean": 0.3, "moderate": 0.3, "mix": 0.4}
SETS = ["clean", "moderate", "hard", "lowres", "otherocrb", "otherface"]
SPEC = "[1,36,0,1 Ct3,3,16 Mp3,3 Lfys32 Lfx48 Lrx48 O1c39]"
BUDGET = {"short": 270, "lines": 300, "slow": 150}  # seconds of a processor
LANG = "ocrb"


def strip(z, i, rng, first=0, last=None):
    """Characters first to last of line i, laid level at the picture's own size, with uneven margins where the line ends."""
    m, r, d = z.middle[i][first:last], z.right[i][first:last], z.down[i][first:last]
    n, pitch, cap = len(m), np.hypot(*r.mean(0)), np.hypot(*d.mean(0))
    left, right, up, low = rng.uniform((0.7, 0.7, 0.65, 0.65), (1.5, 1.5, 0.95, 0.95))
    left, right = left if first == 0 else 0.5, right if last in (None, len(z.lines[i])) else 0.5
    t = np.arange(-left, n - 1 + right, 1 / pitch)
    v = np.arange(-up, low, 1 / cap)
    at = np.stack([np.interp(t, np.arange(n), m[:, k]) + np.minimum(t, 0) * r[0, k] + np.maximum(t - n + 1, 0) * r[-1, k] for k in (0, 1)])
    down = np.stack([np.interp(t, np.arange(n), d[:, k]) for k in (0, 1)])
    x, y = (at[k][None] + v[:, None] * down[k][None] - 0.5 for k in (0, 1))
    return cv2.remap(np.asarray(z.picture), x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)


def page(path, rows):
    """Lines below one another with Tesseract's boxes; it takes some pixels around a box too, so a line's edge goes on there."""
    edge, gap = 8, 24
    w, h = max(p.shape[1] for p, _ in rows) + 2 * gap, sum(p.shape[0] + gap for p, _ in rows) + gap
    sheet, y, boxes = np.full((h, w), 255, np.uint8), gap, ""
    for p, text in rows:
        ph, pw = p.shape
        sheet[y - edge:y + ph + edge, gap - edge:gap + pw + edge] = cv2.copyMakeBorder(p, edge, edge, edge, edge, cv2.BORDER_REPLICATE)
        low, high = h - y - ph, h - y
        boxes += "WordStr %d %d %d %d 0 #%s\n\t %d %d %d %d 0\n" % (gap, low, gap + pw, high, text, gap + pw, low, gap + pw + 1, high)
        y += ph + gap
    cv2.imwrite(path + ".png", sheet)
    with open(path + ".box", "w") as f:
        f.write(boxes)


def cut(rng, n):
    """Pieces of 5 to 14 characters, of which a line of n is made."""
    at = [0]
    while n - at[-1] > 14:
        at.append(at[-1] + int(rng.integers(5, min(14, n - at[-1] - 5) + 1)))
    return zip(at, at[1:] + [n])


def training_lines(seed, count, kinds, short):
    rng, rows, index = np.random.default_rng(seed), [], 0
    while len(rows) < count:
        kind = rng.choice(list(kinds), p=np.array(list(kinds.values())) / sum(kinds.values()))
        z = zones.zone(seed, index, str(kind), rng.random() < cells.CONFIG["real"])
        index += 1
        for i, line in enumerate(z.lines):
            for a, b in cut(rng, len(line)) if short else [(0, len(line))]:
                rows.append((strip(z, i, rng, a, b), line[a:b]))
    return [rows[k] for k in rng.permutation(count)]


def held_out(kind):
    """The zones that `zones.py OUT HELD_OUT_SEED HELD_OUT_ZONES kind` draws."""
    return [zones.zone(HELD_OUT_SEED + zones.KINDS.index(kind) + 1, i, kind) for i in range(HELD_OUT_ZONES)]


def draw(work):
    for name, kinds, count, a_page in (("short", SHORT_KINDS, SHORT, 40), ("lines", cells.CONFIG["kinds"], LINES, 25)):
        rows = training_lines(SEED + count, count, kinds, name == "short")
        for i in range(0, count, a_page):
            page("%s/%s-%04d" % (work, name, i), rows[i:i + a_page])
    here = os.path.dirname(os.path.abspath(__file__))
    subprocess.run([sys.executable, here + "/zones.py", work + "/held", str(HELD_OUT_SEED), str(HELD_OUT_ZONES), *SETS], check=True)


def run(work, *command, seconds=None):
    """Runs it in WORK; out of time is an end like any other. Returns its seconds of a processor."""
    def bound():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(work + "/log", "a") as log:
        subprocess.run(command, cwd=work, check=not seconds, preexec_fn=bound, stdout=log, stderr=log, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def best(work, name):
    """The checkpoint of the least error; the last one while none was good enough to be kept by name."""
    named = glob.glob("%s/%s_[0-9]*.checkpoint" % (work, name))
    return min(named, key=lambda p: float(os.path.basename(p).split("_")[1])) if named else "%s/%s_checkpoint" % (work, name)


def train(work):
    os.makedirs(work + "/langdata", exist_ok=True)
    os.makedirs(work + "/starter", exist_ok=True)
    for name, text in (("charset.txt", zones.ALPHABET), ("langdata/radical-stroke.txt", "#")):
        with open(work + "/" + name, "w") as f:
            f.write(text + "\n")
    run(work, "unicharset_extractor", "--output_unicharset", "mrz.unicharset", "--norm_mode", "1", "charset.txt")
    run(work, "combine_lang_model", "--input_unicharset", "mrz.unicharset", "--script_dir", "langdata", "--lang", LANG, "--output_dir", "starter",
        "--version_str", "zones")
    for name in ("short", "lines"):
        pages = sorted(p[:-4] for p in glob.glob("%s/%s-*.png" % (work, name)))
        for p in pages:
            run(work, "tesseract", p + ".png", p, "--psm", "6", "lstm.train")
        with open("%s/%s.list" % (work, name), "w") as f:
            f.write("".join(p + ".lstmf\n" for p in pages))
    starter = "%s/starter/%s/%s.traineddata" % (work, LANG, LANG)
    base = ["lstmtraining", "--traineddata", starter, "--max_image_MB", "1500", "--max_iterations", "1000000"]
    for name, source, more in (("short", "short", lambda: ["--net_spec", SPEC, "--net_mode", "192", "--learning_rate", "0.002"]),
                               ("lines", "lines", lambda: ["--continue_from", best(work, "short")]),
                               ("slow", "lines", lambda: ["--continue_from", best(work, "lines"), "--learning_rate", "0.0002", "--reset_learning_rate"])):
        used = run(work, *base, "--model_output", name, "--train_listfile", source + ".list", *more(), seconds=BUDGET[name])
        print("%s: %.1f minutes of a processor, best checkpoint %s" % (name, used / 60, os.path.basename(best(work, name))), flush=True)
    run(work, "lstmtraining", "--stop_training", "--convert_to_int", "--continue_from", best(work, "slow"), "--traineddata", starter, "--model_output",
        work + "/%s.traineddata" % LANG)


def edits(a, b):
    row = list(range(len(b) + 1))
    for i, c in enumerate(a):
        before, row[0] = row[0], i + 1
        for k, d in enumerate(b):
            before, row[k + 1] = row[k + 1], min(row[k + 1] + 1, row[k] + 1, before + (c != d))
    return row[-1]


def by_lstm(work, kind):
    rng = np.random.default_rng(HELD_OUT_SEED)
    want, paths = [], []
    for z in held_out(kind):
        for i, line in enumerate(z.lines):
            paths.append("%s/held-%s-%d.png" % (work, kind, len(want)))
            cv2.imwrite(paths[-1], strip(z, i, rng))
            want.append(line)
    with open(work + "/held.txt", "w") as f:
        f.write("\n".join(paths) + "\n")
    seconds = run(work, "tesseract", "held.txt", "held-out", "--tessdata-dir", work, "-l", LANG, "--psm", "13")
    with open(work + "/held-out.txt") as f:
        return want, ["".join(p.split()) for p in f.read().split("\f")[:len(want)]], seconds


def by_cells(work, measure):
    """{kind: lines as the cells say, as decoded, milliseconds a zone} of `measure -vv`."""
    out, kind = {}, None
    for row in subprocess.run([measure, work + "/held", "-vv"], check=True, capture_output=True, text=True).stdout.splitlines():
        if row.startswith("#  "):
            out[kind][0].append(row[3:])
        elif row.startswith("# "):
            kind = re.match(r"# \w+ (\w+)-", row)[1]
            out.setdefault(kind, [[], 0])
        else:
            out[row.split()[0]][1] = float(re.search(r"([\d.]+) ms", row)[1])
    return {k: (rows[1::3], rows[2::3], ms) for k, (rows, ms) in out.items()}


def measure(work, binary):
    ours = by_cells(work, binary)
    print("%-10s %5s  %-30s %8s %8s %8s" % ("set", "lines", "read by", "exact", "CER", "ms/line"))
    for kind in SETS:
        want, got, seconds = by_lstm(work, kind)
        raw, decoded, ms = ours[kind]
        ms = ms * HELD_OUT_ZONES / len(want)
        for who, lines, cost in (("LSTM", got, "%.2f" % (seconds * 1000 / len(want))), ("cells, each by itself", raw, ""),
                                 ("cells, decoded", decoded, "%.2f" % ms)):
            assert len(lines) == len(want), (kind, who, len(lines), len(want))
            wrong = sum(edits(a, b) for a, b in zip(want, lines))
            print("%-10s %5d  %-30s %7.1f%% %7.2f%% %8s" % (kind, len(want), who, 100 * sum(a == b for a, b in zip(want, lines)) / len(want),
                                                         100 * wrong / sum(map(len, want)), cost))


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("draw", "train", "measure"):
        sys.exit(__doc__)
    os.makedirs(sys.argv[2], exist_ok=True)
    cv2.setNumThreads(1)
    {"draw": draw, "train": train, "measure": measure}[sys.argv[1]](os.path.abspath(sys.argv[2]), *sys.argv[3:])
