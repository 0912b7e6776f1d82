/* sg_construct.h: the constructor and its vectorcall form. Binding errors are the interpreter's own: a Python
   function with the same signature is called to raise them. */
#ifndef SG_CONSTRUCT_H
#define SG_CONSTRUCT_H

#include "sg_factory.h"
#include "sg_record.h"

/* ---- binding errors ---- */

/* Source of a function with the constructor's signature. Only its error texts matter, so every default is
   None. `self` is called something that no field is called. */
SG_COLD PyObject *sg_binder_source(const SgRecord *record)
{
    PyObject *self_name = PyUnicode_FromString("self");
    for (int i = 0; self_name && i < record->field_count; i++) {
        if (PyUnicode_CompareWithASCIIString(self_name, record->fields[i].name) != 0) continue;
        PyObject *longer = PyUnicode_FromFormat("%U_", self_name);
        Py_SETREF(self_name, longer);
        i = -1;
    }
    PyObject *source = self_name ? PyUnicode_FromFormat("def __init__(%U", self_name) : NULL;
    Py_XDECREF(self_name);

    for (int keyword_only = 0; keyword_only < 2; keyword_only++) {
        bool is_first = true;
        for (int i = 0; source && i < record->field_count; i++) {
            const SgField *field = &record->fields[i];
            if (((field->flags & SG_KW_ONLY) != 0) != keyword_only) continue;
            PyObject *longer =
                PyUnicode_FromFormat("%U, %s%s%s", source, keyword_only && is_first ? "*, " : "",
                                     field->name, field->default_json ? "=None" : "");
            Py_SETREF(source, longer);
            is_first = false;
        }
    }
    PyObject *whole = source ? PyUnicode_FromFormat("%U): pass\n", source) : NULL;
    Py_XDECREF(source);
    return whole;
}

SG_COLD PyObject *sg_binder_make(const SgRecord *record)
{
    PyObject *source = sg_binder_source(record), *names = PyDict_New(), *binder = NULL;
    const char *text = source ? PyUnicode_AsUTF8(source) : NULL;
    PyObject *result = text && names ? PyRun_String(text, Py_file_input, names, names) : NULL;
    PyObject *qualified = PyUnicode_FromFormat("%s.__init__", record->name);
    if (result && qualified) {
        binder = Py_XNewRef(PyDict_GetItemString(names, "__init__"));
        if (binder && PyObject_SetAttrString(binder, "__qualname__", qualified) < 0)
            Py_CLEAR(binder);
    }
    Py_XDECREF(qualified);
    Py_XDECREF(result);
    Py_XDECREF(names);
    Py_XDECREF(source);
    return binder;
}

/* Raises the TypeError that a Python constructor raises for these arguments; NULL. */
SG_COLD PyObject *const *sg_refuse_call(SgState *state, const SgRecord *record,
                                        PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    SgRecordState *kept = &state->records[record->index];
    if (PyErr_Occurred()) return NULL;
    if (!kept->binder) kept->binder = sg_binder_make(record);
    if (!kept->binder) return NULL;

    Py_ssize_t count = nargs + (kwnames ? PyTuple_GET_SIZE(kwnames) : 0);
    PyObject **passed = PyMem_New(PyObject *, count + 1);
    if (!passed) {
        PyErr_NoMemory();
        return NULL;
    }
    passed[0] = Py_None; /* self */
    if (count) memcpy(passed + 1, args, sizeof(PyObject *) * (size_t)count);
    PyObject *result = PyObject_Vectorcall(kept->binder, passed, (size_t)nargs + 1, kwnames);
    PyMem_Free(passed);
    if (result)
        PyErr_Format(PyExc_TypeError, "%s.__init__() cannot take these arguments", record->name);
    Py_XDECREF(result);
    return NULL;
}

/* ---- binding ---- */

/* Puts the arguments into constructor order. Borrowed values: `args` itself where it is in order already,
   else `bound`, which has room for all fields; NULL in it stands for a default that is fresh per instance, or made.
   Returns NULL with the interpreter's TypeError where they do not fit. */
SG_FN PyObject *const *sg_bind(SgState *state, const SgRecord *record, PyObject *const *args,
                               Py_ssize_t nargs, PyObject *kwnames, PyObject **bound)
{
    SgRecordState *kept = &state->records[record->index];
    int count = record->field_count;
    if (SG_LIKELY(nargs == count && !kwnames && kept->positional_count == count)) return args;
    if (nargs > kept->positional_count) return sg_refuse_call(state, record, args, nargs, kwnames);

    if (kept->positional_count == count) {
        if (nargs) memcpy(bound, args, sizeof(PyObject *) * (size_t)nargs);
        memset(bound + nargs, 0, sizeof(PyObject *) * (size_t)(count - nargs));
    } else {
        Py_ssize_t next = 0;
        for (int i = 0; i < count; i++) {
            bool takes = !(record->fields[i].flags & SG_KW_ONLY) && next < nargs;
            bound[i] = takes ? args[next++] : NULL;
        }
    }
    Py_ssize_t keywords = kwnames ? PyTuple_GET_SIZE(kwnames) : 0;
    for (Py_ssize_t k = 0; k < keywords; k++) {
        int i = sg_find_name(kept->names, count, PyTuple_GET_ITEM(kwnames, k), (int)(nargs + k));
        if (i < 0 || bound[i]) return sg_refuse_call(state, record, args, nargs, kwnames);
        bound[i] = args[nargs + k];
    }
    for (int i = 0; i < count; i++) {
        if (bound[i]) continue;
        if (!record->fields[i].default_json)
            return sg_refuse_call(state, record, args, nargs, kwnames);
        bound[i] = sg_default(state, record, i);
        if (!bound[i] && !(record->fields[i].flags & SG_FRESH)) return NULL;
    }
    return bound;
}

