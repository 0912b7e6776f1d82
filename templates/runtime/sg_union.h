/* sg_union.h: the kinds of unions. Records of a union are told apart by their tags; all else by the kind of
   its JSON value, of which a union has at most one type. */
#ifndef SG_UNION_H
#define SG_UNION_H

#include "sg_annotation.h"
#include "sg_judge.h"

/* ---- A | B of records ---- */

SG_FN const SgChoice *sg_choice_of(const SgType *type)
{
    return (const SgChoice *)type->extra;
}

static int sg_tagged_check(SgState *state, const SgType *type, PyObject *value)
{
    for (const int *base = sg_choice_of(type)->bases; *base >= 0; base++) {
        PyTypeObject *expected = state->records[*base].type;
        if (Py_TYPE(value) == expected || PyType_IsSubtype(Py_TYPE(value), expected)) return 0;
    }
    return -1;
}

static PyObject *sg_tagged_accept(SgState *state, const SgType *type, PyObject *value)
{
    return sg_tagged_check(state, type, value) < 0 ? NULL : Py_NewRef(value);
}

static int sg_tagged_write(SgWriter *w, const SgType *type, PyObject *value)
{
    return sg_tagged_check(w->state, type, value) < 0 ? -1 : sg_record_write(w, value);
}

static PyObject *sg_tagged_read(SgReader *r, const SgType *type)
{
    const SgRecordState *member = sg_choose(r, sg_choice_of(type));
    return member ? sg_record_read_kept(r, member) : NULL;
}

SG_COLD PyObject *sg_tagged_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    if (sg_tagged_check(place->root->state, type, value) == 0) return sg_record_dump(place, value);
    sg_refuse_expected(place, type, value);
    return NULL;
}

SG_COLD PyObject *sg_tagged_load(const SgPlace *place, const SgType *type, PyObject *node,
                                 PyObject *where)
{
    return sg_object_load(place, type->expected, sg_choice_of(type), NULL, NULL, node, where);
}

SG_COLD PyObject *sg_tagged_schema(SgSchema *schema, const SgType *type)
{
    return sg_choice_schema(schema, sg_choice_of(type));
}

SG_COLD PyObject *sg_tagged_annotation(SgState *state, const SgType *type)
{
    const SgChoice *choice = sg_choice_of(type);
    PyObject *all = NULL;
    for (const int *base = choice->bases; *base >= 0; base++) {
        PyObject *one = sg_annotation_class(state->records[*base].type);
        all = base == choice->bases ? one : sg_annotation_or(all, one);
    }
    return all;
}

SG_CONST SgKind sg_kind_tagged = {
    sg_tagged_accept, sg_tagged_check, sg_tagged_write,  sg_tagged_read,       sg_refuse_expected,
    sg_tagged_dump,   sg_tagged_load,  sg_tagged_schema, sg_tagged_annotation, SG_KIND_OTHER,
};

/* ---- one type for each kind of JSON value ---- */

SG_FN const SgUnion *sg_union_of(const SgType *type)
{
    return (const SgUnion *)type->extra;
}

static PyObject *sg_union_accept(SgState *state, const SgType *type, PyObject *value)
{
    for (const SgType *const *member = sg_union_of(type)->members; *member; member++) {
        PyObject *accepted = (*member)->kind->accept(state, *member, value);
        if (accepted || PyErr_Occurred()) return accepted;
    }
    return NULL;
}

static int sg_union_check(SgState *state, const SgType *type, PyObject *value)
{
    for (const SgType *const *member = sg_union_of(type)->members; *member; member++) {
        const int status = (*member)->kind->check(state, *member, value);
        if (status == 0 || PyErr_Occurred()) return status;
    }
    return -1;
}

/* What a member wrote before it refused is taken back. */
static int sg_union_write(SgWriter *w, const SgType *type, PyObject *value)
{
    const Py_ssize_t written = w->p - w->start;
    const int depth = w->depth;
    for (const SgType *const *member = sg_union_of(type)->members; *member; member++) {
        const int status = (*member)->kind->write(w, *member, value);
        if (status == 0 || PyErr_Occurred()) return status;
        w->p = w->start + written;
        w->depth = depth;
    }
    return -1;
}

/* The kind of the JSON value that begins with `c`. */
SG_FN int sg_json_kind(char c)
{
    switch (c) {
    case '"': return SG_JSON_STRING;
    case '{': return SG_JSON_OBJECT;
    case '[': return SG_JSON_ARRAY;
    case 't':
    case 'f': return SG_JSON_BOOL;
    default: return SG_JSON_NUMBER; /* or none at all, as no number's reader takes */
    }
}

static PyObject *sg_union_read(SgReader *r, const SgType *type)
{
    const SgType *member = sg_union_of(type)->by_kind[sg_json_kind(sg_peek(r))];
    return member ? member->kind->read(r, member) : NULL;
}

/* The text of the exception that is set, which goes; NULL with another. */
SG_COLD PyObject *sg_take_error_text(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    PyObject *error = PyErr_GetRaisedException();
#else
    PyObject *type, *error, *trace;
    PyErr_Fetch(&type, &error, &trace);
    PyErr_NormalizeException(&type, &error, &trace);
    Py_XDECREF(type);
    Py_XDECREF(trace);
#endif
    PyObject *text = error ? PyObject_Str(error) : NULL;
    Py_XDECREF(error);
    return text;
}

