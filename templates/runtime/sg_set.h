/* sg_set.h: set[T] and frozenset[T], exact and kept; arrays in JSON. So that the text of a set is always
   the same, its items are ordered by what they are in JSON: integers alone by value, strings alone by
   code point, all others by their JSON text. Items with one text (2**53 and 2**53 + 1 as floats) are one
   item there. */
#ifndef SG_SET_H
#define SG_SET_H

#include "sg_annotation.h"
#include "sg_list.h"
#include "sg_node.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_writer.h"

#include <stdlib.h>

SG_FN bool sg_is_set_of(const SgType *type, PyObject *value)
{
    return type->kind->id == SG_KIND_SET ? PySet_CheckExact(value) : PyFrozenSet_CheckExact(value);
}

/* ---- what enters ---- */

static int sg_set_check(SgState *state, const SgType *type, PyObject *value)
{
    if (!sg_is_set_of(type, value)) return -1;
    PyObject *items = PySequence_List(value); /* a check may run Python, which may change the set */
    if (!items) return -1;
    const int status = sg_check_items(state, type->a, items);
    Py_DECREF(items);
    return status;
}

static int sg_set_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (!sg_is_set_of(type, value)) return sg_refuse_expected(place, type, value);
    PyObject *items = PySequence_List(value);
    if (!items) return -1;
    const int status = sg_refuse_items(place, type->a, items);
    Py_DECREF(items);
    return status < 0 ? -1 : sg_refuse_unsteady(place, value);
}

/* ---- the order of items ---- */

/* The JSON text of one item. */
typedef struct {
    const char *text;
    Py_ssize_t length;
} SgItemText;

SG_FN int sg_compare_bytes(const char *a, Py_ssize_t a_length, const char *b, Py_ssize_t b_length)
{
    const int order = memcmp(a, b, (size_t)(a_length < b_length ? a_length : b_length));
    return order ? order : (a_length > b_length) - (a_length < b_length);
}

/* By code point, which is the order of UTF-8's bytes. */
static int sg_compare_texts(const void *left, const void *right)
{
    const SgItemText *a = (const SgItemText *)left, *b = (const SgItemText *)right;
    return sg_compare_bytes(a->text, a->length, b->text, b->length);
}

/* Of integers: by sign, then by length, then by digits. */
static int sg_compare_integers(const void *left, const void *right)
{
    const SgItemText *a = (const SgItemText *)left, *b = (const SgItemText *)right;
    const bool a_negative = a->text[0] == '-', b_negative = b->text[0] == '-';
    if (a_negative != b_negative) return a_negative ? -1 : 1;
    int order = (a->length > b->length) - (a->length < b->length);
    if (order == 0) order = memcmp(a->text, b->text, (size_t)a->length);
    return a_negative ? -order : order;
}

/* The byte at *p of a JSON string that a writer has written, unescaped; *p is then behind it. Escapes
   stand for ASCII alone there. */
SG_FN unsigned char sg_next_byte(const char **p)
{
    const char c = *(*p)++;
    if (c != '\\') return (unsigned char)c;
    const char letter = *(*p)++;
    switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'u': *p += 4; return (unsigned char)sg_hex4(*p - 4, *p);
    default: return (unsigned char)letter;
    }
}

/* Of strings: by the text that they stand for. */
static int sg_compare_strings(const void *left, const void *right)
{
    const SgItemText *a = (const SgItemText *)left, *b = (const SgItemText *)right;
    const char *p = a->text + 1, *q = b->text + 1; /* behind the quotes */
    const char *const p_end = a->text + a->length - 1, *const q_end = b->text + b->length - 1;
    while (p < p_end && q < q_end) {
        const unsigned char c = sg_next_byte(&p), d = sg_next_byte(&q);
        if (c != d) return c < d ? -1 : 1;
    }
    return (p < p_end) - (q < q_end);
}

