/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The number the equations are written in. A lane file (equations, agents, the Rosenbrock step) is compiled once for
 * each BM__LANES: with 1 a bm__real is a double and serves one patient; with 2, 4 or 8 it is a vector of doubles, one
 * patient a lane. The same source gives the same arithmetic in every lane, so lane and single results agree.
 * Lane files take decisions with bm__select, never with `if` on a bm__real.
 */
#ifndef BM__BASE_REAL_H
#define BM__BASE_REAL_H

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#ifndef BM__LANES
#define BM__LANES 1
#endif

#define BM__PASTE3_(a, b, c) a##b##c
#define BM__PASTE3(a, b, c) BM__PASTE3_(a, b, c)
/* The symbol of a lane file's function: name_x1, name_x4, ... */
#define BM__LANE_SYMBOL(name) BM__PASTE3(name, _x, BM__LANES)

#if defined(__GNUC__) || defined(__clang__)
#define BM__INLINE static inline __attribute__((always_inline, unused))
#else
#define BM__INLINE static inline
#endif

#if BM__LANES == 1

typedef double bm__real;
typedef int64_t bm__bits; /* a real's bit pattern; as a condition: 0 = no */
typedef uint64_t bm__ubits;

BM__INLINE bm__real bm__all(double value) {
    return value;
}
BM__INLINE bm__bits bm__to_bits(bm__real value) {
    bm__bits bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}
BM__INLINE bm__real bm__from_bits(bm__bits bits) {
    bm__real value;
    memcpy(&value, &bits, sizeof value);
    return value;
}
BM__INLINE bm__real bm__select(bm__bits condition, bm__real yes, bm__real no) {
    return condition ? yes : no;
}
BM__INLINE double bm__lane(bm__real value, int lane) {
    (void)lane;
    return value;
}
/* Is the condition met in any lane? Only for skipping work whose result is not needed. */
BM__INLINE int bm__any(bm__bits condition) {
    return condition != 0;
}

#else

typedef double bm__real __attribute__((vector_size(8 * BM__LANES)));
typedef int64_t bm__bits __attribute__((vector_size(8 * BM__LANES)));
typedef uint64_t bm__ubits __attribute__((vector_size(8 * BM__LANES)));

BM__INLINE bm__real bm__all(double value) {
    bm__real all;
    for (int lane = 0; lane < BM__LANES; lane++)
        all[lane] = value;
    return all;
}
BM__INLINE bm__bits bm__to_bits(bm__real value) {
    return (bm__bits)value;
}
BM__INLINE bm__real bm__from_bits(bm__bits bits) {
    return (bm__real)bits;
}
BM__INLINE bm__real bm__select(bm__bits condition, bm__real yes, bm__real no) {
    return (bm__real)((condition & (bm__bits)yes) | (~condition & (bm__bits)no));
}
BM__INLINE double bm__lane(bm__real value, int lane) {
    return value[lane];
}
BM__INLINE int bm__any(bm__bits condition) {
    int64_t any = 0;
    for (int lane = 0; lane < BM__LANES; lane++)
        any |= condition[lane];
    return any != 0;
}

#endif

/*
 * exp, log, tanh and pow without branches or tables, from their series, so that one source serves a double and a
 * vector and every platform computes the same bits. Accuracy is tested against long double in tests/base/real_test.c:
 * exp and log within 2 ulp, pow(x, g) within (2 + |g log x|) ulp, tanh within 3e-16 absolutely.
 */

