/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The identity of a calibration: every number of every table changes it, and the order of rows does not. The tables are
 * reached through functions that the linker wraps (CMakeLists.txt), so that the test can change one number at a time.
 */
#include "api/api_test.h"

#include "cohort/identity.h"
#include "cohort/population.h"

static double change;                 /* added to one number */
static uint32_t changed = UINT32_MAX; /* of which row */
enum table { PARAMETER, STATE, MEAN, CURVE, DRAWS, NOTHING };
static enum table table = NOTHING;
static uint32_t swapped = UINT32_MAX; /* this parameter and the next have each other's place */

const struct bm__value_row *__real_bm__parameter_row(uint32_t i);
const struct bm__value_row *__wrap_bm__parameter_row(uint32_t i);
const struct bm__value_row *__wrap_bm__parameter_row(uint32_t i) {
    static struct bm__value_row copy;
    if (swapped < UINT32_MAX && (i == swapped || i == swapped + 1))
        i = 2 * swapped + 1 - i;
    copy = *__real_bm__parameter_row(i);
    if (table == PARAMETER && i == changed)
        copy.value += change * (copy.value == 0.0 ? 1.0 : copy.value);
    return &copy;
}

const struct bm__value_row *__real_bm__state_row(uint32_t i);
const struct bm__value_row *__wrap_bm__state_row(uint32_t i);
const struct bm__value_row *__wrap_bm__state_row(uint32_t i) {
    static struct bm__value_row copy;
    copy = *__real_bm__state_row(i);
    if (table == STATE && i == changed)
        copy.value += change * (copy.value == 0.0 ? 1.0 : copy.value);
    return &copy;
}

double __real_bm__bmd_of_t_score(enum bm__site site, double t_score);
double __wrap_bm__bmd_of_t_score(enum bm__site site, double t_score);
double __wrap_bm__bmd_of_t_score(enum bm__site site, double t_score) {
    return __real_bm__bmd_of_t_score(site, t_score) * (table == MEAN && (uint32_t)site == changed ? 1.0 + change : 1.0);
}

double __real_bm__bmd_of_age(enum bm__site site, double age_years);
double __wrap_bm__bmd_of_age(enum bm__site site, double age_years);
double __wrap_bm__bmd_of_age(enum bm__site site, double age_years) {
    const int hit = table == CURVE && changed == (uint32_t)site * 100 + (uint32_t)age_years;
    return __real_bm__bmd_of_age(site, age_years) * (hit ? 1.0 + change : 1.0);
}

const char *__real_bm__draws_row(uint32_t i, double *scale, const int16_t **numbers);
const char *__wrap_bm__draws_row(uint32_t i, double *scale, const int16_t **numbers);
const char *__wrap_bm__draws_row(uint32_t i, double *scale, const int16_t **numbers) {
    static int16_t copy[1024];
    const char *name = __real_bm__draws_row(i, scale, numbers);
    assert_true(bm__n_draws <= BM_COUNT(copy));
    if (table == DRAWS && i == changed / 2 && name) {
        memcpy(copy, *numbers, bm__n_draws * sizeof *copy);
        if (changed % 2)
            *scale *= 1.0 + change;
        else
            copy[bm__n_draws - 1]++;
        *numbers = copy;
    }
    return name;
}

static const struct bm__agent *agents[BM__N_AGENTS];
extern const struct bm__agent *const __real_bm__agents_x1[BM__N_AGENTS];
const struct bm__agent *__wrap_bm__agents_x1[BM__N_AGENTS];

static const char *identity(uint32_t full) {
    static char texts[4][BM__CALIBRATION_LENGTH];
    static int next;
    char *text = texts[next++ % 4];
    bm__calibration(full, text);
    return text;
}

static int differs(uint32_t full, enum table which, uint32_t row) {
    table = NOTHING;
    const char *before = identity(full);
    table = which;
    changed = row;
    change = 1e-6;
    const char *after = identity(full);
    table = NOTHING;
    return strcmp(before, after) != 0;
}

static int setup(void **state) {
    (void)state;
    memcpy(agents, __real_bm__agents_x1, sizeof agents);
    memcpy(__wrap_bm__agents_x1, agents, sizeof agents);
    return 0;
}

