/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <stdlib.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunlinsol/sunlinsol_klu.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunmatrix/sunmatrix_sparse.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>

struct cvode_self {
    const struct scenario *scenario;
    struct cvode_options options;
    struct bm__organism organism;
    SUNContext context;
    void *cvode;
    N_Vector y, tolerances;
    SUNMatrix matrix;
    SUNLinearSolver linear;
    SUNNonlinearSolver nonlinear;
    /* The matrix, column by column: entry p of the Jacobian lies at place[p], the diagonal of column j at diagonal[j].
     */
    sunindextype begin[BM__MAX_STATES + 1], row[BM__MAX_NONZEROS + BM__MAX_STATES], n_nonzeros;
    sunindextype place[BM__MAX_NONZEROS], diagonal[BM__MAX_STATES];
    double jacobian[BM__MAX_NONZEROS], f[BM__MAX_STATES], f_t[BM__MAX_STATES];
    uint64_t evaluations;
};

static void check(int flag, const char *call) {
    if (flag < 0)
        die("%s returned %d", call, flag);
}
#define CHECK(call) check((call), #call)

static inline void follow_switch(struct cvode_self *self, const double *x) {
    if (!self->options.roots)
        self->organism.runx2_switched = x[BM__X_BCL2] > BM__RUNX2_THRESHOLD ? -1 : 0;
}

static int field(realtype t, N_Vector y, N_Vector f, void *user) {
    struct cvode_self *self = user;
    const double *x = N_VGetArrayPointer_Serial(y);
    follow_switch(self, x);
    self->organism.ode.field(&self->organism, t, x, N_VGetArrayPointer_Serial(f));
    self->evaluations++;
    return 0;
}

static void evaluate_jacobian(struct cvode_self *self, realtype t, N_Vector y) {
    const double *x = N_VGetArrayPointer_Serial(y);
    follow_switch(self, x);
    self->organism.ode.jacobian(&self->organism, t, x, self->f, self->jacobian, self->f_t);
}

/* CVODE clears the matrix beforehand, its structure too. */
static double *clear_matrix(const struct cvode_self *self, SUNMatrix matrix) {
    if (!self->options.klu)
        return SUNDenseMatrix_Data(matrix);
    const size_t n = self->scenario->n_states;
    memcpy(SUNSparseMatrix_IndexPointers(matrix), self->begin, (n + 1) * sizeof *self->begin);
    memcpy(SUNSparseMatrix_IndexValues(matrix), self->row, (size_t)self->n_nonzeros * sizeof *self->row);
    return SUNSparseMatrix_Data(matrix);
}

static int jacobian(realtype t, N_Vector y, N_Vector f, SUNMatrix matrix, void *user, N_Vector a, N_Vector b,
                    N_Vector c) {
    (void)f, (void)a, (void)b, (void)c;
    struct cvode_self *self = user;
    double *data = clear_matrix(self, matrix);
    evaluate_jacobian(self, t, y);
    for (uint32_t p = 0; p < self->organism.ode.n_nonzeros; p++)
        data[self->place[p]] += self->jacobian[p];
    return 0;
}

/* matrix = I - gamma J */
static int linear_system(realtype t, N_Vector y, N_Vector f, SUNMatrix matrix, booleantype jacobian_holds,
                         booleantype *jacobian_is_new, realtype gamma, void *user, N_Vector a, N_Vector b, N_Vector c) {
    (void)f, (void)a, (void)b, (void)c;
    struct cvode_self *self = user;
    if (!jacobian_holds)
        evaluate_jacobian(self, t, y);
    *jacobian_is_new = !jacobian_holds;
    if (self->options.klu)
        memset(SUNSparseMatrix_Data(matrix), 0, (size_t)self->n_nonzeros * sizeof(double));
    else
        memset(SUNDenseMatrix_Data(matrix), 0, self->scenario->n_states * self->scenario->n_states * sizeof(double));
    double *data = clear_matrix(self, matrix);
    for (uint32_t j = 0; j < self->scenario->n_states; j++)
        data[self->diagonal[j]] = 1.0;
    for (uint32_t p = 0; p < self->organism.ode.n_nonzeros; p++)
        data[self->place[p]] -= gamma * self->jacobian[p];
    return 0;
}

