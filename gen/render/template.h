/* Templates: Mustache, as its specification says, less HTML escaping (a variable prints as it is, so
   {{x}}, {{{x}}} and {{&x}} are one). Parsed once, expanded over a View as often as needed. Tags that
   stand alone on a line leave no blank line; a partial is indented as its tag is; delimiters change with
   the standard {{=<% %>=}} tag. */
#ifndef RENDER_TEMPLATE_H
#define RENDER_TEMPLATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>

/* What a template may see: a tree of texts, truths, lists and named members. Only texts are printed; an
   empty text, an empty list and false leave a section out. Views live in the arena and keep, not copy,
   the texts and names they are given; a member is set once. */
typedef enum { VIEW_TEXT, VIEW_BOOL, VIEW_LIST, VIEW_MEMBERS } ViewKind;
typedef struct View View;

View *view_text(Arena *arena, Str text);
View *view_bool(Arena *arena, bool truth);
View *view_list(Arena *arena);
View *view_members(Arena *arena);
View *view_members_for(Arena *arena, size_t count); /* with room for as many */
void view_append(Arena *arena, View *list, View *item);
void view_set(Arena *arena, View *members, const char *name, View *value);

typedef struct Template Template;

/* Partials by name: NULL where there is none of that name. */
typedef struct {
    const Template *(*find)(void *context, Str name);
    void *context;
} Partials;

/* Names are looked up as the specification has it: the first part of a dotted name in the innermost
   context that has it, the rest inside. STRICT: an unknown name is an error, so our views wrap each item
   of a list in its noun ({{#fields}}{{field.name}}{{/fields}}) and a record's name never fills in for a
   field's; printing what is not a text is an error too. LAX: the unknown is empty, as the
   specification's own cases want it. */
typedef enum { LOOKUP_STRICT, LOOKUP_LAX } Lookup;

/* NULL on a mistake in the template: *error then says "name:line:col: what". */
const Template *template_parse(Arena *arena, Str name, Str text, Str *error);

/* Appends the expansion to `out`. False on an unknown name or partial, or partials nested without end:
   *error as above. */
bool template_expand(Arena *arena, const Template *template, const View *view, Partials partials,
                     Lookup lookup, Buf *out, Str *error);

#endif
