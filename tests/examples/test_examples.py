# SPDX-License-Identifier: Apache-2.0
"""Each example builds with its one line and runs. Those of the core print the numbers of the reference trajectory
b_denosumab.csv; the numbers of the others hang together as the model's parameters say."""

import csv
import json
import math
import re
import unittest

from installed import EXAMPLES, LIBDIR, Installed, parity

DENOSUMAB = parity("b_denosumab.csv")  # 60 mg every 182.5 days, six times; five years
START = DENOSUMAB[0.0]
TESTED = {"01_first_patient", "02_denosumab_csv", "03_what_if", "04_save_and_load", "05_history",
          "06_weekly_programme", "07_week_of_loading", "08_new_drug", "09_z_fast_delayed", "10_treat_to_target",
          "11_annual_dxa_advisor", "12_cohort", "13_clinic", "14_second_dxa", "15_her_strategies", "16_population"}


def osteoclasts(time_d):
    return 100 * DENOSUMAB[time_d]["OC"] / START["OC"]


def osteoblasts(time_d):
    at = DENOSUMAB[time_d]
    return 100 * (at["OBfast"] + at["OBslow"]) / (START["OBfast"] + START["OBslow"])


def spine(time_d):
    return 100 * (DENOSUMAB[time_d]["BMDlsDEN"] - 1)


def table(text):
    """The rows of numbers in a printed table."""
    rows = []
    for line in text.splitlines():
        try:
            rows.append([float(word) for word in line.split()])
        except ValueError:
            continue
    return rows


