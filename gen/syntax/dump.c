/* The tree as text: an outline, one node a line, children indented by two spaces. */
#include "syntax/syntax.h"

static void add_quoted(Buf *out, Str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (c == '"' || c == '\\') buf_addf(out, "\\%c", c);
        else if (c == '\n') buf_add(out, STR("\\n"));
        else if ((unsigned char)c < 0x20 || c == 0x7F) buf_addf(out, "\\x%02x", (unsigned)c);
        else buf_add_char(out, c);
    }
    buf_add_char(out, '"');
}

static bool is_identifier(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!is_letter && !(i > 0 && c >= '0' && c <= '9')) return false;
    }
    return text.len > 0;
}

static void add_key(Buf *out, const Node *key)
{
    if (is_identifier(key->text)) buf_add(out, key->text);
    else add_quoted(out, key->text);
    buf_add(out, STR(": "));
}

/* Depth is bounded by the parser. */
static void dump_node(Buf *out, const Node *node, int depth, bool is_item)
{
    buf_addf(out, "%*s", depth * 2, "");
    if (is_item) buf_add(out, STR("- "));
    if (node->key) add_key(out, node->key);
    switch (node->kind) {
    case NODE_SCALAR:
        add_quoted(out, node->text);
        buf_add(out, node->is_plain ? STR(" plain") : STR(" quoted"));
        break;
    case NODE_SEQUENCE: buf_add(out, STR("sequence")); break;
    case NODE_MAPPING: buf_add(out, STR("mapping")); break;
    }
    if (node->is_flow) buf_add(out, STR(" flow"));
    buf_add_char(out, '\n');
    for (size_t i = 0; i < node->items.len; i++)
        dump_node(out, node->items.items[i], depth + 1, node->kind == NODE_SEQUENCE);
}

void dump_tree(Buf *out, const Node *node)
{
    if (node) dump_node(out, node, 0, false);
}
