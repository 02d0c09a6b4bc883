# SPDX-License-Identifier: Apache-2.0
"""Summaries: the library's own, seen from Python."""
import pickle

import numpy as np
import pytest

import bonemodel as bm

TIMES = [0, 30, 60]
NAMES = ["bmd_change.lumbar_spine", "t_score.total_hip"]
THRESHOLDS = [("t_score.total_hip", -1.0)]


def cohort_of(patient, first, size, **options):
    cohort = bm.Cohort(patient, size=size, first_member=first, seed=3, **options)
    cohort.vary("t_score.total_hip", 1.0)
    cohort.vary("age_years", 9.0)
    return cohort


@pytest.fixture
def treated(model):
    patient = bm.Patient(model, age_years=62, years_since_menopause=12)
    patient.prescribe("letrozole")
    return patient


def summary_of(model, patient, first, size):
    summary = bm.Summary(model, TIMES, NAMES, thresholds=THRESHOLDS, draws=1)
    for draw in (0, 1):
        summary.add(cohort_of(patient, first, size, parameter_draw=draw))
    return summary


def test_parts_are_the_whole(model, treated):
    whole = summary_of(model, treated, 0, 40)
    parts = [summary_of(model, treated, first, 10) for first in (20, 0, 30, 10)]
    merged = pickle.loads(pickle.dumps(parts[0]))
    for part in parts[1:]:
        merged.merge(part)
    assert merged.save() == whole.save()
    assert merged.ranges() == [(0, 40)] == merged.ranges(1) and "40 members" in repr(merged)
    with pytest.raises(bm.ECONFLICT, match="30:40"):
        merged.merge(parts[2])


def test_it_says_what_members_show(model, treated):
    summary = summary_of(model, treated, 5, 40)
    values = cohort_of(treated, 5, 40).sample(TIMES, NAMES)[:, 2, 1]
    failed = np.isnan(values)
    assert 0 < failed.sum() == summary.failed() == len(summary.failures())
    assert summary.failures()[0].member == 5 + int(np.flatnonzero(failed)[0])
    values = values[~failed]
    read = summary.read(60, "t_score.total_hip")
    assert (read.n, read.weight, read.least, read.most) == (len(values), len(values), values.min(), values.max())
    assert read.mean == pytest.approx(values.mean(), abs=1e-12) and read.sd == pytest.approx(values.std(ddof=1), abs=1e-12)
    value, error = summary.quantile(60, "t_score.total_hip", 40)
    assert abs(value - np.percentile(values, 40)) <= error + 1e-12 and error < 3e-3
    assert summary.below(60)[0] == (values < -1).mean() and summary.below(60)[1] >= summary.below(0)[1]
    drawn = cohort_of(treated, 5, 40, parameter_draw=1).sample(TIMES, NAMES)[:, 2, 0]
    assert summary.draw_mean(1, 60, NAMES[0]) == pytest.approx(np.nanmean(drawn), abs=1e-12)
    assert (list(summary.times_d), summary.observables, summary.thresholds, summary.draws) == (TIMES, NAMES, THRESHOLDS, 1)
    with pytest.raises(bm.ENOTFOUND, match="day 1"):
        summary.read(1, NAMES[0])


def test_progress_cancels_and_raises(model, treated):
    summary, cohort = bm.Summary(model, TIMES, NAMES), cohort_of(treated, 0, 20)
    empty = summary.save()
    cohort.progress = lambda time_d, fraction: fraction > 0.5
    with pytest.raises(bm.ECANCELLED):
        summary.add(cohort)

    def broken(time_d, fraction):
        raise ZeroDivisionError

    cohort.progress = broken
    with pytest.raises(ZeroDivisionError):
        summary.add(cohort)
    assert summary.save() == empty
    cohort.progress = None
    summary.add(cohort)
    assert summary.ranges() == [(0, 20)]
    with pytest.raises(bm.EFORMAT):
        bm.Summary.load(model, empty[:-1])
    with pytest.raises(bm.ERANGE):
        bm.Summary(model, TIMES, NAMES, grid_d=0)


def test_real_women(model, treated):
    cohort = bm.Cohort(treated, size=3)
    cohort.set_members({"age_years": [55, 65, 75], "t_score.total_hip": [-1, np.nan, -2]}, weights=[1, 2, 0.5])
    assert cohort.member(1).get("age_years") == 65
    summary = bm.Summary(model, [0], "t_score.total_hip", thresholds=[("t_score.total_hip", -1.5)])
    summary.add(cohort)
    assert summary.read(0, "t_score.total_hip").weight == 3.5
    with pytest.raises(bm.ERANGE, match="age_years of row 1 is 500"):
        cohort.set_members({"age_years": [55, 500, 75]})
    with pytest.raises(ValueError, match="each of the 3"):
        cohort.set_members({"age_years": [55]})
    with pytest.raises(bm.ECONFLICT, match="weights"):
        cohort.summarise([0], "t_score.total_hip")


def test_files_of_no_shards(tmp_path):
    (tmp_path / "x.bms").write_bytes(b"\xffBMSHRD1" + bytes(100))
    with pytest.raises(bm.EFORMAT, match="x.bms"):
        bm.read_shards(tmp_path / "x.bms")
