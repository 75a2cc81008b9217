#!/usr/bin/env bash
# run.sh BUILD SECONDS [JOBS]: runs every fuzz target of a build folder for that long, from its committed seeds, as many
# beside one another as there are processors, and prints a table line for each: seconds of processor time, executions,
# edges of the coverage graph that were reached, and inputs of the corpus that reach something of their own.
set -euo pipefail
build=$(realpath "${1:?build folder}")
seconds=${2:?seconds for each target}
jobs=${3:-$(nproc)}
cd "$(dirname "${BASH_SOURCE[0]}")"

run() {
  local name=$1 work=$build/corpus/$1 log=$build/$1.log TIMEFORMAT=%0U
  mkdir -p "$work" "corpus/$name"
  if ! { time "$build/fuzz/${name}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$build/$name-" "$work" "corpus/$name" >"$log" 2>&1; } 2>"$log.time"; then
    printf '| %-18s | FAILED, see %s\n' "\`$name\`" "$log"
    return 1
  fi
  printf '| %-18s | %7s | %12s | %7s | %6s |\n' "\`$name\`" "$(cat "$log.time")" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
    "$(grep -o 'cov: [0-9]*' "$log" | tail -1 | cut -d' ' -f2)" \
    "$(grep -o 'corp: [0-9]*' "$log" | tail -1 | cut -d' ' -f2)"
}
export -f run
export build seconds

printf '| %-18s | %7s | %12s | %7s | %6s |\n' target seconds executions edges corpus '---' '---' '---' '---' '---'
find "$build/fuzz" -name '*_fuzz' -type f -printf '%f\n' | sed 's/_fuzz$//' | sort |
  xargs -P "$jobs" -I{} bash -c 'run {}'
