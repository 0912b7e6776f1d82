/* test_reader.c: sg_reader.h, sg_keys.h and the reading half of sg_base64.h: what is read, what
   is refused, and that refusing never leaves an exception. */
#include "fixture.h"

TestSuite(reader, .init = fixture_start, .fini = fixture_stop);

static SgReader reader_of(const char *text)
{
    SgReader r;
    sg_reader_init(&r, fixture_state, text, (Py_ssize_t)strlen(text));
    return r;
}

Test(reader, int64_takes_integer_literals_in_range)
{
    static const struct {
        const char *text;
        int64_t value;
    } cases[] = {
        {"0", 0},
        {"-0", 0},
        {" \n\t\r7", 7},
        {"-9223372036854775808", INT64_MIN},
        {"9223372036854775807", INT64_MAX},
        {"1234567890123456789", INT64_C(1234567890123456789)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SgReader r = reader_of(cases[i].text);
        int64_t value = 99;
        cr_expect_eq(sg_read_int64(&r, &value), 0, "%s", cases[i].text);
        cr_expect_eq(value, cases[i].value, "%s", cases[i].text);
        cr_expect_eq(sg_read_finish(&r), 0, "%s", cases[i].text);
    }
    static const char *const refused[] = {
        "",
        "-",
        "01",
        "00",
        "-01",
        "1.0",
        "1e3",
        "1E3",
        "+1",
        "a",
        "\"1\"",
        "true",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999",
        "123456789012345678901",
        ".5",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        SgReader r = reader_of(refused[i]);
        int64_t value;
        cr_expect(sg_read_int64(&r, &value) < 0 || sg_read_finish(&r) < 0, "%s", refused[i]);
    }
}

Test(reader, uint64_goes_further)
{
    uint64_t value = 0;
    SgReader r = reader_of("18446744073709551615");
    cr_expect_eq(sg_read_uint64(&r, &value), 0);
    cr_expect_eq(value, UINT64_MAX);
    r = reader_of("-0");
    cr_expect_eq(sg_read_uint64(&r, &value), 0);
    r = reader_of("18446744073709551616");
    cr_expect_eq(sg_read_uint64(&r, &value), -1);
    r = reader_of("-1");
    cr_expect_eq(sg_read_uint64(&r, &value), -1);
}

Test(reader, doubles_are_the_nearest_ones)
{
    static const char *const cases[] = {
        "0",
        "-0",
        "1",
        "1.5",
        "-2.25e3",
        "1e22",
        "1e23",
        "1E+5",
        "1e-5",
        "123456789012345678",
        "9007199254740993",
        "0.1",
        "2.2250738585072011e-308",
        "5e-324",
        "1e-400",
        "0e99999",
        "1.7976931348623157e308",
        "0.000000000000000000001",
        "12345678901234567890123456789012345678901234567890",
        "123456789.123456789123456789",
        "3.0e0000000000000001",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SgReader r = reader_of(cases[i]);
        double value = 99, expected = PyOS_string_to_double(cases[i], NULL, NULL);
        cr_expect_eq(sg_read_double(&r, &value), 0, "%s", cases[i]);
        cr_expect_arr_eq(&value, &expected, sizeof value, "%s", cases[i]);
        cr_expect_eq(sg_read_finish(&r), 0, "%s", cases[i]);
    }
    static const char *const refused[] = {
        "",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "01",
        "-01.5",
        "1e400",
        "-1e400",
        "NaN",
        "Infinity",
        "-Infinity",
        "0x1",
        "1_0",
        "+1",
        "1e99999999999999999999",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        SgReader r = reader_of(refused[i]);
        double value;
        cr_expect(sg_read_double(&r, &value) < 0 || sg_read_finish(&r) < 0, "%s", refused[i]);
        cr_expect_null(PyErr_Occurred());
    }
}

Test(reader, ints_of_any_size)
{
    SgReader r = reader_of("-123456789012345678901234567890");
    expect_repr(sg_read_pyint(&r), "-123456789012345678901234567890");
    r = reader_of("999999999999999999");
    expect_repr(sg_read_pyint(&r), "999999999999999999");

    char digits[SG_MAX_DIGITS + 3];
    memset(digits, '9', sizeof digits);
    digits[0] = '-';
    digits[SG_MAX_DIGITS + 1] = '\0';
    r = reader_of(digits);
    PyObject *number = sg_read_pyint(&r);
    cr_expect_not_null(number);
    Py_XDECREF(number);
    digits[SG_MAX_DIGITS + 1] = '9';
    digits[SG_MAX_DIGITS + 2] = '\0';
    r = reader_of(digits);
    cr_expect_null(sg_read_pyint(&r));
    cr_expect_null(PyErr_Occurred());
}

Test(reader, literals)
{
    bool value;
    SgReader r = reader_of(" true false null nul");
    cr_expect_eq(sg_read_null(&r), false);
    cr_expect(sg_read_bool(&r, &value) == 0 && value);
    cr_expect(sg_read_bool(&r, &value) == 0 && !value);
    cr_expect_eq(sg_read_null(&r), true);
    cr_expect_eq(sg_read_null(&r), false);
    r = reader_of("1");
    cr_expect_eq(sg_read_bool(&r, &value), -1);
}

Test(reader, strings)
{
    static const char *const cases[][2] = {
        {"\"\"", "''"},
        {"\"abc\"", "'abc'"},
        {"\"12345678\"", "'12345678'"},
        {"\"123456789\"", "'123456789'"},
        {"\"\\u0041\\u00e9\\u65e5\\ud83d\\ude00\"", "'A\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80'"},
        {"\"\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x98\x80\"", "'\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x98\x80'"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "'\"\\\\/\\x08\\x0c\\n\\r\\t'"},
        {"\"\\u0000\"", "'\\x00'"},
        {"\"\x7f\"", "'\\x7f'"},
        {"\"\xf4\x8f\xbf\xbf\"", "'\\U0010ffff'"},
        {"\"\xed\x9f\xbf\"", "'\\ud7ff'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SgReader r = reader_of(cases[i][0]);
        expect_repr(sg_read_str(&r), cases[i][1]);
        cr_expect_eq(sg_read_finish(&r), 0);
        r = reader_of(cases[i][0]);
        cr_expect(sg_skip(&r) == 0 && sg_read_finish(&r) == 0, "%s", cases[i][0]);
    }
}

/* What no string may be: for the reader of values, of values to skip, and of unknown keys. */
Test(reader, strings_that_are_refused)
{
    static const char *const refused[] = {
        "\"",
        "\"abc",
        "\"\\",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u123g\"",
        "\"\x01\"",
        "\"1234567\x1f\"",
        "\"a\nb\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\ud800\"",
        "\"\\ud800x\"",
        "\"\\ud800\\u0041\"",
        "'a'",
        "\"\x80\"",
        "\"\xc0\x80\"",
        "\"\xc1\xbf\"",
        "\"\xe0\x9f\xbf\"",
        "\"\xed\xa0\x80\"",
        "\"\xf0\x8f\xbf\xbf\"",
        "\"\xf4\x90\x80\x80\"",
        "\"\xf5\x80\x80\x80\"",
        "\"\xff\"",
        "\"\xc3\"",
        "\"\xe6\x97\"",
        "\"\xf0\x9f\x98\"",
        "\"\xc3(\"",
        "\"\\n\xff\"",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        SgReader r = reader_of(refused[i]);
        cr_expect_null(sg_read_str(&r), "%s", refused[i]);
        cr_expect_null(PyErr_Occurred());
        r = reader_of(refused[i]);
        cr_expect_eq(sg_skip(&r), -1, "%s", refused[i]);

        char object[64];
        snprintf(object, sizeof object, "{%s:1}", refused[i]);
        uint64_t seen[1] = {0};
        SgKeys keys = {seen, NULL, 0, true};
        r = reader_of(object);
        cr_assert_eq(sg_read_open(&r), 0);
        cr_expect_eq(sg_read_key(&r, &leg_record, &keys), -1, "%s", object);
        cr_expect_null(PyErr_Occurred());
    }
}

Test(reader, text_points_into_the_input_or_is_unescaped)
{
    char room[4];
    const char *text;
    Py_ssize_t n;
    SgReader r = reader_of("\"buy\"");
    cr_assert_eq(sg_read_text(&r, &text, &n, room, 4), 0);
    cr_expect(n == 3 && memcmp(text, "buy", 3) == 0 && text != room);
    r = reader_of("\"b\\u0075y\"");
    cr_assert_eq(sg_read_text(&r, &text, &n, room, 4), 0);
    cr_expect(n == 3 && memcmp(text, "buy", 3) == 0 && text == room);
    r = reader_of("\"b\\u0075yers\"");
    cr_expect_eq(sg_read_text(&r, &text, &n, room, 4), -1);
}

Test(reader, base64_is_strict)
{
    static const char *const cases[][2] = {
        {"\"\"", "b''"},
        {"\"QQ==\"", "b'A'"},
        {"\"QUI=\"", "b'AB'"},
        {"\"QUJD\"", "b'ABC'"},
        {"\"QU\\u004aD\"", "b'ABC'"},
        {"\"\\/\\/79\\/A==\"", "b'\\xff\\xfe\\xfd\\xfc'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SgReader r = reader_of(cases[i][0]);
        expect_repr(sg_read_base64(&r), cases[i][1]);
    }
    static const char *const refused[] = {
        "\"Q\"",    "\"QQ\"",       "\"QQ=\"",  "\"QQ==\\n\"", "\"QR==\"", "\"QUJ=\"", "\"====\"",
        "\"Q===\"", "\"QQ==QQ==\"", "\"Q Q=\"", "\"-_79\"",    "\"=QQQ\"", "\"Q=QQ\"", "1",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        SgReader r = reader_of(refused[i]);
        cr_expect_null(sg_read_base64(&r), "%s", refused[i]);
        cr_expect_null(PyErr_Occurred());
    }
}

/* Reads all keys of an object whose values are ints; the indices, as digits, `?` for unknown,
   `!` refused. */
static void expect_keys(const char *object, const char *expected)
{
    uint64_t seen[1] = {0};
    SgKeys keys = {seen, NULL, 0, true};
    char found[16];
    int n = 0;
    SgReader r = reader_of(object);
    cr_assert_eq(sg_read_open(&r), 0);
    for (int index; (index = sg_read_key(&r, &trade_record, &keys)) != SG_END && n < 15;) {
        found[n++] = index == SG_UNKNOWN ? '?' : index < 0 ? '!' : (char)('0' + index);
        if (index == -1 || sg_skip(&r) < 0) break;
    }
    found[n] = '\0';
    cr_expect_str_eq(found, expected, "%s: %s", object, found);
}

Test(reader, keys_match_in_any_order_and_spelling)
{
    expect_keys("{}", "");
    expect_keys("{ }", "");
    expect_keys("{\"legs\":1,\"no \\\"te\\\"\":2,\"any\":3}", "012");
    expect_keys("{ \"any\" : 3 , \"legs\" : 1 }", "20");
    expect_keys("{\"\\u006cegs\":1,\"zz\":{\"legs\":[]},\"no \\u0022te\\u0022\":2}", "0?1");
    expect_keys("{\"leg\":1,\"legss\":2,\"\xc3\xa9\":3}", "???");
    expect_keys("{\"legs\":1,\"legs\":2}", "0!");
    expect_keys("{\"legs\":1,\"\\u006cegs\":2}", "0!");
    expect_keys("{\"legs\":1,}", "0!");
    expect_keys("{,\"legs\":1}", "!");
    expect_keys("{\"legs\":1 \"any\":2}", "0!");
    expect_keys("{\"legs\" 1}", "!");
    expect_keys("{\"legs\"", "!");
    expect_keys("{1:2}", "!");
}

Test(reader, skipped_values_must_be_well_formed)
{
    static const char *const good[] = {
        "1",
        "-0.5e+3",
        "true",
        "null",
        "\"a\"",
        "[]",
        "{}",
        "[1,[2,{\"a\":[{}]}],3]",
        " { \"a\" : [ 1 , 2 ] , \"a\" : null } ",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        SgReader r = reader_of(good[i]);
        cr_expect(sg_skip(&r) == 0 && sg_read_finish(&r) == 0 && r.depth == 0, "%s", good[i]);
    }
    static const char *const bad[] = {
        "",         " ",         "[",         "{",           "]",       "[1",       "[1,",
        "[1,]",     "[,1]",      "[1 2]",     "[1}",         "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{\"a\":1", "{\"a\" 1}", "{1:2}",     "{\"a\":1]",   "tru",     "nul",      "[tru]",
        "[01]",     "[1.]",      "[\"\\x\"]", "{\"\\x\":1}", "[1]]",    "1 2",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        SgReader r = reader_of(bad[i]);
        cr_expect(sg_skip(&r) < 0 || sg_read_finish(&r) < 0, "%s", bad[i]);
    }
}

Test(reader, depth_ends_at_500)
{
    char text[2 * (SG_MAX_DEPTH + 1) + 1];
    for (int depth = SG_MAX_DEPTH; depth <= SG_MAX_DEPTH + 1; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        text[2 * (size_t)depth] = '\0';
        SgReader r = reader_of(text);
        cr_expect_eq(sg_skip(&r), depth > SG_MAX_DEPTH ? -1 : 0);
        r = reader_of(text);
        PyObject *value = sg_any_read(&r, &sg_type_any);
        cr_expect_eq(value == NULL, depth > SG_MAX_DEPTH);
        cr_expect_null(PyErr_Occurred());
        Py_XDECREF(value);
    }
}

Test(reader, a_line_ends_before_its_newline)
{
    static const char text[] = "1\n2";
    SgReader r;
    int64_t value;
    sg_reader_init(&r, fixture_state, text, 1);
    cr_expect(sg_read_int64(&r, &value) == 0 && value == 1);
    cr_expect_eq(sg_read_finish(&r), 0);
}

Test(reader, the_collector_rests_for_long_texts)
{
    bool rests = sg_rest(10);
    cr_expect(!rests && PyGC_IsEnabled());
    sg_wake(&rests);
    cr_expect(PyGC_IsEnabled());

    rests = sg_rest(100000);
#if SG_FAST_PATHS && !defined(Py_GIL_DISABLED)
    cr_expect(rests && !PyGC_IsEnabled());
    bool inner = sg_rest(100000);
    cr_expect(!inner);
    sg_wake(&inner);
    cr_expect(!PyGC_IsEnabled());
#endif
    sg_wake(&rests);
    cr_expect(!rests && PyGC_IsEnabled());
    PyGC_Disable();
    sg_wake(&rests);
    cr_expect(!PyGC_IsEnabled(), "what has ended is not ended again");
    rests = sg_rest(100000);
    cr_expect(!rests);
    sg_wake(&rests);
    cr_expect(!PyGC_IsEnabled());
    PyGC_Enable();
}

Test(reader, code_of_the_users_finds_the_collector_awake)
{
    bool rests = sg_rest(100000);
    SgReader r = reader_of("1");
    sg_reader_wake(&r);
    r.rests = &rests;
    sg_reader_wake(&r);
    cr_expect(!rests && PyGC_IsEnabled());
}
