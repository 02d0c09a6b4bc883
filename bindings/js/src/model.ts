// SPDX-License-Identifier: Apache-2.0
// The equations and their catalogue of names.
import { ENOTFOUND, ESTATE, FLAGS, KINDS } from './abi.js';
import * as check from './check.js';
import { dispose } from './handle.js';
import type { Library } from './library.js';

/** What a row of the catalogue is. */
export type Kind = keyof typeof KINDS;
/** What is special about a row of the catalogue. */
export type Flag = keyof typeof FLAGS;

const ALL_KINDS = Object.keys(KINDS) as Kind[];
const ALL_FLAGS = Object.keys(FLAGS) as Flag[];

/** A row of the catalogue. A number that the row does not have is NaN. */
export interface Row {
    readonly kind: Kind;
    readonly name: string;
    /** In UCUM notation; "1" where there is none. */
    readonly unit: string;
    readonly description: string;
    /** Where the number comes from. */
    readonly source: string;
    /** "ATC:...", "LOINC:..." or "". */
    readonly code: string;
    /** Smallest allowed value (of the dose, for an agent). */
    readonly minimum: number;
    /** Largest allowed value. */
    readonly maximum: number;
    /** Label dose of an agent, neutral value of a target, number of an exercise or a device. */
    readonly default: number;
    readonly flags: readonly Flag[];
}

/** A number with a unit in UCUM notation, such as { value: 20, unit: 'ng/mL' }. */
export interface Quantity {
    readonly value: number;
    readonly unit: string;
}

/** The equations, their parameters and the catalogue. It never changes. */
export class Model {
    readonly name: 'full' | 'core';
    /** @internal */
    readonly _library: Library;
    #pointer: number;
    readonly #rows = new Map<Kind, readonly Row[]>();
    readonly #observables = new Map<string, number>();

    /** @internal Use Library.model(). */
    constructor(library: Library, name: 'full' | 'core') {
        this.name = check.text(name, 'model') as 'full' | 'core';
        this._library = library;
        const pointer = library.scoped((scope) => {
            const [message, message_size] = scope.sentence();
            const options = scope.struct('bm_model_options', { name: scope.text(name), message, message_size });
            const out = scope.bytes(4);
            library.check(library.functions.bm_model_create(options, out), library.text(message));
            return library.view.getUint32(out, true);
        });
        this.#pointer = pointer;
        library.forgotten.register(this, () => library.functions.bm_model_destroy(pointer), this);
    }

