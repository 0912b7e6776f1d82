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

/* By value or by identity; or by the mixin, which may have a __hash__ of its own. */
static bool is_hashable(const Record *record)
{
    return record->frozen || !record->eq || record->mixed;
}

/* The part of the type that no value can be hashed for; NULL where there is none. */
static const TypeRef *unhashable_part(const TypeRef *type)
{
    switch (type->kind) {
    case TYPE_LIST:
    case TYPE_SET:
    case TYPE_DICT: return type;
    case TYPE_RECORD: return is_hashable(type->record) ? NULL : type;
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF:
    case TYPE_OPTIONAL:
    case TYPE_UNION:
    case TYPE_ABSENT:
    case TYPE_LIMITED:
        for (size_t i = 0; i < type->item_count; i++) {
            const TypeRef *part = unhashable_part(type->items[i]);
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

static void check_items(Model *model, const TypeRef *type)
{
    Diags *diags = model->run->diags;
    Arena *arena = model->run->arena;
    const TypeRef *part = unhashable_part(type->items[0]);
    if (!part) return;
    const Str text = model_type_text(arena, part);
    const Str item = part->item_count ? model_type_text(arena, part->items[0]) : STR("");
    diag_at(diags, DIAG_UNHASHABLE_TYPE, type->items[0]->span,
            "the items of a set must be hashable, which '%.*s' is not", STR_ARG(text));
    if (part->kind == TYPE_LIST)
        diag_help(diags, "a tuple is, if its items are: 'tuple[%.*s, ...]'", STR_ARG(item));
    else if (part->kind == TYPE_SET)
        diag_help(diags, "a frozenset is: 'frozenset[%.*s]'", STR_ARG(item));
    else if (part->kind == TYPE_RECORD)
        diag_help(diags, "say 'frozen: true' of '%.*s'; or use a list", STR_ARG(text));
    else diag_help(diags, "use a list, or a tuple of frozen records");
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
