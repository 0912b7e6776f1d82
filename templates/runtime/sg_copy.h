/* sg_copy.h: copy.copy, copy.deepcopy and copy.replace of records, and the state that Python subclasses
   add to a record: their __dict__ and their own slots. */
#ifndef SG_COPY_H
#define SG_COPY_H

#include "sg_construct.h"

/* ---- what a Python subclass adds ---- */

/* Whether `self` can have state besides its fields. */
SG_FN bool sg_has_extra(const SgRecord *record, PyObject *self)
{
    return !Py_TYPE(self)->tp_methods || (record->flags & SG_DICT);
}

/* {slot: value} of the slots that are not fields; NULL without an exception where there are none. */
SG_COLD PyObject *sg_extra_slots(SgState *state, const SgRecord *record, PyObject *self)
{
    PyObject *slotnames = sg_lazy(state, SG_LAZY_SLOTNAMES);
    PyObject *listed = slotnames ? PyObject_CallOneArg(slotnames, (PyObject *)Py_TYPE(self)) : NULL;
    PyObject *names = listed ? PySequence_List(listed) : NULL, *slots = NULL;
    Py_XDECREF(listed);
    for (Py_ssize_t i = 0; names && i < PyList_GET_SIZE(names); i++) {
        PyObject *name = PyList_GET_ITEM(names, i);
        int ours = record->field_count + (record->mixin ? record->mixin->cached_count : 0);
        if (sg_find_name(state->records[record->index].names, ours, name, 0) >= 0) continue;
        PyObject *value = PyObject_GetAttr(self, name);
        if (!value && PyErr_ExceptionMatches(PyExc_AttributeError)) {
            PyErr_Clear(); /* a slot that was never set */
            continue;
        }
        if (!slots) slots = PyDict_New();
        if (!value || !slots || PyDict_SetItem(slots, name, value) < 0) {
            Py_XDECREF(value);
            Py_CLEAR(slots);
            break;
        }
        Py_DECREF(value);
    }
    Py_XDECREF(names);
    return slots;
}

/* (dict or None, {slot: value} or None). The dict is the instance's own, not a copy. */
SG_COLD PyObject *sg_extra_get(SgState *state, const SgRecord *record, PyObject *self)
{
    PyObject *dict = PyObject_GetAttrString(self, "__dict__");
    if (!dict) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return NULL;
        PyErr_Clear();
    }
    PyObject *slots = sg_extra_slots(state, record, self);
    PyObject *extra = NULL;
    if (slots || !PyErr_Occurred())
        extra = PyTuple_Pack(2, dict ? dict : Py_None, slots ? slots : Py_None);
    Py_XDECREF(dict);
    Py_XDECREF(slots);
    return extra;
}

/* Whether `extra` is what sg_extra_get() returns. */
SG_COLD bool sg_extra_is_valid(PyObject *extra)
{
    if (!PyTuple_Check(extra) || PyTuple_GET_SIZE(extra) != 2) return false;
    PyObject *dict = PyTuple_GET_ITEM(extra, 0), *slots = PyTuple_GET_ITEM(extra, 1);
    return (dict == Py_None || PyDict_Check(dict)) && (slots == Py_None || PyDict_Check(slots));
}

/* Gives `self` what sg_extra_get() returned of another. */
SG_COLD int sg_extra_set(PyObject *self, PyObject *extra)
{
    PyObject *added = PyTuple_GET_ITEM(extra, 0), *slots = PyTuple_GET_ITEM(extra, 1);
    if (added != Py_None) {
        PyObject *dict = PyObject_GetAttrString(self, "__dict__");
        int status = dict ? PyDict_Update(dict, added) : -1;
        Py_XDECREF(dict);
        if (status < 0) return -1;
    }
    if (slots == Py_None) return 0;
    PyObject *items = PyMapping_Items(slots);
    int status = items ? 0 : -1;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(items); i++) {
        PyObject *pair = PyList_GET_ITEM(items, i);
        status =
            PyObject_GenericSetAttr(self, PyTuple_GET_ITEM(pair, 0), PyTuple_GET_ITEM(pair, 1));
    }
    Py_XDECREF(items);
    return status;
}

/* ---- copies ---- */

SG_INLINE void sg_slots_copy(const SgRecord *record, PyObject *made, PyObject *self)
{
    const size_t size = (size_t)record->size - sizeof(PyObject);
    memcpy((char *)made + sizeof(PyObject), (char *)self + sizeof(PyObject), size);
}

SG_INLINE void sg_references_keep(const SgRecord *record, PyObject *self)
{
    for (const int *offset = record->references; offset && *offset; offset++)
        Py_XINCREF(*(PyObject **)(void *)((char *)self + *offset));
}

/* Gives `made`, which is fresh, the fields of `self`, and nothing else that a record may hold. */
SG_FN void sg_copy_fields(const SgRecord *record, PyObject *made, PyObject *self)
{
    sg_slots_copy(record, made, self);
    sg_hash_forget(record, made);
    if (SG_UNLIKELY(record->weaklist_offset))
        *(PyObject **)(void *)((char *)made + record->weaklist_offset) = NULL;
    if (SG_UNLIKELY(record->dict_offset))
        *(PyObject **)(void *)((char *)made + record->dict_offset) = NULL;
    for (int i = 0; record->mixin && i < record->mixin->cached_count; i++)
        *(PyObject **)sg_slot(&record->mixin->cached[i], made) = NULL;
    sg_references_keep(record, made);
}

