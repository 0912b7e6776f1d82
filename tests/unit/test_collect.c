/* The collector: which records it tracks (CONTRACT 2.3), and what is said about it. */
#include "plan_support.h"

static void assert_tracked(const char *body, const char *name, bool is_tracked, const char *because)
{
    Run run = run_new();
    const RecordPlan *record = record_of(plan_of(&run, body), name);
    cr_assert_eq(record->is_tracked, is_tracked, "%s", body);
    assert_str(record->tracked_because, because);
    run_free(&run);
}

static const char *const no_cycle = "no field can be part of a cycle";

Test(collect, atomic_fields_need_no_tracking)
{
    assert_tracked(
        "enums: {E: {values: [a]}}\n"
        "records: {R: {weakref: true, fields: {a: str, b: 'bytes | None', c: int, d: E,\n"
        "  f: {type: bool, boxed: true}, e: 'float64 | ...'}}}",
        "R", false, no_cycle);
}

Test(collect, containers_and_any_are_tracked)
{
    assert_tracked("records: {R: {fields: {a: str, b: 'list[str]'}}}", "R", true,
                   "field 'b' is a list");
    assert_tracked("records: {R: {fields: {b: 'dict[str, str] | ...'}}}", "R", true,
                   "field 'b' is a dict");
    assert_tracked("records: {R: {fields: {b: Any}}}", "R", true, "field 'b' can hold anything");
}

Test(collect, tuples_and_frozensets_of_atomic_items_are_atomic)
{
    assert_tracked(
        "records: {R: {fields: {a: 'tuple[str, int8 | None]', b: 'tuple[tuple[int], ...]',\n"
        "  c: 'frozenset[bytes] | None', d: 'Literal[1, 2]'}}}",
        "R", false, no_cycle);
    assert_tracked(
        "records: {R: {fields: {a: 'tuple[B, ...]'}}, B: {final: true, fields: {c: str}}}", "R",
        false, no_cycle);
    assert_tracked("records: {R: {fields: {b: 'set[str]'}}}", "R", true, "field 'b' is a set");
    assert_tracked("records: {R: {fields: {b: 'tuple[str, list[str] | None]'}}}", "R", true,
                   "field 'b' can hold a list");
    assert_tracked("records: {R: {fields: {b: 'frozenset[tuple[Any, ...]]'}}}", "R", true,
                   "field 'b' can hold anything");
    assert_tracked("records: {R: {fields: {b: 'tuple[B, ...]'}}, B: {}}", "R", true,
                   "field 'b' holds B, which is not final");
    assert_tracked("records: {R: {final: true, fields: {b: 'tuple[R, ...]'}}}", "R", true,
                   "field 'b' holds R, which is tracked");
}

Test(collect, a_dict_is_tracked)
{
    assert_tracked("records: {R: {dict: true, fields: {a: str}}}", "R", true,
                   "instances have a __dict__");
}

Test(collect, final_untracked_records_are_atomic)
{
    assert_tracked("records: {A: {fields: {b: 'B | None'}}, B: {final: true, fields: {c: C}}, C: "
                   "{final: true}}",
                   "A", false, no_cycle);
    assert_tracked(
        "records: {C: {final: true}, B: {final: true, fields: {c: C}}, A: {fields: {b: B}}}", "A",
        false, no_cycle);
}

Test(collect, records_that_can_be_subclassed_are_not)
{
    assert_tracked("records: {A: {fields: {b: B}}, B: {}}", "A", true,
                   "field 'b' holds B, which is not final");
}

Test(collect, records_in_a_circle_stay_tracked)
{
    assert_tracked("records: {A: {final: true, fields: {next: 'A | None'}}}", "A", true,
                   "field 'next' holds A, which is tracked");
    const char *body = "records:\n"
                       "  A: {final: true, fields: {b: 'B | None'}}\n"
                       "  B: {final: true, fields: {a: 'A | None'}}\n"
                       "  C: {final: true, fields: {b: B}}\n";
    assert_tracked(body, "A", true, "field 'b' holds B, which is tracked");
    assert_tracked(body, "B", true, "field 'a' holds A, which is tracked");
    assert_tracked(body, "C", true, "field 'b' holds B, which is tracked");
}

Test(collect, the_schema_can_decide)
{
    assert_tracked("records: {A: {gc: false, fields: {next: 'A | None'}}}", "A", false,
                   "the schema says 'gc: false'");
    assert_tracked("records: {A: {gc: true}}", "A", true, "the schema says 'gc: true'");
    assert_tracked("records: {A: {final: true, gc: false, fields: {b: B}}, B: {final: true, "
                   "fields: {a: 'A | None'}}}",
                   "B", false, no_cycle);
}

Test(collect, a_tracked_base_decides)
{
    assert_tracked("records: {A: {fields: {a: Any}}, B: {base: A, gc: false}}", "B", true,
                   "its base A is tracked");
    assert_tracked("records: {A: {}, B: {base: A, fields: {a: 'list[str]'}}}", "A", false,
                   no_cycle);
}

static bool can_nest(const char *body, const char *name)
{
    Run run = run_new();
    const bool answer = record_of(plan_of(&run, body), name)->can_nest;
    run_free(&run);
    return answer;
}

Test(collect, says_which_records_can_nest)
{
    const char *chain =
        "records: {A: {fields: {b: 'B | None'}}, B: {final: true, fields: {c: str}}}";
    cr_assert(can_nest(chain, "A"));
    cr_assert_not(can_nest(chain, "B"));
    cr_assert(can_nest("records: {A: {gc: false, fields: {b: 'list[A]'}}}", "A"));
    cr_assert(can_nest("records: {A: {fields: {b: 'list[A]'}}}", "A"));
    cr_assert_not(can_nest("records: {A: {gc: true, fields: {b: str}}}", "A"));
}
