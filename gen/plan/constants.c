/* Constants: one SgType for each distinct type that is not a plain scalar, items before what holds
   them; and which constant, JSON key and default each slot has. */
#include "plan/parts.h"
#include "types/literal.h"

#include <assert.h>
#include <ctype.h>

Str constant_items(Arena *arena, const TypeConst *constant)
{
    if (!constant->items.len) return STR("NULL");
    Buf out = buf_new(arena);
    for (size_t i = 0; i < constant->items.len; i++)
        buf_addf(&out, "%s%.*s", i ? ", " : "", STR_ARG(constant->items.items[i]));
    return buf_take(&out);
}

static Str expected_union(Arena *arena, const TypeRef *type);

static Str expected_or(Arena *arena, const TypeRef *type, const char *other)
{
    const Str expected = planner_expected(arena, type);
    return str_fmt(arena, "%.*s | %s", STR_ARG(expected), other);
}

Str planner_expected(Arena *arena, const TypeRef *type)
{
    switch (type->kind) {
    case TYPE_KIND_COUNT:
    case TYPE_ERROR: break;
    case TYPE_SCALAR: return str_from(type->scalar->python);
    case TYPE_LIST: return STR("list");
    case TYPE_SET: return STR("set");
    case TYPE_FROZENSET: return STR("frozenset");
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF: return STR("tuple");
    case TYPE_DICT: return STR("dict");
    case TYPE_OPTIONAL: return expected_or(arena, type->items[0], "None");
    case TYPE_ABSENT: return expected_or(arena, type->items[0], "...");
    case TYPE_UNION: return expected_union(arena, type);
    case TYPE_LITERAL:
    case TYPE_ENUM: return type->enumeration->name;
    case TYPE_RECORD: return type->record->name;
    case TYPE_FOREIGN: return type->definition->name;
    case TYPE_LIMITED: return planner_expected(arena, type->items[0]);
    }
    return STR("?");
}

static Str expected_union(Arena *arena, const TypeRef *type)
{
    Buf out = buf_new(arena);
    for (size_t i = 0; i < type->item_count; i++) {
        if (i) buf_add(&out, STR(" | "));
        buf_add(&out, planner_expected(arena, type->items[i]));
    }
    return buf_take(&out);
}

static bool is_tagged(const TypeRef *type)
{
    for (size_t i = 0; i < type->item_count; i++)
        if (type->items[i]->kind != TYPE_RECORD) return false;
    return type->kind == TYPE_UNION;
}

/* "float64", "list", "optional": scalars by their own name, all else by the run-time kind. */
static Str kind_of(const TypeRef *type)
{
    switch (type->kind) {
    case TYPE_KIND_COUNT:
    case TYPE_ERROR: break;
    case TYPE_SCALAR: return str_from(type->scalar->name);
    case TYPE_LIST: return STR("list");
    case TYPE_SET: return STR("set");
    case TYPE_FROZENSET: return STR("frozenset");
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF: return STR("tuple");
    case TYPE_DICT: return STR("dict");
    case TYPE_OPTIONAL: return STR("optional");
    case TYPE_ABSENT: return STR("absent");
    case TYPE_LITERAL: return STR("literal");
    case TYPE_UNION: return is_tagged(type) ? STR("tagged") : STR("union");
    case TYPE_ENUM: return type->enumeration->is_open ? STR("open_enum") : STR("enum");
    case TYPE_RECORD: return STR("record");
    case TYPE_FOREIGN: return STR("foreign");
    case TYPE_LIMITED: return STR("limited");
    }
    return STR("?");
}

static Str stem_of(const Planner *planner, const TypeRef *type);

/* "tuple_int8_str", "tuple_int8_any": the kind and all types inside. */
static Str stem_of_all(const Planner *planner, const TypeRef *type)
{
    enum { SHOWN_MAX = 4 }; /* types inside that a name has room for */
    Buf stem = buf_new(planner->arena);
    buf_add(&stem, kind_of(type));
    for (size_t i = 0; i < type->item_count && i < SHOWN_MAX; i++) {
        const Str item = stem_of(planner, type->items[i]);
        buf_addf(&stem, "_%.*s", STR_ARG(item));
    }
    if (type->kind == TYPE_TUPLE_OF) buf_add(&stem, STR("_n"));
    return buf_take(&stem);
}

