// SPDX-License-Identifier: Apache-2.0
// What patients and cohorts have in common: a pointer of the library, its errors, and its end.
import { ESTATE, WITHOUT_SENTENCE, type Functions } from './abi.js';
import { Calls, type CallOptions } from './callbacks.js';
import * as check from './check.js';
import type { Library } from './library.js';

/** Functions of a handle: their names, and what they take after it. */
export type Name = { [N in keyof Functions]: Functions[N] extends (handle: number, ...rest: never[]) => unknown ? N : never }[
    keyof Functions];
export type Rest<N extends Name> = Functions[N] extends (handle: number, ...rest: infer R) => unknown ? R : never;

/** Symbol.dispose, also where there is none yet. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

const OPTIONS = ['onProgress', 'signal'];

export class Handle {
    #pointer: number;
    #depth = 0;
    readonly #destroy: () => void;

    constructor(
        readonly library: Library,
        readonly kind: string,
        pointer: number,
        readonly calls: Calls,
        destroy: 'bm_patient_destroy' | 'bm_cohort_destroy',
        readonly lastError: 'bm_patient_last_error' | 'bm_cohort_last_error',
        setProgress: 'bm_patient_set_progress' | 'bm_cohort_set_progress',
    ) {
        this.#pointer = pointer;
        this.#destroy = () => {
            library.functions[destroy](pointer);
            calls.forget();
        };
        library.check(library.functions[setProgress](pointer, library.callback('progress'), calls.user));
        library.forgotten.register(this, this.#destroy, this);
    }

    /** function(handle, ...rest). */
    use<N extends Name>(name: N, ...rest: Rest<N>): ReturnType<Functions[N]> {
        if (!this.#pointer) throw new ESTATE(`this ${this.kind} has been disposed of`);
        this.#depth++;
        try {
            return (this.library.functions[name] as (...all: unknown[]) => ReturnType<Functions[N]>)(this.#pointer, ...rest);
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
        throw library.error(status, WITHOUT_SENTENCE.has(name)
            ? `${name.slice(3)}: ${library.text(library.functions.bm_status_text(status))}`
            : library.text(this.use(this.lastError)));
    }

    /** A call that takes a while. */
    long<N extends Name>(options: CallOptions, name: N, ...rest: Rest<N>): void {
        const { onProgress, signal } = check.options(options, OPTIONS, name);
        if (onProgress !== undefined) check.callable(onProgress, 'onProgress');
        if (signal !== undefined) check.instance(signal, AbortSignal, 'signal');
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
            owner.forget();
            throw owner.raised ? owner.raised.exception : exception;
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
