/* Records as they are declared: options and base; their fields are read by fields.c. */
#include "model/steps.h"
#include "types/literal.h"

#include <stddef.h>

static const char *const record_keys[] = {
#define RECORD_KEY(key, value, absent, meaning) #key,
#define OPTION_KEY(key, value, absent, meaning) #key,
#include "model/keys.def"
    NULL};

typedef struct {
    const char *key;
    size_t offset; /* of a bool in Record */
} Flag;

static const Flag option_flags[] = {
#define OPTION_FLAG(key, absent, meaning) {#key, offsetof(Record, key)},
#include "model/keys.def"
};

static const Flag record_flags[] = {
#define RECORD_FLAG(key, absent, meaning) {#key, offsetof(Record, key)},
#include "model/keys.def"
};
/* The word under `key` as its place in `words`, which NULL ends; `*choice` stays where there is none. */
static bool read_choice(Run *run, const Node *node, const char *key, const char *const *words,
                        size_t *choice)
{
    const Node *value = node_get(node, key);
    const Str what = str_fmt(run->arena, "'%s'", key);
    if (!value || !node_expect_scalar(run, value, str_terminated(run->arena, what))) return false;
    Buf known = buf_new(run->arena);
    for (size_t i = 0; words[i]; i++) {
        if (i) buf_addf(&known, words[i + 1] ? ", " : " or ");
        buf_addf(&known, "%s", words[i]);
        if (!str_is(value->text, words[i])) continue;
        *choice = i;
        return true;
    }
    const Str choices = buf_take(&known);
    diag_at(run->diags, DIAG_INVALID_OPTION, value->span, "'%s' is %.*s, not '%.*s'", key,
            STR_ARG(choices), STR_ARG(value->text));
    return false;
}

static void read_rename(Run *run, const Node *node, Record *record)
{
    static const char *const words[] = {
        [RENAME_NONE] = "none",   [RENAME_CAMEL] = "camel", [RENAME_PASCAL] = "pascal",
        [RENAME_KEBAB] = "kebab", [RENAME_UPPER] = "upper", [RENAME_UPPER + 1] = NULL};
    size_t choice;
    if (read_choice(run, node, "rename", words, &choice)) record->rename = (Rename)choice;
}

static void read_nan(Run *run, const Node *node, Record *record)
{
    static const char *const words[] = {"error", "as_null", NULL};
    size_t choice;
    if (read_choice(run, node, "nan", words, &choice)) record->nan_as_null = choice == 1;
}

static void read_gc(Run *run, const Node *node, Record *record)
{
    const Node *gc = node_get(node, "gc");
    if (!gc || !node_expect_scalar(run, gc, "'gc'")) return;
    record->gc_span = gc->span;
    if (str_is(gc->text, "auto")) record->gc = GC_AUTO;
    else if (gc->is_plain && str_is(gc->text, "true")) record->gc = GC_ALWAYS;
    else if (gc->is_plain && str_is(gc->text, "false")) record->gc = GC_NEVER;
    else
        diag_at(run->diags, DIAG_INVALID_OPTION, gc->span,
                "'gc' is auto, true or false, not '%.*s'", STR_ARG(gc->text));
}

static void read_mixin(Run *run, const Node *node, Record *record)
{
    const Node *mixin = node_get(node, "mixin");
    if (!mixin) return;
    record->mixin = (Reference){0};
    record->mixin_is_default = false;
    if (node_is_null(mixin) || !references_read(run, mixin, "a mixin", &record->mixin)) return;
    if (!memchr(record->mixin.name.ptr, '.', record->mixin.name.len)) return;
    diag_at(run->diags, DIAG_INVALID_REFERENCE, mixin->span,
            "a mixin stands in its module itself, not in a class as '%.*s' does",
            STR_ARG(record->mixin.name));
    diag_help(run->diags, "give it a name in the module");
}

static void read_flag(Run *run, const Node *node, const Flag *flag, Record *record)
{
    const Str what = str_fmt(run->arena, "'%s'", flag->key);
    node_bool(run, node_get(node, flag->key), str_terminated(run->arena, what),
              (bool *)((char *)record + flag->offset));
}

