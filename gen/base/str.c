/* Str: comparing, slicing, copying and formatting text that is a pointer and a length. */
#include "base/str.h"

#include <assert.h>
#include <stdint.h>
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
    if (!text) return s.len == 0;
    for (size_t i = 0; i < s.len; i++) /* mostly the first character says no */
        if (text[i] != s.ptr[i] || !text[i]) return false;
    return !text[s.len];
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

/* Whether the format has no conversions but %s and %.*s, as most here have. */
static bool has_only_texts(const char *format)
{
    while ((format = strchr(format, '%')) != NULL) {
        if (strncmp(format, "%.*s", 4) == 0) format += 4;
        else if (format[1] == 's') format += 2;
        else return false;
    }
    return true;
}

/* vsnprintf() of such a format: as much as there is room for, and the length of all. */
static size_t join_texts(char *to, size_t room, const char *format, va_list args)
{
    size_t length = 0;
    while (*format) {
        const bool has_width = strncmp(format, "%.*s", 4) == 0;
        const bool is_text = *format != '%';
        const size_t width = has_width ? (size_t)va_arg(args, int) : SIZE_MAX;
        const char *text = is_text ? format : va_arg(args, const char *);
        const size_t n = is_text     ? strcspn(format, "%")
                         : has_width ? (text ? strnlen(text, width) : 0)
                                     : strlen(text);
        if (n && length + n < room) memcpy(to + length, text, n);
        else if (n && length < room) memcpy(to + length, text, room - length - 1);
        length += n;
        format += is_text ? n : has_width ? 4 : 2;
    }
    if (room) to[length < room ? length : room - 1] = '\0';
    return length;
}

size_t str_vformat(char *to, size_t room, const char *format, va_list args)
{
    if (has_only_texts(format)) return join_texts(to, room, format, args);
    const int length = vsnprintf(to, room, format, args);
    assert(length >= 0);
    return (size_t)length;
}

Str str_vfmt(Arena *arena, const char *format, va_list args)
{
    char few[256]; /* most texts are short, and formatted once */
    va_list again;
    va_copy(again, args);
    const size_t length = str_vformat(few, sizeof few, format, again);
    va_end(again);
    char *text = arena_alloc(arena, length + 1);
    if (length < sizeof few) memcpy(text, few, length + 1);
    else str_vformat(text, length + 1, format, args);
    return (Str){text, length};
}

Str str_fmt(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const Str text = str_vfmt(arena, format, args);
    va_end(args);
    return text;
}
