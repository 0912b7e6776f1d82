/* Translates libyaml's problems: what is wrong in the user's words, and where it began rather than
   where the parser noticed. Works on the text alone. */
#include "syntax/problem.h"

#include <string.h>

static char byte_at(const Source *source, size_t at)
{
    if (at >= source->text.len) return '\0';
    return source->text.ptr[at];
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80);
}

static size_t line_start(const Source *source, size_t at)
{
    return source->line_starts[source_locate(source, at).line - 1];
}

static Str rest_of_line(const Source *source, size_t at)
{
    const size_t line = source_locate(source, at).line;
    return str_slice(source_line(source, line), at - source->line_starts[line - 1], SIZE_MAX);
}

static size_t first_on_line(const Source *source, size_t at)
{
    size_t first = line_start(source, at);
    while (is_blank(byte_at(source, first))) first++;
    return first;
}

static Span span_of(const Source *source, size_t start, size_t end)
{
    return (Span){source->file, (uint32_t)start, (uint32_t)end};
}

/* The word at `at`, or the one character. */
static Span word_span(const Source *source, size_t at)
{
    size_t end = at;
    while (is_word(byte_at(source, end))) end++;
    if (end == at && at < source->text.len) end++;
    return span_of(source, at, end);
}

/* Before the white space at the end of the text, so that there is something to see. */
static size_t step_back_from_end(const Source *source, size_t at)
{
    const Str rest = str_slice(source->text, at, SIZE_MAX);
    if (str_trim(rest).len) return at;
    while (at > 0 && strchr(" \t\r\n", source->text.ptr[at - 1])) at--;
    return at;
}

/* A tab in front of the first word of the line. */
static bool report_tab(Run *run, const Source *source, const Problem *problem)
{
    const size_t first = first_on_line(source, problem->at);
    for (size_t at = line_start(source, problem->at); at < first && at <= problem->at; at++) {
        if (byte_at(source, at) != '\t') continue;
        diag_at(run->diags, DIAG_TAB_INDENTATION, span_of(source, at, at + 1),
                "a tab cannot indent a line in YAML");
        diag_help(run->diags, "indent with spaces");
        return true;
    }
    return false;
}

static bool is_expected_separator(const Problem *problem)
{
    return strcmp(problem->text, "did not find expected ',' or ']'") == 0 ||
           strcmp(problem->text, "did not find expected ',' or '}'") == 0;
}

static bool is_bad_start(const Problem *problem)
{
    return strcmp(problem->text, "found character that cannot start any token") == 0;
}

/* Where the item around `at` begins in its line: behind a comma, a colon, or a bracket that is open. */
static size_t item_start(const Source *source, size_t at)
{
    const size_t start = line_start(source, at);
    size_t depth = 0;
    for (; at > start; at--) {
        const char before = byte_at(source, at - 1);
        const bool is_colon = before == ':' && byte_at(source, at) == ' ';
        if (before == ']') depth++;
        else if (depth && before == '[') depth--;
        else if (!depth && (is_colon || strchr("{[,", before))) break;
    }
    while (byte_at(source, at) == ' ') at++;
    return at;
}

/* Where it ends: before a comma or closing bracket that its own brackets do not enclose. */
static size_t item_end(const Source *source, size_t at)
{
    const size_t end = at + rest_of_line(source, at).len;
    size_t depth = 0;
    for (; at < end; at++) {
        const char c = byte_at(source, at);
        if (c == '[') depth++;
        else if (depth && c == ']') depth--;
        else if (!depth && strchr(",]}", c)) break;
    }
    while (is_blank(byte_at(source, at - 1))) at--;
    return at;
}

/* The text is cut short at the bracket of `list[str]`, or gone on with at the bar of `list[str] | None`
   where libyaml looks that far ahead. */
static bool is_unquoted_type(const Source *source, const Problem *problem)
{
    size_t at = problem->at;
    if (is_bad_start(problem) && byte_at(source, at) == '|') {
        const size_t start = item_start(source, at);
        while (at > start && byte_at(source, at) != '[') at--;
    } else if (!is_expected_separator(problem)) {
        return false;
    }
    return at > 0 && byte_at(source, at) == '[' && is_word(byte_at(source, at - 1));
}

