/* Str: a pointer and a length, usually into the schema text; not terminated. Print it with
   printf("%.*s", STR_ARG(s)). A Str never owns what it points to: that is an arena's or a literal's. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *ptr;
    size_t len;
} Str;

#define STR(literal) ((Str){(literal), sizeof(literal) - 1})

/* Of what has a name: the result of a call is refused, as it would be called twice here, and 2 ** depth times
   where that recurses. */
#define STR_ARG(s) (int)(s).len, (&(s))->ptr

Str str_from(const char *text); /* a terminated C string; NULL is the empty Str */
bool str_eq(Str a, Str b);
bool str_is(Str s, const char *text); /* equal to a terminated C string */
int str_compare(Str a, Str b);        /* by bytes, then by length: <0, 0, >0 */
bool str_starts_with(Str s, Str prefix);
bool str_ends_with(Str s, Str suffix);
Str str_slice(Str s, size_t start, size_t end);  /* s[start:end], clipped to s */
Str str_trim(Str s);                             /* without ASCII white space at both ends */
Str str_copy(Arena *arena, Str s);               /* a copy in the arena, followed by a NUL */
const char *str_terminated(Arena *arena, Str s); /* the same as a C string */

/* Formats as printf() does, into the arena. */
Str str_fmt(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
Str str_vfmt(Arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* The same to where there is `room` for the text and a NUL, else cut; returns the length of all of it. */
size_t str_vformat(char *to, size_t room, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

#endif
