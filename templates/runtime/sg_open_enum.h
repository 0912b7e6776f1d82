/* sg_open_enum.h: enums that are open: beside the members their values are any str, or any int. What enters a
   field with the value of a member becomes the member; items of containers stay what they are. */
#ifndef SG_OPEN_ENUM_H
#define SG_OPEN_ENUM_H

#include "sg_annotation.h"
#include "sg_bigint.h"
#include "sg_enum.h"
#include "sg_text.h"

/* Whether `value` is a plain value, not a member. */
SG_FN bool sg_is_open_value(SgState *state, const SgType *type, PyObject *value)
{
    return sg_enum_of(state, type)->is_str ? PyUnicode_Check(value)
                                           : PyLong_Check(value) && !PyBool_Check(value);
}

/* The kind of the values that are not members. */
SG_FN const SgKind *sg_open_kind(SgState *state, const SgType *type)
{
    return sg_enum_of(state, type)->is_str ? &sg_kind_text : &sg_kind_bigint;
}

static int sg_open_enum_check(SgState *state, const SgType *type, PyObject *value)
{
    if (sg_enum_check(state, type, value) == 0) return 0;
    return sg_is_open_value(state, type, value) ? 0 : -1;
}

/* The member with that value, or the exact value; steals `value`. */
SG_FN PyObject *sg_open_member(SgState *state, const SgType *type, PyObject *value)
{
    PyObject *found = value ? sg_enum_find(state, type, value) : NULL;
    if (found) Py_SETREF(value, Py_NewRef(found));
    return value;
}

static PyObject *sg_open_enum_accept(SgState *state, const SgType *type, PyObject *value)
{
    if (sg_enum_check(state, type, value) == 0) return Py_NewRef(value);
    if (!sg_is_open_value(state, type, value)) return NULL;
    return sg_open_member(state, type,
                          sg_enum_of(state, type)->is_str
                              ? PyUnicode_FromObject(value)
                              : PyLong_Type.tp_as_number->nb_int(value));
}

static int sg_open_enum_write(SgWriter *w, const SgType *type, PyObject *value)
{
    if (sg_enum_check(w->state, type, value) == 0) return sg_enum_write(w, type, value);
    if (!sg_is_open_value(w->state, type, value)) return -1;
    return sg_open_kind(w->state, type)->write(w, type, value);
}

static PyObject *sg_open_enum_read(SgReader *r, const SgType *type)
{
    const SgReader before = *r;
    PyObject *found = sg_enum_read(r, type);
    if (found || PyErr_Occurred()) return found;
    *r = before;
    return sg_open_kind(r->state, type)->read(r, type);
}

SG_COLD PyObject *sg_open_enum_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    SgState *state = place->root->state;
    if (sg_enum_check(state, type, value) == 0 || !sg_is_open_value(state, type, value))
        return sg_enum_dump(place, type, value);
    return sg_open_kind(state, type)->dump(place, type, value);
}

SG_COLD PyObject *sg_open_enum_load(const SgPlace *place, const SgType *type, PyObject *node,
                                    PyObject *where)
{
    SgState *state = place->root->state;
    return sg_open_member(state, type, sg_open_kind(state, type)->load(place, type, node, where));
}

SG_COLD PyObject *sg_open_enum_annotation(SgState *state, const SgType *type)
{
    PyTypeObject *base = sg_enum_of(state, type)->is_str ? &PyUnicode_Type : &PyLong_Type;
    return sg_annotation_or(sg_enum_annotation(state, type), sg_annotation_class(base));
}

SG_CONST SgKind sg_kind_open_enum = {
    sg_open_enum_accept,     sg_open_enum_check, sg_open_enum_write, sg_open_enum_read,
    sg_refuse_expected,      sg_open_enum_dump,  sg_open_enum_load,  sg_enum_schema,
    sg_open_enum_annotation, SG_KIND_OTHER,
};

#endif
