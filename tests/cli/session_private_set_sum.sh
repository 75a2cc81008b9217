# The private set sum: its demo, and that it says nothing about few patients, whatever its argument.
. "$(dirname "$0")/session.sh"
module=$ANCHORHOLD_BIN/examples/private-set-sum.wasm
[ -f "$module" ] || {
  echo "skipped: rustc and libstd-rust-dev-wasm32 were not installed when this was built"
  exit 77
}
example=$ANCHORHOLD_SOURCE/examples/private-set-sum
export TMPDIR=$folder/tmp
mkdir "$TMPDIR"
ok bash "$example/demo.sh" "$ANCHORHOLD_BIN" --json
is_json
same "$(json_value 'd["ok"]')" True
same "$(ls "$TMPDIR")" ''
runs bash "$example/demo.sh" /nowhere
same "$code" 1

parties clinic='data owner' insurer='data owner' registry='workload provider,recipient'
ok as registry build --wasm "$module" -o image --args-from-contract --input patients --input payments --output total
cp "$example/total.schema.json" .

# study AT_LEAST: one run on the lists as they are.
study() {
  new_lineage
  rm -rf out total
  contract study image <<END
[workloads.total]
provider = "registry"
args = ["--at-least", "$1"]
[inputs.patients]
owner = "clinic"
[inputs.payments]
owner = "insurer"
[outputs.total]
recipients = ["registry"]
max_bytes = 4096
format = "json"
schema = "total.schema.json"
[budget]
runs = 1
END
  quietly as clinic encrypt --contract study.json --input patients -o patients.age patients
  quietly as insurer encrypt --contract study.json --input payments -o payments.age payments
  runs as host run study.json --image image --input patients=patients.age --input payments=payments.age \
    --owner clinic=clinic --owner insurer=insurer -o out
}

total() { as registry decrypt --receipt out/receipt.json --contract study.json out/total.age; }

# A patient who stands there twice is one; several payments for one add up; the last line may lack its end.
{ seq 100 199; echo 150; } >patients
{ seq -f '%.0f,3' 140 400; printf '150,40'; } >payments
study 60
same "$code" 0
same "$(total)" '{"cents":220,"patients":60}'
study 61
same "$code" 0
same "$(total)" '{"too_few":true}'
# A contract of an argument that would let single patients be told: the gate holds the schema against it.
seq 100 101 >patients
seq -f '%.0f,3' 100 400 >payments
study 1
same "$code" 3
missing out/total.age
# What is no list ends the program, and nothing leaves.
echo 'Smith, John' >patients
study 50
same "$code" 3
missing out/total.age
