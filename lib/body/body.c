/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file: the core and its extensions. */
#include "body/body.h"

#include "body/endocrine.h"
#include "body/estradiol.h"
#include "body/fracture.h"
#include "body/habits.h"
#include "body/levels.h"
#include "body/loading.h"
#include "body/mature_osteoblasts.h"
#include "body/nutrition.h"
#include "body/order.h"
#include "body/osteocyte.h"
#include "body/precursors.h"
#include "body/skeleton.h"

BM__INLINE void systems(const struct bm__core_at *s) {
    const struct bm__core_constants *K = s->k;
    const struct bm__extension_constants *E = s->e;
    struct bm__extension_levels at;
    bm__extension_levels(s, &at);
    const bm__real by_calcidiol = bm__hydroxylase_by_calcidiol(s), by_magnesium = bm__hydroxylase_by_magnesium(s);
    const struct bm__calcium calcium = bm__calcium_counted(s);
    /* Making of RANKL, whatever estrogen does: inflammation, intermittent PTH, and osteocytes without load. */
    const bm__real called =
        E->inflamed * (1.0 + E->osteocyte_pth_rankl * X(PUL) + E->loading_rankl * U(immobilisation));
    struct bm__drives drives = {
        .rankl_clearance = bm__wnt_rankl_clearance(s),
        .rankl_production = called * at.rankl,
        .opg_production = at.opg,
        .opg_clearance = E->remodelling_opg_clearance,
        .unfelt_rankl = -E->estrogen_rankl * at.log_g_oc,
        .oc_production = X(PRE),
        .tgfb_loss = E->k_tgfb,
        .oc_poisoning = E->remodelling_bp_max * (1.0 - at.free),
        .hydroxylase = by_calcidiol * by_magnesium,
        .kidney_estrogen = E->estrogen_kidney,
        .calcium_mmol_h = E->calcium_per_mg * calcium.counted,
        .runx2_width = E->smoothing_runx2,
        .phosphate_width = E->smoothing_phosphate,
    };
    bm__core_systems(s, &drives);
    bm__estradiol(s, &at);
    bm__osteocyte(s);
    bm__nutrition(s);
    bm__habits(s, &at);
    bm__precursors(s, &drives);
    bm__mature_osteoblasts(s, &at);
    bm__loading(s, &at);
    bm__skeleton(s, &at);
    bm__fracture(s, &at);

    if (s->jac) { /* what the drives add to the core's entries */
        const bm__real K_Mg = E->nutrition_magnesium_K;
        const bm__real magnesium = E->magnesium_eaten + U(magnesium_supply);
        const bm__real MeffOC_ERE = drives.MeffOC_M * X(M) * E->estrogen_rankl * at.log_g_oc_ERE;
        J(OC, ERE) = K->OCin * X(PRE) * MeffOC_ERE;
        J(PRE, ERE) = -E->remodelling_precursor_turnover * (1.0 / BM__HOURS_PER_YEAR) * E->remodelling_precursor_share *
                      X(PRE) * MeffOC_ERE;
        JU(OC, osteoclast_apoptosis) = -K->Da * E->remodelling_bp_max * at.free * at.free * X(OC);
        J(AOH, D25) =
            drives.AOH_slope * drives.hydroxylase * 2.0 * (1.0 - by_calcidiol / E->hydroxylase_scale) / X(D25);
        JU(AOH, magnesium_supply) = drives.AOH_slope * drives.hydroxylase * K_Mg / (magnesium * (magnesium + K_Mg));
        JU(T, calcium_supply) = E->calcium_per_mg * calcium.by_supply * drives.T_slope;
        JU(T, caffeine) = E->calcium_per_mg * calcium.by_caffeine * drives.T_slope;
        J(OC, PRE) = K->OCin * drives.MeffOC;
        J(L, PUL) = drives.L_slope * E->inflamed * E->osteocyte_pth_rankl * at.rankl;
        JU(L, immobilisation) = drives.L_slope * E->inflamed * E->loading_rankl * at.rankl;
        J(L, ERE) = -drives.L_slope * called * at.rankl * E->estrogen_rankl * at.log_g_oc_ERE;
        J(O, ERE) = drives.O_slope * at.opg * E->estrogen_opg * at.log_g_oc_ERE;
    }
}

void bm__body_field(const struct bm__core_at *s) {
    struct bm__core_at here = *s;
    if (here.jac) {
        systems(&here);
    } else {
        here.jac = NULL; /* known to the compiler, which then leaves the Jacobian out */
        systems(&here);
    }
}

void bm__body_read(const struct bm__core_at *s, struct bm__body_levels *levels) {
    const struct bm__extension_constants *E = s->e;
    struct bm__core_at here = *s;
    here.jac = NULL;
    struct bm__extension_levels at;
    bm__extension_levels(&here, &at);
    const struct bm__estradiol estradiol = bm__estradiol_now(&here, &at);
    levels->estradiol_pg_ml = estradiol.serum;
    /* The pituitary answers to what its receptors feel; a blockade keeps its hormones from the ovary. */
    const bm__real felt = bm__pow(estradiol.effective / E->estradiol_fsh_K, E->estradiol_fsh_n);
    levels->fsh_iu_l = E->estradiol_fsh_maximum / ((1.0 + felt) * (1.0 + U(gonadotropin_blockade)));
    levels->resorption = at.R;
    levels->forming = bm__forming(&here, &at);
    levels->mature = X(MOB);
    enum { FREE, LEFT = FREE + BM__N_SITES, N_EXPS = LEFT + BM__N_SITES };
    bm__pack list[BM__PACKS(N_EXPS)];
    for (int i = 0; i < BM__N_SITES; i++) {
        BM__AT(list, FREE + i) = -E->loading_sclerostin * at.signal[i];
        BM__AT(list, LEFT + i) = at.carried[i] - at.load[i];
    }
    for (int i = 0; i < BM__PACKS(N_EXPS); i++)
        list[i] = bm__pack_exp(list[i]);
    levels->sclerostin = bm__all(0.0);
    for (int i = 0; i < BM__N_SITES; i++) {
        levels->load[i] = (1.0 + at.load[i]) * BM__AT(list, LEFT + i);
        levels->signal[i] = at.signal[i];
        levels->sclerostin += BM__AT(list, FREE + i) / ((1.0 + U(sclerostin_binding)) * BM__N_SITES);
    }
    /* Osteocytes make less of it under estrogen, resorption and PTH. */
    levels->sclerostin *=
        bm__exp(-E->estrogen_sclerostin * at.log_g_oc - E->osteocyte_sclerostin_pth * U(pulsatile_pth)) *
        bm__pow(at.R, -E->osteocyte_sclerostin_resorption);
    levels->undercarboxylated = bm__undercarboxylated(&here, &at);
    levels->risk = bm__risk_now(&here, &at);
}
