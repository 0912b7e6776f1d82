/* embed OUT.c DIR FILE...: writes a C file with the text of each FILE, a path below DIR, as the
   table that render/embedded.h declares. Runs at build time; needs nothing of slotgen. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One literal joined from a piece per line compiles many times faster than a list of numbers.
   Compilers with a limit on it have it at 65,535 bytes (MSVC): what is longer becomes numbers. */
enum { LONGEST_LITERAL = 65000, LONGEST_PIECE = 100 };

typedef struct {
    char *ptr;
    size_t len;
} Bytes;

/* What is wrong with `path` goes to standard error. */
static bool complain(const char *path, const char *what)
{
    fprintf(stderr, "embed: %s: %s\n", path, what);
    return false;
}

/* The whole of a file, to be freed by the caller. */
static bool read_file(const char *dir, const char *name, Bytes *bytes)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, name) >= sizeof path)
        return complain(name, "the path is too long");
    FILE *file = fopen(path, "rb");
    if (!file) return complain(path, strerror(errno));
    size_t cap = 1 << 16;
    *bytes = (Bytes){malloc(cap), 0};
    while (bytes->ptr) {
        bytes->len += fread(bytes->ptr + bytes->len, 1, cap - bytes->len, file);
        if (bytes->len < cap) break;
        char *more = realloc(bytes->ptr, cap *= 2);
        if (!more) free(bytes->ptr);
        bytes->ptr = more;
    }
    const bool failed = ferror(file) || !bytes->ptr;
    fclose(file);
    if (!failed) return true;
    free(bytes->ptr);
    return complain(path, "cannot be read");
}

static void write_byte(FILE *out, unsigned char byte)
{
    if (byte == '\n') fputs("\\n", out);
    else if (byte == '"' || byte == '\\' || byte == '?') /* ?: trigraphs */
        fprintf(out, "\\%c", byte);
    else if (byte < 0x20 || byte >= 0x7F) fprintf(out, "\\%03o", byte);
    else putc(byte, out);
}

static void write_literal(FILE *out, Bytes bytes)
{
    size_t column = 0;
    fputs("    \"", out);
    for (size_t i = 0; i < bytes.len; i++) {
        const unsigned char byte = (unsigned char)bytes.ptr[i];
        if (column == LONGEST_PIECE || (i > 0 && bytes.ptr[i - 1] == '\n')) {
            fputs("\"\n    \"", out);
            column = 0;
        }
        write_byte(out, byte);
        column++;
    }
    fputs("\"", out);
}

static void write_numbers(FILE *out, Bytes bytes)
{
    fputs("    {", out);
    for (size_t i = 0; i < bytes.len; i++) /* char may be signed */
        fprintf(out, "%d,%s", bytes.ptr[i], i % 20 == 19 ? "\n     " : "");
    fputs("0}", out);
}

static void write_text(FILE *out, int index, Bytes bytes)
{
    fprintf(out, "static const char text_%d[] =\n", index);
    if (bytes.len <= LONGEST_LITERAL) write_literal(out, bytes);
    else write_numbers(out, bytes);
    fputs(";\n\n", out);
}

static bool write_all(FILE *out, const char *dir, char **names, int count)
{
    fputs("/* Made by embed from the files below templates/. */\n"
          "#include \"render/embedded.h\"\n\n"
          "#if defined(__GNUC__)\n"
          "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
          "#endif\n\n",
          out);
    for (int i = 0; i < count; i++) {
        Bytes bytes;
        if (!read_file(dir, names[i], &bytes)) return false;
        write_text(out, i, bytes);
        free(bytes.ptr);
    }
    fputs("const EmbeddedFile embedded_files[] = {\n", out);
    for (int i = 0; i < count; i++)
        fprintf(out, "    {\"%s\", text_%d, sizeof text_%d - 1},\n", names[i], i, i);
    fprintf(out, "};\n\nconst size_t embedded_count = %d;\n", count);
    return true;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("Usage: embed OUT.c DIR FILE...\n", stderr);
        return 2;
    }
    FILE *out = fopen(argv[1], "wb");
    if (!out) {
        complain(argv[1], strerror(errno));
        return 1;
    }
    bool is_good = write_all(out, argv[2], argv + 3, argc - 3);
    if (is_good && ferror(out)) is_good = complain(argv[1], "cannot be written");
    if (fclose(out) != 0 && is_good) is_good = complain(argv[1], strerror(errno));
    if (!is_good) remove(argv[1]); /* make must not take half a table for a whole one */
    return is_good ? 0 : 1;
}
