// SPDX-License-Identifier: Apache-2.0
// The page as a stranger uses it, in Chromium.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { accessibility, complete, root, serve, start } from './browser.mjs';

const VIEWS = { answer: 'What comes', her: 'Her', plans: 'What she could do', why: 'Why', about: 'What it is not' };
let server;
let browser;
let folder;
before(async () => {
    server = await serve();
    browser = await start();
    folder = await mkdtemp(join(tmpdir(), 'bonemodel-web-'));
});
after(async () => {
    await browser?.close();
    await server?.close();
    if (folder) await rm(folder, { recursive: true });
});

const open = (fragment = '', options = {}) => browser.open(server.url + fragment, options);
const visit = (page, view) => page.getByRole('navigation').getByRole('link', { name: VIEWS[view], exact: true }).click();
const sentence = (page) => page.locator('.sentence').innerText();
const answered = (page) => page.locator('.sentence').waitFor({ timeout: 30000 });
const banded = (page) => page.getByText('80 of 100 women like her lie here', { exact: false }).first().waitFor({ timeout: 60000 });
const changed = (page, old) => page.waitForFunction((before) => location.hash !== before, old, { timeout: 15000 });

async function download(page, name) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).first().click()]);
    const path = join(folder, file.suggestedFilename());
    await file.saveAs(path);
    return path;
}

/** The table of bonesim for a scenario that was saved, against the table that was saved, to the last digit. */
async function sameAsBonesim(page) {
    const scenario = await download(page, 'Save the scenario (JSON)');
    const table = (await readFile(await download(page, 'Save all numbers (CSV)'), 'utf8')).trim().split('\n').map((row) => row.split(','));
    const bonesim = join(root, '../build-release/examples/bonesim/bonesim');
    const { stdout } = await promisify(execFile)(bonesim, ['run', scenario, '--quiet'], { maxBuffer: 1 << 28 });
    // Of a forecast bonesim has the differences as arms of their own, which the table has not.
    const theirs = stdout.trim().split('\n').map((row) => row.split(',')).filter(([arm]) => !arm.includes(' - '));
    assert.equal(theirs.length, table.length);
    const columns = ['arm', 'time_days', 'observable', 'unit', 'value', 'sd', 'p05', 'p50', 'p95', 'n'];
    const [ours, other] = [table[0], theirs[0]].map((head) => columns.map((name) => head.indexOf(name)));
    let numbers = 0;
    for (let row = 1; row < table.length; row++) {
        columns.forEach((name, k) => {
            const [mine, its] = [table[row][ours[k]], theirs[row][other[k]]];
            // Both write the shortest text that reads back equal, with exponents of their own.
            if (Number.isNaN(Number(its)) || its === '') assert.equal(mine, its, `row ${row}, ${name}`);
            else assert.equal(Number(mine), Number(its), `row ${row}, ${name}: found ${mine} and ${its}`);
            numbers += its !== '' && k > 3;
        });
    }
    return numbers;
}

test('the first answer comes by itself, and nothing goes elsewhere', async () => {
    const { context, page, problems, asked } = await open();
    await answered(page);
    assert.match(await sentence(page), /has about \d+\s% less bone at the spine .* about \d+ of 100 women/);
    await banded(page);
    await page.getByLabel('This plan').selectOption('2');
    await page.locator('.name', { hasText: 'Letrozole + zoledronic acid compared with Letrozole alone' }).waitFor();
    assert.deepEqual(asked.filter(({ url, body }) => (!url.startsWith(server.url) && !/^(blob|data):/.test(url)) || body !== null), []);
    assert.ok(asked.every(({ url }) => !url.includes('#') && !url.includes('?')), 'an address holds what she entered');
    assert.deepEqual(problems, []);
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline';/);
    const refused = await page.evaluate(() => new Promise((resolve) => setTimeout(() => {
        // The call of evaluate() itself is not under the policy, what it leaves behind is.
        try { resolve(String(globalThis.eval('1'))); } catch (error) { resolve(error.name); }
    })));
    assert.equal(refused, 'EvalError');
    await context.close();
});

