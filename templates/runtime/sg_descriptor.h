/* sg_descriptor.h: fields as attributes of their class: their names, and the descriptors, which are made from the
   table of fields when a class is. CPython would make them from tables, too, but look up each name again: a
   third of what a class costs. */
#ifndef SG_DESCRIPTOR_H
#define SG_DESCRIPTOR_H

#include "sg_getter.h"
#include "sg_record.h"

/* The closure is the SgField. */
SG_ENTRY PyObject *sg_optional_getter(PyObject *self, void *closure)
{
    return sg_got(self, sg_optional_get((const SgField *)closure, self));
}

/* Whether the record opts in to what `flag` says, and its base does not. */
SG_COLD bool sg_adds_flag(SgState *state, const SgRecord *record, unsigned flag)
{
    const SgRecord *base = sg_base_of(&state, record);
    return (record->flags & flag) && !(base && (base->flags & flag));
}

/* Puts an attribute into a type that is immutable already. Steals `value`; NULL is -1. */
SG_COLD int sg_type_put(PyTypeObject *type, PyObject *name, PyObject *value)
{
    int status = value ? PyDict_SetItem(type->tp_dict, name, value) : -1;
    Py_XDECREF(value);
    PyType_Modified(type);
    return status;
}

/* ---- names and tables: one block of memory for each record ---- */

enum { SG_NAMES_KNOWN = 64 };

/* A name that has been interned: records of one module have many in common, and compilers keep equal texts once. */
typedef struct {
    const char *text;
    PyObject *name; /* borrowed */
} SgKnownName;

/* A new reference to `text`, interned. `known` are SG_NAMES_KNOWN rows, zeroed first. */
SG_COLD PyObject *sg_name_intern(SgKnownName *known, const char *text)
{
    const uintptr_t place = (uintptr_t)text;
    SgKnownName *row = &known[(place ^ place >> 6) % SG_NAMES_KNOWN];
    if (row->text == text) return Py_NewRef(row->name);
    PyObject *name = PyUnicode_InternFromString(text);
    if (name) {
        row->text = text;
        row->name = name;
    }
    return name;
}

/* Fills in the names of all fields and cached slots. */
SG_COLD int sg_names_fill(SgState *state, const SgRecord *record, SgKnownName *known)
{
    SgState *home = state;
    PyObject **names = state->records[record->index].names;
    const SgRecord *base = sg_base_of(&home, record);
    const int inherited = base ? base->field_count : 0, fields = record->field_count;
    for (int i = 0; i < inherited; i++) names[i] = Py_NewRef(home->records[base->index].names[i]);
    const int count = fields + (record->mixin ? record->mixin->cached_count : 0);
    for (int i = inherited; i < count; i++) {
        const SgField *row = i < fields ? &record->fields[i] : &record->mixin->cached[i - fields];
        names[i] = sg_name_intern(known, row->name);
        if (!names[i]) return -1;
    }
    return 0;
}

/* Allocates what the record's state points to: names, defaults, and the rows of the descriptors that its class has
   beyond its base's. Descriptors keep their class, that the module, and that its state: so the rows last. */
SG_COLD int sg_tables_make(const SgRecord *record, SgRecordState *kept)
{
    const int cached = record->mixin ? record->mixin->cached_count : 0;
    size_t names = (size_t)(record->field_count + cached), getset = 0, members = 0;
    for (int i = record->field_count - record->own_count; i < record->field_count; i++)
        record->fields[i].native ? getset++ : members++;
    if (record->mixin) getset += (size_t)record->mixin->own_cached_count;
    void *block = PyMem_Calloc(1, 2 * names * sizeof(PyObject *) + getset * sizeof(PyGetSetDef) +
                                      members * sizeof(PyMemberDef));
    if (!block) {
        PyErr_NoMemory();
        return -1;
    }
    kept->names = (PyObject **)block;
    kept->defaults = kept->names + names;
    kept->getset = (PyGetSetDef *)(void *)(kept->defaults + names);
    kept->members = (PyMemberDef *)(void *)(kept->getset + getset);
    return 0;
}

/* ---- descriptors ---- */

/* PyDescr_NewMember and PyDescr_NewGetSet, but for the name, which they would look up again. */
#if SG_FAST_PATHS && !defined(Py_GIL_DISABLED)
SG_COLD PyObject *sg_descriptor_make(PyTypeObject *kind, PyTypeObject *type, PyObject *name)
{
    PyDescrObject *made = (PyDescrObject *)(void *)PyType_GenericAlloc(kind, 0);
    if (!made) return NULL;
    made->d_type = (PyTypeObject *)Py_NewRef((PyObject *)type);
    made->d_name = Py_NewRef(name);
    return (PyObject *)made;
}

