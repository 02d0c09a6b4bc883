/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Women in one arm of a trial. They have the same schedule, so they are the members of a cohort, which the library
 * takes in the lanes of the processor's vectors. This is the only file here that reaches behind the public header, for
 * a cohort whose members have parameters of the caller's.
 */
#include "calibrate.h"

#include <stdlib.h>
#include <string.h>

#include "api/cohort_handle.h"

/* Differences between close parameter vectors are smooth from here on: slopes are the same to four digits at 1e-7. */
static const double RTOL = 1e-5;
/* Thirty times what the longest arm takes: parameters that make the equations that stiff are given up. */
static const uint64_t MAX_STEPS = 100000;

/* ---- one arm ---- */

static bm_status set_values(bm_patient *patient, const struct bs_values *values) {
    bm_status status = BM_OK;
    for (size_t i = 0; status == BM_OK && i < values->count; i++)
        status = bm_patient_set(patient, values->items[i].name, values->items[i].value);
    return status;
}

/* Multiplies what her factor moves, within its range. */
static void differ(const struct cal_woman *woman, double *parameters) {
    for (uint32_t i = 0; woman->factor && i < bm__n_variability; i++) {
        const struct bm__variability *moved = &bm__variability[i];
        uint32_t at = 0;
        if (strcmp(moved->factor, woman->factor) != 0)
            continue;
        while (at < bm__n_parameters() && strcmp(bm__parameter_row(at)->name, moved->parameter) != 0)
            at++;
        if (at < bm__n_parameters())
            parameters[at] =
                fmin(fmax(parameters[at] * exp(moved->log_sd * woman->step), bm__parameter_row(at)->minimum),
                     bm__parameter_row(at)->maximum);
    }
}

/* A woman's parameters, but those that the case or the command line sets. */
static bm_status set_parameters(const struct cal_data *data, const struct bs_scenario *scenario,
                                const struct cal_woman *woman, bm_patient *patient) {
    bm_status status;
    for (size_t i = 0; i < data->n_parameters; i++)
        patient->sim.parameters[data->parameters[i].index] = woman->parameters[i];
    differ(woman, patient->sim.parameters);
    patient->sim.prepared = 0;
    status = set_values(patient, &scenario->parameters);
    return status == BM_OK ? set_values(patient, &data->set) : status;
}

/* A patient with everything that is known of her at time 0: her case, her arm, and what she is given. */
static bm_status make_patient(const struct cal_data *data, const struct cal_arm *arm, const struct cal_woman *woman,
                              struct bs_rule *rules, bm_patient **patient) {
    const struct bs_scenario *scenario = &data->cases[arm->in_case].scenario;
    const struct bs_arm *plan = &scenario->arms[arm->index];
    bm_patient_options options;
    bm_status status;
    size_t failed;
    bm_patient_options_init(&options);
    options.rtol = RTOL;
    options.max_steps = MAX_STEPS;
    status = bm_patient_create(data->model, &options, patient);
    if (status == BM_OK)
        status = set_parameters(data, scenario, woman, *patient);
    if (status == BM_OK)
        status = set_values(*patient, &scenario->patient);
    if (status == BM_OK)
        status = set_values(*patient, &plan->patient);
    return status == BM_OK ? bs_put_arm(data->model, *patient, plan, rules, &failed) : status;
}

