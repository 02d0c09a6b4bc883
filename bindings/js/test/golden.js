// SPDX-License-Identifier: Apache-2.0
// The golden scenarios, in Node and in a browser: what differs from tests/golden/golden.json in any bit.

/** @param {typeof import('../dist/index.js')} bonemodel */
export async function differences(bonemodel, golden) {
    const { Cohort, load, Patient } = bonemodel;
    const library = await load();
    const found = [];
    let compared = 0;
    for (const test of golden.cases) {
        const model = library.model(test.model ?? 'full');
        const patient = new Patient(model, {}, test.rtol ? { rtol: test.rtol } : {});
        for (const kind of ['covariates', 'parameters', 'initial'])
            for (const [name, value] of Object.entries(test[kind] ?? {})) patient.set(name, value);
        for (const { agent, interval_d: every_d, end_d: stop_d, ...rest } of test.prescriptions)
            patient.prescribe(agent, { every_d, stop_d, ...rest });
        let rows = [test.values];
        let samples;
        if (test.cohort) {
            const { vary = [], correlate = [], ...options } = test.cohort;
            const cohort = new Cohort(patient, options);
            for (const { covariate, sd, minimum, maximum } of vary) cohort.vary(covariate, sd, minimum, maximum);
            for (const { first, second, correlation } of correlate) cohort.correlate(first, second, correlation);
            samples = cohort.sample(test.times_d, test.observables);
            rows = test.values;
            cohort.dispose();
        } else {
            samples = patient.sample(test.times_d, test.observables);
        }
        const n = test.times_d.length;
        rows.forEach((member, number) => member.forEach((row, time) => row.forEach((value, column) => {
            const name = test.observables[column];
            compared++;
            if (!Object.is(samples[name][number * n + time], value))
                found.push(`${test.name}: ${name} of member ${number} on day ${test.times_d[time]} is ${
                    samples[name][number * n + time]}, not ${value}`);
        })));
        patient.dispose();
        model.dispose();
    }
    return { compared, found };
}
