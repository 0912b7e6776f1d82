/* Str: comparing, slicing and formatting; the empty Str has a NULL pointer and is like any other. */
#include "base/str.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const Str empty = {0};

Test(str, from_null_is_empty)
{
    cr_assert_eq(str_from(NULL).len, 0);
    cr_assert(str_eq(str_from(""), empty));
}

Test(str, equality_is_by_bytes)
{
    cr_assert(str_eq(STR("abc"), STR("abc")));
    cr_assert_not(str_eq(STR("abc"), STR("abd")));
    cr_assert_not(str_eq(STR("abc"), STR("ab")));
    cr_assert(str_eq(STR("a\0b"), STR("a\0b")));
    cr_assert_not(str_eq(STR("a\0b"), STR("a\0c")));
    cr_assert(str_is(STR("abc"), "abc"));
    cr_assert(str_is(empty, ""));
}

Test(str, order_is_by_bytes_then_length)
{
    cr_assert_lt(str_compare(STR("a"), STR("b")), 0);
    cr_assert_gt(str_compare(STR("b"), STR("a")), 0);
    cr_assert_lt(str_compare(STR("a"), STR("aa")), 0);
    cr_assert_lt(str_compare(empty, STR("a")), 0);
    cr_assert_eq(str_compare(STR("ab"), STR("ab")), 0);
    cr_assert_gt(str_compare(STR("\xC3"), STR("z")), 0);
}

Test(str, starts_and_ends)
{
    cr_assert(str_starts_with(STR("schema.yaml"), STR("schema")));
    cr_assert(str_ends_with(STR("schema.yaml"), STR(".yaml")));
    cr_assert(str_starts_with(STR("a"), empty));
    cr_assert(str_ends_with(STR("a"), empty));
    cr_assert_not(str_starts_with(STR("a"), STR("ab")));
    cr_assert_not(str_ends_with(STR("b"), STR("ab")));
}

Test(str, slices_are_clipped)
{
    cr_assert(str_is(str_slice(STR("abcdef"), 1, 3), "bc"));
    cr_assert(str_is(str_slice(STR("abc"), 1, 99), "bc"));
    cr_assert(str_is(str_slice(STR("abc"), 2, 1), ""));
    cr_assert(str_is(str_slice(STR("abc"), 7, 9), ""));
    cr_assert(str_is(str_slice(empty, 0, 1), ""));
}

Test(str, trims_white_space)
{
    cr_assert(str_is(str_trim(STR(" \t\r\n a b \v\f ")), "a b"));
    cr_assert(str_is(str_trim(STR("  ")), ""));
    cr_assert(str_is(str_trim(empty), ""));
}

Test(str, copies_are_terminated)
{
    Arena *arena = arena_new();
    const Str copy = str_copy(arena, str_slice(STR("abcdef"), 0, 3));
    cr_assert_str_eq(copy.ptr, "abc");
    cr_assert_str_eq(str_terminated(arena, empty), "");
    arena_free(arena);
}

Test(str, formats)
{
    Arena *arena = arena_new();
    cr_assert(str_is(str_fmt(arena, "%d-%.*s", 7, STR_ARG(STR("x"))), "7-x"));
    cr_assert(str_is(str_fmt(arena, "%s", ""), ""));
    cr_assert_eq(str_fmt(arena, "%100000d", 1).len, 100000);
    arena_free(arena);
}

/* Formats of texts alone are not printf()'s to do: they must read the same. */
static void expect_as_printf(const char *format, ...)
{
    for (size_t room = 0; room < 40; room++) {
        char ours[40], theirs[40];
        memset(ours, '?', sizeof ours);
        memset(theirs, '?', sizeof theirs);
        va_list args, again;
        va_start(args, format);
        va_copy(again, args);
        const size_t length = str_vformat(ours, room, format, args);
        cr_expect_eq(length, (size_t)vsnprintf(theirs, room, format, again));
        cr_expect_eq(memcmp(ours, theirs, sizeof ours), 0, "%s with room for %zu", format, room);
        va_end(again);
        va_end(args);
    }
}

Test(str, formats_texts_as_printf_does)
{
    expect_as_printf("no conversion");
    expect_as_printf("");
    expect_as_printf("%s", "abc");
    expect_as_printf("%s%s!", "", "def");
    expect_as_printf("<%.*s> and <%.*s>", 3, "abcdef", 10, "ghi");
    expect_as_printf("%.*s", 0, "abc");
    expect_as_printf("100%% of %s", "it");
    expect_as_printf("%s is %d", "it", 7);
    expect_as_printf("%.3s|%5s|%-5s|", "abcdef", "gh", "ij");
}
