/* The program on one screen. NULL in, NULL out: a phase that reported an error returns NULL, and
   those behind it do nothing with it. */
#include "pipeline.h"

#include "model/model.h"
#include "plan/plan.h"
#include "render/render.h"
#include "syntax/syntax.h"

static void dump(Run *run, const PipelineOptions *options, const Node *tree, const Schema *schema,
                 const Plan *plan)
{
    Buf text = buf_new(run->arena);
    if (options->dump == DUMP_TREE && tree) dump_tree(&text, tree);
    if (options->dump == DUMP_MODEL && schema) dump_model(&text, schema);
    if (options->dump == DUMP_PLAN && plan) dump_plan(&text, plan);
    const Str dumped = buf_take(&text);
    fwrite(dumped.ptr, 1, dumped.len, options->emit.out);
}

static void compile(Run *run, const PipelineOptions *options, Str path, Texts *texts)
{
    const Source *source = source_load(run->arena, run->diags, path);
    if (source && options->emit.verbose) fprintf(options->emit.err, "read %.*s\n", STR_ARG(path));
    const Node *tree = syntax_parse(run, source);
    const Schema *schema = model_build(run, source, tree);
    const Plan *plan = plan_build(run, schema);
    dump(run, options, tree, schema, plan);
    render_all(run, plan, texts);
}

/* A schema named twice is one schema. */
static bool came_before(const Paths *paths, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (str_eq(paths->items[i], paths->items[index])) return true;
    return false;
}

Status pipeline_run(Run *run, const Paths *paths, const PipelineOptions *options)
{
    Texts texts = {0};
    for (size_t i = 0; i < paths->len; i++)
        if (!came_before(paths, i)) compile(run, options, paths->items[i], &texts);
    if (options->dump != DUMP_NONE)
        return diags_errors(run->diags) > 0 ? STATUS_TROUBLE : STATUS_DONE;
    render_header(run, &texts);
    return emit_all(run, &texts, &options->emit);
}
