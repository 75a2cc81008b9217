#!/usr/bin/env bash
# node.sh MODULES: what the battery printed on our runner, compared with what it prints under Node's WASI.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
[ -d "$1/output" ] || { echo "skipped: the battery has not run"; exit 77; }

# Where Node departs from the standard, or stops short of what a program may do.
declare -A known=(
  [every_call]="Node sends itself the signal that proc_raise names"
  [names]="Node follows a link that it is asked not to follow"
  [recursion]="the stack of Node's compiler ends after a few thousand calls"
  [refusals]="Node makes no link that leads outside of its folder, and has no sock_shutdown"
  [status]="Node sets times without their nanoseconds, and loses links in a folder of a relative name"
  [waiting]="Node's poll_oneoff cannot wait for regular files"
)

# Node leaves its copies of the folders here when it is ended by a signal.
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
failed=0
same=0
for ours in "$1"/output/*.out; do
  name=$(basename "$ours" .out)
  verdict=
  # Node crashes now and then before it has said anything.
  for _ in 1 2 3 4 5 6; do
    verdict=$(timeout 60 node --no-warnings "$here/node_compare.mjs" "$1/$name.wasm" "$ours" 2>/dev/null |
      head -n 1) || true
    [ -z "$verdict" ] || break
  done
  if [ "$verdict" = same ]; then
    same=$((same + 1))
    if [ -n "${known[$name]:-}" ]; then echo "$name: no longer differs"; fi
  elif [ -n "${known[$name]:-}" ]; then
    echo "$name differs as known: ${known[$name]}"
  else
    echo "FAIL $name: ${verdict:-node said nothing}"
    failed=1
  fi
done
echo "$same modules print the same"
[ "$same" -gt 0 ] || failed=1
exit "$failed"
