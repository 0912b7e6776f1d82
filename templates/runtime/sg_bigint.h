/* sg_bigint.h: int of any size, stored as an exact Python int. */
#ifndef SG_BIGINT_H
#define SG_BIGINT_H

#include "sg_annotation.h"
#include "sg_int.h"
#include "sg_read_number.h"
#include "sg_scalars.h"
#include "sg_schema.h"
#include "sg_write_number.h"

static PyObject *sg_bigint_accept(SgState *state, const SgType *type, PyObject *value)
{
    (void)state, (void)type;
    return PyLong_CheckExact(value) ? Py_NewRef(value) : sg_index(value);
}

static int sg_bigint_check(SgState *state, const SgType *type, PyObject *value)
{
    if (PyLong_CheckExact(value)) return 0;
    PyObject *exact = sg_bigint_accept(state, type, value);
    Py_XDECREF(exact);
    return exact ? 0 : -1;
}

static int sg_bigint_write(SgWriter *w, const SgType *type, PyObject *value)
{
    PyObject *exact = sg_bigint_accept(w->state, type, value);
    if (!exact) return -1;
    int status = sg_write_pyint(w, exact);
    Py_DECREF(exact);
    return status;
}

static PyObject *sg_bigint_read(SgReader *r, const SgType *type)
{
    (void)type;
    return sg_read_pyint(r);
}

SG_COLD PyObject *sg_bigint_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    PyObject *exact = sg_bigint_accept(place->root->state, type, value);
    if (!exact) {
        if (!PyErr_Occurred()) sg_refuse_expected(place, type, value);
        return NULL;
    }
    if (sg_check_digits(place, exact) < 0) Py_CLEAR(exact);
    return exact;
}

SG_COLD PyObject *sg_bigint_load(const SgPlace *place, const SgType *type, PyObject *node,
                                 PyObject *where)
{
    (void)where;
    return sg_node_int(place, type, node);
}

SG_COLD PyObject *sg_bigint_schema(SgSchema *schema, const SgType *type)
{
    (void)schema, (void)type;
    return sg_schema_type("integer");
}

SG_COLD PyObject *sg_bigint_annotation(SgState *state, const SgType *type)
{
    (void)state, (void)type;
    return sg_annotation_class(&PyLong_Type);
}

SG_CONST SgKind sg_kind_bigint = {
    sg_bigint_accept, sg_bigint_check, sg_bigint_write,  sg_bigint_read,       sg_refuse_expected,
    sg_bigint_dump,   sg_bigint_load,  sg_bigint_schema, sg_bigint_annotation, SG_KIND_BIGINT,
};

SG_CONST SgType sg_type_int = {&sg_kind_bigint, NULL, NULL, NULL, 0, "int"};

#endif
