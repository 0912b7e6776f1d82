/* The type expressions of schemas, in Python's annotation syntax:

       union   := term ('|' term)*
       term    := 'None' | '...' | NAME | NAME '[' union (',' union)* ']'
                | 'tuple' '[' union ',' '...' ']' | 'Literal' '[' literal (',' literal)* ']'
       literal := STRING | INTEGER

   read by recursive descent of bounded depth. A wrong expression is reported, and then TYPE_ERROR. */
#include "model/steps.h"
#include "types/literal.h"

#include <inttypes.h>

#define NESTING_MAX 32

const TypeRef type_error = {.kind = TYPE_ERROR};

typedef enum {
    TOKEN_NAME,   /* or digits */
    TOKEN_NUMBER, /* that begins with a minus */
    TOKEN_STRING, /* with its quotes */
    TOKEN_DOTS,
    TOKEN_MARK,
    TOKEN_END,
    TOKEN_WRONG
} TokenKind;

typedef struct {
    TokenKind kind;
    Str text;
    size_t start;
} Token;

typedef struct {
    Model *model;
    const Node *node;
    size_t inset;  /* bytes between the node's span and its text: an opening quote */
    bool is_exact; /* the text stands in the source as it is */
    Token token;   /* the one to be read next */
    size_t depth;
} Parser;

static bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* Behind the string that begins at `start`; `start` itself where it has no end. */
static size_t end_of_string(Str text, size_t start)
{
    for (size_t i = start + 1; i < text.len; i++) {
        if (text.ptr[i] == '\\') i++;
        else if (text.ptr[i] == text.ptr[start]) return i + 1;
    }
    return start;
}

static void next_token(Parser *p)
{
    const Str text = p->node->text;
    size_t i = p->token.start + p->token.text.len;
    while (i < text.len && strchr(" \t\r\n", text.ptr[i]) && text.ptr[i]) i++;
    size_t end = i;
    while (end < text.len && (is_name_character(text.ptr[end]) ||
                              (text.ptr[end] == '.' && end > i))) /* module.Name */
        end++;
    TokenKind kind = TOKEN_NAME;
    if (i == text.len) {
        kind = TOKEN_END;
    } else if (str_starts_with(str_slice(text, i, text.len), STR("..."))) {
        kind = TOKEN_DOTS;
        end = i + 3;
    } else if (text.ptr[i] == '-') {
        end = i + 1;
        while (end < text.len && is_name_character(text.ptr[end])) end++;
        kind = end > i + 1 ? TOKEN_NUMBER : TOKEN_WRONG;
    } else if (end == i && (text.ptr[i] == '"' || text.ptr[i] == '\'')) {
        end = end_of_string(text, i);
        kind = end > i ? TOKEN_STRING : TOKEN_WRONG;
        if (end == i) end++;
    } else if (end == i) {
        kind = text.ptr[i] && strchr("[],|", text.ptr[i]) ? TOKEN_MARK : TOKEN_WRONG;
        end = i + 1;
    }
    p->token = (Token){kind, str_slice(text, i, end), i};
}

static bool at_mark(const Parser *p, char mark)
{
    return p->token.kind == TOKEN_MARK && p->token.text.ptr[0] == mark;
}

static bool take_mark(Parser *p, char mark)
{
    if (!at_mark(p, mark)) return false;
    next_token(p);
    return true;
}

/* Where bytes `start` to `end` of the expression stand in the source, if they can be told apart there. */
static Span span_of(const Parser *p, size_t start, size_t end)
{
    Span span = p->node->span;
    if (!p->is_exact) return span;
    span.start += (uint32_t)(p->inset + start);
    span.end = span.start + (uint32_t)(end > start ? end - start : 1);
    return span;
}

static Span token_span(const Parser *p)
{
    return span_of(p, p->token.start, p->token.start + p->token.text.len);
}

