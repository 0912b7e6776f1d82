/* sg_tuple.h: tuple[A, B], with a type for each item, and tuple[T, ...] of any length. Exact tuples,
   kept and not copied. */
#ifndef SG_TUPLE_H
#define SG_TUPLE_H

#include "sg_annotation.h"
#include "sg_list.h"
#include "sg_node.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_writer.h"

enum { SG_TUPLE_ROOM = 8 }; /* items for which room is made while their number is not known */

/* How many items there must be; -1 for any number. */
SG_FN Py_ssize_t sg_tuple_count(const SgType *type)
{
    return type->a ? -1 : ((const SgItems *)type->extra)->count;
}

SG_FN const SgType *sg_tuple_item(const SgType *type, Py_ssize_t i)
{
    return type->a ? type->a : ((const SgItems *)type->extra)->types[i];
}

SG_FN bool sg_is_tuple_of(const SgType *type, PyObject *value)
{
    if (!PyTuple_CheckExact(value)) return false;
    const Py_ssize_t count = sg_tuple_count(type);
    return count < 0 || count == PyTuple_GET_SIZE(value);
}

static int sg_tuple_check(SgState *state, const SgType *type, PyObject *value)
{
    if (!sg_is_tuple_of(type, value)) return -1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(value); i++) {
        const SgType *item_type = sg_tuple_item(type, i);
        if (item_type->kind->check(state, item_type, PyTuple_GET_ITEM(value, i)) < 0) return -1;
    }
    return 0;
}

SG_COLD int sg_refuse_count(const SgPlace *place, const SgType *type, Py_ssize_t count)
{
    const Py_ssize_t expected = sg_tuple_count(type);
    return sg_fail(place, PyExc_TypeError, "expected %zd item%s, got %zd", expected,
                   expected == 1 ? "" : "s", count);
}

/* Raises for what is no such tuple, whatever its items are. */
SG_COLD int sg_refuse_no_tuple(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (!PyTuple_CheckExact(value)) return sg_refuse_expected(place, type, value);
    return sg_refuse_count(place, type, PyTuple_GET_SIZE(value));
}

static int sg_tuple_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (!sg_is_tuple_of(type, value)) return sg_refuse_no_tuple(place, type, value);
    SgPlace below = sg_place_below(place, NULL);
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(value); i++) {
        const SgType *item_type = sg_tuple_item(type, i);
        PyObject *item = PyTuple_GET_ITEM(value, i);
        below.index = i;
        if (item_type->kind->check(place->root->state, item_type, item) == 0) continue;
        return PyErr_Occurred() ? -1 : item_type->kind->refuse(&below, item_type, item);
    }
    return sg_refuse_unsteady(place, value);
}

/* The type of all items of tuples of `type`; NULL where they differ. */
SG_FN const SgType *sg_tuple_one_type(const SgType *type)
{
    if (type->a) return type->a;
    const SgItems *items = (const SgItems *)type->extra;
    for (Py_ssize_t i = 1; i < items->count; i++)
        if (items->types[i] != items->types[0]) return NULL;
    return items->types[0];
}

SG_NOINLINE char *sg_put_tuple_items(SgWriter *w, char *p, const SgType *type, PyObject *tuple)
{
    for (Py_ssize_t i = 0; p && i < PyTuple_GET_SIZE(tuple); i++) {
        if (i > 0) *p++ = ',';
        p = sg_put_item(w, p, sg_tuple_item(type, i), PyTuple_GET_ITEM(tuple, i));
    }
    return p;
}

static int sg_tuple_write(SgWriter *w, const SgType *type, PyObject *value)
{
    if (!sg_is_tuple_of(type, value) || sg_open(w) < 0) return -1;
    char *p = sg_room(w, w->p, SG_ITEM_ROOM);
    if (!p) return -1;
    *p++ = '[';
    const SgType *item_type = sg_tuple_one_type(type);
    p = item_type ? sg_put_items(w, p, item_type, value) : sg_put_tuple_items(w, p, type, value);
    if (!p) return -1;
    sg_close(w);
    *p = ']';
    w->p = p + 1;
    return 0;
}

/* The tuple, with the `count` items that were read into it; steals it. */
SG_FN PyObject *sg_tuple_finish(const SgType *type, PyObject *tuple, Py_ssize_t count)
{
    if (PyTuple_GET_SIZE(tuple) == count) return tuple;
    if (!type->a || count == 0) {
        Py_DECREF(tuple);
        return type->a ? PyTuple_New(0) : NULL;
    }
    _PyTuple_Resize(&tuple, count); /* on failure `tuple` is NULL and MemoryError set */
    return tuple;
}

static PyObject *sg_tuple_read(SgReader *r, const SgType *type)
{
    if (sg_read_array_begin(r) < 0) return NULL;
    PyObject *tuple = PyTuple_New(type->a ? (Py_ssize_t)SG_TUPLE_ROOM : sg_tuple_count(type));
    bool first = true;
    for (Py_ssize_t i = 0; tuple; i++) {
        const int more = sg_read_array_next(r, &first);
        if (more == 0) return sg_tuple_finish(type, tuple, i);
        bool has_room = more > 0;
        if (has_room && i == PyTuple_GET_SIZE(tuple)) {
            has_room = type->a && i <= PY_SSIZE_T_MAX / 2;
            if (has_room && _PyTuple_Resize(&tuple, 2 * i) < 0) return NULL;
        }
        const SgType *item_type = has_room ? sg_tuple_item(type, i) : NULL;
        PyObject *item = item_type ? item_type->kind->read(r, item_type) : NULL;
        if (SG_LIKELY(item != NULL)) PyTuple_SET_ITEM(tuple, i, item);
        else Py_CLEAR(tuple);
    }
    return NULL;
}

