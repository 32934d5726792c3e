#!/usr/bin/python3
"""bench.py: rates of the tools and of known ones on the same input, in turns, with the machine's load

  tests/bench/bench.py FOLDER       see run.sh for the settings
Every command runs once in each round, the rounds one after another, so that load from elsewhere falls on all alike; the median
counts. Ratios are of CPU time, which a loaded machine distorts least; wall time stands beside it. Input comes in sizes: a command
gets the largest on which it needs no more than BENCH_SECONDS of CPU time, so that slow ones don't hold up and start-up doesn't count.
What isn't installed is skipped and said so.
"""
import importlib.util
import json
import os
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import time

import mix
import worst

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROGRAMS = pathlib.Path(os.environ.get("DX_BUILD", ROOT)) / "tests" / "bench"
SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
LIMIT = 60  # wall seconds after which a command is stopped; it then counts as not done
# For grep and ripgrep: what their user would write, a fraction of what the rules look for.
EXPRESSIONS = [r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", r'https?://[^ "<>]+',
               r"(\+66|0)[ -]?[1-9][0-9]?[ -]?[0-9]{3}[ -]?[0-9]{4}", r"\+?95[ -]?9[ -]?[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}",
               r"[0-9]-?[0-9]{4}-?[0-9]{5}-?[0-9]{2}-?[0-9]", r"[0-9]{3}-?[0-9]-?[0-9]{5}-?[0-9]",
               r"[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}", r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}",
               r"(bc1|[13])[A-Za-z0-9]{25,59}", r"0x[0-9a-fA-F]{40}", r"[0-9]{1,2}/[A-Z]{6,9}\([A-Z]\)[0-9]{6}", r"[A-Z]{1,2}[0-9]{6,7}"]
EACH = [a for e in EXPRESSIONS for a in ("-e", e)]
MATCHER = """import sys, phonenumbers
print(sum(1 for line in sys.stdin for m in phonenumbers.PhoneNumberMatcher(line, "TH")))"""
JSON = "import json, sys\nfor line in sys.stdin:\n    print(json.dumps(json.loads(line)))"


class Row:
    """What is measured: a command, or several one after another, on one of its inputs.

    inputs: [(file or None, amount)], smallest first. command: of a file name, a list of argvs. feed: the file is its standard input.
    figure: a regular expression for the rate that the command measures by itself (per CPU second), in what it prints."""

    def __init__(self, name, command, inputs, feed=False, figure=None):
        self.name, self.command, self.inputs, self.feed, self.figure = name, command, inputs, feed, figure
        self.results = []

    def program(self):
        return self.command("x")[0][0]

    def run(self, k, out):
        return once(self.command(self.inputs[k][0]), self.inputs[k][0] if self.feed else None, out, self.figure)

    def choose(self, out):
        """The largest input that takes no more than SECONDS of CPU time, by trying from the smallest on."""
        for k, (_, amount) in enumerate(self.inputs):
            if k + 1 == len(self.inputs):
                break
            r = self.run(k, out)
            if not r["done"] or r["cpu"] * self.inputs[k + 1][1] / amount > SECONDS:
                break
        self.amount, self.k = self.inputs[k][1], k


class Bench:
    def __init__(self, out):
        self.out, self.lines, self.skipped = out, [], []
        self.rounds = int(os.environ.get("BENCH_ROUNDS", "3"))

    def compare(self, task, unit, rows, rounds=None):
        """The first row is what is measured; the others are set beside it."""
        ready = [r for r in rows if shutil.which(r.program())]
        self.skipped += ["%s: %s (%s isn't there)" % (task, r.name, r.program()) for r in rows if r not in ready]
        for r in ready:
            r.choose(self.out / "output")
        for _ in range(rounds or self.rounds):
            for r in ready:
                r.results.append(r.run(r.k, self.out / "output"))
        base = None
        for r in ready:
            line = measured(r, task, unit)
            base = base or line
            line["times"] = base["per_cpu_s"] / line["per_cpu_s"]
            line["times_wall"] = base["per_s"] / line["per_s"]
            self.lines.append(line)
            print(told(line), flush=True)


