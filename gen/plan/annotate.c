/* What the twin and the stub say about a field: its annotation, the twin's type object, its
   default. Every name of the standard library goes through a private alias of the module
   (_builtins.list), because a field may be called list. */
#include "plan/parts.h"

#include <inttypes.h>

static Str scalar_annotation(Arena *arena, const Scalar *scalar)
{
    return str_fmt(arena, "_%s.%s", scalar->module, scalar->python);
}

/* A class of this module, in the stub by its alias, if it has one; or of another. */
static Str class_name(Planner *planner, const Schema *schema, Str name, bool is_stub)
{
    const Plan *plan = planner->plan;
    if (schema != plan->schema) return plan_class_name(planner->arena, plan, schema, name);
    for (size_t i = 0; is_stub && i < plan->aliases.len; i++)
        if (str_eq(plan->aliases.items[i].target, name)) return plan->aliases.items[i].name;
    return name;
}

/* Literal["a", 1], with the values as Python spells them; `before` is what stands before them. */
static Str literal_text(Arena *arena, const EnumType *literal, const char *before, char after)
{
    Buf out = buf_new(arena);
    buf_addf(&out, "%s", before);
    for (size_t i = 0; i < literal->members.len; i++) {
        const EnumMember *value = &literal->members.items[i];
        const Str text = literal->is_str ? spell_py_string(arena, value->text)
                                         : str_fmt(arena, "%" PRId64, value->number);
        buf_addf(&out, "%s%.*s", i ? ", " : "", STR_ARG(text));
    }
    buf_add_char(&out, after);
    return buf_take(&out);
}

static Str annotation_of(Planner *planner, const TypeRef *type, bool is_stub);

/* _builtins.NAME[A, B] */
static Str container_annotation(Planner *planner, const char *name, const TypeRef *type,
                                bool is_stub)
{
    Buf out = buf_new(planner->arena);
    buf_addf(&out, "_builtins.%s[", name);
    for (size_t i = 0; i < type->item_count; i++) {
        const Str item = annotation_of(planner, type->items[i], is_stub);
        buf_addf(&out, "%s%.*s", i ? ", " : "", STR_ARG(item));
    }
    buf_add(&out, type->kind == TYPE_TUPLE_OF ? STR(", ...]") : STR("]"));
    return buf_take(&out);
}

static Str annotation_of(Planner *planner, const TypeRef *type, bool is_stub)
{
    Arena *arena = planner->arena;
    Str item = {0};
    switch (type->kind) {
    case TYPE_KIND_COUNT:
    case TYPE_ERROR: break;
    case TYPE_SCALAR: return scalar_annotation(arena, type->scalar);
    case TYPE_LIST: return container_annotation(planner, "list", type, is_stub);
    case TYPE_SET: return container_annotation(planner, "set", type, is_stub);
    case TYPE_FROZENSET: return container_annotation(planner, "frozenset", type, is_stub);
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF: return container_annotation(planner, "tuple", type, is_stub);
    case TYPE_DICT: return container_annotation(planner, "dict", type, is_stub);
    case TYPE_OPTIONAL:
        item = annotation_of(planner, type->items[0], is_stub);
        return str_fmt(arena, "%.*s | None", STR_ARG(item));
    case TYPE_ABSENT:
        item = annotation_of(planner, type->items[0], is_stub);
        return str_fmt(arena, "%.*s | _types.EllipsisType", STR_ARG(item));
    case TYPE_LITERAL: return literal_text(arena, type->enumeration, "_typing.Literal[", ']');
    case TYPE_UNION:
        for (size_t i = 0; i < type->item_count; i++) {
            const Str one = annotation_of(planner, type->items[i], is_stub);
            item = i ? str_fmt(arena, "%.*s | %.*s", STR_ARG(item), STR_ARG(one)) : one;
        }
        return item;
    case TYPE_ENUM:
        item = class_name(planner, type->enumeration->schema, type->enumeration->name, is_stub);
        if (!type->enumeration->is_open) return item;
        return str_fmt(arena, "%.*s | _builtins.%s", STR_ARG(item),
                       type->enumeration->is_str ? "str" : "int");
    case TYPE_RECORD: return class_name(planner, type->record->schema, type->record->name, is_stub);
    case TYPE_FOREIGN: return planner_foreign(planner, type->definition)->alias;
    case TYPE_LIMITED: return annotation_of(planner, type->items[0], is_stub);
    }
    return STR("_typing.Any");
}

static Str type_object(Planner *planner, const TypeRef *type);

/* _NAME(A, B) */
static Str call_object(Planner *planner, const char *name, const TypeRef *type)
{
    Buf out = buf_new(planner->arena);
    buf_addf(&out, "%s(", name);
    for (size_t i = 0; i < type->item_count; i++) {
        const Str item = type_object(planner, type->items[i]);
        buf_addf(&out, "%s%.*s", i ? ", " : "", STR_ARG(item));
    }
    buf_add_char(&out, ')');
    return buf_take(&out);
}

