// SPDX-License-Identifier: Apache-2.0
// A patient: a body at a moment, with her prescriptions.
import { BM_MAX_PARTS, PARTS } from './abi.js';
import { Calls, type CallOptions } from './callbacks.js';
import * as check from './check.js';
import { checkVisiting, describeDecision, readDecision, type Decision, type Visiting, type When } from './decision.js';
import { dispose, Handle, owning, type Name, type Rest } from './handle.js';
import { describeHook, shapeOf, type Hook } from './hook.js';
import { grid, structs, type Names, type Samples, type Times } from './grid.js';
import type { Scope, StructName } from './library.js';
import { Model, type Kind, type Quantity } from './model.js';
import { loaded, type LoadedWith } from './snapshot.js';
import { prescription, type Prescription, type PrescriptionFields } from './prescription.js';

/** How a patient is simulated. */
export interface PatientOptions {
    /** Relative tolerance of the integrator [1], 1e-12 to 1e-2; default the library's. */
    rtol?: number | undefined;
    /** Steps that one advance may take, at least 1; default the library's. */
    max_steps?: number | bigint | undefined;
}

/** What is set of a patient, by its name in the catalogue (kinds covariate, parameter, initial). */
export type Values = Readonly<Record<string, number | Quantity | string>>;

/** A part of a change. */
export interface Part {
    /** What kind of part it is. */
    kind: keyof typeof PARTS;
    /** Agent of a prescription or habit, or "ageing", "menopause", "under_way". */
    name: string;
    /** Of a prescription; otherwise 0. */
    number: number;
    /** In the observable's unit. */
    value: number;
}

/** What the integrator has done since the patient was created. */
export interface PatientStats {
    steps: number;
    rejected_steps: number;
    rhs_evaluations: number;
    factorizations: number;
    threshold_events: number;
}

const SET: readonly Kind[] = ['covariate', 'parameter', 'initial'];
const PART_NAMES = Object.fromEntries(Object.entries(PARTS).map(([name, number]) => [number, name])) as Record<
    number,
    Part['kind']
>;

/**
 * A woman at a moment. Time 0 is day 0, when she is as her covariates say:
 *
 *     new Patient(model, { age_years: 61, 't_score.total_hip': -1.2, calcidiol_nmol_l: { value: 20, unit: 'ng/mL' } })
 */
export class Patient {
    readonly model: Model;
    /** @internal */
    readonly _handle: Handle;

    constructor(model: Model, values: Values = {}, options: PatientOptions = {}) {
        this.model = check.instance(model, Model, 'Patient: model', 'a Model');
        check.object(options, 'Patient');
        this._handle = made in options ? (options as Made)[made] : create(model, options);
        try {
            for (const [name, value] of Object.entries(check.object(values, 'values'))) this.set(name, value);
        } catch (exception) {
            this.dispose();
            throw exception;
        }
    }

    /** Sets a covariate, a parameter or an initial value, in the catalogue's unit or with a unit; a device by its
     *  name, such as "lunar". Until time has passed. Values are checked together when she is first read or advanced. */
    set(name: string, value: number | Quantity | string): void {
        const known = check.text(name, 'set');
        const number =
            known === 'device' && typeof value === 'string'
                ? this.model.find('device', value).default
                : this.model._number(SET, known, value);
        this.#scoped((scope) => this._handle.call('bm_patient_set', scope.text(known), number));
    }

    /** What was set, or the default; NaN for a covariate that was not given and has none. */
    get(name: string): number {
        return this.#scoped((scope) => this._handle.double('bm_patient_get', scope.text(check.text(name, 'get'))));
    }

    /** What was set of her, by name: covariates that were given, parameters and initial values that are not the
     *  default. */
    values(): Record<string, number> {
        const found: Record<string, number> = {};
        for (const { name } of SET.flatMap((kind) => this.model.rows(kind)))
            if (this.#scoped((scope) => this._handle.word('bm_patient_is_set', scope.text(name))))
                found[name] = this.get(name);
        return found;
    }

    /** Where her parameters come from: the calibration of her model, or of the library that saved her. */
    get calibration(): string {
        return this.#text(this._handle.use('bm_patient_calibration'));
    }

    /** Prescribes an agent of the catalogue, or a hook; returns the number that stop() takes. In a loop that starts
     *  therapy while time passes, give start_d: patient.time_d. */
    prescribe(agent: string, fields: PrescriptionFields = {}): number {
        return this.#scoped((scope) =>
            this._handle.id(
                'bm_patient_prescribe',
                prescription(scope, this.model, this._handle.calls.hooks, agent, fields),
            ),
        );
    }

