// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { Cohort, ECANCELLED, ENOTFOUND, ERANGE, load, Patient, simulate, type Progress } from '../dist/index.js';

const library = await load();
const model = library.model();
const SPINE = 'bmd_change.lumbar_spine';
const CTX = 'marker_change.s_ctx';

test('the catalogue', () => {
    const letrozole = model.find('agent', 'letrozole');
    expect(letrozole).toMatchObject({ kind: 'agent', unit: 'mg', default: 2.5, code: 'ATC:L02BG04', flags: [] });
    expect(letrozole.minimum).toBeLessThan(letrozole.maximum);
    expect(model.find('agent', 'calcium').flags).toEqual(['continuous']);
    expect(model.find('observable', SPINE).default).toBeNaN();
    expect(model.rows('initial')).toEqual([]);
    expect(library.model('core').rows('initial').some(({ flags }) => flags.includes('computed'))).toBe(true);
    expect(model.nearest('agent', 'letrozol')).toEqual(['letrozole']);
    expect(model.convert('covariate', 'calcidiol_nmol_l', 20, 'ng/mL')).toBeCloseTo(49.92, 2);
    expect(() => model.find('observable', 'bmd_change.lumbar_spin')).toThrow(
        'there is no observable named "bmd_change.lumbar_spin"; did you mean bmd_change.lumbar_spine');
    expect(model.calibration).toMatch(/^\d{4}[a-z]-[0-9a-f]{8}$/);
    expect(model.equations).toBeGreaterThan(0);
});

test('who she is', () => {
    const patient = new Patient(model, { age_years: 66, calcidiol_nmol_l: { value: 20, unit: 'ng/mL' }, device: 'lunar' });
    expect(patient.values()).toEqual({ age_years: 66, calcidiol_nmol_l: model.convert('covariate', 'calcidiol_nmol_l', 20, 'ng/mL'),
        device: model.find('device', 'lunar').default });
    expect(patient.get('bmd.lumbar_spine')).toBeNaN();
    expect(patient.calibration).toBe(model.calibration);
    expect(() => patient.set('age_years', 161)).toThrow(ERANGE);
    expect(() => patient.set('age_years', 161)).toThrow('set: age_years is 161, allowed is 18 to 110 a');
    expect(() => patient.set('age_year', 60)).toThrow(ENOTFOUND);
});

test('prescriptions are read back', () => {
    const patient = new Patient(model);
    const first = patient.prescribe('letrozole', { start_d: -100 });
    patient.prescribe('impact_training', { parameters: { exercise: 'jump', sessions_per_week: 3 }, adherence: 0.8 });
    patient.prescribe('vitamin_d', { dose: { value: 20, unit: 'ug/d' } });
    patient.prescribe('zoledronic_acid', { every_d: 182.5, doses: 2 });
    patient.advanceTo(200);
    patient.stop(first);
    const [letrozole, training, vitamin, zoledronic] = patient.prescriptions();
    expect(letrozole).toMatchObject({ number: first, agent: 'letrozole', dose: 2.5, start_d: -100, stop_d: 200 });
    expect(training!.parameters).toMatchObject({ exercise: model.find('exercise', 'jump').default, sessions_per_week: 3 });
    expect(vitamin!.dose).toBe(800);
    expect(zoledronic).toMatchObject({ doses: 2, doses_given: 2, every_d: 182.5 });
});

test('a clone and a loaded patient go on with the same bits', () => {
    const patient = new Patient(model, { age_years: 70 });
    patient.prescribe('denosumab', { stop_d: 400 });
    patient.advanceTo(300);
    const copies = [patient.clone(), Patient.load(model, patient.save()), Patient.load(model, patient.save().buffer)];
    const expected = patient.sample([365, 700], [SPINE, CTX]);
    for (const copy of copies) {
        expect(copy.time_d).toBe(300);
        expect(copy.sample([365, 700], [SPINE, CTX])).toEqual(expected);
        expect(copy.stats().steps).toBe(patient.stats().steps);
    }
});

test('samples do not depend on the grid, and are what observe() reads', () => {
    const dense = new Patient(model).sample(Float64Array.from({ length: 41 }, (_, i) => 10 * i), [SPINE])[SPINE]!;
    const patient = new Patient(model);
    patient.advanceBy(400);
    expect(dense[40]).toBeCloseTo(patient.observe(SPINE), 4);
    expect(dense[0]).toBe(0);
});

test('what a change comes from adds up', () => {
    const patient = new Patient(model);
    patient.prescribe('letrozole');
    const parts = patient.explain(365, SPINE);
    expect(parts.map(({ kind }) => kind)).toEqual(['under_way', 'prescription', 'ageing', 'menopause']);
    expect(parts[1]).toMatchObject({ name: 'letrozole', number: 1 });
    patient.advanceTo(365);
    expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(patient.observe(SPINE), 10);
});