static const TypeRef *refuse_token(Parser *p, const char *expected)
{
    Diags *diags = p->model->run->diags;
    if (p->token.kind == TOKEN_END)
        diag_at(diags, DIAG_TYPE_SYNTAX, token_span(p),
                "the type '%.*s' ends where %s should follow", STR_ARG(p->node->text), expected);
    else
        diag_at(diags, DIAG_TYPE_SYNTAX, token_span(p), "expected %s, found '%.*s'", expected,
                STR_ARG(p->token.text));
    if (p->token.kind != TOKEN_END && str_is(p->token.text, "?"))
        diag_help(diags, "a type that may be null is written 'str | None'");
    return NULL;
}

static TypeRef *new_type(Parser *p, TypeKind kind, Span span)
{
    TypeRef *type = arena_make(p->model->run->arena, TypeRef);
    type->kind = kind;
    type->span = span;
    return type;
}

/* A type around others. */
static TypeRef *new_outer_type(Parser *p, TypeKind kind, Span span, const TypeRef *const *items,
                               size_t count)
{
    TypeRef *type = new_type(p, kind, span);
    type->items = arena_array(p->model->run->arena, const TypeRef *, count);
    memcpy(type->items, items, count * sizeof *items);
    type->item_count = count;
    return type;
}

typedef struct {
    VEC(const TypeRef *) types;
    bool has_dots; /* tuple[T, ...] */
} Parameters;

static const TypeRef *parse_union(Parser *p, bool is_outermost);

/* The parameters behind a name, up to the closing bracket. False where a wrong one was reported. */
static bool parse_parameters(Parser *p, bool is_tuple, Parameters *parameters)
{
    if (!take_mark(p, '[')) return true;
    if (is_tuple && p->token.kind == TOKEN_WRONG && p->token.text.ptr[0] == '(') {
        diag_at(p->model->run->diags, DIAG_TYPE_PARAMETERS, token_span(p),
                "an empty tuple holds nothing");
        diag_help(p->model->run->diags, "'tuple[str, ...]' has any number of items, also none");
        return false;
    }
    if (p->depth == NESTING_MAX) {
        diag_at(p->model->run->diags, DIAG_NESTING_TOO_DEEP, p->node->span,
                "types are nested deeper than %d levels", NESTING_MAX);
        return false;
    }
    p->depth++;
    const TypeRef *parameter = &type_error;
    do {
        if (is_tuple && parameters->types.len == 1 && p->token.kind == TOKEN_DOTS) {
            parameters->has_dots = true;
            next_token(p);
            break;
        }
        parameter = parse_union(p, false);
        if (!parameter) return false;
        vec_push(p->model->run->arena, &parameters->types, parameter);
    } while (take_mark(p, ','));
    p->depth--;
    if (take_mark(p, ']')) return true;
    if (parameter->kind != TYPE_ERROR)
        refuse_token(p, parameters->has_dots ? "']' behind the '...' of a tuple" : "',' or ']'");
    return false;
}

static const TypeRef *refuse_count(Parser *p, const Container *container, Span span, size_t count)
{
    Diags *diags = p->model->run->diags;
    if (!container->parameters) {
        diag_at(diags, DIAG_TYPE_PARAMETERS, span, "'tuple' needs the types of its items");
        diag_help(diags, "as in 'tuple[str, int64]'; 'tuple[str, ...]' has any number of items");
        return &type_error;
    }
    if (count)
        diag_at(diags, DIAG_TYPE_PARAMETERS, span, "'%s' takes %zu type%s in brackets, not %zu",
                container->name, container->parameters, container->parameters == 1 ? "" : "s",
                count);
    else
        diag_at(diags, DIAG_TYPE_PARAMETERS, span, "'%s' needs the type of its items",
                container->name);
    diag_help(diags,
              container->parameters == 1
                  ? "as in '%s[str]'; '%s[Any]' takes every item"
                  : "as in '%s[str, int64]'; '%s[str, Any]' takes every item",
              container->name, container->name);
    return &type_error;
}

static TypeKind container_kind(const Container *container)
{
    static const TypeKind kinds[] = {
#define CONTAINER(name, kind, parameters, spelling, json) TYPE_##kind,
#include "types/containers.def"
#undef CONTAINER
    };
    size_t count;
    return kinds[container - types_containers(&count)];
}

