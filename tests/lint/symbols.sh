#!/usr/bin/env bash
# A function of ours must not have the name of one in a library we link: the program
# would start, and call the wrong one (event_add once did).  $1: the build folder.
set -u
out=${1:-build}
[ -x "$out/bin/hearbackd" ] || { echo "0 passed, 0 failed, 1 skipped"; exit 0; }
libraries=$(ldd "$out/bin/hearbackd" | awk '/=> \// { print $3 }' | grep -vE '/lib(c|m|stdc\+\+|gcc_s)\.so')
clashes=$(comm -12 \
	<(for l in $libraries; do nm -D --defined-only "$l"; done 2>/dev/null | awk '$2 ~ /[TW]/ { sub(/@.*/, "", $3); print $3 }' | sort -u) \
	<(nm --defined-only "$out"/lib/*.a 2>/dev/null | awk '$2 == "T" && $3 !~ /^_Z/ { print $3 }' | sort -u))
if [ -n "$clashes" ]; then echo "the library's name too:" $clashes; echo "0 passed, 1 failed"; exit 1; fi
echo "1 passed, 0 failed"
