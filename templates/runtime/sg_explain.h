/* sg_explain.h: everything about a refused value that is said in words: values and types as
   messages show them, places as paths, the exceptions that carry both; ValidationError itself;
   and nodes, which is what the load functions of all kinds read from: the tree of a scanned
   document (sg_scan.h), or the Python objects given to from_dict(). Slow on purpose: it runs
   when something has failed already. */
#ifndef SG_EXPLAIN_H
#define SG_EXPLAIN_H

#include "sg_base.h"
#include "sg_base64.h"
#include "sg_lazy.h"
#include "sg_read_number.h"
#include "sg_read_string.h"
#include "sg_reader.h"
#include "sg_scan.h"
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
    sg_reader_init(&r, state, field->key + 1, field->key_length - 1);
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

/* ---- nodes ---- */

typedef enum {
    SG_NODE_ERROR = -1, /* with an exception */
    SG_NODE_NULL,
    SG_NODE_BOOL,
    SG_NODE_NUMBER, /* scanned: bytes, the literal */
    SG_NODE_INT,    /* given: int... */
    SG_NODE_FLOAT,  /* ...and float */
    SG_NODE_STR,
    SG_NODE_ARRAY,  /* list */
    SG_NODE_OBJECT, /* scanned: tuple of pairs; given: Mapping */
    SG_NODE_OTHER   /* given: nothing that JSON has */
} SgNodeKind;

SG_COLD SgNodeKind sg_given_kind(SgState *state, PyObject *node)
{
    if (node == Py_None) return SG_NODE_NULL;
    if (PyBool_Check(node)) return SG_NODE_BOOL;
    if (PyLong_Check(node)) return SG_NODE_INT;
    if (PyFloat_Check(node)) return SG_NODE_FLOAT;
    if (PyUnicode_Check(node)) return SG_NODE_STR;
    if (PyList_Check(node)) return SG_NODE_ARRAY;
    if (PyDict_Check(node)) return SG_NODE_OBJECT;
    PyObject *mapping = sg_lazy(state, SG_LAZY_MAPPING);
    const int is_mapping = mapping ? PyObject_IsInstance(node, mapping) : -1;
    return is_mapping < 0 ? SG_NODE_ERROR : is_mapping ? SG_NODE_OBJECT : SG_NODE_OTHER;
}

SG_COLD SgNodeKind sg_node_kind(const SgPlace *place, PyObject *node)
{
    if (!place->root->text && place->root->text_rule != SG_TEXT_SPELLED)
        return sg_given_kind(place->root->state, node);
    if (node == Py_None) return SG_NODE_NULL;
    if (PyBool_Check(node)) return SG_NODE_BOOL;
    if (PyBytes_Check(node)) return SG_NODE_NUMBER;
    if (PyUnicode_Check(node)) return SG_NODE_STR;
    return PyList_Check(node) ? SG_NODE_ARRAY : SG_NODE_OBJECT;
}

/* Whether a number literal is an integer. */
SG_COLD bool sg_is_int_literal(PyObject *literal)
{
    return !strpbrk(PyBytes_AS_STRING(literal), ".eE");
}

SG_COLD const char *sg_scanned_type_name(PyObject *node)
{
    if (PyBytes_Check(node)) return sg_is_int_literal(node) ? "int" : "float";
    return PyTuple_Check(node) ? "dict" : sg_type_name(Py_TYPE(node));
}

/* The Python type that the node decodes to, by name. */
SG_COLD const char *sg_node_type_name(const SgPlace *place, PyObject *node)
{
    const SgRoot *root = place->root;
    if (root->text || root->text_rule == SG_TEXT_SPELLED) return sg_scanned_type_name(node);
    const char *name = sg_type_name(Py_TYPE(node));
    if (root->text_rule == SG_TEXT_SPELLS && PyUnicode_Check(node)) {
        PyObject *literal = sg_scan_literal(root->state, node);
        if (literal) name = sg_scanned_type_name(literal);
        Py_XDECREF(literal);
    }
    return name;
}

/* The node is of another type altogether. */
SG_COLD int sg_refuse_node(const SgPlace *place, const char *expected, PyObject *node)
{
    return sg_fail(place, PyExc_TypeError, "expected %s, got %s", expected,
                   sg_node_type_name(place, node));
}

/* The character where the value with that place in the document begins; -1 for from_dict(). */
SG_FN Py_ssize_t sg_where_start(PyObject *where)
{
    if (!where) return -1;
    return PyLong_AsSsize_t(PyTuple_Check(where) ? PyTuple_GET_ITEM(where, 0) : where);
}

/* Where that value ends: the closing bracket of an array or object. */
SG_FN Py_ssize_t sg_where_end(PyObject *where)
{
    return PyLong_AsSsize_t(PyTuple_GET_ITEM(where, 1));
}

/* A step below `outer`, before its field, key or index is filled in. */
SG_FN SgPlace sg_place_below(const SgPlace *outer, PyObject *where)
{
    SgPlace place = {outer->root, outer, NULL, NULL, -1, sg_where_start(where)};
    return place;
}

/* Whether `node` is to be read as the literal that it spells. */
SG_COLD bool sg_is_spelling(const SgPlace *place, PyObject *node)
{
    return place->root->text_rule == SG_TEXT_SPELLS && PyUnicode_Check(node);
}

