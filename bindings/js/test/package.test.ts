// SPDX-License-Identifier: Apache-2.0
// The package as npm makes and installs it: its examples run, and it says where it cannot.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import * as bonemodel from '../dist/index.js';
import { path } from './native.js';

const project = path('build/project');
const readme = readFileSync(path('README.md'), 'utf8');
const page = readFileSync(path('../../docs/javascript.md'), 'utf8');

beforeAll(() => {
    rmSync(project, { recursive: true, force: true });
    mkdirSync(project, { recursive: true });
    const packed = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
        cwd: path('.'), encoding: 'utf8' }));
    const { filename, files } = (Array.isArray(packed) ? packed : Object.values(packed) as any)[0];
    expect(files.map((file: { path: string }) => file.path)).toEqual(expect.arrayContaining(
        ['LICENSE', 'README.md', 'package.json', 'dist/bonemodel.wasm', 'dist/index.js', 'dist/index.d.ts', 'dist/worker-thread.js']));
    expect(files.map((file: { path: string }) => file.path).filter((file: string) => !/^(dist\/|LICENSE|README|package)/.test(file)))
        .toEqual([]);
    writeFileSync(`${project}/package.json`, '{ "private": true }');
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${filename}`], { cwd: project });
    cpSync(path('examples'), project, { recursive: true });
});

const run = (example: string, ...flags: string[]) =>
    execFileSync('node', [...flags, example], { cwd: project, encoding: 'utf8' });

test('the first patient of the README', () => {
    const code = readFileSync(path('examples/first_patient.mjs'), 'utf8').split('// [first patient]\n')[1]!;
    expect(readme).toContain(`\`\`\`js\n${code}\`\`\``);
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(11); // ten lines, and one between
    expect(readme).toContain(`\`\`\`text\n${run('first_patient.mjs')}\`\`\``);
});

test('the other examples', () => {
    const women = run('women.mjs');
    const parts = [...women.matchAll(/^(\w+): (-?[\d.]+) %$/gm)];
    expect(parts.map(([, name]) => name)).toEqual(['under_way', 'letrozole', 'zoledronic_acid', 'impact_training', 'ageing', 'menopause']);
    const last = Number(/day 1095.75: (-?[\d.]+) %/.exec(women)![1]);
    expect(parts.reduce((sum, [, , value]) => sum + Number(value), 0)).toBeCloseTo(last, 1);
    const scores = [...run('visits.mjs').matchAll(/T-score (-[\d.]+),/g)].map(([, score]) => Number(score));
    expect(scores).toHaveLength(2);
    expect(scores[0]!).toBeLessThan(scores[1]! - 0.05);
    const below = [...run('forecast.mjs').matchAll(/ever below -2: (\d+) of 100/g)].map(([, n]) => Number(n));
    expect(below).toHaveLength(2);
    expect(below[0]!).toBeGreaterThan(below[1]! + 10);
    const spine = [...run('own_drug.mjs').matchAll(/spine (-?[\d.]+) %/g)].map(([, change]) => Number(change));
    expect(spine[0]).toBe(0);
    expect(spine[1]).toBeGreaterThan(2);
});

test('where there is no SIMD a sentence says so', () => {
    const { stderr, status } = spawnSync('node', ['--no-enable-sse4-1', '--no-enable-ssse3', '--no-enable-avx', '--no-enable-sse3',
        'first_patient.mjs'], { cwd: project, encoding: 'utf8' });
    expect(stderr).toContain('bonemodel needs WebAssembly with SIMD, which this engine or this processor does not have.');
    expect(status).toBe(1);
});

test('the README names every class and function, and the page the same figures as the header', () => {
    const table = readme.split('## What is in it')[1]!.split('\n##')[0]!;
    for (const [name, thing] of Object.entries(bonemodel))
        if (typeof thing === 'function' && !(thing.prototype instanceof bonemodel.BonemodelError)) expect(table).toContain(`\`${name}\``);
    const sentence = /ERANGE: (.*)/.exec(page)![1]!;
    expect(sentence).toBe('set: age_years is 161, allowed is 18 to 110 a');
});

test('types', () => {
    const { stdout, status } = spawnSync('npx', ['--no-install', 'tsc', '-p', 'test'], { cwd: path('.'), encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
}, 120000);
