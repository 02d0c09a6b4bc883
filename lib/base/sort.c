/* SPDX-License-Identifier: Apache-2.0 */
/* Heap sort: no memory, and n log n comparisons whatever the order was. */
#include "base/sort.h"

/* Lets the number at `root` sink in a heap of n, the largest on top. */
static void sink(double *values, size_t root, size_t n) {
    const double value = values[root];
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        child += child + 1 < n && values[child + 1] > values[child];
        if (!(values[child] > value))
            break;
        values[root] = values[child];
    }
    values[root] = value;
}

void bm__sort(double *values, size_t n) {
    for (size_t i = n / 2; i-- > 0;)
        sink(values, i, n);
    for (size_t last = n; last-- > 1;) {
        const double largest = values[0];
        values[0] = values[last];
        values[last] = largest;
        sink(values, 0, last);
    }
}
