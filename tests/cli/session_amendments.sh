# An amendment: signed by all again, accepted by the broker, and from then on its parent opens nothing any more.
. "$(dirname "$0")/session.sh"
parties alice='data owner,recipient' lab='workload provider' eve='data owner,workload provider,recipient'
party_names=(alice lab)
ok as lab build "$CLI_WORKLOAD" -o image --args-from-contract --input data --output result

body() {
  cat <<END
[workloads.w]
provider = "lab"
args = ["copy", "data", "result"]
[inputs.data]
owner = "$1"
[outputs.result]
recipients = ["$1"]
max_bytes = 4096
format = "bytes"
[budget]
runs = $2
END
}
contract first image < <(body alice 1)
echo x >data
ok as alice encrypt --contract first.json --input data -o data.age data
ok launch first.json image -o out
exits 3 launch first.json image -o out
says 'spent: 1'

parent=$(digest_of first.json) contract second image < <(body alice 2)
ok anchorhold contract check second.json --parent first.json
exits 3 launch second.json image -o out
ok as alice broker accept second.json
ok launch second.json image -o out
says 'success'
exits 3 launch first.json image -o out
says 'broker.contract|superseded|amended'
exits 3 launch second.json image -o out
says 'spent: 2'

# One that does not name its parent, or that leaves a signer out, is no amendment.
contract orphan image < <(body alice 9)
exits 3 anchorhold contract check orphan.json --parent second.json
party_names=(eve)
parent=$(digest_of second.json) contract stolen image < <(body eve 9 | sed 's/"lab"/"eve"/')
exits 3 anchorhold contract check stolen.json --parent second.json
says 'signer|signature'

# One that is not signed by all is refused before anything starts.
party_names=(alice lab)
parent=$(digest_of second.json) contract third image < <(body alice 3)
quietly anchorhold contract seal third.toml --image image -o unsigned.json
ok as alice contract sign unsigned.json --image image -o half.json
exits 3 launch half.json image
says 'party lab'
exits 3 as alice broker accept half.json
