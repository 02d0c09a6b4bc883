/* SPDX-License-Identifier: Apache-2.0 */
/* Calcium between gut, plasma, kidney and bone; bone mineral; the phosphate that moves with it is in phosphate.h. */
#ifndef BM__BODY_CALCIUM_H
#define BM__BODY_CALCIUM_H

#include "body/core_levels.h"

/* Calcium released from bone by osteoclasts (J14) and taken up by it (J15), mmol/h, with their derivatives. */
struct bm__bone_exchange {
    bm__real J14, J14_OC, J14_M;
    bm__real J15, J15_P, J15_HAp;
};

BM__INLINE struct bm__bone_exchange bm__bone_exchange(const struct bm__core_at *s, const struct bm__core_levels *at) {
    const struct bm__core_constants *K = s->k;
    struct bm__bone_exchange e;
    /* J14 = T13 Q0 (1 - FracJ14) + J14OCmax H(OC) Q0 FracJ14 [(M/OC)/(M0/OC0)]^MOCratioGam */
    const bm__real H = HILL(J14);
    const bm__real by_OC = K->J14max * H * POWER(MOCratio);
    e.J14 = K->T13Q0 * (1.0 - K->FracJ14) + by_OC;
    e.J14_OC = by_OC * (K->J14OCgam * (1.0 - H) - K->MOCratioGam) / X(OC);
    e.J14_M = by_OC * K->MOCratioGam / X(M);
    /* J15 = T15 P [(1 - FracJ15) + FracJ15 HAp] */
    e.J15_P = K->T15 * (1.0 - K->FracJ15 + K->FracJ15 * X(HAp));
    e.J15_HAp = K->T15 * K->FracJ15 * X(P);
    e.J15 = e.J15_P * X(P);
    return e;
}

BM__INLINE void bm__calcium(const struct bm__core_at *s, struct bm__drives *d, const struct bm__core_levels *at,
                            const struct bm__bone_exchange *e) {
    const struct bm__core_constants *K = s->k;

    /* Gut: absorption J40 of calcium T, part of it by the calcitriol-dependent capacity R. */
    const bm__real per40 = 1.0 / ((X(T) + K->T29) * (X(T) + K->T81));
    const bm__real active40 = K->T28 * (X(R) / 0.5) * X(T) * per40;
    const bm__real J40 = active40 * X(T) + K->T87 * X(T);
    const bm__real HR = HILL(gut_in);
    const bm__real T85 = K->T77 * HR;
    const bm__real eaten = K->OralCa + d->calcium_mmol_h;
    F(T) = eaten * T85 - J40;
    const bm__real HB = HILL(gut_capacity);
    const bm__real T36 = K->T33 + (K->T34 - K->T33) * HB;
    const bm__real T37 = K->T34 - (K->T34 - K->T33) * HB;
    F(R) = T36 * (1.0 - X(R)) - T37 * X(R);

    /* Kidney: J27 = filtered minus reabsorbed, the more reabsorbed the more PTH, calcitriol and estrogen. */
    const bm__real mtm = K->mtm * d->kidney_estrogen, tmEST = 1.0 - mtm + mtm * X(EST);
    const bm__real load0 = 0.3 * X(GFR) * K->Cca0 - 0.149997;
    const bm__real ReabsMax = tmEST * load0 * K->reabs_scale;
    const bm__real pth_effect = K->T16 * at->Cpth / (at->Cpth + K->T17);
    const bm__real active = ReabsMax * at->Cca / (K->Reabs50 + at->Cca) * pth_effect;
    const bm__real remaining = 0.3 * X(GFR) * at->Cca - active;
    const bm__real spared = 2.0 - K->T7 * at->Cct / (at->Cct + K->T9);
    const bm__real J27 = bm__select(spared * remaining > 0.0, spared * remaining, bm__all(0.0));
    F(UCA) = J27;
    F(GFR) = -K->kGFR * X(GFR);

    /* Bone: Q exchanges with plasma, and slowly (J14a, J15a) with the bulk Qbone; HAp follows osteoblasts. */
    const bm__real J14a = K->k14a * X(Qbone);
    const bm__real J15a = K->k15a * X(Q);
    F(P) = e->J14 - e->J15 - J27 + J40;
    F(Q) = e->J15 - e->J14 + J14a - J15a;
    F(Qbone) = J15a - J14a;
    F(HAp) = K->kHApIn * at->OB - K->kLS * X(HAp);

    if (s->jac) {
        const bm__real J40_T = active40 * (2.0 - X(T) * (2.0 * X(T) + K->T29 + K->T81) * per40) + K->T87;
        const bm__real J40_R = K->T28 / 0.5 * X(T) * X(T) * per40;
        J(T, T) = -J40_T;
        J(T, R) = eaten * K->T77 * (K->T80 * HR * (1.0 - HR) / X(R)) - J40_R;
        d->T_slope = T85;
        J(R, R) = -(T36 + T37);
        J(R, B) = (K->T34 - K->T33) * (K->CaPOgam * HB * (1.0 - HB) / X(B));

        const bm__real on = bm__select(spared * remaining > 0.0, K->per_V1, bm__all(0.0));
        const bm__real J27_P = on * spared * (0.3 * X(GFR) - active * K->Reabs50 / (at->Cca * (K->Reabs50 + at->Cca)));
        const bm__real J27_PTH = -on * spared * active * K->T17 / (at->Cpth * (at->Cpth + K->T17));
        const bm__real J27_B = -on * remaining * K->T7 * K->T9 / ((at->Cct + K->T9) * (at->Cct + K->T9));
        const bm__real J27_GFR = on * K->V1 * spared * (0.3 * at->Cca - active * 0.3 * K->Cca0 / load0);
        const bm__real J27_EST = -on * K->V1 * spared * active * mtm / tmEST;
        J(UCA, P) = J27_P;
        J(UCA, PTH) = J27_PTH;
        J(UCA, B) = J27_B;
        J(UCA, GFR) = J27_GFR;
        J(UCA, EST) = J27_EST;
        J(GFR, GFR) = -K->kGFR;

        J(P, P) = -e->J15_P - J27_P;
        J(P, HAp) = -e->J15_HAp;
        J(P, OC) = e->J14_OC;
        J(P, M) = e->J14_M;
        J(P, PTH) = -J27_PTH;
        J(P, B) = -J27_B;
        J(P, GFR) = -J27_GFR;
        J(P, EST) = -J27_EST;
        J(P, T) = J40_T;
        J(P, R) = J40_R;
        J(Q, P) = e->J15_P;
        J(Q, HAp) = e->J15_HAp;
        J(Q, OC) = -e->J14_OC;
        J(Q, M) = -e->J14_M;
        J(Q, Qbone) = K->k14a;
        J(Q, Q) = -K->k15a;
        J(Qbone, Q) = K->k15a;
        J(Qbone, Qbone) = -K->k14a;
        J(HAp, OBfast) = K->kHApIn;
        J(HAp, OBslow) = K->kHApIn;
        J(HAp, HAp) = -K->kLS;
    }
}

#endif
