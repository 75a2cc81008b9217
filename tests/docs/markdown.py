"""What the tests need to know of a Markdown page: which there are, their fenced blocks, and the rest of their text."""
import os
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^(```+)(.*)$")
NOT_OURS = {"build", ".git"}


def pages():
    """Every Markdown file of the project."""
    for folder, below, files in os.walk(ROOT):
        below[:] = sorted(name for name in below if name not in NOT_OURS)
        for name in sorted(files):
            if name.endswith(".md"):
                yield pathlib.Path(folder, name)


def split(page):
    """The fenced blocks of a page as (line, kind, text), and its lines outside of them as (line, text)."""
    blocks, rest, block, fence = [], [], None, ""
    for number, line in enumerate(page.read_text().splitlines(), 1):
        mark = FENCE.match(line)
        if block is None and mark:
            fence, block = mark[1], (number, mark[2].strip(), [])
        elif block is not None and line == fence:
            blocks.append((block[0], block[1], "\n".join(block[2]) + "\n"))
            block = None
        elif block is not None:
            block[2].append(line)
        elif line.lstrip().startswith("```"):
            raise SystemExit(f"{page}:{number}: an indented fence would go unchecked; begin it in the first column")
        else:
            rest.append((number, line))
    if block is not None:
        raise SystemExit(f"{page}:{block[0]}: this block is not closed")
    return blocks, rest
