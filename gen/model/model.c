/* The model of a schema, built in three steps. Each goes on after a mistake, so that one run tells all. */
#include "model/steps.h"

Record *model_own(const Model *model, const Record *record)
{
    const bool is_own = record && record->schema == model->schema;
    return is_own ? model->schema->records.items[record->index] : NULL;
}

const Schema *model_make(Run *run, const Source *source, const Node *tree, Map *names)
{
    if (!tree) return NULL;
    const size_t errors_before = diags_errors(run->diags);
    Model model = {.run = run, .schema = arena_make(run->arena, Schema)};
    model.schema->source = source;
    declare_schema(&model, tree);
    resolve_schema(&model);
    check_schema(&model);
    *names = model.types;
    const bool is_sound = diags_errors(run->diags) == errors_before && !tree->is_flawed;
    return is_sound && !model.has_broken_import ? model.schema : NULL;
}

const Schema *model_build(Run *run, const Source *source, const Node *tree)
{
    Map names = {0};
    return model_make(run, source, tree, &names);
}

Str schema_name_of(Arena *arena, const Schema *schema, const Schema *owner, Str name)
{
    if (schema == owner) return name;
    return str_fmt(arena, "%.*s.%.*s", STR_ARG(owner->module), STR_ARG(name));
}

static void add_imports(Arena *arena, const Schema *schema, Schemas *all)
{
    for (size_t i = 0; i < schema->imports.len; i++) {
        const Schema *import = schema->imports.items[i];
        bool is_there = false;
        for (size_t j = 0; j < all->len; j++)
            if (all->items[j] == import) is_there = true;
        if (is_there) continue;
        vec_push(arena, all, import);
        add_imports(arena, import, all);
    }
}

Schemas schema_imports(Arena *arena, const Schema *schema)
{
    Schemas all = {0};
    add_imports(arena, schema, &all);
    return all;
}