static int distance(realtype t, N_Vector y, realtype *g, void *user) {
    (void)t, (void)user;
    g[0] = N_VGetArrayPointer_Serial(y)[BM__X_BCL2] - BM__RUNX2_THRESHOLD;
    return 0;
}

static void count(struct cvode_self *self, struct run *run) {
    long steps = 0, jacobians = 0;
    CVodeGetNumSteps(self->cvode, &steps);
    if (!self->options.adams)
        CVodeGetNumJacEvals(self->cvode, &jacobians);
    run->steps += (uint64_t)steps;
    run->jacobians += (uint64_t)jacobians;
}

static void restart(struct cvode_self *self, double t, double t_stop, double step, struct run *run) {
    count(self, run);
    CHECK(CVodeReInit(self->cvode, t, self->y));
    CHECK(CVodeSetInitStep(self->cvode, step));
    CHECK(CVodeSetStopTime(self->cvode, t_stop));
}

/* Advances to `to`, through roots. */
static int advance(struct cvode_self *self, double *t, double to, double t_stop, struct run *run) {
    while (*t < to) {
        const int flag = CVode(self->cvode, to, self->y, t, CV_NORMAL);
        if (flag == CV_ROOT_RETURN) {
            int direction = 0;
            CVodeGetRootInfo(self->cvode, &direction);
            self->organism.runx2_switched = direction > 0 ? -1 : 0;
            if (self->options.restart_at_root) {
                double step = 0.0;
                if (self->options.remember_step)
                    CVodeGetActualInitStep(self->cvode, &step);
                restart(self, *t, t_stop, fmin(step, t_stop - *t), run);
            }
        } else if (flag == CV_TOO_CLOSE) {
            *t = to;
        } else if (flag < 0) {
            return -1;
        }
    }
    return 0;
}

static void run_cvode(void *user, double tolerance, struct run *run) {
    struct cvode_self *self = user;
    const struct scenario *s = self->scenario;
    const size_t size = s->n_states * sizeof(double);
    double *x = N_VGetArrayPointer_Serial(self->y), *absolute = N_VGetArrayPointer_Serial(self->tolerances);
    memcpy(x, s->x0, size);
    for (uint32_t i = 0; i < s->n_states; i++)
        absolute[i] = s->scale[i] > 0.0 ? tolerance * s->scale[i] : 1e30;
    CHECK(CVodeSVtolerances(self->cvode, tolerance, self->tolerances));
    CHECK(CVodeReInit(self->cvode, s->begin_h, self->y));
    self->organism.runx2_switched = 0;
    self->organism.counting = s->begin_h >= 0.0 ? -1 : 0;
    memset(self->organism.rate, 0, sizeof self->organism.rate);
    *run = (struct run){0};
    self->evaluations = 0;

    const double begin = cpu_ms(), t_end = s->time_h[s->n_samples - 1];
    double t = s->begin_h, t_dose = 0.0, step = 0.0;
    uint32_t next = 0;
    int given = 0;
    CHECK(CVodeSetStopTime(self->cvode, t_dose));
    while (next < s->n_samples && !run->failed) {
        const double t_sample = s->time_h[next];
        if (t_sample <= t_dose) {
            run->failed = advance(self, &t, t_sample, t_dose, run);
            memcpy(run->samples[next++], x, size);
            continue;
        }
        run->failed = advance(self, &t, t_dose, t_dose, run);
        if (self->options.remember_step && given)
            CVodeGetActualInitStep(self->cvode, &step);
        const double t_now = t_dose;
        self->organism.counting = -1; /* from day 0 on */
        t_dose = fmin(24.0 * scenario_give(s, t_now / 24.0, x, self->organism.rate), t_end);
        given = 1;
        restart(self, t_now, t_dose, fmin(step, t_dose - t_now), run);
    }
    count(self, run);
    run->ms = cpu_ms() - begin;
    run->evaluations = self->evaluations;
    scenario_read(s, run->samples);
}

