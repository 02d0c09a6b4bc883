/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The number the equations are written in. A lane file (equations, agents, the Rosenbrock step) is compiled once for
 * each BM__LANES: with 1 a bm__real is a double and serves one patient; with 2, 4 or 8 it is a vector of doubles, one
 * patient a lane. The same source gives the same arithmetic in every lane. Lane files take decisions with bm__select,
 * never with `if` on a bm__real. docs/decisions/0002 tells why.
 */
#ifndef BM__BASE_REAL_H
#define BM__BASE_REAL_H

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif

#ifndef BM__LANES
#define BM__LANES 1
#endif

#define BM__PASTE3_(a, b, c) a##b##c
#define BM__PASTE3(a, b, c)  BM__PASTE3_(a, b, c)
/* The symbol of a lane file's function: name_x1, name_x4, ...; a file that is compiled for several processors says
 * which in BM__FOR: name_x1_avx2. */
#ifdef BM__FOR
#define BM__LANE_SYMBOL(name) BM__PASTE3(BM__PASTE3(name, _x, BM__LANES), _, BM__FOR)
#else
#define BM__LANE_SYMBOL(name) BM__PASTE3(name, _x, BM__LANES)
#endif

#define BM__INLINE static inline __attribute__((always_inline, unused))

/* gcc and clang have vectors; others, such as tcc, compile the library without lanes. */
#if defined(__GNUC__) && !defined(BM__NO_VECTORS)
#define BM__VECTORS 1
#else
#define BM__VECTORS 0
#endif

/* Extended precision in between would be other numbers. */
#if FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 1
#error "bonemodel computes in double precision: on 32-bit x86, compile with -msse2 -mfpmath=sse"
#endif

/* A pack: the vector in which exp and log are computed. One patient's functions go through it side by side. Compilers
 * without vectors have packs of one number. */
#if !BM__VECTORS
#define BM__PACK 1
typedef double bm__pack;
typedef int64_t bm__pack_bits; /* a condition: 0 = no */
typedef uint64_t bm__pack_ubits;
BM__INLINE bm__pack_ubits bm__pack_to_bits(bm__pack pack) {
    bm__pack_ubits bits;
    memcpy(&bits, &pack, sizeof bits);
    return bits;
}
BM__INLINE bm__pack bm__pack_of_bits(bm__pack_ubits bits) {
    bm__pack pack;
    memcpy(&pack, &bits, sizeof pack);
    return pack;
}
BM__INLINE bm__pack bm__pack_select(bm__pack_bits condition, bm__pack yes, bm__pack no) {
    return condition ? yes : no;
}
#else
#if BM__LANES > 1
#define BM__PACK BM__LANES
#elif defined(__AVX2__)
#define BM__PACK 4
#else
#define BM__PACK 2
#endif
typedef double bm__pack __attribute__((vector_size(8 * BM__PACK)));
typedef int64_t bm__pack_bits __attribute__((vector_size(8 * BM__PACK)));
typedef uint64_t bm__pack_ubits __attribute__((vector_size(8 * BM__PACK)));
BM__INLINE bm__pack_ubits bm__pack_to_bits(bm__pack pack) {
    return (bm__pack_ubits)pack;
}
BM__INLINE bm__pack bm__pack_of_bits(bm__pack_ubits bits) {
    return (bm__pack)bits;
}
BM__INLINE bm__pack bm__pack_select(bm__pack_bits condition, bm__pack yes, bm__pack no) {
    return (bm__pack)((condition & (bm__pack_bits)yes) | (~condition & (bm__pack_bits)no));
}
#endif

BM__INLINE bm__pack bm__pack_all(double value) {
    return (bm__pack){0} + value;
}

