/* sg_bytes.h: bytes, stored as an exact Python bytes object; base64 in JSON (RFC 4648, padded). */
#ifndef SG_BYTES_H
#define SG_BYTES_H

#include "sg_annotation.h"
#include "sg_node.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_writer.h"

static PyObject *sg_bytes_accept(SgState *state, const SgType *type, PyObject *value)
{
    (void)state, (void)type;
    if (SG_LIKELY(PyBytes_CheckExact(value))) return Py_NewRef(value);
    if (!PyBytes_Check(value)) return NULL;
    return PyBytes_FromStringAndSize(PyBytes_AS_STRING(value), PyBytes_GET_SIZE(value));
}

static int sg_bytes_check(SgState *state, const SgType *type, PyObject *value)
{
    (void)state, (void)type;
    return PyBytes_Check(value) ? 0 : -1;
}

static int sg_bytes_write(SgWriter *w, const SgType *type, PyObject *value)
{
    (void)type;
    if (!PyBytes_Check(value)) return -1;
    return sg_write_base64(w, PyBytes_AS_STRING(value), PyBytes_GET_SIZE(value));
}

static PyObject *sg_bytes_read(SgReader *r, const SgType *type)
{
    (void)type;
    return sg_read_base64(r);
}

SG_COLD PyObject *sg_bytes_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (PyBytes_Check(value))
        return sg_base64_str(PyBytes_AS_STRING(value), PyBytes_GET_SIZE(value));
    sg_refuse_expected(place, type, value);
    return NULL;
}

SG_COLD PyObject *sg_bytes_load(const SgPlace *place, const SgType *type, PyObject *node,
                                PyObject *where)
{
    (void)where;
    PyObject *text = sg_node_str(place, type, node);
    if (!text) return NULL;
    PyObject *bytes = sg_base64_bytes(text);
    if (!bytes && !PyErr_Occurred()) {
        PyObject *shown = sg_show(text);
        if (shown) sg_fail(place, PyExc_ValueError, "%U is not base64", shown);
        Py_XDECREF(shown);
    }
    Py_DECREF(text);
    return bytes;
}

SG_COLD PyObject *sg_bytes_schema(SgSchema *schema, const SgType *type)
{
    (void)schema, (void)type;
    return Py_BuildValue("{ssss}", "type", "string", "contentEncoding", "base64");
}

SG_COLD PyObject *sg_bytes_annotation(SgState *state, const SgType *type)
{
    (void)state, (void)type;
    return sg_annotation_class(&PyBytes_Type);
}

SG_CONST SgKind sg_kind_bytes = {
    sg_bytes_accept, sg_bytes_check, sg_bytes_write,  sg_bytes_read,       sg_refuse_expected,
    sg_bytes_dump,   sg_bytes_load,  sg_bytes_schema, sg_bytes_annotation, SG_KIND_OTHER,
};

SG_CONST SgType sg_type_bytes = {&sg_kind_bytes, NULL, NULL, NULL, 0, "bytes"};

#endif
