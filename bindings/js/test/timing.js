// SPDX-License-Identifier: Apache-2.0
// What takes how long [ms], in Node and in a browser.

/** The best of several, and the first. */
export function bestOf(n, work) {
    const times = Array.from({ length: n }, () => {
        const from = performance.now();
        work();
        return performance.now() - from;
    });
    return { first: times[0], best: Math.min(...times) };
}

/** Five years of the woman of the README. */
export function README_WOMAN({ Patient }, model) {
    const patient = new Patient(model, { age_years: 61, 't_score.total_hip': -1.2 });
    patient.prescribe('letrozole');
    for (let year = 0; year <= 5; year++) {
        patient.advanceTo(365.25 * year);
        patient.observe('bmd_change.lumbar_spine');
    }
    patient.dispose();
}

/** Five years of 200 women like her, in a worker. */
export async function cohortOf200(worker, n) {
    const times = [];
    for (let i = 0; i < n; i++) {
        const from = performance.now();
        await worker.simulate({ patient: { age_years: 61, 't_score.total_hip': -1.2 }, prescriptions: [{ agent: 'letrozole' }],
            times_d: [0, 365.25, 730.5, 1095.75, 1461, 1826.25], observables: ['bmd_change.lumbar_spine'],
            cohort: { size: 200, percentiles: [5, 50, 95] } });
        times.push(performance.now() - from);
    }
    return { first: times[0], best: Math.min(...times) };
}
