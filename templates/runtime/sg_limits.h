/* sg_limits.h: constraints: what a value must fulfil beside being of its type. The rows are the schema's,
   in the order in which they are checked; numbers that live in the struct are compared here, everything
   else in sg_limited.h. */
#ifndef SG_LIMITS_H
#define SG_LIMITS_H

#include "sg_explain.h"

#include <math.h>

typedef enum {
    SG_GT,
    SG_GE,
    SG_LT,
    SG_LE,
    SG_MULTIPLE_OF,
    SG_MIN_LENGTH,
    SG_MAX_LENGTH,
    SG_PATTERN
} SgRule;

typedef struct {
    SgRule rule;
    const char *text; /* the bound as messages show it; or the pattern */
    int64_t integer;  /* the bound of native ints and of lengths; of uint64 its bits */
    double number;    /* the bound of floats */
    int kept; /* index in the state of the bound as an int of any size, or of the pattern; or 0 */
} SgLimit;

struct SgLimits {
    const SgLimit *rows;
    int count;
};

/* One set of comparisons per kind of number. A bound is in the range of its type, and a divisor greater
   than 0; NaN fulfils nothing. */
#define SG_DEFINE_WITHIN(name, T, bound, is_multiple)                                              \
    SG_FN bool name(T value, const SgLimits *limits)                                               \
    {                                                                                              \
        for (int i = 0; i < limits->count; i++) {                                                  \
            const SgLimit *limit = &limits->rows[i];                                               \
            const T other = (T)limit->bound;                                                       \
            bool holds = true;                                                                     \
            if (limit->rule == SG_GT) holds = value > other;                                       \
            else if (limit->rule == SG_GE) holds = value >= other;                                 \
            else if (limit->rule == SG_LT) holds = value < other;                                  \
            else if (limit->rule == SG_LE) holds = value <= other;                                 \
            else if (limit->rule == SG_MULTIPLE_OF) holds = is_multiple;                           \
            if (!holds) return false;                                                              \
        }                                                                                          \
        return true;                                                                               \
    }

SG_DEFINE_WITHIN(sg_within_int64, int64_t, integer, value % other == 0)
SG_DEFINE_WITHIN(sg_within_uint64, uint64_t, integer, value % other == 0)
SG_DEFINE_WITHIN(sg_within_double, double, number, fmod(value, other) == 0.0)

#undef SG_DEFINE_WITHIN

/* The words for a value that does not fulfil `limit`; raises, and returns -1. */
SG_COLD int sg_refuse_limit(const SgPlace *place, const SgLimit *limit, PyObject *value)
{
    static const char *const signs[] = {">", ">=", "<", "<=", "a multiple of", ">=", "<=", NULL};
    if (limit->rule == SG_MIN_LENGTH || limit->rule == SG_MAX_LENGTH) {
        const Py_ssize_t length = PyObject_Size(value);
        if (length < 0) return -1;
        return sg_fail(place, PyExc_ValueError, "length %zd is not %s %s", length,
                       signs[limit->rule], limit->text);
    }
    PyObject *shown = sg_show(value);
    if (!shown) return -1;
    if (limit->rule == SG_PATTERN) {
        PyObject *pattern = PyUnicode_FromString(limit->text);
        if (pattern) sg_fail(place, PyExc_ValueError, "%U does not match %R", shown, pattern);
        Py_XDECREF(pattern);
    } else {
        sg_fail(place, PyExc_ValueError, "%U is not %s %s", shown, signs[limit->rule], limit->text);
    }
    Py_DECREF(shown);
    return -1;
}

#endif
