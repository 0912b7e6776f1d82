/* sg_keys.h: reads the keys of a record's JSON object, and skips values that no field wants.
   Fast; may refuse without an exception. */
#ifndef SG_KEYS_H
#define SG_KEYS_H

#include "sg_base.h"
#include "sg_read_number.h"
#include "sg_read_string.h"
#include "sg_reader.h"
#include "sg_write_text.h"

/* The keys of the object being read. `seen` has a bit for each field. */
typedef struct {
    uint64_t *seen;
    const char *unknown; /* where the last key began that is no field's: its quote */
    int guess;           /* the field that probably comes next: keys mostly stand in order */
    bool first;          /* no key was read yet */
} SgKeys;

enum { SG_UNKNOWN = -2, SG_END = -3 };

#define SG_SEEN_WORDS(fields) (((fields) + 63) / 64 > 0 ? ((fields) + 63) / 64 : 1)

SG_FN int sg_match_alias(const SgRecord *record, const char *quoted, Py_ssize_t n)
{
    for (const SgAlias *alias = record->aliases; alias && alias->key; alias++) {
        if (record->fields[alias->field].flags & SG_HIDDEN) continue; /* it has no key at all */
        if (alias->key_length == n && memcmp(alias->key, quoted, (size_t)n) == 0)
            return alias->field;
    }
    return SG_UNKNOWN;
}

/* Whether the record's tag, kept in no field, has the key that is spelled `"name"`. */
SG_FN bool sg_is_tag_key(const SgRecord *record, const char *quoted, Py_ssize_t n)
{
    const SgTag *tag = record->tag;
    return tag && tag->field < 0 && tag->key_length - 2 == n &&
           memcmp(tag->text + 1, quoted, (size_t)n) == 0;
}

/* The field whose key is spelled `"name"` (with its quotes, escaped as sg_write_str escapes),
   searched from `guess` on; the number of fields for the key of the tag; or SG_UNKNOWN. */
SG_FN int sg_match_key(const SgRecord *record, int guess, const char *quoted, Py_ssize_t n)
{
    for (int left = record->field_count, i = guess; left > 0; left--, i++) {
        if (i >= record->field_count) i = 0;
        const SgField *field = &record->fields[i];
        if (field->key_length - 2 == n && sg_same_bytes(sg_key_text(field) + 1, quoted, n))
            return i;
    }
    if (sg_is_tag_key(record, quoted, n)) return record->field_count;
    return sg_match_alias(record, quoted, n);
}

/* The same for a str; -1 with an exception where there is no memory. */
SG_COLD int sg_match_str(SgState *state, const SgRecord *record, PyObject *key)
{
    SgWriter quoted;
    sg_writer_init(&quoted, state);
    int index = SG_UNKNOWN;
    if (sg_write_str(&quoted, key) == 0)
        index = sg_match_key(record, 0, quoted.start, quoted.p - quoted.start);
    else if (PyErr_Occurred()) index = -1;
    sg_writer_free(&quoted);
    return index;
}

SG_COLD int sg_match_escaped(SgReader *r, const SgRecord *record, const SgToken *token)
{
    PyObject *key = sg_escaped_str(r, token);
    if (!key) return -1;
    const int index = sg_match_str(r->state, record, key);
    Py_DECREF(key);
    return index;
}

/* Reads a key that is not where it was guessed. */
SG_FN int sg_search_key(SgReader *r, const SgRecord *record, SgKeys *keys)
{
    const int more = sg_read_next(r, &keys->first, '}');
    if (more <= 0) return more == 0 ? SG_END : -1;

    SgToken token;
    if (sg_take_string(r, &token) < 0 || !sg_take(r, ':')) return -1;
    const int index = token.has_escapes ? sg_match_escaped(r, record, &token)
                                        : sg_match_key(record, keys->guess, token.start - 1,
                                                       token.end - token.start + 2);
    if (index == SG_UNKNOWN && !token.is_ascii && !token.has_escapes &&
        !sg_is_utf8(token.start, token.end))
        return -1;
    if (index == SG_UNKNOWN) keys->unknown = token.start - 1;
    return index;
}

