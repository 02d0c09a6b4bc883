// SPDX-License-Identifier: Apache-2.0
// bonemodel: how a woman's bone responds to aromatase inhibitors, and to what protects it. For research and education:
// not a medical device, and not medical advice.
export { BonemodelError } from './error.js';
export {
    EINVAL,
    ERANGE,
    ENOTFOUND,
    ESIZE,
    ESTATE,
    ECONFLICT,
    ENOMEM,
    ESTEP,
    EMAXSTEPS,
    ENONFINITE,
    ECANCELLED,
    EFORMAT,
    EVERSION,
    EMODEL,
    VERSION,
} from './abi.js';
export { compile, load, MAX_TIME_D, NEVER_D, type Library, type LoadOptions } from './library.js';
export type { Flag, Kind, Model, Quantity, Row } from './model.js';
export { Patient, type Part, type PatientOptions, type PatientStats, type Values } from './patient.js';
export type { LoadedWith } from './snapshot.js';
export type { Names, Samples, Times } from './grid.js';
export type { Prescription, PrescriptionFields } from './prescription.js';
export {
    Cohort,
    type Band,
    type CohortOptions,
    type CohortStats,
    type Failure,
    type Summary,
    type SummaryOptions,
} from './cohort.js';
export {
    Forecast,
    type ForecastOptions,
    type ForecastReport,
    type ForecastSummary,
    type ForecastSummaryOptions,
    type Measurement,
    type StrategyOptions,
} from './forecast.js';
export type { Decision, Visit, Visiting, When } from './decision.js';
export type { Hook, HookAt } from './hook.js';
export type { CallOptions, Progress } from './callbacks.js';
export {
    simulate,
    type Job,
    type JobCohort,
    type JobForecast,
    type JobForecastResult,
    type JobPrescription,
    type JobResult,
} from './simulate.js';
