/* sg_limited.h: the kind of types with constraints, around another kind: its values, of which the rows of
   SgLimits hold. First the value is judged as what it is, then by the constraints. */
#ifndef SG_LIMITED_H
#define SG_LIMITED_H

#include "sg_bigint.h"
#include "sg_divide.h"
#include "sg_limits.h"
#include "sg_nan.h"
#include "sg_optional.h"

SG_FN const SgLimits *sg_limits_of(const SgType *type)
{
    return (const SgLimits *)type->extra;
}

/* ---- what is compared as Python objects ---- */

SG_COLD PyObject *sg_limit_make(SgState *state, const SgType *type, const SgLimit *limit)
{
    if (type->a->kind->id == SG_KIND_DECIMAL)
        return sg_form_of(type->a)->parse(state, limit->text, (Py_ssize_t)strlen(limit->text));
    if (limit->rule != SG_PATTERN) return PyLong_FromString(limit->text, NULL, 10);
    PyObject *re = PyImport_ImportModule("re");
    PyObject *pattern = re ? PyObject_CallMethod(re, "compile", "s", limit->text) : NULL;
    Py_XDECREF(re);
    return pattern;
}

/* The bound as int or Decimal, or the compiled pattern; borrowed from the state. */
SG_FN PyObject *sg_limit_object(SgState *state, const SgType *type, const SgLimit *limit)
{
    PyObject **kept = &state->kept[limit->kept];
    if (SG_LIKELY(*kept != NULL)) return *kept;
    PyObject *made = sg_limit_make(state, type, limit);
    if (*kept) Py_XDECREF(made); /* another thread was here */
    else *kept = made;
    return *kept;
}

/* 1, 0 or -1. */
SG_FN int sg_limit_matches(PyObject *pattern, PyObject *text)
{
    PyObject *match = PyObject_CallMethod(pattern, "search", "O", text);
    if (!match) return -1;
    const int is_match = match != Py_None;
    Py_DECREF(match);
    return is_match;
}

/* NaN fulfils nothing; comparing a Decimal that is one would be a signal of its context. */
SG_FN int sg_limit_compares(PyObject *value, PyObject *bound, SgRule rule)
{
    static const int operators[] = {Py_GT, Py_GE, Py_LT, Py_LE};
    if (!PyLong_Check(value)) {
        const int is_nan = sg_decimal_is(value, "is_nan");
        if (is_nan) return is_nan < 0 ? -1 : 0;
    }
    return PyObject_RichCompareBool(value, bound, operators[rule]);
}

/* 1, 0 or -1: whether `value`, no native scalar, fulfils the constraint. */
SG_FN int sg_limit_holds(SgState *state, const SgType *type, const SgLimit *limit, PyObject *value)
{
    PyObject *object = limit->kept ? sg_limit_object(state, type, limit) : NULL;
    if (limit->kept && !object) return -1;
    switch (limit->rule) {
    case SG_GT:
    case SG_GE:
    case SG_LT:
    case SG_LE: return sg_limit_compares(value, object, limit->rule);
    case SG_MULTIPLE_OF:
        return PyLong_Check(value) ? sg_int_divides(value, object)
                                   : sg_decimal_divides(value, object);
    case SG_MIN_LENGTH:
    case SG_MAX_LENGTH: {
        const Py_ssize_t length = PyObject_Size(value);
        if (length < 0) return -1;
        return limit->rule == SG_MIN_LENGTH ? length >= limit->integer : length <= limit->integer;
    }
    case SG_PATTERN: return sg_limit_matches(object, value);
    }
    return 1;
}

/* The first constraint that `value`, which the inner type accepted, does not fulfil; NULL where there is
   none, or where an exception was raised. */
SG_FN const SgLimit *sg_limit_broken(SgState *state, const SgType *type, PyObject *value)
{
    const SgLimits *limits = sg_limits_of(type);
    const SgNative *native = sg_native_behind(type->a);
    SgSlot slot;
    if (native && native->set(&slot, value) < 0) return NULL;
    for (int i = 0; i < limits->count; i++) {
        const SgLimits one = {&limits->rows[i], 1};
        const int holds =
            native ? native->within(&slot, &one) : sg_limit_holds(state, type, one.rows, value);
        if (holds < 0) return NULL;
        if (!holds) return one.rows;
    }
    return NULL;
}

/* Whether it fulfils all; else -1, with or without an exception. */
SG_FN int sg_limited_judge(SgState *state, const SgType *type, PyObject *value)
{
    return sg_limit_broken(state, type, value) || PyErr_Occurred() ? -1 : 0;
}

/* `value`, stolen, where it fulfils all; else NULL. */
SG_FN PyObject *sg_limited_take(SgState *state, const SgType *type, PyObject *value)
{
    if (value && sg_limited_judge(state, type, value) < 0) Py_CLEAR(value);
    return value;
}

/* ---- the kind ---- */

SG_ENTRY PyObject *sg_limited_accept(SgState *state, const SgType *type, PyObject *value)
{
    return sg_limited_take(state, type, type->a->kind->accept(state, type->a, value));
}

SG_ENTRY int sg_limited_check(SgState *state, const SgType *type, PyObject *value)
{
    PyObject *accepted = sg_limited_accept(state, type, value);
    Py_XDECREF(accepted);
    return accepted ? 0 : -1;
}

