// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { Cohort, load, Patient, type Band, type Visit } from '../dist/index.js';

const model = (await load()).model();
const HIP = 't_score.total_hip';
const SPINE = 'bmd_change.lumbar_spine';

function profile(values = {}): Patient {
    const patient = new Patient(model, { age_years: 62, [HIP]: -1, ...values });
    patient.prescribe('letrozole');
    return patient;
}

test('members are who they are in every cohort of a seed', () => {
    const few = new Cohort(profile(), { size: 3, seed: 5n });
    const many = new Cohort(profile(), { size: 7, seed: 5, lanes: 1 });
    const [a, b] = [few, many].map((cohort) => cohort.sample([0, 400], [SPINE, HIP]));
    for (const name of [SPINE, HIP]) a![name]!.forEach((value, i) => expect(b![name]![i]).toBeCloseTo(value, 3));
    expect(a![SPINE]![1]).not.toBe(a![SPINE]![3]);
    expect(few.stats()).toMatchObject({ lanes: 2 });
    expect(many.stats()).toMatchObject({ lanes: 1 });
    expect([few.size, few.time_d]).toEqual([3, 400]);
    const member = few.member(1);
    expect(member.time_d).toBe(400);
    expect(member.observe(SPINE)).toBe(a![SPINE]![3]);
    expect(member.prescriptions()[0]).toMatchObject({ agent: 'letrozole' });
});

test('covariates vary, and are correlated', () => {
    const cohort = new Cohort(profile(), { size: 400, variability: 0 });
    cohort.vary('age_years', 6, 50, 80);
    cohort.vary('weight_kg', 10);
    cohort.correlate('age_years', 'weight_kg', -0.9);
    const pairs = Array.from({ length: 60 }, (_, i) => cohort.member(i)).map((each) => [each.get('age_years'), each.get('weight_kg')]);
    expect(Math.min(...pairs.map(([age]) => age!))).toBeGreaterThanOrEqual(50);
    const mean = (k: number) => pairs.reduce((sum, pair) => sum + pair[k]!, 0) / pairs.length;
    const [age, weight] = [mean(0), mean(1)];
    expect(pairs.reduce((sum, pair) => sum + (pair[0]! - age) * (pair[1]! - weight), 0)).toBeLessThan(0);
});

test('each band contains the one before', () => {
    const widths = (['typical', 'trial', 'woman', 'measured'] as Band[]).map((band) => {
        const { percentiles } = new Cohort(profile(), { size: 200, band }).summarise([365.25], [SPINE], { percentiles: [5, 95] })[SPINE]!;
        return percentiles[1]![0]! - percentiles[0]![0]!;
    });
    expect([...widths].sort((a, b) => a - b)).toEqual(widths);
    expect(() => new Cohort(profile(), { band: 'woman', variability: 1 })).toThrow(/both band and variability/);
    expect(() => new Cohort(profile(), { band: 'x' as Band })).toThrow(/allowed is one of typical, trial, woman, measured/);
});

test('members that fail are left out and named', () => {
    const cohort = new Cohort(profile({ years_since_menopause: 3 }), { size: 30 });
    cohort.vary('years_since_menopause', 8);
    const values = cohort.sample([0, 30], [SPINE])[SPINE]!;
    const failures = cohort.failures();
    expect(failures.length).toBeGreaterThan(0);
    for (const { member, error } of failures) {
        expect(values[2 * member]).toBeNaN();
        expect(error.code).toBe('ECONFLICT');
        expect(error.message).toMatch(/\w+ \w+ \w+/);
        expect(() => cohort.member(member)).toThrow(expect.objectContaining({ code: 'ECONFLICT' }));
    }
});

test('progress and cancelling', () => {
    const cohort = new Cohort(profile(), { size: 20 });
    const fractions: number[] = [];
    expect(() => cohort.advanceTo(1000, { onProgress: () => { throw new Error('no more'); } })).toThrow('no more');
    expect(cohort.time_d).toBe(0);
    cohort.advanceTo(1000, { onProgress: ({ fraction }) => fractions.push(fraction) });
    expect(fractions.length).toBeGreaterThanOrEqual(20);
    expect(fractions[fractions.length - 1]).toBe(1);
});

