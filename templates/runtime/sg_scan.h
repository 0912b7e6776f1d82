/* sg_scan.h: the strict scan of a JSON document that the fast reader refused. It goes over
   characters, is never recursive, and either raises JSONDecodeError at the first bad position,
   or gives the document as a tree of nodes and, beside it, a tree of places:

       value         node                               place
       null, bool    None, True, False                  start
       number        bytes: the literal                 start
       string        str                                start
       array         list                               (start, end, [place, ...])
       object        tuple of (key, value) pairs        (start, end, [(key_start, place), ...])

   Starts and ends (of the closing bracket) count characters. Whether the values fit a record is
   none of its business: sg_judge.h. */
#ifndef SG_SCAN_H
#define SG_SCAN_H

#include "sg_base.h"
#include "sg_lazy.h"
#include "sg_read_number.h"
#include "sg_reader.h"

/* An array or object that is being read. */
typedef struct {
    PyObject *items, *places; /* lists: what will be its node and its place */
    PyObject *key;            /* object: of the value that comes next */
    Py_ssize_t start, key_start;
    bool is_object;
} SgOpen;

typedef struct {
    SgState *state;
    PyObject *text;
    Py_ssize_t line; /* of the input, where the document is one of its lines; else 0 */
    bool from_bytes; /* the text was decoded from bytes, errors as surrogates */
    int kind;
    const void *data;
    Py_ssize_t length, p; /* p: of the next character */
    Py_UCS4 *room;        /* characters of the string being read */
    Py_ssize_t room_size;
    SgOpen *open;
    int depth;
} SgScan;

/* `type` is the character itself for brackets, comma and colon, '"' for a string, 'r' for a run
   of other characters, and 0 at the end. */
typedef struct {
    char type;
    Py_ssize_t start, end;
    PyObject *str; /* of a string; owned */
} SgScanToken;

/* ---- JSONDecodeError ---- */

/* The text for the exception's `doc`, as a new reference: bytes that are no UTF-8 become U+FFFD. */
SG_COLD PyObject *sg_scan_doc(const SgScan *s)
{
    if (!s->from_bytes) return Py_NewRef(s->text);
    PyObject *bytes = PyUnicode_AsEncodedString(s->text, "utf-8", "surrogateescape");
    if (!bytes) return NULL;
    PyObject *doc =
        PyUnicode_DecodeUTF8(PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes), "replace");
    Py_DECREF(bytes);
    return doc;
}

/* Gives an error in a line the number of that line, in its text too. */
SG_COLD int sg_scan_set_line(PyObject *error, const char *message, Py_ssize_t line, Py_ssize_t at)
{
    PyObject *number = PyLong_FromSsize_t(line), *column = PyObject_GetAttrString(error, "colno");
    PyObject *text = column ? PyUnicode_FromFormat("%s: line %zd column %S (char %zd)", message,
                                                   line, column, at)
                            : NULL;
    PyObject *args = text ? PyTuple_Pack(1, text) : NULL;
    int status = -1;
    if (number && args && PyObject_SetAttrString(error, "lineno", number) == 0)
        status = PyObject_SetAttrString(error, "args", args);
    Py_XDECREF(args);
    Py_XDECREF(text);
    Py_XDECREF(column);
    Py_XDECREF(number);
    return status;
}

/* Raises JSONDecodeError at character `at`; -1 always. */
SG_COLD int sg_scan_fail(const SgScan *s, const char *message, Py_ssize_t at)
{
    PyObject *type = sg_lazy(s->state, SG_LAZY_JSON_DECODE_ERROR);
    PyObject *doc = type ? sg_scan_doc(s) : NULL;
    PyObject *error = doc ? PyObject_CallFunction(type, "sOn", message, doc, at) : NULL;
    if (error && (s->line == 0 || sg_scan_set_line(error, message, s->line, at) == 0))
        PyErr_SetObject(type, error);
    Py_XDECREF(error);
    Py_XDECREF(doc);
    return -1;
}

/* ---- tokens ---- */

SG_FN Py_UCS4 sg_scan_at(const SgScan *s, Py_ssize_t at)
{
    return PyUnicode_READ(s->kind, s->data, at);
}

SG_FN bool sg_is_surrogate(Py_UCS4 c)
{
    return c >= 0xD800 && c <= 0xDFFF;
}

SG_COLD int sg_scan_fail_surrogate(const SgScan *s, Py_ssize_t at)
{
    return sg_scan_fail(s, s->from_bytes ? "invalid UTF-8" : "lone surrogate", at);
}

