#!/usr/bin/env bash
# demo.sh BUILD_DIR [--json] [--wasm]: two hospitals compute one model on patients that neither shows to anyone, step by
# step, and three attacks on it are refused. Ends with 0 only if all that should succeed did, and all that should not did
# not.
set -euo pipefail
export LC_ALL=C
unset ANCHORHOLD_HOME

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 1 ] && [ -x "$1/anchorhold" ] || {
  echo "usage: demo.sh BUILD_DIR [--json] [--wasm]   (a folder with anchorhold, anchorhold-agent and examples/)" >&2
  exit 1
}
build=$(cd "$1" && pwd)
PATH=$build:$PATH
fit=$build/examples/two-hospitals-fit
# What the lab builds its image of, the static program or the module of the same sources, and what can be added to it and
# leaves it a program: bytes that nobody reads, or a custom section.
program=$fit
build_option=()
addition='and more'
for option in "${@:2}"; do
  case "$option" in
    --json) DEMO_JSON=yes ;;
    --wasm) program=$fit.wasm build_option=(--wasm) addition='\0\5\4more' ;;
    *)
      echo "demo.sh: no option '$option'; there are --json and --wasm" >&2
      exit 1
      ;;
  esac
done
evaluate=$build/examples/two-hospitals-evaluate

work=$(mktemp -d "${TMPDIR:-/tmp}/anchorhold-demo.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=../narrate.sh
. "$here/../narrate.sh"
cd "$work"

prepare_data() {
  mkdir hospital-a hospital-b lab host held-out
  awk -F, 'NR > 1 {
    part = (NR - 1) % 10
    print > (part < 2 ? "held-out/rows.csv" : part < 5 ? "hospital-a/cohort.csv" : "hospital-b/cohort.csv")
  }' "$here/data/breast_cancer.csv"
  tell "569 real patients, 30 features of cell nuclei each (Wisconsin diagnostic breast cancer data, CC BY 4.0)" \
    "hospital-a holds $(wc -l <hospital-a/cohort.csv), hospital-b $(wc -l <hospital-b/cohort.csv);" \
    "$(wc -l <held-out/rows.csv) are held out, to judge the models with at the end"
}

make_parties() {
  does as hospital-a party new hospital-a -o hospital-a/hospital-a.party.json
  quietly as hospital-b party new hospital-b -o hospital-b/hospital-b.party.json
  quietly as lab party new lab -o lab/lab.party.json
  tell "The private keys stay at home, readable by their owner alone:"
  (cd hospital-a && find keys -type f -printf '%M  %p\n' | sort) | show
}

build_image() {
  cp "$program" lab/fit
  does as lab build "${build_option[@]}" lab/fit -o lab/image --args-from-contract --input cohort-a --input cohort-b --output model
  does as lab measure lab/image
  tell "Everyone who has the image and the agent computes the same numbers; hardware or monitor will measure them."
}

agree() {
  local root
  root=$(as host tee root 2>/dev/null)
  cp hospital-a/hospital-a.party.json hospital-b/hospital-b.party.json "$here/model.schema.json" lab/
  sed "s/sha256:0\{64\}/$root/" "$here/study.toml" >lab/study.toml
  sed -n '/^\[inputs.cohort-a\]/,$p' lab/study.toml | show
  quietly as lab contract seal lab/study.toml --image lab/image -o sealed.json
  tell "Each party measures image and agent itself, compares, and only then signs:"
  quietly as lab contract sign sealed.json --image lab/image -o signed-1.json
  quietly as hospital-a contract sign signed-1.json --image lab/image -o signed-2.json
  does as hospital-b contract sign signed-2.json --image lab/image -o contract.json
  does as host contract check contract.json
}

explain() {
  command_line as hospital-a contract explain contract.json
  as hospital-a contract explain contract.json >said
  awk '/^[^ ]/ { print } /^  [a-z]/ { sees = /sees/ } /^    - / && sees { print substr($0, 3) }' said |
    fold -s -w 104 | show
  tell "The same page says what each can change and stop, and what enforces it."
}

