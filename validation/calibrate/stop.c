/* SPDX-License-Identifier: Apache-2.0 */
/* How calibrate gives up, and its memory, which it gives up without. */
#include "calibrate.h"

#include <stdarg.h>
#include <stdlib.h>

void cal_stop(const char *format, ...) {
    va_list arguments;
    fputs("calibrate: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(EXIT_FAILURE);
}

void *cal_allocate(size_t count, size_t size) {
    void *block = calloc(count ? count : 1, size);
    if (!block)
        cal_stop("found no memory left");
    return block;
}
