#!/usr/bin/python3
"""background.py: what dx-find finds in text that isn't about identifiers: documentation, source code, changelogs, logs, prose

  tests/accuracy/background.py --out FOLDER [--list FILE] [--size MB] [--each MB] [--jobs N] [--write]
The packages below are fetched with apt-get into FOLDER/deb (kept: a second run fetches nothing), unpacked, and their texts written to
FOLDER/text in pieces of a megabyte: HTML without its tags, catalogs of translations as their texts, compressed files unpacked. dx-find
(in PATH) reads them with --min-score 0.5; what it finds of kinds other than the common ones is compared with the list of classed
findings, tests/accuracy/background.tsv: kind, value, false or true, why. True values (a publisher's telephone number) stand there as
the head of their SHA-256, since they are real people's. Prints false findings by kind, and what nobody has classed yet (--write adds
those to the list as `new`). Exit status 1 when there is more than one false or unclassed finding a megabyte. Standard library only.
"""
import argparse
import collections
import gzip
import hashlib
import html
import json
import lzma
import pathlib
import re
import subprocess
import sys

COMMON = {"email", "url", "domain", "ip", "ipv4", "ipv6", "date", "money", "number"}
PACKAGES = """linux-doc-6.1 golang-1.19-src python3.11-doc perl-doc perl-modules-5.36 rust-src sqlite3-doc postgresql-doc-15 octave-doc
erlang-doc libboost1.81-doc nmap-common fail2ban lnav exim4-base debian-policy developers-reference installation-guide-amd64
gnome-user-docs libreoffice-help-vi libreoffice-help-id libreoffice-l10n-th libreoffice-l10n-my libreoffice-l10n-id libreoffice-l10n-vi
manpages manpages-dev manpages-posix manpages-id manpages-vi iso-codes hunspell-th hunspell-id hunspell-vi bible-kjv-text fortunes
dict-jargon dict-gcide ieee-data usb.ids pci.ids tzdata mime-support gettext-doc node-typescript linux-source-6.1 libgtk-3-common
libglib2.0-data debconf-i18n apt-utils dpkg gcc-12-source vim-runtime emacs-common git-doc samba-doc""".split()
LANGUAGES = ("th", "my", "id", "vi", "ms", "km", "lo", "zh_CN")
PIECE = 1 << 20


def fetch(out):
    """The packages that aren't there yet; what the mirror hasn't is said and left out."""
    deb = out / "deb"
    deb.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        if not list(deb.glob(name + "_*.deb")):
            r = subprocess.run(["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", name], cwd=deb, capture_output=True, text=True)
            if r.returncode:
                print("background: %s: %s" % (name, (r.stderr.strip().splitlines() or ["not fetched"])[-1]), file=sys.stderr)
    return sorted(deb.glob("*.deb"))


def unpack(deb, into):
    into.mkdir(parents=True)
    subprocess.run(["dpkg-deb", "-x", str(deb), str(into)], check=True)


def catalog(path):
    """The translations of a compiled catalog, one a line."""
    r = subprocess.run(["msgunfmt", "--no-wrap", str(path)], capture_output=True)
    return "\n".join(m.decode("utf-8", "replace") for m in re.findall(rb'^msgstr(?:\[\d\])? "(.+)"$', r.stdout, re.M)[1:])


def without_tags(text):
    text = re.sub(r"(?is)<(script|style)\b.*?</\1>", " ", text)
    return html.unescape(re.sub(r"(?s)<[^>]*>", " ", text))


def text_of(path):
    """The text of a file, or "" where it isn't one."""
    name = path.name
    if name.endswith(".mo"):
        return catalog(path) if any("/%s/" % x in str(path) for x in LANGUAGES) else ""
    data = path.read_bytes()
    if name.endswith((".gz", ".xz")):
        try:
            data = (gzip if name.endswith(".gz") else lzma).decompress(data)
        except (OSError, EOFError, lzma.LZMAError):
            return ""
        name = name[:-3]
    if not data or b"\0" in data[:65536]:
        return ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return without_tags(text) if name.endswith((".html", ".htm", ".xhtml")) else text


def sources(root):
    """Files in a fixed order that mixes folders, so that a cap doesn't take the first folder alone; archives of sources unpacked."""
    for archive in sorted(root.rglob("*.tar.xz")):
        inside = archive.with_suffix(".d")
        inside.mkdir()
        subprocess.run(["tar", "-xJf", str(archive), "-C", str(inside), "--no-same-owner"], check=False)
        archive.unlink()
    files = [p for p in root.rglob("*") if p.is_file() and not p.is_symlink()]
    return sorted(files, key=lambda p: hashlib.sha256(str(p.relative_to(root)).encode()).digest())


