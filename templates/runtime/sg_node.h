/* sg_node.h: nodes, which is what the load functions of all kinds read from: the tree of a scanned
   document (sg_scan.h), or the Python objects given to from_dict(). */
#ifndef SG_NODE_H
#define SG_NODE_H

#include "sg_explain.h"
#include "sg_lazy.h"
#include "sg_read_double.h"
#include "sg_reader.h"
#include "sg_scan.h"

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

#endif
