// SPDX-License-Identifier: Apache-2.0
// Forecasts: what measurements of one woman say about her future.
import {
    BM_FORECAST_BELOW,
    BM_FORECAST_EVER_BELOW,
    BM_FORECAST_MEAN,
    BM_FORECAST_N,
    BM_FORECAST_PERCENTILES,
    BM_FORECAST_SD,
    EINVAL,
} from './abi.js';
import type { CallOptions } from './callbacks.js';
import * as check from './check.js';
import type { SummaryOptions } from './cohort.js';
import { dispose, Handle, owning } from './handle.js';
import type { Scope, Struct } from './library.js';
import type { Model, Quantity } from './model.js';
import { grid, structs, summarised, type Names, type Samples, type Times } from './grid.js';
import { adopt, Patient } from './patient.js';

/** How a forecast is made. */
export interface ForecastOptions {
    /** Members, 1 to 1,000,000; default 1000. */
    size?: number | undefined;
    /** Of the random numbers; default 1. */
    seed?: number | bigint | undefined;
    /** From when on "ever below" counts [day]: 0 or later; default from the last measurement on, 0 without. */
    from_d?: number | undefined;
    /** Members that advance side by side: 0 (default) as many as there is room for, or 1 or 2. */
    lanes?: number | undefined;
}

/** What was measured of a woman. At most one of cv_percent, sd and lsc_percent is given; default: the error that the
 *  library has. */
export interface Measurement {
    /** A density or T-score of a site, a marker, estradiol, calcidiol, PTH or calcium. */
    observable: string;
    /** In the observable's unit, or with a unit of its own; a density on its scanner's scale. */
    value: number | Quantity;
    /** When, from 0 on [day]; default 0. */
    time_d?: number | undefined;
    /** true: the value is a detection limit, and she was below it. */
    below?: boolean | undefined;
    /** Its error as a coefficient of variation [%]. */
    cv_percent?: number | undefined;
    /** Or as an SD, in the observable's unit. */
    sd?: number | undefined;
    /** Or as a least significant change [%]: 2.77 times the CV. */
    lsc_percent?: number | undefined;
    /** The scanner, by its name, such as "lunar", or number; default the patient's. */
    device?: string | number | undefined;
}

/** What summarise() says of an observable: a number per time, of the true value. */
export interface ForecastSummary {
    /** Effective sample size of the members who did not fail. */
    n: Float64Array;
    mean: Float64Array;
    sd: Float64Array;
    /** Probability of being below the threshold [1]; NaN without one. */
    below: Float64Array;
    /** Probability of having been below it since from_d [1]; NaN without one. */
    ever_below: Float64Array;
    /** One for each percentile that was asked for. */
    percentiles: Float64Array[];
}

/** Of which strategy; default that which she is given. */
export interface StrategyOptions extends CallOptions {
    strategy?: number | undefined;
}

/** What summarise() may be asked for beside mean and SD. */
export interface ForecastSummaryOptions extends StrategyOptions, SummaryOptions {
    /** Another strategy, whose values are taken off, member by member. */
    minus?: number | undefined;
}

/** What a forecast says of itself. */
export interface ForecastReport {
    /** Too few members were like her, and others were drawn around those. */
    redrawn: boolean;
    size: number;
    /** Of these, without a weight because they failed. */
    failed: number;
    /** How many members of equal weight would be as good. */
    effective_size: number;
    /** The last measurement [day]; 0 without. */
    last_d: number;
    measurements: number;
    chi_square: number;
    degrees: number;
    /** Probability of what was measured [1]; below 0.01 no woman of the model is like her. */
    p: number;
    /** Which measurement lies furthest from what those before it let expect, counted from 0. */
    worst: number;
    /** By how much, in SD [1]. */
    worst_residual: number;
}

const ERRORS = ['cv_percent', 'sd', 'lsc_percent'] as const;
const MEASUREMENT = ['observable', 'value', 'time_d', 'below', 'device', ...ERRORS];
const ROWS = {
    entries: {
        n: BM_FORECAST_N,
        mean: BM_FORECAST_MEAN,
        sd: BM_FORECAST_SD,
        below: BM_FORECAST_BELOW,
        ever_below: BM_FORECAST_EVER_BELOW,
    },
    percentiles: BM_FORECAST_PERCENTILES,
};
/** BM_FORECAST_ALONE. */
const ALONE = 0xffffffff;

/** Possible women, with weights by what was measured of one. The patient, of the full model at time 0, is copied; what
 *  she is prescribed is strategy 0. */
export class Forecast {
    readonly model: Model;
    /** How many members there are. */
    readonly size: number;
    /** @internal */
    readonly _handle: Handle;

    constructor(patient: Patient, options: ForecastOptions = {}) {
        const { size, seed, from_d, lanes } = check.options(options, ['size', 'seed', 'from_d', 'lanes'], 'Forecast');
        const { model, _handle: woman } = check.instance(patient, Patient, 'Forecast: patient', 'a Patient');
        const library = model._library;
        this.model = model;
        [this._handle, this.size] = library.scoped((scope) => {
            const { list, size: bytes } = structs(scope, 'bm_forecast_options', 1);
            library.functions.bm_forecast_options_init_sized(list, bytes);
            const given: Partial<Struct<'bm_forecast_options'>> = {};
            if (size !== undefined) given.size = check.large(size, 'size');
            if (seed !== undefined) given.seed = check.large(seed, 'seed');
            if (from_d !== undefined) given.from_d = check.number(from_d, 'from_d');
            if (lanes !== undefined) given.lanes = check.whole(lanes, 'lanes');
            library.fill('bm_forecast_options', list, given);
            const handle = owning(
                model,
                (calls) =>
                    new Handle(
                        'Forecast',
                        woman.copying(calls, () => woman.word('bm_forecast_create', list)),
                        calls,
                    ),
            );
            return [handle, Number(library.read('bm_forecast_options', list).size)];
        });
    }

