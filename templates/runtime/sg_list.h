/* sg_list.h: list[T]. Containers are the builtin ones, kept and not copied; their items are checked
   on the way in, and again by every writer, because a container can change behind our back. The
   functions for items serve other arrays and Any too (sg_tuple.h, sg_set.h, sg_any.h). */
#ifndef SG_LIST_H
#define SG_LIST_H

#include "sg_annotation.h"
#include "sg_native.h"
#include "sg_node.h"
#include "sg_read_number.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_text.h"
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

static PyObject *sg_list_accept(SgState *state, const SgType *type, PyObject *value)
{
    return type->kind->check(state, type, value) < 0 ? NULL : Py_NewRef(value);
}

/* The items of a list that Python code may change meanwhile. */
SG_FN int sg_check_items(SgState *state, const SgType *item_type, PyObject *list)
{
    int status = 0;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(list); i++) {
        PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
        status = item_type->kind->check(state, item_type, item);
        Py_DECREF(item);
    }
    return status;
}

static int sg_list_check(SgState *state, const SgType *type, PyObject *value)
{
    if (!PyList_CheckExact(value)) return -1;
    PyObject *list = sg_steady_list(value);
    if (!list) return -1;
    const int status = sg_check_items(state, type->a, list);
    Py_DECREF(list);
    return status;
}

/* Raises for the first item that is wrong; 0 where none is. */
SG_COLD int sg_refuse_items(const SgPlace *place, const SgType *item_type, PyObject *list)
{
    int status = 0;
    SgPlace below = sg_place_below(place, NULL);
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(list); i++) {
        PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
        below.index = i;
        status = item_type->kind->check(place->root->state, item_type, item);
        if (status < 0 && !PyErr_Occurred()) item_type->kind->refuse(&below, item_type, item);
        Py_DECREF(item);
    }
    return status;
}

static int sg_list_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (!PyList_CheckExact(value)) return sg_refuse_expected(place, type, value);
    PyObject *list = sg_steady_list(value);
    if (!list) return -1;
    const int status = sg_refuse_items(place, type->a, list);
    Py_DECREF(list);
    return status < 0 ? -1 : sg_refuse_unsteady(place, value);
}

enum {
    SG_ITEM_ROOM = SG_NUMBER_ROOM + 2
}; /* free before every item: a number, comma and bracket */

/* Writes an item of a type that has no way of its own, at `p`. It may run Python code, so it is held. */
static char *sg_put_item_of_kind(SgWriter *w, char *p, const SgType *type, PyObject *item)
{
    w->p = p;
    Py_INCREF(item);
    const int status = type->kind->write(w, type, item);
    Py_DECREF(item);
    return status < 0 ? NULL : w->p;
}

/* Writes an item of any type at `p`; behind it SG_ITEM_ROOM bytes are free. */
SG_FN char *sg_put_item(SgWriter *w, char *p, const SgType *type, PyObject *item)
{
    char *end = NULL;
#if SG_FAST_PATHS
    if (type->kind->id == SG_KIND_NATIVE) end = sg_put_exact_number(p, sg_native_of(type), item);
#endif
    if (!end) end = sg_put_item_of_kind(w, p, type, item);
    return end ? sg_room(w, end, SG_ITEM_ROOM) : NULL;
}

/* Writes items and the commas between them at `p`; behind them SG_ITEM_ROOM bytes are free. */
SG_NOINLINE char *sg_put_items_of_kind(SgWriter *w, char *p, const SgType *type, PyObject *items)
{
    for (Py_ssize_t i = 0; p && i < PySequence_Fast_GET_SIZE(items); i++) {
        if (i > 0) *p++ = ',';
        p = sg_put_item_of_kind(w, p, type, PySequence_Fast_GET_ITEM(items, i));
        if (p) p = sg_room(w, p, SG_ITEM_ROOM);
    }
    return p;
}

#if SG_FAST_PATHS

/* The same for numbers and for strings, of which lists are long: without a call through their kind. They have
   functions, and so frames, of their own, for lists of lists are as deep as documents. */
SG_NOINLINE char *sg_put_floats(SgWriter *w, char *p, const SgType *type, PyObject *items)
{
    PyObject *const *list = PySequence_Fast_ITEMS(items);
    Py_ssize_t count = PySequence_Fast_GET_SIZE(items);
    unsigned shorts = w->shorts;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (i > 0) *p++ = ',';
        PyObject *item = list[i];
        char *end = PyFloat_CheckExact(item)
                        ? sg_put_next_double(p, PyFloat_AS_DOUBLE(item), &shorts)
                        : NULL;
        if (SG_UNLIKELY(!end)) {
            end = sg_put_item_of_kind(w, p, type, item); /* which may run Python code */
            list = PySequence_Fast_ITEMS(items);
            count = PySequence_Fast_GET_SIZE(items);
        }
        p = end ? sg_room(w, end, SG_ITEM_ROOM) : NULL;
        if (SG_UNLIKELY(!p)) return NULL;
    }
    w->shorts = shorts;
    return p;
}

