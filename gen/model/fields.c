/* Fields as they are declared: the type expression and the options beside it. */
#include "base/suggest.h"
#include "model/steps.h"
#include "types/literal.h"

static const char *const field_keys[] = {
#define CONSTRAINT_KEY(key, value, meaning) #key,
#define FIELD_KEY(key, value, absent, meaning) #key,
#include "model/keys.def"
    NULL};

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
            diag_help(run->diags, TYPE_QUOTING_HELP);
        } else {
            vec_push(run->arena, &rest->items, item);
        }
    }
    return rest;
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

/* Whether the field is in JSON, and under which names. */
static void read_json(Run *run, const Node *node, Field *field)
{
    bool is_in_json = true;
    const Node *json = node_get(node, "json"), *name = node_get(node, "json_name");
    if (json) field->hidden_span = json->key->span;
    node_bool(run, json, "'json'", &is_in_json);
    const Node *extra = node_get(node, "extra");
    if (extra) field->extra_span = extra->key->span;
    node_bool(run, extra, "'extra'", &field->is_extra);
    field->is_hidden = !is_in_json || field->is_extra;
    field->aliases = declare_words(run, node, "aliases");
    read_json_name(run, node, field);
    if (name && field->is_hidden)
        diag_at(run->diags, DIAG_INVALID_OPTION, name->key->span,
                "'json_name' has no meaning beside '%s': leave one of them out",
                field->is_extra ? "extra: true" : "json: false");
    const Node *factory = node_get(node, "default_factory");
    if (factory && field->is_extra)
        diag_at(run->diags, DIAG_INVALID_OPTION, factory->key->span,
                "'default_factory' has no meaning beside 'extra: true': a new record has no "
                "unknown keys");
    if (field->is_extra && !is_in_json)
        diag_at(run->diags, DIAG_INVALID_OPTION, json->key->span,
                "'json: false' has no meaning beside 'extra: true': leave one of them out");
}

/* An option that is true unless the schema says otherwise. */
static void read_not(Run *run, const Node *node, const char *key, const char *what, bool *is_not)
{
    bool is_so = true;
    node_bool(run, node_get(node, key), what, &is_so);
    *is_not = !is_so;
}

/* Why not to use the field: in words, not merely that it is so. */
static void read_deprecated(Run *run, const Node *node, Field *field)
{
    const Node *reason = node_get(node, "deprecated");
    field->deprecated = declare_text(run, node, "deprecated");
    if (!reason || node_is_null(reason) || reason->kind != NODE_SCALAR) return;
    const LiteralKind kind = literal_kind(reason->text, reason->is_plain);
    if ((kind == LITERAL_STRING || kind == LITERAL_TEXT) && field->deprecated.len) return;
    diag_at(run->diags, DIAG_INVALID_OPTION,
            field->deprecated.len ? reason->span : reason->key->span,
            "'deprecated' says in words why not to use the field%s%.*s%s",
            field->deprecated.len ? ", not '" : ": here it says nothing",
            STR_ARG(field->deprecated), field->deprecated.len ? "'" : "");
    diag_help(run->diags,
              "as in 'deprecated: \"use price\"'; leave it out where the field may be used");
}

/* The default: a value, or what makes it. */
static void read_default(Run *run, const Node *node, Field *field)
{
    const Node *factory = node_get(node, "default_factory");
    field->default_node = node_get(node, "default");
    field->has_default = field->default_node || factory;
    if (field->default_node) field->default_span = field->default_node->span;
    if (!factory) return;
    references_read(run, factory, "'default_factory'", &field->factory);
    if (!field->default_node) return;
    diag_at(run->diags, DIAG_INVALID_OPTION, factory->key->span,
            "'default_factory' has no meaning beside 'default': leave one of them out");
}

static void read_field_options(Model *model, const Node *whole, Field *field)
{
    Run *run = model->run;
    const Node *node = without_pieces(run, whole);
    node_reject_unknown_keys(run, node, "a field", field_keys);
    const Node *type = node_required(run, node, "type");
    if (!type) diag_help(run->diags, "as in '%.*s: {type: str, ...}'", STR_ARG(field->name));
    const bool is_broken = node->items.len < whole->items.len;
    if (type && !is_broken) field->type = typeexpr_read(model, type, field->name);
    field->limits = limits_read(run, node);
    field->doc = declare_doc(run, node);
    read_deprecated(run, node, field);
    read_default(run, node, field);
    const Node *boxed = node_get(node, "boxed");
    if (boxed) field->boxed_span = boxed->key->span;
    node_bool(run, boxed, "'boxed'", &field->is_boxed);
    const Node *intern = node_get(node, "intern");
    if (intern) field->intern_span = intern->key->span;
    node_bool(run, intern, "'intern'", &field->is_interned);
    node_bool(run, node_get(node, "readonly"), "'readonly'", &field->is_readonly);
    node_bool(run, node_get(node, "kw_only"), "'kw_only'", &field->is_kw_only);
    read_not(run, node, "repr", "'repr'", &field->is_unshown);
    read_not(run, node, "compare", "'compare'", &field->is_uncompared);
    read_json(run, node, field);
    if (field->is_extra) field->has_default = true; /* {} where none is written */
}

static Field *read_field(Model *model, const Node *node, const Record *record)
{
    Run *run = model->run;
    Field *field = arena_make(run->arena, Field);
    field->name = node->key->text;
    field->json_name = rename_field(run->arena, record->rename, field->name);
    field->name_span = node->key->span;
    field->owner = record;
    field->type = &type_error;
    field->is_kw_only = record->kw_only;
    identifiers_check(run, node->key, NAME_FIELD);
    if (node->kind == NODE_MAPPING) read_field_options(model, node, field);
    else field->type = typeexpr_read(model, node, field->name);
    return field;
}

void fields_read(Model *model, const Node *fields, Record *record)
{
    Run *run = model->run;
    if (!fields || node_is_null(fields)) return;
    if (!node_expect_mapping(run, fields, "the fields of a record")) return;
    for (size_t i = 0; i < fields->items.len; i++) {
        const Node *node = fields->items.items[i];
        vec_push(run->arena, &record->own_fields, read_field(model, node, record));
    }
}

/* A cached slot is kept like a field: a pointer, without options. */
void fields_read_cached(Model *model, const Node *cached, Record *record)
{
    Run *run = model->run;
    if (!cached || node_is_null(cached)) return;
    if (!node_expect_mapping(run, cached, "the cached slots of a record")) return;
    record->cached_span = cached->key->span;
    for (size_t i = 0; i < cached->items.len; i++) {
        const Node *node = cached->items.items[i];
        Field *slot = arena_make(run->arena, Field);
        slot->name = slot->json_name = node->key->text;
        slot->name_span = node->key->span;
        slot->owner = record;
        slot->is_boxed = true;
        identifiers_check(run, node->key, NAME_CACHED);
        slot->type = typeexpr_read(model, node, slot->name);
        vec_push(run->arena, &record->own_cached, slot);
    }
}
