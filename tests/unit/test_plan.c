/* The plan as a whole: order of records, names of the module, fingerprint, dump. */
#include "plan_support.h"

#include <ctype.h>

Test(plan, nothing_in_nothing_out)
{
    Run run = run_new();
    cr_assert_null(plan_build(&run, NULL));
    run_free(&run);
}

Test(plan, bases_come_first)
{
    Run run = run_new();
    const Plan *plan = plan_of(&run, "records: {B: {base: A}, A: {}}");
    assert_str(plan->records.items[0]->record->name, "A");
    assert_str(plan->records.items[1]->record->name, "B");
    cr_assert_eq(plan->records.items[1]->base, plan->records.items[0]);
    cr_assert_eq(plan->records.items[1]->index, 1);
    run_free(&run);
}

Test(plan, slots_are_in_constructor_order_bases_first)
{
    Run run = run_new();
    const Plan *plan =
        plan_of(&run, "records: {A: {fields: {z: bool, a: str}}, B: {base: A, fields: {c: str}}}");
    const RecordPlan *record = record_of(plan, "B");
    cr_assert_eq(record->slots.len, 3);
    assert_str(record->slots.items[0].field->name, "z");
    assert_str(record->slots.items[1].field->name, "a");
    assert_str(record->slots.items[2].field->name, "c");
    run_free(&run);
}

Test(plan, only_frozen_records_with_eq_are_hashed_by_value)
{
    Run run = run_new();
    const Plan *plan =
        plan_of(&run, "records: {A: {frozen: true}, B: {frozen: true, eq: false}, C: {}}");
    cr_assert(record_of(plan, "A")->is_hashable);
    cr_assert_not(record_of(plan, "B")->is_hashable);
    cr_assert_not(record_of(plan, "C")->is_hashable);
    run_free(&run);
}

static Str fingerprint_of_body(Run *run, const char *body)
{
    return plan_of(run, body)->fingerprint;
}

Test(plan, the_fingerprint_is_that_of_the_meaning)
{
    Run run = run_new();
    const Str one = fingerprint_of_body(&run, "records: {A: {fields: {a: str}}}");
    const Str same = fingerprint_of_body(
        &run, "records:  # a comment\n  A:\n    fields:\n      a: {type: str}\n");
    const Str other = fingerprint_of_body(&run, "records: {A: {fields: {a: bytes}}}");
    cr_assert_eq(one.len, 64);
    for (size_t i = 0; i < one.len; i++)
        cr_assert(isdigit((unsigned char)one.ptr[i]) || (one.ptr[i] >= 'a' && one.ptr[i] <= 'f'));
    cr_assert(str_eq(one, same));
    cr_assert_not(str_eq(one, other));
    run_free(&run);
}

Test(plan, the_module_is_named_by_its_last_part)
{
    Run run = run_new();
    const Source *source =
        run_source(&run, "slotgen: 1\nmodule: pkg.sub.market\nrecords: {A: {}}\n");
    const Plan *plan = plan_build(&run, model_build(&run, source, syntax_parse(&run, source)));
    assert_str(plan->module, "pkg.sub.market");
    assert_str(plan->module_last, "market");
    run_free(&run);
}

Test(plan, is_dumped_as_text)
{
    Run run = run_new();
    Buf out = buf_new(run.arena);
    dump_plan(&out,
              plan_of(&run,
                      "records:\n"
                      "  A: {fields: {a: 'int32 | None', b: bool}}\n"
                      "  B: {base: A, fields: {c: 'list[A]', int: {type: int8, default: 3}}}\n"));
    cr_assert_str_eq(buf_take(&out).ptr,
                     "module m\n"
                     "record A: 24 bytes, not tracked: no field can be part of a cycle\n"
                     "    16  4  a: int32 | None\n"
                     "    20  1  b: bool\n"
                     "    21  1  present: which optional fields are not None\n"
                     "    22  2  (padding)\n"
                     "  A2_a at 16: &type_optional_int32, bit 0 of present, _optional(_t_int32)\n"
                     "  A2_b at 20: &sg_type_bool, _t_bool\n"
                     "record B extends A: 32 bytes, tracked: field 'c' is a list\n"
                     "    16  4  a: int32 | None\n"
                     "    20  1  b: bool\n"
                     "    21  1  present: which optional fields are not None\n"
                     "    22  1  int_: int8\n"
                     "    23  1  (hole)\n"
                     "    24  8  c: list[A]\n"
                     "  B2_c at 24: &type_list_A, _list(_record(\"A\"))\n"
                     "  B2_int at 22: &sg_type_int8, _t_int8 = 3\n"
                     "constant type_optional_int32: optional of &sg_type_int32, 0, \"int | None\"\n"
                     "constant type_A: record of NULL, 0, \"A\"\n"
                     "constant type_list_A: list of &type_A, 0, \"list\"\n");
    run_free(&run);
}

/* A chain of records, each holding the next one: in both orders, and no deep recursion. */
Test(plan, long_chains_of_records_are_planned)
{
    enum { LENGTH = 2000 };
    for (int forward = 0; forward < 2; forward++) {
        Run run = run_new();
        Buf body = buf_new(run.arena);
        buf_add(&body, STR("records:\n"));
        for (int i = 0; i < LENGTH; i++) {
            const int next = forward ? i + 1 : i - 1;
            if (next >= 0 && next < LENGTH)
                buf_addf(&body, "  R%d: {final: true, fields: {next: 'R%d | None'}}\n", i, next);
            else buf_addf(&body, "  R%d: {final: true}\n", i);
        }
        const Plan *plan = plan_of(&run, buf_take(&body).ptr);
        for (size_t i = 0; i < plan->records.len; i++)
            cr_assert_not(plan->records.items[i]->is_tracked);
        run_free(&run);
    }
}
