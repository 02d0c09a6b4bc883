/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of summaries: what a shard of a cohort leaves, and what merge reads. All numbers are 8 bytes, the lowest first;
 * a text or a block is its length and its bytes. In this order: magic, version of bonesim, version of the library,
 * calibration, SHA-256 of the scenario and of the table of women (or nothing), the scenario's text, size of the cohort,
 * seed, number of arms; of each arm what is said of it, and its summary as the library saves it; SHA-256 of all before.
 */
#include "bonesim.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

static const char magic[8] = {'\xff', 'B', 'M', 'S', 'H', 'R', 'D', '1'};

/* ---- writing ---- */

struct writer {
    FILE *file;
    struct sha256_ctx hash;
};

static void put_bytes(struct writer *w, const void *bytes, size_t n) {
    sha256_update(&w->hash, n, bytes);
    fwrite(bytes, 1, n, w->file);
}

static void put_number(struct writer *w, uint64_t number) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
    put_bytes(w, bytes, sizeof bytes);
}

static void put_block(struct writer *w, const void *bytes, size_t n) {
    put_number(w, n);
    put_bytes(w, bytes, n);
}

static void put_text(struct writer *w, const char *text) {
    put_block(w, text, strlen(text));
}

/* Lines that end in NUL, up to an empty one. */
static size_t lines_length(const char *lines) {
    const char *at = lines;
    while (at && *at)
        at += strlen(at) + 1;
    return at ? (size_t)(at - lines) : 0;
}

int bs_bms_write(const struct bs_run *run, FILE *file, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    struct writer w = {.file = file};
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&w.hash);
    put_bytes(&w, magic, sizeof magic);
    put_text(&w, BM_VERSION_STRING);
    put_text(&w, bm_version_string());
    put_text(&w, bm_model_calibration(run->model));
    put_text(&w, scenario->sha256);
    put_text(&w, run->cohort.women.sha256);
    put_text(&w, scenario->text);
    put_number(&w, run->cohort.size);
    put_number(&w, run->cohort.seed);
    put_number(&w, scenario->n_arms);
    for (size_t i = 0; i < scenario->n_arms; i++) {
        size_t size = 0;
        void *bytes;
        bm_summary_save_size(run->summaries[i], &size);
        bytes = malloc(size);
        if (!bytes || bm_summary_save(run->summaries[i], bytes, size, &size) != BM_OK) {
            free(bytes);
            return bs_no_memory(failure);
        }
        put_block(&w, run->messages[i] ? run->messages[i] : "", lines_length(run->messages[i]));
        put_block(&w, bytes, size);
        free(bytes);
    }
    sha256_digest(&w.hash, sizeof digest, digest);
    fwrite(digest, 1, sizeof digest, file);
    return BS_DONE;
}

/* ---- reading ---- */

struct reader {
    const unsigned char *bytes;
    size_t size, at;
    bool bad; /* the end was passed */
};

static uint64_t get_number(struct reader *r) {
    uint64_t number = 0;
    if (r->bad || r->size - r->at < 8) {
        r->bad = true;
        return 0;
    }
    for (int i = 0; i < 8; i++)
        number |= (uint64_t)r->bytes[r->at++] << 8 * i;
    return number;
}

/* A block, with a NUL after a copy of it; extra: how many more NULs. NULL: there is none, or no memory. */
static char *get_block(struct reader *r, size_t *length) {
    const uint64_t n = get_number(r);
    char *block;
    if (r->bad || n > r->size - r->at) {
        r->bad = true;
        return NULL;
    }
    block = calloc((size_t)n + 2, 1);
    if (!block) {
        r->bad = true;
        return NULL;
    }
    memcpy(block, r->bytes + r->at, (size_t)n);
    r->at += (size_t)n;
    if (length)
        *length = (size_t)n;
    return block;
}

static int damaged(const char *path, struct bs_failure *failure) {
    return bs_fail(failure, BS_WRONG, NULL,
                   "%.400s: found a file that is cut off, damaged or no summary; allowed what --summary wrote", path);
}

static int read_bytes(const char *path, unsigned char **bytes, size_t *size, struct bs_failure *failure) {
    size_t capacity = 1 << 16, n;
    FILE *file = fopen(path, "rb");
    *bytes = NULL;
    *size = 0;
    if (!file)
        return bs_fail(failure, BS_FAILED, NULL, "%.400s: cannot open it; allowed a readable file", path);
    do {
        unsigned char *more = *bytes && *size < capacity ? *bytes : realloc(*bytes, capacity *= 2);
        if (!more) {
            fclose(file);
            return bs_no_memory(failure);
        }
        *bytes = more;
        n = fread(*bytes + *size, 1, capacity - *size, file);
        *size += n;
    } while (n > 0);
    const bool failed = ferror(file);
    fclose(file);
    return failed ? bs_fail(failure, BS_FAILED, NULL, "%.400s: cannot read it; allowed a readable file", path)
                  : BS_DONE;
}

