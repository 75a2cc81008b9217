# A contract that demands the provider's signature on the image: PCR8, and no other image.
. "$(dirname "$0")/session.sh"
parties alice='data owner,recipient' lab='image provider,workload provider'
key=lab/parties/lab/signing.key
ok as lab build "$CLI_WORKLOAD" -o image --args-from-contract --input data --output result --sign-key "$key"
ok as lab build "$CLI_WORKLOAD" -o unsigned --args-from-contract --input data --output result
ok as lab build "$CLI_WORKLOAD" -o by-alice --args-from-contract --input data --output result \
  --sign-key alice/parties/alice/signing.key
ok as lab measure image
says '^signer +lab +ed25519:'
never '^PCR8 +0{96}'
ok as lab measure unsigned
says '^PCR8 +0{96}'

body() {
  cat <<'END'
[workloads.w]
provider = "lab"
image_signer = "lab"
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
}
contract study image < <(body)
ok anchorhold contract show study.json --json
same "$(json_value 'len(d["contract"]["measurements"]["software"]["pcr8"])')" 96
echo x >data
ok as alice encrypt --contract study.json --input data -o data.age data
ok launch study.json image -o out
ok anchorhold verify out/receipt.json --contract study.json
says 'pcr8'

for other in unsigned by-alice; do
  exits 3 launch study.json "$other" -o out-of-$other
  nothing_in out-of-$other
  exits 3 anchorhold contract seal study.toml --image "$other" -o other.json
  exits 3 as alice contract sign study.json --image "$other" -o other.json
  missing other.json
done

# A signature that does not verify is refused wherever the image is read.
cp -r image forged
grep -rl '"signatures"' forged/blobs | while read -r blob; do sed -i 's/"signature":"...../"signature":"AAAAA/' "$blob"; done
exits 3 as lab measure forged
