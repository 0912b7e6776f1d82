/* UTF-8: what is well-formed, and how wide it is on a terminal. */
#include "base/utf8.h"

#include <criterion/criterion.h>
#include <string.h>

static size_t decode(const char *text, uint32_t *code)
{
    return utf8_decode(str_from(text), 0, code);
}

Test(utf8, decodes_each_length)
{
    uint32_t code;
    cr_assert_eq(decode("a", &code), 1);
    cr_assert_eq(code, 'a');
    cr_assert_eq(decode("\xC3\xA9", &code), 2);
    cr_assert_eq(code, 0xE9);
    cr_assert_eq(decode("\xE6\x97\xA5", &code), 3);
    cr_assert_eq(code, 0x65E5);
    cr_assert_eq(decode("\xF0\x9F\x98\x80", &code), 4);
    cr_assert_eq(code, 0x1F600);
    cr_assert_eq(decode("\xF4\x8F\xBF\xBF", &code), 4);
    cr_assert_eq(code, 0x10FFFF);
}

Test(utf8, refuses_what_is_not_utf8)
{
    const char *const bad[] = {
        "\x80",         "\xC0\x80",         "\xC1\xBF",         "\xC3",
        "\xC3(",        "\xE0\x80\x80",     "\xE6\x97",         "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xFF",         "\xF0\x9F\x98"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t code = 0;
        cr_assert_eq(decode(bad[i], &code), 0, "number %zu", i);
        cr_assert_eq(code, 0xFFFD);
    }
}

Test(utf8, knows_widths)
{
    cr_assert_eq(utf8_width('a'), 1);
    cr_assert_eq(utf8_width(0xE9), 1);
    cr_assert_eq(utf8_width(0x0301), 0);  /* combining acute accent */
    cr_assert_eq(utf8_width(0x65E5), 2);  /* a Chinese character */
    cr_assert_eq(utf8_width(0xAC00), 2);  /* a Korean syllable */
    cr_assert_eq(utf8_width(0xFF21), 2);  /* fullwidth A */
    cr_assert_eq(utf8_width(0x1F600), 2); /* a face */
    cr_assert_eq(utf8_width(0x10FFFF), 1);
}

Test(utf8, knows_what_a_terminal_would_obey)
{
    const uint32_t unsafe[] = {0, 0x07, 0x1B, 0x7F, 0x9B, 0x202E, 0x2066, 0xFEFF};
    for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
        cr_assert_not(utf8_is_printable(unsafe[i]), "number %zu", i);
    cr_assert(utf8_is_printable(' '));
    cr_assert(utf8_is_printable(0xE9));
    cr_assert(utf8_is_printable(0x65E5));
}
