/* Defaults: from YAML, spelled as JSON would spell the value, to canonical compact JSON text that the
   field's type accepts. The words for what does not fit are those of misfits.c. */
#include "base/suggest.h"
#include "model/steps.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

typedef struct {
    DefaultPlace at;
    Buf out;
    bool is_mutable;  /* a list, set or dict is in it */
    bool is_foreign;  /* an instance of a user's class is, which may be mutable, too */
    bool has_pattern; /* which is compiled at first use, so not when the module is imported */
} Writer;

static bool write_part(Writer *w, const TypeRef *type, const Node *node);
static bool write_value(Writer *w, const TypeRef *type, const Node *node);

static bool is_any(const TypeRef *type)
{
    return type->kind == TYPE_SCALAR && type->scalar->family == FAMILY_ANY;
}

/* The items of the sequence, each of its type: the last type is that of all further ones. */
static bool write_items(Writer *w, const TypeRef *const *types, size_t count, const Node *node)
{
    bool is_good = true;
    buf_add_char(&w->out, '[');
    for (size_t i = 0; i < node->items.len; i++) {
        if (i) buf_add_char(&w->out, ',');
        is_good &= write_value(w, types[i < count ? i : count - 1], node->items.items[i]);
    }
    buf_add_char(&w->out, ']');
    return is_good;
}

static bool write_list(Writer *w, const TypeRef *item, const Node *node)
{
    w->is_mutable = true;
    return write_items(w, &item, 1, node);
}

static bool write_tuple(Writer *w, const TypeRef *type, const Node *node)
{
    const size_t count = node->items.len;
    if (type->kind == TYPE_TUPLE_OF || count == type->item_count)
        return write_items(w, type->items, type->item_count, node);
    diag_at(w->at.run->diags, DIAG_DEFAULT_TYPE, misfits_span(node),
            "the default of '%.*s' does not fit its type: expected %zu item%s, got %zu",
            STR_ARG(w->at.field->name), type->item_count, type->item_count == 1 ? "" : "s", count);
    return false;
}

/* The text of a value, the same for values that are equal in Python, as 1, 1.0 and true are. */
static Str comparable(Run *run, Str json)
{
    double number;
    char *end;
    if (str_is(json, "true")) return STR("1");
    if (str_is(json, "false")) return STR("0");
    const char *text = str_terminated(run->arena, json);
    if (json.ptr[0] == '"' || json.ptr[0] == '[') return json;
    number = strtod(text, &end);
    if (*end || end == text || fabs(number) > 9007199254740992.0 /* 2**53 */) return json;
    return str_fmt(run->arena, "%.17g", number == 0.0 ? 0.0 : number);
}

/* One item of a set to `w`, unless it is there already, which is reported. */
static bool write_set_item(Writer *w, const TypeRef *item, const Node *node, Map *seen)
{
    const size_t start = w->out.len;
    const bool was_mutable = w->is_mutable;
    w->is_mutable = false;
    if (!write_value(w, item, node)) return false;
    if (w->is_mutable) { /* in an Any */
        diag_at(w->at.run->diags, DIAG_DEFAULT_TYPE, misfits_span(node),
                "the default of '%.*s' does not fit its type: expected hashable, got %s",
                STR_ARG(w->at.field->name), node->kind == NODE_MAPPING ? "dict" : "list");
        return false;
    }
    w->is_mutable = was_mutable;
    const Str json = str_copy(w->at.run->arena, (Str){w->out.ptr + start, w->out.len - start});
    if (map_add(w->at.run->arena, seen, comparable(w->at.run, json), w)) return true;
    const Str shown = misfits_cut(w->at.run, json);
    diag_at(w->at.run->diags, DIAG_DEFAULT_TYPE, misfits_span(node),
            "the default of '%.*s' does not fit its type: item %.*s appears twice",
            STR_ARG(w->at.field->name), STR_ARG(shown));
    return false;
}

static bool write_set(Writer *w, const TypeRef *type, const Node *node)
{
    bool is_good = true;
    Map seen = {0};
    buf_add_char(&w->out, '[');
    for (size_t i = 0; i < node->items.len; i++) {
        if (i) buf_add_char(&w->out, ',');
        is_good &= write_set_item(w, type->items[0], node->items.items[i], &seen);
    }
    buf_add_char(&w->out, ']');
    w->is_mutable = w->is_mutable || type->kind == TYPE_SET;
    return is_good;
}

