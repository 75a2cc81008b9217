#!/usr/bin/env python3
"""`anchorhold encrypt` and `decrypt` against the `age` tool, both ways, and the manners of their command line."""

import os
import pathlib
import pty
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import termios
import time
import unittest

SKIPPED = 77
ANCHORHOLD = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else "anchorhold"
PASSPHRASE = "a passphrase for tests"
SIZES = (0, 1, 65535, 65536, 65537, 131072, 1_000_000)


def run(*command, stdin=b"", expect=0):
    done = subprocess.run(command, input=stdin, capture_output=True)
    if done.returncode != expect:
        raise AssertionError(f"{command}: exit {done.returncode}, not {expect}: {done.stderr.decode()}")
    return done


def wait_until_silent(terminal):
    """Waits until the program has turned echo off: it may do so only after it has shown its prompt."""
    while termios.tcgetattr(terminal)[3] & termios.ECHO:
        time.sleep(0.01)


def run_at_terminal(command, answers):
    """Runs the command with a terminal of its own and types an answer for every prompt; what it showed."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    shown = b""
    waiting = list(answers)
    try:
        while block := os.read(terminal, 4096):
            shown += block
            if waiting and re.search(rb"passphrase[^\n]*: ?$", shown):
                wait_until_silent(terminal)
                os.write(terminal, waiting.pop(0).encode() + b"\n")
                shown += b"\n"
    except OSError:  # the terminal is gone once the command has ended
        pass
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode(errors="replace")


class Interop(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.key = str(self.path / "key")
        run("age-keygen", "-o", self.key)
        self.recipient = re.search(r"age1\w+", pathlib.Path(self.key).read_text()).group(0)

    def names(self):
        return sorted(entry.name for entry in self.path.iterdir())

    def test_age_decrypts_what_we_encrypt(self):
        for size in SIZES:
            for armor in ([], ["-a"]):
                plain = os.urandom(size)
                sealed = run(ANCHORHOLD, "encrypt", *armor, "-r", self.recipient, stdin=plain).stdout
                self.assertEqual(run("age", "-d", "-i", self.key, stdin=sealed).stdout, plain)

    def test_we_decrypt_what_age_encrypts(self):
        for size in SIZES:
            for armor in ([], ["-a"]):
                plain = os.urandom(size)
                sealed = run("age", *armor, "-r", self.recipient, stdin=plain).stdout
                self.assertEqual(run(ANCHORHOLD, "decrypt", "-i", self.key, stdin=sealed).stdout, plain)

    def test_several_recipients_from_flags_files_and_identities(self):
        keys = [self.key]
        for name in ("b", "c"):
            keys.append(str(self.path / name))
            run("age-keygen", "-o", keys[-1])
        listed = self.path / "recipients"
        listed.write_text("# a comment\n\n" + run("age-keygen", "-y", keys[1]).stdout.decode())
        sealed = run(ANCHORHOLD, "encrypt", "-r", self.recipient, "-R", str(listed), "-i", keys[2], stdin=b"x").stdout
        for key in keys:
            self.assertEqual(run("age", "-d", "-i", key, stdin=sealed).stdout, b"x")
            self.assertEqual(run(ANCHORHOLD, "decrypt", "-i", key, stdin=sealed).stdout, b"x")

    def test_keys_made_here_work_there(self):
        key = str(self.path / "ours")
        run(ANCHORHOLD, "keygen", "-o", key)
        self.assertEqual(stat.S_IMODE(os.stat(key).st_mode), 0o600)
        recipient = run("age-keygen", "-y", key).stdout
        self.assertEqual(run(ANCHORHOLD, "keygen", "-y", key).stdout, recipient)
        sealed = run("age", "-r", recipient.decode().strip(), stdin=b"x").stdout
        self.assertEqual(run("age", "-d", "-i", key, stdin=sealed).stdout, b"x")
        conflict = 5
        run(ANCHORHOLD, "keygen", "-o", key, expect=conflict)

    def test_passphrase_both_ways(self):
        plain, ours, theirs, out = (str(self.path / name) for name in ("plain", "ours", "theirs", "out"))
        pathlib.Path(plain).write_text("text")
        twice, once = [PASSPHRASE] * 2, [PASSPHRASE]
        for command, answers in (
            ([ANCHORHOLD, "encrypt", "-p", "-o", ours, plain], twice),
            (["age", "-d", "-o", out + "1", ours], once),
            (["age", "-p", "-o", theirs, plain], twice),
            ([ANCHORHOLD, "decrypt", "-o", out + "2", theirs], once),
        ):
            code, shown = run_at_terminal(command, answers)
            self.assertEqual(code, 0, shown)
            self.assertNotIn(PASSPHRASE, shown)
        self.assertEqual(pathlib.Path(out + "1").read_text(), "text")
        self.assertEqual(pathlib.Path(out + "2").read_text(), "text")

    def test_differing_passphrases_are_refused(self):
        code, shown = run_at_terminal([ANCHORHOLD, "encrypt", "-p", "-o", str(self.path / "out"), self.key], ["a", "b"])
        self.assertEqual(code, 1, shown)
        self.assertEqual(self.names(), ["key"])

    def test_binary_to_a_terminal_is_refused_and_text_is_not(self):
        base = [ANCHORHOLD, "encrypt", "-r", self.recipient]
        code, shown = run_at_terminal([*base, self.key], [])
        self.assertEqual(code, 1, shown)
        self.assertIn("terminal", shown)
        code, shown = run_at_terminal([*base, "-a", self.key], [])
        self.assertEqual(code, 0, shown)
        self.assertIn("BEGIN AGE ENCRYPTED FILE", shown)

    def test_a_failed_decryption_leaves_no_file(self):
        sealed = run("age", "-r", self.recipient, stdin=os.urandom(300_000)).stdout
        out = str(self.path / "out")
        rejected, malformed = 3, 2
        for damaged, code in ((sealed[:-1], rejected), (sealed[:200_000], rejected), (sealed[:50], malformed)):
            run(ANCHORHOLD, "decrypt", "-i", self.key, "-o", out, stdin=damaged, expect=code)
            self.assertEqual(self.names(), ["key"])

    def test_a_decrypted_file_is_private(self):
        sealed = run("age", "-r", self.recipient, stdin=b"x").stdout
        out = self.path / "out"
        run(ANCHORHOLD, "decrypt", "-i", self.key, "-o", str(out), stdin=sealed)
        self.assertEqual(stat.S_IMODE(out.stat().st_mode), 0o600)

    def test_a_device_is_written_to_and_not_replaced(self):
        run(ANCHORHOLD, "encrypt", "-r", self.recipient, "-o", "/dev/null", self.key)
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/null").st_mode))

    def test_input_and_output_must_differ(self):
        run(ANCHORHOLD, "encrypt", "-r", self.recipient, "-o", self.key, self.key, expect=1)

    def test_flags_that_contradict_are_usage_errors(self):
        run(ANCHORHOLD, "encrypt", expect=1)
        run(ANCHORHOLD, "encrypt", "-p", "-r", self.recipient, expect=1)
        run(ANCHORHOLD, "decrypt", "-a", "-i", self.key, expect=1)


if __name__ == "__main__":
    if not (shutil.which("age") and shutil.which("age-keygen")):
        print("SKIPPED: age is not installed, so nothing was compared with it", file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1], verbosity=2)
