/* Names: what generated C calls things, and that nothing it calls can collide. */
#include "plan_support.h"

Test(names, are_plain_where_they_can_be)
{
    Run run = run_new();
    const Plan *plan = plan_of(&run, "enums: {Side: {values: {BUY: buy}}}\n"
                                     "records: {Trade: {fields: {bid: float64, side: Side}}}");
    const RecordPlan *trade = record_of(plan, "Trade");
    assert_str(trade->c_name, "Trade");
    assert_str(trade->struct_name, "TradeObject");
    assert_str(trade->enum_prefix, "TRADE");
    assert_str(trade->self_name, "self");
    assert_str(slot_of(trade, "bid")->c_name, "bid");
    assert_str(slot_of(trade, "bid")->enumerator, "TRADE_bid");
    assert_str(plan->enums.items[0]->c_name, "Side_enum");
    run_free(&run);
}

Test(names, that_differ_in_case_only_get_numbers)
{
    Run run = run_new();
    const Plan *plan = plan_of(&run, "records: {Trade: {}, TRADE: {}, trade: {}}");
    assert_str(record_of(plan, "Trade")->enum_prefix, "TRADE2");
    assert_str(record_of(plan, "TRADE")->c_name, "TRADE");
    assert_str(record_of(plan, "TRADE")->enum_prefix, "TRADE3");
    assert_str(record_of(plan, "trade")->enum_prefix, "TRADE4");
    run_free(&run);
}

Test(names, of_records_lose_their_underscores)
{
    Run run = run_new();
    const Plan *plan =
        plan_of(&run, "records: {Trade: {}, Trade_fields: {}, TradeFields: {}, Trade_Fields: {}}");
    assert_str(record_of(plan, "Trade_fields")->c_name, "Tradefields");
    assert_str(record_of(plan, "TradeFields")->c_name, "TradeFields");
    assert_str(record_of(plan, "Trade_Fields")->c_name, "TradeFields2");
    assert_str(record_of(plan, "Trade_fields")->enum_prefix, "TRADEFIELDS");
    assert_str(record_of(plan, "TradeFields")->enum_prefix, "TRADEFIELDS2");
    run_free(&run);
}

Test(names, of_python_and_the_run_time_are_left_alone)
{
    Run run = run_new();
    const Plan *plan = plan_of(&run, "records: {PyLong: {}, Sg_type: {}, module: {}}");
    assert_str(record_of(plan, "PyLong")->struct_name, "RPyLongObject");
    assert_str(record_of(plan, "Sg_type")->c_name, "RSgtype");
    assert_str(record_of(plan, "module")->c_name, "Rmodule");
    run_free(&run);
}

Test(names, of_members_avoid_words_of_c)
{
    static const char *const words[] = {"int",      "this",      "template", "errno",    "unix",
                                        "near",     "dict",      "signed",   "weaklist", "ob_base",
                                        "int64_t",  "present",   "X",        "_Bool",    "NULL",
                                        "st_mtime", "present_1", "PyObject"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        Run run = run_new();
        const Str body = str_fmt(run.arena, "records: {R: {fields: {%s: int64}}}", words[i]);
        const Str expected = str_fmt(run.arena, "%s_", words[i]);
        assert_str(slot_of(record_of(plan_of(&run, body.ptr), "R"), words[i])->c_name,
                   expected.ptr);
        run_free(&run);
    }
}

Test(names, of_members_stay_where_they_can)
{
    Run run = run_new();
    const RecordPlan *record =
        record_of(plan_of(&run, "records: {R: {fields: {int: str, int_: str, int__: str}}}"), "R");
    assert_str(slot_of(record, "int")->c_name, "int___");
    assert_str(slot_of(record, "int_")->c_name, "int_");
    assert_str(slot_of(record, "int__")->c_name, "int__");
    run_free(&run);
}

Test(names, of_inherited_members_are_those_of_the_base)
{
    Run run = run_new();
    const Plan *plan = plan_of(&run, "records:\n"
                                     "  Base: {fields: {int: str}}\n"
                                     "  Derived: {base: Base, fields: {int_: str}}\n");
    assert_str(slot_of(record_of(plan, "Derived"), "int")->c_name, "int_");
    assert_str(slot_of(record_of(plan, "Derived"), "int_")->c_name, "int__");
    assert_str(slot_of(record_of(plan, "Derived"), "int")->enumerator, "DERIVED_int");
    run_free(&run);
}

Test(names, of_enumerators_differ_from_the_count_and_from_macros)
{
    Run run = run_new();
    const RecordPlan *record = record_of(
        plan_of(&run, "records: {Int: {fields: {MAX: str, FIELDS: str, MAX_: str, max: str}}}"),
        "Int");
    assert_str(slot_of(record, "MAX")->enumerator, "INT_MAX_");
    assert_str(slot_of(record, "FIELDS")->enumerator, "INT_FIELDS_");
    assert_str(slot_of(record, "MAX_")->enumerator, "INT_MAX__");
    assert_str(slot_of(record, "max")->enumerator, "INT_max");
    run_free(&run);
}

Test(names, of_self_make_way_for_fields)
{
    Run run = run_new();
    const Plan *plan = plan_of(&run, "records: {R: {fields: {self: str, _self: str}}}");
    assert_str(record_of(plan, "R")->self_name, "_self_");
    run_free(&run);
}

Test(names, of_classes_hidden_by_fields_get_aliases)
{
    Run run = run_new();
    const Plan *plan =
        plan_of(&run, "records:\n"
                      "  Leg: {fields: {price: float64}}\n"
                      "  Trade: {fields: {Leg: Leg, other: 'list[Leg]', trade: 'Trade | None'}}\n");
    cr_assert_eq(plan->aliases.len, 1);
    assert_str(plan->aliases.items[0].name, "_Leg");
    assert_str(plan->aliases.items[0].target, "Leg");
    const RecordPlan *trade = record_of(plan, "Trade");
    assert_str(slot_of(trade, "other")->pyi_annotation, "_builtins.list[_Leg]");
    assert_str(slot_of(trade, "other")->py_annotation, "_builtins.list[Leg]");
    assert_str(slot_of(trade, "trade")->pyi_annotation, "Trade | None");
    run_free(&run);
}
