/* sg_explain.h: everything about a refused value that is said in words: values and types as
   messages show them, places as paths, the exceptions that carry both; ValidationError itself.
   Slow on purpose: it runs when something has failed already. */
#ifndef SG_EXPLAIN_H
#define SG_EXPLAIN_H

#include "sg_base.h"
#include "sg_base64.h"
#include "sg_write_number.h"
#include "sg_writer.h"

#include <stdarg.h>

/* Whether to look for what was refused. What the schema's own code raised in a reader (a pattern that is none,
   a class of the user's) counts only if the document is JSON at all: forgotten here, it is raised again by
   the judge. */
SG_COLD bool sg_was_refused(void)
{
    if (!PyErr_Occurred()) return true;
    if (!PyErr_ExceptionMatches(PyExc_Exception) || PyErr_ExceptionMatches(PyExc_MemoryError))
        return false;
    PyErr_Clear();
    return true;
}

/* ---- words ---- */

/* `__name__` of a type; good while the type is. */
SG_COLD const char *sg_type_name(PyTypeObject *type)
{
    if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) {
        const char *name = PyUnicode_AsUTF8(((PyHeapTypeObject *)type)->ht_name);
        if (name) return name;
        PyErr_Clear(); /* a class whose name has a lone surrogate */
    }
    const char *dot = strrchr(type->tp_name, '.');
    return dot ? dot + 1 : type->tp_name;
}

/* `text` itself up to 60 characters; else 57 of them and three dots. A new reference. */
SG_COLD PyObject *sg_cut(PyObject *text)
{
    if (PyUnicode_GET_LENGTH(text) <= 60) return Py_NewRef(text);
    PyObject *start = PyUnicode_Substring(text, 0, 57);
    PyObject *cut = start ? PyUnicode_FromFormat("%U...", start) : NULL;
    Py_XDECREF(start);
    return cut;
}

/* A value as messages show it: its repr, cut; a very long int by its size. A new str. */
SG_COLD PyObject *sg_show(PyObject *value)
{
    if (PyLong_Check(value)) {
        PyObject *bits = PyObject_CallMethod(value, "bit_length", NULL);
        if (!bits) return NULL;
        const Py_ssize_t count = PyNumber_AsSsize_t(bits, NULL);
        Py_DECREF(bits);
        if (count == -1 && PyErr_Occurred()) return NULL;
        if (count > SG_MAX_BITS) return PyUnicode_FromFormat("<int of %zd bits>", count);
    }
    PyObject *text = PyObject_Repr(value);
    PyObject *cut = text ? sg_cut(text) : NULL;
    Py_XDECREF(text);
    return cut;
}

/* ---- exceptions ---- */

/* The exception that is set, which then no longer is. */
SG_COLD PyObject *sg_take_error(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyErr_GetRaisedException();
#else
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (value && traceback) PyException_SetTraceback(value, traceback);
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    return value;
#endif
}

/* As `raise ... from cause`, for the exception that is set; steals `cause`. */
SG_COLD void sg_set_cause(PyObject *cause)
{
    PyObject *error = sg_take_error();
    PyException_SetContext(error, Py_NewRef(cause));
    PyException_SetCause(error, cause);
#if PY_VERSION_HEX >= 0x030C0000
    PyErr_SetRaisedException(error);
#else
    PyErr_Restore(Py_NewRef((PyObject *)Py_TYPE(error)), error, PyException_GetTraceback(error));
#endif
}

/* ---- places ---- */

/* The JSON key of a field, as a new str. */
SG_COLD PyObject *sg_field_key(SgState *state, const SgField *field)
{
    SgReader r;
    sg_reader_init(&r, state, sg_key_text(field) + 1, field->key_length - 1);
    PyObject *key = sg_read_str(&r);
    if (!key && !PyErr_Occurred())
        PyErr_Format(PyExc_SystemError, "field '%s' has no JSON key", field->name);
    return key;
}

/* `.key`, or `['a key']` where it is no identifier. */
SG_COLD PyObject *sg_name_step(PyObject *key)
{
    return PyUnicode_FromFormat(PyUnicode_IsIdentifier(key) ? ".%U" : "[%R]", key);
}

/* One step of a path, as a new str. */
SG_COLD PyObject *sg_path_step(const SgPlace *place)
{
    if (place->index >= 0) return PyUnicode_FromFormat("[%zd]", place->index);
    if (place->index == SG_FIELD_KEY) return sg_name_step(place->key);
    if (place->key) return PyUnicode_FromFormat("[%R]", place->key);
    if (place->root->purpose != SG_DECODE) return PyUnicode_FromFormat(".%s", place->field->name);
    PyObject *key = sg_field_key(place->root->state, place->field);
    PyObject *step = key ? sg_name_step(key) : NULL;
    Py_XDECREF(key);
    return step;
}

