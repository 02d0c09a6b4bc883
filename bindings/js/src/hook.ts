// SPDX-License-Identifier: Apache-2.0
// Hooks: interventions of one's own, as differential equations that push on targets of the body.
import { BM_HOOK_CONTINUOUS, BM_HOOK_JACOBIAN } from './abi.js';
import * as check from './check.js';
import type { Library, Scope, Struct } from './library.js';

/**
 * An intervention of one's own. After Patient.hook() it is an agent of that patient, prescribed by its name. field,
 * amount and nextEvent are pure: they are asked at trial points in any order, and nothing may remember that.
 */
export interface Hook {
    /** 1 to 31 of a-z, 0-9, _. */
    name: string;
    /** Its states, by a typical size of each: the error is relative to it while the state is smaller; 0: the error of
     *  this state is not controlled. Or how many there are: then their size is that of the largest dose so far. They
     *  begin at 0, and doses go to the first. */
    states: number | readonly number[];
    /** Names of kind target in the catalogue. */
    targets?: readonly string[] | undefined;
    /** The states of the body that it asks for: observables "core. ..." and "body. ...". */
    body?: readonly string[] | undefined;
    /** Its dose is a rate or level while a prescription runs, not single doses. */
    continuous?: boolean | undefined;
    /** field fills the derivatives; otherwise the library takes differences. */
    jacobian?: boolean | undefined;
    dose_minimum?: number | undefined;
    dose_maximum?: number | undefined;
    /** Default 1. */
    dose_default?: number | undefined;
    /** Interval of a prescription that says none [day]; default 1. */
    every_default_d?: number | undefined;
    /** Fills at.dx_dt and at.targets, which are 0 on entry; depends on nothing but at. */
    field(at: HookAt): void;
    /** What a dose adds to the first state; default: the dose. */
    amount?(dose: number): number;
    /** The first day after time_d [day] when its equations jump, Infinity for none. The same must come out, to the
     *  last bit, from any time before it. */
    nextEvent?(time_d: number): number;
    /** Called at such a day [day]; may change its states x. */
    event?(time_d: number, x: Float64Array): void;
    /** What a copy of the patient gets; default: this object. */
    clone?(): Hook;
    /** What a snapshot holds of the object itself; default: nothing. */
    save?(): Uint8Array;
    /** Takes what save() returned; called on a clone of the object that Patient.load() was given. */
    restore?(bytes: Uint8Array): void;
}

/** A hook, as it was registered: what it says later must not move the ends of arrays. */
export interface HookShape {
    hook: Hook;
    name: string;
    states: number;
    targets: number;
    body: number;
}

/** What a field sees and fills, as views of the library's memory that are valid during the call only. Derivatives are
 *  stored row by row: dx_by_x[i * states + j] is that of dx_dt[i] by x[j]; they are undefined when not wanted. */
export class HookAt {
    /** Time since day 0 [h]. */
    readonly time_h: number;
    /** Of a continuous hook: the dose of the prescriptions that run now, 0 if none. Else 0. */
    readonly rate: number;
    /** Its states; not to be written. */
    readonly x: Float64Array;
    /** The states of the body that it asked for; not to be written. */
    readonly body: Float64Array;
    /** To fill: the derivatives of its states [per hour]. */
    readonly dx_dt: Float64Array;
    /** To fill: what it adds to each target. */
    readonly targets: Float64Array;
    readonly dx_by_x: Float64Array | undefined;
    readonly targets_by_x: Float64Array | undefined;
    readonly dx_by_body: Float64Array | undefined;
    readonly targets_by_body: Float64Array | undefined;
    readonly dx_by_time: Float64Array | undefined;
    readonly targets_by_time: Float64Array | undefined;

    /** @internal */
    constructor(library: Library, pointer: number, { states, targets, body }: HookShape) {
        const at = library.read('bm_hook_at', pointer);
        const wanted = (from: number, n: number) => (from ? library.shared(from, n) : undefined);
        this.time_h = at.time_h;
        this.rate = at.rate;
        this.x = library.shared(at.x, states);
        this.body = library.shared(at.body, body);
        this.dx_dt = library.shared(at.dx_dt, states);
        this.targets = library.shared(at.targets, targets);
        this.dx_by_x = wanted(at.dx_by_x, states * states);
        this.targets_by_x = wanted(at.targets_by_x, targets * states);
        this.dx_by_body = wanted(at.dx_by_body, states * body);
        this.targets_by_body = wanted(at.targets_by_body, targets * body);
        this.dx_by_time = wanted(at.dx_by_time, states);
        this.targets_by_time = wanted(at.targets_by_time, targets);
    }
}

export function shapeOf(hook: Hook): HookShape {
    check.object(hook, 'hook');
    const name = check.text(hook.name, 'the name of the hook');
    check.callable(hook.field, `the field of hook ${name}`);
    for (const each of ['amount', 'nextEvent', 'event'] as const)
        if (hook[each] !== undefined) check.callable(hook[each], `${each} of hook ${name}`);
    return {
        hook,
        name,
        states:
            typeof hook.states === 'number'
                ? check.whole(hook.states, 'states')
                : check.numbers(hook.states, 'states').length,
        targets: check.names(hook.targets ?? [], 'targets').length,
        body: check.names(hook.body ?? [], 'body').length,
    };
}

/** Writes a bm_hook. */
export function describeHook(
    scope: Scope,
    at: number,
    { hook, name, states, targets, body }: HookShape,
    user: number,
): void {
    const { library } = scope;
    const given: Partial<Struct<'bm_hook'>> = {
        flags: (hook.jacobian ? BM_HOOK_JACOBIAN : 0) | (hook.continuous ? BM_HOOK_CONTINUOUS : 0),
        name: scope.text(name),
        user,
        n_states: states,
        n_targets: targets,
        n_body: body,
        scales: typeof hook.states === 'number' ? 0 : scope.doubles(check.numbers(hook.states, 'states')),
        targets: scope.texts(check.names(hook.targets ?? [], 'targets')),
        body: scope.texts(check.names(hook.body ?? [], 'body')),
        field: library.callback('field'),
        functions: scope.userFunctions(),
    };
    for (const field of ['dose_minimum', 'dose_maximum', 'dose_default', 'every_default_d'] as const) {
        const value = hook[field];
        if (value !== undefined) given[field] = check.number(value, field);
    }
    if (hook.amount) given.amount = library.callback('amount');
    if (hook.nextEvent) given.next_event = library.callback('next_event');
    if (hook.event) given.event = library.callback('event');
    library.fill('bm_hook', at, given);
}
