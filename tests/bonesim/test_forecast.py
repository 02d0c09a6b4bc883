# SPDX-License-Identifier: Apache-2.0
"""Forecasts from measurements: that they are the band without, learn with, do not care for order, say how sure they
are; differences of arms, thresholds, and what is refused."""

import json
import os
import tempfile
import unittest

from bonesim import rows, run

SPINE = "bmd_change.lumbar_spine"
OBSERVABLES = ["bmd.lumbar_spine", SPINE, "marker.s_ctx"]
DXA = [{"day": 0, "observable": "bmd.lumbar_spine", "value": 0.905},
       {"day": 0, "observable": "bmd.total_hip", "value": 0.82},
       {"day": 371, "observable": "bmd.lumbar_spine", "value": 0.871, "cv_percent": 1.5},
       {"day": 371, "observable": "bmd.total_hip", "value": 0.80}]
LETROZOLE = {"agent": "letrozole"}
ARMS = [{"name": "letrozole", "interventions": [LETROZOLE]},
        {"name": "and denosumab", "interventions": [LETROZOLE, {"agent": "denosumab", "start_day": 371}]}]
MEMBERS = 60


def scenario(**more):
    whole = {"schema": "bonemodel.scenario/1", "arms": ARMS[:1], "horizon_days": 1096,
             "sample_days": [0, 200, 371, 1096], "patient": {"age_years": 61}, "observables": OBSERVABLES,
             "forecast": {"members": MEMBERS}, **more}
    return json.dumps({key: value for key, value in whole.items() if value is not None}).encode()


def simulate(*options, **more):
    result = run("run", "-", *options, stdin=scenario(**more))
    assert result.returncode == 0, result.stderr
    return result


def table(**more):
    return {(row["arm"], float(row["time_days"]), row["observable"]): row
            for row in rows(simulate("--quiet", **more).stdout)}


def numbers(row):
    return [float(row[column]) for column in ("value", "sd", "p05", "p50", "p95")]


class Learning(unittest.TestCase):
    def test_without_measurements_it_is_the_band(self):
        """But for the value, which is the mean, and n. A band has 1000 members."""
        arms = [ARMS[0], {"name": "b", "interventions": [LETROZOLE, {"agent": "denosumab"}]}]
        forecast = table(arms=arms, forecast={"seed": 3}, observables=[SPINE])
        band = table(arms=arms, forecast=None, band="woman", seed=3, observables=[SPINE])
        for key, row in band.items():
            self.assertEqual([row[c] for c in ("unit", "sd", "p05", "p50", "p95")],
                             [forecast[key][c] for c in ("unit", "sd", "p05", "p50", "p95")])
            self.assertEqual(forecast[key]["n"], "1000")

    def test_it_learns(self):
        before, after = table(), table(measurements=DXA)
        last = ("letrozole", 1096, SPINE)
        self.assertLess(float(after[last]["sd"]), 0.9 * float(before[last]["sd"]))
        self.assertAlmostEqual(float(after["letrozole", 0, "bmd.lumbar_spine"]["value"]), 0.905, delta=0.01)
        self.assertAlmostEqual(float(after["letrozole", 371, "bmd.lumbar_spine"]["value"]), 0.873, delta=0.01)
        self.assertLess(int(after[last]["n"]), MEMBERS)

    def test_the_order_of_rows_changes_nothing(self):
        self.assertEqual(simulate("--quiet", measurements=DXA).stdout,
                         simulate("--quiet", measurements=DXA[::-1]).stdout)

    def test_threads_change_nothing(self):
        one, three = (simulate("--quiet", "--threads", n, measurements=DXA, arms=ARMS).stdout for n in ("1", "3"))
        self.assertEqual(one, three)

    def test_either_key_is_enough(self):
        few = simulate("--quiet", measurements=DXA, forecast={"members": 1000}, observables=[SPINE]).stdout
        self.assertEqual(few, simulate("--quiet", measurements=DXA, forecast=None, observables=[SPINE]).stdout)

    def test_a_large_error_says_nothing(self):
        plain = table(patient={"bmd.lumbar_spine": 0.9})
        vague = table(patient={"bmd.lumbar_spine": 0.9},
                      measurements=[{"day": 371, "observable": "bmd.lumbar_spine", "value": 0.5, "sd": 1e5}])
        for key, row in plain.items():
            for a, b in zip(numbers(row), numbers(vague[key])):
                self.assertAlmostEqual(a, b, delta=2e-3 * (1 + abs(a)))

    def test_dates_and_units(self):
        dated = [{"day": "2026-01-01", "observable": "serum.calcidiol", "value": {"value": 20, "unit": "ng/mL"},
                  "sd": {"value": 2, "unit": "ng/mL"}}]
        plain = [{"day": 0, "observable": "serum.calcidiol", "value": 49.92, "sd": 4.992}]
        a = table(measurements=dated, day0="2026-01-01", forecast={"members": MEMBERS, "from_day": "2026-02-01"})
        b = table(measurements=plain, forecast={"members": MEMBERS, "from_day": 31})
        for key, row in a.items():
            for x, y in zip(numbers(row), numbers(b[key])):
                self.assertAlmostEqual(x, y, delta=1e-3 * (1e-3 + abs(x)))

    def test_a_detection_limit(self):
        limit = [{"day": 371, "observable": "serum.estradiol", "value": 0.6, "censored": "below"}]
        of = [table(measurements=m, observables=["serum.estradiol"])["letrozole", 371, "serum.estradiol"]
              for m in (None, limit)]
        self.assertLess(float(of[1]["value"]), float(of[0]["value"]))
        self.assertLess(float(of[1]["value"]), 0.7)


