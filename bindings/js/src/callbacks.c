/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of JavaScript that the library calls back, as pointers: an import has a place in the module's table as
 * soon as its address is taken. A user pointer is a number that src/callbacks.ts knows.
 */
#include <bonemodel/bonemodel.h>

#define IMPORT(name) __attribute__((import_module("bonemodel"), import_name(#name)))
#define EXPORT(name) __attribute__((export_name(#name)))

IMPORT(progress) int32_t bm_js_progress(void *user, double time_d, double fraction);
IMPORT(visit) int32_t bm_js_visit(void *user, bm_visit *visit);
IMPORT(copy) int32_t bm_js_copy(void *user, void **copy);
IMPORT(release) void bm_js_release(void *user);
IMPORT(save) int32_t bm_js_save(void *user, void *buffer, size_t size, size_t *needed);
IMPORT(restore) int32_t bm_js_restore(void *prototype, const void *bytes, size_t size, void **user);
IMPORT(field) int32_t bm_js_field(void *user, bm_hook_at *at);
IMPORT(amount) int32_t bm_js_amount(void *user, double dose, double *amount);
IMPORT(next_event) int32_t bm_js_next_event(void *user, double time_d, double *event_d);
IMPORT(event) int32_t bm_js_event(void *user, double time_d, double *x);

/* In the order of CALLBACKS in src/callbacks.ts. */
EXPORT(bm_js_callbacks) void *bm_js_callbacks(void);
void *bm_js_callbacks(void) {
    static struct {
        bm_progress_fn progress;
        bm_visit_fn visit;
        int32_t (*copy)(void *, void **);
        void (*release)(void *);
        int32_t (*save)(void *, void *, size_t, size_t *);
        int32_t (*restore)(void *, const void *, size_t, void **);
        int32_t (*field)(void *, bm_hook_at *);
        int32_t (*amount)(void *, double, double *);
        int32_t (*next_event)(void *, double, double *);
        int32_t (*event)(void *, double, double *);
    } callbacks = {bm_js_progress, bm_js_visit, bm_js_copy,   bm_js_release,    bm_js_save,
                   bm_js_restore,  bm_js_field, bm_js_amount, bm_js_next_event, bm_js_event};
    return &callbacks;
}

/* What the C library would write to, had the library anything to print: nothing, so that the module imports no system.
 * The numbers are WASI's for "bad file descriptor". */
int32_t __imported_wasi_snapshot_preview1_fd_close(int32_t fd);
int32_t __imported_wasi_snapshot_preview1_fd_seek(int32_t fd, int64_t offset, int32_t whence, int32_t at);
int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t fd, int32_t vectors, int32_t n, int32_t written);

int32_t __imported_wasi_snapshot_preview1_fd_close(int32_t fd) {
    (void)fd;
    return 8;
}

int32_t __imported_wasi_snapshot_preview1_fd_seek(int32_t fd, int64_t offset, int32_t whence, int32_t at) {
    (void)fd, (void)offset, (void)whence, (void)at;
    return 8;
}

int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t fd, int32_t vectors, int32_t n, int32_t written) {
    (void)fd, (void)vectors, (void)n, (void)written;
    return 8;
}
