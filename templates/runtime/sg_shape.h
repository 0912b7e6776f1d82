/* sg_shape.h: what makes records from pickles: a _Shape, which stands in a pickle once for all records of a class
   (the pickler memoises it) and says what their values are called; so a record pickled before fields were
   added, removed, reordered or renamed still loads.

   Native floats travel together where a record has at least three of them: one bytes object holds their
   doubles, and in the names a tuple stands for it: ("symbol", ("bid", "ask", "last")). CPython keeps every
   tuple of arguments until the whole pickle is read, and with it a float object per field that the record
   has no use for; the bytes are one object, and no longer than the floats would be in the pickle. What is
   called by which name is all that counts when they are read: a float among them that is of another type
   today, or no longer a field, is treated as one that stood alone. */
#ifndef SG_SHAPE_H
#define SG_SHAPE_H

#include "sg_copy.h"

#define SG_PACKED_LEAST 3 /* two floats are shorter on their own */
#define SG_PACKED_BYTES 8 /* of one: IEEE 754 binary64, the lowest byte first */

/* A class and the names of a row of values; calling it with values makes an instance. */
typedef struct {
    PyObject_HEAD PyTypeObject *type; /* a record's type or a Python subclass of it */
    PyTypeObject *record_type;
    PyObject *names; /* per value a str, or a tuple of str: it is bytes, with a float for each */
    int *widths;     /* per value how many floats are packed in it; 0: it is the field's own */
    int *fields;     /* per str the field's index, or -1: no longer a field */
    bool is_plain;   /* all fields are there, once, and the type is the record's own */
    bool is_ordered; /* no values are packed, and plain ones are in the order of fields */
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
    PyMem_Free(self->widths); /* and the fields with them */
    sg_free(op);
}

/* ---- packed floats ---- */

SG_FN bool sg_is_packed(const SgField *field)
{
    return field->native && field->native->family == SG_FLOAT && !field->presence;
}

SG_FN void sg_pack(char *p, const SgField *field, PyObject *self)
{
    const void *slot = sg_slot(field, self);
    const bool is_single = field->native->size == (Py_ssize_t)sizeof(float);
    uint64_t bits = sg_double_bits(is_single ? *(const float *)slot : *(const double *)slot);
#if SG_WORDS
    sg_store_word(p, bits);
#else
    for (int i = 0; i < SG_PACKED_BYTES; i++, bits >>= 8) p[i] = (char)(bits & 0xFF);
#endif
}

SG_FN double sg_unpack(const char *p)
{
    uint64_t bits = 0;
#if SG_WORDS
    bits = sg_load_word(p);
#else
    for (int i = 0; i < SG_PACKED_BYTES; i++) bits |= (uint64_t)(unsigned char)p[i] << (8 * i);
#endif
    return sg_double_of_bits(bits);
}

/* Whether `value` is bytes with so many floats. */
SG_FN bool sg_holds_packed(PyObject *value, int width)
{
    return PyBytes_CheckExact(value) &&
           PyBytes_GET_SIZE(value) == (Py_ssize_t)width * SG_PACKED_BYTES;
}

#if SG_FAST_PATHS
/* Sets a field that would be packed today; may refuse. */
SG_FN int sg_packed_set(const SgField *field, PyObject *self, double number)
{
    void *slot = sg_slot(field, self);
    float single;
    if (field->native->size == (Py_ssize_t)sizeof(double)) *(double *)slot = number;
    else if (sg_float32_narrow(&single, number) == 0) *(float *)slot = single;
    else return -1;
    return field->flags & SG_LIMITED && !field->native->within(slot, sg_field_limits(field)) ? -1
                                                                                             : 0;
}
#endif

/* ---- names ---- */

/* How many floats the value is said to hold by what stands for it among the names. */
SG_COLD int sg_name_width(PyObject *name)
{
    return PyTuple_Check(name) ? (int)PyTuple_GET_SIZE(name) : 0;
}

/* What the record's fields are called today: those that are packed last. */
SG_COLD PyObject *sg_field_names(SgState *state, const SgRecord *record)
{
    PyObject *const *fields = state->records[record->index].names;
    int width = 0, single = 0, packed = 0;
    for (int i = 0; i < record->field_count; i++) width += sg_is_packed(&record->fields[i]);
    if (width < SG_PACKED_LEAST) width = 0;
    PyObject *names = PyTuple_New(record->field_count - width + (width > 0));
    PyObject *together = PyTuple_New(width);
    if (!names || !together) {
        Py_XDECREF(names);
        Py_XDECREF(together);
        return NULL;
    }
    for (int i = 0; i < record->field_count; i++) {
        PyObject *name = Py_NewRef(fields[i]);
        if (width && sg_is_packed(&record->fields[i])) PyTuple_SET_ITEM(together, packed++, name);
        else PyTuple_SET_ITEM(names, single++, name);
    }
    if (width) PyTuple_SET_ITEM(names, single, together);
    else Py_DECREF(together);
    return names;
}

