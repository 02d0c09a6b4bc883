# SPDX-License-Identifier: Apache-2.0
"""Cohorts: the table against the members, one by one from the library or from cohorts of one; draws, arms, threads,
failures."""

import ctypes
import json
import math
import os
import re
import shutil
import signal
import statistics
import subprocess
import time
import unittest
import xml.etree.ElementTree

from bonesim import BONESIM, HEADER, WRAPPER, InFolder, rows, run

LIBRARY = os.environ.get("BONEMODEL_LIBRARY")
SPINE, HIP, CHANGE, CTX = "t_score.lumbar_spine", "t_score.total_hip", "bmd_change.lumbar_spine", "marker_change.s_ctx"
PATIENT = {"age_years": 62, "years_since_menopause": 11, SPINE: -1}
LETROZOLE = {"agent": "letrozole"}
KIND_OBSERVABLE = 7


def scenario(cohort, **more):
    arms = [{"name": "a", "interventions": [LETROZOLE]}]
    text = {"schema": "bonemodel.scenario/1", "patient": PATIENT, "arms": arms, "horizon_days": 400,
            "sample_days": [0, 400], "observables": [SPINE, CHANGE], **more}
    if cohort is not None:
        text["cohort"] = cohort
    return text


def simulate(cohort, *options, **more):
    result = run("run", "-", *options, stdin=json.dumps(scenario(cohort, **more)).encode())
    assert result.returncode == 0, result.stderr
    return result


def table(cohort, **more):
    """Rows by arm, day and observable."""
    return {(row["arm"], float(row["time_days"]), row["observable"]): row
            for row in rows(simulate(cohort, "--quiet", **more).stdout)}


def number(row, column="value"):
    return float(row[column])


def percentile(values, percent):
    """Linear interpolation, type 7."""
    values = sorted(values)
    place = (len(values) - 1) * percent / 100
    low = math.floor(place)
    return values[low] + (place - low) * (values[min(low + 1, len(values) - 1)] - values[low])


class Options(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("threads", ctypes.c_uint32), ("size", ctypes.c_uint64),
                ("seed", ctypes.c_uint64), ("variability", ctypes.c_double), ("measurement_error", ctypes.c_double),
                ("parameter_draw", ctypes.c_uint64), ("lanes", ctypes.c_uint32), ("reserved", ctypes.c_uint32),
                ("parameter_spread", ctypes.c_double)]


class Prescription(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("doses", ctypes.c_uint32), ("agent", ctypes.c_char_p),
                ("dose", ctypes.c_double), ("every_d", ctypes.c_double), ("start_d", ctypes.c_double),
                ("stop_d", ctypes.c_double), ("adherence", ctypes.c_double), ("parameters", ctypes.c_void_p),
                ("n_parameters", ctypes.c_size_t)]


class Library:
    """What a program with the library would do: members' values by day and observable."""

    def __init__(self):
        self.functions = ctypes.CDLL(LIBRARY)
        self.model = ctypes.c_void_p()
        self.call("bm_model_create", None, ctypes.byref(self.model))

    def call(self, name, *arguments):
        status = getattr(self.functions, name)(*arguments)
        assert status == 0, (name, status)

    def index(self, observable):
        found = ctypes.c_size_t()
        self.call("bm_catalog_find", self.model, KIND_OBSERVABLE, observable.encode(), ctypes.byref(found))
        return found.value

    def members(self, patient, interventions, varied, correlation, days, observables, **options):
        she, cohort, filled = ctypes.c_void_p(), ctypes.c_void_p(), Options()
        self.call("bm_patient_create", self.model, None, ctypes.byref(she))
        for name, value in patient.items():
            self.call("bm_patient_set", she, name.encode(), ctypes.c_double(value))
        for given in interventions:
            what = Prescription()
            self.call("bm_prescription_init_sized", self.model, given["agent"].encode(), ctypes.byref(what),
                      ctypes.c_size_t(ctypes.sizeof(what)))
            what.dose = given.get("dose", what.dose)
            self.call("bm_patient_prescribe", she, ctypes.byref(what), None)
        self.functions.bm_cohort_options_init_sized(ctypes.byref(filled), ctypes.c_size_t(ctypes.sizeof(filled)))
        for name, value in options.items():
            setattr(filled, name, value)
        self.call("bm_cohort_create", she, ctypes.byref(filled), ctypes.byref(cohort))
        for name, (sd, low, high) in varied.items():
            self.call("bm_cohort_vary", cohort, name.encode(), *map(ctypes.c_double, (sd, low, high)))
        for first, second, value in correlation:
            self.call("bm_cohort_correlate", cohort, first.encode(), second.encode(), ctypes.c_double(value))
        count = filled.size * len(days) * len(observables)
        values = (ctypes.c_double * count)()
        self.call("bm_cohort_sample", cohort, (ctypes.c_double * len(days))(*days), ctypes.c_size_t(len(days)),
                  (ctypes.c_size_t * len(observables))(*map(self.index, observables)),
                  ctypes.c_size_t(len(observables)), values, ctypes.c_size_t(count))
        self.functions.bm_cohort_destroy(cohort)
        self.functions.bm_patient_destroy(she)
        return {(day, observable): list(values)[i * len(observables) + j::len(days) * len(observables)]
                for i, day in enumerate(days) for j, observable in enumerate(observables)}


