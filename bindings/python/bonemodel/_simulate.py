# SPDX-License-Identifier: Apache-2.0
"""Plans simulated: one patient for each arm, spread over threads, or a cohort."""
from __future__ import annotations

import concurrent.futures
import dataclasses
import os
import threading
from typing import Any, Callable

import numpy as np

from . import errors
from ._bonemodel import lib
from ._json import failed
from ._measured import count_below, infer, read_below
from ._plan import Plan
from ._progress import Progress, function_of
from ._women import make_cohort, make_patient
from .cohort import Cohort
from .model import Kind
from .patient import Patient, about_patient, source_of
from .result import About, Failed, Result

_PERCENTILES = (5.0, 50.0, 95.0)


class Watch:
    """The progress of all arms together, and what stops them."""

    def __init__(self, progress: Progress, steps: int, end_d: float) -> None:
        self._told, self._end_d = function_of(progress), end_d
        self._done = [0.0] * steps
        self._lock = threading.Lock()
        self.stopped = threading.Event()

    def step(self, index: int) -> Callable[[float, float], bool]:
        """The progress function of one step."""
        def show(time_d: float, fraction: float) -> bool:
            part = min(max(time_d / self._end_d, 0), 1) * fraction if self._end_d else fraction
            self.done(index, max(part, self._done[index]), time_d)
            return self.stopped.is_set()

        return show

    def done(self, index: int, part: float = 1, time_d: float | None = None) -> None:
        """So much of a step is done. A function that returns something true, or raises, stops the others too."""
        with self._lock:
            self._done[index] = part
            if self._told is None or self.stopped.is_set():
                return
            try:
                cancelled = self._told(self._end_d if time_d is None else time_d, sum(self._done) / len(self._done))
            except BaseException:
                self.stopped.set()
                raise
        if cancelled:
            self.stopped.set()
            raise errors.error(lib.BM_ECANCELLED, "")


def _at(place: str, failure: errors.Error) -> errors.Error:
    return failed(place, str(failure), failure.status)


def _check_finite(plan: Plan, index: int, values: np.ndarray) -> None:
    wrong = np.argwhere(~np.isfinite(values))
    if len(wrong):
        time, observable = wrong[0]
        raise failed(f"arms[{index}]", f"found {plan.observables[observable]} that is not finite on day "
                     f"{plan.times[time]:g}; allowed a number", lib.BM_ENONFINITE)


def _sample(plan: Plan, handle: Patient, place: str) -> np.ndarray:
    try:
        rows = handle.sample(plan.times, plan.observables)
    except errors.Error as failure:
        raise _at(place, failure) from failure.__cause__
    return np.stack([rows[name] for name in plan.observables], axis=-1)


def _patients(plan: Plan, threads: int, watch: Watch, first_step: int) -> list[tuple[np.ndarray, About]]:
    """Each arm's patient: her values [time, observable], and what is known of her."""

    def simulate(index: int) -> tuple[np.ndarray, About]:
        arm = plan.arms[index]
        with make_patient(plan, index) as patient:
            who = repr(patient)
            patient.progress = watch.step(first_step + index)
            values = _sample(plan, patient, f"arms[{index}]")
            _check_finite(plan, index, values)
            patient.progress = None
            about = about_patient(patient, who, arm.title)
        watch.done(first_step + index)
        return values, about

    with concurrent.futures.ThreadPoolExecutor(max(1, min(threads, len(plan.arms)))) as pool:
        jobs = [pool.submit(simulate, index) for index in range(len(plan.arms))]
        try:
            concurrent.futures.wait(jobs, return_when=concurrent.futures.FIRST_EXCEPTION)
        except BaseException:  # Ctrl-C
            watch.stopped.set()
            raise
        raised = [failure for job in jobs if job.done() and (failure := job.exception())]
        if raised:
            watch.stopped.set()
            pool.shutdown(cancel_futures=True)
            raise next((each for each in raised if not isinstance(each, errors.BY_STATUS[lib.BM_ECANCELLED])), raised[0])
        return [job.result() for job in jobs]


def sampled(cohort: Cohort, watch: Watch, step: int, place: str, call: Callable[[], Any]) -> Any:
    """A call on a cohort that lets time pass."""
    cohort.progress = watch.step(step)
    try:
        made = call()
    except errors.Error as failure:
        raise _at(place, failure) from failure.__cause__
    finally:
        cohort.progress = None
    watch.done(step)
    return made


def _means_band(plan: Plan, index: int, profile: Patient, draws: int, threads: int, watch: Watch,
                step: int) -> dict[str, np.ndarray]:
    """Percentiles of the mean over draws of the parameters."""
    means = np.empty((draws, len(plan.times), len(plan.observables)))
    for draw in range(draws):
        with make_cohort(plan, index, profile, threads=threads, parameter_draw=draw + 1) as cohort:
            means[draw] = sampled(cohort, watch, step + draw, f"arms[{index}]", lambda: cohort._statistics(
                plan.times, plan.observables, ()))["value"][0]
    means = np.sort(np.where(np.isfinite(means), means, np.nan), axis=0)  # where nobody succeeded there is no mean
    n = np.isfinite(means).sum(axis=0)
    return {name: _type7(means, n, percent) for name, percent in (("mean_p05", 5), ("mean_p95", 95))}


