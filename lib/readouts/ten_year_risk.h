/* SPDX-License-Identifier: Apache-2.0 */
/* Fracture risk of the ten years ahead, as a clinician's calculator sees them. */
#ifndef BM__READOUTS_TEN_YEAR_RISK_H
#define BM__READOUTS_TEN_YEAR_RISK_H

#include "body/body.h"

/* Probability of a first fracture within ten years, death competing, at present density, turnover and risk factors:
 * of the hip, or a major one. */
double bm__ten_year_risk(const struct bm__extension_constants *e, const struct bm__risk *now, int hip_only);

#endif