encrypt_data() {
  does as hospital-a encrypt --contract contract.json --input cohort-a -o host/cohort-a.age hospital-a/cohort.csv
  does as hospital-b encrypt --contract contract.json --input cohort-b -o host/cohort-b.age hospital-b/cohort.csv
  cp -r lab/image contract.json host/
  tell "Each key stays in its owner's broker. The host holds:"
  (cd host && find . -maxdepth 1 ! -name . -printf '%P\n' | sort | tr '\n' ' ' && echo) | show
  head -c 240 host/cohort-a.age | tr -c '[:print:]\n' '.' | show
}

# What the host starts: both data owners' brokers are beside it on this machine.
inputs=(--input cohort-a=host/cohort-a.age --input cohort-b=host/cohort-b.age
  --owner hospital-a=hospital-a/keys --owner hospital-b=hospital-b/keys)

compute() {
  tell "The agent measures the contract, shows evidence to each broker, and gets the keys; the workload starts in a" \
    "cell without network, disk or console; the gate checks its output; what leaves is encrypted."
  does as host run host/contract.json --image host/image "${inputs[@]}" -o host/results
  said_before="${inputs[*]}"
  tell "hospital-a's broker has it in its log:"
  does as hospital-a log show
  does as hospital-a log verify
}

look_as_host() {
  local rows secret
  (cd host && find . -type f ! -path './keys/*' ! -path './image/*' -printf '%8s bytes  %P\n' | sort -k3) | show
  rows=0
  while read -r secret; do
    if grep -rqF -- "$secret" host; then rows=$((rows + 1)); fi
  done < <(head -n 20 hospital-a/cohort.csv; head -n 20 hospital-b/cohort.csv)
  tell "of 40 patients' rows searched for in all that the host has on its disk, found: $rows"
  [ "$rows" = 0 ] || fail "the host has patients in clear"
  ! grep -rqE 'coefficients"?: *\[' host/results host/cohort-*.age || fail "the host has the model in clear"
  tell "the model in clear: not found; the result is padded, so its size says nothing either"
  tell "This is the software TEE: the owner of this machine could look into memory while it runs (NOT HARDWARE)."
}

verify_receipt() {
  local root
  root=$(as host tee root 2>/dev/null)
  cp host/results/receipt.json host/results/model.age hospital-a/
  cp host/results/receipt.json host/results/model.age hospital-b/
  does as hospital-a verify hospital-a/receipt.json --contract contract.json --party hospital-a/hospital-a.party.json \
    --software-root "$root"
}

decrypt_result() {
  local who
  for who in hospital-a hospital-b; do
    quietly as $who decrypt --receipt $who/receipt.json --contract contract.json \
      -o $who/model.json $who/model.age
  done
  cmp -s hospital-a/model.json hospital-b/model.json || fail "the hospitals got different models"
  tell "origin proven before a byte was written; both hospitals hold the same model:"
  { fold -w 104 hospital-a/model.json && echo; } | show
  refused "the lab, which is no recipient, decrypts" 4 'error:' as lab decrypt --receipt hospital-a/receipt.json \
    --contract contract.json hospital-a/model.age
}

compare_models() {
  local who
  for who in hospital-a hospital-b; do
    mkdir -p $who/alone
    cp $who/cohort.csv $who/alone/
    "$fit" --l2 1 --in $who/alone --out $who/alone.json
  done
  auc_a=$("$evaluate" hospital-a/alone.json held-out/rows.csv)
  auc_b=$("$evaluate" hospital-b/alone.json held-out/rows.csv)
  auc_pooled=$("$evaluate" hospital-a/model.json held-out/rows.csv)
  printf '   %-34s AUC %s\n' "hospital-a on its own patients" "$auc_a" \
    "hospital-b on its own patients" "$auc_b" "pooled, by this contract" "$auc_pooled"
  awk -v p="$auc_pooled" -v a="$auc_a" -v b="$auc_b" 'BEGIN {
    better = (p > a) + (p > b); equal = (p == a) + (p == b)
    print "   the pooled model ranks the held-out patients better than " better " of the 2 models, as well as " equal
  }'
}

