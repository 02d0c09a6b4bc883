/* SPDX-License-Identifier: Apache-2.0 */
/* A doctor for the tests of visits: what she does at a visit, and what she saw. The model is that of group_model.h. */
#ifndef BM__TESTS_API_DOCTOR_H
#define BM__TESTS_API_DOCTOR_H

#include "api/group_model.h"

enum { MAX_VISITS = 256 };

struct doctor {
    int n, fail_at; /* visits so far; the visit (from 1) that fails, 0 = none */
    int32_t fail_with;
    double times[MAX_VISITS];
    uint32_t crossings[MAX_VISITS];
    double values[MAX_VISITS];
    const char *observes;
    /* what it prescribes at visit number `at` (from 1), and what it stops then */
    const char *agent;
    int at;
    double starts_after_d;
    uint64_t id, stops;
    int *order; /* writes its number into a list that several share */
    int number;
};

static int order[MAX_VISITS], n_order;

static inline int32_t visit(void *user, bm_visit *v) {
    struct doctor *d = user;
    const int i = d->n++;
    assert_true(i < MAX_VISITS);
    assert_int_equal(bm_visit_time(v, &d->times[i]), BM_OK);
    assert_int_equal(bm_visit_crossed(v, &d->crossings[i]), BM_OK);
    if (d->observes)
        assert_int_equal(bm_visit_observe(v, d->observes, &d->values[i]), BM_OK);
    if (d->number)
        order[n_order++] = d->number;
    if (d->stops && d->n == d->at)
        assert_int_equal(bm_visit_stop(v, d->stops, d->times[i]), BM_OK);
    if (d->agent && d->n == d->at) {
        bm_prescription rx;
        OK(NULL, bm_prescription_init(model, d->agent, &rx));
        rx.start_d = d->times[i] + d->starts_after_d;
        const bm_status status = bm_visit_prescribe(v, &rx, &d->id);
        if (status != BM_OK)
            return status;
    }
    return d->n == d->fail_at ? d->fail_with : 0;
}

static inline uint64_t decide(bm_patient *patient, struct doctor *d, double first_d, double every_d, double stop_d) {
    bm_decision decision;
    uint64_t id = 0;
    bm_decision_init(&decision);
    decision.name = "doctor";
    decision.visit = visit;
    decision.user = d;
    decision.first_d = first_d;
    decision.every_d = every_d;
    if (stop_d > 0.0)
        decision.stop_d = stop_d;
    OK(patient, bm_patient_decide(patient, &decision, &id));
    return id;
}

static inline uint64_t watch_level(bm_patient *patient, struct doctor *d, const char *observable, uint32_t crossing,
                                   double level) {
    bm_decision decision;
    uint64_t id = 0;
    bm_decision_init(&decision);
    decision.visit = visit;
    decision.user = d;
    decision.observable = observable;
    decision.crossing = crossing;
    decision.level = level;
    OK(patient, bm_patient_decide(patient, &decision, &id));
    return id;
}

static inline void visited_at(const struct doctor *d, int n, const double *times) {
    assert_int_equal(d->n, n);
    for (int i = 0; i < n; i++)
        if (d->times[i] != times[i])
            fail_msg("visit %d on day %.17g, expected %.17g", i, d->times[i], times[i]);
}

#endif
