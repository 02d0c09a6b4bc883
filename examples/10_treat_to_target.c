/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Treat to target: a bisphosphonate until the spine's T-score is above a target, then a pause until it has fallen a
 * tenth below it, and so on. If three years do not reach the target, another drug takes over. The target, -2.5, and the
 * numbers of the rule are choices for the example.
 *
 *     cc 10_treat_to_target.c $(pkg-config --cflags --libs bonemodel) -o 10_treat_to_target
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

static const double year_d = 365.25, start = -3.2, target = -2.5, tolerated = 0.1, patience_years = 3;
static const char *const ladder[] = {"alendronate", "zoledronic_acid"};
enum { STEPS = 2 };

struct plan {
    const bm_model *model;
    int step, running;
    uint64_t course;
    double since_d; /* day on which the present drug was started */
};

static void tell(double now_d, double t_score, const char *what, const char *drug) {
    printf("%6.2f  %7.2f  %s %s\n", now_d / year_d, t_score, what, drug);
}

static bm_status prescription_of(const struct plan *plan, double now_d, bm_prescription *prescription) {
    bm_status status = bm_prescription_init(plan->model, ladder[plan->step], prescription);
    prescription->start_d = now_d;
    return status;
}

/* [annual] */
/* Once a year the rule asks whether the target is reached, whether it took too long, or whether to go on. */
static int32_t annual(void *user, bm_visit *visit) {
    struct plan *plan = user;
    bm_prescription next;
    double now_d, t_score;
    bm_status status = bm_visit_time(visit, &now_d);
    if (status == BM_OK)
        status = bm_visit_observe(visit, "t_score.lumbar_spine", &t_score);
    if (status != BM_OK || !plan->running)
        return status;
    if (t_score > target) {
        plan->running = 0;
        tell(now_d, t_score, "target reached: stop", ladder[plan->step]);
        return bm_visit_stop(visit, plan->course, now_d);
    }
    if (now_d - plan->since_d < patience_years * year_d || plan->step + 1 == STEPS)
        return BM_OK;
    plan->step++;
    plan->since_d = now_d;
    tell(now_d, t_score, "not reached: change to", ladder[plan->step]);
    status = prescription_of(plan, now_d, &next);
    return status == BM_OK ? bm_visit_change(visit, plan->course, &next, &plan->course) : status;
}
/* [annual] */

/* [crossing] */
/* Called on the day on which the T-score falls below the limit. */
static int32_t fallen(void *user, bm_visit *visit) {
    struct plan *plan = user;
    bm_prescription again;
    double now_d;
    bm_status status = bm_visit_time(visit, &now_d);
    if (status != BM_OK || plan->running)
        return status;
    plan->running = 1;
    plan->since_d = now_d;
    tell(now_d, target - tolerated, "below what is tolerated: again", ladder[plan->step]);
    status = prescription_of(plan, now_d, &again);
    return status == BM_OK ? bm_visit_prescribe(visit, &again, &plan->course) : status;
}
/* [crossing] */

int main(void) {
    bm_model *model = NULL;
    bm_patient *patient = NULL;
    struct plan plan = {NULL, 0, 1, 0, 0};
    bm_prescription first;
    bm_decision decision;
    bm_status status;
    double years[STEPS], t_score;

    TRY(bm_model_create(NULL, &model));
    plan.model = model;
    TRY(bm_patient_create(model, NULL, &patient));
    TRY(bm_patient_set(patient, "age_years", 66));
    TRY(bm_patient_set(patient, "t_score.lumbar_spine", start));
    TRY(prescription_of(&plan, 0, &first));
    TRY(bm_patient_prescribe(patient, &first, &plan.course));

    /* [decide] */
    bm_decision_init(&decision);
    decision.name = "annual visit";
    decision.visit = annual;
    decision.user = &plan;
    decision.first_d = year_d;
    decision.every_d = year_d;
    TRY(bm_patient_decide(patient, &decision, NULL));

    bm_decision_init(&decision);
    decision.name = "below what is tolerated";
    decision.visit = fallen;
    decision.user = &plan;
    decision.observable = "t_score.lumbar_spine";
    decision.crossing = BM_BELOW;
    decision.level = target - tolerated;
    TRY(bm_patient_decide(patient, &decision, NULL));
    /* [decide] */

    puts("  year  T-score  what happens");
    printf("%6.2f  %7.2f  start %s\n", 0.0, start, ladder[0]);
    TRY(bm_patient_advance_to(patient, 20 * year_d));
    TRY(bm_patient_observe(patient, "t_score.lumbar_spine", &t_score));
    TRY(bm_patient_observe(patient, "doses_given.alendronate", &years[0]));
    TRY(bm_patient_observe(patient, "doses_given.zoledronic_acid", &years[1]));
    printf("%6.2f  %7.2f  %.0f tablets of alendronate and %.0f infusions of zoledronic acid were given\n", 20.0,
           t_score, years[0], years[1]);

done:
    if (status != BM_OK) {
        const char *sentence = bm_patient_last_error(patient);
        fprintf(stderr, "10_treat_to_target: %s: %s\n", bm_status_name(status),
                *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
