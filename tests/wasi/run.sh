#!/bin/sh
# run.sh WASI-RUN MODULES: what wasi-run gives a program, and that its end and output are the program's.
set -eu
run=$1
programs=$2/output
if [ ! -e "$programs/inputs" ]; then
  echo "skipped: the battery has not run"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  echo "$*" >&2
  exit 1
}

[ "$("$run" "$programs/arguments" "two words" "" | sed 1,2d)" = "9 [two words]
0 []" ] || fail "arguments"
[ "$("$run" --env EMPTY= --env B=2 "$programs/environment" | tail -n 2)" = "2
ok" ] || fail "environment"
[ "$(printf 'a\nb\n' | "$run" "$programs/streams" 2>"$work/err")" = "1:a
2:b
ok" ] || fail "standard streams"
[ "$(cat "$work/err")" = "2 lines" ] || fail "standard error"
status=0
"$run" "$programs/exit_handlers" >/dev/null || status=$?
[ "$status" = 7 ] || fail "status $status of exit(7)"

mkdir "$work/data"
"$run" --dir "$work/data::elsewhere" "$programs/large_files" >/dev/null && fail "a folder of another name"
[ "$("$run" --dir "$work/data::data" "$programs/large_files")" = ok ] || fail "a folder"
"$run" --dir "$work/data::data:ro" "$programs/large_files" >"$work/out" && fail "writing to a read-only folder"
[ -z "$(ls -A "$work/data")" ] || fail "a read-only folder changed"

seq 1 600000 >"$work/numbers"
head -c 100 "$work/numbers" >"$work/few"
"$run" --input numbers="$work/numbers" --input other="$work/few" "$programs/inputs" numbers other >"$work/out" ||
  fail "inputs: $(cat "$work/out")"
grep -qx "numbers: $(wc -c <"$work/numbers") bytes, sum [0-9]*" "$work/out" || fail "inputs: $(cat "$work/out")"
grep -qx "other: 100 bytes, sum [0-9]*" "$work/out" || fail "inputs: $(cat "$work/out")"
"$run" "$programs/absent" 2>"$work/err" && fail "a program that is not there"
grep -q "absent" "$work/err" || fail "which program is not there"
