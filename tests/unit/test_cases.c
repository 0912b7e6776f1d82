/* The golden cases: tests/good/<case>/schema.yaml with the expected text of each phase beside it, and
   tests/bad/<diagnostic>.yaml with the expected report in its head comment. What no committed file can be
   (absent, too large, with NUL bytes) is tests/bad/<diagnostic>/ with the text `expected`.

   SLOTGEN_TESTS names the directory, "tests" without it; SLOTGEN_BLESS=1 accepts the texts of now. */
#include "support.h"

#include "model/model.h"
#include "plan/plan.h"

#include <criterion/parameterized.h>
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

/* Criterion hands parameters to processes of their own: no pointers. */
typedef struct {
    char name[256];
} Case;

static bool is_blessing(void)
{
    const char *set = getenv("SLOTGEN_BLESS");
    return set && *set;
}

static const char *tests_directory(void)
{
    const char *set = getenv("SLOTGEN_TESTS");
    return set && *set ? set : "tests";
}

static int compare_cases(const void *a, const void *b)
{
    return strcmp(((const Case *)a)->name, ((const Case *)b)->name);
}

/* The names in a directory of cases, sorted; those that end in `suffix`. */
static struct criterion_test_params find_cases(const char *kind, const char *suffix)
{
    static Case cases[500];
    size_t count = 0;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", tests_directory(), kind);
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        const Str name = str_from(entry->d_name);
        if (name.ptr[0] == '.' || !str_ends_with(name, str_from(suffix))) continue;
        if (name.len >= sizeof cases->name || count == sizeof cases / sizeof *cases) abort();
        snprintf(cases[count++].name, sizeof cases->name, "%s", entry->d_name);
    }
    if (directory) closedir(directory);
    qsort(cases, count, sizeof *cases, compare_cases);
    return cr_make_param_array(Case, cases, count);
}

/* The file's text in the arena; the empty Str where there is no such file. */
static Str read_text(Run *run, Str path)
{
    FILE *file = fopen(str_terminated(run->arena, path), "rb");
    if (!file) return (Str){0};
    Buf text = buf_new(run->arena);
    char chunk[4096];
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buf_add(&text, (Str){chunk, got});
    fclose(file);
    return buf_take(&text);
}

