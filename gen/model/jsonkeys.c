/* The keys that a record's fields have in JSON, older ones included, must differ; and names that are
   reserved must stay unused. */
#include "model/steps.h"

/* A key of JSON, whose it is, and where that is said. */
typedef struct {
    const Field *field;
    Span span;
} Key;

static void refuse_key(Model *model, Str key, const Key *first, const Key *again)
{
    Diags *diags = model->run->diags;
    if (first->field == again->field) {
        diag_at(diags, DIAG_DUPLICATE_JSON_NAME, again->span,
                "'%.*s' is a JSON key of '%.*s' already: leave the alias out", STR_ARG(key),
                STR_ARG(again->field->name));
        return;
    }
    diag_at(diags, DIAG_DUPLICATE_JSON_NAME, again->span,
            "fields '%.*s' and '%.*s' have the same JSON key '%.*s'", STR_ARG(first->field->name),
            STR_ARG(again->field->name), STR_ARG(key));
    diag_note(diags, first->span, "'%.*s' is declared here", STR_ARG(first->field->name));
}

static void add_key(Model *model, Map *keys, const Record *record, Str text, Key key)
{
    const Key *first = map_get(keys, text);
    if (first) {
        /* of a base's fields it was said already */
        if (key.field->owner == record) refuse_key(model, text, first, &key);
        return;
    }
    Key *kept = arena_make(model->run->arena, Key);
    *kept = key;
    map_add(model->run->arena, keys, text, kept);
}

static void check_keys(Model *model, const Record *record)
{
    Map names = {0}, keys = {0};
    for (size_t i = 0; i < record->fields.len; i++) {
        const Field *field = record->fields.items[i];
        /* a field that is declared twice was reported as such */
        const bool is_new = map_add(model->run->arena, &names, field->name, (void *)field);
        if (!is_new || field->is_hidden) continue;
        add_key(model, &keys, record, field->json_name, (Key){field, field->name_span});
        for (size_t a = 0; a < field->aliases.len; a++) {
            const Word *alias = &field->aliases.items[a];
            add_key(model, &keys, record, alias->text, (Key){field, alias->span});
        }
    }
}

static bool uses(const Field *field, Str name)
{
    return str_eq(field->name, name) || (!field->is_hidden && str_eq(field->json_name, name));
}

/* Fields of `record` against a name that it, or one of its bases, reserves. */
static void check_reserved(Model *model, const Record *record, const Record *by, const Word *name)
{
    Diags *diags = model->run->diags;
    for (size_t i = 0; i < record->fields.len; i++) {
        const Field *field = record->fields.items[i];
        if (!uses(field, name->text) || (field->owner != record && by != record)) continue;
        const bool is_own = field->owner == record;
        diag_at(diags, DIAG_RESERVED_FIELD, is_own ? field->name_span : name->span,
                "'%.*s' is reserved by '%.*s': field '%.*s' needs another %s", STR_ARG(name->text),
                STR_ARG(by->name), STR_ARG(field->name),
                str_eq(field->name, name->text) ? "name" : "JSON name");
        if (is_own) diag_note(diags, name->span, "reserved here");
        else
            diag_note(diags, field->name_span, "declared here, in '%.*s'",
                      STR_ARG(field->owner->name));
    }
}

static const char extra_type[] = "dict[str, Any]";

/* `field`, of the record being checked, which holds the unknown keys. */
static void check_extra_field(Model *model, const Field *field)
{
    Run *run = model->run;
    const Str type = model_type_text(run->arena, field->type);
    if (field->type->kind != TYPE_ERROR && !str_is(type, extra_type)) {
        diag_at(run->diags, DIAG_EXTRA_FIELD, field->type->span,
                "a field that holds unknown keys is a '%s', not a '%.*s'", extra_type,
                STR_ARG(type));
    }
    const Node *value = field->default_node;
    if (!value || (value->kind == NODE_MAPPING && !value->items.len)) return;
    diag_at(run->diags, DIAG_EXTRA_FIELD, value->key->span,
            "a field that holds unknown keys has the default {}: there are none in a new record");
    diag_help(run->diags, "leave the default out");
}

static void check_extra(Model *model, const Record *record)
{
    Diags *diags = model->run->diags;
    const Field *first = NULL;
    for (size_t i = 0; i < record->fields.len; i++) {
        const Field *field = record->fields.items[i];
        if (!field->is_extra) continue;
        if (field->owner == record) check_extra_field(model, field);
        if (!first) {
            first = field;
        } else if (field->owner == record) {
            diag_at(diags, DIAG_EXTRA_FIELD, field->extra_span,
                    "'%.*s' has two fields for unknown keys, '%.*s' and '%.*s': keep one of them",
                    STR_ARG(record->name), STR_ARG(first->name), STR_ARG(field->name));
            diag_note(diags, first->name_span, "'%.*s' is declared here", STR_ARG(first->name));
        }
    }
    if (!first || !record->forbid_unknown_fields) return;
    const bool is_own = first->owner == record;
    diag_at(diags, DIAG_EXTRA_FIELD, is_own ? first->extra_span : record->name_span,
            "'%.*s' forbids unknown keys, and has the field '%.*s' for them", STR_ARG(record->name),
            STR_ARG(first->name));
    if (!is_own)
        diag_note(diags, first->name_span, "declared here, in '%.*s'", STR_ARG(first->owner->name));
    diag_help(diags, "leave out 'extra: true', or say 'forbid_unknown_fields: false'");
}

void jsonkeys_check(Model *model, const Record *record)
{
    check_keys(model, record);
    check_extra(model, record);
    for (const Record *by = record->reserving; by; by = by->base ? by->base->reserving : NULL)
        for (size_t i = 0; i < by->reserved.len; i++)
            check_reserved(model, record, by, &by->reserved.items[i]);
}
