/* Map: a hash table of indices (open addressing, linear probing) over entries in insertion order. */
#include "base/map.h"

#include <stdint.h>
#include <string.h>

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static uint64_t hash(Str key)
{
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < key.len; i++) sum = (sum ^ (unsigned char)key.ptr[i]) * 1099511628211u;
    return sum;
}

/* The slot that holds `key`, or the empty one where it belongs. There is always an empty one. */
static size_t find_slot(const Map *map, Str key)
{
    const size_t mask = map->slot_count - 1;
    size_t slot = (size_t)hash(key) & mask;
    while (map->slots[slot] && !str_eq(map->entries[map->slots[slot] - 1].key, key))
        slot = (slot + 1) & mask;
    return slot;
}

void *map_get(const Map *map, Str key)
{
    if (!map->len) return NULL;
    const size_t index = map->slots[find_slot(map, key)];
    return index ? map->entries[index - 1].value : NULL;
}

/* Twice the entries, and two slots for each, so that at least half of the slots stay empty. */
static void grow(Arena *arena, Map *map)
{
    const size_t cap = map->cap ? map->cap * 2 : 8;
    MapEntry *entries = arena_array(arena, MapEntry, cap);
    if (map->len) memcpy(entries, map->entries, map->len * sizeof *entries);
    map->entries = entries;
    map->cap = cap;
    map->slot_count = cap * 2;
    map->slots = arena_array(arena, size_t, map->slot_count);
    for (size_t i = 0; i < map->len; i++) map->slots[find_slot(map, entries[i].key)] = i + 1;
}

bool map_add(Arena *arena, Map *map, Str key, void *value)
{
    if (map->len == map->cap) grow(arena, map);
    const size_t slot = find_slot(map, key);
    if (map->slots[slot]) return false;
    map->entries[map->len++] = (MapEntry){key, value};
    map->slots[slot] = map->len;
    return true;
}
