/* The Mustache engine: what slotgen's templates rely on beyond the specification's cases, which
   tests/python/test_mustache_spec.py runs. */
#include "render/template.h"

#include <criterion/criterion.h>

static Arena *arena;

static void set_up(void)
{
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

TestSuite(template, .init = set_up, .fini = tear_down);

typedef struct {
    Str name;
    const char *text;
} Partial;

static const Template *parse(Str name, const char *text)
{
    Str error = {0};
    const Template *template = template_parse(arena, name, str_from(text), &error);
    cr_assert(template, "%.*s", STR_ARG(error));
    return template;
}

static const Template *find_partial(void *context, Str name)
{
    for (const Partial *partial = context; partial && partial->text; partial++)
        if (str_eq(partial->name, name)) return parse(name, partial->text);
    return NULL;
}

/* The expansion, or the mistake. */
static const char *expand_with(const char *text, const View *view, Partial *partials, Lookup lookup)
{
    Buf out = buf_new(arena);
    Str error = {0};
    const Partials lookups = {find_partial, partials};
    const bool is_good =
        template_expand(arena, parse(STR("t"), text), view, lookups, lookup, &out, &error);
    return str_terminated(arena, is_good ? buf_take(&out) : error);
}

static const char *expand(const char *text, const View *view)
{
    return expand_with(text, view, NULL, LOOKUP_STRICT);
}

static const char *mistake_of(const char *text)
{
    Str error = {0};
    cr_assert_not(template_parse(arena, STR("t"), str_from(text), &error), "%s", text);
    return str_terminated(arena, error);
}

static View *text(const char *value)
{
    return view_text(arena, str_from(value));
}

static View *members(const char *name, View *value)
{
    View *view = view_members(arena);
    view_set(arena, view, name, value);
    return view;
}

Test(template, does_not_escape_for_html)
{
    const View *view = members("x", text("a<b && \"c\""));
    cr_assert_str_eq(expand("{{x}} {{{x}}} {{& x }}", view),
                     "a<b && \"c\" a<b && \"c\" a<b && \"c\"");
}

Test(template, our_delimiters_leave_braces_alone)
{
    const View *view = members("name", text("bid"));
    cr_assert_str_eq(expand("{{=<% %>=}}\nint f(void) {{ return self-><%name%>; }}\n", view),
                     "int f(void) {{ return self->bid; }}\n");
}

Test(template, a_text_list_or_truth_that_is_empty_or_false_leaves_its_section_out)
{
    View *view = members("doc", text(""));
    view_set(arena, view, "items", view_list(arena));
    view_set(arena, view, "is_final", view_bool(arena, false));
    cr_assert_str_eq(
        expand("{{#doc}}x{{/doc}}{{^doc}}1{{/doc}}{{#items}}x{{/items}}{{^items}}2{{/items}}"
               "{{#is_final}}x{{/is_final}}{{^is_final}}3{{/is_final}}",
               view),
        "123");
}

Test(template, tags_alone_on_a_line_leave_no_line)
{
    View *list = view_list(arena);
    view_append(arena, list, members("field", members("name", text("a"))));
    view_append(arena, list, members("field", members("name", text("b"))));
    cr_assert_str_eq(
        expand("{\n  {{#fields}}\n  {{! each }}\n  int {{field.name}};\n  {{/fields}}\n}\n",
               members("fields", list)),
        "{\n  int a;\n  int b;\n}\n");
}

Test(template, a_partial_alone_on_its_line_is_indented_but_its_values_and_blank_lines_are_not)
{
    Partial partials[] = {{STR("body"), "one {{x}}\n\n{{> inner}}\nend\n"},
                          {STR("inner"), "{{#x}}in{{/x}}\n"},
                          {STR(""), NULL}};
    cr_assert_str_eq(
        expand_with("f:\n    {{> body}}\n", members("x", text("a\nb")), partials, LOOKUP_STRICT),
        "f:\n    one a\nb\n\n    in\n    end\n");
}

Test(template, indentations_add_up)
{
    Partial partials[] = {{STR("a"), "a\n  {{> b}}\n"},
                          {STR("b"), "b {{> c}}\n"},
                          {STR("c"), "c\nd"},
                          {STR(""), NULL}};
    cr_assert_str_eq(expand_with("  {{> a}}\n", view_members(arena), partials, LOOKUP_STRICT),
                     "  a\n    b c\nd\n");
}

Test(template, an_unknown_name_is_a_mistake_with_its_place)
{
    const View *view = members("record", members("name", text("Trade")));
    cr_assert_str_eq(expand("line\n  \xC3\xA9 {{record.size}}", view),
                     "t:2:5: unknown name 'record.size'");
    cr_assert_str_eq(expand("{{#fields}}x{{/fields}}", view), "t:1:1: unknown name 'fields'");
    cr_assert_str_eq(expand("{{^fields}}x{{/fields}}", view), "t:1:1: unknown name 'fields'");
    cr_assert_str_eq(expand("{{record.name.x}}", view), "t:1:1: unknown name 'record.name.x'");
    cr_assert_str_eq(expand_with("[{{fields}}]", view, NULL, LOOKUP_LAX), "[]");
}

Test(template, only_texts_are_printed)
{
    View *view = members("is_final", view_bool(arena, true));
    cr_assert_str_eq(expand("{{is_final}}", view), "t:1:1: 'is_final' is not a text");
}

Test(template, an_unknown_partial_is_a_mistake_with_its_place)
{
    cr_assert_str_eq(expand("\n{{> nowhere}}", view_members(arena)),
                     "t:2:1: unknown partial 'nowhere'");
}

Test(template, a_mistake_in_a_partial_names_the_partial)
{
    Partial partials[] = {{STR("body"), "\n {{y}}"}, {STR(""), NULL}};
    cr_assert_str_eq(expand_with("{{> body}}", members("x", text("")), partials, LOOKUP_STRICT),
                     "body:2:2: unknown name 'y'");
}

Test(template, a_partial_without_end_is_a_mistake)
{
    Partial partials[] = {{STR("self"), "x{{> self}}"}, {STR(""), NULL}};
    cr_assert_str_eq(expand_with("{{> self}}", view_members(arena), partials, LOOKUP_STRICT),
                     "self:1:2: partial 'self' is nested more than 100 deep: it includes itself");
}

Test(template, the_rest_of_a_dotted_name_is_looked_up_inside_only)
{
    View *view = members("field", members("name", text("bid")));
    view_set(arena, view, "doc", text("of the record"));
    cr_assert_str_eq(expand("{{#field}}{{doc}}{{/field}}", view), "of the record");
    cr_assert_str_eq(expand("{{field.doc}}", view), "t:1:1: unknown name 'field.doc'");
}

Test(template, mistakes_in_the_text_have_a_place)
{
    cr_assert_str_eq(mistake_of("a\n {{#x}}"), "t:2:2: section 'x' is not closed");
    cr_assert_str_eq(mistake_of("{{/x}}"), "t:1:1: section 'x' is closed but not open");
    cr_assert_str_eq(mistake_of("{{#x}}{{/y}}"), "t:1:7: section 'x' is open, but 'y' is closed");
    cr_assert_str_eq(mistake_of("{{x"), "t:1:1: this tag is not closed: '}}' is missing");
    cr_assert_str_eq(mistake_of("{{{x}}"), "t:1:1: this tag is not closed: '}}}' is missing");
    cr_assert_str_eq(mistake_of("{{}}"), "t:1:1: this tag has no name");
    cr_assert_str_eq(mistake_of("{{# }}"), "t:1:1: this tag has no name");
    cr_assert_str_eq(mistake_of("{{a b}}"), "t:1:1: white space in the name 'a b'");
    cr_assert_str_eq(mistake_of("{{a..b}}"), "t:1:1: an empty part in the name 'a..b'");
    cr_assert_str_eq(mistake_of("{{.a}}"), "t:1:1: an empty part in the name '.a'");
    cr_assert_str_eq(mistake_of("{{=<%=}}"),
                     "t:1:1: delimiters are two words without '=', as in {{=<% %>=}}");
    cr_assert_str_eq(mistake_of("{{=a b c=}}"),
                     "t:1:1: delimiters are two words without '=', as in {{=<% %>=}}");
}

Test(template, sections_nest_to_a_bound)
{
    Buf deep = buf_new(arena);
    for (int i = 0; i < 65; i++) buf_addf(&deep, "{{#x}}");
    cr_assert_str_eq(mistake_of(str_terminated(arena, buf_take(&deep))),
                     "t:1:385: more than 64 sections inside one another");
}

Test(template, an_empty_text_is_an_empty_expansion)
{
    cr_assert_str_eq(expand("", view_members(arena)), "");
}
