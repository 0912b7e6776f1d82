/* Commands: what the user typed, and what is done about it. Tables in commands.def and options.def.
   */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "base/run.h"
#include "base/str.h"
#include "base/vec.h"

#include <stdio.h>

typedef enum {
    COMMAND_COMMON, /* no command, or every one */
#define COMMAND(id, name, arguments, summary, about) COMMAND_##id,
#include "command/commands.def"
#undef COMMAND
    COMMAND_COUNT
} CommandId;

typedef enum {
#define OPTION(command, id, letter, name, argument, help) OPTION_##id,
#include "command/options.def"
#undef OPTION
    OPTION_COUNT
} OptionId;

typedef struct {
    const char *name, *arguments, *summary, *about;
} CommandRow;

typedef struct {
    CommandId command;
    char letter;
    const char *name, *argument, *help;
} OptionRow;

extern const CommandRow command_rows[COMMAND_COUNT]; /* that of COMMAND_COMMON is slotgen itself */
extern const OptionRow option_rows[OPTION_COUNT];

typedef VEC(Str) Arguments;

typedef struct {
    bool given[OPTION_COUNT];
    Str values[OPTION_COUNT]; /* where the option takes one; the last given counts */
    Arguments include;        /* all values of -I */
    Arguments operands;
} Options;

/* The command line with each @FILE replaced by the lines of FILE. False where one cannot be read,
   which was said on standard error. */
bool arguments_expand(Arena *arena, int argc, char **argv, Arguments *arguments);

/* Adds what `arguments` give to `options`, as `command` understands them. COMMAND_COMMON stops at
   the first argument that is no option. False on a mistake, which was said on standard error. */
bool options_parse(Arena *arena, CommandId command, const Arguments *arguments, Options *options);

/* How diagnostics are to be printed on `out`, from --color, --max-errors, -q and the environment.
   */
bool options_style(CommandId command, const Options *options, FILE *out, DiagStyle *style);

/* Says what is wrong with the command line, in one line, and where help is. */
Status usage_error(CommandId command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The command of that name; COMMAND_COMMON where there is none. */
CommandId command_find(Str name);

/* Says that there is no command of that name, and which may have been meant, with `before` in
   front. */
Status command_refuse(Arena *arena, Str name, const char *before);

/* Runs what the command line asks for. */
Status command_run(Arena *arena, int argc, char **argv);

Status generate_run(Arena *arena, const Options *options);
Status help_run(Arena *arena, const Options *options);
void help_print(FILE *out, CommandId command);
void version_print(FILE *out);

#endif