SG_FN bool sg_is_integer_text(const SgItemText *item)
{
    for (Py_ssize_t i = item->text[0] == '-'; i < item->length; i++)
        if (!sg_is_digit(item->text[i])) return false;
    return true;
}

typedef int (*SgCompare)(const void *, const void *);

SG_FN SgCompare sg_set_order(const SgItemText *items, Py_ssize_t count)
{
    bool are_strings = true, are_integers = true;
    for (Py_ssize_t i = 0; i < count; i++) {
        are_strings = are_strings && items[i].text[0] == '"';
        are_integers = are_integers && sg_is_integer_text(&items[i]);
    }
    return are_strings ? sg_compare_strings : are_integers ? sg_compare_integers : sg_compare_texts;
}

/* ---- writing ---- */

/* Writes the items, with a comma behind each, and their lengths into `texts`. */
SG_FN int sg_write_set_texts(SgWriter *w, const SgType *item_type, PyObject *items,
                             SgItemText *texts)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items); i++) {
        const Py_ssize_t start = w->p - w->start;
        if (item_type->kind->write(w, item_type, PyList_GET_ITEM(items, i)) < 0) return -1;
        texts[i].length = w->p - w->start - start;
        if (sg_write_char(w, ',') < 0) return -1;
    }
    return 0;
}

/* Puts the items written from `start` on into their order, each once. */
SG_FN int sg_sort_written(SgWriter *w, Py_ssize_t start, SgItemText *texts, Py_ssize_t count)
{
    const Py_ssize_t length = w->p - w->start - start;
    char *copy = (char *)PyMem_Malloc((size_t)length);
    if (!copy) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(copy, w->start + start, (size_t)length);
    const char *at = copy;
    for (Py_ssize_t i = 0; i < count; i++) {
        texts[i].text = at;
        at += texts[i].length + 1;
    }
    qsort(texts, (size_t)count, sizeof *texts, sg_set_order(texts, count));
    w->p = w->start + start;
    for (Py_ssize_t i = 0; i < count; i++)
        if (i == 0 || sg_compare_texts(&texts[i - 1], &texts[i]) != 0)
            sg_put(w, texts[i].text, texts[i].length + 1);
    PyMem_Free(copy);
    return 0;
}

/* Writes the items of a set or frozenset, or of an instance of a subclass of them. */
SG_FN int sg_write_set_items(SgWriter *w, const SgType *item_type, PyObject *value)
{
    PyObject *items = PySequence_List(value);
    if (!items) return -1;
    const Py_ssize_t count = PyList_GET_SIZE(items);
    SgItemText *texts = PyMem_New(SgItemText, count ? count : 1);
    int status = sg_open(w) < 0 ? -1 : sg_write_char(w, '[');
    const Py_ssize_t start = w->p - w->start;
    if (!texts) {
        PyErr_NoMemory();
        status = -1;
    }
    if (status == 0) status = sg_write_set_texts(w, item_type, items, texts);
    if (status == 0 && count > 1) status = sg_sort_written(w, start, texts, count);
    PyMem_Free(texts);
    Py_DECREF(items);
    if (status < 0) return -1;
    sg_close(w);
    if (count > 0) w->p--; /* the last comma */
    return sg_write_char(w, ']');
}

static int sg_set_write(SgWriter *w, const SgType *type, PyObject *value)
{
    return sg_is_set_of(type, value) ? sg_write_set_items(w, type->a, value) : -1;
}

/* ---- dumping ---- */

/* What the order goes by where it goes by the JSON text: that text, as bytes. */
SG_COLD PyObject *sg_item_text(const SgPlace *place, const SgType *item_type, PyObject *item)
{
    SgWriter *w = (SgWriter *)PyMem_Malloc(sizeof *w); /* too large for a stack that is deep */
    if (!w) return PyErr_NoMemory();
    sg_writer_init(w, place->root->state);
    w->depth = place->root->depth;
    PyObject *text = NULL;
    if (item_type->kind->write(w, item_type, item) == 0) text = sg_writer_bytes(w);
    else sg_refuse_unsteady(place, item);
    sg_writer_free(w);
    PyMem_Free(w);
    return text;
}

