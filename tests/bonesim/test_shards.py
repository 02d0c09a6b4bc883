# SPDX-License-Identifier: Apache-2.0
"""Shards of a cohort: however it is cut, merge prints what a run of all members prints, and says what cannot be merged."""

import hashlib
import json
import os
import random
import signal
import subprocess
import time
import unittest

from bonesim import BONESIM, HEADER, WRAPPER, InFolder, rows, run

N = 120
SCENARIO = {
    "schema": "bonemodel.scenario/1",
    "patient": {"age_years": 62, "years_since_menopause": 12},
    "arms": [{"name": "none"},
             {"name": "policy", "interventions": [
                 {"agent": "letrozole", "dose": 2.5, "every_days": 1},
                 {"agent": "zoledronic_acid", "dose": 4, "every_days": 182.625, "start_when": {
                     "any": [{"observable": "t_score.total_hip", "below": -1.5}], "checked_every_days": 182.625}}]}],
    "horizon_days": 400,
    "sample_days": [0, 100, 365.25],
    "observables": ["bmd_change.lumbar_spine", "marker_change.s_ctx", "doses_given.zoledronic_acid"],
    "below": {"t_score.total_hip": -1.2},
    "cohort": {"size": N, "seed": 7, "sd": {"t_score.total_hip": 1, "age_years": 8}, "uncertainty": 2},
}


def changed(**keys):
    scenario = json.loads(json.dumps(SCENARIO))
    scenario["cohort"].update(keys)
    return json.dumps(scenario)


