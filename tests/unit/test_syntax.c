/* The syntax tree: what a schema's YAML becomes, what is refused and how, and that no text crashes. */
#include "support.h"

static const char sample[] = "# a market\n"
                             "slotgen: 1\n"
                             "module: market\n"
                             "records:\n"
                             "  Trade:\n"
                             "    doc: >\n"
                             "      One\n"
                             "      tick \xC3\xA9.\n"
                             "    fields:\n"
                             "      symbol: str\n"
                             "      flags: {type: str, default: \"a\\tb\"}\n"
                             "      note: {type: \"str | None\", default: null}\n"
                             "    reserved:\n"
                             "    - 'it''s'\n"
                             "    - [x, 2]\n"
                             "    frozen:\n";

Test(syntax, makes_a_tree)
{
    assert_outline(sample, "mapping\n"
                           "  slotgen: \"1\" plain\n"
                           "  module: \"market\" plain\n"
                           "  records: mapping\n"
                           "    Trade: mapping\n"
                           "      doc: \"One tick \xC3\xA9.\\n\" quoted\n"
                           "      fields: mapping\n"
                           "        symbol: \"str\" plain\n"
                           "        flags: mapping flow\n"
                           "          type: \"str\" plain\n"
                           "          default: \"a\\x09b\" quoted\n"
                           "        note: mapping flow\n"
                           "          type: \"str | None\" quoted\n"
                           "          default: \"null\" plain\n"
                           "      reserved: sequence\n"
                           "        - \"it's\" quoted\n"
                           "        - sequence flow\n"
                           "          - \"x\" plain\n"
                           "          - \"2\" plain\n"
                           "      frozen: \"\" plain\n");
}

Test(syntax, accepts_the_marks_of_one_document)
{
    assert_outline("%YAML 1.2\n---\na: 1\n...\n", "mapping\n  a: \"1\" plain\n");
    assert_outline("\xEF\xBB\xBF"
                   "a: 1\r\nb: 2\r\n",
                   "mapping\n  a: \"1\" plain\n  b: \"2\" plain\n");
    assert_outline("\"a key\": 1\n", "mapping\n  \"a key\": \"1\" plain\n");
}

/* What the text of a node's span is. */
static void assert_span(const Source *source, Span span, const char *expected)
{
    const Str text = str_slice(source->text, span.start, span.end);
    cr_assert(str_is(text, expected), "got '%.*s', expected '%s'", STR_ARG(text), expected);
}

Test(syntax, spans_are_bytes_though_libyaml_counts_characters)
{
    Run run = run_new();
    const Source *source = run_source(&run, "\xEF\xBB\xBF\xC3\xA9: \"\xE6\x97\xA5\"\n"
                                            "caf\xC3\xA9: [\xE6\x97\xA5, b]\n"
                                            "c:\n  d: x y\n"
                                            "e:\n- f\n");
    const Node *root = syntax_parse(&run, source);
    cr_assert_not_null(root);
    assert_span(source, root->span, "\xC3\xA9");
    const Node *const *items = root->items.items;
    assert_span(source, items[0]->key->span, "\xC3\xA9");
    assert_span(source, items[0]->span, "\"\xE6\x97\xA5\"");
    assert_span(source, items[1]->key->span, "caf\xC3\xA9");
    assert_span(source, items[1]->span, "[\xE6\x97\xA5, b]");
    assert_span(source, items[1]->items.items[1]->span, "b");
    assert_span(source, items[2]->span, "d");
    assert_span(source, items[2]->items.items[0]->span, "x y");
    assert_span(source, items[3]->span, "-");
    run_free(&run);
}

Test(syntax, no_source_no_tree)
{
    Run run = run_new();
    cr_assert_null(syntax_parse(&run, NULL));
    cr_assert_eq(diags_errors(run.diags), 0);
    run_free(&run);
}

