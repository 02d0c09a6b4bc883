# SPDX-License-Identifier: Apache-2.0
"""A patient: a body at a moment, with her prescriptions."""
from __future__ import annotations

import datetime
import json
from typing import Any, Callable, Iterable, Mapping, NamedTuple

import numpy as np

from ._bonemodel import ffi, lib
from ._days import Day, date_of, days_of, of_type, times_of
from ._handle import Calls, Handle, check, doubles, encoded, names_of, text
from ._kept import Kept, owned_by
from ._prescription import Prescription, prescription, read_prescription
from .decisions import Decision, Visit
from .decisions import describe as describe_decision
from .decisions import read as read_decision
from .errors import Error, error
from .hooks import Hook
from .hooks import describe as describe_hook
from .model import Kind, Model, Quantity
from .result import About, Result, Treatment


def source_of(model: Model) -> str:
    """Which library and calibration made numbers."""
    return f"bonemodel {text(lib.bm_version_string())}, calibration {model.calibration}, equations {model.equations}"


def treatments_of(patient: Patient) -> tuple[Treatment, ...]:
    """What a picture marks."""
    return tuple(Treatment(rx.agent, rx.start_d, min(rx.stop_d, rx.start_d + rx.doses * rx.every_d) if rx.doses else rx.stop_d)
                 for rx in patient.prescriptions())


def about_patient(patient: Patient, who: str, title: str = "") -> About:
    """What a result says of an arm's patient."""
    return About(who, title, treatments_of(patient), tuple(patient.warnings()), tuple(patient.applicability()))


def patient_result(patient: Patient, name: str, who: str, times: np.ndarray, names: list[str], values: np.ndarray) -> Result:
    """The result of one patient; values [1, time, observable]."""
    empty = np.full(values.shape, np.nan)
    statistics = {"value": values, "sd": empty, "p05": empty, "p50": empty, "p95": empty, "n": np.ones(values.shape, np.int64)}
    units = {observable: patient.model.find(Kind.OBSERVABLE, observable).unit for observable in names}
    return Result("patient", (name,), times, tuple(names), units, statistics, about={name: about_patient(patient, who)},
                  source=source_of(patient.model), day0=patient.day0)


class Stats(NamedTuple):
    """What the integrator has done since the patient was created."""

    steps: int             #: steps accepted
    rejected_steps: int    #: steps tried and rejected
    rhs_evaluations: int   #: evaluations of the right-hand side
    factorizations: int    #: Jacobians evaluated and factorised
    threshold_events: int  #: crossings located and stepped onto


class Part(NamedTuple):
    """A part of a change, as Patient.explain() tells it."""

    name: str     #: agent of a prescription or habit, or "ageing", "menopause", "under_way"
    number: int   #: of a prescription; otherwise 0
    value: float  #: in the observable's unit


