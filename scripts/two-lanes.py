#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes lib/two_lanes/*.c: each lane file once more, compiled for two lanes without a flag of its own.

With them, build systems that have one list of sources and one set of flags compile lib/*/*.c and lib/*/generated/*.c, and
nothing else. Usage: two-lanes.py [--check]   (--check only compares with the files that are there).
"""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
units = root / "lib" / "two_lanes"


def lane_files():
    """The files that say of themselves that they are lane files, relative to lib."""
    found = [file.relative_to(root / "lib") for file in (root / "lib").glob("**/*.c")
             if file.parent != units and re.match(r"/\*[^\n]*\*/\n/\*\s+(\* )?Lane file\b", file.read_text())]
    return sorted(found)


def expected():
    return {f"{file.stem}_x2.c": "/* SPDX-License-" "Identifier: Apache-2.0 */\n"
                                 f"/* {file} for two lanes. Written by scripts/two-lanes.py: do not edit. */\n"
                                 f"#define BM__LANES 2\n#include \"{file}\"\n" for file in lane_files()}


def main():
    wanted = expected()
    present = {file.name: file.read_text() for file in units.glob("*.c")}
    if sys.argv[1:] == ["--check"]:
        if wanted != present:
            differing = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
            sys.exit(f"lib/two_lanes: {', '.join(differing)} are not those of the lane files: run scripts/two-lanes.py")
        return
    units.mkdir(exist_ok=True)
    for name in present.keys() - wanted.keys():
        (units / name).unlink()
    for name, text in wanted.items():
        if present.get(name) != text:
            (units / name).write_text(text)


if __name__ == "__main__":
    main()
