/* Texts to files: where each goes, what is there already, and then one of writing, checking,
   listing and printing. How files are replaced is replace.c's business, what a check says
   check.c's. */
#include "emit/emit.h"
#include "emit/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char *const only_words[OUTPUT_COUNT] = {
#define OUTPUT(kind, word) [OUTPUT_##kind] = word,
#include "emit/outputs.def"
#undef OUTPUT
};

unsigned emit_all_kinds(void)
{
    return (1u << OUTPUT_COUNT) - 1;
}

unsigned emit_kinds(Str only, Str *wrong)
{
    unsigned kinds = 0;
    for (size_t start = 0; start <= only.len;) {
        size_t end = start;
        while (end < only.len && only.ptr[end] != ',') end++;
        const Str word = str_slice(only, start, end);
        unsigned found = 0;
        for (int kind = 0; kind < OUTPUT_COUNT; kind++)
            if (str_is(word, only_words[kind])) found |= 1u << kind;
        *wrong = word;
        if (!found) return 0;
        kinds |= found;
        start = end + 1;
    }
    return kinds;
}

/* What two files must not share: name and directory, however the latter is spelled. */
static Str file_key(Run *run, const OutputFile *file)
{
    return path_join(run->arena, path_identity(run->arena, file->directory), file->text->name);
}

static void add_file(Run *run, OutputFiles *files, Map *seen, const Text *text, Str directory)
{
    OutputFile file = {.text = text, .directory = directory};
    file.path = path_join(run->arena, directory, text->name);
    const Str key = file_key(run, &file);
    const Text *other = map_get(seen, key);
    if (!other) {
        map_add(run->arena, seen, key, (void *)text);
        vec_push(run->arena, files, file);
        return;
    }
    if (!text->plan) return; /* the header, once per directory */
    diag_at(run->diags, DIAG_SAME_OUTPUT, text->plan->schema->module_span,
            "two schemas would write '%.*s'", STR_ARG(file.path));
    diag_note(run->diags, other->plan->schema->module_span, "the other one");
}

static Str directory_of(const Text *text, const EmitOptions *options)
{
    if (options->directory.len > 0) return options->directory;
    return path_directory(text->plan->schema->source->path);
}

static bool needs_header(const Text *text)
{
    return text->kind == OUTPUT_C && !text->plan->schema->single_file;
}

/* One header for each directory that gets a C module without the run time in it. */
static void add_headers(Run *run, const Texts *texts, const EmitOptions *options,
                        OutputFiles *files, Map *seen)
{
    const size_t modules = files->len;
    if (!(options->kinds & (1u << OUTPUT_HEADER))) return;
    for (size_t i = 0; i < texts->len; i++) {
        const Text *header = &texts->items[i];
        if (header->kind != OUTPUT_HEADER) continue;
        for (size_t j = 0; j < modules; j++)
            if (needs_header(files->items[j].text))
                add_file(run, files, seen, header, files->items[j].directory);
    }
}

/* The files of one schema, the module first: as people look for them. */
static void add_module(Run *run, const Texts *texts, const Plan *plan, const EmitOptions *options,
                       OutputFiles *files, Map *seen)
{
    const size_t errors = diags_errors(run->diags);
    for (int kind = OUTPUT_COUNT - 1; kind >= 0; kind--) {
        for (size_t i = 0; i < texts->len; i++) {
            const Text *text = &texts->items[i];
            if (text->plan != plan || (int)text->kind != kind) continue;
            if (!(options->kinds & (1u << kind))) continue;
            if (diags_errors(run->diags) > errors) return; /* said once, not once per file */
            add_file(run, files, seen, text, directory_of(text, options));
        }
    }
}

static OutputFiles list_files(Run *run, const Texts *texts, const EmitOptions *options)
{
    OutputFiles files = {0};
    Map seen = {0};
    const Plan *last = NULL;
    for (size_t i = 0; i < texts->len; i++) {
        const Plan *plan = texts->items[i].plan;
        if (!plan || plan == last) continue;
        last = plan;
        add_module(run, texts, plan, options, &files, &seen);
    }
    add_headers(run, texts, options, &files, &seen);
    return files;
}

/* Equal, or equal once the CR before each LF is gone, as a checkout on Windows leaves them. */
static bool is_equal(Str old, Str text)
{
    if (str_eq(old, text)) return true;
    size_t j = 0;
    for (size_t i = 0; i < old.len; i++) {
        if (old.ptr[i] == '\r' && i + 1 < old.len && old.ptr[i + 1] == '\n') continue;
        if (j == text.len || old.ptr[i] != text.ptr[j]) return false;
        j++;
    }
    return j == text.len;
}