static const TypeRef *container_type(Parser *p, const Container *container, Span span,
                                     const Parameters *parameters)
{
    const size_t count = parameters->types.len, expected = container->parameters;
    if (expected ? count != expected : !count) return refuse_count(p, container, span, count);
    const TypeKind kind = parameters->has_dots ? TYPE_TUPLE_OF : container_kind(container);
    return new_outer_type(p, kind, span, parameters->types.items, count);
}

/* ---- Literal -------------------------------------------------------------------------------------- */

/* The text of a string token. False where an escape in it means nothing. */
static bool string_text(Parser *p, Str *result)
{
    static const char escapes[] = "\"\"''\\\\//b\bf\fn\nr\rt\t"; /* letter, character */
    const Str inner = str_slice(p->token.text, 1, p->token.text.len - 1);
    Buf out = buf_new(p->model->run->arena);
    for (size_t i = 0; i < inner.len; i++) {
        char c = inner.ptr[i];
        if (c == '\\') {
            const char letter = inner.ptr[++i], *pair = escapes;
            while (*pair && *pair != letter) pair += 2;
            if (!*pair) return false;
            c = pair[1];
        }
        buf_add_char(&out, c);
    }
    *result = buf_take(&out);
    return true;
}

static void refuse_literal(Parser *p)
{
    Diags *diags = p->model->run->diags;
    const Str text = p->token.text;
    diag_at(diags, DIAG_LITERAL_VALUE, token_span(p),
            "'%.*s' is no value for a Literal: those are strings and integers of 64 bits",
            STR_ARG(text));
    if (str_is(text, "None")) diag_help(diags, "None stands beside it, as in 'Literal[1] | None'");
    else if (str_is(text, "True") || str_is(text, "False"))
        diag_help(diags, "the type of booleans is 'bool'");
    else if (p->token.kind == TOKEN_STRING)
        diag_help(diags, "escapes are those of JSON but \\u: write the character itself");
    else if (p->token.kind == TOKEN_NUMBER || (text.ptr[0] >= '0' && text.ptr[0] <= '9'))
        diag_help(diags, "integers are decimal, from -9223372036854775808 to 9223372036854775807");
    else diag_help(diags, "strings stand in quotes, as in 'Literal[\"a\", \"b\"]'");
}

/* Reads the next value into `value`. False where there is none, which was reported. */
static bool parse_literal_value(Parser *p, EnumMember *value, bool *is_str)
{
    const bool is_word = p->token.kind == TOKEN_NAME || p->token.kind == TOKEN_NUMBER;
    *is_str = p->token.kind == TOKEN_STRING;
    value->span = token_span(p);
    if (!is_word && !*is_str) {
        refuse_token(p, "a string or an integer");
        return false;
    }
    if (*is_str ? !string_text(p, &value->text) : !literal_int64(p->token.text, &value->number)) {
        refuse_literal(p);
        return false;
    }
    next_token(p);
    return true;
}

static bool equals(const EnumMember *a, const EnumMember *b, bool is_str)
{
    return is_str ? str_eq(a->text, b->text) : a->number == b->number;
}

/* Adds `value`, unless it does not go with the values before it, which is reported. */
static bool add_literal_value(Parser *p, EnumType *literal, EnumMember value, bool is_str)
{
    Diags *diags = p->model->run->diags;
    if (!literal->members.len) literal->is_str = is_str;
    if (literal->is_str != is_str) {
        diag_at(diags, DIAG_LITERAL_VALUE, value.span,
                "the values of a Literal are all strings or all integers");
        diag_help(diags, "'Any' takes both, unchecked");
        return false;
    }
    for (size_t i = 0; i < literal->members.len; i++) {
        if (!equals(&literal->members.items[i], &value, is_str)) continue;
        diag_at(diags, DIAG_DUPLICATE_VALUE, value.span,
                "this value of the Literal is given twice");
        diag_note(diags, literal->members.items[i].span, "first given here");
        return false;
    }
    vec_push(p->model->run->arena, &literal->members, value);
    return true;
}

