/* Decimals as JSON spells them (JSON.md): whether a text stands for one, and its one canonical spelling,
   that of Python's str(). Nothing is rounded. */
#ifndef TYPES_DECIMAL_H
#define TYPES_DECIMAL_H

#include "base/buf.h"

#include <stdbool.h>

/* Appends str(Decimal(text)); or returns false and appends nothing. */
bool decimal_add(Buf *out, Str text);

#endif
