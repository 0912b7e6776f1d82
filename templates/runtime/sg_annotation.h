/* sg_annotation.h: what the `annotation` functions of all kinds build the annotations of fields from: types as
   Python spells them, float, list[Leg], str | None. */
#ifndef SG_ANNOTATION_H
#define SG_ANNOTATION_H

#include "sg_base.h"

/* A new reference to what a field of `type` is annotated with. */
SG_COLD PyObject *sg_annotation(SgState *state, const SgType *type)
{
    return type->kind->annotation(state, type);
}

/* `left | right`, stealing both. */
SG_COLD PyObject *sg_annotation_or(PyObject *left, PyObject *right)
{
    PyObject *both = left && right ? PyNumber_Or(left, right) : NULL;
    Py_XDECREF(left);
    Py_XDECREF(right);
    return both;
}

/* container[items], stealing `items`, which may be NULL. */
SG_COLD PyObject *sg_annotation_with(PyTypeObject *container, PyObject *items)
{
    PyObject *annotation = items ? Py_GenericAlias((PyObject *)container, items) : NULL;
    Py_XDECREF(items);
    return annotation;
}

SG_COLD PyObject *sg_annotation_class(PyTypeObject *type)
{
    return Py_NewRef((PyObject *)type);
}

#endif