# rewritten FILE LINE SED: the file with the payload of the JWS in that line changed by a sed expression.
rewritten() {
  local text old new
  text=$(<"$1")
  old=$(sed -n "/$2/"'s/.*payload[\]*":[\]*"\([A-Za-z0-9_-]*\).*/\1/p' "$1")
  new=$(printf '%s%s' "$old" "$(printf '%*s' $(((4 - ${#old} % 4) % 4)) '' | tr ' ' '=')" | tr -- '-_' '+/' |
    base64 -d | sed "$3" | base64 -w0 | tr -- '+/' '-_' | tr -d '=')
  [ "$old" != "$new" ] || fail "the change to $1 changed nothing"
  printf '%s\n' "${text/"$old"/"$new"}"
}

attack_contract() {
  tell "The host writes itself a thousand runs into the signed contract:"
  rewritten host/contract.json payload 's/"runs":1}/"runs":1000}/' >host/tampered.json
  refused "a tampered contract" 3 'error:' as host run host/tampered.json --image host/image \
    "${inputs[@]}" -o host/stolen
}

attack_image() {
  local layer
  tell "The host changes one byte of the image:"
  cp -r host/image host/damaged
  layer=$(find host/damaged/blobs -type f -size +500k)
  printf 'X' | dd of="$layer" bs=1 seek=100000 conv=notrunc status=none
  refused "an image with one byte changed" 3 'error:' as host run host/contract.json --image host/damaged \
    "${inputs[@]}" -o host/stolen
  tell "The host builds a sound image of a program of its own. It launches, and must then show what it is:"
  { cat lab/fit; printf '%b' "$addition"; } >host/evil
  chmod +x host/evil
  quietly as host build "${build_option[@]}" host/evil -o host/evil-image --args-from-contract \
    --input cohort-a --input cohort-b --output model
  refused "an image of another program" 3 'error:' as host run host/contract.json --image host/evil-image \
    "${inputs[@]}" -o host/stolen
  # A module is named in the contract: then the enclave's agent refuses it, and no broker hears of it.
  [ "$program" != "$fit" ] || as hospital-a log show 2>/dev/null | tail -n 1 | show
}

exhaust_budget() {
  tell "The contract allows one run, and it is spent. The same host, image and contract once more:"
  refused "one run more than the budget" 3 'error:' as host run host/contract.json --image host/image \
    "${inputs[@]}" -o host/stolen
  as hospital-a broker show | show
}

forge_receipt() {
  tell "The host writes another result into the receipt:"
  rewritten host/results/receipt.json '"statement"' 's/"model":{"bytes":[0-9]*/"model":{"bytes":1/' >host/forged.json
  refused "a forged receipt" 3 ' fail ' as hospital-b verify host/forged.json --contract contract.json
}

step "Two hospitals, a lab, and a host that none of them trusts";           prepare_data
step "Parties: each makes its own keys on its own machine";                make_parties
step "The lab builds the image of its program, and all measure it";        build_image
step "The contract: written, sealed, signed by all";                       agree
step "What each of them sees by it";                                        explain
step "Each hospital encrypts its patients for this contract";              encrypt_data
step "The host launches the enclave: attested, keys released, computed";   compute
step "What the host sees";                                                 look_as_host
step "A hospital verifies the receipt, offline, against its own pins";     verify_receipt
step "The recipients decrypt the result, with proof of its origin";        decrypt_result
step "Was it worth it? Judged on the patients held out";                   compare_models
step "Refused: a tampered contract";                                       attack_contract
step "Refused: a tampered image";                                          attack_image
step "Refused: an exhausted budget";                                       exhaust_budget
step "Refused: a forged receipt";                                          forge_receipt
end_step
[ -z "$(ls -A host/stolen 2>/dev/null)" ] || fail "a refused run left something behind"
total=$(total_ms)
printf '\n%sAll of it as promised, in %d.%d s.%s\n' "$green" $((total / 1000)) $((total % 1000 / 100)) "$plain"
if $json; then
  printf '{"ok":true,"milliseconds":%s,"steps":[%s],"held_out_auc":{"hospital_a":%s,"hospital_b":%s,"pooled":%s},"refused":[%s]}\n' \
    "$total" "$steps_json" "$auc_a" "$auc_b" "$auc_pooled" "$refusals_json" >&3
fi
