#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the whole library as one file: amalgamate.py DIR makes DIR/bonemodel.c and DIR/bonemodel.h.

    cc -O2 -ffp-contract=off -c bonemodel.c

compiles it; its numbers are those of the library, bit for bit. With gcc and clang it has two lanes, with other compilers,
such as tcc, one.

The files stand one after the other. What is a file's own (static functions and tables, constants, macros) is given the
file's name through macros, so that two files can use one name. The lane files stand there a second time, for two lanes,
and there the types and functions of all headers that depend on the number of lanes have other names too. The script
needs a C compiler (CC in the environment, by default cc) and universal-ctags to find those names.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent
lib = root / "lib"
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


# The body's short macros, such as F(state), are names of constants in some agents: the body stands before them.
ROOMS = ["base", "solver", "body", "agents", "simulation", "readouts", "person", "cohort", "api"]


def path_of(name):
    return root / "include" / name if name.startswith("bonemodel/") else lib / name


def headers_of(file):
    """The headers that a file includes, directly or not."""
    found, waiting = set(), [file]
    while waiting:
        for name in INCLUDE.findall(waiting.pop().read_text()):
            if name not in found:
                found.add(name)
                waiting.append(path_of(name))
    return found


def depends_on_lanes(header):
    return any(name == "base/real.h" or re.search(r"\bbm__real\b", path_of(name).read_text())
               for name in headers_of(path_of(header)) | {header})


def preprocessed(file, lanes):
    """What the compiler sees of each file of the library in this one: {name: text}."""
    out = subprocess.run(os.environ.get("CC", "cc").split() + ["-E", f"-DBM__LANES={lanes}", "-DBM__BUILDING", "-I", str(lib),
                                                               "-I", str(root / "include"), str(file)],
                         check=True, stdout=subprocess.PIPE, universal_newlines=True).stdout
    texts, current = {}, None
    for line in out.splitlines():
        marker = re.match(r'# \d+ "([^"]*)"', line)
        if marker:
            current = marker.group(1)
        elif current and current.startswith(str(root)):
            texts.setdefault(os.path.relpath(current, lib), []).append(line)
    return {name: "\n".join(lines) for name, lines in texts.items()}


def names_in(text):
    """What a text declares in the scope of its file."""
    with tempfile.NamedTemporaryFile("w", suffix=".c") as file:
        file.write(text)
        file.flush()
        out = subprocess.run(["ctags", "--quiet", "--options=NONE", "--kinds-C=efgpstuvx", "-x", "--_xformat=%N", file.name],
                             check=True, stdout=subprocess.PIPE, universal_newlines=True).stdout
    return {name for name in out.split() if not name.startswith("__anon")}


def macros_in(text):
    return set(re.findall(r"^\s*#\s*define\s+(\w+)", text, re.MULTILINE))


def used_as_member(name, text):
    return re.search(r"(\.|->)\s*%s\b" % name, text) is not None


def renamed(text, names, suffix):
    """The text with other names, except for members of structs."""
    def in_code(code):
        for name in names:
            code = re.sub(r'("(?:[^"\\\n]|\\.)*")|(?<![\w.])(?<!->)(%s)\b' % name,
                          lambda m: m.group(1) or m.group(2) + suffix, code)
        return code

    def in_struct(code):
        for name in names:
            code = re.sub(r"\b((?:struct|enum|union) %s)\b" % name, r"\1" + suffix, code)
        return code

    parts = re.split(r"^(struct \w+ \{\n.*?^\};\n)", text, flags=re.DOTALL | re.MULTILINE)
    return "".join(in_struct(part) if i % 2 else in_code(part) for i, part in enumerate(parts))


