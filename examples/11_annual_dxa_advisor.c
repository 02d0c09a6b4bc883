/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An advisor who sees a woman on letrozole once a year, and looks at bone density against the least significant change,
 * at T-scores and at the ten-year risk. The program says what it advises, and does it. It simulates three women: one
 * takes her tablets, one hardly takes any, and one needs none at first.
 *
 * The rules are an example and not a guideline; nobody should be treated by them:
 * - A drug is started when a T-score is -2.5 or less, or below -2 on the inhibitor (as in Z-FAST), or when the ten-year
 *   risk is at least 20 % (major) or 3 % (hip). These are the numbers that the United States use with FRAX, which this
 *   is not.
 * - The drug is changed when density falls in a year on it by more than the least significant change: 2.16 % at the
 *   spine, 1.89 % at the hip (duplicate scans, Roux 2014).
 * - A holiday begins after five years of a bisphosphonate, if the hip is above -2.5 by then. It ends when the rule for
 *   a drug says so, or with a loss beyond the least significant change.
 * - Denosumab is never just stopped: zoledronic acid is given when its next dose would be due.
 *
 *     cc 11_annual_dxa_advisor.c $(pkg-config --cflags --libs bonemodel) -o 11_annual_dxa_advisor
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

enum { SPINE, HIP, NECK, SITES };
static const char *const t_score_names[SITES] = {"t_score.lumbar_spine", "t_score.total_hip", "t_score.femoral_neck"};
static const char *const density_names[] = {"bmd.lumbar_spine", "bmd.total_hip"}; /* of the sites that are compared */
static const double least_significant[] = {2.16, 1.89};                           /* [%] */
static const double year_d = 365.25, letrozole_years = 5, holiday_after_years = 5;

enum state { NO_DRUG, BISPHOSPHONATE, HOLIDAY, DENOSUMAB };

struct advisor {
    const bm_model *model;
    enum state state;
    uint64_t course;
    double since_d;   /* of this state */
    double adherence; /* to tablets */
    double density[2];
};

/* The findings of a visit. */
struct findings {
    double now_d, t_score[SITES], change[2], major, hip;
    int lost, low; /* beyond the least significant change; low enough for a drug */
};

static bm_status examine(const struct advisor *advisor, bm_visit *visit, struct findings *f) {
    double lowest = 99;
    bm_status status = bm_visit_time(visit, &f->now_d);
    f->lost = 0;
    for (int i = 0; status == BM_OK && i < SITES; i++) {
        status = bm_visit_observe(visit, t_score_names[i], &f->t_score[i]);
        lowest = f->t_score[i] < lowest ? f->t_score[i] : lowest;
    }
    for (int i = 0; status == BM_OK && i <= HIP; i++) {
        double density;
        status = bm_visit_observe(visit, density_names[i], &density);
        f->change[i] = 100 * (density / advisor->density[i] - 1);
        f->lost |= f->change[i] < -least_significant[i];
    }
    if (status == BM_OK)
        status = bm_visit_observe(visit, "fracture_risk_10y.major", &f->major);
    if (status == BM_OK)
        status = bm_visit_observe(visit, "fracture_risk_10y.hip", &f->hip);
    f->low =
        lowest <= -2.5 || (lowest < -2 && f->now_d < letrozole_years * year_d) || f->major >= 0.2 || f->hip >= 0.03;
    return status;
}

/* [act] */
static bm_status start(struct advisor *advisor, bm_visit *visit, const char *agent, double now_d, enum state state) {
    bm_prescription prescription;
    bm_status status = bm_prescription_init(advisor->model, agent, &prescription);
    prescription.start_d = now_d;
    if (state == BISPHOSPHONATE)
        prescription.adherence = advisor->adherence;
    advisor->state = state;
    advisor->since_d = now_d;
    return status == BM_OK ? bm_visit_prescribe(visit, &prescription, &advisor->course) : status;
}

/* The only way to stop denosumab: zoledronic acid takes its place, once. */
static bm_status leave_denosumab(struct advisor *advisor, bm_visit *visit, double now_d) {
    bm_prescription zoledronic_acid;
    bm_status status = bm_prescription_init(advisor->model, "zoledronic_acid", &zoledronic_acid);
    zoledronic_acid.dose = 5;
    zoledronic_acid.doses = 1;
    zoledronic_acid.start_d = now_d; /* half a year after the last dose of denosumab */
    advisor->state = HOLIDAY;
    advisor->since_d = now_d;
    return status == BM_OK ? bm_visit_change(visit, advisor->course, &zoledronic_acid, NULL) : status;
}

