/* sg_descriptor.h: fields as attributes of their class: the tables that CPython makes descriptors of, filled
   from the table of fields when a class is made, and the names that the descriptors then have. */
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

/* Adds a row. Both tables are zeroed, and have room. */
SG_COLD void sg_members_add(PyMemberDef **next, const char *name, int type, Py_ssize_t offset,
                            const char *doc)
{
    const PyMemberDef row = {(char *)(uintptr_t)name, type, offset, READONLY,
                             (char *)(uintptr_t)doc};
    *(*next)++ = row;
}

SG_COLD void sg_getset_add(PyGetSetDef **next, const char *name, getter get, setter set,
                           const char *doc, const void *closure)
{
    const PyGetSetDef row = {name, get, set, doc, (void *)(uintptr_t)closure};
    *(*next)++ = row;
}

/* Fills the tables of what a record's class has beyond its base: its own fields and cached slots, and what
   it opts in to. */
SG_COLD void sg_descriptors_list(SgState *state, const SgRecord *record, PyMemberDef *members,
                                 PyGetSetDef *getset)
{
    const int count = record->field_count;
    for (int i = count - record->own_count; i < count; i++) {
        const SgField *field = &record->fields[i];
        if (!field->native)
            sg_members_add(&members, field->name, T_OBJECT_EX, field->offset, field->doc);
        else if (field->presence_mask)
            sg_getset_add(&getset, field->name, sg_optional_getter, NULL, field->doc, field);
        else
            sg_getset_add(&getset, field->name, field->native->attribute, NULL, field->doc,
                          (const void *)(uintptr_t)field->offset);
    }
    const SgMixin *mixin = record->mixin;
    for (int i = mixin ? mixin->cached_count - mixin->own_cached_count : 0;
         mixin && i < mixin->cached_count; i++)
        sg_getset_add(&getset, mixin->cached[i].name, mixin->work->cached_get,
                      mixin->work->cached_set, NULL, &mixin->cached[i]);
    if (sg_adds_flag(state, record, SG_WEAKREF))
        sg_members_add(&members, "__weaklistoffset__", T_PYSSIZET, record->weaklist_offset, NULL);
    if (sg_adds_flag(state, record, SG_DICT)) {
        sg_members_add(&members, "__dictoffset__", T_PYSSIZET, record->dict_offset, NULL);
        sg_getset_add(&getset, "__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL,
                      NULL);
    }
}

/* The tables of a record's class. CPython copies members; those of getset must last as long as their descriptors
   do: these keep their class, that the module, and that its state. */
SG_COLD PyMemberDef *sg_descriptors_make(SgState *state, const SgRecord *record)
{
    const int cached = record->mixin ? record->mixin->own_cached_count : 0;
    const size_t room = (size_t)(record->own_count + cached) + 3; /* flags, and the end */
    SgRecordState *kept = &state->records[record->index];
    PyMemberDef *members = (PyMemberDef *)PyMem_Calloc(room, sizeof(PyMemberDef));
    kept->getset = (PyGetSetDef *)PyMem_Calloc(room, sizeof(PyGetSetDef));
    if (members && kept->getset) {
        sg_descriptors_list(state, record, members, kept->getset);
        return members;
    }
    PyErr_NoMemory();
    PyMem_Free(members);
    return NULL;
}

/* ---- names ---- */

/* The name that the descriptor's row has; NULL where it is of another kind. */
SG_COLD const char *sg_descriptor_row(PyObject *descriptor, bool is_native)
{
    if (is_native && Py_IS_TYPE(descriptor, &PyGetSetDescr_Type))
        return ((PyGetSetDescrObject *)(void *)descriptor)->d_getset->name;
    if (!is_native && Py_IS_TYPE(descriptor, &PyMemberDescr_Type))
        return ((PyMemberDescrObject *)(void *)descriptor)->d_member->name;
    return NULL;
}

/* Takes the names of native fields, or of the others, from the class's attributes, which stand in the order of
   their tables: a string is interned once then, and not twice. */
SG_COLD void sg_names_take(const SgRecord *record, PyObject **names, PyTypeObject *type,
                           bool is_native)
{
    const int count = record->field_count;
    int i = count - record->own_count;
    PyObject *name, *attribute;
    for (Py_ssize_t at = 0; PyDict_Next(type->tp_dict, &at, &name, &attribute);) {
        while (i < count && (record->fields[i].native != NULL) != is_native) i++;
        if (i == count) return;
        if (sg_descriptor_row(attribute, is_native) == record->fields[i].name)
            names[i++] = Py_NewRef(name);
    }
}

/* Fills in the interned names of fields and cached slots of a record whose class, or what stands behind its
   mixin, has just been made. */
SG_COLD int sg_names_exec(SgState *state, const SgRecord *record, PyTypeObject *type)
{
    SgState *home = state;
    PyObject **names = state->records[record->index].names;
    const SgRecord *base = sg_base_of(&home, record);
    for (int i = 0; base && i < base->field_count; i++)
        names[i] = Py_NewRef(home->records[base->index].names[i]);
    sg_names_take(record, names, type, false);
    sg_names_take(record, names, type, true);

    const int fields = record->field_count;
    const int count = fields + (record->mixin ? record->mixin->cached_count : 0);
    for (int i = 0; i < count; i++) {
        const SgField *row = i < fields ? &record->fields[i] : &record->mixin->cached[i - fields];
        if (!names[i]) names[i] = PyUnicode_InternFromString(row->name);
        if (!names[i]) return -1;
    }
    return 0;
}

#endif
