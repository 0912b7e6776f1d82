/* agreement.h: doubles are read and written as CPython reads and writes them. */
#ifndef TEST_AGREEMENT_H
#define TEST_AGREEMENT_H

#include "fixture.h"

#include <stdio.h>

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

/* Reads `text`, which is one number with `rest` behind it, as the double that CPython makes of it. */
static void expect_nearest_before(const char *text, const char *rest)
{
    char document[2000];
    snprintf(document, sizeof document, "%s%s", text, rest);
    double expected = PyOS_string_to_double(text, NULL, NULL), value = 0;
    cr_assert_null(PyErr_Occurred(), "%s", text);
    SgReader r;
    sg_reader_init(&r, fixture_state, document, (Py_ssize_t)strlen(document));
    const int done = sg_read_double(&r, &value);
    if (isinf(expected)) {
        cr_expect_eq(done, -1, "%s", text);
        return;
    }
    cr_assert(done == 0 && r.p == document + strlen(text), "%s", document);
    cr_assert(same_bits(value, expected), "%s read as %.17g", document, value);
}

/* The same, at the end of a document and in front of more: readers look at blocks where they can. */
static void expect_nearest(const char *text)
{
    expect_nearest_before(text, "");
    expect_nearest_before(text, ",\"key\":[1.5, 2.5, \"and some more text\"]}");
}

/* Writes `value` as repr does, in the room that is promised to be enough, and reads that. */
static void expect_agreement(double value)
{
    if (!isfinite(value)) return;
    char text[SG_NUMBER_ROOM + 1];
    char *const end = sg_put_double(text, value);
    cr_assert_not_null(end);
    *end = '\0';
    char *expected = PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    cr_assert_str_eq(text, expected);
    expect_nearest(expected);
    PyMem_Free(expected);
}

#endif
