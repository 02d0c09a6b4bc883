/* SPDX-License-Identifier: Apache-2.0 */
/* The tight solution of a scenario, by CVODE, and how far others are from it. */
#include "bench.h"

static const struct cvode_options tight = {.klu = 1, .own_system = 1, .roots = 1, .restart_at_root = 1};
static struct run reference;
static double largest[BM__MAX_STATES]; /* of each column over the samples */

struct run *reference_make(const struct scenario *s, double tolerance) {
    struct method cvode = cvode_method(s, &tight);
    cvode.run(cvode.self, tolerance, &reference);
    cvode_method_end(&cvode);
    if (reference.failed)
        die("%s: no reference solution at tolerance %g", s->name, tolerance);
    for (uint32_t j = 0; j < s->n_columns; j++) {
        largest[j] = 0.0;
        for (uint32_t i = 0; i < s->n_samples; i++)
            largest[j] = fmax(largest[j], fabs(reference.samples[i][j]));
    }
    return &reference;
}

double scaled_difference(const struct scenario *s, double (*a)[BM__MAX_STATES], double (*b)[BM__MAX_STATES]) {
    double worst = 0.0;
    for (uint32_t i = 0; i < s->n_samples; i++)
        for (uint32_t j = 0; j < s->n_columns; j++) {
            const double difference = fabs(a[i][j] - b[i][j]) / largest[j];
            if (largest[j] > 0.0 && difference > worst) /* NaN: not in the parity table */
                worst = difference;
        }
    return worst;
}

double error_of(const struct scenario *s, struct run *run) {
    for (uint32_t i = 0; i < s->n_samples; i++)
        for (uint32_t j = 0; j < s->n_columns; j++)
            if (run->failed || !isfinite(run->samples[i][j]))
                return (double)INFINITY;
    return scaled_difference(s, run->samples, reference.samples);
}
