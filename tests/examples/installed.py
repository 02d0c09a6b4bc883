# SPDX-License-Identifier: Apache-2.0
"""The installed tree (STAGE, LIBDIR, CC from the environment) and the example programs built against it."""

import csv
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = SOURCE / "examples"
STAGE = pathlib.Path(os.environ["STAGE"])
LIBDIR = STAGE / os.environ.get("LIBDIR", "lib")

# `cc` of the command line is the compiler of this build, and strict.
STRICT = ("-std=c99 -O2 -Werror -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes "
          "-Wcast-qual -Wwrite-strings -Wundef -Wvla -Wdouble-promotion")


def parity(table):
    """A table of tests/parity: time in days -> {state: value}."""
    with open(SOURCE / "tests" / "parity" / table, encoding="utf-8") as file:
        return {float(row["time_d"]): {name: float(value) for name, value in row.items()}
                for row in csv.DictReader(file)}


class Installed(unittest.TestCase):
    """Tests that run commands in a folder of their own, with the installed tree on every path."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        compiler = self.folder / "bin" / "cc"
        compiler.parent.mkdir()
        compiler.write_text(f'#!/bin/sh\nexec {os.environ["CC"]} {STRICT} "$@"\n', encoding="utf-8")
        compiler.chmod(0o755)
        self.environment = dict(
            os.environ, PATH=f'{compiler.parent}:{STAGE / "bin"}:{os.environ["PATH"]}', LC_ALL="C.UTF-8",
            PKG_CONFIG_PATH=str(LIBDIR / "pkgconfig"), LD_LIBRARY_PATH=str(LIBDIR))

    def run_line(self, line, warnings=()):
        """Runs a line as typed into a shell, which leaves these warnings (parts of their sentences); returns what it
        prints."""
        result = subprocess.run(line, shell=True, cwd=self.folder, env=self.environment, capture_output=True, text=True,
                                check=False)
        said = result.stderr.splitlines()
        self.assertEqual((result.returncode, len(said)), (0, len(warnings)), f"{line}: {result.stderr}")
        for warning, sentence in zip(warnings, said):
            self.assertIn(warning, sentence)
        return result.stdout

    def run_example(self, name):
        """Copies an example here, builds it with the line in its comment, runs it, and returns what it prints."""
        text = (EXAMPLES / f"{name}.c").read_text(encoding="utf-8")
        (self.folder / f"{name}.c").write_text(text, encoding="utf-8")
        lines = re.findall(r"^ \*     (cc .*)$", text, re.MULTILINE)
        self.assertEqual(len(lines), 1, f"{name}.c holds one compile line")
        self.run_line(lines[0])
        before = sorted(self.folder.iterdir())
        output = self.run_line(f"./{name}")
        self.assertEqual(sorted(self.folder.iterdir()), before, f"{name} leaves files behind")
        return output

    def assert_close(self, value, expected, tolerance, what):
        self.assertLessEqual(abs(value - expected), tolerance, f"{what}: {value}, expected {expected}")