    /** Stops a prescription: doses at or after stop_d [day], now when not given, are not given. */
    stop(number: number, stop_d: number = this.time_d): void {
        this._handle.call('bm_patient_stop', check.large(number, 'number'), check.number(stop_d, 'stop_d'));
    }

    /** What she was prescribed, what has ended too, in the order in which it was prescribed. */
    prescriptions(): Prescription[] {
        return this.#list('bm_prescription', 'bm_patient_prescription_count', (scope, index, made, size) => {
            const { library } = scope;
            const given = scope.bytes(8);
            const number = scope.bytes(8);
            this._handle.call('bm_patient_read_prescription_sized', index, made, size, number, given);
            const {
                agent,
                parameters,
                n_parameters,
                struct_size: _,
                ...fields
            } = library.read('bm_prescription', made);
            const own = Array.from({ length: n_parameters }, (_, i) =>
                library.read('bm_named_value', parameters + 16 * i),
            );
            return {
                number: Number(library.view.getBigUint64(number, true)),
                agent: library.text(agent),
                ...fields,
                parameters: Object.fromEntries(own.map(({ name, value }) => [library.text(name), value])),
                doses_given: library.view.getFloat64(given, true),
            };
        });
    }

    /** She as a scenario of bonesim that samples these days [day], in JSON. It says what was set and what was
     *  prescribed on day 0; a patient of whom there is more to say throws ECONFLICT. */
    scenario(times_d: Times, observables: Names): string {
        return this.#scoped((scope) => {
            const { arguments: what } = this.#grid(scope, times_d, observables);
            const needed = this._handle.word('bm_patient_write_scenario', ...what, 0, 0);
            const text = scope.bytes(needed);
            this._handle.call('bm_patient_write_scenario', ...what, text, needed, 0);
            return this.#text(text);
        });
    }

    /** What the change of an observable from now to to_d [day] comes from: first what was under way, then each
     *  prescription, ageing, the menopause, each habit. They add up to the change; they are Shapley values. */
    explain(to_d: number, observable: string, options: CallOptions = {}): Part[] {
        return this.#scoped((scope) => {
            const { library } = scope;
            const { size, list, n } = structs(scope, 'bm_part', BM_MAX_PARTS);
            const count = scope.bytes(4);
            const [index] = this.model._observables([check.text(observable, 'explain')]);
            this._handle.long(
                options,
                'bm_patient_explain_sized',
                check.number(to_d, 'to_d'),
                index!,
                list,
                size,
                n,
                count,
            );
            return Array.from({ length: library.view.getUint32(count, true) }, (_, i) => {
                const { kind, id, name, value } = library.read('bm_part', list + size * i);
                return { kind: PART_NAMES[kind]!, name: library.text(name), number: Number(id), value };
            });
        });
    }

    /** How much observables change at times [day] with covariates and parameters, in the observable's unit per unit of
     *  the name; of what is 0 or 1 the difference between the two. At time 0, of the full model. By name and
     *  observable, a number per time. */
    sensitivities(
        names: Names,
        times_d: Times,
        observables: Names,
        options: CallOptions = {},
    ): Record<string, Samples> {
        return this.#scoped((scope) => {
            const wanted = check.names(names, 'names');
            const { arguments: what, columns } = this.#grid(scope, times_d, observables);
            const numbers = wanted.length * columns.size;
            const out = scope.bytes(8 * numbers);
            this._handle.long(
                options,
                'bm_patient_sensitivities',
                scope.texts(wanted),
                wanted.length,
                ...what,
                out,
                numbers,
            );
            return Object.fromEntries(
                wanted.map((name, index) => [
                    name,
                    columns.read(scope.library.doubles(out + 8 * index * columns.size, columns.size), 1),
                ]),
            );
        });
    }

    /** Lets time pass until time_d [day]. When this throws, she is as before. */
    advanceTo(time_d: number, options: CallOptions = {}): void {
        this._handle.long(options, 'bm_patient_advance_to', check.number(time_d, 'time_d'));
    }

    /** Lets a number of days pass. When this throws, she is as before. */
    advanceBy(days: number, options: CallOptions = {}): void {
        this._handle.long(options, 'bm_patient_advance_by', check.number(days, 'days'));
    }

    /** The present time [day] since day 0. */
    get time_d(): number {
        return this._handle.double('bm_patient_time');
    }

    /** Reads an observable now, in the catalogue's unit; at the instant of a dose, just before it. */
    observe(name: string): number {
        return this.#scoped((scope) =>
            this._handle.double('bm_patient_observe', scope.text(check.text(name, 'observe'))),
        );
    }

    /** Advances through increasing times [day] and reads observables at each. A dense grid costs little. She ends at
     *  the last time; when this throws, she is as before. */
    sample(times_d: Times, observables: Names, options: CallOptions = {}): Samples {
        return this.#scoped((scope) => {
            const { arguments: what, columns } = this.#grid(scope, times_d, observables);
            const out = scope.bytes(8 * columns.size);
            this._handle.long(options, 'bm_patient_sample', ...what, out, columns.size);
            return columns.read(scope.library.shared(out, columns.size), 1);
        });
    }

    /** Adds an intervention of one's own, which acts from now on; its name becomes an agent of this patient. It is
     *  part of her history, before day 0, if it is there before she is first read or advanced. */
    hook(hook: Hook): void {
        const { calls } = this._handle;
        const shape = shapeOf(hook);
        this.#registering(hook, shape, (scope, user) => {
            const { list } = structs(scope, 'bm_hook', 1);
            describeHook(scope, list, shape, user);
            this._handle.call('bm_patient_hook', list);
        });
        calls.hooks.set(shape.name, shape);
    }

    /** The states of a hook now. */
    readHook(name: string): Float64Array {
        return this.#scoped((scope) => {
            const n = this._handle.calls.hooks.get(check.text(name, 'readHook'))?.states ?? 0;
            const x = scope.bytes(8 * n);
            this._handle.call('bm_patient_read_hook', scope.text(name), x, n);
            return scope.library.doubles(x, n);
        });
    }

    /** Calls a function, or the visit() of an object, on certain days or when an observable crosses a level; returns
     *  the number that undecide() takes. When it throws, the call that let time pass is cancelled and throws the same.
     *  */
    decide(visit: Visiting, when: When): number {
        checkVisiting(visit);
        check.object(when, 'decide');
        const given =
            when.every_d !== undefined && when.first_d === undefined ? { ...when, first_d: this.time_d } : when;
        return this.#registering(visit, undefined, (scope, user) => {
            const { list } = structs(scope, 'bm_decision', 1);
            describeDecision(scope, list, given, user);
            return this._handle.id('bm_patient_decide', list);
        });
    }

    /** Ends a decision: no more visits. */
    undecide(number: number): void {
        this._handle.call('bm_patient_undecide', check.large(number, 'number'));
    }

    /** Her decisions, as decide() was told, by the number that undecide() takes. */
    decisions(): Map<number, Decision> {
        return new Map(
            this.#list('bm_decision', 'bm_patient_decision_count', (scope, index, made, size) => {
                const { library } = scope;
                const number = this._handle.id('bm_patient_read_decision_sized', index, made, size);
                const { user } = library.read('bm_decision', made);
                return [number, readDecision(library, made, library.kept.get(user)!.what as Visiting)];
            }),
        );
    }

    /** What the integrator has done. A clone or a loaded patient goes on counting. */
    stats(): PatientStats {
        return this.#scoped((scope) => {
            const { list, size } = structs(scope, 'bm_patient_stats', 1);
            this._handle.call('bm_patient_read_stats_sized', list, size);
            const { struct_size, reserved, ...counts } = scope.library.read('bm_patient_stats', list);
            return Object.fromEntries(
                Object.entries(counts).map(([name, n]) => [name, Number(n)]),
            ) as unknown as PatientStats;
        });
    }

    /** What was legal but unlikely, and what a clinician would be warned of, a sentence each; at most 16, each once. */
    warnings(): string[] {
        return Array.from({ length: this._handle.use('bm_patient_warning_count') }, (_, index) =>
            this.#text(this._handle.use('bm_patient_warning', index)),
        );
    }

    /** Empties the list of warnings. */
    clearWarnings(): void {
        this._handle.use('bm_patient_clear_warnings');
    }

    /** Why what was set, prescribed and reached lies outside the domain where the model was calibrated; none if it
     *  does not. */
    applicability(): string[] {
        return Array.from({ length: this._handle.word('bm_patient_applicability') }, (_, index) =>
            this.#text(this._handle.use('bm_patient_applicability_reason', index)),
        );
    }

    /** A copy at her present moment, which goes on bit for bit. */
    clone(): Patient {
        return adopt(this.model, (calls) => {
            const { _handle: handle } = this;
            return handle.copying(calls, () => handle.word('bm_patient_clone'));
        });
    }

    /** A snapshot, for the same release of the library, here or elsewhere. It says all about her that was set and
     *  prescribed. */
    save(): Uint8Array<ArrayBuffer> {
        return this.#scoped((scope) => {
            const size = this._handle.word('bm_patient_save_size');
            const buffer = scope.bytes(size);
            const written = this._handle.word('bm_patient_save', buffer, size);
            return scope.library.bytes(buffer, written);
        });
    }

    /** The patient of a snapshot; she goes on bit for bit. Bytes from anywhere are safe to try. Her hooks and
     *  decisions are found by their names; of several decisions with one name each in turn. */
    static load(model: Model, snapshot: Uint8Array | ArrayBuffer, options: LoadedWith = {}): Patient {
        check.instance(model, Model, 'load: model', 'a Model');
        return adopt(model, (calls) => loaded(calls, snapshot, options));
    }

    /** Gives the memory back now, and not when the object goes. She can then be used no more. */
    dispose(): void {
        this._handle.dispose();
    }

    #scoped<T>(work: (scope: Scope) => T): T {
        return this.model._library.scoped(work);
    }

    #text(pointer: number): string {
        return this.model._library.text(pointer);
    }

    #grid(scope: Scope, times_d: unknown, observables: unknown) {
        return grid(scope, this.model, times_d, observables);
    }

    /** What the library reads back one by one. */
    #list<T>(
        struct: StructName,
        count: Name,
        read: (scope: Scope, index: number, made: number, size: number) => T,
    ): T[] {
        const n = this._handle.use(count, ...([] as unknown as Rest<typeof count>)) as number;
        return Array.from({ length: n }, (_, index) =>
            this.#scoped((scope) => {
                const { list, size } = structs(scope, struct, 1);
                return read(scope, index, list, size);
            }),
        );
    }

    /** Keeps something that the library is told of, unless it refuses. */
    #registering<T>(
        what: Hook | Visiting,
        shape: ReturnType<typeof shapeOf> | undefined,
        tell: (scope: Scope, user: number) => T,
    ): T {
        const { calls } = this._handle;
        const user = calls.keep(what, shape);
        try {
            return this.#scoped((scope) => tell(scope, user));
        } catch (exception) {
            calls.unkeep(user);
            throw exception;
        }
    }
}