/* Literal["a", "b"], spelled as JSON spells the values. */
static Str literal_name(Parser *p, const EnumType *literal)
{
    Buf out = buf_new(p->model->run->arena);
    buf_add(&out, STR("Literal["));
    for (size_t i = 0; i < literal->members.len; i++) {
        if (i) buf_add(&out, STR(", "));
        if (literal->is_str) literal_add_string(&out, literal->members.items[i].text);
        else buf_addf(&out, "%" PRId64, literal->members.items[i].number);
    }
    buf_add_char(&out, ']');
    return buf_take(&out);
}

/* Behind the name. */
static const TypeRef *parse_literal(Parser *p, Span span)
{
    if (!take_mark(p, '[') || at_mark(p, ']')) {
        diag_at(p->model->run->diags, DIAG_TYPE_PARAMETERS, span, "'Literal' needs its values");
        diag_help(p->model->run->diags, "as in 'Literal[\"a\", \"b\"]' or 'Literal[1, 2]'");
        return take_mark(p, ']') || p->token.kind == TOKEN_END ? &type_error : NULL;
    }
    EnumType *literal = arena_make(p->model->run->arena, EnumType);
    bool is_good = true, is_str;
    do {
        EnumMember value = {0};
        if (!parse_literal_value(p, &value, &is_str)) return NULL;
        is_good &= add_literal_value(p, literal, value, is_str);
    } while (take_mark(p, ','));
    if (!take_mark(p, ']')) return refuse_token(p, "',' or ']'");
    if (!is_good) return &type_error;
    literal->name = literal_name(p, literal);
    TypeRef *type = new_type(p, TYPE_LITERAL, span);
    type->enumeration = literal;
    return type;
}

static const TypeRef *parse_named(Parser *p)
{
    const Token name = p->token;
    const Span span = token_span(p);
    next_token(p);
    if (str_is(name.text, "Literal")) return parse_literal(p, span);
    const Container *container = types_find_container(name.text);
    Parameters parameters = {0};
    if (!parse_parameters(p, container && !container->parameters, &parameters)) return NULL;
    if (container) return container_type(p, container, span, &parameters);

    const Scalar *scalar = types_find_scalar(name.text);
    if (parameters.types.len && (scalar || map_get(&p->model->types, name.text))) {
        diag_at(p->model->run->diags, DIAG_TYPE_PARAMETERS, span,
                "'%.*s' takes no types in brackets", STR_ARG(name.text));
        return &type_error;
    }
    TypeRef *type = new_type(p, scalar ? TYPE_SCALAR : TYPE_RECORD, span);
    type->scalar = scalar;
    type->name = name.text;
    return type;
}

/* What a union has been found to hold so far. */
typedef struct {
    VEC(const TypeRef *) types;
    Span none, dots;
    bool has_none, has_dots;
} Parts;

static bool is_any(const TypeRef *type)
{
    return type->kind == TYPE_SCALAR && type->scalar->family == FAMILY_ANY;
}

/* Adds the next term to `parts`. False where it is wrong, which was reported; *is_bad where only this
   union is, so that the rest can still be read. */
static bool parse_term(Parser *p, Parts *parts, bool *is_bad)
{
    Diags *diags = p->model->run->diags;
    const Span span = token_span(p);
    if (p->token.kind == TOKEN_DOTS || str_is(p->token.text, "None")) {
        const bool is_none = p->token.kind != TOKEN_DOTS;
        bool *has = is_none ? &parts->has_none : &parts->has_dots;
        if (*has && !*is_bad) {
            diag_at(diags, is_none ? DIAG_OPTIONAL_TYPE : DIAG_ABSENT_TYPE, span,
                    "'%.*s' is given twice", STR_ARG(p->token.text));
            *is_bad = true;
        }
        *has = true;
        *(is_none ? &parts->none : &parts->dots) = span;
        next_token(p);
        return true;
    }
    if (p->token.kind != TOKEN_NAME) {
        refuse_token(p, "a type");
        return false;
    }
    const TypeRef *type = parse_named(p);
    if (!type) return false;
    if (type->kind == TYPE_ERROR) *is_bad = true;
    vec_push(p->model->run->arena, &parts->types, type);
    return true;
}

