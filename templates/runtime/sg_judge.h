/* sg_judge.h: records read in the slow half of the codec: from_dict(), and the explanation of a document
   that the fast reader refused. One judge serves both, so that they cannot disagree. */
#ifndef SG_JUDGE_H
#define SG_JUDGE_H

#include "sg_annotation.h"
#include "sg_dict.h"
#include "sg_dump.h"
#include "sg_extra.h"
#include "sg_factory.h"
#include "sg_keys.h"
#include "sg_list.h"
#include "sg_node.h"
#include "sg_omit.h"
#include "sg_record.h"
#include "sg_scan.h"
#include "sg_schema.h"

#ifdef SG_STRICT
#include <stdio.h>
#include <stdlib.h>
#endif

/* Whether a default may be made by code of the user's: where each record has one of its own that is more than an
   empty list or dict. */
SG_FN bool sg_may_ask_user(const SgField *field)
{
    return field->flags & SG_FRESH && strlen(field->default_json) > 2;
}

/* Gives the fields that were not seen their defaults; refuses where one has none. `seen` has a bit for each
   field. */
SG_NOINLINE int sg_read_defaults(SgReader *r, const SgRecord *record, PyObject *self,
                                 const uint64_t *seen)
{
    const int count = record->field_count;
    for (int first = 0; first < count; first += 64) {
        uint64_t missing = ~seen[first >> 6];
        if (count - first < 64) missing &= (UINT64_C(1) << (count - first)) - 1;
        for (; missing; missing &= missing - 1) {
            const int i = first + sg_trailing_zeros(missing);
            if (!record->fields[i].default_json) return -1;
            if (record->fields[i].flags & SG_FACTORY) continue;
            if (sg_may_ask_user(&record->fields[i])) sg_reader_wake(r);
            if (sg_field_set_default(r->state, record, i, self) < 0) return -1;
        }
    }
    return record->factories ? record->factories->work->read(r, record, self, seen) : 0;
}

/* The end of a record's reader; `count` is how many fields it has, a constant. */
SG_INLINE int sg_read_missing(SgReader *r, const SgRecord *record, PyObject *self,
                              const uint64_t *seen, int count)
{
#if SG_FAST_PATHS
    const uint64_t all = (UINT64_C(1) << (count & 63)) - 1;
    if (SG_LIKELY(count < 64 && (*seen & all) == all)) return 0;
#else
    (void)count;
#endif
    return sg_read_defaults(r, record, self, seen);
}

/* ---- from a node ---- */

/* An object that becomes a record. */
typedef struct {
    const SgPlace *place;
    const SgRecord *record;
    PyObject *self;
    uint64_t *seen;  /* a bit for each field */
    PyObject *extra; /* unknown keys to be kept; NULL: there are none */
    PyObject *pairs; /* of the object */
} SgLoading;

/* Judges what stands under a key that is no field's. */
SG_COLD int sg_load_unknown(SgLoading *loading, PyObject *key, PyObject *node, PyObject *where)
{
    SgPlace place = sg_place_below(loading->place, where);
    place.key = key;
    place.index = SG_FIELD_KEY;
    if (loading->record->flags & SG_FORBID_UNKNOWN)
        return sg_fail_showing(&place, PyExc_ValueError, "unknown field %U", key);
    const SgField *field = sg_extra_field(loading->record);
    if (!field) return 0;
    if (!loading->extra) loading->extra = PyDict_New();
    if (!loading->extra) return -1;
    if (where) place.offset = sg_where_start(PyTuple_GET_ITEM(where, 1));
    return sg_extra_load(&place, field->type, loading->extra, node, where);
}

/* Gives the record the unknown keys, once all have been seen. */
SG_COLD int sg_load_extra(SgLoading *loading)
{
    if (!loading->extra) return 0;
    const SgField *field = sg_extra_field(loading->record);
    const Py_ssize_t index = field - loading->record->fields;
    loading->seen[index >> 6] |= UINT64_C(1) << (index & 63);
    return sg_field_set(loading->place->root->state, field, loading->self, loading->extra);
}

