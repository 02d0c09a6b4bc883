/* SPDX-License-Identifier: Apache-2.0 */
/* The random numbers: known answers of the generator and the quantile, and that draws are normal and independent. */
#include "cohort/random.h"

#include "normal.h"

/* From the file kat_vectors of Random123. */
static void philox_known_answers(void **state) {
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < BM_COUNT(known); i++) {
        uint32_t out[4];
        bm__philox(known[i].counter, known[i].key, out);
        bm_assert_same_bits(out, known[i].out, 4);
    }
}

/* From the authors' list of FNV-1a test vectors, 32 bits. */
static void names_known_answers(void **state) {
    (void)state;
    assert_int_equal(bm__random_key(""), 0x811c9dc5);
    assert_int_equal(bm__random_key("a"), 0xe40c292c);
    assert_int_equal(bm__random_key("foobar"), 0xbf9cf968);
}

static void quantile(void **state) {
    (void)state;
    /* Algorithm AS 241 has the first three; the others are in every table */
    static const struct {
        double p, z;
    } published[] = {
        {0.25, -0.6744897501960817}, {0.001, -3.090232306167814},
        {1e-20, -9.262340089798408}, {0.5, 0.0},
        {0.9, 1.2815515655446004},   {0.95, 1.6448536269514722},
        {0.975, 1.959963984540054},  {0.99, 2.3263478740408408},
        {0.995, 2.5758293035489004},
    };
    for (size_t i = 0; i < BM_COUNT(published); i++)
        bm_assert_close(bm__normal_quantile(published[i].p), published[i].z, 1e-15, 1e-15);

    /* The integral up to the quantile is p: an error of 1e-15 in z is one of |z| times as much in p, in the tails. */
    uint64_t seed = 3;
    double last = -40.0;
    for (int i = 0; i < 20000; i++) {
        const double p = i % 2 ? bm_random(&seed, 0.0, 0.5) : pow(10.0, bm_random(&seed, -300.0, -0.31));
        const double z = bm__normal_quantile(p);
        bm_assert_close(normal_below(z), p, 2e-15 * (1.0 + z * z), 0.0);
        if (p > 1e-3) /* 1 - p is p's counterpart to half a unit of 1 */
            bm_assert_close(bm__normal_quantile(1.0 - p), -z, 0.0, 1e-12);
    }
    for (int i = 1; i < 40000; i++) { /* ever upwards, over the joints of the approximations too */
        const double z = bm__normal_quantile(i / 40000.0);
        assert_true(z > last);
        last = z;
    }
    for (int i = 0; i < 1000; i++) {
        const double z = bm__normal_quantile(0.075 + (i - 500) * 1e-15);
        bm_assert_close(z, -1.4395314709384563, 0.0, 1e-11);
    }
}

/* The other way through Philox: the counter that gives these bits. */
static void unphilox(const uint32_t bits[4], const uint32_t key[2], uint32_t counter[4]) {
    uint32_t inverse_a = 1, inverse_b = 1, c[4];
    for (int i = 0; i < 5; i++) { /* Newton: each time twice as many bits are right */
        inverse_a *= 2u - 0xD2511F53u * inverse_a;
        inverse_b *= 2u - 0xCD9E8D57u * inverse_b;
    }
    memcpy(c, bits, sizeof c);
    for (uint32_t round = 10; round-- > 0;) {
        const uint32_t k0 = key[0] + round * 0x9E3779B9u, k1 = key[1] + round * 0xBB67AE85u;
        const uint32_t from_0 = c[3] * inverse_a, from_2 = c[1] * inverse_b;
        const uint64_t a = (uint64_t)0xD2511F53u * from_0, b = (uint64_t)0xCD9E8D57u * from_2;
        const uint32_t before[4] = {from_0, c[0] ^ (uint32_t)(b >> 32) ^ k0, from_2, c[2] ^ (uint32_t)(a >> 32) ^ k1};
        memcpy(c, before, sizeof c);
    }
    memcpy(counter, c, sizeof c);
}

