/* The candidate nearest to a misspelt name. */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include "base/str.h"

/* The candidate with the smallest edit distance (Damerau 1964, restricted: insert, delete, replace,
   swap neighbours), if it is at most 2 and at most a third of the length of `name`, rounded up; else
   the empty Str. The first of equals wins. */
Str suggest_nearest(Str name, const Str *candidates, size_t count);

#endif
