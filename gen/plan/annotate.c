/* What the twin and the stub say about a field: its annotation, the twin's type object, its
   default. Every name of the standard library goes through a private alias of the module
   (_builtins.list), because a field may be called list. */
#include "plan/parts.h"

static Str scalar_annotation(Arena *arena, const Scalar *scalar)
{
    return str_fmt(arena, "_%s.%s", scalar->module, scalar->python);
}

/* A class of this module; in the stub by its alias, if it has one. */
static Str class_name(const Plan *plan, Str name, bool is_stub)
{
    for (size_t i = 0; is_stub && i < plan->aliases.len; i++)
        if (str_eq(plan->aliases.items[i].target, name)) return plan->aliases.items[i].name;
    return name;
}

static Str annotation_of(const Planner *planner, const TypeRef *type, bool is_stub)
{
    Arena *arena = planner->arena;
    Str item = {0};
    switch (type->kind) {
    case TYPE_ERROR: break;
    case TYPE_SCALAR: return scalar_annotation(arena, type->scalar);
    case TYPE_LIST:
        item = annotation_of(planner, type->items[0], is_stub);
        return str_fmt(arena, "_builtins.list[%.*s]", STR_ARG(item));
    case TYPE_DICT:
        item = annotation_of(planner, type->items[1], is_stub);
        return str_fmt(arena, "_builtins.dict[_builtins.str, %.*s]", STR_ARG(item));
    case TYPE_OPTIONAL:
        item = annotation_of(planner, type->items[0], is_stub);
        return str_fmt(arena, "%.*s | None", STR_ARG(item));
    case TYPE_ABSENT:
        item = annotation_of(planner, type->items[0], is_stub);
        return str_fmt(arena, "%.*s | _types.EllipsisType", STR_ARG(item));
    case TYPE_ENUM: return class_name(planner->plan, type->enumeration->name, is_stub);
    case TYPE_RECORD: return class_name(planner->plan, type->record->name, is_stub);
    }
    return STR("_typing.Any");
}

/* The twin's type object. Records by name, because they may refer to one another. */
static Str type_object(Arena *arena, const TypeRef *type)
{
    switch (type->kind) {
    case TYPE_ERROR: break;
    case TYPE_SCALAR:
        if (type->form == FORM_NAN_AS_NULL)
            return str_fmt(arena, "_nan_as_null(_t_%s)", type->scalar->name);
        return str_fmt(arena, type->form == FORM_INTERNED ? "_interned(_t_%s)" : "_t_%s",
                       type->scalar->name);
    case TYPE_LIST:
        return str_fmt(arena, "_list(%.*s)", STR_ARG(type_object(arena, type->items[0])));
    case TYPE_DICT:
        return str_fmt(arena, "_dict(%.*s)", STR_ARG(type_object(arena, type->items[1])));
    case TYPE_OPTIONAL:
        return str_fmt(arena, "_optional(%.*s)", STR_ARG(type_object(arena, type->items[0])));
    case TYPE_ABSENT:
        return str_fmt(arena, "_absent(%.*s)", STR_ARG(type_object(arena, type->items[0])));
    case TYPE_ENUM: return str_fmt(arena, "_enum(%.*s)", STR_ARG(type->enumeration->name));
    case TYPE_RECORD: return str_fmt(arena, "_record(\"%.*s\")", STR_ARG(type->record->name));
    }
    return STR("_t_Any");
}

static void annotate_slot(const Planner *planner, Slot *slot)
{
    slot->py_annotation = annotation_of(planner, slot->field->type, false);
    slot->pyi_annotation = annotation_of(planner, slot->field->type, true);
    slot->py_type = type_object(planner->arena, slot->field->type);
    slot->py_default = spell_py_default(planner->arena, slot->field);
}

void annotate_slots(Planner *planner)
{
    Plan *plan = planner->plan;
    for (size_t r = 0; r < plan->records.len; r++) {
        RecordPlan *record = plan->records.items[r];
        for (size_t i = 0; i < record->slots.len; i++)
            annotate_slot(planner, &record->slots.items[i]);
        for (size_t i = 0; i < record->cached.len; i++)
            annotate_slot(planner, &record->cached.items[i]);
    }
}
