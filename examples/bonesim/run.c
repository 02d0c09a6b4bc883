/* SPDX-License-Identifier: Apache-2.0 */
/* A scenario against the catalogue, and the simulation of its arms: one patient per arm, arms spread over threads. */
#include "bonesim.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- signals ---- */

/* Lock-free: set in a signal handler, read in every thread. The program's only state that is not passed along. */
static atomic_int interrupted;

static void interrupt(int number) {
    (void)number;
    interrupted = 1;
}

void bs_catch_signals(void) {
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action = {.sa_handler = interrupt}, old;
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
    }
}

bool bs_interrupted(void) {
    return interrupted != 0;
}

/* ---- names ---- */

bm_status bs_open_model(const char *name, bm_model **model) {
    bm_model_options options;
    bm_model_options_init(&options);
    options.name = name;
    return bm_model_create(&options, model);
}

/* A status as an exit status: was it the scenario, or the machine? */
static int exit_status(bm_status status) {
    return status == BM_EINVAL || status == BM_ERANGE || status == BM_ENOTFOUND || status == BM_ECONFLICT ? BS_WRONG
                                                                                                          : BS_FAILED;
}

/* Passes the library's sentence on. */
static int library_failed(const bm_patient *patient, bm_status status, const struct bs_place *place,
                          struct bs_failure *failure) {
    const char *sentence = bm_patient_last_error(patient);
    return bs_fail(failure, exit_status(status), place, "%s", *sentence ? sentence : bm_status_text(status));
}

bool bs_find_row(const bm_model *model, uint32_t kind, const char *name, bm_catalog_entry *row) {
    size_t index;
    return bm_catalog_find(model, kind, name, &index) == BM_OK && bm_catalog_row(model, kind, index, row) == BM_OK;
}

static const char *kind_name(uint32_t kind) {
    return kind == BM_KIND_AGENT        ? "agent"
           : kind == BM_KIND_OBSERVABLE ? "observable"
           : kind == BM_KIND_COVARIATE  ? "covariate"
           : kind == BM_KIND_EXERCISE   ? "exercise"
           : kind == BM_KIND_INITIAL    ? "initial"
                                        : "parameter";
}

/* The first count names of a kind, in a row. */
static void append_names(const bm_model *model, uint32_t kind, size_t count, char *text, size_t size) {
    bm_catalog_entry row;
    for (size_t i = 0; i < count && bm_catalog_row(model, kind, i, &row) == BM_OK; i++)
        bs_append(text, size, "%s%s", i == 0 ? "" : ", ", row.name);
}

int bs_unknown_name(const bm_model *model, uint32_t kind, const char *name, const struct bs_place *place,
                    struct bs_failure *failure) {
    enum { LISTED = 16 };
    char found[300] = "", allowed[600] = "";
    size_t count = bm_catalog_count(model, kind);
    bs_append_quoted(found, sizeof found, name);
    if (count > LISTED)
        bs_append(allowed, sizeof allowed, "a name of kind %s that \"bonesim catalog\" lists, such as ",
                  kind_name(kind));
    append_names(model, kind, count > LISTED ? 1 : count, allowed, sizeof allowed);
    return bs_fail(failure, BS_WRONG, place, "found %s, an unknown %s; allowed %s", found, kind_name(kind), allowed);
}

/* A parameter that is no number: the exercise goes by its name. */
static int wrong_parameter(const bm_model *model, const cJSON *item, const bm_catalog_entry *row,
                           const struct bs_place *place, struct bs_failure *failure) {
    char allowed[600] = "";
    if (strcmp(item->string, BS_EXERCISE) != 0)
        return bs_wrong(failure, place, item, "a number: %s", row->description);
    if (cJSON_IsString(item))
        return bs_unknown_name(model, BM_KIND_EXERCISE, item->valuestring, place, failure);
    append_names(model, BM_KIND_EXERCISE, bm_catalog_count(model, BM_KIND_EXERCISE), allowed, sizeof allowed);
    return bs_wrong(failure, place, item, "a name: %s", allowed);
}

static int check_range(const bm_catalog_entry *row, double value, const struct bs_place *place,
                       struct bs_failure *failure) {
    if (value < row->minimum || value > row->maximum)
        return bs_fail(failure, BS_WRONG, place, "found %s; allowed %s to %s (unit %s)", bs_shortest(value).text,
                       bs_shortest(row->minimum).text, bs_shortest(row->maximum).text, row->unit);
    return BS_DONE;
}

