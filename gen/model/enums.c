/* Enums as they are declared: members and their JSON values. */
#include "model/steps.h"
#include "types/literal.h"

static const char *const enum_keys[] = {
#define ENUM_KEY(key, value, absent, meaning) #key,
#include "model/keys.def"
    NULL};

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

static void read_class(Run *run, const Node *node, EnumType *enumeration)
{
    const Node *class = node_get(node, "class");
    if (!class || !references_read(run, class, "'class'", &enumeration->class)) return;
    const Node *doc = node_get(node, "doc");
    if (!doc) return;
    diag_at(run->diags, DIAG_INVALID_OPTION, doc->key->span,
            "'doc' has no meaning beside 'class': the class has its own");
    diag_help(run->diags, "leave it out; a comment (# ...) can say the same");
}

void enums_read(Run *run, const Node *node, EnumType *enumeration)
{
    if (!node_expect_mapping(run, node, "an enum")) {
        diag_help(run->diags, "as in 'Side: {values: {BUY: buy, SELL: sell}}'");
        return;
    }
    node_reject_unknown_keys(run, node, "an enum", enum_keys);
    enumeration->doc = declare_doc(run, node);
    node_bool(run, node_get(node, "open"), "'open'", &enumeration->is_open);
    read_class(run, node, enumeration);
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