/* Lays the matrix out column by column, with a full diagonal. */
static void lay_out_matrix(struct cvode_self *self) {
    const struct bm__ode *ode = &self->organism.ode;
    const uint32_t n = ode->n;
    uint8_t full[BM__MAX_STATES][BM__MAX_STATES] = {0}; /* [column][row] */
    sunindextype where[BM__MAX_STATES][BM__MAX_STATES];
    for (uint32_t i = 0; i < n; i++)
        full[i][i] = 1;
    for (uint32_t p = 0; p < ode->n_nonzeros; p++)
        full[ode->column[p]][ode->row[p]] = 1;
    sunindextype position = 0;
    for (uint32_t j = 0; j < n; j++) {
        self->begin[j] = position;
        for (uint32_t i = 0; i < n; i++)
            if (full[j][i]) {
                where[j][i] = self->options.klu ? position : (sunindextype)(j * n + i);
                self->row[position++] = (sunindextype)i;
            }
        self->diagonal[j] = where[j][j];
    }
    self->begin[n] = self->n_nonzeros = position;
    for (uint32_t p = 0; p < ode->n_nonzeros; p++)
        self->place[p] = where[ode->column[p]][ode->row[p]];
}

struct method cvode_method(const struct scenario *s, const struct cvode_options *options) {
    struct cvode_self *self = calloc(1, sizeof *self);
    if (!self)
        die("no memory");
    self->scenario = s;
    self->options = *options;
    self->organism = s->organism;
    uint32_t active = 0;
    for (uint32_t i = 0; i < s->n_courses; i++)
        active |= 1u << s->courses[i].agent;
    bm__organism_lay_out(&self->organism, s->organism.full, active);
    lay_out_matrix(self);

    const sunindextype n = (sunindextype)s->n_states;
    CHECK(SUNContext_Create(NULL, &self->context));
    self->y = N_VNew_Serial(n, self->context);
    self->tolerances = N_VClone(self->y);
    memcpy(N_VGetArrayPointer_Serial(self->y), s->x0, s->n_states * sizeof(double));
    self->cvode = CVodeCreate(options->adams ? CV_ADAMS : CV_BDF, self->context);
    CHECK(CVodeSetErrFile(self->cvode, NULL)); /* run_cvode() tells whether it failed */
    CHECK(CVodeInit(self->cvode, field, 0.0, self->y));
    CHECK(CVodeSetUserData(self->cvode, self));
    CHECK(CVodeSetMaxNumSteps(self->cvode, 100000000));
    if (options->adams) {
        self->nonlinear = SUNNonlinSol_FixedPoint(self->y, 0, self->context);
        CHECK(CVodeSetNonlinearSolver(self->cvode, self->nonlinear));
    } else {
        self->matrix = options->klu ? SUNSparseMatrix(n, n, self->n_nonzeros, CSC_MAT, self->context)
                                    : SUNDenseMatrix(n, n, self->context);
        self->linear = options->klu ? SUNLinSol_KLU(self->y, self->matrix, self->context)
                                    : SUNLinSol_Dense(self->y, self->matrix, self->context);
        CHECK(CVodeSetLinearSolver(self->cvode, self->linear, self->matrix));
        if (options->own_system)
            CHECK(CVodeSetLinSysFn(self->cvode, linear_system));
        else
            CHECK(CVodeSetJacFn(self->cvode, jacobian));
    }
    if (options->roots)
        CHECK(CVodeRootInit(self->cvode, 1, distance));
    if (options->max_order)
        CHECK(CVodeSetMaxOrd(self->cvode, options->max_order));
    if (options->setup_frequency)
        CHECK(CVodeSetLSetupFrequency(self->cvode, options->setup_frequency));
    if (options->setup_gamma > 0.0)
        CHECK(CVodeSetDeltaGammaMaxLSetup(self->cvode, options->setup_gamma));
    if (options->nonlinear > 0.0)
        CHECK(CVodeSetNonlinConvCoef(self->cvode, options->nonlinear));
    return (struct method){options->name, run_cvode, self};
}

void cvode_method_end(struct method *method) {
    struct cvode_self *self = method->self;
    CVodeFree(&self->cvode);
    SUNLinSolFree(self->linear);
    SUNNonlinSolFree(self->nonlinear);
    SUNMatDestroy(self->matrix);
    N_VDestroy(self->tolerances);
    N_VDestroy(self->y);
    SUNContext_Free(&self->context);
    free(self);
}
