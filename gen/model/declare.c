/* From the tree to a model whose names are not looked up yet: every key of the schema language is read
   here. Known keys are tables, so that a new one is one row and one line that reads it. */
#include "base/suggest.h"
#include "model/steps.h"
#include "types/literal.h"

#include <stddef.h>

#define RECORD_OPTIONS "weakref", "dict", "frozen", "final", "eq", "kw_only", "gc"

static const char *const schema_keys[] = {"slotgen", "module",  "doc", "record_defaults",
                                          "enums",   "records", NULL};
static const char *const default_keys[] = {RECORD_OPTIONS, NULL};
static const char *const enum_keys[] = {"values", "doc", NULL};
static const char *const record_keys[] = {"doc", "base", "fields", RECORD_OPTIONS, NULL};
static const char *const field_keys[] = {"type",    "doc",   "default",   "readonly",
                                         "kw_only", "boxed", "json_name", NULL};

static const struct {
    const char *key;
    size_t offset; /* of a bool in Record */
} record_flags[] = {
    {"weakref", offsetof(Record, weakref)}, {"dict", offsetof(Record, dict)},
    {"frozen", offsetof(Record, frozen)},   {"final", offsetof(Record, final)},
    {"eq", offsetof(Record, eq)},           {"kw_only", offsetof(Record, kw_only)},
};

/* The documentation of `owner`, without the line break that YAML's block style leaves behind it. */
static Str read_doc(Run *run, const Node *owner)
{
    const Node *doc = node_get(owner, "doc");
    if (!doc || node_is_null(doc) || !node_expect_scalar(run, doc, "'doc'")) return (Str){0};
    return str_trim(doc->text);
}

static void read_version(Model *model, const Node *tree)
{
    Diags *diags = model->run->diags;
    const Node *version = node_required(model->run, tree, "slotgen");
    if (!version || !node_expect_scalar(model->run, version, "'slotgen'")) return;
    if (str_is(version->text, "1") && version->is_plain) return;
    diag_at(diags, DIAG_UNSUPPORTED_VERSION, version->span,
            "'%.*s' is no version of the schema language that this slotgen reads",
            STR_ARG(version->text));
    diag_replacement(diags, STR("1"));
    diag_help(diags, "write 'slotgen: 1'");
}

static void read_module(Model *model, const Node *tree)
{
    const Node *module = node_required(model->run, tree, "module");
    if (!module || !node_expect_scalar(model->run, module, "'module'")) return;
    identifiers_check(model->run, module, NAME_MODULE);
    model->schema->module = module->text;
    model->schema->module_span = module->span;
}

/* ---- enums ---------------------------------------------------------------------------------------- */

static bool is_text(LiteralKind kind)
{
    return kind == LITERAL_STRING || kind == LITERAL_TEXT || kind == LITERAL_OLD_BOOL;
}

/* Reads `value` into `member`. False where it can be no value of an enum, which is reported. */
static bool read_value(Run *run, const Node *value, EnumMember *member, bool *is_str)
{
    if (!node_expect_scalar(run, value, "the value of an enum member")) return false;
    const LiteralKind kind = literal_kind(value->text, value->is_plain);
    *is_str = is_text(kind);
    member->text = *is_str ? value->text : (Str){0};
    if (*is_str) {
        defaults_warn_boolean(run, value);
        return true;
    }
    if (kind == LITERAL_YAML_NULL && !value->text.len) {
        diag_at(run->diags, DIAG_INVALID_ENUM_VALUE, value->key->span, "member '%.*s' has no value",
                STR_ARG(value->key->text));
        return false;
    }
    if (kind != LITERAL_INT) {
        diag_at(run->diags, DIAG_INVALID_ENUM_VALUE, value->span,
                "'%.*s' cannot be the value of an enum member: values are all str or all int",
                STR_ARG(value->text));
        diag_help(run->diags, "quote it if text is meant: \"%.*s\"", STR_ARG(value->text));
        return false;
    }
    if (literal_int64(value->text, &member->number)) return true;
    diag_at(run->diags, DIAG_INVALID_ENUM_VALUE, value->span, "%.*s is out of range for int64",
            STR_ARG(value->text));
    diag_help(run->diags, "the values of an int enum are int64");
    return false;
}

/* A member of the short form, where the name is the value. */
static bool read_short(Run *run, const Node *name, EnumMember *member)
{
    if (!node_expect_scalar(run, name, "a member of an enum")) return false;
    member->text = name->text;
    if (is_text(literal_kind(name->text, name->is_plain))) {
        defaults_warn_boolean(run, name);
        return true;
    }
    diag_at(run->diags, DIAG_INVALID_ENUM_VALUE, name->span,
            "'%.*s' is no name: this form lists names that are values, too", STR_ARG(name->text));
    if (literal_kind(name->text, name->is_plain) == LITERAL_INT)
        diag_help(run->diags, "numbers stand behind a name, as in {NAME: %.*s}",
                  STR_ARG(name->text));
    else diag_help(run->diags, "quote it if text is meant: \"%.*s\"", STR_ARG(name->text));
    return false;
}

