# A running enclave: listed, attested for an auditor's challenge, stopped; stopped means spent.
. "$(dirname "$0")/session.sh"
parties alice='data owner,workload provider,recipient'
ok as alice build "$CLI_WORKLOAD" -o image --args-from-contract --input data --output result --wall-seconds 60
contract study image <<'END'
[workloads.w]
provider = "alice"
args = ["copy", "data", "result", "sleep", "50"]
[inputs.data]
owner = "alice"
[outputs.result]
recipients = ["alice"]
max_bytes = 4096
format = "bytes"
[budget]
runs = 2
END
echo x >data
ok as alice encrypt --contract study.json --input data -o data.age data
ok as host ps
is_empty stdout
says 'no enclave runs'

anchorhold --home host run study.json --image image --input data=data.age --owner alice=alice -o out 2>run.err &
run=$!
for _ in $(seq 200); do
  as alice broker show 2>/dev/null | grep -q '1 of 2 runs spent' && as host ps 2>/dev/null | grep -q study && break
  sleep 0.05
done
ok as host --json ps
same "$(json_value 'len(d)')" 1
same "$(json_value 'd[0]["contract"]')" study
id=$(json_value 'd[0]["id"]')
ok as host ps
says "^$id  study  since"

ok as host attest "$id" --nonce 00112233445566778899aabbccddeeff -o evidence.cbor
root=$(as host tee root 2>/dev/null)
ok anchorhold verify evidence.cbor --software-root "$root" --contract study.json --nonce 00112233445566778899aabbccddeeff
says 'NOT HARDWARE'
exits 3 anchorhold verify evidence.cbor --software-root "$root" --contract study.json --nonce ffeeddccbbaa99887766554433221100
exits 3 anchorhold verify evidence.cbor --software-root "sha256:$(printf '%064d' 0)" --contract study.json \
  --nonce 00112233445566778899aabbccddeeff
exits 1 as host attest "$id" --nonce xyz
exits 4 as host attest nobody --nonce 00

ok as host stop "${id:0:20}"
says 'spent'
code=0
wait $run || code=$?
same "$code" 4
grep -q 'the enclave ended before the run did' run.err || wrong "$(cat run.err)"
nothing_in out
ok as host ps
says 'no enclave runs'
ok as alice broker show
says '1 of 2 runs spent'
exits 4 as host stop "$id"
