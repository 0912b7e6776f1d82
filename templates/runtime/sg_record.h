/* sg_record.h: records as objects: reading, setting and assigning their fields; from and to JSON text. */
#ifndef SG_RECORD_H
#define SG_RECORD_H

#include "sg_bigint.h"
#include "sg_bytes.h"
#include "sg_enum.h"
#include "sg_lazy.h"
#include "sg_foreign.h"
#include "sg_instance.h"
#include "sg_limited.h"
#include "sg_literal.h"
#include "sg_mixin.h"
#include "sg_open_enum.h"
#include "sg_optional.h"
#include "sg_scan.h"
#include "sg_set.h"
#include "sg_tag.h"
#include "sg_text.h"
#include "sg_tuple.h"

/* Compile-time checks of what the generator assumed: sizes after the object header, where pointers have
   8 bytes, and that a derived record begins as its base does. */
#ifdef __cplusplus
#define SG_ASSERT(condition, text) static_assert(condition, text)
#else
#define SG_ASSERT(condition, text) _Static_assert(condition, text)
#endif
#define SG_ASSERT_LAYOUT(Struct, size)                                                             \
    SG_ASSERT(sizeof(void *) != 8 || sizeof(Struct) == sizeof(PyObject) + (size),                  \
              #Struct " is not laid out as planned")
#define SG_ASSERT_OFFSET(Struct, member, offset)                                                   \
    SG_ASSERT(sizeof(void *) != 8 || offsetof(Struct, member) == sizeof(PyObject) + (offset),      \
              #Struct " does not begin as its base")
#define SG_ASSERT_INHERITED(Struct, Base, member)                                                  \
    SG_ASSERT(offsetof(Struct, member) == offsetof(Base, member),                                  \
              #Struct " does not begin as " #Base)

/* ---- boxed slots: a PyObject * in the struct, of the type that the constant describes ---- */

/* Of a zeroed record. */
SG_FN int sg_boxed_init(SgState *state, const SgType *type, PyObject **slot, PyObject *value)
{
    *slot = type->kind->accept(state, type, value);
    return *slot ? 0 : -1;
}

/* Appends at `p` the key of a field and its value, of any length, as `type` has it; behind it at least `room`
   bytes are free. Inlined, because `type` is a constant, and with it the function that is called. */
SG_INLINE char *sg_boxed_write(SgWriter *w, char *p, const SgField *field, const SgType *type,
                               PyObject *value, Py_ssize_t room)
{
    p = sg_put_key(p, field);
    if (SG_UNLIKELY(!value)) return NULL;
#if SG_FAST_PATHS
    if (type->kind->write == sg_optional_write_boxed) {
        if (value == Py_None) return sg_put_text(p, "null", 4);
        type = type->a;
    } else if (type->kind->write == sg_absent_write) {
        type = type->a;
    }
    if (type->kind->write == sg_text_write) return sg_put_str(w, p, value, room);
#endif
    w->p = p;
    if (type->kind->write(w, type, value) < 0) return NULL;
    return sg_room(w, w->p, room);
}

SG_FN int sg_boxed_read(SgReader *r, const SgType *type, PyObject **slot)
{
    *slot = type->kind->read(r, type);
    return *slot ? 0 : -1;
}

/* ---- fields ---- */

/* A new reference to the field's value as Python sees it; AttributeError where it was never set. */
SG_NOINLINE PyObject *sg_field_get(const SgField *field, PyObject *self)
{
    if (field->presence) return sg_optional_get(field, self);
    if (field->native) return field->native->get(sg_slot(field, self));
    PyObject *value;
    SG_LOCK(self);
    value = *(PyObject **)sg_slot(field, self);
    Py_XINCREF(value);
    SG_UNLOCK;
    if (!value) PyErr_SetString(PyExc_AttributeError, field->name);
    return value;
}

/* Checks `value`, swaps it in and releases the old value last, since a destructor may run Python. May
   refuse; then nothing has changed. */
SG_FN int sg_field_set(SgState *state, const SgField *field, PyObject *self, PyObject *value)
{
    if (field->presence) return sg_optional_set(field, self, value);
    if (field->native) return sg_native_assign(field, self, value);
    PyObject *accepted = field->type->kind->accept(state, field->type, value);
    if (!accepted) return -1;
    PyObject **slot = (PyObject **)sg_slot(field, self), *old;
    SG_LOCK(self);
    old = *slot;
    *slot = accepted;
    SG_UNLOCK;
    Py_XDECREF(old);
    return 0;
}

/* The words for a value that entered nowhere: raises, and returns -1. */
SG_COLD int sg_refuse_field(SgState *state, const SgRecord *record, const SgField *field,
                            PyObject *value)
{
    if (PyErr_Occurred()) return -1;
    SgRoot root = {state, state, SG_ENTER, record->name, NULL, 0, 0, record->name, SG_TEXT_IS_TEXT};
    SgPlace top = {&root, NULL, NULL, NULL, -1, -1};
    SgPlace place = {&root, &top, field, NULL, -1, -1};
    return field->type->kind->refuse(&place, field->type, value);
}

/* The record whose table has the field. */
SG_COLD const SgRecord *sg_record_with(SgState *state, const SgField *field)
{
    for (int i = 0; i < state->module->record_count; i++) {
        const SgRecord *record = state->module->records[i];
        if (field >= record->fields && field < record->fields + record->field_count) return record;
    }
    return NULL;
}

/* Raises why the default cannot be read: a pattern or the user's own class refuses it, about which the
   generator could know nothing. */
SG_COLD void sg_refuse_default(SgState *state, const SgField *field)
{
    const SgRecord *record = sg_record_with(state, field);
    PyObject *text = PyUnicode_FromString(field->default_json), *where = NULL;
    PyObject *node = text ? sg_scan(state, text, false, 0, &where) : NULL;
    if (node && record) {
        SgRoot root = {state, state, SG_ENTER,     record->name,   text,
                       0,     0,     record->name, SG_TEXT_IS_TEXT};
        const SgPlace top = {&root, NULL, NULL, NULL, -1, -1};
        SgPlace place = sg_place_below(&top, where);
        place.field = field;
        Py_XDECREF(field->type->kind->load(&place, field->type, node, where));
    }
    if (!PyErr_Occurred())
        PyErr_Format(PyExc_SystemError, "the default of field '%s' is not of its type",
                     field->name);
    Py_XDECREF(node);
    Py_XDECREF(where);
    Py_XDECREF(text);
}

/* A new default value of the field: from its JSON text, by the type's own reader. */
SG_COLD PyObject *sg_default_make(SgState *state, const SgField *field)
{
    if (strcmp(field->default_json, "...") == 0) return Py_NewRef(Py_Ellipsis);
    SgReader reader;
    sg_reader_init(&reader, state, field->default_json, (Py_ssize_t)strlen(field->default_json));
    PyObject *value = field->type->kind->read(&reader, field->type);
    if (!value && sg_was_refused()) sg_refuse_default(state, field);
    return value;
}

/* The default of a field that has one: borrowed from the state; NULL with an exception, or without one for
   a field whose default is fresh per instance. */
SG_FN PyObject *sg_default(SgState *state, const SgRecord *record, int index)
{
    const SgField *field = &record->fields[index];
    if (field->flags & SG_FRESH) return NULL;
    PyObject **kept = &state->records[record->index].defaults[index];
    if (!*kept) *kept = sg_default_make(state, field);
    return *kept;
}

/* A fresh default where `value` is NULL. Of a zeroed record. */
SG_FN int sg_fresh_init(SgState *state, const SgField *field, PyObject **slot, PyObject *value)
{
    if (value) return sg_boxed_init(state, field->type, slot, value);
    *slot = sg_default_make(state, field);
    return *slot ? 0 : -1;
}

SG_FN int sg_field_set_default(SgState *state, const SgRecord *record, int index, PyObject *self)
{
    const SgField *field = &record->fields[index];
    bool is_fresh = (field->flags & SG_FRESH) != 0;
    PyObject *value = is_fresh ? sg_default_make(state, field) : sg_default(state, record, index);
    if (!value) return -1;
    int status = sg_field_set(state, field, self, value);
    if (is_fresh) Py_DECREF(value);
    return status;
}

/* The index of the field called `name`, or -1; a name that is NULL is nobody's. Names are interned, so a look
   at the pointers is enough for a name that is interned too. `guess` is tried first. */
SG_INLINE int sg_find_name(PyObject *const *names, int count, PyObject *name, int guess)
{
    if (guess < count && names[guess] == name) return guess;
    for (int i = 0; i < count; i++)
        if (names[i] == name) return i;
    if (PyUnicode_CHECK_INTERNED(name)) return -1;
    for (int i = 0; i < count; i++)
        if (names[i] && PyUnicode_Compare(names[i], name) == 0) return i;
    return -1;
}

/* ---- assignment ---- */

/* Whether a Python subclass has put something else under the field's name. */
SG_COLD int sg_is_overridden(PyTypeObject *type, PyTypeObject *record_type, PyObject *name)
{
    PyObject *ours = PyObject_GetAttr((PyObject *)record_type, name);
    PyObject *theirs = ours ? PyObject_GetAttr((PyObject *)type, name) : NULL;
    int differs = theirs ? ours != theirs : -1;
    Py_XDECREF(ours);
    Py_XDECREF(theirs);
    return differs;
}

/* Forgets the hash that was computed of other values. */
SG_FN void sg_hash_forget(const SgRecord *record, PyObject *self)
{
    if (record->hash_offset) *(Py_hash_t *)((char *)self + record->hash_offset) = 0;
}

/* Empties the cached slots: a field has changed. */
SG_COLD void sg_cached_empty(const SgMixin *mixin, PyObject *self)
{
    for (int i = 0; i < mixin->cached_count; i++) {
        PyObject **slot = (PyObject **)sg_slot(&mixin->cached[i], self), *old;
        SG_LOCK(self);
        old = *slot;
        *slot = NULL;
        SG_UNLOCK;
        Py_XDECREF(old);
    }
}

/* tp_setattro. Fields are checked and set here; their descriptors are read-only, so nothing gets past. */
static int sg_setattro(PyObject *self, PyObject *name, PyObject *value)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    SgState *state = sg_state_of(type);
    int index = PyUnicode_Check(name) ? sg_find_name(state->records[record->index].assigned,
                                                     record->field_count, name, 0)
                                      : -1;
    if (index < 0) return PyObject_GenericSetAttr(self, name, value);
    if (SG_UNLIKELY(Py_TYPE(self) != type)) {
        int is_overridden = sg_is_overridden(Py_TYPE(self), type, name);
        if (is_overridden)
            return is_overridden < 0 ? -1 : PyObject_GenericSetAttr(self, name, value);
    }
    const SgField *field = &record->fields[index];
    if (SG_LIKELY(value && !(record->flags & SG_FROZEN) && !(field->flags & SG_READONLY))) {
        if (SG_UNLIKELY(sg_field_set(state, field, self, value) < 0))
            return sg_refuse_field(state, record, field, value);
        if (SG_UNLIKELY(record->mixin != NULL)) sg_cached_empty(record->mixin, self);
        return 0;
    }
    const char *words = !value ? "cannot delete a field"
                        : (record->flags & SG_FROZEN)
                            ? "cannot assign to a field of a frozen record"
                            : "cannot assign to a read-only field";
    PyErr_Format(PyExc_AttributeError, "%s.%s: %s", record->name, field->name, words);
    return -1;
}

/* ---- JSON text ---- */

/* `record` is the one of `self`, `state` that of its module. */
SG_FN int sg_record_write_as(SgWriter *w, const SgRecord *record, SgState *state, PyObject *self)
{
    SgState *outer = w->state;
    int status;
    w->state = state;
    SG_LOCK(self);
    status = record->write(w, self);
    SG_UNLOCK;
    w->state = outer;
    return status;
}

/* As its own class writes it. */
SG_FN int sg_record_write(SgWriter *w, PyObject *self)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    return record ? sg_record_write_as(w, record, sg_state_of(type), self) : -1;
}

/* An instance of `type`, which is the type of `record` or a Python subclass of it. */
SG_FN PyObject *sg_record_read_as(SgReader *r, const SgRecord *record, PyTypeObject *type)
{
    PyObject *self = sg_record_new(type);
    if (!self) return NULL;
    if (record->read(r, record, self) < 0) {
        sg_discard(self);
        return NULL;
    }
    sg_record_ready(record, self);
    if (SG_UNLIKELY(record->flags & SG_MIXED) &&
        record->mixin->work->post_init_read(r, record, self) < 0)
        Py_CLEAR(self);
    return self;
}

/* The same of a record that may be of another module. */
SG_FN PyObject *sg_record_read_kept(SgReader *r, const SgRecordState *kept)
{
    SgState *outer = r->state;
    r->state = kept->state;
    PyObject *self = sg_record_read_as(r, kept->record, kept->type);
    r->state = outer;
    return self;
}

/* The same; where `type` is the record's own, whichever member of its family the object is. */
SG_INLINE PyObject *sg_record_read(SgReader *r, const SgRecord *record, PyTypeObject *type)
{
    if (SG_UNLIKELY((record->family || (record->flags & SG_ABSTRACT)) && type->tp_methods)) {
        const SgRecordState *member =
            record->family ? record->family->work->choose(r, record->family) : NULL;
        if (!member) return NULL;
        record = member->record;
        type = member->type;
    }
    return sg_record_read_as(r, record, type);
}

#endif