static void refuse_mixed(Run *run, const Node *value, bool is_str, const EnumMember *first)
{
    diag_at(run->diags, DIAG_INVALID_ENUM_VALUE, value->span,
            "the values of an enum are all str or all int: '%.*s' is %s", STR_ARG(value->text),
            is_str ? "a str" : "an int");
    diag_note(run->diags, first->span, "the first is %s", is_str ? "an int" : "a str");
}

/* A value as the key under which a second one like it is found. */
static Str value_key(Run *run, const EnumType *enumeration, const EnumMember *member)
{
    if (enumeration->is_str) return member->text;
    return str_fmt(run->arena, "%lld", (long long)member->number);
}

static void read_members(Run *run, const Node *values, EnumType *enumeration)
{
    Map seen = {0};
    bool is_mixed = false, has_kind = false;
    for (size_t i = 0; i < values->items.len; i++) {
        const Node *value = values->items.items[i];
        const Node *name = values->kind == NODE_MAPPING ? value->key : value;
        EnumMember member = {.name = name->text, .span = name->span};
        bool is_str = true;
        const bool is_read = name == value ? read_short(run, name, &member)
                                           : read_value(run, value, &member, &is_str);
        if (!is_read) continue;
        identifiers_check(run, name, NAME_MEMBER);
        identifiers_check_private(run, name, enumeration->name);
        if (!has_kind) enumeration->is_str = is_str;
        has_kind = true;
        if (is_str != enumeration->is_str) {
            if (!is_mixed) refuse_mixed(run, value, is_str, &enumeration->members.items[0]);
            is_mixed = true;
            continue;
        }
        EnumMember *kept = arena_make(run->arena, EnumMember);
        *kept = member;
        if (!map_add(run->arena, &seen, value_key(run, enumeration, kept), kept)) {
            const EnumMember *first = map_get(&seen, value_key(run, enumeration, kept));
            diag_at(run->diags, DIAG_DUPLICATE_VALUE, value->span,
                    "two members have the value '%.*s'", STR_ARG(value->text));
            diag_note(run->diags, first->span, "the first is '%.*s'", STR_ARG(first->name));
        }
        vec_push(run->arena, &enumeration->members, member);
    }
}

static void read_enum(Run *run, const Node *node, EnumType *enumeration)
{
    if (!node_expect_mapping(run, node, "an enum")) {
        diag_help(run->diags, "as in 'Side: {values: {BUY: buy, SELL: sell}}'");
        return;
    }
    node_reject_unknown_keys(run, node, "an enum", enum_keys);
    enumeration->doc = read_doc(run, node);
    const Node *values = node_required(run, node, "values");
    if (!values) return;
    if (values->kind == NODE_SCALAR) {
        if (node_is_null(values))
            diag_at(run->diags, DIAG_EMPTY_ENUM, node->key->span, "enum '%.*s' has no members",
                    STR_ARG(enumeration->name));
        else node_expect_mapping(run, values, "the values of an enum");
        return;
    }
    read_members(run, values, enumeration);
    if (!values->items.len)
        diag_at(run->diags, DIAG_EMPTY_ENUM, node->key->span, "enum '%.*s' has no members",
                STR_ARG(enumeration->name));
}

/* ---- fields --------------------------------------------------------------------------------------- */

static void help_quote(Run *run)
{
    diag_help(run->diags,
              "write types with '[', ']' or ',' in quotes, as in {type: \"dict[str, int64]\"}");
}

/* In {type: str, int64} the comma ends the value: what follows it is a key of its own, without a value,
   and like none that a field has. */
static bool is_piece(const Node *field, const Node *item)
{
    const bool is_empty = item->kind == NODE_SCALAR && item->is_plain && !item->text.len;
    if (!field->is_flow || !is_empty) return false;
    Str known[sizeof field_keys / sizeof *field_keys];
    size_t count = 0;
    for (; field_keys[count]; count++) known[count] = str_from(field_keys[count]);
    return !suggest_nearest(item->key->text, known, count).len;
}

/* Reports the pieces of a type in `field`; the result is `field` without them. */
static const Node *without_pieces(Run *run, const Node *field)
{
    Node *rest = arena_make(run->arena, Node);
    *rest = *field;
    rest->items = (Nodes){0};
    for (size_t i = 0; i < field->items.len; i++) {
        const Node *item = field->items.items[i];
        if (is_piece(field, item)) {
            diag_at(run->diags, DIAG_QUOTE_TYPE, item->key->span,
                    "'%.*s' has no value: it looks like a piece of a type that ',' broke in two",
                    STR_ARG(item->key->text));
            help_quote(run);
        } else {
            vec_push(run->arena, &rest->items, item);
        }
    }
    return rest;
}

