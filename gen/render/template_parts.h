/* What template.c, expand.c and view_tree.c share and nobody else sees: a parsed template's pieces and
   a view's insides. */
#ifndef RENDER_TEMPLATE_PARTS_H
#define RENDER_TEMPLATE_PARTS_H

#include "base/map.h"
#include "render/template.h"

typedef enum {
    PIECE_TEXT, /* as it is */
    PIECE_LINE, /* here a line begins that is not blank: the place of a partial's indentation */
    PIECE_VARIABLE,
    PIECE_SECTION,
    PIECE_INVERTED,
    PIECE_PARTIAL
} PieceKind;

/* A name's part between dots. */
typedef struct {
    Str text;
    uint32_t hash;
} NamePart;

typedef struct {
    PieceKind kind;
    Str text;           /* the text, or the tag's name */
    VEC(NamePart) name; /* of a variable or section; none: the implicit iterator */
    Str indent;         /* of a partial that stands alone on its line, else empty */
    bool stands_alone;
    size_t end;    /* section: index of the first piece behind it */
    size_t offset; /* of the tag in the template's text */
} Piece;

struct Template {
    Str name, text;
    VEC(Piece) pieces;
};

struct View {
    ViewKind kind;
    union {
        Str text;
        bool truth;
        VEC(const View *) items;
        Map *members;
    };
};

/* "name:line:col: what", for the byte at `offset` of the template's text. */
Str template_mistake(Arena *arena, Str name, Str text, size_t offset, Str what);

#endif
