#!/usr/bin/env bash
# run.sh [--deep]: structure, formatting and clang-tidy over every module and program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
checks=()
[ "${1:-}" = --deep ] && checks=(--checks=clang-analyzer-core.\*,clang-analyzer-cplusplus.\*,clang-analyzer-security.\*)

python3 tests/structure/check.py
git ls-files -z '*.h' '*.hpp' '*.cpp' | xargs -0 clang-format-14 --dry-run -Werror

# The units of the release build, each of several sources of a module: so the headers are read once for all of them.
cmake --preset release >/dev/null
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The compile commands are GCC's; clang does not know all of its warnings.
sed -n 's|^ *"file": "\(.*/CMakeFiles/anchorhold[^/]*/Unity/.*\)".*|\1|p' build/release/compile_commands.json |
  xargs -n 1 -P "$(nproc)" clang-tidy-14 -p build/release --quiet --warnings-as-errors='*' \
    --extra-arg=-Wno-unknown-warning-option "${checks[@]}" >"$log" 2>/dev/null || {
  grep -E '(warning|error):' "$log" | sort -u
  exit 1
}
echo "lint: clean"
