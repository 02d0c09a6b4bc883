// SPDX-License-Identifier: Apache-2.0
// What can be tested without a browser.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Cohort, load, Patient } from 'bonemodel';
import { BANDED, CHECKS, EARLIER, HER, ITEMS, SITES } from '../src/catalogue.js';
import { fixed, ofHundred, PERCENTILES, signed, summarise } from '../src/numbers.js';
import { checked, fromFragment, lesson, LESSON_COUNT, START, toFragment } from '../src/state.js';
import { texts } from '../src/texts.js';

const model = (await load()).model();

test('parts of a hundred sum to a hundred and are nearest', () => {
    for (let k = 0; k <= 1000; k++) {
        const parts = [k / 1000, (1000 - k) / 3000, (1000 - k) / 1500];
        const whole = ofHundred(parts);
        assert.equal(whole.reduce((sum, n) => sum + n, 0), 100);
        whole.forEach((n, index) => assert.ok(Math.abs(n - 100 * parts[index]) < 1));
    }
    assert.deepEqual(ofHundred([0.0439, 0.9561]), [4, 96]);
});

test('numbers are said with a true minus and without -0', () => {
    assert.equal(fixed(-0.04, 1), '0.0');
    assert.equal(fixed(-1.25, 1), '\u22121.3');
    assert.equal(signed(2, 1), '+2.0');
    assert.equal(signed(0.04, 1), '0.0');
});

test('summaries are those of the library', () => {
    const woman = new Patient(model, { age_years: 61 });
    woman.prescribe('letrozole');
    const times = [0, 365.25, 1826.25];
    const how = { size: 37, band: 'woman' };
    const names = ['bmd_change.lumbar_spine', 'fracture_risk.major'];
    const theirs = new Cohort(woman, how).summarise(times, names, { percentiles: PERCENTILES });
    const values = new Cohort(woman, how).sample(times, names);
    for (const name of names) {
        const ours = summarise(values[name], times.length);
        assert.deepEqual(ours, { mean: theirs[name].mean, sd: theirs[name].sd, percentiles: theirs[name].percentiles });
    }
});

test('every name of the page is in the catalogue, and has words', () => {
    const known = (kind, name) => assert.ok(model.rows(kind).some((row) => row.name === name), `${kind} ${name}`);
    for (const { name, units = [] } of Object.values(HER).flat()) {
        known('covariate', name);
        assert.ok(texts.her.names[name], name);
        for (const unit of units) assert.ok(model.convert('covariate', name, 1, unit) > 0 && texts.her.units[unit]);
    }
    for (const name of CHECKS) known('covariate', name);
    for (const name of BANDED) known('observable', name);
    for (const site of SITES) assert.ok(texts.sites[site] && texts.atSite[site]);
    for (const [name, { agent, exercise, group }] of Object.entries(ITEMS)) {
        known('agent', agent);
        if (exercise) known('exercise', exercise);
        assert.ok(texts.plans.items[name] && texts.plans.groups[group], name);
    }
    for (const name of EARLIER) known('agent', name);
    // All exercises of the catalogue are offered.
    assert.deepEqual(Object.values(ITEMS).map(({ exercise }) => exercise).filter(Boolean).sort(), model.rows('exercise').map(({ name }) => name).sort());
});

test('links hold the state, and only a state', async () => {
    const state = { ...structuredClone(START), view: 'why', years: 10, her: { age_years: 55, weight_kg: [150, '[lb_av]'] } };
    assert.deepEqual(await fromFragment(await toFragment(state)), { state });
    for (let k = 1; k <= LESSON_COUNT; k++) assert.deepEqual(await fromFragment(`#lesson=${k}`), { state: checked(lesson(k)) });
    assert.equal(texts.lessons.length, LESSON_COUNT);
    for (const wrong of [{ view: 'x' }, { her: { constructor: 1 } }, { her: { age_years: '61' } }, { plans: [] }, { plans: Array(5).fill(START.plans[0]) },
        { plans: [{ name: '', items: [{ a: 'toString', from: 0, to: 1 }] }] }, { years: 1000 }, { second: {} }, { month: 1e9 }])
        assert.throws(() => checked(wrong), JSON.stringify(wrong));
});

test('what the page says of its score is what the report says', async () => {
    const limits = (await readFile(new URL('../../docs/limits.md', import.meta.url), 'utf8')).replace(/\s+/g, ' ');
    const [, part, densities, markers, fractures] = /it had not seen, (\d of 10) lie in its 80 % band: of densities (\d+) %, of markers (\d+) %.*?of fractures (\d+) %/.exec(limits);
    for (const words of [`${part} lie`, `densities ${densities} %`, `markers ${markers} %`, `fractures ${fractures} %`]) assert.ok(texts.about.testedText.includes(words), words);
});

test('the page without the module is at most 200 kB', async (context) => {
    const folder = new URL('../dist/', import.meta.url);
    let size = 0;
    for (const name of await readdir(folder, { recursive: true }))
        if (/\.(js|css|svg|webmanifest)$|^index\.html$/.test(name)) size += gzipSync(await readFile(new URL(name, folder)), { level: 9 }).length;
    context.diagnostic(`${(size / 1000).toFixed(1)} kB gzip`);
    assert.ok(size <= 200000);
});