SG_COLD PyObject *sg_tuple_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (!sg_is_tuple_of(type, value)) {
        sg_refuse_no_tuple(place, type, value);
        return NULL;
    }
    if (sg_deeper(place) < 0) return NULL;
    PyObject *dumped = PyList_New(0);
    SgPlace below = sg_place_below(place, NULL);
    for (Py_ssize_t i = 0; dumped && i < PyTuple_GET_SIZE(value); i++) {
        const SgType *item_type = sg_tuple_item(type, i);
        below.index = i;
        PyObject *item = item_type->kind->dump(&below, item_type, PyTuple_GET_ITEM(value, i));
        if (!item || PyList_Append(dumped, item) < 0) Py_CLEAR(dumped);
        Py_XDECREF(item);
    }
    sg_shallower(place);
    return dumped;
}

/* The first `count` items of an array, as a new tuple; or raises. */
SG_COLD PyObject *sg_load_tuple(const SgPlace *place, const SgType *type, PyObject *items,
                                Py_ssize_t count, PyObject *where)
{
    PyObject *tuple = PyTuple_New(count);
    for (Py_ssize_t i = 0; tuple && i < count; i++) {
        const SgType *item_type = sg_tuple_item(type, i);
        PyObject *item_where = sg_where_item(where, i);
        SgPlace below = sg_place_below(place, item_where);
        below.index = i;
        PyObject *item =
            item_type->kind->load(&below, item_type, PyList_GET_ITEM(items, i), item_where);
        if (item) PyTuple_SET_ITEM(tuple, i, item);
        else Py_CLEAR(tuple);
    }
    return tuple;
}

/* The items that are there are judged first, up to the last that may be; their number is judged at
   the closing bracket. */
SG_COLD PyObject *sg_tuple_load(const SgPlace *place, const SgType *type, PyObject *node,
                                PyObject *where)
{
    PyObject *items = sg_node_items(place, type, node), *tuple = NULL;
    if (!items) return NULL;
    const Py_ssize_t given = PyList_GET_SIZE(items), expected = sg_tuple_count(type);
    const Py_ssize_t judged = expected >= 0 && given > expected ? expected : given;
    if (sg_deeper(place) == 0) {
        tuple = sg_load_tuple(place, type, items, judged, where);
        sg_shallower(place);
    }
    if (tuple && expected >= 0 && given != expected) {
        SgPlace end = *place;
        if (where) end.offset = sg_where_end(where);
        sg_refuse_count(&end, type, given);
        Py_CLEAR(tuple);
    }
    Py_DECREF(items);
    return tuple;
}

/* [schema of each item] */
static PyObject *sg_tuple_item_schemas(SgSchema *schema, const SgType *type)
{
    PyObject *schemas = PyList_New(0);
    for (Py_ssize_t i = 0; schemas && i < sg_tuple_count(type); i++) {
        PyObject *item = sg_schema_of(schema, sg_tuple_item(type, i));
        if (!item || PyList_Append(schemas, item) < 0) Py_CLEAR(schemas);
        Py_XDECREF(item);
    }
    return schemas;
}

SG_COLD PyObject *sg_tuple_schema(SgSchema *schema, const SgType *type)
{
    if (type->a) return sg_schema_around(schema, "array", "items", type->a);
    const Py_ssize_t count = sg_tuple_count(type);
    PyObject *items = sg_tuple_item_schemas(schema, type);
    if (!items) return NULL;
    return Py_BuildValue("{sssNsOsnsn}", "type", "array", "prefixItems", items, "items", Py_False,
                         "minItems", count, "maxItems", count);
}

/* tuple[A, B], tuple[T, ...] */
SG_COLD PyObject *sg_tuple_annotation(SgState *state, const SgType *type)
{
    const Py_ssize_t count = type->a ? 1 : sg_tuple_count(type);
    PyObject *items = PyTuple_New(type->a ? 2 : count);
    for (Py_ssize_t i = 0; items && i < count; i++) {
        PyObject *item = sg_annotation(state, sg_tuple_item(type, i));
        if (item) PyTuple_SET_ITEM(items, i, item);
        else Py_CLEAR(items);
    }
    if (items && type->a) PyTuple_SET_ITEM(items, 1, Py_NewRef(Py_Ellipsis));
    return sg_annotation_with(&PyTuple_Type, items);
}

SG_CONST SgKind sg_kind_tuple = {
    sg_list_accept, sg_tuple_check, sg_tuple_write,  sg_tuple_read,       sg_tuple_refuse,
    sg_tuple_dump,  sg_tuple_load,  sg_tuple_schema, sg_tuple_annotation, SG_KIND_OTHER,
};

#endif
