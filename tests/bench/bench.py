#!/usr/bin/python3
"""bench.py: rates of the tools and of known ones on the same input, in turns, with the machine's load

  tests/bench/bench.py FOLDER       see run.sh for the settings
Every command runs once in each round, the rounds one after another, so that load from elsewhere falls on all alike; the median
counts. Ratios are of CPU time, which a loaded machine distorts least; wall time stands beside it. What isn't installed is skipped and
said so.
"""
import importlib.util
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"
# For grep: one alternation of what its user would write; for the regular expressions one by one: the same alternatives.
EXPRESSIONS = [r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", r"https?://[^ \"<>]+",
               r"(\+66|0)[ -]?[1-9][0-9]?[ -]?[0-9]{3}[ -]?[0-9]{4}",
               r"\+?95[ -]?9[ -]?[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}", r"[0-9]-?[0-9]{4}-?[0-9]{5}-?[0-9]{2}-?[0-9]",
               r"[0-9]{3}-?[0-9]-?[0-9]{5}-?[0-9]",
               r"[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}", r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}",
               r"(bc1|[13])[A-Za-z0-9]{25,59}", r"0x[0-9a-fA-F]{40}",
               r"[0-9]{1,2}/[A-Z]{6,9}\([A-Z]\)[0-9]{6}", r"[A-Z]{1,2}[0-9]{6,7}"]
MATCHER = """import sys, phonenumbers
n = 0
for line in open(sys.argv[1], encoding="utf-8"):
    for m in phonenumbers.PhoneNumberMatcher(line, "TH"):
        n += 1
print(n)"""


class Bench:
    def __init__(self, out):
        self.out, self.rows, self.rounds = out, [], int(os.environ.get("BENCH_ROUNDS", "3"))
        self.skipped = []

    def compare(self, task, unit, amount, commands):
        """commands: [(name, argv or list of argvs, standard input or None, amount or None)]; the first is what is measured."""
        ready = []
        for name, argvs, stdin, own in commands:
            argvs = argvs if isinstance(argvs[0], list) else [argvs]
            missing = shutil.which(argvs[0][0]) is None
            if missing:
                self.skipped.append("%s: %s (%s isn't installed)" % (task, name, argvs[0][0]))
            else:
                ready.append((name, argvs, stdin, own or amount, []))
        for _ in range(self.rounds):
            for name, argvs, stdin, _, results in ready:
                results.append(once(argvs, stdin, self.out / "output"))
        base = None
        for name, _, _, amount, results in ready:
            wall, cpu = (statistics.median(r[i] for r in results) for i in (0, 1))
            row = {"task": task, "tool": name, "unit": unit, "amount": round(amount, 3), "wall_s": round(wall, 3),
                   "cpu_s": round(cpu, 3),
                   "per_s": amount / max(wall, 1e-3), "per_cpu_s": amount / max(cpu, 1e-3),
                   "peak_mib": max(r[2] for r in results),
                   "status": max(r[3] for r in results)}
            base = base or row
            row["times"], row["times_wall"] = base["per_cpu_s"] / row["per_cpu_s"], base["per_s"] / row["per_s"]
            self.rows.append(row)
            print(line_of(row), flush=True)


def once(argvs, stdin, out):
    """Commands one after another: wall seconds, CPU seconds, peak MiB of the largest process, worst exit status. Their output goes
    to a file, because grep stops at its first match before /dev/null."""
    wall, cpu, peak, status = time.monotonic(), 0.0, 0, 0
    for argv in argvs:
        with open(stdin or os.devnull, "rb") as feed, open(out, "wb") as sink:
            child = subprocess.Popen(argv, stdin=feed, stdout=sink, stderr=subprocess.DEVNULL)
            _, code, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(code)
        cpu += used.ru_utime + used.ru_stime
        peak, status = max(peak, used.ru_maxrss / 1024), max(status, abs(child.returncode))
    return time.monotonic() - wall, cpu, round(peak, 1), status


HEAD = "%-10s %-38s %9s %11s %11s %9s %9s %8s" % ("task", "tool", "amount", "per CPU s", "per s", "× (CPU)", "× (wall)", "MiB")


def line_of(r):
    told = r["status"] > (0 if r["tool"].startswith(("dx-", "docex")) else 1)  # grep's 1: nothing found
    note = "   exit %d" % r["status"] if told else ""
    return "%-10s %-38s %6.4g %-3s%11.4g %11.4g %9.3g %9.3g %8.0f%s" % (r["task"], r["tool"], r["amount"], r["unit"],
        r["per_cpu_s"], r["per_s"], r["times"],
                                                                        r["times_wall"], r["peak_mib"], note)


