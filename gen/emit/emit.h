/* Emitting: texts to files, or to standard output, or compared with the files that are there. */
#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

#include "base/run.h"
#include "render/render.h"

#include <stdio.h>

typedef enum {
    EMIT_WRITE,
    EMIT_CHECK,       /* compare, write nothing */
    EMIT_LIST,        /* print the paths, write nothing */
    EMIT_LIST_INPUTS, /* print the paths of schemas, write nothing */
    EMIT_PRINT        /* print the texts, write nothing */
} EmitMode;

typedef struct {
    EmitMode mode;
    Str directory;  /* where the files go; empty: beside their schema */
    unsigned kinds; /* set of 1u << OutputKind */
    Str only;       /* how the user wrote that set; empty where they did not */
    bool force;     /* overwrite files that are not slotgen's */
    bool quiet, verbose;
    Str depfile, dep_target, stamp; /* paths and a name; empty: none */
    FILE *out, *err;                /* the product, and progress */
} EmitOptions;

/* The set of kinds that `only` ("c,py") names; 0 where a word of it is unknown, which is then in
   *wrong. */
unsigned emit_kinds(Str only, Str *wrong);
unsigned emit_all_kinds(void);

/* Does with `texts` what `options` say, unless an error was reported: then nothing. Writing: files
   that are equal, or were but for CRLF, are left alone; the rest is complete under other names
   before any is renamed into place, and on trouble, which goes to run->diags, none of those names
   is left behind. */
Status emit_all(Run *run, const Texts *texts, const EmitOptions *options);

#endif
