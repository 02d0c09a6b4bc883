/* SPDX-License-Identifier: Apache-2.0 */
/* The variants that support/LaneVariants.cmake compiles: X(name, lanes, can this processor run it?). */
#ifndef BM__TESTS_SUPPORT_LANE_VARIANTS_H
#define BM__TESTS_SUPPORT_LANE_VARIANTS_H

enum { BM_MAX_LANES = 8 };

#define BM_PORTABLE_VARIANTS(X) X(x1, 1, 1) X(x2, 2, 1) X(x4, 4, 1) X(x8, 8, 1)
#ifdef __x86_64__
#define BM_HAS_V3 (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
#define BM_HAS_V4                                                                                                      \
    (BM_HAS_V3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&                           \
     __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
#define BM_LANE_VARIANTS(X)                                                                                            \
    BM_PORTABLE_VARIANTS(X)                                                                                            \
    X(x1_v3, 1, BM_HAS_V3) X(x4_v3, 4, BM_HAS_V3) X(x8_v3, 8, BM_HAS_V3) X(x8_v4, 8, BM_HAS_V4)
#else
#define BM_LANE_VARIANTS(X) BM_PORTABLE_VARIANTS(X)
#endif

#define BM_PASTE_(a, b) a##_##b
#define BM_PASTE(a, b)  BM_PASTE_(a, b)
/* In a variant's source: the function's name with the variant's. */
#define BM_VARIANT_NAME(name) BM_PASTE(name, BM_VARIANT)

#endif
