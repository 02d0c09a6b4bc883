/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>

#include "api/handles.h"
#include "cohort/cohort.h"
#include "cohort/random.h"

static const size_t FIRST_OPTIONS = offsetof(bm_cohort_options, parameter_spread) + sizeof(double);
static const uint64_t MOST_MEMBERS = 1000000;
static const double MOST_SPREAD = 3.0;

struct failure {
    uint64_t member;
    bm_status status;
    char text[BM__MESSAGE_LENGTH];
};

struct bm_cohort {
    bm_patient *profile;
    struct bm__cohort_host host;
    struct bm__cohort cohort;
    struct bm__member *members; /* NULL: time has not passed */
    double time_d;
    double measurement_error;
    double site_cv[BM__N_SITES], marker_cv[BM__N_MARKERS];
    uint32_t site_key[BM__N_SITES], marker_key[BM__N_MARKERS];
    struct bm__cohort_counts counts;
    bm_progress_fn progress;
    void *progress_user;
    int busy;                  /* inside a call that simulates */
    const size_t *observables; /* of that call */
    size_t n_observables;
    struct failure *failures;
    size_t n_failures, failures_capacity;
    char error[BM__MESSAGE_LENGTH];
};

__attribute__((format(printf, 3, 4))) static bm_status fail(bm_cohort *cohort, bm_status status, const char *format,
                                                            ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(cohort->error, sizeof cohort->error, format, arguments);
    va_end(arguments);
    return status;
}

#define REFUSE_UNLESS(condition, status, ...)                                                                          \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            return fail(cohort, status, __VA_ARGS__);                                                                  \
    } while (0)

/* ---- the host's side of a member ---- */

static void close_seat(void *user, struct bm__seat *seat) {
    (void)user;
    bm_patient_destroy(seat->patient);
}

static bm_status open_seat(void *user, int alone, struct bm__seat *seat) {
    const bm_cohort *cohort = user;
    bm_patient *patient;
    const bm_status status = bm_patient_clone(cohort->profile, &patient);
    if (status != BM_OK)
        return status;
    if (!alone)
        bm__simulation_leave_integrator(&patient->sim);
    *seat = (struct bm__seat){.patient = patient, .sim = &patient->sim, .baseline = &patient->baseline};
    return BM_OK;
}

/*
 * What is kept of a member: the memory behind the user pointers of her hooks, then of her decisions. The seat that she
 * takes works on copies, so that a call can be undone.
 */
static uint32_t n_users(const bm_patient *patient) {
    return bm__hooks_count(patient->sim.hooks) + patient->sim.n_plans;
}

static void forget(void *user, void *kept) {
    const bm_cohort *cohort = user;
    const struct bm__hooks *hooks = cohort->profile->sim.hooks;
    const uint32_t n_hooks = bm__hooks_count(hooks), n = n_users(cohort->profile);
    void **users = kept;
    for (uint32_t i = 0; users && i < n; i++) {
        const bm_user_functions *functions =
            i < n_hooks ? &hooks->hook[i]->functions : &cohort->profile->decisions[i - n_hooks].functions;
        if (functions->copy && functions->release)
            functions->release(users[i]);
    }
    bm__release(cohort->cohort.allocator, users);
}

static bm_status arrive(void *user, struct bm__seat *seat, void *kept) {
    const bm_cohort *cohort = user;
    bm_patient *patient = seat->patient;
    const struct bm__hooks *hooks = cohort->profile->sim.hooks;
    void **users = kept;
    patient->error[0] = '\0';
    patient->n_warnings = 0;
    const bm_status status = bm__hooks_renew(patient->sim.hooks, hooks, users);
    if (status != BM_OK)
        return status;
    bm__decisions_release(patient);
    return bm__decisions_copy(patient, cohort->profile->decisions, users ? users + bm__hooks_count(hooks) : NULL);
}

