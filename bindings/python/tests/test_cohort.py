# SPDX-License-Identifier: Apache-2.0
import gc
import threading
import time
import weakref

import numpy as np
import pytest

import bonemodel as bm

SPINE, HIP, CTX = "bmd_change.lumbar_spine", "t_score.total_hip", "marker_change.s_ctx"
TIMES = np.array([0.0, 100.0, 365.25, 730.5])


def profile_of(model, **options):
    profile = bm.Patient(model, {"t_score.total_hip": -1.0}, age_years=62, **options)
    profile.prescribe("letrozole")
    return profile


def cohort_of(model, **options):
    made = bm.Cohort(profile_of(model), **{"size": 20, **options})
    made.vary("age_years", sd=6, minimum=55, maximum=70)
    made.vary("t_score.total_hip", sd=0.8)
    return made


def test_sample_is_member_time_observable(model):
    cohort = cohort_of(model)
    values = cohort.sample(TIMES, [SPINE, HIP])
    assert values.shape == (20, 4, 2) and values.dtype == np.float64 and len(cohort) == cohort.size == 20
    assert cohort.time_d == TIMES[-1] and repr(cohort).startswith("<Cohort of 20, varying age_years, t_score.total_hip, day 730.5, around <Patient, 62 years old,")
    for member in (0, 7, 19):
        patient = cohort.member(member)
        assert type(patient) is bm.Patient and patient.time_d == TIMES[-1]
        assert [patient.observe(SPINE), patient.observe(HIP)] == pytest.approx(values[member, -1].tolist(), abs=1e-3)
        patient.advance_by(10)
    assert cohort.time_d == TIMES[-1]
    single = cohort_of(model).sample(730.5, HIP)
    assert single.shape == (20, 1, 1) and single[:, 0, 0] == pytest.approx(values[:, 3, 1], abs=1e-3)


def test_seed_threads_and_spread(model):
    def sample(**options):
        return cohort_of(model, **options).sample(TIMES, [SPINE, HIP])

    values = sample()
    assert np.array_equal(sample(threads=2), values)
    assert not np.array_equal(sample(seed=2), values)
    assert np.allclose(sample(size=5), values[:5], atol=1e-3)
    assert np.allclose(sample(lanes=1), values, atol=1e-3)
    assert not np.allclose(sample(measurement_error=1), values, atol=1e-2)
    drawn = sample(parameter_draw=1)
    assert not np.allclose(drawn, values, atol=1e-2) and np.array_equal(drawn, sample(parameter_draw=1))

    same = bm.Cohort(profile_of(model), size=3, variability=0).sample(TIMES, SPINE)[:, :, 0]
    alone = profile_of(model).sample(TIMES, SPINE)[SPINE]
    assert np.allclose(same, alone, atol=1e-3)


def test_bands(model):
    def sample(**options):
        return bm.Cohort(profile_of(model), **{"size": 100, **options}).sample([730.5], [SPINE, HIP])[:, 0]

    bands = [sample(band=band) for band in ("typical", "trial", "woman", "measured")]
    spreads = np.array([band.std(axis=0) for band in bands])
    assert (np.diff(spreads, axis=0) > 0).all()
    same = {"typical": {}, "trial": {"study_difference": 1}, "woman": {"study_difference": 1, "variability": 1},
            "measured": {"study_difference": 1, "variability": 1, "measurement_error": 1}}
    for band, options in zip(bands, same.values()):
        assert np.array_equal(sample(**{"variability": 0, "own_draws": True, **options}), band)
    alone = profile_of(model).sample([730.5], SPINE)[SPINE]
    assert bands[0][:, 0].mean() == pytest.approx(alone[0], abs=0.5)

    # another arm of the same studies, and other studies
    trial, arm, other = bands[1], sample(band="trial", arm=1), sample(band="trial", seed=2)
    apart = [(trial - values)[:, 0].std() for values in (arm, other)]
    assert 0 < apart[0] < apart[1]

    for options in ({"band": "Trial"}, {"band": "women"}, {"band": "trial", "variability": 0},
                    {"band": "trial", "own_draws": True}, {"band": "woman", "parameter_draw": 1}):
        with pytest.raises(ValueError, match="band"):
            sample(**options)
    for options in ({"study_difference": 4}, {"study_difference": -1}):
        with pytest.raises(bm.ERANGE):
            sample(**options)


def test_summary_is_that_of_the_sample(model):
    names = [SPINE, CTX, HIP]
    values = cohort_of(model).sample(TIMES, names)
    summary = cohort_of(model).summarise(TIMES, names, percentiles=[5, 50, 95], thresholds={HIP: -1.5})
    assert summary.shape == (4,) and summary.dtype.names == tuple(names)
    for index, name in enumerate(names):
        column, of_name = summary[name], values[:, :, index]
        assert (column["n"] == 20).all()
        assert np.allclose(column["mean"], of_name.mean(axis=0))
        assert np.allclose(column["sd"], of_name.std(axis=0, ddof=1))
        assert np.allclose(column["percentiles"], np.percentile(of_name, [5, 50, 95], axis=0).T)
        if name == HIP:
            assert np.array_equal(column["below"], (of_name < -1.5).mean(axis=0)) and 0 < column["below"][0] < 1
        else:
            assert np.isnan(column["below"]).all()
    assert cohort_of(model).summarise(TIMES, SPINE)[SPINE]["percentiles"].shape == (4, 0)
    with pytest.raises(ValueError, match=CTX):
        cohort_of(model).summarise(TIMES, [SPINE], thresholds={CTX: 1})


