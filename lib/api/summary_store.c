/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Summaries as bytes, whatever the machine: whole numbers in groups of 7 bits, the lowest first, with the eighth bit
 * where more follow; doubles and what is not small in 8 bytes, the lowest first. In this order:
 *   magic, format version, total size (8 bytes each), model name, version of the library, calibration (texts: length
 *   and bytes), equations, numbers of times, observables, thresholds and draws, times, names of observables, names and
 *   levels of thresholds, grid, origin, whether there are weights,
 *   for each draw, the fitted parameters first: ranges and failures; the faults; cells; means; thresholds; checksum of
 *   all before.
 * Equal summaries are equal bytes.
 */
#include "api/summary_handle.h"
#include "base/hash.h"

#define MAGIC  UINT64_C(0x314d5553534d42ff) /* "\xffBMSSUM1" */
#define FORMAT UINT64_C(1)
enum { MOST_TEXT = 256 };

/* ---- writing ---- */

/* With bytes NULL it counts. */
struct writer {
    unsigned char *bytes;
    size_t size;
};

static void put_bytes(struct writer *w, const void *bytes, size_t n) {
    if (w->bytes && n > 0)
        memcpy(w->bytes + w->size, bytes, n);
    w->size += n;
}

static void put_8(struct writer *w, uint64_t number) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
    put_bytes(w, bytes, sizeof bytes);
}

static void put(struct writer *w, uint64_t number) {
    for (; number >= 128; number >>= 7)
        put_bytes(w, &(unsigned char){(unsigned char)(number | 128)}, 1);
    put_bytes(w, &(unsigned char){(unsigned char)number}, 1);
}

static void put_double(struct writer *w, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_8(w, bits);
}

static void put_text(struct writer *w, const char *text) {
    put(w, strlen(text));
    put_bytes(w, text, strlen(text));
}

/* The limbs between those that are 0, or all the sign, at both ends. */
static void put_exact(struct writer *w, const struct bm__exact *sum) {
    const uint64_t sign = sum->limb[BM__EXACT_LIMBS - 1] >> 63 ? UINT64_MAX : 0;
    int first = 0, last = BM__EXACT_LIMBS;
    while (last > 0 && sum->limb[last - 1] == sign)
        last--;
    while (first < last && sum->limb[first] == 0)
        first++;
    put(w, (uint64_t)(sign & 1) | (uint64_t)(last - first) << 1);
    put(w, (uint64_t)first);
    for (int i = first; i < last; i++)
        put_8(w, sum->limb[i]);
}

static void put_bins(struct writer *w, const struct bm__bins *bins, int weighted) {
    put(w, bins->n);
    for (size_t i = 0; i < bins->n; i++) {
        const struct bm__bin *bin = &bins->items[i];
        uint64_t least, most;
        bm__bin_key(bin->least, &least);
        bm__bin_key(bin->most, &most);
        put(w, bin->key - (i > 0 ? bins->items[i - 1].key : 0));
        put(w, bin->count);
        if (weighted) {
            put(w, bin->weight.low);
            put(w, bin->weight.high);
        }
        put(w, least);
        if (bin->count > 1)
            put(w, most - least);
    }
}

static void put_name(struct writer *w, const bm_model *model, size_t observable) {
    bm_catalog_entry entry;
    bm__catalog_entry(model, BM_KIND_OBSERVABLE, observable, &entry);
    put_text(w, entry.name);
}

static void write_layout(struct writer *w, const bm_summary *summary) {
    const struct bm__summary *sums = &summary->sums;
    put_text(w, bm__model_name(summary->model));
    put_text(w, bm_version_string());
    put_text(w, summary->model->calibration);
    put(w, bm__model_equations(summary->model));
    put(w, sums->n_times);
    put(w, sums->n_observables);
    put(w, sums->n_thresholds);
    put(w, sums->n_draws);
    for (size_t i = 0; i < sums->n_times; i++)
        put_double(w, summary->times_d[i]);
    for (size_t i = 0; i < sums->n_observables; i++)
        put_name(w, summary->model, summary->observables[i]);
    for (size_t i = 0; i < sums->n_thresholds; i++) {
        put_name(w, summary->model, summary->crossing[i]);
        put_double(w, summary->thresholds[i]);
    }
    put_double(w, summary->grid_d);
    put_8(w, summary->origin);
    put(w, (uint64_t)sums->weighted);
}

