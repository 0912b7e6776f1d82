/* Tags: how JSON text says which record an object is, and which records it can be where. */
#include "plan/parts.h"
#include "types/literal.h"

static void set_open(FamilyPlan *family, const Record *member, size_t index)
{
    if (member->open) family->open = (int)index;
}

FamilyPlan tags_family(Planner *planner, const TypeRef *type, Str name)
{
    FamilyPlan family = {.name = name, .open = -1};
    const Members members = model_members(planner->arena, type);
    for (size_t i = 0; i < members.len; i++) {
        const size_t index = planner_use_record(planner, members.items[i]);
        vec_push(planner->arena, &family.members, index);
        set_open(&family, members.items[i], index);
    }
    for (size_t i = 0; i < type->item_count; i++) {
        const size_t index = planner_use_record(planner, type->items[i]->record);
        vec_push(planner->arena, &family.bases, index);
    }
    return family;
}

static FamilyPlan family_of(Planner *planner, const RecordPlan *plan)
{
    const Record *record = plan->record;
    const TypeRef itself = {.kind = TYPE_RECORD, .record = record};
    if (record->family.len || record->has_tag || record->open)
        return tags_family(planner, &itself, record->name);
    return (FamilyPlan){.name = record->name, .open = -1};
}

static void describe_tag(Arena *arena, RecordPlan *plan)
{
    const Record *record = plan->record;
    Buf text = buf_new(arena);
    buf_add_char(&text, ',');
    literal_add_string(&text, record->tag_field);
    buf_add_char(&text, ':');
    plan->tag_key_length = text.len;
    if (record->has_tag) literal_add_string(&text, record->tag);
    plan->tag_length = text.len;
    plan->tag_literal = spell_c_string(arena, buf_take(&text));
    plan->has_tag = true;
    const Field *field = model_tag_field(record);
    for (size_t i = 0; i < plan->slots.len; i++)
        if (field && plan->slots.items[i].field == field) plan->tag_slot = (int)i;
    if (plan->tag_slot >= 0) plan->slots.items[plan->tag_slot].is_omitted = false;
}

void tags_describe(Planner *planner)
{
    Plan *plan = planner->plan;
    for (size_t i = 0; i < plan->records.len; i++) {
        RecordPlan *record = plan->records.items[i];
        record->tag_slot = -1;
        record->family = family_of(planner, record);
        if (record->record->has_tag || record->record->open) describe_tag(planner->arena, record);
        if (record->family.members.len || record->record->abstract) plan->has_choices = true;
    }
}
