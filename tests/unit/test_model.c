/* The model as a whole: what is filled in, what is ordered, and that one mistake is one message. */
#include "support.h"

#include "model/model.h"

#define HEAD "slotgen: 1\nmodule: m\n"

static const Schema *build(Run *run, const char *text)
{
    const Source *source = run_source(run, text);
    return model_build(run, source, syntax_parse(run, source));
}

/* `head`, then `count` times `format`, with the number of the time for # and the next one for >. */
static Str repeated(Arena *arena, const char *head, size_t count, const char *format)
{
    Buf text = buf_new(arena);
    buf_add(&text, str_from(head));
    for (size_t i = 0; i < count; i++) {
        for (const char *c = format; *c; c++) {
            if (*c == '#') buf_addf(&text, "%zu", i);
            else if (*c == '>') buf_addf(&text, "%zu", i + 1);
            else buf_add_char(&text, *c);
        }
    }
    return buf_take(&text);
}

static size_t errors_in(const char *text)
{
    Run run = run_new();
    cr_assert_null(build(&run, text));
    const size_t errors = diags_errors(run.diags);
    run_free(&run);
    return errors;
}

Test(model, nothing_in_nothing_out)
{
    Run run = run_new();
    cr_assert_null(model_build(&run, NULL, NULL));
    cr_assert_eq(diags_errors(run.diags), 0);
    Buf out = buf_new(run.arena);
    dump_model(&out, NULL);
    cr_assert_eq(buf_take(&out).len, 0);
    run_free(&run);
}

Test(model, a_schema_needs_no_records)
{
    Run run = run_new();
    const Schema *schema = build(&run, HEAD);
    cr_assert_not_null(schema);
    cr_assert_eq(schema->records.len, 0);
    cr_assert(str_is(schema->module, "m"));
    run_free(&run);
}

Test(model, an_earlier_schema_does_not_spoil_a_later_one)
{
    Run run = run_new();
    cr_assert_null(build(&run, HEAD "records: {A: {base: B}}\n"));
    cr_assert_not_null(build(&run, HEAD "records: {A: {}}\n"));
    run_free(&run);
}

Test(model, fields_of_bases_come_first)
{
    Run run = run_new();
    const Schema *schema = build(&run, HEAD "records:\n"
                                            "  C: {base: B, fields: {c: str}}\n"
                                            "  A: {fields: {a: str}}\n"
                                            "  B: {base: A, fields: {b: str}}\n"
                                            "  D: {base: A, fields: {d: str}}\n");
    const Record *c = schema->records.items[0];
    cr_assert_eq(c->fields.len, 3);
    cr_assert(str_is(c->fields.items[0]->name, "a"));
    cr_assert(str_is(c->fields.items[1]->name, "b"));
    cr_assert(str_is(c->fields.items[2]->name, "c"));
    cr_assert_eq(c->own_fields.len, 1);
    cr_assert_eq(c->fields.items[1]->owner, c->base);
    static const char *const ordered[] = {"A", "B", "C", "D"};
    for (size_t i = 0; i < 4; i++) cr_assert(str_is(schema->ordered.items[i]->name, ordered[i]));
    for (size_t i = 0; i < 4; i++) cr_assert_eq(schema->records.items[i]->index, i);
    run_free(&run);
}

Test(model, defaults_know_whether_they_are_shared)
{
    Run run = run_new();
    const Schema *schema =
        build(&run, HEAD "records: {A: {fields: {"
                         "a: {type: Any, default: [1]}, b: {type: Any, default: 1},"
                         "c: {type: \"list[str] | None\", default: null},"
                         "d: {type: \"list[str] | None\", default: []},"
                         "e: \"str | ...\"}}}\n");
    cr_assert_not_null(schema, "%s", run_reports(&run));
    const Record *a = schema->records.items[0];
    static const bool mutable[] = {true, false, false, true, false};
    for (size_t i = 0; i < 5; i++) {
        cr_assert_eq(a->fields.items[i]->default_is_mutable, mutable[i]);
        cr_assert_eq(a->fields.items[i]->default_is_absent, i == 4);
        cr_assert(a->fields.items[i]->has_default);
    }
    run_free(&run);
}

