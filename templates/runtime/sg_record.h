/* sg_record.h: records as objects: from a type to its record and state, making and freeing instances,
   reading, setting and assigning their fields. */
#ifndef SG_RECORD_H
#define SG_RECORD_H

#include "sg_bigint.h"
#include "sg_bytes.h"
#include "sg_enum.h"
#include "sg_lazy.h"
#include "sg_foreign.h"
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

/* What a record's functions do to fields that other threads may use; nothing where there is a GIL. */
#ifdef Py_GIL_DISABLED
#define SG_LOCK(op) Py_BEGIN_CRITICAL_SECTION(op)
#define SG_UNLOCK Py_END_CRITICAL_SECTION()
#define SG_LOCK_2(a, b) Py_BEGIN_CRITICAL_SECTION2(a, b)
#define SG_UNLOCK_2 Py_END_CRITICAL_SECTION2()
#else
#define SG_LOCK(op) {
#define SG_UNLOCK }
#define SG_LOCK_2(a, b) {
#define SG_UNLOCK_2 }
#endif

static PyObject *sg_vectorcall(PyObject *, PyObject *const *, size_t, PyObject *);
static PyObject *sg_fields_vectorcall(PyObject *, PyObject *const *, size_t, PyObject *);

/* Whether the type is a record's own, or _TradeFields behind one: of any module. */
SG_FN bool sg_brings_fields(PyTypeObject *type)
{
    return type->tp_methods && !type->tp_methods->ml_name &&
           type->tp_methods->ml_flags == SG_RECORD_FLAGS;
}

/* Whether such a type is _TradeFields: its name is all that tells, in another module. */
SG_COLD bool sg_is_behind_mixin(PyTypeObject *type)
{
    const SgMixin *mixin = ((const SgRecord *)type->tp_methods)->mixin;
    return mixin && mixin->module && strcmp(type->tp_name, mixin->fields_name) == 0;
}

/* The same by the order of methods: for records of other modules, and for classes whose first base shapes
   their instances though another one is a record: one without fields. */
SG_COLD const SgRecord *sg_record_in_mro(PyTypeObject *type, PyTypeObject **record_type)
{
    *record_type = NULL;
    for (Py_ssize_t i = 0; type->tp_mro && i < PyTuple_GET_SIZE(type->tp_mro); i++) {
        PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(type->tp_mro, i);
        if (!sg_brings_fields(base)) continue;
        if (sg_is_behind_mixin(base)) return NULL;
        *record_type = base;
        return (const SgRecord *)base->tp_methods;
    }
    return NULL;
}

/* The nearest record, of any module, that `type` is or extends, and its own type; NULL where there is none.
   A record's type is known by its tp_methods and, in its own module, by its tp_vectorcall: Python subclasses
   inherit neither. */
SG_FN const SgRecord *sg_record_of(PyTypeObject *type, PyTypeObject **record_type)
{
    PyTypeObject *nearest = type;
    while (nearest && !nearest->tp_methods) nearest = nearest->tp_base;
    *record_type = nearest;
    if (SG_UNLIKELY(!nearest || nearest->tp_vectorcall != sg_vectorcall))
        return sg_record_in_mro(type, record_type);
    return (const SgRecord *)nearest->tp_methods;
}

SG_FN SgState *sg_state_of(PyTypeObject *record_type)
{
    return (SgState *)PyType_GetModuleState(record_type);
}

/* ---- instances ---- */

/* A zeroed instance of a record's type or of a Python subclass. Not tracked by the collector before
   sg_record_ready() if it is the former. */
SG_FN PyObject *sg_record_new(PyTypeObject *type)
{
    if (SG_UNLIKELY(!type->tp_methods)) return type->tp_alloc(type, 0);
    const SgRecord *record = (const SgRecord *)type->tp_methods;
    PyObject *self = record->flags & SG_TRACKED ? (PyObject *)PyObject_GC_New(PyObject, type)
                                                : (PyObject *)PyObject_New(PyObject, type);
    if (self) memset((char *)self + sizeof(PyObject), 0, (size_t)record->size - sizeof(PyObject));
    return self;
}

/* Raises that there are no instances of `record`; NULL. */
SG_COLD PyObject *sg_refuse_abstract(const SgRecord *record)
{
    PyErr_Format(PyExc_TypeError, "%s: an abstract record cannot be instantiated", record->name);
    return NULL;
}

/* Whether `type` is that of an abstract record, and not a Python subclass of it. */
SG_FN bool sg_is_abstract(const SgRecord *record, PyTypeObject *type)
{
    return (record->flags & SG_ABSTRACT) && type->tp_methods;
}

SG_FN void sg_record_ready(const SgRecord *record, PyObject *self)
{
    if ((record->flags & SG_TRACKED) && Py_TYPE(self)->tp_methods) PyObject_GC_Track(self);
}

