#!/usr/bin/env python3
"""Peak resident memory of `anchorhold verify`, for forged evidence of every format, for input that is made to cost
memory and, when given, for vectors.

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


def der(tag, *parts):
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


ECDSA = der(0x30, bytes.fromhex("06082a8648ce3d040302"))
SIGNATURE = der(0x03, b"\0", der(0x30, der(0x02, b"\5"), der(0x02, b"\7")))
DATES = der(0x17, b"200101000000Z") + der(0x17, b"400101000000Z")
# The generator of P-256: a point on the curve like any other.
KEY = der(0x30, bytes.fromhex("301306072a8648ce3d020106082a8648ce3d030107"), der(0x03, bytes.fromhex(
    "0004" "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")))


def name(text):
    return der(0x30, der(0x31, der(0x30, bytes.fromhex("0603550403"), der(0x0C, text.encode()))))


def signed(*fields):
    return der(0x30, der(0x30, *fields), ECDSA, SIGNATURE)


def certificate(number, extensions):
    return signed(der(0xA0, der(0x02, b"\2")), der(0x02, (0x10000000 + number).to_bytes(4, "big")), ECDSA, name("x"),
                  der(0x30, DATES), name("y"), KEY, der(0xA3, der(0x30, extensions)))


def purposes(count):
    return der(0x30, bytes.fromhex("0603551d25"), der(0x04, der(0x30, b"\x06\x01\x2a" * count)))


def large_certificate(number):
    """One that can be read and is nearly as large as it may be."""
    return certificate(number, der(0x30, bytes.fromhex("06022a03"), der(0x04, bytes(15900))))


def revocation_list(number, entries=49000):
    entry = der(0x30, der(0x02, b"\1"), der(0x17, b"200101000000Z"))
    return signed(der(0x02, b"\1"), ECDSA, name(f"list {number}"), DATES, der(0x30, entry * entries))


def hostile(program, folder):
    """Input that weighs as much as it can once it is read, as evidence and as collateral."""
    greedy = [b"".join(certificate(file * 32 + i, purposes(5300)) for i in range(1, 33)) for file in range(8)]
    large = [b"".join(large_certificate(file * 32 + i) for i in range(1, 33)) for file in range(8)]
    collateral = {
        "certificates of 5,300 purposes": greedy[:7],
        "256 certificates of 16 KiB": large,
        "certificates beyond 256": [*large, *large[:3]],
        "five revocation lists of 0.98 MB": [revocation_list(i) for i in range(5)],
    }
    evidence = {"certificates of 5,300 purposes": greedy[0] + greedy[1], "64 certificates of 16 KiB": large[0] + large[1]}
    path = os.path.join(folder, "hostile")
    os.mkdir(path)
    for title, data in evidence.items():
        with open(os.path.join(path, "evidence"), "wb") as file:
            file.write(data)
        yield f"evidence: {title}", verify(program, path, ["evidence", "--format", "dice"])[0]
    with open(os.path.join(path, "evidence"), "wb") as file:
        file.write(large_certificate(1))
    for number, (title, files) in enumerate(collateral.items()):
        place = os.path.join(path, str(number))
        os.mkdir(place)
        for i, data in enumerate(files):
            with open(os.path.join(place, f"{i}.der"), "wb") as file:
                file.write(data)
        arguments = ["evidence", "--format", "dice", "--collateral", place]
        yield f"collateral: {title}", verify(program, path, arguments)[0]


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
        for title, mib in hostile(program, folder):
            print(f"{mib:6.1f} MiB  {title}")
            most = max(most, mib)
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
