#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""library_rules_test.py LIB_DIR [ARCHIVE]: what the library's sources and objects may contain.

Sources: includes run one way, from the upper rooms to the lower; what stands below the agents names none of them; the
solver knows no bone. Objects: no data that can change, and nothing from outside but a short list of functions. Each rule
is first tried on examples that break it.
"""
import os
import re
import subprocess
import sys

ROOMS = ["base", "solver", "body", "agents", "simulation", "readouts", "person", "cohort", "api"]
# What is named like an agent and is of the body: nutrients, habits and programmes are rows of its tables too.
BODYS_OWN = {"estradiol", "calcium", "vitamin_d", "protein", "vitamin_k2", "magnesium", "immobilisation", "smoking",
             "alcohol", "caffeine"}
STATES_OF_AGENTS = r"DENS?C\w*|TERI[A-Z]+|PKGUT|PKCENT"
BONE = r"bone(?!model)|osteo\w*|calci\w*|\bPTH(?!read)|phosph\w*|RANKL?|BCL2|RUNX2|\bdrug|\bdos(e|ing)\b"
ALLOWED_OUTSIDE = set("""
    malloc free memcpy memmove memset memchr memcmp bcmp strcmp strncmp strlen strchr strspn strcspn
    exp log log1p expm1 pow sqrt floor ceil fmax fmin round lround ldexp frexp tanh
    snprintf vsnprintf
    pthread_attr_init pthread_attr_destroy pthread_attr_setstacksize pthread_create pthread_join
    pthread_mutex_init pthread_mutex_destroy pthread_mutex_lock pthread_mutex_unlock
    __stack_chk_fail __memcpy_chk __memmove_chk __memset_chk __snprintf_chk __vsnprintf_chk _GLOBAL_OFFSET_TABLE_
    __cpu_model
""".split())  # __cpu_model: what the compiler's own start-up code found out about the processor
# malloc and free belong to the default allocator alone.
ONLY_IN = {"malloc": "memory.c.o", "free": "memory.c.o"}
CONSTANT_SECTIONS = (".rodata", ".data.rel.ro", ".text", ".init_array", ".debug", ".note", ".comment", ".eh_frame")


def agents_of(agent_list):
    """A pattern of the agents' names, from the text of agents/agent_list.h."""
    names = re.findall(r"\bX\((?!symbol)(\w+), \w+\)", agent_list)
    return "|".join(sorted(set(names) - BODYS_OWN)) + "|" + STATES_OF_AGENTS


def source_errors(room, name, text, agents):
    """The rules that the text of lib/room/name breaks; agents: a pattern of what may not be named below them."""
    errors = []
    for line_number, line in enumerate(text.splitlines(), 1):
        where = "lib/%s/%s:%d" % (room, name, line_number)
        include = re.match(r'\s*#\s*include\s+"(\w+)/', line)
        if include and include.group(1) in ROOMS and ROOMS.index(include.group(1)) > ROOMS.index(room):
            errors.append("%s: includes from %s, which stands above" % (where, include.group(1)))
        if room in ("base", "solver", "body") and re.search(agents, line):
            errors.append("%s: names an agent: %s" % (where, line.strip()))
        if room in ("base", "solver") and re.search(BONE + "|" + agents, line, re.IGNORECASE):
            errors.append("%s: knows of bone: %s" % (where, line.strip()))
    return errors


def undefined_errors(nm_output):
    """`nm --undefined-only` of an archive whose members may refer to each other by names that begin with bm_."""
    errors, member = [], ""
    for line in nm_output.splitlines():
        if line.endswith(":"):
            member = line[:-1]
        elif line.split():
            name = line.split()[-1].split("@")[0]
            if not name.startswith("bm_") and name not in ALLOWED_OUTSIDE:
                errors.append("%s: calls %s, which is not among the allowed functions" % (member, name))
            if name in ONLY_IN and member != ONLY_IN[name]:
                errors.append("%s: calls %s, allowed only in %s" % (member, name, ONLY_IN[name]))
    return errors


