# SPDX-License-Identifier: Apache-2.0
"""The command line: commands, options, exit status, what goes to which stream."""

import json
import os
import re
import unittest

from bonesim import BASE, FULL, HEADER, InFolder, rows, run

KINDS = {"agent", "agent_parameter", "covariate", "device", "exercise", "initial", "observable", "parameter", "target"}
KEYS = {"kind", "name", "unit", "min", "max", "default", "source", "code", "models"}


class CommandLine(InFolder):
    def test_version_and_help(self):
        result = run("--version")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"\Abonesim \d+\.\d+\.\d+ \(library \d+\.\d+\.\d+\)\n"
                         r"(model (full|core): calibration 20\d\d[a-z]-[0-9a-f]{8}, equations \d+\n){2}\Z")
        result = run("--help")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        for word in ("bonesim run SCENARIO.json", "--threads", "catalog", "check", "Exit status", "not a medical device"):
            self.assertIn(word, result.stdout)

    def test_manual_page(self):
        """It names every option and status that the help names, and its example is a scenario."""
        page = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "bonesim", "bonesim.1")
        with open(page, encoding="utf-8") as file:
            text = file.read().replace("\\-", "-")
        options = set(re.findall(r"--[a-z]+", run("--help").stdout))
        self.assertLessEqual({"--out", "--plot", "--theme"}, options)
        self.assertEqual(options - {"--version", "--help"}, set(re.findall(r"--[a-z]+", text)) - {"--version", "--help"})
        self.assertLessEqual({"0", "1", "2", "130"}, set(re.findall(r"^\.B (\d+)$", text, re.MULTILINE)))
        example = re.search(r"^\.nf\n(    \{.*?^    \}$)", text, re.MULTILINE | re.DOTALL).group(1)
        self.assertEqual(run("check", "-", stdin=example.encode()).stdout, "ok\n")

    def test_wrong_command_lines(self):
        path = self.write("a.json", BASE)
        for arguments, fragment in (
                ([], "found no command; allowed run, check, catalog"),
                (["walk"], 'found "walk"; allowed run, check, catalog'),
                (["walk\nrun"], 'found "walk\\x0arun"'),
                (["run"], "run: found 0 file names; allowed one"),
                (["run", path, path], "run: found 2 file names"),
                (["check"], "check: found 0 file names"),
                (["catalog", "letrozol"], 'catalog: found "letrozol"; allowed a kind (agent, '),
                (["catalog", "agent", "letrozole"], "catalog: found 2 names; allowed one, of a kind or a row, or none"),
                (["run", path, "--colour"], 'found "--colour"; allowed --out'),
                (["run", path, "-x"], 'found "-x"'),
                (["run", path, "--quiet=yes"], 'found "--quiet=yes"'),
                (["run", path, "--out"], 'found "--out" without its value'),
                (["run", path, "--out", ""], "--out: found an empty name"),
                (["run", path, "--out", "a", "--out", "b"], "--out: found this option twice"),
                (["run", path, "--threads"], 'found "--threads" without its value'),
                (["run", path, "--threads", "0"], '--threads: found "0"; allowed a whole number from 1 to 1024'),
                (["run", path, "--threads", "-1"], '--threads: found "-1"'),
                (["run", path, "--threads", "2x"], '--threads: found "2x"'),
                (["run", path, "--threads", "1.5"], '--threads: found "1.5"'),
                (["run", path, "--threads", " 1"], '--threads: found " 1"'),
                (["run", path, "--threads", ""], '--threads: found ""'),
                (["run", path, "--threads", "99999999999999999999"], '--threads: found "99999999999999999999"'),
                (["run", path, "--plot", "a.gif"], '--plot: found "a.gif"; allowed a file name that ends in .svg, .png or .pdf'),
                (["run", path, "--theme", "blue"], '--theme: found "blue"; allowed light or dark'),
                (["check", path, "--theme", "dark"], "check: found an option of another command"),
                (["run", path, "--plot", "-"], '--plot: found "-"'),
                (["run", path, "--plot", "svg"], '--plot: found "svg"'),
                (["run", path, "--json"], "run: found an option of another command"),
                (["check", path, "--out", "a.csv"], "check: found an option of another command; allowed --quiet"),
                (["catalog", "--threads", "2"], "catalog: found an option of another command; allowed --json"),
                (["run", path, "--out", self.path("a.svg"), "--plot", self.path("a.svg")], "the same file as --out"),
                (["run", path, "--out", path], "found the scenario itself")):
            with self.subTest(arguments=arguments):
                self.check_error(run(*arguments), 2, "bonesim: command line: ", fragment)
        self.assertEqual(self.read("a.json"), BASE)
        self.assertEqual(os.listdir(self.folder), ["a.json"])

    def test_unreadable_scenario(self):
        for path in (self.path("missing.json"), self.folder):
            self.check_error(run("run", path), 1, path + ": cannot ")
            self.check_error(run("check", path), 1, path + ": cannot ")

    def test_file_name_on_one_line(self):
        self.check_error(run("check", self.path("two\nlines")), 1, "two\\x0alines: cannot open")

    def test_check(self):
        path = self.write("a.json", BASE)
        for arguments in (["check", path], ["--quiet", "check", path], ["check", "-"], ["check", "--", path]):
            result = run(*arguments, stdin=BASE.encode())
            self.assertEqual((result.returncode, result.stdout), (0, "ok\n"), result.stderr)

    def test_standard_input_and_output(self):
        path = self.write("a.json", BASE)
        results = [run("run", path), run("run", path, "--out", "-"), run("--out=-", "run", "-", stdin=BASE.encode())]
        for result in results:
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertTrue(result.stdout.startswith(HEADER + "\n"))
            self.assertEqual(result.stdout, results[0].stdout)
        self.check_error(run("run", "-", stdin=b"{"), 2, "bonesim: standard input: found the end of the text")

    def test_standard_output_that_cannot_be_written(self):
        path = self.write("a.json", BASE)
        for arguments in (["run", path], ["check", path], ["catalog"], ["--version"], ["--help"]):
            with self.subTest(arguments=arguments), open("/dev/full", "wb") as full:
                self.check_error(run(*arguments, stdout=full), 1, "cannot write standard output")

    def test_warnings(self):
        """The largest dose the catalogue allows: what is said about it is a line per warning, and nothing with --quiet."""
        catalog = json.loads(run("catalog", "--json").stdout)
        largest = next(row["max"] for row in catalog if (row["kind"], row["name"]) == ("agent", "denosumab"))
        text = BASE.replace('"dose": 60', f'"dose": {largest}').encode()
        loud, quiet = run("run", "-", stdin=text), run("run", "-", "--quiet", stdin=text)
        self.assertEqual((loud.returncode, quiet.returncode), (0, 0), loud.stderr)
        self.assertEqual(quiet.stderr, "")
        self.assertEqual(loud.stdout, quiet.stdout)
        for line in loud.stderr.splitlines():
            self.assertRegex(line, r"\Abonesim: arm drugs: (warning|outside the calibrated domain): \S")

    def test_catalog(self):
        table = run("catalog")
        self.assertEqual((table.returncode, table.stderr), (0, ""))
        result = run("catalog", "--json")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        catalog = json.loads(result.stdout, parse_constant=self.fail)
        names = [(row["kind"], row["name"]) for row in catalog]
        self.assertEqual(len(names), len(set(names)))
        for row in catalog:
            self.assertLessEqual(KEYS, set(row))
            self.assertIn(row["kind"], KINDS)
            self.assertIn(row["name"], table.stdout)
            self.assertTrue(row["unit"])
            self.assertTrue(row["source"])
            self.assertIsInstance(row["code"], str)
            for key in ("min", "max", "default"):
                self.assertTrue(row[key] is None or isinstance(row[key], (int, float)), row)
        for name in (("agent", "denosumab"), ("agent", "teriparatide"), ("agent", "pth_infusion"),
                     ("parameter", "core.ESTON"), ("initial", "core.S"), ("observable", "core.BMDlsDEN"),
                     ("agent", "letrozole"), ("agent", "vitamin_d"), ("agent_parameter", "ibandronate.route"),
                     ("covariate", "age_years"), ("covariate", "t_score.lumbar_spine"), ("covariate", "bmd.total_hip"),
                     ("observable", "bmd_change.lumbar_spine"), ("observable", "marker_change.s_ctx")):
            self.assertIn(name, names)
        models = {(row["kind"], row["name"]): row["models"] for row in catalog}
        self.assertEqual(models["agent", "denosumab"], ["full", "core"])
        self.assertEqual(models["agent", "letrozole"], ["full"])
        self.assertEqual(models["agent", "pth_infusion"], ["core"])
        self.assertEqual(models["initial", "core.S"], ["core"])
        defaults = {(row["kind"], row["name"]): row["default"] for row in catalog}
        self.assertEqual(defaults["agent", "denosumab"], 60)
        self.assertEqual(defaults["parameter", "core.FracJ14"], 0.107763)
        # what follows from something else has no default
        self.assertIsNone(defaults["covariate", "t_score.lumbar_spine"])
        self.assertIsNone(defaults["agent_parameter", "resistance_training.sessions_per_week"])
        exercises = [row for row in catalog if row["kind"] == "exercise"]
        self.assertEqual([row["default"] for row in exercises], list(range(1, len(exercises) + 1)))
        self.assertEqual({(row["min"], row["max"]) for row in exercises}, {(None, None)})
        self.assertRegex(table.stdout, r"\nexercise \(%d\)\n  name " % len(exercises))

    def test_catalog_and_scenario_agree(self):
        """Every observable of the catalogue can be asked for, and every covariate with a default can be set to it."""
        catalog = json.loads(run("catalog", "--json").stdout)
        for model, base in (("core", BASE), ("full", FULL)):
            names = [row["name"] for row in catalog if row["kind"] == "observable" and model in row["models"]]
            self.assertGreaterEqual(len(names), 43)
            scenario = {**json.loads(base), "observables": names}
            if model == "full":
                scenario["patient"].update({row["name"]: row["default"] for row in catalog
                                            if row["kind"] == "covariate" and row["default"] is not None})
            result = run("run", "-", stdin=json.dumps(scenario).encode())
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual({row["observable"] for row in rows(result.stdout)}, set(names))


