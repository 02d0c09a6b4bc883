# SPDX-License-Identifier: Apache-2.0
"""The examples run; README's code is that of the example; what the pages tell of errors and installing holds."""
import re
import subprocess
import sys

import pytest
from conftest import SOURCE, need

import bonemodel as bm

HERE = SOURCE / "bindings" / "python"
README = (HERE / "README.md").read_text(encoding="utf-8")
PAGE = (SOURCE / "docs" / "python.md").read_text(encoding="utf-8")


def run(example, folder):
    return subprocess.run([sys.executable, HERE / "examples" / example], check=True, cwd=folder, text=True,
                          stdout=subprocess.PIPE).stdout


def test_first_patient(tmp_path):
    code = (HERE / "examples" / "first_patient.py").read_text(encoding="utf-8").split("# [first patient]\n")[1]
    assert f"```python\n{code}```" in README
    lines = run("first_patient.py", tmp_path).splitlines()
    assert len(lines) == 8 and lines[2].split() == ["0", "+0.00", "+0.00", "-1.20"]
    assert float(lines[7].split()[1]) < -4


def test_cohort_bands(tmp_path):
    lines = run("cohort_bands.py", tmp_path).splitlines()
    spine = [float(re.search(r"spine ([+-][\d.]+) %", line).group(1)) for line in lines[:2]]
    assert [line.split(":")[0] for line in lines] == ["letrozole", "with zoledronic acid", "typical", "trial", "woman",
                                                      "measured"]
    assert spine[0] < 0 < spine[1]
    ends = [[float(end) for end in re.findall(r"[+-][\d.]+", line)] for line in lines[2:]]
    widths = [high - low for low, high in ends]
    assert widths == sorted(widths) and 0 < widths[0] < widths[1] < widths[3]
    assert (tmp_path / "cohort_bands.png").read_bytes()[1:4] == b"PNG"


def test_reasons(tmp_path):
    *parts, whole = [line.split() for line in run("reasons.py", tmp_path).splitlines()]
    assert [part[0] for part in parts] == ["under_way", "letrozole", "zoledronic_acid", "ageing", "menopause", "smoking"]
    assert sum(float(part[1]) for part in parts) == pytest.approx(float(whole[2]), abs=0.04)
    assert (tmp_path / "reasons.png").read_bytes()[1:4] == b"PNG"


def test_visits(tmp_path):
    scores = [float(score) for score in re.findall(r"T-score ([-\d.]+),", run("visits.py", tmp_path))]
    assert len(scores) == 2 and scores[0] < scores[1] - 0.05


def test_own_drug(tmp_path):
    spine = [float(change) for change in re.findall(r"spine ([-+\d.]+) %", run("own_drug.py", tmp_path))]
    assert len(spine) == 5 and spine[0] == 0 < spine[1] < spine[3] > spine[4]


def test_sentence_of_the_page(patient):
    sentence = re.search(r"bonemodel\.errors\.ERANGE: (.*)", PAGE).group(1)
    with pytest.raises(bm.ERANGE, match=f"^{re.escape(sentence)}$"):
        patient.set("age_years", 161)


def test_commands():
    commands = re.findall(r"^    (sudo apt-get .*|.*python3 -m venv .*|~/.*/pip .*)$", README, re.MULTILINE)
    assert len(commands) == 5
    assert all(f"    {command}\n" in PAGE for command in commands)
    script = (HERE / "tests" / "run.sh").read_text(encoding="utf-8")
    assert "-m venv --system-site-packages" in script and "install --quiet --no-build-isolation" in script
    needed = (SOURCE / "scripts" / "install-deps.sh").read_text(encoding="utf-8")
    assert all(re.search(rf"[\s\"]{package}[\s\"]", needed) for package in commands[2].split()[3:])


def test_every_class_is_in_the_readme():
    table = README.split("## What is in it")[1].split("##")[0]
    for name in bm.__all__:
        thing = getattr(bm, name)
        if isinstance(thing, type) and not (issubclass(thing, bm.Error) or hasattr(thing, "_fields")):
            assert f"`{name}`" in table, name


def test_zoledronate_interval(tmp_path):
    need("pandas")
    lines = run("zoledronate_interval.py", tmp_path).splitlines()
    hip = {line.split()[0]: float(line.split()[-3]) for line in lines[1:]}
    assert list(hip) == ["none", "36", "24", "12", "6", "3"]
    changes = list(hip.values())
    assert changes[0] < 0 and changes == sorted(changes)
    for name in ("zoledronate_interval.svg", "zoledronate_courses.svg"):
        assert "not medical advice" in (tmp_path / name).read_text(encoding="utf-8")


def test_sensitivity(tmp_path):
    need("SALib")
    lines = run("sensitivity.py", tmp_path).splitlines()
    assert lines[0].startswith("2048 women: ") and len(lines) == 7
    alone = {line.split()[0]: float(line.split()[2]) for line in lines[1:]}
    assert alone["estradiol_pg_ml"] > 0.2 and alone["weight_kg"] > 0.2 and sum(alone.values()) < 1.2


def test_z_fast(tmp_path):
    need("pandas")
    lines = run("z_fast.py", tmp_path).splitlines()
    assert len(lines) == 14 and re.fullmatch(r"zoledronic acid in \d+ of 500 women of that arm within five years", lines[-1])
    assert (tmp_path / "z_fast.svg").exists()


def test_second_dxa(tmp_path):
    need("pandas")
    lines = run("second_dxa.py", tmp_path).splitlines()
    assert lines[0].startswith("effective sample size")
    spine_before, hip_before, spine, hip = (float(line.split()[-1]) for line in lines[-4:])
    assert 0 < spine < spine_before and 0 < hip < hip_before
    assert (tmp_path / "second_dxa.svg").exists() and (tmp_path / "before_and_after.svg").exists()
