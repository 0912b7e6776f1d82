/* sg_write_text.h: str objects as JSON strings. ASCII text, which is nearly all there is, is looked at and
   copied in one pass over the object's own bytes; other text is encoded from its characters, never
   through PyUnicode_AsUTF8, which would keep a second copy for the string's life. */
#ifndef SG_WRITE_TEXT_H
#define SG_WRITE_TEXT_H

#include "sg_writer.h"

enum {
    SG_TEXT_BLOCK = 16,  /* bytes that are copied at once, and may be written beyond the text */
    SG_TEXT_SLACK = 32,  /* room beside the text itself: quotes, one escape, one block */
    SG_TEXT_RUN = 256,   /* characters of a wide string for which room is made at once */
    SG_ESCAPED_WIDTH = 6 /* bytes that one character takes at most: \u001f */
};

/* Writes the escape of a character that needs one, at most SG_ESCAPED_WIDTH bytes; their end. */
SG_COLD char *sg_put_escape(char *p, unsigned c)
{
    static const char hex[] = "0123456789abcdef";
    char letter = 0;
    switch (c) {
    case '"': letter = '"'; break;
    case '\\': letter = '\\'; break;
    case '\b': letter = 'b'; break;
    case '\f': letter = 'f'; break;
    case '\n': letter = 'n'; break;
    case '\r': letter = 'r'; break;
    case '\t': letter = 't'; break;
    }
    *p++ = '\\';
    if (letter) {
        *p++ = letter;
        return p;
    }
    memcpy(p, "u00", 3);
    p[3] = hex[c >> 4 & 15];
    p[4] = hex[c & 15];
    return p + 5;
}

/* ---- ASCII ---- */

