/* SPDX-License-Identifier: Apache-2.0 */
/* States beside the core's: X(name, start, unit, description). Time is in hours. */
#ifndef BM__BODY_EXTENSION_STATES_H
#define BM__BODY_EXTENSION_STATES_H

/* Sites: X(symbol, name). */
#define BM__SITES(X) X(LS, lumbar_spine) X(TH, total_hip) X(FN, femoral_neck) X(DR, distal_radius)

enum bm__site {
#define BM__ROW(symbol, name) BM__SITE_##symbol,
    BM__SITES(BM__ROW)
#undef BM__ROW
        BM__N_SITES
};

/* Kept from day 0. */
#define BM__FRACTURE_STATES(X)                                                                                         \
    X(SMA, 1.0, "1", "Probability to be alive without a major osteoporotic fracture since day 0")                      \
    X(PMA, 0.0, "1", "Probability of a major osteoporotic fracture since day 0")                                       \
    X(SHI, 1.0, "1", "The same without a hip fracture")                                                                \
    X(PHI, 0.0, "1", "Probability of a hip fracture since day 0")                                                      \
    X(SVE, 1.0, "1", "The same without a clinical vertebral fracture")                                                 \
    X(PVE, 0.0, "1", "Probability of a clinical vertebral fracture since day 0")

#define BM__EXTENSION_STATES(X)                                                                                        \
    X(ERE, 100.0, "pg/mL", "Estradiol as bone feels it: in serum, under receptor ligands, a little later")             \
    X(ADP, 1.0, "1", "What osteoclasts have got used to: the estrogen signal, slowly followed")                        \
    X(PRE, 1.0, "1", "Precursors of osteoclasts, relative to balance")                                                 \
    X(WNT, 0.0, "1", "Wnt signal released by neutralised sclerostin, 0 to 1")                                          \
    X(PUL, 0.0, "1", "Signal of intermittent PTH in bone, relative to 20 ug of PTH 1-34 a day")                        \
    X(LIN, 1.0, "1", "Reserve of bone lining cells that can be called to form bone, relative to rest")                 \
    X(MOB, 1.0, "1", "Mature osteoblasts, relative to balance")                                                        \
    X(D25, 60.0, "nmol/L", "Calcidiol (25-OH vitamin D) in serum")                                                     \
    X(YLS, 0.05, "1", "Young bone mineral, lumbar spine")                                                              \
    X(MLS, 0.95, "1", "Mature bone mineral, lumbar spine")                                                             \
    X(YTH, 0.03, "1", "Young bone mineral, total hip")                                                                 \
    X(MTH, 0.97, "1", "Mature bone mineral, total hip")                                                                \
    X(YFN, 0.03, "1", "Young bone mineral, femoral neck")                                                              \
    X(MFN, 0.97, "1", "Mature bone mineral, femoral neck")                                                             \
    X(YDR, 0.02, "1", "Young bone mineral, one-third radius")                                                          \
    X(MDR, 0.98, "1", "Mature bone mineral, one-third radius")                                                         \
    X(ALS, 0.0, "1", "Strain that the lumbar spine has got used to, as a logarithm")                                   \
    X(ATH, 0.0, "1", "Strain that the total hip has got used to, as a logarithm")                                      \
    X(AFN, 0.0, "1", "Strain that the femoral neck has got used to, as a logarithm")                                   \
    X(ADR, 0.0, "1", "Strain that the one-third radius has got used to, as a logarithm")                               \
    X(BLS, 0.0, "1", "Training that the lumbar spine has got used to")                                                 \
    X(BTH, 0.0, "1", "Training that the total hip has got used to")                                                    \
    X(BFN, 0.0, "1", "Training that the femoral neck has got used to")                                                 \
    X(BDR, 0.0, "1", "Training that the one-third radius has got used to")                                             \
    X(CLS, 1.0, "1", "Cortical bone, lumbar spine, relative to balance")                                               \
    X(CTH, 1.0, "1", "Cortical bone, total hip, relative to balance")                                                  \
    X(CFN, 1.0, "1", "Cortical bone, femoral neck, relative to balance")                                               \
    X(CDR, 1.0, "1", "Cortical bone, one-third radius, relative to balance")                                           \
    X(SMK, 0.0, "1", "What smoking has done to osteoblasts since the menopause; 1 = a pack a day for long")            \
    X(TRN, 1.0, "1", "Resorption as fracture risk feels it: cavities left open, relative to balance, a little later")  \
    BM__FRACTURE_STATES(X)

#endif
