/* Imports: other schemas whose names this one uses, with their module's name in front. They are read here,
   before anything of this schema is looked up. */
#include "base/path.h"
#include "model/steps.h"

#include <sys/stat.h>

static bool is_file(Arena *arena, Str path)
{
    struct stat status;
    return stat(str_terminated(arena, path), &status) == 0 && !S_ISDIR(status.st_mode);
}

/* The first file that `name` can mean: beside the schema, then in the directories of -I. Empty where there
   is none. */
static Str find_file(Model *model, Str name)
{
    Arena *arena = model->run->arena;
    if (str_starts_with(name, STR("/"))) return is_file(arena, name) ? name : (Str){0};
    const Str beside = path_directory(model->schema->source->path);
    const Str path = path_join(arena, beside, name);
    if (is_file(arena, path)) return path;
    for (size_t i = 0; i < model->run->include.len; i++) {
        const Str included = path_join(arena, model->run->include.items[i], name);
        if (is_file(arena, included)) return included;
    }
    return (Str){0};
}

static void refuse_absent(Model *model, const Node *item)
{
    Run *run = model->run;
    diag_at(run->diags, DIAG_IMPORT_NOT_FOUND, item->span, "there is no schema '%.*s'",
            STR_ARG(item->text));
    if (str_starts_with(item->text, STR("/"))) {
        diag_help(run->diags, "write its path as seen from this file, or its name and -I DIR");
        return;
    }
    Str directory = path_directory(model->schema->source->path);
    if (directory.len == 0) directory = STR(".");
    Buf places = buf_new(run->arena);
    buf_addf(&places, "'%.*s'", STR_ARG(directory));
    for (size_t i = 0; i < run->include.len; i++)
        buf_addf(&places, ", '%.*s'", STR_ARG(run->include.items[i]));
    const Str list = buf_take(&places);
    diag_help(run->diags,
              "looked in %.*s: write its path as seen from this file, or its name and -I DIR",
              STR_ARG(list));
}

/* Its names get the module in front; what it imports itself is not passed on. */
static void declare_names(Model *model, const LibraryEntry *entry)
{
    Arena *arena = model->run->arena;
    for (size_t i = 0; i < entry->names.len; i++) {
        const MapEntry *named = &entry->names.entries[i];
        if (memchr(named->key.ptr, '.', named->key.len)) continue;
        const Str module = entry->file.schema->module;
        const Str name = str_fmt(arena, "%.*s.%.*s", STR_ARG(module), STR_ARG(named->key));
        map_add(arena, &model->types, name, named->value);
    }
}

static void add_import(Model *model, const Node *item, const LibraryEntry *entry)
{
    Run *run = model->run;
    Schema *schema = model->schema;
    const Schema *import = entry->file.schema;
    const Schema *same = str_eq(import->module, schema->module) ? schema : NULL;
    for (size_t i = 0; i < schema->imports.len; i++)
        if (str_eq(schema->imports.items[i]->module, import->module))
            same = schema->imports.items[i];
    if (!same) {
        vec_push(run->arena, &schema->imports, import);
        declare_names(model, entry);
        return;
    }
    if (same == import) {
        diag_at(run->diags, DIAG_DUPLICATE_IMPORT, item->span, "'%.*s' is imported twice",
                STR_ARG(item->text));
        diag_help(run->diags, "leave one of them out");
        return;
    }
    diag_at(run->diags, DIAG_DUPLICATE_IMPORT, item->span,
            same == schema ? "'%.*s' is called '%.*s', as this schema is"
                           : "'%.*s' is called '%.*s', as another import is",
            STR_ARG(item->text), STR_ARG(import->module));
    diag_note(run->diags, same->module_span, "the other module of that name");
    diag_help(run->diags, "change 'module:' in one of the two");
}

static void read_import(Model *model, const Node *item)
{
    Run *run = model->run;
    if (!node_expect_scalar(run, item, "a file in 'imports'")) return;
    const Str path = find_file(model, item->text);
    if (!path.len) {
        refuse_absent(model, item);
        model->has_broken_import = true;
        return;
    }
    const LibraryEntry *entry = library_entry(run, path);
    if (entry->is_being_read) {
        const Str chain = library_chain(run, path);
        diag_at(run->diags, DIAG_IMPORT_CYCLE, item->span, "schemas import each other: %.*s",
                STR_ARG(chain));
        diag_help(run->diags, "move what both need to a schema of its own");
        model->has_broken_import = true;
        return;
    }
    if (library_read(run, path)->schema) add_import(model, item, entry);
    else model->has_broken_import = true;
}

void imports_read(Model *model, const Node *tree)
{
    const Node *imports = node_get(tree, "imports");
    if (!imports || node_is_null(imports) ||
        !node_expect_sequence(model->run, imports, "'imports'"))
        return;
    for (size_t i = 0; i < imports->items.len; i++) read_import(model, imports->items.items[i]);
}

/* Whether `name` is something of `module`, as far as its spelling goes. */
static bool names_module(Str name, Str module)
{
    return str_starts_with(name, module) && name.len > module.len && name.ptr[module.len] == '.';
}

Str imports_with(const Model *model, Str name)
{
    for (size_t i = 0; i < model->types.len; i++) {
        const Str known = model->types.entries[i].key;
        const size_t start = known.len - name.len;
        if (known.len <= name.len || known.ptr[start - 1] != '.') continue;
        if (str_eq(str_slice(known, start, known.len), name)) return known;
    }
    return STR("");
}

bool imports_may_have(const Model *model, Str name)
{
    if (!model->has_broken_import || !memchr(name.ptr, '.', name.len)) return false;
    for (size_t i = 0; i < model->schema->imports.len; i++)
        if (names_module(name, model->schema->imports.items[i]->module)) return false;
    return true;
}

void imports_help(Model *model, Str name)
{
    Run *run = model->run;
    const Schema *schema = model->schema;
    for (size_t i = 0; i < schema->imports.len; i++) {
        const Str module = schema->imports.items[i]->module;
        if (!names_module(name, module)) continue;
        const Str absent = str_slice(name, module.len + 1, name.len);
        diag_help(run->diags, "module '%.*s' is imported, but has no '%.*s'", STR_ARG(module),
                  STR_ARG(absent));
        return;
    }
    size_t dot = name.len;
    while (dot > 0 && name.ptr[dot - 1] != '.') dot--;
    const Str module = str_slice(name, 0, dot ? dot - 1 : 0);
    diag_help(run->diags,
              "names of other schemas are written MODULE.Name, and their files listed under "
              "'imports': no file there is of module '%.*s'",
              STR_ARG(module));
}
