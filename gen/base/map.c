/* Map: a hash table of indices (open addressing, linear probing) over entries in insertion order; where there
   are few, they are simply looked through. */
#include "base/map.h"

#include <string.h>

enum { FEW = 8 };

/* FNV-1a, 32 bits (Fowler, Noll, Vo). */
uint32_t map_hash(Str key)
{
    uint32_t sum = 2166136261u;
    for (size_t i = 0; i < key.len; i++) sum = (sum ^ (unsigned char)key.ptr[i]) * 16777619u;
    return sum;
}

static bool is_at(const Map *map, size_t index, Str key, uint32_t hash)
{
    const MapEntry *entry = &map->entries[index];
    return entry->hash == hash && str_eq(entry->key, key);
}

/* The slot that holds `key`, or the empty one where it belongs. There is always an empty one. */
static size_t find_slot(const Map *map, Str key, uint32_t hash)
{
    const size_t mask = map->slot_count - 1;
    size_t slot = hash & mask;
    while (map->slots[slot] && !is_at(map, map->slots[slot] - 1, key, hash))
        slot = (slot + 1) & mask;
    return slot;
}

static const MapEntry *find_entry(const Map *map, Str key, uint32_t hash)
{
    if (map->slots) {
        const size_t index = map->slots[find_slot(map, key, hash)];
        return index ? &map->entries[index - 1] : NULL;
    }
    for (size_t i = 0; i < map->len; i++)
        if (is_at(map, i, key, hash)) return &map->entries[i];
    return NULL;
}

void *map_get_hashed(const Map *map, Str key, uint32_t hash)
{
    const MapEntry *entry = find_entry(map, key, hash);
    return entry ? entry->value : NULL;
}

void *map_get(const Map *map, Str key)
{
    return map->len ? map_get_hashed(map, key, map_hash(key)) : NULL;
}

/* Room for `cap` entries; and, where they are no longer few, two slots for each, so that at least half of the
   slots stay empty. */
static void make_room(Arena *arena, Map *map, size_t cap)
{
    MapEntry *entries = arena_array(arena, MapEntry, cap);
    if (map->len) memcpy(entries, map->entries, map->len * sizeof *entries);
    map->entries = entries;
    map->cap = cap;
    if (cap <= FEW) return;
    map->slot_count = cap * 2;
    map->slots = arena_array(arena, uint32_t, map->slot_count);
    for (size_t i = 0; i < map->len; i++)
        map->slots[find_slot(map, entries[i].key, entries[i].hash)] = (uint32_t)i + 1;
}

void map_reserve(Arena *arena, Map *map, size_t count)
{
    size_t cap = map->cap ? map->cap : 1;
    while (cap < count) cap *= 2;
    if (cap > map->cap) make_room(arena, map, cap);
}

bool map_add(Arena *arena, Map *map, Str key, void *value)
{
    const uint32_t hash = map_hash(key);
    if (find_entry(map, key, hash)) return false;
    if (map->len == map->cap) make_room(arena, map, map->cap ? map->cap * 2 : 1);
    map->entries[map->len++] = (MapEntry){key, value, hash};
    if (map->slots) map->slots[find_slot(map, key, hash)] = (uint32_t)map->len;
    return true;
}
