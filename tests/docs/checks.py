#!/usr/bin/env python3
"""checks.py BUILD [--write]: docs/conformance.md lists every check that `anchorhold why` knows, in its words."""
import json
import subprocess
import sys

from markdown import ROOT

PAGE = ROOT / "docs" / "conformance.md"
BEGIN = "| check | stage | what it expects |\n| --- | --- | --- |\n"


def table(build):
    checks = json.loads(subprocess.check_output([f"{build}/anchorhold", "--json", "why"], text=True))
    rows = [(check["check"], check["stage"], check["expected"].replace("|", "&#124;")) for check in checks]
    return "".join(f"| `{name}` | {stage} | {expected} |\n" for name, stage, expected in rows)


def main():
    # The table is the last thing on the page.
    head, begin, listed = PAGE.read_text().partition(BEGIN)
    real = table(sys.argv[1])
    if "--write" in sys.argv:
        PAGE.write_text(head + begin + real)
        return 0
    for row in sorted(set(listed.splitlines()) ^ set(real.splitlines())):
        print("does not list:" if row in real else "lists, and there is no such check:", row)
    if listed != real:
        print(f"{PAGE}: run tests/docs/checks.py BUILD --write")
    return 0 if listed == real else 1


if __name__ == "__main__":
    sys.exit(main())
