/* sg_wide.h: numbers of 128 bits, as far as the text of a double needs them, powers of ten with so
   many, and eight digits in a word. */
#ifndef SG_WIDE_H
#define SG_WIDE_H

#include "sg_powers.h"

#include <float.h>

#if defined(_MSC_VER) && defined(_M_X64)
#include <intrin.h>
#endif

/* Whether text is looked at in words, and in blocks of sixteen bytes. */
#if SG_FAST_PATHS && PY_LITTLE_ENDIAN
#define SG_WORDS 1
#else
#define SG_WORDS 0
#endif

#if SG_WORDS && (defined(__SSE2__) || defined(_M_X64))
#define SG_SSE2 1
#include <emmintrin.h>
#else
#define SG_SSE2 0
#endif

/* Whether a word holds the bytes of a text in their order, the first one lowest, and a double is
   what IEEE 754 calls binary64. Elsewhere texts of numbers are CPython's own. */
#if SG_FAST_PATHS && PY_LITTLE_ENDIAN && FLT_RADIX == 2 && DBL_MANT_DIG == 53
#define SG_FAST_NUMBERS 1
#else
#define SG_FAST_NUMBERS 0
#endif

SG_FN uint64_t sg_load_word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

SG_FN void sg_store_word(char *at, uint64_t word)
{
    memcpy(at, &word, sizeof word);
}

