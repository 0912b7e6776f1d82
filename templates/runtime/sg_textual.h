/* sg_textual.h: values of standard library classes that JSON has no type for and spells as strings:
   datetime, UUID and their like. One kind serves them all. A class says how its values are
   written and read (SgForm); which class it is stands in SgType.index, as the SgLazyId under
   which the state has it. Only instances of exactly that class are taken. */
#ifndef SG_TEXTUAL_H
#define SG_TEXTUAL_H

#include "sg_annotation.h"
#include "sg_lazy.h"
#include "sg_node.h"
#include "sg_read_string.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_write_text.h"

typedef struct {
    const char *name;             /* of the type */
    const char *format, *pattern; /* in JSON Schema; or NULL */
    /* Appends the text of `value`, with its quotes; refuses where it has none, or where code of
       the user's raised. */
    int (*put)(SgWriter *, PyObject *value);
    /* New reference to what `n` bytes of text stand for; or refuses. */
    PyObject *(*parse)(SgState *, const char *text, Py_ssize_t n);
} SgForm;

SG_FN const SgForm *sg_form_of(const SgType *type)
{
    return (const SgForm *)type->extra;
}

/* The class of a textual type, borrowed from the state; or NULL where its import fails. */
SG_INLINE PyObject *sg_textual_class(SgState *state, const SgType *type)
{
    return sg_lazy_known(state, (SgLazyId)type->index);
}

static int sg_textual_check(SgState *state, const SgType *type, PyObject *value)
{
    return (PyObject *)Py_TYPE(value) == sg_textual_class(state, type) ? 0 : -1;
}

static PyObject *sg_textual_accept(SgState *state, const SgType *type, PyObject *value)
{
    return sg_textual_check(state, type, value) < 0 ? NULL : Py_NewRef(value);
}

static int sg_textual_write(SgWriter *w, const SgType *type, PyObject *value)
{
    if (sg_textual_check(w->state, type, value) < 0) return -1;
    return sg_form_of(type)->put(w, value);
}

/* ---- reading ---- */

SG_COLD PyObject *sg_parse_escaped(SgReader *r, const SgToken *token, const SgForm *form)
{
    SgWriter text;
    sg_writer_init(&text, r->state);
    PyObject *value = NULL;
    if (sg_reserve(&text, token->end - token->start) == 0 && sg_unescape(&text, token) == 0)
        value = form->parse(r->state, text.start, text.p - text.start);
    sg_writer_free(&text);
    return value;
}

/* The value of a string. Its UTF-8 is not checked: nothing but ASCII stands for a value. */
static PyObject *sg_textual_read(SgReader *r, const SgType *type)
{
    SgToken token;
    if (sg_take_string(r, &token) < 0) return NULL;
    if (SG_UNLIKELY(token.has_escapes)) return sg_parse_escaped(r, &token, sg_form_of(type));
    return sg_form_of(type)->parse(r->state, token.start, token.end - token.start);
}

/* ---- the slow half ---- */

/* The text of `value`, which is of the class, as a new str; refuses what has none. */
SG_COLD PyObject *sg_textual_str(SgState *state, const SgType *type, PyObject *value)
{
    SgWriter w;
    sg_writer_init(&w, state);
    PyObject *text = NULL;
    if (sg_form_of(type)->put(&w, value) == 0)
        text = PyUnicode_DecodeASCII(w.start + 1, w.p - w.start - 2, NULL);
    sg_writer_free(&w);
    return text;
}

SG_COLD PyObject *sg_textual_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    SgState *state = place->root->state;
    if (sg_textual_check(state, type, value) < 0) {
        if (!PyErr_Occurred()) sg_refuse_expected(place, type, value);
        return NULL;
    }
    PyObject *text = sg_textual_str(state, type, value);
    if (!text && !PyErr_Occurred())
        sg_fail_showing(place, PyExc_ValueError, "%U has no JSON spelling", value);
    return text;
}

/* The value that an exact str stands for; or raises ValidationError. */
SG_COLD PyObject *sg_textual_of_str(const SgPlace *place, const SgType *type, PyObject *text)
{
    PyObject *value = NULL;
    if (PyUnicode_IS_ASCII(text))
        value = sg_form_of(type)->parse(place->root->state, (const char *)PyUnicode_DATA(text),
                                        PyUnicode_GET_LENGTH(text));
    if (value || PyErr_Occurred()) return value;
    PyObject *shown = sg_show(text);
    if (shown) sg_fail(place, PyExc_ValueError, "%U is not a %s", shown, sg_form_of(type)->name);
    Py_XDECREF(shown);
    return NULL;
}

SG_COLD PyObject *sg_textual_load(const SgPlace *place, const SgType *type, PyObject *node,
                                  PyObject *where)
{
    (void)where;
    PyObject *text = sg_node_str(place, type, node);
    PyObject *value = text ? sg_textual_of_str(place, type, text) : NULL;
    Py_XDECREF(text);
    return value;
}

/* What the text looks like. Formats stand only where every text has them: "date-time" would want an
   offset. */
SG_COLD PyObject *sg_textual_schema(SgSchema *schema, const SgType *type)
{
    (void)schema;
    const SgForm *form = sg_form_of(type);
    return Py_BuildValue("{ssss}", "type", "string", form->format ? "format" : "pattern",
                         form->format ? form->format : form->pattern);
}

SG_COLD PyObject *sg_textual_annotation(SgState *state, const SgType *type)
{
    return Py_XNewRef(sg_textual_class(state, type));
}

SG_CONST SgKind sg_kind_textual = {
    sg_textual_accept,     sg_textual_check, sg_textual_write, sg_textual_read,
    sg_refuse_expected,    sg_textual_dump,  sg_textual_load,  sg_textual_schema,
    sg_textual_annotation, SG_KIND_OTHER,
};

#endif
