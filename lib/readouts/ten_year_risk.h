/* SPDX-License-Identifier: Apache-2.0 */
/* Fracture risk as read-outs: her clinical risk factors, and the ten years ahead as a clinician's calculator sees them.
 */
#ifndef BM__READOUTS_TEN_YEAR_RISK_H
#define BM__READOUTS_TEN_YEAR_RISK_H

#include "person/day0.h"

/* What her risk factors do to the hazards: log_hazard and log_hazard_decade of the person, whose BMI, habits and
 * inflammation are known. q: the parameters of the extensions. */
void bm__risk_factors(const struct bm__baseline *baseline, const double *q, struct bm__person *person);

/* Probability of a first fracture within ten years, death competing, at present density, turnover and risk factors:
 * of the hip, or a major one. */
double bm__ten_year_risk(const struct bm__extension_constants *e, const struct bm__risk *now, int hip_only);

#endif
