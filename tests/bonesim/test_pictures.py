# SPDX-License-Identifier: Apache-2.0
"""Pictures: what they say in words, that nothing is left out or cut off, that curves have their true shape."""

import glob
import itertools
import json
import os
import re
import shutil
import unittest
import xml.etree.ElementTree

from bonesim import BASE, InFolder, rows, run, vary

SCENARIOS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "scenarios")
SVG = "{http://www.w3.org/2000/svg}"
CAVEAT = re.compile(r"bonemodel \d+\.\d+\.\d+.*: simulated; research and education, not medical advice")
YEAR = 365.25
# What gnuplot calls its points: a triangle upwards and downwards.
STARTS, STOPS = "gpPt8", "gpPt10"
# What a person reads without the documentation has no identifiers.
IDENTIFIER = re.compile(r"\b(bmd|bmd_change|t_score|z_score|marker|marker_change|serum|cells|core|body|drug|doses_given|loading"
                        r"|loading_signal|falls|fracture_risk|fracture_risk_10y)\.\w|\w_\w|\[1\]")
LETROZOLE = {"agent": "letrozole"}


def squeeze(text):
    """Lines may be broken anywhere."""
    return "".join(text.split())


def scenario(arms, observables=("bmd_change.lumbar_spine",), **more):
    return {"schema": "bonemodel.scenario/1", "title": "A title", "arms": arms, "horizon_days": 5 * YEAR,
            "sample_days": [0, YEAR, 5 * YEAR], "observables": list(observables), **more}


