# The study's program, natively and as WebAssembly: the same model to the last digit; and the demo with the module.
. "$(dirname "$0")/session.sh"
fit=$ANCHORHOLD_BIN/examples/two-hospitals-fit
[ -f "$fit.wasm" ] || {
  echo "skipped: clang-19 and wasi-libc were not installed when this was built"
  exit 77
}
parties alice='data owner,workload provider,recipient'
awk -F, 'NR > 1' "$ANCHORHOLD_SOURCE/examples/two-hospitals/data/breast_cancer.csv" >data

# fitted NAME BUILD-OPTION…: the model that an image of this program makes, as NAME.json.
fitted() {
  local name=$1
  shift
  rm -rf image out
  new_lineage
  ok as alice build "$@" -o image --args-from-contract --input data --output model
  contract study image <<'END'
[workloads.fit]
provider = "alice"
args = ["--l2", "0.5"]
[inputs.data]
owner = "alice"
[outputs.model]
recipients = ["alice"]
max_bytes = 4096
format = "bytes"
[budget]
runs = 1
END
  quietly as alice encrypt --contract study.json --input data -o data.age data
  ok launch study.json image -o out
  ok as alice decrypt --receipt out/receipt.json --contract study.json -o "$name.json" out/model.age
}

fitted native "$fit"
fitted module --wasm "$fit.wasm"
same "$(json_value 'd["malignant"]' native.json)" 212
cmp native.json module.json || wrong "the module's model is another: $(cat native.json module.json)"

ok bash "$ANCHORHOLD_SOURCE/examples/two-hospitals/demo.sh" "$ANCHORHOLD_BIN" --json --wasm
same "$(json_value 'd["ok"]')" True
