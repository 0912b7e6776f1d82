/* The syntax tree, from libyaml's events. This is the only file that knows libyaml: what it counts, what
   it accepts silently and what schemas do not have are dealt with here. No recursion. */
#include "syntax/syntax.h"

#include "base/map.h"
#include "syntax/problem.h"

#include <string.h>
#include <yaml.h>

enum { DEEPEST = 64 }; /* levels of nesting; a schema has about eight */

/* A collection that is not closed yet. */
typedef struct {
    Node *node;
    const Node *key;  /* mapping: the key whose value comes next, or NULL */
    Map keys;         /* mapping: the keys so far, as nodes */
    bool is_repeated; /* mapping: `key` stands there already, so what follows it is left out */
} Frame;

typedef struct {
    Run *run;
    const Source *source;
    yaml_parser_t yaml;
    size_t skipped; /* bytes that libyaml does not see: a byte-order mark */
    Frame frames[DEEPEST];
    size_t depth;
    Node *root;
    Span quoted; /* the quoted text that ended last */
    size_t documents;
    bool is_done;
    bool
        is_broken; /* what the tree says is not what the user meant; looking further would mislead */
} Parse;

/* libyaml counts characters and leaves out the byte-order mark; we count bytes. */
static uint32_t byte_of(const Parse *parse, yaml_mark_t mark)
{
    return (uint32_t)source_byte_of_character(parse->source, mark.index);
}

static Span span_of(const Parse *parse, yaml_mark_t start, yaml_mark_t end)
{
    return (Span){parse->source->file, byte_of(parse, start), byte_of(parse, end)};
}

static void report_problem(Parse *parse)
{
    const yaml_parser_t *yaml = &parse->yaml;
    if (yaml->error == YAML_MEMORY_ERROR) arena_out_of_memory();
    const bool is_reader = yaml->error == YAML_READER_ERROR; /* has an offset instead of a mark */
    const Problem problem = {
        .text = yaml->problem ? yaml->problem : "invalid YAML",
        .context = yaml->context,
        .at =
            is_reader ? yaml->problem_offset + parse->skipped : byte_of(parse, yaml->problem_mark),
        .context_at = byte_of(parse, yaml->context_mark),
        .quoted = parse->quoted,
    };
    problem_report(parse->run, parse->source, &problem);
    parse->is_broken = true;
}

static Node *new_node(Parse *parse, NodeKind kind, const yaml_event_t *event)
{
    Node *node = arena_make(parse->run->arena, Node);
    node->kind = kind;
    node->span = span_of(parse, event->start_mark, event->end_mark);
    return node;
}

static void check_key(Parse *parse, Frame *frame, Node *key)
{
    Diags *diags = parse->run->diags;
    if (key->kind != NODE_SCALAR) {
        diag_at(diags, DIAG_KEY_NOT_SCALAR, key->span, "a key must be a name, not a %s",
                key->kind == NODE_MAPPING ? "mapping" : "list");
        diag_help(diags, "quote the key if the bracket belongs to it");
        parse->is_broken = true;
        return;
    }
    if (key->is_plain && str_eq(key->text, STR("<<"))) {
        diag_at(diags, DIAG_MERGE_KEY, key->span, "merge keys have no meaning in a schema");
        parse->is_broken = true;
        return;
    }
    if (map_add(parse->run->arena, &frame->keys, key->text, key)) return;
    const Node *first = map_get(&frame->keys, key->text);
    diag_at(diags, DIAG_DUPLICATE_KEY, key->span, "key '%.*s' appears twice", STR_ARG(key->text));
    diag_note(diags, first->span, "first here");
    frame->is_repeated = true;
}

/* Puts a node where it belongs: the root, an item, a key, or the value of the key before it. */
static void attach(Parse *parse, Node *node)
{
    if (!parse->depth) {
        parse->root = node;
        return;
    }
    Frame *frame = &parse->frames[parse->depth - 1];
    Node *parent = frame->node;
    if (parent->kind == NODE_MAPPING && !frame->key) {
        check_key(parse, frame, node);
        frame->key = node;
        if (!parent->is_flow && !parent->items.len) parent->span = node->span;
        return;
    }
    node->key = frame->key;
    frame->key = NULL;
    if (!frame->is_repeated) vec_push(parse->run->arena, &parent->items, node);
    frame->is_repeated = false;
}

/* Reports the anchor and the tag in front of a node, which begin at byte `at`. */
static void reject_properties(Parse *parse, size_t at)
{
    const Str text = parse->source->text;
    for (int i = 0; i < 2 && at < text.len; i++) {
        const char c = text.ptr[at];
        if (c != '&' && c != '!') return;
        size_t end = at + 1;
        while (end < text.len && !strchr(" \t\r\n,[]{}", text.ptr[end])) end++;
        const Span span = {parse->source->file, (uint32_t)at, (uint32_t)end};
        if (c == '&')
            diag_at(parse->run->diags, DIAG_ANCHOR, span, "anchors have no meaning in a schema");
        else diag_at(parse->run->diags, DIAG_TAG, span, "tags have no meaning in a schema");
        diag_help(parse->run->diags, "quote the text if the '%c' belongs to it", c);
        at = end;
        while (at < text.len && strchr(" \t\r\n", text.ptr[at])) at++;
    }
}

