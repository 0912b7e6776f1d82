/* Suggestions: near enough to be a slip of the fingers, and nothing else. */
#include "base/suggest.h"

#include <criterion/criterion.h>

static const Str names[] = {STR("fields"), STR("frozen"), STR("final"), STR("eq"), STR("gc")};

static Str nearest(const char *name)
{
    return suggest_nearest(str_from(name), names, sizeof names / sizeof *names);
}

Test(suggest, finds_each_kind_of_slip)
{
    cr_assert(str_is(nearest("feilds"), "fields"));  /* swapped */
    cr_assert(str_is(nearest("filds"), "fields"));   /* left out */
    cr_assert(str_is(nearest("fieldss"), "fields")); /* added */
    cr_assert(str_is(nearest("froxen"), "frozen"));  /* replaced */
    cr_assert(str_is(nearest("fiedl"), "fields"));   /* two slips */
    cr_assert(str_is(nearest("ep"), "eq"));
}

Test(suggest, the_limit_is_two_and_a_third)
{
    cr_assert(str_is(nearest("fxxxds"), "")); /* three slips */
    cr_assert(str_is(nearest("abc"), ""));    /* three letters allow one */
    cr_assert(str_is(nearest("gcc"), "gc"));
    cr_assert(str_is(nearest("xxgc"), "gc")); /* four allow two */
    cr_assert(str_is(nearest(""), ""));
}

Test(suggest, nearest_wins_then_first)
{
    const Str near[] = {STR("abcdxx"), STR("abcdex"), STR("abcdey")};
    cr_assert(str_is(suggest_nearest(STR("abcdef"), near, 3), "abcdex"));
    const Str itself[] = {STR("abc"), STR("abd")};
    cr_assert(str_is(suggest_nearest(STR("abd"), itself, 2), "abd"));
}

Test(suggest, none_of_nothing)
{
    cr_assert(str_is(suggest_nearest(STR("a"), NULL, 0), ""));
}

Test(suggest, long_names_are_safe)
{
    static char text[300];
    for (size_t i = 0; i < sizeof text; i++) text[i] = 'a';
    for (size_t length = 120; length < sizeof text; length++) {
        const Str name = {text, length}, candidate = {text, length - 1};
        const Str found = suggest_nearest(name, &candidate, 1);
        cr_assert_eq(found.len, length <= 127 ? length - 1 : 0);
    }
}