/* A key that is text, as in JSON: what YAML might take for something else wants quotes. */
static bool write_str_key(Writer *w, const Node *key)
{
    const LiteralKind kind = literal_kind(key->text, key->is_plain);
    literal_add_string(&w->out, key->text);
    if (kind == LITERAL_STRING || kind == LITERAL_TEXT || kind == LITERAL_OLD_BOOL) return true;
    const Str got = misfits_describe(w->at.run, key);
    diag_at(w->at.run->diags, DIAG_DEFAULT_TYPE, key->span,
            "the default of '%.*s' does not fit its type: expected str as key, got %.*s",
            STR_ARG(w->at.field->name), STR_ARG(got));
    diag_replacement(w->at.run->diags, misfits_quoted(w->at.run, key->text));
    return false;
}

/* A key that stands for a value of another type; quoted or not, since all keys are text in JSON. */
static bool write_key(Writer *w, const TypeRef *type, const Node *key)
{
    const KeyKind kind = model_key_kind(type);
    if (kind == KEY_STR) return write_str_key(w, key);
    if (kind == KEY_NONE) return false; /* its own mistake, reported already */
    Node value = *key;
    value.is_plain = kind == KEY_INT;
    if (kind == KEY_TEXT) return write_value(w, type, &value);
    const bool is_minus_zero = str_is(key->text, "-0");
    if (is_minus_zero) value.text = STR("0");
    buf_add_char(&w->out, '"');
    const bool is_good = write_value(w, type, &value);
    buf_add_char(&w->out, '"');
    return is_good;
}

/* Whether the key that was written from `start` on is there for the first time. */
static bool is_new_key(Writer *w, const Node *key, size_t start, Map *seen)
{
    const Str json = str_copy(w->at.run->arena, (Str){w->out.ptr + start, w->out.len - start});
    if (map_add(w->at.run->arena, seen, json, w)) return true;
    diag_at(w->at.run->diags, DIAG_DEFAULT_TYPE, key->span,
            "the default of '%.*s' does not fit its type: key %.*s appears twice",
            STR_ARG(w->at.field->name), STR_ARG(json));
    return false;
}

static bool write_dict(Writer *w, const TypeRef *key_type, const TypeRef *item, const Node *node)
{
    bool is_good = true;
    Map seen = {0};
    w->is_mutable = true;
    buf_add_char(&w->out, '{');
    for (size_t i = 0; i < node->items.len; i++) {
        const Node *key = node->items.items[i]->key;
        if (i) buf_add_char(&w->out, ',');
        const size_t start = w->out.len;
        is_good &= write_key(w, key_type, key) && is_new_key(w, key, start, &seen);
        buf_add_char(&w->out, ':');
        is_good &= write_value(w, item, node->items.items[i]);
    }
    buf_add_char(&w->out, '}');
    return is_good;
}

/* A dict inside Any. */
static bool write_any_dict(Writer *w, const TypeRef *any, const Node *node)
{
    TypeRef str = *any;
    str.scalar = types_find_scalar(STR("str"));
    return write_dict(w, &str, any, node);
}

/* The depth of collections is bounded by the parser, so this recursion is, too. */
static bool write_scalar(Writer *w, const TypeRef *type, const Node *node)
{
    if (is_any(type) && node->kind == NODE_SEQUENCE) return write_list(w, type, node);
    if (is_any(type) && node->kind == NODE_MAPPING) return write_any_dict(w, type, node);
    if (node->kind != NODE_SCALAR) return misfits_type(&w->at, type, node);
    if (type->form == FORM_NAN_AS_NULL && node->is_plain && str_is(node->text, "null")) {
        buf_add(&w->out, STR("null"));
        return true;
    }
    const LiteralFit fit = literal_parse(&w->out, node->text, node->is_plain, type->scalar);
    return misfits_literal(&w->at, type, node, fit);
}

static bool is_member(const EnumMember *member, bool is_str, const Node *node)
{
    int64_t number;
    if (is_str) return str_eq(member->text, node->text);
    return literal_int64(node->text, &number) && number == member->number;
}

