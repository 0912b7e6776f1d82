/* Which records the garbage collector must track, and why. A record is untracked only where no
   field can be part of a reference cycle. Nothing is assumed: every record counts as tracked until
   all it can reach is known not to be, so records that refer to one another in a circle stay
   tracked. */
#include "plan/parts.h"

typedef bool Claim(const Planner *planner, const TypeRef *type);

/* The first type inside of which `claim` does not hold; NULL where it holds of all. */
static const TypeRef *first_item(const Planner *planner, const TypeRef *type, Claim *claim)
{
    for (size_t i = 0; i < type->item_count; i++)
        if (!claim(planner, type->items[i])) return type->items[i];
    return NULL;
}

static bool is_atomic(const Planner *planner, const TypeRef *outer)
{
    const TypeRef *type = type_inside(outer);
    switch (type->kind) {
    case TYPE_SCALAR: return types_family(type->scalar)->is_atomic;
    case TYPE_LITERAL:
    case TYPE_ENUM: return true;
    case TYPE_RECORD:
        /* a subclass may have a __dict__, and then anything */
        return type->record->final && !planner_record(planner, type->record)->is_tracked;
    case TYPE_FROZENSET:
    case TYPE_TUPLE:
    case TYPE_UNION:
    case TYPE_TUPLE_OF: return !first_item(planner, type, is_atomic);
    case TYPE_LIST:
    case TYPE_SET:
    case TYPE_DICT:
    case TYPE_ERROR:
    case TYPE_OPTIONAL:
    case TYPE_ABSENT:
    case TYPE_FOREIGN:
    case TYPE_LIMITED:
    case TYPE_KIND_COUNT: break;
    }
    return false;
}

static const Slot *first_that_can_cycle(const Planner *planner, const RecordPlan *plan)
{
    for (size_t i = 0; i < plan->slots.len; i++)
        if (!is_atomic(planner, plan->slots.items[i].field->type)) return &plan->slots.items[i];
    for (size_t i = 0; i < plan->cached.len; i++)
        if (!is_atomic(planner, plan->cached.items[i].field->type)) return &plan->cached.items[i];
    return NULL;
}

static bool must_track(const Planner *planner, const RecordPlan *plan)
{
    const Record *record = plan->record;
    if (plan->base && plan->base->is_tracked) return true; /* CPython cannot drop the header */
    if (record->gc != GC_AUTO) return record->gc == GC_ALWAYS;
    for (const Record *at = record; at; at = at->base)
        if (at->dict) return true;
    return first_that_can_cycle(planner, plan) != NULL;
}

/* "can hold": said of what is inside a tuple. */
static Str type_reason(const Planner *planner, const TypeRef *outer, bool is_inside)
{
    Arena *arena = planner->arena;
    const TypeRef *type = type_inside(outer);
    const char *is = is_inside ? "can hold" : "is";
    switch (type->kind) {
    case TYPE_LIST: return str_fmt(arena, "%s a list", is);
    case TYPE_SET: return str_fmt(arena, "%s a set", is);
    case TYPE_DICT: return str_fmt(arena, "%s a dict", is);
    case TYPE_FROZENSET:
    case TYPE_TUPLE:
    case TYPE_UNION:
    case TYPE_TUPLE_OF: return type_reason(planner, first_item(planner, type, is_atomic), true);
    case TYPE_RECORD:
        return str_fmt(arena, "holds %.*s, which %s", STR_ARG(type->record->name),
                       type->record->final ? "is tracked" : "is not final");
    case TYPE_FOREIGN:
        return str_fmt(arena, "holds %.*s, of which nothing is known",
                       STR_ARG(type->definition->name));
    case TYPE_SCALAR:
    case TYPE_LITERAL:
    case TYPE_ENUM:
    case TYPE_ERROR:
    case TYPE_OPTIONAL:
    case TYPE_ABSENT:
    case TYPE_LIMITED:
    case TYPE_KIND_COUNT: break;
    }
    return STR("can hold anything");
}

static Str field_reason(const Planner *planner, const Slot *slot)
{
    const Str why = type_reason(planner, slot->field->type, false);
    return str_fmt(planner->arena, "field '%.*s' %.*s", STR_ARG(slot->field->name), STR_ARG(why));
}

static Str reason(const Planner *planner, const RecordPlan *plan)
{
    if (!plan->is_tracked)
        return plan->record->gc == GC_NEVER ? STR("the schema says 'gc: false'")
                                            : STR("no field can be part of a cycle");
    if (plan->base && plan->base->is_tracked)
        return str_fmt(planner->arena, "its base %.*s is tracked",
                       STR_ARG(plan->base->record->name));
    if (plan->record->gc == GC_ALWAYS) return STR("the schema says 'gc: true'");
    const Slot *slot = first_that_can_cycle(planner, plan);
    return slot ? field_reason(planner, slot) : STR("instances have a __dict__");
}

/* Whether the release of a value releases no record, and nothing that could hold one. */
static bool is_leaf(const Planner *planner, const TypeRef *outer)
{
    const TypeRef *type = type_inside(outer);
    if (type->kind == TYPE_TUPLE || type->kind == TYPE_TUPLE_OF || type->kind == TYPE_FROZENSET ||
        type->kind == TYPE_UNION)
        return !first_item(planner, type, is_leaf);
    return type->kind != TYPE_RECORD && is_atomic(planner, type);
}

/* Whether the release of an instance can release other records, and so on. */
static bool can_nest(const Planner *planner, const RecordPlan *plan)
{
    for (size_t i = 0; i < plan->slots.len; i++)
        if (!is_leaf(planner, plan->slots.items[i].field->type)) return true;
    for (size_t i = 0; i < plan->cached.len; i++)
        if (!is_leaf(planner, plan->cached.items[i].field->type)) return true;
    return plan->has_dict;
}

/* True where the record was found to need no tracking, now. */
static bool release(const Planner *planner, RecordPlan *plan)
{
    if (!plan->is_tracked || must_track(planner, plan)) return false;
    plan->is_tracked = false;
    return true;
}

void collect_decide(Planner *planner)
{
    Plan *plan = planner->plan;
    for (size_t i = 0; i < plan->records.len; i++) plan->records.items[i]->is_tracked = true;
    /* in both directions, because chains of records are mostly written one way or the other */
    for (bool has_changed = true; has_changed;) {
        has_changed = false;
        for (size_t i = 0; i < plan->records.len; i++)
            if (release(planner, plan->records.items[i])) has_changed = true;
        for (size_t i = plan->records.len; i-- > 0;)
            if (release(planner, plan->records.items[i])) has_changed = true;
    }
    for (size_t i = 0; i < plan->records.len; i++) {
        RecordPlan *record = plan->records.items[i];
        record->tracked_because = reason(planner, record);
        record->can_nest = can_nest(planner, record);
    }
}