test('of a hundred women each is drawn once, and every picture carries what it is not', async () => {
    const { context, page, problems } = await open('', { acceptDownloads: true });
    await page.evaluate(() => {
        globalThis.drawn = [];
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
            if (blob.type === 'image/svg+xml') globalThis.drawn.push(blob.text());
            return make(blob);
        };
    });
    await answered(page);
    for (const drawing of await page.locator('.hundred > svg').all()) assert.equal(await drawing.locator('g').count(), 100);
    const png = await readFile(await download(page, /Save this picture: Lower spine/));
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    await download(page, /Save this picture: Letrozole alone/);
    for (const svg of await page.evaluate(() => Promise.all(globalThis.drawn))) {
        const words = svg.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
        assert.match(words, /Not medical advice/);
        assert.match(words, /Simulated by bonemodel \d+\.\d+\.\d+, calibration 20\w+-[0-9a-f]{8}/);
        assert.doesNotMatch(svg, /var\(/);
    }
    assert.equal(await page.evaluate(() => globalThis.drawn.length), 2);
    assert.deepEqual(problems, []);
    await context.close();
});

test('each control says something', async () => {
    const { context, page, problems } = await open();
    await answered(page);
    for (const view of ['her', 'plans']) {
        await visit(page, view);
        if (view === 'her') {
            await page.getByRole('checkbox', { name: 'Forearm: measured' }).check();
            await page.getByRole('checkbox', { name: 'Vitamin D in blood (25-OH): measured' }).check();
            await page.getByRole('button', { name: 'Add an earlier treatment' }).click();
            await page.getByLabel('The report says').selectOption('bmd');
            await page.getByRole('checkbox', { name: 'Lower spine: measured' }).check();
        }
        await page.waitForTimeout(500); // then what was said stands in the address
        const fields = page.locator('main section :is(input, select)');
        for (let k = 0; k < await fields.count(); k++) {
            const field = fields.nth(k);
            const [tag, type, label] = await field.evaluate((each) => [each.tagName, each.type, each.getAttribute('aria-label') ?? each.labels[0]?.textContent]);
            assert.ok(label, `control ${k} of ${view} has no name`);
            if (type === 'checkbox' || label.startsWith('Add to this plan')) continue; // they add controls, and are used elsewhere
            const old = await page.evaluate(() => location.hash);
            if (tag === 'SELECT') await field.selectOption({ index: await field.evaluate((each) => (each.selectedIndex + 1) % each.options.length) });
            else if (type === 'range') await field.press((await field.evaluate((each) => each.value === each.max)) ? 'ArrowLeft' : 'ArrowRight');
            else if (type === 'text') await field.fill('my plan');
            else await field.fill(await field.evaluate((each) => String(Number(each.value) + (Number(each.value) >= Number(each.max || Infinity) ? -1 : 1))));
            if (type === 'number') await field.blur();
            await changed(page, old).catch(() => assert.fail(`${label} of ${view} (${tag} ${type}) changes nothing`));
        }
    }
    assert.deepEqual(problems, []);
    await context.close();
});

test('what is being typed is not lost when numbers arrive', async () => {
    const { context, page } = await open();
    await answered(page);
    await visit(page, 'plans');
    const box = page.getByLabel('Letrozole: to month').first();
    await box.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('3');
    await page.evaluate(() => document.querySelectorAll('input[type="range"].start')[1].dispatchEvent(new Event('input', { bubbles: true })));
    await banded(page);
    await page.keyboard.type('6');
    await page.keyboard.press('Tab');
    await page.locator('legend', { hasText: 'Letrozole for 3 years' }).waitFor();
    await context.close();
});

