// SPDX-License-Identifier: Apache-2.0
// A simulation in one call, said and answered in plain data that passes to a worker and back.
import type { CallOptions } from './callbacks.js';
import * as check from './check.js';
import { Cohort, type CohortOptions, type Summary } from './cohort.js';
import type { Model } from './model.js';
import { Patient, type Part, type PatientOptions, type Samples, type Values } from './patient.js';
import type { PrescriptionFields } from './prescription.js';

/** Women around the patient of a job. */
export interface JobCohort extends CohortOptions {
    /** Covariates that vary, as Cohort.vary() takes them. */
    vary?: readonly { covariate: string; sd: number; minimum?: number | undefined; maximum?: number | undefined }[] | undefined;
    /** As Cohort.correlate() takes them. */
    correlate?: readonly { first: string; second: string; correlation: number }[] | undefined;
    /** As Cohort.summarise() takes them. */
    percentiles?: readonly number[] | Float64Array | undefined;
    /** As Cohort.summarise() takes them. */
    thresholds?: Readonly<Record<string, number>> | undefined;
    /** true: also what is read of each member. */
    members?: boolean | undefined;
}

/** A patient, what she is given, and what is to be read of her. */
export interface Job {
    model?: 'full' | 'core' | undefined;
    /** What is set of her, as Patient takes it. */
    patient?: Values | undefined;
    options?: PatientOptions | undefined;
    prescriptions?: readonly (PrescriptionFields & { agent: string })[] | undefined;
    /** Increasing times [day], the first not before 0. */
    times_d: readonly number[] | Float64Array;
    observables: readonly string[];
    /** Women around her, or the possibilities of her course. */
    cohort?: JobCohort | undefined;
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
    failures?: { member: number; code: string; message: string }[];
    explain?: Record<string, Part[]>;
    warnings: string[];
    applicability: string[];
}

const JOB = ['model', 'patient', 'options', 'prescriptions', 'times_d', 'observables', 'cohort', 'explain'];

/** Simulates a job. */
export function simulate(model: Model, job: Job, options: CallOptions = {}): JobResult {
    const { patient: values = {}, prescriptions = [], observables, cohort } = check.options(job, JOB, 'job');
    const times = Float64Array.from(check.numbers(job.times_d, 'times_d'));
    const patient = new Patient(model, values, job.options);
    try {
        for (const { agent, ...fields } of check.list(prescriptions, 'prescriptions')) patient.prescribe(agent, fields);
        const result: Partial<JobResult> = {};
        if (cohort) Object.assign(result, simulateCohort(patient, times, observables, cohort, options));
        if (job.explain !== undefined) {
            const from = patient.clone();
            try {
                from.advanceTo(times[0] ?? 0, options);
                result.explain = Object.fromEntries(check.names(job.explain, 'explain')
                    .map((name) => [name, from.explain(times[times.length - 1] ?? 0, name, options)]));
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

function simulateCohort(patient: Patient, times: Float64Array, observables: readonly string[], job: JobCohort, options: CallOptions):
    Pick<JobResult, 'summary' | 'members' | 'failures'> {
    const { vary = [], correlate = [], percentiles, thresholds, members, ...how } = check.object(job, 'cohort') as JobCohort;
    /** The same women, as often as they are asked. */
    const women = () => {
        const cohort = new Cohort(patient, how);
        for (const { covariate, sd, minimum, maximum } of check.list(vary, 'vary')) cohort.vary(covariate, sd, minimum, maximum);
        for (const { first, second, correlation } of check.list(correlate, 'correlate')) cohort.correlate(first, second, correlation);
        return cohort;
    };
    const asked = women();
    try {
        const summary = asked.summarise(times, observables, { ...options, percentiles, thresholds });
        const failures = asked.failures().map(({ member, error }) => ({ member, code: error.code, message: error.message }));
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
