/* Decimals as JSON spells them (JSON.md): whether a text stands for one, and its one canonical spelling,
   that of Python's str(). Nothing is rounded. */
#ifndef TYPES_DECIMAL_H
#define TYPES_DECIMAL_H

#include "base/buf.h"

#include <stdbool.h>

/* Appends str(Decimal(text)); or returns false and appends nothing. */
bool decimal_add(Buf *out, Str text);

/* Of two that decimal_add() takes: <0, 0, >0 as a is less, equal, greater; and whether `a` is a multiple of
   `b`, which is greater than 0. */
int decimal_compare(Arena *arena, Str a, Str b);
bool decimal_is_multiple(Arena *arena, Str a, Str b);

#endif
