/* The run time as one text, for slotgen_runtime.h and for modules that carry it themselves. */
#ifndef RENDER_RUNTIME_H
#define RENDER_RUNTIME_H

#include "base/arena.h"
#include "base/str.h"

/* The headers of runtime.def, each once and behind those it includes. A mistake in them is our own: it ends
   the process with a message. */
Str runtime_text(Arena *arena);

#endif