/* Of any record. */
SG_NOINLINE PyObject *sg_copy_with_all(PyObject *self)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    PyObject *made =
        Py_TYPE(self)->tp_methods ? sg_record_new_raw(type) : sg_record_new(Py_TYPE(self));
    if (!made) return NULL;

    SG_LOCK(self);
    sg_copy_fields(record, made, self);
    SG_UNLOCK;
    sg_record_ready(record, made);

    if (sg_has_extra(record, self)) {
        PyObject *extra = sg_extra_get(sg_state_of(type), record, self);
        if (!extra || sg_extra_set(made, extra) < 0) Py_CLEAR(made);
        Py_XDECREF(extra);
    }
    return made;
}

/* __copy__() */
SG_ENTRY PyObject *sg_copy(PyObject *self, PyObject *ignored)
{
    (void)ignored;
#if SG_FREE_LISTS
    /* of a record's own type, and with nothing but fields */
    PyTypeObject *type = Py_TYPE(self);
    if (SG_UNLIKELY(type->tp_vectorcall != sg_vectorcall)) return sg_copy_with_all(self);
    const SgRecord *record = (const SgRecord *)type->tp_methods;
    const unsigned more = SG_TRACKED | SG_WEAKREF | SG_DICT | SG_MIXED;
    if (SG_UNLIKELY((record->flags & more) || record->hash_offset)) return sg_copy_with_all(self);
    PyObject *made = sg_record_reuse(type);
    if (SG_UNLIKELY(!made)) return sg_copy_with_all(self);
    sg_slots_copy(record, made, self);
    sg_references_keep(record, made);
    return made;
#else
    return sg_copy_with_all(self);
#endif
}

/* memo[id(self)] = made, before the fields: a cycle that comes back finds the copy. */
SG_COLD int sg_memo_add(PyObject *memo, PyObject *self, PyObject *made)
{
    PyObject *id = PyLong_FromVoidPtr(self);
    int status = id ? PyObject_SetItem(memo, id, made) : -1;
    Py_XDECREF(id);
    return status;
}

SG_COLD int sg_deepcopy_field(SgState *state, const SgRecord *record, const SgField *field,
                              PyObject *self, PyObject *made, PyObject *memo)
{
    if (!field->native && !*(PyObject **)sg_slot(field, self)) return 0; /* never set */
    PyObject *value = sg_field_get(field, self);
    if (value && !field->native) {
        PyObject *args[2] = {value, memo};
        PyObject *copied = PyObject_Vectorcall(sg_lazy(state, SG_LAZY_DEEPCOPY), args, 2, NULL);
        Py_SETREF(value, copied);
    }
    if (!value) return -1;
    int status = sg_field_set(state, field, made, value);
    if (status < 0) sg_refuse_field(state, record, field, value);
    Py_DECREF(value);
    return status;
}

SG_COLD PyObject *sg_deepcopy(PyObject *self, PyObject *memo)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    SgState *state = sg_state_of(type);
    if (!sg_lazy(state, SG_LAZY_DEEPCOPY)) return NULL;
    PyObject *made = sg_record_new(Py_TYPE(self));
    if (!made) return NULL;
    sg_record_ready(record, made);

    int status = sg_memo_add(memo, self, made);
    for (int i = 0; status == 0 && i < record->field_count; i++)
        status = sg_deepcopy_field(state, record, &record->fields[i], self, made, memo);
    if (status == 0 && sg_has_extra(record, self)) {
        PyObject *extra = sg_extra_get(state, record, self), *copied = NULL;
        if (extra) {
            PyObject *args[2] = {extra, memo};
            copied = PyObject_Vectorcall(sg_lazy(state, SG_LAZY_DEEPCOPY), args, 2, NULL);
        }
        status = copied ? sg_extra_set(made, copied) : -1;
        Py_XDECREF(extra);
        Py_XDECREF(copied);
    }
    if (status < 0) Py_CLEAR(made);
    return made;
}

/* __replace__(self, /, **changes): type(self)(**fields) with the changes in. */
SG_COLD PyObject *sg_replace(PyObject *self, PyObject *args, PyObject *changes)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    SgState *state = sg_state_of(type);
    if (PyTuple_GET_SIZE(args) != 0) {
        PyErr_Format(PyExc_TypeError,
                     "_Record.__replace__() takes 1 positional argument but %zd were given",
                     PyTuple_GET_SIZE(args) + 1);
        return NULL;
    }
    PyObject *keywords = PyDict_New(), *none = PyTuple_New(0), *made = NULL;
    int status = keywords && none ? 0 : -1;
    for (int i = 0; status == 0 && i < record->field_count; i++) {
        PyObject *name = state->records[record->index].names[i];
        if (changes && PyDict_Contains(changes, name)) continue;
        PyObject *value = sg_field_get(&record->fields[i], self);
        status = value ? PyDict_SetItem(keywords, name, value) : -1;
        Py_XDECREF(value);
    }
    if (status == 0 && changes) status = PyDict_Update(keywords, changes);
    if (status == 0) made = PyObject_Call((PyObject *)Py_TYPE(self), none, keywords);
    Py_XDECREF(keywords);
    Py_XDECREF(none);
    return made;
}

#endif
