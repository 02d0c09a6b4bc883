// SPDX-License-Identifier: Apache-2.0
// A simulation in one call, said and answered in plain data that passes to a worker and back.
import type { CallOptions } from './callbacks.js';
import * as check from './check.js';
import { Cohort, type CohortOptions, type Summary } from './cohort.js';
import {
    Forecast,
    type ForecastOptions,
    type ForecastReport,
    type ForecastSummary,
    type Measurement,
} from './forecast.js';
import type { Samples } from './grid.js';
import type { Model } from './model.js';
import { Patient, type Part, type PatientOptions, type Values } from './patient.js';
import type { PrescriptionFields } from './prescription.js';

/** Women around the patient of a job. */
export interface JobCohort extends CohortOptions {
    /** Covariates that vary, as Cohort.vary() takes them. */
    vary?:
        | readonly { covariate: string; sd: number; minimum?: number | undefined; maximum?: number | undefined }[]
        | undefined;
    /** As Cohort.correlate() takes them. */
    correlate?: readonly { first: string; second: string; correlation: number }[] | undefined;
    /** As Cohort.summarise() takes them. */
    percentiles?: readonly number[] | Float64Array | undefined;
    /** As Cohort.summarise() takes them. */
    thresholds?: Readonly<Record<string, number>> | undefined;
    /** true: also what is read of each member. */
    members?: boolean | undefined;
}

/** A prescription of a job. */
export type JobPrescription = PrescriptionFields & { agent: string };

/** What was measured of the patient of a job, and what else she might be given. */
export interface JobForecast extends ForecastOptions {
    /** As Forecast.measure() takes them. */
    measurements: readonly Measurement[];
    /** All that she would be given instead, from the last measurement on: for each alternative the whole list. */
    alternatives?: readonly (readonly JobPrescription[])[] | undefined;
    /** As Forecast.summarise() takes them. */
    percentiles?: readonly number[] | Float64Array | undefined;
    /** As Forecast.summarise() takes them. */
    thresholds?: Readonly<Record<string, number>> | undefined;
}

/** What comes of the measurements of a job: for each observable the true value of her. */
export interface JobForecastResult {
    report: ForecastReport;
    summary: Record<string, ForecastSummary>;
    /** Of each alternative, and what it changes, woman by woman. */
    alternatives: { summary: Record<string, ForecastSummary>; difference: Record<string, ForecastSummary> }[];
}

/** A patient, what she is given, and what is to be read of her. */
export interface Job {
    model?: 'full' | 'core' | undefined;
    /** What is set of her, as Patient takes it. */
    patient?: Values | undefined;
    options?: PatientOptions | undefined;
    prescriptions?: readonly JobPrescription[] | undefined;
    /** Increasing times [day], the first not before 0. */
    times_d: readonly number[] | Float64Array;
    observables: readonly string[];
    /** Women around her, or the possibilities of her course. */
    cohort?: JobCohort | undefined;
    /** What measurements say about her. */
    forecast?: JobForecast | undefined;
    /** Also what the change of these observables comes from, between the first time and the last. */
    explain?: readonly string[] | undefined;
}

/** What comes of a job. */
export interface JobResult {
    /** Where the numbers come from. */
    version: string;
    calibration: string;
    equations: number;
    times_d: Float64Array;
    /** Of the patient alone: for each observable a number per time. */
    samples: Samples;
    /** With a cohort: for each observable what its members are. */
    summary?: Record<string, Summary>;
    /** With a cohort and members: for each observable a number per time, of one member after the other. */
    members?: Samples;
    forecast?: JobForecastResult;
    failures?: { member: number; code: string; message: string }[];
    explain?: Record<string, Part[]>;
    warnings: string[];
    applicability: string[];
}

const JOB = ['model', 'patient', 'options', 'prescriptions', 'times_d', 'observables', 'cohort', 'forecast', 'explain'];

