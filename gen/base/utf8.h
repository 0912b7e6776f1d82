/* UTF-8: code points, and how many columns of a terminal each takes. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

#include <stdint.h>

/* The code point at byte `at` of `text`, which must be before its end, and its length in bytes. The
   length is 0, and the code U+FFFD, where the bytes are not UTF-8 (overlong forms, surrogates and
   numbers past U+10FFFF are not). */
size_t utf8_decode(Str text, size_t at, uint32_t *code);

/* Columns on a terminal: 0 for a mark that combines with what is before it, 2 for East Asian wide
   characters and emoji, else 1. */
int utf8_width(uint32_t code);

/* Nothing a terminal would obey: no control character, no invisible mark of direction. */
bool utf8_is_printable(uint32_t code);

#endif
