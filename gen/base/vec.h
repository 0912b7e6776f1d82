/* VEC(T): a growing array in an arena. Growing leaves the old storage behind in the arena: a schema
   compiler can afford that.

       typedef VEC(Field *) Fields;
       vec_push(arena, &fields, field);
       for (size_t i = 0; i < fields.len; i++) use(fields.items[i]);                                  */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#include <string.h>

#define VEC(T)                                                                                     \
    struct {                                                                                       \
        T *items;                                                                                  \
        size_t len, cap;                                                                           \
    }

/* Room for one more item; `items` may move. */
#define vec_push(arena, vec, item)                                                                 \
    do {                                                                                           \
        if ((vec)->len == (vec)->cap)                                                              \
            (vec)->items =                                                                         \
                vec_grow((arena), (vec)->items, (vec)->len, &(vec)->cap,                           \
                         sizeof *(vec)->items); /* NOLINT(bugprone-sizeof-expression) */           \
        (vec)->items[(vec)->len++] = (item);                                                       \
    } while (0)

static inline void *vec_grow(Arena *arena, const void *items, size_t len, size_t *cap, size_t size)
{
    *cap = *cap ? *cap * 2 : 8;
    void *grown = arena_alloc(arena, *cap * size);
    if (len) memcpy(grown, items, len * size);
    return grown;
}

#endif
