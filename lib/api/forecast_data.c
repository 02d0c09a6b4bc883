/* SPDX-License-Identifier: Apache-2.0 */
/* Measurements as a host gives them: checked, and put as logarithms in the order in which they are weighed. */
#include <stdio.h>

#include "api/forecast_handle.h"

static const size_t FIRST_MEASUREMENT = offsetof(bm_measurement, device) + sizeof(double);

void bm_measurement_init_sized(bm_measurement *measurement, size_t struct_size) {
    const bm_measurement defaults = {.struct_size = (uint32_t)struct_size,
                                     .value = (double)NAN,
                                     .cv_percent = (double)NAN,
                                     .sd = (double)NAN,
                                     .lsc_percent = (double)NAN,
                                     .device = (double)NAN};
    if (measurement && struct_size >= sizeof measurement->struct_size)
        bm__copy_struct(measurement, struct_size, &defaults, sizeof defaults);
}

/* One that is being read. */
struct reading {
    bm_forecast *forecast;
    size_t index;
    bm_measurement given;
    const char *name; /* of its observable */
    struct bm__datum datum;
};

#define WRONG(reading, status, field, format, ...)                                                                     \
    bm__forecast_fail((reading)->forecast, status, "measurements[%llu]." field ": " format,                            \
                      (unsigned long long)(reading)->index, __VA_ARGS__)

/* Is it set in the patient, exactly? */
static int is_given(const bm_forecast *forecast, uint32_t covariate) {
    return !isnan(forecast->given[covariate]);
}

static int site_is_given(const bm_forecast *forecast, uint64_t site) {
    return is_given(forecast, BM__C_bmd_LS + (uint32_t)site) || is_given(forecast, BM__C_t_LS + (uint32_t)site);
}

static bm_status find_what(struct reading *r) {
    const bm_model *model = r->forecast->model;
    if (r->given.observable >= model->n_observables)
        return WRONG(r, BM_ENOTFOUND, "observable", "found %llu, allowed is 0 to %llu",
                     (unsigned long long)r->given.observable, (unsigned long long)model->n_observables - 1);
    const struct bm__observable *o = &model->observables[r->given.observable];
    const uint32_t row = o->row;
    r->name = model->observable_names[r->given.observable];
    if (o->family == BM__OBSERVE_SITE && (o->readout == BM__SITE_READOUT_bmd || o->readout == BM__SITE_READOUT_t_score))
        r->datum.of = row;
    else if (o->family == BM__OBSERVE_MARKER && o->readout == 0)
        r->datum.of = BM__OF_MARKER + row;
    else if (o->family == BM__OBSERVE_READOUT && (row == BM__READOUT_estradiol || row == BM__READOUT_calcidiol ||
                                                  row == BM__READOUT_pth || row == BM__READOUT_calcium))
        r->datum.of = BM__OF_BLOOD + row;
    else
        return WRONG(r, BM_ECONFLICT, "observable",
                     "found %s, which nobody measures of her; allowed bmd.* and t_score.* of a site, marker.*, "
                     "serum.estradiol, serum.calcidiol, serum.pth, serum.calcium",
                     r->name);
    return BM_OK;
}

static bm_status find_device(struct reading *r) {
    const bm_forecast *forecast = r->forecast;
    const double given = r->given.device;
    const uint32_t hers = bm__device_of(&forecast->strategies[0].cohort->profile->day0);
    r->datum.device = hers;
    if (isnan(given))
        return BM_OK;
    if (r->datum.of >= BM__OF_MARKER)
        return WRONG(r, BM_ECONFLICT, "device", "found %g, but %s has none", given, r->name);
    for (uint32_t device = 1; device <= BM__N_DEVICES; device++)
        if (given >= device && given <= device) {
            r->datum.device = device;
            return BM_OK;
        }
    return WRONG(r, BM_ERANGE, "device", "found %g, allowed are the whole numbers 1 to %d", given, (int)BM__N_DEVICES);
}

