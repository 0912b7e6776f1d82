/* sg_mixin.h: the Python class that stands in front of a generated one, as in
   `class Trade(Mixin, _TradeFields)`: imported and judged here, when the module is; and what it may add to
   the life of an instance, __post_init__. Cached slots, which a mixin fills, are in sg_cached.h. */
#ifndef SG_MIXIN_H
#define SG_MIXIN_H

#include "sg_instance.h"
#include "sg_node.h"

/* ---- import ---- */

/* ImportError for the record's mixin, with the reason; `cause`, which may be NULL, is stolen. */
SG_COLD void sg_mixin_refuse(const SgRecord *record, PyObject *cause, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    PyObject *reason = PyUnicode_FromFormatV(format, args);
    va_end(args);
    if (reason)
        PyErr_Format(PyExc_ImportError, "%s: cannot use the mixin '%s:%s': %U", record->name,
                     record->mixin->module, record->mixin->name, reason);
    Py_XDECREF(reason);
    if (cause) sg_set_cause(cause);
}

/* The exception that is set becomes the reason, if it is of `category`; else it stays. */
SG_COLD void sg_mixin_refuse_because(const SgRecord *record, PyObject *category)
{
    if (!PyErr_ExceptionMatches(category)) return;
    PyObject *error = sg_take_error();
    PyObject *text = PyObject_Str(error);
    if (text) sg_mixin_refuse(record, error, "%U", text);
    else Py_DECREF(error);
    Py_XDECREF(text);
}

/* `base` is the mixin or one of its bases: it may add nothing to instances. */
SG_COLD int sg_mixin_check_base(const SgRecord *record, PyTypeObject *base)
{
    if (base == &PyBaseObject_Type) return 0;
    PyObject *dict = PyObject_GetAttrString((PyObject *)base, "__dict__");
    if (!dict) return -1;
    const bool has_dict = PyMapping_HasKeyString(dict, "__dict__");
    const bool has_weakref = PyMapping_HasKeyString(dict, "__weakref__");
    Py_DECREF(dict);
    if (has_dict || has_weakref) {
        sg_mixin_refuse(record, NULL,
                        "instances would have a %s, because %s has no '__slots__ = ()'",
                        has_dict ? "__dict__" : "__weakref__", sg_type_name(base));
        return -1;
    }
    if (base->tp_basicsize == PyBaseObject_Type.tp_basicsize && !base->tp_itemsize) return 0;
    sg_mixin_refuse(record, NULL, "instances would have what %s has beside their own fields",
                    sg_type_name(base));
    return -1;
}

SG_COLD int sg_mixin_check(const SgRecord *record, PyObject *mixin)
{
    if (!PyType_Check(mixin)) {
        sg_mixin_refuse(record, NULL, "it is no class, but of type %s",
                        sg_type_name(Py_TYPE(mixin)));
        return -1;
    }
    if (!Py_IS_TYPE(mixin, &PyType_Type)) {
        sg_mixin_refuse(record, NULL, "its metaclass is %s, not type",
                        sg_type_name(Py_TYPE(mixin)));
        return -1;
    }
    PyObject *mro = ((PyTypeObject *)mixin)->tp_mro;
    for (Py_ssize_t i = PyTuple_GET_SIZE(mro) - 1; i >= 0; i--)
        if (sg_mixin_check_base(record, (PyTypeObject *)PyTuple_GET_ITEM(mro, i)) < 0) return -1;
    return 0;
}

/* A new reference to the record's mixin; or ImportError. */
SG_COLD PyObject *sg_mixin_import(const SgRecord *record)
{
    PyObject *module = PyImport_ImportModule(record->mixin->module), *mixin = NULL;
    if (!module) {
        sg_mixin_refuse_because(record, PyExc_ImportError);
        return NULL;
    }
    mixin = PyObject_GetAttrString(module, record->mixin->name);
    Py_DECREF(module);
    if (!mixin) sg_mixin_refuse_because(record, PyExc_AttributeError);
    else if (sg_mixin_check(record, mixin) < 0) Py_CLEAR(mixin);
    return mixin;
}

/* ---- the class ---- */

/* class Trade(Mixin, _TradeFields): made as a class statement makes it, so that Python's own rules say what
   wins, and __init_subclass__ is called. That gives the class the collector's header and the life of a Python
   class; both are taken from it again before there is an instance. What frees an object calls no __del__,
   so with one the way of a Python class stays. */
