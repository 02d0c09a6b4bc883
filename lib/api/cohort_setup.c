/* SPDX-License-Identifier: Apache-2.0 */
/* A cohort before time passes: its options, how its members differ from the profile, and its end. */
#include <stdio.h>

#include "api/cohort_handle.h"
#include "cohort/random.h"

static const size_t FIRST_OPTIONS = offsetof(bm_cohort_options, parameter_spread) + sizeof(double);
static const uint64_t MOST_MEMBERS = UINT64_C(1) << 53; /* a number of a member is a double too */
static const double MOST_SPREAD = 3.0;

void bm_cohort_options_init_sized(bm_cohort_options *options, size_t struct_size) {
    const bm_cohort_options defaults = {.struct_size = (uint32_t)struct_size,
                                        .threads = 1,
                                        .size = 100,
                                        .seed = 1,
                                        .variability = 1.0,
                                        .parameter_spread = 1.0};
    if (options && struct_size >= sizeof options->struct_size)
        bm__copy_struct(options, struct_size, &defaults, sizeof defaults);
}

void bm_cohort_options_band(bm_cohort_options *options, uint32_t band) {
    if (!options || options->struct_size < offsetof(bm_cohort_options, arm) + sizeof options->arm)
        return;
    options->parameter_draw = 0;
    options->own_draws = band >= BM_BAND_TYPICAL;
    options->study_difference = band >= BM_BAND_TRIAL;
    options->variability = band >= BM_BAND_WOMAN;
    options->measurement_error = band >= BM_BAND_MEASURED;
}

/* What measurements err by, from the table by name. */
static void find_errors(bm_cohort *cohort) {
    for (uint32_t i = 0; i < bm__n_measurements; i++) {
        const struct bm__measurement *row = &bm__measurements[i];
        size_t index = 0;
        if (bm_catalog_find(cohort->profile->model, BM_KIND_OBSERVABLE, row->observable, &index) != BM_OK)
            continue;
        const struct bm__observable *o = &cohort->profile->model->observables[index];
        char name[BM__NAME_LENGTH + 8]; /* not that of the covariate, which is drawn too */
        snprintf(name, sizeof name, "error.%s", row->observable);
        if (o->family == BM__OBSERVE_SITE) {
            cohort->site_cv[o->row] = row->cv;
            cohort->site_key[o->row] = bm__random_key(name);
        } else if (o->family == BM__OBSERVE_MARKER) {
            cohort->marker_cv[o->row] = row->cv;
            cohort->marker_key[o->row] = bm__random_key(name);
        }
    }
}

bm_status bm_cohort_create(const bm_patient *profile, const bm_cohort_options *options, bm_cohort **out) {
    if (!profile || !out)
        return BM_EINVAL;
    bm_cohort_options o;
    bm_cohort_options_init(&o);
    if (options) {
        if (options->struct_size < FIRST_OPTIONS)
            return BM_ESIZE;
        bm__copy_struct(&o, sizeof o, options, options->struct_size);
    }
    if (o.size < 1 || o.size > MOST_MEMBERS || o.first_member > MOST_MEMBERS - o.size || o.threads < 1 ||
        o.threads > BM__MAX_THREADS || o.lanes > BM__MAX_LANES || (o.lanes & (o.lanes - 1)) ||
        !(o.variability >= 0.0 && o.variability <= MOST_SPREAD) ||
        !(o.measurement_error >= 0.0 && o.measurement_error <= MOST_SPREAD) ||
        !(o.parameter_spread > 0.0 && o.parameter_spread <= 1.0) ||
        !(o.study_difference >= 0.0 && o.study_difference <= MOST_SPREAD) || o.own_draws > 1)
        return BM_ERANGE;
    if (!profile->model->full || (o.own_draws && o.parameter_draw > 0))
        return BM_ECONFLICT;
    /* how far the fitted parameters are known is known of the library's own alone */
    if ((o.own_draws || o.parameter_draw > 0) && strcmp(profile->calibration, profile->model->calibration) != 0)
        return BM_ECONFLICT;
    if (profile->sim.now.time_d > 0.0)
        return BM_ESTATE;
    const bm_allocator *allocator = &profile->model->allocator;
    bm_cohort *cohort = bm__allocate(allocator, 1, sizeof *cohort);
    if (!cohort)
        return BM_ENOMEM;
    const bm_status status = bm_patient_clone(profile, &cohort->profile);
    if (status != BM_OK) {
        bm__release(allocator, cohort);
        return status;
    }
    cohort->host = bm__cohort_host_of(cohort);
    bm_patient *copy = cohort->profile;
    cohort->cohort = (struct bm__cohort){
        .allocator = allocator,
        .host = &cohort->host,
        .profile = {.patient = copy, .sim = &copy->sim, .day0 = &copy->day0},
        .size = o.size,
        .wandering = o.variability > 0.0 || o.study_difference > 0.0 ? bm__wandering(copy) : 0,
        .threads = o.threads,
        .width = bm__lanes_width(o.lanes ? o.lanes : BM__MAX_LANES),
    };
    struct bm__population *population = &cohort->cohort.population;
    bm__population_create(population, o.seed, o.variability);
    population->study_difference = o.study_difference;
    population->parameter_spread = o.parameter_spread;
    population->parameter_draw = o.parameter_draw;
    population->own_draws = (int)o.own_draws;
    population->arm = o.arm;
    population->first = population->rows_first = o.first_member;
    cohort->part = 1.0;
    cohort->origin = bm__profile_origin(copy, &o);
    /* where equations switch, each step has to look for the crossing; and a host's own equations know no lanes */
    if (!(bm__extension_parameters(&copy->sim)[BM__Q_smoothing_runx2] > 0.0) || bm__hooks_count(copy->sim.hooks) > 0)
        cohort->cohort.width = 1;
    cohort->measurement_error = o.measurement_error;
    find_errors(cohort);
    if (o.parameter_draw > 0) {
        bm__parameters_draw(population, o.parameter_draw, copy->sim.parameters);
        copy->sim.prepared = 0;
    }
    *out = cohort;
    return BM_OK;
}

