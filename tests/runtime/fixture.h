/* fixture.h: an interpreter for the tests of the run time, and in it the module `fixture`: two
   records as the generator would write them, by hand, so that these tests need no generator. */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

#include "sg_any.h"
#include "sg_interned.h"
#include "sg_module.h"
#include "sg_union.h"

#include <criterion/criterion.h>

/* ---- Leg: {price: float64, quantity: {type: int32, default: 1}} ---- */

typedef struct {
    PyObject_HEAD double price;
    int32_t quantity;
} Leg;

enum { LEG_price, LEG_quantity, LEG_FIELDS, LEG_ROOM = SG_ROOM(21, LEG_FIELDS) };

static const SgField leg_fields[] = {
    {SG_NAME("price"), 0, &sg_type_float64, &sg_native_float64, offsetof(Leg, price), 0, NULL,
     NULL},
    {SG_NAME("quantity"), 0, &sg_type_int32, &sg_native_int32, offsetof(Leg, quantity), 0, "1",
     NULL},
};

static int leg_fill(SgState *state, PyObject *op, PyObject *const *v)
{
    Leg *self = (Leg *)op;
    (void)state;
    if (sg_float64_set(&self->price, v[LEG_price]) < 0) return -1;
    return sg_int32_set(&self->quantity, v[LEG_quantity]);
}

static int leg_equal(PyObject *op, PyObject *with)
{
    const Leg *self = (const Leg *)op, *other = (const Leg *)with;
    return self->price == other->price && self->quantity == other->quantity;
}

static int leg_write(SgWriter *w, PyObject *op)
{
    const Leg *self = (const Leg *)op;
    Py_ssize_t start;
    char *p = sg_object_begin(w, LEG_ROOM, &start);
    if (p) p = sg_float64_write(p, &leg_fields[LEG_price], self->price);
    if (p) p = sg_int32_write(p, &leg_fields[LEG_quantity], self->quantity);
    return sg_object_end(w, p, start);
}

static int leg_read(SgReader *r, const SgRecord *record, PyObject *op)
{
    Leg *self = (Leg *)op;
    uint64_t seen[SG_SEEN_WORDS(LEG_FIELDS)] = {0};
    SgKeys keys = {seen, NULL, 0, true};
    int key = sg_read_first(r, record, &keys, leg_fields, LEG_price);
    for (;; key = sg_read_key(r, record, &keys)) {
        switch (key) {
        case LEG_price:
            if (sg_float64_read(r, &self->price) < 0) return -1;
            if (!sg_follows(r, &keys, leg_fields, LEG_quantity)) break; /* fall through */
        case LEG_quantity:
            if (sg_int32_read(r, &self->quantity) < 0) return -1;
            if (!sg_object_ends(r)) break; /* fall through */
        case SG_END: return sg_read_missing(r, record, op, seen, LEG_FIELDS);
        case SG_UNKNOWN:
            if (sg_skip(r) < 0) return -1;
            break;
        default: return -1;
        }
    }
}

static const SgRecord leg_record = {
    SG_RECORD_METHODS,
    "fixture.Leg",
    "Leg",
    "0",
    NULL,
    -1,
    leg_fields,
    LEG_FIELDS,
    LEG_FIELDS,
    NULL,
    0,
    SG_EQ,
    sizeof(Leg),
    0,
    0,
    0,
    NULL,
    leg_equal,
    NULL,
    NULL,
    leg_fill,
    leg_write,
    leg_read,
    NULL,
    NULL,
    NULL,
    NULL,
};

/* ---- Trade: {legs: list[Leg], note: {type: "str | ...", json_name: "no \"te\""}, any:
   {default: null}} ---- */

static const SgType type_leg = {&sg_kind_record, NULL, NULL, NULL, 0, "Leg"};
static const SgType type_legs = {&sg_kind_list, &type_leg, NULL, NULL, 0, "list"};
static const SgType type_note = {&sg_kind_absent, &sg_type_str, NULL, NULL, 0, "str | ..."};

typedef struct {
    PyObject_HEAD PyObject *legs, *note, *any;
} Trade;

enum { TRADE_legs, TRADE_note, TRADE_any, TRADE_FIELDS, TRADE_ROOM = SG_ROOM(28, TRADE_FIELDS) };

