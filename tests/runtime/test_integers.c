/* test_integers.c: the text of integers, both ways, against CPython's own. */
#include "fixture.h"
#include "random.h"

#include <stdio.h>

TestSuite(integers, .init = fixture_start, .fini = fixture_stop);

static void expect_integer(uint64_t magnitude, bool is_negative)
{
    char text[SG_NUMBER_ROOM + 1], expected[32];
    snprintf(expected, sizeof expected, "%s%llu", is_negative ? "-" : "",
             (unsigned long long)magnitude);
    SgReader r;
    sg_reader_init(&r, fixture_state, expected, (Py_ssize_t)strlen(expected));
    if (!is_negative) {
        *sg_put_uint64(text, magnitude) = '\0';
        cr_assert_str_eq(text, expected);
        uint64_t back = 0;
        cr_assert_eq(sg_read_uint64(&r, &back), 0);
        cr_assert_eq(back, magnitude);
        r.p = r.start;
    }
    const bool fits = magnitude <= (uint64_t)INT64_MAX + is_negative;
    int64_t back = 0;
    cr_assert_eq(sg_read_int64(&r, &back), fits ? 0 : -1, "%s", expected);
    if (fits) {
        cr_assert_eq((uint64_t)back, is_negative ? UINT64_C(0) - magnitude : magnitude);
        *sg_put_int64(text, back) = '\0';
        cr_assert_str_eq(text, magnitude ? expected : "0");
    }
    r.p = r.start;
    PyObject *boxed = sg_read_pyint(&r), *same = PyLong_FromString(expected, NULL, 10);
    cr_assert_not_null(boxed);
    cr_assert(r.p == r.end && PyObject_RichCompareBool(boxed, same, Py_EQ) == 1, "%s", expected);
    Py_DECREF(boxed);
    Py_DECREF(same);
}

Test(integers, around_every_power)
{
    for (int sign = 0; sign < 2; sign++) {
        uint64_t power = 1;
        for (int i = 0; i < 20; i++, power *= 10) {
            for (uint64_t k = 0; k < 7; k++) expect_integer(power + k - 3, sign);
        }
        for (int i = 0; i < 64; i++) {
            for (uint64_t k = 0; k < 7; k++) expect_integer((UINT64_C(1) << i) + k - 3, sign);
        }
        for (uint64_t i = 0; i < 20000; i++) expect_integer(i, sign);
        for (int i = 0; i < 20000; i++) expect_integer(random_word() >> random_word() % 64, sign);
        expect_integer(UINT64_MAX, sign);
    }
}

Test(integers, out_of_range_or_shape)
{
    static const char *const texts[] = {"18446744073709551616",
                                        "99999999999999999999",
                                        "100000000000000000000",
                                        "-",
                                        "",
                                        "x",
                                        "01",
                                        "-01",
                                        "00",
                                        "1.0",
                                        "1e2",
                                        "12345678901234567890e1",
                                        "123456789.5",
                                        "000000000",
                                        "0123456789012",
                                        "-x",
                                        "+1",
                                        " -"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        SgReader r;
        uint64_t unsigned_value;
        int64_t value;
        sg_reader_init(&r, fixture_state, texts[i], (Py_ssize_t)strlen(texts[i]));
        cr_expect(sg_read_uint64(&r, &unsigned_value) < 0 || r.p != r.end, "%s", texts[i]);
        r.p = r.start;
        cr_expect(sg_read_int64(&r, &value) < 0 || r.p != r.end, "%s", texts[i]);
    }
}

/* Integers of every length, with little or much behind them: only what is long enough is read in words. */
Test(integers, before_all_that_may_follow)
{
    static const char *const rests[] = {"",
                                        ",",
                                        "]",
                                        "}",
                                        "\n",
                                        " ,1",
                                        ",0123456789012345678901",
                                        "]0123456789012345678901",
                                        "}0123456789012345678901",
                                        "\n          ]             ",
                                        ".5,0123456789012345678901",
                                        "e5,0123456789012345678901",
                                        "E5,0123456789012345678901",
                                        "x0123456789012345678901",
                                        "-0123456789012345678901"};
    static const char digits[] = "98765432109876543210987654";
    for (int length = 0; length <= 22; length++) {
        for (int kind = 0; kind < 6; kind++) {
            for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
                char text[32], document[80];
                const bool is_negative = kind & 1, has_zero = kind >= 4;
                const char *from = kind & 2 ? digits + 1 : digits;
                snprintf(text, sizeof text, "%s%s%.*s", is_negative ? "-" : "", has_zero ? "0" : "",
                         length, from);
                snprintf(document, sizeof document, "%s%s", text, rests[i]);
                SgReader r;
                int64_t value = 0;
                sg_reader_init(&r, fixture_state, document, (Py_ssize_t)strlen(document));
                const int done = sg_read_int64(&r, &value);
                char *end = NULL;
                const long long expected = strtoll(text, &end, 10);
                const bool fits = length < 19 || (length == 19 &&
                                                  (expected != INT64_MAX && expected != INT64_MIN));
                const bool is_right = fits && length + has_zero > 0 && (!has_zero || length == 0) &&
                                      !strchr(".eE", *rests[i] ? *rests[i] : 'x');
                cr_expect_eq(done, is_right ? 0 : -1, "%s", document);
                if (is_right)
                    cr_expect(value == expected && r.p == document + strlen(text), "%s", document);
            }
        }
    }
}
