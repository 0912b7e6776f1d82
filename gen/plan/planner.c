/* What every step of the plan looks up: the plan of a record or enum, and the type inside an optional one. */
#include "plan/parts.h"

RecordPlan *planner_record(const Planner *planner, const Record *record)
{
    return map_get(&planner->records, record->name);
}

EnumPlan *planner_enum(const Planner *planner, const EnumType *enumeration)
{
    return map_get(&planner->enums, enumeration->name);
}

const TypeRef *type_inside(const TypeRef *type)
{
    while (type->kind == TYPE_OPTIONAL || type->kind == TYPE_ABSENT) type = type->items[0];
    return type;
}

const TypeRef *type_tagged(Arena *arena, const TypeRef *type)
{
    TypeRef *tagged = arena_make(arena, TypeRef);
    *tagged = *type;
    tagged->items = arena_array(arena, const TypeRef *, type->item_count);
    tagged->item_count = 0;
    for (size_t i = 0; i < type->item_count; i++)
        if (type->items[i]->kind == TYPE_RECORD)
            tagged->items[tagged->item_count++] = type->items[i];
    return tagged->item_count > 1 ? tagged : NULL;
}

bool type_has_float(const TypeRef *type)
{
    if (type->kind == TYPE_SCALAR) return type->scalar->family == FAMILY_FLOAT;
    const bool is_layer =
        type->kind == TYPE_OPTIONAL || type->kind == TYPE_ABSENT || type->kind == TYPE_UNION;
    for (size_t i = 0; is_layer && i < type->item_count; i++)
        if (type_has_float(type->items[i])) return true;
    return false;
}