SG_COLD int sg_scan_keep(SgScan *s, Py_ssize_t n, Py_UCS4 c)
{
    if (n == s->room_size) {
        const Py_ssize_t size = n ? 2 * n : 64;
        Py_UCS4 *room = (Py_UCS4 *)PyMem_Realloc(s->room, (size_t)size * sizeof *room);
        if (!room) {
            PyErr_NoMemory();
            return -1;
        }
        s->room = room;
        s->room_size = size;
    }
    s->room[n] = c;
    return 0;
}

/* The value of the four hex digits at s->p, which is then behind them. -1 with the exception: a
   character that is no hex digit makes the escape at `backslash` wrong; at the end the string is
   unterminated. */
SG_COLD int sg_scan_hex(SgScan *s, Py_ssize_t quote, Py_ssize_t backslash)
{
    int value = 0;
    for (int i = 0; i < 4; i++, s->p++) {
        if (s->p == s->length) return sg_scan_fail(s, "unterminated string", quote);
        const Py_UCS4 c = sg_scan_at(s, s->p), letter = c | 0x20;
        if (c >= '0' && c <= '9') value = value << 4 | (int)(c - '0');
        else if (letter >= 'a' && letter <= 'f') value = value << 4 | (int)(letter - 'a' + 10);
        else if (sg_is_surrogate(c)) return sg_scan_fail_surrogate(s, s->p);
        else return sg_scan_fail(s, "invalid escape", backslash);
    }
    return value;
}

/* The character of an escape \u...., s->p behind the `u`. A high surrogate must be followed at
   once by the escape of a low one. */
SG_COLD int sg_scan_unicode_escape(SgScan *s, Py_ssize_t quote)
{
    const Py_ssize_t backslash = s->p - 2;
    const int high = sg_scan_hex(s, quote, backslash);
    if (high < 0 || !sg_is_surrogate((Py_UCS4)high)) return high;
    if (high >= 0xDC00) return sg_scan_fail(s, "lone surrogate", backslash);
    for (const char *c = "\\u"; *c; c++, s->p++) {
        if (s->p == s->length) return sg_scan_fail(s, "unterminated string", quote);
        if (sg_scan_at(s, s->p) != (Py_UCS4)*c) return sg_scan_fail(s, "lone surrogate", backslash);
    }
    const int low = sg_scan_hex(s, quote, s->p - 2);
    if (low < 0) return -1;
    if (low < 0xDC00 || low > 0xDFFF) return sg_scan_fail(s, "lone surrogate", backslash);
    return 0x10000 + ((high - 0xD800) << 10 | (low - 0xDC00));
}

/* The character of the escape at s->p, which is then behind it; -1 with the exception. */
SG_COLD int sg_scan_escape(SgScan *s, Py_ssize_t quote)
{
    const Py_ssize_t backslash = s->p++;
    if (s->p == s->length) return sg_scan_fail(s, "unterminated string", quote);
    const Py_UCS4 c = sg_scan_at(s, s->p++);
    switch (c) {
    case '"':
    case '\\':
    case '/': return (int)c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'u': return sg_scan_unicode_escape(s, quote);
    }
    if (sg_is_surrogate(c)) return sg_scan_fail_surrogate(s, s->p - 1);
    return sg_scan_fail(s, "invalid escape", backslash);
}

/* Reads a string, s->p at its opening quote. */
SG_COLD int sg_scan_string(SgScan *s, SgScanToken *token)
{
    Py_ssize_t n = 0;
    for (s->p++;; n++) {
        if (s->p == s->length) return sg_scan_fail(s, "unterminated string", token->start);
        Py_UCS4 c = sg_scan_at(s, s->p);
        if (c == '"') break;
        if (c < 0x20) return sg_scan_fail(s, "control character in string", s->p);
        if (sg_is_surrogate(c)) return sg_scan_fail_surrogate(s, s->p);
        if (c == '\\') {
            const int escaped = sg_scan_escape(s, token->start);
            if (escaped < 0) return -1;
            c = (Py_UCS4)escaped;
        } else {
            s->p++;
        }
        if (sg_scan_keep(s, n, c) < 0) return -1;
    }
    s->p++;
    token->str = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, s->room, n);
    return token->str ? 0 : -1;
}

SG_COLD bool sg_scan_is_bracket(Py_UCS4 c)
{
    return c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':';
}

SG_COLD bool sg_scan_is_space(Py_UCS4 c)
{
    return c < 0x80 && sg_is_space((char)c);
}

