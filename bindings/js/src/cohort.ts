// SPDX-License-Identifier: Apache-2.0
// Cohorts: many women around a profile.
import {
    BANDS,
    BM_SUMMARY_BELOW,
    BM_SUMMARY_MEAN,
    BM_SUMMARY_N,
    BM_SUMMARY_PERCENTILES,
    BM_SUMMARY_SD,
    EINVAL,
} from './abi.js';
import type { CallOptions } from './callbacks.js';
import * as check from './check.js';
import type { BonemodelError } from './error.js';
import { dispose, Handle, owning } from './handle.js';
import type { Scope, Struct } from './library.js';
import type { Model } from './model.js';
import { grid, structs, summarised, type Names, type Samples, type Times } from './grid.js';
import { adopt, Patient } from './patient.js';

/** What a cohort's members are possibilities of; see docs/cohorts.md. */
export type Band = keyof typeof BANDS;

/** How a cohort is made. */
export interface CohortOptions {
    /** Members, 1 to 1,000,000; default 100. */
    size?: number | undefined;
    /** Of the random numbers; default 1. */
    seed?: number | bigint | undefined;
    /** Between women in the parameters and by the walk of each density [1]: 1 (default) as estimated, 0 none, up to 3.
     *  */
    variability?: number | undefined;
    /** Of what is read [1]: 0 (default) none, 1 as published, up to 3. */
    measurement_error?: number | undefined;
    /** 0 (default): the fitted parameters; k: draw k from their uncertainty, the same for all members. */
    parameter_draw?: number | bigint | undefined;
    /** How far such draws go [1], up to 1 (default). */
    parameter_spread?: number | undefined;
    /** The members are possibilities of the profile's course, from how sure the trials leave the typical woman's to
     *  one woman as she is measured; each band contains what the one before contains. It decides own_draws,
     *  study_difference, variability and measurement_error, which are then not given, and neither is parameter_draw. */
    band?: Band | undefined;
    /** true: member n has draw n + 1 of the parameters and is in a study of her own. */
    own_draws?: boolean | undefined;
    /** Differences between studies [1]: 0 (default) none, 1 as estimated, up to 3. */
    study_difference?: number | undefined;
    /** Of a study, default 0: two arms of one share most of its difference. */
    arm?: number | undefined;
    /** Members that advance side by side: 0 (default) as many as there is room for, or 1 or 2. */
    lanes?: number | undefined;
}

/** What summarise() says of an observable: a number per time. */
export interface Summary {
    /** Members that did not fail. */
    n: Float64Array;
    mean: Float64Array;
    /** Standard deviation (n - 1). */
    sd: Float64Array;
    /** Fraction of members below the threshold [1]; NaN without one. */
    below: Float64Array;
    /** One for each percentile that was asked for. */
    percentiles: Float64Array[];
}

/** What summarise() may be asked for beside mean and SD. */
export interface SummaryOptions extends CallOptions {
    /** 0 to 100. */
    percentiles?: readonly number[] | Float64Array | undefined;
    /** By observable, in its unit, what "below" counts. */
    thresholds?: Readonly<Record<string, number>> | undefined;
}

/** A member that could not be simulated. */
export interface Failure {
    member: number;
    /** What the same call on her alone would throw. */
    error: BonemodelError;
}

const ROWS = {
    entries: { n: BM_SUMMARY_N, mean: BM_SUMMARY_MEAN, sd: BM_SUMMARY_SD, below: BM_SUMMARY_BELOW },
    percentiles: BM_SUMMARY_PERCENTILES,
};

/** What a cohort has done, and takes. */
export interface CohortStats {
    /** Members that advance side by side; 1: each alone. */
    lanes: number;
    bytes_per_member: number;
    steps: number;
    rejected_steps: number;
}

const FRACTIONS = ['variability', 'measurement_error', 'parameter_spread', 'study_difference'] as const;
const LARGE = ['size', 'seed', 'parameter_draw'] as const;
const SMALL = ['arm', 'lanes'] as const;
const DECIDED = ['variability', 'measurement_error', 'parameter_draw', 'own_draws', 'study_difference'] as const;

/** Women around a profile: a patient at time 0 with covariates, prescriptions, hooks and decisions. She is copied. */
export class Cohort {
    readonly model: Model;
    /** How many members there are. */
    readonly size: number;
    /** @internal */
    readonly _handle: Handle;

    constructor(profile: Patient, options: CohortOptions = {}) {
        check.options(options, ['band', 'own_draws', ...FRACTIONS, ...LARGE, ...SMALL], 'Cohort');
        const { model, _handle: woman } = check.instance(profile, Patient, 'Cohort: profile', 'a Patient');
        const library = model._library;
        this.model = model;
        [this._handle, this.size] = library.scoped((scope) => {
            const made = describe(scope, options);
            const handle = owning(
                model,
                (calls) =>
                    new Handle(
                        'Cohort',
                        woman.copying(calls, () => woman.word('bm_cohort_create', made)),
                        calls,
                    ),
            );
            return [handle, Number(library.read('bm_cohort_options', made).size)];
        });
    }