Test(syntax, refuses_an_empty_schema)
{
    const char *const empty[] = {"", "\n", "# only a comment\n", "---\n", "null\n", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        assert_outline(empty[i],
                       "a.yaml: error: the schema is empty [empty-schema]\n"
                       "      = help: a schema begins with 'slotgen: 1', 'module: NAME' and "
                       "'records:'\n"
                       "slotgen: 1 error\n");
}

Test(syntax, refuses_a_key_twice_and_goes_on)
{
    assert_outline("a: 1\nb: {c: 1, \"c\": 2}\na: 3\n",
                   "a.yaml:2:11: error: key 'c' appears twice [duplicate-key]\n"
                   "    2 | b: {c: 1, \"c\": 2}\n"
                   "      |           ^~~\n"
                   "a.yaml:2:5: note: first here\n"
                   "    2 | b: {c: 1, \"c\": 2}\n"
                   "      |     ^\n"
                   "a.yaml:3:1: error: key 'a' appears twice [duplicate-key]\n"
                   "    3 | a: 3\n"
                   "      | ^\n"
                   "a.yaml:1:1: note: first here\n"
                   "    1 | a: 1\n"
                   "      | ^\n"
                   "slotgen: 2 errors\n");
}

Test(syntax, refuses_what_has_no_meaning_in_a_schema)
{
    assert_outline("a: &x 1\nb: *x\nc: !!str 5\nd: {<<: {}}\n",
                   "a.yaml:1:4: error: anchors have no meaning in a schema [anchor]\n"
                   "    1 | a: &x 1\n"
                   "      |    ^~\n"
                   "      = help: quote the text if the '&' belongs to it\n"
                   "a.yaml:2:4: error: aliases have no meaning in a schema [alias]\n"
                   "    2 | b: *x\n"
                   "      |    ^~\n"
                   "      = help: quote the text if the '*' belongs to it\n"
                   "a.yaml:3:4: error: tags have no meaning in a schema [tag]\n"
                   "    3 | c: !!str 5\n"
                   "      |    ^~~~~\n"
                   "      = help: quote the text if the '!' belongs to it\n"
                   "a.yaml:4:5: error: merge keys have no meaning in a schema [merge-key]\n"
                   "    4 | d: {<<: {}}\n"
                   "      |     ^~\n"
                   "slotgen: 4 errors\n");
}

Test(syntax, a_quoted_merge_key_is_a_key)
{
    assert_outline("'<<': 1\n", "mapping\n  \"<<\": \"1\" plain\n");
}

Test(syntax, refuses_keys_that_are_collections)
{
    assert_outline("? [a]\n: 1\n{b: 2}: 3\n",
                   "a.yaml:1:3: error: a key must be a name, not a list [key-not-scalar]\n"
                   "    1 | ? [a]\n"
                   "      |   ^\n"
                   "      = help: quote the key if the bracket belongs to it\n"
                   "a.yaml:3:1: error: a key must be a name, not a mapping [key-not-scalar]\n"
                   "    3 | {b: 2}: 3\n"
                   "      | ^\n"
                   "      = help: quote the key if the bracket belongs to it\n"
                   "slotgen: 2 errors\n");
}

Test(syntax, refuses_a_second_document)
{
    assert_outline("a: 1\n---\nb: &x 1\n",
                   "a.yaml:2:1: error: a second document begins here [several-documents]\n"
                   "    2 | ---\n"
                   "      | ^~~\n"
                   "      = help: a schema is one document: give each its own file\n"
                   "slotgen: 1 error\n");
}

/* `count` times `part`, and then `end`. */
static const char *repeated(Run *run, const char *part, size_t count, const char *end)
{
    Buf buf = buf_new(run->arena);
    for (size_t i = 0; i < count; i++) buf_add(&buf, str_from(part));
    buf_add(&buf, str_from(end));
    return buf_take(&buf).ptr;
}

Test(syntax, refuses_absurd_nesting)
{
    Run run = run_new();
    const char *const parts[] = {"[", "{a: ", "- ", "? ", "[{a: "};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *text = repeated(&run, parts[i], 50000, "");
        char *actual = outline(text, strlen(text));
        cr_assert_not_null(strstr(actual, "nested deeper than 64 levels [nesting-too-deep]"), "%s",
                           actual);
        free(actual);
    }
    const char *deepest = repeated(&run, "- ", 64, "x");
    char *tree = outline(deepest, strlen(deepest));
    cr_assert_not_null(strstr(tree, "- \"x\" plain"));
    free(tree);
    run_free(&run);
}