class Patient(Handle):
    """A woman at a moment. Time 0 is day 0, when she is as her covariates say.

    What is special about her is given by its name in the catalogue (kinds covariate, parameter, initial)::

        Patient(model, age_years=61)
        Patient(model, {"t_score.total_hip": -1.2}, age_years=61)
        Patient(model, calcidiol_nmol_l={"value": 20, "unit": "ng/mL"})

    rtol: relative tolerance of the integrator [1], 1e-12 to 1e-2; None = the library's default.
    max_steps: steps that one advance may take, at least 1; None = the library's default.
    day0: the date of day 0, such as "2026-11-30"; dates may then stand for days everywhere.

    One thread at a time may use her; different patients never interact. The interpreter lock is given up while she is
    simulated, so patients in different threads run at the same time. ``with`` closes her at the end.
    """

    _last_error = lib.bm_patient_last_error

    def __init__(self, model: Model, values: Mapping[str, float | str | Quantity] | None = None, /, *,
                 rtol: float | None = None, max_steps: int | None = None, day0: str | datetime.date | None = None,
                 **more: float | str | Quantity) -> None:
        of_type(model, Model, "model", "a Model")
        of_type({} if values is None else values, Mapping, "values", "a mapping of names and numbers")
        options, pointer = ffi.new("bm_patient_options *"), ffi.new("bm_patient **")
        lib.bm_patient_options_init_sized(options, ffi.sizeof(options[0]))
        if rtol is not None:
            options.rtol = rtol
        if max_steps is not None:
            options.max_steps = max_steps
        check(lib.bm_patient_create(model._pointer, options, pointer),
              f"rtol {options.rtol:g}, max_steps {options.max_steps}")
        self._adopt(model, pointer[0], Calls(day0=None if day0 is None else date_of(day0)))
        for name, value in {**(values or {}), **more}.items():
            self.set(name, value)

    def _adopt(self, model: Model, pointer: Any, calls: Calls) -> Patient:
        self._hold(pointer, lib.bm_patient_destroy, calls)
        self.model, self._hooks = model, calls.hooks
        self._users: list[Any] = []  # what the user pointers lead to
        check(lib.bm_patient_set_progress(pointer, ffi.addressof(lib, "bm_py_paced"), self._pace))
        return self

    def set(self, name: str, value: float | str | Quantity) -> None:
        """Sets a covariate, a parameter or an initial value, in the catalogue's unit or as a quantity with another,
        such as {"value": 20, "unit": "ng/mL"}; a device by its name, such as "lunar". Until time has passed.

        Values are checked together when she is first read or advanced."""
        kinds = (Kind.COVARIATE, Kind.PARAMETER, Kind.INITIAL)
        if name == "device" and isinstance(value, str):
            value = self.model.find(Kind.DEVICE, value).default
        self._call(lib.bm_patient_set, encoded(name), self.model._number(kinds, name, value))

    def get(self, name: str) -> float:
        """What was set, or the default; NaN for a covariate that was not given and has none."""
        return self._number(lib.bm_patient_get, encoded(name))

    def values(self) -> dict[str, float]:
        """What was set of her, by name: covariates that were given, parameters and initial values that are not the
        default."""
        found, kinds = {}, (Kind.COVARIATE, Kind.PARAMETER, Kind.INITIAL)
        for row in (row for kind in kinds for row in self.model.rows(kind)):
            if self._number(lib.bm_patient_is_set, encoded(row.name)):
                found[row.name] = self.get(row.name)
        return found

    @property
    def calibration(self) -> str:
        """Where her parameters come from: the calibration of her model, or of the library that saved her."""
        return text(self._use(lib.bm_patient_calibration))

    def prescribe(self, agent: str, **fields: Any) -> int:
        """Prescribes an agent of the catalogue; returns the number that stop() takes.

        dose: in the agent's unit, or as a quantity {"value": 20, "unit": "ug/d"}; without it the label dose.
        every_d: interval [day]; without it the label interval. Continuous agents have none.
        start_d: first dose, or start [day]; default 0. Not before now; at time 0 days before 0 are her history.
        stop_d: [day] after start_d; a dose at or after it is not given. Default NEVER_D.
        doses: number of doses; default 0, until stop_d.
        adherence: [1] 0 to 1, default 1.
        Anything else is a parameter of the agent's own, such as route=1 or sessions_per_week=2. An exercise may be
        given by its name: exercise="jump".

        In a loop that starts therapy while time passes, give start_d=patient.time_d."""
        made, alive = prescription(self.model, self._hooks, agent, fields, self.day0)
        number = self._number(lib.bm_patient_prescribe, made)
        del alive
        return number

    def stop(self, number: int, stop_d: Day | None = None) -> None:
        """Stops a prescription: doses at or after stop_d [day], now when not given, are not given."""
        self._call(lib.bm_patient_stop, number, self.time_d if stop_d is None else days_of(stop_d, self.day0))

    def prescriptions(self) -> list[Prescription]:
        """What she was prescribed, what has ended too, in the order in which it was prescribed."""
        made, number, given = ffi.new("bm_prescription *"), ffi.new("uint64_t *"), ffi.new("double *")
        found = []
        for index in range(self._use(lib.bm_patient_prescription_count)):
            self._call(lib.bm_patient_read_prescription_sized, index, made, ffi.sizeof(made[0]), number, given)
            found.append(read_prescription(made, number[0], given[0]))
        return found

    def scenario(self, times_d: Any, observables: str | Iterable[str]) -> dict[str, Any]:
        """She as a scenario of bonesim that samples these days [day]; json.dump() writes it. It says what was set and
        what was prescribed on day 0; a patient of whom there is more to say raises ECONFLICT."""
        times, names = times_of(times_d, self.day0), names_of(observables)
        needed, what = ffi.new("size_t *"), (doubles(times), len(times), self.model._indices(names), len(names))
        self._call(lib.bm_patient_write_scenario, *what, ffi.NULL, 0, needed)
        buffer = ffi.new("char[]", needed[0])
        self._call(lib.bm_patient_write_scenario, *what, buffer, needed[0], ffi.NULL)
        return json.loads(text(buffer))

    def explain(self, to_d: Day, observable: str) -> list[Part]:
        """What the change of an observable from now to to_d [day] comes from: each prescription, ageing, the menopause,
        each habit, and first what was under way and would have changed with none of them. The parts add up to the
        change. They are Shapley values: the future is simulated for every set of parts that may act, at most 8."""
        parts, count = ffi.new("bm_part[]", lib.BM_MAX_PARTS), ffi.new("size_t *")
        self._call(lib.bm_patient_explain_sized, days_of(to_d, self.day0),
                   self.model.index(Kind.OBSERVABLE, observable), parts, ffi.sizeof("bm_part"), len(parts), count)
        return [Part(text(part.name), part.id, part.value) for part in parts[0:count[0]]]

    def sensitivities(self, names: str | Iterable[str], times_d: Any, observables: str | Iterable[str]) -> np.ndarray:
        """How much observables change at times [day] with covariates and parameters, in the observable's unit per unit
        of the name: an array [name, time, observable] of central differences. At time 0, of the full model. Of what is
        0 or 1, the difference between the two."""
        wanted, times, read = names_of(names), times_of(times_d, self.day0), names_of(observables)
        alive = [ffi.new("char[]", encoded(name)) for name in wanted]
        values = np.empty((len(wanted), len(times), len(read)))
        self._call(lib.bm_patient_sensitivities, ffi.new("char *[]", alive), len(wanted), doubles(times), len(times),
                   self.model._indices(read), len(read), doubles(values), values.size)
        return values

    def advance_to(self, time_d: Day) -> None:
        """Lets time pass until time_d [day]. When this raises, she is as before."""
        self._call(lib.bm_patient_advance_to, days_of(time_d, self.day0))

    def advance_by(self, days: float) -> None:
        """Lets a number of days pass. When this raises, she is as before."""
        self._call(lib.bm_patient_advance_by, days)

    @property
    def time_d(self) -> float:
        """The present time [day] since day 0."""
        return self._look(lib.bm_patient_time)

    def observe(self, name: str) -> float:
        """Reads an observable now, in the catalogue's unit; at the instant of a dose, just before it."""
        return self._number(lib.bm_patient_observe, encoded(name))

    def sample(self, times_d: Any, observables: str | Iterable[str]) -> np.ndarray:
        """Advances through increasing times [day] and reads observables at each.

        Returns an array with a row for each time and a column, named as the observable, for each observable::

            sample(times_d, ["bmd_change.total_hip", "marker_change.s_ctx"])["marker_change.s_ctx"]

        A dense grid costs little. She ends at the last time; when this raises, she is as before."""
        times, names = times_of(times_d, self.day0), names_of(observables)
        rows = np.empty(len(times), dtype=[(name, np.float64) for name in names])
        values = rows.view(np.float64)
        self._call(lib.bm_patient_sample, doubles(times), len(times), self.model._indices(names), len(names),
                   doubles(values), len(values))
        return rows

    def run(self, times_d: Any, observables: str | Iterable[str], *, name: str = "patient") -> Result:
        """As sample(), with the result type that has times [day], units, tables and pictures; name: of its one arm."""
        times, names = times_of(times_d, self.day0), names_of(observables)
        encoded(name)  # before time passes
        who = repr(self)
        rows = self.sample(times, names)
        values = np.stack([rows[observable] for observable in names], axis=-1)[None]
        return patient_result(self, name, who, times, names, values)

    def hook(self, hook: Hook) -> None:
        """Adds an intervention of one's own, which acts from now on; its name becomes an agent of this patient. It is
        part of her history, before day 0, if it is there before she is first read or advanced."""
        of_type(hook, Hook, "hook", "a Hook")
        user = ffi.new_handle(Kept(hook, self.model, self._calls))
        made, alive = describe_hook(user, hook)
        self._call(lib.bm_patient_hook, made)
        del alive
        self._users.append(user)
        self._hooks[hook.name] = hook

    def read_hook(self, name: str) -> np.ndarray:
        """The states of a hook now."""
        x = np.zeros(len(self._hooks[name].states) if name in self._hooks else 0)
        self._call(lib.bm_patient_read_hook, encoded(name), doubles(x), len(x))
        return x

    def decide(self, visit: Callable[[Visit], Any], *, name: str = "", first_d: Day | None = None,
               every_d: float | None = None, stop_d: Day | None = None, observable: str | None = None,
               below: float | None = None, above: float | None = None) -> int:
        """Calls visit with a Visit on certain days; returns the number that undecide() takes.

        first_d, every_d, stop_d: on first_d + k every_d before stop_d [day]; without every_d once. With every_d alone
        from now on.
        observable: also whenever it falls below, or rises above, a level in its unit.
        name: to find it again when a snapshot is loaded.

        When visit raises, the call that let time pass is cancelled and raises that. A copy of the patient gets a copy
        (copy.deepcopy) of visit, if it is an object with a memory; a function is shared. A snapshot holds what
        save_state() says, which an object needs to be saved; a function is taken to remember nothing."""
        if every_d is not None and first_d is None:
            first_d = self.time_d
        decision = Decision(visit, name, days_of(first_d, self.day0), every_d, days_of(stop_d, self.day0), observable,
                            below, above)
        kept = Kept(visit, self.model, self._calls, decision)
        user = ffi.new_handle(kept)
        made, alive = describe_decision(user, decision)
        kept.number = self._number(lib.bm_patient_decide, made)
        del alive
        self._users.append(user)
        self._calls.decisions[kept.number] = decision
        return kept.number

    def undecide(self, number: int) -> None:
        """Ends a decision: no more visits."""
        self._call(lib.bm_patient_undecide, number)
        self._calls.decisions.pop(number, None)

    def decisions(self) -> dict[int, Decision]:
        """Her decisions, as decide() was told, by the number that undecide() takes."""
        made, number, found = ffi.new("bm_decision *"), ffi.new("uint64_t *"), {}
        for index in range(self._use(lib.bm_patient_decision_count)):
            self._call(lib.bm_patient_read_decision_sized, index, made, ffi.sizeof(made[0]), number)
            found[number[0]] = read_decision(made)
        return found

    def stats(self) -> Stats:
        """What the integrator has done. A clone or a loaded patient goes on counting."""
        stats = ffi.new("bm_patient_stats *")
        check(self._use(lib.bm_patient_read_stats_sized, stats, ffi.sizeof(stats[0])))
        return Stats(*(getattr(stats, name) for name in Stats._fields))

    def warnings(self) -> list[str]:
        """What was legal but unlikely, a sentence each; at most 16, each once."""
        return self._use(lambda pointer: [text(lib.bm_patient_warning(pointer, index))
                                          for index in range(lib.bm_patient_warning_count(pointer))])

    def clear_warnings(self) -> None:
        """Empties the list of warnings."""
        self._use(lib.bm_patient_clear_warnings)

    def applicability(self) -> list[str]:
        """Why what was set, prescribed and reached lies outside the domain where the model was calibrated; [] if not.
        """
        return [text(self._use(lib.bm_patient_applicability_reason, index))
                for index in range(self._look(lib.bm_patient_applicability))]

    def clone(self) -> Patient:
        """A copy at her present moment that goes on bit for bit; copy.copy() does the same. progress is not copied."""
        return self._made(self.model, self._calls, self._look, lib.bm_patient_clone)

    @classmethod
    def _made(cls, model: Model, like: Calls, number: Callable[..., Any], *call: Any) -> Patient:
        """The patient that a call of the library makes, with the hooks and decisions of another handle."""
        calls = Calls(like.hooks, like.decisions, like.day0)
        with owned_by(calls):
            pointer = number(*call)
        return cls.__new__(cls)._adopt(model, pointer, calls)

    def save(self) -> bytes:
        """A snapshot, for the same release of the library. It says all about her that was set and prescribed."""
        size = self._look(lib.bm_patient_save_size)
        buffer, written = ffi.new("char[]", size), ffi.new("size_t *")
        self._call(lib.bm_patient_save, buffer, size, written)
        return ffi.buffer(buffer, written[0])[:]

    @classmethod
    def load(cls, model: Model, snapshot: bytes, *, hooks: Iterable[Hook] = (),
             decisions: Iterable[Decision] = (), day0: str | datetime.date | None = None) -> Patient:
        """The patient of a snapshot; she goes on bit for bit. Bytes from anywhere are safe to try.

        model: a model of the same name as hers.
        day0: the date of day 0, which a snapshot does not hold.
        hooks, decisions: hers, found by their names; of several decisions with one name each in turn, and with their
        days and levels as they were. She gets copies, whose restore_state(bytes) takes what save_state() gave."""
        of_type(model, Model, "model", "a Model")
        its_hooks, its_decisions = list(hooks), list(decisions)
        for its_hook in its_hooks:
            of_type(its_hook, Hook, "one of hooks", "a Hook")
        for its_decision in its_decisions:
            of_type(its_decision, Decision, "one of decisions", "a Decision")
        calls = Calls({hook.name: hook for hook in its_hooks}, day0=None if day0 is None else date_of(day0))
        alive: list[Any] = []

        def described(ctype: str, things: list[Any], kept: Callable[..., Any], describe: Callable[..., Any]) -> Any:
            array = ffi.new(f"{ctype}[]", len(things))
            for index, thing in enumerate(things):
                user = ffi.new_handle(kept(thing))
                made, its = describe(user, thing)
                array[index] = made[0]
                alive.extend([user, its])
            return array

        arrays = (described("bm_hook", its_hooks, lambda hook: Kept(hook, model, calls), describe_hook),
                  described("bm_decision", its_decisions,
                            lambda decision: Kept(decision.visit, model, calls, decision), describe_decision))
        pointer, callbacks = ffi.new("bm_patient **"), ffi.new("bm_callbacks *")
        callbacks.struct_size = ffi.sizeof(callbacks[0])
        callbacks.hooks, callbacks.decisions = arrays
        callbacks.n_hooks, callbacks.n_decisions = len(its_hooks), len(its_decisions)
        message = ffi.new("char[]", 240)
        callbacks.message, callbacks.message_size = message, len(message)
        with owned_by(calls):
            status = lib.bm_patient_load_with(model._pointer, ffi.from_buffer(snapshot), len(snapshot), callbacks,
                                              pointer)
        calls.raise_if_raised()
        if status:
            raise error(status, text(message))
        return cls.__new__(cls)._adopt(model, pointer[0], calls)

    def __copy__(self) -> Patient:
        return self.clone()

    def __deepcopy__(self, memo: dict[int, Any]) -> Patient:
        return self.clone()

    def __reduce__(self) -> tuple[Any, ...]:
        return _load, (type(self), self.model, self.save(), list(self._hooks.values()),
                       list(self._calls.decisions.values()), self.day0)

    def __enter__(self) -> Patient:
        return self

    def __exit__(self, *raised: Any) -> None:
        self.close()

    def _description(self) -> Iterable[str]:
        """Who she is: age, menopause, what she takes, when."""
        now = self.time_d
        if self.model.name == "full":
            years = now / 365.25
            menopause = self.get("years_since_menopause") + years
            yield f"{self.get('age_years') + years:.4g} years old"
            yield f"{abs(menopause):.3g} years {'after' if menopause >= 0 else 'before'} the menopause"
        else:
            yield f"model {self.model.name}"
        takes = [rx.agent for rx in self.prescriptions() if rx.start_d <= now < rx.stop_d]
        if takes:
            yield f"on {' and '.join(dict.fromkeys(takes))}"
        yield f"day {now:g}" if self.date is None else f"day {now:g} ({self.date})"

    def __repr__(self) -> str:
        try:
            return f"<{type(self).__name__}, {', '.join(self._description())}>"
        except Error as failed:
            return f"<{failed}>"


def _load(cls: type[Patient], model: Model, snapshot: bytes, hooks: list[Hook], decisions: list[Decision],
          day0: datetime.date | None = None) -> Patient:
    return cls.load(model, snapshot, hooks=hooks, decisions=decisions, day0=day0)