class Catalog(unittest.TestCase):
    def test_kind(self):
        every = json.loads(run("catalog", "--json").stdout)
        for kind in KINDS:
            found = json.loads(run("catalog", kind, "--json").stdout)
            self.assertEqual(found, [row for row in every if row["kind"] == kind])
        table = run("catalog", "agent").stdout
        self.assertTrue(table.startswith("agent ("), table[:40])
        self.assertIn("letrozole", table)
        self.assertNotIn("covariate", table)

    def test_name(self):
        found = json.loads(run("catalog", "letrozole", "--json").stdout)
        self.assertEqual({row["kind"] for row in found}, {"agent", "parameter"})
        text = run("catalog", "t_score.total_hip").stdout
        for line in ("t_score.total_hip (covariate)", "t_score.total_hip (observable)", "code     LOINC:38264-8",
                     "range    -6 to 6", "NHANES III"):
            self.assertIn(line, text)
        text = run("catalog", "letrozole").stdout
        self.assertIn("letrozole.residual", text)
        self.assertIn("code     ATC:L02BG04", text)

    def test_unknown(self):
        result = run("catalog", "letrozol")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("bonesim: command line: catalog: found \"letrozol\"", result.stderr)
        self.assertIn("nearest letrozole", result.stderr)


if __name__ == "__main__":
    unittest.main()
