/* Source: reading a schema's text, refusing what is no UTF-8 text, and turning byte offsets into lines
   and columns. */
#include "base/source.h"

#include "base/diag.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { STRIDE = 32 }; /* code points between two entries of Source.strides */

#define BYTE_ORDER_MARK STR("\xEF\xBB\xBF")

static void refuse_size(Diags *diags, Str path)
{
    diag_file(diags, DIAG_FILE_TOO_LARGE, path, "the file is larger than 4 GiB");
}

/* UTF-16 is worth a word of its own: editors on Windows write it under the name "Unicode". */
static bool refuse_utf16(Diags *diags, Str path, Str text)
{
    if (!str_starts_with(text, STR("\xFF\xFE")) && !str_starts_with(text, STR("\xFE\xFF")))
        return false;
    diag_file(diags, DIAG_INVALID_UTF8, path, "the file is in UTF-16, not in UTF-8");
    diag_help(diags, "save it with the encoding UTF-8");
    return true;
}

static bool refuse_binary(Diags *diags, Str path, Str text)
{
    const char *nul = text.len ? memchr(text.ptr, 0, text.len) : NULL;
    if (!nul) return false;
    diag_file(diags, DIAG_NOT_TEXT, path, "not a text file: byte %zu is NUL",
              (size_t)(nul - text.ptr));
    return true;
}

/* The offset of the first byte that is not UTF-8, or the length of the text. */
static size_t find_bad_utf8(Str text)
{
    size_t at = 0;
    while (at < text.len) {
        uint32_t code;
        const size_t length = utf8_decode(text, at, &code);
        if (!length) break;
        at += length;
    }
    return at;
}

typedef VEC(uint32_t) Offsets;

/* Fills in the table of lines; a byte-order mark is in front of line 1, not in it. */
static void index_lines(Arena *arena, Source *source, size_t first)
{
    Offsets starts = {0};
    vec_push(arena, &starts, (uint32_t)first);
    const char *text = source->text.ptr, *end = text + source->text.len;
    for (const char *at = text; at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        if (!newline) break;
        at = newline + 1;
        vec_push(arena, &starts, (uint32_t)(at - text));
    }
    source->line_starts = starts.items;
    source->line_count = starts.len;
}

static bool starts_character(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

static void index_characters(Arena *arena, Source *source, size_t first)
{
    Offsets strides = {0};
    size_t characters = 0;
    for (size_t at = first; at < source->text.len; at++) {
        if (!starts_character(source->text.ptr[at])) continue;
        if (characters++ % STRIDE == 0) vec_push(arena, &strides, (uint32_t)at);
    }
    source->strides = strides.items;
    source->stride_count = strides.len;
}

const Source *source_from_text(Arena *arena, Diags *diags, Str path, Str text)
{
    if (text.len > UINT32_MAX) {
        refuse_size(diags, path);
        return NULL;
    }
    if (refuse_utf16(diags, path, text) || refuse_binary(diags, path, text)) return NULL;

    Source *source = arena_make(arena, Source);
    source->path = path;
    source->text = text;
    const size_t first = str_starts_with(text, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.len : 0;
    index_lines(arena, source, first);
    index_characters(arena, source, first);
    source->file = diags_add_source(diags, source);

    const size_t bad = find_bad_utf8(text);
    if (bad == text.len) return source;
    diag_at(diags, DIAG_INVALID_UTF8, (Span){source->file, (uint32_t)bad, (uint32_t)bad + 1},
            "byte 0x%02x is not UTF-8 (byte %zu of the file)", (unsigned char)text.ptr[bad], bad);
    diag_help(diags, "save the file with the encoding UTF-8");
    return NULL;
}

typedef struct {
    Arena *arena;
    char *ptr;
    size_t len, cap;
} Bytes;

static void bytes_reserve(Bytes *bytes, size_t cap)
{
    char *grown = arena_alloc(bytes->arena, cap);
    if (bytes->len) memcpy(grown, bytes->ptr, bytes->len);
    bytes->ptr = grown;
    bytes->cap = cap;
}

/* Reads to the end, or past the largest size, or past a NUL: an endless device ends there. 0 or errno. */
static int read_all(FILE *file, Bytes *bytes)
{
    for (;;) {
        if (bytes->len == bytes->cap) bytes_reserve(bytes, bytes->cap * 2);
        errno = 0;
        const size_t room = bytes->cap - bytes->len;
        const size_t got = fread(bytes->ptr + bytes->len, 1, room, file);
        const bool has_nul = got && memchr(bytes->ptr + bytes->len, 0, got);
        bytes->len += got;
        if (got < room) return ferror(file) ? (errno ? errno : EIO) : 0;
        if (has_nul || bytes->len > UINT32_MAX) return 0;
    }
}

static void refuse_file(Diags *diags, Str path, int error)
{
    diag_file(diags, DIAG_UNREADABLE_FILE, path, "cannot read the file: %s", strerror(error));
}

const Source *source_load(Arena *arena, Diags *diags, Str path)
{
    FILE *file = fopen(str_terminated(arena, path), "rb");
    if (!file) {
        refuse_file(diags, path, errno);
        return NULL;
    }
    const Source *source = NULL;
    Bytes bytes = {.arena = arena};
    struct stat facts;
    int error = fstat(fileno(file), &facts) ? errno : 0;
    if (!error && S_ISDIR(facts.st_mode)) error = EISDIR;
    if (error) {
        refuse_file(diags, path, error);
        goto done;
    }
    if (facts.st_size > (off_t)UINT32_MAX) {
        refuse_size(diags, path);
        goto done;
    }
    bytes_reserve(&bytes, (size_t)facts.st_size + 4096); /* the size is 0 for pipes */
    error = read_all(file, &bytes);
    if (error) refuse_file(diags, path, error);
    else source = source_from_text(arena, diags, path, (Str){bytes.ptr, bytes.len});
done:
    fclose(file);
    return source;
}

/* The index of the line with byte `offset`. */
static size_t find_line(const Source *source, size_t offset)
{
    size_t low = 0, high = source->line_count;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        if (source->line_starts[middle] <= offset) low = middle;
        else high = middle;
    }
    return low;
}

Place source_locate(const Source *source, size_t offset)
{
    if (offset > source->text.len) offset = source->text.len;
    const size_t line = find_line(source, offset);
    size_t column = 1;
    for (size_t at = source->line_starts[line] + 1; at <= offset; at++) {
        if (at == source->text.len || starts_character(source->text.ptr[at])) column++;
    }
    return (Place){line + 1, column};
}

Str source_line(const Source *source, size_t line)
{
    const size_t start = source->line_starts[line - 1];
    if (line < source->line_count) {
        size_t end = source->line_starts[line] - 1;
        if (end > start && source->text.ptr[end - 1] == '\r') end--;
        return str_slice(source->text, start, end);
    }
    return str_slice(source->text, start, source->text.len);
}

size_t source_byte_of_character(const Source *source, size_t index)
{
    const size_t stride = index / STRIDE;
    if (stride >= source->stride_count) return source->text.len;
    size_t at = source->strides[stride];
    for (size_t left = index % STRIDE; left && at < source->text.len; left--) {
        at++;
        while (at < source->text.len && !starts_character(source->text.ptr[at])) at++;
    }
    return at;
}
