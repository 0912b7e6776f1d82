/* From the tree to a model whose names are not looked up yet: the top level of a schema here, what stands
   below it in enums.c, records.c and fields.c. Known keys are rows of keys.def. */
#include "model/steps.h"

static const char *const schema_keys[] = {
#define SCHEMA_KEY(key, value, absent, meaning) #key,
#include "model/keys.def"
    NULL};

static const char *const default_keys[] = {
#define OPTION_KEY(key, value, absent, meaning) #key,
#include "model/keys.def"
    NULL};

/* The documentation of `owner`, without the line break that YAML's block style leaves behind it. */
Str declare_text(Run *run, const Node *owner, const char *key)
{
    const Node *text = node_get(owner, key);
    const Str what = str_fmt(run->arena, "'%s'", key);
    if (!text || node_is_null(text)) return (Str){0};
    if (!node_expect_scalar(run, text, str_terminated(run->arena, what))) return (Str){0};
    if (memchr(text->text.ptr, '\0', text->text.len)) {
        diag_at(run->diags, DIAG_INVALID_OPTION, text->span,
                "'%s' has the character U+0000, where texts of C end", key);
        diag_help(run->diags, "leave it out");
    }
    return str_trim(text->text);
}

Str declare_doc(Run *run, const Node *owner)
{
    return declare_text(run, owner, "doc");
}

Words declare_words(Run *run, const Node *owner, const char *key)
{
    Words words = {0};
    const Node *list = node_get(owner, key);
    const Str what = str_fmt(run->arena, "'%s'", key);
    if (!list || !node_expect_sequence(run, list, str_terminated(run->arena, what))) return words;
    for (size_t i = 0; i < list->items.len; i++) {
        const Node *item = list->items.items[i];
        const Str each = str_fmt(run->arena, "a name in '%s'", key);
        if (!node_expect_scalar(run, item, str_terminated(run->arena, each))) continue;
        if (item->text.len) {
            vec_push(run->arena, &words, ((Word){item->text, item->span}));
            continue;
        }
        diag_at(run->diags, DIAG_INVALID_OPTION, list->key->span,
                "a name in '%s' is empty: write it, or leave the item out", key);
    }
    return words;
}

static void read_version(Model *model, const Node *tree)
{
    Diags *diags = model->run->diags;
    const Node *version = node_required(model->run, tree, "slotgen");
    if (!version && tree && tree->kind == NODE_MAPPING)
        diag_help(diags, "begin the schema with 'slotgen: 1', the version of its language");
    if (!version || !node_expect_scalar(model->run, version, "'slotgen'")) return;
    if (str_is(version->text, "1") && version->is_plain) return;
    diag_at(diags, DIAG_UNSUPPORTED_VERSION, version->span,
            "'%.*s' is no version of the schema language that this slotgen reads",
            STR_ARG(version->text));
    diag_replacement(diags, STR("1"));
    diag_help(diags, "write 'slotgen: 1'");
}

static void read_module(Model *model, const Node *tree)
{
    const Node *module = node_required(model->run, tree, "module");
    if (!module && tree && tree->kind == NODE_MAPPING)
        diag_help(model->run->diags, "name the Python module to generate, as in 'module: market'");
    if (!module || !node_expect_scalar(model->run, module, "'module'")) return;
    identifiers_check(model->run, module, NAME_MODULE);
    model->schema->module = module->text;
    model->schema->module_span = module->span;
}

static const char *kind_word(const NamedType *named)
{
    if (named->defining) return "a type";
    return named->kind == TYPE_ENUM ? "an enum" : "a record";
}

static void declare_name(Model *model, const Node *key, NamedType named)
{
    NamedType *kept = arena_make(model->run->arena, NamedType);
    *kept = named;
    kept->span = key->span;
    if (map_add(model->run->arena, &model->types, key->text, kept)) return;
    const NamedType *first = map_get(&model->types, key->text);
    diag_at(model->run->diags, DIAG_DUPLICATE_NAME, key->span, "'%.*s' names %s and %s",
            STR_ARG(key->text), kind_word(first), kind_word(kept));
    diag_note(model->run->diags, first->span, "first declared here");
}