def test_who_they_are(model):
    def women(**limits):
        cohort = bm.Cohort(profile_of(model), size=200)
        cohort.vary("age_years", sd=6, **limits)
        cohort.vary("weight_kg", sd=8)
        cohort.correlate("age_years", "weight_kg", -0.9)
        return np.array([[cohort.member(number).get(name) for name in ("age_years", "weight_kg")]
                         for number in range(200)]).T

    ages, weights = women()
    # four standard errors of 200 draws
    assert abs(ages.mean() - 62) < 1.7 and abs(ages.std() - 6) < 1.2 and abs(weights.std() - 8) < 1.6
    assert -0.95 < np.corrcoef(ages, weights)[0, 1] < -0.84
    assert ages.min() < 55 and ages.max() > 70
    ages, _ = women(minimum=55, maximum=70)
    assert ages.min() >= 55 and ages.max() <= 70


def test_refusals(model, core):
    cohort = cohort_of(model)
    for call, fault in ((lambda: cohort.vary("age", 1), bm.ENOTFOUND),
                        (lambda: cohort.vary("age_years", -1), bm.ERANGE),
                        (lambda: cohort.correlate("age_years", "weight_kg", 0.1), bm.ENOTFOUND),
                        (lambda: cohort.member(20), bm.ENOTFOUND), (lambda: cohort.sample([], SPINE), bm.EINVAL),
                        (lambda: cohort.sample([1], "spine"), bm.ENOTFOUND), (lambda: cohort.member(-1), OverflowError),
                        (lambda: bm.Cohort(profile_of(model), size=0), bm.ERANGE),
                        (lambda: bm.Cohort(profile_of(model), threads=257), bm.ERANGE),
                        (lambda: bm.Cohort(bm.Patient(core)), bm.ECONFLICT)):
        with pytest.raises(fault):
            call()
    cohort.advance_to(10)
    with pytest.raises(bm.ESTATE):
        cohort.vary("age_years", 1)
    with pytest.raises(bm.ERANGE, match="day"):
        cohort.advance_to(5)
    cohort.close()
    with pytest.raises(bm.ESTATE, match="closed"):
        cohort.sample([20], SPINE)


def test_members_that_fail(model):
    with bm.Cohort(profile_of(model, max_steps=10), size=3) as cohort:
        assert np.isnan(cohort.sample([3000], SPINE)).all()
        failures = cohort.failures()
        assert [failure.member for failure in failures] == [0, 1, 2]
        assert all(type(failure.error) is bm.EMAXSTEPS and str(failure.error) for failure in failures)
        with pytest.raises(bm.EMAXSTEPS):
            cohort.member(1)
    assert cohort_of(model).failures() == []


@pytest.mark.parametrize("threads", [1, 2])
def test_progress(model, threads):
    cohort, seen = cohort_of(model, threads=threads), []
    cohort.progress = lambda time_d, fraction: seen.append((time_d, fraction))
    started = time.monotonic()
    cohort.advance_to(50)
    assert 1 <= len(seen) <= 2 + 10 * (time.monotonic() - started) and seen[-1] == (50, 1)

    cohort.progress = lambda time_d, fraction: fraction > 0.2
    with pytest.raises(bm.ECANCELLED):
        cohort.advance_to(60)

    class Enough(Exception):
        pass

    def enough(*_):
        raise Enough

    cohort.progress = enough
    with pytest.raises(Enough):
        cohort.sample([60], SPINE)
    cohort.progress = lambda *_: cohort.advance_to(70)
    with pytest.raises(bm.ESTATE):
        cohort.advance_to(60)
    cohort.progress = lambda *_: cohort.close()
    with pytest.raises(bm.ESTATE):
        cohort.advance_to(60)
    assert cohort.time_d == 50


def test_one_thread_at_a_time(model):
    cohort, raised = cohort_of(model), []

    def other():
        try:
            cohort.advance_to(10)
        except bm.ESTATE as error:
            raised.append(str(error))

    def progress(*_):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        return True

    cohort.progress = progress
    with pytest.raises(bm.ECANCELLED):
        cohort.advance_to(100)
    assert set(raised) == {"another thread is using this Cohort"}


def test_stats(model):
    cohort = cohort_of(model, lanes=1)
    cohort.advance_to(100)
    assert cohort.stats().lanes == 1 and cohort.stats().steps > 20 and cohort.stats().bytes_per_member > 100


def test_profile_is_copied_and_all_goes(model):
    gc.disable()
    try:
        profile = profile_of(model)
        cohort = bm.Cohort(profile, size=2)
        profile.close()
        cohort.advance_to(10)
        gone = weakref.ref(cohort)
        del cohort
        assert gone() is None
    finally:
        gc.enable()
