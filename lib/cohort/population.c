/* SPDX-License-Identifier: Apache-2.0 */
/* Draws: of a member's parameters and covariates around the profile's, and of the fitted parameters for everybody. */
#include "cohort/population.h"

#include "base/invariant.h"
#include "cohort/random.h"
#include "cohort/generated/draws.h"
#include "cohort/generated/variability.h"

const struct bm__variability bm__variability[] = {
#define BM__ROW(factor, parameter, log_sd, source)                                                                     \
    {#factor, parameter, "SD between women of the parameter's logarithm, drawn with others of the factor " #factor,    \
     log_sd, source},
    BM__VARIABILITY(BM__ROW)
#undef BM__ROW
};
const uint32_t bm__n_variability = BM__COUNT(bm__variability);
_Static_assert(BM__COUNT(bm__variability) <= BM__MAX_VARIABILITY, "room for all rows");

/* What forecasts alone know of: one sample against how she is over months. Recalled from tables of biological variation
 * (European Federation of Clinical Chemistry), assays included. */
#define BM__BLOOD(X)                                                                                                   \
    X("serum.estradiol", 0.25, "assumed: within women after the menopause, low levels, sensitive assays")              \
    X("serum.calcidiol", 0.12, "assumed: within a person, season apart")                                               \
    X("serum.pth", 0.25, "assumed: within a person")                                                                   \
    X("serum.calcium", 0.02, "assumed: within a person")

const struct bm__measurement bm__measurements[] = {
#define BM__ROW(observable, cv, source) {observable, cv, source},
    BM__MEASUREMENTS(BM__ROW) BM__BLOOD(BM__ROW)
#undef BM__ROW
};
const uint32_t bm__n_measurements = BM__COUNT(bm__measurements);

double bm__measurement_error(const struct bm__measurement *measurement, double time_d) {
    /* untreated women, log SD beyond the CV: validation/variability/estimate.py, where the others are taken to be like
     * these */
    static const struct {
        const char *name;
        double wandering;
    } markers[] = {{"marker.s_ctx", 0.46},  {"marker.s_ntx", 0.46},  {"marker.u_ntx", 0.46},
                   {"marker.s_p1np", 0.31}, {"marker.s_bsap", 0.31}, {"marker.s_osteocalcin", 0.31},
                   {"marker.s_ucoc", 0.31}};
    static const double lasting_d = 4.0 * BM__DAYS_PER_YEAR / 12.0;
    double variance = measurement->cv * measurement->cv;
    for (size_t i = 0; i < BM__COUNT(markers) && time_d > lasting_d; i++)
        if (strcmp(markers[i].name, measurement->observable) == 0)
            variance += markers[i].wandering * markers[i].wandering;
    return sqrt(variance);
}

static const struct uncertain {
    const char *name;
    double scale; /* of its row of the draws */
} uncertain[] = {
#define BM__ROW(parameter, scale) {parameter, scale},
    BM__UNCERTAIN_PARAMETERS(BM__ROW)
#undef BM__ROW
};
enum { N_UNCERTAIN = BM__COUNT(uncertain), N_PAIRS = BM__N_DRAWS / 2 };
_Static_assert(N_UNCERTAIN <= (int)BM__MAX_UNCERTAIN && BM__COUNT(bm__draws) == N_UNCERTAIN && BM__N_DRAWS % 2 == 0,
               "a row for each parameter, draws in pairs");
const uint32_t bm__n_draws = BM__N_DRAWS;

const char *bm__draws_row(uint32_t i, double *scale, const int16_t **numbers) {
    if (i >= N_UNCERTAIN)
        return NULL;
    *scale = uncertain[i].scale;
    *numbers = bm__draws[i];
    return uncertain[i].name;
}

static uint32_t find_parameter(const char *name) {
    uint32_t i = 0;
    while (i < bm__n_parameters() && strcmp(bm__parameter_row(i)->name, name) != 0)
        i++;
    return i;
}

/* Multiplies parameter i, and keeps it within its range. */
static void multiply(double *parameters, uint32_t i, double log_change) {
    if (NEVER(i >= bm__n_parameters())) /* a row of the tables names no parameter */
        return;
    const struct bm__value_row *row = bm__parameter_row(i);
    parameters[i] = fmin(fmax(parameters[i] * bm__exp(log_change), row->minimum), row->maximum);
}

void bm__population_create(struct bm__population *population, uint64_t seed, double variability) {
    *population = (struct bm__population){.seed = seed, .variability = variability};
    for (uint32_t i = 0; i < bm__n_variability; i++) {
        population->parameter[i] = (uint16_t)find_parameter(bm__variability[i].parameter);
        population->factor_key[i] = bm__random_key(bm__variability[i].factor);
    }
    for (uint32_t i = 0; i < N_UNCERTAIN; i++)
        population->uncertain[i] = (uint16_t)find_parameter(uncertain[i].name);
}

uint32_t bm__varied_place(const struct bm__population *population, uint32_t covariate) {
    uint32_t i = 0;
    while (i < population->n_varied && population->varied[i].covariate != covariate)
        i++;
    return i;
}

uint32_t bm__varied_insert(struct bm__population *population, uint32_t covariate) {
    const uint32_t n = population->n_varied++;
    uint32_t place = n;
    for (; place > 0 && population->varied[place - 1].covariate > covariate; place--) {
        population->varied[place] = population->varied[place - 1];
        memcpy(population->correlation[place], population->correlation[place - 1], sizeof *population->correlation);
    }
    for (uint32_t i = 0; i <= n; i++) {
        for (uint32_t j = n; j > place; j--)
            population->correlation[i][j] = population->correlation[i][j - 1];
        population->correlation[i][place] = 0.0;
    }
    memset(population->correlation[place], 0, sizeof *population->correlation);
    population->correlation[place][place] = 1.0;
    return place;
}