/* "Circle_or_Square"; of many the first. */
static Str stem_of_union(const Planner *planner, const TypeRef *type)
{
    enum { NAMED = 3 };
    Buf out = buf_new(planner->arena);
    const bool are_many = type->item_count > NAMED;
    for (size_t i = 0; i < (are_many ? 1 : type->item_count); i++) {
        const Str item = stem_of(planner, type->items[i]);
        buf_addf(&out, "%s%.*s", i ? "_or_" : "", STR_ARG(item));
    }
    if (are_many) buf_add(&out, STR("_or_others"));
    return buf_take(&out);
}

/* A class of another module has that module's last name in front. */
static Str class_stem(const Planner *planner, const Plan *plan, Str word)
{
    if (plan == planner->plan) return word;
    return str_fmt(planner->arena, "%.*s_%.*s", STR_ARG(plan->module_last), STR_ARG(word));
}

/* "list_int8": the kind, and one of the types inside. */
static Str stem_around(const Planner *planner, Str kind, const TypeRef *inner)
{
    const Str stem = stem_of(planner, inner);
    return str_fmt(planner->arena, "%.*s_%.*s", STR_ARG(kind), STR_ARG(stem));
}

/* What a constant's name says of the type, after "type_". */
static Str stem_of(const Planner *planner, const TypeRef *type)
{
    Arena *arena = planner->arena;
    switch (type->kind) {
    case TYPE_KIND_COUNT:
    case TYPE_ERROR: break;
    case TYPE_SCALAR:
        if (type->form == FORM_NAN_AS_NULL) return str_fmt(arena, "%s_or_null", type->scalar->name);
        return str_from(type->form == FORM_INTERNED ? "interned_str" : type->scalar->name);
    case TYPE_ENUM: {
        const EnumPlan *item = planner_enum(planner, type->enumeration);
        return class_stem(planner, item->plan, item->word);
    }
    case TYPE_RECORD: {
        const RecordPlan *record = planner_record(planner, type->record);
        return class_stem(planner, record->plan, record->c_name);
    }
    case TYPE_LITERAL: return STR("literal");
    case TYPE_DICT:
        if (model_key_kind(type->items[0]) == KEY_STR)
            return stem_around(planner, STR("dict"), type->items[1]);
        return stem_of_all(planner, type);
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF: return stem_of_all(planner, type);
    case TYPE_FOREIGN: return type->definition->name;
    case TYPE_LIMITED:
        if (type->definition) return type->definition->name;
        return limits_stem(arena, type, stem_of(planner, type->items[0]));
    case TYPE_LIST:
    case TYPE_SET:
    case TYPE_FROZENSET:
    case TYPE_OPTIONAL:
    case TYPE_ABSENT: return stem_around(planner, kind_of(type), type->items[0]);
    case TYPE_UNION: return stem_of_union(planner, type);
    }
    return STR("error");
}

/* The run time spells sg_type_uuid as it spells all its names, in lower case. */
static Str scalar_constant(Planner *planner, const TypeRef *type)
{
    const Scalar *scalar = type->scalar;
    map_add(planner->arena, &planner->scalars, str_from(scalar->name), planner);
    switch (type->form) {
    case FORM_PLAIN: break;
    case FORM_NAN_AS_NULL:
        planner->plan->has_nan_as_null = true;
        return str_fmt(planner->arena, "&sg_type_%s_or_null", scalar->name);
    case FORM_INTERNED: planner->plan->has_interned = true; return STR("&sg_type_interned_str");
    }
    Buf out = buf_new(planner->arena);
    buf_add(&out, STR("&sg_type_"));
    for (const char *c = scalar->name; *c; c++)
        buf_add_char(&out, (char)tolower((unsigned char)*c));
    return buf_take(&out);
}

