/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the extensions share at a moment: age, menopause, estrogen's signals, resorption and formation; every
 * transcendental function of theirs stands here in lists, so that the processor computes each list side by side.
 */
#ifndef BM__BODY_LEVELS_H
#define BM__BODY_LEVELS_H

/* clang-format off */
/* Her history, and the smoothing of the core's quirks */
#define BM__COMMON_PARAMETERS(X)                                                                                       \
    X(history, from_age, 35.0, "a", 18.0, 150.0, 0, "choice: before it, bone is taken to be in balance",               \
      "Age at which the simulated history begins; at or above the present age there is no history")                    \
    X(smoothing, runx2, 1.0, "1", 0.0, 5.0, 0, "choice",                                                               \
      "Width in Bcl-2 of the passage that replaces the jump of RUNX2 at 105; 0 = the jump")                            \
    X(smoothing, phosphate, 0.01, "1", 0.0, 0.1, 0, "choice",                                                          \
      "Relative width of the passage that replaces the kink of the 1-alpha-hydroxylase at 1.2 mM phosphate; 0 = the "  \
      "kink")

/* Resorption and formation from the core's cells */
#define BM__TURNOVER_PARAMETERS(X)                                                                                     \
    BM__FIT(X, remodelling, a_R, "1", 0.1, 5.0, "Resorption is (osteoclasts, relative)^this")                          \
    BM__FIT(X, remodelling, rankl_half, "1", 0.0, 5.0,                                                                 \
            "RANK-RANKL complex, relative to balance, with half of the largest resorption per osteoclast; 0 = neutral")\
    BM__FIT(X, remodelling, opg_clearance, "1", 0.0, 1.0,                                                              \
            "Part of RANKL's loss in balance that goes with OPG; 0 = neutral")                                         \
    BM__FIT(X, remodelling, tgfb_loss, "/a", 0.0, 50.0,                                                                \
            "Rate at which latent TGF-beta beyond its balance is lost; 0 = neutral")                                   \
    BM__FIT(X, remodelling, a_F, "1", 0.1, 5.0, "Formation is (osteoblasts, relative)^this")                           \
    BM__FIT(X, remodelling, cavity, "1", 0.0, 2.0, "Formation goes with the cavities that are open^this; 0 = neutral") \
    BM__FIT(X, remodelling, modelling, "1", 0.0, 1.0, "Part of trabecular formation that needs no cavity")             \
    BM__FIT(X, remodelling, bp_max, "1", 0.0, 10.0,                                                                    \
            "Largest apoptosis that drugs on the bone surface add, relative to Da of the core; 0 = neutral")           \
    BM__FIT(X, remodelling, bp_activity, "1", 0.0, 0.99,                                                               \
            "Largest part of the resorption per osteoclast that drugs on the bone surface take away; 0 = neutral")

#define BM__LEVELS_TARGETS(X)                                                                                          \
    X(osteoclast_apoptosis, "1", 0.0, "sum of surface concentration/EC50 of drugs that osteoclasts take up from bone")

#define BM__ENDLESS_YEARS 1e6

#define BM__LEVELS_DERIVED(X)                                                                                          \
    /* at day 0 */                                                                                                     \
    X(age_years, person->age_years) X(years_since_menopause, person->years_since_menopause)                            \
    X(ageing_ends, person->ageing_held ? person->held_years : BM__ENDLESS_YEARS)                                       \
    X(menopause_ends, person->menopause_held ? person->held_years : BM__ENDLESS_YEARS)                                 \
    X(per_M0, 1.0 / bm__exp(core->log_MOC0 + core->log_OC0))                                                           \
    X(per_PTH0, core->per_V1 * (core->EmaxLpth - 1.0) / core->PTH50) /* PTH50 = (EmaxLpth - 1) PTH0/V1 */              \
    X(k_tgfb, e->remodelling_tgfb_loss / BM__HOURS_PER_YEAR)

#define BM__LEVELS_TARGET_JACOBIAN(X)                                                                                  \
    X(OC, osteoclast_apoptosis)
/* clang-format on */

#endif

#if defined(BM__BODY_INDEX_COMPLETE) && !defined(BM__BODY_LEVELS_EQUATIONS)
#define BM__BODY_LEVELS_EQUATIONS

#include "body/loading.h"
#include "body/nutrition.h"

/* Osteoblasts' output declines from an age on: in trabecular bone at an even skeleton.ageing_... a year; in cortical
 * bone ever faster, as fast as that after this many years. Ageing sets in over about the width. */
#define BM__AGEING_YEARS 30.0
#define BM__AGEING_WIDTH 2.0

