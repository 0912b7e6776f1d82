/* Which command was meant, and running it. */
#include "command/command.h"

#include "base/suggest.h"

#include <unistd.h>

CommandId command_find(Str name)
{
    for (size_t i = COMMAND_COMMON + 1; i < COMMAND_COUNT; i++)
        if (str_is(name, command_rows[i].name)) return (CommandId)i;
    return COMMAND_COMMON;
}

static bool looks_like_schema(Arena *arena, Str name)
{
    return str_ends_with(name, STR(".yaml")) || str_ends_with(name, STR(".yml")) ||
           access(str_terminated(arena, name), F_OK) == 0;
}

Status command_refuse(Arena *arena, Str name, const char *before)
{
    Str candidates[COMMAND_COUNT];
    size_t count = 0;
    for (size_t i = COMMAND_COMMON + 1; i < COMMAND_COUNT; i++)
        candidates[count++] = str_from(command_rows[i].name);
    const Str nearest = suggest_nearest(name, candidates, count);
    if (nearest.len > 0)
        return usage_error(COMMAND_COMMON, "unknown command '%.*s'; did you mean 'slotgen %s%.*s'?",
                           STR_ARG(name), before, STR_ARG(nearest));
    if (!*before && looks_like_schema(arena, name))
        return usage_error(COMMAND_COMMON,
                           "unknown command '%.*s'; did you mean 'slotgen generate %.*s'?",
                           STR_ARG(name), STR_ARG(name));
    return usage_error(COMMAND_COMMON, "unknown command '%.*s'", STR_ARG(name));
}

static Status dispatch(Arena *arena, CommandId command, const Options *options)
{
    if (options->given[OPTION_HELP]) {
        help_print(stdout, command);
        return STATUS_DONE;
    }
    if (options->given[OPTION_VERSION]) {
        version_print(stdout);
        return STATUS_DONE;
    }
    switch (command) {
    case COMMAND_COMMON: return usage_error(command, "no command given");
    case COMMAND_GENERATE: return generate_run(arena, options);
    case COMMAND_HELP: return help_run(arena, options);
    case COMMAND_COUNT: break;
    }
    return STATUS_INTERNAL;
}

Status command_run(Arena *arena, int argc, char **argv)
{
    Arguments arguments = {0};
    Options options = {0};
    if (!arguments_expand(arena, argc, argv, &arguments)) return STATUS_TROUBLE;
    if (!options_parse(arena, COMMAND_COMMON, &arguments, &options)) return STATUS_TROUBLE;
    if (options.operands.len == 0) return dispatch(arena, COMMAND_COMMON, &options);
    const Str name = options.operands.items[0];
    const CommandId command = command_find(name);
    if (command == COMMAND_COMMON) return command_refuse(arena, name, "");
    Arguments rest = {0};
    for (size_t i = 1; i < options.operands.len; i++)
        vec_push(arena, &rest, options.operands.items[i]);
    options.operands = (Arguments){0};
    if (!options_parse(arena, command, &rest, &options)) return STATUS_TROUBLE;
    return dispatch(arena, command, &options);
}
