/* The type expressions of schemas, in Python's annotation syntax:

       union := term ('|' term)*
       term  := 'None' | '...' | NAME | NAME '[' union (',' union)* ']'

   read by recursive descent of bounded depth. A wrong expression is reported, and then TYPE_ERROR. */
#include "model/steps.h"

#define NESTING_MAX 32

const TypeRef type_error = {.kind = TYPE_ERROR};

typedef enum { TOKEN_NAME, TOKEN_DOTS, TOKEN_MARK, TOKEN_END, TOKEN_WRONG } TokenKind;

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

typedef VEC(const TypeRef *) Parameters;

static const TypeRef *parse_union(Parser *p, bool is_outermost);

/* The parameters behind a name, up to the closing bracket. False where a wrong one was reported. */
static bool parse_parameters(Parser *p, Parameters *parameters)
{
    if (!take_mark(p, '[')) return true;
    if (p->depth == NESTING_MAX) {
        diag_at(p->model->run->diags, DIAG_NESTING_TOO_DEEP, p->node->span,
                "types are nested deeper than %d levels", NESTING_MAX);
        return false;
    }
    p->depth++;
    const TypeRef *parameter;
    do {
        parameter = parse_union(p, false);
        if (!parameter) return false;
        vec_push(p->model->run->arena, parameters, parameter);
    } while (take_mark(p, ','));
    p->depth--;
    if (take_mark(p, ']')) return true;
    if (parameter->kind != TYPE_ERROR) refuse_token(p, "',' or ']'");
    return false;
}

static const TypeRef *refuse_count(Parser *p, const Container *container, Span span, size_t count)
{
    Diags *diags = p->model->run->diags;
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

static bool is_str(const TypeRef *type)
{
    return type->kind == TYPE_SCALAR && type->scalar->family == FAMILY_TEXT;
}

static const TypeRef *container_type(Parser *p, const Container *container, Span span,
                                     const Parameters *parameters)
{
    const size_t count = parameters->len;
    if (count != container->parameters) return refuse_count(p, container, span, count);
    const TypeRef *first = parameters->items[0];
    TypeRef *type =
        new_outer_type(p, count == 2 ? TYPE_DICT : TYPE_LIST, span, parameters->items, count);
    if (type->kind == TYPE_DICT && !is_str(first)) {
        if (first->kind == TYPE_ERROR) return &type_error;
        diag_at(p->model->run->diags, DIAG_DICT_KEY, first->span,
                "the keys of a dict are str: JSON has no other");
        diag_replacement(p->model->run->diags, STR("str"));
        return &type_error;
    }
    return type;
}

static const TypeRef *parse_named(Parser *p)
{
    const Token name = p->token;
    const Span span = token_span(p);
    next_token(p);
    Parameters parameters = {0};
    if (!parse_parameters(p, &parameters)) return NULL;
    const Container *container = types_find_container(name.text);
    if (container) return container_type(p, container, span, &parameters);

    const Scalar *scalar = types_find_scalar(name.text);
    if (parameters.len && (scalar || map_get(&p->model->types, name.text))) {
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
    const TypeRef *type;
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
    if (parts->type && !*is_bad) {
        diag_at(diags, DIAG_UNION_TYPE, span,
                "a field holds values of one type: only 'None' and '...' can stand beside it");
        diag_help(diags, "'Any' takes every value that JSON has");
        *is_bad = true;
    }
    parts->type = type;
    return true;
}

/* `parts` as a type; what is wrong about it as a whole is reported. */
static const TypeRef *join_parts(Parser *p, const Parts *parts, bool is_outermost, Span span)
{
    Diags *diags = p->model->run->diags;
    const TypeRef *type = parts->type;
    if (!type) {
        diag_at(diags, parts->has_none ? DIAG_OPTIONAL_TYPE : DIAG_ABSENT_TYPE, span,
                "'%s' alone is no type: it stands beside one, as in 'str | %s'",
                parts->has_none ? "None" : "...", parts->has_none ? "None" : "...");
        return &type_error;
    }
    if (type->kind == TYPE_ERROR) return type;
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

static void add_type(Buf *out, const TypeRef *type)
{
    switch (type->kind) {
    case TYPE_ERROR: buf_add(out, STR("?")); return;
    case TYPE_SCALAR: buf_add(out, str_from(type->scalar->name)); return;
    case TYPE_LIST:
        buf_add(out, STR("list["));
        add_type(out, type->items[0]);
        buf_add_char(out, ']');
        return;
    case TYPE_DICT:
        buf_add(out, STR("dict["));
        add_type(out, type->items[0]);
        buf_add(out, STR(", "));
        add_type(out, type->items[1]);
        buf_add_char(out, ']');
        return;
    case TYPE_OPTIONAL:
        add_type(out, type->items[0]);
        buf_add(out, STR(" | None"));
        return;
    case TYPE_ABSENT:
        add_type(out, type->items[0]);
        buf_add(out, STR(" | ..."));
        return;
    case TYPE_ENUM:
    case TYPE_RECORD: buf_add(out, type->name); return;
    }
}

Str model_type_text(Arena *arena, const TypeRef *type)
{
    Buf out = buf_new(arena);
    add_type(&out, type);
    return buf_take(&out);
}
