# SPDX-License-Identifier: Apache-2.0
"""bonesim predict: the mean of a new trial against runs, how wide it is and why, the table as it stands, what is refused."""

import csv
import hashlib
import io
import json
import math
import os
import re
import subprocess
import unittest

from bonesim import BONESIM, WRAPPER, InFolder, rows, run

SPINE, HIP, CTX = "bmd_change.lumbar_spine", "t_score.total_hip", "marker_change.s_ctx"
COLUMNS = ["arm", "months", "observable", "unit", "mean", "sd", "p025", "p10", "p50", "p90", "p975"]
QUANTILES = COLUMNS[6:]
MONTH = 30.4375


def scenario(**more):
    arms = [{"name": "a", "interventions": [{"agent": "letrozole"}]},
            {"name": "b", "interventions": [{"agent": "letrozole"}, {"agent": "zoledronic_acid"}]}]
    return json.dumps({"schema": "bonemodel.scenario/1", "arms": arms, "horizon_days": 24 * MONTH, "sample_days": [0],
                       "patient": {"age_years": 62, "years_since_menopause": 11, HIP: -1}, "observables": [CTX], **more})


class Predicting(InFolder):
    def predict(self, asked, *options, **more):
        """asked: the text of the rows, or a list of them."""
        if not isinstance(asked, (str, bytes)):
            asked = "".join(",".join(row) + "\n" for row in [["arm", "months", "observable"], *asked])
        result = run("predict", self.write("s.json", scenario(**more)), self.write("r.csv", asked), "--quiet", *options)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.text = result.stdout
        return [{key: float(text) if key in COLUMNS[4:] else text for key, text in row.items()}
                for row in rows(result.stdout)]


class Rows(Predicting):
    ASKED = [["b", "12", SPINE], ["a", "0", HIP], ["b - a", "6>18", CTX], ["a", "13.37", CTX], ["a", "24", "bmd.total_hip"],
             ["b", "12", SPINE], ["a", "24", "fracture_risk.major"], ["a - b", "24", "fracture_risk_10y.hip"]]

    def test_order_and_columns(self):
        """Each row by itself says the same, whatever else is asked; a row may be there twice."""
        found = self.predict(self.ASKED)
        self.assertEqual(self.text.splitlines()[0], ",".join(COLUMNS))
        self.assertEqual([[row[key] for key in COLUMNS[:3]] for row in found], self.ASKED)
        self.assertEqual(found[0], found[5])
        for asked, row in zip(self.ASKED, found):
            alone, = self.predict([asked])
            for key in COLUMNS[4:]:  # other times of an advance, within its tolerance
                self.assertAlmostEqual(row[key], alone[key], delta=2e-3 * max(1, abs(row[key])), msg=(asked, key))
            self.assertEqual([row[key] for key in QUANTILES], sorted(row[key] for key in QUANTILES))

    def test_units(self):
        asked = [["a", "12", "bmd.total_hip"], ["a", "6>12", "bmd.total_hip"], ["a", "6>12", SPINE], ["a", "6>12", HIP],
                 ["a", "12", CTX], ["a", "12", "fracture_risk.hip"]]
        self.assertEqual([row["unit"] for row in self.predict(asked)], ["g/cm2", "%", "%", "1", "%", "1"])

    def test_texts_as_they_stand(self):
        """Quotes, other columns in any order, line ends of Windows, empty lines, no last line feed, a byte order mark."""
        plain = self.predict([["b - a", "12", SPINE], ["a", "012.50", CTX]])
        asked = (b'\xef\xbb\xbfarm,value,"observable",n,source,months\r\n'
                 b'b - a,3.5,bmd_change.lumbar_spine,,"Said ""so"", p. 3,\r\nline 2",12\r\n\r\n'
                 b'"a",nan,"marker_change.s_ctx",,,012.50')
        self.assertEqual(self.predict(asked), plain)
        self.assertEqual(plain[1]["months"], "012.50")

    def test_quoted_arms(self):
        arms = [{"name": 'with, "calcium"', "interventions": [{"agent": "calcium"}]}, {"name": "x - y"}, {"name": "x"},
                {"name": "y"}]
        found = self.predict('arm,months,observable\n"with, ""calcium""",12,%s\nx - y,12,%s\n' % (SPINE, SPINE), arms=arms)
        self.assertEqual([row["arm"] for row in found], ['with, "calcium"', "x - y"])
        self.assertEqual([row[0] for row in csv.reader(io.StringIO(self.text))], ["arm", 'with, "calcium"', "x - y"])
        self.assertLess(found[1]["mean"], -0.1)  # an arm of that name, not the difference of two that are the same

    def test_no_rows(self):
        self.assertEqual(self.predict([]), [])
        self.assertEqual(self.text, ",".join(COLUMNS) + "\n")

    def test_standard_input(self):
        asked = "arm,months,observable\na,12,%s\n" % SPINE
        expected = self.predict(asked)
        for names, stdin in (([self.path("s.json"), "-"], asked), (["-", self.path("r.csv")], scenario())):
            result = run("predict", *names, "--quiet", stdin=stdin.encode())
            self.assertEqual((result.returncode, result.stdout), (0, self.text))
        self.assertEqual(len(expected), 1)


