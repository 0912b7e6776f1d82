/* How data is spelled in generated text: C and Python literals. Whatever the data, a
   literal is printable ASCII, so that no compiler's idea of a source encoding matters. */
#include "base/utf8.h"
#include "plan/parts.h"
#include "types/literal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

enum { PIECE_BYTES = 1000 }; /* of one C literal; MSVC takes 16380, C99 promises 4095 */

static void c_byte(Buf *out, char c, bool is_after_question)
{
    const unsigned char byte = (unsigned char)c;
    if (c == '\n') buf_add(out, STR("\\n"));
    else if (c == '\t') buf_add(out, STR("\\t"));
    else if (c == '"' || c == '\\' || (c == '?' && is_after_question)) buf_addf(out, "\\%c", c);
    /* octal, because it ends after three digits; a hexadecimal escape would take in what follows */
    else if (byte < 0x20 || byte >= 0x7F) buf_addf(out, "\\%03o", byte);
    else buf_add_char(out, c);
}

/* Each line of the text is a piece of its own, so that a change stays small in a diff. */
Str spell_c_string(Arena *arena, Str bytes)
{
    Buf out = buf_new(arena);
    buf_add_char(&out, '"');
    size_t piece = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        const bool breaks = piece == PIECE_BYTES || (i > 0 && bytes.ptr[i - 1] == '\n');
        if (breaks) {
            buf_add(&out, STR("\"\n    \""));
            piece = 0;
        }
        c_byte(&out, bytes.ptr[i], piece && bytes.ptr[i - 1] == '?');
        piece++;
    }
    buf_add_char(&out, '"');
    return buf_take(&out);
}

Str spell_c_doc(Arena *arena, Str doc)
{
    return doc.len ? spell_c_string(arena, doc) : STR("NULL");
}

Str spell_c_comment(Arena *arena, Str text)
{
    Buf out = buf_new(arena);
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        buf_add_char(&out, c == '*' || c < 0x20 || c >= 0x7F ? '?' : c);
    }
    return buf_take(&out);
}

Str spell_c_integer(Arena *arena, int64_t number)
{
    /* there are no negative constants in C: the least one would be minus something too large */
    if (number == INT64_MIN) return STR("(-9223372036854775807LL - 1)");
    const bool fits_int = number >= INT32_MIN + 1 && number <= INT32_MAX;
    return str_fmt(arena, "%" PRId64 "%s", number, fits_int ? "" : "LL");
}

static void py_character(Buf *out, uint32_t code)
{
    if (code == '\n') buf_add(out, STR("\\n"));
    else if (code == '\r') buf_add(out, STR("\\r"));
    else if (code == '\t') buf_add(out, STR("\\t"));
    else if (code == '"' || code == '\\') buf_addf(out, "\\%c", (int)code);
    else if (code >= 0x20 && code < 0x7F) buf_add_char(out, (char)code);
    else if (code < 0x100) buf_addf(out, "\\x%02x", code);
    else if (code < 0x10000) buf_addf(out, "\\u%04x", code);
    else buf_addf(out, "\\U%08x", code);
}

Str spell_py_string(Arena *arena, Str text)
{
    Buf out = buf_new(arena);
    buf_add_char(&out, '"');
    for (size_t i = 0; i < text.len;) {
        uint32_t code;
        const size_t length = utf8_decode(text, i, &code);
        py_character(&out, code);
        i += length ? length : 1;
    }
    buf_add_char(&out, '"');
    return buf_take(&out);
}

Str spell_py_bytes(Arena *arena, Str bytes)
{
    Buf out = buf_new(arena);
    buf_add(&out, STR("b\""));
    for (size_t i = 0; i < bytes.len; i++) py_character(&out, (unsigned char)bytes.ptr[i]);
    buf_add_char(&out, '"');
    return buf_take(&out);
}

/* The character that the letter of an escape in JSON stands for. */
static char escaped_character(char letter)
{
    switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return letter;
    }
}

/* The text that a JSON string stands for, one of literal_add_string(): \u only for control
   characters. */
static Str json_string_text(Arena *arena, Str json)
{
    assert(json.len >= 2 && json.ptr[0] == '"');
    const Str inner = str_slice(json, 1, json.len - 1);
    Buf out = buf_new(arena);
    for (size_t i = 0; i < inner.len; i++) {
        if (inner.ptr[i] != '\\') {
            buf_add_char(&out, inner.ptr[i]);
        } else if (inner.ptr[++i] == 'u') {
            const Str digits = str_slice(inner, i + 1, i + 5);
            buf_add_char(&out, (char)strtoul(str_terminated(arena, digits), NULL, 16));
            i += 4;
        } else {
            buf_add_char(&out, escaped_character(inner.ptr[i]));
        }
    }
    return buf_take(&out);
}

