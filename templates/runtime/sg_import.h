/* sg_import.h: records and enums of other generated modules, as types of fields and as bases.

   Each generated module has its own copy of this run time, and its own state per interpreter. What passes
   between two modules is what the state holds about a record: the SgRecord, whose functions are those of its
   own module, and the SgState that they must be given. So:

   - A module offers its state as a capsule, SG_OFFER in its dict. One that imports it finds there the records
     and enums that it uses, sees that they are what it was generated against (by fingerprint; the state's
     first words say whether the run time is the same), and keeps them behind its own: SgType.index and
     SgRecord.base count on from one to the other.
   - Whoever goes from a record to one in its fields takes that one's state along: SgWriter.state,
     SgReader.state and SgRoot.state are those of the module whose record is being worked on, and are put back
     afterwards. SgRoot.caller stays.
   - A value's nearest record is found from its type, whatever module that is of (sg_record_of), since a field
     takes all that extends its record, and each is written as its own class writes it.
   - Addresses of kinds and functions differ between modules. So kinds are told apart by SgKind.id; what compares
     functions is done by the module whose record it is (SgState.class_attribute); and a record whose base is of
     another module has the methods of its own module's _Record, where no mixin of the base has its own
     (sg_adopt). */
#ifndef SG_IMPORT_H
#define SG_IMPORT_H

#include "sg_class_attribute.h"
#include "sg_enum.h"
#include "sg_judge.h"
#include "sg_record.h"

#define SG_OFFER "_slotgen_state"

/* ---- importing ---- */

/* What is wrong with `other`, in words that begin and end with the names of both files; -1 always. */
SG_COLD int sg_refuse_import(PyObject *module, PyObject *other, const char *format,
                             const char *name)
{
    PyObject *file = PyModule_GetFilenameObject(module);
    PyObject *other_file = file ? PyModule_GetFilenameObject(other) : NULL;
    PyObject *words = other_file ? PyUnicode_FromFormat(format, file, other_file, name) : NULL;
    if (words) PyErr_SetObject(PyExc_ImportError, words);
    Py_XDECREF(words);
    Py_XDECREF(other_file);
    Py_XDECREF(file);
    return -1;
}

/* The state of the generated module `other`, for the one that imports it; or ImportError. */
SG_COLD SgState *sg_offered_state(PyObject *module, PyObject *other)
{
    PyObject *offer = PyObject_GetAttrString(other, SG_OFFER);
    if (!offer) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return NULL;
        PyErr_Clear();
        const bool is_twin = PyObject_HasAttrString(other, "__slotgen__");
        sg_refuse_import(module, other,
                         is_twin
                             ? "%U is compiled and imports %U, which is not: compile both, or load "
                               "both as Python with SLOTGEN_IMPLEMENTATION=python"
                             : "%U imports %U, which is still being imported, or not of slotgen",
                         NULL);
        return NULL;
    }
    SgState *state = (SgState *)PyCapsule_GetPointer(offer, SG_OFFER);
    Py_DECREF(offer);
    if (!state || (state->version == SG_RUNTIME_VERSION && state->size == (int)sizeof(SgState)))
        return state;
    sg_refuse_import(module, other,
                     "%U and %U are of different versions of slotgen: run slotgen generate for "
                     "both, and compile them",
                     NULL);
    return NULL;
}

SG_COLD int sg_refuse_other(PyObject *module, PyObject *other, const char *name)
{
    return sg_refuse_import(module, other,
                            "%U was generated against another %U, whose %s has changed: run "
                            "slotgen generate for both, and compile them",
                            name);
}

SG_COLD int sg_import_record(PyObject *module, PyObject *other, const SgState *theirs,
                             const SgImport *import, SgRecordState *kept)
{
    for (int i = 0; i < theirs->module->record_count; i++) {
        const SgRecord *record = theirs->module->records[i];
        if (strcmp(record->name, import->name) != 0) continue;
        if (strcmp(record->fingerprint, import->fingerprint) != 0) break;
        kept->record = record;
        kept->state = theirs->records[i].state;
        kept->type = (PyTypeObject *)Py_NewRef((PyObject *)theirs->records[i].type);
        return 0;
    }
    return sg_refuse_other(module, other, import->name);
}

/* New references to `count` objects; `*copy` is to be freed, whatever is returned. */
SG_COLD int sg_copy_objects(PyObject ***copy, PyObject **objects, int count)
{
    *copy = (PyObject **)PyMem_Calloc((size_t)count + 1, sizeof(PyObject *));
    if (!*copy) {
        PyErr_NoMemory();
        return -1;
    }
    for (int i = 0; i < count; i++) (*copy)[i] = Py_NewRef(objects[i]);
    return 0;
}