class Means(Predicting):
    def cohort_means(self, days, observables, **more):
        text = scenario(**{**more, "sample_days": days, "observables": observables})
        result = run("run", "-", "--quiet", stdin=text.encode())
        self.assertEqual(result.returncode, 0, result.stderr)
        return {(row["arm"], row["observable"], float(row["time_days"])): float(row["value"])
                for row in rows(result.stdout)}

    COHORT = {"size": 60, "seed": 3, "sd": {HIP: 0.7, "age_years": 5}, "range": {HIP: [-2.5, 1]}}
    OBSERVED = [SPINE, HIP, CTX, "bmd.lumbar_spine", "fracture_risk.major", "fracture_risk_10y.major"]

    def check_means(self, cohort, delta, expected=None):
        months, arms = ["6", "13.37", "24"], ["a", "b"]
        asked = [[arm, month, name] for arm in arms for month in months for name in self.OBSERVED]
        means = self.cohort_means([float(month) * MONTH for month in months], self.OBSERVED,
                                  **({"cohort": expected} if expected else {}))
        for row in self.predict(asked, cohort=cohort):
            value = means[row["arm"], row["observable"], float(row["months"]) * MONTH]
            self.assertAlmostEqual(row["mean"], value, delta=delta * max(1, abs(value)), msg=row)

    def test_of_a_cohort(self):
        """The same as the mean that a run of the same women prints."""
        self.check_means(self.COHORT, 1e-9, self.COHORT)
        self.check_means({**self.COHORT, "uncertainty": 2, "measurement_error": True}, 1e-9, self.COHORT)

    def test_without_differences(self):
        """Women who do not differ are the typical woman; the two go their ways at the tolerance."""
        self.check_means({"size": 5, "variability": False}, 2e-3)

    def test_built_in(self):
        """Without a cohort: over the built-in variability, of women that the seed draws."""
        found, = self.predict([["a", "12", SPINE]], seed=4)
        means = self.cohort_means([12 * MONTH], [SPINE], cohort={"size": 2000, "seed": 4})
        self.assertAlmostEqual(found["mean"], means["a", SPINE, 12 * MONTH], delta=1e-9)

    def test_spans_and_differences(self):
        """Every span is of each woman; differences are of means."""
        cohort = {"size": 1, "seed": 8}  # of one woman the change between two means is her own
        at = {(row["arm"], row["months"], row["observable"]): row["mean"] for row in self.predict(
            [[arm, month, name] for arm in "ab" for month in ("6", "24")
             for name in (SPINE, CTX, HIP, "bmd.total_hip", "fracture_risk.major")], cohort=cohort)}
        for row in self.predict([[arm, "6>24", name] for arm in ("a", "b", "b - a") for name in
                                 (SPINE, CTX, HIP, "bmd.total_hip", "fracture_risk.major")], cohort=cohort):
            name = row["observable"]

            def over(arm):
                first, last = at[arm, "6", name], at[arm, "24", name]
                if name == HIP:
                    return last - first
                if "change" in name:
                    first, last = 1 + first / 100, 1 + last / 100
                return 100 * (last / first - 1)

            expected = over("b") - over("a") if row["arm"] == "b - a" else over(row["arm"])
            self.assertAlmostEqual(row["mean"], expected, delta=5e-3 * max(1, abs(expected)), msg=row)

    def test_rules_are_each_womans_own(self):
        drug = {"agent": "zoledronic_acid", "start_when": {"any": [{"observable": HIP, "below": -1.6}],
                                                           "checked_every_days": 91}}
        arms = [{"name": "never"}, {"name": "some", "interventions": [drug]},
                {"name": "all", "interventions": [{"agent": "zoledronic_acid", "start_day": 91}]}]
        asked = [[arm["name"], "24", SPINE] for arm in arms]
        never, some, everybody = (row["mean"] for row in self.predict(
            asked, arms=arms, cohort={"size": 200, "sd": {HIP: 1}, "range": {HIP: [-3, 1]}}))
        self.assertTrue(never + 0.5 < some < everybody - 0.5, (never, some, everybody))


