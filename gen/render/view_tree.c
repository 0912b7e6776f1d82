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
    static View empty = {.kind = VIEW_TEXT};
    if (!text.len) return &empty; /* as most texts are */
    View *view = view_new(arena, VIEW_TEXT);
    view->text = text;
    return view;
}

View *view_bool(Arena *arena, bool truth)
{
    static View views[] = {{.kind = VIEW_BOOL, .truth = false}, {.kind = VIEW_BOOL, .truth = true}};
    (void)arena; /* there are two of them: nothing changes a view of this kind */
    return &views[truth];
}

View *view_list(Arena *arena)
{
    return view_new(arena, VIEW_LIST);
}

View *view_members(Arena *arena)
{
    View *view = view_new(arena, VIEW_MEMBERS);
    view->members = arena_make(arena, Map);
    return view;
}

View *view_members_for(Arena *arena, size_t count)
{
    View *view = view_members(arena);
    map_reserve(arena, view->members, count);
    return view;
}

void view_append(Arena *arena, View *list, View *item)
{
    assert(list->kind == VIEW_LIST);
    vec_push(arena, &list->items, item);
}

void view_set(Arena *arena, View *members, const char *name, View *value)
{
    assert(members->kind == VIEW_MEMBERS);
    const bool is_new = map_add(arena, members->members, str_from(name), value);
    assert(is_new && "a member is set once");
    (void)is_new;
}
