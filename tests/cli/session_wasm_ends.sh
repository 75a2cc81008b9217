# How WebAssembly programs end inside an enclave: each trap has its name, which the data owners learn, and nothing
# leaves. The host hears "failed".
. "$(dirname "$0")/session.sh"
command -v wat2wasm >/dev/null || {
  echo "skipped: wat2wasm (package wabt) is not installed"
  exit 77
}
parties alice='data owner,workload provider,recipient'
echo x >data

# module BODY: app.wasm, a command whose _start is BODY.
module() {
  cat >app.wat <<END
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func \$proc_exit (param i32)))
  (memory (export "memory") 1)
  (table 2 funcref)
  (func \$other (param i32))
  (elem (i32.const 0) \$other)
  (func \$deeper (param i32)
    (call \$deeper (i32.add (local.get 0) (i32.const 1)))
    (i32.store8 (i32.and (local.get 0) (i32.const 255)) (local.get 0)))
  (func (export "_start") $1))
END
  wat2wasm app.wat -o app.wasm
}

# ends WORDS BODY [BUILD-OPTION…]
ends() {
  local expected=$1
  module "$2"
  rm -rf image out report
  new_lineage
  ok as alice build --wasm app.wasm -o image --input data --output result "${@:3}"
  contract study image <<'END'
[workloads.w]
provider = "alice"
[inputs.data]
owner = "alice"
[outputs.result]
recipients = ["alice"]
max_bytes = 4096
format = "bytes"
[budget]
runs = 1
END
  quietly as alice encrypt --contract study.json --input data -o data.age data
  exits 3 launch study.json image -o out
  failed_report out
  same "$(json_value 'd["end"]' report.json)" "$expected"
}

ends 'trap: unreachable executed' 'unreachable'
ends 'trap: out of bounds access' '(drop (i32.load offset=0xffffffff (i32.const 0xffffffff)))
  (i32.store (i32.const 65536) (i32.const 1))'
ends 'trap: out of bounds access' '(memory.fill (i32.const 65535) (i32.const 1) (i32.const 2))'
ends 'trap: integer divide by zero' '(drop (i32.div_u (i32.const 1) (i32.load (i32.const 0))))'
ends 'trap: integer overflow' '(drop (i32.div_s (i32.const 0x80000000) (i32.sub (i32.load (i32.const 0)) (i32.const 1))))'
ends 'trap: invalid conversion to integer' '(drop (i32.trunc_f64_s (f64.div (f64.const 0) (f64.load (i32.const 0)))))'
ends 'trap: indirect call of another type' '(call_indirect (i32.const 0))'
ends 'trap: indirect call of another type' '(call_indirect (i32.const 1))'
ends 'trap: call stack exhausted' '(call $deeper (i32.const 0))'
ends 'cpu limit' '(loop $again (br $again))' --cpu-seconds 1
ends 'memory limit' '(if (i32.eq (memory.grow (i32.const 2000)) (i32.const -1)) (then unreachable))' --memory 16MiB
ends 'exit code above 125' '(call $proc_exit (i32.const 126))'
ends 'failure' '(call $proc_exit (i32.const 125))'
same "$(json_value 'd["exit_status"]' report.json)" 125
