// SPDX-License-Identifier: Apache-2.0
// Prescriptions as the library takes them.
import type { HookShape } from './hook.js';
import * as check from './check.js';
import type { Scope, Struct } from './library.js';
import type { Model, Quantity } from './model.js';
import { BM_NEVER_D } from './abi.js';

/** How something is prescribed; what is not said is as the label has it. */
export interface PrescriptionFields {
    /** In the agent's unit, or with a unit of its own; default: label dose. */
    dose?: number | Quantity | undefined;
    /** Interval [day]; default: label interval. Continuous agents have none. */
    every_d?: number | undefined;
    /** First dose, or start [day]; default 0, and at a visit now. Not before now; at time 0 days before 0 are her
     *  history. */
    start_d?: number | undefined;
    /** A dose at or after this day is not given [day]; default never. */
    stop_d?: number | undefined;
    /** Number of doses; default 0, until stop_d. */
    doses?: number | undefined;
    /** 0 to 1 [1]; default 1. */
    adherence?: number | undefined;
    /** The agent's own, such as { route: 1 }. An exercise may be given by its name: { exercise: 'jump' }. */
    parameters?: Readonly<Record<string, number | string>> | undefined;
}

/** A prescription, as a patient has it. */
export interface Prescription {
    /** What stop() takes. */
    number: number;
    agent: string;
    /** In the agent's unit. */
    dose: number;
    /** Interval [day]; 0 of a continuous agent. */
    every_d: number;
    /** [day] */
    start_d: number;
    /** [day] */
    stop_d: number;
    doses: number;
    /** [1] */
    adherence: number;
    parameters: Record<string, number>;
    /** Until just before now, those of her history too. */
    doses_given: number;
}

const NUMBERS = ['every_d', 'start_d', 'stop_d', 'adherence'] as const;
export const PRESCRIPTION_FIELDS: readonly string[] = ['dose', 'doses', 'parameters', ...NUMBERS];

/** A bm_prescription in the scope's memory. */
export function prescription(
    scope: Scope,
    model: Model,
    hooks: ReadonlyMap<string, HookShape>,
    agent: unknown,
    fields: PrescriptionFields,
): number {
    const { library } = scope;
    const name = check.text(agent, 'agent');
    check.options(fields, PRESCRIPTION_FIELDS, `prescribe: ${name}`);
    const made = scope.struct('bm_prescription');
    const hook = hooks.get(name)?.hook;
    if (hook) {
        // The library would say the same, but not during a visit.
        library.fill('bm_prescription', made, {
            agent: scope.text(name),
            dose: hook.dose_default ?? 1,
            every_d: hook.continuous ? 0 : (hook.every_default_d ?? 1),
            stop_d: BM_NEVER_D,
            adherence: 1,
        });
    } else {
        const { struct_size } = library.read('bm_prescription', made);
        const status = library.functions.bm_prescription_init_sized(
            model._pointer,
            scope.text(name),
            made,
            struct_size,
        );
        library.check(status, status ? model._unknown('agent', name) : '');
    }
    const given: Partial<Struct<'bm_prescription'>> = {};
    if (fields.dose !== undefined) given.dose = model._number(['agent'], name, fields.dose);
    if (fields.doses !== undefined) given.doses = check.whole(fields.doses, 'doses');
    for (const field of NUMBERS) {
        const value = fields[field];
        if (value !== undefined) given[field] = check.number(value, field);
    }
    const own = Object.entries(check.object(fields.parameters ?? {}, 'parameters'));
    if (own.length) {
        given.n_parameters = own.length;
        given.parameters = scope.bytes(16 * own.length);
        own.forEach(([key, value], index) => {
            const number = typeof value === 'string' ? model.find('exercise', value).default : check.number(value, key);
            library.fill('bm_named_value', given.parameters! + 16 * index, {
                name: scope.text(check.text(key, 'parameter')),
                value: number,
            });
        });
    }
    library.fill('bm_prescription', made, given);
    return made;
}
