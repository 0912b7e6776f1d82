/* test_number_parts.c: what the text of numbers is made of: wide products, words of digits, tables of powers, the
   ways to the shortest digits, hashes. */
#include "fixture.h"
#include "random.h"

TestSuite(number_parts, .init = fixture_start, .fini = fixture_stop);

Test(number_parts, products_of_128_bits)
{
    for (int i = 0; i < 10000; i++) {
        const uint64_t a = random_word() >> i % 64, b = ~random_word() >> i / 64 % 64;
        uint64_t high, high_by_halves;
        cr_assert_eq(sg_multiply(a, b, &high), sg_multiply_by_halves(a, b, &high_by_halves));
        cr_assert_eq(high, high_by_halves);
    }
    uint64_t high;
    cr_expect_eq(sg_multiply_by_halves(UINT64_MAX, UINT64_MAX, &high), 1);
    cr_expect_eq(high, UINT64_MAX - 1);
}

Test(number_parts, eight_digits_in_a_word)
{
    for (uint32_t value = 0; value < 100000000; value += 997) {
        const uint64_t digits = sg_eight_digits(value);
        uint32_t back = 0;
        for (int i = 0; i < 8; i++) back = back * 10 + (uint32_t)(digits >> (8 * i) & 0xFF);
        cr_assert_eq(back, value);
        cr_assert_eq(sg_join_digits(digits), value);
    }
}

#if SG_FAST_NUMBERS

static void expect_sixteen(uint64_t value)
{
    char expected[32], text[16];
    const SgSixteen digits = sg_sixteen_characters(value);
    memcpy(text, &digits.first, 8);
    sg_store_second(text + 8, digits);
    snprintf(expected, sizeof expected, "%016llu", (unsigned long long)value);
    cr_assert_arr_eq(text, expected, 16, "%s", expected);
    unsigned count = 16;
    while (expected[count - 1] == '0') count--;
    cr_assert_eq(digits.nonzero >> (count - 1), 1, "%s", expected);
}

Test(number_parts, sixteen_digits_as_characters)
{
    /* each four of them, with zeros and with nines around */
    for (uint64_t value = 0; value < 10000; value++)
        for (uint64_t place = 1; place <= UINT64_C(1000000000000); place *= 10000) {
            if (value) expect_sixteen(value * place);
            expect_sixteen(UINT64_C(9999999999999999) - value * place);
        }
    for (int i = 0; i < 100000; i++) expect_sixteen(1 + random_word() % UINT64_C(9999999999999999));
}

#endif

Test(number_parts, hash_of_a_double)
{
    static const double values[] = {0,   -0.0,     1,         -1,     0.1,        1e308, 5e-324,
                                    2.5, INFINITY, -INFINITY, 1e-310, 1ull << 61, 3e300, -7e-300};
    for (size_t i = 0; i < sizeof values / sizeof *values + 10000; i++) {
        const uint64_t bits = random_word();
        double value;
        if (i < sizeof values / sizeof *values) value = values[i];
        else memcpy(&value, &bits, sizeof value);
        PyObject *boxed = PyFloat_FromDouble(value);
        const Py_hash_t expected = isnan(value) ? 0 : PyObject_Hash(boxed);
        cr_assert_eq(sg_hash_double(value), expected, "%g", value);
        cr_assert_eq(sg_hash_double_slowly(value), expected, "%g", value);
        Py_DECREF(boxed);
    }
}

Test(number_parts, powers_of_ten)
{
    /* 10**-27 and 10**27; the second is exact */
    const SgPower small = sg_power_of_ten(-27), exact = sg_power_of_ten(27);
    cr_expect(small.high == 0x9E74D1B791E07E48 && small.low == 0x775EA264CF55347D);
    cr_expect(exact.high == 0xCECB8F27F4200F3A && exact.low == 0);
    for (int exponent = -342; exponent <= 324; exponent++) {
        SgPower rough = sg_power_of_ten_roughly(exponent);
        const SgPower right = sg_power_of_ten(exponent);
        cr_expect(right.high >> 63);
        if (!(rough.high >> 63)) {
            rough.high = rough.high << 1 | rough.low >> 63;
            rough.low <<= 1;
        }
        const uint64_t lacks = right.low - rough.low;
        cr_expect(lacks < 6 && right.high - rough.high == (right.low < rough.low), "%d", exponent);
        cr_expect(lacks == 0 || exponent < 0 || exponent > 54, "%d", exponent);
    }
}

Test(number_parts, zeros_in_a_word)
{
    for (unsigned i = 0; i < 64; i++) {
        cr_expect_eq(sg_leading_zeros(UINT64_MAX >> i), i);
        cr_expect_eq(sg_trailing_zeros(UINT64_MAX << i), i);
    }
}

#if SG_FAST_NUMBERS

static void expect_same_text(SgDecimal decimal, SgDecimal exact)
{
    char text[SG_NUMBER_ROOM], expected[SG_NUMBER_ROOM];
    char *const end = sg_put_decimal(text, decimal);
    cr_assert_eq(end - text, sg_put_decimal(expected, exact) - expected);
    cr_assert_arr_eq(text, expected, (size_t)(end - text));
}

/* The one product and the three agree: so the first knows where it cannot decide. */
Test(number_parts, shortest_digits_all_ways)
{
    int quick = 0;
    for (int i = 0; i < 100000; i++) {
        uint64_t bits = random_word() & INT64_MAX;
        if (i % 2 == 0) bits = bits % (UINT64_C(100) << 52) + (UINT64_C(980) << 52);
        if (i % 3 == 0) bits &= ~UINT64_C(0) << 40; /* few bits set */
        const uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
        const int biased = (int)(bits >> 52);
        if (!fraction || !biased || biased == 0x7FF) continue;
        const SgDecimal exact =
            sg_shortest_exactly(fraction | UINT64_C(1) << 52, biased - 1075, false);
        expect_same_text(sg_shortest(bits), exact);
        SgDecimal decimal;
        if (!sg_shortest_quickly(bits, &decimal)) continue;
        expect_same_text(decimal, exact);
        cr_assert(biased >= 985 && biased <= 1074);
        quick++;
    }
    cr_expect_gt(quick, 40000);
}

#endif