SG_COLD PyObject *sg_member_make(PyTypeObject *type, PyMemberDef *row, PyObject *name)
{
    PyObject *made = sg_descriptor_make(&PyMemberDescr_Type, type, name);
    if (made) ((PyMemberDescrObject *)(void *)made)->d_member = row;
    return made;
}

SG_COLD PyObject *sg_getset_make(PyTypeObject *type, PyGetSetDef *row, PyObject *name)
{
    PyObject *made = sg_descriptor_make(&PyGetSetDescr_Type, type, name);
    if (made) ((PyGetSetDescrObject *)(void *)made)->d_getset = row;
    return made;
}
#else
SG_COLD PyObject *sg_member_make(PyTypeObject *type, PyMemberDef *row, PyObject *name)
{
    (void)name;
    return PyDescr_NewMember(type, row);
}

SG_COLD PyObject *sg_getset_make(PyTypeObject *type, PyGetSetDef *row, PyObject *name)
{
    (void)name;
    return PyDescr_NewGetSet(type, row);
}
#endif

SG_COLD PyObject *sg_member_descriptor(PyTypeObject *type, const SgField *field, PyMemberDef *row,
                                       PyObject *name)
{
    const PyMemberDef member = {(char *)(uintptr_t)field->name, T_OBJECT_EX, field->offset,
                                READONLY, (char *)(uintptr_t)field->doc};
    *row = member;
    return sg_member_make(type, row, name);
}

SG_COLD PyObject *sg_native_descriptor(PyTypeObject *type, const SgField *field, PyGetSetDef *row,
                                       PyObject *name)
{
    const bool is_optional = field->presence != 0;
    const PyGetSetDef getset = {
        field->name, is_optional ? sg_optional_getter : field->native->attribute, NULL, field->doc,
        is_optional ? (void *)(uintptr_t)field : (void *)(uintptr_t)field->offset};
    *row = getset;
    return sg_getset_make(type, row, name);
}

/* Gives a record's class, or what stands behind its mixin, its own fields and cached slots, in their order. */
SG_COLD int sg_descriptors_put(SgState *state, const SgRecord *record, PyTypeObject *type)
{
    const SgRecordState *kept = &state->records[record->index];
    const int count = record->field_count;
    PyMemberDef *members = kept->members;
    PyGetSetDef *getset = kept->getset;
    for (int i = count - record->own_count; i < count; i++) {
        const SgField *field = &record->fields[i];
        PyObject *name = kept->names[i];
        PyObject *made = field->native ? sg_native_descriptor(type, field, getset++, name)
                                       : sg_member_descriptor(type, field, members++, name);
        if (sg_type_put(type, name, made) < 0) return -1;
    }
    const SgMixin *mixin = record->mixin;
    for (int i = mixin ? mixin->cached_count - mixin->own_cached_count : 0;
         mixin && i < mixin->cached_count; i++) {
        const PyGetSetDef row = {mixin->cached[i].name, mixin->work->cached_get,
                                 mixin->work->cached_set, NULL,
                                 (void *)(uintptr_t)&mixin->cached[i]};
        PyObject *name = kept->names[count + i];
        *getset = row;
        if (sg_type_put(type, name, sg_getset_make(type, getset++, name)) < 0) return -1;
    }
    return 0;
}

/* ---- what a record opts in to: CPython looks for it when it makes the class ---- */

static PyGetSetDef sg_dict_getset[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

enum { SG_OPTED_ROOM = 3 };

/* Fills `members` with it, and with their end. */
SG_COLD void sg_opted_list(SgState *state, const SgRecord *record, PyMemberDef *members)
{
    memset(members, 0, SG_OPTED_ROOM * sizeof *members);
    if (sg_adds_flag(state, record, SG_WEAKREF)) {
        const PyMemberDef row = {(char *)(uintptr_t) "__weaklistoffset__", T_PYSSIZET,
                                 record->weaklist_offset, READONLY, NULL};
        *members++ = row;
    }
    if (sg_adds_flag(state, record, SG_DICT)) {
        const PyMemberDef row = {(char *)(uintptr_t) "__dictoffset__", T_PYSSIZET,
                                 record->dict_offset, READONLY, NULL};
        *members = row;
    }
}

#endif
