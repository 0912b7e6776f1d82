/* Template text to pieces, once. Decides everything that depends on the text alone: which tags stand
   alone on their line, where sections end, where lines begin. What depends on the view is expand.c. */
#include "render/template_parts.h"

#include <string.h>

enum { MAX_NESTING = 64 }; /* sections inside sections */

typedef struct {
    Arena *arena;
    Template *template;
    Str text;
    size_t at;                    /* everything before it is done */
    Str open, close;              /* the delimiters in force */
    size_t sections[MAX_NESTING]; /* the open ones: indices of their pieces */
    size_t depth;
    Str *error;
} Parser;

typedef struct {
    char sign;         /* one of #^/>!=& or, for a plain variable, 0 */
    Str name;          /* trimmed */
    size_t start, end; /* of the whole tag */
} Tag;

Str template_mistake(Arena *arena, Str name, Str text, size_t offset, Str what)
{
    size_t line = 1, column = 1;
    for (size_t i = 0; i < offset && i < text.len; i++) {
        if (text.ptr[i] == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)text.ptr[i] & 0xC0) != 0x80) { /* code points, not bytes */
            column++;
        }
    }
    return str_fmt(arena, "%.*s:%zu:%zu: %.*s", STR_ARG(name), line, column, STR_ARG(what));
}

