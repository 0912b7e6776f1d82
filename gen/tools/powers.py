"""Makes templates/runtime/sg_powers.h: the mantissas of the powers of ten that a double's text needs.

    python3 gen/tools/powers.py >templates/runtime/sg_powers.h

Of 667 powers only every 16th is stored, with 192 bits; those between are a stored one times a power of five, which
fits 64 bits. That the product, cut to 128 bits, is the power itself cut to 128 bits is proved here, for each. More
powers of five, all that fit, are there for doubles of usual size."""

LEAST, GREATEST = -342, 324    # below: times any 19 digits it is 0; above: no double is so small
STEP = 16                      # a power of two, for a quick look-up; 5**STEP has to fit 64 bits
FIVES = 28                     # 5**27 is the last to fit 64 bits
FIRST = LEAST // STEP * STEP   # the exponent of the first one stored
TENTHS = 20                    # and the first so many of a tenth, for what has digits behind a point

HEAD = """/* sg_powers.h: made by gen/tools/powers.py. Mantissas of powers of ten, the highest bit set, cut off and never
   rounded: of 10**(SG_POWERS_FIRST + SG_POWERS_STEP * i) 192 bits, the highest word first, and of 5**i, exact.
   sg_power_of_ten() in sg_wide.h makes the others of them. Of 10**-i one word. */
#ifndef SG_POWERS_H
#define SG_POWERS_H

#include "sg_base.h"
"""


def mantissa(exponent, bits):
    """The `bits` highest bits of 10**exponent."""
    if exponent >= 0:
        power = 10 ** exponent
        shift = bits - power.bit_length()
        return power << shift if shift >= 0 else power >> -shift
    power = 10 ** -exponent
    quotient = (1 << (bits + power.bit_length())) // power
    return quotient >> (quotient.bit_length() - bits)


def words(number, count):
    return [number >> 64 * i & (1 << 64) - 1 for i in reversed(range(count))]


def prove(stored, fives):
    for exponent in range(LEAST, GREATEST + 1):
        index, rest = divmod(exponent - FIRST, STEP)
        product = stored[index] * fives[rest] >> 64    # the lowest word of it is never computed
        assert product >> (product.bit_length() - 128) == mantissa(exponent, 128), exponent
        power = 10 ** abs(exponent)
        floor = power.bit_length() - 1 if exponent >= 0 else -power.bit_length()
        assert exponent * 1741647 >> 19 == floor, exponent    # sg_floor_log2_of_power_of_ten()


def main():
    stored = [mantissa(exponent, 192) for exponent in range(FIRST, GREATEST + 1, STEP)]
    fives = [5 ** i << (64 - (5 ** i).bit_length()) for i in range(FIVES)]
    prove(stored, fives)

    print(HEAD)
    print(f"enum {{ SG_POWERS_FIRST = {FIRST}, SG_POWERS_STEP = {STEP}, SG_POWERS_OF_FIVE_LAST = {FIVES - 1} }};")
    print(f"\nSG_CONST uint64_t sg_powers_of_ten[{len(stored)}][3] = {{")
    for number in stored:
        print("    {" + ", ".join(f"0x{word:016x}" for word in words(number, 3)) + "},")
    print(f"}};\n\nSG_CONST uint64_t sg_powers_of_five[{FIVES}] = {{")
    for i in range(0, FIVES, 4):
        print("    " + " ".join(f"0x{word:016x}," for word in fives[i:i + 4]))
    print(f"}};\n\nSG_CONST uint64_t sg_powers_of_tenth[{TENTHS}] = {{")
    for i in range(0, TENTHS, 4):
        print("    " + " ".join(f"0x{mantissa(-j, 64):016x}," for j in range(i, i + 4)))
    print("};\n\n#endif")


if __name__ == "__main__":
    main()
