/* Literals: what one YAML scalar says when it is read as JSON would be written, and whether that is a
   value of a scalar type. Knows nothing of trees, records and enums; reports nothing. */
#ifndef TYPES_LITERAL_H
#define TYPES_LITERAL_H

#include "base/buf.h"
#include "types/types.h"

typedef enum {
    LITERAL_NULL,         /* null */
    LITERAL_BOOL,         /* true, false */
    LITERAL_INT,          /* a JSON number without fraction and exponent */
    LITERAL_FLOAT,        /* any other JSON number */
    LITERAL_STRING,       /* quoted */
    LITERAL_TEXT,         /* plain, and none of the others */
    LITERAL_ABSENT,       /* plain ... */
    LITERAL_YAML_NULL,    /* nothing at all, ~, Null, NULL: null to YAML only */
    LITERAL_YAML_BOOL,    /* True, TRUE, False, FALSE: a bool to YAML only */
    LITERAL_OLD_BOOL,     /* yes, no, on, off: a bool to YAML 1.1, a string to YAML 1.2 */
    LITERAL_YAML_NUMBER,  /* 0x1F, 1_000, +1, .5, 007: a number to YAML only */
    LITERAL_YAML_INFINITE /* .nan, .inf, NaN, Infinity */
} LiteralKind;

/* What a scalar with this text is; `is_plain`: written without quotes. */
LiteralKind literal_kind(Str text, bool is_plain);

/* For LITERAL_YAML_BOOL and LITERAL_OLD_BOOL: the JSON spelling, true or false. */
Str literal_bool_meant(Str text);

typedef enum {
    LITERAL_FITS,
    LITERAL_WRONG_TYPE, /* not of that kind of JSON value, or no JSON */
    LITERAL_OUT_OF_RANGE,
    LITERAL_NOT_FINITE,
    LITERAL_TOO_LONG, /* an int of more than 4300 digits, which JSON readers refuse */
    LITERAL_NOT_BASE64,
    LITERAL_NOT_SPELLED /* text that stands for no value of the type: 30 February, half a UUID */
} LiteralFit;

/* Appends to `out` the canonical JSON text of the scalar as a value of `type`; only where it fits. Any
   takes every JSON scalar. Plain text is a string for str, Any and the types that are spelled as strings
   of one form (datetime, UUID), nowhere else. */
LiteralFit literal_parse(Buf *out, Str text, bool is_plain, const Scalar *type);

/* How a value of such a type is spelled, for the user to follow; NULL for the other types. */
const char *literal_example(const Scalar *type);

/* A JSON integer that fits int64. False, and *out unchanged, for anything else. */
bool literal_int64(Str text, int64_t *out);

/* `text`, which is valid UTF-8, as a JSON string with its quotes: escapes only where JSON needs them. */
void literal_add_string(Buf *out, Str text);

/* A finite double as the shortest text that reads back equal, spelled as Python's repr() does. */
void literal_add_double(Buf *out, double value);

/* The values of a bounded type in words, "0 to 255"; for the unbounded ones the empty Str. */
Str literal_range(Arena *arena, const Scalar *type);

#endif
