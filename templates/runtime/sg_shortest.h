/* sg_shortest.h: the shortest decimal that reads back as a double and, of those, the nearest one:
   its digits. Their text is sg_write_number.h's. */
#ifndef SG_SHORTEST_H
#define SG_SHORTEST_H

#include "sg_wide.h"

#if SG_FAST_NUMBERS

/* (10 * leading + last) * 10**exponent */
typedef struct {
    uint64_t leading; /* 15 or 16 digits */
    unsigned last;    /* one more */
    int exponent;
} SgDecimal;

SG_FN SgDecimal sg_decimal(uint64_t digits, int exponent)
{
    for (; digits < UINT64_C(1000000000000000); exponent--) digits *= 10; /* 10**15 */
    const SgDecimal decimal = {digits / 10, (unsigned)(digits % 10), exponent};
    return decimal;
}

/* number * power / 2**128, its last bit set where something was cut off. */
SG_FN uint64_t sg_scaled_to_odd(SgPower power, uint64_t number)
{
    uint64_t carry, whole;
    (void)sg_multiply(power.low, number, &carry);
    const uint64_t rest = sg_multiply(power.high, number, &whole) + carry;
    whole += rest < carry;
    return whole | (rest > 1); /* 1 is what a rounded power adds to an exact product */
}

/* Of mantissa * 2**exponent, for all doubles: the interval that reads back as the value is scaled so that
   it is 1 to 10 units wide and its ends are computed, in quarters of a unit (Giulietti, The Schubfach Way
   to Render Doubles, 2020; there is the proof that 128 bits of the power of ten are enough, where it is
   rounded up). */
SG_COLD SgDecimal sg_shortest_exactly(uint64_t mantissa, int exponent, bool is_lopsided)
{
    const int scale =
        is_lopsided ? (exponent * 631305 - 261663) >> 21 : exponent * 315653 >> 20; /* log10 */
    const int turn = exponent + sg_floor_log2_of_power_of_ten(-scale) + 1;
    SgPower power = sg_power_of_ten(-scale);
    if (scale > 0 || scale < -55) power.high += ++power.low == 0; /* is not exact */

    const uint64_t four = 4 * mantissa, open = mantissa & 1;
    const uint64_t least = sg_scaled_to_odd(power, (four - (is_lopsided ? 1 : 2)) << turn) + open;
    const uint64_t value = sg_scaled_to_odd(power, four << turn);
    const uint64_t greatest = sg_scaled_to_odd(power, (four + 2) << turn) - open;

    const uint64_t whole = value / 4, tenth = whole / 10;
    const bool is_below = least <= 40 * tenth, is_above = 40 * tenth + 40 <= greatest;
    if (whole >= 10 && is_below != is_above) return sg_decimal(tenth + is_above, scale + 1);

    const bool has_floor = least <= 4 * whole, has_ceiling = 4 * whole + 4 <= greatest;
    const uint64_t half = 4 * whole + 2;
    const bool is_up =
        has_floor == has_ceiling ? value > half || (value == half && (whole & 1)) : has_ceiling;
    return sg_decimal(whole + is_up, scale);
}

/* Of the finite double with these bits, which is not 0. For all but doubles that are tiny or a power of
   two the interval's ends lie as far below the value as above it; then one product is enough, of which the
   whole part and sixty bits of the fraction are compared with half the interval's width. Either is less
   than a unit too small; where that could matter, sg_shortest_exactly() decides. */
SG_FN SgDecimal sg_shortest(uint64_t bits)
{
    const uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    const int biased = (int)(bits >> 52 & 0x7FF), exponent = (biased ? biased : 1) - 1075;
    const uint64_t mantissa = fraction | (uint64_t)(biased != 0) << 52;
    if (SG_LIKELY(fraction && biased)) {
        const int scale = exponent * 315653 >> 20; /* 10**scale <= 2**exponent */
        const SgPower power = sg_power_of_ten_roughly(-scale);
        const int turn =
            exponent + sg_floor_log2_of_power_of_ten(-scale) + !(power.high >> 63); /* 0 to 4 */
        const uint64_t number = mantissa << (turn + 1);
        uint64_t carry, whole;
        (void)sg_multiply(power.low, number, &carry);
        const uint64_t rest = sg_multiply(power.high, number, &whole) + carry;
        whole += rest < carry;

        const uint64_t tenth = whole / 10, ten = UINT64_C(10) << 60, half = UINT64_C(1) << 63;
        const uint64_t unit = whole - tenth * 10, above = unit << 60 | rest >> 4;
        const uint64_t width = power.high >> (4 - turn);
        const bool is_sure =
            above - width + 1 > 2 && ten - (above + width) > 3 && rest - (half - 2) > 2;
        if (SG_LIKELY(is_sure)) {
            /* Whether the multiple of ten above or below is inside; to branch on that would be guessing. */
            const unsigned is_up = above + width > ten, is_round = is_up | (above < width);
            const unsigned last = ((unsigned)unit + (rest > half)) & (is_round - 1);
            const SgDecimal found = {tenth + is_up, last, scale};
            return found;
        }
    }
    return sg_shortest_exactly(mantissa, exponent, !fraction && biased > 1);
}

#endif
#endif
