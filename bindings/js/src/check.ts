// SPDX-License-Identifier: Apache-2.0
// What comes from a host is what it should be, before WebAssembly makes a number of anything.
import { EINVAL, ERANGE } from './abi.js';

/** A few words about what was found instead. */
export function found(value: unknown): string {
    if (value === null || value === undefined || typeof value === 'boolean') return String(value);
    if (typeof value === 'string') return `the string ${JSON.stringify(value.slice(0, 40))}`;
    if (typeof value === 'function') return 'a function';
    if (typeof value !== 'object') return `the ${typeof value} ${String(value)}`;
    return Array.isArray(value) ? 'a list' : `an object (${Object.getPrototypeOf(value)?.constructor?.name ?? 'null'})`;
}

function refuse(what: string, value: unknown, allowed: string): never {
    throw new TypeError(`${what}: found ${found(value)}, allowed is ${allowed}`);
}

export function number(value: unknown, what: string): number {
    return typeof value === 'number' ? value : refuse(what, value, 'a number');
}

/** A whole number from 0, as it goes into 32 bits. */
export function whole(value: unknown, what: string): number {
    const given = number(value, what);
    if (!Number.isInteger(given) || given < 0 || given > 0xffffffff)
        throw new ERANGE(`${what} is ${given}, allowed is a whole number from 0 to 4294967295`);
    return given;
}

/** A whole number from 0, as it goes into 64 bits. */
export function large(value: unknown, what: string): bigint {
    if (typeof value !== 'bigint' && typeof value !== 'number') refuse(what, value, 'a number or a bigint');
    if (typeof value === 'number' && !Number.isSafeInteger(value))
        throw new ERANGE(`${what} is ${value}, allowed is a whole number from 0; above 2^53 a bigint`);
    const given = BigInt(value);
    if (given < 0n || given >> 64n)
        throw new ERANGE(`${what} is ${given}, allowed is a whole number from 0 to 18446744073709551615`);
    return given;
}

/** A string; it ends at the first NUL in the library, so that one with a NUL would be taken for another. */
export function text(value: unknown, what: string): string {
    if (typeof value !== 'string') refuse(what, value, 'a string');
    if (value.includes('\0'))
        throw new EINVAL(`${what}: found a NUL character in ${JSON.stringify(value.slice(0, 40))}`);
    return value;
}

export function one<T extends string>(value: unknown, allowed: readonly T[], what: string): T {
    const given = text(value, what);
    if (!(allowed as readonly string[]).includes(given))
        throw new EINVAL(`${what} is ${JSON.stringify(given.slice(0, 40))}, allowed is one of ${allowed.join(', ')}`);
    return given as T;
}

/** A view of a buffer that another thread may have taken away. */
function attached(view: ArrayBufferView, what: string): void {
    try {
        new Uint8Array(view.buffer);
    } catch {
        throw new TypeError(`${what}: its buffer is detached, because it was transferred to somewhere else`);
    }
}

/** Numbers, as they are now. */
export function numbers(value: unknown, what: string): Float64Array {
    if (typeof value === 'number') return Float64Array.of(value);
    if (value instanceof Float64Array) {
        attached(value, what);
        return value;
    }
    if (!Array.isArray(value)) refuse(what, value, 'a number, a list of numbers or a Float64Array');
    return Float64Array.from(value, (each, index) => number(each, `${what}[${index}]`));
}

export function bytes(value: unknown, what: string): Uint8Array {
    if (value instanceof Uint8Array) {
        attached(value, what);
        return value;
    }
    if (!(value instanceof ArrayBuffer)) refuse(what, value, 'a Uint8Array or an ArrayBuffer');
    try {
        return new Uint8Array(value);
    } catch {
        throw new TypeError(`${what}: it is detached, because it was transferred to somewhere else`);
    }
}

export function names(value: unknown, what: string): string[] {
    if (typeof value === 'string') return [text(value, what)];
    if (!Array.isArray(value)) refuse(what, value, 'a name or a list of names');
    return value.map((each, index) => text(each, `${what}[${index}]`));
}

/** A list of objects. */
export function list<T extends object>(value: readonly T[], what: string): readonly T[] {
    if (!Array.isArray(value)) refuse(what, value, 'a list');
    value.forEach((each, index) => object(each, `${what}[${index}]`));
    return value;
}

export function instance<T>(value: T, kind: abstract new (...all: never[]) => T, what: string, allowed: string): T {
    return value instanceof kind ? value : refuse(what, value, allowed);
}

export function callable(value: unknown, what: string): void {
    if (typeof value !== 'function') refuse(what, value, 'a function');
}

/** An object of options, whose keys are known. */
export function options<T extends object>(value: T, allowed: readonly string[], what: string): T {
    object(value, what);
    for (const key of Object.keys(value))
        if (!allowed.includes(key))
            throw new EINVAL(`${what}: found the key ${JSON.stringify(key)}, allowed are ${allowed.join(', ')}`);
    return value;
}

export function object(value: unknown, what: string): object {
    return typeof value === 'object' && value !== null ? value : refuse(what, value, 'an object');
}