/* The end of every tp_dealloc; the type is released last. */
SG_FN void sg_free(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

/* Releases an instance that nobody has seen: a mixin's __del__ has no business with it. */
SG_FN void sg_discard(const SgRecord *record, PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    if (SG_LIKELY(!type->tp_finalize || !type->tp_methods || Py_REFCNT(self) != 1)) {
        Py_DECREF(self);
        return;
    }
    Py_SET_REFCNT(self, 0);
    record->dealloc(self);
}

#ifdef Py_GIL_DISABLED
#define SG_CLEAR_WEAKREFS(self, Struct) PyObject_ClearWeakRefs(self)
#else
#define SG_CLEAR_WEAKREFS(self, Struct)                                                            \
    do {                                                                                           \
        if (((Struct *)(self))->weaklist) PyObject_ClearWeakRefs(self);                            \
    } while (0)
#endif

/* Freeing a long chain must not recurse once per link. CPython's trashcan needs the collector's header, and
   in 3.13 it begins so late that the stack of a small thread is gone before; so this is our own, for tracked
   and untracked records alike: at a depth of 50 an object waits in a list, linked through the word that
   counted its references, until the outermost call is done. Its weak references are cleared before. */
#if defined(__cplusplus)
#define SG_THREAD_LOCAL thread_local
#elif defined(_MSC_VER)
#define SG_THREAD_LOCAL __declspec(thread)
#else
#define SG_THREAD_LOCAL _Thread_local
#endif

typedef struct {
    int depth;
    PyObject *waiting;
} SgTrash;

SG_FN SgTrash *sg_trash(void)
{
    static SG_THREAD_LOCAL SgTrash trash;
    return &trash;
}

SG_FN void sg_trash_link(PyObject *self, PyObject *next)
{
    uintptr_t link = (uintptr_t)next;
#ifdef Py_GIL_DISABLED
    self->ob_tid = link;
#else
    memcpy((void *)self, &link, sizeof link);
#endif
}

SG_FN PyObject *sg_trash_unlink(PyObject *self)
{
    uintptr_t link, cleared = 0; /* a count of 0, as when it was put aside */
#ifdef Py_GIL_DISABLED
    link = self->ob_tid;
    self->ob_tid = cleared;
#else
    memcpy(&link, (void *)self, sizeof link);
    memcpy((void *)self, &cleared, sizeof cleared);
#endif
    return (PyObject *)link;
}

/* Whether `self` may be freed now. A Python subclass is freed by CPython's subtype_dealloc, which bounds
   the depth itself. */
SG_FN bool sg_dealloc_enter(PyObject *self, destructor dealloc)
{
    SgTrash *trash = sg_trash();
    if (trash->depth >= 50 && Py_TYPE(self)->tp_dealloc == dealloc) {
        sg_trash_link(self, trash->waiting);
        trash->waiting = self;
        return false;
    }
    trash->depth++;
    return true;
}

SG_FN void sg_dealloc_leave(void)
{
    SgTrash *trash = sg_trash();
    while (trash->depth == 1 && trash->waiting) {
        PyObject *self = trash->waiting;
        trash->waiting = sg_trash_unlink(self);
        Py_TYPE(self)->tp_dealloc(self);
    }
    trash->depth--;
}

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
    if (type->kind == &sg_kind_text) return sg_put_str(w, p, value, room);
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

/* 1, 0 or -1, by `==` without the shortcut for identical objects: NaN equals nothing. */
SG_FN int sg_boxed_eq(PyObject *value, PyObject *other)
{
    if (!value || !other) return value == other;
    PyObject *result = PyObject_RichCompare(value, other, Py_EQ);
    if (!result) return -1;
    int is_equal = PyObject_IsTrue(result);
    Py_DECREF(result);
    return is_equal;
}

/* Whether two values differ, and so decide the order of two records: then *result is what `how` says of
   them, or NULL with an exception. */
SG_FN bool sg_boxed_decides(PyObject *value, PyObject *other, int how, PyObject **result)
{
    int is_equal = sg_boxed_eq(value, other);
    if (is_equal > 0) return false;
    if (is_equal < 0) *result = NULL;
    else if (value && other) *result = PyObject_RichCompare(value, other, how);
    else *result = sg_ordered(!value, !other, how); /* one was never set */
    return true;
}

/* ---- fields ---- */

/* A new reference to the field's value as Python sees it; AttributeError where it was never set. */
SG_COLD PyObject *sg_field_get(const SgField *field, PyObject *self)
{
    if (field->presence_mask) return sg_optional_get(field, self);
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
    if (field->presence_mask) return sg_optional_set(field, self, value);
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

/* The index of the field called `name`, or -1; a name that is NULL is nobody's. Names are interned, so a look at the pointers is enough
   for a name that is interned too. `guess` is tried first. */
SG_FN int sg_find_name(PyObject *const *names, int count, PyObject *name, int guess)
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
        sg_discard(record, self);
        return NULL;
    }
    sg_record_ready(record, self);
    if (SG_UNLIKELY(record->flags & SG_MIXED) && sg_post_init_read(r, record, self) < 0)
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
SG_FN PyObject *sg_record_read(SgReader *r, const SgRecord *record, PyTypeObject *type)
{
    if (SG_UNLIKELY((record->family || (record->flags & SG_ABSTRACT)) && type->tp_methods)) {
        const SgRecordState *member = record->family ? sg_choose(r, record->family) : NULL;
        if (!member) return NULL;
        record = member->record;
        type = member->type;
    }
    return sg_record_read_as(r, record, type);
}

#endif
