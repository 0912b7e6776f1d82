/* Literals: what a YAML scalar is when it is read as JSON would be written, and what fits which type. */
#include "types/literal.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static LiteralKind kind(const char *plain)
{
    return literal_kind(str_from(plain), true);
}

/* What `text` becomes as a value of `type`, or in brackets why it does not; the caller frees it. */
static char *parse(const char *type, const char *text, bool is_plain)
{
    static const char *const names[] = {
        [LITERAL_WRONG_TYPE] = "(type)",   [LITERAL_OUT_OF_RANGE] = "(range)",
        [LITERAL_NOT_FINITE] = "(finite)", [LITERAL_TOO_LONG] = "(long)",
        [LITERAL_NOT_BASE64] = "(base64)", [LITERAL_NOT_SPELLED] = "(spelling)",
    };
    Arena *arena = arena_new();
    Buf out = buf_new(arena);
    const LiteralFit fit =
        literal_parse(&out, str_from(text), is_plain, types_find_scalar(str_from(type)));
    const Str made = buf_take(&out);
    if (fit != LITERAL_FITS) cr_assert_eq(made.len, 0, "what does not fit leaves no text");
    char *result = strdup(fit == LITERAL_FITS ? str_terminated(arena, made) : names[fit]);
    arena_free(arena);
    return result;
}

static void assert_plain(const char *type, const char *text, const char *expected)
{
    char *actual = parse(type, text, true);
    cr_assert_str_eq(actual, expected, "%s %s: got %s, expected %s", type, text, actual, expected);
    free(actual);
}

static void assert_quoted(const char *type, const char *text, const char *expected)
{
    char *actual = parse(type, text, false);
    cr_assert_str_eq(actual, expected, "%s \"%s\": got %s, expected %s", type, text, actual,
                     expected);
    free(actual);
}

Test(literal, plain_scalars_are_what_json_says)
{
    cr_assert_eq(kind("null"), LITERAL_NULL);
    cr_assert_eq(kind("true"), LITERAL_BOOL);
    cr_assert_eq(kind("-12"), LITERAL_INT);
    cr_assert_eq(kind("0"), LITERAL_INT);
    cr_assert_eq(kind("1.5"), LITERAL_FLOAT);
    cr_assert_eq(kind("1e3"), LITERAL_FLOAT);
    cr_assert_eq(kind("-0.5E-7"), LITERAL_FLOAT);
    cr_assert_eq(kind("text"), LITERAL_TEXT);
    cr_assert_eq(kind("1.0.0"), LITERAL_TEXT);
    cr_assert_eq(kind("2024-01-31"), LITERAL_TEXT);
    cr_assert_eq(kind("e5"), LITERAL_TEXT);
    cr_assert_eq(kind("-"), LITERAL_TEXT);
    cr_assert_eq(kind("..."), LITERAL_ABSENT);
}