static uint32_t base64_value(char c)
{
    if (c >= 'A' && c <= 'Z') return (uint32_t)(c - 'A');
    if (c >= 'a' && c <= 'z') return (uint32_t)(c - 'a') + 26;
    if (c >= '0' && c <= '9') return (uint32_t)(c - '0') + 52;
    return c == '+' ? 62 : 63;
}

/* The bytes of base64 text (RFC 4648, standard alphabet), which the model has checked. */
static Str base64_bytes(Arena *arena, Str text)
{
    Buf out = buf_new(arena);
    uint32_t bits = 0;
    int count = 0;
    for (size_t i = 0; i < text.len && text.ptr[i] != '='; i++) {
        bits = bits << 6 | base64_value(text.ptr[i]);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        buf_add_char(&out, (char)(bits >> count & 0xFF));
    }
    return buf_take(&out);
}

/* Python reads the JSON text of numbers as JSON does: the model has made 1.0 of 1 where it is a
   float. */
static Str py_scalar(Arena *arena, const Scalar *scalar, Str json)
{
    if (str_is(json, "true")) return STR("True");
    if (str_is(json, "false")) return STR("False");
    if (json.ptr[0] != '"') return json;
    const Str text = json_string_text(arena, json);
    if (scalar->family == FAMILY_BYTES) return spell_py_bytes(arena, base64_bytes(arena, text));
    const Str spelled = spell_py_string(arena, text);
    if (!literal_example(scalar)) return spelled;
    return str_fmt(arena, "_t_%s.of(%.*s)", scalar->name,
                   STR_ARG(spelled)); /* the twin's type reads it */
}

/* `Side.BUY` for the JSON value "buy". */
static Str py_member(Arena *arena, const Plan *plan, const EnumType *enumeration, Str json)
{
    const Str name = plan_class_name(arena, plan, enumeration->schema, enumeration->name);
    const Str text = enumeration->is_str ? json_string_text(arena, json) : STR("");
    const int64_t number = enumeration->is_str ? 0 : strtoll(str_terminated(arena, json), NULL, 10);
    for (size_t i = 0; i < enumeration->members.len; i++) {
        const EnumMember *member = &enumeration->members.items[i];
        const bool is_it =
            enumeration->is_str ? str_eq(member->text, text) : member->number == number;
        if (is_it) return str_fmt(arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(member->name));
    }
    assert(enumeration->is_open);
    return enumeration->is_str ? spell_py_string(arena, text) : json;
}

/* The member of a union whose kind of JSON value the text is. */
static const TypeRef *member_for(const TypeRef *type, Str json)
{
    const char first = json.ptr[0];
    const JsonKind kind = first == '"'                   ? JSON_STRING
                          : first == '['                 ? JSON_ARRAY
                          : first == '{'                 ? JSON_OBJECT
                          : first == 't' || first == 'f' ? JSON_BOOL
                                                         : JSON_NUMBER;
    size_t i = 0;
    while (!(model_json_kinds(type->items[i]) & 1u << kind)) i++;
    return type->items[i];
}

Str spell_py_default(Arena *arena, const Plan *plan, const Field *field)
{
    if (!field->has_default) return STR("");
    if (field->default_is_absent) return STR("...");
    if (field->default_is_mutable || field->factory.name.len) return STR("_FACTORY");
    const TypeRef *type = type_inside(field->type);
    if (type->kind == TYPE_UNION && !str_is(field->default_json, "null"))
        type = type_inside(member_for(type, field->default_json));
    if (str_is(field->default_json, "null"))
        return type->form == FORM_NAN_AS_NULL ? STR("_builtins.float(\"nan\")") : STR("None");
    switch (type->kind) {
    case TYPE_SCALAR: return py_scalar(arena, type->scalar, field->default_json);
    case TYPE_ENUM: return py_member(arena, plan, type->enumeration, field->default_json);
    case TYPE_LITERAL:
        return type->enumeration->is_str
                   ? spell_py_string(arena, json_string_text(arena, field->default_json))
                   : field->default_json;
    case TYPE_ERROR:
    case TYPE_LIST:
    case TYPE_SET:
    case TYPE_FROZENSET:
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF:
    case TYPE_DICT:
    case TYPE_RECORD:
    case TYPE_OPTIONAL:
    case TYPE_UNION:
    case TYPE_ABSENT:
    case TYPE_FOREIGN:
    case TYPE_LIMITED:
    case TYPE_KIND_COUNT: break;
    }
    return STR("_FACTORY");
}
