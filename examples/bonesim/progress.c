/* SPDX-License-Identifier: Apache-2.0 */
/* How far a long run is, on a terminal: the line appears after half a second, ten times a second. */
#include "bonesim.h"

#include <time.h>
#include <unistd.h>

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void bs_progress_begin(struct bs_progress *progress, bool quiet) {
    *progress = (struct bs_progress){.visible = !quiet && isatty(STDERR_FILENO), .started_s = now_s()};
}

void bs_progress_show(struct bs_progress *progress, double fraction, const char *of) {
    const double now = progress->visible ? now_s() : 0;
    if (!progress->visible || now - progress->started_s <= 0.5 || now - progress->shown_s <= 0.1)
        return;
    fprintf(stderr, "\rbonesim: %3.0f %% of %s", 100 * fraction, of);
    fflush(stderr);
    progress->shown_s = now;
    progress->shown = true;
}

void bs_progress_end(struct bs_progress *progress) {
    if (progress->shown)
        fputs("\r\033[K", stderr);
}