test('a link restores everything, and a bad or old one says so', async () => {
    const { context, page } = await open();
    await answered(page);
    await visit(page, 'her');
    await page.getByLabel('Age', { exact: true }).fill('55');
    await page.getByLabel('Weight', { exact: true }).fill('80');
    await page.getByRole('checkbox', { name: 'Her mother or father broke a hip' }).check();
    await visit(page, 'plans');
    await page.getByLabel('Add to this plan').first().selectOption('denosumab');
    await page.locator('legend', { hasText: 'Letrozole + denosumab' }).waitFor();
    const [old, before] = [await page.evaluate(() => location.hash), await sentence(page)];
    await page.getByLabel('Denosumab: to month').fill('24');
    await page.getByLabel('Denosumab: to month').blur();
    await changed(page, old);
    const link = await page.evaluate(() => location.hash);
    await page.waitForFunction((words) => document.querySelector('.sentence').innerText !== words, before);
    const said = await sentence(page);
    await context.close();

    const other = await open(link);
    await answered(other.page);
    assert.notEqual(said, before);
    assert.equal(await sentence(other.page), said);
    assert.equal(await other.page.getByLabel('Denosumab: to month').inputValue(), '24');
    const plans = await other.page.evaluate(() => location.hash);
    await visit(other.page, 'her');
    await changed(other.page, plans);
    assert.equal(await other.page.getByLabel('Age', { exact: true }).inputValue(), '55');
    assert.ok(await other.page.getByRole('checkbox', { name: 'Her mother or father broke a hip' }).isChecked());
    await other.page.goBack();
    await other.page.getByRole('heading', { name: 'What she could do' }).waitFor();
    for (const [fragment, words] of [[`${link.slice(0, 20)}`, /damaged/], ['#s=1.AAAA', /damaged/], ['#s=99.abc', /another version/], ['#nonsense', /damaged/],
        [`#s=1.${'A'.repeat(9000)}`, /damaged/]]) {
        await other.page.evaluate((each) => { location.hash = each; }, fragment);
        await other.page.getByRole('alert').filter({ hasText: words }).waitFor({ timeout: 5000 });
        await answered(other.page);
        assert.match(await other.page.locator('.who').innerText(), /a woman of 61/);
        await other.page.getByRole('button', { name: 'Close this message' }).click();
    }
    assert.deepEqual(other.problems, []);
    await other.context.close();
});

test('the library says what is wrong, and what is outside of its domain comes first', async () => {
    const { context, page } = await open();
    await answered(page);
    await visit(page, 'her');
    await page.getByLabel('Age', { exact: true }).fill('161');
    await page.getByRole('alert').filter({ hasText: 'age_years is 161, allowed is 18 to 110 a' }).waitFor();
    assert.equal(await page.getByLabel('Age', { exact: true }).getAttribute('aria-invalid'), 'true');
    await page.getByLabel('Age', { exact: true }).fill('95');
    await page.getByRole('alert').filter({ hasText: 'years_since_menopause' }).waitFor();
    await page.getByLabel('Years since the last period', { exact: true }).fill('45');
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await visit(page, 'answer');
    const outside = page.locator('.outside');
    await outside.waitFor();
    assert.match(await outside.innerText(), /age is outside 35 to 90 years/);
    const first = await page.evaluate(() => document.querySelector('.outside').compareDocumentPosition(document.querySelector('.sentence')));
    assert.ok(first & 4, 'the sentence comes before what is outside');
    await context.close();
});

test('what is saved is what bonesim computes, to the last digit', async () => {
    const { context, page } = await open('', { acceptDownloads: true });
    await complete(page);
    assert.ok(await sameAsBonesim(page) > 10000);
    await context.close();
});

test('a second scan changes who is like her, as bonesim has it', async () => {
    const { context, page, problems } = await open('', { acceptDownloads: true });
    await banded(page);
    await visit(page, 'plans');
    await page.getByLabel('Look ahead').selectOption('2');
    await page.locator('.sentence', { hasText: 'after 2 years' }).waitFor();
    const before = await sentence(page);
    await visit(page, 'her');
    await page.getByRole('checkbox', { name: 'A second scan' }).check();
    await page.getByLabel('T-score then', { exact: true }).fill('-2.2');
    await visit(page, 'answer');
    await page.getByText('agree with both scans', { exact: false }).first().waitFor({ timeout: 30000 });
    await complete(page);
    assert.notEqual(await sentence(page), before);
    assert.ok(await sameAsBonesim(page) > 5000);
    assert.deepEqual(problems, []);
    await context.close();
});