void bm_cohort_destroy(bm_cohort *cohort) {
    if (!cohort)
        return;
    bm_patient *profile = cohort->profile; /* keeps the model and its allocator */
    const bm_allocator *allocator = cohort->cohort.allocator;
    bm__members_release(&cohort->cohort, cohort->members);
    bm__release(allocator, cohort->failures);
    bm__release(allocator, cohort->given);
    bm__release(allocator, cohort->weights);
    bm__release(allocator, cohort);
    bm_patient_destroy(profile);
}

bm_status bm__find_centre(bm_cohort *cohort, uint32_t covariate, const char *name, double *centre) {
    *centre = bm__covariate(&cohort->profile->day0, (enum bm__covariate)covariate);
    if (!isnan(*centre))
        return BM_OK;
    const char *observable = covariate == BM__C_estradiol   ? "serum.estradiol"
                             : covariate == BM__C_calcidiol ? "serum.calcidiol"
                                                            : name;
    bm_patient *reader;
    bm_status status = bm_patient_clone(cohort->profile, &reader);
    if (status != BM_OK)
        return bm__cohort_fail(cohort, status, "vary: no memory for a copy of the profile");
    if (covariate == BM__C_estradiol || covariate == BM__C_calcidiol) { /* the habitual ones, without interventions */
        reader->sim.n_courses = 0;
        reader->sim.prepared = 0;
    }
    if (covariate == BM__C_egfr) { /* which the core has as a state, in L/h */
        status = bm__prepare(reader);
        *centre = reader->sim.now.x[BM__X_GFR] / BM__L_H_PER_ML_MIN;
    } else {
        status = bm_patient_observe(reader, observable, centre);
    }
    if (status == BM_OK && covariate >= BM__C_bmd_LS && covariate < BM__C_bmd_LS + BM__N_SITES)
        *centre =
            bm__density_to_device(bm__device_of(&reader->day0), (enum bm__site)(covariate - BM__C_bmd_LS), *centre);
    if (status != BM_OK)
        bm__cohort_fail(cohort, status, "vary %s: %s", name, bm_patient_last_error(reader));
    bm_patient_destroy(reader);
    return status;
}

