#!/usr/bin/env bash
# Formatting and clang-tidy over every source file that this project has.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python3 tests/structure/check.py
git ls-files -z '*.h' '*.hpp' '*.cpp' | xargs -0 clang-format-14 --dry-run -Werror
cmake --preset debug >/dev/null
stamps=build/debug/tidy
mkdir -p "$stamps"
export stamps
tidy_one() {
  local file=$1 stamp
  stamp=$stamps/$(printf '%s' "$file" | tr / _)
  clang-tidy-14 -p build/debug --quiet --warnings-as-errors='*' --extra-arg=-Wno-unknown-warning-option "$file" 2>/dev/null >"$stamp.log" || {
    cat "$stamp.log"
    exit 1
  }
}
export -f tidy_one
git ls-files -z 'src/*.cpp' ':!src/*_test.cpp' | xargs -0 -n 1 -P "$(nproc)" bash -c 'tidy_one "$0"'
echo "lint: clean"
