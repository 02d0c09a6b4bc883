# SPDX-License-Identifier: Apache-2.0
"""Bands of one woman: how they nest, that her own course stays, what they are made of, what is refused."""

import json
import os
import shutil
import unittest
import xml.etree.ElementTree

from bonesim import HEADER, InFolder, rows, run

BANDS = ["typical", "trial", "woman", "measured"]
SPINE = "bmd_change.lumbar_spine"
# read with an error when measured, and not
MEASURED = ["bmd.lumbar_spine", SPINE, "t_score.total_hip", "marker_change.s_ctx", "marker.s_ctx"]
RISKS = ["fracture_risk.major", "fracture_risk_10y.hip"]


def scenario(**more):
    arms = [{"name": "a", "interventions": [{"agent": "letrozole"}]},
            {"name": "b", "interventions": [{"agent": "letrozole"}, {"agent": "zoledronic_acid", "start_when": {
                "any": [{"observable": "t_score.total_hip", "below": -1.2}], "checked_every_days": 182}}]}]
    return json.dumps({"schema": "bonemodel.scenario/1", "arms": arms, "horizon_days": 800, "sample_days": [0, 400, 800],
                       "patient": {"age_years": 62, "years_since_menopause": 11, "t_score.total_hip": -1},
                       "observables": MEASURED + RISKS, **more}).encode()


def simulate(*options, **more):
    result = run("run", "-", "--quiet", *options, stdin=scenario(**more))
    assert result.returncode == 0, result.stderr
    return result.stdout


def table(**more):
    return {(row["arm"], float(row["time_days"]), row["observable"]): row for row in rows(simulate(**more))}


def width(row):
    return float(row["p95"]) - float(row["p05"])


class Bands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.alone = table()
        cls.bands = {band: table(band=band) for band in BANDS}

    def test_nest(self):
        """What is not measured has the same band as measured and unmeasured; 5 % for the thousand possibilities."""
        for inner, outer in zip(BANDS, BANDS[1:]):
            for key, row in self.bands[outer].items():
                before, slack = self.bands[inner][key], 0.95
                self.assertGreaterEqual(width(row), slack * width(before), (outer, key))
                self.assertGreaterEqual(float(row["sd"]), slack * float(before["sd"]), (outer, key))
                if key[1] > 0 and key[2] in MEASURED and outer != "woman":
                    self.assertGreater(float(row["sd"]), float(before["sd"]), (outer, key))

    def test_each_level_says_something_of_its_own(self):
        """Of the change at the spine after two years, in points."""
        of = [float(self.bands[band]["a", 800, SPINE]["sd"]) for band in BANDS]
        self.assertTrue(0.1 < of[0] < 1 < of[1] < 2.5 < of[2] < of[3] < 8, of)

    def test_value_is_hers(self):
        for band in BANDS:
            self.assertEqual(self.bands[band].keys(), self.alone.keys())
            for key, row in self.bands[band].items():
                self.assertEqual((row["value"], row["unit"], row["n"]),
                                 (self.alone[key]["value"], self.alone[key]["unit"], "1"))
                self.assertLessEqual(float(row["p05"]), float(row["p50"]))
                self.assertLessEqual(float(row["p50"]), float(row["p95"]))

    def test_around_her(self):
        """The middle of a band is near her own course; in arm b each begins when her own density says so."""
        for band in BANDS:
            for key, row in ((key, row) for key, row in self.bands[band].items() if key[0] == "a"):
                self.assertLess(abs(float(row["p50"]) - float(row["value"])), 0.6 * float(row["sd"]) + 1e-9, (band, key))

    def test_day_0(self):
        """A change is none on day 0, and a density that was measured is what it is until it is measured again."""
        for band in BANDS:
            for arm in "ab":
                self.assertEqual(float(self.bands[band][arm, 0, SPINE]["sd"]), 0, band)
                self.assertEqual(float(self.bands[band][arm, 0, "t_score.total_hip"]["sd"]) > 1e-9, band == "measured")

    def test_header(self):
        self.assertEqual(simulate(band="trial").splitlines()[0], HEADER)

    def test_is_a_cohort(self):
        """One woman as she is differs from the next as a cohort's members do, and by more."""
        women = table(cohort={"size": 1000})
        for key, row in self.bands["woman"].items():
            if key[1] > 0 and key[2] in MEASURED:
                self.assertGreater(float(row["sd"]), 0.95 * float(women[key]["sd"]), key)