@unittest.skipUnless(LIBRARY, "a library that Python can load is not there")
class AgainstTheLibrary(unittest.TestCase):
    DAYS, OBSERVABLES = [0, 100, 400], [SPINE, CHANGE, CTX]
    VARIED = {SPINE: (0.8, -2.5, 1), HIP: (0.7, math.nan, math.nan), "age_years": (5, 50, 80)}
    COHORT = {"size": 30, "seed": 9, "sd": {SPINE: 0.8, HIP: 0.7, "age_years": 5},
              "range": {SPINE: [-2.5, 1], "age_years": [50, 80]},
              "correlation": {SPINE: {HIP: 0.6}, "age_years": {SPINE: -0.3}}}
    CORRELATION = [(SPINE, HIP, 0.6), ("age_years", SPINE, -0.3)]

    def near(self, text, expected, what):
        self.assertAlmostEqual(float(text), expected, delta=1e-12 + 1e-9 * abs(expected), msg=what)

    def check(self, more, **options):
        found = table({**self.COHORT, **more}, sample_days=self.DAYS, observables=self.OBSERVABLES)
        members = Library().members(PATIENT, [LETROZOLE], self.VARIED, self.CORRELATION, self.DAYS, self.OBSERVABLES,
                                    size=30, seed=9, **options)
        for (day, observable), values in members.items():
            row = found["a", day, observable]
            self.near(row["value"], statistics.fmean(values), (day, observable))
            self.near(row["sd"], statistics.stdev(values), (day, observable))
            for column, percent in (("p05", 5), ("p50", 50), ("p95", 95)):
                self.near(row[column], percentile(values, percent), (day, observable, column))
            self.assertEqual(row["n"], "30")

    def test_table(self):
        self.check({})

    def test_options(self):
        self.check({"variability": False}, variability=0)
        self.check({"measurement_error": True}, measurement_error=1)
        self.check({"measurement_error": False, "variability": True})

    def test_band_of_the_mean(self):
        found = table({**self.COHORT, "uncertainty": 5}, sample_days=self.DAYS, observables=self.OBSERVABLES)
        draws = [Library().members(PATIENT, [LETROZOLE], self.VARIED, self.CORRELATION, self.DAYS, self.OBSERVABLES,
                                   size=30, seed=9, parameter_draw=draw) for draw in range(6)]
        for key in draws[0]:
            means = [statistics.fmean(draw[key]) for draw in draws]
            self.near(found[("a", *key)]["value"], means[0], key)
            self.near(found[("a", *key)]["mean_p05"], percentile(means[1:], 5), key)
            self.near(found[("a", *key)]["mean_p95"], percentile(means[1:], 95), key)


