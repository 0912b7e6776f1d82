/* VEC: an array that grows. */
#include "base/vec.h"

#include <criterion/criterion.h>

typedef struct {
    int x, y;
} Point;

Test(vec, keeps_what_is_pushed)
{
    Arena *arena = arena_new();
    VEC(Point) points = {0};
    for (int i = 0; i < 1000; i++) vec_push(arena, &points, ((Point){i, -i}));
    cr_assert_eq(points.len, 1000);
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(points.items[i].x, i);
        cr_assert_eq(points.items[i].y, -i);
    }
    arena_free(arena);
}

Test(vec, all_zero_is_empty)
{
    VEC(int) numbers = {0};
    cr_assert_eq(numbers.len, 0);
    cr_assert_null(numbers.items);
}
