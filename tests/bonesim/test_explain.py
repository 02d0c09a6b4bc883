# SPDX-License-Identifier: Apache-2.0
"""bonesim explain: parts that add up to the change that run gives, a picture, and what is refused."""

import csv
import io
import json
import unittest

from bonesim import FULL, InFolder, rows, run


def scenario(**more):
    text = json.loads(FULL)
    text["patient"]["cigarettes_per_day"] = 20
    text["arms"] = [
        {"name": "letrozole", "interventions": [{"agent": "letrozole"}]},
        {"name": "both, twice", "title": "with calcium", "interventions": [
            {"agent": "letrozole"}, {"agent": "calcium", "dose": 500},
            {"agent": "calcium", "dose": 300, "start_day": 200}]}]
    text["sample_days"], text["observables"] = [30, 200, 400], ["bmd_change.total_hip", "serum.pth"]
    return json.dumps({**text, **more})


class Explain(InFolder):
    def test_adds_up(self):
        path = self.write("s.json", scenario())
        explained = run("explain", path)
        self.assertEqual(explained.returncode, 0, explained.stderr)
        self.assertTrue(explained.stdout.startswith("arm,from_days,to_days,observable,unit,part,value\n"))
        parts = list(csv.DictReader(io.StringIO(explained.stdout)))
        values = {(row["arm"], row["observable"], float(row["time_days"])): float(row["value"])
                  for row in rows(run("run", path, "--quiet").stdout)}
        for arm, names in (("letrozole", ["letrozole"]), ("both, twice", ["letrozole", "calcium#2", "calcium#3"])):
            for observable, unit in (("bmd_change.total_hip", "%"), ("serum.pth", "pg/mL")):
                own = [row for row in parts if (row["arm"], row["observable"]) == (arm, observable)]
                self.assertEqual([row["part"] for row in own],
                                 ["under_way", *names, "ageing", "menopause", "smoking", "total"])
                self.assertEqual({(row["from_days"], row["to_days"], row["unit"]) for row in own}, {("30", "400", unit)})
                whole = values[arm, observable, 400] - values[arm, observable, 30]
                self.assertAlmostEqual(sum(float(row["value"]) for row in own[:-1]), whole, delta=1e-4 * abs(whole) + 1e-5)
                self.assertAlmostEqual(float(own[-1]["value"]), whole, delta=1e-4 * abs(whole) + 1e-5)

    def test_files(self):
        path = self.write("s.json", scenario())
        for name, start in (("p.svg", b"<?xml"), ("p.png", b"\x89PNG"), ("p.pdf", b"%PDF")):
            result = run("explain", path, "--out", self.path("o.csv"), "--plot", self.path(name), "--theme", "dark")
            self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)
            self.assertIn("both, twice", self.read("o.csv"))
            with open(self.path(name), "rb") as file:
                picture = file.read()
            self.assertTrue(picture.startswith(start), picture[:20])
            if name == "p.svg":
                for text in (b"with calcium", b"zole", b"in all", b"Shapley", b"Harms of treatments", b"calcium#2",
                             b"<desc>Bars"):
                    self.assertIn(text, picture)

    def test_by(self):
        path = self.write("s.json", scenario(sample_days=[0, 200]))
        result = run("explain", path, "--by", "t_score.lumbar_spine,letrozole.residual")
        self.assertEqual(result.returncode, 0, result.stderr)
        found = list(csv.DictReader(io.StringIO(result.stdout)))
        self.assertEqual(list(found[0]), ["arm", "time_days", "observable", "unit", "by", "by_unit", "value"])
        self.assertEqual(len(found), 2 * 2 * 2 * 2)
        self.assertEqual({row["by"] for row in found}, {"t_score.lumbar_spine", "letrozole.residual"})
        moved = [float(row["value"]) for row in found
                 if (row["by"], row["time_days"], row["observable"]) == ("letrozole.residual", "200", "bmd_change.total_hip")]
        self.assertTrue(all(value > 0 for value in moved), moved)  # more estradiol left, less bone lost
        self.check_error(run("explain", path, "--by", "age"), 2, "arms[0]: sensitivities: 'age'", "age_years")
        self.check_error(run("run", path, "--by", "age_years"), 2, "run: found an option of another command")
        self.check_error(run("explain", path, "--by", "age_years", "--plot", "a.svg"), 2, "another command")

    def test_wrong(self):
        rule = {"any": [{"observable": "t_score.total_hip", "below": -2}], "checked_every_days": 90}
        many = [{"agent": "calcium", "dose": 10 * i} for i in range(1, 8)]
        for more, status, fragments in [
                ({"cohort": {"size": 2}}, 2, ["cohort: found an object; allowed no cohort to explain"]),
                ({"sample_days": [0]}, 2, ["sample_days: found one day; allowed two or more"]),
                ({"arms": [{"name": "a", "interventions": [{"agent": "letrozole", "start_when": rule}]}]}, 2,
                 ["arms[0]: explain: the patient has the decision 'letrozole'"]),
                ({"arms": [{"name": "a", "interventions": many}]}, 2, ["arms[0]: explain: 10 prescriptions", "8 together"])]:
            with self.subTest(more=more):
                result = run("explain", self.write("s.json", scenario(**more)), "--out", self.path("o.csv"))
                self.check_error(result, status, *fragments)
        self.check_error(run("explain"), 2, "explain: found 0 file names; allowed one")
        self.check_error(run("explain", "s.json", "--threads", "2"), 2, "explain: found an option of another command")


if __name__ == "__main__":
    unittest.main()
