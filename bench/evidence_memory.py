#!/usr/bin/env python3
"""Peak resident memory of `anchorhold verify`, for forged evidence of every format and, when given, for vectors.

Of a folder of vectors every file that a case.json names as an input is verified, with its whole folder as collateral:
the verdict does not matter here. Exits 1 when the goal is missed or forged evidence is rejected.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

GOAL_MIB = 24
REJECTED = 3


def verify(program, folder, arguments):
    """MiB and exit code of one verification. GNU time is small itself, so that what it reports is the program's."""
    measured = os.path.join(tempfile.gettempdir(), f"evidence-memory-{os.getpid()}")
    command = ["/usr/bin/time", "-q", "-f", "%M", "-o", measured, program, "verify", *arguments]
    done = subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(measured) as file:
        mib = int(file.read()) / 1024
    os.remove(measured)
    return mib, done.returncode


def forged(program, folder):
    for name in sorted(os.listdir(folder)):
        sample = os.path.join(folder, name)
        with open(os.path.join(sample, "options")) as file:
            yield name, *verify(program, sample, ["evidence", *file.read().splitlines()])


def inputs(case):
    for value in case["inputs"].values():
        yield from [value] if isinstance(value, str) else value


def vectors(program, folder):
    for place, _, files in sorted(os.walk(folder)):
        if "case.json" not in files:
            continue
        with open(os.path.join(place, "case.json")) as file:
            case = json.load(file)
        at = ["--at", case["at"]] if case["at"] else []
        for name in inputs(case):
            mib, _ = verify(program, place, [name, "--collateral", ".", *at])
            yield f"{case['name']}: {name}", mib


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", help="the build folder to measure")
    parser.add_argument("vectors", nargs="?", help="a folder of vectors")
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    program = os.path.join(build, "anchorhold")
    most, good = 0, True
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.path.join(build, "bench", "write_samples"), folder], check=True)
        for name, mib, code in forged(program, folder):
            print(f"{mib:6.1f} MiB  {name}" + ("  REJECTED" if code == REJECTED else ""))
            most, good = max(most, mib), good and code != REJECTED
    if options.vectors:
        seen = sorted(((mib, name) for name, mib in vectors(program, options.vectors)), reverse=True)
        print(f"the largest of {len(seen)} inputs of vectors:")
        for mib, name in seen[:8]:
            print(f"{mib:6.1f} MiB  {name}")
            most = max(most, mib)
    print(f"goal: at most {GOAL_MIB} MiB: {'met' if most <= GOAL_MIB else 'MISSED'}")
    return 0 if good and most <= GOAL_MIB else 1


if __name__ == "__main__":
    sys.exit(main())
