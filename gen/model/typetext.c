/* Types as schemas spell them, in one way only: "list[float64 | None]". Said in messages and dumps. */
#include "model/model.h"

static void add_type(Buf *out, const TypeRef *type);

/* list[T], tuple[A, B], tuple[T, ...] */
static void add_container(Buf *out, const char *name, const TypeRef *type)
{
    buf_addf(out, "%s[", name);
    for (size_t i = 0; i < type->item_count; i++) {
        if (i) buf_add(out, STR(", "));
        add_type(out, type->items[i]);
    }
    buf_add(out, type->kind == TYPE_TUPLE_OF ? STR(", ...]") : STR("]"));
}

static void add_type(Buf *out, const TypeRef *type)
{
    switch (type->kind) {
    case TYPE_KIND_COUNT:
    case TYPE_ERROR: buf_add(out, STR("?")); return;
    case TYPE_SCALAR: buf_add(out, str_from(type->scalar->name)); return;
    case TYPE_LIST: add_container(out, "list", type); return;
    case TYPE_SET: add_container(out, "set", type); return;
    case TYPE_FROZENSET: add_container(out, "frozenset", type); return;
    case TYPE_TUPLE:
    case TYPE_TUPLE_OF: add_container(out, "tuple", type); return;
    case TYPE_DICT: add_container(out, "dict", type); return;
    case TYPE_UNION:
        for (size_t i = 0; i < type->item_count; i++) {
            if (i) buf_add(out, STR(" | "));
            add_type(out, type->items[i]);
        }
        return;
    case TYPE_OPTIONAL:
        add_type(out, type->items[0]);
        buf_add(out, STR(" | None"));
        return;
    case TYPE_ABSENT:
        add_type(out, type->items[0]);
        buf_add(out, STR(" | ..."));
        return;
    case TYPE_LITERAL: buf_add(out, type->enumeration->name); return;
    case TYPE_ENUM:
    case TYPE_FOREIGN:
    case TYPE_RECORD: buf_add(out, type->name); return;
    case TYPE_LIMITED:
        if (type->name.len) buf_add(out, type->name);
        else add_type(out, type->items[0]);
        return;
    }
}

Str model_type_text(Arena *arena, const TypeRef *type)
{
    Buf out = buf_new(arena);
    add_type(&out, type);
    return buf_take(&out);
}