/* Raises what is wrong with the first of `values` that its field refuses; NULL. */
SG_COLD PyObject *sg_refuse_values(SgState *state, const SgRecord *record, PyObject *const *values)
{
    for (int i = 0; i < record->field_count && !PyErr_Occurred(); i++) {
        if (!values[i]) continue;
        const SgType *type = record->fields[i].type;
        PyObject *accepted = type->kind->accept(state, type, values[i]);
        if (!accepted) sg_refuse_field(state, record, &record->fields[i], values[i]);
        Py_XDECREF(accepted);
    }
    if (!PyErr_Occurred())
        PyErr_Format(PyExc_TypeError, "%s: an argument changed while it was checked", record->name);
    return NULL;
}

enum { SG_FEW_FIELDS = 32 }; /* up to here arguments are bound on the C stack */

/* An instance of `type`, the record's own, from arguments. */
SG_NOINLINE PyObject *sg_construct(SgState *state, const SgRecord *record, PyTypeObject *type,
                                   PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    PyObject *few[SG_FEW_FIELDS], **bound = few, *self = NULL;
    if (SG_UNLIKELY(record->field_count > SG_FEW_FIELDS)) {
        bound = PyMem_New(PyObject *, record->field_count);
        if (!bound) return PyErr_NoMemory();
    }
    PyObject *const *values = sg_bind(state, record, args, nargs, kwnames, bound);
    if (SG_LIKELY(values != NULL)) self = sg_record_new(type);
    if (SG_LIKELY(self != NULL)) {
        if (SG_LIKELY(record->fill(state, self, values) == 0 &&
                      (!record->factories ||
                       record->factories->work->fill(state, record, self, values) == 0))) {
            sg_record_ready(record, self);
        } else {
            Py_CLEAR(self);
            sg_refuse_values(state, record, values);
        }
    }
    if (SG_UNLIKELY(bound != few)) PyMem_Free(bound);
    return self;
}

/* Calls the type as any class is called: by its __new__ and __init__. */
SG_COLD PyObject *sg_call_slowly(PyObject *type, PyObject *const *args, Py_ssize_t nargs,
                                 PyObject *kwnames)
{
    PyObject *tuple = PyTuple_New(nargs), *keywords = kwnames ? PyDict_New() : NULL, *made = NULL;
    for (Py_ssize_t i = 0; tuple && i < nargs; i++) PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
    int status = tuple && (keywords || !kwnames) ? 0 : -1;
    for (Py_ssize_t i = 0; status == 0 && kwnames && i < PyTuple_GET_SIZE(kwnames); i++)
        status = PyDict_SetItem(keywords, PyTuple_GET_ITEM(kwnames, i), args[nargs + i]);
    if (status == 0) made = PyType_Type.tp_call(type, tuple, keywords);
    Py_XDECREF(keywords);
    Py_XDECREF(tuple);
    return made;
}

static PyObject *sg_new(PyTypeObject *type, PyObject *args, PyObject *keywords);
static int sg_init(PyObject *self, PyObject *args, PyObject *keywords);

/* Of a record with a mixin, whose __init__ or __new__ counts, whenever it was put there. */
SG_FN PyObject *sg_construct_mixed(SgState *state, const SgRecord *record, PyTypeObject *type,
                                   PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    if (SG_UNLIKELY(type->tp_init != sg_init || type->tp_new != sg_new))
        return sg_call_slowly((PyObject *)type, args, nargs, kwnames);
    PyObject *self = sg_construct(state, record, type, args, nargs, kwnames);
    if (self && record->mixin->work->post_init(state, record, self) < 0) Py_CLEAR(self);
    return self;
}

/* The general form of sg_vectorcall(). */
SG_NOINLINE PyObject *sg_construct_any(PyTypeObject *type, PyObject *const *args, Py_ssize_t nargs,
                                       PyObject *kwnames)
{
    SgState *state = sg_state_of(type);
    const SgRecord *record = (const SgRecord *)type->tp_methods;
    if (SG_UNLIKELY(record->flags & SG_ABSTRACT)) return sg_refuse_abstract(record);
    if (record->flags & SG_MIXED)
        return sg_construct_mixed(state, record, type, args, nargs, kwnames);
    return sg_construct(state, record, type, args, nargs, kwnames);
}

/* Whether arguments with these names are all fields in order: then they need no binding. Names in code are
   interned, so pointers tell; where they do not, the general form will. */
