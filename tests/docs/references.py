#!/usr/bin/env python3
"""What the pages refer to must be there: linked files and headings, paths named in the text, modules, packages, fuzz targets."""
import re
import sys

from markdown import ROOT, pages, split

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAMED = re.compile(r"`((?:src|include|tests|fuzz|bench|examples|docs|cmake)/[\w./*-]+)`")
# The rows of a table whose first cell is a module.
MODULE_ROW = re.compile(r"^\| `([a-z/]+)` \|", re.M)


def heading_ids(page):
    """The anchors of a page's headings as code hosts make them."""
    headings = [line.lstrip("#").strip() for _, line in split(page)[1] if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def check_link(page, target):
    if re.match(r"[a-z]+:", target):
        return None
    path, _, anchor = target.partition("#")
    place = (page.parent / path).resolve() if path else page
    if not place.exists():
        return f"links to {target}, which is not there"
    if anchor and place.suffix == ".md" and anchor not in heading_ids(place):
        return f"links to {target}, which is no heading there"
    return None


def check_page(page):
    for number, line in split(page)[1]:
        for target in LINK.findall(line):
            if complaint := check_link(page, target):
                yield f"{page}:{number}: {complaint}"
        for path in NAMED.findall(line):
            if not any(ROOT.glob(path.rstrip("/").replace("NAME", "*"))):
                yield f"{page}:{number}: names {path}, which is not there"


def check_modules():
    """ARCHITECTURE.md lists the modules of src/modules.txt, in its order."""
    lines = (ROOT / "src/modules.txt").read_text().splitlines()
    real = [line.partition(":")[0] for line in lines if line and not line.startswith("#")]
    page = ROOT / "ARCHITECTURE.md"
    listed = MODULE_ROW.findall(page.read_text())
    if listed != real:
        yield f"{page}: lists the modules {listed}, and src/modules.txt {real}"


def check_packages():
    """docs/dependencies.md speaks of every library that ./dev installs to build."""
    page = ROOT / "docs/dependencies.md"
    packages = re.search(r"build_packages=\((.*?)\)", (ROOT / "dev").read_text(), re.S)[1].split()
    for package in packages:
        if package.endswith("-dev") and f"`{package}`" not in page.read_text():
            yield f"{page}: says nothing about {package}"


def check_targets():
    """docs/fuzzing.md has a row for every fuzz target."""
    page = ROOT / "docs/fuzzing.md"
    listed = re.findall(r"^\| `(\w+)` +\|", page.read_text(), re.M)
    real = [path.name.removesuffix("_fuzz.cpp") for path in sorted(ROOT.glob("fuzz/*_fuzz.cpp"))]
    if listed != real:
        yield f"{page}: rows and targets differ in {sorted(set(listed) ^ set(real)) or 'their order'}"


def main():
    complaints = [complaint for page in pages() for complaint in check_page(page)]
    complaints += [*check_modules(), *check_packages(), *check_targets()]
    print("\n".join(complaints))
    print(f"{len(complaints)} dangling references")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