/* ---- one patient ---- */

/* The site of a bone density, however it is given: "bmd.lumbar_spine", "t_score.lumbar_spine". Other names: NULL. */
static const char *density_site(const char *name) {
    return !strncmp(name, "bmd.", 4) ? name + 4 : !strncmp(name, "t_score.", 8) ? name + 8 : NULL;
}

/* The value among the first count that says the same of her as name does, or NULL. */
static const bm_named_value *find_same(const struct bs_values *values, size_t count, const char *name) {
    const char *site = density_site(name);
    for (size_t i = 0; i < count; i++) {
        const char *other = density_site(values->items[i].name);
        if (!strcmp(values->items[i].name, name) || (site && other && !strcmp(site, other)))
            return &values->items[i];
    }
    return NULL;
}

/* Sets values, except those that overrides (or NULL) replace. */
static int set_values(const bm_model *model, bm_patient *patient, const struct bs_values *values,
                      const struct bs_values *overrides, uint32_t kind, const struct bs_place *list,
                      struct bs_failure *failure) {
    for (size_t i = 0; i < values->count; i++) {
        const bm_named_value *item = &values->items[i], *same;
        const struct bs_place place = bs_key(list, item->name);
        bm_catalog_entry row;
        bool known = bs_find_row(model, kind, item->name, &row);
        if (known && kind == BM_KIND_INITIAL && row.flags & BM_FLAG_COMPUTED)
            return bs_fail(failure, BS_WRONG, &place, "found %s; allowed none: it is computed from parameters",
                           bs_shortest(item->value).text);
        int status = known ? check_range(&row, item->value, &place, failure) : BS_DONE;
        bm_status result;
        if (status)
            return status;
        same = known && kind == BM_KIND_COVARIATE ? find_same(values, i, item->name) : NULL;
        if (same)
            return bs_fail(failure, BS_WRONG, &place, "found it beside %s; allowed one of the two", same->name);
        if (known && overrides && find_same(overrides, overrides->count, item->name))
            continue;
        result = bm_patient_set(patient, item->name, item->value);
        /* The library knows names that cannot be set, and says why. */
        if (!known && (result == BM_OK || result == BM_ENOTFOUND))
            return bs_unknown_name(model, kind, item->name, &place, failure);
        if (result != BM_OK)
            return library_failed(patient, result, &place, failure);
    }
    return BS_DONE;
}

/* An intervention that the library refused. */
static int refused(const bm_patient *patient, bm_status result, const struct bs_intervention *intervention,
                   const struct bs_place *place, struct bs_failure *failure) {
    const struct bs_place every = bs_key(place, "every_days");
    /* Every other range was checked before: only the library knows the shortest interval. */
    return library_failed(patient, result, result == BM_ERANGE && !isnan(intervention->every_d) ? &every : place,
                          failure);
}

/* Makes an arm's patient at time 0, with all she is given (rules: room for one per intervention) or nothing (NULL). */
static int make_patient(const struct bs_run *run, size_t arm, struct bs_rule *rules, bm_patient **patient,
                        struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_arm *plan = &scenario->arms[arm];
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, arm);
    const struct bs_place list = bs_key(&place, "interventions"), own = bs_key(&place, "patient");
    const struct bs_place person = bs_key(NULL, "patient"), parameters = bs_key(NULL, "parameters");
    const struct bs_place initial = bs_key(NULL, "initial");
    bm_patient_options options;
    bm_status result;
    int status;
    bm_patient_options_init(&options);
    if (scenario->rtol > 0)
        options.rtol = scenario->rtol;
    result = bm_patient_create(run->model, &options, patient);
    if (result != BM_OK)
        return bs_fail(failure, BS_FAILED, &place, "%s", bm_status_text(result));
    status = set_values(run->model, *patient, &plan->patient, NULL, BM_KIND_COVARIATE, &own, failure);
    if (!status)
        status =
            set_values(run->model, *patient, &scenario->patient, &plan->patient, BM_KIND_COVARIATE, &person, failure);
    if (!status)
        status = set_values(run->model, *patient, &scenario->parameters, NULL, BM_KIND_PARAMETER, &parameters, failure);
    if (!status)
        status = set_values(run->model, *patient, &scenario->initial, NULL, BM_KIND_INITIAL, &initial, failure);
    if (!status && rules) {
        size_t failed = 0;
        result = bs_put_arm(run->model, *patient, plan, rules, &failed);
        if (result != BM_OK) {
            const struct bs_place element = bs_index(&list, failed);
            status = refused(*patient, result, &plan->interventions[failed], &element, failure);
        }
    }
    if (status) {
        bm_patient_destroy(*patient);
        *patient = NULL;
    }
    return status;
}

