/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How women differ, how their densities walk, and what a measurement errs by. Do not edit:
 * validation/variability/headers.py writes this file from validation/results/variability.csv and errors.csv, and
 * validation/variability/estimate.py those.
 */
#ifndef BM__COHORT_GENERATED_VARIABILITY_H
#define BM__COHORT_GENERATED_VARIABILITY_H

/* clang-format off */
/* X(factor, parameter, log SD, source): the parameter is multiplied by exp(log SD x the factor's standard normal draw).
 * Rows of one factor share its draw; those of a parameter add up. In brackets, how far the factor's log SD is known. */
#define BM__VARIABILITY(X) \
    X(turnover, "skeleton.turnover_lumbar_spine", 0.233, \
      "premenopausal 95 % intervals of CTX, P1NP and BSAP, less the error within a woman (0.2 to 0.27)") \
    X(turnover, "skeleton.turnover_total_hip", 0.233, \
      "premenopausal 95 % intervals of CTX, P1NP and BSAP, less the error within a woman (0.2 to 0.27)") \
    X(turnover, "skeleton.turnover_femoral_neck", 0.233, \
      "premenopausal 95 % intervals of CTX, P1NP and BSAP, less the error within a woman (0.2 to 0.27)") \
    X(turnover, "skeleton.turnover_cortex", 0.233, \
      "premenopausal 95 % intervals of CTX, P1NP and BSAP, less the error within a woman (0.2 to 0.27)") \
    X(turnover, "markers.ctx", 0.281, \
      "premenopausal 95 % intervals of CTX, P1NP and BSAP, less the error within a woman (0.2 to 0.27)") \
    X(turnover, "markers.s_ntx", 0.253, \
      "premenopausal 95 % intervals of CTX, P1NP and BSAP, less the error within a woman (0.2 to 0.27)") \
    X(turnover, "markers.u_ntx", 0.253, \
      "premenopausal 95 % intervals of CTX, P1NP and BSAP, less the error within a woman (0.2 to 0.27)") \
    X(turnover, "markers.p1np", 0.225, \
      "premenopausal 95 % intervals of CTX, P1NP and BSAP, less the error within a woman (0.2 to 0.27)") \
    X(turnover, "markers.bsap", 0.163, \
      "premenopausal 95 % intervals of CTX, P1NP and BSAP, less the error within a woman (0.2 to 0.27)") \
    X(turnover, "markers.osteocalcin", 0.251, \
      "premenopausal 95 % intervals of CTX, P1NP and BSAP, less the error within a woman (0.2 to 0.27)") \
    X(estradiol, "estradiol.late", 0.447, "Goss 2007: SD before treatment, assay included (0.39 to 0.5)") \
    X(estradiol, "estradiol.early", 0.447, "Goss 2007: SD before treatment, assay included (0.39 to 0.5)") \
    X(decline, "skeleton.ageing_lumbar_spine", 0.659, "DEFEND, placebo: hip over 48 months (0.48 to 0.77)") \
    X(decline, "skeleton.ageing_total_hip", 0.659, "DEFEND, placebo: hip over 48 months (0.48 to 0.77)") \
    X(decline, "skeleton.ageing_femoral_neck", 0.659, "DEFEND, placebo: hip over 48 months (0.48 to 0.77)") \
    X(decline, "skeleton.ageing_distal_radius", 0.659, "DEFEND, placebo: hip over 48 months (0.48 to 0.77)") \
    X(decline, "skeleton.strain_exponent_lasting", -0.659, "DEFEND, placebo: hip over 48 months (0.48 to 0.77)") \
    X(denosumab, "core.DENCL", 0.376, "DEFEND: CTX and P1NP, bars taken as quartiles (0.28 to 0.52)")

/* X(site, SD, source): of the logarithm of density after one year of a woman's own walk */
#define BM__WALKS(X) \
    X(lumbar_spine, 0.0168, \
      "growth of the SD of changes over months in trials, around 1.5 %, which is assumed (0.012 to 0.022)") \
    X(total_hip, 0.0107, \
      "growth of the SD of changes over months in trials, around 1.5 %, which is assumed (0.0077 to 0.014)") \
    X(femoral_neck, 0.0107, "assumed: as the total hip (0.0077 to 0.014)") \
    X(distal_radius, 0.0107, "assumed: as the total hip (0.0077 to 0.014)")

/* X(observable, CV, source): error of one reading, over months in many hands */
#define BM__MEASUREMENTS(X) \
    X("bmd.lumbar_spine", 0.015, \
      "assumed for one clinic; 2 % in trials; 1.1 % over a short term, 57-study review; JCD 2003;6:159") \
    X("bmd.total_hip", 0.014, \
      "assumed for one clinic; 1.1 % in trials; 0.92 % over a short term, 57-study review; JCD 2003;6:159") \
    X("bmd.femoral_neck", 0.02, \
      "assumed for one clinic; 1.7 % in trials; 1.7 % over a short term, 57-study review; JCD 2003;6:159") \
    X("bmd.distal_radius", 0.015, \
      "assumed for one clinic; 1.7 % in trials; 1.7 % over a short term, assumed: as the femoral neck") \
    X("marker.s_ctx", 0.179, \
      "spread of changes in trials; 9.8 % over a short term, least significant change of 27 %, recalled, over 2.77") \
    X("marker.s_ntx", 0.132, "spread of changes in trials; 11 % over a short term, Scariano 2001") \
    X("marker.u_ntx", 0.132, "spread of changes in trials; 11 % over a short term, assumed: as in serum") \
    X("marker.s_p1np", 0.144, "spread of changes in trials; 12 % over a short term, Scariano 2001") \
    X("marker.s_bsap", 0.0943, "spread of changes in trials; 7.1 % over a short term, Scariano 2001") \
    X("marker.s_osteocalcin", 0.0943, "spread of changes in trials; 7.1 % over a short term, assumed: as BSAP") \
    X("marker.s_ucoc", 0.0943, "spread of changes in trials; 7.1 % over a short term, assumed: as BSAP")
/* clang-format on */

#endif
