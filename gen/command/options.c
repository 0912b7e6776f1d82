/* The command line: @FILE, options by the table, and what they say about printing. */
#include "command/command.h"

#include "base/buf.h"
#include "base/suggest.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONG_OPTION = 256, LETTERS = 128 }; /* getopt_long()'s value of row i: LONG_OPTION + i */

const OptionRow option_rows[OPTION_COUNT] = {
#define OPTION(command, id, letter, name, argument, help)                                          \
    {COMMAND_##command, letter, name, argument, help},
#include "command/options.def"
#undef OPTION
};

Status usage_error(CommandId command, const char *format, ...)
{
    const char *name = command_rows[command].name;
    va_list args;
    fprintf(stderr, "slotgen%s%s: ", command ? " " : "", command ? name : "");
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nTry 'slotgen %s%s--help'.\n", command ? name : "", command ? " " : "");
    return STATUS_TROUBLE;
}

static bool read_stream(FILE *file, Buf *buf)
{
    char bytes[4096];
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buf_add(buf, (Str){bytes, got});
    return !ferror(file);
}

static void add_lines(Arena *arena, Str text, Arguments *arguments)
{
    for (size_t start = 0; start < text.len;) {
        const char *newline = memchr(text.ptr + start, '\n', text.len - start);
        const size_t end = newline ? (size_t)(newline - text.ptr) : text.len;
        Str line = str_slice(text, start, end);
        if (str_ends_with(line, STR("\r"))) line.len--;
        if (line.len > 0) vec_push(arena, arguments, line);
        start = end + 1;
    }
}

static bool add_file(Arena *arena, const char *path, Arguments *arguments)
{
    Buf buf = buf_new(arena);
    FILE *file = fopen(path, "rb");
    if (!file || !read_stream(file, &buf)) {
        usage_error(COMMAND_COMMON, "cannot read arguments from '%s': %s", path, strerror(errno));
        if (file) fclose(file);
        return false;
    }
    fclose(file);
    add_lines(arena, buf_take(&buf), arguments);
    return true;
}

bool arguments_expand(Arena *arena, int argc, char **argv, Arguments *arguments)
{
    bool is_literal = false; /* behind --, a leading @ is part of a name */
    for (int i = 1; i < argc; i++) {
        const Str argument = str_from(argv[i]);
        if (str_is(argument, "--")) is_literal = true;
        if (is_literal || !str_starts_with(argument, STR("@")))
            vec_push(arena, arguments, argument);
        else if (!add_file(arena, argv[i] + 1, arguments)) return false;
    }
    return true;
}

static bool belongs(size_t row, CommandId command)
{
    return option_rows[row].command == command || option_rows[row].command == COMMAND_COMMON;
}

/* The tables as getopt_long() wants them. */
typedef struct {
    char letters[2 * LETTERS];
    struct option names[OPTION_COUNT + 1];
} Grammar;

static Grammar make_grammar(CommandId command)
{
    Grammar grammar = {0};
    size_t letters = 0, names = 0;
    if (command == COMMAND_COMMON) grammar.letters[letters++] = '+';
    grammar.letters[letters++] = ':';
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const OptionRow *row = &option_rows[i];
        if (!belongs(i, command)) continue;
        if (row->letter) grammar.letters[letters++] = row->letter;
        if (row->letter && row->argument) grammar.letters[letters++] = ':';
        if (!row->name) continue;
        grammar.names[names++] = (struct option){
            row->name, row->argument ? required_argument : no_argument, NULL, LONG_OPTION + (int)i};
    }
    return grammar;
}

/* OPTION_COUNT where `command` has no option of that letter. */
static size_t row_of(CommandId command, int value)
{
    if (value >= LONG_OPTION) return (size_t)(value - LONG_OPTION);
    size_t row = 0;
    while (row < OPTION_COUNT && !(belongs(row, command) && option_rows[row].letter == value))
        row++;
    return row;
}

