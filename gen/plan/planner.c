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
