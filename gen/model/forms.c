/* Forms of scalars: `nan: as_null` of a record, `intern: true` of a field. They become part of the type,
   so that nobody behind resolve has to know of the options. */
#include "model/steps.h"

static bool is_family(const TypeRef *type, FamilyId family)
{
    return type->kind == TYPE_SCALAR && type->scalar->family == family;
}

static const TypeRef *with_item(Arena *arena, const TypeRef *type, size_t index,
                                const TypeRef *item)
{
    TypeRef *whole = arena_make(arena, TypeRef);
    *whole = *type;
    whole->items = arena_array(arena, const TypeRef *, type->item_count);
    for (size_t i = 0; i < type->item_count; i++)
        whole->items[i] = i == index ? item : type->items[i];
    return whole;
}

/* NaN fulfils no constraint; and what the user's own class is written as is that class's affair. */
static bool is_never_nan(const TypeRef *type)
{
    return type->kind == TYPE_FOREIGN ||
           (type->kind == TYPE_LIMITED && is_family(type->items[0], FAMILY_FLOAT));
}

/* `type` with scalars of `family` in that form: those that `type` itself is or may be, and, of floats,
   those in its containers. A float that can be None is None where JSON says null. */
static const TypeRef *with_form(Arena *arena, const TypeRef *type, FamilyId family, ScalarForm form,
                                bool is_optional)
{
    const bool is_deep = form == FORM_NAN_AS_NULL;
    if (is_family(type, family) && !(is_deep && is_optional)) {
        TypeRef *scalar = arena_make(arena, TypeRef);
        *scalar = *type;
        scalar->form = form;
        return scalar;
    }
    if (is_deep && is_never_nan(type)) return type;
    const bool is_union = type->kind == TYPE_UNION;
    const bool is_around = is_union || type->kind == TYPE_OPTIONAL || type->kind == TYPE_ABSENT ||
                           type->kind == TYPE_LIMITED;
    if (!is_around && !is_deep) return type;
    is_optional =
        type->kind == TYPE_OPTIONAL || ((is_union || type->kind == TYPE_LIMITED) && is_optional);
    for (size_t i = 0; i < type->item_count; i++) {
        const TypeRef *item = type->items[i];
        const TypeRef *formed = with_form(arena, item, family, form, is_optional);
        if (formed != item) type = with_item(arena, type, i, formed);
    }
    return type;
}

void forms_apply(Model *model, Field *field)
{
    Arena *arena = model->run->arena;
    if (field->owner->nan_as_null)
        field->type = with_form(arena, field->type, FAMILY_FLOAT, FORM_NAN_AS_NULL, false);
    if (!field->is_interned || field->type->kind == TYPE_ERROR) return;
    const TypeRef *interned = with_form(arena, field->type, FAMILY_TEXT, FORM_INTERNED, false);
    if (interned == field->type) {
        const Str type = model_type_text(arena, field->type);
        diag_at(model->run->diags, DIAG_INVALID_OPTION, field->intern_span,
                "'intern' has no meaning for '%.*s'", STR_ARG(type));
        diag_help(model->run->diags, "it is for fields of type str, which may be optional");
    }
    field->type = interned;
}