static void has_the_form(void **state) {
    (void)state;
    for (uint32_t full = 0; full < 2; full++) {
        const char *text = identity(full);
        assert_int_equal(strlen(text), strlen("2026b-01234567"));
        assert_int_equal(strspn(text + 6, "0123456789abcdef"), 8);
        bm_model *model = full ? bm_test_full_model() : bm_test_model();
        assert_string_equal(bm_model_calibration(model), text);
        assert_int_equal(bm_model_equations(model), full ? BM__EQUATIONS : BM__CORE_EQUATIONS);
        bm_patient *patient = bm_test_patient(model, 0.0), *clone;
        OK(patient, bm_patient_clone(patient, &clone));
        assert_string_equal(bm_patient_calibration(clone), text);
        bm_patient_destroy(patient);
        bm_patient_destroy(clone);
        bm_model_destroy(model);
    }
    assert_string_not_equal(identity(0), identity(1));
    assert_string_equal(bm_model_calibration(NULL), "");
    assert_string_equal(bm_patient_calibration(NULL), "");
    assert_int_equal(bm_model_equations(NULL), 0);
}

static void every_number_counts(void **state) {
    (void)state;
    const uint32_t n = bm__n_parameters();
    for (uint32_t i = 0; i < n; i++) {
        if (!differs(1, PARAMETER, i))
            fail_msg("%s does not count", bm__parameter_row(i)->name);
        assert_int_equal(differs(0, PARAMETER, i), i < BM__N_CORE_ROWS); /* the core's has only its own */
    }
    for (uint32_t i = 0; i < BM__N_STATES; i++)
        assert_true(differs(1, STATE, i) && differs(0, STATE, i));
    for (uint32_t site = 0; site < BM__N_SITES; site++) {
        assert_true(differs(1, MEAN, site) && !differs(0, MEAN, site));
        for (uint32_t age = 25; age <= 85; age += 10)
            assert_true(differs(1, CURVE, site * 100 + age) && !differs(0, CURVE, site * 100 + age));
    }
    const int16_t *numbers;
    double scale;
    uint32_t rows = 0; /* of each parameter a number, and the scale */
    for (; bm__draws_row(rows / 2, &scale, &numbers); rows++)
        assert_true(differs(1, DRAWS, rows) && !differs(0, DRAWS, rows));
    assert_true(n > 300 && rows > 100);
}

/* Changes one agent's number and compares. */
static int agent_counts(uint32_t a, uint32_t full, size_t member) {
    const char *before = identity(full);
    struct bm__agent copy = *agents[a];
    double number;
    memcpy(&number, (char *)&copy + member, sizeof number);
    number += 1e-6;
    memcpy((char *)&copy + member, &number, sizeof number);
    __wrap_bm__agents_x1[a] = &copy;
    const char *after = identity(full);
    __wrap_bm__agents_x1[a] = agents[a];
    return strcmp(before, after) != 0;
}

static void labels_count(void **state) {
    (void)state;
    static const size_t members[] = {
        offsetof(struct bm__agent, dose_label),        offsetof(struct bm__agent, every_label_d),
        offsetof(struct bm__agent, usual_minimum),     offsetof(struct bm__agent, usual_maximum),
        offsetof(struct bm__agent, averaged_within_d),
    };
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        for (size_t i = 0; i < BM_COUNT(members); i++) {
            double number;
            memcpy(&number, (const char *)agents[a] + members[i], sizeof number);
            if (isnan(number))
                continue;
            assert_int_equal(agent_counts(a, 1, members[i]), (agents[a]->models & BM__IN_FULL) != 0);
            assert_int_equal(agent_counts(a, 0, members[i]), (agents[a]->models & BM__IN_CORE) != 0);
        }
}

static void order_does_not_count(void **state) {
    (void)state;
    const char *before = identity(1);
    for (swapped = 0; swapped + 1 < bm__n_parameters(); swapped++)
        assert_string_equal(identity(1), before);
    swapped = UINT32_MAX;
    __wrap_bm__agents_x1[4] = agents[5];
    __wrap_bm__agents_x1[5] = agents[4];
    assert_string_equal(identity(1), before);
    memcpy(__wrap_bm__agents_x1, agents, sizeof agents);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_the_form),
        cmocka_unit_test(every_number_counts),
        cmocka_unit_test(labels_count),
        cmocka_unit_test(order_does_not_count),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
