/* test_writer.c: sg_writer.h and sg_base64.h against what the standard library's json writes. */
#include "fixture.h"

TestSuite(writer, .init = fixture_start, .fini = fixture_stop);

/* What was written, compared; the writer is freed. */
static void expect_written(SgWriter *w, const char *expected)
{
    cr_expect_eq(w->p - w->start, (Py_ssize_t)strlen(expected));
    cr_expect_arr_eq(w->start, expected, strlen(expected), "not %s", expected);
    sg_writer_free(w);
}

static void expect_double(double value, const char *expected)
{
    SgWriter w;
    sg_writer_init(&w, fixture_state);
    cr_assert_eq(sg_write_double(&w, value), 0);
    expect_written(&w, expected);
}

Test(writer, integers_of_all_lengths)
{
    static const struct {
        int64_t value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {9, "9"},
        {10, "10"},
        {99, "99"},
        {100, "100"},
        {-1, "-1"},
        {12345, "12345"},
        {-1000000, "-1000000"},
        {INT64_MAX, "9223372036854775807"},
        {INT64_MIN, "-9223372036854775808"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SgWriter w;
        sg_writer_init(&w, fixture_state);
        cr_assert_eq(sg_write_int64(&w, cases[i].value), 0);
        expect_written(&w, cases[i].text);
    }
    SgWriter w;
    sg_writer_init(&w, fixture_state);
    cr_assert_eq(sg_write_uint64(&w, UINT64_MAX), 0);
    expect_written(&w, "18446744073709551615");
}

Test(writer, doubles_are_spelled_as_repr)
{
    static const double values[] = {
        1.0,
        -1.5,
        0.1,
        0.25,
        100.0,
        1e15,
        1e16,
        123456789012345.0,
        999999999999999.9,
        562949953421312.5,
        1e-4,
        0.00012345,
        1e-5,
        1.0 / 3.0,
        5e-324,
        2.2250738585072014e-308,
        1.7976931348623157e308,
        123456.789,
        8.12345678901234,
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char *expected = PyOS_double_to_string(values[i], 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
        expect_double(values[i], expected);
        PyMem_Free(expected);
    }
    expect_double(0.0, "0.0");
    expect_double(-0.0, "-0.0");
}

Test(writer, doubles_that_json_lacks_are_refused)
{
    static const double values[] = {INFINITY, -INFINITY, NAN};
    for (size_t i = 0; i < 3; i++) {
        SgWriter w;
        sg_writer_init(&w, fixture_state);
        cr_expect_eq(sg_write_double(&w, values[i]), -1);
        cr_expect_null(PyErr_Occurred());
        sg_writer_free(&w);
    }
}

Test(writer, short_decimals_read_back_equal)
{
    uint64_t seed = 1; /* a linear congruence is random enough (Knuth's MMIX constants) */
    for (int i = 0; i < 200000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        const double value = (double)(seed >> 14) / sg_exact_power_of_ten(i % 23);
        SgWriter w;
        sg_writer_init(&w, fixture_state);
        cr_assert_eq(sg_write_double(&w, value), 0);
        *w.p = '\0';
        char *expected = PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
        cr_assert_str_eq(w.start, expected);
        PyMem_Free(expected);
        sg_writer_free(&w);
    }
}

static void expect_str(const char *expression)
{
    PyObject *str = eval_python(expression);
    char code[512];
    snprintf(code, sizeof code, "__import__('json').dumps(%s, ensure_ascii=False).encode()",
             expression);
    PyObject *expected = eval_python(code);
    SgWriter w;
    sg_writer_init(&w, fixture_state);
    cr_assert_eq(sg_write_str(&w, str), 0, "%s", expression);
    PyObject *written = sg_writer_bytes(&w);
    cr_assert_not_null(written);
    cr_expect(PyObject_RichCompareBool(written, expected, Py_EQ) == 1, "%s", expression);
    sg_writer_free(&w);
    Py_DECREF(written);
    Py_DECREF(expected);
    Py_DECREF(str);
}

Test(writer, strings_of_all_widths_and_escapes)
{
    expect_str("''");
    expect_str("'AAPL'");
    expect_str("'12345678\"'");
    expect_str("''.join(map(chr, range(0x300)))");
    expect_str("'\\u3042\\n\\u2028\\\\'");
    expect_str("'\\U0001f600 \\x00 \\\"'");
    expect_str("'\\\"' * 5000");
    expect_str("'\\x01' * 5000");
    expect_str("'a' * 5000");
    expect_str("'\\xe9' * 5000");
    expect_str("'\\u65e5' * 5000");
    expect_str("'\\U0001f600' * 5000");
    expect_str("type('S', (str,), {})('a\\xe9')");
}

Test(writer, lone_surrogates_are_refused)
{
    PyObject *str = eval_python("'a\\ud800'");
    SgWriter w;
    sg_writer_init(&w, fixture_state);
    cr_expect_eq(sg_write_str(&w, str), -1);
    cr_expect_null(PyErr_Occurred());
    sg_writer_free(&w);
    Py_DECREF(str);
}

static void expect_pyint(const char *expression, int status)
{
    PyObject *number = eval_python(expression);
    SgWriter w;
    sg_writer_init(&w, fixture_state);
    cr_expect_eq(sg_write_pyint(&w, number), status, "%s", expression);
    cr_expect_null(PyErr_Occurred());
    if (status == 0) {
        PyObject *text = PyObject_Repr(number);
        cr_assert_not_null(text);
        expect_written(&w, PyUnicode_AsUTF8(text));
        Py_DECREF(text);
    }
    sg_writer_free(&w);
    Py_DECREF(number);
}

Test(writer, ints_have_up_to_4300_digits)
{
    expect_pyint("2**63", 0);
    expect_pyint("-2**200", 0);
    expect_pyint("10**4300 - 1", 0);
    expect_pyint("-(10**4300 - 1)", 0);
    expect_pyint("10**4300", -1);
    expect_pyint("-10**4300", -1);
    expect_pyint("2**14285", -1);
}

Test(writer, objects_count_depth_and_drop_the_first_comma)
{
    SgWriter w;
    sg_writer_init(&w, fixture_state);
    Py_ssize_t start;
    char *p = sg_object_begin(&w, LEG_ROOM, &start);
    cr_assert_eq(sg_object_end(&w, p, start), 0);
    p = sg_object_begin(&w, LEG_ROOM, &start);
    p = sg_int32_write(p, &leg_fields[LEG_price], 7);
    cr_assert_eq(sg_object_end(&w, p, start), 0);
    p = sg_object_begin(&w, LEG_ROOM, &start);
    cr_expect_eq(sg_object_end(&w, sg_float64_write(p, &leg_fields[LEG_price], NAN), start), -1);
    w.depth--;
    cr_expect_eq(w.depth, 0);
    expect_written(&w, "{}{\"price\":7}");

    sg_writer_init(&w, fixture_state);
    for (int i = 0; i < SG_MAX_DEPTH; i++) cr_assert_eq(sg_open(&w), 0);
    cr_expect_eq(sg_open(&w), -1);
    cr_expect_null(sg_object_begin(&w, LEG_ROOM, &start));
}

Test(writer, base64_is_padded)
{
    static const char *const cases[][2] = {
        {"", "\"\""},
        {"f", "\"Zg==\""},
        {"fo", "\"Zm8=\""},
        {"foo", "\"Zm9v\""},
        {"\xff\xfe\xfd\xfc", "\"//79/A==\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SgWriter w;
        sg_writer_init(&w, fixture_state);
        cr_assert_eq(sg_write_base64(&w, cases[i][0], (Py_ssize_t)strlen(cases[i][0])), 0);
        expect_written(&w, cases[i][1]);
    }
}
