/* sg_read_string.h: reads strings: as str, as text to compare, as tokens that others make values of. Short
   texts that come again and again become one object as long as a small cache has it; nobody can rely on
   that, and CPython's own interned strings, which may live for ever, have nothing to do with it. */
#ifndef SG_READ_STRING_H
#define SG_READ_STRING_H

#include "sg_reader.h"

/* ---- tokens ---- */

/* A string token: its text between the quotes, and what was met in it. */
typedef struct {
    const char *start, *end;
    bool has_escapes, is_ascii; /* is_ascii: of the bytes as they stand */
} SgToken;

/* Takes the rest of a string token, of which `p` is the first byte that is special. */
SG_NOINLINE int sg_take_odd_string(SgReader *r, SgToken *token, const char *p)
{
    const char *const end = r->end;
    while (*p != '"') {
        if (p == end || (unsigned char)*p < 0x20) return -1;
        if (*p == '\\') {
            token->has_escapes = true;
            if (end - p < 2) return -1;
            p += 2;
        } else {
            token->is_ascii = false;
        }
        p = token->is_ascii ? sg_find_special(p, end) : sg_find_syntax(p, end);
    }
    token->end = p;
    r->p = p + 1;
    return 0;
}

SG_NOINLINE int sg_take_string_behind_space(SgReader *r, SgToken *token);

/* Takes a string token, unchecked but for control characters. */
SG_FN int sg_take_string(SgReader *r, SgToken *token)
{
    if (SG_UNLIKELY(*r->p != '"')) return sg_take_string_behind_space(r, token);
    token->start = r->p + 1;
    token->has_escapes = false;
    token->is_ascii = true;
    const char *const p = sg_find_special(token->start, r->end);
    if (SG_UNLIKELY(*p != '"')) return sg_take_odd_string(r, token, p);
    token->end = p;
    r->p = p + 1;
    return 0;
}

SG_NOINLINE int sg_take_string_behind_space(SgReader *r, SgToken *token)
{
    return sg_peek(r) == '"' ? sg_take_string(r, token) : -1;
}

/* ---- escapes ---- */

/* The value of four hex digits, or -1. */
SG_INLINE int sg_hex4(const char *p, const char *end)
{
    if (end - p < 4) return -1;
    const unsigned a = sg_hex_value(p[0]), b = sg_hex_value(p[1]), c = sg_hex_value(p[2]),
                   d = sg_hex_value(p[3]);
    return (a | b | c | d) == SG_NO_DIGIT ? -1 : (int)(a << 12 | b << 8 | c << 4 | d);
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
    for (;;) {
        const Py_ssize_t plain = sg_copy_to_backslash(w->p, p, token->end);
        w->p += plain;
        p += plain;
        if (p == token->end) return 0;
        const int c = sg_unescape_one(&p, token->end);
        if (c < 0) return -1;
        sg_put_utf8(w, (Py_UCS4)c);
    }
}

/* ---- UTF-8 ---- */

