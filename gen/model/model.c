/* The model of a schema, built in three steps. Each goes on after a mistake, so that one run tells all. */
#include "model/steps.h"

const Schema *model_build(Run *run, const Source *source, const Node *tree)
{
    if (!tree) return NULL;
    const size_t errors_before = diags_errors(run->diags);
    Model model = {.run = run, .schema = arena_make(run->arena, Schema)};
    model.schema->source = source;
    declare_schema(&model, tree);
    resolve_schema(&model);
    check_schema(&model);
    const bool is_sound = diags_errors(run->diags) == errors_before && !tree->is_flawed;
    return is_sound ? model.schema : NULL;
}