static const TypeRef *read_type(Model *model, const Node *node, const Field *field)
{
    Run *run = model->run;
    if (node->kind != NODE_SCALAR) {
        diag_at(run->diags, DIAG_QUOTE_TYPE, node->span, "the type of '%.*s' is %s, not text",
                STR_ARG(field->name), node->kind == NODE_SEQUENCE ? "a sequence" : "a mapping");
        help_quote(run);
        return &type_error;
    }
    if (!str_trim(node->text).len) {
        diag_at(run->diags, DIAG_TYPE_SYNTAX, field->name_span, "field '%.*s' has no type",
                STR_ARG(field->name));
        return &type_error;
    }
    return typeexpr_parse(model, node);
}

static void read_json_name(Run *run, const Node *node, Field *field)
{
    const Node *name = node_get(node, "json_name");
    if (!name || !node_expect_scalar(run, name, "'json_name'")) return;
    field->json_name = name->text;
    if (!name->text.len)
        diag_at(run->diags, DIAG_INVALID_OPTION, name->key->span,
                "'json_name' is empty: a JSON key has at least one character");
}

static void read_field_options(Model *model, const Node *whole, Field *field)
{
    Run *run = model->run;
    const Node *node = without_pieces(run, whole);
    node_reject_unknown_keys(run, node, "a field", field_keys);
    const Node *type = node_required(run, node, "type");
    const bool is_broken = node->items.len < whole->items.len;
    if (type && !is_broken) field->type = read_type(model, type, field);
    field->doc = read_doc(run, node);
    field->default_node = node_get(node, "default");
    if (field->default_node) {
        field->has_default = true;
        field->default_span = field->default_node->span;
    }
    const Node *boxed = node_get(node, "boxed");
    if (boxed) field->boxed_span = boxed->key->span;
    node_bool(run, boxed, "'boxed'", &field->is_boxed);
    node_bool(run, node_get(node, "readonly"), "'readonly'", &field->is_readonly);
    node_bool(run, node_get(node, "kw_only"), "'kw_only'", &field->is_kw_only);
    read_json_name(run, node, field);
}

static Field *read_field(Model *model, const Node *node, const Record *record)
{
    Run *run = model->run;
    Field *field = arena_make(run->arena, Field);
    field->name = field->json_name = node->key->text;
    field->name_span = node->key->span;
    field->owner = record;
    field->type = &type_error;
    field->is_kw_only = record->kw_only;
    identifiers_check(run, node->key, NAME_FIELD);
    if (node->kind == NODE_MAPPING) read_field_options(model, node, field);
    else field->type = read_type(model, node, field);
    return field;
}

static void read_fields(Model *model, const Node *fields, Record *record)
{
    Run *run = model->run;
    if (!fields || node_is_null(fields)) return;
    if (!node_expect_mapping(run, fields, "the fields of a record")) return;
    for (size_t i = 0; i < fields->items.len; i++) {
        const Node *node = fields->items.items[i];
        vec_push(run->arena, &record->own_fields, read_field(model, node, record));
    }
}

/* ---- records -------------------------------------------------------------------------------------- */

static void read_gc(Run *run, const Node *node, Record *record)
{
    const Node *gc = node_get(node, "gc");
    if (!gc || !node_expect_scalar(run, gc, "'gc'")) return;
    record->gc_span = gc->span;
    if (str_is(gc->text, "auto")) record->gc = GC_AUTO;
    else if (gc->is_plain && str_is(gc->text, "true")) record->gc = GC_ALWAYS;
    else if (gc->is_plain && str_is(gc->text, "false")) record->gc = GC_NEVER;
    else
        diag_at(run->diags, DIAG_INVALID_OPTION, gc->span,
                "'gc' is auto, true or false, not '%.*s'", STR_ARG(gc->text));
}

static void read_record_options(Run *run, const Node *node, Record *record)
{
    for (size_t i = 0; i < sizeof record_flags / sizeof *record_flags; i++) {
        bool *flag = (bool *)((char *)record + record_flags[i].offset);
        const Str what = str_fmt(run->arena, "'%s'", record_flags[i].key);
        node_bool(run, node_get(node, record_flags[i].key), str_terminated(run->arena, what), flag);
    }
    read_gc(run, node, record);
}