SG_INLINE bool sg_is_in_order(const SgRecordState *kept, Py_ssize_t nargs, PyObject *kwnames)
{
    if (!kwnames) return nargs == kept->plain_count;
    const Py_ssize_t keywords = PyTuple_GET_SIZE(kwnames);
    if (nargs + keywords != kept->plain_count) return false;
    for (Py_ssize_t k = 0; k < keywords; k++)
        if (PyTuple_GET_ITEM(kwnames, k) != kept->names[nargs + k]) return false;
    return true;
}

/* tp_vectorcall: called with the record's own type only, since it is not inherited. */
static PyObject *sg_vectorcall(PyObject *type_object, PyObject *const *args, size_t nargsf,
                               PyObject *kwnames)
{
    PyTypeObject *type = (PyTypeObject *)type_object;
    const Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
#if SG_FAST_PATHS
    const SgRecordState *kept = sg_kept_of(type);
    if (SG_LIKELY(kept && sg_is_in_order(kept, nargs, kwnames))) {
        const SgRecord *record = kept->record;
        PyObject *self = sg_record_new_raw(type);
        if (SG_UNLIKELY(!self)) return NULL;
        if (SG_LIKELY(record->fill(kept->state, self, args) == 0)) {
            sg_record_ready(record, self);
            return self;
        }
        Py_DECREF(self);
        return sg_refuse_values(kept->state, record, args);
    }
#endif
    return sg_construct_any(type, args, nargs, kwnames);
}

SG_COLD PyObject *sg_refuse_instance(PyObject *type)
{
    PyErr_Format(PyExc_TypeError, "cannot create '%s' instances",
                 sg_type_name((PyTypeObject *)type));
    return NULL;
}

/* tp_vectorcall of _TradeFields, which is there to be a base of the record's class and nothing else. */
static PyObject *sg_fields_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf,
                                      PyObject *kwnames)
{
    (void)args, (void)nargsf, (void)kwnames;
    return sg_refuse_instance(type);
}

/* tp_new: an empty record, whatever the arguments; tp_init fills it. So subclasses with an __init__ of their
   own work, and `T.__new__(T)` gives an object whose fields were never set. */
static PyObject *sg_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    (void)args, (void)keywords;
    PyTypeObject *record_type;
    const SgRecord *record = sg_record_of(type, &record_type);
    if (SG_UNLIKELY(!record)) return sg_refuse_instance((PyObject *)type); /* not made to the end */
    if (sg_is_abstract(record, type)) return sg_refuse_abstract(record);
    PyObject *self = sg_record_new(type);
    if (self) sg_record_ready(record, self);
    return self;
}

SG_ENTRY void sg_field_swap(const SgField *field, PyObject *self, PyObject *other)
{
    SgSlot room;
    size_t size = field->native ? (size_t)field->native->size : sizeof(PyObject *);
    memcpy(&room, sg_slot(field, self), size);
    memcpy(sg_slot(field, self), sg_slot(field, other), size);
    memcpy(sg_slot(field, other), &room, size);
    if (field->presence) {
        bool is_present = sg_optional_is_present(field, self);
        sg_optional_mark(field, self, sg_optional_is_present(field, other));
        sg_optional_mark(field, other, is_present);
    }
}

/* Gives `self` all fields of `made`, which goes. Its old values are released last. */
SG_ENTRY void sg_record_take(const SgRecord *record, PyObject *self, PyObject *made)
{
    SG_LOCK(self);
    for (int i = 0; i < record->field_count; i++) sg_field_swap(&record->fields[i], self, made);
    SG_UNLOCK;
    sg_hash_forget(record, self);
    if (record->mixin) sg_cached_empty(record->mixin, self);
    sg_discard(made);
}

/* tp_init: for Python subclasses, and for calls of __init__ by name. A second record is made and swapped
   in, so that a refused call changes nothing. */
static int sg_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    SgState *state = sg_state_of(type);
    Py_ssize_t nargs = PyTuple_GET_SIZE(args), count = keywords ? PyDict_GET_SIZE(keywords) : 0;

    PyObject **passed = PyMem_New(PyObject *, nargs + count + 1), *made = NULL;
    PyObject *kwnames = count ? PyTuple_New(count) : NULL;
    if (passed && (kwnames || !count)) {
        for (Py_ssize_t i = 0; i < nargs; i++) passed[i] = PyTuple_GET_ITEM(args, i);
        PyObject *key, *value;
        for (Py_ssize_t at = 0, k = 0; count && PyDict_Next(keywords, &at, &key, &value); k++) {
            PyTuple_SET_ITEM(kwnames, k, Py_NewRef(key));
            passed[nargs + k] = value;
        }
        made = sg_construct(state, record, type, passed, nargs, kwnames);
    } else if (!passed) {
        PyErr_NoMemory();
    }
    Py_XDECREF(kwnames);
    PyMem_Free(passed);
    if (!made) return -1;

    sg_record_take(record, self, made);
    return record->flags & SG_MIXED ? record->mixin->work->post_init(state, record, self) : 0;
}

#endif
