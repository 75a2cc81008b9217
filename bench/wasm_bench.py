#!/usr/bin/env python3
"""How fast a WebAssembly workload is: ten kernels (wasm/*.c) against the same source compiled natively, and against Node.

Every executor runs every kernel once a round, in turn. A kernel prints how long it took, without the making of its
input, and a check value, which must be the same from all. Counted are medians, over those of the native program.
Then how soon a workload starts: a native one and a module, outside of an enclave and inside.
"""

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time

from study import Study, spawned_ms

KERNELS = ["gemm", "jacobi-2d", "floyd-warshall", "nussinov", "durbin", "covariance", "csv-join", "sha256", "quicksort",
           "logistic"]
SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "wasm")
NATIVE = "native g++ -O3"
OURS = "anchorhold"
PLAIN = "anchorhold, module of -O3"
GOAL, STRETCH = 1.4, 1.25
START_GOAL_MS = 3
MODULE = ["clang-19", "--target=wasm32-wasi", "--sysroot=/usr", "-O3", "-Wl,-z,stack-size=1048576", "-Wl,--stack-first",
          "-Wl,--strip-all"]
# Loops stay as they are written: the compiler that knows the processor, of `anchorhold build`, unrolls and vectorizes
# them, and cannot once they are unrolled or their addresses rewritten.
AS_WRITTEN = ["-fno-unroll-loops", "-mllvm", "-disable-lsr"]
NODE_TRIES = 5


def call(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(command)}\n{done.stderr}")
    return done.stdout


class Workshop:
    """Compiles kernels into `folder`; what our own compiler took is noted."""

    def __init__(self, folder, build):
        self.folder = folder
        self.anchorhold = os.path.join(build, "anchorhold")
        self.seconds = {}

    def path(self, name):
        return os.path.join(self.folder, name)

    def native(self, kernel, compiler):
        program = self.path(f"{kernel}.{compiler[0]}")
        call(*compiler, f"{SOURCES}/{kernel}.c", "-o", program, "-lm")
        return program

    def module(self, kernel, flags, suffix):
        module = self.path(f"{kernel}{suffix}.wasm")
        call(*MODULE, *flags, f"{SOURCES}/{kernel}.c", "-o", module)
        return module

    def compiled(self, module):
        """The program in the image that is built of the module."""
        image = module + ".image"
        begun = time.monotonic()
        call(self.anchorhold, "build", "--wasm", module, "-o", image)
        self.seconds[module] = time.monotonic() - begun
        blobs = os.path.join(image, "blobs", "sha256")
        layer = max((os.path.join(blobs, name) for name in os.listdir(blobs)), key=os.path.getsize)
        with tarfile.open(layer) as archive, open(module + ".app", "wb") as program:
            shutil.copyfileobj(archive.extractfile("app"), program)
        os.chmod(program.name, 0o755)
        return program.name


def executors(kernel, workshop, driver):
    """The commands that run the kernel, by the executor's name."""
    module = workshop.module(kernel, AS_WRITTEN, "")
    plain = workshop.module(kernel, [], "-O3")
    node = [os.path.join(SOURCES, "node.mjs"), plain]
    return {
        NATIVE: [workshop.native(kernel, ["g++", "-xc", "-O3"])],
        "native clang-19 -O3": [workshop.native(kernel, ["clang-19", "-O3"])],
        OURS: [driver, workshop.compiled(module)],
        PLAIN: [driver, workshop.compiled(plain)],
        "node --no-liftoff": ["node", "--no-liftoff", *node],
        "node": ["node", *node],
    }


def run_kernel(command):
    """Its check value and its seconds. Node's WASI sometimes crashes at its own end, and is asked again."""
    for _ in range(NODE_TRIES if command[0] == "node" else 1):
        done = subprocess.run(command, capture_output=True, text=True)
        words = done.stdout.split()
        if done.returncode == 0 and len(words) == 4:
            return words[1], float(words[3])
    sys.exit(f"failed: {' '.join(command)}\n{done.stdout}{done.stderr}")


