/* plan_build: from what a schema means to what its outputs say. Each step adds its facts to the
   plan. */
#include "plan/parts.h"

static void add_enums(Planner *planner)
{
    const Schema *schema = planner->plan->schema;
    for (size_t i = 0; i < schema->enums.len; i++) {
        EnumPlan *item = arena_make(planner->arena, EnumPlan);
        item->plan = planner->plan;
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
        item->plan = planner->plan;
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

static void add_imports(Planner *planner)
{
    const Schemas imports = schema_imports(planner->arena, planner->plan->schema);
    for (size_t i = 0; i < imports.len; i++) {
        const ImportPlan item = {.plan = plan_build(planner->run, imports.items[i])};
        vec_push(planner->arena, &planner->plan->imports, item);
    }
}

/* A base may be of a module whose classes are used nowhere else. */
static void use_bases(Planner *planner)
{
    const Plan *plan = planner->plan;
    for (size_t i = 0; i < plan->records.len; i++)
        if (plan->records.items[i]->base)
            planner_use_record(planner, plan->records.items[i]->base->record);
}

static void mark_used_imports(Plan *plan)
{
    for (size_t i = 0; i < plan->imports.len; i++) {
        ImportPlan *import = &plan->imports.items[i];
        for (size_t j = 0; j < plan->imported_records.len; j++)
            if (plan->imported_records.items[j]->plan == import->plan) import->is_used = true;
        for (size_t j = 0; j < plan->imported_enums.len; j++)
            if (plan->imported_enums.items[j]->plan == import->plan) import->is_used = true;
    }
}

static Str last_part(Str dotted)
{
    size_t start = dotted.len;
    while (start > 0 && dotted.ptr[start - 1] != '.') start--;
    return str_slice(dotted, start, dotted.len);
}

const Plan *plan_build(Run *run, const Schema *schema)
{
    if (!schema) return NULL;
    const Str key = str_fmt(run->arena, "%p", (const void *)schema);
    Plan *plan = map_get(&run->plans, key);
    if (plan) return plan;
    plan = arena_make(run->arena, Plan);
    map_add(run->arena, &run->plans, key, plan);
    plan->schema = schema;
    plan->module = schema->module;
    plan->module_last = last_part(schema->module);

    Planner planner = {.run = run, .arena = run->arena, .plan = plan};
    add_imports(&planner);
    add_enums(&planner);
    add_records(&planner);
    use_bases(&planner);
    names_assign(&planner);
    tags_describe(&planner);
    constants_collect(&planner);
    mark_used_imports(plan);
    annotate_slots(&planner);
    for (size_t i = 0; i < plan->records.len; i++) layout_record(&planner, plan->records.items[i]);
    collect_decide(&planner);
    fingerprint_plan(&planner);
    return plan;
}
