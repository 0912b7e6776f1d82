/* Constants: which exist, in which order, what messages call them; keys and defaults of slots. */
#include "plan_support.h"

static const char *constants_text(Run *run, const Plan *plan)
{
    Buf out = buf_new(run->arena);
    for (size_t i = 0; i < plan->constants.len; i++) {
        const TypeConst *constant = &plan->constants.items[i];
        const Str items = constant_items(run->arena, constant);
        buf_addf(&out, "%.*s %.*s %.*s %zu %.*s\n", STR_ARG(constant->c_name),
                 STR_ARG(constant->kind), STR_ARG(items), constant->index,
                 STR_ARG(constant->expected));
    }
    return buf_take(&out).ptr;
}

static void assert_constants(const char *body, const char *expected)
{
    Run run = run_new();
    cr_assert_str_eq(constants_text(&run, plan_of(&run, body)), expected);
    run_free(&run);
}

Test(constants, scalars_need_none)
{
    assert_constants("records: {R: {fields: {a: str, b: Any, c: {type: int8, boxed: true}}}}", "");
}

Test(constants, items_come_before_what_holds_them)
{
    assert_constants(
        "records: {R: {fields: {a: 'dict[str, list[float64 | None]] | ...'}}}",
        "type_optional_float64 optional &sg_type_float64 0 float | None\n"
        "type_list_optional_float64 list &type_optional_float64 0 list\n"
        "type_dict_list_optional_float64 dict &sg_type_str, &type_list_optional_float64 0 dict\n"
        "type_absent_dict_list_optional_float64 absent "
        "&type_dict_list_optional_float64 0 dict | ...\n");
}

Test(constants, one_for_each_distinct_type)
{
    assert_constants(
        "records: {R: {fields: {a: 'list[str]', b: 'list[str]', c: 'list[list[str]]'}}}",
        "type_list_str list &sg_type_str 0 list\n"
        "type_list_list_str list &type_list_str 0 list\n");
}

Test(constants, of_enums_and_records_know_their_index)
{
    assert_constants("enums: {E: {values: [a]}, F: {values: [b]}}\n"
                     "records: {A: {}, B: {fields: {f: F, b: 'list[B]', g: 'F | None | ...'}}}",
                     "type_F enum NULL 1 F\n"
                     "type_B record NULL 1 B\n"
                     "type_list_B list &type_B 0 list\n"
                     "type_optional_F optional &type_F 0 F | None\n"
                     "type_absent_optional_F absent &type_optional_F 0 F | None | ...\n");
}

Test(constants, of_records_with_odd_names_stay_distinct)
{
    assert_constants("records: {list_str: {}, R: {fields: {a: 'list[str]', b: list_str}}}",
                     "type_list_str list &sg_type_str 0 list\n"
                     "type_liststr record NULL 0 list_str\n");
}

Test(constants, any_is_spelled_in_lower_case)
{
    Run run = run_new();
    const Slot *slot =
        slot_of(record_of(plan_of(&run, "records: {R: {fields: {a: Any}}}"), "R"), "a");
    assert_str(slot->type_const, "&sg_type_any");
    assert_str(slot->kind, "Any");
    run_free(&run);
}

Test(constants, natives_live_in_the_struct)
{
    Run run = run_new();
    const RecordPlan *record = record_of(
        plan_of(&run, "records: {R: {fields: {a: int16, b: 'float32 | None', c: {type: float64, "
                      "boxed: true},\n"
                      "  d: {type: 'bool | None', boxed: true}, f: str, e: 'int8 | ...'}}}"),
        "R");
    assert_str(str_from(slot_of(record, "a")->native->name), "int16");
    assert_str(slot_of(record, "a")->c_type, "int16_t");
    assert_str(slot_of(record, "b")->c_type, "float");
    assert_str(slot_of(record, "b")->kind, "float32");
    assert_str(slot_of(record, "b")->type_const, "&type_optional_float32");
    cr_assert(slot_of(record, "b")->is_optional_native && slot_of(record, "b")->is_float);
    cr_assert_null(slot_of(record, "c")->native);
    cr_assert(slot_of(record, "c")->is_float);
    assert_str(slot_of(record, "c")->type_const, "&sg_type_float64");
    assert_str(slot_of(record, "c")->kind, "float64");
    cr_assert_null(slot_of(record, "d")->native);
    assert_str(slot_of(record, "d")->type_const, "&type_optional_bool");
    assert_str(slot_of(record, "d")->kind, "optional");
    cr_assert_null(slot_of(record, "e")->native);
    assert_str(slot_of(record, "e")->kind, "absent");
    cr_assert_null(slot_of(record, "f")->native);
    run_free(&run);
}