/* The same as sg_read_key(). */
SG_NOINLINE int sg_read_key_slowly(SgReader *r, const SgRecord *record, SgKeys *keys)
{
    const int index = sg_search_key(r, record, keys);
    if (index < 0) return index;
    const uint64_t bit = UINT64_C(1) << (index & 63);
    if (SG_UNLIKELY(keys->seen[index >> 6] & bit)) return -1;
    keys->seen[index >> 6] |= bit;
    keys->guess = index + 1;
    return index;
}

/* Reads the next key of an object and its colon: the index of its field, SG_UNKNOWN, or SG_END
   behind the closing brace. Refuses a field seen before. */
SG_NOINLINE int sg_read_key(SgReader *r, const SgRecord *record, SgKeys *keys)
{
#if SG_FAST_PATHS
    (void)sg_peek(r);
    const char *p = r->p;
    if (SG_LIKELY(*p == ',' || keys->first)) {
        const int index = keys->guess;
        p += !keys->first;
        if ((unsigned char)*p <= ' ') p = sg_skip_space(p, r->end);
        if (SG_LIKELY(index < record->field_count)) {
            const SgField *field = &record->fields[index];
            const Py_ssize_t n = field->key_length - 1; /* without the comma */
            const uint64_t bit = UINT64_C(1) << (index & 63);
            if (SG_LIKELY(r->end - p >= n && sg_same_bytes(p, sg_key_text(field) + 1, n) &&
                          !(keys->seen[index >> 6] & bit))) {
                keys->seen[index >> 6] |= bit;
                keys->guess = index + 1;
                keys->first = false;
                p += n;
                r->p = p + (*p == ' ');
                return index;
            }
        }
    } else if (*p == '}') {
        r->p = p + 1;
        r->depth--;
        return SG_END;
    }
#endif
    return sg_read_key_slowly(r, record, keys);
}

/* ---- keys in the order of the schema ----

   Where one is expected is known when the module is compiled, and so is its text: as sg_to_json() writes it, it
   is compared with numbers in the code. All else is left to the functions above. */

/* Opens an object and reads its first key, as sg_read_key() does. */
SG_FN int sg_read_begin(SgReader *r, const SgRecord *record, SgKeys *keys)
{
    return sg_read_open(r) < 0 ? -1 : sg_read_key(r, record, keys);
}

/* The same where that key is probably the one of field number `index`, a constant. */
SG_INLINE int sg_read_first(SgReader *r, const SgRecord *record, SgKeys *keys,
                            const SgField *fields, int index)
{
#if SG_FAST_PATHS
    const SgField *field = &fields[index];
    const Py_ssize_t n = field->key_length - 1; /* without the comma */
    const char *p = r->p;
    if (SG_LIKELY(r->end - p > n && *p == '{' &&
                  memcmp(p + 1, sg_key_text(field) + 1, (size_t)n) == 0 &&
                  r->depth < SG_MAX_DEPTH)) {
        keys->seen[index >> 6] = UINT64_C(1) << (index & 63);
        keys->first = false;
        r->depth++;
        r->p = p + 1 + n;
        return index;
    }
#endif
    (void)fields;
    keys->guess = index;
    return sg_read_begin(r, record, keys);
}

/* sg_follows() of the key `key` where a space, or a newline and spaces, stand in front of the key, as in JSON for people. */
SG_NOINLINE bool sg_follows_apart(SgReader *r, SgKeys *keys, const char *key, Py_ssize_t n,
                                  int index)
{
    const char *p = r->p;
    uint64_t *seen = &keys->seen[index >> 6];
    const uint64_t bit = UINT64_C(1) << (index & 63);
    keys->guess = index;
    if (*p != ',' || (p[1] != ' ' && p[1] != '\n')) return false;
    p = sg_skip_blanks(p + 2, r->end);
    if (r->end - p < n || !sg_same_bytes(p, key, n) || *seen & bit) return false;
    *seen |= bit;
    p += n;
    r->p = p + (*p == ' ');
    return true;
}

