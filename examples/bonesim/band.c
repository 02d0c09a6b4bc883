/* SPDX-License-Identifier: Apache-2.0 */
/* The scenario's band: a cohort of possibilities around each arm's patient. */
#include "bonesim.h"

#include <string.h>

enum { MEMBERS = 1000 };

bool bs_has_band(const char *observable, uint32_t band) {
    /* Of these it is known how studies differ. */
    static const char *const known[] = {"bmd.",    "bmd_change.",    "t_score.",       "z_score.",
                                        "marker.", "marker_change.", "fracture_risk.", "fracture_risk_10y."};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strncmp(observable, known[i], strlen(known[i])))
            return true;
    /* Parameters of a drug's kinetics and of doses are not fitted. */
    return band == BM_BAND_TYPICAL && strncmp(observable, "drug.", 5) != 0 &&
           strncmp(observable, "doses_given.", 12) != 0;
}

int bs_band_read(const struct bs_scenario *scenario, struct bs_cohort *cohort, struct bs_failure *failure) {
    const struct bs_place list = bs_key(NULL, "observables");
    for (size_t i = 0; i < scenario->n_observables; i++) {
        const struct bs_place place = bs_index(&list, i);
        if (!bs_has_band(scenario->observables[i], scenario->band))
            return bs_fail(failure, BS_WRONG, &place,
                           "found %s, which has no distribution in this band; allowed densities, T- and Z-scores, "
                           "markers and risks of fracture, and with \"typical\" all but drugs and doses",
                           scenario->observables[i]);
    }
    *cohort = (struct bs_cohort){.size = MEMBERS, .count = MEMBERS, .seed = scenario->seed, .band = scenario->band};
    return BS_DONE;
}
