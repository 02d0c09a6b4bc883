# SPDX-License-Identifier: Apache-2.0
"""--provenance: what decides the numbers, the same bytes for the same run, with the table or not at all."""

import hashlib
import json
import os
import unittest

from bonesim import BASE, InFolder, rows, run

COHORT = """{
  "schema": "bonemodel.scenario/1",
  "patient": { "age_years": 101 },
  "cohort": { "size": 3, "seed": 9007199254740991 },
  "arms": [ { "name": "caf\\u00e9", "interventions": [ { "agent": "letrozole", "dose": 100, "every_days": 1 } ] } ],
  "horizon_days": 30, "sample_days": [30], "observables": ["bmd_change.lumbar_spine"]
}
"""


class Provenance(InFolder):
    def made(self, text, *more):
        path = self.write("s.json", text)
        out, origin = self.path("o.csv"), self.path("p.json")
        result = run("run", path, "--out", out, "--provenance", origin, *more)
        self.assertEqual(result.returncode, 0, result.stderr)
        with open(origin, "rb") as file:
            return file.read(), result.stderr

    def test_what_it_says(self):
        contents, _ = self.made(BASE, "--quiet", "--threads", "2")
        says = json.loads(contents)
        version = run("--version").stdout.splitlines()
        self.assertEqual(version[0], "bonesim %s (library %s)" % (says["bonesim"], says["library"]))
        self.assertIn("model core: calibration %s, equations %d" % (says["calibration"], says["equations"]), version)
        self.assertEqual(says["model"], "core")
        self.assertEqual(says["scenario_sha256"], hashlib.sha256(BASE.encode()).hexdigest())
        self.assertEqual(says["command_line"], ["run", self.path("s.json"), "--out", self.path("o.csv"), "--provenance",
                                                self.path("p.json"), "--quiet"])
        self.assertEqual([arm["name"] for arm in says["arms"]], ["none", "drugs"])
        self.assertNotIn("seed", says)
        with open(self.path("o.csv"), encoding="utf-8") as file:
            self.assertEqual(len(rows(file.read())), 12)

    def test_a_cohort(self):
        """The seed to its last digit, and each sentence that is printed."""
        contents, printed = self.made(COHORT)
        says = json.loads(contents)
        self.assertEqual((says["seed"], says["members"]), (9007199254740991, 3))
        arm = says["arms"][0]
        self.assertEqual(arm["name"], "caf\u00e9")
        self.assertTrue(arm["warnings"] or arm["applicability"])
        for sentence in arm["warnings"] + arm["applicability"]:
            self.assertIn(sentence, printed)
        self.assertEqual(len(printed.strip().splitlines()), len(arm["warnings"] + arm["applicability"]))

    def test_same_bytes(self):
        first, _ = self.made(COHORT, "--threads", "1")
        second, _ = self.made(COHORT, "--threads", "3")
        self.assertEqual(first, second)
        other, _ = self.made(COHORT + "\n")
        self.assertEqual({key for key in json.loads(first) if json.loads(first)[key] != json.loads(other)[key]},
                         {"scenario_sha256"})

    def test_standard_input(self):
        result = run("run", "-", "--provenance", self.path("p.json"), stdin=BASE.encode())
        self.assertEqual((result.returncode, len(rows(result.stdout))), (0, 12))
        with open(self.path("p.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["scenario_sha256"], hashlib.sha256(BASE.encode()).hexdigest())

    def test_refused(self):
        path = self.write("s.json", BASE)
        for arguments in (["--provenance", path], ["--provenance", "-"], ["--provenance", ""],
                          ["--out", self.path("x"), "--provenance", self.path("x")]):
            result = run("run", path, *arguments)
            self.assertEqual((result.returncode, result.stdout), (2, ""), arguments)
            self.assertIn("--provenance", result.stderr)
        self.assertEqual(run("check", path, "--provenance", self.path("x")).returncode, 2)

    def test_all_or_none(self):
        path = self.write("s.json", BASE)
        nowhere = os.path.join(self.path("nowhere"), "p.json")
        result = run("run", path, "--out", self.path("o.csv"), "--provenance", nowhere)
        self.assertEqual(result.returncode, 1)
        self.assertFalse(os.path.exists(self.path("o.csv")))
        result = run("run", path, "--out", "/dev/full", "--provenance", self.path("p.json"))
        self.assertEqual(result.returncode, 1)
        self.assertFalse(os.path.exists(self.path("p.json")))


if __name__ == "__main__":
    unittest.main()