class Shards(InFolder):
    def setUp(self):
        super().setUp()
        self.scenario = self.write("s.json", json.dumps(SCENARIO))

    def shard(self, first, last, name=None, scenario=None):
        """Simulates members into a file; its path."""
        path = self.path(name or f"{first}.bms")
        result = run("run", scenario or self.scenario, "--members", f"{first}:{last}", "--summary", path, "--quiet",
                     "--threads", "1")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout, "", "a shard prints no table")
        return path

    def cut(self, n, prefix):
        ends = [i * N // n for i in range(n + 1)]
        return [self.shard(a, b, f"{prefix}{a}.bms") for a, b in zip(ends, ends[1:])]

    def bytes_of(self, path):
        with open(path, "rb") as file:
            return file.read()

    def merged(self, paths, *options):
        result = run("merge", *paths, "--quiet", *options)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result

    def test_any_cut_gives_the_same_bytes(self):
        whole = run("run", self.scenario, "--summary", self.path("whole.bms"), "--provenance", self.path("whole.json"))
        self.assertEqual(whole.returncode, 0, whole.stderr)
        self.assertIn("failed: age_years", whole.stderr, "members who fail are to be among them")
        summary = self.bytes_of(self.path("whole.bms"))
        for n in (1, 7, 100):
            paths = self.cut(n, f"cut{n}-")
            random.Random(n).shuffle(paths)
            merged = run("merge", *paths, "--provenance", self.path("merged.json"))
            self.assertEqual((merged.returncode, merged.stdout, merged.stderr), (0, whole.stdout, whole.stderr), n)
            self.merged(paths, "--summary", self.path("again.bms"))
            self.assertEqual(self.bytes_of(self.path("again.bms")), summary, n)
            # in groups of groups, with gaps in between
            half = self.merged(paths[: n // 2 + 1], "--summary", self.path("a.bms"))
            self.assertEqual(half.stdout, "")
            rest = paths[n // 2 + 1:]
            if rest:
                self.merged(rest, "--summary", self.path("b.bms"))
                nested = self.merged([self.path("b.bms"), self.path("a.bms")])
                self.assertEqual(nested.stdout, whole.stdout)
        one, other = json.loads(self.read("whole.json")), json.loads(self.read("merged.json"))
        for key in one.keys() | other.keys() - {"command_line"}:
            if key != "command_line":
                self.assertEqual(one.get(key), other.get(key), key)
        self.assertEqual(other["members"], N)
        self.assertEqual(other["scenario_sha256"], hashlib.sha256(self.bytes_of(self.scenario)).hexdigest())

    def test_the_table_is_that_of_a_run(self):
        """Percentiles of few members are exact; means, and who is below, agree to rounding."""
        plain = rows(run("run", self.scenario, "--quiet").stdout)
        summed = run("run", self.scenario, "--summary", self.path("x.bms"), "--quiet").stdout
        self.assertTrue(summed.startswith(HEADER))
        for a, b in zip(plain, rows(summed), strict=True):
            for key in a:
                if key in ("arm", "time_days", "observable", "unit", "n"):
                    self.assertEqual(a[key], b[key])
                elif a[key]:
                    # a run with "below" goes on from month to month, which agrees within the tolerance
                    scale = 1 if a["observable"].startswith("probability") else 1 + abs(float(a[key]))
                    self.assertAlmostEqual(float(a[key]), float(b[key]), delta=1e-9 * scale, msg=str((a, key)))
                else:
                    self.assertEqual(b[key], "")

    def test_a_shard_alone(self):
        out = run("run", self.scenario, "--members", "3:9", "--out", self.path("t.csv"), "--provenance",
                  self.path("p.json"), "--quiet")
        self.assertEqual((out.returncode, out.stdout), (0, ""), out.stderr)
        self.assertEqual({row["n"] for row in rows(self.read("t.csv"))}, {"6"})
        provenance = json.loads(self.read("p.json"))
        self.assertEqual((provenance["members"], provenance["member_ranges"]), (6, ["3:9"]))
        self.assertEqual(provenance["command_line"][:4], ["run", self.scenario, "--out", self.path("t.csv")])
        self.assertIn("3:9", provenance["command_line"])

    def test_millions_are_members_too(self):
        big = self.write("big.json", changed(size=10**12))
        self.assertEqual(run("check", self.write("ten.json", changed(size=3 * 10**6))).returncode, 0)
        self.check_error(run("run", big), 2, "cohort.size: found 1000000000000", "allowed at most 1000000")
        self.shard(10**12 - 3, 10**12, "last.bms", big)
        few = self.write("few.json", changed(size=10**6))
        self.shard(40, 60, "few.bms", few)

    @unittest.skipIf(WRAPPER, "a wrapper takes the signal")
    def test_a_shard_that_is_killed_leaves_nothing_and_is_rerun_alone(self):
        big = self.write("big.json", changed(size=200000))
        before = set(os.listdir(self.folder))
        process = subprocess.Popen([BONESIM, "run", big, "--members", "0:100000", "--summary", self.path("k.bms")],
                                   stderr=subprocess.PIPE)
        while set(os.listdir(self.folder)) == before:  # until the file is in the making
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
        self.assertNotEqual(process.returncode, 0)
        self.assertIn(b"nothing was written", errors)
        self.assertEqual(set(os.listdir(self.folder)), before)
        first, last = self.shard(0, 50), self.shard(50, N)
        whole = run("run", self.scenario, "--summary", self.path("w.bms")).stdout
        kept = self.bytes_of(last)
        os.remove(last)
        self.assertEqual(self.bytes_of(self.shard(50, N)), kept)
        self.assertEqual(self.merged([last, first]).stdout, whole)

    def test_what_cannot_be_merged(self):
        a, b, c = self.shard(0, 40), self.shard(40, 80), self.shard(80, N)
        overlap = self.shard(70, 90, "o.bms")
        seed = self.shard(40, 80, "seed.bms", self.write("seed.json", changed(seed=8)))
        other = self.shard(40, 80, "other.bms", self.write("other.json", changed(uncertainty=1)))
        cases = [([a, c], [a, c, "no file with the members 40:80"]),
                 ([b, c], [b, "the members 0:40"]),
                 ([a, b], [b, "the members 80:120"]),
                 ([a, b, c, overlap], [b, overlap, "members 70:80 in both"]),
                 ([a, a], [a, "0:40 in both"]),
                 ([a, seed, c], [a, seed, "seeds"]),
                 ([a, other, c], [a, other, "scenarios"]),
                 ([self.scenario], [self.scenario, "cut off, damaged or no summary"])]
        whole = self.bytes_of(b)
        for at in (0, 7, 100, len(whole) // 2, len(whole) - 1):
            cases.append(([a, self.write(f"cut{at}.bms", whole[:at]), c], [f"cut{at}.bms", "cut off"]))
        for at in (3, 60, len(whole) // 3, len(whole) - 1):
            damaged = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:]
            cases.append(([a, self.write(f"bit{at}.bms", damaged), c], [f"bit{at}.bms", "damaged"]))
        version = self.again_signed(whole.replace(b"0.", b"9.", 1))
        cases.append(([a, self.write("v.bms", version), c], ["v.bms", "of bonesim 9."]))
        for paths, words in cases:
            for options in ([], ["--out", self.path("out.csv")], ["--provenance", self.path("p.json")]):
                self.check_error(run("merge", *paths, *options), 2, "merge: ", *words)
                self.assertFalse(os.path.exists(self.path("out.csv")) or os.path.exists(self.path("p.json")))
        self.check_error(run("merge", a, b, overlap, "--summary", self.path("s.bms")), 2, "in both")
        self.check_error(run("merge", self.path("nowhere.bms")), 1, "nowhere.bms", "cannot open")
        self.assertFalse(os.path.exists(self.path("s.bms")))
        self.assertEqual(self.bytes_of(b), whole)

    def again_signed(self, data):
        return data[:-32] + hashlib.sha256(data[:-32]).digest()

    def test_command_lines(self):
        s, a = self.scenario, self.shard(0, 40)
        patient = {key: value for key, value in SCENARIO.items() if key not in ("cohort", "below")}
        alone = self.write("alone.json", json.dumps(patient))
        band = self.write("band.json", json.dumps({**patient, "band": "woman",
                                                      "observables": ["bmd_change.lumbar_spine"]}))
        for wrong in ("5", "5:", ":5", "5:5", "6:5", "-1:5", "0:5x", "0x1:5", "1.5:4", "0:99999999999999999999", " 1:5"):
            self.check_error(run("run", s, "--members", wrong, "--summary", self.path("n.bms")), 2, "--members: found")
        for arguments, words in [
                (["run", s, "--members", "0:5"], ["neither --summary nor --out"]),
                (["run", s, "--members", f"0:{N + 1}", "--summary", self.path("n.bms")], ["cohort.size", "0:121"]),
                (["run", alone, "--summary", self.path("n.bms")], ["cohort", "found nothing"]),
                (["run", band, "--summary", self.path("n.bms")], ["cohort", "found nothing"]),
                (["run", s, "--summary", "-"], ["--summary"]),
                (["run", s, "--summary", s], ["the scenario itself"]),
                (["run", s, "--summary", self.path("x"), "--out", self.path("x")], ["another output"]),
                (["run", s, "--summary", self.path("n.bms"), "--plot", self.path("p.svg")], ["--plot"]),
                (["check", s, "--members", "0:5"], ["another command"]),
                (["predict", s, s, "--summary", self.path("n.bms")], ["another command"]),
                (["merge"], ["no file"]),
                (["merge", a, "--threads", "2"], ["another command"]),
                (["merge", a, "--members", "0:5"], ["another command"]),
                (["merge", a, "--out", a], ["which is merged"]),
                (["merge", a, "--summary", a], ["which is merged"])]:
            self.check_error(run(*arguments), 2, *words)
        self.assertFalse(os.path.exists(self.path("n.bms")))


WOMEN = """age_years,years_since_menopause,t_score.total_hip,parent_hip_fracture,weight
61,11,-1.5,0,1
55,3,,1,2.5
70,20,-2.4,0,0.25
52,1,0.5,,1
"""


class Women(InFolder):
    def scenario(self, table="women.csv", **keys):
        scenario = {**SCENARIO, "cohort": {"members": table, "seed": 3, **keys}}
        return self.write("s.json", json.dumps(scenario))

    def test_her_row_is_she(self):
        self.write("women.csv", "".join(line.rpartition(",")[0] + "\r\n" for line in WOMEN.splitlines()))
        result = run("run", self.scenario(variability=False), "--quiet")
        self.assertEqual(result.returncode, 0, result.stderr)
        table = rows(result.stdout)
        patients = []
        for covariates in ({"age_years": 61, "years_since_menopause": 11, "t_score.total_hip": -1.5},
                           {"age_years": 55, "years_since_menopause": 3, "parent_hip_fracture": 1},
                           {"age_years": 70, "years_since_menopause": 20, "t_score.total_hip": -2.4},
                           {"age_years": 52, "years_since_menopause": 1, "t_score.total_hip": 0.5}):
            one = {key: value for key, value in SCENARIO.items() if key not in ("cohort", "below")}
            patients.append(rows(run("run", self.write("one.json", json.dumps({**one, "patient": covariates})),
                                     "--quiet").stdout))
        for i, of_women in enumerate(zip(*patients, strict=True)):
            values = [float(row["value"]) for row in of_women]
            found = next(row for row in table if all(row[key] == of_women[0][key]
                                                     for key in ("arm", "time_days", "observable")))
            self.assertAlmostEqual(float(found["value"]), sum(values) / 4, delta=1e-4 * (1 + abs(max(values, key=abs))))
            self.assertEqual(found["n"], "4")

    def test_weights_and_shards(self):
        self.write("women.csv", WOMEN)
        scenario = self.scenario()
        whole = run("run", scenario, "--summary", self.path("w.bms"))
        self.assertEqual(whole.returncode, 0, whole.stderr)
        for first, last in ((0, 1), (1, 3), (3, 4)):
            self.assertEqual(run("run", scenario, "--members", f"{first}:{last}", "--summary",
                                 self.path(f"{first}.bms")).returncode, 0)
        pieces = [self.path(f"{i}.bms") for i in (3, 0, 1)]
        os.rename(self.path("women.csv"), self.path("elsewhere.csv"))  # merging needs no table
        merged = run("merge", *pieces)
        self.assertEqual((merged.returncode, merged.stdout), (0, whole.stdout), merged.stderr)
        self.write("women.csv", WOMEN.replace("61,", "62,"))
        self.assertEqual(run("run", scenario, "--members", "3:4", "--summary", self.path("3.bms")).returncode, 0)
        self.check_error(run("merge", *pieces), 2, "3.bms", "0.bms", "tables of women")
        # a weight of 2.5 counts 2.5 times
        ever = [row for row in rows(whole.stdout) if row["observable"] == "probability_below.t_score.total_hip"]
        self.assertAlmostEqual(float(ever[0]["value"]), 1.25 / 4.75, delta=1e-12)

    def test_her_row_is_in_every_message(self):
        header = "age_years,years_since_menopause,t_score.total_hip,parent_hip_fracture,weight\n"
        for text, words in [
                (header + "61,11,-1.5,0,1\n300,11,,,1\n", ["row 2 (member 1)", "age_years", "found \"300\""]),
                (header + "61,11,-1.5,0.5,1\n", ["row 1", "parent_hip_fracture", "0.5"]),
                (header + "61,11,x,0,1\n", ["row 1", "t_score.total_hip", '"x"']),
                (header + "61,11,nan,0,1\n", ["row 1", "nan"]),
                (header + "61,11,0,0\n", ["row 1", "found 4 cells; allowed 5"]),
                (header + "61,11,0,0,1,2\n", ["row 1", "found 6 cells; allowed 5"]),
                (header + "61,11,0,0,0\n", ["row 1", "weight"]),
                (header + "61,11,0,0,\n", ["row 1", "weight"]),
                (header + '61,11,0,0,"1"x\n', ["row 1", "quote"]),
                (header + "61,11,0,0,1\n\n", ["row 2", "empty line"]),
                (header, ["no rows"]), ("", ["no rows"]),
                ("age_years,weight_k\n60,1\n", ["header", '"weight_k"', "nearest weight_kg"]),
                ("age_years,age_years\n60,60\n", ["header", "twice"]),
                ("age_years,device\n60,1\n", ["device"])]:
            self.write("women.csv", text)
            self.check_error(run("run", self.scenario()), 2, "cohort.members", *words)
        # what contradicts itself is a member who fails, by her row
        self.write("women.csv", header + "61,11,0,0,1\n80,1,0,0,1\n")
        result = run("run", self.scenario())
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("member 1 (row 2) failed: age_years is 80", result.stderr)
        self.check_error(run("run", self.scenario(table="nowhere.csv")), 2, "cohort.members", "nowhere.csv")
        self.write("women.csv", WOMEN)
        self.check_error(run("run", self.scenario(size=4)), 2, "cohort.size")
        self.check_error(run("run", self.scenario(sd={"age_years": 3})), 2, "cohort", "age_years")


if __name__ == "__main__":
    unittest.main()