/* Reads the next token; every character of it is looked at. */
SG_COLD int sg_scan_token(SgScan *s, SgScanToken *token)
{
    while (s->p < s->length && sg_scan_is_space(sg_scan_at(s, s->p))) s->p++;
    token->start = token->end = s->p;
    token->str = NULL;
    token->type = 0;
    if (s->p == s->length) return 0;
    const Py_UCS4 first = sg_scan_at(s, s->p);
    if (sg_scan_is_bracket(first)) {
        token->type = (char)first;
        s->p++;
    } else if (first == '"') {
        token->type = '"';
        if (sg_scan_string(s, token) < 0) return -1;
    } else {
        token->type = 'r';
        for (; s->p < s->length; s->p++) {
            const Py_UCS4 c = sg_scan_at(s, s->p);
            if (sg_scan_is_space(c) || sg_scan_is_bracket(c) || c == '"') break;
            if (sg_is_surrogate(c)) return sg_scan_fail_surrogate(s, s->p);
        }
    }
    token->end = s->p;
    return 0;
}

/* ---- values ---- */

/* The node of the literal or number that a str spells; NULL with an exception, or without one where
   it spells neither. */
SG_COLD PyObject *sg_scan_literal(SgState *state, PyObject *text)
{
    if (PyUnicode_CompareWithASCIIString(text, "null") == 0) return Py_NewRef(Py_None);
    if (PyUnicode_CompareWithASCIIString(text, "true") == 0) return Py_NewRef(Py_True);
    if (PyUnicode_CompareWithASCIIString(text, "false") == 0) return Py_NewRef(Py_False);
    if (!PyUnicode_IS_ASCII(text)) return NULL;
    const char *start = (const char *)PyUnicode_DATA(text);
    SgReader r;
    SgNumber number;
    sg_reader_init(&r, state, start, PyUnicode_GET_LENGTH(text));
    if (sg_is_space(*start) || sg_read_number(&r, &number) < 0 || r.p != r.end) return NULL;
    return PyUnicode_AsASCIIString(text);
}

/* The same of a run. */
SG_COLD PyObject *sg_scan_run(const SgScan *s, const SgScanToken *token)
{
    PyObject *run = PyUnicode_Substring(s->text, token->start, token->end);
    PyObject *node = run ? sg_scan_literal(s->state, run) : NULL;
    Py_XDECREF(run);
    return node;
}

SG_COLD int sg_scan_open(SgScan *s, const SgScanToken *token)
{
    if (s->depth == SG_MAX_DEPTH)
        return sg_scan_fail(s, "nested deeper than 500 levels", token->start);
    SgOpen *open = &s->open[s->depth];
    open->items = PyList_New(0);
    open->places = PyList_New(0);
    open->key = NULL;
    open->start = token->start;
    open->is_object = token->type == '{';
    s->depth++;
    return open->items && open->places ? 0 : -1;
}

/* Adds a value to the innermost open bracket, or makes it the document. Takes both references. */
SG_COLD int sg_scan_add(SgScan *s, PyObject *node, PyObject *place, PyObject **document,
                        PyObject **where)
{
    int status = -1;
    if (!node || !place) goto done;
    if (s->depth == 0) {
        *document = Py_NewRef(node);
        *where = Py_NewRef(place);
        status = 0;
        goto done;
    }
    {
        SgOpen *open = &s->open[s->depth - 1];
        if (open->is_object) {
            Py_SETREF(node, PyTuple_Pack(2, open->key, node));
            Py_SETREF(place, Py_BuildValue("(nO)", open->key_start, place));
            Py_CLEAR(open->key);
        }
        if (node && place && PyList_Append(open->items, node) == 0)
            status = PyList_Append(open->places, place);
    }
done:
    Py_XDECREF(node);
    Py_XDECREF(place);
    return status;
}

SG_COLD int sg_scan_close(SgScan *s, const SgScanToken *token, PyObject **document,
                          PyObject **where)
{
    SgOpen *open = &s->open[--s->depth];
    PyObject *node = open->is_object ? PyList_AsTuple(open->items) : Py_NewRef(open->items);
    PyObject *place = Py_BuildValue("(nnO)", open->start, token->start, open->places);
    Py_CLEAR(open->items);
    Py_CLEAR(open->places);
    return sg_scan_add(s, node, place, document, where);
}

/* ---- the grammar ---- */

/* What may come next. */
typedef enum {
    SG_NEXT_VALUE,
    SG_NEXT_ITEM_OR_CLOSE, /* behind [ */
    SG_NEXT_KEY,           /* behind the comma of an object */
    SG_NEXT_KEY_OR_CLOSE,  /* behind { */
    SG_NEXT_COLON,
    SG_NEXT_COMMA_OR_CLOSE, /* behind a value in an array or object */
    SG_NEXT_NOTHING         /* behind the document */
} SgNext;

SG_COLD int sg_scan_unexpected(const SgScan *s, SgNext next, const SgScanToken *token)
{
    static const char *const expected[] = {
        "expected a value", "expected a value or ']'", "expected a key", "expected a key or '}'",
        "expected ':'",     "expected ',' or ']'",     "extra data",
    };
    if (token->type == 0) return sg_scan_fail(s, "unexpected end of text", token->start);
    if (next == SG_NEXT_COMMA_OR_CLOSE && s->open[s->depth - 1].is_object)
        return sg_scan_fail(s, "expected ',' or '}'", token->start);
    return sg_scan_fail(s, expected[next], token->start);
}