/* `{type: list[str]}`: in flow style a type with brackets is no plain text. */
static bool report_unquoted_type(Run *run, const Source *source, const Problem *problem)
{
    if (!is_unquoted_type(source, problem)) return false;
    const size_t start = item_start(source, problem->at), end = item_end(source, problem->at);
    const Str type = str_slice(source->text, start, end);
    diag_at(run->diags, DIAG_QUOTE_TYPE, span_of(source, start, end),
            "a type with brackets must be quoted between { and }");
    const bool has_double = memchr(type.ptr, '"', type.len) != NULL;
    diag_replacement(run->diags,
                     str_fmt(run->arena, has_double ? "'%.*s'" : "\"%.*s\"", STR_ARG(type)));
    return true;
}

/* `key:value` on the line of `at`: without the space it is one text. */
static bool report_tight_colon(Run *run, const Source *source, size_t at)
{
    size_t colon = first_on_line(source, at);
    while (is_word(byte_at(source, colon))) colon++;
    const char next = byte_at(source, colon + 1);
    if (byte_at(source, colon) != ':' || next == '\0' || strchr(" \t\r\n", next)) return false;
    diag_at(run->diags, DIAG_YAML_SYNTAX, span_of(source, colon, colon + 1),
            "a space is missing after ':'");
    return true;
}

static bool report_missing_space(Run *run, const Source *source, const Problem *problem)
{
    if (strcmp(problem->text, "could not find expected ':'") == 0)
        return report_tight_colon(run, source, problem->context_at);
    if (strcmp(problem->text, "mapping values are not allowed in this context") != 0) return false;
    const size_t start = line_start(source, problem->at);
    return start > 0 && report_tight_colon(run, source, start - 1);
}

/* Brackets: the one that is never closed, or the place where a comma is missing. */
static bool report_bracket(Run *run, const Source *source, const Problem *problem)
{
    if (!is_expected_separator(problem)) return false;
    const size_t open = problem->context_at;
    const char opener = byte_at(source, open);
    const Span opener_span = span_of(source, open, open + 1);
    if (!str_trim(str_slice(source->text, problem->at, SIZE_MAX)).len) {
        diag_at(run->diags, DIAG_YAML_SYNTAX, opener_span, "this '%c' is never closed", opener);
        return true;
    }
    diag_at(run->diags, DIAG_YAML_SYNTAX, word_span(source, problem->at), "expected ',' or '%c'",
            opener == '{' ? '}' : ']');
    if (line_start(source, open) != line_start(source, problem->at))
        diag_note(run->diags, opener_span, "this '%c' is still open", opener);
    return true;
}

static bool report_bad_start(Run *run, const Source *source, const Problem *problem)
{
    if (!is_bad_start(problem)) return false;
    diag_at(run->diags, DIAG_YAML_SYNTAX, word_span(source, problem->at),
            "a text without quotes cannot begin with '%c'", byte_at(source, problem->at));
    diag_help(run->diags, "quote the text");
    return true;
}

/* Something where a mapping wants its next key: wrong indentation, or text behind a value. */
static bool report_stray(Run *run, const Source *source, const Problem *problem)
{
    if (strcmp(problem->text, "did not find expected key") != 0) return false;
    const size_t at = step_back_from_end(source, problem->at);
    if (first_on_line(source, at) != at) {
        diag_at(run->diags, DIAG_YAML_SYNTAX, word_span(source, at),
                "unexpected text after the value");
        diag_help(run->diags, "quote the whole value if the text belongs to it");
        return true;
    }
    const bool is_aligned =
        source_locate(source, at).column == source_locate(source, problem->context_at).column;
    diag_at(run->diags, DIAG_YAML_SYNTAX, word_span(source, at),
            is_aligned ? "expected a key" : "the indentation of this line fits no line above it");
    diag_note(run->diags, word_span(source, problem->context_at),
              "the mapping around it begins here");
    return true;
}

typedef struct {
    const char *problem; /* libyaml's */
    bool at_context;     /* point at where the construct began */
    DiagId id;
    const char *message, *help; /* ours; help may be NULL */
} Translation;