/* What is there where the file will go. What must not be overwritten is reported. */
static void look_at_file(Run *run, OutputFile *file, const EmitOptions *options)
{
    struct stat status;
    const int error = path_read(run->arena, file->path, &file->old, &status);
    if (error == ENOENT) return; /* FILE_MISSING */
    if (error == EISDIR || error == ENXIO) {
        diag_file(run->diags, DIAG_WRITE_FAILED, file->path, "not a regular file");
        return;
    }
    if (error) {
        diag_file(run->diags, DIAG_WRITE_FAILED, file->path, "cannot read what is there: %s",
                  strerror(error));
        return;
    }
    file->mode = status.st_mode & 07777;
    file->state = is_equal(file->old, file->text->text) ? FILE_EQUAL : FILE_DIFFERENT;
    if (file->state == FILE_EQUAL || options->force || marker_stands_in(file->old)) return;
    diag_file(run->diags, DIAG_NOT_GENERATED, file->path,
              "this file was not written by slotgen and is not overwritten");
    diag_help(run->diags, "move it away, or use --force");
}

static Status print_texts(const OutputFiles *files, const EmitOptions *options)
{
    for (size_t i = 0; i < files->len; i++) {
        const Text *text = files->items[i].text;
        if (text->kind != OUTPUT_HEADER) fwrite(text->text.ptr, 1, text->text.len, options->out);
    }
    return STATUS_DONE;
}

static Status list_paths(const OutputFiles *files, const EmitOptions *options)
{
    for (size_t i = 0; i < files->len; i++)
        fprintf(options->out, "%.*s\n", STR_ARG(files->items[i].path));
    return STATUS_DONE;
}

/* Every schema once, those that it imports behind it. */
static Status list_inputs(Run *run, const Texts *texts, const EmitOptions *options)
{
    Map seen = {0};
    for (size_t i = 0; i < texts->len; i++) {
        if (!texts->items[i].plan) continue;
        const Schemas inputs = output_inputs(run->arena, texts->items[i].plan);
        for (size_t j = 0; j < inputs.len; j++) {
            const Str path = inputs.items[j]->source->path;
            if (map_add(run->arena, &seen, path, (void *)inputs.items[j]))
                fprintf(options->out, "%.*s\n", STR_ARG(path));
        }
    }
    return STATUS_DONE;
}

/* In the order of outputs.def, so that what build rules watch comes last. */
static Replacements list_replacements(Run *run, const OutputFiles *files)
{
    Replacements replacements = {0};
    for (int kind = 0; kind < OUTPUT_COUNT; kind++) {
        for (size_t i = 0; i < files->len; i++) {
            const OutputFile *file = &files->items[i];
            if ((int)file->text->kind != kind || file->state == FILE_EQUAL) continue;
            const Replacement replacement = {
                .path = file->path, .text = file->text->text, .mode = file->mode};
            vec_push(run->arena, &replacements, replacement);
        }
    }
    return replacements;
}

static void add_depfile(Run *run, Replacements *files, Str path, Str text)
{
    Replacement depfile = {.path = path, .text = text};
    struct stat status;
    if (stat(str_terminated(run->arena, path), &status) == 0) depfile.mode = status.st_mode & 07777;
    vec_push(run->arena, files, depfile);
}

static void touch_stamp(Run *run, Str path)
{
    const int fd = open(str_terminated(run->arena, path), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    int error = fd < 0 || futimens(fd, NULL) != 0 ? errno : 0;
    if (fd >= 0 && close(fd) != 0 && !error) error = errno;
    if (error)
        diag_file(run->diags, DIAG_WRITE_FAILED, path, "cannot write the stamp: %s",
                  strerror(error));
}

static Status write_files(Run *run, const OutputFiles *files, const EmitOptions *options)
{
    Replacements replacements = list_replacements(run, files);
    if (options->depfile.len > 0)
        add_depfile(run, &replacements, options->depfile, depfile_text(run, files, options));
    if (diags_errors(run->diags) > 0 || !replace_files(run, &replacements)) return STATUS_TROUBLE;
    for (size_t i = 0; options->verbose && i < files->len; i++)
        fprintf(options->err, "%s %.*s\n",
                files->items[i].state == FILE_EQUAL ? "unchanged" : "wrote",
                STR_ARG(files->items[i].path));
    if (options->stamp.len > 0) touch_stamp(run, options->stamp);
    return diags_errors(run->diags) > 0 ? STATUS_TROUBLE : STATUS_DONE;
}

Status emit_all(Run *run, const Texts *texts, const EmitOptions *options)
{
    if (diags_errors(run->diags) > 0) return STATUS_TROUBLE;
    if (options->mode == EMIT_LIST_INPUTS) return list_inputs(run, texts, options);
    OutputFiles files = list_files(run, texts, options);
    if (diags_errors(run->diags) > 0) return STATUS_TROUBLE;
    if (options->mode == EMIT_PRINT) return print_texts(&files, options);
    if (options->mode == EMIT_LIST) return list_paths(&files, options);
    for (size_t i = 0; i < files.len; i++) look_at_file(run, &files.items[i], options);
    marker_check_formats(run, &files);
    if (diags_errors(run->diags) > 0) return STATUS_TROUBLE;
    if (options->mode == EMIT_CHECK) return check_report(run, &files, options);
    return write_files(run, &files, options);
}
