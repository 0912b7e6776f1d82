/* test_textual.c: what reads dates and UUIDs in words agrees with what reads them byte by byte, whatever byte
   stands at whatever place. */
#include "fixture.h"

#include "sg_datetime.h"
#include "sg_uuid.h"

TestSuite(textual, .init = fixture_start, .fini = fixture_stop);

/* A moment read the plain way. */
static bool plain_moment(const char *text, size_t length, SgMoment *m)
{
    SgCursor c = {text, text + length};
    if (!sg_cursor_date(&c, m)) return false;
    if (!sg_cursor_take(&c, 'T') && !sg_cursor_take(&c, 't') && !sg_cursor_take(&c, ' '))
        return false;
    return sg_cursor_clock(&c, m);
}

static bool same_moment(const SgMoment *a, const SgMoment *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day && a->hour == b->hour &&
           a->minute == b->minute && a->second == b->second && a->microsecond == b->microsecond &&
           a->has_offset == b->has_offset && a->offset == b->offset;
}

static void expect_same_moment(const char *text, size_t length)
{
    SgMoment m, plain;
    SgCursor c = {text, text + length};
    const bool is_right = sg_cursor_moment(&c, &m);
    cr_expect_eq(is_right, plain_moment(text, length, &plain), "%.*s", (int)length, text);
    if (is_right) cr_expect(same_moment(&m, &plain), "%.*s", (int)length, text);
}

Test(textual, moments_with_every_byte_at_every_place)
{
    static const char *const texts[] = {
        "2021-04-02T18:18:10",          "2021-04-02T18:18:10Z",
        "2021-04-02T18:18:10.123456Z",  "2024-02-29T23:59:59.999999+06:00",
        "0001-01-01T00:00:00.5-2359",   "2021-04-02T18:18:10.1234567",
        "9999-12-31T23:59:59.9999995Z", "2021-04-02T18:18:10.12345Z"};
    char text[64];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const size_t length = strlen(texts[i]);
        for (size_t at = 0; at < length; at++) {
            for (int c = 0; c < 256; c++) {
                memcpy(text, texts[i], length + 1);
                text[at] = (char)c;
                expect_same_moment(text, length);
            }
            expect_same_moment(texts[i], at); /* cut off */
        }
        expect_same_moment(texts[i], length);
    }
}

Test(textual, fractions_of_every_length)
{
    char text[64];
    for (int digits = 0; digits <= 12; digits++) {
        for (int value = 0; value < 2000; value++) {
            const int n = snprintf(text, sizeof text, "2021-04-02T18:18:10.%0*d%s", digits,
                                   value * 499, value % 2 ? "Z" : "");
            SgMoment m;
            SgCursor c = {text, text + n};
            cr_assert(sg_cursor_moment(&c, &m), "%s", text);
            double expected = 0, part = 100000;
            for (const char *p = text + 20; *p >= '0' && *p <= '9'; p++, part /= 10)
                expected += part * (*p - '0');
            cr_assert(m.microsecond - expected <= 0.501 && expected - m.microsecond <= 0.501, "%s",
                      text);
        }
    }
}

/* Sixteen bytes of 32 hexadecimal digits; false where one is none. */
static bool plain_digits(const char *text, unsigned char *bytes)
{
    for (int i = 0; i < 16; i++) {
        const unsigned high = sg_hex_value(text[2 * i]), low = sg_hex_value(text[2 * i + 1]);
        if ((high | low) & 0x80) return false;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

Test(textual, uuids_with_every_byte_at_every_place)
{
    static const char *const texts[] = {"0123456789abcdefABCDEF9876543210",
                                        "ffffffffffffffffffffffffffffffff",
                                        "00000000000000000000000000000000"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (int at = 0; at < 32; at++) {
            for (int c = 0; c < 256; c++) {
                char text[33], spelled[64];
                unsigned char bytes[16], expected[16];
                memcpy(text, texts[i], sizeof text);
                text[at] = (char)c;
                const bool is_right = plain_digits(text, expected);
                cr_assert_eq(sg_uuid_digits(text, 32, bytes), is_right);
                if (is_right) cr_assert_arr_eq(bytes, expected, sizeof bytes);
                if (!c) continue;
                const int n = snprintf(spelled, sizeof spelled, "%.8s-%.4s-%.4s-%.4s-%.12s", text,
                                       text + 8, text + 12, text + 16, text + 20);
                cr_assert_eq(sg_uuid_digits(spelled, n, bytes), is_right, "%s", spelled);
                if (is_right) cr_assert_arr_eq(bytes, expected, sizeof bytes);
            }
        }
    }
}

Test(textual, uuids_of_other_shapes)
{
    static const char spelled[] = "01234567-89ab-cdef-0123-456789abcdef";
    unsigned char bytes[16];
    cr_expect(sg_uuid_digits(spelled, 36, bytes));
    for (Py_ssize_t n = 0; n < 36; n++)
        cr_expect_not(sg_uuid_digits(spelled, n, bytes), "%d", (int)n);
    for (int at = 0; at < 36; at++) {
        char text[37];
        memcpy(text, spelled, sizeof text);
        text[at] = text[at] == '-' ? '0' : '-';
        cr_expect_not(sg_uuid_digits(text, 36, bytes), "%s", text);
    }
}
