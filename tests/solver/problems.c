/* SPDX-License-Identifier: Apache-2.0 */
#include "problems.h"

#define J(row, column) jacobian[(row)*N + (column)]

static void problem_field(void *user, double t, const double *x, double *f) {
    const struct problem_ode *p = user;
    p->problem->field(NULL, t, x, f);
}

static void problem_jacobian(void *user, double t, const double *x, double *f, double *jacobian, double *f_t) {
    const struct problem_ode *p = user;
    const uint32_t n = p->problem->n;
    p->problem->field(NULL, t, x, f);
    memset(jacobian, 0, n * n * sizeof *jacobian);
    memset(f_t, 0, n * sizeof *f_t);
    p->problem->slopes(t, x, jacobian, f_t);
}

void problem_lay_out(struct problem_ode *out, const struct problem *problem) {
    out->problem = problem;
    for (uint16_t i = 0; i < problem->n; i++)
        for (uint16_t j = 0; j < problem->n; j++) {
            out->row[i * problem->n + j] = i;
            out->column[i * problem->n + j] = j;
        }
    out->ode = (struct bm__ode){
        .n = problem->n,
        .n_nonzeros = problem->n * problem->n,
        .row = out->row,
        .column = out->column,
        .user = out,
        .field = problem_field,
        .jacobian = problem_jacobian,
    };
}

#define N 3
static void robertson_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    f[0] = -0.04 * x[0] + 1e4 * x[1] * x[2];
    f[2] = 3e7 * x[1] * x[1];
    f[1] = -f[0] - f[2];
}
static void robertson_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)t;
    (void)f_t;
    J(0, 0) = -0.04;
    J(0, 1) = 1e4 * x[2];
    J(0, 2) = 1e4 * x[1];
    J(2, 1) = 6e7 * x[1];
    for (int j = 0; j < 3; j++)
        J(1, j) = -J(0, j) - J(2, j);
}
const struct problem robertson = {
    .name = "Robertson",
    .n = N,
    .field = robertson_field,
    .slopes = robertson_slopes,
    .t_end = 1e11,
    .x0 = {1.0, 0.0, 0.0},
    .x_end = {0.2083340149701255e-7, 0.8333360770334713e-13, 0.9999999791665050},
    .scale = {1e-8, 1e-14, 1.0},
};

static void decay_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    f[0] = -3.0 * x[0];
    f[1] = 3.0 * x[0] - 0.5 * x[1];
    f[2] = 0.5 * x[1];
}
static void decay_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)t;
    (void)x;
    (void)f_t;
    J(0, 0) = -3.0;
    J(1, 0) = 3.0;
    J(1, 1) = -0.5;
    J(2, 1) = 0.5;
}
/* at t = 2: b = 3/(3 - 1/2) (exp(-t/2) - exp(-3 t)) */
#define EXP_M6 0.0024787521766663585
#define EXP_M1 0.36787944117144233
const struct problem decay_chain = {
    .name = "decay chain",
    .n = N,
    .field = decay_field,
    .slopes = decay_slopes,
    .t_end = 2.0,
    .x0 = {1.0, 0.0, 0.0},
    .x_end = {EXP_M6, 1.2 * (EXP_M1 - EXP_M6), 1.0 - EXP_M6 - 1.2 * (EXP_M1 - EXP_M6)},
    .scale = {1.0, 1.0, 1.0},
};
#undef N

#define N 2
static const double epsilon = 1e-6;
static void van_der_pol_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    f[0] = x[1];
    f[1] = ((1.0 - x[0] * x[0]) * x[1] - x[0]) / epsilon;
}
static void van_der_pol_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)t;
    (void)f_t;
    J(0, 1) = 1.0;
    J(1, 0) = (-2.0 * x[0] * x[1] - 1.0) / epsilon;
    J(1, 1) = (1.0 - x[0] * x[0]) / epsilon;
}
const struct problem van_der_pol = {
    .name = "van der Pol",
    .n = N,
    .field = van_der_pol_field,
    .slopes = van_der_pol_slopes,
    .t_end = 2.0,
    .x0 = {2.0, 0.0},
    .x_end = {0.1706167732170483e1, -0.8928097010247975},
    .scale = {1.0, 1.0},
};
#undef N