class Examples(Installed):
    def test_every_example_is_tested(self):
        self.assertEqual({path.stem for path in EXAMPLES.glob("[0-9]*.c")}, TESTED)

    def test_first_patient(self):
        rows = table(self.run_example("01_first_patient"))
        self.assertEqual([row[0] for row in rows], [0, 1, 2, 3, 4, 5])
        before = rows[0]
        self.assertEqual(before[2:], [0.0, 0.0, 0.0, -1.2])
        hip = 0.942 - 1.2 * 0.122  # g/cm2 at day 0, by the reference population
        for last, row in zip(rows, rows[1:]):
            year, estradiol, ctx, spine_change, hip_change, t_score = row
            # letrozole leaves 5.9 % of what peripheral aromatase makes, and that falls with the years
            self.assert_close(estradiol, 0.059 * before[1], 0.1 * 0.059 * before[1] + 0.005, f"estradiol, year {year}")
            self.assertGreater(ctx, 0.0)
            self.assertLess(spine_change, last[3])
            self.assertLess(hip_change, last[4])
            self.assert_close(t_score, (hip * (1 + hip_change / 100) - 0.942) / 0.122, 0.006, f"T-score, year {year}")

    def test_denosumab_csv(self):
        rows = list(csv.reader(self.run_example("02_denosumab_csv").splitlines()))
        self.assertEqual(rows[0], ["time [d]", "drug.denosumab [ng/mL]", "core.L [1]", "cells.osteoclasts [1]",
                                   "cells.osteoblasts [1]", "core.BMDlsDEN [1]"])
        rows = [[float(cell) for cell in row] for row in rows[1:]]
        self.assertEqual([row[0] for row in rows], [7.0 * week for week in range(261)])
        of = {
            "drug": [at["DENCENT"] / 2340.0 for at in DENOSUMAB.values()],
            "RANKL": [at["L"] for at in DENOSUMAB.values()],
            "osteoclasts": [osteoclasts(t) / 100 for t in DENOSUMAB],
            "osteoblasts": [osteoblasts(t) / 100 for t in DENOSUMAB],
            "spine": [at["BMDlsDEN"] for at in DENOSUMAB.values()],
        }
        position = {t: i for i, t in enumerate(DENOSUMAB)}
        for row in rows:
            for (name, expected), value in zip(of.items(), row[1:]):
                self.assert_close(value, expected[position[row[0]]], 1e-4 * max(expected), f"{name}, day {row[0]}")

    def test_what_if(self):
        rows = table(self.run_example("03_what_if"))
        self.assertEqual([row[0] for row in rows], [3.0, 3.5, 4.0, 4.5, 5.0])
        for year, oc_on, oc_stop, bmd_on, bmd_stop in rows:
            day = 365 * year
            self.assert_close(oc_stop, osteoclasts(day), 0.05 + 0.02, f"osteoclasts after stopping, year {year}")
            self.assert_close(bmd_stop, spine(day), 0.005 + 0.01, f"spine density after stopping, year {year}")
            if year == 3.0:
                self.assertEqual((oc_on, bmd_on), (oc_stop, bmd_stop))
            else:
                self.assertLess(oc_on, 50.0)
                self.assertGreater(bmd_on, bmd_stop)

    def test_save_and_load(self):
        text = self.run_example("04_save_and_load")
        rows = [line.split()[-2:] for line in text.splitlines() if line.startswith(("never saved", "loaded"))]
        self.assertEqual(rows[0], rows[1])
        self.assertRegex(text, r"The same bits, from a snapshot of [0-9]+ bytes\n$")
        self.assert_close(float(rows[0][0]), osteoclasts(1825), 0.02, "osteoclasts, year 5")
        self.assert_close(float(rows[0][1]), spine(1825), 0.01, "spine density, year 5")

    def test_history(self):
        rows = table(self.run_example("05_history"))
        self.assertEqual([row[0] for row in rows], [0, 1, 2, 3])
        for row in rows:
            year, alone, alone_ctx, treated, treated_ctx = row
            if year == 0:  # as measured
                self.assertEqual(row[1:], [-1.4, 0.35, -1.4, 0.35])
            else:  # tamoxifen's protection is gone, and the inhibitor at work
                self.assertLess(alone, -1.6)
                self.assertGreater(alone_ctx, 0.5)
                self.assertGreater(treated, alone + 0.2)
                self.assertLess(treated_ctx, 0.7 * alone_ctx)

    def test_weekly_programme(self):
        text = self.run_example("06_weekly_programme")
        lines = re.findall(r"^ +(\d)  (letrozole|and week) +(\S+) +(\S+) +(\S+) +(\S+)$", text, re.MULTILINE)
        rows = {(int(year), who): [float(value) for value in values] for year, who, *values in lines}
        self.assertEqual(set(rows), {(year, who) for year in range(3) for who in ("letrozole", "and week")})
        self.assertEqual(rows[0, "letrozole"], rows[0, "and week"])  # she is the same woman
        self.assertEqual(rows[0, "letrozole"][:3], [0.0, 0.0, 0.0])
        for year in (1, 2):
            alone, week = rows[year, "letrozole"], rows[year, "and week"]
            for site in range(3):
                self.assertLess(alone[site], 0.0)
                self.assertGreater(week[site], alone[site] + 0.05, f"site {site}, year {year}")
            self.assertLess(week[3], alone[3])
        gain = [rows[year, "and week"][0] - rows[year, "letrozole"][0] for year in (1, 2)]
        self.assertLess(gain[1] - gain[0], gain[0])  # bone gets used to it
        self.assertIn("she falls 0.77 times as often", text)

    def test_new_drug(self):
        text = self.run_example("08_new_drug")
        rows = table(text)
        self.assertEqual([row[0] for row in rows], [0, 6, 12, 18, 24, 30, 36])
        self.assertEqual(rows[0][1:], [0.0] * 5)
        ka, ke = 0.69 / 7, 0.69 / 60  # per day

        def blood(days):  # Bateman's formula, 100 mg
            return 100 * ka / (ka - ke) * (math.exp(-ke * days) - math.exp(-ka * days)) if days > 0 else 0.0
        for month, ctx, ctx_drug, spine_change, spine_drug, mg in rows[1:]:
            doses = [30.4375 * month - 365.25 * year for year in range(3)]
            self.assert_close(mg, sum(blood(days) for days in doses), 0.011, f"drug, month {month}")
            self.assertGreater(ctx, 20.0)
            self.assertLess(ctx_drug, -70.0)
            self.assertLess(spine_change, 0.0)
            self.assertGreater(spine_drug, 3.0)
        # the same from Python
        library = sorted(LIBDIR.glob("libbonemodel.so.*"))[0]
        self.assertEqual(self.run_line(f"/usr/bin/python3 {EXAMPLES}/hook_ctypes.py {library}"), text)
        self.assertEqual(self.run_line(f"/usr/bin/python3 {EXAMPLES}/hook_ctypes.py"), text)

    def test_week_of_loading(self):
        reader = csv.DictReader(self.run_example("07_week_of_loading").splitlines())
        rows = [{name: float(cell) for name, cell in row.items()} for row in reader]
        self.assertEqual([(row["week"], row["hour"]) for row in rows],
                         [(week, hour) for week in (1, 53) for hour in range(169)])
        first = {row["hour"]: row for row in rows if row["week"] == 1}
        later = {row["hour"]: row for row in rows if row["week"] == 53}
        sites = ("lumbar_spine", "total_hip", "femoral_neck", "distal_radius")
        for hour in range(19):  # a sample at the instant of a session stands before it
            for site in sites:
                self.assert_close(first[hour][f"loading.{site}"], 1.0, 1e-6, f"{site}, hour {hour}")
        # a session is forgotten with a half-life of a day, but for how much of it estrogen lets bone feel
        for hour in (20, 30, 40):
            load = first[hour]["loading.total_hip"] - 1, first[hour + 24]["loading.total_hip"] - 1
            self.assertGreater(load[1] / load[0], 0.5)  # large loads count for less than their size
            self.assertLess(load[1] / load[0], 0.54)
        rises = {day: {site: first[24 * day + 19][f"loading.{site}"] - first[24 * day + 18][f"loading.{site}"]
                       for site in sites} for day in (0, 2, 4)}
        self.assertGreater(rises[0]["lumbar_spine"], rises[0]["distal_radius"])  # goblet squats
        self.assertGreater(rises[2]["total_hip"], rises[2]["lumbar_spine"])      # jumps
        self.assertLess(rises[2]["distal_radius"], 0.0)
        self.assertGreater(rises[4]["distal_radius"], 0.2)                       # push-ups
        self.assertLess(rises[4]["total_hip"], 0.0)
        for hour in range(169):
            for site in sites:  # she gets used to part of it
                self.assertLessEqual(first[hour][f"loading_signal.{site}"],
                                     first[hour][f"loading.{site}"] - 1 + 1e-6)
                self.assertLess(later[hour][f"loading_signal.{site}"], later[hour][f"loading.{site}"] - 1 - 0.01)
        self.assertLess(first[67]["serum.sclerostin"], first[66]["serum.sclerostin"])  # jumps lower it

    def test_z_fast_delayed(self):
        rows = table(self.run_example("09_z_fast_delayed"))
        self.assertEqual(len(rows), 4)
        for t_score, first_year, doses, last, change in rows:
            if first_year == 0:  # never
                self.assertEqual(doses, 0)
                self.assertGreaterEqual(last, -2.0)
                self.assertLess(change, -3)
            else:  # every half year from then on
                self.assertEqual(doses, 2 * (5 - first_year))
                self.assertGreater(change, 1)
            self.assert_close(change, 100 * (last - t_score) * 0.110 / (1.047 + t_score * 0.110), 0.1, "spine")
        self.assertEqual([row[1] for row in rows[:2]], [0, 0])
        self.assertTrue(0 < rows[3][1] < rows[2][1], "the lower it is, the sooner it starts")

    def test_treat_to_target(self):
        lines = re.findall(r"^ *(\d+\.\d+) +(-\d\.\d+)  (.*)$", self.run_example("10_treat_to_target"), re.MULTILINE)
        events = [(float(year), float(t_score), what) for year, t_score, what in lines]
        self.assertEqual(events[0][2], "start alendronate")
        running, changed = True, []
        for year, t_score, what in events[1:-1]:
            if what.startswith("target reached"):
                self.assertTrue(running and t_score >= -2.5 and year % 1 == 0, (year, what))  # as it is printed
                running = False
            elif what.startswith("below"):
                self.assertTrue(not running and t_score == -2.6 and year % 1 != 0, (year, what))
                running = True
            else:
                self.assertTrue(running and t_score <= -2.5 and year >= 3 and year % 1 == 0, (year, what))
                changed.append(year)
        self.assertEqual(len(changed), 1)
        self.assertTrue(any(what.startswith("below") for _, _, what in events))
        tablets, infusions = map(int, re.search(r"(\d+) tablets.* (\d+) infusions", events[-1][2]).groups())
        self.assertEqual(tablets, int(365.25 * changed[0] / 7) + 1)
        self.assertGreater(infusions, 0)

    def test_annual_dxa_advisor(self):
        text = self.run_example("11_annual_dxa_advisor")
        row = re.compile(r"^ *(\d+) +(\S+) +(\S+) +(\S+?)(!?) +(\S+?)(!?) +(\S+)  (.*)$", re.MULTILINE)
        women = [row.findall(part) for part in text.split("She ")[1:]]
        self.assertEqual([len(visits) for visits in women], [13, 13, 13])
        advice = [[visit[-1] for visit in visits] for visits in women]
        for visits in women:
            state, since = "nothing", 0
            for year, spine, hip, d_spine, mark_spine, d_hip, mark_hip, major, what in visits:
                year, spine, hip, d_spine, d_hip, major = map(float, (year, spine, hip, d_spine, d_hip, major))
                self.assertEqual((mark_spine, mark_hip), ("!" if d_spine < -2.16 else "", "!" if d_hip < -1.89 else ""))
                if "holiday" in what and "ends" not in what:
                    self.assertTrue(state == "alendronate" and year - since >= 5 and hip > -2.5)
                    state, since = "holiday", year
                elif what.endswith("alendronate"):
                    self.assertIn(state, ("nothing", "holiday"))
                    state, since = "alendronate", year
                elif what.endswith("change to denosumab"):
                    self.assertTrue(state == "alendronate" and mark_spine + mark_hip)
                    state, since = "denosumab", year
                elif what != "go on":
                    self.assertTrue(state == "denosumab" and "zoledronic acid" in what and year >= 5, what)
                    state, since = "holiday", year
                else:
                    self.assertFalse(state == "alendronate" and (mark_spine or mark_hip), "a loss on a drug is acted on")
                    self.assertFalse(state == "nothing" and (spine < -2.005 or major > 20.05), "who needs a drug has one")
        self.assertIn("five years: a holiday", advice[0])
        self.assertTrue(any("denosumab" in what for what in advice[1]))
        self.assertTrue(any("in the place of denosumab" in what for what in advice[1]))
        self.assertEqual(advice[2][0], "go on")
        self.assertEqual(advice[2][1], "start alendronate")
        # it does what it says: density grows in the year after a drug was started
        for visits in women:
            for visit, following in zip(visits, visits[1:]):
                if "change to" in visit[-1] or (visit[-1].endswith("alendronate") and visit[0] != "0"):
                    self.assertGreater(float(following[3]), 0.9)

    def test_cohort(self):
        rows = table(self.run_example("12_cohort"))
        self.assertEqual([row[0] for row in rows], [0, 1, 2, 3, 4, 5])
        self.assertEqual(rows[0][1:11], [0.0] * 10)
        self.assertEqual(rows[0][12], 0.0)
        self.assertGreater(rows[0][11], 0.0)  # some have osteoporosis to begin with
        for last, row in zip(rows, rows[1:]):
            for site in (1, 6):
                mean, lowest, highest, p5, p95 = row[site:site + 5]
                self.assertLess(mean, last[site])
                self.assertTrue(p5 < mean < p95)
                self.assertLess(lowest, highest)
            self.assertGreaterEqual(row[11], last[11])
            self.assertGreater(row[12], last[12])

    def test_population(self):
        text = self.run_example("16_population").splitlines()[1:]
        rows = [[float(word) for word in re.findall(r"-?\d+(?:\.\d+)?", line)] for line in text]
        self.assertEqual([row[:2] for row in rows], [[0, 400], [1, 400], [2, 400]])
        self.assertEqual(rows[0][2:5], [0, 0, 0])
        self.assertAlmostEqual(rows[0][5], 16, delta=12, msg="a T-score of -1.2 with an SD of 1: -2 is 0.8 SD below")
        for last, row in zip(rows, rows[1:]):
            self.assertLess(row[3], row[2])
            self.assertLess(row[2], row[4])
            self.assertLess(row[2], last[2], "letrozole costs bone")
            self.assertGreaterEqual(row[6], max(row[5], last[6]), "ever is now or before")

    def test_second_dxa(self):
        text = self.run_example("14_second_dxa")
        years = re.findall(r"year \d  ([\d.]+) \(([\d.]+)-([\d.]+)\)   ([\d.]+) \(([\d.]+)-([\d.]+)\)", text)
        self.assertEqual(len(years), 6)
        for year in years[1:]:  # she has lost more than expected, and what comes is better known
            one, low, high, two, lower, higher = map(float, year)
            self.assertLess(two, one)
            self.assertLess(higher - lower, high - low)
        self.assertRegex(text, r"As good as \d{3} equal members of 1000\.")

    def test_her_strategies(self):
        text = self.run_example("15_her_strategies")
        alone, alendronate, denosumab = (float(n) for n in re.findall(r"letrozole.*?(-?[\d.]+) % \(", text))
        self.assertLess(alone, alendronate)
        self.assertLess(alendronate, denosumab)
        for drug, mean in (("alendronate", alendronate), ("denosumab", denosumab)):
            difference, low, high = map(float, re.search(
                rf"^{drug} +(-?[\d.]+) points \((-?[\d.]+) to (-?[\d.]+)\)", text, re.MULTILINE).groups())
            self.assertAlmostEqual(difference, mean - alone, delta=0.11)
            self.assertTrue(0 < low < difference < high)

    def test_clinic(self):
        text = self.run_example("13_clinic")
        self.assertRegex(text, r"calcidiol_nmol_l +59\.9 nmol/L")  # 24 ng/mL
        self.assertIn("prescription 1: letrozole 2.5, from day -90, 456 doses given", text)
        self.assertIn("prescription 2: zoledronic_acid 4, from day 35, 2 doses given", text)
        self.assertRegex(text, r"Warnings.*\n  anastrozole and letrozole are given at the same time.*labels")
        for part in ("under_way", "letrozole", "zoledronic_acid", "ageing", "menopause"):
            self.assertRegex(text, rf"  {part} +[+-]\d")
        scenario = json.loads(re.search(r"^{.*^}", text, re.MULTILINE | re.DOTALL).group())
        self.assertEqual(scenario["patient"]["age_years"], 63)
        self.assertEqual([one["agent"] for one in scenario["arms"][0]["interventions"]],
                         ["letrozole", "zoledronic_acid"])


if __name__ == "__main__":
    unittest.main()