class Widths(Predicting):
    def test_women_who_are_measured(self):
        """n women add the variance of a reading over n."""
        counts = ["", "4", "400", "1000000000"]
        asked = "arm,months,observable,n\n" + "".join(f"a,12,{SPINE},{n}\n" for n in counts)
        none, four, many, all_of_them = self.predict(asked)
        self.assertEqual(len({row["mean"] for row in (none, four, many, all_of_them)}), 1)
        self.assertAlmostEqual(all_of_them["sd"], none["sd"], delta=1e-6)
        for key in QUANTILES:
            self.assertAlmostEqual(all_of_them[key], none[key], delta=0.02 * none["sd"], msg=key)
        added = four["sd"] ** 2 - none["sd"] ** 2
        self.assertAlmostEqual(100 * (many["sd"] ** 2 - none["sd"] ** 2), added, delta=1e-6 * added)
        text = scenario(cohort={"size": 2000, "measurement_error": True}, sample_days=[12 * MONTH], observables=[SPINE])
        read, = (row for row in rows(run("run", "-", "--quiet", stdin=text.encode()).stdout) if row["arm"] == "a")
        self.assertAlmostEqual(math.sqrt(4 * added), float(read["sd"]), delta=1e-6)
        normal = 1.96 * four["sd"]
        self.assertAlmostEqual(four["p975"] - four["p50"], normal, delta=0.1 * normal)

    def test_women_of_two_arms(self):
        asked = "arm,months,observable,n\na,12,%s,20\nb,12,%s,50\nb - a,12,%s,50/20\na,12,%s,\nb,12,%s,\nb - a,12,%s,\n"
        a, b, both, *without = self.predict(asked % ((SPINE,) * 6))
        added = [row["sd"] ** 2 - other["sd"] ** 2 for row, other in zip((a, b, both), without)]
        self.assertAlmostEqual(added[0] + added[1], added[2], delta=1e-9)

    def test_two_arms_share_their_study(self):
        asked = [[arm, "12", name] for name in (SPINE, "bmd_change.total_hip") for arm in ("a", "b", "b - a")]
        found = self.predict(asked)
        for a, b, both in (found[:3], found[3:]):
            self.assertAlmostEqual(both["mean"], b["mean"] - a["mean"], delta=1e-12)
            self.assertLess(both["sd"], 0.9 * math.hypot(a["sd"], b["sd"]))
            self.assertGreater(both["sd"], 0.2)
        same, = self.predict([["a - also", "12", SPINE]], arms=[{"name": "a"}, {"name": "also"}])
        self.assertEqual(same["mean"], 0)
        self.assertGreater(same["sd"], 0)  # groups differ a little without any treatment

    def test_is_the_band_of_trials(self):
        """Of women who do not differ: what `run` says with that band."""
        row, = self.predict([["a", "24", SPINE]], cohort={"size": 1, "variability": False})
        text = scenario(band="trial", sample_days=[24 * MONTH], observables=[SPINE])
        band = rows(run("run", "-", "--quiet", stdin=text.encode()).stdout)[0]
        self.assertAlmostEqual(row["sd"], float(band["sd"]), delta=5e-3)
        self.assertAlmostEqual(row["p50"], float(band["p50"]), delta=5e-3)

    def test_day_0(self):
        for row in self.predict([["a", "0", SPINE], ["b - a", "0", SPINE], ["a", "0", "fracture_risk.hip"]]):
            self.assertEqual([row[key] for key in ["mean", "sd", *QUANTILES]], [0] * 7)

    def test_seeds_and_threads(self):
        asked = [["a", "12", SPINE], ["b - a", "24", CTX]]
        cohort = {"size": 30, "sd": {HIP: 1}}
        for more, other in (({}, {"seed": 2}), ({"cohort": cohort}, {"cohort": {**cohort, "seed": 2}})):
            self.predict(asked, "--threads", "1", **more)
            one = self.text
            self.predict(asked, "--threads", "2", **more)
            self.assertEqual(self.text, one)
            self.predict(asked, **more)
            self.assertEqual(self.text, one)
            self.predict(asked, **other)
            self.assertNotEqual(self.text, one)


