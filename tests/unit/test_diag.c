/* Diagnostics: their order, their count, and the exact text people and tools read. */
#include "support.h"

/* The span of the first `part` in the text of file `file`. */
static Span find(const Run *run, uint32_t file, const char *part)
{
    const Source *source = diags_source(run->diags, file);
    const char *at = strstr(source->text.ptr, part);
    cr_assert_not_null(at);
    const uint32_t start = (uint32_t)(at - source->text.ptr);
    return (Span){file, start, start + (uint32_t)strlen(part)};
}

static void assert_printed(Run *run, DiagStyle style, const char *expected)
{
    const char *printed = run_printed(run, style);
    cr_assert_str_eq(printed, expected, "got:\n%s\nexpected:\n%s", printed, expected);
}

static void assert_reports(Run *run, const char *expected)
{
    assert_printed(run, (DiagStyle){0}, expected);
}

Test(diag, nothing_reported_prints_nothing)
{
    Run run = run_new();
    assert_reports(&run, "");
    run_free(&run);
}

Test(diag, an_error_with_a_suggestion)
{
    Run run = run_new();
    run_source(&run, "x: 1\n      sku: strng\n");
    diag_at(run.diags, DIAG_UNKNOWN_TYPE, find(&run, 0, "strng"), "unknown type '%s'", "strng");
    diag_replacement(run.diags, STR("str"));
    diag_help(run.diags, "did you mean '%s'?", "str");
    assert_reports(&run, "a.yaml:2:12: error: unknown type 'strng' [unknown-type]\n"
                         "    2 |       sku: strng\n"
                         "      |            ^~~~~\n"
                         "      |            str\n"
                         "      = help: did you mean 'str'?\n"
                         "slotgen: 1 error\n");
    cr_assert_eq(diags_errors(run.diags), 1);
    run_free(&run);
}

Test(diag, an_error_with_a_second_place)
{
    Run run = run_new();
    run_source(&run, "price: float64\nsize: int32\nprice: float32\n");
    diag_at(run.diags, DIAG_DUPLICATE_FIELD, (Span){0, 27, 32}, "field 'price' is declared twice");
    diag_note(run.diags, find(&run, 0, "price"), "first declared here");
    assert_reports(&run, "a.yaml:3:1: error: field 'price' is declared twice [duplicate-field]\n"
                         "    3 | price: float32\n"
                         "      | ^~~~~\n"
                         "a.yaml:1:1: note: first declared here\n"
                         "    1 | price: float64\n"
                         "      | ^~~~~\n"
                         "slotgen: 1 error\n");
    run_free(&run);
}

Test(diag, a_warning_and_the_count)
{
    Run run = run_new();
    run_source(&run, "active: yes\nb: 1\n");
    diag_at(run.diags, DIAG_INVALID_NAME, find(&run, 0, "b"), "no");
    diag_at(run.diags, DIAG_YAML_BOOLEAN, find(&run, 0, "yes"), "'yes' is a string");
    diag_file(run.diags, DIAG_UNREADABLE_FILE, STR("z.yaml"), "cannot read the file: %s", "why");
    assert_reports(&run, "a.yaml:1:9: warning: 'yes' is a string [-Wyaml-boolean]\n"
                         "    1 | active: yes\n"
                         "      |         ^~~\n"
                         "a.yaml:2:1: error: no [invalid-name]\n"
                         "    2 | b: 1\n"
                         "      | ^\n"
                         "z.yaml: error: cannot read the file: why [unreadable-file]\n"
                         "slotgen: 2 errors, 1 warning\n");
    cr_assert_eq(diags_errors(run.diags), 2);
    run_free(&run);
}

Test(diag, quiet_leaves_out_warnings)
{
    Run run = run_new();
    run_source(&run, "active: yes\n");
    diag_at(run.diags, DIAG_YAML_BOOLEAN, find(&run, 0, "yes"), "'yes' is a string");
    assert_printed(&run, (DiagStyle){.quiet = true}, "");
    run_free(&run);
}

Test(diag, sorted_by_path_then_place_and_merged)
{
    Run run = run_new();
    source_from_text(run.arena, run.diags, STR("b.yaml"), STR("x y\n"));
    source_from_text(run.arena, run.diags, STR("a.yaml"), STR("x y\n"));
    diag_at(run.diags, DIAG_UNKNOWN_KEY, (Span){0, 0, 1}, "one");
    diag_at(run.diags, DIAG_UNKNOWN_KEY, (Span){1, 2, 3}, "two");
    diag_at(run.diags, DIAG_UNKNOWN_KEY, (Span){1, 0, 1}, "three");
    diag_at(run.diags, DIAG_UNKNOWN_KEY, (Span){1, 0, 1}, "four");
    diag_at(run.diags, DIAG_UNKNOWN_KEY, (Span){1, 0, 1}, "three");
    const DiagList list = diags_sorted(run.diags);
    const char *const expected[] = {"three", "four", "two", "one"};
    cr_assert_eq(list.len, 4);
    for (size_t i = 0; i < 4; i++) cr_assert(str_is(list.items[i]->message, expected[i]));
    run_free(&run);
}