# ---- input ----
def text(b):
    path = b.out / "mix.txt"
    size = float(os.environ.get("BENCH_MB", "4"))
    with open(path, "wb") as f:
        subprocess.run([sys.executable, HERE / "mix.py", str(size)], stdout=f, check=True)
    return path, path.stat().st_size / 1e6


def pages(b):
    """Pictures of the wide set's tuning part: (pages, passports); None without the generator's packages."""
    if any(importlib.util.find_spec(m) is None for m in ("cairo", "gi", "numpy", "PIL")):
        b.skipped.append("text, mrz, run: the generator's packages aren't installed (./autogen.sh --deps training)")
        return None
    wanted = int(os.environ.get("BENCH_PAGES", "4"))
    subprocess.run([sys.executable, SAMPLES / "generate.py", "--wide", str(12 * wanted), "--out", b.out / "pages"],
                   stdout=subprocess.DEVNULL, check=True)
    truth = [json.loads(line) for line in open(b.out / "pages" / "truth.ndjson", encoding="utf-8")]
    zones = {t["file"] for t in truth if "document" in t}
    papers = {t["file"] for t in truth if "params" in t and t["file"].endswith((".jpg", ".png"))}
    root = b.out / "pages" / "wide"
    return [[str(root / f) for f in sorted(s)[:wanted]] for s in (papers - zones, zones & papers)]


# ---- what is measured ----
def start(b, path, size):
    """One small file: what a run costs before any work."""
    tiny = b.out / "tiny.txt"
    tiny.write_text("tel 081-234 5678\n", encoding="utf-8")
    b.compare("start", "run", 1, [(tool, [tool, "-q", str(tiny)], None, None) for tool in ("dx-walk", "dx-text", "dx-find")])


def walk(b, path, size):
    folder = b.out / "files"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    data = path.read_bytes()
    for i in range(16):  # each file differs
        (folder / ("%02d.txt" % i)).write_bytes(b"%d\n" % i + data)
    files = sorted(str(f) for f in folder.iterdir())
    total = sum(os.path.getsize(f) for f in files) / 1e6
    b.compare("walk", "MB", total, [("dx-walk", ["dx-walk", "-q", str(folder)], None, None), ("sha256sum", ["sha256sum", *files],
        None, None),
                                    ("openssl dgst -sha256", ["openssl", "dgst", "-sha256", *files], None, None)])
    shutil.rmtree(folder)


def find(b, path, size):
    one = [a for e in EXPRESSIONS for a in ("-e", e)]
    small = b.out / "mix-small.txt"
    small.write_bytes(path.read_bytes()[:200_000].rsplit(b"\n", 1)[0] + b"\n")
    rows = [("dx-find", ["dx-find", "-q", str(path)], None, None), ("dx-find -j2", ["dx-find", "-q", "-j2", str(path)], None,
                                                                    None),
            ("grep -E, %d expressions" % len(EXPRESSIONS), ["grep", "-aoE", *one, str(path)], None, None),
            ("grep -P (PCRE2), one by one", [["grep", "-aoP", e, str(path)] for e in EXPRESSIONS], None, None),
            ("ripgrep, %d expressions" % len(EXPRESSIONS), ["rg", "-ao", *one, str(path)], None, None)]
    if importlib.util.find_spec("phonenumbers"):
        rows.append(("libphonenumber's matcher (Python)", [sys.executable, "-c", MATCHER, str(small)], None,
                     small.stat().st_size / 1e6))
    else:
        b.skipped.append("find: libphonenumber's matcher (python3-phonenumbers isn't installed)")
    b.compare("find", "MB", size, rows)


def binary(b, path, size):
    """Bytes without text, given as raw evidence."""
    import random
    noise = b.out / "noise.bin"
    noise.write_bytes(random.Random(7).randbytes(int(size * 5e5)))
    one = [a for e in EXPRESSIONS for a in ("-e", e)]
    b.compare("binary", "MB", noise.stat().st_size / 1e6, [("dx-find -", ["dx-find", "-q", "-"], str(noise), None),
                                                          ("grep -E, %d expressions" % len(EXPRESSIONS), ["grep", "-aoE", *one],
                                                           str(noise), None),
                                                          ("ripgrep, %d expressions" % len(EXPRESSIONS), ["rg", "-ao", *one],
                                                           str(noise), None)])


