// SPDX-License-Identifier: Apache-2.0
// The library in a thread of its own: the typical woman's course, and the courses of women like her.
import { Cohort, Forecast, load, Patient } from 'bonemodel';
import { AXIS, BANDED } from './catalogue.js';
import { PERCENTILES, summarise } from './numbers.js';

let library;
let model;
/** Members of the last plans, by what they follow from: a plan that stays the same is not simulated again. */
const kept = new Map();

const tasks = {
    async start({ module }) {
        library = await load({ wasm: module });
        model = library.model();
        return { version: library.version, calibration: model.calibration };
    },
    /** The catalogue, as far as the page asks for it, and how many of the catalogue's unit a unit is. */
    catalogue({ units }) {
        const rows = (kind) => Object.fromEntries(model.rows(kind).map(({ name, unit, description, minimum, maximum, default: value }) =>
            [name, { unit, description, minimum, maximum, default: value }]));
        return {
            covariates: rows('covariate'),
            agents: rows('agent'),
            exercises: rows('exercise'),
            observables: rows('observable'),
            factors: Object.fromEntries(units.map(([name, unit]) => [`${name} ${unit}`, model.convert('covariate', name, 1, unit)])),
        };
    },
    /** The typical woman under each plan. */
    lines({ patient, plans, times_d }) {
        return { times_d, plans: plans.map((plan) => using(womanOf(patient, plan), (woman) => ({
            samples: woman.sample(times_d, [...BANDED, ...AXIS]),
            warnings: woman.warnings(),
            applicability: woman.applicability(),
        }))) };
    },
    /** Women like her: where 80 of 100 lie, under each plan and in the difference of two. */
    bands({ patient, plans, times_d, measured, size, seed, one, minus }) {
        if (measured) return forecast({ ...measured, plans, times_d, size, seed, one, minus });
        const members = plans.map((plan, arm) => membersOf({ patient, plan, times_d, size, seed, arm }));
        const times = times_d.length;
        return {
            size,
            one,
            minus,
            plans: members.map(({ summary }) => summary),
            difference: Object.fromEntries(BANDED.map((name) => [name, summarise(members[one].values[name].map((value, index) =>
                value - members[minus].values[name][index]), times)])),
        };
    },
};

function using(handle, work) {
    try {
        return work(handle);
    } finally {
        handle.dispose();
    }
}

function womanOf(patient, plan) {
    const woman = new Patient(model, patient);
    try {
        for (const { agent, ...fields } of plan) woman.prescribe(agent, fields);
        return woman;
    } catch (exception) {
        woman.dispose();
        throw exception;
    }
}

/** The same of women who agree with what was measured of her: the library weighs them. */
function forecast({ patient, measurements, plans, times_d, size, seed, one, minus }) {
    return using(womanOf(patient, plans[0]), (first) => using(new Forecast(first, { size, seed }), (made) => {
        made.measure(measurements);
        for (const plan of plans.slice(1)) using(womanOf(patient, plan), (woman) => made.add(woman));
        const summary = (how) => made.summarise(times_d, BANDED, { percentiles: PERCENTILES, ...how });
        return { size, one, minus, plans: plans.map((_, strategy) => summary({ strategy })),
            difference: one === minus ? undefined : summary({ strategy: one, minus }), report: made.report() };
    }));
}

function membersOf(how) {
    const key = JSON.stringify(how);
    let found = kept.get(key);
    if (!found) {
        const { patient, plan, times_d, size, seed, arm } = how;
        const values = using(womanOf(patient, plan), (woman) => using(new Cohort(woman, { size, seed, arm, band: 'woman' }),
            (cohort) => cohort.sample(times_d, BANDED)));
        found = { values, summary: Object.fromEntries(BANDED.map((name) => [name, summarise(values[name], times_d.length)])) };
    }
    kept.delete(key);
    kept.set(key, found);
    for (const old of kept.keys()) if (kept.size > 4) kept.delete(old);
    return found;
}

onmessage = async ({ data: { number, task, input } }) => {
    try {
        postMessage({ number, result: await tasks[task](input) });
    } catch (exception) {
        postMessage({ number, error: { message: exception.message, code: exception.code } });
    }
};
