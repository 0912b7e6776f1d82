/* Map: Str -> pointer, in an arena; iterates in the order of insertion. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

typedef struct {
    Str key;
    void *value;
    uint32_t hash;
} MapEntry;

typedef struct {
    MapEntry *entries; /* in insertion order */
    size_t len, cap;
    uint32_t *slots; /* open addressing over entries; 0 is empty, else index + 1; NULL for few */
    size_t slot_count;
} Map; /* all-zero is an empty map */

uint32_t map_hash(Str key);

/* The value of `key`, or NULL. */
void *map_get(const Map *map, Str key);

/* The same for one whose hash is known. */
void *map_get_hashed(const Map *map, Str key, uint32_t hash);

/* Room for `count` entries, which saves what growing to it would leave behind. */
void map_reserve(Arena *arena, Map *map, size_t count);

/* Adds `key`, whose bytes must outlive the map. False, and no change, where it is there already. */
bool map_add(Arena *arena, Map *map, Str key, void *value);

#endif
