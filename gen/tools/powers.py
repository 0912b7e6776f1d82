"""Makes templates/runtime/sg_powers.h: the mantissas of the powers of ten that a double's text needs.

    python3 gen/tools/powers.py >templates/runtime/sg_powers.h

Of 667 powers only every 16th is stored, with 192 bits; those between are a stored one times a power of five, which
fits 64 bits. That the product, cut to 128 bits, is the power itself cut to 128 bits is proved here, for each. Doubles of
usual size have a table of their own, of what their last bit is worth in decimals."""

LEAST, GREATEST = -342, 324    # below: times any 19 digits it is 0; above: no double is so small
STEP = 16                      # a power of two, for a quick look-up; 5**STEP has to fit 64 bits
FIRST = LEAST // STEP * STEP   # the exponent of the first one stored
TENTHS = 20                    # and the first so many of a tenth, for what has digits behind a point
STEPS = range(-90, 0)          # exponents of two whose decimal fits 64 bits and an even number

HEAD = """/* sg_powers.h: made by gen/tools/powers.py. Mantissas of powers of ten, the highest bit set, cut off and never
   rounded: of 10**(SG_POWERS_FIRST + SG_POWERS_STEP * i) 192 bits, the highest word first, and of 5**i, exact.
   sg_power_of_ten() in sg_wide.h makes the others of them. Of 10**-i one word. And of 2**-i, times 2**64 and
   the power of ten that makes it 0.1 to 1, all bits: what the last bit of a double is worth. */
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


def decimal_scale(exponent):
    """The exponent of the power of ten not above 2**exponent, as sg_shortest_quickly() finds it."""
    scale = exponent * 315653 >> 20
    assert 10 ** -scale <= 2 ** -exponent * 10 ** (-2 * scale) and 2 ** -exponent > 10 ** (-scale - 1), exponent
    return scale


def step(exponent):
    """2**exponent / 10**(scale + 1) * 2**64: an even number, and exact."""
    value, rest = divmod(10 ** (-decimal_scale(exponent) - 1) << 64, 2 ** -exponent)
    assert rest == 0 and value % 2 == 0 and 2 ** 64 // 10 <= value < 2 ** 64, exponent
    return value


def main():
    stored = [mantissa(exponent, 192) for exponent in range(FIRST, GREATEST + 1, STEP)]
    fives = [5 ** i << (64 - (5 ** i).bit_length()) for i in range(STEP)]
    prove(stored, fives)

    print(HEAD)
    print(f"enum {{ SG_POWERS_FIRST = {FIRST}, SG_POWERS_STEP = {STEP}, SG_STEPS = {len(STEPS)} }};")
    print(f"\nSG_CONST uint64_t sg_powers_of_ten[{len(stored)}][3] = {{")
    for number in stored:
        print("    {" + ", ".join(f"0x{word:016x}" for word in words(number, 3)) + "},")
    print(f"}};\n\nSG_CONST uint64_t sg_powers_of_five[{STEP}] = {{")
    for i in range(0, STEP, 4):
        print("    " + " ".join(f"0x{word:016x}," for word in fives[i:i + 4]))
    print(f"}};\n\nSG_CONST uint64_t sg_powers_of_tenth[{TENTHS}] = {{")
    for i in range(0, TENTHS, 4):
        print("    " + " ".join(f"0x{mantissa(-j, 64):016x}," for j in range(i, i + 4)))
    print(f"}};\n\n/* Of 2**-1, 2**-2 ... */\nSG_CONST uint64_t sg_steps[SG_STEPS] = {{")
    for i in range(0, len(STEPS), 4):
        print("    " + " ".join(f"0x{step(exponent):016x}," for exponent in STEPS[::-1][i:i + 4]))
    print("};\n\n#endif")


if __name__ == "__main__":
    main()
