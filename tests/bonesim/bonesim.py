# SPDX-License-Identifier: Apache-2.0
"""What the tests of bonesim share: how to run it, and a scenario to vary."""

import csv
import io
import os
import pty
import shutil
import signal
import subprocess
import tempfile
import unittest

BONESIM = os.environ.get("BONESIM", "bonesim")
# A program to run it under, such as "valgrind -q --leak-check=full --error-exitcode=99".
WRAPPER = os.environ.get("BONESIM_WRAPPER", "").split()

HEADER = "arm,time_days,observable,unit,value,sd,p05,p50,p95,n"

BASE = """{
  "schema": "bonemodel.scenario/1",
  "title": "A title",
  "model": "core",
  "parameters": { "core.ESTON": 0 },
  "initial": { "core.S": 0.5 },
  "solver": { "rtol": 1e-5 },
  "arms": [
    { "name": "none" },
    { "name": "drugs", "interventions": [
      { "agent": "denosumab", "dose": 60, "every_days": 182.625, "doses": 2 },
      { "agent": "pth_infusion", "dose": 10, "start_day": 5, "stop_day": 20 },
      { "agent": "teriparatide", "dose": 20, "every_days": 1, "start_when": {
          "all": [ { "observable": "core.P", "below": 1000 } ], "checked_every_days": 7 } } ] }
  ],
  "horizon_days": 30,
  "sample_days": [0, 10, 30],
  "observables": ["core.PTH", "core.BMDls"]
}
"""


FULL = """{
  "schema": "bonemodel.scenario/1",
  "patient": { "age_years": 60, "years_since_menopause": 10, "t_score.lumbar_spine": -0.6 },
  "arms": [
    { "name": "history", "patient": { "t_score.total_hip": -1 }, "interventions": [
      { "agent": "letrozole", "dose": 2.5, "every_days": 1, "start_day": -365.25 },
      { "agent": "calcium", "dose": 500 } ] },
    { "name": "when", "interventions": [
      { "agent": "ibandronate", "dose": 3, "every_days": 91.3125, "route": 1 },
      { "agent": "zoledronic_acid", "dose": 4, "every_days": 182.625, "start_day": -100, "start_when": {
          "any": [ { "observable": "t_score.lumbar_spine", "below": 5 } ], "checked_every_days": 182.625 } } ] }
  ],
  "horizon_days": 400,
  "sample_days": [0, 100, 400],
  "observables": ["bmd_change.lumbar_spine", "t_score.lumbar_spine", "doses_given.zoledronic_acid"]
}
"""


def run(*arguments, stdin=b"", environment=None, **options):
    """Runs bonesim; its output as text."""
    command = WRAPPER + [BONESIM] + list(arguments)
    result = subprocess.run(command, input=stdin, stdout=options.pop("stdout", subprocess.PIPE),
                            stderr=subprocess.PIPE, env={**os.environ, **(environment or {})}, timeout=300, **options)
    result.stdout = (result.stdout or b"").decode()
    result.stderr = result.stderr.decode()
    return result


def vary(*changes, base=BASE):
    """The base scenario with (old, new) texts replaced."""
    text = base
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} is in the base scenario {text.count(old)} times"
        text = text.replace(old, new)
    return text


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


class InFolder(unittest.TestCase):
    """Each test has an empty folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="bonesim-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return self.path(name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read().decode()

    def shown_until_interrupted(self, start):
        """start(stderr=...) starts bonesim, which is interrupted once it says how much time is left. The process, and all
        that it has shown on its terminal."""
        ours, theirs = pty.openpty()
        process = start(stderr=theirs)
        os.close(theirs)
        shown = b""
        while b" left" not in shown:
            shown += os.read(ours, 1000)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        try:
            while True:
                shown += os.read(ours, 1000)
        except OSError:  # the terminal's other end is closed
            os.close(ours)
        return process, shown.decode()

    def check_error(self, result, status, *fragments):
        """One line on standard error with these fragments, nothing on standard output."""
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertTrue(result.stderr.startswith("bonesim: "), result.stderr)
        self.assertTrue(result.stderr.endswith("\n"), result.stderr)
        self.assertEqual(len(result.stderr[:-1].splitlines()), 1, result.stderr)
        for fragment in fragments:
            self.assertIn(fragment, result.stderr)
