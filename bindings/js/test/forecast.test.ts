// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { Cohort, Forecast, load, Patient, simulate } from '../dist/index.js';

const model = (await load()).model();
const SPINE = 't_score.lumbar_spine';

function woman(): Patient {
    const patient = new Patient(model, { age_years: 61 });
    patient.prescribe('letrozole');
    return patient;
}

test('without measurements it is the band of one woman', () => {
    const forecast = new Forecast(woman(), { size: 40, seed: 3 });
    const band = new Cohort(woman(), { size: 40, seed: 3, band: 'woman' });
    expect(forecast.sample([0, 400], [SPINE])).toEqual(band.sample([0, 400], [SPINE]));
    expect(forecast.report()).toMatchObject({ measurements: 0, size: 40, last_d: 0, p: 1, redrawn: false });
    expect(forecast.weights()).toEqual(new Float64Array(40).fill(1 / 40));
    expect(forecast.size).toBe(40);
});

test('measurements narrow it, in any unit and on any scanner', () => {
    const wide = new Forecast(woman(), { size: 200 });
    const narrow = new Forecast(woman(), { size: 200 });
    const progress: number[] = [];
    narrow.measure([{ observable: 'bmd.lumbar_spine', value: { value: 900, unit: 'mg/cm2' }, device: 'hologic' },
        { observable: 'bmd.lumbar_spine', value: 0.87, time_d: 400, cv_percent: 1 }], { onProgress: ({ fraction }) => progress.push(fraction) });
    const sd = (forecast: Forecast) => forecast.summarise([1000], [SPINE])[SPINE]!.sd[0]!;
    expect(sd(narrow)).toBeLessThan(0.7 * sd(wide));
    expect(narrow.report()).toMatchObject({ measurements: 2, last_d: 400, failed: 0, degrees: 2 });
    expect(narrow.weights().reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
    expect(progress.length).toBeGreaterThan(1);
    expect(narrow.member(5).time_d).toBe(400);
    expect(() => narrow.measure([{ observable: 'fracture_risk.hip', value: 0.1 }])).toThrow(expect.objectContaining({ code: 'ECONFLICT' }));
});

test('strategies are compared member by member', () => {
    const forecast = new Forecast(woman(), { size: 60 });
    forecast.measure([{ observable: SPINE, value: -1.5 }]);
    const treated = woman();
    treated.prescribe('denosumab');
    const strategy = forecast.add(treated);
    expect([strategy, forecast.strategies]).toEqual([1, 2]);
    const { mean, percentiles } = forecast.summarise([730], [SPINE], { strategy, minus: 0, percentiles: [5] })[SPINE]!;
    expect(mean[0]).toBeGreaterThan(0.2);
    expect(percentiles[0]![0]).toBeGreaterThan(0);
    const [alone, with_] = [0, 1].map((each) => forecast.summarise([730], [SPINE], { strategy: each })[SPINE]!.mean[0]!);
    expect(with_! - alone!).toBeCloseTo(mean[0]!, 10);
    forecast.follow(strategy);
    expect(forecast.strategies).toBe(1);
    expect(forecast.summarise([730], [SPINE])[SPINE]!.mean[0]).toBeCloseTo(with_!, 10);
    expect(forecast.sample([730], [SPINE], { strategy: 0 })[SPINE]).toHaveLength(60);
});

test('simulate() makes one, with alternatives', () => {
    const denosumab = [{ agent: 'letrozole' }, { agent: 'denosumab', start_d: 365 }];
    const { forecast: result } = simulate(model, { patient: { age_years: 61 }, prescriptions: [{ agent: 'letrozole' }], times_d: [365, 730],
        observables: [SPINE], forecast: { size: 60, measurements: [{ observable: SPINE, value: -1.5, time_d: 365 }], alternatives: [denosumab],
            percentiles: [50] } });
    const forecast = new Forecast(woman(), { size: 60 });
    forecast.measure([{ observable: SPINE, value: -1.5, time_d: 365 }]);
    expect(result!.summary).toEqual(forecast.summarise([365, 730], [SPINE], { percentiles: [50] }));
    expect(result!.report).toEqual(forecast.report());
    const [{ summary, difference }] = result!.alternatives as [(typeof result & object)['alternatives'][number]];
    expect(difference[SPINE]!.mean[1]).toBeCloseTo(summary[SPINE]!.mean[1]! - result!.summary[SPINE]!.mean[1]!, 10);
    expect(difference[SPINE]!.mean[1]).toBeGreaterThan(0.1);
});

test('it can be cancelled, and is then as before', () => {
    const forecast = new Forecast(woman(), { size: 60 });
    const stop = { onProgress: () => { throw new Error('enough'); } };
    expect(() => forecast.measure([{ observable: SPINE, value: -1.5, time_d: 500 }], stop)).toThrow('enough');
    expect(forecast.report().measurements).toBe(0);
    expect(() => forecast.summarise([500], [SPINE], { ...stop, strategy: 0 })).toThrow('enough');
});

test('hooks go with its strategies, and end with it', async () => {
    const library = await load();
    const own = new Patient(library.model(), { age_years: 61 });
    own.hook({ name: 'own', states: 0, targets: ['rankl_clearance'], field(at) { at.targets[0] = 1e-3; } });
    const forecast = new Forecast(own, { size: 3 });
    forecast.add(own);
    own.dispose();
    expect(forecast.summarise([30], [SPINE])[SPINE]!.mean[0]).toBeGreaterThan(-5);
    forecast.dispose();
    expect((library as any).kept.size).toBe(0);
});