def measured(row, task, unit):
    """One line of the table, from the medians."""
    wall, cpu = (statistics.median(r[key] for r in row.results) for key in ("wall", "cpu"))
    own = [r["figure"] for r in row.results if r["figure"]]
    rate = statistics.median(own) if own else row.amount / max(cpu, 1e-3)
    return {"task": task, "tool": row.name, "unit": unit, "amount": round(row.amount, 3), "wall_s": round(wall, 3), "cpu_s": round(cpu, 3),
            "per_s": rate if own else row.amount / max(wall, 1e-3), "per_cpu_s": rate,
            "peak_mib": max(r["peak"] for r in row.results), "status": max(r["status"] for r in row.results),
            "done": all(r["done"] for r in row.results)}


def once(argvs, feed, out, figure):
    """Commands one after another. Their output goes to a file, because grep stops at its first match before /dev/null."""
    start, cpu, peak, status, done = time.monotonic(), 0.0, 0, 0, True
    for argv in argvs:
        with open(feed or os.devnull, "rb") as source, open(out, "wb") as sink:
            child = subprocess.Popen(["timeout", "-s", "KILL", str(LIMIT), *argv], stdin=source, stdout=sink, stderr=subprocess.DEVNULL)
            _, code, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(code)
        cpu += used.ru_utime + used.ru_stime
        peak, status = max(peak, used.ru_maxrss / 1024), max(status, abs(child.returncode))
        done = done and child.returncode not in (-9, 137)
    said = re.search(figure, pathlib.Path(out).read_text(errors="replace")) if figure else None
    return {"wall": time.monotonic() - start, "cpu": cpu, "peak": round(peak, 1), "status": status, "done": done,
            "figure": float(said.group(1)) if said else None}


HEAD = "%-8s %-36s %6s     %11s %11s %9s %9s %7s" % ("task", "tool", "amount", "per CPU s", "per s", "× (CPU)", "× (wall)", "MiB")


def told(r):
    # 1 of grep and ripgrep: nothing found; of a filter: a record of an error, which bad input earns
    note = "" if r["status"] <= 1 else "   exit %d" % r["status"]
    if not r["done"]:
        note = "   stopped after %d s: slower than this" % LIMIT
    return "%-8s %-36s %6.4g %-3s %11.4g %11.4g %9.3g %9.3g %7.0f%s" % (
        r["task"], r["tool"], r["amount"], r["unit"], r["per_cpu_s"], r["per_s"], r["times"], r["times_wall"], r["peak_mib"], note)


# ---- input ----
def apart(make, *args):
    """Runs it in a process of its own: the peak of a command counts at least that of its starter, which must stay small."""
    child = os.fork()
    if not child:
        try:
            make(*args)
            os._exit(0)
        finally:
            os._exit(1)
    if os.waitpid(child, 0)[1]:
        sys.exit("bench.py: input can't be made")


def write_sizes(stem, make, size):
    """The first MB of a text, the first four, and so on up to the whole of it: stem-0, stem-1 …"""
    whole = make(size)
    for k in range(20):
        n = 4 ** k * 1_000_000
        part = whole if n >= len(whole) else whole[:whole.rfind(b"\n", 0, n) + 1] or whole[:n]
        pathlib.Path(stem + "-%d" % k).write_bytes(part)
        if n >= len(whole):
            return


def sizes(b, name, make, size):
    """[(file, MB)], smallest first."""
    for old in b.out.glob(name + "-*"):
        old.unlink()
    apart(write_sizes, str(b.out / name), make, size)
    return [(str(f), f.stat().st_size / 1e6) for f in sorted(b.out.glob(name + "-*"))]


def mixed(size):
    return b"".join(block.encode() for block in mix.blocks(size, 1))


def binary_of(size):
    """What lies on disks between texts, a quarter each, in pieces of 64 KiB: noise, programs, nothing, text in UTF-16."""
    r, piece, size = random.Random(7), 65536, int(size)
    program = pathlib.Path(sys.executable).resolve().read_bytes()
    wide = mixed(size / 8).decode().encode("utf-16-le")
    out, at = bytearray(), 0
    while len(out) < size:
        k = at // 4 * piece
        out += (r.randbytes(piece), program[k % len(program):][:piece], bytes(piece), wide[k % len(wide):][:piece])[at % 4]
        at += 1
    return bytes(out)


