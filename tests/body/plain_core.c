/* SPDX-License-Identifier: Apache-2.0 */
#include "plain_core.h"

/* The equations with libm's functions, nothing shared and nothing hoisted; names as in the published description. */

static double H(double x, double c, double g) {
    return pow(x, g) / (pow(x, g) + pow(c, g));
}
static double ec50(double E, double d, double x0, double g) {
    return pow((E / d - 1.0) * pow(x0, g), 1.0 / g);
}

#define p(name)          (c->p[BM__P_##name])
#define x(name)          (c->x[BM__X_##name])
#define x0(name)         (c->x0[BM__X_##name])
#define ADD(state, term) add(f, size, BM__X_##state, term)

static void add(double *f, double *size, int state, double term) {
    f[state] += term;
    size[state] += fabs(term);
}

void plain_core_field(const struct core_case *c, double f[BM__N_CORE_STATES], double size[BM__N_CORE_STATES]) {
    memset(f, 0, BM__N_CORE_STATES * sizeof *f);
    memset(size, 0, BM__N_CORE_STATES * sizeof *size);

    const double V1 = p(V1), Cpth = x(PTH) / V1, Cca = x(P) / V1, Cph = x(ECCPhos) / V1, Cct = x(B) / V1;
    const double Cpth0 = x0(PTH) / V1, Cca0 = x0(P) / V1, Cct0 = x0(B) / V1;
    const double OB0 = p(OBtot0), OBfast0 = OB0 * p(FracOBfast), Pic0 = p(Pic0), t = x(TGFBact), EST = x(EST);
    const double OB = x(OBfast) + x(OBslow), rOB = OB / OB0, rOC = x(OC) / x0(OC), rD = x(ROB1) / x0(ROB1);
    const double M0 = p(k3) * x0(RNK) * x0(L) / p(k4), TGFB0 = 1000.0 * Pic0;

    /* calcium and phosphate between bone and plasma */
    const double T13 = p(CaDay) / 24.0 / x0(Q), T15 = p(CaDay) / (24.0 * x0(P)), g14 = p(J14OCgam);
    const double J14OC50 = pow((p(J14OCmax) / T13 - 1.0) * pow(x0(OC), g14), 1.0 / g14);
    const double MOC = x(M) / x(OC) / (M0 / x0(OC));
    const double J14a = p(k14a) * x(Qbone), J15a = p(k14a) * x0(Qbone) / x0(Q) * x(Q);
    const double J14_1 = T13 * x0(Q) * (1.0 - p(FracJ14));
    const double J14_2 = p(J14OCmax) * H(x(OC), J14OC50, g14) * x0(Q) * p(FracJ14) * pow(MOC, p(MOCratioGam));
    const double J14 = J14_1 + J14_2;
    const double J15 = T15 * x(P) * (1.0 - p(FracJ15)) + T15 * x(P) * p(FracJ15) * x(HAp);

    /* kidney */
    const double mtm = (1.0 - p(maxTmESTkid)) / (1.0 - 0.1), tmEST = 1.0 - mtm + mtm * EST;
    const double ReabsMax = tmEST * (0.3 * x(GFR) * Cca0 - 0.149997) * (p(Reabs50) + Cca0) / Cca0;
    const double T17 = (p(T16) - 1.0) * Cpth0;
    const double active = ReabsMax * Cca / (p(Reabs50) + Cca) * p(T16) * Cpth / (Cpth + T17);
    const double filtered = 0.3 * x(GFR) * Cca, spared = 2.0 - p(T7) * Cct / (Cct + p(T9));
    const double J27 = fmax(0.0, spared * (filtered - active));
    const double J48 = fmax(0.0, 0.88 * x(GFR) * (Cph - p(T46)));
    const double J53 = p(T52) * x(PhosGut), J54 = p(T49) * Cph, J56 = p(T55) * x(IntraPO);

    /* gut */
    const double T29 = (p(T28) - p(T310)) * x0(T) / p(T310);
    const double J40 = p(T28) * x(T) / (x(T) + T29) * x(T) * (x(R) / 0.5) / (x(T) + p(T81)) + p(T87) * x(T);
    ADD(T, p(OralCa) * p(T77) * H(x(R), p(T81), p(T80)));
    ADD(T, -J40);
    const double T36 = p(T33) + (p(T34) - p(T33)) * H(Cct, p(T35), p(CaPOgam));
    const double T37 = p(T34) - (p(T34) - p(T33)) * H(Cct, p(T35), p(CaPOgam));
    ADD(R, T36 * (1.0 - x(R)));
    ADD(R, -T37 * x(R));

    ADD(P, J14_1), ADD(P, J14_2), ADD(P, -J15), ADD(P, -J27), ADD(P, J40);
    size[BM__X_P] += fabs(spared) * (fabs(filtered) + fabs(active));
    ADD(UCA, J27);
    size[BM__X_UCA] = size[BM__X_P];
    ADD(ECCPhos, 0.464 * J14), ADD(ECCPhos, -0.464 * J15), ADD(ECCPhos, -J48);
    ADD(ECCPhos, J53), ADD(ECCPhos, -J54), ADD(ECCPhos, J56);
    ADD(IntraPO, J54), ADD(IntraPO, -J56);
    ADD(PhosGut, p(OralPhos) * p(F12)), ADD(PhosGut, -J53);
    ADD(HAp, 1.0 / p(HApMRT) / OB0 * OB), ADD(HAp, -x(HAp) / p(HApMRT));
    ADD(Q, J15), ADD(Q, -J14), ADD(Q, J14a), ADD(Q, -J15a);
    ADD(Qbone, J15a), ADD(Qbone, -J14a);
    const double kGFR = -log((x0(GFR) - p(GFRdelta) / 16.667) / x0(GFR)) / (p(GFRtau) * 8766.0);
    ADD(GFR, -kGFR * x(GFR));

    /* parathyroid gland */
    const double T60 = ec50(p(T58) - p(T61), p(T58) - 385.0, Cca0, p(T59));
    const double T63 = p(T58) - (p(T58) - p(T61)) * H(Cca, T60, p(T59));
    ADD(PTH, T63 * (x(S) / 0.5) * x(PTmax)), ADD(PTH, -p(kout) * x(PTH)), ADD(PTH, c->u[BM__U_pth_supply]);
    size[BM__X_PTH] += p(T58) * (x(S) / 0.5) * x(PTmax);
    const double T72 = 90.0 * pow(Cca0 / Cca, p(ScaEffGam)), th = tanh(p(T71) * (Cct - T72));
    ADD(S, (1.0 - x(S)) * p(T70) * (0.85 * (1.0 - th) + 0.15));
    ADD(S, -x(S) * p(T70) * (0.85 * (1.0 + th) + 0.15));
    const double Ctriol50 = ec50(p(CtriolMax) - p(CtriolMin), p(CtriolMax) - 1.0, Cct0, p(CtriolPTgam));
    ADD(PTmax, p(PTout) * (p(CtriolMax) - (p(CtriolMax) - p(CtriolMin)) * H(Cct, Ctriol50, p(CtriolPTgam))));
    ADD(PTmax, -p(PTout) * x(PTmax));

    /* calcitriol */
    const double a = p(AlphOHgam), gp = p(PhosEffGam);
    const double T66 = (pow(p(T67), a) + pow(Cpth0, a)) / pow(Cpth0, a);
    const double PhosEffMax =
        (p(PhosEff0) - 1.0) * (pow(1.2, gp) + pow(p(PhosEff50), gp)) / (p(PhosEff0) * pow(1.2, gp));
    const double PhosE = Cph > 1.2 ? p(PhosEff0) - PhosEffMax * p(PhosEff0) * H(Cph, p(PhosEff50), gp) : 1.0;
    ADD(AOH, p(T65) * T66 * pow(Cpth, a) / (pow(p(T67), a) * pow(Cph / 1.2, p(PO4inhPTHgam)) + pow(Cpth, a)) * PhosE);
    ADD(AOH, -p(T64) * x(AOH));
    size[BM__X_AOH] *= 1.0 + p(PhosEff0) * (1.0 + PhosEffMax) / fabs(PhosE); /* cancellation in PhosE */
    ADD(B, x(AOH)), ADD(B, -p(T69) * x(B));

    /* estrogen */
    const double age = p(ageENTER) + c->t_h, d = age - (p(ageDONE) - p(menoDUR));
    double kinEST = p(koutEST) * pow(age / p(ageENTER), p(ageGAM));
    if (d > 0.0)
        kinEST *= 1.0 - p(age50) * d * d / (p(menoDUR) * p(menoDUR) / 4.0 + d * d);
    ADD(EST, p(ESTON) * kinEST), ADD(EST, -p(ESTON) * p(koutEST) * EST);

    /* RANK, RANKL, OPG */
    const double oe = pow(rOB, p(OsteoEffectGam)), PTH50 = (p(EmaxLpth) - 1.0) * Cpth0;
    const double to_M = p(k3) * x(RNK) * x(L), from_M = p(k4) * x(M), to_N = p(k1) * x(O) * x(L), from_N = p(k2) * x(N);
    ADD(L, p(koutL) * x0(L) * oe * p(EmaxLpth) * Cpth / (PTH50 * oe + Cpth)), ADD(L, -p(koutL) * x(L));
    ADD(L, -to_N), ADD(L, from_N), ADD(L, -to_M), ADD(L, from_M), ADD(L, -c->u[BM__U_rankl_clearance] * x(L));
    const double kinRNK = (p(koutRNK) * x0(RNK) + p(k3) * x0(RNK) * x0(L) - p(k4) * M0) / pow(Pic0, p(kinRNKgam));
    ADD(RNK, kinRNK * pow(t, p(kinRNKgam))), ADD(RNK, -p(koutRNK) * x(RNK)), ADD(RNK, -to_M), ADD(RNK, from_M);
    ADD(M, to_M), ADD(M, -from_M);
    ADD(N, to_N), ADD(N, -from_N);
    ADD(O, p(kO) * x0(O) * rD * (Cpth + p(opgPTH50) * rD) / (2.0 * Cpth)), ADD(O, -p(kO) * x(O));
    ADD(O, -to_N), ADD(O, from_N);

    /* osteoblast signals */
    const double cRX2 = p(EmaxPTHRX2x) * Cpth0 / (p(RX2Kout0) - p(E0rx2Kout)) - Cpth0;
    ADD(RX2, p(RX2Kout0) * x0(RX2)), ADD(RX2, -(p(E0rx2Kout) + p(EmaxPTHRX2x) * Cpth / (Cpth + cRX2)) * x(RX2));
    const double cCREB = p(EmaxPTHcreb) * Cpth0 / (1.0 - p(E0crebKin)) - Cpth0;
    ADD(CREB, p(crebKout) * x0(CREB) * (p(E0crebKin) + p(EmaxPTHcreb) * Cpth / (Cpth + cCREB)));
    ADD(CREB, -p(crebKout) * x(CREB));
    ADD(BCL2, p(bcl2Kout) * x(CREB) * x(RX2)), ADD(BCL2, -p(bcl2Kout) * x(BCL2));

    /* TGF-beta */
    const double A =
        p(koutTGF0) * pow(x(TGFB) / TGFB0, p(koutTGFGam)) * x(TGFB) * pow(rOC, p(OCtgfGAM)) * pow(EST, p(tgfbactGAM));
    ADD(TGFB, p(koutTGF0) * TGFB0 * pow(rOB, p(OBtgfGAM)) * pow(1.0 / EST, p(tgfbGAM))), ADD(TGFB, -A);
    ADD(TGFBact, A), ADD(TGFBact, -1000.0 * p(koutTGF0) * t);

    /* remodelling */
#define PIC(cell)                                                                                                      \
    (p(FracPic##cell) * Pic0 +                                                                                         \
     p(EmaxPic##cell) *                                                                                                \
         H(t, ec50(p(EmaxPic##cell), Pic0 - p(FracPic##cell) * Pic0, Pic0, p(Pic##cell##gam)), p(Pic##cell##gam)))
    const double PicROB = PIC(ROB), PicOB = PIC(OB), PicOC = PIC(OC);
    const double E0kb = p(MultPicOBkb) * Pic0, Emkb = p(FracPic0kb) * Pic0, gkb = p(PicOBgamkb);
    const double EC50kb = pow(((E0kb - Emkb) / (E0kb - Pic0) - 1.0) * pow(Pic0, gkb), 1.0 / gkb);
    const double fE = (E0kb - (E0kb - Emkb) * H(t, EC50kb, gkb)) / Pic0 * pow(1.0 / EST, p(E2scalePicB1));
    const double RUNX2 = c->runx2_switched ? x(BCL2) - 90.0 : 10.0;
    const double E0RUN = p(E0RUNX2kbEffFACT) * p(kb), RUNmax = E0RUN * p(RUNkbMaxFact);
    const double RUN50 = ec50(RUNmax, E0RUN - p(kb), p(RUNX20), p(RUNkbGAM));
    const double kbp = E0RUN * fE - RUNmax * H(RUNX2, RUN50, p(RUNkbGAM)), kbslow = p(Frackb) * kbp;
    const double kbfast = (p(kb) * OB0 + kbslow * (OBfast0 - OB0)) / OBfast0;
    const double D = p(kb) * OB0 * Pic0 / x0(ROB1) / PicOB * x(ROB1);
    ADD(ROB1, p(kb) * OB0 / Pic0 * PicROB * pow(1.0 / EST, p(robGAM))), ADD(ROB1, -D);
    ADD(OBfast, D * p(FracOBfast) * kbfast / kbp), ADD(OBfast, -kbfast * x(OBfast));
    ADD(OBslow, D * (1.0 - p(FracOBfast)) * p(Frackb)), ADD(OBslow, -kbslow * x(OBslow));
    /* cancellation in kbp and kbfast */
    const double kbp_loss = (E0RUN * fE + RUNmax) / fabs(kbp);
    const double kbfast_loss = (p(kb) * OB0 + fabs(kbslow) * kbp_loss * OB0) / OBfast0 / fabs(kbfast) + kbp_loss;
    size[BM__X_OBfast] *= 1.0 + kbfast_loss;
    size[BM__X_OBslow] *= 1.0 + kbp_loss;

    const double MeffOC =
        p(E0Meff) + p(EmaxMeffOC) * H(x(M), ec50(p(EmaxMeffOC), 1.0 - p(E0Meff), M0, p(kinOCgam)), p(kinOCgam));
    const double EC50surv = ec50(p(E0RANKL) - p(EmaxL), p(E0RANKL) - 1.0, p(k3) / p(k4) * x0(L), p(LsurvOCgam));
    const double LsurvOC = p(E0RANKL) - (p(E0RANKL) - p(EmaxL)) * H(x(M) / 10.0, EC50surv, p(LsurvOCgam));
    ADD(OC, p(Da) * Pic0 * MeffOC * x0(OC)), ADD(OC, -p(Da) * PicOC * LsurvOC * x(OC));
    size[BM__X_OC] += p(Da) * PicOC * p(E0RANKL) * x(OC);

    /* bone density, its production in single precision as published */
    const double by_OB = pow(rOB, p(gamOB));
#define DENSITY(site, kout, gam)                                                                                       \
    do {                                                                                                               \
        volatile float kin = (float)(p(kout) * x0(site));                                                              \
        ADD(site, (double)kin *by_OB);                                                                                 \
        ADD(site, -p(kout) * pow(rOC, p(gam)) * x(site));                                                              \
    } while (0)
    DENSITY(BMDls, koutBMDls, gamOCls);
    DENSITY(BMDlsDEN, koutBMDlsDEN, gamOClsDEN);
    DENSITY(BMDfn, koutBMDfnBAS, gamOCfnBAS);
}