export interface Patient extends Disposable {}
Object.defineProperty(Patient.prototype, dispose, {
    value: Patient.prototype.dispose,
    configurable: true,
    writable: true,
});

// ---- handles that the library has made ----

const made = Symbol('made');
interface Made extends PatientOptions {
    [made]: Handle;
}

function create(model: Model, options: PatientOptions): Handle {
    const { rtol, max_steps } = check.options(options, ['rtol', 'max_steps'], 'Patient');
    const { functions } = model._library;
    return owning(model, (calls) =>
        model._library.scoped((scope) => {
            const { list, size } = structs(scope, 'bm_patient_options', 1);
            functions.bm_patient_options_init_sized(list, size);
            if (rtol !== undefined)
                scope.library.fill('bm_patient_options', list, { rtol: check.number(rtol, 'rtol') });
            if (max_steps !== undefined)
                scope.library.fill('bm_patient_options', list, { max_steps: check.large(max_steps, 'max_steps') });
            const out = scope.bytes(4);
            const status = functions.bm_patient_create(model._pointer, list, out);
            const text = status && scope.library.text(functions.bm_status_text(status));
            scope.library.check(
                status,
                `Patient: ${text}: rtol ${rtol ?? 'default'}, max_steps ${max_steps ?? 'default'}`,
            );
            return new Handle('Patient', scope.library.view.getUint32(out, true), calls);
        }),
    );
}

/** @internal A patient that the library makes. */
export function adopt(model: Model, make: (calls: Calls) => number): Patient {
    const options: Made = { [made]: owning(model, (calls) => new Handle('Patient', make(calls), calls)) };
    return new Patient(model, {}, options);
}
