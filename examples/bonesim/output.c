/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An output file is written beside its name and renamed at the end, so that it is there whole or not at all. Standard
 * output and what is not a regular file (a device, a pipe) are written directly.
 */
#include "bonesim.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int output_failed(const char *what, const char *path, struct bs_failure *failure) {
    return bs_fail(failure, BS_FAILED, NULL, "%s %s: found \"%s\"; allowed a place that can be written", what, path,
                   strerror(errno));
}

/* A name in the target's folder. */
static char *beside(const char *target) {
    static const char pattern[] = ".bonesim-XXXXXX";
    const char *slash = strrchr(target, '/');
    size_t folder = slash ? (size_t)(slash - target) + 1 : 0;
    char *name = malloc(folder + sizeof pattern);
    if (name) {
        memcpy(name, target, folder);
        memcpy(name + folder, pattern, sizeof pattern);
    }
    return name;
}

static int make_temp(struct bs_output *output, mode_t mode, struct bs_failure *failure) {
    char *name = beside(output->target);
    int file;
    if (!name)
        return bs_no_memory(failure);
    file = mkstemp(name);
    if (file < 0) {
        free(name);
        return output_failed("cannot write", output->target, failure);
    }
    output->temp = name;
    output->file = fdopen(file, "wb");
    if (!output->file || fchmod(file, mode) != 0) {
        if (!output->file)
            close(file);
        return output_failed("cannot write", output->target, failure);
    }
    return BS_DONE;
}

int bs_output_open(struct bs_output *output, const char *path, struct bs_failure *failure) {
    struct stat info;
    mode_t mask = umask(0);
    bool exists;
    umask(mask);
    *output = (struct bs_output){0};
    if (!strcmp(path, "-")) {
        output->file = stdout;
        return BS_DONE;
    }
    /* The file that a symbolic link names is replaced, not the link. */
    exists = stat(path, &info) == 0;
    output->target = exists ? realpath(path, NULL) : strdup(path);
    if (!output->target)
        return bs_no_memory(failure);
    if (!exists)
        return make_temp(output, 0666 & ~mask, failure);
    if (S_ISREG(info.st_mode))
        return make_temp(output, info.st_mode & 07777, failure);
    output->file = fopen(output->target, "wb");
    return output->file ? BS_DONE : output_failed("cannot write", output->target, failure);
}

int bs_output_finish(struct bs_output *output, struct bs_failure *failure) {
    FILE *file = output->file;
    bool good;
    output->file = NULL;
    errno = 0;
    good = fflush(file) == 0 && !ferror(file);
    if (file != stdout && fclose(file) != 0)
        good = false;
    if (!good && errno == EPIPE) /* the reader has seen enough */
        return BS_DONE;
    if (!good)
        return output_failed("cannot write", output->target ? output->target : "standard output", failure);
    return BS_DONE;
}

int bs_output_commit(struct bs_output *outputs, size_t count, struct bs_failure *failure) {
    for (struct bs_output *output = outputs; output < outputs + count; output++) {
        if (output->temp && rename(output->temp, output->target) != 0)
            return output_failed("cannot rename a file to", output->target, failure);
        free(output->temp);
        output->temp = NULL;
    }
    return BS_DONE;
}

void bs_output_discard(struct bs_output *output) {
    if (output->file && output->file != stdout)
        fclose(output->file);
    if (output->temp)
        unlink(output->temp);
    free(output->temp);
    free(output->target);
}
