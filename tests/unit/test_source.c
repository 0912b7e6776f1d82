/* Source: what is refused as text, and the way from bytes to lines and columns and back. */
#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

static void assert_place(const Source *source, size_t offset, size_t line, size_t column)
{
    const Place place = source_locate(source, offset);
    cr_assert_eq(place.line, line, "byte %zu: line %zu, not %zu", offset, place.line, line);
    cr_assert_eq(place.column, column, "byte %zu: column %zu, not %zu", offset, place.column,
                 column);
}

Test(source, locates_bytes)
{
    Run run = run_new();
    const Source *source = run_source(&run, "ab\ncd\r\n\ne");
    assert_place(source, 0, 1, 1);
    assert_place(source, 2, 1, 3);
    assert_place(source, 3, 2, 1);
    assert_place(source, 5, 2, 3);
    assert_place(source, 7, 3, 1);
    assert_place(source, 8, 4, 1);
    assert_place(source, 9, 4, 2);
    assert_place(source, 99, 4, 2);
    run_free(&run);
}

Test(source, columns_count_code_points)
{
    Run run = run_new();
    const Source *source = run_source(&run, "\xC3\xA9\xE6\x97\xA5x");
    assert_place(source, 2, 1, 2);
    assert_place(source, 5, 1, 3);
    assert_place(source, 6, 1, 4);
    run_free(&run);
}

Test(source, gives_lines_without_their_breaks)
{
    Run run = run_new();
    const Source *source = run_source(&run, "ab\ncd\r\n\ne");
    cr_assert(str_is(source_line(source, 1), "ab"));
    cr_assert(str_is(source_line(source, 2), "cd"));
    cr_assert(str_is(source_line(source, 3), ""));
    cr_assert(str_is(source_line(source, 4), "e"));
    run_free(&run);
}

Test(source, an_empty_text_has_one_line)
{
    Run run = run_new();
    const Source *source = run_source(&run, "");
    assert_place(source, 0, 1, 1);
    cr_assert(str_is(source_line(source, 1), ""));
    cr_assert_eq(source_byte_of_character(source, 0), 0);
    run_free(&run);
}

Test(source, a_byte_order_mark_is_in_front_of_the_first_line)
{
    Run run = run_new();
    const Source *source = run_source(&run, "\xEF\xBB\xBF"
                                            "ab\nc");
    assert_place(source, 0, 1, 1);
    assert_place(source, 3, 1, 1);
    assert_place(source, 4, 1, 2);
    assert_place(source, 6, 2, 1);
    cr_assert(str_is(source_line(source, 1), "ab"));
    cr_assert_eq(source_byte_of_character(source, 0), 3);
    cr_assert_eq(source_byte_of_character(source, 3), 6);
    run_free(&run);
}

Test(source, finds_characters_in_a_long_text)
{
    Run run = run_new();
    Buf buf = buf_new(run.arena);
    size_t offsets[2001];
    for (size_t i = 0; i < 2000; i++) {
        offsets[i] = buf.len;
        buf_add(&buf, i % 3 ? STR("a") : STR("\xE6\x97\xA5"));
    }
    offsets[2000] = buf.len;
    const Source *source = run_source(&run, buf_take(&buf).ptr);
    for (size_t i = 0; i <= 2000; i++)
        cr_assert_eq(source_byte_of_character(source, i), offsets[i]);
    cr_assert_eq(source_byte_of_character(source, 5000), buf.len);
    run_free(&run);
}

static const char *refusal(Run *run, Str text)
{
    cr_assert_null(source_from_text(run->arena, run->diags, STR("a.yaml"), text));
    return run_reports(run);
}

Test(source, refuses_binary_files)
{
    Run run = run_new();
    cr_assert_str_eq(refusal(&run, STR("a: b\0c\0")),
                     "a.yaml: error: not a text file: byte 4 is NUL [not-text]\n"
                     "slotgen: 1 error\n");
    run_free(&run);
}

Test(source, refuses_other_encodings)
{
    Run run = run_new();
    cr_assert_str_eq(
        refusal(&run, STR("a: gr\xFCn\nb: 1\n")),
        "a.yaml:1:6: error: byte 0xfc is not UTF-8 (byte 5 of the file) [invalid-utf8]\n"
        "    1 | a: gr\xEF\xBF\xBDn\n"
        "      |      ^\n"
        "      = help: save the file with the encoding UTF-8\n"
        "slotgen: 1 error\n");
    run_free(&run);
}

Test(source, names_utf16)
{
    Run run = run_new();
    cr_assert_str_eq(refusal(&run, STR("\xFF\xFE"
                                       "a\0")),
                     "a.yaml: error: the file is in UTF-16, not in UTF-8 [invalid-utf8]\n"
                     "      = help: save it with the encoding UTF-8\n"
                     "slotgen: 1 error\n");
    run_free(&run);
}

static const char *load_refusal(Run *run, const char *path)
{
    cr_assert_null(source_load(run->arena, run->diags, str_from(path)));
    return run_reports(run);
}

Test(source, says_why_a_file_cannot_be_read)
{
    Run run = run_new();
    cr_assert_str_eq(load_refusal(&run, "absent/a.yaml"),
                     "absent/a.yaml: error: cannot read the file: No such file or directory "
                     "[unreadable-file]\nslotgen: 1 error\n");
    Run other = run_new();
    cr_assert_str_eq(load_refusal(&other, "."),
                     ".: error: cannot read the file: Is a directory [unreadable-file]\n"
                     "slotgen: 1 error\n");
    run_free(&other);
    run_free(&run);
}

typedef struct {
    char path[32];
    FILE *file;
} Scratch;

static Scratch scratch_new(void)
{
    Scratch scratch = {.path = "source-test-XXXXXX"};
    const int descriptor = mkstemp(scratch.path);
    cr_assert_geq(descriptor, 0);
    scratch.file = fdopen(descriptor, "wb");
    return scratch;
}

Test(source, loads_files)
{
    Scratch scratch = scratch_new();
    for (int i = 0; i < 10000; i++) fprintf(scratch.file, "line %d\n", i);
    fclose(scratch.file);
    Run run = run_new();
    const Source *source = source_load(run.arena, run.diags, str_from(scratch.path));
    unlink(scratch.path);
    cr_assert_not_null(source);
    cr_assert_eq(source->line_count, 10001);
    cr_assert(str_is(source_line(source, 10000), "line 9999"));
    cr_assert(str_is(source->path, scratch.path));
    run_free(&run);
}

Test(source, refuses_more_than_four_gibibytes)
{
    Scratch scratch = scratch_new();
    const int failed = ftruncate(fileno(scratch.file), ((off_t)1 << 32) + 1);
    fclose(scratch.file);
    Run run = run_new();
    const char *reports = failed ? "" : load_refusal(&run, scratch.path);
    unlink(scratch.path);
    if (failed) cr_skip_test("no large files here");
    cr_assert_not_null(strstr(reports, "larger than 4 GiB [file-too-large]"));
    run_free(&run);
}
