/* Layout: order, offsets, presence bits; and that a C compiler, given the members in that order,
   agrees. */
#include "plan_support.h"

#include <stdint.h>

/* "symbol@16 bid@24 ..." */
static const char *members_text(Run *run, const RecordPlan *record)
{
    Buf out = buf_new(run->arena);
    for (size_t i = 0; i < record->members.len; i++)
        buf_addf(&out, "%s%.*s@%zu", i ? " " : "", STR_ARG(record->members.items[i].c_name),
                 record->members.items[i].offset);
    return buf_take(&out).ptr;
}

static void assert_layout(const char *body, const char *name, const char *members, size_t size)
{
    Run run = run_new();
    const RecordPlan *record = record_of(plan_of(&run, body), name);
    cr_assert_str_eq(members_text(&run, record), members);
    cr_assert_eq(record->size, size, "got %zu bytes", record->size);
    run_free(&run);
}

Test(layout, a_tick_takes_48_bytes)
{
    assert_layout(
        "records: {Tick: {fields: {symbol: str, timestamp: float64, bid: float64, ask: float64}}}",
        "Tick", "symbol@16 timestamp@24 bid@32 ask@40", 48);
}

Test(layout, sorts_by_size_then_schema_order)
{
    assert_layout(
        "records: {R: {fields: {a: bool, b: int16, c: float64, d: int32, e: uint8, f: str}}}", "R",
        "c@16 f@24 d@32 b@36 a@38 e@39", 40);
}

Test(layout, a_record_without_fields_is_its_header)
{
    assert_layout("records: {Empty: {}}", "Empty", "", 16);
}

Test(layout, boxed_and_absent_fields_are_pointers)
{
    assert_layout("records: {R: {fields: {a: {type: bool, boxed: true}, b: 'int8 | ...'}}}", "R",
                  "a@16 b@24", 32);
}

Test(layout, presence_bytes_come_last)
{
    assert_layout(
        "records: {R: {fields: {a: 'bool | None', b: 'float64 | None', c: 'str | None'}}}", "R",
        "b@16 c@24 a@32 present@33", 40);
}

Test(layout, nine_optional_natives_need_two_presence_bytes)
{
    Run run = run_new();
    const RecordPlan *record = record_of(
        plan_of(&run,
                "records: {R: {fields: {a: 'int8 | None', b: 'int8 | None', c: 'int8 | None',\n"
                "  d: 'int8 | None', e: 'int8 | None', f: 'int8 | None', g: 'int8 | None',\n"
                "  h: 'int8 | None', i: 'int8 | None'}}}"),
        "R");
    const Slot *eighth = slot_of(record, "h"), *ninth = slot_of(record, "i");
    cr_assert_eq(eighth->presence_bit, 7);
    cr_assert_eq(ninth->presence_bit, 8);
    assert_str(ninth->presence_member, "present");
    const Member *present = &record->members.items[record->members.len - 1];
    cr_assert_eq(present->offset, 25);
    cr_assert_eq(present->size, 2);
    cr_assert_eq(record->size, 32);
    run_free(&run);
}

Test(layout, weak_references_and_dict_are_the_last_pointers)
{
    assert_layout("records: {R: {weakref: true, dict: true, fields: {a: int32, b: str}}}", "R",
                  "b@16 weaklist@24 dict@32 a@40", 48);
}

Test(layout, a_derived_record_fills_its_bases_padding)
{
    const char *body =
        "records:\n"
        "  Base: {fields: {a: float64, b: bool}}\n"
        "  Derived: {base: Base, fields: {c: float64, d: int16, e: uint8, f: int32}}\n";
    assert_layout(body, "Base", "a@16 b@24", 32);
    assert_layout(body, "Derived", "a@16 b@24 e@25 d@26 f@28 c@32", 40);
}

Test(layout, what_does_not_fit_leaves_the_padding)
{
    assert_layout("records:\n"
                  "  Base: {fields: {a: bool}}\n"
                  "  Derived: {base: Base, fields: {b: int32, c: str}}\n",
                  "Derived", "a@16 b@20 c@24", 32);
}

