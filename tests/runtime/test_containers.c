/* test_containers.c: sg_list.h, sg_tuple.h, sg_set.h, sg_dict.h, sg_optional.h, sg_literal.h and
   sg_any.h: the kinds around other kinds, each of their functions. */
#include "fixture.h"

TestSuite(containers, .init = fixture_start, .fini = fixture_stop);

static const SgType type_floats = {&sg_kind_list, &sg_type_float64, NULL, NULL, 0, "list"};
static const SgType type_optional = {&sg_kind_optional, &sg_type_float64, NULL, NULL, 0,
                                     "float | None"};
static const SgType type_table = {&sg_kind_dict, &sg_type_str, &type_optional, NULL, 0, "dict"};
static const SgType type_lists = {&sg_kind_list, &type_floats, NULL, NULL, 0, "list"};
static const SgType type_absent = {&sg_kind_absent,     &type_optional, NULL, NULL, 0,
                                   "float | None | ..."};

static SgRoot root;
static const SgPlace top = {&root, NULL, NULL, NULL, -1, -1};

static const SgPlace *place_for(SgPurpose purpose)
{
    const SgRoot fresh = {fixture_state, fixture_state,  purpose, "Trade", NULL, 0, 0,
                          "Trade",       SG_TEXT_IS_TEXT};
    root = fresh;
    return &top;
}

/* accept, refuse */
static void expect_accepted(const SgType *type, const char *expression)
{
    PyObject *value = eval_python(expression);
    PyObject *accepted = type->kind->accept(fixture_state, type, value);
    cr_expect_eq(accepted, value, "%s", expression);
    cr_expect_eq(type->kind->check(fixture_state, type, value), 0, "%s", expression);
    Py_XDECREF(accepted);
    Py_DECREF(value);
}

static void expect_refused(const SgType *type, const char *expression, const char *words)
{
    PyObject *value = eval_python(expression);
    cr_expect_null(type->kind->accept(fixture_state, type, value), "%s", expression);
    cr_expect_eq(type->kind->check(fixture_state, type, value), -1, "%s", expression);
    cr_expect_null(PyErr_Occurred(), "%s", expression);
    cr_expect_eq(type->kind->refuse(place_for(SG_ENTER), type, value), -1);
    expect_raised(words);
    Py_DECREF(value);
}

Test(containers, what_enters)
{
    expect_accepted(&type_floats, "[]");
    expect_accepted(&type_floats, "[1.0, 2]");
    expect_accepted(&type_table, "{'a': 1.0, 'b': None}");
    expect_accepted(&type_optional, "None");
    expect_accepted(&type_absent, "...");
    expect_accepted(&type_absent, "None");
    expect_accepted(&sg_type_any, "{1, 2}");
    expect_refused(&type_floats, "(1.0,)", "TypeError: Trade: expected list, got tuple");
    expect_refused(&type_floats, "type('L', (list,), {})()",
                   "TypeError: Trade: expected list, got L");
    expect_refused(&type_floats, "[1.0, 'x']", "TypeError: Trade[1]: expected float, got str");
    expect_refused(&type_lists, "[[], [1.0, None]]",
                   "TypeError: Trade[1][1]: expected float, got NoneType");
    expect_refused(&type_table, "[]", "TypeError: Trade: expected dict, got list");
    expect_refused(&type_table, "{'a b': 'x'}",
                   "TypeError: Trade['a b']: expected float | None, got str");
    expect_refused(&type_table, "{'a': 1.0, 2: 3.0}",
                   "TypeError: Trade: expected str as key, got int");
    expect_refused(&type_optional, "'x'", "TypeError: Trade: expected float | None, got str");
    expect_refused(&type_absent, "'x'", "TypeError: Trade: expected float | None | ..., got str");
    expect_refused(&type_floats, "[10**400]",
                   "OverflowError: Trade[0]: "
                   "100000000000000000000000000000000000000000000000000000000... is out of "
                   "range for float64");
}

Test(containers, a_value_that_changes_its_mind_is_a_type_error)
{
    PyObject *list = eval_python("[1.0]");
    cr_expect_eq(sg_list_refuse(place_for(SG_ENTER), &type_floats, list), -1);
    expect_raised("TypeError: Trade: list changed while it was read");
    Py_DECREF(list);
}

