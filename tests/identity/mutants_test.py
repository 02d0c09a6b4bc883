#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""mutants_test.py SOURCE_DIR CC WORK_DIR: libraries that differ in one thing, and snapshots carried between them.

Each mutant is a copy of lib/ with an edit, compiled for one patient at a time without optimisation and linked with
woman.c. Rows swapped in the source change nothing; rows added leave old snapshots loadable, and new ones are refused by
the old library; a changed number changes the identity, and she goes on with hers; other equations refuse her.
"""
import concurrent.futures
import csv
import filecmp
import glob
import os
import re
import shutil
import subprocess
import sys

FLAGS = ["-std=c11", "-O0", "-ffp-contract=off", "-w", "-DBM__BUILDING", "-DBM__INVARIANTS=0"]
# Cohorts need the lanes; nobody here has one.
LEFT_OUT = r"/api/(cohort_|forecast|sensitivities|summary)|/cohort/(lane_driver|lanes|members|run)\.c$|/base/invariant\.c$|/two_lanes/"
DAYS = "60"


class Library:
    """A copy of the sources, edited and built."""

    def __init__(self, source, compiler, work, name, edits=()):
        self.folder, self.compiler, self.work, self.name = os.path.join(work, name), compiler, work, name
        for part in ("lib", "include", "scripts"):
            shutil.copytree(os.path.join(source, part), os.path.join(self.folder, part))
        for path, edit in edits:
            self.edit(path, edit)
        if any(path.startswith("lib/body") for path, _ in edits):
            subprocess.run([sys.executable, os.path.join(self.folder, "scripts/generate-lu.py")], check=True,
                           env=dict(os.environ, CC=compiler))
        self.program = self.build(os.path.join(source, "tests/identity/woman.c"))

    def edit(self, path, change):
        path = os.path.join(self.folder, path)
        before = open(path, encoding="utf-8").read() if os.path.exists(path) else None
        after = change(before)
        assert after != before, "%s: the edit of %s changes nothing" % (self.name, path)
        with open(path, "w", encoding="utf-8") as file:
            file.write(after)

    def differs(self, path):
        """Whether a file, named from the top, is not as in the library that was not edited."""
        other = os.path.join(self.work, "own", path)
        return not os.path.exists(other) or not filecmp.cmp(os.path.join(self.folder, path), other, shallow=False)

    def compile(self, source):
        """The object of a file; that of the library that was not edited, when nothing that it includes was."""
        name = source.replace("/", "_")
        own = os.path.join(self.work, "own", name)
        if self.name != "own" and os.path.exists(own + ".d"):
            with open(own + ".d", encoding="utf-8") as file:
                needs = re.findall(r"/own/(\S+)", file.read().split(".o:", 1)[1])
            assert needs, "no list of what %s includes" % source
            if not any(map(self.differs, needs)):
                return own + ".o"
        target = os.path.join(self.folder, name)
        subprocess.run([self.compiler, *FLAGS, "-I", self.folder + "/lib", "-I", self.folder + "/include", "-MMD", "-MF",
                        target + ".d", "-c", os.path.join(self.folder, source), "-o", target + ".o"], check=True)
        return target + ".o"

    def build(self, program):
        shutil.copy(program, self.folder)
        sources = [os.path.relpath(source, self.folder)
                   for source in glob.glob(self.folder + "/lib/**/*.c", recursive=True)
                   if not re.search(LEFT_OUT, source)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            objects = list(pool.map(self.compile, sorted(sources) + [os.path.basename(program)]))
        target = os.path.join(self.folder, "woman")
        subprocess.run([self.compiler, *objects, "-lm", "-lpthread", "-o", target], check=True)
        return target

    def run(self, *words):
        return subprocess.run([self.program, *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              universal_newlines=True).stdout

    def save(self, model="full"):
        """A snapshot with everything that one can hold."""
        path = os.path.join(self.folder, model + ".snapshot")
        self.run("save", model, "called" if model == "full" else "bare", path)
        return path

    def identity(self, model="full"):
        return self.run("identity", model).split()

    def go(self, snapshot, model="full"):
        """What loading says: status, calibration, sentence; and the values of every observable now and later."""
        said, *lines = self.run("go", model, snapshot, DAYS).splitlines()
        return said.split(",", 2), {row[0]: (float(row[1]), float(row[2])) for row in csv.reader(lines)}


# ---- edits ----

def replace(old, new):
    def edit(text):
        assert text.count(old) == 1, "%r stands %d times" % (old, text.count(old))
        return text.replace(old, new)
    return edit


def swap(first, second):
    """Two pieces of text, each there once, take each other's place."""
    def edit(text):
        assert text.count(first) == 1 and text.count(second) == 1, (first, second)
        return text.replace(first, "\0").replace(second, first).replace("\0", second)
    return edit


