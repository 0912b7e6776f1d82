/* sg_record_type.h: the classes of a module, made when it is imported, from the tables: _Record, the helpers, and each
   record's own. */
#ifndef SG_RECORD_TYPE_H
#define SG_RECORD_TYPE_H

#include "sg_cached.h"
#include "sg_class_attribute.h"
#include "sg_compare.h"
#include "sg_descriptor.h"
#include "sg_import.h"
#include "sg_json.h"
#include "sg_pickle.h"
#include "sg_stream.h"

#define SG_SLOT_FUNCTION(function) ((void *)(function))

/* ---- _Record, the base of all records of a module: everything that is done by tables ---- */

/* The nearest base with fields; or TypeError. Two of them cannot be laid out in one instance. CPython notices
   only where both add to the size; where one's fields fit into a common base's padding they would overlap. */
SG_COLD PyTypeObject *sg_check_bases(PyTypeObject *type)
{
    PyTypeObject *nearest = NULL;
    PyObject *mro = type->tp_mro;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(mro); i++) {
        PyTypeObject *listed = (PyTypeObject *)PyTuple_GET_ITEM(mro, i);
        if (!sg_brings_fields(listed)) continue;
        if (nearest && !PyType_IsSubtype(nearest, listed)) {
            PyErr_SetString(PyExc_TypeError, "multiple bases have instance lay-out conflict");
            return NULL;
        }
        if (!nearest) nearest = listed;
    }
    if (!nearest) PyErr_SetString(PyExc_TypeError, "type '_Record' is not an acceptable base type");
    return nearest;
}

/* super(after, type).__init_subclass__(*args, **keywords) */
SG_COLD PyObject *sg_next_init_subclass(PyObject *after, PyObject *type, PyObject *args,
                                        PyObject *keywords)
{
    PyObject *super = PyObject_CallFunctionObjArgs((PyObject *)&PySuper_Type, after, type, NULL);
    PyObject *next = super ? PyObject_GetAttrString(super, "__init_subclass__") : NULL;
    PyObject *result = next ? PyObject_Call(next, args, keywords) : NULL;
    Py_XDECREF(next);
    Py_XDECREF(super);
    return result;
}

/* What a class statement would do last, for a class below one with a mixin. */
SG_COLD int sg_tell_mixin(SgState *state, const SgRecord *record, PyTypeObject *type)
{
    const SgRecord *over = sg_base_of(&state, record);
    if (!over || !(over->flags & SG_MIXED)) return 0;
    PyObject *none = PyTuple_New(0), *result = NULL;
    if (none) result = sg_next_init_subclass((PyObject *)type, (PyObject *)type, none, NULL);
    Py_XDECREF(none);
    Py_XDECREF(result);
    return result ? 0 : -1;
}

SG_COLD PyObject *sg_init_subclass(PyObject *type, PyObject *args, PyObject *keywords)
{
    PyTypeObject *nearest = sg_check_bases((PyTypeObject *)type);
    if (!nearest) return NULL;
    SgState *state = sg_state_of(nearest);
    const SgRecord *record = (const SgRecord *)nearest->tp_methods;
    while (record->base >= 0) record = sg_base_of(&state, record);
    /* _Record of the module where the chain of bases begins: no other is among the bases */
    return sg_next_init_subclass((PyObject *)state->base_type, type, args, keywords);
}

