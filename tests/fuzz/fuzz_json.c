/* fuzz_json.c: any bytes as JSON, read by generated modules and by their twins. What is compared, and how, is agree.py's
   business; here is the interpreter for it.

   SLOTGEN_TEST_MODULES   folder with the modules and their twins, as for tests/python */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "fuzz.h"

#include <stdlib.h>

static void stop(void)
{
    PyErr_Print();
    abort();
}

/* agree() of tests/fuzz/agree.py. */
static PyObject *find_agree(void)
{
    Py_InitializeEx(0);
    PyRun_SimpleString("import sys; sys.path.insert(0, 'tests/fuzz')");
    PyObject *module = PyImport_ImportModule("agree");
    PyObject *agree = module ? PyObject_GetAttrString(module, "agree") : NULL;
    if (!agree) stop();
    Py_DECREF(module);
    return agree;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static PyObject *agree; /* lives as long as the process */
    if (!agree) agree = find_agree();
    PyObject *result = PyObject_CallFunction(agree, "y#", (const char *)data, (Py_ssize_t)size);
    if (!result) stop();
    Py_DECREF(result);
    return 0;
}
