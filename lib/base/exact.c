/* SPDX-License-Identifier: Apache-2.0 */
/* Sums without rounding, and pairs of doubles to read them with. */
#include "base/exact.h"

#include <math.h>
#include <string.h>

enum { LIMBS = BM__EXACT_LIMBS, UNIT = -1074 }; /* the lowest bit is worth 2^UNIT */

/* Adds a limb at a place, and what it carries. */
static void add_at(struct bm__exact *sum, int place, uint64_t limb) {
    for (; limb > 0 && place < LIMBS; place++) {
        sum->limb[place] += limb;
        limb = sum->limb[place] < limb;
    }
}

static void subtract_at(struct bm__exact *sum, int place, uint64_t limb) {
    for (; limb > 0 && place < LIMBS; place++) {
        const uint64_t before = sum->limb[place];
        sum->limb[place] -= limb;
        limb = before < limb;
    }
}

void bm__exact_add(struct bm__exact *sum, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    const int exponent = (int)(bits >> 52 & 0x7ff), shift = exponent > 0 ? exponent - 1 : 0;
    const uint64_t digits = (bits & UINT64_C(0xfffffffffffff)) | (uint64_t)(exponent > 0) << 52;
    const int place = shift / 64, offset = shift % 64;
    const uint64_t low = digits << offset, high = offset > 0 ? digits >> (64 - offset) : 0;
    if (bits >> 63) {
        subtract_at(sum, place, low);
        subtract_at(sum, place + 1, high);
    } else {
        add_at(sum, place, low);
        add_at(sum, place + 1, high);
    }
}

void bm__exact_join(struct bm__exact *sum, const struct bm__exact *other) {
    uint64_t carry = 0;
    for (int i = 0; i < LIMBS; i++) {
        const uint64_t with_carry = other->limb[i] + carry;
        carry = with_carry < carry;
        sum->limb[i] += with_carry;
        carry += sum->limb[i] < with_carry;
    }
}

/* 64 bits of a magnitude, from a bit on upwards. */
static uint64_t bits_from(const uint64_t magnitude[LIMBS], int bit) {
    uint64_t bits = 0;
    for (int i = 0; i < 2; i++) {
        const int place = (bit >= 0 ? bit / 64 : -1) + i, offset = bit - 64 * place;
        if (place >= 0 && place < LIMBS && offset > -64 && offset < 64)
            bits |= offset >= 0 ? magnitude[place] >> offset : magnitude[place] << -offset;
    }
    return bits;
}

struct bm__double2 bm__exact_value(const struct bm__exact *sum) {
    uint64_t magnitude[LIMBS], carry = 1;
    const int negative = (int)(sum->limb[LIMBS - 1] >> 63);
    for (int i = 0; i < LIMBS; i++) {
        magnitude[i] = negative ? ~sum->limb[i] + carry : sum->limb[i];
        carry = carry && magnitude[i] == 0;
    }
    int top = LIMBS * 64 - 1; /* the highest bit that is set */
    while (top >= 0 && !(magnitude[top / 64] >> top % 64 & 1))
        top--;
    if (top < 0)
        return (struct bm__double2){0.0, 0.0};
    /* the first 53 bits, and the 64 after them; where a double ends, there are fewer */
    const int first = top - 52;
    const uint64_t lead = bits_from(magnitude, first) & ((UINT64_C(1) << 53) - 1);
    const uint64_t rest = first > 0 ? bits_from(magnitude, first - 64) : 0;
    const double a = ldexp((double)lead, first + UNIT), b = ldexp((double)rest, first - 64 + UNIT);
    const double high = a + b, low = b - (high - a);
    return negative ? (struct bm__double2){-high, -low} : (struct bm__double2){high, low};
}

static struct bm__double2 two_sum(double a, double b) {
    const double sum = a + b, part = sum - a;
    return (struct bm__double2){sum, (a - (sum - part)) + (b - part)};
}

/* Halves of 26 and 27 bits. */
static struct bm__double2 split(double a) {
    const double large = 134217729.0 * a, high = large - (large - a);
    return (struct bm__double2){high, a - high};
}

struct bm__double2 bm__product(double a, double b) {
    const struct bm__double2 x = split(a), y = split(b);
    const double product = a * b;
    return (struct bm__double2){product,
                                ((x.high * y.high - product) + x.high * y.low + x.low * y.high) + x.low * y.low};
}

struct bm__double2 bm__double2_minus(struct bm__double2 a, struct bm__double2 b) {
    const struct bm__double2 high = two_sum(a.high, -b.high), low = two_sum(a.low, -b.low);
    const struct bm__double2 sum = two_sum(high.high, high.low + low.high);
    return two_sum(sum.high, sum.low + low.low);
}

struct bm__double2 bm__double2_times(struct bm__double2 a, struct bm__double2 b) {
    const struct bm__double2 product = bm__product(a.high, b.high);
    return two_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

struct bm__double2 bm__double2_over(struct bm__double2 a, struct bm__double2 b) {
    const double first = a.high / b.high;
    const struct bm__double2 rest = bm__double2_minus(a, bm__double2_times(b, (struct bm__double2){first, 0.0}));
    const double second = rest.high / b.high;
    const struct bm__double2 left = bm__double2_minus(rest, bm__double2_times(b, (struct bm__double2){second, 0.0}));
    const struct bm__double2 quotient = two_sum(first, second);
    return two_sum(quotient.high, quotient.low + left.high / b.high);
}