/* ---- the whole scenario against the catalogue ---- */

/* Names the keys that an intervention takes, with the parameters of its agent. */
static int unknown_key(const bm_model *model, const char *agent, const struct bs_place *place,
                       struct bs_failure *failure) {
    char allowed[600] = "";
    size_t length = strlen(agent);
    bm_catalog_entry row;
    for (const char *const *key = bs_intervention_keys; *key; key++)
        bs_append(allowed, sizeof allowed, "%s%s", key == bs_intervention_keys ? "" : ", ", *key);
    for (size_t i = 0; bm_catalog_row(model, BM_KIND_AGENT_PARAMETER, i, &row) == BM_OK; i++)
        if (!strncmp(row.name, agent, length) && row.name[length] == '.')
            bs_append(allowed, sizeof allowed, ", %s", row.name + length + 1);
    return bs_fail(failure, BS_WRONG, place, "found an unknown key; allowed %s", allowed);
}

/* The names in a start_when or stop_when. */
static int check_when(const bm_model *model, const struct bs_when *when, const struct bs_place *place,
                      struct bs_failure *failure) {
    const struct bs_place list = bs_key(place, when->all ? "all" : "any");
    for (size_t i = 0; i < when->count; i++) {
        const struct bs_place element = bs_index(&list, i), here = bs_key(&element, "observable");
        bm_catalog_entry row;
        if (!bs_find_row(model, BM_KIND_OBSERVABLE, when->conditions[i].observable, &row))
            return bs_unknown_name(model, BM_KIND_OBSERVABLE, when->conditions[i].observable, &here, failure);
    }
    return BS_DONE;
}

static int check_intervention(const bm_model *model, struct bs_intervention *intervention, const struct bs_place *place,
                              struct bs_failure *failure) {
    const struct bs_place agent_place = bs_key(place, "agent"), dose_place = bs_key(place, "dose");
    const struct bs_place every_place = bs_key(place, "every_days"), doses_place = bs_key(place, "doses");
    const struct bs_place start_place = bs_key(place, "start_when"), stop_place = bs_key(place, "stop_when");
    bm_catalog_entry agent, row;
    int status;
    if (!bs_find_row(model, BM_KIND_AGENT, intervention->agent, &agent))
        return bs_unknown_name(model, BM_KIND_AGENT, intervention->agent, &agent_place, failure);
    bs_find_exercise(model, intervention);
    for (size_t i = 0; i < intervention->parameters.count; i++) {
        const bm_named_value *item = &intervention->parameters.items[i];
        const struct bs_place here = bs_key(place, item->name);
        char name[200] = "";
        bs_append(name, sizeof name, "%s.%s", agent.name, item->name);
        if (!bs_find_row(model, BM_KIND_AGENT_PARAMETER, name, &row))
            return unknown_key(model, agent.name, &here, failure);
        if (isnan(item->value))
            return wrong_parameter(model, cJSON_GetObjectItemCaseSensitive(intervention->json, item->name), &row, &here,
                                   failure);
        status = check_range(&row, item->value, &here, failure);
        if (status)
            return status;
    }
    if ((agent.flags & BM_FLAG_CONTINUOUS) && !isnan(intervention->every_d))
        return bs_fail(failure, BS_WRONG, &every_place,
                       "found %s; allowed no every_days, for %s acts as long as it runs",
                       bs_shortest(intervention->every_d).text, agent.name);
    if ((agent.flags & BM_FLAG_CONTINUOUS) && intervention->doses > 0)
        return bs_fail(failure, BS_WRONG, &doses_place, "found %lu; allowed no doses, for %s acts as long as it runs",
                       (unsigned long)intervention->doses, agent.name);
    status = check_when(model, &intervention->start_when, &start_place, failure);
    if (!status)
        status = check_when(model, &intervention->stop_when, &stop_place, failure);
    return status || isnan(intervention->dose) ? status : check_range(&agent, intervention->dose, &dose_place, failure);
}