/* A new list of (key, item in JSON), where the key is the item itself or its text. */
SG_COLD PyObject *sg_set_sortable(const SgPlace *place, const SgType *item_type, PyObject *items,
                                  PyObject *dumped)
{
    bool are_strings = true, are_integers = true;
    const Py_ssize_t count = PyList_GET_SIZE(dumped);
    for (Py_ssize_t i = 0; i < count; i++) {
        are_strings = are_strings && PyUnicode_Check(PyList_GET_ITEM(dumped, i));
        are_integers = are_integers && PyLong_CheckExact(PyList_GET_ITEM(dumped, i));
    }
    PyObject *pairs = PyList_New(0);
    for (Py_ssize_t i = 0; pairs && i < count; i++) {
        PyObject *item = PyList_GET_ITEM(dumped, i);
        PyObject *key = are_strings || are_integers
                            ? Py_NewRef(item)
                            : sg_item_text(place, item_type, PyList_GET_ITEM(items, i));
        PyObject *pair = key ? Py_BuildValue("(NnO)", key, i, item) : NULL;
        if (!pair || PyList_Append(pairs, pair) < 0) Py_CLEAR(pairs);
        Py_XDECREF(pair);
    }
    return pairs;
}

/* The items of sorted pairs, as a new list, without those whose keys are equal. */
SG_COLD PyObject *sg_set_distinct(PyObject *pairs)
{
    PyObject *distinct = PyList_New(0), *before = NULL;
    for (Py_ssize_t i = 0; distinct && i < PyList_GET_SIZE(pairs); i++) {
        PyObject *pair = PyList_GET_ITEM(pairs, i), *key = PyTuple_GET_ITEM(pair, 0);
        int status = before ? PyObject_RichCompareBool(before, key, Py_EQ) : 0;
        if (status == 0) status = PyList_Append(distinct, PyTuple_GET_ITEM(pair, 2));
        if (status < 0) Py_CLEAR(distinct);
        before = key;
    }
    return distinct;
}

/* What json.loads() would give for the text of the set, as a new list; or raises. */
SG_COLD PyObject *sg_dump_set_items(const SgPlace *place, const SgType *item_type, PyObject *value)
{
    PyObject *items = PySequence_List(value);
    PyObject *dumped = items ? sg_dump_items(place, item_type, items) : NULL;
    if (dumped && PyList_GET_SIZE(dumped) > 1 && sg_deeper(place) == 0) {
        PyObject *pairs = sg_set_sortable(place, item_type, items, dumped);
        const int status = pairs ? PyList_Sort(pairs) : -1;
        Py_SETREF(dumped, status == 0 ? sg_set_distinct(pairs) : NULL);
        Py_XDECREF(pairs);
        sg_shallower(place);
    }
    Py_XDECREF(items);
    return dumped;
}

SG_COLD PyObject *sg_set_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (sg_is_set_of(type, value)) return sg_dump_set_items(place, type->a, value);
    sg_refuse_expected(place, type, value);
    return NULL;
}

/* ---- reading ---- */

/* Adds `item` to a set that nobody has seen yet: 1, or 0 where it is there already, or -1. */
SG_FN int sg_set_add(PyObject *set, PyObject *item)
{
    const Py_ssize_t size = PySet_GET_SIZE(set);
    if (PySet_Add(set, item) < 0) return -1;
    return PySet_GET_SIZE(set) > size;
}

/* Whether the exception that is set says of `item` that it cannot be hashed; then it is cleared. */
SG_COLD bool sg_is_unhashable(void)
{
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return false;
    PyErr_Clear();
    return true;
}

