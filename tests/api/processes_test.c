/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A snapshot saved by this process and loaded by another, which runs this program anew under another locale: both go
 * on with identical bits.
 */
#define _POSIX_C_SOURCE 200809L
#include "api/api_test.h"

#include <locale.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *program;

static void write_file(const char *path, const struct bm_bytes *bytes) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->data, 1, bytes->size, file), bytes->size);
    assert_int_equal(fclose(file), 0);
}

static struct bm_bytes read_file(const char *path) {
    struct bm_bytes bytes = {malloc(65536), 0};
    FILE *file = fopen(path, "rb");
    assert_true(file && bytes.data);
    bytes.size = fread(bytes.data, 1, 65536, file);
    fclose(file);
    return bytes;
}

static bm_patient *load(const bm_model *model, const char *path) {
    bm_patient *patient = NULL;
    struct bm_bytes bytes = read_file(path);
    OK(NULL, bm_patient_load(model, bytes.data, bytes.size, &patient));
    free(bytes.data);
    return patient;
}

/* Goes on and saves. */
static void go_on(const bm_model *model, bm_patient *patient, const char *path) {
    const double days = 20.0;
    bm_test_prescribe(model, patient, "denosumab", 60.0, 7.0, bm_test_time(patient) + 1.5, 0.0);
    OK(patient, bm_patient_advance_by(patient, days));
    struct bm_bytes saved = bm_test_save(patient);
    write_file(path, &saved);
    free(saved.data);
}

static void the_other_process(size_t set, const char *from, const char *to) {
    setlocale(LC_ALL, "");
    bm_model *model = bm_test_sets[set].model();
    bm_patient *patient = load(model, from);
    go_on(model, patient, to);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
}

static void run(size_t set, const char *locale, const char *from, const char *to) {
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setenv("LC_ALL", locale, 1);
        setenv("LANG", locale, 1);
        setenv("TZ", "Pacific/Chatham", 1);
        execl(program, program, set == BM_TEST_FULL ? "full" : "core", from, to, (char *)NULL);
        _exit(127);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void another_process_goes_on_with(size_t set) {
    static const char *const locales[] = {"C", "C.UTF-8", "de_DE.UTF-8"}; /* an unknown one counts as C */
    char directory[] = "/tmp/bonemodel-test-XXXXXX", here[64], there[64], start[64];
    assert_non_null(mkdtemp(directory));
    snprintf(start, sizeof start, "%s/start", directory);
    snprintf(here, sizeof here, "%s/here", directory);
    snprintf(there, sizeof there, "%s/there", directory);
    bm_model *model = bm_test_sets[set].model();
    for (size_t i = 0; i < bm_test_sets[set].n_courses; i++) {
        const struct bm_test_course *course = &bm_test_sets[set].courses[i];
        bm_patient *patient = bm_test_patient(model, 0.0);
        course->prepare(model, patient);
        OK(patient, bm_patient_advance_to(patient, 0.4321 * course->days));
        struct bm_bytes saved = bm_test_save(patient);
        write_file(start, &saved);
        go_on(model, patient, here);
        struct bm_bytes expected = read_file(here);
        assert_true(expected.size > saved.size); /* one prescription more */
        for (size_t k = 0; k < BM_COUNT(locales); k++) {
            run(set, locales[k], start, there);
            struct bm_bytes found = read_file(there);
            assert_int_equal(found.size, expected.size);
            assert_memory_equal(found.data, expected.data, found.size);
            free(found.data);
            assert_int_equal(unlink(there), 0);
        }
        free(saved.data);
        free(expected.data);
        bm_patient_destroy(patient);
    }
    bm_model_destroy(model);
    unlink(start);
    unlink(here);
    assert_int_equal(rmdir(directory), 0);
}

static void another_process_goes_on(void **state) {
    (void)state;
    for (size_t set = 0; set < BM_TEST_N_SETS; set++)
        another_process_goes_on_with(set);
}

int main(int argc, char **argv) {
    if (argc == 4) {
        the_other_process(strcmp(argv[1], "full") == 0 ? BM_TEST_FULL : BM_TEST_CORE, argv[2], argv[3]);
        return 0;
    }
    program = argv[0];
    const struct CMUnitTest tests[] = {cmocka_unit_test(another_process_goes_on)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
