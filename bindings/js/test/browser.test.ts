// SPDX-License-Identifier: Apache-2.0
// In Debian's Chromium, under a content security policy that allows no eval.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { build } from 'vite';
import * as bonemodel from '../dist/index.js';
import { native, path } from './native.js';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm',
    '.json': 'application/json' };
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
const PAGE = '<!doctype html><title>bonemodel</title><link rel="icon" href="data:,"><script type="module" src="/test/page.js"></script>';

/** What a page leaves in globalThis.result; it has nothing to complain of. */
async function open(folder: string, files: Record<string, string> = {}): Promise<any> {
    const server = createServer((request, response) => {
        const { pathname } = new URL(request.url!, 'http://localhost');
        const name = pathname === '/' ? '/index.html' : pathname;
        response.setHeader('Content-Security-Policy', `${POLICY}; img-src data:`);
        response.setHeader('Content-Type', TYPES[extname(name)] ?? 'text/plain');
        try {
            response.end(files[name] ?? readFileSync(`${folder}${name}`));
        } catch {
            response.writeHead(404).end();
        }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
    try {
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(String(error)));
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        let result: object | undefined;
        for (let i = 0; !result && i < 600; i++) {
            result = (await page.evaluate('globalThis.result')) as object | undefined;
            if (!result) await setTimeout(50);
        }
        expect(complaints).toEqual([]);
        return { ...result, browser: `Chromium ${browser.version()}` };
    } finally {
        await browser.close();
        server.close();
    }
}

test('golden scenarios are the same to the last bit in Chromium, and a worker works', async () => {
    const before = native('time');
    const result = await open(path('.'), { '/index.html': PAGE, '/golden.json': readFileSync(path('../../tests/golden/golden.json'), 'utf8') });
    expect(result).toMatchObject({ found: [], cancelled: 'AbortError', disposable: 'function' });
    expect(result.compared).toBeGreaterThan(300);
    expect(result.after).toBeGreaterThan(20);
    expect(result.alone).toBeLessThan(0);
    console.log(`${result.browser}: one woman ${result.one.best.toFixed(2)} ms (the first ${result.one.first.toFixed(0)}), native ${
        before.one.toFixed(2)} ms; 200 women in a worker ${result.cohort.best.toFixed(0)} ms (the first ${
        result.cohort.first.toFixed(0)}), native ${before.cohort.toFixed(0)} ms`);
    expect(result.one.best).toBeLessThan(8 * Math.max(before.one, native('time').one));
    expect(result.cohort.best).toBeLessThan(600);
});

test('a bundler understands the package', async () => {
    const root = path('build/bundled');
    rmSync(root, { recursive: true, force: true });
    mkdirSync(`${root}/node_modules`, { recursive: true });
    symlinkSync(path('.'), `${root}/node_modules/bonemodel`);
    writeFileSync(`${root}/index.html`, PAGE.replace('/test/page.js', '/main.js'));
    writeFileSync(`${root}/main.js`, `import { load, Patient } from 'bonemodel';
import { SimulationWorker } from 'bonemodel/worker';
const times_d = [0, 365.25], observables = ['bmd_change.lumbar_spine'];
const here = new Patient((await load()).model()).sample(times_d, observables);
const { samples } = await new SimulationWorker().simulate({ times_d, observables });
globalThis.result = { values: [here, samples].map((each) => each[observables[0]][1]) };
`);
    await build({ root, logLevel: 'error', build: { target: 'esnext' } });
    const { values } = await open(`${root}/dist`);
    const spine = new bonemodel.Patient((await bonemodel.load()).model()).sample([0, 365.25], ['bmd_change.lumbar_spine'])['bmd_change.lumbar_spine']![1];
    expect(values).toEqual([spine, spine]);
});
