/* sg_enum.h: enums. A member is a str or an int itself (StrEnum, IntEnum), so it is written as what it is;
   reading compares with the values of the table. Members of an existing enum may be anything. */
#ifndef SG_ENUM_H
#define SG_ENUM_H

#include "sg_annotation.h"
#include "sg_int.h"
#include "sg_node.h"
#include "sg_read_number.h"
#include "sg_read_string.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_text.h"
#include "sg_write_number.h"
#include "sg_write_text.h"

SG_FN const SgEnum *sg_enum_of(SgState *state, const SgType *type)
{
    return state->enums[type->index].listed;
}

static int sg_enum_check(SgState *state, const SgType *type, PyObject *value)
{
    return (PyObject *)Py_TYPE(value) == state->enums[type->index].type ? 0 : -1;
}

static PyObject *sg_enum_accept(SgState *state, const SgType *type, PyObject *value)
{
    return sg_enum_check(state, type, value) < 0 ? NULL : Py_NewRef(value);
}

/* What stands for a member in JSON, borrowed: itself, being a str or an int, or, of an existing enum, its
   value; NULL for what only looks like a member. */
SG_FN PyObject *sg_enum_value(SgState *state, const SgType *type, PyObject *member)
{
    const SgEnumState *kept = &state->enums[type->index];
    if (!kept->values) return member;
    for (int i = 0; i < sg_enum_of(state, type)->member_count; i++)
        if (kept->members[i] == member) return kept->values[i];
    return NULL;
}

static int sg_enum_write(SgWriter *w, const SgType *type, PyObject *value)
{
    if (sg_enum_check(w->state, type, value) < 0) return -1;
    PyObject *plain = sg_enum_value(w->state, type, value);
    if (!plain) return -1;
    return sg_enum_of(w->state, type)->is_str ? sg_write_str(w, plain) : sg_write_pyint(w, plain);
}

/* The member with that JSON value, borrowed; NULL where there is none. */
SG_FN PyObject *sg_enum_find_text(SgState *state, const SgType *type, const char *text,
                                  Py_ssize_t length)
{
    const SgEnum *listed = sg_enum_of(state, type);
    for (int i = 0; i < listed->member_count; i++) {
        const SgMember *member = &listed->members[i];
        if (member->length != length || (length && *member->text != *text)) continue;
        if (sg_same_bytes(member->text, text, length)) return state->enums[type->index].members[i];
    }
    return NULL;
}

SG_FN PyObject *sg_enum_find_number(SgState *state, const SgType *type, int64_t number)
{
    const SgEnum *listed = sg_enum_of(state, type);
    for (int i = 0; i < listed->member_count; i++)
        if (listed->members[i].number == number) return state->enums[type->index].members[i];
    return NULL;
}

/* The member whose JSON value is `value`, a str or an int, borrowed; NULL where there is none. */
static PyObject *sg_enum_find(SgState *state, const SgType *type, PyObject *value)
{
    if (!sg_enum_of(state, type)->is_str) {
        int64_t number;
        return sg_as_int64(value, &number) < 0 ? NULL : sg_enum_find_number(state, type, number);
    }
    PyObject *bytes = PyUnicode_AsUTF8String(value);
    if (!bytes) {
        PyErr_Clear(); /* a lone surrogate: no member's value has one */
        return NULL;
    }
    PyObject *found =
        sg_enum_find_text(state, type, PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes));
    Py_DECREF(bytes);
    return found;
}

SG_COLD PyObject *sg_enum_find_escaped(SgReader *r, const SgType *type, const SgToken *token)
{
    PyObject *value = sg_escaped_str(r, token);
    PyObject *found = value ? sg_enum_find(r->state, type, value) : NULL;
    Py_XDECREF(value);
    return found;
}

