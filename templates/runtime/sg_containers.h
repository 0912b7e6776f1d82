/* sg_containers.h: the kinds of types around other types: list[T], dict[str, T], T | None, T |
   ... The containers are the builtin ones, kept and not copied; their items are checked on the
   way in, and again by every writer, because a container can change behind our back. The
   functions for items and pairs serve Any too (sg_any.h). */
#ifndef SG_CONTAINERS_H
#define SG_CONTAINERS_H

#include "sg_explain.h"
#include "sg_keys.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_writer.h"

/* What to iterate over, as a new reference: the container itself where nobody can change it
   between two lines of C; a copy where other threads can. Checks may still run Python, so loops
   look at the size again and hold what they use. */
SG_FN PyObject *sg_steady_list(PyObject *list)
{
#ifdef Py_GIL_DISABLED
    return PyList_GetSlice(list, 0, PY_SSIZE_T_MAX);
#else
    return Py_NewRef(list);
#endif
}

SG_FN PyObject *sg_steady_dict(PyObject *dict)
{
#ifdef Py_GIL_DISABLED
    return PyDict_Copy(dict);
#else
    return Py_NewRef(dict);
#endif
}

/* ---- list: items ---- */

static PyObject *sg_list_accept(SgState *state, const SgType *type, PyObject *value)
{
    return type->kind->check(state, type, value) < 0 ? NULL : Py_NewRef(value);
}

static int sg_list_check(SgState *state, const SgType *type, PyObject *value)
{
    if (!PyList_CheckExact(value)) return -1;
    PyObject *list = sg_steady_list(value);
    if (!list) return -1;
    int status = 0;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(list); i++) {
        PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
        status = type->a->kind->check(state, type->a, item);
        Py_DECREF(item);
    }
    Py_DECREF(list);
    return status;
}

static int sg_list_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (!PyList_CheckExact(value)) return sg_refuse_expected(place, type, value);
    PyObject *list = sg_steady_list(value);
    if (!list) return -1;
    int status = 0;
    SgPlace below = sg_place_below(place, NULL);
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(list); i++) {
        PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
        below.index = i;
        status = type->a->kind->check(place->root->state, type->a, item);
        if (status < 0 && !PyErr_Occurred()) type->a->kind->refuse(&below, type->a, item);
        Py_DECREF(item);
    }
    Py_DECREF(list);
    return status < 0 ? -1 : sg_refuse_unsteady(place, value);
}

/* Writes the items of a list or a tuple, or of an instance of a subclass of them. */
SG_FN int sg_write_items(SgWriter *w, const SgType *item_type, PyObject *value)
{
    PyObject *items = PyList_Check(value) ? sg_steady_list(value) : Py_NewRef(value);
    if (!items) return -1;
    int status = sg_open(w) < 0 ? -1 : sg_write_char(w, '[');
    for (Py_ssize_t i = 0; status == 0 && i < PySequence_Fast_GET_SIZE(items); i++) {
        PyObject *item = Py_NewRef(PySequence_Fast_GET_ITEM(items, i));
        if (i > 0) status = sg_write_char(w, ',');
        if (status == 0) status = item_type->kind->write(w, item_type, item);
        Py_DECREF(item);
    }
    Py_DECREF(items);
    sg_close(w);
    return status < 0 ? -1 : sg_write_char(w, ']');
}

static int sg_list_write(SgWriter *w, const SgType *type, PyObject *value)
{
    return PyList_CheckExact(value) ? sg_write_items(w, type->a, value) : -1;
}

SG_FN PyObject *sg_read_items(SgReader *r, const SgType *item_type)
{
    if (sg_read_array_begin(r) < 0) return NULL;
    PyObject *list = PyList_New(0);
    if (!list) return NULL;
    bool first = true;
    for (;;) {
        const int more = sg_read_array_next(r, &first);
        if (more == 0) return list;
        PyObject *item = more > 0 ? item_type->kind->read(r, item_type) : NULL;
        const int status = item ? PyList_Append(list, item) : -1;
        Py_XDECREF(item);
        if (SG_UNLIKELY(status < 0)) {
            Py_DECREF(list);
            return NULL;
        }
    }
}

static PyObject *sg_list_read(SgReader *r, const SgType *type)
{
    return sg_read_items(r, type->a);
}

SG_COLD PyObject *sg_dump_items(const SgPlace *place, const SgType *item_type, PyObject *value)
{
    if (sg_deeper(place) < 0) return NULL;
    PyObject *items = PySequence_Tuple(value), *dumped = PyList_New(0);
    SgPlace below = sg_place_below(place, NULL);
    for (Py_ssize_t i = 0; items && dumped && i < PyTuple_GET_SIZE(items); i++) {
        below.index = i;
        PyObject *item = item_type->kind->dump(&below, item_type, PyTuple_GET_ITEM(items, i));
        if (!item || PyList_Append(dumped, item) < 0) Py_CLEAR(dumped);
        Py_XDECREF(item);
    }
    sg_shallower(place);
    if (!items) Py_CLEAR(dumped);
    Py_XDECREF(items);
    return dumped;
}

static PyObject *sg_list_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (PyList_CheckExact(value)) return sg_dump_items(place, type->a, value);
    sg_refuse_expected(place, type, value);
    return NULL;
}

/* The place of item `i` in that of its array or object; NULL for from_dict(). Borrowed. */
SG_FN PyObject *sg_where_item(PyObject *where, Py_ssize_t i)
{
    return where ? PyList_GET_ITEM(PyTuple_GET_ITEM(where, 2), i) : NULL;
}