def has(b, tasks, modules):
    if all(importlib.util.find_spec(m) for m in modules):
        return True
    b.skipped.append("%s: the generator's packages aren't installed (./autogen.sh --deps training)" % tasks)
    return False


def generated(b, name, *options):
    subprocess.run([sys.executable, ROOT / "samples" / "generate.py", *options, "--out", b.out / name], stdout=subprocess.DEVNULL, check=True)


def pages(b):
    """Pictures of papers, of the wide set's tuning part."""
    wanted = int(os.environ.get("BENCH_PAGES", "4"))
    generated(b, "pages", "--wide", str(8 * wanted))
    truth = [json.loads(line) for line in open(b.out / "pages" / "truth.ndjson", encoding="utf-8")]
    papers = {t["file"] for t in truth if "params" in t and t["file"].endswith((".jpg", ".png"))}
    return [str(b.out / "pages" / "wide" / f) for f in sorted(papers)[:wanted]]


def zones(b):
    """Pictures with machine-readable zones, each of 2 megapixels, of the zones set's tuning part."""
    shutil.rmtree(b.out / "zones", ignore_errors=True)
    generated(b, "zones", "--zones", str(6 * int(os.environ.get("BENCH_PAGES", "4"))), "--others", "0", "--megapixels", "2", "--part", "tuning")
    return sorted(str(f) for f in (b.out / "zones" / "pictures").rglob("*.*"))


def plain_pictures(b):
    """Pictures without a zone, each of 2 megapixels, of the tuning part."""
    shutil.rmtree(b.out / "others", ignore_errors=True)
    generated(b, "others", "--others", str(15 * int(os.environ.get("BENCH_PAGES", "4"))), "--megapixels", "2", "--part", "tuning")
    return sorted(str(f) for f in (b.out / "others" / "pictures").rglob("*.*"))


def patterns(b):
    """All patterns of the shipped rules, one a line, for plain."""
    found = set()
    for f in sorted((ROOT / "rules").rglob("*.rules")):
        found.update(re.findall(r"^(?:pattern|grouped): (.*)$", f.read_text(encoding="utf-8"), re.M))
    path = b.out / "patterns"
    path.write_text("".join(p + "\n" for p in sorted(found)), encoding="utf-8")
    return str(path), len(found)


# ---- what is measured ----
def start(b):
    """One small file: what a run costs before any work."""
    tiny = b.out / "tiny.txt"
    tiny.write_text("tel 081-234 5678\n", encoding="utf-8")
    b.compare("start", "run", [Row(t, lambda f, t=t: [[t, "-q", f]], [(str(tiny), 1)]) for t in ("dx-walk", "dx-text", "dx-find")])


def walk(b):
    folder = b.out / "files"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for i in range(8):  # each file differs
        with open(folder / ("%02d.txt" % i), "wb") as f:
            f.write(b"%d\n" % i)
            f.flush()
            subprocess.run(["cat", b.sizes[-1][0]], stdout=f, check=True)
    files = sorted(str(f) for f in folder.iterdir())
    whole = [(None, sum(os.path.getsize(f) for f in files) / 1e6)]
    speed = ["openssl", "speed", "-mr", "-seconds", "1", "-bytes", "16384", "-evp", "sha256"]
    rows = [Row("dx-walk", lambda _: [["dx-walk", "-q", str(folder)]], whole),
            Row("sha256sum", lambda _: [["sha256sum", *files]], whole),
            Row("openssl dgst -sha256", lambda _: [["openssl", "dgst", "-sha256", *files]], whole),
            Row("openssl speed, 16 KiB in memory", lambda _: [speed], whole, figure=r"\+F:\d+:sha256:(\d+)\d{6}\.")]
    b.compare("walk", "MB", rows)
    shutil.rmtree(folder)


