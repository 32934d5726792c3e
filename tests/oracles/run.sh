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
    "$python" "$here/phone-plan.py" > "$here/../../lib/find/phone/phone_data.c"
    "$python" "$here/phones.py" --fixture > "$here/../data/checks/phone-plan.tsv"
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
"$python" "$here/phones.py" --fixture | diff "$here/../data/checks/phone-plan.tsv" - > /dev/null &&
    "$python" "$here/phone-plan.py" | diff "$here/../../lib/find/phone/phone_data.c" - > /dev/null || {
    echo "oracles: the metadata of telephone numbers is another now (renew lib/find/phone/phone_data.c and tests/data/checks/phone-plan.tsv)" >&2
    exit 1
}
make -s tests/lib/phone_plan && "$python" "$here/phones.py" tests/lib/phone_plan "${1:-2000}"