class Writer:
    def __init__(self):
        self.out, self.emitted = [], set()
        self.header_macros = set()  # names that a macro of a header may have at the moment

    def put(self, text):
        self.out.append(text)

    def inline(self, text):
        """A file's text, with the headers that are not there yet in the places of their #include."""
        at = 0
        for include in INCLUDE.finditer(text):
            self.put(text[at:include.start()])
            at = text.index("\n", include.end())
            name = include.group(1)
            if name == "bonemodel/bonemodel.h":
                self.put('#include "bonemodel.h"')
            elif name not in self.emitted:
                header = path_of(name).read_text()
                if re.search(r"#endif\s*\Z", header) and len(re.findall(r"^#endif\s*$\n\n#if", header, re.MULTILINE)) == 0:
                    self.emitted.add(name)  # those with a second part come again
                self.put(f"/* {name} */\n")
                self.inline(header)
        self.put(text[at:])

    def unit(self, file, lanes):
        """A source file, its own names made different from those of others."""
        name, text = str(file.relative_to(lib)), file.read_text()
        suffix = f"__{file.stem}" + (f"_x{lanes}" if lanes > 1 else "")
        tables = re.search(r"#define BM__AGENT_TABLES.*?[^\\]\n", (lib / "agents/agent.h").read_text(), re.DOTALL).group(0)
        own = {n for n in names_in(preprocessed(file, lanes).get(name, "")) if not n.startswith(("bm_", "BM_"))}
        by_text = {n for n in own if used_as_member(n, text + tables if "BM__AGENT_TABLES" in text else text)}
        macros = macros_in(text)
        self.put(f"\n/* ---- {name} ---- */\n")
        split = max([0] + [m.end() for m in INCLUDE.finditer(text)])  # headers keep their names
        self.inline(text[:split] + "\n")
        if "BM__AGENT_TABLES" in text:
            self.put("\n#undef BM__AGENT_TABLES\n" + renamed(tables, by_text, suffix))
        for n in sorted(own - by_text - macros):
            if n in self.header_macros:
                self.put(f"\n#undef {n}")
            self.put(f"\n#define {n} {n}{suffix}")
        self.inline("\n" + renamed(text[split:], by_text, suffix))
        for n in sorted((own - by_text) | macros):
            self.put(f"\n#undef {n}")
        self.put("\n")


def write(directory):
    in_order = {"key": lambda f: (ROOMS.index(f.relative_to(lib).parts[0]), f)}
    files = sorted((f for f in lib.glob("**/*.c") if f.parent.name != "two_lanes"), **in_order)
    lane_files = sorted((lib / INCLUDE.search(f.read_text()).group(1) for f in (lib / "two_lanes").glob("*.c")), **in_order)
    alone = [f for f in files if f.name != "lanes.c"]
    w = Writer()
    w.put("/* SPDX-License-" "Identifier: Apache-2.0 */\n"
          "/* bonemodel in one file, written by scripts/amalgamate.py: do not edit.\n"
          " *     cc -O2 -ffp-contract=off -c bonemodel.c */\n"
          "#ifndef BM_STATIC\n#define BM_STATIC\n#endif\n#define BM__BUILDING\n")
    lane_headers = {h for file in alone + lane_files for h in headers_of(file) if depends_on_lanes(h)}
    macros = set().union(*(macros_in(path_of(h).read_text()) for h in lane_headers))
    w.header_macros = macros
    for file in alone:
        w.unit(file, 1)

    # The second time: what the headers declare that depend on the lanes has other names.
    names, shared = set(), set()
    for file in lane_files:
        for name, text in preprocessed(file, 2).items():
            (names if name in lane_headers else shared if name.endswith(".h") else set()).update(names_in(text))
    names = {n for n in names - shared if not n.endswith("_x2") and not re.match(r"bm_(?!_)|BM_(?!_)", n)}
    w.header_macros = macros | names
    w.put("\n/* ======== two lanes ======== */\n#if BM__VECTORS\n")
    for n in sorted(macros):
        w.put(f"#undef {n}\n")
    w.put("#define BM__LANES 2\n")
    for n in sorted(names - macros):
        w.put(f"#define {n} {n}_x2\n")
    w.emitted -= lane_headers
    for file in lane_files:
        w.unit(file, 2)
    w.put("#endif\n")

    directory.mkdir(parents=True, exist_ok=True)
    (directory / "bonemodel.c").write_text("".join(w.out))
    (directory / "bonemodel.h").write_text((root / "include/bonemodel/bonemodel.h").read_text())


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: amalgamate.py DIR")
    write(pathlib.Path(sys.argv[1]))