BM__INLINE void bm__extension_levels(const struct bm__core_at *s, struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const bm__real *x = s->x;
    const bm__real years = s->t_h * (1.0 / BM__HOURS_PER_YEAR);
    const bm__real aged_years = bm__select(years < E->ageing_ends, years, E->ageing_ends);
    const bm__real passed_years = bm__select(years < E->menopause_ends, years, E->menopause_ends);
    at->ages = bm__select(years < E->ageing_ends, bm__all(1.0), bm__all(0.0));
    at->passes = bm__select(years < E->menopause_ends, bm__all(1.0), bm__all(0.0));
    at->OB = X(OBfast) + X(OBslow);

    enum { ERE, OC, OB, LIN, CAVITIES, PTH, V, C = V + BM__N_SITES, N_LOGS = C + BM__N_SITES };
    bm__pack log[BM__PACKS(N_LOGS)] = {0};
    BM__AT(log, ERE) = X(ERE);
    BM__AT(log, OC) = X(OC);
    BM__AT(log, OB) = at->OB;
    BM__AT(log, LIN) = X(LIN);
    BM__AT(log, CAVITIES) = X(TRN) / E->turnover_scale;
    BM__AT(log, PTH) = X(PTH) * E->per_PTH0;
    for (int i = 0; i < BM__N_SITES; i++) {
        BM__AT(log, V + i) = x[BM__X_YLS + 2 * i] + x[BM__X_MLS + 2 * i];
        BM__AT(log, C + i) = x[BM__X_CLS + i];
    }
    for (int i = 0; i < BM__PACKS(N_LOGS); i++)
        log[i] = bm__pack_log(log[i]);

    /* h(E) = E^n/(K^n + E^n) twice; logistic passages of menopause and ageing */
    enum { H, H_OC, MENOPAUSE, AGEING, N_PASSAGES };
    bm__pack passage[BM__PACKS(N_PASSAGES)], softplus[BM__PACKS(N_PASSAGES)];
    BM__AT(passage, H) = E->estrogen_n * (E->log_K - BM__AT(log, ERE));
    BM__AT(passage, H_OC) = E->estrogen_n_oc * (E->log_K_oc - BM__AT(log, ERE));
    BM__AT(passage, MENOPAUSE) =
        (E->years_since_menopause + passed_years + E->estradiol_transition_lead) / E->estradiol_transition_width;
    BM__AT(passage, AGEING) = (E->age_years + aged_years - E->skeleton_ageing_from) * (1.0 / BM__AGEING_WIDTH);
    for (int i = 0; i < BM__PACKS(N_PASSAGES); i++)
        passage[i] = bm__pack_exp(passage[i]);
    const bm__real h = 1.0 / (1.0 + BM__AT(passage, H)), h_oc = 1.0 / (1.0 + BM__AT(passage, H_OC));
    at->gone = 1.0 - 1.0 / (1.0 + BM__AT(passage, MENOPAUSE));
    const bm__real ageing = 1.0 - 1.0 / (1.0 + BM__AT(passage, AGEING));
    BM__AT(softplus, H) = E->estrogen_floor + h;
    BM__AT(softplus, H_OC) = E->estrogen_floor + h_oc;
    BM__AT(softplus, MENOPAUSE) = 1.0 + BM__AT(passage, MENOPAUSE);
    BM__AT(softplus, AGEING) = 1.0 + BM__AT(passage, AGEING);
    for (int i = 0; i < BM__PACKS(N_PASSAGES); i++)
        softplus[i] = bm__pack_log(softplus[i]);
    const bm__real log_g = BM__AT(softplus, H) - E->log_g_core;
    at->log_g_oc = BM__AT(softplus, H_OC) - E->log_g_oc;
    at->g_oc = (E->estrogen_floor + h_oc) * E->per_g_oc;
    const bm__real after_years = E->estradiol_transition_width * BM__AT(softplus, MENOPAUSE);
    const bm__real aged = BM__AGEING_WIDTH * BM__AT(softplus, AGEING);
    at->decline_t = at->ages * ageing * (1.0 / BM__HOURS_PER_YEAR);
    at->decline_cortex_t = aged * at->decline_t * (1.0 / BM__AGEING_YEARS);

    enum { EST, RANKL, OPG, RESORPTION, EARLY, HELPED, DUG, EATEN, FORMATION };
    enum { IN_CORTEX = FORMATION + BM__N_SITES, N_POWERS = IN_CORTEX + BM__N_SITES };
    const bm__real rates[BM__N_SITES] = {E->skeleton_ageing_lumbar_spine, E->skeleton_ageing_total_hip,
                                         E->skeleton_ageing_femoral_neck, E->skeleton_ageing_distal_radius};
    bm__pack power[BM__PACKS(N_POWERS)];
    BM__AT(power, EST) = E->estrogen_p * log_g;
    BM__AT(power, RANKL) = -E->estrogen_rankl * at->log_g_oc;
    BM__AT(power, OPG) = E->estrogen_opg * at->log_g_oc;
    BM__AT(power, RESORPTION) = E->remodelling_a_R * (BM__AT(log, OC) - s->k->log_OC0) -
                                E->osteocyte_wnt_activity * X(WNT) * X(LIN) +
                                E->estrogen_withdrawal * (X(ADP) - at->g_oc);
    BM__AT(power, EARLY) = -after_years / E->estradiol_early_years;
    const bm__real helped = E->osteocyte_reserve * BM__AT(log, LIN);
    BM__AT(power, HELPED) = helped;
    BM__AT(power, DUG) = E->remodelling_cavity * BM__AT(log, CAVITIES);
    const bm__real by_PTH = E->skeleton_pth_cortex * (1.0 - at->log_g_oc);
    BM__AT(power, EATEN) = by_PTH * BM__AT(log, PTH);
    const bm__real output = E->remodelling_a_F * (BM__AT(log, OB) - s->k->log_OB0) + helped;
    const bm__real decline_cortex = aged * aged * (1.0 / (2.0 * BM__AGEING_YEARS));
    const bm__real drunk = bm__positive(E->alcohol_units + U(alcohol_units) - E->habits_alcohol_free);
    const bm__real per_drunk = 1.0 / (drunk + E->habits_alcohol_half);
    at->drinking = drunk * (1.0 + E->habits_alcohol_half) * per_drunk;
    const bm__real lacking = bm__positive(1.0 - E->nutrition_zinc_intake - U(zinc_supply)) +
                             bm__positive(1.0 - E->nutrition_boron_intake - U(boron_supply)) +
                             bm__positive(1.0 - E->nutrition_manganese_intake - U(manganese_supply));
    const bm__real hampered =
        E->habits_smoking * X(SMK) + E->habits_alcohol * at->drinking + E->nutrition_mineral_deficit * lacking;
    const bm__real fed = E->nutrition_protein_spine * bm__protein_counted(s);
    bm__load_levels(s, at);
    const bm__real built = E->loading_formation + E->loading_wnt_formation * E->loading_sclerostin * at->spared;
    for (int i = 0; i < BM__N_SITES; i++) { /* thinner bone strains more, old osteoblasts make less */
        at->strain[i] = E->loading_strain * at->carried[i] - BM__AT(log, V + i);
        BM__AT(power, FORMATION + i) = output - rates[i] * aged - hampered + (i == BM__SITE_LS ? fed : bm__all(0.0)) +
                                       E->skeleton_strain_exponent * (at->strain[i] - x[BM__X_ALS + i]) +
                                       E->skeleton_strain_exponent_lasting * at->strain[i] + built * at->signal[i];
        BM__AT(power, IN_CORTEX + i) =
            output - rates[i] * decline_cortex - hampered + E->remodelling_cavity * BM__AT(log, CAVITIES) +
            E->skeleton_strain_cortex * (E->loading_strain * at->carried[i] - BM__AT(log, C + i)) +
            built * at->signal[i];
    }
    for (int i = 0; i < BM__PACKS(N_POWERS); i++)
        power[i] = bm__pack_exp(power[i]);
    at->est = BM__AT(power, EST);
    at->rankl = BM__AT(power, RANKL);
    at->opg = BM__AT(power, OPG);
    at->helped = BM__AT(power, HELPED);
    at->eat_PTH = BM__AT(power, EATEN);
    at->free = 1.0 / (1.0 + U(osteoclast_apoptosis));
    const bm__real complex = X(M) * E->per_M0, half = E->remodelling_rankl_half, per_half = 1.0 / (complex + half);
    at->spurred = complex * (1.0 + half) * per_half;
    const bm__real dug = (1.0 - E->remodelling_modelling) * BM__AT(power, DUG), filled = E->remodelling_modelling + dug;
    at->filled = filled;
    const bm__real eaten = BM__AT(power, RESORPTION) * at->spurred;
    at->R = eaten * (1.0 - E->remodelling_bp_activity * (1.0 - at->free));
    at->early = BM__AT(power, EARLY);
    for (int i = 0; i < BM__N_SITES; i++) {
        at->form[i] = filled * BM__AT(power, FORMATION + i);
        at->form_cortex[i] = BM__AT(power, IN_CORTEX + i);
    }

    if (s->jac) {
        at->drinking_u = bm__select(
            drunk > 0.0, (1.0 + E->habits_alcohol_half) * E->habits_alcohol_half * per_drunk * per_drunk, bm__all(0.0));
        const bm__real per_ERE = 1.0 / X(ERE);
        const bm__real log_g_ERE = E->estrogen_n * h * (1.0 - h) * per_ERE / (E->estrogen_floor + h);
        at->log_g_oc_ERE = E->estrogen_n_oc * h_oc * (1.0 - h_oc) * per_ERE / (E->estrogen_floor + h_oc);
        at->est_ERE = at->est * E->estrogen_p * log_g_ERE;
        at->filled_TRN = E->remodelling_cavity * dug / (filled * X(TRN));
        at->eat_PTH_PTH = at->eat_PTH * by_PTH / X(PTH);
        at->eat_PTH_ERE = -at->eat_PTH * E->skeleton_pth_cortex * BM__AT(log, PTH) * at->log_g_oc_ERE;
        at->R_OC = E->remodelling_a_R * at->R / X(OC);
        at->R_M = half * per_half * at->R / X(M);
        at->R_WNT = -E->osteocyte_wnt_activity * X(LIN) * at->R;
        at->R_LIN = -E->osteocyte_wnt_activity * X(WNT) * at->R;
        at->R_ADP = E->estrogen_withdrawal * at->R;
        at->R_surface = -eaten * E->remodelling_bp_activity * at->free * at->free;
        at->R_ERE = -at->R * E->estrogen_withdrawal * at->g_oc * at->log_g_oc_ERE;
    }
}

#endif
