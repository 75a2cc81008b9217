#!/usr/bin/env bash
# Runs every fuzz target of a build folder for a given time, from its committed seeds, and prints a table line for each:
# executions, edges of the coverage graph that were reached, and inputs of the corpus that reach something of their own.
set -euo pipefail
build=$(realpath "${1:?build folder}")
seconds=${2:?seconds for each target}
cd "$(dirname "${BASH_SOURCE[0]}")"
failed=0
printf '| %-18s | %12s | %7s | %6s |\n' target executions edges corpus '---' '---' '---' '---'
for target in "$build"/fuzz/*_fuzz; do
  name=$(basename "$target" _fuzz)
  work=$build/corpus/$name
  mkdir -p "$work" "corpus/$name"
  log=$build/$name.log
  if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$build/$name-" "$work" "corpus/$name" >"$log" 2>&1; then
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    edges=$(grep -o 'cov: [0-9]*' "$log" | tail -1 | cut -d' ' -f2)
    corpus=$(grep -o 'corp: [0-9]*' "$log" | tail -1 | cut -d' ' -f2)
    printf '| %-18s | %12s | %7s | %6s |\n' "\`$name\`" "$runs" "$edges" "$corpus"
  else
    failed=1
    printf '| %-18s | FAILED, see %s\n' "\`$name\`" "$log"
  fi
done
exit $failed