static void take_alias(Parse *parse, const yaml_event_t *event)
{
    Node *node = new_node(parse, NODE_SCALAR, event);
    diag_at(parse->run->diags, DIAG_ALIAS, node->span, "aliases have no meaning in a schema");
    diag_help(parse->run->diags, "quote the text if the '*' belongs to it");
    parse->is_broken = true;
    node->text = str_copy(parse->run->arena, str_from((const char *)event->data.alias.anchor));
    attach(parse, node);
}

static void take_scalar(Parse *parse, const yaml_event_t *event)
{
    const char *value = (const char *)event->data.scalar.value;
    const yaml_scalar_style_t style = event->data.scalar.style;
    Node *node = new_node(parse, NODE_SCALAR, event);
    node->text = str_copy(parse->run->arena, (Str){value, event->data.scalar.length});
    node->is_plain = style == YAML_PLAIN_SCALAR_STYLE;
    if (event->data.scalar.anchor || event->data.scalar.tag)
        reject_properties(parse, node->span.start);
    if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        parse->quoted = node->span;
    attach(parse, node);
}

static void open_collection(Parse *parse, Node *node, bool has_properties)
{
    if (has_properties) reject_properties(parse, node->span.start);
    if (parse->depth == DEEPEST) {
        diag_at(parse->run->diags, DIAG_NESTING_TOO_DEEP, node->span,
                "nested deeper than %d levels", DEEPEST);
        parse->is_done = parse->is_broken = true;
        return;
    }
    attach(parse, node);
    parse->frames[parse->depth++] = (Frame){.node = node};
}

static void take_sequence(Parse *parse, const yaml_event_t *event)
{
    Node *node = new_node(parse, NODE_SEQUENCE, event);
    node->is_flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    if (!node->is_flow) node->span.end = node->span.start + 1; /* the dash */
    open_collection(parse, node,
                    event->data.sequence_start.anchor || event->data.sequence_start.tag);
}

static void take_mapping(Parse *parse, const yaml_event_t *event)
{
    Node *node = new_node(parse, NODE_MAPPING, event);
    node->is_flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    open_collection(parse, node, event->data.mapping_start.anchor || event->data.mapping_start.tag);
}

static void close_collection(Parse *parse, const yaml_event_t *event)
{
    Node *node = parse->frames[--parse->depth].node;
    if (node->is_flow) node->span.end = byte_of(parse, event->end_mark);
}

static void take_document(Parse *parse, const yaml_event_t *event)
{
    if (!parse->documents++) return;
    diag_at(parse->run->diags, DIAG_SEVERAL_DOCUMENTS,
            span_of(parse, event->start_mark, event->end_mark), "a second document begins here");
    diag_help(parse->run->diags, "a schema is one document: give each its own file");
    parse->is_done = true;
}

static void take_event(Parse *parse, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_NO_EVENT:
    case YAML_STREAM_END_EVENT: parse->is_done = true; return;
    case YAML_DOCUMENT_START_EVENT: take_document(parse, event); return;
    case YAML_ALIAS_EVENT: take_alias(parse, event); return;
    case YAML_SCALAR_EVENT: take_scalar(parse, event); return;
    case YAML_SEQUENCE_START_EVENT: take_sequence(parse, event); return;
    case YAML_MAPPING_START_EVENT: take_mapping(parse, event); return;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: close_collection(parse, event); return;
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT: return;
    }
}

static void parse_events(Parse *parse)
{
    while (!parse->is_done) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parse->yaml, &event)) {
            report_problem(parse);
            return;
        }
        take_event(parse, &event);
        yaml_event_delete(&event);
    }
}

static void report_empty(Run *run, const Source *source)
{
    diag_file(run->diags, DIAG_EMPTY_SCHEMA, source->path, "the schema is empty");
    diag_help(run->diags, "a schema begins with 'slotgen: 1', 'module: NAME' and 'records:'");
}

const Node *syntax_parse(Run *run, const Source *source)
{
    if (!source) return NULL;
    const size_t errors_before = diags_errors(run->diags);
    Parse parse = {.run = run, .source = source, .skipped = source->line_starts[0]};
    if (!yaml_parser_initialize(&parse.yaml)) arena_out_of_memory();
    const Str text = str_slice(source->text, parse.skipped, SIZE_MAX);
    yaml_parser_set_encoding(&parse.yaml, YAML_UTF8_ENCODING); /* else it would guess */
    yaml_parser_set_input_string(&parse.yaml, (const unsigned char *)(text.ptr ? text.ptr : ""),
                                 text.len);
    parse_events(&parse);
    yaml_parser_delete(&parse.yaml);

    if (parse.is_broken) return NULL;
    if (!parse.root || node_is_null(parse.root)) {
        report_empty(run, source);
        return NULL;
    }
    parse.root->is_flawed = diags_errors(run->diags) != errors_before;
    return parse.root;
}
