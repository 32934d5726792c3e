#!/bin/sh
# run.sh: asks the oracles again: does tests/data/checks/oracles.tsv say what they say, and is every disagreement explained?
#   tests/oracles/run.sh [N]    N values a kind for the second question (2000); --write renews the fixture
set -eu
here=$(cd "$(dirname "$0")" && pwd)
fixture=$here/../data/checks/oracles.tsv
python=${PYTHON:-/usr/bin/python3}
"$python" -c 'import stdnum, phonenumbers' 2> /dev/null || {
    echo "oracles: python3-stdnum and python3-phonenumbers are missing: ./autogen.sh --deps oracles" >&2
    exit 1
}
new=$(mktemp)
trap 'rm -f "$new"' EXIT
"$python" "$here/checks.py" --fixture 80 > "$new" 2> /dev/null
if [ "${1:-}" = --write ]; then
    cp "$new" "$fixture"
    exit 0
fi
if diff "$fixture" "$new" > /dev/null; then
    echo "the fixture is what the oracles say: $(wc -l < "$fixture") values"
else
    diff "$fixture" "$new" | head -n 20
    echo "oracles: $fixture is not what they say now (renew it: tests/oracles/run.sh --write)" >&2
    exit 1
fi
"$python" "$here/checks.py" "${1:-2000}"