static Str dict_object(Planner *planner, const TypeRef *type)
{
    const KeyKind kind = model_key_kind(type->items[0]);
    if (kind != KEY_STR)
        return call_object(planner, kind == KEY_INT ? "_dict_of_numbers" : "_dict_of_texts", type);
    const Str values = type_object(planner, type->items[1]);
    return str_fmt(planner->arena, "_dict(%.*s)", STR_ARG(values));
}

static Str literal_object(Arena *arena, const EnumType *literal)
{
    const Str name = spell_py_string(arena, literal->name);
    const Str before = str_fmt(arena, "_literal(%.*s, ", STR_ARG(name));
    return literal_text(arena, literal, str_terminated(arena, before), ')');
}

/* A record of a union: by name, or as what stands for one of another module. */
static void add_member(Planner *planner, Buf *out, size_t index)
{
    const Plan *plan = planner->plan;
    if (index < plan->records.len) {
        buf_addf(out, "\"%.*s\"", STR_ARG(plan->records.items[index]->record->name));
        return;
    }
    const Record *record = plan->imported_records.items[index - plan->records.len]->record;
    const Str class = plan_class_name(planner->arena, plan, record->schema, record->name);
    const Str tag = record->has_tag ? spell_py_string(planner->arena, record->tag) : STR("None");
    const Str key = spell_py_string(planner->arena, record->tag_field);
    buf_addf(out, "_Member(%.*s, %.*s, %.*s, %s)", STR_ARG(class), STR_ARG(tag), STR_ARG(key),
             record->open ? "True" : "False");
}

/* `("Circle", "Square")` */
static Str names_of(Planner *planner, const Indices *indices)
{
    Buf out = buf_new(planner->arena);
    for (size_t i = 0; i < indices->len; i++) {
        if (i) buf_add(&out, STR(", "));
        add_member(planner, &out, indices->items[i]);
    }
    if (indices->len == 1) buf_add(&out, STR(","));
    const Str names = buf_take(&out);
    return str_fmt(planner->arena, "(%.*s)", STR_ARG(names));
}

static Str tagged_object(Planner *planner, const TypeRef *type)
{
    const Str name = planner_expected(planner->arena, type);
    const FamilyPlan family = tags_family(planner, type, name);
    const Str bases = names_of(planner, &family.bases);
    const Str members = names_of(planner, &family.members);
    return str_fmt(planner->arena, "_tagged(\"%.*s\", %.*s, %.*s)", STR_ARG(name), STR_ARG(bases),
                   STR_ARG(members));
}

/* `_union("str | int", string=_t_str, number=_t_int64)` */
static Str union_object(Planner *planner, const TypeRef *type)
{
    static const char *const kinds[JSON_KINDS] = {
        [JSON_STRING] = "string", [JSON_NUMBER] = "number", [JSON_BOOL] = "bool",
        [JSON_ARRAY] = "array",   [JSON_OBJECT] = "object",
    };
    Arena *arena = planner->arena;
    const TypeRef *tagged = type_tagged(arena, type);
    if (tagged && tagged->item_count == type->item_count) return tagged_object(planner, type);
    Buf out = buf_new(arena);
    unsigned done = 0;
    for (size_t i = 0; i < type->item_count; i++) {
        const bool is_one = tagged && type->items[i]->kind == TYPE_RECORD;
        const TypeRef *item = is_one ? tagged : type->items[i];
        const Str object = type_object(planner, item);
        for (size_t kind = 0; kind < JSON_KINDS; kind++)
            if (model_json_kinds(item) & ~done & 1u << kind)
                buf_addf(&out, ", %s=%.*s", kinds[kind], STR_ARG(object));
        done |= model_json_kinds(item);
    }
    const Str name = spell_py_string(arena, planner_expected(arena, type));
    const Str readers = buf_take(&out);
    return str_fmt(arena, "_union(%.*s%.*s)", STR_ARG(name), STR_ARG(readers));
}

/* A named type has an object of its own, made before all that use it. */
static Str named_object(Planner *planner, const TypeRef *type)
{
    Arena *arena = planner->arena;
    const Str inner = type_object(planner, type->items[0]);
    const Str object = type->kind == TYPE_FOREIGN ? foreign_python(planner, type, inner)
                                                  : limits_python(arena, type, inner);
    if (!type->definition) return object;
    const Str name = type->definition->name;
    const NamedPlan *known = map_get(&planner->named, name);
    if (!known) {
        NamedPlan *named = arena_make(arena, NamedPlan);
        *named = (NamedPlan){.name = name, .py_type = object};
        vec_push(arena, &planner->plan->named, *named);
        map_add(arena, &planner->named, name, named);
    } else if (!str_eq(known->py_type, object)) {
        return object; /* floats that `nan: as_null` made others, or a type of another module */
    }
    return str_fmt(arena, "_t_%.*s", STR_ARG(name));
}