Test(literal, what_only_yaml_knows_is_told_apart)
{
    cr_assert_eq(kind(""), LITERAL_YAML_NULL);
    cr_assert_eq(kind("~"), LITERAL_YAML_NULL);
    cr_assert_eq(kind("NULL"), LITERAL_YAML_NULL);
    cr_assert_eq(kind("True"), LITERAL_YAML_BOOL);
    cr_assert_eq(kind("yes"), LITERAL_OLD_BOOL);
    cr_assert_eq(kind("Off"), LITERAL_OLD_BOOL);
    cr_assert_eq(kind(".nan"), LITERAL_YAML_INFINITE);
    cr_assert_eq(kind("-.INF"), LITERAL_YAML_INFINITE);
    static const char *const numbers[] = {"0x1F", "0o17", "0b1", "1_000", "+1",
                                          "-.5",  "1.",   "007", "-0x1f", "+.5e3"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        cr_assert_eq(kind(numbers[i]), LITERAL_YAML_NUMBER, "%s", numbers[i]);
}

Test(literal, quotes_make_a_string_of_anything)
{
    static const char *const texts[] = {"", "null", "true", "1", "~", "...", ".nan"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_assert_eq(literal_kind(str_from(texts[i]), false), LITERAL_STRING);
}

Test(literal, bools)
{
    assert_plain("bool", "true", "true");
    assert_plain("bool", "yes", "(type)");
    assert_plain("bool", "1", "(type)");
    assert_quoted("bool", "true", "(type)");
    cr_assert(str_is(literal_bool_meant(STR("On")), "true"));
    cr_assert(str_is(literal_bool_meant(STR("TRUE")), "true"));
    cr_assert(str_is(literal_bool_meant(STR("no")), "false"));
    cr_assert(str_is(literal_bool_meant(STR("False")), "false"));
}

Test(literal, integers_keep_their_range)
{
    assert_plain("int8", "-128", "-128");
    assert_plain("int8", "-129", "(range)");
    assert_plain("int8", "128", "(range)");
    assert_plain("uint8", "255", "255");
    assert_plain("uint8", "-1", "(range)");
    assert_plain("uint8", "-0", "0");
    assert_plain("int64", "-9223372036854775808", "-9223372036854775808");
    assert_plain("int64", "-9223372036854775809", "(range)");
    assert_plain("int64", "9223372036854775808", "(range)");
    assert_plain("uint64", "18446744073709551615", "18446744073709551615");
    assert_plain("uint64", "18446744073709551616", "(range)");
    assert_plain("uint64", "99999999999999999999999999", "(range)");
    assert_plain("int64", "1.0", "(type)");
    assert_plain("int64", "true", "(type)");
    assert_quoted("int64", "1", "(type)");
}

Test(literal, int_has_no_range_but_a_length)
{
    assert_plain("int", "123456789012345678901234567890", "123456789012345678901234567890");
    char digits[4303];
    memset(digits, '7', sizeof digits);
    digits[0] = '-';
    digits[4301] = '\0';
    assert_plain("int", digits, digits);
    digits[4301] = '7';
    digits[4302] = '\0';
    assert_plain("int", digits, "(long)");
    assert_plain("Any", digits, "(long)");
}

Test(literal, floats_are_spelled_as_python_spells_them)
{
    static const char *const cases[][2] = {
        {"1", "1.0"},
        {"-0", "-0.0"},
        {"0.10", "0.1"},
        {"1e15", "1000000000000000.0"},
        {"1e16", "1e+16"},
        {"12345678901234567890", "1.2345678901234567e+19"},
        {"0.0001", "0.0001"},
        {"0.00001", "1e-05"},
        {"0.00012345", "0.00012345"},
        {"123.456", "123.456"},
        {"-1.5e300", "-1.5e+300"},
        {"5e-324", "5e-324"},
        {"1.7976931348623157e308", "1.7976931348623157e+308"},
        {"9007199254740993", "9007199254740992.0"},
        {"0.30000000000000004", "0.30000000000000004"},
        {"5.684341886080801486968994140625e-14", "5.684341886080802e-14"},
        {"1e-400", "0.0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_plain("float64", cases[i][0], cases[i][1]);
}

Test(literal, floats_are_finite)
{
    assert_plain("float64", "1e309", "(range)");
    assert_plain("float64", ".inf", "(finite)");
    assert_plain("float64", "NaN", "(finite)");
    assert_plain("float64", ".5", "(type)");
    assert_quoted("float64", "1.0", "(type)");
    assert_plain("Any", "1e309", "(range)");
    assert_plain("Any", "NaN", "(finite)");
}

Test(literal, float32_is_rounded_to_what_it_holds)
{
    assert_plain("float32", "0.1", "0.10000000149011612");
    assert_plain("float32", "16777217", "16777216.0");
    assert_plain("float32", "3.4028235e38", "3.4028234663852886e+38");
    assert_plain("float32", "3.4028235677973366e38", "(range)");
    assert_plain("float32", "-1e39", "(range)");
    assert_plain("float32", "1e-50", "0.0");
}

Test(literal, str_takes_plain_text_that_nobody_reads_otherwise)
{
    assert_plain("str", "text", "\"text\"");
    assert_plain("str", "yes", "\"yes\"");
    assert_plain("str", "NaN", "\"NaN\"");
    assert_plain("str", "1", "(type)");
    assert_plain("str", "null", "(type)");
    assert_plain("str", "True", "(type)");
    assert_plain("str", "007", "(type)");
    assert_plain("str", "", "(type)");
    assert_quoted("str", "", "\"\"");
    assert_quoted("str", "1", "\"1\"");
}

Test(literal, strings_escape_what_json_must)
{
    assert_quoted("str", "a\"b\\c/\b\f\n\r\t\x01\x1f\x7fé€😀",
                  "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\x7fé€😀\"");
    Arena *arena = arena_new();
    Buf out = buf_new(arena);
    literal_add_string(&out, (Str){"a\0b", 3});
    cr_assert(str_is(buf_take(&out), "\"a\\u0000b\""));
    arena_free(arena);
}

Test(literal, bytes_are_quoted_base64)
{
    assert_quoted("bytes", "", "\"\"");
    assert_quoted("bytes", "aGk=", "\"aGk=\"");
    assert_quoted("bytes", "aGkh", "\"aGkh\"");
    assert_quoted("bytes", "+/+/", "\"+/+/\"");
    static const char *const bad[] = {
        "aGk", "aGl=", "aB==", "a===", "====", "-_-_", "aG k", "=aGk", "aGk=aGk="};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_quoted("bytes", bad[i], "(base64)");
    assert_plain("bytes", "aGkh", "(type)");
}

Test(literal, any_takes_every_json_scalar)
{
    assert_plain("Any", "null", "null");
    assert_plain("Any", "true", "true");
    assert_plain("Any", "-0", "0");
    assert_plain("Any", "1.50", "1.5");
    assert_plain("Any", "text", "\"text\"");
    assert_quoted("Any", "1", "\"1\"");
    assert_plain("Any", "~", "(type)");
    assert_plain("Any", "True", "(type)");
    assert_plain("Any", "0x1F", "(type)");
}

Test(literal, int64)
{
    int64_t value = 7;
    cr_assert(literal_int64(STR("-9223372036854775808"), &value));
    cr_assert_eq(value, INT64_MIN);
    cr_assert(literal_int64(STR("9223372036854775807"), &value));
    cr_assert_eq(value, INT64_MAX);
    cr_assert(literal_int64(STR("-0"), &value));
    cr_assert_eq(value, 0);
    cr_assert_not(literal_int64(STR("9223372036854775808"), &value));
    cr_assert_not(literal_int64(STR("-9223372036854775809"), &value));
    cr_assert_not(literal_int64(STR("1.0"), &value));
    cr_assert_not(literal_int64(STR(""), &value));
    cr_assert_not(literal_int64(STR("x"), &value));
    cr_assert_eq(value, 0);
}

Test(literal, ranges_in_words)
{
    Arena *arena = arena_new();
    cr_assert(str_is(literal_range(arena, types_find_scalar(STR("int8"))), "-128 to 127"));
    cr_assert(str_is(literal_range(arena, types_find_scalar(STR("uint64"))),
                     "0 to 18446744073709551615"));
    cr_assert_eq(literal_range(arena, types_find_scalar(STR("int"))).len, 0);
    arena_free(arena);
}

Test(literal, every_double_reads_back_equal)
{
    uint64_t state = 88172645463325252u; /* xorshift64, Marsaglia 2003 */
    for (int i = 0; i < 20000; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        double value;
        memcpy(&value, &state, sizeof value);
        if (value - value != 0) continue; /* NaN and infinities */
        Arena *arena = arena_new();
        Buf out = buf_new(arena);
        literal_add_double(&out, value);
        cr_assert(strtod(str_terminated(arena, buf_take(&out)), NULL) == value);
        arena_free(arena);
    }
}

Test(literal, what_json_spells_as_strings)
{
    assert_plain("datetime", "2021-04-02 18:18:10", "\"2021-04-02T18:18:10\"");
    assert_quoted("date", "2021-04-02", "\"2021-04-02\"");
    assert_plain("time", "18:18:10z", "\"18:18:10Z\"");
    assert_plain("timedelta", "P1D", "\"P1D\"");
    assert_plain("date", "2021-02-29", "(spelling)");
    assert_plain("date", "2021", "(type)");
    assert_plain("datetime", "null", "(type)");
    assert_plain("timedelta", "1.5", "(type)");
}

Test(literal, uuids_have_one_spelling)
{
    const char *const expected = "\"12345678-9abc-def0-1234-56789abcdef0\"";
    assert_plain("UUID", "12345678-9ABC-def0-1234-56789abcdef0", expected);
    assert_plain("UUID", "123456789abcdef0123456789abcdef0", expected);
    assert_plain("UUID", "12345678-9abc-def0-1234-56789abcdef", "(spelling)");
    assert_plain("UUID", "12345678-9abc-def01-234-56789abcdef0", "(spelling)");
    assert_quoted("UUID", "12345678123456781234567812345678",
                  "\"12345678-1234-5678-1234-567812345678\"");
    assert_plain("UUID", "12345678123456781234567812345678", "(type)");
}

Test(literal, decimals_are_text_or_numbers)
{
    assert_plain("Decimal", "12.30", "\"12.30\"");
    assert_quoted("Decimal", "+12.30", "\"12.30\"");
    assert_plain("Decimal", "1e3", "\"1E+3\"");
    assert_plain("Decimal", ".nan", "(finite)");
    assert_quoted("Decimal", "NaN", "(spelling)");
    assert_plain("Decimal", "+1", "(type)");
    assert_plain("Decimal", "true", "(type)");
}
