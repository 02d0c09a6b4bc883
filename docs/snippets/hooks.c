/* SPDX-License-Identifier: Apache-2.0 */
/* What docs/hooks.md shows. Runs as a test; its output is shown there too. */
#include <bonemodel/bonemodel.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ends the program when what the page says does not hold. */
static void must(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "hooks: %s does not hold\n", what);
        exit(EXIT_FAILURE);
    }
}
#define MUST(condition) must((condition), #condition)

/* [pump] */
enum { CALCIUM, N_BODY };

struct pump {
    double wanted_mmol; /* the amount of calcium in plasma that the pump aims at */
    double pmol_h;      /* PTH per hour when 1 mmol is lacking; four times that when 2 mmol are */
};

/* Its one state is the PTH it has pumped since the last refill [pmol]. */
static int32_t run_pump(void *user, bm_hook_at *at) {
    const struct pump *pump = (const struct pump *)user;
    const double lack = pump->wanted_mmol - at->body[CALCIUM];
    const double flow = lack > 0.0 ? pump->pmol_h * lack * lack : 0.0; /* smooth where it begins */
    at->dx_dt[0] = flow;
    at->targets[0] = flow;
    return 0; /* without BM_HOOK_JACOBIAN the library finds the derivatives */
}
/* [pump] */

/* [events] */
static int32_t next_refill(void *user, double time_d, double *event_d) {
    (void)user;
    *event_d = 28.0 * (floor(time_d / 28.0) + 1.0); /* every 28 days; the same day, asked from any time before it */
    return 0;
}

static int32_t refill(void *user, double time_d, double *x) {
    (void)user; /* user is not changed, because the library may undo this event */
    (void)time_d;
    x[0] = 0.0;
    return 0;
}
/* [events] */

/* [functions] */
static int32_t copy_pump(void *user, void **copy) {
    *copy = malloc(sizeof(struct pump));
    if (!*copy)
        return BM_ENOMEM;
    memcpy(*copy, user, sizeof(struct pump));
    return 0;
}

static int32_t save_pump(void *user, void *buffer, size_t size, size_t *needed) {
    *needed = sizeof(struct pump);
    if (buffer && size >= *needed)
        memcpy(buffer, user, *needed);
    return 0;
}

static int32_t restore_pump(void *prototype, const void *bytes, size_t size, void **user) {
    const int32_t status = size == sizeof(struct pump) ? copy_pump(prototype, user) : BM_EFORMAT;
    if (status == 0)
        memcpy(*user, bytes, size);
    return status;
}

static const bm_user_functions functions = {
    .struct_size = sizeof(bm_user_functions),
    .copy = copy_pump,
    .release = free,
    .save = save_pump,
    .restore = restore_pump,
};
/* [functions] */

static double lowest_calcium(bm_patient *patient) {
    double lowest = 1e9;
    for (int day = 1; day <= 60; day++) {
        double calcium = 0.0;
        MUST(bm_patient_advance_by(patient, 1.0) == BM_OK && bm_patient_observe(patient, "core.P", &calcium) == BM_OK);
        lowest = fmin(lowest, calcium);
    }
    return lowest;
}

static int32_t gives_up(void *user, bm_hook_at *at) {
    (void)user;
    return at->time_h < 24.0 * 5.0 ? 0 : -1000;
}

int main(void) {
    bm_model *model = NULL;
    bm_patient *alone = NULL, *pumped = NULL, *loaded = NULL;
    bm_prescription denosumab;
    MUST(bm_model_create(NULL, &model) == BM_OK);
    MUST(bm_patient_create(model, NULL, &alone) == BM_OK);
    MUST(bm_prescription_init(model, "denosumab", &denosumab) == BM_OK);
    MUST(bm_patient_prescribe(alone, &denosumab, NULL) == BM_OK);
    MUST(bm_patient_clone(alone, &pumped) == BM_OK);

    /* [register] */
    static const char *const targets[] = {"pth_supply"}, *const body[N_BODY] = {"core.P"};
    static const double scales[] = {1000.0}; /* pmol: a typical size of its state */
    struct pump pump = {.wanted_mmol = 32.5, .pmol_h = 1000.0};
    bm_hook hook;
    bm_hook_init(&hook);
    hook.name = "pump";
    hook.field = run_pump;
    hook.user = &pump;
    hook.n_states = 1;
    hook.scales = scales;
    hook.n_targets = 1;
    hook.targets = targets;
    hook.n_body = N_BODY;
    hook.body = body;
    hook.next_event = next_refill;
    hook.event = refill;
    hook.functions = &functions;
    bm_status status = bm_patient_hook(pumped, &hook);
    /* [register] */
    MUST(status == BM_OK);

    puts("[pump output]");
    const double without = lowest_calcium(alone), with = lowest_calcium(pumped);
    printf("lowest calcium: %.2f mmol, with the pump %.2f mmol\n", without, with);
    /* [read] */
    double x[1];
    status = bm_patient_read_hook(pumped, "pump", x, 1);
    if (status == BM_OK)
        printf("since the last refill: %.0f pmol\n", x[0]);
    /* [read] */
    puts("[pump output]");
    MUST(status == BM_OK && with > without + 0.05 && x[0] > 0.0);

    static unsigned char bytes[65536];
    size_t size = 0;
    /* [load] */
    status = bm_patient_save(pumped, bytes, sizeof bytes, &size);
    if (status == BM_OK) {
        const bm_callbacks callbacks = {.struct_size = sizeof callbacks, .hooks = &hook, .n_hooks = 1};
        status = bm_patient_load_with(model, bytes, size, &callbacks, &loaded);
    }
    /* [load] */
    MUST(status == BM_OK && bm_patient_load(model, bytes, size, &loaded) == BM_EMODEL);
    double again[1];
    MUST(bm_patient_advance_by(loaded, 30.0) == BM_OK && bm_patient_advance_by(pumped, 30.0) == BM_OK);
    MUST(bm_patient_read_hook(loaded, "pump", again, 1) == BM_OK &&
         bm_patient_read_hook(pumped, "pump", x, 1) == BM_OK);
    MUST(again[0] == x[0]);

    puts("[giving up output]");
    bm_hook_init(&hook);
    hook.name = "unwilling";
    hook.field = gives_up;
    bm_patient *patient = NULL;
    MUST(bm_patient_create(model, NULL, &patient) == BM_OK && bm_patient_hook(patient, &hook) == BM_OK);
    double time_d = -1.0;
    /* [giving up] */
    status = bm_patient_advance_to(patient, 30.0); /* the field returns -1000 from day 5 on */
    if (status != BM_OK && bm_patient_time(patient, &time_d) == BM_OK)
        printf("%d: %s\nthe patient is at day %g\n", (int)status, bm_patient_last_error(patient), time_d);
    /* [giving up] */
    puts("[giving up output]");
    MUST(status == -1000 && time_d == 0.0);

    bm_patient_destroy(patient);
    bm_patient_destroy(alone);
    bm_patient_destroy(pumped);
    bm_patient_destroy(loaded);
    bm_model_destroy(model);
    return 0;
}
