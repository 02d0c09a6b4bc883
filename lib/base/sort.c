/* SPDX-License-Identifier: Apache-2.0 */
/* Heap sort: no memory, and n log n comparisons whatever the order was. */
#include "base/sort.h"

/* Lets the number at `root` sink in a heap of n, the largest on top. weights: NULL, or those that go with them. */
static void sink(double *values, double *weights, size_t root, size_t n) {
    const double value = values[root], weight = weights ? weights[root] : 0.0;
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        child += child + 1 < n && values[child + 1] > values[child];
        if (!(values[child] > value))
            break;
        values[root] = values[child];
        if (weights)
            weights[root] = weights[child];
    }
    values[root] = value;
    if (weights)
        weights[root] = weight;
}

static void swap(double *numbers, size_t i) {
    const double first = numbers[0];
    numbers[0] = numbers[i];
    numbers[i] = first;
}

void bm__sort_weighted(double *values, double *weights, size_t n) {
    for (size_t i = n / 2; i-- > 0;)
        sink(values, weights, i, n);
    for (size_t last = n; last-- > 1;) {
        swap(values, last);
        if (weights)
            swap(weights, last);
        sink(values, weights, 0, last);
    }
}

void bm__sort(double *values, size_t n) {
    bm__sort_weighted(values, NULL, n);
}
