#!/usr/bin/env bash
# Has `openssl verify` judge the certification paths that the program $1 forges, and compares its answers with ours. Each
# line of the program's is "<name> <accepted or refused> <1 when a list was given>".
set -euo pipefail
forge=${1:?program that forges}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$forge" "$work" >"$work/ours"
time=$(sed -n 's/^time //p' "$work/ours")
different=0 compared=0
while read -r name ours listed; do
  [[ $name == time ]] && continue
  path=$work/$name
  lists=()
  [[ $listed == 1 ]] && lists=(-crl_check -CRLfile "$path.crl")
  theirs=refused
  # Security level 0: the length of keys is for the rules of each vendor. Strict: what RFC 5280 demands is demanded.
  openssl verify -auth_level 0 -x509_strict -no-CApath -no-CAstore -attime "$time" "${lists[@]}" -CAfile "$path.root" \
    -untrusted "$path.chain" "$path.leaf" >"$work/why" 2>&1 && theirs=accepted
  printf '%-28s ours %-9s theirs %-9s %s\n' "$name" "$ours" "$theirs" \
    "$(sed -n 's/^error [0-9]* at \([0-9]*\) depth lookup: */at \1: /p' "$work/why" | head -1)"
  [[ $theirs == "$ours" ]] || different=$((different + 1))
  compared=$((compared + 1))
done <"$work/ours"
echo "$compared paths, $different judged differently"
[[ $compared -ge 20 && $different -eq 0 ]]
