// SPDX-License-Identifier: Apache-2.0
// Where a woman's course may lie, and what it comes from, in a worker.
// [job]
import { SimulationWorker } from 'bonemodel/worker';

const SPINE = 'bmd_change.lumbar_spine';
const worker = new SimulationWorker();
const result = await worker.simulate({
    patient: { age_years: 61, 't_score.total_hip': -1.2, calcidiol_nmol_l: { value: 20, unit: 'ng/mL' } },
    prescriptions: [
        { agent: 'letrozole' },
        { agent: 'zoledronic_acid', every_d: 182.625, doses: 4, start_d: 365.25 },
        { agent: 'impact_training', parameters: { exercise: 'jump', sessions_per_week: 3 } },
    ],
    times_d: [0, 365.25, 730.5, 1095.75],
    observables: [SPINE],
    cohort: { size: 200, band: 'woman', percentiles: [5, 95] },
    explain: [SPINE],
}, { signal: AbortSignal.timeout(60000), onProgress: ({ fraction }) => fraction });
// [job]
const [low, high] = result.summary[SPINE].percentiles;
result.times_d.forEach((time_d, i) => console.log(`day ${time_d}: ${result.samples[SPINE][i].toFixed(2)} %, nine women of ten ${
    low[i].toFixed(2)} to ${high[i].toFixed(2)} %`));
for (const { name, value } of result.explain[SPINE]) console.log(`${name}: ${value.toFixed(2)} %`);
worker.dispose();