/* The field that `key` is of, once it is known that there is a value to be judged for it, with the place of
   that; NULL where there is none, or `*status` is -1. */
SG_COLD const SgField *sg_load_find(SgLoading *loading, PyObject *key, PyObject *node,
                                    PyObject *where, SgPlace *place, int *status)
{
    const int index = sg_match_str(loading->place->root->state, loading->record, key);
    *status = index < 0 && index != SG_UNKNOWN ? -1 : 0;
    if (index == SG_UNKNOWN) *status = sg_load_unknown(loading, key, node, where);
    if (index < 0) return NULL;

    const bool is_tag = index == loading->record->field_count; /* judged before all else */
    const uint64_t bit = UINT64_C(1) << (index & 63);
    const bool is_second = (loading->seen[index >> 6] & bit) != 0;
    loading->seen[index >> 6] |= bit;
    *place = sg_place_below(loading->place, where ? PyTuple_GET_ITEM(where, 1) : NULL);
    place->field = is_tag ? NULL : &loading->record->fields[index];
    place->key = key;
    place->index = SG_FIELD_KEY;
    if (is_second) {
        if (where) place->offset = sg_where_start(where);
        *status = sg_fail_showing(place, PyExc_ValueError, "field %U appears twice", key);
        return NULL;
    }
    return place->field;
}

/* Takes the value of a field. */
SG_COLD int sg_load_store(SgLoading *loading, const SgPlace *place, PyObject *value)
{
    const int status = sg_field_set(place->root->state, place->field, loading->self, value);
    if (status < 0) sg_refuse_unsteady(place, value);
    Py_DECREF(value);
    return status;
}

/* Judges the value under `key`; `where` is the place of both in the document. */
SG_COLD int sg_load_value(SgLoading *loading, PyObject *key, PyObject *node, PyObject *where)
{
    SgPlace place;
    int status;
    const SgField *field = sg_load_find(loading, key, node, where, &place, &status);
    if (!field) return status;
    PyObject *value_where = where ? PyTuple_GET_ITEM(where, 1) : NULL;
    PyObject *value = field->type->kind->load(&place, field->type, node, value_where);
    return value ? sg_load_store(loading, &place, value) : -1;
}

/* Judges one pair of an object. */
SG_INLINE int sg_load_field(SgLoading *loading, PyObject *pair, PyObject *where)
{
    PyObject *given = PyTuple_GET_ITEM(pair, 0);
    if (!PyUnicode_Check(given)) return sg_refuse_key(loading->place, given);
    PyObject *key = PyUnicode_FromObject(given);
    const int status = key ? sg_load_value(loading, key, PyTuple_GET_ITEM(pair, 1), where) : -1;
    Py_XDECREF(key);
    return status;
}

/* What the closing bracket is judged by: no required field is missing. The others get their
   defaults. */
SG_COLD int sg_load_missing(const SgLoading *loading, PyObject *where)
{
    SgState *state = loading->place->root->state;
    for (int i = 0; i < loading->record->field_count; i++) {
        const SgField *field = &loading->record->fields[i];
        if (sg_was_seen(loading->seen, i) || field->flags & SG_FACTORY) continue;
        if (field->default_json) {
            if (sg_field_set_default(state, loading->record, i, loading->self) < 0) return -1;
            continue;
        }
        SgPlace place = *loading->place;
        if (where) place.offset = PyLong_AsSsize_t(PyTuple_GET_ITEM(where, 1));
        PyObject *key = sg_field_key(state, field);
        if (key) sg_fail_showing(&place, PyExc_ValueError, "missing field %U", key);
        Py_XDECREF(key);
        return -1;
    }
    if (!loading->record->factories) return 0;
    return loading->record->factories->work->fill_unseen(state, loading->record, loading->self,
                                                         loading->seen);
}

SG_INLINE int sg_load_fields(SgLoading *loading, PyObject *where)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(loading->pairs); i++) {
        PyObject *pair = PyTuple_GET_ITEM(loading->pairs, i);
        if (sg_load_field(loading, pair, sg_where_item(where, i)) < 0) return -1;
    }
    if (sg_load_extra(loading) < 0) return -1;
    return sg_load_missing(loading, where);
}