int bm__population_factorise(struct bm__population *population) {
    double(*L)[BM__N_COVARIATES] = population->factor;
    for (uint32_t i = 0; i < population->n_varied; i++)
        for (uint32_t j = 0; j <= i; j++) {
            double sum = population->correlation[i][j];
            for (uint32_t k = 0; k < j; k++)
                sum -= L[i][k] * L[j][k];
            if (i == j && !(sum > 1e-10))
                return 0;
            L[i][j] = i == j ? sqrt(sum) : sum / L[j][j];
        }
    return 1;
}

/* Does this covariate go with another one? */
static int correlated(const struct bm__population *population, uint32_t i) {
    for (uint32_t j = 0; j < population->n_varied; j++)
        if (j != i && population->correlation[i][j] != 0.0)
            return 1;
    return 0;
}

static int within(const struct bm__varied *varied, double value) {
    return value >= varied->minimum && value <= varied->maximum;
}

/* Draws covariate i until it lies within its range; those that go with others are drawn together. */
static int draw_covariates(const struct bm__population *population, uint64_t member, double *covariates) {
    enum { ATTEMPTS = 10000 };
    const struct bm__varied *varied = population->varied;
    const uint32_t n = population->n_varied;
    int missing = 0;
    for (uint32_t i = 0; i < n; i++) {
        double value = (double)NAN;
        if (correlated(population, i)) {
            missing = 1;
            continue;
        }
        for (uint32_t attempt = 0; attempt < ATTEMPTS && !within(&varied[i], value); attempt++)
            value =
                varied[i].centre + varied[i].sd * bm__random_normal(population->seed, member, varied[i].key, attempt);
        if (!within(&varied[i], value))
            return 0;
        covariates[varied[i].covariate] = value;
    }
    for (uint32_t attempt = 0; attempt < ATTEMPTS && missing; attempt++) {
        double z[BM__N_COVARIATES];
        missing = 0;
        for (uint32_t i = 0; i < n; i++) {
            z[i] = bm__random_normal(population->seed, member, varied[i].key, attempt);
            double sum = 0.0;
            for (uint32_t j = 0; j <= i; j++)
                sum += population->factor[i][j] * z[j];
            const double value = varied[i].centre + varied[i].sd * sum;
            if (!correlated(population, i))
                continue;
            covariates[varied[i].covariate] = value;
            missing |= !within(&varied[i], value);
        }
    }
    return !missing;
}

/* Where in the table draw number `draw` stands: the pairs in an order of the seed's, again and again. */
static uint32_t find_draw(uint64_t seed, uint64_t draw) {
    uint32_t pairs[N_PAIRS], key[] = {(uint32_t)seed, (uint32_t)(seed >> 32)}, counter[4] = {0}, random[4];
    for (uint32_t i = 0; i < N_PAIRS; i++)
        pairs[i] = i;
    counter[1] = bm__random_key("draw");
    for (uint32_t i = N_PAIRS - 1; i > 0; i--) { /* Durstenfeld's shuffle */
        counter[0] = i;
        bm__philox(counter, key, random);
        const uint32_t j = random[0] % (i + 1), pair = pairs[i];
        pairs[i] = pairs[j];
        pairs[j] = pair;
    }
    const uint32_t at = (uint32_t)((draw - 1) % BM__N_DRAWS);
    return 2 * pairs[at / 2] + at % 2;
}

void bm__parameters_draw(const struct bm__population *population, uint64_t draw, double *parameters) {
    const uint32_t at = find_draw(population->seed, draw);
    for (uint32_t i = 0; i < N_UNCERTAIN; i++)
        multiply(parameters, population->uncertain[i],
                 population->parameter_spread * uncertain[i].scale * bm__draws[i][at]);
}

double bm__population_factor(const struct bm__population *population, uint64_t member, uint32_t row) {
    return population->factors ? population->factors[member * bm__n_variability + row]
                               : bm__random_normal(population->seed, member, population->factor_key[row], 0);
}

int bm__population_draw(const struct bm__population *population, uint64_t member, const struct bm__own *own) {
    if (population->shifts) {
        const struct bm__shift *shift = &population->shifts[member];
        *(shift->is_parameter ? &own->parameters[shift->row] : &own->covariates[shift->row]) = shift->value;
        return 1;
    }
    *own->learned = population->learned ? population->learned[member] : (struct bm__learned){0};
    member += population->first;
    *own->walk = bm__walk_of(population->seed, member, population->variability);
    *own->study = bm__study_of(population->seed, population->own_draws ? member + 1 : population->parameter_draw,
                               population->arm, population->study_difference);
    if (population->own_draws)
        bm__parameters_draw(population, member + 1, own->parameters);
    for (uint32_t i = 0; i < bm__n_variability && population->variability > 0.0; i++) {
        const struct bm__variability *row = &bm__variability[i];
        multiply(own->parameters, population->parameter[i],
                 population->variability * row->log_sd * bm__population_factor(population, member, i));
    }
    for (uint32_t i = 0; i < population->n_given; i++) {
        const double value = population->rows[(member - population->rows_first) * population->n_given + i];
        if (!isnan(value)) /* of others she is like the profile */
            own->covariates[population->given[i]] = value;
    }
    return draw_covariates(population, member, own->covariates);
}
