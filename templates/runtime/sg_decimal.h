/* sg_decimal.h: decimal.Decimal; a string in JSON, exact; read from strings and from number literals.
   Nothing here looks at the caller's decimal context: nothing is rounded, and no signal is raised. */
#ifndef SG_DECIMAL_H
#define SG_DECIMAL_H

#include "sg_read_number.h"
#include "sg_textual.h"

/* What str() says, less what the context may change in that: the case of the E. */
static int sg_decimal_put(SgWriter *w, PyObject *value)
{
    PyObject *text = PyObject_Str(value);
    if (!text) return -1;
    int status = -1;
    if (PyUnicode_IS_ASCII(text)) {
        const char *p = (const char *)PyUnicode_DATA(text);
        const Py_ssize_t n = PyUnicode_GET_LENGTH(text);
        const bool is_finite = n > 0 && sg_is_digit(p[*p == '-']);
        if (is_finite) status = sg_reserve(w, n + 2);
        if (status == 0) {
            *w->p++ = '"';
            for (Py_ssize_t i = 0; i < n; i++) *w->p++ = p[i] == 'e' ? 'E' : p[i];
            *w->p++ = '"';
        }
    }
    Py_DECREF(text);
    return status;
}

/* Decimal(text) of text that is a number; refuses an exponent that it cannot hold. */
SG_FN PyObject *sg_decimal_new(SgState *state, const char *text, Py_ssize_t n, bool has_exponent)
{
    PyObject *type = sg_lazy_known(state, SG_LAZY_DECIMAL);
    PyObject *context = type ? sg_lazy_known(state, SG_LAZY_DECIMAL_CONTEXT) : NULL;
    PyObject *str = context ? PyUnicode_DecodeASCII(text, n, NULL) : NULL;
    if (!str) return NULL;
    PyObject *args[] = {str, context};
    PyObject *value = PyObject_Vectorcall(type, args, 2, NULL);
    Py_DECREF(str);
    if (!value && PyErr_ExceptionMatches(PyExc_ArithmeticError)) PyErr_Clear();
    if (!value || SG_LIKELY(!has_exponent)) return value;

    PyObject *is_finite = PyObject_CallMethod(value, "is_finite", NULL);
    if (is_finite != Py_True) Py_CLEAR(value); /* the context traps nothing: NaN */
    Py_XDECREF(is_finite);
    return value;
}

/* [+-]digits[.digits][E[+-]digits] */
static PyObject *sg_decimal_parse(SgState *state, const char *text, Py_ssize_t n)
{
    const char *p = text, *const end = text + n;
    if (p < end && (*p == '+' || *p == '-')) p++;
    const char *digits = p;
    while (p < end && sg_is_digit(*p)) p++;
    if (p == digits) return NULL;
    if (p < end && *p == '.') {
        digits = ++p;
        while (p < end && sg_is_digit(*p)) p++;
        if (p == digits) return NULL;
    }
    const bool has_exponent = p < end;
    if (has_exponent) {
        if (*p != 'E' && *p != 'e') return NULL;
        p++;
        if (p < end && (*p == '+' || *p == '-')) p++;
        digits = p;
        while (p < end && sg_is_digit(*p)) p++;
        if (p == digits || p != end) return NULL;
    }
    return sg_decimal_new(state, text, n, has_exponent);
}

static PyObject *sg_decimal_read(SgReader *r, const SgType *type)
{
    SgNumber number;
    if (sg_peek(r) == '"') return sg_textual_read(r, type);
    if (sg_read_number(r, &number) < 0) return NULL;
    return sg_decimal_new(r->state, number.start, r->p - number.start, !number.is_int);
}

/* ---- the slow half ---- */

/* Of a literal, or the text that a number was given as. */
SG_COLD PyObject *sg_decimal_of_text(const SgPlace *place, PyObject *text)
{
    PyObject *value = sg_decimal_parse(place->root->state, (const char *)PyUnicode_DATA(text),
                                       PyUnicode_GET_LENGTH(text));
    if (value || PyErr_Occurred()) return value;
    PyObject *shown = sg_cut(text);
    if (shown) sg_fail(place, PyExc_ValueError, "%U is not a Decimal", shown);
    Py_XDECREF(shown);
    return NULL;
}

/* Of the float that was given to from_dict(): what its repr() says. */
SG_COLD PyObject *sg_decimal_of_float(const SgPlace *place, const SgType *type, PyObject *node)
{
    PyObject *number = sg_node_float(place, type, node);
    PyObject *text = number ? PyObject_Repr(number) : NULL;
    PyObject *value = text ? sg_decimal_of_text(place, text) : NULL;
    Py_XDECREF(text);
    Py_XDECREF(number);
    return value;
}

SG_COLD PyObject *sg_decimal_of_int(const SgPlace *place, PyObject *node)
{
    PyObject *type = sg_lazy(place->root->state, SG_LAZY_DECIMAL);
    PyObject *exact = type ? PyLong_Type.tp_as_number->nb_int(node) : NULL;
    PyObject *value = exact ? PyObject_CallOneArg(type, exact) : NULL;
    Py_XDECREF(exact);
    return value;
}

SG_COLD PyObject *sg_decimal_load(const SgPlace *place, const SgType *type, PyObject *node,
                                  PyObject *where)
{
    const SgNodeKind kind = sg_node_kind(place, node);
    if (kind == SG_NODE_INT) return sg_decimal_of_int(place, node);
    if (kind == SG_NODE_FLOAT) return sg_decimal_of_float(place, type, node);
    if (kind != SG_NODE_NUMBER) return sg_textual_load(place, type, node, where);
    PyObject *text = PyUnicode_FromEncodedObject(node, "ascii", NULL);
    PyObject *value = text ? sg_decimal_of_text(place, text) : NULL;
    Py_XDECREF(text);
    return value;
}

/* Written are strings, read numbers, too; a pattern says nothing of those. */
SG_COLD PyObject *sg_decimal_schema(SgSchema *schema, const SgType *type)
{
    (void)schema;
    return Py_BuildValue("{s[ss]ss}", "type", "string", "number", "pattern",
                         sg_form_of(type)->pattern);
}

SG_CONST SgKind sg_kind_decimal = {
    sg_textual_accept,     sg_textual_check, sg_textual_write, sg_decimal_read,
    sg_refuse_expected,    sg_textual_dump,  sg_decimal_load,  sg_decimal_schema,
    sg_textual_annotation, SG_KIND_DECIMAL,
};

SG_CONST SgForm sg_form_decimal = {"Decimal", NULL, "^[+-]?[0-9]+(\\.[0-9]+)?([Ee][+-]?[0-9]+)?$",
                                   sg_decimal_put, sg_decimal_parse};

SG_CONST SgType sg_type_decimal = {&sg_kind_decimal, NULL,     NULL, &sg_form_decimal,
                                   SG_LAZY_DECIMAL,  "Decimal"};

#endif
