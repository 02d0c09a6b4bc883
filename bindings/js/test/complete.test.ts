// SPDX-License-Identifier: Apache-2.0
// Nothing of the library is left out without a reason.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as bonemodel from '../dist/index.js';
import * as abi from '../src/abi.js';
import * as source from '../src/index.js';
import { path } from './native.js';

const header = readFileSync(path('../../include/bonemodel/bonemodel.h'), 'utf8');
const { byStatus, FLAGS, KINDS } = abi;
const text = (folder: string, ending: string) => readdirSync(path(folder)).filter((file) => file.endsWith(ending) && file !== 'abi.ts')
    .map((file) => readFileSync(path(`${folder}/${file}`), 'utf8')).join('');
const code = text('src', '.ts');

/** Functions of the library that the package does not call. */
const NOT_CALLED = {
    bm_cohort_set_members: 'tables of real women are for populations, which a page does not simulate',
    bm_patient_load: 'bm_patient_load_with() does the same',
    bm_patient_observe_index: 'observe() takes the name, and sample() reads in loops',
    bm_patient_prescription_init_sized: 'a visit needs the same, but it is refused there',
    bm_model_options_init_sized: 'the defaults are zeros, and a name is always given',
    bm_version_number: 'version is the text',
    bm_visit_observe_index: 'observe() takes the name',
};
/** Functions that the module does not have: a page simulates no millions, and would load 10 kB for them. */
const left = (name: string) => name.startsWith('bm_summary_');

test('every symbol is exported, and called or listed', async () => {
    const symbols = readFileSync(path('../../tests/abi/bonemodel.symbols'), 'utf8').trim().split('\n')
        .filter((name) => !left(name)).sort();
    expect(symbols.length).toBeGreaterThan(80);
    const module = await bonemodel.compile();
    expect(WebAssembly.Module.exports(module).map(({ name }) => name).filter((name) => /^bm_(?!js_)/.test(name)).sort())
        .toEqual(symbols);
    expect(symbols.filter((name) => !new RegExp(`[.']${name}\\b`).test(code))).toEqual(Object.keys(NOT_CALLED).sort());
});

test('the module asks for callbacks and memory, and for nothing of a system', async () => {
    const imports = WebAssembly.Module.imports(await bonemodel.compile()).map(({ module, name }) => `${module}.${name}`).sort();
    expect(imports).toEqual([...['amount', 'copy', 'event', 'field', 'next_event', 'progress', 'release', 'restore', 'save', 'visit']
        .map((name) => `bonemodel.${name}`), 'env.memory']);
    expect(text('dist', '.js')).not.toMatch(/\beval\b|new Function|\brequire\(/);
});

test('every status has its class', () => {
    const listed = [...header.matchAll(/X\(BM_(E\w+), (-\d+), "(.*?)"\)/g)];
    expect(listed.length).toBeGreaterThan(10);
    expect(byStatus.size).toBe(listed.length);
    for (const [, name, number, text] of listed) {
        const made = new (bonemodel as any)[name!](text);
        expect(made).toBeInstanceOf(bonemodel.BonemodelError);
        expect(made).toBeInstanceOf(Error);
        expect(made).toMatchObject({ status: Number(number), code: name, name, message: text });
        expect(byStatus.get(Number(number))).toBe((source as any)[name!]);
    }
});

test('every constant of the header is known', () => {
    const names = [...header.matchAll(/^#define (BM_[A-Z0-9]\w*)[ \\\n]+[\d]/gm)].map(([, name]) => name!)
        .filter((name) => name !== 'BM_VERSION_NUMBER');
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => !(name in abi))).toEqual([]);
    expect(Object.keys(KINDS)).toHaveLength(names.filter((name) => name.startsWith('BM_KIND_')).length);
    expect(Object.keys(FLAGS)).toHaveLength(names.filter((name) => name.startsWith('BM_FLAG_')).length);
    expect([bonemodel.MAX_TIME_D, bonemodel.NEVER_D]).toEqual([36525, 1e9]);
});

test('versions are those of the library', async () => {
    const version = JSON.parse(readFileSync(path('package.json'), 'utf8')).version;
    expect([bonemodel.VERSION, (await bonemodel.load()).version]).toEqual([version, version]);
    expect(header).toContain(`BM_VERSION_STRING "${version}"`);
});
