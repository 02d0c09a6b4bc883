# SPDX-License-Identifier: Apache-2.0
"""Quantities with a unit, and dates: they give the same rows as numbers do, and what is wrong is said with its place."""

import datetime
import json
import os
import pathlib
import re
import unittest

from bonesim import FULL, InFolder, run, vary

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "bonesim.md"
SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "examples" / "scenarios"
AGES = '"age_years": 60, "years_since_menopause": 10'


def table():
    """The rows of the page: a name of the catalogue, its unit, and the others with their factors."""
    text = PAGE.read_text(encoding="utf-8").split("## Units and dates")[1].split("\n## ")[0]
    for line in re.findall(r"^\| (`.*?) \|$", text, re.MULTILINE):
        names, unit, others = line.split(" | ")
        for name in re.findall(r"`(\S+)`", names):
            yield name, re.findall(r"`(\S+)`", unit)[0], re.findall(r"`(\S+)` \(([\d.e+-]+)\)", others)


class Units(InFolder):
    def value(self, name, written):
        """What is read on day 0 of what is set so."""
        scenario = json.loads(vary(("bmd_change.lumbar_spine", "serum.calcidiol"),
                                   ("doses_given.zoledronic_acid", "serum.estradiol"), base=FULL))
        del scenario["arms"][1]
        scenario["arms"][0]["interventions"] = []
        scenario["sample_days"] = [0]
        if name in ("calcium", "vitamin_d", "protein", "vitamin_k2", "magnesium", "denosumab", "letrozole",
                    "teriparatide", "zoledronic_acid"):
            scenario["arms"][0]["interventions"] = [{"agent": name, "dose": written, "start_day": -100}]
        else:
            if name.startswith("bmd."):
                scenario["patient"].pop("t_score." + name[4:], None)
                scenario["arms"][0].pop("patient")
            scenario["patient"][name] = written
        scenario["observables"] = ["serum.calcidiol", "serum.estradiol", "bmd.lumbar_spine", "marker.s_ctx",
                                   "marker.s_p1np", "fracture_risk_10y.hip", "fracture_risk_10y.major", "serum.pth",
                                   "drug.denosumab", "drug.zoledronic_acid", "core.PTH"]
        result = run("run", self.write("s.json", json.dumps(scenario)), "--quiet")
        self.assertEqual(result.returncode, 0, f"{name} {written}: {result.stderr}")
        return result.stdout

    def test_every_row_of_the_page(self):
        """The factor that the page states gives the same day 0 as the unit, to the digits that it has."""
        middle = {"age_years": 65, "weight_kg": 60, "height_cm": 170, "estradiol_pg_ml": 6, "calcidiol_nmol_l": 44,
                  "bmd.lumbar_spine": 0.9, "bmd.total_hip": 0.8, "marker.s_ctx": 0.5, "marker.s_p1np": 50,
                  "egfr_ml_min": 60, "hs_crp_mg_l": 4, "calcium_intake_mg_day": 900}
        count = 0
        for name, unit, others in table():
            in_unit = middle.get(name, 3)
            plain = self.value(name, in_unit)
            self.assertEqual(self.value(name, {"value": in_unit, "unit": unit}), plain)
            self.assertTrue(others, name)
            for other, factor in others:
                written = {"value": in_unit / float(factor), "unit": other}
                found = [line.split(",") for line in self.value(name, written).splitlines()[1:]]
                for row, (expected, line) in enumerate(zip(plain.splitlines()[1:], found)):
                    self.assertAlmostEqual(float(line[4]), float(expected.split(",")[4]), msg=f"{name} {other} {row}",
                                           delta=3e-4 * abs(float(expected.split(",")[4])))
                count += 1
        self.assertGreater(count, 30)

    def test_wrong(self):
        place = "patient.calcidiol_nmol_l"
        for written, fragments in [
                ('{ "value": 20, "unit": "ng/ml" }', [place + ".unit: ", "'ng/ml'", "nmol/L, pmol/mL", "ng/mL"]),
                ('{ "value": 20, "unit": "mmol" }', [place + ".unit: ", "allowed is nmol/L"]),
                ('{ "value": 20, "unit": 3 }', [place + '.unit: found 3; allowed a unit such as "nmol/L"']),
                ('{ "value": 20 }', [place + ".unit: found nothing"]),
                ('{ "unit": "ng/mL" }', [place + ".value: found nothing; allowed a number"]),
                ('{ "value": "20", "unit": "ng/mL" }', [place + '.value: found "20"; allowed a number']),
                ('{ "value": 20, "unit": "ng/mL", "of": 1 }', [place + ".of: found an unknown key"]),
                ('{ "value": 500, "unit": "ng/mL" }', [place + ": found 1248", "allowed 5 to 400 (unit nmol/L)"]),
                ("{}", [place + ".value: found nothing"])]:
            with self.subTest(written=written):
                text = vary((AGES, AGES + f', "calcidiol_nmol_l": {written}'), base=FULL)
                self.check_error(run("check", self.write("s.json", text)), 2, *fragments)

    def test_wrong_elsewhere(self):
        for change, fragments in [
                (('"dose": 2.5', '"dose": { "value": 2.5, "unit": "[iU]" }'),
                 ["arms[0].interventions[0].dose.unit: ", "allowed is mg, g, ug"]),
                (('"t_score.total_hip": -1 ', '"t_score.total_hip": { "value": -1, "unit": "g" } '),
                 ["arms[0].patient.t_score.total_hip.unit: ", "allowed is 1"]),
                (('"age_years": 60', '"agee": { "value": 3, "unit": "a" }'), ["patient.agee: found an object"])]:
            with self.subTest(change=change):
                self.check_error(run("check", self.write("s.json", vary(change, base=FULL))), 2, *fragments)