/* `parts` as a type; what is wrong about it as a whole is reported. */
static const TypeRef *join_parts(Parser *p, const Parts *parts, bool is_outermost, Span span)
{
    Diags *diags = p->model->run->diags;
    if (!parts->types.len) {
        diag_at(diags, parts->has_none ? DIAG_OPTIONAL_TYPE : DIAG_ABSENT_TYPE, span,
                "'%s' alone is no type: it stands beside one, as in 'str | %s'",
                parts->has_none ? "None" : "...", parts->has_none ? "None" : "...");
        return &type_error;
    }
    const TypeRef *type = parts->types.items[0];
    if (parts->types.len > 1)
        type = new_outer_type(p, TYPE_UNION, span, parts->types.items, parts->types.len);
    if (parts->has_none && is_any(type)) {
        diag_at(diags, DIAG_OPTIONAL_TYPE, parts->none, "'Any' takes None already");
        diag_help(diags, "write 'Any'");
        return &type_error;
    }
    if (parts->has_dots && !is_outermost) {
        diag_at(diags, DIAG_ABSENT_TYPE, parts->dots,
                "'...' stands for a key that is not there: a field can lack one, an item cannot");
        return &type_error;
    }
    if (parts->has_none) type = new_outer_type(p, TYPE_OPTIONAL, span, &type, 1);
    if (parts->has_dots) type = new_outer_type(p, TYPE_ABSENT, span, &type, 1);
    return type;
}

/* NULL where the expression cannot be read any further; TYPE_ERROR where it can, but is wrong. */
static const TypeRef *parse_union(Parser *p, bool is_outermost)
{
    Parts parts = {0};
    bool is_bad = false;
    const size_t start = p->token.start;
    size_t end;
    do {
        if (!parse_term(p, &parts, &is_bad)) return NULL;
        end = p->token.start;
    } while (take_mark(p, '|'));
    while (end > start && strchr(" \t\r\n", p->node->text.ptr[end - 1])) end--;
    return is_bad ? &type_error : join_parts(p, &parts, is_outermost, span_of(p, start, end));
}

const TypeRef *typeexpr_parse(Model *model, const Node *node)
{
    const size_t width = node->span.end - node->span.start;
    Parser p = {.model = model, .node = node};
    p.inset = node->is_plain ? 0 : 1;
    p.is_exact = width == node->text.len + 2 * p.inset;
    next_token(&p);
    const TypeRef *type = parse_union(&p, true);
    if (type && type->kind != TYPE_ERROR && p.token.kind != TOKEN_END) {
        refuse_token(&p, "'|' or the end of the type");
        type = NULL;
    }
    return type ? type : &type_error;
}

const TypeRef *typeexpr_read(Model *model, const Node *node, Str what)
{
    Diags *diags = model->run->diags;
    if (node->kind != NODE_SCALAR) {
        diag_at(diags, DIAG_QUOTE_TYPE, node->span, "the type of '%.*s' is %s, not text",
                STR_ARG(what), node->kind == NODE_SEQUENCE ? "a sequence" : "a mapping");
        diag_help(diags, TYPE_QUOTING_HELP);
        return &type_error;
    }
    if (str_trim(node->text).len) return typeexpr_parse(model, node);
    diag_at(diags, DIAG_TYPE_SYNTAX, node->key->span, "'%.*s' has no type", STR_ARG(what));
    return &type_error;
}

TypeRef *typeexpr_copy(Arena *arena, const TypeRef *type)
{
    TypeRef *copy = arena_make(arena, TypeRef);
    *copy = *type;
    copy->items = arena_array(arena, const TypeRef *, type->item_count);
    if (type->item_count) memcpy(copy->items, type->items, type->item_count * sizeof *type->items);
    return copy;
}
