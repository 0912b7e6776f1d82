/* Run: what every phase of one run shares. There is no other shared state. */
#ifndef BASE_RUN_H
#define BASE_RUN_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/vec.h"

typedef struct {
    Arena *arena;
    Diags *diags;
    VEC(Str) include;        /* directories where imported schemas are looked for, in this order */
    struct Library *library; /* the schemas read so far: model/library.c */
    Map plans;               /* what came of them: plan/plan.c */
} Run;

/* How a run ends: the exit status of the command. */
typedef enum {
    STATUS_DONE = 0,    /* done, or "yes" */
    STATUS_NO = 1,      /* ran, and the answer is "no" */
    STATUS_TROUBLE = 2, /* could not do the job */
    STATUS_INTERNAL = 3 /* our own mistake */
} Status;

#endif
