/* The model as text: one fact a line, options only where they differ from what is true without them.
   Names everything with meaning and nothing of the YAML's layout: the fingerprint is taken of it. */
#include "model/model.h"
#include "types/literal.h"

#include <inttypes.h>

static void add_text(Buf *out, const char *indent, const char *what, Str text)
{
    if (!text.len) return;
    buf_addf(out, "%s%s ", indent, what);
    literal_add_string(out, text);
    buf_add_char(out, '\n');
}

static void add_flag(Buf *out, const char *indent, const char *what, bool is_set)
{
    if (is_set) buf_addf(out, "%s%s\n", indent, what);
}

static void add_reference(Buf *out, const char *indent, const char *what,
                          const Reference *reference)
{
    if (reference->name.len)
        buf_addf(out, "%s%s %.*s:%.*s\n", indent, what, STR_ARG(reference->module),
                 STR_ARG(reference->name));
}

void dump_model_enum(Buf *out, const EnumType *enumeration)
{
    buf_addf(out, "enum %.*s %s\n", STR_ARG(enumeration->name),
             enumeration->is_str ? "str" : "int");
    add_text(out, "  ", "doc", enumeration->doc);
    add_flag(out, "  ", "open", enumeration->is_open);
    add_reference(out, "  ", "class", &enumeration->class);
    for (size_t i = 0; i < enumeration->members.len; i++) {
        const EnumMember *member = &enumeration->members.items[i];
        buf_addf(out, "  member %.*s ", STR_ARG(member->name));
        if (enumeration->is_str) literal_add_string(out, member->text);
        else buf_addf(out, "%" PRId64, member->number);
        buf_add_char(out, '\n');
    }
}

static void add_words(Buf *out, const char *indent, const char *what, const Words *words)
{
    if (!words->len) return;
    buf_addf(out, "%s%s", indent, what);
    for (size_t i = 0; i < words->len; i++) {
        buf_add_char(out, ' ');
        literal_add_string(out, words->items[i].text);
    }
    buf_add_char(out, '\n');
}

/* A pattern is text; bounds are numbers. */
static void dump_limits(Buf *out, const char *indent, const Limits *limits)
{
    for (size_t i = 0; limits && i < limits->len; i++) {
        const Limit *limit = &limits->items[i];
        if (limit->rule == LIMIT_pattern)
            add_text(out, indent, model_limit_key(limit->rule), limit->text);
        else
            buf_addf(out, "%s%s %.*s\n", indent, model_limit_key(limit->rule),
                     STR_ARG(limit->text));
    }
}

/* What is only another name for a type stands nowhere: the type does, wherever it is used. */
static void dump_definition(Buf *out, const Definition *definition)
{
    if (!definition->limits.len && !definition->class.name.len) return;
    const Str type = model_type_text(out->arena, definition->inner);
    buf_addf(out, "type %.*s: %.*s\n", STR_ARG(definition->name), STR_ARG(type));
    dump_limits(out, "  ", &definition->limits);
    add_reference(out, "  ", "class", &definition->class);
    add_reference(out, "  ", "encode", &definition->encode);
    add_reference(out, "  ", "decode", &definition->decode);
}

/* The constraints that no named type has: those of the field itself, behind those of its type. */
static const Limits *own_limits(const TypeRef *type)
{
    while (type->kind == TYPE_OPTIONAL || type->kind == TYPE_ABSENT) type = type->items[0];
    return type->kind == TYPE_LIMITED && !type->name.len ? type->limits : NULL;
}

void dump_model_named(Buf *out, const TypeRef *type, const Schema *except)
{
    const Definition *named = type->definition;
    if (named && named->schema != except) {
        const Str inner = model_type_text(out->arena, type->items[0]);
        buf_addf(out, "    type %.*s.%.*s: %.*s\n", STR_ARG(named->schema->module),
                 STR_ARG(named->name), STR_ARG(inner));
        dump_limits(out, "      ", type->limits);
        add_reference(out, "      ", "class", &named->class);
        add_reference(out, "      ", "encode", &named->encode);
        add_reference(out, "      ", "decode", &named->decode);
    }
    for (size_t i = 0; i < type->item_count; i++) dump_model_named(out, type->items[i], except);
}