def measure_kernels(commands, rounds):
    """Median seconds by executor and kernel."""
    seconds = {}
    for _ in range(rounds):
        for kernel, by_executor in commands.items():
            checks = set()
            for name, command in by_executor.items():
                check, taken = run_kernel(command)
                checks.add(check)
                seconds.setdefault(name, {}).setdefault(kernel, []).append(taken)
            if len(checks) != 1:
                sys.exit(f"{kernel}: the executors disagree: {checks}")
    return {name: {kernel: statistics.median(taken) for kernel, taken in kernels.items()}
            for name, kernels in seconds.items()}


def report_kernels(seconds, workshop):
    """Prints ratios over native; whether the goal is met."""
    print(f"{'executor':<28} {'geomean':>7} " + " ".join(f"{kernel[:8]:>8}" for kernel in KERNELS))
    means = {}
    for name, kernels in seconds.items():
        ratios = [kernels[kernel] / seconds[NATIVE][kernel] for kernel in KERNELS]
        means[name] = math.exp(statistics.fmean(map(math.log, ratios)))
        print(f"{name:<28} {means[name]:7.2f} " + " ".join(f"{ratio:8.2f}" for ratio in ratios))
    print(f"{'native, seconds':<36} " + " ".join(f"{seconds[NATIVE][kernel]:8.3f}" for kernel in KERNELS))
    compiled = [workshop.seconds[workshop.path(kernel + ".wasm")] for kernel in KERNELS]
    print(f"{'anchorhold build, seconds':<36} " + " ".join(f"{taken:8.2f}" for taken in compiled))
    for kind, limit in (("goal", GOAL), ("stretch", STRETCH)):
        print(f"{kind}: at most {limit} of native: {'met' if means[OURS] <= limit else 'MISSED'}")
    return means[OURS] <= GOAL


def measure_starts(starts, rounds):
    """Milliseconds to its end, every time, by what is started."""
    taken = {name: [] for name in starts}
    for _ in range(rounds):
        for name, (command, environment) in starts.items():
            taken[name].append(spawned_ms(command, environment))
    return taken


def start_commands(folder, build, workshop, driver):
    starts = {
        "hello, native": ([workshop.native("hello", ["g++", "-xc", "-O3", "-static"])], os.environ),
        "hello, the module's program": ([driver, workshop.compiled(workshop.module("hello", AS_WRITTEN, ""))], os.environ),
        "that driver with the native one": ([driver, "--unconfined", workshop.path("hello.g++")], os.environ),
    }
    module = workshop.path("stamp.wasm")
    call("clang++-19", *MODULE[1:], "-fno-exceptions", os.path.join(SOURCES, "..", "stamp_main.cpp"), "-o", module)
    for name, options in (("native", [os.path.join(build, "bench", "stamp")]), ("module", ["--wasm", module])):
        study = Study(os.path.join(folder, name), build, workload=options)
        starts[f"anchorhold run, {name}"] = (study.run_command("out"), study.environment)
    return starts


def report_starts(taken):
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for name, median in medians.items():
        print(f"start to end, ms: {name:<34} {median:8.2f}, at best {min(taken[name]):.2f}")
    more = medians["anchorhold run, module"] - medians["anchorhold run, native"]
    met = more <= START_GOAL_MS
    print(f"goal: a module starts at most {START_GOAL_MS} ms after a native workload: {more:.2f}: {'met' if met else 'MISSED'}")
    return met


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", help="the build folder to measure")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--starts", type=int, default=31, help="rounds of starts")
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    driver = os.path.join(build, "bench", "wasi-run")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        workshop = Workshop(folder, build)
        commands = {kernel: executors(kernel, workshop, driver) for kernel in KERNELS}
        fast = report_kernels(measure_kernels(commands, options.rounds), workshop)
        soon = report_starts(measure_starts(start_commands(folder, build, workshop, driver), options.starts))
    return 0 if fast and soon else 1


if __name__ == "__main__":
    sys.exit(main())
