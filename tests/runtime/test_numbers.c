/* test_numbers.c: the text of doubles, both ways, against CPython's own: where algorithms go wrong
   (powers of two and ten and their neighbours, halfway cases, subnormals, the ends of notations), and at
   random. `make fuzz` does the same with a hundred times as many. */
#include "agreement.h"
#include "random.h"

#include <stdlib.h>

TestSuite(numbers, .init = fixture_start, .fini = fixture_stop);

static void expect_agreement_around(double value)
{
    double below = value, above = value;
    expect_agreement(value);
    expect_agreement(-value);
    for (int i = 0; i < 3; i++) {
        expect_agreement(below = nextafter(below, -INFINITY));
        expect_agreement(above = nextafter(above, INFINITY));
    }
}

static double ten_to(int exponent)
{
    char text[16];
    snprintf(text, sizeof text, "1e%d", exponent);
    return PyOS_string_to_double(text, NULL, NULL);
}

Test(numbers, powers_of_two_and_their_neighbours)
{
    for (int exponent = -1074; exponent <= 1023; exponent++)
        expect_agreement_around(ldexp(1, exponent));
}

Test(numbers, powers_of_ten_and_their_neighbours)
{
    for (int exponent = -324; exponent <= 308; exponent++) {
        expect_agreement_around(ten_to(exponent));
        expect_agreement_around(5 * ten_to(exponent));
    }
}

Test(numbers, boundaries_of_the_notations_and_paths)
{
    static const double values[] = {1e-5,
                                    1e-4,
                                    1e-3,
                                    1e15,
                                    1e16,
                                    1e17,
                                    9007199254740992.0, /* 2**53 */
                                    18446744073709551616.0,
                                    999999999999999.9,
                                    99999999999999990.0,
                                    562949953421312.5,
                                    1.7976931348623157e308,
                                    2.2250738585072014e-308,
                                    5e-324,
                                    9.5367431640625e-07,
                                    8.12345678901234};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) expect_agreement_around(values[i]);
    for (int i = 0; i < 2000; i++) {
        expect_agreement(i);
        expect_agreement(i / 10.0);
        expect_agreement(i / 100.0);
        expect_agreement(i / 1000.0);
        expect_agreement(i * 4.9406564584124654e-324);
        expect_agreement(9007199254740992.0 - 1000 + i);
        expect_agreement(18014398509481984.0 + 4 * i); /* ends of intervals are whole tens */
        expect_agreement(36028797018963968.0 + 8 * i);
        expect_agreement(1e16 - 2000 + 2 * i);
        expect_agreement(1e17 - 16000 + 16 * i);
    }
}

Test(numbers, doubles_at_random)
{
    for (int i = 0; i < 25000; i++) {
        const uint64_t bits = random_word();
        double value;
        memcpy(&value, &bits, sizeof value);
        expect_agreement(value);                                              /* any double */
        expect_agreement((double)(random_word() % 10000000) / 100);           /* a price */
        expect_agreement((double)(random_word() >> 11) / 9007199254740992.0); /* random() */
        /* 1 to 17 digits, with an exponent */
        const uint64_t digits = random_word() % 100000000000000000 >> random_word() % 57;
        expect_agreement((double)digits * ten_to((int)(random_word() % 600) - 320));
    }
}

Test(numbers, zeros_have_signs)
{
    char text[SG_NUMBER_ROOM];
    cr_expect(sg_put_double(text, 0.0) == text + 3 && memcmp(text, "0.0", 3) == 0);
    cr_expect(sg_put_double(text, -0.0) == text + 4 && memcmp(text, "-0.0", 4) == 0);
    expect_nearest("0");
    expect_nearest("-0");
    expect_nearest("-0.0e5");
    expect_nearest("0.000e-999");
    cr_expect_null(sg_put_double(text, INFINITY));
    cr_expect_null(sg_put_double(text, -INFINITY));
    cr_expect_null(sg_put_double(text, NAN));
}

/* ---- texts that no writer writes ---- */

/* The exact decimal of value * 2**-1, as Python spells it: where `value` is the sum of two neighbours, the
   text lies halfway between them. */
