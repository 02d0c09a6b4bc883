/* SPDX-License-Identifier: Apache-2.0 */
/* A forecast's handle: made, its strategies, what it says of itself, its end. */
#include "api/forecast_handle.h"

static const size_t FIRST_OPTIONS = offsetof(bm_forecast_options, lanes) + sizeof(uint32_t);
static const size_t FIRST_REPORT = offsetof(bm_forecast_report, worst_residual) + sizeof(double);

void bm_forecast_options_init_sized(bm_forecast_options *options, size_t struct_size) {
    const bm_forecast_options defaults = {
        .struct_size = (uint32_t)struct_size, .threads = 1, .size = 1000, .seed = 1, .from_d = (double)NAN};
    if (options && struct_size >= sizeof options->struct_size)
        bm__copy_struct(options, struct_size, &defaults, sizeof defaults);
}

/* The densities of women like her on day 0, on the library's scale. */
static bm_status find_usual(bm_forecast *forecast, const bm_patient *patient) {
    bm_patient *reader;
    bm_status status = bm_patient_clone(patient, &reader);
    if (status != BM_OK)
        return status;
    status = bm__prepare(reader);
    if (status == BM_OK)
        memcpy(forecast->usual_bmd, reader->day0.reference.bmd, sizeof forecast->usual_bmd);
    bm_patient_destroy(reader);
    return status;
}

bm_status bm_forecast_create(const bm_patient *patient, const bm_forecast_options *options, bm_forecast **out) {
    if (!patient || !out)
        return BM_EINVAL;
    bm_forecast_options o;
    bm_forecast_options_init(&o);
    if (options) {
        if (options->struct_size < FIRST_OPTIONS)
            return BM_ESIZE;
        bm__copy_struct(&o, sizeof o, options, options->struct_size);
    }
    if (o.size > BM__MOST_KEPT || !(isnan(o.from_d) || (o.from_d >= 0.0 && o.from_d <= BM_MAX_TIME_D)))
        return BM_ERANGE;
    const bm_allocator *allocator = &patient->model->allocator;
    bm_forecast *forecast = bm__allocate(allocator, 1, sizeof *forecast);
    if (!forecast)
        return BM_ENOMEM;
    forecast->model = patient->model;
    bm__model_hold(forecast->model);
    forecast->allocator = allocator;
    forecast->size = o.size;
    forecast->seed = o.seed;
    forecast->from_d = o.from_d;
    bm_cohort_options *cohort_options = &forecast->options;
    bm_cohort_options_init(cohort_options);
    bm_cohort_options_band(cohort_options, BM_BAND_WOMAN);
    cohort_options->threads = o.threads;
    cohort_options->size = o.size;
    cohort_options->seed = o.seed;
    cohort_options->lanes = o.lanes;
    memcpy(forecast->given, patient->day0.covariates, sizeof forecast->given);
    forecast->strategies = bm__allocate(allocator, 1, sizeof *forecast->strategies);
    bm_status status =
        forecast->strategies ? bm_cohort_create(patient, cohort_options, &forecast->strategies[0].cohort) : BM_ENOMEM;
    if (status == BM_OK) {
        forecast->n_strategies = 1;
        status = find_usual(forecast, forecast->strategies[0].cohort->profile);
    }
    if (status == BM_OK)
        *out = forecast;
    else
        bm_forecast_destroy(forecast);
    return status;
}

void bm_forecast_destroy(bm_forecast *forecast) {
    if (!forecast)
        return;
    const bm_model *model = forecast->model; /* keeps the allocator */
    for (size_t i = 0; forecast->strategies && i < forecast->n_strategies; i++)
        bm_cohort_destroy(forecast->strategies[i].cohort);
    bm__belief_release(forecast, &forecast->belief);
    bm__release(forecast->allocator, forecast->strategies);
    bm__release(forecast->allocator, forecast);
    bm__model_release(model);
}

bm_status bm_forecast_set_progress(bm_forecast *forecast, bm_progress_fn progress, void *user) {
    if (!forecast)
        return BM_EINVAL;
    if (forecast->busy)
        return bm__forecast_busy(forecast, "set_progress");
    forecast->progress = progress;
    forecast->progress_user = user;
    return BM_OK;
}

/* Is what is set of her the same? */
static bm_status check_alike(bm_forecast *forecast, const bm_patient *patient) {
    const bm_patient *hers = forecast->strategies[0].cohort->profile;
    if (patient->model != hers->model)
        return bm__forecast_fail(forecast, BM_ECONFLICT, "add: the patient is of another model");
    for (uint32_t i = 0; i < BM__N_COVARIATES; i++) {
        const double here = forecast->given[i], there = patient->day0.covariates[i];
        if ((isnan(here) != isnan(there)) || here < there || here > there) {
            bm_catalog_entry row;
            bm__catalog_entry(hers->model, BM_KIND_COVARIATE, i, &row);
            return bm__forecast_fail(forecast, BM_ECONFLICT,
                                     "add: %s is %g, and %g in strategy 0; allowed is the same woman", row.name, there,
                                     here);
        }
    }
    for (uint32_t i = 0; i < hers->model->n_parameters; i++)
        if (patient->sim.parameters[i] < hers->sim.parameters[i] ||
            patient->sim.parameters[i] > hers->sim.parameters[i])
            return bm__forecast_fail(forecast, BM_ECONFLICT,
                                     "add: the parameter %s differs from strategy 0; allowed is the same woman",
                                     bm__parameter_row(i)->name);
    return BM_OK;
}