#if SG_FAST_PATHS
/* Copies a block; whether none of its bytes needs an escape. */
SG_INLINE bool sg_copy_block(char *out, const char *text)
{
#if SG_SSE2
    const __m128i block = _mm_loadu_si128((const __m128i *)(const void *)text);
    _mm_storeu_si128((__m128i *)(void *)out, block);
    const __m128i special = _mm_or_si128(
        _mm_cmplt_epi8(block, _mm_set1_epi8(0x20)), /* signed: no byte of ASCII is negative */
        _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')),
                     _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'))));
    return _mm_movemask_epi8(special) == 0;
#else
    const uint64_t first = sg_load_word(text), second = sg_load_word(text + 8);
    memcpy(out, &first, 8);
    memcpy(out + 8, &second, 8);
    return !(sg_special_bytes(first) | sg_special_bytes(second));
#endif
}
#endif

/* Writes the rest of an ASCII string, of which something needs an escape, and the closing quote. */
static char *sg_put_escaped(SgWriter *w, char *p, const char *text, Py_ssize_t n, Py_ssize_t room)
{
    const char *const end = text + n;
    for (;;) {
        if (end - text > PY_SSIZE_T_MAX - SG_TEXT_SLACK - room) return (char *)PyErr_NoMemory();
        p = sg_room(w, p, end - text + SG_TEXT_SLACK + room);
        if (!p) return NULL;
#if SG_FAST_PATHS
        while (end - text >= 8) {
            const uint64_t word = sg_load_word(text);
            if (sg_special_bytes(word)) break;
            memcpy(p, &word, 8);
            text += 8;
            p += 8;
        }
#endif
        while (text < end && sg_is_plain((unsigned char)*text)) *p++ = *text++;
        if (text == end) break;
        p = sg_put_escape(p, (unsigned char)*text++);
    }
    *p = '"';
    return p + 1;
}

/* Writes `n` bytes of ASCII text at `p` with quotes around it; behind them `room` bytes are free. NULL
   without memory. The fast path of a text shorter than a word reads what is before it, which must
   be memory, too: `has_head`. */
SG_INLINE char *sg_put_ascii(SgWriter *w, char *p, const char *text, Py_ssize_t n, Py_ssize_t room,
                             bool has_head)
{
    if (SG_UNLIKELY(w->end - p - room - SG_TEXT_SLACK < n)) {
        if (n > PY_SSIZE_T_MAX - SG_TEXT_SLACK - room) return (char *)PyErr_NoMemory();
        p = sg_room(w, p, n + SG_TEXT_SLACK + room);
        if (!p) return NULL;
    }
    *p++ = '"';
    Py_ssize_t i = 0; /* so much is copied */
#if SG_FAST_PATHS
    if (n >= SG_TEXT_BLOCK) {
        while (n - i > SG_TEXT_BLOCK && sg_copy_block(p + i, text + i)) i += SG_TEXT_BLOCK;
        if (n - i > SG_TEXT_BLOCK) return sg_put_escaped(w, p + i, text + i, n - i, room);
        const Py_ssize_t last = n - SG_TEXT_BLOCK; /* the last block overlaps the one before */
        if (sg_copy_block(p + last, text + last)) i = n;
    } else if (n >= 8) {
        const uint64_t first = sg_load_word(text), last = sg_load_word(text + n - 8);
        memcpy(p, &first, 8);
        memcpy(p + n - 8, &last, 8);
        if (!(sg_special_bytes(first) | sg_special_bytes(last))) i = n;
    } else if (has_head && PY_LITTLE_ENDIAN) {
        /* The word that ends where the text does, and of it the text; behind it spaces. */
        const uint64_t word = sg_load_word(text + n - 8) >> 1 >> (63 - 8 * n) |
                              UINT64_C(0x2020202020202020) << (8 * n);
        memcpy(p, &word, 8);
        if (!sg_special_bytes(word)) i = n;
    }
#else
    (void)has_head;
#endif
    if (SG_UNLIKELY(i < n)) return sg_put_escaped(w, p + i, text + i, n - i, room);
    p[n] = '"';
    return p + n + 1;
}

/* ---- other text ---- */

/* Writes the UTF-8 of a character from U+0800 to U+FFFF; a fourth byte may be overwritten, too. */
SG_INLINE char *sg_put_three(char *p, Py_UCS4 c)
{
    const unsigned char bytes[4] = {(unsigned char)(0xE0 | c >> 12),
                                    (unsigned char)(0x80 | (c >> 6 & 0x3F)),
                                    (unsigned char)(0x80 | (c & 0x3F)), 0};
    memcpy(p, bytes, 4);
    return p + 3;
}

/* Writes the characters from..to of a string of width `kind`; room is reserved for the longest
   that they may become. NULL at a lone surrogate. Inlined once per width, so `kind` is a constant. */
SG_INLINE char *sg_put_run(char *p, int kind, const void *data, Py_ssize_t from, Py_ssize_t to)
{
    for (Py_ssize_t i = from; i < to; i++) {
        const Py_UCS4 c = PyUnicode_READ(kind, data, i);
        if (kind != PyUnicode_1BYTE_KIND && c >= 0x800) {
            if (kind == PyUnicode_4BYTE_KIND && c >= 0x10000) {
                *p++ = (char)(0xF0 | c >> 18);
                *p++ = (char)(0x80 | (c >> 12 & 0x3F));
                *p++ = (char)(0x80 | (c >> 6 & 0x3F));
                *p++ = (char)(0x80 | (c & 0x3F));
                continue;
            }
            if (SG_UNLIKELY((c & 0xF800) == 0xD800)) return NULL;
            p = sg_put_three(p, c);
        } else if (c >= 0x80) {
            *p++ = (char)(0xC0 | c >> 6);
            *p++ = (char)(0x80 | (c & 0x3F));
        } else if (SG_LIKELY(sg_is_plain((unsigned char)c))) {
            *p++ = (char)c;
        } else {
            p = sg_put_escape(p, c);
        }
    }
    return p;
}

static char *sg_put_wide(SgWriter *w, char *p, PyObject *str, Py_ssize_t room)
{
    const int kind = PyUnicode_KIND(str);
    const void *data = PyUnicode_DATA(str);
    const Py_ssize_t n = PyUnicode_GET_LENGTH(str);

    for (Py_ssize_t from = 0; from < n; from += SG_TEXT_RUN) {
        const Py_ssize_t to = n - from < SG_TEXT_RUN ? n : from + SG_TEXT_RUN;
        p = sg_room(w, p, SG_ESCAPED_WIDTH * (to - from) + SG_TEXT_SLACK + room);
        if (!p) return NULL;
        if (from == 0) *p++ = '"';
        p = kind == PyUnicode_1BYTE_KIND   ? sg_put_run(p, PyUnicode_1BYTE_KIND, data, from, to)
            : kind == PyUnicode_2BYTE_KIND ? sg_put_run(p, PyUnicode_2BYTE_KIND, data, from, to)
                                           : sg_put_run(p, PyUnicode_4BYTE_KIND, data, from, to);
        if (!p) return NULL;
    }
    *p = '"';
    return p + 1;
}

/* Of a str that is no compact ASCII: wide, or an instance of a subclass, whose text is elsewhere. */
static char *sg_put_odd_str(SgWriter *w, char *p, PyObject *str, Py_ssize_t room)
{
#if PY_VERSION_HEX < 0x030C0000
    if (PyUnicode_READY(str) < 0) return NULL;
#endif
    if (!PyUnicode_IS_ASCII(str)) return sg_put_wide(w, p, str, room);
    return sg_put_ascii(w, p, (const char *)PyUnicode_DATA(str), PyUnicode_GET_LENGTH(str), room,
                        false);
}

/* Writes a str, or an instance of a subclass of it as its text, at `p`: its end, behind which at least
   `room` bytes are free. Refuses lone surrogates: NULL. */
SG_ENTRY char *sg_put_str(SgWriter *w, char *p, PyObject *str, Py_ssize_t room)
{
    if (SG_UNLIKELY(!PyUnicode_IS_COMPACT_ASCII(str))) return sg_put_odd_str(w, p, str, room);
    const char *text = (const char *)((PyASCIIObject *)str + 1); /* the object is before it */
    return sg_put_ascii(w, p, text, ((PyASCIIObject *)str)->length, room, true);
}

/* The same behind what was written. */
SG_FN int sg_write_str(SgWriter *w, PyObject *str)
{
    char *p = sg_put_str(w, w->p, str, 0);
    if (!p) return -1;
    w->p = p;
    return 0;
}

#endif