static const SgField trade_fields[] = {
    {SG_NAME("legs"), 0, &type_legs, NULL, offsetof(Trade, legs), 0, NULL, NULL},
    {SG_NAMES("note", ",\"no \\\"te\\\"\":"), 0, &type_note, NULL, offsetof(Trade, note), 0, "...",
     NULL},
    {SG_NAME("any"), 0, &sg_type_any, NULL, offsetof(Trade, any), 0, "null", NULL},
};

static int trade_fill(SgState *state, PyObject *op, PyObject *const *v)
{
    Trade *self = (Trade *)op;
    if (sg_boxed_init(state, &type_legs, &self->legs, v[TRADE_legs]) < 0) return -1;
    if (sg_boxed_init(state, &type_note, &self->note, v[TRADE_note]) < 0) return -1;
    return sg_boxed_init(state, &sg_type_any, &self->any, v[TRADE_any]);
}

static const int trade_references[] = {
    offsetof(Trade, legs),
    offsetof(Trade, note),
    offsetof(Trade, any),
    0,
};

static int trade_equal(PyObject *op, PyObject *with)
{
    const Trade *self = (const Trade *)op, *other = (const Trade *)with;
    int equal = sg_boxed_eq(self->legs, other->legs);
    if (equal > 0) equal = sg_boxed_eq(self->note, other->note);
    return equal > 0 ? sg_boxed_eq(self->any, other->any) : equal;
}

static int trade_write(SgWriter *w, PyObject *op)
{
    const Trade *self = (const Trade *)op;
    Py_ssize_t start;
    char *p = sg_object_begin(w, TRADE_ROOM, &start);
    if (p) p = sg_boxed_write(w, p, &trade_fields[TRADE_legs], &type_legs, self->legs, TRADE_ROOM);
    if (p && self->note != Py_Ellipsis)
        p = sg_boxed_write(w, p, &trade_fields[TRADE_note], &type_note, self->note, TRADE_ROOM);
    if (p) p = sg_boxed_write(w, p, &trade_fields[TRADE_any], &sg_type_any, self->any, TRADE_ROOM);
    return sg_object_end(w, p, start);
}

static int trade_read(SgReader *r, const SgRecord *record, PyObject *op)
{
    Trade *self = (Trade *)op;
    uint64_t seen[SG_SEEN_WORDS(TRADE_FIELDS)] = {0};
    SgKeys keys = {seen, NULL, 0, true};
    int key = sg_read_first(r, record, &keys, trade_fields, TRADE_legs);
    for (;; key = sg_read_key(r, record, &keys)) {
        switch (key) {
        case TRADE_legs:
            if (sg_boxed_read(r, &type_legs, &self->legs) < 0) return -1;
            if (!sg_follows(r, &keys, trade_fields, TRADE_note)) break; /* fall through */
        case TRADE_note:
            if (sg_boxed_read(r, &type_note, &self->note) < 0) return -1;
            if (!sg_follows(r, &keys, trade_fields, TRADE_any)) break; /* fall through */
        case TRADE_any:
            if (sg_boxed_read(r, &sg_type_any, &self->any) < 0) return -1;
            if (!sg_object_ends(r)) break; /* fall through */
        case SG_END: return sg_read_missing(r, record, op, seen, TRADE_FIELDS);
        case SG_UNKNOWN:
            if (sg_skip(r) < 0) return -1;
            break;
        default: return -1;
        }
    }
}

static const SgRecord trade_record = {
    SG_RECORD_METHODS,
    "fixture.Trade",
    "Trade",
    "0",
    NULL,
    -1,
    trade_fields,
    TRADE_FIELDS,
    TRADE_FIELDS,
    NULL,
    1,
    SG_EQ | SG_TRACKED,
    sizeof(Trade),
    0,
    0,
    0,
    trade_references,
    trade_equal,
    NULL,
    NULL,
    trade_fill,
    trade_write,
    trade_read,
    NULL,
    NULL,
    NULL,
    NULL,
};

/* ---- the module ---- */

