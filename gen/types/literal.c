/* One YAML scalar read as JSON would be written: its kind, its canonical JSON text, its fit into the
   family and range of a scalar type. Words for the user are made by whoever asks. */
#include "types/literal.h"

#include "types/calendar.h"
#include "types/decimal.h"

#include <ctype.h>
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define DIGITS_MAX 4300 /* CPython's own limit of int <-> str conversion (JSON.md) */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t skip_digits(Str text, size_t i)
{
    while (i < text.len && is_digit(text.ptr[i])) i++;
    return i;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?, the whole of `text`. */
static bool is_json_number(Str text, bool *is_int)
{
    size_t i = text.len && text.ptr[0] == '-';
    const size_t first = i;
    i = skip_digits(text, i);
    if (i == first || (text.ptr[first] == '0' && i > first + 1)) return false;
    *is_int = i == text.len;
    if (i < text.len && text.ptr[i] == '.') {
        const size_t fraction = i + 1;
        i = skip_digits(text, fraction);
        if (i == fraction) return false;
    }
    if (i < text.len && (text.ptr[i] == 'e' || text.ptr[i] == 'E')) {
        i++;
        if (i < text.len && (text.ptr[i] == '+' || text.ptr[i] == '-')) i++;
        const size_t exponent = i;
        i = skip_digits(text, exponent);
        if (i == exponent) return false;
    }
    return i == text.len;
}

static bool is_one_of(Str text, const char *const *words)
{
    for (; *words; words++)
        if (str_is(text, *words)) return true;
    return false;
}

static bool only_digits_of(Str text, const char *digits)
{
    for (size_t i = 0; i < text.len; i++)
        if (!strchr(digits, text.ptr[i]) || !text.ptr[i]) return false;
    return text.len > 0;
}

/* What some YAML reader takes for a number although JSON does not: signs, bases, underscores, leading
   zeros, points without digits on one side. */
static bool is_yaml_number(Str text)
{
    const Str body = str_slice(text, text.len && strchr("+-", text.ptr[0]) ? 1 : 0, text.len);
    if (!body.len || !text.ptr[0]) return false;
    const Str rest = str_slice(body, 2, body.len);
    if (str_starts_with(body, STR("0x"))) return only_digits_of(rest, "0123456789abcdefABCDEF_");
    if (str_starts_with(body, STR("0o"))) return only_digits_of(rest, "01234567_");
    if (str_starts_with(body, STR("0b"))) return only_digits_of(rest, "01_");
    bool saw_digit = false, saw_point = false, saw_exponent = false;
    for (size_t i = 0; i < body.len; i++) {
        const char c = body.ptr[i];
        if (is_digit(c)) saw_digit = true;
        else if (c == '_' && saw_digit) continue;
        else if (c == '.' && !saw_point && !saw_exponent) saw_point = true;
        else if ((c == 'e' || c == 'E') && saw_digit && !saw_exponent) saw_exponent = true;
        else if ((c == '+' || c == '-') && i && strchr("eE", body.ptr[i - 1])) continue;
        else return false;
    }
    return saw_digit && !strchr("eE+-", body.ptr[body.len - 1]);
}

static const char *const old_true[] = {"yes", "Yes", "YES", "on", "On", "ON", NULL};
static const char *const old_false[] = {"no", "No", "NO", "off", "Off", "OFF", NULL};
static const char *const yaml_null[] = {"", "~", "Null", "NULL", NULL};
static const char *const yaml_bool[] = {"True", "TRUE", "False", "FALSE", NULL};
static const char *const infinite[] = {
    ".nan",  ".NaN",  ".NAN", ".inf", ".Inf", ".INF", "-.inf",    "-.Inf",     "-.INF", "+.inf",
    "+.Inf", "+.INF", "NaN",  "nan",  "inf",  "-inf", "Infinity", "-Infinity", NULL};

LiteralKind literal_kind(Str text, bool is_plain)
{
    bool is_int;
    if (!is_plain) return LITERAL_STRING;
    if (str_is(text, "null")) return LITERAL_NULL;
    if (str_is(text, "true") || str_is(text, "false")) return LITERAL_BOOL;
    if (is_json_number(text, &is_int)) return is_int ? LITERAL_INT : LITERAL_FLOAT;
    if (str_is(text, "...")) return LITERAL_ABSENT;
    if (is_one_of(text, yaml_null)) return LITERAL_YAML_NULL;
    if (is_one_of(text, yaml_bool)) return LITERAL_YAML_BOOL;
    if (is_one_of(text, old_true) || is_one_of(text, old_false)) return LITERAL_OLD_BOOL;
    if (is_one_of(text, infinite)) return LITERAL_YAML_INFINITE;
    if (is_yaml_number(text)) return LITERAL_YAML_NUMBER;
    return LITERAL_TEXT;
}

Str literal_bool_meant(Str text)
{
    const bool meant = is_one_of(text, old_true) || str_is(text, "True") || str_is(text, "TRUE");
    return meant ? STR("true") : STR("false");
}

/* `text` is a JSON integer: its sign and magnitude. False where that exceeds 64 bits. */
static bool read_magnitude(Str text, bool *is_negative, uint64_t *magnitude)
{
    *is_negative = text.ptr[0] == '-';
    *magnitude = 0;
    for (size_t i = *is_negative; i < text.len; i++) {
        const uint64_t digit = (uint64_t)(text.ptr[i] - '0');
        if (*magnitude > (UINT64_MAX - digit) / 10) return false;
        *magnitude = *magnitude * 10 + digit;
    }
    return true;
}

/* The magnitude of the least value, without overflow at INT64_MIN. */
static uint64_t least_magnitude(const Scalar *type)
{
    return type->least < 0 ? (uint64_t) - (type->least + 1) + 1 : 0;
}

static bool is_unbounded(const Scalar *type)
{
    return type->least == 0 && type->greatest == 0;
}

static void add_int(Buf *out, Str text)
{
    buf_add(out, str_is(text, "-0") ? STR("0") : text);
}

static LiteralFit parse_int(Buf *out, Str text, const Scalar *type)
{
    if (is_unbounded(type)) {
        if (text.len - (text.ptr[0] == '-') > DIGITS_MAX) return LITERAL_TOO_LONG;
    } else {
        bool is_negative;
        uint64_t magnitude;
        if (!read_magnitude(text, &is_negative, &magnitude)) return LITERAL_OUT_OF_RANGE;
        if (magnitude > (is_negative ? least_magnitude(type) : type->greatest))
            return LITERAL_OUT_OF_RANGE;
    }
    add_int(out, text);
    return LITERAL_FITS;
}

/* `type` is NULL inside Any, where a float is a float64. */
static LiteralFit parse_float(Buf *out, Str text, const Scalar *type)
{
    double value = strtod(str_terminated(out->arena, text), NULL);
    if (!isfinite(value)) return LITERAL_OUT_OF_RANGE;
    if (type && type->size == sizeof(float)) {
        /* FLT_MAX and half a step of the last place: what still rounds to FLT_MAX */
        if (fabs(value) >= 0x1.ffffffp127) return LITERAL_OUT_OF_RANGE;
        value = (float)value;
    }
    literal_add_double(out, value);
    return LITERAL_FITS;
}

static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (is_digit(c)) return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The standard alphabet, padded, with zero bits under the padding. */
static bool is_base64(Str text)
{
    if (text.len % 4) return false;
    size_t padding = 0;
    while (padding < 2 && padding < text.len && text.ptr[text.len - 1 - padding] == '=') padding++;
    int last = 0;
    for (size_t i = 0; i < text.len - padding; i++) {
        last = base64_digit(text.ptr[i]);
        if (last < 0) return false;
    }
    return (last & (padding == 2 ? 15 : padding == 1 ? 3 : 0)) == 0;
}

static LiteralFit parse_any(Buf *out, Str text, LiteralKind kind)
{
    switch (kind) {
    case LITERAL_NULL:
    case LITERAL_BOOL: buf_add(out, text); return LITERAL_FITS;
    case LITERAL_INT:
        if (text.len - (text.ptr[0] == '-') > DIGITS_MAX) return LITERAL_TOO_LONG;
        add_int(out, text);
        return LITERAL_FITS;
    case LITERAL_FLOAT: return parse_float(out, text, NULL);
    case LITERAL_STRING:
    case LITERAL_TEXT:
    case LITERAL_OLD_BOOL: literal_add_string(out, text); return LITERAL_FITS;
    case LITERAL_YAML_INFINITE: return LITERAL_NOT_FINITE;
    case LITERAL_ABSENT:
    case LITERAL_YAML_NULL:
    case LITERAL_YAML_BOOL:
    case LITERAL_YAML_NUMBER: return LITERAL_WRONG_TYPE;
    }
    return LITERAL_WRONG_TYPE;
}

/* 32 hex digits, or with hyphens as 8-4-4-4-12. */
static bool add_uuid(Buf *out, Str text)
{
    const bool has_hyphens = text.len == 36;
    if (!has_hyphens && text.len != 32) return false;
    char digits[32];
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        const bool is_hyphen = has_hyphens && (i == 8 || i == 13 || i == 18 || i == 23);
        if (is_hyphen ? text.ptr[i] != '-' : !isxdigit((unsigned char)text.ptr[i])) return false;
        if (!is_hyphen) digits[count++] = (char)tolower((unsigned char)text.ptr[i]);
    }
    buf_addf(out, "%.8s-%.4s-%.4s-%.4s-%.12s", digits, digits + 8, digits + 12, digits + 16,
             digits + 20);
    return true;
}

