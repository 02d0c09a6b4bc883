// SPDX-License-Identifier: Apache-2.0
// What is simulated: the state of the page in the library's words, and the same as a scenario of bonesim.
import { BANDED, ITEMS, MONTH_D, YEAR_D } from './catalogue.js';

export const MEMBERS = 1000;
export const FIRST_MEMBERS = 100;
export const SEED = 1;

/** Every month of the horizon [day]. */
export const timesOf = ({ years }) => Array.from({ length: 12 * years + 1 }, (_, month) => MONTH_D * month);

/** What is set of her, as Patient takes it. */
export function patientOf({ her, scan, device }) {
    const values = {};
    for (const [name, value] of Object.entries(her)) {
        if (/^(bmd|t_score)\./.test(name) && !name.startsWith(`${scan}.`)) continue;
        values[name] = Array.isArray(value) ? { value: value[0], unit: value[1] } : value;
    }
    return scan === 'bmd' && Object.keys(values).some((name) => name.startsWith('bmd.')) ? { ...values, device } : values;
}

/** What was measured of her, where there is a second scan: then the first one is not exact either. */
function measuredOf(state) {
    if (!state.second) return undefined;
    const patient = patientOf(state);
    const measurements = [];
    for (const [observable, value] of Object.entries(patient)) {
        if (!/^(bmd|t_score)\./.test(observable)) continue;
        measurements.push({ time_d: 0, observable, value });
        delete patient[observable];
    }
    const { month, site, value } = state.second;
    measurements.push({ time_d: MONTH_D * month, observable: `t_score.${site}`, value });
    return { patient, measurements };
}

/** An item between two days, as bonesim says it. */
function interventionOf({ a, n, every }, start, stop) {
    const { agent, exercise, group } = ITEMS[a];
    const made = { agent };
    if (group === 'training') {
        if (exercise) made.exercise = exercise;
        made.sessions_per_week = n ?? ITEMS[a].dose;
    } else if (group === 'food' || group === 'habit') {
        made.dose = n ?? ITEMS[a].dose;
    }
    if (every) {
        made.every_days = MONTH_D * every;
        if (agent === 'zoledronic_acid') made.dose = every === 12 ? 5 : 4;
    }
    if (start !== 0) made.start_day = start;
    made.stop_day = stop;
    return made;
}

/** What she had before day 0, and then a plan. Until a second scan there was one course, that of the first plan. */
export function interventionsOf(state, index) {
    const made = state.past.map(({ a, from, to }) => interventionOf({ a, every: ITEMS[a].every?.[0] }, -YEAR_D * from, -YEAR_D * to));
    const part = state.second ? MONTH_D * state.second.month : 0;
    const add = (items, low, high) => {
        for (const each of items) {
            const start = Math.max(MONTH_D * each.from, low);
            const stop = Math.min(MONTH_D * each.to, high);
            if (start < stop) made.push(interventionOf(each, start, stop));
        }
    };
    if (part > 0) add(state.plans[0].items, 0, part);
    add(state.plans[index].items, part, Infinity);
    return made;
}

/** An intervention as Patient.prescribe() takes it. */
function prescriptionOf({ agent, dose, every_days, start_day, stop_day, exercise, sessions_per_week }) {
    const parameters = { ...(exercise && { exercise }), ...(sessions_per_week !== undefined && { sessions_per_week }) };
    return { agent, dose, every_d: every_days, start_d: start_day ?? 0, stop_d: stop_day, parameters };
}

/** What the worker is asked. */
export function jobOf(state) {
    return {
        patient: patientOf(state),
        plans: state.plans.map((_, index) => interventionsOf(state, index).map(prescriptionOf)),
        times_d: timesOf(state),
        measured: measuredOf(state),
    };
}

/** The same as a file for bonesim, which then prints the numbers that the page shows. */
export function scenarioOf(state, titles) {
    const measured = measuredOf(state);
    const { device, ...patient } = measured?.patient ?? patientOf(state);
    const days = timesOf(state);
    return {
        schema: 'bonemodel.scenario/1',
        title: titles.title,
        patient,
        ...(device && { device }),
        arms: state.plans.map((_, index) => ({ name: `plan_${index + 1}`, title: titles.plans[index],
            interventions: interventionsOf(state, index) })),
        horizon_days: days[days.length - 1],
        sample_every_days: MONTH_D,
        observables: BANDED,
        ...(measured ? {
            measurements: measured.measurements.map(({ time_d, ...rest }) => ({ day: time_d, ...rest })),
            forecast: { members: MEMBERS, seed: SEED },
        } : { band: 'woman', seed: SEED }),
    };
}

/** A table with the columns of bonesim, and those of the bands that are drawn. */
export function csvOf({ lines, bands }, units) {
    const rows = ['arm,time_days,observable,unit,value,sd,p05,p50,p95,n,p10,p90'];
    const number = (value) => (Number.isNaN(value) ? '' : String(value));
    lines.plans.forEach(({ samples }, index) => {
        for (const name of BANDED) {
            const { sd, n, percentiles: [p05, p10, p50, p90, p95] } = bands.plans[index][name];
            lines.times_d.forEach((time, t) => {
                rows.push([`plan_${index + 1}`, time, name, units.get(name), ...[samples[name][t], sd[t], p05[t], p50[t], p95[t]].map(number),
                    n ? Math.round(n[t]) : 1, number(p10[t]), number(p90[t])].join());
            });
        }
    });
    return `${rows.join('\n')}\n`;
}