def write_texts(deb, out, cap):
    """The texts of one package into FOLDER/text; how many bytes."""
    name = deb.name.split("_")[0]
    tree, total, piece, n = out / "tree", 0, [], 0
    subprocess.run(["rm", "-rf", str(tree)], check=True)
    unpack(deb, tree)
    size = 0
    for path in sources(tree):
        text = text_of(path).encode("utf-8", "replace")[:cap - total]
        total += len(text)
        size += len(text)
        piece.append(text.rstrip(b"\n") + b"\n\n")
        if size >= PIECE or total >= cap:
            (out / "text" / ("%s.%03d.txt" % (name, n))).write_bytes(b"".join(piece))
            piece, size, n = [], 0, n + 1
        if total >= cap:
            break
    if piece:
        (out / "text" / ("%s.%03d.txt" % (name, n))).write_bytes(b"".join(piece))
    subprocess.run(["rm", "-rf", str(tree)], check=True)
    return total


def assemble(out, size, each):
    if (out / "text").exists():
        return
    debs, total = fetch(out), 0
    (out / "text").mkdir()
    for deb in debs:
        if total < size:
            n = write_texts(deb, out, min(each, size - total))
            total += n
            print("%-28s %6.2f MB" % (deb.name.split("_")[0], n / 1e6))


def findings(out, jobs):
    files = sorted(str(p) for p in (out / "text").iterdir())
    run = subprocess.Popen(["dx-find", "--min-score", "0.5", "-j", str(jobs), "--only", "item,finding,error", *files], stdout=subprocess.PIPE)
    place = ""
    for line in run.stdout:
        r = json.loads(line)
        if r["type"] == "item":
            place = r["path"][-1]
        elif r["type"] == "error":
            print("background: %s: %s" % (place, r["message"]), file=sys.stderr)
        elif r["type"] == "finding" and r["kind"] not in COMMON:
            yield place, r
    if run.wait():
        sys.exit("background: dx-find failed (%d)" % run.returncode)


def hidden(value):
    return "sha256:" + hashlib.sha256(value.encode()).hexdigest()[:16]


def main():
    here = pathlib.Path(__file__).resolve().parent
    p = argparse.ArgumentParser(description="false findings in text that isn't about identifiers")
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--list", type=pathlib.Path, default=here / "background.tsv")
    p.add_argument("--size", type=float, default=260)
    p.add_argument("--each", type=float, default=8)
    p.add_argument("--jobs", type=int, default=1)
    p.add_argument("--write", action="store_true")
    a = p.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    assemble(a.out, int(a.size * 1e6), int(a.each * 1e6))
    classed = {}
    if a.list.exists():
        for line in a.list.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, value, kind_class, *_ = line.split("\t")
                classed[(kind, value)] = kind_class
    size = sum(p.stat().st_size for p in (a.out / "text").iterdir())
    counts, new = collections.defaultdict(collections.Counter), {}
    for place, r in findings(a.out, a.jobs):
        kind, value = r["kind"], r["value"]
        c = classed.get((kind, value)) or classed.get((kind, hidden(value))) or "new"
        counts[kind][c] += 1
        if c == "new":
            new.setdefault((kind, value), (place, r))
    for kind in sorted(counts):
        print("%-24s false %5d   true %5d   new %5d" % (kind, counts[kind]["false"], counts[kind]["true"], counts[kind]["new"]))
    for (kind, value), (place, r) in sorted(new.items()):
        print("new: %s\t%s\t%r\t%.3f\t%s\t%s" % (kind, value, r["raw"], r["score"], r["why"].get("context", ""), place))
    if a.write and new:
        with a.list.open("a", encoding="utf-8") as f:
            f.writelines("%s\t%s\tnew\t\n" % k for k in sorted(new))
    wrong = sum(c["false"] + c["new"] for c in counts.values())
    true = sum(c["true"] for c in counts.values())
    print("%.1f MB; false or not classed: %d (%.2f a megabyte); true: %d" % (size / 1e6, wrong, wrong / (size / 1e6), true))
    return 1 if wrong > size / 1e6 else 0


if __name__ == "__main__":
    sys.exit(main())