SG_COLD PyObject *sg_load_items(const SgPlace *place, const SgType *item_type, PyObject *node,
                                PyObject *where)
{
    if (sg_deeper(place) < 0) return NULL;
    PyObject *items = PyList_GetSlice(node, 0, PY_SSIZE_T_MAX), *list = PyList_New(0);
    for (Py_ssize_t i = 0; items && list && i < PyList_GET_SIZE(items); i++) {
        PyObject *item_where = sg_where_item(where, i);
        SgPlace below = sg_place_below(place, item_where);
        below.index = i;
        PyObject *item =
            item_type->kind->load(&below, item_type, PyList_GET_ITEM(items, i), item_where);
        if (!item || PyList_Append(list, item) < 0) Py_CLEAR(list);
        Py_XDECREF(item);
    }
    sg_shallower(place);
    if (!items) Py_CLEAR(list);
    Py_XDECREF(items);
    return list;
}

static PyObject *sg_list_load(const SgPlace *place, const SgType *type, PyObject *node,
                              PyObject *where)
{
    const SgNodeKind kind = sg_node_kind(place, node);
    if (kind == SG_NODE_ARRAY) return sg_load_items(place, type->a, node, where);
    if (kind != SG_NODE_ERROR) sg_refuse_node(place, type->expected, node);
    return NULL;
}

static PyObject *sg_list_schema(SgSchema *schema, const SgType *type)
{
    return sg_schema_around(schema, "array", "items", type->a);
}

SG_CONST SgKind sg_kind_list = {
    sg_list_accept, sg_list_check, sg_list_write, sg_list_read,
    sg_list_refuse, sg_list_dump,  sg_list_load,  sg_list_schema,
};

/* ---- dict: pairs ---- */

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

/* ---- T | None, and T | ... whose Ellipsis stands for a key that is absent ---- */

/* The type inside, refusing in the words of the type around it: "expected float | None". */
SG_FN SgType sg_inner_type(const SgType *type)
{
    SgType inner = *type->a;
    inner.expected = type->expected;
    return inner;
}

SG_COLD int sg_inner_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    const SgType inner = sg_inner_type(type);
    return inner.kind->refuse(place, &inner, value);
}

SG_COLD PyObject *sg_inner_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    const SgType inner = sg_inner_type(type);
    return inner.kind->dump(place, &inner, value);
}

SG_COLD PyObject *sg_inner_load(const SgPlace *place, const SgType *type, PyObject *node,
                                PyObject *where)
{
    const SgType inner = sg_inner_type(type);
    return inner.kind->load(place, &inner, node, where);
}

static PyObject *sg_optional_accept(SgState *state, const SgType *type, PyObject *value)
{
    return value == Py_None ? Py_NewRef(value) : type->a->kind->accept(state, type->a, value);
}

static int sg_optional_check(SgState *state, const SgType *type, PyObject *value)
{
    return value == Py_None ? 0 : type->a->kind->check(state, type->a, value);
}

static int sg_optional_write_boxed(SgWriter *w, const SgType *type, PyObject *value)
{
    return value == Py_None ? sg_write_null(w) : type->a->kind->write(w, type->a, value);
}

static PyObject *sg_optional_read_boxed(SgReader *r, const SgType *type)
{
    return sg_read_null(r) ? Py_NewRef(Py_None) : type->a->kind->read(r, type->a);
}

static PyObject *sg_optional_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    return value == Py_None ? Py_NewRef(value) : sg_inner_dump(place, type, value);
}

static PyObject *sg_optional_load(const SgPlace *place, const SgType *type, PyObject *node,
                                  PyObject *where)
{
    return node == Py_None ? Py_NewRef(node) : sg_inner_load(place, type, node, where);
}

static PyObject *sg_optional_schema(SgSchema *schema, const SgType *type)
{
    PyObject *inner = sg_schema_of(schema, type->a);
    return inner ? Py_BuildValue("{s[N{ss}]}", "anyOf", inner, "type", "null") : NULL;
}

SG_CONST SgKind sg_kind_optional = {
    sg_optional_accept, sg_optional_check, sg_optional_write_boxed, sg_optional_read_boxed,
    sg_inner_refuse,    sg_optional_dump,  sg_optional_load,        sg_optional_schema,
};

static PyObject *sg_absent_accept(SgState *state, const SgType *type, PyObject *value)
{
    return value == Py_Ellipsis ? Py_NewRef(value) : type->a->kind->accept(state, type->a, value);
}

static int sg_absent_check(SgState *state, const SgType *type, PyObject *value)
{
    return value == Py_Ellipsis ? 0 : type->a->kind->check(state, type->a, value);
}

/* Never of Ellipsis: the record's writer leaves the key out. */
static int sg_absent_write(SgWriter *w, const SgType *type, PyObject *value)
{
    return type->a->kind->write(w, type->a, value);
}

static PyObject *sg_absent_read(SgReader *r, const SgType *type)
{
    return type->a->kind->read(r, type->a);
}

/* Of the value where there is one: the field is not among the required ones. */
static PyObject *sg_absent_schema(SgSchema *schema, const SgType *type)
{
    return sg_schema_of(schema, type->a);
}

SG_CONST SgKind sg_kind_absent = {
    sg_absent_accept, sg_absent_check, sg_absent_write, sg_absent_read,
    sg_inner_refuse,  sg_inner_dump,   sg_inner_load,   sg_absent_schema,
};

#endif
