/* fuzz_schema.c: any bytes as the text of a schema, through all phases of the generator. What the phases promise one another
   is asserted here; crashes, leaks and hangs the sanitizers and libFuzzer notice. */
#include "fuzz.h"

#include "emit/emit.h"
#include "model/model.h"
#include "plan/plan.h"
#include "syntax/syntax.h"

#include <stdlib.h>

static void expect(bool is_so, const char *promise)
{
    if (is_so) return;
    fprintf(stderr, "broken promise: %s\n", promise);
    abort();
}

static void dump_phases(Run *run, const Node *tree, const Schema *schema, const Plan *plan)
{
    Buf text = buf_new(run->arena);
    if (tree) dump_tree(&text, tree);
    if (schema) dump_model(&text, schema);
    if (plan) dump_plan(&text, plan);
}

/* What a schema without mistakes gives: three texts, in files beside it. */
static void check_texts(Run *run, const Texts *texts, FILE *nowhere)
{
    expect(texts->len == 3, "a module, a twin and a stub");
    for (size_t i = 0; i < texts->len; i++) {
        const Str name = texts->items[i].name;
        for (size_t at = 0; at < name.len; at++)
            expect(name.ptr[at] != '/' && name.ptr[at] != '\0', "a file beside the schema");
    }
    const EmitOptions options = {
        .mode = EMIT_PRINT, .kinds = emit_all_kinds(), .out = nowhere, .err = nowhere};
    expect(emit_all(run, texts, &options) == STATUS_DONE, "texts that can be printed");
}

static void compile(Run *run, Str text, FILE *nowhere)
{
    const Source *source = source_from_text(run->arena, run->diags, STR("fuzz.yaml"), text);
    const Node *tree = syntax_parse(run, source);
    const Schema *schema = model_build(run, source, tree);
    expect(!schema == diags_errors(run->diags) > 0, "a schema, or an error");
    const Plan *plan = plan_build(run, schema);
    Texts texts = {0};
    render_all(run, plan, &texts);
    expect(diags_errors(run->diags) == 0 || texts.len == 0, "no texts with errors");
    dump_phases(run, tree, schema, plan);
    if (schema && diags_errors(run->diags) == 0) check_texts(run, &texts, nowhere);
    diags_print(run->diags, nowhere, (DiagStyle){0});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *nowhere = fopen("/dev/null", "w");
    Arena *arena = arena_new();
    Run run = {.arena = arena, .diags = diags_new(arena)};
    vec_push(arena, &run.include, STR("tests/schemas"));
    expect(nowhere, "somewhere to print to");
    compile(&run, (Str){(const char *)data, size}, nowhere);
    arena_free(arena);
    fclose(nowhere);
    return 0;
}
