/* --check: which files are not up to date, why, and what to type. Whether a file is stale was
   decided by comparing it; what stands in it only chooses the words. */
#include "emit/file.h"

#include <string.h>

static bool contains(Str text, Str part)
{
    for (size_t i = 0; i + part.len <= text.len; i++)
        if (memcmp(text.ptr + i, part.ptr, part.len) == 0) return true;
    return false;
}

/* Every file made from a schema carries the fingerprint of its meaning. */
static bool is_of_this_schema(const OutputFile *file)
{
    const Plan *plan = file->text->plan;
    return !plan || contains(file->old, plan->fingerprint);
}

static Str reason(Run *run, const OutputFile *file)
{
    if (file->state == FILE_MISSING) return STR("missing");
    if (!is_of_this_schema(file)) {
        const Str schema = output_schema(file);
        return str_fmt(run->arena, "stale: %.*s%s has changed", STR_ARG(schema),
                       file->text->plan->imports.len > 0 ? " or what it imports" : "");
    }
    const long format = marker_output_format(file->old);
    if (format != OUTPUT_FORMAT && format != 0)
        return str_fmt(run->arena, "stale: written by output format %ld, this slotgen writes %d%s",
                       format, OUTPUT_FORMAT, file->text->plan ? " (schema unchanged)" : "");
    return STR("stale: edited by hand");
}

/* Generating any schema of its directory brings a header up to date. */
static bool updates(const OutputFile *file, const OutputFile *stale)
{
    if (stale->state == FILE_EQUAL) return false;
    if (stale->text->plan) return file->text->plan == stale->text->plan;
    return str_eq(file->directory, stale->directory);
}

static bool is_in_command(const OutputFiles *files, const OutputFile *file)
{
    for (size_t i = 0; i < files->len; i++)
        if (updates(file, &files->items[i])) return true;
    return false;
}

/* An option and a path behind it, as a shell reads them. */
static void add_word(Buf *buf, const char *option, Str path)
{
    const Str quoted = path_shell_quoted(buf->arena, path);
    buf_addf(buf, "%s %.*s", option, STR_ARG(quoted));
}

static Str command(Run *run, const OutputFiles *files, const EmitOptions *options)
{
    Buf buf = buf_new(run->arena);
    Buf schemas = buf_new(run->arena);
    const Plan *last = NULL;
    bool needs_end = false; /* of options */
    for (size_t i = 0; i < files->len; i++) {
        const OutputFile *file = &files->items[i];
        const Plan *plan = file->text->plan;
        if (!plan || plan == last || !is_in_command(files, file)) continue;
        last = plan;
        const Str path = output_schema(file);
        if (path.len > 0 && (path.ptr[0] == '-' || path.ptr[0] == '@')) needs_end = true;
        add_word(&schemas, "", path);
    }
    buf_add(&buf, STR("slotgen generate"));
    if (options->directory.len > 0) add_word(&buf, " -o", options->directory);
    for (size_t i = 0; i < run->include.len; i++) add_word(&buf, " -I", run->include.items[i]);
    if (options->only.len > 0) buf_addf(&buf, " --only=%.*s", STR_ARG(options->only));
    if (needs_end) buf_add(&buf, STR(" --"));
    buf_add(&buf, buf_take(&schemas));
    return buf_take(&buf);
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static size_t count_schemas(const OutputFiles *files)
{
    size_t count = 0;
    const Plan *last = NULL;
    for (size_t i = 0; i < files->len; i++) {
        const Plan *plan = files->items[i].text->plan;
        if (plan && plan != last) count++;
        if (plan) last = plan;
    }
    return count;
}

Status check_report(Run *run, const OutputFiles *files, const EmitOptions *options)
{
    size_t stale = 0;
    for (size_t i = 0; i < files->len; i++) {
        const OutputFile *file = &files->items[i];
        if (file->state == FILE_EQUAL) continue;
        stale++;
        const Str why = reason(run, file);
        fprintf(options->err, "%.*s: %.*s\n", STR_ARG(file->path), STR_ARG(why));
    }
    const size_t schemas = count_schemas(files);
    if (stale == 0) {
        if (!options->quiet)
            fprintf(options->err, "slotgen: %zu file%s from %zu schema%s %s up to date\n",
                    files->len, plural(files->len), schemas, plural(schemas),
                    files->len == 1 ? "is" : "are");
        return STATUS_DONE;
    }
    const Str mend = command(run, files, options);
    fprintf(options->err,
            "slotgen: %zu of %zu file%s from %zu schema%s %s not up to date; to update %s, run:\n"
            "    %.*s\n",
            stale, files->len, plural(files->len), schemas, plural(schemas),
            stale == 1 ? "is" : "are", stale == 1 ? "it" : "them", STR_ARG(mend));
    return STATUS_NO;
}
