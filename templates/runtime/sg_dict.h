/* sg_dict.h: dict[K, V], kept and not copied as all containers are (sg_list.h). The functions for
   pairs serve Any too (sg_any.h). */
#ifndef SG_DICT_H
#define SG_DICT_H

#include "sg_explain.h"
#include "sg_list.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_writer.h"

/* What to iterate over, as sg_steady_list() says it of lists. */
SG_FN PyObject *sg_steady_dict(PyObject *dict)
{
#ifdef Py_GIL_DISABLED
    return PyDict_Copy(dict);
#else
    return Py_NewRef(dict);
#endif
}

/* Goes to the next pair of `dict`; new references. 1, 0 at the end, -1 where the dict has
   changed its size since the first call (`size`: what it was then). */
SG_FN int sg_next_pair(PyObject *dict, Py_ssize_t size, Py_ssize_t *at, PyObject **key,
                       PyObject **value)
{
    if (PyDict_GET_SIZE(dict) != size) return -1;
    if (!PyDict_Next(dict, at, key, value)) return 0;
    Py_INCREF(*key);
    Py_INCREF(*value);
    return 1;
}

static int sg_dict_check(SgState *state, const SgType *type, PyObject *value)
{
    if (!PyDict_CheckExact(value)) return -1;
    PyObject *dict = sg_steady_dict(value), *key, *item;
    if (!dict) return -1;
    const Py_ssize_t size = PyDict_GET_SIZE(dict);
    Py_ssize_t at = 0;
    int more, status = 0;
    while (status == 0 && (more = sg_next_pair(dict, size, &at, &key, &item)) != 0) {
        if (more < 0) {
            status = -1;
            break;
        }
        status = PyUnicode_Check(key) ? type->b->kind->check(state, type->b, item) : -1;
        Py_DECREF(key);
        Py_DECREF(item);
    }
    Py_DECREF(dict);
    return status;
}

static int sg_dict_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (!PyDict_CheckExact(value)) return sg_refuse_expected(place, type, value);
    PyObject *pairs = PyDict_Items(value);
    if (!pairs) return -1;
    int status = 0;
    SgPlace below = sg_place_below(place, NULL);
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(pairs); i++) {
        PyObject *pair = PyList_GET_ITEM(pairs, i), *item = PyTuple_GET_ITEM(pair, 1);
        below.key = PyTuple_GET_ITEM(pair, 0);
        if (!PyUnicode_Check(below.key)) {
            status = sg_refuse_key(place, below.key);
            break;
        }
        status = type->b->kind->check(place->root->state, type->b, item);
        if (status < 0 && !PyErr_Occurred()) type->b->kind->refuse(&below, type->b, item);
    }
    Py_DECREF(pairs);
    return status < 0 ? -1 : sg_refuse_unsteady(place, value);
}

/* Writes an exact dict whose keys are all str. */
SG_FN int sg_write_pairs(SgWriter *w, const SgType *item_type, PyObject *value)
{
    PyObject *dict = sg_steady_dict(value), *key, *item;
    if (!dict) return -1;
    const Py_ssize_t size = PyDict_GET_SIZE(dict);
    Py_ssize_t at = 0;
    int more, status = sg_open(w) < 0 ? -1 : sg_write_char(w, '{');
    bool first = true;
    while (status == 0 && (more = sg_next_pair(dict, size, &at, &key, &item)) != 0) {
        if (more < 0) {
            status = -1;
            break;
        }
        if (!first) status = sg_write_char(w, ',');
        first = false;
        if (status == 0) status = PyUnicode_Check(key) ? sg_write_str(w, key) : -1;
        if (status == 0) status = sg_write_char(w, ':');
        if (status == 0) status = item_type->kind->write(w, item_type, item);
        Py_DECREF(key);
        Py_DECREF(item);
    }
    Py_DECREF(dict);
    sg_close(w);
    return status < 0 ? -1 : sg_write_char(w, '}');
}

static int sg_dict_write(SgWriter *w, const SgType *type, PyObject *value)
{
    return PyDict_CheckExact(value) ? sg_write_pairs(w, type->b, value) : -1;
}

/* Reads the next pair into `dict`; refuses a key that it has already. */
SG_FN int sg_read_pair(SgReader *r, const SgType *item_type, PyObject *dict)
{
    const Py_ssize_t size = PyDict_GET_SIZE(dict);
    PyObject *key = sg_read_str(r);
    if (!key) return -1;
    PyObject *item = sg_take(r, ':') ? item_type->kind->read(r, item_type) : NULL;
    int status = item ? PyDict_SetItem(dict, key, item) : -1;
    if (PyDict_GET_SIZE(dict) == size) status = -1;
    Py_XDECREF(item);
    Py_DECREF(key);
    return status;
}

SG_FN PyObject *sg_read_pairs(SgReader *r, const SgType *item_type)
{
    if (sg_read_open(r) < 0) return NULL;
    PyObject *dict = PyDict_New();
    if (!dict) return NULL;
    bool first = true;
    for (;;) {
        const int more = sg_read_next(r, &first, '}');
        if (more == 0) return dict;
        if (SG_UNLIKELY(more < 0 || sg_read_pair(r, item_type, dict) < 0)) {
            Py_DECREF(dict);
            return NULL;
        }
    }
}

static PyObject *sg_dict_read(SgReader *r, const SgType *type)
{
    return sg_read_pairs(r, type->b);
}

