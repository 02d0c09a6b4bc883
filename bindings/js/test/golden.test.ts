// SPDX-License-Identifier: Apache-2.0
// The same bits as everywhere.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as bonemodel from '../dist/index.js';
import { differences } from './golden.js';
import { native, path } from './native.js';

const golden = JSON.parse(readFileSync(path('../../tests/golden/golden.json'), 'utf8'));
const NAMES = ['bmd_change.lumbar_spine', 'marker_change.s_ctx', 'fracture_risk.major', 'serum.calcium'];
const model = (await bonemodel.load()).model();

function woman() {
    return new bonemodel.Patient(model, { age_years: 61, 't_score.total_hip': -1.2 });
}

function read(patient: bonemodel.Patient, time_d: number): number[] {
    patient.advanceTo(time_d);
    return NAMES.map((name) => patient.observe(name));
}

test('golden scenarios are the same to the last bit', async () => {
    const { compared, found } = await differences(bonemodel, golden);
    expect(found).toEqual([]);
    expect(compared).toBeGreaterThan(300);
});

test('the comparison of golden scenarios can fail', async () => {
    const other = structuredClone(golden);
    other.cases[1].values[2][0] += 1e-15;
    expect((await differences(bonemodel, other)).found).toHaveLength(1);
});

test('snapshots pass from here to the native library and back, and are the same bytes', () => {
    const [here, there] = [path('build/here.snapshot'), path('build/there.snapshot')];
    const expected = native('save', there);
    expect(read(bonemodel.Patient.load(model, readFileSync(there)), 800)).toEqual(expected);

    const patient = woman();
    patient.prescribe('letrozole');
    patient.prescribe('zoledronic_acid', { every_d: 182.625 });
    patient.advanceTo(400.5);
    writeFileSync(here, patient.save());
    expect(readFileSync(here).equals(readFileSync(there))).toBe(true);
    expect(native('load', here)).toEqual(expected);
    [here, there].forEach((file) => rmSync(file));
});

test('a hook in JavaScript gives the bits of the same hook in C', () => {
    const values = [false, true].map((jacobian) => {
        const patient = woman();
        patient.hook({
            name: 'new_antibody',
            states: jacobian ? [10, 10] : 2,
            targets: ['rankl_clearance'],
            body: ['core.PTH'],
            jacobian,
            dose_default: 60,
            every_default_d: 120,
            field(at) {
                const absorbed = 0.004 * at.x[0]! * at.body[0]! / 50;
                at.dx_dt[0] = -absorbed;
                at.dx_dt[1] = absorbed - 0.0005 * at.x[1]!;
                at.targets[0] = 0.004 * at.x[1]!;
                if (at.dx_by_x) {
                    const rate = 0.004 * at.body[0]! / 50;
                    at.dx_by_x[0] = -rate;
                    at.dx_by_x[2] = rate;
                    at.dx_by_x[3] = -0.0005;
                    at.targets_by_x![1] = 0.004;
                    at.dx_by_body![0] = -0.004 * at.x[0]! / 50;
                    at.dx_by_body![1] = 0.004 * at.x[0]! / 50;
                }
            },
            amount: (dose) => 0.9 * dose,
            nextEvent: (time_d) => (time_d < 100 ? 100 : Infinity),
            event(_time_d, x) {
                x[1]! *= 0.5;
            },
        });
        patient.prescribe('letrozole');
        patient.prescribe('new_antibody');
        return [read(patient, 90), read(patient, 400), Array.from(patient.readHook('new_antibody'))];
    });
    expect(values).toEqual(native('hook'));
});

test('decisions in JavaScript give the bits of the same decisions in C', () => {
    const patient = woman();
    const letrozole = patient.prescribe('letrozole');
    patient.decide((visit) => {
        if (visit.observe('t_score.total_hip') < -1 && visit.time_d > 300 && visit.time_d < 800)
            visit.prescribe('zoledronic_acid', { every_d: 182.625, doses: 2 });
        if (visit.time_d > 1200) visit.stop(letrozole);
    }, { first_d: 0, every_d: 365.25 });
    patient.decide((visit) => {
        visit.prescribe('alendronate');
    }, { observable: 'marker_change.s_ctx', above: 20 });
    expect([read(patient, 1000), read(patient, 1826.25), patient.prescriptions().length]).toEqual(native('visits'));
});

test('a forecast is the same as in C', () => {
    const patient = woman();
    patient.prescribe('letrozole');
    const forecast = new bonemodel.Forecast(patient, { size: 60, seed: 5 });
    const observable = 't_score.lumbar_spine';
    forecast.measure([{ observable, value: -1.1 }, { observable, value: -1.6, time_d: 400, lsc_percent: 3 },
        { observable: 'marker.s_ctx', value: 0.3, below: true }]);
    patient.prescribe('denosumab', { start_d: 400 });
    const strategy = forecast.add(patient);
    const numbers = [{}, { strategy, minus: 0 }].flatMap((which) => {
        const { n, mean, sd, below, ever_below, percentiles } = forecast.summarise([400, 800], observable,
            { percentiles: [5, 50], thresholds: { [observable]: -1.7 }, ...which })[observable]!;
        return [0, 1].flatMap((time) => [n, mean, sd, below, ever_below, ...percentiles].map((column) => column[time]));
    });
    const { effective_size, p } = forecast.report();
    expect([...numbers, effective_size, p, forecast.weights()[17]]).toEqual(native('forecast'));
});
