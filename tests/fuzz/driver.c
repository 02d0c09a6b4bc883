/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a target without libFuzzer: on the files named, or on a fixed series of inputs, each a beginning of the target's
 * with some bytes changed. One that fails is told of by the seed that repeats it; -keep also writes it into a file.
 */
#include "fuzz/fuzz.h"

#include <signal.h>

static uint64_t seed = 1;

static uint64_t random_bits(void) { /* splitmix64 */
    uint64_t z = seed += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static size_t below(size_t n) {
    return (size_t)(random_bits() % n);
}

static size_t mutate(uint8_t *data, size_t size, size_t capacity) {
    for (size_t edits = below(4); edits > 0 && size > 0; edits--) {
        const size_t at = below(size);
        const size_t eight = at / 8 * 8 + 8 <= size ? at / 8 * 8 : 0;
        static const uint64_t odd[] = {0,
                                       1,
                                       UINT64_MAX,
                                       0x7ff0000000000000,
                                       0x7fefffffffffffff,
                                       0xbff0000000000000,
                                       0x3fe0000000000000,
                                       0x40590000000000,
                                       0x0000000100000000};
        uint64_t number = 0;
        switch (below(6)) {
        case 0:
            data[at] ^= (uint8_t)(1u << below(8));
            break;
        case 1:
            data[at] = (uint8_t)random_bits();
            break;
        case 2: /* a number of 8 bytes by an odd one */
            if (size >= 8)
                memcpy(data + eight, &odd[below(sizeof odd / sizeof *odd)], 8);
            break;
        case 3: /* a number by a neighbour, or its exponent changed */
            if (size >= 8) {
                memcpy(&number, data + eight, 8);
                number += random_bits() % 64 << (52 + below(4)) / 2;
                memcpy(data + eight, &number, 8);
            }
            break;
        case 4: /* a piece is cut off */
            size = random_bits() % 4 ? size : at;
            break;
        default: /* a piece is said twice */
            if (random_bits() % 4 == 0 && size - at <= capacity - size) {
                memmove(data + size, data + at, size - at);
                size += size - at;
            }
            break;
        }
    }
    return size;
}

static void keep(const char *name, const uint8_t *data, size_t size) {
    FILE *file = fopen(name, "wb");
    if (file) {
        fwrite(data, 1, size, file);
        fclose(file);
    }
}

static uint64_t begun_with; /* the seed of the present input */

static void tell(int number) {
    fprintf(stderr, "signal %d; repeat with: -n 1 -s %llu\n", number, (unsigned long long)begun_with);
    signal(number, SIG_DFL);
    raise(number);
}

/* driver [-n COUNT] [-s SEED] [-b BYTES] [-keep FILE] [FILE...]; of each input, at most BYTES are taken */
int main(int argc, char **argv) {
    static uint8_t data[BM_FUZZ_MAX_SNAPSHOT];
    const char *kept = NULL;
    unsigned long count = 1500, most = sizeof data;
    int n_files = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-n") == 0 && i + 1 < argc) {
            count = strtoul(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "-s") == 0 && i + 1 < argc) {
            seed = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "-b") == 0 && i + 1 < argc) {
            most = strtoul(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "-keep") == 0 && i + 1 < argc) {
            kept = argv[++i];
        } else {
            FILE *file = fopen(argv[i], "rb");
            if (!file) {
                fprintf(stderr, "cannot read %s\n", argv[i]);
                return 2;
            }
            const size_t size = fread(data, 1, sizeof data, file);
            fclose(file);
            LLVMFuzzerTestOneInput(data, size);
            n_files++;
        }
    }
    if (n_files == 0) {
        signal(SIGABRT, tell);
        signal(SIGSEGV, tell);
    }
    for (unsigned long i = 0; n_files == 0 && i < count; i++) {
        begun_with = seed;
        size_t size = bm_fuzz_begin(data, sizeof data, random_bits());
        size = mutate(data, size, sizeof data);
        size = size < most ? size : most;
        uint8_t *exact = malloc(size + 1); /* so that a sanitizer sees a read past the end */
        CHECK(exact);
        memcpy(exact + 1, data, size);
        if (kept)
            keep(kept, data, size);
        LLVMFuzzerTestOneInput(exact + 1, size);
        free(exact);
    }
    return 0;
}
