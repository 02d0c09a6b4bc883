# SPDX-License-Identifier: Apache-2.0
"""Results: their form and order, numbers that read back, files that appear whole or not at all, plots, threads."""

import glob
import json
import os
import pty
import re
import resource
import shutil
import signal
import stat
import subprocess
import time
import unittest
import xml.etree.ElementTree

from bonesim import BASE, BONESIM, FULL, HEADER, WRAPPER, InFolder, rows, run, vary

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SCENARIOS = os.path.join(SOURCE, "examples", "scenarios")


def values(text, arm, observable):
    return {float(row["time_days"]): float(row["value"]) for row in rows(text)
            if row["arm"] == arm and row["observable"] == observable}


class Form(InFolder):
    def result(self, text, *arguments):
        result = run("run", "-", *arguments, stdin=text.encode())
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_order(self):
        table = rows(self.result(BASE))
        self.assertEqual([(row["arm"], row["observable"], row["time_days"]) for row in table],
                         [(arm, observable, day) for arm in ("none", "drugs")
                          for observable in ("core.PTH", "core.BMDls") for day in ("0", "10", "30")])
        for row in table:
            self.assertEqual((row["sd"], row["p05"], row["p50"], row["p95"], row["n"]), ("", "", "", "", "1"))
            self.assertTrue(row["unit"])
        self.assertEqual(table[0]["value"], "53.9")

    def test_lines(self):
        lines = self.result(BASE).split("\n")
        self.assertEqual((lines[0], lines[-1], len(lines)), (HEADER, "", 14))
        self.assertTrue(all(line.count(",") == 9 for line in lines[:-1]))

    def test_shortest_numbers(self):
        for row in rows(self.result(BASE)):
            for text in (row["value"], row["time_days"]):
                self.assertEqual(float(repr(float(text))), float(text))
                self.assertLessEqual(len(text), len(repr(float(text))), text)
                self.assertNotRegex(text, r"\A-0\Z|\.\Z|\.0+\Z|inf|nan")

    def test_sample_every_days(self):
        for every, horizon, days in ((10, 30, [0, 10, 20, 30]), (10, 35, [0, 10, 20, 30]), (40, 30, [0]),
                                     (30, 30, [0, 30]), (0.1, 0.3, [0, 0.1, 0.2, 0.3]),
                                     (182.625, 365.25, [0, 182.625, 365.25]), (1 / 3, 1, [0, 1 / 3, 2 / 3, 1])):
            text = vary(('"sample_days": [0, 10, 30]', f'"sample_every_days": {every!r}'),
                        ('"horizon_days": 30', f'"horizon_days": {horizon!r}'))
            found = [float(row["time_days"]) for row in rows(self.result(text))
                     if row["arm"] == "none" and row["observable"] == "core.PTH"]
            self.assertEqual(found, days)

    def test_quoting(self):
        name = 'a "b", c\r\nd'
        output = self.result(vary(('"drugs"', json.dumps(name))))
        self.assertIn('"a ""b"", c\r\nd",0,core.PTH,', output)
        self.assertEqual(rows(output)[-1]["arm"], name)
        self.assertEqual(rows(self.result(vary(('"drugs"', '"H\u00fcfte \\ud83e\\uddb4"'))))[-1]["arm"], "H\u00fcfte \U0001F9B4")

    def test_threads(self):
        arms = ", ".join(f'{{"name": "a{i}", "interventions": [{{"agent": "denosumab", "dose": {i + 1}}}]}}'
                         for i in range(8))
        text = vary(('{ "name": "none" }', arms))
        one = self.result(text, "--threads", "1")
        self.assertEqual(len(one.split("\n")), 9 * 6 + 2)
        for threads in ("2", "7", "1024"):
            self.assertEqual(self.result(text, "--threads", threads), one)

    def test_values_pass_through(self):
        """Parameters, initial values and prescriptions reach the model."""
        base = self.result(BASE)
        for change in (('"core.ESTON": 0', '"core.ESTON": 1'), ('"core.S": 0.5', '"core.S": 0.6'),
                       ('"dose": 10', '"dose": 500'), ('"dose": 60', '"dose": 120')):
            with self.subTest(change=change):
                self.assertNotEqual(self.result(vary(change)), base)

    def test_label_values(self):
        label = self.result(vary(('"dose": 60, "every_days": 182.625, "doses": 2', '"doses": 2')))
        self.assertEqual(label, self.result(BASE))

    def test_start_when(self):
        """Before it starts nothing differs; it starts at the first check at which the condition holds."""
        def scenario(condition):
            return vary(('"arms": [', '"arms": [ { "name": "when", "interventions": [ { "agent": "denosumab", '
                         '"start_day": 2, "start_when": { "any": [ ' + condition + ' ], "checked_every_days": 7 } } ] }, '
                         '{ "name": "day 9", "interventions": [ { "agent": "denosumab", "start_day": 9 } ] }, '),
                        ("[0, 10, 30]", "[0, 5, 9, 10, 30]"))
        output = self.result(scenario('{ "observable": "core.P", "above": 1e6 }, { "observable": "core.P", "below": 1e6 }'))
        when, none = values(output, "when", "core.PTH"), values(output, "none", "core.PTH")
        for day in (0, 5, 9):
            self.assertAlmostEqual(when[day], none[day], delta=1e-3 * none[day])
        calendar = values(output, "day 9", "core.PTH")
        for day in (10, 30):
            self.assertGreater(abs(when[day] - none[day]), 5e-3 * none[day])
            self.assertAlmostEqual(when[day], calendar[day], delta=1e-3 * none[day])
        output = self.result(scenario('{ "observable": "core.P", "above": 1e6 }'))
        when = values(output, "when", "core.PTH")
        for day in (10, 30):
            self.assertAlmostEqual(when[day], none[day], delta=1e-3 * none[day])

    def test_patient(self):
        """The scenario's patient holds in every arm unless the arm overrides it, name by name."""
        score = "t_score.lumbar_spine"
        output = self.result(FULL)
        for arm in ("history", "when"):
            self.assertAlmostEqual(values(output, arm, score)[0], -0.6, places=9)
        override = ('"t_score.total_hip": -1', '"t_score.lumbar_spine": -1.5')
        output = self.result(vary(override, base=FULL))
        self.assertAlmostEqual(values(output, "history", score)[0], -1.5, places=9)
        self.assertAlmostEqual(values(output, "when", score)[0], -0.6, places=9)
        # The same said as density replaces a T-score, and the other way round.
        observable = ('["bmd_change.lumbar_spine",', '["bmd.lumbar_spine",')
        for scenario, arm in ((("t_score", -0.6), ("bmd", 0.9)), (("bmd", 1.1), ("t_score", -1))):
            text = vary(('"t_score.lumbar_spine": -0.6', f'"{scenario[0]}.lumbar_spine": {scenario[1]}'),
                        ('"t_score.total_hip": -1', f'"{arm[0]}.lumbar_spine": {arm[1]}'), observable, base=FULL)
            output = self.result(text)
            for name, (kind, value) in (("history", arm), ("when", scenario)):
                self.assertAlmostEqual(values(output, name, kind + ".lumbar_spine")[0], value, places=9)

    def test_full_values_pass_through(self):
        base = self.result(FULL)
        self.assertEqual(self.result(vary(('"horizon_days"', '"model": "full", "horizon_days"'), base=FULL)), base)
        for change, arm in ((('"age_years": 60', '"age_years": 70'), "when"),
                            (('"start_day": -365.25', '"start_day": 0'), "history"),
                            (('"start_day": -365.25', '"start_day": -365.25, "stop_day": -10'), "history"),
                            (('"dose": 500', '"dose": 1500'), "history"),
                            (('"route": 1', '"route": 0'), "when"),
                            (('"horizon_days"', '"parameters": {"core.FracJ14": 0.12}, "horizon_days"'), "when")):
            with self.subTest(change=change):
                output = self.result(vary(change, base=FULL))
                self.assertNotEqual(values(output, arm, "bmd_change.lumbar_spine"),
                                    values(base, arm, "bmd_change.lumbar_spine"))

    def test_start_when_in_history(self):
        """Checks count from a start day before day 0: here they fall on days 82.625 and 265.25."""
        given = values(self.result(FULL), "when", "doses_given.zoledronic_acid")
        self.assertEqual(given, {0: 0, 100: 1, 400: 2})
        text = vary(('"start_day": -100', '"start_day": -182.625'), base=FULL)
        given = values(self.result(text), "when", "doses_given.zoledronic_acid")
        self.assertEqual(given, {0: 0, 100: 1, 400: 3})
        text = vary(('"start_day": -100', '"start_day": -36525'),
                    ('"checked_every_days": 182.625', '"checked_every_days": 36607.625'), base=FULL)
        given = values(self.result(text), "when", "doses_given.zoledronic_acid")
        self.assertEqual(given, {0: 0, 100: 1, 400: 2})
        never = vary(('"start_day": -100', '"start_day": -100, "stop_day": 50'), base=FULL)
        self.assertEqual(values(self.result(never), "when", "doses_given.zoledronic_acid"), {0: 0, 100: 0, 400: 0})

    def test_shipped_scenarios(self):
        paths = sorted(glob.glob(os.path.join(SCENARIOS, "*.json")))
        self.assertGreaterEqual(len(paths), 4)
        for path in paths:
            with self.subTest(path=path):
                result = run("check", path)
                self.assertEqual((result.returncode, result.stdout), (0, "ok\n"), result.stderr)
                result = run("run", path, "--quiet")
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                with open(path, encoding="utf-8") as file:
                    scenario = json.load(file)
                times = round(scenario["horizon_days"] / scenario["sample_every_days"]) + 1
                arms, observables = len(scenario["arms"]), len(scenario["observables"])
                kinds = arms * (observables + 2 * len(scenario.get("below", {})))
                if "forecast" in scenario:  # and the differences of its arms
                    kinds += arms * (arms - 1) // 2 * observables
                self.assertEqual(len(rows(result.stdout)), kinds * times)

    def test_documented_scenario(self):
        with open(os.path.join(SOURCE, "docs", "bonesim.md"), encoding="utf-8") as file:
            found = re.findall(r"^    \{\n(?:     .*\n)+    \}\n", file.read(), re.MULTILINE)
        self.assertEqual(len(found), 1)
        self.result(found[0])


