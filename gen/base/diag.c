/* Diags: collecting what a run has to say. How it is printed is diag_print.c's business. */
#include "base/diag.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

struct Diags {
    Arena *arena;
    VEC(const Source *) sources;
    VEC(Diag *) all; /* in the order of reporting */
    size_t error_count;
};

typedef struct {
    const char *slug;
    Severity severity;
} DiagRow;

static const DiagRow rows[DIAG_COUNT] = {
#define DIAG(id, slug, severity) {slug, SEVERITY_##severity},
#include "base/diags.def"
#undef DIAG
};

const char *diag_slug(DiagId id)
{
    return rows[id].slug;
}

Severity diag_severity(DiagId id)
{
    return rows[id].severity;
}

Diags *diags_new(Arena *arena)
{
    Diags *diags = arena_make(arena, Diags);
    diags->arena = arena;
    return diags;
}

uint32_t diags_add_source(Diags *diags, const Source *source)
{
    vec_push(diags->arena, &diags->sources, source);
    return (uint32_t)(diags->sources.len - 1);
}

const Source *diags_source(const Diags *diags, uint32_t file)
{
    assert(file < diags->sources.len);
    return diags->sources.items[file];
}

size_t diags_errors(const Diags *diags)
{
    return diags->error_count;
}

static Diag *add(Diags *diags, DiagId id, Str path, Str message)
{
    Diag *diag = arena_make(diags->arena, Diag);
    diag->id = id;
    diag->path = path;
    diag->message = message;
    vec_push(diags->arena, &diags->all, diag);
    if (diag_severity(id) == SEVERITY_ERROR) diags->error_count++;
    return diag;
}

void diag_at(Diags *diags, DiagId id, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const Str message = str_vfmt(diags->arena, format, args);
    va_end(args);
    Diag *diag = add(diags, id, diags_source(diags, span.file)->path, message);
    diag->has_place = true;
    diag->span = span;
}

void diag_file(Diags *diags, DiagId id, Str path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diags, id, str_copy(diags->arena, path), str_vfmt(diags->arena, format, args));
    va_end(args);
}

static Diag *last(Diags *diags)
{
    assert(diags->all.len);
    return diags->all.items[diags->all.len - 1];
}

void diag_note(Diags *diags, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const DiagNote note = {span, str_vfmt(diags->arena, format, args)};
    va_end(args);
    vec_push(diags->arena, &last(diags)->notes, note);
}

void diag_help(Diags *diags, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const Str help = str_vfmt(diags->arena, format, args);
    va_end(args);
    vec_push(diags->arena, &last(diags)->helps, help);
}

void diag_replacement(Diags *diags, Str text)
{
    last(diags)->replacement = str_copy(diags->arena, text);
}

/* What qsort() sorts: the index keeps those of one place in the order of reporting. */
typedef struct {
    const Diag *diag;
    size_t index;
} Ranked;

static int compare_numbers(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_place(const Diag *a, const Diag *b)
{
    int order = str_compare(a->path, b->path);
    if (!order) order = compare_numbers(a->has_place, b->has_place);
    if (!order) order = compare_numbers(a->span.file, b->span.file);
    if (!order) order = compare_numbers(a->span.start, b->span.start);
    return order;
}

static int compare_ranked(const void *left, const void *right)
{
    const Ranked *a = left, *b = right;
    const int order = compare_place(a->diag, b->diag);
    return order ? order : compare_numbers(a->index, b->index);
}

static bool is_listed(const DiagList *list, const Diag *diag)
{
    for (size_t i = list->len; i-- > 0 && compare_place(list->items[i], diag) == 0;) {
        const Diag *other = list->items[i];
        if (other->id == diag->id && str_eq(other->message, diag->message)) return true;
    }
    return false;
}

DiagList diags_sorted(const Diags *diags)
{
    DiagList list = {0};
    const size_t count = diags->all.len;
    Ranked *ranked = arena_array(diags->arena, Ranked, count);
    for (size_t i = 0; i < count; i++) ranked[i] = (Ranked){diags->all.items[i], i};
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < count; i++) {
        if (!is_listed(&list, ranked[i].diag)) vec_push(diags->arena, &list, ranked[i].diag);
    }
    return list;
}
