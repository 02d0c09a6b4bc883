/* SPDX-License-Identifier: Apache-2.0 */
/* What lies behind the handle of a forecast, and what its files offer each other: one band for each. */
#ifndef BM__API_FORECAST_HANDLE_H
#define BM__API_FORECAST_HANDLE_H

#include "api/cohort_handle.h"

/* What has been learned. Arrays of `size` rows; n to a row where the data are. All 0: nothing. */
struct bm__belief {
    struct bm__datum *data; /* as struct bm__evidence has them */
    size_t n;
    double start_variance[BM__N_SITES], shift[BM__N_SITES]; /* shift: of women of her age over the profile */
    double *x;                                              /* by datum: of its logarithm */
    struct bm__lesson *lessons;
    struct bm__learned *learned;
    double *weights; /* their sum is 1 */
    double *factors; /* of members who were drawn once more, and the logarithm of what that does to their weight */
    double *prior;
    double effective_size, last_d;
    struct bm__misfit misfit;
};

/* What she is given: a cohort of her possibilities, on the day of the last measurement; with none, not yet born. */
struct bm__strategy {
    bm_cohort *cohort;
};

struct bm_forecast {
    const bm_model *model;
    const bm_allocator *allocator; /* the model's */
    uint64_t size, seed;
    double from_d; /* NAN: the last measurement */
    struct bm__strategy *strategies;
    size_t n_strategies;
    struct bm__belief belief;
    double usual_bmd[BM__N_SITES];  /* of women like her as she is set, on the library's scale */
    double given[BM__N_COVARIATES]; /* as they were set, before what was measured on day 0 */
    bm_cohort_options options;
    bm_progress_fn progress;
    void *progress_user;
    int busy;
    char error[BM__MESSAGE_LENGTH];
};

/* ---- message.c: the forecast's sentence. ---- */

__attribute__((format(printf, 3, 4))) bm_status bm__forecast_fail(bm_forecast *forecast, bm_status status,
                                                                  const char *format, ...);
bm_status bm__forecast_busy(bm_forecast *forecast, const char *call);
bm_status bm__forecast_no_strategy(bm_forecast *forecast, const char *call, size_t strategy);

/* ---- forecast_walk.c: members on their way. ---- */

/* A strategy's members, taken on without moving those of the forecast. */
struct bm__way {
    bm_forecast *forecast;
    bm_cohort *cohort;
    const struct bm__belief *belief; /* on whose days they stop, whatever is read */
    const struct bm__member *from;   /* NULL: not yet born */
    struct bm__member *to;
    double at_d;
};

/* Begins where the strategy is, or at birth. Then end, whatever comes. */
bm_status bm__way_begin(struct bm__way *way, bm_forecast *forecast, size_t strategy, const struct bm__belief *belief,
                        int from_birth);
/* Goes on to the last of the times; a reading of none goes to its one time. */
bm_status bm__way_read(struct bm__way *way, const struct bm__reading *reading);
/* Goes on to the last measurement, reading what was measured from where they are on into x and study_sd of the lessons;
 * NULL: nothing is read. */
bm_status bm__way_measure(struct bm__way *way, struct bm__belief *belief);
/* Are these the same women, on the same day? */
int bm__same_women(const bm_forecast *forecast, const struct bm__member *some, const struct bm__member *others);
/* Gives the members to the strategy, and ends. Nothing comes of one that has not begun. */
void bm__way_keep(struct bm__way *way);
void bm__way_end(struct bm__way *way);

/* ---- forecast_data.c: what was measured. ---- */

/* Puts measurements beside those there are, in order, into another belief. Sentences when one is wrong. */
bm_status bm__forecast_gather(bm_forecast *forecast, const bm_measurement *measurements, size_t measurement_size,
                              size_t n, struct bm__belief *belief);

/* ---- forecast_learn.c: what is learned of it. ---- */

void bm__belief_release(const bm_forecast *forecast, struct bm__belief *belief);

/* Draws factors for members around those of a belief, and what that does to their weights. */
bm_status bm__forecast_draw_again(const bm_forecast *forecast, const struct bm__belief *from, struct bm__belief *to);

/* Lets the members of a strategy be those of a belief. Until something is measured, strategies are arms of one study;
 * then they are one woman, who has one study's difference. */
void bm__belief_apply(const struct bm__belief *belief, bm_forecast *forecast, size_t strategy);

/* Gives a profile the densities of day 0 that were measured then. */
void bm__forecast_set_profile(const bm_forecast *forecast, const struct bm__belief *belief, bm_patient *profile);

#endif
