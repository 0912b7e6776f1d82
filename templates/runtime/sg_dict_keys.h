/* sg_dict_keys.h: the keys of dict[K, V], which are text in JSON: str as it is, integers as digits, of
   other types the string that stands for a value. `type` is that of the dict everywhere here. */
#ifndef SG_DICT_KEYS_H
#define SG_DICT_KEYS_H

#include "sg_enum.h"
#include "sg_explain.h"
#include "sg_read_number.h"
#include "sg_read_string.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_write_text.h"

/* What the keys are in JSON: SgType.index of a dict. */
enum {
    SG_KEY_STR,  /* keys are str: themselves */
    SG_KEY_TEXT, /* the string that stands for a key */
    SG_KEY_INT   /* the digits of the integer that stands for a key */
};

/* ---- in memory ---- */

SG_FN int sg_check_key(SgState *state, const SgType *type, PyObject *key)
{
    if (SG_LIKELY(type->index == SG_KEY_STR)) return PyUnicode_Check(key) ? 0 : -1;
    return type->a->kind->check(state, type->a, key);
}

/* The type of keys, refusing in words of its own: "expected int as key". */
typedef struct {
    SgType type;
    PyObject *words;
} SgKeyType;

SG_COLD int sg_key_type(SgKeyType *key, const SgType *type)
{
    key->type = *type->a;
    key->words = PyUnicode_FromFormat("%s as key", type->a->expected);
    key->type.expected = key->words ? PyUnicode_AsUTF8(key->words) : NULL;
    if (key->type.expected) return 0;
    Py_CLEAR(key->words);
    return -1;
}

/* `key` cannot be a key of the dict at `place`; -1 always. */
SG_COLD int sg_refuse_dict_key(const SgPlace *place, const SgType *type, PyObject *key)
{
    SgKeyType key_type;
    if (type->index == SG_KEY_STR) return sg_refuse_key(place, key);
    if (PyErr_Occurred() || sg_key_type(&key_type, type) < 0) return -1;
    key_type.type.kind->refuse(place, &key_type.type, key);
    Py_DECREF(key_type.words);
    return -1;
}

/* The text of a key in JSON, as a new exact str; or raises. */
SG_COLD PyObject *sg_dump_key(const SgPlace *place, const SgType *type, PyObject *key)
{
    if (type->index == SG_KEY_STR) {
        if (!PyUnicode_Check(key)) sg_refuse_key(place, key);
        else if (sg_check_surrogates(key) == 0) return PyUnicode_FromObject(key);
        return NULL;
    }
    SgKeyType key_type;
    if (sg_key_type(&key_type, type) < 0) return NULL;
    PyObject *text = key_type.type.kind->dump(place, &key_type.type, key);
    if (text && PyLong_Check(text)) Py_SETREF(text, PyLong_Type.tp_repr(text));
    Py_DECREF(key_type.words);
    return text;
}

/* What paths call a key, as a new str: its text in JSON, if it has one. */
SG_COLD PyObject *sg_key_step(const SgPlace *place, const SgType *type, PyObject *key)
{
    if (type->index == SG_KEY_STR) return PyUnicode_FromObject(key);
    PyObject *text = sg_dump_key(place, type, key);
    if (text) return text;
    PyErr_Clear();
    return sg_show(key);
}

/* ---- text ---- */

/* `type` is that of the dict; NULL for keys that are str. */
SG_FN int sg_write_dict_key(SgWriter *w, const SgType *type, PyObject *key)
{
    if (SG_LIKELY(!type || type->index == SG_KEY_STR))
        return PyUnicode_Check(key) ? sg_write_str(w, key) : -1;
    const Py_ssize_t start = w->p - w->start;
    if (type->a->kind->write(w, type->a, key) < 0) return -1;
    if (type->index == SG_KEY_TEXT) return 0;
    if (sg_reserve(w, 2) < 0) return -1;
    char *digits = w->start + start;
    memmove(digits + 1, digits, (size_t)(w->p - digits));
    *digits = '"';
    w->p[1] = '"';
    w->p += 2;
    return 0;
}

/* Whether no other key of a dict can have the same text: of instances of subclasses and of the classes
   of others nobody knows. */
SG_FN bool sg_is_plain_key(const SgType *type, PyObject *key)
{
    return PyUnicode_CheckExact(key) || PyLong_CheckExact(key) ||
           (type && type->a->kind->id == SG_KIND_ENUM);
}

