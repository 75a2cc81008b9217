# Inputs on demand: a WebAssembly program reads here and there in an input that would not fit into its memory; what the
# receipt says of it; and the same with all inputs decrypted first, and with a ciphertext that the contract fixes.
. "$(dirname "$0")/session.sh"
command -v clang-19 >/dev/null && [ -e /usr/lib/wasm32-wasi/libc.a ] || {
  echo "skipped: clang-19 or wasi-libc is not installed"
  exit 77
}
parties alice='data owner,workload provider,recipient'
seq 1 12000000 >data

cat >places.c <<'END'
#include <stdio.h>

int main(void) {
  FILE* data = fopen("/in/data", "rb");
  if (data == NULL || fseek(data, 0, SEEK_END) != 0) return 1;
  const long bytes = ftell(data);
  unsigned long sum = 0;
  for (long i = 0; i < 200; ++i) {
    if (fseek(data, i * 7777777 % bytes, SEEK_SET) != 0) return 2;
    sum = sum * 31 + (unsigned long)fgetc(data);
  }
  FILE* result = fopen("/out/result", "w");
  fprintf(result, "%ld %lu\n", bytes, sum % 1000000007);
  return fclose(result);
}
END
clang-19 --target=wasm32-wasi --sysroot=/usr -O2 -Wall -Wextra -Werror places.c -o app.wasm
expected=$(python3 - <<'END'
data = open("data", "rb").read()
total = 0
for i in range(200):
    total = (total * 31 + data[i * 7777777 % len(data)]) % 2**32
print(len(data), total % 1000000007)
END
)

# study NAME [TABLE-LINE]: the contract of the image at hand.
study() {
  contract "$1" image <<END
[workloads.w]
provider = "alice"
[inputs.data]
owner = "alice"
${2:-}
[outputs.result]
recipients = ["alice"]
max_bytes = 4096
format = "bytes"
[budget]
runs = 9
END
}

# gives NAME MEMBER: a run gives the result, and its receipt names the input by MEMBER alone.
gives() {
  rm -rf out result
  ok launch "$1.json" image -o out
  ok as alice decrypt --receipt out/receipt.json --contract "$1.json" -o result out/result.age
  same "$(cat result)" "$expected"
  ok anchorhold verify out/receipt.json --contract "$1.json" --json
  same "$(json_value '" ".join(k for k in d["body"]["inputs"]["data"] if "sha256" in k)')" "$2"
}

# flip AT: changes one byte of the ciphertext, and again back.
flip() { python3 -c "
f = open('data.age', 'r+b'); f.seek($1); b = f.read(1); f.seek($1); f.write(bytes([b[0] ^ 1]))"; }

ok as alice build --wasm app.wasm -o image --input data --output result --memory 16MiB
study demand
quietly as alice encrypt --contract demand.json --input data -o data.age data
gives demand head_sha256
anchorhold verify out/receipt.json --contract demand.json >"$folder/.stdout"
says 'data +on demand, head sha256:'

# A byte that the program does not read is nobody's loss; one that it reads ends the run in silence.
flip 20000000
gives demand head_sha256
flip 20000000
flip 15555800
exits 3 launch demand.json image -o out2
failed_report out2
json_value 'd["end"], d["reason"]' report.json >"$folder/.stdout"
says 'input data: age payload'
flip 15555800
python3 -c "import os; os.truncate('data.age', os.path.getsize('data.age') - 1)"
exits 3 launch demand.json image -o out2
says 'input data'
rm data.age
quietly as alice encrypt --contract demand.json --input data -o data.age data

# A ciphertext that the contract fixes is read through before the start: any changed byte is found then.
digest=$(sha256sum data.age | cut -d' ' -f1)
parent=$(digest_of demand.json) study fixed "sha256 = \"$digest\""
ok as alice broker accept fixed.json
gives fixed sha256
flip 20000000
exits 3 launch fixed.json image -o out2
says 'input data'
flip 20000000

rm -r image
new_lineage
ok as alice build --wasm app.wasm --whole-inputs -o image --input data --output result --memory 16MiB
study whole
rm data.age
quietly as alice encrypt --contract whole.json --input data -o data.age data
gives whole sha256
