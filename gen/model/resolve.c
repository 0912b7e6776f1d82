/* Names to pointers: the types of fields, the bases of records; then what follows from bases, the order
   of records and their inherited fields. A name that leads nowhere is reported and poisoned. */
#include "base/suggest.h"
#include "model/steps.h"

/* What other languages call our types. */
static const struct {
    const char *foreign, *ours;
} habits[] = {
    {"string", "str"},      {"text", "str"},        {"char", "str"},       {"boolean", "bool"},
    {"integer", "int64"},   {"long", "int64"},      {"short", "int16"},    {"byte", "uint8"},
    {"uint", "uint64"},     {"double", "float64"},  {"number", "float64"}, {"real", "float64"},
    {"bytearray", "bytes"}, {"array", "list"},      {"map", "dict"},       {"object", "Any"},
    {"uuid", "UUID"},       {"decimal", "Decimal"},
};

/* Modules of Python whose classes are types here, without the module's name in front. */
static const char *const python_modules[] = {"typing.", "datetime.", "uuid.", "decimal.",
                                             "builtins."};

/* What stands behind such a module's name, else the name itself. */
static Str without_python_module(Str name)
{
    for (size_t i = 0; i < sizeof python_modules / sizeof *python_modules; i++) {
        const Str module = str_from(python_modules[i]);
        if (str_starts_with(name, module)) return str_slice(name, module.len, name.len);
    }
    return name;
}

typedef VEC(Str) Names;

static Names type_names(Model *model)
{
    Arena *arena = model->run->arena;
    Names names = {0};
    size_t count;
    for (const Scalar *s = types_scalars(&count), *end = s + count; s < end; s++)
        vec_push(arena, &names, str_from(s->name));
    vec_push(arena, &names, STR("float"));
    for (const Container *c = types_containers(&count), *end = c + count; c < end; c++)
        vec_push(arena, &names, str_from(c->name));
    for (size_t i = 0; i < model->types.len; i++)
        vec_push(arena, &names, model->types.entries[i].key);
    return names;
}

static Str type_meant(Model *model, Str name)
{
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
        if (str_is(name, habits[i].foreign)) return str_from(habits[i].ours);
    const Names names = type_names(model);
    const Str bare = without_python_module(name);
    const Str imported = imports_with(model, name);
    return imported.len ? imported : suggest_nearest(bare, names.items, names.len);
}

/* Python's own spellings of optional types and unions. */
static bool help_operator(Diags *diags, Str name)
{
    const Str bare = without_python_module(name);
    if (!str_is(bare, "Optional") && !str_is(bare, "Union")) return false;
    diag_help(diags, "types are joined by '|', as in 'str | None'");
    return true;
}

static void refuse_unknown_type(Model *model, const TypeRef *type)
{
    Diags *diags = model->run->diags;
    diag_at(diags, DIAG_UNKNOWN_TYPE, type->span, "unknown type '%.*s'", STR_ARG(type->name));
    if (help_operator(diags, type->name)) return;
    const Str meant = type_meant(model, type->name);
    if (meant.len) {
        diag_replacement(diags, meant);
        diag_help(diags, "did you mean '%.*s'?", STR_ARG(meant));
        return;
    }
    if (memchr(type->name.ptr, '.', type->name.len)) {
        imports_help(model, type->name);
        return;
    }
    Buf all = buf_new(model->run->arena);
    size_t count;
    for (const Scalar *s = types_scalars(&count), *end = s + count; s < end; s++)
        buf_addf(&all, "%s, ", s->name);
    const Str list = str_trim(buf_take(&all));
    diag_help(diags,
              "types are %.*s list[T], dict[str, T] and more, and this schema's types, enums and "
              "records",
              STR_ARG(list));
}

static const TypeRef *resolve_name(Model *model, const TypeRef *type)
{
    const NamedType *named = map_get(&model->types, type->name);
    if (!named) {
        if (!imports_may_have(model, type->name)) refuse_unknown_type(model, type);
        return &type_error;
    }
    if (named->defining) return definitions_resolve(model, named->defining, type->span);
    TypeRef *found = arena_make(model->run->arena, TypeRef);
    *found = *type;
    found->kind = named->kind;
    found->enumeration = named->enumeration;
    found->record = named->record;
    return found;
}

/* `type` around an item whose name turned out to stand for a type that cannot stand there. NULL, and
   nothing reported, where all is well. */
