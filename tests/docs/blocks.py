#!/usr/bin/env python3
"""blocks.py BUILD CXX: does with every fenced block of every page what a reader would.

sh     the blocks of one page run in order, in one shell, in a fresh copy of the page's folder beside the build,
       with examples/evidence where it lies; lines that call ./dev are held against its list of verbs instead
toml   saved under the name in its first line; a contract is checked by `anchorhold contract check`, and a policy
       (NAME.policy.toml) by judging the example evidence with it, which it may refuse
json   parsed; a member named twice is an error
cpp, c compiled against include/
text   free
Any other kind is an error, so that nothing goes unchecked by accident.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from markdown import ROOT, pages, split

EVIDENCE = ROOT / "examples" / "evidence"
DEV_LINE = re.compile(r"^\s*\./dev(?:\s+(\S+))?")
DEV_VERB = re.compile(r"^  (\w+)(?: \[?\w+\]?)?  +\S", re.M)


def dev_verbs():
    return set(DEV_VERB.findall(subprocess.check_output([ROOT / "dev", "help"], text=True)))


def without_dev(text, verbs):
    """The text without its calls of ./dev; a complaint for each verb that does not exist."""
    kept, unknown = [], []
    for line in text.splitlines():
        call = DEV_LINE.match(line)
        if not call:
            kept.append(line)
        elif call[1] not in verbs:
            unknown.append(f"./dev has no verb {call[1]}")
    return "\n".join(kept) + "\n", unknown


def check_json(text):
    def distinct(members):
        names = [name for name, _ in members]
        if len(set(names)) != len(names):
            raise ValueError("a member is named twice")
        return dict(members)

    try:
        json.loads(text, object_pairs_hook=distinct)
    except ValueError as error:
        return [str(error)]
    return []


def check_program(text, compiler, language, standard):
    command = [compiler, f"-std={standard}", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{ROOT}/include",
               "-x", language, "-"]
    done = subprocess.run(command, input=text, text=True, stderr=subprocess.PIPE)
    return [] if done.returncode == 0 else [done.stderr]


def save_and_check(line, text):
    """Shell that saves a contract or a policy and has it checked."""
    first = text.splitlines()[0]
    name = first.removeprefix("# ") if re.fullmatch(r"# [\w.-]+\.toml", first) else f"block-{line}.toml"
    check = f"anchorhold contract check {name}"
    if name.endswith(".policy.toml"):
        rejected = 3
        check = f"anchorhold verify {EVIDENCE}/snp/report.bin --policy {name} || test $? -eq {rejected}"
    return f"cat > {name} <<'END-OF-BLOCK'\n{text}END-OF-BLOCK\n{check}\n"


def run_script(page, script, build):
    """Runs the page's own blocks where its neighbours lie, with the build at build/release as ./dev leaves it."""
    place = page.relative_to(ROOT).parent
    with tempfile.TemporaryDirectory() as stage:
        folder = pathlib.Path(stage, place)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(EVIDENCE, pathlib.Path(stage, "examples", "evidence"), dirs_exist_ok=True)
        for neighbour in page.parent.iterdir():
            if neighbour.is_file():
                shutil.copy(neighbour, folder)
        pathlib.Path(stage, "build").mkdir()
        pathlib.Path(stage, "build", "release").symlink_to(build)
        environment = {"HOME": stage, "PATH": f"{build}:{os.environ['PATH']}", "LC_ALL": "C"}
        done = subprocess.run(["bash", "-euo", "pipefail"], input=script, cwd=folder, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return [] if done.returncode == 0 else [f"exit code {done.returncode}\n{done.stdout}"]


def check_page(page, build, compiler, verbs):
    script, complaints, counts = "", [], {}
    for line, kind, text in split(page)[0]:
        counts[kind] = counts.get(kind, 0) + 1
        found = []
        if kind == "sh":
            text, found = without_dev(text, verbs)
            script += f"echo '== block of line {line}'\n{text}"
        elif kind == "toml":
            script += f"echo '== block of line {line}'\n{save_and_check(line, text)}"
        elif kind == "json":
            found = check_json(text)
        elif kind == "cpp":
            found = check_program(text, compiler, "c++", "c++20")
        elif kind == "c":
            found = check_program(text, compiler, "c", "c11")
        elif kind != "text":
            found = [f"a block of kind \"{kind}\", which no rule covers"]
        complaints += [f"{page}:{line}: {complaint}" for complaint in found]
    if script:
        complaints += [f"{page}: {complaint}" for complaint in run_script(page, script, build)]
    return complaints, counts


def main():
    build, compiler = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    verbs, complaints, total = dev_verbs(), [], {}
    wanted = set(sys.argv[3:])  # for trying one page by hand
    for page in pages():
        if wanted and page.relative_to(ROOT).as_posix() not in wanted:
            continue
        found, counts = check_page(page, build, compiler, verbs)
        complaints += found
        for kind, count in counts.items():
            total[kind] = total.get(kind, 0) + count
    print("\n".join(complaints))
    print(", ".join(f"{count} {kind}" for kind, count in sorted(total.items())), "blocks;", len(complaints), "wrong")
    return 1 if complaints or not total else 0


if __name__ == "__main__":
    sys.exit(main())