static const Translation translations[] = {
    {"found unexpected end of stream", true, DIAG_YAML_SYNTAX, "this quote is never closed", NULL},
    {"found unexpected document indicator", true, DIAG_YAML_SYNTAX, "this quote is never closed",
     NULL},
    {"found unknown escape character", false, DIAG_YAML_SYNTAX,
     "a text in double quotes has no such escape",
     "write '\\\\' for a backslash, or use single quotes"},
    {"did not find expected hexdecimal number", false, DIAG_YAML_SYNTAX,
     "the escape has too few hexadecimal digits", NULL},
    {"found invalid Unicode character escape code", false, DIAG_YAML_SYNTAX,
     "the escape is no Unicode character", NULL},
    {"could not find expected ':'", true, DIAG_YAML_SYNTAX, "expected ':' after this key", NULL},
    {"mapping values are not allowed in this context", false, DIAG_YAML_SYNTAX,
     "a ':' cannot stand here",
     "quote the text if the ':' belongs to it, else check the indentation"},
    {"mapping keys are not allowed in this context", false, DIAG_YAML_SYNTAX,
     "a key cannot begin here", NULL},
    {"block sequence entries are not allowed in this context", false, DIAG_YAML_SYNTAX,
     "a list item cannot begin here", "begin the list on the next line, or write [a, b]"},
    {"did not find expected '-' indicator", false, DIAG_YAML_SYNTAX,
     "expected '-', as before the items above", NULL},
    {"did not find expected node content", false, DIAG_YAML_SYNTAX, "expected a value", NULL},
    {"did not find expected <document start>", false, DIAG_YAML_SYNTAX,
     "unexpected text after the end of the schema",
     "the keys of the schema itself all begin in the same column"},
    {"did not find expected comment or line break", false, DIAG_YAML_SYNTAX,
     "unexpected text behind '|' or '>'",
     "begin the text on the next line, or quote it if it begins with '|' or '>'"},
    {"did not find expected alphabetic or numeric character", true, DIAG_YAML_SYNTAX,
     "a text without quotes cannot begin with '&' or '*'", "quote the text"},
    {"control characters are not allowed", false, DIAG_YAML_SYNTAX,
     "a control character cannot stand in YAML", "in double quotes, write it as an escape"},
    {"found incompatible YAML document", true, DIAG_YAML_SYNTAX,
     "this version of YAML is not supported", "leave the line out"},
    {"found undefined tag handle", true, DIAG_TAG, "tags have no meaning in a schema", NULL},
};

static const Translation *find_translation(const char *problem)
{
    for (size_t i = 0; i < sizeof translations / sizeof *translations; i++) {
        if (strcmp(translations[i].problem, problem) == 0) return &translations[i];
    }
    return NULL;
}

static void report_translated(Run *run, const Source *source, const Problem *problem)
{
    const Translation *known = find_translation(problem->text);
    if (!known) { /* rare: directives, malformed tags */
        diag_at(run->diags, DIAG_YAML_SYNTAX,
                word_span(source, step_back_from_end(source, problem->at)), "%s%s%s", problem->text,
                problem->context ? " " : "", problem->context ? problem->context : "");
        return;
    }
    const size_t at = known->at_context && problem->context ? problem->context_at : problem->at;
    diag_at(run->diags, known->id, word_span(source, step_back_from_end(source, at)), "%s",
            known->message);
    if (known->help) diag_help(run->diags, "%s", known->help);
}

/* A text in quotes that went over several lines just before: probably its end is elsewhere. */
static void note_long_quote(Run *run, const Source *source, const Problem *problem)
{
    const Span quoted = problem->quoted;
    if (quoted.end == quoted.start || quoted.end > problem->at) return;
    const size_t last = quoted.end - 1;
    const bool is_long = line_start(source, quoted.start) != line_start(source, last);
    const bool is_near = line_start(source, last) == line_start(source, problem->at);
    if (!is_long || !is_near) return;
    diag_note(run->diags, span_of(source, quoted.start, quoted.start + 1u),
              "the text before it begins with this quote; is its closing quote missing?");
}

void problem_report(Run *run, const Source *source, const Problem *problem)
{
    const bool is_special =
        report_tab(run, source, problem) || report_unquoted_type(run, source, problem) ||
        report_missing_space(run, source, problem) || report_bracket(run, source, problem) ||
        report_bad_start(run, source, problem) || report_stray(run, source, problem);
    if (!is_special) report_translated(run, source, problem);
    note_long_quote(run, source, problem);
}
