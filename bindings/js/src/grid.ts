// SPDX-License-Identifier: Apache-2.0
// What functions of patients, cohorts and forecasts take and give: lists of structs, times and observables, columns.
import * as check from './check.js';
import type { Scope, StructName } from './library.js';
import type { Model } from './model.js';

/** Increasing times [day]. */
export type Times = number | readonly number[] | Float64Array;

/** Names of the catalogue, or one. */
export type Names = string | readonly string[];

/** Many readings: for each observable a number per time. */
export type Samples = Record<string, Float64Array>;

/** An array of structs in a scope's memory, each with the library's defaults where it has an initialiser. */
export function structs(scope: Scope, name: StructName, n: number): { list: number; size: number; n: number } {
    const { library } = scope;
    const size = library.sizeOf(name);
    const list = scope.bytes(size * n);
    library.write(list, new Uint8Array(size * n));
    for (let index = 0; index < n; index++) {
        const at = list + size * index;
        if (name === 'bm_hook') library.functions.bm_hook_init_sized(at, size);
        else if (name === 'bm_measurement') library.functions.bm_measurement_init_sized(at, size);
        else if (name === 'bm_decision') library.functions.bm_decision_init_sized(at, size);
        else library.view.setUint32(at, size, true);
    }
    return { list, size, n };
}

/** How numbers that the library writes, a row per time, become columns. */
export class Columns {
    constructor(
        readonly times: number,
        readonly names: readonly string[],
    ) {}

    /** Numbers of one reading of everything. */
    get size(): number {
        return this.times * this.names.length;
    }

    /** A number per time, of one member after the other. */
    read(rows: Float64Array, members: number): Samples {
        const n = this.names.length;
        return Object.fromEntries(
            this.names.map((name, column) => {
                const values = new Float64Array(members * this.times);
                for (let row = 0; row < values.length; row++) values[row] = rows[row * n + column]!;
                return [name, values];
            }),
        );
    }
}

/** Times and observables as many functions take them. */
export function grid(scope: Scope, model: Model, times_d: unknown, observables: unknown) {
    const times = check.numbers(times_d, 'times_d');
    const names = check.names(observables, 'observables');
    const what: [number, number, number, number] = [
        scope.doubles(times),
        times.length,
        scope.words(model._observables(names)),
        names.length,
    ];
    return { arguments: what, columns: new Columns(times.length, names) };
}

/** What the library writes of each observable at each time: entries by their places, and percentiles after them. */
export interface Rows<Entry extends string> {
    entries: Readonly<Record<Entry, number>>;
    percentiles: number;
}

/** Times and observables with their lengths; percentiles with theirs; thresholds; where to write, and how many. */
type Asked = [number, number, number, number, number, number, number, number, number];

/** A summary by observable, each entry a number per time. call(...) takes times and observables, percentiles,
 *  thresholds, and where the library is to write how many numbers. */
export function summarised<Entry extends string>(
    scope: Scope,
    model: Model,
    times_d: unknown,
    observables: unknown,
    options: { percentiles?: unknown; thresholds?: Readonly<Record<string, number>> | undefined },
    rows: Rows<Entry>,
    call: (...what: Asked) => void,
): Record<string, Record<Entry, Float64Array> & { percentiles: Float64Array[] }> {
    const {
        arguments: what,
        columns: { times, names },
    } = grid(scope, model, times_d, observables);
    const ranks = check.numbers(options.percentiles ?? [], 'percentiles');
    const levels = thresholdsOf(names, options.thresholds);
    const width = rows.percentiles + ranks.length;
    const n = times * names.length * width;
    const out = scope.bytes(8 * n);
    call(
        ...what,
        ranks.length ? scope.doubles(ranks) : 0,
        ranks.length,
        levels ? scope.doubles(levels) : 0,
        out,
        n,
    );
    const written = scope.library.shared(out, n);
    return Object.fromEntries(
        names.map((name, column) => {
            const of = (entry: number) =>
                Float64Array.from(
                    { length: times },
                    (_, time) => written[(time * names.length + column) * width + entry]!,
                );
            const named = Object.entries<number>(rows.entries).map(([entry, at]) => [entry, of(at)]);
            return [
                name,
                {
                    ...(Object.fromEntries(named) as Record<Entry, Float64Array>),
                    percentiles: Array.from(ranks, (_, rank) => of(rows.percentiles + rank)),
                },
            ];
        }),
    );
}

function thresholdsOf(
    names: readonly string[],
    thresholds: Readonly<Record<string, number>> | undefined,
): Float64Array | undefined {
    if (thresholds === undefined) return undefined;
    check.options(thresholds, names, 'thresholds');
    return Float64Array.from(names, (name) => {
        const level = thresholds[name];
        return level === undefined ? NaN : check.number(level, `the threshold of ${name}`);
    });
}