typedef struct {
    const char *text;
    const char *head; /* the first line of what is printed, behind the path */
} Mistake;

static const Mistake mistakes[] = {
    {"a:\n\tb: 1\n", ":2:1: error: a tab cannot indent a line in YAML [tab-indentation]"},
    {"a:\n  b: 1\n \tc: 1\n", ":3:2: error: a tab cannot indent a line in YAML [tab-indentation]"},
    {"a: x\n\tb: y\n", ":2:1: error: a tab cannot indent a line in YAML [tab-indentation]"},
    {"{t: list[str]}\n",
     ":1:5: error: a type with brackets must be quoted between { and } [quote-type]"},
    {"{t: dict[str, int] | None, d: 1}\n",
     ":1:5: error: a type with brackets must be quoted between { and } [quote-type]"},
    {"{d: {}, t: str | list[int]}\n",
     ":1:12: error: a type with brackets must be quoted between { and } [quote-type]"},
    {"a: [x, y\nb: 1\n", ":2:2: error: expected ',' or ']' [yaml-syntax]"},
    {"a: {x: 1\n    y: 2}\n", ":2:6: error: expected ',' or '}' [yaml-syntax]"},
    {"a: {x: [2\n\n", ":1:8: error: this '[' is never closed [yaml-syntax]"},
    {"a: \"foo\nb: 1\n", ":1:4: error: this quote is never closed [yaml-syntax]"},
    {"a: 'foo\n", ":1:4: error: this quote is never closed [yaml-syntax]"},
    {"a: \"foo\nb: \"bar\"\n", ":2:5: error: unexpected text after the value [yaml-syntax]"},
    {"a: \"\\d+\"\n", ":1:5: error: a text in double quotes has no such escape [yaml-syntax]"},
    {"a: \"\\xzz\"\n", ":1:7: error: the escape has too few hexadecimal digits [yaml-syntax]"},
    {"a: \"\\ud800\"\n", ":1:7: error: the escape is no Unicode character [yaml-syntax]"},
    {"doc: note: x\n", ":1:10: error: a ':' cannot stand here [yaml-syntax]"},
    {"a:1\nb: 2\n", ":1:2: error: a space is missing after ':' [yaml-syntax]"},
    {"a: 1\nb:2\nc: 3\n", ":2:2: error: a space is missing after ':' [yaml-syntax]"},
    {"a: 1\nb\nc: 3\n", ":2:1: error: expected ':' after this key [yaml-syntax]"},
    {"a:\n    b: 1\n  c: 2\n",
     ":3:3: error: the indentation of this line fits no line above it [yaml-syntax]"},
    {"a: 1\n- b\n", ":2:1: error: expected a key [yaml-syntax]"},
    {"a:\n  - x\n  b: 1\n", ":3:3: error: expected '-', as before the items above [yaml-syntax]"},
    {"a: - b\n", ":1:4: error: a list item cannot begin here [yaml-syntax]"},
    {"  a: 1\nb: 2\n", ":2:1: error: unexpected text after the end of the schema [yaml-syntax]"},
    {"a: [,]\n", ":1:5: error: expected a value [yaml-syntax]"},
    {"a: @x\n", ":1:4: error: a text without quotes cannot begin with '@' [yaml-syntax]"},
    {"a: *\n", ":1:4: error: a text without quotes cannot begin with '&' or '*' [yaml-syntax]"},
    {"a: | None\n", ":1:6: error: unexpected text behind '|' or '>' [yaml-syntax]"},
    {"a: \x01\n", ":1:4: error: a control character cannot stand in YAML [yaml-syntax]"},
    {"%YAML 1.3\n---\na: 1\n", ":1:1: error: this version of YAML is not supported [yaml-syntax]"},
    {"a: !e!x 1\n", ":1:4: error: tags have no meaning in a schema [tag]"},
};

