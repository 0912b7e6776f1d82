/* Finding an embedded file. The table itself is made at build time by tools/embed.c. */
#include "render/embedded.h"

const EmbeddedFile *embedded_find(Str name)
{
    for (size_t i = 0; i < embedded_count; i++)
        if (str_is(name, embedded_files[i].name)) return &embedded_files[i];
    return NULL;
}
