# SPDX-License-Identifier: Apache-2.0
"""Unknown keys and names are told with line and column, and with the nearest known names."""

import json
import unittest

from bonesim import BASE, FULL, InFolder, run, vary


class Positions(InFolder):
    def check_position(self, text, written, *fragments):
        """The line and column at the end of the sentence are those of what is written there once."""
        self.assertEqual(text.count(written), 1)
        before = text[:text.index(written)].encode()
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        result = run("check", self.write("s.json", text))
        self.check_error(result, 2, *fragments)
        self.assertTrue(result.stderr.endswith(f" (line {line}, column {column})\n"), (result.stderr, line, column))

    def test_keys(self):
        for base, old, new, written, fragment in [
                (BASE, '"title"', '"titel"', '"titel"', "titel: found an unknown key; allowed schema, title"),
                (BASE, '{ "rtol": 1e-5 }', '{ "atol": 1e-5 }', '"atol"', "solver.atol: found an unknown key"),
                (BASE, '{ "name": "none" }', '{ "name": "none",\n\t"given": [1, "]", {"a\\"": "}"}] }', '"given"',
                 "arms[0].given: found an unknown key"),
                (BASE, '"dose": 10', '"ä": [], "dos": 10', '"ä"', "arms[1].interventions[1].ä: found an unknown key"),
                (BASE, '"below": 1000', '"blow": 1000', '"blow"', "all[0].blow: found an unknown key"),
                (FULL, '"age_years": 60', '"age.yeers": 60', '"age.yeers"', "patient.age.yeers: found \"age.yeers\""),
                (FULL, '"t_score.total_hip": -1 ', '"t_score.hip": -1 ', '"t_score.hip"',
                 "nearest t_score.total_hip"),
                (FULL, '"route": 1', '"roude": 1', '"roude"', "arms[1].interventions[0].roude: found an unknown key")]:
            with self.subTest(new=new):
                text = vary((old, new), base=base)
                self.check_position(text, written, fragment)
                packed = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
                if packed.count(written) == 1:
                    self.check_position(packed, written, fragment)

    def test_names(self):
        for old, new, written, fragment in [
                ('"agent": "letrozole"', '"agent" : "letrozol"', '"agent" :', "nearest letrozole"),
                ('"doses_given.zoledronic_acid"', '"doses_given.zoledronate"', '"doses_given.zoledronate"',
                 "nearest doses_given.zoledronic_acid"),
                ('"observable": "t_score.lumbar_spine"', '"observable" : "t_score.spine"', '"observable" :',
                 "nearest t_score.lumbar_spine")]:
            with self.subTest(new=new):
                self.check_position(vary((old, new), base=FULL), written, fragment)

    def test_only_what_is_unknown(self):
        result = run("check", self.write("s.json", vary(('"age_years": 60', '"age_years": 600'), base=FULL)))
        self.check_error(result, 2, "patient.age_years: found 600")
        self.assertNotIn("line", result.stderr.split("found")[1])

    def test_standard_input(self):
        result = run("check", "-", stdin=vary(('"title"', '"titel"')).encode())
        self.check_error(result, 2, "standard input: titel: found an unknown key", "(line 3, column 3)")


if __name__ == "__main__":
    unittest.main()
