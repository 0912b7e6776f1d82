/* Constraints: which types they fit, their bounds as canonical text, and whether a default keeps them.
   The words for values are those of the run time (sg_limits.h) and of the twin (core_limits.py). */
#include "model/steps.h"

#include "types/decimal.h"
#include "types/integer.h"
#include "types/literal.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static const char *const keys[] = {
#define CONSTRAINT_KEY(key, value, meaning) #key,
#include "model/keys.def"
};

const char *model_limit_key(LimitRule rule)
{
    return keys[rule];
}

LimitNodes *limits_read(Run *run, const Node *owner)
{
    LimitNodes *limits = NULL;
    for (size_t i = 0; i < LIMIT_COUNT; i++) {
        const Node *node = node_get(owner, keys[i]);
        if (!node) continue;
        if (!limits) limits = arena_make(run->arena, LimitNodes);
        limits->nodes[i] = node;
    }
    return limits;
}

/* ---- which types have which ----------------------------------------------------------------------- */

typedef enum { FIT_NOTHING, FIT_INT, FIT_FLOAT, FIT_DECIMAL, FIT_TEXT, FIT_LENGTH } Fit;

static Fit fit_of_scalar(const Scalar *scalar)
{
    switch (scalar->family) {
    case FAMILY_INT:
    case FAMILY_BIGINT: return FIT_INT;
    case FAMILY_FLOAT: return FIT_FLOAT;
    case FAMILY_DECIMAL: return FIT_DECIMAL;
    case FAMILY_TEXT: return FIT_TEXT;
    case FAMILY_BYTES: return FIT_LENGTH;
    case FAMILY_BOOL:
    case FAMILY_DATETIME:
    case FAMILY_DATE:
    case FAMILY_TIME:
    case FAMILY_TIMEDELTA:
    case FAMILY_UUID:
    case FAMILY_ANY:
    case FAMILY_COUNT: break;
    }
    return FIT_NOTHING;
}

static Fit fit_of(const TypeRef *type)
{
    switch (type->kind) {
    case TYPE_SCALAR: return fit_of_scalar(type->scalar);
    case TYPE_LIST:
    case TYPE_SET:
    case TYPE_FROZENSET:
    case TYPE_TUPLE_OF:
    case TYPE_DICT: return FIT_LENGTH;
    case TYPE_LIMITED: return fit_of(type->items[0]);
    case TYPE_ERROR:
    case TYPE_TUPLE: /* its length is part of it */
    case TYPE_LITERAL:
    case TYPE_KIND_COUNT:
    case TYPE_UNION:
    case TYPE_FOREIGN:
    case TYPE_OPTIONAL:
    case TYPE_ABSENT:
    case TYPE_ENUM:
    case TYPE_RECORD: break;
    }
    return FIT_NOTHING;
}

static bool is_number_rule(LimitRule rule)
{
    return rule <= LIMIT_multiple_of;
}

static bool is_length_rule(LimitRule rule)
{
    return rule == LIMIT_min_length || rule == LIMIT_max_length;
}

static bool fits(Fit fit, LimitRule rule)
{
    if (is_number_rule(rule)) return fit == FIT_INT || fit == FIT_FLOAT || fit == FIT_DECIMAL;
    return fit == FIT_TEXT || (fit == FIT_LENGTH && is_length_rule(rule));
}

static void refuse_type(Model *model, const TypeRef *type, const Node *node, LimitRule rule)
{
    Diags *diags = model->run->diags;
    const Str text = model_type_text(model->run->arena, type);
    diag_at(diags, DIAG_CONSTRAINT_TYPE, node->key->span, "'%s' does not fit '%.*s': it is for %s",
            keys[rule], STR_ARG(text),
            is_number_rule(rule)   ? "integers, floats and Decimal"
            : is_length_rule(rule) ? "str, bytes and containers"
                                   : "str");
    switch (fit_of(type)) {
    case FIT_NOTHING: diag_help(diags, "'%.*s' takes no constraints", STR_ARG(text)); return;
    case FIT_INT:
    case FIT_FLOAT:
    case FIT_DECIMAL:
        diag_help(diags, "'%.*s' takes gt, ge, lt, le and multiple_of", STR_ARG(text));
        return;
    case FIT_TEXT:
        diag_help(diags, "'%.*s' takes min_length, max_length and pattern", STR_ARG(text));
        return;
    case FIT_LENGTH:
        diag_help(diags, "'%.*s' takes min_length and max_length", STR_ARG(text));
        return;
    }
}

/* ---- bounds --------------------------------------------------------------------------------------- */

/* A Decimal is a string in JSON. */
static Str unquoted(Str json)
{
    return json.len && json.ptr[0] == '"' ? str_slice(json, 1, json.len - 1) : json;
}

