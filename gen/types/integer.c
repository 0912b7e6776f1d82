/* JSON integers of any size, as the texts they are. */
#include "types/integer.h"

#include <stdlib.h>
#include <string.h>

/* Digits alone, without zeros at the start. */
static Str significant(Str text)
{
    size_t start = text.len && text.ptr[0] == '-';
    while (start < text.len && text.ptr[start] == '0') start++;
    return str_slice(text, start, text.len);
}

static int compare_magnitudes(Str a, Str b)
{
    return a.len != b.len ? (a.len < b.len ? -1 : 1) : str_compare(a, b);
}

int integer_compare(Str a, Str b)
{
    const Str first = significant(a), second = significant(b);
    const bool first_negative = first.len && a.ptr[0] == '-';
    const bool second_negative = second.len && b.ptr[0] == '-';
    if (first_negative != second_negative) return first_negative ? -1 : 1;
    const int order = compare_magnitudes(first, second);
    return first_negative ? -order : order;
}

/* rest -= by, both of the same number of digits or `rest` of one more, and rest >= by. */
static size_t subtract(char *rest, size_t length, Str by)
{
    int borrow = 0;
    for (size_t i = 0; i < length; i++) {
        const int digit = i < by.len ? by.ptr[by.len - 1 - i] - '0' : 0;
        char *at = &rest[length - 1 - i];
        int value = *at - '0' - digit - borrow;
        borrow = value < 0;
        *at = (char)('0' + value + 10 * borrow);
    }
    size_t zeros = 0;
    while (zeros < length && rest[zeros] == '0') zeros++;
    memmove(rest, rest + zeros, length - zeros);
    return length - zeros;
}

/* Long division, as on paper. */
bool integer_is_multiple(Str a, Str b)
{
    const Str dividend = significant(a), divisor = significant(b);
    char *rest = malloc(divisor.len + 2);
    size_t length = 0;
    if (!rest) arena_out_of_memory();
    for (size_t i = 0; i < dividend.len; i++) {
        if (length || dividend.ptr[i] != '0') rest[length++] = dividend.ptr[i];
        while (compare_magnitudes((Str){rest, length}, divisor) >= 0)
            length = subtract(rest, length, divisor);
    }
    free(rest);
    return length == 0;
}
