/* SPDX-License-Identifier: Apache-2.0 */
/* What a forecast learns: members are taken to the measurements, weighed by them, and drawn once more if few are left.
 */
#include "api/forecast_handle.h"
#include "cohort/random.h"

void bm__belief_release(const bm_forecast *forecast, struct bm__belief *belief) {
    void *const blocks[] = {belief->data,    belief->x,       belief->lessons, belief->learned,
                            belief->weights, belief->factors, belief->prior};
    for (size_t i = 0; i < BM__COUNT(blocks); i++)
        bm__release(forecast->allocator, blocks[i]);
    *belief = (struct bm__belief){0};
}

void bm__belief_apply(const struct bm__belief *belief, bm_forecast *forecast, size_t strategy) {
    struct bm__population *population = &forecast->strategies[strategy].cohort->cohort.population;
    population->factors = belief->factors;
    population->learned = belief->learned;
    population->arm = belief->n > 0 ? 0 : (uint32_t)strategy;
}

/* ---- her density on day 0 ---- */

/* SD of the logarithm of a density that is not known, around that of women of her age. */
static const double vague = 0.12;

/* What the densities of day 0 that were measured then, and the prior, make of the logarithm; NAN: none were. */
static double measured_start(const bm_forecast *forecast, const struct bm__belief *belief, uint64_t site) {
    double precision = 0.0, sum = 0.0;
    for (size_t i = 0; i < belief->n; i++) {
        const struct bm__datum *datum = &belief->data[i];
        if (datum->of == site && !datum->below && !(datum->time_d > 0.0)) {
            precision += 1.0 / (datum->error * datum->error);
            sum += datum->y / (datum->error * datum->error);
        }
    }
    const double of_prior = 1.0 / (vague * vague);
    return precision > 0.0 ? (sum + of_prior * bm__log(forecast->usual_bmd[site])) / (precision + of_prior)
                           : (double)NAN;
}

void bm__forecast_set_profile(const bm_forecast *forecast, const struct bm__belief *belief, bm_patient *profile) {
    for (uint32_t site = 0; site < BM__N_SITES; site++) {
        const uint32_t covariate = BM__C_bmd_LS + site;
        const double start = measured_start(forecast, belief, site);
        profile->day0.covariates[covariate] =
            isnan(start) ? forecast->given[covariate]
                         : bm__density_to_device(bm__device_of(&profile->day0), (enum bm__site)site, bm__exp(start));
    }
    profile->sim.prepared = 0;
}

/* What is known of day 0 beside the profile: of a density that is measured and was not set. */
static void find_starts(const bm_forecast *forecast, struct bm__belief *belief) {
    for (size_t i = 0; i < belief->n; i++) {
        const uint64_t site = belief->data[i].of;
        if (site >= BM__OF_MARKER || !isnan(forecast->given[BM__C_bmd_LS + site]) ||
            !isnan(forecast->given[BM__C_t_LS + site]))
            continue;
        const double start = measured_start(forecast, belief, site);
        belief->start_variance[site] = vague * vague;
        belief->shift[site] = isnan(start) ? 0.0 : bm__log(forecast->usual_bmd[site]) - start;
    }
}

/* ---- weights ---- */

static struct bm__evidence evidence_of(const bm_forecast *forecast, const struct bm__belief *belief) {
    struct bm__evidence evidence = {.data = belief->data, .n = belief->n, .seed = forecast->seed};
    memcpy(evidence.start_variance, belief->start_variance, sizeof evidence.start_variance);
    return evidence;
}

static uint32_t start_key(uint32_t site) {
    static const char *const names[] = {
#define BM__ROW(symbol, name) "start.bmd." #name,
        BM__SITES(BM__ROW)
#undef BM__ROW
    };
    return bm__random_key(names[site]);
}

