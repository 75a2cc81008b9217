"""The smallest study, made once for a bench: one owner, one input, a workload that notes when it starts."""

import json
import os
import subprocess
import time

CONTRACT = """
name = "bench"
purpose = "measure how soon an attested workload starts"
lineage = "00112233445566778899aabbccddeeff"
not_after = 2099-01-01T00:00:00Z
[parties.me]
file = "me.party.json"
roles = ["data owner", "workload provider", "recipient"]
[workloads.stamp]
provider = "me"
[tee]
accept = ["software"]
software_roots = ["@ROOT@"]
[inputs.hold]
owner = "me"
[outputs.stamp]
recipients = ["me"]
max_bytes = 64
format = "bytes"
[budget]
runs = 1000000
"""


class Study:
    """Everything lies in `folder`, the broker's store too: the file system of the folder is what commits wait for."""

    def __init__(self, folder, build, hold_seconds=0, workload=None):
        """`workload`: what `anchorhold build` makes the image of, in place of the native program."""
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.program = os.path.join(build, "anchorhold")
        self.environment = {**os.environ, "ANCHORHOLD_HOME": self.path("home")}
        self.call("party", "new", "me")
        workload = workload or [os.path.join(build, "bench", "stamp")]
        self.call("build", *workload, "-o", "image", "--input", "hold", "--output", "stamp")
        with open(self.path("study.toml"), "w") as file:
            file.write(CONTRACT.replace("@ROOT@", self.call("tee", "root").strip()))
        self.call("contract", "seal", "study.toml", "--image", "image", "-o", "sealed.json")
        self.call("contract", "sign", "sealed.json", "--image", "image", "-o", "contract.json")
        with open(self.path("hold"), "w") as file:
            file.write(str(hold_seconds))
        self.call("encrypt", "--contract", "contract.json", "--input", "hold", "-o", "hold.age", "hold")

    def path(self, name):
        return os.path.join(self.folder, name)

    def call(self, *arguments):
        command = [self.program, *arguments]
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"failed: {' '.join(command)}\n{done.stderr}")
        return done.stdout

    def run_command(self, out):
        return [self.program, "run", self.path("contract.json"), "--image", self.path("image"),
                "--input", f"hold={self.path('hold.age')}", "-o", self.path(out)]

    def stamp(self, out):
        """The workload's own note, in nanoseconds, opened as its recipient would."""
        return int(self.call("decrypt", "--receipt", f"{out}/receipt.json", "--contract", "contract.json",
                             f"{out}/stamp.age"))

    def running(self):
        return json.loads(self.call("--json", "ps"))


def spawned_ms(command, environment):
    """Milliseconds from just before the process is made to its end; its output goes nowhere."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, descriptor) for descriptor in range(3)]
    begun = time.monotonic_ns()
    child = os.posix_spawn(command[0], command, environment, file_actions=actions)
    status = os.waitpid(child, 0)[1]
    ended = time.monotonic_ns()
    os.close(null)
    if status != 0:
        raise SystemExit(f"failed: {' '.join(command)}")
    return (ended - begun) / 1e6


def file_system(folder):
    """The kind of file system that `folder` is on, as the kernel names it."""
    command = ["stat", "-f", "-c", "%T", folder]
    name = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return "ext4" if name == "ext2/ext3" else name
