/* Buf: text that grows, in an arena. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"

typedef struct {
    Arena *arena;
    char *ptr;
    size_t len, cap;
} Buf;

Buf buf_new(Arena *arena);
void buf_add(Buf *buf, Str text);
void buf_add_char(Buf *buf, char c);
void buf_addf(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What was added so far, followed by a NUL that is not counted; valid until the next addition. */
Str buf_take(Buf *buf);

#endif