static Str constant_name(Planner *planner, const TypeRef *type)
{
    Arena *arena = planner->arena;
    const Str words = stem_of(planner, type), stem = str_fmt(arena, "type_%.*s", STR_ARG(words));
    Str name = stem;
    for (size_t n = 2; !map_add(arena, &planner->identifiers, name, planner); n++)
        name = str_fmt(arena, "%.*s_%zu", STR_ARG(stem), n);
    return name;
}

static Str constant_of(Planner *planner, const TypeRef *type);

/* The C name of the literal's table; made where it is not there yet. */
static Str literal_of(Planner *planner, const TypeRef *type)
{
    Arena *arena = planner->arena;
    Plan *plan = planner->plan;
    for (size_t i = 0; i < plan->literals.len; i++)
        if (str_eq(plan->literals.items[i]->enumeration->name, type->enumeration->name))
            return plan->literals.items[i]->c_name;
    EnumPlan *literal = arena_make(arena, EnumPlan);
    literal->enumeration = type->enumeration;
    literal->index = plan->literals.len;
    literal->c_name = str_fmt(arena, "literal_%zu", literal->index + 1);
    vec_push(arena, &plan->literals, literal);
    return literal->c_name;
}

/* What the run time calls the keys of a dict: SG_KEY_STR, SG_KEY_TEXT, SG_KEY_INT. */
static size_t dict_keys(const TypeRef *type)
{
    const KeyKind kind = model_key_kind(type->items[0]);
    return kind == KEY_INT ? 2 : kind == KEY_TEXT ? 1 : 0;
}

/* The items of a union: its records, where they are several, are one of their own. */
static void refer_members(Planner *planner, const TypeRef *type, TypeConst *constant)
{
    const TypeRef *tagged = type_tagged(planner->arena, type);
    bool has_tagged = false;
    for (size_t kind = 0; kind < JSON_KINDS; kind++) constant->by_kind[kind] = STR("NULL");
    for (size_t i = 0; i < type->item_count; i++) {
        const bool is_one = tagged && type->items[i]->kind == TYPE_RECORD;
        if (is_one && has_tagged) continue;
        has_tagged |= is_one;
        const TypeRef *item = is_one ? tagged : type->items[i];
        const Str expression = constant_of(planner, item);
        vec_push(planner->arena, &constant->items, expression);
        for (size_t kind = 0; kind < JSON_KINDS; kind++)
            if (model_json_kinds(item) & 1u << kind) constant->by_kind[kind] = expression;
    }
}

/* Sets what a union refers to. */
static Str refer_union(Planner *planner, const TypeRef *type, TypeConst *constant)
{
    planner->plan->has_choices = true;
    if (!is_tagged(type)) {
        refer_members(planner, type, constant);
        return constant_items(planner->arena, constant);
    }
    constant->family = tags_family(planner, type, planner_expected(planner->arena, type));
    return constant->family.name;
}

