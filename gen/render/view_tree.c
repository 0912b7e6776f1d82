/* The tree that templates look into: made by view.c, read by expand.c. */
#include "render/template_parts.h"

#include <assert.h>

static View *view_new(Arena *arena, ViewKind kind)
{
    View *view = arena_make(arena, View);
    view->kind = kind;
    return view;
}

View *view_text(Arena *arena, Str text)
{
    View *view = view_new(arena, VIEW_TEXT);
    view->text = text;
    return view;
}

View *view_bool(Arena *arena, bool truth)
{
    View *view = view_new(arena, VIEW_BOOL);
    view->truth = truth;
    return view;
}

View *view_list(Arena *arena)
{
    return view_new(arena, VIEW_LIST);
}

View *view_members(Arena *arena)
{
    return view_new(arena, VIEW_MEMBERS);
}

void view_append(Arena *arena, View *list, View *item)
{
    assert(list->kind == VIEW_LIST);
    vec_push(arena, &list->items, item);
}

void view_set(Arena *arena, View *members, const char *name, View *value)
{
    assert(members->kind == VIEW_MEMBERS);
    const bool is_new = map_add(arena, &members->members, str_from(name), value);
    assert(is_new && "a member is set once");
    (void)is_new;
}
