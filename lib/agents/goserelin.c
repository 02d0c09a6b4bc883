/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. Goserelin: what the depot releases desensitises the pituitary. The desensitised part P follows
 *   P' = k (r/(r + r50) - P),
 * r being the release relative to its average on 3.6 mg every 28 days; 1 - P of the ovary's drive is left. It is
 * written for w = P/(1 - P), which has no edge at P = 1:  w' = k (1 + w) (r - r50 w)/(r + r50). The flare of the first
 * week is left out.
 */
#include "body/extension_parameters.h"
#include "agents/agent.h"

enum { t_release, t_pituitary, r50 };
enum { DEPOT, DESENSITISED };

static const struct bm__value_row parameters[] = {
    BM__AGENT_PARAMETER_ROW(goserelin, t_release, 7.0, "d", 0.5, 100.0, 0,
                            "choice: 94% is released within the 28 days of the label",
                            "Half-life of the release from the depot")
        BM__AGENT_PARAMETER_ROW(goserelin, t_pituitary, 5.0, "d", 0.1, 100.0, 0,
                                "choice: castrate by about day 21, recalled and not verified",
                                "Half-life in which the pituitary loses and regains its response")
            BM__AGENT_PARAMETER_ROW(goserelin, r50, 0.006, "1", 1.0e-4, 10.0, 0,
                                    "choice: recovery 8-12 weeks after the last depot, recalled and not verified",
                                    "Release that desensitises half, relative to the average on 3.6 mg every 28 days")};
static const struct bm__value_row states[] = {
    {"goserelin.depot", 0.0, "mg", 0.0, 1.0e4, BM__STATE_PERTURBED, "mechanism", "Goserelin in the depot"},
    {"goserelin.desensitised", 0.0, "1", 0.0, 1.0e6, BM__STATE_PERTURBED, "mechanism",
     "Desensitised over responsive part of the pituitary"},
};
static const struct bm__own_entry own[] = {{DEPOT, DEPOT}, {DESENSITISED, DEPOT}, {DESENSITISED, DESENSITISED}};
static const struct bm__push pushes[] = {{BM__U_gonadotropin_blockade, DESENSITISED}};

static void field(const struct bm__agent_at *s) {
    const bm__real *p = s->p;
    const bm__real k_release = BM__LN2 / 24.0 / p[t_release], k = BM__LN2 / 24.0 / p[t_pituitary];
    const bm__real r_per_mg = k_release * (28.0 * 24.0 / 3.6);
    const bm__real r = r_per_mg * s->x[DEPOT], w = s->x[DESENSITISED];
    const bm__real per_sum = 1.0 / (r + p[r50]);
    s->f[DEPOT] = -k_release * s->x[DEPOT];
    s->f[DESENSITISED] = k * (1.0 + w) * (r - p[r50] * w) * per_sum;
    s->u[BM__U_gonadotropin_blockade] += w;
    if (s->jac) {
        s->jac[0] = -k_release;
        s->jac[1] = k * p[r50] * (1.0 + w) * (1.0 + w) * per_sum * per_sum * r_per_mg;
        s->jac[2] = k * (r - p[r50] * (1.0 + 2.0 * w)) * per_sum;
        s->push[0] = bm__all(1.0);
    }
}

static double level(const double *p, double rate, const double *x) {
    (void)p;
    (void)rate;
    return x[DEPOT];
}

const struct bm__agent BM__LANE_SYMBOL(bm__agent_goserelin) = {
    .name = "goserelin",
    .unit = "mg",
    .description = "Goserelin depot under the skin: GnRH analogue, silences the ovary before the menopause",
    .source = "Label: 3.6 mg every 28 days",
    .code = "ATC:L02AE03",
    .models = BM__IN_FULL,
    .suits = BM__BEFORE_MENOPAUSE,
    .dose_minimum = 0.0,
    .dose_maximum = 360.0,
    .dose_label = 3.6,
    .every_label_d = 28.0,
    .usual_minimum = 3.6,
    .usual_maximum = 3.6,
    .level_unit = "mg",
    BM__AGENT_TABLES,
    .n_pushes = BM__COUNT(pushes),
    .pushes = pushes,
    .amount = bm__as_dosed,
    .level = level,
};
