/* Map: keys to pointers, in the order of insertion. */
#include "base/map.h"

#include <criterion/criterion.h>

Test(map, all_zero_is_empty)
{
    const Map map = {0};
    cr_assert_null(map_get(&map, STR("a")));
}

Test(map, finds_what_was_added)
{
    Arena *arena = arena_new();
    Map map = {0};
    int a, b;
    cr_assert(map_add(arena, &map, STR("a"), &a));
    cr_assert(map_add(arena, &map, STR("b"), &b));
    cr_assert_eq(map_get(&map, STR("a")), &a);
    cr_assert_eq(map_get(&map, STR("b")), &b);
    cr_assert_null(map_get(&map, STR("ab")));
    cr_assert_null(map_get(&map, (Str){0}));
    arena_free(arena);
}

Test(map, refuses_a_key_twice_and_keeps_the_first)
{
    Arena *arena = arena_new();
    Map map = {0};
    int first, second;
    cr_assert(map_add(arena, &map, STR("a"), &first));
    cr_assert_not(map_add(arena, &map, STR("a"), &second));
    cr_assert_eq(map_get(&map, STR("a")), &first);
    cr_assert_eq(map.len, 1);
    arena_free(arena);
}

Test(map, keeps_the_order_of_many)
{
    Arena *arena = arena_new();
    Map map = {0};
    static int values[5000];
    for (int i = 0; i < 5000; i++)
        cr_assert(map_add(arena, &map, str_fmt(arena, "key%d", i * 7919), &values[i]));
    cr_assert_eq(map.len, 5000);
    for (int i = 0; i < 5000; i++) {
        cr_assert(str_eq(map.entries[i].key, str_fmt(arena, "key%d", i * 7919)));
        cr_assert_eq(map_get(&map, map.entries[i].key), &values[i]);
    }
    arena_free(arena);
}

Test(map, the_empty_key_is_a_key)
{
    Arena *arena = arena_new();
    Map map = {0};
    int value;
    cr_assert(map_add(arena, &map, (Str){0}, &value));
    cr_assert_eq(map_get(&map, STR("")), &value);
    arena_free(arena);
}
