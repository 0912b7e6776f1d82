/* plan_build: from what a schema means to what its outputs say. Each step adds its facts to the
   plan. */
#include "plan/parts.h"

static void add_enums(Planner *planner)
{
    const Schema *schema = planner->plan->schema;
    for (size_t i = 0; i < schema->enums.len; i++) {
        EnumPlan *item = arena_make(planner->arena, EnumPlan);
        item->enumeration = schema->enums.items[i];
        item->index = i;
        vec_push(planner->arena, &planner->plan->enums, item);
        map_add(planner->arena, &planner->enums, item->enumeration->name, item);
    }
}

/* Bases come first, so a record finds its base's plan. */
static void add_records(Planner *planner)
{
    Arena *arena = planner->arena;
    const Schema *schema = planner->plan->schema;
    for (size_t i = 0; i < schema->ordered.len; i++) {
        const Record *record = schema->ordered.items[i];
        RecordPlan *item = arena_make(arena, RecordPlan);
        item->record = record;
        item->base = record->base ? planner_record(planner, record->base) : NULL;
        item->index = i;
        item->is_hashable = record->frozen && record->eq;
        for (size_t f = 0; f < record->fields.len; f++) {
            const Field *field = record->fields.items[f];
            const bool has_text =
                field->has_default && !field->default_is_absent && !field->factory.name.len;
            const Slot slot = {.field = field,
                               .is_omitted =
                                   record->omit_defaults && has_text && !field->is_hidden};
            vec_push(arena, &item->slots, slot);
        }
        for (size_t f = 0; f < item->slots.len; f++)
            if (item->slots.items[f].field->is_extra) item->extra = &item->slots.items[f];
        for (size_t f = 0; f < record->cached.len; f++) {
            const Slot slot = {.field = record->cached.items[f]};
            vec_push(arena, &item->cached, slot);
        }
        item->is_mixed = record->mixed != NULL;
        planner->plan->has_mixins |= item->is_mixed;
        vec_push(arena, &planner->plan->records, item);
        map_add(arena, &planner->records, record->name, item);
    }
}

static Str last_part(Str dotted)
{
    size_t start = dotted.len;
    while (start > 0 && dotted.ptr[start - 1] != '.') start--;
    return str_slice(dotted, start, dotted.len);
}

static Str fingerprint(Arena *arena, const Schema *schema)
{
    Buf text = buf_new(arena);
    dump_model(&text, schema);
    return fingerprint_of(arena, buf_take(&text));
}

const Plan *plan_build(Run *run, const Schema *schema)
{
    if (!schema) return NULL;
    Plan *plan = arena_make(run->arena, Plan);
    plan->schema = schema;
    plan->module = schema->module;
    plan->module_last = last_part(schema->module);
    plan->fingerprint = fingerprint(run->arena, schema);

    Planner planner = {.arena = run->arena, .plan = plan};
    add_enums(&planner);
    add_records(&planner);
    names_assign(&planner);
    tags_describe(&planner);
    constants_collect(&planner);
    annotate_slots(&planner);
    for (size_t i = 0; i < plan->records.len; i++) layout_record(&planner, plan->records.items[i]);
    collect_decide(&planner);
    return plan;
}
