// SPDX-License-Identifier: Apache-2.0
// What the browser runs: golden scenarios on the page, and times on the page and in a worker.
import * as bonemodel from '/dist/index.js';
import { SimulationWorker } from '/dist/worker.js';
import { differences } from '/test/golden.js';
import { bestOf, cohortOf200, README_WOMAN } from '/test/timing.js';

async function run() {
    const golden = await (await fetch('/golden.json')).json();
    const result = await differences(bonemodel, golden);
    const model = (await bonemodel.load()).model();
    const one = bestOf(60, () => README_WOMAN(bonemodel, model));
    const worker = new SimulationWorker();
    const cohort = await cohortOf200(worker, 8);
    const alone = await worker.simulate({ times_d: [0, 365.25], observables: ['bmd_change.lumbar_spine'] });
    const abort = new AbortController();
    const cancelled = worker.simulate({ times_d: [0, 3652.5], observables: ['bmd_change.lumbar_spine'],
        cohort: { size: 100000 } }, { signal: abort.signal, onProgress: () => abort.abort() }).catch((error) => error.name);
    return { ...result, one, cohort, alone: alone.samples['bmd_change.lumbar_spine'][1], cancelled: await cancelled,
        after: (await worker.rows('agent')).length, disposable: typeof model[Symbol.dispose] };
}

globalThis.result = run().catch((error) => ({ error: String(error.stack) }));
