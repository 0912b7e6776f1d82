/* What does not fit: the words for defaults that are not of the field's type, and how else to spell them. */
#include "model/steps.h"

#define SHOWN_MAX 60 /* bytes of a value that a message repeats */

Str misfits_cut(Run *run, Str text)
{
    if (text.len <= SHOWN_MAX) return text;
    size_t end = SHOWN_MAX - 3;
    while (end && ((unsigned char)text.ptr[end] & 0xC0) == 0x80) end--; /* between characters */
    return str_fmt(run->arena, "%.*s...", (int)end, text.ptr);
}

Str misfits_describe(Run *run, const Node *node)
{
    if (node->kind == NODE_SEQUENCE) return STR("list");
    if (node->kind == NODE_MAPPING) return STR("dict");
    const Str text = misfits_cut(run, node->text);
    switch (literal_kind(node->text, node->is_plain)) {
    case LITERAL_NULL: return STR("null");
    case LITERAL_BOOL: return str_fmt(run->arena, "bool %.*s", STR_ARG(text));
    case LITERAL_INT: return str_fmt(run->arena, "int %.*s", STR_ARG(text));
    case LITERAL_FLOAT: return str_fmt(run->arena, "float %.*s", STR_ARG(text));
    case LITERAL_STRING:
    case LITERAL_TEXT: return str_fmt(run->arena, "str '%.*s'", STR_ARG(text));
    case LITERAL_ABSENT:
    case LITERAL_YAML_BOOL:
    case LITERAL_OLD_BOOL:
    case LITERAL_YAML_NUMBER:
    case LITERAL_YAML_INFINITE: return str_fmt(run->arena, "'%.*s'", STR_ARG(text));
    case LITERAL_YAML_NULL:
        return text.len ? str_fmt(run->arena, "'%.*s'", STR_ARG(text)) : STR("nothing");
    }
    return text;
}

Span misfits_span(const Node *node)
{
    return node->span.start == node->span.end && node->key ? node->key->span : node->span;
}

Str misfits_quoted(Run *run, Str text)
{
    Buf out = buf_new(run->arena);
    literal_add_string(&out, text);
    return buf_take(&out);
}

static bool wants_text(const TypeRef *type)
{
    if (type->kind == TYPE_LIMITED || type->kind == TYPE_FOREIGN) return wants_text(type->items[0]);
    if (type->kind == TYPE_ENUM || type->kind == TYPE_LITERAL) return type->enumeration->is_str;
    return type->kind == TYPE_SCALAR &&
           (type->scalar->family == FAMILY_TEXT || type->scalar->family == FAMILY_BYTES);
}

static void help_example(const DefaultPlace *at, const TypeRef *type)
{
    diag_help(at->run->diags, "a %s is spelled as in \"%s\"", type->scalar->name,
              literal_example(type->scalar));
}

static void help_null(const DefaultPlace *at, const TypeRef *type)
{
    const Str text = model_type_text(at->run->arena, type);
    diag_help(at->run->diags, "a field that may be null has the type '%.*s | None'", STR_ARG(text));
}

/* How else to spell what stands in `node`, for a value of `type`. */
static void help_spelling(const DefaultPlace *at, const TypeRef *type, const Node *node)
{
    Diags *diags = at->run->diags;
    if (node->kind != NODE_SCALAR) return;
    const LiteralKind kind = literal_kind(node->text, node->is_plain);
    const bool is_bool = type->kind == TYPE_SCALAR && type->scalar->family == FAMILY_BOOL;
    if (kind == LITERAL_NULL) {
        help_null(at, type);
    } else if (kind == LITERAL_YAML_NULL && (!node->text.len || !wants_text(type))) {
        diag_help(diags, "defaults are spelled as in JSON: null where None is meant%s",
                  wants_text(type) ? ", \"\" for an empty text" : "");
    } else if (type->kind == TYPE_SCALAR && literal_example(type->scalar)) {
        help_example(at, type);
    } else if (is_bool && (kind == LITERAL_YAML_BOOL || kind == LITERAL_OLD_BOOL)) {
        diag_replacement(diags, literal_bool_meant(node->text));
        diag_help(diags, "defaults are spelled as in JSON: true or false");
    } else if (wants_text(type) && kind != LITERAL_STRING) {
        diag_replacement(diags, misfits_quoted(at->run, node->text));
        diag_help(diags, "quote it if text is meant");
    } else if (kind == LITERAL_YAML_NUMBER || kind == LITERAL_YAML_BOOL) {
        diag_help(
            diags,
            "defaults are spelled as in JSON: numbers as 31 or 0.5, booleans as true or false");
    } else if (kind == LITERAL_ABSENT) {
        const Str text = model_type_text(at->run->arena, type);
        diag_help(diags, "'...' is a default where the type is '%.*s | ...'", STR_ARG(text));
    }
}

