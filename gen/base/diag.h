/* Diags: all that a run has to say about the user's schemas. Collected while the phases run, printed
   once at the end, sorted by file and position. One row per diagnostic: diags.def. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/arena.h"
#include "base/source.h"
#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdio.h>

typedef enum { SEVERITY_ERROR, SEVERITY_WARNING } Severity;

typedef enum {
#define DIAG(id, slug, severity) DIAG_##id,
#include "base/diags.def"
#undef DIAG
    DIAG_COUNT
} DiagId;

typedef struct Diags Diags;

Diags *diags_new(Arena *arena);

/* One mistake, at `span`. The text is in the user's words, without a final full stop. */
void diag_at(Diags *diags, DiagId id, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The machine's trouble: `path` cannot be read or written. No position. */
void diag_file(Diags *diags, DiagId id, Str path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A second place, and advice; both belong to the diagnostic reported last. */
void diag_note(Diags *diags, Span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_help(Diags *diags, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text that would be right in place of the span of the diagnostic reported last: shown under the caret. */
void diag_replacement(Diags *diags, Str text);

size_t diags_errors(const Diags *diags); /* how many errors were reported so far */

/* What was reported, for those who print it. */
typedef struct {
    Span span;
    Str message;
} DiagNote;

typedef struct {
    DiagId id;
    bool has_place; /* a span; else only a path */
    Span span;
    Str path;
    Str message, replacement;
    VEC(Str) helps;
    VEC(DiagNote) notes;
} Diag;

typedef VEC(const Diag *) DiagList;

/* Everything reported so far: by path, then place, then in the order of reporting; of several that say
   the same of the same place only the first. */
DiagList diags_sorted(const Diags *diags);

/* Called by source_load() and source_from_text(): gives the source its file number. */
uint32_t diags_add_source(Diags *diags, const Source *source);
const Source *diags_source(const Diags *diags, uint32_t file);

typedef struct {
    bool colour;
    bool quiet;        /* errors only */
    size_t max_errors; /* 0: all */
} DiagStyle;

/* Prints everything, as CLI convention has it (file:line:col: severity: message [slug], excerpt, caret,
   notes, help), then a count line. Prints nothing where nothing was reported. */
void diags_print(const Diags *diags, FILE *out, DiagStyle style);

const char *diag_slug(DiagId id);
Severity diag_severity(DiagId id);

#endif
