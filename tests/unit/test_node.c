/* Nodes: finding keys, and reporting what is missing, unknown or of the wrong shape. */
#include "support.h"

static const Node *parse(Run *run, const char *text)
{
    const Node *root = syntax_parse(run, run_source(run, text));
    cr_assert_not_null(root);
    return root;
}

static void assert_reports(Run *run, const char *expected)
{
    const char *printed = run_reports(run);
    cr_assert_str_eq(printed, expected, "got:\n%s\nexpected:\n%s", printed, expected);
    run_free(run);
}

Test(node, get_finds_keys)
{
    Run run = run_new();
    const Node *root = parse(&run, "a: 1\nb: {c: 2}\n");
    cr_assert(str_is(node_get(root, "a")->text, "1"));
    cr_assert(str_is(node_get(node_get(root, "b"), "c")->text, "2"));
    cr_assert_null(node_get(root, "c"));
    cr_assert_null(node_get(node_get(root, "a"), "a"));
    cr_assert_null(node_get(NULL, "a"));
    run_free(&run);
}

Test(node, required_reports_at_the_key_of_the_owner)
{
    Run run = run_new();
    const Node *root = parse(&run, "Trade: {doc: x}\n");
    cr_assert_null(node_required(&run, node_get(root, "Trade"), "fields"));
    cr_assert_not_null(node_required(&run, node_get(root, "Trade"), "doc"));
    cr_assert_null(node_required(&run, NULL, "doc"));
    assert_reports(&run, "a.yaml:1:1: error: 'Trade' has no key 'fields' [missing-key]\n"
                         "    1 | Trade: {doc: x}\n"
                         "      | ^~~~~\n"
                         "slotgen: 1 error\n");
}

Test(node, required_reports_at_the_start_of_the_schema)
{
    Run run = run_new();
    cr_assert_null(node_required(&run, parse(&run, "# x\nmodule: m\n"), "slotgen"));
    assert_reports(&run, "a.yaml:2:1: error: key 'slotgen' is missing [missing-key]\n"
                         "    2 | module: m\n"
                         "      | ^~~~~~\n"
                         "slotgen: 1 error\n");
}

Test(node, wrong_shapes_are_named)
{
    Run run = run_new();
    const Node *root = parse(&run, "a: [1, 2]\nb: x\nc:\nd: {e: 1}\n");
    cr_assert(node_expect_sequence(&run, node_get(root, "a"), "a"));
    cr_assert(node_expect_scalar(&run, node_get(root, "b"), "b"));
    cr_assert(node_expect_mapping(&run, node_get(root, "d"), "d"));
    cr_assert_not(node_expect_mapping(&run, NULL, "nothing"));
    cr_assert_eq(diags_errors(run.diags), 0);
    cr_assert_not(node_expect_mapping(&run, node_get(root, "a"), "the fields of a record"));
    cr_assert_not(node_expect_sequence(&run, node_get(root, "b"), "'reserved'"));
    cr_assert_not(node_expect_mapping(&run, node_get(root, "c"), "a record"));
    cr_assert_not(node_expect_scalar(&run, node_get(root, "d"), "'doc'"));
    assert_reports(&run,
                   "a.yaml:1:4: error: expected a mapping of 'key: value' for the fields of a "
                   "record, got a list [wrong-shape]\n"
                   "    1 | a: [1, 2]\n"
                   "      |    ^~~~~~\n"
                   "a.yaml:2:4: error: expected a list for 'reserved', got a single value "
                   "[wrong-shape]\n"
                   "    2 | b: x\n"
                   "      |    ^\n"
                   "      = help: as in [x]\n"
                   "a.yaml:3:1: error: expected a mapping of 'key: value' for a record, got "
                   "nothing [wrong-shape]\n"
                   "    3 | c:\n"
                   "      | ^\n"
                   "a.yaml:4:4: error: expected a single value for 'doc', got a mapping "
                   "[wrong-shape]\n"
                   "    4 | d: {e: 1}\n"
                   "      |    ^~~~~~\n"
                   "slotgen: 4 errors\n");
}

Test(node, booleans_are_those_of_yaml_1_2)
{
    Run run = run_new();
    const Node *root = parse(&run, "a: true\nb: False\nc: yes\nd: \"true\"\ne:\nf: maybe\n");
    bool value = false;
    cr_assert(node_bool(&run, node_get(root, "a"), "a", &value));
    cr_assert(value);
    cr_assert(node_bool(&run, node_get(root, "b"), "b", &value));
    cr_assert_not(value);
    value = true;
    cr_assert_not(node_bool(&run, NULL, "x", &value));
    cr_assert_eq(diags_errors(run.diags), 0);
    const char *const wrong[] = {"c", "d", "e", "f"};
    for (size_t i = 0; i < 4; i++)
        cr_assert_not(node_bool(&run, node_get(root, wrong[i]), "'x'", &value));
    cr_assert(value);
    assert_reports(&run, "a.yaml:3:4: error: expected true or false for 'x', got 'yes' "
                         "[wrong-shape]\n"
                         "    3 | c: yes\n"
                         "      |    ^~~\n"
                         "      |    true\n"
                         "a.yaml:4:4: error: expected true or false for 'x', got 'true' "
                         "[wrong-shape]\n"
                         "    4 | d: \"true\"\n"
                         "      |    ^~~~~~\n"
                         "      |    true\n"
                         "a.yaml:5:1: error: expected true or false for 'x', got nothing "
                         "[wrong-shape]\n"
                         "    5 | e:\n"
                         "      | ^\n"
                         "a.yaml:6:4: error: expected true or false for 'x', got 'maybe' "
                         "[wrong-shape]\n"
                         "    6 | f: maybe\n"
                         "      |    ^~~~~\n"
                         "slotgen: 4 errors\n");
}

Test(node, null_is_plain)
{
    Run run = run_new();
    const Node *root = parse(&run, "a:\nb: ~\nc: null\nd: 'null'\ne: nil\nf: []\n");
    const bool expected[] = {true, true, true, false, false, false};
    for (size_t i = 0; i < 6; i++)
        cr_assert_eq(node_is_null(root->items.items[i]), expected[i], "number %zu", i);
    cr_assert_not(node_is_null(NULL));
    run_free(&run);
}

Test(node, unknown_keys_get_a_suggestion)
{
    static const char *const known[] = {"doc", "fields", "final", NULL};
    Run run = run_new();
    node_reject_unknown_keys(&run, parse(&run, "doc: x\nfeilds: {}\nwhatever: 1\n"), "a record",
                             known);
    node_reject_unknown_keys(&run, NULL, "a record", known);
    assert_reports(&run, "a.yaml:2:1: error: unknown key 'feilds' in a record [unknown-key]\n"
                         "    2 | feilds: {}\n"
                         "      | ^~~~~~\n"
                         "      | fields\n"
                         "      = help: did you mean 'fields'?\n"
                         "a.yaml:3:1: error: unknown key 'whatever' in a record [unknown-key]\n"
                         "    3 | whatever: 1\n"
                         "      | ^~~~~~~~\n"
                         "      = help: known keys: doc, fields, final\n"
                         "slotgen: 2 errors\n");
}
