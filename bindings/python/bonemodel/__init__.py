# SPDX-License-Identifier: Apache-2.0
"""bonemodel: how a woman's bone responds to aromatase inhibitors, and to what protects it.

    import bonemodel as bm

    patient = bm.Patient(bm.Model(), {"t_score.total_hip": -1.2}, age_years=61)
    patient.prescribe("letrozole")
    patient.advance_to(365.25)
    patient.observe("bmd_change.lumbar_spine")

Time is in days (24 h). Names, with their units, ranges and sources, are in the model's catalogue. A failed call raises
the exception of its status and changes nothing.

For research and education: not a medical device, and not medical advice.
"""
import typing as _typing

from . import errors
from ._bonemodel import ffi as _ffi
from ._bonemodel import lib as _lib
from ._prescription import Prescription
from .cohort import Cohort, CohortStats, Failure
from .decisions import ABOVE, BELOW, Decision, Visit
from .errors import *  # noqa: F403, every exception
from .errors import Error
from .forecast import Forecast, Measurement, Report
from .hooks import Hook, HookAt
from .model import MAX_TIME_D, NEVER_D, Flag, Kind, Model, Row
from .patient import Part, Patient, Stats
from .result import CAVEAT, About, Failed, Result, Treatment
from .scenario import Arm, Condition, ForecastPlan, Intervention, Scenario, Solver, When, Women
from .summary import Summary, SummaryValues, read_shards

if _typing.TYPE_CHECKING:  # the exceptions, which are made from the header
    def __getattr__(name: str) -> type[Error]: ...

#: Version of the library that runs, such as "0.1.0"; __version__ is that of the one it was built against.
LIBRARY_VERSION: str = _ffi.string(_lib.bm_version_string()).decode()
__version__: str = _ffi.string(_lib.BM_VERSION_STRING).decode()

__all__ = ["ABOVE", "About", "Arm", "BELOW", "CAVEAT", "Cohort", "CohortStats", "Condition", "Decision", "Failed", "Failure",
           "Flag", "Forecast", "ForecastPlan", "Hook", "HookAt", "Intervention", "Kind", "LIBRARY_VERSION",
           "MAX_TIME_D", "Measurement", "Model", "NEVER_D", "Part", "Patient", "Prescription", "Report", "Result", "Row", "Scenario", "Solver", "Stats", "Summary",
           "SummaryValues", "Treatment", "Visit",
           "When", "Women", "read_shards", *errors.__all__]
