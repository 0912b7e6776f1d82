/* sg_reference.h: Python objects that the schema names: "module:name". */
#ifndef SG_REFERENCE_H
#define SG_REFERENCE_H

#include "sg_base.h"

/* Imports the module and goes down the names; a new reference, or raises what Python would. */
SG_COLD PyObject *sg_reference_import(const SgReference *reference)
{
    PyObject *found = PyImport_ImportModule(reference->module);
    PyObject *names = found ? PyUnicode_FromString(reference->name) : NULL;
    PyObject *path = names ? PyObject_CallMethod(names, "split", "s", ".") : NULL;
    if (!path) Py_CLEAR(found);
    for (Py_ssize_t i = 0; found && i < PyList_GET_SIZE(path); i++)
        Py_SETREF(found, PyObject_GetAttr(found, PyList_GET_ITEM(path, i)));
    Py_XDECREF(path);
    Py_XDECREF(names);
    return found;
}

/* The same, borrowed from the state, which keeps it from the first time on. */
SG_FN PyObject *sg_reference(SgState *state, const SgReference *reference)
{
    PyObject **kept = &state->kept[reference->kept];
    if (SG_LIKELY(*kept != NULL)) return *kept;
    PyObject *found = sg_reference_import(reference);
    if (*kept) Py_XDECREF(found); /* the import ran other code, which came here too */
    else *kept = found;
    return *kept;
}

/* ImportError for the class of what `module` calls `name`: "market.Status: shop:Status is no class". */
SG_COLD int sg_reference_refuse(const SgModule *module, const char *name,
                                const SgReference *reference, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    PyObject *words = PyUnicode_FromFormatV(format, args);
    va_end(args);
    if (words)
        PyErr_Format(PyExc_ImportError, "%s.%s: %s:%s %U", module->name, name, reference->module,
                     reference->name, words);
    Py_XDECREF(words);
    return -1;
}

/* A class, as a new reference; or ImportError. */
SG_COLD PyObject *sg_reference_class(const SgModule *module, const char *name,
                                     const SgReference *reference)
{
    PyObject *found = sg_reference_import(reference);
    if (!found && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        sg_reference_refuse(module, name, reference, "is not there");
    }
    if (found && !PyType_Check(found)) {
        sg_reference_refuse(module, name, reference, "is no class");
        Py_CLEAR(found);
    }
    return found;
}

#endif
