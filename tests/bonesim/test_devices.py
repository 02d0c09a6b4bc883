# SPDX-License-Identifier: Apache-2.0
"""Scanners by name: densities on another scale, what is refused, and what is said."""

import json
import unittest

from bonesim import BASE, FULL, InFolder, rows, run, vary


class Devices(InFolder):
    def scenario(self, patient, **more):
        text = json.loads(FULL)
        text["patient"] = patient
        text["arms"] = [{"name": "she"}]
        text["observables"], text["sample_days"] = ["bmd.lumbar_spine", "t_score.lumbar_spine"], [0]
        return self.write("s.json", json.dumps({**text, **more}))

    def values(self, patient, **more):
        result = run("run", self.scenario(patient, **more))
        self.assertEqual(result.returncode, 0, result.stderr)
        return [float(row["value"]) for row in rows(result.stdout)], result.stderr

    def test_scales(self):
        (lunar, t_score), said = self.values({"bmd.lumbar_spine": 1.0}, device="lunar")
        self.assertAlmostEqual(lunar, 0.880218, places=6)
        self.assertAlmostEqual(t_score, (lunar - 1.047) / 0.110, places=9)
        self.assertIn("bmd.lumbar_spine was converted from the scale of lunar", said)
        self.assertEqual(self.values({"bmd.lumbar_spine": 1.0}, device="hologic")[0][0], 1.0)
        self.assertEqual(self.values({"bmd.lumbar_spine": 1.0, "device": 2})[0][0], lunar)
        self.assertAlmostEqual(self.values({"t_score.lumbar_spine": -1.5}, device="lunar")[0][1], -1.5, places=12)
        quantity = {"value": 1000, "unit": "mg/cm2"}
        self.assertEqual(self.values({"bmd.lumbar_spine": quantity}, device="lunar")[0][0], lunar)

    def test_wrong(self):
        for patient, more, fragments in [
                ({}, {"device": "ge"}, ['device: found "ge"', "hologic, lunar, norland"]),
                ({}, {"device": 2}, ["device: found 2; allowed the name of a scanner"]),
                ({"device": 2}, {"device": "lunar"}, ["device: found it beside a patient's device"]),
                ({"device": 2.5}, {}, ["patient.device: ", "device is 2.5, allowed is the whole number"]),
                ({"bmd.distal_radius": 0.7}, {"device": "lunar"}, ["distal_radius is given on the scale of lunar"]),
                ({"t_score.total_hip": 6.5}, {}, ["patient.t_score.total_hip: found 6.5; allowed -6 to 6"])]:
            with self.subTest(patient=patient, more=more):
                self.check_error(run("check", self.scenario(patient, **more)), 2, *fragments)
        core = vary(('"title"', '"device": "lunar", "title"'), base=BASE)
        self.check_error(run("check", self.write("c.json", core)), 2, "device: found", 'no device with "model": "core"')


if __name__ == "__main__":
    unittest.main()
