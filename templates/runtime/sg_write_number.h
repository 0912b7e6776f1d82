/* sg_write_number.h: numbers as JSON text: integers of 64 bits, ints of any size, and doubles as
   float.__repr__ spells them. */
#ifndef SG_WRITE_NUMBER_H
#define SG_WRITE_NUMBER_H

#include "sg_writer.h"

#include <float.h>
#include <math.h>

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

/* Functions named sg_put_... write at `p`, where SG_NUMBER_ROOM bytes are free, and return the end. */
SG_ENTRY char *sg_put_uint64(char *p, uint64_t value)
{
    const int count = sg_digit_count(value);
    sg_put_digits(p, value, count);
    return p + count;
}

SG_ENTRY char *sg_put_int64(char *p, int64_t value)
{
    uint64_t magnitude = (uint64_t)value;
    if (value < 0) {
        *p++ = '-';
        magnitude = UINT64_C(0) - magnitude;
    }
    return sg_put_uint64(p, magnitude);
}

SG_FN int sg_write_uint64(SgWriter *w, uint64_t value)
{
    if (sg_reserve(w, SG_NUMBER_ROOM) < 0) return -1;
    w->p = sg_put_uint64(w->p, value);
    return 0;
}

SG_FN int sg_write_int64(SgWriter *w, int64_t value)
{
    if (sg_reserve(w, SG_NUMBER_ROOM) < 0) return -1;
    w->p = sg_put_int64(w->p, value);
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

SG_COLD char *sg_put_long_double_text(char *p, double value)
{
    char *text = PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    if (!text) return NULL;
    const size_t length = strlen(text);
    memcpy(p, text, length);
    PyMem_Free(text);
    return p + length;
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

SG_FN char *sg_put_short_decimal(char *p, uint64_t digits, int scale)
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
    sg_put_digits(p, whole, count);
    p += count;
    *p++ = '.';
    if (scale > 0) sg_put_digits(p, digits - whole * power, scale);
    else *p = '0';
    return p + (scale > 0 ? scale : 1);
}

/* Writes `value` as float.__repr__ does; refuses NaN and infinities: NULL. */
SG_ENTRY char *sg_put_double(char *p, double value)
{
    const double magnitude = fabs(value);
    if (magnitude == 0.0) {
        const bool is_negative = signbit(value) != 0;
        memcpy(p, is_negative ? "-0.0" : "0.0", is_negative ? 4 : 3);
        return p + (is_negative ? 4 : 3);
    }
#if FLT_EVAL_METHOD == 0 /* with wider registers a quotient is not the nearest double */
    uint64_t digits;
    int scale;
    if (magnitude >= 1e-4 && magnitude < 1e15 && sg_short_decimal(magnitude, &digits, &scale)) {
        if (value < 0) *p++ = '-';
        return sg_put_short_decimal(p, digits, scale);
    }
#endif
    if (!(magnitude <= DBL_MAX)) return NULL;
    return sg_put_long_double_text(p, value);
}

SG_FN int sg_write_double(SgWriter *w, double value)
{
    if (sg_reserve(w, SG_NUMBER_ROOM) < 0) return -1;
    char *p = sg_put_double(w->p, value);
    if (!p) return -1;
    w->p = p;
    return 0;
}

#endif
