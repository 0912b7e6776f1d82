/* sg_shortest.h: the shortest decimal that reads back as a double and, of those, the nearest one:
   its digits. Their text is sg_write_number.h's. */
#ifndef SG_SHORTEST_H
#define SG_SHORTEST_H

#include "sg_wide.h"

#if SG_FAST_NUMBERS

/* Digits, with a point behind the first of them, times 10**exponent. */
typedef struct {
    uint64_t leading; /* 16 digits, of which the first is not 0 */
    int exponent;
    unsigned last; /* one digit more */
} SgDecimal;

/* (10 * tens + last) * 10**exponent, where `tens` has 15 or 16 digits; to branch on that would be guessing. */
SG_INLINE SgDecimal sg_decimal(uint64_t tens, unsigned last, int exponent)
{
    const int64_t is_short = (int64_t)(tens - UINT64_C(1000000000000000)) >> 63; /* 0 or -1 */
    const SgDecimal decimal = {tens + ((9 * tens + last) & (uint64_t)is_short),
                               exponent + 16 + (int)is_short, last & ~(unsigned)is_short};
    return decimal;
}

SG_FN SgDecimal sg_decimal_of(uint64_t digits, int exponent)
{
    for (; digits < UINT64_C(1000000000000000); exponent--) digits *= 10;
    return sg_decimal(digits / 10, (unsigned)(digits % 10), exponent);
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
    if (whole >= 10 && is_below != is_above) return sg_decimal_of(tenth + is_above, scale + 1);

    const bool has_floor = least <= 4 * whole, has_ceiling = 4 * whole + 4 <= greatest;
    const uint64_t half = 4 * whole + 2;
    const bool is_up =
        has_floor == has_ceiling ? value > half || (value == half && (whole & 1)) : has_ceiling;
    return sg_decimal_of(whole + is_up, scale);
}

/* Most doubles take one product. It is scaled so that 15 or 16 digits are whole, sixteen times that; then the
   interval that reads back is a tenth to a whole one wide, its ends lie as far below the value as above it
   unless that is tiny or a power of two, and so the fraction tells all: where it is nearer to 0 or 1 than half
   the width, these digits are enough, and the neighbours are outside; else one more is. All arguments may be a
   little too small; false where that could matter. */
SG_INLINE bool sg_shortest_inside(uint64_t product, uint64_t below_product, uint64_t half_width,
                                  int exponent, SgDecimal *decimal)
{
    const uint64_t whole = product >> 4, fraction = product << 60 | below_product >> 4;
    const uint64_t half = UINT64_C(1) << 63, is_up = fraction >> 63;
    const int64_t outside =
        (int64_t)((is_up ? UINT64_C(0) - fraction : fraction) - half_width); /* how far */
    uint64_t next;                                                           /* digit */
    const uint64_t below_next = sg_multiply(fraction, 10, &next);
    if (SG_UNLIKELY((uint64_t)outside + 4 < 8 || half - below_next < 16)) return false;
    const uint64_t is_enough = (uint64_t)(outside >> 63); /* 0 or -1; to branch would be guessing */
    const unsigned last = (unsigned)(next + (below_next >> 63));
    *decimal = sg_decimal(whole + (is_enough & is_up), last & ~(unsigned)is_enough, exponent);
    return true;
}

/* Of the finite double with these bits, which is not 0. */
SG_NOINLINE SgDecimal sg_shortest(uint64_t bits)
{
    const uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    const int biased = (int)(bits >> 52), exponent = (biased ? biased : 1) - 1075;
    const uint64_t mantissa = fraction | (uint64_t)(biased != 0) << 52;
    if (SG_LIKELY(fraction && biased)) {
        const int scale = exponent * 315653 >> 20, ten = -scale - 1; /* 10**scale <= 2**exponent */
        const SgPower power = sg_power_of_ten_roughly(ten);
        const int turn =
            exponent + sg_floor_log2_of_power_of_ten(ten) + !(power.high >> 63); /* -4 to -1 */
        uint64_t carry, product;
        (void)sg_multiply(power.low, mantissa << (turn + 5), &carry);
        const uint64_t rest = sg_multiply(power.high, mantissa << (turn + 5), &product) + carry;
        product += rest < carry;
        SgDecimal decimal;
        if (SG_LIKELY(sg_shortest_inside(product, rest, power.high >> -turn, scale, &decimal)))
            return decimal;
    }
    return sg_shortest_exactly(mantissa, exponent, !fraction && biased > 1);
}

/* The same in less time where what a double's last bit is worth fits one word, which is from 2**-38 to 2**52; false
   of others, of powers of two, and halfway between two digits. Here all is exact, and no end of the interval is a
   whole number: it is `step`, which is less, times an odd number by 2**65. */
SG_INLINE bool sg_shortest_quickly(uint64_t bits, SgDecimal *decimal)
{
    const uint64_t fraction = bits << 12 >> 12;
    const unsigned row = 1074 - (unsigned)(bits >> 52);
    if (SG_UNLIKELY(!fraction || row >= SG_STEPS)) return false;
    uint64_t whole, last;
    const uint64_t step = sg_steps[row], half = step / 2;
    const uint64_t rest = sg_multiply(step, fraction | UINT64_C(1) << 52, &whole);
    const uint64_t reach = rest + half, is_up = reach < rest;
    const unsigned is_enough = 0u - (unsigned)(reach < step);
    const uint64_t below = sg_multiply(rest, 10, &last);
    if (SG_UNLIKELY(below == UINT64_C(1) << 63)) return false;
    last += below >> 63;
    *decimal =
        sg_decimal(whole + is_up, (unsigned)last & ~is_enough, (-1 - (int)row) * 315653 >> 20);
    return true;
}

#endif
#endif
