/* SPDX-License-Identifier: Apache-2.0 */
/* What the package has in C beside the library: progress that asks Python ten times a second and not at every member,
 * and tables as Arrow streams. Included once, into the module that cffi generates, after Python.h. */
#include <bonemodel/bonemodel.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef _WIN32
#include <windows.h>
#else
#include <time.h>
#endif

/* ---- progress ---- */

static int32_t bm_py_progress(void *user, double time_d, double fraction);

/* When Python was asked last. */
typedef struct {
    void *user;
    double asked_s;
} bm_py_pace;

static double bm_py_clock(void) {
#ifdef _WIN32
    return (double)GetTickCount64() / 1000;
#else
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
#endif
}

/* Calls Python, which takes the interpreter lock, at most ten times a second, and when all is done. */
static int32_t bm_py_paced(void *pace, double time_d, double fraction) {
    bm_py_pace *its = (bm_py_pace *)pace;
    const double now_s = bm_py_clock();
    if (fraction < 1 && now_s - its->asked_s < 0.1)
        return 0;
    its->asked_s = now_s;
    return bm_py_progress(its->user, time_d, fraction);
}

/* ---- Arrow: https://arrow.apache.org/docs/format/CStreamInterface.html ---- */

struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

/* A column: its buffers (validity or nothing; offsets; values, in Arrow's order) are copied. */
typedef struct {
    const char *name, *format;
    int64_t null_count, n_buffers;
    const void *buffers[3];
    int64_t sizes[3];
} bm_py_column;

/* A table: one block of memory, with everything behind its columns. */
struct bm_py_table {
    int64_t n_columns, length;
    int taken; /* its rows have been handed out */
    bm_py_column columns[];
};

enum { BM_PY_NO_MEMORY = 12 };

static void bm_py_release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
    free(schema->private_data);
    schema->release = NULL;
}

static void bm_py_release_array(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
    free(array->private_data);
    array->release = NULL;
}

static char *bm_py_copy_text(char **at, const char *text) {
    const size_t size = strlen(text) + 1;
    char *copy = (char *)memcpy(*at, text, size);
    *at += size;
    return copy;
}

static int bm_py_get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema) {
    const struct bm_py_table *table = (const struct bm_py_table *)stream->private_data;
    const size_t n = (size_t)table->n_columns;
    size_t size = 8 + n * (sizeof(struct ArrowSchema) + sizeof(struct ArrowSchema *));
    for (size_t i = 0; i < n; i++)
        size += strlen(table->columns[i].name) + strlen(table->columns[i].format) + 2;
    struct ArrowSchema *children = (struct ArrowSchema *)calloc(1, size);
    if (!children)
        return BM_PY_NO_MEMORY;
    struct ArrowSchema **pointers = (struct ArrowSchema **)(children + n);
    char *at = (char *)(pointers + n);
    memset(schema, 0, sizeof *schema);
    for (size_t i = 0; i < n; i++) {
        pointers[i] = &children[i];
        children[i].format = bm_py_copy_text(&at, table->columns[i].format);
        children[i].name = bm_py_copy_text(&at, table->columns[i].name);
        children[i].flags = 2; /* nullable */
        children[i].release = bm_py_release_schema;
    }
    schema->format = "+s";
    schema->name = "";
    schema->n_children = (int64_t)n;
    schema->children = pointers;
    schema->release = bm_py_release_schema;
    schema->private_data = children;
    return 0;
}