bm_status bm_cohort_vary(bm_cohort *cohort, const char *covariate, double sd, double minimum, double maximum) {
    if (!cohort)
        return BM_EINVAL;
    const bm_status changeable = bm__cohort_changeable(cohort, "vary");
    if (changeable != BM_OK)
        return changeable;
    if (!covariate)
        return bm__cohort_fail(cohort, BM_EINVAL, "vary: the covariate is NULL");
    size_t index;
    bm_catalog_entry row;
    struct bm__nearest known;
    const bm_model *model = cohort->profile->model;
    if (bm_catalog_find(model, BM_KIND_COVARIATE, covariate, &index) != BM_OK)
        return bm__cohort_fail(cohort, BM_ENOTFOUND, "vary: '%.60s' is not a covariate%s", covariate,
                               bm__did_you_mean_one(&known, model, BM_KIND_COVARIATE, covariate));
    bm__catalog_entry(model, BM_KIND_COVARIATE, index, &row);
    if (row.minimum == 0.0 && row.maximum == 1.0)
        return bm__cohort_fail(cohort, BM_ECONFLICT, "vary: %s can only be 0 or 1; allowed is a covariate with a range",
                               row.name);
    if (index == BM__C_device)
        return bm__cohort_fail(cohort, BM_ECONFLICT,
                               "vary: device is the number of a scanner; allowed is a covariate with a range");
    if (!(sd >= 0.0 && sd <= DBL_MAX))
        return bm__cohort_fail(cohort, BM_ERANGE, "vary %s: the SD is %g, allowed is 0 or more", row.name, sd);
    const double low = isnan(minimum) ? row.minimum : minimum, high = isnan(maximum) ? row.maximum : maximum;
    if (!(low >= row.minimum && low < high && high <= row.maximum))
        return bm__cohort_fail(cohort, BM_ERANGE, "vary %s: the range is %g to %g, allowed is one within %g to %g",
                               row.name, low, high, row.minimum, row.maximum);
    struct bm__population *population = &cohort->cohort.population;
    for (uint32_t i = 0; i < population->n_given; i++)
        if (population->given[i] == index)
            return bm__cohort_fail(cohort, BM_ECONFLICT, "vary: %s is given of each member", row.name);
    for (uint32_t i = 0; i < BM__N_SITES; i++) {
        const uint32_t pair[] = {BM__C_t_LS + i, BM__C_bmd_LS + i};
        for (int k = 0; k < 2; k++)
            if (index == pair[k] && (!isnan(cohort->profile->day0.covariates[pair[1 - k]]) ||
                                     bm__varied_place(population, pair[1 - k]) < population->n_varied))
                return bm__cohort_fail(cohort, BM_ECONFLICT,
                                       "vary: both the bmd and the t_score of the site of %s; allowed is one of them",
                                       row.name);
    }
    double centre;
    const bm_status status = bm__find_centre(cohort, (uint32_t)index, row.name, &centre);
    if (status != BM_OK)
        return status;
    /* so that a draw is found after a few attempts */
    const double nearest = fmax(fmax(low - centre, centre - high), 0.0);
    if (!(nearest <= 3.0 * sd))
        return bm__cohort_fail(
            cohort, BM_ERANGE,
            "vary %s: the range %g to %g lies %g from the profile's %g; allowed is at most 3 SD, which are %g",
            row.name, low, high, nearest, centre, 3.0 * sd);
    uint32_t place = bm__varied_place(population, (uint32_t)index);
    if (place == population->n_varied)
        place = bm__varied_insert(population, (uint32_t)index);
    population->varied[place] = (struct bm__varied){
        .covariate = (uint32_t)index,
        .key = bm__random_key(row.name),
        .centre = centre,
        .sd = sd,
        .minimum = low,
        .maximum = high,
    };
    return BM_OK;
}

bm_status bm_cohort_correlate(bm_cohort *cohort, const char *first, const char *second, double correlation) {
    if (!cohort)
        return BM_EINVAL;
    const bm_status changeable = bm__cohort_changeable(cohort, "correlate");
    if (changeable != BM_OK)
        return changeable;
    struct bm__population *population = &cohort->cohort.population;
    const char *const names[] = {first, second};
    struct bm__nearest nearest;
    uint32_t place[2];
    for (int i = 0; i < 2; i++) {
        size_t index;
        if (!names[i])
            return bm__cohort_fail(cohort, BM_EINVAL, "correlate: a name is NULL");
        if (bm_catalog_find(cohort->profile->model, BM_KIND_COVARIATE, names[i], &index) != BM_OK)
            return bm__cohort_fail(cohort, BM_ENOTFOUND, "correlate: '%.60s' is not a covariate%s", names[i],
                                   bm__did_you_mean_one(&nearest, cohort->profile->model, BM_KIND_COVARIATE, names[i]));
        place[i] = bm__varied_place(population, (uint32_t)index);
        if (place[i] == population->n_varied)
            return bm__cohort_fail(cohort, BM_ENOTFOUND,
                                   "correlate: %s does not vary; allowed is a covariate of bm_cohort_vary()", names[i]);
    }
    if (place[0] == place[1])
        return bm__cohort_fail(cohort, BM_EINVAL, "correlate: both names are %s; allowed are two different covariates",
                               first);
    if (!(correlation > -1.0 && correlation < 1.0))
        return bm__cohort_fail(cohort, BM_ERANGE, "correlate %s, %s: %g, allowed is between -1 and 1", first, second,
                               correlation);
    population->correlation[place[0]][place[1]] = population->correlation[place[1]][place[0]] = correlation;
    return BM_OK;
}

bm_status bm_cohort_set_progress(bm_cohort *cohort, bm_progress_fn function, void *user) {
    if (!cohort)
        return BM_EINVAL;
    if (cohort->busy)
        return bm__cohort_busy(cohort, "set_progress");
    cohort->progress = function;
    cohort->progress_user = user;
    return BM_OK;
}