static void declare_type(Model *model, const Node *node)
{
    Defining *defining = arena_make(model->run->arena, Defining);
    Definition *definition = arena_make(model->run->arena, Definition);
    definition->schema = model->schema;
    definition->name = node->key->text;
    definition->name_span = node->key->span;
    defining->definition = definition;
    identifiers_check(model->run, node->key, NAME_TYPE);
    vec_push(model->run->arena, &model->schema->types, definition);
    vec_push(model->run->arena, &model->defining, defining);
    declare_name(model, node->key, (NamedType){.defining = defining});
}

static void declare_enum(Model *model, const Node *node)
{
    EnumType *enumeration = arena_make(model->run->arena, EnumType);
    enumeration->schema = model->schema;
    enumeration->name = node->key->text;
    enumeration->name_span = node->key->span;
    identifiers_check(model->run, node->key, NAME_ENUM);
    vec_push(model->run->arena, &model->schema->enums, enumeration);
    declare_name(model, node->key, (NamedType){.kind = TYPE_ENUM, .enumeration = enumeration});
}

static void declare_record(Model *model, const Node *node, const Record *defaults)
{
    Record *record = arena_make(model->run->arena, Record);
    *record = *defaults;
    record->has_own_tag_field = false;
    record->schema = model->schema;
    record->index = model->schema->records.len;
    record->name = node->key->text;
    record->name_span = node->key->span;
    identifiers_check(model->run, node->key, NAME_RECORD);
    vec_push(model->run->arena, &model->schema->records, record);
    declare_name(model, node->key, (NamedType){.kind = TYPE_RECORD, .record = record});
}

/* The mapping under `key` of the top level; NULL where it is absent, empty or, which is reported, none. */
static const Node *section(Model *model, const Node *tree, const char *key, const char *what)
{
    const Node *node = node_get(tree, key);
    if (!node || node_is_null(node) || !node_expect_mapping(model->run, node, what)) return NULL;
    return node;
}

static Record read_defaults(Model *model, const Node *tree)
{
    Record defaults = {.eq = true};
    const Node *node = section(model, tree, "record_defaults", "'record_defaults'");
    if (!node) return defaults;
    node_reject_unknown_keys(model->run, node, "'record_defaults'", default_keys);
    records_read_options(model->run, node, &defaults);
    defaults.mixin_is_default = true;
    return defaults;
}

void declare_schema(Model *model, const Node *tree)
{
    if (!node_expect_mapping(model->run, tree, "a schema")) return;
    node_reject_unknown_keys(model->run, tree, "a schema", schema_keys);
    read_version(model, tree);
    read_module(model, tree);
    model->schema->doc = declare_doc(model->run, tree);
    node_bool(model->run, node_get(tree, "single_file"), "'single_file'",
              &model->schema->single_file);

    imports_read(model, tree);
    /* all names first: an expression may use one that stands further down */
    const Node *types = section(model, tree, "types", "'types'");
    const Node *enums = section(model, tree, "enums", "'enums'");
    const Node *records = section(model, tree, "records", "'records'");
    const Record defaults = read_defaults(model, tree);
    for (size_t i = 0; types && i < types->items.len; i++)
        declare_type(model, types->items.items[i]);
    for (size_t i = 0; enums && i < enums->items.len; i++)
        declare_enum(model, enums->items.items[i]);
    for (size_t i = 0; records && i < records->items.len; i++)
        declare_record(model, records->items.items[i], &defaults);
    for (size_t i = 0; types && i < types->items.len; i++)
        definitions_read(model, types->items.items[i], model->defining.items[i]);
    for (size_t i = 0; enums && i < enums->items.len; i++)
        enums_read(model->run, enums->items.items[i], model->schema->enums.items[i]);
    for (size_t i = 0; records && i < records->items.len; i++)
        records_read(model, records->items.items[i], model->schema->records.items[i]);
}
