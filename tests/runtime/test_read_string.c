/* test_read_string.c: sg_blocks.h and sg_read_string.h, which look at text in blocks: every length, place and
   alignment around the sizes of a block, against CPython's own decoder. Texts stand at the end of memory of
   exactly their size, so that the address sanitizer sees who reads on. */
#include "fixture.h"

#include <stdlib.h>

TestSuite(read_string, .init = fixture_start, .fini = fixture_stop);

enum { LENGTHS = 70, ALIGNMENTS = 9 };

/* A copy of `n` bytes, `shift` bytes behind an aligned address, and one '\0' behind them. */
typedef struct {
    char *memory;
    const char *text;
    Py_ssize_t n;
} Copy;

static Copy copy_of(const char *text, Py_ssize_t n, int shift)
{
    Copy copy = {(char *)malloc((size_t)(shift + n + 1)), NULL, n};
    copy.text = copy.memory + shift;
    memcpy(copy.memory + shift, text, (size_t)n);
    copy.memory[shift + n] = '\0';
    return copy;
}

/* What sg_read_str() makes of the document, which it must be all of; NULL where it is refused. */
static PyObject *read_all(const Copy *copy)
{
    SgReader r;
    sg_reader_init(&r, fixture_state, copy->text, copy->n);
    PyObject *str = sg_read_str(&r);
    if (str && sg_read_finish(&r) < 0) Py_CLEAR(str);
    return str;
}

/* The same is expected to be `n` bytes of UTF-8; or, where `expected` is NULL, refused. */
static void expect_str(const char *document, Py_ssize_t length, int shift, const char *expected,
                       Py_ssize_t n)
{
    const Copy copy = copy_of(document, length, shift);
    PyObject *str = read_all(&copy);
    cr_assert_null(PyErr_Occurred());
    if (!expected) {
        cr_assert_null(str, "%s", copy.text);
    } else {
        PyObject *wanted = PyUnicode_DecodeUTF8(expected, n, NULL);
        cr_assert(str && wanted, "%s", copy.text);
        cr_assert_eq(PyUnicode_Compare(str, wanted), 0, "%s", copy.text);
        cr_assert_eq(PyUnicode_KIND(str), PyUnicode_KIND(wanted));
        cr_assert_eq(PyUnicode_IS_ASCII(str), PyUnicode_IS_ASCII(wanted));
        Py_DECREF(wanted);
    }
    Py_XDECREF(str);
    free(copy.memory);
}

/* Texts of all lengths with `inside` at every place of them, which stands for `value` or is refused. */
static void expect_everywhere(const char *inside, Py_ssize_t n, const char *value,
                              Py_ssize_t value_n)
{
    char document[LENGTHS + 40], expected[LENGTHS + 40];
    for (int length = 0; length <= LENGTHS; length++) {
        for (int place = 0; place <= length; place++) {
            Py_ssize_t at = 0, to = 0;
            document[at++] = '"';
            for (int i = 0; i < length; i++) {
                if (i == place) {
                    memcpy(document + at, inside, (size_t)n);
                    if (value) memcpy(expected + to, value, (size_t)value_n);
                    at += n;
                    to += value_n;
                }
                document[at++] = expected[to++] = (char)('a' + i % 26);
            }
            document[at++] = '"';
            expect_str(document, at, (length + place) % ALIGNMENTS, value ? expected : NULL, to);
        }
    }
}

Test(read_string, special_bytes_at_every_place)
{
    expect_everywhere("", 0, "", 0);
    expect_everywhere("\\\"", 2, "\"", 1);
    expect_everywhere("\\\\", 2, "\\", 1);
    expect_everywhere("\\n", 2, "\n", 1);
    expect_everywhere("\\u0041", 6, "A", 1);
    expect_everywhere("\\u00e9\\/", 8, "\303\251/", 3);
    expect_everywhere("\\ud834\\udd1e", 12, "\360\235\204\236", 4);
    expect_everywhere("\177", 1, "\177", 1);
    expect_everywhere("\303\251", 2, "\303\251", 2);
    expect_everywhere("\346\227\245", 3, "\346\227\245", 3);
    expect_everywhere("\360\235\204\236", 4, "\360\235\204\236", 4);
    expect_everywhere("\346\227\245\\t\303\277", 7, "\346\227\245\t\303\277", 6);
}

