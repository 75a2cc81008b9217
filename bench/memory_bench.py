#!/usr/bin/env python3
"""Memory of the enclave's own processes while a workload runs, and how many enclaves one machine holds at once.

Counted is the resident memory of monitor, agent and spawner: everything but the workload itself. Pages of the sealed
image that several of them map are counted in each, so that the figure errs on the high side.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

from study import Study

MEMORY_GOAL_MIB = 40
AT_ONCE_GOAL = 50
HOLD_SECONDS = 8


def status(pid):
    """The fields of /proc/PID/status, or none when it is gone."""
    try:
        with open(f"/proc/{pid}/status") as file:
            return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
    except (FileNotFoundError, ProcessLookupError):
        return {}


def descendants(root):
    """The processes below `root`, itself included, by process id."""
    everyone = {int(name): status(name) for name in os.listdir("/proc") if name.isdigit()}
    family, size = {root}, 0
    while len(family) > size:
        size = len(family)
        family |= {pid for pid, fields in everyone.items() if int(fields.get("PPid", 0)) in family}
    return {pid: everyone[pid] for pid in family if everyone.get(pid)}


def own_mib(monitor):
    """Peak resident MiB by process name, the workload left out: it is the last of the line."""
    family = descendants(monitor)
    parents = {int(fields["PPid"]) for fields in family.values()}
    return {fields["Name"].strip(): int(fields["VmHWM"].split()[0]) / 1024
            for pid, fields in family.items() if pid in parents and "VmHWM" in fields}


def start(study, name):
    return subprocess.Popen(study.run_command(name), env=study.environment, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def measure_memory(study):
    run = start(study, "alone")
    seen = {}
    while run.poll() is None:
        now = own_mib(run.pid)
        if len(now) >= 3:
            seen = now
        time.sleep(0.05)
    if run.returncode != 0 or not seen:
        sys.exit("failed: the run whose memory was to be measured")
    total = sum(seen.values())
    print("resident MiB: " + ", ".join(f"{name} {mib:.1f}" for name, mib in sorted(seen.items())))
    return judge("memory of monitor, agent and spawner, MiB", total, total <= MEMORY_GOAL_MIB, f"at most {MEMORY_GOAL_MIB}")


def measure_at_once(study, count):
    began = time.monotonic()
    runs = [start(study, f"run-{number}") for number in range(count)]
    most = 0
    while any(run.poll() is None for run in runs):
        most = max(most, len(study.running()))
        time.sleep(0.2)
    failed = sum(run.returncode != 0 for run in runs)
    print(f"{count} enclaves begun together: {failed} failed, all ended after {time.monotonic() - began:.1f} s")
    return judge("enclaves at once", most, most >= count and failed == 0, f"at least {count}")


def judge(name, seen, met, goal):
    print(f"{name:<52} {seen:6.1f}   goal {goal}   {'met' if met else 'MISSED'}")
    return met


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", help="the build folder to measure")
    parser.add_argument("--at-once", type=int, default=AT_ONCE_GOAL)
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        study = Study(folder, build, HOLD_SECONDS)
        met = [measure_memory(study), measure_at_once(study, options.at_once)]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
