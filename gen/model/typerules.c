/* What may stand where inside a type, once names are resolved: keys of dicts, items of sets. */
#include "model/steps.h"

KeyKind model_key_kind(const TypeRef *type)
{
    switch (type->kind) {
    case TYPE_SCALAR: return types_family(type->scalar)->key;
    case TYPE_ENUM: return type->enumeration->is_str ? KEY_TEXT : KEY_INT;
    case TYPE_LIMITED: { /* the constraints of a str are its type's to check */
        const KeyKind kind = model_key_kind(type->items[0]);
        return kind == KEY_STR ? KEY_TEXT : kind;
    }
    case TYPE_ERROR:
    case TYPE_LIST:
    case TYPE_SET:
    case TYPE_FROZENSET:
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF:
    case TYPE_DICT:
    case TYPE_OPTIONAL:
    case TYPE_ABSENT:
    case TYPE_UNION:
    case TYPE_LITERAL:
    case TYPE_RECORD:
    case TYPE_FOREIGN:
    case TYPE_KIND_COUNT: break;
    }
    return KEY_NONE;
}

/* What no value can be hashed for: a type; or, inside a record, the field that has it. */
typedef struct {
    const TypeRef *type;
    const Field *field;
} Unhashable;

/* Frozen records, whose hash is that of their fields, each once: records may contain one another. */
typedef VEC(const Record *) Hashed;

/* By identity; or by the mixin, which may have a __hash__ of its own; or, where it is frozen, by the fields
   that are compared, about which `hashed` is to be asked. */
static bool is_hashable(Arena *arena, const Record *record, Hashed *hashed)
{
    if (!record->eq || record->mixed) return true;
    for (size_t i = 0; i < hashed->len; i++)
        if (hashed->items[i] == record) return true;
    if (record->frozen) vec_push(arena, hashed, record);
    return record->frozen;
}

/* The part of the type, outside of frozen records, that no value can be hashed for; or NULL. */
static const TypeRef *unhashable_part(Arena *arena, const TypeRef *type, Hashed *hashed)
{
    switch (type->kind) {
    case TYPE_LIST:
    case TYPE_SET:
    case TYPE_DICT: return type;
    case TYPE_RECORD: return is_hashable(arena, type->record, hashed) ? NULL : type;
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF:
    case TYPE_OPTIONAL:
    case TYPE_UNION:
    case TYPE_ABSENT:
    case TYPE_LIMITED:
        for (size_t i = 0; i < type->item_count; i++) {
            const TypeRef *part = unhashable_part(arena, type->items[i], hashed);
            if (part) return part;
        }
        return NULL;
    case TYPE_ERROR:
    case TYPE_SCALAR:
    case TYPE_FROZENSET: /* its own items are checked where it is */
    case TYPE_LITERAL:
    case TYPE_ENUM:
    case TYPE_FOREIGN:
    case TYPE_KIND_COUNT: break;
    }
    return NULL;
}

/* The first field of the record that makes a hash of it impossible. What is optional, or a union, has some
   values with a hash. */
static Unhashable unhashable_field(Arena *arena, const Record *record, Hashed *hashed)
{
    for (size_t i = 0; i < record->fields.len; i++) {
        const Field *field = record->fields.items[i];
        const TypeKind kind = field->type->kind;
        const bool is_open = kind == TYPE_OPTIONAL || kind == TYPE_ABSENT || kind == TYPE_UNION;
        if (field->is_uncompared || is_open) continue;
        const TypeRef *part = unhashable_part(arena, field->type, hashed);
        if (part) return (Unhashable){part, field};
    }
    return (Unhashable){0};
}

static Unhashable find_unhashable(Arena *arena, const TypeRef *type)
{
    Hashed hashed = {0};
    Unhashable found = {.type = unhashable_part(arena, type, &hashed)};
    for (size_t i = 0; !found.type && i < hashed.len; i++) /* which grows meanwhile */
        found = unhashable_field(arena, hashed.items[i], &hashed);
    return found;
}

static void help_unhashable(Model *model, const Unhashable *part)
{
    Diags *diags = model->run->diags;
    const TypeRef *type = part->type;
    const Str text = model_type_text(model->run->arena, type);
    const Str item =
        type->item_count ? model_type_text(model->run->arena, type->items[0]) : STR("");
    if (part->field) diag_note(diags, part->field->name_span, "which is part of the hash");
    if (type->kind == TYPE_LIST)
        diag_help(diags, "a tuple is, if its items are: 'tuple[%.*s, ...]'", STR_ARG(item));
    else if (type->kind == TYPE_SET)
        diag_help(diags, "a frozenset is: 'frozenset[%.*s]'", STR_ARG(item));
    else if (type->kind == TYPE_RECORD)
        diag_help(diags, "say 'frozen: true' of '%.*s'; or use a list", STR_ARG(text));
    else if (part->field)
        diag_help(diags, "say 'compare: false' of the field; or use a list in place of the set");
    else diag_help(diags, "use a list, or a tuple of frozen records");
}

static void check_items(Model *model, const TypeRef *type)
{
    Arena *arena = model->run->arena;
    const Unhashable part = find_unhashable(arena, type->items[0]);
    if (!part.type) return;
    Diags *diags = model->run->diags;
    const Span span = type->items[0]->span;
    const Str text = model_type_text(arena, part.type);
    const Str item = model_type_text(arena, type->items[0]);
    if (part.field)
        diag_at(diags, DIAG_UNHASHABLE_TYPE, span,
                "the items of a set must be hashable, which '%.*s' is not: '%.*s.%.*s' is '%.*s'",
                STR_ARG(item), STR_ARG(part.field->owner->name), STR_ARG(part.field->name),
                STR_ARG(text));
    else
        diag_at(diags, DIAG_UNHASHABLE_TYPE, span,
                "the items of a set must be hashable, which '%.*s' is not", STR_ARG(text));
    help_unhashable(model, &part);
}

static void check_key(Model *model, const TypeRef *key)
{
    if (key->kind == TYPE_ERROR || model_key_kind(key) != KEY_NONE) return;
    const Str text = model_type_text(model->run->arena, key);
    diag_at(model->run->diags, DIAG_DICT_KEY, key->span, "'%.*s' cannot be the key of a dict",
            STR_ARG(text));
    diag_help(model->run->diags,
              "the keys of JSON are text: use str, integers, enums, UUID, date or datetime as key");
}

void typerules_check(Model *model, const TypeRef *type)
{
    if (type->kind == TYPE_SET || type->kind == TYPE_FROZENSET) check_items(model, type);
    if (type->kind == TYPE_DICT) check_key(model, type->items[0]);
    for (size_t i = 0; i < type->item_count; i++) typerules_check(model, type->items[i]);
}
