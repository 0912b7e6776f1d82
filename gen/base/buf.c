/* Buf: text that grows by doubling; the storage it outgrew stays behind in the arena. */
#include "base/buf.h"

#include <stdarg.h>
#include <string.h>

Buf buf_new(Arena *arena)
{
    return (Buf){.arena = arena};
}

/* Room for `more` bytes and a NUL behind them. */
static void make_room(Buf *buf, size_t more)
{
    const size_t needed = buf->len + more + 1;
    if (needed <= buf->cap) return;
    size_t cap = buf->cap ? buf->cap * 2 : 64;
    if (cap < needed) cap = needed;
    char *grown = arena_alloc(buf->arena, cap);
    if (buf->len) memcpy(grown, buf->ptr, buf->len);
    buf->ptr = grown;
    buf->cap = cap;
}

void buf_add(Buf *buf, Str text)
{
    make_room(buf, text.len);
    if (text.len) memcpy(buf->ptr + buf->len, text.ptr, text.len);
    buf->len += text.len;
}

void buf_add_char(Buf *buf, char c)
{
    make_room(buf, 1);
    buf->ptr[buf->len++] = c;
}

void buf_addf(Buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    make_room(buf, 64);
    const size_t room = buf->cap - buf->len;
    const size_t length = str_vformat(buf->ptr + buf->len, room, format, args);
    if (length >= room) {
        make_room(buf, length);
        str_vformat(buf->ptr + buf->len, length + 1, format, again);
    }
    buf->len += length;
    va_end(again);
    va_end(args);
}

Str buf_take(Buf *buf)
{
    make_room(buf, 0);
    buf->ptr[buf->len] = '\0';
    return (Str){buf->ptr, buf->len};
}
