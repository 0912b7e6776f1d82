/* sg_literal.h: Literal["a", "b"] and Literal[1, 2]: exact str or int, and one of the values. Reading
   gives the one object that the module keeps for each value. */
#ifndef SG_LITERAL_H
#define SG_LITERAL_H

#include "sg_annotation.h"
#include "sg_node.h"
#include "sg_read_number.h"
#include "sg_read_string.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_write_number.h"
#include "sg_write_text.h"

SG_FN const SgLiteral *sg_literal_of(const SgType *type)
{
    return (const SgLiteral *)type->extra;
}

/* The module's object for a value, borrowed. */
SG_FN PyObject *sg_literal_value(SgState *state, const SgLiteral *literal, int i)
{
    return PyTuple_GET_ITEM(PyTuple_GET_ITEM(state->literals, literal->index), i);
}

SG_FN bool sg_literal_is_type(const SgType *type, PyObject *value)
{
    return sg_literal_of(type)->is_str ? PyUnicode_CheckExact(value) : PyLong_CheckExact(value);
}

/* The module's object that equals `value`, which is of the right type; borrowed. NULL where no value
   does. */
SG_FN PyObject *sg_literal_find(SgState *state, const SgType *type, PyObject *value)
{
    const SgLiteral *literal = sg_literal_of(type);
    for (int i = 0; i < literal->count; i++)
        if (sg_literal_value(state, literal, i) == value) return value;
    for (int i = 0; i < literal->count; i++) {
        PyObject *listed = sg_literal_value(state, literal, i);
        if (PyObject_RichCompareBool(listed, value, Py_EQ) == 1) return listed;
    }
    return NULL;
}

static int sg_literal_check(SgState *state, const SgType *type, PyObject *value)
{
    return sg_literal_is_type(type, value) && sg_literal_find(state, type, value) ? 0 : -1;
}

static PyObject *sg_literal_accept(SgState *state, const SgType *type, PyObject *value)
{
    return sg_literal_check(state, type, value) < 0 ? NULL : Py_NewRef(value);
}

static int sg_literal_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (!sg_literal_is_type(type, value)) return sg_refuse_expected(place, type, value);
    PyObject *shown = sg_show(value);
    if (shown)
        sg_fail(place, PyExc_ValueError, "%U is not a valid %s", shown, sg_literal_of(type)->name);
    Py_XDECREF(shown);
    return -1;
}

static int sg_literal_write(SgWriter *w, const SgType *type, PyObject *value)
{
    if (sg_literal_check(w->state, type, value) < 0) return -1;
    return sg_literal_of(type)->is_str ? sg_write_str(w, value) : sg_write_pyint(w, value);
}

/* The index of the str value with that text, or -1. */
SG_FN int sg_literal_find_text(const SgLiteral *literal, const char *text, Py_ssize_t length)
{
    for (int i = 0; i < literal->count; i++) {
        const SgMember *value = &literal->values[i];
        if (value->length == length && memcmp(value->text, text, (size_t)length) == 0) return i;
    }
    return -1;
}

SG_FN int sg_literal_find_number(const SgLiteral *literal, int64_t number)
{
    for (int i = 0; i < literal->count; i++)
        if (literal->values[i].number == number) return i;
    return -1;
}

/* A str value whose text is longer than the room of sg_literal_read(), with escapes in it. */
SG_COLD PyObject *sg_literal_read_long(SgReader *r, const SgType *type)
{
    PyObject *value = sg_read_str(r);
    PyObject *found = value ? sg_literal_find(r->state, type, value) : NULL;
    Py_XDECREF(value);
    return Py_XNewRef(found);
}

static PyObject *sg_literal_read(SgReader *r, const SgType *type)
{
    const SgLiteral *literal = sg_literal_of(type);
    int found = -1;
    if (literal->is_str) {
        char room[128];
        const char *text;
        Py_ssize_t length;
        const SgReader before = *r;
        if (sg_read_text(r, &text, &length, room, (Py_ssize_t)sizeof room) < 0) {
            if (PyErr_Occurred()) return NULL;
            *r = before;
            return sg_literal_read_long(r, type);
        }
        found = sg_literal_find_text(literal, text, length);
    } else {
        int64_t number;
        if (sg_read_int64(r, &number) == 0) found = sg_literal_find_number(literal, number);
    }
    return found < 0 ? NULL : Py_NewRef(sg_literal_value(r->state, literal, found));
}

SG_COLD PyObject *sg_literal_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (sg_literal_check(place->root->state, type, value) == 0) return Py_NewRef(value);
    sg_literal_refuse(place, type, value);
    return NULL;
}

SG_COLD PyObject *sg_literal_load(const SgPlace *place, const SgType *type, PyObject *node,
                                  PyObject *where)
{
    (void)where;
    PyObject *value = sg_literal_of(type)->is_str ? sg_node_str(place, type, node)
                                                  : sg_node_int(place, type, node);
    if (!value) return NULL;
    PyObject *found = sg_literal_find(place->root->state, type, value);
    if (!found) sg_literal_refuse(place, type, value);
    Py_DECREF(value);
    return Py_XNewRef(found);
}

SG_COLD PyObject *sg_literal_schema(SgSchema *schema, const SgType *type)
{
    const SgLiteral *literal = sg_literal_of(type);
    PyObject *values = PySequence_List(PyTuple_GET_ITEM(schema->state->literals, literal->index));
    if (!values) return NULL;
    return Py_BuildValue("{sssN}", "type", literal->is_str ? "string" : "integer", "enum", values);
}

SG_COLD PyObject *sg_literal_annotation(SgState *state, const SgType *type)
{
    PyObject *literal = sg_lazy(state, SG_LAZY_TYPING_LITERAL);
    PyObject *values = PyTuple_GET_ITEM(state->literals, sg_literal_of(type)->index);
    return literal ? PyObject_GetItem(literal, values) : NULL;
}

SG_CONST SgKind sg_kind_literal = {
    sg_literal_accept,     sg_literal_check, sg_literal_write, sg_literal_read,
    sg_literal_refuse,     sg_literal_dump,  sg_literal_load,  sg_literal_schema,
    sg_literal_annotation, SG_KIND_OTHER,
};

/* ---- the objects that stand for the values, made when the module is imported ---- */

static PyObject *sg_literal_object(const SgLiteral *literal, int i)
{
    const SgMember *value = &literal->values[i];
    if (!literal->is_str) return PyLong_FromLongLong(value->number);
    PyObject *text = PyUnicode_FromStringAndSize(value->text, value->length);
    if (text) PyUnicode_InternInPlace(&text);
    return text;
}

static PyObject *sg_literal_objects(const SgLiteral *literal)
{
    PyObject *values = PyTuple_New(literal->count);
    for (int i = 0; values && i < literal->count; i++) {
        PyObject *value = sg_literal_object(literal, i);
        if (value) PyTuple_SET_ITEM(values, i, value);
        else Py_CLEAR(values);
    }
    return values;
}

/* Makes the values: a step of importing the module. */
SG_COLD int sg_literals_exec(SgState *state, PyObject *unused)
{
    (void)unused;
    const SgModule *module = state->module;
    PyObject *literals = module->literal_count ? PyTuple_New(module->literal_count) : NULL;
    for (int i = 0; literals && i < module->literal_count; i++) {
        PyObject *values = sg_literal_objects(module->literals[i]);
        if (values) PyTuple_SET_ITEM(literals, i, values);
        else Py_CLEAR(literals);
    }
    state->literals = literals;
    return module->literal_count && !literals ? -1 : 0;
}

#endif
