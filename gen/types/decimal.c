/* One decimal: [+-]digits[.digits][E[+-]digits], taken apart into coefficient and exponent, and spelled
   as the General Decimal Arithmetic Specification's to-scientific-string has it. */
#include "types/decimal.h"
#include "types/integer.h"

#include <inttypes.h>

/* What the decimal module of a 64-bit Python can hold: MAX_EMAX and MIN_ETINY. */
#define ADJUSTED_MAX INT64_C(999999999999999999)
#define EXPONENT_MIN (-INT64_C(1999999999999999997))

typedef struct {
    bool is_negative;
    Str digits;       /* of the coefficient, no leading zeros, at least one */
    int64_t exponent; /* of the last digit */
} Number;

static size_t skip_digits(Str text, size_t at)
{
    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9') at++;
    return at;
}

static char at(Str text, size_t i)
{
    return i < text.len ? text.ptr[i] : '\0';
}

/* The exponent that stands at `i`, to the end of the text. What is out of all range is cut. */
static bool read_exponent(Str text, size_t i, int64_t *exponent)
{
    const bool is_negative = at(text, i) == '-';
    if (is_negative || at(text, i) == '+') i++;
    if (skip_digits(text, i) != text.len || i == text.len) return false;
    int64_t value = 0;
    for (; i < text.len; i++)
        if (value < INT64_C(400000000000000000)) value = value * 10 + (text.ptr[i] - '0');
        else value = INT64_C(4000000000000000000);
    *exponent = is_negative ? -value : value;
    return true;
}

static bool read_number(Arena *arena, Str text, Number *number)
{
    size_t i = 0;
    number->is_negative = at(text, i) == '-';
    if (number->is_negative || at(text, i) == '+') i++;
    const size_t start = i;
    i = skip_digits(text, i);
    if (i == start) return false;
    Buf digits = buf_new(arena);
    buf_add(&digits, str_slice(text, start, i));
    if (at(text, i) == '.') {
        const size_t fraction = i + 1;
        i = skip_digits(text, fraction);
        if (i == fraction) return false;
        buf_add(&digits, str_slice(text, fraction, i));
        number->exponent = -(int64_t)(i - fraction);
    }
    if (i < text.len) {
        int64_t exponent;
        if (text.ptr[i] != 'E' && text.ptr[i] != 'e') return false;
        if (!read_exponent(text, i + 1, &exponent)) return false;
        number->exponent += exponent;
    }
    const Str all = buf_take(&digits);
    size_t zeros = 0;
    while (zeros + 1 < all.len && all.ptr[zeros] == '0') zeros++;
    number->digits = str_slice(all, zeros, all.len);
    return true;
}

bool decimal_add(Buf *out, Str text)
{
    Number number = {0};
    if (!read_number(out->arena, text, &number)) return false;
    const int64_t count = (int64_t)number.digits.len;
    const int64_t adjusted = number.exponent + count - 1; /* of the first digit */
    if (adjusted > ADJUSTED_MAX || number.exponent < EXPONENT_MIN) return false;

    if (number.is_negative) buf_add_char(out, '-');
    /* digits before the point */
    const bool is_plain = number.exponent <= 0 && adjusted >= -6;
    const int64_t before = is_plain ? count + number.exponent : 1;
    if (before <= 0) buf_add(out, STR("0."));
    for (int64_t i = before; i < 0; i++) buf_add_char(out, '0');
    for (int64_t i = 0; i < count; i++) {
        if (i > 0 && i == before) buf_add_char(out, '.');
        buf_add_char(out, number.digits.ptr[i]);
    }
    if (!is_plain) buf_addf(out, "E%+" PRId64, adjusted);
    return true;
}

static bool is_zero(const Number *number)
{
    return str_is(number->digits, "0");
}

/* -1, 0 or 1. */
static int sign_of(const Number *number)
{
    return is_zero(number) ? 0 : number->is_negative ? -1 : 1;
}

/* Of two that are not 0. */
static int compare_magnitudes(const Number *a, const Number *b)
{
    const int64_t first = a->exponent + (int64_t)a->digits.len;
    const int64_t second = b->exponent + (int64_t)b->digits.len;
    if (first != second) return first < second ? -1 : 1;
    for (size_t i = 0; i < a->digits.len || i < b->digits.len; i++) {
        const char left = i < a->digits.len ? a->digits.ptr[i] : '0';
        const char right = i < b->digits.len ? b->digits.ptr[i] : '0';
        if (left != right) return left < right ? -1 : 1;
    }
    return 0;
}

int decimal_compare(Arena *arena, Str a, Str b)
{
    Number first = {0}, second = {0};
    read_number(arena, a, &first);
    read_number(arena, b, &second);
    const int sign = sign_of(&first);
    if (sign != sign_of(&second)) return sign < sign_of(&second) ? -1 : 1;
    return sign ? sign * compare_magnitudes(&first, &second) : 0;
}

static Str with_zeros(Arena *arena, Str digits, int64_t count)
{
    Buf out = buf_new(arena);
    buf_add(&out, digits);
    for (int64_t i = 0; i < count; i++) buf_add_char(&out, '0');
    return buf_take(&out);
}

bool decimal_is_multiple(Arena *arena, Str a, Str b)
{
    Number first = {0}, second = {0};
    read_number(arena, a, &first);
    read_number(arena, b, &second);
    if (is_zero(&first)) return true;
    const int64_t shift = first.exponent - second.exponent;
    if (shift < 0) {
        if (-shift > (int64_t)first.digits.len) return false;
        return integer_is_multiple(first.digits, with_zeros(arena, second.digits, -shift));
    }
    /* so many zeros have all factors 2 and 5 that the divisor can have */
    const int64_t enough = 4 * (int64_t)second.digits.len;
    const int64_t zeros = shift < enough ? shift : enough;
    return integer_is_multiple(with_zeros(arena, first.digits, zeros), second.digits);
}