Test(read_string, wrong_bytes_at_every_place)
{
    static const char *const wrong[] = {"\"",   "\\x",      "\037",         "\n",      "\200",
                                        "\303", "\xc0\xaf", "\xed\xa0\x80", "\\ud834", "\\u12"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char document[LENGTHS + 40];
        for (int length = 1; length <= LENGTHS; length++) {
            for (int place = 0; place < length; place++) {
                const int n = (int)strlen(wrong[i]);
                memset(document, 'x', sizeof document);
                document[0] = '"';
                memcpy(document + 1 + place, wrong[i], (size_t)n);
                document[1 + length + n] = '"';
                expect_str(document, length + n + 2, place % ALIGNMENTS, NULL, 0);
            }
        }
    }
    expect_str("\"a\0b\"", 5, 0, NULL, 0);
}

Test(read_string, truncated_at_every_byte)
{
    static const char document[] =
        "  \"plain text of some length, \\\" \\u00e9 \303\251 \346\227\245\346\234\254 "
        "\\ud834\\udd1e \360\235\204\236 and then more\"";
    for (Py_ssize_t n = 0; n < (Py_ssize_t)sizeof document - 1; n++)
        for (int shift = 0; shift < ALIGNMENTS; shift++) expect_str(document, n, shift, NULL, 0);
    const Copy copy = copy_of(document, sizeof document - 1, 3);
    PyObject *str = read_all(&copy);
    cr_assert_not_null(str);
    Py_DECREF(str);
    free(copy.memory);
}

Test(read_string, every_escape)
{
    static const char known[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    for (int c = 0; c < 256; c++) {
        const char document[] = {'"', '\\', (char)c, '"'};
        const char *at = c ? strchr(known, c) : NULL;
        const Py_ssize_t n = c == '"' || c == '\\' ? 4 : (Py_ssize_t)sizeof document;
        expect_str(document, n, 0, at ? &values[at - known] : NULL, 1);
    }
    for (int code = 0; code < 0x10000; code++) {
        char document[16], utf8[4];
        SgWriter w;
        snprintf(document, sizeof document, code & 1 ? "\"\\u%04x\"" : "\"\\u%04X\"", code);
        sg_writer_init(&w, fixture_state);
        w.p = w.start = utf8;
        sg_put_utf8(&w, (Py_UCS4)code);
        const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
        expect_str(document, 8, 0, is_surrogate ? NULL : utf8, w.p - utf8);
    }
}

/* Refuses what is not UTF-8, as CPython does. */
static void expect_as_cpython(const unsigned char *bytes, int n)
{
    char document[16] = "\"ab";
    memcpy(document + 3, bytes, (size_t)n);
    document[3 + n] = '"';
    PyObject *wanted = PyUnicode_DecodeUTF8((const char *)bytes, n, NULL);
    PyErr_Clear();
    expect_str(document, n + 4, 0, wanted ? document + 1 : NULL, n + 2);
    char text[5] = {0};
    memcpy(text, bytes, (size_t)n);
    cr_assert_eq(sg_is_utf8(text, text + n), wanted != NULL);
    Py_XDECREF(wanted);
}

Test(read_string, utf8_boundary_forms)
{
    static const unsigned char next[] = {0x41, 0x7F, 0x80, 0x8F, 0x90,
                                         0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    enum { NEXT = sizeof next };
    for (int lead = 0x80; lead < 0x100; lead++) {
        unsigned char bytes[4] = {(unsigned char)lead};
        expect_as_cpython(bytes, 1);
        for (int i = 0; i < NEXT * NEXT * NEXT; i++) {
            bytes[1] = next[i % NEXT];
            bytes[2] = next[i / NEXT % NEXT];
            bytes[3] = next[i / NEXT / NEXT];
            if (i < NEXT) expect_as_cpython(bytes, 2);
            if (i < NEXT * NEXT) expect_as_cpython(bytes, 3);
            if (lead >= 0xEF) expect_as_cpython(bytes, 4);
        }
    }
}

Test(read_string, white_space_of_every_length)
{
    static const char spaces[] = " \n\t\r";
    for (int n = 0; n < 40; n++) {
        for (int odd = 0; odd <= n; odd++) {
            char text[48];
            memset(text, ' ', sizeof text);
            if (odd < n) text[odd] = spaces[1 + odd % 3];
            text[n] = '\v';
            const Copy copy = copy_of(text, n + 1, odd % ALIGNMENTS);
            cr_assert_eq(sg_skip_space(copy.text, copy.text + n + 1) - copy.text, n);
            cr_assert_eq(sg_skip_space(copy.text, copy.text + n) - copy.text, n);
            free(copy.memory);
        }
    }
}

Test(read_string, texts_that_are_compared)
{
    const char *text =
        "the quick brown fox jumps over the lazy dog and the quick brown fox jumps again";
    for (int n = 0; n < 75; n++) {
        const Copy a = copy_of(text, n, 0), b = copy_of(text, n, 5);
        cr_assert(sg_same_bytes(a.text, b.text, n));
        for (int i = 0; i < n; i++) {
            b.memory[5 + i] ^= 1;
            cr_assert_not(sg_same_bytes(a.text, b.text, n), "%d of %d", i, n);
            b.memory[5 + i] ^= 1;
        }
        free(a.memory);
        free(b.memory);
    }
}

static PyObject *read_text(const char *text)
{
    char document[64];
    const int n = snprintf(document, sizeof document, "\"%s\"", text);
    const Copy copy = copy_of(document, n, 0);
    PyObject *str = read_all(&copy);
    cr_assert_not_null(str);
    free(copy.memory);
    return str;
}

#if SG_FAST_PATHS && !defined(Py_GIL_DISABLED)
Test(read_string, short_texts_are_kept_and_let_go)
{
    PyObject *first = read_text("repeated"), *again = read_text("repeated");
    cr_assert_eq(first, again);
    cr_assert_eq(Py_REFCNT(first), 3);
    PyObject *escaped = read_text("re\\u0070eated");
    cr_assert_eq(first, escaped);
    sg_kept_clear(fixture_state);
    cr_assert_eq(Py_REFCNT(first), 3);
    PyObject *other = read_text("repeated");
    cr_assert_neq(first, other);
    Py_DECREF(other);
    Py_DECREF(escaped);
    Py_DECREF(again);
    cr_assert_eq(Py_REFCNT(first), 1);
    Py_DECREF(first);
}
#endif

Test(read_string, texts_that_share_a_place)
{
    PyObject *all[2000];
    char text[32];
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 2000; i++) {
            snprintf(text, sizeof text, "%.*s%d", i % 17, "abcdefghijklmnopq", i);
            PyObject *str = read_text(text);
            cr_assert_eq(PyUnicode_CompareWithASCIIString(str, text), 0);
            if (round) cr_assert_eq(PyUnicode_Compare(str, all[i]), 0);
            if (round) Py_DECREF(all[i]);
            all[i] = str;
        }
    }
    sg_kept_clear(fixture_state);
    for (int i = 0; i < 2000; i++) {
        cr_assert_eq(Py_REFCNT(all[i]), i < 10 && i % 17 == 0 ? Py_REFCNT(all[i]) : 1);
        Py_DECREF(all[i]);
    }
}