class Provenance(Predicting):
    def test_what_it_says(self):
        asked = "arm,months,observable\na,12,%s\n" % SPINE
        contents = set()
        for threads in ("1", "2"):
            self.predict(asked, "--threads", threads, "--out", self.path("o.csv"), "--provenance", self.path("p.json"),
                         seed=6)
            contents.add(self.read("p.json"))
        says = json.loads(contents.pop())
        self.assertFalse(contents)
        self.assertEqual((says["seed"], says["members"]), (6, 2000))
        self.assertEqual(says["scenario_sha256"], hashlib.sha256(scenario(seed=6).encode()).hexdigest())
        self.assertEqual(says["rows_sha256"], hashlib.sha256(asked.encode()).hexdigest())
        self.assertEqual(says["command_line"], ["predict", self.path("s.json"), self.path("r.csv"), "--out",
                                                self.path("o.csv"), "--provenance", self.path("p.json"), "--quiet"])
        self.assertEqual([arm["name"] for arm in says["arms"]], ["a", "b"])
        self.assertEqual(len(rows(self.read("o.csv"))), 1)
        self.predict(asked, "--provenance", self.path("p.json"), cohort={"size": 9, "seed": 5})
        self.assertEqual([json.loads(self.read("p.json"))[key] for key in ("seed", "members")], [5, 9])


class LongRuns(InFolder):
    def test_progress_and_interrupt(self):
        """A terminal sees how far it is; an interrupt leaves nothing behind."""
        self.write("s.json", scenario(cohort={"size": 100000}))
        self.write("r.csv", f"arm,months,observable\na,24,{SPINE}\n")
        process, shown = self.shown_until_interrupted(lambda stderr: subprocess.Popen(
            WRAPPER + [BONESIM, "predict", self.path("s.json"), self.path("r.csv"), "--out", self.path("o.csv")],
            stderr=stderr))
        self.assertEqual(process.returncode, 130)
        self.assertRegex(shown, r"\A(\rbonesim: +\d+ % of 2 arms(, about \d+(\.\d)? (s|min|h) left)?\x1b\[K)+")
        self.assertEqual(sorted(os.listdir(self.folder)), ["r.csv", "s.json"])


class Documented(unittest.TestCase):
    SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

    def test_example(self):
        """The command on the page runs, and the page shows its rows."""
        with open(os.path.join(self.SOURCE, "docs", "bonesim.md"), encoding="utf-8") as file:
            page = file.read()
        words, = re.findall(r"^    bonesim (predict examples/.*)$", page, re.MULTILINE)
        result = run(*words.split(), "--quiet", cwd=self.SOURCE)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        with open(os.path.join(self.SOURCE, words.split()[2]), encoding="utf-8") as file:
            asked = file.read()
        self.assertIn("".join("    " + line + "\n" for line in asked.splitlines()), page)
        self.assertEqual(len(rows(result.stdout)), len(rows(asked)))
        self.assertIn("    " + ",".join(COLUMNS) + "\n", page)


