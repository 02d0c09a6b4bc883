#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""old_programs_test.py SOURCE_DIR LIBRARY.so LIBRARY.a CC WORK_DIR: programs of earlier releases run with this library.

For each row of releases.txt the examples of that commit are built against its own header and library, and run twice,
without being built again: with the library of that time and with this one. What they print must be the same text, with
numbers within the tolerance that the changelog names for that release. A woman who was saved by the library of that time
goes on in this one, or is refused because the equations have another number. A library in which one symbol has moved to
another version must not start them. Without the history of the repository there is nothing to build, which is said.
"""
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys

NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
RUNS = {"02_denosumab_csv": ["out.csv"], "04_save_and_load": ["out.snapshot"]}  # examples that want an argument


def run(*command, check=True, **more):
    result = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            errors="replace", **more)
    if check and result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}:\n{result.stdout[-3000:]}")
    return result


def releases(source):
    for line in (source / "tests/abi/releases.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split()


def in_history(source, commit):
    return run("git", "-C", source, "cat-file", "-e", commit + "^{commit}", check=False).returncode == 0


def build(source, commit, compiler, work):
    """The tree of a commit, its library and its examples; returns the folder of both builds."""
    archive = subprocess.run(["git", "-C", str(source), "archive", commit], stdout=subprocess.PIPE, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(work)], input=archive, check=True)
    run("cmake", "-S", work, "-B", work / "out", "-G", "Ninja", f"-DCMAKE_C_COMPILER={compiler}",
        "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_C_FLAGS_DEBUG=-O1", "-DBM_BUILD_BONESIM=OFF", "-DCMAKE_SKIP_RPATH=ON")
    run("cmake", "--build", work / "out")
    return work / "out"


def with_library(folder, *command, cwd):
    return run(*command, check=False, cwd=cwd, env=dict(os.environ, LD_LIBRARY_PATH=str(folder)))


def allowed(source, version):
    """What the changelog says about that release's programs: how far their numbers may be off, as a fraction, and which
    of them decide otherwise, and so print another text."""
    text = (source / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"examples of {re.escape(version)} print numbers within\s+([\d.]+) %(.*?)(?:\n\n|\n- |\Z)", text, re.DOTALL)
    return (float(found.group(1)) / 100, set(re.findall(r"\d\d_\w+", found.group(2)))) if found else (None, set())


def distance(old, new):
    """The largest difference of two outputs, relative to the larger number or to 1; None: not the same text."""
    if NUMBER.sub("#", old).split() != NUMBER.sub("#", new).split():
        return None
    return max((abs(float(a) - float(b)) / max(abs(float(a)), abs(float(b)), 1.0)
                for a, b in zip(NUMBER.findall(old), NUMBER.findall(new))), default=0.0)


def examples(source, version, out, library, work):
    errors, worst, others = [], (0.0, ""), set()
    limit, decide_otherwise = allowed(source, version)
    programs = sorted(p for p in (out / "examples").iterdir() if p.is_file() and os.access(p, os.X_OK))
    assert len(programs) >= 10, f"found only {len(programs)} examples of {version}"
    for program in programs:
        arguments = RUNS.get(program.name, [])
        old = with_library(out / "lib", program, *arguments, cwd=work)
        new = with_library(library.parent, program, *arguments, cwd=work)
        if old.returncode != 0 or new.returncode != 0:
            errors.append(f"{program.name} of {version} returned {old.returncode} then and {new.returncode} with this "
                          f"library: {new.stdout[-300:]}")
            continue
        found = distance(old.stdout, new.stdout)
        if found is None:
            others.add(program.name)
        elif found >= worst[0]:
            worst = found, program.name
    print(f"{version}: {len(programs)} examples, numbers within {100 * worst[0]:.3g} % (most in {worst[1]})")
    if limit is None or worst[0] > limit or others - decide_otherwise:
        sentence = f"The examples of {version} print numbers within {math.ceil(1000 * worst[0]) / 10:g} %"
        if others:
            sentence += ", and these decide otherwise: " + ", ".join(sorted(others))
        errors.append(f"that is more than CHANGELOG.md allows. If it is meant to be, write there: {sentence}.")
    return errors


def snapshots(source, version, out, library, compiler, work):
    woman = work / "woman"
    run(compiler, "-std=c99", "-I", out.parent / "include", source / "tests/identity/woman.c", "-o", woman,
        "-L", out / "lib", "-lbonemodel")
    for model in ("core", "full"):
        saved = work / f"{model}.snapshot"
        result = with_library(out / "lib", woman, "save", model, "bare", saved, cwd=work)
        if result.returncode != 0:
            return [f"{version} cannot save a woman of the model {model}: {result.stdout}"]
        # by the old program with this library, which is what its user has
        went = with_library(library.parent, woman, "go", model, saved, "60", cwd=work)
        state = went.stdout.split(",")[0]
        print(f"{version}: a woman of the model {model} who was saved then: {state}")
        if went.returncode != 0 or state not in ("BM_OK", "BM_EMODEL"):
            return [f"a woman of the model {model} saved by {version} cannot be loaded: {went.stdout[-500:]}"]
    return []


def mutant(source, out, archive, compiler, work):
    """One symbol in another version: a program that was linked with the old one must not start."""
    text = (source / "lib/bonemodel.map").read_text()
    moved = re.sub(r"^ *bm_patient_observe;\n", "", text, flags=re.MULTILINE)
    moved = re.sub(r"(BONEMODEL_0\.2 \{\s*global:\n)", r"\1        bm_patient_observe;\n", moved)
    assert moved.count("bm_patient_observe;") == 1 and moved != text, "bonemodel.map has another form"
    folder = work / "mutant"
    folder.mkdir()
    (folder / "moved.map").write_text(moved)
    run(compiler, "-shared", "-o", folder / "libbonemodel.so.0", "-Wl,-soname,libbonemodel.so.0",
        f"-Wl,--version-script={folder / 'moved.map'}", "-Wl,--whole-archive", archive, "-Wl,--no-whole-archive", "-lm",
        "-lpthread")
    result = with_library(folder, out / "examples/01_first_patient", cwd=work)
    if result.returncode == 0 or "bm_patient_observe" not in result.stdout:
        return [f"a library with a symbol in another version starts an old program: {result.stdout[-300:]}"]
    return []


def main(source, library, archive, compiler, work):
    errors = []
    shutil.rmtree(work, ignore_errors=True)
    for commit, version in releases(source):
        if not in_history(source, commit):
            print(f"{version}: commit {commit} is not in this repository's history, so nothing was compared")
            continue
        here = work / version
        here.mkdir(parents=True)
        out = build(source, commit, compiler, here)
        errors += examples(source, version, out, library, here)
        errors += snapshots(source, version, out, library, compiler, here)
        errors += mutant(source, out, archive, compiler, here)
    print("\n".join(errors))
    return 1 if errors else 0


if __name__ == "__main__":
    paths = [pathlib.Path(argument).absolute() for argument in sys.argv[1:4]]  # the link to the library stays one
    sys.exit(main(*paths, sys.argv[4], pathlib.Path(sys.argv[5]).resolve()))