/* The larger and the smaller of two, b if either is NaN; one instruction of the processor's, if it has such vectors. */
#if BM__PACK == 8 && defined(__AVX512F__)
#define BM__ONE_INSTRUCTION(name, a, b) ((bm__pack)_mm512_##name##_pd((__m512d)(a), (__m512d)(b)))
#elif BM__PACK == 4 && defined(__AVX__)
#define BM__ONE_INSTRUCTION(name, a, b) ((bm__pack)_mm256_##name##_pd((__m256d)(a), (__m256d)(b)))
#elif BM__PACK == 2 && defined(__SSE2__)
#define BM__ONE_INSTRUCTION(name, a, b) ((bm__pack)_mm_##name##_pd((__m128d)(a), (__m128d)(b)))
#endif
BM__INLINE bm__pack bm__pack_max(bm__pack a, bm__pack b) {
#ifdef BM__ONE_INSTRUCTION
    return BM__ONE_INSTRUCTION(max, a, b);
#else
    return bm__pack_select(a > b, a, b);
#endif
}
BM__INLINE bm__pack bm__pack_min(bm__pack a, bm__pack b) {
#ifdef BM__ONE_INSTRUCTION
    return BM__ONE_INSTRUCTION(min, a, b);
#else
    return bm__pack_select(a < b, a, b);
#endif
}
BM__INLINE bm__pack bm__pack_abs(bm__pack a) {
    return bm__pack_of_bits(bm__pack_to_bits(a) & INT64_MAX);
}

/*
 * exp and log without branches or tables, so that every platform computes the same bits. The polynomials are those of
 * their degree with the smallest error, 4e-18 for exp and 3e-18 for log: far below rounding, and shorter than the
 * series. Accuracy, tested against long double in tests/base/real_test.c: within 2 ulp.
 */

/* exp(x); below -708 it stays at exp(-708) = 3e-308, above 709 at exp(709). */
BM__INLINE bm__pack bm__pack_exp(bm__pack x) {
    const double log2e = 1.4426950408889634, ln2_high = 0x1.62e42fefap-1, ln2_low = 0x1.cf79abc9e3b3ap-40;
    const double magic = 0x1.8p52; /* adding it rounds to an integer, which the low bits then hold */
    x = bm__pack_max(bm__pack_all(-708.0), bm__pack_min(bm__pack_all(709.0), x));
    const bm__pack rounded = x * log2e + magic;
    const bm__pack k = rounded - magic;
    const bm__pack r = (x - k * ln2_high) - k * ln2_low; /* |r| <= ln(2)/2 */
    const bm__pack r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
    /* (e^r - 1 - r)/r^2, by Remez' algorithm, in pairs that a processor computes side by side */
    const bm__pack p01 = 0x1.000000000000ap-1 + r * 0x1.55555555554fap-3;
    const bm__pack p23 = 0x1.555555555088dp-5 + r * 0x1.1111111127b99p-7;
    const bm__pack p45 = 0x1.6c16c184264dep-10 + r * 0x1.a01a012a6a5bfp-13;
    const bm__pack p67 = 0x1.a0199a172a856p-16 + r * 0x1.71df253936c76p-19;
    const bm__pack p89 = 0x1.28ad686782e30p-22 + r * 0x1.ad7f7be07b524p-26;
    const bm__pack tail = ((p01 + r2 * p23) + r4 * (p45 + r2 * p67)) + r8 * p89;
    const bm__pack_ubits two_to_k = (bm__pack_to_bits(rounded) + 1023) << 52;
    return (1.0 + (r + r2 * tail)) * bm__pack_of_bits(two_to_k);
}

