#!/usr/bin/env bash
# demo.sh BUILD_DIR [--json]: a clinic and an insurer learn what the clinic's patients cost, and neither shows its list.
# Ends with 0 only if all that should succeed did, and all that should not did not.
set -euo pipefail
export LC_ALL=C
unset ANCHORHOLD_HOME

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
module=examples/private-set-sum.wasm
[ $# -ge 1 ] && [ -x "$1/anchorhold" ] && [ -f "$1/$module" ] || {
  echo "usage: demo.sh BUILD_DIR [--json]   (a folder with anchorhold, anchorhold-agent and $module)" >&2
  exit 1
}
build=$(cd "$1" && pwd)
[ "${2:-}" != --json ] || DEMO_JSON=yes
PATH=$build:$PATH

work=$(mktemp -d "${TMPDIR:-/tmp}/anchorhold-demo.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=../narrate.sh
. "$here/../narrate.sh"
cd "$work"

prepare_data() {
  mkdir clinic insurer registry host
  # Numbers such as patients have, and of every third patient of the clinic the insurer knows nothing.
  awk 'BEGIN { for (i = 1; i <= 3000; i++) print 700000000 + i * 7919 % 99991 }' >clinic/patients
  awk 'BEGIN {
    for (i = 1; i <= 6000; i++) if (i > 3000 || i % 3 != 0) print 700000000 + i * 7919 % 99991 "," 1000 + i * 37 % 90000
  }' >insurer/payments
  tell "The clinic has a list of $(wc -l <clinic/patients) patients, the insurer one of $(wc -l <insurer/payments) payments."
  head -n 2 clinic/patients insurer/payments | show
}

make_contract() {
  local who
  for who in clinic insurer registry; do
    quietly as $who party new $who -o $who/$who.party.json
    [ $who = registry ] || cp $who/$who.party.json registry/
  done
  cp "$here/total.schema.json" registry/
  sed "s/sha256:0\{64\}/$(as host tee root 2>/dev/null)/" "$here/contract.toml" >registry/contract.toml
  cp "$build/$module" registry/total.wasm
  does as registry build --wasm registry/total.wasm -o registry/image \
    --args-from-contract --input patients --input payments --output total
  tell "What the module can do is what it imports; the image holds it, its machine code, and how to make one of the other."
  does as registry contract seal registry/contract.toml --image registry/image -o contract.json
  for who in registry clinic insurer; do
    quietly as $who contract sign contract.json --image registry/image -o contract.json
  done
}

# Both lists encrypted by their owners, and computed on by a host that cannot read them.
compute() {
  quietly as clinic encrypt --contract contract.json --input patients -o host/patients.age clinic/patients
  quietly as insurer encrypt --contract contract.json --input payments -o host/payments.age insurer/payments
  does as host run contract.json --image registry/image \
    --input patients=host/patients.age --input payments=host/payments.age \
    --owner clinic=clinic/keys --owner insurer=insurer/keys -o host/results
}

read_results() {
  local who
  for who in registry clinic insurer; do
    quietly as $who decrypt --receipt host/results/receipt.json --contract contract.json \
      -o $who/total.json host/results/total.age
    cmp -s registry/total.json $who/total.json || fail "the parties got different totals"
  done
  show <registry/total.json
  local known
  known=$(awk -F, 'NR == FNR { patient[$1] = 1; next }
    $1 in patient { seen[$1] = 1; cents += $2 }
    END { printf "{\"cents\":%d,\"patients\":%d}", cents, length(seen) }' clinic/patients insurer/payments)
  [ "$(tr -d ' \n' <registry/total.json)" = "$known" ] || fail "the lists laid side by side give $known"
  tell "That is what both lists, laid side by side, would have given. Nobody had them side by side."
}

look_around() {
  # The third patient of the clinic is one of whom the insurer has not heard.
  local who list found=0
  for list in clinic/patients insurer/payments; do
    for who in clinic insurer registry host; do
      [ "$who" != "${list%/*}" ] || continue
      if grep -rqF -- "$(sed -n 3p "$list")" "$who"; then found=$((found + 1)); fi
    done
  done
  tell "copies of a list in clear with anyone but its owner: $found"
  [ "$found" = 0 ] || fail "a list has left its owner"
}

exhaust_budget() {
  tell "The clinic would now like to know the cost of all patients but one. The contract allows one run:"
  refused "a second question" 3 'error:' as host run contract.json --image registry/image \
    --input patients=host/patients.age --input payments=host/payments.age \
    --owner clinic=clinic/keys --owner insurer=insurer/keys -o host/second
}

step "A clinic, an insurer, and a registry that may see neither's list";       prepare_data
step "The registry's program, a WebAssembly module, and the contract of all";  make_contract
step "The host launches the enclave: attested, keys released, computed";      compute
step "Each party opens the result";                                            read_results
step "Who holds which list?";                                                  look_around
step "Refused: the same question on a list of one less";                       exhaust_budget
end_step
total=$(total_ms)
printf '\n%sAll of it as promised, in %d.%d s.%s\n' "$green" $((total / 1000)) $((total % 1000 / 100)) "$plain"
if $json; then
  printf '{"ok":true,"milliseconds":%s,"steps":[%s],"refused":[%s]}\n' "$total" "$steps_json" "$refusals_json" >&3
fi
