/* The run time as one text: the headers of templates/runtime/, each behind those it includes. */
#include "render/runtime.h"

#include "base/buf.h"
#include "base/map.h"
#include "render/embedded.h"

#include <stdio.h>
#include <stdlib.h>

static Str embedded_text(Arena *arena, const char *folder, Str name)
{
    const EmbeddedFile *file = embedded_find(str_fmt(arena, "%s%.*s", folder, STR_ARG(name)));
    if (file) return (Str){file->text, file->len};
    fprintf(stderr, "slotgen: %s%.*s is not in this program\n", folder, STR_ARG(name));
    exit(3);
}

typedef struct {
    Arena *arena;
    Map done;
    Buf out;
} Header;

/* The file between quotes, where the line is an #include of a file of ours whose name begins with
   `folder`; else empty. */
static Str included_name(Str line, const char *folder)
{
    const Str start = STR("#include \"");
    if (!str_starts_with(line, start)) return (Str){0};
    const Str rest = str_slice(line, start.len, line.len);
    if (!str_starts_with(rest, str_from(folder))) return (Str){0};
    size_t end = 0;
    while (end < rest.len && rest.ptr[end] != '"') end++;
    return str_slice(rest, 0, end);
}

static Str next_line(Str text, size_t *at)
{
    const size_t start = *at;
    while (*at < text.len && text.ptr[*at] != '\n') ++*at;
    if (*at < text.len) ++*at;
    return str_slice(text, start, *at);
}

/* First what the header includes, then the header without those lines, and with the table of types
   in the place where it includes that. The headers are few and do not include one another in a
   circle, so this ends. */
static void add_header(Header *header, Str file)
{
    if (!map_add(header->arena, &header->done, file, header)) return;
    const Str text = embedded_text(header->arena, "runtime/", file);
    for (size_t at = 0; at < text.len;) {
        const Str name = included_name(next_line(text, &at), "sg_");
        if (name.len) add_header(header, name);
    }
    buf_add_char(&header->out, '\n');
    for (size_t at = 0; at < text.len;) {
        const Str line = next_line(text, &at);
        const Str table = included_name(line, "types/");
        if (table.len) buf_add(&header->out, embedded_text(header->arena, "../gen/", table));
        else if (!included_name(line, "sg_").len) buf_add(&header->out, line);
    }
}

Str runtime_text(Arena *arena)
{
    Header header = {.arena = arena, .out = buf_new(arena)};
#define HEADER(name) add_header(&header, STR(#name ".h"));
#include "render/runtime.def"
#undef HEADER
    return buf_take(&header.out);
}
