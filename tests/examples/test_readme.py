# SPDX-License-Identifier: Apache-2.0
"""README's code is that of the example, its output is what the example prints, and its commands are there."""

import re
import shlex
import shutil
import textwrap
import unittest

from installed import EXAMPLES, SOURCE, Installed

README = (SOURCE / "README.md").read_text(encoding="utf-8")
COMMANDS = [line[4:] for line in re.sub(r"```.*?```", "", README, flags=re.DOTALL).splitlines()
            if line.startswith("    ")]


def block(language):
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert len(found) == 1, f"README holds {len(found)} blocks of {language}, expected 1"
    return found[0]


class Readme(Installed):
    def test_code_is_that_of_the_example(self):
        text = (EXAMPLES / "01_first_patient.c").read_text(encoding="utf-8")
        marked = text.split("    /* [first patient] */\n")
        self.assertEqual(len(marked), 3)
        self.assertEqual(block("c"), textwrap.dedent(marked[1]))

    def test_output_is_what_the_example_prints(self):
        number = r"[+-]?\d+\.\d+"
        printed, claimed = self.run_example("01_first_patient"), block("text")
        self.assertEqual(re.sub(number, "", claimed), re.sub(number, "", printed))
        for claim, value in zip(re.findall(number, claimed), re.findall(number, printed)):
            # the last digit may round the other way
            last_digit = 10.0 ** -len(claim.split(".")[1])
            self.assert_close(float(claim), float(value), 1.001 * last_digit, "README's output")

    def test_compile_line_is_that_of_the_example(self):
        text = (EXAMPLES / "01_first_patient.c").read_text(encoding="utf-8")
        self.assertIn(re.search(r"^ \*     (cc .*)$", text, re.MULTILINE).group(1), COMMANDS)

    def test_bonesim_line_runs(self):
        lines = [line for line in COMMANDS if line.startswith("bonesim ")]
        self.assertEqual(len(lines), 1)
        shutil.copytree(EXAMPLES / "scenarios", self.folder / "examples" / "scenarios")
        self.run_line(lines[0], ["denosumab was stopped after day 547.875 with nothing after it"])
        words = shlex.split(lines[0])
        for option in ("--out", "--plot"):
            self.assertGreater((self.folder / words[words.index(option) + 1]).stat().st_size, 1000)

    def test_scripts_are_there(self):
        scripts = {word for line in COMMANDS for word in shlex.split(line, comments=True)
                   if word.startswith("scripts/")}
        self.assertTrue({"scripts/demo.sh", "scripts/test.sh"} <= scripts)
        for script in scripts:
            self.assertTrue((SOURCE / script).is_file(), script)

    def test_presets_are_there(self):
        presets = (SOURCE / "CMakePresets.json").read_text(encoding="utf-8")
        for preset in re.findall(r"--preset (\w+)", README):
            self.assertIn(f'"name": "{preset}"', presets)


if __name__ == "__main__":
    unittest.main()
