// SPDX-License-Identifier: Apache-2.0
// What two measurements of one woman say about her next years, and what denosumab would change.
import { Forecast, load, Patient } from 'bonemodel';

const model = (await load()).model();
// [forecast]
const SPINE = 't_score.lumbar_spine';

/** She has had letrozole for a year. */
function woman() {
    const patient = new Patient(model, { age_years: 61 });
    patient.prescribe('letrozole');
    return patient;
}

const forecast = new Forecast(woman(), { size: 300 });
forecast.measure([
    { observable: SPINE, value: -1.1 },
    { observable: SPINE, value: -1.6, time_d: 365, lsc_percent: 3 },
]);
const treated = woman();
treated.prescribe('denosumab', { start_d: 365 });
const strategies = { letrozole: 0, 'with denosumab': forecast.add(treated) };

for (const [name, strategy] of Object.entries(strategies)) {
    const { percentiles, ever_below } = forecast.summarise([3 * 365.25], [SPINE],
        { strategy, percentiles: [5, 95], thresholds: { [SPINE]: -2 } })[SPINE];
    console.log(`${name}: after 3 years ${percentiles[0][0].toFixed(2)} to ${percentiles[1][0].toFixed(2)}, ever below -2: ${
        (100 * ever_below[0]).toFixed(0)} of 100`);
}
// [forecast]
