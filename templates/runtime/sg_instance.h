/* sg_instance.h: records in memory: from a type to its record and to what the module keeps about it; making
   and freeing instances, which a free list makes cheap; and long chains of them, freed without recursion. */
#ifndef SG_INSTANCE_H
#define SG_INSTANCE_H

#include "sg_base.h"

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

/* What the module keeps about the record whose own type this is. CPython reads tp_getset when it makes a type
   and never again, so from then on it points at that, which begins as an empty table would; it is NULL once
   the module is cleared, which a type may outlive. */
SG_FN SgRecordState *sg_kept_of(PyTypeObject *record_type)
{
    return (SgRecordState *)(void *)record_type->tp_getset;
}

/* Makes it so; with NULL, no longer. */
SG_FN void sg_kept_link(PyTypeObject *record_type, SgRecordState *kept)
{
    record_type->tp_getset = kept ? kept->end_of_getset : NULL;
}

SG_FN SgState *sg_state_of(PyTypeObject *record_type)
{
    const SgRecordState *kept = sg_kept_of(record_type);
    return SG_LIKELY(kept != NULL) ? kept->state : (SgState *)PyType_GetModuleState(record_type);
}

/* ---- free lists: the memory of freed instances, for the next ones of their type ---- */

/* The state belongs to one interpreter, and its GIL guards it. Debug builds of CPython count every object, so
   they see each being made and freed. */
#if SG_FAST_PATHS && !defined(Py_GIL_DISABLED) && !defined(Py_DEBUG) && !defined(Py_TRACE_REFS)
#define SG_FREE_LISTS 1
#else
#define SG_FREE_LISTS 0
#endif

#define SG_FREE_LIST_BYTES 16384 /* at most, per record */

/* Objects that wait for something, with a count of 0, are linked through the word that counted their
   references. */
SG_FN void sg_wait_link(PyObject *self, PyObject *next)
{
    uintptr_t link = (uintptr_t)next;
#ifdef Py_GIL_DISABLED
    self->ob_tid = link;
#else
    memcpy((void *)self, &link, sizeof link);
#endif
}

/* Returns the next one; the count is 0 again. */
SG_FN PyObject *sg_wait_unlink(PyObject *self)
{
    uintptr_t link, cleared = 0;
#ifdef Py_GIL_DISABLED
    link = self->ob_tid;
    self->ob_tid = cleared;
#else
    memcpy(&link, (void *)self, sizeof link);
    memcpy((void *)self, &cleared, sizeof cleared);
#endif
    return (PyObject *)link;
}

/* How many instances of the record may wait: none whose memory is not plain, or whose class can be changed. */
SG_FN int sg_free_room(const SgRecord *record)
{
    if (!SG_FREE_LISTS || (record->flags & (SG_TRACKED | SG_MIXED))) return 0;
    return SG_FREE_LIST_BYTES / (int)record->size;
}

/* Gives the memory back, and keeps none from now on. */
SG_FN void sg_free_list_clear(SgRecordState *kept)
{
    kept->free_room = 0;
    while (kept->free_list) {
        PyObject *self = kept->free_list;
        kept->free_list = sg_wait_unlink(self);
        PyObject_Free(self);
    }
}

/* ---- instances ---- */

/* A freed instance of a record's own type, whose references are NULL; the rest of it may be anything. NULL
   where none waits. */
SG_INLINE PyObject *sg_record_reuse(PyTypeObject *type)
{
#if SG_FREE_LISTS
    SgRecordState *kept = sg_kept_of(type);
    PyObject *self = kept ? kept->free_list : NULL;
    if (SG_UNLIKELY(!self)) return NULL;
    kept->free_list = sg_wait_unlink(self);
    kept->free_room++;
    Py_SET_REFCNT(self, 1);
    Py_INCREF(type);
    return self;
#else
    (void)type;
    return NULL;
#endif
}

SG_FN void sg_record_zero(const SgRecord *record, PyObject *self)
{
    memset((char *)self + sizeof(PyObject), 0, (size_t)record->size - sizeof(PyObject));
}

/* One of new memory, zeroed. */
SG_FN PyObject *sg_record_make(const SgRecord *record, PyTypeObject *type)
{
    PyObject *self = record->flags & SG_TRACKED ? (PyObject *)PyObject_GC_New(PyObject, type)
                                                : (PyObject *)PyObject_New(PyObject, type);
    if (self) sg_record_zero(record, self);
    return self;
}

/* An instance of a record's own type, whose references are NULL; the rest of it may be anything. Not tracked
   by the collector before sg_record_ready(). */
SG_INLINE PyObject *sg_record_new_raw(PyTypeObject *type)
{
    const SgRecord *record = (const SgRecord *)type->tp_methods;
    PyObject *self = sg_record_reuse(type);
    if (SG_UNLIKELY(!self)) return sg_record_make(record, type);
    if (SG_UNLIKELY(record->hash_offset))
        *(Py_hash_t *)(void *)((char *)self + record->hash_offset) = 0;
    return self;
}

