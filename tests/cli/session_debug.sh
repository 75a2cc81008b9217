# An insecure-debug image measures as zero, so no contract accepts it and no key goes to it.
. "$(dirname "$0")/session.sh"
parties alice='data owner,workload provider,recipient'
options=(--args-from-contract --input data --output result)
ok as alice build "$CLI_WORKLOAD" -o image "${options[@]}"
ok as alice build "$CLI_WORKLOAD" -o debug "${options[@]}" --insecure-debug
ok as alice measure debug
says 'insecure: a debug image'
says '^PCR0 +0{96}'
contract study image <<'END'
[workloads.w]
provider = "alice"
args = ["copy", "data", "result"]
[inputs.data]
owner = "alice"
[outputs.result]
recipients = ["alice"]
max_bytes = 4096
format = "bytes"
[budget]
runs = 2
END
exits 3 anchorhold contract seal study.toml --image debug -o debug.json
says 'debug'
missing debug.json
exits 3 as alice contract sign study.json --image debug -o debug.json
echo x >data
ok as alice encrypt --contract study.json --input data -o data.age data
exits 3 launch study.json debug -o out
nothing_in out
ok as alice broker show
says '0 of 2 runs spent'
