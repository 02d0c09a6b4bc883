/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the extensions need that does not change while time passes, and what several of them share: age, menopause,
 * estrogen's signals, load, resorption and formation. Estradiol's sources stand in estradiol.h, sclerostin and the
 * reserve of lining cells in osteocyte.h, osteoclasts' precursors in precursors.h, the sites in skeleton.h, calcidiol
 * and calcium in nutrition.h, smoking in habits.h, fractures in fracture.h; body.c joins them to the core.
 */
#ifndef BM__BODY_EXTENSION_SYSTEM_H
#define BM__BODY_EXTENSION_SYSTEM_H

#include "body/index.h"

/* Parameters: BM__Q_estrogen_K, ... */
enum bm__extension_parameter {
#define BM__ROW(group, name, ...) BM__Q_##group##_##name,
    BM__EXTENSION_PARAMETERS(BM__ROW)
#undef BM__ROW
        BM__N_EXTENSION_PARAMETERS
};

/* clang-format off */
/* Who she is, and what follows from that and the parameters (extension_constants.c). Rates are per hour. */
#define BM__EXTENSION_DERIVED(X)                                                                                       \
    X(age_years) X(years_since_menopause) /* at day 0 */                                                               \
    X(estradiol_scale)                    /* her habitual estradiol relative to that of her age */                     \
    X(calcidiol_habitual)                 /* nmol/L */                                                                 \
    X(calcium_per_mg)                     /* mmol/h for each mg/d that counts */                                       \
    X(k_estrogen) X(k_adaptation) X(k_wnt) X(k_pulse) X(k_mature) X(k_calcidiol) X(k_accommodation)                    \
    X(log_K) X(log_K_oc) X(log_g_core) X(log_g_oc) X(per_g_oc) X(per_M0) X(per_PTH0)                                   \
    X(maturation) X(k_LS) X(k_TH) X(k_FN) X(k_DR) X(k_cortex)                                                          \
    X(calcium_eaten) X(protein_beyond) X(vitamin_k2_beyond) X(magnesium_eaten) X(inflamed)                             \
    X(cigarettes) X(alcohol_units) X(caffeine)                                                                         \
    X(hydroxylase_scale) X(felt_scale)                                                                                 \
    X(k_load) X(k_smoking) X(k_turnover) X(k_tgfb) X(turnover_scale)                                                   \
    X(log_hip) X(log_other) X(log_vertebral) X(log_death) /* hazards at 70, with her risk factors */                   \
    X(hip_decade) X(major_decade)                          /* what her risk factors add to their slope by age */       \
    X(t_FN_per_density) X(t_FN_from) X(t_FN_variance)      /* T-score: from_ + per_density (mu Y + M) */               \
    X(t_LS_per_density) X(t_LS_from) X(t_LS_variance)
/* clang-format on */

struct bm__extension_constants {
#define BM__ROW(group, name, ...) bm__real group##_##name;
    BM__EXTENSION_PARAMETERS(BM__ROW)
#undef BM__ROW
#define BM__ROW(name) bm__real name;
    BM__EXTENSION_DERIVED(BM__ROW)
#undef BM__ROW
};

