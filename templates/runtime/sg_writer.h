/* sg_writer.h: appends JSON text to a buffer: literals, numbers, strings, and the punctuation of
   objects. Everything here is fast and may refuse without an exception; the words for it are
   found by the cold path (sg_json.h). Text that fits stays in the writer itself, on the C stack;
   longer text goes into a bytes object that doubles and in the end is the result. */
#ifndef SG_WRITER_H
#define SG_WRITER_H

#include "sg_base.h"

#include <float.h>
#include <math.h>

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

/* ---- integers ---- */

/* Two digits at a time: halves the divisions, which are what a number costs. */
SG_FN void sg_put_two_digits(char *out, unsigned value)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                                "25262728293031323334353637383940414243444546474849"
                                "50515253545556575859606162636465666768697071727374"
                                "75767778798081828384858687888990919293949596979899";
    memcpy(out, pairs + 2 * (size_t)value, 2);
}

SG_FN int sg_digit_count(uint64_t value)
{
    int count = 1;
    for (;;) {
        if (value < 10) return count;
        if (value < 100) return count + 1;
        if (value < 1000) return count + 2;
        if (value < 10000) return count + 3;
        value /= 10000;
        count += 4;
    }
}

/* Writes `value` as exactly `count` digits at `out`, with leading zeros. */
SG_FN void sg_put_digits(char *out, uint64_t value, int count)
{
    while (count >= 2) {
        count -= 2;
        sg_put_two_digits(out + count, (unsigned)(value % 100));
        value /= 100;
    }
    if (count) *out = (char)('0' + value % 10);
}

SG_FN int sg_write_uint64(SgWriter *w, uint64_t value)
{
    if (sg_reserve(w, SG_NUMBER_ROOM) < 0) return -1;
    int count = sg_digit_count(value);
    sg_put_digits(w->p, value, count);
    w->p += count;
    return 0;
}

SG_FN int sg_write_int64(SgWriter *w, int64_t value)
{
    if (sg_reserve(w, SG_NUMBER_ROOM) < 0) return -1;
    uint64_t magnitude = (uint64_t)value;
    if (value < 0) {
        *w->p++ = '-';
        magnitude = UINT64_C(0) - magnitude;
    }
    int count = sg_digit_count(magnitude);
    sg_put_digits(w->p, magnitude, count);
    w->p += count;
    return 0;
}

enum { SG_MAX_BITS = 14284 }; /* 2**14284 < 10**SG_MAX_DIGITS < 2**14285 */

/* 1 if the int `value` has more than SG_MAX_DIGITS decimal digits, 0 if not, -1 with an
   exception. */
SG_COLD int sg_int_is_too_long(PyObject *value)
{
    PyObject *method = PyObject_GetAttrString((PyObject *)&PyLong_Type, "bit_length");
    PyObject *count = method ? PyObject_CallOneArg(method, value) : NULL;
    Py_XDECREF(method);
    if (!count) return -1;
    const Py_ssize_t bits = PyLong_AsSsize_t(count);
    Py_DECREF(count);
    if (bits == -1 && PyErr_Occurred()) return -1;
    if (bits != SG_MAX_BITS + 1) return bits > SG_MAX_BITS;

    PyObject *ten = PyLong_FromLong(10), *digits = PyLong_FromLong(SG_MAX_DIGITS);
    PyObject *limit = ten && digits ? PyNumber_Power(ten, digits, Py_None) : NULL;
    PyObject *magnitude = limit ? PyLong_Type.tp_as_number->nb_absolute(value) : NULL;
    const int is_too_long = magnitude ? PyObject_RichCompareBool(magnitude, limit, Py_GE) : -1;
    Py_XDECREF(magnitude);
    Py_XDECREF(limit);
    Py_XDECREF(digits);
    Py_XDECREF(ten);
    return is_too_long;
}

