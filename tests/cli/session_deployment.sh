# The deployer sets what the contract allows, and nothing else; what it sets is measured.
. "$(dirname "$0")/session.sh"
parties alice='data owner,workload provider,recipient'
ok as alice build "$CLI_WORKLOAD" -o image --args-from-contract --input data --output result
contract study image <<'END'
[workloads.w]
provider = "alice"
args = ["copy", "data", "result"]
[deployment]
allow = ["region", "log_recipient"]
[inputs.data]
owner = "alice"
[outputs.result]
recipients = ["alice"]
max_bytes = 4096
format = "bytes"
[budget]
runs = 9
END
echo x >data
ok as alice encrypt --contract study.json --input data -o data.age data

pcr3() { json_value 'd["body"]["registers"].get("3")'; }
ok launch study.json image -o here --set region=here
runs anchorhold --json verify here/receipt.json --contract study.json
here=$(pcr3)
ok launch study.json image -o there --set region=there
runs anchorhold --json verify there/receipt.json --contract study.json
there=$(pcr3)
[ "$here" != "$there" ] || wrong "the setting is not measured: $here"
ok launch study.json image -o both --set region=here --set log_recipient=ops

exits 3 launch study.json image --set zone=here
says 'zone'
exits 1 launch study.json image --set region=here --set region=there
exits 1 launch study.json image --set region