Test(layout, a_derived_record_has_presence_bytes_of_its_own)
{
    Run run = run_new();
    const Plan *plan = plan_of(&run, "records:\n"
                                     "  Base: {fields: {a: 'int32 | None'}}\n"
                                     "  Derived: {base: Base, fields: {b: 'int32 | None'}}\n");
    const RecordPlan *record = record_of(plan, "Derived");
    cr_assert_str_eq(members_text(&run, record), "a@16 present@20 present_1@21 b@24");
    assert_str(slot_of(record, "a")->presence_member, "present");
    assert_str(slot_of(record, "b")->presence_member, "present_1");
    cr_assert_eq(slot_of(record, "b")->presence_bit, 0);
    cr_assert_eq(record->inherited, 2);
    run_free(&run);
}

Test(layout, options_of_the_base_are_inherited_once)
{
    Run run = run_new();
    const Plan *plan = plan_of(&run, "records:\n"
                                     "  Base: {weakref: true}\n"
                                     "  Derived: {base: Base, weakref: true, dict: true}\n");
    const RecordPlan *record = record_of(plan, "Derived");
    cr_assert_str_eq(members_text(&run, record), "weaklist@16 dict@24");
    cr_assert(record->has_weaklist && !record->own_weaklist);
    cr_assert(record->has_dict && record->own_dict);
    run_free(&run);
}

/* The same declarations in C, with a header as wide as the plan assumes. */
typedef struct {
    uint64_t header[2];
    double a;
    uint8_t b, e;
    int16_t d;
    int32_t f;
    double c;
} DerivedObject;

Test(layout, is_what_a_c_compiler_makes_of_it)
{
    Run run = run_new();
    const Plan *plan = plan_of(
        &run, "records:\n"
              "  Base: {fields: {a: float64, b: bool}}\n"
              "  Derived: {base: Base, fields: {c: float64, d: int16, e: uint8, f: int32}}\n");
    const RecordPlan *record = record_of(plan, "Derived");
    cr_assert_eq(slot_of(record, "a")->offset, offsetof(DerivedObject, a));
    cr_assert_eq(slot_of(record, "b")->offset, offsetof(DerivedObject, b));
    cr_assert_eq(slot_of(record, "c")->offset, offsetof(DerivedObject, c));
    cr_assert_eq(slot_of(record, "d")->offset, offsetof(DerivedObject, d));
    cr_assert_eq(slot_of(record, "e")->offset, offsetof(DerivedObject, e));
    cr_assert_eq(slot_of(record, "f")->offset, offsetof(DerivedObject, f));
    cr_assert_eq(record->size, sizeof(DerivedObject));
    run_free(&run);
}

/* Every order of a few sizes: members never overlap, are aligned, and no hole could have been
   filled. */
Test(layout, leaves_no_avoidable_hole)
{
    static const char *const types[] = {"bool", "int16", "int32", "float64"};
    for (int code = 0; code < 4 * 4 * 4 * 4; code++) {
        Run run = run_new();
        const Str body =
            str_fmt(run.arena,
                    "records:\n  Base: {fields: {a: float64, b: %s}}\n"
                    "  Derived: {base: Base, fields: {c: %s, d: %s, e: %s}}\n",
                    types[code % 4], types[code / 4 % 4], types[code / 16 % 4], types[code / 64]);
        const RecordPlan *record = record_of(plan_of(&run, body.ptr), "Derived");
        size_t end = HEADER_SIZE, largest_hole = 0;
        for (size_t i = 0; i < record->members.len; i++) {
            const Member *member = &record->members.items[i];
            cr_assert_eq(member->offset % member->size, 0);
            cr_assert_geq(member->offset, end);
            for (size_t later = i; later < record->members.len && member->offset > end; later++)
                cr_assert_gt(record->members.items[later].size, 1u, "a byte would have fitted: %s",
                             members_text(&run, record));
            if (member->offset - end > largest_hole) largest_hole = member->offset - end;
            end = member->offset + member->size;
        }
        cr_assert_lt(largest_hole, 8u);
        cr_assert_eq(record->size, (end + 7) / 8 * 8);
        run_free(&run);
    }
}