def _type7(values: np.ndarray, n: np.ndarray, percent: float) -> np.ndarray:
    """By linear interpolation, of sorted numbers along the first axis, n of which there are."""
    place = np.maximum(n - 1, 0) * percent / 100
    low = place.astype(int)
    high = np.minimum(low + 1, np.maximum(n - 1, 0))
    at_low, at_high = (np.take_along_axis(values, index[None], 0)[0] for index in (low, high))
    interpolated: np.ndarray = at_low + (place - low) * (at_high - at_low)
    return interpolated


def _cohort(plan: Plan, index: int, threads: int, watch: Watch, step: int, draws: int,
            typical: tuple[np.ndarray, About] | None) -> tuple[dict[str, np.ndarray], About]:
    """An arm's women, or the possibilities of its band: statistics [time, observable], and what is known of them."""
    arm, place = plan.arms[index], f"arms[{index}]"
    with make_patient(plan, index) as profile:
        who = repr(profile)
        with make_cohort(plan, index, profile, threads=threads) as cohort:
            made = sampled(cohort, watch, step, place, lambda: cohort._statistics(
                plan.times, plan.observables, _PERCENTILES))
            failures = cohort.failures()
            if len(failures) == len(cohort):
                raise failed(place, f"found no member who succeeded, of {len(cohort)}; allowed one or more. Member 0: "
                             f"{failures[0].error}", failures[0].error.status)
            statistics = {name: values[0] for name, values in made.items()}
        thresholds = read_below(plan)
        if thresholds:
            with make_cohort(plan, index, profile, threads=threads) as cohort:
                found = count_below(plan, cohort, thresholds, watch.stopped.is_set)
            width = found.shape[1]
            extra = {"value": found, "n": np.repeat(statistics["n"][:, :1], width, axis=1)}
            statistics = {name: np.concatenate([values, extra.get(name, np.full(found.shape, np.nan))], axis=1)
                          for name, values in statistics.items()}
        if draws:
            means = _means_band(plan, index, profile, draws, threads, watch, step + 1)
            width = statistics["value"].shape[1] - len(plan.observables)
            statistics |= {name: np.pad(values, ((0, 0), (0, width)), constant_values=np.nan) for name, values in means.items()}
        if typical:
            about = typical[1]
            statistics |= {"value": typical[0], "n": np.ones_like(statistics["n"])}
        else:
            profile.progress = lambda time_d, fraction: watch.stopped.is_set()
            try:  # what is said of an arm is said of its patient; should she fail, of as far as she came
                profile.advance_to(plan.times[-1])
            except errors.Error:
                pass
            profile.progress = None
            about = about_patient(profile, who, arm.title)
    _check_finite(plan, index, statistics["value"][:, :len(plan.observables)])
    return statistics, dataclasses.replace(about, failures=tuple(Failed(*failure) for failure in failures))


def _forecast(plan: Plan, threads: int, progress: Progress) -> Result:
    """The arms as strategies of one woman, who is inferred from her measurements."""
    n_arms = len(plan.arms)
    steps = 1 + n_arms * (n_arms + 1) // 2
    watch = Watch(progress, steps, 0)
    with infer(plan, threads=threads, progress=watch.step(0)) as forecast:
        watch.done(0)
        result = forecast.run(plan.times, plan.observables, thresholds=read_below(plan))
        abouts = {}
        for index, arm in enumerate(plan.arms):
            with make_patient(plan, index) as profile:
                who = repr(profile)
                try:
                    profile.advance_to(plan.times[-1])
                except errors.Error:
                    pass
                abouts[arm.name] = about_patient(profile, who, arm.title)
    for index in range(n_arms):
        _check_finite(plan, index, result.statistics["value"][index, :, :len(plan.observables)])
    for step in range(1, steps):
        watch.done(step)
    return dataclasses.replace(result, about=abouts, title=plan.title)


def simulate(plan: Plan, threads: int | None, progress: Progress) -> Result:
    """The result of a plan that has been checked."""
    threads = threads or min(os.cpu_count() or 1, 256)
    if plan.forecasts:
        return _forecast(plan, threads, progress)
    n_arms, women = len(plan.arms), plan.cohort is not None
    draws = int((plan.cohort or {}).get("uncertainty", 0))
    each = 1 + draws if women else 2 if plan.band else 1
    watch = Watch(progress, n_arms * each, float(plan.times[-1]))
    patients = None if women else _patients(plan, threads, watch, 0)
    arms: list[tuple[dict[str, np.ndarray], About]] = []
    for index in range(n_arms):
        if women or plan.band:
            step = index * each if women else n_arms + index
            arms.append(_cohort(plan, index, threads, watch, step, draws, patients[index] if patients else None))
        elif patients:
            values, about = patients[index]
            empty = np.full(values.shape, np.nan)
            arms.append(({"value": values, "sd": empty, "p05": empty, "p50": empty, "p95": empty,
                          "n": np.ones(values.shape, np.int64)}, about))
    names = tuple(arm.name for arm in plan.arms)
    statistics = {column: np.stack([of[column] for of, _ in arms]) for column in arms[0][0]}
    units = {name: plan.model.find(Kind.OBSERVABLE, name).unit for name in plan.observables}
    units |= {before + name: "1" for name in read_below(plan) for before in ("probability_below.", "probability_ever_below.")}
    return Result("summary" if women or plan.band else "patient", names, plan.times, tuple(units), units,
                  statistics, about=dict(zip(names, (about for _, about in arms))), title=plan.title,
                  source=source_of(plan.model), day0=plan.day0)
