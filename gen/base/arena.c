/* Arena: allocation by moving a pointer through large zeroed chunks. Under AddressSanitizer everything
   that was not handed out is poisoned, with a gap after each allocation, so overruns are still caught. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif

#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
enum { GAP = 0 };
#endif

enum { ALIGNMENT = alignof(max_align_t), CHUNK_SIZE = 1024 * 1024 };

typedef struct Chunk Chunk;
struct Chunk {
    Chunk *next;
    size_t size; /* of data */
    alignas(max_align_t) char data[];
};

struct Arena {
    Chunk *chunks; /* the one in use first */
    char *free;
    size_t left; /* bytes from `free` to the end of the chunk in use */
};

_Noreturn void arena_out_of_memory(void)
{
    fputs("slotgen: out of memory\n", stderr);
    exit(2);
}

Arena *arena_new(void)
{
    Arena *arena = calloc(1, sizeof *arena);
    if (!arena) arena_out_of_memory();
    return arena;
}

static Chunk *chunk_new(size_t size)
{
    Chunk *chunk = calloc(1, sizeof *chunk + size);
    if (!chunk) arena_out_of_memory();
    chunk->size = size;
    ASAN_POISON_MEMORY_REGION(chunk->data, size);
    return chunk;
}

/* A large block has a chunk of its own, behind the one in use, which keeps its rest for small ones. */
static void *alloc_alone(Arena *arena, size_t size, size_t room)
{
    Chunk *chunk = chunk_new(room);
    if (arena->chunks) {
        chunk->next = arena->chunks->next;
        arena->chunks->next = chunk;
    } else {
        arena->chunks = chunk;
    }
    ASAN_UNPOISON_MEMORY_REGION(chunk->data, size);
    return chunk->data;
}

void *arena_alloc(Arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) arena_out_of_memory();
    const size_t wanted = size ? size : 1; /* so that no two objects share an address */
    const size_t room = (wanted + GAP + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (room > CHUNK_SIZE / 4) return alloc_alone(arena, size, room);

    if (room > arena->left) {
        Chunk *chunk = chunk_new(CHUNK_SIZE);
        chunk->next = arena->chunks;
        arena->chunks = chunk;
        arena->free = chunk->data;
        arena->left = CHUNK_SIZE;
    }
    void *block = arena->free;
    ASAN_UNPOISON_MEMORY_REGION(block, size);
    arena->free += room;
    arena->left -= room;
    return block;
}

void arena_free(Arena *arena)
{
    if (!arena) return;
    for (Chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        ASAN_UNPOISON_MEMORY_REGION(chunk->data, chunk->size);
        free(chunk);
    }
    free(arena);
}
