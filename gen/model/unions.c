/* Unions: what may stand side by side. A decoder chooses a member by the kind of the JSON value, and among
   records by the tag. */
#include "model/steps.h"

static const char *const kind_names[JSON_KINDS] = {
    [JSON_STRING] = "string", [JSON_NUMBER] = "number", [JSON_BOOL] = "bool",
    [JSON_ARRAY] = "array",   [JSON_OBJECT] = "object",
};

static unsigned scalar_kinds(const Scalar *scalar)
{
    switch (scalar->family) {
    case FAMILY_BOOL: return 1u << JSON_BOOL;
    case FAMILY_INT:
    case FAMILY_FLOAT:
    case FAMILY_BIGINT: return 1u << JSON_NUMBER;
    case FAMILY_TEXT:
    case FAMILY_BYTES:
    case FAMILY_DATETIME:
    case FAMILY_DATE:
    case FAMILY_TIME:
    case FAMILY_TIMEDELTA:
    case FAMILY_UUID: return 1u << JSON_STRING;
    case FAMILY_DECIMAL: return 1u << JSON_STRING | 1u << JSON_NUMBER;
    case FAMILY_ANY: return (1u << JSON_KINDS) - 1;
    case FAMILY_COUNT: break;
    }
    return 0;
}

unsigned model_json_kinds(const TypeRef *type)
{
    unsigned kinds = 0;
    switch (type->kind) {
    case TYPE_ERROR:
    case TYPE_KIND_COUNT: return 0;
    case TYPE_SCALAR: return scalar_kinds(type->scalar);
    case TYPE_LIST:
    case TYPE_SET:
    case TYPE_FROZENSET:
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF: return 1u << JSON_ARRAY;
    case TYPE_DICT:
    case TYPE_RECORD: return 1u << JSON_OBJECT;
    case TYPE_LITERAL:
    case TYPE_ENUM: return 1u << (type->enumeration->is_str ? JSON_STRING : JSON_NUMBER);
    case TYPE_OPTIONAL:
    case TYPE_ABSENT:
    case TYPE_FOREIGN:
    case TYPE_LIMITED:
    case TYPE_UNION:
        for (size_t i = 0; i < type->item_count; i++) kinds |= model_json_kinds(type->items[i]);
        return kinds;
    }
    return 0;
}

static bool is_any(const TypeRef *type)
{
    return type->kind == TYPE_SCALAR && type->scalar->family == FAMILY_ANY;
}

static const char *first_kind(unsigned kinds)
{
    size_t i = 0;
    while (!(kinds & 1u << i)) i++;
    return kind_names[i];
}

/* Two types that are one class: a value says by nothing which of them it is. */
static bool check_classes(Model *model, const TypeRef *first, const TypeRef *second)
{
    if (first->kind != TYPE_FOREIGN || second->kind != TYPE_FOREIGN) return true;
    const Reference *one = &first->definition->class, *other = &second->definition->class;
    if (!str_eq(one->module, other->module) || !str_eq(one->name, other->name)) return true;
    diag_at(model->run->diags, DIAG_UNION_TYPE, second->span,
            "'%.*s' and '%.*s' are both of class %.*s:%.*s, so a writer could not tell them apart",
            STR_ARG(first->name), STR_ARG(second->name), STR_ARG(one->module), STR_ARG(one->name));
    diag_help(model->run->diags, "let one type stand for the class, with a union in its 'as'");
    return false;
}

/* False where the two members leave open which of them a value is. */
static bool check_pair(Model *model, const TypeRef *first, const TypeRef *second)
{
    Run *run = model->run;
    const Str one = model_type_text(run->arena, first), other = model_type_text(run->arena, second);
    const unsigned both = model_json_kinds(first) & model_json_kinds(second);
    const bool are_records = first->kind == TYPE_RECORD && second->kind == TYPE_RECORD;
    if (are_records && first->record != second->record) return true;
    if (!both) return check_classes(model, first, second);
    if (str_eq(one, other)) {
        diag_at(run->diags, DIAG_UNION_TYPE, second->span, "'%.*s' is given twice", STR_ARG(one));
        diag_help(run->diags, "leave one out");
        return false;
    }
    diag_at(run->diags, DIAG_UNION_TYPE, second->span,
            "'%.*s' and '%.*s' are both written as JSON %s, so a reader could not tell them apart",
            STR_ARG(one), STR_ARG(other), first_kind(both));
    diag_help(run->diags,
              "keep one type for each kind of JSON value, or use records with tags; 'Any' takes "
              "every value that JSON has");
    return false;
}

static bool check_any(Model *model, const TypeRef *item)
{
    if (!is_any(item)) return true;
    diag_at(model->run->diags, DIAG_UNION_TYPE, item->span,
            "'Any' takes every value: what stands beside it says nothing");
    diag_help(model->run->diags, "write 'Any'");
    return false;
}

/* A record that another member stands for already. */
static bool check_covered(Model *model, const TypeRef *type, const TypeRef *item)
{
    for (size_t i = 0; item->kind == TYPE_RECORD && i < type->item_count; i++) {
        const TypeRef *other = type->items[i];
        if (other->kind != TYPE_RECORD || other->record == item->record) continue;
        for (const Record *base = item->record->base; base; base = base->base) {
            if (base != other->record) continue;
            diag_at(model->run->diags, DIAG_UNION_TYPE, item->span,
                    "'%.*s' extends '%.*s', which stands for it already",
                    STR_ARG(item->record->name), STR_ARG(base->name));
            diag_help(model->run->diags, "leave one out");
            return false;
        }
    }
    return true;
}

/* A record that no object can become. */
static bool check_abstract(Model *model, const TypeRef *item)
{
    if (item->kind != TYPE_RECORD || !item->record->abstract || item->record->family.len)
        return true;
    diag_at(model->run->diags, DIAG_MISSING_TAG, item->span,
            "'%.*s' is abstract, and no record with a tag extends it: nothing could be decoded",
            STR_ARG(item->record->name));
    diag_help(model->run->diags, "give the records that extend it tags");
    return false;
}

static void check_union(Model *model, const TypeRef *type)
{
    bool is_good = true;
    for (size_t i = 0; is_good && i < type->item_count; i++) {
        const TypeRef *item = type->items[i];
        if (item->kind == TYPE_ERROR) return;
        is_good = check_any(model, item) && check_abstract(model, item);
        for (size_t j = 0; is_good && j < i; j++) is_good = check_pair(model, type->items[j], item);
        is_good = is_good && check_covered(model, type, item);
    }
    if (!is_good) return;
    const Members members = model_members(model->run->arena, type);
    const Str text = model_type_text(model->run->arena, type);
    families_check_members(model, &members, str_fmt(model->run->arena, "'%.*s'", STR_ARG(text)),
                           &type->span);
}

/* The depth of types is bounded by the parser, so this recursion is, too. */
static void check_type(Model *model, const TypeRef *type)
{
    if (type->kind == TYPE_UNION) check_union(model, type);
    for (size_t i = 0; i < type->item_count; i++) check_type(model, type->items[i]);
}

void unions_check(Model *model)
{
    const Schema *schema = model->schema;
    for (size_t i = 0; i < schema->types.len; i++) check_type(model, schema->types.items[i]->type);
    for (size_t i = 0; i < schema->records.len; i++) {
        const Record *record = schema->records.items[i];
        for (size_t j = 0; j < record->own_fields.len; j++)
            check_type(model, record->own_fields.items[j]->type);
        for (size_t j = 0; j < record->own_cached.len; j++)
            check_type(model, record->own_cached.items[j]->type);
    }
}
