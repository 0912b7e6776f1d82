/* Replacing several files as nearly at once as a file system allows: each is written under another
   name in its directory, and only when all are complete are they renamed into place. Signals that
   would end the process wait meanwhile, so that no such name is left behind. */
#include "emit/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { MOST_NAMES = 100 }; /* tried for a temporary file: a killed run may have left one behind */

typedef VEC(Str) Directories;

static bool fail(Run *run, Str path, const char *what, int error)
{
    diag_file(run->diags, DIAG_WRITE_FAILED, path, "%s: %s", what, strerror(error));
    return false;
}

/* Like mkdir -p. What it makes is added to `made`, so that a failed run leaves nothing behind. */
static bool make_directory(Run *run, Str path, Directories *made)
{
    if (path.len == 0) return true;
    struct stat status;
    if (stat(str_terminated(run->arena, path), &status) == 0) {
        if (S_ISDIR(status.st_mode)) return true;
        return fail(run, path, "cannot make the output directory", ENOTDIR);
    }
    while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
    if (!make_directory(run, path_directory(path), made)) return false;
    if (mkdir(str_terminated(run->arena, path), 0777) == 0) {
        vec_push(run->arena, made, path);
        return true;
    }
    if (errno == EEXIST) return true; /* another run was faster */
    return fail(run, path, "cannot make the output directory", errno);
}

static int open_temporary(Run *run, Replacement *file, size_t number, Str directory)
{
    for (int i = 0; i < MOST_NAMES; i++) {
        const Str name = str_fmt(run->arena, ".slotgen-%ld-%zu-%d.tmp", (long)getpid(), number, i);
        const Str path = path_join(run->arena, directory, name);
        const int fd = open(str_terminated(run->arena, path),
                            O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (fd < 0 && errno == EEXIST) continue;
        if (fd >= 0) file->temporary = path;
        return fd;
    }
    return -1;
}

static int write_all(int fd, Str text)
{
    for (size_t done = 0; done < text.len;) {
        const ssize_t put = write(fd, text.ptr + done, text.len - done);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return errno;
        done += (size_t)put;
    }
    return 0;
}

/* `number` is the file's own in this run. */
static bool write_temporary(Run *run, Replacement *file, size_t number)
{
    file->path = path_follow_links(run->arena, file->path);
    const int fd = open_temporary(run, file, number, path_directory(file->path));
    if (fd < 0) return fail(run, file->path, "cannot write", errno);
    int error = write_all(fd, file->text);
    if (!error && file->mode && fchmod(fd, file->mode) != 0) error = errno;
    if (close(fd) != 0 && !error) error = errno; /* a full disk may show here only */
    return !error || fail(run, file->path, "cannot write", error);
}

static bool is_interrupted(void)
{
    sigset_t pending;
    if (sigpending(&pending) != 0) return false;
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1 ||
           sigismember(&pending, SIGHUP) == 1;
}

static bool replace_all(Run *run, Replacements *files, Directories *made)
{
    for (size_t i = 0; i < files->len; i++) {
        Replacement *file = &files->items[i];
        if (!make_directory(run, path_directory(file->path), made)) return false;
        if (!write_temporary(run, file, i)) return false;
        if (is_interrupted()) return false; /* and the signal ends the run presently */
    }
    for (size_t i = 0; i < files->len; i++) {
        Replacement *file = &files->items[i];
        if (rename(str_terminated(run->arena, file->temporary),
                   str_terminated(run->arena, file->path)) != 0)
            return fail(run, file->path, "cannot replace", errno);
        file->temporary = STR("");
    }
    return true;
}

static void clean_up(Run *run, const Replacements *files, const Directories *made)
{
    for (size_t i = 0; i < files->len; i++)
        if (files->items[i].temporary.len > 0)
            unlink(str_terminated(run->arena, files->items[i].temporary));
    for (size_t i = made->len; i > 0; i--)
        rmdir(str_terminated(run->arena, made->items[i - 1])); /* refused unless empty: good */
}

bool replace_files(Run *run, Replacements *files)
{
    sigset_t ending, before;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    sigprocmask(SIG_BLOCK, &ending, &before);
    Directories made = {0};
    const bool is_done = replace_all(run, files, &made);
    if (!is_done) clean_up(run, files, &made);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return is_done;
}
