/* The tables of commands and options: what the parser, --help and people rely on. */
#include "command/command.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <string.h>

static Arena *arena;

static void set_up(void)
{
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

TestSuite(options, .init = set_up, .fini = tear_down);

static const char *help_of(CommandId command)
{
    FILE *file = tmpfile();
    help_print(file, command);
    const long len = ftell(file);
    rewind(file);
    char *text = arena_alloc(arena, (size_t)len + 1);
    cr_assert_eq(fread(text, 1, (size_t)len, file), (size_t)len);
    fclose(file);
    return text;
}

static bool parse(CommandId command, Options *options, const char *const *words)
{
    Arguments arguments = {0};
    *options = (Options){0};
    for (; *words; words++) vec_push(arena, &arguments, str_from(*words));
    return options_parse(arena, command, &arguments, options);
}

Test(options, help_is_at_most_80_columns_wide)
{
    for (int command = COMMAND_COMMON; command < COMMAND_COUNT; command++) {
        const char *line = help_of((CommandId)command);
        for (const char *end; (end = strchr(line, '\n')); line = end + 1)
            cr_assert_leq(end - line, 80, "%.*s", (int)(end - line), line);
        cr_assert_eq(*line, '\0', "the last line ends");
    }
}

Test(options, help_names_every_option_of_its_command_and_every_command)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const OptionRow *row = &option_rows[i];
        const Str spelled =
            row->name ? str_fmt(arena, "--%s", row->name) : str_fmt(arena, "-%c", row->letter);
        const char *help = help_of(row->command);
        cr_assert(strstr(help, str_terminated(arena, spelled)), "%.*s", STR_ARG(spelled));
        cr_assert(strstr(help, row->help));
    }
    for (size_t i = COMMAND_COMMON + 1; i < COMMAND_COUNT; i++)
        cr_assert(strstr(help_of(COMMAND_COMMON), command_rows[i].summary));
}

Test(options, no_letter_or_name_has_two_meanings_in_one_command)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        for (size_t j = 0; j < i; j++) {
            const OptionRow *a = &option_rows[i], *b = &option_rows[j];
            const bool meet = a->command == b->command || !a->command || !b->command;
            if (!meet) continue;
            cr_assert(!a->letter || a->letter != b->letter, "-%c", a->letter);
            cr_assert(!a->name || !b->name || strcmp(a->name, b->name) != 0, "--%s", a->name);
        }
    }
}

Test(options, options_and_operands_may_mix)
{
    Options options;
    const char *const words[] = {"a.yaml", "-vo", "out",     "--only=c",
                                 "b.yaml", "--",  "-c.yaml", NULL};
    cr_assert(parse(COMMAND_GENERATE, &options, words));
    cr_assert(options.given[OPTION_VERBOSE] && !options.given[OPTION_CHECK]);
    cr_assert(str_is(options.values[OPTION_OUTPUT], "out"));
    cr_assert(str_is(options.values[OPTION_ONLY], "c"));
    cr_assert_eq(options.operands.len, 3);
    cr_assert(str_is(options.operands.items[2], "-c.yaml"));
}

Test(options, without_a_command_the_first_operand_ends_them)
{
    Options options;
    const char *const words[] = {"-q", "generate", "--check", NULL};
    cr_assert(parse(COMMAND_COMMON, &options, words));
    cr_assert(options.given[OPTION_QUIET]);
    cr_assert_eq(options.operands.len, 2);
}

Test(options, a_mistake_is_one_line_and_where_help_is)
{
    Options options;
    const char *const words[] = {"--chekc", NULL};
    cr_redirect_stderr();
    cr_assert_not(parse(COMMAND_GENERATE, &options, words));
    fflush(stderr);
    cr_assert_stderr_eq_str("slotgen generate: unknown option '--chekc'; did you mean '--check'?\n"
                            "Try 'slotgen generate --help'.\n");
}