static void write_members(struct writer *w, const struct bm__summary *sums) {
    for (size_t draw = 0; draw <= sums->n_draws; draw++) {
        put(w, sums->n_ranges[draw]);
        for (size_t i = 0; i < sums->n_ranges[draw]; i++) {
            put(w, sums->ranges[draw][i].first);
            put(w, sums->ranges[draw][i].last);
        }
        put(w, sums->n_failed[draw]);
    }
    put(w, sums->n_faults);
    for (size_t i = 0; i < sums->n_faults; i++) {
        put(w, sums->faults[i].member);
        put(w, (uint64_t)-sums->faults[i].status);
        put_text(w, sums->faults[i].text);
    }
}

static void write_summary(struct writer *w, const bm_summary *summary, size_t total) {
    const struct bm__summary *sums = &summary->sums;
    const size_t n_cells = sums->n_times * sums->n_observables;
    put_8(w, MAGIC);
    put_8(w, FORMAT);
    put_8(w, total);
    write_layout(w, summary);
    write_members(w, sums);
    for (size_t i = 0; i < n_cells; i++) {
        const struct bm__cell *cell = &sums->cells[i];
        put(w, cell->n);
        put_exact(w, &cell->weights);
        put_exact(w, &cell->squares);
        put_exact(w, &cell->values);
        put_exact(w, &cell->value_squares);
        put_bins(w, &cell->bins, sums->weighted);
    }
    for (size_t i = 0; i < sums->n_draws * n_cells; i++) {
        put(w, sums->means[i].n);
        put_exact(w, &sums->means[i].weights);
        put_exact(w, &sums->means[i].values);
    }
    for (size_t i = 0; i < sums->n_times * sums->n_thresholds; i++) {
        put_exact(w, &sums->crossed[i].all);
        put_exact(w, &sums->crossed[i].now);
        put_exact(w, &sums->crossed[i].ever);
    }
    put_8(w, w->bytes ? bm__hash(BM__HASH_BEGIN, w->bytes, w->size) : 0);
}

bm_status bm_summary_save_size(const bm_summary *summary, size_t *size) {
    if (!summary || !size)
        return BM_EINVAL;
    struct writer counter = {0};
    write_summary(&counter, summary, 0);
    *size = counter.size;
    return BM_OK;
}

bm_status bm_summary_save(bm_summary *summary, void *buffer, size_t size, size_t *written) {
    if (!summary)
        return BM_EINVAL;
    if (!buffer)
        return bm__summary_fail(summary, BM_EINVAL, "save: the buffer is NULL");
    struct writer counter = {0}, writer = {.bytes = buffer};
    write_summary(&counter, summary, 0);
    if (size < counter.size)
        return bm__summary_fail(summary, BM_ESIZE, "save: the buffer has %llu bytes, needed are %llu",
                                (unsigned long long)size, (unsigned long long)counter.size);
    write_summary(&writer, summary, counter.size);
    if (written)
        *written = writer.size;
    return BM_OK;
}

/* ---- reading ---- */

struct reader {
    const unsigned char *bytes;
    size_t size, at;
    int bad; /* the end was passed, or a number was not one that a summary can hold */
};

static uint64_t get_8(struct reader *r) {
    uint64_t number = 0;
    if (r->bad || r->size - r->at < 8) {
        r->bad = 1;
        return 0;
    }
    for (int i = 0; i < 8; i++)
        number |= (uint64_t)r->bytes[r->at++] << 8 * i;
    return number;
}

/* A whole number of at most `most`. */
static uint64_t get(struct reader *r, uint64_t most) {
    uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (r->bad || r->at == r->size)
            break;
        const uint64_t group = r->bytes[r->at++];
        number |= (group & 127) << shift;
        if ((shift == 63 && group > 1) || (group == 0 && shift > 0)) /* too long; not the shortest way */
            break;
        if (group < 128) {
            r->bad |= number > most;
            return r->bad ? 0 : number;
        }
    }
    r->bad = 1;
    return 0;
}

/* A number of things of which each takes a byte or more. */
static size_t get_count(struct reader *r) {
    return (size_t)get(r, r->size - r->at);
}

static double get_double(struct reader *r, double minimum, double maximum) {
    const uint64_t bits = get_8(r);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (value >= minimum && value <= maximum)
        return value;
    r->bad = 1;
    return minimum;
}

static void get_text(struct reader *r, char text[MOST_TEXT]) {
    const size_t length = (size_t)get(r, MOST_TEXT - 1);
    text[0] = '\0';
    if (r->bad || r->size - r->at < length || memchr(r->bytes + r->at, '\0', length)) {
        r->bad = 1;
        return;
    }
    memcpy(text, r->bytes + r->at, length);
    text[length] = '\0';
    r->at += length;
}