/* write and dump */
static void expect_written(const SgType *type, const char *expression, const char *text)
{
    PyObject *value = eval_python(expression);
    SgWriter w;
    sg_writer_init(&w, fixture_state);
    cr_assert_eq(type->kind->write(&w, type, value), 0, "%s", expression);
    cr_expect_eq(w.depth, 0);
    cr_expect_eq(w.p - w.start, (Py_ssize_t)strlen(text), "%s", expression);
    cr_expect_arr_eq(w.start, text, strlen(text), "%s", expression);
    sg_writer_free(&w);

    PyObject *dumped = type->kind->dump(place_for(SG_ENCODE), type, value),
             *loads = eval_python("__import__('json').loads");
    PyObject *loaded = PyObject_CallFunction(loads, "s", text);
    cr_assert(dumped && loaded, "%s", expression);
    cr_expect_eq(PyObject_RichCompareBool(dumped, loaded, Py_EQ), 1, "%s", expression);
    cr_expect_eq(root.depth, 0);
    Py_DECREF(loaded);
    Py_DECREF(loads);
    Py_DECREF(dumped);
    Py_DECREF(value);
}

static void expect_unwritten(const SgType *type, const char *expression, const char *words)
{
    PyObject *value = eval_python(expression);
    SgWriter w;
    sg_writer_init(&w, fixture_state);
    cr_expect_eq(type->kind->write(&w, type, value), -1, "%s", expression);
    cr_expect_null(PyErr_Occurred(), "%s", expression);
    sg_writer_free(&w);
    cr_expect_null(type->kind->dump(place_for(SG_ENCODE), type, value), "%s", expression);
    expect_raised(words);
    Py_DECREF(value);
}

Test(containers, what_is_written)
{
    expect_written(&type_floats, "[]", "[]");
    expect_written(&type_floats, "[1, 2.5]", "[1.0,2.5]");
    expect_written(&type_table, "{'a': 1, 'b': None}", "{\"a\":1.0,\"b\":null}");
    expect_written(&type_table, "{}", "{}");
    expect_written(&type_absent, "None", "null");
    expect_unwritten(&type_floats, "[1.0, float('nan')]",
                     "ValueError: Trade[1]: nan has no JSON spelling");
    expect_unwritten(&type_floats, "[1.0, 'x']", "TypeError: Trade[1]: expected float, got str");
    expect_unwritten(&type_table, "{'a': 'x'}",
                     "TypeError: Trade['a']: expected float | None, got str");
    expect_unwritten(&type_table, "{5: 1.0}", "TypeError: Trade: expected str as key, got int");
    expect_unwritten(&type_absent, "...",
                     "TypeError: Trade: expected float | None | ..., got ellipsis");
}

Test(containers, any_is_written_as_the_standard_library_does)
{
    expect_written(&sg_type_any, "[None, True, False, 1, -2**70, 1.5, 'a']",
                   "[null,true,false,1,-1180591620717411303424,1.5,\"a\"]");
    expect_written(&sg_type_any, "(1, (2,), {})", "[1,[2],{}]");
    expect_written(&sg_type_any, "{'a': {'b': ()}}", "{\"a\":{\"b\":[]}}");
    expect_written(&sg_type_any, "{1: 0, 1.5: 0, None: 0, False: 0, 'x': 0}",
                   "{\"1\":0,\"1.5\":0,\"null\":0,\"false\":0,\"x\":0}");
    expect_written(&sg_type_any, "b'AB'", "\"QUI=\"");
    expect_written(&sg_type_any, "type('S', (str,), {})('a')", "\"a\"");
    expect_written(&sg_type_any, "__import__('enum').Enum('E', [('A', (1, 2))]).A", "[1,2]");
    expect_written(&sg_type_any, "{__import__('enum').IntEnum('E', [('A', 7)]).A: 1}", "{\"7\":1}");
    expect_written(&sg_type_any, "__import__('collections').Counter('aab')", "{\"a\":2,\"b\":1}");
    expect_written(&sg_type_any, "{10, 9, -1}", "[-1,9,10]");
    expect_unwritten(&sg_type_any, "range(1)",
                     "TypeError: Trade: object of type range has no JSON spelling");
    expect_unwritten(&sg_type_any, "[{'a': ...}]",
                     "TypeError: Trade[0]['a']: object of type ellipsis has no JSON spelling");
    expect_unwritten(&sg_type_any, "{1: 0, '1': 0}",
                     "ValueError: Trade: two keys are both '1' in JSON");
    expect_unwritten(&sg_type_any, "{(1,): 0}",
                     "TypeError: Trade: key of type tuple has no JSON spelling");
    expect_unwritten(&sg_type_any, "{float('inf'): 0}",
                     "ValueError: Trade: inf has no JSON spelling");
    expect_unwritten(&sg_type_any, "[-float('inf')]",
                     "ValueError: Trade[0]: -inf has no JSON spelling");
    expect_unwritten(&sg_type_any, "10**4300", "ValueError: Trade: int of more than 4300 digits");
    expect_unwritten(&sg_type_any, "['\\ud800']",
                     "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in "
                     "position 0: surrogates not allowed");
}