static const TypeRef *refuse_item(Model *model, const TypeRef *type, const TypeRef *written,
                                  const TypeRef *item)
{
    Diags *diags = model->run->diags;
    const bool is_optional = type->kind == TYPE_OPTIONAL;
    const bool is_any = item->kind == TYPE_SCALAR && item->scalar->family == FAMILY_ANY;
    if (item->kind == TYPE_ABSENT) {
        diag_at(diags, DIAG_ABSENT_TYPE, item->span,
                "'...' stands for a key that is not there: '%.*s' can only be the type of a field",
                STR_ARG(written->name));
    } else if (is_optional && (item->kind == TYPE_OPTIONAL || is_any)) {
        diag_at(diags, DIAG_OPTIONAL_TYPE, item->span, "'%.*s' takes None already",
                STR_ARG(written->name));
        diag_help(diags, "write '%.*s'", STR_ARG(written->name));
    } else if (type->kind == TYPE_UNION && item->kind == TYPE_OPTIONAL) {
        diag_at(diags, DIAG_OPTIONAL_TYPE, item->span, "'%.*s' brings a None into the union",
                STR_ARG(written->name));
        diag_help(diags, "leave it out of that type, and write '| None' behind the union");
    } else {
        return NULL;
    }
    return &type_error;
}

/* A union whose members are unions, by their names, is one with all their members. */
static const TypeRef *flatten(Arena *arena, TypeRef *whole)
{
    VEC(const TypeRef *) members = {0};
    for (size_t i = 0; i < whole->item_count; i++) {
        const TypeRef *item = whole->items[i];
        const bool is_union = item->kind == TYPE_UNION;
        for (size_t j = 0; is_union && j < item->item_count; j++)
            vec_push(arena, &members, item->items[j]);
        if (!is_union) vec_push(arena, &members, item);
    }
    whole->items = members.items;
    whole->item_count = members.len;
    return whole;
}

const TypeRef *resolve_type(Model *model, const TypeRef *type)
{
    switch (type->kind) {
    case TYPE_KIND_COUNT:
    case TYPE_ERROR:
    case TYPE_LITERAL:
    case TYPE_SCALAR: return type;
    case TYPE_ENUM:
    case TYPE_RECORD: return resolve_name(model, type);
    case TYPE_LIST:
    case TYPE_SET:
    case TYPE_FROZENSET:
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF:
    case TYPE_DICT:
    case TYPE_OPTIONAL:
    case TYPE_ABSENT:
    case TYPE_UNION:
    case TYPE_FOREIGN:
    case TYPE_LIMITED: break;
    }
    TypeRef *whole = typeexpr_copy(model->run->arena, type);
    for (size_t i = 0; i < type->item_count; i++) {
        const TypeRef *item = resolve_type(model, type->items[i]);
        const TypeRef *refused = refuse_item(model, type, type->items[i], item);
        whole->items[i] = item;
        if (refused || ((type->kind == TYPE_OPTIONAL || type->kind == TYPE_ABSENT) &&
                        item->kind == TYPE_ERROR))
            return &type_error;
    }
    return type->kind == TYPE_UNION ? flatten(model->run->arena, whole) : whole;
}

static void resolve_base(Model *model, Record *record)
{
    Diags *diags = model->run->diags;
    if (!record->base_name.len) return;
    const NamedType *named = map_get(&model->types, record->base_name);
    if (named && !named->defining && named->kind == TYPE_RECORD) {
        record->base = named->record;
        return;
    }
    if (named) {
        diag_at(diags, DIAG_UNKNOWN_BASE, record->base_span,
                "'%.*s' is %s, and no record to extend", STR_ARG(record->base_name),
                named->defining ? "a named type" : "an enum");
        return;
    }
    if (imports_may_have(model, record->base_name)) return;
    diag_at(diags, DIAG_UNKNOWN_BASE, record->base_span, "unknown record '%.*s'",
            STR_ARG(record->base_name));
    Names records = {0};
    for (size_t i = 0; i < model->types.len; i++) {
        const NamedType *other = model->types.entries[i].value;
        if (other->kind == TYPE_RECORD && other->record != record)
            vec_push(model->run->arena, &records, model->types.entries[i].key);
    }
    const Str imported = imports_with(model, record->base_name);
    const Str meant =
        imported.len ? imported : suggest_nearest(record->base_name, records.items, records.len);
    if (!meant.len) {
        if (memchr(record->base_name.ptr, '.', record->base_name.len))
            imports_help(model, record->base_name);
        return;
    }
    diag_replacement(diags, meant);
    diag_help(diags, "did you mean '%.*s'?", STR_ARG(meant));
}

