/* Diagnostics as text: GNU's `file:line:col: error: message [slug]`, then the line with a caret under
   the place. Nothing that a terminal would obey gets through from a schema to the screen. */
#include "base/buf.h"
#include "base/diag.h"
#include "base/utf8.h"

#include <string.h>

enum {
    MESSAGE_LIMIT = 1000, /* bytes; the rest of a longer message is cut off */
    EXCERPT_WIDTH = 100,  /* columns; a longer line is cut around the caret */
    EXCERPT_LEAD = 40,    /* columns kept before the caret in a line that is cut */
};

typedef struct {
    FILE *out;
    const Diags *diags;
    bool colour;
} Printer;

/* SGR sequences, as gcc and clang choose them. */
#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define MAGENTA "\033[1;35m"
#define CYAN "\033[1;36m"
#define GREEN "\033[1;32m"
#define RESET "\033[0m"

static void paint(const Printer *printer, const char *colour)
{
    if (printer->colour) fputs(colour, printer->out);
}

/* One code point of user text inside a message: a control character as its escape. */
static void print_character(FILE *out, Str text, size_t at, size_t length, uint32_t code)
{
    if (!length) fprintf(out, "\\x%02x", (unsigned char)text.ptr[at]);
    else if (utf8_is_printable(code)) fwrite(text.ptr + at, 1, length, out);
    else if (code == '\n') fputs("\\n", out);
    else if (code == '\r') fputs("\\r", out);
    else if (code == '\t') fputs("\\t", out);
    else if (code < 0x100) fprintf(out, "\\x%02x", (unsigned)code);
    else fprintf(out, code > 0xFFFF ? "\\U%08x" : "\\u%04x", (unsigned)code);
}

static void print_safely(FILE *out, Str text)
{
    for (size_t at = 0; at < text.len;) {
        if (at >= MESSAGE_LIMIT) {
            fputs("...", out);
            return;
        }
        uint32_t code;
        const size_t length = utf8_decode(text, at, &code);
        print_character(out, text, at, length, code);
        at += length ? length : 1;
    }
}

/* A line as it is shown: each code point, what stands for it, and its columns. */
typedef struct {
    Str shown;
    size_t start;  /* byte in the line */
    size_t column; /* columns before it */
    size_t width;
} Cell;

typedef VEC(Cell) Cells;

static Cells lay_out_line(Arena *arena, Str line)
{
    Cells cells = {0};
    size_t column = 0;
    for (size_t at = 0; at < line.len;) {
        uint32_t code;
        const size_t length = utf8_decode(line, at, &code);
        const size_t step = length ? length : 1;
        Cell cell = {.shown = str_slice(line, at, at + step), .start = at, .column = column};
        if (code == '\t') cell.shown = STR(" ");
        else if (!length || !utf8_is_printable(code)) cell.shown = STR("\xEF\xBF\xBD"); /* U+FFFD */
        cell.width = code == '\t' ? 1 : (size_t)utf8_width(code);
        vec_push(arena, &cells, cell);
        column += cell.width;
        at += step;
    }
    vec_push(arena, &cells, ((Cell){.start = line.len, .column = column})); /* one past the line */
    return cells;
}

/* The index of the cell with byte `offset` of the line. */
static size_t find_cell(const Cells *cells, size_t offset)
{
    size_t i = cells->len - 1;
    while (i > 0 && cells->items[i].start > offset) i--;
    return i;
}

/* The cells of a line that are shown, and those of them that are underlined. */
typedef struct {
    size_t first, last; /* last is one past */
    size_t mark_first, mark_last;
} Window;

static Window choose_window(const Cells *cells, size_t mark_first, size_t mark_last)
{
    Window window = {0, cells->len - 1, mark_first, mark_last};
    const size_t caret = cells->items[mark_first].column;
    if (cells->items[window.last].column <= EXCERPT_WIDTH) return window;
    const size_t left = caret > EXCERPT_WIDTH - EXCERPT_LEAD ? caret - EXCERPT_LEAD : 0;
    while (cells->items[window.first].column < left) window.first++;
    while (cells->items[window.last].column > left + EXCERPT_WIDTH) window.last--;
    if (window.mark_last > window.last) window.mark_last = window.last;
    return window;
}

static void print_repeated(FILE *out, char c, size_t count)
{
    while (count-- > 0) fputc(c, out);
}

#define GUTTER "      | "

static void print_excerpt_line(const Printer *printer, size_t number, const Cells *cells,
                               const Window *window)
{
    const bool is_empty = window->first == window->last;
    fprintf(printer->out, is_empty ? "%5zu |" : "%5zu | ", number);
    if (window->first > 0) fputs("...", printer->out);
    for (size_t i = window->first; i < window->last; i++)
        fwrite(cells->items[i].shown.ptr, 1, cells->items[i].shown.len, printer->out);
    if (window->last < cells->len - 1) fputs("...", printer->out);
    fputc('\n', printer->out);
}

