/* --help, --version and the help command, from the tables. Lines stay within 80 columns. */
#include "command/command.h"

#include "command/version.h"
#include "plan/plan.h"

enum { HELP_COLUMN = 27 };

const CommandRow command_rows[COMMAND_COUNT] = {
    {"", "COMMAND [OPTION]... [SCHEMA]...", "",
     "Generate CPython record types (C extension, Python twin, type stub) from YAML\n"
     "schemas."},
#define COMMAND(id, name, arguments, summary, about) {name, arguments, summary, about},
#include "command/commands.def"
#undef COMMAND
};

static void print_option(FILE *out, const OptionRow *row)
{
    int width = 0;
    if (row->letter) width += fprintf(out, "  -%c%s", row->letter, row->name ? ", " : "");
    else width += fprintf(out, "      ");
    if (row->name) width += fprintf(out, "--%s", row->name);
    if (row->argument) width += fprintf(out, "%s%s", row->name ? "=" : " ", row->argument);
    fprintf(out, "%*s%s\n", HELP_COLUMN - width, "", row->help);
}

static void print_options(FILE *out, CommandId command)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (option_rows[i].command == command) print_option(out, &option_rows[i]);
}

void help_print(FILE *out, CommandId command)
{
    const CommandRow *self = &command_rows[command];
    fprintf(out, "Usage: slotgen%s%s %s\n\n%s\n", command ? " " : "", self->name, self->arguments,
            self->about);
    if (command == COMMAND_COMMON) {
        fprintf(out, "\nCommands:\n");
        for (size_t i = COMMAND_COMMON + 1; i < COMMAND_COUNT; i++)
            fprintf(out, "  %-12s%s\n", command_rows[i].name, command_rows[i].summary);
    } else if (command != COMMAND_HELP) {
        fprintf(out, "\nOptions:\n");
        print_options(out, command);
    }
    fprintf(out, "\nCommon options:\n");
    print_options(out, COMMAND_COMMON);
    fprintf(out, "%-*s%s\n", HELP_COLUMN, "  @FILE", "read more arguments from FILE, one per line");
    fprintf(out, "\nExit status: 0 done / yes, 1 no (not up to date), 2 could not do it.\n");
}

void version_print(FILE *out)
{
    fprintf(out, "slotgen %s\noutput format %d\npython >= %s\n", SLOTGEN_VERSION, OUTPUT_FORMAT,
            SLOTGEN_LEAST_PYTHON);
}

Status help_run(Arena *arena, const Options *options)
{
    if (options->operands.len > 1) return usage_error(COMMAND_HELP, "one command at a time");
    CommandId command = COMMAND_COMMON;
    if (options->operands.len == 1) {
        const Str name = options->operands.items[0];
        command = command_find(name);
        if (command == COMMAND_COMMON) return command_refuse(arena, name, "help ");
    }
    help_print(stdout, command);
    return STATUS_DONE;
}
