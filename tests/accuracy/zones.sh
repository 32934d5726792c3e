#!/bin/sh
# zones.sh: makes pictures with and without machine-readable zones, has dx-mrz read them, and measures
#   tests/accuracy/zones.sh FOLDER     dx-walk and dx-mrz in PATH; the set, the records and the report go into FOLDER
# Settings: ZONES_N pictures with zones (600), ZONES_SWEEP more that go through each damage one by one (500), ZONES_FORGED clean
# ones whose zones are all forged (300), ZONES_OTHERS without zones (500), ZONES_SEED (1), ZONES_PART (reporting), ZONES_JOBS (processors), ZONES_WORST (0): how many zones that weren't right to list.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
samples=$here/../../samples
out=${1:?usage: tests/accuracy/zones.sh FOLDER}
python=${PYTHON:-/usr/bin/python3}
PYTHONDONTWRITEBYTECODE=1 OMP_THREAD_LIMIT=1
export PYTHONDONTWRITEBYTECODE OMP_THREAD_LIMIT
"$python" -c 'import cairo, cv2, gi, numpy' 2>/dev/null || {
    echo "accuracy-zones: the generator's packages are missing: ./autogen.sh --deps training" >&2
    exit 1
}
mkdir -p "$out"
"$python" "$samples/generate.py" --zones "${ZONES_N:-600}" --sweep "${ZONES_SWEEP:-500}" --forged "${ZONES_FORGED:-300}" --others "${ZONES_OTHERS:-500}" --seed "${ZONES_SEED:-1}" \
    --part "${ZONES_PART:-reporting}" --out "$out"
started=$(date +%s)
dx-walk -q "$out/pictures" > "$out/items.ndjson"
dx-mrz -q -j "${ZONES_JOBS:-$(nproc)}" --only item,document,error < "$out/items.ndjson" > "$out/records.ndjson" || [ $? -eq 1 ]
echo "dx-mrz: $(($(date +%s) - started)) s"
"$python" "$here/zones.py" "$out/records.ndjson" --truth "$out/truth.ndjson" --html "$out/report.html" --lines "$out/measures.ndjson" \
    --worst "${ZONES_WORST:-0}"
echo "The same with plots: $out/report.html; as JSON lines: $out/measures.ndjson"