/* Whether each is a str, or a tuple of str. */
SG_COLD bool sg_are_names(PyObject *names, bool may_nest)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++) {
        PyObject *name = PyTuple_GET_ITEM(names, i);
        const bool nests = may_nest && PyTuple_CheckExact(name) && PyTuple_GET_SIZE(name);
        if (!PyUnicode_Check(name) && !(nests && sg_are_names(name, false))) return false;
    }
    return true;
}

/* The same names, each on its own. */
SG_COLD PyObject *sg_flat_names(PyObject *names)
{
    PyObject *flat = PyList_New(0);
    for (Py_ssize_t i = 0; flat && i < PyTuple_GET_SIZE(names); i++) {
        PyObject *name = PyTuple_GET_ITEM(names, i);
        const Py_ssize_t end = PyList_GET_SIZE(flat);
        const int status =
            PyTuple_Check(name) ? PyList_SetSlice(flat, end, end, name) : PyList_Append(flat, name);
        if (status < 0) Py_CLEAR(flat);
    }
    return flat;
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

/* `names` are today's, or others. */
SG_COLD PyObject *sg_shape_new(SgState *state, PyTypeObject *type, PyObject *names, bool is_current)
{
    PyTypeObject *record_type;
    const SgRecord *record = sg_record_of(type, &record_type);
    PyObject *flat = sg_flat_names(names);
    SgShape *self = flat ? (SgShape *)state->shape_type->tp_alloc(state->shape_type, 0) : NULL;
    if (!self) {
        Py_XDECREF(flat);
        return NULL;
    }
    self->type = (PyTypeObject *)Py_NewRef(type);
    self->record_type = (PyTypeObject *)Py_NewRef(record_type);
    self->names = Py_NewRef(names);
    self->call = sg_shape_call;
    const Py_ssize_t values = PyTuple_GET_SIZE(names), count = PyList_GET_SIZE(flat);
    self->widths = PyMem_New(int, values + count + 1);
    if (!self->widths) {
        PyErr_NoMemory();
        Py_DECREF(flat);
        Py_DECREF(self);
        return NULL;
    }
    self->fields = self->widths + values;
    self->is_ordered = count == record->field_count && values == count;
    for (Py_ssize_t i = 0; i < values; i++)
        self->widths[i] = sg_name_width(PyTuple_GET_ITEM(names, i));
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *name = PyList_GET_ITEM(flat, i);
        self->fields[i] =
            sg_find_name(state->records[record->index].names, record->field_count, name, (int)i);
        if (self->fields[i] < 0) self->fields[i] = sg_find_alias(state, record, name, flat);
        self->is_ordered &= self->fields[i] == (int)i;
    }
    Py_DECREF(flat);
    self->is_plain = SG_FAST_PATHS && type == record_type && !(record->flags & SG_ABSTRACT) &&
                     (is_current || self->is_ordered);
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
    PyObject *shape = names ? sg_shape_new(state, type, names, true) : NULL;
    Py_XDECREF(names);
    if (shape && is_exact) kept->shape = Py_NewRef(shape);
    else if (shape && PyObject_SetAttrString((PyObject *)type, "__slotgen_shape__", shape) < 0)
        Py_CLEAR(shape);
    return shape;
}

/* Whether all values that are said to be packed are. */
SG_ENTRY bool sg_shape_fits(const SgShape *shape, PyObject *const *values)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(shape->names); i++)
        if (shape->widths[i] && !sg_holds_packed(values[i], shape->widths[i])) return false;
    return true;
}

/* Sets the field of that index, unless it is -1. */
SG_COLD int sg_shape_set(SgState *state, const SgRecord *record, int index, PyObject *self,
                         PyObject *value, uint64_t *seen)
{
    if (index < 0) return 0; /* no longer a field */
    seen[index / 64] |= UINT64_C(1) << (index % 64);
    if (sg_field_set(state, &record->fields[index], self, value) == 0) return 0;
    return sg_refuse_field(state, record, &record->fields[index], value);
}

