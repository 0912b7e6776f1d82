/* sg_reader.h: reads JSON text: white space, brackets and literals (numbers: sg_read_number.h, sg_read_double.h; strings:
   sg_read_string.h; keys of records and values to skip: sg_keys.h). Everything here is fast and
   may refuse without an exception; what is wrong, and where, is found by the strict scan
   (sg_scan.h) and by the kinds' load functions. A read function skips white space first and
   stands behind its value afterwards.

   The text is UTF-8, valid or not. The byte at `end` can be read too, and is '\0' or '\n': it is
   part of no token, so that only loops over white space and inside strings have to look for the
   end. */
#ifndef SG_READER_H
#define SG_READER_H

#include "sg_base.h"
#include "sg_blocks.h"
#include "sg_rest.h"

struct SgReader {
    const char *p, *end;
    SgState *state;
    int depth; /* brackets open */
    const char *start;
    bool is_json;    /* known of the whole text */
    bool has_raised; /* what is raised is final: there is nothing to explain (sg_factory.h) */
    bool *rests;     /* whether the collector does (sg_rest.h); NULL where it never did */
};

SG_FN void sg_reader_init(SgReader *r, SgState *state, const char *text, Py_ssize_t n)
{
    r->p = r->start = text;
    r->end = text + n;
    r->state = state;
    r->depth = 0;
    r->is_json = r->has_raised = false;
    r->rests = NULL;
}

/* To be called before any code of the user's. */
SG_FN void sg_reader_wake(SgReader *r)
{
    if (r->rests) sg_wake(r->rests);
}

/* To be called before values of `type` are hashed: UUIDs and members of enums do that in Python, where another
   thread may take its turn. */
SG_FN void sg_reader_wake_to_hash(SgReader *r, const SgType *type)
{
    if (type->kind->id == SG_KIND_LIMITED) type = type->a;
    const SgKindId id = type->kind->id;
    if (id != SG_KIND_TEXT && id != SG_KIND_NATIVE && id != SG_KIND_BIGINT && id != SG_KIND_DECIMAL)
        sg_reader_wake(r);
}

/* ---- white space and brackets ---- */

SG_FN bool sg_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The next byte that is no white space; at the end one that begins no value. */
SG_FN char sg_peek(SgReader *r)
{
    if (SG_UNLIKELY((unsigned char)*r->p <= ' ')) r->p = sg_skip_space(r->p, r->end);
    return *r->p;
}

/* Consumes `c` if it comes next. */
SG_FN bool sg_take(SgReader *r, char c)
{
    if (sg_peek(r) != c) return false;
    r->p++;
    return true;
}

SG_FN int sg_read_bracket(SgReader *r, char bracket)
{
    if (!sg_take(r, bracket) || r->depth >= SG_MAX_DEPTH) return -1;
    r->depth++;
    return 0;
}

SG_FN int sg_read_open(SgReader *r)
{
    return sg_read_bracket(r, '{');
}

SG_FN int sg_read_array_begin(SgReader *r)
{
    return sg_read_bracket(r, '[');
}

/* Goes to the next member of an object or array: 1 if one follows, 0 behind the closing bracket,
   -1. `*first` is true before the first call. */
SG_FN int sg_read_next(SgReader *r, bool *first, char closing)
{
    const char c = sg_peek(r);
    if (c == closing) {
        r->p++;
        r->depth--;
        return 0;
    }
    if (*first) {
        *first = false;
        return 1;
    }
    if (c != ',') return -1;
    r->p++;
    return 1;
}

/* The same in two calls, for loops over items: whether an array that was opened ends at once... */
SG_INLINE bool sg_read_empty_array(SgReader *r)
{
    if (sg_peek(r) != ']') return false;
    r->p++;
    r->depth--;
    return true;
}

/* ...and, behind an item: 1 if another one follows, 0 behind the closing bracket, -1. */
SG_INLINE int sg_read_after_item(SgReader *r)
{
    const char c = sg_peek(r);
    if (SG_UNLIKELY(c != ',' && c != ']')) return -1;
    r->p++;
    if (c == ',') return 1;
    r->depth--;
    return 0;
}

SG_FN int sg_read_array_next(SgReader *r, bool *first)
{
    return sg_read_next(r, first, ']');
}

/* Only white space is left. */
SG_FN int sg_read_finish(SgReader *r)
{
    (void)sg_peek(r);
    return r->p == r->end ? 0 : -1;
}

/* ---- literals ---- */

SG_INLINE bool sg_take_word(SgReader *r, const char *word, Py_ssize_t n)
{
    if (r->end - r->p < n || memcmp(r->p, word, (size_t)n) != 0) return false;
    r->p += n;
    return true;
}

/* Whether the next value is null, which is then consumed. */
SG_FN bool sg_read_null(SgReader *r)
{
    return sg_peek(r) == 'n' && sg_take_word(r, "null", 4);
}

SG_FN int sg_read_bool(SgReader *r, bool *value)
{
    *value = sg_peek(r) == 't';
    return (*value ? sg_take_word(r, "true", 4) : sg_take_word(r, "false", 5)) ? 0 : -1;
}

#endif