@unittest.skipUnless(shutil.which("gnuplot"), "gnuplot is not installed")
class Pictures(InFolder):
    def draw(self, contents, *arguments, name="p.svg"):
        path = self.write("a.json", contents if isinstance(contents, str) else json.dumps(contents))
        result = run("run", path, "--quiet", "--out", self.path("o.csv"), "--plot", self.path(name), *arguments)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))
        return xml.etree.ElementTree.parse(self.path(name)).getroot() if name.endswith("svg") else None

    def words(self, picture):
        """What is drawn as text, in one line."""
        return squeeze("".join("".join(text.itertext()) for text in picture.iter(SVG + "text")))

    def check_words(self, picture, *parts):
        for part in parts:
            self.assertIn(squeeze(part), self.words(picture))

    def check_inside(self, picture):
        """Text begins within the picture, and does not end beyond it in letters of a usual width."""
        width, height = float(picture.get("width")), float(picture.get("height"))
        for group in picture.iter(SVG + "g"):
            place = re.fullmatch(r"translate\(([-\d.]+),([-\d.]+)\)", group.get("transform") or "")
            if not place or group.find(SVG + "text") is None or group.get("text-anchor") != "start":
                continue
            x, y, size = float(place.group(1)), float(place.group(2)), float(group.get("font-size"))
            text = "".join(group.itertext()).strip()
            end = x + size * sum(0.95 if letter in "MW" else 0.5 for letter in text)
            self.assertTrue(0 <= x and end <= width and 0 < y < height, text)

    def points(self, picture, kind):
        return [re.search(r"translate\(([\d.]+),([\d.]+)\)", use.get("transform")).groups()
                for use in picture.iter(SVG + "use") if (use.get("transform") or "").startswith("translate")
                and use.get("{http://www.w3.org/1999/xlink}href") == "#" + kind]

    def test_nine_arms_with_long_names(self):
        """Title, caveat and every arm are there in full, as drawn text and in the description."""
        names = [(f"{i} letrozole with calcium, vitamin D and zoledronic acid every six months and " + "x" * 96)[:96]
                 for i in range(5)] + [str(i) + "W" * 95 for i in range(4)]
        contents = scenario([{"name": name, "interventions": [LETROZOLE]} for name in names],
                            ["bmd_change.lumbar_spine", "fracture_risk.major"], title="What is best? " * 12)
        for theme, background in (("light", "#ffffff"), ("dark", "#16191d")):
            picture = self.draw(contents, "--theme", theme)
            self.check_words(picture, contents["title"], *names)
            self.check_inside(picture)
            self.assertEqual(len(names), len({name for name in names if name in picture.find(SVG + "desc").text}))
            self.assertEqual(picture.find(SVG + "title").text.strip(), contents["title"].strip())
            self.assertRegex("".join(picture.itertext()), CAVEAT)
            self.assertIn(background.upper(), self.read("p.svg").upper())
            # The first arm stands in both columns of arms.
            self.assertEqual(self.words(picture).count(squeeze(names[0])), 2)

    def test_caveat_is_drawn(self):
        for size in (0, 3):
            contents = scenario([{"name": "a"}], **({"cohort": {"size": size}} if size else {}))
            self.check_words(self.draw(contents), "simulated; research and education, not medical advice")

    def test_at_most_six_lines_a_panel(self):
        """Six arms share a panel; seven are two columns; what no column holds is said."""
        for count, panels, said in ((1, 1, ""), (6, 1, ""), (7, 2, ""), (11, 2, ""), (12, 3, ""), (21, 4, ""),
                                    (24, 4, "3 more arms are in the table only")):
            arms = [{"name": f"arm {i} of {count}", "interventions": [LETROZOLE]} for i in range(count)]
            picture = self.draw(scenario(arms))
            self.assertEqual(self.words(picture).count("time[years]"), panels, count)
            self.check_words(picture, said, *(arm["name"] for arm in arms[:21]))
            self.check_inside(picture)
            with open(self.path("o.csv"), encoding="utf-8") as file:
                self.assertEqual({row["arm"] for row in rows(file.read())}, {arm["name"] for arm in arms})

    def test_words_and_units(self):
        observables = {"bmd.total_hip": "Total hip density [g/cm\u00b2]",
                       "bmd_change.lumbar_spine": "Lumbar spine density, change [%]",
                       "t_score.femoral_neck": "T-score, femoral neck",
                       "marker.s_p1np": "P1NP in serum (bone formation) [\u00b5g/L]",
                       "marker_change.s_ctx": "CTX in serum (bone resorption), change [%]",
                       "serum.pth": "Serum PTH [pg/mL]", "cells.osteoclasts": "Active osteoclasts, relative to day 0",
                       "doses_given.zoledronic_acid": "Doses of zoledronic acid so far",
                       "drug.vitamin_d": "Level of vitamin d [IU/day]",
                       "fracture_risk.major": "Major fracture so far, probability [%]",
                       "fracture_risk_10y.hip": "Hip fracture in the next ten years, probability [%]"}
        picture = self.draw(scenario([{"name": "some_key", "title": "letrozole alone", "interventions": [LETROZOLE]}],
                                     observables))
        self.check_words(picture, "letrozole alone", *observables.values())
        self.assertNotIn("some_key", self.words(picture))
        self.assertNotIn("[1]", self.words(picture))
        with open(self.path("o.csv"), encoding="utf-8") as file:
            table = rows(file.read())
        self.assertEqual({row["arm"] for row in table}, {"some_key"})
        # The numbers at the upright axis, which end there, are percent: up to about the largest probability.
        largest = 100 * max(float(row["value"]) for row in table if row["observable"] == "fracture_risk.major")
        picture = self.draw(scenario([{"name": "a", "interventions": [LETROZOLE]}], ["fracture_risk.major"]))
        tics = [float("".join(group.itertext())) for group in picture.iter(SVG + "g") if group.get("text-anchor") == "end"]
        self.assertTrue(0.7 * largest < max(tics) < 1.1 * largest, (tics, largest))

    def test_titles_that_are_wrong(self):
        for title in ("", 7, None, ["a"]):
            path = self.write("a.json", json.dumps(scenario([{"name": "a", "title": title}])))
            self.check_error(run("check", path), 2, "arms[0].title: found")

    def test_reference_lines(self):
        """T-scores have lines at -1 and -2.5 where they are near, changes at 0."""
        for score, levels in ((-1.8, {"-1", "-2.5"}), (1.5, set()), (-2.6, {"-2.5"})):
            picture = self.draw(scenario([{"name": "a"}], ["t_score.lumbar_spine"],
                                         patient={"t_score.lumbar_spine": score}))
            faint = {"".join(group.itertext()).strip() for group in picture.iter(SVG + "g")
                     if group.get("fill") == "rgb(102,102,102)" and group.find(SVG + "text") is not None}
            self.assertEqual(faint & {"-1", "-2.5", "0"}, levels)

    def test_marks(self):
        """Triangles where treatments start and stop: by the calendar and by rules; each has a rim, so counts are doubled."""
        def marks(*interventions, **more):
            picture = self.draw(scenario([{"name": "a", "interventions": list(interventions)}], **more))
            said = "A treatment starts" in "".join(picture.itertext())
            found = len(self.points(picture, STARTS)), len(self.points(picture, STOPS))
            self.assertEqual(said, found != (0, 0))
            return found
        rule = {"any": [{"observable": "bmd_change.lumbar_spine", "below": -1}], "checked_every_days": YEAR / 4}
        never = {"any": [{"observable": "bmd_change.lumbar_spine", "below": -90}], "checked_every_days": YEAR / 4}
        self.assertEqual(marks(), (0, 0))
        self.assertEqual(marks(LETROZOLE), (0, 0))
        self.assertEqual(marks({**LETROZOLE, "start_day": -100}), (0, 0))
        self.assertEqual(marks({**LETROZOLE, "start_day": 100}), (2, 0))
        self.assertEqual(marks({**LETROZOLE, "stop_day": 900}), (0, 2))
        self.assertEqual(marks({"agent": "denosumab", "doses": 4}), (0, 2))
        self.assertEqual(marks({"agent": "denosumab", "doses": 10}), (0, 0))  # covers the five years
        self.assertEqual(marks(LETROZOLE, {"agent": "alendronate", "start_when": rule}), (2, 0))
        self.assertEqual(marks(LETROZOLE, {"agent": "alendronate", "start_when": never}), (0, 0))
        self.assertEqual(marks(LETROZOLE, {"agent": "zoledronic_acid", "doses": 2, "every_days": 180, "start_when": rule}),
                         (2, 2))
        self.assertEqual(marks({**LETROZOLE, "stop_when": rule}), (0, 2))
        # Of a cohort those by the calendar; for the others there is a sentence.
        self.assertEqual(marks({**LETROZOLE, "start_day": 100}, {"agent": "alendronate", "start_when": rule},
                               cohort={"size": 2}), (2, 0))
        self.assertIn("at each woman's own time", self.read("p.svg").replace("&apos;", "'"))

    def test_lines_that_coincide(self):
        """Two arms that are the same have points of different shape at different times."""
        picture = self.draw(scenario([{"name": name, "interventions": [LETROZOLE]} for name in "ab"]))
        first, second = self.points(picture, "gpPt6"), self.points(picture, "gpPt4")
        self.assertGreaterEqual(min(len(first), len(second)), 5)
        left = [float(x) for x, y in first[1:]] + [float(x) for x, y in second[1:]]  # without the legend's
        self.assertGreater(min(abs(a - b) for i, a in enumerate(left) for b in left[:i]), 10)

    def test_true_shape(self):
        """CTX under denosumab from three samples: the curve has every dose's fall and rise."""
        self.draw(scenario([{"name": "a", "interventions": [{"agent": "denosumab"}]}], ["marker_change.s_ctx"]))
        paths = [re.findall(r"([-\d.]+),([-\d.]+)", path) for path in re.findall(r"\sd='M([^']*)'", self.read("p.svg"))]
        curve = max(paths, key=len)
        self.assertGreater(len(curve), 300)
        curve = [y for y, _ in itertools.groupby(float(y) for x, y in curve)]  # what is flat does not turn
        turns = sum((b - a) * (c - b) < 0 for a, b, c in zip(curve, curve[1:], curve[2:]))
        self.assertGreaterEqual(turns, 18)  # ten doses fall, nine rise again

    def test_table_is_the_same(self):
        """The times that the picture needs change no number of the table."""
        cohort = scenario([{"name": "a", "interventions": [LETROZOLE, {"agent": "zoledronic_acid", "start_when": {
            "any": [{"observable": "t_score.lumbar_spine", "below": -1.5}], "checked_every_days": 100}}]}],
            ["bmd_change.lumbar_spine", "marker_change.s_ctx"],
            cohort={"size": 9, "sd": {"t_score.lumbar_spine": 1}, "uncertainty": 2})
        for text in (BASE, json.dumps(cohort), json.dumps({key: cohort[key] for key in cohort if key != "cohort"})):
            self.draw(text)
            self.assertEqual(self.read("o.csv"), run("run", "-", "--quiet", stdin=text.encode()).stdout)

    def test_every_example(self):
        """Each scenario as a picture of each kind, in words that need no documentation."""
        paths = sorted(glob.glob(os.path.join(SCENARIOS, "*.json")))
        self.assertGreaterEqual(len(paths), 4)
        for path in paths:
            with self.subTest(path=path), open(path, encoding="utf-8") as file:
                contents = json.load(file)
                contents.setdefault("cohort", {}).update(uncertainty=0, size=5)
                if len(contents["cohort"]) == 2:
                    del contents["cohort"]
                picture = self.draw(contents)
                titles = [arm.get("title", arm["name"]) for arm in contents["arms"]]
                self.check_words(picture, contents["title"], "not medical advice", *titles)
                self.check_inside(picture)
                text = " ".join(" ".join(text.itertext()) for text in picture.iter(SVG + "text"))
                self.assertIsNone(IDENTIFIER.search(text), IDENTIFIER.search(text))
                self.draw(contents, "--theme", "dark", name="p.png")
                self.draw(contents, name="p.pdf")
                for name, start in (("p.png", b"\x89PNG\r\n\x1a\n"), ("p.pdf", b"%PDF-")):
                    with open(self.path(name), "rb") as file:
                        self.assertTrue(file.read().startswith(start))

    def test_title_of_an_arm_alone(self):
        """A name is the title where there is none, and JSON that held before holds."""
        self.check_words(self.draw(vary(('"drugs"', '"the name"'))), "the name", "none")


if __name__ == "__main__":
    unittest.main()
