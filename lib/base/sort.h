/* SPDX-License-Identifier: Apache-2.0 */
/* Sorting of numbers. */
#ifndef BM__BASE_SORT_H
#define BM__BASE_SORT_H

#include <stddef.h>

/*
 * Sorts n numbers in place, the smallest first. By a heap of its own, because qsort() may ask for memory that is not
 * the host's. None of the numbers may be NAN: it compares with nothing, so that the order of the others would be any.
 */
void bm__sort(double *values, size_t n);

/* The same for numbers that each have a weight, which goes with it. */
void bm__sort_weighted(double *values, double *weights, size_t n);

#endif
