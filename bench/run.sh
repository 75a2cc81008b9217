#!/usr/bin/env bash
# Every bench in turn, beside its peers on this machine: bench/run.sh BUILD [age|evidence|hostile|launch|memory|signature|wasm]…
# ANCHORHOLD_VECTORS names a folder of vectors, whose evidence is tried too. Ends with 1 when a goal is missed. Whatever else the machine does at the same time shows in the figures.
set -uo pipefail
build=$(realpath -e "${1:?build folder}") || exit
cd "$(dirname "${BASH_SOURCE[0]}")" || exit
shift
[ $# -gt 0 ] || set -- age signature evidence hostile launch memory wasm

# crun refuses a hybrid hierarchy of control groups; out of its sight the second half does no harm.
with_plain_cgroups() {
  if [ "$(id -u)" -eq 0 ] && [ -d /sys/fs/cgroup/unified ]; then
    unshare --mount --propagation private sh -c 'umount /sys/fs/cgroup/unified; exec "$@"' sh "$@"
  else
    "$@"
  fi
}

printf '%s, %s processors, Linux %s, load %s\n' "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2- | xargs)" \
  "$(nproc)" "$(uname -r)" "$(cut -d' ' -f1-3 /proc/loadavg)"
missed=0
for bench in "$@"; do
  printf '\n== %s\n' "$bench"
  case "$bench" in
    age) ./age_bench.py "$build/anchorhold" ;;
    signature) "$build/bench/signature_bench" ;;
    evidence) "$build/bench/evidence_bench" ;;
    hostile)
      "$build/bench/hostile_bench" ../fuzz/corpus ${ANCHORHOLD_VECTORS:+"$ANCHORHOLD_VECTORS"} &&
        ./evidence_memory.py "$build" ${ANCHORHOLD_VECTORS:+"$ANCHORHOLD_VECTORS"}
      ;;
    launch) with_plain_cgroups ./launch_bench.py "$build" ;;
    memory) ./memory_bench.py "$build" ;;
    wasm) ./wasm_bench.py "$build" ;;
    *) echo "no bench '$bench'" >&2 && false ;;
  esac || missed=1
done
exit $missed
