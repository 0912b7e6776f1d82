/* Str: comparing, slicing, copying and formatting text that is a pointer and a length. */
#include "base/str.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

Str str_from(const char *text)
{
    return text ? (Str){text, strlen(text)} : (Str){0};
}

bool str_eq(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool str_is(Str s, const char *text)
{
    return str_eq(s, str_from(text));
}

int str_compare(Str a, Str b)
{
    const size_t common = a.len < b.len ? a.len : b.len;
    const int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order) return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts_with(Str s, Str prefix)
{
    return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends_with(Str s, Str suffix)
{
    return s.len >= suffix.len && str_eq(str_slice(s, s.len - suffix.len, s.len), suffix);
}

Str str_slice(Str s, size_t start, size_t end)
{
    if (end > s.len) end = s.len;
    if (start >= end) return (Str){0};
    return (Str){s.ptr + start, end - start};
}

static bool is_white_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

Str str_trim(Str s)
{
    size_t start = 0, end = s.len;
    while (start < end && is_white_space(s.ptr[start])) start++;
    while (end > start && is_white_space(s.ptr[end - 1])) end--;
    return str_slice(s, start, end);
}

const char *str_terminated(Arena *arena, Str s)
{
    char *copy = arena_alloc(arena, s.len + 1);
    if (s.len) memcpy(copy, s.ptr, s.len);
    return copy;
}

Str str_copy(Arena *arena, Str s)
{
    return (Str){str_terminated(arena, s), s.len};
}

Str str_vfmt(Arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    assert(length >= 0);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return (Str){text, (size_t)length};
}

Str str_fmt(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const Str text = str_vfmt(arena, format, args);
    va_end(args);
    return text;
}
