/* The Mustache engine as a program, for the specification's cases (tests/python/test_mustache_spec.py).
   Standard input is a sequence of values, each in front of what it consists of:

       template text, number of partials, then name and text of each, then the view
       text     LENGTH:BYTES
       number   N;
       view     s text | b 0 or 1, then ; | l number, then that many views | m number, then names and views

   Standard output is the expansion; exit status 1 and a message where there is none. Names that are
   unknown are empty, as the specification has it; with --strict they are mistakes. */
#include "render/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Arena *arena;
    Str names[64];
    const Template *templates[64];
    size_t count;
} PartialTable;

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "mustache_cli: %s\n", what);
    exit(1);
}

static size_t read_number(int stop)
{
    size_t number = 0;
    for (int c; (c = getchar()) != stop;) {
        if (c < '0' || c > '9') give_up("a number was expected");
        number = number * 10 + (size_t)(c - '0');
    }
    return number;
}

static Str read_text(Arena *arena)
{
    const size_t len = read_number(':');
    char *text = arena_alloc(arena, len + 1);
    if (fread(text, 1, len, stdin) != len) give_up("the text ends early");
    return (Str){text, len};
}

static View *read_view(Arena *arena)
{
    switch (getchar()) {
    case 's': return view_text(arena, read_text(arena));
    case 'b': return view_bool(arena, read_number(';') != 0);
    case 'l': {
        View *list = view_list(arena);
        for (size_t n = read_number(';'); n > 0; n--) view_append(arena, list, read_view(arena));
        return list;
    }
    case 'm': {
        View *members = view_members(arena);
        for (size_t n = read_number(';'); n > 0; n--) {
            const char *name = str_terminated(arena, read_text(arena));
            view_set(arena, members, name, read_view(arena));
        }
        return members;
    }
    }
    give_up("a view was expected");
}

static const Template *parse(Arena *arena, Str name, Str text)
{
    Str error;
    const Template *template = template_parse(arena, name, text, &error);
    if (!template) give_up(str_terminated(arena, error));
    return template;
}

static const Template *find_partial(void *context, Str name)
{
    const PartialTable *table = context;
    for (size_t i = 0; i < table->count; i++)
        if (str_eq(table->names[i], name)) return table->templates[i];
    return NULL;
}

int main(int argc, char **argv)
{
    const bool is_strict = argc > 1 && strcmp(argv[1], "--strict") == 0;
    Arena *arena = arena_new();
    const Template *template = parse(arena, STR("template"), read_text(arena));
    PartialTable table = {.arena = arena, .count = read_number(';')};
    if (table.count > sizeof table.names / sizeof *table.names) give_up("too many partials");
    for (size_t i = 0; i < table.count; i++) {
        table.names[i] = read_text(arena);
        table.templates[i] = parse(arena, table.names[i], read_text(arena));
    }
    const View *view = read_view(arena);
    Buf out = buf_new(arena);
    Str error;
    if (!template_expand(arena, template, view, (Partials){find_partial, &table},
                         is_strict ? LOOKUP_STRICT : LOOKUP_LAX, &out, &error))
        give_up(str_terminated(arena, error));
    const Str text = buf_take(&out);
    fwrite(text.ptr, 1, text.len, stdout);
    arena_free(arena);
    return fflush(stdout) == 0 ? 0 : 1;
}
