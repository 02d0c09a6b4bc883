/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What several systems share, and every transcendental function of the core: logarithms, Hill functions and powers
 * stand in three lists, so that the processor computes each list side by side.
 */
#ifndef BM__BODY_CORE_LEVELS_H
#define BM__BODY_CORE_LEVELS_H

#include "body/index.h"

/* clang-format off */
/* Logarithms: ROW(name, of what). */
#define BM__CORE_LOGARITHMS(ROW)                                                                                       \
    ROW(Cpth, Cpth)                                                                                                    \
    ROW(Cca, Cca)                                                                                                      \
    ROW(Cph, Cph)                                                                                                      \
    ROW(Cct, Cct)                                                                                                      \
    ROW(R, X(R))                                                                                                       \
    ROW(OB, OB)                                                                                                        \
    ROW(OC, X(OC))                                                                                                     \
    ROW(M, X(M))                                                                                                       \
    ROW(t, X(TGFBact))                                                                                                 \
    ROW(TGFB, X(TGFB))                                                                                                 \
    ROW(EST, X(EST))                                                                                                   \
    ROW(RUNX2, RUNX2)

/* Hill functions x^g/(x^g + c^g): ROW(name, log x, log c, g). Their derivative by x is g H (1 - H)/x. */
#define BM__CORE_HILLS(ROW)                                                                                            \
    ROW(secretion, LOG(Cca), K->log_T60, K->T59)                        /* calcium on PTH secretion */                 \
    ROW(gland, LOG(Cct), K->log_Ctriol50, K->CtriolPTgam)               /* calcitriol on the gland */                  \
    ROW(hydroxylase, K->AlphOHgam * LOG(Cpth), log_PTH_EC, bm__all(1.0))/* PTH on 1-alpha-hydroxylase */               \
    ROW(phosphate, LOG(Cph), K->log_PhosEff50, K->PhosEffGam)           /* phosphate on it */                          \
    ROW(gut_in, LOG(R), K->log_T81, K->T80)                             /* absorption of calcium from food */          \
    ROW(gut_capacity, LOG(Cct), K->log_T35, K->CaPOgam)                 /* calcitriol on absorption capacity */        \
    ROW(J14, LOG(OC), K->log_J14OC50, K->J14OCgam)                      /* osteoclasts on bone calcium release */      \
    ROW(PicROB, LOG(t), K->log_EC50PicROB, K->PicROBgam)                /* TGF-beta on responding osteoblasts */       \
    ROW(PicOB, LOG(t), K->log_EC50PicOB, K->PicOBgam)                   /* ... on their maturation */                  \
    ROW(PicOC, LOG(t), K->log_EC50PicOC, K->PicOCgam)                   /* ... on osteoclast apoptosis */              \
    ROW(PicOBkb, LOG(t), K->log_EC50PicOBkb, K->PicOBgamkb)             /* ... on osteoblast apoptosis */              \
    ROW(RUNX2, LOG(RUNX2), K->log_RUN50, K->RUNkbGAM)                   /* RUNX2 on osteoblast apoptosis */            \
    ROW(MeffOC, LOG(M) - d->unfelt_rankl, K->log_EC50MeffOC, K->kinOCgam)/* RANK-RANKL on osteoclast making */         \
    ROW(LsurvOC, LOG(M) - log_10, K->log_EC50surv, K->LsurvOCgam)       /* ... on their survival; PiL = M/10 */        \
    ROW(pool, Cct, T72, 2.0 * K->T71)                                   /* (1 + tanh(T71 (Cct - T72)))/2 */

/* Powers: ROW(name, logarithm of the power). */
#define BM__CORE_POWERS(ROW)                                                                                           \
    ROW(MOCratio, K->MOCratioGam * (LOG(M) - LOG(OC) - K->log_MOC0))    /* [(M/OC)/(M0/OC0)]^MOCratioGam */            \
    ROW(oe, K->OsteoEffectGam * log_rOB)                                /* rOB^OsteoEffectGam */                       \
    ROW(RANK, K->kinRNKgam * LOG(t))                                    /* t^kinRNKgam */                              \
    ROW(TGFB_in, K->OBtgfGAM * log_rOB - K->tgfbGAM * LOG(EST))         /* rOB^OBtgfGAM EST^-tgfbGAM */                \
    ROW(TGFB_out, K->koutTGFGam * (LOG(TGFB) - K->log_TGFB0) + K->OCtgfGAM * log_rOC + K->tgfbactGAM * LOG(EST))       \
    ROW(EST_kb, -K->E2scalePicB1 * LOG(EST))                            /* EST^-E2scalePicB1 */                        \
    ROW(EST_ROB, -K->robGAM * LOG(EST))                                 /* EST^-robGAM */                              \
    ROW(BMD_OB, K->gamOB * log_rOB)                                     /* rOB^gamOB */                                \
    ROW(BMDls, K->gamOCls * log_rOC)                                    /* rOC^gamOCls ... */                          \
    ROW(BMDlsDEN, K->gamOClsDEN * log_rOC)                                                                             \
    ROW(BMDfn, K->gamOCfnBAS * log_rOC)                                                                                \
    ROW(T72, K->ScaEffGam * (K->log_Cca0 - LOG(Cca)))                   /* (Cca0/Cca)^ScaEffGam */
