/* slotgen generate: options to what the pipeline wants, and its diagnostics to standard error. */
#include "command/command.h"
#include "pipeline.h"

static bool refuse(const char *what)
{
    usage_error(COMMAND_GENERATE, "%s", what);
    return false;
}

static bool choose_dump(const Options *options, PipelineOptions *pipeline)
{
    const Str name = options->values[OPTION_DUMP];
    if (!options->given[OPTION_DUMP]) return true;
    if (str_is(name, "tree")) pipeline->dump = DUMP_TREE;
    else if (str_is(name, "model")) pipeline->dump = DUMP_MODEL;
    else if (str_is(name, "plan")) pipeline->dump = DUMP_PLAN;
    else return refuse("--dump is tree, model or plan");
    return true;
}

static bool choose_kinds(const Options *options, EmitOptions *emit)
{
    emit->kinds = emit_all_kinds();
    if (!options->given[OPTION_ONLY]) return true;
    Str wrong;
    emit->only = options->values[OPTION_ONLY];
    emit->kinds = emit_kinds(emit->only, &wrong);
    if (emit->kinds) return true;
    usage_error(COMMAND_GENERATE, "--only takes some of c,py,pyi, not '%.*s'", STR_ARG(wrong));
    return false;
}

/* Where the files go, or what is done instead of writing them. */
static bool choose_mode(const Options *options, EmitOptions *emit)
{
    const bool *given = options->given;
    const bool prints = given[OPTION_OUTPUT] && str_is(options->values[OPTION_OUTPUT], "-");
    const int modes = prints + given[OPTION_CHECK] + given[OPTION_LIST_OUTPUTS] +
                      given[OPTION_LIST_INPUTS] + given[OPTION_DUMP];
    if (modes > 1)
        return refuse("choose one of --check, --list-outputs, --list-inputs, --dump and -o -");
    if (modes > 0 && (given[OPTION_DEPFILE] || given[OPTION_STAMP]))
        return refuse("--depfile and --stamp are for runs that write");
    if (prints &&
        !(str_is(emit->only, "c") || str_is(emit->only, "py") || str_is(emit->only, "pyi")))
        return refuse("-o - needs --only with one kind");
    if (given[OPTION_OUTPUT] && options->values[OPTION_OUTPUT].len == 0)
        return refuse("-o needs the name of a directory");
    for (size_t i = 0; i < options->include.len; i++)
        if (options->include.items[i].len == 0) return refuse("-I needs the name of a directory");
    if (given[OPTION_DEP_TARGET] && !given[OPTION_DEPFILE])
        return refuse("--dep-target needs --depfile");
    if (given[OPTION_CHECK]) emit->mode = EMIT_CHECK;
    if (given[OPTION_LIST_OUTPUTS]) emit->mode = EMIT_LIST;
    if (given[OPTION_LIST_INPUTS]) emit->mode = EMIT_LIST_INPUTS;
    if (prints) emit->mode = EMIT_PRINT;
    if (!prints) emit->directory = options->values[OPTION_OUTPUT];
    return true;
}

static bool choose(const Options *options, PipelineOptions *pipeline)
{
    EmitOptions *emit = &pipeline->emit;
    emit->out = stdout;
    emit->err = stderr;
    emit->force = options->given[OPTION_FORCE];
    emit->quiet = options->given[OPTION_QUIET];
    emit->verbose = options->given[OPTION_VERBOSE] && !emit->quiet;
    emit->depfile = options->values[OPTION_DEPFILE];
    emit->dep_target = options->values[OPTION_DEP_TARGET];
    emit->stamp = options->values[OPTION_STAMP];
    return choose_kinds(options, emit) && choose_mode(options, emit) &&
           choose_dump(options, pipeline);
}

Status generate_run(Arena *arena, const Options *options)
{
    PipelineOptions pipeline = {0};
    DiagStyle style;
    if (!options_style(COMMAND_GENERATE, options, stderr, &style)) return STATUS_TROUBLE;
    if (!choose(options, &pipeline)) return STATUS_TROUBLE;
    if (options->operands.len == 0) return usage_error(COMMAND_GENERATE, "no schema given");
    Run run = {.arena = arena, .diags = diags_new(arena)};
    for (size_t i = 0; i < options->include.len; i++)
        vec_push(arena, &run.include, options->include.items[i]);
    Paths paths = {0};
    for (size_t i = 0; i < options->operands.len; i++)
        vec_push(arena, &paths, options->operands.items[i]);
    const Status status = pipeline_run(&run, &paths, &pipeline);
    diags_print(run.diags, stderr, style);
    return status;
}
