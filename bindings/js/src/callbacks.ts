// SPDX-License-Identifier: Apache-2.0
// The functions that the library calls back. No exception may pass through WebAssembly: it is kept, the library
// cancels, and the call that called back throws it.
import { BM_NEVER_D, ECANCELLED } from './abi.js';
import { HookAt, type Hook, type HookShape } from './hook.js';
import type { Library } from './library.js';
import { Visit, type Visiting } from './decision.js';
import type { Model } from './model.js';

/** The order of src/callbacks.c. */
export const CALLBACKS = [
    'progress',
    'visit',
    'copy',
    'release',
    'save',
    'restore',
    'field',
    'amount',
    'next_event',
    'event',
] as const;

/** How far a call is. */
export interface Progress {
    /** The day reached; negative in her history. */
    time_d: number;
    /** The part of the call that is done, 0 to 1. */
    fraction: number;
}

/** For calls that take a while. */
export interface CallOptions {
    /** Called from time to time. What it throws cancels the call, which then throws it. */
    onProgress?: ((progress: Progress) => void) | undefined;
    /** Cancels the call, which then throws its reason. A signal of the same thread cannot fire during a call, except by
     *  onProgress; a worker can be cancelled from outside. */
    signal?: AbortSignal | undefined;
}

/** What callbacks need of a handle, without the handle itself, which must be free to go. */
export class Calls {
    readonly hooks = new Map<string, HookShape>();
    options: CallOptions = {};
    raised: { exception: unknown } | undefined;
    /** What the library does not release, because it did not make it. */
    readonly owned: number[] = [];
    readonly user: number;

    constructor(readonly model: Model) {
        this.user = this.keep(undefined);
    }

    /** Keeps what this handle hands to the library; returns its user pointer. */
    keep(what: Kept['what'], shape?: HookShape): number {
        const user = keep(this.model._library, { what, calls: this, shape });
        this.owned.push(user);
        return user;
    }

    /** Of something that the library refused. */
    unkeep(user: number): void {
        this.owned.splice(this.owned.indexOf(user), 1);
        this.model._library.kept.delete(user);
    }

    forget(): void {
        for (const user of this.owned) this.model._library.kept.delete(user);
    }

    throwRaised(): void {
        const { raised } = this;
        this.raised = undefined;
        if (raised) throw raised.exception;
    }
}

/** What a user pointer leads to. */
export interface Kept {
    what: Hook | Visiting | undefined;
    calls: Calls;
    /** Of a hook, as it was registered. */
    shape: HookShape | undefined;
}

let last = 0;

/** Keeps something; returns its user pointer. */
function keep(library: Library, kept: Kept): number {
    do last = (last + 1) >>> 0 || 1;
    while (library.kept.has(last));
    library.kept.set(last, kept);
    return last;
}

/** What something remembers, apart from what its patient remembers of it. */
interface WithMemory {
    clone?(): Hook | Visiting;
    save?(): Uint8Array;
    restore?(bytes: Uint8Array): void;
}

function copied(library: Library, kept: Kept): number {
    const calls = library.owner ?? kept.calls;
    const { clone } = kept.what as WithMemory;
    const what = clone ? clone.call(kept.what) : kept.what;
    if (typeof what !== typeof kept.what || what === null)
        throw new TypeError('clone() of a hook or decision must return one of its kind');
    const shape = kept.shape && { ...kept.shape, hook: what as Hook };
    if (shape) calls.hooks.set(shape.name, shape);
    return keep(library, { what, calls, shape });
}

export function callbacks(library: Library): WebAssembly.ModuleImports {
    const put = (at: number, value: number) => library.view.setFloat64(at >>> 0, value, true);

    /** Calls what a user pointer leads to; what is thrown waits in its handle. */
    function guarded(user: number, work: (kept: Kept) => number | void): number {
        const kept = library.kept.get(user >>> 0)!;
        try {
            return work(kept) ?? 0;
        } catch (exception) {
            const calls = library.owner ?? kept.calls;
            calls.raised ??= { exception };
            return ECANCELLED.status;
        }
    }

    return {
        progress: (user: number, time_d: number, fraction: number) =>
            guarded(user, ({ calls: { options } }) => {
                options.onProgress?.({ time_d, fraction });
                options.signal?.throwIfAborted();
            }),
        visit: (user: number, pointer: number) =>
            guarded(user, ({ what, calls }) => {
                const visit = new Visit(calls.model, pointer >>> 0, calls.hooks);
                try {
                    if (typeof what === 'function') what(visit);
                    else (what as Exclude<Visiting, Function>).visit(visit);
                } finally {
                    visit._end();
                }
            }),
        copy: (user: number, to: number) =>
            guarded(user, (kept) => library.view.setUint32(to >>> 0, copied(library, kept), true)),
        release: (user: number) => void library.kept.delete(user >>> 0),
        save: (user: number, buffer: number, size: number, needed: number) =>
            guarded(user, ({ what }) => {
                const { save } = what as WithMemory;
                const bytes = save ? save.call(what) : new Uint8Array();
                if (!(bytes instanceof Uint8Array))
                    throw new TypeError('save() of a hook or decision must return a Uint8Array');
                library.view.setUint32(needed >>> 0, bytes.length, true);
                if (buffer && size >>> 0 >= bytes.length) library.write(buffer, bytes);
            }),
        restore: (prototype: number, bytes: number, size: number, to: number) =>
            guarded(prototype, (kept) => {
                const user = copied(library, kept);
                const { what } = library.kept.get(user)!;
                try {
                    (what as WithMemory).restore?.(library.bytes(bytes, size >>> 0));
                } catch (exception) {
                    library.kept.delete(user);
                    throw exception;
                }
                library.view.setUint32(to >>> 0, user, true);
            }),
        field: (user: number, at: number) =>
            guarded(user, ({ shape }) => shape!.hook.field(new HookAt(library, at >>> 0, shape!))),
        amount: (user: number, dose: number, to: number) =>
            guarded(user, ({ shape }) => put(to, shape!.hook.amount!(dose))),
        next_event: (user: number, time_d: number, to: number) =>
            guarded(user, ({ shape }) => put(to, Math.min(shape!.hook.nextEvent!(time_d), BM_NEVER_D))),
        event: (user: number, time_d: number, x: number) =>
            guarded(user, ({ shape }) => shape!.hook.event!(time_d, library.shared(x, shape!.states))),
    };
}
