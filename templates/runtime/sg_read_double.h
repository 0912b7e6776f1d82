/* sg_read_double.h: numbers from JSON text as the nearest double. Most are read here at once, sixteen
   characters at a time; what is unusual goes to the plain way, and what is unsure to CPython. */
#ifndef SG_READ_DOUBLE_H
#define SG_READ_DOUBLE_H

#include "sg_read_number.h"

#include <float.h>
#include <math.h>

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

/* The same of any literal, as sg_read_double() promises it. */
SG_NOINLINE int sg_read_any_double(SgReader *r, double *value)
{
    SgNumber number;
    if (sg_scan_number(r, &number) < 0) return -1;
    return sg_number_as_double(r, &number, value);
}

#if SG_FAST_NUMBERS && FLT_EVAL_METHOD == 0

/* Whether a literal can begin with the digit at `p` and have `whole` digits before its point. */
SG_INLINE bool sg_may_be_whole(const char *p, Py_ssize_t whole)
{
    return whole > 0 && (*p != '0' || whole == 1);
}

/* Whether the digits that end at `p` have an exponent. */
SG_INLINE bool sg_has_exponent(const char *p)
{
    return (*p | 0x20) == 'e';
}

/* The double nearest to digits / 10**places, with a sign, for a literal that ends at `p`, which then is read: as
   sg_number_as_double() does. `places` is 0 to 19. */
SG_INLINE int sg_finish_double(SgReader *r, const char *p, uint64_t digits, int places,
                               bool is_negative, double *value)
{
    double exact = (double)(int64_t)digits / sg_exact_power_of_ten(places);
    if (SG_UNLIKELY(digits > UINT64_C(9007199254740992)) /* 2**53 */ &&
        sg_nearest_double(digits, -places, false, &exact) != 0)
        return sg_read_any_double(r, value);
    r->p = p;
    *value = is_negative ? -exact : exact;
    return 0;
}

/* Those without an exponent, of up to 19 digits, are read here. */
SG_NOINLINE int sg_read_plain_double(SgReader *r, double *value)
{
    (void)sg_peek(r);
    const bool is_negative = *r->p == '-';
    const char *const first = r->p + is_negative, *point;
    uint64_t digits;
    const char *const p = sg_take_decimal(first, r->end, &digits, &point);
    const Py_ssize_t length = p - first, places = point ? p - point - 1 : 0;
    const Py_ssize_t whole = point ? point - first : length;
    if (SG_UNLIKELY(!sg_may_be_whole(first, whole) || length - !!point > 19 ||
                    (point && places == 0) || sg_has_exponent(p)))
        return sg_read_any_double(r, value);
    return sg_finish_double(r, p, digits, (int)places, is_negative, value);
}

#endif

#if SG_SSE2 && SG_FAST_NUMBERS && FLT_EVAL_METHOD == 0

/* Sixteen characters less '0' each: digits are less than 10, and all else is not. */
SG_INLINE __m128i sg_load_digits(const char *at)
{
    return _mm_xor_si128(sg_load_block(at), _mm_set1_epi8('0'));
}

/* A bit for each of these that is no digit. */
SG_INLINE uint64_t sg_no_digits_of_block(__m128i digits)
{
    return (unsigned)_mm_movemask_epi8(_mm_adds_epu8(digits, _mm_set1_epi8(0x80 - 10)));
}

/* The number of the first `count` digits of a literal, whose point at `whole` is left out, with zeros
   behind them, sixteen in all. `digits` are those from the first on, `others` those behind it. Each step joins
   two neighbours to a lane of twice the size, as sg_join_digits() does. */
SG_INLINE uint64_t sg_sixteen_digits(__m128i digits, __m128i others, unsigned whole, unsigned count)
{
    const __m128i before = sg_first_bytes(whole);
    const __m128i closed_up =
        _mm_or_si128(_mm_and_si128(before, digits), _mm_andnot_si128(before, others));
    const __m128i ones = _mm_and_si128(closed_up, sg_first_bytes(count));
    const __m128i pairs = _mm_srli_epi16(_mm_mullo_epi16(ones, _mm_set1_epi16(10 * 256 + 1)), 8);
    const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(100 + (1 << 16)));
    const __m128i eights =
        _mm_madd_epi16(_mm_packs_epi32(fours, fours), _mm_set1_epi32(10000 + (1 << 16)));
    uint64_t halves;
    _mm_storel_epi64((__m128i *)(void *)&halves, eights);
    return (halves & UINT32_MAX) * 100000000 + (halves >> 32);
}

