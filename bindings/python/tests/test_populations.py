# SPDX-License-Identifier: Apache-2.0
"""The examples of populations that need the package: the study of policies, and every woman out."""
import csv
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest
from conftest import SOURCE

import bonemodel as bm

EXAMPLES = SOURCE / "examples" / "populations"


def bonesim():
    """The program that is installed beside the library."""
    for folder in pathlib.Path(os.environ.get("PKG_CONFIG_PATH", "").split(":")[0] or ".").resolve().parents:
        if (folder / "bin" / "bonesim").exists():
            return str(folder / "bin" / "bonesim")
    return os.environ.get("BONESIM")


def run(name, *words):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "BONESIM": bonesim() or "bonesim", "MPLBACKEND": "Agg"}
    return subprocess.run([sys.executable, str(EXAMPLES / name), *map(str, words)], check=True, stdout=subprocess.PIPE,
                          text=True, env=environment, timeout=250).stdout


def rows_of(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not bonesim(), reason="bonesim is not installed beside the library")
def test_policies(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(EXAMPLES))
    monkeypatch.setenv("BONESIM", bonesim())
    import policy
    monkeypatch.setattr(policy, "IN_DRAWS", 20)
    (tmp_path / "draws").mkdir()
    file, scenario = policy.variant(tmp_path, "women.json", size=60)
    arms = [arm["name"] for arm in scenario["arms"]]
    rows = policy.simulate(file, tmp_path, 60, 3)
    means = policy.draw_means(tmp_path, 4)
    assert means.shape == (4, 4, 2) and 0 < np.abs(means).max() < 0.1
    table = list(policy.prevented(rows, means, arms))
    major = {row[0]: [float(cell) for cell in row[2:]] for row in table if row[1] == "fracture_risk.major"}
    assert list(major) == arms[1:] and major["all"][0] == 10
    doses, _, fewer, low, high = np.array([major[arm] for arm in arms[1:]]).T
    assert (np.diff(doses) > 0).all() and (np.diff(fewer) > 0).all() and fewer[0] > 0, "more treated, more prevented"
    assert (low <= high).all()
    # what the file of draws says is what bonesim prints of it
    summaries = bm.read_shards(tmp_path / "draws" / "draws.bms")
    printed = subprocess.run([bonesim(), "merge", tmp_path / "draws" / "draws.bms", "--quiet"], check=True,
                             stdout=subprocess.PIPE, text=True).stdout
    (tmp_path / "printed.csv").write_text(printed, encoding="utf-8")
    for row in rows_of(tmp_path / "printed.csv"):
        if not row["observable"].startswith("probability"):
            summary = summaries[arms.index(row["arm"])]
            assert summary.read(float(row["time_days"]), row["observable"]).mean == pytest.approx(float(row["value"]), abs=1e-15)
            if row["mean_p05"]:
                drawn = [summary.draw_mean(draw, float(row["time_days"]), row["observable"]) for draw in range(1, 5)]
                assert float(row["mean_p05"]) == pytest.approx(np.percentile(drawn, 5), abs=1e-9)
    policy.draw_fans(rows, arms, tmp_path / "policy.png")
    assert (tmp_path / "policy.png").read_bytes().startswith(b"\x89PNG")


def test_every_woman_out(tmp_path):
    run("raw_members.py", tmp_path / "a.csv", 3, 8)
    run("raw_members.py", tmp_path / "b.csv", 6, 8)
    rows, some = rows_of(tmp_path / "a.csv"), rows_of(tmp_path / "b.csv")
    assert [int(row["member"]) for row in rows[::3]] == [3, 4, 5, 6, 7] and some == rows[9:]
    pyarrow = pytest.importorskip("pyarrow")
    import pyarrow.parquet as parquet
    run("raw_members.py", tmp_path / "a.parquet", 3, 8)
    table = parquet.read_table(tmp_path / "a.parquet")
    assert isinstance(table, pyarrow.Table) and table.num_rows == 15
    assert table["bmd.lumbar_spine"].to_pylist() == [float(row["bmd.lumbar_spine"]) for row in rows]
