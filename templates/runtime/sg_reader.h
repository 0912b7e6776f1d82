/* sg_reader.h: reads JSON text: white space, brackets, literals, numbers and strings (keys of
   records and values to skip: sg_keys.h). Everything here is fast and may refuse without an
   exception; what is wrong, and where, is found by the strict scan (sg_scan.h) and by the kinds'
   load functions. A read function skips white space first and stands behind its value
   afterwards.

   The text is UTF-8, valid or not. The byte at `end` can be read too, and is '\0' or '\n': it is
   part of no token, so that only loops over white space and inside strings have to look for the
   end. */
#ifndef SG_READER_H
#define SG_READER_H

#include "sg_base.h"
#include "sg_writer.h"

#include <math.h>

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

/* ---- numbers ---- */

/* A number literal, taken apart. */
typedef struct {
    const char *start;
    uint64_t digits;  /* the first 19 digits, without the point */
    Py_ssize_t count; /* digits behind leading zeros, of which 19 are in `digits` */
    Py_ssize_t scale; /* digits after the point */
    int exponent;     /* as written; cut at 9999 */
    bool is_negative, is_int;
} SgNumber;

SG_FN bool sg_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes a run of digits into `number`; false if there is none. */
SG_FN bool sg_take_digits(SgReader *r, SgNumber *number)
{
    const char *p = r->p;
    uint64_t digits = number->digits;
    Py_ssize_t count = number->count;
    for (; sg_is_digit(*p); p++) {
        if (count < 19) digits = digits * 10 + (uint64_t)(*p - '0');
        count += digits != 0;
    }
    const bool found = p != r->p;
    number->digits = digits;
    number->count = count;
    r->p = p;
    return found;
}

SG_FN bool sg_take_exponent(SgReader *r, SgNumber *number)
{
    r->p++;
    const bool is_negative = *r->p == '-';
    if (is_negative || *r->p == '+') r->p++;
    if (!sg_is_digit(*r->p)) return false;
    int exponent = 0;
    for (; sg_is_digit(*r->p); r->p++) {
        if (exponent < 1000) exponent = exponent * 10 + (*r->p - '0');
    }
    number->exponent = is_negative ? -exponent : exponent;
    return true;
}

/* Takes a number literal apart: -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? A digit behind a
   leading zero is left where it is, for the caller to stumble over. */
SG_FN int sg_read_number(SgReader *r, SgNumber *number)
{
    (void)sg_peek(r);
    number->start = r->p;
    number->digits = 0;
    number->count = 0;
    number->scale = 0;
    number->exponent = 0;
    number->is_int = true;
    number->is_negative = *r->p == '-';
    if (number->is_negative) r->p++;
    if (*r->p == '0') r->p++;
    else if (!sg_take_digits(r, number)) return -1;
    if (*r->p == '.') {
        const char *point = r->p++;
        if (!sg_take_digits(r, number)) return -1;
        number->scale = r->p - point - 1;
        number->is_int = false;
    }
    if (*r->p == 'e' || *r->p == 'E') {
        number->is_int = false;
        if (!sg_take_exponent(r, number)) return -1;
    }
    return 0;
}

/* The magnitude of an integer literal that fits 64 bits. */
SG_FN int sg_read_magnitude(SgReader *r, uint64_t *magnitude, bool *is_negative)
{
    (void)sg_peek(r);
    const char *p = r->p;
    *is_negative = *p == '-';
    if (*is_negative) p++;
    const char *const first = p;
    uint64_t value = 0;
    while (sg_is_digit(*p) && p - first < 19) value = value * 10 + (uint64_t)(*p++ - '0');
    if (p == first || (*first == '0' && p - first > 1)) return -1;
    if (SG_UNLIKELY(sg_is_digit(*p))) {
        const uint64_t last = (uint64_t)(*p++ - '0');
        if (sg_is_digit(*p) || value > (UINT64_MAX - last) / 10) return -1;
        value = value * 10 + last;
    }
    if (SG_UNLIKELY(*p == '.' || *p == 'e' || *p == 'E')) return -1;
    r->p = p;
    *magnitude = value;
    return 0;
}

