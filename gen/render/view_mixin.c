/* The view of a record's mixin, and of the cached slots that it or a base's fills. */
#include "render/view.h"

static View *view_cached(Arena *arena, const Slot *slot)
{
    const Noun noun = noun_new(arena);
    noun_text(noun, "name", slot->field->name);
    noun_text(noun, "c_name", slot->c_name);
    noun_text(noun, "type_const_name", str_slice(slot->type_const, 1, slot->type_const.len));
    noun_text(noun, "enumerator", slot->enumerator);
    noun_text(noun, "type_py", slot->py_type);
    noun_text(noun, "annotation_pyi", slot->pyi_annotation);
    return noun.view;
}

/* Whether the stub shows an attribute of the record's own as a property. Those that __slots__ names, pyright
   takes for objects of type property, so then the stub leaves open which slots there are. */
static bool has_properties(const RecordPlan *plan)
{
    const Record *record = plan->record;
    for (size_t i = 0; i < record->own_fields.len; i++) {
        const Field *field = record->own_fields.items[i];
        if (record->frozen || field->is_readonly || field->deprecated.len) return true;
    }
    return record->own_cached.len > 0;
}

/* Numbers of cached slots, as expressions of their enumerators: they change with no slot's line. */
static Str cached_count(Arena *arena, const RecordPlan *plan)
{
    if (!plan->cached.len) return STR("0");
    return str_fmt(arena, "%.*s_CACHED", STR_ARG(plan->enum_prefix));
}

static Str own_cached_count(Arena *arena, const RecordPlan *plan)
{
    const Str all = cached_count(arena, plan);
    if (!plan->base || !plan->base->cached.len) return all;
    if (plan->base->plan != plan->plan)
        return str_fmt(arena, "%.*s - %zu", STR_ARG(all), plan->base->cached.len);
    const Str inherited = cached_count(arena, plan->base);
    return str_fmt(arena, "%.*s - %.*s", STR_ARG(all), STR_ARG(inherited));
}

void view_mixin(Noun noun, Noun item, const RecordPlan *plan)
{
    Arena *arena = noun.arena;
    const Reference *mixin = &plan->record->mixin;
    View *all = view_list(arena), *own = view_list(arena);
    const size_t first_own = plan->base ? plan->base->cached.len : 0;
    for (size_t i = 0; i < plan->cached.len; i++) {
        View *slot = view_cached(arena, &plan->cached.items[i]);
        noun_append(arena, all, "slot", slot);
        if (i >= first_own) noun_append(arena, own, "slot", slot);
    }
    const bool has_mixin = mixin->name.len > 0;
    noun_list(noun, "cached", all);
    noun_list(noun, "own_cached", own);
    noun_list(item, "own_cached", own);
    noun_truth(noun, "has_cached", plan->cached.len > 0);
    noun_truth(noun, "has_own_cached", plan->cached.len > first_own);
    noun_truth(noun, "has_properties", has_properties(plan));
    noun_text(noun, "cached_c",
              plan->cached.len ? str_fmt(arena, "%.*s_cached", STR_ARG(plan->c_name))
                               : STR("NULL"));
    noun_text(noun, "cached_count_c", cached_count(arena, plan));
    noun_text(noun, "own_cached_count_c", own_cached_count(arena, plan));

    noun_truth(noun, "has_mixin", has_mixin);
    noun_truth(noun, "is_mixed", plan->is_mixed);
    Str row = STR("NULL");
    if (plan->is_mixed) row = str_fmt(arena, "&%.*s_mixin", STR_ARG(plan->c_name));
    noun_text(noun, "mixin_c", row);
    noun_text(noun, "mixin_module", mixin->module);
    noun_text(noun, "mixin_name", mixin->name);
    noun_text(noun, "mixin_alias", plan->mixin_alias);
    noun_text(noun, "fields_class", plan->fields_class);
}
