// SPDX-License-Identifier: Apache-2.0
// The built page in Debian's Chromium, as the tests open it.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

export const root = fileURLToPath(new URL('../', import.meta.url));
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Serves dist/ on a free port of localhost. */
export async function serve() {
    const server = await preview({ root, logLevel: 'silent', preview: { host: '127.0.0.1', port: 0 } });
    return { url: `http://127.0.0.1:${server.httpServer.address().port}/`, close: () => server.close() };
}

/** Chromium, in which every request to elsewhere and every message of a failure is noted. */
export async function start() {
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
    const open = async (url, options = {}) => {
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
        const page = await context.newPage();
        const problems = [];
        page.on('pageerror', (error) => problems.push(String(error)));
        page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
        const asked = [];
        context.on('request', (request) => asked.push({ url: request.url(), body: request.postData() }));
        await page.goto(url);
        return { context, page, problems, asked };
    };
    return { open, close: () => browser.close() };
}

/** Until the large band is there: then the files can be saved. */
export const complete = (page) => page.getByRole('button', { name: 'Save the scenario (JSON)' }).and(page.locator(':enabled')).waitFor({ timeout: 120000 });

/** What axe finds against WCAG 2.2 A and AA, and its good practice. Playwright evaluates it outside of the page's CSP. */
export async function accessibility(page) {
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    return { passes: passes.length, violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`) };
}
