/* sg_arguments.h: the arguments of class methods that take more than one. Where they do not fit, a Python
   function with the same parameters is called, so that the words are the interpreter's own and the twin's. */
#ifndef SG_ARGUMENTS_H
#define SG_ARGUMENTS_H

#include "sg_base.h"

typedef struct {
    const char *name;
    const char *parameters; /* as the twin declares them; every default is None */
    Py_ssize_t positional;  /* how many of them there are: all required, none by keyword */
    const char *option;     /* one that is keyword-only; NULL: none */
} SgParameters;

/* Raises the TypeError of the twin's method for these arguments; -1 always. */
SG_COLD int sg_refuse_arguments(const SgParameters *parameters, PyObject *type,
                                PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    const Py_ssize_t count = nargs + (kwnames ? PyTuple_GET_SIZE(kwnames) : 0);
    PyObject **passed = PyMem_New(PyObject *, count + 1);
    PyObject *names = PyDict_New(), *result = NULL;
    PyObject *source =
        PyUnicode_FromFormat("class _Json:\n"
                             "    def %s(cls, %s): pass\n"
                             "method = _Json.%s\n",
                             parameters->name, parameters->parameters, parameters->name);
    const char *text = source ? PyUnicode_AsUTF8(source) : NULL;
    if (!passed) PyErr_NoMemory();
    if (passed && names && text) result = PyRun_String(text, Py_file_input, names, names);
    if (result) {
        passed[0] = type;
        if (count) memcpy(passed + 1, args, sizeof(PyObject *) * (size_t)count);
        PyObject *method = PyDict_GetItemString(names, "method"); /* borrowed */
        Py_SETREF(result, PyObject_Vectorcall(method, passed, (size_t)nargs + 1, kwnames));
    }
    if (result) PyErr_Format(PyExc_TypeError, "%s() cannot take these arguments", parameters->name);
    Py_XDECREF(result);
    Py_XDECREF(source);
    Py_XDECREF(names);
    PyMem_Free(passed);
    return -1;
}

/* Checks the arguments of a METH_FASTCALL | METH_KEYWORDS method. *option is borrowed; NULL where the
   keyword was not given. */
SG_FN int sg_take_arguments(const SgParameters *parameters, PyObject *type, PyObject *const *args,
                            Py_ssize_t nargs, PyObject *kwnames, PyObject **option)
{
    const Py_ssize_t keywords = kwnames ? PyTuple_GET_SIZE(kwnames) : 0;
    *option = NULL;
    bool fits = nargs == parameters->positional && keywords <= (parameters->option != NULL);
    if (fits && keywords == 1) {
        PyObject *name = PyTuple_GET_ITEM(kwnames, 0);
        fits = PyUnicode_CompareWithASCIIString(name, parameters->option) == 0;
        *option = args[nargs];
    }
    return fits ? 0 : sg_refuse_arguments(parameters, type, args, nargs, kwnames);
}

#endif
