// SPDX-License-Identifier: Apache-2.0
// An instance of the WebAssembly module, with its memory.
import { ENOMEM, ESTATE, VERSION, byStatus, structs, type Functions } from './abi.js';
import { callbacks, CALLBACKS, type Kept } from './callbacks.js';
import * as check from './check.js';
import { BonemodelError } from './error.js';
import { Model } from './model.js';

export type StructName = keyof typeof structs;
type Fields<S extends StructName> = (typeof structs)[S]['fields'];
/** What the fields of a struct are in JavaScript. */
export type Struct<S extends StructName> = {
    -readonly [F in keyof Fields<S>]: Fields<S>[F] extends readonly [number, 'u64'] ? bigint : number;
};

interface Exports extends Functions {
    _initialize?(): void;
    malloc(size: number): number;
    free(pointer: number): void;
    bm_js_callbacks(): number;
}

const PAGE = 65536;
const MAXIMUM_PAGES = 65536;
/** As build.sh has it. */
const INITIAL_PAGES = 32;
/** Bytes that hold every sentence of the library. */
const SENTENCE = 240;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** An instance of the library. Models, patients and cohorts of one instance share its memory. */
export class Library {
    /** Version of the library, such as "0.2.0". */
    readonly version: string;

    /** @internal The functions of the header. */
    readonly functions: Functions;
    /** @internal What user pointers lead to. */
    readonly kept = new Map<number, Kept>();
    /** @internal Whose copies are being made, if it is not yet a handle. */
    owner: Kept['calls'] | undefined;
    /** @internal Destroys what was forgotten. */
    readonly forgotten = new FinalizationRegistry<() => void>((destroy) => destroy());

    readonly #memory: WebAssembly.Memory;
    readonly #exports: Exports;
    readonly #callbacks: number;
    #view: DataView;
    #broken: unknown;

