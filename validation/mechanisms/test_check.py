# SPDX-License-Identifier: Apache-2.0
"""check.py from outside, with rows planted into a copy of the table, and its expressions."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import check

BONESIM = os.environ.get("BONESIM", "bonesim")
# A row whose sign does not depend on how bone is modelled, and which takes no time.
ROW = "vitamin_k2_ucoc"


class Expressions(unittest.TestCase):
    LEVELS = {("a", "x", 0.0): 2.0, ("a", "x", 0.25): 7.0, ("a", "x", 365.25): 3.0,
              ("b", "x", 0.0): 1.0, ("b", "x", 365.25): 4.0, ("c", "x", 0.0): 5.0,
              ("a", "bmd_change.y", 365.25): 10.0, ("a", "bmd_change.y", 730.5): 21.0}

    def value(self, *expression):
        return check.evaluate(*expression, lambda *key: (self.LEVELS[key], "u"))

    def test_levels_and_times(self):
        self.assertEqual(self.value("a", "x", "0 d"), (2.0, "u"))
        self.assertEqual(self.value("a", "x", "1 y"), (3.0, "u"))
        self.assertEqual(self.value("a", "x", "12 mo"), (3.0, "u"))
        self.assertEqual(self.value("a", "x", "6 h"), (7.0, "u"))

    def test_span_is_percent(self):
        self.assertEqual(self.value("a", "x", "0>1 y"), (50.0, "%"))
        value, unit = self.value("a", "bmd_change.y", "12>24 mo")
        self.assertAlmostEqual(value, 10.0)  # 121 of 110
        self.assertEqual(unit, "%")

    def test_difference_is_left_to_right(self):
        self.assertEqual(self.value("a - b - c", "x", "0 d"), (-4.0, "u"))
        self.assertEqual(self.value("a - b - c + a", "x", "0 d"), (-2.0, "u"))
        self.assertEqual(self.value("a + b - c", "x", "0 d"), (-2.0, "u"))

    def test_ratio_of_differences(self):
        self.assertEqual(self.value("b - a", "x", "1 y / 0 d"), (-1.0, "1"))  # (4 - 3) / (1 - 2)

    def test_what_is_not_allowed(self):
        for time in ("1", "1 week", "1y", "2>1>0 y", ""):
            with self.assertRaises(ValueError):
                self.value("a", "x", time)
        with self.assertRaises(ValueError):
            self.value("a", "x", "0>1 y - 1 y")  # percent less a level


class Checker(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.folder = pathlib.Path(directory.name) / "mechanisms"
        shutil.copytree(check.HERE, self.folder)
        self.known("")

    def run_check(self, *arguments):
        command = [sys.executable, str(check.HERE / "check.py"), BONESIM, "--folder", str(self.folder), *arguments]
        return subprocess.run(command, text=True, capture_output=True, check=False)

    def change(self, pattern, replacement):
        path = self.folder / "mechanisms.csv"
        text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        self.assertEqual(count, 1)
        path.write_text(text, encoding="utf-8")

    def plant_wrong_sign(self):
        self.change(rf"^({ROW},.* mo,)-,", r"\1+,")

    def known(self, lines):
        (self.folder / "known.csv").write_text("id,reason\n" + lines, encoding="utf-8")

    def test_right_sign(self):
        done = self.run_check("--rows", f"^{ROW}$")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_wrong_sign_fails(self):
        self.plant_wrong_sign()
        done = self.run_check("--rows", f"^{ROW}$")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"check.py: {ROW}: ", done.stderr)
        self.assertIn("WRONG SIGN", done.stdout)

    def test_no_change_where_one_was_expected_fails(self):
        self.change(r"^vibration_spine,(.* mo),0,", r"vibration_spine,\1,+,")
        self.assertEqual(self.run_check("--rows", "^vibration_spine$").returncode, 1)

    def test_known_wrong_sign(self):
        self.plant_wrong_sign()
        self.known(f"{ROW},planted here\n")
        self.assertEqual(self.run_check("--rows", f"^{ROW}$").returncode, 0)

    def test_known_that_is_right_fails(self):
        self.known(f"{ROW},no longer\n")
        done = self.run_check("--rows", f"^{ROW}$")
        self.assertEqual(done.returncode, 1)
        self.assertIn("its sign is right", done.stderr)

    def test_four_known_are_too_many(self):
        self.known("".join(f"{name},because\n" for name in (ROW, "ai_ctx", "ai_ntx", "ai_bsap")))
        done = self.run_check("--rows", f"^{ROW}$")
        self.assertEqual(done.returncode, 1)
        self.assertIn("known.csv: allowed 3", done.stderr)

    def test_known_needs_a_reason_and_a_row(self):
        for line in (f"{ROW},\n", "no_such_row,because\n"):
            self.known(line)
            self.assertIn("known.csv: allowed", self.run_check("--rows", f"^{ROW}$").stderr)

    def test_size_outside_is_shown_and_no_failure(self):
        self.change(rf"^({ROW},.* mo,-),,,", r"\1,-3,-2,")
        done = self.run_check("--rows", f"^{ROW}$")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, rf"{ROW} .* below\n")

    def test_stale_results_fail(self):
        path = self.folder / "results.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("id,value", "id,valve"), encoding="utf-8")
        self.assertIn("check.py: results.csv: not what the program says", self.run_check("--fresh").stderr)

    def test_bad_rows_are_named(self):
        table = (self.folder / "mechanisms.csv").read_text(encoding="utf-8")
        faults = {"vitamin_k2 - none": "vitamin_k9 - none", r"marker_change\.s_ucoc": "marker_change.s_no",
                  rf"^({ROW},.*),%,": r"\1,mol,", rf"^({ROW},.* mo,)-,": r"\1~,",
                  rf"^({ROW},.* mo,)-,,,": r"\1-,2,1,", rf"^({ROW},.*),12 mo,": r"\1,12 months,"}
        for pattern, replacement in faults.items():
            (self.folder / "mechanisms.csv").write_text(table, encoding="utf-8")
            self.change(pattern, replacement)
            done = self.run_check("--rows", f"^{ROW}$")
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, rf"^check\.py: .*({ROW}|nutrition)")
            self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()
