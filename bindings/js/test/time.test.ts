// SPDX-License-Identifier: Apache-2.0
// How long it takes in Node, beside the library of this machine in the same minute.
import { expect, test } from 'vitest';
import * as bonemodel from '../dist/index.js';
import { SimulationWorker } from '../dist/worker.js';
import { native } from './native.js';
import { bestOf, cohortOf200, README_WOMAN } from './timing.js';

test('one woman takes at most 8 times as long as native, 200 women in a worker at most 0.6 s', async () => {
    const before = native('time');
    const model = (await bonemodel.load()).model();
    const one = bestOf(60, () => README_WOMAN(bonemodel, model));
    const worker = new SimulationWorker();
    const cohort = await cohortOf200(worker, 8);
    worker.dispose();
    console.log(`Node ${process.versions.node}: one woman ${one.best.toFixed(2)} ms (the first ${one.first!.toFixed(0)}), native ${
        before.one.toFixed(2)} ms; 200 women in a worker ${cohort.best.toFixed(0)} ms (the first ${
        cohort.first!.toFixed(0)}), native ${before.cohort.toFixed(0)} ms`);
    expect(one.best).toBeLessThan(8 * Math.max(before.one, native('time').one));
    expect(cohort.best).toBeLessThan(600);
});
