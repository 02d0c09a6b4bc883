/* SPDX-License-Identifier: Apache-2.0 */
/* The same equations by SUNDIALS: CVODE's BDF, dense Newton matrix, its own search for the threshold. */
#include "scenario.h"
#include "support/bm_test.h"

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#define CHECK(call) assert_true((call) >= 0)

static int field(realtype t, N_Vector y, N_Vector f, void *user) {
    struct bm__organism *organism = user;
    organism->ode.field(organism, t, N_VGetArrayPointer_Serial(y), N_VGetArrayPointer_Serial(f));
    return 0;
}

static int jacobian(realtype t, N_Vector y, N_Vector f, SUNMatrix matrix, void *user, N_Vector a, N_Vector b,
                    N_Vector c) {
    (void)f, (void)a, (void)b, (void)c;
    struct bm__organism *organism = user;
    double f_again[BM__MAX_STATES], entries[BM__MAX_NONZEROS], f_t[BM__MAX_STATES];
    organism->ode.jacobian(organism, t, N_VGetArrayPointer_Serial(y), f_again, entries, f_t);
    for (uint32_t p = 0; p < organism->ode.n_nonzeros; p++)
        SM_ELEMENT_D(matrix, organism->row[p], organism->column[p]) = entries[p];
    return 0;
}

static int threshold(realtype t, N_Vector y, realtype *distance, void *user) {
    (void)t, (void)user;
    *distance = N_VGetArrayPointer_Serial(y)[BM__X_BCL2] - BM__RUNX2_THRESHOLD;
    return 0;
}

/* Counts what was done since the last time, and forgets the history. */
static void restart(void *cvode, double t_h, N_Vector y) {
    long steps, evaluations;
    CHECK(CVodeGetNumSteps(cvode, &steps));
    CHECK(CVodeGetNumRhsEvals(cvode, &evaluations));
    solve_steps += steps;
    solve_evaluations += evaluations;
    CHECK(CVodeReInit(cvode, t_h, y));
}

void solve_with_cvode(struct course *course, double rtol, struct samples *samples) {
    struct bm__organism *organism = &course->organism;
    const sunindextype n = (sunindextype)organism->ode.n;
    SUNContext context;
    CHECK(SUNContext_Create(NULL, &context));
    N_Vector y = N_VMake_Serial(n, course->x, context), atol = N_VNew_Serial(n, context);
    SUNMatrix matrix = SUNDenseMatrix(n, n, context);
    SUNLinearSolver linear = SUNLinSol_Dense(y, matrix, context);
    void *cvode = CVodeCreate(CV_BDF, context);
    assert_true(y && atol && matrix && linear && cvode);

    course_apply(course, 0.0);
    for (sunindextype i = 0; i < n; i++) /* a state without a scale is small or grows: an absolute bound will do */
        N_VGetArrayPointer_Serial(atol)[i] = rtol * (course->scale[i] > 0.0 ? course->scale[i] : 1.0);
    /* the sample at time 0 comes before the dose */
    struct course before;
    course_begin(&before, course->scenario);
    memcpy(samples->x[0], before.x, sizeof before.x);
    assert_true(samples->t_h[0] == 0.0);

    CHECK(CVodeInit(cvode, field, 0.0, y));
    CHECK(CVodeSVtolerances(cvode, rtol, atol));
    CHECK(CVodeSetUserData(cvode, organism));
    CHECK(CVodeSetLinearSolver(cvode, linear, matrix));
    CHECK(CVodeSetJacFn(cvode, jacobian));
    CHECK(CVodeRootInit(cvode, 1, threshold));
    CHECK(CVodeSetMaxNumSteps(cvode, -1));
    CHECK(CVodeSetNoInactiveRootWarn(cvode));

    solve_steps = solve_evaluations = 0;
    double t_h = 0.0;
    for (int next = 1; next < samples->n;) {
        const double event_h = course_next_h(course, t_h), until_h = fmin(samples->t_h[next], event_h);
        if (until_h > t_h) {
            CHECK(CVodeSetStopTime(cvode, event_h < 1e9 ? event_h : 1e9));
            const int flag = CVode(cvode, until_h, y, &t_h, CV_NORMAL);
            CHECK(flag);
            if (flag == CV_ROOT_RETURN) {
                int direction;
                CHECK(CVodeGetRootInfo(cvode, &direction));
                organism->runx2_switched = direction > 0 ? -1 : 0;
            }
            if (flag == CV_ROOT_RETURN && t_h < until_h) {
                restart(cvode, t_h, y);
                continue;
            }
        }
        for (; next < samples->n && samples->t_h[next] <= t_h; next++)
            memcpy(samples->x[next], course->x, sizeof course->x);
        if (course_apply(course, t_h))
            restart(cvode, t_h, y);
    }
    restart(cvode, t_h, y);
    CVodeFree(&cvode);
    SUNLinSolFree(linear);
    SUNMatDestroy(matrix);
    N_VDestroy(atol);
    N_VDestroy(y);
    CHECK(SUNContext_Free(&context));
}
