/* What the tests of plan/ and render/ share: a schema's text through the phases, and finding things
   in the plan that comes out. Include it behind <criterion/criterion.h>. */
#ifndef UNIT_PLAN_SUPPORT_H
#define UNIT_PLAN_SUPPORT_H

#include "plan/plan.h"
#include "support.h"
#include "syntax/syntax.h"

/* The plan of a schema with this body behind `slotgen: 1` and `module: m`. */
static inline const Plan *plan_of(Run *run, const char *body)
{
    const Str text = str_fmt(run->arena, "slotgen: 1\nmodule: m\n%s", body);
    const Source *source = source_from_text(run->arena, run->diags, STR("dir/m.yaml"), text);
    const Node *tree = syntax_parse(run, source);
    const Plan *plan = plan_build(run, model_build(run, source, tree));
    cr_assert_not_null(plan, "reported:\n%s", run_reports(run));
    return plan;
}

static inline const RecordPlan *record_of(const Plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->records.len; i++)
        if (str_is(plan->records.items[i]->record->name, name)) return plan->records.items[i];
    cr_assert_fail("no record %s", name);
    return NULL;
}

static inline const Slot *slot_of(const RecordPlan *record, const char *name)
{
    for (size_t i = 0; i < record->slots.len; i++)
        if (str_is(record->slots.items[i].field->name, name)) return &record->slots.items[i];
    cr_assert_fail("no field %s", name);
    return NULL;
}

#define assert_str(actual, expected)                                                               \
    do {                                                                                           \
        const Str got = (actual);                                                                  \
        cr_assert(str_is(got, (expected)), "got \"%.*s\", expected \"%s\"", STR_ARG(got),          \
                  (expected));                                                                     \
    } while (0)

#endif
