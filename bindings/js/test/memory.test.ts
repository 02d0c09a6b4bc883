// SPDX-License-Identifier: Apache-2.0
// Nothing is left behind, and hooks and decisions go with their patients.
import { expect, test } from 'vitest';
import { setTimeout } from 'node:timers/promises';
import { Cohort, load, Patient, type Hook, type HookAt } from '../dist/index.js';

const gc = (globalThis as unknown as { gc(): void }).gc;

/** A hook that counts, and is saved. */
class Own implements Hook {
    name = 'own';
    states = [1];
    targets = ['rankl_clearance'];
    continuous = true;
    copies = 0;
    field(at: HookAt) {
        at.dx_dt[0] = at.rate - 0.01 * at.x[0]!;
        at.targets[0] = 1e-4 * at.x[0]!;
    }
    clone() {
        return Object.assign(new Own(), { copies: this.copies + 1 });
    }
    save() {
        return Uint8Array.of(this.copies);
    }
    restore([copies]: Uint8Array) {
        this.copies = copies! + 100;
    }
}

function everything(model: Patient['model']): void {
    const patient = new Patient(model, { age_years: 61 });
    patient.hook(new Own());
    expect(() => patient.hook(new Own())).toThrow(expect.objectContaining({ code: 'ECONFLICT' }));
    patient.prescribe('own', { dose: 2 });
    patient.decide(() => undefined, { every_d: 100 });
    expect(() => patient.decide(() => undefined, {})).toThrow(expect.objectContaining({ code: 'ECONFLICT' }));
    const clone = patient.clone();
    clone.advanceTo(120);
    expect(clone.readHook('own')[0]).toBeGreaterThan(0);
    const loaded = Patient.load(model, clone.save(), { hooks: [new Own()], decisions: [{ visit: () => undefined, every_d: 100, first_d: 0 }] });
    expect(loaded.readHook('own')).toEqual(clone.readHook('own'));
    const cohort = new Cohort(patient, { size: 2 });
    cohort.advanceTo(30);
    const member = cohort.member(1);
    for (const each of [patient, clone, loaded, cohort, member]) each.dispose();
}

test('what is disposed of leaves nothing', async () => {
    const library = await load();
    const model = library.model();
    const { kept } = library as any;
    everything(model);
    expect(kept.size).toBe(0);
    const before = library.memoryBytes;
    for (let i = 0; i < 30; i++) everything(model);
    expect(library.memoryBytes).toBe(before);
    expect(kept.size).toBe(0);
});

test('what a call needs for itself is given back after it', async () => {
    const library = await load({ maximumBytes: 3 * 2 ** 20 });
    const patient = new Patient(library.model(), { age_years: 61 });
    patient.sample(Float64Array.from({ length: 2000 }, (_, day) => day / 10), ['bmd.total_hip']);
    const before = library.memoryBytes;
    for (let i = 1; i <= 200; i++) {
        patient.sample(Float64Array.from({ length: 2000 }, (_, day) => 180 + 20 * i + day / 100), ['bmd.total_hip']);
        expect(() => patient.set('x'.repeat(10000), 1)).toThrow();
    }
    expect(library.memoryBytes).toBe(before);
});

test('what is forgotten is given back too', async () => {
    const library = await load();
    const { kept } = library as any;
    (() => {
        const model = library.model();
        for (let i = 0; i < 60; i++) {
            const patient = new Patient(model, { age_years: 61 });
            patient.hook(new Own());
            new Cohort(patient.clone(), { size: 1 });
            patient.advanceTo(1);
        }
    })();
    expect(kept.size).toBeGreaterThan(240);
    for (let i = 0; i < 50 && kept.size > 0; i++) {
        gc();
        await setTimeout(10);
    }
    expect(kept.size).toBe(0);
});

test('Symbol.dispose', async () => {
    const model = (await load()).model();
    const patient = new Patient(model);
    patient[Symbol.dispose]();
    expect(() => patient.time_d).toThrow(/disposed/);
    new Cohort(new Patient(model), { size: 1 })[Symbol.dispose]();
    model[Symbol.dispose]();
    expect(() => model.calibration).toThrow(/disposed/);
});

test('a clone of a patient has a clone of her hook, and a loaded one what was saved of it', async () => {
    const model = (await load()).model();
    const patient = new Patient(model);
    patient.hook(new Own());
    const clone = patient.clone();
    const loaded = Patient.load(model, clone.save(), { hooks: [new Own()] });
    const copies = (each: Patient) => ((each as any)._handle.calls.hooks.get('own').hook as Own).copies;
    expect([patient, clone, loaded].map(copies)).toEqual([0, 1, 101]);
});

test('what a hook throws comes out of the call', async () => {
    const model = (await load()).model();
    const patient = new Patient(model);
    let wrong = false;
    patient.hook({ name: 'own', states: 0, targets: ['rankl_clearance'], continuous: true, field(at) {
        if (wrong && at.time_h > 100) throw new Error('too late');
    } });
    patient.prescribe('own');
    patient.advanceTo(1);
    wrong = true;
    expect(() => patient.advanceTo(50)).toThrow('too late');
    expect(patient.time_d).toBe(1);
    wrong = false;
    patient.advanceTo(50);
});
