/* sg_text.h: str, stored as an exact Python str. */
#ifndef SG_TEXT_H
#define SG_TEXT_H

#include "sg_annotation.h"
#include "sg_node.h"
#include "sg_read_string.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_write_text.h"

SG_COLD PyObject *sg_text_of_subclass(PyObject *value)
{
    return PyUnicode_Check(value) ? PyUnicode_FromObject(value) : NULL;
}

static PyObject *sg_text_accept(SgState *state, const SgType *type, PyObject *value)
{
    (void)state, (void)type;
    return SG_LIKELY(PyUnicode_CheckExact(value)) ? Py_NewRef(value) : sg_text_of_subclass(value);
}

static int sg_text_check(SgState *state, const SgType *type, PyObject *value)
{
    (void)state, (void)type;
    return PyUnicode_Check(value) ? 0 : -1;
}

static int sg_text_write(SgWriter *w, const SgType *type, PyObject *value)
{
    (void)type;
    return PyUnicode_Check(value) ? sg_write_str(w, value) : -1;
}

static PyObject *sg_text_read(SgReader *r, const SgType *type)
{
    (void)type;
    return sg_read_str(r);
}

SG_COLD PyObject *sg_text_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    PyObject *exact = sg_text_accept(place->root->state, type, value);
    if (!exact) {
        if (!PyErr_Occurred()) sg_refuse_expected(place, type, value);
        return NULL;
    }
    if (sg_check_surrogates(exact) < 0) Py_CLEAR(exact);
    return exact;
}

SG_COLD PyObject *sg_text_load(const SgPlace *place, const SgType *type, PyObject *node,
                               PyObject *where)
{
    (void)where;
    return sg_node_str(place, type, node);
}

SG_COLD PyObject *sg_text_schema(SgSchema *schema, const SgType *type)
{
    (void)schema, (void)type;
    return sg_schema_type("string");
}

SG_COLD PyObject *sg_text_annotation(SgState *state, const SgType *type)
{
    (void)state, (void)type;
    return sg_annotation_class(&PyUnicode_Type);
}

SG_CONST SgKind sg_kind_text = {
    sg_text_accept, sg_text_check, sg_text_write,  sg_text_read,       sg_refuse_expected,
    sg_text_dump,   sg_text_load,  sg_text_schema, sg_text_annotation, SG_KIND_TEXT,
};

SG_CONST SgType sg_type_str = {&sg_kind_text, NULL, NULL, NULL, 0, "str"};

#endif
