#!/bin/sh
# autogen.sh: makes ./configure. With --deps, installs the Debian packages that build, run and test need.
#   ./autogen.sh                       generate the build system
#   ./autogen.sh --deps [--yes] [GROUP…]  install what is missing of these groups of packages.txt (default: build run test)
set -eu
cd "$(dirname "$0")"

deps() {
    yes=${CI:+yes}
    groups=
    for a in "$@"; do
        case $a in --yes) yes=yes ;; -*) echo "autogen.sh: unknown option $a" >&2; exit 2 ;; *) groups="$groups $a" ;; esac
    done
    wanted=$(awk -v want=" ${groups:-build run test} " '/^\[/ { on = index(want, " " substr($0, 2, length($0) - 2) " ") > 0; next }
        on && !/^#/ && NF { print $1 }' packages.txt)
    missing=
    for p in $wanted; do
        dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
    done
    [ -n "$missing" ] || { echo "autogen.sh: all packages are installed"; return 0; }
    echo "autogen.sh: missing packages:$missing"
    if [ "$(id -u)" != 0 ]; then
        echo "autogen.sh: run as root: apt-get install --no-install-recommends$missing" >&2
        exit 1
    fi
    if [ -z "$yes" ]; then
        printf 'Install them? [y/N] '
        read -r answer || answer=n
        case $answer in y* | Y*) ;; *) echo "autogen.sh: nothing installed" >&2; exit 1 ;; esac
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    # shellcheck disable=SC2086
    apt-get install -y -q --no-install-recommends $missing
}

# The lists that mirror folders, for Makefile.am.
lists() {
    list() { # NAME file…
        name=$1
        shift
        printf '%s =' "$name"
        for f in "$@"; do [ -f "$f" ] && printf ' \\\n\t%s' "$f"; done
        printf '\n'
    }
    echo '# made by autogen.sh from the folders'
    list DX_LIB_SOURCES lib/*/*.c lib/*/*/*.c
    for d in lib/*/ lib/*/*/; do # installed as include/docex/FOLDER/*.h, so that #include "base/err.h" holds there too
        d=${d#lib/} d=${d%/}
        v=$(echo "$d" | tr / _)
        echo "docex${v}dir = \$(includedir)/docex/$d"
        list "docex${v}_HEADERS" "lib/$d"/*.h
    done
    list DX_FRAME_SOURCES tools/frame*.c tools/frame*.cc tools/frame*.h
    list DX_RULES rules/*
    list DX_SCHEMAS schemas/*
    for d in models/*/; do # installed as models/FOLDER/*.bin
        d=$(basename "$d")
        echo "models${d}dir = \$(pkgdatadir)/models/$d"
        list "dist_models${d}_DATA" "models/$d"/*.bin
    done
    echo "DX_MODELS =$(for d in models/*/; do printf ' %s' "${d%/}"; done)"
    list DX_MANS man/*.[157]
    list DX_CLI_TESTS tests/cli/*.test
    list DX_LONG_TESTS tests/long/*.test
    tools= units= fuzz= bench=
    for f in tools/dx-*.c tools/docex.c; do [ -f "$f" ] && tools="$tools $(basename "$f" .c)"; done
    for f in tests/lib/*.c; do [ -f "$f" ] && units="$units tests/lib/$(basename "$f" .c)"; done
    for f in tests/fuzz/*.c; do [ -f "$f" ] && fuzz="$fuzz tests/fuzz/$(basename "$f" .c)"; done
    for f in tests/bench/*.c; do [ -f "$f" ] && bench="$bench $f"; done
    echo "DX_TOOLS =$tools"
    echo "DX_UNIT_TESTS =$units"
    echo "DX_FUZZ_TARGETS =$fuzz"
    echo "DX_BENCHES =$(for f in $bench; do printf ' %s' "${f%.*}"; done)"
    for f in $bench; do echo "$(echo "${f%.*}" | tr '/-' '__')_SOURCES = $f tests/bench/bench.h"; done
    for t in $tools; do
        v=$(echo "$t" | tr - _)
        list "${v}_SOURCES" "tools/$t".[ch] "tools/$t"_*.c # a tool of several files: docex_run.c
        echo "${v}_LDADD = \$(TOOL_LIBS)"
        echo "${v}_LDFLAGS = \$(TOOL_LINK)"
    done
    for t in $units; do echo "$(echo "$t" | tr '/-' '__')_SOURCES = $t.c tests/picture.h tests/tap.h"; done
    for t in $fuzz; do
        v=$(echo "$t" | tr '/-' '__')
        echo "${v}_SOURCES = $t.c tests/fuzz/fuzz.h tests/tap.h"
        echo "${v}_CFLAGS = \$(AM_CFLAGS) \$(DX_FUZZ_CFLAGS)"
        echo "${v}_LDFLAGS = \$(AM_LDFLAGS) \$(DX_FUZZ_LDFLAGS)"
    done
}

if [ "${1:-}" = --deps ]; then
    shift
    deps "$@"
    exit 0
fi
mkdir -p m4 build-aux
lists > build-aux/lists.am
autoreconf --install --force -Wno-portability