/* Of two numbers of that type, as bounds and as JSON spell them. */
static int compare(Arena *arena, const TypeRef *type, Str a, Str b)
{
    if (fit_of(type) == FIT_INT) return integer_compare(a, b);
    if (fit_of(type) == FIT_DECIMAL) return decimal_compare(arena, unquoted(a), unquoted(b));
    const double first = strtod(a.ptr, NULL), second = strtod(b.ptr, NULL);
    return (first > second) - (first < second);
}

/* What a bound of `rule` must be, where `node` is something else. */
static bool refuse_bound(Model *model, const Node *node, LimitRule rule, const char *expected)
{
    diag_at(model->run->diags, DIAG_CONSTRAINT_VALUE,
            node->kind == NODE_SCALAR && node->text.len ? node->span : node->key->span,
            "'%s' is %s here, not %s%.*s%s", keys[rule], expected,
            node->kind == NODE_SCALAR ? "'" : "a list or mapping",
            node->kind == NODE_SCALAR ? (int)node->text.len : 0, node->text.ptr,
            node->kind == NODE_SCALAR ? "'" : "");
    return false;
}

static bool refuse_range(Model *model, const Node *node, const Scalar *scalar)
{
    Run *run = model->run;
    diag_at(run->diags, DIAG_CONSTRAINT_VALUE, node->span, "%.*s is out of range for %s",
            STR_ARG(node->text), scalar->name);
    const Str range = literal_range(run->arena, scalar);
    if (range.len) diag_help(run->diags, "%s holds %.*s", scalar->name, STR_ARG(range));
    else diag_help(run->diags, "an int in JSON has at most 4300 digits");
    return false;
}

static bool read_int(Model *model, const Node *node, const Scalar *scalar, Limit *limit)
{
    if (literal_kind(node->text, node->is_plain) != LITERAL_INT)
        return refuse_bound(model, node, limit->rule, "an integer");
    Buf out = buf_new(model->run->arena);
    if (literal_parse(&out, node->text, true, scalar) != LITERAL_FITS)
        return refuse_range(model, node, scalar);
    limit->text = buf_take(&out);
    return true;
}

/* An int stays one, as long as it is the same number as float. */
static bool read_float(Model *model, const Node *node, const Scalar *scalar, Limit *limit)
{
    const LiteralKind kind = literal_kind(node->text, node->is_plain);
    if (kind != LITERAL_INT && kind != LITERAL_FLOAT)
        return refuse_bound(model, node, limit->rule, "a number");
    Buf out = buf_new(model->run->arena);
    if (literal_parse(&out, node->text, true, scalar) != LITERAL_FITS)
        return refuse_range(model, node, scalar);
    out.len = 0; /* a float32 is compared as it is, not with the nearest float32 */
    int64_t whole;
    if (kind == LITERAL_INT && literal_int64(node->text, &whole) && llabs(whole) <= 1LL << 53)
        buf_addf(&out, "%" PRId64, whole);
    else literal_parse(&out, node->text, true, types_find_scalar(STR("float64")));
    limit->text = buf_take(&out);
    return true;
}

/* As Python's str() spells it. */
static bool read_decimal(Model *model, const Node *node, Limit *limit)
{
    const LiteralKind kind = literal_kind(node->text, node->is_plain);
    Buf out = buf_new(model->run->arena);
    const bool is_number = kind == LITERAL_INT || kind == LITERAL_FLOAT || kind == LITERAL_STRING;
    if (!is_number || !decimal_add(&out, node->text))
        return refuse_bound(model, node, limit->rule, "a number");
    limit->text = buf_take(&out);
    return true;
}

static bool read_length(Model *model, const Node *node, Limit *limit)
{
    int64_t length;
    if (literal_kind(node->text, node->is_plain) != LITERAL_INT ||
        !literal_int64(node->text, &length) || length < 0 || length > INT32_MAX)
        return refuse_bound(model, node, limit->rule, "a length from 0 to 2147483647");
    limit->text = str_fmt(model->run->arena, "%" PRId64, length);
    return true;
}

static bool read_pattern(Model *model, const Node *node, Limit *limit)
{
    const LiteralKind kind = literal_kind(node->text, node->is_plain);
    if (kind != LITERAL_STRING && kind != LITERAL_TEXT) {
        refuse_bound(model, node, limit->rule, "a regular expression");
        diag_help(model->run->diags, "quote it, so that every YAML reader takes it for text");
        return false;
    }
    if (memchr(node->text.ptr, 0, node->text.len)) {
        diag_at(model->run->diags, DIAG_CONSTRAINT_VALUE, node->span,
                "a pattern cannot hold the character U+0000 itself");
        diag_help(model->run->diags,
                  "spell it as regular expressions do, in single quotes: '\\x00'");
        return false;
    }
    limit->text = node->text;
    return true;
}