/* Weighs every member, and writes down what she learns. */
static bm_status weigh(bm_forecast *forecast, struct bm__belief *belief, const struct bm__member *members) {
    const struct bm__evidence evidence = evidence_of(forecast, belief);
    const size_t n = belief->n, size = (size_t)forecast->size;
    double *work = bm__allocate(forecast->allocator, bm__evidence_work(n), sizeof *work);
    if (!work)
        return BM_ENOMEM;
    for (size_t k = 0; k < size; k++) {
        struct bm__learned *learned = &belief->learned[k];
        struct bm__walk walk = bm__walk_of(forecast->seed, k, forecast->options.variability);
        struct bm__study study = bm__study_of(forecast->seed, k + 1, 0, forecast->options.study_difference);
        *learned = (struct bm__learned){.n = n, .lessons = belief->lessons + k * n};
        for (uint32_t site = 0; site < BM__N_SITES; site++) {
            learned->start_variance[site] = belief->start_variance[site];
            if (belief->start_variance[site] > 0.0)
                learned->start[site] =
                    sqrt(belief->start_variance[site]) * bm__random_normal(forecast->seed, k, start_key(site), 0);
        }
        belief->weights[k] = (double)NAN;
        if (members[k].status == BM_OK)
            belief->weights[k] = bm__evidence_weigh(&evidence, k, &walk, &study, learned->start, belief->x + k * n,
                                                    belief->lessons + k * n, work);
        if (belief->prior)
            belief->weights[k] += belief->prior[k];
        for (uint32_t site = 0; site < BM__N_SITES; site++)
            learned->start[site] += belief->shift[site];
    }
    bm__release(forecast->allocator, work);
    belief->effective_size = bm__evidence_normalise(belief->weights, size);
    return BM_OK;
}

/* How unlikely it all is, among the members as they were before it was known. */
static bm_status find_misfit(bm_forecast *forecast, struct bm__belief *belief, const struct bm__member *members) {
    const struct bm__evidence evidence = evidence_of(forecast, belief);
    const size_t n = belief->n, size = (size_t)forecast->size;
    double *work = bm__allocate(forecast->allocator, n * (n + 3), sizeof *work);
    double *weights = bm__allocate(forecast->allocator, size, sizeof *weights);
    if (work && weights) {
        const struct bm__walk walk = bm__walk_of(forecast->seed, 0, forecast->options.variability);
        for (size_t k = 0; k < size; k++)
            weights[k] = members[k].status != BM_OK ? (double)NAN : belief->prior ? belief->prior[k] : 0.0;
        bm__evidence_normalise(weights, size);
        belief->misfit = bm__evidence_misfit(&evidence, walk.sd, weights, size, belief->x, belief->lessons, work);
    }
    const int found = work && weights;
    bm__release(forecast->allocator, weights);
    bm__release(forecast->allocator, work);
    return found ? BM_OK : BM_ENOMEM;
}

/* ---- a call ---- */

static bm_status allocate(const bm_forecast *forecast, struct bm__belief *belief) {
    const size_t size = (size_t)forecast->size;
    belief->x = bm__allocate(forecast->allocator, size * belief->n, sizeof *belief->x);
    belief->lessons = bm__allocate(forecast->allocator, size * belief->n, sizeof *belief->lessons);
    belief->learned = bm__allocate(forecast->allocator, size, sizeof *belief->learned);
    belief->weights = bm__allocate(forecast->allocator, size, sizeof *belief->weights);
    if (!belief->x || !belief->lessons || !belief->learned || !belief->weights)
        return BM_ENOMEM;
    for (size_t k = 0; k < size; k++)
        for (size_t i = 0; i < belief->n; i++) {
            belief->lessons[k * belief->n + i].of = belief->data[i].of;
            belief->lessons[k * belief->n + i].time_d = belief->data[i].time_d;
            belief->lessons[k * belief->n + i].pace = bm__study_pace(belief->data[i].time_d);
        }
    return BM_OK;
}

/* Takes over what the model said of measurements that were there before. */
static void copy_known(const bm_forecast *forecast, struct bm__belief *belief) {
    const struct bm__belief *before = &forecast->belief;
    for (size_t i = 0; i < belief->n; i++)
        for (size_t j = 0; j < before->n; j++)
            for (size_t k = 0; k < forecast->size && belief->data[i].number == before->data[j].number; k++) {
                belief->x[k * belief->n + i] = before->x[k * before->n + j];
                belief->lessons[k * belief->n + i].study_sd = before->lessons[k * before->n + j].study_sd;
            }
}