/* Whether the node is an object; if not, raises ValidationError. */
SG_COLD bool sg_expect_object(const SgPlace *place, const char *expected, PyObject *node)
{
    const SgNodeKind kind = sg_node_kind(place, node);
    if (kind != SG_NODE_OBJECT && kind != SG_NODE_ERROR) sg_refuse_node(place, expected, node);
    return kind == SG_NODE_OBJECT;
}

/* Finds the record that the object becomes, and its type. With `choice`, it is the member that the object
   says by its tag, which may be of another module: what follows is done there. Else `record` and `type` stay.
   NULL raises ValidationError. */
SG_COLD const SgRecord *sg_load_choose(const SgPlace *place, const SgChoice *choice,
                                       const SgRecord *record, PyTypeObject **type, PyObject *pairs,
                                       PyObject *where)
{
    if (!choice && !record->tag) return record;
    if (!choice)
        return record->tag->work->judge_alone(place, record, pairs, where) < 0 ? NULL : record;
    const SgRecordState *member = choice->work->judge(place, choice, pairs, where);
    if (!member) return NULL;
    *type = member->type;
    place->root->state = member->state;
    return member->record;
}

/* What comes before the fields: an empty instance, and what is needed to fill it. What of `loading` is not
   NULL belongs to it, also where this fails. */
SG_COLD int sg_load_begin(SgLoading *loading, const SgChoice *choice, PyTypeObject *type,
                          PyObject *node, PyObject *where)
{
    loading->pairs = sg_node_pairs(loading->place, node);
    if (!loading->pairs) return -1;
    loading->record =
        sg_load_choose(loading->place, choice, loading->record, &type, loading->pairs, where);
    if (!loading->record) return -1;
    const size_t words = (size_t)SG_SEEN_WORDS(loading->record->field_count + 1); /* and the tag */
    loading->seen = (uint64_t *)PyMem_Calloc(words, sizeof(uint64_t));
    if (!loading->seen) PyErr_NoMemory();
    else loading->self = sg_record_new(type);
    return loading->self ? 0 : -1;
}

/* What comes behind them; the new record, unless `status` says that it is none. */
SG_COLD PyObject *sg_load_end(SgLoading *loading, int status, PyObject *where)
{
    const SgRecord *record = loading->record;
    PyObject *self = loading->self;
    PyMem_Free(loading->seen);
    Py_XDECREF(loading->extra);
    Py_XDECREF(loading->pairs);
    if (status < 0) {
        if (self) sg_discard(self);
        return NULL;
    }
    sg_record_ready(record, self);
    if ((record->flags & SG_MIXED) &&
        record->mixin->work->post_init_load(loading->place, record, self, where) < 0)
        Py_CLEAR(self);
    return self;
}

/* A new record from a node, which `expected` says in messages: of `choice`, whichever member the object is
   by its tag; or, where that is NULL, of `type`, the type of `record` or a Python subclass of it. Raises
   ValidationError. Documents are deep and stacks small: what need not wait for the fields is elsewhere. */
SG_COLD PyObject *sg_object_load(const SgPlace *place, const char *expected, const SgChoice *choice,
                                 const SgRecord *record, PyTypeObject *type, PyObject *node,
                                 PyObject *where)
{
    if (!sg_expect_object(place, expected, node)) return NULL;
    if (!choice && sg_is_abstract(record, type)) return sg_refuse_abstract(record);
    if (sg_deeper(place) < 0) return NULL;
    SgLoading loading = {place, record, NULL, NULL, NULL, NULL};
    SgState *outer = place->root->state;
    int status = sg_load_begin(&loading, choice, type, node, where);
    if (status == 0) status = sg_load_fields(&loading, where);
    sg_shallower(place);
    PyObject *self = sg_load_end(&loading, status, where);
    place->root->state = outer;
    return self;
}