static const Record *base_of(const Model *model, const Record *record)
{
    return model_own(model, record->base);
}

/* Reports the cycle, and cuts it, so that everybody after us can walk up to a base without end. */
static void refuse_base_cycle(Model *model, const Cycle *cycle)
{
    const Record *first = cycle->items[0];
    Buf chain = buf_new(model->run->arena);
    for (size_t i = 0; i < cycle->len; i++) {
        buf_addf(&chain, "%.*s -> ", STR_ARG(cycle->items[i]->name));
        model->schema->records.items[cycle->items[i]->index]->base = NULL;
    }
    buf_add(&chain, first->name);
    const Str names = buf_take(&chain);
    diag_at(model->run->diags, DIAG_BASE_CYCLE, first->base_span,
            "record '%.*s' extends itself: %.*s", STR_ARG(first->name), STR_ARG(names));
}

/* Appends `record` behind those it extends, if they are not there yet. A chain of bases may be long, so
   this does not recurse. */
static void order_record(Model *model, const Record *record, bool *is_placed)
{
    Arena *arena = model->run->arena;
    VEC(const Record *) chain = {0};
    for (; record && !is_placed[record->index]; record = model_own(model, record->base)) {
        is_placed[record->index] = true;
        vec_push(arena, &chain, record);
    }
    while (chain.len) vec_push(arena, &model->schema->ordered, chain.items[--chain.len]);
}

/* What a record has from its base, which has come before. */
static void inherit(Model *model, Record *record)
{
    Arena *arena = model->run->arena;
    record->reserving = record->reserved.len ? record
                        : record->base       ? record->base->reserving
                                             : NULL;
    record->is_ordered = record->order || (record->base && record->base->is_ordered);
    record->mixed = record->mixin.name.len ? record : record->base ? record->base->mixed : NULL;
    for (size_t i = 0; record->base && i < record->base->fields.len; i++)
        vec_push(arena, &record->fields, record->base->fields.items[i]);
    for (size_t i = 0; i < record->own_fields.len; i++)
        vec_push(arena, &record->fields, record->own_fields.items[i]);
    for (size_t i = 0; record->base && i < record->base->cached.len; i++)
        vec_push(arena, &record->cached, record->base->cached.items[i]);
    for (size_t i = 0; i < record->own_cached.len; i++)
        vec_push(arena, &record->cached, record->own_cached.items[i]);
}

/* A field without documentation has that of its named type. */
static void resolve_field(Model *model, Field *field)
{
    const TypeRef *inside = field->type;
    while (inside->kind == TYPE_OPTIONAL || inside->kind == TYPE_ABSENT) inside = inside->items[0];
    const NamedType *named = inside->name.len ? map_get(&model->types, inside->name) : NULL;
    if (named && named->defining && !field->doc.len) field->doc = named->defining->definition->doc;
    field->type = resolve_type(model, field->type);
    if (field->limits) field->type = limits_apply(model, field->type, field->limits, NULL);
    forms_apply(model, field);
}

void resolve_schema(Model *model)
{
    Schema *schema = model->schema;
    for (size_t i = 0; i < model->defining.len; i++)
        definitions_resolve(model, model->defining.items[i], (Span){0});
    for (size_t i = 0; i < schema->records.len; i++) {
        Record *record = schema->records.items[i];
        resolve_base(model, record);
        /* what holds for every record, a base brings already */
        if (record->base && record->mixin_is_default) record->mixin = (Reference){0};
        for (size_t j = 0; j < record->own_fields.len; j++)
            resolve_field(model, record->own_fields.items[j]);
        for (size_t j = 0; j < record->own_cached.len; j++)
            record->own_cached.items[j]->type =
                resolve_type(model, record->own_cached.items[j]->type);
    }
    cycles_each(model, base_of, refuse_base_cycle);
    bool *is_placed = arena_array(model->run->arena, bool, schema->records.len);
    for (size_t i = 0; i < schema->records.len; i++)
        order_record(model, schema->records.items[i], is_placed);
    for (size_t i = 0; i < schema->ordered.len; i++)
        inherit(model, schema->records.items[schema->ordered.items[i]->index]);
    families_find(model);
}
