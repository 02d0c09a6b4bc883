/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every public function called wrongly: it returns the documented status, leaves its outputs and the patient alone,
 * says in one sentence what was found and what is allowed, prints nothing, and leaves errno, the locale and the
 * floating-point mode alone. A function without a row here fails the last test.
 */
#define _POSIX_C_SOURCE 200809L
#include "api/api_test.h"

#include <errno.h>
#include <fenv.h>
#include <locale.h>
#include <unistd.h>
#ifdef __SSE__
#include <xmmintrin.h>
#endif

static bm_model *model;
static bm_patient *patient;

/* Every output of every call lies here, filled with a pattern. */
static struct outputs {
    bm_model *model;
    bm_patient *patient;
    size_t size;
    double value, values[8];
    uint64_t id;
    bm_catalog_entry entry;
    bm_prescription rx;
    bm_patient_stats stats;
    bm_cohort *cohort;
    bm_cohort_stats cohort_stats;
    bm_summary *summary;
    bm_forecast *forecast;
    bm_forecast_report report;
    bm_status status;
    unsigned char bytes[16384];
} out, pattern;

static char complaints[8192]; /* of this test */
static char seen[8192];       /* functions called, each between blanks */
static struct bm_bytes saved;
static char old_error[512];
static const int ERRNO_BEFORE = 4242;
static int checks;

static void complain(const char *call, const char *what, const char *found) {
    const size_t used = strlen(complaints);
    snprintf(complaints + used, sizeof complaints - used, "%s: %s: %s\n", call, what, found);
}

static unsigned float_mode(void) {
#ifdef __SSE__
    return (unsigned)fegetround() | (_mm_getcsr() & ~0x3fu) << 8; /* without the exception flags */
#else
    return (unsigned)fegetround();
#endif
}
static unsigned mode_before;
static char locale_before[128];

/* Before each call. */
static void before(const char *call) {
    char name[64];
    snprintf(name, sizeof name, " %.*s ", (int)strcspn(call, "("), call);
    if (!strstr(seen, name))
        strncat(seen, name, sizeof seen - strlen(seen) - 1);
    memset(&out, 0xA5, sizeof out);
    pattern = out;
    snprintf(old_error, sizeof old_error, "%s", bm_patient_last_error(patient));
    mode_before = float_mode();
    snprintf(locale_before, sizeof locale_before, "%s", setlocale(LC_ALL, NULL));
    errno = ERRNO_BEFORE;
    checks++;
}

/* After each call, whether it failed or not. */
static void left_alone(const char *call) {
    if (errno != ERRNO_BEFORE)
        complain(call, "errno was set", strerror(errno));
    if (float_mode() != mode_before)
        complain(call, "the floating-point mode", "changed");
    if (strcmp(setlocale(LC_ALL, NULL), locale_before) != 0)
        complain(call, "the locale", "changed");
}

/* Of the words, apart by |, each is in the sentence. */
static void one_sentence(const char *call, const char *error, const char *words) {
    if (strlen(error) < 10 || strchr(error, '\n'))
        complain(call, "not one sentence", error);
    while (*words) {
        char word[64];
        const size_t length = strcspn(words, "|");
        snprintf(word, sizeof word, "%.*s", (int)length, words);
        if (!strstr(error, word)) {
            complain(call, "the sentence lacks", word);
            complain(call, "the sentence is", error);
        }
        words += length + (words[length] == '|');
    }
}

/* After a call that should have failed: words are expected in the message, apart by |; NULL = no message is due. */
static void refused(const char *call, bm_status status, bm_status expected, const char *words) {
    left_alone(call);
    if (status != expected)
        complain(call, bm_status_name(expected), bm_status_name(status));
    if (memcmp(&out, &pattern, sizeof out) != 0)
        complain(call, "an output", "changed");
    if (!bm_test_is_saved(patient, &saved))
        complain(call, "the patient", "changed");
    double value = 0.0;
    if (bm_patient_observe(patient, "core.PTH", &value) != BM_OK || !(value > 0.0))
        complain(call, "the patient", "cannot be used");
    const char *error = bm_patient_last_error(patient);
    if (!words) {
        if (strcmp(error, old_error) != 0)
            complain(call, "the last error", "changed");
        return;
    }
    one_sentence(call, error, words);
}

