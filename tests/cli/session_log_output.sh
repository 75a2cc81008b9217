# What the workload prints goes nowhere, unless the contract declares a log and its readers.
. "$(dirname "$0")/session.sh"
parties alice='data owner,workload provider,recipient' bob=recipient
ok as alice build "$CLI_WORKLOAD" -o image --args-from-contract --input data --output result
echo x >data

with_log() {
  rm -rf out
  new_lineage
  contract study image <<END
[workloads.w]
provider = "alice"
args = ["print", 'seen: a secret\n', "copy", "data", "result"]
[inputs.data]
owner = "alice"
[outputs.result]
recipients = ["alice"]
max_bytes = 4096
format = "bytes"
$1
[budget]
runs = 100
END
  quietly as alice encrypt --contract study.json --input data -o data.age data
  ok launch study.json image -o out
  never secret
}

with_log ''
same "$(ls out | tr '\n' ' ')" 'receipt.json report.age result.age '
with_log '[log]
recipients = ["bob"]
max_bytes = 64'
same "$(ls out | tr '\n' ' ')" 'log.age receipt.json report.age result.age '
ok as bob decrypt --receipt out/receipt.json --contract study.json out/log.age
says '^seen: a secret$'
runs as alice decrypt --receipt out/receipt.json --contract study.json out/log.age
[ "$code" != 0 ] || wrong "alice read a log that is bob's"
with_log '[log]
recipients = ["bob"]
max_bytes = 5'
ok as bob decrypt --receipt out/receipt.json --contract study.json out/log.age
says '^seen:$'
never secret
