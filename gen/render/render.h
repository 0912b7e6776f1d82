/* Rendering: plans to the texts of the output files. */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "base/run.h"
#include "base/vec.h"
#include "plan/plan.h"

/* One row of outputs.def: c, py, pyi, or the run-time header. */
typedef enum { OUTPUT_HEADER, OUTPUT_PYI, OUTPUT_PY, OUTPUT_C, OUTPUT_COUNT } OutputKind;

typedef struct {
    OutputKind kind;
    Str name; /* base name: "market.c" */
    Str text;
    const Plan *plan; /* NULL for the run-time header */
} Text;

typedef VEC(Text) Texts;

/* Adds the .c, .py and .pyi of `plan` to `texts`. Nothing where `plan` is NULL. A mistake in a template is
   our own: it ends the process with a message. */
void render_all(Run *run, const Plan *plan, Texts *texts);

/* Adds slotgen_runtime.h. */
void render_header(Run *run, Texts *texts);

#endif