/* The same of `record`, whose module has `state`; where `type` is its own, whichever member of its family the
   object is. */
SG_COLD PyObject *sg_record_load(const SgPlace *place, const char *expected, SgState *state,
                                 const SgRecord *record, PyTypeObject *type, PyObject *node,
                                 PyObject *where)
{
    SgState *outer = place->root->state;
    const SgChoice *choice = type->tp_methods ? record->family : NULL;
    place->root->state = state;
    PyObject *self = sg_object_load(place, expected, choice, record, type, node, where);
    place->root->state = outer;
    return self;
}

/* ---- explaining a document ---- */

/* JSON text given to from_json(), from_json_array() or from_json_lines(). */
typedef struct {
    PyObject *owner;  /* what holds the text */
    const char *text; /* UTF-8, valid or not; a '\0' behind it */
    Py_ssize_t length;
    bool is_str; /* it was given as str; lone surrogates are encoded like any character */
    bool rests;  /* the collector does (sg_rest.h) */
} SgSource;

/* Which document of the source, and what it should be. */
typedef struct {
    SgSource *source;
    const char *text;
    Py_ssize_t length;
    bool is_array;
    Py_ssize_t line, index; /* of lines: the input's line, the record's number; else 0, -1 */
} SgDocument;

/* ---- fields that hold a record ---- */

static int sg_record_check(SgState *state, const SgType *type, PyObject *value)
{
    PyTypeObject *expected = state->records[type->index].type;
    return Py_TYPE(value) == expected || PyType_IsSubtype(Py_TYPE(value), expected) ? 0 : -1;
}

static PyObject *sg_record_accept(SgState *state, const SgType *type, PyObject *value)
{
    return sg_record_check(state, type, value) < 0 ? NULL : Py_NewRef(value);
}

static int sg_record_write_boxed(SgWriter *w, const SgType *type, PyObject *value)
{
    const SgRecordState *kept = &w->state->records[type->index];
    if (SG_LIKELY(Py_TYPE(value) == kept->type))
        return sg_record_write_as(w, kept->record, kept->state, value);
    return sg_record_check(w->state, type, value) < 0 ? -1 : sg_record_write(w, value);
}

static PyObject *sg_record_read_boxed(SgReader *r, const SgType *type)
{
    SgState *outer = r->state;
    const SgRecordState *kept = &outer->records[type->index];
    r->state = kept->state;
    PyObject *self = sg_record_read(r, kept->record, kept->type);
    r->state = outer;
    return self;
}

SG_COLD PyObject *sg_record_dump_boxed(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (sg_record_check(place->root->state, type, value) == 0) return sg_record_dump(place, value);
    sg_refuse_expected(place, type, value);
    return NULL;
}

SG_COLD PyObject *sg_record_load_boxed(const SgPlace *place, const SgType *type, PyObject *node,
                                       PyObject *where)
{
    const SgRecordState *kept = &place->root->state->records[type->index];
    return sg_record_load(place, type->expected, kept->state, kept->record, kept->type, node,
                          where);
}

/* A reference to the definition of that record alone, without its family. */
SG_COLD PyObject *sg_record_schema_ref(SgSchema *schema, int index)
{
    const SgRecordState *kept = &schema->state->records[index];
    const char *name = sg_schema_name(schema, kept->record->qualified_name, kept->record->name);
    const int is_new = sg_schema_reserve(schema, name);
    if (is_new < 0 || (is_new && PyList_Append(schema->pending, (PyObject *)kept->type) < 0))
        return NULL;
    return sg_schema_ref(name);
}

/* {"anyOf": [...], "required": [the tag's key]}; the one record itself where it is alone. */
SG_COLD PyObject *sg_choice_schema(SgSchema *schema, const SgChoice *choice)
{
    if (choice->count == 1) return sg_record_schema_ref(schema, choice->members[0]);
    PyObject *members = PyList_New(0);
    for (int i = 0; members && i < choice->count; i++) {
        PyObject *described = sg_record_schema_ref(schema, choice->members[i]);
        if (!described || PyList_Append(members, described) < 0) Py_CLEAR(members);
        Py_XDECREF(described);
    }
    const SgTag *tag = schema->state->records[choice->members[0]].record->tag;
    PyObject *key = members ? tag->work->key(schema->state, tag) : NULL;
    if (!key) Py_CLEAR(members);
    return members ? Py_BuildValue("{sNs[N]}", "anyOf", members, "required", key) : NULL;
}

