# An output that waits for two of three approvers: no recipient opens it before, every one does after.
. "$(dirname "$0")/session.sh"
parties alice='data owner,workload provider,recipient' ann=auditor ben=auditor cem=auditor
ok as alice build "$CLI_WORKLOAD" -o image --args-from-contract --input data --output result
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
approve = { by = ["ann", "ben", "cem"], at_least = 2, preview = true }
[budget]
runs = 5
END
ok anchorhold contract explain study.json
says 'preview|promise'
echo 'the result' >data
ok as alice encrypt --contract study.json --input data -o data.age data
ok launch study.json image -o out
says 'result\.share\.ann\.age'
says 'result\.preview\.age'

# The recipient's own key does not open it, with or without the proof of origin.
exits 3 as alice decrypt --receipt out/receipt.json --contract study.json out/result.age
says 'waits for approval'
runs as alice decrypt -i alice/parties/alice/recipient.key out/result.age
[ "$code" != 0 ] || wrong "opened without any approval"
never 'the result'

# Approvers read the preview; the recipient cannot.
ok as ann decrypt --receipt out/receipt.json --contract study.json out/result.preview.age
says '^the result$'
runs as alice decrypt --receipt out/receipt.json --contract study.json out/result.preview.age
[ "$code" != 0 ] || wrong "the recipient opened the preview"

# One approval is not two, nor is the same one twice; another's share is of no use.
ok as ann approve out/receipt.json --contract study.json --output result --share out/result.share.ann.age -o ann.approval
exits 3 as alice decrypt --receipt out/receipt.json --contract study.json --approval ann.approval out/result.age
exits 3 as alice decrypt --receipt out/receipt.json --contract study.json --approval ann.approval \
  --approval ann.approval out/result.age
runs as ben approve out/receipt.json --contract study.json --output result --share out/result.share.ann.age -o x.approval
[ "$code" != 0 ] || wrong "ben approved with ann's share"
runs as alice approve out/receipt.json --contract study.json --output result --share out/result.share.ann.age -o x.approval
[ "$code" != 0 ] || wrong "alice approved"
exits 1 as ben approve out/receipt.json --contract study.json --output other --share out/result.share.ben.age

ok as cem approve out/receipt.json --contract study.json --output result --share out/result.share.cem.age -o cem.approval
ok as alice decrypt --receipt out/receipt.json --contract study.json --approval cem.approval --approval ann.approval \
  -o opened out/result.age
same "$(cat opened)" 'the result'
runs as ben decrypt --receipt out/receipt.json --contract study.json --approval cem.approval --approval ann.approval \
  out/result.age
[ "$code" != 0 ] || wrong "an approver opened the recipient's copy"

# Approvals are of one run: they do not open the next.
ok launch study.json image -o second
exits 3 as alice decrypt --receipt second/receipt.json --contract study.json --approval cem.approval \
  --approval ann.approval second/result.age
