/* Template and view to text. Knows names and contexts; what a tag is and where a section ends was
   decided by template.c. */
#include "render/template_parts.h"

enum { MAX_DEPTH = 100 }; /* partials inside partials: they may be recursive */

/* The contexts, innermost first. */
typedef struct Scope {
    const View *view;
    const struct Scope *outer;
} Scope;

typedef struct {
    Arena *arena;
    Partials partials;
    Lookup lookup;
    Buf *out;
    Str *error;
    const Template *template;
    Str indent; /* in front of each line of this template, a partial */
    size_t depth;
} Expansion;

static bool expand_pieces(Expansion *expansion, const Scope *scope, size_t start, size_t end);

static bool mistake(Expansion *expansion, const Piece *piece, Str what)
{
    const Template *template = expansion->template;
    *expansion->error =
        template_mistake(expansion->arena, template->name, template->text, piece->offset, what);
    return false;
}

static const View *member(const View *view, const NamePart *part)
{
    return view->kind == VIEW_MEMBERS ? map_get_hashed(view->members, part->text, part->hash)
                                      : NULL;
}

/* The first part in the innermost context that has it, the rest inside. NULL where it is unknown. */
static const View *find_view(const Scope *scope, const Piece *piece)
{
    if (!piece->name.len) return scope->view;
    const View *view = NULL;
    for (; scope && !view; scope = scope->outer) view = member(scope->view, &piece->name.items[0]);
    for (size_t i = 1; view && i < piece->name.len; i++) view = member(view, &piece->name.items[i]);
    return view;
}

/* The same for a tag. False where it is unknown and must not be; lax: true, and *view is NULL. */
static bool look_up(Expansion *expansion, const Scope *scope, const Piece *piece, const View **view)
{
    *view = find_view(scope, piece);
    if (*view || expansion->lookup == LOOKUP_LAX) return true;
    return mistake(expansion, piece,
                   str_fmt(expansion->arena, "unknown name '%.*s'", STR_ARG(piece->text)));
}

static bool is_true(const View *view)
{
    if (!view) return false;
    switch (view->kind) {
    case VIEW_TEXT: return view->text.len > 0;
    case VIEW_BOOL: return view->truth;
    case VIEW_LIST: return view->items.len > 0;
    case VIEW_MEMBERS: return true;
    }
    return false;
}

static bool expand_variable(Expansion *expansion, const Scope *scope, const Piece *piece)
{
    const View *view;
    if (!look_up(expansion, scope, piece, &view)) return false;
    if (view && view->kind == VIEW_TEXT) {
        buf_add(expansion->out, view->text);
        return true;
    }
    if (expansion->lookup == LOOKUP_LAX) return true;
    return mistake(expansion, piece,
                   str_fmt(expansion->arena, "'%.*s' is not a text", STR_ARG(piece->text)));
}

static bool expand_in(Expansion *expansion, const Scope *outer, const View *view, size_t index)
{
    const Scope scope = {.view = view, .outer = outer};
    return expand_pieces(expansion, &scope, index + 1,
                         expansion->template->pieces.items[index].end);
}

static bool expand_section(Expansion *expansion, const Scope *scope, size_t index)
{
    const Piece *piece = &expansion->template->pieces.items[index];
    const View *view;
    if (!look_up(expansion, scope, piece, &view)) return false;
    if (piece->kind == PIECE_INVERTED)
        return is_true(view) || expand_pieces(expansion, scope, index + 1, piece->end);
    if (!is_true(view)) return true;
    if (view->kind != VIEW_LIST) return expand_in(expansion, scope, view, index);
    for (size_t i = 0; i < view->items.len; i++)
        if (!expand_in(expansion, scope, view->items.items[i], index)) return false;
    return true;
}

static bool expand_partial(Expansion *expansion, const Scope *scope, const Piece *piece)
{
    const Partials partials = expansion->partials;
    const Template *partial = partials.find ? partials.find(partials.context, piece->text) : NULL;
    if (!partial && expansion->lookup == LOOKUP_LAX) return true;
    if (!partial)
        return mistake(expansion, piece,
                       str_fmt(expansion->arena, "unknown partial '%.*s'", STR_ARG(piece->text)));
    if (expansion->depth == MAX_DEPTH)
        return mistake(expansion, piece,
                       str_fmt(expansion->arena,
                               "partial '%.*s' is nested more than %d deep: it includes itself",
                               STR_ARG(piece->text), MAX_DEPTH));
    Expansion inner = *expansion;
    inner.template = partial;
    inner.depth++;
    inner.indent = STR(""); /* in the middle of a line nothing is put before it */
    if (piece->stands_alone)
        inner.indent = str_fmt(expansion->arena, "%.*s%.*s", STR_ARG(expansion->indent),
                               STR_ARG(piece->indent));
    return expand_pieces(&inner, scope, 0, partial->pieces.len);
}

static bool expand_pieces(Expansion *expansion, const Scope *scope, size_t start, size_t end)
{
    const Template *template = expansion->template;
    bool is_good = true;
    for (size_t i = start; i < end && is_good; i++) {
        const Piece *piece = &template->pieces.items[i];
        switch (piece->kind) {
        case PIECE_TEXT: buf_add(expansion->out, piece->text); break;
        case PIECE_LINE: buf_add(expansion->out, expansion->indent); break;
        case PIECE_VARIABLE: is_good = expand_variable(expansion, scope, piece); break;
        case PIECE_PARTIAL: is_good = expand_partial(expansion, scope, piece); break;
        case PIECE_SECTION:
        case PIECE_INVERTED:
            is_good = expand_section(expansion, scope, i);
            i = piece->end - 1;
            break;
        }
    }
    return is_good;
}

bool template_expand(Arena *arena, const Template *template, const View *view, Partials partials,
                     Lookup lookup, Buf *out, Str *error)
{
    Expansion expansion = {.arena = arena, .partials = partials, .lookup = lookup, .out = out};
    expansion.error = error;
    expansion.template = template;
    const Scope scope = {.view = view};
    return expand_pieces(&expansion, &scope, 0, template->pieces.len);
}