static void halfway(double below, char *text, size_t size)
{
    char code[256];
    snprintf(code, sizeof code,
             "(lambda f: (lambda a, b: format((a + b) / 2, 'f'))(*map(f.Decimal, (%.17g, "
             "__import__('math').nextafter(%.17g, 1e999)))))(__import__('decimal'))",
             below, below);
    PyObject *spelled = eval_python(code);
    snprintf(text, size, "%s", PyUnicode_AsUTF8(spelled));
    Py_DECREF(spelled);
}

Test(numbers, halfway_between_two_doubles)
{
    PyObject *context = eval_python("setattr(__import__('decimal').getcontext(), 'prec', 1200)");
    Py_DECREF(context);
    for (int exponent = -1074; exponent <= 1023;
         exponent += exponent < -70 || exponent > 130 ? 61 : 1) {
        for (int i = 0; i < 3; i++) {
            double below = ldexp((double)(random_word() >> 11 | 1), exponent - 53);
            char text[1400], longer[1500];
            if (!isfinite(nextafter(below, INFINITY))) continue;
            halfway(below, text, sizeof text);
            expect_nearest(text);
            snprintf(longer, sizeof longer, "%s%s%s", text, strchr(text, '.') ? "" : ".",
                     "00000000000000000000000001");
            expect_nearest(longer);
            char *last = text + strlen(text) - 1; /* just below: the last digit, 5 or an even one */
            while (last > text && (*last < '1' || *last > '9')) last--;
            *last = (char)(*last - 1);
            expect_nearest(text);
        }
    }
}

/* A number of `whole` digits before its point and `places` behind it; fewer than 0: there is no point. */
static char *put_decimal(char *p, int whole, int places, bool has_zeros)
{
    for (int i = 0; i < whole; i++)
        *p++ = has_zeros ? '0' : (char)('1' + (random_word() >> 20) % 9);
    if (places >= 0) *p++ = '.';
    for (int i = 0; i < places; i++) *p++ = (char)('0' + (random_word() >> 20) % 10);
    *p = '\0';
    return p;
}

static void expect_decimal(const char *text, bool is_right, const char *rest)
{
    if (is_right) {
        expect_nearest_before(text, rest);
        return;
    }
    char document[128];
    snprintf(document, sizeof document, "%s%s", text, rest);
    SgReader r;
    double value = 0;
    sg_reader_init(&r, fixture_state, document, (Py_ssize_t)strlen(document));
    cr_expect(sg_read_double(&r, &value) < 0 || r.p < document + strlen(text), "%s", document);
}

Test(numbers, decimals_of_every_shape)
{
    static const char *const rests[] = {
        "",    ",",     "\n",       " ,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5,1.5",
        "}]}", ",0.5]", "]    .5e", ",\"0123456789abcdefghijklmnopqrstuv"};
    char text[80];
    for (int whole = 0; whole <= 24; whole++) {
        for (int places = -1; places <= 24; places++) {
            for (int kind = 0; kind < 16; kind++) {
                const bool has_zeros = kind & 1, is_negative = kind & 2, has_exponent = kind & 4;
                *text = '-';
                char *p = put_decimal(text + is_negative, whole, places, has_zeros);
                if (has_exponent) memcpy(p, kind & 8 ? "E-7" : "e12", 4);
                const bool is_right = whole > 0 && (!has_zeros || whole == 1) && places != 0;
                for (size_t i = 0; i < sizeof rests / sizeof *rests; i++)
                    expect_decimal(text, is_right, rests[i]);
            }
        }
    }
}