class Arms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.table = table(measurements=DXA, arms=ARMS, below={"t_score.total_hip": -1.5, "bmd.lumbar_spine": 0.87})

    def test_difference(self):
        for day in (0, 200, 371, 1096):
            a, b, difference = (numbers(self.table[arm, day, SPINE]) for arm in (
                "letrozole", "and denosumab", "letrozole - and denosumab"))
            self.assertAlmostEqual(difference[0], a[0] - b[0], places=9)
            if day <= 371:  # the same woman still
                self.assertAlmostEqual(difference[1], 0, delta=1e-3)
            else:
                self.assertLess(difference[1], 0.9 * (a[1] ** 2 + b[1] ** 2) ** 0.5)

    def test_probabilities(self):
        for name in ("t_score.total_hip", "bmd.lumbar_spine"):
            ever = 0
            for day in (371, 1096):
                row = self.table["letrozole", day, "probability_ever_below." + name]
                now = float(self.table["letrozole", day, "probability_below." + name]["value"])
                self.assertGreaterEqual(float(row["value"]), ever)
                ever = float(row["value"])
                self.assertEqual([row[c] for c in ("unit", "sd", "p05", "p50", "p95")], ["1", "", "", "", ""])
                self.assertTrue(0 <= now <= 1 and 0 <= ever <= 1)
        self.assertNotIn(("letrozole - and denosumab", 371, "probability_below.bmd.lumbar_spine"), self.table)
        # before the forecast begins, nobody has been below
        self.assertEqual(float(self.table["letrozole", 200, "probability_ever_below.bmd.lumbar_spine"]["value"]), 0)
        self.assertGreater(float(self.table["letrozole", 200, "probability_below.bmd.lumbar_spine"]["value"]), 0)

    def test_rows_follow_the_observables(self):
        order = list(dict.fromkeys((arm, observable) for arm, _, observable in self.table))
        self.assertEqual(order[:7], [("letrozole", o) for o in OBSERVABLES + [
            "probability_below.t_score.total_hip", "probability_ever_below.t_score.total_hip",
            "probability_below.bmd.lumbar_spine", "probability_ever_below.bmd.lumbar_spine"]])
        self.assertEqual(order[-3:], [("letrozole - and denosumab", o) for o in OBSERVABLES])

    def test_of_a_cohort(self):
        cohort = {"size": 40, "sd": {"t_score.total_hip": 0.8}}
        result = table(forecast=None, cohort=cohort, below={"t_score.total_hip": -1.5},
                       observables=["t_score.total_hip"])
        spread = [float(result["letrozole", day, "probability_ever_below.t_score.total_hip"]["value"])
                  for day in (0, 200, 371, 1096)]
        self.assertEqual(spread, sorted(spread))
        self.assertTrue(all(p * 40 == round(p * 40, 9) for p in spread) and spread[-1] > 0)
        self.assertEqual(spread[0], float(result["letrozole", 0, "probability_below.t_score.total_hip"]["value"]))


class Words(unittest.TestCase):
    def test_effective_size(self):
        result = simulate(measurements=DXA)
        self.assertRegex(result.stderr, r"bonesim: forecast: effective sample size \d+ of 60 members")
        self.assertNotIn("warning", result.stderr)
        self.assertEqual(simulate("--quiet", measurements=DXA).stderr, "")

    def test_nobody_is_like_her(self):
        strange = DXA + [{"day": day, "observable": "marker.s_ctx", "value": 2.4} for day in (0, 30, 60)]
        words = simulate(measurements=strange).stderr
        self.assertIn("warning: no woman of the model is like her", words)
        self.assertRegex(words, r"measurements\[[456]\], marker.s_ctx on day (0|30|60)")

    def test_picture(self):
        """It needs more times than the table."""
        with tempfile.TemporaryDirectory() as folder:
            picture = os.path.join(folder, "a.svg")
            plain = simulate("--quiet", measurements=DXA, arms=ARMS, below={SPINE: -3}).stdout
            self.assertEqual(simulate("--quiet", "--out", "-", "--plot", picture, measurements=DXA, arms=ARMS,
                                      below={SPINE: -3}).stdout, plain)
            with open(picture, encoding="utf-8") as file:
                self.assertIn("women like her", " ".join(file.read().split()))

    def test_check(self):
        result = run("check", "-", stdin=scenario(measurements=DXA))
        self.assertEqual(result.returncode, 0, result.stderr)