static bool mistake(Parser *parser, size_t offset, Str what)
{
    *parser->error =
        template_mistake(parser->arena, parser->template->name, parser->text, offset, what);
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_space(char c)
{
    return is_blank(c) || c == '\n' || c == '\r';
}

/* Where `needle` first stands in the text at or behind `from`; the text's length where it does not. */
static size_t find(Str text, size_t from, Str needle)
{
    while (from + needle.len <= text.len) {
        const char *first =
            memchr(text.ptr + from, needle.ptr[0], text.len - needle.len - from + 1);
        if (!first) break;
        from = (size_t)(first - text.ptr);
        if (memcmp(first, needle.ptr, needle.len) == 0) return from;
        from++;
    }
    return text.len;
}

static Piece *add_piece(Parser *parser, PieceKind kind, Str text, size_t offset)
{
    Template *template = parser->template;
    const Piece piece = {.kind = kind, .text = text, .offset = offset};
    vec_push(parser->arena, &template->pieces, piece);
    return &template->pieces.items[template->pieces.len - 1];
}

/* The same for a tag that looks something up: its name is taken apart here, once. */
static void add_look_up(Parser *parser, PieceKind kind, const Tag *tag)
{
    Piece *piece = add_piece(parser, kind, tag->name, tag->start);
    if (str_is(tag->name, ".")) return;
    for (size_t start = 0, end; start < tag->name.len; start = end + 1) {
        end = start;
        while (end < tag->name.len && tag->name.ptr[end] != '.') end++;
        const Str text = str_slice(tag->name, start, end);
        const NamePart part = {text, map_hash(text)};
        vec_push(parser->arena, &piece->name, part);
    }
}

static bool begins_line(const Parser *parser, size_t offset)
{
    return offset == 0 || parser->text.ptr[offset - 1] == '\n';
}

/* A line that is blank to its end gets no indentation: output has no trailing white space. */
static bool is_blank_line(const Parser *parser, size_t offset)
{
    const Str text = parser->text;
    if (offset < text.len && text.ptr[offset] == '\r') offset++;
    return offset == text.len || text.ptr[offset] == '\n';
}

static void add_text(Parser *parser, size_t start, size_t end)
{
    for (size_t i = start; i < end;) {
        if (begins_line(parser, i) && !is_blank_line(parser, i))
            add_piece(parser, PIECE_LINE, STR(""), i);
        size_t stop = i;
        do {
            const char *newline = memchr(parser->text.ptr + stop, '\n', end - stop);
            stop = newline ? (size_t)(newline - parser->text.ptr) + 1 : end;
        } while (stop < end && is_blank_line(parser, stop));
        add_piece(parser, PIECE_TEXT, str_slice(parser->text, i, stop), i);
        i = stop;
    }
}

static size_t line_start(Str text, size_t offset)
{
    while (offset > 0 && text.ptr[offset - 1] != '\n') offset--;
    return offset;
}

/* Whether the tag is all there is on its line (or lines); then *start and *end are those of the line. */
static bool stands_alone(Str text, const Tag *tag, size_t *start, size_t *end)
{
    const size_t begin = line_start(text, tag->start);
    for (size_t i = begin; i < tag->start; i++)
        if (!is_blank(text.ptr[i])) return false;
    size_t i = tag->end;
    while (i < text.len && is_blank(text.ptr[i])) i++;
    if (i + 1 < text.len && text.ptr[i] == '\r' && text.ptr[i + 1] == '\n') i++;
    if (i < text.len && text.ptr[i] != '\n') return false;
    *start = begin;
    *end = i < text.len ? i + 1 : i;
    return true;
}

/* Reads the tag at `start`. False where it does not end. */
static bool read_tag(Parser *parser, size_t start, Tag *tag)
{
    const Str text = parser->text;
    *tag = (Tag){.start = start};
    size_t inner = start + parser->open.len;
    Str closing = parser->close;
    if (inner < text.len && strchr("#^/>!=&{", text.ptr[inner]) && text.ptr[inner]) {
        tag->sign = text.ptr[inner++];
        if (tag->sign == '{') closing = str_fmt(parser->arena, "}%.*s", STR_ARG(parser->close));
        if (tag->sign == '=') closing = str_fmt(parser->arena, "=%.*s", STR_ARG(parser->close));
    }
    const size_t stop = find(text, inner, closing);
    if (stop == text.len)
        return mistake(
            parser, start,
            str_fmt(parser->arena, "this tag is not closed: '%.*s' is missing", STR_ARG(closing)));
    tag->end = stop + closing.len;
    tag->name = str_trim(str_slice(text, inner, stop));
    if (tag->sign == '&' || tag->sign == '{') tag->sign = 0;
    return true;
}

/* Names are words joined by dots, or the one dot of the implicit iterator. */
static bool check_name(Parser *parser, const Tag *tag)
{
    const Str name = tag->name;
    if (name.len == 0) return mistake(parser, tag->start, STR("this tag has no name"));
    for (size_t i = 0; i < name.len; i++)
        if (is_space(name.ptr[i]))
            return mistake(parser, tag->start,
                           str_fmt(parser->arena, "white space in the name '%.*s'", STR_ARG(name)));
    if (str_is(name, ".") || tag->sign == '>') return true;
    for (size_t i = 0; i < name.len; i++) {
        const bool at_edge = i == 0 || i + 1 == name.len || name.ptr[i - 1] == '.';
        if (name.ptr[i] == '.' && at_edge)
            return mistake(
                parser, tag->start,
                str_fmt(parser->arena, "an empty part in the name '%.*s'", STR_ARG(name)));
    }
    return true;
}

static bool set_delimiters(Parser *parser, const Tag *tag)
{
    const Str both = tag->name;
    size_t first = 0;
    while (first < both.len && !is_space(both.ptr[first])) first++;
    size_t second = first;
    while (second < both.len && is_space(both.ptr[second])) second++;
    const Str open = str_slice(both, 0, first), close = str_slice(both, second, both.len);
    bool is_right = open.len > 0 && close.len > 0;
    for (size_t i = 0; i < both.len; i++)
        if (both.ptr[i] == '=') is_right = false;
    for (size_t i = 0; i < close.len; i++)
        if (is_space(close.ptr[i])) is_right = false;
    if (!is_right)
        return mistake(parser, tag->start,
                       STR("delimiters are two words without '=', as in {{=<% %>=}}"));
    parser->open = open;
    parser->close = close;
    return true;
}

static bool open_section(Parser *parser, const Tag *tag)
{
    if (parser->depth == MAX_NESTING)
        return mistake(
            parser, tag->start,
            str_fmt(parser->arena, "more than %d sections inside one another", MAX_NESTING));
    parser->sections[parser->depth++] = parser->template->pieces.len;
    add_look_up(parser, tag->sign == '#' ? PIECE_SECTION : PIECE_INVERTED, tag);
    return true;
}

static bool close_section(Parser *parser, const Tag *tag)
{
    if (parser->depth == 0)
        return mistake(
            parser, tag->start,
            str_fmt(parser->arena, "section '%.*s' is closed but not open", STR_ARG(tag->name)));
    Piece *section = &parser->template->pieces.items[parser->sections[parser->depth - 1]];
    if (!str_eq(section->text, tag->name))
        return mistake(parser, tag->start,
                       str_fmt(parser->arena, "section '%.*s' is open, but '%.*s' is closed",
                               STR_ARG(section->text), STR_ARG(tag->name)));
    section->end = parser->template->pieces.len;
    parser->depth--;
    return true;
}

static bool add_partial(Parser *parser, const Tag *tag, bool stands_alone)
{
    Piece *piece = add_piece(parser, PIECE_PARTIAL, tag->name, tag->start);
    piece->stands_alone = stands_alone;
    if (stands_alone)
        piece->indent = str_slice(parser->text, line_start(parser->text, tag->start), tag->start);
    return true;
}

static bool add_tag(Parser *parser, const Tag *tag, bool stands_alone)
{
    if (tag->sign == '!') return true;
    if (tag->sign == '=') return set_delimiters(parser, tag);
    if (!check_name(parser, tag)) return false;
    if (tag->sign == '/') return close_section(parser, tag);
    if (tag->sign == '#' || tag->sign == '^') return open_section(parser, tag);
    if (tag->sign == '>') return add_partial(parser, tag, stands_alone);
    add_look_up(parser, PIECE_VARIABLE, tag);
    return true;
}

/* The text before the tag, and the tag. A tag that stands alone takes its whole line with it. */
static bool parse_tag(Parser *parser, size_t start)
{
    Tag tag;
    if (!read_tag(parser, start, &tag)) return false;
    size_t line, next;
    if (tag.sign && stands_alone(parser->text, &tag, &line, &next)) {
        add_text(parser, parser->at, line);
        parser->at = next;
        return add_tag(parser, &tag, true);
    }
    add_text(parser, parser->at, tag.start);
    if (begins_line(parser, tag.start)) add_piece(parser, PIECE_LINE, STR(""), tag.start);
    parser->at = tag.end;
    return add_tag(parser, &tag, false);
}

const Template *template_parse(Arena *arena, Str name, Str text, Str *error)
{
    Template *template = arena_make(arena, Template);
    template->name = name;
    template->text = text;
    Parser parser = {.arena = arena, .template = template, .text = text, .error = error};
    parser.open = STR("{{");
    parser.close = STR("}}");
    for (;;) {
        const size_t start = find(text, parser.at, parser.open);
        if (start == text.len) break;
        if (!parse_tag(&parser, start)) return NULL;
    }
    add_text(&parser, parser.at, text.len);
    if (parser.depth > 0) {
        const Piece *section = &template->pieces.items[parser.sections[parser.depth - 1]];
        mistake(&parser, section->offset,
                str_fmt(arena, "section '%.*s' is not closed", STR_ARG(section->text)));
        return NULL;
    }
    return template;
}
