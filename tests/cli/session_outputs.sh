# The gate: declared names, sizes and formats only, all outputs or none, and the host hears no more than "failed".
. "$(dirname "$0")/session.sh"
parties alice='data owner,workload provider,recipient' bob=recipient
cat >shape.json <<'END'
{ "type": "object", "required": ["n"], "additionalProperties": false, "properties": { "n": { "type": "integer", "minimum": 5 } } }
END
ok as alice build "$CLI_WORKLOAD" -o image --args-from-contract --input data --output note --output numbers
echo x >data

does() {
  rm -rf out
  new_lineage
  contract study image <<END
[workloads.w]
provider = "alice"
args = [$1]
[inputs.data]
owner = "alice"
[outputs.note]
recipients = ["alice", "bob"]
max_bytes = 100
format = "bytes"
[outputs.numbers]
recipients = ["bob"]
max_bytes = 4096
buckets = [1024]
format = "json"
schema = "shape.json"
[budget]
runs = 100
END
  quietly as alice encrypt --contract study.json --input data -o data.age data
  runs launch study.json image -o out
}
stays() {
  does "$1"
  [ "$code" = 3 ] || wrong "exit code $code: $1"
  says '^anchorhold: error: run: failed$'
  same "$(ls out)" report.age
  ok as alice decrypt -i alice/parties/alice/recipient.key -o report out/report.age
  grep -aqE -- "$2" report || { cat report; wrong "the owner is not told: $2"; }
  runs as bob decrypt -i bob/parties/bob/recipient.key out/report.age
  [ "$code" != 0 ] || wrong "one who owns no data read the report"
}
good='"write", "note", "hello", "write", "numbers", "{\"n\": 7}"'

does "$good"
[ "$code" = 0 ] || wrong "a good run was refused"
ok as bob decrypt --receipt out/receipt.json --contract study.json -o numbers out/numbers.age
same "$(cat numbers)" '{"n":7}'
ok as alice decrypt --receipt out/receipt.json --contract study.json -o note out/note.age
runs as alice decrypt --receipt out/receipt.json --contract study.json out/numbers.age
[ "$code" != 0 ] || wrong "alice opened what is bob's alone"
small=$(stat -c %s out/numbers.age)
does '"write", "note", "", "write", "numbers", "{\"n\": 1234567890}"'
same "$(stat -c %s out/numbers.age)" "$small"

stays "$good, \"write\", \"extra\", \"x\"" 'extra|undeclared|not declared'
stays '"write", "note", "hello"' 'numbers'
stays '"write", "note", "hello", "write", "numbers", "{\"n\": 4}"' 'numbers'
stays '"write", "note", "hello", "write", "numbers", "{\"n\": 7, \"m\": 1}"' 'numbers'
stays '"write", "note", "hello", "write", "numbers", "{"' 'numbers|JSON'
stays "\"write\", \"numbers\", '{\"n\": 7}', \"write\", \"note\", \"$(printf '%0101d' 0)\"" 'note'