/* Brings a new strategy, which is the last one, to the last measurement. */
static bm_status catch_up(bm_forecast *forecast) {
    const size_t last = forecast->n_strategies - 1;
    bm_cohort *cohort = forecast->strategies[last].cohort;
    bm__forecast_set_profile(forecast, &forecast->belief, cohort->profile);
    bm__belief_apply(&forecast->belief, forecast, last);
    if (forecast->belief.n == 0)
        return BM_OK;
    cohort->cohort.population.learned = NULL;
    struct bm__way way;
    bm_status status = bm__way_begin(&way, forecast, last, &forecast->belief, 1);
    if (status == BM_OK)
        status = bm__way_measure(&way, NULL);
    if (status == BM_OK && !bm__same_women(forecast, forecast->strategies[0].cohort->members, way.from))
        status = bm__forecast_fail(forecast, BM_ECONFLICT,
                                   "add: she is another woman than that of strategy 0 on day %g, the last measurement; "
                                   "allowed are the same prescriptions until then",
                                   forecast->belief.last_d);
    if (status == BM_OK)
        bm__way_keep(&way);
    else
        bm__way_end(&way);
    bm__belief_apply(&forecast->belief, forecast, last);
    return status;
}

bm_status bm_forecast_add(bm_forecast *forecast, const bm_patient *patient, size_t *strategy) {
    if (!forecast)
        return BM_EINVAL;
    if (forecast->busy)
        return bm__forecast_busy(forecast, "add");
    if (!patient || !strategy)
        return bm__forecast_fail(forecast, BM_EINVAL, "add: %s is NULL", patient ? "strategy" : "patient");
    bm_status status = check_alike(forecast, patient);
    if (status != BM_OK)
        return status;
    const size_t n = forecast->n_strategies;
    struct bm__strategy *strategies = bm__allocate(forecast->allocator, n + 1, sizeof *strategies);
    bm_cohort *cohort;
    if (!strategies)
        return bm__forecast_fail(forecast, BM_ENOMEM, "add: no memory for another strategy");
    status = bm_cohort_create(patient, &forecast->options, &cohort);
    if (status != BM_OK) {
        bm__release(forecast->allocator, strategies);
        return bm__forecast_fail(forecast, status, "add: %s", bm_status_text(status));
    }
    memcpy(strategies, forecast->strategies, n * sizeof *strategies);
    strategies[n].cohort = cohort;
    bm__release(forecast->allocator, forecast->strategies);
    forecast->strategies = strategies;
    forecast->n_strategies++;
    status = catch_up(forecast);
    if (status == BM_OK) {
        *strategy = n;
        return BM_OK;
    }
    forecast->n_strategies--; /* room for one more does no harm */
    bm_cohort_destroy(cohort);
    return status;
}

bm_status bm_forecast_follow(bm_forecast *forecast, size_t strategy) {
    if (!forecast)
        return BM_EINVAL;
    if (forecast->busy)
        return bm__forecast_busy(forecast, "follow");
    if (strategy >= forecast->n_strategies)
        return bm__forecast_no_strategy(forecast, "follow", strategy);
    for (size_t i = 0; i < forecast->n_strategies; i++)
        if (i != strategy)
            bm_cohort_destroy(forecast->strategies[i].cohort);
    forecast->strategies[0].cohort = forecast->strategies[strategy].cohort;
    forecast->n_strategies = 1;
    bm__belief_apply(&forecast->belief, forecast, 0);
    return BM_OK;
}

size_t bm_forecast_strategy_count(const bm_forecast *forecast) {
    return forecast ? forecast->n_strategies : 0;
}

bm_status bm_forecast_read_report_sized(const bm_forecast *forecast, bm_forecast_report *report, size_t struct_size) {
    if (!forecast || !report)
        return BM_EINVAL;
    if (struct_size < FIRST_REPORT || struct_size > UINT32_MAX)
        return BM_ESIZE;
    const struct bm__belief *belief = &forecast->belief;
    const struct bm__member *members = forecast->strategies[0].cohort->members;
    bm_forecast_report all = {
        .struct_size = (uint32_t)struct_size,
        .redrawn = belief->factors != NULL,
        .size = forecast->size,
        .effective_size = belief->n > 0 ? belief->effective_size : (double)forecast->size,
        .last_d = belief->last_d,
        .measurements = belief->n,
        .chi_square = belief->misfit.chi_square,
        .degrees = (double)belief->misfit.degrees,
        .p = belief->n > 0 ? belief->misfit.p : 1.0,
        .worst = belief->n > 0 ? belief->data[belief->misfit.worst].number : 0,
        .worst_residual = belief->misfit.residual,
    };
    for (uint64_t k = 0; members && k < forecast->size; k++)
        all.failed += members[k].status != BM_OK;
    bm__copy_struct(report, struct_size, &all, sizeof all);
    return BM_OK;
}

bm_status bm_forecast_weights(const bm_forecast *forecast, double *weights, size_t n_weights) {
    if (!forecast || !weights)
        return BM_EINVAL;
    if (n_weights < forecast->size)
        return BM_ESIZE;
    for (uint64_t k = 0; k < forecast->size; k++)
        weights[k] = forecast->belief.n > 0 ? forecast->belief.weights[k] : 1.0 / (double)forecast->size;
    return BM_OK;
}
