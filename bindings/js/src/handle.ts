// SPDX-License-Identifier: Apache-2.0
// What patients, cohorts and forecasts have in common: a pointer of the library, its errors, and its end.
import { ESTATE, WITHOUT_SENTENCE, type Functions } from './abi.js';
import { Calls, type CallOptions } from './callbacks.js';
import * as check from './check.js';
import type { Library } from './library.js';
import type { Model } from './model.js';

/** Functions of a handle: their names, and what they take after it. */
export type Name = {
    [N in keyof Functions]: Functions[N] extends (handle: number, ...rest: never[]) => unknown ? N : never;
}[keyof Functions];
export type Rest<N extends Name> = Functions[N] extends (handle: number, ...rest: infer R) => unknown ? R : never;

/** Symbol.dispose, also where there is none yet. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

const OPTIONS = ['onProgress', 'signal'];

/** What every handle has. */
const FUNCTIONS = {
    Patient: {
        destroy: 'bm_patient_destroy',
        lastError: 'bm_patient_last_error',
        setProgress: 'bm_patient_set_progress',
    },
    Cohort: { destroy: 'bm_cohort_destroy', lastError: 'bm_cohort_last_error', setProgress: 'bm_cohort_set_progress' },
    Forecast: {
        destroy: 'bm_forecast_destroy',
        lastError: 'bm_forecast_last_error',
        setProgress: 'bm_forecast_set_progress',
    },
} as const;

export class Handle {
    readonly library: Library;
    readonly #lastError: Name;
    #pointer: number;
    #depth = 0;
    readonly #destroy: () => void;

    constructor(
        readonly kind: keyof typeof FUNCTIONS,
        pointer: number,
        readonly calls: Calls,
    ) {
        const library = calls.model._library;
        const { destroy, lastError, setProgress } = FUNCTIONS[kind];
        this.library = library;
        this.#lastError = lastError;
        this.#pointer = pointer;
        this.#destroy = () => {
            library.functions[destroy](pointer);
            calls.forget();
        };
        library.check(library.functions[setProgress](pointer, library.callback('progress'), calls.user));
        library.forgotten.register(this, this.#destroy, this);
    }

    /** For functions that take another handle too. */
    get pointer(): number {
        if (!this.#pointer) throw new ESTATE(`this ${this.kind} has been disposed of`);
        return this.#pointer;
    }

    /** function(handle, ...rest). */
    use<N extends Name>(name: N, ...rest: Rest<N>): ReturnType<Functions[N]> {
        const { pointer } = this;
        this.#depth++;
        try {
            return (this.library.functions[name] as (...all: unknown[]) => ReturnType<Functions[N]>)(pointer, ...rest);
        } finally {
            this.#depth--;
        }
    }

    /** The same of a function that returns a status. */
    call<N extends Name>(name: N, ...rest: Rest<N>): void {
        const status = this.use(name, ...rest) as number;
        if (this.#depth === 0) this.calls.throwRaised();
        if (!status) return;
        const { library } = this;
        throw library.error(
            status,
            WITHOUT_SENTENCE.has(name)
                ? `${name.slice(3)}: ${library.text(library.functions.bm_status_text(status))}`
                : library.text(this.use(this.#lastError, ...([] as unknown as Rest<Name>)) as number),
        );
    }

    /** A call that takes a while. */
    long<N extends Name>(options: CallOptions, name: N, ...rest: Rest<N>): void {
        const { onProgress, signal } = check.options(options, OPTIONS, name);
        if (onProgress !== undefined) check.callable(onProgress, 'onProgress');
        if (signal !== undefined) check.instance(signal, AbortSignal, 'signal', 'an AbortSignal');
        signal?.throwIfAborted();
        if (this.#depth) return this.call(name, ...rest); // the library refuses this
        this.calls.options = { onProgress, signal };
        try {
            this.call(name, ...rest);
        } finally {
            this.calls.options = {};
        }
    }

    /** What a function writes into its last argument, a double. */
    double<N extends Name>(name: N, ...rest: Rest<N> extends [...infer R, number] ? R : never): number {
        return this.library.scoped((scope) => {
            const out = scope.bytes(8);
            this.call(name, ...([...rest, out] as unknown as Rest<N>));
            return this.library.view.getFloat64(out, true);
        });
    }

    /** The same of 32 bits: a count, a pointer. */
    word<N extends Name>(name: N, ...rest: Rest<N> extends [...infer R, number] ? R : never): number {
        return this.library.scoped((scope) => {
            const out = scope.bytes(4);
            this.call(name, ...([...rest, out] as unknown as Rest<N>));
            return this.library.view.getUint32(out, true);
        });
    }

    /** The same of a number of a prescription or decision. */
    id<N extends Name>(name: N, ...rest: Rest<N> extends [...infer R, number] ? R : never): number {
        return this.library.scoped((scope) => {
            const out = scope.bytes(8);
            this.call(name, ...([...rest, out] as unknown as Rest<N>));
            return Number(this.library.view.getBigUint64(out, true));
        });
    }

    /** What is copied meanwhile belongs to these calls. */
    copying<T>(owner: Calls, work: () => T): T {
        const before = this.library.owner;
        this.library.owner = owner;
        try {
            return work();
        } catch (exception) {
            owner.throwRaised();
            throw exception;
        } finally {
            this.library.owner = before;
        }
    }

    dispose(): void {
        if (!this.#pointer) return;
        if (this.#depth) throw new ESTATE(`this ${this.kind} is in a call, and cannot be disposed of now`);
        this.library.forgotten.unregister(this);
        this.#pointer = 0;
        this.#destroy();
    }
}

/** What makes a handle with calls of its own, which end if it fails. */
export function owning<T>(model: Model, make: (calls: Calls) => T): T {
    const calls = new Calls(model);
    try {
        return make(calls);
    } catch (exception) {
        calls.forget();
        throw exception;
    }
}
