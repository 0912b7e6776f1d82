/* The section `types`: names for types, with the constraints that are said once there. A name is resolved
   when a type expression first uses it, so that types may stand in any order. */
#include "model/steps.h"

#define TYPES_MAX 10000 /* that one name may stand for, once all names in it are followed */
#define DEPTH_MAX 64    /* of those types, and of names that lead to names */

static const char *const type_keys[] = {
#define TYPE_KEY(key, value, absent, meaning) #key,
#define CONSTRAINT_KEY(key, value, meaning) #key,
#include "model/keys.def"
    NULL};

/* What says nothing about this kind of named type. */
static void refuse_keys(Run *run, const Node *node, const char *const *refused, const char *why)
{
    for (; *refused; refused++) {
        const Node *found = node_get(node, *refused);
        if (!found) continue;
        diag_at(run->diags, DIAG_INVALID_OPTION, found->key->span, "'%s' has no meaning %s",
                *refused, why);
        diag_help(run->diags,
                  "a named type is a type with constraints, or a class with the type that "
                  "it is written as");
    }
}

static const char *const class_keys[] = {"as", "encode", "decode", NULL};
static const char *const plain_keys[] = {"type",
#define CONSTRAINT_KEY(key, value, meaning) #key,
#include "model/keys.def"
                                         NULL};

static void read_class(Model *model, const Node *node, Defining *defining)
{
    Run *run = model->run;
    Definition *definition = defining->definition;
    references_read(run, node_get(node, "class"), "'class'", &definition->class);
    references_read(run, node_get(node, "encode"), "'encode'", &definition->encode);
    references_read(run, node_get(node, "decode"), "'decode'", &definition->decode);
    refuse_keys(run, node, plain_keys, "beside 'class'");
    const Node *as = node_required(run, node, "as");
    if (as) defining->written = typeexpr_read(model, as, definition->name);
}

void definitions_read(Model *model, const Node *node, Defining *defining)
{
    Run *run = model->run;
    Definition *definition = defining->definition;
    defining->written = &type_error;
    if (node->kind != NODE_MAPPING) {
        defining->written = typeexpr_read(model, node, definition->name);
        return;
    }
    node_reject_unknown_keys(run, node, "a named type", type_keys);
    definition->doc = declare_doc(run, node);
    if (node_get(node, "class")) {
        read_class(model, node, defining);
        return;
    }
    refuse_keys(run, node, class_keys, "without 'class'");
    defining->limits = limits_read(run, node);
    const Node *type = node_required(run, node, "type");
    if (type) defining->written = typeexpr_read(model, type, definition->name);
}

static void refuse_cycle(Model *model, const Defining *again)
{
    Diags *diags = model->run->diags;
    const Str name = again->definition->name;
    Str chain = name;
    for (const Defining *at = model->innermost; at; at = at == again ? NULL : at->outer)
        chain = str_fmt(model->run->arena, "%.*s -> %.*s", STR_ARG(at->definition->name),
                        STR_ARG(chain));
    diag_at(diags, DIAG_TYPE_CYCLE, again->definition->name_span,
            "type '%.*s' is defined by itself: %.*s", STR_ARG(name), STR_ARG(chain));
    diag_help(diags, "a type that contains itself is a record");
}

/* The number of types in `type`, names followed; more than the maximum where it is too much. */
static size_t size_of(const TypeRef *type, size_t depth)
{
    size_t size = depth < DEPTH_MAX ? 1 : TYPES_MAX + 1;
    for (size_t i = 0; i < type->item_count && size <= TYPES_MAX; i++)
        size += size_of(type->items[i], depth + 1);
    return size;
}

static const TypeRef *refuse_size(Model *model, const Definition *definition)
{
    diag_at(model->run->diags, DIAG_NESTING_TOO_DEEP, definition->name_span,
            "'%.*s' stands for more than %d types, or for some nested deeper than %d levels",
            STR_ARG(definition->name), TYPES_MAX, DEPTH_MAX);
    diag_help(model->run->diags, "a record can hold what one type cannot");
    return &type_error;
}

