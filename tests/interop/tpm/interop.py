#!/usr/bin/env python3
"""Quotes of swtpm, made by tpm2-tools, and forged ones: we accept what tpm2_checkquote accepts, and nothing else."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

SKIPPED = 77
JUDGE = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else "quote_judge"
TOOLS = ("swtpm", "tpm2_createek", "tpm2_createak", "tpm2_quote", "tpm2_checkquote", "tpm2_readpublic", "openssl")
NONCE = "9009"
BANKS = "sha1:0,1+sha256:0,1,2,7,16"


def run(*command, expect=0):
    done = subprocess.run([str(word) for word in command], capture_output=True)
    if expect is not None and done.returncode != expect:
        raise AssertionError(f"{command}: exit {done.returncode}: {done.stdout.decode()}{done.stderr.decode()}")
    return done


class Evidence:
    """The files of one quote: NAME.pem, .msg, .sig and .pcrs."""

    def __init__(self, folder, name, hash_name="sha256"):
        self.folder, self.name, self.hash_name = pathlib.Path(folder), name, hash_name

    def path(self, part):
        return self.folder / f"{self.name}.{part}"

    def copy(self, name):
        for part in ("pem", "msg", "sig", "pcrs"):
            shutil.copy(self.path(part), self.folder / f"{name}.{part}")
        return Evidence(self.folder, name, self.hash_name)

    def flip(self, part, offset, mask=1):
        content = bytearray(self.path(part).read_bytes())
        content[offset] ^= mask
        self.path(part).write_bytes(content)

    def ours(self, key="pem", nonce=NONCE):
        files = (self.path(part) for part in (key, "msg", "sig", "pcrs"))
        return run(JUDGE, "judge", *files, nonce, expect=None).returncode == 0

    def theirs(self, nonce=NONCE):
        return run("tpm2_checkquote", "-u", self.path("pem"), "-m", self.path("msg"), "-s", self.path("sig"),
                   "-f", self.path("pcrs"), "-q", nonce, "-g", self.hash_name, expect=None).returncode == 0


class SoftwareTpm:
    """swtpm behind a socket of its own, with an endorsement key."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        state = self.folder / "state"
        state.mkdir()
        socket = self.folder / "tpm"
        self.process = subprocess.Popen(
            ["swtpm", "socket", "--tpm2", "--tpmstate", f"dir={state}", "--server", f"type=unixio,path={socket}",
             "--ctrl", f"type=unixio,path={socket}.ctrl", "--flags", "not-need-init,startup-clear"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.environ["TPM2TOOLS_TCTI"] = f"swtpm:path={socket}"
        for _ in range(100):
            if pathlib.Path(f"{socket}.ctrl").exists():
                break
            time.sleep(0.05)
        run("tpm2_createek", "-c", self.folder / "ek.ctx", "-G", "ecc", "-u", self.folder / "ek.pub")
        run("tpm2_pcrextend", "0:sha1=" + 20 * "11" + ",sha256=" + 32 * "22")

    def quote(self, name, kind, scheme, hash_name):
        out = Evidence(self.folder, name, hash_name)
        run("tpm2_createak", "-C", self.folder / "ek.ctx", "-c", out.path("ctx"), "-G", kind, "-s", scheme,
            "-g", hash_name, "-u", out.path("pub"))
        run("tpm2_flushcontext", "-t")
        run("tpm2_quote", "-c", out.path("ctx"), "-l", BANKS, "-q", NONCE, "-g", hash_name, "--scheme", scheme,
            "-m", out.path("msg"), "-s", out.path("sig"), "-o", out.path("pcrs"), "-F", "serialized")
        run("tpm2_flushcontext", "-t")
        run("tpm2_readpublic", "-c", out.path("ctx"), "-f", "pem", "-o", out.path("pem"))
        run("tpm2_flushcontext", "-t")
        run("tpm2_readpublic", "-c", out.path("ctx"), "-f", "tpmt", "-o", out.path("tpmt"))
        run("tpm2_flushcontext", "-t")
        return out

    def close(self):
        self.process.terminate()
        self.process.wait()


class Interop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="tpm")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.tpm = SoftwareTpm(cls.folder)
        cls.addClassCleanup(cls.tpm.close)

    def agree(self, evidence, accepted, **words):
        self.assertEqual((evidence.ours(**words), evidence.theirs(**words)), (accepted, accepted), evidence.name)

    def test_every_kind_of_key(self):
        for kind, scheme, hash_name in (("rsa", "rsassa", "sha256"), ("rsa", "rsassa", "sha384"),
                                        ("rsa3072", "rsassa", "sha256"), ("ecc", "ecdsa", "sha256"),
                                        ("ecc384", "ecdsa", "sha384")):
            with self.subTest(kind=kind, hash_name=hash_name):
                evidence = self.tpm.quote(f"{kind}-{hash_name}", kind, scheme, hash_name)
                self.agree(evidence, True)
                self.agree(evidence, False, nonce="9008")
                self.assertTrue(evidence.ours(key="pub"), "TPM2B_PUBLIC")
                self.assertTrue(evidence.ours(key="tpmt"), "TPMT_PUBLIC")

    def test_pss_which_checkquote_does_not_know(self):
        for hash_name in ("sha256", "sha384"):
            with self.subTest(hash_name=hash_name):
                evidence = self.tpm.quote(f"pss-{hash_name}", "rsa", "rsapss", hash_name)
                self.assertTrue(evidence.ours() and evidence.ours(key="pub"))
                bare = evidence.path("raw")
                bare.write_bytes(evidence.path("sig").read_bytes()[6:])
                run("openssl", "dgst", f"-{hash_name}", "-verify", evidence.path("pem"), "-signature", bare, "-sigopt",
                    "rsa_padding_mode:pss", evidence.path("msg"))

    def test_sha1_signatures_are_refused_though_right(self):
        evidence = self.tpm.quote("sha1", "rsa", "rsassa", "sha1")
        self.assertTrue(evidence.theirs())
        self.assertFalse(evidence.ours())

    def test_altered_quotes(self):
        good = self.tpm.quote("good-quote", "ecc", "ecdsa", "sha256")
        self.agree(good, True)
        for part, offsets in (("msg", range(0, good.path("msg").stat().st_size, 9)),
                              ("sig", range(0, good.path("sig").stat().st_size, 7)), ("pcrs", (142, 161, 275))):
            for offset in offsets:
                altered = good.copy("altered")
                altered.flip(part, offset)
                with self.subTest(part=part, offset=offset):
                    self.agree(altered, False)

    def test_parts_of_two_quotes(self):
        first = self.tpm.quote("first", "ecc", "ecdsa", "sha256")
        run("tpm2_pcrextend", "1:sha256=" + 32 * "33")
        second = self.tpm.quote("second", "ecc", "ecdsa", "sha256")
        for part in ("pem", "msg", "sig", "pcrs"):
            mixed = first.copy("mixed")
            shutil.copy(second.path(part), mixed.path(part))
            with self.subTest(part=part):
                self.agree(mixed, False)

    def test_forged_quotes(self):
        folder = self.folder / "forged"
        folder.mkdir()
        run(JUDGE, "forge", folder)
        good = {"good", "two-banks", "all-registers", "sha384-bank"}
        # tpm2-tools before 5.6.1 look neither at the magic (CVE-2024-29038) nor at the selection (CVE-2024-29039).
        theirs_depends = {"magic", "other-selection"}
        names = sorted(path.stem for path in folder.glob("*.msg"))
        self.assertGreater(len(names), len(good))
        for name in names:
            with self.subTest(name=name):
                evidence = Evidence(folder, name)
                if name in theirs_depends:
                    self.assertFalse(evidence.ours())
                else:
                    self.agree(evidence, name in good)


if __name__ == "__main__":
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        print(f"SKIPPED: {', '.join(missing)} not installed, so nothing was compared", file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1], verbosity=2)