Test(containers, cycles_are_too_deep)
{
    PyObject *list = PyList_New(0);
    cr_assert(list && PyList_Append(list, list) == 0);
    SgWriter w;
    sg_writer_init(&w, fixture_state);
    cr_expect_eq(sg_any_write(&w, &sg_type_any, list), -1);
    cr_expect_null(PyErr_Occurred());
    sg_writer_free(&w);
    cr_expect_null(sg_any_dump(place_for(SG_ENCODE), &sg_type_any, list));
    expect_raised("ValueError: Trade: nested deeper than 500 levels");
    PyList_SetSlice(list, 0, 1, NULL);
    Py_DECREF(list);
}

/* read and load */
static void expect_read(const SgType *type, const char *text, const char *expected)
{
    SgReader r;
    sg_reader_init(&r, fixture_state, text, (Py_ssize_t)strlen(text));
    expect_repr(type->kind->read(&r, type), expected);
    cr_expect_eq(sg_read_finish(&r), 0);

    PyObject *str = PyUnicode_FromString(text), *where;
    PyObject *node = sg_scan(fixture_state, str, false, 0, &where);
    cr_assert_not_null(node);
    const SgPlace *place = place_for(SG_DECODE);
    root.text = str;
    expect_repr(type->kind->load(place, type, node, where), expected);
    cr_expect_eq(root.depth, 0);
    Py_DECREF(where);
    Py_DECREF(node);
    Py_DECREF(str);
}

static void expect_unread(const SgType *type, const char *text, const char *words)
{
    SgReader r;
    sg_reader_init(&r, fixture_state, text, (Py_ssize_t)strlen(text));
    cr_expect_null(type->kind->read(&r, type), "%s", text);
    cr_expect_null(PyErr_Occurred(), "%s", text);

    PyObject *str = PyUnicode_FromString(text), *where;
    PyObject *node = sg_scan(fixture_state, str, false, 0, &where);
    cr_assert_not_null(node);
    SgPlace place = *place_for(SG_DECODE);
    root.text = str;
    place.offset = sg_where_start(where);
    cr_expect_null(type->kind->load(&place, type, node, where), "%s", text);
    expect_raised(words);
    Py_DECREF(where);
    Py_DECREF(node);
    Py_DECREF(str);
}

Test(containers, what_is_read)
{
    expect_read(&type_floats, " [ 1 , 2.5 ] ", "[1.0, 2.5]");
    expect_read(&type_floats, "[]", "[]");
    expect_read(&type_table, "{\"a\":1,\"\\u0062\":null}", "{'a': 1.0, 'b': None}");
    expect_read(&type_optional, " null", "None");
    expect_read(&type_absent, "null", "None");
    expect_read(&type_absent, "1", "1.0");
    expect_read(&sg_type_any, "{\"a\":[1,2.0,-0,1e3,true,false,null,\"x\"],\"b\":{}}",
                "{'a': [1, 2.0, 0, 1000.0, True, False, None, 'x'], 'b': {}}");
    expect_unread(&type_floats, "{}", "ValidationError: expected list, got dict - at $");
    expect_unread(&type_floats, "[1,\"x\"]", "ValidationError: expected float, got str - at $[1]");
    expect_unread(&type_table, "{\"a b\":true}",
                  "ValidationError: expected float | None, got bool - at $['a b']");
    expect_unread(&type_table, "{\"a\":1,\"\\u0061\":2}",
                  "ValidationError: key 'a' appears twice - at $['a']");
    expect_unread(&type_table, "3", "ValidationError: expected dict, got int - at $");
    expect_unread(&type_absent, "[]",
                  "ValidationError: expected float | None | ..., got list - at $");
    expect_unread(&sg_type_any, "[{\"a\":[],\"a\":1}]",
                  "ValidationError: key 'a' appears twice - at $[0]['a']");
    expect_unread(&sg_type_any, "[1e400]",
                  "ValidationError: 1e400 is out of range for float64 - at $[0]");
}

