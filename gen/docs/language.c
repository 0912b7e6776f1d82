/* language TEMPLATE: expands docs/schema.md's template over the tables that the generator itself reads, so
   that the page on the schema language cannot differ from the language. Prints to standard output. */
#include "base/diag.h"
#include "base/source.h"
#include "render/template.h"
#include "types/literal.h"
#include "types/types.h"

#include <stdio.h>
#include <stdlib.h>

static void set(Arena *arena, View *row, const char *name, Str text)
{
    view_set(arena, row, name, view_text(arena, text));
}

/* In a table of Markdown a bar ends the cell. */
static Str cell(Arena *arena, const char *text)
{
    Buf out = buf_new(arena);
    for (; *text; text++) {
        if (*text == '|') buf_add_char(&out, '\\');
        buf_add_char(&out, *text);
    }
    return buf_take(&out);
}

static void add_key(Arena *arena, View *list, const char *name, const char *value,
                    const char *absent, const char *meaning)
{
    View *row = view_members(arena);
    set(arena, row, "name", str_from(name));
    set(arena, row, "value", cell(arena, value));
    set(arena, row, "absent", cell(arena, absent));
    set(arena, row, "meaning", cell(arena, meaning));
    View *item = view_members(arena);
    view_set(arena, item, "key", row);
    view_append(arena, list, item);
}

static void add_keys(Arena *arena, View *top)
{
    View *schema = view_list(arena), *types = view_list(arena), *constraints = view_list(arena),
         *enums = view_list(arena), *records = view_list(arena), *options = view_list(arena),
         *fields = view_list(arena);
#define SCHEMA_KEY(key, value, absent, meaning)                                                    \
    add_key(arena, schema, #key, value, absent, meaning);
#define TYPE_KEY(key, value, absent, meaning) add_key(arena, types, #key, value, absent, meaning);
#define CONSTRAINT_KEY(key, value, meaning)                                                        \
    add_key(arena, constraints, #key, value, "none", meaning);
#define ENUM_KEY(key, value, absent, meaning) add_key(arena, enums, #key, value, absent, meaning);
#define RECORD_KEY(key, value, absent, meaning)                                                    \
    add_key(arena, records, #key, value, absent, meaning);
#define OPTION_KEY(key, value, absent, meaning)                                                    \
    add_key(arena, options, #key, value, absent, meaning);
#define FIELD_KEY(key, value, absent, meaning) add_key(arena, fields, #key, value, absent, meaning);
#include "model/keys.def"
    view_set(arena, top, "schema_keys", schema);
    view_set(arena, top, "type_keys", types);
    view_set(arena, top, "constraint_keys", constraints);
    view_set(arena, top, "enum_keys", enums);
    view_set(arena, top, "record_keys", records);
    view_set(arena, top, "record_options", options);
    view_set(arena, top, "field_keys", fields);
}

static Str storage(Arena *arena, const Scalar *scalar)
{
    if (!types_family(scalar)->is_native) return STR("pointer");
    return str_fmt(arena, "%zu byte%s", scalar->size, scalar->size == 1 ? "" : "s");
}

static Str python_class(Arena *arena, const Scalar *scalar)
{
    if (str_is(str_from(scalar->module), "builtins")) return str_from(scalar->python);
    return str_fmt(arena, "%s.%s", scalar->module, scalar->python);
}

static void add_scalars(Arena *arena, View *top)
{
    View *list = view_list(arena);
    size_t count;
    const Scalar *scalars = types_scalars(&count);
    for (size_t i = 0; i < count; i++) {
        View *row = view_members(arena), *item = view_members(arena);
        set(arena, row, "name", str_from(scalars[i].name));
        set(arena, row, "storage", storage(arena, &scalars[i]));
        set(arena, row, "python", python_class(arena, &scalars[i]));
        const bool has_range = scalars[i].family != FAMILY_BOOL;
        set(arena, row, "range", has_range ? literal_range(arena, &scalars[i]) : STR(""));
        set(arena, row, "json", cell(arena, types_family(&scalars[i])->json));
        view_set(arena, item, "scalar", row);
        view_append(arena, list, item);
    }
    view_set(arena, top, "scalars", list);
}

static void add_containers(Arena *arena, View *top)
{
    View *list = view_list(arena);
    size_t count;
    const Container *containers = types_containers(&count);
    for (size_t i = 0; i < count; i++) {
        View *row = view_members(arena), *item = view_members(arena);
        set(arena, row, "spelling", str_from(containers[i].spelling));
        set(arena, row, "json", cell(arena, containers[i].json));
        view_set(arena, item, "container", row);
        view_append(arena, list, item);
    }
    view_set(arena, top, "containers", list);
}

int main(int argc, char **argv)
{
    Arena *arena = arena_new();
    Diags *diags = diags_new(arena);
    const Source *source = argc == 2 ? source_load(arena, diags, str_from(argv[1])) : NULL;
    if (!source) {
        fprintf(stderr, "usage: language TEMPLATE\n");
        return EXIT_FAILURE;
    }
    View *top = view_members(arena);
    add_keys(arena, top);
    add_scalars(arena, top);
    add_containers(arena, top);

    Str error = {0};
    Buf out = buf_new(arena);
    const Template *template = template_parse(arena, source->path, source->text, &error);
    if (!template ||
        !template_expand(arena, template, top, (Partials){0}, LOOKUP_STRICT, &out, &error)) {
        fprintf(stderr, "%.*s\n", STR_ARG(error));
        return EXIT_FAILURE;
    }
    const Str text = buf_take(&out);
    fwrite(text.ptr, 1, text.len, stdout);
    arena_free(arena);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
