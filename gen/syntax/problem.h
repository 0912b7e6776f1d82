/* Problem: what libyaml could not parse, on its way to being said in the user's words. For syntax.c. */
#ifndef SYNTAX_PROBLEM_H
#define SYNTAX_PROBLEM_H

#include "base/run.h"
#include "base/source.h"

/* Offsets are bytes of the source. */
typedef struct {
    const char *text;    /* libyaml's words, never NULL */
    const char *context; /* what it was doing, or NULL */
    size_t at, context_at;
    Span quoted; /* the quoted text that ended last; empty if there was none */
} Problem;

/* Reports `problem`, with the likely cause where it can be guessed. */
void problem_report(Run *run, const Source *source, const Problem *problem);

#endif