/* Whether a literal has its point at p[whole], digits before and behind it up to p[length], and no exponent. */
SG_INLINE bool sg_is_decimal(const char *p, unsigned whole, unsigned length)
{
    if (p[whole] != '.' || p[length - 1] == '.' || (p[length] | 0x20) == 'e') return false;
    return *p > '0' || whole == 1; /* where `whole` is 0, *p is the point */
}

/* The double nearest to digits / 10**places, by 64 bits of the power of ten; SG_UNSURE where they do not say
   which one that is, as for all that a double holds exactly. Of places there are 1 to 19; digits are not 0. */
SG_INLINE int sg_nearest_quotient(uint64_t digits, unsigned places, double *value)
{
    const unsigned zeros = sg_leading_zeros(digits);
    uint64_t high;
    (void)sg_multiply(digits << zeros, sg_powers_of_tenth[places], &high);
    /* Too small by what is less than 1, and 10 or 11 bits more than a double holds */
    if (SG_UNLIKELY((high & 0x1FF) == 0x1FF)) return SG_UNSURE;
    const unsigned top = (unsigned)(high >> 63);
    const int exponent = sg_floor_log2_of_power_of_ten(-(int)places) + 63 + (int)top - (int)zeros;
    const uint64_t bits =
        ((uint64_t)(exponent + 1022) << 52) + (((high >> (9 + top)) + 1) >> 1); /* may carry up */
    memcpy(value, &bits, sizeof *value);
    return 0;
}

/* The same as sg_read_double(), of what has a point and does not end so soon: of double precision. */
SG_NOINLINE int sg_read_long_double(SgReader *r, double *value)
{
    const bool is_negative = *r->p == '-';
    const char *const p = r->p + is_negative;
    if (SG_UNLIKELY(r->end - p <= 32)) return sg_read_plain_double(r, value);
    const __m128i first = sg_load_digits(p);
    uint64_t others = sg_no_digits_of_block(first) | sg_no_digits_of_block(sg_load_digits(p + 16))
                                                         << 16;
    const unsigned whole = sg_trailing_zeros(others | UINT64_C(1) << 16);
    others &= others - 1;
    const unsigned length = others ? sg_trailing_zeros(others) : 0;
    if (SG_UNLIKELY(length < 17 || length > 20 || !sg_is_decimal(p, whole, length)))
        return sg_read_plain_double(r, value);

    const unsigned more = length - 17; /* digits behind sixteen, up to three */
    const uint32_t rest =
        (uint32_t)((sg_load_half(p + 17) ^ UINT64_C(0x30303030)) << (32 - 8 * more) & UINT32_MAX);
    const uint32_t pairs = rest * 10 + (rest >> 8);
    static const uint32_t tens[] = {1, 10, 100, 1000};
    const uint64_t digits =
        sg_sixteen_digits(first, sg_load_digits(p + 1), whole, 16) * tens[more] +
        (pairs & 0xFF) * 100 + (pairs >> 16 & 0xFF);
    double nearest;
    if (SG_UNLIKELY(!digits || sg_nearest_quotient(digits, length - 1 - whole, &nearest) != 0))
        return sg_read_plain_double(r, value);
    r->p = p + length;
    *value = is_negative ? -nearest : nearest;
    return 0;
}

/* An integer or float literal that is finite as a double. What has a point and ends within sixteen characters
   is read here: the number of sixteen digits that it begins with, and the power of ten, are exact. */
SG_ENTRY int sg_read_double(SgReader *r, double *value)
{
    const bool is_negative = *r->p == '-';
    const char *const p = r->p + is_negative;
    if (SG_UNLIKELY(r->end - p <= 16)) return sg_read_plain_double(r, value);
    const __m128i first = sg_load_digits(p);
    uint64_t others = sg_no_digits_of_block(first);
    if (SG_UNLIKELY(!others)) return sg_read_plain_double(r, value);
    const unsigned whole = sg_trailing_zeros(others);
    others &= others - 1;
    if (SG_UNLIKELY(!others)) return sg_read_long_double(r, value);
    const unsigned length = sg_trailing_zeros(others);
    if (SG_UNLIKELY(!sg_is_decimal(p, whole, length))) return sg_read_plain_double(r, value);
    const uint64_t digits = sg_sixteen_digits(first, sg_load_digits(p + 1), whole, length - 1);
    const double exact = (double)(int64_t)digits / sg_exact_power_of_ten(16 - (int)whole);
    r->p = p + length;
    *value = is_negative ? -exact : exact;
    return 0;
}

#else

SG_ENTRY int sg_read_double(SgReader *r, double *value)
{
#if SG_FAST_NUMBERS && FLT_EVAL_METHOD == 0
    return sg_read_plain_double(r, value);
#else
    return sg_read_any_double(r, value);
#endif
}

#endif

#endif
