// SPDX-License-Identifier: Apache-2.0
// Simulations in a worker: a page stays alive meanwhile, and can cancel them.
import { byStatus } from './abi.js';
import type { CallOptions, Progress } from './callbacks.js';
import { BonemodelError } from './error.js';
import { compile, type LoadOptions } from './library.js';
import type { Kind, Row } from './model.js';
import type { Job, JobResult } from './simulate.js';

export type { Job, JobResult } from './simulate.js';

/** @internal What goes to the worker: first where it gets the library from, then jobs. */
export type ToWorker =
    | { start: { module: WebAssembly.Module; maximumBytes: number | undefined } }
    | { simulate: Job; progress: boolean }
    | { rows: { kind: Kind; model: 'full' | 'core' | undefined } };
/** @internal What comes back. */
export type FromWorker =
    | { progress: Progress }
    | { result: JobResult | readonly Row[] }
    | { error: { name: string; message: string; status: number | undefined; code: string | undefined } };

/** What workers of browsers and of Node have in common. */
interface Thread {
    postMessage(message: ToWorker): void;
    terminate(): unknown;
}

/** A worker that simulates jobs, one after the other. */
export class SimulationWorker {
    readonly #options: LoadOptions;
    #module: Promise<WebAssembly.Module> | undefined;
    #thread: Thread | undefined;
    #receive: ((message: FromWorker) => void) | undefined;
    #fail: ((reason: unknown) => void) | undefined;
    #last: Promise<unknown> = Promise.resolve();
    #ended = false;

    /** Starts with the first job. */
    constructor(options: LoadOptions = {}) {
        this.#options = options;
    }

    /** Simulates a job. An abort of the signal stops it at once: the worker ends, and the next job gets another, which
     *  shares the compiled code. */
    simulate(job: Job, { onProgress, signal }: CallOptions = {}): Promise<JobResult> {
        return this.#ask(
            { simulate: job, progress: onProgress !== undefined },
            onProgress,
            signal,
        ) as Promise<JobResult>;
    }

    /** Rows of the catalogue. */
    rows(kind: Kind, model?: 'full' | 'core'): Promise<readonly Row[]> {
        return this.#ask({ rows: { kind, model } }) as Promise<readonly Row[]>;
    }

    /** Ends the worker. A job that is under way, or waits, is rejected. */
    dispose(): void {
        this.#ended = true;
        this.#end(new Error('the worker has been disposed of'));
    }

    #ask(message: ToWorker, onProgress?: CallOptions['onProgress'], signal?: AbortSignal): Promise<unknown> {
        const answer = this.#last.then(async () => {
            signal?.throwIfAborted();
            this.#module ??= compile(this.#options.wasm);
            const module = await this.#module;
            signal?.throwIfAborted();
            if (this.#ended) throw new Error('the worker has been disposed of');
            return this.#exchange(module, message, onProgress, signal);
        });
        this.#last = answer.catch(() => undefined);
        return answer;
    }

    async #exchange(
        module: WebAssembly.Module,
        message: ToWorker,
        onProgress: CallOptions['onProgress'],
        signal: AbortSignal | undefined,
    ): Promise<unknown> {
        const cancel = () => this.#end(signal!.reason);
        signal?.addEventListener('abort', cancel);
        try {
            return await new Promise((resolve, reject) => {
                this.#fail = reject;
                this.#receive = (answer) => {
                    if ('result' in answer) resolve(answer.result);
                    else if ('error' in answer) reject(errorOf(answer.error));
                    else
                        try {
                            onProgress?.(answer.progress);
                        } catch (exception) {
                            this.#end(exception);
                        }
                };
                if (!this.#thread) {
                    this.#thread = startThread(
                        (answer) => this.#receive?.(answer),
                        (error) => this.#end(error),
                    );
                    this.#thread.postMessage({ start: { module, maximumBytes: this.#options.maximumBytes } });
                }
                this.#thread.postMessage(message);
            });
        } finally {
            signal?.removeEventListener('abort', cancel);
            this.#receive = this.#fail = undefined;
        }
    }

    #end(reason: unknown): void {
        this.#thread?.terminate();
        this.#thread = undefined;
        this.#receive = undefined;
        this.#fail?.(reason);
    }
}

export interface SimulationWorker extends Disposable {}
Object.defineProperty(SimulationWorker.prototype, Symbol.dispose ?? Symbol.for('Symbol.dispose'), {
    value: SimulationWorker.prototype.dispose,
    configurable: true,
    writable: true,
});

/** The exception that was thrown in the worker. */
function errorOf({ name, message, status, code }: Extract<FromWorker, { error: unknown }>['error']): Error {
    if (status !== undefined) {
        const known = byStatus.get(status);
        return known ? new known(message) : new BonemodelError(message, status, code ?? name);
    }
    const known: Record<string, new (message: string) => Error> = { TypeError, RangeError };
    return new (known[name] ?? Error)(message);
}

function startThread(receive: (answer: FromWorker) => void, fail: (error: unknown) => void): Thread {
    if (typeof Worker === 'function') {
        const worker = new Worker(new URL('./worker-thread.js', import.meta.url), { type: 'module' });
        worker.onmessage = ({ data }) => receive(data);
        worker.onerror = (event) => fail(new Error(`the worker could not start or go on: ${event.message}`));
        return worker;
    }
    interface NodeWorker extends Thread {
        on(event: string, listener: (value: never) => void): void;
        unref(): void;
    }
    const threads = (
        globalThis as unknown as {
            process: {
                getBuiltinModule(name: string): {
                    Worker: new (url: URL) => NodeWorker;
                };
            };
        }
    ).process.getBuiltinModule('node:worker_threads');
    const worker = new threads.Worker(new URL('./worker-thread.js', import.meta.url));
    worker.on('message', receive);
    worker.on('error', fail);
    return worker;
}