static void expect_loaded(const SgType *type, const char *expression, const char *expected)
{
    PyObject *node = eval_python(expression);
    expect_repr(type->kind->load(place_for(SG_DECODE), type, node, NULL), expected);
    Py_DECREF(node);
}

static void expect_unloaded(const SgType *type, const char *expression, const char *words)
{
    PyObject *node = eval_python(expression);
    cr_expect_null(type->kind->load(place_for(SG_DECODE), type, node, NULL), "%s", expression);
    expect_raised(words);
    Py_DECREF(node);
}

Test(containers, python_objects_are_loaded_as_json_is)
{
    expect_loaded(&type_floats, "[1, 2.5]", "[1.0, 2.5]");
    expect_loaded(&type_table, "__import__('types').MappingProxyType({'a': 1})", "{'a': 1.0}");
    expect_loaded(&sg_type_any, "[None, True, 2, 1.5, 'a', {'b': []}]",
                  "[None, True, 2, 1.5, 'a', {'b': []}]");
    expect_unloaded(&type_floats, "(1.0,)", "ValidationError: expected list, got tuple - at $");
    expect_unloaded(&type_table, "{'a': 1.0, 5: 2.0}",
                    "ValidationError: expected str as key, got int - at $");
    expect_unloaded(&sg_type_any, "[b'a']", "ValidationError: expected JSON, got bytes - at $[0]");
    expect_unloaded(&sg_type_any, "{'a': float('nan')}",
                    "ValidationError: nan has no JSON spelling - at $['a']");
    expect_unloaded(&type_floats, "[10**400]",
                    "ValidationError: 100000000000000000000000000000000000000000000000000000000... "
                    "is out of range for "
                    "float64 - at $[0]");
}

/* ---- tuples, sets, keys, literals ---- */

static const SgType *const pair_types[] = {&sg_type_str, &sg_type_int8, NULL};
static const SgItems pair_items = {pair_types, 2};
static const SgType type_pair = {&sg_kind_tuple, NULL, NULL, &pair_items, 0, "tuple"};
static const SgType type_many = {&sg_kind_tuple, &type_pair, NULL, NULL, 0, "tuple"};
static const SgType type_set = {&sg_kind_set, &sg_type_str, NULL, NULL, 0, "set"};
static const SgType type_frozen = {&sg_kind_frozenset, &sg_type_any, NULL, NULL, 0, "frozenset"};
static const SgType type_keyed = {&sg_kind_dict, &sg_type_int8, &sg_type_str,
                                  NULL,          SG_KEY_INT,    "dict"};
static const SgType type_word = {&sg_kind_literal, NULL, NULL,
                                 &fixture_words,   0,    "Literal[\"a\", \"b c\"]"};
static const SgType type_number = {&sg_kind_literal, NULL, NULL,
                                   &fixture_numbers, 0,    "Literal[1, -2]"};

static const SgType *const point_types[] = {&sg_type_float64, &sg_type_int8, &sg_type_float32,
                                            NULL};
static const SgItems point_items = {point_types, 3};
static const SgType type_point = {&sg_kind_tuple, NULL, NULL, &point_items, 0, "tuple"};

/* Exact floats and ints are written at once, others by their kind. */
Test(containers, tuples_of_numbers)
{
    expect_written(&type_point, "(0.1, -128, 0.1)", "[0.1,-128,0.10000000149011612]");
    expect_written(&type_point, "(2, True + 0, 2)", "[2.0,1,2.0]");
    expect_written(&type_point, "(type('F', (float,), {})(0.5), type('I', (int,), {})(7), 0.5)",
                   "[0.5,7,0.5]");
    expect_unwritten(&type_point, "(float('inf'), 1, 0.5)",
                     "ValueError: Trade[0]: inf has no JSON spelling");
    expect_unwritten(&type_point, "(0.5, 128, 0.5)",
                     "OverflowError: Trade[1]: 128 is out of range for int8");
    expect_unwritten(&type_point, "(0.5, 1, 'x')", "TypeError: Trade[2]: expected float, got str");
}