class Dates(InFolder):
    def test_as_days(self):
        """Dates are days since day 0, leap days too, and add nothing to the table."""
        day0 = datetime.date(2027, 11, 30)

        def date(days):
            return f'"{day0 + datetime.timedelta(days)}"'

        dated = vary(('"arms"', f'"day0": "{day0}",\n  "arms"'), ('"start_day": -365.25', f'"start_day": {date(-365)}'),
                     ('"horizon_days": 400', f'"horizon_days": {date(400)}'),
                     ("[0, 100, 400]", f"[{date(0)}, {date(100)}, 400]"), base=FULL)
        plain = vary(('"start_day": -365.25', '"start_day": -365'), base=FULL)
        results = [run("run", self.write("s.json", text), "--quiet") for text in (dated, plain)]
        self.assertEqual(results[0].returncode, 0, results[0].stderr)
        self.assertEqual(results[0].stdout, results[1].stdout)

    def test_every_month_of_the_calendar(self):
        day0 = datetime.date(1999, 12, 31)
        for days in (*range(0, 500, 7), *range(20_000, 36_525, 777)):
            text = vary(('"arms"', f'"day0": "{day0}",\n  "arms"'), ('"horizon_days": 400', '"horizon_days": 36525'),
                        ("[0, 100, 400]", f'["{day0 + datetime.timedelta(days)}", {days + 1e-7}]'), base=FULL)
            if days < 36_524:  # an increasing list proves that it is not later, the next that it is not earlier
                result = run("check", self.write("s.json", text))
                self.assertEqual(result.stdout, "ok\n", result.stderr)
            text = text.replace(f"{days + 1e-7}]", f"{days}]")
            self.check_error(run("check", self.write("s.json", text)), 2, "sample_days[1]", f"above {days}")

    def test_wrong(self):
        begin = ('"arms"', '"day0": "2026-11-30", "arms"')
        for changes, fragments in [
                ([('"arms"', '"day0": "30.11.2026", "arms"')], ["day0: found", "a date such as"]),
                ([('"arms"', '"day0": 5, "arms"')], ["day0: found 5"]),
                ([('"arms"', '"day0": "2026-02-29", "arms"')], ['day0: found "2026-02-29"']),
                ([('"arms"', '"day0": "2026-13-01", "arms"')], ["day0: found"]),
                ([('"horizon_days": 400', '"horizon_days": "2027-11-30"')],
                 ['horizon_days: found "2027-11-30"; allowed a number of days; a date needs a "day0"']),
                ([begin, ('"horizon_days": 400', '"horizon_days": "2027-11-3"')], ["horizon_days: found"]),
                ([begin, ("[0, 100, 400]", '[0, "soon"]')], ['sample_days[1]: found "soon"']),
                ([begin, ('"start_day": -365.25', '"start_day": "2025-04-31"')],
                 ["arms[0].interventions[0].start_day: found"])]:
            with self.subTest(changes=changes):
                self.check_error(run("check", self.write("s.json", vary(*changes, base=FULL))), 2, *fragments)

    def test_shipped(self):
        result = run("run", os.path.join(SCENARIOS, "clinic.json"), "--quiet")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("1095.75,serum.calcidiol,nmol/L,", result.stdout)


if __name__ == "__main__":
    unittest.main()