/* Takes strategy 0 to the last measurement and weighs its members; the way is to be kept or ended. */
static bm_status learn_from(struct bm__way *way, bm_forecast *forecast, struct bm__belief *belief, int from_birth) {
    bm__belief_apply(&(struct bm__belief){.n = belief->n, .factors = belief->factors}, forecast, 0);
    bm_status status = bm__way_begin(way, forecast, 0, belief, from_birth);
    if (status == BM_OK)
        status = bm__way_measure(way, belief);
    if (status == BM_OK) {
        status = weigh(forecast, belief, way->from);
        if (status == BM_OK && !belief->prior)
            status = find_misfit(forecast, belief, way->from);
        if (status != BM_OK)
            bm__forecast_fail(forecast, status, "measure: no memory for %llu weights",
                              (unsigned long long)forecast->size);
    }
    return status;
}

/* Draws members once more, and takes those if more of them are like her. */
static bm_status learn_again(struct bm__way *way, bm_forecast *forecast, struct bm__belief *belief) {
    struct bm__belief other = {.n = belief->n, .last_d = belief->last_d, .misfit = belief->misfit};
    struct bm__way other_way = {0};
    memcpy(other.start_variance, belief->start_variance, sizeof other.start_variance);
    memcpy(other.shift, belief->shift, sizeof other.shift);
    other.data = bm__allocate(forecast->allocator, belief->n, sizeof *other.data);
    bm_status status = BM_ENOMEM;
    if (other.data) {
        memcpy(other.data, belief->data, belief->n * sizeof *other.data);
        status = allocate(forecast, &other);
    }
    if (status == BM_OK)
        status = bm__forecast_draw_again(forecast, belief, &other);
    if (status != BM_OK)
        bm__forecast_fail(forecast, status, "measure: no memory for %llu members more",
                          (unsigned long long)forecast->size);
    else
        status = learn_from(&other_way, forecast, &other, 1);
    if (status == BM_OK && other.effective_size > belief->effective_size) {
        const struct bm__belief first = *belief;
        const struct bm__way first_way = *way;
        *belief = other;
        *way = other_way;
        other = first;
        other_way = first_way;
    }
    bm__way_end(&other_way);
    bm__belief_release(forecast, &other);
    return status;
}

/* The other strategies follow, and have to be the same women still. */
static bm_status follow(bm_forecast *forecast, struct bm__way *ways, struct bm__belief *belief, int from_birth) {
    bm_status status = BM_OK;
    for (size_t i = 1; i < forecast->n_strategies && status == BM_OK; i++) {
        bm__belief_apply(&(struct bm__belief){.n = belief->n, .factors = belief->factors}, forecast, i);
        status = bm__way_begin(&ways[i], forecast, i, belief, from_birth);
        if (status == BM_OK)
            status = bm__way_measure(&ways[i], NULL);
        if (status == BM_OK && !bm__same_women(forecast, ways[0].from, ways[i].from))
            status = bm__forecast_fail(
                forecast, BM_ECONFLICT,
                "measure: strategy %llu has parted before day %g, so that this is no measurement of it; "
                "bm_forecast_follow() says which one she is given",
                (unsigned long long)i, belief->last_d);
    }
    return status;
}

/* Does the profile have to change, or is a day to be read that has gone by? */
static int begins_again(const bm_forecast *forecast, const struct bm__belief *belief) {
    const struct bm__belief *before = &forecast->belief;
    int again = before->n == 0;
    for (size_t i = 0; i < belief->n; i++) {
        const struct bm__datum *datum = &belief->data[i];
        if (datum->number >= before->n)
            again |= datum->time_d < before->last_d || (!(datum->time_d > 0.0) && datum->of < BM__OF_MARKER);
    }
    return again;
}

