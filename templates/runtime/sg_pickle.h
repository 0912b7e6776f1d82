/* sg_pickle.h: how records are pickled: reduced to their values and a _Shape. Those that can be part of a cycle,
   and Python subclasses, are made empty first and filled by __setstate__. */
#ifndef SG_PICKLE_H
#define SG_PICKLE_H

#include "sg_shape.h"

/* The values of so many fields as one. */
SG_FN PyObject *sg_packed_of(const SgRecord *record, const int *index, int width, PyObject *self)
{
    PyObject *value = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)width * SG_PACKED_BYTES);
    char *p = value ? PyBytes_AS_STRING(value) : NULL;
    for (int i = 0; p && i < width; i++, p += SG_PACKED_BYTES)
        sg_pack(p, &record->fields[index[i]], self);
    return value;
}

/* (value, ...) as a shape of today's has them: behind the shape itself, if asked for, and before `last`,
   unless NULL. */
SG_ENTRY PyObject *sg_values(const SgShape *shape, PyObject *self, bool with_shape, PyObject *last)
{
    const SgRecord *record = (const SgRecord *)shape->record_type->tp_methods;
    const Py_ssize_t skip = with_shape ? 1 : 0, count = PyTuple_GET_SIZE(shape->names);
    PyObject *values = PyTuple_New(skip + count + (last ? 1 : 0));
    if (!values) return NULL;
    if (with_shape) PyTuple_SET_ITEM(values, 0, Py_NewRef((PyObject *)shape));
    if (last) PyTuple_SET_ITEM(values, skip + count, Py_NewRef(last));
    const int *index = shape->fields;
    for (Py_ssize_t i = 0; i < count; i++) {
        const int width = shape->widths[i];
        PyObject *value = width ? sg_packed_of(record, index, width, self)
                                : sg_field_get(&record->fields[*index], self);
        if (!value) {
            Py_DECREF(values);
            return NULL;
        }
        PyTuple_SET_ITEM(values, skip + i, value);
        index += width ? width : 1;
    }
    return values;
}

/* What __reduce_ex__ returns: (shape, values), or (shape, (), values) where they come by __setstate__.
   Steals `values`. */
SG_FN PyObject *sg_reduced(PyObject *shape, PyObject *values, bool by_state)
{
    PyObject *reduced = PyTuple_New(by_state ? 3 : 2), *none = by_state ? PyTuple_New(0) : values;
    if (!reduced || !none) {
        Py_XDECREF(reduced);
        if (by_state) Py_XDECREF(none);
        Py_DECREF(values);
        return NULL;
    }
    PyTuple_SET_ITEM(reduced, 0, Py_NewRef(shape));
    PyTuple_SET_ITEM(reduced, 1, none);
    if (by_state) PyTuple_SET_ITEM(reduced, 2, values);
    return reduced;
}

/* __reduce_ex__(protocol) and __reduce__(). */
SG_ENTRY PyObject *sg_reduce(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    SgState *state = sg_state_of(type);
    bool has_extra = sg_has_extra(record, self);
    PyObject *shape = sg_shape_of(state, record, Py_TYPE(self)), *extra = NULL, *reduced = NULL;
    if (shape && has_extra) extra = sg_extra_get(state, record, self);
    if (shape && (extra || !has_extra)) {
        bool by_state = has_extra || (record->flags & SG_TRACKED);
        PyObject *values = sg_values((const SgShape *)shape, self, by_state, extra);
        if (values) reduced = sg_reduced(shape, values, by_state);
    }
    Py_XDECREF(extra);
    Py_XDECREF(shape);
    return reduced;
}

/* __setstate__((shape, value, ...)) or ((shape, value, ..., extra)). */
SG_ENTRY PyObject *sg_setstate(PyObject *self, PyObject *state_tuple)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    SgState *state = sg_state_of(type);
    SgShape *shape = NULL;
    Py_ssize_t count = 0, named = 0;
    if (PyTuple_Check(state_tuple) && PyTuple_GET_SIZE(state_tuple) > 0) {
        PyObject *first = PyTuple_GET_ITEM(state_tuple, 0);
        if (Py_TYPE(first) == state->shape_type) shape = (SgShape *)first;
        if (shape) named = PyTuple_GET_SIZE(shape->names);
        count = PyTuple_GET_SIZE(state_tuple) - 1;
    }
    PyObject *extra = count == named + 1 ? PyTuple_GET_ITEM(state_tuple, count) : NULL;
    PyObject *const *values = shape ? ((PyTupleObject *)state_tuple)->ob_item + 1 : NULL;
    bool fits = shape && shape->record_type == type && (count == named || count == named + 1) &&
                sg_shape_fits(shape, values);
    if (!fits || (extra && !sg_extra_is_valid(extra))) {
        PyErr_Format(PyExc_TypeError, "%s: cannot restore this state", record->name);
        return NULL;
    }
    /* Into a second record, so that a value that is refused changes nothing. */
    PyObject *made = sg_record_new(type);
    if (!made) return NULL;
    sg_record_ready(record, made);
    if (sg_shape_fill(shape, made, values) < 0) {
        sg_discard(made);
        return NULL;
    }
    sg_record_take(record, self, made);
    if (extra && sg_extra_set(self, extra) < 0) return NULL;
    Py_RETURN_NONE;
}

#endif
