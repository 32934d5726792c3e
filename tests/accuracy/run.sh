#!/bin/sh
# run.sh: makes the wide set, reads it with docex and with the baseline, and measures both
#   tests/accuracy/run.sh FOLDER     docex in PATH; the set, the cases and the report go into FOLDER
# Settings: ACCURACY_N pages (120), ACCURACY_SEED (1), ACCURACY_PART (reporting), ACCURACY_MIX (even, sparse), ACCURACY_JOBS (processors),
# ACCURACY_BASELINE=no leaves the comparison out.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
samples=$here/../../samples
out=${1:?usage: tests/accuracy/run.sh FOLDER}
python=${PYTHON:-/usr/bin/python3}
jobs=${ACCURACY_JOBS:-$(nproc)}
PYTHONDONTWRITEBYTECODE=1 OMP_THREAD_LIMIT=1
export PYTHONDONTWRITEBYTECODE OMP_THREAD_LIMIT
"$python" -c 'import cairo, cv2, gi, numpy, PIL' 2>/dev/null || {
    echo "accuracy: the generator's packages are missing: ./autogen.sh --deps training" >&2
    exit 1
}
mkdir -p "$out"
rm -rf "$out/case" "$out/baseline"
"$python" "$samples/generate.py" --wide "${ACCURACY_N:-120}" --seed "${ACCURACY_SEED:-1}" --part "${ACCURACY_PART:-reporting}" \
    --mix "${ACCURACY_MIX:-even}" --out "$out"
started=$(date +%s)
docex run -q -j "$jobs" "$out/wide" -C "$out/case"
echo "docex run: $(($(date +%s) - started)) s"
if [ "${ACCURACY_BASELINE:-yes}" = yes ]; then
    started=$(date +%s)
    if "$python" "$here/baseline.py" --jobs "$jobs" "$out/wide" "$out/case" "$out/baseline"; then
        echo "baseline: $(($(date +%s) - started)) s"
    else
        echo "accuracy: no comparison: ./autogen.sh --deps oracles" >&2
        rm -rf "$out/baseline"
    fi
fi
set -- "$out/case"
[ ! -d "$out/baseline" ] || set -- "$@" --baseline "$out/baseline"
[ ! -f "${DX_RULES_DIR:-$here/../../rules}/kinds.tsv" ] || set -- "$@" --kinds "${DX_RULES_DIR:-$here/../../rules}/kinds.tsv"
"$python" "$here/measure.py" "$@" --truth "$out/truth.ndjson" --html "$out/report.html" --lines "$out/measures.ndjson"
echo "The same with plots: $out/report.html; as JSON lines: $out/measures.ndjson"
