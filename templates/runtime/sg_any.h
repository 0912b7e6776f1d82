/* sg_any.h: Any: everything in memory; in JSON what the standard library's json writes, and
   bytes, sets, enum members (as their values), dates and their like, and records. Exact builtin
   types come first and fast; all else is rare. */
#ifndef SG_ANY_H
#define SG_ANY_H

#include "sg_annotation.h"
#include "sg_base64.h"
#include "sg_date.h"
#include "sg_datetime.h"
#include "sg_decimal.h"
#include "sg_dict.h"
#include "sg_judge.h"
#include "sg_lazy.h"
#include "sg_list.h"
#include "sg_node.h"
#include "sg_read_double.h"
#include "sg_read_number.h"
#include "sg_read_string.h"
#include "sg_reader.h"
#include "sg_record.h"
#include "sg_schema.h"
#include "sg_set.h"
#include "sg_time.h"
#include "sg_timedelta.h"
#include "sg_uuid.h"
#include "sg_write_number.h"
#include "sg_write_text.h"
#include "sg_writer.h"

static PyObject *sg_any_accept(SgState *state, const SgType *type, PyObject *value)
{
    (void)state, (void)type;
    return Py_NewRef(value);
}

static int sg_any_check(SgState *state, const SgType *type, PyObject *value)
{
    (void)state, (void)type, (void)value;
    return 0;
}

/* ---- values and keys that are not plain ---- */

/* What stands for `value` in JSON: itself, or the value of an enum member. A new reference, or
   raises. */
SG_COLD PyObject *sg_any_plain(SgState *state, PyObject *value)
{
    PyObject *enum_type = sg_lazy(state, SG_LAZY_ENUM),
             *plain = enum_type ? Py_NewRef(value) : NULL;
    for (int hops = 0; plain && PyType_IsSubtype(Py_TYPE(plain), (PyTypeObject *)enum_type);
         hops++) {
        Py_SETREF(plain, PyObject_GetAttrString(plain, "value"));
        if (plain && hops == SG_MAX_DEPTH) {
            PyErr_Format(PyExc_RecursionError, "the value of %s is an enum member without end",
                         sg_type_name(Py_TYPE(plain)));
            Py_CLEAR(plain);
        }
    }
    return plain;
}

/* The textual type of the instances of `class_`, or NULL. Its module is not imported to find out: where
   nobody else has imported it, there are no instances. Raises nothing. */
SG_COLD const SgType *sg_any_textual(SgState *state, PyTypeObject *class_)
{
    static const struct {
        const SgType *type;
        const char *module;
    } rows[] = {
        {&sg_type_datetime, "datetime"}, {&sg_type_date, "datetime"},
        {&sg_type_time, "datetime"},     {&sg_type_timedelta, "datetime"},
        {&sg_type_uuid, "uuid"},         {&sg_type_decimal, "decimal"},
    };
    const char *name = sg_type_name(class_);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const SgType *type = rows[i].type;
        if (strcmp(name, type->expected) != 0) continue;
        const bool is_imported =
            state->lazy[type->index] ||
            PyDict_GetItemString(PyImport_GetModuleDict(), rows[i].module) != NULL;
        PyObject *found = is_imported ? sg_textual_class(state, type) : NULL;
        if (is_imported && !found) PyErr_Clear(); /* a module of that name, but another */
        return found == (PyObject *)class_ ? type : NULL;
    }
    return NULL;
}

/* The same where dict keys of that class have a text. */
SG_COLD const SgType *sg_any_textual_key(SgState *state, PyTypeObject *class_)
{
    const SgType *type = sg_any_textual(state, class_);
    const bool is_key = type == &sg_type_datetime || type == &sg_type_date || type == &sg_type_uuid;
    return is_key ? type : NULL;
}

SG_COLD bool sg_is_finite(PyObject *number)
{
    return isfinite(PyFloat_AS_DOUBLE(number)) != 0;
}