/* Literal["a", "b c"], Literal[1, -2] */
static const SgMember word_values[] = {{NULL, "a", 1, 0}, {NULL, "b c", 3, 0}};
static const SgMember number_values[] = {{NULL, NULL, 0, 1}, {NULL, NULL, 0, -2}};
static const SgLiteral fixture_words = {"Literal[\"a\", \"b c\"]", word_values, 2, 0, true};
static const SgLiteral fixture_numbers = {"Literal[1, -2]", number_values, 2, 1, false};
static const SgLiteral *const fixture_literals[] = {&fixture_words, &fixture_numbers};

static const SgRecord *const fixture_records[] = {&leg_record, &trade_record};

static const SgStep fixture_steps[] = {sg_literals_exec, NULL};

static const SgModule fixture_description = {
    "fixture",
    "fixture",
    "Two records.",
    "0",
    fixture_records,
    2,
    NULL,
    0,
    fixture_literals,
    2,
    NULL,
    0,
    0,
    NULL,
    0,
    NULL,
    0,
    fixture_steps,
    NULL,
};

static int fixture_exec(PyObject *module)
{
    return sg_module_exec(module, &fixture_description);
}

static PyModuleDef_Slot fixture_slots[] = {
    {Py_mod_exec, SG_SLOT_FUNCTION(fixture_exec)},
    SG_MODULE_SLOTS{0, NULL},
};

static PyModuleDef fixture_definition = {
    PyModuleDef_HEAD_INIT, "fixture",          "Two records.",  SG_STATE_SIZE,  NULL,
    fixture_slots,         sg_module_traverse, sg_module_clear, sg_module_free,
};

static PyObject *fixture_init(void)
{
    return PyModuleDef_Init(&fixture_definition);
}

/* ---- what tests use ---- */

/* The state of the module; set by fixture_start(). */
static SgState *fixture_state;

static inline void fixture_start(void)
{
    PyImport_AppendInittab("fixture", fixture_init);
    Py_InitializeEx(0);
    PyObject *module = PyImport_ImportModule("fixture");
    if (!module) PyErr_Print();
    cr_assert_not_null(module);
    fixture_state = (SgState *)PyModule_GetState(module);
    Py_DECREF(module);
}

static inline void fixture_stop(void)
{
    cr_expect_eq(Py_FinalizeEx(), 0);
}

/* Runs Python statements, with `fixture`, its classes and `raised(call)` at hand; fails where
   they do. */
static inline void run_python(const char *code)
{
    static const char prelude[] =
        "import json, math\n"
        "import fixture\n"
        "from fixture import Leg, Trade, ValidationError\n"
        "def raised(call):\n"
        "    try:\n"
        "        call()\n"
        "    except Exception as error:\n"
        "        return f'{type(error).__name__}: {error}'\n"
        "    return 'nothing'\n"
        "def equal(result, expected):\n"
        "    assert result == expected, f'{result!r} is not {expected!r}'\n";
    cr_assert_eq(PyRun_SimpleString(prelude), 0);
    cr_assert_eq(PyRun_SimpleString(code), 0, "failed: %s", code);
}

/* The value of a Python expression; a new reference. */
static inline PyObject *eval_python(const char *expression)
{
    PyObject *names = PyDict_New();
    PyObject *value = PyRun_String(expression, Py_eval_input, names, names);
    if (!value) PyErr_Print();
    cr_assert_not_null(value, "%s", expression);
    Py_DECREF(names);
    return value;
}

/* That `value` (its reference is taken) has this repr. */
static inline void expect_repr(PyObject *value, const char *expected)
{
    if (!value && PyErr_Occurred()) PyErr_Print();
    cr_assert_not_null(value, "refused, not %s", expected);
    PyObject *text = PyObject_Repr(value);
    cr_assert_not_null(text);
    cr_expect_str_eq(PyUnicode_AsUTF8(text), expected);
    Py_DECREF(text);
    Py_DECREF(value);
}

/* That an exception is set, with this type and text; clears it. */
static inline void expect_raised(const char *expected)
{
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    cr_assert_not_null(type, "nothing raised, not %s", expected);
    PyErr_NormalizeException(&type, &value, &trace);
    PyObject *text = PyUnicode_FromFormat("%s: %S", sg_type_name((PyTypeObject *)type), value);
    cr_assert_not_null(text);
    cr_expect_str_eq(PyUnicode_AsUTF8(text), expected);
    Py_DECREF(text);
    Py_XDECREF(trace);
    Py_XDECREF(value);
    Py_DECREF(type);
}

#endif