SG_COLD PyTypeObject *sg_mixin_class(PyObject *module, const SgRecord *record, PyTypeObject *fields)
{
    PyObject *mixin = sg_mixin_import(record), *name = PyModule_GetNameObject(module);
    PyTypeObject *type = NULL;
    if (mixin && name)
        type = (PyTypeObject *)PyObject_CallFunction((PyObject *)&PyType_Type, "s(OO){s()sOsz}",
                                                     record->name, mixin, fields, "__slots__",
                                                     "__module__", name, "__doc__", record->doc);
    Py_XDECREF(name);
    Py_XDECREF(mixin);
    if (!type) return NULL;

    type->tp_methods = (PyMethodDef *)record->methods;
    ((PyHeapTypeObject *)type)->ht_module = Py_NewRef(module);
    if (!type->tp_finalize) type->tp_dealloc = sg_dealloc;
    type->tp_traverse = record->flags & SG_TRACKED ? sg_traverse : NULL;
    type->tp_clear = record->references ? sg_clear : NULL;
    if (!(record->flags & SG_TRACKED)) {
        type->tp_flags &= ~(unsigned long)Py_TPFLAGS_HAVE_GC;
        type->tp_clear = NULL;
        type->tp_free = PyObject_Free;
    }
    if (record->flags & SG_FINAL) type->tp_flags &= ~(unsigned long)Py_TPFLAGS_BASETYPE;
    /* tp_new comes from the base that shapes instances, which is the mixin if there are no fields */
    if (type->tp_new == PyBaseObject_Type.tp_new) type->tp_new = fields->tp_new;
    PyType_Modified(type);
    return type;
}

SG_COLD int sg_mixin_check_cached(const SgRecord *record, const SgRecordState *kept)
{
    const SgMixin *mixin = record->mixin;
    SgState *state = kept->state;
    const SgRecord *mixed = record; /* whose mixin it is */
    while (!mixed->mixin || !mixed->mixin->module) mixed = sg_base_of(&state, mixed);
    for (int i = mixin->cached_count - mixin->own_cached_count; i < mixin->cached_count; i++) {
        PyObject *name = PyUnicode_FromFormat("_compute_%s", mixin->cached[i].name);
        if (!name) return -1;
        int has = PyObject_HasAttr((PyObject *)kept->type, name);
        if (!has)
            sg_mixin_refuse(mixed, NULL, "it has no %U(self) for the cached slot '%s'", name,
                            mixin->cached[i].name);
        Py_DECREF(name);
        if (!has) return -1;
    }
    return 0;
}

/* Whether something else than the field itself is found under its name in the class. */
SG_COLD int sg_mixin_shadows(PyTypeObject *type, PyObject *name)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(type->tp_mro); i++) {
        PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(type->tp_mro, i);
        if (!(base->tp_flags & Py_TPFLAGS_HEAPTYPE)) continue;
        PyObject *found = PyDict_GetItemWithError(base->tp_dict, name);
        if (found)
            return !Py_IS_TYPE(found, &PyGetSetDescr_Type) &&
                   !Py_IS_TYPE(found, &PyMemberDescr_Type);
        if (PyErr_Occurred()) return -1;
    }
    return 0;
}

/* Assignment leaves the fields that the mixin has put something else over to that. */
SG_COLD int sg_mixin_take_over(const SgRecord *record, SgRecordState *kept)
{
    size_t count = (size_t)record->field_count;
    PyObject **assigned = (PyObject **)PyMem_Calloc(count + 1, sizeof(PyObject *));
    if (!assigned) {
        PyErr_NoMemory();
        return -1;
    }
    kept->assigned = assigned;
    for (size_t i = 0; i < count; i++) {
        int shadows = sg_mixin_shadows(kept->type, kept->names[i]);
        if (shadows < 0) return -1;
        if (!shadows) assigned[i] = kept->names[i];
    }
    return 0;
}

/* The last step of a record's class, where it or a base has a mixin. */
SG_COLD int sg_mixin_exec(const SgRecord *record, SgRecordState *kept)
{
    if (sg_mixin_check_cached(record, kept) < 0 || sg_mixin_take_over(record, kept) < 0) return -1;
    PyObject *name = PyUnicode_InternFromString("__post_init__");
    if (!name) return -1;
    if (PyObject_HasAttr((PyObject *)kept->type, name)) kept->post_init = name;
    else Py_DECREF(name);
    return 0;
}

/* ---- __post_init__ ---- */

/* Calls __post_init__ of `self`, whose fields have been set, where its record's mixin has one. */
SG_ENTRY int sg_post_init(SgState *state, const SgRecord *record, PyObject *self)
{
    PyObject *name = state->records[record->index].post_init;
    if (!name) return 0;
    PyObject *result = PyObject_CallMethodNoArgs(self, name);
    Py_XDECREF(result);
    return result ? 0 : -1;
}

/* The same in the fast reader: an exception is a refusal. The judge will call __post_init__ again, once it
   is sure of the document, and says where the exception came from. So a document that is refused calls it
   twice for what stands before the mistake; one that is not, once. */
SG_ENTRY int sg_post_init_read(SgReader *r, const SgRecord *record, PyObject *self)
{
    sg_reader_wake(r);
    if (sg_post_init(r->state, record, self) == 0) return 0;
    if (PyErr_ExceptionMatches(PyExc_Exception)) PyErr_Clear();
    return -1;
}

/* The same in the judge: ValueError and TypeError become ValidationError at the object's end. */
SG_COLD int sg_post_init_load(const SgPlace *place, const SgRecord *record, PyObject *self,
                              PyObject *where)
{
    if (sg_post_init(place->root->state, record, self) == 0) return 0;
    SgPlace end = *place;
    if (where) end.offset = sg_where_end(where);
    return sg_fail_because(&end);
}

#endif