/* Says what it advises, and does it. */
static bm_status act(struct advisor *advisor, bm_visit *visit, const struct findings *f, const char **advice) {
    const double years = (f->now_d - advisor->since_d) / year_d;
    bm_status status;
    *advice = "go on";
    switch (advisor->state) {
    case NO_DRUG:
    case HOLIDAY:
        if (!f->low && !(f->lost && advisor->state == HOLIDAY))
            break;
        *advice = advisor->state == HOLIDAY ? "the holiday ends: alendronate" : "start alendronate";
        return start(advisor, visit, "alendronate", f->now_d, BISPHOSPHONATE);
    case BISPHOSPHONATE:
        if (f->lost) {
            *advice = "lost more than can be chance: change to denosumab";
            status = bm_visit_stop(visit, advisor->course, f->now_d);
            return status == BM_OK ? start(advisor, visit, "denosumab", f->now_d, DENOSUMAB) : status;
        }
        if (years >= holiday_after_years && f->t_score[HIP] > -2.5) {
            *advice = "five years: a holiday";
            advisor->state = HOLIDAY;
            advisor->since_d = f->now_d;
            return bm_visit_stop(visit, advisor->course, f->now_d);
        }
        break;
    case DENOSUMAB:
        if (f->now_d < letrozole_years * year_d || f->low)
            break;
        *advice = "letrozole is over: zoledronic acid in the place of denosumab";
        return leave_denosumab(advisor, visit, f->now_d);
    }
    return BM_OK;
}
/* [act] */

static int32_t annual(void *user, bm_visit *visit) {
    struct advisor *advisor = user;
    struct findings f = {0};
    const char *advice = "";
    bm_status status = examine(advisor, visit, &f);
    if (status == BM_OK)
        status = act(advisor, visit, &f, &advice);
    if (status != BM_OK)
        return status; /* nothing has happened, and bm_patient_last_error() says why */
    printf("%4.0f  %+7.2f  %+5.2f  %+5.1f%c  %+5.1f%c  %7.1f  %s\n", f.now_d / year_d, f.t_score[SPINE], f.t_score[HIP],
           f.change[SPINE], f.change[SPINE] < -least_significant[SPINE] ? '!' : ' ', f.change[HIP],
           f.change[HIP] < -least_significant[HIP] ? '!' : ' ', 100 * f.major, advice);
    for (int i = 0; i <= HIP; i++)
        advisor->density[i] *= 1 + f.change[i] / 100;
    return BM_OK;
}

int main(void) {
    static const struct {
        const char *who;
        double t_score, adherence;
    } women[] = {
        {"takes her tablets", -2.2, 1}, {"takes one in fifty", -2.2, 0.02}, {"starts with more bone", -1.8, 1}};
    bm_model *model = NULL;
    bm_patient *patient = NULL;
    bm_prescription letrozole;
    bm_decision decision;
    bm_status status;

    TRY(bm_model_create(NULL, &model));
    for (size_t i = 0; i < sizeof women / sizeof *women; i++) {
        struct advisor advisor = {NULL, NO_DRUG, 0, 0, 1, {0, 0}};
        TRY(bm_patient_create(model, NULL, &patient));
        TRY(bm_patient_set(patient, "age_years", 62));
        TRY(bm_patient_set(patient, "t_score.lumbar_spine", women[i].t_score));
        TRY(bm_patient_set(patient, "t_score.total_hip", women[i].t_score + 0.3));
        TRY(bm_prescription_init(model, "letrozole", &letrozole));
        letrozole.stop_d = letrozole_years * year_d;
        TRY(bm_patient_prescribe(patient, &letrozole, NULL));

        /* [decide] */
        advisor.model = model;
        advisor.adherence = women[i].adherence;
        for (int site = SPINE; site <= HIP; site++)
            TRY(bm_patient_observe(patient, density_names[site], &advisor.density[site]));
        bm_decision_init(&decision);
        decision.name = "annual DXA";
        decision.visit = annual;
        decision.user = &advisor;
        decision.first_d = 0;
        decision.every_d = year_d;
        TRY(bm_patient_decide(patient, &decision, NULL));
        /* [decide] */

        printf("She %s\n", women[i].who);
        puts("          T-scores     in a year [%]   major in");
        puts("year    spine    hip   spine    hip   10 y [%]  advice");
        TRY(bm_patient_advance_to(patient, 12.5 * year_d));
        bm_patient_destroy(patient);
        patient = NULL;
    }

done:
    if (status != BM_OK) {
        const char *sentence = bm_patient_last_error(patient);
        fprintf(stderr, "11_annual_dxa_advisor: %s: %s\n", bm_status_name(status),
                *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