def swap_rows(first, second):
    """The same with rows X(first, ...) and X(second, ...) of a list."""
    def edit(text):
        def row(name):
            start = text.index("X(%s," % name)
            depth, at = 0, start
            while True:
                depth += {"(": 1, ")": -1}.get(text[at], 0)
                at += 1
                if depth == 0 and text[at - 1] == ")":
                    return text[start:at]
        # A row may go over several lines, each of which ends in a backslash.
        return swap(row(first), row(second))(text)
    return edit


def chain(*edits):
    def edit(text):
        for one in edits:
            text = one(text)
        return text
    return edit


def row_of(text, name):
    return re.search(r'    \{"%s".*?\)\},\n' % name, text, re.S).group(0)


def swap_exercises(text):
    return swap(row_of(text, "squat"), row_of(text, "deadlift"))(text)


SHUFFLED = [
    ("lib/body/extensions.h", chain(swap("BM__NUTRITION_STATES(X)", "BM__SKELETON_STATES(X)"),
                                    swap("BM__HABITS_PARAMETERS(X)", "BM__SKELETON_PARAMETERS(X)"),
                                    swap("BM__HABITS_TARGETS(X)", "BM__LOADING_TARGETS(X)"))),
    ("lib/body/core_states.h", swap_rows("S", "PTH")),
    ("lib/body/core_parameters.h", swap_rows("kb", "koutL")),
    ("lib/agents/agent_list.h", chain(swap("X(letrozole, ", "X(anastrozole, "),
                                      swap("X(zoledronic_acid, ", "X(ibandronate, "))),
    ("lib/agents/loading_programmes.c", swap_exercises),
]
MORE_PARAMETERS = [("lib/body/endocrine.h", replace(
    "#define BM__ENDOCRINE_PARAMETERS(X) ",
    '#define BM__ENDOCRINE_PARAMETERS(X) X(endocrine, planted, 0.0, "1", 0.0, 1.0, 0, "test", "Does nothing") '))]
MORE_AGENTS = [
    ("lib/agents/agent_list.h", lambda text: text.replace("    X(letrozole, ", "    X(planted, planted) \\\n    X(letrozole, ")),
    ("lib/agents/planted.c", lambda text: PLANTED_AGENT),
]
PLANTED_AGENT = ""
MORE_STATES = [("lib/body/habits.h", chain(
    replace("#define BM__HABITS_STATES(X) ",
            '#define BM__HABITS_STATES(X) X(PLANTED, 1.0, "1", 1.0, "Does nothing") '),
    replace("#define BM__HABITS_JACOBIAN(X) ", "#define BM__HABITS_JACOBIAN(X) X(PLANTED, PLANTED) "),
    replace("    F(SMK) =", "    F(PLANTED) = E->k_smoking * (1.0 - X(PLANTED));\n    F(SMK) ="),
    replace("        J(SMK, SMK) =", "        J(PLANTED, PLANTED) = -E->k_smoking;\n        J(SMK, SMK) =")))]
RAISED = [("lib/body/body.h", chain(replace("BM__EQUATIONS       3u", "BM__EQUATIONS 4711u"),
                                    replace("BM__EQUATIONS_SINCE 2u", "BM__EQUATIONS_SINCE 4711u")))]
# One number of each kind of table.
CHANGED = {
    "a default": ("lib/agents/aromatase_inhibitors.c", replace('"label: 2-4 days", 0.059', '"label: 2-4 days", 0.06')),
    "a reference": ("lib/readouts/densitometry.c", replace("{1.047, 0.110}", "{1.048, 0.110}")),
    "a label": ("lib/agents/goserelin.c", replace(".dose_label = 3.6", ".dose_label = 3.7")),
    "a spread": ("lib/cohort/generated/variability.h",
                 lambda text: re.sub(r'("markers.ctx", )[0-9.]+', r"\g<1>0.111", text)),
    "a difference of studies": ("lib/cohort/generated/between_studies.h",
                                lambda text: re.sub(r"(marker, lifestyle, )[0-9.]+", r"\g<1>0.111", text)),
    "a correlation of studies": ("lib/cohort/generated/between_studies.h",
                                 lambda text: re.sub(r"(BM__STUDY_TIMES )[0-9.]+", r"\g<1>1.11", text)),
    "an assumption": ("lib/person/covariates.h", replace('"caffeine_mg_day", 200.0', '"caffeine_mg_day", 210.0')),
    "a preset": ("lib/agents/loading_programmes.c", replace("{2.2, 2.3, 2.5, 1.0}", "{2.2, 2.3, 2.6, 1.0}")),
}