def data_errors(objdump_output):
    """`objdump -t`: every object must lie in a section that is constant."""
    errors, member = [], ""
    for line in objdump_output.splitlines():
        if ":     file format" in line:
            member = line.split(":")[0]
        # value, seven flags (the last: O = object, F = function, d = section), section, size, name
        found = re.match(r"^[0-9a-f]+ (.{7}) (\S+)\s+([0-9a-f]+)\s+(.*)$", line)
        if not found:
            continue
        flags, section, size, name = found.groups()
        if section.startswith("*COM*") or (flags[6] == "O" and int(size, 16) and section != "*UND*"
                                           and not section.startswith(CONSTANT_SECTIONS)):
            errors.append("%s: %s lies in %s and can change" % (member, name, section))
    return errors


def try_the_rules():
    agents = agents_of("#define BM__AGENTS(X) X(denosumab, denosumab) X(zoledronic_acid, bisphosphonates)")
    assert source_errors("solver", "x.c", '#include "body/core.h"', agents)
    assert source_errors("base", "x.c", '#include "solver/sparse_lu.h"', agents)
    assert not source_errors("body", "x.c", '#include "base/real.h"', agents)
    assert not source_errors("body", "x.c", '#include "body/core.h"', agents)
    assert source_errors("body", "x.h", "removed by denosumab", agents)
    assert not source_errors("agents", "x.c", "denosumab", agents)
    assert source_errors("solver", "x.c", "/* osteoclasts */", agents)
    assert source_errors("solver", "x.c", "double calcium;", agents)
    assert not source_errors("solver", "x.c", '#include "bonemodel/bonemodel.h"', agents)
    for name in ("printf", "abort", "exit", "__errno_location", "stderr", "setlocale", "fesetround", "puts"):
        assert undefined_errors("x.c.o:\n                 U %s" % name), name
    assert undefined_errors("x.c.o:\n                 U malloc")
    assert not undefined_errors("memory.c.o:\n                 U malloc\n                 U bm__core_field_x1")
    row = "0000000000000000 l     O %s\t0000000000000004 counter"
    for section in (".data", ".bss", ".data.rel.local", ".tbss", "*COM*"):
        assert data_errors(row % section), section
    for section in (".rodata", ".data.rel.ro.local", ".rodata.cst8"):
        assert not data_errors(row % section), section


def main(lib, archive):
    try_the_rules()
    with open(os.path.join(lib, "agents", "agent_list.h"), encoding="utf-8") as file:
        agents = agents_of(file.read())
    assert "romosozumab" in agents, "found no agents in agents/agent_list.h"
    errors, n_files = [], 0
    for folder, _, names in sorted(os.walk(lib)):
        room = os.path.relpath(folder, lib).split(os.sep)[0]
        if room in (".", "two_lanes"):  # the second: written by scripts/two-lanes.py
            continue
        if room not in ROOMS:
            errors.append("lib/%s: not a room of the library: %s" % (room, ", ".join(ROOMS)))
            continue
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                n_files += 1
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    errors += source_errors(room, name, file.read(), agents)
    assert n_files > 20, "found only %d sources in %s" % (n_files, lib)
    if archive:
        environment = dict(os.environ, LC_ALL="C")
        undefined = subprocess.run(["nm", "--undefined-only", archive], check=True, env=environment,
                                   stdout=subprocess.PIPE, universal_newlines=True).stdout
        table = subprocess.run(["objdump", "-t", archive], check=True, env=environment, stdout=subprocess.PIPE,
                               universal_newlines=True).stdout
        assert "bm_version_number" in table, "no symbol table in %s" % archive
        errors += undefined_errors(undefined) + data_errors(table)
    for error in errors:
        print(error)
    print("%d sources%s: %d errors" % (n_files, " and " + archive if archive else "", len(errors)))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))
