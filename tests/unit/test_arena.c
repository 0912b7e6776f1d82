/* Arena: memory that is zeroed, aligned, apart, and guarded under AddressSanitizer. */
#include "base/arena.h"

#include <criterion/criterion.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif

#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>

Test(arena, guards_the_space_behind_each_block)
{
    Arena *arena = arena_new();
    const size_t sizes[] = {0, 1, 7, 8, 16, 1000, 100000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const char *block = arena_alloc(arena, sizes[i]);
        cr_assert_not(sizes[i] && __asan_address_is_poisoned(block + sizes[i] - 1));
        for (size_t j = 0; j < 16; j++) cr_assert(__asan_address_is_poisoned(block + sizes[i] + j));
    }
    arena_free(arena);
}
#endif

Test(arena, gives_zeroed_aligned_memory)
{
    Arena *arena = arena_new();
    for (size_t size = 1; size < 2000; size += 7) {
        unsigned char *block = arena_alloc(arena, size);
        cr_assert_eq((uintptr_t)block % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) cr_assert_eq(block[i], 0);
        memset(block, 0xFF, size);
    }
    arena_free(arena);
}

Test(arena, keeps_blocks_apart)
{
    Arena *arena = arena_new();
    unsigned char *blocks[500];
    for (size_t i = 0; i < 500; i++) {
        blocks[i] = arena_alloc(arena, 100 * i);
        memset(blocks[i], (int)(i & 0xFF), 100 * i);
    }
    for (size_t i = 0; i < 500; i++)
        for (size_t j = 0; j < 100 * i; j++) cr_assert_eq(blocks[i][j], i & 0xFF);
    arena_free(arena);
}

Test(arena, gives_every_empty_block_an_address_of_its_own)
{
    Arena *arena = arena_new();
    void *first = arena_alloc(arena, 0), *second = arena_alloc(arena, 0);
    cr_assert_not_null(first);
    cr_assert_neq(first, second);
    arena_free(arena);
}

Test(arena, makes_objects_and_arrays)
{
    Arena *arena = arena_new();
    int *one = arena_make(arena, int), *many = arena_array(arena, int, 1000);
    cr_assert_eq(*one, 0);
    cr_assert_eq(many[999], 0);
    arena_free(arena);
}

Test(arena, free_accepts_null)
{
    arena_free(NULL);
}

Test(arena, running_out_of_memory_ends_the_process, .exit_code = 2)
{
    static Arena *volatile arena; /* still in reach when the process ends: no leak */
    arena = arena_new();
    arena_alloc(arena, SIZE_MAX - 1);
}
