/* Looking into the tree: keys of a mapping, and reports of nodes that have the wrong shape. */
#include "base/suggest.h"
#include "syntax/syntax.h"

const Node *node_get(const Node *mapping, const char *key)
{
    if (!mapping || mapping->kind != NODE_MAPPING) return NULL;
    const Str wanted = str_from(key);
    for (size_t i = 0; i < mapping->items.len; i++) {
        const Node *value = mapping->items.items[i];
        if (value->key->kind == NODE_SCALAR && str_eq(value->key->text, wanted)) return value;
    }
    return NULL;
}

/* Where to point when something is said of a node: itself, or its key where there is nothing to see. */
static Span visible_span(const Node *node)
{
    return node->span.start == node->span.end && node->key ? node->key->span : node->span;
}

const Node *node_required(Run *run, const Node *owner, const char *key)
{
    if (!owner || owner->kind != NODE_MAPPING) return NULL;
    const Node *value = node_get(owner, key);
    if (value) return value;
    if (owner->key) {
        diag_at(run->diags, DIAG_MISSING_KEY, owner->key->span, "'%.*s' has no key '%s'",
                STR_ARG(owner->key->text), key);
    } else {
        diag_at(run->diags, DIAG_MISSING_KEY, owner->span, "key '%s' is missing", key);
    }
    return NULL;
}

bool node_is_null(const Node *node)
{
    if (!node || node->kind != NODE_SCALAR || !node->is_plain) return false;
    static const char *const spellings[] = {"", "~", "null", "Null", "NULL"};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        if (str_is(node->text, spellings[i])) return true;
    }
    return false;
}

/* What a node is, in the user's words. */
static const char *describe(const Node *node)
{
    switch (node->kind) {
    case NODE_SCALAR: return node_is_null(node) ? "nothing" : "a single value";
    case NODE_SEQUENCE: return "a list";
    case NODE_MAPPING: return "a mapping";
    }
    return "";
}

static bool expect(Run *run, const Node *node, NodeKind kind, const char *shape, const char *what)
{
    if (!node) return false;
    if (node->kind == kind) return true;
    diag_at(run->diags, DIAG_WRONG_SHAPE, visible_span(node), "expected %s for %s, got %s", shape,
            what, describe(node));
    return false;
}

bool node_expect_mapping(Run *run, const Node *node, const char *what)
{
    return expect(run, node, NODE_MAPPING, "a mapping of 'key: value'", what);
}

bool node_expect_sequence(Run *run, const Node *node, const char *what)
{
    if (expect(run, node, NODE_SEQUENCE, "a list", what)) return true;
    if (node && node->kind == NODE_SCALAR && node->is_plain && node->text.len)
        diag_help(run->diags, "as in [%.*s]", STR_ARG(node->text));
    return false;
}

bool node_expect_scalar(Run *run, const Node *node, const char *what)
{
    return expect(run, node, NODE_SCALAR, "a single value", what);
}

static bool is_one_of(Str text, const char *const *words)
{
    for (; *words; words++) {
        if (str_is(text, *words)) return true;
    }
    return false;
}

bool node_bool(Run *run, const Node *node, const char *what, bool *out)
{
    /* YAML 1.2's booleans, and those of YAML 1.1 that people still write */
    static const char *const yes[] = {"true", "True", "TRUE", NULL};
    static const char *const no[] = {"false", "False", "FALSE", NULL};
    static const char *const old_yes[] = {"yes", "Yes", "YES", "on", "On",
                                          "ON",  "y",   "Y",   "1",  NULL};
    static const char *const old_no[] = {"no",  "No", "NO", "off", "Off",
                                         "OFF", "n",  "N",  "0",   NULL};
    if (!expect(run, node, NODE_SCALAR, "true or false", what)) return false;
    const bool is_true = node->is_plain && is_one_of(node->text, yes);
    if (is_true || (node->is_plain && is_one_of(node->text, no))) {
        *out = is_true;
        return true;
    }
    if (node_is_null(node)) {
        diag_at(run->diags, DIAG_WRONG_SHAPE, visible_span(node),
                "expected true or false for %s, got nothing", what);
        return false;
    }
    diag_at(run->diags, DIAG_WRONG_SHAPE, node->span, "expected true or false for %s, got '%.*s'",
            what, STR_ARG(node->text));
    if (is_one_of(node->text, yes) || is_one_of(node->text, old_yes))
        diag_replacement(run->diags, STR("true"));
    else if (is_one_of(node->text, no) || is_one_of(node->text, old_no))
        diag_replacement(run->diags, STR("false"));
    return false;
}

/* "a, b, c", where that is short enough to help. */
static void help_with_list(Run *run, const Str *known, size_t count)
{
    Buf list = buf_new(run->arena);
    for (size_t i = 0; i < count; i++) {
        if (i) buf_add(&list, STR(", "));
        buf_add(&list, known[i]);
    }
    const Str text = buf_take(&list);
    if (text.len <= 72) diag_help(run->diags, "known keys: %.*s", STR_ARG(text));
}

void node_reject_unknown_keys(Run *run, const Node *mapping, const char *what,
                              const char *const *known)
{
    node_reject_strangers(run, mapping, what, known, NULL);
}

void node_reject_strangers(Run *run, const Node *mapping, const char *what,
                           const char *const *known, const char *help)
{
    if (!mapping || mapping->kind != NODE_MAPPING) return;
    VEC(Str) names = {0};
    for (; *known; known++) vec_push(run->arena, &names, str_from(*known));
    for (size_t i = 0; i < mapping->items.len; i++) {
        const Node *key = mapping->items.items[i]->key;
        bool is_known = false;
        for (size_t j = 0; j < names.len && !is_known; j++)
            is_known = str_eq(key->text, names.items[j]);
        if (is_known) continue;

        diag_at(run->diags, DIAG_UNKNOWN_KEY, key->span, "unknown key '%.*s' in %s",
                STR_ARG(key->text), what);
        const Str nearest = suggest_nearest(key->text, names.items, names.len);
        if (!nearest.len) {
            if (help) diag_help(run->diags, "%s", help);
            else help_with_list(run, names.items, names.len);
            continue;
        }
        diag_replacement(run->diags, nearest);
        diag_help(run->diags, "did you mean '%.*s'?", STR_ARG(nearest));
    }
}
