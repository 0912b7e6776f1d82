/* The library: the schema files of a run. Each is read once, whether it was named on the command line, is
   imported, or both, and however it is spelled there. */
#include "base/path.h"
#include "model/steps.h"

typedef struct Library Library;
struct Library {
    Map entries;                 /* identity of the file -> LibraryEntry */
    VEC(LibraryEntry *) reading; /* the outermost first: each was imported by the one before */
    SchemaFiles files;
};

static Library *library_of(Run *run)
{
    if (!run->library) run->library = arena_make(run->arena, Library);
    return run->library;
}

LibraryEntry *library_entry(Run *run, Str path)
{
    Library *library = library_of(run);
    const Str identity = path_identity(run->arena, path);
    LibraryEntry *entry = map_get(&library->entries, identity);
    if (entry) return entry;
    entry = arena_make(run->arena, LibraryEntry);
    entry->file.path = path;
    map_add(run->arena, &library->entries, identity, entry);
    return entry;
}

void library_spell(Run *run, Str path)
{
    library_entry(run, path);
}

Str library_chain(Run *run, Str path)
{
    const Library *library = library_of(run);
    const LibraryEntry *first = library_entry(run, path);
    Buf chain = buf_new(run->arena);
    bool is_in_cycle = false;
    for (size_t i = 0; i < library->reading.len; i++) {
        is_in_cycle = is_in_cycle || library->reading.items[i] == first;
        if (!is_in_cycle) continue;
        buf_addf(&chain, "%.*s -> ", STR_ARG(library->reading.items[i]->file.path));
    }
    buf_add(&chain, first->file.path);
    return buf_take(&chain);
}

const SchemaFile *library_read(Run *run, Str path)
{
    Library *library = library_of(run);
    LibraryEntry *entry = library_entry(run, path);
    SchemaFile *file = &entry->file;
    if (entry->is_read || entry->is_being_read) return file;
    entry->is_being_read = true;
    vec_push(run->arena, &library->reading, entry);
    vec_push(run->arena, &library->files, file);
    file->source = source_load(run->arena, run->diags, file->path);
    file->tree = syntax_parse(run, file->source);
    file->schema = model_make(run, file->source, file->tree, &entry->names);
    library->reading.len--;
    entry->is_being_read = false;
    entry->is_read = true;
    return file;
}

SchemaFiles library_files(Run *run)
{
    return library_of(run)->files;
}