SG_ENTRY int sg_limited_write(SgWriter *w, const SgType *type, PyObject *value)
{
    if (type->a->kind->write(w, type->a, value) < 0) return -1;
    if (type->a->kind->id == SG_KIND_BIGINT) return sg_limited_check(w->state, type, value);
    return sg_limited_judge(w->state, type, value); /* the writer has looked at its type */
}

SG_ENTRY PyObject *sg_limited_read(SgReader *r, const SgType *type)
{
    PyObject *value = type->a->kind->read(r, type->a);
    return sg_limited_take(r->state, type, value);
}

SG_COLD int sg_limited_explain(const SgPlace *place, const SgType *type, PyObject *value)
{
    const SgLimit *broken = sg_limit_broken(place->root->state, type, value);
    if (PyErr_Occurred()) return -1;
    return broken ? sg_refuse_limit(place, broken, value) : 0;
}

SG_ENTRY int sg_limited_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    PyObject *accepted = type->a->kind->accept(place->root->state, type->a, value);
    if (!accepted) return PyErr_Occurred() ? -1 : sg_inner_refuse(place, type, value);
    const int status = sg_limited_explain(place, type, accepted);
    Py_DECREF(accepted);
    return status < 0 ? -1 : sg_refuse_unsteady(place, value);
}

SG_COLD PyObject *sg_limited_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    PyObject *dumped = sg_inner_dump(place, type, value);
    if (dumped && sg_limited_check(place->root->state, type, value) < 0) {
        if (!PyErr_Occurred()) sg_limited_refuse(place, type, value);
        Py_CLEAR(dumped);
    }
    return dumped;
}

/* What is wrong with a container as a whole counts at its closing bracket. */
SG_COLD PyObject *sg_limited_load(const SgPlace *place, const SgType *type, PyObject *node,
                                  PyObject *where)
{
    PyObject *value = sg_inner_load(place, type, node, where);
    if (!value) return NULL;
    SgPlace end = *place;
    if (where && PyTuple_Check(where)) end.offset = sg_where_end(where);
    if (sg_limited_explain(&end, type, value) < 0) Py_CLEAR(value);
    return value;
}

/* ---- JSON Schema ---- */

/* The keyword for a constraint of a type that JSON Schema calls `of`; NULL where it has none. */
SG_COLD const char *sg_limit_keyword(SgRule rule, const char *of)
{
    static const char *const numbers[] = {"exclusiveMinimum", "minimum", "exclusiveMaximum",
                                          "maximum", "multipleOf"};
    const bool is_least = rule == SG_MIN_LENGTH;
    if (rule <= SG_MULTIPLE_OF) return numbers[rule];
    if (rule == SG_PATTERN) return "pattern";
    if (strcmp(of, "array") == 0) return is_least ? "minItems" : "maxItems";
    if (strcmp(of, "object") == 0) return is_least ? "minProperties" : "maxProperties";
    return is_least ? "minLength" : "maxLength";
}

/* A bound as Python spells it: an int, or a float. */
SG_COLD PyObject *sg_limit_bound(const SgLimit *limit)
{
    if (limit->rule == SG_PATTERN) return PyUnicode_FromString(limit->text);
    if (!strpbrk(limit->text, ".en")) return PyLong_FromString(limit->text, NULL, 10);
    return PyFloat_FromDouble(limit->number);
}

/* Adds row `i`; the second of a rule, as a field's may be beside that of its named type, in "allOf". */
SG_COLD int sg_limit_describe(PyObject *described, const SgLimits *limits, int i,
                              const char *keyword)
{
    PyObject *bound = sg_limit_bound(&limits->rows[i]);
    bool is_second = false;
    for (int j = 0; j < i; j++) is_second |= limits->rows[j].rule == limits->rows[i].rule;
    if (!is_second) return sg_schema_put(described, keyword, bound);
    PyObject *one = bound ? Py_BuildValue("{sN}", keyword, bound) : NULL;
    PyObject *all = PyDict_GetItemString(described, "allOf"); /* borrowed */
    int status = -1;
    if (one && all) status = PyList_Append(all, one);
    else if (one) status = sg_schema_put(described, "allOf", Py_BuildValue("[O]", one));
    Py_XDECREF(one);
    return status;
}

SG_COLD PyObject *sg_limited_schema(SgSchema *schema, const SgType *type)
{
    PyObject *described = sg_schema_of(schema, type->a);
    if (!described) return NULL;
    PyObject *name = PyDict_GetItemString(described, "type"); /* borrowed */
    if (!PyUnicode_Check(name) || PyDict_GetItemString(described, "contentEncoding"))
        return described; /* a Decimal is text in JSON; of base64 the length there is another one */
    const char *of = PyUnicode_AsUTF8(name);
    const SgLimits *limits = sg_limits_of(type);
    for (int i = 0; of && described && i < limits->count; i++) {
        const char *keyword = sg_limit_keyword(limits->rows[i].rule, of);
        if (sg_limit_describe(described, limits, i, keyword) < 0) Py_CLEAR(described);
    }
    return described;
}

SG_CONST SgKind sg_kind_limited = {
    sg_limited_accept, sg_limited_check, sg_limited_write,  sg_limited_read,     sg_limited_refuse,
    sg_limited_dump,   sg_limited_load,  sg_limited_schema, sg_inner_annotation, SG_KIND_LIMITED,
};

#endif
