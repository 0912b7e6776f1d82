/* Source: the text of one schema file, and how a byte in it is named to people. */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

/* Bytes `start` to `end` (one past the last) of the file with number `file` in the run's Diags. */
typedef struct {
    uint32_t file, start, end;
} Span;

typedef struct {
    Str path;                    /* as given by the user */
    Str text;                    /* valid UTF-8; a byte-order mark at the start is kept */
    uint32_t file;               /* its number, as in Span.file */
    const uint32_t *line_starts; /* byte offset of each line; of line 1, behind a byte-order mark */
    size_t line_count;
    const uint32_t *strides; /* byte offset of every 32nd code point */
    size_t stride_count;
} Source;

typedef struct {
    size_t line, column; /* from 1; columns count code points */
} Place;

/* Reads the file at `path`. A Source also for an unreadable, binary or badly encoded one is not made:
   then NULL, and the mistake is in `diags`. */
struct Diags;
const Source *source_load(Arena *arena, struct Diags *diags, Str path);

/* The same for text that is in memory already: `path` is only its name. NULL as above. */
const Source *source_from_text(Arena *arena, struct Diags *diags, Str path, Str text);

/* Line and column of byte `offset`, which may be the end of the text. */
Place source_locate(const Source *source, size_t offset);

/* The text of line `line` (from 1), without its line break. */
Str source_line(const Source *source, size_t line);

/* Byte offset of the code point with number `index` (from 0, a byte-order mark not counted): the way
   back from libyaml's marks, which count characters. */
size_t source_byte_of_character(const Source *source, size_t index);

#endif