/* What a belief begins with: memory, and what is known already. */
static bm_status prepare(bm_forecast *forecast, struct bm__belief *belief, int from_birth) {
    const struct bm__belief *before = &forecast->belief;
    const size_t n_factors = (size_t)forecast->size * bm__n_variability;
    for (size_t i = 0; i < belief->n; i++)
        belief->last_d = fmax(belief->last_d, belief->data[i].time_d);
    find_starts(forecast, belief);
    bm_status status = allocate(forecast, belief);
    if (status == BM_OK && !from_birth) {
        copy_known(forecast, belief);
        belief->misfit = before->misfit;
        if (before->factors) {
            belief->factors = bm__allocate(forecast->allocator, n_factors, sizeof *belief->factors);
            belief->prior = bm__allocate(forecast->allocator, (size_t)forecast->size, sizeof *belief->prior);
            if (!belief->factors || !belief->prior)
                return BM_ENOMEM;
            memcpy(belief->factors, before->factors, n_factors * sizeof *belief->factors);
            memcpy(belief->prior, before->prior, (size_t)forecast->size * sizeof *belief->prior);
        }
    }
    return status;
}

static bm_status learn(bm_forecast *forecast, struct bm__belief *belief, struct bm__way *ways) {
    int from_birth = begins_again(forecast, belief);
    bm_status status = prepare(forecast, belief, from_birth);
    if (status != BM_OK)
        return bm__forecast_fail(forecast, status, "measure: no memory for %llu members",
                                 (unsigned long long)forecast->size);
    for (size_t i = 0; i < forecast->n_strategies && from_birth; i++)
        bm__forecast_set_profile(forecast, belief, forecast->strategies[i].cohort->profile);
    status = learn_from(&ways[0], forecast, belief, from_birth);
    if (status == BM_OK && belief->effective_size < fmin(100.0, 0.5 * (double)forecast->size)) {
        const double *factors = belief->factors;
        status = learn_again(&ways[0], forecast, belief);
        from_birth |= belief->factors != factors;
    }
    if (status == BM_OK && !(belief->effective_size > 0.0))
        status = bm__forecast_fail(forecast, BM_ECONFLICT,
                                   "measure: no member can be she; all %llu failed or are infinitely unlike her",
                                   (unsigned long long)forecast->size);
    return status == BM_OK ? follow(forecast, ways, belief, from_birth) : status;
}

bm_status bm_forecast_measure_sized(bm_forecast *forecast, const bm_measurement *measurements, size_t measurement_size,
                                    size_t n_measurements) {
    if (!forecast)
        return BM_EINVAL;
    if (forecast->busy)
        return bm__forecast_busy(forecast, "measure");
    if (!measurements && n_measurements > 0)
        return bm__forecast_fail(forecast, BM_EINVAL, "measure: measurements is NULL");
    if (n_measurements == 0)
        return BM_OK;
    struct bm__belief belief = {0};
    struct bm__way *ways = bm__allocate(forecast->allocator, forecast->n_strategies, sizeof *ways);
    if (!ways)
        return bm__forecast_fail(forecast, BM_ENOMEM, "measure: no memory for the strategies");
    bm_status status = bm__forecast_gather(forecast, measurements, measurement_size, n_measurements, &belief);
    if (status == BM_OK)
        status = learn(forecast, &belief, ways);
    for (size_t i = 0; i < forecast->n_strategies; i++) {
        if (status == BM_OK)
            bm__way_keep(&ways[i]);
        else
            bm__way_end(&ways[i]);
    }
    if (status == BM_OK) {
        const struct bm__belief before = forecast->belief;
        forecast->belief = belief;
        belief = before;
    }
    for (size_t i = 0; i < forecast->n_strategies; i++) {
        bm__belief_apply(&forecast->belief, forecast, i);
        if (status != BM_OK)
            bm__forecast_set_profile(forecast, &forecast->belief, forecast->strategies[i].cohort->profile);
    }
    bm__belief_release(forecast, &belief);
    bm__release(forecast->allocator, ways);
    return status;
}
