// SPDX-License-Identifier: Apache-2.0
// pictures.mjs: makes the pictures of docs/pictures/web from the page in dist/. Look at them: tests do not.
import { fileURLToPath } from 'node:url';
import { complete, serve, start } from './test/browser.mjs';

const folder = fileURLToPath(new URL('../docs/pictures/web/', import.meta.url));
const NAV = { answer: 'What comes', her: 'Her', plans: 'What she could do', why: 'Why', about: 'What it is not' };
const server = await serve();
const browser = await start();

/** Each picture: name, view, width, and what else. */
const PICTURES = [
    ['answer', 'answer', 1280], ['her', 'her', 1280], ['plans', 'plans', 1280], ['why', 'why', 1280], ['about', 'about', 1280],
    ['answer-dark', 'answer', 1280, { colorScheme: 'dark' }], ['why-tablet', 'why', 820], ['answer-tablet', 'answer', 820],
    ['answer-phone', 'answer', 390], ['plans-phone', 'plans', 390, { colorScheme: 'dark' }],
    ['lesson', 'answer', 1280, { fragment: '#lesson=3' }],
];
const only = process.argv.slice(2);
for (const [name, view, width, { fragment = '', ...options } = {}] of PICTURES.filter(([each]) => !only.length || only.includes(each))) {
    const { context, page } = await browser.open(server.url + fragment, { viewport: { width, height: width < 500 ? 844 : 1000 }, ...options });
    if (view === 'answer') await complete(page);
    else await page.locator('.sentence').waitFor();
    if (!fragment) await page.getByRole('navigation').getByRole('link', { name: NAV[view], exact: true }).click();
    await page.locator(`h2#${view}`).waitFor();
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${folder}web_${name}.png` });
    await context.close();
}
await browser.close();
await server.close();
