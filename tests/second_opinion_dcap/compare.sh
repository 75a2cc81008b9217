#!/usr/bin/env bash
# Has the npm package @phala/dcap-qvl judge the quotes that the program $1 forges, and compares its answers with ours.
# Exits 77, which skips the test, where node or the package is not installed.
set -euo pipefail
forge=${1:?program that forges}
if ! command -v node >/dev/null; then
  echo "skipped: node is not installed"
  exit 77
fi
if [[ -z ${NODE_PATH:-} ]] && command -v npm >/dev/null; then
  NODE_PATH=$(npm root -g 2>/dev/null) && export NODE_PATH
fi
if ! package=$(node -p 'require.resolve("@phala/dcap-qvl")' 2>/dev/null); then
  echo "skipped: the npm package @phala/dcap-qvl is not installed (NODE_PATH names where to look)"
  exit 77
fi
judge=$(dirname "$(dirname "$package")")/test_case.js
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$forge" "$work" >"$work/ours"
time=$(sed -n 's/^time //p' "$work/ours")
different=0
while read -r name ours; do
  [[ $name == time ]] && continue
  theirs=$(node "$judge" verify --time "$time" "$work/$name.quote" "$work/$name.json" "$work/root.der" 2>"$work/why" |
    sed -n 's/^Status: //p') || true
  printf '%-20s ours %-12s theirs %s %s\n' "$name" "$ours" "${theirs:-refused}" "$(tr '\n' ' ' <"$work/why")"
  [[ ${theirs:-refused} == "$ours" ]] || different=1
done <"$work/ours"
exit $different
