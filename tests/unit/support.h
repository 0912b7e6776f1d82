/* What the tests of phases share: a run with its arena, text in, diagnostics as text out. */
#ifndef UNIT_SUPPORT_H
#define UNIT_SUPPORT_H

#include "syntax/syntax.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline Run run_new(void)
{
    Arena *arena = arena_new();
    return (Run){.arena = arena, .diags = diags_new(arena)};
}

static inline void run_free(Run *run)
{
    arena_free(run->arena);
}

/* `text` as the file a.yaml. */
static inline const Source *run_source(Run *run, const char *text)
{
    return source_from_text(run->arena, run->diags, STR("a.yaml"), str_from(text));
}

/* Everything reported so far, as it would be printed; in the arena. */
static inline const char *run_printed(Run *run, DiagStyle style)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    cr_assert_not_null(out);
    diags_print(run->diags, out, style);
    fclose(out);
    const char *copy = str_terminated(run->arena, (Str){text, length});
    free(text);
    return copy;
}

static inline const char *run_reports(Run *run)
{
    return run_printed(run, (DiagStyle){0});
}

/* The tree of `text`, or where mistakes were reported those, in memory the caller frees. */
static inline char *outline(const char *text, size_t length)
{
    Run run = run_new();
    const Source *source =
        source_from_text(run.arena, run.diags, STR("a.yaml"), (Str){text, length});
    const Node *tree = syntax_parse(&run, source);
    Buf out = buf_new(run.arena);
    dump_tree(&out, tree);
    const bool has_errors = diags_errors(run.diags) > 0;
    cr_assert(tree || has_errors, "a tree, or an error");
    char *result =
        strdup(has_errors ? run_reports(&run) : str_terminated(run.arena, buf_take(&out)));
    run_free(&run);
    return result;
}

/* Asserts what outline() says of a text. */
#define assert_outline(text, expected)                                                             \
    do {                                                                                           \
        char *actual = outline((text), strlen(text));                                              \
        cr_assert_str_eq(actual, (expected), "got:\n%s\nexpected:\n%s", actual, (expected));       \
        free(actual);                                                                              \
    } while (0)

#endif
