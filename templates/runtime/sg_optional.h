/* sg_optional.h: T | None, and T | ... whose Ellipsis stands for a key that is absent: both
   around another type, in whose place they refuse. */
#ifndef SG_OPTIONAL_H
#define SG_OPTIONAL_H

#include "sg_annotation.h"
#include "sg_node.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_writer.h"

/* The type inside, refusing in the words of the type around it: "expected float | None". */
SG_FN SgType sg_inner_type(const SgType *type)
{
    SgType inner = *type->a;
    inner.expected = type->expected;
    return inner;
}

SG_COLD int sg_inner_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    const SgType inner = sg_inner_type(type);
    return inner.kind->refuse(place, &inner, value);
}

SG_COLD PyObject *sg_inner_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    const SgType inner = sg_inner_type(type);
    return inner.kind->dump(place, &inner, value);
}

SG_COLD PyObject *sg_inner_load(const SgPlace *place, const SgType *type, PyObject *node,
                                PyObject *where)
{
    const SgType inner = sg_inner_type(type);
    return inner.kind->load(place, &inner, node, where);
}

static PyObject *sg_optional_accept(SgState *state, const SgType *type, PyObject *value)
{
    return value == Py_None ? Py_NewRef(value) : type->a->kind->accept(state, type->a, value);
}

static int sg_optional_check(SgState *state, const SgType *type, PyObject *value)
{
    return value == Py_None ? 0 : type->a->kind->check(state, type->a, value);
}

static int sg_optional_write_boxed(SgWriter *w, const SgType *type, PyObject *value)
{
    return value == Py_None ? sg_write_null(w) : type->a->kind->write(w, type->a, value);
}

static PyObject *sg_optional_read_boxed(SgReader *r, const SgType *type)
{
    return sg_read_null(r) ? Py_NewRef(Py_None) : type->a->kind->read(r, type->a);
}

SG_COLD PyObject *sg_optional_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    return value == Py_None ? Py_NewRef(value) : sg_inner_dump(place, type, value);
}

SG_COLD PyObject *sg_optional_load(const SgPlace *place, const SgType *type, PyObject *node,
                                   PyObject *where)
{
    if (node == Py_None) return Py_NewRef(node);
    PyObject *value = sg_inner_load(place, type, node, where);
    if (!value && sg_is_null_text(place, node)) {
        PyErr_Clear();
        value = Py_NewRef(Py_None);
    }
    return value;
}

SG_COLD PyObject *sg_optional_schema(SgSchema *schema, const SgType *type)
{
    PyObject *inner = sg_schema_of(schema, type->a);
    return inner ? Py_BuildValue("{s[N{ss}]}", "anyOf", inner, "type", "null") : NULL;
}

SG_COLD PyObject *sg_inner_annotation(SgState *state, const SgType *type)
{
    return sg_annotation(state, type->a);
}

SG_COLD PyObject *sg_optional_annotation(SgState *state, const SgType *type)
{
    return sg_annotation_or(sg_annotation(state, type->a), Py_NewRef(Py_None));
}

SG_CONST SgKind sg_kind_optional = {
    sg_optional_accept,     sg_optional_check, sg_optional_write_boxed, sg_optional_read_boxed,
    sg_inner_refuse,        sg_optional_dump,  sg_optional_load,        sg_optional_schema,
    sg_optional_annotation, SG_KIND_OTHER,
};

static PyObject *sg_absent_accept(SgState *state, const SgType *type, PyObject *value)
{
    return value == Py_Ellipsis ? Py_NewRef(value) : type->a->kind->accept(state, type->a, value);
}

static int sg_absent_check(SgState *state, const SgType *type, PyObject *value)
{
    return value == Py_Ellipsis ? 0 : type->a->kind->check(state, type->a, value);
}

/* Never of Ellipsis: the record's writer leaves the key out. */
static int sg_absent_write(SgWriter *w, const SgType *type, PyObject *value)
{
    return type->a->kind->write(w, type->a, value);
}

static PyObject *sg_absent_read(SgReader *r, const SgType *type)
{
    return type->a->kind->read(r, type->a);
}

/* Of the value where there is one: the field is not among the required ones. */
SG_COLD PyObject *sg_absent_schema(SgSchema *schema, const SgType *type)
{
    return sg_schema_of(schema, type->a);
}

SG_COLD PyObject *sg_absent_annotation(SgState *state, const SgType *type)
{
    return sg_annotation_or(sg_annotation(state, type->a),
                            sg_annotation_class(Py_TYPE(Py_Ellipsis)));
}

SG_CONST SgKind sg_kind_absent = {
    sg_absent_accept, sg_absent_check, sg_absent_write,  sg_absent_read,       sg_inner_refuse,
    sg_inner_dump,    sg_inner_load,   sg_absent_schema, sg_absent_annotation, SG_KIND_ABSENT,
};

#endif