/* An int key with escapes in it. */
SG_COLD PyObject *sg_read_escaped_key(SgReader *r, const SgType *type)
{
    PyObject *text = sg_read_str(r), *key = NULL;
    Py_ssize_t length;
    const char *digits = text ? PyUnicode_AsUTF8AndSize(text, &length) : NULL;
    if (digits && (sg_is_digit(*digits) || *digits == '-')) {
        SgReader inner;
        sg_reader_init(&inner, r->state, digits, length);
        key = type->a->kind->read(&inner, type->a);
        if (key && inner.p != inner.end) Py_CLEAR(key);
    }
    Py_XDECREF(text);
    return key;
}

/* A key in quotes that is exactly an integer literal. */
SG_FN PyObject *sg_read_int_key(SgReader *r, const SgType *type)
{
    if (sg_peek(r) != '"') return NULL;
    const char first = r->p[1];
    if (SG_UNLIKELY(!sg_is_digit(first) && first != '-'))
        return first == '\\' ? sg_read_escaped_key(r, type) : NULL;
    const SgReader before = *r;
    r->p++;
    PyObject *key = type->a->kind->read(r, type->a);
    if (SG_LIKELY(key && *r->p == '"')) {
        r->p++;
        return key;
    }
    Py_XDECREF(key);
    if (PyErr_Occurred()) return NULL;
    *r = before; /* an escape may stand among the digits */
    return sg_read_escaped_key(r, type);
}

/* `type` is that of the dict; NULL for keys that are str. */
SG_FN PyObject *sg_read_dict_key(SgReader *r, const SgType *type)
{
    if (SG_LIKELY(!type || type->index == SG_KEY_STR)) return sg_read_str(r);
    return type->index == SG_KEY_INT ? sg_read_int_key(r, type) : type->a->kind->read(r, type->a);
}

/* ---- nodes ---- */

/* Whether `text` is exactly an integer literal. */
SG_COLD bool sg_is_int_text(PyObject *text)
{
    if (!PyUnicode_IS_ASCII(text)) return false;
    const char *p = (const char *)PyUnicode_DATA(text);
    const char *const end = p + PyUnicode_GET_LENGTH(text);
    if (*p == '-') p++;
    if (!sg_is_digit(*p) || (*p == '0' && end - p > 1)) return false;
    while (sg_is_digit(*p)) p++;
    return p == end;
}

/* What the type of keys takes for the digits in `text`: a literal of the document, or an int. */
SG_COLD PyObject *sg_int_key_node(const SgPlace *place, const SgType *type, PyObject *text)
{
    if (!sg_is_int_text(text)) {
        sg_fail(place, PyExc_TypeError, "expected %s, got str", type->expected);
        return NULL;
    }
    if (place->root->text) return PyUnicode_AsASCIIString(text);
    const char *digits = (const char *)PyUnicode_DATA(text);
    PyObject *number = sg_long_int(digits, digits + PyUnicode_GET_LENGTH(text));
    if (!number && !PyErr_Occurred())
        sg_fail(place, PyExc_ValueError, "int of more than %d digits", SG_MAX_DIGITS);
    return number;
}

/* The key that `text` stands for; `place` is that of the key. A new reference, or raises. */
SG_COLD PyObject *sg_load_key(const SgPlace *place, const SgType *type, PyObject *text)
{
    if (!type || type->index == SG_KEY_STR) return Py_NewRef(text);
    SgKeyType key_type;
    if (sg_key_type(&key_type, type) < 0) return NULL;
    PyObject *node =
        type->index == SG_KEY_INT ? sg_int_key_node(place, &key_type.type, text) : Py_NewRef(text);
    PyObject *key = node ? key_type.type.kind->load(place, &key_type.type, node, NULL) : NULL;
    Py_XDECREF(node);
    Py_DECREF(key_type.words);
    return key;
}

/* The values of an int enum as the keys that they are. */
SG_COLD PyObject *sg_enum_keys_schema(const SgEnum *listed)
{
    PyObject *texts = PyList_New(listed->member_count);
    for (int i = 0; texts && i < listed->member_count; i++) {
        PyObject *text = PyUnicode_FromFormat("%lld", listed->members[i].number);
        if (text) PyList_SET_ITEM(texts, i, text);
        else Py_CLEAR(texts);
    }
    return texts ? Py_BuildValue("{sN}", "enum", texts) : NULL;
}

SG_COLD PyObject *sg_keys_schema(SgSchema *schema, const SgType *type)
{
    if (type->index == SG_KEY_TEXT) return sg_schema_of(schema, type->a);
    if (type->a->kind->id == SG_KIND_ENUM)
        return sg_enum_keys_schema(sg_enum_of(schema->state, type->a));
    return Py_BuildValue("{ss}", "pattern", "^-?(0|[1-9][0-9]*)$");
}

#endif
