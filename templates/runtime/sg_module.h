/* sg_module.h: importing a module: its state, its names, and its types (sg_record_type.h), per interpreter; or the
   twin is loaded in their place. */
#ifndef SG_MODULE_H
#define SG_MODULE_H

#include "sg_import.h"
#include "sg_interned.h"
#include "sg_record_type.h"

#include <stdlib.h>

#define SG_STATE_SIZE ((Py_ssize_t)sizeof(SgState))
#if PY_VERSION_HEX >= 0x030D0000
#define SG_MODULE_SLOTS                                                                            \
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},                          \
        {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#elif PY_VERSION_HEX >= 0x030C0000
#define SG_MODULE_SLOTS {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#else
#define SG_MODULE_SLOTS
#endif

/* ---- the module's own names ---- */

static PyMethodDef sg_module_functions[] = {
    {"_shape", sg_shape_make, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

SG_COLD int sg_module_put(PyObject *module, const char *name, PyObject *value)
{
    int status = value ? PyModule_AddObjectRef(module, name, value) : -1;
    Py_XDECREF(value);
    return status;
}

SG_COLD PyObject *sg_module_all(const SgState *state)
{
    const int enums = state->module->enum_count, count = enums + state->module->record_count;
    PyObject *all = PyList_New(count + 1);
    for (int i = 0; all && i <= count; i++) {
        PyObject *name = i == count  ? PyUnicode_FromString("ValidationError")
                         : i < enums ? PyUnicode_FromString(state->module->enums[i]->name)
                                     : Py_NewRef(sg_class_name(state->records[i - enums].type));
        if (name) PyList_SET_ITEM(all, i, name);
        else Py_CLEAR(all);
    }
    return all;
}

/* SLOTGEN_IMPLEMENTATION=python: runs MODULE.py, which lies beside this file, in the module's namespace. */
SG_COLD int sg_twin_exec(PyObject *module, const SgModule *description)
{
    PyObject *file = PyModule_GetFilenameObject(module), *loader = NULL, *result = NULL;
    Py_ssize_t length = file ? PyUnicode_GET_LENGTH(file) : 0;
    Py_ssize_t slash = file ? PyUnicode_FindChar(file, '/', 0, length, -1) : -1;
#ifdef _WIN32
    Py_ssize_t backslash = file ? PyUnicode_FindChar(file, '\\', 0, length, -1) : -1;
    if (backslash > slash) slash = backslash;
#endif
    PyObject *folder = file ? PyUnicode_Substring(file, 0, slash + 1) : NULL;
    PyObject *path =
        folder ? PyUnicode_FromFormat("%U%s.py", folder, description->last_name) : NULL;
    PyObject *machinery = path ? PyImport_ImportModule("importlib.machinery") : NULL;
    if (machinery)
        loader = PyObject_CallMethod(machinery, "SourceFileLoader", "sO", description->name, path);
    if (loader) result = PyObject_CallMethod(loader, "exec_module", "O", module);
    if (!result && PyErr_ExceptionMatches(PyExc_FileNotFoundError))
        PyErr_Format(PyExc_ImportError,
                     "SLOTGEN_IMPLEMENTATION=python asks for %U, which is not there", path);
    Py_XDECREF(result);
    Py_XDECREF(loader);
    Py_XDECREF(machinery);
    Py_XDECREF(path);
    Py_XDECREF(folder);
    Py_XDECREF(file);
    return result ? 0 : -1;
}

/* What the module's Py_mod_exec slot does. */
SG_COLD int sg_module_exec(PyObject *module, const SgModule *description)
{
    const char *wanted = getenv("SLOTGEN_IMPLEMENTATION");
    if (wanted && strcmp(wanted, "python") == 0) return sg_twin_exec(module, description);

    SgState *state = (SgState *)PyModule_GetState(module);
    const int records = description->record_count + description->imported_record_count;
    const int enums = description->enum_count + description->imported_enum_count;
    state->version = SG_RUNTIME_VERSION;
    state->size = (int)sizeof(SgState);
    state->make = sg_new;
    state->class_attribute = sg_own_class_attribute;
    state->module = description;
    state->records = (SgRecordState *)PyMem_Calloc((size_t)records + 1, sizeof(SgRecordState));
    state->enums = (SgEnumState *)PyMem_Calloc((size_t)enums + 1, sizeof(SgEnumState));
    state->kept =
        (PyObject **)PyMem_Calloc((size_t)description->kept_count + 1, sizeof(PyObject *));
    if (!state->records || !state->enums || !state->kept) {
        PyErr_NoMemory();
        return -1;
    }
    if (sg_words_exec(state) < 0 || sg_helper_types_exec(state, module) < 0) return -1;
    state->validation_error = sg_make_validation_error(module);
    if (!state->validation_error) return -1;
    for (const SgStep *step = description->steps; step && *step; step++)
        if ((*step)(state, module) < 0) return -1;
    if (sg_records_exec(state, module) < 0) return -1;
    if (PyModule_AddObjectRef(module, "ValidationError", state->validation_error) < 0 ||
        PyModule_AddFunctions(module, sg_module_functions) < 0 ||
        sg_module_put(module, "__all__", sg_module_all(state)) < 0 ||
        sg_module_put(module, SG_OFFER, PyCapsule_New(state, SG_OFFER, NULL)) < 0)
        return -1;
    return sg_module_put(module, "__slotgen__",
                         Py_BuildValue("{sssssi}", "implementation", "c", "schema",
                                       description->fingerprint, "version", 1));
}

/* ---- the module's state, as the collector and the interpreter see it ---- */

SG_FN int sg_record_count(const SgState *state)
{
    return state->module->record_count + state->module->imported_record_count;
}

SG_FN int sg_enum_count(const SgState *state)
{
    return state->module->enum_count + state->module->imported_enum_count;
}

SG_COLD int sg_module_traverse(PyObject *module, visitproc visit, void *arg)
{
    SgState *state = (SgState *)PyModule_GetState(module);
    Py_VISIT(state->base_type);
    Py_VISIT(state->shape_type);
    Py_VISIT(state->lines_type);
    Py_VISIT(state->validation_error);
    Py_VISIT(state->lent);
    for (int i = 0; i < SG_LAZY_COUNT; i++) Py_VISIT(state->lazy[i]);
    for (int i = 0; state->kept && i < state->module->kept_count; i++) Py_VISIT(state->kept[i]);
    for (int i = 0; state->records && i < sg_record_count(state); i++) {
        SgRecordState *kept = &state->records[i];
        Py_VISIT(kept->type);
        Py_VISIT(kept->fields_type);
        Py_VISIT(kept->binder);
        Py_VISIT(kept->shape);
        Py_VISIT(kept->signature);
        Py_VISIT(kept->dataclass_fields);
        Py_VISIT(kept->dataclass_params);
        for (int f = 0; kept->defaults && f < kept->record->field_count; f++)
            Py_VISIT(kept->defaults[f]);
    }
    for (int i = 0; state->enums && i < sg_enum_count(state); i++) {
        Py_VISIT(state->enums[i].type);
        for (int m = 0; state->enums[i].members && m < state->enums[i].listed->member_count; m++)
            Py_VISIT(state->enums[i].members[m]);
    }
    return 0;
}

/* The module's types may outlive what it keeps about them. */
SG_COLD void sg_kept_unlink_all(SgState *state)
{
    for (int i = 0; state->records && i < state->module->record_count; i++) {
        SgRecordState *kept = &state->records[i];
        if (kept->type) sg_kept_link(kept->type, NULL);
        if (kept->fields_type) sg_kept_link(kept->fields_type, NULL);
        sg_free_list_clear(kept);
    }
}

SG_COLD int sg_module_clear(PyObject *module)
{
    SgState *state = (SgState *)PyModule_GetState(module);
    sg_kept_unlink_all(state);
    Py_CLEAR(state->base_type);
    Py_CLEAR(state->shape_type);
    Py_CLEAR(state->lines_type);
    Py_CLEAR(state->validation_error);
    Py_CLEAR(state->lent);
    for (int i = 0; i < SG_LAZY_COUNT; i++) Py_CLEAR(state->lazy[i]);
    sg_interned_clear(state);
    sg_kept_clear(state);
    for (int i = 0; state->kept && i < state->module->kept_count; i++) Py_CLEAR(state->kept[i]);
    for (int i = 0; state->records && i < sg_record_count(state); i++) {
        SgRecordState *kept = &state->records[i];
        Py_CLEAR(kept->type);
        Py_CLEAR(kept->fields_type);
        Py_CLEAR(kept->binder);
        Py_CLEAR(kept->shape);
        Py_CLEAR(kept->signature);
        Py_CLEAR(kept->dataclass_fields);
        Py_CLEAR(kept->dataclass_params);
        sg_default_texts_free(kept->record, kept->default_texts);
        kept->default_texts = NULL;
        for (int f = 0; kept->defaults && f < kept->record->field_count; f++)
            Py_CLEAR(kept->defaults[f]);
    }
    for (int i = 0; state->enums && i < sg_enum_count(state); i++) {
        Py_CLEAR(state->enums[i].type);
        for (int m = 0; state->enums[i].members && m < state->enums[i].listed->member_count; m++)
            Py_CLEAR(state->enums[i].members[m]);
        for (int m = 0; state->enums[i].values && m < state->enums[i].listed->member_count; m++)
            Py_CLEAR(state->enums[i].values[m]);
    }
    return 0;
}

SG_COLD void sg_module_free(void *module)
{
    SgState *state = (SgState *)PyModule_GetState((PyObject *)module);
    if (!state) return;
    sg_module_clear((PyObject *)module);
    for (int i = 0; state->records && i < sg_record_count(state); i++) {
        SgRecordState *kept = &state->records[i];
        const SgRecord *record = kept->record;
        if (!record) continue; /* importing ended before it */
        int names = record->field_count + (record->mixin ? record->mixin->cached_count : 0);
        for (int f = 0; kept->names && f < names; f++) Py_XDECREF(kept->names[f]);
        Py_XDECREF(kept->post_init);
        if (kept->assigned != kept->names) PyMem_Free(kept->assigned);
        PyMem_Free(kept->names); /* and all tables */
    }
    for (int i = 0; state->enums && i < sg_enum_count(state); i++) {
        PyMem_Free(state->enums[i].members);
        PyMem_Free(state->enums[i].values);
    }
    for (int i = 0; i < SG_WORD_COUNT; i++) Py_CLEAR(state->words[i]);
    PyMem_Free(state->interned);
    PyMem_Free(state->texts);
    PyMem_Free(state->records);
    PyMem_Free(state->enums);
    Py_CLEAR(state->literals);
    PyMem_Free(state->kept);
}

SG_ASSERT(SG_LAZY_COUNT <= 48, "SgState.lazy is too short");

#endif