/* The same of a record's type or of a Python subclass, and zeroed. */
SG_FN PyObject *sg_record_new(PyTypeObject *type)
{
    if (SG_UNLIKELY(!type->tp_methods)) return type->tp_alloc(type, 0);
    const SgRecord *record = (const SgRecord *)type->tp_methods;
    PyObject *self = sg_record_reuse(type);
    if (!self) return sg_record_make(record, type);
    sg_record_zero(record, self);
    return self;
}

/* The end of every tp_dealloc; the type is released last. */
SG_FN void sg_free(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

/* The same of records, whose references are NULL by now. */
SG_INLINE void sg_record_free(PyObject *self)
{
#if SG_FREE_LISTS
    PyTypeObject *type = Py_TYPE(self);
    SgRecordState *kept = type->tp_methods ? sg_kept_of(type) : NULL;
    if (SG_LIKELY(kept && kept->free_room > 0)) {
        sg_wait_link(self, kept->free_list);
        kept->free_list = self;
        kept->free_room--;
        Py_DECREF(type);
        return;
    }
#endif
    sg_free(self);
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

/* Whether `self` may be freed now. A Python subclass is freed by CPython's subtype_dealloc, which bounds
   the depth itself. */
SG_NOINLINE bool sg_dealloc_enter(PyObject *self, destructor dealloc)
{
    SgTrash *trash = sg_trash();
    if (trash->depth >= 50 && Py_TYPE(self)->tp_dealloc == dealloc) {
        sg_wait_link(self, trash->waiting);
        trash->waiting = self;
        return false;
    }
    trash->depth++;
    return true;
}

SG_NOINLINE void sg_dealloc_leave(void)
{
    SgTrash *trash = sg_trash();
    while (trash->depth == 1 && trash->waiting) {
        PyObject *self = trash->waiting;
        trash->waiting = sg_wait_unlink(self);
        Py_TYPE(self)->tp_dealloc(self);
    }
    trash->depth--;
}

/* ---- what CPython calls with instances ---- */

/* The nearest record that `type` is or extends, along the bases that shape its instances: CPython found our
   functions there. The order of methods may be gone by now. */
SG_INLINE const SgRecord *sg_shaped_as(PyTypeObject *type)
{
    while (SG_UNLIKELY(type->tp_vectorcall != sg_vectorcall && !sg_brings_fields(type)))
        type = type->tp_base;
    return (const SgRecord *)type->tp_methods;
}

/* tp_traverse of tracked records */
static int sg_traverse(PyObject *self, visitproc visit, void *arg)
{
    const int *references = sg_shaped_as(Py_TYPE(self))->references;
    Py_VISIT(Py_TYPE(self));
    for (; references && *references; references++)
        Py_VISIT(*(PyObject **)(void *)((char *)self + *references));
    return 0;
}

SG_INLINE void sg_references_clear(const SgRecord *record, PyObject *self)
{
    const int *references = record->references;
    for (; references && *references; references++) {
        PyObject **slot = (PyObject **)(void *)((char *)self + *references);
        Py_CLEAR(*slot);
    }
}

/* tp_clear of tracked records */
static int sg_clear(PyObject *self)
{
    sg_references_clear(sg_shaped_as(Py_TYPE(self)), self);
    return 0;
}

SG_INLINE void sg_weakrefs_clear(const SgRecord *record, PyObject *self)
{
#ifndef Py_GIL_DISABLED
    if (!*(PyObject **)(void *)((char *)self + record->weaklist_offset)) return;
#endif
    (void)record;
    PyObject_ClearWeakRefs(self);
}

static void sg_dealloc(PyObject *self);

/* The same of what the collector, weak references or long chains know. */
SG_NOINLINE void sg_dealloc_known(const SgRecord *record, PyObject *self)
{
    if (record->flags & SG_TRACKED) PyObject_GC_UnTrack(self);
    if (record->weaklist_offset) sg_weakrefs_clear(record, self);
    const bool nests = (record->flags & SG_NESTS) != 0;
    if (nests && !sg_dealloc_enter(self, sg_dealloc)) return;
    sg_references_clear(record, self);
    sg_record_free(self);
    if (nests) sg_dealloc_leave();
}

/* tp_dealloc */
static void sg_dealloc(PyObject *self)
{
    const SgRecord *record = sg_shaped_as(Py_TYPE(self));
    if (record->flags & (SG_TRACKED | SG_WEAKREF | SG_NESTS)) {
        sg_dealloc_known(record, self);
        return;
    }
    sg_references_clear(record, self);
    sg_record_free(self);
}

/* Releases an instance that nobody has seen: a mixin's __del__ has no business with it. */
SG_FN void sg_discard(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    if (SG_LIKELY(!type->tp_finalize || !type->tp_methods || Py_REFCNT(self) != 1)) {
        Py_DECREF(self);
        return;
    }
    Py_SET_REFCNT(self, 0);
    sg_dealloc(self);
}

#endif
