/* test_explain.c: sg_scan.h and sg_explain.h: where malformed text is refused and in which
   words; values, types and places as messages show them. */
#include "fixture.h"

TestSuite(explain, .init = fixture_start, .fini = fixture_stop);

/* ---- the scan ---- */

static void expect_malformed(const char *text, const char *message, int at)
{
    PyObject *str = PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "surrogateescape"), *where;
    cr_assert_not_null(str);
    cr_expect_null(sg_scan(fixture_state, str, true, 0, &where), "%s", text);
    char expected[128];
    snprintf(expected, sizeof expected, "JSONDecodeError: %s: line 1 column %d (char %d)", message,
             at + 1, at);
    expect_raised(expected);
    Py_DECREF(str);
}

Test(explain, malformed_text_is_refused_at_its_first_bad_position)
{
    static const struct {
        const char *text, *message;
        int at;
    } cases[] = {
        {"", "unexpected end of text", 0},
        {"  ", "unexpected end of text", 2},
        {"[1", "unexpected end of text", 2},
        {"{\"a\":", "unexpected end of text", 5},
        {"tru", "expected a value", 0},
        {" 01", "expected a value", 1},
        {"1.", "expected a value", 0},
        {"NaN", "expected a value", 0},
        {"\xef\xbb\xbf{}", "expected a value", 0},
        {"]", "expected a value", 0},
        {"[1,]", "expected a value", 3},
        {"{\"a\":}", "expected a value", 5},
        {"[,1]", "expected a value or ']'", 1},
        {"[tru]", "expected a value or ']'", 1},
        {"{1:2}", "expected a key or '}'", 1},
        {"{\"a\":1,}", "expected a key", 7},
        {"{\"a\" 1}", "expected ':'", 5},
        {"{\"a\":1 \"b\"}", "expected ',' or '}'", 7},
        {"[1 2]", "expected ',' or ']'", 3},
        {"[1}", "expected ',' or ']'", 2},
        {"{} x", "extra data", 3},
        {"1\"a\"", "extra data", 1},
        {"\"a", "unterminated string", 0},
        {"[1 \"a", "unterminated string", 3},
        {"\"a\\", "unterminated string", 0},
        {"\"\\u12", "unterminated string", 0},
        {"\"\\ud800", "unterminated string", 0},
        {"\"\\ud800\\", "unterminated string", 0},
        {"\"a\nb\"", "control character in string", 2},
        {"\"ab\\x\"", "invalid escape", 3},
        {"\"\\u12\"", "invalid escape", 1},
        {"\"\\ud800\\u12g4\"", "invalid escape", 7},
        {"\"a\\ud800\"", "lone surrogate", 2},
        {"\"\\udc00\"", "lone surrogate", 1},
        {"\"\\ud800\\u0041\"", "lone surrogate", 1},
        {"\"a\xff\"", "invalid UTF-8", 2},
        {"\"\xed\xa0\x80\"", "invalid UTF-8", 1},
        {"\"\\\xff\"", "invalid UTF-8", 2},
        {"tru\xff", "invalid UTF-8", 3},
        {"\xe6\x97\xa5\xff", "invalid UTF-8", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_malformed(cases[i].text, cases[i].message, cases[i].at);
}

Test(explain, the_501st_bracket_is_refused)
{
    char text[SG_MAX_DEPTH + 2];
    memset(text, '[', SG_MAX_DEPTH + 1);
    text[SG_MAX_DEPTH + 1] = '\0';
    expect_malformed(text, "nested deeper than 500 levels", 500);
}

Test(explain, surrogates_in_a_str_are_lone)
{
    PyObject *str = eval_python("'\"a\\ud800\"'"), *where;
    cr_expect_null(sg_scan(fixture_state, str, false, 0, &where));
    expect_raised("JSONDecodeError: lone surrogate: line 1 column 3 (char 2)");
    Py_DECREF(str);
}

Test(explain, a_line_has_the_number_of_the_input_line)
{
    PyObject *str = eval_python("'[1,'"), *where;
    cr_expect_null(sg_scan(fixture_state, str, false, 7, &where));
    expect_raised("JSONDecodeError: unexpected end of text: line 7 column 4 (char 3)");
    Py_DECREF(str);
}

Test(explain, a_document_becomes_a_tree_and_places)
{
    PyObject *str = eval_python(
                 "' {\"a\": [1, -2.5e3, \"\\\\ud83d\\\\ude00\"], \"a\": null, \"\": [true, {}]}'"),
             *where;
    expect_repr(sg_scan(fixture_state, str, false, 0, &where),
                "(('a', [b'1', b'-2.5e3', '\xf0\x9f\x98\x80']), ('a', None), ('', [True, ()]))");
    expect_repr(
        where,
        "(1, 61, [(2, (7, 33, [8, 11, 19])), (36, 41), (47, (51, 60, [52, (58, 59, [])]))])");
    Py_DECREF(str);
}

/* ---- words ---- */

static void expect_shown(const char *expression, const char *expected)
{
    PyObject *value = eval_python(expression);
    PyObject *text = sg_show(value);
    cr_assert_not_null(text);
    cr_expect_str_eq(PyUnicode_AsUTF8(text), expected);
    Py_DECREF(text);
    Py_DECREF(value);
}

Test(explain, values_are_cut_at_60_characters)
{
    expect_shown("1.5", "1.5");
    expect_shown("'a' * 58", "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'");
    expect_shown("'a' * 59", "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...");
    expect_shown("10**5000", "<int of 16610 bits>");
    expect_shown("-2**14284", "<int of 14285 bits>");
}

Test(explain, types_are_called_by_their_name)
{
    PyObject *type = eval_python("type('B', (), {'__module__': 'a.b', '__qualname__': 'A.B'})");
    cr_expect_str_eq(sg_type_name((PyTypeObject *)type), "B");
    Py_DECREF(type);
    cr_expect_str_eq(sg_type_name(&PyFloat_Type), "float");
    type = eval_python("__import__('collections').OrderedDict");
    cr_expect_str_eq(sg_type_name((PyTypeObject *)type), "OrderedDict");
    Py_DECREF(type);
}

/* ---- places ---- */

static void expect_path(const SgPlace *place, const char *expected)
{
    PyObject *path = sg_path(place);
    cr_assert_not_null(path);
    cr_expect_str_eq(PyUnicode_AsUTF8(path), expected);
    Py_DECREF(path);
}

Test(explain, paths_have_two_styles)
{
    PyObject *key = eval_python("'a b'");
    SgRoot root = {fixture_state, fixture_state,  SG_ENTER, "Trade", NULL, 0, 0,
                   "Trade",       SG_TEXT_IS_TEXT};
    const SgPlace top = {&root, NULL, NULL, NULL, -1, -1};
    const SgPlace field = {&root, &top, &trade_fields[TRADE_legs], NULL, -1, -1};
    const SgPlace item = {&root, &field, NULL, NULL, 3, -1};
    const SgPlace pair = {&root, &item, NULL, key, -1, -1};
    const SgPlace odd = {&root, &top, &trade_fields[TRADE_note], NULL, -1, -1};
    expect_path(&top, "Trade");
    expect_path(&pair, "Trade.legs[3]['a b']");
    expect_path(&odd, "Trade.note");
    root.purpose = SG_DECODE;
    expect_path(&top, "$");
    expect_path(&pair, "$.legs[3]['a b']");
    expect_path(&odd, "$['no \"te\"']");
    Py_DECREF(key);
}

Test(explain, failing_takes_the_category_or_is_a_validation_error)
{
    PyObject *text = eval_python("'{\\n\\n\"legs\": 5}'");
    SgRoot root = {fixture_state, fixture_state,  SG_ENTER, "Trade", NULL, 0, 0,
                   "Trade",       SG_TEXT_IS_TEXT};
    const SgPlace top = {&root, NULL, NULL, NULL, -1, -1};
    const SgPlace place = {&root, &top, &trade_fields[TRADE_legs], NULL, -1, 11};
    cr_expect_eq(sg_refuse_expected(&place, &type_legs, Py_None), -1);
    expect_raised("TypeError: Trade.legs: expected list, got NoneType");
    root.purpose = SG_DECODE;
    root.text = text;
    cr_expect_eq(sg_refuse_expected(&place, &type_legs, Py_None), -1);
    PyObject *type, *error, *trace;
    PyErr_Fetch(&type, &error, &trace);
    PyErr_NormalizeException(&type, &error, &trace);
    expect_repr(error, "ValidationError('expected list, got NoneType', '$.legs', 11, 3)");
    Py_XDECREF(trace);
    Py_DECREF(type);
    Py_DECREF(text);
}

Test(explain, validation_errors_pickle_and_have_attributes)
{
    run_python(
        "import pickle, copy\n"
        "error = ValidationError('no', '$.a', 3, 2)\n"
        "for error in error, pickle.loads(pickle.dumps(error)), copy.copy(error):\n"
        "    assert isinstance(error, ValueError)\n"
        "    equal(repr(error), \"ValidationError('no', '$.a', 3, 2)\")\n"
        "    equal(str(error), 'no - at $.a')\n"
        "    equal((error.message, error.path, error.offset, error.lineno), ('no', '$.a', 3, 2))\n"
        "equal(ValidationError('no', lineno=5).args, ('no', '$', None, 5))\n"
        "equal(ValidationError.__module__, 'fixture')\n"
        "assert raised(lambda: ValidationError()).startswith('TypeError: ')\n"
        "class Own(ValidationError): pass\n"
        "equal(str(Own('no', path='$.b')), 'no - at $.b')\n");
}