/** Zoledronic acid from the first visit with a T-score below a level; each woman has a copy. */
class WhenNeeded {
    treated = false;
    visit(visit: Visit) {
        if (this.treated || visit.observe(HIP) >= -1.2) return;
        visit.prescribe('zoledronic_acid', { every_d: 182.5 });
        this.treated = true;
    }
    clone() {
        return Object.assign(new WhenNeeded(), this);
    }
    save() {
        return Uint8Array.of(this.treated ? 1 : 0);
    }
    restore(bytes: Uint8Array) {
        this.treated = bytes[0] === 1;
    }
}

test('every member has her own decisions', () => {
    const patient = profile();
    const mine = new WhenNeeded();
    patient.decide(mine, { name: 'when needed', every_d: 365.25 });
    const cohort = new Cohort(patient, { size: 12 });
    cohort.vary(HIP, 0.8);
    cohort.advanceTo(800);
    const treated = Array.from({ length: 12 }, (_, i) => cohort.member(i)).map((woman) => {
        const decision = [...woman.decisions().values()][0]!;
        expect(decision).toMatchObject({ name: 'when needed', first_d: 0, every_d: 365.25 });
        const given = woman.prescriptions().length > 1;
        expect((decision.visit as WhenNeeded).treated).toBe(given);
        return given;
    });
    expect(new Set(treated)).toEqual(new Set([true, false]));
    expect(mine.treated).toBe(false);
});

test('decisions are saved, loaded, ended, and told which side was crossed', () => {
    const patient = profile();
    const visited: number[] = [];
    const number = patient.decide(new WhenNeeded(), { name: 'when needed', first_d: 10 });
    const crossing = patient.decide((visit) => {
        visited.push(visit.time_d);
        expect([visit.crossed, visit.member]).toEqual(['below', 0]);
        patient.undecide; // not called: it would be refused
    }, { observable: SPINE, below: -1, stop_d: 1000 });
    expect(patient.decisions().get(crossing)).toMatchObject({ observable: SPINE, below: -1, stop_d: 1000 });
    const early = patient.save();
    patient.advanceTo(400);
    expect(visited).toHaveLength(1);
    expect(patient.decisions().size).toBe(2);
    const loaded = Patient.load(model, patient.save(), { decisions: [
        { visit: new WhenNeeded(), name: 'when needed', first_d: 10 }, { visit: () => undefined, observable: SPINE, below: -1 }] });
    expect((loaded.decisions().get(number)!.visit as WhenNeeded).treated).toBe(patient.prescriptions().length > 1);
    patient.undecide(crossing);
    expect(patient.decisions().size).toBe(1);
    expect(() => Patient.load(model, early)).toThrow(expect.objectContaining({ code: 'EMODEL' }));
    expect(() => Patient.load(model, early.slice(0, 50))).toThrow(expect.objectContaining({ code: 'EFORMAT' }));
    const broken = Patient.load.bind(Patient, model, early, { decisions: [
        { visit: { visit() {}, restore() { throw new Error('unreadable'); } }, name: 'when needed', first_d: 10 },
        { visit: () => undefined, observable: SPINE, below: -1 }] });
    expect(broken).toThrow('unreadable');
});

test('what a visit throws cancels the call', () => {
    const patient = profile();
    patient.decide(() => { throw new TypeError('a mistake'); }, { first_d: 50 });
    expect(() => patient.advanceTo(100)).toThrow(new TypeError('a mistake'));
    expect(patient.time_d).toBe(0);
});

test('a visit changes therapy', () => {
    const patient = profile();
    let number = 0;
    patient.decide((visit) => { number = visit.change(1, 'exemestane'); }, { first_d: 100 });
    patient.decide((visit) => visit.stop(number), { first_d: 200 });
    patient.advanceTo(300);
    expect(patient.prescriptions().map(({ agent, start_d, stop_d }) => [agent, start_d, stop_d]))
        .toEqual([['letrozole', 0, 100], ['exemestane', 100, 200]]);
});
