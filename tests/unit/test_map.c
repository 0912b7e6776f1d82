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

Test(map, a_key_is_refused_among_few_and_among_many)
{
    Arena *arena = arena_new();
    Map map = {0};
    for (int i = 0; i < 20; i++) { /* few are looked through, many are hashed */
        const Str key = str_fmt(arena, "key%d", i);
        cr_assert(map_add(arena, &map, key, NULL)); /* nothing is a value, too */
        cr_assert_not(map_add(arena, &map, key, arena));
        cr_assert_not(map_add(arena, &map, STR("key0"), arena));
        cr_assert_null(map_get(&map, key));
        cr_assert_eq(map.len, (size_t)i + 1);
    }
    arena_free(arena);
}

Test(map, room_made_before_changes_nothing)
{
    Arena *arena = arena_new();
    Map map = {0};
    int a;
    cr_assert(map_add(arena, &map, STR("a"), &a));
    for (size_t room = 0; room < 40; room++) map_reserve(arena, &map, room);
    cr_assert_eq(map_get(&map, STR("a")), &a);
    cr_assert_not(map_add(arena, &map, STR("a"), &a));
    cr_assert_eq(map_get_hashed(&map, STR("a"), map_hash(STR("a"))), &a);
    cr_assert_geq(map.cap, 39);
    arena_free(arena);
}
