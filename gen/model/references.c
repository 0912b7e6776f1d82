/* Names of Python objects in schemas, as "module:name": a class or a function that the generated module
   imports. Whether it exists is only known then. */
#include "model/steps.h"

/* Where `text` begins with identifiers joined by dots: the length of that, else 0. */
static size_t dotted_length(Str text)
{
    size_t end = 0;
    for (size_t start = 0; start < text.len; start = end + 1) {
        for (end = start; end < text.len && text.ptr[end] != '.' && text.ptr[end] != ':';) end++;
        if (!identifiers_is_free(str_slice(text, start, end))) return 0;
        if (end == text.len || text.ptr[end] == ':') return end;
    }
    return 0;
}

bool references_read(Run *run, const Node *node, const char *what, Reference *reference)
{
    if (!node || !node_expect_scalar(run, node, what)) return false;
    const Str text = node->text;
    const size_t module = dotted_length(text);
    const size_t start = module && module < text.len ? module + 1 : text.len;
    const Str name = str_slice(text, start, text.len);
    *reference = (Reference){str_slice(text, 0, module), name, node->span};
    if (name.len && dotted_length(name) == name.len) return true;
    *reference = (Reference){.span = node->span};
    diag_at(run->diags, DIAG_INVALID_REFERENCE, node->span,
            "%s is written \"module:name\", not '%.*s'", what, STR_ARG(text));
    diag_help(run->diags, "as in \"shop.models:Money\": a module that Python can import, and a "
                          "name in it");
    return false;
}