SG_FN PyObject *sg_read_set(SgReader *r, const SgType *type, PyObject *set)
{
    bool first = true;
    if (!set) return NULL;
    sg_reader_wake_to_hash(r, type->a);
    for (;;) {
        const int more = sg_read_array_next(r, &first);
        if (more == 0) return set;
        PyObject *item = more > 0 ? type->a->kind->read(r, type->a) : NULL;
        const int added = item ? sg_set_add(set, item) : 0;
        Py_XDECREF(item);
        if (SG_LIKELY(added > 0)) continue;
        if (added < 0) (void)sg_is_unhashable();
        Py_DECREF(set);
        return NULL;
    }
}

static PyObject *sg_set_read(SgReader *r, const SgType *type)
{
    return sg_read_array_begin(r) < 0 ? NULL : sg_read_set(r, type, PySet_New(NULL));
}

static PyObject *sg_frozenset_read(SgReader *r, const SgType *type)
{
    return sg_read_array_begin(r) < 0 ? NULL : sg_read_set(r, type, PyFrozenSet_New(NULL));
}

/* ---- loading ---- */

/* Judges one item and adds it to `set`. */
SG_COLD int sg_load_set_item(const SgPlace *below, const SgType *item_type, PyObject *set,
                             PyObject *node, PyObject *where)
{
    PyObject *item = item_type->kind->load(below, item_type, node, where);
    if (!item) return -1;
    int added = sg_set_add(set, item);
    if (added < 0 && sg_is_unhashable()) sg_refuse_node(below, "hashable", node);
    else if (added == 0)
        added = sg_fail_showing(below, PyExc_ValueError, "item %U appears twice", item);
    Py_DECREF(item);
    return added < 0 ? -1 : 0;
}

SG_COLD PyObject *sg_load_set(const SgPlace *place, const SgType *type, PyObject *node,
                              PyObject *where, PyObject *set)
{
    PyObject *items = set ? sg_node_items(place, type, node) : NULL;
    int status = items ? sg_deeper(place) : -1;
    if (status == 0) {
        for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(items); i++) {
            PyObject *item_where = sg_where_item(where, i);
            SgPlace below = sg_place_below(place, item_where);
            below.index = i;
            status = sg_load_set_item(&below, type->a, set, PyList_GET_ITEM(items, i), item_where);
        }
        sg_shallower(place);
    }
    Py_XDECREF(items);
    if (status < 0) Py_CLEAR(set);
    return set;
}

SG_COLD PyObject *sg_set_load(const SgPlace *place, const SgType *type, PyObject *node,
                              PyObject *where)
{
    return sg_load_set(place, type, node, where, PySet_New(NULL));
}

SG_COLD PyObject *sg_frozenset_load(const SgPlace *place, const SgType *type, PyObject *node,
                                    PyObject *where)
{
    return sg_load_set(place, type, node, where, PyFrozenSet_New(NULL));
}

SG_COLD PyObject *sg_set_schema(SgSchema *schema, const SgType *type)
{
    PyObject *items = sg_schema_of(schema, type->a);
    if (!items) return NULL;
    return Py_BuildValue("{sssNsO}", "type", "array", "items", items, "uniqueItems", Py_True);
}

SG_COLD PyObject *sg_set_annotation(SgState *state, const SgType *type)
{
    return sg_annotation_with(&PySet_Type, sg_annotation(state, type->a));
}

SG_CONST SgKind sg_kind_set = {
    sg_list_accept, sg_set_check, sg_set_write,  sg_set_read,       sg_set_refuse,
    sg_set_dump,    sg_set_load,  sg_set_schema, sg_set_annotation, SG_KIND_SET,
};

SG_COLD PyObject *sg_frozenset_annotation(SgState *state, const SgType *type)
{
    return sg_annotation_with(&PyFrozenSet_Type, sg_annotation(state, type->a));
}

SG_CONST SgKind sg_kind_frozenset = {
    sg_list_accept, sg_set_check,      sg_set_write,  sg_frozenset_read,       sg_set_refuse,
    sg_set_dump,    sg_frozenset_load, sg_set_schema, sg_frozenset_annotation, SG_KIND_OTHER,
};

#endif