def records(b):
    """Records in and out: pages and findings through a filter that has nothing to do with them."""
    stream = b.out / "records.ndjson"
    with open(stream, "wb") as f:
        walker = subprocess.Popen(["dx-walk", "-q", b.sizes[min(1, len(b.sizes) - 1)][0]], stdout=subprocess.PIPE)
        reader = subprocess.Popen(["dx-text", "-q"], stdin=walker.stdout, stdout=subprocess.PIPE)
        subprocess.run(["dx-find", "-q"], stdin=reader.stdout, stdout=f, check=False)
        walker.wait()
        reader.wait()
    whole = [(str(stream), stream.stat().st_size / 1e6)]
    rows = [("dx-mrz, nothing to read", ["dx-mrz", "-q"]), ("dx-show", ["dx-show"]), ("jq -c .", ["jq", "-c", "."]),
            ("python3 json", [sys.executable, "-c", JSON])]
    b.compare("records", "MB", [Row(name, lambda _, a=argv: [a], whole, feed=True) for name, argv in rows])


def scanners(b):
    """The finder and what it is set beside, on standard input or a file."""
    plain, n = [str(PROGRAMS / "plain"), b.patterns[0]], b.patterns[1]
    return [("dx-find", lambda f: [["dx-find", "-q", f]], {}),
            ("dx-find -j2", lambda f: [["dx-find", "-q", "-j2", f]], {}),
            ("scanning alone, no records", lambda f: [[str(PROGRAMS / "scan"), f]], {"figure": r"([0-9.]+) MB/s"}),
            ("PCRE2 (JIT), %d patterns one by one" % n, lambda f: [plain], {"feed": True}),
            ("ripgrep, %d expressions" % len(EXPRESSIONS), lambda f: [["rg", "-ao", *EACH, f]], {}),
            ("grep -E, %d expressions" % len(EXPRESSIONS), lambda f: [["grep", "-aoE", *EACH, f]], {}),
            ("libphonenumber's matcher (Python)", lambda f: [[sys.executable, "-c", MATCHER]], {"feed": True})]


def find(b):
    rows = scanners(b)
    if not importlib.util.find_spec("phonenumbers"):
        rows.pop()
        b.skipped.append("find: libphonenumber's matcher in Python (python3-phonenumbers isn't installed)")
    b.compare("find", "MB", [Row(name, command, b.sizes, **more) for name, command, more in rows])


def binary(b):
    """Bytes that are mostly no text, as raw evidence."""
    inputs = sizes(b, "binary", binary_of, b.sizes[-1][1] * 5e5)
    b.compare("binary", "MB", [Row("dx-find -", lambda f: [["dx-find", "-q", "-"]], inputs, feed=True)] +
              [Row(name, command, inputs, **more) for name, command, more in scanners(b)[2:6]])


def adverse(b):
    """Each kind of worst.py: its rate, and beside it that of plain PCRE2. One round: these differ by factors."""
    size = float(os.environ.get("BENCH_WORST_MB", "4"))
    _, plain, more = scanners(b)[3]
    for kind, make in worst.KINDS.items():
        inputs = sizes(b, "worst", lambda n, make=make: make(int(n)), size * 1e6)
        b.compare("worst", "MB", [Row("dx-find: " + kind, lambda f: [["dx-find", "-q", "-"]], inputs, feed=True),
                                  Row("  PCRE2, one by one", plain, inputs, **more)], rounds=1)


def text(b, papers):
    two = "printf '%s\\0' \"$@\" | xargs -0 -P2 -I{} tesseract {} - -l tha+eng"
    whole = [(None, len(papers))]
    commands = [("dx-text", [["dx-text", "-q", *papers]]), ("dx-text -j2", [["dx-text", "-q", "-j2", *papers]]),
                ("dx-text -l tha+eng", [["dx-text", "-q", "-l", "tha+eng", *papers]]),
                ("tesseract -l tha+eng", [["tesseract", p, "-", "-l", "tha+eng"] for p in papers])]
    if shutil.which("tesseract"):
        commands.append(("tesseract -l tha+eng, two at a time", [["sh", "-c", two, "sh", *papers]]))
    commands.append(("ocrmypdf -l tha+eng", [["ocrmypdf", "--image-dpi", "200", "-l", "tha+eng", p, str(b.out / "ocr.pdf")] for p in papers]))
    b.compare("text", "pg", [Row(name, lambda _, a=argvs: a, whole) for name, argvs in commands])


