/* SPDX-License-Identifier: Apache-2.0 */
/* How far a long run is, on a terminal, and how long it takes yet: the line appears after half a second, ten times a
 * second. */
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

/* The time left, if it goes on as it went. */
static void append_left(char *text, size_t size, double seconds) {
    if (seconds < 60)
        bs_append(text, size, "%.0f s", ceil(seconds));
    else if (seconds < 3600)
        bs_append(text, size, "%.0f min", ceil(seconds / 60));
    else
        bs_append(text, size, "%.1f h", seconds / 3600);
}

void bs_progress_show(struct bs_progress *progress, double fraction, const char *of) {
    const double now = progress->visible ? now_s() : 0, spent_s = now - progress->started_s;
    char left[40] = "";
    if (!progress->visible || spent_s <= 0.5 || now - progress->shown_s <= 0.1)
        return;
    if (fraction > 0 && spent_s > 1)
        append_left(left, sizeof left, spent_s * (1 - fraction) / fraction);
    fprintf(stderr, "\rbonesim: %3.0f %% of %s%s%s%s\033[K", 100 * fraction, of, *left ? ", about " : "", left,
            *left ? " left" : "");
    fflush(stderr);
    progress->shown_s = now;
    progress->shown = true;
}

void bs_progress_end(struct bs_progress *progress) {
    if (progress->shown)
        fputs("\r\033[K", stderr);
}
