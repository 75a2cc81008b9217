#!/bin/sh
# battery.sh WASI-SUITE MODULES: runs the battery and keeps its programs and what they print in MODULES/output.
set -eu
here=$(dirname "$0")
if [ ! -e "$2/arguments.wasm" ]; then
  echo "skipped: the battery was not compiled; it needs clang-19, wasi-libc, libclang-rt-19-dev-wasm32," \
    "libc++-19-dev-wasm32 and libc++abi-19-dev-wasm32"
  exit 77
fi
rm -rf "$2/output" "$2/data"
cp -r "$here"/battery/*.json "$here/battery/data" "$2"
mkdir "$2/output"
exec "$1" --output "$2/output" "$2"
