/* What the files of this folder share: an output file on its way, and the steps it goes through. */
#ifndef EMIT_FILE_H
#define EMIT_FILE_H

#include "base/path.h"
#include "emit/emit.h"

#include <sys/stat.h>

typedef enum { FILE_MISSING, FILE_EQUAL, FILE_DIFFERENT } FileState;

typedef struct {
    const Text *text;
    Str directory, path; /* as the user's arguments have it */
    FileState state;
    Str old;     /* what the file holds, where there is one */
    mode_t mode; /* of that file */
} OutputFile;

typedef VEC(OutputFile) OutputFiles;

/* Path of the schema that an output is made from; empty for the run-time header. */
Str output_schema(const OutputFile *file);

/* The schema of the plan, and behind it all that it imports. */
Schemas output_inputs(Arena *arena, const Plan *plan);

/* paths.c */
Str path_follow_links(Arena *arena, Str path); /* where it leads; may not exist */
Str path_shell_quoted(Arena *arena, Str path);

/* The whole of a regular file, and what stat() says. 0, or an errno; EISDIR for anything not
   regular. */
int path_read(Arena *arena, Str path, Str *text, struct stat *status);

/* marker.c */
bool marker_stands_in(Str text);     /* is it a file slotgen wrote? */
long marker_output_format(Str text); /* that its marker names; 0 where it names none */

/* Reports C modules of another output format beside a run-time header that is about to change its
   own. */
void marker_check_formats(Run *run, const OutputFiles *files);

/* check.c: says which files are not up to date, and the command that updates them. */
Status check_report(Run *run, const OutputFiles *files, const EmitOptions *options);

/* depfile.c: its text, for make and ninja. Names that neither can take are reported. */
Str depfile_text(Run *run, const OutputFiles *files, const EmitOptions *options);

/* replace.c */
typedef struct {
    Str path, text;
    mode_t mode;   /* of the file that is there; 0 where there is none */
    Str temporary; /* replace_files() keeps its own account here */
} Replacement;

typedef VEC(Replacement) Replacements;

/* Writes them all, in that order, or none and says why. Makes their directories where absent. */
bool replace_files(Run *run, Replacements *files);

#endif