/* exp(x); below -708 it stays at exp(-708) = 3e-308, above 709 at exp(709). */
BM__INLINE bm__real bm__exp(bm__real x) {
    const double log2e = 1.4426950408889634, ln2_high = 0x1.62e42fefap-1, ln2_low = 0x1.cf79abc9e3b3ap-40;
    const double magic = 0x1.8p52; /* adding it rounds to an integer, which the low bits then hold */
    x = bm__select(x > 709.0, bm__all(709.0), x);
    x = bm__select(x < -708.0, bm__all(-708.0), x);
    const bm__real rounded = x * log2e + magic;
    const bm__real k = rounded - magic;
    const bm__real r = (x - k * ln2_high) - k * ln2_low; /* |r| <= ln(2)/2 */
    const bm__real r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
    /* sum of r^n/n!, n = 2..13, in pairs that a processor computes side by side */
    const bm__real p23 = 1.0 / 2 + r * (1.0 / 6), p45 = 1.0 / 24 + r * (1.0 / 120);
    const bm__real p67 = 1.0 / 720 + r * (1.0 / 5040), p89 = 1.0 / 40320 + r * (1.0 / 362880);
    const bm__real p1011 = 1.0 / 3628800 + r * (1.0 / 39916800), p1213 = 1.0 / 479001600 + r * (1.0 / 6227020800.0);
    const bm__real tail = ((p23 + r2 * p45) + r4 * (p67 + r2 * p89)) + r8 * (p1011 + r2 * p1213);
    const bm__ubits two_to_k = ((bm__ubits)bm__to_bits(rounded) + 1023) << 52;
    return (1.0 + (r + r2 * tail)) * bm__from_bits((bm__bits)two_to_k);
}

/* log(x) for x >= 0 (log(0) = log(DBL_MIN) = -708.4); NaN for x < 0 and NaN. */
BM__INLINE bm__real bm__log(bm__real x) {
    const double ln2_high = 0x1.62e42fefap-1, ln2_low = 0x1.cf79abc9e3b3ap-40;
    const int64_t sqrt_half = 0x3fe6a09e667f3bcd, integer = 0x4338000000000000; /* bits of sqrt(1/2) and of 1.5 x 2^52 */
    const bm__real positive = bm__select(x < DBL_MIN, bm__all(DBL_MIN), x);
    const bm__bits bits = bm__to_bits(positive);
    const bm__bits exponent = (bits - sqrt_half) >> 52; /* x = m 2^exponent, m within sqrt(1/2) .. sqrt(2) */
    const bm__real m = bm__from_bits(bits - exponent * ((int64_t)1 << 52));
    const bm__real k = bm__from_bits(exponent + integer) - 0x1.8p52;
    /* log m = 2 atanh(s) = 2 (s + s^3/3 + s^5/5 + ...), s = f/(2 + f), f = m - 1, |s| < 0.1716 */
    const bm__real f = m - 1.0, s = f / (2.0 + f), s2 = s * s, s4 = s2 * s2, s8 = s4 * s4;
    const bm__real p35 = 2.0 / 3 + s2 * (2.0 / 5), p79 = 2.0 / 7 + s2 * (2.0 / 9), p1113 = 2.0 / 11 + s2 * (2.0 / 13);
    const bm__real p1517 = 2.0 / 15 + s2 * (2.0 / 17), p1921 = 2.0 / 19 + s2 * (2.0 / 21);
    const bm__real tail = s2 * ((p35 + s4 * p79) + s8 * ((p1113 + s4 * p1517) + s8 * p1921));
    /* 2 s = f - s f, so that the leading term f is exact */
    const bm__real log_m = f - s * (f - tail);
    const bm__real value = k * ln2_high + (log_m + k * ln2_low);
    return bm__select(x >= 0.0, value, bm__all((double)NAN));
}

/* x^g for x >= 0. */
BM__INLINE bm__real bm__pow(bm__real x, bm__real g) {
    return bm__exp(g * bm__log(x));
}

BM__INLINE bm__real bm__tanh(bm__real x) {
    return 1.0 - 2.0 / (bm__exp(2.0 * x) + 1.0);
}

/* The Hill function x^g/(x^g + c^g) from the logarithms of x and c. Its derivative by x is g H (1 - H)/x. */
BM__INLINE bm__real bm__hill(bm__real log_x, bm__real log_c, bm__real g) {
    return 1.0 / (1.0 + bm__exp(g * (log_c - log_x)));
}

#endif
