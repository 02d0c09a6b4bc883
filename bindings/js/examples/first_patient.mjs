// SPDX-License-Identifier: Apache-2.0
// [first patient]
import { load, Patient } from 'bonemodel';

const model = (await load()).model();
const patient = new Patient(model, { age_years: 61, 't_score.total_hip': -1.2 });
patient.prescribe('letrozole'); // 2.5 mg a day, as the label has it
for (let year = 0; year <= 5; year++) {
    patient.advanceTo(365.25 * year);
    console.log(`year ${year}: spine ${patient.observe('bmd_change.lumbar_spine').toFixed(2)} %`);
}
patient.dispose(); // or: using patient = new Patient(...)
// [first patient]
