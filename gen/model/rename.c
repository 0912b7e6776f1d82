/* JSON names made of the names of fields, as a record's `rename` says. Words of a name are what stands
   between underscores; those at either end, which keep a name apart from a keyword, are dropped. */
#include "model/steps.h"

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static void add_word(Buf *out, Rename rename, Str word)
{
    const bool is_first = out->len == 0;
    if (!is_first && rename == RENAME_KEBAB) buf_add_char(out, '-');
    if (!is_first && rename == RENAME_UPPER) buf_add_char(out, '_');
    const bool has_capital = rename == RENAME_PASCAL || (rename == RENAME_CAMEL && !is_first);
    for (size_t i = 0; i < word.len; i++) {
        const bool is_capital = rename == RENAME_UPPER || (has_capital && i == 0);
        buf_add_char(out, is_capital ? upper(word.ptr[i]) : word.ptr[i]);
    }
}

Str rename_field(Arena *arena, Rename rename, Str name)
{
    if (rename == RENAME_NONE) return name;
    Buf out = buf_new(arena);
    for (size_t start = 0, end; start < name.len; start = end + 1) {
        for (end = start; end < name.len && name.ptr[end] != '_';) end++;
        if (end > start) add_word(&out, rename, str_slice(name, start, end));
    }
    return out.len ? buf_take(&out) : name; /* nothing but underscores */
}