static void get_exact(struct reader *r, struct bm__exact *sum) {
    const uint64_t head = get(r, 2 * BM__EXACT_LIMBS + 1), first = get(r, BM__EXACT_LIMBS), n = head >> 1;
    r->bad |= first + n > BM__EXACT_LIMBS;
    for (uint64_t i = first; i < BM__EXACT_LIMBS && !r->bad; i++)
        sum->limb[i] = i < first + n ? get_8(r) : head & 1 ? UINT64_MAX : 0;
}

static bm_status get_bins(struct reader *r, const bm_allocator *allocator, struct bm__bins *bins, int weighted) {
    const uint64_t rest = (UINT64_C(1) << BM__BIN_SHIFT) - 1;
    const size_t n = get_count(r);
    uint64_t key = 0;
    for (size_t i = 0; i < n && !r->bad; i++) {
        const uint64_t above = get(r, UINT32_MAX);
        key += above;
        r->bad |= key >= UINT64_C(1) << (64 - BM__BIN_SHIFT) || (i > 0 && above == 0);
        struct bm__bin bin = {.key = (uint32_t)key, .count = get(r, UINT64_MAX)};
        bin.weight = bm__weight_of(1.0);
        if (weighted) {
            bin.weight.low = get(r, UINT64_MAX);
            bin.weight.high = get(r, UINT64_MAX);
        } else {
            bin.weight = (struct bm__weight){bin.count << 60, bin.count >> 4};
        }
        const uint64_t least = get(r, rest), most = bin.count > 1 ? least + get(r, rest) : least;
        r->bad |= bin.count == 0 || most > rest || (bin.weight.low == 0 && bin.weight.high == 0);
        bin.least = bm__bin_value(bin.key, least);
        bin.most = bm__bin_value(bin.key, most);
        r->bad |= !(fabs(bin.least) <= DBL_MAX && fabs(bin.most) <= DBL_MAX);
        struct bm__bin *at = r->bad ? NULL : bm__bins_insert(allocator, bins, bins->n);
        if (!at && !r->bad)
            return BM_ENOMEM;
        if (at)
            *at = bin;
    }
    return BM_OK;
}

/* What comes before the numbers: into options, whose lists are allocated, and are the caller's to release. */
struct layout {
    bm_summary_options options;
    double *times_d, *thresholds;
    size_t *observables, *crossing;
    uint64_t origin;
    int weighted;
};

static void release_layout(struct layout *layout, const bm_allocator *allocator) {
    bm__release(allocator, layout->times_d);
    bm__release(allocator, layout->thresholds);
    bm__release(allocator, layout->observables);
    bm__release(allocator, layout->crossing);
}

static size_t get_observable(struct reader *r, const bm_model *model) {
    char name[MOST_TEXT];
    size_t index = 0;
    get_text(r, name);
    r->bad |= !r->bad && bm_catalog_find(model, BM_KIND_OBSERVABLE, name, &index) != BM_OK;
    return index;
}

static bm_status read_layout(struct reader *r, const bm_model *model, struct layout *layout) {
    const bm_allocator *allocator = &model->allocator;
    bm_summary_options *o = &layout->options;
    o->n_times = get_count(r);
    o->n_observables = get_count(r);
    o->n_thresholds = get_count(r);
    o->draws = (uint32_t)get(r, UINT32_MAX);
    if (r->bad)
        return BM_EFORMAT;
    o->times_d = layout->times_d = bm__allocate(allocator, o->n_times + 1, sizeof(double));
    o->thresholds = layout->thresholds = bm__allocate(allocator, o->n_thresholds + 1, sizeof(double));
    o->observables = layout->observables = bm__allocate(allocator, o->n_observables + 1, sizeof(size_t));
    o->threshold_observables = layout->crossing = bm__allocate(allocator, o->n_thresholds + 1, sizeof(size_t));
    if (!layout->times_d || !layout->thresholds || !layout->observables || !layout->crossing)
        return BM_ENOMEM;
    for (size_t i = 0; i < o->n_times; i++)
        layout->times_d[i] = get_double(r, 0.0, BM_MAX_TIME_D);
    for (size_t i = 0; i < o->n_observables; i++)
        layout->observables[i] = get_observable(r, model);
    for (size_t i = 0; i < o->n_thresholds; i++) {
        layout->crossing[i] = get_observable(r, model);
        layout->thresholds[i] = get_double(r, -DBL_MAX, DBL_MAX);
    }
    o->grid_d = get_double(r, 0.0, BM_MAX_TIME_D);
    layout->origin = get_8(r);
    layout->weighted = (int)get(r, 1);
    return r->bad ? BM_EFORMAT : BM_OK;
}