SG_NOINLINE char *sg_put_numbers(SgWriter *w, char *p, const SgType *type, PyObject *items)
{
    const SgNative *native = sg_native_of(type);
    for (Py_ssize_t i = 0; p && i < PySequence_Fast_GET_SIZE(items); i++) {
        if (i > 0) *p++ = ',';
        PyObject *item = PySequence_Fast_GET_ITEM(items, i);
        char *end = sg_put_exact_number(p, native, item);
        if (SG_UNLIKELY(!end)) end = sg_put_item_of_kind(w, p, type, item);
        p = end ? sg_room(w, end, SG_ITEM_ROOM) : NULL;
    }
    return p;
}

SG_NOINLINE char *sg_put_texts(SgWriter *w, char *p, PyObject *items)
{
    for (Py_ssize_t i = 0; p && i < PySequence_Fast_GET_SIZE(items); i++) {
        if (i > 0) *p++ = ',';
        PyObject *item = PySequence_Fast_GET_ITEM(items, i);
        p = PyUnicode_Check(item) ? sg_put_str(w, p, item, SG_ITEM_ROOM) : NULL;
    }
    return p;
}

#endif

SG_FN char *sg_put_items(SgWriter *w, char *p, const SgType *type, PyObject *items)
{
#if SG_FAST_PATHS
    if (type->kind->id == SG_KIND_NATIVE)
        return sg_is_float64(sg_native_of(type)) ? sg_put_floats(w, p, type, items)
                                                 : sg_put_numbers(w, p, type, items);
    if (type->kind->write == sg_text_write) return sg_put_texts(w, p, items);
#endif
    return sg_put_items_of_kind(w, p, type, items);
}

/* Writes the items of a list or a tuple, or of an instance of a subclass of them. */
static int sg_write_items(SgWriter *w, const SgType *item_type, PyObject *value)
{
    PyObject *items = PyList_Check(value) ? sg_steady_list(value) : Py_NewRef(value);
    if (!items) return -1;
    char *p = sg_open(w) < 0 ? NULL : sg_room(w, w->p, SG_ITEM_ROOM);
    if (p) {
        *p = '[';
        p = sg_put_items(w, p + 1, item_type, items);
    }
    Py_DECREF(items);
    if (!p) return -1;
    sg_close(w);
    *p = ']';
    w->p = p + 1;
    return 0;
}

static int sg_list_write(SgWriter *w, const SgType *type, PyObject *value)
{
    return PyList_CheckExact(value) ? sg_write_items(w, type->a, value) : -1;
}

/* Puts `item` behind the last item of a list that nobody else has seen. Steals it, whether that works or
   not. */
SG_FN int sg_list_push(PyObject *list, PyObject *item)
{
#if SG_FAST_PATHS && !defined(Py_GIL_DISABLED)
    const Py_ssize_t n = PyList_GET_SIZE(list);
    if (SG_LIKELY(n < ((PyListObject *)list)->allocated)) {
        PyList_SET_ITEM(list, n, item);
        Py_SET_SIZE((PyVarObject *)list, n + 1);
        return 0;
    }
#endif
    const int status = PyList_Append(list, item);
    Py_DECREF(item);
    return status;
}

/* Items that become a list. The first few wait here, so that a short list is made of the size that it keeps. */
typedef struct {
    PyObject *list; /* NULL: all wait */
    Py_ssize_t waiting;
    PyObject *few[8];
} SgGathered;

/* Makes the list of what waits; drops that where there is no memory. */
SG_NOINLINE int sg_gather_list(SgGathered *items)
{
    items->list = PyList_New(items->waiting);
    for (Py_ssize_t i = 0; i < items->waiting; i++) {
        if (items->list) PyList_SET_ITEM(items->list, i, items->few[i]);
        else Py_DECREF(items->few[i]);
    }
    items->waiting = 0;
    return items->list ? 0 : -1;
}

/* Steals `item`; NULL is refused. */
SG_INLINE int sg_gather(SgGathered *items, PyObject *item)
{
    if (SG_UNLIKELY(!item)) return -1;
    if (!items->list && items->waiting < (Py_ssize_t)(sizeof items->few / sizeof *items->few)) {
        items->few[items->waiting++] = item;
        return 0;
    }
    if (!items->list && sg_gather_list(items) < 0) {
        Py_DECREF(item);
        return -1;
    }
    return sg_list_push(items->list, item);
}

SG_NOINLINE void sg_gather_drop(SgGathered *items)
{
    while (items->waiting > 0) Py_DECREF(items->few[--items->waiting]);
    Py_CLEAR(items->list);
}