# ---- checks ----

failures = 0


def check(good, what):
    global failures
    print("%s: %s" % ("ok" if good else "WRONG", what))
    failures += not good


def farthest(values, others):
    """The largest difference now and later, relative to the larger of what it was and is."""
    result = [0.0, 0.0]
    for name, pair in values.items():
        scale = max(map(abs, pair), default=0.0)
        for k in range(2):
            if pair[k] != others[name][k]:
                result[k] = max(result[k], abs(pair[k] - others[name][k]) / max(scale, 1e-6))
    return result


def carried(what, snapshot, by, like, now, later):
    """A snapshot loads, and is and goes on as in the library that saved it, within so much."""
    said, values = by.go(snapshot)
    if said[0] != "BM_OK":
        check(False, "%s: %s" % (what, said))
        return
    distance = farthest(like, values)
    check(distance[0] <= now and distance[1] <= later, "%s: differs by %.1e, later by %.1e" % (what, *distance))


def refused(what, snapshot, by, *words):
    said, _ = by.go(snapshot)
    check(said[0] == "BM_EMODEL" and all(word in said[2] for word in words), "%s: %s" % (what, said))


def main(source, compiler, work):
    global PLANTED_AGENT
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    with open(os.path.join(source, "lib/agents/oral_estradiol.c"), encoding="utf-8") as file:
        PLANTED_AGENT = re.sub(r"bm__agent_estradiol\b", "bm__agent_planted", file.read())
        PLANTED_AGENT = PLANTED_AGENT.replace('"estradiol.', '"planted.').replace('"estradiol"', '"planted"')
        PLANTED_AGENT = PLANTED_AGENT.replace("ROW(estradiol,", "ROW(planted,")

    def library(name, edits=()):
        return Library(source, compiler, work, name, edits)

    own = library("own")
    snapshot, core = own.save(), own.save("core")
    said, values = own.go(snapshot)
    _, core_values = own.go(core, "core")
    identity, core_identity = own.identity(), own.identity("core")
    check(said[:2] == ["BM_OK", identity[0]] and len(values) > 150, "her own snapshot: %s" % said)

    shuffled = library("shuffled", SHUFFLED)
    check(shuffled.identity() == identity, "rows swapped: the same identity %s" % shuffled.identity())
    # Sums go in another order: the last digits now, and after steps of other rounding the later ones.
    carried("rows swapped, an old snapshot", snapshot, shuffled, values, 1e-9, 1e-6)
    carried("rows swapped, a new snapshot in the old library", shuffled.save(), own, values, 1e-9, 1e-6)

    # One more state changes what the error of a step is the mean of, and so the steps: as far as they are exact.
    for name, edits, later in (("more parameters and agents", MORE_PARAMETERS + MORE_AGENTS, 0.0),
                               ("more states", MORE_STATES, 1e-4)):
        more = library(name.replace(" ", "-"), edits)
        carried(name + ", an old snapshot", snapshot, more, values, 0.0, later)
        refused(name + ", a new snapshot in the old library", more.save(), own, "does not know")
        check(more.go(core, "core")[1] == core_values, name + " of the full model: the core goes on with the same bits")
        check(more.identity("core") == core_identity, name + " of the full model: the core is the same")

    for name, edit in CHANGED.items():
        changed = library(name.replace(" ", "-"), [edit])
        now = changed.identity()
        check(now[0] != identity[0] and now[1] == identity[1], "%s changed: %s is now %s" % (name, identity[0], now[0]))
        said, others = changed.go(snapshot)
        check(said[:2] == ["BM_OK", identity[0]], "%s changed: her snapshot says %s" % (name, said[1]))
        if name == "a default":
            check(others == values, "a default changed: she goes on with hers, bit for bit")

    raised = library("raised", RAISED)
    refused("other equations", snapshot, raised, "number " + identity[1], "4711")
    check(raised.go(core, "core")[1] == core_values, "other equations of the full model: the core goes on")

    print("%d wrong" % failures)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