/* Whether the type's own Python class makes a value of an instance of another one. */
static bool can_convert(const TypeRef *type)
{
    if (type->kind == TYPE_LIMITED) type = type->items[0];
    if (type->kind != TYPE_SCALAR) return false;
    const FamilyId family = type->scalar->family;
    return family == FAMILY_TEXT || family == FAMILY_INT || family == FAMILY_BIGINT ||
           family == FAMILY_FLOAT;
}

static const TypeRef *foreign(Model *model, const Definition *definition)
{
    Run *run = model->run;
    const TypeRef *as = definition->inner;
    if (as->kind == TYPE_ERROR) return as;
    if (as->kind == TYPE_ABSENT) {
        diag_at(run->diags, DIAG_ABSENT_TYPE, as->span,
                "'...' stands for a key that is not there: '%.*s' is written as a value",
                STR_ARG(definition->name));
        return &type_error;
    }
    if (!definition->encode.name.len && !can_convert(as)) {
        const Str text = model_type_text(run->arena, as);
        diag_at(run->diags, DIAG_MISSING_ENCODE, definition->name_span,
                "'%.*s' needs 'encode': nothing else makes a '%.*s' of an instance",
                STR_ARG(definition->name), STR_ARG(text));
        diag_help(run->diags, "name a function, as in 'encode: \"shop:to_decimal\"'; only str, "
                              "integers and floats are made by their own classes");
    }
    TypeRef *type = arena_make(run->arena, TypeRef);
    *type = (TypeRef){.kind = TYPE_FOREIGN, .span = as->span, .name = definition->name};
    type->definition = definition;
    type->items = arena_array(run->arena, const TypeRef *, 1);
    type->items[0] = as;
    type->item_count = 1;
    return type;
}

static const TypeRef *limited_inside(const TypeRef *type)
{
    while (type->kind == TYPE_OPTIONAL || type->kind == TYPE_ABSENT) type = type->items[0];
    return type->kind == TYPE_LIMITED ? type : NULL;
}

/* The constraints of `type` behind those that `inner`, which it was made of, had already. */
static Limits own_limits(const TypeRef *type, const TypeRef *inner)
{
    const TypeRef *limited = limited_inside(type), *before = limited_inside(inner);
    if (!limited) return (Limits){0};
    Limits own = *limited->limits;
    const size_t count = before ? before->limits->len : 0;
    own.items += count;
    own.len -= count;
    return own;
}

static const TypeRef *resolve(Model *model, Defining *defining)
{
    Definition *definition = defining->definition;
    size_t depth = 0;
    for (const Defining *at = defining; at; at = at->outer) depth++;
    if (depth > DEPTH_MAX) return refuse_size(model, definition);
    definition->inner = resolve_type(model, defining->written);
    if (size_of(definition->inner, 0) > TYPES_MAX) return refuse_size(model, definition);
    if (definition->class.name.len) return foreign(model, definition);
    if (!defining->limits) return definition->inner;
    const TypeRef *type = limits_apply(model, definition->inner, defining->limits, definition);
    definition->limits = own_limits(type, definition->inner);
    return type;
}

const TypeRef *definitions_resolve(Model *model, Defining *defining, Span span)
{
    Definition *definition = defining->definition;
    if (defining->state == DEFINING_OPEN) {
        refuse_cycle(model, defining);
        definition->type = &type_error;
        return &type_error;
    }
    if (defining->state == DEFINING_NEW) {
        defining->state = DEFINING_OPEN;
        defining->outer = model->innermost;
        model->innermost = defining;
        const TypeRef *type = resolve(model, defining);
        if (!definition->type) definition->type = type; /* else part of a cycle */
        model->innermost = defining->outer;
        defining->state = DEFINING_DONE;
    }
    if (definition->type->kind == TYPE_ERROR) return &type_error;
    TypeRef *type = typeexpr_copy(model->run->arena, definition->type);
    type->span = span;
    if (type->definition == definition)
        type->name =
            schema_name_of(model->run->arena, model->schema, definition->schema, definition->name);
    return type;
}