Test(constants, keys_are_json_text_in_a_c_literal)
{
    Run run = run_new();
    const RecordPlan *record = record_of(
        plan_of(&run,
                "records: {R: {fields: {a: str, b: {type: str, json_name: \"a\\\"\\u00fc\\n\"}}}}"),
        "R");
    assert_str(slot_of(record, "a")->key_literal, "\",\\\"a\\\":\"");
    cr_assert_eq(slot_of(record, "a")->key_length, 5);
    assert_str(slot_of(record, "b")->key_literal, "\",\\\"a\\\\\\\"\\303\\274\\\\n\\\":\"");
    cr_assert_eq(slot_of(record, "b")->key_length, 11);
    run_free(&run);
}

static void assert_default(const char *field, const char *c_literal, const char *python)
{
    Run run = run_new();
    const Str body = str_fmt(
        run.arena,
        "enums: {Side: {values: {BUY: buy, SELL: 's\"'}}, Level: {values: {LOW: -1, HIGH: 7}}}\n"
        "records: {R: {fields: {a: %s}}}",
        field);
    const Slot *slot = slot_of(record_of(plan_of(&run, body.ptr), "R"), "a");
    assert_str(slot->default_literal, c_literal);
    assert_str(slot->py_default, python);
    run_free(&run);
}

Test(constants, defaults_are_json_in_c_and_values_in_python)
{
    assert_default("str", "NULL", "");
    assert_default("{type: str, default: ''}", "\"\\\"\\\"\"", "\"\"");
    assert_default("{type: str, default: \"\\u20ac\\\\\\t\\x01\"}",
                   "\"\\\"\\342\\202\\254\\\\\\\\\\\\t\\\\u0001\\\"\"", "\"\\u20ac\\\\\\t\\x01\"");
    assert_default("{type: bytes, default: 'AP8i'}", "\"\\\"AP8i\\\"\"", "b\"\\x00\\xff\\\"\"");
    assert_default("{type: bool, default: true}", "\"true\"", "True");
    assert_default("{type: int8, default: -3}", "\"-3\"", "-3");
    assert_default("{type: float64, default: 1}", "\"1.0\"", "1.0");
    assert_default("{type: float32, default: 0.1}", "\"0.10000000149011612\"",
                   "0.10000000149011612");
    assert_default("{type: 'float64 | None', default: null}", "\"null\"", "None");
    assert_default("{type: Any, default: 1}", "\"1\"", "1");
    assert_default("{type: 'list[str]', default: []}", "\"[]\"", "_FACTORY");
    assert_default("'str | ...'", "\"...\"", "...");
    assert_default("{type: 'str | ...', default: x}", "\"\\\"x\\\"\"", "\"x\"");
    assert_default("{type: Side, default: 's\"'}", "\"\\\"s\\\\\\\"\\\"\"", "Side.SELL");
    assert_default("{type: 'Level | None', default: 7}", "\"7\"", "Level.HIGH");
}

Test(constants, annotations_go_through_private_aliases)
{
    Run run = run_new();
    const RecordPlan *record = record_of(
        plan_of(&run, "enums: {Side: {values: [a]}}\n"
                      "records: {R: {fields: {a: 'dict[str, list[float64 | None]] | ...', b: "
                      "{type: Any, default: 0},\n"
                      "  c: {type: 'list[R]', default: []}, d: {type: Side, default: a}}}}"),
        "R");
    assert_str(slot_of(record, "a")->py_annotation,
               "_builtins.dict[_builtins.str, _builtins.list[_builtins.float | None]] | "
               "_types.EllipsisType");
    assert_str(slot_of(record, "a")->py_type, "_absent(_dict(_list(_optional(_t_float64))))");
    assert_str(slot_of(record, "b")->py_annotation, "_typing.Any");
    assert_str(slot_of(record, "c")->py_annotation, "_builtins.list[R]");
    assert_str(slot_of(record, "c")->py_type, "_list(_record(\"R\"))");
    assert_str(slot_of(record, "d")->py_type, "_enum(Side)");
    run_free(&run);
}

Test(constants, used_scalars_and_families_are_known)
{
    Run run = run_new();
    const Plan *plan =
        plan_of(&run, "records: {R: {fields: {a: 'dict[str, int8]', b: float64, c: bool}}}");
    cr_assert_eq(plan->scalars.len, 4);
    assert_str(str_from(plan->scalars.items[0]->name), "bool");
    assert_str(str_from(plan->scalars.items[1]->name), "int8");
    assert_str(str_from(plan->scalars.items[2]->name), "float64");
    assert_str(str_from(plan->scalars.items[3]->name), "str");
    cr_assert(plan->uses_families[FAMILY_INT] && plan->uses_families[FAMILY_TEXT]);
    cr_assert_not(plan->uses_families[FAMILY_BYTES]);
    const Plan *any = plan_of(&run, "records: {R: {fields: {a: Any, b: UUID | None}}}");
    cr_assert(any->uses_families[FAMILY_ANY] && any->uses_families[FAMILY_UUID]);
    cr_assert_not(any->uses_families[FAMILY_DATE]);
    run_free(&run);
}
