# WebAssembly modules as images: built, built again, checked; and what is refused, by its name.
. "$(dirname "$0")/session.sh"
for program in /usr/bin/wasm2c /usr/bin/wat2wasm /usr/bin/clang-19 /usr/bin/ld.lld-19; do
  [ -x $program ] || {
    echo "skipped: $program is not installed (packages wabt, clang-19, lld-19)"
    exit 77
  }
done

# module NAME BODY: NAME.wasm, a command whose _start is BODY.
module() {
  cat >"$1.wat" <<END
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func \$proc_exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") $2))
END
  wat2wasm --enable-all "$1.wat" -o "$1.wasm"
}

module app '(i32.store (i32.const 0) (i32.const 1)) (call $proc_exit (i32.const 0))'
ok anchorhold build --wasm app.wasm -o image --input data --output result --memory 64MiB
digest=$(cat .stdout)
ok anchorhold build --wasm app.wasm -o again.tar --input data --output result --memory 64MiB
[ "$(cat .stdout)" = "$digest" ] || wrong "another image from the same module"
ok anchorhold build --check image
says '^the same bytes$'
says "^image    $digest$"
says "^module   sha256:$(sha256sum <app.wasm | cut -c1-64)$"
ok anchorhold --json build --check again.tar
is_json
[ "$(json_value 'd["same"], d["image"]')" = "True $digest" ] || wrong "not the same"
ok anchorhold build --wasm app.wasm -o whole --whole-inputs
[ "$(cat .stdout)" != "$digest" ] || wrong "--whole-inputs is not measured"
ok anchorhold build image -o copy
[ "$(cat .stdout)" = "$digest" ] || wrong "an image built from an image is another one"

# A program that the module did not give.
mkdir -p root
cp "$CLI_WORKLOAD" root/app
cp app.wasm root/app.wasm
echo '{}' >root/app.recipe.json
ok anchorhold build root -o native --entry /app
exits 1 anchorhold build --check native
says 'without a WebAssembly module'

exits 1 anchorhold build --wasm app.wasm
exits 1 anchorhold build --check image -o elsewhere
exits 1 anchorhold build --wasm app.wasm app.wasm -o elsewhere
exits 1 anchorhold build
exits 1 anchorhold build --wasm app.wasm -o elsewhere --entry /bin/app
exits 1 anchorhold build app.wasm -o elsewhere
says 'hint: .*--wasm app.wasm'
exits 1 anchorhold build "$CLI_WORKLOAD" -o elsewhere --whole-inputs
missing elsewhere

# Sound images that hold something else than the module gives.
tampered() {
  rm -rf tampered
  "$CLI_TAMPER_IMAGE" image "$1" "$2" tampered
  exits 3 anchorhold build --check tampered
  says "$3"
}
tampered app 'another program' 'its program is not what is compiled from its module here'
says 'do not approve it'
tampered app.recipe.json '{"format":"anchorhold wasm recipe v1"}' 'its recipe is not how its program is compiled here'
tampered more 'a file' 'holds more than a module, its program and its recipe'
rm -rf tampered
"$CLI_TAMPER_IMAGE" image app.wasm "another module" tampered
exits 2 anchorhold build --check tampered
says 'not the module that the manifest names'

# Another toolchain: a runner whose linear memory lies elsewhere makes another program, and the recipe says why.
mkdir other
cp "$ANCHORHOLD_BIN/anchorhold" other/
cp -r "$ANCHORHOLD_BIN/wasi" other/wasi
sed -i 's/0x60000000/0x61000000/' other/wasi/wasm-rt.h
exits 3 other/anchorhold build --check image
says 'its program is not what is compiled from its module here'
says "runner wasm-rt.h: $(sha256sum <"$ANCHORHOLD_BIN/wasi/wasm-rt.h" | cut -c1-64), here"
never 'tools clang'
rm -r other/wasi
exits 4 other/anchorhold build --check image
says 'libanchorhold-wasi.a'

# refused NAME BODY: the module's feature is refused by its name, and no image appears.
refused() {
  module refused "$2"
  exits 2 anchorhold build --wasm refused.wasm -o elsewhere
  says "$1"
  missing elsewhere
}
refused 'SIMD' '(drop (i32x4.splat (i32.const 1)))'
refused 'tail call' '(return_call $proc_exit (i32.const 0))'
refused 'threads' '(drop (i32.atomic.load (i32.const 0)))'
refused 'exception' '(try (do) (catch_all))'

echo '(module (memory (export "memory") i64 1) (func (export "_start")))' >m.wat
wat2wasm --enable-all m.wat -o m.wasm
exits 2 anchorhold build --wasm m.wasm -o elsewhere
says 'memory64'
echo '(module (import "env" "f" (func)) (memory (export "memory") 1) (func (export "_start")))' >m.wat
wat2wasm m.wat -o m.wasm
exits 2 anchorhold build --wasm m.wasm -o elsewhere
says 'env'
missing elsewhere