class Refused(InFolder):
    def refuse(self, asked, *fragments, status=2, named="r.csv", **more):
        """One line that names the file of the rows, and nothing is written."""
        self.write("s.json", scenario(**more))
        self.write("r.csv", asked)
        result = run("predict", self.path("s.json"), self.path("r.csv"), "--out", self.path("o.csv"), "--provenance",
                     self.path("p.json"))
        self.check_error(result, status, self.path(named) + ": ", *fragments)
        self.assertEqual(sorted(os.listdir(self.folder)), ["r.csv", "s.json"])

    def refuse_row(self, row, *fragments, header="arm,months,observable", **more):
        """In the second row."""
        first = "a,12," + SPINE + "," * header[len("arm,months,observable"):].count(",")
        self.refuse(f"{header}\n{first}\n{row}\n", "row 2", *fragments, **more)

    def test_arms(self):
        for arm in ("c", "", "a / b", "a-b", "a - c", "c - a", "a - b - a", "a ", "A"):
            self.refuse_row(f"{arm},12,{SPINE}", f'row 2, arm: found "{arm}"', '"a - b"')

    def test_months(self):
        for months in ("", "-1", "24.5", "12>", ">12", "12>12", "12>6", "6>12>18", "12>25", "x", "1e999", "nan", "0x6",
                       " 6", "6 "):
            self.refuse_row(f"a,{months},{SPINE}", f'row 2, months: found "{months}"', "0 to 24")

    def test_observables(self):
        for name in ("serum.estradiol", "drug.letrozole", "doses_given.letrozole", "cells.osteoclasts", "marker.s_ctx",
                     "z_score.total_hip"):
            self.refuse_row(f"a,12,{name}", f'row 2, observable: found "{name}"', "risk of fracture")
        for name in ("", "bmd_change.spine", "core.PTH"):
            self.refuse_row(f"a,12,{name}", f'row 2, observable: found "{name}"')

    def test_women(self):
        for arm, n in (("a", "0"), ("a", "-3"), ("a", "1.5"), ("a", "ten"), ("a", "3/4"), ("a", "1e10"), ("a - b", "30"),
                       ("a - b", "30/"), ("a - b", "30/0"), ("a - b", "30/20/10")):
            self.refuse_row(f"{arm},12,{SPINE},{n}", f'row 2, n: found "{n}"', header="arm,months,observable,n")

    def test_tables(self):
        self.refuse("", "header: found no column arm")
        self.refuse("arm,month,observable\n", "header: found no column months")
        self.refuse("arm,arm,months,observable\n", "header: found the column arm twice")
        self.refuse_row("a,12", "found 2 cells; allowed 3")
        self.refuse_row(f"a,12,{SPINE},", "found 4 cells; allowed 3")
        for cell in (f'"{SPINE}', f'"{SPINE}"x', f'"{SPINE}"" '):
            self.refuse_row(f"a,12,{cell}", "quotes")
        self.refuse('"arm"s,months,observable\n', "header: ", "quotes")
        self.refuse(b"arm,months,observable\n\0", "a byte 0")
        # A carriage return alone ends no line.
        self.refuse_row(f"a,12,{SPINE}\rxa,12,{SPINE}\rxa,12,{SPINE}\rx", "found 7 cells")

    def test_the_scenario_is_named_where_it_is_wrong(self):
        self.refuse("arm,months,observable\n", "horizon_days", named="s.json", horizon_days=-1)
        self.refuse("arm,months,observable\n", "cohort", named="s.json", cohort={"size": 0})

    def test_core(self):
        text = json.dumps({"schema": "bonemodel.scenario/1", "model": "core", "arms": [{"name": "a"}],
                           "horizon_days": 3, "sample_days": [0], "observables": ["core.PTH"]})
        asked = self.write("r.csv", "arm,months,observable\na,0,core.PTH\n")
        self.check_error(run("predict", self.write("s.json", text), asked), 2, "row 1, observable: ")

    def test_files(self):
        scenario_path, asked = self.write("s.json", scenario()), self.write("r.csv", "arm,months,observable\n")
        self.check_error(run("predict", scenario_path, self.path("none.csv")), 1, self.path("none.csv"))
        self.check_error(run("predict", scenario_path), 2, "predict: found 1 file names")
        self.check_error(run("predict", scenario_path, asked, asked), 2, "predict: found 3 file names")
        self.check_error(run("predict", "-", "-"), 2, "- twice")
        for option in ("--out", "--provenance"):
            for path in (scenario_path, asked):
                self.check_error(run("predict", scenario_path, asked, option, path), 2, option)
        for option in (["--plot", "x.svg"], ["--theme", "dark"], ["--json"], ["--by", "weight_kg"]):
            self.check_error(run("predict", scenario_path, asked, *option), 2, "predict: found an option")
        nowhere = os.path.join(self.path("nowhere"), "o.csv")
        self.check_error(run("predict", scenario_path, asked, "--out", nowhere, "--provenance", self.path("p")), 1, nowhere)
        self.assertEqual(sorted(os.listdir(self.folder)), ["r.csv", "s.json"])

    def test_nothing_is_left_of_a_failure(self):
        """An arm in which everybody fails, found while it is simulated."""
        arms = [{"name": "a", "interventions": [{"agent": "zoledronic_acid", "every_days": 3}]}]
        self.refuse(f"arm,months,observable\na,24,{SPINE}\n", "arms[0]: found 2000 of 2000 members who failed", status=1,
                    named="s.json", solver={"max_steps": 150}, arms=arms)


if __name__ == "__main__":
    unittest.main()