/* Sets what the constant refers to. With its kind, the result tells the type from all others. */
static Str refer(Planner *planner, const TypeRef *type, TypeConst *constant)
{
    if (type->kind == TYPE_UNION) return refer_union(planner, type, constant);
    for (size_t i = 0; i < type->item_count; i++)
        vec_push(planner->arena, &constant->items, constant_of(planner, type->items[i]));
    const Str items = constant_items(planner->arena, constant);
    switch (type->kind) {
    case TYPE_KIND_COUNT:
    case TYPE_ERROR:
    case TYPE_SCALAR:
    case TYPE_LIST:
    case TYPE_SET:
    case TYPE_FROZENSET:
    case TYPE_OPTIONAL:
    case TYPE_UNION:
    case TYPE_ABSENT: break;
    case TYPE_TUPLE: constant->has_item_list = true; break;
    case TYPE_TUPLE_OF:
        return str_fmt(planner->arena, "%.*s ...", STR_ARG(constant->items.items[0]));
    case TYPE_DICT: constant->index = dict_keys(type); break;
    case TYPE_LITERAL: {
        const Str literal = literal_of(planner, type);
        constant->extra = str_fmt(planner->arena, "&%.*s", STR_ARG(literal));
        return type->enumeration->name;
    }
    case TYPE_ENUM:
        constant->index = planner_use_enum(planner, type->enumeration);
        return schema_name_of(planner->arena, planner->plan->schema, type->enumeration->schema,
                              type->enumeration->name);
    case TYPE_RECORD:
        constant->index = planner_use_record(planner, type->record);
        return schema_name_of(planner->arena, planner->plan->schema, type->record->schema,
                              type->record->name);
    case TYPE_FOREIGN:
        return str_fmt(planner->arena, "%.*s%.*s.%.*s", STR_ARG(items),
                       STR_ARG(type->definition->schema->module), STR_ARG(type->definition->name));
    case TYPE_LIMITED: {
        const Str key = limits_key(planner->arena, type);
        return str_fmt(planner->arena, "%.*s%.*s", STR_ARG(items), STR_ARG(key));
    }
    }
    return items;
}

/* The constant of the type, as a C expression; made where it is not there yet. */
static Str constant_of(Planner *planner, const TypeRef *type)
{
    planner->plan->uses_kinds[type->kind] = true;
    if (type->kind == TYPE_ENUM && type->enumeration->is_open) /* unknown values are of that kind */
        planner->plan->uses_families[type->enumeration->is_str ? FAMILY_TEXT : FAMILY_BIGINT] =
            true;
    if (type->kind == TYPE_SCALAR) return scalar_constant(planner, type);
    Arena *arena = planner->arena;
    TypeConst constant = {.kind = kind_of(type), .extra = STR("NULL")};
    const Str referred = refer(planner, type, &constant);
    const Str key = str_fmt(arena, "%.*s %.*s", STR_ARG(constant.kind), STR_ARG(referred));
    Str *known = map_get(&planner->constants, key);
    if (known) return *known;
    constant.c_name = constant_name(planner, type);
    constant.expected = planner_expected(arena, type);
    if (type->kind == TYPE_LIMITED) limits_spell(planner, type, &constant);
    if (type->kind == TYPE_FOREIGN) foreign_spell(planner, type, &constant);
    vec_push(arena, &planner->plan->constants, constant);
    known = arena_make(arena, Str);
    *known = str_fmt(arena, "&%.*s", STR_ARG(constant.c_name));
    map_add(arena, &planner->constants, key, known);
    return *known;
}

/* The scalar that lives in the struct itself: `T` or `T | None` of a native T, unless boxed. */
static const Scalar *native_of(const Field *field)
{
    const TypeRef *type = field->type;
    if (type->kind == TYPE_OPTIONAL) type = type->items[0];
    if (type->kind == TYPE_LIMITED) type = type->items[0];
    if (field->is_boxed || type->kind != TYPE_SCALAR) return NULL;
    assert(type->scalar);
    return types_family(type->scalar)->is_native ? type->scalar : NULL;
}

/* The run time's SG_NO_KEY stands for a key where the field has none. */
static void set_key(Arena *arena, Slot *slot)
{
    slot->key_literal = STR("SG_NO_KEY");
    slot->key_length = 2;
    if (slot->field->is_hidden) return;
    Buf key = buf_new(arena);
    buf_add_char(&key, ',');
    literal_add_string(&key, slot->field->json_name);
    buf_add_char(&key, ':');
    slot->key_length = key.len;
    slot->key_literal = spell_c_string(arena, buf_take(&key));
}

/* What a field's value is written as. A str, say, was checked when it entered and cannot have changed
   since, unlike the items of a list. */
