/* Items under construction with what stands between them: flags of C, tuples of Python. */
#ifndef RENDER_JOINED_H
#define RENDER_JOINED_H

#include "base/buf.h"

typedef struct {
    Buf text;
    size_t count;
} Joined;

Joined joined_new(Arena *arena);

/* `A | B`; `0` where there are none. */
void flags_add(Joined *flags, bool is_set, const char *name);
Str flags_take(Joined *flags);

/* `(a, b)`; `(a,)` where there is one. */
void tuple_add(Joined *tuple, Str item);
Str tuple_take(Joined *tuple);

#endif