test('sensitivities are differences', () => {
    const names = ['weight_kg', 'prior_fracture'];
    const by = new Patient(model).sensitivities(names, [365, 1826.25], [SPINE, 'fracture_risk.major']);
    const at = (weight_kg: number) => new Patient(model, { weight_kg }, { rtol: 1e-9 }).sample([365, 1826.25], [SPINE])[SPINE]![1]!;
    const weight = new Patient(model).get('weight_kg');
    expect(by['weight_kg']![SPINE]![1]).toBeCloseTo((at(weight * 1.001) - at(weight * 0.999)) / (0.002 * weight), 5);
    expect(by['prior_fracture']!['fracture_risk.major']![1]).toBeGreaterThan(0);
});

test('a scenario for bonesim', () => {
    const patient = new Patient(model, { age_years: 61 });
    patient.prescribe('letrozole');
    expect(JSON.parse(patient.scenario([0, 30], [SPINE]))).toMatchObject({ schema: 'bonemodel.scenario/1', sample_days: [0, 30],
        patient: { age_years: 61 } });
});

test('warnings and applicability', () => {
    const patient = new Patient(model, { age_years: 61 });
    patient.prescribe('denosumab', { stop_d: 400 });
    patient.advanceTo(800);
    expect(patient.warnings().join()).toMatch(/denosumab/);
    patient.clearWarnings();
    expect(patient.warnings()).toEqual([]);
    const odd = new Patient(model, { age_years: 25, years_since_menopause: -25 });
    odd.advanceTo(1);
    expect(odd.applicability().length).toBeGreaterThan(0);
});

test('progress, and three ways to cancel', () => {
    const told: Progress[] = [];
    const patient = new Patient(model, { age_years: 61 }, { rtol: 1e-9 });
    patient.prescribe('teriparatide');
    const before = patient.save();
    const abort = new AbortController();
    expect(() => patient.advanceTo(700, { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) })).toThrow('enough');
    expect(() => patient.advanceTo(700, { onProgress: () => { throw new RangeError('stop'); } })).toThrow(RangeError);
    expect(() => patient.advanceTo(700, { signal: AbortSignal.abort() })).toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(patient.save()).toEqual(before);
    patient.advanceTo(700, { onProgress: (progress) => told.push(progress) });
    expect(told.length).toBeGreaterThan(10);
    expect(told.every(({ fraction }, i) => fraction <= 1 && fraction >= (told[i - 1]?.fraction ?? 0))).toBe(true);
    patient.advanceTo(710); // no progress is left over
    expect(ECANCELLED.status).toBe(-30);
});

test('a sentence is that of its own call', () => {
    const patient = new Patient(model);
    expect(() => patient.set('age_years', 161)).toThrow('age_years is 161');
    patient.advanceTo(1);
    expect(() => new Cohort(patient)).toThrow("cohort_create: the call is not allowed in the handle's present state");
});

test('rtol and max_steps', () => {
    expect(() => new Patient(model, {}, { max_steps: 3n }).advanceTo(3000)).toThrow(expect.objectContaining({ code: 'EMAXSTEPS' }));
    expect(() => new Patient(model, {}, { rtol: 1 })).toThrow(ERANGE);
    const steps = (rtol: number) => {
        const patient = new Patient(model, {}, { rtol });
        patient.advanceTo(1000);
        return patient.stats().steps;
    };
    expect(steps(1e-8)).toBeGreaterThan(steps(1e-4));
});

test('simulate() is what its parts are', () => {
    const told: Progress[] = [];
    const result = simulate(model, { patient: { age_years: 61 }, prescriptions: [{ agent: 'letrozole' }], times_d: [0, 365],
        observables: [SPINE], explain: [SPINE], cohort: { size: 5, members: true, percentiles: [50],
            vary: [{ covariate: 'age_years', sd: 3 }, { covariate: 'weight_kg', sd: 5 }],
            correlate: [{ first: 'age_years', second: 'weight_kg', correlation: 0.2 }], thresholds: { [SPINE]: -2 } } },
        { onProgress: (progress) => told.push(progress) });
    const patient = new Patient(model, { age_years: 61 });
    patient.prescribe('letrozole');
    expect(result.samples).toEqual(patient.sample([0, 365], [SPINE]));
    expect(result.explain![SPINE]!.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(result.samples[SPINE]![1]!, 10);
    const year = [0, 1, 2, 3, 4].map((member) => result.members![SPINE]![2 * member + 1]!);
    expect(result.summary![SPINE]!.mean[1]).toBeCloseTo(year.reduce((sum, value) => sum + value) / 5, 12);
    expect(result.summary![SPINE]!.percentiles[0]![1]).toBe([...year].sort((a, b) => a - b)[2]);
    expect(result.summary![SPINE]!.below[1]).toBe(year.filter((value) => value < -2).length / 5);
    expect(result).toMatchObject({ calibration: model.calibration, version: library.version, failures: [], applicability: [] });
    expect(told.length).toBeGreaterThan(3);
});
