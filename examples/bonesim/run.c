/* SPDX-License-Identifier: Apache-2.0 */
/* A scenario against the catalogue, and the simulation of its arms: one patient each, spread over threads, or cohorts.
 */
#include "bonesim.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* ---- signals ---- */

/* Lock-free: set in a signal handler, read in every thread. The program's only state that is not passed along. */
static atomic_int interrupted;

static void interrupt(int number) {
    interrupted = number;
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

int bs_stopped(struct bs_failure *failure) {
    return bs_fail(failure, interrupted == SIGINT ? BS_INTERRUPTED : BS_FAILED, NULL,
                   "interrupted: found a signal to stop; nothing was written");
}

/* ---- names ---- */

bm_status bs_open_model(const char *name, bm_model **model) {
    bm_model_options options;
    bm_model_options_init(&options);
    options.name = name;
    return bm_model_create(&options, model);
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
           : kind == BM_KIND_DEVICE     ? "device"
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
    char found[300] = "", allowed[600] = "", nearest[160] = "";
    size_t count = bm_catalog_count(model, kind);
    bs_append_quoted(found, sizeof found, name);
    if (count > LISTED)
        bs_append(allowed, sizeof allowed, "a name of kind %s that \"bonesim catalog\" lists, such as ",
                  kind_name(kind));
    append_names(model, kind, count > LISTED ? 1 : count, allowed, sizeof allowed);
    bm_catalog_nearest(model, kind, name, nearest, sizeof nearest);
    return bs_unknown(failure, place, "found %s, an unknown %s; allowed %s%s%s", found, kind_name(kind), allowed,
                      *nearest ? "; nearest " : "", nearest);
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
    return bs_unknown(failure, place, "found an unknown key; allowed %s", allowed);
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
        status = bs_check_range(&row, item->value, &here, failure);
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
    return status || isnan(intervention->dose) ? status
                                               : bs_check_range(&agent, intervention->dose, &dose_place, failure);
}

/* Makes an arm's patient and reads her, so that what was set of her is checked together. Says at which place if not. */
static int try_patient(const struct bs_run *run, size_t arm, struct bs_rule *rules, const struct bs_place *place,
                       struct bs_failure *failure) {
    bm_patient *patient = NULL;
    double value;
    int status = bs_make_patient(run, arm, rules, &patient, failure);
    bm_status result = status ? BM_OK : bm_patient_observe_index(patient, run->observables[0], &value);
    if (result != BM_OK)
        status = bs_library_failed(bm_patient_last_error(patient), result, place, failure);
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
        status = bs_make_patient(run, arm, NULL, &patient, failure);
        for (size_t j = 0; !status && j < plan->n_interventions; j++)
            if (plan->interventions[j].start_when.count + plan->interventions[j].stop_when.count == 0)
                bs_prescribe(run->model, patient, &plan->interventions[j], plan->interventions[j].start_d, NULL);
        if (!status) {
            const bm_status result = bs_prescribe(run->model, patient, intervention, start_d, NULL);
            if (result != BM_OK)
                status = bs_refused(patient, result, intervention, &element, failure);
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
    run->failures = calloc(scenario->n_arms, sizeof *run->failures);
    run->courses = calloc(scenario->n_arms, sizeof *run->courses);
    if (!run->observables || !run->rows || !run->messages || !run->failures || !run->courses)
        return bs_no_memory(failure);
    status = bind_observables(run, failure);
    for (size_t i = 0; !status && i < scenario->n_arms; i++)
        status = check_arm(run, i, failure);
    if (!status && scenario->cohort)
        status = bs_cohort_read(run->model, scenario, &run->cohort, failure);
    if (!status && scenario->band)
        status = bs_band_read(scenario, &run->cohort, failure);
    if (!status && scenario->streamed && !scenario->cohort) {
        const struct bs_place cohort = bs_key(NULL, "cohort");
        status = bs_wrong(failure, &cohort, NULL, "a cohort, of which --members and --summary are");
    }
    if (!status && (scenario->measurements || scenario->forecast))
        status = bs_forecast_read(run->model, scenario, &run->forecast, failure);
    if (!status && scenario->below)
        status = bs_below_read(run, failure);
    for (size_t i = 0; !status && run->cohort.size > 0 && !scenario->stored && i < scenario->n_arms; i++)
        status = bs_members_check(run, i, failure);
    return status || run->forecast.size == 0 ? status : bs_forecast_check(run, failure);
}

void bs_run_close(struct bs_run *run) {
    for (size_t i = 0; run->messages && i < run->scenario->n_arms; i++)
        free(run->messages[i]);
    for (size_t i = 0; run->failures && i < run->scenario->n_arms; i++)
        free(run->failures[i]);
    for (size_t i = 0; run->courses && i < run->scenario->n_arms; i++)
        free(run->courses[i].items);
    free(run->messages);
    free(run->failures);
    free(run->courses);
    for (size_t i = 0; i < run->n_below; i++) {
        free(run->below[i].now);
        free(run->below[i].ever);
    }
    free(run->below);
    for (size_t i = 0; run->summaries && i < run->scenario->n_arms; i++)
        bm_summary_destroy(run->summaries[i]);
    free(run->summaries);
    free(run->forecast.items);
    free(run->differences);
    free(run->notes);
    free(run->values);
    free(run->spreads);
    free(run->rows);
    free(run->observables);
    bs_cohort_free(&run->cohort);
    bm_model_destroy(run->model);
}

static size_t find_result(const struct bs_run *run, size_t arm, size_t time, size_t observable) {
    const struct bs_scenario *scenario = run->scenario;
    return (arm * scenario->n_times + time) * scenario->n_observables + observable;
}

double bs_run_value(const struct bs_run *run, size_t arm, size_t time, size_t observable) {
    const size_t i = find_result(run, arm, time, observable);
    return run->spreads ? run->spreads[i].mean : run->values[i];
}

const struct bs_spread *bs_run_spread(const struct bs_run *run, size_t arm, size_t time, size_t observable) {
    return run->spreads ? &run->spreads[find_result(run, arm, time, observable)] : NULL;
}

const struct bs_spread *bs_run_difference(const struct bs_run *run, size_t first, size_t second, size_t time,
                                          size_t observable) {
    size_t pair = 0; /* those of the arms before come first */
    for (size_t i = 0; i < first; i++)
        pair += run->scenario->n_arms - 1 - i;
    return &run->differences[find_result(run, pair + second - first - 1, time, observable)];
}

/* ---- simulation ---- */

/* The arms' common work list, and what is shown of its progress. */
struct work {
    struct bs_run *run;
    pthread_mutex_t lock; /* guards what follows */
    size_t next;          /* the first arm that nobody has taken */
    double done;          /* arms, with fractions */
    struct bs_progress progress;
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

/* Adds what a job has done since it was last counted. */
static void show_progress(struct job *job, double fraction) {
    struct work *work = job->work;
    const size_t n_arms = work->run->scenario->n_arms;
    char of[40] = "";
    bs_append(of, sizeof of, "%zu arms", n_arms);
    pthread_mutex_lock(&work->lock);
    work->done += fraction - job->fraction;
    job->fraction = fraction;
    bs_progress_show(&work->progress, work->done / (double)n_arms, of);
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

char *bs_collect_messages(const struct bs_arm *arm, const bm_patient *patient) {
    size_t size = 0, reasons = 0;
    char *text = NULL;
    FILE *file = open_memstream(&text, &size);
    if (!file)
        return NULL;
    for (size_t i = 0; i < bm_patient_warning_count(patient); i++)
        fprintf(file, BS_WARNING "%s%c", arm->name, bm_patient_warning(patient, i), '\0');
    if (bm_patient_applicability(patient, &reasons) == BM_OK)
        for (size_t i = 0; i < reasons; i++)
            fprintf(file, BS_OUTSIDE "%s%c", arm->name, bm_patient_applicability_reason(patient, i), '\0');
    fputc('\0', file);
    fclose(file);
    return text;
}

int bs_check_finite(const struct bs_run *run, size_t arm, const struct bs_place *place, struct bs_failure *failure) {
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
    int status;
    if (!rules)
        return bs_no_memory(failure);
    status = bs_make_patient(run, arm, rules, &job.patient, failure);
    if (!status) {
        bm_status result;
        bm_patient_set_progress(job.patient, on_progress, &job);
        result = bm_patient_sample(job.patient, scenario->times_d, scenario->n_times, run->observables,
                                   scenario->n_observables, &run->values[arm * n_values], n_values);
        if (result != BM_OK) {
            bs_library_failed(bm_patient_last_error(job.patient), result,
                              find_refused(plan, rules, &list, &element) ? &element : &place, failure);
            status = BS_FAILED;
        } else {
            status = bs_check_finite(run, arm, &place, failure);
            run->messages[arm] = bs_collect_messages(plan, job.patient);
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

static int simulate_patients(struct bs_run *run, size_t threads, bool quiet, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    struct work work = {.run = run, .failed_arm = scenario->n_arms};
    size_t started = 0, helpers = (threads < scenario->n_arms ? threads : scenario->n_arms) - 1;
    pthread_t *ids;
    ids = calloc(helpers + 1, sizeof *ids);
    run->values = calloc(scenario->n_arms * scenario->n_times * scenario->n_observables, sizeof *run->values);
    if (!ids || !run->values) {
        free(ids);
        return bs_no_memory(failure);
    }
    pthread_mutex_init(&work.lock, NULL);
    bs_progress_begin(&work.progress, quiet);
    /* A thread that cannot be had only makes the run slower. */
    while (started < helpers && pthread_create(&ids[started], NULL, work_through, &work) == 0)
        started++;
    work_through(&work);
    for (size_t i = 0; i < started; i++)
        pthread_join(ids[i], NULL);
    pthread_mutex_destroy(&work.lock);
    free(ids);
    bs_progress_end(&work.progress);
    if (bs_interrupted())
        return bs_stopped(failure);
    if (work.failed_arm < scenario->n_arms) {
        *failure = work.failure;
        return BS_FAILED;
    }
    return BS_DONE;
}

int bs_run_simulate(struct bs_run *run, size_t threads, bool quiet, struct bs_failure *failure) {
    const bool women = run->cohort.size > 0 && !run->cohort.band;
    int status = bs_below_begin(run, failure);
    if (!status && run->forecast.size > 0)
        return bs_forecast_simulate(run, threads, quiet, failure);
    if (!status && !women)
        status = simulate_patients(run, threads, quiet, failure);
    return status || run->cohort.size == 0 ? status : bs_members_simulate(run, threads, quiet, failure);
}
