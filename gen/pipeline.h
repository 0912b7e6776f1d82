/* The program on one screen: schemas to files. */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "base/run.h"
#include "base/str.h"
#include "base/vec.h"
#include "emit/emit.h"

typedef enum { DUMP_NONE, DUMP_TREE, DUMP_MODEL, DUMP_PLAN } Dump;

typedef struct {
    Dump dump; /* a phase's result that is printed, and then nothing is written */
    EmitOptions emit;
} PipelineOptions;

typedef VEC(Str) Paths;

/* Compiles the schemas at `paths`, all of them even after errors, and emits what they give unless
   there were any. Diagnostics are in run->diags, for the caller to print. */
Status pipeline_run(Run *run, const Paths *paths, const PipelineOptions *options);

#endif