/* The rows of all columns; consumers may move children away, so that each has memory of its own. */
static int bm_py_get_next(struct ArrowArrayStream *stream, struct ArrowArray *array) {
    struct bm_py_table *table = (struct bm_py_table *)stream->private_data;
    const size_t n = (size_t)table->n_columns;
    memset(array, 0, sizeof *array);
    if (table->taken)
        return 0;
    struct ArrowArray *children =
        (struct ArrowArray *)calloc(1, 16 + n * (sizeof(struct ArrowArray) + sizeof(struct ArrowArray *)));
    if (!children)
        return BM_PY_NO_MEMORY;
    struct ArrowArray **pointers = (struct ArrowArray **)(children + n);
    array->length = table->length;
    array->n_buffers = 1;
    array->buffers = (const void **)(pointers + n); /* no validity */
    array->n_children = (int64_t)n;
    array->children = pointers;
    array->release = bm_py_release_array;
    array->private_data = children;
    for (size_t i = 0; i < n; i++)
        pointers[i] = &children[i];
    for (size_t i = 0; i < n; i++) {
        const bm_py_column *column = &table->columns[i];
        size_t size = 64 * 4;
        for (int64_t j = 0; j < column->n_buffers; j++)
            size += ((size_t)column->sizes[j] + 63) / 64 * 64;
        char *block = (char *)malloc(size);
        if (!block) {
            array->release(array);
            return BM_PY_NO_MEMORY;
        }
        children[i].private_data = block;
        children[i].release = bm_py_release_array;
        children[i].length = table->length;
        children[i].null_count = column->null_count;
        children[i].n_buffers = column->n_buffers;
        children[i].buffers = (const void **)block;
        char *at = (char *)(((uintptr_t)block + 3 * sizeof(void *) + 63) & ~(uintptr_t)63);
        for (int64_t j = 0; j < column->n_buffers; j++) {
            children[i].buffers[j] = column->buffers[j] ? at : NULL;
            if (column->buffers[j])
                memcpy(at, column->buffers[j], (size_t)column->sizes[j]);
            at += ((size_t)column->sizes[j] + 63) / 64 * 64;
        }
    }
    table->taken = 1;
    return 0;
}

static const char *bm_py_get_last_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return "there is not enough memory";
}

static void bm_py_release_stream(struct ArrowArrayStream *stream) {
    free(stream->private_data);
    stream->release = NULL;
}

/* A stream over a copy of the columns, or NULL when there is no memory. */
static void *bm_py_arrow_stream(const bm_py_column *columns, int64_t n_columns, int64_t length) {
    size_t size = sizeof(struct bm_py_table) + (size_t)n_columns * sizeof *columns;
    for (int64_t i = 0; i < n_columns; i++) {
        size += strlen(columns[i].name) + strlen(columns[i].format) + 2;
        for (int64_t j = 0; j < columns[i].n_buffers; j++)
            size += (size_t)columns[i].sizes[j];
    }
    struct bm_py_table *table = (struct bm_py_table *)malloc(size);
    struct ArrowArrayStream *stream = (struct ArrowArrayStream *)malloc(sizeof *stream);
    if (!table || !stream) {
        free(table);
        free(stream);
        return NULL;
    }
    table->n_columns = n_columns;
    table->length = length;
    table->taken = 0;
    char *at = (char *)(table->columns + n_columns);
    for (int64_t i = 0; i < n_columns; i++) {
        table->columns[i] = columns[i];
        table->columns[i].name = bm_py_copy_text(&at, columns[i].name);
        table->columns[i].format = bm_py_copy_text(&at, columns[i].format);
        for (int64_t j = 0; j < columns[i].n_buffers; j++) {
            if (!columns[i].buffers[j])
                continue;
            table->columns[i].buffers[j] = memcpy(at, columns[i].buffers[j], (size_t)columns[i].sizes[j]);
            at += columns[i].sizes[j];
        }
    }
    *stream = (struct ArrowArrayStream){bm_py_get_schema, bm_py_get_next, bm_py_get_last_error, bm_py_release_stream,
                                        table};
    return stream;
}

/* What a capsule does with its stream in the end. */
static void bm_py_free_capsule(PyObject *capsule) {
    struct ArrowArrayStream *stream = (struct ArrowArrayStream *)PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream && stream->release)
        stream->release(stream);
    free(stream);
}

static void *bm_py_capsule_destructor(void) {
    return (void *)bm_py_free_capsule;
}
