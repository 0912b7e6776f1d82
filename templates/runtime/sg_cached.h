/* sg_cached.h: slots that the mixin's _compute_NAME(self) fills at first read. They are attributes without a
   setter of their own: assigning a field empties them (sg_setattro), and so does `del`. */
#ifndef SG_CACHED_H
#define SG_CACHED_H

#include "sg_record.h"

/* Puts `value`, which is stolen and may be NULL, into the slot; returns what was there. */
SG_FN PyObject *sg_cached_swap(const SgField *slot, PyObject *self, PyObject *value)
{
    PyObject **place = (PyObject **)sg_slot(slot, self), *old;
    SG_LOCK(self);
    old = *place;
    *place = value;
    SG_UNLOCK;
    return old;
}

/* The slot is empty: computes, checks and keeps its value. Where two threads do, the last one's stays. */
SG_COLD PyObject *sg_cached_compute(const SgField *slot, PyObject *self)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    SgState *state = sg_state_of(type);
    PyObject *name = PyUnicode_FromFormat("_compute_%s", slot->name), *computed = NULL;
    if (name && Py_EnterRecursiveCall(" while computing a cached slot") == 0) {
        computed = PyObject_CallMethodNoArgs(self, name);
        Py_LeaveRecursiveCall();
    }
    Py_XDECREF(name);
    if (!computed) return NULL;
    PyObject *value = slot->type->kind->accept(state, slot->type, computed);
    if (value) Py_XDECREF(sg_cached_swap(slot, self, Py_NewRef(value)));
    else sg_refuse_field(state, record, slot, computed);
    Py_DECREF(computed);
    return value;
}

SG_ENTRY PyObject *sg_cached_getter(PyObject *self, void *closure)
{
    const SgField *slot = (const SgField *)closure;
    PyObject *value;
    SG_LOCK(self);
    value = *(PyObject **)sg_slot(slot, self);
    Py_XINCREF(value);
    SG_UNLOCK;
    return SG_LIKELY(value != NULL) ? value : sg_cached_compute(slot, self);
}

SG_ENTRY int sg_cached_setter(PyObject *self, PyObject *value, void *closure)
{
    const SgField *slot = (const SgField *)closure;
    PyObject *old = value ? NULL : sg_cached_swap(slot, self, NULL);
    if (old) {
        Py_DECREF(old);
        return 0;
    }
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    PyErr_Format(PyExc_AttributeError, "%s.%s: %s", record->name, slot->name,
                 value ? "cannot assign to a cached slot" : "is not computed yet");
    return -1;
}

SG_CONST SgMixinWork sg_mixin_work = {
    sg_mixin_class,    sg_mixin_exec,    sg_post_init,     sg_post_init_read,
    sg_post_init_load, sg_cached_getter, sg_cached_setter,
};

#endif