/* The text under `key`, which has at least one character; NULL where there is none, and where it is none,
   which was reported. */
static const Node *read_text(Run *run, const Node *node, const char *key)
{
    const Node *text = node_get(node, key);
    const Str what = str_fmt(run->arena, "'%s'", key);
    if (!text || !node_expect_scalar(run, text, str_terminated(run->arena, what))) return NULL;
    const LiteralKind kind = literal_kind(text->text, text->is_plain);
    const bool is_text = kind == LITERAL_STRING || kind == LITERAL_TEXT || kind == LITERAL_OLD_BOOL;
    if (is_text && text->text.len) {
        defaults_warn_boolean(run, text);
        return text;
    }
    diag_at(run->diags, DIAG_INVALID_OPTION, text->text.len ? text->span : text->key->span,
            "'%s' is text of at least one character", key);
    if (text->text.len) diag_help(run->diags, "write '%s: \"%.*s\"'", key, STR_ARG(text->text));
    return NULL;
}

static void read_tag_field(Run *run, const Node *node, Record *record)
{
    const Node *text = read_text(run, node, "tag_field");
    if (!text) return;
    record->tag_field = text->text;
    record->tag_field_span = text->span;
    record->has_own_tag_field = true;
}

void records_read_options(Run *run, const Node *node, Record *record)
{
    for (size_t i = 0; i < sizeof option_flags / sizeof *option_flags; i++)
        read_flag(run, node, &option_flags[i], record);
    read_gc(run, node, record);
    read_rename(run, node, record);
    read_nan(run, node, record);
    read_mixin(run, node, record);
    read_tag_field(run, node, record);
}

static Span key_span(const Node *owner, const char *key)
{
    const Node *node = node_get(owner, key);
    return node ? node->key->span : owner->span;
}

/* What only a record itself can say, not `record_defaults`. */
static void read_own_options(Run *run, const Node *node, Record *record)
{
    for (size_t i = 0; i < sizeof record_flags / sizeof *record_flags; i++)
        read_flag(run, node, &record_flags[i], record);
    record->open_span = key_span(node, "open");
    record->abstract_span = key_span(node, "abstract");
    const Node *tag = read_text(run, node, "tag");
    if (!tag) return;
    record->has_tag = true;
    record->tag = tag->text;
    record->tag_span = tag->span;
}

static void refuse_bases(Run *run, const Node *base)
{
    if (base->items.len == 1 && base->items.items[0]->kind == NODE_SCALAR) {
        diag_at(run->diags, DIAG_TWO_BASES, base->key->span,
                "'base' names one record, without brackets");
        diag_help(run->diags, "write 'base: %.*s'", STR_ARG(base->items.items[0]->text));
        return;
    }
    diag_at(run->diags, DIAG_TWO_BASES, base->key->span,
            "a record extends one record: CPython cannot lay out the fields of two bases in one "
            "object");
    diag_help(run->diags, "extend one of them and hold the other in a field, or repeat its fields");
}

static void read_base(Run *run, const Node *node, Record *record)
{
    const Node *base = node_get(node, "base");
    if (!base || node_is_null(base)) return;
    if (base->kind == NODE_SEQUENCE) {
        refuse_bases(run, base);
        return;
    }
    if (!node_expect_scalar(run, base, "'base'")) return;
    record->base_name = base->text;
    record->base_span = base->span;
}

void records_read(Model *model, const Node *node, Record *record)
{
    Run *run = model->run;
    if (!node_expect_mapping(run, node, "a record")) {
        if (node_is_null(node))
            diag_help(run->diags, "a record without fields is written '%.*s: {}'",
                      STR_ARG(record->name));
        return;
    }
    const char *where =
        node_get(node, "fields") ? NULL : "fields of a record stand under 'fields:'";
    node_reject_strangers(run, node, "a record", record_keys, where);
    record->doc = declare_doc(run, node);
    read_base(run, node, record);
    records_read_options(run, node, record);
    record->reserved = declare_words(run, node, "reserved");
    read_own_options(run, node, record);
    fields_read(model, node_get(node, "fields"), record);
    fields_read_cached(model, node_get(node, "cached"), record);
}
