/* Which names a schema may use, and for what: Python identifiers that neither the language nor the
   generated code needs itself. Every refusal says how else to get what was wanted. */
#include "model/steps.h"

/* In characters. Names stand in C and in names of files, whose lengths have their own limits. */
enum { LONGEST_NAME = 255 };

static const char *const nouns[] = {
    [NAME_MODULE] = "module",      [NAME_TYPE] = "type",     [NAME_ENUM] = "enum",
    [NAME_RECORD] = "record",      [NAME_MEMBER] = "member", [NAME_FIELD] = "field",
    [NAME_CACHED] = "cached slot",
};

typedef enum { KEYWORD, METHOD, TYPE_NAME, MODULE_NAME, BUILTIN } Reason;

static const struct {
    Reason reason;
    const char *name;
} reserved[] = {
#define RESERVED(reason, name) {reason, #name},
#include "model/reserved.def"
#undef RESERVED
};

static bool is_reserved(Str name, Reason reason)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (reserved[i].reason == reason && str_is(name, reserved[i].name)) return true;
    return false;
}

static bool is_type_name(Str name)
{
    return is_reserved(name, TYPE_NAME) || types_find_scalar(name) || types_find_container(name);
}

static bool is_identifier(Str name)
{
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!is_letter && !(i && c >= '0' && c <= '9')) return false;
    }
    return name.len > 0;
}

bool identifiers_is_free(Str name)
{
    return is_identifier(name) && !is_reserved(name, KEYWORD);
}

/* The nearest identifier to `name`; empty where nothing of it can be kept. */
static Str as_identifier(Run *run, Str name)
{
    Buf out = buf_new(run->arena);
    bool has_letter = false;
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        if ((unsigned char)c >= 0x80) return (Str){0};
        const bool is_digit = c >= '0' && c <= '9';
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        has_letter |= is_letter;
        if (!i && is_digit) buf_add(&out, STR("n"));
        buf_add_char(&out, is_letter || is_digit ? c : '_');
    }
    const Str text = buf_take(&out);
    return has_letter && !str_starts_with(text, STR("__")) ? text : (Str){0};
}

static void refuse_identifier(Run *run, const Node *node, Str name, NameUse use)
{
    diag_at(run->diags, DIAG_INVALID_NAME, node->span,
            "'%.*s' cannot name %s %s: names are ASCII letters, digits and '_', not starting with "
            "a digit",
            STR_ARG(name), use == NAME_ENUM ? "an" : "a", nouns[use]);
    const Str near = as_identifier(run, name);
    if (!near.len || is_reserved(near, KEYWORD)) return;
    if (use == NAME_FIELD)
        diag_help(run->diags,
                  "name the field '%.*s' and add 'json_name: \"%.*s\"' to keep the JSON key",
                  STR_ARG(near), STR_ARG(name));
    else if (use == NAME_MEMBER)
        diag_help(run->diags, "name the member and give its JSON value beside it: {%.*s: \"%.*s\"}",
                  STR_ARG(near), STR_ARG(name));
    else diag_help(run->diags, "'%.*s' would do", STR_ARG(near));
}

static void refuse_taken(Run *run, const Node *node, Str name, NameUse use, const char *reason)
{
    diag_at(run->diags, DIAG_RESERVED_NAME, node->span, "'%.*s' %s", STR_ARG(name), reason);
    if (use == NAME_FIELD)
        diag_help(run->diags,
                  "name the field '%.*s_' and add 'json_name: %.*s' to keep the JSON key",
                  STR_ARG(name), STR_ARG(name));
    else if (use == NAME_MEMBER)
        diag_help(run->diags, "name the member '%.*s_'; its JSON value need not change",
                  STR_ARG(name));
    else diag_help(run->diags, "name the %s '%.*s_'", nouns[use], STR_ARG(name));
}