/* The text that a key (not an enum member) has in JSON, as a new exact str; or refuses. */
SG_COLD PyObject *sg_any_key_text(SgState *state, PyObject *key)
{
    const SgType *textual = sg_any_textual_key(state, Py_TYPE(key));
    if (textual) return sg_textual_str(state, textual, key);
    if (PyUnicode_Check(key)) return PyUnicode_FromObject(key);
    if (key == Py_None) return PyUnicode_FromString("null");
    if (PyBool_Check(key)) return PyUnicode_FromString(key == Py_True ? "true" : "false");
    if (PyLong_Check(key)) return sg_int_is_too_long(key) != 0 ? NULL : PyLong_Type.tp_repr(key);
    if (PyFloat_Check(key)) return sg_is_finite(key) ? PyFloat_Type.tp_repr(key) : NULL;
    return NULL;
}

SG_COLD int sg_refuse_any_key(const SgPlace *place, PyObject *key)
{
    if (PyErr_Occurred()) return -1;
    if (PyLong_Check(key)) return sg_check_digits(place, key);
    if (PyFloat_Check(key)) {
        PyObject *number = PyFloat_FromDouble(PyFloat_AS_DOUBLE(key));
        if (number) sg_fail_not_finite(place, number);
        Py_XDECREF(number);
        return -1;
    }
    if (sg_any_textual_key(place->root->state, Py_TYPE(key)))
        return sg_fail_showing(place, PyExc_ValueError, "%U has no JSON spelling", key);
    return sg_fail(place, PyExc_TypeError, "key of type %s has no JSON spelling",
                   sg_type_name(Py_TYPE(key)));
}

/* ---- writing ---- */

SG_NOINLINE bool sg_has_plain_keys(PyObject *dict)
{
    PyObject *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(dict, &at, &key, &value)) {
        if (!PyUnicode_CheckExact(key)) return false;
    }
    return true;
}

/* Writes one pair; refuses a text that `seen` has already. */
SG_COLD int sg_write_any_pair(SgWriter *w, const SgType *type, PyObject *seen, PyObject *pair)
{
    if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2) return -1;
    PyObject *key = sg_any_plain(w->state, PyTuple_GET_ITEM(pair, 0));
    PyObject *text = key ? sg_any_key_text(w->state, key) : NULL;
    int status = text ? PySet_Contains(seen, text) : -1;
    if (status == 0) status = PySet_Add(seen, text);
    else status = -1;
    if (status == 0) status = sg_write_str(w, text);
    if (status == 0) status = sg_write_char(w, ':');
    if (status == 0) status = type->kind->write(w, type, PyTuple_GET_ITEM(pair, 1));
    Py_XDECREF(text);
    Py_XDECREF(key);
    return status;
}

/* Writes a dict with keys of other types than str, or an instance of a subclass, which may have
   its own order. */
SG_COLD int sg_write_any_pairs(SgWriter *w, const SgType *type, PyObject *value)
{
    PyObject *pairs = PyMapping_Items(value), *seen = PySet_New(NULL);
    int status = !pairs || !seen || sg_open(w) < 0 ? -1 : sg_write_char(w, '{');
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(pairs); i++) {
        PyObject *pair = Py_NewRef(PyList_GET_ITEM(pairs, i));
        if (i > 0) status = sg_write_char(w, ',');
        if (status == 0) status = sg_write_any_pair(w, type, seen, pair);
        Py_DECREF(pair);
    }
    Py_XDECREF(seen);
    Py_XDECREF(pairs);
    sg_close(w);
    return status < 0 ? -1 : sg_write_char(w, '}');
}

SG_COLD int sg_write_any_other(SgWriter *w, const SgType *type, PyObject *value)
{
    if (PyUnicode_Check(value)) return sg_write_str(w, value);
    if (PyLong_Check(value)) return sg_write_pyint(w, value);
    if (PyFloat_Check(value)) return sg_write_double(w, PyFloat_AS_DOUBLE(value));
    if (PyList_Check(value) || PyTuple_Check(value)) return sg_write_items(w, type, value);
    if (PyDict_Check(value)) return sg_write_any_pairs(w, type, value);
    if (PyAnySet_Check(value)) return sg_write_set_items(w, type, value);
    if (PyBytes_Check(value))
        return sg_write_base64(w, PyBytes_AS_STRING(value), PyBytes_GET_SIZE(value));
    return sg_record_write(w, value);
}

