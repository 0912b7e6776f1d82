/* Constraints as the C module and the twin spell them: rows of SgLimit, arguments of _limited(). */
#include "plan/parts.h"
#include "types/literal.h"

#include <ctype.h>
#include <stdlib.h>

static Str upper(Arena *arena, const char *word)
{
    Buf out = buf_new(arena);
    for (; *word; word++) buf_add_char(&out, (char)toupper((unsigned char)*word));
    return buf_take(&out);
}

/* Bounds of any size, and patterns, are Python objects: made at first use. */
static Str kept_object(Planner *planner, const TypeRef *type, const TypeConst *constant,
                       const Limit *limit)
{
    const bool is_boxed = type->kind == TYPE_SCALAR && (type->scalar->family == FAMILY_BIGINT ||
                                                        type->scalar->family == FAMILY_DECIMAL);
    if (limit->rule != LIMIT_pattern && !(is_boxed && limit->rule <= LIMIT_multiple_of))
        return STR("0");
    const Str stem = str_slice(constant->c_name, sizeof "type_" - 1, constant->c_name.len);
    return planner_keep(
        planner, str_fmt(planner->arena, "%.*s_%s", STR_ARG(stem), model_limit_key(limit->rule)));
}

/* The bound as the integer that native ints and lengths are compared with; those of uint64 as its bits. */
static Str integer_of(Arena *arena, const Limit *limit)
{
    int64_t number;
    if (literal_int64(limit->text, &number)) return spell_c_integer(arena, number);
    return str_fmt(arena, "(int64_t)%.*sULL", STR_ARG(limit->text));
}

static Str number_of(Arena *arena, const TypeRef *type, const Limit *limit)
{
    const bool is_float = type->kind == TYPE_SCALAR && type->scalar->family == FAMILY_FLOAT;
    if (!is_float) return STR("0");
    Buf out = buf_new(arena);
    literal_add_double(&out, strtod(limit->text.ptr, NULL));
    return buf_take(&out);
}

void limits_spell(Planner *planner, const TypeRef *type, TypeConst *constant)
{
    Arena *arena = planner->arena;
    const TypeRef *inner = type->items[0];
    const bool is_float = inner->kind == TYPE_SCALAR && inner->scalar->family == FAMILY_FLOAT;
    for (size_t i = 0; i < type->limits->len; i++) {
        const Limit *limit = &type->limits->items[i];
        const Str rule = upper(arena, model_limit_key(limit->rule));
        const Str text = spell_c_string(arena, limit->text);
        const Str kept = kept_object(planner, inner, constant, limit);
        const bool has_integer = !is_float && str_is(kept, "0");
        const Str integer = has_integer ? integer_of(arena, limit) : STR("0");
        const Str number = number_of(arena, inner, limit);
        const Str row = str_fmt(arena, "{SG_%.*s, %.*s, %.*s, %.*s, %.*s}", STR_ARG(rule),
                                STR_ARG(text), STR_ARG(integer), STR_ARG(number), STR_ARG(kept));
        vec_push(arena, &constant->limits, row);
    }
}

/* Letters that a C identifier may have: of "-1.5", "m1_5"; of a pattern, none. */
static void add_word(Buf *out, const Limit *limit)
{
    buf_addf(out, "_%s", model_limit_key(limit->rule));
    if (limit->rule == LIMIT_pattern) return;
    buf_add_char(out, '_');
    for (size_t i = 0; i < limit->text.len && i < 24; i++) {
        const char c = limit->text.ptr[i];
        buf_add_char(out, isalnum((unsigned char)c) ? c : c == '-' ? 'm' : '_');
    }
}

Str limits_stem(Arena *arena, const TypeRef *type, Str inner)
{
    Buf out = buf_new(arena);
    buf_add(&out, inner);
    for (size_t i = 0; i < type->limits->len; i++) add_word(&out, &type->limits->items[i]);
    return buf_take(&out);
}

Str limits_key(Arena *arena, const TypeRef *type)
{
    Buf out = buf_new(arena);
    if (type->definition) buf_add(&out, type->definition->name);
    for (size_t i = 0; i < type->limits->len; i++) {
        const Limit *limit = &type->limits->items[i];
        buf_addf(&out, " %s %zu:%.*s", model_limit_key(limit->rule), limit->text.len,
                 STR_ARG(limit->text));
    }
    return buf_take(&out);
}

/* Whether the twin is given the bound as text: a number would lose digits of a Decimal. */
static bool is_text(const TypeRef *type, const Limit *limit)
{
    const TypeRef *inner = type->items[0];
    return limit->rule == LIMIT_pattern ||
           (inner->kind == TYPE_SCALAR && inner->scalar->family == FAMILY_DECIMAL);
}

/* `_limited(_t_float64, ge=0, le=1)`; constraints that do not come in the order of the signature, those
   of a named type and then of a field, as one around another. */
Str limits_python(Arena *arena, const TypeRef *type, Str inner)
{
    Str text = inner;
    const Limits *limits = type->limits;
    for (size_t i = 0; i < limits->len;) {
        Buf out = buf_new(arena);
        buf_addf(&out, "_limited(%.*s", STR_ARG(text));
        const size_t first = i;
        for (; i < limits->len && (i == first || limits->items[i].rule > limits->items[i - 1].rule);
             i++) {
            const Limit *limit = &limits->items[i];
            const Str bound =
                is_text(type, limit) ? spell_py_string(arena, limit->text) : limit->text;
            buf_addf(&out, ", %s=%.*s", model_limit_key(limit->rule), STR_ARG(bound));
        }
        buf_add_char(&out, ')');
        text = buf_take(&out);
    }
    return text;
}