/* `name`: an unknown or ambiguous long option as typed, without dashes and argument. */
static void refuse_name(CommandId command, Str name)
{
    Str candidates[OPTION_COUNT];
    size_t count = 0, beginnings = 0;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const OptionRow *row = &option_rows[i];
        if (!row->name) continue;
        if (!belongs(i, command) && command == COMMAND_COMMON && str_is(name, row->name)) {
            usage_error(command, "option '--%s' belongs behind a command: 'slotgen %s --%s'",
                        row->name, command_rows[row->command].name, row->name);
            return;
        }
        if (!belongs(i, command)) continue;
        candidates[count++] = str_from(row->name);
        if (str_starts_with(str_from(row->name), name)) beginnings++;
    }
    const Str nearest = suggest_nearest(name, candidates, count);
    if (beginnings > 1) usage_error(command, "option '--%.*s' is ambiguous", STR_ARG(name));
    else if (nearest.len > 0)
        usage_error(command, "unknown option '--%.*s'; did you mean '--%.*s'?", STR_ARG(name),
                    STR_ARG(nearest));
    else usage_error(command, "unknown option '--%.*s'", STR_ARG(name));
}

static void refuse(CommandId command, int result, const char *argument)
{
    if (optopt == 0) {
        const Str name = str_from(argument + 2);
        const char *equals = memchr(name.ptr, '=', name.len);
        refuse_name(command, equals ? str_slice(name, 0, (size_t)(equals - name.ptr)) : name);
        return;
    }
    const size_t row = row_of(command, optopt);
    const bool is_long = optopt >= LONG_OPTION;
    if (row == OPTION_COUNT) usage_error(command, "unknown option '-%c'", optopt);
    else if (is_long)
        usage_error(command, "option '--%s' %s", option_rows[row].name,
                    result == ':' ? "needs an argument" : "takes no argument");
    else usage_error(command, "option '-%c' needs an argument", optopt);
}

bool options_parse(Arena *arena, CommandId command, const Arguments *arguments, Options *options)
{
    const Grammar grammar = make_grammar(command);
    const size_t count = arguments->len;
    char **argv = arena_array(arena, char *, count + 2);
    argv[0] = (char *)"slotgen";
    for (size_t i = 0; i < count; i++)
        argv[i + 1] = (char *)str_terminated(arena, arguments->items[i]);
    optind = 0; /* glibc and musl: start anew */
    opterr = 0;
    for (;;) {
        const int result = getopt_long((int)count + 1, argv, grammar.letters, grammar.names, NULL);
        if (result == -1) break;
        if (result == '?' || result == ':') {
            refuse(command, result, argv[optind - 1]);
            return false;
        }
        const size_t row = row_of(command, result);
        options->given[row] = true;
        options->values[row] = str_from(optarg);
        if (row == OPTION_INCLUDE) vec_push(arena, &options->include, str_from(optarg));
    }
    for (int i = optind; i <= (int)count; i++)
        vec_push(arena, &options->operands, str_from(argv[i]));
    return true;
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value && *value;
}

/* NO_COLOR wins over those that force it, as CMake documents; the option beats all. */
static bool wants_colour(Str when, FILE *out)
{
    if (str_is(when, "always")) return true;
    if (str_is(when, "never") || is_set("NO_COLOR")) return false;
    const char *clicolor = getenv("CLICOLOR_FORCE");
    if (is_set("FORCE_COLOR") || (clicolor && *clicolor && strcmp(clicolor, "0") != 0)) return true;
    const char *terminal = getenv("TERM");
    return isatty(fileno(out)) && !(terminal && strcmp(terminal, "dumb") == 0);
}

static bool parse_number(Str text, size_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return false;
        *number = *number * 10 + (size_t)(text.ptr[i] - '0');
    }
    return text.len > 0 && text.len <= 9;
}

bool options_style(CommandId command, const Options *options, FILE *out, DiagStyle *style)
{
    const Str when = options->given[OPTION_COLOR] ? options->values[OPTION_COLOR] : STR("auto");
    *style = (DiagStyle){.quiet = options->given[OPTION_QUIET], .max_errors = 20};
    if (!str_is(when, "auto") && !str_is(when, "always") && !str_is(when, "never")) {
        usage_error(command, "--color is auto, always or never, not '%.*s'", STR_ARG(when));
        return false;
    }
    const Str most = options->values[OPTION_MAX_ERRORS];
    if (options->given[OPTION_MAX_ERRORS] && !parse_number(most, &style->max_errors)) {
        usage_error(command, "--max-errors is a number, not '%.*s'", STR_ARG(most));
        return false;
    }
    style->colour = wants_colour(when, out);
    return true;
}