static int sg_any_write(SgWriter *w, const SgType *type, PyObject *value)
{
    PyTypeObject *exact = Py_TYPE(value);
    if (exact == &PyUnicode_Type) return sg_write_str(w, value);
    if (exact == &PyLong_Type) return sg_write_pyint(w, value);
    if (exact == &PyFloat_Type) return sg_write_double(w, PyFloat_AS_DOUBLE(value));
    if (exact == &PyBool_Type) return sg_write_bool(w, value == Py_True);
    if (value == Py_None) return sg_write_null(w);
    if (exact == &PyList_Type || exact == &PyTuple_Type) return sg_write_items(w, type, value);
    if (exact == &PyDict_Type && sg_has_plain_keys(value))
        return sg_write_pairs(w, NULL, type, value);
    const SgType *textual = sg_any_textual(w->state, exact);
    if (textual) return textual->kind->write(w, textual, value);
    PyObject *plain = sg_any_plain(w->state, value);
    if (!plain) return -1;
    const int status = plain == value ? sg_write_any_other(w, type, value)
                                      : sg_any_write(w, type, plain); /* an enum member's value */
    Py_DECREF(plain);
    return status;
}

/* ---- reading ---- */

/* Apart from sg_any_read(), whose frame there may be 500 of. */
SG_NOINLINE PyObject *sg_any_read_number(SgReader *r)
{
    SgNumber number;
    double value;
    if (sg_read_number(r, &number) < 0) return NULL;
    if (number.is_int) return sg_number_as_int(r, &number);
    return sg_number_as_double(r, &number, &value) < 0 ? NULL : PyFloat_FromDouble(value);
}

static PyObject *sg_any_read(SgReader *r, const SgType *type)
{
    switch (sg_peek(r)) {
    case '"': return sg_read_str(r);
    case '[': return sg_read_items(r, type);
    case '{': return sg_read_pairs(r, NULL, type);
    case 't': return sg_take_word(r, "true", 4) ? Py_NewRef(Py_True) : NULL;
    case 'f': return sg_take_word(r, "false", 5) ? Py_NewRef(Py_False) : NULL;
    case 'n': return sg_take_word(r, "null", 4) ? Py_NewRef(Py_None) : NULL;
    default: return sg_any_read_number(r);
    }
}

/* ---- dumping ---- */

/* The pair in JSON into `dict`; or raises. */
SG_COLD int sg_dump_any_pair(const SgPlace *place, const SgType *type, PyObject *dict,
                             PyObject *pair)
{
    if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2) {
        PyErr_SetString(PyExc_TypeError, "items() of a dict must give pairs");
        return -1;
    }
    PyObject *key = sg_any_plain(place->root->state, PyTuple_GET_ITEM(pair, 0));
    PyObject *text = key ? sg_any_key_text(place->root->state, key) : NULL;
    int status = -1;
    if (key && !text) sg_refuse_any_key(place, key);
    else if (text && sg_check_surrogates(text) == 0)
        status = sg_dump_pair(place, type, dict, PyTuple_GET_ITEM(pair, 0), text,
                              PyTuple_GET_ITEM(pair, 1));
    Py_XDECREF(text);
    Py_XDECREF(key);
    return status;
}

SG_COLD PyObject *sg_dump_any_pairs(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (sg_deeper(place) < 0) return NULL;
    PyObject *items = PyMapping_Items(value), *dict = PyDict_New();
    PyObject *pairs = items ? PySequence_Tuple(items) : NULL;
    Py_XDECREF(items);
    for (Py_ssize_t i = 0; pairs && dict && i < PyTuple_GET_SIZE(pairs); i++) {
        if (sg_dump_any_pair(place, type, dict, PyTuple_GET_ITEM(pairs, i)) < 0) Py_CLEAR(dict);
    }
    sg_shallower(place);
    if (!pairs) Py_CLEAR(dict);
    Py_XDECREF(pairs);
    return dict;
}