static PyObject *sg_enum_read(SgReader *r, const SgType *type)
{
    PyObject *found;
    if (sg_enum_of(r->state, type)->is_str) {
        SgToken token;
        if (sg_take_string(r, &token) < 0) return NULL;
        found = token.has_escapes
                    ? sg_enum_find_escaped(r, type, &token)
                    : sg_enum_find_text(r->state, type, token.start, token.end - token.start);
    } else {
        int64_t number;
        if (sg_read_int64(r, &number) < 0) return NULL;
        found = sg_enum_find_number(r->state, type, number);
    }
    return found ? Py_NewRef(found) : NULL;
}

SG_COLD int sg_refuse_member(const SgPlace *place, const SgType *type, PyObject *value)
{
    PyObject *shown = sg_show(value);
    if (shown)
        sg_fail(place, PyExc_ValueError, "%U is not a valid %s", shown,
                sg_enum_of(place->root->state, type)->name);
    Py_XDECREF(shown);
    return -1;
}

SG_COLD PyObject *sg_enum_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    SgState *state = place->root->state;
    if (sg_enum_check(state, type, value) < 0) {
        sg_refuse_expected(place, type, value);
        return NULL;
    }
    PyObject *plain = sg_enum_value(state, type, value);
    if (!plain) {
        sg_refuse_member(place, type, value);
        return NULL;
    }
    return sg_enum_of(state, type)->is_str ? PyUnicode_FromObject(plain) : PyNumber_Index(plain);
}

SG_COLD PyObject *sg_enum_load(const SgPlace *place, const SgType *type, PyObject *node,
                               PyObject *where)
{
    (void)where;
    SgState *state = place->root->state;
    const SgEnum *listed = sg_enum_of(state, type);
    PyObject *value =
        listed->is_str ? sg_node_str(place, type, node) : sg_node_int(place, type, node);
    if (!value) return NULL;

    PyObject *found = sg_enum_find(state, type, value);
    if (!found && !PyErr_Occurred()) sg_refuse_member(place, type, value);
    Py_DECREF(value);
    return found ? Py_NewRef(found) : NULL;
}

/* The JSON values of all members, as a new list. */
SG_COLD PyObject *sg_enum_values(const SgEnum *listed)
{
    PyObject *values = PyList_New(listed->member_count);
    for (int i = 0; values && i < listed->member_count; i++) {
        const SgMember *member = &listed->members[i];
        PyObject *value = listed->is_str ? PyUnicode_FromStringAndSize(member->text, member->length)
                                         : PyLong_FromLongLong(member->number);
        if (value) PyList_SET_ITEM(values, i, value);
        else Py_CLEAR(values);
    }
    return values;
}

static int sg_enum_define(SgSchema *schema, const char *name, const SgEnum *listed)
{
    PyObject *described = sg_schema_titled(listed->name, listed->doc);
    if (!described) return -1;
    const char *type = listed->is_str ? "string" : "integer";
    int status = sg_schema_put(described, "type", PyUnicode_FromString(type));
    const char *values = listed->is_open ? "examples" : "enum";
    if (status == 0) status = sg_schema_put(described, values, sg_enum_values(listed));
    if (status == 0) status = PyDict_SetItemString(schema->defs, name, described);
    Py_DECREF(described);
    return status;
}

SG_COLD PyObject *sg_enum_schema(SgSchema *schema, const SgType *type)
{
    const SgEnum *listed = sg_enum_of(schema->state, type);
    const char *name = sg_schema_name(schema, listed->qualified_name, listed->name);
    const int is_new = sg_schema_reserve(schema, name);
    if (is_new < 0 || (is_new && sg_enum_define(schema, name, listed) < 0)) return NULL;
    return sg_schema_ref(name);
}

SG_COLD PyObject *sg_enum_annotation(SgState *state, const SgType *type)
{
    return Py_NewRef(state->enums[type->index].type);
}

SG_CONST SgKind sg_kind_enum = {
    sg_enum_accept, sg_enum_check, sg_enum_write,  sg_enum_read,       sg_refuse_expected,
    sg_enum_dump,   sg_enum_load,  sg_enum_schema, sg_enum_annotation, SG_KIND_ENUM,
};

#endif
