/* sg_interned.h: str of which decoding keeps one object for many equal ones, as long as a small cache still
   has it. This has nothing to do with CPython's own interned strings, which live for ever. */
#ifndef SG_INTERNED_H
#define SG_INTERNED_H

#include "sg_text.h"

enum { SG_INTERNED_SLOTS = 256, SG_INTERNED_BYTES = 32 }; /* texts kept; length of the longest */

/* Where a text with that content is kept, if it is (FNV-1a, by Fowler, Noll and Vo). */
SG_FN PyObject **sg_interned_slot(SgState *state, const char *text, Py_ssize_t n)
{
    if (!state->interned)
        state->interned = (PyObject **)PyMem_Calloc(SG_INTERNED_SLOTS, sizeof(PyObject *));
    uint32_t hash = UINT32_C(2166136261);
    for (Py_ssize_t i = 0; i < n; i++) hash = (hash ^ (unsigned char)text[i]) * UINT32_C(16777619);
    return state->interned ? &state->interned[(hash ^ hash >> 16) % SG_INTERNED_SLOTS] : NULL;
}

SG_FN PyObject *sg_interned_str(SgReader *r, const SgToken *token)
{
    const Py_ssize_t n = token->end - token->start;
    PyObject **slot = sg_interned_slot(r->state, token->start, n);
    PyObject *kept = slot ? *slot : NULL;
    if (kept && PyUnicode_GET_LENGTH(kept) == n &&
        memcmp(PyUnicode_1BYTE_DATA(kept), token->start, (size_t)n) == 0)
        return Py_NewRef(kept);
    PyObject *str = sg_token_str(r, token);
    if (str && slot) Py_XSETREF(*slot, Py_NewRef(str));
    return str;
}

static PyObject *sg_interned_read(SgReader *r, const SgType *type)
{
    SgToken token;
    (void)type;
    if (sg_take_string(r, &token) < 0) return NULL;
#ifndef Py_GIL_DISABLED /* there, threads would have to wait for one another at every string */
    if (token.is_ascii && !token.has_escapes && token.end - token.start <= SG_INTERNED_BYTES)
        return sg_interned_str(r, &token);
#endif
    return sg_token_str(r, &token);
}

SG_CONST SgKind sg_kind_interned = {
    sg_text_accept, sg_text_check, sg_text_write,  sg_interned_read,   sg_refuse_expected,
    sg_text_dump,   sg_text_load,  sg_text_schema, sg_text_annotation, SG_KIND_OTHER,
};

SG_CONST SgType sg_type_interned_str = {&sg_kind_interned, NULL, NULL, NULL, 0, "str"};

SG_FN void sg_interned_clear(SgState *state)
{
    for (int i = 0; state->interned && i < SG_INTERNED_SLOTS; i++) Py_CLEAR(state->interned[i]);
}

#endif
