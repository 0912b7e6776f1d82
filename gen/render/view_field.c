/* The view of a field, as C and as Python see it. */
#include "render/joined.h"
#include "render/view.h"

static Str field_flags(Arena *arena, const Slot *slot)
{
    const Field *field = slot->field;
    Joined flags = joined_new(arena);
    flags_add(&flags, field->is_readonly, "SG_READONLY");
    flags_add(&flags, field->is_kw_only, "SG_KW_ONLY");
    flags_add(&flags, field->default_is_mutable || slot->factory_c.len > 0, "SG_FRESH");
    flags_add(&flags, slot->factory_c.len > 0, "SG_FACTORY");
    flags_add(&flags, field->is_hidden, "SG_HIDDEN");
    flags_add(&flags, field->is_unshown, "SG_UNSHOWN");
    flags_add(&flags, field->is_uncompared, "SG_UNCOMPARED");
    flags_add(&flags, field->deprecated.len > 0, "SG_DEPRECATED");
    flags_add(&flags, field->is_extra, "SG_EXTRA");
    flags_add(&flags, slot->limits_c.len > 0, "SG_LIMITED");
    return flags_take(&flags);
}

/* The docstring of the attribute. */
static Str docstring_of(Arena *arena, const Field *field)
{
    if (!field->deprecated.len) return field->doc;
    return str_fmt(arena, "%.*s%sDeprecated: %.*s", STR_ARG(field->doc),
                   field->doc.len ? "\n\n" : "", STR_ARG(field->deprecated));
}

/* Where the presence bit of an optional native field is. */
static Str presence_of(Arena *arena, const RecordPlan *plan, const Slot *slot)
{
    if (!slot->is_optional_native) return STR("SG_NO_PRESENCE");
    return str_fmt(arena, "SG_PRESENCE(%.*s, %.*s, %.*s)", STR_ARG(plan->struct_name),
                   STR_ARG(slot->presence_member), STR_ARG(slot->presence_enumerator));
}

/* What the field is called, in Python and in JSON. */
static Str names_of(Arena *arena, const Slot *slot)
{
    const Field *field = slot->field;
    if (!field->is_hidden && str_eq(field->json_name, field->name))
        return str_fmt(arena, "SG_NAME(\"%.*s\")", STR_ARG(field->name));
    return str_fmt(arena, "SG_NAMES(\"%.*s\", %.*s)", STR_ARG(field->name),
                   STR_ARG(slot->key_literal));
}

const Slot *view_next_written(const RecordPlan *plan, int index)
{
    if (index < 0 && plan->tag_slot >= 0) return &plan->slots.items[plan->tag_slot];
    for (int i = index == plan->tag_slot ? 0 : index + 1; i < (int)plan->slots.len; i++)
        if (i != plan->tag_slot && !plan->slots.items[i].field->is_hidden)
            return &plan->slots.items[i];
    return NULL;
}

/* What C code says of the field. */
static void add_field_c(Noun noun, const RecordPlan *plan, const Slot *slot)
{
    Arena *arena = noun.arena;
    noun_text(noun, "c_name", slot->c_name);
    noun_text(noun, "enumerator", slot->enumerator);
    noun_text(noun, "type_const_name", str_slice(slot->type_const, 1, slot->type_const.len));
    noun_text(noun, "write_const_name", str_slice(slot->write_const, 1, slot->write_const.len));
    noun_truth(noun, "has_limits", slot->limits_c.len > 0);
    noun_text(noun, "limits_c", slot->limits_c);
    noun_text(noun, "native_c",
              slot->native ? str_fmt(arena, "&sg_native_%s", slot->native->name) : STR("NULL"));
    noun_text(noun, "scalar", slot->kind);
    noun_text(noun, "codec", slot->codec);
    noun_truth(noun, "is_omitted", slot->is_omitted);
    noun_truth(noun, "is_native", slot->native != NULL);
    noun_truth(noun, "is_optional_native", slot->is_optional_native);
    noun_truth(noun, "is_absent", slot->field->type->kind == TYPE_ABSENT);
    noun_truth(noun, "is_hash_float", slot->is_float);
    noun_text(noun, "presence_c", presence_of(arena, plan, slot));
    noun_text(noun, "flags_c", field_flags(arena, slot));
    noun_text(noun, "names_c", names_of(arena, slot));
    const Slot *next = view_next_written(plan, (int)(slot - plan->slots.items));
    noun_text(noun, "next_key", next ? next->enumerator : (Str){0});
    noun_truth(noun, "has_next_key", next != NULL);
    noun_text(noun, "default_c", slot->default_literal);
    noun_text(noun, "factory_c", slot->factory_c);
    noun_truth(noun, "has_factory", slot->factory_c.len > 0);
    noun_text(noun, "doc_c", spell_c_doc(arena, docstring_of(arena, slot->field)));
}

static Str words_py(Arena *arena, const Words *words)
{
    Joined tuple = joined_new(arena);
    for (size_t i = 0; i < words->len; i++)
        tuple_add(&tuple, spell_py_string(arena, words->items[i].text));
    return tuple_take(&tuple);
}

/* `"module:name"` */
static Str factory_py(Arena *arena, const Reference *factory)
{
    return spell_py_string(
        arena, str_fmt(arena, "%.*s:%.*s", STR_ARG(factory->module), STR_ARG(factory->name)));
}

/* What the twin and the stub say of the field. */
static void add_field_py(Noun noun, const Slot *slot)
{
    Arena *arena = noun.arena;
    const Field *field = slot->field;
    noun_text(noun, "json_name_py", spell_py_string(arena, field->json_name));
    noun_truth(noun, "has_json_name", !field->is_hidden && !str_eq(field->json_name, field->name));
    noun_truth(noun, "is_hidden", field->is_hidden && !field->is_extra);
    noun_truth(noun, "is_extra", field->is_extra);
    noun_truth(noun, "has_aliases", field->aliases.len > 0);
    noun_text(noun, "aliases_py", words_py(arena, &field->aliases));
    noun_text(noun, "annotation", slot->py_annotation);
    noun_text(noun, "annotation_pyi", slot->pyi_annotation);
    noun_text(noun, "type_py", slot->py_type);
    noun_text(noun, "default_json_py", spell_py_string(arena, field->default_json));
    noun_truth(noun, "is_fresh", field->default_is_mutable);
    noun_text(noun, "factory_py", factory_py(arena, &field->factory));
    noun_truth(noun, "is_readonly", field->is_readonly);
    noun_truth(noun, "is_boxed", field->is_boxed);
    const Str docstring = docstring_of(arena, field);
    noun_text(noun, "doc_py", spell_py_string(arena, docstring));
    noun_truth(noun, "has_doc", docstring.len > 0);
    noun_text(noun, "deprecated_py", spell_py_string(arena, field->deprecated));
    noun_truth(noun, "is_deprecated", field->deprecated.len > 0);
    noun_truth(noun, "is_unshown", field->is_unshown);
    noun_truth(noun, "is_uncompared", field->is_uncompared);
}

View *view_field(Arena *arena, const RecordPlan *plan, size_t index)
{
    const Slot *slot = &plan->slots.items[index];
    const Noun noun = noun_of_many(arena, 64);
    noun_text(noun, "name", slot->field->name);
    add_field_c(noun, plan, slot);
    add_field_py(noun, slot);
    return noun.view;
}
