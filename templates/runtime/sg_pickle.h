/* sg_pickle.h: pickling by name. A record is reduced to its values and a _Shape, which says once per pickle
   (the pickler memoises it) what the values are called; so a record pickled before fields were added,
   removed, reordered or renamed still loads. Records that can be part of a cycle, and Python subclasses,
   are made empty first and filled by __setstate__. */
#ifndef SG_PICKLE_H
#define SG_PICKLE_H

#include "sg_copy.h"

/* A class and the names of a row of values; calling it with values makes an instance. */
typedef struct {
    PyObject_HEAD PyTypeObject *type; /* a record's type or a Python subclass of it */
    PyTypeObject *record_type;
    PyObject *names; /* tuple of str */
    int *fields;     /* per name the field's index, or -1: no longer a field */
    bool is_plain;   /* the names are the fields, in order, and the type is the record's own */
    vectorcallfunc call;
} SgShape;

static PyMemberDef sg_shape_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(SgShape, call), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyObject *sg_shape_call(PyObject *, PyObject *const *, size_t, PyObject *);

SG_COLD int sg_shape_traverse(PyObject *op, visitproc visit, void *arg)
{
    SgShape *self = (SgShape *)op;
    Py_VISIT(Py_TYPE(op));
    Py_VISIT(self->type);
    Py_VISIT(self->record_type);
    return 0;
}

SG_COLD int sg_shape_clear(PyObject *op)
{
    SgShape *self = (SgShape *)op;
    Py_CLEAR(self->type);
    Py_CLEAR(self->record_type);
    return 0;
}

SG_COLD void sg_shape_dealloc(PyObject *op)
{
    SgShape *self = (SgShape *)op;
    PyObject_GC_UnTrack(op);
    (void)sg_shape_clear(op);
    Py_CLEAR(self->names);
    PyMem_Free(self->fields);
    sg_free(op);
}

/* The names of the record's fields today. */
SG_COLD PyObject *sg_field_names(SgState *state, const SgRecord *record)
{
    PyObject *names = PyTuple_New(record->field_count);
    for (int i = 0; names && i < record->field_count; i++)
        PyTuple_SET_ITEM(names, i, Py_NewRef(state->records[record->index].names[i]));
    return names;
}

/* The field that has `name` as an alias, if its own name is not among `names`; or -1. */
SG_COLD int sg_find_alias(SgState *state, const SgRecord *record, PyObject *name, PyObject *names)
{
    if (!record->aliases || !PyUnicode_Check(name)) return -1;
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(name, &length);
    if (!text) PyErr_Clear(); /* a lone surrogate, which no alias has */
    for (const SgAlias *alias = record->aliases; text && alias->key; alias++) {
        if (alias->key_length - 2 != length || memcmp(alias->key + 1, text, (size_t)length) != 0)
            continue;
        PyObject *current = state->records[record->index].names[alias->field];
        const int is_there = PySequence_Contains(names, current);
        if (is_there < 0) PyErr_Clear();
        return is_there ? -1 : alias->field;
    }
    return -1;
}

SG_COLD PyObject *sg_shape_new(SgState *state, PyTypeObject *type, PyObject *names)
{
    PyTypeObject *record_type;
    const SgRecord *record = sg_record_of(type, &record_type);
    SgShape *self = (SgShape *)state->shape_type->tp_alloc(state->shape_type, 0);
    if (!self) return NULL;
    self->type = (PyTypeObject *)Py_NewRef(type);
    self->record_type = (PyTypeObject *)Py_NewRef(record_type);
    self->names = Py_NewRef(names);
    self->call = sg_shape_call;
    Py_ssize_t count = PyTuple_GET_SIZE(names);
    self->fields = PyMem_New(int, count + 1);
    if (!self->fields) {
        PyErr_NoMemory();
        Py_DECREF(self);
        return NULL;
    }
    self->is_plain = SG_FAST_PATHS && type == record_type && count == record->field_count &&
                     !(record->flags & SG_ABSTRACT);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *name = PyTuple_GET_ITEM(names, i);
        self->fields[i] =
            sg_find_name(state->records[record->index].names, record->field_count, name, (int)i);
        if (self->fields[i] < 0) self->fields[i] = sg_find_alias(state, record, name, names);
        self->is_plain &= self->fields[i] == (int)i;
    }
    return (PyObject *)self;
}