static PyMethodDef sg_base_methods[] = {
    SG_JSON_METHODS SG_STREAM_METHODS{"__copy__", sg_copy, METH_NOARGS, NULL},
    {"__deepcopy__", sg_deepcopy, METH_O, NULL},
    {"__replace__", (PyCFunction)(void (*)(void))sg_replace, METH_VARARGS | METH_KEYWORDS,
     "__replace__($self, /, **changes)\n--\n\n"},
    {"__reduce_ex__", sg_reduce, METH_O, NULL},
    {"__reduce__", sg_reduce, METH_NOARGS, NULL},
    {"__setstate__", sg_setstate, METH_O, NULL},
    {"__init_subclass__", (PyCFunction)(void (*)(void))sg_init_subclass,
     METH_VARARGS | METH_KEYWORDS | METH_CLASS, NULL},
    {"__rich_repr__", sg_rich_repr, METH_NOARGS, "__rich_repr__($self, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

/* ---- types ---- */

SG_COLD int sg_words_exec(SgState *state)
{
    static const char *const words[SG_WORD_COUNT] = {"__module__", "__slots__", "__match_args__",
                                                     "__annotations__", "__copy__"};
    for (int i = 0; i < SG_WORD_COUNT; i++) {
        state->words[i] = PyUnicode_InternFromString(words[i]);
        if (!state->words[i]) return -1;
    }
    return 0;
}

/* `name` is what messages call it: CPython's own texts print tp_name, which a class made by Python does not
   qualify. */
SG_COLD PyTypeObject *sg_type_make(SgState *state, PyObject *module, PyType_Spec *spec,
                                   PyTypeObject *base, const char *name)
{
    PyObject *bases = base ? PyTuple_Pack(1, base) : NULL;
    if (base && !bases) return NULL;
    PyTypeObject *type = (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, bases);
    Py_XDECREF(bases);
    if (!type) return NULL;
    type->tp_name = name;
    if (sg_type_put(type, state->words[SG_WORD_MODULE], PyModule_GetNameObject(module)) < 0)
        Py_CLEAR(type);
    return type;
}

/* Gives _Record its attributes that are made when somebody asks. */
SG_COLD int sg_class_attributes_exec(SgState *state, PyObject *module)
{
    PyType_Slot slots[] = {
        {Py_tp_descr_get, SG_SLOT_FUNCTION(sg_class_attribute_get)},
        {Py_tp_traverse, SG_SLOT_FUNCTION(sg_class_attribute_traverse)},
        {Py_tp_dealloc, SG_SLOT_FUNCTION(sg_class_attribute_dealloc)},
        {0, NULL},
    };
    unsigned flags = (unsigned)(Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE |
                                Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_HAVE_GC);
    PyType_Spec spec = {"slotgen._ClassAttribute", (int)sizeof(SgClassAttribute), 0, flags, slots};
    PyTypeObject *type = sg_type_make(state, module, &spec, NULL, "_ClassAttribute");
    if (!type) return -1;
    const int count = (int)(sizeof sg_class_attribute_rows / sizeof sg_class_attribute_rows[0]);
    int status = 0;
    for (int i = 0; status == 0 && i < count; i++) {
        PyObject *name = PyUnicode_InternFromString(sg_class_attribute_rows[i].name);
        status = name ? sg_type_put(state->base_type, name, sg_class_attribute_make(type, i)) : -1;
        Py_XDECREF(name);
    }
    Py_DECREF(type);
    return status;
}

SG_COLD int sg_helper_types_exec(SgState *state, PyObject *module)
{
    unsigned flags = (unsigned)(Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE |
                                Py_TPFLAGS_DISALLOW_INSTANTIATION);
    unsigned open_flags =
        (unsigned)(Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE);
    unsigned tracked_flags = flags | (unsigned)Py_TPFLAGS_HAVE_GC;
    /* what most records inherit: a type that has a slot of its own has an object for each of its methods */
    PyType_Slot base_slots[] = {
        {Py_tp_methods, (void *)sg_base_methods},
        {Py_tp_new, SG_SLOT_FUNCTION(sg_new)}, /* which refuses _Record itself */
        {Py_tp_init, SG_SLOT_FUNCTION(sg_init)},
        {Py_tp_repr, SG_SLOT_FUNCTION(sg_repr)},
        {Py_tp_setattro, SG_SLOT_FUNCTION(sg_setattro)},
        {Py_tp_richcompare, SG_SLOT_FUNCTION(sg_richcompare)},
        {Py_tp_hash, SG_SLOT_FUNCTION(PyObject_HashNotImplemented)},
        {0, NULL},
    };
    PyType_Spec base = {"slotgen._Record", (int)sizeof(PyObject), 0, open_flags, base_slots};
    PyType_Slot shape_slots[] = {
        {Py_tp_methods, (void *)sg_shape_methods},
        {Py_tp_members, (void *)sg_shape_members},
        {Py_tp_call, SG_SLOT_FUNCTION(PyVectorcall_Call)},
        {Py_tp_traverse, SG_SLOT_FUNCTION(sg_shape_traverse)},
        {Py_tp_clear, SG_SLOT_FUNCTION(sg_shape_clear)},
        {Py_tp_dealloc, SG_SLOT_FUNCTION(sg_shape_dealloc)},
        {0, NULL},
    };
    PyType_Spec shape = {"slotgen._Shape", (int)sizeof(SgShape), 0,
                         tracked_flags | (unsigned)Py_TPFLAGS_HAVE_VECTORCALL, shape_slots};
    PyType_Slot lines_slots[] = {
        {Py_tp_iter, SG_SLOT_FUNCTION(PyObject_SelfIter)},
        {Py_tp_iternext, SG_SLOT_FUNCTION(sg_lines_next)},
        {Py_tp_traverse, SG_SLOT_FUNCTION(sg_lines_traverse)},
        {Py_tp_clear, SG_SLOT_FUNCTION(sg_lines_clear)},
        {Py_tp_dealloc, SG_SLOT_FUNCTION(sg_lines_dealloc)},
        {0, NULL},
    };
    PyType_Spec lines = {"slotgen._JsonLines", (int)sizeof(SgLines), 0, tracked_flags, lines_slots};
    state->base_type = sg_type_make(state, module, &base, NULL, "_Record");
    state->shape_type = sg_type_make(state, module, &shape, NULL, "_Shape");
    state->lines_type = sg_type_make(state, module, &lines, NULL, "_JsonLines");
    if (!state->base_type || !state->shape_type || !state->lines_type) return -1;
    if (sg_type_put(state->base_type, state->words[SG_WORD_SLOTS], PyTuple_New(0)) < 0) return -1;
    return sg_class_attributes_exec(state, module);
}

#if SG_FAST_PATHS && !defined(Py_GIL_DISABLED)
/* Gives a class a `__copy__` of its own, which copy.copy() asks it for: CPython calls a method without a detour
   where the instance is of the very class that the method is of. Not where it might hide that of a mixin. */
SG_COLD int sg_copy_method_put(SgState *state, const SgRecord *record, PyTypeObject *type)
{
    if (record->flags & SG_MIXED) return 0;
    PyObject *name = state->words[SG_WORD_COPY];
    PyObject *inherited = PyDict_GetItemWithError(state->base_type->tp_dict, name);
    if (!inherited) return -1;
    PyObject *method = sg_descriptor_make(&PyMethodDescr_Type, type, name);
    if (!method) return -1;
    ((PyMethodDescrObject *)(void *)method)->d_method =
        ((PyMethodDescrObject *)(void *)inherited)->d_method;
    ((PyMethodDescrObject *)(void *)method)->vectorcall =
        ((PyMethodDescrObject *)(void *)inherited)->vectorcall;
    return sg_type_put(type, name, method);
}
#else
SG_COLD int sg_copy_method_put(SgState *state, const SgRecord *record, PyTypeObject *type)
{
    (void)state, (void)record, (void)type;
    return 0;
}
#endif

/* The class of a record; of one with a mixin, that behind it: _TradeFields. Where a base has a mixin, what
   that says of reading, showing or comparing records holds here too, so those slots are inherited. */
SG_COLD PyTypeObject *sg_record_type_make(SgState *state, PyObject *module, const SgRecord *record)
{
    SgState *base_state = state;
    const SgRecord *over = sg_base_of(&base_state, record);
    PyTypeObject *base = over ? state->records[record->base].type : state->base_type;
    bool is_foreign = base_state != state;
    const SgMixin *mixin = record->mixin && record->mixin->module ? record->mixin : NULL;
    bool has_eq = (record->flags & SG_EQ) != 0, is_tracked = (record->flags & SG_TRACKED) != 0;
    hashfunc hash = record->hash ? sg_hash
                    : has_eq     ? PyObject_HashNotImplemented
                                 : PyBaseObject_Type.tp_hash;
    richcmpfunc compare = has_eq ? sg_richcompare : PyBaseObject_Type.tp_richcompare;
    PyMemberDef opted[SG_OPTED_ROOM];
    sg_opted_list(state, record, opted);
    PyType_Slot slots[16];
    int count = 0;
#define SG_SLOT(id, pointer)                                                                       \
    do {                                                                                           \
        slots[count].slot = (id);                                                                  \
        slots[count++].pfunc = (void *)(pointer);                                                  \
    } while (0)
    SG_SLOT(Py_tp_methods, record->methods);
    if (opted[0].name) SG_SLOT(Py_tp_members, opted);
    if (sg_adds_flag(state, record, SG_DICT)) SG_SLOT(Py_tp_getset, sg_dict_getset);
    SG_SLOT(Py_tp_dealloc, sg_dealloc);
    if (is_foreign) SG_SLOT(Py_tp_init, sg_init);
    if (over ? has_eq != ((over->flags & SG_EQ) != 0) : !has_eq || record->hash) {
        SG_SLOT(Py_tp_richcompare, compare);
        SG_SLOT(Py_tp_hash, hash);
    }
    /* that of another module works as well, but is not known here as what it is */
    if (is_foreign && base->tp_new == base_state->make) SG_SLOT(Py_tp_new, sg_new);
    if (record->doc) SG_SLOT(Py_tp_doc, record->doc);
    if (is_tracked) SG_SLOT(Py_tp_traverse, sg_traverse);
    if (is_tracked && record->references) SG_SLOT(Py_tp_clear, sg_clear);
    SG_SLOT(0, NULL);
#undef SG_SLOT

    unsigned flags = (unsigned)Py_TPFLAGS_DEFAULT;
    if (!over || !(over->flags & SG_MIXED)) flags |= (unsigned)Py_TPFLAGS_IMMUTABLETYPE;
    if (is_tracked) flags |= (unsigned)Py_TPFLAGS_HAVE_GC;
    if (mixin || !(record->flags & SG_FINAL)) flags |= (unsigned)Py_TPFLAGS_BASETYPE;
    PyType_Spec spec = {mixin ? mixin->fields_qualified_name : record->qualified_name,
                        (int)record->size, 0, flags, slots};
    PyTypeObject *type =
        sg_type_make(state, module, &spec, base, mixin ? mixin->fields_name : record->name);
    if (!type) return NULL;
    type->tp_vectorcall = mixin ? sg_fields_vectorcall : sg_vectorcall;
    sg_kept_link(type, &state->records[record->index]);
    if (sg_descriptors_put(state, record, type) < 0 ||
        sg_copy_method_put(state, record, type) < 0 ||
        (is_foreign && state->module->adopt(state, record, type) < 0))
        Py_CLEAR(type);
    return type;
}

/* Makes the class behind the mixin and the record's own, which is returned. */
SG_COLD PyTypeObject *sg_record_type_mix(SgState *state, PyObject *module, const SgRecord *record)
{
    SgRecordState *kept = &state->records[record->index];
    kept->fields_type = sg_record_type_make(state, module, record);
    if (!kept->fields_type || PyModule_AddObjectRef(module, record->mixin->fields_name,
                                                    (PyObject *)kept->fields_type) < 0)
        return NULL;
    if (sg_tell_mixin(state, record, kept->fields_type) < 0) return NULL;
    PyTypeObject *type = record->mixin->work->make_class(module, record, kept->fields_type);
    if (!type) return NULL;
    type->tp_vectorcall = sg_vectorcall;
    sg_kept_link(type, kept);
    return type;
}

/* The tuple of the record's own fields and of what it opts in to, as a class statement would have it. */
SG_COLD PyObject *sg_slots_tuple(const SgRecord *record, SgRecordState *kept)
{
    const SgMixin *mixin = record->mixin;
    const int cached = mixin ? mixin->own_cached_count : 0;
    const bool has_weakref = sg_adds_flag(kept->state, record, SG_WEAKREF);
    const bool has_dict = sg_adds_flag(kept->state, record, SG_DICT);
    PyObject *slots = PyTuple_New(record->own_count + cached + has_weakref + has_dict);
    if (!slots) return NULL;
    PyObject **fields = kept->names + record->field_count - record->own_count;
    PyObject **own_cached =
        kept->names + record->field_count + (mixin ? mixin->cached_count : 0) - cached;
    Py_ssize_t at = 0;
    for (int i = 0; i < record->own_count; i++) PyTuple_SET_ITEM(slots, at++, Py_NewRef(fields[i]));
    for (int i = 0; i < cached; i++) PyTuple_SET_ITEM(slots, at++, Py_NewRef(own_cached[i]));
    if (has_weakref) PyTuple_SET_ITEM(slots, at++, PyUnicode_InternFromString("__weakref__"));
    if (has_dict) PyTuple_SET_ITEM(slots, at++, PyUnicode_InternFromString("__dict__"));
    if (PyErr_Occurred()) Py_CLEAR(slots);
    return slots;
}

/* Of most records they are the tuple of its slots, which is shared then. */
SG_COLD PyObject *sg_match_args(const SgRecord *record, SgRecordState *kept, PyObject *slots)
{
    const int count = kept->positional_count;
    if (slots && count == record->own_count && PyTuple_GET_SIZE(slots) == count &&
        count == record->field_count)
        return Py_NewRef(slots);
    PyObject *names = PyTuple_New(count);
    for (int i = 0, at = 0; names && i < record->field_count; i++)
        if (!(record->fields[i].flags & SG_KW_ONLY))
            PyTuple_SET_ITEM(names, at++, Py_NewRef(kept->names[i]));
    return names;
}

/* What is known of a record's class before it is made. */
SG_COLD int sg_record_prepare(SgState *state, const SgRecord *record, SgKnownName *known)
{
    SgRecordState *kept = &state->records[record->index];
    kept->record = record;
    kept->state = state;
    if (sg_tables_make(record, kept) < 0 || sg_names_fill(state, record, known) < 0) return -1;
    for (int i = 0; i < record->field_count; i++)
        if (!(record->fields[i].flags & SG_KW_ONLY)) kept->positional_count++;
    kept->assigned = kept->names;
    const bool is_plain = kept->positional_count == record->field_count && !record->factories &&
                          !(record->flags & (SG_MIXED | SG_ABSTRACT));
    kept->plain_count = is_plain ? record->field_count : -1;
    kept->free_room = sg_free_room(record);
    return 0;
}

/* The class's own name; borrowed. */
SG_COLD PyObject *sg_class_name(PyTypeObject *type)
{
    return ((PyHeapTypeObject *)(void *)type)->ht_name;
}

/* Adds a class to the module by its name, which is interned, as names of attributes are. */
SG_COLD int sg_class_add(PyObject *module, PyTypeObject *type)
{
    PyUnicode_InternInPlace(&((PyHeapTypeObject *)(void *)type)->ht_name);
    return PyDict_SetItem(PyModule_GetDict(module), sg_class_name(type), (PyObject *)type);
}

SG_COLD int sg_record_exec(SgState *state, PyObject *module, const SgRecord *record)
{
    SgRecordState *kept = &state->records[record->index];
    bool has_mixin = record->mixin && record->mixin->module;
    kept->type = has_mixin ? sg_record_type_mix(state, module, record)
                           : sg_record_type_make(state, module, record);
    if (!kept->type) return -1;
    /* match_args of a mixin win, so they stand behind it; slots are each class's own */
    PyTypeObject *behind = has_mixin ? kept->fields_type : kept->type;
    PyObject *slots = sg_slots_tuple(record, kept);
    if (sg_type_put(behind, state->words[SG_WORD_MATCH_ARGS], sg_match_args(record, kept, slots)) <
            0 ||
        (has_mixin && sg_type_put(behind, state->words[SG_WORD_SLOTS], Py_XNewRef(slots)) < 0)) {
        Py_XDECREF(slots);
        return -1;
    }
    if (sg_type_put(kept->type, state->words[SG_WORD_SLOTS], slots) < 0 ||
        ((record->flags & SG_MIXED) && record->mixin->work->exec(record, kept) < 0))
        return -1;
    if (!has_mixin && sg_tell_mixin(state, record, kept->type) < 0) return -1;
    return sg_class_add(module, kept->type);
}

SG_COLD int sg_annotations_exec(SgState *state, const SgRecord *record)
{
    SgRecordState *kept = &state->records[record->index];
    PyObject *annotations = sg_annotations(state, record);
    if (kept->fields_type && sg_type_put(kept->fields_type, state->words[SG_WORD_ANNOTATIONS],
                                         Py_XNewRef(annotations)) < 0) {
        Py_XDECREF(annotations);
        return -1;
    }
    return sg_type_put(kept->type, state->words[SG_WORD_ANNOTATIONS], annotations);
}

SG_COLD int sg_records_exec(SgState *state, PyObject *module)
{
    const SgModule *description = state->module;
    SgKnownName known[SG_NAMES_KNOWN] = {{NULL, NULL}};
    int status = 0;
    for (int i = 0; status == 0 && i < description->record_count; i++)
        status = sg_record_prepare(state, description->records[i], known);
    for (int i = 0; status == 0 && i < description->record_count; i++)
        status = sg_record_exec(state, module, description->records[i]);
    for (int i = 0; status == 0 && i < description->record_count; i++) /* may name any of them */
        status = sg_annotations_exec(state, description->records[i]);
    return status;
}

#endif
