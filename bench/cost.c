/* SPDX-License-Identifier: Apache-2.0 */
/* What a host pays, through the public interface: for one more agent, dose, year, member, lane and thread. */
#include "bench.h"

#include <bonemodel/bonemodel.h>
#include <stdio.h>
#include <time.h>

static const double FIVE_YEARS_D = 5.0 * 365.25, HALF_A_YEAR_D = 182.625;
static const char LETROZOLE[] = "letrozole";
static int repeats = 10;

/* Processor time of all threads, and time on the wall. */
struct cost {
    uint64_t steps, rejected;
    double cpu_ms, wall_ms;
};

static double all_threads_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

static void print_cost(const char *of, const char *what, const struct cost *cost) {
    printf("%s,%s,%lu,%lu,%.4f,%.4f\n", of, what, (unsigned long)cost->steps, (unsigned long)cost->rejected,
           cost->cpu_ms, cost->wall_ms);
    fflush(stdout);
}
static void print_number(const char *of, double number, const struct cost *cost) {
    char what[32];
    snprintf(what, sizeof what, "%g", number);
    print_cost(of, what, cost);
}

static bm_prescription label(const bm_model *model, const char *agent) {
    bm_prescription prescription;
    MUST(bm_prescription_init(model, agent, &prescription));
    return prescription;
}

/* The default woman of the full model from her creation on, through her history to the end; the least of a few runs. */
static struct cost of_patient(const bm_model *model, const bm_prescription *prescriptions, size_t n, double end_d) {
    struct cost least = {.cpu_ms = (double)INFINITY, .wall_ms = (double)INFINITY};
    for (int i = 0; i < repeats; i++) {
        bm_patient *patient = NULL;
        bm_patient_stats stats;
        const double cpu = all_threads_ms(), wall = wall_ms();
        MUST(bm_patient_create(model, NULL, &patient));
        for (size_t k = 0; k < n; k++)
            MUST(bm_patient_prescribe(patient, &prescriptions[k], NULL));
        MUST(bm_patient_advance_to(patient, end_d));
        least.cpu_ms = fmin(least.cpu_ms, all_threads_ms() - cpu);
        least.wall_ms = fmin(least.wall_ms, wall_ms() - wall);
        MUST(bm_patient_read_stats(patient, &stats));
        least.steps = stats.steps;
        least.rejected = stats.rejected_steps;
        bm_patient_destroy(patient);
    }
    return least;
}

/* Members who differ, on letrozole for five years; from the call that advances them on. */
static struct cost of_cohort(const bm_model *model, uint64_t size, uint32_t lanes, uint32_t threads) {
    struct cost least = {.cpu_ms = (double)INFINITY, .wall_ms = (double)INFINITY};
    const bm_prescription letrozole = label(model, LETROZOLE);
    bm_patient *profile = NULL;
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.size = size;
    options.lanes = lanes;
    options.threads = threads;
    MUST(bm_patient_create(model, NULL, &profile));
    MUST(bm_patient_prescribe(profile, &letrozole, NULL));
    for (int i = 0; i < (repeats + 2) / 3; i++) {
        bm_cohort *cohort = NULL;
        bm_cohort_stats stats;
        MUST(bm_cohort_create(profile, &options, &cohort));
        MUST(bm_cohort_vary(cohort, "age_years", 8.0, 45.0, 85.0));
        MUST(bm_cohort_vary(cohort, "weight_kg", 12.0, 40.0, 120.0));
        const double cpu = all_threads_ms(), wall = wall_ms();
        MUST(bm_cohort_advance_to(cohort, FIVE_YEARS_D));
        least.cpu_ms = fmin(least.cpu_ms, all_threads_ms() - cpu);
        least.wall_ms = fmin(least.wall_ms, wall_ms() - wall);
        MUST(bm_cohort_read_stats(cohort, &stats));
        least.steps = stats.steps;
        least.rejected = stats.rejected_steps;
        bm_cohort_destroy(cohort);
    }
    bm_patient_destroy(profile);
    return least;
}

/* Letrozole, and beside it each of the other agents as its label says. */
static void print_agents(const bm_model *model) {
    bm_prescription both[2] = {label(model, LETROZOLE)};
    struct cost cost = of_patient(model, both, 0, FIVE_YEARS_D);
    print_cost("agent", "none", &cost);
    cost = of_patient(model, both, 1, FIVE_YEARS_D);
    print_cost("agent", LETROZOLE, &cost);
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_AGENT); i++) {
        bm_catalog_entry agent;
        MUST(bm_catalog_row(model, BM_KIND_AGENT, i, &agent));
        if (strcmp(agent.name, LETROZOLE) == 0)
            continue;
        both[1] = label(model, agent.name);
        cost = of_patient(model, both, 2, FIVE_YEARS_D);
        char what[96];
        snprintf(what, sizeof what, "%s + %s", LETROZOLE, agent.name);
        print_cost("agent", what, &cost);
    }
}

void print_costs(int quick) {
    static const uint32_t doses[] = {1, 2, 5, 10, 20}, years[] = {1, 2, 5, 10, 20, 30},
                          members[] = {1, 10, 100, 1000, 10000}, several[] = {1, 2, 4, 8};
    bm_model *model = NULL;
    repeats = quick ? 1 : repeats;
    MUST(bm_model_create(NULL, &model));
    printf("of,what,steps,rejected,cpu_ms,wall_ms\n");
    print_agents(model);
    for (size_t i = 0; i < BM__COUNT(doses); i++) {
        bm_prescription denosumab = label(model, "denosumab");
        denosumab.every_d = HALF_A_YEAR_D;
        denosumab.doses = doses[i];
        const struct cost cost = of_patient(model, &denosumab, 1, 2.0 * FIVE_YEARS_D);
        print_number("doses of denosumab in ten years", doses[i], &cost);
    }
    const bm_prescription letrozole = label(model, LETROZOLE);
    for (size_t i = 0; i < BM__COUNT(years); i++) {
        const struct cost cost = of_patient(model, &letrozole, 1, 365.25 * years[i]);
        print_number("years of letrozole", years[i], &cost);
    }
    for (size_t i = 0; i < BM__COUNT(members); i++) {
        const struct cost cost = of_cohort(model, members[i], 0, 1);
        print_number("members", (double)members[i], &cost);
    }
    for (size_t i = 0; i < BM__COUNT(several); i++) {
        const struct cost cost = of_cohort(model, 400, several[i], 1);
        print_number("lanes of 400 members", several[i], &cost);
    }
    for (size_t i = 0; i < BM__COUNT(several); i++) {
        const struct cost cost = of_cohort(model, 2000, 0, several[i]);
        print_number("threads of 2000 members", several[i], &cost);
    }
    bm_model_destroy(model);
}