/* Of what is no enum member and no container. */
SG_COLD PyObject *sg_dump_any_scalar(const SgPlace *place, PyObject *value)
{
    if (value == Py_None || PyBool_Check(value)) return Py_NewRef(value);
    if (PyUnicode_Check(value))
        return sg_check_surrogates(value) < 0 ? NULL : PyUnicode_FromObject(value);
    if (PyLong_Check(value))
        return sg_check_digits(place, value) < 0 ? NULL : PyLong_Type.tp_as_number->nb_int(value);
    if (PyFloat_Check(value)) {
        PyObject *number = PyFloat_FromDouble(PyFloat_AS_DOUBLE(value));
        if (number && !sg_is_finite(number)) {
            sg_fail_not_finite(place, number);
            Py_CLEAR(number);
        }
        return number;
    }
    if (PyBytes_Check(value))
        return sg_base64_str(PyBytes_AS_STRING(value), PyBytes_GET_SIZE(value));
    sg_fail(place, PyExc_TypeError, "object of type %s has no JSON spelling",
            sg_type_name(Py_TYPE(value)));
    return NULL;
}

SG_COLD PyObject *sg_any_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    PyObject *plain = sg_any_plain(place->root->state, value), *dumped;
    PyTypeObject *record_type;
    if (!plain) return NULL;
    const SgType *textual = sg_any_textual(place->root->state, Py_TYPE(plain));
    if (textual) dumped = textual->kind->dump(place, textual, plain);
    else if (PyList_Check(plain) || PyTuple_Check(plain))
        dumped = sg_dump_items(place, type, plain);
    else if (PyDict_Check(plain)) dumped = sg_dump_any_pairs(place, type, plain);
    else if (PyAnySet_Check(plain)) dumped = sg_dump_set_items(place, type, plain);
    else if (sg_record_of(Py_TYPE(plain), &record_type)) dumped = sg_record_dump(place, plain);
    else dumped = sg_dump_any_scalar(place, plain);
    Py_DECREF(plain);
    return dumped;
}

/* ---- loading ---- */

SG_COLD PyObject *sg_any_load(const SgPlace *place, const SgType *type, PyObject *node,
                              PyObject *where)
{
    const SgNodeKind kind = sg_node_kind(place, node);
    switch (kind) {
    case SG_NODE_NULL:
    case SG_NODE_BOOL: return Py_NewRef(node);
    case SG_NODE_NUMBER:
        return sg_is_int_literal(node) ? sg_node_int(place, type, node)
                                       : sg_node_float(place, type, node);
    case SG_NODE_INT: return sg_node_int(place, type, node);
    case SG_NODE_FLOAT: return sg_node_float(place, type, node);
    case SG_NODE_STR: return sg_node_str(place, type, node);
    case SG_NODE_ARRAY: return sg_load_items(place, type, node, where);
    case SG_NODE_OBJECT: return sg_load_pairs(place, NULL, type, node, where);
    case SG_NODE_OTHER: sg_refuse_node(place, "JSON", node); break;
    case SG_NODE_ERROR: break;
    }
    return NULL;
}

SG_COLD PyObject *sg_any_schema(SgSchema *schema, const SgType *type)
{
    (void)schema, (void)type;
    return PyDict_New();
}

SG_COLD PyObject *sg_any_annotation(SgState *state, const SgType *type)
{
    (void)type;
    return Py_XNewRef(sg_lazy(state, SG_LAZY_TYPING_ANY));
}

SG_CONST SgKind sg_kind_any = {
    sg_any_accept, sg_any_check, sg_any_write,  sg_any_read,       sg_refuse_expected,
    sg_any_dump,   sg_any_load,  sg_any_schema, sg_any_annotation, SG_KIND_OTHER,
};

SG_CONST SgType sg_type_any = {&sg_kind_any, NULL, NULL, NULL, 0, "Any"};

#endif
