#!/usr/bin/env python3
"""How soon a workload starts: an attested enclave with its key released, against containers without either.

Every starter runs the same static program, which notes the monotonic clock as its first act. Counted is the time from
just before the starter's process is made to that note, and to the starter's end. For `anchorhold run` the first includes
all of: reading and checking contract and image, measuring, the enclave, evidence, the broker's verification, the commit
of the spent run, the release, and the input decrypted in memory. One of each per round, in turn; medians.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from study import Study, file_system

GOAL, STRETCH = "runc run", "crun run"


class Enclave:
    """`anchorhold run`; the workload's note comes back as an encrypted output."""

    def __init__(self, folder, build):
        self.study = Study(folder, build)
        self.environment = self.study.environment
        self.command = self.study.run_command("out")

    def noted(self, _):
        return self.study.stamp("out")


class Container:
    """A starter whose workload writes its note to standard output."""

    environment = os.environ

    def __init__(self, command, cleanup=None):
        self.command = command
        self.cleanup = cleanup

    def noted(self, output):
        if self.cleanup:
            subprocess.run(self.cleanup, check=True, capture_output=True)
        return int(output)


def spawn(starter, output):
    """Runs the starter to its end: when it was begun, and when it ended, in nanoseconds."""
    output.seek(0)
    output.truncate()
    program = shutil.which(starter.command[0])
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    begun = time.monotonic_ns()
    child = os.posix_spawn(program, starter.command, starter.environment, file_actions=actions)
    status = os.waitpid(child, 0)[1]
    ended = time.monotonic_ns()
    os.close(null)
    if status != 0:
        sys.exit(f"failed: {' '.join(starter.command)}")
    output.seek(0)
    return begun, ended


def bundle(folder, stamp):
    """An OCI bundle with the workload and nothing else."""
    os.makedirs(f"{folder}/rootfs/dev")
    shutil.copy(stamp, f"{folder}/rootfs/stamp")
    subprocess.run(["runc", "spec"], cwd=folder, check=True)
    with open(f"{folder}/config.json") as file:
        spec = file.read()
    with open(f"{folder}/config.json", "w") as file:
        file.write(spec.replace('"sh"', '"/stamp"').replace('"terminal": true', '"terminal": false'))
    return f"{folder}/rootfs"


def podman_image(root):
    """The same root as an image of podman's; its name."""
    archive = subprocess.run(["tar", "-C", root, "-c", "."], check=True, capture_output=True).stdout
    name = "localhost/anchorhold-bench"
    subprocess.run(["podman", "import", "-", name], input=archive, check=True, capture_output=True)
    return name


def containers(folder, stamp):
    root = bundle(folder, stamp)
    podman = ["podman", "run", "--rm", "--network", "none", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"]
    oci = ["run", "--bundle", folder, "anchorhold-bench"]
    return {
        "the program itself": Container([stamp]),
        "bwrap": Container(["bwrap", "--unshare-all", "--cap-drop", "ALL", "--ro-bind", root, "/", "--dev", "/dev", "/stamp"]),
        "crun run": Container(["crun", *oci]),
        "runc run": Container(["runc", *oci]),
        "podman run": Container([*podman, podman_image(root), "/stamp"]),
    }


def measure(starters, rounds):
    """Milliseconds to the first instruction and to the end, by starter."""
    first = {name: [] for name in starters}
    whole = {name: [] for name in starters}
    with tempfile.TemporaryFile() as output:
        for _ in range(rounds):
            for name, starter in starters.items():
                begun, ended = spawn(starter, output)
                first[name].append((starter.noted(output.read()) - begun) / 1e6)
                whole[name].append((ended - begun) / 1e6)
    return first, whole


def report(first, whole):
    medians = {name: statistics.median(times) for name, times in first.items()}
    durable = next(name for name in medians if name.startswith("anchorhold"))
    print(f"{'start of':<44} {'first instruction':>18} {'best':>7} {'end':>8}   {'times ours':>10}")
    for name, times in first.items():
        end = statistics.median(whole[name])
        print(f"{name:<44} {medians[name]:15.2f} ms {min(times):7.2f} {end:8.2f}   {medians[name] / medians[durable]:10.2f}")
    met = True
    for kind, name in (("goal", GOAL), ("stretch", STRETCH)):
        if name not in medians:
            print(f"{kind}: {name} did not run here")
            continue
        sooner = medians[durable] < medians[name]
        print(f"{kind}: sooner than {name}: {'met' if sooner else 'MISSED'}")
        met = met and (sooner or kind == "stretch")
    return met


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", help="the build folder to measure")
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--disk", default=None, help="folder on the disk that commits go to (default: the build folder)")
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    with tempfile.TemporaryDirectory(dir=options.disk or build) as disk, tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        os.mkdir(f"{memory}/study")
        starters = {
            f"anchorhold run, durable on {file_system(disk)}": Enclave(disk, build),
            f"anchorhold run, not durable ({file_system(memory)})": Enclave(f"{memory}/study", build),
        }
        for name, starter in containers(f"{memory}/bundle", os.path.join(build, "bench", "stamp")).items():
            tried = subprocess.run(starter.command, capture_output=True)
            if tried.returncode == 0:
                starters[name] = starter
            else:
                print(f"{name} does not run here: {tried.stderr.decode().strip()[-200:]}")
        measure(starters, 2)
        return 0 if report(*measure(starters, options.rounds)) else 1


if __name__ == "__main__":
    sys.exit(main())
