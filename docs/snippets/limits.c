/* SPDX-License-Identifier: Apache-2.0 */
/* The runs that docs/core.md quotes: where the core stays at its baseline, and where it is known to be wrong. */
#include <bonemodel/bonemodel.h>
#include <stdio.h>
#include <stdlib.h>

static void must(bm_status status, const bm_patient *patient, const char *what) {
    if (status != BM_OK) {
        fprintf(stderr, "limits: %s: %s: %s\n", what, bm_status_name(status), bm_patient_last_error(patient));
        exit(EXIT_FAILURE);
    }
}
#define MUST(call) must((call), patient, #call)

/* Ends the program when what the page says does not hold. */
static void holds(int condition, const char *what) {
    if (!condition) {
        fprintf(stderr, "limits: %s does not hold\n", what);
        exit(EXIT_FAILURE);
    }
}
#define HOLDS(condition) holds((condition), #condition)

static bm_patient *fresh(const bm_model *model) {
    bm_patient *patient = NULL;
    MUST(bm_patient_create(model, NULL, &patient));
    return patient;
}

static void prescribe(const bm_model *model, bm_patient *patient, const char *agent, double every_d, uint32_t doses) {
    bm_prescription prescription;
    MUST(bm_prescription_init(model, agent, &prescription));
    prescription.every_d = every_d;
    prescription.doses = doses;
    MUST(bm_patient_prescribe(patient, &prescription, NULL));
}

static double observe(bm_patient *patient, const char *name) {
    double value = 0.0;
    MUST(bm_patient_observe(patient, name, &value));
    return value;
}

/* Percent change since day 0 of an observable that starts at 1. */
static double change(bm_patient *patient, const char *name) {
    return 100.0 * (observe(patient, name) - 1.0);
}

static void baseline(const bm_model *model) {
    bm_patient *patient = fresh(model);
    const double Qbone = observe(patient, "core.Qbone");
    MUST(bm_patient_advance_to(patient, 3652.5));
    puts("[baseline]");
    printf("osteoclasts         %+.4f %%\n", change(patient, "cells.osteoclasts"));
    printf("bone calcium        %+.4f %%\n", 100.0 * (observe(patient, "core.Qbone") / Qbone - 1.0));
    printf("spine (core.BMDls)  %+.4f %%\n", change(patient, "core.BMDls"));
    puts("[baseline]");
    bm_patient_destroy(patient);
}

static void density(const bm_model *model, const char *agent, double every_d, uint32_t doses, int years) {
    bm_patient *patient = fresh(model);
    prescribe(model, patient, agent, every_d, doses);
    printf("[%s]\n", agent);
    puts("year  osteoblasts  osteoclasts  core.BMDls  core.BMDlsDEN  core.BMDfn   [change, %]");
    for (int year = 1; year <= years; year++) {
        MUST(bm_patient_advance_to(patient, 365.0 * year));
        printf("%4d  %+11.1f  %+11.1f  %+10.2f  %+13.2f  %+10.2f\n", year, change(patient, "cells.osteoblasts"),
               change(patient, "cells.osteoclasts"), change(patient, "core.BMDls"), change(patient, "core.BMDlsDEN"),
               change(patient, "core.BMDfn"));
    }
    printf("[%s]\n", agent);
    if (years == 2) /* teriparatide */
        HOLDS(change(patient, "cells.osteoblasts") > 0.0 && change(patient, "core.BMDls") < 0.0);
    bm_patient_destroy(patient);
}

static void minerals(bm_patient *patient, const char *label) {
    printf("%-22s  %12.2f  %19.1f  %18.3f  %16.3f\n", label, observe(patient, "core.PTH") / 14.0,
           observe(patient, "serum.calcitriol"), observe(patient, "serum.phosphate"),
           observe(patient, "serum.calcium"));
}

static void kidney(const bm_model *model) {
    puts("[kidney]");
    puts("after ten years         PTH [pmol/L]  calcitriol [pmol/L]  phosphate [mmol/L]  calcium [mmol/L]");
    bm_patient *patient = fresh(model);
    minerals(patient, "baseline");
    MUST(bm_patient_set(patient, "core.GFRdelta", 84.0));
    MUST(bm_patient_advance_to(patient, 3652.5));
    minerals(patient, "GFR 100 to 16 mL/min");
    HOLDS(observe(patient, "serum.calcium") > 2.5);
    bm_patient_destroy(patient);
    patient = fresh(model);
    MUST(bm_patient_set(patient, "core.T65", 3.15));
    MUST(bm_patient_advance_to(patient, 3652.5));
    minerals(patient, "calcitriol made halved");
    bm_patient_destroy(patient);
    puts("[kidney]");
}

static void kidney_lost(const bm_model *model) {
    puts("[kidney lost]");
    for (double loss = 90.0; loss <= 98.0; loss += 2.0) {
        bm_patient *patient = fresh(model);
        MUST(bm_patient_set(patient, "core.GFRdelta", loss));
        const bm_status status = bm_patient_advance_to(patient, 3652.5);
        if (status == BM_OK)
            printf("GFRdelta %g: calcitriol %.2f pmol/L after ten years\n", loss, observe(patient, "serum.calcitriol"));
        else
            printf("GFRdelta %g: %s, %s\n", loss, bm_status_name(status), bm_patient_last_error(patient));
        HOLDS(loss < 94.0 ? status == BM_OK : status == BM_ENONFINITE || status == BM_ESTEP);
        bm_patient_destroy(patient);
    }
    puts("[kidney lost]");
}

static void gland(const bm_model *model) {
    bm_patient *patient = fresh(model);
    MUST(bm_patient_set(patient, "core.PTmax", 2.0));
    puts("[gland]");
    for (int i = 0; i < 5; i++) {
        static const double days[] = {1.0, 30.0, 180.0, 365.0, 1825.0};
        MUST(bm_patient_advance_to(patient, days[i]));
        printf("day %4g: gland %.2f, PTH %.2f pmol/L\n", days[i], observe(patient, "core.PTmax"),
               observe(patient, "core.PTH") / 14.0);
    }
    puts("[gland]");
    HOLDS(observe(patient, "core.PTmax") < 1.01);
    bm_patient_destroy(patient);
}

int main(void) {
    bm_model_options options;
    bm_model *model = NULL;
    bm_model_options_init(&options);
    options.name = "core";
    if (bm_model_create(&options, &model) != BM_OK)
        return EXIT_FAILURE;
    baseline(model);
    density(model, "denosumab", 182.5, 6, 5);
    density(model, "teriparatide", 1.0, 730, 2);
    kidney(model);
    kidney_lost(model);
    gland(model);
    bm_model_destroy(model);
    return EXIT_SUCCESS;
}