    /** @internal */
    get _pointer(): number {
        if (!this.#pointer) throw new ESTATE('this Model has been disposed of');
        return this.#pointer;
    }

    /** A name and a short hash of everything beside the equations that makes numbers, such as "2026a-0123abcd". */
    get calibration(): string {
        return this._library.text(this._library.functions.bm_model_calibration(this._pointer));
    }

    /** The number of the equations, which rises when the same parameters no longer give the same numbers. */
    get equations(): number {
        return this._library.functions.bm_model_equations(this._pointer);
    }

    /** All rows of a kind; none for a kind that the model does not have. */
    rows(kind: Kind): readonly Row[] {
        const code = KINDS[check.one(kind, ALL_KINDS, 'kind')];
        const pointer = this._pointer;
        let rows = this.#rows.get(kind);
        if (!rows) {
            const { functions } = this._library;
            rows = Array.from({ length: functions.bm_catalog_count(pointer, code) }, (_, index) =>
                this.#row(kind, index),
            );
            this.#rows.set(kind, rows);
        }
        return rows;
    }

    /** The row of this name. */
    find(kind: Kind, name: string): Row {
        return this.rows(kind)[this._index(kind, name)]!;
    }

    /** The known names nearest to one that is not known, best first; none when none is near. */
    nearest(kind: Kind, name: string): string[] {
        const library = this._library;
        const code = KINDS[check.one(kind, ALL_KINDS, 'kind')];
        return library.scoped((scope) => {
            const [names, size] = scope.sentence();
            library.check(
                library.functions.bm_catalog_nearest(
                    this._pointer,
                    code,
                    scope.text(check.text(name, 'name')),
                    names,
                    size,
                ),
            );
            return library.text(names).split(', ').filter(Boolean);
        });
    }

    /** A number in a unit that people use, such as "ng/mL", in the unit of a row. */
    convert(kind: Kind, name: string, value: number, unit: string): number {
        const library = this._library;
        const code = KINDS[check.one(kind, ALL_KINDS, 'kind')];
        const known = check.text(name, 'name');
        check.number(value, `convert: ${known}`);
        return library.scoped((scope) => {
            const out = scope.bytes(8);
            const [message, size] = scope.sentence();
            library.check(
                library.functions.bm_catalog_convert(
                    this._pointer,
                    code,
                    scope.text(known),
                    value,
                    scope.text(check.text(unit, 'unit')),
                    out,
                    message,
                    size,
                ),
                library.text(message),
            );
            return library.view.getFloat64(out, true);
        });
    }

    /** @internal The place of a name among the rows of its kind. */
    _index(kind: Kind, name: unknown): number {
        const library = this._library;
        const known = check.text(name, `the name of ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind.replace('_', ' ')}`);
        return library.scoped((scope) => {
            const out = scope.bytes(4);
            const status = library.functions.bm_catalog_find(this._pointer, KINDS[kind], scope.text(known), out);
            if (status === ENOTFOUND.status) throw new ENOTFOUND(this._unknown(kind, known));
            library.check(status);
            return library.view.getUint32(out, true);
        });
    }

    /** @internal A sentence about a name that is not known. */
    _unknown(kind: Kind, name: string): string {
        const near = this.nearest(kind, name);
        return `there is no ${kind.replace('_', ' ')} named ${JSON.stringify(name)}${
            near.length ? `; did you mean ${near.join(' or ')}?` : ''
        }`;
    }

    /** @internal The places of observables. */
    _observables(names: readonly string[]): number[] {
        return names.map((name) => {
            let index = this.#observables.get(name);
            if (index === undefined) this.#observables.set(name, (index = this._index('observable', name)));
            return index;
        });
    }

    /** @internal A number as it is, and a quantity in the unit of the row of this name. */
    _number(kinds: readonly Kind[], name: string, value: unknown): number {
        if (typeof value !== 'object') return check.number(value, name);
        const quantity = check.options(check.object(value, name) as Quantity, ['value', 'unit'], name);
        const kind = kinds.find((each) => this.rows(each).some((row) => row.name === name)) ?? kinds[0]!;
        return this.convert(kind, name, quantity.value, quantity.unit);
    }

    #row(kind: Kind, index: number): Row {
        const library = this._library;
        return library.scoped((scope) => {
            const entry = scope.struct('bm_catalog_entry');
            const { struct_size } = library.read('bm_catalog_entry', entry);
            library.check(
                library.functions.bm_catalog_row_sized(this._pointer, KINDS[kind], index, entry, struct_size),
            );
            const row = library.read('bm_catalog_entry', entry);
            return Object.freeze({
                kind,
                name: library.text(row.name),
                unit: library.text(row.unit),
                description: library.text(row.description),
                source: library.text(row.source),
                code: library.text(row.code),
                minimum: row.minimum,
                maximum: row.maximum,
                default: row.default_value,
                flags: ALL_FLAGS.filter((flag) => row.flags & FLAGS[flag]),
            });
        });
    }

    /** Gives the memory back now, and not when the object goes. Patients keep the model's memory. */
    dispose(): void {
        if (!this.#pointer) return;
        this._library.forgotten.unregister(this);
        this._library.functions.bm_model_destroy(this.#pointer);
        this.#pointer = 0;
    }
}

/** Models, patients and cohorts end with their block where they are declared by `using`. */
export interface Model extends Disposable {}
Object.defineProperty(Model.prototype, dispose, { value: Model.prototype.dispose, configurable: true, writable: true });
