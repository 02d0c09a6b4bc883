#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""recipes_test.py [--build C_COMPILER]: the recipes of docs/adding.md are true.

Without arguments: every line that a recipe adds to a file has its place there, every new file is new, and each path that a
page for contributors names exists. With --build: all recipes are followed in a copy of the source, which is then built, and
what each recipe promises is looked at.
"""
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PAGES = ["CONTRIBUTING.md", "docs/adding.md", "docs/architecture.md", "docs/conventions.md", "docs/release.md",
         *sorted(str(path.relative_to(SOURCE)) for path in (SOURCE / "docs/decisions").glob("*.md"))]
EDIT = re.compile(r"\*\*(A new file|A line in|Lines in),? `([^`]+)`(?:, after `([^`]+)`)?:\*\*\n\n```\w*\n(.*?)^```$",
                  re.DOTALL | re.MULTILINE)
FOLDERS = "lib|include|tests|docs|scripts|cmake|examples|validation|bench|bindings"


def edits_of(text):
    """(new, path, anchor, lines) of each edit; a paragraph that looks like one but is not read is an error."""
    found = [(kind == "A new file", path, anchor, lines) for kind, path, anchor, lines in EDIT.findall(text)]
    meant = len(re.findall(r"^\*\*(?:A new file|A line|Lines)\b", text, re.MULTILINE))
    assert len(found) == meant, f"{meant} edits announced, {len(found)} understood"
    return found


def edit(source, new, path, anchor, lines):
    """Makes one edit; returns what is wrong with it, or None."""
    file = source / path
    if new:
        if file.exists() or not file.parent.is_dir():
            return f"{path}: expected a new file in a folder that exists"
        file.write_text(lines, encoding="utf-8")
        return None
    if not file.is_file():
        return f"{path}: no such file"
    text = file.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [i for i, line in enumerate(text) if anchor and anchor in line]
    if len(places) != 1:
        return f"{path}: found {len(places)} lines with '{anchor}', expected 1"
    text.insert(places[0] + 1, lines)
    file.write_text("".join(text), encoding="utf-8")
    return None


def missing_paths(page, new):
    for path in re.findall(r"`((?:%s)/[\w./-]*)`" % FOLDERS, (SOURCE / page).read_text(encoding="utf-8")):
        if not (SOURCE / path).exists() and path not in new:
            yield f"{page}: names {path}, which does not exist"


def other_files():
    """What else says something that stands in two places."""
    header = (SOURCE / "include/bonemodel/bonemodel.h").read_text()
    version = re.search(r'#define BM_VERSION_STRING "([\d.]+)"', header).group(1)
    parts = [re.search(rf"#define BM_VERSION_{part} +(\d+)", header).group(1) for part in ("MAJOR", "MINOR", "PATCH")]
    if ".".join(parts) != version:
        yield f"bonemodel.h: BM_VERSION_STRING is {version}, but major, minor and patch are {'.'.join(parts)}"
    changes = re.search(r"^## \[(\d[\d.]*)\]", (SOURCE / "CHANGELOG.md").read_text(), re.MULTILINE)
    if changes and changes.group(1) != version:
        yield f"CHANGELOG.md: the latest version is {changes.group(1)}, that of bonemodel.h {version}"
    if f"\nversion: {version}\n" not in (SOURCE / "CITATION.cff").read_text():
        yield f"CITATION.cff: the version is not that of bonemodel.h, {version}"
    for file in (".github/workflows/ci.yml", ".pre-commit-config.yaml", "CONTRIBUTING.md"):
        for path in re.findall(r"(?:^|[\s`])((?:%s)/[\w./-]+\.(?:sh|py))" % FOLDERS, (SOURCE / file).read_text()):
            if not (SOURCE / path).is_file():
                yield f"{file}: runs {path}, which does not exist"


def copy_of_source(to):
    ignore = shutil.ignore_patterns(".git", "build*", "out", "__pycache__")
    for name in ("CMakeLists.txt", "LICENSE", "bonemodel.pc.in", "cmake", "include", "lib", "examples", "scripts"):
        source = SOURCE / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=ignore)
        else:
            shutil.copy(source, to / name)


def run(*command, cwd):
    result = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert result.returncode == 0, f"{' '.join(map(str, command))}:\n{result.stdout[-4000:]}"
    return result.stdout


def build(source, compiler):
    (source / "out").mkdir()
    run("cmake", "-S", ".", "-B", "out", "-G", "Ninja", f"-DCMAKE_C_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=Debug",
        "-DCMAKE_C_FLAGS_DEBUG=-O0", "-DBM_WERROR=ON", "-DBM_BUILD_EXAMPLES=OFF", cwd=source)
    run("cmake", "--build", "out", "-j", "2", cwd=source)


def check_promises(source):
    """The drug, the observable and the state of the recipes: in the catalogue, and doing what the page says."""
    bonesim = source / "out/examples/bonesim/bonesim"
    names = ["serum.calcium_phosphate", "serum.calcium", "serum.phosphate", "body.FAT", "cells.osteoclasts"]
    scenario = {"schema": "bonemodel.scenario/1", "patient": {"age_years": 61},
                "arms": [{"name": "nothing"},
                         {"name": "drug", "interventions": [{"agent": "example_antibody"}]},
                         {"name": "letrozole", "interventions": [{"agent": "letrozole"}]}],
                "horizon_days": 365, "sample_every_days": 365, "observables": names}
    (source / "try.json").write_text(json.dumps(scenario))
    run(bonesim, "run", "try.json", "--out", "try.csv", "--quiet", cwd=source)
    value = {}
    with open(source / "try.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            value[row["arm"], row["observable"], float(row["time_days"])] = float(row["value"])
    assert value["drug", "cells.osteoclasts", 365] < 0.8 * value["nothing", "cells.osteoclasts", 365], value
    product = value["nothing", "serum.calcium", 365] * value["nothing", "serum.phosphate", 365]
    assert abs(value["nothing", "serum.calcium_phosphate", 365] / product - 1) < 1e-5, value
    assert value["letrozole", "body.FAT", 365] > 1.005 * value["nothing", "body.FAT", 365] > 1.2, value


def main():
    text = (SOURCE / "docs/adding.md").read_text(encoding="utf-8")
    edits = edits_of(text)
    assert len(edits) >= 6, f"found {len(edits)} edits in docs/adding.md"
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        copy_of_source(copy)
        errors = [error for error in (edit(copy, *one) for one in edits) if error]
        errors += [error for page in PAGES for error in missing_paths(page, [path for _, path, _, _ in edits])]
        errors += other_files()
        for error in errors:
            print(error)
        if not errors and sys.argv[1:2] == ["--build"]:
            for command in re.findall(r"^    (/usr/bin/python3 .*)$", text, re.MULTILINE):
                run(*command.split(), cwd=copy)
            build(copy, sys.argv[2])
            check_promises(copy)
    return 1 if errors else 0


if __name__ == "__main__":
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.exit(main())