SG_INLINE bool sg_continues(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* How many characters the bytes start..end are, and the greatest byte among them, or 0x7F; -1 where they are no UTF-8 as
   RFC 3629 has it, which knows no overlong form and no surrogate. */
SG_FN Py_ssize_t sg_utf8_length(const char *start, const char *end, unsigned char *greatest)
{
    const unsigned char *p = (const unsigned char *)start;
    const unsigned char *const stop = (const unsigned char *)end;
    Py_ssize_t length = 0;
    *greatest = 0x7F;
    for (; p < stop; length++) {
        const unsigned char lead = *p;
        if (lead < 0x80) {
            p++;
            continue;
        }
        if (lead > *greatest) *greatest = lead;
        if (lead < 0xE0) {
            if (lead < 0xC2 || stop - p < 2 || !sg_continues(p[1])) return -1;
            p += 2;
        } else if (lead < 0xF0) {
            if (stop - p < 3 || !sg_continues(p[1]) || !sg_continues(p[2])) return -1;
            if ((lead == 0xE0 && p[1] < 0xA0) || (lead == 0xED && p[1] > 0x9F)) return -1;
            p += 3;
        } else {
            if (lead > 0xF4 || stop - p < 4 || !sg_continues(p[1])) return -1;
            if (!sg_continues(p[2]) || !sg_continues(p[3])) return -1;
            if ((lead == 0xF0 && p[1] < 0x90) || (lead == 0xF4 && p[1] > 0x8F)) return -1;
            p += 4;
        }
    }
    return length;
}

SG_FN bool sg_is_utf8(const char *start, const char *end)
{
    unsigned char greatest;
    return sg_utf8_length(start, end, &greatest) >= 0;
}

/* The character at *p, which is then behind it, of text that sg_utf8_length() has found good. */
SG_INLINE Py_UCS4 sg_utf8_next(const unsigned char **p)
{
    const unsigned char *at = *p;
    const Py_UCS4 lead = at[0];
    if (lead < 0x80) {
        *p = at + 1;
        return lead;
    }
    if (lead < 0xE0) {
        *p = at + 2;
        return (lead & 0x1F) << 6 | (at[1] & 0x3FU);
    }
    if (lead < 0xF0) {
        *p = at + 3;
        return (lead & 0xF) << 12 | (at[1] & 0x3FU) << 6 | (at[2] & 0x3FU);
    }
    *p = at + 4;
    return (lead & 7) << 18 | (at[1] & 0x3FU) << 12 | (at[2] & 0x3FU) << 6 | (at[3] & 0x3FU);
}

/* The str of good UTF-8 of which `length` and `greatest` are known. */
SG_FN PyObject *sg_str_of_utf8(const char *text, Py_ssize_t length, unsigned char greatest)
{
    if (length == 1 && greatest < 0xC4) /* CPython has one of each */
        return PyUnicode_FromOrdinal((text[0] & 3) << 6 | (text[1] & 0x3F));
    const Py_UCS4 limit = greatest < 0xC4 ? 0xFF : greatest < 0xF0 ? 0xFFFF : 0x10FFFF;
    PyObject *str = PyUnicode_New(length, limit);
    if (!str) return NULL;
    const unsigned char *p = (const unsigned char *)text;
    if (limit == 0xFF) {
        Py_UCS1 *out = PyUnicode_1BYTE_DATA(str), *const end = out + length;
        while (out < end) *out++ = (Py_UCS1)sg_utf8_next(&p);
    } else if (limit == 0xFFFF) {
        Py_UCS2 *out = PyUnicode_2BYTE_DATA(str), *const end = out + length;
        while (out < end) *out++ = (Py_UCS2)sg_utf8_next(&p);
    } else {
        Py_UCS4 *out = PyUnicode_4BYTE_DATA(str), *const end = out + length;
        while (out < end) *out++ = sg_utf8_next(&p);
    }
    return str;
}

/* ---- str ---- */

/* Texts of up to SG_KEPT_BYTES bytes are looked for in a table of SG_KEPT_TEXTS, where each has one place. */
enum { SG_KEPT_BITS = 9, SG_KEPT_TEXTS = 1 << SG_KEPT_BITS, SG_KEPT_BYTES = 15 };

/* Such a text as two words, with zeros behind it: no two are the same but those that end with a NUL, which are
   not kept. */
struct SgKeptText {
    uint64_t head, tail;
    PyObject *str;
};

/* The characters of an ASCII str that PyUnicode_New() has made. */
SG_INLINE char *sg_ascii_data(PyObject *str)
{
    return (char *)((PyASCIIObject *)str + 1);
}

SG_FN PyObject *sg_new_ascii(const char *text, Py_ssize_t n)
{
    PyObject *str = PyUnicode_New(n, 127);
    if (str) memcpy(sg_ascii_data(str), text, (size_t)n);
    return str;
}

#if SG_FAST_PATHS && !defined(Py_GIL_DISABLED) /* threads would have to wait for one another */

/* Where such a text is kept, if it is: by the upper bits of a sum of products (multiplicative hashing: Knuth, The Art of
   Computer Programming 3, 6.4). */
SG_INLINE SgKeptText *sg_kept_place(SgState *state, uint64_t head, uint64_t tail)
{
    const uint64_t sum = head * UINT64_C(0x9E3779B97F4A7C15) + tail * UINT64_C(0xC2B2AE3D27D4EB4F);
    return &state->texts[sum >> (64 - SG_KEPT_BITS)];
}

/* The str of a text that is not where it would be kept, and is from now on. */
SG_NOINLINE PyObject *sg_keep_ascii(SgState *state, const char *text, Py_ssize_t n, uint64_t head,
                                    uint64_t tail)
{
    if (SG_UNLIKELY(!state->texts)) {
        state->texts = (SgKeptText *)PyMem_Calloc(SG_KEPT_TEXTS, sizeof(SgKeptText));
        if (!state->texts) return PyErr_NoMemory();
    }
    PyObject *str = n > 1
                        ? sg_new_ascii(text, n)
                        : PyUnicode_FromOrdinal((unsigned char)*text); /* CPython has one of each */
    if (!str) return NULL;
    SgKeptText *const place = sg_kept_place(state, head, tail);
    PyObject *const old = place->str;
    place->head = head;
    place->tail = tail;
    place->str = Py_NewRef(str);
    Py_XDECREF(old);
    return str;
}

/* The str of a text that may be kept. */
SG_INLINE PyObject *sg_kept_ascii(SgState *state, const char *text, Py_ssize_t n, uint64_t head,
                                  uint64_t tail)
{
    if (SG_LIKELY(state->texts != NULL)) {
        const SgKeptText *const place = sg_kept_place(state, head, tail);
        if (SG_LIKELY(place->head == head && place->tail == tail)) return Py_NewRef(place->str);
    }
    return sg_keep_ascii(state, text, n, head, tail);
}

SG_FN PyObject *sg_ascii_str(SgState *state, const char *text, Py_ssize_t n)
{
    if (n == 0 || n > SG_KEPT_BYTES || !text[n - 1]) return sg_new_ascii(text, n);
    uint64_t words[2] = {0, 0};
    memcpy(words, text, (size_t)n);
    return sg_kept_ascii(state, text, n, words[0], words[1]);
}

#else

SG_FN PyObject *sg_ascii_str(SgState *state, const char *text, Py_ssize_t n)
{
    (void)state;
    return sg_new_ascii(text, n);
}

#endif

/* Lets go of all that is kept. */
SG_COLD void sg_kept_clear(SgState *state)
{
    for (int i = 0; state->texts && i < SG_KEPT_TEXTS; i++) {
        state->texts[i].head = state->texts[i].tail = 0; /* as no text has them */
        Py_CLEAR(state->texts[i].str);
    }
}

#if SG_FAST_PATHS

/* The str of text of any length that is not ASCII; refuses what is no UTF-8. */
SG_FN PyObject *sg_long_str(const char *text, Py_ssize_t n)
{
    unsigned char greatest;
    const Py_ssize_t length = sg_utf8_length(text, text + n, &greatest);
    return length < 0 ? NULL : sg_str_of_utf8(text, length, greatest);
}

/* Characters of the basic plane on their way from UTF-8 to a str. */
enum { SG_WIDE_ROOM = 256 };

/* The character of three bytes at `p`; 0 where they are none. */
SG_INLINE unsigned sg_decode_three(const unsigned char *p)
{
    if ((p[0] & 0xF0) != 0xE0 || !sg_continues(p[1]) || !sg_continues(p[2])) return 0;
    const unsigned c = (p[0] & 0xFU) << 12 | (p[1] & 0x3FU) << 6 | (p[2] & 0x3FU);
    return c < 0x800 || (c & 0xF800) == 0xD800 ? 0 : c;
}

/* Decodes start..end as far as it is UTF-8 of characters of the basic plane and `room` has space, and returns
   where that ends; `all` has the bits of all of them. */
SG_INLINE const unsigned char *sg_decode_some(const unsigned char *p, const unsigned char *end,
                                              Py_UCS2 *room, Py_ssize_t *length, unsigned *all)
{
    const Py_UCS2 *const last = room + SG_WIDE_ROOM;
    Py_UCS2 *out = room;
    unsigned bits = 0;
    while (p < end && out < last) {
        unsigned c = *p;
        if (c >= 0xE0) {
            if (end - p < 3 || !(c = sg_decode_three(p))) break;
            p += 3;
        } else if (c < 0x80) {
            p++;
        } else {
            if (c < 0xC2 || end - p < 2 || !sg_continues(p[1])) break;
            c = (c & 0x1F) << 6 | (p[1] & 0x3FU);
            p += 2;
        }
        bits |= c;
        *out++ = (Py_UCS2)c;
    }
    *length = out - room;
    *all = bits;
    return p;
}

SG_FN bool sg_is_ascii(const char *text, Py_ssize_t n)
{
    uint64_t bits = 0;
    Py_ssize_t i = 0;
    for (; i + 8 <= n; i += 8) bits |= sg_load_word(text + i);
    for (; i < n; i++) bits |= (unsigned char)text[i];
    return !(bits & SG_EACH_BYTE(0x80));
}

/* The same, in one pass where the text is short and of the basic plane, as it mostly is. */
SG_NOINLINE PyObject *sg_str_from_utf8(SgState *state, const char *text, Py_ssize_t n)
{
    Py_UCS2 room[SG_WIDE_ROOM];
    Py_ssize_t length;
    unsigned all;
    const unsigned char *const start = (const unsigned char *)text;
    if (sg_is_ascii(text, n)) return sg_ascii_str(state, text, n);
    if (sg_decode_some(start, start + n, room, &length, &all) != start + n || length < 2)
        return sg_long_str(text, n);
    PyObject *str = PyUnicode_New(length, all < 0x100 ? 0xFF : 0xFFFF);
    if (!str) return NULL;
    if (all >= 0x100) {
        memcpy(PyUnicode_2BYTE_DATA(str), room, (size_t)length * sizeof *room);
        return str;
    }
    Py_UCS1 *out = PyUnicode_1BYTE_DATA(str);
    for (Py_ssize_t i = 0; i < length; i++) out[i] = (Py_UCS1)room[i];
    return str;
}

#else

/* The str of `n` bytes of text; refuses what is not UTF-8. */
SG_FN PyObject *sg_str_from_utf8(SgState *state, const char *text, Py_ssize_t n)
{
    (void)state;
    PyObject *str = PyUnicode_DecodeUTF8(text, n, NULL);
    if (!str && PyErr_ExceptionMatches(PyExc_UnicodeDecodeError)) PyErr_Clear();
    return str;
}

#endif

/* Apart from its callers, which may be recursive: a writer is large. */
SG_NOINLINE PyObject *sg_escaped_str(SgReader *r, const SgToken *token)
{
    SgWriter text;
    sg_writer_init(&text, r->state);
    PyObject *str = NULL;
    if (sg_reserve(&text, token->end - token->start) == 0 && sg_unescape(&text, token) == 0)
        str = sg_str_from_utf8(r->state, text.start, text.p - text.start);
    sg_writer_free(&text);
    return str;
}

SG_FN PyObject *sg_token_str(SgReader *r, const SgToken *token)
{
    const Py_ssize_t n = token->end - token->start;
    if (SG_UNLIKELY(token->has_escapes)) return sg_escaped_str(r, token);
    if (SG_UNLIKELY(!token->is_ascii)) return sg_str_from_utf8(r->state, token->start, n);
    return sg_ascii_str(r->state, token->start, n);
}

SG_NOINLINE PyObject *sg_read_any_str(SgReader *r)
{
    SgToken token;
    if (sg_take_string(r, &token) < 0) return NULL;
    return sg_token_str(r, &token);
}

/* The str of a string; refuses what is not UTF-8, and lone surrogates. Texts that can be kept are looked for
   while they are still in one block. */
SG_ENTRY PyObject *sg_read_str(SgReader *r)
{
#if SG_SSE2 && !defined(Py_GIL_DISABLED)
    const char *const text = r->p + 1;
    if (SG_LIKELY(*r->p == '"' && r->end - text >= 16)) {
        const __m128i block = sg_load_block(text);
        const uint64_t marks = sg_special_of_block(block);
        const unsigned n = sg_trailing_zeros(marks | 1U << 16);
        if (SG_LIKELY(n - 1 < SG_KEPT_BYTES && text[n] == '"')) {
            const __m128i masked = _mm_and_si128(block, sg_first_bytes(n));
            uint64_t head, tail;
            _mm_storel_epi64((__m128i *)(void *)&head, masked);
            _mm_storel_epi64((__m128i *)(void *)&tail, _mm_unpackhi_epi64(masked, masked));
            r->p = text + n + 1;
            return sg_kept_ascii(r->state, text, n, head, tail);
        }
    }
#endif
    return sg_read_any_str(r);
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
