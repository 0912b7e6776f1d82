/* Arena: the memory of one run. Everything a phase makes lives here and is freed at once by whoever
   made the arena; phases free nothing. Out of memory ends the process, so no caller tests for it. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

typedef struct Arena Arena;

/* A new, empty arena. The caller frees it with arena_free(). */
Arena *arena_new(void);

/* `size` zeroed bytes, aligned for any type, alive until arena_free(). Never NULL. */
void *arena_alloc(Arena *arena, size_t size);

/* Releases the arena and everything allocated from it. NULL is accepted. */
void arena_free(Arena *arena);

/* Says so on stderr and ends the process with status 2: for the few who allocate elsewhere. */
_Noreturn void arena_out_of_memory(void);

/* One zeroed object of type T, and an array of n of them. */
#define arena_make(arena, T) ((T *)arena_alloc((arena), sizeof(T)))
#define arena_array(arena, T, n) ((T *)arena_alloc((arena), sizeof(T) * (n)))

#endif