bool misfits_type(const DefaultPlace *at, const TypeRef *type, const Node *node)
{
    const Str expected = model_type_text(at->run->arena, at->whole);
    const Str got = misfits_describe(at->run, node);
    diag_at(at->run->diags, DIAG_DEFAULT_TYPE, misfits_span(node),
            "the default of '%.*s' does not fit its type: expected %.*s, got %.*s",
            STR_ARG(at->field->name), STR_ARG(expected), STR_ARG(got));
    help_spelling(at, type, node);
    return false;
}

bool misfits_none(const DefaultPlace *at, const Node *node)
{
    Diags *diags = at->run->diags;
    diag_at(diags, DIAG_DEFAULT_TYPE, node->span, "the default of '%.*s' is the text 'None'",
            STR_ARG(at->field->name));
    diag_replacement(diags, STR("null"));
    diag_help(diags, "defaults are spelled as in JSON: null; quote it if text is meant");
    return false;
}

static bool refuse_range(const DefaultPlace *at, const Scalar *scalar, const Node *node)
{
    const Str text = misfits_cut(at->run, node->text);
    diag_at(at->run->diags, DIAG_DEFAULT_OUT_OF_RANGE, node->span, "%.*s is out of range for %s",
            STR_ARG(text), scalar->name);
    const Str range = literal_range(at->run->arena, scalar);
    if (range.len) diag_help(at->run->diags, "%s holds %.*s", scalar->name, STR_ARG(range));
    return false;
}

bool misfits_literal(const DefaultPlace *at, const TypeRef *type, const Node *node, LiteralFit fit)
{
    Diags *diags = at->run->diags;
    const Str text = misfits_cut(at->run, node->text);
    switch (fit) {
    case LITERAL_FITS: return true;
    case LITERAL_WRONG_TYPE: return misfits_type(at, type, node);
    case LITERAL_OUT_OF_RANGE:
        /* a float inside Any is a float64 */
        return refuse_range(at,
                            type->scalar->family == FAMILY_ANY ? types_find_scalar(STR("float64"))
                                                               : type->scalar,
                            node);
    case LITERAL_NOT_FINITE:
        diag_at(diags, DIAG_DEFAULT_NOT_FINITE, node->span,
                "'%.*s' cannot be a default: JSON has no spelling for it", STR_ARG(text));
        return false;
    case LITERAL_TOO_LONG:
        diag_at(diags, DIAG_DEFAULT_OUT_OF_RANGE, node->span, "a default of more than 4300 digits");
        diag_help(diags, "no JSON reader of Python's would read it back");
        return false;
    case LITERAL_NOT_BASE64:
        diag_at(diags, DIAG_DEFAULT_TYPE, node->span,
                "the default of '%.*s' does not fit its type: '%.*s' is not base64",
                STR_ARG(at->field->name), STR_ARG(text));
        diag_help(diags, "bytes are spelled in base64, with padding, as in \"AAEC\" or \"aGk=\"");
        return false;
    case LITERAL_NOT_SPELLED:
        diag_at(diags, DIAG_DEFAULT_TYPE, node->span,
                "the default of '%.*s' does not fit its type: '%.*s' is not a %s",
                STR_ARG(at->field->name), STR_ARG(text), type->scalar->name);
        help_example(at, type);
        return false;
    }
    return false;
}
