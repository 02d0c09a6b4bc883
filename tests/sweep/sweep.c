/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random women within the catalogue's ranges, with random prescriptions, for a hundred years: how each of them ends.
 *
 *     sweep WOMEN [FIRST [plausible | any | parameters]]
 *
 * plausible: covariates of the women of the trials and label doses; any (the default): every covariate, agent and dose
 * that is legal; parameters: also one to three parameters, anywhere in their ranges. Prints the counts, and a line for
 * each woman who does not arrive, or who in the first five years is as no woman can be. (At the end of the hundred some
 * are 180 years old.)
 */
#include <bonemodel/bonemodel.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLAUSIBLE, ANY, PARAMETERS, YEARS = 100 };

static bm_model *model;
static uint64_t state;

/* splitmix64, so that woman n is the same in every run */
static double uniform(double low, double high) {
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return low + (high - low) * (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}
static size_t below(size_t n) {
    return (size_t)uniform(0.0, (double)n);
}

static bm_catalog_entry row(uint32_t kind, size_t i) {
    bm_catalog_entry entry = {.struct_size = (uint32_t)sizeof entry};
    bm_catalog_row(model, kind, i, &entry);
    return entry;
}

/* Anywhere in the range; over several decades, evenly in the logarithm. */
static double anywhere(const bm_catalog_entry *entry) {
    double low = entry->minimum, high = entry->maximum;
    if (low == 0.0 && high == 1.0)
        return uniform(0.0, 1.0) < 0.5 ? 0.0 : 1.0;
    if (low >= 0.0 && high > 100.0 * low && uniform(0.0, 1.0) < 0.5) {
        low = low > 0.0 ? low : 1e-4 * high;
        return exp(uniform(log(low), log(high)));
    }
    return uniform(low, high);
}

static char told[2000]; /* what she was given */

static void tell(const char *name, double value) {
    const size_t n = strlen(told);
    snprintf(told + n, sizeof told - n, " %s=%.6g", name, value);
}

static void set_some(bm_patient *patient, uint32_t kind, size_t n) {
    for (size_t k = 0; k < n; k++) {
        const bm_catalog_entry entry = row(kind, below(bm_catalog_count(model, kind)));
        const double value = anywhere(&entry);
        if (bm_patient_set(patient, entry.name, value) == BM_OK)
            tell(entry.name, value);
    }
}

static void set_plausible(bm_patient *patient) {
    static const struct {
        const char *name;
        double low, high;
    } of[] = {{"age_years", 50, 85}, {"weight_kg", 45, 110}, {"height_cm", 145, 185}, {"t_score.total_hip", -3.5, 1.5}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const double value = uniform(of[i].low, of[i].high);
        bm_patient_set(patient, of[i].name, value);
        tell(of[i].name, value);
    }
}

static void prescribe_some(bm_patient *patient, int mode) {
    for (size_t k = below(5); k > 0; k--) {
        const bm_catalog_entry entry = row(BM_KIND_AGENT, below(bm_catalog_count(model, BM_KIND_AGENT)));
        bm_prescription course;
        bm_prescription_init(model, entry.name, &course);
        course.start_d = uniform(0.0, 3000.0);
        if (mode != PLAUSIBLE) {
            course.dose = anywhere(&entry);
            course.start_d = uniform(-4000.0, 30000.0);
            if (course.every_d > 0.0 && uniform(0.0, 1.0) < 0.5)
                course.every_d = exp(uniform(log(0.5), log(700.0)));
        }
        if (bm_patient_prescribe(patient, &course, NULL) == BM_OK) {
            tell(entry.name, course.dose);
            tell("every", course.every_d);
            tell("from", course.start_d);
        }
    }
}

/* What no woman has, or NULL. */
static const char *impossible(bm_patient *patient) {
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_OBSERVABLE); i++) {
        const bm_catalog_entry entry = row(BM_KIND_OBSERVABLE, i);
        double value;
        bm_patient_observe_index(patient, i, &value);
        const int density = strncmp(entry.name, "bmd.", 4) == 0, t = strncmp(entry.name, "t_score.", 8) == 0;
        if (!isfinite(value) || ((density || strncmp(entry.name, "marker.", 7) == 0) && value < 0.0) ||
            (t && (value > 6.0 || value < -10.0)) || (strcmp(entry.name, "serum.calcium") == 0 && value < 0.7)) {
            static char text[100];
            snprintf(text, sizeof text, "%s %.4g", entry.name, value);
            return text;
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    const unsigned long n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100,
                        first = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    const int mode = argc > 3 && strcmp(argv[3], "plausible") == 0    ? PLAUSIBLE
                     : argc > 3 && strcmp(argv[3], "parameters") == 0 ? PARAMETERS
                                                                      : ANY;
    unsigned long ended[64] = {0}, n_impossible = 0;
    if (bm_model_create(NULL, &model) != BM_OK)
        return 1;
    for (unsigned long woman = first; woman < first + n; woman++) {
        bm_patient *patient;
        state = (woman + 1) * UINT64_C(0xd1342543de82ef95);
        told[0] = '\0';
        if (bm_patient_create(model, NULL, &patient) != BM_OK)
            return 1;
        if (mode == PLAUSIBLE)
            set_plausible(patient);
        else
            set_some(patient, BM_KIND_COVARIATE, 1 + below(6));
        if (mode == PARAMETERS)
            set_some(patient, BM_KIND_PARAMETER, 1 + below(3));
        prescribe_some(patient, mode);
        bm_status status = bm_patient_advance_to(patient, 0.0);
        const char *what = status == BM_OK ? impossible(patient) : NULL;
        if (status == BM_OK)
            status = bm_patient_advance_to(patient, 5 * 365.25);
        if (status == BM_OK && !what)
            what = impossible(patient);
        if (status == BM_OK)
            status = bm_patient_advance_to(patient, 365.25 * YEARS);
        ended[-status]++;
        n_impossible += what != NULL;
        if (status != BM_OK && status != BM_ECONFLICT)
            printf("woman %lu: %s:%s\n", woman, bm_patient_last_error(patient), told);
        else if (what)
            printf("woman %lu: has %s:%s\n", woman, what, told);
        bm_patient_destroy(patient);
    }
    bm_model_destroy(model);
    printf("women %lu", n);
    for (int s = 0; s < 64; s++)
        if (ended[s] > 0)
            printf(", %s %lu", bm_status_name(-s), ended[s]);
    printf(", as no woman can be %lu\n", n_impossible);
    return 0;
}