SG_FN uint64_t sg_double_bits(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

SG_FN double sg_double_of_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The number of zero bits above the highest one, and below the lowest; `word` is not 0. */
SG_FN unsigned sg_leading_zeros(uint64_t word)
{
#if defined(__GNUC__) || defined(__clang__)
    return (unsigned)__builtin_clzll(word);
#else
    unsigned count = 0;
    for (int step = 32; step; step >>= 1) {
        if (word >> (64 - step)) continue;
        word <<= step;
        count += (unsigned)step;
    }
    return count;
#endif
}

SG_FN unsigned sg_trailing_zeros(uint64_t word)
{
#if defined(__GNUC__) || defined(__clang__)
    return (unsigned)__builtin_ctzll(word);
#elif defined(_MSC_VER) && defined(_M_X64)
    unsigned long index;
    _BitScanForward64(&index, word);
    return (unsigned)index;
#else
    return 63 - sg_leading_zeros(word & (~word + 1));
#endif
}

/* The product's low half; the high one in *high. */
SG_FN uint64_t sg_multiply_by_halves(uint64_t a, uint64_t b, uint64_t *high)
{
    const uint64_t a1 = a >> 32, a0 = a & UINT32_MAX, b1 = b >> 32, b0 = b & UINT32_MAX;
    const uint64_t low = a0 * b0, cross = a1 * b0 + (low >> 32);
    const uint64_t middle = a0 * b1 + (cross & UINT32_MAX);
    *high = a1 * b1 + (cross >> 32) + (middle >> 32);
    return middle << 32 | (low & UINT32_MAX);
}

SG_FN uint64_t sg_multiply(uint64_t a, uint64_t b, uint64_t *high)
{
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 Wide;
    const Wide product = (Wide)a * b;
    *high = (uint64_t)(product >> 64);
    return (uint64_t)product;
#elif defined(_MSC_VER) && defined(_M_X64)
    return _umul128(a, b, high);
#else
    return sg_multiply_by_halves(a, b, high);
#endif
}

/* ---- powers of ten ---- */

/* The highest bits of a power of ten, cut off. */
typedef struct {
    uint64_t high, low;
} SgPower;

/* Of 10**exponent, which is from -342 to 324, in less time: 127 or 128 bits, the last of which may be 2 too
   small, but are not where the power has no more, which is from 0 to 54. */
SG_FN SgPower sg_power_of_ten_roughly(int exponent)
{
    const unsigned distance = (unsigned)(exponent - SG_POWERS_FIRST);
    const uint64_t *ten = sg_powers_of_ten[distance / SG_POWERS_STEP];
    const uint64_t five = sg_powers_of_five[distance % SG_POWERS_STEP];
    SgPower power;
    uint64_t carry;
    (void)sg_multiply(ten[1], five, &carry);
    power.low = sg_multiply(ten[0], five, &power.high) + carry;
    power.high += power.low < carry;
    return power;
}

/* The same: 128 bits, all of which are right, as gen/tools/powers.py has proved. */
SG_FN SgPower sg_power_of_ten(int exponent)
{
    const unsigned distance = (unsigned)(exponent - SG_POWERS_FIRST);
    const uint64_t *ten = sg_powers_of_ten[distance / SG_POWERS_STEP];
    const uint64_t five = sg_powers_of_five[distance % SG_POWERS_STEP];
    SgPower power;
    uint64_t middle, carry;
    (void)sg_multiply(ten[2], five, &carry);
    const uint64_t low = sg_multiply(ten[1], five, &middle) + carry;
    middle += low < carry;
    power.low = sg_multiply(ten[0], five, &power.high) + middle;
    power.high += power.low < middle;
    if (power.high >> 63) return power; /* the product of two such mantissas may lack a bit */
    power.high = power.high << 1 | power.low >> 63;
    power.low = power.low << 1 | low >> 63;
    return power;
}

/* The power of two not above 10**exponent. */
SG_FN int sg_floor_log2_of_power_of_ten(int exponent)
{
    return exponent * 1741647 >> 19;
}

/* ---- digits ---- */

/* The eight digits of `value`, below 10**8, a byte for each, the first one lowest: as numbers, not as
   characters. Both halves, all quarters and all eighths are split at once (Khuong, How to Print Integers
   Really Fast, 2017): what n holds in a lane of 2 * k bits becomes n / 10 | n % 10 << k, which is
   (n << k) - n / 10 * ((10 << k) - 1). */
SG_FN uint64_t sg_eight_digits(uint32_t value)
{
    const uint64_t high = value / 10000;
    const uint64_t halves = ((uint64_t)value << 32) - high * ((UINT64_C(10000) << 32) - 1);
    const uint64_t hundreds = (halves * 10486 >> 20) & UINT64_C(0x0000007F0000007F);
    const uint64_t quarters = (halves << 16) - hundreds * ((100 << 16) - 1);
    const uint64_t tens = (quarters * 103 >> 10) & UINT64_C(0x000F000F000F000F);
    return (quarters << 8) - tens * ((10 << 8) - 1);
}

#define SG_DIGIT_ZEROS UINT64_C(0x3030303030303030)

/* Sixteen digits as characters. */
typedef struct {
    uint64_t first; /* eight of them */
#if SG_SSE2
    __m128i all;
#else
    uint64_t second;
#endif
    unsigned nonzero; /* the highest bit: the last of them that is not '0' */
} SgSixteen;

SG_INLINE void sg_store_second(char *at, SgSixteen digits)
{
#if SG_SSE2
    _mm_storel_epi64((__m128i *)(void *)at, _mm_unpackhi_epi64(digits.all, digits.all));
#else
    sg_store_word(at, digits.second);
#endif
}

/* The digits of `value`, below 10**16, which is not 0. As in sg_eight_digits() lanes are split into quotient and
   remainder, but here all sixteen at once. */
SG_INLINE SgSixteen sg_sixteen_characters(uint64_t value)
{
    SgSixteen digits;
    const uint64_t high = value / 100000000, low = value - high * 100000000;
#if SG_SSE2
    const __m128i eights = _mm_set_epi64x((int64_t)low, (int64_t)high);
    const __m128i fours =
        _mm_srli_epi64(_mm_mul_epu32(eights, _mm_set1_epi32((int)3518437209u)), 45);
    const __m128i rests = _mm_sub_epi64(eights, _mm_mul_epu32(fours, _mm_set1_epi32(10000)));
    const __m128i halves = _mm_or_si128(fours, _mm_slli_epi64(rests, 32));
    const __m128i twos = _mm_srli_epi16(_mm_mulhi_epu16(halves, _mm_set1_epi16(5243)), 3);
    const __m128i ends = _mm_sub_epi16(halves, _mm_madd_epi16(twos, _mm_set1_epi16(100)));
    const __m128i quarters = _mm_or_si128(twos, _mm_slli_epi32(ends, 16));
    /* Of so small a number the fraction of its tenth, times ten, is what is left. */
    const __m128i tenth = _mm_set1_epi16(6554), fraction = _mm_mullo_epi16(quarters, tenth);
    const __m128i ones = _mm_mulhi_epu16(fraction, _mm_set1_epi16(10));
    const __m128i numbers = _mm_or_si128(_mm_mulhi_epu16(quarters, tenth), _mm_slli_epi16(ones, 8));
    digits.all = _mm_or_si128(numbers, _mm_set1_epi8('0'));
    _mm_storel_epi64((__m128i *)(void *)&digits.first, digits.all);
    digits.nonzero = (unsigned)_mm_movemask_epi8(_mm_cmpgt_epi8(numbers, _mm_setzero_si128()));
#else
    const uint64_t first = sg_eight_digits((uint32_t)high), second = sg_eight_digits((uint32_t)low);
    digits.first = first + SG_DIGIT_ZEROS;
    digits.second = second + SG_DIGIT_ZEROS;
    digits.nonzero =
        second ? 0x8000u >> sg_leading_zeros(second) / 8 : 0x80u >> sg_leading_zeros(first) / 8;
#endif
    return digits;
}

/* The number whose eight digits these are; the way back. */
SG_FN uint32_t sg_join_digits(uint64_t digits)
{
    const uint64_t low = UINT64_C(0x000000FF000000FF), pairs = digits * 10 + (digits >> 8);
    return (uint32_t)(((pairs & low) * (100 + (UINT64_C(1000000) << 32)) +
                       (pairs >> 16 & low) * (1 + (UINT64_C(10000) << 32))) >>
                      32);
}

#endif