def records(b, path, size):
    """Records in and out: pages and findings through a filter that has nothing to do with them."""
    stream = b.out / "records.ndjson"
    with open(stream, "wb") as f:
        walker = subprocess.Popen(["dx-walk", "-q", str(path)], stdout=subprocess.PIPE)
        reader = subprocess.Popen(["dx-text", "-q"], stdin=walker.stdout, stdout=subprocess.PIPE)
        subprocess.run(["dx-find", "-q"], stdin=reader.stdout, stdout=f, check=False)
        walker.wait()
        reader.wait()
    amount = stream.stat().st_size / 1e6
    b.compare("records", "MB", amount, [("dx-mrz, nothing to read", ["dx-mrz", "-q"], str(stream), None),
                                        ("dx-show", ["dx-show"], str(stream), None),
                                        ("jq -c .", ["jq", "-c", "."], str(stream), None),
                                        ("python3 json",
                                         [sys.executable, "-c",
                                          "import json,sys\nfor l in sys.stdin: print(json.dumps(json.loads(l)))"], str(stream),
                                         None)])


def pictures(b, only):
    got = pages(b) if only & {"text", "mrz", "run"} else None
    if not got:
        return
    papers, zones = got
    if "text" in only and papers:
        two = "printf '%s\\0' \"$@\" | xargs -0 -P2 -I{} tesseract {} - -l tha+eng"
        rows = [("dx-text", ["dx-text", "-q", *papers], None, None), ("dx-text -j2", ["dx-text", "-q", "-j2", *papers], None,
                                                                      None),
                ("dx-text -l tha+eng", ["dx-text", "-q", "-l", "tha+eng", *papers], None, None),
                ("tesseract -l tha+eng", [["tesseract", p, "-", "-l", "tha+eng"] for p in papers], None, None)]
        if shutil.which("tesseract"):
            rows.append(("tesseract -l tha+eng, two at a time", ["sh", "-c", two, "sh", *papers], None, None))
        rows.append(("ocrmypdf -l tha+eng", [["ocrmypdf", "--image-dpi", "200", "-l", "tha+eng", p, os.devnull] for p in papers],
                     None, None))
        b.compare("text", "pg", len(papers), rows)
    if "mrz" in only and zones:
        b.compare("mrz", "pic", len(zones), [("dx-mrz", ["dx-mrz", "-q", *zones], None, None),
                                             ("dx-mrz -j2", ["dx-mrz", "-q", "-j2", *zones], None, None),
                                             ("tesseract -l eng on the page",
                                              [["tesseract", p, "-", "-l", "eng"] for p in zones], None, None)])
    if "run" in only:
        rows = []
        for jobs in ("1", "2"):
            case = b.out / ("case" + jobs)
            rows.append(("docex run -j" + jobs, [["rm", "-rf", str(case)], ["docex", "run", "-q", "-j" + jobs, *papers, *zones,
                "-C", str(case)]], None, None))
        b.compare("run", "pg", len(papers) + len(zones), rows)


def machine():
    cpu = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                if line.startswith("model name")), "unknown")
    return cpu, len(os.sched_getaffinity(0))


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: bench.py FOLDER")
    if shutil.which("dx-find") is None:
        sys.exit("bench.py: dx-find is not in PATH")
    b = Bench(pathlib.Path(sys.argv[1]))
    b.out.mkdir(parents=True, exist_ok=True)
    only = set(os.environ.get("BENCH_ONLY", "start,walk,records,find,binary,text,mrz,run").split(","))
    cpu, cores = machine()
    before = os.getloadavg()
    print("%s, %d processors; load before: %.2f %.2f %.2f; median of %d rounds" % (cpu, cores, *before, b.rounds))
    print("×: how many times faster the first tool of the task is than this one; MiB: peak of the largest process (below 16: of its starter)")
    print(HEAD)
    path, size = text(b)
    for name, task in (("start", start), ("walk", walk), ("records", records), ("find", find), ("binary", binary)):
        if name in only:
            task(b, path, size)
    pictures(b, only)
    after = os.getloadavg()
    print("load after: %.2f %.2f %.2f" % after)
    for what in b.skipped:
        print("skipped: " + what)
    with open(b.out / "bench.ndjson", "w", encoding="utf-8") as f:
        f.write(json.dumps({"cpu": cpu, "processors": cores, "rounds": b.rounds, "load_before": before, "load_after": after,
                            "skipped": b.skipped}) + "\n")
        f.writelines(json.dumps(r) + "\n" for r in b.rows)


if __name__ == "__main__":
    main()