Test(diag, shows_only_the_first_errors)
{
    Run run = run_new();
    run_source(&run, "abc\n");
    for (uint32_t i = 0; i < 3; i++)
        diag_at(run.diags, DIAG_UNKNOWN_KEY, (Span){0, i, i + 1}, "number %u", (unsigned)i);
    assert_printed(&run, (DiagStyle){.max_errors = 1},
                   "a.yaml:1:1: error: number 0 [unknown-key]\n"
                   "    1 | abc\n"
                   "      | ^\n"
                   "slotgen: 3 errors (the first 1 shown)\n");
    run_free(&run);
}

Test(diag, the_caret_stands_by_display_width)
{
    Run run = run_new();
    run_source(&run, "\t\xE6\x97\xA5\xE6\x9C\xAC e\xCC\x81: x\n"); /* wide, and combining */
    diag_at(run.diags, DIAG_UNKNOWN_KEY, find(&run, 0, "x"), "x");
    diag_at(run.diags, DIAG_UNKNOWN_KEY, find(&run, 0, "\xE6\x97\xA5\xE6\x9C\xAC"), "wide");
    assert_reports(&run, "a.yaml:1:2: error: wide [unknown-key]\n"
                         "    1 |  \xE6\x97\xA5\xE6\x9C\xAC e\xCC\x81: x\n"
                         "      |  ^~~~\n"
                         "a.yaml:1:9: error: x [unknown-key]\n"
                         "    1 |  \xE6\x97\xA5\xE6\x9C\xAC e\xCC\x81: x\n"
                         "      |          ^\n"
                         "slotgen: 2 errors\n");
    run_free(&run);
}

Test(diag, a_span_is_cut_at_the_end_of_its_line)
{
    Run run = run_new();
    run_source(&run, "a: |\n  text\n");
    diag_at(run.diags, DIAG_WRONG_SHAPE, (Span){0, 3, 12}, "m");
    assert_reports(&run, "a.yaml:1:4: error: m [wrong-shape]\n"
                         "    1 | a: |\n"
                         "      |    ^\n"
                         "slotgen: 1 error\n");
    run_free(&run);
}

Test(diag, points_behind_the_last_character)
{
    Run run = run_new();
    run_source(&run, "ab\n");
    diag_at(run.diags, DIAG_WRONG_SHAPE, (Span){0, 2, 2}, "one");
    diag_at(run.diags, DIAG_WRONG_SHAPE, (Span){0, 3, 3}, "two");
    assert_reports(&run, "a.yaml:1:3: error: one [wrong-shape]\n"
                         "    1 | ab\n"
                         "      |   ^\n"
                         "a.yaml:2:1: error: two [wrong-shape]\n"
                         "    2 |\n"
                         "      | ^\n"
                         "slotgen: 2 errors\n");
    run_free(&run);
}

Test(diag, a_long_line_is_cut_around_the_caret)
{
    Run run = run_new();
    char text[401];
    for (size_t i = 0; i < 400; i++) text[i] = (char)('a' + i % 26);
    text[400] = '\0';
    run_source(&run, text);
    diag_at(run.diags, DIAG_UNKNOWN_KEY, (Span){0, 200, 203}, "m");
    char expected[400];
    snprintf(expected, sizeof expected,
             "a.yaml:1:201: error: m [unknown-key]\n"
             "    1 | ...%.100s...\n"
             "      | %43s^~~\n"
             "slotgen: 1 error\n",
             text + 160, "");
    assert_reports(&run, expected);
    run_free(&run);
}

Test(diag, a_terminal_gets_no_control_characters)
{
    Run run = run_new();
    run_source(&run, "a\x1B[31m\xC2\x9B\xE2\x80\xAEz\n");
    diag_at(run.diags, DIAG_UNKNOWN_KEY, find(&run, 0, "z"), "unknown '\x1B\n\xE2\x80\xAE\xFF'");
    assert_reports(&run, "a.yaml:1:9: error: unknown '\\x1b\\n\\u202e\\xff' [unknown-key]\n"
                         "    1 | a\xEF\xBF\xBD[31m\xEF\xBF\xBD\xEF\xBF\xBDz\n"
                         "      |         ^\n"
                         "slotgen: 1 error\n");
    run_free(&run);
}

Test(diag, colour_changes_nothing_but_colour)
{
    Run run = run_new();
    run_source(&run, "abc\n");
    diag_at(run.diags, DIAG_UNKNOWN_KEY, (Span){0, 1, 3}, "m");
    diag_note(run.diags, (Span){0, 0, 1}, "n");
    const char *plain = run_reports(&run);
    const char *coloured = run_printed(&run, (DiagStyle){.colour = true});
    cr_assert_not_null(strchr(coloured, '\033'));
    Buf stripped = buf_new(run.arena);
    for (const char *at = coloured; *at; at++) {
        if (*at == '\033') at = strchr(at, 'm');
        else buf_add_char(&stripped, *at);
    }
    cr_assert_str_eq(buf_take(&stripped).ptr, plain);
    run_free(&run);
}

Test(diag, slugs_are_lower_case_words_and_differ)
{
    for (int i = 0; i < DIAG_COUNT; i++) {
        const char *slug = diag_slug((DiagId)i);
        cr_assert_eq(strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(slug), "%s",
                     slug);
        for (int j = 0; j < i; j++) cr_assert_str_neq(slug, diag_slug((DiagId)j));
    }
}
