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

static void compile(Run *run, const PipelineOptions *options, const SchemaFile *file, Texts *texts)
{
    const Plan *plan = plan_build(run, file->schema);
    dump(run, options, file->tree, file->schema, plan);
    render_all(run, plan, texts);
}

typedef VEC(const SchemaFile *) Files;

/* A schema named twice is one schema. */
static bool came_before(const Files *files, const SchemaFile *file)
{
    for (size_t i = 0; i < files->len; i++)
        if (files->items[i] == file) return true;
    return false;
}

/* The schemas at `paths`, read, with all that they import. */
static Files read_files(Run *run, const Paths *paths)
{
    Files files = {0};
    for (size_t i = 0; i < paths->len; i++) library_spell(run, paths->items[i]);
    for (size_t i = 0; i < paths->len; i++) {
        const SchemaFile *file = library_read(run, paths->items[i]);
        if (!came_before(&files, file)) vec_push(run->arena, &files, file);
    }
    return files;
}

static void name_files(Run *run, FILE *out)
{
    const SchemaFiles files = library_files(run);
    for (size_t i = 0; i < files.len; i++)
        if (files.items[i]->source) fprintf(out, "read %.*s\n", STR_ARG(files.items[i]->path));
}

Status pipeline_run(Run *run, const Paths *paths, const PipelineOptions *options)
{
    Texts texts = {0};
    const Files files = read_files(run, paths);
    if (options->emit.verbose) name_files(run, options->emit.err);
    for (size_t i = 0; i < files.len; i++) compile(run, options, files.items[i], &texts);
    if (options->dump != DUMP_NONE)
        return diags_errors(run->diags) > 0 ? STATUS_TROUBLE : STATUS_DONE;
    render_header(run, &texts);
    return emit_all(run, &texts, &options->emit);
}