static const TypeRef *written_type(Arena *arena, const TypeRef *type)
{
    if (type->kind == TYPE_LIMITED) {
        const TypeRef *inner = type->items[0];
        const bool is_steady = inner->kind == TYPE_SCALAR && types_family(inner->scalar)->is_atomic;
        return is_steady ? inner : type;
    }
    if (type->kind != TYPE_OPTIONAL && type->kind != TYPE_ABSENT) return type;
    const TypeRef *inner = written_type(arena, type->items[0]);
    if (inner == type->items[0]) return type;
    TypeRef *whole = arena_make(arena, TypeRef);
    *whole = *type;
    whole->items = arena_array(arena, const TypeRef *, 1);
    whole->items[0] = inner;
    return whole;
}

/* The rows that a native field is checked by; empty where it has none. */
static Str native_limits(Planner *planner, const TypeRef *type)
{
    if (type->kind == TYPE_OPTIONAL) type = type->items[0];
    if (type->kind != TYPE_LIMITED) return (Str){0};
    const Str constant = constant_of(planner, type);
    return str_fmt(planner->arena, "%.*s_limits", (int)constant.len - 1, constant.ptr + 1);
}

/* What makes the default of a field: one SgReference for all fields that name the same function. */
static Str factory_of(Planner *planner, const Reference *factory)
{
    Arena *arena = planner->arena;
    if (!factory->name.len) return (Str){0};
    const Str text = str_fmt(arena, "%.*s:%.*s", STR_ARG(factory->module), STR_ARG(factory->name));
    Str *known = map_get(&planner->factories, text);
    if (known) return *known;
    Buf stem = buf_new(arena);
    for (size_t i = 0; i < text.len; i++)
        buf_add_char(&stem, text.ptr[i] == '.' || text.ptr[i] == ':' ? '_' : text.ptr[i]);
    known = arena_make(arena, Str);
    *known = planner_reference(planner, factory, buf_take(&stem));
    map_add(arena, &planner->factories, text, known);
    planner->plan->has_factories = true;
    return *known;
}

static void describe_slot(Planner *planner, Slot *slot)
{
    Arena *arena = planner->arena;
    const Field *field = slot->field;
    slot->native = native_of(field);
    slot->c_type = slot->native ? str_from(slot->native->storage) : STR("PyObject *");
    slot->size = slot->native ? slot->native->size : sizeof(uint64_t);
    slot->is_optional_native = slot->native && field->type->kind == TYPE_OPTIONAL;
    slot->is_float = type_has_float(field->type);
    slot->comment = spell_c_comment(arena, model_type_text(arena, field->type));
    slot->kind = slot->native ? str_from(slot->native->name) : kind_of(field->type);
    slot->codec = slot->native ? stem_of(planner, type_inside(field->type)) : slot->kind;
    slot->type_const = constant_of(planner, field->type);
    slot->write_const = slot->type_const;
    if (slot->native) slot->limits_c = native_limits(planner, field->type);
    else slot->write_const = constant_of(planner, written_type(arena, field->type));

    set_key(arena, slot);
    const Str text = field->default_is_absent ? STR("...") : field->default_json;
    slot->factory_c = factory_of(planner, &field->factory);
    slot->default_literal = field->has_default ? spell_c_string(arena, text) : STR("NULL");
}

static void list_scalars(Planner *planner)
{
    Plan *plan = planner->plan;
    size_t count;
    const Scalar *scalars = types_scalars(&count);
    for (size_t i = 0; i < count; i++) {
        if (!map_get(&planner->scalars, str_from(scalars[i].name))) continue;
        vec_push(planner->arena, &plan->scalars, &scalars[i]);
        plan->uses_families[scalars[i].family] = true;
    }
}

void constants_collect(Planner *planner)
{
    Plan *plan = planner->plan;
    for (size_t r = 0; r < plan->records.len; r++)
        for (size_t i = 0; i < plan->records.items[r]->slots.len; i++)
            describe_slot(planner, &plan->records.items[r]->slots.items[i]);
    for (size_t r = 0; r < plan->records.len; r++)
        for (size_t i = 0; i < plan->records.items[r]->cached.len; i++)
            describe_slot(planner, &plan->records.items[r]->cached.items[i]);
    list_scalars(planner);
}
