/* Paths as users write them: nothing is made absolute or otherwise rewritten, because build tools compare
   paths as text. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/arena.h"
#include "base/str.h"

Str path_directory(Str path);                         /* "a/b.c": "a"; "b.c": "" */
Str path_join(Arena *arena, Str directory, Str name); /* "" joins to the name alone */

/* Equal for one file or directory, however spelled; the path itself where there is none. "" is the
   working directory. */
Str path_identity(Arena *arena, Str path);

#endif