#define N 8
static void hires_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    f[0] = -1.71 * x[0] + 0.43 * x[1] + 8.32 * x[2] + 0.0007;
    f[1] = 1.71 * x[0] - 8.75 * x[1];
    f[2] = -10.03 * x[2] + 0.43 * x[3] + 0.035 * x[4];
    f[3] = 8.32 * x[1] + 1.71 * x[2] - 1.12 * x[3];
    f[4] = -1.745 * x[4] + 0.43 * x[5] + 0.43 * x[6];
    f[5] = -280.0 * x[5] * x[7] + 0.69 * x[3] + 1.71 * x[4] - 0.43 * x[5] + 0.69 * x[6];
    f[6] = 280.0 * x[5] * x[7] - 1.81 * x[6];
    f[7] = -f[6];
}
static void hires_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)t;
    (void)f_t;
    J(0, 0) = -1.71, J(0, 1) = 0.43, J(0, 2) = 8.32;
    J(1, 0) = 1.71, J(1, 1) = -8.75;
    J(2, 2) = -10.03, J(2, 3) = 0.43, J(2, 4) = 0.035;
    J(3, 1) = 8.32, J(3, 2) = 1.71, J(3, 3) = -1.12;
    J(4, 4) = -1.745, J(4, 5) = 0.43, J(4, 6) = 0.43;
    J(5, 3) = 0.69, J(5, 4) = 1.71, J(5, 5) = -280.0 * x[7] - 0.43, J(5, 6) = 0.69, J(5, 7) = -280.0 * x[5];
    J(6, 5) = 280.0 * x[7], J(6, 6) = -1.81, J(6, 7) = 280.0 * x[5];
    J(7, 5) = -280.0 * x[7], J(7, 6) = 1.81, J(7, 7) = -280.0 * x[5];
}
const struct problem hires = {
    .name = "HIRES",
    .n = N,
    .field = hires_field,
    .slopes = hires_slopes,
    .t_end = 321.8122,
    .x0 = {1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0057},
    .x_end = {0.7371312573325668e-3, 0.1442485726316185e-3, 0.5888729740967575e-4, 0.1175651343283149e-2,
              0.2386356198831331e-2, 0.6238968252742796e-2, 0.2849998395185769e-2, 0.2850001604814231e-2},
    .scale = {1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3},
};
#undef N

#define N 4
static const double mu = 0.012277471, nu = 1.0 - 0.012277471;
static void arenstorf_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    const double a = x[0] + mu, b = x[0] - nu, y2 = x[1] * x[1];
    const double ra = a * a + y2, rb = b * b + y2, Da = ra * sqrt(ra), Db = rb * sqrt(rb);
    f[0] = x[2];
    f[1] = x[3];
    f[2] = x[0] + 2.0 * x[3] - nu * a / Da - mu * b / Db;
    f[3] = x[1] - 2.0 * x[2] - nu * x[1] / Da - mu * x[1] / Db;
}
static void arenstorf_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)t;
    (void)f_t;
    const double a = x[0] + mu, b = x[0] - nu, y = x[1];
    const double ra = a * a + y * y, rb = b * b + y * y, Da = ra * sqrt(ra), Db = rb * sqrt(rb);
    J(0, 2) = J(1, 3) = 1.0;
    J(2, 0) = 1.0 - nu / Da + 3.0 * nu * a * a / (Da * ra) - mu / Db + 3.0 * mu * b * b / (Db * rb);
    J(2, 1) = J(3, 0) = 3.0 * nu * a * y / (Da * ra) + 3.0 * mu * b * y / (Db * rb);
    J(2, 3) = 2.0;
    J(3, 1) = 1.0 - nu / Da + 3.0 * nu * y * y / (Da * ra) - mu / Db + 3.0 * mu * y * y / (Db * rb);
    J(3, 2) = -2.0;
}
#define ARENSTORF_START 0.994, 0.0, 0.0, -2.00158510637908252240537862224
const struct problem arenstorf = {
    .name = "Arenstorf",
    .n = N,
    .field = arenstorf_field,
    .slopes = arenstorf_slopes,
    .t_end = 17.0652165601579625588917206249,
    .x0 = {ARENSTORF_START},
    .x_end = {ARENSTORF_START},
    .scale = {1e-3, 1e-3, 1e-3, 1e-3},
};

/* x_1 = exp(sin t^2), x_2 = exp(5 sin t^2), x_3 = sin t^2 + 1, x_4 = cos t^2 */
static void time_field(void *user, double t, const double *x, double *f) {
    (void)user;
    f[0] = 2.0 * t * pow(x[1], 0.2) * x[3];
    f[1] = 10.0 * t * exp(5.0 * (x[2] - 1.0)) * x[3];
    f[2] = 2.0 * t * x[3];
    f[3] = -2.0 * t * log(x[0]);
}
static void time_slopes(double t, const double *x, double *jacobian, double *f_t) {
    double f[4];
    time_field(NULL, t, x, f);
    J(0, 1) = 0.2 * f[0] / x[1];
    J(0, 3) = 2.0 * t * pow(x[1], 0.2);
    J(1, 2) = 5.0 * f[1];
    J(1, 3) = 10.0 * t * exp(5.0 * (x[2] - 1.0));
    J(2, 3) = 2.0 * t;
    J(3, 0) = -2.0 * t / x[0];
    for (int i = 0; i < 4; i++)
        f_t[i] = f[i] / t;
}
void time_dependent_exact(double t, double x[4]) {
    const double s = sin(t * t);
    x[0] = exp(s);
    x[1] = exp(5.0 * s);
    x[2] = s + 1.0;
    x[3] = cos(t * t);
}
/* from t = 0.5 to 1.5 */
const struct problem time_dependent = {
    .name = "time-dependent",
    .n = N,
    .field = time_field,
    .slopes = time_slopes,
    .t0 = 0.5,
    .t_end = 1.5,
    .x0 = {1.2806963574441748, 3.445330363114395, 1.247403959254523, 0.9689124217106447},
    .x_end = {2.177273044783055, 48.92879042320136, 1.778073196887921, -0.6281736227227391},
    .scale = {1.0, 1.0, 1.0, 1.0},
};
#undef N