/* The value as the library has it: a density on its scale, of a T-score too. */
static bm_status find_value(struct reading *r) {
    const bm_model *model = r->forecast->model;
    const double value = r->given.value;
    double least = 1e-12, most = 1e12;
    size_t index;
    bm_catalog_entry row;
    if (bm_catalog_find(model, BM_KIND_COVARIATE, r->name, &index) == BM_OK) {
        bm__catalog_entry(model, BM_KIND_COVARIATE, index, &row);
        least = row.minimum;
        most = row.maximum;
        if (is_given(r->forecast, (uint32_t)index) && !(r->given.time_d > 0.0))
            return WRONG(r, BM_ECONFLICT, "observable",
                         "%s is set in the patient, which is exact for day 0, and measured on day 0; allowed is one of "
                         "them",
                         r->name);
    }
    if (!(value >= least && value <= most))
        return WRONG(r, BM_ERANGE, "value", "%s is %g, allowed is %g to %g", r->name, value, least, most);
    const struct bm__observable *o = &model->observables[r->given.observable];
    double measured = value;
    if (r->datum.of < BM__OF_MARKER) {
        const enum bm__site site = (enum bm__site)r->datum.of;
        if (site_is_given(r->forecast, site) && !(r->given.time_d > 0.0))
            return WRONG(r, BM_ECONFLICT, "observable",
                         "the density of the site of %s is set in the patient, which is exact for day 0, and measured "
                         "on day 0; allowed is one of them",
                         r->name);
        measured = o->readout == BM__SITE_READOUT_bmd ? bm__density_from_device(r->datum.device, site, value)
                                                      : bm__bmd_of_t_score(site, value);
        if (isnan(measured))
            return WRONG(r, BM_ECONFLICT, "device", "there is no equation for %s of %s", r->name,
                         bm__devices[r->datum.device - 1].name);
        if (!(measured > 0.0))
            return WRONG(r, BM_ERANGE, "value", "%s is %g, which is no density", r->name, value);
    }
    r->datum.y = bm__log(measured);
    return BM_OK;
}

/* What it errs by, as the library has it. */
static double usual_error(const struct reading *r) {
    char name[BM__NAME_LENGTH];
    const int of_site = r->datum.of < BM__OF_MARKER; /* a T-score errs by its density */
    snprintf(name, sizeof name, "%s%s", of_site ? "bmd" : "", of_site ? strchr(r->name, '.') : r->name);
    for (uint32_t i = 0; i < bm__n_measurements; i++)
        if (strcmp(bm__measurements[i].observable, name) == 0)
            return bm__measurement_error(&bm__measurements[i], r->given.time_d);
    return (double)NAN;
}

static bm_status find_error(struct reading *r) {
    static const double lsc_over_cv = 2.77;
    const bm_measurement *given = &r->given;
    const double errors[] = {given->cv_percent, given->sd, given->lsc_percent};
    static const char *const names[] = {"cv_percent", "sd", "lsc_percent"};
    int n = 0;
    r->datum.error = usual_error(r);
    for (int i = 0; i < 3; i++) {
        if (isnan(errors[i]))
            continue;
        if (!(errors[i] > 0.0 && errors[i] <= 1e6))
            return bm__forecast_fail(r->forecast, BM_ERANGE,
                                     "measurements[%llu].%s: found %g, allowed is above 0 to 1e+06",
                                     (unsigned long long)r->index, names[i], errors[i]);
        n++;
    }
    if (n > 1)
        return WRONG(r, BM_ECONFLICT, "cv_percent",
                     "found %d errors of %s, allowed is one of cv_percent, sd and "
                     "lsc_percent",
                     n, r->name);
    if (!isnan(given->cv_percent))
        r->datum.error = given->cv_percent / 100.0;
    else if (!isnan(given->lsc_percent))
        r->datum.error = given->lsc_percent / lsc_over_cv / 100.0;
    else if (!isnan(given->sd)) {
        const double level = bm__exp(r->datum.y);
        double sd = given->sd; /* in the observable's unit; a T-score is one of densities */
        if (r->forecast->model->observables[given->observable].readout == BM__SITE_READOUT_t_score &&
            r->datum.of < BM__OF_MARKER)
            sd *= bm__bmd_of_t_score((enum bm__site)r->datum.of, 1.0) -
                  bm__bmd_of_t_score((enum bm__site)r->datum.of, 0.0);
        r->datum.error = sd / (r->datum.of < BM__OF_MARKER ? level : given->value);
    }
    return BM_OK;
}