SG_COLD int sg_import_enum(PyObject *module, PyObject *other, const SgState *theirs,
                           const SgImport *import, SgEnumState *kept)
{
    for (int i = 0; i < theirs->module->enum_count; i++) {
        const SgEnum *listed = theirs->module->enums[i];
        if (strcmp(listed->name, import->name) != 0) continue;
        if (strcmp(listed->fingerprint, import->fingerprint) != 0) break;
        kept->listed = listed;
        kept->type = Py_NewRef(theirs->enums[i].type);
        if (sg_copy_objects(&kept->members, theirs->enums[i].members, listed->member_count) < 0)
            return -1;
        return theirs->enums[i].values
                   ? sg_copy_objects(&kept->values, theirs->enums[i].values, listed->member_count)
                   : 0;
    }
    return sg_refuse_other(module, other, import->name);
}

/* Fills in what the state has of other modules: a step of importing this one. Their types keep those modules
   alive. */
SG_COLD int sg_imports_exec(SgState *state, PyObject *module)
{
    const SgModule *description = state->module;
    const int records = description->imported_record_count;
    for (int i = 0; i < records + description->imported_enum_count; i++) {
        const SgImport *import = i < records ? &description->imported_records[i]
                                             : &description->imported_enums[i - records];
        PyObject *other = PyImport_ImportModule(import->module);
        const SgState *theirs = other ? sg_offered_state(module, other) : NULL;
        int status = -1;
        if (theirs && i < records)
            status = sg_import_record(module, other, theirs, import,
                                      &state->records[description->record_count + i]);
        else if (theirs)
            status = sg_import_enum(module, other, theirs, import,
                                    &state->enums[description->enum_count + i - records]);
        Py_XDECREF(other);
        if (status < 0) return -1;
    }
    return 0;
}

/* ---- a base of another module ---- */

/* Whether `type` would find attribute `name` in a mixin, which then wins. */
SG_COLD bool sg_is_from_mixin(const SgState *root, PyTypeObject *type, PyObject *name)
{
    for (Py_ssize_t i = 1; i < PyTuple_GET_SIZE(type->tp_mro); i++) {
        PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(type->tp_mro, i);
        if (!base->tp_dict || !PyDict_Contains(base->tp_dict, name)) continue;
        return !sg_brings_fields(base) && base != root->base_type;
    }
    return false;
}

/* What `type` gets for an attribute of _Record: a method that takes its instances. A new reference. */
SG_COLD PyObject *sg_adopted(PyTypeObject *type, PyObject *attribute)
{
    if (Py_TYPE(attribute) == &PyMethodDescr_Type)
        return PyDescr_NewMethod(type, ((PyMethodDescrObject *)attribute)->d_method);
    if (Py_TYPE(attribute) == &PyClassMethodDescr_Type)
        return PyDescr_NewClassMethod(type, ((PyMethodDescrObject *)attribute)->d_method);
    return Py_NewRef(attribute);
}

/* Gives `type`, whose base is of another module, the methods that its own module's _Record has. */
SG_COLD int sg_adopt(SgState *state, const SgRecord *record, PyTypeObject *type)
{
    SgState *root = state;
    while (record->base >= 0) record = sg_base_of(&root, record);

    PyObject *name, *attribute;
    for (Py_ssize_t at = 0; PyDict_Next(state->base_type->tp_dict, &at, &name, &attribute);) {
        const bool is_plain = PyUnicode_CompareWithASCIIString(name, "__module__") == 0 ||
                              PyUnicode_CompareWithASCIIString(name, "__doc__") == 0 ||
                              PyUnicode_CompareWithASCIIString(name, "__new__") == 0;
        const bool is_shared = Py_TYPE(attribute)->tp_descr_get == sg_class_attribute_get;
        /* of a slot, which is inherited; `__hash__ = None`, too */
        const bool is_of_slot = Py_TYPE(attribute) == &PyWrapperDescr_Type || attribute == Py_None;
        if (is_plain || is_shared || is_of_slot || sg_is_from_mixin(root, type, name)) continue;
        PyObject *adopted = sg_adopted(type, attribute);
        const int status = adopted ? PyDict_SetItem(type->tp_dict, name, adopted) : -1;
        Py_XDECREF(adopted);
        if (status < 0) return -1;
    }
    PyType_Modified(type);
    return 0;
}

#endif
