/* sg_tag.h: tags, by which JSON says which record an object is: read and checked as part of a record, and
   used to choose among the members of a family or union. The fast half first; words below. */
#ifndef SG_TAG_H
#define SG_TAG_H

#include "sg_dict.h"
#include "sg_keys.h"
#include "sg_node.h"
#include "sg_read_string.h"
#include "sg_reader.h"

/* ---- the tag of one record ---- */

SG_FN void sg_tag_seen(const SgRecord *record, SgKeys *keys)
{
    keys->seen[record->field_count >> 6] |= UINT64_C(1) << (record->field_count & 63);
}

/* Opens the object of a tagged record; takes its tag where it stands first and close, as it mostly does. */
SG_FN int sg_read_open_tagged(SgReader *r, const SgRecord *record, SgKeys *keys)
{
    if (sg_read_open(r) < 0) return -1;
    const char *text = record->tag->text + 1; /* behind the comma */
    const Py_ssize_t n = record->tag->length - 1;
    if (SG_UNLIKELY(r->end - r->p < n || memcmp(r->p, text, (size_t)n) != 0)) return 0;
    r->p += n;
    keys->first = false;
    sg_tag_seen(record, keys);
    return 0;
}

/* sg_read_begin() of a tagged record: the first key behind its tag. */
SG_FN int sg_read_begin_tagged(SgReader *r, const SgRecord *record, SgKeys *keys)
{
    return sg_read_open_tagged(r, record, keys) < 0 ? -1 : sg_read_key(r, record, keys);
}

/* sg_read_first() of a tagged record. */
SG_INLINE int sg_read_first_tagged(SgReader *r, const SgRecord *record, SgKeys *keys,
                                   const SgField *fields, int index)
{
    if (sg_read_open_tagged(r, record, keys) < 0) return -1;
    if (!keys->first && sg_follows(r, keys, fields, index)) return index;
    return sg_read_key(r, record, keys);
}

/* The str of a token and its spelling as sg_write_str() writes it are compared with tags. */
SG_COLD int sg_escaped_is(SgReader *r, const SgToken *token, const char *quoted, Py_ssize_t n)
{
    PyObject *str = sg_escaped_str(r, token);
    if (!str) return -1;
    SgWriter w;
    sg_writer_init(&w, r->state);
    int is_it = sg_write_str(&w, str);
    if (is_it == 0) is_it = w.p - w.start == n && memcmp(w.start, quoted, (size_t)n) == 0;
    sg_writer_free(&w);
    Py_DECREF(str);
    return is_it;
}

/* Whether a string token is spelled `quoted`, escapes apart: 1, 0 or -1. */
SG_FN int sg_token_is(SgReader *r, const SgToken *token, const char *quoted, Py_ssize_t n)
{
    if (SG_UNLIKELY(token->has_escapes)) return sg_escaped_is(r, token, quoted, n);
    return token->end - token->start + 2 == n && memcmp(token->start - 1, quoted, (size_t)n) == 0;
}

/* Reads the value of the tag's key, which must be the record's own tag. */
SG_FN int sg_read_tag(SgReader *r, const SgRecord *record, SgKeys *keys)
{
    const SgTag *tag = record->tag;
    SgToken token;
    keys->guess = 0;
    if (sg_take_string(r, &token) < 0) return -1;
    const int is_it =
        sg_token_is(r, &token, tag->text + tag->key_length, tag->length - tag->key_length);
    return is_it > 0 ? 0 : -1;
}

/* ---- the choice among records ---- */

/* The member whose tag is spelled `quoted`, or the one that takes all others; NULL where there is none. Members
   are what the state keeps about them: they may be of other modules. */
SG_FN const SgRecordState *sg_choose_quoted(SgState *state, const SgChoice *choice,
                                            const char *quoted, Py_ssize_t n)
{
    for (int i = 0; i < choice->count; i++) {
        const SgRecordState *member = &state->records[choice->members[i]];
        const SgTag *tag = member->record->tag;
        if (tag->length - tag->key_length == n &&
            memcmp(tag->text + tag->key_length, quoted, (size_t)n) == 0)
            return member;
    }
    return choice->open < 0 ? NULL : &state->records[choice->open];
}

/* The same for a str; NULL with an exception where there is no memory. */
SG_COLD const SgRecordState *sg_choose_str(SgState *state, const SgChoice *choice, PyObject *tag)
{
    SgWriter quoted;
    sg_writer_init(&quoted, state);
    const SgRecordState *member = NULL;
    if (sg_write_str(&quoted, tag) == 0)
        member = sg_choose_quoted(state, choice, quoted.start, quoted.p - quoted.start);
    else if (!PyErr_Occurred() && choice->open >= 0) /* a lone surrogate is in no tag */
        member = &state->records[choice->open];
    sg_writer_free(&quoted);
    return member;
}

SG_FN const SgRecordState *sg_choose_token(SgReader *r, const SgChoice *choice)
{
    SgToken token;
    if (sg_take_string(r, &token) < 0) return NULL;
    if (!token.has_escapes)
        return sg_choose_quoted(r->state, choice, token.start - 1, token.end - token.start + 2);
    PyObject *tag = sg_escaped_str(r, &token);
    const SgRecordState *member = tag ? sg_choose_str(r->state, choice, tag) : NULL;
    Py_XDECREF(tag);
    return member;
}