/* Of an existing class the name in the schema may be another one. */
static Str enum_object(Planner *planner, const EnumType *enumeration)
{
    Buf out = buf_new(planner->arena);
    const Str name = class_name(planner, enumeration->schema, enumeration->name, false);
    buf_addf(&out, "%s(%.*s", enumeration->is_open ? "_open_enum" : "_enum", STR_ARG(name));
    if (enumeration->is_open)
        buf_add(&out, enumeration->is_str ? STR(", _TextType") : STR(", _BigintType"));
    if (enumeration->class.name.len) buf_addf(&out, ", \"%.*s\"", STR_ARG(enumeration->name));
    if (enumeration->schema != planner->plan->schema)
        buf_addf(&out, ", module=\"%.*s\"", STR_ARG(enumeration->schema->module));
    buf_add_char(&out, ')');
    return buf_take(&out);
}

/* The twin's type object. Records by name, because they may refer to one another. */
static Str type_object(Planner *planner, const TypeRef *type)
{
    Arena *arena = planner->arena;
    Str name;
    switch (type->kind) {
    case TYPE_KIND_COUNT:
    case TYPE_ERROR: break;
    case TYPE_SCALAR:
        if (type->form == FORM_NAN_AS_NULL)
            return str_fmt(arena, "_nan_as_null(_t_%s)", type->scalar->name);
        return str_fmt(arena, type->form == FORM_INTERNED ? "_interned(_t_%s)" : "_t_%s",
                       type->scalar->name);
    case TYPE_LIST: return call_object(planner, "_list", type);
    case TYPE_SET: return call_object(planner, "_set", type);
    case TYPE_FROZENSET: return call_object(planner, "_frozenset", type);
    case TYPE_TUPLE: return call_object(planner, "_tuple", type);
    case TYPE_TUPLE_OF: return call_object(planner, "_tuple_of", type);
    case TYPE_DICT: return dict_object(planner, type);
    case TYPE_OPTIONAL: return call_object(planner, "_optional", type);
    case TYPE_ABSENT: return call_object(planner, "_absent", type);
    case TYPE_UNION: return union_object(planner, type);
    case TYPE_LITERAL: return literal_object(arena, type->enumeration);
    case TYPE_ENUM: return enum_object(planner, type->enumeration);
    case TYPE_RECORD:
        if (type->record->schema == planner->plan->schema)
            return str_fmt(arena, "_record(\"%.*s\")", STR_ARG(type->record->name));
        name = class_name(planner, type->record->schema, type->record->name, false);
        return str_fmt(arena, "_imported_type(%.*s)", STR_ARG(name));
    case TYPE_FOREIGN:
    case TYPE_LIMITED: return named_object(planner, type);
    }
    return STR("_t_Any");
}

/* Of a default that all instances share, an expression. Tuples and frozensets may hold what only the
   type itself can make of JSON text. */
static Str default_object(Planner *planner, const Field *field, Str type)
{
    Arena *arena = planner->arena;
    const TypeKind kind = type_inside(field->type)->kind;
    const bool is_container =
        kind == TYPE_TUPLE || kind == TYPE_TUPLE_OF || kind == TYPE_FROZENSET || kind == TYPE_UNION;
    if (!is_container || !field->has_default || field->default_is_mutable ||
        field->default_json.len == 0 || field->default_json.ptr[0] != '[')
        return spell_py_default(arena, planner->plan, field);
    const Str json = spell_py_string(arena, field->default_json);
    return str_fmt(arena, "_shared(%.*s, %.*s)", STR_ARG(type), STR_ARG(json));
}

static void annotate_slot(Planner *planner, Slot *slot)
{
    slot->py_annotation = annotation_of(planner, slot->field->type, false);
    slot->pyi_annotation = annotation_of(planner, slot->field->type, true);
    slot->py_type = type_object(planner, slot->field->type);
    slot->py_default = default_object(planner, slot->field, slot->py_type);
}

void annotate_slots(Planner *planner)
{
    Plan *plan = planner->plan;
    for (size_t r = 0; r < plan->records.len; r++) {
        RecordPlan *record = plan->records.items[r];
        record->family_py = names_of(planner, &record->family.members);
        for (size_t i = 0; i < record->slots.len; i++)
            annotate_slot(planner, &record->slots.items[i]);
        for (size_t i = 0; i < record->cached.len; i++)
            annotate_slot(planner, &record->cached.items[i]);
    }
}
