/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Estradiol in serum [pg/mL]: from the ovary, held by the gonadotropin feedback until the menopause, and from
 * peripheral aromatase; what inhibitors, analogues and supplies do to it; and what reaches bone under receptor ligands
 * (ERE), which draws the core's EST and osteoclasts after it.
 */
#ifndef BM__BODY_ESTRADIOL_H
#define BM__BODY_ESTRADIOL_H

#include "body/extension_system.h"

struct bm__estradiol {
    bm__real serum, effective; /* pg/mL */
    bm__real serum_a, serum_b; /* derivatives of serum by aromatase inhibition and gonadotropin blockade */
    bm__real serum_t;          /* ... and by time, /h */
};

BM__INLINE struct bm__estradiol bm__estradiol_now(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    struct bm__estradiol now;
    const bm__real r = 1.0 / (1.0 + U(aromatase_inhibition));  /* aromatase that works */
    const bm__real b = 1.0 / (1.0 + U(gonadotropin_blockade)); /* gonadotropins that arrive */
    const bm__real left = 1.0 - at->gone;

    /* The ovary: less estradiol, more gonadotropin: E = E0 r (1 + G (1 - E/E0)), G the feedback's gain. */
    const bm__real E0 = E->estradiol_ovary * left;
    const bm__real G = E->estradiol_loop_gain * b * left;
    const bm__real per_loop = 1.0 / (1.0 + r * G);
    const bm__real held = r * (1.0 + G) * per_loop;
    const bm__real early = E->estradiol_early * at->gone * at->early;
    const bm__real peripheral = E->estradiol_late + early;
    const bm__real scale = E->estradiol_scale;
    now.serum = scale * (E0 * b * held + peripheral * r) + U(estradiol_supply);
    now.effective = (now.serum + U(receptor_agonism)) / (1.0 + U(receptor_occupancy));
    now.serum_a = now.serum_b = now.serum_t = bm__all(0.0);
    if (s->jac) {
        const bm__real held_r = (1.0 + G) * per_loop * per_loop;
        const bm__real held_G = r * (1.0 - r) * per_loop * per_loop;
        const bm__real gone_t = at->gone * left / (E->estradiol_transition_width * BM__HOURS_PER_YEAR);
        const bm__real after_t = at->gone * (1.0 / BM__HOURS_PER_YEAR);
        now.serum_a = -r * r * scale * (E0 * b * held_r + peripheral);
        now.serum_b = -b * b * scale * E0 * (held + b * held_G * E->estradiol_loop_gain * left);
        now.serum_t =
            scale * (-E->estradiol_ovary * gone_t * b * held - E0 * b * held_G * E->estradiol_loop_gain * b * gone_t +
                     r * (E->estradiol_early * at->early * gone_t - early * after_t / E->estradiol_early_years));
    }
    return now;
}

BM__INLINE void bm__estradiol(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const struct bm__estradiol now = bm__estradiol_now(s, at);
    F(ERE) = E->k_estrogen * (now.effective - X(ERE));
    F(EST) = s->k->koutEST * (at->est - X(EST));
    F(ADP) = E->k_adaptation * (at->g_oc - X(ADP));

    if (s->jac) {
        const bm__real share = E->k_estrogen / (1.0 + U(receptor_occupancy));
        J(ERE, ERE) = -E->k_estrogen;
        s->f_t[BM__X_ERE] = share * now.serum_t;
        JU(ERE, aromatase_inhibition) = share * now.serum_a;
        JU(ERE, gonadotropin_blockade) = share * now.serum_b;
        JU(ERE, estradiol_supply) = share;
        JU(ERE, receptor_agonism) = share;
        JU(ERE, receptor_occupancy) = -share * now.effective;
        J(EST, ERE) = s->k->koutEST * at->est_ERE;
        J(EST, EST) = -s->k->koutEST;
        J(ADP, ERE) = E->k_adaptation * at->g_oc * at->log_g_oc_ERE;
        J(ADP, ADP) = -E->k_adaptation;
    }
}

#endif
