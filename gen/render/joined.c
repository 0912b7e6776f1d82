/* Flags of C and tuples of Python, item by item. */
#include "render/joined.h"

Joined joined_new(Arena *arena)
{
    return (Joined){buf_new(arena), 0};
}

static void add(Joined *joined, const char *between, Str item)
{
    if (joined->count++) buf_addf(&joined->text, "%s", between);
    buf_add(&joined->text, item);
}

void flags_add(Joined *flags, bool is_set, const char *name)
{
    if (is_set) add(flags, " | ", str_from(name));
}

Str flags_take(Joined *flags)
{
    return flags->count ? buf_take(&flags->text) : STR("0");
}

void tuple_add(Joined *tuple, Str item)
{
    add(tuple, ", ", item);
}

Str tuple_take(Joined *tuple)
{
    const Str items = buf_take(&tuple->text);
    return str_fmt(tuple->text.arena, "(%.*s%s)", STR_ARG(items), tuple->count == 1 ? "," : "");
}
