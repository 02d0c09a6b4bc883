/* SPDX-License-Identifier: Apache-2.0 */
/* Which of a function's builds this processor runs. They compute the same bits: wider vectors, no fused operations. */
#ifndef BM__BASE_PROCESSOR_H
#define BM__BASE_PROCESSOR_H

#include "base/real.h"

/* BM__HAVE_AVX2 comes from the build: the files that matter are there for AVX2 too, as name_x1_avx2. */
#if defined(BM__HAVE_AVX2) && BM__LANES == 1
#define BM__BEST_BUILD(name) (__builtin_cpu_supports("avx2") ? name##_x1_avx2 : name##_x1)
#else
#define BM__BEST_BUILD(name) name
#endif

/* Declares a function of a lane file in all builds that BM__BEST_BUILD chooses from. */
#ifdef BM__HAVE_AVX2
#define BM__DECLARE_BUILDS(type, name) type name, name##_x1_avx2
#else
#define BM__DECLARE_BUILDS(type, name) type name
#endif

#endif
