/* sg_read_number.h: numbers from JSON text: taken apart, as integers of 64 bits, as ints of any
   size, and as the nearest double. */
#ifndef SG_READ_NUMBER_H
#define SG_READ_NUMBER_H

#include "sg_reader.h"

#include <float.h>
#include <math.h>

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

/* Powers of ten that are exact in a double. */
SG_FN double sg_exact_power_of_ten(int exponent)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    return powers[exponent];
}

#if SG_FAST_NUMBERS

enum { SG_UNSURE = 1 };

/* The double nearest to digits * 10**power, or, where the digits are cut, to what is less than 10**power
   greater; they are not 0. SG_UNSURE where 128 bits of the power of ten do not say which one that is. */
SG_ENTRY int sg_nearest_double(uint64_t digits, int power, bool is_cut, double *value)
{
    const SgPower ten = sg_power_of_ten_roughly(power);
    const unsigned zeros = sg_leading_zeros(digits);
    digits <<= zeros;
    uint64_t high, carry;
    (void)sg_multiply(ten.low, digits, &carry);
    uint64_t low = sg_multiply(ten.high, digits, &high) + carry;
    high += low < carry;
    const unsigned turn = sg_leading_zeros(high); /* 0 to 2 */
    high = high << turn | low >> 1 >> (63 - turn);
    low <<= turn;

    const int exponent = sg_floor_log2_of_power_of_ten(power) + 64 + !(ten.high >> 63) -
                         (int)(zeros + turn); /* 2**exponent <= the number */
    if (SG_UNLIKELY(exponent > 1023)) return -1;
    if (SG_UNLIKELY(exponent < -1022)) return SG_UNSURE;

    /* Behind the 53 bits of a double come 11 of `high` and all of `low`. What was cut off makes that less
       than 16 of the last bits too small; more digits, less than 65 of the last bits of `high`. */
    const unsigned rest = high & 0x7FF, half = 0x400;
    if (SG_UNLIKELY(is_cut)) {
        if (rest <= half && rest + 65 >= half) return SG_UNSURE;
    } else if (SG_UNLIKELY((rest == half && low == 0) ||
                           (rest == half - 1 && low >= UINT64_MAX - 16))) {
        return SG_UNSURE;
    }
    const uint64_t bits =
        ((uint64_t)(exponent + 1022) << 52) + (high >> 11) + (rest >= half); /* may carry up */
    if (SG_UNLIKELY(bits >= UINT64_C(0x7FF) << 52)) return -1;
    memcpy(value, &bits, sizeof *value);
    return 0;
}

#endif

/* The nearest double to `number`, just read; refuses what overflows. Few digits and a small power of ten
   are both exact, so that one operation rounds correctly (Clinger, How to Read Floating Point Numbers
   Accurately, 1990). Else the digits times 128 bits of the power of ten decide (Lemire, Number Parsing at a
   Gigabyte per Second, 2021), unless what the power lacks could matter: then CPython does, exactly. */
SG_FN int sg_number_as_double(const SgReader *r, const SgNumber *number, double *value)
{
#if SG_FAST_NUMBERS
#if FLT_EVAL_METHOD == 0
    if (number->digits <= UINT64_C(9007199254740992) /* 2**53 */ && !number->is_cut &&
        number->power >= -22 && number->power <= 22) {
        double exact = (double)(int64_t)number->digits;
        const int power = (int)number->power;
        if (power < 0) exact /= sg_exact_power_of_ten(-power);
        else exact *= sg_exact_power_of_ten(power);
        *value = number->is_negative ? -exact : exact;
        return 0;
    }
#endif
    if (number->digits && !number->is_far && number->power >= -342 && number->power <= 308) {
        const int done =
            sg_nearest_double(number->digits, (int)number->power, number->is_cut, value);
        if (done == 0 && number->is_negative) *value = -*value;
        if (SG_LIKELY(done != SG_UNSURE)) return done;
    }
#endif
    return sg_number_as_double_slowly(r, number, value);
}

SG_COLD int sg_read_any_double(SgReader *r, double *value)
{
    SgNumber number;
    if (sg_scan_number(r, &number) < 0) return -1;
    return sg_number_as_double(r, &number, value);
}

/* An integer or float literal that is finite as a double. Those without an exponent, of up to 19 digits, are
   read here, as sg_number_as_double() does. */
SG_ENTRY int sg_read_double(SgReader *r, double *value)
{
#if SG_FAST_NUMBERS && FLT_EVAL_METHOD == 0
    (void)sg_peek(r);
    const bool is_negative = *r->p == '-';
    const char *const first = r->p + is_negative, *point;
    uint64_t digits;
    const char *const p = sg_take_decimal(first, r->end, &digits, &point);
    const Py_ssize_t length = p - first, places = point ? p - point - 1 : 0;
    const Py_ssize_t whole = point ? point - first : length;
    if (SG_LIKELY(whole > 0 && (*first != '0' || whole == 1) && length - !!point <= 19 &&
                  (!point || places > 0) && (*p | 0x20) != 'e')) {
        double exact = (double)(int64_t)digits / sg_exact_power_of_ten((int)places);
        if (SG_UNLIKELY(digits > UINT64_C(9007199254740992)) /* 2**53 */ &&
            sg_nearest_double(digits, -(int)places, false, &exact) != 0)
            return sg_read_any_double(r, value);
        r->p = p;
        *value = is_negative ? -exact : exact;
        return 0;
    }
#endif
    return sg_read_any_double(r, value);
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