SG_COLD PyObject *sg_record_schema_boxed(SgSchema *schema, const SgType *type)
{
    const SgRecordState *kept = &schema->state->records[type->index];
    const SgChoice *family = kept->record->family;
    if (!family) return sg_record_schema_ref(schema, type->index);
    SgState *outer = schema->state;
    schema->state = kept->state;
    PyObject *described = sg_choice_schema(schema, family);
    schema->state = outer;
    return described;
}

SG_COLD PyObject *sg_record_annotation(SgState *state, const SgType *type)
{
    return sg_annotation_class(state->records[type->index].type);
}

SG_CONST SgKind sg_kind_record = {
    sg_record_accept,     sg_record_check,      sg_record_write_boxed, sg_record_read_boxed,
    sg_refuse_expected,   sg_record_dump_boxed, sg_record_load_boxed,  sg_record_schema_boxed,
    sg_record_annotation, SG_KIND_OTHER,
};

/* ---- documents ---- */

/* Judges a scanned document: the record, or list of records, that it stands for; or raises. */
SG_COLD PyObject *sg_judge_document(SgRoot *root, const SgDocument *document,
                                    const SgRecord *record, PyTypeObject *type, PyObject *node,
                                    PyObject *where)
{
    const SgPlace top = {root, NULL, NULL, NULL, -1, sg_where_start(where)};
    if (document->index >= 0) {
        SgPlace place = sg_place_below(&top, where);
        place.index = document->index;
        return sg_record_load(&place, record->name, root->state, record, type, node, where);
    }
    if (!document->is_array)
        return sg_record_load(&top, record->name, root->state, record, type, node, where);

    if (!PyList_Check(node)) {
        sg_refuse_node(&top, "list", node);
        return NULL;
    }
    PyObject *list = sg_deeper(&top) < 0 ? NULL : PyList_New(0);
    for (Py_ssize_t i = 0; list && i < PyList_GET_SIZE(node); i++) {
        PyObject *item_where = sg_where_item(where, i);
        SgPlace place = sg_place_below(&top, item_where);
        place.index = i;
        PyObject *item = sg_record_load(&place, record->name, root->state, record, type,
                                        PyList_GET_ITEM(node, i), item_where);
        if (!item || PyList_Append(list, item) < 0) Py_CLEAR(list);
        Py_XDECREF(item);
    }
    return list;
}

/* A document that the fast reader refused: raises JSONDecodeError or ValidationError. Where
   nothing is wrong with it, the two readers disagree, which is a bug of ours: then the result of
   the slow one. */
SG_COLD PyObject *sg_explain(SgState *state, const SgDocument *document, const SgRecord *record,
                             PyTypeObject *type)
{
    sg_wake(&document->source->rests);
    const bool from_bytes = !document->source->is_str;
    PyObject *text = PyUnicode_DecodeUTF8(document->text, document->length,
                                          from_bytes ? "surrogateescape" : "surrogatepass");
    PyObject *where = NULL, *value = NULL;
    PyObject *node = text ? sg_scan(state, text, from_bytes, document->line, &where) : NULL;
    if (node) {
        SgRoot root = {state,          state, SG_DECODE,    record->name,   text,
                       document->line, 0,     record->name, SG_TEXT_IS_TEXT};
        value = sg_judge_document(&root, document, record, type, node, where);
    }
#ifdef SG_STRICT
    if (value) {
        fprintf(stderr, "slotgen: refused for no reason: %.*s\n", (int)document->length,
                document->text);
        abort();
    }
#endif
    Py_XDECREF(node);
    Py_XDECREF(where);
    Py_XDECREF(text);
    return value;
}

#endif