/* Names that begin with underscores: what is left of them without. */
static void refuse_underscores(Run *run, const Node *node, Str name, NameUse use,
                               const char *reason)
{
    diag_at(run->diags, DIAG_RESERVED_NAME, node->span, "'%.*s': names that %s", STR_ARG(name),
            reason);
    Str bare = name;
    while (bare.len && bare.ptr[0] == '_') bare = str_slice(bare, 1, bare.len);
    while (bare.len && bare.ptr[bare.len - 1] == '_') bare = str_slice(bare, 0, bare.len - 1);
    if (!is_identifier(bare) || is_reserved(bare, KEYWORD)) return;
    if (use == NAME_FIELD)
        diag_help(run->diags,
                  "name the field '%.*s' and add 'json_name: %.*s' to keep the JSON key",
                  STR_ARG(bare), STR_ARG(name));
    else diag_help(run->diags, "name the %s '%.*s'", nouns[use], STR_ARG(bare));
}

/* Python's enum keeps _x_ for itself, and mro is a method of every class that it refuses to give up. */
static void check_member(Run *run, const Node *node, Str name)
{
    if (str_is(name, "mro"))
        refuse_taken(run, node, name, NAME_MEMBER, "cannot be a member of a Python enum");
    else if (name.len > 2 && name.ptr[0] == '_' && name.ptr[name.len - 1] == '_')
        refuse_underscores(run, node, name, NAME_MEMBER,
                           "begin and end with '_' are kept for Python's enum module");
}

static void check_type_name(Run *run, const Node *node, Str name, NameUse use)
{
    if (name.ptr[0] == '_')
        refuse_underscores(run, node, name, use, "begin with '_' are kept for generated code");
    else if (is_type_name(name)) refuse_taken(run, node, name, use, "is the name of a type");
    else if (use == NAME_TYPE) return; /* it hides nothing: modules do not define it */
    else if (is_reserved(name, MODULE_NAME))
        refuse_taken(run, node, name, use, "is defined by every generated module");
    else if (is_reserved(name, BUILTIN))
        refuse_taken(run, node, name, use, "is a builtin, which a class of that name would hide");
}

static void check_one(Run *run, const Node *node, Str name, NameUse use)
{
    if (!is_identifier(name)) {
        refuse_identifier(run, node, name, use);
        return;
    }
    if (is_reserved(name, KEYWORD)) {
        refuse_taken(run, node, name, use, "is a Python keyword");
        return;
    }
    const bool is_class = use == NAME_TYPE || use == NAME_ENUM || use == NAME_RECORD;
    if (!is_class && use != NAME_MODULE && str_starts_with(name, STR("__"))) {
        refuse_underscores(run, node, name, use, "begin with '__' are Python's own");
        return;
    }
    if (is_class) check_type_name(run, node, name, use);
    if (use == NAME_MEMBER) check_member(run, node, name);
    if ((use == NAME_FIELD || use == NAME_CACHED) && is_reserved(name, METHOD))
        refuse_taken(run, node, name, use, "is the name of a generated method");
}

void identifiers_check(Run *run, const Node *node, NameUse use)
{
    if (node->text.len > LONGEST_NAME) {
        diag_at(run->diags, DIAG_INVALID_NAME, node->span,
                "%zu characters cannot name %s %s: names have at most %d", node->text.len,
                use == NAME_ENUM ? "an" : "a", nouns[use], LONGEST_NAME);
        return;
    }
    if (use != NAME_MODULE) {
        check_one(run, node, node->text, use);
        return;
    }
    size_t start = 0;
    for (size_t i = 0; i <= node->text.len; i++) {
        if (i < node->text.len && node->text.ptr[i] != '.') continue;
        const Str part = str_slice(node->text, start, i);
        if (!is_identifier(part) || is_reserved(part, KEYWORD)) {
            if (part.len) check_one(run, node, part, use);
            else
                diag_at(run->diags, DIAG_INVALID_NAME, node->span,
                        "'%.*s' is no module name: nothing stands %s its '.'", STR_ARG(node->text),
                        i ? "behind" : "before");
            return;
        }
        start = i + 1;
    }
}

void identifiers_check_private(Run *run, const Node *node, Str enumeration)
{
    const Str prefix = str_fmt(run->arena, "_%.*s__", STR_ARG(enumeration));
    if (str_starts_with(node->text, prefix))
        refuse_underscores(run, node, node->text, NAME_MEMBER,
                           "begin as private ones of their class do are no enum members in Python");
}