/** Simulates a job. */
export function simulate(model: Model, job: Job, options: CallOptions = {}): JobResult {
    const { patient: values = {}, prescriptions = [], observables, cohort } = check.options(job, JOB, 'job');
    const times = Float64Array.from(check.numbers(job.times_d, 'times_d'));
    const woman = (given: readonly JobPrescription[]) => {
        const made = new Patient(model, values, job.options);
        try {
            for (const { agent, ...fields } of check.list(given, 'prescriptions')) made.prescribe(agent, fields);
        } catch (exception) {
            made.dispose();
            throw exception;
        }
        return made;
    };
    const patient = woman(prescriptions);
    try {
        const result: Partial<JobResult> = {};
        if (cohort) Object.assign(result, simulateCohort(patient, times, observables, cohort, options));
        if (job.forecast !== undefined)
            result.forecast = simulateForecast(patient, woman, times, observables, job.forecast, options);
        if (job.explain !== undefined) {
            const from = patient.clone();
            try {
                from.advanceTo(times[0] ?? 0, options);
                result.explain = Object.fromEntries(
                    check
                        .names(job.explain, 'explain')
                        .map((name) => [name, from.explain(times[times.length - 1] ?? 0, name, options)]),
                );
            } finally {
                from.dispose();
            }
        }
        const samples = patient.sample(times, observables, options);
        return {
            version: model._library.version,
            calibration: model.calibration,
            equations: model.equations,
            times_d: times,
            samples,
            ...result,
            warnings: patient.warnings(),
            applicability: patient.applicability(),
        };
    } finally {
        patient.dispose();
    }
}

function simulateCohort(
    patient: Patient,
    times: Float64Array,
    observables: readonly string[],
    job: JobCohort,
    options: CallOptions,
): Pick<JobResult, 'summary' | 'members' | 'failures'> {
    const {
        vary = [],
        correlate = [],
        percentiles,
        thresholds,
        members,
        ...how
    } = check.object(job, 'cohort') as JobCohort;
    /** The same women, as often as they are asked. */
    const women = () => {
        const cohort = new Cohort(patient, how);
        for (const { covariate, sd, minimum, maximum } of check.list(vary, 'vary'))
            cohort.vary(covariate, sd, minimum, maximum);
        for (const { first, second, correlation } of check.list(correlate, 'correlate'))
            cohort.correlate(first, second, correlation);
        return cohort;
    };
    const asked = women();
    try {
        const summary = asked.summarise(times, observables, { ...options, percentiles, thresholds });
        const failures = asked
            .failures()
            .map(({ member, error }) => ({ member, code: error.code, message: error.message }));
        if (!members) return { summary, failures };
        const each = women();
        try {
            return { summary, failures, members: each.sample(times, observables, options) };
        } finally {
            each.dispose();
        }
    } finally {
        asked.dispose();
    }
}

function simulateForecast(
    patient: Patient,
    woman: (given: readonly JobPrescription[]) => Patient,
    times: Float64Array,
    observables: readonly string[],
    job: JobForecast,
    options: CallOptions,
): JobForecastResult {
    const {
        measurements,
        alternatives = [],
        percentiles,
        thresholds,
        ...how
    } = check.object(job, 'forecast') as JobForecast;
    const forecast = new Forecast(patient, how);
    try {
        forecast.measure(measurements, options);
        const summarise = (which: { strategy?: number; minus?: number }) =>
            forecast.summarise(times, observables, { ...options, percentiles, thresholds, ...which });
        const summary = summarise({});
        return {
            report: forecast.report(),
            summary,
            alternatives: check.list(alternatives, 'alternatives').map((given) => {
                const other = woman(given);
                try {
                    const strategy = forecast.add(other, options);
                    return { summary: summarise({ strategy }), difference: summarise({ strategy, minus: 0 }) };
                } finally {
                    other.dispose();
                }
            }),
        };
    } finally {
        forecast.dispose();
    }
}