/* Where a point or a digit should be stands every other byte. */
Test(numbers, decimals_with_another_byte)
{
    static const char *const texts[] = {"123.456", "1600000000.25", "0.8444218515250481",
                                        "757954402.7007995"};
    char document[64];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const size_t length = strlen(texts[i]);
        for (size_t at = 0; at < length; at++) {
            for (int c = 1; c < 256; c++) {
                if (c == 'e' || c == 'E' || c == '-' || c == '.' || (c >= '0' && c <= '9'))
                    continue;
                snprintf(document, sizeof document, "%s,\"0123456789012345678901234\"", texts[i]);
                document[at] = (char)c;
                SgReader r;
                SgNumber number;
                double value = 0, plain = 0;
                sg_reader_init(&r, fixture_state, document, (Py_ssize_t)strlen(document));
                const int done = sg_read_double(&r, &value);
                const char *const stop = r.p;
                r.p = r.start;
                const bool is_right = sg_read_number(&r, &number) == 0;
                cr_expect_eq(done, is_right ? 0 : -1, "%s", document);
                if (!is_right || done) continue;
                cr_expect_eq(sg_number_as_double(&r, &number, &plain), 0);
                cr_expect(stop == r.p && same_bits(value, plain), "%s", document);
            }
        }
    }
}