/* The caret line, and under it what would be right. */
static void print_marks(const Printer *printer, const Cells *cells, const Window *window,
                        Str replacement)
{
    const size_t start = cells->items[window->mark_first].column;
    const size_t end = cells->items[window->mark_last].column;
    const size_t indent = start - cells->items[window->first].column + (window->first > 0 ? 3 : 0);

    fputs(GUTTER, printer->out);
    print_repeated(printer->out, ' ', indent);
    paint(printer, GREEN);
    fputc('^', printer->out);
    print_repeated(printer->out, '~', end > start ? end - start - 1 : 0);
    paint(printer, RESET);
    fputc('\n', printer->out);
    if (!replacement.len) return;

    fputs(GUTTER, printer->out);
    print_repeated(printer->out, ' ', indent);
    paint(printer, GREEN);
    print_safely(printer->out, replacement);
    paint(printer, RESET);
    fputc('\n', printer->out);
}

static void print_excerpt(const Printer *printer, Arena *arena, Span span, Str replacement)
{
    const Source *source = diags_source(printer->diags, span.file);
    const size_t number = source_locate(source, span.start).line;
    const Str line = source_line(source, number);
    const size_t line_start = source->line_starts[number - 1];
    const Cells cells = lay_out_line(arena, line);
    const size_t start = span.start > line_start ? span.start - line_start : 0;
    const size_t end = span.end > span.start ? start + (span.end - span.start) : start;
    const size_t mark_first = find_cell(&cells, start);
    size_t mark_last = mark_first;
    while (mark_last < cells.len - 1 && cells.items[mark_last].start < end) mark_last++;

    const Window window = choose_window(&cells, mark_first, mark_last);
    print_excerpt_line(printer, number, &cells, &window);
    print_marks(printer, &cells, &window, replacement);
}

/* `path:line:col: error: ` */
static void print_head(const Printer *printer, Str path, const Span *span, const char *kind,
                       const char *colour)
{
    paint(printer, BOLD);
    print_safely(printer->out, path);
    if (span) {
        const Source *source = diags_source(printer->diags, span->file);
        const Place place = source_locate(source, span->start);
        fprintf(printer->out, ":%zu:%zu", place.line, place.column);
    }
    fputs(": ", printer->out);
    paint(printer, RESET);
    paint(printer, colour);
    fprintf(printer->out, "%s: ", kind);
    paint(printer, RESET);
}

static void print_diag(const Printer *printer, Arena *arena, const Diag *diag)
{
    const bool is_error = diag_severity(diag->id) == SEVERITY_ERROR;
    print_head(printer, diag->path, diag->has_place ? &diag->span : NULL,
               is_error ? "error" : "warning", is_error ? RED : MAGENTA);
    paint(printer, BOLD);
    print_safely(printer->out, diag->message);
    paint(printer, RESET);
    fprintf(printer->out, is_error ? " [%s]\n" : " [-W%s]\n", diag_slug(diag->id));
    if (diag->has_place) print_excerpt(printer, arena, diag->span, diag->replacement);

    for (size_t i = 0; i < diag->helps.len; i++) {
        fputs("      = help: ", printer->out);
        print_safely(printer->out, diag->helps.items[i]);
        fputc('\n', printer->out);
    }
    for (size_t i = 0; i < diag->notes.len; i++) {
        const DiagNote *note = &diag->notes.items[i];
        const Str path = diags_source(printer->diags, note->span.file)->path;
        print_head(printer, path, &note->span, "note", CYAN);
        print_safely(printer->out, note->message);
        fputc('\n', printer->out);
        print_excerpt(printer, arena, note->span, (Str){0});
    }
}

static void print_count(FILE *out, size_t errors, size_t shown, size_t warnings)
{
    fputs("slotgen: ", out);
    if (errors) fprintf(out, errors == 1 ? "%zu error" : "%zu errors", errors);
    if (errors > shown) fprintf(out, " (the first %zu shown)", shown);
    if (errors && warnings) fputs(", ", out);
    if (warnings) fprintf(out, warnings == 1 ? "%zu warning" : "%zu warnings", warnings);
    fputc('\n', out);
}

void diags_print(const Diags *diags, FILE *out, DiagStyle style)
{
    const Printer printer = {out, diags, style.colour};
    const DiagList list = diags_sorted(diags);
    size_t errors = 0, shown = 0, warnings = 0;
    for (size_t i = 0; i < list.len; i++) {
        const bool is_error = diag_severity(list.items[i]->id) == SEVERITY_ERROR;
        if (!is_error && style.quiet) continue;
        if (is_error) errors++;
        else warnings++;
        if (style.max_errors && errors > style.max_errors) continue;
        if (is_error) shown++;
        Arena *arena = arena_new(); /* an excerpt is needed only while it is printed */
        print_diag(&printer, arena, list.items[i]);
        arena_free(arena);
    }
    if (errors || warnings) print_count(out, errors, shown, warnings);
}