static bool add_spelled(Buf *out, Str text, FamilyId family)
{
    switch (family) {
    case FAMILY_DATETIME: return calendar_add_datetime(out, text);
    case FAMILY_DATE: return calendar_add_date(out, text);
    case FAMILY_TIME: return calendar_add_time(out, text);
    case FAMILY_TIMEDELTA: return calendar_add_timedelta(out, text);
    case FAMILY_UUID: return add_uuid(out, text);
    case FAMILY_DECIMAL: return decimal_add(out, text);
    default: return false; /* families of other JSON types */
    }
}

/* Types that JSON has no values for. Numbers, too, are decimals. */
static LiteralFit parse_spelled(Buf *out, Str text, LiteralKind kind, FamilyId family)
{
    const bool is_text = kind == LITERAL_STRING || kind == LITERAL_TEXT || kind == LITERAL_OLD_BOOL;
    const bool is_number = kind == LITERAL_INT || kind == LITERAL_FLOAT;
    if (family == FAMILY_DECIMAL && kind == LITERAL_YAML_INFINITE) return LITERAL_NOT_FINITE;
    if (!is_text && !(is_number && family == FAMILY_DECIMAL)) return LITERAL_WRONG_TYPE;
    Buf spelled = buf_new(out->arena);
    if (!add_spelled(&spelled, text, family)) return LITERAL_NOT_SPELLED;
    literal_add_string(out, buf_take(&spelled));
    return LITERAL_FITS;
}

