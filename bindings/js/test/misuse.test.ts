// SPDX-License-Identifier: Apache-2.0
// Everything that is wrong, at every function: an error with a sentence, and the instance goes on with the same bits.
import { expect, test } from 'vitest';
import { BonemodelError, Cohort, compile, Forecast, load, Patient, simulate, type Hook, type Model } from '../dist/index.js';
import { SimulationWorker } from '../dist/worker.js';

const library = await load();
const model = library.model();
const SPINE = 'bmd_change.lumbar_spine';

function detached<T extends ArrayBufferView>(view: T): T {
    structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] });
    return view;
}

const gone = new Patient(model);
gone.dispose();

const WRONG: [string, unknown][] = [
    ['undefined', undefined], ['null', null], ['NaN', NaN], ['Infinity', Infinity], ['-1', -1], ['1.5', 1.5], ['1e300', 1e300],
    ['2^40', 2 ** 40], ['-2^53', -(2 ** 53)], ['true', true], ['a bigint', -5n], ['2^70', 1n << 70n], ['""', ''], ['"x"', 'x'],
    ['NUL', 'age_years\0x'], ['a lone surrogate', '\ud800'], ['a long string', 'x'.repeat(100000)], ['"__proto__"', '__proto__'],
    ['a symbol', Symbol('s')], ['a function', () => 5], ['{}', {}], ['[]', []], ['[null]', [null]], ['[[1]]', [[1]]],
    ['["x"]', ['x']], ['{value}', { value: 'x', unit: 5 }], ['{unit}', { value: 1, unit: 'ng/mL' }], ['{x: 1}', { x: 1 }],
    ['an object without prototype', Object.create(null)], ['a date', new Date(0)], ['[3, 2, 1]', [3, 2, 1]],
    ['a detached Float64Array', detached(Float64Array.of(1, 2))], ['a detached Uint8Array', detached(Uint8Array.of(1, 2))],
    ['a Float32Array', Float32Array.of(1)], ['a patient who is gone', gone], ['a model', model],
];

const HOOK: Hook = { name: 'own', states: 1, targets: ['rankl_clearance'], field(at) { at.targets[0] = at.x[0]! * 1e-6; } };
const woman = () => new Patient(model, { age_years: 61 });
const given = () => {
    const patient = woman();
    patient.prescribe('letrozole');
    return patient;
};
const deciding = () => {
    const patient = woman();
    patient.decide(() => undefined, { first_d: 1 });
    return patient;
};
const hooked = () => {
    const patient = woman();
    patient.hook(HOOK);
    return patient;
};
const women = () => new Cohort(woman(), { size: 2 });
const varying = () => {
    const cohort = women();
    cohort.vary('age_years', 1);
    cohort.vary('weight_kg', 1);
    return cohort;
};
const forecast = () => new Forecast(given(), { size: 4 });
const snapshot = woman().save();
const job = { times_d: [0, 1], observables: [SPINE] };