Test(numbers, quotients_that_64_bits_leave_open)
{
    static const char *const texts[] = {
        "4503599627370496.5",     "4503599627370497.5", "9007199254740992.0",
        "9007199254740993.0",     "9007199254740995.0", "1000000000000000.5",
        "100000000000000.015625", "0.5000000000000000", "0.00000000000000000",
        "1.000000000000000000",   "9999999999999999.9", "0.9999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect_nearest(texts[i]);
    for (int i = 0; i < 20000; i++) { /* exact, or halfway: a whole number of small parts */
        char text[64];
        const double parts = (double)(random_word() >> 11 >> random_word() % 12);
        snprintf(text, sizeof text, "%.*f", 1 + i % 18, parts / (double)(UINT64_C(1) << i % 40));
        expect_nearest(text);
    }
}

Test(numbers, texts_of_many_digits)
{
    static const char *const texts[] = {
        "9007199254740993",
        "9007199254740993.00000000000000000000000000000000000000000000001",
        "9007199254740992.99999999999999999999999999999999999999999999999",
        "4503599627370496.5",
        "4503599627370497.5",
        "1.00000000000000011102230246251565404236316680908203125",
        "1.00000000000000011102230246251565404236316680908203124",
        "1.00000000000000011102230246251565404236316680908203126",
        "0.500000000000000166533453693773481063544750213623046875",
        "2.2250738585072011e-308", /* where PHP and Java once looped for ever */
        "2.2250738585072012e-308",
        "4.9406564584124654e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2."
        "470328229206232720882843964341106861825299013071623822127928412503377536351043759326499181"
        "80"
        "817996189898282347722858865463328355177969898199387398005390939063150356595155702263922908"
        "5839"
        "244910518443593180284993653615250031937045767824921936562366986365848075700158576926990370"
        "6311"
        "928279558551332927834338409351978015531246597263579574622766465272827220056374006485499977"
        "0965"
        "994704540208281662262378573934507363390079677619305775067401763246736009689513405355374585"
        "1666"
        "1134223766678602162167739000000000000000e-324",
        "1.7976931348623158e308",
        "1.7976931348623157e308",
        "1.797693134862315807e308",
        "1.7976931348623158079372897140530e308",
        "1.7976931348623158079372897140531e308",
        "1.7976931348623159e308",
        "1e309",
        "1e400",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "0e99999999999999999999",
        "1e-400",
        "123456789012345678901234567890",
        "1234567890123456789",
        "12345678901234567890",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999",
        "0.00000000000000000000000000000000000000012345678901234567890123456789",
        "0.000000000000000000000000000000000000000000000000000",
        "100000000000000000000000000000000000000000000000000e-50",
        "1000000000000000000000000000000000000000000.5",
        "8.5e-323",
        "7.2057594037927933e16",
        "6.0221e23",
        "1e22",
        "1e23",
        "1E+23",
        "1e-22",
        "1e-23",
        "9007199254740991e22",
        "9007199254740993e22",
        "3.5844466002796428e298",
        "0.1",
        "12345678.12345678",
        "1.2345678",
        "123456789",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[800];
        snprintf(text, sizeof text, "%s", texts[i]);
        expect_nearest(text);
        snprintf(text, sizeof text, "-%s", texts[i]);
        expect_nearest(text);
    }
}

Test(numbers, eight_hundred_digits)
{
    char text[900];
    for (int i = 0; i < 200; i++) {
        const int point = (int)(random_word() % 800);
        for (int k = 0; k < 801; k++) text[k] = (char)('0' + random_word() % 10);
        text[0] = '1';
        text[1 + point] = '.';
        snprintf(text + 801, 20, "1e%d", (int)(random_word() % 700) - 400 - point);
        expect_nearest(text);
        memset(text + 1, '0', 790); /* digits that matter only if all others do not */
        text[1 + point] = '.';
        expect_nearest(text);
    }
}

Test(numbers, digits_at_random)
{
    for (int i = 0; i < 50000; i++) {
        char text[64], *p = text;
        const int count = 1 + (int)(random_word() % 21), point = (int)(random_word() % 21);
        *p++ = (char)('1' + random_word() % 9);
        for (int k = 1; k < count; k++) {
            if (k == point) *p++ = '.';
            *p++ = (char)('0' + random_word() % 10);
        }
        *p = '\0';
        if (i % 2) snprintf(p, 16, "e%d", (int)(random_word() % 660) - 345);
        expect_nearest(text);
    }
}

/* No byte behind the one at the end is looked at: the texts stand at the end of a heap block, so that
   sanitizers see it. */
Test(numbers, readers_stop_at_the_end)
{
    static const char *const texts[] = {"1",
                                        "-1",
                                        "1.5",
                                        "12345678",
                                        "1234567.8",
                                        "1.2345678",
                                        "1.23456789",
                                        "1e5",
                                        "1e-005",
                                        "123456789",
                                        "0.1234567890",
                                        "12345678901234567890123",
                                        "1600000000.25",
                                        "12345678.123456",
                                        "12345678.1234567",
                                        "0.84442185152504811",
                                        "1234567890.1234567890123456789012"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const size_t length = strlen(texts[i]);
        char *copy = (char *)malloc(length + 1);
        cr_assert_not_null(copy);
        memcpy(copy, texts[i], length + 1);
        for (int newline = 0; newline < 2; newline++) {
            if (newline) copy[length] = '\n';
            SgReader r;
            double value = 0;
            sg_reader_init(&r, fixture_state, copy, (Py_ssize_t)length);
            cr_expect(sg_read_double(&r, &value) == 0 && r.p == r.end, "%s", texts[i]);
            cr_expect(value == PyOS_string_to_double(texts[i], NULL, NULL), "%s", texts[i]);
            r.p = r.start;
            int64_t integer;
            (void)sg_read_int64(&r, &integer);
            r.p = r.start;
            SgNumber number;
            cr_expect(sg_read_number(&r, &number) == 0 && r.p == r.end, "%s", texts[i]);
        }
        free(copy);
    }
}

#if SG_FAST_NUMBERS

/* Halfway between two digits, and an end of the interval on a digit: those are not for one product. */
Test(numbers, shortest_digits_where_one_product_is_not_enough)
{
    SgDecimal decimal;
    cr_expect_not(sg_shortest_quickly(sg_double_bits(0.25), &decimal));
    cr_expect_not(sg_shortest_quickly(sg_double_bits(ldexp(4503599627370497, -91)), &decimal));
    cr_expect_not(sg_shortest_quickly(sg_double_bits(4503599627370497), &decimal));
    cr_expect(sg_shortest_quickly(sg_double_bits(ldexp(4503599627370497, -90)), &decimal));
    cr_expect(sg_shortest_quickly(sg_double_bits(4503599627370495.5), &decimal));
    int unsure = 0;
    for (uint64_t mantissa = UINT64_C(1) << 52 | 1; mantissa < (UINT64_C(1) << 52) + 2000;
         mantissa += 2)
        for (int exponent = -12; exponent < 0; exponent++) {
            const double value = ldexp((double)mantissa, exponent);
            unsure += !sg_shortest_quickly(sg_double_bits(value), &decimal);
            expect_agreement(value);
        }
    cr_expect_gt(unsure, 0);
}

#endif
