/* sg_dict.h: dict[K, V], kept and not copied as all containers are (sg_list.h). The functions for
   pairs serve Any too (sg_any.h). */
#ifndef SG_DICT_H
#define SG_DICT_H

#include "sg_annotation.h"
#include "sg_dict_keys.h"
#include "sg_list.h"
#include "sg_node.h"
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

/* ---- what enters ---- */

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
        status = sg_check_key(state, type, key);
        if (status == 0) status = type->b->kind->check(state, type->b, item);
        Py_DECREF(key);
        Py_DECREF(item);
    }
    Py_DECREF(dict);
    return status;
}

/* Raises for a pair that is wrong; 0 where it is not. */
SG_COLD int sg_refuse_pair(const SgPlace *place, const SgType *type, PyObject *key, PyObject *item)
{
    SgState *state = place->root->state;
    if (sg_check_key(state, type, key) < 0) return sg_refuse_dict_key(place, type, key);
    if (type->b->kind->check(state, type->b, item) == 0) return 0;
    if (PyErr_Occurred()) return -1;
    SgPlace below = sg_place_below(place, NULL);
    below.key = sg_key_step(place, type, key);
    if (below.key) type->b->kind->refuse(&below, type->b, item);
    Py_XDECREF(below.key);
    return -1;
}

static int sg_dict_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (!PyDict_CheckExact(value)) return sg_refuse_expected(place, type, value);
    PyObject *pairs = PyDict_Items(value);
    if (!pairs) return -1;
    int status = 0;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(pairs); i++) {
        PyObject *pair = PyList_GET_ITEM(pairs, i);
        status = sg_refuse_pair(place, type, PyTuple_GET_ITEM(pair, 0), PyTuple_GET_ITEM(pair, 1));
    }
    Py_DECREF(pairs);
    return status < 0 ? -1 : sg_refuse_unsteady(place, value);
}

/* ---- writing ---- */

/* Refuses a dict of which two keys have the same text. */
SG_COLD int sg_check_key_texts(SgWriter *w, const SgType *type, PyObject *dict)
{
    PyObject *keys = PyDict_Keys(dict), *seen = PySet_New(NULL);
    int status = keys && seen ? 0 : -1;
    const Py_ssize_t start = w->p - w->start;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(keys); i++) {
        status = sg_write_dict_key(w, type, PyList_GET_ITEM(keys, i));
        char *text = w->start + start;
        PyObject *bytes = status == 0 ? PyBytes_FromStringAndSize(text, w->p - text) : NULL;
        w->p = text; /* written for this alone */
        if (!bytes || PySet_Contains(seen, bytes) != 0 || PySet_Add(seen, bytes) < 0) status = -1;
        Py_XDECREF(bytes);
    }
    Py_XDECREF(seen);
    Py_XDECREF(keys);
    return status;
}

/* Writes an exact dict. `type` is its type; NULL where all keys are exact str. */
SG_FN int sg_write_pairs(SgWriter *w, const SgType *type, const SgType *item_type, PyObject *value)
{
    PyObject *dict = sg_steady_dict(value), *key, *item;
    if (!dict) return -1;
    const Py_ssize_t size = PyDict_GET_SIZE(dict);
    Py_ssize_t at = 0;
    int more, status = sg_open(w) < 0 ? -1 : sg_write_char(w, '{');
    bool first = true, are_plain = true;
    while (status == 0 && (more = sg_next_pair(dict, size, &at, &key, &item)) != 0) {
        if (more < 0) {
            status = -1;
            break;
        }
        if (!first) status = sg_write_char(w, ',');
        first = false;
        are_plain = are_plain && sg_is_plain_key(type, key);
        if (status == 0) status = sg_write_dict_key(w, type, key);
        if (status == 0) status = sg_write_char(w, ':');
        if (status == 0) status = item_type->kind->write(w, item_type, item);
        Py_DECREF(key);
        Py_DECREF(item);
    }
    if (SG_UNLIKELY(!are_plain) && status == 0) status = sg_check_key_texts(w, type, dict);
    Py_DECREF(dict);
    sg_close(w);
    return status < 0 ? -1 : sg_write_char(w, '}');
}

