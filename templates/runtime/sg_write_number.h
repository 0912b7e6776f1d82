/* sg_write_number.h: numbers as JSON text: integers of 64 bits, ints of any size, and doubles as
   float.__repr__ spells them. */
#ifndef SG_WRITE_NUMBER_H
#define SG_WRITE_NUMBER_H

#include "sg_shortest.h"
#include "sg_writer.h"

#include <math.h>

/* ---- integers ---- */

/* Two digits, with a leading zero. */
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

/* The functions sg_put_*() write a number at `out`, where SG_NUMBER_ROOM bytes have to be free,
   whatever its length, and return its end. */

#if SG_FAST_NUMBERS

/* Below 10**8: eight digits, and then the zeros in front are shifted out. */
SG_FN char *sg_put_uint32(char *out, uint32_t value)
{
    const uint64_t digits = sg_eight_digits(value);
    const unsigned zeros = sg_trailing_zeros(digits | UINT64_C(1) << 56) / 8;
    sg_store_word(out, (digits + SG_DIGIT_ZEROS) >> (8 * zeros));
    return out + 8 - zeros;
}

SG_FN char *sg_put_eight_digits(char *out, uint32_t value)
{
    sg_store_word(out, sg_eight_digits(value) + SG_DIGIT_ZEROS);
    return out + 8;
}

SG_ENTRY char *sg_put_long_uint64(char *out, uint64_t value)
{
    const uint64_t high = value / 100000000;
    if (high < 100000000) {
        out = sg_put_uint32(out, (uint32_t)high);
    } else {
        out = sg_put_uint32(out, (uint32_t)(high / 100000000));
        out = sg_put_eight_digits(out, (uint32_t)(high % 100000000));
    }
    return sg_put_eight_digits(out, (uint32_t)(value - high * 100000000));
}

SG_ENTRY char *sg_put_uint64(char *out, uint64_t value)
{
    if (SG_UNLIKELY(value >= 100000000)) return sg_put_long_uint64(out, value);
    return sg_put_uint32(out, (uint32_t)value);
}

#else

SG_ENTRY char *sg_put_uint64(char *out, uint64_t value)
{
    const int count = sg_digit_count(value);
    sg_put_digits(out, value, count);
    return out + count;
}

#endif