/* The shape of `type` with today's names: always the same object, so that a pickle holds it once. Kept by
   the module for records and by the class itself for Python subclasses. */
SG_ENTRY PyObject *sg_shape_of(SgState *state, const SgRecord *record, PyTypeObject *type)
{
    SgRecordState *kept = &state->records[record->index];
    bool is_exact = kept->type == type;
    if (is_exact && kept->shape) return Py_NewRef(kept->shape);
    if (!is_exact) {
        PyObject *found = PyObject_GetAttrString((PyObject *)type, "__slotgen_shape__");
        if (found && Py_TYPE(found) == state->shape_type && ((SgShape *)found)->type == type)
            return found;
        if (!found && !PyErr_ExceptionMatches(PyExc_AttributeError)) return NULL;
        Py_XDECREF(found);
        PyErr_Clear();
    }
    PyObject *names = sg_field_names(state, record);
    PyObject *shape = names ? sg_shape_new(state, type, names) : NULL;
    Py_XDECREF(names);
    if (shape && is_exact) kept->shape = Py_NewRef(shape);
    else if (shape && PyObject_SetAttrString((PyObject *)type, "__slotgen_shape__", shape) < 0)
        Py_CLEAR(shape);
    return shape;
}

/* Fills `self`, which is fresh, with the shape's values. */
SG_ENTRY int sg_shape_fill(SgShape *shape, PyObject *self, PyObject *const *values,
                           Py_ssize_t count)
{
    const SgRecord *record = (const SgRecord *)shape->record_type->tp_methods;
    SgState *state = sg_state_of(shape->record_type);
    uint64_t few[4] = {0}, *seen = few;
    if (record->field_count > 256)
        seen = (uint64_t *)PyMem_Calloc((size_t)record->field_count / 64 + 1, 8);
    if (!seen) {
        PyErr_NoMemory();
        return -1;
    }
    int status = 0;
    for (Py_ssize_t i = 0; status == 0 && i < count; i++) {
        int index = shape->fields[i];
        if (index < 0) continue; /* no longer a field */
        status = sg_field_set(state, &record->fields[index], self, values[i]);
        if (status < 0) sg_refuse_field(state, record, &record->fields[index], values[i]);
        seen[index / 64] |= UINT64_C(1) << (index % 64);
    }
    for (int i = 0; status == 0 && i < record->field_count; i++) {
        if (sg_was_seen(seen, i) || record->fields[i].flags & SG_FACTORY) continue;
        if (record->fields[i].default_json) {
            status = sg_field_set_default(state, record, i, self);
            continue;
        }
        status = -1;
        PyErr_Format(PyExc_TypeError,
                     "%s: field '%s' is missing from the pickle and has no default", record->name,
                     record->fields[i].name);
    }
    if (status == 0 && record->factories)
        status = record->factories->work->fill_unseen(state, record, self, seen);
    if (seen != few) PyMem_Free(seen);
    return status;
}

/* A record of a plain shape from all its values; NULL without an exception where one is refused. */
SG_FN PyObject *sg_shape_make_plain(const SgShape *shape, PyObject *const *values)
{
    const SgRecord *record = (const SgRecord *)shape->type->tp_methods;
    PyObject *self = sg_record_new_raw(shape->type);
    if (SG_UNLIKELY(!self)) return NULL;
    if (SG_UNLIKELY(record->fill(sg_state_of(shape->type), self, values) < 0)) {
        sg_discard(self);
        return NULL;
    }
    sg_record_ready(record, self);
    return self;
}

/* shape(*values), or shape() for an empty record that __setstate__ will fill. */
static PyObject *sg_shape_call(PyObject *op, PyObject *const *args, size_t nargsf,
                               PyObject *kwnames)
{
    SgShape *shape = (SgShape *)op;
    const SgRecord *record = (const SgRecord *)shape->record_type->tp_methods;
    const Py_ssize_t count = PyVectorcall_NARGS(nargsf);
    if (SG_LIKELY(shape->is_plain && count == record->field_count && count && !kwnames)) {
        PyObject *made = sg_shape_make_plain(shape, args);
        if (SG_LIKELY(made || PyErr_Occurred())) return made;
    }
    if ((kwnames && PyTuple_GET_SIZE(kwnames)) ||
        (count && count != PyTuple_GET_SIZE(shape->names))) {
        PyErr_Format(PyExc_TypeError, "%s: cannot restore this state", record->name);
        return NULL;
    }
    if (sg_is_abstract(record, shape->type)) return sg_refuse_abstract(record);
    PyObject *self = sg_record_new(shape->type);
    if (!self) return NULL;
    sg_record_ready(record, self);
    if ((count || !PyTuple_GET_SIZE(shape->names)) && sg_shape_fill(shape, self, args, count) < 0)
        Py_CLEAR(self);
    return self;
}

