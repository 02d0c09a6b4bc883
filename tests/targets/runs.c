/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints numbers that must be the same on every target: a run of the full model, one of the core, a cohort, and a
 * patient who was saved by another machine. Each number is a line, each kind of run ends with a hash of its bits, and
 * the last line is a hash of all. Uses the public interface alone.
 *
 *     runs [save FILE | load FILE]
 *
 * The snapshot is kept in memory, or written to a file, or read from one that another target has written.
 */
#include <bonemodel/bonemodel.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRY(call) try((call), #call)

static void try(bm_status status, const char *call) {
    if (status != BM_OK) {
        fprintf(stderr, "%s: %s\n", call, bm_status_name(status));
        exit(2);
    }
}

/* ---- hashes: FNV-1a of the bits, lowest byte first ---- */

static const uint64_t begin = UINT64_C(0xcbf29ce484222325);
static uint64_t of_kind, of_all;

static uint64_t add(uint64_t hash, uint64_t bits) {
    for (int i = 0; i < 8; i++)
        hash = (hash ^ (bits >> 8 * i & 0xff)) * UINT64_C(0x100000001b3);
    return hash;
}

static void number(const char *kind, const char *name, double time_d, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    of_kind = add(of_kind, bits);
    printf("%s,%s,%g,%016" PRIx64 ",%.17g\n", kind, name, time_d, bits, value);
}

static void end(const char *kind) {
    of_all = add(of_all, of_kind);
    printf("hash,%s,%016" PRIx64 "\n", kind, of_kind);
    of_kind = begin;
}

/* ---- patients ---- */

static void prescribe(bm_patient *patient, const char *agent, double dose, double start_d) {
    bm_prescription course;
    TRY(bm_patient_prescription_init(patient, agent, &course));
    if (dose > 0.0)
        course.dose = dose;
    course.start_d = start_d;
    TRY(bm_patient_prescribe(patient, &course, NULL));
}

static bm_patient *woman(const bm_model *model) {
    bm_patient *patient;
    TRY(bm_patient_create(model, NULL, &patient));
    TRY(bm_patient_set(patient, "age_years", 61.0));
    TRY(bm_patient_set(patient, "t_score.total_hip", -1.8));
    prescribe(patient, "letrozole", 0.0, -100.0);
    prescribe(patient, "denosumab", 0.0, 30.0);
    prescribe(patient, "calcium", 500.0, 0.0);
    return patient;
}

static void read_all(const bm_model *model, bm_patient *patient, const char *kind, double time_d) {
    TRY(bm_patient_advance_to(patient, time_d));
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_OBSERVABLE); i++) {
        bm_catalog_entry row = {.struct_size = (uint32_t)sizeof row};
        double value;
        TRY(bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
        TRY(bm_patient_observe_index(patient, i, &value));
        number(kind, row.name, time_d, value);
    }
}

/* ---- the runs ---- */

static void full(const bm_model *model) {
    bm_patient *patient = woman(model);
    for (int year = 0; year <= 5; year++)
        read_all(model, patient, "full", 365.25 * year);
    bm_patient_destroy(patient);
    end("full");
}

static void core(void) {
    bm_model_options options;
    bm_model *model;
    bm_patient *patient;
    bm_model_options_init(&options);
    options.name = "core";
    TRY(bm_model_create(&options, &model));
    TRY(bm_patient_create(model, NULL, &patient));
    TRY(bm_patient_set(patient, "core.OralCa", 0.9));
    prescribe(patient, "denosumab", 60.0, 3.0);
    prescribe(patient, "teriparatide", 0.0, 400.0);
    for (int quarter = 0; quarter <= 6; quarter++)
        read_all(model, patient, "core", 91.0 * quarter);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    end("core");
}

static void cohort(const bm_model *model) {
    enum { SIZE = 8, N_TIMES = 4, N_READ = 4 };
    static const char *const names[N_READ] = {"bmd.total_hip", "bmd.lumbar_spine", "serum.calcium",
                                              "fracture_risk.major"};
    static double values[SIZE][N_TIMES][N_READ];
    const double times_d[N_TIMES] = {0.0, 91.0, 400.0, 1000.0};
    size_t observables[N_READ];
    bm_cohort_options options;
    bm_cohort *women;
    bm_patient *profile = woman(model);
    bm_cohort_options_init(&options);
    options.size = SIZE;
    options.threads = 2;
    options.variability = 1.0;
    options.parameter_draw = 3;
    TRY(bm_cohort_create(profile, &options, &women));
    TRY(bm_cohort_vary(women, "age_years", 6.0, 50.0, 80.0));
    for (int i = 0; i < N_READ; i++)
        TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, names[i], &observables[i]));
    TRY(bm_cohort_sample(women, times_d, N_TIMES, observables, N_READ, &values[0][0][0], SIZE * N_TIMES * N_READ));
    for (int m = 0; m < SIZE; m++)
        for (int t = 0; t < N_TIMES; t++)
            for (int i = 0; i < N_READ; i++)
                number("cohort", names[i], times_d[t], values[m][t][i]);
    bm_cohort_destroy(women);
    bm_patient_destroy(profile);
    end("cohort");
}

static void snapshot(const bm_model *model, const char *what, const char *path) {
    static unsigned char bytes[1 << 17];
    size_t size = 0;
    bm_patient *patient;
    if (strcmp(what, "load") == 0) {
        FILE *file = fopen(path, "rb");
        size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
        if (!file || fclose(file) != 0)
            exit(2);
    } else {
        patient = woman(model);
        TRY(bm_patient_advance_to(patient, 500.0));
        TRY(bm_patient_save_size(patient, &size));
        TRY(bm_patient_save(patient, bytes, sizeof bytes, NULL));
        bm_patient_destroy(patient);
    }
    if (strcmp(what, "save") == 0) {
        FILE *file = fopen(path, "wb");
        if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
            exit(2);
    }
    TRY(bm_patient_load(model, bytes, size, &patient));
    read_all(model, patient, "snapshot", 865.0);
    bm_patient_destroy(patient);
    end("snapshot");
}

int main(int argc, char **argv) {
    bm_model *model;
    of_kind = of_all = begin;
    TRY(bm_model_create(NULL, &model));
    full(model);
    core();
    cohort(model);
    snapshot(model, argc == 3 ? argv[1] : "", argc == 3 ? argv[2] : NULL);
    bm_model_destroy(model);
    printf("hash,all,%016" PRIx64 "\n", of_all);
    return 0;
}
