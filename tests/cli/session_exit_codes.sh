# Each documented exit code, by something that really happens.
. "$(dirname "$0")/session.sh"
parties alice='data owner,workload provider,recipient'
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
[budget]
runs = 5
END
echo secret >data
ok as alice encrypt --contract study.json --input data -o data.age data

# 0: done, accepted
ok launch study.json image -o out
ok anchorhold verify out/receipt.json --contract study.json

# 1: the command line is wrong
exits 1 as host run study.json --image image --owner alice=alice
says 'hint: add --input data=FILE'
exits 1 launch study.json image --input nonsense
exits 1 launch study.json image --input other=data.age
exits 1 as alice party new --key-type rsa bob
exits 1 anchorhold attest x --nonce xyz
exits 1 anchorhold contract check study.json --at noon
exits 1 anchorhold decrypt --receipt out/receipt.json out/result.age

# 2: bytes that break their format
head -c 100 study.json >cut.json
exits 2 anchorhold contract check cut.json
exits 2 anchorhold verify cut.json
head -c 60 data.age >cut.age
exits 2 anchorhold decrypt -i alice/parties/alice/recipient.key cut.age
printf 'name = \n' >broken.toml
exits 2 anchorhold contract check broken.toml
says 'broken.toml:1'
sed '1i naem = "x"' study.toml >unknown.toml
exits 2 anchorhold contract check unknown.toml
says 'naem'

# 3: a signature, rule, budget or verification said no
sed 's/"signature":"...../"signature":"AAAAA/' study.json >forged.json
exits 3 anchorhold contract check forged.json
exits 3 anchorhold contract check study.json --at 2040-01-01T00:00:00Z
exits 3 launch forged.json image
exits 3 launch study.json image --set region=here
parties mallory='data owner'
exits 3 anchorhold verify out/receipt.json --contract study.json --party mallory.party.json
cp -r image damaged
layer=$(find damaged/blobs -type f -size +400k)
printf 'X' | dd of="$layer" bs=1 seek=100000 conv=notrunc status=none
exits 3 launch study.json damaged

# 4: something is missing or failed
exits 4 anchorhold contract check nowhere.json
exits 4 launch study.json nowhere
exits 4 as alice stop enc-nobody
exits 4 launch study.json image --agent /nowhere/agent
exits 4 as host run study.json --image image --input data=data.age --owner alice=host
exits 4 anchorhold decrypt -i mallory/parties/mallory/recipient.key out/result.age

# 5: it exists already
exits 5 as alice party new alice
exits 5 as alice party new dora -o alice.party.json
exits 5 as alice build "$CLI_WORKLOAD" -o image

# 6: a bug in this program, which its agent is a part of: one that names a result with a path
exits 6 launch study.json image --agent "$CLI_ROGUE_AGENT" -o rogue
nothing_in rogue

# 7: consistent, but nothing given proves where it comes from
exits 7 anchorhold verify out/receipt.json
says "^anchorhold: hint: pin what you trust"
