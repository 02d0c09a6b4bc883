/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A drug that the library does not know, as a hook: an antibody to RANKL that stays longer than denosumab, and is given
 * under the skin every year to a woman on letrozole. Its numbers are assumed, apart from the effect of a nanomole,
 * which is denosumab's.
 *
 *     cc 08_new_drug.c $(pkg-config --cflags --libs bonemodel) -o 08_new_drug
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

/* [drug] */
enum { DEPOT, BLOOD, N_STATES }; /* mg under the skin, mg in blood */

struct antibody {
    double absorbed_per_h, eliminated_per_h; /* [1/h] */
    double clearance_per_mg;                 /* [1/h per mg in blood] loss of RANKL */
};

static int32_t field(void *user, bm_hook_at *at) {
    const struct antibody *drug = (const struct antibody *)user;
    const double absorbed = drug->absorbed_per_h * at->x[DEPOT];
    at->dx_dt[DEPOT] = -absorbed;
    at->dx_dt[BLOOD] = absorbed - drug->eliminated_per_h * at->x[BLOOD];
    at->targets[0] = drug->clearance_per_mg * at->x[BLOOD];
    if (at->dx_by_x) { /* the library wants derivatives, row by row; all are 0 on entry */
        at->dx_by_x[DEPOT * N_STATES + DEPOT] = -drug->absorbed_per_h;
        at->dx_by_x[BLOOD * N_STATES + DEPOT] = drug->absorbed_per_h;
        at->dx_by_x[BLOOD * N_STATES + BLOOD] = -drug->eliminated_per_h;
        at->targets_by_x[BLOOD] = drug->clearance_per_mg;
    }
    return 0;
}
/* [drug] */

int main(void) {
    static const char *const targets[] = {"rankl_clearance"};
    struct antibody drug = {
        .absorbed_per_h = 0.69 / (7 * 24),      /* half in 7 days: assumed */
        .eliminated_per_h = 0.69 / (60 * 24),   /* half in 60 days: assumed */
        .clearance_per_mg = 0.002 * 6.67 / 3.0, /* 0.002 per hour and nmol/L, 6.67 nmol/mg (150 kDa); 3 L: assumed */
    };
    bm_model *model = NULL;
    bm_patient *patients[2] = {NULL, NULL};
    bm_hook hook;
    bm_prescription letrozole, antibody;
    bm_status status;

    TRY(bm_model_create(NULL, &model));
    TRY(bm_patient_create(model, NULL, &patients[0]));
    TRY(bm_prescription_init(model, "letrozole", &letrozole));
    TRY(bm_patient_prescribe(patients[0], &letrozole, NULL));
    TRY(bm_patient_clone(patients[0], &patients[1]));

    /* [register] */
    bm_hook_init(&hook);
    hook.name = "new_antibody";
    hook.field = field;
    hook.user = &drug;
    hook.flags = BM_HOOK_JACOBIAN;
    hook.n_states = N_STATES;
    hook.targets = targets;
    hook.n_targets = 1;
    hook.dose_default = 100.0; /* mg: assumed */
    hook.every_default_d = 365.25;
    TRY(bm_patient_hook(patients[1], &hook));
    TRY(bm_patient_prescription_init(patients[1], "new_antibody", &antibody));
    TRY(bm_patient_prescribe(patients[1], &antibody, NULL));
    /* [register] */

    puts("       resorption [CTX, %]    spine density [change, %]");
    puts("month  letrozole  with drug     letrozole  with drug  drug in blood [mg]");
    for (int month = 0; month <= 36; month += 6) {
        double ctx[2], spine[2], x[N_STATES];
        for (int i = 0; i < 2; i++) {
            TRY(bm_patient_advance_to(patients[i], 30.4375 * month));
            TRY(bm_patient_observe(patients[i], "marker_change.s_ctx", &ctx[i]));
            TRY(bm_patient_observe(patients[i], "bmd_change.lumbar_spine", &spine[i]));
        }
        TRY(bm_patient_read_hook(patients[1], "new_antibody", x, N_STATES));
        printf("%5d  %+9.1f  %+9.1f  %+12.2f  %+9.2f  %18.2f\n", month, ctx[0], ctx[1], spine[0], spine[1], x[BLOOD]);
    }

done:
    if (status != BM_OK) {
        const char *sentence = bm_patient_last_error(patients[*bm_patient_last_error(patients[1]) ? 1 : 0]);
        fprintf(stderr, "08_new_drug: %s: %s\n", bm_status_name(status), *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patients[1]);
    bm_patient_destroy(patients[0]);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
