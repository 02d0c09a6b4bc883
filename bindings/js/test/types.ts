// SPDX-License-Identifier: Apache-2.0
// What TypeScript says of the package: each line after @ts-expect-error must be an error. Checked by tsc, never run.
import { Cohort, Forecast, load, Patient, simulate, type BonemodelError, type Hook, type Row, type Samples, type Summary } from 'bonemodel';
import { SimulationWorker, type JobResult } from 'bonemodel/worker';

const library = await load({ maximumBytes: 2 ** 26 });
const model = library.model('core');
const rows: readonly Row[] = model.rows('agent');
export const first: string = rows[0]!.flags.includes('continuous') ? rows[0]!.unit : rows[0]!.code;

using patient = new Patient(model, { age_years: 61, calcidiol_nmol_l: { value: 20, unit: 'ng/mL' }, device: 'lunar' }, { rtol: 1e-6 });
export const number: number = patient.prescribe('denosumab', { dose: { value: 60, unit: 'mg' }, every_d: 182, parameters: { route: 1 } });
export const samples: Samples = patient.sample(Float64Array.of(0, 1), ['bmd_change.lumbar_spine'], { onProgress: ({ fraction }) => void fraction });
export const values: Float64Array | undefined = samples['bmd_change.lumbar_spine'];
export const bytes: Uint8Array<ArrayBuffer> = patient.save();
patient.decide((visit) => void visit.change(1, 'alendronate', { doses: 2 }), { observable: 'marker.s_ctx', below: 0.3 });

const hook: Hook = { name: 'own', states: [1], field: (at) => void (at.dx_dt[0] = -at.x[0]!) };
patient.hook(hook);

using cohort = new Cohort(patient, { size: 10, seed: 5n, band: 'woman' });
export const summary: Record<string, Summary> = cohort.summarise([1], 'bmd.lumbar_spine', { percentiles: [50], thresholds: {} });
export const error: BonemodelError | undefined = cohort.failures()[0]?.error;
export const code: string | undefined = error?.code;

using forecast = new Forecast(patient, { from_d: 5 });
forecast.measure([{ observable: 'bmd.total_hip', value: { value: 900, unit: 'mg/cm2' }, device: 'lunar', below: false }]);
export const likely: number = forecast.summarise(1, 'bmd.total_hip', { strategy: 0, minus: 0 })['bmd.total_hip']!.ever_below[0]!;

using worker = new SimulationWorker();
export const result: JobResult = await worker.simulate({ times_d: [0], observables: [] }, { signal: AbortSignal.timeout(5) });
export const same: JobResult = simulate(model, { times_d: [0], observables: [], cohort: { vary: [{ covariate: 'age_years', sd: 1 }] } });

// @ts-expect-error there is no such model
library.model('whole');
// @ts-expect-error there is no such kind
model.rows('agents');
// @ts-expect-error a row cannot be changed
rows[0]!.name = 'x';
// @ts-expect-error a value is a number, a quantity or a name
patient.set('age_years', [61]);
// @ts-expect-error there is no such field
patient.prescribe('denosumab', { interval_d: 182 });
// @ts-expect-error an agent has a name
patient.prescribe(5);
// @ts-expect-error there is no such option
new Cohort(patient, { members: 5 });
// @ts-expect-error there is no such band
new Cohort(patient, { band: 'women' });
// @ts-expect-error a cohort has a profile
new Cohort(model);
// @ts-expect-error a hook has a field
patient.hook({ name: 'own', states: 1 });
// @ts-expect-error what is internal is not there
void patient._handle;
// @ts-expect-error and neither is the memory
void library.functions;
// @ts-expect-error a job says what to observe
simulate(model, { times_d: [0] });
// @ts-expect-error a measurement has a value
forecast.measure([{ observable: 'bmd.total_hip' }]);
// @ts-expect-error a status is a number
export const status: string = error!.status;