/* What the extensions share at a moment, with derivatives where the Jacobian needs them. */
struct bm__extension_levels {
    bm__real gone;                     /* of the ovary's function, 0 to 1 */
    bm__real early;                    /* exp(-years since that/early_years) */
    bm__real est, est_ERE;             /* the core's EST is drawn towards this */
    bm__real g_oc, log_g_oc, log_g_oc_ERE; /* estrogen's signal to osteoclasts and what makes RANKL */
    bm__real rankl, opg;               /* their making by estrogen, relative */
    bm__real spurred;                  /* by RANKL: resorption per osteoclast, relative */
    bm__real R;                        /* resorption, relative; and its derivatives */
    bm__real R_OC, R_M, R_WNT, R_LIN, R_ADP, R_ERE, R_surface;
    bm__real helped;                   /* osteoblasts' formation by the reserve of lining cells, relative */
    bm__real filled, filled_TRN;       /* by cavities, in trabecular bone; and d ln(that)/d TRN */
    bm__real eat_PTH;                  /* resorption in cortex by PTH, relative */
    bm__real eat_PTH_PTH, eat_PTH_ERE; /* its derivatives */
    bm__real free;                   /* part of osteoclasts' food that is free of drugs */
    bm__real decline_t;              /* how fast osteoblasts' output declines with age */
    bm__real strain[BM__N_SITES];    /* logarithm, relative to balance */
    bm__real felt, felt_ERE;         /* part of training that bone feels, by estrogen */
    bm__real trained[BM__N_SITES];   /* load by training, relative to habit, as far as bone can answer */
    bm__real load[BM__N_SITES];      /* as bone feels it */
    bm__real carried[BM__N_SITES];   /* that, less what immobilisation takes away */
    bm__real trained_u[BM__N_SITES]; /* its derivative by the target */
    bm__real signal[BM__N_SITES];    /* of what is carried: what bone has not got used to */
    bm__real spared;                 /* part of sclerostin's effect that antibodies leave */
    bm__real form[BM__N_SITES];      /* formation by osteoblasts in trabecular bone, relative */
    bm__real form_cortex[BM__N_SITES]; /* the same in cortex */
    bm__real eat[BM__N_SITES];       /* resorption at the site, relative to R */
    bm__real drinking, drinking_u;   /* harm of alcohol, 1 at a unit beyond what is free; its derivative */
    bm__real OB;
};

/* What the trials' women ate and weighed, where the model is neutral; the covariates' defaults. */
#define BM__USUAL_WEIGHT     68.0                                                                           /* kg */
#define BM__USUAL_HEIGHT     162.0                                                                          /* cm */
#define BM__USUAL_BMI        (BM__USUAL_WEIGHT / ((BM__USUAL_HEIGHT / 100.0) * (BM__USUAL_HEIGHT / 100.0))) /* kg/m2 */
#define BM__USUAL_CALCIUM    960.0 /* mg/d, what the core's diet holds */
#define BM__USUAL_PROTEIN    0.9   /* g/kg/d */
#define BM__USUAL_MAGNESIUM  300.0 /* mg/d */
#define BM__USUAL_VITAMIN_K2 30.0  /* ug/d */
#define BM__USUAL_CRP        1.5   /* mg/L */

/* Osteoblasts' output declines ever faster: at skeleton.ageing_... a year after this many years of ageing, which sets
 * in over about the width. */
#define BM__AGEING_YEARS 30.0
#define BM__AGEING_WIDTH 2.0

BM__INLINE bm__real bm__positive(bm__real x) {
    return bm__select(x > 0.0, x, bm__all(0.0));
}

/* Protein beyond the usual diet, as far as it counts [g/kg/d]. */
BM__INLINE bm__real bm__protein_counted(const struct bm__core_at *s) {
    const bm__real beyond = s->e->protein_beyond + U(protein_supply), most = s->e->nutrition_protein_most;
    return bm__select(beyond < most, beyond, most);
}

/* What bed rest takes away from the signal of load. */
BM__INLINE bm__real bm__bed_rest(const struct bm__extension_constants *E, enum bm__site site) {
    return site == BM__SITE_LS   ? E->loading_bed_rest
           : site == BM__SITE_DR ? E->loading_bed_rest * E->loading_bed_rest_radius
                                 : E->loading_bed_rest_hip;
}

/*
 * Load on the sites: training, as far as bone can answer (tanh) and estrogen lets it feel it, and immobilisation. It
 * lowers sclerostin there, and with it resorption, but for what antibodies have bound already.
 */
