/* JSON integers of any size: digits, with a minus before them or none. */
#ifndef TYPES_INTEGER_H
#define TYPES_INTEGER_H

#include "base/arena.h"
#include "base/str.h"

/* <0, 0, >0 as a is less than, equal to, greater than b. */
int integer_compare(Str a, Str b);

/* Whether `a` is a multiple of `b`, which is not 0. */
bool integer_is_multiple(Str a, Str b);

#endif
