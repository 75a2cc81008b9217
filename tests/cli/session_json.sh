# With --json every result on stdout is one JSON value, and what is for people stays on stderr.
. "$(dirname "$0")/session.sh"
json() {
  ok "$@"
  is_json
}
json as alice --json party new alice --role 'data owner' --role 'workload provider' --role recipient
same "$(json_value 'd["name"]')" alice
json as alice --json party list
json as alice --json party show
party_names=(alice)
json as alice --json build "$CLI_WORKLOAD" -o image --args-from-contract --input data --output result
json as alice --json measure image
same "$(json_value 'len(d["registers"]["software"]["0"])')" 96
json as host --json tee root
same "$(json_value 'd["hardware"]')" False
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
runs = 5
END
json anchorhold --json contract seal study.toml --image image -o again.json
json as alice --json contract sign again.json --image image -o again.json
json anchorhold --json contract check study.json
same "$(json_value 'd["accepted"]')" True
json anchorhold --json contract explain study.json
json anchorhold --json contract show study.json
same "$(json_value 'd["contract"]["budget"]["runs"]')" 5
echo secret >data
json as alice --json encrypt --contract study.json --input data -o data.age data
json launch study.json image -o out --json
same "$(json_value 'sorted(f.split("/")[1] for f in d["files"])')" "['receipt.json', 'report.age', 'result.age']"
json as host --json ps
same "$(json_value 'd')" '[]'
json anchorhold --json verify out/receipt.json --contract study.json
same "$(json_value 'd["verdict"]')" accepted
json as alice --json log verify
json as alice --json log show
same "$(json_value '[e["input"] for e in d["entries"] if "input" in e] or d["entries"][-1]')" "['data']"
json as alice --json broker show
same "$(json_value 'd["contracts"][0]["spent"]')" 1
runs anchorhold --json verify out/receipt.json
same "$code" 7
is_json
runs anchorhold --json contract check study.json --at 2040-01-01T00:00:00Z
same "$code" 3
is_json
same "$(json_value 'd["accepted"]')" False