/* Whether `node`, which was refused as a value just now, is text that from_dict(strict=False) takes for
   null. */
SG_COLD bool sg_is_null_text(const SgPlace *place, PyObject *node)
{
    return sg_is_spelling(place, node) &&
           PyErr_ExceptionMatches(place->root->state->validation_error) &&
           (PyUnicode_GET_LENGTH(node) == 0 || PyUnicode_CompareWithASCIIString(node, "null") == 0);
}

/* Loads, by one of the functions below, the literal that a text spells. */
SG_COLD PyObject *sg_load_spelled(const SgPlace *place, const SgType *type, PyObject *text,
                                  PyObject *(*load)(const SgPlace *, const SgType *, PyObject *))
{
    PyObject *literal = sg_scan_literal(place->root->state, text), *value = NULL;
    if (literal) {
        SgRoot root = *place->root;
        SgPlace same = *place;
        root.text_rule = SG_TEXT_SPELLED;
        same.root = &root;
        value = load(&same, type, literal);
        Py_DECREF(literal);
    } else if (!PyErr_Occurred()) {
        sg_refuse_node(place, type->expected, text);
    }
    return value;
}

/* The int of an integer literal or of an int; a new reference, or raises ValidationError. */
SG_COLD PyObject *sg_node_int(const SgPlace *place, const SgType *type, PyObject *node)
{
    if (sg_is_spelling(place, node)) return sg_load_spelled(place, type, node, sg_node_int);
    PyObject *value = NULL;
    const SgNodeKind kind = sg_node_kind(place, node);
    if (kind == SG_NODE_NUMBER && sg_is_int_literal(node)) {
        const char *literal = PyBytes_AS_STRING(node);
        value = sg_long_int(literal, literal + PyBytes_GET_SIZE(node));
        if (!value && !PyErr_Occurred())
            sg_fail(place, PyExc_ValueError, "int of more than %d digits", SG_MAX_DIGITS);
    } else if (kind == SG_NODE_INT) {
        if (sg_check_digits(place, node) == 0) value = PyLong_Type.tp_as_number->nb_int(node);
    } else if (kind != SG_NODE_ERROR) {
        sg_refuse_node(place, type->expected, node);
    }
    return value;
}

SG_COLD PyObject *sg_float_of_literal(const SgPlace *place, PyObject *literal)
{
    SgReader r;
    double value;
    sg_reader_init(&r, place->root->state, PyBytes_AS_STRING(literal), PyBytes_GET_SIZE(literal));
    if (sg_read_double(&r, &value) == 0) return PyFloat_FromDouble(value);
    if (PyErr_Occurred()) return NULL;

    PyObject *text = PyUnicode_FromEncodedObject(literal, "ascii", NULL);
    PyObject *shown = text ? sg_cut(text) : NULL;
    if (shown) sg_fail(place, PyExc_OverflowError, "%U is out of range for float64", shown);
    Py_XDECREF(shown);
    Py_XDECREF(text);
    return NULL;
}

SG_COLD PyObject *sg_float_of_int(const SgPlace *place, PyObject *number)
{
    const double value = PyLong_AsDouble(number);
    if (value != -1.0 || !PyErr_Occurred()) return PyFloat_FromDouble(value);
    if (!PyErr_ExceptionMatches(PyExc_OverflowError)) return NULL;
    PyErr_Clear();
    sg_fail_showing(place, PyExc_OverflowError, "%U is out of range for float64", number);
    return NULL;
}

/* The float of any literal, of an int or a finite float; a new reference, or raises
   ValidationError. */
SG_COLD PyObject *sg_node_float(const SgPlace *place, const SgType *type, PyObject *node)
{
    if (sg_is_spelling(place, node)) return sg_load_spelled(place, type, node, sg_node_float);
    const SgNodeKind kind = sg_node_kind(place, node);
    if (kind == SG_NODE_NUMBER) return sg_float_of_literal(place, node);
    if (kind == SG_NODE_INT) return sg_float_of_int(place, node);
    if (kind == SG_NODE_FLOAT) {
        PyObject *value = PyFloat_FromDouble(PyFloat_AS_DOUBLE(node));
        if (value && !isfinite(PyFloat_AS_DOUBLE(value))) {
            sg_fail_not_finite(place, value);
            Py_CLEAR(value);
        }
        return value;
    }
    if (kind != SG_NODE_ERROR) sg_refuse_node(place, type->expected, node);
    return NULL;
}

/* The bool of `true`, `false` or a bool; a new reference, or raises ValidationError. */
SG_COLD PyObject *sg_node_bool(const SgPlace *place, const SgType *type, PyObject *node)
{
    if (sg_is_spelling(place, node)) return sg_load_spelled(place, type, node, sg_node_bool);
    if (PyBool_Check(node)) return Py_NewRef(node);
    sg_refuse_node(place, type->expected, node);
    return NULL;
}

/* The exact str of a string; a new reference, or raises ValidationError. */
SG_COLD PyObject *sg_node_str(const SgPlace *place, const SgType *type, PyObject *node)
{
    if (PyUnicode_Check(node)) return PyUnicode_FromObject(node);
    sg_refuse_node(place, type->expected, node);
    return NULL;
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