/* REFUSED: the sentence holds these words. NO_HANDLE: there is no handle to put a sentence in, or only a const one. */
#define REFUSED(call, expected, words)                                                                                 \
    do {                                                                                                               \
        before(#call);                                                                                                 \
        refused(#call, (call), (expected), (words));                                                                   \
    } while (0)
#define NO_HANDLE(call, expected)                                                                                      \
    do {                                                                                                               \
        before(#call);                                                                                                 \
        refused(#call, (call), (expected), NULL);                                                                      \
    } while (0)
/* A call without a status: it does nothing, or its value is as documented. */
#define HARMLESS(call)                                                                                                 \
    do {                                                                                                               \
        before(#call);                                                                                                 \
        call;                                                                                                          \
        refused(#call, BM_OK, BM_OK, NULL);                                                                            \
    } while (0)
#define GIVES(call, condition)                                                                                         \
    do {                                                                                                               \
        before(#call);                                                                                                 \
        const int as_documented = (call)condition;                                                                     \
        refused(#call, as_documented ? BM_OK : BM_EINVAL, BM_OK, NULL);                                                \
    } while (0)
/* A legal call, which must leave the process alone too. */
#define LEGAL(call)                                                                                                    \
    do {                                                                                                               \
        before(#call);                                                                                                 \
        const bm_status legal = (call);                                                                                \
        left_alone(#call);                                                                                             \
        if (legal != BM_OK)                                                                                            \
            complain(#call, bm_status_name(legal), bm_patient_last_error(patient));                                    \
    } while (0)

/* The standard streams of the process lead into a file during a test. */
static int real_out, real_err;
static FILE *caught;

static int begin(void **state) {
    (void)state;
    model = bm_test_model();
    patient = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, patient, "denosumab", 60.0, 0.0, 0.0, 0.0);
    OK(patient, bm_patient_advance_to(patient, 10.0));
    saved = bm_test_save(patient);
    complaints[0] = '\0';
    fflush(NULL);
    caught = tmpfile();
    assert_non_null(caught);
    real_out = dup(1);
    real_err = dup(2);
    assert_true(dup2(fileno(caught), 1) == 1 && dup2(fileno(caught), 2) == 2);
    return 0;
}

static int end(void **state) {
    (void)state;
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    free(saved.data);
    return 0;
}

/* The last line of each test. */
static void nothing_to_complain(void) {
    fflush(NULL);
    const off_t printed = lseek(1, 0, SEEK_CUR);
    dup2(real_out, 1);
    dup2(real_err, 2);
    close(real_out);
    close(real_err);
    fclose(caught);
    if (printed != 0)
        complain("the library", "printed", "something");
    if (complaints[0]) {
        print_error("%s", complaints);
        fail();
    }
}

static const double not_a_number = (double)NAN, infinite = (double)INFINITY;
static const char *const long_name =
    "a name that is much longer than any in the catalogue, and longer than any buffer for a sentence could be: "
    "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
    "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789";

static void version_and_status(void **state) {
    (void)state;
    GIVES(bm_version_number(), == BM_VERSION_NUMBER);
    GIVES(bm_version_string(), [0] != '\0');
    GIVES(bm_status_name(INT32_MIN), [0] == 'B');
    GIVES(bm_status_name(INT32_MAX), [0] == 'B');
    GIVES(bm_status_text(INT32_MIN), [0] != '\0');
    GIVES(bm_status_text(1), [0] != '\0');
    nothing_to_complain();
}

static void *never_allocate(void *user, size_t size) {
    (void)user;
    (void)size;
    return NULL;
}

static void never_release(void *user, void *block) {
    (void)user;
    (void)block;
}

static void models(void **state) {
    (void)state;
    HARMLESS(bm_model_options_init_sized(NULL, sizeof(bm_model_options)));
    HARMLESS(bm_model_options_init_sized(NULL, SIZE_MAX));
    HARMLESS(bm_model_options_init_sized((bm_model_options *)out.bytes, 0));
    HARMLESS(bm_model_options_init_sized((bm_model_options *)out.bytes, 3));
    HARMLESS(bm_model_destroy(NULL));
    GIVES(bm_model_calibration(NULL), [0] == '\0');
    GIVES(bm_model_equations(NULL), == 0);

    bm_model_options options;
    bm_model_options_init(&options);
    NO_HANDLE(bm_model_create(NULL, NULL), BM_EINVAL);
    NO_HANDLE(bm_model_create(&options, NULL), BM_EINVAL);
    options.struct_size = 0;
    NO_HANDLE(bm_model_create(&options, &out.model), BM_ESIZE);
    options.struct_size = (uint32_t)(offsetof(bm_model_options, name) + sizeof(char *) - 1);
    NO_HANDLE(bm_model_create(&options, &out.model), BM_ESIZE);
    bm_model_options_init(&options);
    options.name = NULL;
    NO_HANDLE(bm_model_create(&options, &out.model), BM_EINVAL);
    static const char *const unknown[] = {"", "Core", "core ", "corecore", "\xff\xfe"};
    for (size_t i = 0; i < BM_COUNT(unknown); i++) {
        options.name = unknown[i];
        NO_HANDLE(bm_model_create(&options, &out.model), BM_ENOTFOUND);
    }
    options.name = long_name;
    NO_HANDLE(bm_model_create(&options, &out.model), BM_ENOTFOUND);

    bm_model_options_init(&options);
    bm_allocator allocator = {sizeof allocator, 0, NULL, never_allocate, never_release};
    options.allocator = &allocator;
    NO_HANDLE(bm_model_create(&options, &out.model), BM_ENOMEM);
    allocator.allocate = NULL;
    NO_HANDLE(bm_model_create(&options, &out.model), BM_EINVAL);
    allocator.allocate = never_allocate;
    allocator.release = NULL;
    NO_HANDLE(bm_model_create(&options, &out.model), BM_EINVAL);
    allocator.release = never_release;
    allocator.struct_size--;
    NO_HANDLE(bm_model_create(&options, &out.model), BM_ESIZE);
    nothing_to_complain();
}

static void catalogue(void **state) {
    (void)state;
    GIVES(bm_catalog_count(NULL, BM_KIND_AGENT), == 0);
    GIVES(bm_catalog_count(model, 0), == 0);
    GIVES(bm_catalog_count(model, 8), == 0);
    GIVES(bm_catalog_count(model, UINT32_MAX), == 0);

    const size_t n = bm_catalog_count(model, BM_KIND_PARAMETER), size = sizeof out.entry;
    NO_HANDLE(bm_catalog_row_sized(NULL, BM_KIND_PARAMETER, 0, &out.entry, size), BM_EINVAL);
    NO_HANDLE(bm_catalog_row_sized(model, BM_KIND_PARAMETER, 0, NULL, size), BM_EINVAL);
    NO_HANDLE(bm_catalog_row_sized(model, BM_KIND_PARAMETER, n, &out.entry, size), BM_ENOTFOUND);
    NO_HANDLE(bm_catalog_row_sized(model, BM_KIND_PARAMETER, SIZE_MAX, &out.entry, size), BM_ENOTFOUND);
    NO_HANDLE(bm_catalog_row_sized(model, 0, 0, &out.entry, size), BM_ENOTFOUND);
    NO_HANDLE(bm_catalog_row_sized(model, UINT32_MAX, 0, &out.entry, size), BM_ENOTFOUND);
    NO_HANDLE(bm_catalog_row_sized(model, BM_KIND_PARAMETER, 0, &out.entry, 0), BM_ESIZE);
    NO_HANDLE(bm_catalog_row_sized(model, BM_KIND_PARAMETER, 0, &out.entry, size - 1), BM_ESIZE);

    NO_HANDLE(bm_catalog_find(NULL, BM_KIND_AGENT, "denosumab", &out.size), BM_EINVAL);
    NO_HANDLE(bm_catalog_find(model, BM_KIND_AGENT, NULL, &out.size), BM_EINVAL);
    NO_HANDLE(bm_catalog_find(model, BM_KIND_AGENT, "denosumab", NULL), BM_EINVAL);
    NO_HANDLE(bm_catalog_find(model, BM_KIND_TARGET, "denosumab", &out.size), BM_ENOTFOUND);
    NO_HANDLE(bm_catalog_find(model, BM_KIND_AGENT, "", &out.size), BM_ENOTFOUND);
    NO_HANDLE(bm_catalog_find(model, BM_KIND_AGENT, long_name, &out.size), BM_ENOTFOUND);
    NO_HANDLE(bm_catalog_find(model, 99, "denosumab", &out.size), BM_ENOTFOUND);

    char *names = (char *)out.bytes;
    NO_HANDLE(bm_catalog_nearest(NULL, BM_KIND_AGENT, "letrozol", names, 160), BM_EINVAL);
    NO_HANDLE(bm_catalog_nearest(model, BM_KIND_AGENT, NULL, names, 160), BM_EINVAL);
    NO_HANDLE(bm_catalog_nearest(model, BM_KIND_AGENT, "letrozol", NULL, 160), BM_EINVAL);
    NO_HANDLE(bm_catalog_nearest(model, BM_KIND_AGENT, "letrozol", names, 0), BM_EINVAL);

    double *value = &out.value;
    char *said = (char *)out.bytes;
    NO_HANDLE(bm_catalog_convert(NULL, BM_KIND_AGENT, "denosumab", 1.0, "g", value, NULL, 0), BM_EINVAL);
    NO_HANDLE(bm_catalog_convert(model, BM_KIND_AGENT, NULL, 1.0, "g", value, NULL, 0), BM_EINVAL);
    NO_HANDLE(bm_catalog_convert(model, BM_KIND_AGENT, "denosumab", 1.0, NULL, value, NULL, 0), BM_EINVAL);
    NO_HANDLE(bm_catalog_convert(model, BM_KIND_AGENT, "denosumab", 1.0, "g", NULL, NULL, 0), BM_EINVAL);
    NO_HANDLE(bm_catalog_convert(model, BM_KIND_AGENT, long_name, 1.0, "g", value, NULL, 99), BM_ENOTFOUND);
    NO_HANDLE(bm_catalog_convert(model, 99, "denosumab", 1.0, "g", value, said, 0), BM_ENOTFOUND);
    NO_HANDLE(bm_catalog_convert(model, BM_KIND_AGENT, "denosumab", 1.0, long_name, value, NULL, 0), BM_ENOTFOUND);
    NO_HANDLE(bm_catalog_convert(model, BM_KIND_AGENT, "denosumab", not_a_number, "g", value, NULL, 0), BM_ERANGE);
    nothing_to_complain();
}

static void patients(void **state) {
    (void)state;
    HARMLESS(bm_patient_options_init_sized(NULL, sizeof(bm_patient_options)));
    HARMLESS(bm_patient_options_init_sized((bm_patient_options *)out.bytes, 3));
    HARMLESS(bm_patient_destroy(NULL));
    GIVES(bm_patient_calibration(NULL), [0] == '\0');
    NO_HANDLE(bm_patient_create(NULL, NULL, &out.patient), BM_EINVAL);
    NO_HANDLE(bm_patient_create(model, NULL, NULL), BM_EINVAL);
    bm_patient_options options;
    bm_patient_options_init(&options);
    options.struct_size = (uint32_t)(offsetof(bm_patient_options, rtol) + sizeof(double) - 1);
    NO_HANDLE(bm_patient_create(model, &options, &out.patient), BM_ESIZE);
    bm_patient_options_init(&options);
    const double bad_rtol[] = {not_a_number, infinite, -infinite, -1e-5, 0.0, 9.9e-13, 0.0101, 1.0};
    for (size_t i = 0; i < BM_COUNT(bad_rtol); i++) {
        options.rtol = bad_rtol[i];
        NO_HANDLE(bm_patient_create(model, &options, &out.patient), BM_ERANGE);
    }
    bm_patient_options_init(&options);
    options.max_steps = 0;
    NO_HANDLE(bm_patient_create(model, &options, &out.patient), BM_ERANGE);
    NO_HANDLE(bm_patient_clone(NULL, &out.patient), BM_EINVAL);
    NO_HANDLE(bm_patient_clone(patient, NULL), BM_EINVAL);
    nothing_to_complain();
}

static void values(void **state) {
    (void)state;
    NO_HANDLE(bm_patient_set(NULL, "core.ESTON", 1.0), BM_EINVAL);
    REFUSED(bm_patient_set(patient, NULL, 1.0), BM_EINVAL, "name|NULL");
    REFUSED(bm_patient_set(patient, "", 1.0), BM_ENOTFOUND, "''");
    REFUSED(bm_patient_set(patient, "core.estON", 1.0), BM_ENOTFOUND, "core.estON");
    REFUSED(bm_patient_set(patient, "denosumab", 1.0), BM_ENOTFOUND, "denosumab");
    REFUSED(bm_patient_set(patient, long_name, 1.0), BM_ENOTFOUND, "a name that is much longer");
    REFUSED(bm_patient_set(patient, "core.OralCa", not_a_number), BM_ERANGE, "core.OralCa|nan|allowed|mmol/h");
    REFUSED(bm_patient_set(patient, "core.OralCa", infinite), BM_ERANGE, "core.OralCa|inf|allowed");
    REFUSED(bm_patient_set(patient, "core.OralCa", -infinite), BM_ERANGE, "core.OralCa|-inf|allowed");
    REFUSED(bm_patient_set(patient, "core.OralCa", 1e300), BM_ERANGE, "core.OralCa|1e+300|allowed");
    REFUSED(bm_patient_set(patient, "core.OralCa", -1.0), BM_ERANGE, "core.OralCa|-1|allowed");
    REFUSED(bm_patient_set(patient, "core.OralCa", 1.0), BM_ESTATE, "core.OralCa|day 10|time 0");
    REFUSED(bm_patient_set(patient, "core.OBfast", 1.0), BM_ECONFLICT, "core.OBfast|computed");

    NO_HANDLE(bm_patient_get(NULL, "core.ESTON", &out.value), BM_EINVAL);
    REFUSED(bm_patient_get(patient, NULL, &out.value), BM_EINVAL, "name|NULL");
    REFUSED(bm_patient_get(patient, "core.ESTON", NULL), BM_EINVAL, "value|NULL");
    REFUSED(bm_patient_get(patient, "serum.pth", &out.value), BM_ENOTFOUND, "serum.pth");
    REFUSED(bm_patient_get(patient, long_name, &out.value), BM_ENOTFOUND, "a name that is much longer");
    nothing_to_complain();
}

static void prescriptions(void **state) {
    (void)state;
    const size_t size = sizeof out.rx;
    NO_HANDLE(bm_prescription_init_sized(NULL, "denosumab", &out.rx, size), BM_EINVAL);
    NO_HANDLE(bm_prescription_init_sized(model, NULL, &out.rx, size), BM_EINVAL);
    NO_HANDLE(bm_prescription_init_sized(model, "denosumab", NULL, size), BM_EINVAL);
    NO_HANDLE(bm_prescription_init_sized(model, "denosumab", &out.rx, 0), BM_ESIZE);
    NO_HANDLE(bm_prescription_init_sized(model, "denosumab", &out.rx, size - 1), BM_ESIZE);
    NO_HANDLE(bm_prescription_init_sized(model, "generic_pk", &out.rx, size), BM_ENOTFOUND);
    NO_HANDLE(bm_prescription_init_sized(model, long_name, &out.rx, size), BM_ENOTFOUND);

    bm_prescription rx;
    NO_HANDLE(bm_patient_prescribe(NULL, NULL, &out.id), BM_EINVAL);
    REFUSED(bm_patient_prescribe(patient, NULL, &out.id), BM_EINVAL, "NULL");
#define PRESCRIBE(agent_name, member, number, status, words)                                                           \
    do {                                                                                                               \
        OK(NULL, bm_prescription_init(model, (agent_name), &rx));                                                      \
        rx.start_d = 10.0;                                                                                             \
        rx.member = (number);                                                                                          \
        REFUSED(bm_patient_prescribe(patient, &rx, &out.id), (status), (words));                                       \
    } while (0)
    PRESCRIBE("denosumab", struct_size, 0, BM_ESIZE, "struct_size|is 0");
    PRESCRIBE("denosumab", struct_size, (uint32_t)size - 1, BM_ESIZE, "struct_size");
    PRESCRIBE("denosumab", agent, NULL, BM_EINVAL, "agent|NULL");
    PRESCRIBE("denosumab", agent, "Denosumab", BM_ENOTFOUND, "Denosumab");
    PRESCRIBE("denosumab", agent, long_name, BM_ENOTFOUND, "a name that is much longer");
    PRESCRIBE("denosumab", dose, not_a_number, BM_ERANGE, "dose|nan|0 to 1000|mg");
    PRESCRIBE("denosumab", dose, infinite, BM_ERANGE, "dose|inf|0 to 1000|mg");
    PRESCRIBE("denosumab", dose, -1.0, BM_ERANGE, "dose|-1|0 to 1000|mg");
    PRESCRIBE("denosumab", dose, 1000.1, BM_ERANGE, "dose|1000.1|0 to 1000|mg");
    PRESCRIBE("denosumab", every_d, not_a_number, BM_ERANGE, "every_d|nan|0.01 to 36525");
    PRESCRIBE("denosumab", every_d, 0.0, BM_ERANGE, "every_d|is 0|0.01 to 36525");
    PRESCRIBE("denosumab", every_d, -1.0, BM_ERANGE, "every_d|-1|0.01 to 36525");
    PRESCRIBE("denosumab", every_d, infinite, BM_ERANGE, "every_d|inf|0.01 to 36525");
    PRESCRIBE("denosumab", start_d, not_a_number, BM_ERANGE, "start_d|nan|day 10");
    PRESCRIBE("denosumab", start_d, 9.5, BM_ERANGE, "start_d|9.5|day 10");
    PRESCRIBE("denosumab", start_d, infinite, BM_ERANGE, "start_d|inf|day 10");
    PRESCRIBE("denosumab", stop_d, not_a_number, BM_ERANGE, "stop_d|nan");
    PRESCRIBE("denosumab", stop_d, infinite, BM_ERANGE, "stop_d|inf");
    PRESCRIBE("denosumab", stop_d, 10.0, BM_ECONFLICT, "stop_d|10|after start_d");
    PRESCRIBE("denosumab", stop_d, 5.0, BM_ECONFLICT, "stop_d|5|after start_d");
    PRESCRIBE("denosumab", adherence, not_a_number, BM_ERANGE, "adherence|nan|0 to 1");
    PRESCRIBE("denosumab", adherence, -0.1, BM_ERANGE, "adherence|-0.1|0 to 1");
    PRESCRIBE("denosumab", adherence, 1.1, BM_ERANGE, "adherence|1.1|0 to 1");
    PRESCRIBE("denosumab", n_parameters, 1, BM_EINVAL, "parameters|NULL|1");
    PRESCRIBE("denosumab", n_parameters, SIZE_MAX, BM_EINVAL, "parameters|NULL");
    PRESCRIBE("pth_infusion", doses, 1, BM_ECONFLICT, "doses|1|continuous");
    PRESCRIBE("pth_infusion", every_d, 1.0, BM_ECONFLICT, "every_d|1|continuous");
    PRESCRIBE("pth_infusion", dose, 10001.0, BM_ERANGE, "dose|10001|0 to 10000|pmol/h");
#undef PRESCRIBE
    const bm_named_value unknown = {"route", 1.0}, nameless = {NULL, 1.0};
    OK(NULL, bm_prescription_init(model, "denosumab", &rx));
    rx.start_d = 10.0;
    rx.n_parameters = 1;
    rx.parameters = &unknown;
    REFUSED(bm_patient_prescribe(patient, &rx, &out.id), BM_ENOTFOUND, "route");
    rx.parameters = &nameless;
    REFUSED(bm_patient_prescribe(patient, &rx, &out.id), BM_EINVAL, "NULL");

    NO_HANDLE(bm_patient_stop(NULL, 1, 20.0), BM_EINVAL);
    REFUSED(bm_patient_stop(patient, 0, 20.0), BM_ENOTFOUND, "0");
    REFUSED(bm_patient_stop(patient, 2, 20.0), BM_ENOTFOUND, "2");
    REFUSED(bm_patient_stop(patient, UINT64_MAX, 20.0), BM_ENOTFOUND, "18446744073709551615");
    REFUSED(bm_patient_stop(patient, 1, 9.0), BM_ERANGE, "stop_d|9|day 10");
    REFUSED(bm_patient_stop(patient, 1, not_a_number), BM_ERANGE, "stop_d|nan|day 10");
    REFUSED(bm_patient_stop(patient, 1, infinite), BM_ERANGE, "stop_d|inf|day 10");
    REFUSED(bm_patient_stop(patient, 1, -infinite), BM_ERANGE, "stop_d|-inf|day 10");
    nothing_to_complain();
}

static int32_t never_visits(void *user, bm_visit *visit) {
    (void)user;
    (void)visit;
    return 0;
}

static int32_t keeps_visit(void *user, bm_visit *visit) {
    *(bm_visit **)user = visit;
    return 0;
}

static void decisions(void **state) {
    (void)state;
    HARMLESS(bm_decision_init_sized(NULL, sizeof(bm_decision)));
    HARMLESS(bm_decision_init_sized((bm_decision *)out.bytes, 3));
    bm_decision decision;
    bm_user_functions functions = {.struct_size = sizeof functions - 1};
    NO_HANDLE(bm_patient_decide(NULL, &decision, &out.id), BM_EINVAL);
    REFUSED(bm_patient_decide(patient, NULL, &out.id), BM_EINVAL, "NULL");
#define DECIDE(member, value, status, words)                                                                           \
    do {                                                                                                               \
        bm_decision_init(&decision);                                                                                   \
        decision.visit = never_visits;                                                                                 \
        decision.first_d = 20.0;                                                                                       \
        decision.observable = "core.PTH";                                                                              \
        decision.crossing = BM_BELOW;                                                                                  \
        decision.member = (value);                                                                                     \
        REFUSED(bm_patient_decide(patient, &decision, &out.id), (status), (words));                                    \
    } while (0)
    DECIDE(struct_size, 0, BM_ESIZE, "struct_size|is 0");
    DECIDE(struct_size, (uint32_t)sizeof decision - 1, BM_ESIZE, "struct_size");
    DECIDE(visit, NULL, BM_EINVAL, "visit function|NULL");
    DECIDE(name, NULL, BM_EINVAL, "name|NULL");
    DECIDE(name, long_name, BM_ERANGE, "name|allowed are up to 39");
    DECIDE(first_d, not_a_number, BM_ERANGE, "first_d|nan");
    DECIDE(first_d, infinite, BM_ERANGE, "first_d|inf");
    DECIDE(first_d, -36526.0, BM_ERANGE, "first_d|-36526");
    DECIDE(every_d, not_a_number, BM_ERANGE, "every_d|nan");
    DECIDE(every_d, infinite, BM_ERANGE, "every_d|inf");
    DECIDE(every_d, 9e-7, BM_ERANGE, "every_d|9e-07|0 (one visit)|1e-06");
    DECIDE(every_d, -1.0, BM_ERANGE, "every_d|-1");
    DECIDE(stop_d, not_a_number, BM_ERANGE, "stop_d|nan");
    DECIDE(stop_d, infinite, BM_ERANGE, "stop_d|inf");
    DECIDE(crossing, 0, BM_EINVAL, "crossing|is 0|BM_BELOW, BM_ABOVE or both");
    DECIDE(crossing, 4, BM_EINVAL, "crossing|is 4|BM_BELOW, BM_ABOVE or both");
    DECIDE(observable, NULL, BM_EINVAL, "crossing|is 1|0 without an observable");
    DECIDE(observable, "core.pth", BM_ENOTFOUND, "core.pth|observable");
    DECIDE(observable, long_name, BM_ENOTFOUND, "a name that is much longer");
    DECIDE(level, not_a_number, BM_ERANGE, "level|nan");
    DECIDE(level, -infinite, BM_ERANGE, "level|-inf");
    DECIDE(functions, &functions, BM_ESIZE, "struct_size of the functions");
#undef DECIDE
    bm_decision_init(&decision);
    decision.visit = never_visits;
    REFUSED(bm_patient_decide(patient, &decision, &out.id), BM_ECONFLICT, "neither first_d nor an observable");
    NO_HANDLE(bm_patient_undecide(NULL, 1), BM_EINVAL);
    REFUSED(bm_patient_undecide(patient, 0), BM_ENOTFOUND, "0");
    REFUSED(bm_patient_undecide(patient, UINT64_MAX), BM_ENOTFOUND, "18446744073709551615");

    /* a handle that was kept beyond its visit */
    bm_visit *old = NULL;
    uint32_t crossing = 0;
    bm_prescription rx;
    bm_patient *other = bm_test_patient(model, 0.0);
    bm_decision_init(&decision);
    decision.visit = keeps_visit;
    decision.user = &old;
    decision.first_d = 0.0;
    OK(NULL, bm_prescription_init(model, "denosumab", &rx));
    OK(other, bm_patient_decide(other, &decision, NULL));
    OK(other, bm_patient_advance_to(other, 1.0));
    assert_non_null(old);
    for (int i = 0; i < 2; i++) {
        bm_visit *visit = i ? NULL : old;
        const bm_status expected = i ? BM_EINVAL : BM_ESTATE;
        NO_HANDLE(bm_visit_time(visit, &out.value), expected);
        NO_HANDLE(bm_visit_member(visit, &out.id), expected);
        NO_HANDLE(bm_visit_crossed(visit, &crossing), expected);
        NO_HANDLE(bm_visit_observe(visit, "core.PTH", &out.value), expected);
        NO_HANDLE(bm_visit_observe_index(visit, 0, &out.value), expected);
        NO_HANDLE(bm_visit_prescribe(visit, &rx, &out.id), expected);
        NO_HANDLE(bm_visit_stop(visit, 1, 5.0), expected);
        NO_HANDLE(bm_visit_change(visit, 1, &rx, &out.id), expected);
        GIVES(bm_visit_last_error(visit), [0] == '\0');
    }
    bm_patient_destroy(other);
    nothing_to_complain();
}

static void simulation(void **state) {
    (void)state;
    NO_HANDLE(bm_patient_set_progress(NULL, NULL, NULL), BM_EINVAL);
    const double bad_times[] = {not_a_number, infinite, -infinite, -1.0, 0.0, 9.999, 36525.1, 1e300};
    NO_HANDLE(bm_patient_advance_to(NULL, 20.0), BM_EINVAL);
    for (size_t i = 0; i < BM_COUNT(bad_times); i++)
        REFUSED(bm_patient_advance_to(patient, bad_times[i]), BM_ERANGE, "day|10 to 36525");
    REFUSED(bm_patient_advance_to(patient, 9.5), BM_ERANGE, "9.5");
    NO_HANDLE(bm_patient_advance_by(NULL, 20.0), BM_EINVAL);
    const double bad_days[] = {not_a_number, infinite, -infinite, -1e-9, 36525.1, 36520.0};
    for (size_t i = 0; i < BM_COUNT(bad_days); i++)
        REFUSED(bm_patient_advance_by(patient, bad_days[i]), BM_ERANGE, "36525");
    REFUSED(bm_patient_advance_by(patient, -1e-9), BM_ERANGE, "-1e-09|0 to 36525");
    NO_HANDLE(bm_patient_time(NULL, &out.value), BM_EINVAL);
    NO_HANDLE(bm_patient_time(patient, NULL), BM_EINVAL);

    NO_HANDLE(bm_patient_observe(NULL, "core.PTH", &out.value), BM_EINVAL);
    REFUSED(bm_patient_observe(patient, NULL, &out.value), BM_EINVAL, "name|NULL");
    REFUSED(bm_patient_observe(patient, "core.PTH", NULL), BM_EINVAL, "value|NULL");
    REFUSED(bm_patient_observe(patient, "core.kb", &out.value), BM_ENOTFOUND, "core.kb");
    REFUSED(bm_patient_observe(patient, long_name, &out.value), BM_ENOTFOUND, "a name that is much longer");
    const size_t n = bm_catalog_count(model, BM_KIND_OBSERVABLE);
    NO_HANDLE(bm_patient_observe_index(NULL, 0, &out.value), BM_EINVAL);
    REFUSED(bm_patient_observe_index(patient, 0, NULL), BM_EINVAL, "value|NULL");
    REFUSED(bm_patient_observe_index(patient, n, &out.value), BM_ENOTFOUND, "index|allowed is 0 to");
    REFUSED(bm_patient_observe_index(patient, SIZE_MAX, &out.value), BM_ENOTFOUND, "index|allowed is 0 to");

    const double times[] = {10.0, 20.0, 30.0};
    const size_t which[] = {0, 1};
    double *const values = out.values;
    NO_HANDLE(bm_patient_sample(NULL, times, 3, which, 2, values, 6), BM_EINVAL);
    REFUSED(bm_patient_sample(patient, NULL, 3, which, 2, values, 6), BM_EINVAL, "times_d|NULL");
    REFUSED(bm_patient_sample(patient, times, 3, NULL, 2, values, 6), BM_EINVAL, "observables|NULL");
    REFUSED(bm_patient_sample(patient, times, 3, which, 2, NULL, 6), BM_EINVAL, "values|NULL");
    REFUSED(bm_patient_sample(patient, times, 0, which, 2, values, 6), BM_EINVAL, "n_times|0|1 or more");
    REFUSED(bm_patient_sample(patient, times, 3, which, 0, values, 6), BM_EINVAL, "n_observables|0|1 or more");
    REFUSED(bm_patient_sample(patient, times, 3, which, 2, values, 5), BM_ESIZE, "5|3 x 2");
    REFUSED(bm_patient_sample(patient, times, 3, which, 2, values, 0), BM_ESIZE, "0|3 x 2");
    REFUSED(bm_patient_sample(patient, times, SIZE_MAX, which, 2, values, 6), BM_ESIZE, "6");
    REFUSED(bm_patient_sample(patient, times, SIZE_MAX / 2 + 2, which, 2, values, 6), BM_ESIZE, "6");
    REFUSED(bm_patient_sample(patient, times, 3, which, SIZE_MAX, values, 6), BM_ESIZE, "6");
    const size_t unknown[] = {0, n};
    REFUSED(bm_patient_sample(patient, times, 3, unknown, 2, values, 6), BM_ENOTFOUND,
            "observables[1]|allowed is 0 to");
    double bad[3];
#define SAMPLE(i, number, words)                                                                                       \
    do {                                                                                                               \
        memcpy(bad, times, sizeof bad);                                                                                \
        bad[i] = (number);                                                                                             \
        REFUSED(bm_patient_sample(patient, bad, 3, which, 2, values, 6), BM_ERANGE, (words));                          \
    } while (0)
    SAMPLE(0, 9.0, "times_d[0]|9|10");
    SAMPLE(0, not_a_number, "times_d[0]|nan|10");
    SAMPLE(0, -infinite, "times_d[0]|-inf|10");
    SAMPLE(1, 10.0, "times_d[1]|10|after");
    SAMPLE(1, 5.0, "times_d[1]|5|after");
    SAMPLE(1, not_a_number, "times_d[1]|nan|after");
    SAMPLE(2, 20.0, "times_d[2]|20|after");
    SAMPLE(2, infinite, "times_d[2]|inf|36525");
    SAMPLE(2, 36526.0, "times_d[2]|36526|36525");
#undef SAMPLE

    NO_HANDLE(bm_patient_read_stats_sized(NULL, &out.stats, sizeof out.stats), BM_EINVAL);
    NO_HANDLE(bm_patient_read_stats_sized(patient, NULL, sizeof out.stats), BM_EINVAL);
    NO_HANDLE(bm_patient_read_stats_sized(patient, &out.stats, 0), BM_ESIZE);
    NO_HANDLE(bm_patient_read_stats_sized(patient, &out.stats, sizeof out.stats - 1), BM_ESIZE);
    nothing_to_complain();
}

static void read_back(void **state) {
    (void)state;
    int32_t set = 7;
    const size_t size = sizeof(bm_prescription), decision_size = sizeof(bm_decision);
    bm_decision *decision = (bm_decision *)out.bytes;
    GIVES(bm_patient_prescription_count(NULL), == 0);
    GIVES(bm_patient_prescription_count(patient), == 1);
    GIVES(bm_patient_decision_count(NULL), == 0);
    NO_HANDLE(bm_patient_is_set(NULL, "age_years", &set), BM_EINVAL);
    REFUSED(bm_patient_is_set(patient, NULL, &set), BM_EINVAL, "name|NULL");
    REFUSED(bm_patient_is_set(patient, "core.kb", NULL), BM_EINVAL, "answer|NULL");
    REFUSED(bm_patient_is_set(patient, long_name, &set), BM_ENOTFOUND, "a name that is much longer");
    NO_HANDLE(bm_patient_read_prescription_sized(NULL, 0, &out.rx, size, &out.id, &out.value), BM_EINVAL);
    REFUSED(bm_patient_read_prescription_sized(patient, 0, NULL, size, &out.id, &out.value), BM_EINVAL, "NULL");
    REFUSED(bm_patient_read_prescription_sized(patient, 0, &out.rx, size - 1, &out.id, &out.value), BM_ESIZE,
            "struct_size");
    REFUSED(bm_patient_read_prescription_sized(patient, 1, &out.rx, size, &out.id, &out.value), BM_ENOTFOUND,
            "index 1");
    REFUSED(bm_patient_read_prescription_sized(patient, SIZE_MAX, &out.rx, size, NULL, NULL), BM_ENOTFOUND, "index");
    NO_HANDLE(bm_patient_read_decision_sized(NULL, 0, decision, decision_size, &out.id), BM_EINVAL);
    REFUSED(bm_patient_read_decision_sized(patient, 0, NULL, decision_size, &out.id), BM_EINVAL, "NULL");
    REFUSED(bm_patient_read_decision_sized(patient, 0, decision, decision_size - 1, &out.id), BM_ESIZE, "struct_size");
    REFUSED(bm_patient_read_decision_sized(patient, 0, decision, decision_size, &out.id), BM_ENOTFOUND, "index 0");
    const double time_d = 1.0;
    const size_t which = 0;
    char *text = (char *)out.bytes;
    NO_HANDLE(bm_patient_write_scenario(NULL, &time_d, 1, &which, 1, text, 99, &out.size), BM_EINVAL);
    REFUSED(bm_patient_write_scenario(patient, NULL, 1, &which, 1, text, 99, &out.size), BM_EINVAL, "times");
    REFUSED(bm_patient_write_scenario(patient, &time_d, 1, NULL, 1, text, 99, &out.size), BM_EINVAL, "observables");
    REFUSED(bm_patient_write_scenario(patient, &not_a_number, 1, &which, 1, text, 99, &out.size), BM_ERANGE, "nan");
    REFUSED(bm_patient_write_scenario(patient, &time_d, 1, &which, 1, text, 9, &out.size), BM_ESIZE, "9 bytes");
    REFUSED(bm_patient_write_scenario(patient, &time_d, 1, &which, 1, NULL, 0, NULL), BM_EINVAL, "NULL");
    bm_part *parts = (bm_part *)out.bytes;
    const size_t part_size = sizeof *parts;
    NO_HANDLE(bm_patient_explain_sized(NULL, 20.0, 0, parts, part_size, 9, &out.size), BM_EINVAL);
    REFUSED(bm_patient_explain_sized(patient, 20.0, 0, NULL, part_size, 9, &out.size), BM_EINVAL, "NULL");
    REFUSED(bm_patient_explain_sized(patient, 20.0, 0, parts, part_size, 9, NULL), BM_EINVAL, "NULL");
    REFUSED(bm_patient_explain_sized(patient, 20.0, 0, parts, part_size - 1, 9, &out.size), BM_ESIZE, "size of a part");
    REFUSED(bm_patient_explain_sized(patient, 20.0, 0, parts, part_size, 1, &out.size), BM_ESIZE, "1 parts");
    REFUSED(bm_patient_explain_sized(patient, 20.0, SIZE_MAX, parts, part_size, 9, &out.size), BM_ENOTFOUND, "0 to");
    REFUSED(bm_patient_explain_sized(patient, 9.0, 0, parts, part_size, 9, &out.size), BM_ERANGE, "day 9");
    REFUSED(bm_patient_explain_sized(patient, infinite, 0, parts, part_size, 9, &out.size), BM_ERANGE, "inf");
    const char *const name = "core.kb";
    double *values = out.values;
    NO_HANDLE(bm_patient_sensitivities(NULL, &name, 1, &time_d, 1, &which, 1, values, 1), BM_EINVAL);
    REFUSED(bm_patient_sensitivities(patient, NULL, 1, &time_d, 1, &which, 1, values, 1), BM_EINVAL, "names");
    REFUSED(bm_patient_sensitivities(patient, &name, 1, &time_d, 1, &which, 1, NULL, 1), BM_EINVAL, "NULL");
    REFUSED(bm_patient_sensitivities(patient, &name, 1, &time_d, 1, &which, 1, values, 0), BM_ESIZE, "0 numbers");
    REFUSED(bm_patient_sensitivities(patient, &name, 1, &time_d, 1, &which, 1, values, 1), BM_ESTATE, "time 0|day 10");
    nothing_to_complain();
}

static void messages(void **state) {
    (void)state;
    GIVES(bm_patient_last_error(NULL), [0] == '\0');
    GIVES(bm_patient_warning_count(NULL), == 0);
    GIVES(bm_patient_warning_count(patient), == 0);
    GIVES(bm_patient_warning(NULL, 0), == NULL);
    GIVES(bm_patient_warning(patient, 0), == NULL);
    GIVES(bm_patient_warning(patient, SIZE_MAX), == NULL);
    HARMLESS(bm_patient_clear_warnings(NULL));
    HARMLESS(bm_patient_clear_warnings(patient));
    NO_HANDLE(bm_patient_applicability(NULL, &out.size), BM_EINVAL);
    NO_HANDLE(bm_patient_applicability(patient, NULL), BM_EINVAL);
    GIVES(bm_patient_applicability_reason(NULL, 0), == NULL);
    GIVES(bm_patient_applicability_reason(patient, 0), == NULL);
    GIVES(bm_patient_applicability_reason(patient, SIZE_MAX), == NULL);
    nothing_to_complain();
}

static void snapshots(void **state) {
    (void)state;
    NO_HANDLE(bm_patient_save_size(NULL, &out.size), BM_EINVAL);
    NO_HANDLE(bm_patient_save_size(patient, NULL), BM_EINVAL);
    NO_HANDLE(bm_patient_save(NULL, out.bytes, sizeof out.bytes, &out.size), BM_EINVAL);
    REFUSED(bm_patient_save(patient, NULL, sizeof out.bytes, &out.size), BM_EINVAL, "buffer|NULL");
    char needed[32];
    snprintf(needed, sizeof needed, "%zu", saved.size);
    REFUSED(bm_patient_save(patient, out.bytes, 0, &out.size), BM_ESIZE, needed);
    REFUSED(bm_patient_save(patient, out.bytes, saved.size - 1, &out.size), BM_ESIZE, needed);

    NO_HANDLE(bm_patient_load(NULL, saved.data, saved.size, &out.patient), BM_EINVAL);
    NO_HANDLE(bm_patient_load(model, NULL, saved.size, &out.patient), BM_EINVAL);
    NO_HANDLE(bm_patient_load(model, saved.data, saved.size, NULL), BM_EINVAL);
    NO_HANDLE(bm_patient_load(model, saved.data, 0, &out.patient), BM_EFORMAT);
    NO_HANDLE(bm_patient_load(model, saved.data, 7, &out.patient), BM_EFORMAT);
    NO_HANDLE(bm_patient_load(model, saved.data, saved.size - 1, &out.patient), BM_EFORMAT);
    unsigned char *wrong = malloc(saved.size);
    assert_non_null(wrong);
    memcpy(wrong, saved.data, saved.size);
    wrong[8] = 200; /* the format's version comes second, the model's name fourth */
    bm_test_seal(wrong, saved.size);
    NO_HANDLE(bm_patient_load(model, wrong, saved.size, &out.patient), BM_EVERSION);
    memcpy(wrong, saved.data, saved.size);
    wrong[24] = 'x';
    bm_test_seal(wrong, saved.size);
    NO_HANDLE(bm_patient_load(model, wrong, saved.size, &out.patient), BM_EMODEL);
    free(wrong);
    nothing_to_complain();
}

static int32_t nothing(void *user, bm_hook_at *at) {
    (void)user;
    (void)at;
    return 0;
}

/* What a hook may not be is in hook_test.c, row by row. */
static void hooks(void **state) {
    (void)state;
    bm_hook hook;
    bm_hook_init(&hook);
    hook.name = "denosumab";
    hook.field = nothing;
    HARMLESS(bm_hook_init_sized(NULL, sizeof hook));
    HARMLESS(bm_hook_init_sized(&hook, 0));
    NO_HANDLE(bm_patient_hook(NULL, &hook), BM_EINVAL);
    REFUSED(bm_patient_hook(patient, NULL), BM_EINVAL, "NULL");
    REFUSED(bm_patient_hook(patient, &hook), BM_ECONFLICT, "denosumab|taken");
    NO_HANDLE(bm_patient_read_hook(NULL, "hook", out.values, 8), BM_EINVAL);
    REFUSED(bm_patient_read_hook(patient, NULL, out.values, 8), BM_EINVAL, "name|NULL");
    REFUSED(bm_patient_read_hook(patient, "denosumab", NULL, 8), BM_EINVAL, "buffer|NULL");
    REFUSED(bm_patient_read_hook(patient, "denosumab", out.values, 8), BM_ENOTFOUND, "denosumab|hook");

    const size_t size = sizeof out.rx;
    NO_HANDLE(bm_patient_prescription_init_sized(NULL, "denosumab", &out.rx, size), BM_EINVAL);
    REFUSED(bm_patient_prescription_init_sized(patient, NULL, &out.rx, size), BM_EINVAL, "agent|NULL");
    REFUSED(bm_patient_prescription_init_sized(patient, "denosumab", NULL, size), BM_EINVAL, "prescription|NULL");
    REFUSED(bm_patient_prescription_init_sized(patient, "denosumab", &out.rx, size - 1), BM_ESIZE, "struct_size");
    REFUSED(bm_patient_prescription_init_sized(patient, long_name, &out.rx, size), BM_ENOTFOUND, "a name that is much");

    bm_callbacks callbacks = {.struct_size = (uint32_t)sizeof callbacks, .n_hooks = 1};
    NO_HANDLE(bm_patient_load_with(NULL, saved.data, saved.size, NULL, &out.patient), BM_EINVAL);
    NO_HANDLE(bm_patient_load_with(model, NULL, saved.size, NULL, &out.patient), BM_EINVAL);
    NO_HANDLE(bm_patient_load_with(model, saved.data, saved.size, NULL, NULL), BM_EINVAL);
    NO_HANDLE(bm_patient_load_with(model, saved.data, saved.size, &callbacks, &out.patient), BM_EINVAL);
    callbacks.struct_size = 8;
    NO_HANDLE(bm_patient_load_with(model, saved.data, saved.size, &callbacks, &out.patient), BM_ESIZE);
    nothing_to_complain();
}

static void conflict_of_values(void **state) {
    (void)state;
    bm_patient *other = bm_test_patient(model, 0.0);
    OK(other, bm_patient_set(other, "core.B", 1300.0)); /* AOH at the start is computed from it */
    OK(other, bm_patient_set(other, "core.GFRdelta", 84.0));
    OK(other, bm_patient_set(other, "core.GFR", 1.0)); /* a loss larger than what there is */
    struct bm_bytes before_call = bm_test_save(other);
    const size_t which = 0;
    const double times[] = {1.0};
#define CONFLICT(call)                                                                                                 \
    do {                                                                                                               \
        NO_HANDLE(call, BM_ECONFLICT);                                                                                 \
        if (!strstr(bm_patient_last_error(other), "kGFR"))                                                             \
            complain(#call, "the sentence is", bm_patient_last_error(other));                                          \
        if (!bm_test_is_saved(other, &before_call))                                                                    \
            complain(#call, "the patient", "changed");                                                                 \
    } while (0)
    CONFLICT(bm_patient_observe(other, "core.PTH", &out.value));
    CONFLICT(bm_patient_observe_index(other, 0, &out.value));
    CONFLICT(bm_patient_get(other, "core.OBfast", &out.value));
    CONFLICT(bm_patient_advance_to(other, 1.0));
    CONFLICT(bm_patient_advance_by(other, 1.0));
    CONFLICT(bm_patient_sample(other, times, 1, &which, 1, out.values, 1));
#undef CONFLICT
    LEGAL(bm_patient_set(other, "core.GFR", 6.0));
    LEGAL(bm_patient_advance_to(other, 1.0));
    free(before_call.data);
    bm_patient_destroy(other);
    nothing_to_complain();
}

/* As REFUSED, with the sentence of a cohort. */
#define COHORT_REFUSED(call, expected, words)                                                                          \
    do {                                                                                                               \
        NO_HANDLE(call, expected);                                                                                     \
        one_sentence(#call, bm_cohort_last_error(cohort), words);                                                      \
    } while (0)

static void cohorts_of_bad_options(void **state) {
    (void)state;
    bm_model *full = bm_test_full_model();
    bm_patient *profile = bm_test_patient(full, 0.0);
    HARMLESS(bm_cohort_options_init_sized(NULL, sizeof(bm_cohort_options)));
    HARMLESS(bm_cohort_options_init_sized((bm_cohort_options *)out.bytes, 3));
    HARMLESS(bm_cohort_options_band(NULL, BM_BAND_TRIAL));
    HARMLESS(bm_cohort_destroy(NULL));
    NO_HANDLE(bm_cohort_create(NULL, NULL, &out.cohort), BM_EINVAL);
    NO_HANDLE(bm_cohort_create(profile, NULL, NULL), BM_EINVAL);
    NO_HANDLE(bm_cohort_create(patient, NULL, &out.cohort), BM_ECONFLICT); /* the core's */
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.struct_size = (uint32_t)(offsetof(bm_cohort_options, parameter_spread) + sizeof(double) - 1);
    NO_HANDLE(bm_cohort_create(profile, &options, &out.cohort), BM_ESIZE);
    options.struct_size = 0;
    NO_HANDLE(bm_cohort_create(profile, &options, &out.cohort), BM_ESIZE);
#define BAD(field, ...)                                                                                                \
    do {                                                                                                               \
        const double bad[] = {__VA_ARGS__};                                                                            \
        for (size_t i = 0; i < BM_COUNT(bad); i++) {                                                                   \
            bm_cohort_options_init(&options);                                                                          \
            options.field = bad[i];                                                                                    \
            NO_HANDLE(bm_cohort_create(profile, &options, &out.cohort), BM_ERANGE);                                    \
        }                                                                                                              \
    } while (0)
    BAD(variability, not_a_number, infinite, -infinite, -1e-9, 3.0000001);
    BAD(measurement_error, not_a_number, infinite, -infinite, -1e-9, 3.0000001);
    BAD(study_difference, not_a_number, infinite, -infinite, -1e-9, 3.0000001);
#undef BAD
    const uint64_t sizes[] = {0, (UINT64_C(1) << 53) + 1, UINT64_MAX};
    for (size_t i = 0; i < BM_COUNT(sizes); i++) {
        bm_cohort_options_init(&options);
        options.size = sizes[i];
        NO_HANDLE(bm_cohort_create(profile, &options, &out.cohort), BM_ERANGE);
    }
    const uint64_t firsts[] = {(UINT64_C(1) << 53) - 99, UINT64_MAX};
    for (size_t i = 0; i < BM_COUNT(firsts); i++) {
        bm_cohort_options_init(&options);
        options.first_member = firsts[i];
        NO_HANDLE(bm_cohort_create(profile, &options, &out.cohort), BM_ERANGE);
    }
    const uint32_t threads[] = {0, 257, UINT32_MAX}, lanes[] = {3, 6, 9, 16, UINT32_MAX};
    for (size_t i = 0; i < BM_COUNT(threads); i++) {
        bm_cohort_options_init(&options);
        options.threads = threads[i];
        NO_HANDLE(bm_cohort_create(profile, &options, &out.cohort), BM_ERANGE);
    }
    for (size_t i = 0; i < BM_COUNT(lanes); i++) {
        bm_cohort_options_init(&options);
        options.lanes = lanes[i];
        NO_HANDLE(bm_cohort_create(profile, &options, &out.cohort), BM_ERANGE);
    }
    OK(profile, bm_patient_advance_to(profile, 1e-3));
    NO_HANDLE(bm_cohort_create(profile, NULL, &out.cohort), BM_ESTATE);
    bm_patient_destroy(profile);
    bm_model_destroy(full);
    nothing_to_complain();
}

static void cohorts(void **state) {
    (void)state;
    enum { SIZE = 4, N = 8 };
    bm_model *full = bm_test_full_model();
    bm_patient *profile = bm_test_patient(full, 0.0);
    bm_cohort *cohort = NULL, *never = NULL;
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.size = SIZE;
    OK(profile, bm_patient_set(profile, "t_score.total_hip", -1.0));
    LEGAL(bm_cohort_create(profile, &options, &cohort));
    LEGAL(bm_cohort_create(profile, &options, &never));
    LEGAL(bm_cohort_vary(cohort, "age_years", 4.0, not_a_number, 80.0));
    LEGAL(bm_cohort_vary(cohort, "weight_kg", 9.0, 50.0, not_a_number));
    LEGAL(bm_cohort_correlate(cohort, "age_years", "weight_kg", 0.2));
    LEGAL(bm_cohort_vary(never, "age_years", 4.0, not_a_number, 80.0));
    LEGAL(bm_cohort_vary(never, "weight_kg", 9.0, 50.0, not_a_number));
    LEGAL(bm_cohort_correlate(never, "age_years", "weight_kg", 0.2));

    const double nan = not_a_number;
    NO_HANDLE(bm_cohort_vary(NULL, "age_years", 1.0, nan, nan), BM_EINVAL);
    COHORT_REFUSED(bm_cohort_vary(cohort, NULL, 1.0, nan, nan), BM_EINVAL, "covariate|NULL");
    COHORT_REFUSED(bm_cohort_vary(cohort, "", 1.0, nan, nan), BM_ENOTFOUND, "''");
    COHORT_REFUSED(bm_cohort_vary(cohort, "core.GFR", 1.0, nan, nan), BM_ENOTFOUND, "core.GFR|covariate");
    COHORT_REFUSED(bm_cohort_vary(cohort, long_name, 1.0, nan, nan), BM_ENOTFOUND, "a name that is much longer");
    COHORT_REFUSED(bm_cohort_vary(cohort, "prior_fracture", 0.1, nan, nan), BM_ECONFLICT, "prior_fracture|0 or 1");
    COHORT_REFUSED(bm_cohort_vary(cohort, "bmd.total_hip", 0.1, nan, nan), BM_ECONFLICT, "bmd.total_hip|t_score");
    const double bad_sd[] = {nan, infinite, -infinite, -1e-300};
    for (size_t i = 0; i < BM_COUNT(bad_sd); i++)
        COHORT_REFUSED(bm_cohort_vary(cohort, "age_years", bad_sd[i], nan, nan), BM_ERANGE, "age_years|SD|allowed");
    const double bad_range[][2] = {{80.0, 40.0},    {61.0, 61.0}, {nan, 17.0},   {111.0, nan},    {-infinite, nan},
                                   {nan, infinite}, {17.9, 80.0}, {50.0, 110.1}, {infinite, nan}, {nan, -infinite}};
    for (size_t i = 0; i < BM_COUNT(bad_range); i++)
        COHORT_REFUSED(bm_cohort_vary(cohort, "age_years", 1.0, bad_range[i][0], bad_range[i][1]), BM_ERANGE,
                       "age_years|range|18 to 110");
    /* so far from her that hardly a draw would lie there */
    COHORT_REFUSED(bm_cohort_vary(cohort, "age_years", 1.0, 64.5, nan), BM_ERANGE, "64.5|61|3 SD");
    COHORT_REFUSED(bm_cohort_vary(cohort, "age_years", 0.0, nan, 60.0), BM_ERANGE, "60|61|3 SD");

    NO_HANDLE(bm_cohort_correlate(NULL, "age_years", "weight_kg", 0.1), BM_EINVAL);
    COHORT_REFUSED(bm_cohort_correlate(cohort, NULL, "weight_kg", 0.1), BM_EINVAL, "NULL");
    COHORT_REFUSED(bm_cohort_correlate(cohort, "weight_kg", NULL, 0.1), BM_EINVAL, "NULL");
    COHORT_REFUSED(bm_cohort_correlate(cohort, "weight", "age_years", 0.1), BM_ENOTFOUND, "'weight'");
    COHORT_REFUSED(bm_cohort_correlate(cohort, "age_years", "height_cm", 0.1), BM_ENOTFOUND, "height_cm|does not vary");
    COHORT_REFUSED(bm_cohort_correlate(cohort, "age_years", "age_years", 0.1), BM_EINVAL, "both names are age_years");
    const double bad_r[] = {nan, infinite, -infinite, 1.0, -1.0, 2.0};
    for (size_t i = 0; i < BM_COUNT(bad_r); i++)
        COHORT_REFUSED(bm_cohort_correlate(cohort, "age_years", "weight_kg", bad_r[i]), BM_ERANGE,
                       "age_years|weight_kg|between -1 and 1");
    NO_HANDLE(bm_cohort_set_progress(NULL, NULL, NULL), BM_EINVAL);
    LEGAL(bm_cohort_advance_to(cohort, 5.0));
    LEGAL(bm_cohort_advance_to(never, 5.0));
    COHORT_REFUSED(bm_cohort_vary(cohort, "age_years", 1.0, nan, nan), BM_ESTATE, "time 0|day 5");
    COHORT_REFUSED(bm_cohort_correlate(cohort, "age_years", "weight_kg", 0.1), BM_ESTATE, "time 0|day 5");

    NO_HANDLE(bm_cohort_advance_to(NULL, 6.0), BM_EINVAL);
    const double bad_time[] = {nan, infinite, -infinite, -1.0, 0.0, 4.999, BM_MAX_TIME_D + 1e-3, 1e300};
    for (size_t i = 0; i < BM_COUNT(bad_time); i++)
        COHORT_REFUSED(bm_cohort_advance_to(cohort, bad_time[i]), BM_ERANGE, "day 5 to 36525");
    NO_HANDLE(bm_cohort_time(NULL, &out.value), BM_EINVAL);
    NO_HANDLE(bm_cohort_time(cohort, NULL), BM_EINVAL);

    const size_t which[] = {0, 1}, n = bm_catalog_count(full, BM_KIND_OBSERVABLE);
    const double times[] = {5.0, 6.0}, percentiles[] = {0.0, 100.0};
    NO_HANDLE(bm_cohort_sample(NULL, times, 1, which, 1, out.values, N), BM_EINVAL);
    COHORT_REFUSED(bm_cohort_sample(cohort, NULL, 1, which, 1, out.values, N), BM_EINVAL, "times_d|NULL");
    COHORT_REFUSED(bm_cohort_sample(cohort, times, 1, NULL, 1, out.values, N), BM_EINVAL, "observables|NULL");
    COHORT_REFUSED(bm_cohort_sample(cohort, times, 1, which, 1, NULL, N), BM_EINVAL, "buffer|NULL");
    COHORT_REFUSED(bm_cohort_sample(cohort, times, 0, which, 1, out.values, N), BM_EINVAL, "n_times|1 or more");
    COHORT_REFUSED(bm_cohort_sample(cohort, times, 1, which, 0, out.values, N), BM_EINVAL, "n_observables|1 or more");
    COHORT_REFUSED(bm_cohort_sample(cohort, times, 1, which, 2, out.values, N - 1), BM_ESIZE, "7|4 x 1 x 2");
    COHORT_REFUSED(bm_cohort_sample(cohort, times, 2, which, 1, out.values, N - 1), BM_ESIZE, "7|4 x 2 x 1");
    COHORT_REFUSED(bm_cohort_sample(cohort, times, 1, which, 1, out.values, 0), BM_ESIZE, "0|4 x 1 x 1");
    COHORT_REFUSED(bm_cohort_sample(cohort, times, SIZE_MAX, which, 1, out.values, N), BM_ESIZE, "room");
    COHORT_REFUSED(bm_cohort_sample(cohort, times, 1, which, SIZE_MAX, out.values, N), BM_ESIZE, "room");
    COHORT_REFUSED(bm_cohort_sample(cohort, times, SIZE_MAX / 2, which, SIZE_MAX / 2, out.values, N), BM_ESIZE, "room");
    const size_t unknown[] = {0, n}, far[] = {SIZE_MAX};
    COHORT_REFUSED(bm_cohort_sample(cohort, times, 1, unknown, 2, out.values, N), BM_ENOTFOUND, "observables[1]");
    COHORT_REFUSED(bm_cohort_sample(cohort, times, 1, far, 1, out.values, N), BM_ENOTFOUND, "observables[0]");
    const double bad_times[][2] = {{4.9, 6.0}, {5.0, 5.0},      {6.0, 5.5},       {nan, 6.0},
                                   {5.0, nan}, {5.0, infinite}, {-infinite, 6.0}, {6.0, BM_MAX_TIME_D + 1.0}};
    for (size_t i = 0; i < BM_COUNT(bad_times); i++) {
        COHORT_REFUSED(bm_cohort_sample(cohort, bad_times[i], 2, which, 1, out.values, N), BM_ERANGE,
                       "times_d[|allowed");
        COHORT_REFUSED(bm_cohort_summarise(cohort, bad_times[i], 2, which, 1, NULL, 0, NULL, out.values, N), BM_ERANGE,
                       "times_d[|allowed");
    }

    NO_HANDLE(bm_cohort_summarise(NULL, times, 1, which, 1, NULL, 0, NULL, out.values, N), BM_EINVAL);
    COHORT_REFUSED(bm_cohort_summarise(cohort, NULL, 1, which, 1, NULL, 0, NULL, out.values, N), BM_EINVAL, "times_d");
    COHORT_REFUSED(bm_cohort_summarise(cohort, times, 1, NULL, 1, NULL, 0, NULL, out.values, N), BM_EINVAL,
                   "observables");
    COHORT_REFUSED(bm_cohort_summarise(cohort, times, 1, which, 1, NULL, 0, NULL, NULL, N), BM_EINVAL, "buffer");
    COHORT_REFUSED(bm_cohort_summarise(cohort, times, 0, which, 1, NULL, 0, NULL, out.values, N), BM_EINVAL, "n_times");
    COHORT_REFUSED(bm_cohort_summarise(cohort, times, 1, which, 0, NULL, 0, NULL, out.values, N), BM_EINVAL,
                   "n_observables");
    COHORT_REFUSED(bm_cohort_summarise(cohort, times, 1, which, 1, NULL, 1, NULL, out.values, N), BM_EINVAL,
                   "percentiles|NULL");
    COHORT_REFUSED(bm_cohort_summarise(cohort, times, 1, far, 1, NULL, 0, NULL, out.values, N), BM_ENOTFOUND,
                   "observables[0]");
    COHORT_REFUSED(bm_cohort_summarise(cohort, times, 2, which, 1, NULL, 0, NULL, out.values, N - 1), BM_ESIZE,
                   "7|4 x 2 x 1");
    COHORT_REFUSED(bm_cohort_summarise(cohort, times, 1, which, 1, percentiles, 2, NULL, out.values, 5), BM_ESIZE,
                   "5|6 x 1 x 1");
    for (size_t i = 0; i < 6; i++) /* sums that pass beyond the largest number */
        COHORT_REFUSED(bm_cohort_summarise(cohort, times, 1, which, 1, percentiles, SIZE_MAX - i, NULL, out.values, N),
                       BM_ESIZE, "room");
    const double bad_percentiles[] = {nan, infinite, -infinite, -1e-9, 100.0001};
    for (size_t i = 0; i < BM_COUNT(bad_percentiles); i++)
        COHORT_REFUSED(bm_cohort_summarise(cohort, times, 1, which, 1, &bad_percentiles[i], 1, NULL, out.values, N),
                       BM_ERANGE, "percentiles[0]|0 to 100");

    NO_HANDLE(bm_cohort_member(NULL, 0, &out.patient), BM_EINVAL);
    COHORT_REFUSED(bm_cohort_member(cohort, 0, NULL), BM_EINVAL, "patient|NULL");
    COHORT_REFUSED(bm_cohort_member(cohort, SIZE, &out.patient), BM_ENOTFOUND, "4|0 to 3");
    COHORT_REFUSED(bm_cohort_member(cohort, UINT64_MAX, &out.patient), BM_ENOTFOUND, "0 to 3");
    GIVES(bm_cohort_failure_count(NULL), == 0);
    GIVES(bm_cohort_failure_count(cohort), == 0);
    NO_HANDLE(bm_cohort_failure(NULL, 0, &out.id, &out.status), BM_EINVAL);
    NO_HANDLE(bm_cohort_failure(cohort, 0, &out.id, &out.status), BM_ENOTFOUND);
    NO_HANDLE(bm_cohort_failure(cohort, SIZE_MAX, NULL, NULL), BM_ENOTFOUND);
    GIVES(bm_cohort_failure_text(NULL, 0), == NULL);
    GIVES(bm_cohort_failure_text(cohort, 0), == NULL);
    GIVES(bm_cohort_failure_text(cohort, SIZE_MAX), == NULL);
    GIVES(bm_cohort_last_error(NULL), [0] == '\0');
    GIVES(bm_cohort_last_error(never), [0] == '\0');
    const size_t size = sizeof out.cohort_stats;
    NO_HANDLE(bm_cohort_read_stats_sized(NULL, &out.cohort_stats, size), BM_EINVAL);
    NO_HANDLE(bm_cohort_read_stats_sized(cohort, NULL, size), BM_EINVAL);
    NO_HANDLE(bm_cohort_read_stats_sized(cohort, &out.cohort_stats, 0), BM_ESIZE);
    NO_HANDLE(bm_cohort_read_stats_sized(cohort, &out.cohort_stats, size - 1), BM_ESIZE);
    NO_HANDLE(bm_cohort_read_stats_sized(cohort, &out.cohort_stats, SIZE_MAX), BM_ESIZE);

    /* after all that, what comes is as if nothing had been */
    double values[2][2 * SIZE];
    bm_patient *member = NULL;
    LEGAL(bm_cohort_sample(cohort, times, 2, which, 1, values[0], 2 * SIZE));
    LEGAL(bm_cohort_sample(never, times, 2, which, 1, values[1], 2 * SIZE));
    LEGAL(bm_cohort_summarise(cohort, &times[1], 1, which, 2, NULL, 0, NULL, out.values, 8));
    LEGAL(bm_cohort_member(cohort, 3, &member));
    LEGAL(bm_cohort_read_stats_sized(cohort, &out.cohort_stats, size));
    LEGAL(bm_cohort_time(cohort, &out.value));
    LEGAL(bm_cohort_set_progress(cohort, NULL, NULL));
    if (memcmp(values[0], values[1], sizeof values[0]) != 0)
        complain("bm_cohort_sample", "after refused calls, other numbers", "");
    bm_patient_destroy(member);
    bm_cohort_destroy(cohort);
    bm_cohort_destroy(never);
    bm_patient_destroy(profile);
    bm_model_destroy(full);
    nothing_to_complain();
}

/* Every way to be wrong that has no handle, or a summary of nobody; tests/api/summary_test.c has those that need one.
 */
static void summaries(void **state) {
    (void)state;
    bm_model *full = bm_test_full_model();
    const double when_d[] = {0.0};
    const size_t what[] = {0};
    bm_summary *summary = NULL;
    bm_summary_options options;
    bm_summary_options_init(&options);
    options.times_d = when_d;
    options.observables = what;
    options.n_times = options.n_observables = 1;
    LEGAL(bm_summary_create(full, &options, &summary));
    HARMLESS(bm_summary_options_init_sized(NULL, sizeof options));
    HARMLESS(bm_summary_options_init_sized((bm_summary_options *)out.bytes, 3));
    HARMLESS(bm_summary_destroy(NULL));
    HARMLESS(bm_summary_last_error(NULL));
    HARMLESS(bm_summary_failure_text(NULL, 0));
    HARMLESS(bm_summary_failure_text(summary, 0));
    NO_HANDLE(bm_cohort_set_members(NULL, NULL, 0, NULL, 0, NULL), BM_EINVAL);
    NO_HANDLE(bm_summary_create(NULL, &options, &out.summary), BM_EINVAL);
    NO_HANDLE(bm_summary_create(full, NULL, &out.summary), BM_EINVAL);
    NO_HANDLE(bm_summary_create(full, &options, NULL), BM_EINVAL);
    NO_HANDLE(bm_summary_create(model, &options, &out.summary), BM_ECONFLICT); /* the core */
    NO_HANDLE(bm_summary_add(NULL, NULL), BM_EINVAL);
    NO_HANDLE(bm_summary_add(summary, NULL), BM_EINVAL);
    NO_HANDLE(bm_summary_merge(NULL, summary), BM_EINVAL);
    NO_HANDLE(bm_summary_merge(summary, NULL), BM_EINVAL);
    NO_HANDLE(bm_summary_save_size(NULL, &out.size), BM_EINVAL);
    NO_HANDLE(bm_summary_save_size(summary, NULL), BM_EINVAL);
    NO_HANDLE(bm_summary_save(NULL, out.bytes, sizeof out.bytes, &out.size), BM_EINVAL);
    NO_HANDLE(bm_summary_save(summary, out.bytes, 3, &out.size), BM_ESIZE);
    NO_HANDLE(bm_summary_load(NULL, "", 0, &out.summary), BM_EINVAL);
    NO_HANDLE(bm_summary_load(full, NULL, 9, &out.summary), BM_EINVAL);
    NO_HANDLE(bm_summary_load(full, "not a summary at all, and some more", 32, &out.summary), BM_EFORMAT);
    NO_HANDLE(bm_summary_layout_sized(NULL, &options, sizeof options), BM_EINVAL);
    NO_HANDLE(bm_summary_layout_sized(summary, NULL, sizeof options), BM_EINVAL);
    NO_HANDLE(bm_summary_layout_sized(summary, &options, 3), BM_ESIZE);
    NO_HANDLE(bm_summary_read_sized(NULL, 0, 0, (bm_summary_values *)out.bytes, 64), BM_EINVAL);
    NO_HANDLE(bm_summary_read_sized(summary, 0, 0, (bm_summary_values *)out.bytes, 3), BM_ESIZE);
    NO_HANDLE(bm_summary_read_sized(summary, 1, 0, (bm_summary_values *)out.bytes, 64), BM_ENOTFOUND);
    NO_HANDLE(bm_summary_quantile(NULL, 0, 0, 50.0, &out.value, NULL), BM_EINVAL);
    NO_HANDLE(bm_summary_quantile(summary, 0, 1, 50.0, &out.value, NULL), BM_ENOTFOUND);
    NO_HANDLE(bm_summary_below(NULL, 0, 0, &out.value, NULL), BM_EINVAL);
    NO_HANDLE(bm_summary_below(summary, 0, 0, &out.value, NULL), BM_ENOTFOUND);
    NO_HANDLE(bm_summary_draw_mean(NULL, 1, 0, 0, &out.value), BM_EINVAL);
    NO_HANDLE(bm_summary_draw_mean(summary, 1, 0, 0, &out.value), BM_ENOTFOUND);
    NO_HANDLE(bm_summary_range(NULL, 0, 0, &out.id, &out.id), BM_EINVAL);
    NO_HANDLE(bm_summary_range(summary, 0, 0, &out.id, &out.id), BM_ENOTFOUND);
    NO_HANDLE(bm_summary_failed(NULL, 0, &out.id), BM_EINVAL);
    NO_HANDLE(bm_summary_failed(summary, 1, &out.id), BM_ENOTFOUND);
    NO_HANDLE(bm_summary_failure(NULL, 0, &out.id, NULL), BM_EINVAL);
    NO_HANDLE(bm_summary_failure(summary, 0, &out.id, NULL), BM_ENOTFOUND);
    bm_summary_destroy(summary);
    bm_model_destroy(full);
    nothing_to_complain();
}

/* As REFUSED, with the sentence of a forecast. */
#define FORECAST_REFUSED(call, expected, words)                                                                        \
    do {                                                                                                               \
        NO_HANDLE(call, expected);                                                                                     \
        one_sentence(#call, bm_forecast_last_error(forecast), words);                                                  \
    } while (0)

static void forecasts(void **state) {
    (void)state;
    enum { SIZE = 3, N = 8, WIDTH = BM_FORECAST_PERCENTILES + 1 };
    bm_model *full = bm_test_full_model();
    bm_patient *profile = bm_test_patient(full, 0.0), *older = bm_test_patient(full, 0.0);
    bm_forecast *forecast = NULL, *never = NULL;
    bm_forecast_options options;
    bm_measurement one;
    HARMLESS(bm_forecast_options_init_sized(NULL, sizeof(bm_forecast_options)));
    HARMLESS(bm_forecast_options_init_sized((bm_forecast_options *)out.bytes, 3));
    HARMLESS(bm_measurement_init_sized(NULL, sizeof(bm_measurement)));
    HARMLESS(bm_measurement_init_sized((bm_measurement *)out.bytes, 3));
    HARMLESS(bm_forecast_destroy(NULL));
    NO_HANDLE(bm_forecast_create(NULL, NULL, &out.forecast), BM_EINVAL);
    NO_HANDLE(bm_forecast_create(profile, NULL, NULL), BM_EINVAL);
    NO_HANDLE(bm_forecast_create(patient, NULL, &out.forecast), BM_ECONFLICT); /* the core's */
    bm_forecast_options_init(&options);
    options.struct_size = (uint32_t)(offsetof(bm_forecast_options, lanes) + sizeof(uint32_t) - 1);
    NO_HANDLE(bm_forecast_create(profile, &options, &out.forecast), BM_ESIZE);
    const double bad_from[] = {infinite, -infinite, -1e-9, BM_MAX_TIME_D + 1.0};
    for (size_t i = 0; i < BM_COUNT(bad_from); i++) {
        bm_forecast_options_init(&options);
        options.from_d = bad_from[i];
        NO_HANDLE(bm_forecast_create(profile, &options, &out.forecast), BM_ERANGE);
    }
    const uint64_t sizes[] = {0, 1000001, UINT64_MAX};
    for (size_t i = 0; i < BM_COUNT(sizes); i++) {
        bm_forecast_options_init(&options);
        options.size = sizes[i];
        NO_HANDLE(bm_forecast_create(profile, &options, &out.forecast), BM_ERANGE);
    }
    bm_forecast_options_init(&options);
    options.threads = 0;
    NO_HANDLE(bm_forecast_create(profile, &options, &out.forecast), BM_ERANGE);
    bm_forecast_options_init(&options);
    options.lanes = 3;
    NO_HANDLE(bm_forecast_create(profile, &options, &out.forecast), BM_ERANGE);
    bm_forecast_options_init(&options);
    options.size = SIZE;
    LEGAL(bm_forecast_create(profile, &options, &forecast));
    LEGAL(bm_forecast_create(profile, &options, &never));

    bm_measurement_init(&one);
    OK(NULL, bm_catalog_find(full, BM_KIND_OBSERVABLE, "bmd.lumbar_spine", &one.observable));
    one.time_d = 5.0;
    one.value = 0.9;
    const bm_measurement right = one;
    const size_t size = sizeof one, n = bm_catalog_count(full, BM_KIND_OBSERVABLE), far = SIZE_MAX;
    NO_HANDLE(bm_forecast_measure_sized(NULL, &one, size, 1), BM_EINVAL);
    FORECAST_REFUSED(bm_forecast_measure_sized(forecast, NULL, size, 1), BM_EINVAL, "measurements|NULL");
    FORECAST_REFUSED(bm_forecast_measure_sized(forecast, &one, size - 1, 1), BM_ESIZE, "63|64");
    one.observable = n;
    FORECAST_REFUSED(bm_forecast_measure_sized(forecast, &one, size, 1), BM_ENOTFOUND, "measurements[0].observable");
    one = right;
    one.value = (double)NAN;
    FORECAST_REFUSED(bm_forecast_measure_sized(forecast, &one, size, 1), BM_ERANGE, "measurements[0].value|allowed");
    LEGAL(bm_forecast_measure_sized(forecast, &right, size, 1));

    NO_HANDLE(bm_forecast_set_progress(NULL, NULL, NULL), BM_EINVAL);
    OK(older, bm_patient_set(older, "age_years", 70.0));
    NO_HANDLE(bm_forecast_add(NULL, profile, &out.size), BM_EINVAL);
    FORECAST_REFUSED(bm_forecast_add(forecast, NULL, &out.size), BM_EINVAL, "patient|NULL");
    FORECAST_REFUSED(bm_forecast_add(forecast, profile, NULL), BM_EINVAL, "strategy|NULL");
    FORECAST_REFUSED(bm_forecast_add(forecast, older, &out.size), BM_ECONFLICT, "age_years|70|same woman");
    FORECAST_REFUSED(bm_forecast_add(forecast, patient, &out.size), BM_ECONFLICT, "another model");
    NO_HANDLE(bm_forecast_follow(NULL, 0), BM_EINVAL);
    FORECAST_REFUSED(bm_forecast_follow(forecast, 1), BM_ENOTFOUND, "strategy 1|0 to 0");
    GIVES(bm_forecast_strategy_count(NULL), == 0);
    GIVES(bm_forecast_strategy_count(forecast), == 1);

    const size_t which[] = {0, 1};
    const double times[] = {5.0, 6.0}, percentile = 50.0, bad = 101.0;
    NO_HANDLE(bm_forecast_sample(NULL, 0, times, 1, which, 1, out.values, N), BM_EINVAL);
    FORECAST_REFUSED(bm_forecast_sample(forecast, far, times, 1, which, 1, out.values, N), BM_ENOTFOUND, "0 to 0");
    FORECAST_REFUSED(bm_forecast_sample(forecast, 0, NULL, 1, which, 1, out.values, N), BM_EINVAL, "times_d|NULL");
    FORECAST_REFUSED(bm_forecast_sample(forecast, 0, times, 1, NULL, 1, out.values, N), BM_EINVAL, "observables|NULL");
    FORECAST_REFUSED(bm_forecast_sample(forecast, 0, times, 1, which, 1, NULL, N), BM_EINVAL, "buffer|NULL");
    FORECAST_REFUSED(bm_forecast_sample(forecast, 0, times, 2, which, 2, out.values, N), BM_ESIZE, "8|3 x 2 x 2");
    FORECAST_REFUSED(bm_forecast_sample(forecast, 0, times, SIZE_MAX, which, 1, out.values, N), BM_ESIZE, "room");
    FORECAST_REFUSED(bm_forecast_sample(forecast, 0, times, 1, &far, 1, out.values, N), BM_ENOTFOUND, "observables[0]");
    const double bad_times[][2] = {{-1.0, 6.0}, {5.0, 5.0}, {6.0, 5.5}, {(double)NAN, 6.0}, {5.0, infinite}};
    for (size_t i = 0; i < BM_COUNT(bad_times); i++)
        FORECAST_REFUSED(bm_forecast_sample(forecast, 0, bad_times[i], 2, which, 1, out.values, N), BM_ERANGE,
                         "times_d[|allowed");
    NO_HANDLE(bm_forecast_summarise(NULL, 0, BM_FORECAST_ALONE, times, 1, which, 1, NULL, 0, NULL, out.values, N),
              BM_EINVAL);
    FORECAST_REFUSED(bm_forecast_summarise(forecast, 0, 1, times, 1, which, 1, NULL, 0, NULL, out.values, N),
                     BM_ENOTFOUND, "strategy 1");
    FORECAST_REFUSED(
        bm_forecast_summarise(forecast, 0, BM_FORECAST_ALONE, times, 1, which, 1, NULL, 1, NULL, out.values, N),
        BM_EINVAL, "percentiles|NULL");
    FORECAST_REFUSED(
        bm_forecast_summarise(forecast, 0, BM_FORECAST_ALONE, times, 1, which, 1, &bad, 1, NULL, out.values, N),
        BM_ERANGE, "percentiles[0]|0 to 100");
    FORECAST_REFUSED(
        bm_forecast_summarise(forecast, 0, BM_FORECAST_ALONE, times, 2, which, 1, &percentile, 1, NULL, out.values, N),
        BM_ESIZE, "8|6 x 2 x 1");
    FORECAST_REFUSED(bm_forecast_summarise(forecast, 0, BM_FORECAST_ALONE, times, 1, which, 1, &percentile, SIZE_MAX,
                                           NULL, out.values, N),
                     BM_ESIZE, "room");
    NO_HANDLE(bm_forecast_weights(NULL, out.values, N), BM_EINVAL);
    NO_HANDLE(bm_forecast_weights(forecast, NULL, N), BM_EINVAL);
    NO_HANDLE(bm_forecast_weights(forecast, out.values, SIZE - 1), BM_ESIZE);
    NO_HANDLE(bm_forecast_member(NULL, 0, 0, &out.patient), BM_EINVAL);
    FORECAST_REFUSED(bm_forecast_member(forecast, 1, 0, &out.patient), BM_ENOTFOUND, "strategy 1");
    FORECAST_REFUSED(bm_forecast_member(forecast, 0, SIZE, &out.patient), BM_ENOTFOUND, "3|0 to 2");
    FORECAST_REFUSED(bm_forecast_member(forecast, 0, 0, NULL), BM_EINVAL, "patient|NULL");
    const size_t report_size = sizeof out.report;
    NO_HANDLE(bm_forecast_read_report_sized(NULL, &out.report, report_size), BM_EINVAL);
    NO_HANDLE(bm_forecast_read_report_sized(forecast, NULL, report_size), BM_EINVAL);
    NO_HANDLE(bm_forecast_read_report_sized(forecast, &out.report, report_size - 1), BM_ESIZE);
    GIVES(bm_forecast_last_error(NULL), [0] == '\0');
    GIVES(bm_forecast_last_error(never), [0] == '\0');
    bm_forecast_destroy(forecast);
    bm_forecast_destroy(never);
    OK(profile, bm_patient_advance_to(profile, 1e-3));
    NO_HANDLE(bm_forecast_create(profile, NULL, &out.forecast), BM_ESTATE);
    bm_patient_destroy(older);
    bm_patient_destroy(profile);
    bm_model_destroy(full);
    nothing_to_complain();
}

/* Legal calls leave the process alone too; in any rounding mode, which stays. */
static void legal_calls(void **state) {
    (void)state;
    const int modes[] = {FE_TONEAREST, FE_UPWARD, FE_TOWARDZERO};
    for (size_t i = 0; i < BM_COUNT(modes); i++) {
        const double times[] = {40.0, 50.0};
        const size_t which[] = {0, 1, 2, 3};
        fesetround(modes[i]);
        bm_model *other;
        bm_patient *clone, *loaded, *fresh;
        bm_model_options options;
        bm_model_options_init(&options);
        options.name = "core";
        LEGAL(bm_model_create(&options, &other));
        LEGAL(bm_patient_create(other, NULL, &fresh));
        LEGAL(bm_patient_set(fresh, "core.ESTON", 1.0));
        LEGAL(bm_patient_get(fresh, "core.OBfast", &out.value));
        LEGAL(bm_prescription_init_sized(other, "teriparatide", &out.rx, sizeof out.rx));
        bm_prescription rx;
        OK(NULL, bm_prescription_init(other, "teriparatide", &rx));
        LEGAL(bm_patient_prescribe(fresh, &rx, &out.id));
        LEGAL(bm_patient_stop(fresh, 1, 30.0));
        LEGAL(bm_patient_advance_by(fresh, 20.0));
        LEGAL(bm_patient_advance_to(fresh, 35.0));
        LEGAL(bm_patient_sample(fresh, times, 2, which, 4, out.values, 8));
        LEGAL(bm_patient_observe(fresh, "serum.pth", &out.value));
        LEGAL(bm_patient_clone(fresh, &clone));
        LEGAL(bm_patient_save(fresh, out.bytes, sizeof out.bytes, NULL));
        struct bm_bytes fresh_saved = bm_test_save(fresh);
        LEGAL(bm_patient_load(other, fresh_saved.data, fresh_saved.size, &loaded));
        free(fresh_saved.data);
        fesetround(FE_TONEAREST);
        bm_model_destroy(other);
        bm_patient_destroy(fresh);
        bm_patient_destroy(clone);
        bm_patient_destroy(loaded);
    }
    nothing_to_complain();
}

/* Compares the functions called above with the committed list of exported symbols. */
static void every_function_has_a_row(void **state) {
    (void)state;
    FILE *symbols = fopen("../abi/bonemodel.symbols", "r");
    assert_non_null(symbols);
    char line[128];
    int missing = 0, n = 0;
    while (fgets(line, (int)sizeof line, symbols)) {
        char name[140];
        line[strcspn(line, "\r\n")] = '\0';
        snprintf(name, sizeof name, " %s ", line);
        n++;
        if (!strstr(seen, name)) {
            print_error("no test misuses %s\n", line);
            missing++;
        }
    }
    fclose(symbols);
    assert_true(n > 30);
    assert_int_equal(missing, 0);
    print_message("%d calls of %d functions\n", checks, n);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    setlocale(LC_ALL, "");
    const struct CMUnitTest tests[] = {
        TEST(version_and_status),
        TEST(models),
        TEST(catalogue),
        TEST(patients),
        TEST(values),
        TEST(prescriptions),
        TEST(simulation),
        TEST(read_back),
        TEST(messages),
        TEST(snapshots),
        TEST(conflict_of_values),
        TEST(decisions),
        TEST(hooks),
        TEST(cohorts_of_bad_options),
        TEST(cohorts),
        TEST(summaries),
        TEST(forecasts),
        TEST(legal_calls),
        cmocka_unit_test(every_function_has_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
