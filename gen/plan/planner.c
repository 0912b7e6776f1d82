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
    if (record->schema == planner->plan->schema) return map_get(&planner->records, record->name);
    const Plan *plan = plan_build(planner->run, record->schema);
    size_t i = 0;
    while (plan->records.items[i]->record != record) i++;
    return plan->records.items[i];
}

EnumPlan *planner_enum(const Planner *planner, const EnumType *enumeration)
{
    if (enumeration->schema == planner->plan->schema)
        return map_get(&planner->enums, enumeration->name);
    const Plan *plan = plan_build(planner->run, enumeration->schema);
    size_t i = 0;
    while (plan->enums.items[i]->enumeration != enumeration) i++;
    return plan->enums.items[i];
}

size_t plan_record_index(const Plan *plan, const RecordPlan *record)
{
    if (record->plan == plan) return record->index;
    size_t i = 0;
    while (i < plan->imported_records.len && plan->imported_records.items[i] != record) i++;
    return plan->records.len + i;
}

size_t planner_use_record(Planner *planner, const Record *record)
{
    Plan *plan = planner->plan;
    const RecordPlan *used = planner_record(planner, record);
    const size_t index = plan_record_index(plan, used);
    if (index == plan->records.len + plan->imported_records.len)
        vec_push(planner->arena, &plan->imported_records, used);
    return index;
}

size_t planner_use_enum(Planner *planner, const EnumType *enumeration)
{
    Plan *plan = planner->plan;
    const EnumPlan *used = planner_enum(planner, enumeration);
    if (used->plan == plan) return used->index;
    size_t i = 0;
    while (i < plan->imported_enums.len && plan->imported_enums.items[i] != used) i++;
    if (i == plan->imported_enums.len) vec_push(planner->arena, &plan->imported_enums, used);
    return plan->enums.len + i;
}

Str plan_class_name(Arena *arena, const Plan *plan, const Schema *schema, Str name)
{
    if (plan->schema == schema) return name;
    size_t i = 0;
    while (plan->imports.items[i].plan->schema != schema) i++;
    const Str alias = plan->imports.items[i].alias;
    return str_fmt(arena, "%.*s.%.*s", STR_ARG(alias), STR_ARG(name));
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
