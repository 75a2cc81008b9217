#!/usr/bin/env python3
"""age throughput on one core, side by side with `age`, `openssl enc -chacha20` and `openssl speed`.

Every round runs each program once, so that all see the same machine; the best round of each counts. Input is on tmpfs,
output goes to /dev/null, start-up is included. Every program has the one core to itself or shares it with the rest of
the machine; what is compared is the processor time, which that does not change. Exits 1 when a goal is missed.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

ENCRYPT_GOAL = 1.5  # times age
DECRYPT_GOAL = 2.0  # times age
CIPHER_GOAL = 0.65  # of the bare cipher at 16 KiB blocks
MEMORY_GOAL_MIB = 32


class Best:
    """The fastest run of one program, by the clock and by the processor time it took."""

    def __init__(self):
        self.seconds = float("inf")
        self.cpu = float("inf")

    def add(self, seconds, usage):
        self.seconds = min(self.seconds, seconds)
        self.cpu = min(self.cpu, usage.ru_utime + usage.ru_stime)


def run(command):
    """Runs the command with its output thrown away; the wall time and the resources that it used."""
    start = time.monotonic()
    null = os.open(os.devnull, os.O_WRONLY)
    actions = [(os.POSIX_SPAWN_DUP2, null, 1)]
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - start
    os.close(null)
    if status != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return seconds, usage


def peak_mib(command):
    """The largest resident memory of the command, as its own address space counts it."""
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        while child.poll() is None:
            with open(f"/proc/{child.pid}/status") as status:
                seen = re.search(r"VmHWM:\s+(\d+) kB", status.read())
            peak = max(peak, int(seen.group(1)) if seen else 0)
            time.sleep(0.005)
    return peak / 1024


def cipher_speed():
    """Bytes per second of the bare cipher."""
    command = ["openssl", "speed", "-seconds", "1", "-bytes", "16384", "-evp", "chacha20-poly1305"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(re.search(r"ChaCha20-Poly1305\s+([\d.]+)k", output, re.I).group(1)) * 1000


def fill(path, size):
    block = os.urandom(1 << 20)
    with open(path, "wb") as file:
        for _ in range(size >> 20):
            file.write(block)


def prepare(folder, anchorhold, size):
    """The commands to compare, by name."""
    plain, sealed, key = (os.path.join(folder, name) for name in ("plain", "plain.age", "key"))
    fill(plain, size)
    subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True)
    recipient = re.search(r"public key: (age1\w+)", open(key).read()).group(1)
    subprocess.run(["age", "-r", recipient, "-o", sealed, plain], check=True)
    return {
        "anchorhold encrypt": [anchorhold, "encrypt", "-r", recipient, plain],
        "age encrypt": ["age", "-r", recipient, plain],
        "anchorhold decrypt": [anchorhold, "decrypt", "-i", key, sealed],
        "age decrypt": ["age", "-d", "-i", key, sealed],
        "openssl enc -chacha20": ["openssl", "enc", "-chacha20", "-K", "11" * 32, "-iv", "22" * 16, "-in", plain],
    }


def measure(commands, rounds):
    best = {name: Best() for name in commands}
    cipher = 0.0
    for _ in range(rounds):
        for name, command in commands.items():
            best[name].add(*run(command))
        cipher = max(cipher, cipher_speed())
    return best, cipher


def judge(name, seen, goal):
    print(f"{name:<52} {seen:6.2f}   goal {goal:5.2f}   {'met' if seen >= goal else 'MISSED'}")
    return seen >= goal


def report(best, memory, cipher, size):
    print(f"{size >> 20} MiB, one core, tmpfs to /dev/null")
    print(f"{'':<24} {'GB/s':>6} {'CPU s':>7} {'MiB resident':>13}")
    for name, figures in best.items():
        print(f"{name:<24} {size / figures.seconds / 1e9:6.2f} {figures.cpu:7.3f} {memory[name]:13.1f}")
    print(f"{'openssl speed, 16 KiB':<24} {cipher / 1e9:6.2f}\n")
    cpu = {name: figures.cpu for name, figures in best.items()}
    largest = max(memory["anchorhold encrypt"], memory["anchorhold decrypt"])
    met = [
        judge("encrypting, times age", cpu["age encrypt"] / cpu["anchorhold encrypt"], ENCRYPT_GOAL),
        judge("decrypting, times age", cpu["age decrypt"] / cpu["anchorhold decrypt"], DECRYPT_GOAL),
        judge("encrypting, part of the bare cipher", size / cpu["anchorhold encrypt"] / cipher, CIPHER_GOAL),
        judge("decrypting, part of the bare cipher", size / cpu["anchorhold decrypt"] / cipher, CIPHER_GOAL),
        judge("memory, allowed over used", MEMORY_GOAL_MIB / largest, 1.0),
    ]
    return all(met)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("anchorhold", help="the program to measure")
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    missing = [tool for tool in ("age", "age-keygen", "openssl") if not shutil.which(tool)]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    size = options.mib << 20
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        commands = prepare(folder, os.path.abspath(options.anchorhold), size)
        best, cipher = measure(commands, options.rounds)
        memory = {name: peak_mib(command) for name, command in commands.items()}
        return 0 if report(best, memory, cipher, size) else 1


if __name__ == "__main__":
    sys.exit(main())