test('it works without a network', async () => {
    const own = await serve();
    const { context, page } = await browser.open(own.url);
    await answered(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    await own.close();
    await context.setOffline(true);
    await page.reload();
    await answered(page);
    await page.goto(`${own.url}limits.html`);
    await page.getByRole('heading', { name: 'Limits of use' }).waitFor();
    await context.close();
});

test('axe finds nothing on any view and any lesson, wide and narrow, light and dark', async (context_) => {
    for (const options of [{}, { viewport: { width: 820, height: 1100 } }, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }]) {
        const { context, page } = await open('', options);
        await banded(page);
        let passes = 0;
        for (const view of Object.keys(VIEWS)) {
            await visit(page, view);
            await page.locator(`h2#${view}`).waitFor();
            const found = await accessibility(page);
            assert.deepEqual(found.violations, [], `${view}, ${JSON.stringify(options)}`);
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${view} is too wide`);
            assert.match(await page.locator('body').innerText(), /Not medical advice[^]*calibration 20\w+-/);
            passes += found.passes;
        }
        context_.diagnostic(`${options.viewport?.width ?? 1280} px: ${passes} rules passed on five views`);
        await context.close();
    }
    const { context, page, problems } = await open('#lesson=1');
    for (let number = 1; number <= 5; number++) {
        await page.evaluate((each) => { location.hash = `#lesson=${each}`; }, number);
        await page.locator('.lesson').waitFor();
        await page.locator('main section').waitFor();
        assert.deepEqual((await accessibility(page)).violations, [], `lesson ${number}`);
    }
    for (const name of ['validation', 'limits']) {
        await page.goto(`${server.url}${name}.html`);
        assert.match(await page.locator('main').innerText(), /8 of 10|Scores/);
    }
    assert.deepEqual(problems, []);
    await context.close();
});

test('everything can be reached by keyboard', async () => {
    const { context, page } = await open();
    await answered(page);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'MAIN');
    await visit(page, 'plans');
    await page.getByRole('heading', { name: 'What she could do' }).waitFor();
    const count = await page.locator('main :is(a, button:enabled, input, select, [tabindex="0"])').count();
    await page.locator('main').focus();
    const seen = new Set();
    for (let k = 0; k < count; k++) {
        await page.keyboard.press('Tab');
        seen.add(await page.evaluate(() => [...document.querySelectorAll('main :is(a, button, input, select, [tabindex="0"])')].indexOf(document.activeElement)));
    }
    assert.equal(seen.size, count);
    assert.ok(!seen.has(-1));
    await context.close();
});

/** How much slower than alone the machine is for what runs in the page: the mean of short pieces of work over the fastest. */
const slowdown = (page) => page.evaluate(async () => {
    const times = [];
    for (let k = 0; k < 150; k++) {
        const from = performance.now();
        for (let sum = 0, n = 0; n < 2e6; n++) sum += Math.sqrt(n + sum);
        times.push(performance.now() - from);
        if (k % 10 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    return times.reduce((sum, time) => sum + time, 0) / times.length / Math.min(...times);
});

test('it answers at once', async (told) => {
    const within = (what, found, limit, factor) => {
        told.diagnostic(`${what}: ${found.toFixed(0)} ms, allowed ${limit} ms on a machine that does nothing else; it is ${factor.toFixed(1)} times slower now`);
        assert.ok(found <= limit * factor, `${what} took ${found} ms`);
    };
    const { context, page } = await open('', { reducedMotion: 'no-preference' });
    await answered(page);
    await context.close();
    // The engine is warm, as with a second tab; what the page loads is not.
    const { context: other, page: second } = await open();
    await answered(second);
    const first = await second.evaluate(() => performance.getEntriesByName('answer')[0].startTime);
    await visit(second, 'her');
    const factor = await slowdown(second);
    within('first answer', first, 1500, factor);
    /** From the key to the new line, and to the small band. */
    const [line, band] = await second.evaluate(async () => {
        const slider = document.querySelector('input[type="range"]');
        const best = [Infinity, Infinity];
        for (let k = 0; k < 6; k++) {
            const drawn = (test) => new Promise((resolve) => {
                const observer = new MutationObserver(() => test() && (observer.disconnect(), resolve(performance.now())));
                observer.observe(document.querySelector('main'), { childList: true, subtree: true, characterData: true });
            });
            const from = performance.now();
            const [lines, bands] = [drawn(() => performance.getEntriesByName('lines').at(-1)?.startTime > from),
                drawn(() => performance.getEntriesByName('bands').at(-1)?.startTime > from)];
            slider.value = String(60 + k);
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            best[0] = Math.min(best[0], (await lines) - from);
            best[1] = Math.min(best[1], (await bands) - from);
        }
        return best;
    });
    within('new lines after a slider', line, 100, factor);
    within('bands of 100 after a slider', band, 1000, factor);
    await other.close();
});
