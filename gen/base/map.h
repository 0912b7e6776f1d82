/* Map: Str -> pointer, in an arena; iterates in the order of insertion. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"

typedef struct {
    Str key;
    void *value;
} MapEntry;

typedef struct {
    MapEntry *entries; /* in insertion order */
    size_t len, cap;
    size_t *slots, slot_count; /* open addressing over entries; 0 is empty, else index + 1 */
} Map;                         /* all-zero is an empty map */

/* The value of `key`, or NULL. */
void *map_get(const Map *map, Str key);

/* Adds `key`, whose bytes must outlive the map. False, and no change, where it is there already. */
bool map_add(Arena *arena, Map *map, Str key, void *value);

#endif