/* Looks for the tag among the keys of the object at the reader's position. */
SG_COLD const SgRecordState *sg_choose_slowly(const SgReader *reader, const SgChoice *choice)
{
    SgReader r = *reader;
    const SgTag *tag = r.state->records[choice->members[0]].record->tag;
    SgToken key;
    bool first = true;
    if (sg_read_open(&r) < 0) return NULL;
    while (sg_read_next(&r, &first, '}') > 0) {
        if (sg_take_string(&r, &key) < 0 || !sg_take(&r, ':')) return NULL;
        const int is_it = sg_token_is(&r, &key, tag->text + 1, tag->key_length - 2);
        if (is_it > 0) return sg_choose_token(&r, choice);
        if (is_it < 0 || sg_skip(&r) < 0) return NULL;
    }
    return NULL;
}

/* The member that the object at the reader's position is; refuses where that has no tag, or another. The
   reader stays where it is. */
SG_ENTRY const SgRecordState *sg_choose(SgReader *r, const SgChoice *choice)
{
    const SgRecordState *records = r->state->records;
    if (choice->count == 1) return &records[choice->members[0]];
    (void)sg_peek(r);
    const char *text = r->p + 1;
    for (int i = 0; *r->p == '{' && i < choice->count; i++) {
        const SgRecordState *member = &records[choice->members[i]];
        const SgTag *tag = member->record->tag;
        const Py_ssize_t n = tag->length - 1; /* without the comma */
        if (tag->field < 0 && r->end - text >= n && memcmp(text, tag->text + 1, (size_t)n) == 0)
            return member;
    }
    return sg_choose_slowly(r, choice);
}

/* ---- words ---- */

/* The JSON key of the tag, as a new str. */
SG_COLD PyObject *sg_tag_key(SgState *state, const SgTag *tag)
{
    SgReader r;
    sg_reader_init(&r, state, tag->text + 1, tag->key_length - 1);
    return sg_read_str(&r);
}

/* The tag itself, as a new str. */
SG_COLD PyObject *sg_tag_str(SgState *state, const SgTag *tag)
{
    SgReader r;
    sg_reader_init(&r, state, tag->text + tag->key_length, tag->length - tag->key_length);
    return sg_read_str(&r);
}

SG_COLD const SgRecordState *sg_tag_judge_value(const SgPlace *object, const SgChoice *choice,
                                                PyObject *key, PyObject *node, PyObject *where)
{
    SgPlace place = sg_place_below(object, where);
    place.key = key;
    place.index = SG_FIELD_KEY;
    const SgNodeKind kind = sg_node_kind(&place, node);
    if (kind != SG_NODE_STR) {
        if (kind != SG_NODE_ERROR) sg_refuse_node(&place, "str", node);
        return NULL;
    }
    PyObject *given = PyUnicode_FromObject(node);
    const SgRecordState *member = given ? sg_choose_str(place.root->state, choice, given) : NULL;
    PyObject *shown = given && !member && !PyErr_Occurred() ? sg_show(given) : NULL;
    if (shown)
        sg_fail(&place, PyExc_ValueError, "%U is not a valid tag of %s", shown, choice->name);
    Py_XDECREF(shown);
    Py_XDECREF(given);
    return member;
}

/* There is no tag, where more than one record is possible. Keys are judged first. */
SG_COLD const SgRecordState *sg_tag_refuse_missing(const SgPlace *object, PyObject *pairs,
                                                   PyObject *tag_key, PyObject *where)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(pairs); i++) {
        PyObject *key = PyTuple_GET_ITEM(PyTuple_GET_ITEM(pairs, i), 0);
        if (PyUnicode_Check(key)) continue;
        sg_refuse_key(object, key);
        return NULL;
    }
    SgPlace place = *object;
    if (where) place.offset = PyLong_AsSsize_t(PyTuple_GET_ITEM(where, 1));
    sg_fail_showing(&place, PyExc_ValueError, "missing field %U", tag_key);
    return NULL;
}

/* The member that an object with these pairs is; or raises ValidationError. */
SG_COLD const SgRecordState *sg_tag_judge(const SgPlace *object, const SgChoice *choice,
                                          PyObject *pairs, PyObject *where)
{
    SgState *state = object->root->state;
    const SgRecordState *only = &state->records[choice->members[0]], *member = NULL;
    PyObject *tag_key = sg_tag_key(state, only->record->tag);
    if (!tag_key) return NULL;
    Py_ssize_t i = 0;
    for (; i < PyTuple_GET_SIZE(pairs); i++) {
        PyObject *key = PyTuple_GET_ITEM(PyTuple_GET_ITEM(pairs, i), 0);
        if (PyUnicode_Check(key) && PyUnicode_Compare(key, tag_key) == 0) break;
    }
    if (i < PyTuple_GET_SIZE(pairs)) {
        PyObject *value_where = where ? PyTuple_GET_ITEM(sg_where_item(where, i), 1) : NULL;
        member = sg_tag_judge_value(object, choice, tag_key,
                                    PyTuple_GET_ITEM(PyTuple_GET_ITEM(pairs, i), 1), value_where);
    } else if (choice->count == 1) {
        member = only;
    } else {
        member = sg_tag_refuse_missing(object, pairs, tag_key, where);
    }
    Py_DECREF(tag_key);
    return member;
}

/* The same for an object that must become `record`, as where a Python subclass of it is read. */
SG_COLD int sg_tag_judge_alone(const SgPlace *object, const SgRecord *record, PyObject *pairs,
                               PyObject *where)
{
    const SgChoice alone = {
        record->name, &record->index,   1, record->tag->field < 0 ? -1 : record->index,
        NULL,         record->tag->work};
    return sg_tag_judge(object, &alone, pairs, where) ? 0 : -1;
}

SG_CONST SgTagWork sg_tag_work = {
    sg_choose, sg_tag_judge, sg_tag_judge_alone, sg_tag_key, sg_tag_str,
};

#endif