/* One woman, with an integrator of her own. */
static bm_status simulate_alone(const struct cal_data *data, size_t arm, const struct cal_woman *woman,
                                const struct cal_grid *grid, double *values, struct bs_failure *why) {
    const struct cal_case *of = &data->cases[data->arms[arm].in_case];
    const size_t n = of->scenario.n_observables;
    struct bs_rule *rules = cal_allocate(of->scenario.arms[data->arms[arm].index].n_interventions, sizeof *rules);
    bm_patient *patient = NULL;
    bm_status status = make_patient(data, &data->arms[arm], woman, rules, &patient);
    if (status == BM_OK)
        status =
            bm_patient_sample(patient, grid->times_d, grid->n_times, of->observables, n, values, grid->n_times * n);
    if (status != BM_OK && why) {
        const char *sentence = bm_patient_last_error(patient);
        snprintf(why->text, sizeof why->text, "%s", *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patient);
    free(rules);
    return status;
}

/* ---- many women in an arm, in lanes ---- */

struct lanes {
    const struct cal_data *data;
    const struct cal_case *of;
    const bm_patient *profile;
    const struct cal_woman *women; /* by member; one thread takes them in that order */
    size_t taken;
};

static bm_status open_slot(void *user, int alone, struct bm__slot *slot) {
    const struct lanes *lanes = user;
    return bm__open_slot(lanes->profile, alone, slot);
}

static bm_status arrive(void *user, struct bm__slot *slot, void *kept) {
    struct lanes *lanes = user;
    (void)kept;
    return set_parameters(lanes->data, &lanes->of->scenario, &lanes->women[lanes->taken++], slot->patient);
}

static bm_status leave(void *user, struct bm__slot *slot, void **kept) {
    (void)user;
    (void)slot;
    *kept = NULL;
    return BM_OK;
}

static void forget(void *user, void *kept) {
    (void)user;
    (void)kept;
}

static bm_status check(void *user, struct bm__slot *slot) {
    (void)user;
    return bm__check_person(slot->patient);
}

static void read_row(void *user, const struct bm__slot *slot, uint64_t member, double time_d, const double *x,
                     double *row) {
    const struct lanes *lanes = user;
    bm_patient *patient = slot->patient;
    struct bm__view view;
    (void)member;
    bm__look(&view, &patient->sim, &patient->day0.reference, time_d, x);
    for (size_t i = 0; i < lanes->of->scenario.n_observables; i++)
        row[i] = bm__observe(patient, lanes->of->observables[i], &view);
}

static bm_status failed(void *user, const struct bm__slot *slot, uint64_t member, bm_status status, const char *bad) {
    (void)user;
    (void)slot;
    (void)member;
    (void)status;
    (void)bad;
    return BM_OK; /* NaN is read of her */
}

static bm_status simulate_in_lanes(const struct cal_data *data, size_t arm, const struct cal_woman *women, size_t n,
                                   const struct cal_grid *grid, double *values) {
    const struct cal_case *of = &data->cases[data->arms[arm].in_case];
    const size_t n_columns = of->scenario.n_observables;
    const struct bm__reading reading = {.times_d = grid->times_d,
                                        .n_times = grid->n_times,
                                        .n_columns = n_columns,
                                        .values = values,
                                        .member_stride = grid->n_times * n_columns,
                                        .row_stride = n_columns,
                                        .column_stride = 1};
    struct lanes lanes = {.data = data, .of = of, .women = women};
    const struct bm__cohort_host host = {.user = &lanes,
                                         .open = open_slot,
                                         .close = bm__close_slot,
                                         .restore = arrive,
                                         .store = leave,
                                         .discard = forget,
                                         .check = check,
                                         .read = read_row,
                                         .failed = failed};
    struct bm__cohort cohort = {.allocator = &data->model->allocator,
                                .host = &host,
                                .size = n,
                                .threads = 1,
                                .width = bm__lanes_width(BM__MAX_LANES)};
    struct bm__cohort_counts counts = {0};
    struct bm__member *members = bm__allocate(cohort.allocator, n, sizeof *members);
    struct bs_rule *rules = cal_allocate(of->scenario.arms[data->arms[arm].index].n_interventions, sizeof *rules);
    bm_patient *profile = NULL;
    bm_status status = members ? make_patient(data, &data->arms[arm], &women[0], rules, &profile) : BM_ENOMEM;
    if (status == BM_OK) {
        lanes.profile = profile;
        cohort.profile = (struct bm__slot){.patient = profile, .sim = &profile->sim, .day0 = &profile->day0};
        bm__population_create(&cohort.population, 0, 0.0);
        status = bm__cohort_advance(&cohort, NULL, members, grid->times_d[grid->n_times - 1], &reading, &counts);
    }
    bm__members_release(&cohort, members);
    bm_patient_destroy(profile);
    free(rules);
    return status;
}

/* Do rules start or stop something in this arm? The lanes have none. */
static bool has_rules(const struct bs_arm *plan) {
    for (size_t i = 0; i < plan->n_interventions; i++)
        if (plan->interventions[i].start_when.count + plan->interventions[i].stop_when.count > 0)
            return true;
    return false;
}

void cal_simulate_women(const struct cal_data *data, size_t arm, const struct cal_woman *women, size_t n,
                        const struct cal_grid *grid, double *values) {
    const struct bs_scenario *scenario = &data->cases[data->arms[arm].in_case].scenario;
    const size_t n_values = grid->n_times * scenario->n_observables;
    const bool alone = n == 1 || has_rules(&scenario->arms[data->arms[arm].index]);
    bm_status status = alone ? BM_OK : simulate_in_lanes(data, arm, women, n, grid, values);
    for (size_t i = 0; i < n; i++) {
        if (alone)
            status = simulate_alone(data, arm, &women[i], grid, &values[i * n_values], NULL);
        for (size_t j = i * n_values; status != BM_OK && j < (i + 1) * n_values; j++)
            values[j] = (double)NAN;
    }
}

void cal_explain(const struct cal_data *data, size_t arm, const double *parameters, struct bs_failure *why) {
    const struct bs_scenario *scenario = &data->cases[data->arms[arm].in_case].scenario;
    const struct cal_grid grid = {scenario->times_d, scenario->n_times};
    double *values = cal_allocate(grid.n_times * scenario->n_observables, sizeof *values);
    const struct cal_woman typical = {.parameters = parameters};
    simulate_alone(data, arm, &typical, &grid, values, why);
    free(values);
}

/* ---- the mean over women ---- */

static const double ROOT_3 =
    1.7320508075688772; /* of Gauss and Hermite's three points, whose weights are 1/6 and 2/3 */

/* The names of the factors by which the library's women differ, each once. */
static size_t list_factors(const char **factors) {
    size_t n = 0;
    for (uint32_t i = 0; i < bm__n_variability; i++) {
        bool known = false;
        for (size_t j = 0; j < n; j++)
            known |= !strcmp(factors[j], bm__variability[i].factor);
        if (!known)
            factors[n++] = bm__variability[i].factor;
    }
    return n;
}

/*
 * Of each factor the curvature, as if the factors did not
 * change each other's effects,  sum over k of [f(+h e_k) - 2 f(0) + f(-h e_k)]/(2 h^2),  h = sqrt 3.
 */
void cal_mean_shift(const struct cal_data *data, size_t arm, const double *parameters, const struct cal_grid *grid,
                    double *shift) {
    const size_t n_values = grid->n_times * data->cases[data->arms[arm].in_case].scenario.n_observables;
    const char *factors[BM__MAX_VARIABILITY];
    struct cal_woman women[2 * BM__MAX_VARIABILITY + 1] = {{.parameters = parameters}};
    const size_t n_factors = list_factors(factors), n = 2 * n_factors + 1;
    double *values = cal_allocate(n * n_values, sizeof *values);
    for (size_t i = 0; i < n_factors; i++) {
        women[2 * i + 1] = (struct cal_woman){parameters, factors[i], ROOT_3};
        women[2 * i + 2] = (struct cal_woman){parameters, factors[i], -ROOT_3};
    }
    cal_simulate_women(data, arm, women, n, grid, values);
    for (size_t j = 0; j < n_values; j++) {
        shift[j] = 0;
        for (size_t i = 1; i < n; i++)
            shift[j] += (values[i * n_values + j] - values[j]) / 6;
        if (!isfinite(shift[j]))
            shift[j] = 0;
    }
    free(values);
}