class Seeds(unittest.TestCase):
    def test_seeds_and_threads(self):
        for band in BANDS:
            one = simulate("--threads", "1", band=band)
            self.assertEqual(simulate("--threads", "2", band=band), one)
            self.assertEqual(simulate(band=band, seed=1), one)
            other = simulate(band=band, seed=2)
            self.assertNotEqual(other, one)
            self.assertEqual([row["value"] for row in rows(other)], [row["value"] for row in rows(one)])

    def test_typical_of_the_rest(self):
        """All that the parameters move has a band of the typical woman."""
        for key, row in table(band="typical", observables=["serum.estradiol", "cells.osteoclasts"]).items():
            if key[1] > 0:
                self.assertGreater(float(row["sd"]), 0, key)

    def test_a_seed_alone_changes_nothing(self):
        self.assertEqual(simulate(seed=7), simulate())


@unittest.skipUnless(shutil.which("gnuplot"), "gnuplot is not there")
class Picture(InFolder):
    def test_says_what_the_band_is(self):
        path = self.path("p.svg")
        simulate("--plot", path, band="trial", observables=[SPINE])
        texts = [" ".join("".join(text.itertext()).split())
                 for text in xml.etree.ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text")]
        self.assertIn("Line: the typical woman. Band: where the typical woman of a new trial may lie", " ".join(texts))
        self.assertNotIn("virtual patients", " ".join(texts))


class Provenance(InFolder):
    def test_seed_and_members(self):
        path = self.path("p.json")
        simulate("--provenance", path, band="trial", seed=5)
        says = json.loads(self.read("p.json"))
        self.assertEqual((says["seed"], says["members"]), (5, 1000))


class Refused(InFolder):
    CORE = {"schema": "bonemodel.scenario/1", "model": "core", "arms": [{"name": "a"}], "horizon_days": 3,
            "sample_days": [0], "observables": ["core.PTH"]}

    def refuse(self, text, *fragments):
        """Exit status 2 with a line that names the place, and nothing is written."""
        path, out = self.write("s.json", text), self.path("o.csv")
        for command in (["run", path, "--out", out, "--provenance", self.path("p.json")], ["check", path]):
            result = run(*command)
            self.check_error(result, 2, path, *fragments)
            self.assertEqual(os.listdir(self.folder), ["s.json"])

    def test_band(self):
        self.refuse(scenario(band="trial", cohort={"size": 5}), "band: found ", "cohort")
        self.refuse(json.dumps({**self.CORE, "band": "typical"}), "band: found ", "core")
        for band in ("women", "", "Trial", 1, None, True, ["trial"]):
            self.refuse(scenario(band=band), "band: found ", '"typical", "trial", "woman" or "measured"')

    def test_seed(self):
        self.refuse(scenario(seed=1, cohort={"size": 5}), "seed: found 1", "cohort.seed")
        self.refuse(json.dumps({**self.CORE, "seed": 1}), "seed: found ", "core")
        for seed in (1.5, -1, "1", None, 9007199254740992, 1e300):
            self.refuse(scenario(seed=seed, band="trial"), "seed: found ")

    def test_observables_without_a_distribution(self):
        for name in ("doses_given.letrozole", "drug.letrozole"):
            for band in BANDS:
                self.refuse(scenario(band=band, observables=[SPINE, name]), f"observables[1]: found {name}")
        for band in BANDS[1:]:
            self.refuse(scenario(band=band, observables=["serum.estradiol", SPINE]),
                        "observables[0]: found serum.estradiol")

    def test_exits_do_not_depend_on_what_is_drawn(self):
        """A patient who cannot be is refused as without a band."""
        patient = {"age_years": 62, "years_since_menopause": 60}
        for more in ({}, {"band": "woman"}):
            result = run("run", "-", stdin=scenario(patient=patient, **more))
            self.assertEqual((result.returncode, result.stdout), (2, ""))


if __name__ == "__main__":
    unittest.main()
