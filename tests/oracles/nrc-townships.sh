#!/bin/sh
# nrc-townships.sh: writes lib/find/check/nrc_townships.c from rules/mm-nrc-townships.tsv; tests/cli/tables.test compares the two
set -eu
cd "$(dirname "$0")/../.."
awk -F'\t' '
BEGIN {
    print "/* nrc_townships.c: township codes of Myanmar, made by tests/oracles/nrc-townships.sh from rules/mm-nrc-townships.tsv */"
    print "#include \"find/check/nrc.h\"\n"
    print "const struct dx_nrc_township dx_nrc_townships[] = {"
}
/^#/ { next }
{ sub(/;.*/, "", $4); sub(/^ +/, "", $4); printf "    {%d, \"%s\", \"%s\", \"%s\"},\n", $1, $2, $3, $4 }
END { print "    {0, NULL, NULL, NULL},\n};" }' rules/mm-nrc-townships.tsv
