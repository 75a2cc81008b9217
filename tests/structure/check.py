#!/usr/bin/env python3
"""The house rules that a compiler does not know: module edges, purity, sizes and who may say what.

Reads src/modules.txt and every source file; prints each breach with its place and exits 1 if there is one.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)

# Everything up to the receipt takes bytes and a time and returns values.
PURE = {"base", "codec", "crypto", "age", "claims", "appraise", "verifier", "wasm", "image", "contract", "receipt"}
IMPURE_HEADERS = re.compile(r"^(unistd\.h|fcntl\.h|sys/(?!types).*|fstream|iostream|filesystem|thread|mutex|future|ctime|time\.h)$")
IMPURE_CALLS = re.compile(r"\b(std::getenv|secure_getenv|system_clock::now|steady_clock::now|std::ofstream|std::ifstream|fopen)\b")
# Headers that are slow to compile or bring a backend's types along stay in .cpp files, and in headers of a folder
# named backend/, which only .cpp files and each other may include.
HEAVY = re.compile(r"^(openssl/|expat\.h|nettle/|nlohmann/|toml\+\+/|boost/|CLI/|valijson/|archive|sqlite3|seccomp|libgfshare)")
# The only files that may turn something into Verified<T>.
MARKS_VERIFIED = {"base/verified.h", "claims/verification.cpp", "evidence/nsm/verify.cpp"}
MOST_LINES = 400


def load_modules():
    direct = {}
    for line in (SRC / "modules.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, needs = line.partition(":")
            direct[name] = needs.split()
    allowed = {}
    for name, needs in direct.items():
        reach = {name}
        for need in needs:
            if need not in allowed:
                sys.exit(f"src/modules.txt: '{name}' needs '{need}', which is not above it")
            reach |= allowed[need]
        allowed[name] = reach
    return allowed


def module_of(path, modules):
    """The module that a path below src/ belongs to, or None."""
    return max((m for m in modules if path == m or path.startswith(m + "/")), key=len, default=None)


def check_file(path, modules):
    name = path.relative_to(SRC).as_posix()
    text = path.read_text()
    module = module_of(name, modules)
    pure = module is not None and (module in PURE or module.startswith("evidence/"))
    is_test = name.endswith(("_test.cpp", "_test.h"))
    if module is None:
        yield f"src/{name}: belongs to no module of src/modules.txt"
        return
    lines = text.count("\n")
    if lines > MOST_LINES and not is_test:
        yield f"src/{name}: {lines} lines, more than {MOST_LINES}: split where there are two ideas"
    if path.suffix == ".h" and "#pragma once" not in text:
        yield f"src/{name}: no #pragma once"
    for kind, target in INCLUDE.findall(text):
        if kind == '"':
            other = module_of(target, modules)
            if target.startswith("testkit/") and is_test:
                continue
            if other is None:
                if not target.startswith("anchorhold/"):
                    yield f"src/{name}: includes \"{target}\", which is in no module"
            elif other not in modules[module]:
                yield f"src/{name}: {module} may not include {other} (\"{target}\")"
            elif "/backend/" in target and (other != module or (path.suffix == ".h" and "/backend/" not in name)):
                yield f"src/{name}: \"{target}\" is for the .cpp files of {other} only"
        else:
            if path.suffix == ".h" and HEAVY.match(target) and "/backend/" not in name:
                yield f"src/{name}: <{target}> belongs in a .cpp file"
            if pure and not is_test and IMPURE_HEADERS.match(target):
                yield f"src/{name}: {module} is pure and may not include <{target}>"
    if pure and not is_test:
        for call in IMPURE_CALLS.findall(text):
            yield f"src/{name}: {module} is pure and may not use {call}"
    if "mark_verified" in text and name not in MARKS_VERIFIED and not is_test:
        yield f"src/{name}: only a verify_ function listed in tests/structure/check.py may mark something verified"


def main():
    modules = load_modules()
    breaches = []
    files = sorted(p for p in SRC.rglob("*") if p.suffix in (".h", ".cpp"))
    for path in files:
        breaches.extend(check_file(path, modules))
    for breach in breaches:
        print(breach)
    print(f"{len(files)} files, {len(modules)} modules, {len(breaches)} breaches")
    return 1 if breaches or not files else 0


if __name__ == "__main__":
    sys.exit(main())
