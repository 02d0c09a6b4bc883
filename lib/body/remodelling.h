/* SPDX-License-Identifier: Apache-2.0 */
/* Remodelling: TGF-beta, responding osteoblasts (ROB1), fast and slow active osteoblasts, osteoclasts (OC). */
#ifndef BM__BODY_REMODELLING_H
#define BM__BODY_REMODELLING_H

#include "body/core_levels.h"

BM__INLINE void bm__remodelling(const struct bm__core_at *s, struct bm__drives *d, const struct bm__core_levels *at) {
    const struct bm__core_constants *K = s->k;
    const bm__real t = X(TGFBact);

    /* TGF-beta: stored latent by osteoblasts, released (A) by osteoclasts. */
    const bm__real in_TGFB = K->kinTGF * POWER(TGFB_in);
    const bm__real A = K->koutTGF0 * X(TGFB) * POWER(TGFB_out);
    F(TGFB) = in_TGFB - A - d->tgfb_loss * (X(TGFB) - K->TGFB0);
    F(TGFBact) = A - K->koutTGFact * t;

    /* Occupancy functions of active TGF-beta on responding osteoblasts, osteoblasts and osteoclasts. */
    const bm__real H_ROB = HILL(PicROB);
    const bm__real H_OB = HILL(PicOB);
    const bm__real H_OC = HILL(PicOC);
    const bm__real PicROB = K->E0PicROB + K->EmaxPicROB * H_ROB;
    const bm__real PicOB = K->E0PicOB + K->EmaxPicOB * H_OB;
    const bm__real PicOC = K->E0PicOC + K->EmaxPicOC * H_OC;

    /* Osteoblast apoptosis kbp, under TGF-beta, estrogen and RUNX2. */
    const bm__real H_kb = HILL(PicOBkb);
    const bm__real PicOBkb = K->E0PicOBkb - (K->E0PicOBkb - K->EmaxPicOBkb) * H_kb;
    const bm__real EST_kb = POWER(EST_kb);
    const bm__real fE = PicOBkb * K->per_Pic0 * EST_kb;
    const bm__real H_RUN = HILL(RUNX2);
    const bm__real kbp = K->E0RUN * fE - K->RUNmax * H_RUN;
    const bm__real kbslow = K->Frackb * kbp;
    const bm__real kbfast = (K->kb * K->OB0 - kbslow * K->OBslow0) * K->per_OBfast0;
    const bm__real Frackb2 = kbfast / kbp;

    /* Osteoblast lineage: ROB1 -> OBfast, OBslow -> gone. */
    const bm__real KPT = K->bigDb / PicOB;
    const bm__real D = KPT * X(ROB1);
    const bm__real in_ROB1 = K->Dr * PicROB * POWER(EST_ROB);
    F(ROB1) = in_ROB1 - D;
    F(OBfast) = D * K->FracOBfast * Frackb2 - kbfast * X(OBfast);
    F(OBslow) = D * (1.0 - K->FracOBfast) * K->Frackb - kbslow * X(OBslow);

    /* Osteoclasts: made under the RANK-RANKL complex M, kept alive by RANKL occupancy PiL = M/10. */
    const bm__real H_M = HILL(MeffOC);
    const bm__real MeffOC = K->E0Meff + K->EmaxMeffOC * H_M;
    const bm__real H_L = HILL(LsurvOC);
    const bm__real LsurvOC = K->E0RANKL - (K->E0RANKL - K->EmaxL) * H_L;
    const bm__real KLSoc = K->Da * PicOC * LsurvOC + K->Da * d->oc_poisoning;
    F(OC) = K->OCin * MeffOC * d->oc_production - KLSoc * X(OC);
    d->MeffOC = MeffOC;

    if (s->jac) {
        const bm__real per_OB = 1.0 / at->OB, per_t = 1.0 / t, per_EST = 1.0 / X(EST);
        J(TGFB, OBfast) = in_TGFB * K->OBtgfGAM * per_OB;
        J(TGFB, OBslow) = in_TGFB * K->OBtgfGAM * per_OB;
        const bm__real A_TGFB = A * (1.0 + K->koutTGFGam) / X(TGFB);
        const bm__real A_OC = A * K->OCtgfGAM / X(OC);
        const bm__real A_EST = A * K->tgfbactGAM * per_EST;
        J(TGFB, TGFB) = -A_TGFB - d->tgfb_loss;
        J(TGFB, OC) = -A_OC;
        J(TGFB, EST) = -in_TGFB * K->tgfbGAM * per_EST - A_EST;
        J(TGFBact, TGFB) = A_TGFB;
        J(TGFBact, OC) = A_OC;
        J(TGFBact, EST) = A_EST;
        J(TGFBact, TGFBact) = -K->koutTGFact;

        const bm__real D_t = -D / PicOB * K->EmaxPicOB * (K->PicOBgam * H_OB * (1.0 - H_OB) * per_t);
        const bm__real in_t = in_ROB1 / PicROB * K->EmaxPicROB * (K->PicROBgam * H_ROB * (1.0 - H_ROB) * per_t);
        J(ROB1, ROB1) = -KPT;
        J(ROB1, TGFBact) = in_t - D_t;
        J(ROB1, EST) = -K->robGAM * in_ROB1 * per_EST;

        /* all that kbp moves, by the chain rule */
        const bm__real kbfast_kbp = -K->Frackb * K->OBslow0 * K->per_OBfast0;
        const bm__real OBfast_kbp = D * K->FracOBfast * (kbfast_kbp - Frackb2) / kbp - kbfast_kbp * X(OBfast);
        const bm__real OBslow_kbp = -K->Frackb * X(OBslow);
        const bm__real kbp_t = -K->E0RUN * K->per_Pic0 * EST_kb * (K->E0PicOBkb - K->EmaxPicOBkb) *
                               (K->PicOBgamkb * H_kb * (1.0 - H_kb) * per_t);
        const bm__real kbp_EST = -K->E0RUN * fE * K->E2scalePicB1 * per_EST;
        const bm__real kbp_BCL2 = -K->RUNmax * (K->RUNkbGAM * H_RUN * (1.0 - H_RUN) / at->RUNX2) * at->RUNX2_BCL2;
        J(OBfast, ROB1) = KPT * K->FracOBfast * Frackb2;
        J(OBfast, OBfast) = -kbfast;
        J(OBfast, TGFBact) = D_t * K->FracOBfast * Frackb2 + OBfast_kbp * kbp_t;
        J(OBfast, EST) = OBfast_kbp * kbp_EST;
        J(OBfast, BCL2) = OBfast_kbp * kbp_BCL2;
        J(OBslow, ROB1) = KPT * (1.0 - K->FracOBfast) * K->Frackb;
        J(OBslow, OBslow) = -kbslow;
        J(OBslow, TGFBact) = D_t * (1.0 - K->FracOBfast) * K->Frackb + OBslow_kbp * kbp_t;
        J(OBslow, EST) = OBslow_kbp * kbp_EST;
        J(OBslow, BCL2) = OBslow_kbp * kbp_BCL2;

        const bm__real per_M = 1.0 / X(M);
        d->MeffOC_M = K->EmaxMeffOC * (K->kinOCgam * H_M * (1.0 - H_M) * per_M);
        J(OC, M) = K->OCin * d->MeffOC_M * d->oc_production +
                   K->Da * PicOC * (K->E0RANKL - K->EmaxL) * (K->LsurvOCgam * H_L * (1.0 - H_L) * per_M) * X(OC);
        J(OC, TGFBact) = -K->Da * LsurvOC * X(OC) * K->EmaxPicOC * (K->PicOCgam * H_OC * (1.0 - H_OC) * per_t);
        J(OC, OC) = -KLSoc;
    }
}

#endif
