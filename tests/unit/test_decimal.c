/* Decimals: what stands for one, and how Python's str() spells it. */
#include "types/decimal.h"

#include <criterion/criterion.h>

/* `expected` is NULL where `text` stands for nothing. */
static void assert_spelled(const char *text, const char *expected)
{
    Arena *arena = arena_new();
    Buf out = buf_new(arena);
    const bool is_one = decimal_add(&out, str_from(text));
    const Str made = buf_take(&out);
    cr_assert_eq(is_one, expected != NULL, "%s", text);
    cr_assert(str_is(made, expected ? expected : ""), "%s: %.*s", text, STR_ARG(made));
    arena_free(arena);
}

Test(decimal, spelled_as_python_does)
{
    static const char *const pairs[][2] = {
        {"0", "0"},
        {"-0.00", "-0.00"},
        {"+007.10", "7.10"},
        {"123.456e2", "12345.6"},
        {"123.456e3", "123456"},
        {"123.456e4", "1.23456E+6"},
        {"1e5", "1E+5"},
        {"12E+1", "1.2E+2"},
        {"0.000001", "0.000001"},
        {"0.0000001", "1E-7"},
        {"0.00000012", "1.2E-7"},
        {"0E-7", "0E-7"},
        {"0E-6", "0.000000"},
        {"0E+3", "0E+3"},
        {"0.00E+3", "0E+1"},
        {"1E+999999999999999999", "1E+999999999999999999"},
        {"0.1E+1000000000000000000", "1E+999999999999999999"},
        {"1E-1999999999999999997", "1E-1999999999999999997"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_spelled(pairs[i][0], pairs[i][1]);
}

Test(decimal, what_is_none)
{
    static const char *const wrong[] = {
        "",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "NaN",
        "inf",
        "1_0",
        " 1",
        "1 ",
        "1.5.5",
        "0x1",
        "--1",
        "1e5.0",
        "1E+1000000000000000000",
        "10E+999999999999999999",
        "1E-1999999999999999998",
        "1E+99999999999999999999999999",
        "1E-99999999999999999999999",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_spelled(wrong[i], NULL);
}
