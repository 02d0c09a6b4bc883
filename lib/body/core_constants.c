/* SPDX-License-Identifier: Apache-2.0 */
/* Constants that make the declared baseline a steady state, computed once from parameters and initial values. */
#include "body/core.h"

#if BM__LANES != 1
#error "constants are derived one patient at a time"
#endif

/* log, and NaN where values do not fit together; as in the equations, not libm's, which may set errno */
static double ln(double x) {
    return x > 0.0 && x <= DBL_MAX ? bm__log(x) : (double)NAN;
}

/* log of the EC50 for which E x0^g/(x0^g + EC50^g) = d */
static double log_ec50(double E, double d, double log_x0, double g) {
    return log_x0 + ln(E / d - 1.0) / g;
}

static const char *derive(const double parameters[BM__N_CORE_PARAMETERS], double initial[BM__N_CORE_STATES],
                          struct bm__core_constants *k) {
#define BM__ROW(name, ...) k->name = parameters[BM__P_##name];
    BM__CORE_PARAMETERS(BM__ROW)
#undef BM__ROW
#define X0(state) (initial[BM__X_##state])

    /* initial values computed from parameters */
    k->OB0 = k->OBtot0;
    X0(OBfast) = k->OBfast0 = k->OB0 * k->FracOBfast;
    X0(OBslow) = k->OBslow0 = k->OB0 * (1.0 - k->FracOBfast);
    X0(TGFB) = k->TGFB0 = 1000.0 * k->Pic0;
    X0(TGFBact) = k->Pic0;
    X0(M) = k->k3 * X0(RNK) * X0(L) / k->k4;
    X0(N) = k->k1 * X0(O) * X0(L) / k->k2;
    X0(AOH) = X0(B) / 10.0;

    k->OC0 = X0(OC);
    k->ROB1_0 = X0(ROB1);
    k->per_V1 = 1.0 / k->V1;
    k->per_O0 = 1.0 / X0(O);
    k->per_ROB1_0 = 1.0 / k->ROB1_0;
    k->per_Pic0 = 1.0 / k->Pic0;
    k->per_OBfast0 = 1.0 / k->OBfast0;
    k->log_OB0 = ln(k->OB0);
    k->log_OC0 = ln(k->OC0);
    k->log_TGFB0 = ln(k->TGFB0);
    const double Cpth0 = X0(PTH) / k->V1, Cct0 = X0(B) / k->V1, log_t0 = ln(k->Pic0), log_M0 = ln(X0(M));
    k->Cca0 = X0(P) / k->V1;
    k->log_Cca0 = ln(k->Cca0);

    /* bone calcium */
    const double T13 = k->CaDay / 24.0 / X0(Q);
    k->T13Q0 = T13 * X0(Q);
    k->T15 = k->CaDay / (24.0 * X0(P));
    k->J14max = k->J14OCmax * X0(Q) * k->FracJ14;
    k->log_J14OC50 = ln(k->J14OCmax / T13 - 1.0) / k->J14OCgam + k->log_OC0;
    k->log_MOC0 = log_M0 - k->log_OC0;
    k->k15a = k->k14a * X0(Qbone) / X0(Q);
    k->kLS = 1.0 / k->HApMRT;
    k->kHApIn = k->kLS / k->OB0;

    /* RANK, RANKL, OPG */
    k->kinRNK = (k->koutRNK * X0(RNK) + k->k3 * X0(RNK) * X0(L) - k->k4 * X0(M)) / bm__pow(k->Pic0, k->kinRNKgam);
    k->kinLb = k->koutL * X0(L);
    k->PTH50 = (k->EmaxLpth - 1.0) * Cpth0;
    k->pOb = k->kO * X0(O);

    /* TGF-beta and remodelling */
    k->kinTGF = k->koutTGF0 * k->TGFB0;
    k->koutTGFact = 1000.0 * k->koutTGF0;
    k->bigDb = k->kb * k->OB0 * k->Pic0 / k->ROB1_0;
    k->Dr = k->kb * k->OB0 / k->Pic0;
    k->E0PicROB = k->FracPicROB * k->Pic0;
    k->log_EC50PicROB = log_ec50(k->EmaxPicROB, k->Pic0 - k->E0PicROB, log_t0, k->PicROBgam);
    k->E0PicOB = k->FracPicOB * k->Pic0;
    k->log_EC50PicOB = log_ec50(k->EmaxPicOB, k->Pic0 - k->E0PicOB, log_t0, k->PicOBgam);
    k->E0PicOC = k->FracPicOC * k->Pic0;
    k->log_EC50PicOC = log_ec50(k->EmaxPicOC, k->Pic0 - k->E0PicOC, log_t0, k->PicOCgam);
    k->log_EC50MeffOC = log_ec50(k->EmaxMeffOC, 1.0 - k->E0Meff, log_M0, k->kinOCgam);
    k->log_EC50surv = log_ec50(k->E0RANKL - k->EmaxL, k->E0RANKL - 1.0, ln(k->k3 / k->k4 * X0(L)), k->LsurvOCgam);
    k->OCin = k->Da * k->Pic0 * k->OC0;
    k->E0PicOBkb = k->MultPicOBkb * k->Pic0;
    k->EmaxPicOBkb = k->FracPic0kb * k->Pic0;
    k->log_EC50PicOBkb = log_t0 + ln((k->E0PicOBkb - k->EmaxPicOBkb) / (k->E0PicOBkb - k->Pic0) - 1.0) / k->PicOBgamkb;
    k->E0RUN = k->E0RUNX2kbEffFACT * k->kb;
    k->RUNmax = k->E0RUN * k->RUNkbMaxFact;
    k->log_RUN50 = log_ec50(k->RUNmax, k->E0RUN - k->kb, ln(k->RUNX20), k->RUNkbGAM);

    /* osteoblast signals */
    k->RX2Kin = k->RX2Kout0 * X0(RX2);
    k->cRX2 = k->EmaxPTHRX2x * Cpth0 / (k->RX2Kout0 - k->E0rx2Kout) - Cpth0;
    k->cCREB = k->EmaxPTHcreb * Cpth0 / (1.0 - k->E0crebKin) - Cpth0;
    k->crebKin0 = k->crebKout * X0(CREB);

    /* calcitriol and phosphate */
    const double g = k->PhosEffGam, ratio = bm__pow(k->PhosEff50 / 1.2, g);
    k->PhosEffMax = (k->PhosEff0 - 1.0) * (1.0 + ratio) / k->PhosEff0;
    k->log_PhosEff50 = ln(k->PhosEff50);
    k->T66 = 1.0 + bm__pow(k->T67 / Cpth0, k->AlphOHgam);
    k->log_T67 = ln(k->T67);

    /* kidney, gut, gland */
    k->mtm = (1.0 - k->maxTmESTkid) / (1.0 - 0.1);
    k->reabs_scale = (k->Reabs50 + k->Cca0) / k->Cca0;
    k->T17 = (k->T16 - 1.0) * Cpth0;
    k->T29 = (k->T28 - k->T310) * X0(T) / k->T310;
    k->log_T35 = ln(k->T35);
    k->log_T81 = ln(k->T81);
    k->log_Ctriol50 = log_ec50(k->CtriolMax - k->CtriolMin, k->CtriolMax - 1.0, ln(Cct0), k->CtriolPTgam);
    k->log_T60 = log_ec50(k->T58 - k->T61, k->T58 - 385.0, k->log_Cca0, k->T59);
    k->kGFR = -ln((X0(GFR) - k->GFRdelta / 16.667) / X0(GFR)) / (k->GFRtau * 8766.0);

    /* The published model keeps these three in single precision (quirk 2); volatile keeps the rounding. */
    volatile float single = (float)(k->koutBMDls * X0(BMDls));
    k->kinBMDls = (double)single;
    single = (float)(k->koutBMDlsDEN * X0(BMDlsDEN));
    k->kinBMDlsDEN = (double)single;
    single = (float)(k->koutBMDfnBAS * X0(BMDfn));
    k->kinBMDfn = (double)single;

    k->estrogen_onset_h = k->ageDONE - k->menoDUR - k->ageENTER;
#undef X0

    static const char *const names[] = {
#define BM__ROW(name) #name,
        BM__CORE_DERIVED(BM__ROW)
#undef BM__ROW
    };
    const double *derived = (const double *)k + BM__N_CORE_PARAMETERS;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!isfinite(derived[i]))
            return names[i];
    return NULL;
}

const char *bm__core_derive(const double parameters[BM__N_CORE_PARAMETERS], double initial[BM__N_CORE_STATES],
                            struct bm__core_constants *k) {
    struct bm__core_constants constants;
    double computed[BM__N_CORE_STATES];
    memcpy(computed, initial, sizeof computed);
    const char *bad = derive(parameters, computed, &constants);
    if (bad)
        return bad;
    memcpy(initial, computed, sizeof computed);
    *k = constants;
    return NULL;
}
