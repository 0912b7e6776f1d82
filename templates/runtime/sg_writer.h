/* sg_writer.h: appends JSON text to a buffer: literals, strings, and the punctuation of objects
   (numbers: sg_write_number.h). Everything here is fast and may refuse without an exception; the words for it are
   found by the cold path (sg_json.h). Text that fits stays in the writer itself, on the C stack;
   longer text goes into a bytes object that doubles and in the end is the result. */
#ifndef SG_WRITER_H
#define SG_WRITER_H

#include "sg_base.h"

enum {
    SG_WRITER_ROOM = 2048, /* bytes that a writer holds without allocating */
    SG_WRITER_RUN = 256,   /* characters of a non-ASCII string for which room is made at once */
    SG_NUMBER_ROOM = 32    /* of any number but a long int: "-2.2250738585072014e-308" */
};

struct SgWriter {
    char *p, *end, *start; /* next byte, end of the room, first byte */
    SgState *state;
    PyObject *bytes; /* what the room belongs to; NULL: it is `room` */
    int depth;       /* brackets open */
    char room[SG_WRITER_ROOM];
};

SG_FN void sg_writer_init(SgWriter *w, SgState *state)
{
    w->p = w->start = w->room;
    w->end = w->room + SG_WRITER_ROOM;
    w->state = state;
    w->bytes = NULL;
    w->depth = 0;
}

SG_FN void sg_writer_free(SgWriter *w)
{
    Py_CLEAR(w->bytes);
}

/* What was written, as a new bytes object; NULL without memory. The writer may only be freed
   after. */
SG_FN PyObject *sg_writer_bytes(SgWriter *w)
{
    Py_ssize_t length = w->p - w->start;
    if (!w->bytes) return PyBytes_FromStringAndSize(w->start, length);
    PyObject *bytes = w->bytes;
    w->bytes = NULL;
    _PyBytes_Resize(&bytes, length); /* on failure `bytes` is NULL and MemoryError set */
    return bytes;
}

SG_COLD int sg_writer_grow(SgWriter *w, Py_ssize_t n)
{
    Py_ssize_t length = w->p - w->start, size = w->end - w->start;
    if (n > PY_SSIZE_T_MAX / 2 - length) {
        PyErr_NoMemory();
        return -1;
    }
    size = size > PY_SSIZE_T_MAX / 2 ? length + n : 2 * size;
    if (size < length + n) size = length + n;

    if (!w->bytes) {
        w->bytes = PyBytes_FromStringAndSize(NULL, size);
        if (w->bytes) memcpy(PyBytes_AS_STRING(w->bytes), w->room, (size_t)length);
    } else {
        _PyBytes_Resize(&w->bytes, size);
    }
    if (!w->bytes) {
        w->p = w->start = w->room; /* the old text is gone; leave a writer that can be freed */
        w->end = w->room + SG_WRITER_ROOM;
        return -1;
    }
    w->start = PyBytes_AS_STRING(w->bytes);
    w->p = w->start + length;
    w->end = w->start + size;
    return 0;
}

/* Makes sure that `n` more bytes fit; MemoryError if they cannot. */
SG_FN int sg_reserve(SgWriter *w, Py_ssize_t n)
{
    if (SG_LIKELY(w->end - w->p >= n)) return 0;
    return sg_writer_grow(w, n);
}

/* Appends `n` bytes for which the caller has reserved room; of constant length it is a plain
   copy. */
SG_FN void sg_put(SgWriter *w, const char *text, Py_ssize_t n)
{
    memcpy(w->p, text, (size_t)n);
    w->p += n;
}

SG_FN int sg_write_raw(SgWriter *w, const char *text, Py_ssize_t n)
{
    if (sg_reserve(w, n) < 0) return -1;
    sg_put(w, text, n);
    return 0;
}

SG_FN int sg_write_char(SgWriter *w, char c)
{
    if (sg_reserve(w, 1) < 0) return -1;
    *w->p++ = c;
    return 0;
}

SG_FN int sg_write_null(SgWriter *w)
{
    return sg_write_raw(w, "null", 4);
}

SG_FN int sg_write_bool(SgWriter *w, bool value)
{
    return value ? sg_write_raw(w, "true", 4) : sg_write_raw(w, "false", 5);
}

/* ---- brackets ---- */

/* One more bracket is open, which the caller writes; refuses the 501st. */
SG_FN int sg_open(SgWriter *w)
{
    if (SG_UNLIKELY(w->depth >= SG_MAX_DEPTH)) return -1;
    w->depth++;
    return 0;
}

SG_FN void sg_close(SgWriter *w)
{
    w->depth--;
}

/* Begins an object, whose members then each write `,"key":value`. Returns the mark for
   sg_object_end, or -1 where the object would be nested too deep. */
SG_FN Py_ssize_t sg_object_begin(SgWriter *w)
{
    if (sg_open(w) < 0) return -1;
    return w->p - w->start;
}

/* Ends it: the first comma becomes the opening brace. */
SG_FN int sg_object_end(SgWriter *w, Py_ssize_t mark)
{
    if (sg_reserve(w, 2) < 0) return -1;
    if (w->p - w->start == mark) w->p++; /* no member, no comma */
    w->start[mark] = '{';
    *w->p++ = '}';
    sg_close(w);
    return 0;
}

/* Appends `,"name":`, and leaves room for a number behind it. */
SG_FN int sg_write_key(SgWriter *w, const SgField *field)
{
    if (sg_reserve(w, field->key_length + SG_NUMBER_ROOM) < 0) return -1;
    sg_put(w, field->key, field->key_length);
    return 0;
}

