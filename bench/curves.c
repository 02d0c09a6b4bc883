/* SPDX-License-Identifier: Apache-2.0 */
/* Work against precision: what each tolerance costs, and how exact it is. A table in CSV, drawn in docs/integrator.md.
 */
#include "bench.h"

#include <stdio.h>

static const struct cvode_options candidates[] = {
    {.name = "CVODE with roots", .klu = 1, .own_system = 1, .roots = 1, .restart_at_root = 1, .max_order = 4},
    {.name = "CVODE tuned", CVODE_TUNED},
};
static struct run run;

double curve_tolerance(int place) {
    return pow(10.0, -(double)place / CURVE_PER_DECADE);
}

const char *curve_pair(double tolerance) {
    return bm__order_for(tolerance) == 4 ? "RODAS4" : "Rodas5P";
}

void curve_row(const char *scenario, const char *method, double tolerance, double error, double steps, double ms) {
    if (isfinite(error) && isfinite(ms)) /* otherwise it failed */
        printf("%s,%s,%.3e,%.3e,%.0f,%.4f\n", scenario, method, tolerance, error, steps, ms);
    fflush(stdout);
}

/* The least time of a number of runs. */
static double least_time(const struct method *method, double tolerance, int quick) {
    enum { MOST = 100 };
    const int fewest = quick ? 1 : 3;
    const double enough_ms = quick ? 0.0 : 100.0;
    double least = (double)INFINITY, all = 0.0;
    for (int i = 0; i < fewest || (i < MOST && all < enough_ms); i++) {
        method->run(method->self, tolerance, &run);
        least = fmin(least, run.ms);
        all += run.ms;
    }
    return least;
}

static void curve_of(const struct scenario *s, const struct method *method, int is_library, int quick) {
    for (int place = CURVE_FIRST; place <= CURVE_LAST; place++) {
        const double tolerance = curve_tolerance(place), ms = least_time(method, tolerance, quick);
        curve_row(s->name, is_library ? curve_pair(tolerance) : method->name, tolerance, error_of(s, &run),
                  (double)run.steps, ms);
    }
}

void print_curves(struct scenario *s, int quick) {
    struct method library = patient_method(s);
    reference_make(s, 1e-11);
    curve_of(s, &library, 1, quick);
    patient_method_end(&library);
    for (size_t i = 0; i < BM__COUNT(candidates); i++) {
        struct method cvode = cvode_method(s, &candidates[i]);
        curve_of(s, &cvode, 0, quick);
        cvode_method_end(&cvode);
    }
}