/* clang-format on */

#define BM__ROW(name, ...) BM__LOG_##name,
enum { BM__CORE_LOGARITHMS(BM__ROW) BM__N_CORE_LOGARITHMS };
#undef BM__ROW
#define BM__ROW(name, ...) BM__H_##name,
enum { BM__CORE_HILLS(BM__ROW) BM__N_CORE_HILLS };
#undef BM__ROW
#define BM__ROW(name, ...) BM__E_##name,
enum { BM__CORE_POWERS(BM__ROW) BM__N_CORE_POWERS };
#undef BM__ROW

struct bm__core_levels {
    bm__real Cpth, Cca, Cph, Cct; /* concentrations: pM, mM, mM, pM */
    bm__real OB;                  /* fast + slow osteoblasts */
    bm__real T72;                 /* set-point of the gland's pool, pM calcitriol */
    bm__real RUNX2, RUNX2_BCL2;   /* and its derivative */
    bm__pack hill[BM__PACKS(BM__N_CORE_HILLS)];
    bm__pack power[BM__PACKS(BM__N_CORE_POWERS)];
};

/* How system files read them. */
#define HILL(name)  BM__AT(at->hill, BM__H_##name)
#define POWER(name) BM__AT(at->power, BM__E_##name)

BM__INLINE void bm__core_levels(const struct bm__core_at *s, const struct bm__drives *d, struct bm__core_levels *at) {
    const struct bm__core_constants *K = s->k;
    const bm__real per_volume = K->per_V1;
    const bm__real Cpth = at->Cpth = X(PTH) * per_volume;
    const bm__real Cca = at->Cca = X(P) * per_volume;
    const bm__real Cph = at->Cph = X(ECCPhos) * per_volume;
    const bm__real Cct = at->Cct = X(B) * per_volume;
    const bm__real OB = at->OB = X(OBfast) + X(OBslow);
    /* Once BCL2 has passed 105, RUNX2 follows it (quirk 3 of the published model) ... */
    bm__real RUNX2 = bm__select(s->runx2_switched, X(BCL2) - 90.0, bm__all(10.0));
    at->RUNX2_BCL2 = bm__select(s->runx2_switched, bm__all(1.0), bm__all(0.0));
    if (bm__any(d->runx2_width > 0.0)) { /* ... or, smoothly and with the same baseline, in a passage around 105 */
        const bm__real sigma = 1.0 / (1.0 + bm__exp((BM__RUNX2_THRESHOLD - X(BCL2)) / d->runx2_width));
        const bm__real beyond = X(BCL2) - 100.0;
        RUNX2 = bm__select(d->runx2_width > 0.0, 10.0 + beyond * sigma, RUNX2);
        at->RUNX2_BCL2 =
            bm__select(d->runx2_width > 0.0, sigma + beyond * sigma * (1.0 - sigma) / d->runx2_width, at->RUNX2_BCL2);
    }
    at->RUNX2 = RUNX2;

    bm__pack logarithm[BM__PACKS(BM__N_CORE_LOGARITHMS)] = {0};
#define LOG(name)         BM__AT(logarithm, BM__LOG_##name)
#define BM__ROW(name, of) LOG(name) = (of);
    BM__CORE_LOGARITHMS(BM__ROW)
#undef BM__ROW
    for (int i = 0; i < BM__PACKS(BM__N_CORE_LOGARITHMS); i++)
        logarithm[i] = bm__pack_log(logarithm[i]);

    const double log_10 = 2.302585092994046, log_1_2 = 0.18232155679395462;
    const bm__real log_rOB = LOG(OB) - K->log_OB0, log_rOC = LOG(OC) - K->log_OC0;
    at->power[BM__PACKS(BM__N_CORE_POWERS) - 1] = bm__pack_all(0.0);
#define BM__ROW(name, log_value) POWER(name) = (log_value);
    BM__CORE_POWERS(BM__ROW)
#undef BM__ROW
    for (int i = 0; i < BM__PACKS(BM__N_CORE_POWERS); i++)
        at->power[i] = bm__pack_exp(at->power[i]);

    const bm__real T72 = at->T72 = 90.0 * POWER(T72);
    const bm__real log_PTH_EC = K->AlphOHgam * K->log_T67 + K->PO4inhPTHgam * (LOG(Cph) - log_1_2);
    at->hill[BM__PACKS(BM__N_CORE_HILLS) - 1] = bm__pack_all(0.0);
#define BM__ROW(name, log_x, log_c, g) HILL(name) = (g) * ((log_c) - (log_x));
    BM__CORE_HILLS(BM__ROW)
#undef BM__ROW
    for (int i = 0; i < BM__PACKS(BM__N_CORE_HILLS); i++)
        at->hill[i] = 1.0 / (1.0 + bm__pack_exp(at->hill[i]));
#undef LOG
}

#endif