static bm_status read_members(struct reader *r, struct bm__summary *sums) {
    for (size_t draw = 0; draw <= sums->n_draws && !r->bad; draw++) {
        const size_t n = get_count(r);
        for (size_t i = 0; i < n && !r->bad; i++) {
            struct bm__range range;
            range.first = get(r, UINT64_MAX);
            range.last = get(r, UINT64_MAX);
            r->bad |= range.first >= range.last;
            const bm_status status = r->bad ? BM_OK : bm__summary_cover(sums, draw, range);
            if (status == BM_ENOMEM)
                return status;
            r->bad |= status != BM_OK;
        }
        sums->n_failed[draw] = get(r, UINT64_MAX);
    }
    const size_t n = (size_t)get(r, BM__MOST_FAULTS);
    for (size_t i = 0; i < n && !r->bad; i++) {
        struct bm__fault fault = {.member = get(r, UINT64_MAX)};
        fault.status = -(int32_t)get(r, INT32_MAX);
        get_text(r, fault.text);
        if (!r->bad && bm__summary_fault(sums, &fault) != BM_OK)
            return BM_ENOMEM;
    }
    return r->bad ? BM_EFORMAT : BM_OK;
}

static bm_status read_numbers(struct reader *r, struct bm__summary *sums) {
    const size_t n_cells = sums->n_times * sums->n_observables;
    for (size_t i = 0; i < n_cells && !r->bad; i++) {
        struct bm__cell *cell = &sums->cells[i];
        cell->n = get(r, UINT64_MAX);
        get_exact(r, &cell->weights);
        get_exact(r, &cell->squares);
        get_exact(r, &cell->values);
        get_exact(r, &cell->value_squares);
        if (get_bins(r, sums->allocator, &cell->bins, sums->weighted) != BM_OK)
            return BM_ENOMEM;
    }
    for (size_t i = 0; i < sums->n_draws * n_cells && !r->bad; i++) {
        sums->means[i].n = get(r, UINT64_MAX);
        get_exact(r, &sums->means[i].weights);
        get_exact(r, &sums->means[i].values);
    }
    for (size_t i = 0; i < sums->n_times * sums->n_thresholds && !r->bad; i++) {
        get_exact(r, &sums->crossed[i].all);
        get_exact(r, &sums->crossed[i].now);
        get_exact(r, &sums->crossed[i].ever);
    }
    return r->bad || r->at != r->size ? BM_EFORMAT : BM_OK;
}

/* Whether the numbers can be put beside those of this library: the same model, version and calibration. */
static bm_status read_source(struct reader *r, const bm_model *model) {
    char name[MOST_TEXT], version[MOST_TEXT], calibration[MOST_TEXT];
    get_text(r, name);
    get_text(r, version);
    get_text(r, calibration);
    const uint64_t equations = get(r, UINT32_MAX);
    if (r->bad)
        return BM_EFORMAT;
    return strcmp(name, bm__model_name(model)) == 0 && strcmp(version, bm_version_string()) == 0 &&
                   strcmp(calibration, model->calibration) == 0 && equations == bm__model_equations(model)
               ? BM_OK
               : BM_EMODEL;
}

static bm_status read_summary(struct reader *r, const bm_model *model, bm_summary **out) {
    struct layout layout;
    memset(&layout, 0, sizeof layout);
    layout.options.struct_size = sizeof layout.options;
    bm_summary *summary = NULL;
    bm_status status = read_source(r, model);
    if (status == BM_OK)
        status = read_layout(r, model, &layout);
    if (status == BM_OK) {
        status = bm_summary_create(model, &layout.options, &summary);
        if (status != BM_OK && status != BM_ENOMEM)
            status = BM_EFORMAT;
    }
    if (status == BM_OK) {
        summary->origin = layout.origin;
        summary->sums.weighted = layout.weighted;
        status = read_members(r, &summary->sums);
    }
    if (status == BM_OK)
        status = read_numbers(r, &summary->sums);
    release_layout(&layout, &model->allocator);
    if (status == BM_OK)
        *out = summary;
    else
        bm_summary_destroy(summary);
    return status;
}

bm_status bm_summary_load(const bm_model *model, const void *buffer, size_t size, bm_summary **summary) {
    if (!model || !buffer || !summary)
        return BM_EINVAL;
    struct reader r = {.bytes = buffer, .size = size};
    if (get_8(&r) != MAGIC)
        return BM_EFORMAT;
    if (get_8(&r) != FORMAT)
        return r.bad ? BM_EFORMAT : BM_EVERSION;
    if (get_8(&r) != size || size < 32)
        return BM_EFORMAT;
    struct reader end = {.bytes = buffer, .size = size, .at = size - 8};
    if (get_8(&end) != bm__hash(BM__HASH_BEGIN, buffer, size - 8))
        return BM_EFORMAT;
    r.size = size - 8;
    return read_summary(&r, model, summary);
}