Test(syntax, says_what_is_wrong_in_the_users_words)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        char *actual = outline(mistakes[i].text, strlen(mistakes[i].text));
        char expected[200];
        snprintf(expected, sizeof expected, "a.yaml%s\n", mistakes[i].head);
        cr_expect_eq(strncmp(actual, expected, strlen(expected)), 0, "got:\n%s\nexpected:\n%s",
                     actual, expected);
        cr_expect_not_null(strstr(actual, "slotgen: 1 error\n"), "%s", actual);
        free(actual);
    }
}

Test(syntax, shows_the_quoted_type)
{
    assert_outline("r: {type: list[str] | None, default: null}\n",
                   "a.yaml:1:11: error: a type with brackets must be quoted between { and } "
                   "[quote-type]\n"
                   "    1 | r: {type: list[str] | None, default: null}\n"
                   "      |           ^~~~~~~~~~~~~~~~\n"
                   "      |           \"list[str] | None\"\n"
                   "slotgen: 1 error\n");
}

Test(syntax, remembers_a_quote_that_went_too_far)
{
    assert_outline("a: \"foo\nb: \"bar\"\n",
                   "a.yaml:2:5: error: unexpected text after the value [yaml-syntax]\n"
                   "    2 | b: \"bar\"\n"
                   "      |     ^~~\n"
                   "      = help: quote the whole value if the text belongs to it\n"
                   "a.yaml:1:4: note: the text before it begins with this quote; is its closing "
                   "quote missing?\n"
                   "    1 | a: \"foo\n"
                   "      |    ^\n"
                   "slotgen: 1 error\n");
}

Test(syntax, keeps_what_quotes_contain)
{
    Run run = run_new();
    const Node *root = syntax_parse(&run, run_source(&run, "a: \"x\\0y\"\nb: \"\\u00e9\"\n"));
    cr_assert(str_eq(root->items.items[0]->text, STR("x\0y")));
    cr_assert(str_is(root->items.items[1]->text, "\xC3\xA9"));
    run_free(&run);
}

/* Any bytes give a tree or an error; sanitizers watch the rest. */
static void survive(const char *text, size_t length)
{
    char *copy = malloc(length ? length : 1); /* its end is guarded, as a literal's is not */
    memcpy(copy, text, length);
    free(outline(copy, length));
    free(copy);
}

Test(syntax, survives_every_prefix)
{
    for (size_t length = 0; length < sizeof sample; length++) survive(sample, length);
}

Test(syntax, survives_a_wrong_byte_anywhere)
{
    static const char bytes[] = "\0\t\n\r !\"#%&'*,-.:<>?@[\\]`{|}~\x01\x7F\x80\xC3\xE2\xEF\xFF";
    char text[sizeof sample];
    for (size_t at = 0; at < sizeof sample - 1; at++) {
        for (size_t i = 0; i < sizeof bytes - 1; i++) {
            memcpy(text, sample, sizeof sample);
            text[at] = bytes[i];
            survive(text, sizeof sample - 1);
        }
    }
}

Test(syntax, survives_a_missing_byte_anywhere)
{
    char text[sizeof sample];
    for (size_t at = 0; at < sizeof sample - 1; at++) {
        memcpy(text, sample, at);
        memcpy(text + at, sample + at + 1, sizeof sample - 2 - at);
        survive(text, sizeof sample - 2);
    }
}

Test(syntax, survives_random_punctuation)
{
    static const char alphabet[] = "ab:- \n\n[]{},'\"#&*!|>%?\\\t\r@`";
    char text[40];
    unsigned state = 12345;
    for (int round = 0; round < 20000; round++) {
        for (size_t i = 0; i < sizeof text; i++) {
            state = state * 1103515245u + 12345u; /* the C standard's example of rand() */
            text[i] = alphabet[(state >> 16) % (sizeof alphabet - 1)];
        }
        survive(text, sizeof text - (size_t)round % sizeof text);
    }
}