def mrz(b, files, plain):
    whole = [(None, len(files))]
    commands = [("dx-mrz", [["dx-mrz", "-q", *files]]), ("dx-mrz -j2", [["dx-mrz", "-q", "-j2", *files]]),
                ("tesseract -l eng on the page", [["tesseract", p, "-", "-l", "eng"] for p in files])]
    crops = b.out / "crops"
    shutil.rmtree(crops, ignore_errors=True)
    crops.mkdir()
    done = subprocess.run(["dx-mrz", "-q", "--crop", str(crops), *files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    found = sorted(str(f) for f in crops.rglob("*zone*.png")) or sorted(str(f) for f in crops.rglob("*.png"))
    if done.returncode <= 1 and found:
        commands.append(("tesseract -l eng on the zone, laid level", [["tesseract", f, "-", "-l", "eng", "--psm", "6"] for f in found]))
    else:
        b.skipped.append("mrz: tesseract on the zone (dx-mrz gives no crops)")
    b.compare("mrz", "pic", [Row(name, lambda _, a=argvs: a, whole) for name, argvs in commands])
    steps = pathlib.Path(os.environ.get("DX_BUILD", ".")) / "tests" / "bench" / "zones"
    for pictures in (files, plain) if steps.exists() else ():  # where the time goes, in one process
        print(subprocess.run([str(steps), *pictures], stdout=subprocess.PIPE, check=False, text=True).stdout, end="")


def run(b, files):
    def command(jobs):
        case = str(b.out / ("case" + jobs))
        return [["rm", "-rf", case], ["docex", "run", "-q", "-j" + jobs, *files, "-C", case]]
    b.compare("run", "pg", [Row("docex run -j" + j, lambda _, j=j: command(j), [(None, len(files))]) for j in ("1", "2")])


def on_pictures(b, only):
    if only & {"text", "run"} and has(b, "text, run", ("cairo", "gi", "numpy", "PIL")):
        papers = pages(b)
        for name, task in (("text", text), ("run", run)):
            if name in only:
                task(b, papers)
    if "mrz" in only and has(b, "mrz", ("cairo", "cv2", "gi", "numpy", "PIL")):
        mrz(b, zones(b), plain_pictures(b))


def memory(b):
    """The peak of each of our tools over all tasks."""
    peak = {}
    for r in b.lines:
        tool = r["tool"].split(",")[0].split(":")[0].split(" -")[0]
        if tool.startswith(("dx-", "docex")):
            peak[tool] = max(peak.get(tool, 0), r["peak_mib"])
    print("peak memory, MiB: " + ", ".join("%s %.0f" % t for t in sorted(peak.items())))


def machine():
    cpu = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                if line.startswith("model name")), "unknown")
    return cpu, len(os.sched_getaffinity(0))


TASKS = {"start": start, "walk": walk, "records": records, "find": find, "binary": binary, "worst": adverse}


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: bench.py FOLDER")
    if shutil.which("dx-find") is None:
        sys.exit("bench.py: dx-find is not in PATH")
    b = Bench(pathlib.Path(sys.argv[1]))
    b.out.mkdir(parents=True, exist_ok=True)
    only = set(os.environ.get("BENCH_ONLY", ",".join([*TASKS, "text", "mrz", "run"])).split(","))
    cpu, cores = machine()
    before = os.getloadavg()
    print("%s, %d processors; load before: %.2f %.2f %.2f; median of %d rounds" % (cpu, cores, *before, b.rounds))
    print("×: how many times faster the first tool of the task is than this one; MiB: peak of the largest process")
    print(HEAD)
    b.sizes, b.patterns = sizes(b, "mix", mixed, float(os.environ.get("BENCH_MB", "64")) * 1e6), patterns(b)
    for name, task in TASKS.items():
        if name in only:
            task(b)
    on_pictures(b, only)
    memory(b)
    after = os.getloadavg()
    print("load after: %.2f %.2f %.2f" % after)
    for what in b.skipped:
        print("skipped: " + what)
    with open(b.out / "bench.ndjson", "w", encoding="utf-8") as f:
        f.write(json.dumps({"cpu": cpu, "processors": cores, "rounds": b.rounds, "load_before": before, "load_after": after,
                            "skipped": b.skipped}) + "\n")
        f.writelines(json.dumps(r) + "\n" for r in b.lines)


if __name__ == "__main__":
    main()
