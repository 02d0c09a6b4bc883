// SPDX-License-Identifier: Apache-2.0
// In Debian's Chromium, under a content security policy that allows no eval.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { native, path } from './native.js';

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

function serve() {
    const server = createServer((request, response) => {
        const { pathname } = new URL(request.url!, 'http://localhost');
        response.setHeader('Content-Security-Policy', POLICY);
        if (pathname === '/') {
            response.setHeader('Content-Type', 'text/html');
            return response.end('<!doctype html><title>bonemodel</title><script type="module" src="/test/page.js"></script>');
        }
        const file = pathname === '/golden.json' ? path('../../tests/golden/golden.json') : path(`.${pathname}`);
        try {
            response.setHeader('Content-Type', TYPES[extname(file)] ?? 'text/plain');
            response.end(readFileSync(file));
        } catch {
            response.writeHead(404).end();
        }
    });
    return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

test('golden scenarios are the same to the last bit in Chromium, and a worker works', async () => {
    const before = native('time');
    const server = await serve();
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
    try {
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(String(error)));
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        await page.waitForFunction('globalThis.result');
        const result: any = await page.evaluate('globalThis.result');
        console.log(`Chromium ${browser.version()}: one woman ${result.one?.best.toFixed(2)} ms (the first ${
            result.one?.first.toFixed(0)}), native ${before.one.toFixed(2)} ms; 200 women in a worker ${
            result.cohort?.best.toFixed(0)} ms (the first ${result.cohort?.first.toFixed(0)}), native ${before.cohort.toFixed(0)} ms`);
        expect(complaints.filter((text) => !text.includes('favicon') && !text.includes('404'))).toEqual([]);
        expect(result).toMatchObject({ found: [], cancelled: 'AbortError', disposable: 'function' });
        expect(result.compared).toBeGreaterThan(300);
        expect(result.after).toBeGreaterThan(20);
        expect(result.alone).toBeLessThan(0);
        expect(result.one.best).toBeLessThan(8 * Math.max(before.one, native('time').one));
        expect(result.cohort.best).toBeLessThan(600);
    } finally {
        await browser.close();
        server.close();
    }
});