/* Whatever the bits: the most extreme draws are finite, and alike at both ends. */
static void ends(void **state) {
    (void)state;
    const uint32_t none[4] = {0}, all[4] = {~0u, ~0u, ~0u, ~0u}, key[2] = {7, 8};
    uint32_t low[4], high[4], again[4];
    unphilox(none, key, low);
    unphilox(all, key, high);
    bm__philox(high, key, again);
    bm_assert_same_bits(again, all, 4);
    const uint64_t seed = (uint64_t)key[1] << 32 | key[0];
    const double smallest = bm__random_normal(seed, (uint64_t)low[1] << 32 | low[0], low[2], low[3]);
    const double largest = bm__random_normal(seed, (uint64_t)high[1] << 32 | high[0], high[2], high[3]);
    assert_true(smallest < -8.0 && smallest > -8.3);
    bm_assert_close(largest, -smallest, 1e-2, 0.0);
}

enum { N = 40000 };
static double draws[2][N];

/* Limits are four standard errors: of the mean 1, of the variance sqrt 2, of the third and fourth moments sqrt 15 and
 * sqrt 96, each by sqrt n. */
static void normal(void **state) {
    (void)state;
    for (int series = 0; series < 4; series++) { /* along members, names, occasions, seeds */
        double *z = draws[0], sum[5] = {0};
        for (uint32_t i = 0; i < N; i++) {
            z[i] =
                bm__random_normal(series == 3 ? i : 1, series == 0 ? i : 5, series == 1 ? i : 11, series == 2 ? i : 0);
            for (int k = 1; k < 5; k++)
                sum[k] += pow(z[i], k) / N;
        }
        const double four = 4.0 / sqrt((double)N);
        bm_assert_close(sum[1], 0.0, 0.0, four);
        bm_assert_close(sum[2], 1.0, 0.0, four * sqrt(2.0));
        bm_assert_close(sum[3], 0.0, 0.0, four * sqrt(15.0));
        bm_assert_close(sum[4], 3.0, 0.0, four * sqrt(96.0));
        bm_assert_at_most(kolmogorov_smirnov(z, N, (double)-INFINITY, (double)INFINITY), 1.95);
    }
}

static double correlation(void) {
    double xy = 0.0, xx = 0.0, yy = 0.0;
    for (int i = 0; i < N; i++) {
        xy += draws[0][i] * draws[1][i];
        xx += draws[0][i] * draws[0][i];
        yy += draws[1][i] * draws[1][i];
    }
    return xy / sqrt(xx * yy);
}

/* Neighbours in anything have nothing to do with each other. */
static void independent(void **state) {
    (void)state;
    static const struct {
        uint64_t seed, member;
        uint32_t key, occasion;
    } steps[] = {{1, 0, 0, 0},   {0, 1, 0, 0},  {0, 0, 1, 0}, {0, 0, 0, 1}, {UINT64_C(1) << 32, 0, 0, 0},
                 {0, 1, ~0u, 0}, {1, ~0u, 0, 0}};
    const uint32_t key = bm__random_key("age_years");
    for (size_t s = 0; s < BM_COUNT(steps); s++)
        for (int square = 0; square < 2; square++) { /* of the draws, and of how far they lie out */
            for (uint32_t i = 0; i < N; i++) {
                const double a = bm__random_normal(1, i, key, 0);
                const double b =
                    bm__random_normal(1 + steps[s].seed, i + steps[s].member, key + steps[s].key, steps[s].occasion);
                draws[0][i] = square ? a * a - 1.0 : a;
                draws[1][i] = square ? b * b - 1.0 : b;
            }
            bm_assert_close(correlation(), 0.0, 0.0, 4.0 / sqrt((double)N));
        }
}

/* Each of the 192 bits that a draw follows from matters. */
static void every_bit_counts(void **state) {
    (void)state;
    const double z = bm__random_normal(12, 34, 56, 78);
    assert_true(bm__random_normal(12, 34, 56, 78) == z);
    for (int bit = 0; bit < 64; bit++) {
        assert_true(bm__random_normal(12 ^ UINT64_C(1) << bit, 34, 56, 78) != z);
        assert_true(bm__random_normal(12, 34 ^ UINT64_C(1) << bit, 56, 78) != z);
        if (bit < 32) {
            assert_true(bm__random_normal(12, 34, 56 ^ 1u << bit, 78) != z);
            assert_true(bm__random_normal(12, 34, 56, 78 ^ 1u << bit) != z);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_known_answers),
        cmocka_unit_test(names_known_answers),
        cmocka_unit_test(quantile),
        cmocka_unit_test(ends),
        cmocka_unit_test(normal),
        cmocka_unit_test(independent),
        cmocka_unit_test(every_bit_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
