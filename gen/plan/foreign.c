/* Foreign types as the C module and the twin spell them. */
#include "plan/parts.h"

/* `{"shop", "Money", KEPT_Money_class}`; of none, NULLs. */
static Str reference_c(Planner *planner, const TypeRef *type, const Reference *reference,
                       const char *role)
{
    if (!reference->name.len) return STR("{NULL, NULL, 0}");
    const Str stem = str_fmt(planner->arena, "%.*s_%s", STR_ARG(type->definition->name), role);
    return planner_reference(planner, reference, stem);
}

static Str words(Arena *arena, Str expected, const char *source)
{
    return spell_c_string(arena, str_fmt(arena, "%.*s from %s", STR_ARG(expected), source));
}

const ForeignPlan *planner_foreign(const Planner *planner, const Definition *definition)
{
    const ForeignPlan *foreign = planner->plan->foreign.items;
    while (foreign->definition != definition) foreign++;
    return foreign;
}

/* Modules may have classes of the same name. */
static Str new_alias(const Planner *planner, const Definition *definition)
{
    Str alias = str_fmt(planner->arena, "_%.*s_class", STR_ARG(definition->name));
    for (size_t i = 0; i < planner->plan->foreign.len; i++)
        if (str_eq(planner->plan->foreign.items[i].definition->name, definition->name))
            alias = str_fmt(planner->arena, "%.*s_", STR_ARG(alias));
    return alias;
}

void foreign_spell(Planner *planner, const TypeRef *type, TypeConst *constant)
{
    Arena *arena = planner->arena;
    const Definition *definition = type->definition;
    const Str as = planner_expected(arena, type->items[0]);
    vec_push(arena, &constant->foreign, reference_c(planner, type, &definition->class, "class"));
    vec_push(arena, &constant->foreign, reference_c(planner, type, &definition->encode, "encode"));
    vec_push(arena, &constant->foreign, reference_c(planner, type, &definition->decode, "decode"));
    vec_push(arena, &constant->foreign, spell_c_string(arena, definition->name));
    vec_push(arena, &constant->foreign, words(arena, as, "encode()"));
    vec_push(
        arena, &constant->foreign,
        words(arena, definition->name, definition->decode.name.len ? "decode()" : "its class"));
    const ForeignPlan foreign = {
        .definition = definition,
        .alias = new_alias(planner, definition),
        .c_constant = str_fmt(arena, "%.*s_foreign", STR_ARG(constant->c_name)),
    };
    vec_push(arena, &planner->plan->foreign, foreign);
}

static Str argument(Arena *arena, const char *name, const Reference *reference)
{
    if (!reference->name.len) return STR("");
    return str_fmt(arena, ", %s=\"%.*s:%.*s\"", name, STR_ARG(reference->module),
                   STR_ARG(reference->name));
}

Str foreign_python(Planner *planner, const TypeRef *type, Str as)
{
    Arena *arena = planner->arena;
    const Definition *definition = type->definition;
    const Str encode = argument(arena, "encode", &definition->encode);
    const Str decode = argument(arena, "decode", &definition->decode);
    return str_fmt(arena, "_foreign(\"%.*s\", %.*s, %.*s%.*s%.*s)", STR_ARG(definition->name),
                   STR_ARG(planner_foreign(planner, definition)->alias), STR_ARG(as),
                   STR_ARG(encode), STR_ARG(decode));
}
