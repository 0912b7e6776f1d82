/* Buf: text that grows. */
#include "base/buf.h"

#include <criterion/criterion.h>
#include <string.h>

Test(buf, collects_text)
{
    Arena *arena = arena_new();
    Buf buf = buf_new(arena);
    buf_add(&buf, STR("a"));
    buf_add_char(&buf, 'b');
    buf_addf(&buf, "%d%s", 12, "c");
    buf_add(&buf, (Str){0});
    const Str text = buf_take(&buf);
    cr_assert(str_is(text, "ab12c"));
    cr_assert_eq(strlen(text.ptr), text.len);
    arena_free(arena);
}

Test(buf, empty_is_terminated)
{
    Arena *arena = arena_new();
    Buf buf = buf_new(arena);
    const Str text = buf_take(&buf);
    cr_assert_eq(text.len, 0);
    cr_assert_str_eq(text.ptr, "");
    arena_free(arena);
}

Test(buf, goes_on_after_being_taken)
{
    Arena *arena = arena_new();
    Buf buf = buf_new(arena);
    buf_add(&buf, STR("one"));
    buf_take(&buf);
    buf_add(&buf, STR(" two"));
    cr_assert(str_is(buf_take(&buf), "one two"));
    arena_free(arena);
}

Test(buf, grows_at_every_boundary)
{
    Arena *arena = arena_new();
    for (size_t length = 250; length < 262; length++) {
        Buf buf = buf_new(arena);
        for (size_t i = 0; i < length; i++) buf_add_char(&buf, (char)('a' + i % 26));
        buf_addf(&buf, "%s", "end");
        const Str text = buf_take(&buf);
        cr_assert_eq(text.len, length + 3);
        for (size_t i = 0; i < length; i++) cr_assert_eq(text.ptr[i], (char)('a' + i % 26));
        cr_assert(str_ends_with(text, STR("end")));
    }
    arena_free(arena);
}

Test(buf, takes_a_long_format_at_once)
{
    Arena *arena = arena_new();
    Buf buf = buf_new(arena);
    buf_addf(&buf, "%5000d", 7);
    cr_assert_eq(buf_take(&buf).len, 5000);
    arena_free(arena);
}