/* ---- strings ---- */

/* One bit (the highest of its byte) for each byte of `word` that a JSON string cannot hold as it
   is, or that is not ASCII: below 0x20, '"', '\\', 0x80 and above. Above a set bit others may be
   wrong. */
SG_FN uint64_t sg_special_bytes(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
    const uint64_t quote = word ^ (ones * '"'), backslash = word ^ (ones * '\\');
    return ((word - ones * 0x20) | (quote - ones) | (backslash - ones) | word) & high;
}

SG_FN uint64_t sg_load_word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Whether `c` stands for itself in a JSON string, and is ASCII. */
SG_FN bool sg_is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* The first byte from `p` on that is not plain, or `end`. */
SG_FN const char *sg_skip_plain(const char *p, const char *end)
{
    while (end - p >= 8 && !sg_special_bytes(sg_load_word(p))) p += 8;
    while (p < end && sg_is_plain((unsigned char)*p)) p++;
    return p;
}

/* Writes a character that a JSON string needs an escape for; at most 6 bytes, room was reserved. */
SG_FN void sg_put_escape(SgWriter *w, unsigned c)
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
    *w->p++ = '\\';
    if (letter) {
        *w->p++ = letter;
        return;
    }
    sg_put(w, "u00", 3);
    *w->p++ = hex[c >> 4 & 15];
    *w->p++ = hex[c & 15];
}

/* Writes `n` bytes of ASCII text with quotes around it. */
SG_FN int sg_write_ascii(SgWriter *w, const char *text, Py_ssize_t n)
{
    if (n > PY_SSIZE_T_MAX - 16) {
        PyErr_NoMemory();
        return -1;
    }
    if (sg_reserve(w, n + 2) < 0) return -1;
    const char *const end = text + n;
    *w->p++ = '"';
    for (;;) {
        const char *special = sg_skip_plain(text, end);
        sg_put(w, text, special - text);
        if (SG_LIKELY(special == end)) break;
        if (sg_reserve(w, end - special + 8) < 0) return -1;
        sg_put_escape(w, (unsigned char)*special);
        text = special + 1;
    }
    *w->p++ = '"';
    return 0;
}

/* Appends the UTF-8 of `c`; room was reserved. */
SG_FN void sg_put_utf8(SgWriter *w, Py_UCS4 c)
{
    if (c < 0x80) {
        *w->p++ = (char)c;
    } else if (c < 0x800) {
        *w->p++ = (char)(0xC0 | c >> 6);
        *w->p++ = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *w->p++ = (char)(0xE0 | c >> 12);
        *w->p++ = (char)(0x80 | (c >> 6 & 0x3F));
        *w->p++ = (char)(0x80 | (c & 0x3F));
    } else {
        *w->p++ = (char)(0xF0 | c >> 18);
        *w->p++ = (char)(0x80 | (c >> 12 & 0x3F));
        *w->p++ = (char)(0x80 | (c >> 6 & 0x3F));
        *w->p++ = (char)(0x80 | (c & 0x3F));
    }
}

/* Appends the characters from..to of a string of width `kind`, for which the caller has reserved
   6 bytes each; refuses lone surrogates. Inlined once per width, so that `kind` is a constant. */
SG_INLINE int sg_put_run(SgWriter *w, int kind, const void *data, Py_ssize_t from, Py_ssize_t to)
{
    for (Py_ssize_t i = from; i < to; i++) {
        const Py_UCS4 c = PyUnicode_READ(kind, data, i);
        if (c >= 0xD800 && c <= 0xDFFF) return -1;
        if (c >= 0x20 && c != '"' && c != '\\') sg_put_utf8(w, c);
        else sg_put_escape(w, c);
    }
    return 0;
}

SG_FN int sg_write_wide(SgWriter *w, PyObject *str)
{
    const int kind = PyUnicode_KIND(str);
    const void *data = PyUnicode_DATA(str);
    const Py_ssize_t n = PyUnicode_GET_LENGTH(str);

    if (sg_write_char(w, '"') < 0) return -1;
    for (Py_ssize_t from = 0; from < n; from += SG_WRITER_RUN) {
        const Py_ssize_t to = n - from < SG_WRITER_RUN ? n : from + SG_WRITER_RUN;
        if (sg_reserve(w, 6 * (to - from)) < 0) return -1;
        const int done =
            kind == PyUnicode_1BYTE_KIND   ? sg_put_run(w, PyUnicode_1BYTE_KIND, data, from, to)
            : kind == PyUnicode_2BYTE_KIND ? sg_put_run(w, PyUnicode_2BYTE_KIND, data, from, to)
                                           : sg_put_run(w, PyUnicode_4BYTE_KIND, data, from, to);
        if (done < 0) return -1;
    }
    return sg_write_char(w, '"');
}

/* Writes a str, or an instance of a subclass of it as its text. Non-ASCII text is encoded from
   the string's own characters, never through PyUnicode_AsUTF8, which would keep a second copy
   for the string's life. Refuses lone surrogates. */
SG_FN int sg_write_str(SgWriter *w, PyObject *str)
{
#if PY_VERSION_HEX < 0x030C0000
    if (PyUnicode_READY(str) < 0) return -1;
#endif
    if (SG_UNLIKELY(!PyUnicode_IS_ASCII(str))) return sg_write_wide(w, str);
    return sg_write_ascii(w, (const char *)PyUnicode_DATA(str), PyUnicode_GET_LENGTH(str));
}

#endif
