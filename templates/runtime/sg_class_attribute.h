/* sg_class_attribute.h: attributes that records' classes have, and their Python subclasses, but that are
   made only when somebody asks: __signature__ and those of the dataclass protocol. They are descriptors of
   _Record, the base of all records, and never stand in the class's own __dict__: orjson takes what it finds
   there as leave to borrow the fields' values, which a native field makes anew at each read. */
#ifndef SG_CLASS_ATTRIBUTE_H
#define SG_CLASS_ATTRIBUTE_H

#include "sg_dataclass.h"

typedef struct {
    const char *name;
    /* New reference. NULL without exception: this class has none. */
    PyObject *(*get)(SgState *, const SgRecord *, PyTypeObject *owner, PyObject *instance);
} SgClassAttributeRow;

typedef struct {
    PyObject_HEAD int row; /* in sg_class_attribute_rows */
} SgClassAttribute;

/* Only where the constructor is the record's own: a subclass that defines __init__ or __new__ has another
   signature, which inspect finds by itself. */
SG_COLD PyObject *sg_signature_get(SgState *state, const SgRecord *record, PyTypeObject *owner,
                                   PyObject *instance)
{
    if (instance || owner->tp_init != sg_init || owner->tp_new != sg_new) return NULL;
    PyObject **kept = &state->records[record->index].signature;
    if (!*kept) *kept = sg_signature_make(state, record);
    return Py_XNewRef(*kept);
}

SG_COLD PyObject *sg_dataclass_fields_get(SgState *state, const SgRecord *record,
                                          PyTypeObject *owner, PyObject *instance)
{
    (void)owner, (void)instance;
    PyObject **kept = &state->records[record->index].dataclass_fields;
    if (!*kept) *kept = sg_dataclass_fields_make(state, record);
    return Py_XNewRef(*kept);
}

SG_COLD PyObject *sg_dataclass_params_get(SgState *state, const SgRecord *record,
                                          PyTypeObject *owner, PyObject *instance)
{
    (void)owner, (void)instance;
    PyObject **kept = &state->records[record->index].dataclass_params;
    if (!*kept) *kept = sg_dataclass_params_make(state, record);
    return Py_XNewRef(*kept);
}

SG_CONST SgClassAttributeRow sg_class_attribute_rows[] = {
    {"__signature__", sg_signature_get},
    {"__dataclass_fields__", sg_dataclass_fields_get},
    {"__dataclass_params__", sg_dataclass_params_get},
};

/* SgState.class_attribute */
SG_COLD PyObject *sg_own_class_attribute(int row, PyTypeObject *record_type, PyTypeObject *owner,
                                         PyObject *instance)
{
    const SgRecord *record = (const SgRecord *)record_type->tp_methods;
    return sg_class_attribute_rows[row].get(sg_state_of(record_type), record, owner, instance);
}

SG_COLD PyObject *sg_class_attribute_get(PyObject *self, PyObject *instance, PyObject *owner)
{
    const int row = ((SgClassAttribute *)self)->row;
    PyTypeObject *type = owner ? (PyTypeObject *)owner : Py_TYPE(instance), *record_type;
    PyObject *found = NULL;
    if (sg_record_of(type, &record_type)) /* which may be of another module */
        found = sg_state_of(record_type)->class_attribute(row, record_type, type, instance);
    if (!found && !PyErr_Occurred())
        PyErr_Format(PyExc_AttributeError, "type object '%s' has no attribute '%s'",
                     sg_type_name(type), sg_class_attribute_rows[row].name);
    return found;
}

SG_COLD int sg_class_attribute_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

SG_COLD void sg_class_attribute_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    sg_free(self);
}

/* A new descriptor for a row of sg_class_attribute_rows. */
SG_COLD PyObject *sg_class_attribute_make(PyTypeObject *type, int row)
{
    PyObject *self = type->tp_alloc(type, 0);
    if (self) ((SgClassAttribute *)self)->row = row;
    return self;
}

#endif