    /** @internal Use load(). */
    constructor(module: WebAssembly.Module, maximumBytes: number = PAGE * MAXIMUM_PAGES) {
        check.number(maximumBytes, 'load: maximumBytes');
        const maximum = Math.floor(maximumBytes / PAGE);
        if (maximum < INITIAL_PAGES)
            throw new ENOMEM(`load: maximumBytes is ${maximumBytes}, needed are ${INITIAL_PAGES * PAGE}`);
        // The instance may grow as it was compiled to; the memory itself may not.
        this.#memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: Math.min(maximum, MAXIMUM_PAGES) });
        this.#view = new DataView(this.#memory.buffer);
        const instance = new WebAssembly.Instance(module, {
            env: { memory: this.#memory },
            bonemodel: callbacks(this),
        });
        this.#exports = instance.exports as unknown as Exports;
        this.#exports._initialize?.();
        this.#callbacks = this.#exports.bm_js_callbacks();
        this.functions = this.#guarded();
        this.version = this.text(this.functions.bm_version_string());
        if (this.version !== VERSION)
            throw new ESTATE(`load: the module is version ${this.version}, this package is version ${VERSION}`);
    }

    /** A model: "full" (default), a woman with age, menopause, bone density by site, markers and every agent; or
     *  "core", the Peterson-Riggs core alone. */
    model(name: 'full' | 'core' = 'full'): Model {
        return new Model(this, name);
    }

    /** How many bytes the instance has now. It never gives any back. */
    get memoryBytes(): number {
        return this.#memory.buffer.byteLength;
    }

    /** An exception that is not a callback's own, which never leaves it, has left the module in an unknown state. */
    #guarded(): Functions {
        const guarded: Record<string, (...values: never[]) => unknown> = {};
        for (const [name, call] of Object.entries(this.#exports as unknown as Record<string, unknown>)) {
            if (!name.startsWith('bm_') || typeof call !== 'function') continue;
            guarded[name] = (...values) => {
                if (this.#broken) throw new ESTATE(`${name}: this instance has stopped for good: ${this.#broken}`);
                try {
                    return call(...values);
                } catch (trap) {
                    this.#broken = trap;
                    throw new ESTATE(`${name}: this instance has stopped for good: ${trap}`);
                }
            };
        }
        return guarded as unknown as Functions;
    }

    /** @internal The memory as it is now; growing it makes a new one. */
    get view(): DataView {
        if (this.#view.buffer !== this.#memory.buffer) this.#view = new DataView(this.#memory.buffer);
        return this.#view;
    }

    /** @internal A function of JavaScript as the library calls it. */
    callback(name: (typeof CALLBACKS)[number]): number {
        return this.view.getUint32(this.#callbacks + 4 * CALLBACKS.indexOf(name), true);
    }

    /** @internal */
    allocate(size: number): number {
        const block = size <= 0xffffffff ? this.#exports.malloc(Math.max(size, 1)) >>> 0 : 0;
        if (!block) throw new ENOMEM(`there is no memory for ${size} bytes more`);
        return block;
    }

    /** @internal */
    free(block: number): void {
        this.#exports.free(block);
    }

    /** @internal A string of the library. */
    text(pointer: number): string {
        if (!pointer) return '';
        const memory = new Uint8Array(this.#memory.buffer, pointer >>> 0);
        return decoder.decode(memory.subarray(0, memory.indexOf(0)));
    }

    /** @internal A copy. */
    doubles(pointer: number, n: number): Float64Array {
        return this.shared(pointer, n).slice();
    }

    /** @internal A view that is valid until the memory grows. */
    shared(pointer: number, n: number): Float64Array {
        return new Float64Array(this.#memory.buffer, pointer >>> 0, n);
    }

    /** @internal A copy. */
    bytes(pointer: number, n: number): Uint8Array<ArrayBuffer> {
        return new Uint8Array(new Uint8Array(this.#memory.buffer, pointer >>> 0, n));
    }

    /** @internal */
    write(pointer: number, bytes: Uint8Array): void {
        new Uint8Array(this.#memory.buffer).set(bytes, pointer >>> 0);
    }

    /** @internal */
    sizeOf(struct: StructName): number {
        return structs[struct].size;
    }

    /** @internal The fields of a struct. */
    read<S extends StructName>(struct: S, pointer: number): Struct<S> {
        const view = this.view;
        const fields = Object.entries(structs[struct].fields).map(([name, [at, code]]) => {
            const from = (pointer >>> 0) + at;
            if (code === 'f64') return [name, view.getFloat64(from, true)];
            return [name, code === 'u64' ? view.getBigUint64(from, true) : view.getUint32(from, true)];
        });
        return Object.fromEntries(fields) as Struct<S>;
    }

    /** @internal Writes fields of a struct. */
    fill<S extends StructName>(struct: S, pointer: number, values: Partial<Struct<S>>): void {
        const view = this.view;
        const fields = structs[struct].fields as Record<string, readonly [number, string]>;
        for (const [name, value] of Object.entries(values) as [string, number | bigint][]) {
            const [at, code] = fields[name]!;
            const to = (pointer >>> 0) + at;
            if (code === 'f64') view.setFloat64(to, value as number, true);
            else if (code === 'u64') view.setBigUint64(to, value as bigint, true);
            else view.setUint32(to, value as number, true);
        }
    }

    /** @internal What a function does with memory of its own, which is given back after it. */
    scoped<T>(work: (scope: Scope) => T): T {
        const scope = new Scope(this);
        try {
            return work(scope);
        } finally {
            scope.free();
        }
    }

    /** @internal The exception for a status; without a sentence it says what the library has for every such status. */
    error(status: number, sentence = ''): BonemodelError {
        const known = byStatus.get(status);
        const words = sentence || this.text(this.functions.bm_status_text(status));
        return known
            ? new known(words)
            : new BonemodelError(words, status, this.text(this.functions.bm_status_name(status)).replace('BM_', ''));
    }

    /** @internal For calls without a handle. */
    check(status: number, sentence = ''): void {
        if (status) throw this.error(status, sentence);
    }
}

/** Memory of one call. */
export class Scope {
    readonly #blocks: number[] = [];

    constructor(readonly library: Library) {}

    bytes(size: number): number {
        const block = this.library.allocate(size);
        this.#blocks.push(block);
        return block;
    }

    text(value: string): number {
        const bytes = encoder.encode(`${value}\0`);
        const block = this.bytes(bytes.length);
        this.library.write(block, bytes);
        return block;
    }

    doubles(values: Float64Array): number {
        const block = this.bytes(8 * values.length);
        this.library.shared(block, values.length).set(values);
        return block;
    }

    words(values: readonly number[]): number {
        const block = this.bytes(4 * values.length);
        values.forEach((value, index) => this.library.view.setUint32(block + 4 * index, value, true));
        return block;
    }

    texts(values: readonly string[]): number {
        return this.words(values.map((value) => this.text(value)));
    }

    /** A struct that says how large it is, and otherwise holds zeros and these. */
    struct<S extends StructName>(name: S, values: Partial<Struct<S>> = {}): number {
        const { size, fields } = structs[name];
        const block = this.bytes(size);
        this.library.write(block, new Uint8Array(size));
        if ('struct_size' in fields) this.library.view.setUint32(block, size, true);
        this.library.fill(name, block, values);
        return block;
    }

    /** Room for a sentence: where, and how many bytes. */
    sentence(): [number, number] {
        const block = this.bytes(SENTENCE);
        this.library.view.setUint8(block, 0);
        return [block, SENTENCE];
    }

    /** How the library copies and saves what a user pointer leads to. */
    userFunctions(): number {
        const { library } = this;
        return this.struct('bm_user_functions', {
            copy: library.callback('copy'),
            release: library.callback('release'),
            save: library.callback('save'),
            restore: library.callback('restore'),
        });
    }

    free(): void {
        for (const block of this.#blocks.splice(0)) this.library.free(block);
    }
}

/** Where the module comes from, and how large it may become. */
export interface LoadOptions {
    /** The module, its bytes, or where they are; default: bonemodel.wasm beside this file. */
    wasm?: WebAssembly.Module | BufferSource | URL | string | undefined;
    /** The most memory that the instance takes [byte]; default 4 GiB. More makes a call fail with ENOMEM. */
    maximumBytes?: number | undefined;
}

/** A function that returns a vector: valid only where there is SIMD. */
const WITH_SIMD = Uint8Array.of(
    0,
    97,
    115,
    109,
    1,
    0,
    0,
    0,
    1,
    5,
    1,
    96,
    0,
    1,
    123,
    3,
    2,
    1,
    0,
    10,
    10,
    1,
    8,
    0,
    65,
    0,
    253,
    15,
    253,
    98,
    11,
);

/** Compiles the module, for several instances or to send to workers; see LoadOptions.wasm. */
export async function compile(wasm?: LoadOptions['wasm']): Promise<WebAssembly.Module> {
    if (wasm instanceof WebAssembly.Module) return wasm;
    if (!WebAssembly.validate(WITH_SIMD))
        throw new Error('bonemodel needs WebAssembly with SIMD, which this engine or this processor does not have.');
    if (wasm instanceof ArrayBuffer || ArrayBuffer.isView(wasm)) return WebAssembly.compile(wasm);
    const url =
        wasm === undefined ? new URL('./bonemodel.wasm', import.meta.url) : new URL(wasm, globalThis.location?.href);
    if (url.protocol === 'file:') {
        // Node, which cannot fetch a file
        const fs = (
            globalThis as {
                process?: {
                    getBuiltinModule?(name: string): {
                        promises: {
                            readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
                        };
                    };
                };
            }
        ).process?.getBuiltinModule?.('node:fs');
        if (!fs)
            throw new Error(
                `bonemodel cannot read ${url} here: Node needs to be 20.16 or later, a browser needs http.`,
            );
        return WebAssembly.compile(await fs.promises.readFile(url));
    }
    const response = await fetch(url);
    if (!response.ok) throw new Error(`bonemodel cannot read ${url}: ${response.status} ${response.statusText}`);
    // a server may not know the type that streaming asks for
    if (response.headers.get('content-type')?.startsWith('application/wasm'))
        return WebAssembly.compileStreaming(response);
    return WebAssembly.compile(await response.arrayBuffer());
}

/** Makes an instance of the library. */
export async function load(options: LoadOptions = {}): Promise<Library> {
    check.options(options, ['wasm', 'maximumBytes'], 'load');
    return new Library(await compile(options.wasm), options.maximumBytes);
}

export { BM_MAX_TIME_D as MAX_TIME_D, BM_NEVER_D as NEVER_D } from './abi.js';