/** Of every function: what it is called on, and what it takes. */
const CALLS: [string, () => any, unknown[]][] = [
    ['Patient', () => ({ Patient: (...all: any[]) => new Patient(...(all as [Model])) }), [model, { age_years: 61 }, { rtol: 1e-4 }]],
    ['Cohort', () => ({ Cohort: (...all: any[]) => new Cohort(...(all as [Patient])) }), [woman(), { size: 2 }]],
    ['load', () => Patient, [model, snapshot, {}]],
    ['set', woman, ['age_years', 61]], ['get', woman, ['age_years']], ['values', woman, []],
    ['prescribe', woman, ['letrozole', { dose: 2.5 }]], ['stop', given, [1, 5]], ['prescriptions', given, []],
    ['scenario', woman, [[0, 1], [SPINE]]], ['explain', given, [30, SPINE, {}]],
    ['sensitivities', woman, [['age_years'], [0, 1], [SPINE], {}]], ['advanceTo', woman, [1, {}]], ['advanceBy', woman, [1, {}]],
    ['observe', woman, [SPINE]], ['sample', woman, [[0, 1], [SPINE], {}]], ['hook', woman, [HOOK]], ['readHook', hooked, ['own']],
    ['decide', woman, [() => undefined, { every_d: 30 }]], ['undecide', deciding, [1]], ['decisions', deciding, []],
    ['stats', woman, []], ['warnings', woman, []], ['clearWarnings', woman, []], ['applicability', woman, []],
    ['clone', woman, []], ['save', woman, []], ['dispose', woman, []],
    ['vary', women, ['age_years', 1, 50, 70]], ['correlate', varying, ['age_years', 'weight_kg', 0.1]],
    ['advanceTo', women, [1, {}]], ['sample', women, [[0, 1], [SPINE], {}]],
    ['summarise', women, [[0, 1], [SPINE], { percentiles: [50], thresholds: { [SPINE]: 0 } }]], ['member', women, [1]],
    ['failures', women, []], ['stats', women, []], ['dispose', women, []],
    ['Forecast', () => ({ Forecast: (...all: any[]) => new Forecast(...(all as [Patient])) }), [given(), { size: 4 }]],
    ['measure', forecast, [[{ observable: 't_score.total_hip', value: -1 }], {}]], ['add', forecast, [given(), {}]],
    ['follow', forecast, [0]], ['summarise', forecast, [[0, 1], [SPINE], { percentiles: [50], thresholds: { [SPINE]: 0 } }]],
    ['sample', forecast, [[0, 1], [SPINE], {}]], ['weights', forecast, []], ['member', forecast, [1, 0]], ['report', forecast, []],
    ['dispose', forecast, []],
    ['rows', () => model, ['agent']], ['find', () => model, ['agent', 'letrozole']], ['nearest', () => model, ['agent', 'letrozol']],
    ['convert', () => model, ['covariate', 'calcidiol_nmol_l', 20, 'ng/mL']], ['model', () => library, ['full']],
    ['dispose', () => library.model(), []],
    ['simulate', () => ({ simulate }), [model, job, {}]],
];
const OPTIONS: [string, () => any, unknown[], number, string[]][] = [
    ['Patient', () => ({ Patient: (...all: any[]) => new Patient(...(all as [Model])) }), [model, {}, {}], 2, ['rtol', 'max_steps']],
    ['Cohort', () => ({ Cohort: (...all: any[]) => new Cohort(...(all as [Patient])) }), [woman(), {}], 1,
        ['size', 'seed', 'variability', 'measurement_error', 'parameter_draw', 'parameter_spread', 'band', 'own_draws',
            'study_difference', 'arm', 'lanes']],
    ['prescribe', woman, ['letrozole', {}], 1, ['dose', 'every_d', 'start_d', 'stop_d', 'doses', 'adherence', 'parameters']],
    ['decide', woman, [() => undefined, { every_d: 30 }], 1,
        ['name', 'first_d', 'every_d', 'stop_d', 'observable', 'below', 'above']],
    ['hook', woman, [HOOK], 0, ['name', 'states', 'targets', 'body', 'continuous', 'jacobian', 'dose_minimum', 'dose_maximum',
        'dose_default', 'every_default_d', 'field', 'amount', 'nextEvent', 'event']],
    ['load', () => Patient, [model, snapshot, {}], 2, ['hooks', 'decisions']],
    ['advanceTo', woman, [1, {}], 1, ['onProgress', 'signal']],
    ['summarise', women, [[0, 1], [SPINE], {}], 2, ['percentiles', 'thresholds', 'onProgress', 'signal']],
    ['Forecast', () => ({ Forecast: (...all: any[]) => new Forecast(...(all as [Patient])) }), [woman(), { size: 4 }], 1,
        ['size', 'seed', 'from_d', 'lanes']],
    ['summarise', forecast, [[0, 1], [SPINE], {}], 2, ['strategy', 'minus', 'percentiles', 'thresholds', 'onProgress', 'signal']],
    ['measureOne', () => Object.assign(forecast(), { measureOne(this: Forecast, one: any) { this.measure([one]); } }),
        [{ observable: 't_score.total_hip', value: -1 }], 0,
        ['observable', 'value', 'time_d', 'below', 'cv_percent', 'sd', 'lsc_percent', 'device']],
    ['simulate', () => ({ simulate }), [model, job], 1, ['model', 'patient', 'options', 'prescriptions', 'times_d', 'observables',
        'cohort', 'forecast', 'explain']],
    ['simulate', () => ({ simulate: (forecast: any) => simulate(model, { ...job, forecast }) }), [{ measurements: [], size: 3 }], 0,
        ['measurements', 'alternatives', 'percentiles', 'thresholds', 'from_d']],
];