static int sg_dict_write(SgWriter *w, const SgType *type, PyObject *value)
{
    return PyDict_CheckExact(value) ? sg_write_pairs(w, type, type->b, value) : -1;
}

/* ---- reading ---- */

/* Reads the next pair into `dict`; refuses a key that it has already. */
SG_FN int sg_read_pair(SgReader *r, const SgType *type, const SgType *item_type, PyObject *dict)
{
    const Py_ssize_t size = PyDict_GET_SIZE(dict);
    PyObject *key = sg_read_dict_key(r, type);
    if (!key) return -1;
    PyObject *item = sg_take(r, ':') ? item_type->kind->read(r, item_type) : NULL;
    int status = item ? PyDict_SetItem(dict, key, item) : -1;
    if (PyDict_GET_SIZE(dict) == size) status = -1;
    Py_XDECREF(item);
    Py_DECREF(key);
    return status;
}

/* The pairs of an object as a new dict; `type` is its type, or NULL where keys are str. */
SG_FN PyObject *sg_read_pairs(SgReader *r, const SgType *type, const SgType *item_type)
{
    if (sg_read_open(r) < 0) return NULL;
    PyObject *dict = PyDict_New();
    if (!dict) return NULL;
    if (type) sg_reader_wake_to_hash(r, type->a);
    bool first = true;
    for (;;) {
        const int more = sg_read_next(r, &first, '}');
        if (more == 0) return dict;
        if (SG_UNLIKELY(more < 0 || sg_read_pair(r, type, item_type, dict) < 0)) {
            Py_DECREF(dict);
            return NULL;
        }
    }
}

static PyObject *sg_dict_read(SgReader *r, const SgType *type)
{
    return sg_read_pairs(r, type, type->b);
}

/* ---- dumping ---- */

/* Puts what `item` is in JSON into `dict` under `text`; paths call the pair `key`. */
SG_COLD int sg_dump_pair(const SgPlace *place, const SgType *item_type, PyObject *dict,
                         PyObject *key, PyObject *text, PyObject *item)
{
    const int is_there = PyDict_Contains(dict, text);
    if (is_there != 0)
        return is_there < 0
                   ? -1
                   : sg_fail_showing(place, PyExc_ValueError, "two keys are both %U in JSON", text);
    SgPlace below = sg_place_below(place, NULL);
    below.key = key;
    PyObject *dumped = item_type->kind->dump(&below, item_type, item);
    const int status = dumped ? PyDict_SetItem(dict, text, dumped) : -1;
    Py_XDECREF(dumped);
    return status;
}

SG_COLD PyObject *sg_dict_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (!PyDict_CheckExact(value)) {
        sg_refuse_expected(place, type, value);
        return NULL;
    }
    if (sg_deeper(place) < 0) return NULL;
    PyObject *pairs = PyDict_Items(value), *dict = PyDict_New();
    for (Py_ssize_t i = 0; pairs && dict && i < PyList_GET_SIZE(pairs); i++) {
        PyObject *pair = PyList_GET_ITEM(pairs, i);
        PyObject *text = sg_dump_key(place, type, PyTuple_GET_ITEM(pair, 0));
        if (!text || sg_dump_pair(place, type->b, dict, text, text, PyTuple_GET_ITEM(pair, 1)) < 0)
            Py_CLEAR(dict);
        Py_XDECREF(text);
    }
    sg_shallower(place);
    if (!pairs) Py_CLEAR(dict);
    Py_XDECREF(pairs);
    return dict;
}

/* ---- loading ---- */

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