/* Makes an arm's patient and reads her, so that what was set of her is checked together. Says at which place if not. */
static int try_patient(const struct bs_run *run, size_t arm, struct bs_rule *rules, const struct bs_place *place,
                       struct bs_failure *failure) {
    bm_patient *patient = NULL;
    double value;
    int status = make_patient(run, arm, rules, &patient, failure);
    bm_status result = status ? BM_OK : bm_patient_observe_index(patient, run->observables[0], &value);
    if (result != BM_OK)
        status = library_failed(patient, result, place, failure);
    bm_patient_destroy(patient);
    return status;
}

/* The last time at which a start_when is checked in a run; the first one, when that comes after the run. */
static double last_check(const struct bs_intervention *intervention, double end_d) {
    double last_d = fmin(end_d, intervention->stop_d);
    double checks = floor((last_d - intervention->start_d) / intervention->start_when.every_d);
    size_t check = checks > 1 ? (size_t)checks : 1;
    while (check > 1 && bs_check_time(intervention, check) >= last_d)
        check--;
    return bs_check_time(intervention, check);
}

/* Tries what starts by what is observed beside what starts by the calendar and no rule stops: as late as it can start,
 * because two habits that overlap then do so whenever it starts. */
static int try_starts(const struct bs_run *run, size_t arm, const struct bs_place *list, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_arm *plan = &scenario->arms[arm];
    int status = BS_DONE;
    for (size_t i = 0; !status && i < plan->n_interventions; i++) {
        const struct bs_intervention *intervention = &plan->interventions[i];
        const struct bs_place element = bs_index(list, i);
        bm_patient *patient = NULL;
        double start_d;
        if (intervention->start_when.count == 0)
            continue;
        start_d = last_check(intervention, scenario->times_d[scenario->n_times - 1]);
        if (isinf(start_d))
            continue;
        status = make_patient(run, arm, NULL, &patient, failure);
        for (size_t j = 0; !status && j < plan->n_interventions; j++)
            if (plan->interventions[j].start_when.count + plan->interventions[j].stop_when.count == 0)
                bs_prescribe(run->model, patient, &plan->interventions[j], plan->interventions[j].start_d, NULL);
        if (!status) {
            const bm_status result = bs_prescribe(run->model, patient, intervention, start_d, NULL);
            if (result != BM_OK)
                status = refused(patient, result, intervention, &element, failure);
        }
        bm_patient_destroy(patient);
    }
    return status;
}

static int check_arm(const struct bs_run *run, size_t arm, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_arm *plan = &scenario->arms[arm];
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, arm);
    const struct bs_place list = bs_key(&place, "interventions"), own = bs_key(&place, "patient");
    const struct bs_place values = bs_key(NULL, scenario->patient.count      ? "patient"
                                                : scenario->parameters.count ? "parameters"
                                                : scenario->initial.count    ? "initial"
                                                                             : "arms");
    struct bs_failure without;
    struct bs_rule *rules;
    int status = BS_DONE;
    for (size_t i = 0; !status && i < plan->n_interventions; i++) {
        const struct bs_place element = bs_index(&list, i);
        status = check_intervention(run->model, &plan->interventions[i], &element, failure);
    }
    if (status)
        return status;
    rules = calloc(plan->n_interventions + 1, sizeof *rules);
    if (!rules)
        return bs_no_memory(failure);
    status = try_patient(run, arm, rules, &list, failure);
    free(rules);
    if (!status)
        status = try_starts(run, arm, &list, failure);
    /* Is it what she is, whatever she gets? */
    if (status && try_patient(run, arm, NULL, plan->patient.count ? &own : &values, &without))
        *failure = without;
    return status;
}

static int bind_observables(struct bs_run *run, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place list = bs_key(NULL, "observables");
    for (size_t i = 0; i < scenario->n_observables; i++) {
        const struct bs_place place = bs_index(&list, i);
        if (bm_catalog_find(run->model, BM_KIND_OBSERVABLE, scenario->observables[i], &run->observables[i]) != BM_OK ||
            bm_catalog_row(run->model, BM_KIND_OBSERVABLE, run->observables[i], &run->rows[i]) != BM_OK)
            return bs_unknown_name(run->model, BM_KIND_OBSERVABLE, scenario->observables[i], &place, failure);
    }
    return BS_DONE;
}

