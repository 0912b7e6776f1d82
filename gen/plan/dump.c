/* The plan as text: per record its layout, why it is tracked or not, and the names that are not
   plain; then the type constants. */
#include "plan/plan.h"

static void dump_member(Buf *out, const Member *member)
{
    buf_addf(out, "  %4zu %2zu  %.*s: %.*s\n", member->offset, member->size,
             STR_ARG(member->c_name), STR_ARG(member->comment));
}

static void dump_slot(Buf *out, const Slot *slot)
{
    buf_addf(out, "  %.*s at %zu: %.*s", STR_ARG(slot->enumerator), slot->offset,
             STR_ARG(slot->type_const));
    if (slot->is_optional_native)
        buf_addf(out, ", bit %zu of %.*s", slot->presence_bit, STR_ARG(slot->presence_member));
    if (slot->field->is_boxed) buf_add(out, STR(", boxed"));
    buf_addf(out, ", %.*s", STR_ARG(slot->py_type));
    if (slot->py_default.len) buf_addf(out, " = %.*s", STR_ARG(slot->py_default));
    buf_add_char(out, '\n');
}

static void dump_cached(Buf *out, const Slot *slot)
{
    buf_addf(out, "  cached %.*s at %zu: %.*s, %.*s\n", STR_ARG(slot->field->name), slot->offset,
             STR_ARG(slot->type_const), STR_ARG(slot->py_type));
}

static void dump_family(Buf *out, const FamilyPlan *family)
{
    if (!family->members.len) return;
    buf_addf(out, "  family %.*s:", STR_ARG(family->name));
    for (size_t i = 0; i < family->members.len; i++) {
        const bool is_open = (int)family->members.items[i] == family->open;
        buf_addf(out, " %zu%s", family->members.items[i], is_open ? " (open)" : "");
    }
    buf_add_char(out, '\n');
}

static void dump_record(Buf *out, const RecordPlan *record)
{
    buf_addf(out, "record %.*s", STR_ARG(record->record->name));
    if (!str_eq(record->record->name, record->c_name))
        buf_addf(out, " as %.*s", STR_ARG(record->c_name));
    if (record->fields_class.len)
        buf_addf(out, " behind %.*s.%.*s", STR_ARG(record->record->mixin.module),
                 STR_ARG(record->record->mixin.name));
    if (record->base) {
        const RecordPlan *base = record->base;
        const Str name = schema_name_of(out->arena, record->plan->schema, base->plan->schema,
                                        base->record->name);
        buf_addf(out, " extends %.*s", STR_ARG(name));
    }
    buf_addf(out, ": %zu bytes, %s: %.*s\n", record->size,
             record->is_tracked ? "tracked" : "not tracked", STR_ARG(record->tracked_because));
    dump_family(out, &record->family);
    size_t end = HEADER_SIZE;
    for (size_t i = 0; i < record->members.len; i++) {
        const Member *member = &record->members.items[i];
        if (member->offset > end) buf_addf(out, "  %4zu %2zu  (hole)\n", end, member->offset - end);
        dump_member(out, member);
        end = member->offset + member->size;
    }
    if (record->size > end) buf_addf(out, "  %4zu %2zu  (padding)\n", end, record->size - end);
    /* inherited fields are said where they are declared */
    for (size_t i = record->base ? record->base->slots.len : 0; i < record->slots.len; i++)
        dump_slot(out, &record->slots.items[i]);
    for (size_t i = record->base ? record->base->cached.len : 0; i < record->cached.len; i++)
        dump_cached(out, &record->cached.items[i]);
}

void dump_plan(Buf *out, const Plan *plan)
{
    buf_addf(out, "module %.*s\n", STR_ARG(plan->module));
    for (size_t i = 0; i < plan->imports.len; i++)
        if (plan->imports.items[i].is_used)
            buf_addf(out, "import %.*s as %.*s\n", STR_ARG(plan->imports.items[i].plan->module),
                     STR_ARG(plan->imports.items[i].alias));
    for (size_t i = 0; i < plan->imported_records.len; i++) {
        const RecordPlan *record = plan->imported_records.items[i];
        buf_addf(out, "imported record %.*s.%.*s: %zu\n", STR_ARG(record->plan->module),
                 STR_ARG(record->record->name), plan->records.len + i);
    }
    for (size_t i = 0; i < plan->imported_enums.len; i++) {
        const EnumPlan *item = plan->imported_enums.items[i];
        buf_addf(out, "imported enum %.*s.%.*s: %zu\n", STR_ARG(item->plan->module),
                 STR_ARG(item->enumeration->name), plan->enums.len + i);
    }
    for (size_t i = 0; i < plan->enums.len; i++)
        buf_addf(out, "enum %.*s as %.*s\n", STR_ARG(plan->enums.items[i]->enumeration->name),
                 STR_ARG(plan->enums.items[i]->c_name));
    for (size_t i = 0; i < plan->records.len; i++) dump_record(out, plan->records.items[i]);
    for (size_t i = 0; i < plan->constants.len; i++) {
        const TypeConst *constant = &plan->constants.items[i];
        const Str items = constant_items(out->arena, constant);
        buf_addf(out, "constant %.*s: %.*s of %.*s, %zu, \"%.*s\"\n", STR_ARG(constant->c_name),
                 STR_ARG(constant->kind), STR_ARG(items), constant->index,
                 STR_ARG(constant->expected));
        dump_family(out, &constant->family);
        for (size_t j = 0; j < constant->limits.len; j++)
            buf_addf(out, "  %.*s\n", STR_ARG(constant->limits.items[j]));
    }
    for (size_t i = 0; i < plan->named.len; i++)
        buf_addf(out, "named %.*s = %.*s\n", STR_ARG(plan->named.items[i].name),
                 STR_ARG(plan->named.items[i].py_type));
    for (size_t i = 0; i < plan->aliases.len; i++)
        buf_addf(out, "alias %.*s = %.*s\n", STR_ARG(plan->aliases.items[i].name),
                 STR_ARG(plan->aliases.items[i].target));
}