static const SgType *const corner_types[] = {&sg_type_float64, &sg_type_float64, &sg_type_float64,
                                             NULL};
static const SgItems corner_items = {corner_types, 3};
static const SgType type_corner = {&sg_kind_tuple, NULL, NULL, &corner_items, 0, "tuple"};

/* Arrays of floats have a loop of their own, which guesses from one how the next one is best written. */
Test(containers, arrays_of_floats)
{
    expect_written(&type_corner, "(1.5, -0.1, 2)", "[1.5,-0.1,2.0]");
    expect_written(&type_corner, "(1/3, -1/3, 1e300)",
                   "[0.3333333333333333,-0.3333333333333333,1e+300]");
    expect_written(&type_floats,
                   "[1/3, -0.0, -2/3, 2**60, 0.5, 1e-9, 1/3, 2.5, 3.5, 4.5, 1/3, 0.0]",
                   "[0.3333333333333333,-0.0,-0.6666666666666666,1.152921504606847e+18,0.5,1e-09,"
                   "0.3333333333333333,2.5,3.5,4.5,0.3333333333333333,0.0]");
    expect_unwritten(&type_corner, "(0.5, 0.5)", "TypeError: Trade: expected 3 items, got 2");
    expect_unwritten(&type_corner, "(1/3, 1/3, float('nan'))",
                     "ValueError: Trade[2]: nan has no JSON spelling");
    expect_unwritten(&type_floats, "[1/3, 1/3, 1/3, float('-inf')]",
                     "ValueError: Trade[3]: -inf has no JSON spelling");
    expect_unwritten(&type_corner, "(1/3, 0.5, 'x')",
                     "TypeError: Trade[2]: expected float, got str");
}

Test(containers, tuples)
{
    expect_accepted(&type_pair, "('a', 1)");
    expect_accepted(&type_many, "(('a', 1), ('b', -1))");
    expect_refused(&type_pair, "['a', 1]", "TypeError: Trade: expected tuple, got list");
    expect_refused(&type_pair, "('a',)", "TypeError: Trade: expected 2 items, got 1");
    expect_refused(&type_pair, "('a', None)", "TypeError: Trade[1]: expected int, got NoneType");
    expect_refused(&type_many, "(('a', 1), ())", "TypeError: Trade[1]: expected 2 items, got 0");
    expect_written(&type_pair, "('a', 1)", "[\"a\",1]");
    expect_written(&type_many, "()", "[]");
    expect_written(&type_many, "(('a', 1), ('b', 2))", "[[\"a\",1],[\"b\",2]]");
    expect_unwritten(&type_pair, "('a', 1, 2)", "TypeError: Trade: expected 2 items, got 3");
    expect_read(&type_pair, " [ \"a\" , 1 ] ", "('a', 1)");
    expect_read(&type_many, "[]", "()");
    expect_read(&type_many, "[[\"a\",1],[\"b\",2]]", "(('a', 1), ('b', 2))");
    expect_unread(&type_pair, "[\"a\"]", "ValidationError: expected 2 items, got 1 - at $");
    expect_unread(&type_pair, "[\"a\",1,{}]", "ValidationError: expected 2 items, got 3 - at $");
    expect_unread(&type_pair, "[1]", "ValidationError: expected str, got int - at $[0]");
    expect_unread(&type_many, "[[\"a\",1],2]",
                  "ValidationError: expected tuple, got int - at $[1]");
    expect_loaded(&type_pair, "['a', 1]", "('a', 1)");
    expect_unloaded(&type_pair, "('a', 1)", "ValidationError: expected list, got tuple - at $");
}