/* Where `place` is, as a new str: `$.legs[3]` when decoding, else `Trade.legs[3]`. */
SG_COLD PyObject *sg_path(const SgPlace *place)
{
    const SgRoot *root = place->root;
    PyObject *steps = PyList_New(0), *joined = NULL;
    for (; steps && place->outer; place = place->outer) {
        PyObject *step = sg_path_step(place);
        if (!step || PyList_Append(steps, step) < 0) Py_CLEAR(steps);
        Py_XDECREF(step);
    }
    PyObject *start = PyUnicode_FromString(root->purpose == SG_DECODE ? "$" : root->record);
    if (steps && start && PyList_Append(steps, start) == 0 && PyList_Reverse(steps) == 0) {
        PyObject *nothing = PyUnicode_New(0, 0);
        joined = nothing ? PyUnicode_Join(nothing, steps) : NULL;
        Py_XDECREF(nothing);
    }
    Py_XDECREF(start);
    Py_XDECREF(steps);
    return joined;
}

/* The number of the line that has the character at `offset`, as a new int. */
SG_COLD PyObject *sg_line_number(const SgRoot *root, Py_ssize_t offset)
{
    if (root->line) return PyLong_FromSsize_t(root->line);
    const int kind = PyUnicode_KIND(root->text);
    const void *data = PyUnicode_DATA(root->text);
    Py_ssize_t line = 1;
    for (Py_ssize_t i = 0; i < offset; i++) line += PyUnicode_READ(kind, data, i) == '\n';
    return PyLong_FromSsize_t(line);
}

SG_COLD void sg_raise_invalid(const SgPlace *place, PyObject *message, PyObject *path)
{
    const SgRoot *root = place->root;
    PyObject *type = root->caller->validation_error;
    PyObject *offset = root->text ? PyLong_FromSsize_t(place->offset) : Py_NewRef(Py_None);
    PyObject *line = root->text ? sg_line_number(root, place->offset) : Py_NewRef(Py_None);
    PyObject *error = offset && line
                          ? PyObject_CallFunctionObjArgs(type, message, path, offset, line, NULL)
                          : NULL;
    if (error) PyErr_SetObject(type, error);
    Py_XDECREF(error);
    Py_XDECREF(line);
    Py_XDECREF(offset);
}

/* Raises `category` (PyExc_TypeError, ...) with "Trade.legs[3]: " before the words; for SG_DECODE
   ValidationError, with " - at $.legs[3]" after them, path, offset and line. -1 always. Format as
   PyUnicode_FromFormat. */
SG_COLD int sg_fail(const SgPlace *place, PyObject *category, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    PyObject *message = PyUnicode_FromFormatV(format, args);
    va_end(args);
    PyObject *path = message ? sg_path(place) : NULL;
    if (path) {
        if (place->root->purpose == SG_DECODE) sg_raise_invalid(place, message, path);
        else PyErr_Format(category, "%U: %U", path, message);
    }
    Py_XDECREF(path);
    Py_XDECREF(message);
    return -1;
}

/* The same, where `%U` in `format` is `value` as messages show it. */
SG_COLD int sg_fail_showing(const SgPlace *place, PyObject *category, const char *format,
                            PyObject *value)
{
    PyObject *shown = sg_show(value);
    if (shown) sg_fail(place, category, format, shown);
    Py_XDECREF(shown);
    return -1;
}

/* The ValueError or TypeError that user code raised is what is wrong at `place`, in its words, or by its
   name where it has none; it becomes the cause. Other exceptions stay as they are. -1 always. */
SG_COLD int sg_fail_because(const SgPlace *place)
{
    if (!PyErr_ExceptionMatches(PyExc_ValueError) && !PyErr_ExceptionMatches(PyExc_TypeError))
        return -1;
    PyObject *error = sg_take_error();
    PyObject *text = PyObject_Str(error);
    if (text && !PyUnicode_GET_LENGTH(text)) {
        Py_DECREF(text);
        text = PyUnicode_FromString(sg_type_name(Py_TYPE(error)));
    }
    if (!text) {
        Py_DECREF(error);
        return -1;
    }
    sg_fail(place, PyExc_ValueError, "%U", text);
    Py_DECREF(text);
    sg_set_cause(error);
    return -1;
}

/* `value` is of another type altogether. */
SG_COLD int sg_refuse_expected(const SgPlace *place, const SgType *type, PyObject *value)
{
    return sg_fail(place, PyExc_TypeError, "expected %s, got %s", type->expected,
                   sg_type_name(Py_TYPE(value)));
}

/* Nothing is wrong with a value that was refused a moment ago: another thread or the value's own
   methods changed it in between. */
SG_COLD int sg_refuse_unsteady(const SgPlace *place, PyObject *value)
{
    if (PyErr_Occurred()) return -1;
    return sg_fail(place, PyExc_TypeError, "%s changed while it was read",
                   sg_type_name(Py_TYPE(value)));
}

/* `key` cannot be the key of a dict[str, T]. */
SG_COLD int sg_refuse_key(const SgPlace *place, PyObject *key)
{
    return sg_fail(place, PyExc_TypeError, "expected str as key, got %s",
                   sg_type_name(Py_TYPE(key)));
}

SG_COLD int sg_fail_not_finite(const SgPlace *place, PyObject *value)
{
    return sg_fail_showing(place, PyExc_ValueError, "%U has no JSON spelling", value);
}

