/* Integers of any size: their order, and division without a rest. */
#include "types/integer.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void ordered(const char *less, const char *greater)
{
    const Str a = str_from(less), b = str_from(greater);
    cr_assert_lt(integer_compare(a, b), 0, "%s < %s", less, greater);
    cr_assert_gt(integer_compare(b, a), 0, "%s > %s", greater, less);
    cr_assert_eq(integer_compare(a, a), 0);
    cr_assert_eq(integer_compare(b, b), 0);
}

Test(integer, compare)
{
    static const char *const rising[] = {"-100000000000000000000000",
                                         "-18446744073709551616",
                                         "-10",
                                         "-9",
                                         "-1",
                                         "0",
                                         "1",
                                         "9",
                                         "10",
                                         "99",
                                         "18446744073709551616",
                                         "18446744073709551617"};
    for (size_t i = 0; i < sizeof rising / sizeof *rising; i++)
        for (size_t j = 0; j < i; j++) ordered(rising[j], rising[i]);
    cr_assert_eq(integer_compare(STR("-0"), STR("0")), 0);
}

Test(integer, multiples)
{
    /* 3 * 2**64 and what stands beside it */
    cr_assert(integer_is_multiple(STR("55340232221128654848"), STR("18446744073709551616")));
    cr_assert(!integer_is_multiple(STR("55340232221128654847"), STR("18446744073709551616")));
    cr_assert(!integer_is_multiple(STR("55340232221128654849"), STR("18446744073709551616")));
    cr_assert(integer_is_multiple(STR("-55340232221128654848"), STR("3")));
    cr_assert(integer_is_multiple(STR("0"), STR("7")));
    cr_assert(!integer_is_multiple(STR("6"), STR("7")));
    for (int a = 0; a < 300; a++) {
        for (int b = 1; b < 40; b++) {
            char first[8], second[8];
            snprintf(first, sizeof first, "%d", a);
            snprintf(second, sizeof second, "%d", b);
            cr_assert_eq(integer_is_multiple(str_from(first), str_from(second)), a % b == 0);
        }
    }
}