static void dump_field(Buf *out, const Field *field)
{
    const Str type = model_type_text(out->arena, field->type);
    buf_addf(out, "  field %.*s: %.*s\n", STR_ARG(field->name), STR_ARG(type));
    dump_model_named(out, field->type, field->owner->schema);
    dump_limits(out, "    ", own_limits(field->type));
    add_text(out, "    ", "doc", field->doc);
    add_text(out, "    ", "deprecated", field->deprecated);
    if (!str_eq(field->json_name, field->name))
        add_text(out, "    ", "json_name", field->json_name);
    add_flag(out, "    ", "json false", field->is_hidden && !field->is_extra);
    add_flag(out, "    ", "extra", field->is_extra);
    add_flag(out, "    ", "intern", field->is_interned);
    add_words(out, "    ", "aliases", &field->aliases);
    if (field->has_default && !field->factory.name.len) {
        const Str text = field->default_is_absent ? STR("...") : field->default_json;
        buf_addf(out, "    default %.*s\n", STR_ARG(text));
    }
    add_reference(out, "    ", "default_factory", &field->factory);
    add_flag(out, "    ", "readonly", field->is_readonly);
    add_flag(out, "    ", "kw_only", field->is_kw_only);
    add_flag(out, "    ", "boxed", field->is_boxed);
    add_flag(out, "    ", "repr false", field->is_unshown);
    add_flag(out, "    ", "compare false", field->is_uncompared);
}

void dump_model_record(Buf *out, const Record *record)
{
    buf_addf(out, "record %.*s\n", STR_ARG(record->name));
    if (record->base) {
        const Record *base = record->base;
        const Str name = schema_name_of(out->arena, record->schema, base->schema, base->name);
        buf_addf(out, "  base %.*s\n", STR_ARG(name));
    }
    add_text(out, "  ", "doc", record->doc);
    add_text(out, "  ", "tag", record->tag);
    if (record->family.len || record->has_tag || record->open)
        if (!str_is(record->tag_field, "type")) add_text(out, "  ", "tag_field", record->tag_field);
    add_flag(out, "  ", "open", record->open);
    add_flag(out, "  ", "abstract", record->abstract);
    add_flag(out, "  ", "weakref", record->weakref);
    add_flag(out, "  ", "dict", record->dict);
    add_flag(out, "  ", "frozen", record->frozen);
    add_flag(out, "  ", "final", record->final);
    add_flag(out, "  ", "eq false", !record->eq);
    add_flag(out, "  ", "order", record->order);
    add_flag(out, "  ", "cache_hash", record->cache_hash);
    add_flag(out, "  ", "forbid_unknown_fields", record->forbid_unknown_fields);
    add_flag(out, "  ", "omit_defaults", record->omit_defaults);
    add_flag(out, "  ", "nan as_null", record->nan_as_null);
    add_words(out, "  ", "reserved", &record->reserved);
    add_flag(out, "  ", "gc true", record->gc == GC_ALWAYS);
    add_flag(out, "  ", "gc false", record->gc == GC_NEVER);
    add_reference(out, "  ", "mixin", &record->mixin);
    for (size_t i = 0; i < record->own_fields.len; i++)
        dump_field(out, record->own_fields.items[i]);
    for (size_t i = 0; i < record->own_cached.len; i++) {
        const Field *slot = record->own_cached.items[i];
        const Str type = model_type_text(out->arena, slot->type);
        buf_addf(out, "  cached %.*s: %.*s\n", STR_ARG(slot->name), STR_ARG(type));
    }
}

void dump_model(Buf *out, const Schema *schema)
{
    if (!schema) return;
    buf_addf(out, "module %.*s\n", STR_ARG(schema->module));
    add_text(out, "", "doc", schema->doc);
    for (size_t i = 0; i < schema->imports.len; i++)
        buf_addf(out, "import %.*s\n", STR_ARG(schema->imports.items[i]->module));
    for (size_t i = 0; i < schema->types.len; i++) dump_definition(out, schema->types.items[i]);
    for (size_t i = 0; i < schema->enums.len; i++) dump_model_enum(out, schema->enums.items[i]);
    for (size_t i = 0; i < schema->records.len; i++)
        dump_model_record(out, schema->records.items[i]);
}