    /** A covariate varies: normal with this SD around the profile's value, drawn again while outside minimum to
     *  maximum; all in its unit. Without them the catalogue's limits. Until time has passed. */
    vary(covariate: string, sd: number, minimum: number = NaN, maximum: number = NaN): void {
        this.#scoped((scope) =>
            this._handle.call(
                'bm_cohort_vary',
                scope.text(check.text(covariate, 'covariate')),
                check.number(sd, 'sd'),
                check.number(minimum, 'minimum'),
                check.number(maximum, 'maximum'),
            ),
        );
    }

    /** Two covariates that vary do so together: correlation [1] -1 to 1. Until time has passed. */
    correlate(first: string, second: string, correlation: number): void {
        this.#scoped((scope) =>
            this._handle.call(
                'bm_cohort_correlate',
                scope.text(check.text(first, 'first')),
                scope.text(check.text(second, 'second')),
                check.number(correlation, 'correlation'),
            ),
        );
    }

    /** Lets time pass until time_d [day] for all members. Members that fail are left out: failures() has them. */
    advanceTo(time_d: number, options: CallOptions = {}): void {
        this._handle.long(options, 'bm_cohort_advance_to', check.number(time_d, 'time_d'));
    }

    /** The present time [day] since day 0. */
    get time_d(): number {
        return this._handle.double('bm_cohort_time');
    }

    /** Advances through increasing times [day] and reads observables of every member at each. Of each observable a
     *  number per time, of one member after the other: that of member m at time t is values[m * times_d.length + t],
     *  NaN if she failed. */
    sample(times_d: Times, observables: Names, options: CallOptions = {}): Samples {
        return this.#scoped((scope) => {
            const { arguments: what, columns } = grid(scope, this.model, times_d, observables);
            const n = this.size * columns.size;
            const out = scope.bytes(8 * n);
            this._handle.long(options, 'bm_cohort_sample', ...what, out, n);
            return columns.read(scope.library.shared(out, n), this.size);
        });
    }

    /** Advances through increasing times [day] and summarises observables over the members at each:
     *
     *      cohort.summarise(times_d, ['t_score.total_hip'], { percentiles: [5, 50, 95]
     *      })['t_score.total_hip'].percentiles[1]
     */
    summarise(times_d: Times, observables: Names, options: SummaryOptions = {}): Record<string, Summary> {
        const { percentiles, thresholds, ...how } = check.object(options, 'summarise') as SummaryOptions;
        return this.#scoped((scope) =>
            summarised(scope, this.model, times_d, observables, { percentiles, thresholds }, ROWS, (...what) =>
                this._handle.long(how, 'bm_cohort_summarise', ...what),
            ),
        );
    }

    /** A member, 0 to size - 1, as a patient of her own at the cohort's time. */
    member(number: number): Patient {
        const member = check.large(number, 'member');
        return adopt(this.model, (calls) =>
            this._handle.copying(calls, () => this._handle.word('bm_cohort_member', member)),
        );
    }

    /** The members that could not be simulated, and why. */
    failures(): Failure[] {
        return Array.from({ length: this._handle.use('bm_cohort_failure_count') }, (_, index) =>
            this.#scoped((scope) => {
                const { library } = scope;
                const out = scope.bytes(16);
                this._handle.call('bm_cohort_failure', index, out, out + 8);
                const sentence = library.text(this._handle.use('bm_cohort_failure_text', index));
                return {
                    member: Number(library.view.getBigUint64(out, true)),
                    error: library.error(library.view.getInt32(out + 8, true), sentence),
                };
            }),
        );
    }

    /** What it has done, and takes. */
    stats(): CohortStats {
        return this.#scoped((scope) => {
            const { list, size } = structs(scope, 'bm_cohort_stats', 1);
            this._handle.call('bm_cohort_read_stats_sized', list, size);
            const { lanes, bytes_per_member, steps, rejected_steps } = scope.library.read('bm_cohort_stats', list);
            return {
                lanes,
                bytes_per_member: Number(bytes_per_member),
                steps: Number(steps),
                rejected_steps: Number(rejected_steps),
            };
        });
    }

    /** Gives the memory back now, and not when the object goes. It can then be used no more. */
    dispose(): void {
        this._handle.dispose();
    }

    #scoped<T>(work: (scope: Scope) => T): T {
        return this.model._library.scoped(work);
    }
}

export interface Cohort extends Disposable {}
Object.defineProperty(Cohort.prototype, dispose, {
    value: Cohort.prototype.dispose,
    configurable: true,
    writable: true,
});

/** A bm_cohort_options in the scope's memory. */
function describe(scope: Scope, options: CohortOptions): number {
    const { library } = scope;
    const { list, size } = structs(scope, 'bm_cohort_options', 1);
    library.functions.bm_cohort_options_init_sized(list, size);
    if (options.band !== undefined) {
        const band = check.one(options.band, Object.keys(BANDS) as Band[], 'band');
        const given = DECIDED.find((field) => options[field] !== undefined);
        if (given)
            throw new EINVAL(`Cohort: found both band and ${given}, which a band decides; allowed is one of them`);
        library.functions.bm_cohort_options_band(list, BANDS[band]);
    }
    const fields: Partial<Struct<'bm_cohort_options'>> = {};
    for (const field of LARGE) if (options[field] !== undefined) fields[field] = check.large(options[field], field);
    for (const field of SMALL) if (options[field] !== undefined) fields[field] = check.whole(options[field], field);
    for (const field of FRACTIONS)
        if (options[field] !== undefined) fields[field] = check.number(options[field], field);
    if (options.own_draws !== undefined) fields.own_draws = options.own_draws ? 1 : 0;
    library.fill('bm_cohort_options', list, fields);
    return list;
}