static bm_status leave(void *user, struct bm__seat *seat, void **kept) {
    const bm_cohort *cohort = user;
    bm_patient *patient = seat->patient;
    const uint32_t n_hooks = bm__hooks_count(patient->sim.hooks), n = n_users(patient);
    int any = 0;
    *kept = NULL;
    for (uint32_t i = 0; i < n; i++)
        any |= i < n_hooks ? patient->sim.hooks->hook[i]->owned != 0 : patient->decisions[i - n_hooks].made;
    if (!any)
        return BM_OK;
    void **users = bm__allocate(cohort->cohort.allocator, n, sizeof *users);
    if (!users)
        return BM_ENOMEM;
    for (uint32_t i = 0; i < n_hooks; i++) {
        users[i] = patient->sim.hooks->hook[i]->host.user;
        patient->sim.hooks->hook[i]->owned = 0;
    }
    for (uint32_t i = n_hooks; i < n; i++) {
        users[i] = patient->decisions[i - n_hooks].user;
        patient->decisions[i - n_hooks].made = 0;
    }
    *kept = users;
    return BM_OK;
}

static int32_t visit(void *user, const struct bm__seat *seat, uint64_t member, uint32_t plan, uint32_t crossing) {
    (void)user;
    return bm__hold_visit(seat->patient, member, plan, crossing);
}

static double level(void *user, const struct bm__seat *seat, uint32_t plan, double time_d, const double *x) {
    (void)user;
    return bm__decision_level(seat->patient, plan, time_d, x);
}

static bm_status check(void *user, struct bm__seat *seat) {
    (void)user;
    return bm__check_person(seat->patient);
}

/* What a measurement at a time errs by: its factors now. */
static void draw_errors(const bm_cohort *cohort, uint64_t member, double time_d, double site[BM__N_SITES],
                        double marker[BM__N_MARKERS]) {
    const uint64_t seed = cohort->cohort.population.seed;
    uint64_t bits;
    const double time = time_d + 0.0; /* -0 is 0 */
    memcpy(&bits, &time, sizeof bits);
    const uint32_t occasion = (uint32_t)(bits ^ bits >> 32);
    for (int i = 0; i < BM__N_SITES; i++)
        site[i] = bm__exp(cohort->measurement_error * cohort->site_cv[i] *
                          bm__random_normal(seed, member, cohort->site_key[i], occasion));
    for (int i = 0; i < BM__N_MARKERS; i++)
        marker[i] = bm__exp(cohort->measurement_error * cohort->marker_cv[i] *
                            bm__random_normal(seed, member, cohort->marker_key[i], occasion));
}

static void read_member(void *user, const struct bm__seat *seat, uint64_t member, double time_d, const double *x,
                        double *row) {
    const bm_cohort *cohort = user;
    const bm_patient *patient = seat->patient;
    struct bm__errors errors;
    struct bm__view view;
    bm__look(&view, &patient->sim, &patient->baseline, time_d, x);
    if (cohort->measurement_error > 0.0) {
        draw_errors(cohort, member, time_d, errors.site, errors.marker);
        draw_errors(cohort, member, 0.0, errors.site_day_0, errors.marker_day_0);
        view.errors = &errors;
    }
    for (size_t i = 0; i < cohort->n_observables; i++)
        row[i] = bm__observe(patient, cohort->observables[i], &view);
}

/* Failures stand in the order of their members. */
static bm_status failed(void *user, const struct bm__seat *seat, uint64_t member, bm_status status, const char *bad) {
    bm_cohort *cohort = user;
    const bm_patient *patient = seat->patient;
    if (cohort->n_failures == cohort->failures_capacity) {
        const size_t capacity = cohort->failures_capacity ? 2 * cohort->failures_capacity : 8;
        struct failure *failures = bm__allocate(cohort->cohort.allocator, capacity, sizeof *failures);
        if (!failures)
            return BM_ENOMEM;
        if (cohort->n_failures > 0)
            memcpy(failures, cohort->failures, cohort->n_failures * sizeof *failures);
        bm__release(cohort->cohort.allocator, cohort->failures);
        cohort->failures = failures;
        cohort->failures_capacity = capacity;
    }
    size_t i = cohort->n_failures++;
    for (; i > 0 && cohort->failures[i - 1].member > member; i--)
        cohort->failures[i] = cohort->failures[i - 1];
    struct failure *failure = &cohort->failures[i];
    char text[BM__MESSAGE_LENGTH];
    failure->member = member;
    failure->status = status;
    if (patient->error[0])
        snprintf(failure->text, sizeof failure->text, "%s", patient->error);
    else if (bad)
        snprintf(failure->text, sizeof failure->text,
                 "her parameters do not fit together: derived constant %s is not finite", bad);
    else if (status == BM_ERANGE)
        snprintf(failure->text, sizeof failure->text, "no draw of her covariates lies within their ranges");
    else if (!patient->sim.prepared)
        snprintf(failure->text, sizeof failure->text, "the history before day 0: %s", bm_status_text(status));
    else
        snprintf(failure->text, sizeof failure->text, "after day %g: %s", cohort->time_d,
                 bm__reason(patient, status, text));
    return BM_OK;
}

