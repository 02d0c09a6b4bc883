/* SPDX-License-Identifier: Apache-2.0 */
/* The counter-based generator, the names of its streams, and normal numbers by the inverse of their distribution. */
#include "cohort/random.h"

#include "base/hash.h"

void bm__philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
    uint32_t c[4] = {counter[0], counter[1], counter[2], counter[3]}, k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        const uint64_t a = (uint64_t)0xD2511F53u * c[0], b = (uint64_t)0xCD9E8D57u * c[2];
        const uint32_t next[4] = {(uint32_t)(b >> 32) ^ c[1] ^ k0, (uint32_t)b, (uint32_t)(a >> 32) ^ c[3] ^ k1,
                                  (uint32_t)a};
        memcpy(c, next, sizeof c);
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    memcpy(out, c, sizeof c);
}

uint32_t bm__random_key(const char *name) {
    return bm__name_key(name);
}

/* M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477: within 1e-15. */
double bm__normal_quantile(double p) {
    const double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q *
               (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r +
                    4.5921953931549871457e4) *
                       r +
                   1.3731693765509461125e4) *
                      r +
                  1.9715909503065514427e3) *
                     r +
                 1.3314166789178437745e2) *
                    r +
                3.3871328727963666080e0) /
               (((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r + 3.9307895800092710610e4) * r +
                    2.1213794301586595867e4) *
                       r +
                   5.3941960214247511077e3) *
                      r +
                  6.8718700749205790830e2) *
                     r +
                 4.2313330701600911252e1) *
                    r +
                1.0);
    }
    double r = sqrt(-bm__log(q < 0.0 ? p : 1.0 - p)), z;
    if (r <= 5.0) {
        r -= 1.6;
        z = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r +
                 1.27045825245236838258e0) *
                    r +
                3.64784832476320460504e0) *
                   r +
               5.76949722146069140550e0) *
                  r +
              4.63033784615654529590e0) *
                 r +
             1.42343711074968357734e0) /
            (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r +
                 1.48103976427480074590e-1) *
                    r +
                6.89767334985100004550e-1) *
                   r +
               1.67638483018380384940e0) *
                  r +
              2.05319162663775882187e0) *
                 r +
             1.0);
    } else {
        r -= 5.0;
        z = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r +
                 2.65321895265761230930e-2) *
                    r +
                2.96560571828504891230e-1) *
                   r +
               1.78482653991729133580e0) *
                  r +
              5.46378491116411436990e0) *
                 r +
             6.65790464350110377720e0) /
            (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r +
                 7.86869131145613259100e-4) *
                    r +
                1.48753612908506148525e-2) *
                   r +
               1.36929880922735805310e-1) *
                  r +
              5.99832206555887937690e-1) *
                 r +
             1.0);
    }
    return q < 0.0 ? -z : z;
}

/* G. Marsaglia, "Evaluating the normal distribution", J. Statistical Software 11 (2004) 4: his series, and the
 * continued fraction of Laplace in the tails. */
double bm__normal_below(double x) {
    const double density = bm__exp(-0.5 * x * x) * 0.39894228040143267794;
    if (fabs(x) < 4.0) {
        double term = x, sum = x;
        for (int i = 3; fabs(term) > 1e-17 * fabs(sum) && i < 200; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + density * sum;
    }
    double fraction = fabs(x);
    for (int i = 60; i > 0; i--)
        fraction = fabs(x) + i / fraction;
    return x < 0.0 ? density / fraction : 1.0 - density / fraction;
}

double bm__random_normal(uint64_t seed, uint64_t member, uint32_t key, uint32_t occasion) {
    const uint32_t counter[4] = {(uint32_t)member, (uint32_t)(member >> 32), key, occasion};
    const uint32_t seeds[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    uint32_t bits[4];
    bm__philox(counter, seeds, bits);
    /* 52 bits and the middle of their interval: with one more bit, the sum would be rounded, at the end to 1 */
    const uint64_t whole = ((uint64_t)bits[1] << 32 | bits[0]) >> 12;
    return bm__normal_quantile(((double)whole + 0.5) * 0x1p-52);
}