/** The engine's own sentences about our code: nobody can use them. */
const INTERNAL = /Cannot (read|destructure|convert|set|mix)|is not (iterable|a function|a constructor)|undefined \(|Invalid (array|typed)|offset is out/;

function outcome(call: () => unknown): string | undefined {
    try {
        const result = call();
        if (result instanceof Patient || result instanceof Cohort || result instanceof Forecast) result.dispose();
        return undefined;
    } catch (error) {
        if (!(error instanceof BonemodelError || error instanceof TypeError)) return `threw ${String(error)}`;
        return /\S+ \S+ \S+/.test(error.message) && !INTERNAL.test(error.message) ? undefined : `said ${error.message}`;
    }
}

function reference(): Float64Array {
    return given().sample([0, 100, 400], [SPINE])[SPINE]!;
}

test('wrong arguments of every function', () => {
    const before = reference();
    const found: string[] = [];
    let thrown = 0;
    for (const [name, target, right] of CALLS) {
        const receiver = target();
        expect(outcome(() => receiver[name](...right)), name).toBeUndefined();
        right.forEach((_, position) => WRONG.forEach(([label, wrong]) => {
            if (wrong === 1e300 && ['sample', 'scenario'].includes(name)) return;
            const its = target();
            const all = right.map((value, index) => (index === position ? wrong : value));
            const complaint = outcome(() => its[name](...all));
            if (complaint) found.push(`${name}(${position}: ${label}): ${complaint}`);
            thrown++;
            if (its !== model && its !== library && its.dispose) its.dispose();
        }));
    }
    for (const [name, target, right, position, keys] of OPTIONS)
        for (const key of [...keys, 'unknown', '__proto'])
            for (const [label, wrong] of WRONG) {
                const its = target();
                const all = right.map((value, index) => (index === position ? { ...(value as object), [key]: wrong } : value));
                const complaint = outcome(() => its[name](...all));
                if (complaint) found.push(`${name}({ ${key}: ${label} }): ${complaint}`);
                thrown++;
                if (its.dispose) its.dispose();
            }
    expect(found).toEqual([]);
    expect(thrown).toBeGreaterThan(2000);
    expect(reference()).toEqual(before);
});

test('the list of functions above is complete', () => {
    const called = new Set(CALLS.map(([name]) => name));
    for (const thing of [Patient.prototype, Cohort.prototype, Forecast.prototype, Object.getPrototypeOf(model), Object.getPrototypeOf(library)])
        for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(thing)) as [string, PropertyDescriptor][])
            if (typeof value === 'function' && name !== 'constructor' && !INTERNALS.includes(name) && !name.startsWith('_'))
                expect(called, name).toContain(name);
});
/** Functions of Library and Patient that the types do not have. */
const INTERNALS = ['callback', 'allocate', 'free', 'text', 'doubles', 'shared', 'bytes', 'write', 'sizeOf', 'read', 'fill', 'scoped',
    'error', 'check'];

test('after dispose() everything is refused with a sentence', () => {
    for (const [name, target, right] of CALLS) {
        const its = target();
        if (!(its instanceof Patient || its instanceof Cohort || its instanceof Forecast) || name === 'dispose') continue;
        its.dispose();
        its.dispose();
        expect(() => (its as any)[name](...right), name).toThrow(/^this (Patient|Cohort|Forecast) has been disposed of$/);
    }
    expect(() => gone.time_d).toThrow(expect.objectContaining({ code: 'ESTATE' }));
    const other = library.model();
    const patient = new Patient(other);
    other.dispose();
    expect(() => other.rows('agent')).toThrow('this Model has been disposed of');
    expect(() => new Patient(other)).toThrow('this Model has been disposed of');
    patient.advanceTo(1); // she keeps what she needs
});

test('without memory a call throws ENOMEM, changes nothing, and the instance goes on', async () => {
    const small = (await load({ maximumBytes: 4 * 2 ** 20 })).model();
    const patients: Patient[] = [];
    const fill = () => {
        for (;;) patients.push(new Patient(small, { age_years: 61 }));
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'ENOMEM' }));
    expect(patients.length).toBeGreaterThan(20);
    const last = patients.pop()!;
    for (const call of [() => new Cohort(last, { size: 100000 }), () => last.sample(new Float64Array(1000000), [SPINE]),
        () => patients.push(...Array.from({ length: 1000 }, () => last.clone()))])
        expect(call).toThrow(expect.objectContaining({ code: 'ENOMEM', message: expect.stringMatching(/\w+ \w+ \w+/) }));
    patients.forEach((patient) => patient.dispose());
    last.prescribe('letrozole');
    expect(last.sample([0, 100, 400], [SPINE])[SPINE]).toEqual(reference());
    expect((small as any)._library.kept.size).toBe(1); // hers
});

