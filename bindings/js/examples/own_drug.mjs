// SPDX-License-Identifier: Apache-2.0
// A drug of one's own: an antibody to RANKL that stays longer than denosumab. Its numbers are assumed.
import { load, Patient } from 'bonemodel';

const patient = new Patient((await load()).model(), { age_years: 61 });
// [hook]
const ABSORBED_PER_H = 0.69 / (7 * 24), ELIMINATED_PER_H = 0.69 / (60 * 24), CLEARANCE_PER_MG = 0.0044;

patient.hook({
    name: 'new_antibody',
    states: [100, 100], // mg under the skin and in blood: a typical size
    targets: ['rankl_clearance'],
    dose_default: 100, // mg
    every_default_d: 365.25,
    field({ x, dx_dt, targets }) {
        const absorbed = ABSORBED_PER_H * x[0];
        dx_dt[0] = -absorbed;
        dx_dt[1] = absorbed - ELIMINATED_PER_H * x[1];
        targets[0] = CLEARANCE_PER_MG * x[1];
    },
});
patient.prescribe('letrozole');
patient.prescribe('new_antibody', { start_d: 30, doses: 2 });
// [hook]
for (let month = 0; month <= 36; month += 12) {
    patient.advanceTo(30.4375 * month);
    console.log(`month ${month}: spine ${patient.observe('bmd_change.lumbar_spine').toFixed(2)} %, ${
        patient.readHook('new_antibody')[1].toFixed(1)} mg in blood`);
}
patient.dispose();