class Files(InFolder):
    def setUp(self):
        super().setUp()
        self.scenario = self.write("a.json", BASE)

    def left(self):
        return sorted(set(os.listdir(self.folder)) - {"a.json"})

    def test_out(self):
        expected = run("run", self.scenario).stdout
        out = self.path("out.csv")
        old = os.umask(0o027)
        try:
            result = run("run", self.scenario, "--out", out)
        finally:
            os.umask(old)
        self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)
        self.assertEqual(self.read("out.csv"), expected)
        self.assertEqual(stat.S_IMODE(os.stat(out).st_mode), 0o640)
        os.chmod(out, 0o600)
        os.symlink("out.csv", self.path("link.csv"))
        self.write("out.csv", "old")
        self.assertEqual(run("run", self.scenario, "--out", self.path("link.csv")).returncode, 0)
        self.assertEqual(self.read("out.csv"), expected)
        self.assertEqual(stat.S_IMODE(os.stat(out).st_mode), 0o600)
        self.assertTrue(os.path.islink(self.path("link.csv")))
        self.assertEqual(self.left(), ["link.csv", "out.csv"])

    def test_name_without_folder(self):
        self.assertEqual(run("run", "a.json", "--out", "out.csv", cwd=self.folder).returncode, 0)
        self.assertEqual(self.left(), ["out.csv"])

    def test_pipe(self):
        """What is not a regular file is written, never replaced. A pipe of our own: a bug must not cost a device."""
        pipe = self.path("pipe")
        os.mkfifo(pipe)
        process = subprocess.Popen(WRAPPER + [BONESIM, "run", self.scenario, "--quiet", "--out", pipe])
        with open(pipe, encoding="utf-8") as file:
            text = file.read()
        self.assertEqual(process.wait(timeout=60), 0)
        self.assertEqual(text, run("run", self.scenario).stdout)
        self.assertTrue(stat.S_ISFIFO(os.stat(pipe).st_mode))
        self.assertEqual(self.left(), ["pipe"])

    @unittest.skipIf(WRAPPER, "the limit would also hold for the wrapper")
    def test_no_room(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        out = self.write("out.csv", "old")
        self.check_error(run("run", self.scenario, "--out", out, preexec_fn=limit), 1, "cannot write " + out)
        self.assertEqual((self.left(), self.read("out.csv")), (["out.csv"], "old"))

    def test_no_place(self):
        missing = self.path("no/out.csv")
        for arguments in (["--out", missing], ["--out", self.folder], ["--plot", self.path("no/p.svg")],
                          ["--out", self.path("out.csv"), "--plot", self.path("no/p.svg")],
                          ["--out", self.path("a.json/out.csv")],
                          ["--out", missing, "--plot", self.path("p.svg")]):
            with self.subTest(arguments=arguments):
                self.check_error(run("run", self.scenario, *arguments), 1, "cannot write " + self.folder)
                self.assertEqual(self.left(), [])

    def test_wrong_scenario_leaves_old_files(self):
        out, plot = self.write("out.csv", "old"), self.write("p.svg", "old")
        bad = self.write("a.json", vary(('"horizon_days": 30', '"horizon_days": 3')))
        self.check_error(run("run", bad, "--out", out, "--plot", plot), 2, "sample_days[1]: found 10")
        self.assertEqual((self.read("out.csv"), self.read("p.svg")), ("old", "old"))
        self.assertEqual(self.left(), ["out.csv", "p.svg"])

    def test_picture_that_cannot_be_renamed(self):
        """A folder that appears in the picture's place while gnuplot runs: the table stays, and the folder too."""
        out, plot = self.write("out.csv", "old"), self.path("p.svg")
        tool = self.fake_gnuplot('mkdir -p "$PLOT_TARGET"\necho figure')
        result = run("run", self.scenario, "--out", out, "--plot", plot,
                     environment={"PATH": tool + ":/usr/bin:/bin", "PLOT_TARGET": plot})
        self.check_error(result, 1, "cannot rename a file to " + plot)
        self.assertEqual(self.read("out.csv"), run("run", self.scenario).stdout)
        self.assertEqual(self.left(), ["bin", "out.csv", "p.svg"])

    def fake_gnuplot(self, script):
        os.makedirs(self.path("bin"), exist_ok=True)
        self.write("bin/gnuplot", f"#!/bin/sh\nPATH=/usr/bin:/bin\ncat >/dev/null\n{script}\n")
        os.chmod(self.path("bin/gnuplot"), 0o755)
        return self.path("bin")

    @unittest.skipIf(WRAPPER, "the wrapper is found through PATH")
    def test_picture_fails(self):
        """A picture that cannot be drawn after all costs the picture, not the table."""
        expected = run("run", self.scenario).stdout
        for script, fragment in (("echo ' ^' >&2; echo 'line 3: no such terminal' >&2; exit 1", "line 3: no such terminal"),
                                 ("exit 0", "a gnuplot that failed"), ("kill -9 $$", "a gnuplot that failed")):
            tool, plot = self.fake_gnuplot(script), self.write("p.png", "old")
            result = run("run", self.scenario, "--out", self.path("out.csv"), "--plot", plot, environment={"PATH": tool})
            self.check_error(result, 1, "plot: found", fragment)
            self.assertEqual(self.left(), ["bin", "out.csv", "p.png"])
            self.assertEqual((self.read("out.csv"), self.read("p.png")), (expected, "old"))
            os.unlink(self.path("out.csv"))
            result = run("run", self.scenario, "--plot", plot, environment={"PATH": tool})
            self.assertEqual((result.returncode, result.stdout), (1, expected))

    @unittest.skipIf(WRAPPER, "the wrapper is found through PATH")
    def test_gnuplot_is_missing(self):
        """Found before a simulation that would take long."""
        path = self.write_long_run(200)
        begin = time.monotonic()
        result = run("run", path, "--out", self.path("o.csv"), "--plot", self.path("p.png"),
                     environment={"PATH": self.path("none")})
        self.assertLess(time.monotonic() - begin, 20)
        self.check_error(result, 1, "when starting gnuplot; allowed an installed gnuplot")
        self.assertEqual(self.left(), [])

    @unittest.skipUnless(shutil.which("gnuplot"), "gnuplot is not installed")
    def test_no_table_on_a_terminal(self):
        """With a picture and without --out a terminal gets no table, and what is no terminal does."""
        for arguments, listed in ((["--plot", "p.svg"], False), (["--plot", "p.svg", "--out", "-"], True), ([], True)):
            ours, theirs = pty.openpty()
            result = run("run", self.scenario, "--quiet", *arguments, cwd=self.folder, stdout=theirs)
            self.assertEqual((result.returncode, result.stderr), (0, ""))
            os.close(theirs)
            shown = b""
            try:
                while len(shown) < 10:
                    shown += os.read(ours, 1000)
            except OSError:  # nothing, and the other end is closed
                pass
            os.close(ours)
            self.assertEqual(shown.startswith(HEADER[:10].encode()), listed, shown)
        self.assertEqual(self.left(), ["p.svg"])

    def test_closed_pipe(self):
        """A reader that has seen enough, as head has: no message, status 0."""
        many = self.write("many.json", vary(("[0, 10, 30]", json.dumps([i / 1000 for i in range(20000)]))))
        for arguments in (["run", many], ["run", self.scenario], ["catalog"], ["--help"]):
            reader, writer = os.pipe()
            os.close(reader)
            result = run(*arguments, "--quiet" if arguments[0] == "run" else "--", stdout=writer)
            os.close(writer)
            self.assertEqual((result.returncode, result.stderr), (0, ""), arguments)

    def test_byte_order_mark(self):
        marked = self.write("marked.json", b"\xef\xbb\xbf" + BASE.encode())
        self.assertEqual(run("run", marked).stdout, run("run", self.scenario).stdout)
        self.check_error(run("run", self.write("twice.json", b"\xef\xbb\xbf\xef\xbb\xbf{}")), 2, "found byte 0xEF")

    @unittest.skipUnless(shutil.which("gnuplot"), "gnuplot is not installed")
    def test_plot(self):
        title, arm = "<b> & 'q' \"d\" _{x} \\n `touch owned` $HOME %", "it's & <i> ^2 @a"
        text = vary(('"A title"', json.dumps(title)), ('"drugs"', json.dumps(arm)))
        svg, png, out = self.path("p.svg"), self.path("p.PNG"), self.path("out.csv")
        path = self.write("a.json", text)
        result = run("run", path, "--out", out, "--plot", svg, cwd=self.folder)
        self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)
        drawn = "".join(xml.etree.ElementTree.parse(svg).getroot().itertext())
        for part in (title, arm, "none", "core.PTH", "core.BMDls", "time [months]"):
            self.assertIn("".join(part.split()), "".join(drawn.split()))
        result = run("run", path, "--plot", png, cwd=self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout, self.read("out.csv"))
        self.assertEqual(result.stdout, run("run", path).stdout)
        with open(png, "rb") as file:
            self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n")
        self.assertEqual(self.left(), ["out.csv", "p.PNG", "p.svg"])

    @unittest.skipUnless(shutil.which("gnuplot"), "gnuplot is not installed")
    def test_plot_of_one_sample_and_many_panels(self):
        names = ["core." + name for name in "PTH S PTmax B P ECCPhos T R HAp PhosGut IntraPO OC ROB1".split()]
        text = vary(("[0, 10, 30]", "[0]"), ('["core.PTH", "core.BMDls"]', json.dumps(names)))
        result = run("run", self.write("a.json", text), "--quiet", "--out", self.path("o.csv"), "--plot", self.path("p.svg"))
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        drawn = "".join(xml.etree.ElementTree.parse(self.path("p.svg")).getroot().itertext())
        self.assertIn("core.OC", drawn)
        self.assertNotIn("core.ROB1", drawn)
        self.assertIn("1 more observables", drawn)

    def write_long_run(self, arms):
        """Daily doses for a hundred years, which take a while."""
        names = ", ".join(f'{{"name": "a{i}", "interventions": [{{"agent": "teriparatide"}}, {{"agent": "denosumab"}}]}}'
                          for i in range(arms))
        text = vary(('{ "name": "none" }', names), ('"horizon_days": 30', '"horizon_days": 36525'),
                    ('"sample_days": [0, 10, 30]', '"sample_every_days": 25'))
        return self.write("a.json", text)

    def start_long_run(self, arms, stderr=subprocess.PIPE):
        """Returns when the run has begun."""
        command = WRAPPER + [BONESIM, "run", self.write_long_run(arms), "--threads", "2", "--out", self.path("o.csv")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr,
                                   env={**os.environ, "FAKE_SLOW": "1"})
        deadline = time.monotonic() + 60
        while not self.left() and time.monotonic() < deadline:
            time.sleep(0.01)
        return process

    def test_signals(self):
        """Stopped while it runs: soon over, status 130 from the keyboard and else 1, one line, nothing written."""
        for number, arms, status in ((signal.SIGINT, 1, 130), (signal.SIGINT, 200, 130), (signal.SIGTERM, 2, 1),
                                     (signal.SIGHUP, 2, 1)):
            process = self.start_long_run(arms)
            sent = time.monotonic()
            process.send_signal(number)
            output, message = process.communicate(timeout=60)
            self.assertEqual((process.returncode, output), (status, b""), message)
            self.assertEqual(message.count(b"\n"), 1)
            self.assertIn(b"interrupted", message)
            self.assertEqual(self.left(), [])
            if not WRAPPER:
                self.assertLess(time.monotonic() - sent, 2)

    def test_progress(self):
        """Shown on a terminal when a run takes long, and cleared before anything else is said."""
        process, shown = self.shown_until_interrupted(lambda stderr: self.start_long_run(200, stderr))
        self.assertEqual(process.returncode, 130)
        self.assertRegex(shown, r"\A(\rbonesim: +\d+ % of 201 arms(, about \d+(\.\d)? (s|min|h) left)?\x1b\[K)+\r\x1b\[K"
                         r"bonesim: [^\r\n]*interrupted[^\r\n]*\r\n\Z")
        self.assertIn(" left", shown)


if __name__ == "__main__":
    unittest.main()