BM__INLINE void bm__load_levels(const struct bm__core_at *s, struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const bm__real *training = s->u + BM__U_loading_LS, *used_to = s->x + BM__X_BLS;
    const bm__real per_felt = 1.0 / (X(ERE) + E->loading_estrogen_K);
    at->felt = X(ERE) * per_felt * E->felt_scale;
    at->felt_ERE = E->loading_estrogen_K * per_felt * per_felt * E->felt_scale;
    at->spared = 1.0 - X(WNT);
    const bm__real spares = E->loading_resorption * E->loading_sclerostin * at->spared;

    bm__bits changed = U(immobilisation) != 0.0;
    for (int i = 0; i < BM__N_SITES; i++)
        changed |= (training[i] != 0.0) | (used_to[i] != 0.0);
    if (!bm__any(changed)) { /* habitual load: what the formulas below come to */
        for (int i = 0; i < BM__N_SITES; i++) {
            at->trained[i] = at->load[i] = at->carried[i] = at->signal[i] = bm__all(0.0);
            at->trained_u[i] = at->felt;
            at->eat[i] = bm__all(1.0);
        }
        return;
    }
    bm__pack twice[BM__PACKS(BM__N_SITES)], eat[BM__PACKS(BM__N_SITES)]; /* exp(2 training/most), exp(-spares signal) */
    for (int i = 0; i < BM__N_SITES; i++)
        BM__AT(twice, i) = training[i] * (2.0 / E->loading_most);
    for (int i = 0; i < BM__PACKS(BM__N_SITES); i++)
        twice[i] = bm__pack_exp(twice[i]);
    for (int i = 0; i < BM__N_SITES; i++) {
        const bm__real limited = 1.0 - 2.0 / (1.0 + BM__AT(twice, i));
        at->trained[i] = E->loading_most * limited;
        at->trained_u[i] = at->felt * (1.0 - limited * limited);
        at->load[i] = at->felt * at->trained[i];
        at->carried[i] = at->load[i] - bm__bed_rest(E, (enum bm__site)i) * U(immobilisation);
        at->signal[i] = at->carried[i] - used_to[i];
        BM__AT(eat, i) = -spares * at->signal[i];
    }
    for (int i = 0; i < BM__PACKS(BM__N_SITES); i++)
        eat[i] = bm__pack_exp(eat[i]);
    for (int i = 0; i < BM__N_SITES; i++)
        at->eat[i] = BM__AT(eat, i);
}

BM__INLINE void bm__extension_levels(const struct bm__core_at *s, struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const bm__real *x = s->x;
    const bm__real years = s->t_h * (1.0 / BM__HOURS_PER_YEAR);
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
        (E->years_since_menopause + years + E->estradiol_transition_lead) / E->estradiol_transition_width;
    BM__AT(passage, AGEING) = (E->age_years + years - E->skeleton_ageing_from) * (1.0 / BM__AGEING_WIDTH);
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
    at->decline_t = aged * ageing * (1.0 / (BM__AGEING_YEARS * BM__HOURS_PER_YEAR));

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
    BM__AT(power, HELPED) = E->osteocyte_reserve * BM__AT(log, LIN);
    BM__AT(power, DUG) = E->remodelling_cavity * BM__AT(log, CAVITIES);
    const bm__real by_PTH = E->skeleton_pth_cortex * (1.0 - at->log_g_oc);
    BM__AT(power, EATEN) = by_PTH * BM__AT(log, PTH);
    const bm__real output =
        E->remodelling_a_F * (BM__AT(log, OB) - s->k->log_OB0) + E->osteocyte_reserve * BM__AT(log, LIN);
    const bm__real decline = aged * aged * (1.0 / (2.0 * BM__AGEING_YEARS));
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
        BM__AT(power, FORMATION + i) = output - rates[i] * decline - hampered +
                                       (i == BM__SITE_LS ? fed : bm__all(0.0)) +
                                       E->skeleton_strain_exponent * (at->strain[i] - x[BM__X_ALS + i]) +
                                       E->skeleton_strain_exponent_lasting * at->strain[i] + built * at->signal[i];
        BM__AT(power, IN_CORTEX + i) =
            output - rates[i] * decline - hampered + E->remodelling_cavity * BM__AT(log, CAVITIES) +
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