int bs_run_open(struct bs_scenario *scenario, struct bs_run *run, struct bs_failure *failure) {
    const struct bs_place model_place = bs_key(NULL, "model");
    bm_status result;
    int status;
    *run = (struct bs_run){.scenario = scenario};
    result = bs_open_model(scenario->model, &run->model);
    if (result != BM_OK)
        return bs_fail(failure, BS_FAILED, &model_place, "%s", bm_status_text(result));
    run->observables = calloc(scenario->n_observables, sizeof *run->observables);
    run->rows = calloc(scenario->n_observables, sizeof *run->rows);
    run->messages = calloc(scenario->n_arms, sizeof *run->messages);
    if (!run->observables || !run->rows || !run->messages)
        return bs_no_memory(failure);
    status = bind_observables(run, failure);
    for (size_t i = 0; !status && i < scenario->n_arms; i++)
        status = check_arm(run, i, failure);
    if (!status && scenario->cohort)
        status = bs_cohort_check(run->model, scenario->cohort, failure);
    return status;
}

void bs_run_close(struct bs_run *run) {
    for (size_t i = 0; run->messages && i < run->scenario->n_arms; i++)
        free(run->messages[i]);
    free(run->messages);
    free(run->values);
    free(run->rows);
    free(run->observables);
    bm_model_destroy(run->model);
}

double bs_run_value(const struct bs_run *run, size_t arm, size_t time, size_t observable) {
    const struct bs_scenario *scenario = run->scenario;
    return run->values[(arm * scenario->n_times + time) * scenario->n_observables + observable];
}

/* ---- simulation ---- */

/* The arms' common work list, and what is shown of its progress. */
struct work {
    struct bs_run *run;
    pthread_mutex_t lock; /* guards what follows */
    size_t next;          /* the first arm that nobody has taken */
    double done;          /* arms, with fractions */
    bool visible, shown;
    double started_s, shown_s;
    size_t failed_arm;
    struct bs_failure failure; /* of failed_arm, the lowest that failed, whatever the order in which they ended */
};

/* One arm in one thread. */
struct job {
    struct work *work;
    size_t arm;
    bm_patient *patient;
    double fraction;
};

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Adds what a job has done since it was last counted; the line appears after half a second, ten times a second. */
static void show_progress(struct job *job, double fraction) {
    struct work *work = job->work;
    double now;
    if (!work->visible)
        return;
    now = now_s();
    pthread_mutex_lock(&work->lock);
    work->done += fraction - job->fraction;
    job->fraction = fraction;
    if (now - work->started_s > 0.5 && now - work->shown_s > 0.1) {
        fprintf(stderr, "\rbonesim: %3.0f %% of %zu arms", 100 * work->done / (double)work->run->scenario->n_arms,
                work->run->scenario->n_arms);
        fflush(stderr);
        work->shown_s = now;
        work->shown = true;
    }
    pthread_mutex_unlock(&work->lock);
}

static int32_t on_progress(void *user, double time_d, double fraction) {
    struct job *job = user;
    const struct bs_scenario *scenario = job->work->run->scenario;
    double end_d = scenario->times_d[scenario->n_times - 1];
    (void)fraction;
    show_progress(job, end_d > 0 ? fmax(time_d / end_d, 0) : 0);
    return bs_interrupted();
}

/* Collects the patient's warnings and reasons. A failure to do so loses no result. */
static char *collect_messages(const struct bs_arm *arm, const bm_patient *patient) {
    size_t size = 0, reasons = 0;
    char *text = NULL;
    FILE *file = open_memstream(&text, &size);
    if (!file)
        return NULL;
    for (size_t i = 0; i < bm_patient_warning_count(patient); i++)
        fprintf(file, "bonesim: arm %s: warning: %s%c", arm->name, bm_patient_warning(patient, i), '\0');
    if (bm_patient_applicability(patient, &reasons) == BM_OK)
        for (size_t i = 0; i < reasons; i++)
            fprintf(file, "bonesim: arm %s: outside the calibrated domain: %s%c", arm->name,
                    bm_patient_applicability_reason(patient, i), '\0');
    fputc('\0', file);
    fclose(file);
    return text;
}

