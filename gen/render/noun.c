/* Nouns: what a template may see of one thing, set name by name. */
#include "render/view.h"

#include <inttypes.h>

Noun noun_new(Arena *arena)
{
    return (Noun){arena, view_members(arena)};
}

Noun noun_of_many(Arena *arena, size_t count)
{
    return (Noun){arena, view_members_for(arena, count)};
}

void noun_text(Noun noun, const char *name, Str text)
{
    view_set(noun.arena, noun.view, name, view_text(noun.arena, text));
}

void noun_number(Noun noun, const char *name, int64_t number)
{
    noun_text(noun, name, str_fmt(noun.arena, "%" PRId64, number));
}

void noun_truth(Noun noun, const char *name, bool truth)
{
    view_set(noun.arena, noun.view, name, view_bool(noun.arena, truth));
}

void noun_list(Noun noun, const char *name, View *list)
{
    view_set(noun.arena, noun.view, name, list);
}

View *noun_item(Arena *arena, const char *noun, View *members)
{
    View *item = view_members(arena);
    view_set(arena, item, noun, members);
    return item;
}

void noun_append(Arena *arena, View *list, const char *noun, View *members)
{
    view_append(arena, list, noun_item(arena, noun, members));
}