SG_ENTRY char *sg_put_int64(char *out, int64_t value)
{
    *out = '-';
    const uint64_t magnitude = value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
    return sg_put_uint64(out + (value < 0), magnitude);
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
SG_NOINLINE int sg_write_pyint(SgWriter *w, PyObject *value)
{
    int overflow;
    const long long number = PyLong_AsLongLongAndOverflow(value, &overflow);
    if (SG_UNLIKELY(overflow)) return sg_write_long_int(w, value);
    return sg_write_int64(w, number);
}

/* ---- floats ---- */

#if SG_FAST_NUMBERS

/* "e-05", "e+16", "e+100" */
SG_FN char *sg_put_exponent(char *out, int exponent)
{
    const unsigned magnitude = (unsigned)(exponent < 0 ? -exponent : exponent);
    *out++ = 'e';
    *out++ = exponent < 0 ? '-' : '+';
    *out = (char)('0' + magnitude / 100);
    out += magnitude >= 100;
    sg_put_two_digits(out, magnitude % 100);
    return out + 2;
}

/* Writes `decimal` as float.__repr__ would: two words of eight digits and one more, stored over one another
   as the point wants it; what is too much is behind the end returned. How many digits there are is not
   branched on, that would be guessing. */
SG_INLINE char *sg_put_decimal(char *out, SgDecimal decimal)
{
    const SgSixteen digits = sg_sixteen_characters(decimal.leading);
    const char last = (char)('0' + decimal.last);
    const unsigned is_long = (decimal.last + 15) & 16; /* 16 or 0 */
    /* without the zeros at the end */
    const unsigned count = (sg_leading_zeros(digits.nonzero | is_long << 12) ^ 63) + 1;
    const int exponent = decimal.exponent;
    if (SG_LIKELY((unsigned)exponent < 8)) {
        char *const point = out + exponent + 1;
        sg_store_word(out, digits.first);
        sg_store_word(point + 1, digits.first >> 8 >> (8 * exponent));
        sg_store_second(out + 9, digits);
        out[17] = last;
        *point = '.';
        return SG_LIKELY(out + count > point) ? out + count + 1 : point + 2;
    }
    if (exponent >= 8 && exponent < 16) {
        char *const point = out + exponent + 1;
        sg_store_word(out, digits.first);
        sg_store_second(out + 8, digits);
        sg_store_word(point + 1, sg_load_word(out + 8) >> 8 >> (8 * (exponent - 8)));
        out[17] = last;
        *point = '.';
        return out + count > point ? out + count + 1 : point + 2;
    }
    const bool has_exponent = exponent < -4 || exponent > 15;
    if (!has_exponent) {
        memcpy(out, "0.00000", 8);
        out += 1 - exponent;
    }
    sg_store_word(out + has_exponent, digits.first);
    sg_store_second(out + has_exponent + 8, digits);
    out[has_exponent + 16] = last;
    if (!has_exponent) return out + count;
    out[0] = out[1];
    out[1] = '.';
    return sg_put_exponent(out + count + (count > 1), exponent);
}

/* hundredths / 10**2, below 10**8 */
SG_FN char *sg_put_hundredths(char *out, uint32_t hundredths)
{
    const uint64_t digits = sg_eight_digits(hundredths);
    const unsigned zeros = sg_trailing_zeros(digits | UINT64_C(1) << 40) / 8;
    const uint64_t text = digits + SG_DIGIT_ZEROS;
    sg_store_word(out, text >> (8 * zeros));
    out += 6 - zeros;
    const uint32_t end = (uint32_t)(text >> 48) << 8 | '.';
    memcpy(out, &end, sizeof end);
    return out + 2 + (digits >> 56 != 0);
}

/* millionths / 10**6 */
SG_FN char *sg_put_millionths(char *out, uint64_t millionths)
{
    /* Times the inverse of 5**4 modulo 2**64, and turned by four bits: what 10**4 divides becomes the quotient,
       and what it does not more than any quotient. */
    const uint64_t product = millionths * UINT64_C(0xD288CE703AFB7E91);
    const uint64_t hundredths = product >> 4 | product << 60;
    if (hundredths < 100000000) return sg_put_hundredths(out, (uint32_t)hundredths);

    const uint64_t whole = millionths / 1000000, rest = millionths - whole * 1000000;
    const uint64_t digits = sg_eight_digits((uint32_t)rest * 100);
    out = SG_LIKELY(whole < 100000000) ? sg_put_uint32(out, (uint32_t)whole)
                                       : sg_put_long_uint64(out, whole);
    *out = '.';
    sg_store_word(out + 1, digits + SG_DIGIT_ZEROS);
    return out + 1 + (71 - sg_leading_zeros(digits | 1)) / 8; /* one digit at least */
}

/* Whether arithmetic of doubles is theirs alone, and in the order written. */
#if FLT_EVAL_METHOD == 0 && !defined(__FAST_MATH__) && !defined(_M_FP_FAST)
#define SG_EXACT_DOUBLES 1
#else
#define SG_EXACT_DOUBLES 0
#endif

/* Whether the double with these bits, which is positive, is at most six decimals long: then *millionths is it
   times 10**6. They are found by scaling and rounding, and proved by division: both its operands are exact,
   and so its result is the nearest double to the decimal. From 2**32 on doubles are further apart than that. */
SG_INLINE bool sg_is_short(uint64_t bits, uint64_t *millionths)
{
    const uint64_t least = UINT64_C(0x3F1A36E2EB1C432D),
                   limit = UINT64_C(0x41F0000000000000); /* 1e-4, 2**32 */
    if (!SG_EXACT_DOUBLES || bits - least >= limit - least) return false;
    const double value = sg_double_of_bits(bits),
                 unit = 4503599627370496.0; /* 2**52: no fractions above */
    const double raised = value * 1e6 + unit;
    *millionths = sg_double_bits(raised) - sg_double_bits(unit);
    return (raised - unit) / 1e6 == value;
}

/* The double with these bits, which is positive, however many digits it has. */
SG_NOINLINE char *sg_put_long_double(char *out, uint64_t bits)
{
    SgDecimal decimal;
    if (SG_UNLIKELY(!sg_shortest_quickly(bits, &decimal))) {
        if (bits >= UINT64_C(0x7FF) << 52) return NULL;
        if (!bits) return sg_put_text(out, "0.0", 3);
        decimal = sg_shortest(bits);
    }
    return sg_put_decimal(out, decimal);
}

/* `value` as float.__repr__ spells it; NULL for NaN and infinities, of which JSON has none. */
SG_ENTRY char *sg_put_double(char *out, double value)
{
    const uint64_t bits = sg_double_bits(value), magnitude = bits & INT64_MAX;
    *out = '-';
    out += bits >> 63;
    uint64_t millionths;
    if (sg_is_short(magnitude, &millionths)) return sg_put_millionths(out, millionths);
    return sg_put_long_double(out, magnitude);
}

#else

SG_ENTRY char *sg_put_double(char *out, double value)
{
    if (!isfinite(value)) return NULL;
    char *text = PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    if (!text) return NULL;
    const size_t length = strlen(text);
    memcpy(out, text, length);
    PyMem_Free(text);
    return out + length;
}

#endif

/* sg_put_double() for one of many: whether it is a short one is asked where the two before it were. *shorts
   has a bit for each of those. */
SG_INLINE char *sg_put_next_double(char *out, double value, unsigned *shorts)
{
#if SG_FAST_NUMBERS
    const uint64_t bits = sg_double_bits(value);
    char *end;
    if (*shorts == 3) {
        end = sg_put_double(out, value);
    } else {
        *out = '-';
        end = sg_put_long_double(out + (bits >> 63), bits & INT64_MAX);
    }
    *shorts = (*shorts * 2 & 3) + (end <= out + 12);
    return end;
#else
    (void)shorts;
    return sg_put_double(out, value);
#endif
}

/* Writes `value` as float.__repr__ does; refuses NaN and infinities. */
SG_FN int sg_write_double(SgWriter *w, double value)
{
    if (sg_reserve(w, SG_NUMBER_ROOM) < 0) return -1;
    char *const end = sg_put_double(w->p, value);
    if (!end) return -1;
    w->p = end;
    return 0;
}

#endif