class Refused(unittest.TestCase):
    def refused(self, words, **more):
        for command in ("run", "check"):
            result = run(command, "-", stdin=scenario(**more))
            self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
            for word in words.split("|"):
                self.assertIn(word, result.stderr)

    def one(self, words, **more):
        self.refused(words, measurements=[{**DXA[2], **more}])

    def test_measurements(self):
        self.one("measurements[0].day: found -1", day=-1)
        self.one("measurements[0].observable|nearest bmd.lumbar_spine", observable="bmd.lumbar_spin")
        self.one("measurements[0].observable|bmd_change.lumbar_spine|allowed", observable=SPINE)
        self.one("measurements[0].value|0.28 to 1.7", value=12)
        self.one("measurements[0].value", value=None)
        self.one("measurements[0]: found 2 errors", sd=0.01)
        self.one("measurements[0].cv_percent", cv_percent=0)
        self.one("measurements[0].censored", censored="above")
        self.one("measurements[0].device|norland", device="hologi")
        self.one("measurements[0].colour: found an unknown key; allowed day, observable", colour="red")
        self.refused("measurements: found an empty object", measurements={})

    def test_days(self):
        late = [{**DXA[0], "day": 1097}]
        self.refused("measurements[0].day: found 1097; allowed 0 to 1096", measurements=late)
        self.refused("measurements[2].day: found 371; allowed 0 to 300", measurements=DXA,
                     forecast={"from_day": 300})

    def test_devices(self):
        other = [DXA[0], {**DXA[2], "device": "lunar"}]
        self.refused("measurements[1].device|across scanners", measurements=other)
        self.refused("measurements[0].device", measurements=other[1:], patient={"bmd.lumbar_spine": 0.9})
        self.assertEqual(run("check", "-", stdin=scenario(measurements=other[1:])).returncode, 0)
        all_lunar = [DXA[0], DXA[2]]
        self.assertEqual(run("check", "-", stdin=scenario(measurements=all_lunar, device="lunar")).returncode, 0)

    def test_exact_and_measured(self):
        self.refused("measurements[0]", measurements=DXA, patient={"bmd.lumbar_spine": 0.9})
        self.refused("measurements[0]", measurements=DXA, patient={"t_score.lumbar_spine": -1})
        self.refused("measurements[0]", measurements=[{"day": 0, "observable": "marker.s_ctx", "value": 0.4}],
                     patient={"marker.s_ctx": 0.4})

    def test_forecast(self):
        self.refused("forecast.members", forecast={"members": 0})
        self.refused("forecast.members", forecast={"members": 2.5})
        self.refused("forecast.members", forecast={"members": 1000001})
        self.refused("forecast.seed", forecast={"seed": -1})
        self.refused("forecast.from_day", forecast={"from_day": 2000})
        self.refused("forecast.size: found an unknown key; allowed members, seed, from_day", forecast={"size": 3})
        self.refused("forecast: found it beside a cohort", cohort={"size": 3})
        self.refused("forecast: found it beside a band", band="woman")
        self.refused("measurements: found it beside a cohort", forecast=None, measurements=DXA, cohort={"size": 3})

    def test_arms_that_are_not_one_woman(self):
        def arms(interventions, **more):
            return [ARMS[0], {"name": "b", "interventions": interventions, **more}]

        for interventions in ([LETROZOLE, {"agent": "calcium", "start_day": 300}], [],
                              [{**LETROZOLE, "dose": 5}], [{**LETROZOLE, "stop_day": 300}],
                              [{**LETROZOLE, "start_day": 10}]):
            self.refused("arms[1]", measurements=DXA, arms=arms(interventions))
        self.refused("arms[1].patient", measurements=DXA, arms=arms([LETROZOLE], patient={"age_years": 70}))
        for interventions in ([{**LETROZOLE, "stop_day": 371}], [{**LETROZOLE, "stop_day": 700}],
                              [{**LETROZOLE, "doses": 371}], [{"agent": "anastrozole", "start_day": 400}, LETROZOLE]):
            result = run("check", "-", stdin=scenario(measurements=DXA, arms=arms(interventions)))
            self.assertEqual(result.returncode, 0, result.stderr)

    def test_below(self):
        self.refused("below: found it without a cohort", forecast=None, below={SPINE: 0})
        self.refused("below.bmd.lumbar_spin|unknown observable", below={"bmd.lumbar_spin": 0})
        self.refused("below.bmd.lumbar_spine", below={"bmd.lumbar_spine": "low"})
        self.refused("below", below=[1])


if __name__ == "__main__":
    unittest.main()
