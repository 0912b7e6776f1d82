/* Finds nothing out itself: makes the run's memory, calls the command, and sees that what was said
   on standard output got there. */
#include "command/command.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* A failed assertion is our mistake, and says so. */
static void report_internal_error(int signal_number)
{
    static const char text[] =
        "slotgen: internal error; please report it, with the schema if you can\n";
    (void)signal_number;
    if (write(STDERR_FILENO, text, sizeof text - 1) < 0) _exit(STATUS_INTERNAL);
    _exit(STATUS_INTERNAL);
}

static Status close_output(Status status)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    fprintf(stderr, "slotgen: cannot write to standard output: %s\n", strerror(errno));
    return STATUS_TROUBLE;
}

int main(int argc, char **argv)
{
    signal(SIGABRT, report_internal_error);
    /* A file over the limit is then an error of write(), and cleaned up like others. */
    signal(SIGXFSZ, SIG_IGN);
    Arena *arena = arena_new();
    const Status status = command_run(arena, argc, argv);
    arena_free(arena);
    return (int)close_output(status);
}