SG_COLD int sg_write_long_int(SgWriter *w, PyObject *value)
{
    if (sg_int_is_too_long(value) != 0) return -1;
    PyObject *text = PyLong_Type.tp_repr(value);
    if (!text) return -1;
    const int done =
        sg_write_raw(w, (const char *)PyUnicode_1BYTE_DATA(text), PyUnicode_GET_LENGTH(text));
    Py_DECREF(text);
    return done;
}

/* Writes an int, or an instance of a subclass of int as its int; refuses more than
   SG_MAX_DIGITS. */
SG_FN int sg_write_pyint(SgWriter *w, PyObject *value)
{
    int overflow;
    const long long number = PyLong_AsLongLongAndOverflow(value, &overflow);
    if (SG_UNLIKELY(overflow)) return sg_write_long_int(w, value);
    return sg_write_int64(w, number);
}

/* ---- floats ---- */

SG_COLD int sg_write_long_double_text(SgWriter *w, double value)
{
    char *text = PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    if (!text) return -1;
    const int done = sg_write_raw(w, text, (Py_ssize_t)strlen(text));
    PyMem_Free(text);
    return done;
}

/* Powers of ten that are exact in a double. */
SG_FN double sg_exact_power_of_ten(int exponent)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    return powers[exponent];
}

/* The decimal of at most 15 digits that reads back as `value`, from [1e-4, 1e15): *digits /
   10**scale. False where there is none. Such a decimal is the shortest: two decimals of 15
   digits never share a double. Scaling errs by less than half a unit, so rounding finds it; the
   division proves it, since both its operands are exact and its result is the nearest double to
   the decimal. */
SG_FN bool sg_short_decimal(double value, uint64_t *digits, int *scale)
{
    int exponent; /* value < 2**exponent; log10(2) is just above 1233 / 4096 */
    (void)frexp(value, &exponent);
    int places = 15 - (exponent > 0 ? exponent * 1233 / 4096 + 1 : -(-exponent * 1233 / 4096));
    if (places < 0) places = 0;
    const uint64_t scaled = (uint64_t)(value * sg_exact_power_of_ten(places) + 0.5);
    if (scaled >= UINT64_C(1000000000000000) ||
        (double)scaled / sg_exact_power_of_ten(places) != value)
        return false;
    *digits = scaled;
    *scale = places;
    return true;
}

SG_FN void sg_put_short_decimal(SgWriter *w, uint64_t digits, int scale)
{
    while (scale >= 4 && digits % 10000 == 0) {
        digits /= 10000;
        scale -= 4;
    }
    while (scale > 0 && digits % 10 == 0) {
        digits /= 10;
        scale--;
    }
    uint64_t whole = digits, power = 1;
    if (scale > 0) {
        power = (uint64_t)sg_exact_power_of_ten(scale);
        whole = digits / power;
    }
    const int count = sg_digit_count(whole);
    sg_put_digits(w->p, whole, count);
    w->p += count;
    *w->p++ = '.';
    if (scale > 0) sg_put_digits(w->p, digits - whole * power, scale);
    else *w->p = '0';
    w->p += scale > 0 ? scale : 1;
}

/* Writes `value` as float.__repr__ does; refuses NaN and infinities. */
SG_FN int sg_write_double(SgWriter *w, double value)
{
    if (sg_reserve(w, SG_NUMBER_ROOM) < 0) return -1;
    const double magnitude = fabs(value);
    if (magnitude == 0.0) {
        const bool is_negative = signbit(value) != 0;
        sg_put(w, is_negative ? "-0.0" : "0.0", is_negative ? 4 : 3);
        return 0;
    }
#if FLT_EVAL_METHOD == 0 /* with wider registers a quotient is not the nearest double */
    uint64_t digits;
    int scale;
    if (magnitude >= 1e-4 && magnitude < 1e15 && sg_short_decimal(magnitude, &digits, &scale)) {
        if (value < 0) *w->p++ = '-';
        sg_put_short_decimal(w, digits, scale);
        return 0;
    }
#endif
    if (!(magnitude <= DBL_MAX)) return -1;
    return sg_write_long_double_text(w, value);
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
