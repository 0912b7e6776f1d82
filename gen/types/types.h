/* The table of types, as data. */
#ifndef TYPES_TYPES_H
#define TYPES_TYPES_H

#include "base/run.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
#define FAMILY(id, header, native, atomic, key, json) FAMILY_##id,
#include "types/families.def"
#undef FAMILY
    FAMILY_COUNT
} FamilyId;

/* What a value is as the key of a dict, and so of a JSON object. */
typedef enum {
    KEY_NONE, /* it cannot be one */
    KEY_STR,  /* the text itself */
    KEY_TEXT, /* the text of the JSON string that stands for it */
    KEY_INT   /* its digits */
} KeyKind;

typedef struct {
    const char *header; /* sg_<header>.h */
    bool is_native, is_atomic;
    KeyKind key;
    const char *json; /* how values are spelled in JSON; Markdown */
} Family;

typedef struct {
    const char *name;    /* in schemas: "int16" */
    const char *storage; /* C type: "int16_t"; "object" for PyObject * */
    const char *module;  /* of Python's class: "builtins" */
    const char *python;  /* its name there: "int" */
    FamilyId family;
    size_t size;   /* bytes, also the alignment */
    int64_t least; /* with greatest: the range; both 0: unbounded */
    uint64_t greatest;
} Scalar;

typedef struct {
    const char *name;
    size_t parameters;           /* 0: one or more */
    const char *spelling, *json; /* for docs/schema.md; Markdown */
} Container;

const Scalar *types_find_scalar(Str name); /* by schema name, `float` is float64; or NULL */
const Container *types_find_container(Str name);
const Family *types_family(const Scalar *scalar);
const Scalar *types_scalars(size_t *count);
const Container *types_containers(size_t *count);

#endif