/* Reads the bound. False where it is none, which is reported. */
static bool read_bound(Model *model, const TypeRef *type, const Node *node, Limit *limit)
{
    if (node->kind != NODE_SCALAR)
        return refuse_bound(model, node, limit->rule,
                            limit->rule == LIMIT_pattern ? "a regular expression" : "a number");
    if (limit->rule == LIMIT_pattern) return read_pattern(model, node, limit);
    if (is_length_rule(limit->rule)) return read_length(model, node, limit);
    const Fit fit = fit_of(type);
    const bool is_read = fit == FIT_INT       ? read_int(model, node, type->scalar, limit)
                         : fit == FIT_DECIMAL ? read_decimal(model, node, limit)
                                              : read_float(model, node, type->scalar, limit);
    if (!is_read || limit->rule != LIMIT_multiple_of) return is_read;
    if (compare(model->run->arena, type, limit->text, STR("0")) > 0) return true;
    return refuse_bound(model, node, limit->rule, "greater than 0");
}

/* ---- constraints that no value keeps -------------------------------------------------------------- */

/* Whether nothing lies between `low` and `high`, of rules gt or ge, and lt or le. */
static bool is_empty(Arena *arena, const TypeRef *type, const Limit *low, const Limit *high)
{
    const int order = compare(arena, type, low->text, high->text);
    const bool is_open = low->rule == LIMIT_gt || high->rule == LIMIT_lt;
    if (order > 0 || (order == 0 && is_open)) return true;
    int64_t first, last;
    if (fit_of(type) != FIT_INT || low->rule != LIMIT_gt || high->rule != LIMIT_lt) return false;
    return literal_int64(low->text, &first) && literal_int64(high->text, &last) &&
           first + 1 == last; /* first < last, so this cannot overflow */
}

static bool contradict(Arena *arena, const TypeRef *type, const Limit *low, const Limit *high)
{
    if (low->rule == LIMIT_min_length && high->rule == LIMIT_max_length)
        return integer_compare(low->text, high->text) > 0;
    const bool is_low = low->rule == LIMIT_gt || low->rule == LIMIT_ge;
    const bool is_high = high->rule == LIMIT_lt || high->rule == LIMIT_le;
    return is_low && is_high && is_empty(arena, type, low, high);
}

static void check_pairs(Model *model, const TypeRef *type, const Limits *limits, size_t first_new)
{
    Diags *diags = model->run->diags;
    for (size_t i = 0; i < limits->len; i++) {
        for (size_t j = 0; j < limits->len; j++) {
            const Limit *low = &limits->items[i], *high = &limits->items[j];
            if (i < first_new && j < first_new) continue; /* said of the named type already */
            if (!contradict(model->run->arena, type, low, high)) continue;
            const Limit *last = i > j ? low : high, *other = i > j ? high : low;
            diag_at(diags, DIAG_CONSTRAINT_VALUE, last->span,
                    "no value keeps both '%s: %.*s' and '%s: %.*s'", keys[low->rule],
                    STR_ARG(low->text), keys[high->rule], STR_ARG(high->text));
            diag_note(diags, other->span, "the other one");
            diag_help(diags, "constraints of a named type and of its fields all hold");
            return;
        }
    }
}

/* `gt: 255` of a uint8. */
static void check_range(Model *model, const TypeRef *type, const Limit *limit)
{
    const bool is_bounded = type->kind == TYPE_SCALAR && type->scalar->family == FAMILY_INT;
    if (!is_bounded || (limit->rule != LIMIT_gt && limit->rule != LIMIT_lt)) return;
    Arena *arena = model->run->arena;
    const Str end = limit->rule == LIMIT_gt ? str_fmt(arena, "%" PRIu64, type->scalar->greatest)
                                            : str_fmt(arena, "%" PRId64, type->scalar->least);
    if (!str_eq(limit->text, end)) return;
    diag_at(model->run->diags, DIAG_CONSTRAINT_VALUE, limit->span, "no %s is %s %.*s",
            type->scalar->name, limit->rule == LIMIT_gt ? ">" : "<", STR_ARG(limit->text));
    const Str range = literal_range(arena, type->scalar);
    diag_help(model->run->diags, "%s holds %.*s", type->scalar->name, STR_ARG(range));
}

/* ---- a type with its constraints ------------------------------------------------------------------ */

