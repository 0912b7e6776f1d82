/* The syntax tree of a schema: YAML's mappings, sequences and scalars with the place of each in the
   text. What YAML has and schemas have no use for (anchors, aliases, tags, merge keys, several
   documents) is reported here, and so are duplicate keys. */
#ifndef SYNTAX_SYNTAX_H
#define SYNTAX_SYNTAX_H

#include "base/buf.h"
#include "base/run.h"
#include "base/source.h"
#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>

typedef enum { NODE_SCALAR, NODE_SEQUENCE, NODE_MAPPING } NodeKind;

typedef struct Node Node;
typedef VEC(const Node *) Nodes;

struct Node {
    NodeKind kind;
    /* A scalar with its quotes; a flow collection with its brackets; of one in block style only its
       first key or dash, since its end is past the last line. */
    Span span;
    const Node *key; /* the key this node is the value of, in its mapping; else NULL */
    Str text;        /* scalar: the value, unescaped */
    bool is_plain;   /* scalar: written without quotes, so null, true and 1 mean what they say */
    bool is_flow;    /* collection written with brackets, [] or {} */
    bool is_flawed;  /* root: mistakes were reported while it was parsed */
    Nodes items;     /* sequence: its items; mapping: its values, each with its `key` */
};

/* Parses the one YAML document of `source`. NULL where it is NULL, or where a mistake was reported that
   leaves open what the tree should be. After the others (a key twice, an anchor, a tag, a second document)
   there is a tree, so that the phases behind find their mistakes in the same run. */
const Node *syntax_parse(Run *run, const Source *source);

/* Looking into a mapping. `node_get` returns NULL where the key is absent; `node_required` reports that
   too, at `owner`'s key or span. Both return NULL for a node that is not a mapping. */
const Node *node_get(const Node *mapping, const char *key);
const Node *node_required(Run *run, const Node *owner, const char *key);

/* Each reports a node that is not of that shape, naming `what` ("the fields of a record"), and then
   returns false (node_bool: and leaves *out alone). A NULL node is false without a report. */
bool node_expect_mapping(Run *run, const Node *node, const char *what);
bool node_expect_sequence(Run *run, const Node *node, const char *what);
bool node_expect_scalar(Run *run, const Node *node, const char *what);
bool node_bool(Run *run, const Node *node, const char *what, bool *out);
bool node_is_null(const Node *node); /* plain null, ~ or nothing */

/* Reports each key of `mapping` that is not in `known` (terminated by NULL), with a suggestion. */
void node_reject_unknown_keys(Run *run, const Node *mapping, const char *what,
                              const char *const *known);

/* The same; `help`, which may be NULL, is said of a key that is like none of them. */
void node_reject_strangers(Run *run, const Node *mapping, const char *what,
                           const char *const *known, const char *help);

/* The tree as text, for --dump=tree and the golden files: an outline, one node a line. */
void dump_tree(Buf *out, const Node *node);

#endif