test('a trap ends its instance, with a sentence, and no other', async () => {
    const other = await load();
    const patient = new Patient(other.model());
    expect(() => (other as any).functions.bm_patient_time(0x7fffff00, 16)).toThrow(/stopped for good/);
    expect(() => patient.advanceTo(1)).toThrow(/stopped for good/);
    expect(reference()[2]).toBeLessThan(0);
});

test('a patient in a call cannot be used or disposed of by what is called back', () => {
    const patient = given();
    const seen: string[] = [];
    const attempt = (what: () => unknown) => {
        try {
            what();
        } catch (error) {
            seen.push((error as BonemodelError).code);
        }
    };
    patient.decide(() => {
        attempt(() => patient.dispose());
        attempt(() => patient.advanceTo(100));
        attempt(() => patient.prescribe('calcium'));
        attempt(() => patient.clone());
        new Patient(model).advanceTo(5); // another may be used
    }, { first_d: 10 });
    patient.advanceTo(20);
    expect(seen).toEqual(['ESTATE', 'ESTATE', 'ESTATE', 'ESTATE']);
});

test('a visit is over after its function', () => {
    const patient = woman();
    let kept: any;
    patient.decide((visit) => (kept = visit), { first_d: 1 });
    patient.advanceTo(2);
    expect(() => kept.observe(SPINE)).toThrow('the visit is over');
});

test('wrong calls at a visit', () => {
    const found: string[] = [];
    const patient = given();
    patient.decide((visit) => {
        for (const [name, right] of [['observe', [SPINE]], ['prescribe', ['calcium', {}]], ['stop', [1, visit.time_d]],
            ['change', [1, 'exemestane', {}]]] as [string, unknown[]][])
            right.forEach((_, position) => WRONG.forEach(([label, wrong]) => {
                const all = right.map((value, index) => (index === position ? wrong : value));
                const complaint = outcome(() => (visit as any)[name](...all));
                if (complaint) found.push(`${name}(${position}: ${label}): ${complaint}`);
            }));
    }, { first_d: 1 });
    patient.advanceTo(2);
    expect(found).toEqual([]);
});

test('load and compile say what is wrong', async () => {
    await expect(load({ wasm: new Uint8Array([1, 2, 3]) })).rejects.toThrow(WebAssembly.CompileError);
    await expect(load({ maximumBytes: 5 })).rejects.toThrow(/maximumBytes is 5, needed are/);
    await expect(load({ maximumBytes: 'x' } as any)).rejects.toThrow(/maximumBytes: found the string/);
    await expect(load({ wasmm: 1 } as any)).rejects.toThrow(/found the key "wasmm"/);
    await expect(load(null as any)).rejects.toThrow(/found null/);
    await expect(compile(new URL('file:///nowhere.wasm'))).rejects.toThrow(/nowhere.wasm/);
});

test('wrong jobs in a worker', async () => {
    const worker = new SimulationWorker();
    await expect(worker.simulate({ ...job, patient: { age_years: 200 } })).rejects.toMatchObject({ code: 'ERANGE', status: -2 });
    await expect(worker.simulate(null as any)).rejects.toThrow(/job: found null/);
    await expect(worker.simulate({ ...job, patient: { f: () => 1 } as any })).rejects.toThrow(/could not be cloned/);
    await expect(worker.simulate({ ...job, times_d: 'x' } as any)).rejects.toThrow(TypeError);
    await expect(worker.rows('x' as any)).rejects.toThrow(/kind is "x", allowed is one of/);
    expect((await worker.simulate(job)).samples[SPINE]).toHaveLength(2);
    worker.dispose();
    await expect(worker.simulate(job)).rejects.toThrow('the worker has been disposed of');
    const small = new SimulationWorker({ maximumBytes: 5 });
    await expect(small.simulate(job)).rejects.toMatchObject({ code: 'ENOMEM' });
    small.dispose();
});
