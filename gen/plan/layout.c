/* Layout: the order of a struct's members, their offsets, and the presence bits of optional
   natives. The order is such that a plain C declaration of it leaves no avoidable hole: a derived
   record repeats its base's members and then fills the base's last word with what fits. */
#include "plan/parts.h"

#include <assert.h>

enum { WORD = 8, POINTER = 8, CLASSES = 4 }; /* sizes are 1, 2, 4 and 8 */

/* Members that wait for a place, by alignment: classes[i] holds those of 1 << i bytes, in order. */
typedef struct {
    VEC(Member) members;
    size_t next;
} Queue;

typedef struct {
    Arena *arena;
    Queue classes[CLASSES];
} Waiting;

static void wait_for_place(Waiting *waiting, Member member, size_t alignment)
{
    size_t i = 0;
    while ((size_t)1 << i < alignment) i++;
    assert(i < CLASSES && (size_t)1 << i == alignment);
    vec_push(waiting->arena, &waiting->classes[i].members, member);
}

/* The largest waiting member that `offset` is aligned for, or NULL. */
static const Member *next_that_fits(Waiting *waiting, size_t offset)
{
    for (size_t i = CLASSES; i-- > 0;) {
        Queue *queue = &waiting->classes[i];
        if (queue->next == queue->members.len || offset % ((size_t)1 << i)) continue;
        return &queue->members.items[queue->next++];
    }
    return NULL;
}

static bool is_empty(const Waiting *waiting)
{
    for (size_t i = 0; i < CLASSES; i++)
        if (waiting->classes[i].next < waiting->classes[i].members.len) return false;
    return true;
}

/* Where nothing fits, everything that waits is larger than the alignment here: a hole is
   unavoidable. */
static void place_all(Arena *arena, RecordPlan *plan, Waiting *waiting)
{
    while (!is_empty(waiting)) {
        const Member *member = next_that_fits(waiting, plan->used);
        if (!member) {
            plan->used++;
            continue;
        }
        Member placed = *member;
        placed.offset = plan->used;
        plan->used += placed.size;
        vec_push(arena, &plan->members, placed);
    }
    plan->size = (plan->used + WORD - 1) / WORD * WORD;
}

static Str presence_length(Arena *arena, const Presence *presence)
{
    return str_fmt(arena, "(%.*s + 7) / 8", STR_ARG(presence->end_enumerator));
}

/* Gives each of the record's own optional natives a bit, in a member of their own: those of the base
   stay as they are. */
static void add_presence(Arena *arena, RecordPlan *plan, size_t first_own, Waiting *waiting)
{
    const size_t level = plan->presences.len;
    const Str number = level ? str_fmt(arena, "_%zu", level) : (Str){0};
    Presence presence = {.member = str_fmt(arena, "present%.*s", STR_ARG(number)),
                         .end_enumerator = str_fmt(arena, "%.*s_PRESENT%.*s",
                                                   STR_ARG(plan->enum_prefix), STR_ARG(number))};
    for (size_t i = first_own; i < plan->slots.len; i++) {
        Slot *slot = &plan->slots.items[i];
        if (!slot->is_optional_native) continue;
        slot->presence_member = presence.member;
        slot->presence_bit = presence.slots.len;
        vec_push(arena, &presence.slots, i);
    }
    if (!presence.slots.len) return;
    const Member member = {.c_name = presence.member,
                           .c_type = STR("uint8_t"),
                           .length = presence_length(arena, &presence),
                           .comment = STR("which optional fields are not None"),
                           .size = (presence.slots.len + 7) / 8};
    wait_for_place(waiting, member, 1);
    vec_push(arena, &plan->presences, presence);
}

static Member pointer_member(Str c_name, Str comment)
{
    return (Member){
        .c_name = c_name, .c_type = STR("PyObject *"), .comment = comment, .size = POINTER};
}

