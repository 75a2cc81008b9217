#!/usr/bin/env bash
# run.sh [--deep]: structure, formatting and clang-tidy over every source file of the project.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
checks=()
[ "${1:-}" = --deep ] && checks=(--checks=clang-analyzer-core.\*,clang-analyzer-cplusplus.\*,clang-analyzer-security.\*)

python3 tests/structure/check.py
git ls-files -z '*.h' '*.hpp' '*.cpp' | xargs -0 clang-format-14 --dry-run -Werror

cmake --preset debug >/dev/null
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The compile commands are GCC's; clang does not know all of its warnings.
git ls-files -z 'src/*.cpp' ':!src/*_test.cpp' |
  xargs -0 -n 4 -P "$(nproc)" clang-tidy-14 -p build/debug --quiet --warnings-as-errors='*' \
    --extra-arg=-Wno-unknown-warning-option "${checks[@]}" >"$log" 2>/dev/null || {
  grep -E '(warning|error):' "$log" | sort -u
  exit 1
}
echo "lint: clean"
