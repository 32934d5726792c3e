#!/usr/bin/env python3
"""piped.py: what dx-find takes of memory for a pipe: of each run the kilobytes of its largest process, and its findings

  piped.py binary|text MEGABYTES…
Blocks of a megabyte. binary: noise, zeros, lines with a telephone number, an identity number in UTF-16, empty flash memory; text: prose
with a telephone number in some lines.
"""
import os
import random
import resource
import subprocess
import sys

NUMBERS = b"call 081-234-5678 now\n" * 40
BINARY = (random.Random(3).randbytes(1 << 18) + bytes(1 << 18) + NUMBERS + "id 1-1037-02071-81-1 ".encode("utf-16-le") * 40).ljust(1 << 20, b"\xff")
TEXT = (NUMBERS + b"words of no interest, one after the other, until the line ends\n" * 16400)[:(1 << 20) - 1] + b"\n"


def feed(pipe, block, n):
    for _ in range(n):
        pipe.write(block)
    pipe.flush()


def measure(form, n):
    """One run, in a process of its own, so that its children's peak is that run's."""
    options = ["--binary"] if form == "binary" else []
    run = subprocess.Popen(["dx-find", *options, "--only", "finding", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    if os.fork() == 0:
        run.stdout.close()
        feed(run.stdin, BINARY if form == "binary" else TEXT, n)
        os._exit(0)
    run.stdin.close()
    found = sum(1 for _ in run.stdout)
    run.wait()
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, found, flush=True)


for megabytes in map(int, sys.argv[2:]):
    if os.fork() == 0:
        measure(sys.argv[1], megabytes)
        os._exit(0)
    os.wait()
