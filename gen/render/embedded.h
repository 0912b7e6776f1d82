/* The templates and runtime headers inside the slotgen binary: one file that runs anywhere. The table is
   written at build time by tools/embed.c. */
#ifndef RENDER_EMBEDDED_H
#define RENDER_EMBEDDED_H

#include "base/str.h"

#include <stddef.h>

typedef struct {
    const char *name; /* path below templates/: "runtime/sg_base.h", "module.c.tmpl" */
    const char *text;
    size_t len;
} EmbeddedFile;

extern const EmbeddedFile embedded_files[];
extern const size_t embedded_count;

/* The file of that name, or NULL. */
const EmbeddedFile *embedded_find(Str name);

#endif