const char *literal_example(const Scalar *type)
{
    switch (type->family) {
    case FAMILY_DATETIME: return "2021-04-02T18:18:10Z";
    case FAMILY_DATE: return "2021-04-02";
    case FAMILY_TIME: return "18:18:10.5";
    case FAMILY_TIMEDELTA: return "P1DT30.5S";
    case FAMILY_UUID: return "12345678-9abc-def0-1234-56789abcdef0";
    case FAMILY_DECIMAL: return "12.30";
    default: return NULL;
    }
}

LiteralFit literal_parse(Buf *out, Str text, bool is_plain, const Scalar *type)
{
    const LiteralKind kind = literal_kind(text, is_plain);
    switch (type->family) {
    case FAMILY_BOOL:
        if (kind != LITERAL_BOOL) return LITERAL_WRONG_TYPE;
        buf_add(out, text);
        return LITERAL_FITS;
    case FAMILY_INT:
    case FAMILY_BIGINT:
        return kind == LITERAL_INT ? parse_int(out, text, type) : LITERAL_WRONG_TYPE;
    case FAMILY_FLOAT:
        if (kind == LITERAL_YAML_INFINITE) return LITERAL_NOT_FINITE;
        if (kind != LITERAL_INT && kind != LITERAL_FLOAT) return LITERAL_WRONG_TYPE;
        return parse_float(out, text, type);
    case FAMILY_TEXT:
        /* .inf and NaN are as good a text as any other */
        if (kind != LITERAL_STRING && kind != LITERAL_TEXT && kind != LITERAL_OLD_BOOL &&
            kind != LITERAL_YAML_INFINITE)
            return LITERAL_WRONG_TYPE;
        literal_add_string(out, text);
        return LITERAL_FITS;
    case FAMILY_BYTES:
        if (kind != LITERAL_STRING) return LITERAL_WRONG_TYPE;
        if (!is_base64(text)) return LITERAL_NOT_BASE64;
        literal_add_string(out, text);
        return LITERAL_FITS;
    case FAMILY_DATETIME:
    case FAMILY_DATE:
    case FAMILY_TIME:
    case FAMILY_TIMEDELTA:
    case FAMILY_UUID:
    case FAMILY_DECIMAL: return parse_spelled(out, text, kind, type->family);
    case FAMILY_ANY: return parse_any(out, text, kind);
    case FAMILY_COUNT: break;
    }
    return LITERAL_WRONG_TYPE;
}

