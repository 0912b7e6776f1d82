/* sg_reader.h: reads JSON text: white space, brackets, literals and strings (numbers:
   sg_read_number.h; keys of records and values to skip: sg_keys.h). Everything here is fast and
   may refuse without an exception; what is wrong, and where, is found by the strict scan
   (sg_scan.h) and by the kinds' load functions. A read function skips white space first and
   stands behind its value afterwards.

   The text is UTF-8, valid or not. The byte at `end` can be read too, and is '\0' or '\n': it is
   part of no token, so that only loops over white space and inside strings have to look for the
   end. */
#ifndef SG_READER_H
#define SG_READER_H

#include "sg_base.h"
#include "sg_writer.h"

struct SgReader {
    const char *p, *end;
    SgState *state;
    int depth; /* brackets open */
    const char *start;
    bool is_json;    /* known of the whole text */
    bool has_raised; /* what is raised is final: there is nothing to explain (sg_factory.h) */
};

SG_FN void sg_reader_init(SgReader *r, SgState *state, const char *text, Py_ssize_t n)
{
    r->p = r->start = text;
    r->end = text + n;
    r->state = state;
    r->depth = 0;
    r->is_json = r->has_raised = false;
}

/* ---- white space and brackets ---- */

SG_FN bool sg_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

SG_FN bool sg_is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The next byte that is no white space; at the end one that begins no value. */
SG_FN char sg_peek(SgReader *r)
{
    if (SG_UNLIKELY((unsigned char)*r->p <= ' ')) {
        while (r->p < r->end && sg_is_space(*r->p)) r->p++;
    }
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

SG_FN bool sg_take_word(SgReader *r, const char *word, Py_ssize_t n)
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

/* ---- strings ---- */

/* Whether the bytes start..end are UTF-8 as RFC 3629 has it: no overlong form, no surrogate. */
SG_FN bool sg_is_utf8(const char *start, const char *end)
{
    const unsigned char *p = (const unsigned char *)start;
    const unsigned char *const stop = (const unsigned char *)end;
    while (p < stop) {
        const unsigned char lead = *p++;
        if (lead < 0x80) continue;
        if (lead < 0xC2 || lead > 0xF4) return false;
        const int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        if (stop - p < more) return false;
        const unsigned char least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        const unsigned char greatest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (*p < least || *p > greatest) return false;
        for (int i = 1; i < more; i++) {
            if (p[i] < 0x80 || p[i] > 0xBF) return false;
        }
        p += more;
    }
    return true;
}

/* A string token: its text between the quotes, and what was met in it. */
typedef struct {
    const char *start, *end;
    bool has_escapes, is_ascii; /* is_ascii: of the bytes as they stand */
} SgToken;

/* Takes a string token, unchecked but for control characters. */
SG_FN int sg_take_string(SgReader *r, SgToken *token)
{
    if (!sg_take(r, '"')) return -1;
    token->start = r->p;
    token->has_escapes = false;
    token->is_ascii = true;
    const char *p = r->p;
    for (;;) {
        p = sg_skip_plain(p, r->end);
        if (SG_UNLIKELY(p == r->end)) return -1;
        const unsigned char c = (unsigned char)*p;
        if (SG_LIKELY(c == '"')) break;
        if (c < 0x20) return -1;
        if (c == '\\') {
            token->has_escapes = true;
            if (++p == r->end) return -1;
            p++;
        } else {
            token->is_ascii = false;
            do p++;
            while ((unsigned char)*p >= 0x80 && p < r->end);
        }
    }
    token->end = p;
    r->p = p + 1;
    return 0;
}

/* The value of four hex digits, or -1. */
SG_FN int sg_hex4(const char *p, const char *end)
{
    if (end - p < 4) return -1;
    int value = 0;
    for (int i = 0; i < 4; i++) {
        const char c = p[i], letter = (char)(c | 0x20);
        if (sg_is_digit(c)) value = value << 4 | (c - '0');
        else if (letter >= 'a' && letter <= 'f') value = value << 4 | (letter - 'a' + 10);
        else return -1;
    }
    return value;
}

/* The character of the escape at *p, which is then behind it; -1 for a wrong one. */
SG_FN int sg_unescape_one(const char **p, const char *end)
{
    const char c = (*p)[1];
    *p += 2;
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'u': break;
    default: return -1;
    }
    const int high = sg_hex4(*p, end);
    if (high < 0 || (high >= 0xDC00 && high <= 0xDFFF)) return -1;
    *p += 4;
    if (high < 0xD800 || high > 0xDBFF) return high;
    if (end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u') return -1;
    const int low = sg_hex4(*p + 2, end);
    if (low < 0xDC00 || low > 0xDFFF) return -1;
    *p += 6;
    return 0x10000 + ((high - 0xD800) << 10 | (low - 0xDC00));
}

/* Appends the token's text without its escapes, which takes no more bytes than it has, to `w`,
   where room was reserved. The UTF-8 of the raw parts stays unchecked. */
SG_FN int sg_unescape(SgWriter *w, const SgToken *token)
{
    const char *p = token->start;
    while (p < token->end) {
        const char *escape = (const char *)memchr(p, '\\', (size_t)(token->end - p));
        if (!escape) escape = token->end;
        sg_put(w, p, escape - p);
        if (escape == token->end) break;
        p = escape;
        const int c = sg_unescape_one(&p, token->end);
        if (c < 0) return -1;
        sg_put_utf8(w, (Py_UCS4)c);
    }
    return 0;
}

/* The str of `n` bytes of text; refuses what is not UTF-8. */
SG_FN PyObject *sg_str_from_utf8(const char *text, Py_ssize_t n)
{
    PyObject *str = PyUnicode_DecodeUTF8(text, n, NULL);
    if (!str && PyErr_ExceptionMatches(PyExc_UnicodeDecodeError)) PyErr_Clear();
    return str;
}

SG_COLD PyObject *sg_escaped_str(SgReader *r, const SgToken *token)
{
    SgWriter text;
    sg_writer_init(&text, r->state);
    PyObject *str = NULL;
    if (sg_reserve(&text, token->end - token->start) == 0 && sg_unescape(&text, token) == 0)
        str = sg_str_from_utf8(text.start, text.p - text.start);
    sg_writer_free(&text);
    return str;
}

SG_FN PyObject *sg_token_str(SgReader *r, const SgToken *token)
{
    if (SG_UNLIKELY(token->has_escapes)) return sg_escaped_str(r, token);
    const Py_ssize_t n = token->end - token->start;
    if (SG_UNLIKELY(!token->is_ascii)) return sg_str_from_utf8(token->start, n);
    PyObject *str = PyUnicode_New(n, 127);
    if (str) memcpy(PyUnicode_1BYTE_DATA(str), token->start, (size_t)n);
    return str;
}

/* The str of a string; refuses what is not UTF-8, and lone surrogates. */
SG_FN PyObject *sg_read_str(SgReader *r)
{
    SgToken token;
    if (sg_take_string(r, &token) < 0) return NULL;
    return sg_token_str(r, &token);
}

SG_COLD int sg_escaped_text(SgReader *r, const SgToken *token, char *room, Py_ssize_t size,
                            Py_ssize_t *n)
{
    SgWriter w;
    sg_writer_init(&w, r->state);
    int done = -1;
    if (sg_reserve(&w, token->end - token->start) == 0 && sg_unescape(&w, token) == 0 &&
        w.p - w.start <= size) {
        *n = w.p - w.start;
        memcpy(room, w.start, (size_t)*n);
        done = 0;
    }
    sg_writer_free(&w);
    return done;
}

/* The text of a string without making an object of it: points into the input or, where it has
   escapes, into `room`; refuses what does not fit there. Its UTF-8 is not checked: good for
   comparing it with text that is known to be valid, and for nothing else. */
SG_FN int sg_read_text(SgReader *r, const char **text, Py_ssize_t *n, char *room, Py_ssize_t size)
{
    SgToken token;
    if (sg_take_string(r, &token) < 0) return -1;
    *text = token.start;
    *n = token.end - token.start;
    if (SG_LIKELY(!token.has_escapes)) return 0;
    *text = room;
    return sg_escaped_text(r, &token, room, size, n);
}

#endif