Test(containers, sets)
{
    expect_accepted(&type_set, "{'a', 'b'}");
    expect_refused(&type_set, "frozenset()", "TypeError: Trade: expected set, got frozenset");
    expect_refused(&type_frozen, "set()", "TypeError: Trade: expected frozenset, got set");
    expect_refused(&type_set, "{1}", "TypeError: Trade[0]: expected str, got int");
    expect_written(&type_set, "set()", "[]");
    expect_written(&type_set, "{'b', 'a b', 'a', 'a\\n'}", "[\"a\",\"a\\n\",\"a b\",\"b\"]");
    expect_written(&type_frozen, "frozenset([10, 9, -1, -10])", "[-10,-1,9,10]");
    expect_written(&type_frozen, "frozenset([10, 9.5, None, 'x'])", "[\"x\",10,9.5,null]");
    expect_written(&type_frozen, "frozenset([frozenset([2, 1]), (1,)])", "[[1,2],[1]]");
    expect_unwritten(&type_frozen, "frozenset([float('nan')])",
                     "ValueError: Trade[0]: nan has no JSON spelling");
    expect_read(&type_set, "[ \"a\" ]", "{'a'}");
    expect_read(&type_frozen, "[1]", "frozenset({1})");
    expect_unread(&type_set, "[\"a\",\"\\u0061\"]",
                  "ValidationError: item 'a' appears twice - at $[1]");
    expect_unread(&type_frozen, "[1,true]", "ValidationError: item True appears twice - at $[1]");
    expect_unread(&type_frozen, "[1,[]]", "ValidationError: expected hashable, got list - at $[1]");
    expect_unread(&type_set, "{}", "ValidationError: expected set, got dict - at $");
}

Test(containers, keys_that_are_integers)
{
    expect_accepted(&type_keyed, "{1: 'a', -128: 'b'}");
    expect_refused(&type_keyed, "{'1': 'a'}", "TypeError: Trade: expected int as key, got str");
    expect_refused(&type_keyed, "{True: 'a'}", "TypeError: Trade: expected int as key, got bool");
    expect_refused(&type_keyed, "{128: 'a'}", "OverflowError: Trade: 128 is out of range for int8");
    expect_refused(&type_keyed, "{1: 2}", "TypeError: Trade['1']: expected str, got int");
    expect_written(&type_keyed, "{1: 'a', -128: 'b'}", "{\"1\":\"a\",\"-128\":\"b\"}");
    expect_unwritten(&type_keyed, "{1: 2}", "TypeError: Trade['1']: expected str, got int");
    expect_read(&type_keyed, "{\"1\":\"a\",\"-\\u0032\":\"b\"}", "{1: 'a', -2: 'b'}");
    expect_unread(&type_keyed, "{\"01\":\"a\"}",
                  "ValidationError: expected int as key, got str - at $['01']");
    expect_unread(&type_keyed, "{\"128\":\"a\"}",
                  "ValidationError: 128 is out of range for int8 - at $['128']");
    expect_unread(&type_keyed, "{\"0\":\"a\",\"-0\":\"a\"}",
                  "ValidationError: key '-0' appears twice - at $['-0']");
    expect_loaded(&type_keyed, "{'5': 'a'}", "{5: 'a'}");
    expect_unloaded(&type_keyed, "{5: 'a'}",
                    "ValidationError: expected str as key, got int - at $");
}

Test(containers, literals)
{
    expect_accepted(&type_word, "''.join(['b', ' c'])");
    expect_accepted(&type_number, "-2");
    expect_refused(&type_word, "1", "TypeError: Trade: expected Literal[\"a\", \"b c\"], got int");
    expect_refused(&type_word, "'b'",
                   "ValueError: Trade: 'b' is not a valid Literal[\"a\", \"b c\"]");
    expect_refused(&type_number, "True", "TypeError: Trade: expected Literal[1, -2], got bool");
    expect_refused(&type_number, "2", "ValueError: Trade: 2 is not a valid Literal[1, -2]");
    expect_written(&type_word, "'b c'", "\"b c\"");
    expect_written(&type_number, "-2", "-2");
    expect_unwritten(&type_number, "3", "ValueError: Trade: 3 is not a valid Literal[1, -2]");
    expect_read(&type_word, " \"b\\u0020c\"", "'b c'");
    expect_read(&type_number, "1", "1");
    expect_unread(&type_word, "\"c\"",
                  "ValidationError: 'c' is not a valid Literal[\"a\", \"b c\"] - at $");
    expect_unread(&type_number, "1.0",
                  "ValidationError: expected Literal[1, -2], got float - at $");
    expect_unread(&type_number, "true",
                  "ValidationError: expected Literal[1, -2], got bool - at $");
    expect_loaded(&type_word, "'a'", "'a'");
}