class Draws(unittest.TestCase):
    def test_threads_and_seeds(self):
        arms = [{"name": name, "interventions": [LETROZOLE, {"agent": "alendronate", "adherence": k / 2}]}
                for k, name in enumerate("abc")]
        cohort = {"size": 21, "sd": {SPINE: 1}, "uncertainty": 2}
        one = simulate(cohort, "--threads", "1", arms=arms).stdout
        for threads in (["--threads", "2"], ["--threads", "5"], ["--threads", "1024"], []):
            self.assertEqual(simulate(cohort, *threads, arms=arms).stdout, one, threads)
        self.assertEqual(simulate({**cohort, "seed": 1}, arms=arms).stdout, one)
        self.assertNotEqual(simulate({**cohort, "seed": 2}, arms=arms).stdout, one)
        self.assertNotEqual(simulate({**cohort, "seed": 0}, arms=arms).stdout, one)

    def test_same_draws_in_every_arm(self):
        """Arm by arm the same women: on day 0 they show the same, whatever they will get."""
        arms = [{"name": "a", "interventions": [LETROZOLE]}, {"name": "b", "interventions": [LETROZOLE]},
                {"name": "c", "interventions": [{"agent": "denosumab"}]}, {"name": "d", "patient": {SPINE: -0.5}}]
        for cohort in ({"size": 50, "sd": {SPINE: 0.7, "weight_kg": 9}}, {"size": 1, "sd": {SPINE: 0.7}}):
            found = table(cohort, arms=arms, observables=[SPINE, CHANGE, "marker.s_ctx"])
            for (arm, day, observable), row in found.items():
                same = {**found["a", day, observable], "arm": arm}
                if arm != "d":
                    self.assertEqual(row == same, arm != "c" or day == 0, (arm, day, observable))
            for column in ("value", "p05", "p50", "p95"):  # an arm's own patient moves the centre
                self.assertAlmostEqual(number(found["d", 0, SPINE], column), number(found["a", 0, SPINE], column) + 0.5,
                                       places=9)

    def test_members_do_not_depend_on_the_size(self):
        """The mean of three women follows from those of one, two and three."""
        means = [number(table({"size": size, "sd": {SPINE: 1}})["a", 400, CHANGE]) for size in (1, 2, 3)]
        women = [means[0], 2 * means[1] - means[0], 3 * means[2] - 2 * means[1]]
        row = table({"size": 3, "sd": {SPINE: 1}})["a", 400, CHANGE]
        self.assertAlmostEqual(number(row, "sd"), statistics.stdev(women), places=9)
        self.assertAlmostEqual(number(row, "p50"), sorted(women)[1], places=9)
        self.assertAlmostEqual(number(row, "p95"), percentile(women, 95), places=9)

    def test_normal(self):
        size, short = 2000, {"horizon_days": 1, "sample_days": [0]}
        row = table({"size": size, "sd": {SPINE: 0.8}}, **short)["a", 0, SPINE]
        self.assertAlmostEqual(number(row), -1, delta=4 * 0.8 / math.sqrt(size))
        self.assertAlmostEqual(number(row, "sd"), 0.8, delta=4 * 0.8 / math.sqrt(2 * size))
        self.assertAlmostEqual(number(row, "p95"), -1 + 1.645 * 0.8, delta=0.15)
        normal = statistics.NormalDist()
        low, high = (-1.2 + 1) / 0.8, (-0.1 + 1) / 0.8  # drawn again while outside: a truncated normal
        part = normal.cdf(high) - normal.cdf(low)
        mean = -1 + 0.8 * (normal.pdf(low) - normal.pdf(high)) / part
        row = table({"size": size, "sd": {SPINE: 0.8}, "range": {SPINE: [-1.2, -0.1]}}, **short)["a", 0, SPINE]
        self.assertAlmostEqual(number(row), mean, delta=4 * number(row, "sd") / math.sqrt(size))
        for column, percent in (("p05", 5), ("p50", 50), ("p95", 95)):
            expected = -1 + 0.8 * normal.inv_cdf(normal.cdf(low) + part * percent / 100)
            self.assertAlmostEqual(number(row, column), expected, delta=0.05)

    def test_correlation(self):
        """Pairs, from cohorts of one."""
        def correlation(wanted):
            cohort = {"size": 1, "sd": {SPINE: 1, HIP: 0.8}, **({"correlation": {SPINE: {HIP: wanted}}} if wanted else {})}
            pairs = []
            for seed in range(120):
                found = table({**cohort, "seed": seed}, horizon_days=1, sample_days=[0], observables=[SPINE, HIP])
                pairs.append([number(found["a", 0, name]) for name in (SPINE, HIP)])
            return statistics.correlation(*zip(*pairs))
        self.assertAlmostEqual(correlation(0), 0, delta=4 / math.sqrt(120))
        self.assertAlmostEqual(correlation(0.8), 0.8, delta=4 * (1 - 0.8 ** 2) / math.sqrt(120))

    def test_correlation_said_twice(self):
        sd, hip = {SPINE: 1, HIP: 0.8}, {"observables": [SPINE, HIP]}
        once = table({"size": 5, "sd": sd, "correlation": {SPINE: {HIP: 0.5}}}, **hip)
        twice = {SPINE: {HIP: 0.5}, HIP: {SPINE: 0.5}}
        self.assertEqual(table({"size": 5, "sd": sd, "correlation": twice}, **hip), once)
        self.assertNotEqual(table({"size": 5, "sd": sd}, **hip), once)

    def test_variability(self):
        """Without it and without an SD, all are the patient; with it they differ."""
        alone = {key: number(row) for key, row in table(None).items()}
        for key, row in table({"size": 9, "variability": False}).items():
            self.assertEqual(row["n"], "9")
            self.assertAlmostEqual(number(row, "sd"), 0, places=9)
            self.assertAlmostEqual(number(row), alone[key], delta=2e-3)
        row = table({"size": 9})["a", 400, CHANGE]
        self.assertGreater(number(row, "sd"), 0.2)
        self.assertLess(number(row, "p05"), number(row, "p50"))
        self.assertLess(number(row, "p50"), number(row, "p95"))