/* Whether `member` can say no more of `value` than that it is of another type; -1 with an exception. */
SG_COLD int sg_is_plain_refusal(const SgPlace *place, const SgType *member, PyObject *value)
{
    (void)sg_refuse_expected(place, member, value);
    PyObject *plain = sg_take_error_text();
    (void)member->kind->refuse(place, member, value);
    PyObject *words = sg_take_error_text();
    const int is_plain = plain && words ? PyUnicode_Compare(plain, words) == 0 : -1;
    Py_XDECREF(words);
    Py_XDECREF(plain);
    return is_plain;
}

/* The words of the first member that knows more than that the value is of another type. */
SG_COLD int sg_union_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    for (const SgType *const *member = sg_union_of(type)->members; *member; member++) {
        const int is_plain = sg_is_plain_refusal(place, *member, value);
        if (is_plain < 0) return -1;
        if (!is_plain) return (*member)->kind->refuse(place, *member, value);
    }
    return sg_refuse_expected(place, type, value);
}

/* The first member that takes the value writes it; what is wrong by a constraint, that says itself. */
SG_COLD PyObject *sg_union_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    for (const SgType *const *member = sg_union_of(type)->members; *member; member++) {
        const SgType *judged = (*member)->kind->id == SG_KIND_LIMITED ? (*member)->a : *member;
        if (judged->kind->check(place->root->state, judged, value) == 0)
            return (*member)->kind->dump(place, *member, value);
        if (PyErr_Occurred()) return NULL;
    }
    (void)sg_union_refuse(place, type, value);
    return NULL;
}

/* The kind of JSON value of a node; SG_JSON_KINDS for what is none; -1 with an exception. Null counts as a
   number: some floats take it. */
SG_COLD int sg_node_json_kind(const SgPlace *place, PyObject *node)
{
    switch (sg_node_kind(place, node)) {
    case SG_NODE_ERROR: return -1;
    case SG_NODE_OTHER: break;
    case SG_NODE_BOOL: return SG_JSON_BOOL;
    case SG_NODE_NULL:
    case SG_NODE_NUMBER:
    case SG_NODE_INT:
    case SG_NODE_FLOAT: return SG_JSON_NUMBER;
    case SG_NODE_STR: return SG_JSON_STRING;
    case SG_NODE_ARRAY: return SG_JSON_ARRAY;
    case SG_NODE_OBJECT: return SG_JSON_OBJECT;
    }
    return SG_JSON_KINDS;
}

/* The kind of the value that a text given to from_dict(strict=False) spells. */
SG_COLD int sg_spelled_json_kind(const SgPlace *place, PyObject *text)
{
    PyObject *literal = sg_scan_literal(place->root->state, text);
    if (!literal) return PyErr_Occurred() ? -1 : SG_JSON_KINDS;
    const int kind = PyBool_Check(literal)    ? SG_JSON_BOOL
                     : PyBytes_Check(literal) ? SG_JSON_NUMBER
                                              : SG_JSON_KINDS;
    Py_DECREF(literal);
    return kind;
}

/* The member that judges the node; or raises ValidationError. */
SG_COLD const SgType *sg_union_judge(const SgPlace *place, const SgType *type, PyObject *node)
{
    const SgUnion *listed = sg_union_of(type);
    int kind = sg_node_json_kind(place, node);
    if (kind == SG_JSON_STRING && !listed->by_kind[kind] && sg_is_spelling(place, node))
        kind = sg_spelled_json_kind(place, node);
    if (kind < 0) return NULL;
    const SgType *member = kind == SG_JSON_KINDS ? NULL : listed->by_kind[kind];
    if (!member) sg_refuse_node(place, type->expected, node);
    return member;
}

SG_COLD PyObject *sg_union_load(const SgPlace *place, const SgType *type, PyObject *node,
                                PyObject *where)
{
    const SgType *member = sg_union_judge(place, type, node);
    if (!member) return NULL;
    SgType inner = *member;
    inner.expected = type->expected;
    return inner.kind->load(place, &inner, node, where);
}

SG_COLD PyObject *sg_union_schema(SgSchema *schema, const SgType *type)
{
    PyObject *members = PyList_New(0);
    for (const SgType *const *member = sg_union_of(type)->members; members && *member; member++) {
        PyObject *described = sg_schema_of(schema, *member);
        if (!described || PyList_Append(members, described) < 0) Py_CLEAR(members);
        Py_XDECREF(described);
    }
    return members ? Py_BuildValue("{sN}", "anyOf", members) : NULL;
}

SG_COLD PyObject *sg_union_annotation(SgState *state, const SgType *type)
{
    const SgUnion *listed = sg_union_of(type);
    PyObject *all = NULL;
    for (const SgType *const *member = listed->members; *member; member++) {
        PyObject *one = sg_annotation(state, *member);
        all = member == listed->members ? one : sg_annotation_or(all, one);
    }
    return all;
}

SG_CONST SgKind sg_kind_union = {
    sg_union_accept, sg_union_check, sg_union_write,  sg_union_read,       sg_union_refuse,
    sg_union_dump,   sg_union_load,  sg_union_schema, sg_union_annotation, SG_KIND_OTHER,
};

#endif
