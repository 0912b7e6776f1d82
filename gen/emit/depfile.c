/* The depfile: one rule per schema, with names escaped as GCC does, and the colon too: of the ways
   tried, the one that make and ninja both understand. Paths stay as given: ninja compares them as
   text. */
#include "emit/file.h"

#include <string.h>

/* Of a byte that neither make nor ninja can read in a name; else NULL. */
static const char *hopeless(char c)
{
    if (c == '\n') return "a line break";
    if (c == ';') return "';'";
    return c == '|' ? "'|'" : NULL;
}

static void check_name(Run *run, Str name)
{
    for (size_t i = 0; i < name.len; i++) {
        const char *what = hopeless(name.ptr[i]);
        if (!what) continue;
        diag_file(run->diags, DIAG_DEPFILE_NAME, name,
                  "neither make nor ninja can read a name with %s in a depfile", what);
        return;
    }
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '\0' || !strchr("'&<>", name.ptr[i])) continue;
        diag_file(run->diags, DIAG_DEPFILE_NAME_NINJA, name,
                  "ninja before 1.12 cannot read a name with %c in a depfile", name.ptr[i]);
        return;
    }
}

static void add_escaped(Run *run, Buf *buf, Str name)
{
    check_name(run, name);
    size_t backslashes = 0;
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        if (c == ' ' || c == '\t') {
            for (size_t n = 0; n <= backslashes; n++) buf_add_char(buf, '\\');
        } else if (c == '#' || c == ':') {
            buf_add_char(buf, '\\');
        } else if (c == '$') {
            buf_add_char(buf, '$');
        }
        backslashes = c == '\\' ? backslashes + 1 : 0;
        buf_add_char(buf, c);
    }
}

static void add_targets(Run *run, Buf *buf, const OutputFiles *files, const OutputFile *of)
{
    bool is_first = true;
    for (size_t i = 0; i < files->len; i++) {
        const OutputFile *file = &files->items[i];
        const bool is_header = !file->text->plan && str_eq(file->directory, of->directory);
        if (file->text->plan != of->text->plan && !is_header) continue;
        if (!is_first) buf_add(buf, STR(" "));
        is_first = false;
        add_escaped(run, buf, file->path);
    }
}

Str depfile_text(Run *run, const OutputFiles *files, const EmitOptions *options)
{
    Buf buf = buf_new(run->arena);
    const Plan *last = NULL;
    Map imported = {0}; /* paths that get a rule of their own, lest their absence stop the build */
    for (size_t i = 0; i < files->len; i++) {
        const OutputFile *file = &files->items[i];
        if (!file->text->plan || file->text->plan == last) continue;
        last = file->text->plan;
        if (options->dep_target.len > 0) add_escaped(run, &buf, options->dep_target);
        else add_targets(run, &buf, files, file);
        buf_add(&buf, STR(":"));
        const Schemas inputs = output_inputs(run->arena, file->text->plan);
        for (size_t j = 0; j < inputs.len; j++) {
            buf_add(&buf, STR(" "));
            add_escaped(run, &buf, inputs.items[j]->source->path);
            if (j > 0) map_add(run->arena, &imported, inputs.items[j]->source->path, &imported);
        }
        buf_add(&buf, STR("\n"));
    }
    for (size_t i = 0; i < imported.len; i++) {
        add_escaped(run, &buf, imported.entries[i].key);
        buf_add(&buf, STR(":\n"));
    }
    return buf_take(&buf);
}