static void refuse_bases(Run *run, const Node *base)
{
    if (base->items.len == 1 && base->items.items[0]->kind == NODE_SCALAR) {
        diag_at(run->diags, DIAG_TWO_BASES, base->key->span,
                "'base' names one record, without brackets");
        diag_help(run->diags, "write 'base: %.*s'", STR_ARG(base->items.items[0]->text));
        return;
    }
    diag_at(run->diags, DIAG_TWO_BASES, base->key->span,
            "a record extends one record: CPython cannot lay out the fields of two bases in one "
            "object");
    diag_help(run->diags, "extend one of them and hold the other in a field, or repeat its fields");
}

static void read_base(Run *run, const Node *node, Record *record)
{
    const Node *base = node_get(node, "base");
    if (!base || node_is_null(base)) return;
    if (base->kind == NODE_SEQUENCE) {
        refuse_bases(run, base);
        return;
    }
    if (!node_expect_scalar(run, base, "'base'")) return;
    record->base_name = base->text;
    record->base_span = base->span;
}

static void read_record(Model *model, const Node *node, Record *record)
{
    Run *run = model->run;
    if (!node_expect_mapping(run, node, "a record")) {
        if (node_is_null(node))
            diag_help(run->diags, "a record without fields is written '%.*s: {}'",
                      STR_ARG(record->name));
        return;
    }
    node_reject_unknown_keys(run, node, "a record", record_keys);
    record->doc = read_doc(run, node);
    read_base(run, node, record);
    read_record_options(run, node, record);
    read_fields(model, node_get(node, "fields"), record);
}

/* ---- the schema ----------------------------------------------------------------------------------- */

static void declare_name(Model *model, const Node *key, NamedType named)
{
    NamedType *kept = arena_make(model->run->arena, NamedType);
    *kept = named;
    kept->span = key->span;
    if (map_add(model->run->arena, &model->types, key->text, kept)) return;
    const NamedType *first = map_get(&model->types, key->text);
    diag_at(model->run->diags, DIAG_DUPLICATE_NAME, key->span, "'%.*s' names an enum and a record",
            STR_ARG(key->text));
    diag_note(model->run->diags, first->span, "first declared here");
}

static void declare_enum(Model *model, const Node *node)
{
    EnumType *enumeration = arena_make(model->run->arena, EnumType);
    enumeration->name = node->key->text;
    enumeration->name_span = node->key->span;
    identifiers_check(model->run, node->key, NAME_ENUM);
    vec_push(model->run->arena, &model->schema->enums, enumeration);
    declare_name(model, node->key, (NamedType){.kind = TYPE_ENUM, .enumeration = enumeration});
}

static void declare_record(Model *model, const Node *node, const Record *defaults)
{
    Record *record = arena_make(model->run->arena, Record);
    *record = *defaults;
    record->index = model->schema->records.len;
    record->name = node->key->text;
    record->name_span = node->key->span;
    identifiers_check(model->run, node->key, NAME_RECORD);
    vec_push(model->run->arena, &model->schema->records, record);
    declare_name(model, node->key, (NamedType){.kind = TYPE_RECORD, .record = record});
}

/* The mapping under `key` of the top level; NULL where it is absent, empty or, which is reported, none. */
static const Node *section(Model *model, const Node *tree, const char *key, const char *what)
{
    const Node *node = node_get(tree, key);
    if (!node || node_is_null(node) || !node_expect_mapping(model->run, node, what)) return NULL;
    return node;
}

static Record read_defaults(Model *model, const Node *tree)
{
    Record defaults = {.eq = true};
    const Node *node = section(model, tree, "record_defaults", "'record_defaults'");
    if (!node) return defaults;
    node_reject_unknown_keys(model->run, node, "'record_defaults'", default_keys);
    read_record_options(model->run, node, &defaults);
    return defaults;
}

void declare_schema(Model *model, const Node *tree)
{
    if (!node_expect_mapping(model->run, tree, "a schema")) return;
    node_reject_unknown_keys(model->run, tree, "a schema", schema_keys);
    read_version(model, tree);
    read_module(model, tree);
    model->schema->doc = read_doc(model->run, tree);

    /* all names first: an expression may use one that stands further down */
    const Node *enums = section(model, tree, "enums", "'enums'");
    const Node *records = section(model, tree, "records", "'records'");
    const Record defaults = read_defaults(model, tree);
    for (size_t i = 0; enums && i < enums->items.len; i++)
        declare_enum(model, enums->items.items[i]);
    for (size_t i = 0; records && i < records->items.len; i++)
        declare_record(model, records->items.items[i], &defaults);
    for (size_t i = 0; enums && i < enums->items.len; i++)
        read_enum(model->run, enums->items.items[i], model->schema->enums.items[i]);
    for (size_t i = 0; records && i < records->items.len; i++)
        read_record(model, records->items.items[i], model->schema->records.items[i]);
}