class Members(InFolder):
    def test_rules_for_each(self):
        """Everybody follows her own T-score: those below the limit start at the first check, the others not."""
        drug = {"agent": "zoledronic_acid", "every_days": 100,
                "start_when": {"any": [{"observable": SPINE, "below": -1.5}], "checked_every_days": 100}}
        for interval, given in (([-3, -1.8], 3), ([-1.2, 2], 0), ([-3, 2], None)):
            found = table({"size": 40, "sd": {SPINE: 1}, "range": {SPINE: interval}},
                          arms=[{"name": "a", "interventions": [drug]}], observables=["doses_given.zoledronic_acid"])
            row = found["a", 400, "doses_given.zoledronic_acid"]
            if given is None:
                self.assertEqual([number(row, column) for column in ("p05", "p95")], [0, 3])
                self.assertTrue(0.3 < number(row) < 2.7, row)
            else:
                self.assertEqual([number(row, column) for column in ("value", "p05", "p95")], [given] * 3)

    def test_one(self):
        """One member has no SD."""
        for row in table({"size": 1, "sd": {SPINE: 1}}).values():
            self.assertEqual((row["sd"], row["n"]), ("", "1"))
            self.assertEqual([row[column] for column in ("p05", "p50", "p95")], [row["value"]] * 3)

    def test_header(self):
        for more in ({}, {"uncertainty": 0}, {"measurement_error": True}):
            self.assertEqual(simulate({"size": 2, **more}).stdout.splitlines()[0], HEADER)
        lines = simulate({"size": 2, "uncertainty": 3}).stdout.splitlines()
        self.assertEqual(lines[0], HEADER + ",mean_p05,mean_p95")
        for line in lines[1:]:
            self.assertEqual(line.count(","), lines[0].count(","))
            self.assertNotIn(",,", line)

    def test_measurement_error(self):
        """What is read errs, what rules see does not."""
        drug = {"agent": "calcium", "start_when": {"any": [{"observable": SPINE, "below": -1.005}],
                                                   "checked_every_days": 10}}
        found, without = ({key[1:]: row for key, row in table(
            {"size": 20, "variability": False, "measurement_error": error}, sample_days=[0, 10, 20, 400],
            arms=[{"name": "a", "interventions": [LETROZOLE, drug]}], observables=[SPINE, "drug.calcium"]).items()}
            for error in (True, False))
        for day in (0, 10, 20, 400):
            self.assertEqual(number(found[day, "drug.calcium"], "sd"), 0)
            self.assertEqual(found[day, "drug.calcium"], without[day, "drug.calcium"])
            self.assertGreater(number(found[day, SPINE], "sd"), 0.05)
            self.assertAlmostEqual(number(without[day, SPINE], "sd"), 0, places=9)
        self.assertGreater(number(found[400, "drug.calcium"]), 0)

    # Two courses of a habit that start at the same visit: a member to whom that happens fails.
    BOTH = [{"agent": "smoking", "dose": dose, "start_when": {
        "any": [{"observable": SPINE, "below": -1}], "checked_every_days": 100}} for dose in (5, 10)]

    def test_failures_are_named(self):
        arms = [{"name": "fine", "interventions": [LETROZOLE]}, {"name": "both", "interventions": self.BOTH}]
        cohort = {"size": 30, "sd": {SPINE: 1}, "variability": False}
        text = json.dumps(scenario(cohort, arms=arms)).encode()
        loud, quiet = run("run", "-", stdin=text), run("run", "-", "--quiet", stdin=text)
        self.assertEqual((loud.returncode, quiet.returncode), (0, 0), loud.stderr)
        self.assertEqual(loud.stdout, quiet.stdout)
        named = [re.fullmatch(r"bonesim: arm both: member (\d+) failed: (.*smoking.*)", line)
                 for line in quiet.stderr.splitlines()]
        self.assertTrue(all(named), quiet.stderr)
        numbers = [int(match[1]) for match in named]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertTrue(5 < len(numbers) < 25 and numbers[-1] < 30, numbers)
        for row in rows(loud.stdout):
            self.assertEqual(int(row["n"]), 30 if row["arm"] == "fine" else 30 - len(numbers))
            if (row["arm"], row["observable"], row["time_days"]) == ("both", SPINE, "0"):
                self.assertGreaterEqual(float(row["p05"]), -1.05)  # those that are left

    def test_failures_in_draws(self):
        """Those that fail with the parameters of a draw only are counted; here all stand just above the limit."""
        alone = simulate(None, arms=[{"name": "a", "interventions": [LETROZOLE]}], patient={**PATIENT, SPINE: -0.9},
                         observables=[SPINE], horizon_days=100, sample_days=[100]).stdout
        lost = -0.9 - float(rows(alone)[0]["value"])
        arms = [{"name": "both", "interventions": [LETROZOLE, *self.BOTH]}]
        lines = simulate({"size": 20, "sd": {SPINE: 0.0002}, "variability": False, "uncertainty": 40}, "--quiet", arms=arms,
                         patient={**PATIENT, SPINE: -1 + lost + 0.0005}, horizon_days=150, sample_days=[150]).stderr.splitlines()
        named = [line for line in lines if re.match(r"bonesim: arm both: member \d+ failed: ", line)]
        more = re.fullmatch(r"bonesim: arm both: (\d+) more members failed in the 40 draws of the parameters", lines[-1])
        self.assertTrue(more, lines)
        self.assertEqual(len(named), len(lines) - 1)
        self.assertLess(len(named), 20)
        self.assertLessEqual(int(more[1]), 40 * (20 - len(named)))

    OLD = {"size": 12, "sd": {"age_years": 3}, "variability": False}
    WOMAN = {"patient": {"age_years": 75, "years_since_menopause": 10}}  # half of them: a menopause after 65

    def test_failures_of_every_draw(self):
        result = simulate({**self.OLD, "uncertainty": 2}, "--quiet", **self.WOMAN)
        self.assertRegex(result.stderr, r"\A(bonesim: arm a: member \d+ failed: .*a menopause at .*\n){2,10}\Z")

    def test_first_member_cannot_be(self):
        """A cohort is right when somebody can be a member."""
        first = 0
        for seed in range(6):
            text = json.dumps(scenario({**self.OLD, "seed": seed}, **self.WOMAN)).encode()
            self.assertEqual(run("check", "-", stdin=text).stdout, "ok\n")
            first += "member 0 failed" in run("run", "-", stdin=text).stderr
        self.assertGreater(first, 0)

    def test_all_fail(self):
        arms = [{"name": "fine"}, {"name": "both", "interventions": self.BOTH}]
        text = scenario({"size": 3, "sd": {SPINE: 0.5}, "range": {SPINE: [-3, -1.5]}}, arms=arms)
        path, out = self.write("a.json", json.dumps(text)), self.path("out.csv")
        self.check_error(run("run", path, "--out", out), 1, path, "arms[1]: found no member who succeeded, of 3;",
                         "Member 0: ", "smoking")
        self.assertEqual(os.listdir(self.folder), ["a.json"])
        self.assertEqual(run("check", path).stdout, "ok\n")

    def test_nobody_can_be(self):
        """Found before anything is simulated."""
        text = scenario({"size": 5, "sd": {"age_years": 3}, "range": {"age_years": [78, 80]}},
                        patient={"age_years": 74, "years_since_menopause": 10})
        path = self.write("a.json", json.dumps(text))
        self.check_error(run("check", path), 2, path, "cohort: ", "a menopause at ", "allowed is 18 to 65 years")

    def test_messages(self):
        """What is said of one woman is said of the cohort."""
        arms = [{"name": "much", "interventions": [{"agent": "zoledronic_acid", "dose": 10}, LETROZOLE]}, {"name": "no"}]
        alone = simulate(None, arms=arms, patient={**PATIENT, "age_years": 95, "years_since_menopause": 45}).stderr
        self.assertGreater(alone.count("\n"), 0)
        patient = {**PATIENT, "age_years": 95, "years_since_menopause": 45}
        self.assertEqual(simulate({"size": 4}, arms=arms, patient=patient).stderr, alone)
        self.assertEqual(simulate({"size": 4}, "--quiet", arms=arms, patient=patient).stderr, "")

    @unittest.skipUnless(shutil.which("gnuplot"), "gnuplot is not installed")
    def test_plot(self):
        """A light band for each arm, and with draws a dark one."""
        arms = [{"name": "a", "interventions": [LETROZOLE]}, {"name": "b"}]
        for more, notes, bands in ((None, 0, 0), ({}, 1, 2), ({"uncertainty": 2}, 2, 4)):
            cohort = None if more is None else {"size": 7, "sd": {SPINE: 1}, **more}
            path, plot = self.write("a.json", json.dumps(scenario(cohort, arms=arms))), self.path("p.svg")
            result = run("run", path, "--quiet", "--out", self.path("o.csv"), "--plot", plot)
            self.assertEqual((result.returncode, result.stderr), (0, ""))
            drawn = "".join("".join(xml.etree.ElementTree.parse(plot).getroot().itertext()).split())
            self.assertEqual([drawn.count("meanof7virtualpatients"), drawn.count("in2drawsoftheparameters")],
                             [int(notes > 0), int(notes > 1)])
            fills = re.findall(r"fill = '(rgb[^']*)' fill-opacity = '([\d.]*)'", self.read("p.svg"))
            self.assertEqual(len(set(fills)), bands)