static int read_arms(struct reader *r, const bm_model *model, struct bs_bms *bms, struct bs_failure *failure) {
    bms->n_arms = (size_t)get_number(r);
    if (r->bad || bms->n_arms == 0 || bms->n_arms > r->size / 16)
        return damaged(bms->path, failure);
    bms->messages = calloc(bms->n_arms, sizeof *bms->messages);
    bms->summaries = calloc(bms->n_arms, sizeof *bms->summaries);
    if (!bms->messages || !bms->summaries)
        return bs_no_memory(failure);
    for (size_t i = 0; i < bms->n_arms; i++) {
        size_t size = 0;
        char *bytes;
        bms->messages[i] = get_block(r, NULL);
        bytes = get_block(r, &size);
        const bm_status result = bytes ? bm_summary_load(model, bytes, size, &bms->summaries[i]) : BM_EFORMAT;
        free(bytes);
        if (result == BM_EMODEL || result == BM_EVERSION)
            return bs_fail(failure, BS_WRONG, NULL,
                           "%.400s: found a summary of another version of the library; allowed one of this, %s",
                           bms->path, bm_version_string());
        if (result != BM_OK)
            return result == BM_ENOMEM ? bs_no_memory(failure) : damaged(bms->path, failure);
    }
    return r->at == r->size ? BS_DONE : damaged(bms->path, failure);
}

/* Is it of these programs? */
static int check_versions(const struct bs_bms *bms, const bm_model *model, struct bs_failure *failure) {
    if (strcmp(bms->bonesim, BM_VERSION_STRING) != 0 || strcmp(bms->library, bm_version_string()) != 0)
        return bs_fail(failure, BS_WRONG, NULL,
                       "%.400s: found a summary of bonesim %.40s and library %.40s; allowed one of these, %s and %s",
                       bms->path, bms->bonesim, bms->library, BM_VERSION_STRING, bm_version_string());
    if (strcmp(bms->calibration, bm_model_calibration(model)) != 0)
        return bs_fail(failure, BS_WRONG, NULL, "%.400s: found a summary of calibration %.60s; allowed one of this, %s",
                       bms->path, bms->calibration, bm_model_calibration(model));
    return BS_DONE;
}

int bs_bms_read(const char *path, const bm_model *model, struct bs_bms *bms, struct bs_failure *failure) {
    unsigned char *bytes;
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx hash;
    struct reader r;
    size_t size;
    int status;
    *bms = (struct bs_bms){.path = path};
    status = read_bytes(path, &bytes, &size, failure);
    if (!status && (size < sizeof magic + sizeof digest || memcmp(bytes, magic, sizeof magic) != 0))
        status = damaged(path, failure);
    if (!status) {
        sha256_init(&hash);
        sha256_update(&hash, size - sizeof digest, bytes);
        sha256_digest(&hash, sizeof digest, digest);
        if (memcmp(digest, bytes + size - sizeof digest, sizeof digest) != 0)
            status = damaged(path, failure);
    }
    if (!status) {
        r = (struct reader){.bytes = bytes, .size = size - sizeof digest, .at = sizeof magic};
        bms->bonesim = get_block(&r, NULL);
        bms->library = get_block(&r, NULL);
        bms->calibration = get_block(&r, NULL);
        bms->scenario_sha256 = get_block(&r, NULL);
        bms->women_sha256 = get_block(&r, NULL);
        bms->text = get_block(&r, &bms->text_length);
        bms->size = get_number(&r);
        bms->seed = get_number(&r);
        status = r.bad ? damaged(path, failure) : check_versions(bms, model, failure);
    }
    if (!status)
        status = read_arms(&r, model, bms, failure);
    free(bytes);
    return status;
}

void bs_bms_free(struct bs_bms *bms) {
    for (size_t i = 0; i < bms->n_arms; i++) {
        free(bms->messages ? bms->messages[i] : NULL);
        bm_summary_destroy(bms->summaries ? bms->summaries[i] : NULL);
    }
    free(bms->messages);
    free(bms->summaries);
    free(bms->bonesim);
    free(bms->library);
    free(bms->calibration);
    free(bms->scenario_sha256);
    free(bms->women_sha256);
    free(bms->text);
    *bms = (struct bs_bms){0};
}
