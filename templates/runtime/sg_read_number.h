/* sg_read_number.h: numbers from JSON text: taken apart, as integers of 64 bits, as ints of any
   size, and as the nearest double. */
#ifndef SG_READ_NUMBER_H
#define SG_READ_NUMBER_H

#include "sg_reader.h"

#include <float.h>
#include <math.h>

/* A number literal, taken apart. */
typedef struct {
    const char *start;
    uint64_t digits;  /* the first 19 digits, without the point */
    Py_ssize_t count; /* digits behind leading zeros, of which 19 are in `digits` */
    Py_ssize_t scale; /* digits after the point */
    int exponent;     /* as written; cut at 9999 */
    bool is_negative, is_int;
} SgNumber;

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

/* Powers of ten that are exact in a double. */
SG_FN double sg_exact_power_of_ten(int exponent)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    return powers[exponent];
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

#endif