SG_COLD PyObject *sg_shape_reduce(PyObject *op, PyObject *ignored)
{
    (void)ignored;
    SgShape *self = (SgShape *)op;
    PyObject *module = PyType_GetModule(Py_TYPE(op));
    PyObject *make = module ? PyObject_GetAttrString(module, "_shape") : NULL;
    return make ? Py_BuildValue("N(OO)", make, self->type, self->names) : NULL;
}

/* MODULE._shape(cls, names): what pickles refer to. */
SG_COLD PyObject *sg_shape_make(PyObject *module, PyObject *args)
{
    SgState *state = (SgState *)PyModule_GetState(module);
    PyTypeObject *type, *record_type;
    PyObject *names;
    if (!PyArg_ParseTuple(args, "O!O!:_shape", &PyType_Type, &type, &PyTuple_Type, &names))
        return NULL;
    const SgRecord *record = sg_record_of(type, &record_type);
    bool fits = record && sg_state_of(record_type) == state;
    for (Py_ssize_t i = 0; fits && i < PyTuple_GET_SIZE(names); i++)
        fits = PyUnicode_Check(PyTuple_GET_ITEM(names, i));
    if (!fits) {
        PyErr_SetString(PyExc_TypeError,
                        "_shape() takes a record of this module and a tuple of names");
        return NULL;
    }
    PyObject *current = sg_field_names(state, record);
    if (!current) return NULL;
    int is_current = PyObject_RichCompareBool(current, names, Py_EQ);
    Py_DECREF(current);
    if (is_current < 0) return NULL;
    return is_current ? sg_shape_of(state, record, type) : sg_shape_new(state, type, names);
}

static PyMethodDef sg_shape_methods[] = {
    {"__reduce__", sg_shape_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

/* ---- the record's side ---- */

/* (value, ...) with `first` before them, unless NULL, and `last` behind. */
SG_ENTRY PyObject *sg_values(const SgRecord *record, PyObject *self, PyObject *first,
                             PyObject *last)
{
    Py_ssize_t skip = first ? 1 : 0, count = record->field_count;
    PyObject *values = PyTuple_New(skip + count + (last ? 1 : 0));
    if (!values) return NULL;
    if (first) PyTuple_SET_ITEM(values, 0, Py_NewRef(first));
    if (last) PyTuple_SET_ITEM(values, skip + count, Py_NewRef(last));
    for (int i = 0; i < record->field_count; i++) {
        const SgField *field = &record->fields[i];
        PyObject *value = field->native && !field->presence_mask
                              ? field->native->get(sg_slot(field, self))
                              : sg_field_get(field, self);
        if (!value) {
            Py_DECREF(values);
            return NULL;
        }
        PyTuple_SET_ITEM(values, skip + i, value);
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
        PyObject *values = sg_values(record, self, by_state ? shape : NULL, extra);
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
    bool fits = shape && shape->record_type == type && (count == named || count == named + 1);
    if (!fits || (extra && !sg_extra_is_valid(extra))) {
        PyErr_Format(PyExc_TypeError, "%s: cannot restore this state", record->name);
        return NULL;
    }
    /* Into a second record, so that a value that is refused changes nothing. */
    PyObject *made = sg_record_new(type);
    if (!made) return NULL;
    sg_record_ready(record, made);
    if (sg_shape_fill(shape, made, ((PyTupleObject *)state_tuple)->ob_item + 1, named) < 0) {
        sg_discard(made);
        return NULL;
    }
    sg_record_take(record, self, made);
    if (extra && sg_extra_set(self, extra) < 0) return NULL;
    Py_RETURN_NONE;
}

#endif
