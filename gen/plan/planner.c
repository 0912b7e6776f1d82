/* What every step of the plan looks up: the plan of a record or enum, and the type inside others. */
#include "plan/parts.h"

Str planner_keep(Planner *planner, Str stem)
{
    const Str first = str_fmt(planner->arena, "KEPT_%.*s", STR_ARG(stem));
    Str name = first;
    for (size_t n = 2; !map_add(planner->arena, &planner->identifiers, name, planner); n++)
        name = str_fmt(planner->arena, "%.*s_%zu", STR_ARG(first), n);
    vec_push(planner->arena, &planner->plan->kept, name);
    return name;
}

Str planner_reference(Planner *planner, const Reference *reference, Str stem)
{
    const Str kept = planner_keep(planner, stem);
    return str_fmt(planner->arena, "{\"%.*s\", \"%.*s\", %.*s}", STR_ARG(reference->module),
                   STR_ARG(reference->name), STR_ARG(kept));
}

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
    while (type->kind == TYPE_OPTIONAL || type->kind == TYPE_ABSENT || type->kind == TYPE_LIMITED)
        type = type->items[0];
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
    const bool is_layer = type->kind == TYPE_OPTIONAL || type->kind == TYPE_ABSENT ||
                          type->kind == TYPE_UNION || type->kind == TYPE_LIMITED;
    for (size_t i = 0; is_layer && i < type->item_count; i++)
        if (type_has_float(type->items[i])) return true;
    return false;
}
