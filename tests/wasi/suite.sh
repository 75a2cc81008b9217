#!/bin/sh
# suite.sh WASI-SUITE MODULES: what wasi-suite says of cases that pass, fail or cannot run, and that it changes nothing.
set -eu
if [ ! -e "$2/exit_returned.wasm" ]; then
  echo "skipped: the battery was not compiled"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
expect() { # expect STATUS LINE: of the last run
  [ "$status" = "$1" ] && grep -qxF -- "$2" "$work/said" && return
  echo "expected status $1 and the line '$2', seen status $status and:" >&2
  cat "$work/said" >&2
  exit 1
}
suite() {
  status=0
  "$suite" "$work/cases" >"$work/said" 2>&1 || status=$?
}
suite=$1

mkdir "$work/cases"
suite
expect 1 "0 cases, 0 pass, 0 fail, 0 refused"

mkdir "$work/cases/deep"
cp "$2/exit_returned.wasm" "$work/cases/deep/status.wasm"
echo '{ "exit_code": 1, "wasi_functions": ["proc_exit"], "dirs": ["absent"] }' >"$work/cases/deep/status.json"
suite
expect 0 "pass deep/status.wasm"
expect 0 '     note: member "wasi_functions" was ignored'
expect 0 "     note: no folder absent beside it: it got an empty one"

cp "$2/names.wasm" "$work/cases"
cp "$2/exit_quick.wasm" "$work/cases/other.wasm"
echo '{ "exit_code": 125, "stdout": "something else" }' >"$work/cases/other.json"
echo '{ "root": "folder" }' >"$work/cases/names.json"
mkdir "$work/cases/folder"
echo text >"$work/cases/folder/greeting.txt"
echo old >"$work/cases/folder/d.cleanup"
printf 'no module' >"$work/cases/text.wasm"
cp "$2/exit_returned.wasm" "$work/cases/network.wasm"
echo '{ "operations": [{ "type": "run" }, { "type": "connect" }] }' >"$work/cases/network.json"
cp "$2/exit_returned.wasm" "$work/cases/outside.wasm"
echo '{ "dirs": ["../.."] }' >"$work/cases/outside.json"
find "$work/cases" -type f -exec sha256sum {} + | sort >"$work/before"
suite
expect 1 "pass names.wasm"
expect 1 "refused network.wasm"
expect 1 "FAIL other.wasm"
expect 1 "     stdout expected | something else"
expect 1 "     stdout seen     | seen"
expect 1 "FAIL outside.wasm"
expect 1 "refused text.wasm"
expect 1 "6 cases, 2 pass, 2 fail, 2 refused"
find "$work/cases" -type f -exec sha256sum {} + | sort | cmp - "$work/before"