class LongRuns(InFolder):
    def start(self, stderr=subprocess.PIPE):
        arms = [{"name": name, "interventions": [LETROZOLE]} for name in "ab"]
        text = scenario({"size": 20000, "uncertainty": 40}, arms=arms, horizon_days=10000, sample_days=[10000])
        process = subprocess.Popen(WRAPPER + [BONESIM, "run", self.write("a.json", json.dumps(text)), "--threads", "2",
                                              "--out", self.path("o.csv")], stdout=subprocess.PIPE, stderr=stderr)
        deadline = time.monotonic() + 60
        while len(os.listdir(self.folder)) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        return process

    def test_signal(self):
        process = self.start()
        sent = time.monotonic()
        process.send_signal(signal.SIGINT)
        output, message = process.communicate(timeout=60)
        self.assertEqual((process.returncode, output), (130, b""), message)
        self.assertEqual(message.count(b"\n"), 1)
        self.assertIn(b"interrupted", message)
        self.assertEqual(os.listdir(self.folder), ["a.json"])
        if not WRAPPER:
            self.assertLess(time.monotonic() - sent, 2)

    def test_progress(self):
        process, shown = self.shown_until_interrupted(self.start)
        self.assertRegex(shown, r"\A(\rbonesim: +\d+ % of 2 arms, 20000 members, 40 draws(, about \d+(\.\d)? (s|min|h) left)?\x1b\[K)+\r\x1b\[K"
                         r"bonesim: [^\r\n]*interrupted[^\r\n]*\r\n\Z")


if __name__ == "__main__":
    unittest.main()