static bm_status read_one(struct reading *r) {
    if (!(r->given.time_d >= 0.0 && r->given.time_d <= BM_MAX_TIME_D))
        return WRONG(r, BM_ERANGE, "time_d", "found %g, allowed is 0 to %g", r->given.time_d, BM_MAX_TIME_D);
    if (r->given.below > 1)
        return WRONG(r, BM_ERANGE, "below", "found %lu, allowed is 0 or 1", (unsigned long)r->given.below);
    r->datum.time_d = r->given.time_d;
    r->datum.below = (int)r->given.below;
    bm_status status = find_what(r);
    if (status == BM_OK)
        status = find_device(r);
    if (status == BM_OK)
        status = find_value(r);
    if (status == BM_OK)
        status = find_error(r);
    return status;
}

/* Values before limits, then by time; then anything that does not depend on the order in which they came. */
static int comes_before(const struct bm__datum *a, const struct bm__datum *b) {
    const double keys[][2] = {{a->below, b->below},
                              {a->time_d, b->time_d},
                              {(double)a->of, (double)b->of},
                              {a->error, b->error},
                              {a->y, b->y}};
    for (size_t i = 0; i < BM__COUNT(keys); i++)
        if (keys[i][0] < keys[i][1] || keys[i][0] > keys[i][1])
            return keys[i][0] < keys[i][1];
    return 0;
}

/* The scanner that a site's densities come from, patient's and measured ones, is one. */
static bm_status check_devices(bm_forecast *forecast, const struct bm__belief *belief) {
    const uint32_t hers = bm__device_of(&forecast->strategies[0].cohort->profile->day0);
    uint32_t device[BM__N_SITES] = {0};
    for (uint32_t site = 0; site < BM__N_SITES; site++)
        device[site] = site_is_given(forecast, site) ? hers : 0;
    for (uint64_t number = 0; number < belief->n; number++)
        for (size_t i = 0; i < belief->n; i++) {
            const struct bm__datum *datum = &belief->data[i];
            if (datum->number != number || datum->of >= BM__OF_MARKER)
                continue;
            uint32_t *known = &device[datum->of];
            if (*known && *known != datum->device)
                return bm__forecast_fail(forecast, BM_ECONFLICT,
                                         "measurements[%llu].device: found %s where the site's other densities are "
                                         "%s's; a change across scanners means nothing, allowed is one",
                                         (unsigned long long)number, bm__devices[datum->device - 1].name,
                                         bm__devices[*known - 1].name);
            *known = datum->device;
        }
    return BM_OK;
}

bm_status bm__forecast_gather(bm_forecast *forecast, const bm_measurement *measurements, size_t measurement_size,
                              size_t n, struct bm__belief *belief) {
    const struct bm__belief *before = &forecast->belief;
    if (measurement_size < FIRST_MEASUREMENT)
        return bm__forecast_fail(forecast, BM_ESIZE, "measure: a measurement has %llu bytes, needed are %llu",
                                 (unsigned long long)measurement_size, (unsigned long long)FIRST_MEASUREMENT);
    belief->data = bm__allocate(forecast->allocator, before->n + n, sizeof *belief->data);
    if (!belief->data)
        return bm__forecast_fail(forecast, BM_ENOMEM, "measure: no memory for %llu measurements",
                                 (unsigned long long)n);
    if (before->n > 0)
        memcpy(belief->data, before->data, before->n * sizeof *before->data);
    belief->n = before->n;
    for (size_t i = 0; i < n; i++) {
        struct reading reading = {.forecast = forecast, .index = i, .datum.number = belief->n};
        bm_measurement_init(&reading.given);
        bm__copy_struct(&reading.given, sizeof reading.given, (const char *)measurements + i * measurement_size,
                        measurement_size);
        const bm_status status = read_one(&reading);
        if (status != BM_OK)
            return status;
        size_t place = belief->n++;
        for (; place > 0 && comes_before(&reading.datum, &belief->data[place - 1]); place--)
            belief->data[place] = belief->data[place - 1];
        belief->data[place] = reading.datum;
    }
    bm__evidence_name(belief->data, belief->n);
    return check_devices(forecast, belief);
}