/* Texts of every length up to a block and beyond, with each kind of special byte at each place, and with more or
   less text behind them. */
Test(read_string, short_texts_at_every_place)
{
    static const char *const inside[] = {"",        "\\n",      "\\u0000",
                                         "\\u00e9", "\xC3\xA9", "\xE2\x82\xAC"};
    static const char *const means[] = {"", "\n", "", "\xC3\xA9", "\xC3\xA9", "\xE2\x82\xAC"};
    for (int length = 0; length <= 36; length++) {
        for (int at = 0; at <= length; at++) {
            for (size_t kind = 0; kind < sizeof inside / sizeof *inside; kind++) {
                char text[80], expected[80], document[200];
                snprintf(text, sizeof text, "%.*s%s%.*s", at,
                         "abcdefghijklmnopqrstuvwxyz0123456789", inside[kind], length - at,
                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
                const int size = snprintf(expected, sizeof expected, "%.*s%s%c%.*s", at,
                                          "abcdefghijklmnopqrstuvwxyz0123456789", means[kind], 0,
                                          length - at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
                char *const gap = expected + strlen(expected); /* a NUL, wanted for one kind only */
                if (kind != 2) memmove(gap, gap + 1, (size_t)(size - (gap - expected)));
                PyObject *same = PyUnicode_FromStringAndSize(expected, size - (kind != 2));
                for (int more = 0; more < 40; more += 13) {
                    const int n = snprintf(document, sizeof document, "\"%s\"%.*s", text, more,
                                           ",\"0123456789012345678901234567890123456789");
                    SgReader r;
                    sg_reader_init(&r, fixture_state, document, n);
                    PyObject *str = sg_read_str(&r);
                    cr_assert_not_null(str, "%s", document);
                    cr_expect(r.p == document + n - more && PyUnicode_Compare(str, same) == 0, "%s",
                              document);
                    Py_DECREF(str);
                    document[1 + at] = '\x1F'; /* a control character */
                    r.p = r.start;
                    cr_expect_null(sg_read_str(&r), "%s", document);
                }
                Py_DECREF(same);
            }
        }
    }
}

Test(read_string, one_character_and_none_are_shared_with_cpython)
{
#if SG_FAST_PATHS
    static const char *const texts[] = {"", "a", "\303\251", "~"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        PyObject *str = read_text(texts[i]), *known = PyUnicode_FromString(texts[i]);
        cr_assert_eq(str, known, "%s", texts[i]);
        Py_DECREF(known);
        Py_DECREF(str);
    }
#endif
}
