#!/usr/bin/env python3
"""Runs the code blocks of a page in order in an empty folder: `sh` blocks by bash, `toml` blocks saved under the name
in their first line."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

page, program, agent = map(pathlib.Path, sys.argv[1:4])
blocks = re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text(), re.M | re.S)
with tempfile.TemporaryDirectory() as folder:
    environment = {
        **os.environ,
        "ANCHORHOLD_HOME": folder + "/home",
        "ANCHORHOLD_AGENT": str(agent.resolve()),
        "PATH": f"{program.resolve().parent}:{os.environ['PATH']}",
    }
    ran = 0
    for language, text in blocks:
        if language == "toml":
            name = text.splitlines()[0].removeprefix("# ")
            pathlib.Path(folder, name).write_text(text)
        elif language == "sh":
            done = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=folder, env=environment)
            if done.returncode != 0:
                sys.exit(f"{page}: this block failed with exit code {done.returncode}:\n{text}")
            ran += 1
    if ran == 0:
        sys.exit(f"{page}: no block was found")
    print(f"{ran} blocks ran")