bool literal_int64(Str text, int64_t *out)
{
    bool is_int, is_negative;
    uint64_t magnitude;
    if (!is_json_number(text, &is_int) || !is_int) return false;
    if (!read_magnitude(text, &is_negative, &magnitude)) return false;
    if (magnitude > (uint64_t)INT64_MAX + is_negative) return false;
    if (!is_negative) *out = (int64_t)magnitude;
    else *out = magnitude ? -(int64_t)(magnitude - 1) - 1 : 0;
    return true;
}

void literal_add_string(Buf *out, Str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        switch (c) {
        case '"': buf_add(out, STR("\\\"")); break;
        case '\\': buf_add(out, STR("\\\\")); break;
        case '\b': buf_add(out, STR("\\b")); break;
        case '\f': buf_add(out, STR("\\f")); break;
        case '\n': buf_add(out, STR("\\n")); break;
        case '\r': buf_add(out, STR("\\r")); break;
        case '\t': buf_add(out, STR("\\t")); break;
        default:
            if ((unsigned char)c < 0x20) buf_addf(out, "\\u%04x", (unsigned)c);
            else buf_add_char(out, c);
        }
    }
    buf_add_char(out, '"');
}

/* Steps the decimal in `text` ("d.ddde-xx", no more digits than fit) one up in its last digit, where
   that needs no carry. */
static bool bump_last_digit(char *text)
{
    char *last = strchr(text, 'e') - 1;
    if (*last == '9') return false;
    ++*last;
    return true;
}

/* The fewest digits that read back as `value`, as "[-]d.ddde[+-]xx". */
static void shortest(double value, char *text, size_t size)
{
    for (int digits = 0; digits < DBL_DECIMAL_DIG; digits++) {
        snprintf(text, size, "%.*e", digits, value);
        if (strtod(text, NULL) == value) return;
        /* below a power of two the nearest decimal may miss where its neighbour away from 0 hits */
        if (digits == DBL_DECIMAL_DIG - 2 && bump_last_digit(text) && strtod(text, NULL) == value)
            return;
    }
}

void literal_add_double(Buf *out, double value)
{
    char text[40], digits[24] = {0};
    shortest(value, text, sizeof text);
    const char *p = text;
    if (*p == '-') {
        buf_add_char(out, '-');
        p++;
    }
    int count = 0;
    for (; *p != 'e'; p++)
        if (*p != '.') digits[count++] = *p;
    const int exponent = atoi(p + 1);
    if (exponent < -4 || exponent >= 16) { /* where float.__repr__ changes its style */
        buf_add_char(out, digits[0]);
        if (count > 1) buf_addf(out, ".%.*s", count - 1, digits + 1);
        buf_addf(out, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
        return;
    }
    if (exponent < 0) {
        buf_addf(out, "0.%.*s%.*s", -exponent - 1, "000", count, digits);
        return;
    }
    for (int i = 0; i <= exponent; i++) buf_add_char(out, i < count ? digits[i] : '0');
    if (count > exponent + 1) buf_addf(out, ".%.*s", count - exponent - 1, digits + exponent + 1);
    else buf_add(out, STR(".0"));
}

Str literal_range(Arena *arena, const Scalar *type)
{
    if (type->family == FAMILY_FLOAT)
        return type->size == sizeof(float)
                   ? STR("-3.4028235e+38 to 3.4028235e+38")
                   : STR("-1.7976931348623157e+308 to 1.7976931348623157e+308");
    if (is_unbounded(type)) return (Str){0};
    return str_fmt(arena, "%" PRId64 " to %" PRIu64, type->least, type->greatest);
}