/* Behind a value: whether the key of field number `index`, a constant, follows. It is then read. */
SG_INLINE bool sg_follows(SgReader *r, SgKeys *keys, const SgField *fields, int index)
{
#if SG_FAST_PATHS
    const SgField *field = &fields[index];
    const Py_ssize_t n = field->key_length;
    const char *p = r->p;
    uint64_t *seen = &keys->seen[index >> 6];
    const uint64_t bit = UINT64_C(1) << (index & 63);
    if (SG_LIKELY(r->end - p >= n && memcmp(p, sg_key_text(field), (size_t)n) == 0 &&
                  !(*seen & bit))) {
        *seen |= bit;
        r->p = p + n;
        return true;
    }
    return sg_follows_apart(r, keys, sg_key_text(field) + 1, n - 1, index); /* without the comma */
#else
    (void)r, (void)fields;
    keys->guess = index;
    return false;
#endif
}

/* Behind a value: whether the object ends at once. The brace is then read. */
SG_INLINE bool sg_object_ends(SgReader *r)
{
#if SG_FAST_PATHS
    if (SG_LIKELY(*r->p == '}')) {
        r->p++;
        r->depth--;
        return true;
    }
#endif
    (void)r;
    return false;
}

/* ---- skipping ---- */

SG_FN int sg_skip_string(SgReader *r)
{
    SgToken token;
    if (sg_take_string(r, &token) < 0) return -1;
    if (!token.is_ascii && !sg_is_utf8(token.start, token.end)) return -1;
    if (SG_LIKELY(!token.has_escapes)) return 0;
    const char *p = token.start;
    while ((p = (const char *)memchr(p, '\\', (size_t)(token.end - p))) != NULL) {
        if (sg_unescape_one(&p, token.end) < 0) return -1;
    }
    return 0;
}

SG_FN int sg_skip_scalar(SgReader *r)
{
    SgNumber number;
    switch (sg_peek(r)) {
    case '"': return sg_skip_string(r);
    case 't': return sg_take_word(r, "true", 4) ? 0 : -1;
    case 'f': return sg_take_word(r, "false", 5) ? 0 : -1;
    case 'n': return sg_take_word(r, "null", 4) ? 0 : -1;
    default: return sg_read_number(r, &number);
    }
}

/* Reads a value of any kind and drops it. It must be well-formed, its strings included. Not
   recursive. */
SG_FN int sg_skip(SgReader *r)
{
    uint64_t objects[(SG_MAX_DEPTH + 63) / 64] = {0}; /* by depth: is that bracket a brace? */
    const int outside = r->depth;
    bool first = false;
    for (;;) {
        const char c = sg_peek(r);
        if (c == '{' || c == '[') {
            if (sg_read_bracket(r, c) < 0) return -1;
            const int level = r->depth - 1;
            const uint64_t bit = UINT64_C(1) << (level & 63);
            if (c == '{') objects[level >> 6] |= bit;
            else objects[level >> 6] &= ~bit;
            first = true;
        } else {
            if (sg_skip_scalar(r) < 0) return -1;
        }
        for (;;) { /* to the next value; closing what ends here */
            if (r->depth == outside) return 0;
            const int level = r->depth - 1;
            const bool is_object = objects[level >> 6] >> (level & 63) & 1;
            const int more = sg_read_next(r, &first, is_object ? '}' : ']');
            if (more < 0) return -1;
            if (more > 0) {
                if (is_object && (sg_skip_string(r) < 0 || !sg_take(r, ':'))) return -1;
                break;
            }
            first = false;
        }
    }
}

#endif