/* Puts what `item` is in JSON into `dict` under `text`, which is `key` in JSON. */
SG_COLD int sg_dump_pair(const SgPlace *place, const SgType *item_type, PyObject *dict,
                         PyObject *key, PyObject *text, PyObject *item)
{
    SgPlace below = sg_place_below(place, NULL);
    below.key = key;
    PyObject *dumped = item_type->kind->dump(&below, item_type, item);
    const int status = dumped ? PyDict_SetItem(dict, text, dumped) : -1;
    Py_XDECREF(dumped);
    return status;
}

/* The text of a key of dict[str, T], as a new exact str; or raises. */
SG_COLD PyObject *sg_dump_key(const SgPlace *place, PyObject *key)
{
    if (!PyUnicode_Check(key)) {
        sg_refuse_key(place, key);
        return NULL;
    }
    return sg_check_surrogates(key) < 0 ? NULL : PyUnicode_FromObject(key);
}

static PyObject *sg_dict_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (!PyDict_CheckExact(value)) {
        sg_refuse_expected(place, type, value);
        return NULL;
    }
    if (sg_deeper(place) < 0) return NULL;
    PyObject *pairs = PyDict_Items(value), *dict = PyDict_New();
    for (Py_ssize_t i = 0; pairs && dict && i < PyList_GET_SIZE(pairs); i++) {
        PyObject *pair = PyList_GET_ITEM(pairs, i), *key = PyTuple_GET_ITEM(pair, 0);
        PyObject *text = sg_dump_key(place, key);
        if (!text || sg_dump_pair(place, type->b, dict, key, text, PyTuple_GET_ITEM(pair, 1)) < 0)
            Py_CLEAR(dict);
        Py_XDECREF(text);
    }
    sg_shallower(place);
    if (!pairs) Py_CLEAR(dict);
    Py_XDECREF(pairs);
    return dict;
}

/* The pairs of an object, as a new tuple of tuples (key, value). The key of a Mapping may be
   anything. */
SG_COLD PyObject *sg_node_pairs(const SgPlace *place, PyObject *node)
{
    if (place->root->text) return Py_NewRef(node);
    PyObject *items = PyMapping_Items(node);
    PyObject *pairs = items ? PySequence_Tuple(items) : NULL;
    Py_XDECREF(items);
    for (Py_ssize_t i = 0; pairs && i < PyTuple_GET_SIZE(pairs); i++) {
        PyObject *pair = PyTuple_GET_ITEM(pairs, i);
        if (PyTuple_Check(pair) && PyTuple_GET_SIZE(pair) == 2) continue;
        PyErr_Format(PyExc_TypeError, "%s.items() must give pairs", sg_type_name(Py_TYPE(node)));
        Py_CLEAR(pairs);
    }
    return pairs;
}

/* Judges one pair of an object and puts it into `dict`; `where` is its place in the document. */
SG_COLD int sg_load_pair(const SgPlace *place, const SgType *item_type, PyObject *dict,
                         PyObject *pair, PyObject *where)
{
    PyObject *given = PyTuple_GET_ITEM(pair, 0);
    if (!PyUnicode_Check(given)) return sg_refuse_key(place, given);
    PyObject *item_where = where ? PyTuple_GET_ITEM(where, 1) : NULL;
    PyObject *key = PyUnicode_FromObject(given);
    SgPlace below = sg_place_below(place, item_where);
    below.key = key;
    int status = key ? PyDict_Contains(dict, key) : -1;
    if (status > 0) {
        if (where) below.offset = sg_where_start(where);
        status = sg_fail_showing(&below, PyExc_ValueError, "key %U appears twice", key);
    } else if (status == 0) {
        PyObject *item =
            item_type->kind->load(&below, item_type, PyTuple_GET_ITEM(pair, 1), item_where);
        status = item ? PyDict_SetItem(dict, key, item) : -1;
        Py_XDECREF(item);
    }
    Py_XDECREF(key);
    return status;
}

SG_COLD PyObject *sg_load_pairs(const SgPlace *place, const SgType *item_type, PyObject *node,
                                PyObject *where)
{
    if (sg_deeper(place) < 0) return NULL;
    PyObject *pairs = sg_node_pairs(place, node), *dict = PyDict_New();
    for (Py_ssize_t i = 0; pairs && dict && i < PyTuple_GET_SIZE(pairs); i++) {
        PyObject *pair = PyTuple_GET_ITEM(pairs, i);
        if (sg_load_pair(place, item_type, dict, pair, sg_where_item(where, i)) < 0) Py_CLEAR(dict);
    }
    sg_shallower(place);
    if (!pairs) Py_CLEAR(dict);
    Py_XDECREF(pairs);
    return dict;
}

static PyObject *sg_dict_load(const SgPlace *place, const SgType *type, PyObject *node,
                              PyObject *where)
{
    const SgNodeKind kind = sg_node_kind(place, node);
    if (kind == SG_NODE_OBJECT) return sg_load_pairs(place, type->b, node, where);
    if (kind != SG_NODE_ERROR) sg_refuse_node(place, type->expected, node);
    return NULL;
}

static PyObject *sg_dict_schema(SgSchema *schema, const SgType *type)
{
    return sg_schema_around(schema, "object", "additionalProperties", type->b);
}

SG_CONST SgKind sg_kind_dict = {
    sg_list_accept, sg_dict_check, sg_dict_write, sg_dict_read,
    sg_dict_refuse, sg_dict_dump,  sg_dict_load,  sg_dict_schema,
};

#endif
