/* random.h: numbers to try, the same ones each time. */
#ifndef TEST_RANDOM_H
#define TEST_RANDOM_H

#include <stdint.h>

static uint64_t seed = 1;

/* Random enough (Marsaglia, Xorshift RNGs, 2003). */
static uint64_t random_word(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

#endif
