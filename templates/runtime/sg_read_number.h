/* sg_read_number.h: numbers from JSON text: taken apart, as integers of 64 bits, and as ints of any size
   (doubles: sg_read_double.h). */
#ifndef SG_READ_NUMBER_H
#define SG_READ_NUMBER_H

#include "sg_reader.h"

/* A number literal, taken apart: digits * 10**power. */
typedef struct {
    const char *start;
    uint64_t digits; /* the first 19 behind leading zeros */
    int64_t power;
    bool is_cut; /* there are more digits: the number is less than 10**power greater */
    bool is_far; /* the power is not exact, for its exponent has four digits */
    bool is_negative, is_int;
} SgNumber;

#if SG_FAST_NUMBERS

/* A mark in each of eight bytes, less '0' each, that is no digit; right up to the first one of 0x8A and more. */
SG_FN uint64_t sg_no_digits(uint64_t bytes)
{
    return ((bytes + UINT64_C(0x7676767676767676)) | bytes) & UINT64_C(0x8080808080808080);
}

/* `value` with the first `count` of these bytes behind it, up to 7 of them. */
SG_FN uint64_t sg_append_digits(uint64_t value, uint64_t bytes, unsigned count)
{
    static const uint32_t tens[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
    return value * tens[count] + sg_join_digits(bytes << (56 - 8 * count) << 8);
}

#endif

/* Goes over the digits at `p` and appends them to *digits, which thus wraps round behind 19 of them: in a
   text that has eight bytes left, eight at a time, and then those up to the first byte that is none. */
SG_FN const char *sg_take_digits(const char *p, const char *end, uint64_t *digits)
{
    uint64_t value = *digits;
#if SG_FAST_NUMBERS
    while (end - p >= 8) {
        const uint64_t bytes = sg_load_word(p) ^ SG_DIGIT_ZEROS;
        const uint64_t others = sg_no_digits(bytes);
        if (others) {
            const unsigned count = sg_trailing_zeros(others) / 8;
            *digits = sg_append_digits(value, bytes, count);
            return p + count;
        }
        value = value * 100000000 + sg_join_digits(bytes);
        p += 8;
    }
#else
    (void)end;
#endif
    for (; sg_is_digit(*p); p++) value = value * 10 + (uint64_t)(*p - '0');
    *digits = value;
    return p;
}

/* Goes over the digits at `p`, up to one point among them, and makes them one number, which wraps round
   behind 19 of them; *point is where the point stands, or NULL. Most numbers end within eight bytes behind
   their point, or have none: then the digits beside the point close up, and nothing is done one by one. */
SG_INLINE const char *sg_take_decimal(const char *p, const char *end, uint64_t *digits,
                                      const char **point)
{
    uint64_t value = 0;
    *point = NULL;
#if SG_FAST_NUMBERS
    while (SG_LIKELY(end - p >= 8)) {
        const uint64_t bytes = sg_load_word(p) ^ SG_DIGIT_ZEROS;
        uint64_t others = sg_no_digits(bytes);
        if (!others) {
            value = value * 100000000 + sg_join_digits(bytes);
            p += 8;
            continue;
        }
        const unsigned before = sg_trailing_zeros(others) / 8;
        if ((bytes >> 8 * before & 0xFF) != ('.' ^ '0')) {
            *digits = sg_append_digits(value, bytes, before);
            return p + before;
        }
        *point = p + before;
        const uint64_t below = (UINT64_C(1) << 8 * before) - 1;
        const uint64_t closed_up = (bytes & below) | (bytes >> 8 & ~below);
        others &= others - 1; /* right up to the next one: a point carries nothing */
        if (SG_LIKELY(others)) {
            const unsigned count = sg_trailing_zeros(others) / 8 - 1;
            *digits = sg_append_digits(value, closed_up, count);
            return p + count + 1;
        }
        *digits = sg_append_digits(value, closed_up, 7);
        return sg_take_digits(p + 8, end, digits);
    }
#endif
    for (; sg_is_digit(*p); p++) value = value * 10 + (uint64_t)(*p - '0');
    *digits = value;
    if (*p != '.') return p;
    *point = p;
    return sg_take_digits(p + 1, end, digits);
}

/* Takes the digits from `p` to `end`, more than 19 of them and perhaps a point between. */
SG_COLD void sg_take_many_digits(SgNumber *number, const char *p, const char *end)
{
    uint64_t digits = 0;
    int count = 0;
    for (; p < end; p++) {
        if (!sg_is_digit(*p)) continue;
        if (count == 19) {
            number->is_cut = true;
            number->power++;
        } else {
            digits = digits * 10 + (uint64_t)(*p - '0');
            count += digits != 0;
        }
    }
    number->digits = digits;
}

/* Takes a number literal apart: -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? */
SG_INLINE int sg_scan_number(SgReader *r, SgNumber *number)
{
    (void)sg_peek(r);
    const char *p = r->p;
    number->start = p;
    number->is_cut = number->is_far = false;
    number->is_negative = *p == '-';
    p += number->is_negative;

    const char *const first = p, *point;
    p = sg_take_decimal(p, r->end, &number->digits, &point);
    const Py_ssize_t whole = (point ? point : p) - first;
    if (whole == 0 || (*first == '0' && whole > 1)) return -1;
    number->is_int = !point;
    number->power = 0;
    if (point) {
        number->power = point + 1 - p;
        if (number->power == 0) return -1;
    }
    if (SG_UNLIKELY(p - first > 19)) sg_take_many_digits(number, first, p);
    if (*p == 'e' || *p == 'E') {
        const bool is_negative = *++p == '-';
        number->is_int = false;
        if (is_negative || *p == '+') p++;
        if (!sg_is_digit(*p)) return -1;
        int exponent = 0;
        for (; sg_is_digit(*p); p++) {
            if (exponent < 1000) exponent = exponent * 10 + (*p - '0');
        }
        number->is_far = exponent >= 1000;
        number->power += is_negative ? -exponent : exponent;
    }
    r->p = p;
    return 0;
}

SG_ENTRY int sg_read_number(SgReader *r, SgNumber *number)
{
    return sg_scan_number(r, number);
}

/* The magnitude of an integer literal that fits 64 bits. */
SG_FN int sg_read_magnitude(SgReader *r, uint64_t *magnitude, bool *is_negative)
{
    (void)sg_peek(r);
    const char *p = r->p;
    *is_negative = *p == '-';
    p += *is_negative;
    const char *const first = p;
    *magnitude = 0;
    p = sg_take_digits(p, r->end, magnitude);
    const Py_ssize_t count = p - first;
    if (count == 0 || (*first == '0' && count > 1)) return -1;
    if (SG_UNLIKELY(count > 19)) { /* less than 10**19 is what is left of more than 2**64 */
        if (count > 20 || *first != '1' || *magnitude < UINT64_C(10000000000000000000)) return -1;
    }
    if (SG_UNLIKELY(*p == '.' || *p == 'e' || *p == 'E')) return -1;
    r->p = p;
    return 0;
}

SG_NOINLINE int sg_read_any_int64(SgReader *r, int64_t *value)
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

/* Most have up to 15 digits, with a comma or a bracket behind them, and are read here. */
SG_ENTRY int sg_read_int64(SgReader *r, int64_t *value)
{
#if SG_FAST_NUMBERS
    const bool is_negative = *r->p == '-';
    const char *const first = r->p + is_negative, *p = first;
    if (SG_UNLIKELY(r->end - p < 16)) return sg_read_any_int64(r, value);
    uint64_t bytes = sg_load_word(p) ^ SG_DIGIT_ZEROS, others = sg_no_digits(bytes), digits = 0;
    if (SG_UNLIKELY(!others)) {
        digits = sg_join_digits(bytes);
        p += 8;
        bytes = sg_load_word(p) ^ SG_DIGIT_ZEROS;
        others = sg_no_digits(bytes);
        if (SG_UNLIKELY(!others)) return sg_read_any_int64(r, value);
    }
    const unsigned count = sg_trailing_zeros(others) / 8;
    digits = sg_append_digits(digits, bytes, count);
    p += count;
    if (SG_LIKELY((*p == ',' || (*p | 0x20) == '}') && p != first &&
                  (*first != '0' || p == first + 1))) {
        r->p = p;
        *value = is_negative ? -(int64_t)digits : (int64_t)digits;
        return 0;
    }
#endif
    return sg_read_any_int64(r, value);
}

SG_FN int sg_read_uint64(SgReader *r, uint64_t *value)
{
    bool is_negative;
    if (sg_read_magnitude(r, value, &is_negative) < 0) return -1;
    return is_negative && *value != 0 ? -1 : 0;
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
    if (SG_UNLIKELY(number->digits > (uint64_t)INT64_MAX || number->is_cut))
        return sg_long_int(number->start, r->p);
    const int64_t value = (int64_t)number->digits;
    return PyLong_FromLongLong(number->is_negative ? -value : value);
}

/* The int of an integer literal of up to SG_MAX_DIGITS digits. */
SG_FN PyObject *sg_read_pyint(SgReader *r)
{
    SgNumber number;
    if (sg_read_number(r, &number) < 0 || !number.is_int) return NULL;
    return sg_number_as_int(r, &number);
}

#endif