/* Judges the item of a pair and puts it into `dict`. */
SG_COLD int sg_load_item(const SgPlace *below, const SgType *item_type, PyObject *dict,
                         PyObject *key, PyObject *node, PyObject *where)
{
    PyObject *item = item_type->kind->load(below, item_type, node, where);
    const int status = item ? PyDict_SetItem(dict, key, item) : -1;
    Py_XDECREF(item);
    return status;
}

/* Judges one pair of an object and puts it into `dict`; `where` is its place in the document. `type` is
   that of the dict, or NULL where keys are str. */
SG_COLD int sg_load_pair(const SgPlace *place, const SgType *type, const SgType *item_type,
                         PyObject *dict, PyObject *pair, PyObject *where)
{
    PyObject *given = PyTuple_GET_ITEM(pair, 0);
    if (!PyUnicode_Check(given)) return sg_refuse_key(place, given);
    PyObject *item_where = where ? PyTuple_GET_ITEM(where, 1) : NULL;
    PyObject *text = PyUnicode_FromObject(given);
    SgPlace below = sg_place_below(place, item_where), at_key = below;
    below.key = at_key.key = text;
    if (where) at_key.offset = sg_where_start(where);
    PyObject *key = text ? sg_load_key(&at_key, type, text) : NULL;
    int status = key ? PyDict_Contains(dict, key) : -1;
    if (status > 0)
        status = sg_fail_showing(&at_key, PyExc_ValueError, "key %U appears twice", text);
    else if (status == 0)
        status = sg_load_item(&below, item_type, dict, key, PyTuple_GET_ITEM(pair, 1), item_where);
    Py_XDECREF(key);
    Py_XDECREF(text);
    return status;
}

/* The pairs of an object as a new dict; or raises. */
SG_COLD PyObject *sg_load_pairs(const SgPlace *place, const SgType *type, const SgType *item_type,
                                PyObject *node, PyObject *where)
{
    if (sg_deeper(place) < 0) return NULL;
    PyObject *pairs = sg_node_pairs(place, node), *dict = PyDict_New();
    for (Py_ssize_t i = 0; pairs && dict && i < PyTuple_GET_SIZE(pairs); i++) {
        PyObject *pair = PyTuple_GET_ITEM(pairs, i);
        if (sg_load_pair(place, type, item_type, dict, pair, sg_where_item(where, i)) < 0)
            Py_CLEAR(dict);
    }
    sg_shallower(place);
    if (!pairs) Py_CLEAR(dict);
    Py_XDECREF(pairs);
    return dict;
}

SG_COLD PyObject *sg_dict_load(const SgPlace *place, const SgType *type, PyObject *node,
                               PyObject *where)
{
    const SgNodeKind kind = sg_node_kind(place, node);
    if (kind == SG_NODE_OBJECT) return sg_load_pairs(place, type, type->b, node, where);
    if (kind != SG_NODE_ERROR) sg_refuse_node(place, type->expected, node);
    return NULL;
}

SG_COLD PyObject *sg_dict_schema(SgSchema *schema, const SgType *type)
{
    PyObject *dict = sg_schema_type("object");
    int status = dict ? 0 : -1;
    if (status == 0 && type->index != SG_KEY_STR)
        status = sg_schema_put(dict, "propertyNames", sg_keys_schema(schema, type));
    if (status == 0)
        status = sg_schema_put(dict, "additionalProperties", sg_schema_of(schema, type->b));
    if (status < 0) Py_CLEAR(dict);
    return dict;
}

SG_COLD PyObject *sg_dict_annotation(SgState *state, const SgType *type)
{
    PyObject *key = sg_annotation(state, type->a), *value = sg_annotation(state, type->b);
    return sg_annotation_with(&PyDict_Type, Py_BuildValue("(NN)", key, value));
}

SG_CONST SgKind sg_kind_dict = {
    sg_list_accept, sg_dict_check, sg_dict_write,  sg_dict_read,       sg_dict_refuse,
    sg_dict_dump,   sg_dict_load,  sg_dict_schema, sg_dict_annotation, SG_KIND_OTHER,
};

#endif