/* log(x) for x >= 0, with log(0) = log(DBL_MIN) = -708.4; NaN for x < 0 and NaN. */
BM__INLINE bm__pack bm__pack_log(bm__pack x) {
    const double ln2_high = 0x1.62e42fefap-1, ln2_low = 0x1.cf79abc9e3b3ap-40;
    const uint64_t sqrt_half = 0x3fe6a09e667f3bcd, bias = 1024; /* bits of sqrt(1/2) */
    const uint64_t integer = 0x4338000000000000;                /* bits of 1.5 x 2^52 */
    const bm__pack positive = bm__pack_max(bm__pack_all(DBL_MIN), x);
    const bm__pack_ubits bits = bm__pack_to_bits(positive);
    /* x = m 2^exponent, m within sqrt(1/2) .. sqrt(2) */
    const bm__pack_ubits exponent = ((bits - sqrt_half + (bias << 52)) >> 52) - bias;
    const bm__pack m = bm__pack_of_bits(bits - (exponent << 52));
    const bm__pack k = bm__pack_of_bits(exponent + integer) - 0x1.8p52;
    /* log m = 2 atanh(s) = s (2 + tail), s = f/(2 + f), f = m - 1, |s| < 0.1716; the tail as in Sun's fdlibm */
    const bm__pack f = m - 1.0, s = f / (2.0 + f), s2 = s * s, s4 = s2 * s2, s8 = s4 * s4;
    const bm__pack p35 = 0x1.5555555555593p-1 + s2 * 0x1.999999997fa04p-2;
    const bm__pack p79 = 0x1.2492494229359p-2 + s2 * 0x1.c71c51d8e78afp-3;
    const bm__pack p1113 = 0x1.7466496cb03dep-3 + s2 * 0x1.39a09d078c69fp-3;
    const bm__pack tail = s2 * ((p35 + s4 * p79) + s8 * (p1113 + s4 * 0x1.2f112df3e5244p-3));
    /* 2 s = f - s f, so that the leading term f is exact */
    const bm__pack log_m = f - s * (f - tail);
    const bm__pack value = k * ln2_high + (log_m + k * ln2_low);
    return bm__pack_select(x >= 0.0, value, bm__pack_all((double)NAN));
}

/* Of one number, in every lane file. */
#if BM__VECTORS
#define BM__FIRST(pack) ((pack)[0])
#else
#define BM__FIRST(pack) (pack)
#endif
BM__INLINE double bm__exp_of_one(double x) {
    return BM__FIRST(bm__pack_exp(bm__pack_all(x)));
}
BM__INLINE double bm__log_of_one(double x) {
    return BM__FIRST(bm__pack_log(bm__pack_all(x)));
}

#if BM__LANES == 1

typedef double bm__real;
typedef int64_t bm__bits; /* a condition: 0 = no */

BM__INLINE bm__real bm__all(double value) {
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
#define bm__exp bm__exp_of_one
#define bm__log bm__log_of_one

#else

typedef bm__pack bm__real;
typedef bm__pack_bits bm__bits;
#define bm__all    bm__pack_all
#define bm__select bm__pack_select
#define bm__exp    bm__pack_exp
#define bm__log    bm__pack_log

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

#define BM__LN2 0.69314718055994531

/* x^g for x >= 0. */
BM__INLINE bm__real bm__pow(bm__real x, bm__real g) {
    return bm__exp(g * bm__log(x));
}

/*
 * A list of reals that go through a function side by side, held as packs so that they stay in vector registers.
 * Elements are written and read with BM__AT and a constant index.
 */
enum { BM__REALS_PER_PACK = BM__LANES > 1 ? 1 : BM__PACK };
#define BM__PACKS(n) (((n) + BM__REALS_PER_PACK - 1) / BM__REALS_PER_PACK)
#if BM__LANES == 1 && BM__VECTORS
#define BM__AT(list, i) ((list)[(i) / BM__PACK][(i) % BM__PACK])
#else
#define BM__AT(list, i) ((list)[i])
#endif

/* One pack of an array of reals, which may start anywhere. */
BM__INLINE bm__pack bm__load(const bm__real *reals) {
    bm__pack pack;
    memcpy(&pack, reals, sizeof pack);
    return pack;
}
BM__INLINE void bm__store(bm__real *reals, bm__pack pack) {
    memcpy(reals, &pack, sizeof pack);
}

#endif
