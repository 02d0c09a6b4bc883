/* SPDX-License-Identifier: Apache-2.0 */
/* An arm's patient at time 0: who she is and what she is given. */
#include "bonesim.h"

#include <string.h>

/* A status as an exit status: was it the scenario, or the machine? */
static int exit_status(bm_status status) {
    return status == BM_EINVAL || status == BM_ERANGE || status == BM_ENOTFOUND || status == BM_ECONFLICT ? BS_WRONG
                                                                                                          : BS_FAILED;
}

int bs_library_failed(const char *sentence, bm_status status, const struct bs_place *place,
                      struct bs_failure *failure) {
    return bs_fail(failure, exit_status(status), place, "%s", *sentence ? sentence : bm_status_text(status));
}

int bs_check_range(const bm_catalog_entry *row, double value, const struct bs_place *place,
                   struct bs_failure *failure) {
    if (value < row->minimum || value > row->maximum)
        return bs_fail(failure, BS_WRONG, place, "found %s; allowed %s to %s (unit %s)", bs_shortest(value).text,
                       bs_shortest(row->minimum).text, bs_shortest(row->maximum).text, row->unit);
    return BS_DONE;
}

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
        int status = known ? bs_check_range(&row, item->value, &place, failure) : BS_DONE;
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
            return bs_library_failed(bm_patient_last_error(patient), result, &place, failure);
    }
    return BS_DONE;
}

/* Sets the scanner, which is a covariate whose values have names. */
static int set_device(const struct bs_run *run, size_t arm, bm_patient *patient, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place place = bs_key(NULL, "device");
    const struct bs_values *lists[] = {&scenario->patient, &scenario->arms[arm].patient};
    bm_catalog_entry row;
    bm_status result;
    if (!scenario->device)
        return BS_DONE;
    if (!bs_find_row(run->model, BM_KIND_DEVICE, scenario->device, &row))
        return bs_unknown_name(run->model, BM_KIND_DEVICE, scenario->device, &place, failure);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (find_same(lists[i], lists[i]->count, "device"))
            return bs_fail(failure, BS_WRONG, &place, "found it beside a patient's device; allowed one of the two");
    result = bm_patient_set(patient, "device", row.default_value);
    return result == BM_OK ? BS_DONE : bs_library_failed(bm_patient_last_error(patient), result, &place, failure);
}

/* An intervention that the library refused. */
int bs_refused(const bm_patient *patient, bm_status result, const struct bs_intervention *intervention,
               const struct bs_place *place, struct bs_failure *failure) {
    const struct bs_place every = bs_key(place, "every_days");
    /* Every other range was checked before: only the library knows the shortest interval. */
    return bs_library_failed(bm_patient_last_error(patient), result,
                             result == BM_ERANGE && !isnan(intervention->every_d) ? &every : place, failure);
}

/* Makes an arm's patient at time 0, with all she is given (rules: room for one per intervention) or nothing (NULL). */
int bs_make_patient(const struct bs_run *run, size_t arm, struct bs_rule *rules, bm_patient **patient,
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
    if (scenario->max_steps > 0)
        options.max_steps = (uint64_t)scenario->max_steps;
    result = bm_patient_create(run->model, &options, patient);
    if (result != BM_OK)
        return bs_fail(failure, BS_FAILED, &place, "%s", bm_status_text(result));
    status = set_values(run->model, *patient, &plan->patient, NULL, BM_KIND_COVARIATE, &own, failure);
    if (!status)
        status =
            set_values(run->model, *patient, &scenario->patient, &plan->patient, BM_KIND_COVARIATE, &person, failure);
    if (!status)
        status = set_device(run, arm, *patient, failure);
    if (!status)
        status = set_values(run->model, *patient, &scenario->parameters, NULL, BM_KIND_PARAMETER, &parameters, failure);
    if (!status)
        status = set_values(run->model, *patient, &scenario->initial, NULL, BM_KIND_INITIAL, &initial, failure);
    if (!status && rules) {
        size_t failed = 0;
        run->courses[arm].count = 0;
        for (size_t i = 0; i < plan->n_interventions; i++)
            rules[i].courses = &run->courses[arm];
        result = bs_put_arm(run->model, *patient, plan, rules, &failed);
        if (result != BM_OK) {
            const struct bs_place element = bs_index(&list, failed);
            status = bs_refused(*patient, result, &plan->interventions[failed], &element, failure);
        }
    }
    if (status) {
        bm_patient_destroy(*patient);
        *patient = NULL;
    }
    return status;
}
