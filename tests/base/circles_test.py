#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""circles_test.py ARCHIVE: no files of the library use each other's symbols in a circle.

A file is a member of the static library. Lane files are compiled several times, each time under the same member name and
with other symbols; all of those count as the one file. The rule is first tried on examples.
"""
import os
import subprocess
import sys


def uses(nm_output):
    """From `nm -A`: for each file, the files whose symbols it uses."""
    defined, wanted = {}, []
    for line in nm_output.splitlines():
        where, symbol = line.rsplit(None, 2)[0], line.split()[-2:]
        member = where.split(":")[1]
        if symbol[0] == "U":
            wanted.append((member, symbol[1]))
        elif symbol[0].isupper():
            defined[symbol[1]] = member
    graph = {member: set() for member in defined.values()}
    for member, name in wanted:
        if name in defined and defined[name] != member:
            graph.setdefault(member, set()).add(defined[name])
    return graph


def reachable(graph, start):
    seen, ahead = set(), [start]
    while ahead:
        for file in graph.get(ahead.pop(), ()):
            if file not in seen:
                seen.add(file)
                ahead.append(file)
    return seen


def circles(graph):
    """The groups of files that all use each other, directly or through others."""
    reached = {file: reachable(graph, file) for file in graph}
    groups = {tuple(sorted(other for other in reached[file] if file in reached.get(other, ())))
              for file in graph if file in reached[file]}
    return sorted(groups)


def nm(*rows):
    """Rows as `nm -A` prints them: (member, kind, symbol)."""
    return "".join("libx.a:%s:%s %s %s\n" % (member, " " * 16 if kind == "U" else "0" * 16, kind, symbol)
                   for member, kind, symbol in rows)


def try_the_rule():
    straight = [("a.c.o", "T", "bm__a"), ("a.c.o", "U", "bm__b"), ("b.c.o", "T", "bm__b"), ("b.c.o", "U", "bm__c"),
                ("c.c.o", "R", "bm__c"), ("c.c.o", "U", "malloc"), ("c.c.o", "t", "bm__a")]
    assert uses(nm(*straight)) == {"a.c.o": {"b.c.o"}, "b.c.o": {"c.c.o"}, "c.c.o": set()}
    assert circles(uses(nm(*straight))) == []
    assert circles(uses(nm(*straight, ("b.c.o", "U", "bm__a")))) == [("a.c.o", "b.c.o")]
    assert circles(uses(nm(*straight, ("c.c.o", "U", "bm__a")))) == [("a.c.o", "b.c.o", "c.c.o")]
    lanes = [("b.c.o", "T", "bm__b_x2"), ("b.c.o", "U", "bm__a_x2"), ("a.c.o", "T", "bm__a_x2")]
    assert circles(uses(nm(*straight, *lanes))) == [("a.c.o", "b.c.o")]
    assert circles(uses(nm(*straight, ("c.c.o", "U", "bm__b"), ("d.c.o", "U", "bm__e"), ("d.c.o", "T", "bm__d"),
                           ("e.c.o", "T", "bm__e"), ("e.c.o", "U", "bm__d")))) == [("b.c.o", "c.c.o"),
                                                                                  ("d.c.o", "e.c.o")]


def main(archive):
    try_the_rule()
    output = subprocess.run(["nm", "-A", archive], check=True, env=dict(os.environ, LC_ALL="C"),
                            stdout=subprocess.PIPE, universal_newlines=True).stdout
    graph = uses(output)
    assert len(graph) > 20, "found only %d files in %s" % (len(graph), archive)
    found = circles(graph)
    for group in found:
        print("these files use each other in a circle:")
        for file in group:
            print("    %s uses %s" % (file, ", ".join(sorted(graph[file].intersection(group)))))
    print("%s: %d files, %d uses, %d circles" % (archive, len(graph), sum(map(len, graph.values())), len(found)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