    /** Adds measurements, in any order, and learns from all there are. */
    measure(measurements: readonly Measurement[], options: CallOptions = {}): void {
        this.#scoped((scope) => {
            const { list, size, n } = structs(scope, 'bm_measurement', check.list(measurements, 'measurements').length);
            measurements.forEach((measurement, index) => this.#describe(scope, list + size * index, measurement));
            this._handle.long(options, 'bm_forecast_measure_sized', list, size, n);
        });
    }

    /** Adds a strategy, and returns its number: the same woman, who from the last measurement on is given something
     *  else. */
    add(patient: Patient, options: CallOptions = {}): number {
        const { _handle: woman } = check.instance(patient, Patient, 'add: patient', 'a Patient');
        return this.#scoped((scope) => {
            const out = scope.bytes(4);
            this._handle.copying(this._handle.calls, () =>
                this._handle.long(options, 'bm_forecast_add', woman.pointer, out),
            );
            return scope.library.view.getUint32(out, true);
        });
    }

    /** Says that a strategy is what she is given: it becomes strategy 0, and the others are dropped. */
    follow(strategy: number): void {
        this._handle.call('bm_forecast_follow', check.whole(strategy, 'strategy'));
    }

    /** How many strategies there are. */
    get strategies(): number {
        return this._handle.use('bm_forecast_strategy_count');
    }

    /** Summarises observables at increasing times [day] over the weighted members. Time does not pass: it can be asked
     *  again. */
    summarise(
        times_d: Times,
        observables: Names,
        options: ForecastSummaryOptions = {},
    ): Record<string, ForecastSummary> {
        const {
            strategy = 0,
            minus,
            percentiles,
            thresholds,
            ...how
        } = check.object(options, 'summarise') as ForecastSummaryOptions;
        return this.#scoped((scope) =>
            summarised(scope, this.model, times_d, observables, { percentiles, thresholds }, ROWS, (...what) =>
                this._handle.long(
                    how,
                    'bm_forecast_summarise',
                    check.whole(strategy, 'strategy'),
                    minus === undefined ? ALONE : check.whole(minus, 'minus'),
                    ...what,
                ),
            ),
        );
    }

    /** Reads observables of every member, as Cohort.sample(). */
    sample(times_d: Times, observables: Names, options: StrategyOptions = {}): Samples {
        const { strategy = 0, ...how } = check.object(options, 'sample') as StrategyOptions;
        return this.#scoped((scope) => {
            const { arguments: what, columns } = grid(scope, this.model, times_d, observables);
            const n = this.size * columns.size;
            const out = scope.bytes(8 * n);
            this._handle.long(how, 'bm_forecast_sample', check.whole(strategy, 'strategy'), ...what, out, n);
            return columns.read(scope.library.shared(out, n), this.size);
        });
    }

    /** The members' weights; their sum is 1. */
    weights(): Float64Array {
        return this.#scoped((scope) => {
            const out = scope.bytes(8 * this.size);
            this._handle.call('bm_forecast_weights', out, this.size);
            return scope.library.doubles(out, this.size);
        });
    }

    /** A member as a patient of her own, on the day of the last measurement. Alone she has no weight: choose by
     *  weights(). */
    member(number: number, strategy: number = 0): Patient {
        const member = check.large(number, 'member');
        const which = check.whole(strategy, 'strategy');
        return adopt(this.model, (calls) =>
            this._handle.copying(calls, () => this._handle.word('bm_forecast_member', which, member)),
        );
    }

    /** What the forecast says of itself. */
    report(): ForecastReport {
        return this.#scoped((scope) => {
            const { list, size } = structs(scope, 'bm_forecast_report', 1);
            this._handle.call('bm_forecast_read_report_sized', list, size);
            const { struct_size, redrawn, ...numbers } = scope.library.read('bm_forecast_report', list);
            return {
                redrawn: redrawn === 1,
                ...Object.fromEntries(Object.entries(numbers).map(([name, n]) => [name, Number(n)])),
            } as ForecastReport;
        });
    }

    /** Gives the memory back now, and not when the object goes. It can then be used no more. */
    dispose(): void {
        this._handle.dispose();
    }

    #scoped<T>(work: (scope: Scope) => T): T {
        return this.model._library.scoped(work);
    }

    #describe(scope: Scope, at: number, measurement: Measurement): void {
        const { observable, value, time_d, below, device } = check.options(measurement, MEASUREMENT, 'measurement');
        const [index] = this.model._observables([check.text(observable, 'observable')]);
        const given: Partial<Struct<'bm_measurement'>> = {
            observable: index!,
            value: this.model._number(['observable'], observable, value),
        };
        if (time_d !== undefined) given.time_d = check.number(time_d, 'time_d');
        if (below !== undefined && typeof below !== 'boolean')
            throw new EINVAL(`below is ${check.found(below)}, allowed is true or false`);
        if (below) given.below = 1;
        for (const field of ERRORS) {
            const error = measurement[field];
            if (error !== undefined) given[field] = check.number(error, field);
        }
        if (device !== undefined)
            given.device =
                typeof device === 'string' ? this.model.find('device', device).default : check.number(device, 'device');
        scope.library.fill('bm_measurement', at, given);
    }
}

export interface Forecast extends Disposable {}
Object.defineProperty(Forecast.prototype, dispose, {
    value: Forecast.prototype.dispose,
    configurable: true,
    writable: true,
});
