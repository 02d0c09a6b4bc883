// SPDX-License-Identifier: Apache-2.0
// abi.mjs HEADER TYPESCRIPT C EXPORTS: reads the public header as clang sees it for WebAssembly, and writes what
// TypeScript needs of it (constants, statuses, structs, functions), a C file that asserts where the fields of the
// structs lie, and what the linker is to export.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [header, typescript, c, exports] = process.argv.slice(2);
const clang = (...flags) =>
    execFileSync('clang-16', ['--target=wasm32-wasi', '-E', ...flags, header], { encoding: 'utf8' });

/** A C type as it crosses the border. */
function codeOf(type) {
    if (type.includes('*') || /\b(bm_\w+_fn)\b/.test(type)) return 'pointer';
    const name = type.replace(/\bconst\b/g, '').trim();
    const code = {
        uint32_t: 'u32',
        size_t: 'u32',
        int32_t: 'i32',
        bm_status: 'i32',
        uint64_t: 'u64',
        double: 'f64',
        void: 'void',
    }[name];
    if (!code) throw new Error(`abi.mjs: found the type '${type}', which it does not know`);
    return code;
}
const sizeOf = (code) => (code === 'u64' || code === 'f64' ? 8 : 4);
const inTypeScript = (code) => (code === 'u64' ? 'bigint' : code === 'void' ? 'void' : 'number');

/** One declaration: a field or a parameter. */
function declaration(text) {
    const pointer = /\(\*(\w+)\)\s*\(/.exec(text);
    if (pointer) return { name: pointer[1], code: 'pointer' };
    const [, type, name] = /^(.*?)(\w+)$/s.exec(text.trim());
    return { name, code: codeOf(type) };
}

const text = clang('-P')
    .replace(/__attribute__\(\(visibility\("default"\)\)\)/g, '')
    .replace(/\s+/g, ' ');

// Structs that a host fills or reads.
const structs = {};
for (const [, body, name] of text.matchAll(/typedef struct bm_\w+ \{([^}]*)\} (bm_\w+);/g)) {
    let end = 0,
        alignment = 4;
    const fields = {};
    for (const line of body
        .split(';')
        .map((part) => part.trim())
        .filter(Boolean)) {
        const { name: field, code } = declaration(line);
        const size = sizeOf(code);
        end = Math.ceil(end / size) * size;
        fields[field] = [end, code];
        end += size;
        alignment = Math.max(alignment, size);
    }
    structs[name] = { size: Math.ceil(end / alignment) * alignment, fields };
}

// Functions. Summaries of populations are left out, and so from the module: a page simulates no millions.
const leftOut = /^bm_summary_/;
const functions = [],
    constant = [];
for (const [, type, name, list] of text.matchAll(/(?<=[;}] )((?:const )?\w+ \*?)(bm_\w+)\(([^;{}]*)\);/g)) {
    if (leftOut.test(name)) continue;
    const parameters = list.trim() === 'void' ? [] : list.split(',').map(declaration);
    if (/^const bm_(patient|cohort|forecast) \*/.test(list.trim())) constant.push(name);
    functions.push(
        `    ${name}(${parameters.map((p) => `${p.name}: ${inTypeScript(p.code)}`).join(', ')}): ${inTypeScript(
            codeOf(type),
        )};`,
    );
}
const declared = new Set(
    [...text.matchAll(/\b(bm_\w+)\(/g)].map((match) => match[1]).filter((name) => !leftOut.test(name)),
);
if (declared.size !== functions.length) throw new Error('abi.mjs: a function of the header was not understood');

// Constants: those of #define, and those of enumerations without values.
const constants = {};
for (const [, name, value] of clang('-dM').matchAll(/^#define (BM_[A-Z0-9]\w*) ([\d.]+(?:e\d+)?)u?$/gm))
    constants[name] = Number(value);
for (const [, body] of text.matchAll(/enum \{([^}=]*)\}/g))
    body.split(',').forEach((name, value) => (constants[name.trim()] = value));
const named = (prefix) =>
    Object.fromEntries(
        Object.entries(constants)
            .filter(([name]) => name.startsWith(prefix))
            .map(([name, value]) => [name.slice(prefix.length).toLowerCase(), value])
            .sort((a, b) => a[1] - b[1]),
    );

const source = readFileSync(header, 'utf8');
const version = /#define BM_VERSION_STRING "(.*)"/.exec(source)[1];
const statuses = [...source.matchAll(/X\(BM_(\w+), (-\d+), "(.*?)"\)/g)].map(([, name, number, what]) => ({
    name,
    number,
    what,
}));

const json = (value) => JSON.stringify(value, null, 4);
writeFileSync(
    typescript,
    `// SPDX-License-Identifier: Apache-2.0
// Written by scripts/abi.mjs from the public header: do not edit.
import { BonemodelError } from './error.js';

/** Version of the header that this package was made with. */
export const VERSION = '${version}';

export const KINDS = ${json(named('BM_KIND_'))} as const;
export const FLAGS = ${json(named('BM_FLAG_'))} as const;
export const BANDS = ${json(named('BM_BAND_'))} as const;
export const PARTS = ${json(named('BM_PART_'))} as const;
${Object.entries(constants)
    .map(([name, value]) => `export const ${name} = ${value};`)
    .join('\n')}

/** Structs: the size in bytes, and of each field where it lies and what it is. */
export const structs = ${JSON.stringify(structs).replace(/"bm_\w+":\{"size"/g, '\n    $&')} as const;

/** Functions as WebAssembly has them: pointers are numbers. */
export interface Functions {
${functions.join('\n')}
}

/** Functions that do not change their handle, and so leave no sentence in it. */
export const WITHOUT_SENTENCE: ReadonlySet<string> = new Set(${JSON.stringify(constant)});

${statuses
    .map(
        ({ name, number, what }) => `/** ${what[0].toUpperCase()}${what.slice(1)}. */
export class ${name} extends BonemodelError {
    static readonly status: number = ${number};
    constructor(sentence: string) {
        super(sentence, ${number}, '${name}');
    }
}`,
    )
    .join('\n')}

export const byStatus: ReadonlyMap<number, new (sentence: string) => BonemodelError> = new Map([
${statuses.map(({ name, number }) => `    [${number}, ${name}],`).join('\n')}
]);
`,
);

writeFileSync(
    c,
    `/* Written by scripts/abi.mjs: the structs lie as TypeScript takes it. */
#include <bonemodel/bonemodel.h>
#include <stddef.h>
${Object.entries(structs)
    .map(([name, { size, fields }]) =>
        [
            `_Static_assert(sizeof(${name}) == ${size}, "${name}");`,
            ...Object.entries(fields).map(
                ([field, [at]]) => `_Static_assert(offsetof(${name}, ${field}) == ${at}, "${name}.${field}");`,
            ),
        ].join('\n'),
    )
    .join('\n')}
`,
);

writeFileSync(exports, [...declared].map((name) => `-Wl,--export=${name}\n`).join(''));
