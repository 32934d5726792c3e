#!/bin/sh
# run.sh: how fast the tools are, each beside a known one on the same input in the same run
#   tests/bench/run.sh FOLDER     the tools in PATH; input, table.txt and bench.ndjson go into FOLDER
# Settings: BENCH_MB of text (64), BENCH_WORST_MB of each adverse kind (4), BENCH_PAGES of pictures (4; six times as many of zones),
# BENCH_ROUNDS (3), BENCH_SECONDS of CPU time that a command may take on its input (2), BENCH_ONLY: of start walk records find binary
# worst text mrz run, joined by commas. The whole takes some minutes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: tests/bench/run.sh FOLDER}
PYTHONDONTWRITEBYTECODE=1 OMP_THREAD_LIMIT=1 LC_ALL=C.UTF-8
export PYTHONDONTWRITEBYTECODE OMP_THREAD_LIMIT LC_ALL
mkdir -p "$out"
"${PYTHON:-/usr/bin/python3}" "$here/bench.py" "$out" > "$out/table.txt" || { cat "$out/table.txt"; exit 1; }
cat "$out/table.txt"
echo "As JSON lines: $out/bench.ndjson"