/* A value that no member has: the nearest one, or the one whose name was written in its place. */
static bool refuse_member(Writer *w, const EnumType *enumeration, const Node *node)
{
    Diags *diags = w->at.run->diags;
    const Str text = misfits_cut(w->at.run, node->text);
    diag_at(diags, DIAG_DEFAULT_TYPE, node->span, "'%.*s' is not a value of '%.*s'", STR_ARG(text),
            STR_ARG(enumeration->name));
    VEC(Str) values = {0};
    for (size_t i = 0; i < enumeration->members.len; i++) {
        const EnumMember *member = &enumeration->members.items[i];
        const Str value = enumeration->is_str
                              ? member->text
                              : str_fmt(w->at.run->arena, "%" PRId64, member->number);
        if (member->name.len && str_eq(member->name, node->text)) {
            diag_replacement(diags, value);
            diag_help(diags, "defaults are spelled as in JSON: the value of %.*s is '%.*s'",
                      STR_ARG(member->name), STR_ARG(value));
            return false;
        }
        vec_push(w->at.run->arena, &values, value);
    }
    const Str meant = suggest_nearest(node->text, values.items, values.len);
    if (!meant.len) return false;
    diag_replacement(diags, meant);
    diag_help(diags, "did you mean '%.*s'?", STR_ARG(meant));
    return false;
}

static bool write_member(Writer *w, const TypeRef *type, const Node *node)
{
    const EnumType *enumeration = type->enumeration;
    if (!enumeration->members.len) return false; /* its own mistake, reported already */
    if (node->kind != NODE_SCALAR) return misfits_type(&w->at, type, node);
    const LiteralKind kind = literal_kind(node->text, node->is_plain);
    const bool is_text = kind == LITERAL_STRING || kind == LITERAL_TEXT || kind == LITERAL_OLD_BOOL;
    if (enumeration->is_str ? !is_text : kind != LITERAL_INT && kind != LITERAL_TEXT)
        return misfits_type(&w->at, type, node);
    for (size_t i = 0; i < enumeration->members.len; i++) {
        const EnumMember *member = &enumeration->members.items[i];
        if (!is_member(member, enumeration->is_str, node)) continue;
        if (enumeration->is_str) literal_add_string(&w->out, member->text);
        else buf_addf(&w->out, "%" PRId64, member->number);
        return true;
    }
    if (!enumeration->is_open) return refuse_member(w, enumeration, node);
    const Scalar *base = types_find_scalar(enumeration->is_str ? STR("str") : STR("int"));
    const LiteralFit fit = literal_parse(&w->out, node->text, node->is_plain, base);
    return misfits_literal(&w->at, type, node, fit);
}

static bool refuse_record(Writer *w, const TypeRef *type, const Node *node)
{
    const Str name = model_type_text(w->at.run->arena, type);
    diag_at(w->at.run->diags, DIAG_DEFAULT_RECORD, misfits_span(node),
            "a record cannot be a default: every '%.*s' would share the one %.*s",
            STR_ARG(w->at.field->owner->name), STR_ARG(name));
    diag_help(w->at.run->diags,
              "leave the default out, or make the type '%.*s | None' with default: null",
              STR_ARG(name));
    return false;
}

/* The kind of JSON value that stands there; JSON_KINDS where it is none that a union can hold. */
static JsonKind json_kind(const Node *node)
{
    if (node->kind == NODE_SEQUENCE) return JSON_ARRAY;
    if (node->kind == NODE_MAPPING) return JSON_OBJECT;
    switch (literal_kind(node->text, node->is_plain)) {
    case LITERAL_BOOL: return JSON_BOOL;
    case LITERAL_INT:
    case LITERAL_FLOAT: return JSON_NUMBER;
    case LITERAL_STRING:
    case LITERAL_TEXT:
    case LITERAL_OLD_BOOL: return JSON_STRING;
    case LITERAL_NULL:
    case LITERAL_ABSENT:
    case LITERAL_YAML_NULL:
    case LITERAL_YAML_BOOL:
    case LITERAL_YAML_NUMBER:
    case LITERAL_YAML_INFINITE: break;
    }
    return JSON_KINDS;
}

/* By the member of its kind of JSON value. */
static bool write_member_of(Writer *w, const TypeRef *type, const Node *node)
{
    const JsonKind kind = json_kind(node);
    for (size_t i = 0; kind != JSON_KINDS && i < type->item_count; i++) {
        const TypeRef *item = type->items[i];
        if (!(model_json_kinds(item) & 1u << kind)) continue;
        return item->kind == TYPE_RECORD ? refuse_record(w, type, node) : write_part(w, item, node);
    }
    return misfits_type(&w->at, type, node);
}

/* In JSON; what the class makes of that, only it knows. */
static bool write_foreign(Writer *w, const TypeRef *type, const Node *node)
{
    const bool was_mutable = w->is_mutable;
    const bool is_good = write_part(w, type->items[0], node);
    w->is_mutable = was_mutable;
    w->is_foreign = true;
    return is_good;
}