const TypeRef *limits_apply(Model *model, const TypeRef *type, const LimitNodes *nodes,
                            const Definition *definition)
{
    Arena *arena = model->run->arena;
    if (type->kind == TYPE_ERROR) return type;
    if (type->kind == TYPE_OPTIONAL || type->kind == TYPE_ABSENT) {
        TypeRef *whole = typeexpr_copy(arena, type);
        whole->items[0] = limits_apply(model, type->items[0], nodes, definition);
        return whole;
    }
    const TypeRef *inner = type->kind == TYPE_LIMITED ? type->items[0] : type;
    Limits *limits = arena_make(arena, Limits);
    for (size_t i = 0; type->limits && i < type->limits->len; i++)
        vec_push(arena, limits, type->limits->items[i]);
    const size_t first_new = limits->len;
    for (size_t i = 0; i < LIMIT_COUNT; i++) {
        const Node *node = nodes->nodes[i];
        if (!node) continue;
        Limit limit = {.rule = (LimitRule)i, .span = node->span};
        if (!fits(fit_of(inner), limit.rule)) {
            refuse_type(model, type, node, limit.rule);
        } else if (read_bound(model, inner, node, &limit)) {
            check_range(model, inner, &limit);
            vec_push(arena, limits, limit);
        }
    }
    check_pairs(model, inner, limits, first_new);
    if (limits->len == first_new) return type;
    TypeRef *limited = arena_make(arena, TypeRef);
    *limited = (TypeRef){.kind = TYPE_LIMITED, .span = type->span, .limits = limits};
    limited->definition = definition;
    if (definition) limited->name = definition->name;
    limited->items = arena_array(arena, const TypeRef *, 1);
    limited->items[0] = inner;
    limited->item_count = 1;
    return limited;
}

/* ---- defaults ------------------------------------------------------------------------------------- */

/* Characters of a JSON string that literal_add_string() wrote. */
static size_t characters(Str json)
{
    size_t count = 0;
    for (size_t i = 1; i + 1 < json.len; i++) {
        if (((unsigned char)json.ptr[i] & 0xC0) == 0x80) continue; /* inside a character */
        count++;
        if (json.ptr[i] == '\\') i += json.ptr[i + 1] == 'u' ? 5 : 1;
    }
    return count;
}

/* Bytes that a JSON string of base64 stands for. */
static size_t decoded_bytes(Str json)
{
    size_t padding = 0;
    while (json.len > 2 + padding && json.ptr[json.len - 2 - padding] == '=') padding++;
    return (json.len - 2) / 4 * 3 - padding;
}

static size_t length_of(const TypeRef *type, Str json, size_t count)
{
    if (type->kind != TYPE_SCALAR) return count;
    return type->scalar->family == FAMILY_BYTES ? decoded_bytes(json) : characters(json);
}

static bool is_kept(Arena *arena, const TypeRef *type, const Limit *limit, Str json, size_t count)
{
    const Fit fit = fit_of(type);
    switch (limit->rule) {
    case LIMIT_gt: return compare(arena, type, json, limit->text) > 0;
    case LIMIT_ge: return compare(arena, type, json, limit->text) >= 0;
    case LIMIT_lt: return compare(arena, type, json, limit->text) < 0;
    case LIMIT_le: return compare(arena, type, json, limit->text) <= 0;
    case LIMIT_multiple_of:
        if (fit == FIT_INT) return integer_is_multiple(json, limit->text);
        if (fit == FIT_DECIMAL) return decimal_is_multiple(arena, unquoted(json), limit->text);
        return fmod(strtod(json.ptr, NULL), strtod(limit->text.ptr, NULL)) == 0;
    case LIMIT_min_length:
        return length_of(type, json, count) >= strtoull(limit->text.ptr, NULL, 10);
    case LIMIT_max_length:
        return length_of(type, json, count) <= strtoull(limit->text.ptr, NULL, 10);
    case LIMIT_pattern:
    case LIMIT_COUNT: break;
    }
    return true;
}

const Limit *limits_broken(Arena *arena, const TypeRef *type, Str json, size_t count)
{
    for (size_t i = 0; i < type->limits->len; i++)
        if (!is_kept(arena, type->items[0], &type->limits->items[i], json, count))
            return &type->limits->items[i];
    return NULL;
}

Str limits_words(Arena *arena, const TypeRef *type, const Limit *limit, Str json, size_t count)
{
    static const char *const signs[] = {">", ">=", "<", "<=", "a multiple of"};
    const Str bound = limit->text;
    if (is_number_rule(limit->rule)) {
        const Str number = unquoted(json);
        return str_fmt(arena, "%.*s is not %s %.*s", STR_ARG(number), signs[limit->rule],
                       STR_ARG(bound));
    }
    return str_fmt(arena, "length %zu is not %s %.*s", length_of(type->items[0], json, count),
                   limit->rule == LIMIT_min_length ? ">=" : "<=", STR_ARG(bound));
}
