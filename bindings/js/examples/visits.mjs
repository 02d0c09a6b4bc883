// SPDX-License-Identifier: Apache-2.0
// Yearly visits: every woman of a cohort on letrozole gets zoledronic acid once her own hip has lost too much.
import { Cohort, load, Patient } from 'bonemodel';

const HIP = 't_score.total_hip';

// [decision]
/** Zoledronic acid twice a year from the first visit with a T-score below -1.5. Each woman has a clone of this. */
class WhenNeeded {
    treated = false;

    visit(visit) {
        if (this.treated || visit.observe(HIP) >= -1.5) return;
        visit.prescribe('zoledronic_acid', { every_d: 182.5 });
        this.treated = true;
    }

    clone() {
        return Object.assign(new WhenNeeded(), this);
    }
}

const profile = new Patient((await load()).model(), { age_years: 62, [HIP]: -1 });
profile.prescribe('letrozole');
const letrozole = new Cohort(profile, { size: 100 });
profile.decide(new WhenNeeded(), { every_d: 365.25 });
const whenNeeded = new Cohort(profile, { size: 100 });

for (const [name, women] of [['letrozole', letrozole], ['with zoledronic acid when needed', whenNeeded]]) {
    women.vary(HIP, 0.8); // assumed
    const { mean, below } = women.summarise([5 * 365.25], [HIP], { thresholds: { [HIP]: -2.5 } })[HIP];
    console.log(`${name}: mean T-score ${mean[0].toFixed(2)}, below -2.5 in ${(100 * below[0]).toFixed(0)} %`);
}
// [decision]
