// SPDX-License-Identifier: Apache-2.0
// Decisions: visits, where a patient is seen and her therapy may change.
import { BM_ABOVE, BM_BELOW, BM_NEVER_D, EINVAL, ESTATE } from './abi.js';
import * as check from './check.js';
import type { Name, Rest } from './handle.js';
import type { HookShape } from './hook.js';
import type { Library, Scope, Struct } from './library.js';
import type { Model } from './model.js';
import { prescription, type PrescriptionFields } from './prescription.js';

/** What is called at a visit: a function, or an object that may remember something. */
export type Visiting =
    | ((visit: Visit) => void)
    | {
          visit(visit: Visit): void;
          /** What a copy of the patient gets; default: this object. */
          clone?(): Visiting;
          /** What a snapshot holds of the object; default: nothing. */
          save?(): Uint8Array;
          /** Takes what save() returned; called on a clone of the object that Patient.load() was given. */
          restore?(bytes: Uint8Array): void;
      };

/** When a patient is seen. */
export interface When {
    /** Up to 39 characters, to find the decision in a snapshot; default "". */
    name?: string | undefined;
    /** First visit [day]; default: none by the calendar, or now if there is an interval. */
    first_d?: number | undefined;
    /** Interval [day]; default: one visit. */
    every_d?: number | undefined;
    /** No visit from this day on [day]. */
    stop_d?: number | undefined;
    /** A visit too whenever this crosses a level. */
    observable?: string | undefined;
    /** The level below which it falls, in its unit. */
    below?: number | undefined;
    /** The level above which it rises, in its unit; if both are given, they are the same. */
    above?: number | undefined;
}

/** What Patient.decide() was told, as Patient.load() takes it. */
export interface Decision extends When {
    visit: Visiting;
}

const WHEN = ['name', 'first_d', 'every_d', 'stop_d', 'observable', 'below', 'above'];

/** A patient at a visit; valid during the callback only. What is read is without error, just before any dose of now. */
export class Visit {
    readonly #library: Library;
    readonly #hooks: ReadonlyMap<string, HookShape>;
    readonly #model: Model;
    #pointer: number;

    /** @internal */
    constructor(model: Model, pointer: number, hooks: ReadonlyMap<string, HookShape>) {
        this.#library = model._library;
        this.#model = model;
        this.#pointer = pointer;
        this.#hooks = hooks;
    }

    /** @internal */
    _end(): void {
        this.#pointer = 0;
    }

    #call<N extends Name>(name: N, ...rest: Rest<N>): void {
        if (!this.#pointer) throw new ESTATE('the visit is over');
        const { functions } = this.#library;
        const status = (functions[name] as (...all: unknown[]) => number)(this.#pointer, ...rest);
        if (status) throw this.#library.error(status, this.#library.text(functions.bm_visit_last_error(this.#pointer)));
    }

    #out<T>(read: (view: DataView, at: number) => T, call: (scope: Scope, out: number) => void): T {
        return this.#library.scoped((scope) => {
            const out = scope.bytes(8);
            call(scope, out);
            return read(this.#library.view, out);
        });
    }

    #double(call: (scope: Scope, out: number) => void): number {
        return this.#out((view, at) => view.getFloat64(at, true), call);
    }

    #id(call: (scope: Scope, out: number) => void): number {
        return this.#out((view, at) => Number(view.getBigUint64(at, true)), call);
    }

    #prescription(scope: Scope, agent: string, fields: PrescriptionFields): number {
        return prescription(scope, this.#model, this.#hooks, agent, { start_d: this.time_d, ...fields });
    }

    /** The day of the visit [day]. */
    get time_d(): number {
        return this.#double((_, out) => this.#call('bm_visit_time', out));
    }

    /** Her number in the cohort; 0 for a patient alone. */
    get member(): number {
        return this.#id((_, out) => this.#call('bm_visit_member', out));
    }

    /** The side to which the observable has crossed its level; undefined at a visit by the calendar. */
    get crossed(): 'below' | 'above' | undefined {
        const side = this.#out(
            (view, at) => view.getUint32(at, true),
            (_, out) => this.#call('bm_visit_crossed', out),
        );
        return side === BM_BELOW ? 'below' : side === BM_ABOVE ? 'above' : undefined;
    }

    /** Reads an observable, in the catalogue's unit. */
    observe(name: string): number {
        return this.#double((scope, out) =>
            this.#call('bm_visit_observe', scope.text(check.text(name, 'observe')), out),
        );
    }

    /** As Patient.prescribe(). */
    prescribe(agent: string, fields: PrescriptionFields = {}): number {
        return this.#id((scope, out) =>
            this.#call('bm_visit_prescribe', this.#prescription(scope, agent, fields), out),
        );
    }

    /** Stops a prescription on a day [day], now when not given. */
    stop(number: number, stop_d: number = this.time_d): void {
        this.#call('bm_visit_stop', check.large(number, 'number'), check.number(stop_d, 'stop_d'));
    }

    /** Stops a prescription now and makes another; returns the new one's number. */
    change(number: number, agent: string, fields: PrescriptionFields = {}): number {
        return this.#id((scope, out) =>
            this.#call('bm_visit_change', check.large(number, 'number'), this.#prescription(scope, agent, fields), out),
        );
    }
}

/** Writes a bm_decision. */
export function describeDecision(scope: Scope, at: number, when: When, user: number): void {
    const { library } = scope;
    const { observable, below, above } = check.options(when, [...WHEN, 'visit'], 'decide');
    const given: Partial<Struct<'bm_decision'>> = {
        name: scope.text(check.text(when.name ?? '', 'name')),
        visit: library.callback('visit'),
        user,
        first_d: BM_NEVER_D,
        stop_d: BM_NEVER_D,
        functions: scope.userFunctions(),
    };
    for (const field of ['first_d', 'every_d', 'stop_d'] as const) {
        const value = when[field];
        if (value !== undefined) given[field] = check.number(value, field);
    }
    if (observable !== undefined) {
        const watched = check.text(observable, 'observable');
        const levels = [below, above]
            .filter((level) => level !== undefined)
            .map((level) => check.number(level, 'level'));
        if (!levels.length || levels.some((level) => level !== levels[0]))
            throw new EINVAL(`decide: found below ${below} and above ${above}, allowed is one level for ${watched}`);
        given.observable = scope.text(watched);
        given.level = levels[0]!;
        given.crossing = (below === undefined ? 0 : BM_BELOW) | (above === undefined ? 0 : BM_ABOVE);
    } else if (below !== undefined || above !== undefined) {
        throw new EINVAL('decide: found a level, below or above, without an observable');
    }
    library.fill('bm_decision', at, given);
}

export function checkVisiting(visiting: unknown): asserts visiting is Visiting {
    if (typeof visiting !== 'function')
        check.callable((check.object(visiting, 'visit') as { visit?: unknown }).visit, 'visit');
}

/** A decision that the library has filled. */
export function readDecision(library: Library, at: number, visit: Visiting): Decision {
    const made = library.read('bm_decision', at);
    const decision: Decision = { visit };
    const name = library.text(made.name);
    if (name) decision.name = name;
    if (made.first_d !== BM_NEVER_D) decision.first_d = made.first_d;
    if (made.every_d) decision.every_d = made.every_d;
    if (made.stop_d !== BM_NEVER_D) decision.stop_d = made.stop_d;
    if (made.observable) decision.observable = library.text(made.observable);
    if (made.crossing & BM_BELOW) decision.below = made.level;
    if (made.crossing & BM_ABOVE) decision.above = made.level;
    return decision;
}
