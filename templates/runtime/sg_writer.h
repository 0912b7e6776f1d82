/* sg_writer.h: appends JSON text to a buffer: literals and the punctuation of objects (numbers:
   sg_write_number.h, strings: sg_write_text.h). Everything here is fast and may refuse without an
   exception; the words for it are found by the cold path (sg_json.h). Text that fits stays in the
   writer itself, on the C stack; longer text goes into a bytes object that doubles and in the end is
   the result. */
#ifndef SG_WRITER_H
#define SG_WRITER_H

#include "sg_base.h"
#include "sg_wide.h"

enum {
    SG_WRITER_ROOM = 2048, /* bytes that a writer holds without allocating */
    SG_NUMBER_ROOM = 32    /* of any number but a long int: "-2.2250738585072014e-308" */
};

struct SgWriter {
    char *p, *end, *start; /* next byte, end of the room, first byte */
    SgState *state;
    PyObject *bytes; /* what the room belongs to; NULL: it is `room` */
    int depth;       /* brackets open */
    unsigned shorts; /* sg_put_next_double() */
    char room[SG_WRITER_ROOM];
};

SG_FN void sg_writer_init(SgWriter *w, SgState *state)
{
    w->p = w->start = w->room;
    w->end = w->room + SG_WRITER_ROOM;
    w->state = state;
    w->bytes = NULL;
    w->depth = 0;
    w->shorts = 3;
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

/* The same for text that ends at `p`, for whoever keeps that in a variable and not in the writer: the
   end, wherever it is now; or NULL. */
SG_FN char *sg_room(SgWriter *w, char *p, Py_ssize_t n)
{
    if (SG_LIKELY(w->end - p >= n)) return p;
    w->p = p;
    return sg_writer_grow(w, n) < 0 ? NULL : w->p;
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

/* ---- records ---- */

/* The room that a record's keys (`keys` bytes), native values and brackets need at most. It is reserved
   where the object begins, and again behind each value of variable length: so nothing between is checked. */
#define SG_ROOM(keys, fields) ((keys) + (fields)*SG_NUMBER_ROOM + 2)

/* Begins a record's object, whose fields each write `,"key":value`. Returns where it begins, with `room`
   bytes free, and in *mark its distance from the start; NULL where it would be nested too deep. */
SG_INLINE char *sg_object_begin(SgWriter *w, Py_ssize_t room, Py_ssize_t *mark)
{
    *mark = w->p - w->start;
    return sg_open(w) < 0 ? NULL : sg_room(w, w->p, room);
}

/* Ends it at `p`: the first comma becomes the opening brace. Passes a failure on: `p` is NULL. */
SG_INLINE int sg_object_end(SgWriter *w, char *p, Py_ssize_t mark)
{
    if (SG_UNLIKELY(!p)) return -1;
    if (p - w->start == mark) p++; /* no member, no comma */
    w->start[mark] = '{';
    *p = '}';
    w->p = p + 1;
    sg_close(w);
    return 0;
}

/* Appends `n` bytes of text: room was reserved. */
SG_INLINE char *sg_put_text(char *p, const char *text, Py_ssize_t n)
{
    memcpy(p, text, (size_t)n);
    return p + n;
}

/* Appends `,"name":`. Field tables are constants: so it is a copy of constant bytes. */
SG_INLINE char *sg_put_key(char *p, const SgField *field)
{
    return sg_put_text(p, sg_key_text(field), field->key_length);
}

/* ---- strings: what writing whole ones (sg_write_text.h) and reading share ---- */

/* One bit (the highest of its byte) for each byte of `word` that a JSON string cannot hold as it
   is, or that is not ASCII: below 0x20, '"', '\\', 0x80 and above. Above a set bit others may be
   wrong. */
SG_FN uint64_t sg_special_bytes(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
    const uint64_t quote = word ^ (ones * '"'), backslash = word ^ (ones * '\\');
    return ((word - ones * 0x20) | (quote - ones) | (backslash - ones) | word) & high;
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

#endif