/* One more bracket is open at `place`, to be closed by sg_shallower(); or raises. What is
   encoded may be a cycle, so then the words name only the record it began with. */
SG_COLD int sg_deeper(const SgPlace *place)
{
    SgRoot *root = place->root;
    if (root->depth < SG_MAX_DEPTH) {
        root->depth++;
        return 0;
    }
    if (root->purpose == SG_DECODE)
        return sg_fail(place, PyExc_ValueError, "nested deeper than %d levels", SG_MAX_DEPTH);
    PyErr_Format(PyExc_ValueError, "%s: nested deeper than %d levels", root->outermost,
                 SG_MAX_DEPTH);
    return -1;
}

SG_FN void sg_shallower(const SgPlace *place)
{
    place->root->depth--;
}

/* ---- checks of what dump functions give, as the writer makes them ---- */

SG_COLD int sg_check_digits(const SgPlace *place, PyObject *value)
{
    const int is_too_long = sg_int_is_too_long(value);
    if (is_too_long <= 0) return is_too_long;
    return sg_fail(place, PyExc_ValueError, "int of more than %d digits", SG_MAX_DIGITS);
}

/* Raises the UnicodeEncodeError of str.encode() for a lone surrogate. */
SG_COLD int sg_check_surrogates(PyObject *str)
{
    PyObject *bytes = PyUnicode_AsUTF8String(str);
    Py_XDECREF(bytes);
    return bytes ? 0 : -1;
}

/* The base64 text of `n` bytes, as a new str. */
SG_COLD PyObject *sg_base64_str(const char *bytes, Py_ssize_t n)
{
    SgWriter w;
    sg_writer_init(&w, NULL);
    PyObject *text = NULL;
    if (sg_write_base64(&w, bytes, n) == 0)
        text = PyUnicode_DecodeASCII(w.start + 1, w.p - w.start - 2, NULL);
    sg_writer_free(&w);
    return text;
}

/* The bytes that base64 text stands for; refuses what is no base64, then without an exception. */
SG_COLD PyObject *sg_base64_bytes(PyObject *text)
{
    if (!PyUnicode_IS_ASCII(text)) return NULL;
    return sg_base64_decode((const char *)PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text));
}

/* ---- ValidationError ---- */

SG_COLD PyObject *sg_validation_error_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    static const char *const names[] = {"message", "path", "offset", "lineno", NULL};
    PyObject *path = NULL, *values[4] = {NULL, NULL, Py_None, Py_None};
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O|OOO:ValidationError", (char **)names,
                                     &values[0], &values[1], &values[2], &values[3]))
        return NULL;
    if (!values[1]) values[1] = path = PyUnicode_FromString("$");
    PyObject *all = values[1] ? PyTuple_Pack(4, values[0], values[1], values[2], values[3]) : NULL;
    int status = all ? PyObject_SetAttrString(self, "args", all) : -1;
    for (int i = 0; status == 0 && i < 4; i++)
        status = PyObject_SetAttrString(self, names[i], values[i]);
    Py_XDECREF(all);
    Py_XDECREF(path);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

SG_COLD PyObject *sg_validation_error_str(PyObject *self, PyObject *unused)
{
    (void)unused;
    PyObject *message = PyObject_GetAttrString(self, "message");
    PyObject *path = message ? PyObject_GetAttrString(self, "path") : NULL;
    PyObject *text = path ? PyUnicode_FromFormat("%S - at %S", message, path) : NULL;
    Py_XDECREF(path);
    Py_XDECREF(message);
    return text;
}

SG_COLD int sg_add_method(PyObject *type, PyMethodDef *method)
{
    PyObject *descriptor = PyDescr_NewMethod((PyTypeObject *)type, method);
    const int status = descriptor ? PyObject_SetAttrString(type, method->ml_name, descriptor) : -1;
    Py_XDECREF(descriptor);
    return status;
}

/* A new ValidationError class for `module`: what a class statement would make, so that CPython
   takes care of its slots, its collection and its pickling. */
SG_COLD PyObject *sg_make_validation_error(PyObject *module)
{
    static const char doc[] = "JSON that is well-formed but does not fit its record.\n\n"
                              "path: where, as in $.legs[3].bid; offset: of the bad value, in "
                              "characters; lineno: its line;\n"
                              "offset and lineno are None where from_dict() was called; message: "
                              "the words without the path.\n";
    static PyMethodDef init = {
        "__init__", (PyCFunction)(void (*)(void))sg_validation_error_init,
        METH_VARARGS | METH_KEYWORDS,
        "__init__($self, message, path='$', offset=None, lineno=None)\n--\n\n"};
    static PyMethodDef str = {"__str__", sg_validation_error_str, METH_NOARGS, NULL};

    PyObject *name = PyModule_GetNameObject(module);
    PyObject *type =
        name ? PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){s(ssss)sOss}",
                                     "ValidationError", PyExc_ValueError, "__slots__", "message",
                                     "path", "offset", "lineno", "__module__", name, "__doc__", doc)
             : NULL;
    Py_XDECREF(name);
    if (type && (sg_add_method(type, &init) < 0 || sg_add_method(type, &str) < 0)) Py_CLEAR(type);
    return type;
}

#endif