static void write_text(Run *run, Str path, Str text)
{
    FILE *file = fopen(str_terminated(run->arena, path), "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(text.ptr, 1, text.len, file), text.len);
    cr_assert_eq(fclose(file), 0);
}

static void assert_text(Str path, Str actual, Str expected)
{
    cr_assert(str_eq(actual, expected), "%.*s\n--- got:\n%.*s\n--- expected:\n%.*s", STR_ARG(path),
              STR_ARG(actual), STR_ARG(expected));
}

/* ---- good ----------------------------------------------------------------------------------------- */

/* `actual` against the file beside the schema, where there is one. */
static void check_phase(Run *run, Str folder, const char *phase, Str actual)
{
    const Str path = str_fmt(run->arena, "%.*s/expected.%s", STR_ARG(folder), phase);
    if (access(path.ptr, F_OK) != 0) return;
    if (is_blessing()) write_text(run, path, actual);
    else assert_text(path, actual, read_text(run, path));
}

ParameterizedTestParameters(good, case_)
{
    return find_cases("good", "");
}

ParameterizedTest(Case *parameter, good, case_)
{
    Run run = run_new();
    const Str folder = str_fmt(run.arena, "%s/good/%s", tests_directory(), parameter->name);
    const Str text = read_text(&run, str_fmt(run.arena, "%.*s/schema.yaml", STR_ARG(folder)));
    const Source *source = source_from_text(run.arena, run.diags, STR("schema.yaml"), text);
    const Node *tree = syntax_parse(&run, source);
    Buf out = buf_new(run.arena);
    dump_tree(&out, tree);
    check_phase(&run, folder, "tree", buf_take(&out));

    const Schema *schema = model_build(&run, source, tree);
    out = buf_new(run.arena);
    dump_model(&out, schema);
    cr_assert_not_null(schema, "%s", run_reports(&run));
    check_phase(&run, folder, "model", buf_take(&out));

    out = buf_new(run.arena);
    dump_plan(&out, plan_build(&run, schema));
    check_phase(&run, folder, "plan", buf_take(&out));
    cr_assert_str_eq(run_reports(&run), "");
    run_free(&run);
}

/* ---- bad ------------------------------------------------------------------------------------------ */

/* All that the phases say of `text` as the file bad/<name>. */
static Str report_of(const char *name, Str text, Arena *arena)
{
    Run run = run_new();
    const Str path = str_fmt(run.arena, "bad/%s", name);
    const Source *source = source_from_text(run.arena, run.diags, path, text);
    const Schema *schema = model_build(&run, source, syntax_parse(&run, source));
    cr_assert_eq(!schema, diags_errors(run.diags) > 0, "a schema, or an error");
    const Str report = str_copy(arena, str_from(run_reports(&run)));
    run_free(&run);
    return report;
}

/* Splits a file into the text of its head comment and all that follows. */
static Str take_head(Arena *arena, Str text, Str *body)
{
    Buf head = buf_new(arena);
    size_t at = 0;
    while (at < text.len && text.ptr[at] == '#') {
        size_t end = at;
        while (end < text.len && text.ptr[end] != '\n') end++;
        const size_t start = at + 1 < end && text.ptr[at + 1] == ' ' ? at + 2 : at + 1;
        buf_add(&head, str_slice(text, start, end));
        buf_add_char(&head, '\n');
        at = end + (end < text.len);
    }
    *body = str_slice(text, at, text.len);
    return buf_take(&head);
}

static Str with_head(Arena *arena, Str report, Str body)
{
    Buf text = buf_new(arena);
    for (size_t at = 0; at < report.len;) {
        size_t end = at;
        while (report.ptr[end] != '\n') end++;
        buf_addf(&text, end > at ? "# %.*s\n" : "#%.*s\n", (int)(end - at), report.ptr + at);
        at = end + 1;
    }
    buf_add(&text, body);
    return buf_take(&text);
}

ParameterizedTestParameters(bad, diagnostic)
{
    return find_cases("bad", ".yaml");
}

ParameterizedTest(Case *parameter, bad, diagnostic)
{
    Run run = run_new();
    const Str path = str_fmt(run.arena, "%s/bad/%s", tests_directory(), parameter->name);
    Str text = read_text(&run, path), body;
    Str expected = take_head(run.arena, text, &body);
    Str report = report_of(parameter->name, text, run.arena);
    if (is_blessing()) {
        /* the length of the head moves the lines that it speaks of, but not its own length */
        text = with_head(run.arena, report, body);
        expected = report = report_of(parameter->name, text, run.arena);
        write_text(&run, path, with_head(run.arena, report, body));
    }
    assert_text(path, report, expected);

    const int length = (int)strcspn(parameter->name, ".");
    const Str error = str_fmt(run.arena, "[%.*s]", length, parameter->name);
    const Str warning = str_fmt(run.arena, "[-W%.*s]", length, parameter->name);
    cr_assert(strstr(report.ptr, error.ptr) || strstr(report.ptr, warning.ptr),
              "its name is not what it reports");
    run_free(&run);
}

/* What loading the file at `path` reports, against tests/bad/<slug>/expected. */
static void check_loading(const char *path, const char *slug)
{
    Run run = run_new();
    const Str folder = str_fmt(run.arena, "%s/bad/%s", tests_directory(), slug);
    const Str expected_path = str_fmt(run.arena, "%.*s/expected", STR_ARG(folder));
    const Str expected = read_text(&run, expected_path);
    cr_assert_null(source_load(run.arena, run.diags, str_from(path)));
    /* the directory part of the path is the machine's own */
    Str report = str_from(run_reports(&run));
    const size_t directory = strlen(path) - strlen("schema.yaml");
    report = str_slice(report, directory, report.len);
    if (is_blessing()) write_text(&run, expected_path, report);
    else assert_text(expected_path, report, expected);
    run_free(&run);
}

/* A file with `text` in a directory of its own, then `size` bytes long; loaded, and removed. */
static void check_made_file(const char *slug, Str text, off_t size)
{
    Run run = run_new();
    char folder[] = "/tmp/slotgen-test-XXXXXX"; /* lint: allow paths */
    cr_assert_not_null(mkdtemp(folder));
    const Str path = str_fmt(run.arena, "%s/schema.yaml", folder);
    if (text.len) write_text(&run, path, text);
    if (size) {
        write_text(&run, path, text);
        cr_assert_eq(truncate(path.ptr, size), 0);
    }
    check_loading(path.ptr, slug);
    unlink(path.ptr);
    rmdir(folder);
    run_free(&run);
}

Test(bad, unreadable_file)
{
    check_made_file("unreadable-file", (Str){0}, 0);
}

Test(bad, not_text)
{
    check_made_file("not-text", STR("slotgen: 1\nmodule: m\0\n"), 0);
}

Test(bad, file_too_large)
{
    check_made_file("file-too-large", STR("slotgen: 1\n"), (off_t)4 * 1024 * 1024 * 1024 + 1);
}

/* ---- several files ---------------------------------------------------------------------------------- */

/* What reading tests/bad/<slug>/schema.yaml reports, with all that it imports, against `expected` there. */
static void check_folder(const char *slug)
{
    Run run = run_new();
    cr_assert_eq(chdir(tests_directory()), 0); /* a process of its own */
    const Str folder = str_fmt(run.arena, "bad/%s", slug);
    const Str include = str_fmt(run.arena, "%.*s/include", STR_ARG(folder));
    vec_push(run.arena, &run.include, include);
    const SchemaFile *file =
        library_read(&run, str_fmt(run.arena, "%.*s/schema.yaml", STR_ARG(folder)));
    cr_assert_null(file->schema);
    const Str path = str_fmt(run.arena, "%.*s/expected", STR_ARG(folder));
    const Str report = str_from(run_reports(&run)), expected = read_text(&run, path);
    if (is_blessing()) write_text(&run, path, report);
    else assert_text(path, report, expected);
    run_free(&run);
}

Test(bad, import_not_found)
{
    check_folder("import-not-found");
}

Test(bad, import_cycle)
{
    check_folder("import-cycle");
}

Test(bad, duplicate_import)
{
    check_folder("duplicate-import");
}

Test(bad, names_of_imports)
{
    check_folder("unknown-type.imports");
}

Test(bad, members_of_two_modules)
{
    check_folder("duplicate-tag.imports");
}

Test(bad, an_import_with_mistakes)
{
    check_folder("unknown-type.broken-import");
}

Test(bad, bases_of_other_modules)
{
    check_folder("final-base.imports");
}

/* A wrong directory must not pass as no cases at all. */
Test(good, cases_are_found)
{
    cr_assert_gt(find_cases("good", "").length, 5);
    cr_assert_gt(find_cases("bad", ".yaml").length, 20);
}
