# SPDX-License-Identifier: Apache-2.0
"""Warnings of what does not go together: a line each on standard error, for patients and cohorts, and not with --quiet."""

import json
import unittest

from bonesim import FULL, InFolder, run


def scenario(*interventions, **more):
    text = json.loads(FULL)
    text["arms"] = [{"name": "both", "interventions": list(interventions)}]
    text["horizon_days"], text["sample_days"] = 900, [0, 900]
    return json.dumps({**text, **more})


class Warnings(InFolder):
    def warnings(self, text, *options):
        result = run("run", self.write("s.json", text), *options)
        self.assertEqual(result.returncode, 0, result.stderr)
        return [line for line in result.stderr.splitlines() if "warning" in line]

    def test_together(self):
        text = scenario({"agent": "letrozole"}, {"agent": "tamoxifen"}, {"agent": "denosumab", "doses": 2})
        for cohort in ({}, {"cohort": {"size": 2}}):
            found = self.warnings(json.dumps({**json.loads(text), **cohort}))
            self.assertEqual(len(found), 2, found)
            self.assertTrue(all(line.startswith("bonesim: arm both: warning: ") for line in found), found)
            self.assertIn("letrozole and tamoxifen are given at the same time", found[0])
            self.assertIn("denosumab was stopped after day 182.625 with nothing after it", found[1])
        self.assertEqual(self.warnings(text, "--quiet"), [])

    def test_none(self):
        self.assertEqual(self.warnings(scenario({"agent": "letrozole"}, {"agent": "denosumab"})), [])


if __name__ == "__main__":
    unittest.main()