static int check_finite(const struct bs_run *run, size_t arm, const struct bs_place *place,
                        struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    for (size_t i = 0; i < scenario->n_times; i++)
        for (size_t j = 0; j < scenario->n_observables; j++)
            if (!isfinite(bs_run_value(run, arm, i, j)))
                return bs_fail(failure, BS_FAILED, place, "found %s that is not finite on day %s; allowed a number",
                               run->rows[j].name, bs_shortest(scenario->times_d[i]).text);
    return BS_DONE;
}

/* The place of an intervention that could not start when its start_when held. */
static bool find_refused(const struct bs_arm *arm, const struct bs_rule *rules, const struct bs_place *list,
                         struct bs_place *place) {
    for (size_t i = 0; i < arm->n_interventions; i++) {
        *place = bs_index(list, i);
        if (rules[i].refused)
            return true;
    }
    return false;
}

static int simulate_arm(struct work *work, size_t arm, struct bs_failure *failure) {
    struct bs_run *run = work->run;
    const struct bs_arm *plan = &run->scenario->arms[arm];
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, arm);
    const struct bs_place list = bs_key(&place, "interventions");
    const struct bs_scenario *scenario = run->scenario;
    struct bs_place element;
    const size_t n_values = scenario->n_times * scenario->n_observables;
    struct job job = {.work = work, .arm = arm};
    struct bs_rule *rules = calloc(plan->n_interventions + 1, sizeof *rules);
    int status = rules ? make_patient(run, arm, rules, &job.patient, failure) : bs_no_memory(failure);
    if (!status) {
        bm_status result;
        bm_patient_set_progress(job.patient, on_progress, &job);
        result = bm_patient_sample(job.patient, scenario->times_d, scenario->n_times, run->observables,
                                   scenario->n_observables, &run->values[arm * n_values], n_values);
        if (result != BM_OK) {
            library_failed(job.patient, result, find_refused(plan, rules, &list, &element) ? &element : &place,
                           failure);
            status = BS_FAILED;
        } else {
            status = check_finite(run, arm, &place, failure);
            run->messages[arm] = collect_messages(plan, job.patient);
        }
        show_progress(&job, 1);
    }
    bm_patient_destroy(job.patient);
    free(rules);
    return status;
}

/* Takes arm after arm until none is left. */
static void *work_through(void *user) {
    struct work *work = user;
    for (;;) {
        struct bs_failure failure;
        size_t arm;
        pthread_mutex_lock(&work->lock);
        arm = work->next++;
        pthread_mutex_unlock(&work->lock);
        if (arm >= work->run->scenario->n_arms || bs_interrupted())
            return NULL;
        if (simulate_arm(work, arm, &failure)) {
            pthread_mutex_lock(&work->lock);
            if (arm < work->failed_arm) {
                work->failed_arm = arm;
                work->failure = failure;
            }
            pthread_mutex_unlock(&work->lock);
        }
    }
}

int bs_run_simulate(struct bs_run *run, size_t threads, bool quiet, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    struct work work = {.run = run, .failed_arm = scenario->n_arms};
    size_t started = 0, helpers = (threads < scenario->n_arms ? threads : scenario->n_arms) - 1;
    pthread_t *ids = calloc(helpers + 1, sizeof *ids);
    run->values = calloc(scenario->n_arms * scenario->n_times * scenario->n_observables, sizeof *run->values);
    if (!ids || !run->values) {
        free(ids);
        return bs_no_memory(failure);
    }
    pthread_mutex_init(&work.lock, NULL);
    work.visible = !quiet && isatty(STDERR_FILENO);
    work.started_s = now_s();
    /* A thread that cannot be had only makes the run slower. */
    while (started < helpers && pthread_create(&ids[started], NULL, work_through, &work) == 0)
        started++;
    work_through(&work);
    for (size_t i = 0; i < started; i++)
        pthread_join(ids[i], NULL);
    pthread_mutex_destroy(&work.lock);
    free(ids);
    if (work.shown)
        fputs("\r\033[K", stderr);
    if (bs_interrupted())
        return bs_fail(failure, BS_FAILED, NULL, "interrupted: found a signal to stop; nothing was written");
    if (work.failed_arm < scenario->n_arms) {
        *failure = work.failure;
        return BS_FAILED;
    }
    return BS_DONE;
}