/* Writes the value, then looks at what was written. */
static bool write_limited(Writer *w, const TypeRef *type, const Node *node)
{
    const size_t start = w->out.len;
    for (size_t i = 0; i < type->limits->len; i++)
        w->has_pattern |= type->limits->items[i].rule == LIMIT_pattern;
    if (!write_part(w, type->items[0], node)) return false;
    const Str whole = buf_take(&w->out);
    const Str json = str_slice(whole, start, whole.len);
    const Limit *broken = limits_broken(w->at.run->arena, type, json, node->items.len);
    if (!broken) return true;
    const Str words =
        limits_words(w->at.run->arena, type, broken, misfits_cut(w->at.run, json), node->items.len);
    diag_at(w->at.run->diags, DIAG_DEFAULT_CONSTRAINT, misfits_span(node),
            "the default of '%.*s' breaks its constraint: %.*s", STR_ARG(w->at.field->name),
            STR_ARG(words));
    diag_note(w->at.run->diags, broken->span, "the constraint");
    return false;
}

static bool write_value(Writer *w, const TypeRef *type, const Node *node)
{
    w->at.whole = type;
    return write_part(w, type, node);
}

/* `node` as a value of `type`, which may be one side of `w->at.whole`. */
static bool write_part(Writer *w, const TypeRef *type, const Node *node)
{
    switch (type->kind) {
    case TYPE_ERROR: return false; /* its own mistake, reported already */
    case TYPE_SCALAR: return write_scalar(w, type, node);
    case TYPE_LIST:
        if (node->kind != NODE_SEQUENCE) return misfits_type(&w->at, type, node);
        return write_list(w, type->items[0], node);
    case TYPE_SET:
    case TYPE_FROZENSET:
        if (node->kind != NODE_SEQUENCE) return misfits_type(&w->at, type, node);
        return write_set(w, type, node);
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF:
        if (node->kind != NODE_SEQUENCE) return misfits_type(&w->at, type, node);
        return write_tuple(w, type, node);
    case TYPE_DICT:
        if (node->kind != NODE_MAPPING) return misfits_type(&w->at, type, node);
        return write_dict(w, type->items[0], type->items[1], node);
    case TYPE_OPTIONAL:
        if (node->kind == NODE_SCALAR && node->is_plain && str_is(node->text, "null")) {
            buf_add(&w->out, STR("null"));
            return true;
        }
        if (node->kind == NODE_SCALAR && node->is_plain && str_is(node->text, "None"))
            return misfits_none(&w->at, node);
        return write_part(w, type->items[0], node);
    case TYPE_ABSENT: return write_part(w, type->items[0], node);
    case TYPE_UNION: return write_member_of(w, type, node);
    case TYPE_LITERAL:
    case TYPE_ENUM: return write_member(w, type, node);
    case TYPE_RECORD: return refuse_record(w, type, node);
    case TYPE_FOREIGN: return write_foreign(w, type, node);
    case TYPE_LIMITED: return write_limited(w, type, node);
    case TYPE_KIND_COUNT: break;
    }
    return false;
}

void defaults_warn_boolean(Run *run, const Node *node)
{
    if (node->kind != NODE_SCALAR || literal_kind(node->text, node->is_plain) != LITERAL_OLD_BOOL)
        return;
    diag_at(run->diags, DIAG_YAML_BOOLEAN, node->span,
            "'%.*s' is a string here, but a boolean to YAML 1.1", STR_ARG(node->text));
    diag_replacement(run->diags, misfits_quoted(run, node->text));
    diag_help(run->diags, "quote it, so that every reader agrees");
}

void defaults_check(Model *model, Field *field)
{
    const Node *node = field->default_node;
    if (field->factory.name.len) return; /* what it makes is seen at run time */
    const bool can_be_absent = field->type->kind == TYPE_ABSENT;
    if (field->is_extra) { /* which may have no other: see jsonkeys.c */
        field->default_json = STR("{}");
        field->default_is_mutable = true;
        return;
    }
    if (!node || (can_be_absent && node->kind == NODE_SCALAR && node->is_plain &&
                  str_is(node->text, "..."))) {
        if (can_be_absent) field->has_default = field->default_is_absent = true;
        return;
    }
    Writer w = {.at = {.run = model->run, .field = field}, .out = buf_new(model->run->arena)};
    if (!write_value(&w, field->type, node)) return;
    defaults_warn_boolean(model->run, node);
    field->default_json = buf_take(&w.out);
    const bool is_unsure = w.has_pattern && field->default_json.ptr[0] == '[';
    field->default_is_mutable = w.is_mutable || w.is_foreign || is_unsure;
}
