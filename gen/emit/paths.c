/* Paths of files to write: followed, read and quoted. */
#include "emit/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

enum { MOST_LINKS = 40 }; /* as many as the kernel follows */

Str path_follow_links(Arena *arena, Str path)
{
    for (int i = 0; i < MOST_LINKS; i++) {
        char target[PATH_MAX];
        const ssize_t len = readlink(str_terminated(arena, path), target, sizeof target);
        if (len < 0 || (size_t)len == sizeof target) break;
        const Str link = str_copy(arena, (Str){target, (size_t)len});
        path =
            str_starts_with(link, STR("/")) ? link : path_join(arena, path_directory(path), link);
    }
    return path;
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("_@%+=:,./-", c));
}

Str path_shell_quoted(Arena *arena, Str path)
{
    bool needs_quotes = path.len == 0;
    for (size_t i = 0; i < path.len; i++)
        if (!is_plain(path.ptr[i])) needs_quotes = true;
    if (!needs_quotes) return path;
    Buf buf = buf_new(arena);
    buf_add_char(&buf, '\'');
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] == '\'') buf_add(&buf, STR("'\\''"));
        else buf_add_char(&buf, path.ptr[i]);
    }
    buf_add_char(&buf, '\'');
    return buf_take(&buf);
}

static int read_all(Arena *arena, int fd, size_t size, Str *text)
{
    char *bytes = arena_alloc(arena, size + 1);
    size_t len = 0;
    while (len < size) {
        const ssize_t got = read(fd, bytes + len, size - len);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return errno;
        if (got == 0) break;
        len += (size_t)got;
    }
    *text = (Str){bytes, len};
    return 0;
}

int path_read(Arena *arena, Str path, Str *text, struct stat *status)
{
    /* O_NONBLOCK: opening a FIFO must not wait for a writer */
    const int fd = open(str_terminated(arena, path), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return errno;
    int error = fstat(fd, status) == 0 ? 0 : errno;
    if (!error && !S_ISREG(status->st_mode)) error = EISDIR;
    if (!error) error = read_all(arena, fd, (size_t)status->st_size, text);
    close(fd);
    return error;
}