SG_FN int sg_read_int64(SgReader *r, int64_t *value)
{
    uint64_t magnitude;
    bool is_negative;
    if (sg_read_magnitude(r, &magnitude, &is_negative) < 0) return -1;
    if (SG_UNLIKELY(magnitude > (uint64_t)INT64_MAX)) {
        if (!is_negative || magnitude != (uint64_t)INT64_MAX + 1) return -1;
        *value = INT64_MIN;
        return 0;
    }
    *value = is_negative ? -(int64_t)magnitude : (int64_t)magnitude;
    return 0;
}

SG_FN int sg_read_uint64(SgReader *r, uint64_t *value)
{
    bool is_negative;
    if (sg_read_magnitude(r, value, &is_negative) < 0) return -1;
    return is_negative && *value != 0 ? -1 : 0;
}

SG_COLD int sg_number_as_double_slowly(const SgReader *r, const SgNumber *number, double *value)
{
    char *stop;
    *value = PyOS_string_to_double(number->start, &stop, NULL);
    if (*value == -1.0 && PyErr_Occurred()) return -1;
    return stop == r->p && fabs(*value) <= DBL_MAX ? 0 : -1;
}

/* The nearest double to `number`, just read; refuses what overflows. Few digits and a small
   power of ten are both exact, so that one operation rounds correctly (Clinger, How to Read
   Floating Point Numbers Accurately, 1990). */
SG_FN int sg_number_as_double(const SgReader *r, const SgNumber *number, double *value)
{
#if FLT_EVAL_METHOD == 0
    if (number->count <= 19 && number->digits <= UINT64_C(9007199254740992) /* 2**53 */
        && number->scale <= 400) {
        const int exponent = number->exponent - (int)number->scale;
        if (exponent >= -22 && exponent <= 22) {
            double exact = (double)number->digits;
            if (exponent < 0) exact /= sg_exact_power_of_ten(-exponent);
            else exact *= sg_exact_power_of_ten(exponent);
            *value = number->is_negative ? -exact : exact;
            return 0;
        }
    }
#endif
    return sg_number_as_double_slowly(r, number, value);
}

/* An integer or float literal that is finite as a double. */
SG_FN int sg_read_double(SgReader *r, double *value)
{
    SgNumber number;
    if (sg_read_number(r, &number) < 0) return -1;
    return sg_number_as_double(r, &number, value);
}

/* The int of the literal start..end, of any length that int() takes; refuses more than
   SG_MAX_DIGITS. */
SG_COLD PyObject *sg_long_int(const char *start, const char *end)
{
    const Py_ssize_t length = end - start;
    if (length - (*start == '-') > SG_MAX_DIGITS) return NULL;
    char *copy = (char *)PyMem_Malloc((size_t)length + 1);
    if (!copy) return PyErr_NoMemory();
    memcpy(copy, start, (size_t)length);
    copy[length] = '\0';
    PyObject *value = PyLong_FromString(copy, NULL, 10);
    PyMem_Free(copy);
    return value;
}

SG_FN PyObject *sg_number_as_int(const SgReader *r, const SgNumber *number)
{
    if (SG_UNLIKELY(number->count > 18)) return sg_long_int(number->start, r->p);
    const long long value = (long long)number->digits;
    return PyLong_FromLongLong(number->is_negative ? -value : value);
}

/* The int of an integer literal of up to SG_MAX_DIGITS digits. */
SG_FN PyObject *sg_read_pyint(SgReader *r)
{
    SgNumber number;
    if (sg_read_number(r, &number) < 0 || !number.is_int) return NULL;
    return sg_number_as_int(r, &number);
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