/* The items of the array that was opened, one at least, to its end; refuses. */
SG_FN int sg_gather_any(SgReader *r, const SgType *type, SgGathered *items)
{
    int more = 1;
    while (more > 0) {
        if (SG_UNLIKELY(sg_gather(items, type->kind->read(r, type)) < 0)) return -1;
        more = sg_read_after_item(r);
    }
    return more;
}

#if SG_FAST_PATHS

/* The same of numbers, of which there may be many. */
SG_NOINLINE int sg_gather_floats(SgReader *r, SgGathered *items)
{
    int more = 1;
    while (more > 0) {
        double value;
        if (SG_UNLIKELY(sg_read_double(r, &value) < 0)) return -1;
        if (SG_UNLIKELY(sg_gather(items, PyFloat_FromDouble(value)) < 0)) return -1;
        more = sg_read_after_item(r);
    }
    return more;
}

SG_NOINLINE int sg_gather_ints(SgReader *r, const SgNative *native, SgGathered *items)
{
    const int64_t least = native->least, greatest = (int64_t)native->greatest;
    int more = 1;
    while (more > 0) {
        int64_t value;
        if (SG_UNLIKELY(sg_read_int64(r, &value) < 0 || value < least || value > greatest))
            return -1;
        PyObject *item = value >= LONG_MIN && value <= LONG_MAX ? PyLong_FromLong((long)value)
                                                                : PyLong_FromLongLong(value);
        if (SG_UNLIKELY(sg_gather(items, item) < 0)) return -1;
        more = sg_read_after_item(r);
    }
    return more;
}

#endif

SG_FN int sg_gather_items(SgReader *r, const SgType *type, SgGathered *items)
{
#if SG_FAST_PATHS
    const SgNative *native =
        type->kind->id == SG_KIND_NATIVE ? (const SgNative *)type->extra : NULL;
    if (native && native->family == SG_FLOAT && native->size == (Py_ssize_t)sizeof(double))
        return sg_gather_floats(r, items);
    if (native && native->family == SG_INT && native->greatest <= (uint64_t)INT64_MAX)
        return sg_gather_ints(r, native, items);
#endif
    return sg_gather_any(r, type, items);
}

SG_FN PyObject *sg_read_items(SgReader *r, const SgType *item_type)
{
    if (sg_read_array_begin(r) < 0) return NULL;
    SgGathered items;
    items.list = NULL;
    items.waiting = 0;
    if (!sg_read_empty_array(r) && SG_UNLIKELY(sg_gather_items(r, item_type, &items) < 0)) {
        sg_gather_drop(&items);
        return NULL;
    }
    if (!items.list) (void)sg_gather_list(&items);
    return items.list;
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

SG_COLD PyObject *sg_list_dump(const SgPlace *place, const SgType *type, PyObject *value)
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

/* The items of an array that becomes a value of `type`, as a new list; or raises. */
SG_COLD PyObject *sg_node_items(const SgPlace *place, const SgType *type, PyObject *node)
{
    const SgNodeKind kind = sg_node_kind(place, node);
    if (kind == SG_NODE_ARRAY) return PyList_GetSlice(node, 0, PY_SSIZE_T_MAX);
    /* "expected tuple, got tuple" would help nobody: from_dict() takes lists, as JSON does */
    const bool is_array_in_python =
        PyTuple_CheckExact(node) || PySet_CheckExact(node) || PyFrozenSet_CheckExact(node);
    if (kind == SG_NODE_OTHER && is_array_in_python) sg_refuse_node(place, "list", node);
    else if (kind != SG_NODE_ERROR) sg_refuse_node(place, type->expected, node);
    return NULL;
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

SG_COLD PyObject *sg_list_load(const SgPlace *place, const SgType *type, PyObject *node,
                               PyObject *where)
{
    const SgNodeKind kind = sg_node_kind(place, node);
    if (kind == SG_NODE_ARRAY) return sg_load_items(place, type->a, node, where);
    if (kind != SG_NODE_ERROR) sg_refuse_node(place, type->expected, node);
    return NULL;
}

SG_COLD PyObject *sg_list_schema(SgSchema *schema, const SgType *type)
{
    return sg_schema_around(schema, "array", "items", type->a);
}

SG_COLD PyObject *sg_list_annotation(SgState *state, const SgType *type)
{
    return sg_annotation_with(&PyList_Type, sg_annotation(state, type->a));
}

SG_CONST SgKind sg_kind_list = {
    sg_list_accept, sg_list_check, sg_list_write,  sg_list_read,       sg_list_refuse,
    sg_list_dump,   sg_list_load,  sg_list_schema, sg_list_annotation, SG_KIND_OTHER,
};

#endif
