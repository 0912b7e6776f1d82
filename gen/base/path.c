/* Paths: taken apart, put together, compared. */
#include "base/path.h"

#include <sys/stat.h>

Str path_directory(Str path)
{
    size_t end = path.len;
    while (end > 0 && path.ptr[end - 1] != '/') end--;
    if (end > 1) end--; /* the slash itself, unless it is the root */
    return str_slice(path, 0, end);
}

Str path_join(Arena *arena, Str directory, Str name)
{
    if (directory.len == 0) return name;
    const char *slash = str_ends_with(directory, STR("/")) ? "" : "/";
    return str_fmt(arena, "%.*s%s%.*s", STR_ARG(directory), slash, STR_ARG(name));
}

Str path_identity(Arena *arena, Str path)
{
    struct stat status;
    if (stat(path.len ? str_terminated(arena, path) : ".", &status) != 0) return path;
    return str_fmt(arena, "%llu:%llu", (unsigned long long)status.st_dev,
                   (unsigned long long)status.st_ino);
}