Test(model, poison_instead_of_cascade)
{
    /* an unknown type: nothing about its default, its place, its boxes, or who needs it */
    cr_assert_eq(
        errors_in(HEAD "records: {A: {fields: {a: {type: Foo, default: 5, boxed: true}, b: str}}}"),
        1);
    cr_assert_eq(errors_in(HEAD "records: {A: {fields: {a: {type: \"list[Foo]\", default: [x]}}}}"),
                 1);
    /* an unknown base: nothing about the fields it would have brought */
    cr_assert_eq(
        errors_in(HEAD "records: {A: {base: B, frozen: true, gc: false, fields: {a: str}}}"), 1);
    /* a cycle of bases: nothing about fields that would be inherited twice */
    cr_assert_eq(
        errors_in(HEAD "records: {A: {base: B, fields: {a: str}}, B: {base: A, fields: {a: str}}}"),
        1);
    /* a bad name: it can still be used */
    cr_assert_eq(errors_in(HEAD "records: {_A: {fields: {a: \"_A | None\"}}, B: {base: _A}}"), 1);
    /* a duplicate: nothing about those that extend it, and not its JSON key as well */
    cr_assert_eq(
        errors_in(HEAD
                  "records: {A: {fields: {a: str}}, B: {base: A, fields: {a: str}}, C: {base: B}}"),
        1);
    /* a default that is wrong is one all the same */
    cr_assert_eq(
        errors_in(
            HEAD
            "records: {A: {fields: {a: {type: int8, default: 1}, b: {type: int8, default: x}}}}"),
        1);
    /* an enum without members has no value for any default */
    cr_assert_eq(
        errors_in(HEAD
                  "enums: {E: {values: {}}}\nrecords: {A: {fields: {a: {type: E, default: x}}}}"),
        1);
}

Test(model, no_mistake_hides_another)
{
    cr_assert_eq(
        errors_in("slotgen: 3\nmodule: a-b\nwhat: 1\nenums: {E: {values: {A: 1.5}}}\n"
                  "records: {A: {base: Nobody, weakref: maybe, fields: {a: Foo, class: str,"
                  " b: {type: int8, default: 300}}}}\n"),
        9);
}

Test(model, long_chains_of_bases_do_not_recurse)
{
    enum { COUNT = 20000 };
    Run run = run_new();
    const Str text = repeated(run.arena, HEAD "records:\n", COUNT, "  R#: {base: R>}\n");
    const Str whole = str_fmt(run.arena, "%.*s  R%d: {}\n", STR_ARG(text), COUNT);
    const Schema *schema = build(&run, whole.ptr);
    cr_assert_not_null(schema);
    cr_assert(str_is(schema->ordered.items[COUNT]->name, "R0"));
    const Str cycle = str_fmt(run.arena, "%.*s  R%d: {base: R0}\n", STR_ARG(text), COUNT);
    cr_assert_null(build(&run, cycle.ptr));
    cr_assert_eq(diags_errors(run.diags), 1);
    run_free(&run);
}

Test(model, long_chains_of_required_records_do_not_recurse)
{
    enum { COUNT = 20000 };
    Run run = run_new();
    const Str text = repeated(run.arena, HEAD "records:\n", COUNT, "  R#: {fields: {next: R>}}\n");
    const Str good = str_fmt(run.arena, "%.*s  R%d: {}\n", STR_ARG(text), COUNT);
    cr_assert_not_null(build(&run, good.ptr));
    const Str bad = str_fmt(run.arena, "%.*s  R%d: {fields: {next: R0}}\n", STR_ARG(text), COUNT);
    cr_assert_null(build(&run, bad.ptr));
    cr_assert_eq(diags_errors(run.diags), 1);
    run_free(&run);
}

Test(model, many_fields)
{
    Run run = run_new();
    const Str text =
        repeated(run.arena, HEAD "records:\n  A:\n    fields:\n", 5000, "      f#: int64 | None\n");
    const Schema *schema = build(&run, text.ptr);
    cr_assert_eq(schema->records.items[0]->fields.len, 5000);
    run_free(&run);
}

Test(model, equal_meaning_is_equal_text)
{
    Run run = run_new();
    static const char *const same[] = {
        HEAD "doc: d\nrecords: {A: {fields: {a: None | str, b: {type: float, default: 1}}}}\n",
        "# comment\nrecords:\n  A:\n    weakref: false\n    gc: auto\n    fields:\n      a: {type: "
        "'str|None'}\n"
        "      b: {default: 1.0, type: float64, json_name: b}\ndoc: \" d \"\nmodule: m\nslotgen: "
        "1\n",
    };
    Str dumps[2];
    for (int i = 0; i < 2; i++) {
        Buf out = buf_new(run.arena);
        dump_model(&out, build(&run, same[i]));
        dumps[i] = buf_take(&out);
    }
    cr_assert(dumps[0].len > 0 && str_eq(dumps[0], dumps[1]));
    run_free(&run);
}