SG_FN SgNext sg_scan_behind_value(const SgScan *s)
{
    return s->depth ? SG_NEXT_COMMA_OR_CLOSE : SG_NEXT_NOTHING;
}

/* A token where a value must stand, or may. */
SG_COLD int sg_scan_value(SgScan *s, SgNext *next, SgScanToken *token, PyObject **document,
                          PyObject **where)
{
    PyObject *node = NULL;
    if (token->type == '{' || token->type == '[') {
        *next = token->type == '{' ? SG_NEXT_KEY_OR_CLOSE : SG_NEXT_ITEM_OR_CLOSE;
        return sg_scan_open(s, token);
    }
    if (token->type == '"') node = Py_NewRef(token->str);
    else if (token->type == 'r') node = sg_scan_run(s, token);
    if (!node) return PyErr_Occurred() ? -1 : sg_scan_unexpected(s, *next, token);
    *next = sg_scan_behind_value(s);
    return sg_scan_add(s, node, PyLong_FromSsize_t(token->start), document, where);
}

/* Goes on by one token; *next is what may come, and then what may come after it. */
SG_COLD int sg_scan_step(SgScan *s, SgNext *next, SgScanToken *token, PyObject **document,
                         PyObject **where)
{
    SgOpen *open = s->depth ? &s->open[s->depth - 1] : NULL;
    const bool may_close = *next == SG_NEXT_ITEM_OR_CLOSE || *next == SG_NEXT_KEY_OR_CLOSE ||
                           *next == SG_NEXT_COMMA_OR_CLOSE;
    if (may_close && token->type == (open->is_object ? '}' : ']')) {
        if (sg_scan_close(s, token, document, where) < 0) return -1;
        *next = sg_scan_behind_value(s);
        return 0;
    }
    switch (*next) {
    case SG_NEXT_VALUE:
    case SG_NEXT_ITEM_OR_CLOSE: return sg_scan_value(s, next, token, document, where);
    case SG_NEXT_KEY:
    case SG_NEXT_KEY_OR_CLOSE:
        if (token->type != '"') break;
        open->key = Py_NewRef(token->str);
        open->key_start = token->start;
        *next = SG_NEXT_COLON;
        return 0;
    case SG_NEXT_COLON:
        if (token->type != ':') break;
        *next = SG_NEXT_VALUE;
        return 0;
    case SG_NEXT_COMMA_OR_CLOSE:
        if (token->type != ',') break;
        *next = open->is_object ? SG_NEXT_KEY : SG_NEXT_VALUE;
        return 0;
    case SG_NEXT_NOTHING: break;
    }
    return sg_scan_unexpected(s, *next, token);
}

SG_COLD int sg_scan_document(SgScan *s, PyObject **document, PyObject **where)
{
    SgNext next = SG_NEXT_VALUE;
    for (;;) {
        SgScanToken token;
        if (sg_scan_token(s, &token) < 0) return -1;
        if (next == SG_NEXT_NOTHING && token.type == 0) return 0;
        const int status = sg_scan_step(s, &next, &token, document, where);
        Py_XDECREF(token.str);
        if (status < 0) return -1;
    }
}

/* Scans `text`, a str in which, if `from_bytes`, surrogates stand for bytes that are no UTF-8. New
   references to the tree, and in *where to that of places; or NULL with JSONDecodeError. */
SG_COLD PyObject *sg_scan(SgState *state, PyObject *text, bool from_bytes, Py_ssize_t line,
                          PyObject **where)
{
    SgScan s;
    memset(&s, 0, sizeof s);
    s.state = state;
    s.text = text;
    s.line = line;
    s.from_bytes = from_bytes;
    s.kind = PyUnicode_KIND(text);
    s.data = PyUnicode_DATA(text);
    s.length = PyUnicode_GET_LENGTH(text);
    s.open = PyMem_New(SgOpen, SG_MAX_DEPTH);
    if (!s.open) return PyErr_NoMemory();

    PyObject *document = NULL;
    *where = NULL;
    if (sg_scan_document(&s, &document, where) < 0) {
        Py_CLEAR(document);
        Py_CLEAR(*where);
    }
    while (s.depth) {
        SgOpen *open = &s.open[--s.depth];
        Py_XDECREF(open->items);
        Py_XDECREF(open->places);
        Py_XDECREF(open->key);
    }
    PyMem_Free(s.open);
    PyMem_Free(s.room);
    return document;
}

#endif