static void add_own(RecordPlan *plan, size_t first_own, Waiting *waiting)
{
    for (size_t i = first_own; i < plan->slots.len; i++) {
        const Slot *slot = &plan->slots.items[i];
        wait_for_place(waiting,
                       (Member){.c_name = slot->c_name,
                                .c_type = slot->c_type,
                                .comment = slot->comment,
                                .size = slot->size},
                       slot->size);
    }
    for (size_t i = plan->base ? plan->base->cached.len : 0; i < plan->cached.len; i++) {
        const Slot *slot = &plan->cached.items[i];
        const Str comment = str_fmt(waiting->arena, "cached: %.*s", STR_ARG(slot->comment));
        wait_for_place(waiting, pointer_member(slot->c_name, comment), POINTER);
    }
    if (plan->own_weaklist)
        wait_for_place(waiting, pointer_member(STR("weaklist"), STR("weak references")), POINTER);
    if (plan->own_hash_slot)
        wait_for_place(waiting,
                       (Member){.c_name = STR("hash_slot"),
                                .c_type = STR("Py_hash_t"),
                                .comment = STR("0 until it is computed"),
                                .size = POINTER},
                       POINTER);
    if (plan->own_dict)
        wait_for_place(waiting, pointer_member(STR("dict"), STR("__dict__")), POINTER);
}

/* The enumerators of a base in another module are not to be seen in this one. */
static void use_own_enumerators(Arena *arena, RecordPlan *plan, const Presence *presence)
{
    for (size_t i = 0; i < plan->members.len; i++) {
        Member *member = &plan->members.items[i];
        if (str_eq(member->c_name, presence->member))
            member->length = presence_length(arena, presence);
    }
}

static void inherit(Arena *arena, RecordPlan *plan)
{
    plan->used = HEADER_SIZE;
    const RecordPlan *base = plan->base;
    if (!base) return;
    for (size_t i = 0; i < base->members.len; i++)
        vec_push(arena, &plan->members, base->members.items[i]);
    plan->inherited = base->members.len;
    plan->used = base->used;
    for (size_t i = 0; i < base->presences.len; i++) {
        Presence presence = base->presences.items[i];
        const Str number = i ? str_fmt(arena, "_%zu", i) : (Str){0};
        presence.end_enumerator =
            str_fmt(arena, "%.*s_PRESENT%.*s", STR_ARG(plan->enum_prefix), STR_ARG(number));
        vec_push(arena, &plan->presences, presence);
        if (base->plan != plan->plan) use_own_enumerators(arena, plan, &presence);
    }
    plan->has_weaklist = base->has_weaklist;
    plan->has_dict = base->has_dict;
    plan->has_hash_slot = base->has_hash_slot;
}

/* Copies offsets from the members to the slots that live in them. */
static void set_offsets(Arena *arena, RecordPlan *plan)
{
    Map offsets = {0};
    for (size_t i = 0; i < plan->members.len; i++) {
        Member *member = &plan->members.items[i];
        map_add(arena, &offsets, member->c_name, member);
    }
    for (size_t i = 0; i < plan->slots.len; i++) {
        Slot *slot = &plan->slots.items[i];
        slot->offset = ((const Member *)map_get(&offsets, slot->c_name))->offset;
    }
    for (size_t i = 0; i < plan->cached.len; i++) {
        Slot *slot = &plan->cached.items[i];
        slot->offset = ((const Member *)map_get(&offsets, slot->c_name))->offset;
    }
}

void layout_record(Planner *planner, RecordPlan *plan)
{
    Arena *arena = planner->arena;
    const Record *record = plan->record;
    inherit(arena, plan);
    plan->own_weaklist = record->weakref && !plan->has_weaklist;
    plan->own_dict = record->dict && !plan->has_dict;
    plan->has_weaklist = plan->has_weaklist || plan->own_weaklist;
    plan->has_dict = plan->has_dict || plan->own_dict;
    plan->own_hash_slot = record->cache_hash && !plan->has_hash_slot;
    plan->has_hash_slot = plan->has_hash_slot || plan->own_hash_slot;

    const size_t first_own = plan->base ? plan->base->slots.len : 0;
    for (size_t i = 0; i < first_own; i++) {
        const Slot *from = &plan->base->slots.items[i];
        plan->slots.items[i].presence_member = from->presence_member;
        plan->slots.items[i].presence_bit = from->presence_bit;
    }
    Waiting waiting = {.arena = arena};
    add_own(plan, first_own, &waiting);
    add_presence(arena, plan, first_own, &waiting);
    place_all(arena, plan, &waiting);
    set_offsets(arena, plan);
}