/* Fills `self`, which is fresh, with the shape's values, which fit it. */
SG_ENTRY int sg_shape_fill(SgShape *shape, PyObject *self, PyObject *const *values)
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
    const int *index = shape->fields;
    for (Py_ssize_t i = 0; status == 0 && i < PyTuple_GET_SIZE(shape->names); i++) {
        const int width = shape->widths[i];
        if (!width) status = sg_shape_set(state, record, *index++, self, values[i], seen);
        for (int j = 0; status == 0 && j < width; j++) {
            const char *p = PyBytes_AS_STRING(values[i]) + (Py_ssize_t)j * SG_PACKED_BYTES;
            PyObject *value = PyFloat_FromDouble(sg_unpack(p));
            status = value ? sg_shape_set(state, record, *index++, self, value, seen) : -1;
            Py_XDECREF(value);
        }
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

#if SG_FAST_PATHS
/* Fills a record of a plain shape, whose references are NULL; may refuse. */
SG_FN int sg_shape_fill_plain(const SgShape *shape, PyObject *self, PyObject *const *values)
{
    const SgRecord *record = (const SgRecord *)shape->type->tp_methods;
    SgState *state = sg_state_of(shape->type);
    if (shape->is_ordered) return record->fill(state, self, values);
    const int *index = shape->fields;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(shape->names); i++) {
        const int width = shape->widths[i];
        if (!width) {
            if (sg_field_set(state, &record->fields[*index++], self, values[i]) < 0) return -1;
            continue;
        }
        if (SG_UNLIKELY(!sg_holds_packed(values[i], width))) return -1;
        const char *p = PyBytes_AS_STRING(values[i]);
        for (int j = 0; j < width; j++, p += SG_PACKED_BYTES)
            if (sg_packed_set(&record->fields[*index++], self, sg_unpack(p)) < 0) return -1;
    }
    return 0;
}

/* A record of a plain shape from all its values; NULL without an exception where one is refused. */
SG_FN PyObject *sg_shape_make_plain(const SgShape *shape, PyObject *const *values)
{
    PyObject *self = sg_record_new_raw(shape->type);
    if (SG_UNLIKELY(!self)) return NULL;
    if (SG_UNLIKELY(sg_shape_fill_plain(shape, self, values) < 0)) {
        sg_discard(self);
        return NULL;
    }
    sg_record_ready((const SgRecord *)shape->type->tp_methods, self);
    return self;
}
#endif

/* shape(*values), or shape() for an empty record that __setstate__ will fill. */
static PyObject *sg_shape_call(PyObject *op, PyObject *const *args, size_t nargsf,
                               PyObject *kwnames)
{
    SgShape *shape = (SgShape *)op;
    const SgRecord *record = (const SgRecord *)shape->record_type->tp_methods;
    const Py_ssize_t count = PyVectorcall_NARGS(nargsf), named = PyTuple_GET_SIZE(shape->names);
#if SG_FAST_PATHS
    if (SG_LIKELY(shape->is_plain && count == named && count && !kwnames)) {
        PyObject *made = sg_shape_make_plain(shape, args);
        if (SG_LIKELY(made || PyErr_Occurred())) return made;
    }
#endif
    if ((kwnames && PyTuple_GET_SIZE(kwnames)) || (count && count != named) ||
        (count && !sg_shape_fits(shape, args))) {
        PyErr_Format(PyExc_TypeError, "%s: cannot restore this state", record->name);
        return NULL;
    }
    if (sg_is_abstract(record, shape->type)) return sg_refuse_abstract(record);
    PyObject *self = sg_record_new(shape->type);
    if (!self) return NULL;
    sg_record_ready(record, self);
    if (count == named && sg_shape_fill(shape, self, args) < 0) Py_CLEAR(self);
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
    if (!record || sg_state_of(record_type) != state || !sg_are_names(names, true)) {
        PyErr_SetString(PyExc_TypeError,
                        "_shape() takes a record of this module and a tuple of names");
        return NULL;
    }
    PyObject *current = sg_field_names(state, record);
    if (!current) return NULL;
    int is_current = PyObject_RichCompareBool(current, names, Py_EQ);
    Py_DECREF(current);
    if (is_current < 0) return NULL;
    return is_current ? sg_shape_of(state, record, type) : sg_shape_new(state, type, names, false);
}

static PyMethodDef sg_shape_methods[] = {
    {"__reduce__", sg_shape_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

#endif
