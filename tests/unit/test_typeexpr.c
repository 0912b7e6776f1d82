/* Type expressions: what they mean, how they are spelled canonically, and where a wrong one is wrong. */
#include "support.h"

#include "model/model.h"

/* The schema whose one field has the type `type`, as YAML would be given it. */
static const Schema *build(Run *run, const char *type)
{
    const Str text = str_fmt(run->arena,
                             "slotgen: 1\nmodule: m\nenums: {Side: {values: [BUY]}}\n"
                             "records: {Leg: {fields: {it: %s}}}\n",
                             type);
    const Source *source = source_from_text(run->arena, run->diags, STR("a.yaml"), text);
    return model_build(run, source, syntax_parse(run, source));
}

static const TypeRef *type_of(const Schema *schema)
{
    return schema->records.items[0]->fields.items[0]->type;
}

static void assert_type(const char *spelled, const char *canonical)
{
    Run run = run_new();
    const Schema *schema = build(&run, spelled);
    cr_assert_not_null(schema, "%s", run_reports(&run));
    const Str text = model_type_text(run.arena, type_of(schema));
    cr_assert(str_is(text, canonical), "%s is %.*s, not %s", spelled, STR_ARG(text), canonical);
    run_free(&run);
}

/* The columns that the one report points at. */
static void assert_marked(const char *spelled, const char *marks)
{
    Run run = run_new();
    cr_assert_null(build(&run, spelled));
    const char *report = run_reports(&run);
    cr_assert_eq(diags_errors(run.diags), 1, "%s", report);
    const char *line = strstr(report, "\n      | ");
    cr_assert_not_null(line);
    cr_assert_not_null(strstr(line, marks), "%s", report);
    run_free(&run);
}

Test(typeexpr, types_have_one_canonical_spelling)
{
    assert_type("int64", "int64");
    assert_type("float", "float64");
    assert_type("\"list[ str ]\"", "list[str]");
    assert_type("'dict[str,list[Side]]'", "dict[str, list[Side]]");
    assert_type("None|str", "str | None");
    assert_type("\"list[None | Leg]\"", "list[Leg | None]");
    assert_type("str | ... | None", "str | None | ...");
    assert_type("... | Any", "Any | ...");
    assert_type("\"list[\\x73tr]\"", "list[str]");
    assert_type("\"set[ frozenset[str] ]\"", "set[frozenset[str]]");
    assert_type("\"tuple[float,Side|None]\"", "tuple[float64, Side | None]");
    assert_type("\"tuple[ tuple[int8] , ... ]\"", "tuple[tuple[int8], ...]");
    assert_type("\"dict[Side, dict[ int , str]]\"", "dict[Side, dict[int, str]]");
    assert_type("\"Literal[ -1,2 ]\"", "Literal[-1, 2]");
    assert_type("\"list[Literal['a b', 'it\\\\'s']]\"", "list[Literal[\"a b\", \"it's\"]]");
    assert_type("'Literal[\"\\\"\\n\", \"é\"]'", "Literal[\"\\\"\\n\", \"é\"]");
    assert_type("None | str|int64", "str | int64 | None");
}

Test(typeexpr, none_and_dots_are_layers)
{
    Run run = run_new();
    const TypeRef *type = type_of(build(&run, "... | None | int8"));
    cr_assert_eq(type->kind, TYPE_ABSENT);
    cr_assert_eq(type->items[0]->kind, TYPE_OPTIONAL);
    cr_assert_eq(type->items[0]->items[0]->kind, TYPE_SCALAR);
    cr_assert_str_eq(type->items[0]->items[0]->scalar->name, "int8");
    run_free(&run);
}

Test(typeexpr, names_become_pointers)
{
    Run run = run_new();
    const Schema *schema = build(&run, "\"dict[str, Leg] | None\"");
    const TypeRef *leg = type_of(schema)->items[0]->items[1];
    cr_assert_eq(leg->kind, TYPE_RECORD);
    cr_assert_eq(leg->record, schema->records.items[0]);
    schema = build(&run, "Side");
    cr_assert_eq(type_of(schema)->kind, TYPE_ENUM);
    cr_assert_eq(type_of(schema)->enumeration, schema->enums.items[0]);
    run_free(&run);
}

Test(typeexpr, mistakes_are_underlined_where_they_stand)
{
    assert_marked("Sied", "                            ^~~~\n");
    assert_marked("\"list[Sied]\"", "                                  ^~~~\n");
    assert_marked("'list[str'", "                                      ^\n");
    assert_marked("\"Any | None\"", "                                   ^~~~\n");
    assert_marked("\"list[\\x53ied]\"",
                  "                            ^~~~~~~~~~~~~~~\n"); /* escapes: all of it */
}

Test(typeexpr, one_report_for_one_expression)
{
    static const char *const wrong[] = {
        "\"[\"",
        "\"]\"",
        "\"list[\"",
        "\"|\"",
        "\"str |\"",
        "\"str str\"",
        "\"list[str]]\"",
        "\"list[]\"",
        "\"list[,]\"",
        "\"dict[,]\"",
        "\"dict[str]\"",
        "\"dict[float64, str]\"",
        "\"dict[str | None, str]\"",
        "\"set[list[str]]\"",
        "\"set[Leg]\"",
        "\"tuple\"",
        "\"tuple[]\"",
        "\"tuple[()]\"",
        "\"tuple[...]\"",
        "\"tuple[str, ..., str]\"",
        "\"tuple[str, int8, ...]\"",
        "\"Literal\"",
        "\"Literal[]\"",
        "\"Literal[str]\"",
        "\"Literal[1, 'a']\"",
        "\"Literal[1, 1]\"",
        "\"Literal['a]\"",
        "\"Literal[1\"",
        "\"Literal[1,]\"",
        "\"Literal[1] | Literal[2]\"",
        "\"Literal['\\\\x']\"",
        "\"'a'\"",
        "\"-1\"",
        "\"str | int64 | bytes\"",
        "\"None\"",
        "\"... | ...\"",
        "\"list[...]\"",
        "\"None | None | None\"",
        "\"$\"",
        "\"str\\0\"",
        "\"list[list]\"",
        "\"Leg[Foo]\"",
        "\"int64[Foo]\"",
        "\"Foo[Bar]\"",
        "\"Any | None | ...\"",
        "\"é\"",
        "\"list[é\"",
        "\"....\"",
        "\"str...\"",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Run run = run_new();
        cr_assert_null(build(&run, wrong[i]), "%s", wrong[i]);
        cr_assert_eq(diags_errors(run.diags), 1, "%s", run_reports(&run));
        run_free(&run);
    }
}

Test(typeexpr, depth_is_bounded)
{
    Run run = run_new();
    Buf deep = buf_new(run.arena);
    buf_add_char(&deep, '"');
    for (int i = 0; i < 100000; i++) buf_add(&deep, STR("list["));
    buf_add_char(&deep, '"');
    cr_assert_null(build(&run, str_terminated(run.arena, buf_take(&deep))));
    cr_assert_eq(diags_errors(run.diags), 1);
    cr_assert_not_null(strstr(run_reports(&run), "[nesting-too-deep]"));
    run_free(&run);
}