static int progress(void *user, double time_d, double fraction) {
    bm_cohort *cohort = user;
    return cohort->progress && cohort->progress(cohort->progress_user, time_d, fraction) != 0;
}

/* ---- create ---- */

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
        } else {
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
    if (o.size < 1 || o.size > MOST_MEMBERS || o.threads < 1 || o.threads > BM__MAX_THREADS ||
        o.lanes > BM__MAX_LANES || (o.lanes & (o.lanes - 1)) ||
        !(o.variability >= 0.0 && o.variability <= MOST_SPREAD) ||
        !(o.measurement_error >= 0.0 && o.measurement_error <= MOST_SPREAD) ||
        !(o.parameter_spread > 0.0 && o.parameter_spread <= 1.0))
        return BM_ERANGE;
    if (!profile->model->full)
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
    cohort->host = (struct bm__cohort_host){
        .user = cohort,
        .open = open_seat,
        .close = close_seat,
        .arrive = arrive,
        .leave = leave,
        .forget = forget,
        .visit = visit,
        .level = level,
        .check = check,
        .read = read_member,
        .failed = failed,
        .progress = progress,
    };
    bm_patient *copy = cohort->profile;
    cohort->cohort = (struct bm__cohort){
        .allocator = allocator,
        .host = &cohort->host,
        .profile = {.patient = copy, .sim = &copy->sim, .baseline = &copy->baseline},
        .size = o.size,
        .threads = o.threads,
        .width = bm__lanes_width(o.lanes ? o.lanes : BM__MAX_LANES),
    };
    bm__population_create(&cohort->cohort.population, o.seed, o.variability);
    /* where equations switch, each step has to look for the crossing; and a host's own equations know no lanes */
    if (!(bm__extension_parameters(&copy->sim)[BM__Q_smoothing_runx2] > 0.0) || bm__hooks_count(copy->sim.hooks) > 0)
        cohort->cohort.width = 1;
    cohort->measurement_error = o.measurement_error;
    find_errors(cohort);
    if (o.parameter_draw > 0) {
        bm__parameters_draw(o.seed, o.parameter_draw, o.parameter_spread, copy->sim.parameters);
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
    bm__release(allocator, cohort);
    bm_patient_destroy(profile);
}

/* ---- how members differ ---- */

static bm_status check_changeable(bm_cohort *cohort, const char *what) {
    REFUSE_UNLESS(!cohort->busy, BM_ESTATE, "%s: the cohort is in a call that reports progress", what);
    REFUSE_UNLESS(!cohort->members, BM_ESTATE, "%s: allowed at time 0 only, and the cohort is at day %g", what,
                  cohort->time_d);
    return BM_OK;
}

/* What a covariate is for the profile: as given, or what the model gives for her on day 0. */
static bm_status find_centre(bm_cohort *cohort, uint32_t covariate, const char *name, double *centre) {
    *centre = bm__covariate(&cohort->profile->baseline, (enum bm__covariate)covariate);
    if (!isnan(*centre))
        return BM_OK;
    const char *observable = covariate == BM__C_estradiol   ? "serum.estradiol"
                             : covariate == BM__C_calcidiol ? "serum.calcidiol"
                                                            : name;
    bm_patient *reader;
    bm_status status = bm_patient_clone(cohort->profile, &reader);
    if (status != BM_OK)
        return fail(cohort, status, "vary: no memory for a copy of the profile");
    if (covariate == BM__C_estradiol || covariate == BM__C_calcidiol) { /* the habitual ones, without interventions */
        reader->sim.n_courses = 0;
        reader->sim.prepared = 0;
    }
    if (covariate == BM__C_egfr) {
        status = bm__prepare(reader);
        *centre = reader->sim.now.x[BM__X_GFR] / BM__L_H_PER_ML_MIN;
    } else {
        status = bm_patient_observe(reader, observable, centre);
    }
    if (status != BM_OK)
        fail(cohort, status, "vary %s: %s", name, bm_patient_last_error(reader));
    bm_patient_destroy(reader);
    return status;
}

bm_status bm_cohort_vary(bm_cohort *cohort, const char *covariate, double sd, double minimum, double maximum) {
    if (!cohort)
        return BM_EINVAL;
    const bm_status changeable = check_changeable(cohort, "vary");
    if (changeable != BM_OK)
        return changeable;
    REFUSE_UNLESS(covariate, BM_EINVAL, "vary: the covariate is NULL");
    size_t index;
    bm_catalog_entry row;
    const bm_model *model = cohort->profile->model;
    REFUSE_UNLESS(bm_catalog_find(model, BM_KIND_COVARIATE, covariate, &index) == BM_OK, BM_ENOTFOUND,
                  "vary: '%.60s' is not a covariate", covariate);
    bm__catalog_entry(model, BM_KIND_COVARIATE, index, &row);
    REFUSE_UNLESS(row.minimum != 0.0 || row.maximum != 1.0, BM_ECONFLICT,
                  "vary: %s is 0 or 1; allowed is a covariate that can vary", row.name);
    REFUSE_UNLESS(sd >= 0.0 && sd <= DBL_MAX, BM_ERANGE, "vary %s: the SD is %g, allowed is 0 or more", row.name, sd);
    const double low = isnan(minimum) ? row.minimum : minimum, high = isnan(maximum) ? row.maximum : maximum;
    REFUSE_UNLESS(low >= row.minimum && low < high && high <= row.maximum, BM_ERANGE,
                  "vary %s: the range is %g to %g, allowed is one within %g to %g", row.name, low, high, row.minimum,
                  row.maximum);
    struct bm__population *population = &cohort->cohort.population;
    for (uint32_t i = 0; i < BM__N_SITES; i++) {
        const uint32_t pair[] = {BM__C_t_LS + i, BM__C_bmd_LS + i};
        for (int k = 0; k < 2; k++)
            REFUSE_UNLESS(index != pair[k] || (isnan(cohort->profile->baseline.covariates[pair[1 - k]]) &&
                                               bm__varied_place(population, pair[1 - k]) == population->n_varied),
                          BM_ECONFLICT, "vary: both the bmd and the t_score of the site of %s; allowed is one of them",
                          row.name);
    }
    double centre;
    const bm_status status = find_centre(cohort, (uint32_t)index, row.name, &centre);
    if (status != BM_OK)
        return status;
    /* so that a draw is found after a few attempts */
    const double nearest = fmax(fmax(low - centre, centre - high), 0.0);
    REFUSE_UNLESS(nearest <= 3.0 * sd, BM_ERANGE,
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
    const bm_status changeable = check_changeable(cohort, "correlate");
    if (changeable != BM_OK)
        return changeable;
    struct bm__population *population = &cohort->cohort.population;
    const char *const names[] = {first, second};
    uint32_t place[2];
    for (int i = 0; i < 2; i++) {
        size_t index;
        REFUSE_UNLESS(names[i], BM_EINVAL, "correlate: a name is NULL");
        REFUSE_UNLESS(bm_catalog_find(cohort->profile->model, BM_KIND_COVARIATE, names[i], &index) == BM_OK,
                      BM_ENOTFOUND, "correlate: '%.60s' is not a covariate", names[i]);
        place[i] = bm__varied_place(population, (uint32_t)index);
        REFUSE_UNLESS(place[i] < population->n_varied, BM_ENOTFOUND,
                      "correlate: %s does not vary; allowed is a covariate of bm_cohort_vary()", names[i]);
    }
    REFUSE_UNLESS(place[0] != place[1], BM_EINVAL, "correlate: %s twice; allowed are two covariates", first);
    REFUSE_UNLESS(correlation > -1.0 && correlation < 1.0, BM_ERANGE,
                  "correlate %s, %s: %g, allowed is between -1 and 1", first, second, correlation);
    population->correlation[place[0]][place[1]] = population->correlation[place[1]][place[0]] = correlation;
    return BM_OK;
}

/* Before the first members are drawn: until then, correlations that do not fit together may be on their way to some
 * that do. */
static bm_status check_correlations(bm_cohort *cohort, const char *what) {
    REFUSE_UNLESS(cohort->members || bm__population_factorise(&cohort->cohort.population), BM_ECONFLICT,
                  "%s: the correlations contradict each other; allowed are those that numbers can have", what);
    return BM_OK;
}

bm_status bm_cohort_set_progress(bm_cohort *cohort, bm_progress_fn function, void *user) {
    if (!cohort)
        return BM_EINVAL;
    REFUSE_UNLESS(!cohort->busy, BM_ESTATE, "set_progress: the cohort is in a call that reports progress");
    cohort->progress = function;
    cohort->progress_user = user;
    return BM_OK;
}

/* ---- through time ---- */

/* A call: where the members are, and what has been counted. */
struct call {
    bm_cohort *cohort;
    struct bm__member *after;
    struct bm__cohort_counts counts;
};

static bm_status begin(struct call *call, bm_cohort *cohort) {
    *call = (struct call){.cohort = cohort, .counts = cohort->counts};
    call->after = bm__allocate(cohort->cohort.allocator, cohort->cohort.size, sizeof *call->after);
    if (!call->after)
        return fail(cohort, BM_ENOMEM, "no memory for %llu members", (unsigned long long)cohort->cohort.size);
    cohort->busy = 1;
    return BM_OK;
}

/* Goes on to a time; the first time from where the cohort is, then from where the call is. */
static bm_status advance(struct call *call, double time_d, int first, const struct bm__reading *reading) {
    bm_cohort *cohort = call->cohort;
    const bm_status status = bm__cohort_advance(&cohort->cohort, first ? cohort->members : call->after, call->after,
                                                time_d, reading, &call->counts);
    if (status == BM_OK)
        return BM_OK;
    return fail(cohort, status, "advance from day %g to %g: %s", cohort->time_d, time_d, bm_status_text(status));
}

/* Those of a call that is undone, which stand between the others. */
static void forget_failures(bm_cohort *cohort) {
    size_t n = 0;
    for (size_t i = 0; i < cohort->n_failures; i++)
        if (cohort->members && cohort->members[cohort->failures[i].member].status != BM_OK)
            cohort->failures[n++] = cohort->failures[i];
    cohort->n_failures = n;
}

static bm_status end(struct call *call, double time_d, bm_status status) {
    bm_cohort *cohort = call->cohort;
    cohort->busy = 0;
    if (status == BM_OK) {
        bm__members_release(&cohort->cohort, cohort->members);
        cohort->members = call->after;
        cohort->counts = call->counts;
        cohort->time_d = time_d;
    } else {
        bm__members_release(&cohort->cohort, call->after);
        forget_failures(cohort);
    }
    return status;
}

bm_status bm_cohort_advance_to(bm_cohort *cohort, double time_d) {
    if (!cohort)
        return BM_EINVAL;
    REFUSE_UNLESS(!cohort->busy, BM_ESTATE, "advance: the cohort is in a call that reports progress");
    REFUSE_UNLESS(time_d >= cohort->time_d && time_d <= BM_MAX_TIME_D, BM_ERANGE,
                  "advance: the time is day %g, allowed is the present day %g to %g", time_d, cohort->time_d,
                  BM_MAX_TIME_D);
    struct call call;
    const struct bm__reading nothing = {0};
    bm_status status = check_correlations(cohort, "advance");
    if (status == BM_OK)
        status = begin(&call, cohort);
    if (status != BM_OK)
        return status;
    cohort->n_observables = 0;
    return end(&call, time_d, advance(&call, time_d, 1, &nothing));
}

bm_status bm_cohort_time(const bm_cohort *cohort, double *time_d) {
    if (!cohort || !time_d)
        return BM_EINVAL;
    *time_d = cohort->time_d;
    return BM_OK;
}

/* The checks that sample and summarise share. */
static bm_status check_reading(bm_cohort *cohort, const char *what, const double *times_d, size_t n_times,
                               const size_t *observables, size_t n_observables, size_t width, const double *values,
                               size_t n_values) {
    REFUSE_UNLESS(!cohort->busy, BM_ESTATE, "%s: the cohort is in a call that reports progress", what);
    REFUSE_UNLESS(times_d && observables && values, BM_EINVAL, "%s: %s is NULL", what,
                  !times_d       ? "times_d"
                  : !observables ? "observables"
                                 : "the buffer");
    REFUSE_UNLESS(n_times > 0 && n_observables > 0, BM_EINVAL, "%s: %s is 0, allowed is 1 or more", what,
                  n_times == 0 ? "n_times" : "n_observables");
    REFUSE_UNLESS(n_values / width / n_observables >= n_times, BM_ESIZE,
                  "%s: room for %llu numbers, needed is %llu x %llu x %llu", what, (unsigned long long)n_values,
                  (unsigned long long)width, (unsigned long long)n_times, (unsigned long long)n_observables);
    const size_t count = cohort->profile->model->n_observables;
    for (size_t i = 0; i < n_observables; i++)
        REFUSE_UNLESS(observables[i] < count, BM_ENOTFOUND, "%s: observables[%llu] is %llu, allowed is 0 to %llu", what,
                      (unsigned long long)i, (unsigned long long)observables[i], (unsigned long long)count - 1);
    for (size_t i = 0; i < n_times; i++) {
        const double earliest = i ? times_d[i - 1] : cohort->time_d;
        REFUSE_UNLESS((i ? times_d[i] > earliest : times_d[i] >= earliest) && times_d[i] <= BM_MAX_TIME_D, BM_ERANGE,
                      "%s: times_d[%llu] is %g, allowed is %s %g to %g", what, (unsigned long long)i, times_d[i],
                      i ? "after" : "the present day", earliest, BM_MAX_TIME_D);
    }
    cohort->observables = observables;
    cohort->n_observables = n_observables;
    return check_correlations(cohort, what);
}

bm_status bm_cohort_sample(bm_cohort *cohort, const double *times_d, size_t n_times, const size_t *observables,
                           size_t n_observables, double *values, size_t n_values) {
    if (!cohort)
        return BM_EINVAL;
    const size_t size = (size_t)cohort->cohort.size;
    bm_status status =
        check_reading(cohort, "sample", times_d, n_times, observables, n_observables, size, values, n_values);
    if (status != BM_OK)
        return status;
    /* The caller's buffer is written at the end only, so that it is unchanged if the call fails. */
    const size_t count = size * n_times * n_observables;
    const bm_allocator *allocator = cohort->cohort.allocator;
    double *all = bm__allocate(allocator, count, sizeof *all);
    REFUSE_UNLESS(all, BM_ENOMEM, "sample: no memory for %llu numbers", (unsigned long long)count);
    const struct bm__reading reading = {
        .times_d = times_d,
        .n_times = n_times,
        .n_columns = n_observables,
        .values = all,
        .member_stride = n_times * n_observables,
        .row_stride = n_observables,
        .column_stride = 1,
    };
    struct call call;
    status = begin(&call, cohort);
    if (status == BM_OK)
        status = end(&call, times_d[n_times - 1], advance(&call, times_d[n_times - 1], 1, &reading));
    if (status == BM_OK)
        memcpy(values, all, count * sizeof *values);
    bm__release(allocator, all);
    return status;
}

/* Lets the number at `root` sink in a heap of n, the largest on top. */
static void sink(double *values, size_t root, size_t n) {
    const double value = values[root];
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        child += child + 1 < n && values[child + 1] > values[child];
        if (!(values[child] > value))
            break;
        values[root] = values[child];
    }
    values[root] = value;
}

/* By a heap: qsort() may ask for memory that is not the host's. */
static void sort(double *values, size_t n) {
    for (size_t i = n / 2; i-- > 0;)
        sink(values, i, n);
    for (size_t last = n; last-- > 1;) {
        const double largest = values[0];
        values[0] = values[last];
        values[last] = largest;
        sink(values, 0, last);
    }
}

/* Summarises the numbers of all members, which lose their order. */
static void summarise(double *values, size_t size, double threshold, const double *percentiles, size_t n_percentiles,
                      double *summary) {
    size_t n = 0, below = 0;
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < size; i++)
        if (!isnan(values[i])) {
            values[n++] = values[i];
            sum += values[i];
            below += values[i] < threshold;
        }
    const double none = (double)NAN, mean = n > 0 ? sum / (double)n : none;
    for (size_t i = 0; i < n; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    summary[BM_SUMMARY_N] = (double)n;
    summary[BM_SUMMARY_MEAN] = mean;
    summary[BM_SUMMARY_SD] = n > 1 ? sqrt(squares / (double)(n - 1)) : none;
    summary[BM_SUMMARY_BELOW] = n > 0 && !isnan(threshold) ? (double)below / (double)n : none;
    if (n_percentiles > 0)
        sort(values, n);
    for (size_t i = 0; i < n_percentiles; i++) { /* type 7 */
        const double place = (double)(n - (n > 0)) * percentiles[i] / 100.0;
        const size_t low = (size_t)place, high = low + 1 < n ? low + 1 : low;
        summary[BM_SUMMARY_PERCENTILES + i] =
            n > 0 ? values[low] + (place - (double)low) * (values[high] - values[low]) : none;
    }
}

bm_status bm_cohort_summarise(bm_cohort *cohort, const double *times_d, size_t n_times, const size_t *observables,
                              size_t n_observables, const double *percentiles, size_t n_percentiles,
                              const double *thresholds, double *summary, size_t n_summary) {
    enum { NUMBERS_AT_ONCE = 1 << 23 };
    if (!cohort)
        return BM_EINVAL;
    REFUSE_UNLESS(percentiles || n_percentiles == 0, BM_EINVAL,
                  "summarise: percentiles is NULL but n_percentiles is %llu", (unsigned long long)n_percentiles);
    REFUSE_UNLESS(n_percentiles <= SIZE_MAX - BM_SUMMARY_PERCENTILES, BM_ESIZE,
                  "summarise: n_percentiles is %llu, allowed is what the buffer has room for",
                  (unsigned long long)n_percentiles);
    const size_t width = BM_SUMMARY_PERCENTILES + n_percentiles, size = (size_t)cohort->cohort.size;
    bm_status status =
        check_reading(cohort, "summarise", times_d, n_times, observables, n_observables, width, summary, n_summary);
    if (status != BM_OK)
        return status;
    for (size_t i = 0; i < n_percentiles; i++)
        REFUSE_UNLESS(percentiles[i] >= 0.0 && percentiles[i] <= 100.0, BM_ERANGE,
                      "summarise: percentiles[%llu] is %g, allowed is 0 to 100", (unsigned long long)i, percentiles[i]);

    /* A stretch of the times at once, so that memory does not grow with their number. */
    const size_t per_time = size * n_observables;
    size_t at_once = 1;
    while (at_once < n_times && (at_once + 1) * per_time <= NUMBERS_AT_ONCE)
        at_once++;
    const bm_allocator *allocator = cohort->cohort.allocator;
    double *values = bm__allocate(allocator, at_once * per_time, sizeof *values);
    double *rows = bm__allocate(allocator, n_times * n_observables * width, sizeof *rows);
    struct call call;
    status = values && rows ? begin(&call, cohort) : BM_ENOMEM;
    if (!values || !rows)
        fail(cohort, BM_ENOMEM, "summarise: no memory for %llu numbers", (unsigned long long)per_time);
    if (status == BM_OK) {
        for (size_t first = 0; first < n_times && status == BM_OK; first += at_once) {
            const size_t n = first + at_once < n_times ? at_once : n_times - first;
            const struct bm__reading reading = {
                .times_d = times_d + first,
                .n_times = n,
                .n_columns = n_observables,
                .values = values,
                .member_stride = 1,
                .row_stride = per_time,
                .column_stride = size,
            };
            status = advance(&call, times_d[first + n - 1], first == 0, &reading);
            for (size_t k = 0; k < n * n_observables && status == BM_OK; k++)
                summarise(values + k * size, size, thresholds ? thresholds[k % n_observables] : (double)NAN,
                          percentiles, n_percentiles, rows + (first * n_observables + k) * width);
        }
        status = end(&call, times_d[n_times - 1], status);
    }
    if (status == BM_OK)
        memcpy(summary, rows, n_times * n_observables * width * sizeof *rows);
    bm__release(allocator, values);
    bm__release(allocator, rows);
    return status;
}

/* ---- one member, failures, counters ---- */

bm_status bm_cohort_member(bm_cohort *cohort, uint64_t number, bm_patient **out) {
    if (!cohort)
        return BM_EINVAL;
    REFUSE_UNLESS(!cohort->busy, BM_ESTATE, "member: the cohort is in a call that reports progress");
    REFUSE_UNLESS(out, BM_EINVAL, "member: patient is NULL");
    REFUSE_UNLESS(number < cohort->cohort.size, BM_ENOTFOUND, "member: number %llu, allowed is 0 to %llu",
                  (unsigned long long)number, (unsigned long long)cohort->cohort.size - 1);
    const struct bm__member *member = cohort->members ? &cohort->members[number] : NULL;
    if (member && member->status != BM_OK)
        return fail(cohort, member->status, "member %llu failed: %s", (unsigned long long)number,
                    bm_status_text(member->status));
    struct bm__seat seat;
    const char *bad = NULL;
    bm_status status = check_correlations(cohort, "member");
    if (status != BM_OK)
        return status;
    status = open_seat(cohort, 1, &seat);
    REFUSE_UNLESS(status == BM_OK, status, "member: no memory for a patient");
    status = bm__member_sit(&cohort->cohort, number, member, &seat, &bad);
    if (status == BM_OK) {
        *out = seat.patient;
        return BM_OK;
    }
    const char *sentence = bm_patient_last_error(seat.patient);
    fail(cohort, status, "member %llu: %s", (unsigned long long)number, *sentence ? sentence : bm_status_text(status));
    close_seat(cohort, &seat);
    return status;
}

size_t bm_cohort_failure_count(const bm_cohort *cohort) {
    return cohort ? cohort->n_failures : 0;
}

bm_status bm_cohort_failure(const bm_cohort *cohort, size_t index, uint64_t *member, bm_status *status) {
    if (!cohort)
        return BM_EINVAL;
    if (index >= cohort->n_failures)
        return BM_ENOTFOUND;
    if (member)
        *member = cohort->failures[index].member;
    if (status)
        *status = cohort->failures[index].status;
    return BM_OK;
}

const char *bm_cohort_failure_text(const bm_cohort *cohort, size_t index) {
    return cohort && index < cohort->n_failures ? cohort->failures[index].text : NULL;
}

const char *bm_cohort_last_error(const bm_cohort *cohort) {
    return cohort ? cohort->error : "";
}

bm_status bm_cohort_read_stats_sized(const bm_cohort *cohort, bm_cohort_stats *stats, size_t struct_size) {
    static const size_t first = offsetof(bm_cohort_stats, rejected_steps) + sizeof(uint64_t);
    if (!cohort || !stats)
        return BM_EINVAL;
    if (struct_size < first || struct_size > UINT32_MAX)
        return BM_ESIZE;
    uint64_t members = 0, bytes = 0;
    for (; cohort->members && members < cohort->cohort.size; members++) {
        const struct bm__member *member = &cohort->members[members];
        bytes += sizeof *member + (member->courses ? member->n_courses * sizeof *member->courses : 0);
    }
    const bm_cohort_stats all = {
        .struct_size = (uint32_t)struct_size,
        .lanes = cohort->cohort.width,
        .bytes_per_member = members > 0 ? bytes / members : 0,
        .steps = cohort->counts.steps,
        .rejected_steps = cohort->counts.rejected,
    };
    bm__copy_struct(stats, struct_size, &all, sizeof all);
    return BM_OK;
}
