# SPDX-License-Identifier: Apache-2.0
"""The engines of examples/populations: each gives the bytes of one run, and goes on after a breakdown. An engine that is not
installed is skipped, unless BM_ALL_ENGINES is set."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "populations"
SIZE = 50
SCENARIO = {
    "schema": "bonemodel.scenario/1",
    "arms": [{"name": "letrozole", "interventions": [{"agent": "letrozole", "dose": 2.5, "every_days": 1}]}],
    "horizon_days": 100, "sample_days": [0, 100], "observables": ["bmd_change.lumbar_spine"],
    "cohort": {"size": SIZE, "seed": 4, "sd": {"age_years": 5}},
}


def has(module):
    return subprocess.run([sys.executable, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode == 0


def has_future():
    return shutil.which("Rscript") and subprocess.run(["Rscript", "-e", "library(future)"], stdout=subprocess.DEVNULL,
                                                      stderr=subprocess.DEVNULL).returncode == 0


def needs(found, what):
    return unittest.skipIf(not found and not os.environ.get("BM_ALL_ENGINES"), f"{what} is not installed")


class Engines(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bonemodel-engines-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.scenario = self.folder / "scenario.json"
        self.scenario.write_text(json.dumps(SCENARIO), encoding="utf-8")
        self.whole = subprocess.run([os.environ["BONESIM"], "run", self.scenario, "--summary", self.folder / "whole.bms"],
                                    check=True, stdout=subprocess.PIPE).stdout

    def command(self, *words):
        result = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                timeout=100, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, cwd=HERE)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result

    def check(self, *words):
        """Runs an engine twice, the second time with a shard lost; 7 shards each time."""
        out = self.folder / "out"
        result = self.command(*words)
        self.assertEqual((out / "all.csv").read_bytes(), self.whole)
        files = sorted(out.glob("*.bms"))
        self.assertEqual(len(files), 7)
        kept = {file: file.stat().st_mtime_ns for file in files}
        files[3].unlink()
        (out / "all.csv").unlink()
        self.command(*words)
        self.assertEqual((out / "all.csv").read_bytes(), self.whole)
        self.assertEqual([file for file in files if file.stat().st_mtime_ns != kept[file]], [files[3]])
        return result

    def test_one_after_the_other(self):
        self.check(sys.executable, "shards.py", self.scenario, self.folder / "out", 7)

    def test_xargs(self):
        self.check("sh", "with_xargs.sh", self.scenario, self.folder / "out", SIZE, 7)

    @needs(has("distributed"), "python3-distributed")
    def test_dask(self):
        result = self.check(sys.executable, "with_dask.py", self.scenario, self.folder / "out", 7)
        self.assertIn("dashboard: http://", result.stderr)

    @needs(has("mpi4py") and shutil.which("mpirun"), "python3-mpi4py")
    def test_mpi(self):
        root = ["--allow-run-as-root"] if os.geteuid() == 0 else []
        self.check("mpirun", *root, "--oversubscribe", "-n", 4, sys.executable, "with_mpi.py", self.scenario,
                   self.folder / "out", 7)

    @needs(has_future(), "r-cran-future")
    def test_future(self):
        self.check("Rscript", "with_future.R", self.scenario, self.folder / "out", SIZE, 7)

    def test_slurm(self):
        """There is no Slurm here: its syntax, and what a task does."""
        self.command("bash", "-n", "with_slurm.sh")
        for task in range(7):
            environment = {"SCENARIO": self.scenario, "FOLDER": self.folder / "out", "SLURM_ARRAY_TASK_COUNT": 7,
                           "SLURM_ARRAY_TASK_ID": task, "SLURM_SUBMIT_DIR": HERE}
            self.command("env", *(f"{key}={value}" for key, value in environment.items()), "bash", "with_slurm.sh")
        merged = self.command(os.environ["BONESIM"], "merge", *sorted((self.folder / "out").glob("*.bms")))
        self.assertEqual(merged.stdout.encode(), self.whole)


if __name__ == "__main__":
    unittest.main()
